/* form.c - serve: what may be done from a page? */
#include "serve/form_int.h"

#include <string.h>

/* ---- forms that write ---- */

/* The page it stands on, with its question: where it comes back to when it is refused. */
static struct str address_of(const struct page *p)
{
    struct buf b = buf_new(p->a);
    buf_add(&b, route_address(p->a, p->at->route->pattern, &p->at->part, ""));
    for (size_t i = 0; p->query && i < p->query->count; i++) {
        const struct http_pair *q = &p->query->one[i];
        if (!q->value.len || str_is(q->name, "done")) continue;
        buf_addc(&b, i && memchr(b.p, '?', b.len) ? '&' : '?');
        address_add(&b, q->name);
        buf_addc(&b, '=');
        address_add(&b, q->value);
    }
    return buf_str(&b);
}

/* id: empty: it has none. */
static void put_form_head(const struct page *p, const char *class, struct str id, struct str action,
                          struct buf *b)
{
    buf_addf(b, "<form class=\"%s\"", class);
    if (id.len) buf_addf(b, " id=\"%.*s\"", STR_ARG(id));
    buf_adds(b, " method=\"post\" action=\"");
    html_escape(b, action);
    buf_adds(b, "\">\n");
    page_hidden(p, b);
    form_hidden(b, FIELD_PAGE, address_of(p));
}

static bool may(const struct page *p, const struct route *route)
{
    return p->may_write && right_in(p->rights, route->right);
}

/* "form-m--market--remove": by which a sentence leads to it. */
static struct str id_of(const struct route *route, struct arena *a)
{
    struct buf b = buf_new(a);
    buf_adds(&b, "form");
    for (const char *c = route->pattern; *c; c++)
        buf_add(&b, ascii_is_letter(*c) ? (struct str){c, 1} : STR("-"));
    return buf_str(&b);
}

/* "p12,p40": of the rows of the page's own table. */
static struct str listed_ids(const struct page *p)
{
    struct buf b = buf_new(p->a);
    const struct table *t = p->listing ? p->listing->of.root : NULL;
    size_t c = 0;
    for (size_t r = 0; t && form_column(t, "id", &c) && r < t->row_count; r++) {
        struct cell id = t->cells[r * t->column_count + c];
        if (id.kind != CELL_TEXT || !id.text.len) continue;
        if (b.len) buf_addc(&b, ',');
        buf_add(&b, id.text);
    }
    return buf_str(&b);
}

/* A further button, which looks what it would rest on. */
static void put_try(const struct page *p, const struct route *route, bool refused, struct buf *b)
{
    const struct route *try = routes;
    while (try->pattern && !(try->tries && strcmp(try->tries, route->pattern) == 0))
        try++;
    if (!try->pattern) return;
    buf_addf(b,
             "<p class=\"try\"><button class=\"quiet\" form=\"%.*s-fields\" formnovalidate "
             "formaction=\"%s\">",
             STR_ARG(id_of(route, p->a)), try->pattern);
    html_escape(b, str_of(try->question));
    buf_adds(b, "</button></p>\n<div class=\"tried\" role=\"status\">");
    if (refused && !p->sentence && p->told) table_html(p->told, 3, "told", NULL, b);
    buf_adds(b, "</div>\n");
}

static void put_form(const struct page *p, const struct route *route, bool refused, struct buf *b)
{
    struct filling f = {.p = p, .given = refused ? p->given : NULL};
    const struct http_pairs *part = refused ? &p->refused_part : &p->at->part;
    buf_addf(b, "<details class=\"form\" id=\"%.*s\"%s><summary>", STR_ARG(id_of(route, p->a)),
             refused ? " open" : "");
    html_escape(b, str_of(route->question));
    buf_adds(b, "</summary>\n");
    struct str id = str_printf(p->a, "%.*s-fields", STR_ARG(id_of(route, p->a)));
    put_form_head(p, "writes", id, route_address(p->a, route->pattern, part, ""), b);
    struct str rest = route_says(route);
    struct field field;
    while (route_field(route, &rest, &field)) {
        struct str known =
            field.flag ? STR_NONE : http_pair_of(&p->at->part, str_c(p->a, field.name));
        if (field.in_path) continue;
        if (route->gathers && str_is(field.name, route->gathers)) known = listed_ids(p);
        if (str_is(field.name, "audience") && p->audience.len) known = p->audience;
        if (known.p) form_hidden(b, str_c(p->a, field.name), known);
        if (!known.p) form_field(&f, &field, b);
    }
    buf_adds(b, "<button>");
    html_escape(b, str_of(route->question));
    buf_adds(b, "</button>\n</form>");
    put_try(p, route, refused, b);
    buf_adds(b, "</details>\n");
}

void form_write(const struct page *p, const struct route *route, struct buf *b)
{
    if (may(p, route)) put_form(p, route, p->refused == route, b);
}

static bool is_among(const struct route *route, const char *const *patterns)
{
    for (; patterns && *patterns; patterns++) {
        if (strcmp(route->pattern, *patterns) == 0) return true;
    }
    return false;
}

void form_refused(const struct page *p, struct buf *b)
{
    if (!p->refused || !p->sentence) return;
    buf_adds(b, "<div class=\"wrong\" role=\"alert\" tabindex=\"-1\" autofocus><p><b>Nothing was "
                "stored:</b> ");
    html_escape(b, str_of(p->sentence));
    buf_addf(b, ".</p><p><a href=\"#%.*s\">To the form, as it was filled in</a></p></div>\n",
             STR_ARG(id_of(p->refused, p->a)));
    if (p->told) table_html(p->told, 2, "told", NULL, b);
    bool below = is_among(p->refused, p->at->route->forms);
    if (!below && may(p, p->refused)) put_form(p, p->refused, true, b); /* it stood in a row */
}

void form_done(const struct page *p, struct buf *b)
{
    const struct done *d = &p->done;
    if (!d->says.p) return;
    buf_adds(b, "<div class=\"done\" role=\"status\"><p>Done: ");
    html_escape(b, d->says);
    buf_adds(b, "</p>");
    if (d->undo && may(p, d->undo)) {
        put_form_head(p, "undo", STR(""), route_address(p->a, d->undo->pattern, &d->given, ""), b);
        for (size_t i = 0; i < d->given.count; i++)
            form_hidden(b, str_c(p->a, d->given.one[i].name), d->given.one[i].value);
        buf_adds(b, "<button data-key=\"u\">Undo</button></form>");
    }
    buf_adds(b, "</div>\n");
}

/* ---- in each row ---- */

/* What a row says of a field; STR_NONE: nothing. */
static struct str in_row(const struct route *route, const struct table *t, const struct cell *row,
                         struct str name, struct arena *a)
{
    bool fills = route->fills && str_is(name, route->fills);
    bool person = str_is(name, "person");
    size_t c = 0;
    const char *column = fills ? route->row : person ? "id" : str_c(a, name);
    if ((route->fills && !fills) || !form_column(t, column, &c)) return STR_NONE;
    if (row[c].kind == CELL_INT) return str_printf(a, "%lld", (long long)row[c].i);
    if (row[c].kind != CELL_TEXT || !row[c].text.len) return STR_NONE;
    return fills || !person || row[c].text.p[0] == 'p' ? row[c].text : STR_NONE;
}

/* Is it a row in which the form has its place? */
static bool fits(const struct route *route, const struct table *t, const struct cell *row,
                 struct arena *a)
{
    struct str words = route->when ? str_of(route->when) : STR("");
    struct str column;
    struct str word;
    size_t c = 0;
    if (!route->when || !str_cut(&words, '=', &column)) return true;
    if (!form_column(t, str_c(a, column), &c) || row[c].kind != CELL_TEXT) return false;
    while (str_cut(&words, '|', &word)) {
        if (str_eq(word, row[c].text)) return true;
    }
    return false;
}

/* Does the row, or the address, tell all that the form's address holds, and the row some of what it
 * wants? */
static bool filled(const struct page *p, const struct route *route, const struct table *t,
                   const struct cell *row, struct http_pairs *ret)
{
    struct str rest = route_says(route);
    struct field field;
    size_t by_row = 0;
    *ret = (struct http_pairs){0};
    if (!fits(route, t, row, p->a)) return false;
    while (route_field(route, &rest, &field)) {
        bool chosen = field.choices.len > 0; /* by hand: it is what changes */
        if ((field.flag && !route->fills) || chosen || str_is(field.name, "me")) continue;
        struct str value = STR_NONE;
        if (!field.flag) value = http_pair_of(&p->at->part, str_c(p->a, field.name));
        if (!value.p) {
            value = in_row(route, t, row, field.name, p->a);
            by_row += value.p != NULL;
        }
        if (value.p) http_pair_add(p->a, ret, field.name, value);
        bool pressed = route->key && field.wanted; /* by a key: nothing is left to be typed */
        if (!value.p && (field.in_path || pressed)) return false;
    }
    return by_row > 0;
}

/* The next form of the page that stands in rows; *i starts as 0. NULL: no more. */
static const struct route *next_act(const struct page *p, size_t *i)
{
    const char *const *lists[] = {p->at->route->acts, p->at->route->forms};
    size_t n = 0;
    for (size_t l = 0; l < 2; l++) {
        for (const char *const *one = lists[l]; one && *one; one++) {
            const struct route *r = route_of(HTTP_POST, *one);
            if (!may(p, r) || (l && !r->row) || n++ < *i) continue;
            ++*i;
            return r;
        }
    }
    return NULL;
}

static bool any_acts(void *context, const struct table *t)
{
    const struct page *p = context;
    struct http_pairs ignored;
    const struct route *r;
    for (size_t i = 0; (r = next_act(p, &i));) {
        for (size_t row = 0; row < t->row_count; row++) {
            if (filled(p, r, t, t->cells + row * t->column_count, &ignored)) return true;
        }
    }
    return false;
}

static void put_act(const struct page *p, const struct route *route, const struct http_pairs *known,
                    struct str whose, struct buf *b)
{
    struct filling f = {.p = p};
    struct buf fields = buf_new(p->a);
    struct str rest = route_says(route);
    struct field field;
    bool asks = false;
    while (route_field(route, &rest, &field)) {
        struct str value = http_pair_of(known, str_c(p->a, field.name));
        if (value.p && !field.in_path) form_hidden(&fields, str_c(p->a, field.name), value);
        if (value.p || field.in_path || (field.flag && route->fills)) continue;
        form_field(&f, &field, &fields);
        asks = true;
    }
    if (asks) {
        buf_adds(b, "<details><summary>");
        html_escape(b, str_of(route->question));
        buf_adds(b, "</summary>");
    }
    put_form_head(p, "act", STR(""), route_address(p->a, route->pattern, known, ""), b);
    buf_add(b, buf_str(&fields));
    buf_adds(b, "<button");
    if (route->key) buf_addf(b, " data-key=\"%s\"", route->key);
    buf_adds(b, ">");
    html_escape(b, str_of(route->question));
    if (whose.len) {
        buf_adds(b, "<span class=\"sr\"> ");
        html_escape(b, whose);
        buf_adds(b, "</span>");
    }
    buf_addf(b, "</button></form>%s\n", asks ? "</details>" : "");
}

static void put_acts(void *context, const struct table *t, const struct cell *row, struct buf *b)
{
    const struct page *p = context;
    struct http_pairs known;
    size_t name = 0;
    const struct route *r;
    bool named = form_column(t, "name", &name) && row[name].kind == CELL_TEXT;
    for (size_t i = 0; (r = next_act(p, &i));) {
        if (!filled(p, r, t, row, &known)) continue;
        struct str whose = named ? row[name].text : STR("");
        if (r->fills) whose = http_pair_of(&known, r->fills);
        put_act(p, r, &known, whose, b);
    }
}

const struct html_acts form_acts = {.any = any_acts, .put = put_acts};

/* table_html.c - base: how does an answer look on a page? */
#include "base/table_html.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

enum {
    LEVEL_MOST = 6,   /* <h6> is the last there is */
    AXIS_WIDTH = 120, /* of a drawn interval, in units of its box */
    AXIS_PAD = 6,     /* room of a dot at either end */
    AXIS_HEIGHT = 16,
    TEXT_SHOWN = 300 /* bytes of a text, before one asks for the rest */
};

/* ---- text ---- */

/* "place_next_lo" as words. */
static void put_words(struct buf *b, const char *name)
{
    for (; *name; name++)
        buf_add(b, *name == '_' ? STR(" ") : (struct str){name, 1});
}

/* ---- cells ---- */

static bool is_known(struct cell c)
{
    return !(c.kind == CELL_NONE || (c.kind == CELL_REAL && !isfinite(c.real)) ||
             (c.kind == CELL_TIME && c.i == TIME_NONE) || (c.kind == CELL_TEXT && !c.text.len));
}

/* The value of a cell that can be drawn, else NaN. */
static double number_of(struct cell c)
{
    if (c.kind == CELL_INT) return (double)c.i;
    return c.kind == CELL_REAL && isfinite(c.real) ? c.real : NAN;
}

static void put_number(struct buf *b, double x, int digits)
{
    char text[400];
    (void)snprintf(text, sizeof text, "%.*f", digits, x);
    bool zero = strspn(text, "-0.") == strlen(text); /* no "-0.0" */
    buf_adds(b, zero && *text == '-' ? text + 1 : text);
}

void cell_html(struct buf *b, struct cell c, int digits)
{
    if (!is_known(c)) {
        buf_adds(b, "<span aria-hidden=\"true\">—</span><span class=\"sr\">unknown</span>");
        return;
    }
    switch (c.kind) {
    case CELL_TEXT:
        buf_adds(b, "<bdi>");
        html_escape(b, c.text);
        buf_adds(b, "</bdi>");
        break;
    case CELL_INT:
        buf_addf(b, "%lld", (long long)c.i);
        break;
    case CELL_REAL:
        put_number(b, c.real, digits);
        break;
    case CELL_TIME:
        buf_addf(b, "<time datetime=\"%.*s\">%.*s</time>", STR_ARG(time_iso(b->a, c.i)),
                 STR_ARG(time_day(b->a, c.i)));
        break;
    case CELL_BOOL:
        buf_adds(b, c.yes ? "yes" : "no");
        break;
    case CELL_NONE:
        break;
    }
}

/* ---- columns ---- */

struct shape { /* of a column on the page */
    bool shown;
    bool right;      /* figures stand flush right */
    size_t lo, hi;   /* columns of its interval; SIZE_MAX: it has none */
    double from, to; /* ends of the axis of its intervals */
    int digits;      /* of the ends of the axis */
    bool drawn;      /* some row has an interval */
};

/* Of X the bounds are X_lo and X_hi; of reach_in_100, won_share and days_median they are reach_lo,
 * won_lo and days_lo (table.h). Is `name` that of X's `end`? */
static bool names_end(const char *name, const char *x, const char *end)
{
    static const char *const drops[] = {"", "_in_100", "_share", "_median"};
    size_t len = strlen(x);
    for (size_t i = 0; i < sizeof drops / sizeof *drops; i++) {
        size_t drop = strlen(drops[i]);
        if (drop >= len || strcmp(x + len - drop, drops[i]) != 0) continue;
        if (strncmp(name, x, len - drop) == 0 && strcmp(name + len - drop, end) == 0) return true;
    }
    return false;
}

static size_t column_named(const struct table *t, const char *x, const char *end)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (names_end(t->columns[c].name, x, end)) return c;
    }
    return SIZE_MAX;
}

static bool is_number(const struct column *c)
{
    return c->kind == CELL_INT || c->kind == CELL_REAL;
}

static void find_interval(const struct table *t, size_t c, struct shape *x)
{
    x->lo = column_named(t, t->columns[c].name, "_lo");
    x->hi = column_named(t, t->columns[c].name, "_hi");
    if (x->lo == SIZE_MAX && c + 2 < t->column_count && strcmp(t->columns[c + 1].name, "lo") == 0 &&
        strcmp(t->columns[c + 2].name, "hi") == 0) {
        x->lo = c + 1;
        x->hi = c + 2;
    }
    bool both = x->lo != SIZE_MAX && x->hi != SIZE_MAX && is_number(&t->columns[x->lo]) &&
                is_number(&t->columns[x->hi]);
    if (!both) x->lo = x->hi = SIZE_MAX;
}

/* 1, 2 or 5 times a power of ten, not below x. */
static double round_up(double x)
{
    double ten = pow(10.0, floor(log10(x)));
    for (int i = 0; i < 3; i++) {
        double step = (const double[]){1.0, 2.0, 5.0}[i] * ten;
        if (x <= step * (1.0 + 1e-9)) return step;
    }
    return 10.0 * ten;
}

static bool is_share(const struct column *c)
{
    return c->unit && (strcmp(c->unit, "share") == 0 || strcmp(c->unit, "probability") == 0);
}

static bool has_any(const struct table *t, size_t c)
{
    for (size_t r = 0; r < t->row_count; r++) {
        if (is_known(t->cells[r * t->column_count + c])) return true;
    }
    return false;
}

/* All rows on one axis that holds 0; a share's is 0 to 1, a difference's as long on both sides. */
static void find_axis(const struct table *t, size_t c, struct shape *x)
{
    double least = 0.0;
    double most = 0.0;
    for (size_t r = 0; r < t->row_count; r++) {
        const struct cell *row = t->cells + r * t->column_count;
        const double at[] = {number_of(row[c]), number_of(row[x->lo]), number_of(row[x->hi])};
        for (int i = 0; i < 3; i++) {
            if (isnan(at[i])) continue;
            least = fmin(least, at[i]);
            most = fmax(most, at[i]);
        }
    }
    x->drawn = has_any(t, x->lo) && has_any(t, x->hi);
    double longest = fmax(most, -least);
    x->to = longest > 0.0 ? round_up(longest) : 1.0;
    if (is_share(&t->columns[c]) && longest <= 1.0) x->to = 1.0;
    x->from = least < 0.0 ? -x->to : 0.0;
    x->digits = x->to < 1.0 ? (int)ceil(-log10(x->to) - 1e-9) : 0;
}

static struct shape *shapes_of(const struct table *t, struct arena *a)
{
    struct shape *x = arena_new(a, struct shape, t->column_count);
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *col = &t->columns[c];
        x[c].lo = x[c].hi = SIZE_MAX;
        x[c].right = is_number(col);
        bool titled = col->title || strcmp(col->name, "n") == 0;
        x[c].shown = titled && (col->gives == COLUMN_KEEPS || has_any(t, c));
        if (x[c].shown && x[c].right) find_interval(t, c, &x[c]);
        if (x[c].lo != SIZE_MAX) find_axis(t, c, &x[c]);
    }
    for (size_t c = 0; c < t->column_count; c++) {
        if (x[c].lo == SIZE_MAX) continue;
        x[x[c].lo].shown = x[x[c].hi].shown = false; /* part of the figure */
    }
    return x;
}

static const struct fact *fact_named(const struct table *t, const char *x, const char *end)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (names_end(f->name, x, end)) return f;
    }
    return NULL;
}

/* The level of the intervals of a column, where the answer says it: a fact, of its own or of all,
 * its table's or the whole answer's; or a column of its rows. */
static double level_of(const struct table *whole, const struct table *t, size_t column)
{
    const char *name = t->columns[column].name;
    const struct fact *f = fact_named(t, name, "_level");
    if (!f) f = fact_named(whole, name, "_level");
    if (!f) f = fact_named(t, "level", "");
    if (!f && column_named(t, "level", "") == SIZE_MAX) f = fact_named(whole, "level", "");
    if (f) return number_of(f->value);
    size_t c = column_named(t, "level", "");
    for (size_t r = 0; c != SIZE_MAX && r < t->row_count; r++) {
        double level = number_of(t->cells[r * t->column_count + c]);
        if (!isnan(level)) return level;
    }
    return NAN;
}

/* ---- drawn intervals ---- */

static double place_of(const struct shape *x, double value)
{
    double part = (value - x->from) / (x->to - x->from);
    return AXIS_PAD + fmin(fmax(part, 0.0), 1.0) * (AXIS_WIDTH - 2 * AXIS_PAD);
}

/* A dot on a line, as the words beside it say; the axis stands in the head. */
static void put_drawn(struct buf *b, const struct shape *x, const double at[3], int digits)
{
    if (isnan(at[0]) || isnan(at[1]) || isnan(at[2])) return;
    buf_addf(b, "<svg class=\"iv\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", AXIS_WIDTH,
             AXIS_HEIGHT);
    put_number(b, at[0], digits);
    buf_adds(b, ", interval ");
    put_number(b, at[1], digits);
    buf_adds(b, " to ");
    put_number(b, at[2], digits);
    buf_adds(b, "\">");
    buf_addf(b, "<path class=\"ax\" d=\"M%d %dH%d\"/>", AXIS_PAD, AXIS_HEIGHT / 2,
             AXIS_WIDTH - AXIS_PAD);
    if (x->from < 0.0) buf_addf(b, "<path class=\"ax\" d=\"M%.1f 1v14\"/>", place_of(x, 0.0));
    double lo = place_of(x, at[1]);
    double hi = place_of(x, at[2]);
    buf_addf(b, "<path class=\"ln\" d=\"M%.1f 4v8m0-4H%.1fm0-4v8\"/>", lo, hi);
    buf_addf(b, "<circle class=\"dt\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/></svg>", place_of(x, at[0]),
             AXIS_HEIGHT / 2);
}

static void put_figure(struct buf *b, const struct table *t, const struct cell *row, size_t c,
                       const struct shape *x)
{
    int digits = t->columns[c].digits;
    const double at[] = {number_of(row[c]), number_of(row[x->lo]), number_of(row[x->hi])};
    cell_html(b, row[c], digits);
    if (isnan(at[1]) || isnan(at[2])) return;
    buf_adds(b, " <span class=\"ci\">(");
    put_number(b, at[1], digits);
    buf_adds(b, " to ");
    put_number(b, at[2], digits);
    buf_adds(b, ")</span>");
    put_drawn(b, x, at, digits);
}

/* ---- the table ---- */

/* "reach, buyers in 100": the head, also said beside each cell of a card. */
static struct str label_of(const struct table *t, size_t c, struct arena *a)
{
    struct buf b = buf_new(a);
    const struct column *col = &t->columns[c];
    buf_adds(&b, col->title && *col->title ? col->title : col->name);
    bool said = col->title && col->unit && strcmp(col->title, col->unit) == 0;
    if (col->unit && !said) buf_addf(&b, ", %s", col->unit);
    return buf_str(&b);
}

/* What is read of a row: looks and labels of its columns, where its cells lead. */
struct reading {
    const struct table *t;
    const struct shape *x;
    struct str *label;
    size_t named; /* the column that says of whom or what it speaks */
    const struct html_links *links;
    const struct html_list *list;
    bool acts;
};

static void put_head(struct buf *b, const struct reading *g, size_t c, double level)
{
    static const char *const sorted[] = {"descending", "", "ascending"};
    const struct shape *x = g->x;
    struct str to = STR_NONE;
    int now = 0;
    if (g->list) to = g->list->sort(g->links->list_context, g->t, c, b->a, &now);
    buf_addf(b, "<th scope=\"col\"%s", x[c].right ? " class=\"r\"" : "");
    if (now) buf_addf(b, " aria-sort=\"%s\"", sorted[now + 1]);
    buf_adds(b, ">");
    if (to.p) {
        buf_adds(b, "<a href=\"");
        html_escape(b, to);
        buf_adds(b, "\">");
    }
    html_escape(b, g->label[c]);
    if (to.p) buf_adds(b, "</a>");
    if (x[c].drawn) {
        buf_adds(b, " <small>");
        if (!isnan(level)) buf_addf(b, "%.0f %% interval; ", 100.0 * level);
        buf_adds(b, "axis ");
        put_number(b, x[c].from, x[c].digits);
        buf_adds(b, " to ");
        put_number(b, x[c].to, x[c].digits);
        buf_adds(b, "</small>");
    }
    buf_adds(b, "</th>");
}

/* Its start; the rest is there for who wants it. */
static void put_long(struct buf *b, struct str text)
{
    struct str start = utf8_head(text, TEXT_SHOWN);
    cell_html(b, cell_text(start), 0);
    buf_adds(b, "<details class=\"rest\"><summary>more</summary>");
    cell_html(b, cell_text(str_skip(text, start.len)), 0);
    buf_adds(b, "</details>");
}

static void put_linked(struct buf *b, const struct reading *g, const struct cell *row, size_t c)
{
    struct str to = STR_NONE;
    if (g->links && g->links->address && is_known(row[c])) {
        to = g->links->address(g->links->context, g->t, c, row, b->a);
    }
    if (to.p) {
        buf_adds(b, "<a href=\"");
        html_escape(b, to);
        buf_adds(b, "\">");
    }
    if (!to.p && g->list && row[c].kind == CELL_TEXT && row[c].text.len > TEXT_SHOWN) {
        put_long(b, row[c].text);
    } else if (g->x[c].lo == SIZE_MAX) {
        cell_html(b, row[c], g->t->columns[c].digits);
    } else {
        put_figure(b, g->t, row, c, &g->x[c]);
    }
    if (to.p) buf_adds(b, "</a>");
}

static void put_row(struct buf *b, const struct reading *g, const struct cell *row)
{
    const struct table *t = g->t;
    const struct shape *x = g->x;
    struct str name = STR_NONE;
    if (g->links && g->links->anchor) name = g->links->anchor(t, row, b->a);
    buf_adds(b, "<tr");
    if (name.p) buf_addf(b, " id=\"%.*s\"", STR_ARG(name));
    buf_addc(b, '>');
    for (size_t c = 0; c < t->column_count; c++) {
        if (!x[c].shown) continue;
        const char *tag = c == g->named ? "th" : "td";
        buf_addf(b, "<%s%s%s", tag, c == g->named ? " scope=\"row\"" : "",
                 x[c].right ? " class=\"r\"" : "");
        buf_adds(b, " data-label=\"");
        html_escape(b, g->label[c]);
        buf_adds(b, "\">");
        put_linked(b, g, row, c);
        buf_addf(b, "</%s>", tag);
    }
    if (g->acts) {
        buf_adds(b, "<td class=\"acts\" data-label=\"act\">");
        g->links->acts->put(g->links->acts_context, t, row, b);
        buf_adds(b, "</td>");
    }
    buf_adds(b, "</tr>\n");
}

/* Above the first row of a group. */
static void put_group(struct buf *b, const struct reading *g, const struct cell *row,
                      struct str *last)
{
    struct str now = STR_NONE;
    size_t wide = g->acts;
    if (g->list) now = g->list->group(g->links->list_context, g->t, row, b->a);
    if (!now.p || (last->p && str_eq(*last, now))) return;
    for (size_t c = 0; c < g->t->column_count; c++)
        wide += g->x[c].shown;
    buf_addf(b, "<tr class=\"group\"><td colspan=\"%zu\">", wide);
    html_escape(b, now);
    buf_adds(b, "</td></tr>\n");
    *last = now;
}

/* The column that says of whom or what a row speaks: the first of text but an id. */
static size_t naming_column(const struct table *t, const struct shape *x)
{
    for (size_t c = 0; c < t->column_count; c++) {
        bool id = strcmp(t->columns[c].name, "id") == 0;
        if (x[c].shown && t->columns[c].kind == CELL_TEXT && !id) return c;
    }
    return SIZE_MAX;
}

static void put_caption(struct buf *b, const struct table *t, const struct html_links *links)
{
    buf_adds(b, "<caption><span class=\"sr\">");
    if (t->title.len) {
        html_escape(b, t->title);
    } else {
        put_words(b, t->key ? t->key : t->name);
    }
    buf_adds(b, ": </span>");
    if (links && links->list) {
        links->list->caption(links->list_context, t, b);
    } else {
        buf_addf(b, "%zu %s", t->row_count, t->row_count == 1 ? "row" : "rows");
    }
    buf_adds(b, "</caption>");
}

static void put_rows(struct buf *b, const struct table *whole, const struct table *t,
                     const struct html_links *links)
{
    const struct shape *x = shapes_of(t, b->a);
    struct reading g = {.t = t,
                        .x = x,
                        .label = arena_new(b->a, struct str, t->column_count),
                        .named = naming_column(t, x),
                        .links = links,
                        .list = links ? links->list : NULL};
    g.acts = links && links->acts && links->acts->any(links->acts_context, t);
    if (g.list) g.list->above(links->list_context, t, b);
    buf_addf(b, "<div class=\"box%s\"><table>", t->upright ? " upright" : "");
    put_caption(b, t, links);
    buf_adds(b, "\n<thead><tr>");
    for (size_t c = 0; c < t->column_count; c++) {
        if (!x[c].shown) continue;
        g.label[c] = label_of(t, c, b->a);
        put_head(b, &g, c, level_of(whole, t, c));
    }
    if (g.acts) buf_adds(b, "<th scope=\"col\">act</th>");
    buf_adds(b, "</tr></thead>\n<tbody>\n");
    struct str group = STR_NONE;
    for (size_t r = 0; r < t->row_count; r++) {
        const struct cell *row = t->cells + r * t->column_count;
        put_group(b, &g, row, &group);
        put_row(b, &g, row);
    }
    buf_adds(b, "</tbody></table></div>\n");
    if (g.list) g.list->below(links->list_context, t, b);
}

/* ---- facts ---- */

/* Is it an end of the interval of another fact? Then it is said with that. */
static bool is_end(const struct table *t, const struct fact *f)
{
    for (const struct fact *g = t->facts; g; g = g->next) {
        if (names_end(f->name, g->name, "_lo") || names_end(f->name, g->name, "_hi")) return true;
    }
    return false;
}

static void put_fact(struct buf *b, const struct table *t, const struct fact *f)
{
    buf_adds(b, "<div><dt>");
    if (f->label) {
        html_escape(b, str_of(f->label));
    } else {
        put_words(b, f->name);
    }
    buf_adds(b, "</dt><dd>");
    cell_html(b, f->value, f->digits);
    const struct fact *lo = fact_named(t, f->name, "_lo");
    const struct fact *hi = fact_named(t, f->name, "_hi");
    double ends[] = {lo ? number_of(lo->value) : NAN, hi ? number_of(hi->value) : NAN};
    if (!isnan(ends[0]) && !isnan(ends[1])) {
        buf_adds(b, " <span class=\"ci\">(");
        put_number(b, ends[0], f->digits);
        buf_adds(b, " to ");
        put_number(b, ends[1], f->digits);
        buf_adds(b, ")</span>");
    }
    buf_adds(b, "</dd></div>");
}

/* Those with a label are shown; the others are what programs read (scope, terms): folded, so that
 * nothing is kept from whoever looks. */
static void put_facts(struct buf *b, const struct table *t, bool labelled)
{
    bool any = false;
    for (const struct fact *f = t->facts; f; f = f->next) {
        if ((f->label != NULL) != labelled || !is_known(f->value) || is_end(t, f)) continue;
        if (!any && !labelled) {
            buf_adds(b, "<details><summary>Scope and terms</summary>");
        }
        if (!any) buf_adds(b, "<dl>");
        any = true;
        put_fact(b, t, f);
    }
    if (any) buf_adds(b, labelled ? "</dl>\n" : "</dl></details>\n");
}

/* ---- the answer ---- */

static void put_part(struct buf *b, const struct table *whole, const struct table *t, int level,
                     const char *id, const struct html_links *links)
{
    if (t->title.len) {
        buf_addf(b, "<h%d", level);
        if (t != whole && t->key && links) buf_addf(b, " id=\"%s-%s\"", id, t->key);
        buf_addc(b, '>');
        html_escape(b, t->title);
        buf_addf(b, "</h%d>\n", level);
    }
    if (t->lead.len) {
        buf_adds(b, "<p class=\"lead\">");
        html_escape(b, t->lead);
        buf_adds(b, "</p>\n");
    }
    if (links && links->picture && t == whole) links->picture(links->context, b);
    put_facts(b, t, true);
    bool shown = false;
    for (size_t c = 0; c < t->column_count; c++)
        shown = shown || t->columns[c].title;
    bool listed = shown && (t->row_count || (links && links->list));
    if (listed) put_rows(b, whole, t, links);
    if (!t->row_count && t->empty.len) {
        buf_adds(b, "<p class=\"empty\">");
        html_escape(b, t->empty);
        buf_adds(b, "</p>\n");
    }
    put_facts(b, t, false);
}

static void put_notes(struct buf *b, const struct table *t)
{
    if (!t->notes) return;
    buf_adds(b, "<ul class=\"notes\">\n");
    for (const struct note *n = t->notes; n; n = n->next) {
        buf_adds(b, "<li>");
        html_escape(b, n->text);
        buf_adds(b, "</li>\n");
    }
    buf_adds(b, "</ul>\n");
}

void table_html(const struct table *t, int level, const char *id, const struct html_links *links,
                struct buf *b)
{
    buf_addf(b, "<section id=\"%s\">\n", id);
    put_part(b, t, t, level, id, links);
    int below = t->title.len && level < LEVEL_MOST ? level + 1 : level; /* no level is left out */
    for (const struct table *more = t->more; more; more = more->more) {
        if (!more->title.len && !more->lead.len && !more->row_count && !more->empty.len) continue;
        put_part(b, t, more, below, id, links);
    }
    put_notes(b, t);
    buf_adds(b, "</section>\n");
}

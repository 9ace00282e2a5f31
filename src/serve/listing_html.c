/* listing_html.c - serve: how is a table sorted, filtered and paged by hand? */
#include "serve/listing.h"

#include "base/limits.h"
#include "serve/words_told.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 24 }; /* a longer choice of words is no choice */

/* ---- addresses ---- */

static void add_pair(struct buf *b, struct str name, struct str value)
{
    buf_addc(b, memchr(b->p ? b->p : "", '?', b->len) ? '&' : '?');
    address_add(b, name);
    buf_addc(b, '=');
    address_add(b, value);
}

/* This page with `name` set to value, or without it; where only is given, without that value of it
 * alone. Whatever changes, the first rows are shown. */
static struct str address_with(const struct listing *l, const struct list_part *p, const char *name,
                               const struct http_pair *only, struct str value)
{
    struct buf b = buf_new(l->a);
    struct str full = only ? only->name : str_printf(l->a, "%.*s%s", STR_ARG(p->prefix), name);
    struct str from = str_printf(l->a, "%.*sfrom", STR_ARG(p->prefix));
    buf_add(&b, l->of.address);
    for (size_t i = 0; i < l->of.query->count; i++) {
        const struct http_pair *q = &l->of.query->one[i];
        bool gone = str_eq(q->name, full) && (!only || str_eq(q->value, only->value));
        if (!gone && !str_eq(q->name, from) && listing_stays(l, q)) add_pair(&b, q->name, q->value);
    }
    if (value.len) add_pair(&b, full, value);
    buf_adds(&b, "#list");
    if (p->t->key) buf_addf(&b, "-%s", p->t->key);
    return buf_str(&b);
}

struct str listing_query(const struct listing *l)
{
    struct buf b = buf_new(l->a);
    bool rows = false;
    for (size_t i = 0; i < l->of.query->count; i++) {
        const struct http_pair *q = &l->of.query->one[i];
        bool shown = str_is(q->name, "columns") || str_is(q->name, "from");
        rows |= str_is(q->name, "rows");
        if (!shown && listing_stays(l, q)) add_pair(&b, q->name, q->value);
    }
    if (!rows && route_lists(l->of.route)) add_pair(&b, STR("rows"), STR("all"));
    return buf_str(&b);
}

struct str listing_tidy(struct arena *a, struct str address, const struct http_pairs *query)
{
    struct buf b = buf_new(a);
    bool untidy = false;
    buf_add(&b, address);
    for (size_t i = 0; i < query->count; i++) {
        const struct http_pair *q = &query->one[i];
        untidy |= !q->value.len;
        if (q->value.len) add_pair(&b, q->name, q->value);
    }
    return untidy ? buf_str(&b) : STR_NONE;
}

static void put_link(struct buf *b, struct str to, const char *label)
{
    buf_adds(b, "<a href=\"");
    html_escape(b, to);
    buf_addf(b, "\">%s</a> ", label);
}

/* ---- words ---- */

static struct str words_of_name(const char *name, struct arena *a)
{
    char *words = arena_copy(a, name, strlen(name) + 1);
    for (char *p = words; *p; p++) {
        if (*p == '_') *p = ' ';
    }
    return str_of(words);
}

/* "reach, buyers in 100": with its unit, as the head of the table has it. */
static struct str head_of(const struct column *c, struct arena *a)
{
    const char *name = c->title && *c->title ? c->title : c->name;
    if (strcmp(c->name, "owner_score") == 0) name = "fit of the owner";
    if (strcmp(c->name, "backup_score") == 0) name = "fit of the back-up";
    struct str head = words_of_name(name, a);
    bool said = !c->unit || strcmp(name, c->unit) == 0;
    return said ? head : str_printf(a, "%.*s, %s", STR_ARG(head), c->unit);
}

/* "1,204" */
static void put_count(struct buf *b, size_t n)
{
    struct str digits = str_printf(b->a, "%zu", n);
    for (size_t i = 0; i < digits.len; i++) {
        if (i && (digits.len - i) % 3 == 0) buf_addc(b, ',');
        buf_addc(b, digits.p[i]);
    }
}

static void put_caption(void *context, const struct table *t, struct buf *b)
{
    const struct listing *l = context;
    const struct list_part *p = listing_part(l, t);
    put_count(b, t->row_count);
    buf_adds(b, " of ");
    if (p == l->part && p->t->row_count >= LIST_ROWS_MAX) buf_adds(b, "at least ");
    put_count(b, p->row_count);
    buf_adds(b, " shown");
    if (p->from) {
        buf_adds(b, ", from row ");
        put_count(b, p->from + 1);
    }
    if (p->row_count < p->t->row_count) {
        buf_adds(b, "; the filter leaves out ");
        put_count(b, p->t->row_count - p->row_count);
    }
}

/* ---- heads ---- */

static struct str sort_address(void *context, const struct table *t, size_t column, struct arena *a,
                               int *ret_now)
{
    const struct listing *l = context;
    const struct list_part *p = listing_part(l, t);
    *ret_now = 0;
    if (p->t->row_count < 2) return STR_NONE;
    bool now = p->sort == column;
    if (now) *ret_now = p->falls ? -1 : 1;
    bool falls = now ? !p->falls : t->columns[column].kind != CELL_TEXT;
    return address_with(l, p, "sort", NULL,
                        str_printf(a, "%s%s", falls ? "-" : "", t->columns[column].name));
}

/* Nobody can say who is first within a tier: A is in front. */
static struct str group_of(void *context, const struct table *t, const struct cell *row,
                           struct arena *a)
{
    const struct listing *l = context;
    const struct list_part *p = listing_part(l, t);
    size_t c = 0;
    if (p != l->part || p->sort != SIZE_MAX || strcmp(l->of.root->name, "find") != 0) {
        return STR_NONE;
    }
    while (c < t->column_count && strcmp(t->columns[c].name, "tier") != 0)
        c++;
    if (c == t->column_count || row[c].kind != CELL_INT) return STR_NONE;
    if (row[c].i < 1 || row[c].i > 26) return STR("further tiers");
    return str_printf(a, "tier %c", (char)('A' + row[c].i - 1));
}

/* ---- what is filtered, and how that is taken back ---- */

static void put_chips(const struct listing *l, const struct list_part *p, struct buf *b)
{
    static const char *const says[] = {": ", " at least ", " at most "};
    if (!p->rule_count) return;
    buf_adds(b, "<ul class=\"chips\">");
    for (size_t i = 0; i < p->rule_count; i++) {
        const struct rule *r = &p->rule[i];
        buf_adds(b, "<li><a href=\"");
        html_escape(b, address_with(l, p, NULL, &r->said, STR("")));
        buf_adds(b, "\">");
        html_escape(b, head_of(&p->t->columns[r->column], b->a));
        buf_adds(b, says[r->kind]);
        html_escape(b, r->said.value);
        buf_adds(b, " <span aria-hidden=\"true\">×</span><span class=\"sr\">, take this filter "
                    "away</span></a></li>");
    }
    buf_adds(b, "</ul>\n");
}

/* ---- the form ---- */

static void put_name(struct buf *b, const struct list_part *p, const char *before, const char *name)
{
    buf_adds(b, " name=\"");
    html_escape(b, p->prefix);
    buf_adds(b, before);
    html_escape(b, str_of(name));
    buf_addc(b, '"');
}

static void put_option(struct buf *b, struct str value, struct str label, const char *more,
                       bool chosen)
{
    buf_adds(b, "<option value=\"");
    html_escape(b, value);
    buf_addf(b, "\"%s>", chosen ? " selected" : "");
    html_escape(b, label);
    buf_addf(b, "%s</option>", more);
}

/* Said with the figure before it. */
static bool is_bare_end(const struct column *c)
{
    return strcmp(c->name, "lo") == 0 || strcmp(c->name, "hi") == 0;
}

static bool is_shown(const struct table *t, size_t c)
{
    return t->columns[c].title && !is_bare_end(&t->columns[c]);
}

static void put_sort(const struct list_part *p, struct buf *b)
{
    buf_adds(b, "<label>Sort by<select");
    put_name(b, p, "", "sort");
    buf_adds(b, ">");
    put_option(b, STR(""), STR("as the answer has it"), "", p->sort == SIZE_MAX);
    for (size_t c = 0; c < p->t->column_count; c++) {
        const struct column *col = &p->t->columns[c];
        if (!is_shown(p->view, c) && c != p->sort) continue;
        bool text = col->kind == CELL_TEXT;
        bool now = c == p->sort;
        put_option(b, str_printf(b->a, "-%s", col->name), head_of(col, b->a),
                   text ? ", Z first" : ", highest first", now && p->falls);
        put_option(b, str_of(col->name), head_of(col, b->a), text ? ", A first" : ", lowest first",
                   now && !p->falls);
    }
    buf_adds(b, "</select></label>\n");
}

static bool is_asked(const struct list_part *p, size_t column, enum rule_kind kind, struct str word)
{
    for (size_t i = 0; i < p->rule_count; i++) {
        const struct rule *r = &p->rule[i];
        if (r->column == column && r->kind == kind && str_eq(r->said.value, word)) return true;
    }
    return false;
}

static int by_bytes(const void *one, const void *two)
{
    const struct str *a = one;
    const struct str *b = two;
    size_t n = a->len < b->len ? a->len : b->len;
    int cmp = n ? memcmp(a->p, b->p, n) : 0;
    return cmp ? cmp : (a->len > b->len) - (a->len < b->len);
}

/* False: there are too many. */
static bool add_words(struct str text, struct str word[WORDS_MOST], size_t *n)
{
    struct str piece;
    while (text.len && str_cut(&text, ',', &piece)) {
        piece = str_trim(piece);
        bool known = !piece.len;
        for (size_t i = 0; i < *n && !known; i++)
            known = str_eq(word[i], piece);
        if (known) continue;
        if (*n == WORDS_MOST) return false;
        word[(*n)++] = piece;
    }
    return true;
}

/* The words that stand in a column, or are asked of it; more than WORDS_MOST: none. */
static size_t words_of(const struct list_part *p, size_t column, struct str word[WORDS_MOST])
{
    size_t n = 0;
    bool few = true;
    for (size_t i = 0; i < p->t->row_count && few; i++) {
        struct cell c = p->t->cells[i * p->t->column_count + column];
        if (c.kind == CELL_TEXT) few = add_words(c.text, word, &n);
    }
    for (size_t i = 0; i < p->rule_count && few; i++) {
        if (p->rule[i].column == column) few = add_words(p->rule[i].word, word, &n);
    }
    if (n && few) qsort(word, n, sizeof *word, by_bytes);
    return few ? n : 0;
}

static void put_words(const struct list_part *p, size_t c, struct buf *b)
{
    struct str word[WORDS_MOST];
    size_t n = words_of(p, c, word);
    if (!n) return;
    buf_adds(b, "<label>");
    html_escape(b, head_of(&p->t->columns[c], b->a));
    buf_adds(b, "<select");
    put_name(b, p, "", p->t->columns[c].name);
    buf_adds(b, ">");
    put_option(b, STR(""), STR("any"), "", false);
    for (size_t i = 0; i < n; i++)
        put_option(b, word[i], word[i], "", is_asked(p, c, RULE_IS, word[i]));
    buf_adds(b, "</select></label>\n");
}

static void put_yes_no(const struct list_part *p, size_t c, struct buf *b)
{
    buf_adds(b, "<label>");
    html_escape(b, head_of(&p->t->columns[c], b->a));
    buf_adds(b, "<select");
    put_name(b, p, "", p->t->columns[c].name);
    buf_adds(b, ">");
    put_option(b, STR(""), STR("any"), "", false);
    put_option(b, STR("yes"), STR("yes"), "", is_asked(p, c, RULE_IS, STR("yes")));
    put_option(b, STR("no"), STR("no"), "", is_asked(p, c, RULE_IS, STR("no")));
    buf_adds(b, "</select></label>\n");
}

static void put_end(const struct list_part *p, size_t c, enum rule_kind kind, struct buf *b)
{
    const struct column *col = &p->t->columns[c];
    struct str value = STR("");
    for (size_t i = 0; i < p->rule_count; i++) {
        if (p->rule[i].column == c && p->rule[i].kind == kind) value = p->rule[i].said.value;
    }
    bool least = kind == RULE_LEAST;
    bool day = col->kind == CELL_TIME;
    buf_adds(b, "<label>");
    html_escape(b, head_of(col, b->a));
    buf_adds(b, day ? least ? " from" : " up to" : least ? " at least" : " at most");
    buf_adds(b, day ? "<input type=\"date\"" : "<input type=\"number\" step=\"any\"");
    put_name(b, p, least ? "min." : "max.", col->name);
    buf_adds(b, " value=\"");
    html_escape(b, value);
    buf_adds(b, "\"></label>\n");
}

static void put_filters(const struct list_part *p, struct buf *b)
{
    for (size_t c = 0; c < p->t->column_count; c++) {
        const struct column *col = &p->t->columns[c];
        if (listing_closed(col)) {
            put_words(p, c, b);
        } else if (!is_shown(p->view, c) || col->kind == CELL_TEXT) {
            continue;
        } else if (col->kind == CELL_BOOL) {
            put_yes_no(p, c, b);
        } else {
            put_end(p, c, RULE_LEAST, b);
            put_end(p, c, RULE_MOST, b);
        }
    }
}

static void put_columns(const struct list_part *p, struct buf *b)
{
    buf_adds(b, "<fieldset><legend>Columns</legend>\n");
    for (size_t c = 0; c < p->t->column_count; c++) {
        const struct column *col = &p->t->columns[c];
        if (is_bare_end(col)) continue;
        bool on = p->chosen ? p->chosen[c] : p->view->columns[c].title != NULL;
        buf_adds(b, "<label><input type=\"checkbox\"");
        put_name(b, p, "", "columns");
        buf_adds(b, " value=\"");
        html_escape(b, str_of(col->name));
        buf_addf(b, "\"%s> ", on ? " checked" : "");
        html_escape(b, head_of(col, b->a));
        buf_adds(b, "</label>\n");
    }
    buf_adds(b, "</fieldset>\n");
}

/* What the address says beside this form goes along unseen. */
static void put_kept(struct listing *l, const struct list_part *p, bool columns, struct buf *b)
{
    for (size_t i = 0; i < l->of.query->count; i++) {
        const struct http_pair *q = &l->of.query->one[i];
        bool shown = str_ends_nocase(q->name, "columns") == columns;
        if ((listing_is_of(l, p, q) && shown) || !listing_stays(l, q)) continue;
        buf_adds(b, "<input type=\"hidden\" name=\"");
        html_escape(b, q->name);
        buf_adds(b, "\" value=\"");
        html_escape(b, q->value);
        buf_adds(b, "\">\n");
    }
}

static void open_form(struct listing *l, const struct list_part *p, bool columns, struct buf *b)
{
    buf_addf(b, "<details><summary>%s</summary>\n<form class=\"asks\" method=\"get\" action=\"",
             columns ? "Columns" : "Sort and filter");
    html_escape(b, l->of.address);
    buf_addf(b, "%s%s\">\n", p->t->key ? "#list-" : "#list", p->t->key ? p->t->key : "");
    put_kept(l, p, columns, b);
}

static void put_above(void *context, const struct table *t, struct buf *b)
{
    struct listing *l = context;
    const struct list_part *p = listing_part(l, t);
    buf_adds(b, "<div class=\"list\"");
    if (l->of.main) {
        buf_addf(b, " id=\"list%s%s\"", p->t->key ? "-" : "", p->t->key ? p->t->key : "");
    }
    buf_adds(b, ">\n");
    put_chips(l, p, b);
    if (p->t->row_count > 1 || p->rule_count) {
        open_form(l, p, false, b);
        put_sort(p, b);
        put_filters(p, b);
        buf_adds(b, "<button>Show</button>\n</form></details>\n");
    }
    if (p->t->column_count > 2) {
        open_form(l, p, true, b);
        put_columns(p, b);
        buf_adds(b, "<button>Show</button>\n</form></details>\n");
    }
    buf_adds(b, "</div>\n");
}

/* ---- further rows ---- */

static struct str page_address(const struct listing *l, const struct list_part *p, size_t from)
{
    return address_with(l, p, "from", NULL, from ? str_printf(l->a, "%zu", from + 1) : STR(""));
}

/* Each head in words, and where all words stand. */
static void put_heads_told(const struct listing *l, const struct table *t, struct buf *b)
{
    if (!t->row_count) return;
    buf_adds(b, "<details class=\"told\"><summary>What the heads mean</summary><dl>");
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *one = &t->columns[c];
        if (!one->title || !one->title[0]) continue;
        buf_adds(b, "<div><dt><a href=\"/help/words#");
        buf_add(b, word_anchor(b->a, str_of(one->name)));
        buf_adds(b, "\"><dfn>");
        html_escape(b, str_of(one->title));
        if (one->unit && strcmp(one->unit, one->title) != 0) buf_addf(b, ", %s", one->unit);
        buf_adds(b, "</dfn></a></dt><dd>");
        html_escape(b, word_means(b->a, one, l->of.root->name));
        buf_adds(b, "</dd></div>");
    }
    buf_adds(b, "</dl></details>\n");
}

static void put_below(void *context, const struct table *t, struct buf *b)
{
    const struct listing *l = context;
    const struct list_part *p = listing_part(l, t);
    put_heads_told(l, t, b);
    if (p->row_count <= PAGE_ROWS) return;
    buf_adds(b, "<p class=\"paging\">");
    if (p->from) {
        size_t before = p->from > PAGE_ROWS ? p->from - PAGE_ROWS : 0;
        put_link(b, page_address(l, p, 0), "First rows");
        put_link(b, page_address(l, p, before), "Rows before");
    }
    if (p->from + t->row_count < p->row_count) {
        put_link(b, page_address(l, p, p->from + PAGE_ROWS), "Rows after");
        put_link(b, page_address(l, p, (p->row_count - 1) / PAGE_ROWS * PAGE_ROWS), "Last rows");
    }
    buf_adds(b, "</p>\n");
}

const struct html_list listing_hooks = {.above = put_above,
                                        .caption = put_caption,
                                        .below = put_below,
                                        .sort = sort_address,
                                        .group = group_of};

/* listing.c - serve: which rows of an answer, in which order, and which of its columns? */
#include "serve/listing.h"

#include "base/limits.h"
#include "base/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns whose words are few and fixed, in all answers. A name is never one of them. */
static const char *const closed[] = {
    "act",      "answer",  "basis",     "category", "categories", "cause",    "change",  "channel",
    "channels", "claimed", "confirmed", "country",  "decision",   "decided",  "firm",    "form",
    "grade",    "how",     "importer",  "kind",     "measure",    "model",    "outcome", "own",
    "quality",  "right",   "role",      "side",     "stage",      "standing", "state",   "status",
    "tier",     "trend",   "verb",      "verdict",  "wanted",     NULL};

/* Parameters of an address that are nobody's column. */
static const char *const others[] = {"market", "cursor", "limit", "v",
                                     "done",   "next",   "work",  NULL};

bool listing_closed(const struct column *c)
{
    return c->kind == CELL_TEXT && str_among(str_of(c->name), closed);
}

/* ---- what is asked ---- */

static bool is_flag(const struct route *route, struct str name)
{
    struct str rest = str_of(route->command);
    struct field f;
    while (route_field(route, &rest, &f)) {
        if (f.flag && str_eq(f.name, name)) return true;
    }
    return false;
}

static bool is_asked(const struct route *route, const struct http_pair *q)
{
    return q->name.len && q->value.len && !str_among(q->name, others) && !is_flag(route, q->name);
}

bool listing_asked(const struct route *route, const struct http_pairs *query)
{
    for (size_t i = 0; i < query->count; i++) {
        if (is_asked(route, &query->one[i])) return true;
    }
    return false;
}

/* By name, else by head; SIZE_MAX: none. */
static size_t column_of(const struct table *t, struct str name)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (str_is(name, t->columns[c].name)) return c;
    }
    for (size_t c = 0; c < t->column_count; c++) {
        if (t->columns[c].title && str_is(name, t->columns[c].title)) return c;
    }
    return SIZE_MAX;
}

static enum status no_column(const struct list_part *p, struct str name, struct arena *a,
                             struct err *e)
{
    struct buf b = buf_new(a);
    for (size_t c = 0; c < p->t->column_count; c++)
        buf_addf(&b, "%s%s", c ? ", " : "", p->t->columns[c].name);
    struct str all = buf_str(&b);
    if (!all.len) return err_set(e, BAD_INPUT, "there is no table here that could be sorted");
    return err_set(e, BAD_INPUT, "there is no column '%.*s' here; there are %.*s", STR_ARG(name),
                   (int)(all.len < 600 ? all.len : 600), all.p);
}

static enum status read_sort(struct list_part *p, struct str value, struct arena *a, struct err *e)
{
    p->falls = value.p[0] == '-';
    if (p->falls) value = str_skip(value, 1);
    p->sort = column_of(p->t, value);
    return p->sort == SIZE_MAX ? no_column(p, value, a, e) : OK;
}

static enum status read_columns(struct list_part *p, struct str value, struct arena *a,
                                struct err *e)
{
    if (!p->chosen) p->chosen = arena_new(a, bool, p->t->column_count + 1);
    struct str name;
    while (str_cut(&value, ',', &name)) {
        size_t c = column_of(p->t, name);
        if (c == SIZE_MAX) return no_column(p, name, a, e);
        p->chosen[c] = true;
    }
    return OK;
}

static enum status read_from(struct list_part *p, struct str value, struct err *e)
{
    int64_t from = 0;
    if (!str_to_i64(value, &from) || from < 1) {
        return err_set(e, BAD_INPUT, "from is the number of a row, 1 or more");
    }
    p->from = (size_t)from - 1;
    return OK;
}

static bool yes_or_no(struct str s, double *ret)
{
    static const char *const yes[] = {"yes", "true", "1", NULL};
    static const char *const no[] = {"no", "false", "0", NULL};
    *ret = str_among(s, yes) ? 1.0 : 0.0;
    return *ret > 0.0 || str_among(s, no);
}

static bool number_in(struct str s, enum cell_kind kind, double *ret)
{
    int64_t at = 0;
    if (kind == CELL_BOOL) return yes_or_no(s, ret);
    if (kind != CELL_TIME) return str_to_double(s, ret);
    if (!time_parse(s, &at)) return false;
    *ret = (double)at;
    return true;
}

static enum status read_rule(struct list_part *p, struct str name, const struct http_pair *said,
                             struct arena *a, struct err *e)
{
    struct rule r = {.kind = RULE_IS, .said = *said, .word = said->value, .number = NAN};
    if (str_starts(name, "min.")) r.kind = RULE_LEAST;
    if (str_starts(name, "max.")) r.kind = RULE_MOST;
    if (r.kind != RULE_IS) name = str_skip(name, 4);
    r.column = column_of(p->t, name);
    if (r.column == SIZE_MAX) return no_column(p, name, a, e);
    const struct column *c = &p->t->columns[r.column];
    bool text = c->kind == CELL_TEXT;
    if (text && (r.kind != RULE_IS || !listing_closed(c))) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is free text: an address asks only for closed words, figures, days, "
                       "and yes or no",
                       STR_ARG(name));
    }
    if (!text && !number_in(said->value, c->kind, &r.number)) {
        return err_set(e, BAD_INPUT, "%.*s takes %s", STR_ARG(said->name),
                       c->kind == CELL_TIME   ? "a day, as 2026-05-04"
                       : c->kind == CELL_BOOL ? "yes or no"
                                              : "a number");
    }
    p->rule[p->rule_count++] = r;
    return OK;
}

static enum status read_one(struct list_part *p, struct str name, const struct http_pair *said,
                            struct arena *a, struct err *e)
{
    if (str_is(name, "sort")) return read_sort(p, said->value, a, e);
    if (str_is(name, "columns")) return read_columns(p, said->value, a, e);
    if (str_is(name, "from")) return read_from(p, said->value, e);
    return read_rule(p, name, said, a, e);
}

/* ---- the rows ---- */

static double number_of(struct cell c)
{
    if (c.kind == CELL_INT || c.kind == CELL_TIME) return c.i == TIME_NONE ? NAN : (double)c.i;
    if (c.kind == CELL_BOOL) return c.yes ? 1.0 : 0.0;
    return c.kind == CELL_REAL ? c.real : NAN;
}

/* "analyst, academic" holds "academic". */
static bool holds(struct cell c, struct str word)
{
    struct str rest = c.kind == CELL_TEXT ? c.text : STR("");
    struct str piece;
    if (str_eq(rest, word)) return true;
    while (str_cut(&rest, ',', &piece)) {
        if (str_eq(str_trim(piece), word)) return true;
    }
    return false;
}

static bool is_so(const struct rule *r, struct cell c)
{
    if (isnan(r->number)) return holds(c, r->word);
    double x = number_of(c);
    if (r->kind == RULE_LEAST) return x >= r->number;
    if (r->kind == RULE_MOST) return x <= r->number;
    return x == r->number;
}

/* Of words asked of one column one is enough. */
static bool is_wanted(const struct list_part *p, const struct cell *row)
{
    for (size_t i = 0; i < p->rule_count; i++) {
        const struct rule *r = &p->rule[i];
        bool met = is_so(r, row[r->column]);
        for (size_t j = 0; !met && r->kind == RULE_IS && j < p->rule_count; j++) {
            const struct rule * or = &p->rule[j];
            met = or->kind == RULE_IS && or->column == r->column && is_so(or, row[r->column]);
        }
        if (!met) return false;
    }
    return true;
}

struct keyed { /* a row and what it is sorted by */
    size_t at;
    bool known, falls;
    double number;
    struct str text; /* p NULL: by number */
};

static int by_text(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < n; i++) {
        int x = ascii_lower(a.p[i]) & 0xff;
        int y = ascii_lower(b.p[i]) & 0xff;
        if (x != y) return x - y;
    }
    if (a.len != b.len) return a.len < b.len ? -1 : 1;
    return n ? memcmp(a.p, b.p, n) : 0;
}

static int by_key(const void *one, const void *two)
{
    const struct keyed *a = one;
    const struct keyed *b = two;
    if (a->known != b->known) return a->known ? -1 : 1;
    int cmp = 0;
    if (a->known && a->text.p) cmp = by_text(a->text, b->text);
    if (a->known && !a->text.p) cmp = (a->number > b->number) - (a->number < b->number);
    if (cmp) return a->falls ? -cmp : cmp;
    return (a->at > b->at) - (a->at < b->at);
}

static void sort_rows(struct list_part *p, struct arena *a)
{
    struct keyed *key = arena_new(a, struct keyed, p->row_count);
    for (size_t i = 0; i < p->row_count; i++) {
        struct cell c = p->t->cells[p->row[i] * p->t->column_count + p->sort];
        key[i] = (struct keyed){.at = p->row[i], .falls = p->falls, .number = number_of(c)};
        key[i].known = c.kind == CELL_TEXT ? c.text.len > 0 : !isnan(key[i].number);
        if (c.kind == CELL_TEXT && c.text.len) key[i].text = c.text;
    }
    if (p->row_count) qsort(key, p->row_count, sizeof *key, by_key);
    for (size_t i = 0; i < p->row_count; i++)
        p->row[i] = key[i].at;
}

static void find_rows(struct list_part *p, struct arena *a)
{
    p->row = arena_new(a, size_t, p->t->row_count + 1);
    for (size_t r = 0; r < p->t->row_count; r++) {
        if (is_wanted(p, p->t->cells + r * p->t->column_count)) p->row[p->row_count++] = r;
    }
    if (p->sort != SIZE_MAX) sort_rows(p, a);
}

/* ---- the address ---- */

static struct list_part *part_of(struct listing *l, struct str *name)
{
    for (size_t i = 1; i < l->part_count; i++) {
        struct list_part *p = &l->part[i];
        if (name->len <= p->prefix.len || !str_eq(str_head(*name, p->prefix.len), p->prefix))
            continue;
        *name = str_skip(*name, p->prefix.len);
        return p;
    }
    return &l->part[0];
}

static void find_parts(struct listing *l)
{
    size_t n = 0;
    for (const struct table *t = l->of.root; t; t = t->more)
        n++;
    l->part = arena_new(l->a, struct list_part, n);
    for (const struct table *t = l->of.root; t; t = t->more) {
        struct list_part *p = &l->part[l->part_count++];
        *p = (struct list_part){.t = t, .sort = SIZE_MAX, .prefix = STR("")};
        if (t->key) p->prefix = str_printf(l->a, "%s.", t->key);
        p->rule = arena_new(l->a, struct rule, l->of.query->count + 1);
    }
}

enum status listing_read(const struct listed *of, struct arena *a, struct listing **ret,
                         struct err *e)
{
    struct listing *l = arena_new(a, struct listing, 1);
    *l = (struct listing){.a = a, .of = *of};
    find_parts(l);
    for (size_t i = 0; i < of->query->count; i++) {
        const struct http_pair *q = &of->query->one[i];
        if (!is_asked(of->route, q)) continue;
        struct str name = q->name;
        struct list_part *p = part_of(l, &name);
        enum status s = read_one(p, name, q, a, e);
        if (s) return s;
    }
    for (size_t i = 0; i < l->part_count; i++)
        find_rows(&l->part[i], a);
    *ret = l;
    return OK;
}

bool listing_is_of(struct listing *l, const struct list_part *p, const struct http_pair *q)
{
    struct str name = q->name;
    return is_asked(l->of.route, q) && part_of(l, &name) == p;
}

bool listing_stays(const struct listing *l, const struct http_pair *q)
{
    return q->value.len && (is_flag(l->of.route, q->name) || is_asked(l->of.route, q) ||
                            str_is(q->name, "market") || str_is(q->name, "v"));
}

size_t listing_count(const struct listing *l)
{
    return l->part[0].row_count;
}

const struct list_part *listing_part(const struct listing *l, const struct table *t)
{
    for (size_t i = 0; i < l->part_count; i++) {
        if (l->part[i].view == t) return &l->part[i];
    }
    return NULL;
}

/* ---- views ---- */

static bool any_known(const struct table *t, size_t c)
{
    for (size_t r = 0; r < t->row_count; r++) {
        struct cell x = t->cells[r * t->column_count + c];
        if (x.kind == CELL_TEXT ? x.text.len > 0 : !isnan(number_of(x))) return true;
    }
    return false;
}

/* Of a page: a column chosen is shown; one that the whole answer shows is on every page of it. */
static const struct column *shown_columns(const struct list_part *p, struct arena *a)
{
    struct column *all = arena_new(a, struct column, p->t->column_count + 1);
    for (size_t c = 0; c < p->t->column_count; c++) {
        all[c] = p->t->columns[c];
        if (p->chosen) {
            bool named = p->chosen[c] && !all[c].title;
            all[c].title = p->chosen[c] ? named ? all[c].name : all[c].title : NULL;
            all[c].gives = p->chosen[c] ? COLUMN_KEEPS : all[c].gives;
        } else if (all[c].title && all[c].gives != COLUMN_KEEPS &&
                   (!p->t->row_count || any_known(p->t, c))) {
            all[c].gives = COLUMN_KEEPS;
        }
    }
    return all;
}

static struct table *view_of(const struct list_part *p, size_t from, size_t most, struct arena *a)
{
    struct table *v = arena_new(a, struct table, 1);
    *v = *p->t;
    v->more = NULL;
    size_t n = from < p->row_count ? p->row_count - from : 0;
    if (n > most) n = most;
    v->row_count = v->row_room = n;
    v->cells = arena_new(a, struct cell, n * v->column_count + 1);
    for (size_t i = 0; i < n; i++) {
        memcpy(v->cells + i * v->column_count, p->t->cells + p->row[from + i] * v->column_count,
               v->column_count * sizeof *v->cells);
    }
    return v;
}

/* Of a file: the columns chosen alone. */
static void keep_chosen(struct table *v, const bool *chosen, struct arena *a)
{
    struct column *columns = arena_new(a, struct column, v->column_count + 1);
    struct cell *cells = arena_new(a, struct cell, v->row_count * v->column_count + 1);
    size_t n = 0;
    size_t kept = 0;
    for (size_t c = 0; c < v->column_count; c++) {
        if (chosen[c]) columns[kept++] = v->columns[c];
    }
    for (size_t i = 0; i < v->row_count * v->column_count; i++) {
        if (chosen[i % v->column_count]) cells[n++] = v->cells[i];
    }
    v->columns = columns;
    v->cells = cells;
    v->column_count = kept;
}

const struct table *listing_whole(struct listing *l)
{
    for (size_t i = 0; i < l->part_count; i++) {
        struct list_part *p = &l->part[i];
        p->view = view_of(p, 0, SIZE_MAX, l->a);
        if (p->chosen) keep_chosen(p->view, p->chosen, l->a);
        if (i) l->part[i - 1].view->more = p->view;
    }
    return l->part[0].view;
}

const struct table *listing_page(struct listing *l)
{
    for (size_t i = 0; i < l->part_count; i++) {
        struct list_part *p = &l->part[i];
        size_t last = p->row_count ? (p->row_count - 1) / PAGE_ROWS * PAGE_ROWS : 0;
        if (p->from > last && p->from >= p->row_count) p->from = last;
        p->view = view_of(p, p->from, PAGE_ROWS, l->a);
        p->view->columns = shown_columns(p, l->a);
        if (i) l->part[i - 1].view->more = p->view;
    }
    return l->part[0].view;
}

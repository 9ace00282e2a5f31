/* report_view.c - verb: which part of an answer does the board see? */
#include "verb/report.h"

#include <string.h>

static size_t column_at(const struct table *t, const char *name)
{
    size_t c = 0;
    while (c < t->column_count && strcmp(t->columns[c].name, name) != 0)
        c++;
    return c;
}

struct cell view_cell(const struct table *t, size_t row, const char *column)
{
    size_t c = column_at(t, column);
    struct cell none = {.kind = CELL_NONE};
    return c < t->column_count && row < t->row_count ? t->cells[row * t->column_count + c] : none;
}

struct table *view_columns(struct arena *a, const struct table *t, const struct view_column want[],
                           size_t count, bool why)
{
    struct column *columns = arena_new(a, struct column, count + 1);
    size_t *from = arena_new(a, size_t, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        size_t c = column_at(t, want[i].from);
        if (c == t->column_count) continue;
        columns[n] = t->columns[c];
        columns[n].title = want[i].title ? want[i].title : columns[n].title;
        from[n++] = c;
    }
    if (why) columns[n] = (struct column){"why", "why", NULL, CELL_TEXT, 0, COLUMN_WRAPS};
    struct table *view = table_new(a, t->name, columns, n + why);
    for (size_t r = 0; r < t->row_count; r++) {
        struct cell *row = table_row(view);
        for (size_t c = 0; c < n; c++)
            row[c] = t->cells[r * t->column_count + from[c]];
    }
    view->title = t->title;
    view->lead = t->lead;
    view->facts = t->facts;
    view->facts_last = t->facts_last;
    view->empty = t->empty;
    view->notes = t->notes;
    view->notes_last = t->notes_last;
    return view;
}

void view_drop(struct table *t, const char *key)
{
    for (struct table **at = &t->more; *at;) {
        if ((*at)->key && strcmp((*at)->key, key) == 0) {
            *at = (*at)->more;
        } else {
            at = &(*at)->more;
        }
    }
}

void view_keep(struct table *t, const char *column, struct str is)
{
    size_t kept = 0;
    for (size_t r = 0; r < t->row_count; r++) {
        struct cell c = view_cell(t, r, column);
        if (c.kind != CELL_TEXT || !str_eq(c.text, is)) continue;
        memmove(t->cells + kept++ * t->column_count, t->cells + r * t->column_count,
                t->column_count * sizeof *t->cells);
    }
    t->row_count = kept;
}

/* Of a course over time the newest rows stay, of all else the first. */
static void cut(struct table *whole, struct table *t, size_t most)
{
    if (t->row_count <= most) return;
    bool course = column_at(t, "period") < t->column_count;
    struct str name = t->title.len ? t->title : str_of(t->key ? t->key : t->name);
    table_note(whole, "%zu of %zu rows are shown of: %.*s.", most, t->row_count, STR_ARG(name));
    if (course) t->cells += (t->row_count - most) * t->column_count;
    t->row_count = most;
}

void view_cut(struct table *t, size_t most)
{
    for (struct table *x = t; x; x = x->more)
        cut(t, x, most);
}

/* ---- e-mail addresses ---- */

static bool is_local(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (c && strchr(".!#$%&*+?^_`{|}~-", c)) ||
           (unsigned char)c >= 0x80;
}

static bool is_domain(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '.' || c == '-' ||
           (unsigned char)c >= 0x80;
}

/* The address around the @ at `at`: false where it is none, such as a handle @jane@forum.example.
 */
static bool address_at(struct str s, size_t at, size_t *ret_from, size_t *ret_to)
{
    size_t from = at;
    size_t to = at + 1;
    bool dot = false;
    while (from > 0 && is_local(s.p[from - 1]))
        from--;
    while (to < s.len && is_domain(s.p[to])) {
        dot = dot || (s.p[to] == '.' && to > at + 1 && to + 1 < s.len && is_domain(s.p[to + 1]));
        to++;
    }
    while (to > at + 1 && s.p[to - 1] == '.') /* ends a sentence */
        to--;
    *ret_from = from;
    *ret_to = to;
    return from < at && dot && (from == 0 || s.p[from - 1] != '@');
}

struct str veiled(struct arena *a, struct str s)
{
    if (str_find(s, '@') == s.len) return s;
    struct buf b = buf_new(a);
    size_t plain = 0;
    for (size_t i = 0; i < s.len; i++) {
        size_t from = 0;
        size_t to = 0;
        if (s.p[i] != '@' || !address_at(s, i, &from, &to) || from < plain) continue;
        buf_add(&b, (struct str){s.p + plain, from - plain});
        buf_adds(&b, "(e-mail withheld)");
        plain = to;
        i = to - 1;
    }
    buf_add(&b, str_skip(s, plain));
    return buf_str(&b);
}

static void veil_cell(struct arena *a, struct cell *c)
{
    if (c->kind == CELL_TEXT) c->text = veiled(a, c->text);
}

void view_veil(struct table *t)
{
    for (struct table *x = t; x; x = x->more) {
        x->title = veiled(t->a, x->title);
        x->lead = veiled(t->a, x->lead);
        x->empty = veiled(t->a, x->empty);
        for (struct fact *f = x->facts; f; f = f->next)
            veil_cell(t->a, &f->value);
        for (size_t i = 0; i < x->row_count * x->column_count; i++)
            veil_cell(t->a, &x->cells[i]);
        for (struct note *n = x->notes; n; n = n->next)
            n->text = veiled(t->a, n->text);
    }
}

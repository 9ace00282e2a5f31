/* table.c - base: what does kith answer, in every form alike? */
#include "base/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct table *table_new(struct arena *a, const char *name, const struct column columns[],
                        size_t column_count)
{
    struct table *t = arena_new(a, struct table, 1);
    *t = (struct table){.a = a, .name = name, .columns = columns, .column_count = column_count};
    return t;
}

struct table *table_more(struct table *t, const char *key, const struct column columns[],
                         size_t column_count)
{
    struct table *more = table_new(t->a, t->name, columns, column_count);
    more->key = key;
    while (t->more)
        t = t->more;
    t->more = more;
    return more;
}

struct cell *table_row(struct table *t)
{
    if (t->row_count == t->row_room) {
        size_t wider = t->row_room ? t->row_room * 2 : 16;
        size_t row = t->column_count * sizeof *t->cells;
        t->cells = arena_grow(t->a, t->cells, t->row_room * row, wider * row);
        t->row_room = wider;
    }
    return t->cells + t->row_count++ * t->column_count;
}

struct cell cell_text(struct str s)
{
    return s.p ? (struct cell){.kind = CELL_TEXT, .text = s} : (struct cell){.kind = CELL_NONE};
}

struct cell cell_int(int64_t i)
{
    return (struct cell){.kind = CELL_INT, .i = i};
}

struct cell cell_real(double x)
{
    return (struct cell){.kind = CELL_REAL, .real = x};
}

struct cell cell_time(int64_t at_s)
{
    return (struct cell){.kind = CELL_TIME, .i = at_s};
}

struct cell cell_bool(bool yes)
{
    return (struct cell){.kind = CELL_BOOL, .yes = yes};
}

struct cell table_row_cell(const struct table *t, const struct cell *row, const char *name)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) == 0) return row[c];
    }
    return (struct cell){.kind = CELL_NONE};
}

const struct table *table_more_of(const struct table *t, const char *key)
{
    const struct table *more = t->more;
    while (more && !(more->key && strcmp(more->key, key) == 0))
        more = more->more;
    return more;
}

void table_fact(struct table *t, const char *name, const char *label, struct cell value, int digits)
{
    struct fact *f = arena_new(t->a, struct fact, 1);
    *f = (struct fact){.name = name, .label = label, .value = value, .digits = digits};
    if (t->facts_last) {
        t->facts_last->next = f;
    } else {
        t->facts = f;
    }
    t->facts_last = f;
}

const char *const table_scope[] = {"market", "audience", "as_of", "model", NULL};

struct cell table_fact_cell(const struct table *t, const char *name)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, name) == 0) return f->value;
    }
    return (struct cell){.kind = CELL_NONE};
}

bool table_is_scoped(const struct table *t)
{
    struct cell market = table_fact_cell(t, table_scope[0]);
    return market.kind == CELL_TEXT && market.text.len > 0;
}

static struct str printed(struct arena *a, const char *format, va_list args)
{
    char text[2048];
    int len = vsnprintf(text, sizeof text, format, args);
    size_t kept = len < 0 ? 0 : (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    return str_copy(a, utf8_head((struct str){text, kept}, kept));
}

void table_note(struct table *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct note *n = arena_new(t->a, struct note, 1);
    n->text = printed(t->a, format, args);
    va_end(args);
    if (t->notes_last) {
        t->notes_last->next = n;
    } else {
        t->notes = n;
    }
    t->notes_last = n;
}

void table_lead(struct table *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    t->lead = printed(t->a, format, args);
    va_end(args);
}

/* ---- a copy that stands alone ---- */

static const char *text_copy(struct arena *a, const char *text)
{
    return text ? str_c(a, str_of(text)) : NULL;
}

static struct cell cell_copy(struct arena *a, struct cell c)
{
    if (c.kind == CELL_TEXT && c.text.p) c.text = str_copy(a, c.text);
    return c;
}

static const struct column *columns_copy(struct arena *a, const struct table *t)
{
    struct column *all = arena_new(a, struct column, t->column_count);
    for (size_t i = 0; i < t->column_count; i++) {
        all[i] = t->columns[i];
        all[i].name = text_copy(a, all[i].name);
        all[i].title = text_copy(a, all[i].title);
        all[i].unit = text_copy(a, all[i].unit);
    }
    return all;
}

static struct table *part_copy(struct arena *a, const struct table *t)
{
    struct table *new = table_new(a, text_copy(a, t->name), columns_copy(a, t), t->column_count);
    new->title = str_copy(a, t->title);
    new->lead = str_copy(a, t->lead);
    new->empty = str_copy(a, t->empty);
    new->upright = t->upright;
    new->key = text_copy(a, t->key);
    for (const struct fact *f = t->facts; f; f = f->next) {
        table_fact(new, text_copy(a, f->name), text_copy(a, f->label), cell_copy(a, f->value),
                   f->digits);
    }
    size_t count = t->row_count * t->column_count;
    new->cells = arena_new(a, struct cell, count);
    new->row_count = new->row_room = t->row_count;
    for (size_t i = 0; i < count; i++)
        new->cells[i] = cell_copy(a, t->cells[i]);
    for (const struct note *n = t->notes; n; n = n->next)
        table_note(new, "%.*s", STR_ARG(n->text));
    return new;
}

struct table *table_copy(struct arena *a, const struct table *t)
{
    struct table *first = part_copy(a, t);
    struct table *last = first;
    for (const struct table *more = t->more; more; more = more->more) {
        last->more = part_copy(a, more);
        last = last->more;
    }
    return first;
}

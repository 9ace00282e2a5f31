/* table_csv.c - base: how does an answer look to a spreadsheet? */
#include "base/table.h"
#include "base/time.h"

#include <string.h>

bool csv_guarded(struct str s)
{
    size_t n = 0;
    while (n < s.len && s.p[n] == '\'')
        n++;
    return n < s.len && s.p[n] && strchr("=+-@\t\r", s.p[n]);
}

void csv_field(struct buf *b, struct str s, bool guard_formula)
{
    bool guard = guard_formula && csv_guarded(s);
    bool quote = guard;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = strchr(",\"\n\r", s.p[i]) && s.p[i];
    if (!quote) {
        buf_add(b, s);
        return;
    }
    buf_addc(b, '"');
    if (guard) buf_addc(b, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '"') buf_addc(b, '"');
        buf_addc(b, s.p[i]);
    }
    buf_addc(b, '"');
}

static void csv_cell(struct buf *b, struct cell c)
{
    switch (c.kind) {
    case CELL_NONE:
        break;
    case CELL_TEXT:
        csv_field(b, c.text, true);
        break;
    case CELL_INT:
        buf_addf(b, "%lld", (long long)c.i);
        break;
    case CELL_REAL: {
        struct buf number = buf_new(b->a);
        json_double(&number, c.real);
        if (!str_is(buf_str(&number), "null")) buf_add(b, buf_str(&number));
        break;
    }
    case CELL_TIME:
        buf_add(b, time_iso(b->a, c.i));
        break;
    case CELL_BOOL:
        buf_adds(b, c.yes ? "true" : "false");
        break;
    }
}

static bool has_column(const struct table *t, const char *name)
{
    bool found = false;
    for (size_t c = 0; c < t->column_count && !found; c++)
        found = strcmp(t->columns[c].name, name) == 0;
    return found;
}

/* What every row ends with, ",ropes,tag:buyer,…", or its names; empty where there is no scope. */
static struct str row_end(const struct table *t, bool names, struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; table_scope[i] && table_is_scoped(t); i++) {
        if (has_column(t, table_scope[i])) continue;
        if (t->column_count || b.len) buf_addc(&b, ',');
        if (names) {
            buf_adds(&b, table_scope[i]);
        } else {
            csv_cell(&b, table_fact_cell(t, table_scope[i]));
        }
    }
    buf_adds(&b, "\r\n");
    return buf_str(&b);
}

size_t csv_scope(const struct str header[], size_t count)
{
    size_t n = 0;
    while (table_scope[n])
        n++;
    if (count <= n) return 0;
    for (size_t i = 0; i < n; i++) {
        if (!str_is(str_trim(header[count - n + i]), table_scope[i])) return 0;
    }
    return n;
}

void table_csv(const struct table *t, struct buf *b)
{
    for (size_t c = 0; c < t->column_count; c++) {
        buf_addf(b, "%s%s", c ? "," : "", t->columns[c].name);
    }
    buf_add(b, row_end(t, true, b->a));
    struct str end = row_end(t, false, b->a);
    for (size_t r = 0; r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            if (c) buf_addc(b, ',');
            csv_cell(b, t->cells[r * t->column_count + c]);
        }
        buf_add(b, end);
    }
}

enum status table_write_csv(const struct table *t, FILE *out)
{
    struct arena a = {0};
    struct buf b = buf_new(&a);
    table_csv(t, &b);
    size_t written = fwrite(b.p, 1, b.len, out);
    enum status s = written == b.len && fflush(out) == 0 ? OK : IO_FAILED;
    arena_free(&a);
    return s;
}

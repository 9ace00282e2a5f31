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

void table_csv(const struct table *t, struct buf *b)
{
    for (size_t c = 0; c < t->column_count; c++) {
        buf_addf(b, "%s%s", c ? "," : "", t->columns[c].name);
    }
    buf_adds(b, "\r\n");
    for (size_t r = 0; r < t->row_count; r++) {
        for (size_t c = 0; c < t->column_count; c++) {
            if (c) buf_addc(b, ',');
            csv_cell(b, t->cells[r * t->column_count + c]);
        }
        buf_adds(b, "\r\n");
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

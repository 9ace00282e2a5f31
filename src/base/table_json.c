/* table_json.c - base: how does an answer look to a program? */
#include "base/table.h"
#include "base/time.h"

#include <math.h>
#include <stdlib.h>

void json_text(struct buf *b, struct str s)
{
    buf_addc(b, '"');
    size_t plain = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
        buf_add(b, (struct str){s.p + plain, i - plain});
        plain = i + 1;
        if (c == '"' || c == '\\') {
            buf_addf(b, "\\%c", c);
        } else if (c == '\n') {
            buf_adds(b, "\\n");
        } else if (c == '\t') {
            buf_adds(b, "\\t");
        } else {
            buf_addf(b, "\\u%04x", c);
        }
    }
    buf_add(b, str_skip(s, plain));
    buf_addc(b, '"');
}

void json_double(struct buf *b, double x)
{
    if (!isfinite(x)) {
        buf_adds(b, "null");
        return;
    }
    char text[40];
    for (int digits = 6; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, x);
        if (strtod(text, NULL) == x) break;
    }
    buf_adds(b, text);
}

static void json_cell(struct buf *b, struct cell c)
{
    switch (c.kind) {
    case CELL_NONE:
        buf_adds(b, "null");
        break;
    case CELL_TEXT:
        json_text(b, c.text);
        break;
    case CELL_INT:
        buf_addf(b, "%lld", (long long)c.i);
        break;
    case CELL_REAL:
        json_double(b, c.real);
        break;
    case CELL_TIME:
        if (c.i == TIME_NONE) {
            buf_adds(b, "null");
        } else {
            json_text(b, time_iso(b->a, c.i));
        }
        break;
    case CELL_BOOL:
        buf_adds(b, c.yes ? "true" : "false");
        break;
    }
}

static void json_facts(struct buf *b, const struct table *t)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        buf_adds(b, ",\n \"");
        buf_adds(b, f->name);
        buf_adds(b, "\":");
        json_cell(b, f->value);
    }
}

static void json_rows(struct buf *b, const struct table *t, const char *key)
{
    buf_addf(b, ",\n \"%s\":[", key);
    for (size_t r = 0; r < t->row_count; r++) {
        buf_adds(b, r ? ",\n  {" : "\n  {");
        for (size_t c = 0; c < t->column_count; c++) {
            buf_addf(b, "%s\"%s\":", c ? "," : "", t->columns[c].name);
            json_cell(b, t->cells[r * t->column_count + c]);
        }
        buf_addc(b, '}');
    }
    buf_adds(b, t->row_count ? "\n ]" : "]");
}

void table_json(const struct table *t, struct buf *b)
{
    buf_addf(b, "{\"v\":1,\n \"verb\":\"%s\"", t->name);
    json_facts(b, t);
    if (t->lead.len) {
        buf_adds(b, ",\n \"lead\":");
        json_text(b, t->lead);
    }
    json_rows(b, t, "rows");
    for (const struct table *more = t->more; more; more = more->more) {
        json_facts(b, more);
        json_rows(b, more, more->key);
    }
    buf_adds(b, ",\n \"notes\":[");
    for (const struct note *n = t->notes; n; n = n->next) {
        if (n != t->notes) buf_addc(b, ',');
        json_text(b, n->text);
    }
    buf_adds(b, "]}\n");
}

enum status table_write_json(const struct table *t, FILE *out)
{
    struct arena a = {0};
    struct buf b = buf_new(&a);
    table_json(t, &b);
    size_t written = fwrite(b.p, 1, b.len, out);
    enum status s = written == b.len && fflush(out) == 0 ? OK : IO_FAILED;
    arena_free(&a);
    return s;
}

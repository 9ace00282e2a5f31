/* csv_seen.c - tools: which cells does kith see in this table? JSON for feeds.py. */
#include "base/limits.h"
#include "base/table.h"
#include "listen/csv.h"

#include <stdio.h>

/* csv_seen FILE: one array a record, or {"bad": sentence}, a line each. */
int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e = {{0}};
    struct reader *in = NULL;
    struct csv *c = NULL;
    struct csv_row row;
    if (argc != 2 || reader_open(argv[1], &a, &in, &e) || csv_open(in, '\0', &a, &c, &e)) {
        (void)fprintf(stderr, "csv_seen: want one file; %s\n", e.text);
        return 1;
    }
    enum status s = OK;
    while ((s = csv_next(c, &a, &row, &e)) == OK || s == BAD_INPUT) {
        struct buf b = buf_new(&a);
        if (s == BAD_INPUT) buf_adds(&b, "{\"bad\": ");
        if (s == BAD_INPUT) json_text(&b, str_of(e.text));
        for (size_t i = 0; !s && i < row.count && i < COLUMNS_MAX; i++) {
            buf_addc(&b, i ? ',' : '[');
            json_text(&b, row.cell[i]);
        }
        buf_addc(&b, s ? '}' : ']');
        (void)puts(b.p);
    }
    reader_close(in);
    arena_free(&a);
    return s == DONE ? 0 : 1;
}

/* refused.c - verb: which rows of this table cannot be taken? */
#include "verb/refused.h"

static const struct column columns[] = {
    {"line", "line", NULL, CELL_INT, 0, false},
    {"wrong", "what is wrong", NULL, CELL_TEXT, 0, false},
};

enum status rows_refused(struct request *r, const char *verb, const char *path,
                         const struct said *said, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, verb, columns, 2);
    t->title = STR("Rows that cannot be taken");
    for (size_t i = 0; i < said->bad_count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)said->bad[i].line);
        row[1] = cell_text(said->bad[i].why);
    }
    *ret = t;
    return err_set(e, BAD_INPUT, "%s: %zu %s cannot be taken; mend %s, nothing was kept", path,
                   said->bad_count, said->bad_count == 1 ? "row" : "rows",
                   said->bad_count == 1 ? "it" : "them");
}

/* joined.c - verb: how are people shown who were just joined or parted? */
#include "verb/joined.h"

#include "store/query.h"
#include "verb/card.h"

static const struct column columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"accounts", "accounts", NULL, CELL_TEXT, 0, true},
};

struct table *joined_table(struct request *r, const char *name)
{
    return table_new(r->a, name, columns, sizeof columns / sizeof *columns);
}

enum status joined_row(struct request *r, struct table *t, int64_t node, struct err *e)
{
    enum status s = query_ask_of(r->st, SQL_same_stands, node, &node, e);
    struct card card;
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(card.id);
    row[1] = cell_text(card.name);
    row[2] = cell_text(card.accounts);
    return OK;
}

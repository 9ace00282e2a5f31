/* export_person.c - verb: what is held about one person? */
#include "verb/export_person.h"

#include "find/people.h"
#include "store/query.h"
#include "verb/card.h"

static const struct column columns[] = {
    {"held", "held in", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"importer", "importer", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"read_at", "read", "UTC", CELL_TIME, 0, false},
    {"row", "row", NULL, CELL_TEXT, 0, true},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void put(struct request *r, const struct query *q, struct table *t)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_copy(r->a, query_str(q, 0)));
    if (!query_is_null(q, 1)) row[1] = cell_time(query_i64(q, 1));
    if (!query_is_null(q, 2)) row[2] = cell_text(str_copy(r->a, query_str(q, 2)));
    if (!query_is_null(q, 3)) row[3] = cell_text(str_copy(r->a, query_str(q, 3)));
    if (!query_is_null(q, 4)) row[4] = cell_time(query_i64(q, 4));
    row[5] = cell_text(str_copy(r->a, query_str(q, 5)));
}

enum status export_person(struct request *r, struct table **ret, struct err *e)
{
    int64_t node = 0;
    struct card card;
    struct query *q = NULL;
    if (r->word_count < 2) return err_set(e, BAD_USAGE, "person wants the PERSON, by id or name");
    enum status s = person_find(r->st, r->word[1], r->a, &node, e);
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (!s) s = query_open(r->st, SQL_access_all, &q, e);
    if (s) return s;
    struct table *t = table_new(r->a, "export", columns, COLUMNS);
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK)
        put(r, q, t);
    query_close(q);
    if (s != DONE) return s;
    t->title = str_printf(r->a, "All that is held about %.*s (%.*s)", STR_ARG(card.name),
                          STR_ARG(card.id));
    table_fact(t, "id", NULL, cell_text(card.id), 0); /* of whom it is: who may see it */
    *ret = t;
    return OK;
}

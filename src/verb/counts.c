/* counts.c - verb: how much is in the store? */
#include "verb/counts.h"

#include "base/time.h"
#include "store/query.h"

enum status counts_load(struct store *st, struct counts *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_status_counts, &q, e);
    if (s) return s;
    s = query_next(q, e);
    if (s == OK) {
        *ret = (struct counts){
            .sources = query_i64(q, 0),
            .people = query_i64(q, 1),
            .staff = query_i64(q, 2),
            .outlets = query_i64(q, 3),
            .orgs = query_i64(q, 4),
            .docs = query_i64(q, 5),
            .evidence = query_i64(q, 6),
            .first_s = query_time(q, 7),
            .latest_s = query_time(q, 8),
            .markets = query_i64(q, 9),
            .buyers = query_i64(q, 10),
            .deals = query_i64(q, 11),
            .relations = query_i64(q, 12),
            .surveys = query_i64(q, 13),
            .responses = query_i64(q, 14),
            .answers = query_i64(q, 15),
            .activities = query_i64(q, 16),
            .tasks = query_i64(q, 17),
        };
    }
    query_close(q);
    return s;
}

void counts_facts(struct table *t, const struct counts *c)
{
    table_fact(t, "sources", "sources", cell_int(c->sources), 0);
    table_fact(t, "people", "people", cell_int(c->people), 0);
    table_fact(t, "staff", "of them ours", cell_int(c->staff), 0);
    table_fact(t, "outlets", "outlets", cell_int(c->outlets), 0);
    table_fact(t, "organisations", "organisations", cell_int(c->orgs), 0);
    table_fact(t, "docs", "docs", cell_int(c->docs), 0);
    table_fact(t, "evidence", "evidence", cell_int(c->evidence), 0);
    table_fact(t, "deals", "deals", cell_int(c->deals), 0);
    table_fact(t, "relationships", "relationships", cell_int(c->relations), 0);
    table_fact(t, "surveys", "surveys", cell_int(c->surveys), 0);
    table_fact(t, "respondents", "respondents", cell_int(c->responses), 0);
    table_fact(t, "answers", "answers", cell_int(c->answers), 0);
    table_fact(t, "log_entries", "in the log", cell_int(c->activities), 0);
    table_fact(t, "open_tasks", "open tasks", cell_int(c->tasks), 0);
    table_fact(t, "first_evidence", "first evidence", cell_time(c->first_s), 0);
    table_fact(t, "latest_evidence", "latest evidence", cell_time(c->latest_s), 0);
    table_fact(t, "buyers_tagged", "buyers tagged", cell_int(c->buyers), 0);
}

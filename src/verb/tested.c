/* tested.c - verb: what was a market's order worth when that was asked last? */
#include "verb/tested.h"

#include "find/backtest.h"
#include "store/query.h"
#include "verb/scope.h"

#include <math.h>

static const struct column columns[] = {
    {"rater", "by", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"is", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"ndcg", "NDCG@20", NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"ndcg_lo", "from", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"ndcg_hi", "to", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"gain", "kith more by", NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"gain_lo", "from", NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"gain_hi", "to", NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"n", "judges", NULL, CELL_INT, 0, COLUMN_KEEPS},
};

const char *rater_title(int rater)
{
    switch (rater) {
    case RATER_KITH:
        return "kith";
    case RATER_VOTES:
        return "votes alone";
    case RATER_LOUD + LOUD_IN_DEGREE:
        return "in-degree";
    case RATER_LOUD + LOUD_PAGERANK:
        return "PageRank";
    case RATER_LOUD + LOUD_HITS:
        return "HITS";
    case RATER_LOUD + LOUD_K_CORE:
        return "k-core";
    case RATER_LOUD + LOUD_H_INDEX:
        return "H-index";
    case RATER_LOUD + LOUD_KLOUT:
        return "a Klout-like blend";
    case RATER_FRESH:
        return "in-degree, as fresh";
    case RATER_LOT:
        return "by lot";
    case RATER_REVERSED:
        return "kith, all rows reversed";
    case RATER_AUDIENCE:
        return "kith, other people as buyers";
    case RATER_TOPIC:
        return "kith, off the topic";
    case RATER_TIME:
        return "kith, rows dated by lot";
    default:
        return rater_name(rater);
    }
}

static int rater_of(struct str name)
{
    int rater = 0;
    while (rater < RATER_COUNT && !str_is(name, rater_name(rater)))
        rater++;
    return rater;
}

/* kith itself has no gain over itself, and none over its own rows dated by lot. */
static void put_score(struct query *q, double judges, struct table *t)
{
    struct str name = str_copy(t->a, query_str(q, 0));
    int rater = rater_of(name);
    bool other = rater != RATER_KITH && rater != RATER_TIME;
    struct cell *row = table_row(t);
    row[0] = cell_text(rater < RATER_COUNT ? str_of(rater_title(rater)) : name);
    row[1] = cell_text(name);
    for (int k = 0; k < (other ? 6 : 3); k++)
        row[2 + k] = cell_real(query_double(q, 1 + k));
    row[8] = cell_int((int64_t)round(judges));
}

static enum status put_scores(struct request *r, int64_t backtest, double judges, struct table *t,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_backtest_scores, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, backtest);
    while ((s = query_next(q, e)) == OK)
        put_score(q, judges, t);
    query_close(q);
    return s == DONE ? OK : s;
}

static void put_facts(struct query *q, const struct market *m, struct table *t,
                      struct table *tested)
{
    struct arena *a = t->a;
    struct str sentence = str_copy(a, query_str(q, 0));
    table_fact(t, "backtest", NULL, cell_text(sentence), 0);
    table_fact(t, "backtest_at", NULL, cell_time(query_i64(q, 1)), 0);
    table_fact(t, "backtest_made_at", NULL, cell_time(query_i64(q, 3)), 0);
    table_note(t, "%.*s", STR_ARG(sentence));
    tested->title = STR("What the order would have foretold, beside what is loud");
    tested->lead = sentence;
    table_fact(tested, "tested_market", NULL, cell_text(m->name), 0);
    table_fact(tested, "tested_audience", NULL, cell_text(m->audience), 0);
    table_fact(tested, "tested_as_of", NULL, cell_time(query_i64(q, 1)), 0);
    table_fact(tested, "tested_until", NULL, cell_time(query_i64(q, 2)), 0);
    table_fact(tested, "tested_model", NULL, cell_text(str_copy(a, query_str(q, 4))), 0);
    table_fact(tested, "level", NULL, cell_real(REACH_LEVEL), 2);
}

enum status tested_put(struct request *r, struct table *t, const struct market *m, struct err *e)
{
    struct query *q = NULL;
    struct table *tested = NULL;
    int64_t backtest = 0;
    double judges = 0;
    enum status s = query_open(r->st, SQL_backtest_newest, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    s = query_next(q, e);
    if (s == OK) {
        tested = table_more(t, "tested", columns, sizeof columns / sizeof *columns);
        put_facts(q, m, t, tested);
        backtest = query_i64(q, 5);
        judges = query_double(q, 6);
    } else if (s == DONE) {
        struct str word = shell_word(r->a, m->name);
        table_note(t, "Not tested against what happened next yet: %.*s",
                   STR_ARG(request_next(r, "backtest %.*s", STR_ARG(word))));
    }
    query_close(q);
    if (s) return s == DONE ? OK : s;
    return put_scores(r, backtest, judges, tested, e);
}

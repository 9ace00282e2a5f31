/* status.c - verb: what is here, and what is missing for a ranking? */
#include "base/time.h"
#include "store/query.h"
#include "verb/next.h"

static const char *const examples[] = {
    "kith status",
    "kith status --db kith-demo.db --json",
    NULL,
};

static const struct column columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, true},
    {"topic", "topic", NULL, CELL_TEXT, 0, true},
    {"audience", "audience", NULL, CELL_TEXT, 0, true},
};

static enum status list_markets(struct request *r, struct table *t, struct str *ret_first,
                                struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_status_markets, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        struct str topic = str_copy(r->a, query_str(q, 1));
        row[0] = cell_text(str_copy(r->a, query_str(q, 0)));
        row[1] = cell_text(topic.len ? topic : STR("(everything)"));
        row[2] = cell_text(str_copy(r->a, query_str(q, 2)));
        if (t->row_count == 1) *ret_first = row[0].text;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What ours promised comes before what could be asked next. */
static enum status note_tasks(struct request *r, struct table *t, struct err *e)
{
    int64_t overdue = 0;
    enum status s = query_ask_of(r->st, SQL_tasks_overdue, time_now() - DAY_S, &overdue, e);
    if (s || !overdue) return s;
    table_note(t, "%lld task%s overdue: %.*s", (long long)overdue, overdue == 1 ? " is" : "s are",
               STR_ARG(request_next(r, "log --tasks")));
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "status", columns, sizeof columns / sizeof *columns);
    struct counts c = {.first_s = TIME_NONE, .latest_s = TIME_NONE};
    struct str market = STR("");
    struct str db = utf8_mend(r->a, str_of(r->db));
    table_fact(t, "store", "store", cell_text(db), 0);
    table_fact(t, "exists", NULL, cell_bool(r->st != NULL), 0);
    if (r->st) {
        enum status s = counts_load(r->st, &c, e);
        if (!s) s = list_markets(r, t, &market, e);
        if (!s) s = note_tasks(r, t, e);
        if (s) return s;
        counts_facts(t, &c);
        t->empty = STR("No market yet.");
    } else {
        table_lead(t, "No store at %.*s yet; reading verbs make none.", STR_ARG(db));
    }
    next_step(r, t, &c, market);
    *ret = t;
    return OK;
}

const struct verb verb_status = {
    .name = "status",
    .words = "",
    .summary = "what is here, and what is missing for a ranking",
    .examples = examples,
    .store = STORE_IF_THERE,
    .run = run,
};

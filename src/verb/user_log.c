/* user_log.c - verb: who saw and changed what? */
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/trail.h"
#include "verb/user_verb.h"

enum { ROWS_USUAL = 50 };

static const struct column columns[] = {
    {"row", "row", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"who", "who", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"act", "act", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"what", "what", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static enum status put_rows(struct request *r, struct table *t, int64_t rows, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_trail_newest, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, rows);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        row[0] = cell_int(query_i64(q, 0));
        row[1] = cell_time(query_time(q, 1));
        for (int i = 2; i < 5; i++)
            row[i] = cell_text(trail_word(r->a, query_str(q, i)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status user_log(struct request *r, struct table **ret, struct err *e)
{
    int64_t rows = ROWS_USUAL;
    struct trail_state state;
    if (r->word_count != 1) return err_set(e, BAD_USAGE, "want kith user log");
    enum status s = request_i64(r, "rows", 1, TRAIL_ROWS_SHOWN, &rows, e);
    if (s) return s;
    struct table *t = table_new(r->a, "user", columns, sizeof columns / sizeof *columns);
    t->empty = STR("Nothing was signed in to, seen or changed through the pages yet.");
    s = put_rows(r, t, rows, e);
    if (s) return s;
    *ret = t; /* what is there is shown all the same */
    s = trail_check(r->st, r->a, &state, e);
    if (s) return s;
    table_fact(t, "rows_all", NULL, cell_int(state.rows), 0);
    table_fact(t, "last_hash", NULL, cell_text(state.last.len ? state.last : STR_NONE), 0);
    if (state.rows) {
        table_lead(t, "%lld rows, and the chain of their hashes is whole.", (long long)state.rows);
    }
    return OK;
}

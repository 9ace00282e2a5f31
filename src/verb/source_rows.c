/* source_rows.c - verb: what became of each row of a source? read = kept + merged + dropped. */
#include "base/limits.h"
#include "find/why.h"
#include "listen/dropped.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/source_verb.h"

#include <string.h>

enum { TEXT_SHOWN = 300, KEPT_SHOWN = 50, REASONS_TOLD = 4 };

/* ---- the sum ---- */

struct str source_sum_text(struct request *r, const struct known_source *k)
{
    return str_printf(r->a, "%lld row%s read = %lld kept + %lld merged + %lld dropped",
                      (long long)k->read, k->read == 1 ? "" : "s", (long long)k->kept,
                      (long long)k->merged, (long long)k->dropped);
}

/* ": no date (12) · an automatic reply (40)", of the further table of reasons. */
static struct str reasons_text(struct request *r, const struct table *t)
{
    struct buf b = buf_new(r->a);
    while (t && (!t->key || strcmp(t->key, "dropped_reasons") != 0))
        t = t->more;
    for (size_t i = 0; t && i < t->row_count && i < REASONS_TOLD; i++) {
        const struct cell *row = t->cells + i * t->column_count;
        buf_addf(&b, "%s%.*s (%lld)", i ? " · " : ": ", STR_ARG(row[1].text), (long long)row[3].i);
    }
    if (t && t->row_count > REASONS_TOLD) buf_adds(&b, " · …");
    return b.len ? buf_str(&b) : STR("");
}

void source_sum(struct request *r, const struct known_source *k, struct table *t)
{
    struct str sum = source_sum_text(r, k);
    struct str why = reasons_text(r, t);
    table_lead(t, "%.*s%s%.*s.", STR_ARG(sum), k->reads > 1 ? ", over all readings" : "",
               STR_ARG(why));
    if (!k->dropped) return;
    table_note(t, "Which were dropped, and how to mend them: %.*s",
               STR_ARG(request_next(r, "source s%lld --dropped", (long long)k->id)));
}

static const struct column reading_columns[] = {
    {"read_at", "read", "UTC", CELL_TIME, 0, false},
    {"read", "read", "rows", CELL_INT, 0, false},
    {"kept", "kept", "rows", CELL_INT, 0, false},
    {"merged", "merged", "rows", CELL_INT, 0, false},
    {"dropped", "dropped", "rows", CELL_INT, 0, false},
};

enum status source_readings(struct request *r, const struct known_source *k, struct table *t,
                            struct err *e)
{
    struct query *q = NULL;
    struct table *to = table_more(t, "readings", reading_columns,
                                  sizeof reading_columns / sizeof *reading_columns);
    enum status s = query_open(r->st, SQL_source_readings, &q, e);
    if (s) return s;
    to->title = STR("Each time it was read");
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(to);
        row[0] = cell_time(query_i64(q, 0));
        for (int i = 1; i < 5; i++)
            row[i] = cell_int(query_i64(q, i));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- why rows were dropped ---- */

static const struct column reason_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"reason", "why", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"mendable", "can be mended", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"rows", "dropped", "rows", CELL_INT, 0, false},
};

enum status source_reasons(struct request *r, const struct known_source *k, struct table *t,
                           struct err *e)
{
    struct query *q = NULL;
    int64_t told = 0;
    struct table *to = table_more(t, "dropped_reasons", reason_columns,
                                  sizeof reason_columns / sizeof *reason_columns);
    enum status s = query_open(r->st, SQL_source_reasons, &q, e);
    if (s) return s;
    to->title = STR("Dropped, by reason");
    to->empty = STR("No row was dropped.");
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(to);
        row[0] = cell_text(str_printf(r->a, "s%lld", (long long)k->id));
        row[1] = cell_text(str_copy(r->a, query_str(q, 0)));
        row[2] = cell_bool(query_i64(q, 1) != 0);
        row[3] = cell_int(query_i64(q, 2));
        told += query_i64(q, 2);
    }
    query_close(q);
    if (s == DONE && told < k->dropped) {
        struct cell *row = table_row(to);
        row[1] = cell_text(STR("not known any more, or read by an earlier kith"));
        row[3] = cell_int(k->dropped - told);
    }
    return s == DONE ? OK : s;
}

/* ---- rows that are not here by themselves ---- */

static const struct column gone_columns[] = {
    {"line", "line", NULL, CELL_TEXT, 0, false},
    {"why", "why", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"mend", "how to mend it", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"read_at", "read", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

static void put_gone(struct request *r, const struct query *q, struct table *t)
{
    struct str place = str_copy(r->a, query_str(q, 0));
    struct str why = str_copy(r->a, query_str(q, 1));
    struct dropped_words w = {.what = why, .mend = STR("")};
    struct cell *row = table_row(t);
    if (place.len) row[0] = cell_text(place);
    if (str_is(query_str(q, 2), "bad")) w = dropped_words(why);
    row[1] = cell_text(why.len ? w.what : STR("said what was here already"));
    if (w.mend.len) row[2] = cell_text(w.mend);
    row[3] = cell_time(query_i64(q, 3));
}

/* "The first 1,000 of 12,345 …" */
static void lead(struct table *t, const char *what, int64_t listed, int64_t all)
{
    if (listed < all) {
        table_lead(t, "%lld of the %lld rows that were %s are listed; the others are counted.",
                   (long long)listed, (long long)all, what);
    } else if (all) {
        table_lead(t, "%lld row%s %s %s.", (long long)all, all == 1 ? "" : "s",
                   all == 1 ? "was" : "were", what);
    }
}

enum status source_gone(struct request *r, const struct known_source *k, bool merged,
                        struct table **ret, struct err *e)
{
    struct query *q = NULL;
    struct table *t =
        table_new(r->a, "source", gone_columns, sizeof gone_columns / sizeof *gone_columns);
    enum status s = query_open(r->st, SQL_source_rows, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    query_bind_i64(q, 3, merged);
    while ((s = query_next(q, e)) == OK)
        put_gone(r, q, t);
    query_close(q);
    if (s != DONE) return s;
    t->title = str_printf(r->a, "%s rows of %.*s", merged ? "Merged" : "Dropped",
                          STR_ARG(place_shown(r->a, k->locator, STR_NONE)));
    t->empty = merged ? STR("No row of it said what was here already, or none is listed.")
                      : STR("No row of it was dropped, or none is listed.");
    lead(t, merged ? "merged" : "dropped", (int64_t)t->row_count, merged ? k->merged : k->dropped);
    table_fact(t, "source", NULL, cell_text(str_printf(r->a, "s%lld", (long long)k->id)), 0);
    table_fact(t, "rows", NULL, cell_int(merged ? k->merged : k->dropped), 0);
    s = merged ? OK : source_reasons(r, k, t, e);
    *ret = t;
    return s;
}

/* ---- rows that are ---- */

static const struct column kept_columns[] = {
    {"evidence", NULL, NULL, CELL_TEXT, 0, false},
    {"what", "what", NULL, CELL_TEXT, 0, false},
    {"day", "day", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"who_id", NULL, NULL, CELL_TEXT, 0, false},
    {"who", "who", NULL, CELL_TEXT, 0, true},
    {"how", "how", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"whom_id", NULL, NULL, CELL_TEXT, 0, false},
    {"whom", "whom", NULL, CELL_TEXT, 0, true},
    {"about", "about", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"line", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

/* *ret_id stays where it is nobody. */
static enum status called(struct request *r, int64_t account, struct str *ret, struct str *ret_id,
                          struct err *e)
{
    struct query *q = NULL;
    *ret = STR("");
    if (!account) return OK;
    enum status s = query_open(r->st, SQL_account_called, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, account);
    s = query_next(q, e);
    if (!s) *ret = str_copy(r->a, query_str(q, 0));
    if (!s && str_is(query_str(q, 2), "person")) {
        *ret_id = str_printf(r->a, "p%lld", (long long)query_i64(q, 1));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_kept(struct request *r, const struct known_source *k, const struct query *q,
                            struct table *t, struct err *e)
{
    struct proof p = {.at_s = query_is_null(q, 2) ? TIME_NONE : query_i64(q, 2)};
    struct str what = str_copy(r->a, query_str(q, 0));
    struct str about = str_copy(r->a, query_str(q, 5));
    struct str place = str_copy(r->a, query_str(q, 6));
    struct str who = STR("");
    struct str whom = STR("");
    bool evidence = str_is(what, "evidence");
    enum status s = OK;
    if (evidence) {
        s = proof_load(r->st, query_i64(q, 1), r->a, &p, e);
        about = p.title.len ? p.title : p.text.len ? p.text : p.topic;
    } else {
        s = called(r, query_i64(q, 3), &p.from, &who, e);
        if (!s) s = called(r, query_i64(q, 4), &p.to, &whom, e);
    }
    if (s) return s;
    struct cell *row = table_row(t);
    if (evidence) row[0] = cell_text(str_printf(r->a, "e%lld", (long long)query_i64(q, 1)));
    row[1] = cell_text(what);
    if (p.at_s != TIME_NONE) row[2] = cell_time(p.at_s);
    if (who.len) row[3] = cell_text(who);
    if (p.from.len) row[4] = cell_text(p.from);
    if (p.verb.len) row[5] = cell_text(p.verb);
    if (whom.len) row[6] = cell_text(whom);
    if (p.to.len) row[7] = cell_text(p.to);
    if (about.len) row[8] = cell_text(utf8_head(str_trim(about), TEXT_SHOWN));
    if (place.len) row[9] = cell_text(place);
    row[10] = cell_text(place_shown(r->a, k->locator, place));
    return OK;
}

static enum status made_count(struct request *r, const struct known_source *k, int64_t *ret,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_made_count, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    s = query_next(q, e);
    if (!s) *ret = query_i64(q, 0);
    query_close(q);
    return s;
}

enum status source_kept(struct request *r, const struct known_source *k, struct table **ret,
                        struct err *e)
{
    struct query *q = NULL;
    int64_t most = KEPT_SHOWN;
    int64_t all = 0;
    struct table *t =
        table_new(r->a, "source", kept_columns, sizeof kept_columns / sizeof *kept_columns);
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &most, e);
    if (!s) s = made_count(r, k, &all, e);
    if (!s) s = query_open(r->st, SQL_source_made, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    query_bind_i64(q, 3, most);
    while ((s = query_next(q, e)) == OK) {
        s = put_kept(r, k, q, t, e);
        if (s) break;
    }
    query_close(q);
    if (s != DONE) return s;
    t->title = str_printf(r->a, "What stands here by %.*s",
                          STR_ARG(place_shown(r->a, k->locator, STR_NONE)));
    t->empty = STR("Nothing stands here by this source any more.");
    table_lead(t,
               "%lld row%s kept; %lld thing%s stand%s here because of it%s: a row may say several, "
               "and what an earlier source said already is not among them.",
               (long long)k->kept, k->kept == 1 ? " was" : "s were", (long long)all,
               all == 1 ? "" : "s", all == 1 ? "s" : "",
               (int64_t)t->row_count < all
                   ? str_printf(r->a, ", the first %zu listed", t->row_count).p
                   : "");
    table_fact(t, "source", NULL, cell_text(str_printf(r->a, "s%lld", (long long)k->id)), 0);
    table_fact(t, "rows", NULL, cell_int(all), 0);
    *ret = t;
    return OK;
}

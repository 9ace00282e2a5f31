/* privacy_lists.c - verb: for how long is what kept, on what ground, and is somebody erased? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "listen/purge.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/privacy_verb.h"
#include "verb/us.h"

/* ---- retention ---- */

static const struct column retention_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"field", "what", NULL, CELL_TEXT, 0, false},
    {"keep_days", "kept", "days", CELL_INT, 0, false},
    {"rows", "rows", NULL, CELL_INT, 0, false},
    {"due", "overdue", NULL, CELL_INT, 0, false},
    {"next", "next ends", "UTC", CELL_TIME, 0, false},
};

static void put_retention(struct request *r, const struct query *q, struct table *t)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(place_shown(r->a, str_copy(r->a, query_str(q, 0)), STR_NONE));
    row[1] = cell_text(str_copy(r->a, query_str(q, 1)));
    row[2] = cell_int(query_i64(q, 2));
    row[3] = cell_int(query_i64(q, 3));
    row[4] = cell_int(query_i64(q, 4));
    row[5] = cell_time(query_time(q, 5));
}

enum status privacy_retention(struct request *r, struct table **ret, struct err *e)
{
    struct query *q = NULL;
    struct purge_report due;
    int64_t now_s = time_now();
    int64_t kept = 0;
    struct table *t = table_new(r->a, "privacy", retention_columns, 6);
    enum status s = purge_count(r->st, now_s, &due, e);
    if (!s) s = query_ask(r->st, SQL_sources_for_good, &kept, e);
    if (!s) s = query_open(r->st, SQL_retention_rows, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    while ((s = query_next(q, e)) == OK)
        put_retention(r, q, t);
    query_close(q);
    if (s != DONE) return s;
    table_fact(t, "due", NULL, cell_int(purge_rows(&due)), 0);
    table_fact(t, "people_due", NULL, cell_int(due.people), 0);
    table_fact(t, "for_good", NULL, cell_int(kept), 0);
    t->title = STR("For how long what is kept");
    t->empty = STR("No source is kept for a number of days; all are kept for good.");
    table_lead(t,
               "Rows overdue: %lld, of them people whom nothing else holds: %lld; sources "
               "kept for good: %lld.",
               (long long)purge_rows(&due), (long long)due.people, (long long)kept);
    if (purge_rows(&due)) {
        table_note(t, "To let it go: %.*s; 'kith serve' does so once a day.",
                   STR_ARG(request_next(r, "erase --due --yes")));
    } else {
        table_note(t, "For how long is said of a source, or of all: kith source NAME --keep DAYS, "
                      "kith source default --keep DAYS");
    }
    *ret = t;
    return OK;
}

/* ---- who was erased ---- */

static const struct column suppressed_columns[] = {
    {"day", "day", "UTC", CELL_TIME, 0, false},
    {"reason", "why", NULL, CELL_TEXT, 0, false},
    {"hashes", "hashes", NULL, CELL_INT, 0, false},
};

enum status privacy_suppressed(struct request *r, struct table **ret, struct err *e)
{
    struct query *q = NULL;
    int64_t all = 0;
    struct table *t = table_new(r->a, "privacy", suppressed_columns, 3);
    enum status s = query_open(r->st, SQL_suppressed_days, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        row[0] = cell_time(query_i64(q, 0));
        if (!query_is_null(q, 1)) row[1] = cell_text(str_copy(r->a, query_str(q, 1)));
        row[2] = cell_int(query_i64(q, 2));
        all += query_i64(q, 2);
    }
    query_close(q);
    if (s != DONE) return s;
    t->title = STR("Accounts and names that nothing brings back");
    t->empty = STR("Nobody was erased.");
    table_fact(t, "hashes", NULL, cell_int(all), 0);
    *ret = t;
    return OK;
}

static const struct column test_columns[] = {
    {"channel", "as", NULL, CELL_TEXT, 0, false},
    {"erased", "erased", NULL, CELL_BOOL, 0, false},
    {"since", "since", "UTC", CELL_TIME, 0, false},
};

/* What was typed is not said again: neither here nor in a log. */
enum status privacy_test(struct request *r, struct table **ret, struct err *e)
{
    if (r->word_count != 2) {
        return err_set(e, BAD_USAGE, "test wants an address, a name, or channel:handle");
    }
    struct str word = str_trim(r->word[1]);
    size_t colon = str_find(word, ':');
    struct str channel = str_find(word, '@') < word.len && colon >= word.len ? STR("email")
                         : colon < word.len                                  ? str_head(word, colon)
                                                                             : STR("name");
    struct str handle = colon < word.len ? str_skip(word, colon + 1) : word;
    int64_t at_s = TIME_NONE;
    enum status s = erased_when(r->st, channel, handle, &at_s, e);
    if (s) return s;
    struct table *t = table_new(r->a, "privacy", test_columns, 3);
    struct cell *row = table_row(t);
    row[0] = cell_text(channel);
    row[1] = cell_bool(at_s != TIME_NONE);
    row[2] = cell_time(at_s);
    t->title = STR("Would an import pass over this?");
    table_lead(t, at_s == TIME_NONE ? "No: it was not erased here."
                                    : "Yes: it was erased here, and nothing brings it back.");
    *ret = t;
    return OK;
}

/* ---- who was told ---- */

static const struct column sent_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, true},
    {"kind", "kept", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"how", "how, or why not", NULL, CELL_TEXT, 0, true},
};

enum status privacy_sent(struct request *r, struct table **ret, struct err *e)
{
    int64_t most = 50;
    struct query *q = NULL;
    struct table *t = table_new(r->a, "privacy", sent_columns, 5);
    enum status s = request_i64(r, "rows", 0, INT32_MAX, &most, e);
    if (!s) s = query_open(r->st, SQL_notices_kept, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, most ? most : INT32_MAX);
    while ((s = query_next(q, e)) == OK) {
        struct card card;
        s = card_load(r->st, query_i64(q, 0), r->a, &card, e);
        if (s) break;
        struct cell *row = table_row(t);
        row[0] = cell_text(card.id);
        row[1] = cell_text(card.name);
        row[2] = cell_text(str_copy(r->a, query_str(q, 1)));
        row[3] = cell_time(query_i64(q, 2));
        row[4] = cell_text(str_copy(r->a, query_str(q, 3)));
    }
    query_close(q);
    if (s != DONE) return s;
    t->title = STR("Who was told, and where the proof is");
    t->empty = STR("Nobody was told yet.");
    *ret = t;
    return OK;
}

/* ---- records of processing ---- */

static const struct column record_columns[] = {
    {"purpose", "purpose", NULL, CELL_TEXT, 0, true},
    {"basis", "basis", NULL, CELL_TEXT, 0, true},
    {"keep_days", "kept", "days", CELL_INT, 0, false},
    {"sources", "sources", NULL, CELL_INT, 0, false},
    {"kinds", "from", NULL, CELL_TEXT, 0, true},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"categories", "of what", NULL, CELL_TEXT, 0, true},
    {"first", "since", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"last", "last read", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

static void put_record(struct request *r, const struct query *q, struct table *t)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(query_is_null(q, 0) ? STR("not said") : str_copy(r->a, query_str(q, 0)));
    row[1] = cell_text(query_is_null(q, 1) ? STR("not said") : str_copy(r->a, query_str(q, 1)));
    if (query_i64(q, 2)) row[2] = cell_int(query_i64(q, 2));
    row[3] = cell_int(query_i64(q, 3));
    row[4] = cell_text(str_copy(r->a, query_str(q, 4)));
    row[5] = cell_int(query_i64(q, 5));
    row[6] = cell_text(query_str(q, 6).len ? str_copy(r->a, query_str(q, 6)) : STR_NONE);
    row[7] = cell_time(query_i64(q, 7));
    row[8] = cell_time(query_i64(q, 8));
}

static enum status recipients(struct request *r, struct str *ret, struct err *e)
{
    struct query *q = NULL;
    struct buf b = buf_new(r->a);
    enum status s = query_open(r->st, SQL_record_users, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        buf_addf(&b, "%s%lld %.*s%s", b.len ? ", " : "", (long long)query_i64(q, 1),
                 STR_ARG(query_str(q, 0)), query_i64(q, 1) == 1 ? "" : "s");
    }
    query_close(q);
    *ret = b.len ? buf_str(&b) : STR("who uses this machine");
    return s == DONE ? OK : s;
}

enum status privacy_records(struct request *r, struct table **ret, struct err *e)
{
    struct query *q = NULL;
    struct str who = STR_NONE;
    struct str users = STR("");
    struct table *t = table_new(r->a, "privacy", record_columns, 9);
    enum status s = us_names(r->st, "org", r->a, &who, e);
    if (!s) s = recipients(r, &users, e);
    if (!s) s = query_open(r->st, SQL_record_rows, &q, e);
    while (!s && (s = query_next(q, e)) == OK)
        put_record(r, q, t);
    query_close(q);
    if (s != DONE) return s;
    struct str first = STR("");
    (void)str_cut(&who, '\n', &first);
    t->title = STR("Records of processing");
    t->empty = STR("Nothing was read yet.");
    table_fact(t, "controller", "who is responsible",
               cell_text(first.len ? first : STR("not said (kith us --org NAME)")), 0);
    table_fact(t, "recipients", "who sees it", cell_text(users), 0);
    table_fact(t, "transfers", "given to others",
               cell_text(STR("to nobody by kith: it asks no other machine but the sources that are "
                             "named; what is exported is yours to record")),
               0);
    table_fact(t, "people_of", "of whom",
               cell_text(STR("who buys, who is heeded on a market's topic, our own staff")), 0);
    table_fact(t, "safety", "how it is kept safe",
               cell_text(STR("one file on this machine; roles, sessions that end, a chained log of "
                             "who saw whom; what is deleted is overwritten")),
               0);
    table_note(t,
               "No special categories of data (health, belief, politics, …) are asked for; do not "
               "import them.");
    *ret = t;
    return OK;
}

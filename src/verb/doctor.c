/* doctor.c - verb: is everything whole, and which duties are open? */
#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "listen/purge.h"
#include "store/query.h"
#include "verb/counts.h"
#include "verb/notices.h"
#include "verb/trail.h"
#include "verb/verb.h"

enum { BACKUP_DAYS = 35 };

static const char *const examples[] = {
    "kith doctor",
    "kith doctor --json",
    NULL,
};

static const struct column columns[] = {
    {"check", "check", NULL, CELL_TEXT, 0, false},
    {"ok", "in order", NULL, CELL_BOOL, 0, false},
    {"found", "found", NULL, CELL_TEXT, 0, true},
};

static void put(struct table *t, const char *check, bool ok, struct str found)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(check));
    row[1] = cell_bool(ok);
    row[2] = cell_text(found);
}

static enum status check_odd(struct request *r, struct table *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_doctor_odd, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, time_now());
    s = query_next(q, e);
    if (s == OK) {
        int64_t bare = query_i64(q, 0);
        int64_t future = query_i64(q, 1);
        put(t, "people have accounts", bare == 0,
            str_printf(r->a, "%lld without one", (long long)bare));
        put(t, "no evidence of a time to come", future == 0,
            str_printf(r->a, "%lld rows after today", (long long)future));
    }
    query_close(q);
    return s;
}

static enum status check_basis(struct request *r, struct table *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_doctor_no_basis, &q, e);
    if (!s) s = query_next(q, e);
    int64_t bare = s ? 0 : query_i64(q, 0);
    int64_t aimless = s ? 0 : query_i64(q, 1);
    query_close(q);
    if (s) return s;
    put(t, "sources state why they may be kept", !bare && !aimless,
        str_printf(r->a, "%lld without a basis, %lld without a purpose", (long long)bare,
                   (long long)aimless));
    if (bare || aimless) {
        table_note(
            t,
            "Duty: say of each source what its people's data is kept for, and why it may be: "
            "%.*s; of all: kith source default",
            STR_ARG(request_next(r, "source NAME --purpose '…' --basis "
                                    "legitimate-interests")));
    }
    return OK;
}

/* What was first read longer ago than its source may be kept. */
static enum status check_kept(struct request *r, struct table *t, struct err *e)
{
    struct purge_report due;
    enum status s = purge_count(r->st, time_now(), &due, e);
    if (s || !purge_rows(&due)) return s;
    put(t, "nothing is kept past its time", false,
        str_printf(r->a, "%lld evidence, %lld docs, %lld people, %lld other rows of %lld sources",
                   (long long)due.evidence, (long long)due.docs, (long long)due.people,
                   (long long)(purge_rows(&due) - due.evidence - due.docs - due.people),
                   (long long)due.sources));
    table_note(t,
               "Duty: let it go (%.*s), or say that the source may be kept longer, and why: kith "
               "source NAME --keep DAYS --purpose TEXT",
               STR_ARG(request_next(r, "erase --due --yes")));
    return OK;
}

/* A backup holds whom one forgot since. */
static enum status check_backups(struct request *r, struct table *t, struct err *e)
{
    int64_t old = 0;
    struct str oldest = STR("");
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_backups_written, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str path = query_str(q, 0);
        bool over = query_i64(q, 1) + BACKUP_DAYS * (int64_t)DAY_S <= time_now();
        if (!over || !path_exists(str_c(r->a, path))) continue;
        if (!old++) {
            struct str day = time_day(r->a, query_i64(q, 1));
            oldest = str_printf(r->a, "%s of %.*s", path_base(str_c(r->a, path)), STR_ARG(day));
        }
    }
    query_close(q);
    if (s != DONE || !old) return s == DONE ? OK : s;
    put(t, "no backup is older than 35 days", false,
        str_printf(r->a, "%lld older, the oldest %.*s", (long long)old, STR_ARG(oldest)));
    table_note(t,
               "Duty: delete old backups, as they hold whom was forgotten since; make a new one: "
               "%.*s",
               STR_ARG(request_next(r, "backup FILE")));
    return OK;
}

/* Somebody erased who is here all the same. */
static enum status check_erased(struct request *r, struct table *t, struct err *e)
{
    int64_t people = 0;
    int64_t one = 0;
    enum status s = erased_here(r->st, &people, &one, e);
    if (s || !people) return s;
    put(t, "who was erased is not here", false,
        str_printf(r->a, "%lld here again", (long long)people));
    table_note(t, "Duty: erase them again: %.*s",
               STR_ARG(request_next(r, "erase p%lld --yes", (long long)one)));
    return OK;
}

/* A broken log is damage; what else is found is shown all the same. */
static enum status check_trail(struct request *r, struct table *t, struct err *e)
{
    struct trail_state state;
    enum status s = trail_check(r->st, r->a, &state, e);
    if (s == BAD_INPUT) {
        put(t, "the log of who saw what is whole", false, str_copy(r->a, str_of(e->text)));
    } else if (!s && state.rows) {
        put(t, "the log of who saw what is whole", true,
            str_printf(r->a, "%lld rows", (long long)state.rows));
    }
    return s;
}

/* Whom nobody told in time that they are here. */
static enum status check_notices(struct request *r, struct table *t, struct err *e)
{
    struct notices n;
    enum status s = notices_count(r->st, &n, e);
    if (s || !n.overdue) return s;
    put(t, "people were told that they are here", false,
        str_printf(r->a, "%lld overdue, %lld due in 7 days", (long long)n.overdue,
                   (long long)n.soon));
    table_note(t, "Duty: tell them, or say why they need not be told: %.*s",
               STR_ARG(request_next(r, "privacy notices")));
    return OK;
}

/* Members of programmes whom nobody looked at for a year. */
static enum status check_reviews(struct request *r, struct table *t, struct err *e)
{
    int64_t due = 0;
    enum status s =
        query_ask_of(r->st, SQL_programme_reviews_due, time_now() - 365 * (int64_t)DAY_S, &due, e);
    if (s || !due) return s;
    put(t, "members of programmes are reviewed each year", false,
        str_printf(r->a, "%lld due", (long long)due));
    table_note(t, "Duty: look at members again, and keep them or part with honour: kith programme "
                  "review NAME");
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "doctor", columns, sizeof columns / sizeof *columns);
    struct counts c = {0};
    table_fact(t, "kith", "kith", cell_text(STR(KITH_VERSION)), 0);
    table_fact(t, "sqlite", "SQLite", cell_text(str_of(store_engine())), 0);
    table_fact(t, "store", "store", cell_text(utf8_mend(r->a, str_of(r->db))), 0);
    table_fact(t, "schema", "schema", cell_int(store_schema(r->st)), 0);
    *ret = t;
    enum status s = store_check(r->st, e);
    put(t, "store is whole", s == OK,
        s ? str_copy(r->a, str_of(e->text)) : STR("every checksum holds"));
    if (s) return s;
    s = counts_load(r->st, &c, e);
    if (s) return s;
    counts_facts(t, &c);
    s = check_odd(r, t, e);
    if (!s) s = check_basis(r, t, e);
    if (!s) s = check_kept(r, t, e);
    if (!s) s = check_notices(r, t, e);
    if (!s) s = check_backups(r, t, e);
    if (!s) s = check_erased(r, t, e);
    if (!s) s = check_reviews(r, t, e);
    if (!s) s = check_trail(r, t, e);
    table_note(t, "How far kith goes with foreign data: kith help limits");
    return s;
}

const struct verb verb_doctor = {
    .name = "doctor",
    .words = "",
    .summary = "whether the store is whole, and which duties are open",
    .details =
        "Reads every page of the store and its checksums, and the chain of the log. Exit 1 when "
        "anything is damaged or the log was tampered with; open duties are told, but are no "
        "failure: people to be told, what is kept past its time, sources without a basis, "
        "backups older than 35 days, reviews.",
    .examples = examples,
    .store = STORE_CHANGED,
    .run = run,
};

/* privacy.c - verb: who must be told by when, and how many were erased? */
#include "base/activity.h"
#include "base/limits.h"
#include "base/time.h"
#include "listen/identity.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/notices.h"
#include "verb/privacy_verb.h"
#include "verb/remark.h"
#include "verb/verb.h"

#include <string.h>

static const char *const examples[] = {
    "kith privacy",
    "kith privacy told 'tag:newsletter' --at 2026-05-03 --how 'first mail'",
    "kith privacy exempt 'channel:irc' --reason 'no address known; page on our site'",
    "kith privacy text 'Jane Doe' --lang de",
    "kith privacy test jane@x.example",
    "kith privacy retention",
    "kith privacy records",
    NULL,
};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how many to list (50; 0: all)", false},
    {"at", 0, "DATE", "when they were told (today)", false},
    {"how", 0, "TEXT", "how they were told, and where the proof is", false},
    {"reason", 0, "TEXT", "why they need not be told", false},
    {"lang", 0, "LANG", "of the letter: en, de or fr (theirs, else en)", false},
    {NULL, 0, NULL, NULL, false},
};

static const char *const topics[] = {"notices",    "text", "told",      "exempt",  "sent",
                                     "suppressed", "test", "retention", "records", NULL};

/* ---- the queue ---- */

static const struct column notice_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, true},
    {"due", "due", "UTC", CELL_TIME, 0, false},
    {"days_left", "days", "left", CELL_INT, 0, false},
    {"state", "state", NULL, CELL_TEXT, 0, false},
    {"first", "here since", "UTC", CELL_TIME, 0, false},
    {"because", "because", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"source", "source", NULL, CELL_TEXT, 0, true},
};
enum { NOTICE_COLUMNS = sizeof notice_columns / sizeof *notice_columns, SOON_DAYS = 7 };

/* Whole days from now on, downwards: -1 is up to a day late. */
static int64_t days_to(int64_t due_s, int64_t now_s)
{
    int64_t gap = due_s - now_s;
    return gap >= 0 ? gap / DAY_S : -((-gap + DAY_S - 1) / DAY_S);
}

static enum status open_query(struct store *st, struct query **ret, struct err *e)
{
    enum status s = query_open(st, SQL_notices_open, ret, e);
    if (s) return s;
    query_bind_i64(*ret, 1, NOTICE_DAYS * (int64_t)DAY_S);
    query_bind_i64(*ret, 2, ACTIVITY_NOTE);
    return OK;
}

/* An office: all addresses are, and what it is called says so. */
static bool is_office(struct arena *a, struct str name, struct str accounts)
{
    struct str word;
    bool office = false;
    while (str_cut(&accounts, ' ', &word)) {
        if (!str_starts(word, "email:") || !address_is_role(str_skip(word, 6))) return false;
        office = true;
    }
    if (!office) return false;
    bool says = str_find(name, ' ') >= name.len;
    while (!says && str_cut(&name, ' ', &word))
        says = address_is_role(str_printf(a, "%.*s@x.example", STR_ARG(str_lower(a, word))));
    return says;
}

/* The next who is human; DONE. */
static enum status next_human(struct query *q, struct err *e)
{
    enum status s = OK;
    bool office = true;
    while (office && !(s = query_next(q, e))) {
        struct arena work = {0};
        office = is_office(&work, query_str(q, 7), query_str(q, 8));
        arena_free(&work);
    }
    return s;
}

enum status notices_count(struct store *st, struct notices *ret, struct err *e)
{
    struct query *q = NULL;
    int64_t now_s = time_now();
    *ret = (struct notices){0};
    enum status s = open_query(st, &q, e);
    while (!s && (s = next_human(q, e)) == OK) {
        int64_t days = days_to(query_i64(q, 6), now_s);
        ret->overdue += days < 0;
        ret->soon += days >= 0 && days < SOON_DAYS;
        ret->open++;
    }
    query_close(q);
    if (s == DONE) s = query_open(st, SQL_notice_counts, &q, e);
    if (s) return s;
    s = query_next(q, e);
    if (!s) {
        ret->told = query_i64(q, 0);
        ret->exempt = query_i64(q, 1);
    }
    query_close(q);
    return s;
}

static enum status put_notice(struct request *r, const struct query *q, struct table *t,
                              struct err *e)
{
    struct card card;
    int64_t days = days_to(query_i64(q, 6), time_now());
    struct str place = place_shown(r->a, str_copy(r->a, query_str(q, 4)), STR_NONE);
    enum status s = card_load(r->st, query_i64(q, 0), r->a, &card, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(card.id);
    row[1] = cell_text(card.name);
    row[2] = cell_time(query_i64(q, 6));
    row[3] = cell_int(days);
    row[4] = cell_text(days < 0 ? STR("overdue") : days < SOON_DAYS ? STR("soon") : STR("open"));
    row[5] = cell_time(query_i64(q, 1));
    row[6] = cell_text(query_i64(q, 5) ? STR("first contact") : STR("first day"));
    row[7] = cell_text(place);
    return OK;
}

static enum status list(struct request *r, struct table **ret, struct err *e)
{
    int64_t most = 50;
    int64_t shown = 0;
    struct notices n = {0};
    struct query *q = NULL;
    struct table *t = table_new(r->a, "privacy", notice_columns, NOTICE_COLUMNS);
    enum status s = request_i64(r, "rows", 0, INT32_MAX, &most, e);
    if (!s) s = notices_count(r->st, &n, e);
    if (!s) s = open_query(r->st, &q, e);
    while (!s && (!most || shown < most) && (s = next_human(q, e)) == OK) {
        s = put_notice(r, q, t, e);
        shown++;
    }
    query_close(q);
    if (s && s != DONE) return s;
    table_fact(t, "overdue", NULL, cell_int(n.overdue), 0);
    table_fact(t, "soon", NULL, cell_int(n.soon), 0);
    table_fact(t, "open", NULL, cell_int(n.open), 0);
    table_fact(t, "told", NULL, cell_int(n.told), 0);
    table_fact(t, "exempt", NULL, cell_int(n.exempt), 0);
    t->title = STR("Who must be told that they are here");
    table_lead(t,
               "%lld overdue, %lld due in %d days, %lld open in all; %lld told, %lld exempt. Due "
               "%d days from the first day here, or at the first contact.",
               (long long)n.overdue, (long long)n.soon, SOON_DAYS, (long long)n.open,
               (long long)n.told, (long long)n.exempt, NOTICE_DAYS);
    t->empty = STR("Nobody is left to be told.");
    if (n.open) {
        table_note(t, "Once they are told: %.*s",
                   STR_ARG(request_next(r, "privacy told QUERY --how TEXT")));
    }
    *ret = t;
    return OK;
}

/* ---- what was done ---- */

static const struct column said_columns[] = {
    {"kind", "kept", NULL, CELL_TEXT, 0, false},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"how", "how", NULL, CELL_TEXT, 0, true},
};

static enum status keep_all(struct store *st, const struct node_set *set, struct str kind,
                            struct str how, int64_t at_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_notice_add, &q, e);
    for (size_t i = 0; i < set->count && !s; i++) {
        query_bind_i64(q, 1, set->id[i]);
        query_bind_str(q, 2, kind);
        query_bind_str(q, 3, how);
        query_bind_i64(q, 4, at_s);
        query_bind_i64(q, 5, time_now());
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

enum status notices_say(struct store *st, const struct node_set *set, struct str kind,
                        struct str how, int64_t at_s, struct err *e)
{
    enum status s = store_begin(st, e);
    if (!s) s = keep_all(st, set, kind, how, at_s, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

static enum status say(struct request *r, struct table **ret, struct err *e)
{
    bool told = str_is(r->word[0], "told");
    const char *flag = told ? "how" : "reason";
    struct str how = str_trim(request_value(r, flag));
    int64_t at_s = time_now();
    struct node_set set = {0};
    struct table *t = table_new(r->a, "privacy", said_columns, 4);
    if (r->word_count != 2) {
        return err_set(e, BAD_USAGE, "%s wants whom: a person, or a query ('kith help query')",
                       told ? "told" : "exempt");
    }
    if (!how.len) {
        return err_set(e, BAD_USAGE, "%s",
                       told ? "how were they told? --how TEXT says it"
                            : "why need they not be told? --reason TEXT says "
                              "it");
    }
    enum status s = request_time(r, "at", &at_s, e);
    if (!s && at_s > time_now()) s = err_set(e, BAD_USAGE, "--at is a time to come");
    if (!s) s = people_remarked(r, r->word[1], t, &set, e);
    if (!s && !set.count) {
        s = err_set(e, NOT_FOUND, "'%.*s' names nobody; nothing was changed", STR_ARG(r->word[1]));
    }
    if (!s) s = notices_say(r->st, &set, r->word[0], utf8_head(how, NAME_BYTES_MAX), at_s, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(r->word[0]);
    row[1] = cell_int((int64_t)set.count);
    row[2] = cell_time(at_s);
    row[3] = cell_text(how);
    *ret = t;
    return OK;
}

static const struct {
    const char *word;
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
    bool wants; /* a further word */
} asked[] = {
    {"notices", list, false},
    {"text", privacy_text, true},
    {"told", say, true},
    {"exempt", say, true},
    {"sent", privacy_sent, false},
    {"suppressed", privacy_suppressed, false},
    {"test", privacy_test, true},
    {"retention", privacy_retention, false},
    {"records", privacy_records, false},
};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct str what = r->word_count ? r->word[0] : STR("notices");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (!str_is(what, asked[i].word)) continue;
        if (asked[i].wants || r->word_count < 2) return asked[i].run(r, ret, e);
        return err_set(e, BAD_USAGE, "'%.*s' takes no further word", STR_ARG(what));
    }
    return err_set(e, BAD_USAGE,
                   "'%.*s', want notices, text, told, exempt, sent, suppressed, test, retention or "
                   "records",
                   STR_ARG(what));
}

const struct verb verb_privacy = {
    .name = "privacy",
    .words = "[notices|text PERSON|told QUERY|exempt QUERY|sent|suppressed|test ADDRESS|retention|"
             "records]",
    .summary = "who must be told that they are here, and what is kept for how long",
    .details =
        "Somebody whose data did not come from themselves must be told within a month of the first "
        "day here, or at the first contact of ours (kith log), whichever comes first. 'notices' "
        "lists who is left, the most urgent first; 'text' writes the letter, 'told' keeps that "
        "they "
        "were told, and how, 'exempt' why they need not be, 'sent' lists both. Ours, robots, role "
        "addresses of organisations and who is "
        "known by answers to our own surveys alone are not counted.\n"
        "'suppressed' counts the hashes by which who was erased stays so, 'test' tells whether an "
        "address is among them and keeps nothing of it. 'retention' lists what is kept for how "
        "long "
        "by source and kind of row, and what is overdue ('kith erase --due'), 'records' is the "
        "record of processing: for what, on what ground, of whom, from where, seen by whom.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 2,
    .run = run,
};

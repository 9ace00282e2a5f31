/* same.c - verb: which people may be one, and what do we say to it? */
#include "listen/same.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/identity.h"
#include "store/query.h"
#include "verb/same_pair.h"

#include <string.h>

static const char *const examples[] = {
    "kith same",
    "kith same accept 3 7 12",
    "kith same reject 4",
    "kith same then 3",
    "kith same accept --by-address",
    "kith same --joined",
    "kith same undo 9",
    NULL,
};

static const char *const topics[] = {"accept", "reject", "skip", "never", "undo", "then", NULL};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how many pairs at most (50)", false},
    {"joined", 0, NULL, "those that are one person now, and why", false},
    {"apart", 0, NULL, "those said to be two", false},
    {"skipped", 0, NULL, "those put off", false},
    {"next", 0, NULL, "the surest that waits alone, with what is known of both side by side",
     false},
    {"by-address", 0, NULL,
     "with accept: all that wait, share an address and are not named otherwise", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"id", "pair", NULL, CELL_TEXT, 0, false},
    {"confidence", "sure", "0-1", CELL_REAL, 2, false},
    {"a", "person", NULL, CELL_TEXT, 0, true},
    {"a_accounts", "accounts", NULL, CELL_TEXT, 0, true},
    {"b", "and", NULL, CELL_TEXT, 0, true},
    {"b_accounts", "accounts", NULL, CELL_TEXT, 0, true},
    {"reasons", "because of", NULL, CELL_TEXT, 0, true},
    {"state", NULL, NULL, CELL_TEXT, 0, false},
    {"a_id", NULL, NULL, CELL_TEXT, 0, false},
    {"b_id", NULL, NULL, CELL_TEXT, 0, false},
    {"weights", NULL, "bits", CELL_TEXT, 0, false},
    {"then", "if joined", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

struct last { /* of the pairs listed */
    struct two two;
    struct str terms;
    double bits;
};

/* *ret: the last of them. */
static enum status put_pairs(struct request *r, struct table *t, const char *state,
                             struct last *ret, struct err *e)
{
    int64_t rows = 50;
    struct query *q = NULL;
    enum status s = request_i64(r, "rows", 0, 100000, &rows, e);
    if (request_has(r, "next")) rows = 1;
    if (!s) s = query_open(r->st, SQL_same_list, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(state));
    query_bind_i64(q, 2, rows);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_printf(r->a, "%lld", (long long)query_i64(q, 0)));
        if (!query_is_null(q, 7)) row[1] = cell_real(identity_confidence(query_double(q, 7)));
        row[2] = cell_text(str_copy(r->a, query_str(q, 2)));
        row[3] = cell_text(str_copy(r->a, query_str(q, 3)));
        row[4] = cell_text(str_copy(r->a, query_str(q, 5)));
        row[5] = cell_text(str_copy(r->a, query_str(q, 6)));
        row[6] = cell_text(str_copy(r->a, query_str(q, 8)));
        row[7] = cell_text(str_copy(r->a, query_str(q, 9)));
        row[8] = cell_text(str_printf(r->a, "p%lld", (long long)query_i64(q, 1)));
        row[9] = cell_text(str_printf(r->a, "p%lld", (long long)query_i64(q, 4)));
        struct str terms = str_copy(r->a, query_str(q, 11));
        if (!request_has(r, "next")) row[10] = cell_text(same_weights_text(r->a, terms));
        if (query_i64(q, 12))
            row[11] = cell_text(request_next(r, "same then %.*s", STR_ARG(row[0].text)));
        *ret = (struct last){{query_i64(q, 1), query_i64(q, 4)}, terms, query_double(q, 7)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What one is asked, and how much is left. */
static enum status put_next(struct request *r, struct table *t, const struct last *last,
                            const int64_t count[], struct err *e)
{
    if (!t->row_count) {
        int64_t decided = count[1] + count[2] + count[3];
        t->empty = str_printf(r->a,
                              "No open pairs; %lld decided, %lld skipped. Each import finds new "
                              "ones: people whose names, addresses or logins are like.",
                              (long long)decided, (long long)count[4]);
        return OK;
    }
    if (!t->lead.len) {
        table_lead(t, "Are these two one person? %lld left, %lld skipped.", (long long)count[0],
                   (long long)count[4]);
    }
    enum status s = same_pair_put(r, t, last->two, e);
    if (!s) same_weights_put(t, last->terms, last->bits);
    return s;
}

static enum status list(struct request *r, struct table *t, struct err *e)
{
    static const char *const count[] = {"open", "joined", "said_one", "apart", "skipped"};
    int64_t counted[5] = {0};
    struct last last = {0};
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_same_counts, &q, e);
    if (s) return s;
    s = query_next(q, e);
    for (int i = 0; i < 5 && !s; i++) {
        counted[i] = query_i64(q, i);
        table_fact(t, count[i], NULL, cell_int(counted[i]), 0);
    }
    query_close(q);
    const char *state = request_has(r, "joined")    ? "one"
                        : request_has(r, "apart")   ? "rejected"
                        : request_has(r, "skipped") ? "skipped"
                                                    : "open";
    if (!s) s = put_pairs(r, t, state, &last, e);
    if (!s && strcmp(state, "rejected") == 0) s = put_pairs(r, t, "never", &last, e);
    bool open = strcmp(state, "open") == 0;
    if (!r->word_count)
        t->title = open ? STR("People who may be one") : STR("What was found or said");
    t->empty = open ? STR("Nobody is waiting to be judged.") : STR("None.");
    if (!s && request_has(r, "next") && open) return put_next(r, t, &last, counted, e);
    if (open && t->row_count) {
        table_note(t, "kith same accept|reject|skip|never PAIR…: accept joins, reject keeps apart "
                      "for good, skip puts off, never leaves as it is and asks no more.");
    }
    return s;
}

static enum status read_id(struct str word, int64_t *ret, struct err *e)
{
    if (str_to_i64(word, ret) && *ret > 0) return OK;
    return err_set(e, BAD_USAGE, "'%.*s' is no pair; want a number as 'kith same' lists them",
                   STR_ARG(word));
}

/* Those that wait and share an address; *done counts them. */
static enum status accept_by_address(struct request *r, size_t *done, struct err *e)
{
    struct query *q = NULL;
    int64_t *id = arena_new(r->a, int64_t, SAME_BATCH_MAX);
    size_t n = 0;
    enum status s = query_open(r->st, SQL_same_by_address, &q, e);
    if (s) return s;
    while (n < SAME_BATCH_MAX && (s = query_next(q, e)) == OK)
        id[n++] = query_i64(q, 0);
    query_close(q);
    if (s == DONE) s = OK;
    for (*done = 0; *done < n && !s; ++*done)
        s = same_answer(r->st, id[*done], SAME_ACCEPT, time_now(), e);
    return s;
}

static enum status answer_all(struct request *r, enum same_answer answer, size_t *done,
                              struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (!s && request_has(r, "by-address")) s = accept_by_address(r, done, e);
    for (size_t i = 1; i < r->word_count && !s; i++) {
        int64_t id = 0;
        s = read_id(r->word[i], &id, e);
        if (!s) s = same_answer(r->st, id, answer, time_now(), e);
        *done = i;
    }
    if (!s) s = same_apply(r->st, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status answer_word(struct request *r, enum same_answer *ret, struct err *e)
{
    for (int i = 0; same_words[i]; i++) {
        if (!str_is(r->word[0], same_words[i])) continue;
        *ret = (enum same_answer)i;
        bool batch = request_has(r, "by-address");
        if (batch && (*ret != SAME_ACCEPT || r->word_count > 1)) break;
        if (batch || r->word_count > 1) return OK;
        return err_set(e, BAD_USAGE, "%s which? Say the numbers that 'kith same' lists",
                       same_words[i]);
    }
    if (request_has(r, "by-address")) {
        return err_set(e, BAD_USAGE,
                       "--by-address is all that wait and share an address: it goes with accept "
                       "alone, without numbers of pairs");
    }
    return err_set(
        e, BAD_USAGE,
        "'%.*s' is no answer; want accept, reject, skip, never, undo or then, and numbers of "
        "pairs",
        STR_ARG(r->word[0]));
}

static void lead_answer(struct request *r, struct table *t, enum same_answer answer, size_t done)
{
    static const char *const became[SAME_ANSWERS] = {"joined", "kept apart", "put off",
                                                     "left as they are", "as if never judged"};
    if (!done) {
        table_lead(t, "No pair that waits shares an address under names that fit: where kith sees "
                      "one, it is joined at once.");
        return;
    }
    table_lead(t, "%zu pair%s %s.", done, done == 1 ? "" : "s", became[answer]);
    if (!request_has(r, "by-address")) return;
    table_note(t, "Each is undone by itself: 'kith same --joined' lists them.");
    if (done == SAME_BATCH_MAX) table_note(t, "There may be more: accept again.");
}

static enum status would_follow(struct request *r, struct table **ret, struct err *e)
{
    int64_t id = 0;
    if (r->word_count != 2) {
        return err_set(e, BAD_USAGE, "then which? Say one number that 'kith same' lists");
    }
    enum status s = read_id(r->word[1], &id, e);
    return s ? s : same_then(r, id, ret, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    enum same_answer answer = SAME_ACCEPT;
    enum status s = OK;
    size_t done = 0;
    if (r->word_count && str_is(r->word[0], "then")) return would_follow(r, ret, e);
    if (!r->word_count && request_has(r, "by-address")) {
        return err_set(e, BAD_USAGE,
                       "--by-address goes with accept: kith same accept --by-address");
    }
    if (r->word_count) s = answer_word(r, &answer, e);
    if (!s && r->word_count) s = answer_all(r, answer, &done, e);
    struct same_report found = {0};
    if (!s && !r->word_count) s = same_find(r->st, time_now(), &found, e);
    if (s) return s;
    struct table *t = table_new(r->a, "same", columns, sizeof columns / sizeof *columns);
    if (r->word_count) lead_answer(r, t, answer, done);
    *ret = t;
    return list(r, t, e);
}

const struct verb verb_same = {
    .name = "same",
    .words = "[accept|reject|skip|never|undo|then PAIR...]",
    .summary = "people who may be one: review what was found",
    .details =
        "Each import compares those who came with those who were here: addresses, logins, names "
        "in other spellings and scripts, nicknames, initials, organisations, by how rare what "
        "agrees is, and a little by who heeds both and where both write. What is sure is joined "
        "(--joined tells why), what is likely waits here with "
        "its reasons and how sure it is. accept joins; reject says they are two, and no later "
        "import joins them; skip puts off; never leaves the pair as it is and asks no more; undo "
        "takes back what was joined or said; then tells what the two would reach in each market, "
        "were they one, what is known of both and what each reason weighs, and stores nothing. No "
        "evidence is rewritten: every answer can be undone.\n"
        "Bits are what a reason weighs: log2 of how much likelier it is of one human's "
        "accounts than of two strangers here. With the odds before any comparison they add up to "
        "bits, and sure is 1 / (1 + 2^-bits). accept --by-address joins, in one step, all that "
        "wait "
        "because they share an address, and whose names do not differ.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 0,
    .words_most = -1,
    .run = run,
};

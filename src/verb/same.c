/* same.c - verb: which people may be one, and what do we say to it? */
#include "listen/same.h"

#include "base/time.h"
#include "listen/identity.h"
#include "store/query.h"
#include "verb/same_pair.h"

#include <string.h>

static const char *const examples[] = {
    "kith same",          "kith same accept 3 7 12", "kith same reject 4",
    "kith same --joined", "kith same undo 9",        NULL,
};

static const char *const topics[] = {"accept", "reject", "skip", "never", "undo", NULL};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how many pairs at most (50)", false},
    {"joined", 0, NULL, "those that are one person now, and why", false},
    {"apart", 0, NULL, "those said to be two", false},
    {"skipped", 0, NULL, "those put off", false},
    {"next", 0, NULL, "the surest that waits alone, with what is known of both side by side",
     false},
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
};

struct two { /* nodes; 0: nobody */
    int64_t a, b;
};

/* *ret: the last of them. */
static enum status put_pairs(struct request *r, struct table *t, const char *state, struct two *ret,
                             struct err *e)
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
        *ret = (struct two){query_i64(q, 1), query_i64(q, 4)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What one is asked, and how much is left. */
static enum status put_next(struct request *r, struct table *t, struct two two,
                            const int64_t count[], struct err *e)
{
    if (!t->row_count) {
        t->empty = str_printf(r->a,
                              "No open pairs; %lld decided, %lld skipped. Each import finds new "
                              "ones: people whose names, addresses or logins are like.",
                              (long long)(count[1] + count[2] + count[3]), (long long)count[4]);
        return OK;
    }
    if (!t->lead.len) {
        table_lead(t, "Are these two one person? %lld left, %lld skipped.", (long long)count[0],
                   (long long)count[4]);
    }
    return same_pair_put(r, t, two.a, two.b, e);
}

static enum status list(struct request *r, struct table *t, struct err *e)
{
    static const char *const count[] = {"open", "joined", "said_one", "apart", "skipped"};
    int64_t counted[5] = {0};
    struct two two = {0};
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
    if (!s) s = put_pairs(r, t, state, &two, e);
    if (!s && strcmp(state, "rejected") == 0) s = put_pairs(r, t, "never", &two, e);
    bool open = strcmp(state, "open") == 0;
    if (!r->word_count)
        t->title = open ? STR("People who may be one") : STR("What was found or said");
    t->empty = open ? STR("Nobody is waiting to be judged.") : STR("None.");
    if (!s && request_has(r, "next") && open) return put_next(r, t, two, counted, e);
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

static enum status answer_all(struct request *r, enum same_answer answer, struct err *e)
{
    enum status s = store_begin(r->st, e);
    for (size_t i = 1; i < r->word_count && !s; i++) {
        int64_t id = 0;
        s = read_id(r->word[i], &id, e);
        if (!s) s = same_answer(r->st, id, answer, time_now(), e);
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
        if (r->word_count > 1) return OK;
        return err_set(e, BAD_USAGE, "%s which? Say the numbers that 'kith same' lists",
                       same_words[i]);
    }
    return err_set(e, BAD_USAGE,
                   "'%.*s' is no answer; want accept, reject, skip, never or undo, and numbers of "
                   "pairs",
                   STR_ARG(r->word[0]));
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    static const char *const done[SAME_ANSWERS] = {"joined", "kept apart", "put off",
                                                   "left as they are", "as if never judged"};
    enum same_answer answer = SAME_ACCEPT;
    enum status s = OK;
    if (r->word_count) s = answer_word(r, &answer, e);
    if (!s && r->word_count) s = answer_all(r, answer, e);
    struct same_report found = {0};
    if (!s && !r->word_count) s = same_find(r->st, time_now(), &found, e);
    if (s) return s;
    struct table *t = table_new(r->a, "same", columns, sizeof columns / sizeof *columns);
    if (r->word_count) {
        table_lead(t, "%zu pair%s %s.", r->word_count - 1, r->word_count == 2 ? "" : "s",
                   done[answer]);
    }
    *ret = t;
    return list(r, t, e);
}

const struct verb verb_same = {
    .name = "same",
    .words = "[accept|reject|skip|never|undo PAIR...]",
    .summary = "people who may be one: review what was found",
    .details =
        "Each import compares those who came with those who were here: addresses, logins, names "
        "in other spellings and scripts, nicknames, initials, organisations, by how rare what "
        "agrees is, and a little by who heeds both and where both write. What is sure is joined "
        "(--joined tells why), what is likely waits here with "
        "its reasons and how sure it is. accept joins; reject says they are two, and no later "
        "import joins them; skip puts off; never leaves the pair as it is and asks no more; undo "
        "takes back what was joined or said. No evidence is rewritten: every answer can be undone.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 0,
    .words_most = -1,
    .run = run,
};

/* merge.c - verb: these two are one person */
#include "base/time.h"
#include "find/people.h"
#include "listen/same.h"
#include "verb/joined.h"

static const char *const examples[] = {
    "kith merge 'Jane Doe' jane@old.example",
    "kith merge p12 p40 p41",
    NULL,
};

static enum status merge_all(struct request *r, const int64_t node[], struct err *e)
{
    enum status s = store_begin(r->st, e);
    for (size_t i = 1; i < r->word_count && !s; i++)
        s = same_merge(r->st, node[0], node[i], time_now(), e);
    if (!s) s = same_apply(r->st, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t *node = arena_new(r->a, int64_t, r->word_count);
    enum status s = OK;
    for (size_t i = 0; i < r->word_count && !s; i++)
        s = person_find(r->st, r->word[i], r->a, &node[i], e);
    for (size_t i = 1; i < r->word_count && !s; i++) {
        if (node[i] != node[0]) continue;
        s = err_set(e, BAD_INPUT, "'%.*s' and '%.*s' are one person already; nothing was changed",
                    STR_ARG(r->word[0]), STR_ARG(r->word[i]));
    }
    if (!s) s = merge_all(r, node, e);
    if (s) return s;
    struct table *t = joined_table(r, "merge");
    t->title = STR("One person now");
    s = joined_row(r, t, node[0], e);
    table_note(t, "Their evidence counts together in every figure from now on; 'kith split' parts "
                  "them again, 'kith same --joined' lists what makes one of them.");
    *ret = t;
    return s;
}

const struct verb verb_merge = {
    .name = "merge",
    .words = "PERSON OTHER...",
    .summary = "join people who are one human; the first stays",
    .details = "Each is a name, an address, a handle or an id. Accounts move to the first, no "
               "evidence is rewritten, and nothing is lost: 'kith same undo' or 'kith split' "
               "restores who was there.",
    .examples = examples,
    .store = STORE_CHANGED,
    .words_least = 2,
    .words_most = -1,
    .run = run,
};

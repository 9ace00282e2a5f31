/* split.c - verb: these accounts are somebody else's */
#include "base/time.h"
#include "find/people.h"
#include "listen/handle.h"
#include "listen/same.h"
#include "store/query.h"
#include "verb/joined.h"

static const char *const examples[] = {
    "kith split 'Jane Doe' jane@other.example",
    "kith split p12 github:jdoe mastodon:jdoe@x.example",
    NULL,
};

/* The account of this person that a word names: channel:handle, or a handle in any channel. */
static enum status find_account(struct request *r, int64_t node, struct str word, int64_t *ret,
                                struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_same_homes, &q, e);
    if (s) return s;
    size_t found = 0;
    size_t colon = str_find(word, ':');
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        struct str channel = query_str(q, 2);
        struct str key = query_str(q, 3);
        bool said = colon < word.len && str_eq(channel, str_head(word, colon));
        struct str handle = said ? str_skip(word, colon + 1) : word;
        if (!str_eq(handle_key(r->a, channel, handle), key)) continue;
        *ret = query_i64(q, 0);
        found++;
    }
    query_close(q);
    if (s != DONE) return s;
    if (!found) {
        return err_set(e, NOT_FOUND,
                       "'%.*s' is no account of this person; 'kith person' lists them; nothing was "
                       "changed",
                       STR_ARG(word));
    }
    if (found > 1) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is an account in %zu channels; say CHANNEL:HANDLE; nothing was "
                       "changed",
                       STR_ARG(word), found);
    }
    return OK;
}

static enum status split(struct request *r, int64_t node, const int64_t account[], int64_t *ret,
                         struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (!s) s = same_split(r->st, node, account, r->word_count - 1, time_now(), ret, e);
    if (!s) s = same_apply(r->st, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t node = 0;
    int64_t made = 0;
    int64_t *account = arena_new(r->a, int64_t, r->word_count);
    enum status s = person_find(r->st, r->word[0], r->a, &node, e);
    for (size_t i = 1; i < r->word_count && !s; i++)
        s = find_account(r, node, r->word[i], &account[i - 1], e);
    if (!s) s = split(r, node, account, &made, e);
    if (s) return s;
    struct table *t = joined_table(r, "split");
    t->title = STR("Two people now");
    s = joined_row(r, t, node, e);
    if (!s) s = joined_row(r, t, made, e);
    table_note(t, "They stay apart, whatever is imported later; 'kith merge' joins them again.");
    *ret = t;
    return s;
}

const struct verb verb_split = {
    .name = "split",
    .words = "PERSON ACCOUNT...",
    .summary = "part accounts from a person; no later import joins them again",
    .details = "ACCOUNT is channel:handle, an address or a handle of this person. Who was joined "
               "before is restored with name and tags; accounts that came together become a person "
               "of their own.",
    .examples = examples,
    .store = STORE_CHANGED,
    .words_least = 2,
    .words_most = -1,
    .run = run,
};

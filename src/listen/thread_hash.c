/* thread_hash.c - listen: which mail is meant where an archive names it by its hash alone?
 *
 * The hash of a mail is computed from its message id, so it is known of every mail that is here;
 * but only those of a source that answers by hash are looked for, and only then. A mail that comes
 * later looks for those who wait for its hash.
 *
 * Cost  nothing where no hash is told and none waits; else one SHA-1 a mail of the source, and one
 *       a mail of the store while some are still wanted */
#include "listen/keep.h"
#include "listen/message_hash.h"

#include <string.h>

struct wanted {
    struct keep *k;
    struct arena own; /* of one hash */
    struct map keys;  /* hash key -> index into found */
    struct str *found;
    size_t left; /* not found yet */
};

static bool is_hash(struct str key)
{
    return str_starts(key, MESSAGE_HASH_KEY);
}

static size_t count_wanted(const struct keep *k)
{
    size_t count = 0;
    for (size_t i = 0; i < k->doc_count; i++) {
        for (size_t j = 0; j < k->docs[i].parent_count; j++)
            count += is_hash(k->docs[i].parents[j]);
    }
    return count;
}

static struct str hash_key_of(struct str key, struct arena *a)
{
    return message_hash_key(a, message_hash(a, key));
}

static void offer(struct wanted *w, struct str key)
{
    if (!key.len || is_hash(key)) return;
    const int64_t *at = map_get(&w->keys, hash_key_of(key, &w->own));
    if (at && !w->found[*at].len) {
        w->found[*at] = keep_text(w->k, key);
        w->left--;
    }
    arena_reset(&w->own, (struct arena_mark){0});
}

static enum status offer_store(struct wanted *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&w->k->stmts, SQL_doc_mails, &q, e);
    while (!s && w->left) {
        s = query_next(q, e);
        if (!s) offer(w, query_str(q, 0));
    }
    return s == DONE ? OK : s;
}

static void replace(const struct wanted *w, struct waiting_doc *d)
{
    for (size_t j = 0; j < d->parent_count; j++) {
        const int64_t *at = is_hash(d->parents[j]) ? map_get(&w->keys, d->parents[j]) : NULL;
        if (at && w->found[*at].len) d->parents[j] = w->found[*at];
    }
}

enum status parents_by_hash(struct keep *k, struct err *e)
{
    size_t count = count_wanted(k);
    struct wanted w = {.k = k, .keys = map_new(k->a)};
    if (!count) return OK;
    w.found = arena_new(k->a, struct str, count);
    for (size_t i = 0; i < k->doc_count; i++) {
        for (size_t j = 0; j < k->docs[i].parent_count; j++) {
            bool is_new = false;
            struct str key = k->docs[i].parents[j];
            if (is_hash(key)) (void)map_put(&w.keys, key, (int64_t)w.left, &is_new);
            w.left += is_new;
        }
    }
    for (size_t i = 0; w.left && i < k->doc_count; i++)
        offer(&w, k->docs[i].key);
    enum status s = w.left && k->docs_before ? offer_store(&w, e) : OK;
    for (size_t i = 0; i < k->doc_count; i++)
        replace(&w, &k->docs[i]);
    arena_free(&w.own);
    return s;
}

enum status hashes_awaited(struct keep *k, bool *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_waiting_hash, &q, e);
    if (!s) s = query_next(q, e);
    *ret = s == OK;
    return s == DONE ? OK : s;
}

struct str hash_awaited(struct keep *k, struct str key)
{
    return is_hash(key) ? key : hash_key_of(key, &k->scratch);
}

/* thread.c - listen: which doc answers which, once a source is complete?
 *
 * A doc's parent is the first of its parents, nearest first, that is here; when none is, it waits
 * for the nearest, and a later source that brings that one makes the reply then. The root is found
 * through a forest with path halving (Tarjan, van Leeuwen, JACM 1984, doi:10.1145/62.2160): a doc
 * that would answer one of its own answers stays without parent, so that cycles cannot hang.
 *
 * Cost  O(docs of the source), and one look-up a doc when others wait. */
#include "base/time.h"
#include "listen/keep.h"

struct knot {
    int64_t doc;
    uint32_t up; /* a knot nearer to the root; itself at the root */
};

/* A doc of an earlier source that waited for one that is here now. */
struct late {
    int64_t id, author, at_s, root, source;
    int64_t parent, parent_author;
    struct str key, place;
    struct late *next;
};

struct forest {
    struct arena *a;
    struct knot *knot;
    size_t count, room;
    struct idmap index; /* doc id -> knot */
    struct late *late, **late_end;
};

static uint32_t knot_of(struct forest *f, int64_t doc, int64_t root)
{
    uint32_t at = idmap_get(&f->index, doc);
    if (at != UINT32_MAX) return at;
    uint32_t up = UINT32_MAX;
    if (root && root != doc) up = knot_of(f, root, root);
    if (f->count == f->room) {
        size_t wider = f->room * 2;
        f->knot = arena_grow(f->a, f->knot, f->room * sizeof *f->knot, wider * sizeof *f->knot);
        f->room = wider;
    }
    at = (uint32_t)f->count++;
    f->knot[at] = (struct knot){.doc = doc, .up = up == UINT32_MAX ? at : up};
    (void)idmap_put(&f->index, doc, at);
    return at;
}

static uint32_t top_of(struct forest *f, uint32_t at)
{
    while (f->knot[at].up != at) {
        f->knot[at].up = f->knot[f->knot[at].up].up;
        at = f->knot[at].up;
    }
    return at;
}

/* False when child is a start of parent's own thread: then it would answer itself. */
static bool hang(struct forest *f, uint32_t child, uint32_t parent)
{
    if (top_of(f, parent) == child) return false;
    f->knot[child].up = parent;
    return true;
}

/* ---- docs of this source ---- */

static enum status parent_of(struct keep *k, struct str key, struct known_doc *ret, struct err *e)
{
    const int64_t *at = map_get(&k->doc_keys, key);
    *ret = (struct known_doc){0};
    if (!at) return k->docs_before ? doc_find(k, key, ret, e) : OK;
    const struct waiting_doc *d = &k->docs[*at];
    *ret = (struct known_doc){.id = d->id, .author = d->author, .at_s = d->at_s, .root = d->root};
    return OK;
}

static enum status find_parent(struct keep *k, struct forest *f, struct waiting_doc *d,
                               struct err *e)
{
    if (d->merged || d->parent) return OK;
    for (size_t j = 0; j < d->parent_count; j++) {
        struct known_doc parent;
        if (str_eq(d->parents[j], d->key)) continue;
        enum status s = parent_of(k, d->parents[j], &parent, e);
        if (s) return s;
        if (!parent.id || parent.id == d->id) continue;
        if (!hang(f, knot_of(f, d->id, d->id), knot_of(f, parent.id, parent.root))) continue;
        d->parent = parent.id;
        d->parent_author = parent.author;
        d->stale = true;
        return OK;
    }
    return OK;
}

/* ---- docs of earlier sources that waited ---- */

/* Those that waited for d under this key. */
static enum status collect_late(struct keep *k, struct forest *f, const struct waiting_doc *d,
                                struct str key, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_waiting_for, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    while (!(s = query_next(q, e))) {
        if (query_i64(q, 5) == k->source) continue; /* find_parent tried it */
        struct late *l = arena_new(k->a, struct late, 1);
        *l = (struct late){.id = query_i64(q, 0),
                           .author = query_i64(q, 1),
                           .at_s = query_time(q, 2),
                           .key = str_copy(k->a, query_str(q, 3)),
                           .root = query_i64(q, 4),
                           .source = query_i64(q, 5),
                           .place = str_copy(k->a, query_str(q, 6)),
                           .parent = d->id,
                           .parent_author = d->author};
        *f->late_end = l;
        f->late_end = &l->next;
    }
    return s == DONE ? OK : s;
}

static enum status hang_late(struct keep *k, struct forest *f, struct late *l, struct err *e)
{
    uint32_t child = knot_of(f, l->id, l->id);
    if (f->knot[child].up != child || !hang(f, child, knot_of(f, l->parent, l->parent))) {
        l->parent = 0;
        return OK;
    }
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_parent, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, l->id);
    query_bind_i64(q, 2, l->parent);
    return query_run(q, e);
}

static enum status find_late(struct keep *k, struct forest *f, struct err *e)
{
    bool hashes = false;
    if (!k->docs_before) return OK;
    enum status s = hashes_awaited(k, &hashes, e);
    for (size_t i = 0; !s && i < k->doc_count; i++) {
        const struct waiting_doc *d = &k->docs[i];
        if (d->merged) continue;
        s = collect_late(k, f, d, d->key, e);
        if (!s && hashes) s = collect_late(k, f, d, hash_awaited(k, d->key), e);
        if (hashes) arena_reset(&k->scratch, (struct arena_mark){0});
    }
    for (struct late *l = f->late; !s && l; l = l->next)
        s = hang_late(k, f, l, e);
    return s;
}

/* ---- writing ---- */

static enum status write_doc(struct keep *k, struct forest *f, struct waiting_doc *d, struct err *e)
{
    if (d->merged) return OK;
    int64_t root = f->knot[top_of(f, knot_of(f, d->id, d->root))].doc;
    if (root == d->root && !d->stale) return OK;
    d->root = root;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_thread, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, d->id);
    query_bind_id(q, 2, d->outlet);
    query_bind_id(q, 3, d->parent);
    query_bind_i64(q, 4, d->root);
    return query_run(q, e);
}

static enum status reroot(struct keep *k, struct forest *f, const struct late *l, struct err *e)
{
    if (!l->parent) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_reroot, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, l->id);
    query_bind_i64(q, 2, f->knot[top_of(f, knot_of(f, l->id, l->id))].doc);
    return query_run(q, e);
}

static enum status late_reply(struct keep *k, const struct late *l, struct err *e)
{
    if (!l->parent || !l->author || !l->parent_author || l->at_s == TIME_NONE) return OK;
    struct account from;
    struct account to;
    enum status s = account_load(&k->persons, l->author, &from, e);
    if (!s) s = account_load(&k->persons, l->parent_author, &to, e);
    if (s || from.node == to.node) return s;
    return evidence_write(k,
                          &(struct evidence_fields){.at_s = l->at_s,
                                                    .verb = VERB_REPLIED,
                                                    .from = &from,
                                                    .to = &to,
                                                    .doc = l->id,
                                                    .doc_key = l->key,
                                                    .sign = 1,
                                                    .source = l->source,
                                                    .place = l->place},
                          NULL, e);
}

enum status threads_finish(struct keep *k, struct err *e)
{
    struct forest f = {.a = k->a, .room = k->doc_count + 1, .late_end = &f.late};
    f.knot = arena_new(k->a, struct knot, f.room);
    f.index = idmap_new(k->a, k->doc_count);
    for (size_t i = 0; i < k->doc_count; i++) {
        const struct waiting_doc *d = &k->docs[i];
        uint32_t at = knot_of(&f, d->id, d->root);
        /* The root it was written with is its parent's: hang it there. */
        if (d->parent && f.knot[at].up == at) (void)hang(&f, at, knot_of(&f, d->root, d->root));
    }
    enum status s = parents_by_hash(k, e);
    for (size_t i = 0; !s && i < k->doc_count; i++)
        s = find_parent(k, &f, &k->docs[i], e);
    if (!s) s = find_late(k, &f, e);
    for (size_t i = 0; !s && i < k->doc_count; i++)
        s = write_doc(k, &f, &k->docs[i], e);
    for (const struct late *l = f.late; !s && l; l = l->next)
        s = reroot(k, &f, l, e);
    for (const struct late *l = f.late; !s && l; l = l->next) {
        s = late_reply(k, l, e);
        arena_reset(&k->scratch, (struct arena_mark){0});
    }
    return s;
}

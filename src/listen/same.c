/* same.c - listen: what follows from who is said to be one, and from who is said to be two? */
#include "listen/same.h"

#include "base/map.h"
#include "listen/correct.h"
#include "listen/handle.h"
#include "listen/person.h"
#include "listen/same_int.h"
#include "store/query.h"

#include <string.h>

const char *const same_words[] = {"accept", "reject", "skip", "never", "undo", NULL};

static bool state_is_one(struct str state)
{
    return str_is(state, "joined") || str_is(state, "accepted") || str_is(state, "merged");
}

/* ---- who stands for whom ---- */

struct member {
    int64_t node;
    uint32_t root;
    bool kept; /* a user named it first */
    struct str name;
};

struct members {
    struct arena a;
    struct idmap at; /* node -> index */
    struct member *list;
    size_t n, room;
};

static uint32_t member_of(struct members *m, int64_t node)
{
    uint32_t at = idmap_get(&m->at, node);
    if (at != UINT32_MAX) return at;
    if (m->n == m->room) {
        size_t wider = m->room ? m->room * 2 : 64;
        m->list = arena_grow(&m->a, m->list, m->room * sizeof *m->list, wider * sizeof *m->list);
        m->room = wider;
    }
    at = (uint32_t)m->n++;
    m->list[at] = (struct member){.node = node, .root = at};
    (void)idmap_put(&m->at, node, at);
    return at;
}

static uint32_t member_root(struct members *m, uint32_t x)
{
    while (m->list[x].root != x) {
        m->list[x].root = m->list[m->list[x].root].root;
        x = m->list[x].root;
    }
    return x;
}

/* All pairs that are one; of `without` (0: none) those that cross a split are left out. */
static enum status members_load(struct store *st, struct members *m, struct err *e)
{
    *m = (struct members){0};
    m->at = idmap_new(&m->a, 0);
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_pairs, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        if (!state_is_one(query_str(q, 5))) continue;
        uint32_t a = member_of(m, query_i64(q, 1));
        uint32_t b = member_of(m, query_i64(q, 2));
        int64_t keep = query_i64(q, 6);
        if (keep) {
            m->list[a].kept = keep == m->list[a].node;
            m->list[b].kept = keep == m->list[b].node;
        }
        a = member_root(m, a);
        b = member_root(m, b);
        m->list[a > b ? a : b].root = a > b ? b : a;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status load_names(struct store *st, struct members *m, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_node_one, &q, e);
    for (size_t i = 0; i < m->n && !s; i++) {
        query_bind_i64(q, 1, m->list[i].node);
        s = query_next(q, e);
        if (s == OK) m->list[i].name = str_copy(&m->a, query_str(q, 0));
        if (s == DONE) s = OK;
        query_again(q);
    }
    query_close(q);
    return s;
}

/* Does x rather stand for a group than y? */
static bool stands_before(const struct member *x, const struct member *y)
{
    if (x->kept != y->kept) return x->kept;
    if (name_better(x->name, y->name)) return true;
    if (name_better(y->name, x->name)) return false;
    return x->node < y->node;
}

static enum status put_into(struct store *st, int64_t node, int64_t into, struct err *e)
{
    static const enum sql move[] = {SQL_same_move_first, SQL_same_move};
    enum status s = query_do_two(st, SQL_same_node_into, node, into == node ? 0 : into, e);
    for (int i = into == node; i < 2 && !s; i++)
        s = query_do_two(st, move[i], node, into, e);
    return s;
}

/* Who was merged and is no more, or is now merged into somebody else. */
static enum status apply_changes(struct store *st, struct members *m, const uint32_t *stands,
                                 struct err *e)
{
    struct arena a = {0};
    struct idmap now = idmap_new(&a, m->n);
    int64_t *into = NULL;
    size_t room = 0;
    size_t n = 0;
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_nodes, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        if (n == room) {
            size_t wider = room ? room * 2 : 64;
            into = arena_grow(&a, into, room * sizeof *into, wider * sizeof *into);
            room = wider;
        }
        (void)idmap_put(&now, query_i64(q, 0), (uint32_t)n);
        into[n++] = query_i64(q, 1);
        (void)member_of(m, query_i64(q, 0)); /* alone by now: it stands for itself */
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (uint32_t i = 0; i < m->n && !s; i++) {
        int64_t node = m->list[i].node;
        uint32_t root = member_root(m, i);
        int64_t want = stands[root] == UINT32_MAX ? node : m->list[stands[root]].node;
        uint32_t at = idmap_get(&now, node);
        int64_t is = at == UINT32_MAX || !into ? node : into[at];
        if (want != is) s = put_into(st, node, want, e);
    }
    arena_free(&a);
    return s;
}

enum status same_apply(struct store *st, struct err *e)
{
    struct members m;
    enum status s = members_load(st, &m, e);
    if (!s) s = load_names(st, &m, e);
    struct query *q = NULL;
    size_t more = 0; /* merged by now, maybe in no pair any more */
    if (!s) s = query_open(st, SQL_same_nodes, &q, e);
    while (!s && (s = query_next(q, e)) == OK)
        more++;
    query_close(q);
    if (s == DONE) s = OK;
    uint32_t *stands = arena_new(&m.a, uint32_t, m.n + more);
    memset(stands, 0xFF, (m.n + more) * sizeof *stands);
    for (uint32_t i = 0; i < m.n && !s; i++) {
        uint32_t root = member_root(&m, i);
        bool first = stands[root] == UINT32_MAX;
        if (first || stands_before(&m.list[i], &m.list[stands[root]])) stands[root] = i;
    }
    if (!s) s = apply_changes(st, &m, stands, e);
    arena_free(&m.a);
    return s ? s : correct_apply(st, e); /* who stands for them now is called so, too */
}

/* ---- what a user says ---- */

static enum status say(struct store *st, int64_t x, int64_t y, const char *state, int64_t keep,
                       int64_t now_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_say, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x < y ? x : y);
    query_bind_i64(q, 2, x < y ? y : x);
    query_bind_str(q, 3, str_of(state));
    query_bind_id(q, 4, keep);
    query_bind_i64(q, 5, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status same_answer(struct store *st, int64_t proposal, enum same_answer answer, int64_t now_s,
                        struct err *e)
{
    static const char *const becomes[SAME_ANSWERS] = {"accepted", "rejected", "skipped", "never",
                                                      "open"};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, proposal);
    s = query_next(q, e);
    int64_t a = query_i64(q, 0);
    int64_t b = query_i64(q, 1);
    bool one = !s && state_is_one(query_str(q, 2));
    query_close(q);
    if (s == DONE) {
        return err_set(e, NOT_FOUND, "there is no proposal %lld; 'kith same' lists them",
                       (long long)proposal);
    }
    if (s) return s;
    if (answer == SAME_SKIP && one) {
        return err_set(e, BAD_INPUT,
                       "the two of proposal %lld are one already; reject or undo parts them",
                       (long long)proposal);
    }
    return say(st, a, b, becomes[answer], 0, now_s, e);
}

enum status same_merge(struct store *st, int64_t keep, int64_t other, int64_t now_s, struct err *e)
{
    if (keep == other) return err_set(e, BAD_INPUT, "they are one person already");
    return say(st, keep, other, "merged", keep, now_s, e);
}

/* ---- parting ---- */

struct home {
    int64_t node;
    bool leaves, stays; /* some of its accounts do */
};

struct homes {
    struct home *list;
    size_t n;
};

static bool has_id(const int64_t id[], size_t n, int64_t x)
{
    for (size_t i = 0; i < n; i++) {
        if (id[i] == x) return true;
    }
    return false;
}

static enum status homes_load(struct store *st, int64_t node, const int64_t account[], size_t count,
                              struct arena *a, struct homes *ret, struct err *e)
{
    *ret = (struct homes){0};
    size_t room = 0;
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_homes, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        int64_t home = query_i64(q, 1);
        size_t i = 0;
        while (i < ret->n && ret->list[i].node != home)
            i++;
        if (i == room) {
            size_t wider = room ? room * 2 : 8;
            ret->list =
                arena_grow(a, ret->list, room * sizeof *ret->list, wider * sizeof *ret->list);
            room = wider;
        }
        if (i == ret->n) ret->list[ret->n++] = (struct home){.node = home};
        bool leaves = has_id(account, count, query_i64(q, 0));
        ret->list[i].leaves = ret->list[i].leaves || leaves;
        ret->list[i].stays = ret->list[i].stays || !leaves;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status add_alias(struct store *st, int64_t node, struct str name, struct arena *a,
                             struct err *e)
{
    struct stmts stmts = {.st = st};
    struct persons persons = persons_new(&stmts, a, 0);
    enum status s = alias_add(&persons, node, name, name_key(a, name), e);
    stmts_close(&stmts);
    return s;
}

/* A person made of accounts that share their home with others who stay. */
static enum status new_person(struct store *st, int64_t node, const int64_t account[], size_t count,
                              int64_t *ret, struct err *e)
{
    struct arena a = {0};
    struct query *q = NULL;
    struct called called = {.name = STR("")};
    enum status s = split_name(st, node, account, count, &a, &called, e);
    if (!s) s = query_open(st, SQL_node_add, &q, e);
    if (!s) {
        query_bind_str(q, 1, STR("person"));
        query_bind_null(q, 2);
        query_bind_str(q, 3, called.name);
        query_bind_str(q, 4, name_key(&a, called.name));
        query_bind_null(q, 5);
        s = query_run(q, e);
        *ret = store_last_id(st);
        query_close(q);
    }
    if (!s && called.known) s = add_alias(st, *ret, called.name, &a, e);
    if (!s) s = query_open(st, SQL_same_account_home, &q, e);
    for (size_t i = 0; i < count && !s; i++) {
        query_bind_i64(q, 1, account[i]);
        query_bind_i64(q, 2, *ret);
        s = query_run(q, e);
    }
    if (!s) query_close(q);
    arena_free(&a);
    return s;
}

/* Every home that leaves is said to be apart from every one that stays; each side holds together,
 * those who stay under `node`, as before, when it is one of them. */
static enum status part(struct store *st, const struct homes *h, int64_t node, int64_t now_s,
                        struct err *e)
{
    enum status s = OK;
    int64_t first[2] = {0, 0};
    int64_t keep = 0;
    for (size_t i = 0; i < h->n; i++) {
        if (h->list[i].node == node && !h->list[i].leaves) first[false] = keep = node;
    }
    for (size_t i = 0; i < h->n && !s; i++) {
        bool side = h->list[i].leaves;
        if (!first[side]) first[side] = h->list[i].node;
        if (first[side] != h->list[i].node) {
            s = say(st, first[side], h->list[i].node, "merged", side ? 0 : keep, now_s, e);
        }
        for (size_t j = 0; j < i && !s; j++) {
            if (h->list[j].leaves == side) continue;
            s = say(st, h->list[i].node, h->list[j].node, "rejected", 0, now_s, e);
        }
    }
    return s;
}

enum status same_split(struct store *st, int64_t node, const int64_t account[], size_t count,
                       int64_t now_s, int64_t *ret_node, struct err *e)
{
    struct arena a = {0};
    struct homes h;
    enum status s = homes_load(st, node, account, count, &a, &h, e);
    bool stays = false;
    bool shared = false;
    for (size_t i = 0; i < h.n && !s; i++) {
        stays = stays || h.list[i].stays;
        shared = shared || (h.list[i].leaves && h.list[i].stays);
    }
    if (!s && !stays) {
        s = err_set(e, BAD_INPUT, "these are all accounts there are; leave one to stay");
    }
    if (!s && shared) {
        int64_t made = 0;
        s = new_person(st, node, account, count, &made, e);
        if (!s) s = homes_load(st, node, account, 0, &a, &h, e);
        struct home *all = arena_new(&a, struct home, h.n + 1);
        if (h.n) memcpy(all, h.list, h.n * sizeof *all);
        all[h.n++] = (struct home){.node = made, .leaves = true};
        h.list = all;
    }
    for (size_t i = 0; i < h.n && !s; i++) {
        if (h.list[i].leaves) *ret_node = h.list[i].node;
    }
    if (!s) s = part(st, &h, node, now_s, e);
    arena_free(&a);
    return s;
}

/* beside.c - connect: who of ours spoke in one conversation with whom? */
#include "connect/beside.h"

#include <stdlib.h>

struct talker {
    uint32_t node, account;
    int64_t at_s; /* of their last word in the thread */
};

struct threads {
    struct store *st;
    const struct node_map *nodes;
    const struct bits *ours, *people;
    int64_t before_s;
    struct arena *a;
    int64_t *root; /* [count] */
    size_t count;
};

static int by_id(const void *x, const void *y)
{
    const int64_t *a = x;
    const int64_t *b = y;
    return (*a > *b) - (*a < *b);
}

/* Who spoke last comes first. */
static int by_last(const void *x, const void *y)
{
    const struct talker *a = x;
    const struct talker *b = y;
    if (a->at_s != b->at_s) return a->at_s > b->at_s ? -1 : 1;
    if (a->node != b->node) return a->node < b->node ? -1 : 1;
    return (a->account > b->account) - (a->account < b->account);
}

/* The threads that any of them spoke in, each once. */
static enum status find_threads(struct threads *t, const struct bits *who, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(t->st, SQL_beside_threads, &q, e);
    for (int64_t i = 1; i < (int64_t)t->nodes->account_room && !s; i++) {
        if (!bits_has(who, t->nodes->account[i])) continue;
        query_again(q);
        query_bind_i64(q, 1, i);
        query_bind_i64(q, 2, t->before_s);
        while ((s = query_next(q, e)) == OK) {
            t->root = arena_more(t->a, t->root, t->count, sizeof *t->root);
            t->root[t->count++] = query_i64(q, 0);
        }
        if (s == DONE) s = OK;
    }
    query_close(q);
    size_t kept = 0;
    if (t->count) qsort(t->root, t->count, sizeof *t->root, by_id);
    for (size_t i = 0; i < t->count; i++) {
        if (!kept || t->root[kept - 1] != t->root[i]) t->root[kept++] = t->root[i];
    }
    t->count = kept;
    return s;
}

/* One line a person, of their last word; by_last. Returns how many are left. */
static size_t people_once(struct talker *talker, size_t count)
{
    size_t kept = 0;
    if (count) qsort(talker, count, sizeof *talker, by_last);
    for (size_t i = 0; i < count && kept < BESIDE_MOST; i++) {
        size_t k = 0;
        while (k < kept && talker[k].node != talker[i].node)
            k++;
        if (k == kept) talker[kept++] = talker[i];
    }
    return kept;
}

static void add_pairs(const struct threads *t, const struct talker *talker, size_t count,
                      struct arena *a, struct besides *ret)
{
    for (size_t i = 0; i < count; i++) {
        if (!bits_has(t->ours, talker[i].node)) continue;
        for (size_t k = 0; k < count; k++) {
            if (!bits_has(t->people, talker[k].node)) continue;
            ret->one = arena_more(a, ret->one, ret->count, sizeof *ret->one);
            ret->one[ret->count++] = (struct beside){
                .teammate = talker[i].node,
                .person = talker[k].node,
                .account = talker[k].account,
                .others = (uint32_t)count - 1,
                .at_s = talker[i].at_s < talker[k].at_s ? talker[i].at_s : talker[k].at_s};
        }
    }
}

static enum status read_thread(const struct threads *t, struct query *q, int64_t root,
                               struct arena *a, struct besides *ret, struct err *e)
{
    struct arena_mark scratch = arena_mark(t->a);
    struct talker *talker = NULL;
    size_t count = 0;
    enum status s = OK;
    query_again(q);
    query_bind_i64(q, 1, root);
    query_bind_i64(q, 2, t->before_s);
    while ((s = query_next(q, e)) == OK) {
        uint32_t account = (uint32_t)query_i64(q, 0);
        uint32_t node = nodes_behind(t->nodes, account);
        if (!bits_has(&t->nodes->persons, node)) continue;
        talker = arena_more(t->a, talker, count, sizeof *talker);
        talker[count++] =
            (struct talker){.node = node, .account = account, .at_s = query_time(q, 1)};
    }
    if (s == DONE && talker) add_pairs(t, talker, people_once(talker, count), a, ret);
    arena_reset(t->a, scratch);
    return s == DONE ? OK : s;
}

enum status beside_load(struct store *st, const struct node_map *nodes, const struct bits *ours,
                        const struct bits *people, int64_t before_s, struct arena *a,
                        struct besides *ret, struct err *e)
{
    struct arena scratch = {0};
    struct threads t = {.st = st,
                        .nodes = nodes,
                        .ours = ours,
                        .people = people,
                        .before_s = before_s,
                        .a = &scratch};
    struct query *q = NULL;
    bool by_people = nodes_accounts(nodes, people) < nodes_accounts(nodes, ours);
    *ret = (struct besides){0};
    enum status s = find_threads(&t, by_people ? people : ours, e);
    if (!s) s = query_open(st, SQL_beside_thread, &q, e);
    for (size_t i = 0; i < t.count && !s; i++)
        s = read_thread(&t, q, t.root[i], a, ret, e);
    query_close(q);
    arena_free(&scratch);
    return s;
}

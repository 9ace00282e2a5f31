/* nodes.c - find: who stands behind an account, after all merges? */
#include "find/nodes.h"

enum { MERGES_DEEP_MAX = 64, IDS_MAX = 1 << 30 };

enum status nodes_room(struct store *st, enum sql name, size_t *ret, struct err *e)
{
    int64_t most = 0;
    enum status s = query_ask(st, name, &most, e);
    if (s) return s;
    if (most < 0 || most >= IDS_MAX) {
        return err_set(e, TOO_MUCH,
                       "%s: row id %lld is beyond %d; the store is damaged, or larger "
                       "than this kith reads",
                       store_path(st), (long long)most, IDS_MAX);
    }
    *ret = (size_t)most + 1;
    return OK;
}

static enum node_type type_of(struct str name)
{
    if (str_is(name, "person")) return NODE_PERSON;
    return str_is(name, "org") ? NODE_ORG : NODE_OUTLET;
}

/* Whoever was merged into one of ours, or one of ours into them: they are ours. */
static void spread_staff(struct node_map *n)
{
    for (size_t id = 0; id < n->room; id++) {
        if (bits_has(&n->staff, (int64_t)id)) bits_add(&n->staff, n->final[id]);
    }
}

/* Chains of merges, one into the next, end at the last; a ring of them (a damaged store) is cut. */
static void follow_merges(uint32_t *final, size_t room)
{
    for (size_t id = 0; id < room; id++) {
        for (int step = 0; step < MERGES_DEEP_MAX && final[id] != final[final[id]]; step++) {
            final[id] = final[final[id]];
        }
    }
}

/* As if it had been merged, with all who were merged into it. */
static void suppose(struct supposed one, uint32_t *final, size_t room)
{
    if (one.keep <= 0 || (size_t)one.keep >= room || one.other <= 0) return;
    for (size_t id = 0; id < room; id++) {
        if (final[id] == (uint32_t)one.other) final[id] = (uint32_t)one.keep;
    }
}

static enum status load_nodes(struct store *st, struct arena *a, struct node_map *n, struct err *e)
{
    uint32_t *final = arena_new(a, uint32_t, n->room);
    uint8_t *type = arena_new(a, uint8_t, n->room);
    struct supposed one = store_supposed(st);
    struct query *q = NULL;
    enum status s = query_open(st, SQL_nodes_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        int64_t into = query_i64(q, 2);
        if (id <= 0 || (size_t)id >= n->room) continue;
        bool merged = into > 0 && (size_t)into < n->room && into != id;
        final[id] = (uint32_t)(merged ? into : id);
        merged |= one.keep > 0 && id == one.other;
        type[id] = (uint8_t)type_of(query_str(q, 1));
        if (type[id] == NODE_PERSON && !merged) bits_add(&n->persons, id);
        if (query_i64(q, 3)) bits_add(&n->staff, id);
    }
    query_close(q);
    follow_merges(final, n->room);
    suppose(one, final, n->room);
    n->final = final;
    n->type = type;
    spread_staff(n);
    return s == DONE ? OK : s;
}

static enum status load_accounts(struct store *st, struct arena *a, struct node_map *n,
                                 struct err *e)
{
    uint32_t *account = arena_new(a, uint32_t, n->account_room);
    struct query *q = NULL;
    enum status s = query_open(st, SQL_accounts_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        if (id <= 0 || (size_t)id >= n->account_room) continue;
        account[id] = nodes_final(n, query_i64(q, 1));
    }
    query_close(q);
    n->account = account;
    return s == DONE ? OK : s;
}

enum status nodes_load(struct store *st, struct arena *a, struct node_map *ret, struct err *e)
{
    struct node_map n = {0};
    enum status s = nodes_room(st, SQL_nodes_room, &n.room, e);
    if (!s) s = nodes_room(st, SQL_accounts_room, &n.account_room, e);
    if (s) return s;
    n.persons = bits_new(a, n.room);
    n.staff = bits_new(a, n.room);
    s = load_nodes(st, a, &n, e);
    if (!s) s = load_accounts(st, a, &n, e);
    if (!s) *ret = n;
    return s;
}

uint32_t nodes_final(const struct node_map *n, int64_t node)
{
    return node > 0 && (size_t)node < n->room ? n->final[node] : 0;
}

uint32_t nodes_behind(const struct node_map *n, int64_t account)
{
    return account > 0 && (size_t)account < n->account_room ? n->account[account] : 0;
}

size_t nodes_accounts(const struct node_map *n, const struct bits *who)
{
    size_t count = 0;
    for (size_t i = 1; i < n->account_room; i++)
        count += bits_has(who, n->account[i]);
    return count;
}

/* same_name.c - listen: how is a person called whose accounts were another's? */
#include "base/map.h"
#include "listen/handle.h"
#include "listen/identity.h"
#include "listen/same_int.h"
#include "store/query.h"

enum { HANDLES_MAX = 64, NAMES_MAX = 64 }; /* more are not looked at */

/* Two without a name, and names without an account, in that order. */
enum { LEAVES, STAYS, NAMED };

struct parting {
    struct arena *a;
    struct identity_handle handle[2][HANDLES_MAX];
    size_t handles[2];
    struct str name[NAMES_MAX], key[NAMES_MAX];
    size_t names;
    struct idmap home; /* of those who leave; home -> 1 */
    struct str first;  /* handle of who leaves */
};

static bool has_id(const int64_t id[], size_t n, int64_t x)
{
    for (size_t i = 0; i < n; i++) {
        if (id[i] == x) return true;
    }
    return false;
}

static void add_name(struct parting *p, struct str name)
{
    struct str key = name_key(p->a, name);
    bool known = !key.len || p->names == NAMES_MAX || !name_better(name, STR("@"));
    for (size_t i = 0; i < p->names && !known; i++)
        known = str_eq(p->key[i], key);
    for (size_t k = 0; k < 2 && !known; k++) {
        for (size_t i = 0; i < p->handles[k] && !known; i++)
            known = str_eq(name_key(p->a, p->handle[k][i].handle), key); /* named by its handle */
    }
    if (known) return;
    p->name[p->names] = str_copy(p->a, name);
    p->key[p->names++] = key;
}

static enum status load_accounts(struct store *st, int64_t node, const int64_t account[],
                                 size_t count, struct parting *p, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_homes, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        int side = has_id(account, count, query_i64(q, 0)) ? LEAVES : STAYS;
        if (side == LEAVES) (void)idmap_put(&p->home, query_i64(q, 1), 1);
        if (side == LEAVES && !p->first.len) p->first = str_copy(p->a, query_str(q, 4));
        if (p->handles[side] == HANDLES_MAX) continue;
        p->handle[side][p->handles[side]++] = (struct identity_handle){
            str_copy(p->a, query_str(q, 2)), str_copy(p->a, query_str(q, 3))};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status load_names(struct store *st, int64_t node, struct parting *p, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_names_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        if (idmap_get(&p->home, query_i64(q, 0)) != UINT32_MAX) add_name(p, query_str(q, 1));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Which name their logins are made of, and those of who stays are not, or less so. */
static size_t name_made_of(const struct parting *p)
{
    struct arena work = {0};
    struct identity_entry *entry = arena_new(&work, struct identity_entry, NAMED + p->names);
    for (int side = LEAVES; side <= STAYS; side++) {
        entry[side].handle = p->handle[side];
        entry[side].handle_count = p->handles[side];
    }
    for (size_t i = 0; i < p->names; i++)
        entry[NAMED + i] = (struct identity_entry){.name = &p->name[i], .name_count = 1};
    struct identity_options o = {.join_bits = 1e6,
                                 .propose_bits = -1e6}; /* all that fits is told */
    struct identity got;
    identity_match(entry, NAMED + p->names, &o, &work, &got);
    float fits[2][NAMES_MAX] = {{0}};
    for (size_t i = 0; i < got.proposed_count; i++) {
        const struct identity_pair *pair = &got.proposed[i];
        uint32_t made = 1U << WHY_HANDLE | 1U << WHY_PART;
        if (pair->a > STAYS || pair->b < NAMED || !(pair->why & made)) continue;
        fits[pair->a][pair->b - NAMED] = pair->bits + 100; /* above those that do not fit at all */
    }
    size_t best = p->names;
    for (size_t i = 0; i < p->names; i++) {
        if (fits[LEAVES][i] <= fits[STAYS][i]) continue;
        if (best == p->names || fits[LEAVES][i] > fits[LEAVES][best]) best = i;
    }
    arena_free(&work);
    return best;
}

enum status split_name(struct store *st, int64_t node, const int64_t account[], size_t count,
                       struct arena *a, struct called *ret, struct err *e)
{
    struct parting *p = arena_new(a, struct parting, 1);
    p->a = a;
    p->home = idmap_new(a, 0);
    enum status s = load_accounts(st, node, account, count, p, e);
    if (!s) s = load_names(st, node, p, e);
    if (s) return s;
    size_t at = p->names == 1 ? 0 : name_made_of(p);
    bool known = at < p->names;
    *ret = (struct called){.name = known ? p->name[at] : p->first, .known = known};
    return OK;
}

/* same_find.c - listen: who of those who came is somebody who was here? */
#include "base/map.h"
#include "listen/company.h"
#include "listen/identity.h"
#include "listen/same.h"
#include "store/query.h"

#include <string.h>

enum said { LINKED, APART, NEVER, OPEN, SAID_KINDS };

struct people {
    struct arena a;
    struct identity_entry *entry;
    int64_t *node; /* [n] */
    size_t n;
    uint32_t fresh_from;
    struct idmap at; /* node -> entry */
    struct company *company;
    struct identity_link *link[SAID_KINDS];
    size_t link_count[SAID_KINDS];
};

/* ---- reading ---- */

/* Rows of (node, text) or (node, text, text) in the order of nodes, gathered before they are given
 * to their entries. */
struct pile {
    uint32_t *entry;
    struct str *x, *y;
    int64_t *id;
    size_t n;
};

static enum status count_rows(struct store *st, enum sql name, size_t *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = 0;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    if (name == SQL_same_people) query_bind_i64(q, 1, 0);
    while ((s = query_next(q, e)) == OK)
        ++*ret;
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status pile_load(struct store *st, enum sql name, struct people *p, struct pile *ret,
                             struct err *e)
{
    size_t n = 0;
    enum status s = count_rows(st, name, &n, e);
    struct query *q = NULL;
    if (!s) s = query_open(st, name, &q, e);
    if (s) return s;
    *ret = (struct pile){.entry = arena_new(&p->a, uint32_t, n),
                         .x = arena_new(&p->a, struct str, n),
                         .y = arena_new(&p->a, struct str, n),
                         .id = arena_new(&p->a, int64_t, n)};
    while ((s = query_next(q, e)) == OK && ret->n < n) {
        uint32_t at = idmap_get(&p->at, query_i64(q, 0));
        if (at == UINT32_MAX) continue;
        ret->entry[ret->n] = at;
        ret->id[ret->n] = query_i64(q, 1);
        if (name != SQL_same_editions) ret->x[ret->n] = str_copy(&p->a, query_str(q, 1));
        if (name == SQL_same_accounts) ret->y[ret->n] = str_copy(&p->a, query_str(q, 2));
        ret->n++;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* How many rows of the pile from i on are of the same entry. */
static size_t pile_run(const struct pile *p, size_t i)
{
    size_t end = i;
    while (end < p->n && p->entry[end] == p->entry[i])
        end++;
    return end - i;
}

static enum status load_people(struct store *st, int64_t seen, struct people *p, struct err *e)
{
    enum status s = count_rows(st, SQL_same_people, &p->n, e);
    if (s) return s;
    p->entry = arena_new(&p->a, struct identity_entry, p->n);
    p->node = arena_new(&p->a, int64_t, p->n);
    p->at = idmap_new(&p->a, p->n);
    p->fresh_from = 0;
    struct query *q = NULL;
    s = query_open(st, SQL_same_people, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, seen);
    uint32_t i = 0;
    while ((s = query_next(q, e)) == OK && i < p->n) {
        struct str *name = arena_new(&p->a, struct str, 1);
        *name = str_copy(&p->a, query_str(q, 1));
        p->node[i] = query_i64(q, 0);
        p->entry[i].name = name;
        p->entry[i].name_count = 1;
        p->fresh_from += !query_i64(q, 2);
        (void)idmap_put(&p->at, p->node[i], i);
        i++;
    }
    p->n = i;
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status load_names(struct store *st, struct people *p, struct err *e)
{
    struct pile pile = {0};
    enum status s = pile_load(st, SQL_same_names, p, &pile, e);
    for (size_t i = 0, n = 0; i < pile.n && !s; i += n) {
        n = pile_run(&pile, i);
        struct identity_entry *to = &p->entry[pile.entry[i]];
        struct str *all = arena_new(&p->a, struct str, n + 1);
        all[0] = to->name[0];
        memcpy(all + 1, pile.x + i, n * sizeof *all);
        to->name = all;
        to->name_count = n + 1;
    }
    return s;
}

static enum status load_accounts(struct store *st, struct people *p, struct err *e)
{
    struct pile pile = {0};
    enum status s = pile_load(st, SQL_same_accounts, p, &pile, e);
    for (size_t i = 0, n = 0; i < pile.n && !s; i += n) {
        n = pile_run(&pile, i);
        struct identity_handle *all = arena_new(&p->a, struct identity_handle, n);
        for (size_t j = 0; j < n; j++)
            all[j] = (struct identity_handle){pile.x[i + j], pile.y[i + j]};
        p->entry[pile.entry[i]].handle = all;
        p->entry[pile.entry[i]].handle_count = n;
    }
    return s;
}

static enum status load_more(struct store *st, struct people *p, struct err *e)
{
    struct pile pile = {0};
    enum status s = pile_load(st, SQL_same_orgs, p, &pile, e);
    for (size_t i = 0, n = 0; i < pile.n && !s; i += n) {
        n = pile_run(&pile, i);
        p->entry[pile.entry[i]].org = pile.x + i;
        p->entry[pile.entry[i]].org_count = n;
    }
    if (!s) s = pile_load(st, SQL_same_editions, p, &pile, e);
    for (size_t i = 0, n = 0; i < pile.n && !s; i += n) {
        n = pile_run(&pile, i);
        p->entry[pile.entry[i]].edition = pile.id + i;
        p->entry[pile.entry[i]].edition_count = n;
    }
    return s;
}

/* What profiles say of each other. A lone claim joins nobody: anybody can make one. */
static enum status load_claims(struct store *st, struct people *p, struct err *e)
{
    size_t n = 0;
    enum status s = count_rows(st, SQL_same_claims, &n, e);
    if (s || !n) return s;
    struct identity_link *all = arena_new(&p->a, struct identity_link, p->link_count[LINKED] + n);
    if (p->link_count[LINKED]) memcpy(all, p->link[LINKED], p->link_count[LINKED] * sizeof *all);
    p->link[LINKED] = all;
    struct query *q = NULL;
    s = query_open(st, SQL_same_claims, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t a = idmap_get(&p->at, query_i64(q, 0));
        uint32_t b = idmap_get(&p->at, query_i64(q, 1));
        if (a == UINT32_MAX || b == UINT32_MAX) continue;
        enum identity_why why = query_i64(q, 2)   ? WHY_VERIFIED
                                : query_i64(q, 3) ? WHY_BOTH
                                                  : WHY_CLAIMED;
        all[p->link_count[LINKED]++] = (struct identity_link){a, b, 1U << why};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum said said_kind(struct str state)
{
    if (str_is(state, "stated")) return LINKED;
    if (str_is(state, "rejected")) return APART;
    if (str_is(state, "open")) return OPEN;
    return str_is(state, "never") || str_is(state, "skipped") ? NEVER : SAID_KINDS;
}

/* What sources and users said of two, by who stands for them now. */
static enum status load_said(struct store *st, struct people *p, struct err *e)
{
    size_t n = 0;
    enum status s = count_rows(st, SQL_same_pairs, &n, e);
    for (int k = 0; k < SAID_KINDS; k++)
        p->link[k] = arena_new(&p->a, struct identity_link, n);
    struct query *q = NULL;
    if (!s) s = query_open(st, SQL_same_pairs, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        enum said k = said_kind(query_str(q, 5));
        uint32_t a = idmap_get(&p->at, query_i64(q, 3));
        uint32_t b = idmap_get(&p->at, query_i64(q, 4));
        if (k == SAID_KINDS || a == UINT32_MAX || b == UINT32_MAX || a == b) continue;
        uint32_t why = k == OPEN && str_is(query_str(q, 7), "kith") ? 1U << WHY_ACTIVE : 0;
        p->link[k][p->link_count[k]++] = (struct identity_link){a, b, why};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- writing ---- */

struct judged {
    const struct identity_pair *pair;
    size_t count;
    const char *state;
    int64_t now_s;
};

static struct str reasons_of(const struct people *p, const struct identity_pair *pair,
                             struct arena *a)
{
    struct str why = identity_reasons(a, pair->why);
    if (!(pair->why & 1U << WHY_ACTIVE)) return why;
    struct str where = company_example(p->company, pair->a, pair->b, a);
    return str_printf(a, "%.*s (%.*s)", STR_ARG(why), STR_ARG(where));
}

static enum status put_pairs(struct store *st, const struct people *p, const struct judged *j,
                             uint64_t *ret_new, struct err *e)
{
    struct arena a = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_put, &q, e);
    for (size_t i = 0; i < j->count && !s; i++) {
        const struct identity_pair *pair = &j->pair[i];
        int64_t x = p->node[pair->a];
        int64_t y = p->node[pair->b];
        query_bind_i64(q, 1, x < y ? x : y);
        query_bind_i64(q, 2, x < y ? y : x);
        query_bind_str(q, 3, str_of(j->state));
        query_bind_double(q, 4, (double)pair->bits);
        query_bind_str(q, 5, reasons_of(p, pair, &a));
        query_bind_i64(q, 6, j->now_s);
        query_bind_str(q, 7, identity_terms_text(&a, &pair->terms));
        s = query_run(q, e);
        *ret_new += (uint64_t)store_changed(st);
    }
    query_close(q);
    arena_free(&a);
    return s;
}

/* Nothing but addresses of offices, and no name of a human: many a person answers info@ alone. */
static bool is_role(const struct identity_entry *x)
{
    bool role = x->handle_count > 0;
    for (size_t i = 0; i < x->name_count; i++)
        role = role && str_find(x->name[i], ' ') == x->name[i].len;
    for (size_t i = 0; i < x->handle_count; i++) {
        role =
            role && str_is(x->handle[i].channel, "email") && address_is_role(x->handle[i].handle);
    }
    return role;
}

/* Every name it goes by is that of an organisation. */
static bool is_body(const struct identity_entry *x)
{
    bool body = x->name_count > 0;
    for (size_t i = 0; i < x->name_count && body; i++)
        body = name_is_body(x->name[i]);
    return body;
}

static enum status mark_robots(struct store *st, const struct people *p, const struct identity *got,
                               uint64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_same_mark, &q, e);
    for (size_t i = p->fresh_from; i < p->n && !s; i++) {
        bool body = is_body(&p->entry[i]);
        if (!got->robot[i] && !body && !is_role(&p->entry[i])) continue;
        query_bind_i64(q, 1, p->node[i]);
        query_bind_str(q, 2,
                       got->robot[i] ? STR("robot")
                       : body        ? STR("organisation")
                                     : STR("role"));
        s = query_run(q, e);
        *ret += (uint64_t)store_changed(st);
    }
    query_close(q);
    return s;
}

static enum status one_number(struct store *st, enum sql name, int64_t *ret, struct err *e)
{
    enum status s = query_ask(st, name, ret, e);
    return s == NOT_FOUND ? OK : s;
}

static enum status find_all(struct store *st, struct people *p, int64_t seen, int64_t now_s,
                            struct same_report *ret, struct err *e)
{
    enum status s = load_people(st, seen, p, e);
    if (!s) s = load_names(st, p, e);
    if (!s) s = load_accounts(st, p, e);
    if (!s) s = load_more(st, p, e);
    if (!s) s = load_said(st, p, e);
    if (!s) s = load_claims(st, p, e);
    if (s) return s;
    struct identity_options o = IDENTITY_OPTIONS;
    o.fresh_from = p->fresh_from;
    o.linked = p->link[LINKED];
    o.linked_count = p->link_count[LINKED];
    o.apart = p->link[APART];
    o.apart_count = p->link_count[APART];
    o.never = p->link[NEVER];
    o.never_count = p->link_count[NEVER];
    o.open = p->link[OPEN];
    o.open_count = p->link_count[OPEN];
    p->company = company_new(st, p->node, p->n, &p->a);
    const struct identity_company company = {company_shared, p->company};
    o.company = &company;
    struct identity got;
    identity_match(p->entry, p->n, &o, &p->a, &got);
    const struct judged joined = {got.joined, got.joined_count, "joined", now_s};
    const struct judged open = {got.proposed, got.proposed_count, "open", now_s};
    s = put_pairs(st, p, &joined, &ret->joined, e);
    if (!s) s = put_pairs(st, p, &open, &ret->proposed, e);
    if (!s) s = company_status(p->company, e);
    if (!s) s = mark_robots(st, p, &got, &ret->robots, e);
    return s ? s : same_apply(st, e);
}

static enum status set_seen(struct store *st, int64_t account, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_do(st, SQL_same_seen_set, account, e);
    if (!s) s = query_open(st, SQL_same_claims_seen, &q, e);
    if (s) return s;
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status same_find(struct store *st, int64_t now_s, struct same_report *ret, struct err *e)
{
    *ret = (struct same_report){0};
    int64_t seen = 0;
    int64_t newest = 0;
    int64_t stated = 0;
    enum status s = one_number(st, SQL_same_seen, &seen, e);
    if (!s) s = one_number(st, SQL_same_newest, &newest, e);
    if (!s) s = one_number(st, SQL_same_stated_count, &stated, e);
    if (s || (seen >= newest && !stated)) return s;
    struct people p = {0};
    s = store_begin(st, e);
    if (!s) s = find_all(st, &p, seen, now_s, ret, e);
    if (!s) s = set_seen(st, newest, e);
    arena_free(&p.a);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* keep_org.c - listen: what does one row of a table of organisations become?
 *
 * What others have said stays: a domain is whose it was, a part is a part of what it was said to be
 * a part of. Two of one source that share a domain are often a company and its parts: it is the
 * company's then. */
#include "listen/handle.h"
#include "listen/identity_int.h"
#include "listen/keep.h"
#include "listen/org.h"

/* What waits for all rows: a parent may stand below its parts. Lives in k->a. */
struct waiting_org {
    int64_t id, parent;
    struct str parent_ref;
    struct str *domains;
    size_t domain_count;
};

/* ---- a row ---- */

static struct waiting_org *wait_for(struct keep *k, int64_t id)
{
    if (k->org_count == k->org_room) {
        size_t wider = k->org_room ? k->org_room * 2 : 256;
        k->orgs = arena_grow(k->a, k->orgs, k->org_room * sizeof *k->orgs, wider * sizeof *k->orgs);
        k->org_room = wider;
    }
    k->orgs[k->org_count] = (struct waiting_org){.id = id};
    return &k->orgs[k->org_count++];
}

static enum status keep_aliases(struct keep *k, const struct org_row *row, int64_t id,
                                struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < row->alias_count && !s; i++) {
        int64_t other = 0;
        s = org_called(&k->persons, id, row->aliases[i], &other, e);
        k->org_aliases_taken += !s && other;
    }
    return s;
}

static enum status keep_domains(struct keep *k, const struct org_row *row, struct waiting_org *w,
                                bool *ret_new, struct err *e)
{
    enum status s = OK;
    w->domains = arena_new(k->a, struct str, row->domain_count);
    for (size_t i = 0; i < row->domain_count && !s; i++) {
        int64_t owner = 0;
        if (domain_is_provider(row->domains[i])) {
            k->org_domains_of_all++;
            continue;
        }
        w->domains[w->domain_count++] = keep_text(k, row->domains[i]);
        s = stmts_ask_str(&k->stmts, SQL_org_of_domain, row->domains[i], &owner, e);
        if (!owner) *ret_new = true;
    }
    return s;
}

static enum status keep_country(struct keep *k, int64_t id, struct str country, bool *ret_new,
                                struct err *e)
{
    struct query *q = NULL;
    if (!country.len) return OK;
    enum status s = stmts_use(&k->stmts, SQL_node_set_country, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    query_bind_str(q, 2, keep_country_code(k, country));
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    return s;
}

enum status keep_org(struct keep *k, const struct org_row *row, bool *ret_new, struct err *e)
{
    int64_t id = 0;
    int64_t parent = 0;
    int64_t now = 0;
    enum status s = org_of(&k->persons, row->name, &id, e);
    if (!s && !id) {
        s = err_set(e, BAD_INPUT, "name '%.*s', want one with letters in it",
                    STR_ARG(utf8_head(row->name, 80)));
    }
    if (!s) s = keep_aliases(k, row, id, e);
    if (!s) s = keep_country(k, id, row->country, ret_new, e);
    if (!s) s = org_of(&k->persons, row->parent, &parent, e);
    if (!s && (parent || row->parent_ref.len))
        s = stmts_ask(&k->stmts, SQL_org_parent_of, id, &now, e);
    if (s) return s;
    if (row->ref.len) (void)map_put(&k->org_refs, row->ref, id, NULL);
    if (!parent && !row->parent_ref.len && !row->domain_count) return OK;
    struct waiting_org *w = wait_for(k, id);
    w->parent = parent;
    w->parent_ref = keep_text(k, row->parent_ref);
    if (parent && !now) *ret_new = true;
    return keep_domains(k, row, w, ret_new, e);
}

/* ---- all rows ---- */

static enum status finish_parent(struct keep *k, const struct waiting_org *w, struct err *e)
{
    int64_t now = 0;
    int64_t parent = w->parent;
    if (!parent && w->parent_ref.len) {
        const int64_t *at = map_get(&k->org_refs, w->parent_ref);
        if (!at) k->org_parents_missing++;
        if (at) parent = *at;
    }
    if (!parent) return OK;
    enum status s = stmts_ask(&k->stmts, SQL_org_parent_of, w->id, &now, e);
    if (s || now == parent) return s;
    if (now) {
        k->org_parents_other++;
        return OK;
    }
    s = org_parent(k->st, w->id, parent, e);
    if (s != BAD_INPUT) return s;
    k->org_loops++;
    *e = (struct err){{0}};
    return OK;
}

/* Is `org` what this one is a part of? */
static enum status is_above(struct keep *k, int64_t org, int64_t part, bool *ret, struct err *e)
{
    enum status s = OK;
    *ret = false;
    while (!s && part && part != org)
        s = stmts_ask(&k->stmts, SQL_org_parent_of, part, &part, e);
    *ret = !s && part == org;
    return s;
}

static enum status give(struct keep *k, struct str domain, int64_t org, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_org_domain_put, &q, e);
    if (s) return s;
    query_bind_str(q, 1, domain);
    query_bind_i64(q, 2, org);
    (void)map_put(&k->org_domains, domain, org, NULL);
    return query_run(q, e);
}

static enum status finish_domain(struct keep *k, int64_t org, struct str domain, struct err *e)
{
    int64_t owner = 0;
    bool above = false;
    enum status s = stmts_ask_str(&k->stmts, SQL_org_of_domain, domain, &owner, e);
    if (s || owner == org) return s;
    if (!owner) return give(k, domain, org, e);
    if (map_get(&k->org_domains, domain)) s = is_above(k, org, owner, &above, e);
    if (!s && above) return give(k, domain, org, e);
    k->org_domains_other++;
    return s;
}

enum status orgs_finish(struct keep *k, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < k->org_count && !s; i++)
        s = finish_parent(k, &k->orgs[i], e);
    for (size_t i = 0; i < k->org_count && !s; i++) {
        const struct waiting_org *w = &k->orgs[i];
        for (size_t j = 0; j < w->domain_count && !s; j++)
            s = finish_domain(k, w->id, w->domains[j], e);
    }
    return s;
}

/* wish.c - verb: who may be chosen, who must, at what cost? */
#include "verb/wish.h"

#include "base/limits.h"
#include "find/people.h"
#include "verb/costs.h"
#include "verb/quota.h"

#include <string.h>

static enum status narrow(struct request *r, const struct scope *sc, struct table *t,
                          struct wish *w, struct err *e)
{
    size_t n = sc->scene.node_count;
    bool *only = NULL;
    enum status s = OK;
    w->allowed = arena_new(r->a, bool, n);
    w->excluded = arena_new(r->a, bool, n);
    if (request_has(r, "only")) s = scope_people(r, sc, request_value(r, "only"), t, &only, e);
    if (s) return err_in(e, s, "--only");
    for (size_t i = 0; i < n; i++)
        w->allowed[i] = !only || only[i];
    for (const char *const *v = request_values(r, "exclude"); *v; v++) {
        bool *out = NULL;
        s = scope_people(r, sc, str_of(*v), t, &out, e);
        if (s) return err_in(e, s, "--exclude");
        for (size_t i = 0; i < n; i++) {
            w->excluded[i] = w->excluded[i] || out[i];
            w->allowed[i] = w->allowed[i] && !out[i];
        }
    }
    return OK;
}

static void include(struct wish *w, uint32_t node)
{
    for (size_t i = 0; i < w->include_count; i++) {
        if (w->include[i] == node) return;
    }
    w->include[w->include_count++] = node;
}

static enum status include_one(struct request *r, const struct scope *sc, struct wish *w,
                               uint32_t node, struct err *e)
{
    if (w->excluded[node]) {
        struct card card;
        enum status s = scope_card(r, sc, node, &card, e);
        if (s) return s;
        return err_set(e, BAD_USAGE,
                       "--include and --exclude both name %.*s (%.*s); leave them out of one",
                       STR_ARG(card.name), STR_ARG(card.id));
    }
    include(w, node);
    return OK;
}

/* Nobody outside the market can be included: no figure says what they would add. */
static enum status include_all(struct request *r, const struct scope *sc, struct table *t,
                               struct wish *w, struct err *e)
{
    w->include = arena_new(r->a, uint32_t, sc->scene.node_count + 1);
    for (const char *const *v = request_values(r, "include"); *v; v++) {
        bool *in = NULL;
        size_t before = w->include_count;
        enum status s = scope_people(r, sc, str_of(*v), t, &in, e);
        if (s) return err_in(e, s, "--include");
        for (uint32_t i = 0; i < sc->scene.node_count && !s; i++) {
            if (in[i] && sc->scene.node_type[i] == NODE_PERSON) s = include_one(r, sc, w, i, e);
        }
        if (s) return s;
        if (w->include_count == before) {
            return err_set(e, NOT_FOUND, "--include '%s' names nobody of this market", *v);
        }
    }
    return OK;
}

static enum status honour(struct request *r, const struct scope *sc, struct table *t,
                          struct wish *w, struct err *e)
{
    enum status s = decisions_load(r->st, sc->market.id, r->a, &w->decisions, e);
    for (size_t i = 0; i < w->decisions.count && !s; i++) {
        const struct decided *d = &w->decisions.one[i];
        uint32_t node = scope_node(sc, d->node);
        bool veto = str_is(d->kind, "veto");
        if (node != UINT32_MAX) {
            if (veto) {
                w->allowed[node] = false;
            } else {
                include(w, node);
            }
        }
        struct card card;
        s = card_load(r->st, d->node, r->a, &card, e);
        if (s) break;
        if (veto) {
            table_note(t, "%.*s has a veto: %.*s.", STR_ARG(card.name), STR_ARG(d->reason));
        } else if (node == UINT32_MAX) {
            table_note(t, "%.*s is decided for, but nothing in this market names them.",
                       STR_ARG(card.name));
        }
    }
    return s;
}

/* 'analyst>=2': what stands before the comparison is a category, or a people query. */
static enum status read_quota(struct request *r, const struct scope *sc, struct str rule,
                              struct table *t, struct quota *ret, struct err *e)
{
    struct quota_rule read;
    enum status s = quota_read(rule, CHOOSE_MAX, &read, e);
    if (s) return s;
    struct str who = read.who;
    bool query = str_find(who, ':') < who.len || str_find(who, ' ') < who.len;
    if (!query) who = str_printf(r->a, "category:%.*s", STR_ARG(who));
    bool *member = NULL;
    s = scope_people(r, sc, who, t, &member, e);
    if (s) return err_in(e, s, "--quota");
    *ret = (struct quota){
        .member = member,
        .least = read.least,
        .most = read.most,
        .name = rule,
    };
    return OK;
}

enum status wish_read(struct request *r, const struct scope *sc, struct table *t, struct wish *w,
                      struct err *e)
{
    int64_t k = 3;
    double budget = 0;
    enum status s = request_i64(r, "picks", 1, CHOOSE_MAX, &k, e);
    if (!s) s = request_double(r, "budget", 0, 1e15, &budget, e);
    if (!s && budget > 0 && !request_has(r, "cost") && !request_has(r, "costs")) {
        s = err_set(e, BAD_USAGE,
                    "--budget wants to know what each costs; give --cost FILE, or --costs, too");
    }
    if (!s && request_has(r, "cost") && request_has(r, "costs")) {
        s = err_set(e, BAD_USAGE, "want one of --cost and --costs");
    }
    if (!s) s = narrow(r, sc, t, w, e);
    if (!s) s = include_all(r, sc, t, w, e);
    if (!s) s = honour(r, sc, t, w, e);
    w->quota = arena_new(r->a, struct quota, r->given_count + 1);
    for (const char *const *v = request_values(r, "quota"); *v && !s; v++) {
        s = read_quota(r, sc, str_of(*v), t, &w->quota[w->quota_count++], e);
    }
    w->o = (struct choose_options){
        .k = (size_t)k,
        .allowed = w->allowed,
        .include = w->include,
        .include_count = w->include_count,
        .budget = budget,
        .quota = w->quota,
        .quota_count = w->quota_count,
        .seed = r->seed,
        .threads = r->threads,
        .progress = r->progress,
    };
    const char *path = request_path(r, "cost");
    if (!s && path) s = costs_load(r, sc, path, &w->o.cost, e);
    if (!s && request_has(r, "costs")) {
        s = costs_read(r, sc, request_value(r, "costs"), &w->o.cost, e);
    }
    return s;
}

/* voiced.c - verb: whose voices are asked for, and beside whom? */
#include "verb/voiced.h"

#include "base/limits.h"
#include "store/query.h"
#include "verb/decided.h"
#include "verb/remark.h"

#include <math.h>
#include <stdlib.h>

/* A name, a handle, an id; else a people query. */
static enum status read_people(struct request *r, struct str who, struct table *t,
                               struct voiced *ret, struct err *e)
{
    int64_t node = 0;
    struct err as_query = {0};
    enum status s = person_find(r->st, who, r->a, &node, e);
    if (s == OK) {
        ret->one = true;
        ret->asked.id = arena_new(r->a, int64_t, 1);
        ret->asked.id[0] = node;
        ret->asked.count = 1;
        return OK;
    }
    if (s != NOT_FOUND) return s;
    enum status as = people_remarked(r, who, t, &ret->asked, &as_query);
    if (as || !ret->asked.count) return s;
    *e = (struct err){0};
    return OK;
}

static int id_cmp(const void *left, const void *right)
{
    const int64_t *l = left;
    const int64_t *r = right;
    return *l < *r ? -1 : *l > *r;
}

static enum status read_accepted(struct request *r, struct voiced *v, struct err *e)
{
    struct decisions d;
    enum status s = decisions_load(r->st, v->sc.market.id, r->a, &d, e);
    if (!s) s = scope_rank(r, &v->sc, e);
    if (s) return s;
    v->accepted.id = arena_new(r->a, int64_t, d.count + VOICES_ACCEPTED_MAX);
    for (size_t i = 0; i < d.count; i++) {
        if (!str_is(d.one[i].kind, "veto")) v->accepted.id[v->accepted.count++] = d.one[i].node;
    }
    v->decided = v->accepted.count > 0;
    const struct findings *f = &v->sc.findings;
    for (size_t i = 0; !v->decided && f->ranked && i < f->count && i < VOICES_ACCEPTED_MAX; i++)
        v->accepted.id[v->accepted.count++] = v->sc.scene.node_id[f->person[i].node];
    if (v->accepted.count > 1) {
        qsort(v->accepted.id, v->accepted.count, sizeof *v->accepted.id, id_cmp);
    }
    return OK;
}

enum status voiced_load(struct request *r, struct str who, struct table *t, struct voiced *ret,
                        struct err *e)
{
    struct str market = request_value(r, "market");
    struct node_set audience = {0};
    *ret = (struct voiced){.in_market = market.p != NULL};
    enum status s = read_people(r, who, t, ret, e);
    if (!s && ret->in_market) s = scope_load(r, market, &ret->sc, e);
    if (!s && ret->in_market) s = read_accepted(r, ret, e);
    if (!s && ret->in_market) s = people_find(r->st, ret->sc.market.audience, r->a, &audience, e);
    if (s) return s;
    struct voice_scope scope = {
        .market = ret->in_market ? &ret->sc.scene.market : NULL,
        .asked = ret->asked.id,
        .asked_count = ret->asked.count,
        .accepted = ret->accepted.id,
        .accepted_count = ret->accepted.count,
        .audience = ret->in_market ? &audience : NULL,
        .dictionaries = request_path(r, "dictionaries"),
        .seed = r->seed,
        .progress = r->progress,
    };
    return voices_load(r->st, &scope, r->a, &ret->voices, e);
}

void voiced_facts(struct request *r, struct table *t, const struct voiced *v)
{
    if (v->in_market) {
        table_fact(t, "market", NULL, cell_text(v->sc.market.name), 0);
        table_fact(t, "topic", NULL, cell_text(v->sc.market.topic), 0);
        table_fact(t, "audience", NULL, cell_text(v->sc.market.audience), 0);
    }
    table_fact(t, "as_of", NULL, cell_time(v->voices.as_of_s), 0);
    table_fact(t, "model", NULL, cell_text(STR("kith-voice 1")), 0);
    table_fact(t, "level", NULL, cell_real(VOICE_LEVEL), 2);
    table_fact(t, "seed", NULL, cell_int((int64_t)r->seed), 0);
    table_fact(t, "accepted", NULL, cell_int((int64_t)v->accepted.count), 0);
    table_fact(t, "dictionary", NULL,
               cell_text(v->voices.dictionary.len ? v->voices.dictionary : STR_NONE), 0);
    if (!v->in_market) {
        table_note(t, "No market, so no band to stand in: --market MARKET.");
    } else if (!v->accepted.count) {
        table_note(t,
                   "Nobody is ranked or decided for in '%.*s', so there is no band: "
                   "kith decide, or more buyers heard.",
                   STR_ARG(v->sc.market.name));
    }
}

void voiced_cells(const struct voiced *v, const struct voice *one, enum voice_measure m,
                  struct cell *row)
{
    const struct voice_norm *norm = &v->voices.norm[m];
    if (one) {
        struct voice_value x = voice_measure(&v->voices, one, m, VOICE_ALL);
        row[3] = cell_int((int64_t)x.n);
        if (x.enough && !norm->dropped) {
            row[0] = cell_real(x.value);
            /* The longest of all that were seen is what it is, and so is when it began. */
            bool exact = m == VOICE_GAP_LONGEST || m == VOICE_YEARS;
            row[1] = cell_real(exact ? x.value : x.lo);
            row[2] = cell_real(exact ? x.value : x.hi);
        }
    }
    if (!norm->dropped) {
        row[4] = cell_real(norm->lo);
        row[5] = cell_real(norm->hi);
    }
    row[6] = cell_int((int64_t)norm->people);
    row[7] = cell_real(norm->r);
}

struct str voiced_why(struct request *r, const struct voiced *v, const struct voice *one,
                      enum voice_measure m)
{
    const struct measure_info *info = &measure_infos[m];
    const struct voice_norm *norm = &v->voices.norm[m];
    if (!one || !one->docs) return STR("too little to measure: no text of theirs is here");
    if (m == VOICE_UNKNOWN && !one->of[m].measured) {
        return str_printf(r->a, "not measured: %.*s", STR_ARG(v->voices.no_dictionary));
    }
    if (!one->of[m].measured) return str_printf(r->a, "not measured: %s", info->without);
    if (!voice_measure(&v->voices, one, m, VOICE_ALL).enough) {
        return str_printf(r->a, "too little to measure: %zu docs, %zu words, %zu %s", one->docs,
                          one->words, one->of[m].count, info->of);
    }
    if (!norm->dropped) return STR("");
    if (isnan(norm->r)) return STR("dropped here: all are alike in it");
    return str_printf(r->a, "dropped here: odd and even halves agree by r = %.2f only (%zu people)",
                      norm->r, norm->r_people);
}

enum status verdicts_load(struct request *r, int64_t node, struct verdict ret[], struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_judgements_of, &q, e);
    bool seen[FACET_COUNT] = {false};
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        enum quality of = quality_of(query_str(q, 0));
        if (of == FACET_COUNT || seen[of]) continue;
        seen[of] = true;
        if (str_is(query_str(q, 1), "clear")) continue;
        ret[of] = (struct verdict){str_copy(r->a, query_str(q, 1)), str_copy(r->a, query_str(q, 2)),
                                   str_copy(r->a, query_str(q, 3)), query_time(q, 4)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

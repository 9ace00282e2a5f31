/* voice_heed.c - measure: what did others make of what a person said, and whom do they name? */
#include "measure/voice_int.h"

#include "base/limits.h"
#include "find/behaviour.h"

#include <math.h>

enum { TERMS = 8 };

struct act { /* one row */
    int verb;
    uint32_t from, to;
    size_t doc;
};

struct heeding {
    struct voice_work *w;
    struct idmap named;   /* doc and person */
    struct idmap engaged; /* voice and person */
    struct node_set segment[SEGMENTS_MAX];
    double *in; /* [voices * segments] distinct people who heeded them */
    size_t segments;
    bool any_share;
};

static bool names_somebody(int verb)
{
    return verb == VERB_MENTIONED || verb == VERB_CITED || verb == VERB_SHARED ||
           verb == VERB_THANKED || verb == VERB_INTRODUCED || verb == VERB_NAMED;
}

static bool idmap_first(struct idmap *m, uint32_t left, uint32_t right)
{
    int64_t key = (int64_t)(((uint64_t)left << 32) | right);
    if (idmap_get(m, key) != UINT32_MAX) return false;
    (void)idmap_put(m, key, 1);
    return true;
}

/* Accepted or thanked: that doc, or the one it answers. */
static void mark(struct voice_work *w, const struct act *x)
{
    if (w->author[x->doc] == x->to) w->flag[x->doc] |= DOC_MARKED;
    uint32_t p = w->parent[x->doc];
    if (w->author[x->doc] == x->from && p && w->author[p] == x->to) w->flag[p] |= DOC_MARKED;
}

static void engage(struct heeding *h, const struct act *x)
{
    struct voice_work *w = h->w;
    uint32_t voice = w->voice[x->to];
    if (!voice || !h->segments || !idmap_first(&h->engaged, voice, x->from)) return;
    for (size_t k = 0; k < h->segments; k++)
        h->in[(voice - 1) * h->segments + k] += node_set_has(&h->segment[k], x->from);
}

static void take_act(struct heeding *h, const struct act *x)
{
    struct voice_work *w = h->w;
    if (x->from == x->to || !x->from || !x->to) return;
    engage(h, x);
    if (!x->doc || x->doc >= w->doc_room || !voice_doc_is(w, x->doc, DOC_IN)) return;
    if (x->verb == VERB_ACCEPTED || x->verb == VERB_THANKED) mark(w, x);
    if (x->verb == VERB_SHARED && w->author[x->doc] == x->to && w->shares[x->doc] < UINT16_MAX) {
        w->shares[x->doc]++;
        h->any_share = true;
    }
    bool own = w->author[x->doc] == x->from && voice_of_doc(w, x->doc);
    bool person = w->nodes.type[x->to] == NODE_PERSON;
    if (own && person && names_somebody(x->verb) &&
        idmap_first(&h->named, (uint32_t)x->doc, x->to)) {
        w->credits[x->doc]++;
    }
}

static enum status find_segments(struct heeding *h, struct err *e)
{
    const struct market *m = h->w->scope->market;
    enum status s = OK;
    if (!m || m->segment_count < 2) return OK;
    for (size_t i = 0; !s && i < m->segment_count; i++)
        s = people_find(h->w->st, m->segment[i].query, h->w->scratch, &h->segment[i], e);
    h->segments = m->segment_count;
    h->in = arena_new(h->w->scratch, double, h->w->ret->count * h->segments);
    return s;
}

static void put_units(struct heeding *h)
{
    struct voice_work *w = h->w;
    for (size_t v = 0; v < w->ret->count && h->segments; v++) {
        for (size_t k = 0; k < h->segments; k++) {
            double size = (double)h->segment[k].count;
            struct voice_unit u = {h->in[v * h->segments + k], size, 0, 0};
            if (size > 0) voice_unit_add(w, (uint32_t)v, VOICE_SPREAD, u);
        }
    }
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || !voice_doc_is(w, d, DOC_TEXT)) continue;
        bool linked = voice_doc_is(w, d, DOC_LINKS);
        voice_unit_add(w, voice - 1, VOICE_LINKED, (struct voice_unit){linked, 1, 0, (int64_t)d});
        voice_unit_add(w, voice - 1, VOICE_LINKS,
                       (struct voice_unit){w->links[d], 1, 0, (int64_t)d});
        voice_unit_add(w, voice - 1, VOICE_CREDITED,
                       (struct voice_unit){w->credits[d], 1, 0, (int64_t)d});
        bool topic = voice_doc_is(w, d, DOC_TOPIC);
        voice_unit_add(w, voice - 1, VOICE_ON_TOPIC, (struct voice_unit){topic, 1, 0, (int64_t)d});
    }
    voice_can(w, VOICE_SPREAD, h->segments > 0);
    voice_can(w, VOICE_SHARED, h->any_share);
    voice_can(w, VOICE_ON_TOPIC, w->scope->market && w->scope->market->topic.len);
}

enum status voice_heeds_read(struct voice_work *w, struct err *e)
{
    struct heeding h = {
        .w = w, .named = idmap_new(w->scratch, 64), .engaged = idmap_new(w->scratch, 64)};
    struct query *q = NULL;
    enum status s = find_segments(&h, e);
    if (!s) s = query_open(w->st, SQL_voice_heeds, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct act x = {.verb = (int)query_i64(q, 0),
                        .from = nodes_behind(&w->nodes, query_i64(q, 1)),
                        .to = nodes_behind(&w->nodes, query_i64(q, 2)),
                        .doc = (size_t)query_i64(q, 3)};
        take_act(&h, &x);
    }
    query_close(q);
    if (s != DONE) return s;
    put_units(&h);
    return OK;
}

/* ---- shares, given what does not make a text better ---- */

static void terms_of(const struct voice_work *w, size_t d, double followers, double x[TERMS])
{
    int64_t hour = ((w->at[d] % DAY_S) + DAY_S) % DAY_S / (DAY_S / 4);
    bool timed = w->at[d] != TIME_NONE;
    x[0] = 1;
    x[1] = log1p(w->words[d]);
    x[2] = voice_doc_is(w, d, DOC_TOPIC);
    x[3] = isfinite(followers) && followers > 0 ? log1p(followers) : 0;
    x[4] = !isfinite(followers);
    for (int k = 0; k < 3; k++)
        x[5 + k] = timed && hour == k + 1;
}

/* Least squares by Gauss and Jordan; a term that says nothing new gets 0. */
static void solve(double a[TERMS][TERMS + 1], double ret[TERMS])
{
    bool used[TERMS] = {false};
    for (int k = 0; k < TERMS; k++) {
        if (fabs(a[k][k]) < 1e-9) continue;
        used[k] = true;
        for (int r = 0; r < TERMS; r++) {
            double f = a[r][k] / a[k][k];
            for (int c = k; c <= TERMS && r != k; c++)
                a[r][c] -= f * a[k][c];
        }
    }
    for (int k = 0; k < TERMS; k++)
        ret[k] = used[k] ? a[k][TERMS] / a[k][k] : 0;
}

static void take_shares(struct voice_work *w, const double *followers)
{
    double a[TERMS][TERMS + 1] = {{0}};
    double beta[TERMS];
    double x[TERMS];
    for (size_t d = 1; d < w->doc_room; d++) {
        if (!w->author[d] || !voice_doc_is(w, d, DOC_IN | DOC_TEXT)) continue;
        terms_of(w, d, followers[w->author[d]], x);
        for (int r = 0; r < TERMS; r++) {
            for (int c = 0; c < TERMS; c++)
                a[r][c] += x[r] * x[c];
            a[r][TERMS] += x[r] * log1p(w->shares[d]);
        }
    }
    solve(a, beta);
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || !voice_doc_is(w, d, DOC_TEXT)) continue;
        double left = log1p(w->shares[d]);
        terms_of(w, d, followers[w->author[d]], x);
        for (int k = 0; k < TERMS; k++)
            left -= beta[k] * x[k];
        voice_unit_add(w, voice - 1, VOICE_SHARED, (struct voice_unit){left, 1, 0, (int64_t)d});
    }
}

enum status voice_shares_finish(struct voice_work *w, struct err *e)
{
    struct behaviours b;
    enum status s = behaviours_load(w->st, &w->nodes, 1U << BEHAVIOUR_FOLLOWERS, w->scratch, &b, e);
    if (!s) take_shares(w, b.value[BEHAVIOUR_FOLLOWERS]);
    return s;
}

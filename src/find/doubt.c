/* doubt.c - find: what about the attention a person gets looks made? */
#include "find/doubt.h"

#include "find/doubt_int.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

const char *const doubt_names[DOUBT_COUNT] = {
    [DOUBT_FANS] = "empty-fans", [DOUBT_BURST] = "burst",   [DOUBT_RING] = "ring",
    [DOUBT_CLOCK] = "clockwork", [DOUBT_COPIED] = "copied", [DOUBT_ANSWERS] = "same-answers",
};

void doubt_add(struct doubt_list *l, const struct doubt *d)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 32;
        l->doubt = arena_grow(l->a, l->doubt, l->room * sizeof *l->doubt, room * sizeof *l->doubt);
        l->room = room;
    }
    l->doubt[l->count++] = *d;
}

bool beyond_chance(double k, double n, double p)
{
    double q = k / n;
    if (!(q > p)) return false;
    if (!(p > 0.0)) return true;
    double apart = q * log(q / p) + (q < 1.0 ? (1.0 - q) * log((1.0 - q) / (1.0 - p)) : 0.0);
    return n * apart > -log(DOUBT_P);
}

/* ---- fans ---- */

static bool is_fan(const struct scene *sc, const struct heed *h)
{
    if (h->sign < 0 || h->curated || h->from == h->to || sc->staff[h->from]) return false;
    if (sc->node_type[h->from] != NODE_PERSON || !node_is_candidate(sc, h->to)) return false;
    return sc->everyone || !(sc->buyer[h->from] > 0.0);
}

/* The earliest of each pair, as heeds are by (from, to, at); fan[] by person is filled on a second
 * call, with first[] kept one place ahead. */
static void fans_pass(const struct scene *sc, size_t *first, struct fan *fan, size_t *to_first,
                      uint32_t *to)
{
    const struct heed *last = NULL;
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!is_fan(sc, h)) continue;
        if (last && last->from == h->from && last->to == h->to) continue;
        last = h;
        if (fan) {
            fan[first[h->to + 1]++] = (struct fan){h->at_s, h->from};
            to[n++] = h->to;
        } else {
            first[h->to + 2]++;
            to_first[h->from + 1]++;
        }
    }
}

static void fans_facts(const struct scene *sc, struct arena *a, struct fans *f)
{
    bool *empty = arena_new(a, bool, sc->node_count);
    int64_t *seen = arena_new(a, int64_t, sc->node_count);
    for (size_t v = 0; v < sc->node_count; v++) {
        empty[v] = sc->said[v] == 0;
        seen[v] = INT64_MAX;
    }
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->sign >= 0) empty[h->to] = false;
        if (h->at_s < seen[h->from]) seen[h->from] = h->at_s;
        if (h->at_s < seen[h->to]) seen[h->to] = h->at_s;
    }
    f->empty = empty;
    f->seen_s = seen;
}

static struct fans fans_find(const struct scene *sc, struct arena *a)
{
    size_t n = sc->node_count;
    size_t *first = arena_new(a, size_t, n + 2);
    size_t *to_first = arena_new(a, size_t, n + 1);
    fans_pass(sc, first, NULL, to_first, NULL);
    for (size_t v = 0; v < n; v++) {
        first[v + 2] += first[v + 1]; /* first[v + 1] is where v's fans begin, until they are in */
        to_first[v + 1] += to_first[v];
    }
    struct fan *fan = arena_new(a, struct fan, to_first[n]);
    uint32_t *to = arena_new(a, uint32_t, to_first[n]);
    fans_pass(sc, first, fan, to_first, to);
    struct fans f = {
        .scene = sc, .first = first, .fan = fan, .to_first = to_first, .to = to, .a = a};
    fans_facts(sc, a, &f);
    return f;
}

/* ---- empty fans ---- */

static void empties_find(const struct fans *f, struct doubt_list *ret)
{
    size_t n = f->scene->node_count;
    uint32_t *some = arena_new(f->a, uint32_t, n);
    double all_some = 0.0;
    for (size_t v = 0; v < n; v++) {
        for (size_t i = f->first[v]; i < f->first[v + 1]; i++)
            some[v] += f->empty[f->fan[i].from];
        all_some += some[v];
    }
    for (size_t v = 0; v < n; v++) {
        double of = (double)(f->first[v + 1] - f->first[v]);
        if (of < DOUBT_FANS_MIN || !(some[v] > DOUBT_EMPTY * of)) continue;
        double others = (double)f->first[n] - of;
        double expected = (all_some - some[v] + 1.0) / (others + 2.0); /* Laplace: unknown is 1/2 */
        if (of - some[v] > DOUBT_FULL * (1.0 - expected) * of) continue;
        if (!beyond_chance(some[v], of, expected)) continue;
        struct doubt d = {.node = (uint32_t)v,
                          .kind = DOUBT_FANS,
                          .some = some[v],
                          .of = (uint32_t)of,
                          .expected = expected};
        doubt_add(ret, &d);
    }
}

/* ---- all of them ---- */

static int doubt_cmp(const void *left, const void *right)
{
    const struct doubt *l = left;
    const struct doubt *r = right;
    if (l->node != r->node) return l->node < r->node ? -1 : 1;
    if (l->kind != r->kind) return l->kind < r->kind ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->group < r->group ? -1 : l->group > r->group;
}

static void heeds_look(const struct scene *sc, struct doubt_list *ret)
{
    struct arena scratch = {0};
    struct fans f = fans_find(sc, &scratch);
    empties_find(&f, ret);
    bursts_find(&f, ret);
    rings_find(&f, ret);
    clocks_find(&f, ret);
    answers_find(&f, ret);
    arena_free(&scratch);
}

static void doubts_close(struct doubt_list *l, struct doubts *ret)
{
    if (l->count) qsort(l->doubt, l->count, sizeof *l->doubt, doubt_cmp);
    ret->doubt = l->doubt;
    ret->count = l->count;
}

void doubts_of_heeds(const struct scene *sc, struct arena *a, struct doubts *ret)
{
    struct doubt_list l = {.a = a};
    *ret = (struct doubts){0};
    heeds_look(sc, &l);
    doubts_close(&l, ret);
}

enum status doubts_find(struct store *st, const struct scene *sc, struct arena *a,
                        struct doubts *ret, struct err *e)
{
    struct doubt_list l = {.a = a};
    struct doubts d = {0};
    heeds_look(sc, &l);
    enum status s = copies_find(st, sc, &l, &d.docs_left, e);
    if (s) return s;
    doubts_close(&l, &d);
    *ret = d;
    return OK;
}

const struct doubt *doubts_of(const struct doubts *d, uint32_t node, size_t *ret_count)
{
    size_t lo = 0;
    for (size_t hi = d->count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (d->doubt[mid].node < node) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    size_t end = lo;
    while (end < d->count && d->doubt[end].node == node)
        end++;
    *ret_count = end - lo;
    return d->doubt + lo;
}

struct str doubt_sentence(struct arena *a, const struct doubt *d)
{
    switch ((enum doubt_kind)d->kind) {
    case DOUBT_FANS:
        return str_printf(a,
                          "%u of %u who heed them are heeded by nobody and said nothing; of those "
                          "who heed others %.0f %% are such",
                          d->some, d->of, 100.0 * d->expected);
    case DOUBT_BURST:
        return str_printf(a,
                          "%u people began to heed them in the week from %.*s, where %.1f were to "
                          "be expected, and %u of these had not been seen before",
                          d->of, STR_ARG(time_day(a, d->at_s)), d->expected, d->some);
    case DOUBT_RING:
        return str_printf(a,
                          "one of %u who heed each other and whom hardly anybody else heeds; with "
                          "%u of these it goes both ways",
                          d->of, d->some);
    case DOUBT_CLOCK:
        return str_printf(a,
                          "%u of %u times the next who heeds them came exactly %lld seconds "
                          "after the one before",
                          d->some, d->of, (long long)d->at_s);
    case DOUBT_COPIED:
        return str_printf(a, "%u of their texts, word for word or nearly, in %u accounts", d->some,
                          d->of);
    case DOUBT_ANSWERS:
        return str_printf(a,
                          "%u of %u respondents of the survey %.*s name the same %u and nobody "
                          "else, where %.1f were to be expected by how often each is named",
                          d->some, d->of, STR_ARG(d->survey), d->names, d->expected);
    case DOUBT_COUNT:
        break;
    }
    return STR("");
}

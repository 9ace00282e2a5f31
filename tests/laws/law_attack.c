/* law_attack.c - tests: what bought, made and lying attention may change, in any market */
#include "helpers.h"
#include "laws.h"
#include "random_market.h"

#include "base/limits.h"
#include "find/doubt.h"
#include "find/opinion.h"
#include "find/prior.h"
#include "find/trust.h"
#include "find/votes.h"

enum { FANS_FEW = 100, FANS_SOME = 1000, FANS_MANY = 10000, FAN_ROUNDS = 3 };

static struct findings figures(struct arena *a, const struct scene *sc, bool intervals)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    o.seed = seed_of_run();
    o.without_intervals = !intervals;
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

static const struct person_reach *found(const struct findings *f, uint32_t node)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->person[i].node == node) return &f->person[i];
    }
    return NULL;
}

/* Bit for bit; NAN is like NAN. */
static bool same(double l, double r)
{
    return memcmp(&l, &r, sizeof l) == 0;
}

static bool same_figures(const struct findings *l, const struct findings *r)
{
    bool ok = l->count == r->count && same(l->prior.kappa, r->prior.kappa) &&
              l->prior.family == r->prior.family;
    for (size_t i = 0; ok && i < l->count; i++) {
        const struct person_reach *p = &l->person[i];
        const struct person_reach *q = &r->person[i];
        ok = p->node == q->node && same(p->reach, q->reach) && same(p->lo, q->lo) &&
             same(p->hi, q->hi) && same(p->p_top, q->p_top) && same(p->votes, q->votes) &&
             same(p->prior_part, q->prior_part) && same(p->online_part, q->online_part) &&
             p->place_lo == q->place_lo && p->place_hi == q->place_hi && p->tier == q->tier;
    }
    return ok;
}

static void opinions_of(struct arena *a, const struct scene *sc, const struct findings *f,
                        struct opinions *ret)
{
    opinions_find(sc, f->prior.trust, a, ret);
}

static bool same_opinions(const struct opinions *l, const struct opinions *r)
{
    bool ok = l->count == r->count && same(l->mean, r->mean) && same(l->strength, r->strength);
    for (size_t i = 0; ok && i < l->count; i++)
        ok = memcmp(&l->of[i], &r->of[i], sizeof l->of[i]) == 0;
    return ok;
}

/* Any verb, at any time from years before the market to years after it: dates are free to whoever
 * makes evidence up. */
static void bought(struct made *m, struct rng *r, uint32_t from, uint32_t to)
{
    struct heed *h = made_heed(m, from, any_verb(r), to);
    h->at_s += ((int64_t)rng_below(r, 6000) - 4000) * DAY_S;
    h->sign = rng_below(r, 20) == 0 ? -1 : 1;
}

/* Fans of `nobody`, in rings that heed each other, some of whom heed real people to look real, and
 * praise or smear them. Returns the first; all others follow. */
static uint32_t farm(struct made *m, struct rng *r, uint32_t nobody, uint32_t fans)
{
    uint32_t first = (uint32_t)m->node_count;
    uint32_t ring = 5 + (uint32_t)rng_below(r, 46);
    for (uint32_t i = 0; i < fans; i++)
        (void)made_person(m);
    for (uint32_t i = 0; i < fans; i++) {
        uint32_t place = i % ring;
        bought(m, r, first + i, nobody);
        for (uint32_t k = 1; k <= 3 && i + k < fans && place + k < ring; k++) {
            bought(m, r, first + i, first + i + k);
            bought(m, r, first + i + k, first + i);
        }
        if (i % 3 == 0) bought(m, r, first + i, (uint32_t)rng_below(r, BUYERS + PEOPLE));
    }
    return first;
}

static void with_nobody_duped_no_figure_of_anybody_changes(void **state)
{
    (void)state;
    static const uint32_t fans[] = {FANS_FEW, FANS_SOME, FANS_MANY};
    struct rng r = rng_stream(seed_of_run(), 21);
    for (int round = 0; round < 2 * FAN_ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, round % 2 == 0);
        uint32_t nobody = made_person(&m);
        for (uint32_t i = 0; i < 3; i++)
            heed_at_random(&m, &r, BUYERS + (uint32_t)rng_below(&r, PEOPLE), nobody);
        struct scene *sc = made_scene(&m);
        struct findings before = figures(&a, sc, true);
        struct opinions said;
        opinions_of(&a, sc, &before, &said);
        (void)farm(&m, &r, nobody, fans[round % 3]);
        sc = made_scene(&m);
        struct findings after = figures(&a, sc, true);
        struct opinions said_now;
        opinions_of(&a, sc, &after, &said_now);
        law_holds(same_figures(&before, &after), "fans", round);
        law_holds(same_opinions(&said, &said_now), "praise and smear", round);
        arena_free(&a);
    }
}

static void what_is_said_again_changes_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 22);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        struct scene *sc = made_scene(&m);
        struct findings before = figures(&a, sc, true);
        struct opinions said;
        opinions_of(&a, sc, &before, &said);
        size_t rows = m.heed_count;
        for (size_t i = 0; i < rows; i++) {
            for (uint64_t n = rng_below(&r, 4); n > 0; n--) {
                struct heed again = m.heed[i];
                struct heed *h = made_heed(&m, again.from, again.verb, again.to);
                again.evidence = h->evidence;
                *h = again;
            }
        }
        sc = made_scene(&m);
        struct findings after = figures(&a, sc, true);
        struct opinions said_now;
        opinions_of(&a, sc, &after, &said_now);
        law_holds(same_figures(&before, &after), "said again", round);
        law_holds(same_opinions(&said, &said_now), "said again (opinions)", round);
        arena_free(&a);
    }
}

/* The worst a farm can do with what duped buyers let in: they name its head, who heeds all fans,
 * who heed nobody but their customer. */
static uint32_t duped_farm(struct made *m, uint32_t nobody, uint32_t duped, uint32_t fans)
{
    uint32_t head = made_person(m);
    for (uint32_t i = 0; i < fans; i++) {
        uint32_t fan = made_person(m);
        made_heed(m, head, VERB_NAMED, fan);
        made_heed(m, fan, VERB_NAMED, nobody);
    }
    for (uint32_t i = 0; i < duped; i++)
        made_heed(m, i, VERB_NAMED, head);
    return head;
}

/* What others than the one duped buyer agree on in the farm comes through that buyer's own part of
 * the walk alone; the sixteenth that is left out is made up for. */
static void law_of_one(const struct findings *f, uint32_t head, int round)
{
    struct arena a = {0};
    const double *walk = f->prior.walk;
    const double *agreed = trust_agreed(f->scene, &f->prior.ties, &f->votes, walk, &a);
    double in = 0.0;
    for (size_t v = head; v < f->scene->node_count; v++)
        in += agreed[v];
    double most = walk[0] * TRUST_DAMPING / (1.0 - TRUST_DAMPING);
    law_holds(in <= 1.2 * most + 1e-12, "one duped (agreed)", round);
    arena_free(&a);
}

/* What the walk brings into the farm is at most what the duped buyers had, once a step less. */
static void law_of_walk(const struct findings *f, uint32_t duped, uint32_t head, int round)
{
    double had = 0.0;
    double in = 0.0;
    for (size_t b = 0; b < f->votes.buyer_count; b++) {
        uint32_t node = f->votes.buyer[b];
        if (node >= duped) continue;
        had += f->votes.weight[b] / (double)f->votes.buyer_count + f->prior.walk[node];
    }
    for (size_t v = head; v < f->scene->node_count; v++)
        in += f->prior.walk[v];
    law_holds(in <= had * TRUST_DAMPING / (1.0 - TRUST_DAMPING) + 1e-12, "duped (walk)", round);
    law_holds(duped > 0 || !(in > 0.0), "nobody duped (walk)", round);
}

static void what_duped_buyers_let_in_does_not_grow_with_the_fans(void **state)
{
    (void)state;
    static const uint32_t duped[] = {0, 1, 5, 20};
    struct rng r = rng_stream(seed_of_run(), 23);
    for (int round = 0; round < 4 * FAN_ROUNDS; round++) {
        double reach[2];
        struct rng twice = r;
        for (int many = 0; many < 2; many++) {
            struct arena a = {0};
            r = twice;
            struct made m = market(&a, &r, BUYERS, round % 2 == 0);
            uint32_t nobody = made_person(&m);
            uint32_t fans = many ? FANS_MANY : FANS_FEW;
            uint32_t head = duped_farm(&m, nobody, duped[round % 4], fans);
            struct findings f = figures(&a, made_scene(&m), false);
            const struct person_reach *p = found(&f, nobody);
            reach[many] = p ? p->reach : 0.0;
            law_of_walk(&f, duped[round % 4], head, round);
            if (duped[round % 4] == 1) law_of_one(&f, head, round);
            law_holds(!p || !(p->votes > 0.0), "duped (votes)", round);
            arena_free(&a);
        }
        law_holds(duped[round % 4] > 0 || !(reach[1] > 0.0), "nobody duped", round);
        law_holds(reach[1] <= 1.02 * reach[0], "duped (fans)", round);
    }
}

/* One buyer in twenty lies: that is so many votes at most, and of nobody else's. */
static void lying_buyers_have_their_votes_and_no_more(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 24);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, true);
        for (uint32_t i = 0; i < BUYERS; i++) /* all are heard before, so that weights stay */
            made_heed(&m, i, VERB_REPLIED, BUYERS + (uint32_t)rng_below(&r, PEOPLE));
        uint32_t nobody = made_person(&m);
        uint32_t liars = BUYERS / 20 + 1;
        struct findings before = figures(&a, made_scene(&m), false);
        for (uint32_t i = 0; i < liars; i++) {
            for (int n = 0; n < 50; n++)
                bought(&m, &r, i, nobody);
            made_heed(&m, i, VERB_NAMED, nobody);
        }
        (void)farm(&m, &r, nobody, FANS_FEW);
        struct findings after = figures(&a, made_scene(&m), false);
        const struct person_reach *p = found(&after, nobody);
        law_holds(p && fabs(p->votes - liars) < 1e-9, "liars (votes)", round);
        for (uint32_t v = 0; v < BUYERS + PEOPLE; v++) {
            law_holds(same(before.votes.x[v], after.votes.x[v]), "liars (others)", round);
        }
        arena_free(&a);
    }
}

/* A thousand rows of one buyer for one person, of any verb, date and source, are one vote. */
static void who_says_it_a_thousand_times_has_one_vote(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 28);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, true);
        uint32_t liar = (uint32_t)rng_below(&r, BUYERS);
        made_heed(&m, liar, VERB_REPLIED, BUYERS); /* heard before, so that weights stay */
        uint32_t nobody = made_person(&m);
        struct findings before = figures(&a, made_scene(&m), false);
        for (int n = 0; n < 1000; n++) {
            bought(&m, &r, liar, nobody);
            m.heed[m.heed_count - 1].source = (uint32_t)rng_below(&r, 9);
        }
        struct findings after = figures(&a, made_scene(&m), false);
        const struct person_reach *p = found(&after, nobody);
        law_holds(p && p->voters == 1 && p->votes <= 1.0 + 1e-12, "thousand rows", round);
        for (uint32_t v = 0; v < BUYERS + PEOPLE; v++)
            law_holds(same(before.votes.x[v], after.votes.x[v]), "thousand rows (others)", round);
        arena_free(&a);
    }
}

/* Copies of buyers' rows in other sources, at other times of the period, take nothing from their
 * votes and add nothing. */
static void copied_and_back_dated_rows_are_no_votes_of_their_own(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 29);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        for (size_t i = 0; i < m.heed_count; i++) /* whose rooms are told: none is counted anew */
            m.heed[i].room += 7;
        struct votes before;
        struct votes after;
        votes_find(made_scene(&m), &a, &before);
        size_t rows = m.heed_count;
        for (size_t i = 0; i < rows; i++) {
            struct heed again = m.heed[i];
            struct heed *h = made_heed(&m, again.from, again.verb, again.to);
            again.evidence = h->evidence;
            again.at_s -= ((int64_t)rng_below(&r, 2000) - 500) * DAY_S;
            again.source = 1 + (uint32_t)rng_below(&r, 9);
            *h = again;
        }
        struct scene *sc = made_scene(&m);
        votes_find(sc, &a, &after);
        law_holds(before.count == after.count && same(before.total, after.total), "copied", round);
        for (size_t v = 0; v < sc->node_count; v++)
            law_holds(same(before.x[v], after.x[v]), "copied (votes)", round);
        arena_free(&a);
    }
}

/* n of one firm answer one survey, all the same. */
static void stuff(struct made *m, uint32_t n, const uint32_t *name, size_t names)
{
    uint32_t firm = 1000000;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = made_buyer(m, 1.0);
        for (size_t k = 0; k < names; k++)
            made_heed(m, u, VERB_NAMED, name[k])->survey = 1;
        made_respondent(m, u, firm, 1);
    }
}

static void a_firm_that_stuffs_a_survey_is_three_buyers_in_every_figure(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 30);
    static const struct family_choice held = {.family = FAMILY_TRUST};
    struct reach_options o = REACH_OPTIONS;
    o.without_intervals = true;
    o.family = &held;
    for (int round = 0; round < ROUNDS; round++) {
        struct rng twice = r;
        struct findings f[2];
        struct arena a = {0};
        struct err e;
        for (int many = 0; many < 2; many++) {
            r = twice;
            struct made m = market(&a, &r, BUYERS, round % 2 == 0);
            uint32_t name[4] = {made_person(&m)};
            for (size_t k = 1; k < 4; k++)
                name[k] = (uint32_t)rng_below(&r, BUYERS + PEOPLE);
            uint32_t n = 4 + (uint32_t)rng_below(&r, 1000);
            stuff(&m, many ? n : 3, name, 1 + rng_below(&r, 4));
            assert_ok(reach_find(made_scene(&m), &o, &a, &f[many], &e), e);
        }
        law_holds(fabs(f[0].votes.heard - f[1].votes.heard) < 1e-9, "stuffed (heard)", round);
        for (size_t i = 0; i < f[0].count; i++) {
            const struct person_reach *p = &f[0].person[i];
            const struct person_reach *q = found(&f[1], p->node);
            bool equal = q && fabs(q->reach - p->reach) < 1e-7 &&
                         fabs(q->votes - p->votes) < 1e-9 &&
                         fabs(q->prior_part - p->prior_part) < 1e-7;
            law_holds(equal, "stuffed", round);
        }
        arena_free(&a);
    }
}

/* Buyers who are heard elsewhere, too, add three votes with their answers, however many they are,
 * and take none from anybody. */
static void known_buyers_of_a_firm_add_three_votes_by_a_survey(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 31);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, true);
        for (uint32_t i = 0; i < BUYERS; i++)
            made_heed(&m, i, VERB_REPLIED, BUYERS + (uint32_t)rng_below(&r, PEOPLE));
        uint32_t nobody = made_person(&m);
        struct findings before = figures(&a, made_scene(&m), false);
        uint32_t n = 4 + (uint32_t)rng_below(&r, BUYERS - 4);
        for (uint32_t i = 0; i < n; i++) {
            made_heed(&m, i, VERB_NAMED, nobody)->survey = 1;
            made_respondent(&m, i, 1000000, 1);
        }
        struct findings after = figures(&a, made_scene(&m), false);
        const struct person_reach *p = found(&after, nobody);
        law_holds(p && fabs(p->votes - 3.0) < 1e-9, "known and stuffed", round);
        for (uint32_t v = 0; v < nobody; v++)
            law_holds(same(before.votes.x[v], after.votes.x[v]), "known (others)", round);
        arena_free(&a);
    }
}

/* A tie is worth most when it is dated now: before, it has faded; later than as_of, it is as of
 * then. */
static void no_date_makes_a_tie_worth_more(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 25);
    for (int round = 0; round < ROUNDS; round++) {
        double share[3];
        uint32_t from = (uint32_t)rng_below(&r, BUYERS + PEOPLE);
        struct rng again = r;
        static const int64_t days[] = {0, -900, 900};
        for (int k = 0; k < 3; k++) {
            struct arena a = {0};
            r = again;
            struct made m = market(&a, &r, BUYERS, false);
            uint32_t person = made_person(&m);
            made_heed(&m, from, VERB_CITED, person)->at_s += days[k] * DAY_S;
            struct scene *sc = made_scene(&m);
            struct votes v;
            struct attention t;
            struct prior p;
            votes_find(sc, &a, &v);
            attention_find(sc, &v, &a, &t);
            prior_find(&v, &t, FAMILY_TRUST, 1, &a, &p);
            share[k] = p.share[person];
            arena_free(&a);
        }
        law_holds(share[1] <= share[0] + 1e-15, "back-dated", round);
        law_holds(same(share[2], share[0]), "dated ahead", round);
    }
}

static void the_open_prior_knows_curated_sources_alone(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 26);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        struct scene *sc = made_scene(&m);
        struct votes v;
        struct attention t;
        struct prior open[2];
        votes_find(sc, &a, &v);
        attention_find(sc, &v, &a, &t);
        law_holds(!family_possible(&t, FAMILY_OPEN), "open without curated", round);
        for (size_t i = 0; i < m.heed_count; i++)
            m.heed[i].curated = rng_below(&r, 3) == 0;
        uint32_t nobody = made_person(&m);
        for (int k = 0; k < 2; k++) {
            if (k) (void)farm(&m, &r, nobody, FANS_SOME);
            sc = made_scene(&m);
            votes_find(sc, &a, &v);
            attention_find(sc, &v, &a, &t);
            law_holds(family_possible(&t, FAMILY_OPEN), "open", round);
            prior_find(&v, &t, FAMILY_OPEN, 1, &a, &open[k]);
        }
        for (uint32_t n = 0; n <= nobody; n++)
            law_holds(same(open[0].share[n], open[1].share[n]), "open (shares)", round);
        for (uint32_t n = nobody; n < sc->node_count; n++)
            law_holds(!(open[1].share[n] > 0.0), "open (fans)", round);
        arena_free(&a);
    }
}

/* Whatever is flagged, it is the farm's, and its customer is. */
static void a_farm_is_flagged_and_honest_people_are_not(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 27);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        for (uint32_t v = 0; v < BUYERS + PEOPLE; v++)
            m.node[v].said = 1 + (uint32_t)rng_below(&r, 9);
        uint32_t nobody = made_person(&m);
        struct doubts d;
        doubts_of_heeds(made_scene(&m), &a, &d);
        law_holds(d.count == 0, "flags (honest)", round);
        for (uint32_t i = 0; i < FANS_SOME; i++) {
            uint32_t fan = made_person(&m);
            made_heed(&m, fan, VERB_FOLLOWED, nobody)->at_s -= (int64_t)rng_below(&r, 400) * DAY_S;
        }
        doubts_of_heeds(made_scene(&m), &a, &d);
        law_holds(d.count > 0, "flags (farm)", round);
        for (size_t i = 0; i < d.count; i++)
            law_holds(d.doubt[i].node == nobody, "flags (others)", round);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_nobody_duped_no_figure_of_anybody_changes),
        cmocka_unit_test(what_is_said_again_changes_nothing),
        cmocka_unit_test(what_duped_buyers_let_in_does_not_grow_with_the_fans),
        cmocka_unit_test(lying_buyers_have_their_votes_and_no_more),
        cmocka_unit_test(who_says_it_a_thousand_times_has_one_vote),
        cmocka_unit_test(copied_and_back_dated_rows_are_no_votes_of_their_own),
        cmocka_unit_test(a_firm_that_stuffs_a_survey_is_three_buyers_in_every_figure),
        cmocka_unit_test(known_buyers_of_a_firm_add_three_votes_by_a_survey),
        cmocka_unit_test(no_date_makes_a_tie_worth_more),
        cmocka_unit_test(the_open_prior_knows_curated_sources_alone),
        cmocka_unit_test(a_farm_is_flagged_and_honest_people_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

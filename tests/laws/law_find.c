/* law_find.c - tests: quality before loudness, as laws that must hold for any market */
#include "helpers.h"
#include "laws.h"
#include "random_market.h"

#include "base/limits.h"
#include "find/reach.h"
#include "find/votes.h"

static struct findings find_with(struct arena *a, const struct scene *sc, unsigned threads)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    o.threads = threads;
    o.seed = seed_of_run();
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

static struct findings find_in(struct arena *a, const struct scene *sc)
{
    return find_with(a, sc, 0);
}

/* 1 is best; 0: not listed. */
static size_t place_of(const struct findings *f, uint32_t node)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->person[i].node == node) return i + 1;
    }
    return 0;
}

/* Bit for bit; NAN is like NAN. */
static bool same(double l, double r)
{
    return memcmp(&l, &r, sizeof l) == 0;
}

static bool same_findings(const struct findings *l, const struct findings *r)
{
    bool ok = l->count == r->count && same(l->prior.kappa, r->prior.kappa);
    for (size_t i = 0; ok && i < l->count; i++) {
        const struct person_reach *p = &l->person[i];
        const struct person_reach *q = &r->person[i];
        ok = p->node == q->node && same(p->reach, q->reach) && same(p->lo, q->lo) &&
             same(p->hi, q->hi) && same(p->p_top, q->p_top) && same(p->multiplier, q->multiplier) &&
             same(p->prior_part, q->prior_part) && same(p->online_part, q->online_part) &&
             same(p->votes, q->votes) && p->voters == q->voters;
    }
    return ok;
}

static void the_named_consultant_outranks_the_account_with_a_hundred_thousand_followers(
    void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 1);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        uint32_t consultant = made_person(&m);
        uint32_t loud = made_person(&m);
        m.node[consultant].said = 2;
        m.node[loud].said = 5000;
        m.node[loud].followers = 100000.0;
        for (uint32_t i = 0; i < 40; i++)
            made_heed(&m, i, VERB_NAMED, consultant);
        for (uint32_t i = 0; i < 2000; i++)
            heed_at_random(&m, &r, made_person(&m), loud);
        for (uint32_t i = 0; i < 5; i++) { /* a few whom buyers do trust mention it, too */
            made_heed(&m, BUYERS + skewed(&r, PEOPLE), VERB_MENTIONED, loud);
        }
        struct findings f = find_in(&a, made_scene(&m));
        size_t first = place_of(&f, consultant);
        size_t second = place_of(&f, loud);
        law_holds(first > 0 && (second == 0 || first < second), "consultant", round);
        arena_free(&a);
    }
}

static void a_ring_that_heeds_itself_gains_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 2);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        struct findings before = find_in(&a, made_scene(&m));
        uint32_t ring = 5 + (uint32_t)rng_below(&r, 46);
        uint32_t first = (uint32_t)m.node_count;
        for (uint32_t i = 0; i < ring; i++)
            (void)made_person(&m);
        for (uint32_t i = 0; i < ring; i++) {
            for (uint32_t k = 0; k < ring; k++) {
                if (i != k) made_heed(&m, first + i, VERB_NAMED, first + k);
            }
            heed_at_random(&m, &r, first + i, BUYERS + skewed(&r, PEOPLE)); /* to look real */
        }
        struct findings after = find_in(&a, made_scene(&m));
        for (uint32_t i = 0; i < ring; i++) {
            law_holds(place_of(&after, first + i) == 0, "ring (listed)", round);
        }
        law_holds(same_findings(&before, &after), "ring (others)", round);
        arena_free(&a);
    }
}

static void ten_thousand_bought_fans_move_a_nobody_by_no_place(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 3);
    for (int round = 0; round < 3; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        uint32_t nobody = made_person(&m);
        for (uint32_t i = 0; i < 4; i++) {
            made_heed(&m, BUYERS + (uint32_t)rng_below(&r, PEOPLE), VERB_REPLIED, nobody);
        }
        struct findings before = find_in(&a, made_scene(&m));
        for (uint32_t i = 0; i < 10000; i++) {
            uint32_t fan = made_person(&m);
            made_heed(&m, fan, i % 2 ? VERB_FOLLOWED : VERB_NAMED, nobody);
        }
        struct findings after = find_in(&a, made_scene(&m));
        law_holds(place_of(&before, nobody) == place_of(&after, nobody), "fans (place)", round);
        law_holds(same_findings(&before, &after), "fans (figures)", round);
        arena_free(&a);
    }
}

static void a_mass_mailer_nobody_answers_gains_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 4);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        uint32_t list = made_outlet(&m, true);
        for (uint32_t i = 0; i < 30; i++) {
            made_heed(&m, i, VERB_ATTENDED, list);
            made_author(&m, list, i, 3, 1 + i % 3);
        }
        struct findings before = find_in(&a, made_scene(&m));
        uint32_t mailer = made_person(&m);
        m.node[mailer].said = 100000;
        made_author(&m, list, mailer, 100000, 0);
        made_author(&m, NODES - OUTLETS, mailer, 100000, 0); /* the first one is open */
        struct findings after = find_in(&a, made_scene(&m));
        law_holds(same_findings(&before, &after), "mailer (others)", round);
        made_heed(&m, mailer, VERB_ATTENDED, list); /* as an importer of mail would say */
        for (uint32_t i = 0; i < BUYERS; i++)
            made_heed(&m, mailer, VERB_MENTIONED, i);
        after = find_in(&a, made_scene(&m));
        law_holds(place_of(&after, mailer) == 0, "mailer (listed)", round);
        arena_free(&a);
    }
}

/* By a buyer who has evidence already, or, where all weigh the same, by any buyer. */
static void one_more_vote_never_lowers_a_rank_with_the_prior_held(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 5);
    for (int round = 0; round < 8 * ROUNDS; round++) {
        struct arena a = {0};
        bool equal_weights = round % 2 == 0;
        struct made m = market(&a, &r, BUYERS, equal_weights);
        struct findings before = find_in(&a, made_scene(&m));
        uint32_t buyer = equal_weights
                             ? (uint32_t)rng_below(&r, BUYERS)
                             : before.votes.buyer[rng_below(&r, before.votes.buyer_count)];
        uint32_t person = before.person[rng_below(&r, before.count)].node;
        if (person == buyer) person = BUYERS;
        made_heed(&m, buyer, any_verb(&r), person);
        struct scene *sc = made_scene(&m);
        struct votes v;
        struct findings after;
        votes_find(sc, &a, &v);
        reach_join(sc, &v, &before.prior, &a, &after);
        size_t was = place_of(&before, person);
        law_holds(was == 0 || place_of(&after, person) <= was, "one more vote", round);
        arena_free(&a);
    }
}

/* The same market with every node under another number. */
static struct made renamed(struct arena *a, struct rng *r, const struct made *m, uint32_t *now)
{
    struct made ret = {.a = a};
    for (uint32_t i = 0; i < m->node_count; i++) {
        (void)made_person(&ret);
        now[i] = i;
    }
    for (size_t i = m->node_count - 1; i > 0; i--) {
        size_t k = rng_below(r, i + 1);
        uint32_t swap = now[i];
        now[i] = now[k];
        now[k] = swap;
    }
    for (size_t i = 0; i < m->node_count; i++)
        ret.node[now[i]] = m->node[i];
    for (size_t i = 0; i < m->heed_count; i++) {
        const struct heed *h = &m->heed[i];
        *made_heed(&ret, 0, h->verb, 0) = (struct heed){.at_s = h->at_s,
                                                        .evidence = h->evidence,
                                                        .from = now[h->from],
                                                        .to = now[h->to],
                                                        .room = h->room,
                                                        .verb = h->verb,
                                                        .sign = h->sign};
    }
    for (size_t i = 0; i < m->author_count; i++) {
        const struct author *w = &m->author[i];
        made_author(&ret, now[w->outlet], now[w->person], w->said, w->answered);
    }
    return ret;
}

static void renaming_people_permutes_the_answer(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 6);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        uint32_t now[NODES];
        struct made m = market(&a, &r, BUYERS, false);
        struct made n = renamed(&a, &r, &m, now);
        struct findings f = find_in(&a, made_scene(&m));
        struct findings g = find_in(&a, made_scene(&n));
        law_holds(f.count == g.count, "renaming (count)", round);
        for (size_t i = 0; i < f.count; i++) {
            size_t place = place_of(&g, now[f.person[i].node]);
            law_holds(place > 0, "renaming (listed)", round);
            const struct person_reach *p = &g.person[place - 1];
            law_holds(fabs(p->reach - f.person[i].reach) < 1e-9, "renaming (reach)", round);
            law_holds(fabs(g.person[i].reach - f.person[i].reach) < 1e-9, "renaming (order)",
                      round);
            law_holds(p->voters == f.person[i].voters, "renaming (voters)", round);
        }
        arena_free(&a);
    }
}

static void with_fewer_than_eight_known_buyers_nobody_is_ranked(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 7);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        uint32_t buyers = 1 + (uint32_t)rng_below(&r, BUYERS_KNOWN_MIN - 1);
        struct made m = market(&a, &r, buyers, false);
        struct findings f = find_in(&a, made_scene(&m));
        law_holds(!f.ranked && f.count > 0, "few buyers (ranked)", round);
        for (size_t i = 0; i < f.count; i++) {
            law_holds(isnan(f.person[i].p_top), "few buyers (chance)", round);
        }
        arena_free(&a);
    }
}

static void the_same_seed_gives_the_same_bytes_on_any_number_of_threads(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 8);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        struct scene *sc = made_scene(&m);
        struct findings one = find_with(&a, sc, 1);
        for (unsigned threads = 2; threads <= 3; threads++) {
            struct findings more = find_with(&a, sc, threads);
            law_holds(same_findings(&one, &more), "threads", round);
        }
        arena_free(&a);
    }
}

static void figures_stay_in_their_ranges(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 9);
    for (int round = 0; round < 2 * ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, 1 + (uint32_t)rng_below(&r, BUYERS), round % 2 == 0);
        struct findings f = find_in(&a, made_scene(&m));
        double shares = 0.0;
        double tops = 0.0;
        double mean = 0.0;
        for (size_t v = 0; v < NODES; v++)
            shares += f.prior.share[v];
        law_holds(fabs(shares - 1.0) < 1e-9, "ranges (shares)", round);
        for (size_t i = 0; i < f.count; i++) {
            const struct person_reach *p = &f.person[i];
            law_holds(p->reach > 0.0 && p->reach <= 100.0, "ranges (reach)", round);
            law_holds(0.0 <= p->lo && p->lo <= p->reach && p->reach <= p->hi && p->hi <= 100.0,
                      "ranges (interval)", round);
            law_holds(0.0 <= p->prior_part && p->prior_part <= 1.0, "ranges (prior)", round);
            law_holds(i == 0 || f.person[i - 1].reach >= p->reach, "ranges (order)", round);
            tops += f.ranked ? p->p_top : 0.0;
            mean += p->multiplier / (double)f.count;
        }
        law_holds(fabs(mean - 1.0) < 1e-9, "ranges (multiplier)", round);
        size_t first = f.count < 10 ? f.count : 10;
        law_holds(!f.ranked || fabs(tops - (double)first) < 1e-9, "ranges (chances)", round);
        arena_free(&a);
    }
}

/* Everybody whom evidence of sign >= 0 leads to from a known buyer, through outlets, too. */
static void spread(const struct scene *sc, bool *led)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sc->heed_count; i++) {
            const struct heed *h = &sc->heed[i];
            if (!led[h->from] || h->sign < 0 || led[h->to]) continue;
            led[h->to] = more = true;
        }
        for (size_t i = 0; i < sc->author_count; i++) {
            if (!led[sc->author[i].outlet] || led[sc->author[i].person]) continue;
            led[sc->author[i].person] = more = true;
        }
    }
}

static void whom_no_buyer_leads_to_is_not_listed(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 10);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, 3, false);
        for (uint32_t i = 0; i < 50; i++) { /* another world, which heeds this one */
            uint32_t one = made_person(&m);
            heed_at_random(&m, &r, one, made_person(&m));
            heed_at_random(&m, &r, one, BUYERS + skewed(&r, PEOPLE));
        }
        struct scene *sc = made_scene(&m);
        struct findings f = find_in(&a, sc);
        bool *led = arena_new(&a, bool, sc->node_count);
        for (size_t b = 0; b < f.votes.buyer_count; b++)
            led[f.votes.buyer[b]] = true;
        spread(sc, led);
        for (size_t i = 0; i < f.count; i++) {
            law_holds(led[f.person[i].node], "led to", round);
        }
        arena_free(&a);
    }
}

/* A half-life later all attention is half as strong, and the votes, which do not age, are not. */
static void scaling_all_wide_attention_changes_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 11);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r, BUYERS, false);
        struct scene *sc = made_scene(&m);
        struct findings before = find_in(&a, sc);
        sc->as_of_s += sc->market.half_life_days * DAY_S;
        struct findings after = find_in(&a, sc);
        law_holds(before.count == after.count, "scaling (count)", round);
        for (size_t i = 0; i < before.count; i++) {
            law_holds(fabs(before.person[i].reach - after.person[i].reach) < 1e-9, "scaling",
                      round);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_named_consultant_outranks_the_account_with_a_hundred_thousand_followers),
        cmocka_unit_test(a_ring_that_heeds_itself_gains_nothing),
        cmocka_unit_test(ten_thousand_bought_fans_move_a_nobody_by_no_place),
        cmocka_unit_test(a_mass_mailer_nobody_answers_gains_nothing),
        cmocka_unit_test(one_more_vote_never_lowers_a_rank_with_the_prior_held),
        cmocka_unit_test(renaming_people_permutes_the_answer),
        cmocka_unit_test(with_fewer_than_eight_known_buyers_nobody_is_ranked),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(figures_stay_in_their_ranges),
        cmocka_unit_test(whom_no_buyer_leads_to_is_not_listed),
        cmocka_unit_test(scaling_all_wide_attention_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_trust.c - tests: ties, walk and prior against a dense solve */
#include "helpers.h"
#include "scene_made.h"

#include "base/rng.h"
#include "find/trust.h"
#include "find/votes.h"

enum { DENSE_MAX = 24 };

/* The market's half-life is 100 days; of source 1 it is 50, source 2 never forgets. */
static void each_source_fades_in_its_own_time(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a, .half_life_days = 100};
    made_lines(&m, "ann shared bob day=-100; ann shared cid day=-100 source=1\n"
                   "ann shared dan day=-100 source=2");
    struct scene *sc = made_scene(&m);
    struct scene_source list[] = {{.id = 1},
                                  {.id = 2, .own_half_life = true, .half_life_days = 50},
                                  {.id = 3, .own_half_life = true}};
    sc->source = list;
    struct ties t;
    struct votes v = {.says = heeds_weigh(sc, &a)};
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    assert_near(t.strength[0], 0.2, 1e-15);
    assert_near(t.strength[1], 0.1, 1e-15);
    assert_near(t.strength[2], 0.4, 1e-15);
    sc->market.half_life_days = 0;
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    assert_near(t.strength[0], 0.4, 1e-15);
    assert_near(t.strength[1], 0.1, 1e-15);
    arena_free(&a);
}

static void a_tie_is_the_strongest_after_fading(void **state)
{
    (void)state;
    struct arena a = {0};
    /* .4 a half-life ago is .2, .3 today .3; a half-life of 100 days. */
    struct made m = {.a = &a, .half_life_days = 100};
    made_lines(&m, "ann shared bob day=-100; ann replied bob; ann shared cid day=-200\n"
                   "ann named dan sign=-1; ann named ann; bob cited ann day=50; staff eve\n"
                   "ann named eve; eve named ann; outlet blog; ann reads blog");
    struct scene *sc = made_scene(&m);
    struct ties t;
    struct votes v = {.says = heeds_weigh(sc, &a)};
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    assert_int_equal(t.first[sc->node_count], 3);
    assert_int_equal(t.to[0], 1);
    assert_near(t.strength[0], 0.3, 1e-15);
    assert_int_equal(t.to[1], 2);
    assert_near(t.strength[1], 0.1, 1e-15);
    assert_near(t.row[0], 0.4, 1e-15);
    assert_near(t.strength[2], 0.5, 1e-15); /* later than as_of: as of then */
    arena_free(&a);
}

/* Random attention among n people, one in `every` of them buyers. */
static struct scene *random_scene(struct arena *a, struct rng *r, uint32_t n, uint32_t every)
{
    struct made m = {.a = a};
    for (uint32_t i = 0; i < n; i++) {
        (void)made_buyer(&m, i % every == 0 ? 0.5 + rng_unit(r) : 0.0);
    }
    for (uint32_t i = 0; i < 3 * n; i++) {
        uint32_t from = (uint32_t)rng_below(r, n);
        uint32_t to = (uint32_t)rng_below(r, n);
        if (from == to) continue;
        enum verb_kind verb = 1 + (enum verb_kind)rng_below(r, VERB_CLAIMED - 1);
        if (verb == VERB_ATTENDED) verb = VERB_CITED;
        made_heed(&m, from, verb, to)->at_s -= (int64_t)rng_below(r, 900) * DAY_S;
    }
    return made_scene(&m);
}

/* D as a full matrix, straight from the definition. */
static void dense_ties(const struct scene *sc, double d[DENSE_MAX][DENSE_MAX])
{
    memset(d, 0, sizeof(double[DENSE_MAX][DENSE_MAX]));
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        double age_days = (double)(sc->as_of_s - h->at_s) / 86400.0;
        double w = verb_infos[h->verb].weight * pow(0.5, age_days / 365.0);
        if (w > d[h->from][h->to]) d[h->from][h->to] = w;
    }
}

/* Sum over l = 1 .. 8 of (.85 P')^l r, by full matrices from Horner's rule: a different order of
 * steps than the walk's own. */
static void dense_walk(size_t n, double d[DENSE_MAX][DENSE_MAX], const double *start, double *walk)
{
    memset(walk, 0, n * sizeof *walk);
    for (int l = 0; l < 8; l++) {
        double next[DENSE_MAX] = {0};
        for (size_t u = 0; u < n; u++) {
            double row = 0.0;
            for (size_t v = 0; v < n; v++)
                row += d[u][v];
            for (size_t v = 0; v < n && row > 0.0; v++) {
                next[v] += 0.85 * d[u][v] / row * (start[u] + walk[u]);
            }
        }
        memcpy(walk, next, n * sizeof *walk);
    }
}

static void the_walk_is_the_dense_sum_of_powers(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena a = {0};
        struct rng r = rng_stream(seed, 1);
        struct scene *sc = random_scene(&a, &r, DENSE_MAX, 3);
        struct votes v;
        struct ties t;
        votes_find(sc, &a, &v);
        ties_find(sc, &v, TIES_PERSONS, &a, &t);
        double d[DENSE_MAX][DENSE_MAX];
        double start[DENSE_MAX] = {0};
        double want[DENSE_MAX];
        dense_ties(sc, d);
        double weights = 0.0;
        for (size_t b = 0; b < v.buyer_count; b++)
            weights += sc->buyer[v.buyer[b]];
        for (size_t b = 0; b < v.buyer_count; b++) {
            start[v.buyer[b]] = sc->buyer[v.buyer[b]] / weights;
        }
        dense_walk(DENSE_MAX, d, start, want);
        const double *walk = trust_walk(&t, &v, &a);
        for (size_t u = 0; u < DENSE_MAX; u++)
            assert_near(walk[u], want[u], 1e-12);
        arena_free(&a);
    }
}

/* Each group's walk by full matrices; groups by turns of first rows, found by looking at each. */
static void what_is_agreed_leaves_out_who_sends_most(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena a = {0};
        struct rng r = rng_stream(seed, 2);
        struct scene *sc = random_scene(&a, &r, DENSE_MAX, seed % 2 ? 1 : 3);
        struct votes v;
        struct ties t;
        votes_find(sc, &a, &v);
        ties_find(sc, &v, TIES_PERSONS, &a, &t);
        double d[DENSE_MAX][DENSE_MAX];
        double sent[TRUST_GROUPS][DENSE_MAX] = {{0}};
        double part[TRUST_GROUPS] = {0};
        double start[TRUST_GROUPS][DENSE_MAX] = {{0}};
        dense_ties(sc, d);
        size_t groups = v.buyer_count < TRUST_GROUPS ? v.buyer_count : TRUST_GROUPS;
        size_t turn = 0;
        bool had[DENSE_MAX] = {false};
        for (int64_t row = 1; row <= (int64_t)(3 * DENSE_MAX); row++) {
            for (size_t i = 0; i < sc->heed_count; i++) {
                uint32_t from = sc->heed[i].from;
                if (sc->heed[i].evidence != row || had[from]) continue;
                for (size_t b = 0; b < v.buyer_count; b++) {
                    if (v.buyer[b] != from) continue;
                    start[turn % groups][from] = v.weight[b] / (double)v.buyer_count;
                    part[turn % groups] += start[turn % groups][from];
                    turn++;
                }
                had[from] = true;
            }
        }
        assert_int_equal(turn, v.buyer_count);
        for (size_t g = 0; g < groups; g++)
            dense_walk(DENSE_MAX, d, start[g], sent[g]);
        const double *walk = trust_walk(&t, &v, &a);
        const double *agreed = trust_agreed(sc, &t, &v, walk, &a);
        for (size_t u = 0; u < DENSE_MAX; u++) {
            size_t most = 0;
            double all = 0.0;
            for (size_t g = 0; g < groups; g++) {
                all += sent[g][u];
                if (sent[g][u] > sent[most][u]) most = g;
            }
            double want = fmin(all, (all - sent[most][u]) / (1.0 - part[most]));
            assert_near(agreed[u], want, 1e-12);
        }
        arena_free(&a);
    }
}

static void an_account_no_buyer_leads_to_has_no_trust_and_gives_none(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer u; u named v; v cited w; fan named nobody\n"
                                      "nobody named fan; fan named v");
    struct votes v;
    struct ties t;
    votes_find(sc, &a, &v);
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    const double *walk = trust_walk(&t, &v, &a);
    const double *mass = trust_mass(sc->node_count, &v, walk, 1.0, &a);
    const double *wide = trust_mass(sc->node_count, &v, walk, 10.0, &a);
    const double *all = trust_mass(sc->node_count, &v, walk, 0.0, &a);
    bool skip[5] = {true}; /* u */
    double m[5];
    assert_near(walk[1], 0.85, 1e-15);
    assert_near(walk[2], 0.7225, 1e-15);
    assert_near(mass[0], 1.0, 0.0);
    assert_near(mass[1], 0.85, 1e-15);
    assert_near(wide[1], 1.0, 0.0);
    assert_near(mass[3] + mass[4] + wide[3] + wide[4], 0.0, 0.0);
    assert_near(all[3], 1.0, 0.0);
    /* u -> v 1, v -> w .85 * .5 */
    assert_true(attention_share(&t, mass, NULL, m));
    assert_near(m[1], 1.0 / 1.425, 1e-15);
    assert_near(m[2], 0.425 / 1.425, 1e-15);
    assert_near(m[3] + m[4], 0.0, 0.0);
    assert_true(attention_share(&t, mass, skip, m));
    assert_near(m[2], 1.0, 1e-15);
    arena_free(&a);
}

/* u reads the blog, where v and w speak 3 : 1; v heeds z. By hand: the blog .85; v .85^2 * 3/4, w
 * .85^2 / 4; z .85^3 * 3/4. */
static void attention_comes_through_outlets_to_who_speaks_there(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer u; outlet blog; author blog v 3 3; author blog w 1 1\n"
                                      "u reads blog; v named z");
    struct votes v;
    struct ties t;
    double m[5];
    votes_find(sc, &a, &v);
    ties_find(sc, &v, TIES_OUTLETS, &a, &t);
    assert_true(trust_arrivals(&t, &v, false, m));
    double z = 0.85 * 0.75;
    double sum = 0.75 + 0.25 + z;
    assert_near(m[0] + m[1], 0.0, 0.0); /* where it starts, and the outlet itself */
    assert_near(m[2], 0.75 / sum, 1e-15);
    assert_near(m[3], 0.25 / sum, 1e-15);
    assert_near(m[4], z / sum, 1e-15);
    assert_true(trust_arrivals(&t, &v, true, m)); /* v and w are what u reads itself */
    assert_near(m[4], 1.0, 1e-15);
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    assert_int_equal(t.first[sc->node_count], 1);
    ties_find(sc, &v, TIES_CURATED, &a, &t);
    assert_int_equal(t.first[sc->node_count], 0);
    arena_free(&a);
}

static void without_attention_there_is_no_prior(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer u; outlet b; author b v 1 0; u named b");
    struct votes v;
    struct ties t;
    votes_find(sc, &a, &v);
    ties_find(sc, &v, TIES_PERSONS, &a, &t);
    double m[3] = {1.0, 1.0, 1.0};
    const double *mass = trust_mass(sc->node_count, &v, trust_walk(&t, &v, &a), 1.0, &a);
    assert_false(attention_share(&t, mass, NULL, m));
    for (size_t n = 0; n < 3; n++)
        assert_near(m[n], 0.0, 0.0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_source_fades_in_its_own_time),
        cmocka_unit_test(a_tie_is_the_strongest_after_fading),
        cmocka_unit_test(the_walk_is_the_dense_sum_of_powers),
        cmocka_unit_test(what_is_agreed_leaves_out_who_sends_most),
        cmocka_unit_test(an_account_no_buyer_leads_to_has_no_trust_and_gives_none),
        cmocka_unit_test(attention_comes_through_outlets_to_who_speaks_there),
        cmocka_unit_test(without_attention_there_is_no_prior),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_kith.c - tests: the library, from include/kith.h alone */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kith.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OK(call) assert_ok((call), e.text)
#define REFUSED(call, status, sentence) \
    do { \
        assert_int_equal((call), (status)); \
        assert_string_equal(e.text, (sentence)); \
    } while (0)

static void assert_ok(enum kith_status s, const char *said)
{
    if (s) print_error("status %d: %s\n", (int)s, said);
    assert_int_equal(s, KITH_OK);
}

/* Ids far apart. Stars: 1000000000000 moves four, 7 moves two, 5 moves one. */
enum { STAR = 8 };
static const uint64_t far_id = 1000000000000;
static const struct kith_arc stars[STAR] = {
    {1000000000000, 11, 0.5F},
    {1000000000000, 12, 1},
    {1000000000000, 13, 0},
    {1000000000000, 14, 1},
    {7, 21, 0.25F},
    {7, 22, 1},
    {5, 31, 1},
    {5, 5, 1},
};
static const char stars_text[] = "# stars\n1000000000000 11 0.5\n1000000000000,12,1\n"
                                 "1000000000000\t13 0\n1000000000000 14 1\n7 21 0.25\n7 22 1\n"
                                 "5 31 1\n5 5 1\n";

static struct kith_graph *made(enum kith_weights weights, unsigned uses)
{
    struct kith_error e = {""};
    struct kith_graph *g = NULL;
    struct kith_graph_options o;
    kith_graph_options_init(&o);
    o.weights = weights;
    o.uses = uses;
    OK(kith_graph_from_arcs(stars, STAR, &o, &g, &e));
    return g;
}

/* A list of arcs by a fixed recurrence: 300 nodes, large enough that calls take some time. */
static struct kith_graph *made_large(void)
{
    enum { ARCS = 20000 };
    static struct kith_arc arcs[ARCS];
    struct kith_error e = {""};
    struct kith_graph *g = NULL;
    uint64_t x = 1;
    for (int i = 0; i < ARCS; i++) {
        x = x * 6364136223846793005U + 1442695040888963407U;
        arcs[i].from = (x >> 33) % 3000 * 17;
        arcs[i].to = (x >> 13) % 3000 * 17;
    }
    OK(kith_graph_from_arcs(arcs, ARCS, NULL, &g, &e));
    return g;
}

static void file_write(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* A path with letters beyond ASCII. */
static void place(char path[64])
{
    (void)snprintf(path, 64, "/tmp/kith-\xc3\xa9\xe6\x97\xa5-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
}

static void arcs_text_and_packed_are_one_graph(void **state)
{
    (void)state;
    struct kith_error e = {""};
    char text[64];
    char packed[64];
    place(text);
    place(packed);
    file_write(text, stars_text);
    struct kith_graph *g[3] = {made(KITH_WEIGHTS_MUST, 0)};
    struct kith_graph_options o;
    kith_graph_options_init(&o);
    o.weights = KITH_WEIGHTS_IF_THERE;
    OK(kith_graph_open(text, &o, &g[1], &e));
    OK(kith_graph_pack(g[1], packed, &e));
    OK(kith_graph_open(packed, &o, &g[2], &e));
    struct kith_rank_options ro;
    kith_rank_options_init(&ro);
    ro.weights = 1;
    struct kith_ranks *want = NULL;
    OK(kith_rank(g[0], &ro, &want, &e));
    for (int i = 0; i < 3; i++) {
        struct kith_graph_info info;
        kith_graph_info_init(&info);
        kith_graph_describe(g[i], &info);
        assert_int_equal(info.nodes, 10);
        assert_int_equal(info.arcs, 7);
        assert_int_equal(info.loops, 1);
        assert_int_equal(info.lines, i ? 9 : 0);
        assert_int_equal(info.weights, 1);
        assert_int_equal(info.uses, KITH_TO_CHOOSE | KITH_TO_SPREAD | KITH_TO_RANK);
        assert_int_equal(kith_graph_id(g[i], 9), far_id);
        assert_int_equal(kith_graph_id(g[i], 10), UINT64_MAX);
        assert_int_equal(kith_graph_node(g[i], far_id), 9);
        assert_int_equal(kith_graph_node(g[i], 6), KITH_NO_NODE);
        struct kith_ranks *got = NULL;
        OK(kith_rank(g[i], &ro, &got, &e));
        assert_memory_equal(got->figure[0], want->figure[0], 10 * sizeof(double));
        kith_ranks_free(got);
    }
    kith_ranks_free(want);
    for (int i = 0; i < 3; i++)
        kith_graph_close(g[i]);
    (void)unlink(text);
    (void)unlink(packed);
}

/* By hand: with every arc sure, a star moves itself and its leaves. */
static void ids_go_in_and_come_out(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, 0);
    struct kith_choose_options o;
    struct kith_chosen *c = NULL;
    kith_choose_options_init(&o);
    o.k = 2;
    OK(kith_choose(g, &o, &c, &e));
    assert_int_equal(c->count, 2);
    assert_int_equal(c->id[0], far_id);
    assert_int_equal(c->id[1], 7);
    assert_true(fabs(c->spread - 8) < 0.4);
    assert_true(c->spread_lower <= 8 && c->optimum_upper >= 8 && c->guarantee > 0.5);
    assert_int_equal(c->stop, KITH_STOP_REACHED);
    const uint64_t other[] = {5, 7};
    struct kith_list sets[2] = {{c->id, NULL, 2}, {other, NULL, 2}};
    struct kith_spreads *s = NULL;
    OK(kith_spread(g, sets, 2, NULL, &s, &e));
    assert_true(s->mean[0] == 8 && s->error[0] == 0 && s->runs == 10000);
    assert_true(s->mean[1] == 5 && s->difference[1] == -3 && s->difference[0] == 0);
    kith_spreads_free(s);
    kith_chosen_free(c);
    kith_graph_close(g);
}

static void an_audience_costs_includes_and_excludes_are_ids(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, KITH_TO_CHOOSE);
    struct kith_choose_options o;
    struct kith_chosen *c = NULL;
    const uint64_t audience[] = {31, 21, 99};
    const double weight[] = {5, 1, 1};
    kith_choose_options_init(&o);
    o.k = 1;
    o.audience = (struct kith_list){audience, weight, 3};
    OK(kith_choose(g, &o, &c, &e));
    assert_int_equal(c->id[0], 5); /* moves 31, who weighs 5 of 6 */
    assert_int_equal(c->unknown, 1);
    assert_true(fabs(c->spread - 5) < 0.3);
    kith_chosen_free(c);

    const uint64_t include[] = {31};
    kith_choose_options_init(&o);
    o.k = 2;
    o.include = (struct kith_list){include, NULL, 1};
    o.exclude = (struct kith_list){&far_id, NULL, 1};
    OK(kith_choose(g, &o, &c, &e));
    assert_int_equal(c->count, 2);
    assert_int_equal(c->id[0], 31);
    assert_int_equal(c->id[1], 7);
    kith_chosen_free(c);

    const uint64_t priced[] = {1000000000000, 7};
    const double cost[] = {10, 2};
    kith_choose_options_init(&o);
    o.k = 1;
    o.cost = (struct kith_list){priced, cost, 2};
    o.budget = 9;
    OK(kith_choose(g, &o, &c, &e));
    assert_int_equal(c->id[0], 7);
    assert_true(c->cost == 2);
    kith_chosen_free(c);
    kith_graph_close(g);
}

static void quotas_are_kept(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, 0);
    const uint64_t leaves[] = {11, 12, 31};
    const uint64_t stars_of[] = {1000000000000, 7, 5};
    struct kith_quota quota[] = {{"leaves", {leaves, NULL, 3}, 1, KITH_NO_LIMIT},
                                 {"stars", {stars_of, NULL, 3}, 0, 1}};
    struct kith_choose_options o;
    struct kith_chosen *c = NULL;
    kith_choose_options_init(&o);
    o.k = 2;
    o.quota = quota;
    o.quota_count = 2;
    OK(kith_choose(g, &o, &c, &e));
    assert_int_equal(c->count, 2);
    assert_int_equal(c->id[0], far_id);
    assert_int_equal(c->id[1], 31);
    kith_chosen_free(c);
    c = NULL;
    quota[1].members = quota[0].members;
    REFUSED(kith_choose(g, &o, &c, &e), KITH_BAD_INPUT,
            "stars: 11 is in another quota, too; a node can be in one only");
    quota[1] = (struct kith_quota){"stars", {stars_of, NULL, 3}, 3, 1};
    REFUSED(kith_choose(g, &o, &c, &e), KITH_BAD_CALL,
            "stars wants at least 3 and at most 1; mend one");
    assert_null(c);
    kith_graph_close(g);
}

/* Shares of the stars by hand: nobody leads to them, so each is one tenth of what starts anew. */
static void measures_have_their_columns(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, 0);
    struct kith_rank_options o;
    struct kith_ranks *r = NULL;
    kith_rank_options_init(&o);
    OK(kith_rank(g, &o, &r, &e));
    assert_int_equal(r->columns, 1);
    assert_int_equal(r->nodes, 10);
    double sum = 0;
    for (uint32_t v = 0; v < r->nodes; v++)
        sum += r->figure[0][v];
    assert_true(fabs(sum - 1) < 1e-9);
    double star = r->figure[0][kith_graph_node(g, 7)];
    double leaf = r->figure[0][kith_graph_node(g, 31)];
    assert_true(fabs(leaf - 1.85 * star) < 1e-9);
    uint64_t first[20];
    assert_int_equal(kith_ranks_first(r, 0, 20, first), 10);
    assert_int_equal(first[0], 31);
    assert_int_equal(first[1], 21);
    assert_int_equal(kith_ranks_first(r, 1, 20, first), 0);
    kith_ranks_free(r);

    const uint64_t five[] = {5};
    const uint64_t seven[] = {7, 3};
    const struct kith_list audience[] = {{five, NULL, 1}, {seven, NULL, 2}};
    o.measure = KITH_TRUST;
    o.audience = audience;
    o.audience_count = 2;
    OK(kith_rank(g, &o, &r, &e));
    assert_int_equal(r->columns, 2);
    assert_int_equal(r->unknown, 1);
    assert_true(fabs(r->figure[0][kith_graph_node(g, 31)] - 0.85) < 1e-12);
    assert_true(fabs(r->figure[1][kith_graph_node(g, 21)] - 0.425) < 1e-12);
    kith_ranks_free(r);

    kith_rank_options_init(&o);
    o.measure = KITH_HITS;
    OK(kith_rank(g, &o, &r, &e));
    assert_int_equal(r->columns, 2);
    assert_true(fabs(r->figure[1][kith_graph_node(g, far_id)] - 1) < 1e-6); /* the largest hub */
    kith_ranks_free(r);
    o.measure = KITH_CORE;
    OK(kith_rank(g, &o, &r, &e));
    assert_true(r->columns == 1 && r->figure[0][0] == 1);
    kith_ranks_free(r);
    kith_graph_close(g);
}

static void not_settled_is_said_and_usable(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made_large();
    struct kith_rank_options o;
    struct kith_ranks *r = NULL;
    kith_rank_options_init(&o);
    o.sweeps_max = 2;
    o.error_max = 1e-14;
    assert_int_equal(kith_rank(g, &o, &r, &e), KITH_NOT_CONVERGED);
    assert_non_null(r);
    assert_true(r->error > 1e-14 && e.text[0]);
    kith_ranks_free(r);
    kith_graph_close(g);
}

static void what_is_wrong_is_said_and_ret_left_alone(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, KITH_TO_SPREAD);
    struct kith_graph *none = NULL;
    struct kith_chosen *c = NULL;
    struct kith_spreads *s = NULL;
    struct kith_ranks *r = NULL;
    REFUSED(kith_graph_open("/nowhere/at all", NULL, &none, &e), KITH_IO_FAILED,
            "/nowhere/at all: no such file");
    REFUSED(kith_graph_open(NULL, NULL, &none, &e), KITH_BAD_CALL, "path is NULL; name a file");
    REFUSED(kith_graph_from_arcs(NULL, 3, NULL, &none, &e), KITH_BAD_CALL,
            "arcs is NULL, but count is 3");
    REFUSED(kith_choose(g, NULL, &c, &e), KITH_BAD_CALL,
            "the graph was opened without KITH_TO_CHOOSE; add it to options.uses");
    REFUSED(kith_spread(g, NULL, 0, NULL, &s, &e), KITH_BAD_CALL,
            "no sets of seeds; give one or more");
    const uint64_t twice[] = {7, 7};
    const uint64_t unknown[] = {7, 8};
    struct kith_list set = {twice, NULL, 2};
    REFUSED(kith_spread(g, &set, 1, NULL, &s, &e), KITH_BAD_INPUT,
            "seeds: 7 is there twice; leave one out");
    set.id = unknown;
    REFUSED(kith_spread(g, &set, 1, NULL, &s, &e), KITH_NOT_FOUND,
            "seeds: 8 is no node of the graph; leave it out");
    set.id = NULL;
    REFUSED(kith_spread(g, &set, 1, NULL, &s, &e), KITH_BAD_CALL,
            "seeds: id is NULL, but count is 2");
    kith_graph_close(g);
    g = made(KITH_WEIGHTS_NEVER, KITH_TO_CHOOSE);
    struct kith_choose_options o;
    kith_choose_options_init(&o);
    o.epsilon = 7;
    REFUSED(kith_choose(g, &o, &c, &e), KITH_BAD_CALL,
            "epsilon is 7, want 0.001 to 0.6, or 0: not asked for");
    kith_choose_options_init(&o);
    o.model = KITH_MODEL_UNIFORM;
    o.p = NAN;
    assert_int_equal(kith_choose(g, &o, &c, &e), KITH_BAD_CALL);
    kith_choose_options_init(&o);
    const double below[] = {1, -1};
    const uint64_t both[] = {5, 7};
    o.audience = (struct kith_list){both, below, 2};
    REFUSED(kith_choose(g, &o, &c, &e), KITH_BAD_INPUT,
            "audience: the number of 7 is -1, want 0 to 1e+12");
    struct kith_rank_options ro;
    kith_rank_options_init(&ro);
    ro.measure = KITH_HITS;
    REFUSED(kith_rank(g, &ro, &r, &e), KITH_BAD_CALL,
            "the graph was opened without KITH_TO_RANK; add it to options.uses");
    assert_int_equal(kith_rank(g, &ro, &r, NULL), KITH_BAD_CALL); /* nobody wants the sentence */
    assert_true(!none && !c && !s && !r);
    kith_graph_close(g);
    kith_graph_close(NULL);
    kith_chosen_free(NULL);
    kith_spreads_free(NULL);
    kith_ranks_free(NULL);
}

/* As a program compiled with an older or a newer header calls. */
static void options_of_other_versions_are_told_apart(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = made(KITH_WEIGHTS_NEVER, 0);
    struct kith_chosen *c = NULL;
    struct {
        struct kith_choose_options known;
        char later[16];
    } o;
    char sentence[256];
    memset(&o, 0, sizeof o);
    kith_choose_options_init(&o.known);
    o.known.k = 1;
    o.known.size = sizeof o;
    OK(kith_choose(g, &o.known, &c, &e));
    assert_int_equal(c->count, 1);
    kith_chosen_free(c);
    c = NULL;
    o.later[3] = 1;
    (void)snprintf(sentence, sizeof sentence,
                   "kith_choose_options sets what version %s of the library does not know; link a "
                   "later one",
                   kith_version());
    REFUSED(kith_choose(g, &o.known, &c, &e), KITH_BAD_CALL, sentence);
    o.known.size = 3;
    (void)snprintf(sentence, sizeof sentence,
                   "kith_choose_options.size is 3, want %zu or more; call kith_choose_options_init "
                   "first",
                   sizeof o.known);
    REFUSED(kith_choose(g, &o.known, &c, &e), KITH_BAD_CALL, sentence);
    o.known.size = SIZE_MAX;
    assert_int_equal(kith_choose(g, &o.known, &c, &e), KITH_BAD_CALL);
    assert_null(c);

    struct kith_graph_info info;
    memset(&info, 0x55, sizeof info);
    info.size = offsetof(struct kith_graph_info, lines); /* of a header without it */
    kith_graph_describe(g, &info);
    assert_int_equal(info.arcs, 7);
    assert_int_equal(info.lines, 0x5555555555555555);
    kith_graph_close(g);
}

static int stop_at_once(void *context)
{
    __atomic_fetch_add((int *)context, 1, __ATOMIC_RELAXED);
    return 1;
}

static void report_count(void *context, const char *step, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    assert_true(step[0]);
    __atomic_fetch_add((int *)context, 1, __ATOMIC_RELAXED);
}

static void calls_are_stopped_and_tell_how_far_they_are(void **state)
{
    (void)state;
    struct kith_error e = {""};
    int calls = 0;
    int reports = 0;
    struct kith_graph *g = made_large();
    struct kith_watch stopping = {&calls, NULL, stop_at_once};
    struct kith_watch watching = {&reports, report_count, NULL};
    struct kith_choose_options co;
    struct kith_spread_options so;
    struct kith_rank_options ro;
    struct kith_chosen *c = NULL;
    struct kith_spreads *s = NULL;
    struct kith_ranks *r = NULL;
    uint64_t seed = kith_graph_id(g, 1);
    struct kith_list set = {&seed, NULL, 1};
    kith_choose_options_init(&co);
    kith_spread_options_init(&so);
    kith_rank_options_init(&ro);
    co.watch = stopping;
    so.watch = stopping;
    ro.watch = stopping;
    assert_int_equal(kith_choose(g, &co, &c, &e), KITH_STOPPED);
    assert_int_equal(kith_spread(g, &set, 1, &so, &s, &e), KITH_STOPPED);
    REFUSED(kith_rank(g, &ro, &r, &e), KITH_STOPPED, "stopped");
    assert_true(calls >= 3 && !c && !s && !r);
    co.watch = watching;
    so.watch = watching;
    ro.watch = watching;
    OK(kith_choose(g, &co, &c, &e));
    OK(kith_spread(g, &set, 1, &so, &s, &e));
    OK(kith_rank(g, &ro, &r, &e));
    assert_true(reports >= 3);
    kith_chosen_free(c);
    kith_spreads_free(s);
    kith_ranks_free(r);
    kith_graph_close(g);
}

struct asked {
    const struct kith_graph *g;
    unsigned threads;
    double spread;
    uint64_t id[50];
    double share;
};

static void *ask(void *context)
{
    struct asked *a = context;
    struct kith_error e = {""};
    struct kith_choose_options co;
    struct kith_rank_options ro;
    struct kith_chosen *c = NULL;
    struct kith_ranks *r = NULL;
    kith_choose_options_init(&co);
    kith_rank_options_init(&ro);
    co.threads = a->threads;
    ro.threads = a->threads;
    if (kith_choose(a->g, &co, &c, &e) || kith_rank(a->g, &ro, &r, &e)) return NULL;
    a->spread = c->spread;
    memcpy(a->id, c->id, c->count * sizeof *c->id);
    a->share = r->figure[0][17];
    kith_chosen_free(c);
    kith_ranks_free(r);
    return a;
}

static void threads_ask_one_graph_at_once_and_get_the_same(void **state)
{
    (void)state;
    enum { ASKED = 4 };
    struct kith_graph *g = made_large();
    static struct asked asked[ASKED];
    pthread_t thread[ASKED];
    for (unsigned i = 0; i < ASKED; i++) {
        asked[i] = (struct asked){.g = g, .threads = i};
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &asked[i]), 0);
    }
    for (int i = 0; i < ASKED; i++) {
        void *done = NULL;
        assert_int_equal(pthread_join(thread[i], &done), 0);
        assert_ptr_equal(done, &asked[i]);
        assert_true(asked[i].spread == asked[0].spread && asked[i].share == asked[0].share);
        assert_memory_equal(asked[i].id, asked[0].id, sizeof asked[0].id);
    }
    kith_graph_close(g);
}

static void a_graph_without_arcs_is_one(void **state)
{
    (void)state;
    struct kith_error e = {""};
    struct kith_graph *g = NULL;
    struct kith_chosen *c = NULL;
    struct kith_ranks *r = NULL;
    uint64_t first[1];
    OK(kith_graph_from_arcs(NULL, 0, NULL, &g, &e));
    REFUSED(kith_choose(g, NULL, &c, &e), KITH_BAD_INPUT,
            "the graph has no arcs; nobody can be chosen");
    OK(kith_rank(g, NULL, &r, &e));
    assert_int_equal(r->nodes, 0);
    assert_int_equal(kith_ranks_first(r, 0, 1, first), 0);
    kith_ranks_free(r);
    for (int m = KITH_TRUST; m <= KITH_CORE; m++) {
        struct kith_rank_options o;
        kith_rank_options_init(&o);
        o.measure = (enum kith_measure)m;
        OK(kith_rank(g, &o, &r, &e));
        kith_ranks_free(r);
    }
    struct kith_list none = {NULL, NULL, 0};
    struct kith_spreads *s = NULL;
    OK(kith_spread(g, &none, 1, NULL, &s, &e));
    assert_true(s->mean[0] == 0);
    kith_spreads_free(s);
    kith_graph_close(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_text_and_packed_are_one_graph),
        cmocka_unit_test(ids_go_in_and_come_out),
        cmocka_unit_test(an_audience_costs_includes_and_excludes_are_ids),
        cmocka_unit_test(quotas_are_kept),
        cmocka_unit_test(measures_have_their_columns),
        cmocka_unit_test(not_settled_is_said_and_usable),
        cmocka_unit_test(what_is_wrong_is_said_and_ret_left_alone),
        cmocka_unit_test(options_of_other_versions_are_told_apart),
        cmocka_unit_test(calls_are_stopped_and_tell_how_far_they_are),
        cmocka_unit_test(threads_ask_one_graph_at_once_and_get_the_same),
        cmocka_unit_test(a_graph_without_arcs_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

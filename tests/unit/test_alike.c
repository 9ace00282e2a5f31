/* test_alike.c - tests: are the texts found that are one, and no others? */
#include "helpers.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/rng.h"
#include "base/text.h"
#include "find/alike.h"

static const char *const lorem =
    "we read your report on cold storage with great interest and would like to show you how our "
    "customers cut their bill by a third within one quarter";

static void add(struct alike *x, const char *text)
{
    alike_add(x, text_words(x->a, str_of(text)));
}

/* Python:
 *   def runs(t): w = t.split(); return {tuple(w[i:i+5]) for i in range(len(w)-4)}
 *   J = lambda a, b: len(runs(a) & runs(b)) / len(runs(a) | runs(b))
 * 24 runs in lorem; with one word changed in the middle 19 of 29; with the last word changed 23 of
 * 25; the first half of 14 words has 10 of the 24 */
static void shares_are_those_of_sets(void **state)
{
    (void)state;
    struct arena a = {0};
    struct alike x = {.a = &a};
    add(&x, lorem);
    add(&x, "We read your report on cold storage, with great interest and would like to tell you "
            "how our customers cut their bill by a third within one quarter!");
    add(&x, "we read your report on cold storage with great interest and would like to show you "
            "how our customers cut their bill by a third within one year");
    add(&x, "we read your report on cold storage with great interest and would like");
    add(&x, "cold storage");
    add(&x, "one two one two one two one two one two one two"); /* two runs, again and again */
    const struct alike_text *t = x.text;
    assert_int_equal(t[0].count, 24);
    assert_near(alike_share(&t[0], &t[0]), 1, 0);
    assert_near(alike_share(&t[0], &t[1]), 19. / 29, 1e-12);
    assert_near(alike_share(&t[1], &t[0]), 19. / 29, 1e-12);
    assert_near(alike_share(&t[0], &t[2]), 23. / 25, 1e-12);
    assert_near(alike_share(&t[0], &t[3]), 9. / 24, 1e-12);
    assert_int_equal(t[4].count, 0);
    assert_near(alike_share(&t[4], &t[4]), 0, 0);
    assert_int_equal(t[5].count, 2);
    arena_free(&a);
}

static void runs_come_in_their_order(void **state)
{
    (void)state;
    struct arena a = {0};
    uint32_t *run, *same;
    assert_int_equal(alike_runs(&a, STR("a b c d"), &run), 0);
    assert_int_equal(alike_runs(&a, STR("a b c d e f a b c d e"), &run), 7);
    assert_int_equal(alike_runs(&a, STR("a  b c d e"), &same), 1);
    assert_int_equal(run[0], same[0]);
    assert_int_equal(run[0], run[6]);
    assert_true(run[0] != run[1]);
    arena_free(&a);
}

/* ---- against all pairs ---- */

enum { VOCABULARY = 4000, WORDS = 60, TEXTS = 2400, MODELS = 80 };

/* Some models, each said again with more and more words changed; the rest on their own. */
static struct str made(struct arena *a, uint32_t i)
{
    struct rng own = rng_stream(7, rng_stream_id(1, i, 0));
    uint32_t model = i % 3 ? i % MODELS : MODELS + i;
    struct rng of_model = rng_stream(7, rng_stream_id(2, model, 0));
    uint64_t changed = rng_below(&own, 12);
    struct buf b = buf_new(a);
    for (int w = 0; w < WORDS; w++) {
        uint64_t word = rng_below(&of_model, VOCABULARY);
        if (rng_below(&own, WORDS) < changed) word = rng_below(&own, VOCABULARY);
        buf_addf(&b, "w%d ", (int)word);
    }
    return buf_str(&b);
}

/* The same sets with a number for each run instead of a hash: no two share one. */
static struct alike numbered(const struct str *text, struct arena *a)
{
    struct alike x = {.a = a, .count = TEXTS};
    struct map runs = map_new(a);
    x.text = arena_new(a, struct alike_text, TEXTS);
    for (size_t i = 0; i < TEXTS; i++) {
        struct str word[WORDS];
        struct str rest = text[i];
        uint32_t *run = arena_new(a, uint32_t, WORDS);
        size_t count = 0;
        for (size_t w = 0; w < WORDS; w++)
            assert_true(str_cut(&rest, ' ', &word[w]));
        for (size_t w = 0; w + 4 < WORDS; w++) {
            const char *end = word[w + 4].p + word[w + 4].len;
            struct str key = {word[w].p, (size_t)(end - word[w].p)};
            bool is_new = false;
            uint32_t number = (uint32_t)*map_put(&runs, key, (int64_t)runs.count, &is_new);
            size_t at = count++;
            for (; at > 0 && run[at - 1] > number; at--)
                run[at] = run[at - 1];
            run[at] = number;
        }
        x.text[i] = (struct alike_text){run, count};
    }
    return x;
}

static void groups_of_all_pairs(const struct alike *x, double least, uint32_t *of)
{
    for (uint32_t i = 0; i < TEXTS; i++)
        of[i] = i;
    for (uint32_t i = 0; i < TEXTS; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (of[i] == of[k] || alike_share(&x->text[i], &x->text[k]) < least) continue;
            uint32_t from = of[i] > of[k] ? of[i] : of[k];
            uint32_t to = of[i] > of[k] ? of[k] : of[i];
            for (uint32_t t = 0; t <= i; t++)
                of[t] = of[t] == from ? to : of[t];
        }
    }
}

static void groups_are_those_of_all_pairs(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct str *text = arena_new(&a, struct str, TEXTS);
    struct alike x = {.a = &a};
    for (uint32_t i = 0; i < TEXTS; i++)
        alike_add(&x, text[i] = made(&a, i));
    assert_true(x.count > ALIKE_ALL_MAX); /* so bands find them */
    struct alike all = numbered(text, &a);
    uint32_t *want = arena_new(&a, uint32_t, TEXTS);
    static const double least[] = {ALIKE_NEARLY, ALIKE_LEAST};
    for (size_t l = 0; l < 2; l++) {
        uint32_t *got, *one;
        struct alike_options o = {.least = least[l]};
        assert_ok(alike_groups(&x, &o, &a, &got, &e), e);
        groups_of_all_pairs(&all, least[l], want);
        size_t joined = 0;
        for (uint32_t i = 0; i < TEXTS; i++)
            joined += want[i] != i;
        assert_true(joined > TEXTS / 10 && joined < TEXTS); /* there is something to find */
        size_t missed = 0;
        for (uint32_t i = 0; i < TEXTS; i++) {
            assert_int_equal(want[got[i]], want[i]); /* nothing is joined that is not alike */
            missed += got[i] != want[i];
        }
        /* A text whose best match has just J = .5 is missed with the chance .13. */
        assert_true(missed <= (least[l] == ALIKE_NEARLY ? 0 : joined / 20));
        o.threads = 1;
        assert_ok(alike_groups(&x, &o, &a, &one, &e), e);
        assert_memory_equal(got, one, TEXTS * sizeof *got);
    }
    arena_free(&a);
}

/* Pairs that share their first 42 of 60 words: 38 of 74 runs, J = .5135, so 1 - (1 - J^4)^32 = .900
 * are found; of 1,200 that is 1,080 with a standard deviation of 10.4 */
static void pairs_are_found_as_often_as_bands_foretell(void **state)
{
    (void)state;
    enum { PAIRS = 1200 };
    struct arena a = {0};
    struct err e = {0};
    struct alike x = {.a = &a};
    uint32_t *of;
    struct alike_options o = {.least = .5};
    for (uint32_t i = 0; i < 2 * PAIRS; i++) {
        struct buf b = buf_new(&a);
        for (uint32_t w = 0; w < WORDS; w++)
            buf_addf(&b, "w%u ", (w < 42 ? i / 2 : i + PAIRS) * WORDS + w);
        alike_add(&x, buf_str(&b));
    }
    assert_near(alike_share(&x.text[0], &x.text[1]), 38. / 74, 1e-12);
    assert_ok(alike_groups(&x, &o, &a, &of, &e), e);
    int found = 0;
    for (uint32_t i = 0; i < PAIRS; i++)
        found += of[2 * i + 1] == 2 * i;
    assert_in_range(found, 1080 - 42, 1080 + 42);
    arena_free(&a);
}

static void few_texts_are_all_compared(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct alike x = {.a = &a};
    uint32_t *of;
    struct alike_options o = {.least = .5};
    add(&x, "");
    add(&x, lorem);
    add(&x, "");
    add(&x, lorem);
    assert_ok(alike_groups(&x, &o, &a, &of, &e), e);
    static const uint32_t want[] = {0, 1, 2, 1}; /* no words are like no words */
    assert_memory_equal(of, want, sizeof want);
    arena_free(&a);
}

/* Many copies of one text agree in every band; nothing grows with their square. */
static void copies_by_the_thousand_are_one_group(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct alike x = {.a = &a};
    uint32_t *of;
    struct alike_options o = {.least = .8};
    for (int i = 0; i < 20000; i++)
        add(&x, lorem);
    assert_ok(alike_groups(&x, &o, &a, &of, &e), e);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(of[i], 0);
    arena_free(&a);
}

static bool wants_out(void *context)
{
    (void)context;
    return true;
}

static void it_can_be_stopped(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct alike x = {.a = &a};
    uint32_t *of;
    struct progress p = {.stop = wants_out};
    struct alike_options o = {.least = .8, .progress = &p};
    for (int i = 0; i <= ALIKE_ALL_MAX; i++)
        add(&x, lorem);
    assert_int_equal(alike_groups(&x, &o, &a, &of, &e), STOPPED);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_sets),
        cmocka_unit_test(runs_come_in_their_order),
        cmocka_unit_test(groups_are_those_of_all_pairs),
        cmocka_unit_test(pairs_are_found_as_often_as_bands_foretell),
        cmocka_unit_test(few_texts_are_all_compared),
        cmocka_unit_test(copies_by_the_thousand_are_one_group),
        cmocka_unit_test(it_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

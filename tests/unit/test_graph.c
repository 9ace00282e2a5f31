/* test_graph.c - tests: is the graph of a list the one that stands there? */
#include "graph_lists.h"

#include "find/graph_order.h"

static void check_arcs(struct str text, bool weights)
{
    struct arena a = {0};
    struct naive na = naive_of(&a, text);
    struct graph_arc *arc = arena_new(&a, struct graph_arc, text.len / 4 + 1);
    size_t count = 0;
    for (const char *p = str_c(&a, text); *p; count++) {
        char *at = NULL;
        arc[count].from = strtoull(p, &at, 10);
        arc[count].to = strtoull(at, &at, 10);
        if (*at != '\n') arc[count].weight = strtof(at, &at);
        p = at + 1;
    }
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_BOTH, .weights = weights, .threads = threads};
        assert_ok(graph_from_arcs(arc, count, &o, &a, &g, &e), e);
        assert_rows(&g, &na, weights);
        assert_int_equal(g.loops, na.loops);
        assert_int_equal(g.duplicates, na.duplicates);
        graph_close(&g);
    }
    arena_free(&a);
}

static void a_random_list_has_the_rows_of_a_naive_reading(void **state)
{
    (void)state;
    check_text(random_text(1, 3000, 100, 1, false), false, "dense", NULL);
    check_text(random_text(2, 3000, 5000, 3, false), false, "gaps", NULL);
    check_text(random_text(3, 3000, 2000, 2000003, false), false, "apart", NULL);
    check_text(random_text(4, 3000, 2000, 9000000000000001, false), false, "wide", NULL);
    check_text(random_text(5, 3000, 100, 7, true), true, "weights", NULL);
    check_text(random_text(6, 3000, 100, 90000000001, true), true, "wide-weights", NULL);
}

static void a_list_of_many_chunks_has_them_too(void **state)
{
    (void)state;
    check_text(random_text(7, 700000, 50000, 1, false), false, "large", NULL);
    check_text(random_text(8, 500000, 900, 70000000001, true), true, "large-wide", NULL);
}

/* In no order, repeats far apart; rows of one arc and of ten thousands. */
static struct str skewed_text(uint64_t seed, size_t lines, uint64_t ids)
{
    struct rng r = rng_stream(seed, 0);
    char *text = arena_bytes(&text_arena, lines * 24);
    size_t len = 0;
    for (size_t i = 0; i < lines; i++) {
        uint64_t end[2];
        for (int k = 0; k < 2; k++)
            end[k] = rng_below(&r, 1 + rng_below(&r, 1 + rng_below(&r, ids)));
        len += (size_t)snprintf(text + len, 24, "%llu %llu\n", (unsigned long long)end[0],
                                (unsigned long long)(end[1] * 7919 % ids));
    }
    return (struct str){text, len};
}

static void repeats_in_no_order_fall_out_of_many_ranges(void **state)
{
    (void)state;
    check_text(skewed_text(41, 700000, 60000), false, "skewed", NULL);
    check_text(skewed_text(42, 400000, 3000), false, "long-rows", NULL);
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Against the sort of the C library; lengths around all that the sort tells apart. */
static void rows_of_any_length_come_to_rise(void **state)
{
    (void)state;
    enum { ROWS = 308, MOST = 9000 };
    static const unsigned limit_log[] = {3, 13, 22, 32};
    struct rng r = rng_stream(43, 0);
    struct arena a = {0};
    uint64_t end[ROWS] = {0};
    for (uint64_t v = 1; v < ROWS; v++)
        end[v] = end[v - 1] + (v < 300 ? v : v < 304 ? 4094 + v - 300 : MOST);
    uint32_t *x = arena_new(&a, uint32_t, end[ROWS - 1]);
    uint32_t *want = arena_new(&a, uint32_t, end[ROWS - 1]);
    uint32_t *spare = arena_new(&a, uint32_t, MOST);
    for (size_t k = 0; k < sizeof limit_log / sizeof *limit_log; k++) {
        for (uint64_t i = 0; i < end[ROWS - 1]; i++) {
            x[i] = (uint32_t)rng_below(&r, (uint64_t)1 << limit_log[k]);
            if (i % 5 == 0) x[i] = (uint32_t)(((uint64_t)1 << limit_log[k]) - 1);
        }
        memcpy(want, x, end[ROWS - 1] * sizeof *x);
        for (uint64_t v = 1; v < ROWS; v++)
            qsort(want + end[v - 1], end[v] - end[v - 1], sizeof *want, by_number);
        rows_order(x, spare, 0, end, ROWS, limit_log[k]);
        assert_memory_equal(x, want, end[ROWS - 1] * sizeof *x);
    }
    arena_free(&a);
}

static void arcs_in_memory_make_the_graph_of_their_list(void **state)
{
    (void)state;
    check_arcs(random_text(21, 3000, 100, 1, false), false);
    check_arcs(random_text(22, 3000, 2000, 9000000000000001, true), true);
    check_arcs(random_text(23, 400000, 30000, 3, true), true);
    check_arcs(STR(""), true);
}

static void an_arc_that_weighs_too_much_is_refused(void **state)
{
    (void)state;
    static const struct graph_arc arc[] = {{1, 2, 0.5F}, {2, 3, 1.5F}};
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN, .weights = true};
    assert_refused(graph_from_arcs(arc, 2, &o, &a, &g, &e), BAD_INPUT, e,
                   "arc 2 weighs 1.5: want a number from 0 to 1");
    arena_free(&a);
}

/* One id past all that a look at the text shows: it is read once more. */
static void an_id_far_past_the_others_is_met_late(void **state)
{
    (void)state;
    static const char *const late[] = {"900000 3 0.5\n", "5 90000000000 0.5\n"};
    for (size_t i = 0; i < 4; i++) {
        struct str text = random_text(33, 100000, 3000, 1, true);
        const char *in = memchr(text.p + 500000, '\n', text.len - 500000);
        struct str head = str_head(text, (size_t)(in + 1 - text.p));
        struct buf b = buf_new(&text_arena);
        buf_add(&b, head);
        buf_adds(&b, late[i % 2]);
        buf_add(&b, str_skip(text, head.len));
        check_text(buf_str(&b), i < 2, "late", NULL);
    }
}

/* ---- by hand ---- */
static void blanks_tabs_commas_comments_and_line_ends_are_all_one(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph_options o = {.ways = GRAPH_BOTH, .threads = 1};
    struct graph g =
        open_text(&a,
                  "\xef\xbb\xbf# head\r\n% more\n\n  7 , 9\r\n7\t30000000000\n9,7,0.5\n"
                  "   \n\t7   9   comment of theirs\n9 9\n000009 000030000000000",
                  o);
    assert_int_equal(g.n, 3);
    assert_int_equal(g.m, 4);
    assert_int_equal(g.lines, 10);
    assert_int_equal(g.loops, 1);
    assert_int_equal(g.duplicates, 1);
    assert_int_equal(graph_id(&g, 2), 30000000000);
    assert_int_equal(graph_node(&g, 9), 1);
    assert_int_equal(graph_node(&g, 8), UINT32_MAX);
    assert_int_equal(rows_count(&g.out, 0), 2);
    assert_int_equal(g.in.node[rows_first(&g.in, 2) + 1], 1);
    arena_free(&a);
}

static void one_way_reversed_is_the_other_way(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph in = open_text(&a, "1 2\n1 3\n3 2\n", (struct graph_options){.ways = GRAPH_IN});
    struct graph out = open_text(&a, "1 2\n1 3\n3 2\n",
                                 (struct graph_options){.ways = GRAPH_OUT, .reverse = true});
    assert_false(rows_given(&in.out));
    assert_false(rows_given(&out.in));
    for (uint32_t v = 0; v <= 3; v++)
        assert_int_equal(rows_first(&in.in, v), rows_first(&out.out, v));
    assert_memory_equal(in.in.node, out.out.node, 3 * sizeof(uint32_t));
    arena_free(&a);
}

static void an_empty_list_is_an_empty_graph(void **state)
{
    (void)state;
    static const char *const text[] = {"", "\n", "# nothing\n", "4 4\n", "% x"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct arena a = {0};
        struct graph g = open_text(&a, text[i], (struct graph_options){.ways = GRAPH_BOTH});
        assert_int_equal(g.n, 0);
        assert_int_equal(g.m, 0);
        assert_int_equal(rows_first(&g.out, 0), 0);
        assert_int_equal(rows_first(&g.in, 0), 0);
        arena_free(&a);
    }
}

static void a_star_and_parts_that_do_not_meet_are_graphs(void **state)
{
    (void)state;
    struct buf star = buf_new(&text_arena);
    for (int i = 1; i <= 5000; i++)
        buf_addf(&star, "%d 0\n", 5001 - i);
    check_text(buf_str(&star), false, "star", NULL);
    check_text(STR("0 1\n"), false, "single", NULL);
    check_text(STR("1 2\n900 901\n5 6\n6 5\n"), false, "apart", NULL);
    check_text(STR("18446744073709551615 0\n0 18446744073709551614\n"), false, "ends", NULL);
    check_text(STR("4294967295 0\n0 4294967296\n"), false, "edge", NULL);
}

static void a_bad_line_is_named_with_its_mend(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
        bool weights;
    } bad[] = {
        {"1 2\nfrom to\n",
         "2: 'from to': want two ids, 'from to', each a whole number from 0; put # before a line "
         "that is none",
         false},
        {"1 2\n\n# x\n7\n",
         "4: '7': want two ids, 'from to', each a whole number from 0; put # before a line that is "
         "none",
         false},
        {"1 -2",
         "1: '1 -2': want two ids, 'from to', each a whole number from 0; put # before a "
         "line that is none",
         false},
        {"1.5 2\n",
         "1: '1.5 2': want two ids, 'from to', each a whole number from 0; put # before "
         "a line that is none",
         false},
        {"1 2x\n",
         "1: '1 2x': want two ids, 'from to', each a whole number from 0; put # before a "
         "line that is none",
         false},
        {"1 18446744073709551616\n",
         "1: '1 18446744073709551616': an id is above 18446744073709551615; put # before a line "
         "that is none",
         false},
        {"1 2 0.5\n2 3 1.5\n", "2: weight '1.5': want a number from 0 to 1", true},
        {"1 2 -0.1\n", "1: weight '-0.1': want a number from 0 to 1", true},
        {"1 2 nan\n", "1: weight 'nan': want a number from 0 to 1", true},
        {"1 2\n", "1: no weight behind the two ids; want 'from to weight', weights 0 to 1", true},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN, .weights = bad[i].weights};
        const char *path = file_of("bad", str_of(bad[i].text));
        enum status s = graph_open(path, &o, &a, &g, &e);
        const char *want = str_printf(&text_arena, "%s:%s", path, bad[i].want).p;
        assert_refused(s, BAD_INPUT, e, want);
        arena_free(&a);
    }
}

static void the_first_bad_line_is_named_by_any_number_of_threads(void **state)
{
    (void)state;
    struct buf b = buf_new(&text_arena);
    for (int i = 1; i <= 1500000; i++)
        buf_adds(&b, i == 900001 || i == 1400000 ? "x\n" : "11 22\n");
    const char *path = file_of("late", buf_str(&b));
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN, .threads = threads};
        assert_int_equal(graph_open(path, &o, &a, &g, &e), BAD_INPUT);
        assert_non_null(strstr(e.text, "late:900001: 'x': want two ids"));
        arena_free(&a);
    }
}

static void a_line_without_end_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    char *text = arena_bytes(&a, 10 << 20);
    memset(text, '7', 10 << 20);
    memcpy(text, "1 2\n", 4);
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN};
    const char *path = file_of("long", (struct str){text, 10 << 20});
    enum status s = graph_open(path, &o, &a, &g, &e);
    const char *want =
        str_printf(&text_arena, "%s:2: a line of more than 262144 bytes; is this a list of arcs?",
                   path)
            .p;
    assert_refused(s, BAD_INPUT, e, want);
    arena_free(&a);
}

static void what_does_not_fit_is_said_before_it_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 20000; i++)
        buf_adds(&b, "0 1\n");
    const char *path = file_of("vast", buf_str(&b));
    assert_int_equal(truncate(path, (off_t)1 << 42), 0);
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN};
    assert_int_equal(graph_open(path, &o, &a, &g, &e), TOO_MUCH);
    assert_non_null(strstr(e.text, "vast: needs 14295 GB of memory, "));
    assert_int_equal(unlink(path), 0);
    arena_free(&a);
}

static void a_file_that_is_none_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN};
    assert_refused(graph_open("/nowhere/x", &o, &a, &g, &e), IO_FAILED, e,
                   "/nowhere/x: no such file");
    assert_refused(graph_open("/", &o, &a, &g, &e), BAD_INPUT, e,
                   "/: not a plain file; copy it to one first");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_list_has_the_rows_of_a_naive_reading),
        cmocka_unit_test(a_list_of_many_chunks_has_them_too),
        cmocka_unit_test(repeats_in_no_order_fall_out_of_many_ranges),
        cmocka_unit_test(rows_of_any_length_come_to_rise),
        cmocka_unit_test(arcs_in_memory_make_the_graph_of_their_list),
        cmocka_unit_test(an_arc_that_weighs_too_much_is_refused),
        cmocka_unit_test(an_id_far_past_the_others_is_met_late),
        cmocka_unit_test(blanks_tabs_commas_comments_and_line_ends_are_all_one),
        cmocka_unit_test(one_way_reversed_is_the_other_way),
        cmocka_unit_test(an_empty_list_is_an_empty_graph),
        cmocka_unit_test(a_star_and_parts_that_do_not_meet_are_graphs),
        cmocka_unit_test(a_bad_line_is_named_with_its_mend),
        cmocka_unit_test(the_first_bad_line_is_named_by_any_number_of_threads),
        cmocka_unit_test(a_line_without_end_is_refused),
        cmocka_unit_test(what_does_not_fit_is_said_before_it_is_read),
        cmocka_unit_test(a_file_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, dir_make, dir_drop);
}

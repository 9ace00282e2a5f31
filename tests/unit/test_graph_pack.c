/* test_graph_pack.c - tests: is a packed or squeezed graph the one that was, or refused? */
#include "graph_lists.h"

#include <zlib.h>
#include <zstd.h>

enum squeeze { SQUEEZE_GZIP, SQUEEZE_ZSTD };

/* One member, or frame. */
static struct str squeezed(struct str bytes, enum squeeze how)
{
    size_t room = ZSTD_compressBound(bytes.len) + compressBound(bytes.len) + 64;
    char *to = arena_bytes(&text_arena, room);
    if (how == SQUEEZE_ZSTD) {
        size_t len = ZSTD_compress(to, room, bytes.p ? bytes.p : "", bytes.len, 3);
        assert_false(ZSTD_isError(len));
        return (struct str){to, len};
    }
    z_stream z = {.avail_in = (uInt)bytes.len, .avail_out = (uInt)room};
    char *from = arena_copy(&text_arena, bytes.p ? bytes.p : "", bytes.len);
    z.next_in = (unsigned char *)from;
    z.next_out = (unsigned char *)to;
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(deflateEnd(&z), Z_OK);
    return (struct str){to, z.total_out};
}

static const char *squeezed_of(const char *name, struct str bytes, enum squeeze how)
{
    return file_of(name, squeezed(bytes, how));
}

static const char *packed(const char *name, struct str text, bool weights)
{
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_BOTH, .weights = weights};
    assert_ok(graph_open(file_of("t", text), &o, &a, &g, &e), e);
    assert_ok(graph_pack(&g, path_of(name), &e), e);
    graph_close(&g);
    arena_free(&a);
    return path_of(name);
}

static void gzip_and_zstd_read_as_their_text(void **state)
{
    (void)state;
    struct str text = random_text(9, 20000, 3000, 1, true);
    check_text(text, true, NULL, squeezed_of("a.gz", text, SQUEEZE_GZIP));
    check_text(text, true, NULL, squeezed_of("a.zst", text, SQUEEZE_ZSTD));
    check_text(STR(""), false, NULL, squeezed_of("a.gz", STR(""), SQUEEZE_GZIP));
    check_text(STR(""), true, NULL, squeezed_of("a.zst", STR(""), SQUEEZE_ZSTD));
}

static void members_and_frames_behind_one_another_are_one_text(void **state)
{
    (void)state;
    struct str text = random_text(31, 3000, 300, 1, false);
    for (enum squeeze how = SQUEEZE_GZIP; how <= SQUEEZE_ZSTD; how++) {
        struct buf b = buf_new(&text_arena);
        buf_add(&b, squeezed(str_head(text, 7001), how)); /* in the midst of a line */
        buf_add(&b, squeezed(STR(""), how));
        buf_add(&b, squeezed(str_skip(text, 7001), how));
        check_text(text, false, NULL, file_of("a.gz", buf_str(&b)));
    }
}

static void a_squeezed_text_that_is_cut_or_changed_is_refused(void **state)
{
    (void)state;
    struct str text = random_text(32, 100, 300, 1, false);
    for (enum squeeze how = SQUEEZE_GZIP; how <= SQUEEZE_ZSTD; how++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN, .threads = 1};
        struct str whole = squeezed(text, how);
        const char *path = file_of("a.gz", str_head(whole, whole.len - 3));
        const char *want =
            str_printf(&text_arena, "%s: damaged (cut short); fetch or compress it again", path).p;
        assert_refused(graph_open(path, &o, &a, &g, &e), BAD_INPUT, e, want);
        char *bytes = arena_copy(&a, whole.p, whole.len);
        bytes[whole.len / 2] = (char)(bytes[whole.len / 2] ^ 8);
        path = file_of("a.gz", (struct str){bytes, whole.len});
        /* zstd as it comes from its library has no sum: a changed byte may be another text. */
        enum status s = graph_open(path, &o, &a, &g, &e);
        if (how == SQUEEZE_GZIP) assert_int_equal(s, BAD_INPUT);
        assert_true(s == OK || s == BAD_INPUT);
        arena_free(&a);
    }
}

static void weights_are_read_where_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool weights;
    } lists[] = {{"# from to\n1 2 0.5\n2 3 1\n", true},
                 {"1 2\n2 3 0.5\n", false},
                 {"1 2 friend\n", false},
                 {"", false},
                 {"1 2 7\n", true}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN, .weights = GRAPH_WEIGHTS_IF_THERE};
        enum status s = graph_open(file_of("t", str_of(lists[i].text)), &o, &a, &g, &e);
        if (i == 4) {
            assert_int_equal(s, BAD_INPUT);
            assert_non_null(strstr(e.text, "t:1: weight '7': want a number from 0 to 1"));
            arena_free(&a);
            break;
        }
        assert_ok(s, e);
        assert_int_equal(g.in.weight != NULL, lists[i].weights);
        graph_close(&g);
        s = graph_open(packed("p", str_of(lists[i].text), lists[i].weights), &o, &a, &g, &e);
        assert_ok(s, e);
        assert_int_equal(g.in.weight != NULL, lists[i].weights);
        graph_close(&g);
        arena_free(&a);
    }
}

static void a_packed_graph_is_the_graph(void **state)
{
    (void)state;
    struct str text = random_text(11, 400000, 30000, 3, true);
    check_text(text, true, NULL, packed("p", text, true));
    check_text(text, false, NULL, packed("p", text, true));
    check_text(STR(""), false, NULL, packed("p", STR(""), false));
    check_text(STR(""), true, NULL, packed("p", STR(""), true));
}

static int by_line(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

static struct str in_order(struct str text)
{
    char *copy = arena_copy(&text_arena, text.p, text.len);
    const char **line = arena_new(&text_arena, const char *, text.len);
    char *to = arena_bytes(&text_arena, text.len + 1);
    size_t lines = 0;
    size_t len = 0;
    for (char *p = copy; *p; lines++) {
        char *stop = strchr(p, '\n');
        *stop = '\0';
        line[lines] = p;
        p = stop + 1;
    }
    qsort(line, lines, sizeof *line, by_line);
    for (size_t i = 0; i < lines; i++)
        len += (size_t)snprintf(to + len, text.len + 1 - len, "%s\n", line[i]);
    return (struct str){to, len};
}

static void any_order_any_squeeze_any_threads_pack_to_the_same_bytes(void **state)
{
    (void)state;
    struct str text = random_text(14, 300000, 500, 1, false);
    const char *path[] = {file_of("t1", text), file_of("t2", in_order(text)),
                          squeezed_of("t3", text, SQUEEZE_GZIP)};
    struct str want = bytes_of(packed("p", text, false));
    for (unsigned i = 0; i < 9; i++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_BOTH, .threads = i / 3 + 1};
        assert_ok(graph_open(path[i % 3], &o, &a, &g, &e), e);
        assert_true(g.duplicates > 100);
        assert_ok(graph_pack(&g, path_of("q"), &e), e);
        struct str got = bytes_of(path_of("q"));
        assert_int_equal(got.len, want.len);
        assert_memory_equal(got.p, want.p, want.len);
        graph_close(&g);
        assert_ok(graph_pack_file(path[i % 3], path_of("r"), &o, &a, &g, &e), e);
        got = bytes_of(path_of("r"));
        assert_int_equal(got.len, want.len);
        assert_memory_equal(got.p, want.p, want.len);
        arena_free(&a);
    }
}

/* Weights, ids that are listed, begins of 64 bits, nothing at all, another pack. */
static void a_file_packed_in_the_memory_of_one_way_has_the_same_bytes(void **state)
{
    (void)state;
    const struct {
        struct str text;
        bool weights, wide;
    } list[] = {{random_text(15, 3000, 500, 1, true), true, false},
                {random_text(16, 3000, 500, 70000000001, true), true, true},
                {random_text(17, 3000, 5000, 3, false), false, true},
                {STR(""), false, false}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {
            .ways = GRAPH_BOTH, .weights = list[i].weights, .wide = list[i].wide};
        assert_ok(graph_open(file_of("t", list[i].text), &o, &a, &g, &e), e);
        assert_ok(graph_pack(&g, path_of("p"), &e), e);
        struct str want = bytes_of(path_of("p"));
        uint64_t m = g.m;
        graph_close(&g);
        for (int again = 0; again < 2; again++) {
            const char *from = path_of(again ? "p" : "t");
            assert_ok(graph_pack_file(from, path_of("q"), &o, &a, &g, &e), e);
            struct str got = bytes_of(path_of("q"));
            assert_int_equal(g.m, m);
            assert_int_equal(got.len, want.len);
            assert_memory_equal(got.p, want.p, want.len);
        }
        arena_free(&a);
    }
}

static void a_list_that_is_refused_leaves_no_pack(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {0};
    const char *path = file_of("t", STR("1 2\nno\n"));
    assert_int_equal(graph_pack_file(path, path_of("none"), &o, &a, &g, &e), BAD_INPUT);
    assert_int_equal(access(path_of("none"), F_OK), -1);
    assert_int_equal(access(path_of("none.tmp"), F_OK), -1);
    arena_free(&a);
}

static void packed_reversed_is_read_reversed(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph_options o = {.ways = GRAPH_IN, .reverse = true};
    struct graph text = open_text(&a, "1 2\n1 3\n3 2\n", o);
    struct graph pack;
    struct err e;
    assert_ok(graph_open(packed("p", STR("1 2\n1 3\n3 2\n"), false), &o, &a, &pack, &e), e);
    for (uint32_t v = 0; v <= 3; v++)
        assert_int_equal(rows_first(&text.in, v), rows_first(&pack.in, v));
    assert_memory_equal(text.in.node, pack.in.node, 3 * sizeof(uint32_t));
    graph_close(&pack);
    arena_free(&a);
}

static void begins_of_64_bits_are_packed_and_read_as_those_of_32(void **state)
{
    (void)state;
    struct str text = random_text(14, 5000, 700, 1, true);
    struct arena a = {0};
    struct naive na = naive_of(&a, text);
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_BOTH, .weights = true, .wide = true};
    assert_ok(graph_open(file_of("t", text), &o, &a, &g, &e), e);
    assert_non_null(g.in.first64);
    assert_null(g.in.first32);
    assert_ok(graph_pack(&g, path_of("p"), &e), e);
    graph_close(&g);
    assert_ok(graph_open(path_of("p"), &o, &a, &g, &e), e);
    assert_non_null(g.out.first64);
    assert_rows(&g, &na, true);
    graph_close(&g);
    o.wide = false;
    assert_ok(
        graph_open(packed("p", text, false), &(struct graph_options){.ways = GRAPH_IN}, &a, &g, &e),
        e);
    assert_non_null(g.in.first32);
    graph_close(&g);
    arena_free(&a);
}

static void ids_that_follow_one_another_take_no_room(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct graph g;
    struct graph_options o = {.ways = GRAPH_BOTH, .threads = 1};
    const char *path = packed("p", STR("7 8\n9 8\n8 10\n"), false);
    assert_ok(graph_open(path, &o, &a, &g, &e), e);
    assert_null(g.id);
    assert_int_equal(graph_id(&g, 3), 10);
    assert_int_equal(graph_node(&g, 8), 1);
    assert_int_equal(graph_node(&g, 6), UINT32_MAX);
    assert_int_equal(graph_node(&g, 11), UINT32_MAX);
    graph_close(&g);
    arena_free(&a);
}

static void a_pack_of_the_older_form_is_to_be_packed_again(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN};
    struct str whole = bytes_of(packed("p", STR("1 2\n"), false));
    char *bytes = arena_copy(&a, whole.p, whole.len);
    bytes[8] = 1;
    const char *path = file_of("d", (struct str){bytes, whole.len});
    const char *want =
        str_printf(&text_arena,
                   "%s: packed by an older kith (form 1, want 2); pack the graph again", path)
            .p;
    assert_refused(graph_open(path, &o, &a, &g, &e), BAD_INPUT, e, want);
    arena_free(&a);
}

static void a_pack_damaged_at_any_byte_is_refused(void **state)
{
    (void)state;
    struct str whole = bytes_of(packed("p", random_text(12, 60, 20, 3, true), true));
    for (size_t i = 0; i < whole.len; i++) {
        struct arena a = {0};
        char *bytes = arena_copy(&a, whole.p, whole.len);
        bytes[i] = (char)(bytes[i] ^ (1 << i % 8));
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_BOTH, .weights = true};
        const char *path = file_of("d", (struct str){bytes, whole.len});
        assert_int_equal(graph_open(path, &o, &a, &g, &e), BAD_INPUT);
        if (i >= 8) assert_non_null(strstr(e.text, "pack the graph again"));
        arena_free(&a);
    }
}

static void a_pack_of_any_other_length_is_refused(void **state)
{
    (void)state;
    struct str whole = bytes_of(packed("p", random_text(13, 40, 20, 3, false), false));
    for (size_t len = 1; len <= whole.len + 1; len++) {
        struct arena a = {0};
        char *bytes = arena_alloc(&a, whole.len + 1);
        memcpy(bytes, whole.p, len < whole.len ? len : whole.len);
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN};
        enum status s = graph_open(file_of("d", (struct str){bytes, len}), &o, &a, &g, &e);
        assert_int_equal(s, len == whole.len ? OK : BAD_INPUT);
        if (!s) graph_close(&g);
        arena_free(&a);
    }
}

static void a_pack_that_leads_outside_is_refused_though_its_sums_are_right(void **state)
{
    (void)state;
    static const uint64_t id[] = {1, 2};
    static const uint64_t first[] = {0, 1, 2};
    static const uint64_t falls[] = {0, 3, 2};
    static const uint32_t node[] = {1, 0};
    static const uint32_t outside[] = {1, 2};
    static const float high[] = {0.5F, 1.5F};
    const struct graph bad[] = {
        {.n = 2, .m = 2, .id = id, .in = {NULL, first, outside, NULL}},
        {.n = 2, .m = 2, .id = id, .in = {NULL, falls, node, NULL}},
        {.n = 2, .m = 2, .id = id, .in = {NULL, first, node, high}},
        {.n = 2, .m = 2, .id = falls + 1, .in = {NULL, first, node, NULL}},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct arena a = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_IN, .weights = bad[i].in.weight != NULL};
        assert_ok(graph_pack(&bad[i], path_of("d"), &e), e);
        assert_int_equal(graph_open(path_of("d"), &o, &a, &g, &e), BAD_INPUT);
        assert_non_null(strstr(e.text, "damaged ("));
        o.ways = GRAPH_OUT;
        enum status s = graph_open(path_of("d"), &o, &a, &g, &e);
        const char *want =
            str_printf(&text_arena, "%s: packed one way only; pack it again", path_of("d")).p;
        assert_refused(s, BAD_INPUT, e, want);
        arena_free(&a);
    }
}

static void a_pack_without_weights_says_so_when_they_are_wanted(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN, .weights = true};
    const char *path = packed("p", STR("1 2\n"), false);
    const char *want =
        str_printf(&text_arena, "%s: packed without weights; pack it again with --weights", path).p;
    enum status s = graph_open(path, &o, &a, &g, &e);
    assert_refused(s, BAD_INPUT, e, want);
    arena_free(&a);
}

static void any_start_of_a_file_is_read_or_refused(void **state)
{
    (void)state;
    struct str text = STR("# a\n10 20 0.25\r\n20,30,1\n\n30\t10 0\n");
    struct str whole[] = {text, bytes_of(squeezed_of("s.gz", text, SQUEEZE_GZIP)),
                          bytes_of(squeezed_of("s.zst", text, SQUEEZE_ZSTD))};
    for (size_t k = 0; k < 3; k++) {
        for (size_t len = 0; len <= whole[k].len; len++) {
            struct arena a = {0};
            struct graph g;
            struct err e;
            struct graph_options o = {.ways = GRAPH_BOTH, .weights = true};
            enum status s = graph_open(file_of("s", str_head(whole[k], len)), &o, &a, &g, &e);
            assert_true(s == OK || s == BAD_INPUT);
            if (len == whole[k].len) assert_int_equal(s, OK);
            if (!s) graph_close(&g);
            arena_free(&a);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_and_zstd_read_as_their_text),
        cmocka_unit_test(members_and_frames_behind_one_another_are_one_text),
        cmocka_unit_test(a_squeezed_text_that_is_cut_or_changed_is_refused),
        cmocka_unit_test(weights_are_read_where_they_are),
        cmocka_unit_test(a_packed_graph_is_the_graph),
        cmocka_unit_test(any_order_any_squeeze_any_threads_pack_to_the_same_bytes),
        cmocka_unit_test(a_file_packed_in_the_memory_of_one_way_has_the_same_bytes),
        cmocka_unit_test(a_list_that_is_refused_leaves_no_pack),
        cmocka_unit_test(packed_reversed_is_read_reversed),
        cmocka_unit_test(begins_of_64_bits_are_packed_and_read_as_those_of_32),
        cmocka_unit_test(ids_that_follow_one_another_take_no_room),
        cmocka_unit_test(a_pack_of_the_older_form_is_to_be_packed_again),
        cmocka_unit_test(a_pack_damaged_at_any_byte_is_refused),
        cmocka_unit_test(a_pack_of_any_other_length_is_refused),
        cmocka_unit_test(a_pack_that_leads_outside_is_refused_though_its_sums_are_right),
        cmocka_unit_test(a_pack_without_weights_says_so_when_they_are_wanted),
        cmocka_unit_test(any_start_of_a_file_is_read_or_refused),
    };
    return cmocka_run_group_tests(tests, dir_make, dir_drop);
}

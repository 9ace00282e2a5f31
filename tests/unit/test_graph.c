/* test_graph.c - tests: is the graph of a list the one that stands there, packed or not? */
#include "helpers.h"

#include "base/rng.h"
#include "find/graph.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[64];
static struct arena text_arena;

static const char *path_of(const char *name)
{
    return str_printf(&text_arena, "%s/%s", dir, name).p;
}

static const char *file_of(const char *name, struct str bytes)
{
    const char *path = path_of(name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.p ? bytes.p : "", 1, bytes.len, out), bytes.len);
    assert_int_equal(fclose(out), 0);
    return path;
}

static const char *squeezed_of(const char *name, struct str bytes, int filter)
{
    const char *path = path_of(name);
    struct archive *ar = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    assert_int_equal(archive_write_add_filter(ar, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_set_format_raw(ar), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(ar, path), ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    assert_int_equal(archive_write_header(ar, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(ar, bytes.p, bytes.len), bytes.len);
    assert_int_equal(archive_write_free(ar), ARCHIVE_OK);
    archive_entry_free(entry);
    return path;
}

static struct str bytes_of(const char *path)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    struct buf b = buf_new(&text_arena);
    char part[4096];
    size_t n;
    while ((n = fread(part, 1, sizeof part, in)) > 0)
        buf_add(&b, (struct str){part, n});
    (void)fclose(in);
    return buf_str(&b);
}

/* ---- the oracle: line by line with strtoull, sorted with qsort ---- */
struct line {
    uint64_t from, to;
    float weight;
    size_t at;
};

struct naive {
    struct line *arc; /* [m] by from, to; the first of repeated ones */
    uint64_t *id;     /* [n] */
    size_t m, n, loops, duplicates;
};

static int by_arc(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int by_id(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static struct naive naive_of(struct arena *a, struct str text)
{
    struct naive na = {.arc = arena_new(a, struct line, text.len / 2 + 1),
                       .id = arena_new(a, uint64_t, text.len + 2)};
    struct line *line = na.arc;
    size_t lines = 0;
    const char *p = str_c(a, text);
    while (*p) {
        char *at = NULL;
        struct line l = {.at = lines};
        l.from = strtoull(p, &at, 10);
        l.to = strtoull(at, &at, 10);
        if (*at != '\n') l.weight = strtof(at, &at);
        p = *at ? at + 1 : at;
        if (l.from == l.to)
            na.loops++;
        else
            line[lines++] = l;
    }
    qsort(line, lines, sizeof *line, by_arc);
    for (size_t i = 0; i < lines; i++) {
        na.id[2 * i] = line[i].from;
        na.id[2 * i + 1] = line[i].to;
    }
    qsort(na.id, 2 * lines, sizeof *na.id, by_id);
    for (size_t i = 0; i < 2 * lines; i++) {
        if (i == 0 || na.id[i] != na.id[na.n - 1]) na.id[na.n++] = na.id[i];
    }
    for (size_t i = 0; i < lines; i++) {
        bool repeats =
            na.m && line[i].from == line[na.m - 1].from && line[i].to == line[na.m - 1].to;
        if (!repeats) line[na.m++] = line[i];
    }
    na.duplicates = lines - na.m;
    return na;
}

static void assert_rows(const struct graph *g, const struct naive *na, bool weights)
{
    assert_int_equal(g->n, na->n);
    assert_int_equal(g->m, na->m);
    for (uint32_t v = 0; v < g->n; v++)
        assert_int_equal(graph_id(g, v), na->id[v]);
    uint64_t at = 0;
    uint64_t *seen = arena_new(&text_arena, uint64_t, g->n + 1);
    assert_int_equal(rows_first(&g->out, 0), 0);
    for (uint32_t u = 0; u < g->n; u++) {
        for (uint64_t i = rows_first(&g->out, u); i < rows_first(&g->out, u + 1); i++, at++) {
            uint32_t v = g->out.node[i];
            assert_int_equal(graph_id(g, u), na->arc[at].from);
            assert_int_equal(graph_id(g, v), na->arc[at].to);
            /* Its twin of the other way: rows ascend, so it is the next of v. */
            uint64_t twin = rows_first(&g->in, v) + seen[v]++;
            assert_true(twin < rows_first(&g->in, v + 1));
            assert_int_equal(g->in.node[twin], u);
            if (!weights) continue;
            assert_true(g->out.weight[i] == na->arc[at].weight);
            assert_true(g->in.weight[twin] == na->arc[at].weight);
        }
    }
    assert_int_equal(at, g->m);
    assert_int_equal(rows_first(&g->in, g->n), g->m);
}

/* Begins alone, of as many arcs as leave each node. */
static void assert_counts(const struct graph *g, const struct naive *na)
{
    uint64_t at = 0;
    assert_null(g->out.node);
    assert_int_equal(rows_first(&g->out, 0), 0);
    for (uint32_t u = 0; u < g->n; u++) {
        while (at < na->m && na->arc[at].from == graph_id(g, u))
            at++;
        assert_int_equal(rows_first(&g->out, u + 1), at);
    }
    assert_int_equal(rows_first(&g->in, g->n), g->m);
}

static void check_text(struct str text, bool weights, const char *name, const char *path)
{
    static const unsigned threads[] = {1, 2, 3, 8};
    struct arena a = {0};
    struct naive na = naive_of(&a, text);
    for (size_t i = 0; i < 4; i++) {
        struct arena ga = {0};
        struct graph g;
        struct err e;
        struct graph_options o = {.ways = GRAPH_BOTH, .weights = weights, .threads = threads[i]};
        o.wide = i == 1;
        const char *from = path ? path : file_of(name, text);
        assert_ok(graph_open(from, &o, &ga, &g, &e), e);
        assert_rows(&g, &na, weights);
        assert_int_equal(g.loops, na.loops);
        assert_int_equal(g.duplicates, na.duplicates);
        graph_close(&g);
        o.ways = GRAPH_IN | GRAPH_OUT_COUNTS;
        assert_ok(graph_open(from, &o, &ga, &g, &e), e);
        assert_counts(&g, &na);
        graph_close(&g);
        arena_free(&ga);
    }
    arena_free(&a);
}

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

/* count lines "from to weight" with ids below `most`, spread by a factor. */
static struct str random_text(uint64_t seed, size_t count, uint64_t most, uint64_t factor,
                              bool weights)
{
    struct buf b = buf_new(&text_arena);
    struct rng r = rng_stream(seed, 1);
    for (size_t i = 0; i < count; i++) {
        uint64_t from = rng_below(&r, most);
        uint64_t to = rng_below(&r, 1 + from);
        buf_addf(&b, "%llu%c%llu", (unsigned long long)(from * factor), i % 3 ? '\t' : ' ',
                 (unsigned long long)(to * factor));
        if (weights) buf_addf(&b, " %.4f", (double)rng_below(&r, 10001) / 10000);
        buf_addc(&b, '\n');
    }
    return buf_str(&b);
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

static void gzip_and_zstd_read_as_their_text(void **state)
{
    (void)state;
    struct str text = random_text(9, 20000, 3000, 1, true);
    check_text(text, true, NULL, squeezed_of("a.gz", text, ARCHIVE_FILTER_GZIP));
    check_text(text, true, NULL, squeezed_of("a.zst", text, ARCHIVE_FILTER_ZSTD));
}

/* ---- by hand ---- */
static struct graph open_text(struct arena *a, const char *text, struct graph_options o)
{
    struct graph g;
    struct err e;
    assert_ok(graph_open(file_of("t", str_of(text)), &o, a, &g, &e), e);
    return g;
}

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
    struct str nothing = STR("");
    check_text(nothing, false, NULL, squeezed_of("e.gz", nothing, ARCHIVE_FILTER_GZIP));
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
    assert_non_null(strstr(e.text, "vast: needs 26390 GB of memory, "));
    assert_int_equal(unlink(path), 0);
    arena_free(&a);
}

/* ---- the packed form ---- */
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

static void a_packed_graph_is_the_graph(void **state)
{
    (void)state;
    struct str text = random_text(11, 400000, 30000, 3, true);
    check_text(text, true, NULL, packed("p", text, true));
    check_text(text, false, NULL, packed("p", text, true));
    check_text(STR(""), false, NULL, packed("p", STR(""), false));
    check_text(STR(""), true, NULL, packed("p", STR(""), true));
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
    struct str whole[] = {text, bytes_of(squeezed_of("s.gz", text, ARCHIVE_FILTER_GZIP)),
                          bytes_of(squeezed_of("s.zst", text, ARCHIVE_FILTER_ZSTD))};
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

static int dir_make(void **state)
{
    (void)state;
    (void)snprintf(dir, sizeof dir, "/tmp/kith-graph-XXXXXX");
    return mkdtemp(dir) ? 0 : 1;
}

static int dir_drop(void **state)
{
    (void)state;
    static const char *const names[] = {
        "dense", "gaps", "apart", "wide", "weights", "wide-weights", "large", "large-wide", "a.gz",
        "a.zst", "t",    "e.gz",  "star", "single",  "ends",         "edge",  "bad",        "late",
        "long",  "p",    "d",     "s",    "s.gz",    "s.zst"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(path_of(names[i]));
    arena_free(&text_arena);
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_random_list_has_the_rows_of_a_naive_reading),
        cmocka_unit_test(a_list_of_many_chunks_has_them_too),
        cmocka_unit_test(arcs_in_memory_make_the_graph_of_their_list),
        cmocka_unit_test(an_arc_that_weighs_too_much_is_refused),
        cmocka_unit_test(gzip_and_zstd_read_as_their_text),
        cmocka_unit_test(blanks_tabs_commas_comments_and_line_ends_are_all_one),
        cmocka_unit_test(one_way_reversed_is_the_other_way),
        cmocka_unit_test(an_empty_list_is_an_empty_graph),
        cmocka_unit_test(a_star_and_parts_that_do_not_meet_are_graphs),
        cmocka_unit_test(a_bad_line_is_named_with_its_mend),
        cmocka_unit_test(the_first_bad_line_is_named_by_any_number_of_threads),
        cmocka_unit_test(a_line_without_end_is_refused),
        cmocka_unit_test(what_does_not_fit_is_said_before_it_is_read),
        cmocka_unit_test(a_packed_graph_is_the_graph),
        cmocka_unit_test(packed_reversed_is_read_reversed),
        cmocka_unit_test(begins_of_64_bits_are_packed_and_read_as_those_of_32),
        cmocka_unit_test(ids_that_follow_one_another_take_no_room),
        cmocka_unit_test(a_pack_of_the_older_form_is_to_be_packed_again),
        cmocka_unit_test(a_pack_damaged_at_any_byte_is_refused),
        cmocka_unit_test(a_pack_of_any_other_length_is_refused),
        cmocka_unit_test(a_pack_that_leads_outside_is_refused_though_its_sums_are_right),
        cmocka_unit_test(a_pack_without_weights_says_so_when_they_are_wanted),
        cmocka_unit_test(any_start_of_a_file_is_read_or_refused),
        cmocka_unit_test(a_file_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, dir_make, dir_drop);
}

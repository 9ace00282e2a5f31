/*
 * graph_lists.h - tests: lists of arcs in files, and a naive reading of them
 */
#ifndef KITH_TESTS_GRAPH_LISTS_H
#define KITH_TESTS_GRAPH_LISTS_H

#include "helpers.h"

#include "base/rng.h"
#include "find/graph.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static char dir[64];
static struct arena text_arena;

static inline const char *path_of(const char *name)
{
    return str_printf(&text_arena, "%s/%s", dir, name).p;
}

static inline const char *file_of(const char *name, struct str bytes)
{
    const char *path = path_of(name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.p ? bytes.p : "", 1, bytes.len, out), bytes.len);
    assert_int_equal(fclose(out), 0);
    return path;
}

static inline struct str bytes_of(const char *path)
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

static inline int by_arc(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static inline int by_id(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return *x < *y ? -1 : *x > *y;
}

static inline struct naive naive_of(struct arena *a, struct str text)
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

static inline void assert_rows(const struct graph *g, const struct naive *na, bool weights)
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
static inline void assert_counts(const struct graph *g, const struct naive *na)
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

static inline void check_text(struct str text, bool weights, const char *name, const char *path)
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
        const char *from = path ? path : file_of(name ? name : "t", text);
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

/* count lines "from to weight" with ids below `most`, spread by a factor. */
static inline struct str random_text(uint64_t seed, size_t count, uint64_t most, uint64_t factor,
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

static inline struct graph open_text(struct arena *a, const char *text, struct graph_options o)
{
    struct graph g;
    struct err e;
    assert_ok(graph_open(file_of("t", str_of(text)), &o, a, &g, &e), e);
    return g;
}

/* A directory for each run, emptied behind it. */
static inline int dir_make(void **state)
{
    (void)state;
    (void)snprintf(dir, sizeof dir, "/tmp/kith-graph-XXXXXX");
    return mkdtemp(dir) ? 0 : 1;
}

static inline int dir_drop(void **state)
{
    (void)state;
    DIR *in = opendir(dir);
    const struct dirent *entry;
    while (in && (entry = readdir(in))) {
        if (entry->d_name[0] != '.') (void)unlink(path_of(entry->d_name));
    }
    if (in) (void)closedir(in);
    arena_free(&text_arena);
    return rmdir(dir);
}

#endif

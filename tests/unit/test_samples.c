/*
 * test_samples.c - tests: does every importer make of its sample what it made before?
 *
 * tests/listen/NAME/ holds one source, in (a file or a directory) or in.*, and want.ndjson. The
 * importer that is surest of the format reads it. ACCEPT=1 writes want.ndjson anew; the diff is
 * what a reviewer reads.
 */
#include "helpers.h"

#include "base/file.h"
#include "listen/bundle.h"
#include "records_json.h"

#include <stdlib.h>

static const struct importer *surest(struct str head, const char *path)
{
    const struct importer *best = NULL;
    int most = 0;
    for (size_t i = 0; importers[i]; i++) {
        if (!importers[i]->sniff) continue;
        int sure = importers[i]->sniff(head, path);
        if (sure > most) {
            most = sure;
            best = importers[i];
        }
    }
    return best;
}

static const char *input_of(const char *dir, struct arena *a)
{
    struct err e = {{0}};
    struct names names;
    assert_ok(dir_list(dir, a, &names, &e), e);
    for (size_t i = 0; i < names.count; i++) {
        struct str name = str_of(names.name[i]);
        if (str_is(name, "in") || str_starts(name, "in.")) return path_join(a, dir, name.p).p;
    }
    print_error("%s: no file named in or in.*\n", dir);
    fail();
    return NULL;
}

static struct str got_of_bundle(const char *path, struct arena *a)
{
    struct err e = {{0}};
    struct bundle b;
    assert_ok(bundle_list(path, "in", a, &b, &e), e);
    const struct importer *best = NULL;
    int most = 49;
    for (size_t i = 0; importers[i]; i++) {
        int sure = importers[i]->gather ? importers[i]->gather(&b) : 0;
        if (sure > most) {
            most = sure;
            best = importers[i];
        }
    }
    if (!best) print_error("%s: no importer gathers it\n", path);
    assert_non_null(best);
    struct importer_options o = {.path = path, .bundle = &b};
    return json_records(best, NULL, &o, a);
}

static struct str got_of(const char *path, struct arena *a)
{
    struct err e = {{0}};
    if (path_is_dir(path)) return got_of_bundle(path, a);
    struct reader *in = NULL;
    struct str head;
    assert_ok(reader_open(path, a, &in, &e), e);
    assert_ok(reader_head(in, 4096, &head, &e), e);
    const struct importer *im = surest(str_copy(a, head), path);
    if (!im) print_error("%s: no importer knows it\n", path);
    assert_non_null(im);
    struct importer_options o = {.path = path};
    struct str got = json_records(im, in, &o, a);
    reader_close(in);
    return got;
}

/* False, and what differs first, when the two are not the same. */
static bool same(const char *dir, struct str got, struct str want)
{
    struct str g = STR("");
    struct str w = STR("");
    for (int line = 1; got.p || want.p; line++) {
        bool more_got = str_cut(&got, '\n', &g);
        bool more_want = str_cut(&want, '\n', &w);
        if (more_got && more_want && str_eq(g, w)) continue;
        print_error("%s/want.ndjson:%d\n got %.*s\nwant %.*s\n", dir, line, STR_ARG(g), STR_ARG(w));
        return false;
    }
    return true;
}

static void every_sample_gives_the_rows_it_gave(void **state)
{
    (void)state;
    const char *tests = getenv("TESTS_DIR");
    assert_non_null(tests);
    struct arena a = {0};
    struct err e = {{0}};
    struct names names;
    const char *listen = path_join(&a, tests, "listen").p;
    assert_ok(dir_list(listen, &a, &names, &e), e);
    size_t samples = 0;
    size_t wrong = 0;
    for (size_t i = 0; i < names.count; i++) {
        const char *dir = path_join(&a, listen, names.name[i]).p;
        if (!path_is_dir(dir)) continue;
        samples++;
        struct str got = got_of(input_of(dir, &a), &a);
        const char *want_path = path_join(&a, dir, "want.ndjson").p;
        if (getenv("ACCEPT")) assert_ok(file_write(want_path, got, &e), e);
        struct reader *in = NULL;
        struct str want;
        assert_ok(reader_open(want_path, &a, &in, &e), e);
        assert_ok(reader_rest(in, 1 << 24, &a, &want, &e), e);
        reader_close(in);
        wrong += !same(dir, got, want);
    }
    arena_free(&a);
    assert_true(samples > 0);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_sample_gives_the_rows_it_gave)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

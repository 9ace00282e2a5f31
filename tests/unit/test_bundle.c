/* test_bundle.c - tests: directories of several files that are one source */
#include "helpers.h"
#include "listen.h"

#include "listen/bundle.h"

#include <sys/stat.h>

static void make(struct desk *d, const char *dir, const char *name, const char *text)
{
    (void)mkdir(desk_path(d, dir), 0700);
    (void)desk_file(d, str_printf(&d->a, "%s/%s", dir, name).p, text);
}

static void files_are_listed_by_name_three_levels_deep(void **state)
{
    (void)state;
    struct desk d;
    struct bundle b;
    struct err e = {0};
    desk_open(&d);
    make(&d, "box", "users.json", "[]");
    make(&d, "box/general", "2024-01-31.json", "[1]");
    make(&d, "box/general/x", "y", "z");
    assert_int_equal(symlink("/etc/passwd", desk_path(&d, "box/link")), 0);
    assert_ok(bundle_list(desk_path(&d, "box"), "box", &d.a, &b, &e), e);
    assert_true(b.whole);
    assert_int_equal(b.count, 3);
    assert_string_equal(b.file[0], "general/2024-01-31.json");
    assert_string_equal(b.file[1], "general/x/y");
    assert_string_equal(b.file[2], "users.json");
    assert_int_equal(bundle_find(&b, "Users.JSON"), 2);
    assert_int_equal(bundle_find(&b, "link"), 3);
    assert_str(bundle_head(&b, 1, 10, &d.a), "z");
    make(&d, "box/general/x/deeper", "file", "");
    assert_ok(bundle_list(desk_path(&d, "box"), "box", &d.a, &b, &e), e);
    assert_false(b.whole);
    assert_int_equal(b.count, 3);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_listed_by_name_three_levels_deep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

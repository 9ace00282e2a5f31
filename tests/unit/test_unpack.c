/* test_unpack.c - tests: archives are read as the files in them, and lead nowhere */
#include "helpers.h"
#include "listen.h"

#include "listen/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <string.h>

#define PEOPLE "name,email\nAnn Lee,ann@x.example\nBob,\n"

struct entry {
    const char *name, *text;
    const char *link; /* a symbolic link to this */
    size_t same;      /* so many bytes of one letter instead of text */
};

static void write_entry(struct archive *out, const struct entry *from)
{
    struct archive_entry *e = archive_entry_new();
    size_t size = from->same ? from->same : strlen(from->text ? from->text : "");
    archive_entry_set_pathname(e, from->name);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_filetype(e, from->link ? AE_IFLNK : AE_IFREG);
    if (from->link) archive_entry_set_symlink(e, from->link);
    archive_entry_set_size(e, (la_int64_t)size);
    assert_int_equal(archive_write_header(out, e), ARCHIVE_OK);
    static char letters[1 << 20];
    memset(letters, 'x', sizeof letters);
    for (size_t at = 0; !from->link && at < size;) {
        size_t n = size - at < sizeof letters ? size - at : sizeof letters;
        la_ssize_t wrote = archive_write_data(out, from->same ? letters : from->text + at, n);
        assert_true(wrote > 0);
        at += (size_t)wrote;
    }
    archive_entry_free(e);
}

/* form: "zip", "7zip", "pax" (tar), "raw"; filter: "gzip", "zstd", "xz", "bzip2" or "none" */
static const char *pack(struct desk *d, const char *name, const char *form, const char *filter,
                        const struct entry entries[], size_t count)
{
    const char *path = desk_path(d, name);
    struct archive *out = archive_write_new();
    assert_int_equal(archive_write_set_format_by_name(out, form), ARCHIVE_OK);
    if (strcmp(filter, "none") != 0) {
        assert_int_equal(archive_write_add_filter_by_name(out, filter), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open_filename(out, path), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        write_entry(out, &entries[i]);
    assert_int_equal(archive_write_close(out), ARCHIVE_OK);
    (void)archive_write_free(out);
    return path;
}

static struct import_report read_all(struct desk *d, const char *path)
{
    struct err e = {0};
    struct import_report report = {0};
    struct import_options o = {0};
    assert_ok(import_path(d->st, path, &o, &d->a, &report, &e), e);
    return report;
}

/* Nothing that was unpacked stays behind. */
static void assert_no_rest(struct desk *d)
{
    DIR *dir = opendir(d->dir);
    const struct dirent *entry = NULL;
    while ((entry = readdir(dir))) {
        if (strstr(entry->d_name, "-unpacked-")) print_error("%s\n", entry->d_name);
        assert_null(strstr(entry->d_name, "-unpacked-"));
    }
    (void)closedir(dir);
}

static void each_file_in_an_archive_is_a_source(void **state)
{
    (void)state;
    static const struct {
        const char *name, *form, *filter;
    } rows[] = {
        {"a.zip", "zip", "none"},    {"a.7z", "7zip", "none"},      {"a.tar", "pax", "none"},
        {"a.tar.gz", "pax", "gzip"}, {"a.tgz", "pax", "gzip"},      {"a.tar.zst", "pax", "zstd"},
        {"a.tar.xz", "pax", "xz"},   {"a.tar.bz2", "pax", "bzip2"}, {"misnamed.csv", "zip", "none"},
    };
    static const struct entry entries[] = {
        {.name = "lists/people.csv", .text = PEOPLE ",,\n"},
        {.name = "__MACOSX/lists/._people.csv", .text = "litter"},
        {.name = "photo.png", .text = "\x89PNG\r\n\x1a\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        desk_open(&d);
        const char *path = pack(&d, rows[i].name, rows[i].form, rows[i].filter, entries, 3);
        struct import_report report = read_all(&d, path);
        assert_non_null(report.first);
        assert_null(report.first->next);
        assert_int_equal(report.first->outcome, IMPORT_KEPT);
        assert_int_equal(report.first->kept, 2);
        assert_int_equal(report.files_passed, 1);
        assert_str(report.first->path, str_printf(&d.a, "%s/lists/people.csv", path).p);
        assert_true(str_starts(report.first->drops->sentence,
                               str_printf(&d.a, "%s/lists/people.csv:4: ", path).p));
        struct arena a = {0};
        assert_str(desk_ask(&d, "SELECT locator FROM source"),
                   str_printf(&d.a, "%s/lists/people.csv", path_full(&a, path)).p);
        arena_free(&a);
        report = read_all(&d, path);
        assert_int_equal(report.first->outcome, IMPORT_SAME);
        assert_no_rest(&d);
        desk_close(&d);
    }
}

static void a_compressed_file_is_that_file(void **state)
{
    (void)state;
    static const char *const filter[] = {"gzip", "zstd", "xz", "bzip2"};
    static const char *const name[] = {"p.csv.gz", "p.csv.zst", "p.csv.xz", "p.csv.bz2"};
    static const struct entry people = {.name = "p.csv", .text = PEOPLE};
    for (size_t i = 0; i < 4; i++) {
        struct desk d;
        desk_open(&d);
        const char *path = pack(&d, name[i], "raw", filter[i], &people, 1);
        struct import_report report = read_all(&d, path);
        assert_int_equal(report.first->kept, 2);
        assert_str(report.first->path, path);
        assert_true(str_ends_nocase(desk_ask(&d, "SELECT locator FROM source"), name[i]));
        assert_no_rest(&d);
        desk_close(&d);
    }
}

static void names_lead_nowhere(void **state)
{
    (void)state;
    static const struct entry entries[] = {
        {.name = "../out.csv", .text = PEOPLE},
        {.name = "a/../../out.csv", .text = PEOPLE},
        {.name = "/tmp/kith-out.csv", .text = PEOPLE},
        {.name = "link", .link = "/etc"},
        {.name = "link/out.csv", .text = PEOPLE},
        {.name = "./a//b\n.csv", .text = PEOPLE},
        {.name = "a/b\n.csv", .text = "said twice"},
        {.name = "a/b\n.csv/c.csv", .text = "a file is no directory"},
    };
    struct desk d;
    desk_open(&d);
    struct import_report report = read_all(&d, pack(&d, "a.tar", "pax", "none", entries, 8));
    assert_int_equal(report.entries_left_out, 6);
    assert_true(str_ends_nocase(report.first->path, "a.tar/a/b_.csv"));
    assert_true(str_ends_nocase(report.first->next->path, "a.tar/link/out.csv"));
    assert_null(report.first->next->next);
    assert_false(path_exists(desk_path(&d, "out.csv")));
    assert_false(path_exists("/tmp/kith-out.csv"));
    assert_false(path_exists("/etc/out.csv"));
    assert_no_rest(&d);
    desk_close(&d);
}

static void an_archive_within_an_archive_is_refused(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    struct reader *in = NULL;
    struct str inner;
    desk_open(&d);
    static const struct entry people = {.name = "p.csv", .text = PEOPLE};
    const char *path = pack(&d, "inner.tar", "pax", "none", &people, 1);
    assert_ok(reader_open(path, &d.a, &in, &e), e);
    assert_ok(reader_rest(in, 1 << 20, &d.a, &inner, &e), e);
    reader_close(in);
    struct archive *out = archive_write_new();
    (void)archive_write_set_format_zip(out);
    assert_int_equal(archive_write_open_filename(out, desk_path(&d, "outer.zip")), ARCHIVE_OK);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "inner.tar");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)inner.len);
    assert_int_equal(archive_write_header(out, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(out, inner.p, inner.len), (la_ssize_t)inner.len);
    archive_entry_free(entry);
    (void)archive_write_free(out);
    struct import_report report = read_all(&d, desk_path(&d, "outer.zip"));
    assert_int_equal(report.first->outcome, IMPORT_REFUSED);
    assert_true(str_ends_nocase(report.first->sentence,
                                "outer.zip/inner.tar: an archive within an archive; unpack the "
                                "outer one first; nothing imported"));
    assert_no_rest(&d);
    desk_close(&d);
}

static void what_unpacks_without_end_is_cut(void **state)
{
    (void)state;
    static const struct entry many = {.name = "z.csv", .same = 300 << 20};
    struct desk d;
    desk_open(&d);
    struct import_report report = read_all(&d, pack(&d, "z.csv.gz", "raw", "gzip", &many, 1));
    assert_int_equal(report.first->outcome, IMPORT_REFUSED);
    assert_true(str_ends_nocase(report.first->sentence,
                                "z.csv.gz: unpacks to more than 128 times its size; unpack it "
                                "yourself if you trust it; nothing imported"));
    assert_no_rest(&d);
    desk_close(&d);
}

static void an_empty_archive_is_said(void **state)
{
    (void)state;
    static const struct entry litter = {.name = "__MACOSX/x", .text = "x"};
    struct desk d;
    desk_open(&d);
    struct import_report report = read_all(&d, pack(&d, "e.zip", "zip", "none", &litter, 1));
    assert_true(str_ends_nocase(report.first->sentence,
                                "e.zip: an archive without files; fetch it again; nothing "
                                "imported"));
    desk_close(&d);
}

static void what_is_broken_or_locked_is_refused(void **state)
{
    (void)state;
    static const char *const forms[] = {"zip", "7zip", "pax"};
    static const struct entry people = {.name = "p.csv", .text = PEOPLE PEOPLE PEOPLE};
    for (size_t f = 0; f < 3; f++) {
        struct desk d;
        struct err e = {0};
        struct reader *in = NULL;
        struct str whole;
        desk_open(&d);
        const char *path = pack(&d, "whole", forms[f], f == 2 ? "gzip" : "none", &people, 1);
        assert_ok(reader_open(path, &d.a, &in, &e), e);
        assert_ok(reader_rest(in, 1 << 20, &d.a, &whole, &e), e);
        reader_close(in);
        for (size_t cut = 1; cut < whole.len; cut += 7) {
            assert_ok(file_write(desk_path(&d, "cut"), str_head(whole, cut), &e), e);
            struct import_report report = read_all(&d, desk_path(&d, "cut"));
            assert_non_null(report.first); /* refused, or what was whole of it is kept */
            assert_no_rest(&d);
        }
        desk_close(&d);
    }
    struct desk d;
    struct err e = {0};
    struct reader *in = NULL;
    struct str whole;
    desk_open(&d);
    const char *path = pack(&d, "whole.zip", "zip", "none", &people, 1);
    assert_ok(reader_open(path, &d.a, &in, &e), e);
    assert_ok(reader_rest(in, 1 << 20, &d.a, &whole, &e), e);
    reader_close(in);
    char *locked = arena_copy(&d.a, whole.p, whole.len);
    for (size_t i = 0; i + 9 < whole.len; i++) { /* bit 0 of the flags, PKWARE's APPNOTE 4.4.4 */
        if (memcmp(locked + i, "PK\3\4", 4) == 0) locked[i + 6] |= 1;
        if (memcmp(locked + i, "PK\1\2", 4) == 0) locked[i + 8] |= 1;
    }
    assert_ok(file_write(desk_path(&d, "locked.zip"), (struct str){locked, whole.len}, &e), e);
    struct import_report report = read_all(&d, desk_path(&d, "locked.zip"));
    assert_true(str_ends_nocase(report.first->sentence,
                                "locked.zip: encrypted; unpack it with its password first; "
                                "nothing imported"));
    desk_close(&d);
}

static void what_a_kill_left_behind_is_removed(void **state)
{
    (void)state;
    static const struct entry people = {.name = "p.csv", .text = PEOPLE};
    struct desk d;
    desk_open(&d);
    assert_int_equal(mkdir(desk_path(&d, "kith.db-unpacked-AbCdEf"), 0700), 0);
    (void)desk_file(&d, "kith.db-unpacked-AbCdEf/rest.csv", PEOPLE);
    (void)read_all(&d, pack(&d, "p.zip", "zip", "none", &people, 1));
    assert_no_rest(&d);
    desk_close(&d);
}

static void names_without_their_endings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *want;
    } rows[] = {
        {"x.tar.gz", "x"},
        {"x.mbox.gz", "x.mbox"},
        {"site.example.com.7z", "site.example.com"},
        {"x.TGZ", "x"},
        {"x", "x"},
        {".gz", ".gz"},
        {"2024.zip", "2024"},
        {"a.csv", "a.csv"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(unpack_base(rows[i].name, &a), rows[i].want);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_in_an_archive_is_a_source),
        cmocka_unit_test(a_compressed_file_is_that_file),
        cmocka_unit_test(names_lead_nowhere),
        cmocka_unit_test(an_archive_within_an_archive_is_refused),
        cmocka_unit_test(what_unpacks_without_end_is_cut),
        cmocka_unit_test(an_empty_archive_is_said),
        cmocka_unit_test(what_is_broken_or_locked_is_refused),
        cmocka_unit_test(what_a_kill_left_behind_is_removed),
        cmocka_unit_test(names_without_their_endings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_import.c - tests: every row accounted for, twice is once, all or nothing */
#include "helpers.h"
#include "listen.h"

#define THREE_DOCS \
    "doc key=a; by=ann@x.org; name=Ann Lee; at=2002-01-01; in=talk.x.org; text=Hello world\n" \
    "doc key=b; by=bob@x.org; name=Bob Ray; at=2002-01-02; in=talk.x.org; re=a; text=well said\n" \
    "doc key=c; by=ann@x.org; at=2002-01-03; in=talk.x.org; re=b; link=http://www.Site.org/p\n"

static void the_account_adds_up(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct import_account account =
        desk_lines(&d, "three",
                   THREE_DOCS "nonsense\n"
                              "doc key=a; by=ann@x.org; at=2002-01-01; text=Hello again\n");
    assert_int_equal(account.outcome, IMPORT_KEPT);
    assert_int_equal(account.read, 5);
    assert_int_equal(account.kept, 3);
    assert_int_equal(account.merged, 1);
    assert_int_equal(account.dropped, 1);
    assert_int_equal(account.docs, 3);
    assert_int_equal(account.people, 2);
    assert_int_equal(account.outlets, 2);
    assert_str(account.drops->sentence,
               str_printf(&d.a, "%s:4: 'nonsense', want doc", desk_path(&d, "three")).p);
    assert_str(desk_ask(&d, "SELECT rows_read||' '||kept||' '||merged||' '||dropped FROM source"),
               "5 3 1 1");
    assert_int_equal(account.held, 0);
    assert_str(desk_ask(&d, "SELECT group_concat(place||' '||fate||' '||why) FROM source_row"),
               "4 bad '…', want doc,5 merged ");
    assert_str(desk_ask(&d, "SELECT reason||' '||bad||' '||total FROM source_reason"),
               "'…', want doc 1 1");
    assert_str(desk_evidence(&d), "ann@x.org attended talk.x.org\n"
                                  "bob@x.org attended talk.x.org\n"
                                  "bob@x.org replied ann@x.org\n"
                                  "ann@x.org attended talk.x.org\n"
                                  "ann@x.org replied bob@x.org\n"
                                  "ann@x.org cited site.org");
    assert_int_equal(account.evidence, 6);
    assert_str(desk_ask(&d, "SELECT place||' '||source FROM evidence ORDER BY id LIMIT 2"),
               "1 1\n2 1");
    assert_str(
        desk_ask(&d, "SELECT group_concat(id||'<'||coalesce(parent,'')||'<'||root) FROM doc"),
        "1<<1,2<1<1,3<2<1");
    assert_str(desk_ask(&d, "SELECT rowid FROM doc_words WHERE doc_words MATCH 'hello'"), "1");
    desk_close(&d);
}

/* What stood in a row is in no reason, in no way to mend it, and quotes in it end nothing. */
static void why_a_row_was_dropped_tells_nothing_of_it(void **state)
{
    (void)state;
    static const char *const rows[][4] = {
        {"41: verb 'shouted', want asked or cited", "41", "verb '…', want asked or cited",
         "verb '…'"},
        {"a.json:3: 'O'Neil' says no channel, want x:O'Neil", "a.json:3",
         "'…' says no channel, want x:…", "'…' says no channel"},
        {"7: 'jane' says no channel, want twitter:jane, github:jane", "7",
         "'…' says no channel, want twitter:…, github:…", "'…' says no channel"},
        {"question is empty; want the one", "", "question is empty, want the one",
         "question is empty"},
        {"2: at '1; 2' is no date", "2", "at '…' is no date", "at '…' is no date"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str why = dropped_why(&a, str_of(rows[i][0]));
        assert_str(dropped_words(str_of(rows[i][0])).place, rows[i][1]);
        assert_str(why, rows[i][2]);
        assert_str(dropped_words(why).what, rows[i][3]);
    }
    arena_free(&a);
}

/* Over all readings the newest stay; the counts tell of all. */
static void so_many_dropped_rows_stay(void **state)
{
    (void)state;
    struct desk d;
    struct buf b = buf_new(&d.a);
    desk_open(&d);
    for (int round = 0; round < 2; round++) {
        b = buf_new(&d.a);
        for (int i = 0; i < 700; i++)
            buf_addf(&b, "doc key=k%d-%d; by=ann@x.org; at=2002-01-01; text=x\nbad %d\n", round, i,
                     round);
        buf_addc(&b, '\0');
        (void)desk_lines(&d, "many", b.p);
    }
    assert_str(desk_ask(&d, "SELECT count(*)||' '||sum(source = 2) FROM source_row"), "1000 700");
    assert_str(desk_ask(&d, "SELECT sum(total) FROM source_reason"), "1400");
    desk_close(&d);
}

static void the_same_source_twice_is_the_same_store(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "three", THREE_DOCS);
    struct str before = desk_dump(&d);
    struct import_account account = desk_lines(&d, "three", THREE_DOCS);
    assert_int_equal(account.outcome, IMPORT_SAME);
    assert_str(account.sentence,
               str_printf(&d.a, "%s: read before, unchanged since", desk_path(&d, "three")).p);
    assert_str(desk_dump(&d), before.p);
    desk_close(&d);
}

static void the_same_rows_at_another_path_are_merged(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    static const char rows[] = THREE_DOCS
        "evidence from=ann@x.org; to=Bob Ray; verb=asked; at=2002-02-01; topic=mail; text=how?\n"
        "evidence from=ann@x.org; to=Bob Ray; verb=asked; at=2002-02-01; topic=mail; text=how?\n"
        "person email=ann@x.org; name=Ann Lee; tags=buyer press; followers=12; weight=2\n";
    struct import_account first = desk_lines(&d, "one", rows);
    assert_int_equal(first.kept, 5);
    assert_int_equal(first.merged, 1);
    struct str evidence = desk_evidence(&d);
    struct str tags = desk_ask(&d, "SELECT key||value FROM tag ORDER BY id");
    struct import_account account = desk_lines(&d, "two", rows);
    assert_int_equal(account.outcome, IMPORT_KEPT);
    assert_int_equal(account.read, 6);
    assert_int_equal(account.merged, 6);
    assert_str(desk_evidence(&d), evidence.p);
    assert_str(desk_ask(&d, "SELECT key||value FROM tag ORDER BY id"), tags.p);
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "4");
    assert_str(desk_ask(&d, "SELECT count(*) FROM topic_words WHERE topic_words MATCH 'mail'"),
               "1");
    desk_close(&d);
}

static void a_dry_run_tells_and_changes_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct str before = desk_dump(&d);
    struct err e = {0};
    struct import_account account;
    assert_ok(
        desk_try(&d, "three", THREE_DOCS, (struct import_options){.dry_run = true}, &account, &e),
        e);
    assert_int_equal(account.outcome, IMPORT_KEPT);
    assert_int_equal(account.kept, 3);
    assert_int_equal(account.evidence, 6);
    assert_str(desk_dump(&d), before.p);
    desk_close(&d);
}

static void a_source_more_than_half_bad_is_refused(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct str before = desk_dump(&d);
    struct import_account account =
        desk_lines(&d, "bad", "doc key=a; by=ann@x.org; at=2002-01-01\nx\ny\n");
    assert_int_equal(account.outcome, IMPORT_REFUSED);
    assert_str(account.sentence,
               str_printf(&d.a,
                          "%s: 2 of 3 rows are bad, more than half, first %s:2: 'x', want doc; "
                          "nothing imported",
                          desk_path(&d, "bad"), desk_path(&d, "bad"))
                   .p);
    assert_str(desk_dump(&d), before.p);
    account = desk_lines(&d, "half", "doc key=a; by=ann@x.org; at=2002-01-01\nx\n");
    assert_int_equal(account.outcome, IMPORT_KEPT);
    account = desk_lines(&d, "none", "x\n");
    assert_str(account.sentence,
               str_printf(&d.a, "%s:1: 'x', want doc; nothing imported", desk_path(&d, "none")).p);
    account = desk_lines(&d, "two", "x\ny\n");
    assert_str(account.sentence,
               str_printf(&d.a,
                          "%s: no good row among 2, first %s:1: 'x', want doc; nothing imported",
                          desk_path(&d, "two"), desk_path(&d, "two"))
                   .p);
    account = desk_lines(&d, "empty", "");
    assert_str(account.sentence,
               str_printf(&d.a, "%s: no rows in it; nothing imported", desk_path(&d, "empty")).p);
    desk_close(&d);
}

static void lists_of_feeds_are_kept_to_be_polled(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    const char *one = desk_file(&d, "one.txt", "https://a.example/feed\nhttps://b.example/feed\n");
    const char *two = desk_file(&d, "two.opml",
                                "<opml><outline text='Bee' xmlUrl='https://b.example/feed'"
                                " htmlUrl='https://b.example/'/></opml>");
    struct import_options o = {0};
    struct import_report report = {0};
    assert_ok(import_path(d.st, one, &o, &d.a, &report, &e), e);
    assert_ok(import_path(d.st, two, &o, &d.a, &report, &e), e);
    assert_int_equal(report.first->kept, 2);
    assert_int_equal(report.first->outlets, 2);
    assert_int_equal(report.last->merged, 1);
    assert_str(desk_ask(&d, "SELECT group_concat(url || ' ' || node.name || ' ' || state, ', ')"
                            " FROM feed JOIN node ON node.id = outlet"),
               "https://a.example/feed a.example/feed polled, https://b.example/feed Bee polled");
    desk_close(&d);
}

static void rows_of_no_use_are_told_and_never_bad(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct err e = {0};
    struct import_account account;
    const char *text = "nothing like\nnothing place\ndoc key=a; by=ann@x.org; at=2002-01-01\n"
                       "nothing like\n";
    assert_ok(desk_try(&d, "one", text, (struct import_options){.strict = true}, &account, &e), e);
    assert_int_equal(account.outcome, IMPORT_KEPT);
    assert_int_equal(account.read, 4);
    assert_int_equal(account.kept, 1);
    assert_int_equal(account.dropped, 3);
    assert_str(account.remarks, "3 rows of no use here: a like (2), a place");
    assert_null(account.drops);
    /* A source of nothing else was read all the same. */
    account = desk_lines(&d, "two", "nothing place\n");
    assert_int_equal(account.outcome, IMPORT_KEPT);
    assert_str(account.remarks, "1 row of no use here: a place");
    /* Bad ones are judged by themselves. */
    account = desk_lines(&d, "three", "nothing place\nx\nx\n");
    assert_int_equal(account.outcome, IMPORT_REFUSED);
    desk_close(&d);
}

static void strict_refuses_any_bad_row(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct err e = {0};
    struct import_account account;
    assert_ok(desk_try(&d, "one", THREE_DOCS "x\n", (struct import_options){.strict = true},
                       &account, &e),
              e);
    assert_int_equal(account.outcome, IMPORT_REFUSED);
    assert_str(account.sentence,
               str_printf(&d.a, "%s: 1 of 4 rows is bad, and --strict was said; nothing imported",
                          desk_path(&d, "one"))
                   .p);
    assert_str(desk_ask(&d, "SELECT count(*) FROM source"), "0");
    desk_close(&d);
}

static void a_failure_at_any_call_leaves_the_store_as_before(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "zero", "doc key=z; by=zoe@x.org; at=2001-01-01; re=b; in=talk.x.org\n");
    struct str before = desk_dump(&d);
    static const char rows[] = THREE_DOCS
        "person email=bob@x.org; name=Bob Ray; org=Acme; tags=buyer; followers=9\n"
        "evidence from=bob@x.org; to=ann@x.org; verb=met; at=2002-03-01; topic=mail; text=hi\n";
    uint64_t n = 1;
    for (;; n++) {
        struct err e = {0};
        struct import_account account;
        store_fail_at(d.st, n);
        enum status s = desk_try(&d, "rows", rows, (struct import_options){0}, &account, &e);
        store_fail_at(d.st, 0);
        if (!s) break;
        assert_int_equal(s, STORE_FAILED);
        assert_str(desk_dump(&d), before.p);
        assert_true(n < 2000);
    }
    assert_true(n > 50);
    struct str after = desk_dump(&d);
    struct desk calm; /* the same without failures: the same store */
    desk_open(&calm);
    (void)desk_lines(&calm, "zero",
                     "doc key=z; by=zoe@x.org; at=2001-01-01; re=b; in=talk.x.org\n");
    (void)desk_lines(&calm, "rows", rows);
    struct str want = desk_dump(&calm);
    /* All but the table of sources, where the two directories differ in name. */
    assert_string_equal(strstr(after.p, "\n--\n"), strstr(want.p, "\n--\n"));
    desk_close(&calm);
    desk_close(&d);
}

static bool always(void *context)
{
    (void)context;
    return true;
}

static void a_stop_keeps_nothing_of_the_source(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct str before = desk_dump(&d);
    struct progress stop = {.stop = always};
    struct err e = {0};
    struct import_account account;
    assert_int_equal(
        desk_try(&d, "three", THREE_DOCS, (struct import_options){.progress = &stop}, &account, &e),
        STOPPED);
    assert_str(desk_dump(&d), before.p);
    desk_close(&d);
}

static void what_a_source_says_is_heeded_is_evidence(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "heeds",
                     "doc key=q; by=ann@x.org; at=2002-01-01; heeds=accepted a,accepted gone,"
                     "thanked bob@x.org>ann@x.org,thanked cy@x.org>cy@x.org\n"
                     "doc key=a; by=bob@x.org; at=2002-01-02; re=q; heeds=shared a,cited q\n");
    assert_str(desk_ask(&d, "SELECT f.handle_key||' '||verb||' '||t.handle_key||' '||doc "
                            "FROM evidence e JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account ORDER BY e.id"),
               "ann@x.org 8 bob@x.org 1\n"  /* accepted, of the later row */
               "bob@x.org 12 ann@x.org 1\n" /* thanked; nobody thanks themselves */
               "bob@x.org 7 ann@x.org 2\n"  /* cited; nobody shares themselves */
               "bob@x.org 14 ann@x.org 2"); /* replied, as any answer */
    desk_close(&d);
}

static void answers_of_no_said_kind_are_told(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(&d, "long.csv",
                                 "survey,wave,respondent,question,answer\n"
                                 "S,2026-01-01,ann@x.org,Whom do you trust?,Dan Poe\n");
    const struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(account->evidence, 0);
    assert_str(account->remarks, "1 answer to questions whose kind is not said: evidence of "
                                 "nothing; a column kind says it: names, prompted, reads");
    desk_close(&d);
}

static void broken_clocks_make_no_evidence(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct import_account account =
        desk_lines(&d, "clocks",
                   "doc key=a; by=ann@x.org; at=1969-12-31; in=talk.x.org\n"
                   "doc key=b; by=bob@x.org; at=2999-01-01; in=talk.x.org; re=a\n"
                   "doc key=c; by=cy@x.org; in=talk.x.org; re=a\n"
                   "doc key=d; by=dan@x.org; at=2002-01-01; in=talk.x.org; re=a\n");
    assert_int_equal(account.kept, 4);
    assert_str(account.remarks, "2 dates before 1970 or in the future taken as unknown");
    assert_str(desk_evidence(&d), "dan@x.org attended talk.x.org\ndan@x.org replied ann@x.org");
    desk_close(&d);
}

/* ---- files and directories ---- */

static void a_wrong_file_is_named_by_its_content(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want;
    } row[] = {
        {"\x89PNG\r\n\x1a\n....", "a PNG image"},
        {"%PDF-1.7 ...", "a PDF document (save its tables as CSV)"},
        {"Rar!\x1a\x07...", "a RAR archive (unpack it first)"},
        {"\x7f"
         "ELF...",
         "a program"},
        {"GIF89a...", "a GIF image"},
        {"SQLite format 3", "an SQLite database (a kith store is named with --db)"},
        {"<!DOCTYPE html><p>", "a page that names neither author nor date"},
    };
    struct desk d;
    desk_open(&d);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const char *path = desk_file(&d, "photo.csv", row[i].bytes);
        struct import_account *account = desk_import(&d, path, (struct import_options){0});
        assert_int_equal(account->outcome, IMPORT_REFUSED);
        struct str start = str_printf(&d.a, "%s: %s, want ", path, row[i].want);
        if (!str_starts(account->sentence, start.p)) {
            print_error("%s\n", account->sentence.p);
            fail();
        }
        assert_true(str_ends_nocase(account->sentence, "; nothing imported"));
    }
    const char *path = desk_file(&d, "nothing", "");
    struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_str(
        account->sentence,
        str_printf(&d.a, "%s: an empty file; fetch or export it again; nothing imported", path).p);
    desk_close(&d);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct err e = {0};
    struct import_report report = {0};
    struct import_options o = {0};
    const char *path = desk_path(&d, "nowhere");
    assert_refused(import_path(d.st, path, &o, &d.a, &report, &e), IO_FAILED, e,
                   str_printf(&d.a, "%s: no such file", path).p);
    o.kind = "papyrus";
    assert_int_equal(import_path(d.st, path, &o, &d.a, &report, &e), BAD_USAGE);
    assert_true(str_starts(str_of(e.text), "--kind 'papyrus', want one of the kinds in "));
    desk_close(&d);
}

static void one_bad_file_does_not_stop_a_directory(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *dir = desk_path(&d, "sources");
    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(mkdir(desk_path(&d, "sources/locked"), 0000), 0);
    (void)desk_file(&d, "sources/a.png", "\x89PNG\r\n\x1a\n");
    (void)desk_file(&d, "sources/b.csv", "at,verb,from,to\n2026-01-01,shouted,a@x.org,b@x.org\n");
    (void)desk_file(&d, "sources/c.csv", "at,verb,from,to\n2026-01-01,asked,a@x.org,b@x.org\n");
    (void)desk_file(&d, "sources/d.empty", "");
    struct err e = {0};
    struct import_report report = {0};
    struct import_options o = {0};
    assert_ok(import_path(d.st, dir, &o, &d.a, &report, &e), e);
    assert_int_equal(report.files_passed, 2);
    assert_int_equal(report.first->outcome, IMPORT_REFUSED);
    assert_int_equal(report.first->next->outcome, IMPORT_KEPT);
    assert_str(desk_ask(&d, "SELECT count(*) FROM evidence"), "1");
    if (geteuid() != 0) { /* root may read everything */
        assert_str(report.last->sentence,
                   str_printf(&d.a,
                              "%s/locked: you may not read it; ask its owner or change its rights",
                              dir)
                       .p);
    }
    assert_int_equal(chmod(desk_path(&d, "sources/locked"), 0700), 0);
    desk_close(&d);
}

#define MAIL(id, more) \
    "From: Ann Lee <ann@x.org>\nDate: Tue, 01 Jan 2002 10:00:00 +0000\nSubject: Hello\n" \
    "Message-ID: <" id "@x.org>\n" more "\nText of " id ".\n"

static void mails_of_one_directory_are_one_source(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *dir = desk_path(&d, "mails");
    assert_int_equal(mkdir(dir, 0700), 0);
    (void)desk_file(&d, "mails/2", MAIL("b", "In-Reply-To: <a@x.org>\n"));
    (void)desk_file(&d, "mails/1", MAIL("a", ""));
    (void)desk_file(&d, "mails/3", MAIL("c", ""));
    (void)desk_file(&d, "mails/4", "a note to myself");
    struct import_account *account = desk_import(&d, dir, (struct import_options){0});
    assert_str(account->path, dir);
    assert_string_equal(account->kind, "mail");
    assert_int_equal(account->kept, 3);
    assert_null(account->next);
    assert_str(desk_ask(&d, "SELECT doc_key||' '||place FROM doc ORDER BY id"),
               "a@x.org 1\nb@x.org 2\nc@x.org 3");
    struct str before = desk_dump(&d);
    account = desk_import(&d, dir, (struct import_options){0});
    assert_int_equal(account->outcome, IMPORT_SAME);
    assert_str(desk_dump(&d), before.p);
    (void)desk_file(&d, "mails/5", MAIL("e", ""));
    account = desk_import(&d, dir, (struct import_options){0});
    assert_int_equal(account->kept, 1);
    assert_int_equal(account->merged, 3);
    desk_close(&d);
}

static void a_maildir_is_one_source(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    static const char *const dirs[] = {"box", "box/cur", "box/new", "box/tmp"};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(mkdir(desk_path(&d, dirs[i]), 0700), 0);
    (void)desk_file(&d, "box/cur/1:2,S", MAIL("a", ""));
    (void)desk_file(&d, "box/new/2", MAIL("b", ""));
    (void)desk_file(&d, "box/tmp/3", MAIL("c", ""));
    struct import_account *account =
        desk_import(&d, desk_path(&d, "box"), (struct import_options){0});
    assert_int_equal(account->kept, 2);
    assert_null(account->next);
    assert_str(desk_ask(&d, "SELECT place FROM doc ORDER BY id"), "cur/1:2,S\nnew/2");
    desk_close(&d);
}

/* More rows than three batches hold: what comes out does not depend on how the threads meet. */
static void many_rows_come_in_their_order(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    enum { ROWS = 2000 };
    struct buf b = buf_new(&d.a);
    for (int i = 0; i < ROWS; i++) {
        buf_addf(&b, "doc key=k%d; by=p%d@x.org; at=2002-01-01; re=k%d; text=word%d\n", i, i % 50,
                 i - 7, i);
    }
    struct import_account account = desk_lines(&d, "many", buf_str(&b).p);
    assert_int_equal(account.kept, ROWS);
    assert_str(
        desk_ask(&d, "SELECT count(*) FROM doc WHERE doc_key = 'k'||(id - 1) AND place = id"),
        "2000");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE parent = id - 7"), "1993");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE root = (id - 1) % 7 + 1"), "2000");
    assert_str(desk_ask(&d, "SELECT count(*) FROM evidence WHERE verb = 14"), "1993");
    assert_str(desk_ask(&d, "SELECT rowid FROM doc_words WHERE doc_words MATCH 'word1999'"),
               "2000");
    desk_close(&d);
}

static void files_that_only_look_like_a_kind_are_passed_over(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *dir = desk_path(&d, "mixed");
    assert_int_equal(mkdir(dir, 0700), 0);
    for (int i = 0; i < 8; i++) {
        const char *name = str_printf(&d.a, "mixed/%d.csv", i).p;
        (void)desk_file(&d, name, "colour,size\nred,1\n");
    }
    (void)desk_file(&d, "mixed/9.csv", "at,verb,from,to\n2026-01-01,asked,a@x.org,b@x.org\n");
    struct err e = {0};
    struct import_report report = {0};
    struct import_options o = {0};
    assert_ok(import_path(d.st, dir, &o, &d.a, &report, &e), e);
    assert_int_equal(report.files_passed, 8);
    int shown = 0;
    for (struct import_account *c = report.first; c; c = c->next) {
        shown += c->outcome == IMPORT_PASSED;
    }
    assert_int_equal(shown, 5);
    assert_int_equal(report.last->kept, 1);
    assert_true(str_ends_nocase(report.first->sentence, "; passed over"));
    /* The same file, named by the user, is refused. */
    struct import_account *named = desk_import(&d, desk_path(&d, "mixed/0.csv"), o);
    assert_int_equal(named->outcome, IMPORT_REFUSED);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_account_adds_up),
        cmocka_unit_test(why_a_row_was_dropped_tells_nothing_of_it),
        cmocka_unit_test(so_many_dropped_rows_stay),
        cmocka_unit_test(the_same_source_twice_is_the_same_store),
        cmocka_unit_test(the_same_rows_at_another_path_are_merged),
        cmocka_unit_test(a_dry_run_tells_and_changes_nothing),
        cmocka_unit_test(a_source_more_than_half_bad_is_refused),
        cmocka_unit_test(lists_of_feeds_are_kept_to_be_polled),
        cmocka_unit_test(rows_of_no_use_are_told_and_never_bad),
        cmocka_unit_test(strict_refuses_any_bad_row),
        cmocka_unit_test(a_failure_at_any_call_leaves_the_store_as_before),
        cmocka_unit_test(a_stop_keeps_nothing_of_the_source),
        cmocka_unit_test(what_a_source_says_is_heeded_is_evidence),
        cmocka_unit_test(answers_of_no_said_kind_are_told),
        cmocka_unit_test(broken_clocks_make_no_evidence),
        cmocka_unit_test(a_wrong_file_is_named_by_its_content),
        cmocka_unit_test(what_is_not_there_is_said),
        cmocka_unit_test(one_bad_file_does_not_stop_a_directory),
        cmocka_unit_test(mails_of_one_directory_are_one_source),
        cmocka_unit_test(a_maildir_is_one_source),
        cmocka_unit_test(many_rows_come_in_their_order),
        cmocka_unit_test(files_that_only_look_like_a_kind_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

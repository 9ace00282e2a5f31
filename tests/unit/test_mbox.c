/* test_mbox.c - tests: mbox.c; wanted values are read off the invented mails by eye */
#include "helpers.h"

#include "base/limits.h"
#include "listen/mail_int.h"

/* "line:text" of each mail; "!" before the sentence of a bad one. */
static struct str mails_of(struct arena *a, struct str text)
{
    struct err e = {{0}};
    struct importer_options o = {.path = "in"};
    void *st = NULL;
    struct buf b = buf_new(a);
    struct record r;
    assert_ok(importer_mbox.open(reader_of(text, a), &o, a, &st, &e), e);
    enum status s;
    while ((s = importer_mbox.next(st, a, &r, &e)) != DONE) {
        if (s == OK)
            buf_addf(&b, "%llu:%.*s\n", (unsigned long long)r.line, STR_ARG(r.doc.text));
        else
            buf_addf(&b, "!%s\n", e.text);
    }
    importer_mbox.close(st);
    return buf_str(&b);
}

#define ENVELOPE "From a@example.org Thu Aug 22 12:36:23 2002\n"

static void an_mbox_is_cut_at_envelopes_before_headers(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        mails_of(&a, STR(ENVELOPE "From: a@b.org\n\none\n\n" ENVELOPE "X-A: b\nTo: x\n\ntwo\n")),
        "1:one\n6:two\n");
    /* archives forget the empty line; then the header must be one of those all mails have */
    assert_str(
        mails_of(&a, STR(ENVELOPE "From: a@b.org\n\none\n" ENVELOPE "From: x@y.org\n\ntwo\n")),
        "1:one\n5:two\n");
    assert_str(mails_of(&a, STR(ENVELOPE "From: a@b.org\n\none\n" ENVELOPE "Note: x\n")),
               "1:one\nFrom a@example.org Thu Aug 22 12:36:23 2002\nNote: x\n");
    /* text that begins with "From " */
    assert_str(
        mails_of(&a,
                 STR(ENVELOPE "From: a@b.org\n\none\n\nFrom: is a header\n\nFrom now on\nx: y\n")),
        "1:one\n\nFrom: is a header\n\nFrom now on\nx: y\n");
    assert_str(mails_of(&a, STR(ENVELOPE "From: a@b.org\n\none\n\n" ENVELOPE "no header\n")),
               "1:one\n\nFrom a@example.org Thu Aug 22 12:36:23 2002\nno header\n");
    assert_str(mails_of(&a, STR(ENVELOPE "X-A: b\n\nno mail\n\n" ENVELOPE "To: x\n\ntwo\n")),
               "!1: no mail headers, want From:, Date: or Subject: lines before the first empty "
               "line\n6:two\n");
    assert_str(mails_of(&a, STR("")), "");
    arena_free(&a);
}

static void a_mail_past_the_limit_is_one_bad_row(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    buf_adds(&b, ENVELOPE "From: a@b.org\n\n");
    while (b.len < RECORD_BYTES_MAX + 100)
        buf_adds(&b, "0123456789abcdef0123456789abcdef0123456789abcdef\n");
    buf_adds(&b, "\n" ENVELOPE "From: a@b.org\n\ntwo\n");
    struct str got = mails_of(&a, buf_str(&b));
    assert_true(str_starts(got, "!1: a mail longer than 16777216 bytes; take it out or shorten its "
                                "attachments\n"));
    assert_true(str_ends_nocase(got, ":two\n"));
    arena_free(&a);
}

static void sniffing_tells_one_mail_from_many(void **state)
{
    (void)state;
    struct str one = STR(ENVELOPE "From: a@b.org\nDate: x\n\none\n");
    struct str many =
        STR(ENVELOPE "From: a@b.org\nDate: x\n\none\n\n" ENVELOPE "From: a@b.org\n\nx\n");
    assert_true(importer_mail.sniff(one, "1") > importer_mbox.sniff(one, "1"));
    assert_true(importer_mail.sniff(one, "1.mbox") < importer_mbox.sniff(one, "1.mbox"));
    assert_true(importer_mail.sniff(many, "1") < importer_mbox.sniff(many, "1"));
}

/* The first mail of a file of that name: handle and address of its list; empty: none. */
static struct str list_of(struct arena *a, const char *path, struct str text)
{
    struct err e = {{0}};
    struct importer_options o = {.path = path};
    void *st = NULL;
    struct record r;
    assert_ok(importer_mbox.open(reader_of(text, a), &o, a, &st, &e), e);
    assert_ok(importer_mbox.next(st, a, &r, &e), e);
    importer_mbox.close(st);
    if (!r.doc.outlet_count) return STR("");
    struct who *w = &r.doc.outlets[0];
    return str_printf(a, "%.*s %.*s %.*s", STR_ARG(w->kind), STR_ARG(w->handle),
                      STR_ARG(w->address));
}

static void an_archive_named_like_its_list_is_of_that_list(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str mail = STR(ENVELOPE "From: Ada Quill <ada@b.org>\nTo: Users@lists.x.org\n"
                                   "Subject: s\n\none\n");
    const char *want = "list users@lists.x.org users@lists.x.org";
    assert_str(list_of(&a, "d/users@lists.x.org.mbox", mail), want);
    assert_str(list_of(&a, "users@lists.x.org-2024-05.mbox.gz", mail), want);
    assert_str(list_of(&a, "users@lists.x.org.uk.mbox", mail), "");
    assert_str(list_of(&a, "users.mbox", mail), "");
    assert_str(list_of(&a, "ada@b.org.mbox", mail), "");
    /* a mailbox named like whose it is; a mail to others too */
    assert_str(list_of(&a, "ada@b.org.mbox",
                       STR(ENVELOPE "Received: by y\nFrom: c@d.org\nTo: ada@b.org\n\none\n")),
               "");
    assert_str(list_of(&a, "ada@b.org.mbox",
                       STR(ENVELOPE "From: c@d.org\nTo: ada@b.org, e@f.org\n\none\n")),
               "");
    /* a list's own header goes before the name of the file */
    assert_str(list_of(&a, "users@lists.x.org.mbox",
                       STR(ENVELOPE "From: c@d.org\nTo: users@lists.x.org\n"
                                    "List-Id: <quay.x.org>\n\none\n")),
               "list quay.x.org ");
    arena_free(&a);
}

/* Text of a month as Mailman 2 (pipermail) keeps it. */
static void a_month_of_pipermail_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct importer_options o = {.path = "2004-May.txt"};
    struct record r;
    void *st = NULL;
    struct str month =
        STR("From ada at quay.example  Mon May  3 10:11:12 2004\n"
            "From: ada at quay.example (Ada Quill)\nDate: Mon, 3 May 2004 10:11:12 +0200\n"
            "Subject: [Quay] Cranes\nMessage-ID: <1@quay.example>\n\nWhich crane?\n\n"
            "From bo at dock.example  Tue May  4 09:00:00 2004\n"
            "From: bo at dock.example (Bo Dock)\nDate: Tue, 4 May 2004 09:00:00 +0000\n"
            "Subject: [Quay] Cranes\nIn-Reply-To: <1@quay.example>\n"
            "References: <1@quay.example>\nMessage-ID: <2@dock.example>\n\n"
            "Ada Quill wrote:\n> Which crane?\n\nThe red one.\n");
    assert_true(importer_mbox.sniff(month, o.path) == 90);
    assert_ok(importer_mbox.open(reader_of(month, &a), &o, &a, &st, &e), e);
    assert_ok(importer_mbox.next(st, &a, &r, &e), e);
    assert_str(r.doc.author.handle, "ada@quay.example");
    assert_str(r.doc.author.name, "Ada Quill");
    assert_str(r.doc.list_tag, "Quay");
    assert_int_equal(r.doc.at_s, 1083571872); /* date -ud '2004-05-03 08:11:12' +%s */
    assert_ok(importer_mbox.next(st, &a, &r, &e), e);
    assert_str(r.doc.author.handle, "bo@dock.example");
    assert_str(r.doc.text, "The red one.");
    assert_int_equal(r.doc.parent_count, 1);
    assert_int_equal(importer_mbox.next(st, &a, &r, &e), DONE);
    importer_mbox.close(st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_mbox_is_cut_at_envelopes_before_headers),
        cmocka_unit_test(a_mail_past_the_limit_is_one_bad_row),
        cmocka_unit_test(an_archive_named_like_its_list_is_of_that_list),
        cmocka_unit_test(a_month_of_pipermail_is_read),
        cmocka_unit_test(sniffing_tells_one_mail_from_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_mbox_is_cut_at_envelopes_before_headers),
        cmocka_unit_test(a_mail_past_the_limit_is_one_bad_row),
        cmocka_unit_test(sniffing_tells_one_mail_from_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

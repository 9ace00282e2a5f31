/*
 * test_mail.c - tests: mail.c, mail_address.c, mail_list.c, mail_charset.c, mail_body.c,
 * mail_quote.c, mail_html.c, mail_part.c
 *
 * Wanted values are read off the invented mails by eye; charsets from Python's codecs, dates from
 * Python's email.utils.
 */
#include "helpers.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/mail_int.h"

#include <pthread.h>

static struct doc_row doc_of(struct arena *a, const char *text)
{
    struct record r;
    struct err e = {{0}};
    assert_ok(mail_read(str_of(text), STR(""), 0, a, &r, &e), e);
    return r.doc;
}

static struct doc_row body_of(struct arena *a, const char *text)
{
    return doc_of(a, str_printf(a, "From: a@example.org\n\n%s", text).p);
}

/* "email|name" of the author; "channel:handle|name" when it is no e-mail. */
static struct str author_of(struct arena *a, struct doc_row d)
{
    struct buf b = buf_new(a);
    if (d.author.handle.len && !str_is(d.author.channel, "email")) {
        buf_addf(&b, "%.*s:", STR_ARG(d.author.channel));
    }
    buf_addf(&b, "%.*s|%.*s", STR_ARG(d.author.handle), STR_ARG(d.author.name));
    return buf_str(&b);
}

static struct str list_of(struct arena *a, struct doc_row d)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < d.outlet_count; i++) {
        struct who w = d.outlets[i];
        assert_str(w.channel, "list");
        assert_str(w.kind, "list");
        buf_addf(&b, "%s%.*s|%.*s|%.*s", i ? "; " : "", STR_ARG(w.handle), STR_ARG(w.name),
                 STR_ARG(w.address));
    }
    return buf_str(&b);
}

static struct str joined(struct arena *a, const struct str *s, size_t count)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < count; i++)
        buf_addf(&b, "%s%.*s", i ? " " : "", STR_ARG(s[i]));
    return buf_str(&b);
}

static struct str quoted_of(struct arena *a, struct doc_row d)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < d.quoted_count; i++) {
        buf_addf(&b, "%s%.*s|%.*s", i ? "; " : "", STR_ARG(d.quoted[i].name),
                 STR_ARG(d.quoted[i].email));
    }
    return buf_str(&b);
}

static void authors_are_read_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *from, *want;
    } rows[] = {
        {"Jane Doe <Jane@Example.ORG>", "jane@example.org|Jane Doe"},
        {"\"Doe, Jane\" <jane@example.org>", "jane@example.org|Doe, Jane"},
        {"jane@example.org (Jane Doe)", "jane@example.org|Jane Doe"},
        {"jane@example.org (Jane (Janey) Doe)", "jane@example.org|Jane (Janey) Doe"},
        {"jane at example.org (Jane Doe)", "jane@example.org|Jane Doe"},
        {"jane AT example DOT org", "jane@example.org|"},
        {"jane(a)example.org", "jane@example.org|"},
        {"jane (a) example.org", "jane@example.org|"},
        {"Jane Doe <jane(a)example.org>", "jane@example.org|Jane Doe"},
        {"jane@example.org (a)", "jane@example.org|a"},
        {"jane (at) example (dot) org (Jane Doe)", "jane@example.org|Jane Doe"},
        {"Jane Doe <jane at example.org>", "jane@example.org|Jane Doe"},
        {"Jane Doe (Example Ltd) <jane@example.org>", "jane@example.org|Jane Doe"},
        {"\"Jane Doe (Example Ltd)\" <jane@example.org>",
         "jane@example.org|Jane Doe (Example Ltd)"},
        {"'Jane Doe' <jane@example.org>", "jane@example.org|Jane Doe"},
        {"\"jane@example.org\" <jane@example.org>", "jane@example.org|"},
        {"<jane@example.org>", "jane@example.org|"},
        {"Jane Doe jane@example.org", "jane@example.org|Jane Doe"},
        {"=?iso-8859-1?Q?Zo=EB_Doe?= <z@example.org>", "z@example.org|Zoë Doe"},
        {"=?utf-8?B?Wm/Dqw==?= =?utf-8?Q?_Doe?= <z@example.org>", "z@example.org|Zoë Doe"},
        {"Zo\xEB Doe <z@example.org>", "z@example.org|Zoë Doe"},
        {"Zo\xC3\xAB Doe <z@example.org>", "z@example.org|Zoë Doe"},
        {"Jane\n\tDoe <jane@example.org>", "jane@example.org|Jane Doe"},
        {"Team: Jane Doe <jane@example.org>;", "jane@example.org|Jane Doe"},
        {"nobody here, Jane Doe <jane@example.org>", "jane@example.org|Jane Doe"},
        {"\"Jane Doe via groups.io\" <jane=example.org@groups.io>", "jane@example.org|Jane Doe"},
        {"Jane Doe <jane=example.org@groups.io>", "jane=example.org@groups.io|Jane Doe"},
        {"Jane via X <jane=doe@x.org>", "jane=doe@x.org|Jane via X"},
        {"Jane via X <jane=a.org=b.org@x.org>", "jane=a.org=b.org@x.org|Jane via X"},
        {"Jane via X <=a.org@x.org>", "=a.org@x.org|Jane via X"},
        {"jane at home", "|"},
        {"", "|"},
        {"@", "|"},
        {"<>", "|"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *mail = str_printf(&a, "Subject: x\nFrom: %s\n\n", rows[i].from).p;
        assert_str(author_of(&a, doc_of(&a, mail)), rows[i].want);
    }
    arena_free(&a);
}

static void a_list_that_speaks_for_all_leaves_only_the_name(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d =
        doc_of(&a, "From: garden@example.org (Jane Doe)\nSubject: Re: [Garden] x\n\n");
    assert_str(author_of(&a, d), "name:Jane Doe|Jane Doe");
    assert_str(list_of(&a, d), "garden@example.org|Garden|garden@example.org");
    d = doc_of(&a, "From: Jane Doe via Garden <garden@example.org>\n"
                   "X-BeenThere: garden@example.org\n\n");
    assert_str(author_of(&a, d), "name:Jane Doe|Jane Doe");
    d = doc_of(&a, "From: garden-bounces@example.org\nSubject: [Garden] x\n\n");
    assert_str(author_of(&a, d), "|");
    /* somebody's own address that is named after the list */
    d = doc_of(&a, "From: Jane Doe <garden@example.com>\nX-BeenThere: garden@example.org\n"
                   "Subject: [Garden] x\n\n");
    assert_str(author_of(&a, d), "garden@example.com|Jane Doe");
    arena_free(&a);
}

static void lists_are_found_once_each(void **state)
{
    (void)state;
    static const struct {
        const char *headers, *want;
    } rows[] = {
        {"List-Id: The Gardeners <Garden.Lists.example.org>\n",
         "garden.lists.example.org|The Gardeners|"},
        {"List-Id: \"G\" <garden.example.org>\nX-BeenThere: garden@lists.example.org\n"
         "List-Post: <mailto:garden@lists.example.org>\nPrecedence: bulk\n"
         "Sender: garden-admin@example.org\n",
         "garden.example.org|G|garden@lists.example.org"},
        {"List-Post: <mailto:garden@example.org?subject=x>\nList-Id: <abc123.example.org>\n",
         "abc123.example.org||garden@example.org"},
        {"X-BeenThere: garden@example.org\n", "garden@example.org||garden@example.org"},
        {"List-Post: NO (posting not allowed on this list)\n", ""},
        {"X-Mailing-List: <garden@example.org> archive/latest/1\n",
         "garden@example.org||garden@example.org"},
        {"Mailing-List: list garden@example.com; contact garden-owner@example.com\n"
         "Delivered-To: mailing list garden@example.com\n",
         "garden@example.com||garden@example.com"},
        {"Mailing-List: contact garden-help@example.org; run by ezmlm\n",
         "garden@example.org||garden@example.org"},
        {"Precedence: bulk\nSender: owner-garden@example.org\nErrors-To: "
         "garden-admin@example.org\n",
         "garden@example.org||garden@example.org"},
        {"Sender: owner-garden@example.org\n", ""},
        {"Precedence: list\nSender: jane@example.org\n", ""},
        {"X-BeenThere: garden@example.org\nX-BeenThere: patio@example.org\n",
         "garden@example.org||garden@example.org; patio@example.org||patio@example.org"},
        {"Delivered-To: jane@example.org\n", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *mail = str_printf(&a, "%sFrom: jane@example.com\n\n", rows[i].headers).p;
        assert_str(list_of(&a, doc_of(&a, mail)), rows[i].want);
    }
    arena_free(&a);
}

static void subjects_tell_the_tag_of_a_list(void **state)
{
    (void)state;
    static const struct {
        const char *subject, *want;
    } rows[] = {
        {"[Garden] x", "Garden"},
        {"Re: [Garden] x", "Garden"},
        {"RE[2]: Fwd: [g-list] x", "g-list"},
        {"AW: Re:[g.x] Re: y", "g.x"},
        {"[PATCH 1/2] x", ""},
        {"[PATCH] x", ""},
        {"[ANN] x", ""},
        {"[Bug 123] x", ""},
        {"[was: x]", ""},
        {"x [Garden]", ""},
        {"[1234] x", ""},
        {"[open", ""},
        {"Re: x", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_str(mail_list_tag(str_of(rows[i].subject)), rows[i].want);
    }
}

static void dates_fall_back_to_envelope_and_received(void **state)
{
    (void)state;
    static const struct {
        const char *headers, *envelope, *want;
    } rows[] = {
        {"Date: Thu, 22 Aug 2002 18:26:25 +0700\n", "", "2002-08-22T11:26:25Z"},
        {"Date: Thu, 22 Aug 0102 18:26:25\n", "Fri Aug 23 01:02:03 2002", "2002-08-23T01:02:03Z"},
        {"Date: soon\nReceived: by a; b; Sat, 24 Aug 2002 02:00:00 +0200\nReceived: by b; no\n", "",
         "2002-08-24T00:00:00Z"},
        {"Received: by a\n", "", ""},
        {"", "", ""},
    };
    struct arena a = {0};
    struct err e = {{0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record r;
        struct str mail = str_printf(&a, "%sFrom: a@example.org\n\n", rows[i].headers);
        assert_ok(mail_read(mail, str_of(rows[i].envelope), 7, &a, &r, &e), e);
        assert_int_equal(r.line, 7);
        assert_str(time_iso(&a, r.doc.at_s), rows[i].want);
    }
    arena_free(&a);
}

static void parents_are_what_was_answered_nearest_first(void **state)
{
    (void)state;
    static const struct {
        const char *headers, *want;
    } rows[] = {
        {"In-Reply-To: <b@x>\nReferences: <a@x> <b@x>\n", "b@x a@x"},
        {"In-Reply-To: Message from Jane <jane@x.org> of \"Thu\" <b@x>\n", "b@x"},
        {"In-Reply-To: Your message of Thu\nReferences: <a@x>\n\t<b@x>\n", "b@x a@x"},
        {"References: <a@x><b@x> <no> <me@x> <a@x>\nMessage-ID: <me@x>\n", "a@x b@x"},
        {"References: <<a@x> <b\n", "a@x"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *mail = str_printf(&a, "%sFrom: a@example.org\n\n", rows[i].headers).p;
        struct doc_row d = doc_of(&a, mail);
        assert_str(joined(&a, d.parents, d.parent_count), rows[i].want);
    }
    arena_free(&a);
}

static void a_mail_without_an_id_has_a_key_of_its_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row one = doc_of(&a, "From: a@example.org\n\nx");
    struct doc_row same = doc_of(&a, "From: a@example.org\n\nx");
    struct doc_row other = doc_of(&a, "From: a@example.org\n\ny");
    assert_true(str_starts(one.key, "hash:") && one.key.len == 5 + 64);
    assert_true(str_eq(one.key, same.key) && !str_eq(one.key, other.key));
    assert_str(doc_of(&a, "From: a@b.org\nMessage-ID: <x.y@z>\n\n").key, "x.y@z");
    assert_str(doc_of(&a, "From: a@b.org\nMessage-ID: x.y@z junk\n\n").key, "x.y@z");
    arena_free(&a);
}

static void addressees_are_told_once_in_lower_case(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = doc_of(&a, "To: Jane <JANE@example.org>, friends: ken@example.org,"
                                  " jane@example.org;\nCc: \"a, b\" <ab@example.org>,, broken\n"
                                  "Cc: lee at example.net\n\n");
    assert_str(joined(&a, d.addressed, d.addressed_count),
               "jane@example.org ken@example.org ab@example.org lee@example.net");
    arena_free(&a);
}

static void charsets_are_believed_or_guessed(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body, *want;
    } rows[] = {
        {"text/plain; charset=utf-8", "Zo\xC3\xAB", "Zoë"},
        {"text/plain; charset=iso-8859-1", "Zo\xEB \x96 x", "Zoë – x"},
        {"text/plain; charset=us-ascii", "Zo\xEB", "Zoë"},
        {"text/plain; charset=us-ascii", "Zo\xC3\xAB", "Zoë"},
        {"text/plain; charset=no-such-set", "Zo\xC3\xAB", "Zoë"},
        {"text/plain; charset=\"x//IGNORE\"", "Zo\xEB", "Zoë"},
        {"text/plain", "5 \x80", "5 €"},
        {"text/plain; charset=koi8-r", "\xD0\xD2\xC9\xD7\xC5\xD4", "привет"},
        {"text/plain; charset=iso-2022-jp", "\x1B$BF|K\\\x1B(B", "日本"},
        {"text/plain; charset=utf-8",
         "a\xFF"
         "b",
         "a\xEF\xBF\xBD"
         "b"},
        {"text/plain; charset=utf-8; format=flowed", "one \ntwo", "one\ntwo"},
        {"text", "plain", "plain"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *mail = str_printf(&a, "From: a@example.org\nContent-Type: %s\n\n%s\n",
                                      rows[i].type, rows[i].body)
                               .p;
        assert_str(doc_of(&a, mail).text, rows[i].want);
    }
    arena_free(&a);
}

static void attributions_name_who_was_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *before, *want;
    } rows[] = {
        {"On Thu, 22 Aug 2002 10:00:00 +0700, Jane Doe <jane@example.org> wrote:",
         "Jane Doe|jane@example.org"},
        {"On Thu, Aug 22, 2002 at 10:00:00AM -0400, Jane Q. Doe wrote:", "Jane Q. Doe|"},
        {"On Thu, 22 Aug 2002 10:00:00 -0500 (EST) Jane Doe\n<jane@example.org> wrote:",
         "Jane Doe|jane@example.org"},
        {"On Thursday 22 August 2002 10:00, Jane\nDoe wrote:", "Jane Doe|"},
        {"On 5 Jan Jan Janssen wrote:", "Jan Janssen|"},
        {"Jane Doe writes:", "Jane Doe|"},
        {"Jane Doe (jane@example.org) wrote*:", "Jane Doe|jane@example.org"},
        {"jane@example.org (Jane Doe) wrote:", "Jane Doe|jane@example.org"},
        {"<jane at example.org> wrote:", "|jane@example.org"},
        {"Jane Doe <jane(a)example.org> wrote:", "Jane Doe|jane@example.org"},
        {"\"Doe, Jane\" <jane@example.org> said:", "Doe, Jane|jane@example.org"},
        {"Le 22/08/2002 10:00, Jane Doe a \xC3\xA9"
         "crit :",
         "Jane Doe|"},
        {"Am 22.08.2002 um 10:00 schrieb Jane Doe:", "Jane Doe|"},
        {"Am 22.08.2002 10:00, schrieb Jane Doe <jane@example.org>:", "Jane Doe|jane@example.org"},
        {"In article <1@example.org>, Jane Doe wrote:", "Jane Doe|"},
        {"Quoting Jane Doe <jane@example.org>:", "Jane Doe|jane@example.org"},
        {"* Jane Doe <jane@example.org> [2002-08-22 10:00]:", "Jane Doe|jane@example.org"},
        {"--- Jane Doe <jane@example.org> wrote:", "Jane Doe|jane@example.org"},
        {"Jane Doe wrote on 22 Aug 2002:", "Jane Doe|"},
        {"you wrote:", ""},
        {"For example:", ""},
        {"Nothing of the kind", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct doc_row d =
            body_of(&a, str_printf(&a, "%s\n\n> quote\n> more\n\nMine.\n", rows[i].before).p);
        assert_str(quoted_of(&a, d), rows[i].want);
        const char *own =
            rows[i].want[0] ? "Mine." : str_printf(&a, "%s\n\nMine.", rows[i].before).p;
        assert_str(d.text, own);
    }
    arena_free(&a);
}

static void only_own_words_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *body, *want, *quoted;
    } rows[] = {
        {"Mine.\n> not\n>> nor\n  > nor\nAlso mine.\n", "Mine.\n\nAlso mine.", ""},
        {"JD> not\nJD> nor\n\nMine.\n", "Mine.", ""},
        {"SQL> select 1\nMine.\n", "SQL> select 1\nMine.", ""},
        {"| not\n| nor\nMine.\n", "Mine.", ""},
        {"| a | b |\n| c | d |\n", "| a | b |\n| c | d |", ""},
        {">From here on.\n", "From here on.", ""},
        {"Mine.\n-- \nJane\nhttp://example.org\n", "Mine.", ""},
        {"Mine.\n--\nJane\n", "Mine.", ""},
        {"Mine.\n\n-----Original Message-----\nFrom: Jane Doe [mailto:jane@example.org]\n"
         "Sent: today\nTo: x\nSubject: y\n\nNot mine.\n",
         "Mine.", "Jane Doe|jane@example.org"},
        {"Mine.\n________________________________\nFrom: Jane Doe <jane@example.org>\n"
         "Sent: today\nSubject: y\n\nNot mine.\n",
         "Mine.\n________________________________", "Jane Doe|jane@example.org"},
        {"-----Original Message-----\nFrom: l-admin@example.org [mailto:l-admin@example.org]On "
         "Behalf Of Jane\nDoe\nSent: today\nSubject: y\n\n> not\n\nMine.\n",
         "Mine.", "Jane Doe|"},
        {"    Date:        Thu, 22 Aug\n    From:        Jane Doe <jane@example.org>\n"
         "    Message-ID:  <1@example.org>\n\n  | not mine\n\nMine.\n",
         "Mine.", "Jane Doe|jane@example.org"},
        {"Mine.\n\nOn Thu, 22 Aug 2002, Jane Doe wrote:\n\nNot mine, unmarked.\n", "Mine.",
         "Jane Doe|"},
        {"Mine.\n_______________________________________________\nGarden mailing list\n"
         "Garden@example.org\nhttp://example.org/listinfo/garden\n",
         "Mine.", ""},
        {"Mine.\n--------------------------------\nThis mail is sponsored by: "
         "x\nhttp://x.example\n",
         "Mine.", ""},
        {"Mine.\n-------------- next part --------------\nA file\n", "Mine.", ""},
        {"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nMine.\n"
         "-----BEGIN PGP SIGNATURE-----\nabc\n",
         "Mine.", ""},
        {"Head\n========================\nMine.\n", "Head\n========================\nMine.", ""},
        {"\r\nMine.\r\n> not\r\n", "Mine.", ""},
        {"", "", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct doc_row d = body_of(&a, rows[i].body);
        assert_str(d.text, rows[i].want);
        assert_str(quoted_of(&a, d), rows[i].quoted);
    }
    arena_free(&a);
}

static void links_are_those_of_own_words(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = body_of(&a, "See http://example.org/a, <https://example.org/b> (http://"
                                   "example.org/c_(d)). HTTP://example.org/E! ftp://no.example\n"
                                   "http:// javascript://x http://example.org/a\n"
                                   "> http://quoted.example\n");
    assert_str(joined(&a, d.links, d.link_count),
               "http://example.org/a https://example.org/b http://example.org/c_(d) "
               "HTTP://example.org/E");
    struct buf many = buf_new(&a);
    for (int i = 0; i < 100; i++)
        buf_addf(&many, "http://example.org/%d\n", i);
    assert_int_equal(body_of(&a, buf_str(&many).p).link_count, LINKS_PER_DOC_MAX);
    arena_free(&a);
}

static void markup_becomes_lines(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = doc_of(
        &a,
        "From: a@example.org\nContent-Type: text/html\n\n"
        "<html><head><title>no</title><style>no</style></head><body>One <b>two</b><br>three &amp; "
        "&euro;<script>no</script><p><a href='http://example.org/?a=1&amp;b=2'>x</a>"
        "<a href='jav&#9;ascript:no'>y</a><div>Jane Doe wrote:</div>"
        "<blockquote>not <a href='http://no.example'>z</a></blockquote>end</html>");
    assert_str(d.text, "One two\nthree & €\n\nxy\n\nend");
    assert_str(joined(&a, d.links, d.link_count), "http://example.org/?a=1&b=2");
    assert_str(quoted_of(&a, d), "Jane Doe|");
    arena_free(&a);
}

static void the_plain_part_is_preferred_and_attachments_are_not_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d =
        doc_of(&a, "From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                   "Content-Type: text/plain\nContent-Disposition: attachment\n\nno\n--x\n"
                   "Content-Type: text/html\n\n<p>html\n--x\nContent-Type: message/rfc822\n\n"
                   "From: b@example.org\n\nno\n--x\nContent-Type: text/plain\n"
                   "Content-Transfer-Encoding: base64\n\ncGxhaW4=\n--x--\n");
    assert_str(d.text, "plain");
    arena_free(&a);
}

static struct str many(struct arena *a, const char *text, size_t times)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < times; i++)
        buf_adds(&b, text);
    return buf_str(&b);
}

static void monsters_are_read_in_bounded_time(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf nested = buf_new(&a);
    buf_adds(&nested, "From: a@example.org\nContent-Type: multipart/mixed; boundary=b0\n\n");
    for (int i = 0; i < 20000; i++) {
        buf_addf(&nested, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i + 1);
    }
    assert_str(doc_of(&a, buf_str(&nested).p).text, "");
    struct buf flood = buf_new(&a);
    for (int i = 0; i < 100000; i++)
        buf_addf(&flood, "To: a%d@example.org\n", i);
    buf_adds(&flood, "\nText.\n");
    struct doc_row d = doc_of(&a, buf_str(&flood).p);
    assert_int_equal(d.addressed_count, ADDRESSES_PER_DOC_MAX);
    assert_str(d.text, "Text.");
    arena_free(&a);
    struct buf parts = buf_new(&a);
    buf_adds(&parts, "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n"
                     "--b\n\nFirst.\n");
    for (int i = 0; i < 100000; i++)
        buf_adds(&parts, "--b\n\n");
    assert_str(doc_of(&a, buf_str(&parts).p).text, "First.");
    assert_true(mail_bounded(&a, buf_str(&parts)).len < 6L * MAIL_MARKS_MAX);
    struct str crowd =
        str_printf(&a, "From: a@example.org\nTo: b@c.example%.*s\nSubject: s\n\nText.\n",
                   STR_ARG(many(&a, ",b@c.example", MAIL_MARKS_MAX)));
    assert_str(mail_bounded(&a, crowd), "From: a@example.org\n\nText.\n");
    struct str text = str_printf(&a, "From: a@example.org\n\n%.*s",
                                 STR_ARG(many(&a, "a; b, c\n", 2L * MAIL_MARKS_MAX)));
    assert_int_equal(mail_bounded(&a, text).len, text.len);
    struct buf longer = buf_new(&a);
    while (longer.len < 3L * TEXT_BYTES_MAX)
        buf_adds(&longer, "na\xC3\xAFve words\n");
    size_t len = body_of(&a, buf_str(&longer).p).text.len;
    assert_true(len <= TEXT_BYTES_MAX && len > TEXT_BYTES_MAX - 4);
    arena_free(&a);
}

static void what_is_no_mail_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct record r;
    const char *sentence = "1: no mail headers, want From:, Date: or Subject: lines before the "
                           "first empty line";
    assert_refused(mail_read(STR(""), STR(""), 0, &a, &r, &e), BAD_INPUT, e, sentence);
    assert_refused(mail_read(STR("a,b\n1,2\n"), STR(""), 0, &a, &r, &e), BAD_INPUT, e, sentence);
    assert_refused(mail_read(STR("\nFrom: a@b.org\n"), STR(""), 0, &a, &r, &e), BAD_INPUT, e,
                   sentence);
    assert_int_equal(importer_mail.sniff(STR("a,b\n1,2\n"), "x.csv"), 0);
    assert_int_equal(importer_mbox.sniff(STR("From here on\n"), "x"), 0);
    arena_free(&a);
}

/* ---- threads ---- */

static void *read_often(void *opaque)
{
    struct arena a = {0};
    for (int i = 0; i < 200; i++) {
        struct record r;
        struct err e;
        const char *mail = "From: =?iso-8859-2?Q?Ji=F8=ED?= <j@example.org>\n"
                           "Content-Type: text/html; charset=koi8-r\n\n<p>\xD0\xD2\xC9";
        if (mail_read(str_of(mail), STR(""), 0, &a, &r, &e) != OK) return opaque;
        if (!str_is(r.doc.author.name, "Jiří") || !str_is(r.doc.text, "при")) return opaque;
        arena_reset(&a, (struct arena_mark){0});
    }
    arena_free(&a);
    return NULL;
}

static void several_threads_read_at_once(void **state)
{
    (void)state;
    pthread_t threads[4];
    int wrong = 1;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, &wrong), 0);
    for (int i = 0; i < 4; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(authors_are_read_in_every_spelling),
        cmocka_unit_test(a_list_that_speaks_for_all_leaves_only_the_name),
        cmocka_unit_test(lists_are_found_once_each),
        cmocka_unit_test(subjects_tell_the_tag_of_a_list),
        cmocka_unit_test(dates_fall_back_to_envelope_and_received),
        cmocka_unit_test(parents_are_what_was_answered_nearest_first),
        cmocka_unit_test(a_mail_without_an_id_has_a_key_of_its_bytes),
        cmocka_unit_test(addressees_are_told_once_in_lower_case),
        cmocka_unit_test(charsets_are_believed_or_guessed),
        cmocka_unit_test(attributions_name_who_was_quoted),
        cmocka_unit_test(only_own_words_are_kept),
        cmocka_unit_test(links_are_those_of_own_words),
        cmocka_unit_test(markup_becomes_lines),
        cmocka_unit_test(the_plain_part_is_preferred_and_attachments_are_not_read),
        cmocka_unit_test(monsters_are_read_in_bounded_time),
        cmocka_unit_test(what_is_no_mail_is_refused),
        cmocka_unit_test(several_threads_read_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * mail_int.h - listen: what do the files that read mail share?
 *
 * One RFC 822 message becomes one doc_row. gmime takes it apart once, from memory; nothing of
 * gmime's is held afterwards. Every function may run on several threads at once, each with its own
 * arena. All texts given back live in that arena and are valid UTF-8 without NUL.
 *
 *   mail_one.c, mbox.c ─▶ mail.c  (what the lines of a mail look like: mail_look.c)
 *                    ─▶ mail_bound.c    how much of it is taken apart
 *                    ─▶ mail_list.c     which lists it went through
 *                    ─▶ mail_address.c  who wrote it, to whom
 *                    ─▶ mail_part.c     the part that holds the text, as UTF-8 (mail_charset.c)
 *                    ─▶ mail_html.c     markup to lines
 *                    ─▶ mail_body.c     own words, without what was quoted (mail_quote.c)
 *
 * Source  RFC 5322 (messages), 2047 (encoded words), 2919 and 2369 (list headers), 3676 (flowed,
 *         signatures), 4155 (mbox); the rest is what mail programs really write.
 * Check   tests/unit/test_mail.c, tests/listen/mail/, tests/listen/mail-mbox/,
 * tests/fuzz/fuzz_mail.c
 */
#ifndef KITH_LISTEN_MAIL_INT_H
#define KITH_LISTEN_MAIL_INT_H

#include "base/limits.h"
#include "listen/importer.h"
#include "listen/links.h"

#include <stdbool.h>

extern const struct importer importer_mail, importer_mbox;

/* ---- mail.c ---- */

/* raw is one whole message, with or without an mbox line before its headers. Envelope: the date
 * of that line when it was cut off, else empty. BAD_INPUT when there is no header in it. */
MUST_CHECK enum status mail_read(struct str raw, struct str envelope_date, uint64_t line,
                                 struct arena *a, struct record *ret, struct err *e);

/* What an archive says of a mail in fields of its own rather than in the mail's headers. */
struct mail_told {
    struct str address, name; /* the address may hide from robots: "jane (a) example.org" */
    struct str subject, text;
    struct str list; /* address of the list it went to; empty: not said */
};
/* Fills kind, author, title, list_tag, text, quoted and links. */
void mail_told(const struct mail_told *m, struct arena *a, struct doc_row *doc);

/* ---- mail_look.c ---- */

/* Is this the line before a mail in an mbox ("From jane@x.org Thu Aug 22 12:36:23 2002")? */
bool mail_is_envelope(struct str line, struct str *ret_date);
/* Is this a header line ("Name: …", no blank before the colon)? */
bool mail_is_header(struct str line);
/* Is it one that nearly every mail has (From, Date, Received, …)? */
bool mail_is_known_header(struct str line);
/* How many of those are there before the first empty line of head? Stops at `enough`. */
int mail_known_headers(struct str head, int enough);

/* ---- mail_bound.c ---- */

/* As much of raw as a parser can take apart without needing many times its size: all of it, but
 * for a long mail with more than MAIL_MARKS_MAX headers, parameters and addresses in its head, or
 * borders and headers in its body. Cost: one look at each byte of a mail past 64 KiB. */
struct str mail_bounded(struct arena *a, struct str raw);

/* ---- mail_charset.c ---- */

/* bytes as UTF-8. A charset that is unknown, missing or a lie is guessed: UTF-8 if it is valid
 * UTF-8, else windows-1252. */
struct str mail_utf8(struct arena *a, struct str bytes, struct str charset);
/* A header value on one line, encoded words decoded, controls gone. */
struct str mail_header_text(struct arena *a, struct str raw);

/* ---- mail_address.c ---- */

struct mail_address {
    struct str email; /* lower case; empty: none that could be used */
    struct str name;  /* empty: none, or it says no more than the address */
};
/* The next address of a header value; *rest moves behind it. False at the end. */
bool mail_address_next(struct arena *a, struct str *rest, struct mail_address *ret);
/* "Jane AT example DOT org", "jane at example.org" -> jane@example.org; empty when it is none. */
struct str mail_email(struct arena *a, struct str text);
struct str mail_local_part(struct str email);
/* A displayed name without quotes; empty when it is only an address. */
struct str mail_name(struct arena *a, struct str raw);

/* ---- mail_list.c ---- */

enum list_header {
    LIST_ID,
    LIST_BEEN_THERE,
    LIST_POST,
    LIST_X_MAILING,
    LIST_MAILING,
    LIST_DELIVERED,
    LIST_SENDER,
    LIST_HEADERS
};
struct mail_list {
    struct str id, name, address;
    bool guessed; /* from the address of a machine: a newsletter's may be its author's own */
};
struct mail_lists {
    struct mail_list list[LISTS_PER_DOC_MAX];
    size_t count;
};
/* Call in the order of enum list_header. LIST_SENDER counts only when nothing else told. */
void mail_list_add(struct mail_lists *lists, enum list_header kind, struct str value,
                   struct arena *a);
/* "Re: [Tag] subject" -> Tag; empty when there is none or it is no list's. */
struct str mail_list_tag(struct str subject);

/* ---- mail_part.c ---- */

struct _GMimeMessage; /* gmime's own name */
/* The first text/plain part, else the first text/html one as text. */
struct str mail_part_text(struct _GMimeMessage *message, struct arena *a, struct doc_row *doc);

/* ---- mail_html.c ---- */

/* Lines of text; quoted blocks start with "> ". Adds the http and https links outside quotes. */
struct str mail_html_text(struct arena *a, struct str html, struct doc_row *doc);

/* ---- mail_body.c ---- */

/* Fills text, quoted and links (behind those already there). */
void mail_body(struct arena *a, struct str text, struct doc_row *doc);

/* ---- mail_quote.c ---- */

/* "On Thu, 22 Aug 2002, Jane Doe <jane@x.org> wrote:" on one line; false when it is none.
 * A line without a verb counts when something quoted stands right behind it. */
bool mail_attribution(struct arena *a, struct str text, bool before_quote, struct quoted *ret);
/* Does it start the way attributions with a date do ("On Thu, 22 …")? */
bool mail_opens_attribution(struct str line);

#endif

/* mbox.c - listen: where does each mail of an mbox begin and end? */
#include "listen/foreign.h"
#include "listen/mail_int.h"

#include <string.h>

/*
 * A mail begins at a line that looks like an envelope ("From who Thu Aug 22 12:36:23 2002") and
 * has a header line behind it: text may start a line with "From " too. Behind a line that is not
 * empty (archives forget it) the header must be one that every mail has.
 */

struct mbox_state {
    const struct foreign *foreign; /* NULL while it is only looked at */
    struct reader *in;
    struct str file;   /* its name, without directories */
    struct arena held; /* what was read ahead: two lines at most */
    bool started, at_end;
    struct str envelope; /* date of the mail that comes next */
    struct str first;    /* its first line */
    uint64_t line;       /* where its envelope stands, from 1 */
};

struct mail_bytes {
    struct buf b;
    bool too_long;
    bool blank; /* the last line was empty */
};

static void add_line(struct mail_bytes *mail, struct str line)
{
    mail->blank = line.len == 0;
    if (mail->too_long || mail->b.len + line.len + 1 > RECORD_BYTES_MAX) {
        mail->too_long = true;
        return;
    }
    buf_add(&mail->b, line);
    buf_addc(&mail->b, '\n');
}

/* The next line; one that is too long counts as an empty, overlong one. */
static enum status next_line(struct mbox_state *m, struct mail_bytes *mail, struct str *ret,
                             struct err *e)
{
    enum status s = reader_line(m->in, ret, e);
    if (s != TOO_MUCH) return s;
    mail->too_long = true;
    *ret = STR("");
    return OK;
}

/* line looks like an envelope; *first, the line behind it, is read here. Does a mail begin? */
static enum status try_begin(struct mbox_state *m, struct mail_bytes *mail, struct str line,
                             struct str *first, bool *ret_found, struct err *e)
{
    arena_reset(&m->held, (struct arena_mark){NULL, 0});
    struct str envelope = str_copy(&m->held, line);
    uint64_t number = reader_line_number(m->in);
    bool blank = mail->blank;
    enum status s = next_line(m, mail, first, e);
    *ret_found = s == OK && (blank ? mail_is_header(*first) : mail_is_known_header(*first));
    if (!*ret_found) {
        add_line(mail, envelope);
        return s;
    }
    (void)mail_is_envelope(envelope, &m->envelope);
    m->first = str_copy(&m->held, *first);
    m->line = number;
    return OK;
}

/* Lines up to the next envelope. OK: one mail is whole (the last one too). */
static enum status collect(struct mbox_state *m, struct mail_bytes *mail, struct err *e)
{
    bool found = false;
    bool ahead = false; /* line is already there */
    struct str line = STR("");
    struct str date;
    while (!found) {
        enum status s = ahead ? OK : next_line(m, mail, &line, e);
        ahead = false;
        if (!s && mail_is_envelope(line, &date)) {
            struct str next = STR("");
            s = try_begin(m, mail, line, &next, &found, e);
            line = next;
            ahead = !s;
        } else if (!s) {
            add_line(mail, line);
        }
        if (s == DONE) {
            m->at_end = true;
            return OK;
        }
        if (s) return s;
    }
    return OK;
}

/* ---- archives whose name is that of the list ---- */

/* Is it "LIST@HOST.mbox", "LIST@HOST-2024-05.mbox.gz", as HyperKitty names its exports? */
static bool is_file_of(struct str file, struct str address)
{
    if (!address.len || !str_starts_nocase(file, address.p)) return false;
    struct str rest = str_skip(file, address.len);
    return str_starts_nocase(rest, ".mbox") ||
           (rest.len > 1 && rest.p[0] == '-' && str_find_nocase(rest, ".mbox") < rest.len);
}

static bool was_received(struct str mail)
{
    while (mail.len && mail.p[0] != '\n' && mail.p[0] != '\r') {
        if (str_starts_nocase(mail, "Received:")) return true;
        mail = str_skip(mail, str_find(mail, '\n') + 1);
    }
    return false;
}

/* HyperKitty writes mails anew, with no header of the list but that they are to it alone. A mailbox
 * may be named like the one whose it is: but what came there was Received. */
static void place_in_list(const struct mbox_state *m, struct str mail, struct arena *a,
                          struct doc_row *doc)
{
    if (doc->outlet_count || doc->addressed_count != 1) return;
    struct str list = str_printf(a, "%.*s", STR_ARG(doc->addressed[0]));
    if (!is_file_of(m->file, list) || was_received(mail)) return;
    if (str_eq(doc->author.handle, list)) return; /* a note to oneself */
    doc->outlets = arena_new(a, struct who, doc->outlet_count = 1);
    doc->outlets[0] =
        (struct who){.channel = STR("list"), .kind = STR("list"), .handle = list, .address = list};
}

static bool is_empty(const struct mail_bytes *mail)
{
    return !mail->too_long && !str_trim(buf_str(&mail->b)).len;
}

static enum status mbox_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct mbox_state *m = opaque;
    for (;;) {
        if (m->at_end) return DONE;
        struct mail_bytes mail = {.b = buf_new(a), .blank = !m->started};
        struct str envelope = str_copy(a, m->envelope);
        uint64_t line = m->started ? m->line : 1;
        bool began = m->started;
        if (began) add_line(&mail, m->first);
        m->started = true;
        enum status s = collect(m, &mail, e);
        if (s) return s;
        if (!began && is_empty(&mail)) continue; /* nothing before the first envelope */
        if (mail.too_long) {
            return err_set(e, BAD_INPUT,
                           "%llu: a mail longer than %d bytes; take it out or "
                           "shorten its attachments",
                           (unsigned long long)line, RECORD_BYTES_MAX);
        }
        s = m->foreign->mail_read(buf_str(&mail.b), envelope, line, a, ret, e);
        if (!s) place_in_list(m, buf_str(&mail.b), a, &ret->doc);
        return s;
    }
}

/* ---- is it one? ---- */

/* Does a second mail begin in there? */
static bool has_second(struct reader *in)
{
    struct arena held = {0};
    struct mbox_state m = {.in = in};
    int found = 0;
    struct err e;
    enum status s = OK;
    while (!s && found < 2 && !m.at_end) {
        struct mail_bytes mail = {.b = buf_new(&held), .blank = true, .too_long = true};
        s = collect(&m, &mail, &e);
        found += !m.at_end;
    }
    arena_free(&m.held);
    arena_free(&held);
    return found == 2;
}

static bool file_has_second(const char *path)
{
    struct arena a = {0};
    struct err e;
    struct reader *in = NULL;
    bool second = reader_open(path, &a, &in, &e) == OK && has_second(in);
    reader_close(in);
    arena_free(&a);
    return second;
}

static int mbox_sniff(struct str head, const char *path)
{
    struct str date;
    size_t end = str_find(head, '\n');
    if (!mail_is_envelope(str_trim(str_head(head, end)), &date)) return 0;
    struct str rest = str_skip(head, end + 1);
    if (!mail_is_header(str_head(rest, str_find(rest, '\n')))) return 0;
    struct arena a = {0};
    bool second = has_second(reader_of(head, &a));
    arena_free(&a);
    if (second || (head.len >= 4096 && file_has_second(path))) return 90;
    return str_ends_nocase(str_of(path), ".mbox") ? 85 : 60; /* one mail only: mail.c's own */
}

static enum status mbox_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    struct mbox_state *m = arena_new(a, struct mbox_state, 1);
    m->in = in;
    m->file = str_of(path_base(o->path));
    m->envelope = m->first = STR("");
    *ret_state = m;
    return foreign_find(&m->foreign, e);
}

static void mbox_close(void *opaque)
{
    struct mbox_state *m = opaque;
    arena_free(&m->held);
}

const struct importer importer_mbox = {
    .name = "mbox",
    .summary = "many mails in one file (mbox, list archives)",
    .ledger = true,
    .sniff = mbox_sniff,
    .open = mbox_open,
    .next = mbox_next,
    .close = mbox_close,
};

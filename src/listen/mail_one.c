/* mail_one.c - listen: is this file one mail, and what does it say? */
#include "listen/foreign.h"
#include "listen/mail_int.h"

#include <string.h>

struct mail_state {
    const struct foreign *foreign;
    struct reader *in;
    bool done;
};

static int mail_sniff(struct str head, const char *path)
{
    struct str envelope = STR("");
    size_t end = str_find(head, '\n');
    bool framed = mail_is_envelope(str_trim(str_head(head, end)), &envelope);
    if (framed) head = str_skip(head, end + 1);
    if (!mail_is_header(str_head(head, str_find(head, '\n')))) return 0;
    int known = mail_known_headers(head, 2);
    bool maildir = strstr(path_base(path), ":2,") != NULL;
    if (known < 2) return known == 1 && maildir ? 60 : 0;
    return framed ? 70 : 80; /* an mbox with more than one mail knows better */
}

static enum status mail_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    (void)o;
    struct mail_state *state = arena_new(a, struct mail_state, 1);
    state->in = in;
    *ret_state = state;
    return foreign_find(&state->foreign, e);
}

static enum status mail_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct mail_state *state = opaque;
    if (state->done) return DONE;
    state->done = true;
    struct str raw;
    enum status s = reader_rest(state->in, RECORD_BYTES_MAX, a, &raw, e);
    if (s == TOO_MUCH) {
        return err_set(e, BAD_INPUT, "1: a mail longer than %d bytes; shorten its attachments",
                       RECORD_BYTES_MAX);
    }
    if (s) return s;
    struct str envelope = STR("");
    size_t end = str_find(raw, '\n');
    if (mail_is_envelope(str_trim(str_head(raw, end)), &envelope)) raw = str_skip(raw, end + 1);
    return state->foreign->mail_read(raw, envelope, 0, a, ret, e);
}

const struct importer importer_mail = {
    .name = "mail",
    .summary = "one mail as a file (RFC 822, a maildir, a folder of mails)",
    .foreign = true,
    .ledger = true,
    .sniff = mail_sniff,
    .open = mail_open,
    .next = mail_next,
};

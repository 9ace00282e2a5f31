/*
 * sent.h - listen: which messages were sent to whom, by these files?
 *
 * Mails (single ones and mailboxes), tables with columns to, text, [from], [at], [subject], and
 * plain texts, one message each, of which nobody says to whom. Of a directory all files in it, by
 * name. What a mail quotes, and its signature, are not in its text.
 *
 * Cost   one pass; the texts of all messages are held
 * Check  tests/cli/check-outreach
 */
#ifndef KITH_LISTEN_SENT_H
#define KITH_LISTEN_SENT_H

#include "base/err.h"
#include "base/progress.h"
#include "base/str.h"

struct addressee {
    struct str key;  /* an address or a name, lower case */
    struct str name; /* as displayed; may be empty */
};

struct sent {
    struct addressee *to; /* [to_count] */
    size_t to_count;      /* 0: the mail does not say */
    struct str from;      /* may be empty */
    struct str subject, text;
    int64_t at_s;     /* TIME_NONE: not said */
    struct str place; /* "drafts/ann.txt", "june.mbox:120" */
    bool automatic;   /* a mail that says of itself that a machine sent it */
};

struct sents {
    struct sent *one; /* [count] in the order of the files */
    size_t count;
    struct str *remark; /* [remark_count] what could not be read, a sentence each, with its place */
    size_t remark_count;
    size_t files, bad; /* read; rows and files of those remarks, beyond DROPS_SHOWN_MAX, too */
};

/* Adds what one path holds. BAD_INPUT where it cannot be read at all, TOO_MUCH beyond
 * MESSAGES_MAX. */
MUST_CHECK enum status sent_read(const char *path, const struct progress *progress, struct arena *a,
                                 struct sents *ret, struct err *e);

#endif

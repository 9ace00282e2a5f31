/*
 * zulip_int.h - listen: the parts behind the importer of Zulip's exports and archives
 *
 * realm    the export of a whole organisation: realm.json and messages-000001.json …
 * (zulip_realm.c) pages    what the API gives, also as public archives keep it, a file a topic
 * (zulip_pages.c) text     Markdown or HTML of one message (zulip_text.c)
 *
 * Check  tests/unit/test_zulip.c
 */
#ifndef KITH_LISTEN_ZULIP_INT_H
#define KITH_LISTEN_ZULIP_INT_H

#include "listen/bundle.h"
#include "listen/chat.h"

/* Where a message is from: its accounts, and how its people are known. */
struct zulip_place {
    struct str channel;             /* "zulip:quay" */
    const struct chat_users *users; /* by id; NULL: by full name alone */
    const struct map *names;        /* full name -> index into users, -1: of several; or NULL */
};

/* Of a message's content: the text in its own words, without quotes. The message it quotes is a
 * parent of d ("zulip:quay/123"), whom it quotes without an address to it is quoted, others are
 * mentioned; links become those of d. In a. */
struct str zulip_markdown(const struct zulip_place *p, struct str content, struct doc_row *d,
                          struct arena *a);
struct str zulip_html(const struct zulip_place *p, struct str content, struct doc_row *d,
                      struct arena *a);
struct str zulip_key(const struct zulip_place *p, struct str id, struct arena *a);
/* Who is meant by a mention of this name and this id (may be empty). */
struct who zulip_who(const struct zulip_place *p, struct str name, struct str id, struct arena *a);
bool zulip_is_email(struct str email); /* and not one that only stands for a user */
/* The stream (by its id, else by its name) as an outlet, in d. */
void zulip_outlet(const struct zulip_place *p, struct str id, struct str name, struct doc_row *d,
                  struct arena *a);

/* ---- the two forms ---- */

struct zulip_form {
    enum status (*open)(struct reader *in, const struct importer_options *o, struct arena *a,
                        void **ret, struct err *e);
    enum status (*next)(void *state, struct arena *a, struct record *ret, struct err *e);
    void (*close)(void *state);
    struct str (*remarks)(void *state, struct arena *a);
};
extern const struct zulip_form zulip_realm, zulip_pages;

bool zulip_is_realm(const struct bundle *b);
bool zulip_is_archive(const struct bundle *b);
int zulip_pages_sniff(struct str head);

#endif

/*
 * chat.h - listen: what have the messages of all chats in common?
 *
 * Parts of the importers of chat exports (slack, mattermost, zulip, telegram, discord): people by
 * their ids, the marks of plain and Markdown text, reactions, and how a doc grows.
 *
 * Reactions: all are counted in the doc's rating (those that say no against it); only the few that
 * say thanks are evidence, and only when the export says who gave them and knows that account.
 *
 * Cost   O(bytes) a message; some hundred bytes a person, CHAT_USERS_MAX at most
 * Check  tests/unit/test_chat.c
 */
#ifndef KITH_LISTEN_CHAT_H
#define KITH_LISTEN_CHAT_H

#include "base/map.h"
#include "listen/importer.h"

struct json_t; /* jansson's */

/* ---- members of objects ---- */

/* A text, trimmed and mended, or a whole number as its digits; else empty. In a. */
struct str chat_text(const struct json_t *object, const char *key, struct arena *a);
bool chat_true(const struct json_t *object, const char *key); /* true, "true", 1 */
/* Unix seconds: a number, also with a fraction, or such a text; TIME_NONE for anything else and for
 * what is no time since 1970. per_second: 1000 for milliseconds. */
int64_t chat_time(const struct json_t *object, const char *key, int64_t per_second);

/* ---- people ---- */

struct chat_user {
    struct str id;
    struct who who;  /* of its evidence; its name may be empty */
    struct str call; /* how texts call it: "@Jane Doe" is followed by this */
    bool robot;
};

struct chat_users {
    struct arena *a;
    struct map ids; /* id -> index into list */
    struct chat_user *list;
    size_t count, room;
};

struct chat_users chat_users_new(struct arena *a);
/* False when the id is empty, known already, or there is no room. Texts are copied. */
bool chat_user_add(struct chat_users *u, const struct chat_user *user);
const struct chat_user *chat_user_find(const struct chat_users *u, struct str id);
/* A person row of these accounts, nothing else said. */
void chat_person(struct record *ret, uint64_t line);
void chat_person_who(struct record *ret, struct who w);

/* ---- docs ---- */

void chat_parent(struct doc_row *d, struct str key, struct arena *a);
/* Once each; http and https alone. url is taken to end where a link in running text ends. */
void chat_link(struct doc_row *d, struct str url, struct arena *a);
/* Every address that stands in plain text. */
void chat_links_in(struct doc_row *d, struct str text, struct arena *a);
/* count reactions called `name` (a short name or the sign itself); by: those of them who are known.
 */
void chat_reaction(struct doc_row *d, struct str name, int64_t count);
void chat_thanks(struct doc_row *d, struct str name, const struct chat_user *by, int64_t at_s,
                 struct arena *a);
bool reaction_thanks(struct str name);
bool reaction_against(struct str name);

/* Markdown: lines of quotes (>) are left out, [label](address) is its label; addresses become links
 * of d. What stands in code is left as it is. */
struct str chat_markdown(struct doc_row *d, struct str text, struct arena *a);

/* ---- the one file that is read, alone or in a bundle ---- */

struct chat_file {
    struct arena own;
    struct reader *in; /* NULL: the reader is not ours */
    struct str name;   /* in its bundle; empty: it stands alone */
};

MUST_CHECK enum status chat_file_open(const struct bundle *b, size_t at, struct arena *a,
                                      struct chat_file *ret, struct err *e);
void chat_file_close(struct chat_file *f);
/* The sentence of a row: "FILE:LINE: what"; line 0: own says its line itself. Returns s. */
enum status chat_tell(struct str file, uint64_t line, enum status s, const struct err *own,
                      struct err *e);

/* ---- remarks ---- */

/* "3 private conversations passed over; " … of what is not 0. */
void chat_remark(struct buf *b, uint64_t count, const char *one, const char *many);
void chat_remark_mended(struct buf *b, uint64_t count);

#endif

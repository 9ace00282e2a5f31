/*
 * social.h - listen: what do the readers of social networks share?
 *
 *   social.c       texts and numbers of JSON objects; the records that one row makes
 *   social_who.c   whose page or post is at this address?
 *
 * A row of these sources (a status, an activity) makes several records: its author's profile, what
 * was said, what was shared with it. They are made at once, in memory of the row, and given one
 * after the other; texts of JSON objects are borrowed, so the object lives as long as the row.
 *
 * Check  tests/unit/test_social.c
 */
#ifndef KITH_LISTEN_SOCIAL_H
#define KITH_LISTEN_SOCIAL_H

#include "listen/importer.h"

struct json_t; /* jansson's */

/* ---- JSON ---- */

/* Borrowed; empty when there is no such text. Numbers are no texts. */
struct str js_text(const struct json_t *object, const char *key);
/* The same, trimmed and cut as names and handles are (NAME_BYTES_MAX). */
struct str js_name(const struct json_t *object, const char *key);
/* A text, or an integer as a text (ids that one age of a source writes as numbers). */
struct str js_id(const struct json_t *object, const char *key, struct arena *a);
/* An integer, or a text of digits; `otherwise` when there is neither. */
int64_t js_int(const struct json_t *object, const char *key, int64_t otherwise);
bool js_is_true(const struct json_t *object, const char *key);
bool js_is_false(const struct json_t *object, const char *key); /* said to be, not merely absent */
/* An ISO date, with time or without; TIME_NONE when there is none. */
int64_t js_time(const struct json_t *object, const char *key);

/* ---- the records of one row ---- */

struct social_row {
    struct arena a;      /* of the row */
    struct json_t *held; /* given back when the next row begins */
    struct queued *first, *last;
    uint64_t line;
    bool begun; /* a record of this row was given */
};

/* The row before is gone; json may be NULL, else it is given back with the row. */
void row_begin(struct social_row *row, uint64_t line, struct json_t *json);
void row_end(struct social_row *row); /* all memory */
/* A record behind those that wait, to be filled; texts may be borrowed from the JSON or row->a. */
struct doc_row *row_doc(struct social_row *row);
struct person_row *row_person(struct social_row *row);
struct evidence_row *row_evidence(struct social_row *row);
/* Only where nothing waits yet: a row is of no use as a whole. */
void row_nothing(struct social_row *row, const char *why);
/* The next one; texts of docs are copied into a. False when none waits. */
bool row_take(struct social_row *row, struct arena *a, struct record *ret);

/* Puts the file of an archive before "LINE: what"; returns s. */
enum status row_in_file(struct err *e, enum status s, const char *file);

/* One more, at most so many as limits.h says; the arrays live in a. */
void doc_link(struct doc_row *doc, struct arena *a, struct str url); /* http and https, once */
void person_who(struct person_row *person, struct who who);
void person_claims(struct person_row *person, struct arena *a, struct who who, bool verified);

/* What they say of themselves, kept as the extra "bio"; text lives as long as the row. */
void person_bio(struct person_row *person, struct arena *a, struct str text);

/* A reaction by this emoji or name says thanks: folded hands, hearts, a bow, clapping, raised
 * hands, names with "thank" or "thx" in them. */
bool says_thanks(struct str reaction);

/* ---- addresses (social_who.c) ---- */

/* Whose profile or post is it? Profiles of GitHub, Twitter, Bluesky, LinkedIn; /@jane, /users/jane,
 * /u/jane, … of any other host are fediverse:jane@host. False for all else. */
bool who_of_url(struct str url, struct arena *a, struct who *ret);
/* The same, and acct: and mailto:; what is neither is channel "url", its address without scheme.
 * False when it is no address at all. */
bool who_of_id(struct str id, struct arena *a, struct who *ret);
/* "@jane@host", "jane@host"; "jane" and "@jane" are of the host of `home`, an address. */
bool who_of_mention(struct str name, struct str home, struct arena *a, struct who *ret);

#endif

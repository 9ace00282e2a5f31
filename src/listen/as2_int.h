/*
 * as2_int.h - listen: what do the files that read ActivityStreams share?
 *
 *   as2.c        the importer: one document, one after the other, or the items of one collection
 *   as2_check.c  is this object as the vocabulary says?
 *   as2_actor.c  who is this?
 *   as2_object.c what was said?
 *   as2_act.c    what was done: which records does an activity make?
 *
 * mastodon.c reads the files of an account's archive with them.
 *
 * Source  W3C Recommendations Activity Streams 2.0 and Activity Vocabulary, 23 May 2017; FEP-e232
 *         and the names that servers use for quotes.
 * Check   tests/unit/test_activitystreams.c, tests/listen/activitystreams*,
 * tests/fuzz/fuzz_activitystreams.c
 */
#ifndef KITH_LISTEN_AS2_INT_H
#define KITH_LISTEN_AS2_INT_H

#include "base/map.h"
#include "listen/json_rows.h"
#include "listen/social.h"

/* ---- as2_check.c ---- */

/* Is its @context, where it has one, that of ActivityStreams? BAD_INPUT says what it is instead. */
MUST_CHECK enum status as2_context(const struct json_t *object, struct err *e);
/* Does every property, also of objects in it, hold what the vocabulary says it may? */
MUST_CHECK enum status as2_check(const struct json_t *object, struct err *e);
/* By "type" (or "@type"), of which there may be several; case counts. */
bool as2_is(const struct json_t *object, const char *type);
/* Its first type that is of the vocabulary, without a prefix; "" when it has none. */
const char *as2_type(const struct json_t *object);
struct str as2_id(const struct json_t *value); /* of an object, a link, or a plain address */

/* ---- what is known of the source as a whole ---- */

struct as2 {
    struct social_row row;
    struct arena *a;
    struct map gone;   /* ids of what is deleted, by a tombstone or a Delete: never kept */
    struct map hidden; /* ids of actors who asked not to be found */
    uint64_t deep;     /* objects deeper than are looked into */
};

struct as2 as2_new(struct arena *a);
/* Ids of what is deleted and of who is hidden, in this value and all in it. */
void as2_note(struct as2 *x, const struct json_t *value);
/* The records of one item of a collection, or of one document; as2_check said OK. They wait in
 * x->row. */
void as2_read(struct as2 *x, const struct json_t *value);

/* ---- as2_actor.c ---- */

/* Who is it, from an address or an object; handle empty: nobody that can be told. */
struct who as2_who(const struct json_t *value, struct arena *a);
/* The profile of a Person, Service or Application as a record; false when it says no more than who
 * it is. */
bool as2_person(struct as2 *x, const struct json_t *actor);
/* Pages and accounts that a field of a profile links to, as claims. */
void as2_claims(struct person_row *person, struct arena *a, struct str value, bool verified);
/* What they say of themselves, kept as the extra "bio". */
void as2_bio(struct person_row *person, struct arena *a, struct str markup);
bool as2_is_actor(const struct json_t *object);
/* Does the profile ask not to be found (discoverable, indexable, noindex, "#nobot")? */
bool as2_asks_out(const struct json_t *actor);

/* ---- as2_object.c ---- */

struct as2_said { /* of an activity around the object; all may be empty */
    struct who by;
    int64_t at_s;
};
/* A doc record of what was said, NULL and a reason why when there is none. */
struct doc_row *as2_doc(struct as2 *x, const struct json_t *object, struct as2_said said,
                        const char **ret_why);
/* A text of an object: the plain one, else that of the first of its languages. */
struct str as2_in_language(const struct json_t *object, const char *plain, const char *map,
                           struct str *ret_lang);
struct str as2_name(const struct json_t *object, struct str *ret_lang);
/* Is it for everybody? What names no readers is. */
bool as2_public(const struct json_t *object);
int64_t as2_time(const struct json_t *object);

#endif

/*
 * x_int.h - listen: what do the files that read X (Twitter) share?
 *
 *   x_archive.c  the importer: the archive of an account, or tweets as the API gives them
 *   x_tweet.c    what does a tweet say, as archives and version 1.1 have it?
 *   x_api.c      what does an answer of version 2 say?
 *
 * A tweet is known by its number everywhere: key "twitter:NUMBER". People are known by screen name
 * (channel "twitter"); by number (channel "twitter-id") where no name is told.
 *
 * Source  developer.x.com: data dictionaries of API 1.1 and 2; README.txt of archives.
 * Check   tests/unit/test_x.c, tests/listen/x-archive*
 */
#ifndef KITH_LISTEN_X_INT_H
#define KITH_LISTEN_X_INT_H

#include "base/map.h"
#include "listen/json_rows.h"
#include "listen/social.h"

struct x_notes; /* long tweets, by when they were written */

struct x {
    struct social_row row;
    struct arena *a;
    struct map ids;   /* number -> index into name */
    struct str *name; /* [name_count] screen names */
    size_t name_count, name_room;
    struct map seen;  /* people whose profile was given */
    struct who owner; /* of an archive; handle empty: not known */
    struct str owner_id;
    int64_t newest_s; /* of all tweets so far */
    struct map notes; /* time -> index into note */
    struct str *note;
    size_t note_count, note_room;
};

struct x x_new(struct arena *a);

/* ---- x_tweet.c ---- */

/* Who has this number is called so; what of an archive must be known before. */
void x_user(struct x *x, struct str id, struct str name);
/* Of this number: by name when it is known. */
struct who x_who(struct x *x, struct str id);
/* All names and numbers that a tweet mentions. */
void x_note_users(struct x *x, const struct json_t *tweet);
/* A tweet longer than others, kept until its short form comes. */
void x_note_long(struct x *x, const struct json_t *note);
/* Its records wait in x->row; false when it is no tweet. */
bool x_tweet(struct x *x, const struct json_t *tweet);
/* &amp; and the like, as texts of tweets have them. */
struct str x_plain(struct arena *a, struct str text);
struct str x_key(struct x *x, struct str id);
/* "https://x.com/jane/status/12": a tweet, and whose. */
bool x_tweet_url(struct x *x, struct str url, struct who *ret_who);
/* Languages that are none ("und", "qme") are empty. */
struct str x_lang(struct str lang);

/* ---- x_api.c ---- */

bool x_is_answer(const struct json_t *value);
/* The tweets and people of one answer of version 2. */
void x_answer(struct x *x, const struct json_t *value);

#endif

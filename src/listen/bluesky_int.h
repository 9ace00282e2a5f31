/*
 * bluesky_int.h - listen: what do the files that read Bluesky share?
 *
 *   bluesky.c         the importer: a repository (CAR), or answers and events as JSON
 *   bluesky_repo.c    which records does a repository hold, and at which addresses?
 *   bluesky_record.c  what does a record say?
 *   bluesky_view.c    what does an answer of the API, or an event of Jetstream, say?
 *
 * A record is known by its address everywhere: key "at://DID/COLLECTION/KEY". People are known by
 * DID, and by handle where it is told, both in channel "bluesky".
 *
 * Source  atproto.com: Data Model, Repository, Lexicon; lexicons app.bsky.*, com.atproto.repo.*.
 * Check   tests/unit/test_bluesky.c, tests/listen/bluesky*
 */
#ifndef KITH_LISTEN_BLUESKY_INT_H
#define KITH_LISTEN_BLUESKY_INT_H

#include "base/map.h"
#include "listen/car.h"
#include "listen/json_rows.h"
#include "listen/social.h"

struct bluesky {
    struct social_row row;
    struct arena *a;
    struct map seen;   /* people whose profile was given */
    struct map hidden; /* DIDs of those who asked not to be shown */
};

/* ---- bluesky_record.c ---- */

struct bluesky_place {           /* where a record stands */
    struct str did, handle, uri; /* handle may be empty; uri too: then it has no address */
    struct str name;             /* of its author, may be empty */
};

/* Its records wait in b->row, one that says why it is of no use at least. The doc, if it is one. */
struct doc_row *bluesky_record(struct bluesky *b, const struct json_t *record,
                               struct bluesky_place place);
struct who bluesky_who(struct str did, struct str name);
/* The DID of "at://did/…"; empty when there is none. */
struct str bluesky_did(struct str uri);
/* Does the profile ask not to be shown to everybody ("!no-unauthenticated")? */
bool bluesky_asks_out(const struct json_t *profile);
/* Is it as the data model allows? BAD_INPUT with a sentence without line. */
MUST_CHECK enum status bluesky_check(const struct json_t *value, struct err *e);

/* ---- bluesky_view.c ---- */

/* One object of a file of JSON: false when it is nothing of Bluesky's. */
bool bluesky_view(struct bluesky *b, const struct json_t *value);

/* ---- bluesky_repo.c ---- */

struct bluesky_repo {
    struct car car;
    struct map keys;  /* CID -> index into path */
    struct str *path; /* [path_count] "app.bsky.feed.post/3k…" */
    size_t path_count, path_room;
    struct str did; /* whose it is */
    bool hidden;    /* who asked not to be shown */
};

/* in is at its start; it is read twice. */
MUST_CHECK enum status repo_open(struct reader *in, struct arena *a, struct bluesky_repo *ret,
                                 struct err *e);
/* The next block that is a record, with its address; uri empty: it is not in the tree. */
MUST_CHECK enum status repo_next(struct bluesky_repo *r, struct arena *a, struct json_t **ret,
                                 struct str *ret_uri, struct err *e);

#endif

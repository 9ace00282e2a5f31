/*
 * github_int.h - listen: what do the files that read GitHub events share?
 *
 *   github.c        events one by one, and which records each becomes
 *   github_doc.c    issues, pull requests, comments, reviews, releases, commits as docs
 *
 * One event becomes one record, and further ones: what a comment answers, commits, bots, profiles.
 * They are made one at a time, when they are asked for.
 *
 * Source  docs.github.com: "GitHub event types"; gharchive.org for the form before 2015
 * Check   tests/unit/test_github.c, tests/listen/github/, tests/fuzz/fuzz_github.c
 */
#ifndef KITH_LISTEN_GITHUB_INT_H
#define KITH_LISTEN_GITHUB_INT_H

#include "base/limits.h"
#include "base/map.h"
#include "listen/json_rows.h"

struct gh_event {
    struct json_t *root; /* given back when the next is read */
    const struct json_t *payload;
    struct str type, login, repo; /* login of the actor; "owner/name"; in own */
    int64_t at_s;
    uint64_t line;
};

enum gh_what {
    GH_NOTHING,
    GH_STARRED,      /* or forked: the actor follows the repository */
    GH_FOLLOWED,     /* a person */
    GH_ISSUE,        /* or discussion: item, as it stands in the event */
    GH_PULL,         /* item */
    GH_COMMENT,      /* item on `about` */
    GH_REVIEW,       /* item on `about` */
    GH_DIFF_COMMENT, /* item on `about` */
    GH_COMMIT_COMMENT,
    GH_RELEASE,
    GH_COMMIT,  /* item of a push */
    GH_PROFILE, /* of the actor, as events before 2015 have it */
    GH_ADDRESS, /* the actor's e-mail address, from a commit of theirs */
    GH_ROBOT
};

struct gh_thing {
    enum gh_what what;
    const struct json_t *item, *about;
    const char *why;  /* of GH_NOTHING */
    struct str login; /* of GH_ROBOT */
};

struct github {
    struct arena *a;  /* of the source */
    struct arena own; /* of the event */
    struct json_rows rows;
    struct gh_event event;
    struct gh_thing *thing;
    size_t count, room, next;
    struct map seen; /* docs, people and addresses that were given */
    bool in_event;
};

struct who gh_who(struct str login, struct arena *a);
/* "login" of an object, or of the text that older events have in its place. */
struct str gh_login(const struct json_t *user, struct arena *a);
struct str gh_text(const struct json_t *object, const char *key, struct arena *a);
int64_t gh_time(const struct json_t *object, const char *key);   /* TIME_NONE */
int64_t gh_number(const struct json_t *object, const char *key); /* 0 */

/* The number of the issue or pull request that this event is about, 0. */
int64_t gh_about(const struct gh_event *v);
/* Key of the issue, pull request or discussion of that number, however it is linked. */
struct str gh_key(const struct gh_event *v, int64_t number, struct arena *a);
/* An author by what a commit says: the login behind GitHub's own addresses, the address, or, where
 * archives have made it unreadable, what is left. */
struct who gh_commit_author(const struct json_t *commit, struct arena *a);
/* Is this commit the pusher's own, so that its address is theirs? Their login stands as its name.
 */
bool gh_is_own(const struct gh_event *v, const struct json_t *commit, struct arena *a);

/* github_doc.c: a doc record of this thing; false when there is nothing to say. */
void gh_doc(const struct gh_event *v, const struct gh_thing *t, struct arena *a,
            struct record *ret);

#endif

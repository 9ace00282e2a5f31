/*
 * stackexchange_int.h - listen: what do the files that read Stack Exchange dumps share?
 *
 *   stackexchange.c          which files, in which order; users
 *   stackexchange_votes.c    when an answer was accepted, who gave a bounty, which post links where
 *   stackexchange_post.c     questions and answers
 *   stackexchange_comment.c  comments, and whom they call by @name
 *
 * Users come first, then what posts will need (votes, links), then posts, comments, and at last the
 * links of which no text told who made them. Kept in memory are a few numbers of each user, post
 * and comment, for at most DUMP_ROWS_MAX of each.
 *
 * Source  the schema of the public data dump: meta.stackexchange.com, question 2677
 * Check   tests/unit/test_stackexchange.c, tests/listen/stackexchange/,
 *         tests/fuzz/fuzz_stackexchange.c
 */
#ifndef KITH_LISTEN_STACKEXCHANGE_INT_H
#define KITH_LISTEN_STACKEXCHANGE_INT_H

#include "base/limits.h"
#include "base/map.h"
#include "listen/bundle.h"
#include "listen/xml_rows.h"

enum se_table { SE_USERS, SE_VOTES, SE_LINKS, SE_POSTS, SE_COMMENTS, SE_TABLES };

struct se_post {
    int64_t id, owner; /* owner 0: unknown, or known by name only */
    int64_t at_s;
    int64_t accepted;  /* of a question: the answer, 0: none */
    uint32_t question; /* index of the one it answers; its own when it is one, or is not known */
    uint32_t speaker;  /* of a question: who spoke last in its thread, UINT32_MAX: nobody */
};

struct se_speaker { /* one who spoke in a thread */
    int64_t user;
    uint32_t post;   /* index: where */
    uint32_t before; /* who spoke before, UINT32_MAX: nobody */
};

struct se_bounty {
    int64_t user, amount, at_s;
    uint32_t before; /* on the same question, UINT32_MAX: none */
};

struct se_award {                 /* of an answer */
    int64_t accepted_s, bounty_s; /* TIME_NONE: not */
    int64_t amount;
};

struct se_link {
    int64_t from, to; /* posts */
    int64_t at_s;
    uint64_t line;
    bool told; /* a text that was read has it */
};

/* A growing array in the arena of the source; `full` when there are DUMP_ROWS_MAX. */
#define SE_LIST(type) \
    struct { \
        type *at; \
        size_t count, room; \
    }

struct se_dump {
    struct arena *a;
    const struct bundle *bundle; /* NULL: a single file */
    struct reader *in;           /* of the table at hand */
    struct xml_rows rows;
    const char *file; /* its name; NULL: a single one, which has no need of it */
    enum se_table table;
    int next_table;   /* of a bundle */
    size_t next_link; /* when all tables are read */
    bool open, ended;
    struct str site, home,
        channel;       /* "x.stackexchange.com", "https://x.stackexchange.com/" or "" */
    bool site_guessed; /* from a name that is no host */
    uint64_t beyond;   /* rows past DUMP_ROWS_MAX */
    struct idmap users, posts, awards, bounties, links;
    SE_LIST(struct str) user;
    SE_LIST(struct se_post) post;
    SE_LIST(struct se_speaker) speaker;
    SE_LIST(struct se_bounty) bounty;
    SE_LIST(struct se_award) award;
    SE_LIST(struct se_link) link;
    struct xml_row row;
};

/* Room for one more element of `size` bytes; false past DUMP_ROWS_MAX. */
bool se_room(struct se_dump *d, void **at, size_t size, size_t count, size_t *room);
#define SE_ROOM(d, list) \
    se_room((d), (void **)&(list).at, sizeof *(list).at, (list).count, &(list).room)

/* ---- stackexchange.c ---- */

struct who se_who(const struct se_dump *d, int64_t user, struct arena *a);
/* By its id, else by the name that is left of a deleted account. */
struct who se_author(const struct se_dump *d, const char *id, const char *name, struct arena *a,
                     int64_t *ret_user);
struct str se_key(const struct se_dump *d, int64_t post, struct arena *a);
/* The row's date; BAD_INPUT when it has one that is none ("LINE: what; mend"). */
MUST_CHECK enum status se_date(const struct se_dump *d, const char *name, int64_t *ret,
                               struct err *e);
/* Id of the row; BAD_INPUT when it has none. */
MUST_CHECK enum status se_id(const struct se_dump *d, const char *name, int64_t *ret,
                             struct err *e);
void se_doc(const struct se_dump *d, const char *kind, int64_t at_s, struct arena *a,
            struct record *ret);

/* ---- stackexchange_votes.c ---- */

MUST_CHECK enum status se_vote(struct se_dump *d, struct err *e);
MUST_CHECK enum status se_link(struct se_dump *d, struct err *e);
/* Heeds of an answer that was accepted or given a bounty. */
void se_awarded(const struct se_dump *d, uint32_t post, struct arena *a, struct doc_row *doc);
/* Citations of other posts that its links tell. */
void se_cites(struct se_dump *d, int64_t post, struct arena *a, struct doc_row *doc);
/* A link that no text told; DONE when there is none left. */
MUST_CHECK enum status se_link_left(struct se_dump *d, struct arena *a, struct record *ret);

/* ---- stackexchange_post.c ---- */

MUST_CHECK enum status se_post(struct se_dump *d, struct arena *a, struct record *ret,
                               struct err *e);
/* Somebody spoke in the thread of this post (an index). */
void se_spoke(struct se_dump *d, uint32_t post, int64_t user);

/* ---- stackexchange_comment.c ---- */

MUST_CHECK enum status se_comment(struct se_dump *d, struct arena *a, struct record *ret,
                                  struct err *e);

#endif

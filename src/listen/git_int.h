/*
 * git_int.h - listen: what do the files that read histories of git share?
 *
 *   git.c ─▶ git_run.c     asks git itself about a clone, and reads its answer through a pipe
 *   git_log.c              texts that `git log` printed
 *   both  ─▶ git_say.c     one commit as records; git_trailer.c: whom its message names
 *   git_map.c              .mailmap: which of its addresses are one person
 *
 * A clone is foreign: what stands in its config must not run. git is started without a shell, with
 * an environment of ours, and asked only for what reads (for-each-ref, log without patches and
 * signatures, cat-file blob): no pager, no hook, no filter, no textconv, no signing program is on
 * that way; every protocol is forbidden, so that a clone that lacks objects cannot make git fetch.
 *
 * Check  tests/unit/test_git.c, tests/listen/git/, tests/fuzz/fuzz_git_log.c, fuzz_mailmap.c
 */
#ifndef KITH_LISTEN_GIT_INT_H
#define KITH_LISTEN_GIT_INT_H

#include "base/map.h"
#include "listen/importer.h"
#include "listen/links.h"

/* ---- git_run.c ---- */

struct git_run;

/* git --git-dir=DIR WORD…, its output at the other end of a pipe. words end with NULL. *ret lives
 * in a; close it when it is not NULL. IO_FAILED: git is not there. */
MUST_CHECK enum status git_start(const char *git_dir, const char *const words[], struct arena *a,
                                 struct git_run **ret, struct err *e);
/* The next n <= 16 texts that end with NUL, borrowed until the next call. OK, DONE when git ended
 * well, TOO_MUCH when they are longer than RECORD_BYTES_MAX together (passed over), or IO_FAILED
 * with what git said. */
MUST_CHECK enum status git_fields(struct git_run *run, size_t n, struct str ret[], struct err *e);
void git_stop(struct git_run *run);
/* All that git says, at most max bytes, in a; BAD_INPUT when git says no. */
MUST_CHECK enum status git_ask(const char *git_dir, const char *const words[], size_t max,
                               struct arena *a, struct str *ret, struct err *e);

/* ---- git_map.c ---- */

struct git_signer {
    struct str name, email; /* as they stand there */
};

struct mailmap;
/* text outlives it; in a. */
struct mailmap *mailmap_read(struct str text, struct arena *a);
/* One person with all accounts, in the order of the text; DONE after the last. BAD_INPUT for a
 * line that is none of the four forms. */
MUST_CHECK enum status mailmap_next(struct mailmap *map, struct arena *a, struct record *ret,
                                    struct err *e);
/* Who signs so by an address that the map gives to several people; else signer itself. */
struct git_signer mailmap_signer(const struct mailmap *map, struct git_signer signer,
                                 struct arena *a);

/* ---- git_say.c ---- */

struct git_commit {
    struct str id;     /* hex digits */
    struct str merged; /* of a merge of two: the second parent, maybe shortened; else empty */
    struct git_signer author, committer;
    int64_t at_s, committed_s; /* TIME_NONE: not said */
    struct str message;
    uint64_t line;
};

struct git_later; /* heeds a commit that may come later */
struct git_seen;

/* One history. Zero-initialise, then set the first four; git_book_close at the end. */
struct git_book {
    struct arena *a;           /* of the source */
    struct str repo;           /* "github.com/jane/x", or a name; may be empty */
    struct str web;            /* before a commit's id in its address; may be empty */
    const struct mailmap *map; /* may be NULL */
    struct map signers;        /* "name<email" -> index into who */
    struct who *who;
    size_t who_count, who_room;
    struct git_seen *seen;
    size_t seen_count, seen_room;
    struct git_later *later;
    size_t later_count, later_room, later_done;
    struct arena held; /* further authors of the last commit */
    struct doc_row with;
    struct who *waiting;
    size_t waiting_count, waiting_done;
    uint64_t line;
    bool sorted;
    uint64_t undated;
};

/* What the commit itself says. */
void git_say(struct git_book *book, const struct git_commit *commit, struct arena *a,
             struct record *ret);
/* A further author of the commit before; false when there is none left. */
bool git_say_with(struct git_book *book, struct arena *a, struct record *ret);
/* When all commits were said: whom commits heed by naming another commit. False at the end. */
bool git_say_later(struct git_book *book, struct arena *a, struct record *ret);
void git_book_close(struct git_book *book);
/* Channel and handle of a signer; handle empty: nobody ("GitHub <noreply@github.com>"). */
struct who git_who(const struct git_book *book, struct git_signer signer, struct arena *a);

/* ---- git_trailer.c ---- */

enum git_trail {
    TRAIL_NONE,  /* a line of the text */
    TRAIL_OTHER, /* of no use: Change-Id, Signed-off-by, Cc */
    TRAIL_REVIEWED,
    TRAIL_THANKED,
    TRAIL_WITH,  /* a further author */
    TRAIL_FIXES, /* names a commit */
    TRAIL_REVERTS
};
/* What a line of a message is; *ret: its value, of the last two the hex digits. */
enum git_trail git_trail_of(struct str line, struct str *ret);
/* "Jane Doe <jane@x.org> # for the parser"; false when there is no address. */
bool git_signer_read(struct str text, struct git_signer *ret);
/* Does a merge with this message take somebody's proposal in (a pull or merge request, a signed
 * tag of another repository)? */
bool git_takes_proposal(struct str message);

/* ---- git.c ---- */

/* "https://u:p@github.com/Jane/x.git", "git@github.com:Jane/x" -> "github.com/jane/x"; a path gives
 * its last part. In a. */
struct str git_repo_of(struct str remote, struct arena *a);

#endif

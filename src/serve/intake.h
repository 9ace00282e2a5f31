/*
 * intake.h - serve: which files were sent here to be read, and are they gone afterwards?
 *
 * A form with files is written to a directory of its own as it comes (base/workdir.h), under
 * numbers; what its sender calls a file is text to be shown and kept, never a path. What is too
 * long, malformed, or begins with a file before the form's token is refused while it is still
 * coming. Files go when what they came with ends: refused, broken off, cancelled, imported, unused
 * for UPLOAD_MINUTES_MAX (at the next request), or when the server ends; after a kill at the next
 * start, or when somebody is erased.
 *
 * Cost   O(bytes) on a thread that reads; one file written at a time a request
 * Check  tests/serve/jobs.mjs, tests/fuzz/fuzz_multipart.c
 */
#ifndef KITH_SERVE_INTAKE_H
#define KITH_SERVE_INTAKE_H

#include "serve/http.h"
#include "verb/verb.h"

struct intakes;
struct intake; /* what one form brought; somebody holds it, or it is gone */

/* Where nothing can be written beside the store, uploads are refused; db NULL: they are anyway. */
struct intakes *intakes_open(const char *db);
void intakes_close(struct intakes *all);
/* Those that were not used for long go. */
void intakes_sweep(struct intakes *all);

struct intake_from {
    struct str by;     /* empty: nobody has to say */
    struct str token;  /* what the form's token must be; empty: none is asked for */
    struct str type;   /* Content-Type */
    struct str length; /* Content-Length; empty: not said */
};
/* Of which the body comes now; *ret takes it. A status of HTTP and why not; 0: fine. */
int intake_begin(struct intakes *all, const struct intake_from *from, struct http_taker *ret,
                 const char **ret_why);
/* One without a body: an address to be fetched. NULL: UPLOADS_MAX wait already. */
struct intake *intake_new(struct intakes *all, struct str by);

/* ---- of one that somebody holds ---- */
struct str intake_id(const struct intake *x);
const struct http_pairs *intake_fields(const struct intake *x);
/* Its files, in the order sent; NULL where there are none. */
const struct upload *intake_files(const struct intake *x, size_t *ret_count);
uint64_t intake_bytes(const struct intake *x, size_t file);
struct str intake_address(const struct intake *x); /* of the web; empty: none */
void intake_address_is(struct intake *x, struct str address);
/* Of the job that looked it through last, in a; empty: none yet. And how it was told to read it. */
struct str intake_job(struct intake *x, struct arena *a);
struct http_pairs intake_chosen(struct intake *x, struct arena *a);
void intake_job_is(struct intake *x, struct str job, const struct http_pairs *chosen);

/* Kept until it is imported or forgotten. */
void intake_keep(struct intake *x);
void intake_forget(struct intake *x);
struct intake *intake_hold(struct intake *x); /* the same, once more */
void intake_let_go(struct intake *x);
/* Of those that are kept, held once more for who asks; NULL: none of theirs. */
struct intake *intake_of(struct intakes *all, struct str id, struct str by);
/* Ids of theirs, in a. */
size_t intakes_of(struct intakes *all, struct str by, struct arena *a, struct str **ret);

#endif

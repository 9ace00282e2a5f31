/* source_verb.h - verb: what the files of `kith source` share */
#ifndef KITH_VERB_SOURCE_VERB_H
#define KITH_VERB_SOURCE_VERB_H

#include "find/reliable.h"
#include "verb/verb.h"

struct known_source { /* a kind and a place, over all its readings */
    int64_t id;       /* of its first reading */
    struct str kind, locator;
    int64_t reads, read_at_s;
    int64_t rows; /* of evidence */
    int64_t read, kept, merged, dropped;
    bool curated;
    struct audited audited;
    struct str purpose, basis;
    int64_t keep; /* days; 0: for good, or not said */
};

/* source_rows.c: what became of its rows, as the first sentence; further tables behind t; lists of
 * them. */
struct str source_sum_text(struct request *r, const struct known_source *k);
void source_sum(struct request *r, const struct known_source *k, struct table *t);
MUST_CHECK enum status source_readings(struct request *r, const struct known_source *k,
                                       struct table *t, struct err *e);
MUST_CHECK enum status source_reasons(struct request *r, const struct known_source *k,
                                      struct table *t, struct err *e);
MUST_CHECK enum status source_gone(struct request *r, const struct known_source *k, bool merged,
                                   struct table **ret, struct err *e);
MUST_CHECK enum status source_kept(struct request *r, const struct known_source *k,
                                   struct table **ret, struct err *e);

/* source_remove.c: `kith source remove NAME`; source_again.c: `kith source again NAME`. */
MUST_CHECK enum status source_take_out(struct request *r, const struct known_source *k,
                                       struct table **ret, struct err *e);
MUST_CHECK enum status source_again(struct request *r, const struct known_source *k,
                                    struct table **ret, struct err *e);
/* How it could be: fetch, read, or bring where it is not there any more. */
struct str source_again_how(struct request *r, const struct known_source *k);

/* As a row to check names its evidence: "e12-0a1b2c3d", the start of its key behind the id, so that
 * an answer is never taken for that of another row. */
struct str checked_row_name(struct arena *a, int64_t evidence, struct str key);

/* `kith source audit FILE`, `kith source undo`. */
MUST_CHECK enum status source_audit(struct request *r, const char *path, struct table **ret,
                                    struct err *e);
MUST_CHECK enum status source_undo(struct request *r, struct table **ret, struct err *e);
/* The source a word names, by id (s12), path or the last part of it: its first reading. */
MUST_CHECK enum status source_find(struct request *r, struct str word, int64_t *ret, struct err *e);
/* All sources with what was found of them. */
MUST_CHECK enum status source_list(struct request *r, struct table **ret, struct err *e);

#endif

/*
 * programme.h - verb: what do the words behind `kith programme` share?
 *
 * Cost   reads the entries of one programme
 * Check  tests/cli/programme
 */
#ifndef KITH_VERB_PROGRAMME_H
#define KITH_VERB_PROGRAMME_H

#include "measure/lot.h"
#include "verb/verb.h"

struct programme_asked {
    struct request *r;
    struct programme programme;
    struct entries entries;
    struct members members;
    struct lot lot;
    int64_t now_s;
};

/* The programme that the second word names. */
MUST_CHECK enum status programme_ask(struct request *r, struct programme_asked *ret, struct err *e);
/* What was written since is known, too. */
MUST_CHECK enum status programme_again(struct programme_asked *p, struct err *e);
/* The person that the third word names; BAD_INPUT when one of ours. *ret_account: to write under.
 */
MUST_CHECK enum status programme_person(struct programme_asked *p, int64_t *ret,
                                        int64_t *ret_account, struct err *e);
/* The same, an admitted member; NOT_FOUND says how to admit. */
MUST_CHECK enum status programme_member(struct programme_asked *p, struct member **ret,
                                        struct err *e);
/* A text that a flag must give. */
MUST_CHECK enum status programme_text(struct request *r, const char *flag, const char *why,
                                      struct str *ret, struct err *e);
/* An entry about m (NULL: nobody) at --at (now), for entry_add. */
MUST_CHECK enum status programme_entry(struct programme_asked *p, const char *kind,
                                       const struct member *m, struct entry *ret, struct err *e);
/* Written in a transaction of its own. */
MUST_CHECK enum status programme_write(struct programme_asked *p, const struct entry *x,
                                       int64_t *ret_id, struct err *e);
struct str entry_id(struct arena *a, int64_t id); /* "e12" */
MUST_CHECK enum status entry_id_read(struct request *r, size_t word, int64_t *ret, struct err *e);
/* The facts every answer has. as_of_s: see programme_written; model STR_NONE: rows as they stand.
 */
void programme_facts(struct table *t, const struct programme_asked *p, int64_t as_of_s,
                     struct str model);
/* When the newest entry was written; TIME_NONE: nothing was yet. */
int64_t programme_written(const struct programme_asked *p);
/* The programme as it stands. */
MUST_CHECK enum status programme_show(struct programme_asked *p, struct table **ret, struct err *e);

typedef enum status programme_run(struct programme_asked *p, struct table **ret, struct err *e);
/* programme_people.c */
programme_run programme_criteria, programme_nominate, programme_decide, programme_stage,
    programme_review;
/* Whether a person fits a query: 1, 0, -1 there is none. */
MUST_CHECK enum status programme_fits(struct programme_asked *p, const char *stage, int64_t node,
                                      int *ret, struct str *ret_query, struct err *e);
/* programme_acts.c */
programme_run programme_thank, programme_give, programme_task, programme_cost, programme_feedback,
    programme_done;
/* programme_result.c */
programme_run programme_result;
/* programme_start.c */
programme_run programme_start;
/* programme_growth.c */
programme_run programme_growth;

#endif

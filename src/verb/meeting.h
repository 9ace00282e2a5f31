/*
 * meeting.h - verb: whom of ours and of them does `kith connect` bring together?
 *
 * Reads all a plan rests on, makes it, and says what became of each.
 *
 * Cost   that of scope_rank, knowns_load and assign_make
 * Check  tests/cli/connect
 */
#ifndef KITH_VERB_MEETING_H
#define KITH_VERB_MEETING_H

#include "connect/assign.h"
#include "connect/fit.h"
#include "connect/plan.h"
#include "verb/scope.h"

enum {
    PEOPLE_USUAL = 10,  /* the first by reach, where nobody was decided for */
    CONTACTS_DAYS = 30, /* several of ours within these are too many … */
    CONTACTS_MOST = 2,  /* … past an owner and a back-up */
    FIRST_DAYS = 30,    /* the first tenth want to hear of us that often */
    OTHERS_DAYS = 90    /* and all others */
};

struct meeting {
    struct scope sc;
    struct team team;
    size_t count;              /* people, in order: by reach, then by id */
    struct traits *traits;     /* [count] */
    struct fit_person *person; /* [count] */
    double *reach;             /* [count] buyers in 100; NAN: not in the market */
    struct knowns known;
    struct pairings pairings;
    struct plan last;
    struct fit *fit; /* [count * team.count] */
    int32_t *pin;    /* [count] */
    struct assigned plan;
    int64_t now_s; /* as of */
};

/* NOT_FOUND when nobody is ours; BAD_INPUT when somebody is on both sides. What is left out is
 * noted in t. */
MUST_CHECK enum status meeting_load(struct request *r, struct meeting *m, struct table *t,
                                    struct err *e);
/* NULL: nobody. */
const struct traits *meeting_mate(const struct meeting *m, int32_t teammate);
const struct fit *meeting_fit(const struct meeting *m, size_t person, int32_t teammate);
/* Why this person's owner is not who it was; STR_NONE: nothing changed, or there is no last plan.
 */
struct str meeting_change(struct arena *a, const struct meeting *m, size_t person);
/* Why nobody owns this person. */
struct str meeting_orphan(struct arena *a, const struct meeting *m, size_t person);

/* Each of ours with each person, by department and by reach: what either says, what was seen. */
struct table *matrix_new(struct arena *a);
void matrix_put(const struct request *r, const struct meeting *m, struct table *t);

/* The further tables: teammates, orphans, changes, introductions, … */
MUST_CHECK enum status meeting_lists(struct request *r, const struct meeting *m, struct table *t,
                                     struct err *e);

#endif

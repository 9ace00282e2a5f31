/*
 * audit.h - connect: of what ours claim to have, what is really there?
 *
 * From a wave's rows, as frozen and as answered, to one 2x2 for all of us and one a group.
 *
 * A relationship is there from `least` on the scale of base/strength.h.
 *   all of us, category   a unit is a person. Claimed: by any of ours. There: any of their answers
 *                         says so. Answered no: they answered, and none says so
 *   teammate              a unit is a person and a teammate of whom either side said something.
 *                         "Nobody of you" (an answer without teammate) is a no to each of ours,
 *                         "somebody of you" a yes for the only one who claims it; where none or
 *                         several do it is of `unnamed`, and says nothing of any one, as is to
 *                         know somebody else of ours
 *   department            a unit is a person and a department (tag `team`): what its teammates are
 * Who has not answered is silent: in no figure, in the bounds.
 *
 * Cost   O(rows + groups log groups)
 * Check  tests/unit/test_wave.c, tests/cli/audit; tools/bench/nominations.py on public networks
 */
#ifndef KITH_CONNECT_AUDIT_H
#define KITH_CONNECT_AUDIT_H

#include "connect/agree.h"
#include "connect/wave.h"

enum { AUDIT_ANSWERS_LEAST = 10 /* people; of fewer there are counts alone, no figures */ };

enum audit_by { BY_TEAMMATE, BY_DEPARTMENT, BY_CATEGORY };

struct audit_group {
    struct str name; /* of a teammate: the name; "none" without department or category */
    int64_t node;    /* of a teammate; else 0 */
    struct agree cells;
};

enum audit_answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES };

struct audit_person {
    int64_t node;
    int claimed;   /* strongest claim; STRENGTH_UNKNOWN: none */
    int confirmed; /* strongest answer; STRENGTH_UNKNOWN: none */
    enum audit_answer answer;
    int wanted; /* 0, 1; -1: not said */
    bool view_said;
    int view;
};

struct audit_cause {
    struct str cause; /* as first written; counted case-blind */
    uint64_t count;
};

/* Deals in whose buyers the people of each cell are, one a deal and person. */
struct audit_deals {
    struct agree won, lost, open;
};

struct audit {
    struct agree all;
    uint64_t unnamed;          /* people who know somebody of ours, and it is open whom */
    struct audit_group *group; /* [group_count] by name: who believes most is nobody's business */
    size_t group_count;
    struct audit_person *person; /* [person_count] by node */
    size_t person_count;
    struct audit_cause *cause; /* [cause_count] commonest first */
    size_t cause_count;
    struct audit_deals deals;
};

MUST_CHECK enum status audit_find(struct store *st, const struct wave *w, enum audit_by by,
                                  int least, struct arena *a, struct audit *ret, struct err *e);

#endif

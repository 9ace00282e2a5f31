/*
 * activity.h - base: in which ways do ours and somebody meet?
 *
 * The fixed list of kinds of the ledger (`kith log`): formal ones, as public and analyst relations
 * plan them, and social ones, as people have them by themselves; a note is no contact. Numbers are
 * kept in the store: never reuse or renumber one.
 *
 * Also how evidence between the two sides reads beside them: a row of a verb that is an act of one
 * towards the other is a contact, too; what somebody answered in a survey, or is claimed, is none.
 *
 * Cost   activity_of O(number of kinds)
 * Check  tests/unit/test_ledger.c, tests/cli/log
 */
#ifndef KITH_BASE_ACTIVITY_H
#define KITH_BASE_ACTIVITY_H

#include "base/evidence.h"

enum activity_kind {
    ACTIVITY_NONE = 0, /* in the store: takes back the row that it replaces */
    ACTIVITY_BRIEFING,
    ACTIVITY_EMBARGO,
    ACTIVITY_WIRE,
    ACTIVITY_CALL,
    ACTIVITY_MEETING,
    ACTIVITY_MAIL,
    ACTIVITY_MESSAGE,
    ACTIVITY_REPLY,
    ACTIVITY_SHARE,
    ACTIVITY_TALK,
    ACTIVITY_GIFT,
    ACTIVITY_NOTE,
    ACTIVITY_COUNT
};

enum activity_form { FORM_NEITHER, FORM_FORMAL, FORM_SOCIAL };
extern const char *const activity_forms[]; /* "", "formal", "social" */

enum activity_by { BY_US, BY_THEM, BY_BOTH, BY_COUNT }; /* who told whom */
extern const char *const activity_bys[BY_COUNT];        /* "us", "them", "both" */
/* False when it is none. */
bool activity_by_of(struct str name, enum activity_by *ret);

struct activity_info {
    const char *name;    /* as it is typed, and as tables spell it */
    const char *meaning; /* a few words */
    enum activity_form form;
    bool contact;        /* something passed between the two */
    enum activity_by by; /* unless somebody says who */
};

extern const struct activity_info activity_infos[ACTIVITY_COUNT]; /* [ACTIVITY_NONE] is empty */
/* By name, ASCII case-blind; ACTIVITY_NONE when there is none. */
enum activity_kind activity_of(struct str name);
/* All names, "briefing, embargo, …", for sentences that say what is wanted. */
const char *activity_names(struct arena *a);
/* The kind whose name is nearest; NULL when none is near. */
const char *activity_near(struct str name);

/* Of evidence between the two sides. */
enum activity_form verb_form(enum verb_kind verb);
bool verb_is_contact(enum verb_kind verb);

#endif

/*
 * programme.h - measure: who is in a programme, how far, and what was done with them?
 *
 * All that is said of a programme is one append-only list of entries; who is a member and at which
 * stage follows from those that hold. A person is nominated, admitted or refused (the newest of the
 * two holds); who is admitted is found, then thanked, engaged, and leaves with honour, as a human
 * says. Badges and points are entries like all others, and nothing outside a programme reads them:
 * they enter no figure of influence.
 *
 *   kind       person  word                    text            amount  ref
 *   criteria           stage ('' entry)        people query
 *   nominate   x                               reason
 *   admit      x                               reason
 *   refuse     x                               reason
 *   stage      x       found … left            reason                  the review that ended it
 *   thank      x                               words
 *   benefit    x                               what
 *   badge      x                               which
 *   points     x                               what for        how many
 *   review     x       keep, leave             reason
 *   feedback   x       product, sales,         words
 *                      marketing, service
 *   done       x                               what was done           the feedback
 *   cost       (x)     currency, or hours      category        how much
 *   draw               pairs, order            seed and hash
 *   start      x       engage, wait                            place   the draw (lot.h)
 *
 * Cost   reads the entries of one programme
 * Check  tests/cli/programme, counted by hand
 */
#ifndef KITH_MEASURE_PROGRAMME_H
#define KITH_MEASURE_PROGRAMME_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

enum stage { STAGE_NONE, STAGE_FOUND, STAGE_THANKED, STAGE_ENGAGED, STAGE_LEFT, STAGE_COUNT };
extern const char *const stage_words[]; /* [STAGE_COUNT] ("" of none), then NULL */

struct programme {
    int64_t id;
    struct str name, market, objective;
    int64_t made_at_s;
    struct str audience; /* of the market */
};

struct entry {
    int64_t id;
    struct str kind;
    int64_t node, account; /* 0: of nobody */
    struct str word, text; /* p NULL: none */
    double amount;         /* NAN: none */
    int64_t at_s, made_at_s, ref;
};

struct entries {
    struct entry *one; /* [count] those that hold, as they were written */
    size_t count;
};

struct member {
    int64_t node, account;
    bool admitted;     /* false: nominated, or refused */
    bool refused;      /* the newest word on it */
    struct str reason; /* of the newest word */
    enum stage stage;  /* STAGE_NONE unless admitted */
    int64_t stage_since_s;
    int64_t admitted_at_s, reviewed_at_s, left_at_s; /* TIME_NONE; reviewed: else admitted */
    int64_t engaged_at_s;                            /* when first; TIME_NONE: never */
    size_t thanks, benefits, badges, feedback;
    double points;
};

struct members {
    struct member *one; /* [count] by node */
    size_t count;
};

struct programmes {
    struct programme *one; /* [count] by name */
    size_t count;
};

/* BAD_INPUT where the name is taken or no name. */
MUST_CHECK enum status programme_add(struct store *st, int64_t market, struct str name,
                                     struct str objective, int64_t now_s, struct err *e);
MUST_CHECK enum status programmes_load(struct store *st, struct arena *a, struct programmes *ret,
                                       struct err *e);
/* NOT_FOUND offers the near one, or tells which there are. */
MUST_CHECK enum status programme_load(struct store *st, struct str name, struct arena *a,
                                      struct programme *ret, struct err *e);

MUST_CHECK enum status entries_load(struct store *st, int64_t programme, struct arena *a,
                                    struct entries *ret, struct err *e);
/* Inside the caller's transaction; id, kind … as above. *ret_id may be NULL. */
MUST_CHECK enum status entry_add(struct store *st, int64_t programme, const struct entry *x,
                                 int64_t *ret_id, struct err *e);
/* The newest that holds of a kind, and with this word where one is given; NULL: none. */
const struct entry *entry_newest(const struct entries *all, const char *kind, const char *word);
/* An entry is taken back by a row of its own. BAD_INPUT where it was already, or where a later one
 * stands on it. */
MUST_CHECK enum status entry_undo(struct store *st, int64_t programme, const struct entries *all,
                                  int64_t id, int64_t now_s, struct err *e);

void members_find(const struct entries *all, struct arena *a, struct members *ret);
/* NULL: nobody of these. */
struct member *member_of(const struct members *all, int64_t node);
enum stage stage_read(struct str word); /* STAGE_NONE: it is none */

#endif

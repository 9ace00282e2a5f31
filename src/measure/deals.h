/*
 * deals.h - measure: which deals are won, how soon, and what goes with it?
 *
 * Deals as they stood before a date, parted by what a column says of them, by who sold, whom they
 * were sold to, where they come from, whether an adviser was there, or how well ours knew a buyer
 * before the deal was opened. Whatever parts them was not decided by lot: association, nothing
 * more.
 *
 *   won     won over won and lost; Wilson 95 %
 *   days    from opened to closed, won or lost; open deals are censored at the last day that is
 *           known (survive.h): leaving them out makes slow groups look quick
 *   mean    of the days of closed, and of won deals, by t, lo at least 0: what a plain count gives
 *   p       log-rank of a group against all others
 *
 * As of  `until`, at most the latest day on which any deal was opened or ended. What ended later
 * was open then; what was opened later is not there. Cost   one scan of the deals; by relation:
 * what was seen between ours and each deal's buyers Check  tests/cli/deals-parted against sqlite
 * and a hand count
 */
#ifndef KITH_MEASURE_DEALS_H
#define KITH_MEASURE_DEALS_H

#include "measure/effect.h"
#include "measure/survive.h"
#include "store/query.h"

#include <stdint.h>

enum deal_state { STATE_OPEN, STATE_WON, STATE_LOST, STATE_UNKNOWN };
extern const char *const deal_states[]; /* "open", … */

struct deal_case {
    int64_t id;
    struct str name, org, source, place, column; /* p NULL: not said */
    enum deal_state state;
    int64_t opened_s, closed_s; /* closed: TIME_NONE unless it ended */
    double days;                /* to the close, or open so far; NAN: not known */
    uint64_t buyers, advisers;
    struct str value; /* by what it is parted; p NULL: not said */
};

struct deals {
    struct deal_case *one; /* [count] */
    size_t count;
    int64_t as_of_s;
    size_t later;    /* opened later: not here */
    size_t undated;  /* ended, not said when: state unknown where until is given */
    size_t reversed; /* closed before they were opened: no days */
};

enum deal_by { BY_NOTHING, BY_ORG, BY_AGENT, BY_SOURCE, BY_ADVISERS, BY_RELATION, BY_COLUMN };

/* `by`: "org", "agent", "source", "advisers", "relation", or a column; STR_NONE: all are one.
 * NOT_FOUND with those there are. *ret_by says what it was taken for. */
MUST_CHECK enum status deals_load(struct store *st, struct str by, int64_t until_s, struct arena *a,
                                  struct deals *ret, enum deal_by *ret_by, struct err *e);

struct deal_group {
    struct str value; /* p NULL: not said */
    size_t n, won, lost, open;
    double share, lo, hi; /* won of won and lost; NAN: none closed */
    size_t timed;         /* deals whose days are known, open ones too */
    struct survival days;
    struct effect closed_days, won_days; /* means */
    double p;                            /* NAN where all are one */
};

struct deal_groups {
    struct deal_group *one; /* [count] most deals first, then by value */
    size_t count;
};

void deals_part(const struct deals *d, struct arena *a, struct deal_groups *ret);

#endif

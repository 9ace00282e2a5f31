/*
 * strategy.h - measure: what is this market after, and how much of it by when?
 *
 * A strategy is an ordered choice among six kinds: at least one, not all, none twice; the first
 * before all. Objectives stand under it: a target with its unit and day for one kind. Both are kept
 * append-only, the newest holds. Reports show the figures that serve a kind of the strategy.
 *
 * Cost   a look-up by index
 * Check  tests/cli/strategy
 */
#ifndef KITH_MEASURE_STRATEGY_H
#define KITH_MEASURE_STRATEGY_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

enum aim {
    AIM_REACH,
    AIM_ENGAGEMENT,
    AIM_ADOPTION,
    AIM_LOYALTY,
    AIM_EFFICACY,
    AIM_QUALITY,
    AIM_COUNT
};
extern const char *const aim_words[]; /* [AIM_COUNT], then NULL */
extern const char *const aim_meanings[AIM_COUNT];

struct strategy {
    enum aim aim[AIM_COUNT - 1]; /* the first before all */
    size_t count;                /* 0: none was chosen yet */
    int64_t at_s;
};

struct objective {
    enum aim aim;
    double target;
    struct str unit, text;
    int64_t due_s, at_s;
};

struct objectives {
    struct objective one[AIM_COUNT]; /* those that hold, by name of their kind */
    size_t count;
};

/* "reach" -> AIM_REACH; BAD_USAGE with the list, or the near one. */
MUST_CHECK enum status aim_read(struct str word, enum aim *ret, struct err *e);
/* "reach,loyalty"; BAD_USAGE says what is wrong with it. */
MUST_CHECK enum status strategy_read(struct str words, struct strategy *ret, struct err *e);
struct str strategy_words(const struct strategy *s, struct arena *a); /* "reach, loyalty" */
bool strategy_has(const struct strategy *s, enum aim aim);

MUST_CHECK enum status strategy_keep(struct store *st, int64_t market, const struct strategy *x,
                                     struct err *e);
MUST_CHECK enum status strategy_load(struct store *st, int64_t market, struct strategy *ret,
                                     struct err *e);
MUST_CHECK enum status objective_keep(struct store *st, int64_t market, const struct objective *x,
                                      struct err *e);
MUST_CHECK enum status objectives_load(struct store *st, int64_t market, struct arena *a,
                                       struct objectives *ret, struct err *e);

#endif

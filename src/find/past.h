/* past.h - find: before which date lies how much of what these buyers did? */
#ifndef KITH_FIND_PAST_H
#define KITH_FIND_PAST_H

#include "find/scene.h"

/* The date before which so many in 1000 of the voters' rows come, what was said again at one second
 * once; for each of parts. TIME_NONE: they have none. */
void past_dates(const struct scene *sc, const size_t *part, size_t count, int64_t *ret);

#endif

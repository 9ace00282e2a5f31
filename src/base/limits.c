/* limits.c - base: how far does every loop over foreign data go? */
#include "base/limits.h"

#include <stddef.h>

#define KITH_LIMIT_ROW(name, value, unit, past) {#name, value, unit, past},
const struct limit limits[] = {KITH_LIMITS(KITH_LIMIT_ROW){NULL, 0, NULL, NULL}};

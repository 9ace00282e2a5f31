/* other.c - tests: a module of another kith */
#include "listen/foreign.h"

__attribute__((visibility("default")))
const struct foreign kith_foreign = {.version = FOREIGN_VERSION + 1, .kith = KITH_VERSION};

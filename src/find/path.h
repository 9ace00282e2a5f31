/*
 * path.h - find: on which ways does the buyers' attention come to one person?
 *
 * Check  tests/unit/test_why.c
 */
#ifndef KITH_FIND_PATH_H
#define KITH_FIND_PATH_H

#include "find/why.h"

/* At most PATHS_MAX, strongest first, of equals the one found first. sampled is [node_count]: who
 * is in S. */
void paths_find(const struct ties *t, const bool *sampled, uint32_t person, struct arena *a,
                struct why_path **ret, size_t *ret_count);

#endif

/*
 * strength.h - base: how well does one of ours know somebody?
 *
 * The scale of relationships, 0 to 5, as tables write it and screens show it.
 *
 * Check  tests/unit/test_table_relations.c
 */
#ifndef KITH_BASE_STRENGTH_H
#define KITH_BASE_STRENGTH_H

enum { STRENGTH_MOST = 5, STRENGTH_UNKNOWN = -1 };

extern const char *const strength_words[STRENGTH_MOST + 1]; /* "never met" … "speaks for us" */

#endif

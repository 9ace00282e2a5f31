/*
 * figures.h - verb: which figures have no interval, and why?
 *
 * The convention of base/table.h: every figure that is no whole number is an estimate and stands
 * beside its bounds, unless it is listed here. Two lists, nothing else: figures without interval,
 * each with its reason, and the names of counts that say on how much a figure rests. docs/verbs.md
 * prints both; the walk (tests/unit/test_walk.c) fails where an answer keeps to neither, and where
 * a line here is of no figure any more.
 */
#ifndef KITH_VERB_FIGURES_H
#define KITH_VERB_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

struct figure_alone {
    const char *verb; /* NULL: of any verb */
    const char *name; /* of the column or fact */
    const char *why;  /* it has no interval */
};

extern const struct figure_alone figures_alone[]; /* ended by a NULL name */
extern const char *const figures_rest_on[];       /* counts; NULL-ended */

/* The line of that figure; NULL: none, so it is an estimate. */
const struct figure_alone *figure_alone(const char *verb, const char *name);

#endif

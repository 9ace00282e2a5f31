/*
 * topic.h - find: what is it about?
 *
 * Words, "phrases", start*, joined by and, or, not (any case), parentheses, -word for not; words
 * side by side mean and. A plain word finds all its forms (those with the same English stem); a
 * phrase, and what folds to several words (apt-get), is found exactly as said, but for case and
 * accents. An empty topic, and `*`, is everything.
 *
 * Text reaches the full-text index only as quoted, folded words: nothing in a topic can be taken
 * for the index's own syntax.
 *
 * Cost   one index look-up a term; memory one bit a doc, two while terms are joined.
 * Check  tests/unit/test_topic.c; tests/fuzz/fuzz_topic.c
 */
#ifndef KITH_FIND_TOPIC_H
#define KITH_FIND_TOPIC_H

#include "find/bits.h"
#include "store/store.h"

/* Is it a topic at all? BAD_INPUT and TOO_MUCH name the place in it. */
MUST_CHECK enum status topic_check(struct str text, struct err *e);

struct topic_hits {
    bool everything;    /* the topic asks nothing: the sets below are empty and mean all */
    struct bits docs;   /* ids of docs whose own text is on topic */
    struct bits topics; /* ids of table topic, what rows of evidence carry without a doc */
};
MUST_CHECK enum status topic_hits(struct store *st, struct str text, struct arena *a,
                                  struct topic_hits *ret, struct err *e);

#endif

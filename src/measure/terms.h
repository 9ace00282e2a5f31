/*
 * terms.h - measure: which words and pairs of words does a doc use?
 *
 * Its own words: without lines that quote, what stands below a signature, and addresses; the title
 * of what starts a conversation alone (answers repeat it). Folded (base/text.h). A term is a word,
 * or two words side by side, none of them: shorter than 3 bytes, longer than TERM_BYTES_MAX,
 * without a letter, of a closed class in English or German (lexicon.h), or the name of a month or
 * day (they come back every year).
 *
 * Cost   O(words) a doc, TERM_WORDS_MAX words at most
 * Check  tests/unit/test_ideas.c
 */
#ifndef KITH_MEASURE_TERMS_H
#define KITH_MEASURE_TERMS_H

#include "base/map.h"

enum { TERM_WORDS_MAX = 2000, TERM_BYTES_MAX = 32 };

struct term {
    uint64_t hash;
    struct str words; /* one, or two apart by a blank */
};

struct terms {
    struct map stop;
};
struct terms terms_new(struct arena *a);
/* Each once, in order; in a. title p NULL: it does not count. */
struct term *terms_of(const struct terms *x, struct str title, struct str text, struct arena *a,
                      size_t *ret_count);

#endif

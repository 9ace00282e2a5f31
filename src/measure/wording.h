/*
 * wording.h - measure: what words does this text use, and how?
 *
 * Counts of one text, by lists (lexicon.h): nothing here understands a sentence. A word is a run of
 * letters, digits and inner apostrophes, lower case.
 *
 *   formality  F-lite = (nouns, adjectives, prepositions, articles - pronouns, verbs, adverbs,
 *              interjections, each in 100 words, + 100) / 2: Heylighen and Dewaele's F with lists
 *              and endings for a tagger. 0 to 100, higher is more formal
 *   turned     you / (I + we + you): turned to the reader
 *
 * Source  Heylighen, Dewaele, Formality of Language, 1999
 * Cost    O(words * phrases that begin with the same letter)
 * Check   tests/unit/test_wording.c, counted by hand
 */
#ifndef KITH_MEASURE_WORDING_H
#define KITH_MEASURE_WORDING_H

#include "measure/lexicon.h"

struct wording {
    uint32_t words;
    uint32_t of[WORD_CLASS_COUNT];
    uint32_t phrase[PHRASE_KIND_COUNT];
    uint32_t you, self; /* self: I and we, in all their forms */
    uint32_t contracted;
    uint32_t doubled;    /* the same word twice in a row */
    uint32_t figures;    /* numbers, without years and single digits */
    uint32_t unbalanced; /* 1: a quote that does not close */
};

/* The words of a text, lower case, apart by one blank; in a. */
struct str wording_words(struct arena *a, struct str text);
/* Which language is it of those there are? false: none of them, or too little to tell. */
bool wording_tongue(const struct lexicon lexicon[TONGUE_COUNT], struct str words, enum tongue *ret);
/* words as wording_words gives them of text. */
struct wording wording_count(const struct lexicon *x, struct str text, struct str words);
/* 100 words' sum of F, -words to words: (100 * this / words + 100) / 2 is F-lite. */
int64_t wording_formal(const struct wording *w);

#endif

/*
 * lexicon.h - measure: what kind of word is this, as far as a list can tell?
 *
 * Words of closed classes are listed, those of open ones told by their endings; what is left is
 * taken for a noun or an adjective, which formality (wording.h) counts alike. Phrases are short
 * lists of what people say when they acknowledge, ask for action, look ahead, disagree, tell of
 * former times, shut others out, or write as in a text message.
 *
 * Cost   a look-up a word; a comparison a phrase and word of the same first letter
 * Check  tests/unit/test_wording.c
 */
#ifndef KITH_MEASURE_LEXICON_H
#define KITH_MEASURE_LEXICON_H

#include "base/map.h"
#include "measure/readable.h"

enum word_class {
    WORD_NOMINAL, /* noun or adjective: whatever is nothing else */
    WORD_ARTICLE,
    WORD_PREPOSITION,
    WORD_PRONOUN,
    WORD_VERB,
    WORD_ADVERB,
    WORD_INTERJECTION,
    WORD_OTHER, /* conjunctions, number words, particles: in no side of formality */
    WORD_CLASS_COUNT
};

enum phrase_kind {
    PHRASE_ACKNOWLEDGE,
    PHRASE_CALL, /* to action */
    PHRASE_AHEAD,
    PHRASE_DISAGREE,
    PHRASE_FORMER,
    PHRASE_EXCLUDE,
    PHRASE_SHORT, /* text-speak */
    PHRASE_KIND_COUNT
};

struct lexicon {
    enum tongue tongue;
    struct map words;                              /* lower case -> enum word_class */
    const char *const *phrases[PHRASE_KIND_COUNT]; /* NULL-ended, lower case */
};

struct lexicon lexicon_new(struct arena *a, enum tongue tongue);
enum word_class lexicon_class(const struct lexicon *x, struct str word); /* lower case */
/* Words of the closed classes of this language among those given: which language is it? */
bool lexicon_has(const struct lexicon *x, struct str word);
/* How many words the longest phrase of a kind takes that words (apart by blanks) starts with; 0. */
unsigned lexicon_phrase(const struct lexicon *x, enum phrase_kind kind, struct str words);

#endif

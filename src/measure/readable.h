/*
 * readable.h - measure: how hard is this text to read?
 *
 * Counts and grades as GNU style 1.11 gives them, which is what its users compare with, its habits
 * included: a sentence begins with a capital letter and ends with . : ! or ? before a blank, a
 * double quote or the end (its list of abbreviations never comes to pass); a line that begins with
 * # is none; what has no end is not counted; "'s" is part of its word, any other apostrophe parts
 * two; the character behind a number goes with it; capitals are no vowels; the word before "..."
 * has no syllables. Letters are those of Unicode and accented vowels are vowels, where style in a
 * UTF-8 locale knows ASCII alone, and Debian's build no vowel with an accent in any; typographic
 * quotes are plain ones. So it agrees with style on the same text without accents.
 *
 *   Kincaid       11.8 syllables/words + 0.39 words/sentences - 15.59
 *   ARI           4.71 characters/words + 0.5 words/sentences - 21.43
 *   Coleman-Liau  5.879851 characters/words - 29.58728 sentences/words - 15.800804
 *   Flesch        206.835 - 84.6 syllables/words - 1.015 words/sentences
 *   Fog           0.4 (words/sentences + 100 words of 3 syllables and more/words)
 *   Lix           words/sentences + 100 words of more than 6 characters/words
 *   SMOG          sqrt(30 words of 3 syllables and more/sentences) + 3, in German - 2
 *
 * Syllables  English: a vowel before something else, a final "ed" left out; German: the same of
 *            words that begin with a vowel (and a final e behind a consonant), else a consonant
 *            before a vowel; one at least.
 * Units      Flesch: 0 (hard) to 100; Lix about 20 to 60; the others years of school
 * Source     Flesch 1948, doi:10.1037/h0057532; Coleman, Liau 1975, doi:10.1037/h0076540;
 *            McLaughlin 1969; Björnsson 1968; the manual of GNU style
 * Cost       O(characters)
 * Check      tests/unit/test_readable.c, tools/bench/voice.py: beside GNU style
 */
#ifndef KITH_MEASURE_READABLE_H
#define KITH_MEASURE_READABLE_H

#include "base/str.h"

enum tongue { TONGUE_ENGLISH, TONGUE_GERMAN, TONGUE_COUNT };

struct readable {
    uint64_t characters, words, syllables, sentences, questions;
    uint64_t long_words; /* of more than 6 characters */
    uint64_t big_words;  /* of 3 syllables and more */
};

struct grades { /* NAN without sentences or words */
    double kincaid, ari, coleman_liau, flesch, fog, lix, smog;
};

/* The characters of a text, typographic quotes made plain; *ret_count of them; in a. */
uint32_t *readable_letters(struct arena *a, struct str text, size_t *ret_count);
bool letter_is(uint32_t code);
uint32_t letter_lower(uint32_t code);

/* Adds what text has to x; scratch is left as it was. */
void readable_add(struct str text, enum tongue tongue, struct arena *scratch, struct readable *x);
struct grades readable_grades(const struct readable *x, enum tongue tongue);

#endif

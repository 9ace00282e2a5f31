/*
 * talk.h - measure: which kind of conversation is this?
 *
 * By rules anyone can read (talk_words.c): phrases in English and German, both looked up in any
 * text, and the form of the conversation. Nothing here understands a sentence, so how often it is
 * right is measured by a person (cloud.h), and a conversation that no rule fits is not sorted.
 *
 *   points   of a kind: sum over its phrases found in the first TALK_WORDS words of the start, each
 *            once, a phrase of the title twice; 3 strong, 2 plain, 1 weak
 *   form     asks (a question mark behind a word, or a title that begins as a question): learning
 *            +1, by the title +2 and no points for news. A version number, a link in a start that
 *            asks nothing: news +1 each; a title without text that asks nothing is something passed
 *            on: news +2. Solved (an answer was accepted): learning +1. 8 answers and more, above 2
 *            a person: opinion +1; a title that begins with why and does not ask: opinion +3
 *   kind     the one with most points, TALK_LEAST at least; of equals the one named first
 *
 * Units   points
 * Cost    O(words + phrases that begin with one of them)
 * Check   tests/unit/test_talk.c; right how often: docs/methods.md
 */
#ifndef KITH_MEASURE_TALK_H
#define KITH_MEASURE_TALK_H

#include "base/map.h"
#include "measure/strategy.h"

enum talk { /* of equal points the first holds: the more particular one */
            TALK_SOCIAL,
            TALK_NEWS,
            TALK_BUYING,
            TALK_SUPPORT,
            TALK_IDEAS,
            TALK_OPINION,
            TALK_LEARNING,
            TALK_NONE, /* not sorted */
            TALK_COUNT
};
enum { TALK_WORDS = 150, TALK_LEAST = 2, TALK_PHRASE_BYTES = 48 };

struct talk_info {
    const char *name;    /* "learning" */
    const char *meaning; /* what is asked or done in it */
    enum aim aim;        /* what it is good for; AIM_COUNT: nothing of the six */
};
extern const struct talk_info talk_infos[TALK_COUNT];
/* TALK_COUNT: no kind has that name. "none" is TALK_NONE. */
enum talk talk_of(struct str name);

struct talk_phrase {
    const char *words; /* lower case, apart by one blank */
    uint8_t kind, points;
};
extern const struct talk_phrase talk_phrases[]; /* ends with words NULL */

struct talk_rules {
    struct map first; /* first word -> the last phrase that begins with it, + 1 */
    uint16_t *before; /* [phrases] another that begins with the same word, + 1; 0: none */
    size_t count;
    uint32_t *seen; /* [phrases] the last text it was met in */
    uint32_t text;
};
struct talk_rules talk_rules_new(struct arena *a);

struct talk_start { /* of a conversation */
    struct str title, text;
    uint32_t answers, people; /* docs after the first, and who said them */
    bool solved;
};

struct talk_sorted {
    enum talk kind;
    uint32_t points[TALK_NONE];
};
/* Scratch is left as it was. */
struct talk_sorted talk_sort(struct talk_rules *x, const struct talk_start *start,
                             struct arena *scratch);

/* Blanks for addresses, whose words are nobody's; in a. */
struct str talk_without_addresses(struct arena *a, struct str text);

#endif

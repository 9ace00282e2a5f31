/*
 * words_told.h - serve: what do words on pages mean that no verb declares, and how are its figures
 * made?
 *
 * Two lists for /help/words: the words of the program and of pages of the server itself; and of
 * columns what they mean, with formula and the part of docs/methods.md that has all of it.
 *
 * Check  tests/serve/crawl.mjs: every head of a table is found
 */
#ifndef KITH_SERVE_WORDS_TOLD_H
#define KITH_SERVE_WORDS_TOLD_H

#include "base/table.h"

struct word_told {
    const char *word;  /* of a column its name in JSON */
    const char *means; /* a formula among it where there is one */
    const char *from;  /* whose word it is; of a figure, where the method is told */
};

extern const struct word_told words_told[];              /* ended by a NULL word */
extern const struct word_told figures_told[];            /* the same */
const struct word_told *figure_told(const char *column); /* NULL: none */

/* What a column, or a fact, of that verb's answer means. */
struct str word_means(struct arena *a, const struct column *c, const char *verb);
/* What its row in /help/words is called: "w-reach_in_100". */
struct str word_anchor(struct arena *a, struct str word);

#endif

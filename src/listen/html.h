/*
 * html.h - listen: which lines and links would a reader of this markup see?
 *
 * Tags, comments and entities are told apart as the HTML standard does it; of what the elements
 * mean only what the lines depend on is known. Any bytes will do: whatever is broken is read as
 * browsers read it, and nothing is ever fetched.
 *
 *   scripts, styles, titles, frames     not shown
 *   blocks (p, div, li, …)              begin and end a line; cells of a table are apart by a blank
 *   pre                                 keeps its line ends
 *   blockquote                          ends with the div or the cell it stands in, at the latest
 *   entities                            those of HTML 4 by name, all by number
 *
 * Source  HTML Living Standard, 13.2.5 (tokens), 13.5 (names; those with a semicolon of HTML 4).
 * Cost    O(length of the markup); memory at most some times its length, in a
 * Check   tests/unit/test_html.c; tests/fuzz/fuzz_html.c, fuzz_mail.c, fuzz_feed.c
 */
#ifndef KITH_LISTEN_HTML_H
#define KITH_LISTEN_HTML_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct html_options {
    const char *quote; /* begins every line within a blockquote; "" for none */
    bool paragraphs;   /* an empty line before each but the first */
    size_t most;       /* bytes of text, about: it ends with the word that reaches them */
    /* href of each shown a, entities done, in the order of the markup; borrowed. */
    void (*link)(void *state, struct str href, bool quoted);
    void *state; /* of link */
};

/* Runs of blanks are one. Valid UTF-8 without NUL, in a. */
struct str html_text(struct arena *a, struct str html, const struct html_options *o);

/* ---- html_entity.c ---- */

/* "eacute" -> U+00E9; 0 when HTML 4 knows no such name. */
uint32_t html_entity_named(struct str name);
/* s begins with an ampersand. Bytes of the entity and its character, never 0 and no surrogate; 0
 * when it is none. Old names may lack their semicolon, but for those in attributes. */
size_t html_entity(struct str s, bool in_attribute, uint32_t *ret);

#endif

/*
 * post_text.h - listen: what did the author of this post write, and whom does it call by @name?
 *
 * What forums have in common: posts in HTML in which others are quoted, links in them, and names
 * behind an @ that mean one of those who take part.
 *
 * Cost   O(length of the post)
 * Check  tests/unit/test_post_text.c
 */
#ifndef KITH_LISTEN_POST_TEXT_H
#define KITH_LISTEN_POST_TEXT_H

#include "listen/importer.h"

/* Fills text and links of doc: without blockquotes, and without the links in them, unless the post
 * is nothing else. Relative links are read from base (may be empty). */
void post_html(struct arena *a, struct str html, struct str base, struct doc_row *doc);

/* The next name behind an @ that no letter or digit stands before; moves *rest behind it. At least
 * two characters of letters, digits, "_", "-" and ".", the last two not at its end. */
bool post_mention(struct str *rest, struct str *ret);

#endif

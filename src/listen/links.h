/*
 * links.h - listen: which links does this plain text hold?
 *
 * http and https addresses, each once, at most LINKS_PER_DOC_MAX of one doc; the punctuation of the
 * sentence around them is none of theirs.
 *
 * Cost   O(length of the text) and O(links^2)
 * Check  tests/unit/test_mail.c
 */
#ifndef KITH_LISTEN_LINKS_H
#define KITH_LISTEN_LINKS_H

#include "listen/importer.h"

/* One that url starts with, behind those that doc has. */
void link_add(struct arena *a, struct doc_row *doc, struct str url);
/* All in text. */
void links_add(struct arena *a, struct str text, struct doc_row *doc);

#endif

/*
 * doc_heed.h - listen: how does a doc gain those who were heeded in it?
 *
 * At most HEEDS_PER_DOC_MAX a doc; what is more is left out. The array lives in the arena, which is
 * the same for all heeds of a doc.
 *
 * Cost   O(1) to add; O(heeds of the doc) to add what may be there already
 * Check  tests/unit/test_chat.c, tests/unit/test_post_text.c
 */
#ifndef KITH_LISTEN_DOC_HEED_H
#define KITH_LISTEN_DOC_HEED_H

#include "listen/importer.h"

/* One account: the same channel and handle. */
bool who_eq(const struct who *a, const struct who *b);

/* One more, also where the same was heeded before: the times of shares differ. */
void doc_heed_add(struct doc_row *d, struct arena *a, struct heed_row heed);
/* Once each: the same verb, by, to and key is there at most once, with the time of the first. */
void doc_heed(struct doc_row *d, struct arena *a, struct heed_row heed);
/* Its author called somebody else by name, when the doc was said; once each. */
void doc_mention(struct doc_row *d, struct arena *a, struct who to);

#endif

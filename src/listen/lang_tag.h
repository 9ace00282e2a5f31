/*
 * lang_tag.h - listen: is this the tag of a language?
 *
 * Source  RFC 5646, 2.1 (how tags are built); ISO 639-1 (which two letters are a language).
 * Cost    O(length of the tag)
 * Check   tests/unit/test_activitystreams.c
 */
#ifndef KITH_LISTEN_LANG_TAG_H
#define KITH_LISTEN_LANG_TAG_H

#include "base/str.h"

#include <stdbool.h>

/* "en", "zh-Hans", "de-CH-1996", "x-own"; not "de-419-DE" (two regions) nor "sp" (no language). */
bool lang_tag_valid(struct str tag);

#endif

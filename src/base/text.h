/*
 * text.h - base: which words does a text have?
 *
 * Words are runs of letters and digits, folded (NFKC, case, marks stripped), the same for what is
 * indexed and what is asked. Stems are found when a question is asked, not when a text is stored:
 * the index keeps the words as they were said.
 *
 * Cost   text_words O(bytes); plain ASCII takes a fast way.
 * Check  tests/unit/test_base.c, tests/unit/test_topic.c; tests/fuzz/fuzz_text.c
 */
#ifndef KITH_BASE_TEXT_H
#define KITH_BASE_TEXT_H

#include "base/str.h"

bool text_is_ascii(struct str s);
/* "Zoë's APT-get, ﬁrst!" -> "zoe s apt get first"; words longer than 64 bytes are left out. */
struct str text_words(struct arena *a, struct str text);

struct stemmer; /* English Snowball; open one per thread */
struct stemmer *stemmer_open(void);
void stemmer_close(struct stemmer *st);
/* word must be folded; the stem is copied into a. */
struct str stemmer_stem(struct stemmer *st, struct arena *a, struct str word);

#endif

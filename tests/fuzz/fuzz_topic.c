/* fuzz_topic.c - tests: does any topic break its parser, or reach the index as its own syntax? */
#include "find/topic.h"

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct store *st; /* one empty store for all runs: nothing is written to it */
    struct arena a = {0};
    struct err e = {0};
    if (!st) must(store_open(":memory:", STORE_CREATE, &st, &e) == OK);
    struct str text = utf8_mend(&a, (struct str){(const char *)bytes, size});
    enum status s = topic_check(text, &e);
    must(s == OK || s == BAD_INPUT || s == TOO_MUCH);

    /* Whatever is a topic can be looked up: STORE_FAILED would be the index's own complaint. */
    struct topic_hits hits = {0};
    must(topic_hits(st, text, &a, &hits, &e) == s);
    arena_free(&a);
    return 0;
}

/* fuzz_people.c - tests: does any people query break its parser? */
#include "base/limits.h"
#include "find/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct people_query *q = NULL;
    struct err e = {0};
    struct str text = {(const char *)bytes, size};
    enum status s = people_parse(text, &a, &q, &e);
    must(s == OK || s == BAD_INPUT || s == TOO_MUCH);
    must((s == OK) == (q != NULL) && (s == OK) == (e.text[0] == '\0'));

    /* What is a query stays one between parentheses, and is then not less than it was. */
    if (!s) {
        struct buf b = buf_new(&a);
        buf_addc(&b, '(');
        buf_add(&b, text);
        buf_addc(&b, ')');
        bool everyone = people_is_everyone(q);
        s = people_parse(buf_str(&b), &a, &q, &e);
        must(s == OK || s == TOO_MUCH);
        must(s || people_is_everyone(q) == everyone);
    }
    arena_free(&a);
    return 0;
}

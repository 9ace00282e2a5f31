/* fuzz_time.c - tests: does any date, however spelled, break the reader of dates? */
#include "base/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    int64_t at_s = 42;
    if (!time_parse(text, &at_s)) {
        must(at_s == 42);
        return 0;
    }
    /* What was read can be written, and reads back as the same second. */
    struct arena a = {0};
    must(civil_valid(time_to_civil(at_s)));
    must(time_from_civil(time_to_civil(at_s)) == at_s);
    int64_t again_s = 0;
    must(time_parse_iso(time_iso(&a, at_s), &again_s));
    must(again_s == at_s);
    arena_free(&a);
    return 0;
}

/* fuzz_hackernews.c - tests: do any items of Hacker News break their reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_hackernews;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_hackernews, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

/* fuzz_discourse.c - tests: do any posts of Discourse break their reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_discourse;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_discourse, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

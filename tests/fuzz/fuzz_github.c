/* fuzz_github.c - tests: do any events of GitHub break their reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_github;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_github, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

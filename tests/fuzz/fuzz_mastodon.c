/* fuzz_mastodon.c - tests: does any status of Mastodon break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_mastodon;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_mastodon, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

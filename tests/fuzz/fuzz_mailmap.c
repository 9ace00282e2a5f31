/* fuzz_mailmap.c - tests: does any .mailmap break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_mailmap;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_mailmap, ".mailmap", (struct str){(const char *)bytes, size});
    return 0;
}

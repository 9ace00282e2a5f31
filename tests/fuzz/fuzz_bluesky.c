/* fuzz_bluesky.c - tests: does any repository, or answer of Bluesky's API, break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_bluesky;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_bluesky, "x.car", (struct str){(const char *)bytes, size});
    return 0;
}

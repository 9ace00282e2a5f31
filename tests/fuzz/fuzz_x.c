/* fuzz_x.c - tests: does any tweet break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_x_archive;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    rows_read(&importer_x_archive, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

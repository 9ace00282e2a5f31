/* fuzz_hyperkitty.c - tests: does any text break the reader of what HyperKitty tells? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_hyperkitty;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_hyperkitty, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

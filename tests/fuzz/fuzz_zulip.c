/* fuzz_zulip.c - tests: does any text break the reader of Zulip's exports? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_zulip;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_zulip, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

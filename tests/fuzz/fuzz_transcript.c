/* fuzz_transcript.c - tests: does any transcript break its reader? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_transcript;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_transcript, "x.md", (struct str){(const char *)bytes, size});
    return 0;
}

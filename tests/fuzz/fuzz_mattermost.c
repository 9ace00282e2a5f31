/* fuzz_mattermost.c - tests: does any text break the reader of Mattermost's exports? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_mattermost;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_mattermost, "x.jsonl", (struct str){(const char *)bytes, size});
    return 0;
}

/* fuzz_telegram.c - tests: does any text break the reader of Telegram's exports? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_telegram;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_telegram, "result.json", (struct str){(const char *)bytes, size});
    return 0;
}

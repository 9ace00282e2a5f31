/* fuzz_discord.c - tests: does any text break the reader of Discord's exports? */
#include "records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_discord;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    posts_read(&importer_discord, "x.json", (struct str){(const char *)bytes, size});
    return 0;
}

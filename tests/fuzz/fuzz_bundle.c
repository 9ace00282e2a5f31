/* fuzz_bundle.c - tests: do any files of an export break the reader of their bundle? The first byte
 * says of which. */
#include "bundles.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_slack, importer_x_archive, importer_zulip;

enum { FILES_MAX = 3 };
static const struct {
    const struct importer *importer;
    const char *name[FILES_MAX];
} kinds[] = {
    {&importer_slack, {"channels.json", "users.json", "general/2024-01-31.json"}},
    {&importer_zulip, {"messages-000001.json", "messages-000002.json", "realm.json"}},
    {&importer_zulip, {"1-a/b.json", "README.md", "stream_index.json"}},
    {&importer_x_archive, {"data/account.js", "data/profile.js", "data/tweets.js"}},
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size) return 0;
    size_t kind = bytes[0] % (sizeof kinds / sizeof *kinds);
    bundle_read(kinds[kind].importer, kinds[kind].name, FILES_MAX,
                (struct str){(const char *)bytes + 1, size - 1}, size + 16);
    return 0;
}

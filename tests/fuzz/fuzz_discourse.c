/* fuzz_discourse.c - tests: do any posts of Discourse break their reader? */
#include "posts.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_discourse;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    struct arena a = {0};
    (void)importer_discourse.sniff(str_head(text, 4096), "x.json");
    posts_read(&importer_discourse, reader_of(text, &a),
               &(struct importer_options){.path = "x.json"}, size + 16);
    arena_free(&a);
    return 0;
}

/* fuzz_hackernews.c - tests: do any items of Hacker News break their reader? */
#include "posts.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_hackernews;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    struct arena a = {0};
    (void)importer_hackernews.sniff(str_head(text, 4096), "x.json");
    posts_read(&importer_hackernews, reader_of(text, &a),
               &(struct importer_options){.path = "x.json"}, size + 16);
    arena_free(&a);
    return 0;
}

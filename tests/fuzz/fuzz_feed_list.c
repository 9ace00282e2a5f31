/* fuzz_feed_list.c - tests: does any list of feeds break its reader? */
#include "base/limits.h"
#include "listen/importer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_feed_list;

static void must(bool holds)
{
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct record r;
    struct str text = {(const char *)bytes, size};
    struct arena a = {0};
    struct arena row = {0};
    struct importer_options o = {.path = "x.opml"};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    (void)importer_feed_list.sniff(str_head(text, 4096), o.path);
    enum status s = importer_feed_list.open(reader_of(text, &a), &o, &a, &state, &e);
    bool opened = s == OK;
    while (opened && (!s || s == BAD_INPUT)) {
        must(rows++ <= size + 16); /* it moves on */
        s = importer_feed_list.next(state, &row, &r, &e);
        if (!s) {
            must(r.kind == RECORD_FEED && str_starts_nocase(r.feed.url, "http"));
            must(utf8_valid(r.feed.url) && utf8_valid(r.feed.outlet.name));
            must(r.feed.outlet.handle.len && utf8_valid(r.feed.page));
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    if (opened && s == DONE) must(utf8_valid(importer_feed_list.remarks(state, &a)));
    arena_free(&row);
    arena_free(&a);
    return 0;
}

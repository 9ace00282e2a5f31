/* fuzz_feed.c - tests: does any feed break its reader? */
#include "base/limits.h"
#include "listen/importer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_feed;

static void must(bool holds)
{
    if (!holds) abort();
}

static void whole(struct str s)
{
    must(utf8_valid(s) && (!s.len || s.p));
}

static void look(const struct doc_row *doc)
{
    whole(doc->key);
    whole(doc->title);
    whole(doc->text);
    whole(doc->author.handle);
    must(doc->text.len <= TEXT_BYTES_MAX + 8 && doc->link_count <= LINKS_PER_DOC_MAX);
    for (size_t i = 0; i < doc->link_count; i++) {
        whole(doc->links[i]);
        must(str_starts_nocase(doc->links[i], "http"));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct record r;
    struct str text = {(const char *)bytes, size};
    struct arena a = {0};
    struct arena row = {0};
    struct importer_options o = {.path = "x.xml"};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    (void)importer_feed.sniff(str_head(text, 4096), o.path);
    enum status s = importer_feed.open(reader_of(text, &a), &o, &a, &state, &e);
    bool opened = s == OK;
    while (!s || s == BAD_INPUT) {
        if (!opened) break;
        must(rows++ <= size + 16); /* it moves on */
        s = importer_feed.next(state, &row, &r, &e);
        if (!s) look(&r.doc);
        arena_reset(&row, (struct arena_mark){0});
    }
    if (opened && s == DONE) whole(importer_feed.remarks(state, &a));
    if (opened) importer_feed.close(state);
    arena_free(&row);
    arena_free(&a);
    return 0;
}

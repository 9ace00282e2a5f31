/* fuzz_csv.c - tests: does any table of cells break its reader? */
#include "base/limits.h"
#include "listen/importer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_csv;
extern const struct importer importer_tsv;

static void must(bool holds)
{
    if (!holds) abort();
}

static void whole(struct str s)
{
    must(utf8_valid(s) && (!s.len || s.p));
}

static void read_all(const struct importer *im, struct str text)
{
    static struct record r;
    struct arena a = {0};
    struct arena row = {0};
    struct importer_options o = {.path = "x.csv"};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    (void)im->sniff(str_head(text, 4096), "x.csv");
    enum status s = im->open(reader_of(text, &a), &o, &a, &state, &e);
    if (s) state = NULL;
    while (state && (!s || s == BAD_INPUT)) {
        if (rows++ > text.len + 16) abort(); /* a reader that does not move on */
        s = im->next(state, &row, &r, &e);
        if (!s && r.kind == RECORD_EVIDENCE) {
            whole(r.evidence.from.handle);
            whole(r.evidence.to.handle);
            whole(r.evidence.text);
            must(r.evidence.verb != VERB_NONE);
        } else if (!s) {
            must(r.person.who_count > 0);
            whole(r.person.name);
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    if (state && s == DONE) whole(im->remarks(state, &a));
    arena_free(&row);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    read_all(&importer_csv, text);
    read_all(&importer_tsv, text);
    return 0;
}

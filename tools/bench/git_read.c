/* git_read.c - tools: how fast is a clone read into records, without keeping anything of them? */
#include "listen/bundle.h"

#include <stdio.h>

extern const struct importer importer_git;

/* git_read DIR: prints the number of records and of bytes of text in them. */
int main(int argc, char **argv)
{
    static struct record r;
    size_t records = 0;
    size_t text_bytes = 0;
    struct arena a = {0};
    struct arena row = {0};
    struct err e = {{0}};
    void *state = NULL;
    if (argc != 2) return 2;
    struct bundle b = {.dir = argv[1], .name = "bench"};
    struct importer_options o = {.path = argv[1], .bundle = &b};
    enum status s = importer_git.open(NULL, &o, &a, &state, &e);
    while (!s || s == BAD_INPUT) {
        s = importer_git.next(state, &row, &r, &e);
        records += s == OK;
        if (!s && r.kind == RECORD_DOC) text_bytes += r.doc.text.len;
        if (records % 64 == 0) arena_reset(&row, (struct arena_mark){0});
    }
    if (state) importer_git.close(state);
    if (s != DONE) (void)fprintf(stderr, "%s\n", e.text);
    arena_free(&row);
    arena_free(&a);
    (void)printf("%zu %zu\n", records, text_bytes);
    return s == DONE && records > 0 ? 0 : 1;
}

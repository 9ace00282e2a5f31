/* forum_read.c - tools: how fast are forums read into records, without keeping anything of them? */
#include "base/file.h"
#include "listen/bundle.h"
#include "listen/importer.h"

#include <stdio.h>
#include <string.h>

/* forum_read KIND FILE|DIR...: prints the number of records and of bytes of text in them. */
static size_t records, text_bytes;

static enum status read_all(const struct importer *im, void *state, struct err *e)
{
    static struct record r;
    struct arena row = {0};
    enum status s = OK;
    while (!s || s == BAD_INPUT) {
        s = im->next(state, &row, &r, e);
        records += s == OK;
        if (!s && r.kind == RECORD_DOC) text_bytes += r.doc.text.len;
        arena_reset(&row, (struct arena_mark){0});
    }
    arena_free(&row);
    return s == DONE ? OK : s;
}

static enum status read_one(const struct importer *im, const char *path, struct err *e)
{
    struct arena a = {0};
    struct reader *in = NULL;
    struct bundle b;
    void *state = NULL;
    struct importer_options o = {.path = path};
    enum status s = OK;
    if (path_is_dir(path)) {
        s = bundle_list(path, "x.stackexchange.com", &a, &b, e);
        o.bundle = &b;
    } else {
        s = reader_open(path, &a, &in, e);
    }
    if (!s) s = im->open(in, &o, &a, &state, e);
    if (!s) s = read_all(im, state, e);
    if (state && im->close) im->close(state);
    reader_close(in);
    arena_free(&a);
    return s;
}

int main(int argc, char **argv)
{
    const struct importer *im = NULL;
    struct err e = {{0}};
    for (size_t i = 0; argc > 2 && importers[i]; i++) {
        if (strcmp(importers[i]->name, argv[1]) == 0) im = importers[i];
    }
    for (int i = 2; im && i < argc; i++) {
        if (read_one(im, argv[i], &e)) (void)fprintf(stderr, "%s: %s\n", argv[i], e.text);
    }
    (void)printf("%zu %zu\n", records, text_bytes);
    return records > 0 ? 0 : 1;
}

/* feed_read.c - tools: how fast are feeds read into records, without keeping anything of them? */
#include "listen/importer.h"

#include <stdio.h>

extern const struct importer importer_feed;

/* feed_read FILE...: prints the number of records and of bytes of text in them. */
int main(int argc, char **argv)
{
    static struct record r;
    size_t records = 0;
    size_t text_bytes = 0;
    for (int i = 1; i < argc; i++) {
        struct arena a = {0};
        struct arena row = {0};
        struct err e = {{0}};
        struct reader *in = NULL;
        void *state = NULL;
        struct importer_options o = {.path = argv[i]};
        enum status s = reader_open(argv[i], &a, &in, &e);
        if (!s) s = importer_feed.open(in, &o, &a, &state, &e);
        bool opened = s == OK;
        while (opened && (!s || s == BAD_INPUT)) {
            s = importer_feed.next(state, &row, &r, &e);
            records += s == OK;
            if (!s) text_bytes += r.doc.text.len;
            arena_reset(&row, (struct arena_mark){0});
        }
        if (opened) importer_feed.close(state);
        reader_close(in);
        arena_free(&row);
        arena_free(&a);
    }
    (void)printf("%zu %zu\n", records, text_bytes);
    return records > 0 ? 0 : 1;
}

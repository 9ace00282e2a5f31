/* records_seen.c - tools: which records does kith make of these files? JSON for contacts.py. */
#include "records_json.h"

#include <stdio.h>

/*
 * records_seen FILE...     {"path", "kind", "sure"} a file, then a line a record (records_json.h)
 */
static const struct importer *surest(struct str head, const char *path, int *ret_sure)
{
    const struct importer *best = NULL;
    *ret_sure = 0;
    for (size_t i = 0; importers[i]; i++) {
        int sure = importers[i]->sniff ? importers[i]->sniff(head, path) : 0;
        if (sure > *ret_sure) {
            *ret_sure = sure;
            best = importers[i];
        }
    }
    return best;
}

static enum status see(const char *path, struct arena *a, struct err *e)
{
    struct reader *in = NULL;
    struct str head = STR("");
    int sure = 0;
    enum status s = reader_open(path, a, &in, e);
    if (!s) s = reader_head(in, 4096, &head, e);
    if (s) return s;
    const struct importer *im = surest(str_copy(a, head), path, &sure);
    struct buf b = buf_new(a);
    buf_addc(&b, '{');
    j_text(&b, "path", str_of(path));
    j_text(&b, "kind", str_of(im ? im->name : "none"));
    j_number(&b, "sure", sure);
    buf_adds(&b, "}\n");
    struct importer_options o = {.path = path};
    if (im) buf_add(&b, json_records(im, in, &o, a));
    (void)fputs(buf_str(&b).p, stdout);
    reader_close(in);
    return OK;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        struct arena a = {0};
        struct err e = {{0}};
        if (see(argv[i], &a, &e)) {
            (void)fprintf(stderr, "records_seen: %s\n", e.text);
            failed = 1;
        }
        arena_free(&a);
    }
    return failed;
}

/* look.c - listen: what is in this file, and who reads it? */
#include "listen/look.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "listen/magic.h"
#include "listen/unpack.h"

#include <string.h>
#include <sys/stat.h>

enum { HEAD_BYTES = 4096, SURE_SCORE = 90 };

enum status importer_find(const char *name, const struct importer **ret, struct err *e)
{
    *ret = NULL;
    if (!name) return OK;
    for (size_t i = 0; importers[i]; i++) {
        if (strcmp(importers[i]->name, name) == 0) *ret = importers[i];
    }
    if (*ret) return OK;
    return err_set(e, BAD_USAGE, "--kind '%s', want one of the kinds in 'kith help sources'", name);
}

bool importer_is_single(const struct importer *importer)
{
    return strcmp(importer->name, "mail") == 0;
}

/* The importer that is surest, NULL when none is; the first of the list wins ties. */
static const struct importer *sniff(struct str head, const char *path, int *ret_sure)
{
    bool sure = false;
    (void)magic_name(head, &sure);
    const struct importer *best = NULL;
    int most = sure ? SURE_SCORE - 1 : 0; /* bytes that say what they are beat a file's name */
    for (size_t i = 0; head.len && importers[i]; i++) {
        if (!importers[i]->sniff) continue;
        int score = importers[i]->sniff(head, path);
        if (score > most) {
            most = score;
            best = importers[i];
        }
    }
    *ret_sure = best ? most : 0;
    return best;
}

static enum status look_inside(struct look *l, const struct importer *kind, struct err *e)
{
    struct reader *in = NULL;
    struct str head;
    enum status s = reader_open(l->path, &l->a, &in, e);
    if (!s) s = reader_head(in, HEAD_BYTES, &head, e);
    if (!s) l->head = str_copy(&l->a, head);
    l->archive = !s && unpack_knows(l->head);
    if (!s && l->head.len && !l->archive)
        l->importer = kind ? kind : sniff(l->head, l->named ? l->named : l->path, &l->sure);
    bool single = l->importer && importer_is_single(l->importer);
    if (single && reader_size(in) <= RECORD_BYTES_MAX) {
        s = reader_rest(in, RECORD_BYTES_MAX, &l->a, &l->bytes, e);
        if (!s) l->hash = bytes_hash(&l->a, l->bytes);
    } else if (single) {
        s = file_hash(l->path, &l->a, &l->hash, e);
    }
    reader_close(in);
    return s;
}

void look_at(struct look *l, const struct importer *kind)
{
    struct stat st;
    struct err e;
    bool there = lstat(l->path, &st) == 0;
    l->is_dir = there && S_ISDIR(st.st_mode);
    l->is_link = there && S_ISLNK(st.st_mode) && path_is_dir(l->path);
    if (l->is_dir || l->is_link) return;
    l->status = look_inside(l, kind, &e);
    if (l->status) l->sentence = str_copy(&l->a, str_of(e.text));
}

struct looks {
    struct look *l;
    const struct importer *kind;
};

static void look_at_one(void *context, size_t i)
{
    const struct looks *all = context;
    look_at(&all->l[i], all->kind);
}

void look_at_all(struct look l[], size_t count, const struct importer *kind)
{
    struct looks all = {l, kind};
    parallel_for(0, count, look_at_one, &all);
}

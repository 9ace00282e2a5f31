/* as2.c - listen: what do documents of ActivityStreams 2.0 say? */
#include "listen/as2_in.h"

#include "base/limits.h"

#include <jansson.h>
#include <string.h>

struct as2_file {
    struct as2_in in;
    struct as2 x;
};

static enum status as2_open(struct reader *in, const struct importer_options *o, struct arena *a,
                            void **ret_state, struct err *e)
{
    struct as2_file *f = arena_new(a, struct as2_file, 1);
    (void)o;
    f->x = as2_new(a);
    *ret_state = f;
    return as2_in_open(in, &f->x, a, &f->in, e);
}

static enum status as2_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct as2_file *f = state;
    return as2_in_next(&f->in, &f->x, a, ret, e);
}

static void as2_close(void *state)
{
    struct as2_file *f = state;
    row_end(&f->x.row);
}

static struct str as2_remarks(void *state, struct arena *a)
{
    const struct as2_file *f = state;
    return as2_in_remarks(&f->in, a);
}

/* ---- whose file is it? ---- */

/* Of a file that says no context: is everything it says of the vocabulary? */
static int score_without(const json_t *object)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (strcmp(key, "id") != 0) return *as2_type(object) ? 60 : 0;
    }
    return 30; /* nothing, or an id alone */
}

static int as2_sniff(struct str head, const char *path)
{
    (void)path;
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    bool context = str_find_nocase(s, "\"@context\"") < s.len;
    bool ours = str_find_nocase(s, "w3.org/ns/activitystreams") < s.len;
    if (context && ours) return 95;
    if (context) return s.p[0] == '{' ? 86 : 0; /* of others: refused with a sentence */
    json_error_t error;
    json_t *object = json_loadb(s.p, s.len, 0, &error);
    int score = json_is_object(object) ? score_without(object) : 0;
    json_decref(object);
    return score;
}

extern const struct importer importer_activitystreams;

const struct importer importer_activitystreams = {
    .name = "activitystreams",
    .summary = "documents and collections of ActivityStreams 2.0, outboxes of the fediverse",
    .sniff = as2_sniff,
    .open = as2_open,
    .next = as2_next,
    .close = as2_close,
    .remarks = as2_remarks,
};

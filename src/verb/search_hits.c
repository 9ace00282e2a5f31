/* search_hits.c - verb: which names and docs have these words? */
#include "base/text.h"
#include "store/query.h"
#include "verb/search.h"

#include <string.h>

enum { HANDLES_MOST = 50 };

enum fit search_fit(struct str name, struct str words)
{
    if (!words.len || words.len > name.len) return FIT_NONE;
    if (str_eq(name, words)) return FIT_WHOLE;
    if (memcmp(name.p, words.p, words.len) == 0) return FIT_START;
    for (size_t i = 1; i + words.len <= name.len; i++) {
        if (name.p[i - 1] == ' ' && memcmp(name.p + i, words.p, words.len) == 0) return FIT_WORD;
    }
    return FIT_NONE;
}

static bool before(const struct hit *x, const struct hit *y)
{
    return x->fit != y->fit ? x->fit < y->fit : x->node < y->node;
}

/* In order; one that is there already stays at the better of its two places. */
static void keep(struct hits *h, struct hit one)
{
    size_t at = 0;
    h->count++;
    while (at < h->shown && h->best[at].node != one.node)
        at++;
    if (at < h->shown) {
        h->count--;
        if (!before(&one, &h->best[at])) return;
        memmove(h->best + at, h->best + at + 1, (h->shown - at - 1) * sizeof *h->best);
        h->shown--;
    }
    if (h->shown == SEARCH_SHOWN && !before(&one, &h->best[SEARCH_SHOWN - 1])) return;
    if (h->shown < SEARCH_SHOWN) h->shown++;
    size_t i = h->shown - 1;
    for (; i > 0 && before(&one, &h->best[i - 1]); i--)
        h->best[i] = h->best[i - 1];
    h->best[i] = one;
}

static struct hits *hits_of(struct found *f, struct str type)
{
    if (str_is(type, "person")) return &f->person;
    return str_is(type, "org") ? &f->org : &f->outlet;
}

static enum status final_of(struct query *q, int64_t *node, struct err *e)
{
    query_bind_i64(q, 1, *node);
    enum status s = query_next(q, e);
    if (!s) *node = query_i64(q, 0);
    query_again(q);
    return s == DONE ? OK : s;
}

struct looking {
    struct query *final;
    struct str words;
    struct found *found;
};

static enum status look(struct looking *l, struct str type, int64_t node, struct str name,
                        struct err *e)
{
    struct hit h = {.node = node, .fit = search_fit(name, l->words)};
    if (h.fit == FIT_NONE) return OK;
    enum status s = final_of(l->final, &h.node, e);
    if (!s) keep(hits_of(l->found, type), h);
    return s;
}

static enum status by_name(struct looking *l, struct store *st, const char *type, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_search_names, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(type));
    while ((s = query_next(q, e)) == OK) {
        s = look(l, str_of(type), query_i64(q, 0), query_str(q, 1), e);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status by_alias(struct looking *l, struct store *st, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_search_aliases, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        s = look(l, query_str(q, 1), query_i64(q, 0), query_str(q, 2), e);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status by_handle(struct looking *l, struct store *st, struct str text, struct arena *a,
                             struct err *e)
{
    struct query *q = NULL;
    struct str start = str_lower(a, str_trim(text));
    if (str_starts(start, "@")) start = str_skip(start, 1);
    if (start.len < 2 || str_find(start, ' ') < start.len) return OK;
    enum status s = query_open(st, SQL_search_handles, &q, e);
    if (s) return s;
    query_bind_str(q, 1, start);
    query_bind_str(q, 2, str_printf(a, "%.*s\xF4\x8F\xBF\xBF", STR_ARG(start)));
    query_bind_i64(q, 3, HANDLES_MOST);
    while ((s = query_next(q, e)) == OK) {
        struct hit h = {.node = query_i64(q, 0), .fit = FIT_HANDLE};
        h.handle = str_printf(a, "%.*s:%.*s", STR_ARG(query_str(q, 2)), STR_ARG(query_str(q, 3)));
        keep(hits_of(l->found, query_str(q, 1)), h);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* "p12" */
static enum status by_id(struct looking *l, struct store *st, struct str text, struct err *e)
{
    struct query *q = NULL;
    struct hit h = {.fit = FIT_ID};
    struct str id = str_trim(text);
    bool is_id = id.len > 1 && strchr("pgo", id.p[0]) && str_to_i64(str_skip(id, 1), &h.node);
    if (!is_id) return OK;
    enum status s = query_open(st, SQL_node_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, h.node);
    s = query_next(q, e);
    static const char letters[] = "pgo";
    static const char *const types[] = {"person", "org", "outlet"};
    bool right = !s && str_is(query_str(q, 1), types[strchr(letters, id.p[0]) - letters]);
    if (right) s = final_of(l->final, &h.node, e);
    if (right && !s) keep(hits_of(l->found, query_str(q, 1)), h);
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status docs(struct store *st, struct str text, struct arena *a, struct found *f,
                        struct err *e)
{
    struct query *q = NULL;
    struct buf match = buf_new(a);
    struct str left = text_words(a, text);
    struct str word;
    size_t last = 0;
    while (left.len && str_cut(&left, ' ', &word)) {
        last = word.len;
        if (word.len) buf_addf(&match, "%s\"%.*s\"", match.len ? " " : "", STR_ARG(word));
    }
    if (!match.len) return OK;
    if (last > 2) buf_addc(&match, '*'); /* perhaps unfinished */
    enum status s = query_open(st, SQL_search_docs, &q, e);
    if (s) return s;
    query_bind_str(q, 1, buf_str(&match));
    query_bind_i64(q, 2, SEARCH_SHOWN);
    while ((s = query_next(q, e)) == OK && f->docs < SEARCH_SHOWN)
        f->doc[f->docs++] = query_i64(q, 0);
    query_close(q);
    return s == DONE ? OK : s;
}

enum status search_find(struct store *st, struct str text, struct arena *a, struct found *ret,
                        struct err *e)
{
    *ret = (struct found){0};
    struct looking l = {.words = name_key(a, text), .found = ret};
    enum status s = query_open(st, SQL_search_final, &l.final, e);
    if (!s) s = by_id(&l, st, text, e);
    if (!s) s = by_name(&l, st, "person", e);
    if (!s) s = by_name(&l, st, "org", e);
    if (!s) s = by_name(&l, st, "outlet", e);
    if (!s) s = by_alias(&l, st, e);
    if (!s) s = by_handle(&l, st, text, a, e);
    query_close(l.final);
    return s ? s : docs(st, text, a, ret, e);
}

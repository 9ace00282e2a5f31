/* copied.c - find: whose texts are the same, word for word or nearly? */
#include "find/doubt_int.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/alike.h"
#include "find/topic.h"
#include "find/votes.h"
#include "store/query.h"

#include <stdlib.h>

struct copies {
    const struct scene *scene;
    struct node_map nodes;
    struct topic_hits hits;
    struct arena *a; /* scratch */
    struct alike texts;
    uint32_t *author; /* [texts.count] node number */
    size_t read, left;
};

/* The words outside of quoted lines. */
static struct str own_words(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        if (!str_starts(str_trim(line), ">")) buf_add(&b, line), buf_addc(&b, ' ');
    }
    return text_words(a, buf_str(&b));
}

/* ---- which docs ---- */

/* Number of a node in the scene; UINT32_MAX: it is not in it. */
static uint32_t number_of(const struct scene *sc, int64_t id)
{
    size_t lo = 0;
    for (size_t hi = sc->node_count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (sc->node_id[mid] < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < sc->node_count && sc->node_id[lo] == id ? (uint32_t)lo : UINT32_MAX;
}

static void take_doc(struct copies *c, const struct query *q)
{
    const struct topic_hits *hits = &c->hits;
    bool on = hits->everything || bits_has(&hits->docs, query_i64(q, 0)) ||
              bits_has(&hits->docs, query_i64(q, 1));
    uint32_t author = number_of(c->scene, nodes_behind(&c->nodes, query_i64(q, 2)));
    if (!on || author == UINT32_MAX || !node_is_candidate(c->scene, author)) return;
    if (c->read == COPIED_DOCS_MAX) {
        c->left++;
        return;
    }
    c->read++;
    struct arena scratch = {0};
    struct str words = own_words(&scratch, query_str(q, 3));
    size_t apart = words.len > 0;
    for (size_t i = 0; i < words.len; i++)
        apart += words.p[i] == ' ';
    if (apart + 1 >= COPIED_RUNS_MIN + ALIKE_WORDS) { /* else too short to be called a text */
        c->author = arena_more(c->a, c->author, c->texts.count, sizeof *c->author);
        c->author[c->texts.count] = author;
        alike_add(&c->texts, words);
    }
    arena_free(&scratch);
}

static enum status read_docs(struct copies *c, struct store *st, struct err *e)
{
    const struct scene *sc = c->scene;
    struct query *q = NULL;
    enum status s = nodes_load(st, c->a, &c->nodes, e);
    if (!s) s = topic_hits(st, sc->market.topic, c->a, &c->hits, e);
    if (!s) s = query_open(st, SQL_copied_docs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, sc->market.since_s == TIME_NONE ? INT64_MIN : sc->market.since_s);
    query_bind_i64(q, 2, sc->as_of_s == TIME_NONE ? INT64_MAX : sc->as_of_s);
    while ((s = query_next(q, e)) == OK)
        take_doc(c, q);
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- which are alike ---- */

struct copy {
    uint32_t text, author; /* text: the number of the first doc */
};

static int copy_cmp(const void *left, const void *right)
{
    const struct copy *l = left;
    const struct copy *r = right;
    if (l->text != r->text) return l->text < r->text ? -1 : 1;
    return l->author < r->author ? -1 : l->author > r->author;
}

static void add_authors(const struct copy *copy, size_t count, uint32_t group,
                        struct doubt_list *ret, uint32_t *groups)
{
    uint32_t authors = 0;
    for (size_t i = 0; i < count; i++)
        authors += i == 0 || copy[i].author != copy[i - 1].author;
    if (authors <= DOUBT_COPIERS) return;
    (*groups)++;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && copy[end].author == copy[i].author; end++)
            ;
        struct doubt d = {.node = copy[i].author,
                          .kind = DOUBT_COPIED,
                          .some = (uint32_t)(end - i),
                          .of = authors,
                          .group = group};
        doubt_add(ret, &d);
    }
}

static enum status copies_join(const struct copies *c, struct doubt_list *ret, struct err *e)
{
    uint32_t *of;
    uint32_t groups = 0;
    size_t count = c->texts.count;
    struct alike_options o = {.least = DOUBT_ALIKE};
    enum status s = alike_groups(&c->texts, &o, c->a, &of, e);
    if (s) return s;
    struct copy *copy = arena_new(c->a, struct copy, count);
    for (size_t d = 0; d < count; d++)
        copy[d] = (struct copy){of[d], c->author[d]};
    qsort(copy, count, sizeof *copy, copy_cmp);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && copy[end].text == copy[i].text; end++)
            ;
        add_authors(copy + i, end - i, groups + 1, ret, &groups);
    }
    return OK;
}

enum status copies_find(struct store *st, const struct scene *sc, struct doubt_list *ret,
                        size_t *docs_left, struct err *e)
{
    struct arena scratch = {0};
    struct copies c = {.scene = sc, .a = &scratch, .texts = {.a = &scratch}};
    enum status s = read_docs(&c, st, e);
    if (!s) s = copies_join(&c, ret, e);
    *docs_left = c.left;
    arena_free(&scratch);
    return s;
}

/* copied.c - find: whose texts are the same, word for word or nearly? */
#include "find/doubt_int.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/topic.h"
#include "find/votes.h"
#include "store/query.h"

#include <stdlib.h>

enum { WORDS_A_RUN = 5, ROWS_A_BAND = COPIED_HASHES / COPIED_BANDS };

struct sketch_of {   /* one doc */
    uint32_t author; /* node number */
    uint32_t least[COPIED_HASHES];
};

struct band {
    uint64_t key;
    uint32_t doc;
};

struct copies {
    const struct scene *scene;
    struct node_map nodes;
    struct topic_hits hits;
    struct arena *a; /* scratch */
    struct sketch_of *doc;
    size_t count, room;
    size_t read, left;
};

/* splitmix64's finaliser (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195) */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/* Every permutation is a multiplication and a shift of one well-mixed hash: the constants are drawn
 * from the permutation's number, the same everywhere. */
static void least_take(uint32_t least[COPIED_HASHES], uint64_t shingle)
{
    uint32_t low = (uint32_t)shingle;
    uint32_t high = (uint32_t)(shingle >> 32);
    for (uint32_t k = 0; k < COPIED_HASHES; k++) {
        uint32_t h = (low + k * high) * 0x9e3779b1U;
        h ^= h >> 15;
        h *= 0x85ebca6bU + 2 * k;
        if (h < least[k]) least[k] = h;
    }
}

static uint64_t word_hash(struct str word)
{
    uint64_t h = 0xcbf29ce484222325U;
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)word.p[i]) * 0x100000001b3U;
    return mixed(h);
}

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

/* False: too short to be called a text. */
static bool sketch_text(struct arena *a, struct str text, uint32_t least[COPIED_HASHES])
{
    uint64_t run[WORDS_A_RUN] = {0};
    size_t words = 0;
    struct str rest = own_words(a, text);
    struct str word;
    for (int k = 0; k < COPIED_HASHES; k++)
        least[k] = UINT32_MAX;
    while (str_cut(&rest, ' ', &word)) {
        if (!word.len) continue;
        run[words++ % WORDS_A_RUN] = word_hash(word);
        if (words < WORDS_A_RUN) continue;
        uint64_t h = 0;
        for (size_t i = 0; i < WORDS_A_RUN; i++)
            h = mixed(h * 3 + run[(words + i) % WORDS_A_RUN]);
        least_take(least, h);
    }
    return words + 1 >= COPIED_SHINGLES_MIN + WORDS_A_RUN;
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
    if (c->count == c->room) {
        size_t room = c->room ? 2 * c->room : 256;
        c->doc = arena_grow(c->a, c->doc, c->room * sizeof *c->doc, room * sizeof *c->doc);
        c->room = room;
    }
    struct arena words = {0};
    struct sketch_of *doc = &c->doc[c->count];
    doc->author = author;
    c->count += sketch_text(&words, query_str(q, 3), doc->least);
    arena_free(&words);
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

static int band_cmp(const void *left, const void *right)
{
    const struct band *l = left;
    const struct band *r = right;
    if (l->key != r->key) return l->key < r->key ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static bool alike(const struct sketch_of *l, const struct sketch_of *r)
{
    int same = 0;
    for (int k = 0; k < COPIED_HASHES; k++)
        same += l->least[k] == r->least[k];
    return same > DOUBT_ALIKE * COPIED_HASHES;
}

static uint32_t root_of(uint32_t *up, uint32_t doc)
{
    while (up[doc] != doc)
        doc = up[doc] = up[up[doc]];
    return doc;
}

/* Joins those of one band with the band's first: copies of one text are all like it. */
static void join_band(const struct copies *c, int at, struct band *band, uint32_t *up)
{
    for (size_t d = 0; d < c->count; d++) {
        uint64_t key = (uint64_t)at;
        for (int k = 0; k < ROWS_A_BAND; k++)
            key = mixed(key * 3 + c->doc[d].least[at * ROWS_A_BAND + k]);
        band[d] = (struct band){key, (uint32_t)d};
    }
    qsort(band, c->count, sizeof *band, band_cmp);
    for (size_t i = 0, end; i < c->count; i = end) {
        for (end = i + 1; end < c->count && band[end].key == band[i].key; end++) {
            if (!alike(&c->doc[band[i].doc], &c->doc[band[end].doc])) continue;
            uint32_t l = root_of(up, band[i].doc);
            uint32_t r = root_of(up, band[end].doc);
            up[l < r ? r : l] = l < r ? l : r;
        }
    }
}

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

static void copies_join(const struct copies *c, struct doubt_list *ret)
{
    uint32_t *up = arena_new(c->a, uint32_t, c->count);
    struct band *band = arena_new(c->a, struct band, c->count);
    struct copy *copy = arena_new(c->a, struct copy, c->count);
    uint32_t groups = 0;
    for (size_t d = 0; d < c->count; d++)
        up[d] = (uint32_t)d;
    for (int at = 0; at < COPIED_BANDS; at++)
        join_band(c, at, band, up);
    for (size_t d = 0; d < c->count; d++)
        copy[d] = (struct copy){root_of(up, (uint32_t)d), c->doc[d].author};
    qsort(copy, c->count, sizeof *copy, copy_cmp);
    for (size_t i = 0, end; i < c->count; i = end) {
        for (end = i + 1; end < c->count && copy[end].text == copy[i].text; end++)
            ;
        add_authors(copy + i, end - i, groups + 1, ret, &groups);
    }
}

enum status copies_find(struct store *st, const struct scene *sc, struct doubt_list *ret,
                        size_t *docs_left, struct err *e)
{
    struct arena scratch = {0};
    struct copies c = {.scene = sc, .a = &scratch};
    enum status s = read_docs(&c, st, e);
    if (!s) copies_join(&c, ret);
    *docs_left = c.left;
    arena_free(&scratch);
    return s;
}

/* voice_angle.c - measure: what of a person's docs tells their angle? */
#include "measure/angle.h"
#include "measure/voice_int.h"

#include "base/text.h"
#include "find/people.h"

#include <math.h>
#include <stdlib.h>

enum { KNOWN_DOCS = 5, MAJORITY_MIN = 3 };
#define YEAR_DAYS 365.25

void voice_angle_take(struct voice_work *w, uint32_t doc, struct str text)
{
    int year = w->at[doc] == TIME_NONE ? 0 : time_to_civil(w->at[doc]).year;
    struct angle_text x = angle_read(text, year);
    if (x.figures >= DATA_FIGURES || x.tables || x.files) w->flag[doc] |= DOC_DATA;
    w->later[doc] = (uint16_t)(x.later < UINT16_MAX ? x.later : UINT16_MAX);
}

/* ---- docs ---- */

static void add(struct voice_work *w, uint32_t voice, enum voice_measure m, double num, int64_t doc)
{
    voice_unit_add(w, voice, m, (struct voice_unit){num, 1, 0, doc});
}

static bool answers_another(const struct voice_work *w, size_t d)
{
    uint32_t p = w->parent[d];
    return p && w->author[p] && w->author[p] != w->author[d];
}

static void take_docs(struct voice_work *w)
{
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || !voice_doc_is(w, d, DOC_TEXT)) continue;
        int64_t doc = (int64_t)d;
        add(w, voice - 1, VOICE_DATA, voice_doc_is(w, d, DOC_DATA), doc);
        add(w, voice - 1, VOICE_ROUNDUP, w->links[d] >= ROUNDUP_LINKS, doc);
        add(w, voice - 1, VOICE_LATER, w->later[d], doc);
        if (answers_another(w, d)) {
            add(w, voice - 1, VOICE_OBJECTS, voice_doc_is(w, d, DOC_OBJECTS), doc);
        }
        if (voice_doc_is(w, d, DOC_TOPIC) && w->at[d] != TIME_NONE) {
            double days = (double)(w->ret->as_of_s - w->at[d]) / DAY_S;
            add(w, voice - 1, VOICE_YEARS, days / YEAR_DAYS, doc);
        }
    }
}

/* ---- how soon in others' threads ---- */

struct joined {
    uint32_t voice, root, doc;
    int64_t at_s;
};

static int joined_cmp(const void *left, const void *right)
{
    const struct joined *l = left;
    const struct joined *r = right;
    if (l->voice != r->voice) return l->voice < r->voice ? -1 : 1;
    if (l->root != r->root) return l->root < r->root ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static void take_soon(struct voice_work *w)
{
    struct joined *j = NULL;
    size_t count = 0;
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        uint32_t root = w->root[d];
        if (!voice || !root || root == d || !w->author[root]) continue;
        bool timed = w->at[d] != TIME_NONE && w->at[root] != TIME_NONE && w->at[d] >= w->at[root];
        if (!timed || w->author[root] == w->author[d]) continue;
        j = arena_more(w->scratch, j, count, sizeof *j);
        j[count++] = (struct joined){voice - 1, root, (uint32_t)d, w->at[d]};
    }
    if (count > 1) qsort(j, count, sizeof *j, joined_cmp);
    for (size_t i = 0; i < count; i++) {
        if (i && j[i].voice == j[i - 1].voice && j[i].root == j[i - 1].root) continue;
        add(w, j[i].voice, VOICE_SOON, (double)(j[i].at_s - w->at[j[i].root]) / 3600, j[i].doc);
    }
}

/* ---- rarity of words ---- */

struct rarity {
    uint32_t *own;  /* [words] docs of this voice that have it */
    uint32_t *mark; /* [words] the last piece it was counted in */
    uint32_t marks;
    bool *name; /* [words] of this voice's name */
    double docs;
};

static void name_words(struct voice_work *w, struct rarity *r, struct str name, bool is)
{
    struct str words = text_words(&w->row, name);
    struct str word;
    while (words.len && str_cut(&words, ' ', &word)) {
        const int64_t *at = map_get(&w->word_number, word);
        if (at) r->name[*at] = is;
    }
}

/* Docs of one voice that have each word; by: 1 adds, 0 forgets. */
static void count_own(struct voice_work *w, struct rarity *r, size_t voice, bool forget)
{
    uint32_t doc = 0;
    r->marks++;
    for (size_t i = 0; i < w->piece_count[voice]; i++) {
        const struct voice_piece *p = &w->piece[voice][i];
        if (p->doc != doc) r->marks++;
        doc = p->doc;
        for (uint32_t k = 0; k < p->words; k++) {
            uint32_t word = w->token[p->word + k];
            if (forget) {
                r->own[word] = 0;
            } else if (r->mark[word] != r->marks) {
                r->own[word]++;
            }
            r->mark[word] = r->marks;
        }
    }
}

static void take_pieces(struct voice_work *w, struct rarity *r, size_t voice)
{
    double others = r->docs - (double)w->ret->voice[voice].docs;
    for (size_t i = 0; i < w->piece_count[voice]; i++) {
        const struct voice_piece *p = &w->piece[voice][i];
        struct voice_unit u = {0, 0, 0, p->doc};
        r->marks++;
        for (uint32_t k = 0; k < p->words; k++) {
            uint32_t word = w->token[p->word + k];
            if (r->mark[word] == r->marks || w->word_docs[word] < KNOWN_DOCS) continue;
            r->mark[word] = r->marks;
            if (r->name[word]) continue;
            double docs = (double)w->word_docs[word] - r->own[word];
            u.num += log2((others + 1) / (fmax(0, docs) + 1));
            u.den++;
        }
        if (u.den > 0) voice_unit_add(w, (uint32_t)voice, VOICE_NICHE, u);
    }
}

static enum status take_rarity(struct voice_work *w, struct err *e)
{
    size_t words = w->word_number.count;
    struct rarity r = {.own = arena_new(w->scratch, uint32_t, words),
                       .mark = arena_new(w->scratch, uint32_t, words),
                       .name = arena_new(w->scratch, bool, words)};
    for (size_t d = 1; d < w->doc_room; d++)
        r.docs += voice_doc_is(w, d, DOC_TEXT);
    enum status s = OK;
    for (size_t v = 0; v < w->ret->count && !s; v++) {
        struct str name = STR_NONE;
        s = node_name(w->st, w->ret->voice[v].node, &w->row, &name, e);
        if (s) return s;
        name_words(w, &r, name, true);
        count_own(w, &r, v, false);
        take_pieces(w, &r, v);
        count_own(w, &r, v, true);
        name_words(w, &r, name, false);
        arena_reset(&w->row, (struct arena_mark){0});
    }
    return s;
}

/* ---- views of people against most others' ---- */

struct view { /* the latest of one person on another */
    uint32_t of, by, row, doc;
    int sign;
};

static int view_cmp(const void *left, const void *right)
{
    const struct view *l = left;
    const struct view *r = right;
    if (l->of != r->of) return l->of < r->of ? -1 : 1;
    if (l->by != r->by) return l->by < r->by ? -1 : 1;
    return l->row > r->row ? -1 : l->row < r->row; /* the latest first */
}

/* Views of one person, each holder's latest. */
static void take_views(struct voice_work *w, const struct view *x, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += x[i].sign;
    for (size_t i = 0; i < count && count > MAJORITY_MIN; i++) {
        uint32_t voice = w->voice[x[i].by];
        int others = sum - x[i].sign;
        if (!voice || !others || !x[i].sign) continue;
        add(w, voice - 1, VOICE_AGAINST, (others > 0) != (x[i].sign > 0), x[i].doc);
    }
}

static enum status take_against(struct voice_work *w, struct err *e)
{
    struct view *x = NULL;
    size_t count = 0;
    size_t kept = 0;
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_voice_views, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t by = nodes_behind(&w->nodes, query_i64(q, 0));
        uint32_t of = nodes_behind(&w->nodes, query_i64(q, 1));
        if (!by || !of || by == of) continue;
        int64_t sign = query_i64(q, 2);
        x = arena_more(w->scratch, x, count, sizeof *x);
        x[count] = (struct view){.of = of,
                                 .by = by,
                                 .row = (uint32_t)count,
                                 .doc = (uint32_t)query_i64(q, 3),
                                 .sign = (sign > 0) - (sign < 0)};
        count++;
    }
    query_close(q);
    if (s != DONE) return s;
    if (count > 1) qsort(x, count, sizeof *x, view_cmp);
    for (size_t i = 0; i < count; i++) {
        bool older = i && x[i].of == x[i - 1].of && x[i].by == x[i - 1].by;
        if (!older) x[kept++] = x[i];
    }
    for (size_t i = 0, end = 0; i < kept; i = end) {
        while (end < kept && x[end].of == x[i].of)
            end++;
        take_views(w, x + i, end - i);
    }
    voice_can(w, VOICE_AGAINST, kept > 0);
    return OK;
}

enum status voice_angles_finish(struct voice_work *w, struct err *e)
{
    take_docs(w);
    take_soon(w);
    enum status s = take_rarity(w, e);
    return s ? s : take_against(w, e);
}

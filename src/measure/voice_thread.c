/* voice_thread.c - measure: who wrote first, who was answered, and was it new in its thread? */
#include "measure/voice_int.h"

#include <math.h>
#include <stdlib.h>

enum { REPLY_SECONDS = 48 * 3600, THREAD_DOCS_MAX = 400 };

/* Answers of each doc: child[first[d]] … child[first[d + 1] - 1], by id. */
struct answers {
    uint32_t *first, *child;
};

static struct answers answers_of(struct voice_work *w)
{
    struct answers x = {arena_new(w->scratch, uint32_t, w->doc_room + 2), NULL};
    for (size_t d = 1; d < w->doc_room; d++)
        x.first[w->parent[d] + 1] += w->parent[d] != 0;
    for (size_t d = 0; d <= w->doc_room; d++)
        x.first[d + 1] += x.first[d];
    x.child = arena_new(w->scratch, uint32_t, x.first[w->doc_room + 1]);
    uint32_t *next = arena_new(w->scratch, uint32_t, w->doc_room + 1);
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t p = w->parent[d];
        if (p) x.child[x.first[p] + next[p]++] = (uint32_t)d;
    }
    return x;
}

/* ---- those who wrote for the first time ---- */

struct call { /* somebody answers a doc of a voice */
    uint32_t voice, from;
    int64_t at_s;
    uint32_t doc;
};

static int call_cmp(const void *left, const void *right)
{
    const struct call *l = left;
    const struct call *r = right;
    if (l->voice != r->voice) return l->voice < r->voice ? -1 : 1;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static int call_by_time(const void *left, const void *right)
{
    const struct call *l = left;
    const struct call *r = right;
    if (l->voice != r->voice) return l->voice < r->voice ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static struct call *calls_of(struct voice_work *w, size_t *ret_count)
{
    struct call *call = NULL;
    size_t count = 0;
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t p = w->parent[d];
        uint32_t voice = p ? voice_of_doc(w, p) : 0;
        bool usable = w->author[d] && w->at[d] != TIME_NONE && voice_doc_is(w, d, DOC_IN);
        if (!voice || !usable || w->author[d] == w->author[p]) continue;
        call = arena_more(w->scratch, call, count, sizeof *call);
        call[count++] = (struct call){voice - 1, w->author[d], w->at[d], (uint32_t)d};
    }
    if (count > 1) qsort(call, count, sizeof *call, call_cmp);
    size_t kept = 0; /* each person once, when they did first */
    for (size_t i = 0; i < count; i++) {
        bool again = i && call[i].voice == call[i - 1].voice && call[i].from == call[i - 1].from;
        if (!again) call[kept++] = call[i];
    }
    if (kept > 1) qsort(call, kept, sizeof *call, call_by_time);
    *ret_count = kept;
    return call;
}

/* Seconds until the voice answered that doc; -1: not yet. */
static int64_t reply_seconds(const struct voice_work *w, const struct answers *x,
                             const struct call *c)
{
    int64_t best = -1;
    for (uint32_t i = x->first[c->doc]; i < x->first[c->doc + 1]; i++) {
        uint32_t d = x->child[i];
        if (voice_of_doc(w, d) != c->voice + 1 || w->at[d] == TIME_NONE) continue;
        int64_t took = w->at[d] > c->at_s ? w->at[d] - c->at_s : 0;
        if (best < 0 || took < best) best = took;
    }
    return best;
}

static void take_calls(struct voice_work *w, const struct answers *x)
{
    size_t count = 0;
    struct call *call = calls_of(w, &count);
    for (size_t i = 0; i < count; i++) {
        const struct call *c = &call[i];
        int64_t took = reply_seconds(w, x, c);
        struct voice_unit u = {took >= 0 && took <= REPLY_SECONDS, 1, 0, c->doc};
        /* who wrote within the last 48 hours may still be answered */
        if (c->at_s + REPLY_SECONDS <= w->ret->as_of_s) {
            voice_unit_add(w, c->voice, VOICE_REPLIED_48H, u);
        }
        u.num = (double)took / 3600;
        if (took >= 0) voice_unit_add(w, c->voice, VOICE_REPLY_HOURS, u);
    }
}

/* ---- answers to others' questions ---- */

static void take_answers(struct voice_work *w)
{
    bool any = false;
    for (size_t d = 1; d < w->doc_room; d++) {
        any = any || voice_doc_is(w, d, DOC_MARKED);
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || !voice_doc_is(w, d, DOC_TEXT)) continue;
        uint32_t p = w->parent[d];
        bool answers = p && w->author[p] && w->author[p] != w->author[d] && (w->flag[p] & DOC_ASKS);
        voice_unit_add(w, voice - 1, VOICE_ANSWERING,
                       (struct voice_unit){answers, 1, 0, (int64_t)d});
        if (!answers) continue;
        voice_unit_add(w, voice - 1, VOICE_MARKED,
                       (struct voice_unit){voice_doc_is(w, d, DOC_MARKED), 1, 0, (int64_t)d});
    }
    voice_can(w, VOICE_MARKED, any);
}

/* ---- new in its thread ---- */

struct threaded {
    uint32_t root, doc;
    int64_t at_s;
};

static int threaded_cmp(const void *left, const void *right)
{
    const struct threaded *l = left;
    const struct threaded *r = right;
    if (l->root != r->root) return l->root < r->root ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

/* Words that few docs have say most; each word counts once a doc. */
static double rarity(const struct voice_work *w, uint32_t word)
{
    double docs = w->word_docs[word];
    double x = log(((double)w->doc_room + 1) / (docs + 1));
    return x * x;
}

static double cosine(const struct voice_work *w, uint32_t l, uint32_t r)
{
    double both = 0;
    double own[2] = {0, 0};
    const uint32_t *a = w->bag[l];
    const uint32_t *b = w->bag[r];
    size_t i = 0;
    for (size_t k = 0; k < w->bag_count[r]; k++)
        own[1] += rarity(w, b[k]);
    for (size_t k = 0; i < w->bag_count[l]; i++) {
        double x = rarity(w, a[i]);
        own[0] += x;
        while (k < w->bag_count[r] && b[k] < a[i])
            k++;
        if (k < w->bag_count[r] && b[k] == a[i]) both += x;
    }
    return own[0] > 0 && own[1] > 0 ? both / sqrt(own[0] * own[1]) : 0;
}

/* Of one thread, in order of time: what each doc of a voice adds to those before it. */
static void take_thread(struct voice_work *w, const struct threaded *t, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t voice = voice_of_doc(w, t[i].doc);
        double most = 0;
        size_t from = i > THREAD_DOCS_MAX ? i - THREAD_DOCS_MAX : 0;
        if (!voice) continue;
        for (size_t k = from; k < i; k++)
            most = fmax(most, cosine(w, t[i].doc, t[k].doc));
        voice_unit_add(w, voice - 1, VOICE_FRESH, (struct voice_unit){1 - most, 1, 0, t[i].doc});
    }
}

static void take_threads(struct voice_work *w)
{
    struct threaded *t = NULL;
    size_t count = 0;
    for (size_t d = 1; d < w->doc_room; d++) {
        if (!w->bag[d] || !w->bag_count[d]) continue;
        t = arena_more(w->scratch, t, count, sizeof *t);
        t[count++] =
            (struct threaded){w->root[d] ? w->root[d] : (uint32_t)d, (uint32_t)d, w->at[d]};
    }
    if (count > 1) qsort(t, count, sizeof *t, threaded_cmp);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && t[end].root == t[i].root; end++)
            ;
        take_thread(w, t + i, end - i);
    }
}

void voice_threads_finish(struct voice_work *w)
{
    struct answers x = answers_of(w);
    take_calls(w, &x);
    take_answers(w);
    take_threads(w);
}

/* niche.c - measure: what do buyers ask that few trusted voices write on? */
#include "measure/niche_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "find/direction.h"
#include "measure/survive.h"
#include "measure/voice.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCKS = (NICHES_MAX + 63) / 64 };

struct niche_work {
    struct store *st;
    const struct mentions *m;
    const struct niche_ask *ask;
    struct arena *a, scratch;
    struct niches *ret;
    struct niche_words words;
    struct idmap at;     /* doc id -> number */
    struct idmap starts; /* id of a start that is no doc of ours here -> its bits */
    uint64_t *start_has;
    uint32_t *chosen;
};

bool niche_has(const struct niche_doc *d, size_t niche)
{
    return d->has[niche / 64] >> niche % 64 & 1;
}

/* ---- whose docs ---- */

static int by_id(const void *left, const void *right)
{
    const struct niche_doc *l = left;
    const struct niche_doc *r = right;
    return l->id < r->id ? -1 : l->id > r->id;
}

/* Starts of threads by the audience may be questions; whether they ask, their text tells. */
static void read_docs(struct niche_work *w)
{
    const struct mentions *m = w->m;
    struct niches *n = w->ret;
    n->doc = arena_new(w->a, struct niche_doc, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        struct niche_doc x = {.id = d->id,
                              .at_s = d->at_s,
                              .answer_s = TIME_NONE,
                              .author = d->author,
                              .thread = d->thread};
        bool in_time = (d->on & 1) && d->author && d->at_s < w->ask->end_s;
        x.ours = in_time && bits_has(w->ask->ours, d->author);
        x.voice = in_time && !x.ours && bits_has(w->ask->voices, d->author);
        x.question = in_time && !x.ours && (int64_t)d->thread == d->id &&
                     bits_has(w->ask->audience, d->author);
        if (x.ours || x.voice || x.question) n->doc[n->docs++] = x;
    }
    if (n->docs) qsort(n->doc, n->docs, sizeof *n->doc, by_id);
    w->at = idmap_new(&w->scratch, n->docs + 1);
    w->starts = idmap_new(&w->scratch, n->docs + 1);
    for (size_t i = 0; i < n->docs; i++)
        (void)idmap_put(&w->at, n->doc[i].id, (uint32_t)i);
    for (size_t i = 0; i < n->docs; i++) {
        int64_t start = n->doc[i].thread;
        if (idmap_get(&w->at, start) == UINT32_MAX)
            (void)idmap_put(&w->starts, start, (uint32_t)w->starts.count);
    }
    w->start_has = arena_new(&w->scratch, uint64_t, (w->starts.count + 1) * BLOCKS);
}

static void read_answers(struct niche_work *w)
{
    for (size_t i = 0; i < w->m->count; i++) {
        const struct mention *d = &w->m->doc[i];
        uint32_t k = idmap_get(&w->at, d->thread);
        if (k == UINT32_MAX || !d->author) continue;
        struct niche_doc *q = &w->ret->doc[k];
        bool answers = d->author != q->author && d->at_s >= q->at_s && d->at_s < w->ask->end_s;
        if (answers && (q->answer_s == TIME_NONE || d->at_s < q->answer_s)) q->answer_s = d->at_s;
    }
}

/* ---- texts ---- */

/* Every text of the docs that are looked at: counted first, marked then. */
static void take_text(struct niche_work *w, const struct query *q, bool count)
{
    int64_t id = query_i64(q, 0);
    uint32_t k = idmap_get(&w->at, id);
    uint32_t start = k == UINT32_MAX ? idmap_get(&w->starts, id) : UINT32_MAX;
    if (k == UINT32_MAX && (start == UINT32_MAX || count)) return;
    struct niche_doc *d = k == UINT32_MAX ? NULL : &w->ret->doc[k];
    if (count && !d->question) return;
    struct niche_text x = {.lang = query_str(q, 1),
                           .title = query_str(q, 2),
                           .text = voice_own_text(&w->words.row, query_str(q, 3))};
    if (!count) {
        uint64_t *has = d ? d->has : w->start_has + (size_t)start * BLOCKS;
        niche_words_mark(&w->words, &x, has);
        return;
    }
    d->question = str_find(x.title, '?') < x.title.len || str_find(x.text, '?') < x.text.len;
    w->ret->unasked += !d->question;
    if (!d->question) return;
    niche_words_count(&w->words, k, d->author, &x);
}

static enum status read_texts(struct niche_work *w, bool count, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_niche_texts, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK)
        take_text(w, q, count);
    query_close(q);
    return s == DONE ? OK : s;
}

/* Of too many questions the older are left: their words would fill the memory. */
static void leave_old(struct niche_work *w)
{
    struct niches *n = w->ret;
    size_t questions = 0;
    for (size_t i = n->docs; i-- > 0;) {
        if (!n->doc[i].question || ++questions <= NICHE_QUESTIONS_MAX) continue;
        n->doc[i].question = false;
        n->left++;
    }
}

static void join_starts(struct niche_work *w)
{
    struct niches *n = w->ret;
    for (size_t i = 0; i < n->docs; i++) {
        uint32_t k = idmap_get(&w->at, n->doc[i].thread);
        uint32_t start = idmap_get(&w->starts, n->doc[i].thread);
        const uint64_t *has = k != UINT32_MAX       ? n->doc[k].has
                              : start != UINT32_MAX ? w->start_has + (size_t)start * BLOCKS
                                                    : NULL;
        for (size_t b = 0; has && b < BLOCKS; b++)
            n->doc[i].has[b] |= has[b];
    }
}

/* ---- figures ---- */

struct side { /* questions, or docs of voices, by who said them */
    const struct niche_doc **doc;
    size_t count, people;
};

static int by_author(const void *left, const void *right)
{
    const struct niche_doc *const *l = left;
    const struct niche_doc *const *r = right;
    if ((*l)->author != (*r)->author) return (*l)->author < (*r)->author ? -1 : 1;
    return by_id(*l, *r);
}

static struct side side_of(struct niche_work *w, bool questions)
{
    struct niches *n = w->ret;
    struct side s = {.doc = arena_new(&w->scratch, const struct niche_doc *, n->docs)};
    for (size_t i = 0; i < n->docs; i++) {
        if (questions ? n->doc[i].question : n->doc[i].voice) s.doc[s.count++] = &n->doc[i];
    }
    if (s.count) qsort(s.doc, s.count, sizeof(const void *), by_author);
    for (size_t i = 0; i < s.count; i++)
        s.people += i == 0 || s.doc[i]->author != s.doc[i - 1]->author;
    return s;
}

static struct share share_on(const struct side *s, size_t niche, size_t *ret_docs,
                             size_t *ret_people)
{
    double together = 0;
    *ret_docs = 0;
    *ret_people = 0;
    for (size_t i = 0; i < s->count; i++)
        *ret_docs += niche_has(s->doc[i], niche);
    struct share x = {NAN, s->count, 1, 0};
    if (!s->count) return x;
    double p = (double)*ret_docs / (double)s->count;
    for (size_t i = 0, end = 0; i < s->count; i = end) {
        size_t on = 0;
        for (; end < s->count && s->doc[end]->author == s->doc[i]->author; end++)
            on += niche_has(s->doc[end], niche);
        double off = (double)on - p * (double)(end - i);
        together += off * off;
        *ret_people += on > 0;
    }
    double alone = (double)s->count * p * (1 - p);
    x.value = p;
    x.deff = alone > 0 ? fmax(1, together / alone) : 1;
    return x;
}

/* niche SIZE_MAX: all of them. */
static size_t waits_of(const struct niche_work *w, const struct side *s, size_t niche, bool only,
                       struct lasting *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct niche_doc *d = s->doc[i];
        bool has = niche != SIZE_MAX && niche_has(d, niche);
        bool ended = d->answer_s != TIME_NONE;
        int64_t seen_s = ended ? d->answer_s : w->ask->end_s;
        if (only && !has) continue;
        ret[n++] = (struct lasting){(double)(seen_s - d->at_s) / 3600, ended, has};
    }
    return n;
}

static void put_waits(struct niche_work *w, struct lasting *x, size_t n, struct figure *ret_open,
                      struct figure *ret_hours)
{
    struct survival s;
    *ret_open = *ret_hours = (struct figure){NAN, NAN, NAN};
    if (!n) return;
    survive_find(x, n, &w->scratch, &s);
    struct survive_step at = survive_at(&s, NICHE_DAYS * 24);
    if (isnan(at.lo)) wilson_95(at.left * (double)n, (double)n, &at.lo, &at.hi);
    *ret_open = (struct figure){at.left, at.lo, at.hi};
    *ret_hours = (struct figure){s.median, s.lo, s.hi};
}

static void find_figures(struct niche_work *w)
{
    struct niches *n = w->ret;
    struct side asked = side_of(w, true);
    struct side said = side_of(w, false);
    struct lasting *x = arena_new(&w->scratch, struct lasting, asked.count);
    double *p = arena_new(&w->scratch, double, 2 * n->count);
    double *holm = arena_new(&w->scratch, double, 2 * n->count);
    n->questions = asked.count;
    n->askers = asked.people;
    n->said = said.count;
    n->voices = said.people;
    put_waits(w, x, waits_of(w, &asked, SIZE_MAX, false, x), &n->open, &n->hours);
    for (size_t k = 0; k < n->count; k++) {
        struct arena_mark mark = arena_mark(&w->scratch);
        struct niche *one = &n->one[k];
        one->name = str_copy(w->a, w->words.term[w->chosen[k]].name);
        struct share demand = share_on(&asked, k, &one->asked, &one->askers);
        struct share supply = share_on(&said, k, &one->said, &one->voices);
        struct change more = share_change(&supply, &demand);
        one->demand = share_interval(&demand);
        one->supply = share_interval(&supply);
        one->demand_deff = demand.deff;
        one->supply_deff = supply.deff;
        one->more = more.by;
        p[k] = more.p;
        struct log_rank differ = survive_differ(x, waits_of(w, &asked, k, false, x));
        p[n->count + k] = differ.p;
        one->slow = (double)differ.events[1] < differ.expected;
        put_waits(w, x, waits_of(w, &asked, k, true, x), &one->open, &one->hours);
        arena_reset(&w->scratch, mark);
    }
    share_holm(p, 2 * n->count, holm, &w->scratch);
    for (size_t k = 0; k < n->count; k++) {
        struct niche *one = &n->one[k];
        one->p_few = holm[k];
        one->p_slow = holm[n->count + k];
        one->few = one->more.value > 0 && one->p_few < NICHE_P;
        one->slow = one->slow && one->p_slow < NICHE_P;
    }
}

/* ---- order ---- */

struct placed {
    const struct niche *one;
    uint32_t number;
};

static double least_p(const struct niche *x)
{
    bool few = x->more.value > 0;
    double p = few ? x->p_few : 1;
    return x->p_slow < p ? x->p_slow : p;
}

static int under_served_first(const void *left, const void *right)
{
    const struct placed *l = left;
    const struct placed *r = right;
    int marks[2] = {l->one->few + l->one->slow, r->one->few + r->one->slow};
    double p[2] = {least_p(l->one), least_p(r->one)};
    if (marks[0] != marks[1]) return marks[0] > marks[1] ? -1 : 1;
    if (p[0] != p[1]) return p[0] < p[1] ? -1 : 1;
    if (l->one->asked != r->one->asked) return l->one->asked > r->one->asked ? -1 : 1;
    return str_cmp(l->one->name, r->one->name);
}

static void put_in_order(struct niche_work *w)
{
    struct niches *n = w->ret;
    struct placed *at = arena_new(&w->scratch, struct placed, n->count);
    struct niche *one = arena_new(w->a, struct niche, n->count);
    for (size_t k = 0; k < n->count; k++)
        at[k] = (struct placed){&n->one[k], (uint32_t)k};
    if (n->count) qsort(at, n->count, sizeof *at, under_served_first);
    for (size_t i = 0; i < n->docs; i++) {
        uint64_t has[BLOCKS] = {0};
        for (size_t k = 0; k < n->count; k++) {
            if (niche_has(&n->doc[i], at[k].number)) has[k / 64] |= (uint64_t)1 << k % 64;
        }
        for (size_t b = 0; b < BLOCKS; b++)
            n->doc[i].has[b] = has[b];
    }
    for (size_t k = 0; k < n->count; k++)
        one[k] = *at[k].one;
    n->one = one;
}

static enum status find(struct niche_work *w, struct err *e)
{
    struct niches *n = w->ret;
    size_t questions = 0;
    read_docs(w);
    leave_old(w);
    read_answers(w);
    for (size_t i = 0; i < n->docs; i++)
        n->doc[i].has = arena_new(w->a, uint64_t, BLOCKS);
    enum status s = read_texts(w, true, e);
    if (s) return s;
    for (size_t i = 0; i < n->docs; i++)
        questions += n->doc[i].question;
    w->chosen = niche_words_choose(&w->words, questions, &n->count, &n->found);
    n->one = arena_new(&w->scratch, struct niche, n->count);
    s = read_texts(w, false, e);
    if (s) return s;
    join_starts(w);
    find_figures(w);
    put_in_order(w);
    return OK;
}

enum status niche_find(struct store *st, const struct mentions *m, const struct niche_ask *ask,
                       struct arena *a, struct niches *ret, struct err *e)
{
    struct niche_work w = {.st = st, .m = m, .ask = ask, .a = a, .ret = ret};
    *ret = (struct niches){0};
    niche_words_open(&w.words, ask->topic, &w.scratch);
    enum status s = find(&w, e);
    niche_words_close(&w.words);
    arena_free(&w.scratch);
    return s;
}

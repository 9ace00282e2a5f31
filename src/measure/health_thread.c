/* health_thread.c - measure: which threads has an outlet, and how soon are they answered? */
#include "measure/health_int.h"

#include "find/direction.h"
#include "measure/survive.h"

#include <math.h>
#include <stdlib.h>

static int by_thread(const void *left, const void *right)
{
    const struct mention *const *l = left;
    const struct mention *const *r = right;
    if ((*l)->thread != (*r)->thread) return (*l)->thread < (*r)->thread ? -1 : 1;
    if ((*l)->at_s != (*r)->at_s) return (*l)->at_s < (*r)->at_s ? -1 : 1;
    return (*l)->id < (*r)->id ? -1 : (*l)->id > (*r)->id;
}

static int by_start(const void *left, const void *right)
{
    const struct health_thread *l = left;
    const struct health_thread *r = right;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

static int by_number(const void *l, const void *r)
{
    uint32_t x = *(const uint32_t *)l;
    uint32_t y = *(const uint32_t *)r;
    return (x > y) - (x < y);
}

/* One thread's docs; those before its start (clocks) are left out. */
static void take(const struct health_work *w, const struct mention *const *doc, size_t n,
                 const struct mention *start, struct health_thread *t)
{
    uint32_t *who = arena_new(w->scratch, uint32_t, n);
    size_t known = 0;
    *t = (struct health_thread){.doc = start->id,
                                .at_s = start->at_s,
                                .answer_s = TIME_NONE,
                                .other_s = TIME_NONE,
                                .starter = start->author,
                                .asked = health_member(w->ask, start)};
    for (size_t i = 0; i < n; i++) {
        const struct mention *d = doc[i];
        if (d->at_s < start->at_s) continue;
        if (d->at_s < start->at_s + (int64_t)THREAD_DAYS * DAY_S) {
            t->posts++;
            if (d->author) who[known++] = d->author;
        }
        if (!d->author || d->author == start->author) continue;
        if (t->answer_s == TIME_NONE) t->answer_s = d->at_s;
        bool ours = bits_has(w->ask->ours, d->author);
        if (t->other_s == TIME_NONE && !ours) t->other_s = d->at_s;
    }
    if (known) qsort(who, known, sizeof *who, by_number);
    for (size_t i = 0; i < known; i++)
        t->people += i == 0 || who[i] != who[i - 1];
}

void health_threads(struct health_work *w)
{
    struct health_outlet *o = w->to;
    const struct mention **doc = arena_new(w->scratch, const struct mention *, w->count);
    for (size_t i = 0; i < w->count; i++) {
        doc[i] = &w->doc[i];
        o->threads += w->doc[i].id == w->doc[i].thread;
    }
    if (w->count) qsort(doc, w->count, sizeof(const void *), by_thread);
    o->thread = arena_new(w->a, struct health_thread, o->threads);
    o->threads = 0;
    for (size_t i = 0, end = 0; i < w->count; i = end) {
        const struct mention *start = NULL;
        for (; end < w->count && doc[end]->thread == doc[i]->thread; end++) {
            if (doc[end]->id == doc[end]->thread) start = doc[end];
        }
        if (start) take(w, doc + i, end - i, start, &o->thread[o->threads++]);
    }
    if (o->threads) qsort(o->thread, o->threads, sizeof *o->thread, by_start);
}

/* ---- of a period ---- */

static size_t started_before(const struct health_outlet *o, int64_t at_s)
{
    size_t lo = 0;
    for (size_t hi = o->threads; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (o->thread[mid].at_s < at_s) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

static struct health_figure part_of(size_t k, size_t n)
{
    struct health_figure f = {{NAN, NAN, NAN}, n};
    if (!n) return f;
    f.of.value = (double)k / (double)n;
    wilson_95((double)k, (double)n, &f.of.lo, &f.of.hi);
    return f;
}

static bool within(int64_t at_s, int64_t start_s)
{
    return at_s != TIME_NONE && at_s < start_s + (int64_t)THREAD_DAYS * DAY_S;
}

static void of_grown(const struct health_work *w, struct health_period *p)
{
    const struct health_outlet *o = w->to;
    size_t from = started_before(o, p->start_s - (int64_t)THREAD_DAYS * DAY_S);
    size_t end = started_before(o, p->end_s - (int64_t)THREAD_DAYS * DAY_S);
    double *people = arena_new(w->scratch, double, end - from);
    size_t lively = 0;
    size_t asked = 0;
    size_t answered = 0;
    size_t other = 0;
    for (size_t i = from; i < end; i++) {
        const struct health_thread *t = &o->thread[i];
        people[i - from] = t->people;
        lively += t->posts > w->ask->posts;
        asked += t->asked;
        answered += t->asked && within(t->answer_s, t->at_s);
        other += t->asked && within(t->other_s, t->at_s);
    }
    p->factor[HEALTH_LIVELY] = part_of(lively, end - from);
    p->factor[HEALTH_INTERACTION] = health_mean(people, end - from, 0);
    p->factor[HEALTH_ANSWERED] = part_of(answered, asked);
    p->factor[HEALTH_BY_OTHERS] = part_of(other, asked);
}

static void of_waiting(const struct health_work *w, struct health_period *p)
{
    const struct health_outlet *o = w->to;
    size_t from = started_before(o, p->start_s);
    size_t end = started_before(o, p->end_s);
    struct lasting *x = arena_new(w->scratch, struct lasting, end - from);
    size_t n = 0;
    for (size_t i = from; i < end; i++) {
        const struct health_thread *t = &o->thread[i];
        bool ended = t->answer_s != TIME_NONE && t->answer_s < p->end_s;
        int64_t seen_s = ended ? t->answer_s : p->end_s;
        if (t->asked) x[n++] = (struct lasting){(double)(seen_s - t->at_s) / 3600, ended, false};
    }
    if (!n) return;
    struct survival s;
    survive_find(x, n, w->scratch, &s);
    p->factor[HEALTH_ANSWER_HOURS] = (struct health_figure){{s.median, s.lo, s.hi}, n};
}

void health_of_threads(const struct health_work *w, struct health_period *p)
{
    if (!health_broken(w->to, p->start_s - (int64_t)THREAD_DAYS * DAY_S, p->end_s)) of_grown(w, p);
    of_waiting(w, p);
}

/* ideas.c - measure: which words and topics rise, carried by several people? */
#include "base/tail.h"
#include "base/time.h"
#include "measure/ideas_int.h"

#include <math.h>
#include <stdlib.h>

double ideas_p(double x1, double x0, double late)
{
    if (!(x1 > 0)) return 1.0;
    return beta_below(x1, x0 + 1, late);
}

void ideas_q(const double *p, size_t n, size_t tried, double *ret)
{
    double least = 1.0;
    for (size_t i = n; i-- > 0;) {
        least = fmin(least, p[i] * (double)tried / (double)(i + 1));
        ret[i] = least;
    }
}

/* ---- windows and outlets ---- */

static void set_starts(const struct ideas_ask *ask, struct ideas *x)
{
    x->start_s[IDEAS_NEXT] = ask->at_s;
    x->start_s[IDEAS_WINDOWS] = ask->at_s + ask->days * DAY_S;
    x->start_s[IDEAS_LATE] = ask->at_s - ask->days * DAY_S;
    x->start_s[IDEAS_BEFORE] = x->start_s[IDEAS_LATE] - IDEAS_EARLIER * ask->days * DAY_S;
}

static uint8_t window_of(const struct ideas_work *w, const struct mention *d)
{
    uint8_t last = w->ask->next ? IDEAS_NEXT : IDEAS_LATE;
    for (uint8_t k = 0; k <= last && d->on & 1; k++) {
        if (d->at_s >= w->ret->start_s[k] && d->at_s < w->ret->start_s[k + 1]) return k;
    }
    return IDEAS_WINDOWS;
}

enum { IN_FIRST = 1, IN_SECOND = 2, IN_LATE = 4, THROUGHOUT = 7 };

/* Docs of outlets that were not there all the time are of no window. */
static void set_windows(struct ideas_work *w)
{
    const struct mentions *m = w->m;
    struct ideas *x = w->ret;
    uint32_t outlets = 0;
    for (size_t i = 0; i < m->count; i++)
        outlets = m->doc[i].outlet >= outlets ? m->doc[i].outlet + 1 : outlets;
    uint8_t *in = arena_new(w->scratch, uint8_t, outlets);
    int64_t middle_s = (x->start_s[IDEAS_BEFORE] + x->start_s[IDEAS_LATE]) / 2;
    w->window = arena_new(w->scratch, uint8_t, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        w->window[i] = window_of(w, d);
        if (w->window[i] == IDEAS_LATE) in[d->outlet] |= IN_LATE;
        if (w->window[i] == IDEAS_BEFORE) {
            in[d->outlet] |= d->at_s < middle_s ? IN_FIRST : IN_SECOND;
        }
    }
    for (size_t i = 0; i < m->count; i++) {
        bool there = in[m->doc[i].outlet] == THROUGHOUT;
        if (w->window[i] == IDEAS_WINDOWS) continue;
        x->left_out += !there && w->window[i] != IDEAS_NEXT;
        if (!there) w->window[i] = IDEAS_WINDOWS;
        if (there) x->n[w->window[i]]++;
    }
    for (uint32_t o = 0; o < outlets; o++) {
        x->outlets += in[o] != 0;
        x->throughout += in[o] == THROUGHOUT;
    }
}

/* ---- tests ---- */

static double late_of(const struct ideas *x)
{
    return (double)x->n[IDEAS_LATE] / (double)(x->n[IDEAS_LATE] + x->n[IDEAS_BEFORE]);
}

static bool is_higher(const struct ideas *x, size_t next, size_t before)
{
    return x->n[IDEAS_NEXT] &&
           (double)next * (double)x->n[IDEAS_BEFORE] > (double)before * (double)x->n[IDEAS_NEXT];
}

/* Which cells may have risen; what counting alone would have flagged. */
static void screen(struct ideas_work *w)
{
    struct ideas *x = w->ret;
    double late = late_of(x);
    w->screened = bits_new(w->scratch, w->cells);
    for (size_t c = 0; c < w->cells; c++) {
        uint32_t before = w->cell[IDEAS_BEFORE][c];
        uint32_t now = w->cell[IDEAS_LATE][c];
        if (now < IDEAS_LEAST) continue;
        x->tried++;
        if (now * IDEAS_EARLIER > before) {
            x->counted++;
            x->counted_held += is_higher(x, w->cell[IDEAS_NEXT][c], before);
        }
        if (ideas_p(now, before, late) < IDEAS_Q) bits_add(&w->screened, (int64_t)c);
    }
}

static int number_cmp(const void *left, const void *right)
{
    const uint32_t *l = left;
    const uint32_t *r = right;
    return (*l > *r) - (*l < *r);
}

struct runs { /* of equal numbers */
    size_t distinct, most;
};

/* Who is not known (0) is nobody. Sorts key. */
static struct runs runs_of(uint32_t *key, size_t n)
{
    struct runs r = {0, 0};
    if (n > 1) qsort(key, n, sizeof *key, number_cmp);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && (end == i || (key[i] && key[end] == key[i])))
            end++;
        size_t run = end - i;
        r.distinct += key[i] != 0;
        if (key[i] && run > r.most) r.most = run;
    }
    return r;
}

static void set_hanging(struct ideas_work *w, bool authors, struct hanging *ret)
{
    const struct mentions *m = w->m;
    struct idmap number = idmap_new(w->scratch, m->count + 1);
    uint32_t n = 0;
    ret->of = arena_new(w->scratch, uint32_t, m->count);
    ret->size = arena_new(w->scratch, uint32_t, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        int64_t key = authors ? d->author : d->thread;
        if (!key) key = -(int64_t)i - 1;
        uint32_t at = idmap_put(&number, key, n);
        n += at == n;
        ret->of[i] = at;
        ret->size[at] += w->window[i] <= IDEAS_LATE;
    }
    for (uint32_t g = 0; g < n; g++)
        ret->squares += (double)ret->size[g] * (double)ret->size[g];
}

/* sum over groups (on - p size)^2 / n p (1 - p): those without any add p^2 size^2 each. Sorts key,
 * groups of the docs with the term. */
static double deff_by(const struct ideas_work *w, const struct hanging *by, uint32_t *key,
                      size_t on)
{
    double n = (double)(w->ret->n[IDEAS_BEFORE] + w->ret->n[IDEAS_LATE]);
    double p = (double)on / n;
    double together = p * p * by->squares;
    if (on > 1) qsort(key, on, sizeof *key, number_cmp);
    for (size_t i = 0, end = 0; i < on; i = end) {
        while (end < on && key[end] == key[i])
            end++;
        double size = (double)by->size[key[i]];
        double run = (double)(end - i);
        together += (run - p * size) * (run - p * size) - p * p * size * size;
    }
    return p > 0 && p < 1 ? together / (n * p * (1 - p)) : 1.0;
}

static double deff_of(const struct ideas_work *w, const uint32_t *doc, size_t n)
{
    struct arena_mark mark = arena_mark(w->row);
    uint32_t *key = arena_new(w->row, uint32_t, n);
    double deff = 1.0;
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < n; i++)
            key[i] = w->by[k].of[doc[i]];
        deff = fmax(deff, deff_by(w, &w->by[k], key, n));
    }
    arena_reset(w->row, mark);
    return deff;
}

/* Of the docs of a term in the first two windows, each group's first in each window; copy NULL:
 * all. ret has room for r->docs. */
static size_t apart(const struct ideas_work *w, const struct rising *r, const uint32_t *copy,
                    uint32_t *ret)
{
    struct arena_mark mark = arena_mark(w->row);
    struct idmap seen = idmap_new(w->row, r->docs + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->docs; i++) {
        uint8_t window = w->window[r->doc[i]];
        if (window > IDEAS_LATE) continue;
        if (copy) {
            int64_t key = (int64_t)copy[r->doc[i]] * 2 + window;
            if (idmap_put(&seen, key, (uint32_t)i) != i) continue;
        }
        ret[n++] = r->doc[i];
    }
    arena_reset(w->row, mark);
    return n;
}

/* Fills all but q and with. late_doc: [docs of the term]. */
static void measure_term(const struct ideas_work *w, const struct rising *r, const uint32_t *copy,
                         uint32_t *doc, struct idea *ret)
{
    const struct ideas *x = w->ret;
    size_t n = apart(w, r, copy, doc);
    *ret = (struct idea){.words = r->words, .deff = deff_of(w, doc, n)};
    size_t late = 0;
    struct arena_mark mark = arena_mark(w->row);
    uint32_t *who = arena_new(w->row, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        ret->on[w->window[doc[i]]]++;
        if (w->window[doc[i]] != IDEAS_LATE) continue;
        who[late] = w->m->doc[doc[i]].author;
        doc[late++] = doc[i];
    }
    struct runs people = runs_of(who, late);
    arena_reset(w->row, mark);
    ret->people = people.distinct;
    ret->most = people.most;
    ret->doc = doc;
    ret->docs = late;
    for (size_t i = 0; i < r->docs; i++)
        ret->on[IDEAS_NEXT] += w->window[r->doc[i]] == IDEAS_NEXT;
    struct share part[2];
    for (int k = 0; k < 2; k++) {
        part[k] = (struct share){(double)ret->on[k] / (double)x->n[k], x->n[k], ret->deff, 0};
        ret->share[k] = share_interval(&part[k]);
    }
    ret->rise = share_change(&part[0], &part[1]);
    ret->p = ideas_p((double)ret->on[IDEAS_LATE] / ret->deff,
                     (double)ret->on[IDEAS_BEFORE] / ret->deff, late_of(x));
    ret->held = is_higher(x, ret->on[IDEAS_NEXT], ret->on[IDEAS_BEFORE]);
}

static int by_p(const void *left, const void *right)
{
    const struct idea *l = left;
    const struct idea *r = right;
    if (l->p != r->p) return l->p < r->p ? -1 : 1;
    return str_cmp(l->words, r->words);
}

/* Measures all terms, and puts their q: most likely risen first. */
static size_t measure_all(struct ideas_work *w, const uint32_t *copy, const bool *only,
                          struct idea *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++) {
        uint32_t *doc = arena_new(w->scratch, uint32_t, w->rising[i].docs);
        if (only && !only[i]) continue;
        measure_term(w, &w->rising[i], copy, doc, &ret[n]);
        n += ret[n].on[IDEAS_LATE] >= IDEAS_LEAST;
    }
    if (n > 1) qsort(ret, n, sizeof *ret, by_p);
    double *p = arena_new(w->scratch, double, n);
    for (size_t i = 0; i < n; i++)
        p[i] = ret[i].p;
    ideas_q(p, n, w->ret->tried, p);
    for (size_t i = 0; i < n; i++)
        ret[i].q = p[i];
    return n;
}

/* ---- one topic, several terms ---- */

static bool same_docs(const struct idea *l, const struct idea *r)
{
    size_t both = 0;
    for (size_t i = 0, k = 0; i < l->docs && k < r->docs;) {
        both += l->doc[i] == r->doc[k];
        bool first = l->doc[i] <= r->doc[k];
        k += l->doc[i] >= r->doc[k];
        i += first;
    }
    size_t fewer = l->docs < r->docs ? l->docs : r->docs;
    return (double)both >= IDEAS_SAME * (double)fewer;
}

static void keep(struct ideas_work *w, const struct idea *one)
{
    struct ideas *x = w->ret;
    if (one->people < IDEAS_PEOPLE || 2 * one->most > one->docs) {
        x->few++;
        return;
    }
    for (size_t i = 0; i < x->count; i++) {
        struct idea *first = &x->one[i];
        if (!same_docs(first, one)) continue;
        first->with = first->with.len ? str_printf(w->a, "%.*s, %.*s", STR_ARG(first->with),
                                                   STR_ARG(one->words))
                                      : one->words;
        x->merged++;
        return;
    }
    x->one = arena_more(w->a, x->one, x->count, sizeof *x->one);
    struct idea *to = &x->one[x->count++];
    *to = *one;
    uint32_t *doc = arena_new(w->a, uint32_t, one->docs);
    for (size_t i = 0; i < one->docs; i++)
        doc[i] = one->doc[i];
    to->doc = doc;
}

/* Terms that rose, copies and all; then with each copy once. */
static enum status test_all(struct ideas_work *w, struct err *e)
{
    struct idea *all = arena_new(w->scratch, struct idea, w->count + 1);
    bool *only = arena_new(w->scratch, bool, w->count + 1);
    struct bits which = bits_new(w->scratch, w->m->count);
    uint32_t *copy = NULL;
    size_t n = measure_all(w, NULL, NULL, all);
    struct map rose = map_new(w->scratch);
    size_t risen = 0;
    for (; risen < n && all[risen].q < IDEAS_Q; risen++)
        (void)map_put(&rose, all[risen].words, 0, NULL);
    for (size_t i = 0; i < w->count; i++) {
        const struct rising *r = &w->rising[i];
        only[i] = map_get(&rose, r->words) != NULL;
        for (size_t k = 0; k < r->docs && only[i]; k++) {
            if (w->window[r->doc[k]] <= IDEAS_LATE) bits_add(&which, r->doc[k]);
        }
    }
    if (!risen) return OK;
    enum status s = ideas_copies(w, &which, &copy, e);
    if (s) return s;
    n = measure_all(w, copy, only, all);
    for (size_t i = 0; i < n; i++) {
        if (all[i].q < IDEAS_Q) {
            keep(w, &all[i]);
        } else {
            w->ret->few++;
        }
    }
    w->ret->few += risen - n;
    return OK;
}

enum status ideas_find(struct store *st, const struct mentions *m, const struct ideas_ask *ask,
                       struct arena *a, struct ideas *ret, struct err *e)
{
    struct arena scratch = {0};
    struct arena row = {0};
    struct ideas_work w = {
        .st = st, .m = m, .ask = ask, .a = a, .scratch = &scratch, .row = &row, .ret = ret};
    enum status s = OK;
    *ret = (struct ideas){.tried = 0};
    set_starts(ask, ret);
    set_windows(&w);
    if (ret->n[IDEAS_BEFORE] && ret->n[IDEAS_LATE]) {
        w.terms = terms_new(&scratch);
        set_hanging(&w, false, &w.by[0]);
        set_hanging(&w, true, &w.by[1]);
        s = ideas_cells(&w, e);
        if (!s) screen(&w);
        if (!s) s = ideas_docs(&w, e);
        if (!s) s = test_all(&w, e);
    }
    arena_free(&scratch);
    arena_free(&row);
    return s;
}

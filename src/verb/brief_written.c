/* brief_written.c - verb: what does somebody write about, where do they answer, and when? */
#include "verb/brief.h"

#include "base/map.h"
#include "base/time.h"
#include "connect/habit.h"
#include "verb/quoted.h"

#include <math.h>
#include <stdlib.h>

static enum status put_doc(struct brief *b, const char *what, const struct written *w, size_t n,
                           struct str market, struct err *e)
{
    struct quoted q;
    enum status s = quoted_load(b->r, w->doc, &q, e);
    if (s) return s;
    struct str fact = q.title.len ? q.title : q.quote.len ? q.quote : w->kind;
    struct cell *row = brief_fact(b, what, w->author, fact);
    if (q.title.len) brief_quote(b, row, q.quote);
    if (n) brief_count(row, n);
    brief_market(b, row, market);
    brief_place(b, row, &(struct place){w->at_s, q.source, q.place, q.url});
    return OK;
}

static int64_t thread_of(const struct written *w)
{
    return w->root ? w->root : w->doc;
}

/* ---- what about ---- */

/* The latest threads, each by their latest doc in it; n: docs of theirs there. */
static enum status put_threads(struct brief *b, struct err *e)
{
    int64_t *told = arena_new(b->r->a, int64_t, (size_t)b->rows);
    size_t count = 0;
    enum status s = OK;
    for (size_t i = 0; i < b->w.count && !brief_full(b) && !s; i++) {
        const struct written *w = &b->w.one[i];
        bool again = false;
        size_t n = 0;
        for (size_t k = 0; k < count; k++)
            again |= told[k] == thread_of(w);
        if (again) continue;
        told[count++] = thread_of(w);
        for (size_t k = i; k < b->w.count; k++)
            n += thread_of(&b->w.one[k]) == thread_of(w);
        s = put_doc(b, "writes about", w, n, STR(""), e);
    }
    return s;
}

struct subject {
    int64_t topic, latest; /* evidence */
    size_t n;
};

static int most_first(const void *a, const void *b)
{
    const struct subject *x = a;
    const struct subject *y = b;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return x->topic < y->topic ? -1 : x->topic > y->topic;
}

static enum status put_subject(struct brief *b, const struct subject *one, struct err *e)
{
    struct proof p;
    enum status s = proof_load(b->r->st, one->latest, b->r->a, &p, e);
    if (s) return s;
    struct cell *row = brief_fact(b, "heeds others on", 0, p.topic);
    brief_count(row, one->n);
    brief_place(b, row, &(struct place){p.at_s, p.source, p.place, p.url});
    return OK;
}

/* Topics that tables give what they heeded others for. */
static enum status put_subjects(struct brief *b, struct err *e)
{
    struct idmap at = idmap_new(b->r->a, 16);
    struct subject *subject = arena_new(b->r->a, struct subject, b->deed_count);
    uint32_t count = 0;
    for (size_t i = 0; i < b->deed_count; i++) {
        const struct deed *d = &b->deed[i];
        if (!d->by_them || !d->topic || d->sign < 0) continue;
        uint32_t k = idmap_put(&at, d->topic, count);
        if (k == count) subject[count++] = (struct subject){d->topic, d->evidence, 0}; /* newest */
        subject[k].n++;
    }
    if (count) qsort(subject, count, sizeof *subject, most_first);
    enum status s = OK;
    brief_begin(b);
    for (uint32_t i = 0; i < count && !brief_full(b) && !s; i++)
        s = put_subject(b, &subject[i], e);
    return s;
}

enum status brief_written(struct brief *b, struct err *e)
{
    brief_begin(b);
    enum status s = put_threads(b, e);
    brief_end(b, "writes about");
    return s ? s : put_subjects(b, e);
}

/* ---- on the topic of a market ---- */

static enum status put_market(struct brief *b, const struct market *m, struct err *e)
{
    struct topic_hits hits;
    struct reading found = {0};
    struct writings w = b->w;
    enum status s = topic_hits(b->r->st, m->topic, b->r->a, &hits, e);
    for (; m->until_s != TIME_NONE && w.count && w.one->at_s >= m->until_s; w.count--)
        w.one++; /* newest first */
    if (!s) s = reading_find(&w, &hits, m->since_s, b->r->a, &found, e);
    if (s || !found.count) return s;
    s = put_doc(b, "on topic", found.latest, found.count, m->name, e);
    if (!s && found.heeded) {
        s = put_doc(b, "most answered", found.heeded, found.answered_by, m->name, e);
    }
    return s;
}

static enum status put_named(struct brief *b, struct str name, struct err *e)
{
    struct market m;
    enum status s = market_load(b->r->st, name, b->r->a, &m, e);
    if (s) return s;
    table_fact(b->t, "market", NULL, cell_text(m.name), 0);
    table_fact(b->t, "topic", NULL, cell_text(m.topic), 0);
    table_fact(b->t, "audience", NULL, cell_text(m.audience), 0);
    table_fact(b->t, "model", NULL, cell_text(STR_NONE), 0);
    return put_market(b, &m, e);
}

enum status brief_on_topic(struct brief *b, struct str market, struct err *e)
{
    struct markets all = {0};
    enum status s = OK;
    brief_begin(b);
    if (market.len) {
        s = put_named(b, market, e);
    } else {
        s = market_list(b->r->st, b->r->a, &all, e);
    }
    for (size_t i = 0; i < all.count && !s; i++)
        s = put_market(b, &all.market[i], e);
    brief_end(b, "on topic");
    return s;
}

/* ---- where ---- */

struct ground { /* one kind of doc in one outlet or channel */
    struct str name;
    size_t n;
    const struct written *latest; /* NULL: of evidence alone */
    int64_t evidence;             /* latest */
    int64_t at_s;
};
struct grounds {
    struct map at;
    struct ground *one;
    size_t count;
};

static struct ground *ground_at(struct brief *b, struct grounds *g, struct str name)
{
    bool is_new = false;
    int64_t *at = map_put(&g->at, name, (int64_t)g->count, &is_new);
    if (is_new) {
        g->one = arena_more(b->r->a, g->one, g->count, sizeof *g->one);
        g->one[g->count++] = (struct ground){.name = str_copy(b->r->a, name), .at_s = TIME_NONE};
    }
    return &g->one[*at];
}

static enum status add_docs(struct brief *b, struct grounds *g, bool answers, struct err *e)
{
    for (size_t i = 0; i < b->w.count; i++) {
        const struct written *w = &b->w.one[i];
        struct str outlet = STR_NONE;
        if (answers && !w->answers) continue;
        enum status s = w->outlet ? node_name(b->r->st, w->outlet, b->r->a, &outlet, e) : OK;
        if (s) return s;
        struct str name =
            outlet.len ? str_printf(b->r->a, "%.*s in %.*s", STR_ARG(w->kind), STR_ARG(outlet))
                       : str_printf(b->r->a, "%.*s (%.*s)", STR_ARG(w->kind), STR_ARG(w->channel));
        struct ground *one = ground_at(b, g, name);
        if (!one->n++) {
            one->latest = w;
            one->at_s = w->at_s;
        }
    }
    return OK;
}

/* Answers that are told of without what they answer: each once, those of add_docs not again. */
static void add_told(struct brief *b, struct grounds *g)
{
    struct idmap told = idmap_new(b->r->a, b->w.count);
    for (size_t i = 0; i < b->w.count; i++)
        if (b->w.one[i].answers) (void)idmap_put(&told, b->w.one[i].doc, 0);
    for (size_t i = 0; i < b->deed_count; i++) {
        const struct deed *d = &b->deed[i];
        if (!d->by_them || d->verb != VERB_REPLIED) continue;
        if (d->doc && idmap_get(&told, d->doc) != UINT32_MAX) continue;
        if (d->doc) (void)idmap_put(&told, d->doc, 0);
        struct ground *one = ground_at(b, g, str_printf(b->r->a, "replies (%s)", d->channel));
        if (!one->n++) {
            one->evidence = d->evidence;
            one->at_s = d->at_s;
        }
    }
}

static int busiest_first(const void *a, const void *b)
{
    const struct ground *x = a;
    const struct ground *y = b;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    return str_cmp(x->name, y->name);
}

static enum status put_ground(struct brief *b, const char *what, const struct ground *one,
                              struct err *e)
{
    struct quoted q = {0};
    struct proof p = {0};
    struct place at = {.at_s = one->at_s};
    enum status s = one->latest ? quoted_load(b->r, one->latest->doc, &q, e)
                                : proof_load(b->r->st, one->evidence, b->r->a, &p, e);
    if (s) return s;
    at.source = one->latest ? q.source : p.source;
    at.place = one->latest ? q.place : p.place;
    at.url = one->latest ? q.url : p.url;
    struct cell *row = brief_fact(b, what, 0, one->name);
    brief_count(row, one->n);
    brief_place(b, row, &at);
    return OK;
}

static enum status put_grounds(struct brief *b, const char *what, bool answers, struct err *e)
{
    struct grounds g = {.at = map_new(b->r->a)};
    enum status s = add_docs(b, &g, answers, e);
    if (!s && answers) add_told(b, &g);
    if (g.count) qsort(g.one, g.count, sizeof *g.one, busiest_first);
    brief_begin(b);
    for (size_t i = 0; i < g.count && !brief_full(b) && !s; i++)
        s = put_ground(b, what, &g.one[i], e);
    brief_end(b, what);
    return s;
}

enum status brief_channels(struct brief *b, struct err *e)
{
    enum status s = put_grounds(b, "writes in", false, e);
    return s ? s : put_grounds(b, "answers in", true, e);
}

/* ---- when ---- */

static enum status put_time(struct brief *b, const char *what, struct str fact, size_t n,
                            const struct written *latest, struct err *e)
{
    struct quoted q;
    enum status s = quoted_load(b->r, latest->doc, &q, e);
    if (s) return s;
    struct cell *row = brief_fact(b, what, 0, fact);
    brief_count(row, n);
    brief_place(b, row, &(struct place){latest->at_s, q.source, q.place, q.url});
    return OK;
}

/* Of answers to anybody, or to ours alone. */
static enum status put_replies(struct brief *b, const char *what, bool to_ours, struct err *e)
{
    const struct team *team = &b->known.team;
    double *wait = arena_new(b->r->a, double, b->w.count);
    const struct written *latest = NULL;
    size_t n = 0;
    for (size_t i = 0; i < b->w.count; i++) {
        const struct written *w = &b->w.one[i];
        bool timed =
            w->answers && has_hour(w->at_s) && has_hour(w->asked_s) && w->at_s >= w->asked_s;
        if (!timed || (to_ours && team_find(team, w->answers) == team->count)) continue;
        if (!latest) latest = w;
        wait[n++] = (double)(w->at_s - w->asked_s) / 3600.0;
    }
    if (!n) return OK;
    double hours = middle_of(wait, n);
    struct str fact = hours < 48 ? str_printf(b->r->a, "%.1f hours", hours)
                                 : str_printf(b->r->a, "%.1f days", hours / 24);
    return put_time(b, what, fact, n, latest, e);
}

static struct str hours_fact(struct arena *a, const struct hours *h, const char *of)
{
    if (!h->stand_out) return str_printf(a, "no hours stand out (%s)", of);
    return str_printf(a, "%02d to %02d UTC: %.0f %% (%s)", h->from, h->to, 100 * h->share, of);
}

/* Of their answers where these are enough, else of all they wrote. */
static enum status put_hours(struct brief *b, struct err *e)
{
    int64_t *at = arena_new(b->r->a, int64_t, b->w.count);
    struct hours h = {0};
    for (int answers = 1; answers >= 0 && !h.enough; answers--) {
        const struct written *latest = NULL;
        size_t n = 0;
        for (size_t i = 0; i < b->w.count; i++) {
            const struct written *w = &b->w.one[i];
            if ((answers && !w->answers) || !has_hour(w->at_s)) continue;
            if (!latest) latest = w;
            at[n++] = w->at_s;
        }
        hours_find(at, n, b->r->a, &h);
        if (!h.enough || !latest) continue;
        struct str fact = hours_fact(b->r->a, &h, answers ? "answers" : "all they wrote");
        return put_time(b, "best hours", fact, h.n, latest, e);
    }
    return OK;
}

enum status brief_times(struct brief *b, struct err *e)
{
    brief_begin(b);
    enum status s = put_replies(b, "reply time", false, e);
    brief_end(b, "reply time");
    if (!s) s = put_replies(b, "reply time to us", true, e);
    brief_begin(b);
    if (!s) s = put_hours(b, e);
    brief_end(b, "best hours");
    return s;
}

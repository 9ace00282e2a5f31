/* health_open.c - verb: what is one factor of a community's health made of, period by period? */
#include "verb/health.h"

#include "base/map.h"
#include "base/time.h"
#include "find/people.h"
#include "verb/quoted.h"

#include <stdlib.h>

static const struct column course_columns[] = {
    {"period", "from", "UTC", CELL_TIME, 0, false},
    {"value", "value", NULL, CELL_REAL, 2, false},
    {"lo", "from", NULL, CELL_REAL, 2, false},
    {"hi", "to", NULL, CELL_REAL, 2, false},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"docs", "docs", "docs", CELL_INT, 0, false},
    {"mark", "mark", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const struct column thread_columns[] = {
    {"at", "started", "UTC", CELL_TIME, 0, false},
    {"by", "by", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", "docs", CELL_INT, 0, false},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"hours", "answered", "hours", CELL_REAL, 1, false},
    {"other_hours", "not by us", "hours", CELL_REAL, 1, false},
    {"title", "what", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"open", "open", NULL, CELL_TEXT, 0, false},
};

static const struct column people_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", "docs", CELL_INT, 0, false},
    {"first", "first doc", "UTC", CELL_TIME, 0, false},
    {"last", "last doc", "UTC", CELL_TIME, 0, false},
};

struct table *health_course(const struct health_asked *v)
{
    return table_new(v->x.r->a, "health", course_columns,
                     sizeof course_columns / sizeof *course_columns);
}

static struct cell hours(int64_t from_s, int64_t to_s)
{
    if (to_s == TIME_NONE) return (struct cell){.kind = CELL_NONE};
    return cell_real((double)(to_s - from_s) / 3600);
}

static enum status put_threads(const struct health_asked *v, const struct health_outlet *o,
                               int64_t from_s, int64_t until_s, int64_t most, struct table *t,
                               struct err *e)
{
    struct request *r = v->x.r;
    struct table *more =
        table_more(t, "threads", thread_columns, sizeof thread_columns / sizeof *thread_columns);
    size_t left = 0;
    enum status s = OK;
    for (size_t i = o->threads; i-- > 0 && !s;) {
        const struct health_thread *x = &o->thread[i];
        if (x->at_s < from_s || x->at_s >= until_s) continue;
        if ((int64_t)more->row_count == most) {
            left++;
            continue;
        }
        struct quoted q;
        struct str name = STR_NONE;
        s = quoted_load(r, x->doc, &q, e);
        if (!s && x->starter) s = node_name(r->st, x->starter, r->a, &name, e);
        if (s) return s;
        struct cell *row = table_row(more);
        row[0] = cell_time(x->at_s);
        row[1] = cell_text(name);
        row[2] = cell_int(x->posts);
        row[3] = cell_int(x->people);
        row[4] = hours(x->at_s, x->answer_s);
        row[5] = hours(x->at_s, x->other_s);
        row[6] = cell_text(q.title.len ? q.title : q.quote);
        row[7] = cell_text(request_next(r, "tree d%lld", (long long)x->doc));
    }
    if (left) table_note(t, "%zu more threads: -n shows more.", left);
    return s;
}

struct somebody {
    uint32_t node;
    size_t docs; /* in the period */
    int64_t first_s, last_s;
};

static int most_docs(const void *left, const void *right)
{
    const struct somebody *l = left;
    const struct somebody *r = right;
    if (l->docs != r->docs) return l->docs > r->docs ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* Who said something in the period, or, of retained, came in [period) less NEWCOMER_DAYS. */
static struct somebody *read_people(const struct health_asked *v, const struct health_outlet *o,
                                    size_t *ret_count)
{
    const struct mentions *m = &v->x.m;
    const struct health_period *p = &o->period[0];
    struct somebody *one = NULL;
    size_t count = 0;
    size_t kept = 0;
    int64_t back_s = (int64_t)NEWCOMER_DAYS * DAY_S;
    struct idmap at = idmap_new(v->x.r->a, 1024);
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        bool ours = bits_has(&v->ours, d->author) && !v->ask.with_us;
        if (d->outlet != o->outlet || !d->author || ours || d->at_s >= p->end_s) continue;
        uint32_t k = idmap_get(&at, d->author);
        if (k == UINT32_MAX) {
            one = arena_more(v->x.r->a, one, count, sizeof *one);
            k = (uint32_t)count++;
            (void)idmap_put(&at, d->author, k);
            one[k] = (struct somebody){d->author, 0, d->at_s, d->at_s};
        }
        one[k].last_s = d->at_s; /* they are in order of time */
        one[k].docs += d->at_s >= p->start_s || v->factor == HEALTH_RETAINED;
    }
    for (size_t i = 0; one && i < count; i++) {
        bool came = one[i].first_s >= p->start_s - back_s && one[i].first_s < p->end_s - back_s;
        if (v->factor == HEALTH_RETAINED ? came : one[i].docs > 0) one[kept++] = one[i];
    }
    if (kept) qsort(one, kept, sizeof *one, most_docs);
    *ret_count = kept;
    return one;
}

static enum status put_people(const struct health_asked *v, const struct health_outlet *o,
                              int64_t most, struct table *t, struct err *e)
{
    struct request *r = v->x.r;
    size_t count = 0;
    struct somebody *one = read_people(v, o, &count);
    struct table *more =
        table_more(t, "people", people_columns, sizeof people_columns / sizeof *people_columns);
    enum status s = OK;
    for (size_t i = 0; i < count && (int64_t)i < most && !s; i++) {
        struct str name = STR_NONE;
        s = node_name(r->st, one[i].node, r->a, &name, e);
        struct cell *row = table_row(more);
        row[0] = cell_text(node_public_id(r->a, one[i].node, 'p'));
        row[1] = cell_text(name);
        row[2] = cell_int((int64_t)one[i].docs);
        row[3] = cell_time(one[i].first_s);
        row[4] = cell_time(one[i].last_s);
    }
    if (count > (size_t)most) {
        table_note(t, "%zu more people: -n %zu shows all.", count - (size_t)most, count);
    }
    return s;
}

static void put_course(const struct health_asked *v, const struct health_outlet *o, struct table *t)
{
    for (size_t k = 0; k < o->periods; k++) {
        const struct health_period *p = &o->period[k];
        const struct health_figure *f = &p->factor[v->factor];
        struct cell *row = table_row(t);
        row[0] = cell_time(p->start_s);
        mentioned_figure(row + 1, f->of);
        row[4] = cell_int((int64_t)f->n);
        row[5] = cell_int((int64_t)p->docs);
        if (!p->whole) row[6] = cell_text(p->docs ? STR("a break in it") : STR("no docs"));
    }
}

enum status health_open(const struct health_asked *v, struct table *t, struct err *e)
{
    const struct health_outlet *o = v->shown[0];
    int64_t most = 20;
    enum status s = request_i64(v->x.r, "rows", 1, 1000000, &most, e);
    if (s) return s;
    t->title = str_printf(v->x.r->a, "%.*s: %s", STR_ARG(health_name(v, o)),
                          health_infos[v->factor].meaning);
    table_fact(t, "outlet", NULL, cell_text(health_name(v, o)), 0);
    table_fact(t, "factor", NULL, cell_text(str_of(health_infos[v->factor].name)), 0);
    put_course(v, o, t);
    if (!o->periods) return OK;
    int64_t back_s = v->factor == HEALTH_ANSWER_HOURS ? 0 : (int64_t)THREAD_DAYS * DAY_S;
    switch (v->factor) {
    case HEALTH_LIVELY:
    case HEALTH_ANSWER_HOURS:
    case HEALTH_ANSWERED:
    case HEALTH_BY_OTHERS:
    case HEALTH_INTERACTION:
        return put_threads(v, o, o->period[0].start_s - back_s, o->period[0].end_s - back_s, most,
                           t, e);
    default:
        return put_people(v, o, most, t, e);
    }
}

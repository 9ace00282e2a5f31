/* trend.c - verb: how large a share of what is said is on it, and did that change? */
#include "base/limits.h"
#include "base/time.h"
#include "measure/course.h"
#include "verb/mentioned.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith trend security",
    "kith trend security sbom 'zero AND trust' --by quarter",
    "kith trend security --topic sbom --topic runtime",
    "kith trend security --since 2026-03-01 --until 2026-04-01 --docs",
    NULL,
};

static const struct flag flags[] = {
    {"topic", 0, "QUERY", "a further topic beside the market's own", true},
    {"by", 0, "month|quarter|week", "a row for each (month)", false},
    {"since", 0, "DATE", "from that day on", false},
    {"until", 0, "DATE", "up to before that day", false},
    {"with-us", 0, NULL, "count what our own staff said, too", false},
    {"docs", 0, NULL, "list the docs on the first topic instead", false},
    {"rows", 'n', "N", "of --docs so many at most (50)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"topic", "topic", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"period", "period", NULL, CELL_TEXT, 0, false},
    {"on", "on it", "docs", CELL_INT, 0, false},
    {"n", "n", "docs", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"mark", "mark", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"same_share", "same outlets", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"same_n", NULL, "docs", CELL_INT, 0, false},
    {"same_lo", NULL, NULL, CELL_REAL, 3, false},
    {"same_hi", NULL, NULL, CELL_REAL, 3, false},
    {"change", NULL, NULL, CELL_REAL, 3, false},
    {"change_lo", NULL, NULL, CELL_REAL, 3, false},
    {"change_hi", NULL, NULL, CELL_REAL, 3, false},
    {"p", NULL, NULL, CELL_REAL, 4, false},
    {"outlets", "outlets", NULL, CELL_INT, 0, COLUMN_GOES},
    {"began", "began", NULL, CELL_INT, 0, COLUMN_GOES},
    {"stopped", "stopped", NULL, CELL_INT, 0, COLUMN_GOES},
    {"start", NULL, "UTC", CELL_TIME, 0, false},
    {"deff", NULL, NULL, CELL_REAL, 2, false},
};

static const struct column rising_columns[] = {
    {"outlet", "rising", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"before", "on it before", "docs", CELL_INT, 0, false},
    {"n_before", "of", "docs", CELL_INT, 0, false},
    {"now", "now", "docs", CELL_INT, 0, false},
    {"n", "of", "docs", CELL_INT, 0, false},
    {"change", "change", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"p", "p", NULL, CELL_REAL, 4, COLUMN_GOES},
};

static const struct column coverage_columns[] = {
    {"period", "coverage", NULL, CELL_TEXT, 0, false},
    {"change", "change", NULL, CELL_TEXT, 0, false},
    {"outlet", "outlet", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", NULL, CELL_INT, 0, false},
};

enum { COVERAGE_SHOWN = 40, RISING_SHOWN = 10 };

struct trend {
    struct mentioned x;
    struct course c;
    enum span by;
    struct table *t;
};

static enum status read_words(struct request *r, struct trend *ret, struct err *e)
{
    struct mentioned *x = &ret->x;
    enum status s = mentioned_market(r, x, e);
    for (size_t i = 1; i < r->word_count && !s; i++)
        s = mentioned_add(x, (struct mention_query){r->word[i], false}, e);
    const char *const *topic = request_values(r, "topic");
    for (; *topic && !s; topic++)
        s = mentioned_add(x, (struct mention_query){str_of(*topic), false}, e);
    if (s) return s;
    struct str by = request_has(r, "by") ? request_value(r, "by") : STR("month");
    for (ret->by = SPAN_MONTH; span_words[ret->by] && !str_is(by, span_words[ret->by]);)
        ret->by++;
    if (!span_words[ret->by]) {
        return err_set(e, BAD_USAGE, "--by '%.*s': want month, quarter or week", STR_ARG(by));
    }
    return OK;
}

static struct str topic_shown(const struct trend *v, size_t topic)
{
    struct str text = v->x.query[topic].text;
    return text.len ? text : STR("everything");
}

static struct str mark_of(const struct trend *v, const struct course_period *k,
                          const struct course_point *p)
{
    struct buf b = buf_new(v->x.r->a);
    if (p->burst) buf_adds(&b, p->held ? "burst" : "burst, not in the same outlets");
    if (k->began) buf_addf(&b, "%s%zu began", b.len ? "; " : "", k->began);
    if (k->stopped) buf_addf(&b, "%s%zu stopped", b.len ? "; " : "", k->stopped);
    return b.len ? buf_str(&b) : STR_NONE;
}

static void put_point(const struct trend *v, size_t topic, size_t k)
{
    const struct course_period *period = &v->c.period[k];
    const struct course_point *p = &period->point[topic];
    struct cell *row = table_row(v->t);
    row[0] = cell_text(topic_shown(v, topic));
    row[1] = cell_text(span_name(v->x.r->a, v->by, period->start_s));
    row[2] = cell_int((int64_t)p->on);
    row[3] = cell_int((int64_t)p->n);
    mentioned_figure(row + 4, p->share);
    row[7] = cell_text(mark_of(v, period, p));
    row[8] = cell_real(p->same.value);
    row[9] = cell_int((int64_t)p->same_n);
    row[10] = cell_real(p->same.lo);
    row[11] = cell_real(p->same.hi);
    mentioned_figure(row + 12, p->past.by);
    row[15] = cell_real(p->p);
    row[16] = cell_int((int64_t)period->outlets);
    row[17] = cell_int((int64_t)period->began);
    row[18] = cell_int((int64_t)period->stopped);
    row[19] = cell_time(period->start_s);
    row[20] = cell_real(v->c.deff[topic]);
}

static int most_first(const void *left, const void *right)
{
    const struct course_outlet *const *l = left;
    const struct course_outlet *const *r = right;
    if ((*l)->p != (*r)->p) return (*l)->p < (*r)->p ? -1 : 1;
    return (*l)->outlet < (*r)->outlet ? -1 : (*l)->outlet > (*r)->outlet;
}

static enum status put_rising(const struct trend *v, struct err *e)
{
    const struct course *c = &v->c;
    const struct course_outlet **one =
        arena_new(v->x.r->a, const struct course_outlet *, c->outlets);
    size_t n = 0;
    for (size_t i = 0; i < c->outlets; i++) {
        if (c->outlet[i].grew.by.value > 0 && c->outlet[i].p < BURST_P) one[n++] = &c->outlet[i];
    }
    if (n) qsort(one, n, sizeof *one, most_first);
    struct table *t =
        table_more(v->t, "rising", rising_columns, sizeof rising_columns / sizeof *rising_columns);
    t->empty = STR("No outlet's part of what is on it grew by more than chance.");
    enum status s = OK;
    for (size_t i = 0; i < n && i < RISING_SHOWN && !s; i++) {
        struct cell *row = table_row(t);
        struct str name = STR_NONE;
        s = mentioned_outlet(&v->x, one[i]->outlet, &name, e);
        row[0] = cell_text(name);
        row[1] = cell_int((int64_t)one[i]->on[0]);
        row[2] = cell_int((int64_t)c->half[0]);
        row[3] = cell_int((int64_t)one[i]->on[1]);
        row[4] = cell_int((int64_t)c->half[1]);
        mentioned_figure(row + 5, one[i]->grew.by);
        row[8] = cell_real(one[i]->p);
    }
    return s;
}

static enum status put_coverage(const struct trend *v, struct err *e)
{
    const struct course *c = &v->c;
    struct table *t = table_more(v->t, "coverage", coverage_columns,
                                 sizeof coverage_columns / sizeof *coverage_columns);
    size_t left_out = 0;
    enum status s = OK;
    for (size_t k = 0; k < c->periods; k++) {
        for (size_t i = 0; i < c->outlets && !s; i++) {
            const struct course_outlet *o = &c->outlet[i];
            bool began = k > 0 && o->first == k;
            if (!began && o->last + 1 != k) continue;
            if (t->row_count == COVERAGE_SHOWN) {
                left_out++;
                continue;
            }
            struct cell *row = table_row(t);
            struct str name = STR_NONE;
            s = mentioned_outlet(&v->x, o->outlet, &name, e);
            row[0] = cell_text(span_name(v->x.r->a, v->by, c->period[k].start_s));
            row[1] = cell_text(began ? STR("began") : STR("stopped"));
            row[2] = cell_text(name);
            row[3] = cell_int((int64_t)o->docs);
        }
    }
    if (left_out) table_note(v->t, "%zu more outlets began or stopped.", left_out);
    return s;
}

static void put_lead(const struct trend *v)
{
    const struct course *c = &v->c;
    if (!c->periods) return;
    const struct course_period *k = &c->period[c->periods - 1];
    const struct course_point *p = &k->point[0];
    struct str name = span_name(v->x.r->a, v->by, k->start_s);
    const char *verdict = "no change that could be seen";
    if (p->p < BURST_P) verdict = p->past.by.value > 0 ? "more" : "less";
    struct buf b = buf_new(v->x.r->a);
    buf_addf(&b, "%zu of the %zu docs of %.*s were on it, %.1f in 100 (%.1f to %.1f)", p->on, p->n,
             STR_ARG(name), 100 * p->share.value, 100 * p->share.lo, 100 * p->share.hi);
    if (!isnan(p->past.by.value)) {
        buf_addf(&b, "; %+.1f (%+.1f to %+.1f) on all before: %s", 100 * p->past.by.value,
                 100 * p->past.by.lo, 100 * p->past.by.hi, verdict);
    }
    table_lead(v->t, "%.*s.", STR_ARG(buf_str(&b)));
}

static void put_notes(const struct trend *v)
{
    const struct course *c = &v->c;
    struct table *t = v->t;
    if (c->periods < 2) {
        table_note(t,
                   "A trend wants docs of two periods or more; there are docs of %zu. Bring older "
                   "ones, or choose a shorter --by.",
                   c->periods);
    }
    if (c->throughout < c->outlets) {
        table_note(t,
                   "%zu of %zu outlets are there from the first period to the last; 'same outlets' "
                   "is the share among them. What began or stopped can look like a trend.",
                   c->throughout, c->outlets);
    }
    if (v->x.m.ours) {
        table_note(t, "Docs of our own staff (%zu) are left out; --with-us counts them.",
                   v->x.m.ours);
    }
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct trend v = {0};
    enum status s = read_words(r, &v, e);
    if (!s) s = mentioned_load(&v.x, e);
    if (s) return s;
    if (request_has(r, "docs")) return mentioned_docs(&v.x, 1, 0, ret, e);
    s = course_find(&v.x.m, v.by, v.x.ask.count, r->a, &v.c, e);
    if (s) return s;
    v.t = table_new(r->a, "trend", columns, sizeof columns / sizeof *columns);
    *ret = v.t;
    v.t->title = str_printf(r->a, "What was said of %.*s", STR_ARG(v.x.market.name));
    v.t->empty = STR("There are no docs in the period.");
    mentioned_facts(v.t, &v.x, "kith-trend 1");
    table_fact(v.t, "by", NULL, cell_text(str_of(span_words[v.by])), 0);
    struct str words = mentioned_words(r);
    table_fact(v.t, "opens", "rows",
               cell_text(request_next(r, "trend %.*s%.*s --docs",
                                      STR_ARG(shell_word(r->a, v.x.market.name)), STR_ARG(words))),
               0);
    put_lead(&v);
    for (size_t t = 0; t < v.x.ask.count; t++) {
        for (size_t k = 0; k < v.c.periods; k++)
            put_point(&v, t, k);
    }
    put_notes(&v);
    if (v.c.periods < 2) return OK;
    s = put_rising(&v, e);
    return s ? s : put_coverage(&v, e);
}

const struct verb verb_trend = {
    .name = "trend",
    .words = "MARKET [TOPIC…]",
    .summary = "how large a share of what is said is on the topic, over time",
    .details =
        "A share of docs, never a count alone: the market's topic against all that was said, "
        "further topics, as words or by --topic, as lines beside it.\nBurst: a share above all "
        "before it, by more "
        "than chance. Where outlets began or stopped, that is marked, and the share among "
        "those that are there throughout stands beside.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = -1,
    .run = run,
};

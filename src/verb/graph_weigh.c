/* graph_weigh.c - verb: how probably does each arc of a list work, as a log of acts tells? */
#include "verb/graph_verb.h"

#include "base/file.h"
#include "base/limits.h"
#include "find/uptake.h"

#include <inttypes.h>
#include <math.h>

#define SHARE_LEARNED 0.6 /* of the items, for the test */

static const struct column columns[] = {
    {"chance", "chance of an arc", NULL, CELL_TEXT, 0, false},
    {"likelihood", "ln p a trial", NULL, CELL_REAL, 5, false},
    {"gain", "shrunk more by", NULL, CELL_REAL, 5, false},
    {"gain_lo", "from", NULL, CELL_REAL, 5, false},
    {"gain_hi", "to", NULL, CELL_REAL, 5, false},
};

static void put_row(struct table *t, const char *name, double likelihood, const double gain[3])
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(name));
    row[1] = cell_real(likelihood);
    for (int i = 0; gain && i < 3; i++)
        row[2 + i] = cell_real(gain[i]);
}

static const char *verdict(double lo, double hi)
{
    if (lo > 0.0) return "better than";
    return hi < 0.0 ? "worse than" : "no better than";
}

/* Learned on the first items, judged by the others. */
static void judge(struct request *r, const struct graph *g, const struct acts *acts, double within,
                  struct table *t)
{
    struct uptake learned;
    struct uptake later;
    struct uptake_model m;
    struct uptake_gain j;
    uint32_t cut = (uint32_t)(SHARE_LEARNED * acts->items);
    uptake_count(g, acts, 0, cut, within, r->a, &learned);
    uptake_count(g, acts, cut, acts->items, within, r->a, &later);
    uptake_fit(g, &learned, NULL, 0, r->a, &m);
    uptake_judge(g, &m, &learned, &later, r->seed, r->a, &j);
    table_fact(t, "gain_level", NULL, cell_real(0.9), 2);
    table_fact(t, "judged_items", NULL, cell_int(acts->items - cut), 0);
    table_fact(t, "judged_trials", NULL, cell_int((int64_t)j.trials), 0);
    if (j.judges < BUYERS_KNOWN_MIN) {
        table_lead(t,
                   "Whether these chances foretell anything cannot be said: of later items %zu "
                   "nodes could have taken up something, %d are needed.",
                   j.judges, BUYERS_KNOWN_MIN);
        return;
    }
    table_lead(t,
               "Learned on the first %u items and judged by the other %u, chances shrunk to what "
               "is usual foretell who takes up what %s those of each arc alone, and %s one chance "
               "for all.",
               cut, acts->items - cut, verdict(j.over_raw_lo, j.over_raw_hi),
               verdict(j.over_pooled_lo, j.over_pooled_hi));
    const double raw[] = {j.over_raw, j.over_raw_lo, j.over_raw_hi};
    const double pooled[] = {j.over_pooled, j.over_pooled_lo, j.over_pooled_hi};
    put_row(t, "shrunk", j.shrunk, NULL);
    put_row(t, "of each arc alone", j.raw, raw);
    put_row(t, "one for all", j.pooled, pooled);
    table_note(t, "Intervals are 90 %%, over those who take up. Chances of 0 and 1 of an arc alone "
                  "count as 0.001 and 0.999.");
}

static enum status write_arcs(struct request *r, const struct graph *g, const struct uptake *u,
                              const struct uptake_model *m, struct err *e)
{
    struct buf b = buf_new(r->a);
    for (uint32_t v = 0; v < g->n; v++) {
        uint64_t end = rows_first(&g->out, v + 1);
        for (uint64_t i = rows_first(&g->out, v); i < end; i++) {
            buf_addf(&b, "%" PRIu64 " %" PRIu64 " %.6g\n", graph_id(g, v),
                     graph_id(g, g->out.node[i]), uptake_chance(m, u, i));
        }
    }
    return file_write(r->raw[2], buf_str(&b), e);
}

static enum status weigh(struct request *r, const struct graph *g, double within, struct table *t,
                         struct err *e)
{
    struct acts acts;
    struct uptake u;
    struct uptake_model m;
    enum status s = graph_log(r, g, t, &acts, e);
    if (s) return s;
    uptake_count(g, &acts, 0, acts.items, within, r->a, &u);
    uptake_fit(g, &u, NULL, 0, r->a, &m);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)g->m), 0);
    table_fact(t, "trials", "trials", cell_int((int64_t)u.trial_sum), 0);
    table_fact(t, "taken", "of these taken up", cell_int((int64_t)u.taken_sum), 0);
    table_fact(t, "a", "usual chance: a", cell_real(m.all.a), 4);
    table_fact(t, "b", "b", cell_real(m.all.b), 4);
    judge(r, g, &acts, within, t);
    s = write_arcs(r, g, &u, &m, e);
    struct str out = shell_word(r->a, str_of(r->raw[2]));
    table_note(t, "Learned on all items and written: kith graph choose %.*s --model weights",
               STR_ARG(out));
    return s;
}

enum status graph_weigh(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "graph", columns, sizeof columns / sizeof *columns);
    struct graph g;
    double within = INFINITY;
    struct graph_options o = {.ways = GRAPH_OUT,
                              .reverse = request_has(r, "reverse"),
                              .threads = r->threads,
                              .progress = r->progress};
    if (r->word_count < 3) {
        return err_set(e, BAD_USAGE,
                       "weigh wants FILE and OUT, as 'kith graph weigh arcs.txt weighed.txt'");
    }
    enum status s = request_double(r, "within", 0, 1e15, &within, e);
    if (!s) s = graph_open(r->raw[1], &o, r->a, &g, e);
    if (s) return s;
    s = weigh(r, &g, within, t, e);
    if (!s) *ret = t;
    graph_close(&g);
    return s;
}

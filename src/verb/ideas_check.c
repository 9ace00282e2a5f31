/* ideas_check.c - verb: what became of the words that would have been flagged? */
#include "base/limits.h"
#include "base/time.h"
#include "measure/wishes.h"
#include "verb/card.h"
#include "verb/ideas.h"

#include <math.h>

static const struct column check_columns[] = {
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"flagged", "flagged", NULL, CELL_INT, 0, false},
    {"held", "held", NULL, CELL_INT, 0, false},
    {"held_share", "share", NULL, CELL_REAL, 2, false},
    {"held_share_lo", "from", NULL, CELL_REAL, 2, false},
    {"held_share_hi", "to", NULL, CELL_REAL, 2, false},
    {"counted", "more often", NULL, CELL_INT, 0, false},
    {"counted_held", "held", NULL, CELL_INT, 0, false},
    {"counted_share", "share", NULL, CELL_REAL, 2, false},
    {"counted_share_lo", "from", NULL, CELL_REAL, 2, false},
    {"counted_share_hi", "to", NULL, CELL_REAL, 2, false},
    {"n", "docs", NULL, CELL_INT, 0, false},
    {"words", NULL, NULL, CELL_TEXT, 0, false},
};

/* NEXT_PART: of the last window's docs so many, one part, are wanted in the next to judge by. */
enum { CHECKS_MAX = 12, NEXT_PART = 4 };

static struct figure part(size_t on, size_t n)
{
    struct share x = {n ? (double)on / (double)n : NAN, n, 1, 0};
    return share_interval(&x);
}

struct tally {
    size_t flagged, held, counted, counted_held, dates;
};

static void put_date(struct ideas_asked *v, struct tally *sum, int64_t at_s)
{
    const struct ideas *x = &v->found;
    struct tally one = {x->count, 0, x->counted, x->counted_held, 1};
    struct buf words = buf_new(v->x.r->a);
    for (size_t i = 0; i < x->count; i++) {
        one.held += x->one[i].held;
        buf_addf(&words, "%s%.*s%s", i ? ", " : "", STR_ARG(x->one[i].words),
                 x->one[i].held ? "" : " (not held)");
    }
    struct cell *row = table_row(v->t);
    row[0] = cell_time(at_s);
    row[1] = cell_int((int64_t)one.flagged);
    row[2] = cell_int((int64_t)one.held);
    mentioned_figure(row + 3, part(one.held, one.flagged));
    row[6] = cell_int((int64_t)one.counted);
    row[7] = cell_int((int64_t)one.counted_held);
    mentioned_figure(row + 8, part(one.counted_held, one.counted));
    row[11] = cell_int((int64_t)(x->n[IDEAS_BEFORE] + x->n[IDEAS_LATE] + x->n[IDEAS_NEXT]));
    row[12] = cell_text(buf_str(&words));
    sum->flagged += one.flagged;
    sum->held += one.held;
    sum->counted += one.counted;
    sum->counted_held += one.counted_held;
    sum->dates++;
}

static void tell(struct ideas_asked *v, const struct tally *sum)
{
    struct figure flagged = part(sum->held, sum->flagged);
    struct figure counted = part(sum->counted_held, sum->counted);
    if (!sum->dates) {
        table_lead(v->t, "The past is too short: a check wants docs of %d times %lld days.",
                   IDEAS_EARLIER + 2, (long long)v->ask.days);
    } else if (!sum->flagged) {
        table_lead(v->t, "At none of %zu dates would anything have been flagged.", sum->dates);
    } else {
        table_lead(v->t,
                   "Of %zu words flagged at %zu dates %zu had a higher share in the %lld days "
                   "behind them than before: %.0f in 100 (%.0f to %.0f); of words merely said more "
                   "often %.0f in 100 (%.0f to %.0f).",
                   sum->flagged, sum->dates, sum->held, (long long)v->ask.days, 100 * flagged.value,
                   100 * flagged.lo, 100 * flagged.hi, 100 * counted.value, 100 * counted.lo,
                   100 * counted.hi);
    }
}

enum status ideas_check(struct ideas_asked *v, struct table **ret, struct err *e)
{
    struct request *r = v->x.r;
    struct tally sum = {0};
    size_t silent = 0;
    int64_t end_s = v->ask.at_s;
    int64_t step_s = v->ask.days * DAY_S;
    enum status s = OK;
    v->t = table_new(r->a, "ideas", check_columns, sizeof check_columns / sizeof *check_columns);
    *ret = v->t;
    v->ask.next = true;
    for (int k = 1; k <= CHECKS_MAX && !s; k++) {
        int64_t at_s = end_s - k * step_s;
        if (v->x.m.first_s == TIME_NONE || at_s - (IDEAS_EARLIER + 1) * step_s < v->x.m.first_s) {
            break;
        }
        v->ask.at_s = at_s;
        s = ideas_find(r->st, &v->x.m, &v->ask, r->a, &v->found, e);
        const size_t *n = v->found.n;
        bool judged = NEXT_PART * n[IDEAS_NEXT] >= n[IDEAS_LATE] && n[IDEAS_NEXT];
        if (!s && judged) put_date(v, &sum, at_s);
        silent += !judged;
    }
    v->ask.at_s = end_s;
    if (s) return s;
    v->t->title = str_printf(r->a, "What became of what rose in %.*s", STR_ARG(v->x.market.name));
    v->t->empty = STR("");
    mentioned_facts(v->t, &v->x, "kith-ideas 1");
    table_fact(v->t, "days", "days", cell_int(v->ask.days), 0);
    table_fact(v->t, "flagged", NULL, cell_int((int64_t)sum.flagged), 0);
    table_fact(v->t, "held", NULL, cell_int((int64_t)sum.held), 0);
    table_fact(v->t, "opens", NULL,
               cell_text(request_next(r, "ideas %.*s --until %.*s --days %lld",
                                      STR_ARG(shell_word(r->a, v->x.market.name)),
                                      STR_ARG(time_day(r->a, end_s)), (long long)v->ask.days)),
               0);
    tell(v, &sum);
    if (silent) {
        table_note(v->t,
                   "%zu dates are not judged: the outlets that were there all the time had not a "
                   "quarter as many docs behind them.",
                   silent);
    }
    table_note(v->t, "Held: its share of the docs in as many days behind the date is above that of "
                     "the earlier window. Terms of one date hang together, so the intervals are "
                     "too narrow where few dates flag much.");
    return OK;
}

/* ---- what is asked of us ---- */

static const struct column wish_columns[] = {
    {"kind", "asked", NULL, CELL_TEXT, 0, false},
    {"to", "for", NULL, CELL_TEXT, 0, false},
    {"docs", "docs", NULL, CELL_INT, 0, false},
    {"n", "of", "docs", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"share_lo", "from", NULL, CELL_REAL, 3, false},
    {"share_hi", "to", NULL, CELL_REAL, 3, false},
    {"earlier", "earlier", NULL, CELL_REAL, 3, false},
    {"earlier_lo", NULL, NULL, CELL_REAL, 3, false},
    {"earlier_hi", NULL, NULL, CELL_REAL, 3, false},
    {"earlier_n", NULL, "docs", CELL_INT, 0, false},
    {"rise", NULL, NULL, CELL_REAL, 3, false},
    {"rise_lo", NULL, NULL, CELL_REAL, 3, false},
    {"rise_hi", NULL, NULL, CELL_REAL, 3, false},
    {"p_holm", NULL, NULL, CELL_REAL, 4, false},
    {"deff", NULL, NULL, CELL_REAL, 2, false},
    {"people", "people", "people", CELL_INT, 0, false},
    {"mark", "mark", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"opens", "opens by", NULL, CELL_TEXT, 0, false},
};

static void put_wish(struct ideas_asked *v, struct table *t, const struct wish *w)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(wish_kinds[w->kind]));
    row[1] = cell_text(str_of(wish_tos[w->to]));
    row[2] = cell_int((int64_t)w->on[1]);
    row[3] = cell_int((int64_t)w->n[1]);
    mentioned_figure(row + 4, w->share[1]);
    mentioned_figure(row + 7, w->share[0]);
    row[10] = cell_int((int64_t)w->n[0]);
    mentioned_figure(row + 11, w->rise.by);
    row[14] = cell_real(w->p);
    row[15] = cell_real(w->deff);
    row[16] = cell_int((int64_t)w->people);
    if (w->p < IDEAS_Q && w->people >= IDEAS_PEOPLE) row[17] = cell_text(STR("rises"));
    if (w->doc != UINT32_MAX) {
        row[18] = cell_text(request_next(v->x.r, "tree d%lld", (long long)v->x.m.doc[w->doc].id));
    }
}

enum status ideas_wishes(struct ideas_asked *v, struct err *e)
{
    enum { COUNT = WISH_KIND_COUNT * WISH_TO_COUNT };
    struct wish wish[COUNT];
    struct request *r = v->x.r;
    if (!v->us) {
        table_note(v->t, "What is asked of us is not looked for: say who we are, kith us --org "
                         "NAME.");
        return OK;
    }
    enum status s = wishes_find(r->st, &v->x.m, v->us, &v->found, r->a, wish, e);
    if (s) return s;
    struct table *t =
        table_more(v->t, "asked", wish_columns, sizeof wish_columns / sizeof *wish_columns);
    t->empty = STR("No wish or complaint that names us in the last window.");
    for (size_t k = 0; k < COUNT; k++) {
        if (wish[k].on[0] + wish[k].on[1]) put_wish(v, t, &wish[k]);
    }
    if (t->row_count) {
        table_note(v->t,
                   "Wishes and complaints are told by the rules of kith cloud, and whose they "
                   "are by their words: not checked by a person. Hand one on: kith programme "
                   "feedback NAME PERSON TEXT --to product|sales|marketing|service");
    }
    return OK;
}

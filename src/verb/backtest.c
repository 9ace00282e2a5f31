/* backtest.c - verb: what would this market's figures have foretold? */
#include "find/backtest.h"

#include "store/query.h"
#include "verb/tested.h"
#include "verb/window.h"

#include <math.h>

static const char *const examples[] = {
    "kith backtest security",
    "kith backtest security --at 2026-01-01",
    "kith backtest security --at 2026-01-01 --windows 3 --days 90",
    "kith backtest security --known 0.2 --json",
    NULL,
};

static const struct flag flags[] = {
    {"at", 0, "DATE", "show what was seen before that day (else the last quarter is judged)",
     false},
    {"days", 0, "N", "judge by so many days from then on (all there are)", false},
    {"windows", 0, "N", "so many windows of that length, the latest at --at (1)", false},
    {"known", 0, "SHARE", "of the buyers heard, so many are shown, the others judge (0.5)", false},
    {"splits", 0, "N", "ways of parting the buyers, by lot (8)", false},
    {"for", 0, "ORG", "only this organisation's people as audience, as org:\"Acme\"", false},
    {"with-us", 0, NULL, "count our own staff, too", false},
    {NULL, 0, NULL, NULL, false},
};

enum { WINDOWS_MAX = 24, SPLITS_MAX = 64, DAYS_MAX = 3650, JUDGES_FEW = 20 };

static const struct column columns[] = {
    {"rater", "by", NULL, CELL_TEXT, 0, false},
    {"is", NULL, NULL, CELL_TEXT, 0, false},
    {"ndcg", "NDCG@20", NULL, CELL_REAL, 2, false},
    {"ndcg_lo", "from", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"ndcg_hi", "to", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"gain", "kith more by", NULL, CELL_REAL, 2, false},
    {"gain_lo", "from", NULL, CELL_REAL, 2, false},
    {"gain_hi", "to", NULL, CELL_REAL, 2, false},
    {"precision", "of first 10", "share", CELL_REAL, 2, COLUMN_GOES},
    {"precision_lo", NULL, NULL, CELL_REAL, 2, false},
    {"precision_hi", NULL, NULL, CELL_REAL, 2, false},
    {"captured", "captured", "share", CELL_REAL, 2, COLUMN_GOES},
    {"captured_lo", NULL, NULL, CELL_REAL, 2, false},
    {"captured_hi", NULL, NULL, CELL_REAL, 2, false},
    {"captured_gain", NULL, NULL, CELL_REAL, 2, false},
    {"captured_gain_lo", NULL, NULL, CELL_REAL, 2, false},
    {"captured_gain_hi", NULL, NULL, CELL_REAL, 2, false},
    {"rank_correlation", "rank", "Spearman", CELL_REAL, 2, COLUMN_GOES},
    {"rank_correlation_lo", NULL, NULL, CELL_REAL, 2, false},
    {"rank_correlation_hi", NULL, NULL, CELL_REAL, 2, false},
    {"rank_correlation_gain", NULL, NULL, CELL_REAL, 2, false},
    {"rank_correlation_gain_lo", NULL, NULL, CELL_REAL, 2, false},
    {"rank_correlation_gain_hi", NULL, NULL, CELL_REAL, 2, false},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

/* ---- windows ---- */

struct plan {
    int64_t at_s, length_s;
    size_t windows;
    struct backtest_options o;
};

static int64_t first_evidence(const struct scene *sc)
{
    int64_t first = sc->as_of_s;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].at_s < first) first = sc->heed[i].at_s;
    }
    return first;
}

static enum status read_plan(struct request *r, const struct scope *sc, struct plan *ret,
                             struct err *e)
{
    struct plan p = {.at_s = TIME_NONE, .o = BACKTEST_OPTIONS};
    int64_t days = 0;
    int64_t windows = 1;
    int64_t splits = p.o.splits;
    enum status s = request_time(r, "at", &p.at_s, e);
    if (!s) s = request_i64(r, "days", 1, DAYS_MAX, &days, e);
    if (!s) s = request_i64(r, "windows", 1, WINDOWS_MAX, &windows, e);
    if (!s) s = request_i64(r, "splits", 1, SPLITS_MAX, &splits, e);
    if (!s) s = request_double(r, "known", 0.01, 0.99, &p.o.known, e);
    if (s) return s;
    int64_t first = first_evidence(&sc->scene);
    int64_t last = sc->scene.as_of_s + 1;
    if (p.at_s == TIME_NONE) p.at_s = last - (last - first) / 4;
    p.length_s = days ? days * DAY_S : last - p.at_s;
    if (!sc->scene.heed_count || p.at_s <= first || p.at_s >= last) {
        return err_set(e, BAD_INPUT,
                       "there is no evidence both before and after %.*s in market '%.*s': it is "
                       "from %.*s to %.*s; choose another --at",
                       STR_ARG(time_day(r->a, p.at_s)), STR_ARG(sc->market.name),
                       STR_ARG(time_day(r->a, first)), STR_ARG(time_day(r->a, last - 1)));
    }
    p.windows = (size_t)windows;
    p.o.splits = (unsigned)splits;
    p.o.seed = r->seed;
    p.o.threads = r->threads;
    p.o.progress = r->progress;
    *ret = p;
    return OK;
}

static enum status load_windows(struct request *r, const struct scope *sc, const struct plan *p,
                                struct window *w, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < p->windows && !s; i++) {
        int64_t at_s = p->at_s - (int64_t)i * p->length_s;
        s = window_load(r, sc, at_s, at_s + p->length_s, &w[i], e);
    }
    return s;
}

/* ---- the answer ---- */

static int best_loud(const struct backtest *b)
{
    int best = RATER_LOUD + LOUD_IN_DEGREE;
    for (int k = RATER_LOUD; k < RATER_LOT; k++) {
        if (b->score[k][MEASURE_NDCG].value > b->score[best][MEASURE_NDCG].value) best = k;
    }
    return best;
}

static struct str sentence_of(struct arena *a, const struct backtest *b, const struct plan *p)
{
    int loud = best_loud(b);
    const struct backtest_score *own = &b->score[RATER_KITH][MEASURE_NDCG];
    const struct backtest_score *other = &b->score[loud][MEASURE_NDCG];
    const struct backtest_score *lot = &b->score[RATER_LOT][MEASURE_NDCG];
    if (lot->gain_lo <= 0.0) {
        return str_printf(a,
                          "Shown %.0f of the buyers and what was seen before %.*s, kith cannot be "
                          "told from an order by lot here: NDCG@20 %.2f (%.2f to %.2f) against "
                          "%.2f, judged by whom %.0f others heed next; the best of the loudness "
                          "measures, %s, has %.2f. Bring more evidence before you trust an order.",
                          b->known, STR_ARG(time_day(a, p->at_s)), own->value, own->lo, own->hi,
                          lot->value, b->judges, rater_title(loud), other->value);
    }
    const char *verdict = "as well as";
    if (other->gain_lo > 0.0) verdict = "better than";
    if (other->gain_hi < 0.0) verdict = "worse than";
    struct buf s = buf_new(a);
    buf_addf(&s,
             "Shown %.0f of the buyers and what was seen before %.*s, kith foretells whom %.0f "
             "others heed next %s the best of the loudness measures, %s, here: NDCG@20 %.2f (%.2f "
             "to %.2f) against %.2f, a difference of %+.2f (%+.2f to %+.2f)",
             b->known, STR_ARG(time_day(a, p->at_s)), b->judges, verdict, rater_title(loud),
             own->value, own->lo, own->hi, other->value, other->gain, other->gain_lo,
             other->gain_hi);
    if (other->gain_lo <= 0.0 && other->gain_hi >= 0.0) {
        buf_addf(&s, ", which can be chance");
    } else if (other->gain_hi < 0.0) {
        buf_addf(&s, ". Trust %s more than kith in this market", rater_title(loud));
    }
    buf_addc(&s, '.');
    return buf_str(&s);
}

static void put_score(struct cell *row, const struct backtest_score *s, bool gains)
{
    row[0] = cell_real(s->value);
    row[1] = cell_real(s->lo);
    row[2] = cell_real(s->hi);
    if (!gains) return;
    row[3] = cell_real(s->gain);
    row[4] = cell_real(s->gain_lo);
    row[5] = cell_real(s->gain_hi);
}

static void put_rater(struct table *t, const struct backtest *b, int rater)
{
    const struct backtest_score *s = b->score[rater];
    if (isnan(s[MEASURE_NDCG].value)) return;
    bool other = rater != RATER_KITH && rater != RATER_TIME; /* that one has judges of its own */
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(rater_title(rater)));
    row[1] = cell_text(str_of(rater_name(rater)));
    put_score(row + 2, &s[MEASURE_NDCG], other);
    put_score(row + 8, &s[MEASURE_PRECISION], false);
    put_score(row + 11, &s[MEASURE_CAPTURED], other);
    put_score(row + 17, &s[MEASURE_RANK], other);
}

static void put_raters(struct table *t, const struct backtest *b)
{
    bool done[RATER_COUNT] = {false};
    put_rater(t, b, RATER_KITH);
    put_rater(t, b, RATER_VOTES);
    for (;;) { /* the loud ones, best first */
        int next = -1;
        for (int k = RATER_LOUD; k < RATER_LOT; k++) {
            double value = b->score[k][MEASURE_NDCG].value;
            if (done[k] || isnan(value)) continue;
            if (next < 0 || value > b->score[next][MEASURE_NDCG].value) next = k;
        }
        if (next < 0) break;
        done[next] = true;
        put_rater(t, b, next);
    }
    for (int k = RATER_LOT; k < RATER_COUNT; k++)
        put_rater(t, b, k);
}

static void put_facts(const struct request *r, struct table *t, const struct scope *sc,
                      const struct plan *p, const struct backtest *b)
{
    scope_facts(t, sc);
    table_fact(t, "at", NULL, cell_time(p->at_s), 0);
    table_fact(t, "days", NULL, cell_real((double)p->length_s / DAY_S), 1);
    table_fact(t, "windows", NULL, cell_int((int64_t)b->windows), 0);
    table_fact(t, "splits", NULL, cell_int((int64_t)b->splits), 0);
    table_fact(t, "known_share", NULL, cell_real(p->o.known), 2);
    table_fact(t, "known", NULL, cell_real(b->known), 1);
    table_fact(t, "judges", NULL, cell_real(b->judges), 1);
    table_fact(t, "heeded", NULL, cell_real(b->heeded), 1);
    struct str words =
        str_printf(r->a, "find %.*s --until %.*s", STR_ARG(shell_word(r->a, sc->market.name)),
                   STR_ARG(time_day(r->a, p->at_s)));
    table_fact(t, "opens", NULL, cell_text(request_next(r, "%.*s", STR_ARG(words))), 0);
}

static void put_notes(struct table *t, const struct backtest *b, const struct plan *p)
{
    const struct backtest_score *reversed = &b->score[RATER_REVERSED][MEASURE_NDCG];
    table_note(t,
               "Judged by whom the buyers who were not shown heed directly, each person once; "
               "intervals are 90 %%, over these judges. The same figures come with --seed %llu.",
               (unsigned long long)p->o.seed);
    if (b->windows < p->windows) {
        table_note(t, "%zu of %zu windows had fewer than %d judges and were left out.",
                   p->windows - b->windows, p->windows, JUDGES_LEAST);
    }
    if (reversed->gain_lo <= 0.0) {
        table_note(t, "With all rows reversed the model does about as well: much of what it "
                      "foretells here is who takes part, not who is heeded.");
    }
    if (b->judges < JUDGES_FEW) {
        table_note(t, "%.0f judges are few: another few may say otherwise.", b->judges);
    }
    if (isnan(b->score[RATER_AUDIENCE][MEASURE_NDCG].value)) {
        table_note(t, "Everybody heard is of the audience: no others could stand in for the "
                      "buyers.");
    }
    table_note(t, "Counts of followers have no date: they may have been taken after the window. "
                  "So may tags and queries that decide who is of the audience.");
}

static enum status keep(struct request *r, const struct scope *sc, const struct plan *p,
                        const struct backtest *b, struct str sentence, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_backtest_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, sc->market.id);
    query_bind_i64(q, 2, time_now());
    query_bind_i64(q, 3, p->at_s);
    query_bind_i64(q, 4, p->at_s + p->length_s);
    query_bind_i64(q, 5, (int64_t)b->windows);
    query_bind_i64(q, 6, (int64_t)b->splits);
    query_bind_double(q, 7, b->known);
    query_bind_double(q, 8, b->judges);
    query_bind_i64(q, 9, (int64_t)p->o.seed);
    query_bind_str(q, 10, sc->model);
    query_bind_str(q, 11, sentence);
    s = query_run(q, e);
    query_close(q);
    int64_t id = store_last_id(r->st);
    if (!s) s = query_open(r->st, SQL_backtest_score_add, &q, e);
    for (int i = 0; !s && i < RATER_COUNT * MEASURE_COUNT; i++) {
        const struct backtest_score *x = &b->score[i / MEASURE_COUNT][i % MEASURE_COUNT];
        if (isnan(x->value)) continue;
        const double value[] = {x->value, x->lo, x->hi, x->gain, x->gain_lo, x->gain_hi};
        query_bind_i64(q, 1, id);
        query_bind_str(q, 2, str_of(rater_name(i / MEASURE_COUNT)));
        query_bind_str(q, 3, str_of(measure_names[i % MEASURE_COUNT]));
        for (int k = 0; k < 6; k++)
            query_bind_double(q, 4 + k, isnan(value[k]) ? 0.0 : value[k]);
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

static enum status keep_whole(struct request *r, const struct scope *sc, const struct plan *p,
                              const struct backtest *b, struct str sentence, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = keep(r, sc, p, b, sentence, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope sc;
    struct plan p;
    struct backtest b;
    enum status s = scope_load(r, r->word[0], &sc, e);
    if (!s) s = read_plan(r, &sc, &p, e);
    if (s) return s;
    struct window *w = arena_new(r->a, struct window, p.windows);
    s = load_windows(r, &sc, &p, w, e);
    if (!s) s = backtest_run(w, p.windows, &p.o, r->a, &b, e);
    if (!s) s = scope_rank(r, &sc, e);
    if (s) return s;
    struct table *t = table_new(r->a, "backtest", columns, COLUMN_COUNT);
    t->title = str_printf(r->a, "What %.*s would have foretold", STR_ARG(sc.market.name));
    put_facts(r, t, &sc, &p, &b);
    *ret = t;
    if (!b.judged) {
        t->empty = str_printf(
            r->a,
            "Nothing can be said: fewer than %d buyers beside those shown heed anybody directly "
            "from %.*s on. Bring more evidence, tag more buyers, or choose an earlier --at.",
            JUDGES_LEAST, STR_ARG(time_day(r->a, p.at_s)));
        return OK;
    }
    struct str sentence = sentence_of(r->a, &b, &p);
    table_lead(t, "%.*s", STR_ARG(sentence));
    put_raters(t, &b);
    put_notes(t, &b, &p);
    return store_may_write(r->st) ? keep_whole(r, &sc, &p, &b, sentence, e) : OK;
}

const struct verb verb_backtest = {
    .name = "backtest",
    .words = "MARKET",
    .summary = "what the figures would have foretold, beside what is loud",
    .details =
        "Only what was seen before a date, and only a part of the buyers, is shown to kith and to "
        "each of the loudness measures; the other buyers judge by whom they heed after it. "
        "NDCG@20 is 1 for a perfect order of the first twenty, 'of first 10' how many of the "
        "judges' first ten are among the first ten, 'captured' the share of all attention that the "
        "first ten could get, 'rank' Spearman's correlation over everybody. Placebos, the same "
        "model on spoiled input, tell how much of it is chance, activity or custom. The outcome is "
        "kept, and shown by 'kith market show'.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

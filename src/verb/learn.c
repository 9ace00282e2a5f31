/* learn.c - verb: what would this market's own past change, and is that a gain? */
#include "find/learn.h"
#include "find/aging.h"

#include "base/limits.h"
#include "find/passing.h"
#include "find/votes.h"
#include "verb/window.h"

#include <math.h>

static const char *const examples[] = {
    "kith learn security --dry-run",
    "kith learn security",
    "kith learn security --dry-run --json",
    NULL,
};

static const struct flag flags[] = {
    {"dry-run", 0, NULL, "only show what would change and what that gains", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {"with-us", 0, NULL, "count our own staff, too", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"of", "learned of", NULL, CELL_TEXT, 0, false},
    {"source", "source", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"now", NULL, NULL, CELL_TEXT, 0, false},
    {"then", "would be", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"gain", "gain", "ln p a pair", CELL_REAL, 4, false},
    {"gain_lo", "from", NULL, CELL_REAL, 4, false},
    {"gain_hi", "to", NULL, CELL_REAL, 4, false},
    {"likelihood_now", NULL, NULL, CELL_REAL, 4, false},
    {"likelihood_then", NULL, NULL, CELL_REAL, 4, false},
    {"learned_from", NULL, "pairs", CELL_INT, 0, false},
    {"judged", "judged", "pairs", CELL_INT, 0, COLUMN_GOES},
    {"heeders", NULL, NULL, CELL_INT, 0, false},
    {"ndcg_now", NULL, NULL, CELL_REAL, 3, false},
    {"ndcg_then", NULL, NULL, CELL_REAL, 3, false},
    {"ndcg_gain", "NDCG@20 of find", NULL, CELL_REAL, 3, false},
    {"ndcg_gain_lo", NULL, NULL, CELL_REAL, 3, false},
    {"ndcg_gain_hi", NULL, NULL, CELL_REAL, 3, false},
    {"changed", NULL, NULL, CELL_BOOL, 0, false},
    {"why", "so", NULL, CELL_TEXT, 0, false},
};
static const struct column weight_columns[] = {
    {"verb", "verb", NULL, CELL_TEXT, 0, false},
    {"pairs", "pairs", NULL, CELL_INT, 0, false},
    {"now", "weight", NULL, CELL_REAL, 2, false},
    {"then", "learned", NULL, CELL_REAL, 2, false},
};
static const struct column half_life_columns[] = {
    {"days", "half-life", "days", CELL_INT, 0, false},
    {"likelihood", "foretells", "ln p a pair", CELL_REAL, 4, false},
};
static const struct column passing_columns[] = {
    {"verb", "who heeded by", NULL, CELL_TEXT, 0, false},
    {"arcs", "ties tried", NULL, CELL_INT, 0, false},
    {"mean", "take up", "share", CELL_REAL, 4, false},
    {"a", "a", NULL, CELL_REAL, 3, false},
    {"b", "b", NULL, CELL_REAL, 3, false},
};

/* One thing that can be changed, and what was found. */
struct lesson {
    const char *of;
    struct str source; /* its name; empty: of the market */
    struct str now, then;
    bool differs;
    const struct judged_gain *judged;
    struct backtest_score model, rival; /* NDCG; NAN: not judged */
    bool gains;                         /* sure, and find foretells no less */
    const char *why;
};

struct source_lesson {
    uint32_t source; /* of the scene */
    struct learned_half_life half_life;
    struct lesson of;
};

struct lessons {
    struct scope sc;
    struct window window;        /* before and behind the date of judging */
    struct scene so_far, before; /* all, and the window's, with what gains so far */
    struct learn_dates dates;
    struct learned_weights weights;
    struct learned_half_life half_life;
    struct passing passing;
    struct lesson of_weights, of_half_life;
    struct source_lesson *source; /* [source_count] */
    size_t source_count;
    bool dry, gains; /* any */
};

/* ---- does find foretell more with it? ---- */

static enum status rival_judge(struct request *r, const struct window *w, const struct scene *rival,
                               struct lesson *l, struct err *e)
{
    struct window window = *w;
    struct backtest b;
    struct backtest_options o = BACKTEST_OPTIONS;
    window.rival = rival;
    o.seed = r->seed;
    o.threads = r->threads;
    o.progress = r->progress;
    enum status s = backtest_run(&window, 1, &o, r->a, &b, e);
    if (s) return s;
    l->model = b.score[RATER_KITH][MEASURE_NDCG];
    l->rival = b.score[RATER_RIVAL][MEASURE_NDCG];
    return OK;
}

/* Is it to be changed, and why not? */
static void decide(struct lesson *l)
{
    const struct judged_gain *g = l->judged;
    l->gains = false;
    if (isnan(g->gain.value)) {
        l->why = "nobody, or all, heed again";
    } else if (!l->differs) {
        l->why = "nothing would change";
    } else if (g->heeders < HEEDERS_LEAST) {
        l->why = "too few judge it";
    } else if (!gain_is_sure(g)) {
        l->why = g->gain.hi < 0.0 ? "it would lose" : "no sure gain";
    } else if (isnan(l->rival.value)) {
        l->why = "find cannot be judged";
    } else if (l->rival.gain > 0.0) {
        l->why = "find would foretell less";
    } else {
        l->gains = true;
        l->why = "a gain";
    }
}

/* ---- what is learned ---- */

static struct str weights_text(struct arena *a, const struct learned_weights *w, bool then)
{
    struct buf b = buf_new(a);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct learned_verb *x = &w->verb[v];
        if (x->now == x->then) continue;
        buf_addf(&b, "%s%s %.2f", b.len ? ", " : "", verb_infos[v].name, then ? x->then : x->now);
    }
    return buf_str(&b);
}

static struct str days_text(struct arena *a, int64_t days)
{
    if (!days) return STR("none");
    return str_printf(a, "%lld days", (long long)days);
}

static struct lesson lesson_of(const char *of, struct str now, struct str then, bool differs,
                               const struct judged_gain *judged)
{
    static const struct backtest_score none = {NAN, NAN, NAN, NAN, NAN, NAN};
    return (struct lesson){.of = of,
                           .now = now,
                           .then = then,
                           .differs = differs,
                           .judged = judged,
                           .model = none,
                           .rival = none};
}

/* Where the gain is sure, `find` is asked, too. */
static enum status settle(struct request *r, struct lessons *l, const struct scene *rival,
                          struct lesson *one, struct err *e)
{
    enum status s = OK;
    struct window w = l->window;
    w.before = &l->before;
    if (one->differs && gain_is_sure(one->judged)) s = rival_judge(r, &w, rival, one, e);
    decide(one);
    l->gains = l->gains || one->gains;
    return s;
}

static enum status learn_of_weights(struct request *r, struct lessons *l, struct err *e)
{
    struct learn_options o = {r->seed, r->progress};
    enum status s = learn_weights(&l->so_far, &l->dates, &o, &l->weights, e);
    if (s) return s;
    l->of_weights =
        lesson_of("weights", weights_text(r->a, &l->weights, false),
                  weights_text(r->a, &l->weights, true), l->weights.changes, &l->weights.judged);
    struct scene rival = scene_with_weights(&l->before, &l->weights);
    s = settle(r, l, &rival, &l->of_weights, e);
    if (!l->weights.learned) l->of_weights.why = "too few pairs of any verb";
    if (!l->of_weights.gains) return s;
    l->so_far = scene_with_weights(&l->so_far, &l->weights);
    l->before = rival;
    return s;
}

/* The same scene where that source, or the market, forgets so fast. */
static struct scene with_half_life(const struct scene *sc, uint32_t source, int64_t days,
                                   struct arena *a)
{
    struct scene other = *sc;
    if (source == SOURCE_ALL) {
        other.market.half_life_days = days;
        return other;
    }
    struct scene_source *list = arena_new(a, struct scene_source, sc->source_count);
    for (size_t i = 0; i < sc->source_count; i++)
        list[i] = sc->source[i];
    list[source].own_half_life = true;
    list[source].half_life_days = days;
    other.source = list;
    return other;
}

static enum status learn_of_half_life(struct request *r, struct lessons *l, uint32_t source,
                                      struct learned_half_life *h, struct lesson *one,
                                      struct err *e)
{
    struct learn_options o = {r->seed, r->progress};
    enum status s = learn_half_life(&l->so_far, &l->dates, source, &o, h, e);
    if (s) return s;
    *one = lesson_of("half_life", days_text(r->a, h->now), days_text(r->a, h->then),
                     h->now != h->then, &h->judged);
    struct scene rival = with_half_life(&l->before, source, h->then, r->a);
    s = settle(r, l, &rival, one, e);
    if (!one->gains) return s;
    l->so_far = with_half_life(&l->so_far, source, h->then, r->a);
    l->before = rival;
    return s;
}

/* Those with most rows, as many as are looked at; none where all is of one. */
static uint32_t *sources_to_learn(const struct scene *sc, struct arena *a, size_t *ret_count)
{
    size_t *rows = arena_new(a, size_t, sc->source_count);
    uint32_t *source = arena_new(a, uint32_t, LEARN_SOURCES_MAX);
    size_t with_rows = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->sign < 0 || h->source >= sc->source_count) continue;
        with_rows += rows[h->source]++ == 0;
    }
    *ret_count = 0;
    while (with_rows > 1 && *ret_count < LEARN_SOURCES_MAX) {
        uint32_t most = 0;
        for (uint32_t i = 1; i < sc->source_count; i++)
            most = rows[i] > rows[most] ? i : most;
        if (rows[most] < VERB_PAIRS_LEAST) break;
        rows[most] = 0;
        if (sc->source[most].id) source[(*ret_count)++] = most;
    }
    return source;
}

static enum status learn_of_sources(struct request *r, struct lessons *l, struct err *e)
{
    size_t count = 0;
    const uint32_t *source = sources_to_learn(&l->so_far, r->a, &count);
    l->source = arena_new(r->a, struct source_lesson, count);
    enum status s = OK;
    for (size_t i = 0; i < count && !s; i++) {
        struct source_lesson *one = &l->source[l->source_count++];
        one->source = source[i];
        s = learn_of_half_life(r, l, source[i], &one->half_life, &one->of, e);
        one->of.source = place_shown(r->a, l->so_far.source[source[i]].locator, STR_NONE);
        progress_report(r->progress, "learning", i, count);
    }
    return s;
}

/* The market's own, or what its past says. */
static int64_t half_life_now(const struct scene *sc, unsigned threads)
{
    struct arena a = {0};
    struct votes v;
    struct aging aging;
    votes_find(sc, &a, &v);
    aging_choose(sc, &v, threads, &aging);
    arena_free(&a);
    return aging.days;
}

static enum status learn(struct request *r, struct lessons *l, struct err *e)
{
    enum status s =
        window_load(r, &l->sc, l->dates.at_s[LEARN_DATES - 1], l->dates.end_s, &l->window, e);
    if (s) return s;
    l->so_far = l->sc.scene;
    l->so_far.market.half_life_days = half_life_now(&l->sc.scene, r->threads);
    l->before = *l->window.before;
    s = learn_of_weights(r, l, e);
    if (!s) s = learn_of_half_life(r, l, SOURCE_ALL, &l->half_life, &l->of_half_life, e);
    return s ? s : learn_of_sources(r, l, e);
}

static enum status change(struct request *r, const struct lessons *l, struct err *e)
{
    int64_t market = l->sc.market.id;
    enum status s = store_begin(r->st, e);
    if (s) return s;
    for (int v = VERB_NONE + 1; v < VERB_COUNT && !s && l->of_weights.gains; v++) {
        const struct learned_verb *x = &l->weights.verb[v];
        if (x->now != x->then) s = market_set_weight(r->st, market, (enum verb_kind)v, x->then, e);
    }
    if (!s && l->of_half_life.gains)
        s = market_set_half_life(r->st, market, 0, l->half_life.then, e);
    for (size_t i = 0; i < l->source_count && !s; i++) {
        const struct source_lesson *one = &l->source[i];
        int64_t source = l->so_far.source[one->source].id;
        if (one->of.gains) s = market_set_half_life(r->st, market, source, one->half_life.then, e);
    }
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

/* ---- the answer ---- */

static void put_lesson(struct table *t, const struct lesson *l, bool dry)
{
    const struct judged_gain *g = l->judged;
    struct cell *row = table_row(t);
    size_t c = 0;
    row[c++] = cell_text(str_of(l->of));
    row[c++] = cell_text(l->source);
    row[c++] = cell_text(l->now);
    row[c++] = cell_text(l->then);
    row[c++] = cell_real(g->gain.value);
    row[c++] = cell_real(g->gain.lo);
    row[c++] = cell_real(g->gain.hi);
    row[c++] = cell_real(g->now);
    row[c++] = cell_real(g->then);
    row[c++] = cell_int((int64_t)g->learned);
    row[c++] = cell_int((int64_t)g->judged);
    row[c++] = cell_int((int64_t)g->heeders);
    row[c++] = cell_real(l->model.value);
    row[c++] = cell_real(l->rival.value);
    row[c++] = cell_real(-l->rival.gain); /* there: what the model has more */
    row[c++] = cell_real(-l->rival.gain_hi);
    row[c++] = cell_real(-l->rival.gain_lo);
    row[c++] = cell_bool(l->gains && !dry);
    row[c] = cell_text(str_of(l->why));
}

static void put_tables(struct table *t, const struct lessons *l)
{
    struct table *w = table_more(t, "weights", weight_columns, 4);
    w->title = STR("Weights of verbs");
    w->empty = str_printf(t->a, "No verb is shown by any pair.");
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct learned_verb *x = &l->weights.verb[v];
        if (!x->pairs) continue;
        struct cell *row = table_row(w);
        row[0] = cell_text(str_of(verb_infos[v].name));
        row[1] = cell_int((int64_t)x->pairs);
        row[2] = cell_real(x->now);
        if (x->learned) row[3] = cell_real(x->then);
    }
    struct table *h = table_more(t, "half_lives", half_life_columns, 2);
    h->title = STR("Half-lives tried; 0 is none");
    for (int i = 0; i < l->half_life.count; i++) {
        struct cell *row = table_row(h);
        row[0] = cell_int(l->half_life.days[i]);
        row[1] = cell_real(l->half_life.likelihood[i]);
    }
}

static void put_chance(struct table *t, const char *verb, uint64_t arcs, struct beta b)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(verb));
    row[1] = cell_int((int64_t)arcs);
    row[2] = cell_real(b.a / (b.a + b.b));
    row[3] = cell_real(b.a);
    row[4] = cell_real(b.b);
}

static void put_passing(struct table *t, const struct passing *p)
{
    if (!p->trials || !p->gain.trials) return;
    if (!p->taken) {
        table_note(t,
                   "In %u threads and addresses nobody was seen to take up, within %d days, what "
                   "those they heed took up.",
                   p->items, PASSING_DAYS);
        return;
    }
    struct table *c = table_more(t, "taking_up", passing_columns, 5);
    c->title =
        str_printf(t->a, "Who takes up within %d days what those they heed took up", PASSING_DAYS);
    put_chance(c, "any verb", p->arcs, p->model.all);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        if (p->model.arcs[v] >= TYPE_ARCS)
            put_chance(c, verb_infos[v].name, p->model.arcs[v], p->model.of_type[v]);
    }
    table_fact(t, "taking_up_judged", NULL, cell_int((int64_t)p->gain.trials), 0);
    table_fact(t, "taking_up_over_raw", NULL, cell_real(p->gain.over_raw), 0);
    table_fact(t, "taking_up_over_raw_lo", NULL, cell_real(p->gain.over_raw_lo), 0);
    table_fact(t, "taking_up_over_raw_hi", NULL, cell_real(p->gain.over_raw_hi), 0);
    table_fact(t, "taking_up_over_pooled", NULL, cell_real(p->gain.over_pooled), 0);
    table_fact(t, "taking_up_over_pooled_lo", NULL, cell_real(p->gain.over_pooled_lo), 0);
    table_fact(t, "taking_up_over_pooled_hi", NULL, cell_real(p->gain.over_pooled_hi), 0);
    table_note(t,
               "Chances that a tie works, each shrunk to those of its verb: learned on %u threads "
               "and addresses and judged by the %u later ones, they foretell who takes up what "
               "by %+.4f (%+.4f to %+.4f) in ln p a trial more than each tie alone, by %+.4f "
               "(%+.4f to %+.4f) more than one chance for all. They are shown; no figure uses "
               "them.",
               p->items - p->items_judged, p->items_judged, p->gain.over_raw, p->gain.over_raw_lo,
               p->gain.over_raw_hi, p->gain.over_pooled, p->gain.over_pooled_lo,
               p->gain.over_pooled_hi);
}

static void say(struct table *t, const struct lessons *l)
{
    const struct lesson *w = &l->of_weights;
    const struct lesson *h = &l->of_half_life;
    struct str name = l->sc.market.name;
    const char *does = l->dry ? "would change" : "changed";
    struct buf b = buf_new(t->a);
    if (!l->gains) {
        buf_addf(
            &b,
            "Nothing is gained, and nothing changed: by the past of '%.*s' neither other weights "
            "(%s) nor another half-life (%s) foretell more for sure.",
            STR_ARG(name), w->why, h->why);
    }
    if (w->gains) {
        buf_addf(&b, "Weights %s to %.*s: whom the audience heeds again is foretold better.", does,
                 STR_ARG(w->then));
    }
    if (h->gains) {
        buf_addf(&b, "%sThe half-life %s to %.*s: whom anybody heeds again is foretold better.",
                 b.len ? " " : "", does, STR_ARG(h->then));
    }
    for (size_t i = 0; i < l->source_count; i++) {
        const struct lesson *one = &l->source[i].of;
        if (!one->gains) continue;
        buf_addf(&b, "%sThe half-life of %.*s %s to %.*s.", b.len ? " " : "", STR_ARG(one->source),
                 does, STR_ARG(one->then));
    }
    table_lead(t, "%.*s", STR_ARG(buf_str(&b)));
}

static void note_undo(struct request *r, struct table *t, const struct lessons *l)
{
    struct str name = shell_word(r->a, l->sc.market.name);
    for (int v = VERB_NONE + 1; v < VERB_COUNT && l->of_weights.gains; v++) {
        const struct learned_verb *x = &l->weights.verb[v];
        if (x->now == x->then) continue;
        table_note(t, "To undo it: %.*s",
                   STR_ARG(request_next(r, "market weight %.*s %s %g", STR_ARG(name),
                                        verb_infos[v].name, x->now)));
    }
    if (l->of_half_life.gains) {
        struct str was = STR("usual");
        if (l->sc.market.half_life_days != HALF_LIFE_OF_PAST)
            was = str_printf(r->a, "%lld", (long long)l->half_life.now);
        table_note(
            t, "To undo it: %.*s",
            STR_ARG(request_next(r, "market half-life %.*s %.*s", STR_ARG(name), STR_ARG(was))));
    }
    for (size_t i = 0; i < l->source_count; i++) {
        const struct scene_source *of = &l->sc.scene.source[l->source[i].source];
        struct str was = STR("usual");
        if (of->own_half_life) was = str_printf(r->a, "%lld", (long long)of->half_life_days);
        if (!l->source[i].of.gains) continue;
        table_note(t, "To undo it: %.*s",
                   STR_ARG(request_next(r, "market half-life %.*s %.*s s%lld", STR_ARG(name),
                                        STR_ARG(was), (long long)of->id)));
    }
}

static void put_notes(struct request *r, struct table *t, const struct lessons *l)
{
    int few = 0;
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++)
        few += l->weights.verb[v].pairs && !l->weights.verb[v].learned;
    if (few) {
        table_note(t,
                   "%d verb%s shown by fewer than %d pairs: nothing is learned of %s, and the "
                   "weight stays.",
                   few, few == 1 ? " is" : "s are", VERB_PAIRS_LEAST, few == 1 ? "it" : "them");
    }
    table_note(t,
               "A pair is somebody and whom they heeded before a date; foretold is whether they "
               "heed that person again in the quarter of the rows behind it. Learned up to "
               "%.*s, judged by what came from then on; intervals are 90 %%, over the heeders.",
               STR_ARG(time_day(t->a, l->dates.at_s[LEARN_DATES - 1])));
    if (!l->dry) note_undo(r, t, l);
    if (l->dry && l->gains) {
        struct str name = shell_word(r->a, l->sc.market.name);
        table_note(
            t, "To change it: %.*s",
            STR_ARG(request_next(r, "learn %.*s%.*s", STR_ARG(name), STR_ARG(scope_words(r)))));
    }
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct lessons *l = arena_new(r->a, struct lessons, 1);
    l->dry = request_has(r, "dry-run");
    enum status s = scope_load(r, r->word[0], &l->sc, e);
    if (s) return s;
    struct table *t = table_new(r->a, "learn", columns, sizeof columns / sizeof *columns);
    t->title = str_printf(r->a, "What the past of %.*s teaches", STR_ARG(l->sc.market.name));
    if (!learn_dates_find(&l->sc.scene, &l->dates)) {
        s = scope_rank(r, &l->sc, e);
        scope_facts(t, &l->sc);
        t->empty = STR("Nothing can be learned: what the audience heeded directly cannot be cut "
                       "into four quarters by time. Bring more evidence, or tag more buyers.");
        *ret = t;
        return s;
    }
    s = learn(r, l, e);
    if (!s) s = passing_find(r->st, &l->sc.scene, r->seed, r->progress, r->a, &l->passing, e);
    if (!s && !l->dry && l->gains) s = change(r, l, e);
    if (!s) s = scope_rank(r, &l->sc, e);
    if (s) return s;
    scope_facts(t, &l->sc);
    table_fact(t, "dry_run", NULL, cell_bool(l->dry), 0);
    table_fact(t, "learned_until", NULL, cell_time(l->dates.at_s[LEARN_DATES - 1]), 0);
    table_fact(t, "opens", NULL, cell_text(request_next(r, "export evidence")), 0);
    say(t, l);
    put_lesson(t, &l->of_weights, l->dry);
    put_lesson(t, &l->of_half_life, l->dry);
    for (size_t i = 0; i < l->source_count; i++)
        put_lesson(t, &l->source[i].of, l->dry);
    put_tables(t, l);
    put_passing(t, &l->passing);
    put_notes(r, t, l);
    *ret = t;
    return OK;
}

const struct verb verb_learn = {
    .name = "learn",
    .words = "MARKET",
    .summary = "what a market's own past says of its weights and half-life",
    .details =
        "Weights of verbs and half-lives, the market's and those of single sources, are learned "
        "from the first three quarters of the rows "
        "and judged by the last: by how well they foretell whom people heed again, and by what "
        "'find' would have foretold with them. Nothing is changed unless the gain is sure (its "
        "90 % interval lies above 0) and 'find' foretells no less; with --dry-run never. The table "
        "of weights is "
        "the prior, worth 200 pairs a verb; a verb fewer than 100 pairs show keeps its weight. "
        "Every change is undone by 'kith market weight' and 'kith market half-life', as the answer "
        "says. Beside it stand the chances that people take up what those they heed took up, in "
        "threads and by addresses named.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

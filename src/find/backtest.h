/*
 * backtest.h - find: would this have foretold whom the audience heeds next?
 *
 * A window is one market before a date, and the same market from that date on. Of the buyers with
 * evidence before it a share is shown to each rater (known); the others are judges. A judge heeds
 * whom their evidence after the date names directly, each person once, whatever the verb: the
 * weights of a market cannot favour the model that uses them. Raters order the people of the scene
 * before the date; what they are worth is what the judges then do.
 *
 *   ndcg      sum over the first 20 of judges / log2(1 + place), over the best possible
 *   precision share of the first 10 that are among the judges' first 10
 *   captured  judges who heed the first 10, over those of the best 10
 *   rank      Spearman's correlation with the number of judges, over everybody heeded before the
 *             date or by a judge after it; ties share their middle place
 *
 * Equal scores are ordered by lot. Who appears only after the date has the score 0: nobody could
 * know them, and no rater is spared them. Intervals: 90 %, Bayesian bootstrap over the judges, a
 * judge having one weight in all splits and windows; `gain` is the model less this rater, in the
 * same draws.
 *
 * Placebos are the same model on spoiled input: whoever heeds and whoever is heeded changed over
 * (reversed), as many people drawn by lot instead of the known buyers (audience), what is not on
 * the topic (topic), and rows dated by lot, the judges' rows among them (time; it is judged by what
 * then comes later).
 *
 * Source  Rubin 1981, doi:10.1214/aos/1176345338; Jarvelin, Kekalainen, TOIS 2002,
 *         doi:10.1145/582415.582418 (NDCG)
 * Cost    windows * splits * (reach_find without intervals + draws * (pairs of judge and person))
 * Check   tests/unit/test_backtest.c: hand-counted worlds; NDCG, Spearman against Python's
 */
#ifndef KITH_FIND_BACKTEST_H
#define KITH_FIND_BACKTEST_H

#include "find/loud.h"
#include "find/reach.h"

enum rater {
    RATER_KITH,
    RATER_VOTES,                           /* of the known buyers, without a prior */
    RATER_LOUD,                            /* and those behind it, in the order of enum loud_kind */
    RATER_FRESH = RATER_LOUD + LOUD_COUNT, /* in-degree, each pair by its latest row, halved once a
                                            * half-life of the model's: loud, too */
    RATER_LOT,
    RATER_REVERSED,
    RATER_AUDIENCE,
    RATER_TOPIC,
    RATER_TIME,
    RATER_RIVAL, /* the same model on the window's rival */
    RATER_COUNT
};
const char *rater_name(int rater); /* "kith", "followers", …, as JSON has it */

enum measure { MEASURE_NDCG, MEASURE_PRECISION, MEASURE_CAPTURED, MEASURE_RANK, MEASURE_COUNT };
extern const char *const measure_names[MEASURE_COUNT];

struct window {
    const struct scene *before, *after; /* one market, up to and from the date on */
    const struct scene *off_topic; /* before the date, what is not on the topic; NULL: all is */
    /* before with other weights or half-lives, by the same prior's family: then the model and this
     * are judged, and nothing else. NULL: none */
    const struct scene *rival;
};

struct backtest_options {
    double known; /* share of the buyers with evidence that is shown, 0 < known < 1 */
    unsigned splits;
    unsigned draws; /* behind every interval */
    uint64_t seed;
    unsigned threads; /* 0: all */
    const struct progress *progress;
};
#define BACKTEST_OPTIONS \
    ((struct backtest_options){.known = 0.5, .splits = 8, .draws = 400, .seed = 1})

enum { JUDGES_LEAST = 5, BACKTEST_FIRST = 20, BACKTEST_TOP = 10 };

struct backtest_score {
    double value, lo, hi;          /* NAN: not judged */
    double gain, gain_lo, gain_hi; /* the model less this one */
};
struct backtest {
    struct backtest_score score[RATER_COUNT][MEASURE_COUNT];
    size_t windows, splits; /* that could be judged, splits over all windows */
    double known, judges;   /* people a split, in the mean */
    double heeded;          /* people heeded by at least one judge, in the mean */
    bool judged;            /* false: no split had JUDGES_LEAST judges */
    bool over_topic;        /* RATER_TOPIC was possible in each window */
};

/* STOPPED, or OK. */
MUST_CHECK enum status backtest_run(const struct window *window, size_t count,
                                    const struct backtest_options *o, struct arena *a,
                                    struct backtest *ret, struct err *e);

#endif

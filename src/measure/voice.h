/*
 * voice.h - measure: how does this person sound, beside those the market listens to?
 *
 * Fifteen qualities, no total. What can be counted is measured (M), what can only hint is a proxy
 * for a human (P); what neither can is the human's (H). Every measure is made of units: docs, or
 * pieces of long docs (transcripts), weeks, gaps, people who wrote first, stories
 * shared. So each has a number, an interval, the rows it is made of, and two halves: its odd and
 * its even units, by which it is judged whether it measures a person at all.
 *
 *   share     Wilson 1927, 95 %
 *   ratio     sum of num / sum of den; the variance of linearised residuals (Cochran 1977, 6.4)
 *   quantile  of num; interval by order statistics (Conover 1999, 3.2)
 *   Flesch    as a ratio, by the residuals of both of its ratios
 *   dialect   Jensen-Shannon divergence in bits (Lin 1991, doi:10.1109/18.61115) of the words of
 *             the person and those of the audience among the 2,000 commonest: DIALECT_WORDS drawn
 *             of each, the same number of everybody (small samples bias it up), DIALECT_DRAWS
 *             times; mean, and the draws' spread
 *   burst     (sd - mean)/(sd + mean) of the gaps (Goh, Barabasi 2008,
 *             doi:10.1209/0295-5075/81/48002); jackknife
 *
 * Sample   VOICE_DOCS_MIN docs and VOICE_WORDS_MIN words; what is counted in words wants them in a
 *          language with lists, and counts pieces for docs; what is counted in neither (stories,
 *          answers, who wrote first) wants VOICE_FEW_MIN besides.
 * Band     10th to 90th percentile of the accepted voices for whom the measure has its sample
 * r        Pearson's of odd and even units over everybody with the sample; below VOICE_R_MIN the
 *          measure is dropped in this market, below VOICE_R_PEOPLE people, or
 *          where all are alike, it is not known
 *
 * Cost     two scans of the docs, one of the evidence; every word of every doc is looked at once
 * Check    tests/unit/test_voice.c counted by hand; tools/bench/voice.py
 */
#ifndef KITH_MEASURE_VOICE_H
#define KITH_MEASURE_VOICE_H

#include "base/progress.h"
#include "find/market.h"
#include "find/people.h"

enum {
    VOICE_DOCS_MIN = 30,
    VOICE_WORDS_MIN = 3000,
    VOICE_FEW_MIN = 10,
    VOICE_LONG = 500,  /* words; a longer doc is cut into pieces … */
    VOICE_PIECE = 100, /* … of so many, at the end of a line or sentence */
    VOICE_R_PEOPLE = 8,
    VOICE_BAND_MIN = 5, /* accepted voices below which there is no band */
    DIALECT_WORDS = 1000,
    DIALECT_DRAWS = 40
};
#define VOICE_R_MIN .7
#define VOICE_LEVEL .95

enum quality {
    QUALITY_AUTHENTIC,
    QUALITY_RELEVANT,
    QUALITY_EMPATHETIC,
    QUALITY_GENEROUS,
    QUALITY_RESPONSIVE,
    QUALITY_HELPFUL,
    QUALITY_ORIGINAL,
    QUALITY_INFORMAL,
    QUALITY_TIMELY,
    QUALITY_PERSISTENT,
    QUALITY_INSPIRING,
    QUALITY_GRAMMATICAL,
    QUALITY_COMMUNAL,
    QUALITY_DIALECTAL,
    QUALITY_CONTEXTUAL,
    QUALITY_COUNT,
    ANGLE_NICHE = QUALITY_COUNT, /* the angles of an expert: angle.h */
    ANGLE_EXPERIENCE,
    ANGLE_TIMELINESS,
    ANGLE_DATA,
    ANGLE_AGGREGATOR,
    ANGLE_FUTURIST,
    ANGLE_ICONOCLAST,
    FACET_COUNT
};

struct quality_info {
    const char *name;
    bool human; /* a human's verdict is wanted */
};
extern const struct quality_info quality_infos[FACET_COUNT + 1]; /* the angles behind */
enum quality quality_of(struct str name);                        /* FACET_COUNT: none */

enum voice_measure {
    VOICE_PARROTING,
    VOICE_ON_TOPIC,
    VOICE_TURNED,
    VOICE_QUESTIONS,
    VOICE_ACKNOWLEDGED,
    VOICE_LINKED,
    VOICE_CREDITED,
    VOICE_REPLIED_48H,
    VOICE_REPLY_HOURS,
    VOICE_MARKED,
    VOICE_ANSWERING,
    VOICE_ORIGINAL,
    VOICE_FORMAL,
    VOICE_CONTRACTED,
    VOICE_FLESCH,
    VOICE_FIRST,
    VOICE_LEAD,
    VOICE_WEEKS,
    VOICE_GAP,
    VOICE_GAP_95,
    VOICE_GAP_LONGEST,
    VOICE_BURST,
    VOICE_SHARED,
    VOICE_CALLS,
    VOICE_UNKNOWN,
    VOICE_DOUBLED,
    VOICE_UNBALANCED,
    VOICE_SHORT,
    VOICE_SPREAD,
    VOICE_EXCLUDING,
    VOICE_DIALECT,
    VOICE_FRESH,
    VOICE_NICHE, /* of angles, from here on */
    VOICE_FORMER,
    VOICE_YEARS,
    VOICE_SOON,
    VOICE_DATA,
    VOICE_FIGURES,
    VOICE_LINKS,
    VOICE_ROUNDUP,
    VOICE_AHEAD,
    VOICE_LATER,
    VOICE_OBJECTS,
    VOICE_AGAINST,
    VOICE_DISAGREE,
    VOICE_MEASURE_COUNT
};

enum voice_kind {
    VOICE_SHARE,
    VOICE_RATIO,
    VOICE_QUANTILE,
    VOICE_MAX, /* a fact: it has no interval */
    VOICE_KIND_FLESCH,
    VOICE_KIND_BURST,
    VOICE_KIND_SPREAD,
    VOICE_KIND_DIALECT
};
enum voice_sample { VOICE_OF_DOCS, VOICE_OF_WORDS, VOICE_OF_FEW };

struct measure_info {
    const char *name;    /* "on_topic" */
    const char *meaning; /* "docs that the topic finds" */
    const char *unit;    /* "in 100" */
    enum quality quality;
    bool proxy; /* P, else M */
    bool first; /* the one that stands for its quality */
    enum voice_kind kind;
    enum voice_sample sample;
    double scale, shift; /* of num/den; of quantiles shift is which */
    const char *of;      /* "docs": what n counts */
    const char *without; /* why there may be none, "nobody's shares are here" */
};
extern const struct measure_info measure_infos[VOICE_MEASURE_COUNT + 1];
bool measure_is_of(enum voice_measure m, enum quality q); /* some are of a quality and an angle */
bool measure_is_lower(enum voice_measure m);              /* low says more of its angle */

struct voice_unit {
    double num, den, more; /* more: sentences, of Flesch */
    int64_t doc;           /* where it can be looked up; 0: nowhere */
};
struct voice_units {
    const struct voice_unit *unit; /* [count] in order of time, of docs by id */
    size_t count;
    bool measured; /* false: it cannot be counted here, whatever the sample */
};

struct voice {
    int64_t node;
    size_t docs, words; /* docs with a text */
    size_t told;        /* words in a language with lists */
    int64_t first_s, last_s;
    bool accepted, asked; /* of the band; one of the people asked for */
    bool heard;           /* of the audience: what they say is in its words */
    struct voice_units of[VOICE_MEASURE_COUNT];
    const uint32_t *word; /* of pieces: numbers of common words; units of dialect point here */
};

struct voice_scope {
    const struct market *market; /* NULL: all there is */
    const int64_t *asked;        /* [asked_count] nodes */
    size_t asked_count;
    const int64_t *accepted; /* [accepted_count] the market's voices */
    size_t accepted_count;
    const struct node_set *audience; /* NULL: everybody */
    const char *dictionaries;        /* directory */
    uint64_t seed;
    const struct progress *progress;
};

struct voice_value {
    double value, lo, hi; /* NAN: none */
    size_t n;
    bool enough;
};
struct voice_norm { /* of one measure in the market */
    double lo, hi;  /* 10th and 90th percentile; NAN: none */
    size_t people;
    double r; /* NAN: not known */
    size_t r_people;
    bool dropped;
};

struct voices {
    struct voice *voice; /* [count] by node */
    size_t count;
    int64_t as_of_s;       /* the latest doc */
    struct str dictionary; /* "en_US"; empty: none was found, why it was not: no_dictionary */
    struct str no_dictionary;
    const double *pool; /* [common] how often the audience says each of the commonest words */
    size_t common;
    double pool_words;
    const double *segment_share; /* of spread: how large each segment of the audience is */
    uint64_t seed;
    const struct voice_norm *norm; /* [VOICE_MEASURE_COUNT] */
};

MUST_CHECK enum status voices_load(struct store *st, const struct voice_scope *scope,
                                   struct arena *a, struct voices *ret, struct err *e);
const struct voice *voice_of(const struct voices *v, int64_t node); /* NULL: nothing by them */

/* Without lines that quote, and without what stands below a signature's "-- ". */
struct str voice_own_text(struct arena *a, struct str text);

enum voice_half { VOICE_ALL, VOICE_ODD, VOICE_EVEN };
struct voice_value voice_measure(const struct voices *v, const struct voice *one,
                                 enum voice_measure m, enum voice_half half);
/* Fills ret [VOICE_MEASURE_COUNT]; voices_load has called it. */
void voice_norms(const struct voices *v, struct arena *a, struct voice_norm ret[]);

#endif

/* voice_value.c - measure: what do the units of one measure come to, and how surely? */
#include "measure/voice.h"

#include "base/rng.h"
#include "find/direction.h"

#include <math.h>
#include <stdlib.h>

enum { RNG_DIALECT = 0x6469616c };
#define Z_95 1.959963984540054

const struct quality_info quality_infos[FACET_COUNT + 1] = {
    {"authentic", true},   {"relevant", false},   {"empathetic", true}, {"generous", false},
    {"responsive", false}, {"helpful", false},    {"original", false},  {"informal", false},
    {"timely", false},     {"persistent", false}, {"inspiring", true},  {"grammatical", false},
    {"communal", true},    {"dialectal", false},  {"contextual", true}, {"niche", false},
    {"experience", false}, {"timeliness", false}, {"data", false},      {"aggregator", false},
    {"futurist", true},    {"iconoclast", true},  {NULL, false},
};

#define DOCS VOICE_OF_DOCS
#define WORDS VOICE_OF_WORDS
#define FEW VOICE_OF_FEW

const struct measure_info measure_infos[VOICE_MEASURE_COUNT + 1] = {
    {"parroting", "docs as a firm's or ours say it", "in 100", QUALITY_AUTHENTIC, true, true,
     VOICE_SHARE, DOCS, 100, 0, "docs", "no doc of a firm or of ours is here"},
    {"on_topic", "docs that the topic finds", "in 100", QUALITY_RELEVANT, false, true, VOICE_SHARE,
     DOCS, 100, 0, "docs", "it needs a market with a topic: --market"},
    {"turned", "you of I, we and you", "in 100", QUALITY_EMPATHETIC, true, true, VOICE_RATIO, WORDS,
     100, 0, "pieces", ""},
    {"questions", "questions", "in 100 sentences", QUALITY_EMPATHETIC, true, false, VOICE_RATIO,
     WORDS, 100, 0, "pieces", ""},
    {"acknowledged", "phrases that acknowledge", "in 1,000 words", QUALITY_EMPATHETIC, true, false,
     VOICE_RATIO, WORDS, 1000, 0, "pieces", ""},
    {"linked", "docs with a link", "in 100", QUALITY_GENEROUS, false, true, VOICE_SHARE, DOCS, 100,
     0, "docs", ""},
    {"credited", "people named", "in 100 docs", QUALITY_GENEROUS, false, false, VOICE_RATIO, DOCS,
     100, 0, "docs", ""},
    {"replied_48h", "first-time writers answered in 48 h", "in 100", QUALITY_RESPONSIVE, false,
     true, VOICE_SHARE, FEW, 100, 0, "people", "nobody wrote to them"},
    {"reply_hours", "time to answer first-time writers", "hours", QUALITY_RESPONSIVE, false, false,
     VOICE_QUANTILE, FEW, 1, .5, "people", "nobody was answered"},
    {"marked", "answers accepted or thanked for", "in 100", QUALITY_HELPFUL, false, true,
     VOICE_SHARE, FEW, 100, 0, "answers", "nobody accepts or thanks in these sources"},
    {"answering", "docs that answer others' questions", "in 100", QUALITY_HELPFUL, true, false,
     VOICE_SHARE, DOCS, 100, 0, "docs", ""},
    {"original", "docs that nobody else said before", "in 100", QUALITY_ORIGINAL, false, true,
     VOICE_SHARE, DOCS, 100, 0, "docs", ""},
    {"formal", "F-lite: 0 informal to 100 formal", "points", QUALITY_INFORMAL, false, true,
     VOICE_RATIO, WORDS, 50, 50, "pieces", ""},
    {"contracted", "contractions", "in 1,000 words", QUALITY_INFORMAL, false, false, VOICE_RATIO,
     WORDS, 1000, 0, "pieces", ""},
    {"flesch", "Flesch reading ease: 100 is easy", "points", QUALITY_INFORMAL, false, false,
     VOICE_KIND_FLESCH, WORDS, 1, 0, "pieces", ""},
    {"first", "place among who shared the same: 0 first", "in 100", QUALITY_TIMELY, false, true,
     VOICE_RATIO, FEW, 100, 0, "stories", "nobody else shared what they share"},
    {"lead", "hours behind the first", "hours", QUALITY_TIMELY, false, false, VOICE_QUANTILE, FEW,
     1, .5, "stories", "nobody else shared what they share"},
    {"weeks", "weeks with a doc", "in 100", QUALITY_PERSISTENT, false, true, VOICE_SHARE, DOCS, 100,
     0, "weeks", ""},
    {"gap", "days between docs, the middle one", "days", QUALITY_PERSISTENT, false, false,
     VOICE_QUANTILE, DOCS, 1, .5, "gaps", ""},
    {"gap_95", "days that 95 in 100 gaps stay below", "days", QUALITY_PERSISTENT, false, false,
     VOICE_QUANTILE, DOCS, 1, .95, "gaps", ""},
    {"gap_longest", "longest silence, today's included", "days", QUALITY_PERSISTENT, false, false,
     VOICE_MAX, DOCS, 1, 0, "gaps", ""},
    {"burst", "burstiness: -1 even, 0 by chance, 1", "", QUALITY_PERSISTENT, false, false,
     VOICE_KIND_BURST, DOCS, 1, 0, "gaps", ""},
    {"shared", "shares beyond what one would expect", "log", QUALITY_INSPIRING, true, true,
     VOICE_RATIO, DOCS, 1, 0, "docs", "nobody's shares are here"},
    {"calls", "calls to action", "in 1,000 words", QUALITY_INSPIRING, true, false, VOICE_RATIO,
     WORDS, 1000, 0, "pieces", ""},
    {"unknown", "unknown words", "in 1,000 words", QUALITY_GRAMMATICAL, false, true, VOICE_RATIO,
     WORDS, 1000, 0, "pieces", "no dictionary"},
    {"doubled", "words said twice", "in 1,000 words", QUALITY_GRAMMATICAL, false, false,
     VOICE_RATIO, WORDS, 1000, 0, "pieces", ""},
    {"unbalanced", "pieces with an open quote", "in 100", QUALITY_GRAMMATICAL, false, false,
     VOICE_SHARE, WORDS, 100, 0, "pieces", ""},
    {"short", "text-speak", "in 1,000 words", QUALITY_GRAMMATICAL, false, false, VOICE_RATIO, WORDS,
     1000, 0, "pieces", ""},
    {"spread", "evenness over the segments: 1 even", "", QUALITY_COMMUNAL, true, true,
     VOICE_KIND_SPREAD, DOCS, 1, 0, "segments", "the market has no two segments"},
    {"excluding", "words that shut others out", "in 1,000 words", QUALITY_COMMUNAL, true, false,
     VOICE_RATIO, WORDS, 1000, 0, "pieces", ""},
    {"dialect", "distance from the audience's words", "bits", QUALITY_DIALECTAL, false, true,
     VOICE_KIND_DIALECT, WORDS, 1, 0, "pieces", "too little is there of the audience"},
    {"fresh", "new in its thread: 1 - nearest before", "", QUALITY_CONTEXTUAL, true, true,
     VOICE_RATIO, DOCS, 1, 0, "docs", ""},
    {"niche", "rarity of their words with others", "bits", ANGLE_NICHE, true, true, VOICE_RATIO,
     WORDS, 1, 0, "pieces", ""},
    {"former", "tells of former times", "in 1,000 words", ANGLE_EXPERIENCE, true, true, VOICE_RATIO,
     WORDS, 1000, 0, "pieces", ""},
    {"years", "since their first doc on topic here", "years", ANGLE_EXPERIENCE, false, false,
     VOICE_MAX, DOCS, 1, 0, "docs", ""},
    {"soon", "from the start of a thread to their word", "hours", ANGLE_TIMELINESS, false, false,
     VOICE_QUANTILE, FEW, 1, .5, "threads", "they speak in nobody's thread"},
    {"data", "docs with 3 figures, a table or a data file", "in 100", ANGLE_DATA, false, true,
     VOICE_SHARE, DOCS, 100, 0, "docs", ""},
    {"figures", "numbers", "in 1,000 words", ANGLE_DATA, true, false, VOICE_RATIO, WORDS, 1000, 0,
     "pieces", ""},
    {"links", "links", "in 100 docs", ANGLE_AGGREGATOR, false, false, VOICE_RATIO, DOCS, 100, 0,
     "docs", ""},
    {"roundup", "docs with 3 links or more", "in 100", ANGLE_AGGREGATOR, false, false, VOICE_SHARE,
     DOCS, 100, 0, "docs", ""},
    {"ahead", "looks ahead", "in 1,000 words", ANGLE_FUTURIST, true, true, VOICE_RATIO, WORDS, 1000,
     0, "pieces", ""},
    {"later", "later years named of which something will be", "in 100 docs", ANGLE_FUTURIST, true,
     false, VOICE_RATIO, DOCS, 100, 0, "docs", ""},
    {"objects", "answers to others that disagree", "in 100", ANGLE_ICONOCLAST, true, true,
     VOICE_SHARE, FEW, 100, 0, "answers", "they answer nobody"},
    {"against", "views of people against most others' view", "in 100", ANGLE_ICONOCLAST, true,
     false, VOICE_SHARE, FEW, 100, 0, "people", "no source here says for and against"},
    {"disagree", "disagrees", "in 1,000 words", ANGLE_ICONOCLAST, true, false, VOICE_RATIO, WORDS,
     1000, 0, "pieces", ""},
    {NULL, NULL, NULL, FACET_COUNT, false, false, VOICE_SHARE, DOCS, 0, 0, NULL, NULL},
};

enum quality quality_of(struct str name)
{
    for (int q = 0; q < FACET_COUNT; q++) {
        if (str_is_nocase(name, quality_infos[q].name)) return (enum quality)q;
    }
    return FACET_COUNT;
}

bool measure_is_of(enum voice_measure m, enum quality q)
{
    bool timely = m == VOICE_FIRST || m == VOICE_LEAD;
    if (q == ANGLE_TIMELINESS && timely) return true;
    if (q == ANGLE_AGGREGATOR && (m == VOICE_LINKED || m == VOICE_CREDITED)) return true;
    return measure_infos[m].quality == q;
}

bool measure_is_lower(enum voice_measure m)
{
    return m == VOICE_FIRST || m == VOICE_LEAD || m == VOICE_SOON;
}

/* ---- units of one half ---- */

struct units {
    struct voice_unit *unit;
    size_t count;
};

static struct units half_of(struct arena *a, const struct voice_units *all, enum voice_half half)
{
    struct units u = {arena_new(a, struct voice_unit, all->count), 0};
    for (size_t i = 0; i < all->count; i++) {
        bool odd = i % 2 == 0; /* the first, third, … */
        if (half == VOICE_ALL || (half == VOICE_ODD) == odd) u.unit[u.count++] = all->unit[i];
    }
    return u;
}

/* The 97.5th percentile of t with n - 1 degrees of freedom, within .001 from 5 on (Abramowitz,
 * Stegun 26.7.5). */
static double t_95(size_t n)
{
    double df = n > 1 ? (double)n - 1 : 1;
    double z = Z_95;
    double z3 = z * z * z;
    double z5 = z3 * z * z;
    double z7 = z5 * z * z;
    return z + (z3 + z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * z) / (96 * df * df) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * df * df * df);
}

static struct voice_value share_of(struct units u)
{
    struct voice_value v = {.n = u.count};
    double k = 0;
    for (size_t i = 0; i < u.count; i++)
        k += u.unit[i].num;
    v.value = k / (double)u.count;
    wilson_95(k, (double)u.count, &v.lo, &v.hi);
    return v;
}

static struct voice_value ratio_of(struct units u)
{
    double num = 0;
    double den = 0;
    double sum = 0;
    for (size_t i = 0; i < u.count; i++) {
        num += u.unit[i].num;
        den += u.unit[i].den;
    }
    struct voice_value v = {.value = num / den, .lo = NAN, .hi = NAN, .n = u.count};
    for (size_t i = 0; i < u.count; i++) {
        double left = u.unit[i].num - v.value * u.unit[i].den;
        sum += left * left;
    }
    double n = (double)u.count;
    double se = sqrt(n / (n - 1) * sum) / den;
    v.lo = v.value - t_95(u.count) * se;
    v.hi = v.value + t_95(u.count) * se;
    return v;
}

/* num syllables, den words, more sentences. */
static struct voice_value flesch_of(struct units u)
{
    double syllables = 0;
    double words = 0;
    double sentences = 0;
    double sum = 0;
    for (size_t i = 0; i < u.count; i++) {
        syllables += u.unit[i].num;
        words += u.unit[i].den;
        sentences += u.unit[i].more;
    }
    double per_word = syllables / words;
    double length = words / sentences;
    for (size_t i = 0; i < u.count; i++) {
        const struct voice_unit *x = &u.unit[i];
        double left = 84.6 * (x->num - per_word * x->den) / words +
                      1.015 * (x->den - length * x->more) / sentences;
        sum += left * left;
    }
    double n = (double)u.count;
    double se = sqrt(n / (n - 1) * sum);
    double value = 206.835 - 84.6 * per_word - 1.015 * length;
    return (struct voice_value){.value = value,
                                .lo = value - t_95(u.count) * se,
                                .hi = value + t_95(u.count) * se,
                                .n = u.count};
}

static int num_cmp(const void *left, const void *right)
{
    double l = ((const struct voice_unit *)left)->num;
    double r = ((const struct voice_unit *)right)->num;
    return l < r ? -1 : l > r;
}

static double sorted_at(struct units u, double place) /* from 0, between two: in proportion */
{
    if (place <= 0) return u.unit[0].num;
    if (place >= (double)u.count - 1) return u.unit[u.count - 1].num;
    size_t i = (size_t)place;
    double part = place - (double)i;
    return u.unit[i].num + part * (u.unit[i + 1].num - u.unit[i].num);
}

static struct voice_value quantile_of(struct units u, double p)
{
    if (u.count) qsort(u.unit, u.count, sizeof *u.unit, num_cmp);
    double n = (double)u.count;
    double spread = Z_95 * sqrt(n * p * (1 - p));
    return (struct voice_value){.value = sorted_at(u, p * (n - 1)),
                                .lo = sorted_at(u, ceil(n * p - spread) - 1),
                                .hi = sorted_at(u, ceil(n * p + spread) - 1),
                                .n = u.count};
}

static double burst(double sum, double squares, double n)
{
    double mean = sum / n;
    double sd = sqrt(fmax(0, squares / n - mean * mean));
    return sd + mean > 0 ? (sd - mean) / (sd + mean) : 0;
}

static struct voice_value burst_of(struct units u)
{
    double sum = 0;
    double squares = 0;
    double n = (double)u.count;
    double mean = 0;
    double spread = 0;
    for (size_t i = 0; i < u.count; i++) {
        sum += u.unit[i].num;
        squares += u.unit[i].num * u.unit[i].num;
    }
    double value = burst(sum, squares, n);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < u.count; i++) {
            double x = u.unit[i].num;
            double without = burst(sum - x, squares - x * x, n - 1);
            if (turn == 0) mean += without / n;
            if (turn == 1) spread += (without - mean) * (without - mean);
        }
    }
    double se = sqrt((n - 1) / n * spread);
    return (struct voice_value){.value = value,
                                .lo = fmax(-1, value - t_95(u.count) * se),
                                .hi = fmin(1, value + t_95(u.count) * se),
                                .n = u.count};
}

/* 1 - Gini of the rates num/den. */
static struct voice_value spread_of(struct units u)
{
    double apart = 0;
    double sum = 0;
    double n = (double)u.count;
    for (size_t i = 0; i < u.count; i++) {
        double x = u.unit[i].num / u.unit[i].den;
        sum += x;
        for (size_t k = 0; k < u.count; k++)
            apart += fabs(x - u.unit[k].num / u.unit[k].den);
    }
    double value = sum > 0 ? 1 - apart / (2 * n * sum) : NAN;
    return (struct voice_value){.value = value, .lo = NAN, .hi = NAN, .n = u.count};
}

/* ---- dialect ---- */

static double term(double p, double q)
{
    double m = (p + q) / 2;
    double sum = 0;
    if (p > 0) sum += p / 2 * log2(p / m);
    if (q > 0) sum += q / 2 * log2(q / m);
    return sum;
}

struct words {           /* what is drawn from */
    const double *until; /* [common] how many of the audience's words come up to each */
    const uint32_t *own; /* [count] */
    size_t count;
};

static double divergence(const struct voices *v, const struct words *x, struct rng *rng,
                         uint32_t *seen)
{
    double sum = 0;
    size_t common = v->common;
    for (size_t i = 0; i < 2 * common; i++)
        seen[i] = 0;
    for (int k = 0; k < DIALECT_WORDS; k++) {
        double at = rng_unit(rng) * x->until[common - 1];
        size_t lo = 0;
        for (size_t hi = common - 1; lo < hi;) {
            size_t mid = lo + (hi - lo) / 2;
            if (x->until[mid] < at) {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        seen[lo]++;
        seen[common + x->own[rng_below(rng, x->count)]]++;
    }
    for (size_t i = 0; i < common; i++)
        sum += term((double)seen[i] / DIALECT_WORDS, (double)seen[common + i] / DIALECT_WORDS);
    return sum;
}

/* The audience without what this person said themselves. */
static const double *others_until(const struct voices *v, const struct voice *one, struct arena *a)
{
    const struct voice_units *all = &one->of[VOICE_DIALECT];
    double *until = arena_new(a, double, v->common);
    double sum = 0;
    for (size_t i = 0; i < v->common; i++)
        until[i] = v->pool[i];
    for (size_t i = 0; one->heard && i < all->count; i++) {
        for (size_t k = 0; k < (size_t)all->unit[i].den; k++)
            until[one->word[(size_t)all->unit[i].num + k]]--;
    }
    for (size_t i = 0; i < v->common; i++) {
        sum += fmax(0, until[i]);
        until[i] = sum;
    }
    return until;
}

static struct voice_value dialect_of(const struct voices *v, const struct voice *one,
                                     struct units u, struct arena *a)
{
    struct voice_value ret = {.value = NAN, .lo = NAN, .hi = NAN, .n = u.count};
    uint32_t *own = NULL;
    size_t room = 0;
    for (size_t i = 0; i < u.count; i++)
        room += (size_t)u.unit[i].den;
    struct words x = {.until = others_until(v, one, a)};
    own = arena_new(a, uint32_t, room);
    for (size_t i = 0; i < u.count; i++) {
        for (size_t k = 0; k < (size_t)u.unit[i].den; k++)
            own[x.count++] = one->word[(size_t)u.unit[i].num + k];
    }
    x.own = own;
    if (!x.count || !v->common || x.until[v->common - 1] < DIALECT_WORDS) return ret;
    uint32_t *seen = arena_new(a, uint32_t, 2 * v->common);
    struct rng rng =
        rng_stream(v->seed, rng_stream_id(RNG_DIALECT, (uint32_t)one->node, (uint32_t)u.count));
    double sum = 0;
    double squares = 0;
    for (int d = 0; d < DIALECT_DRAWS; d++) {
        double js = divergence(v, &x, &rng, seen);
        sum += js;
        squares += js * js;
    }
    double mean = sum / DIALECT_DRAWS;
    double sd = sqrt(fmax(0, squares / DIALECT_DRAWS - mean * mean));
    ret.value = mean;
    ret.lo = fmax(0, mean - Z_95 * sd);
    ret.hi = mean + Z_95 * sd;
    return ret;
}

/* ---- all ---- */

static bool enough(const struct voice *one, const struct measure_info *info)
{
    size_t units = one->of[info - measure_infos].count;
    if (info->sample == VOICE_OF_WORDS) {
        return one->told >= VOICE_WORDS_MIN && units >= VOICE_DOCS_MIN;
    }
    if (one->docs < VOICE_DOCS_MIN || one->words < VOICE_WORDS_MIN) return false;
    if (info->kind == VOICE_KIND_SPREAD) return units >= 2;
    return units >= VOICE_FEW_MIN;
}

static struct voice_value by_kind(const struct voices *v, const struct voice *one,
                                  const struct measure_info *info, struct units u, struct arena *a)
{
    switch (info->kind) {
    case VOICE_SHARE:
        return share_of(u);
    case VOICE_RATIO:
        return ratio_of(u);
    case VOICE_QUANTILE:
        return quantile_of(u, info->shift);
    case VOICE_MAX:
        qsort(u.unit, u.count, sizeof *u.unit, num_cmp);
        return (struct voice_value){u.unit[u.count - 1].num, NAN, NAN, u.count, false};
    case VOICE_KIND_FLESCH:
        return flesch_of(u);
    case VOICE_KIND_BURST:
        return burst_of(u);
    case VOICE_KIND_SPREAD:
        return spread_of(u);
    case VOICE_KIND_DIALECT:
        return dialect_of(v, one, u, a);
    }
    return (struct voice_value){NAN, NAN, NAN, 0, false};
}

struct voice_value voice_measure(const struct voices *v, const struct voice *one,
                                 enum voice_measure m, enum voice_half half)
{
    const struct measure_info *info = &measure_infos[m];
    struct voice_value none = {NAN, NAN, NAN, one->of[m].count, false};
    struct arena a = {0};
    if (!one->of[m].measured || !enough(one, info)) return none;
    struct units u = half_of(&a, &one->of[m], half);
    struct voice_value x = by_kind(v, one, info, u, &a);
    arena_free(&a);
    double shift = info->kind == VOICE_RATIO ? info->shift : 0;
    x.value = x.value * info->scale + shift;
    x.lo = x.lo * info->scale + shift;
    x.hi = x.hi * info->scale + shift;
    if (info->kind == VOICE_RATIO && !shift && m != VOICE_SHARED) x.lo = fmax(0, x.lo);
    x.enough = isfinite(x.value);
    return x;
}

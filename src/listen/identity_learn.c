/* identity_learn.c - listen: how much does each agreement weigh here? Learned without labels. */
#include "listen/identity_int.h"

#include <math.h>

enum { ROUNDS = 12, SHIPPED_COUNT = 60 };

/* Shipped m: how often one human's two accounts stand so. What is not an agreement has its u
 * here; of an agreement u is its rarity (identity_compare.c). */
static const double shipped[FEATURES][LEVELS_MAX] = {
    /* missing (of all; the rest of those that are not), same, sound, nick, initial, near, surname,
     * part, differs */
    {0.40, 0.62, 0.08, 0.08, 0.08, 0.03, 0.01, 0.02, 0.08},
    /* -, same, full, initial, prefix, part, differs */
    {0, 0.40, 0.02, 0.02, 0.01, 0.05, 0.50},
    /* -, same, differs */
    {0, 0.50, 0.50},
    /* -, domain, organisation, differs */
    {0, 0.35, 0.25, 0.40},
    /* as the second, of logins without a name beside them */
    {0, 0.32, 0.14, 0.20, 0.12, 0.12, 0.10},
};
static const double strangers[FEATURES][LEVELS_MAX] = {{0, 1, 1, 1, 1, 1, 0.10, 0.15, 0.75},
                                                       {0, 1, 1, 1, 1, 1, 1},
                                                       {0, 1, 1},
                                                       {0, 1, 1, 1},
                                                       {0, 1, 1, 1, 1, 1, 1}};
static const uint8_t levels[FEATURES] = {NAME_LEVELS, LOGIN_LEVELS, MAIL_LEVELS, WORK_LEVELS,
                                         LOGIN_LEVELS};

/* nameless: share of strangers of whom one has no full name. */
static void weigh(struct weights *w, double m[FEATURES][LEVELS_MAX], double nameless)
{
    for (int f = 0; f < FEATURES; f++) {
        w->m[f][0] = 0; /* what is missing says nothing */
        for (int l = 1; l < levels[f]; l++)
            w->m[f][l] = log2(m[f][l] / strangers[f][l]);
    }
    w->m[0][NAME_MISSING] = log2(m[0][NAME_MISSING] / nameless);
    for (int l = 1; l < NAME_LEVELS; l++)
        w->m[0][l] += log2((1 - m[0][NAME_MISSING]) / (1 - nameless));
}

double weights_bits(const struct weights *w, const struct compared *c)
{
    double bits = w->prior;
    for (int f = 0; f < FEATURES - 1; f++)
        bits += (double)c->rare[f];
    for (int f = 0; f < FEATURES; f++)
        bits += w->m[f][c->level[f]];
    return bits;
}

struct identity_terms weights_terms(const struct weights *w, const struct compared *c)
{
    struct identity_terms t = {.bits[TERM_BEFORE] = (float)w->prior};
    for (int f = 0; f < TERMS_LEVELLED; f++) {
        t.bits[f] = (float)((double)c->rare[f] + w->m[f][c->level[f]]);
        t.level[f] = c->level[f];
    }
    if (c->level[FEATURES - 1]) { /* a login without a name beside it */
        t.bits[TERM_LOGIN] += (float)w->m[FEATURES - 1][c->level[FEATURES - 1]];
        t.level[TERM_LOGIN] = c->level[FEATURES - 1];
    }
    return t;
}

double identity_confidence(double bits)
{
    return 1 / (1 + exp2(-bits));
}

/* Before any comparison: four of ten entries have another one of the same human, in a world
 * of some thousand people more than are here. */
static double prior_bits(double pairs, size_t entries)
{
    double n = (double)entries;
    return log2((pairs + 0.4 * (n + 1000)) / ((n + 1000) * (n + 1000) / 2));
}

struct weights weights_learn(const struct compared c[], size_t n, size_t entries, double named)
{
    double nameless = fmin(fmax(1 - named * named, 0.1), 0.9);
    struct weights w = {.prior = prior_bits(0, entries)};
    double m[FEATURES][LEVELS_MAX];
    for (int f = 0; f < FEATURES; f++) {
        for (int l = 0; l < levels[f]; l++)
            m[f][l] = shipped[f][l];
    }
    weigh(&w, m, nameless);
    for (int round = 0; round < ROUNDS; round++) {
        double sum[FEATURES][LEVELS_MAX] = {{0}};
        double total = 0;
        for (size_t i = 0; i < n; i++) {
            double p = identity_confidence(weights_bits(&w, &c[i]));
            if (p < 1e-3) continue;
            total += p;
            for (int f = 0; f < FEATURES; f++)
                sum[f][c[i].level[f]] += p;
        }
        for (int f = 0; f < FEATURES; f++) {
            double said = total - sum[f][0] + SHIPPED_COUNT;
            for (int l = 1; l < levels[f]; l++)
                m[f][l] = (sum[f][l] + SHIPPED_COUNT * shipped[f][l]) / said;
        }
        weigh(&w, m, nameless);
        m[0][NAME_MISSING] = (sum[0][NAME_MISSING] + SHIPPED_COUNT * shipped[0][NAME_MISSING]) /
                             (total + SHIPPED_COUNT);
        w.prior = prior_bits(total, entries);
    }
    return w;
}

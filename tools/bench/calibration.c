/* calibration.c - tools: are intervals of simulated markets right as often as they say? */
#include "base/str.h"
#include "simulated.h"

#include <stdio.h>

/*
 * calibration [MARKETS]
 *
 * Draws MARKETS (2000) markets a setting as tests/laws/simulated.h says and prints lines as
 * tools/bench/truth.py says: chi2 of the ranks of the truth among the draws, and its p; how often
 * intervals and places hold the truth; how far P(top 10) is from what came true. Once with the
 * votes as they are, once with the buyers drawn anew as well, as `find` draws them.
 */
enum { SETTINGS = 3, BUYERS = 60, SEED = 1 };

/* P(chi2 > x), k degrees of freedom: Wilson and Hilferty 1931; .001 off at most, k = 19 (R). */
static double chi2_above(double x, double k)
{
    double z = (cbrt(x / k) - (1.0 - 2.0 / (9.0 * k))) / sqrt(2.0 / (9.0 * k));
    return 0.5 * erfc(z / sqrt(2.0));
}

static void line(const char *is)
{
    (void)printf("{\"part\": \"calibration\", \"set\": \"simulated\", \"is\": \"%s\", ", is);
}

static void print_head(size_t markets)
{
    line("set");
    (void)printf("\"title\": \"Simulated markets\", \"seed\": %d, "
                 "\"question\": \"Is the truth of a market drawn from the model's own prior where "
                 "intervals say it is?\", "
                 "\"data\": \"%zu markets a setting: shares of %d people from a Dirichlet of kappa "
                 "times a prior, %d buyers who name one each; kappa and the prior are known\", "
                 "\"split\": \"none: the truth is known\"}\n",
                 SEED, markets, SIM_PEOPLE, BUYERS);
}

static void print_setting(const struct simulation *s, double p)
{
    line("row");
    (void)printf(
        "\"table\": \"90 %% intervals, and ranks of the truth among the draws\", "
        "\"by\": \"kappa %.0f, %d buyers\", \"figures\": {\"chi2 of ranks\": %.3f, \"p\": %.4f, "
        "\"interval holds reach, %%\": %.4f, \"interval holds place, %%\": %.4f, "
        "\"P(top 10) off by\": %.4f}}\n",
        s->kappa, BUYERS, s->chi2, p, s->reach_covered, s->place_covered, simulated_error(s));
}

static void print_says(double least_p, double least, double most)
{
    line("says");
    (void)printf(
        "\"text\": \"Intervals are %s: ranks of the truth among the draws are %suniform (p of "
        "the least uniform setting %.4f), and intervals hold the truth in %.1f to %.1f of 100 "
        "markets. That holds for markets whose kappa and prior are known.\"}\n",
        least_p > 0.01 ? "calibrated" : "not calibrated", least_p > 0.01 ? "" : "not ", least_p,
        100.0 * least, 100.0 * most);
}

int main(int argc, char **argv)
{
    int64_t markets = 2000;
    const double kappa[] = {6.0, 60.0, 240.0};
    double least_p = 1.0;
    double least = 1.0;
    double most = 0.0;
    if (argc > 1 && (!str_to_i64(str_of(argv[1]), &markets) || markets < SIM_BINS)) {
        (void)fprintf(stderr, "usage: calibration [MARKETS]\n");
        return 2;
    }
    print_head((size_t)markets);
    for (size_t i = 0; i < SETTINGS; i++) {
        struct simulation s = {
            .buyers = BUYERS, .kappa = kappa[i], .markets = (size_t)markets, .seed = SEED};
        simulate(&s);
        double p = chi2_above(s.chi2, SIM_BINS - 1);
        print_setting(&s, p);
        least_p = fmin(least_p, p);
        least = fmin(least, s.reach_covered);
        most = fmax(most, s.reach_covered);
    }
    print_says(least_p, least, most);
    return 0;
}

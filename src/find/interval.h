/*
 * interval.h - find: how far could a figure be off, given whom we happened to hear?
 *
 * BOOTSTRAP_DRAWS times: how much the prior is worth is drawn from the posterior of kappa
 * (shrink.h), and how its parts are weighed from Dirichlet(1, …, 1): which attention is worth most
 * here is not known; the parts themselves are held. The known buyers and the n0' pseudo-buyers get
 * weights from Dirichlet(1, …, 1, n0') times the buyers' own (the buyer is drawn, never the
 * evidence); votes are summed again, and what the pseudo-buyers give one person is drawn from
 * Beta(kappa' m / u, (n0' - kappa' m) / u), u the size of a vote: a prior worth ten votes of one
 * half is worth twenty votes. With whole votes reach is Beta(alpha, |S| + n0 - alpha). lo and hi
 * are the 5th and 95th percentile of the draws (between order statistics, as R's type 7), widened
 * where needed to hold the figure itself: the mean of a very skew Beta can lie outside. P(top)
 * counts the draws in which a person is among the first. Places are those of each draw among the
 * polls (of equals the earlier first), from the 5th to the 95th percentile outwards; a tier ends
 * before the first whom its first is above in TIER_SURE of the draws: inside of it nobody can say
 * who is first.
 *
 * With a drift each drawn reach is multiplied by exp(N(0, tau^2)), at most 100: then places and
 * percentiles are about the next window instead of now.
 *
 * Where sources were audited, the reliability of each is drawn once a draw (reliable.h); a vote is
 * then the more of what its best source and the best other one say.
 *
 * Only the first INTERVAL_PEOPLE_MAX persons are drawn; the others take part in no draw's ranks.
 * Weights depend on (seed, draw, buyer's position), Beta draws and drift on (seed, draw, node): the
 * same bytes on any number of threads.
 *
 * Source  Rubin, The Bayesian Bootstrap, 1981, doi:10.1214/aos/1176345338
 * Cost    O(draws * (|S| + their votes + persons log persons)); 64 bytes a buyer and thread, 4.8 kB
 *         a person.
 * Check   tests/unit/test_interval.c against the closed form
 */
#ifndef KITH_FIND_INTERVAL_H
#define KITH_FIND_INTERVAL_H

#include "find/reach.h"
#include "find/reliable.h"

/* What makes a vote doubtful: the source that carries it, and what another one says. */
struct doubt {
    uint32_t source, other; /* frame->audited; UINT32_MAX: not in doubt */
    float other_p;          /* what the other source says, <= p; 0: nothing */
};

enum { POLL_PARTS = 8 };

struct poll { /* one thing that buyers may vote for */
    uint32_t node;
    double held;               /* of alpha: what is not votes, at the likeliest kappa */
    const double *part;        /* [part_count] each part's of held, sum 1; NULL: held is sure */
    const uint32_t *buyer;     /* [count] 0 .. buyer_count - 1, ascending */
    const double *p;           /* [count] */
    const struct doubt *doubt; /* [count]; NULL when no source was audited */
    size_t count;
    double lo, hi, p_top;        /* answer; lo and hi in 100, p_top 0 to 1 */
    uint32_t place_lo, place_hi; /* 1 is the first, place_lo <= place_hi */
    uint32_t tier;               /* 1 .., by the order in which polls are given */
};

struct poll_frame {
    const double *weight;          /* [buyer_count] sum |S| */
    const double *part_of;         /* [buyer_count] of a buyer (capped.h), sum |S|; NULL: all 1 */
    const struct audited *audited; /* [audited_count] sources whose reliability is drawn */
    size_t audited_count;
    size_t buyer_count;
    double pseudo_buyers;        /* n0 at the likeliest kappa */
    const struct kappa_fit *fit; /* NULL: held and n0 are sure */
    size_t part_count;           /* of the prior, at most POLL_PARTS */
    double unit;                 /* size of a vote; > 0 where pseudo_buyers is */
    double drift;                /* tau; 0: about now (drift.h) */
    uint64_t seed;
    unsigned threads;
    size_t top;
    double
        *drawn; /* [polls * BOOTSTRAP_DRAWS] out: draws in 100, ascending by poll; NULL: not kept */
};

#define TIER_SURE 0.9

/* Fills what is answer of poll[0 .. count - 1], which come in the order that is shown. */
void interval_find(const struct poll_frame *f, struct poll *poll, size_t count);

#endif

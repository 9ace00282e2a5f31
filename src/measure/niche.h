/*
 * niche.h - measure: what do buyers ask that few trusted voices write on?
 *
 * Demand: threads on the market's topic begun by the audience with a question mark. Supply: docs on
 * the topic by the market's voices, by their own words or those of their thread's start, so that
 * an answer is on what was asked. Sub-topics are words and pairs of words that stand side by side
 * in questions, by English stem, without the words of closed classes (lexicon.h) and the topic's
 * own; without those of fewer than NICHE_ASKED_MIN questions, NICHE_ASKERS_MIN askers or
 * NICHE_TITLED_MIN titles (the text, where there is no title), or of more than half of all; a word
 * nearly always (0.8) in one pair goes for the pair.
 *
 *   demand   share of the questions; supply: of the voices' docs; Wilson with n / deff, as docs of
 *            one person hang together: deff = sum over people (x - p n)^2 / sum n p (1 - p)
 *   more     demand less supply (Newcombe 10), p by z
 *   open     share without an answer of somebody else after NICHE_DAYS, and the median wait:
 *            Kaplan-Meier, open ones censored at the end (Wilson where all are open, or none); p of
 *            the log-rank to all other questions
 *   few      more, and slow: later answered, beyond chance: p < NICHE_P, Holm over all of both
 *            that were tried
 *
 * Units   shares 0 to 1, hours; INFINITY: not yet
 * Level   SHARE_LEVEL
 * Cost    two scans of the docs' texts; O(questions log questions) a sub-topic
 * Check   tests/unit/test_niche.c, tests/cli/gaps by hand and R
 */
#ifndef KITH_MEASURE_NICHE_H
#define KITH_MEASURE_NICHE_H

#include "find/bits.h"
#include "measure/mention.h"

enum { NICHE_DAYS = 28, NICHE_ASKED_MIN = 10, NICHE_ASKERS_MIN = 5, NICHE_TITLED_MIN = 3 };
#define NICHE_P 0.05

struct niche_ask {
    const struct bits *audience, *voices, *ours; /* node ids */
    struct str topic;                            /* the market's */
    int64_t end_s;
};

struct niche { /* a sub-topic */
    struct str name;
    size_t asked, askers, said, voices; /* questions, people, docs of voices, voices */
    struct figure demand, supply;
    double demand_deff, supply_deff;
    struct figure more;
    struct figure open;
    struct figure hours;
    double p_few, p_slow; /* Holm */
    bool few, slow;
};

struct niche_doc {
    int64_t id, at_s, answer_s; /* of questions: first answer of another; TIME_NONE: none */
    uint32_t author, thread;
    bool question, voice, ours;
    uint64_t *has; /* bit k: of niche k, by its own words or those of its thread's start */
};

struct niches {
    struct niche *one; /* [count] under-served first, then by p */
    size_t count;
    size_t found; /* sub-topics that were asked about often enough, of which the first are tried */
    struct niche_doc *doc; /* [docs] by id: questions, and docs of voices and ours */
    size_t docs;
    size_t questions, askers, unasked, said, voices; /* unasked: threads without a question mark */
    size_t left;                                     /* older questions past NICHE_QUESTIONS_MAX */
    struct figure open, hours;                       /* of all questions */
};

bool niche_has(const struct niche_doc *d, size_t niche);

/* m: on the market's topic (query 0), with ours. */
MUST_CHECK enum status niche_find(struct store *st, const struct mentions *m,
                                  const struct niche_ask *ask, struct arena *a, struct niches *ret,
                                  struct err *e);

#endif

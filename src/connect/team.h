/*
 * team.h - connect: who of ours can hold a relationship, and what do they bring?
 *
 * Ours are those at our organisation or domain (kith us) and those tagged teammate, without robots
 * and role addresses. The same traits are read of the people they are to meet.
 *
 * topics      tag topics, by hand: it holds alone where it is there. Else what they wrote on the
 *             market's topic (fit.h)
 * seniority   tag seniority, 1 to 5
 * capacity    tag capacity, relationships one can hold; CAPACITY_USUAL where nobody said
 * languages   columns language, languages or lang of a people table; else those of LANG_DOCS_MIN
 * docs of theirs or more regions     their country, and columns region, regions or countries, as
 * codes of countries policy      column policy or 'policy accepted': no, false, 0, pending, open,
 * refused: not accepted; anything else, or the tag policy: accepted. training likewise
 *
 * Cost   a few look-ups by index a person
 * Check  tests/cli/connect
 */
#ifndef KITH_CONNECT_TEAM_H
#define KITH_CONNECT_TEAM_H

#include "store/store.h"

enum { CAPACITY_USUAL = 10, LANG_DOCS_MIN = 3 };
enum accepted { ACCEPTED_UNKNOWN, ACCEPTED_YES, ACCEPTED_NO };

struct word_set {
    uint64_t *hash; /* [count] of words or stems, ascending, each once */
    size_t count;
};
bool word_sets_meet(const struct word_set *x, const struct word_set *y);

struct traits {
    int64_t node;
    struct str name;
    struct str team; /* department; p NULL: not said */
    struct str country;
    struct word_set topics, langs, regions; /* count 0: not known */
    int seniority;                          /* 1 to 5; 0: not known */
    uint32_t capacity;
    bool capacity_said;
    enum accepted policy, training;
    uint32_t said; /* docs on the market's topic; the caller fills it in */
};

struct team {
    struct traits *one; /* [count] by node */
    size_t count;
};

MUST_CHECK enum status traits_load(struct store *st, int64_t node, struct arena *a,
                                   struct traits *ret, struct err *e);
/* None is no failure: count is 0. */
MUST_CHECK enum status team_load(struct store *st, struct arena *a, struct team *ret,
                                 struct err *e);
/* Stems of the words of a topic query, but for and, or, not. */
struct word_set topic_stems(struct arena *a, struct str topic);
/* Number of the teammate; count: nobody. */
size_t team_find(const struct team *t, int64_t node);

#endif

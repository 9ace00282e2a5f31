/*
 * scene.h - find: who heeded whom on this topic in this period?
 *
 * Everything a market looks at, read once from the store into arrays; all that follows (votes,
 * trust, reach, why, choose) works on it and knows no database. Nodes are numbered by ascending id,
 * so that an order of numbers is an order of ids and ties break the same way everywhere.
 *
 * Cost   one scan of the evidence and of the docs of the period; about 50 bytes an evidence.
 * Check  tests/unit/test_scene.c
 */
#ifndef KITH_FIND_SCENE_H
#define KITH_FIND_SCENE_H

#include "base/progress.h"
#include "find/market.h"
#include "find/nodes.h"
#include "find/reliable.h"

/* One on-topic evidence of the period. Claims and evidence of oneself are not here. */
struct heed {
    int64_t at_s;
    int64_t evidence;  /* row id, for the way back to file and place */
    uint32_t from, to; /* node numbers */
    uint32_t room;     /* people in the room, advisers of the deal; 0: not said */
    uint32_t source;   /* scene->source it was read from first */
    uint8_t verb;      /* enum verb_kind */
    int8_t sign;       /* -1 opposes, 0 neutral, 1 */
    bool assumed;      /* has neither text nor topic: counts in every market whose audience its
                        * voter is of */
    bool curated;      /* from a source that was marked so */
    int8_t checked;    /* by a human: 1 right, -1 wrong, 0 not checked */
    uint16_t survey;   /* an answer in scene->survey[survey - 1]; 0: of none */
};

/* Somebody with an answer in a survey, and an organisation they were with then. */
struct respondent {
    uint32_t person;
    uint32_t org; /* node id */
    uint16_t survey;
};

/* One author of one outlet, or of an organisation: who said something on the topic while with it
 * (where nobody did, whoever was with it in the period). */
struct author {
    uint32_t outlet, person; /* node numbers */
    uint32_t said;     /* on-topic docs of the period there; 1 for a stated author without docs */
    uint32_t answered; /* of these: heeded by a member of the audience other than the author */
};

/* What was read from one place, however often: a file that has grown since is the same source. */
struct scene_source {
    int64_t id;               /* of its first reading; 0: evidence of no source */
    struct str kind, locator; /* empty: the same */
    bool own_half_life;       /* in this market; false: the market's */
    int64_t half_life_days;   /* that; 0: no decay */
    struct audited audited;   /* of all its rows, in this market or not */
};

struct scene {
    struct market market;
    int64_t as_of_s; /* until, else the latest evidence of the market not later than now */
    bool everyone;   /* audience `everyone`: heard, not your buyers */
    size_t node_count;
    const int64_t *node_id;   /* [node_count] ascending */
    const uint8_t *node_type; /* [node_count] enum node_type */
    const bool *staff;        /* [node_count] ours: neither candidates nor audience, unless asked */
    const bool *robot;        /* [node_count] marked tag:robot or tag:role: no candidates */
    const bool *open_outlet;  /* [node_count] outlets anybody can write to: list, group, forum */
    const double *buyer; /* [node_count] weight in the audience, mean 1 over it; 0: not in it */
    size_t audience_count;
    const uint32_t *segment; /* [node_count] bit s: is of market.segment[s]; NULL: not asked */
    const struct heed *heed; /* [heed_count] by (from, to, at, evidence) */
    size_t heed_count;
    size_t assumed_count;        /* of them: on topic by assumption */
    const struct author *author; /* [author_count] by (outlet, person) */
    size_t author_count;
    const struct scene_source *source; /* [source_count] by when they were read first */
    size_t source_count;
    const struct str *survey; /* [survey_count] names of all there are, by id */
    size_t survey_count;
    const struct respondent *respondent; /* [respondent_count] by (person, survey, org) */
    size_t respondent_count;
    const bool *unchecked; /* [node_count] known by a number in a survey alone; NULL: no answers */
    size_t robot_count;    /* of those marked, whom anybody heeded or who said anything */
    const double *followers; /* [node_count] as others publish it; < 0: not known */
    const uint32_t *said;    /* [node_count] on-topic docs of the period by this person */
};

/* Of the attention in its evidence, in days; 0: no decay. */
static inline int64_t scene_half_life(const struct scene *sc, uint32_t source)
{
    bool own = source < sc->source_count && sc->source[source].own_half_life;
    int64_t days = own ? sc->source[source].half_life_days : sc->market.half_life_days;
    return days < 0 ? HALF_LIFE_DAYS : days;
}

struct scene_options {
    bool with_us;       /* count our own staff, too */
    struct str for_org; /* --for org:X: only this organisation's people are the audience */
    int64_t until_s;    /* overrides the market's, for backtests; TIME_NONE: the market's */
    const struct progress *progress;
};

/* In order, each once; returns how many are left. */
size_t respondents_once(struct respondent *one, size_t count);

/* BAD_INPUT when the audience names nobody: the sentence says how to tag buyers. */
MUST_CHECK enum status scene_load(struct store *st, const struct market *m,
                                  const struct scene_options *o, struct arena *a, struct scene *ret,
                                  struct err *e);

#endif

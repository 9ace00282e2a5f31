/*
 * scene_int.h - find: what is at hand while a scene is read, for scene*.c only
 *
 * Check  tests/unit/test_scene.c, tests/laws/law_scene.c
 */
#ifndef KITH_FIND_SCENE_INT_H
#define KITH_FIND_SCENE_INT_H

#include "find/pairs.h"
#include "find/scene.h"
#include "find/topic.h"
#include "store/query.h"

enum { HEEDS_A_CHUNK = 1 << 14, ROWS_A_REPORT = 1 << 16 };

/* Heeds as they are read, in order of evidence ids; from and to are node ids until the sort. */
struct heed_chunk {
    struct heed heed[HEEDS_A_CHUNK];
};

struct stay { /* of a person with an organisation that may be heeded */
    uint32_t person, org;
    int64_t since_s, until_s;
};

struct scene_work {
    struct store *st;
    const struct scene_options *o;
    struct arena *a; /* scratch, gone when the scene is read */
    struct node_map nodes;
    int64_t market;
    int64_t since_s, until_s; /* [since, until), TIME_NONE replaced by the ends of time */
    struct topic_hits hits;
    struct bits audience; /* node ids, without staff unless asked for */
    struct bits members;  /* the same before --for: whose rows without text or topic count */

    size_t doc_room;
    struct bits on_topic; /* docs whose text or whose thread's root matches; unused when all do */
    struct bits wordless; /* docs without title and text: about what, nobody knows */
    struct bits answered; /* docs with an answer in the period by another member of the audience */
    uint32_t *doc_author; /* [doc_room] node id; 0: unknown, or not of the period */
    uint32_t *doc_parent; /* [doc_room] doc id; 0: none */
    struct bits has_docs; /* outlets with any doc at all */
    uint32_t *doc_outlet; /* [doc_room] node id; 0: none, or the doc says nothing on topic */
    struct bits firms;    /* organisations that have an account, so that evidence may name them */
    struct stay *stay;    /* [stay_count] by person */
    size_t stay_count;
    size_t *stay_first; /* [node room + 1] where each person's begin; NULL: there are none */
    struct pairs said;  /* (outlet, author) once for each doc on topic in the period */
    struct pairs heard; /* the same, for the answered ones */
    uint32_t *said_by;  /* [node room] docs on topic in the period */

    size_t source_room;
    int64_t *read_at_s;               /* [source_room] when the source was read; 0: unknown */
    struct bits curated;              /* sources */
    uint32_t *source;                 /* [source_room] number of its kind and locator */
    struct scene_source *source_list; /* [source_count] */
    size_t source_count;              /* the last stands for evidence of no source */

    int64_t *checked_id;              /* [checked_count] evidence that a human checked, ascending */
    int8_t *checked;                  /* [checked_count] 1 right, -1 wrong */
    size_t checked_count, checked_at; /* rows come by id: the next that may be meant */

    size_t survey_room;
    uint16_t *survey; /* [survey_room] number of a survey's id, from 1 */
    size_t survey_count;
    struct str *survey_name; /* [survey_count] */
    bool answers;            /* a heed is one */

    struct heed_chunk **chunk;
    size_t chunk_room, heed_count, assumed_count;
    int64_t latest_s;   /* of the heeds not later than their import; TIME_NONE */
    struct bits occurs; /* node ids that get a number */
    uint32_t *number;   /* [node room] of those */
};

/* scene_docs.c */
MUST_CHECK enum status scene_read_docs(struct scene_work *w, struct err *e);
/* Who is with organisations that may be heeded; before the docs. */
MUST_CHECK enum status scene_read_stays(struct scene_work *w, struct err *e);
/* Authors of outlets without docs, as affiliations state them; after the docs. */
MUST_CHECK enum status scene_read_stated(struct scene_work *w, struct err *e);
void scene_take_authors(struct scene_work *w, struct arena *a, struct scene *ret);

/* scene_heeds.c */
/* Texts of the sources live in a. */
MUST_CHECK enum status scene_read_evidence(struct scene_work *w, struct arena *a, struct err *e);
void scene_take_heeds(struct scene_work *w, struct arena *a, struct scene *ret);

/* scene_surveys.c */
/* Names live in a; before the evidence. */
MUST_CHECK enum status scene_read_surveys(struct scene_work *w, struct arena *a, struct err *e);
uint16_t scene_survey(const struct scene_work *w, int64_t id);
/* After the heeds were taken. */
MUST_CHECK enum status scene_take_respondents(struct scene_work *w, struct arena *a,
                                              struct scene *ret, struct err *e);

bool scene_in_period(const struct scene_work *w, int64_t at_s); /* TIME_NONE never is */

#endif

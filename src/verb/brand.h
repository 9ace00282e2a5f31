/*
 * brand.h - verb: the parts behind `kith brand`
 *
 * read  what the figures rest on: heeds, employers, who is with whom (brand_read.c)
 * docs  which docs name both the person and the firm (brand_read.c)
 *
 * Cost   one scan of the evidence, or that of scene_load; one of table affil
 * Check  tests/cli/brand
 */
#ifndef KITH_VERB_BRAND_H
#define KITH_VERB_BRAND_H

#include "find/nodes.h"
#include "find/topic.h"
#include "measure/brand.h"
#include "verb/scope.h"

struct employer {
    int64_t org;
    struct str name, id;
    int64_t since_s, until_s; /* TIME_NONE: not known, or still */
    struct bits firm;         /* it, its parts, their outlets */
    struct brand_stay *stay;  /* [stay_count] of anybody there */
    size_t stay_count;
};

struct brand_ask {
    struct request *r;
    struct scope *sc; /* NULL: no market */
    struct node_map nodes;
    struct bits on_topic; /* docs; room 0: all are */
    int64_t person;
    struct card card;
    int64_t before_s, as_of_s; /* as_of_s TIME_NONE: no evidence at all */
    struct brand_heed *heed;
    size_t heed_count;
    struct employer *employer; /* [employer_count] the latest first */
    size_t employer_count;
};

MUST_CHECK enum status brand_read(struct brand_ask *b, struct err *e);

struct naming {    /* docs after the person left, by others than them */
    size_t person; /* that name the person */
    int64_t *both; /* [both_count] that name the firm, too */
    size_t both_count;
};
/* False names: with nothing to look for in a text, *ret is empty. */
MUST_CHECK enum status brand_naming(struct brand_ask *b, const struct employer *x,
                                    struct naming *ret, struct err *e);

#endif

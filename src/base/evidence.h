/*
 * evidence.h - base: in which ways does one person heed another?
 *
 * The fixed list of verbs of the design: meaning, direction (`from` heeds `to`), online or offline,
 * and the weight to start from. Numbers are kept in the store: never reuse or renumber one.
 *
 * Source  the weights are a reasoned start, not measured: docs/methods.md
 * Cost    verb_of O(number of verbs)
 * Check   tests/unit/test_people.c ties the numbers in people.sql to this list
 */
#ifndef KITH_BASE_EVIDENCE_H
#define KITH_BASE_EVIDENCE_H

#include "base/str.h"

enum verb_kind {
    VERB_NONE = 0,
    VERB_NAMED,
    VERB_ADVISED,
    VERB_ASKED,
    VERB_MET,
    VERB_BOOKED,
    VERB_PROMPTED,
    VERB_CITED,
    VERB_ACCEPTED,
    VERB_ATTENDED,
    VERB_REVIEWED,
    VERB_SHARED,
    VERB_THANKED,
    VERB_INTRODUCED,
    VERB_REPLIED,
    VERB_MENTIONED,
    VERB_READS,
    VERB_FOLLOWED,
    VERB_CLAIMED,
    VERB_COUNT
};

struct verb_info {
    const char *name;    /* as tables spell it */
    const char *meaning; /* `from` … `to` */
    double weight;       /* vote of one such evidence, 0 to 1, before a market changes it */
    bool offline;        /* seen in the world rather than on the net */
};

extern const struct verb_info verb_infos[VERB_COUNT]; /* [VERB_NONE] is empty */
/* By name, ASCII case-blind; VERB_NONE when there is none. */
enum verb_kind verb_of(struct str name);
/* All names, "named, advised, …", for sentences that say what is wanted. */
const char *verb_names(struct arena *a);

#endif

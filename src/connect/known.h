/*
 * known.h - connect: who of ours and who of them know each other, and through whom could they?
 *
 * Evidence in both directions and any channel, on the topic or not, before a date; contacts that
 * were logged; what either side said of it, the newest holding (table relation).
 *
 * through  Somebody both know by evidence, in either direction: first a colleague, then anybody, of
 *          these whose weaker tie has most rows; ties of these by node id.
 *
 * Cost   the evidence of each teammate and person by index, once; 40 bytes a pair
 * Check  tests/cli/connect
 */
#ifndef KITH_CONNECT_KNOWN_H
#define KITH_CONNECT_KNOWN_H

#include "connect/team.h"

enum { VIEW_UNKNOWN = 9 };

struct known {                       /* one of ours and one person */
    int8_t us, them;                 /* strength, as each says it; STRENGTH_UNKNOWN */
    int8_t view;                     /* the person's, of this one of ours; VIEW_UNKNOWN */
    uint32_t from_them;              /* rows of evidence: the person heeded ours */
    uint32_t from_us;                /* and the other way */
    uint32_t logged;                 /* contacts in the ledger (activity.h) */
    uint32_t logged_them, logged_us; /* of these: the person acted, ours did; both in each */
    int64_t last_s;                  /* latest of both; TIME_NONE */
    int64_t reached_s;               /* latest of ours heeding them; TIME_NONE */
};

struct tied { /* somebody a person or teammate has evidence with */
    int64_t node;
    uint32_t rows;
};
struct circle {
    struct tied *one; /* [count] by node */
    size_t count;
};

struct wish_said { /* what a person says of all of us together, or of any of us */
    int8_t wanted; /* would like a relationship: 1, 0; -1: not said */
    int64_t at_s;
};

struct knowns {
    size_t people, teammates;
    struct known *pair;      /* [people * teammates], a row a person */
    struct circle *ours;     /* [teammates] */
    struct circle *theirs;   /* [people] */
    struct wish_said *wants; /* [people] */
};

struct known_before { /* what was seen, and what was typed into the ledger, before these */
    int64_t seen_s, typed_s;
};
/* people: those to meet, by the order of pairs. */
MUST_CHECK enum status knowns_load(struct store *st, const struct team *team,
                                   const struct team *people, struct known_before before,
                                   struct arena *a, struct knowns *ret, struct err *e);
bool known_at_all(const struct known *k);

struct through {
    int64_t node;    /* 0: nobody */
    bool colleague;  /* one of ours, who knows the person */
    uint32_t theirs; /* rows between them and the person */
    uint32_t ours;   /* and between them and the teammate; 0 of a colleague */
};
struct through known_through(const struct knowns *k, const struct team *team, size_t person,
                             size_t teammate);

#endif

/*
 * brief.h - verb: which facts does a brief hold? For brief*.c
 *
 * Facts only, each with its day and where it stands; what is not known is said so. Of an
 * organisation the facts are those of its people, each named.
 *
 * Cost   what the people wrote, heeded and were heeded by, by index
 * Check  tests/cli/brief
 */
#ifndef KITH_VERB_BRIEF_H
#define KITH_VERB_BRIEF_H

#include "base/activity.h"
#include "connect/written.h"
#include "find/market.h"
#include "find/people.h"
#include "find/why.h"
#include "verb/acquaint.h"

struct deed { /* one evidence, by them or towards them */
    int64_t evidence, at_s;
    int64_t person, other; /* nodes */
    int64_t topic, doc;    /* 0: none */
    const char *channel;   /* of the person's account */
    uint8_t verb;
    int8_t sign;
    bool by_them;
};

struct place { /* where a fact stands; p NULL: unknown */
    int64_t at_s;
    struct str source, place, url;
};

struct logged {               /* one entry of the ledger (base/activity.h) */
    int64_t person, teammate; /* nodes */
    enum activity_kind kind;
    struct str by; /* us, them, both */
    bool against;
    struct str note;
    struct place at;
};

struct said {                 /* one word on a relationship */
    int64_t person, teammate; /* nodes */
    bool all_of_us;           /* and no teammate */
    int strength, wanted;     /* -1: not said */
    bool viewed;
    int view;
    struct str cause;
    struct place at;
};

struct brief {
    struct request *r;
    struct table *t;
    struct node_map nodes;
    struct org_found org; /* of an organisation */
    bool is_org;
    int64_t *person; /* [count] */
    size_t count;
    int64_t rows;                     /* of one kind at most */
    int64_t until_s;                  /* as asked; TIME_NONE: as it stands */
    int64_t seen_before, said_before; /* what was seen, what was typed, before these */
    struct writings w;
    struct deed *deed; /* [deed_count] newest first */
    size_t deed_count;
    struct logged *logged; /* [logged_count] of each person newest first */
    size_t logged_count;
    struct said *said; /* [said_count] of each person oldest first */
    size_t said_count;
    struct acquaint known;
    size_t first; /* row at which this kind of fact began */
};

/* A fact about one of the people (0: all of them together); the text is copied. */
struct cell *brief_fact(struct brief *b, const char *what, int64_t person, struct str fact);
void brief_place(struct brief *b, struct cell *row, const struct place *p);
void brief_quote(struct brief *b, struct cell *row, struct str quote);
void brief_count(struct cell *row, size_t n);
void brief_market(struct brief *b, struct cell *row, struct str market);
/* Rows of this kind so far; past `rows` of them no more are wanted. */
void brief_begin(struct brief *b);
bool brief_full(const struct brief *b);
/* "unknown", where no fact of this kind was found since brief_begin. */
void brief_end(struct brief *b, const char *what);

/* Each adds its facts. */
MUST_CHECK enum status brief_written(struct brief *b, struct err *e);
MUST_CHECK enum status brief_on_topic(struct brief *b, struct str market, struct err *e);
MUST_CHECK enum status brief_channels(struct brief *b, struct err *e);
MUST_CHECK enum status brief_times(struct brief *b, struct err *e);
MUST_CHECK enum status brief_contacts(struct brief *b, struct err *e);
MUST_CHECK enum status brief_mates(struct brief *b, struct err *e);
MUST_CHECK enum status brief_works(struct brief *b, struct err *e);
MUST_CHECK enum status brief_dislikes(struct brief *b, struct err *e);
MUST_CHECK enum status brief_prefers(struct brief *b, struct err *e);
MUST_CHECK enum status brief_notes(struct brief *b, struct err *e);
MUST_CHECK enum status brief_deals(struct brief *b, struct err *e);
/* Fill deed and logged, and said. */
MUST_CHECK enum status brief_deeds(struct brief *b, struct err *e);
MUST_CHECK enum status brief_said(struct brief *b, struct err *e);

#endif

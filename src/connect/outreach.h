/*
 * outreach.h - connect: which messages are one text, sent to several people?
 *
 * Compared without what makes each look personal: a first line that greets is left out, and the
 * words of the addressee's name, address and company's domain are one word. What remains is
 * compared by runs of words (find/alike.h): messages of J >= ALIKE_LEAST are of one group.
 *
 * common   of a message's words, those in a run that another of its group has, too: the one it is
 *          most like of the first OUTREACH_BESIDE
 * own      the longest stretch of other words, folded
 * people   distinct addressees of a group; 0: none of its messages says to whom
 *
 * Cost   that of alike_groups; then OUTREACH_BESIDE comparisons a message
 * Check  tests/unit/test_outreach.c, counted by hand; tests/cli/check-outreach
 */
#ifndef KITH_CONNECT_OUTREACH_H
#define KITH_CONNECT_OUTREACH_H

#include "find/alike.h"
#include "listen/sent.h"

enum { OUTREACH_BESIDE = 8, OUTREACH_WORDS_MIN = 20 /* of fewer nothing is said */ };

struct outreach_message {
    uint32_t group; /* number in group; UINT32_MAX: alone, or too short */
    bool too_short;
    double common;  /* 0 to 1; 0 when alone */
    struct str own; /* empty: nothing */
};
struct outreach_group {
    uint32_t first; /* message */
    size_t messages, people;
    double common; /* mean of its messages */
};
struct outreach {
    struct outreach_message *message; /* [count] as in sents */
    uint32_t *order;                  /* [ordered] messages of groups, by group, then as read */
    size_t ordered;
    struct outreach_group *group; /* [group_count] most people first, then most messages */
    size_t group_count;
};

MUST_CHECK enum status outreach_find(const struct sents *sents, unsigned threads,
                                     const struct progress *progress, struct arena *a,
                                     struct outreach *ret, struct err *e);

#endif

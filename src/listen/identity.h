/*
 * identity.h - listen: which of these people are one human?
 *
 * Two entries are compared where they share a key (an address, a login, a name, a name's parts, a
 * nickname with a surname, initials with a surname): the number of comparisons grows with the
 * entries, not with their pairs. What agrees is weighed as Fellegi and Sunter do: log2 of how much
 * likelier it is among one human's accounts (m) than between strangers (u). u of an agreement is
 * how rare what agrees is here: names by their parts, logins, domains by how many names use them.
 * m and the odds before any comparison are learned without labels by expectation maximisation,
 * started from and held near shipped values, so that a handful of people are judged well too.
 *
 * With whom two are active (company.h) lifts a pair that names and organisations have made likely
 * by ACTIVE_BITS_MAX at most: it makes nobody likely, and that two share nothing says nothing, for
 * many a human has an account for each circle.
 *
 * Pairs above the join limit are joined from the surest down, unless two members of the joined
 * groups contradict each other, were said to be apart, stand apart in one edition of a source, or
 * are a pair themselves that lies between the limits and against which something stands.
 * Robots and role addresses (info@, noreply@) join nobody.
 *
 * Source  Fellegi & Sunter 1969, doi:10.1080/01621459.1969.10501049; EM: Winkler 1988, "Using the
 *         EM algorithm for weight computation in the Fellegi-Sunter model of record linkage";
 *         frequencies: Winkler 2000, "Frequency-based matching in Fellegi-Sunter model".
 * Cost    O(n log n) for n entries: keys are sorted, a key that more than BLOCK_MAX share is not
 *         used; about 2 KiB an entry.
 * Check   tests/unit/test_identity.c; tools/bench/identity
 */
#ifndef KITH_LISTEN_IDENTITY_H
#define KITH_LISTEN_IDENTITY_H

#include "base/str.h"

#include <stdint.h>

struct identity_handle {
    struct str channel, handle; /* as in an account: "email", "github", … */
};

/* One person as known now. Texts are valid UTF-8; more than a few of each are not looked at. */
struct identity_entry {
    const struct str *name;
    size_t name_count;
    const struct identity_handle *handle;
    size_t handle_count;
    const struct str *org;
    size_t org_count;
    const int64_t *edition; /* who stand in one edition of a source under ids of their own are
                             * different people */
    size_t edition_count;
};

/* Why a pair is likely: the bits of identity_pair.why, in the order they are told. */
enum identity_why {
    WHY_MAIL,      /* same address */
    WHY_LOGIN,     /* same login in two places */
    WHY_NAME,      /* same name */
    WHY_SPELLED,   /* same name in another spelling or script */
    WHY_NICK,      /* nickname and surname */
    WHY_INITIAL,   /* initials and surname, or a part of the name left out */
    WHY_NEAR,      /* nearly the same name */
    WHY_HANDLE,    /* login made of the name */
    WHY_PART,      /* login or short name is a part of the name */
    WHY_DOMAIN,    /* addresses at one domain of few */
    WHY_ORG,       /* same organisation */
    WHY_ACTIVE,    /* active with the same few people or outlets */
    WHY_LINKED,    /* a source says so */
    WHY_VERIFIED,  /* one's profile calls the other its own, and its source has checked */
    WHY_BOTH,      /* each calls the other its own */
    WHY_CLAIMED,   /* one calls the other its own: only a reason to ask */
    WHY_DIFFERS,   /* against: other names */
    WHY_ELSEWHERE, /* against: other organisation or domain */
    WHY_COUNT
};

/* Of the bits of company half count, as accounts of one human differ from strangers in real
 * histories (docs/methods.md), so many at most; fewer than the least say nothing. */
enum { ACTIVE_BITS_MAX = 3, ACTIVE_BITS_LEAST = 2 };

/* The bits of a pair are a sum: log2 of the odds before any comparison, and for each thing compared
 * log2 of how much likelier it stands so among one human's accounts than between strangers. */
enum identity_term {
    TERM_NAME,
    TERM_LOGIN,
    TERM_MAIL,
    TERM_WORK,
    TERM_ACTIVE, /* with whom they are active */
    TERM_SAID,   /* what a source or a profile says is weighed by rule, instead of all others */
    TERM_HELD,   /* what keeps those apart that are for a human to judge */
    TERM_BEFORE, /* before any comparison */
    TERM_COUNT
};
enum { TERMS_LEVELLED = 4 }; /* of the first of them it is told how the two stand */

struct identity_terms {
    float bits[TERM_COUNT];
    uint8_t level[TERMS_LEVELLED]; /* as they were compared; 0: nothing to compare */
};

struct identity_pair {
    uint32_t a, b;               /* a < b */
    float bits;                  /* log2 of the odds that they are one human */
    uint32_t why;                /* 1 << enum identity_why, … */
    struct identity_terms terms; /* whose bits sum to `bits` */
};

struct identity_link { /* what was said by a source (linked) or by a human (apart, never) */
    uint32_t a, b;
    uint32_t why; /* of linked: 1 << enum identity_why; 0: WHY_LINKED */
};

/* Asked only of pairs whose names agree and that are likely, but not sure: -log2 of how likely
 * chance alone makes two active with as few and as many as these are; 0: with nobody but whom all
 * are with; below 0: one of them is with nobody. */
struct identity_company {
    double (*shared)(void *of, uint32_t a, uint32_t b);
    void *of;
};

struct identity_options {
    double join_bits;                   /* at least: joined */
    double propose_bits;                /* at least: proposed */
    uint32_t fresh_from;                /* only pairs of which one is at least this; 0: all */
    const struct identity_link *linked; /* one row of a source names both: joined unless their full
                                         * names exclude each other. Of WHY_CLAIMED only proposed */
    const struct identity_link *apart;  /* two people: their groups are never one */
    const struct identity_link *never;  /* not to be joined or proposed; others may join them */
    const struct identity_link *open;   /* waiting to be judged: their groups become one by an
                                         * address or a source's word, by no likeness of others.
                                         * Those of `why` are joined once company says so */
    size_t linked_count, apart_count, never_count, open_count;
    const struct identity_company *company; /* NULL: nobody knows */
};
#define IDENTITY_OPTIONS ((struct identity_options){.join_bits = 3, .propose_bits = 0})

struct identity {
    struct identity_pair *joined, *proposed; /* surest first; ties by a, b */
    size_t joined_count, proposed_count;
    uint32_t *person; /* [n] lowest entry of the group it is in */
    bool *robot;      /* [n] a robot or nothing but role addresses */
    size_t compared;  /* pairs */
};

/* All of *ret lives in out. n < 2^31. */
void identity_match(const struct identity_entry entry[], size_t n, const struct identity_options *o,
                    struct arena *out, struct identity *ret);

/* Between 0 and 1, of bits. */
double identity_confidence(double bits);
/* "same login, nickname and surname; but other domains". */
struct str identity_reasons(struct arena *a, uint32_t why);
/* For the store: "name1=14.2035 mail2=-1 before=-12.3312". */
struct str identity_terms_text(struct arena *a, const struct identity_terms *t);
/* Of such a text the next term that says anything: *says "same name". False at the end, and where
 * what is left is no such text. */
bool identity_terms_next(struct str *rest, const char **ret_says, double *ret_bits);
/* Is it a mailbox of an office or a machine: info@, noreply@, list software? */
bool address_is_role(struct str address);
/* Does it reach nobody in particular: no domain, localhost, "none@none"? */
bool address_is_nowhere(struct str address);
/* Is it in a domain set aside for examples? Then it is nowhere, too. */
bool address_is_made_up(struct str address);
/* Is it the name of a program: "dependabot[bot]", "travis-ci"? Not "Travis": people are called so.
 */
bool name_is_robot(struct str name);
/* Is it the name of an organisation or a publication: "Acme Team", "Zanzibar Foundation", "Ocean
 * Weekly Newsletter"? Two words at least, the last of them one no human is called. */
bool name_is_body(struct str name);

#endif

/*
 * roles.h - measure: which question asks about which brand or attribute?
 *
 * What a survey is for is defined once: our brand, rivals, a fictitious one whose aided share is
 * the noise floor; aliases; the unaided question (names in words), the aided one (picks from a
 * list, asked behind it), and attributes with their importance, each at an option or a row of
 * numbers from `least` on.
 *
 * Open answers are coded: a person's word on a text holds; else a name or alias, folded; else the
 * only brand whose name is nearest within 1 change of 4 to 6 letters, 2 from 7 on
 * (Damerau-Levenshtein, base/near.h); else it waits for a person.
 *
 * Cost   O(answers * names)
 * Check  tests/unit/test_roles.c, tests/cli/survey-brands
 */
#ifndef KITH_MEASURE_ROLES_H
#define KITH_MEASURE_ROLES_H

#include "base/map.h"
#include "measure/answers.h"

enum { BRAND_OTHER = -1, BRAND_NONE = -2, BRAND_OPEN = -3 /* not coded yet */ };

struct brand {
    struct str name;
    enum brand_kind { BRAND_OURS, BRAND_RIVAL, BRAND_FICTITIOUS } kind;
};

struct role {
    const char *role; /* "unaided", "aided", "attribute" */
    struct str name;  /* of an attribute */
    struct str question, item;
    int brand; /* of an attribute, or of an aided option; BRAND_NONE: not said */
    double importance;
    double least; /* NAN: not said */
    int rotated;  /* 0, 1; -1: not said */
};

struct roles {
    const struct brand *brand;
    size_t brands;
    const struct known_name {
        struct str key; /* folded */
        int brand;
    } * known; /* [knowns] names and aliases */
    size_t knowns;
    const struct role *role;
    size_t count;
    struct map said[2]; /* text hash -> brand + BRAND_SHIFT, by rank of the coder */
};

/* No brands where nothing was defined. */
MUST_CHECK enum status roles_load(struct store *st, int64_t survey, struct arena *a,
                                  struct roles *ret, struct err *e);
/* Which brand a name means, without what people said of it; BRAND_OPEN: none for sure. */
int brand_of(const struct roles *r, struct str text, struct arena *a);
/* Brand of a name or alias exactly; BRAND_OPEN: none. */
int brand_named(const struct roles *r, struct str name, struct arena *a);
/* The text as codes know it. */
struct str code_key(struct str text, struct arena *a);
/* What a coder of rank 1 or 2 said; BRAND_OPEN: nothing. */
int code_said(const struct roles *r, int rank, struct str text, struct arena *a);
/* The role of a question in the wave; NULL: it has none of that name. */
const struct role *role_of(const struct roles *r, const char *role, const struct asked *q);

struct mention {
    uint32_t who;
    uint32_t place; /* from 1, in the order in which the respondent named them */
    struct str text;
    int brand;
};
struct mentions {
    struct mention *one; /* by respondent, then place */
    size_t count;
};
/* What an open question's answers name. */
void mentions_of(const struct roles *r, const struct answers_said *said, struct arena *a,
                 struct mentions *ret);
/* The unaided question as options: each brand, each brand named first, and nobody. */
void mentions_options(const struct polled *p, const struct roles *r, const struct asked *q,
                      const struct mentions *m, struct arena *a, struct options_said *ret);
/* y [n] of an attribute: 1 who says that it fits. BAD_INPUT where the wave does not ask it so. */
MUST_CHECK enum status attribute_read(struct store *st, const struct polled *p,
                                      const struct role *x, struct arena *a, const double **ret,
                                      struct err *e);
/* y [n] of a brand in the aided question; NULL: it is not in its list. */
const double *aided_of(const struct roles *r, const struct asked *q, const struct options_said *o,
                       int brand, struct arena *a);

#endif

/*
 * wishes.h - measure: what is asked of us, by whom, and whose is it to answer?
 *
 * Docs whose own words name us. A wish is one that the rules of talk.h sort under ideas, a
 * complaint one they sort under support; an answer is looked at as if it began a conversation
 * without a title. Whose it is: the one of sales, marketing and service of which most words are in
 * it (wishes.c), else product.
 *
 *   share  such docs of the docs of a window that name us; rise and p as ideas.h has them, Holm
 * over all eight
 *
 * Units  shares 0 to 1; level SHARE_LEVEL
 * Cost   the text of each doc that names us
 * Check  tests/unit/test_ideas.c, tests/cli/ideas
 */
#ifndef KITH_MEASURE_WISHES_H
#define KITH_MEASURE_WISHES_H

#include "measure/ideas.h"
#include "measure/talk.h"

enum wish_kind { WISH_WISH, WISH_COMPLAINT, WISH_KIND_COUNT };
enum wish_to { WISH_PRODUCT, WISH_SALES, WISH_MARKETING, WISH_SERVICE, WISH_TO_COUNT };
extern const char *const wish_kinds[]; /* "wish", … */
extern const char *const wish_tos[];   /* as `kith programme feedback --to` has them */

struct wish {
    enum wish_kind kind;
    enum wish_to to;
    size_t on[2], n[2]; /* docs in the earlier and the last window; of those that name us */
    size_t people;      /* in the last window */
    double deff;
    struct figure share[2];
    struct change rise;
    double p;     /* Holm */
    uint32_t doc; /* of mentions->doc, the newest in the last window; UINT32_MAX: none */
};

/* Is it a wish, a complaint (else WISH_KIND_COUNT), and whose? */
enum wish_kind wish_sort(struct talk_rules *rules, const struct talk_start *said,
                         struct arena *scratch, enum wish_to *ret_to);

/* Docs with bit `us` of their topics name us; windows as x says. ret: WISH_KIND_COUNT *
 * WISH_TO_COUNT. */
MUST_CHECK enum status wishes_find(struct store *st, const struct mentions *m, uint64_t us,
                                   const struct ideas *x, struct arena *a, struct wish *ret,
                                   struct err *e);

#endif

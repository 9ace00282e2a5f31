/*
 * views.h - serve: what was asked for in words that stand in no address?
 *
 * Free text may name a person. So it is sent as a form, kept here, and comes back as a handle:
 * /search?v=8f2c…. Views stand in memory alone, VIEWS_MAX at most, for SESSION_HOURS_MAX; the ones
 * used longest ago go first. Only who made one can use it. When anybody was erased since, all are
 * forgotten: one of them may have named them.
 *
 * Cost   O(views) a look
 * Check  tests/serve/rights.mjs
 */
#ifndef KITH_SERVE_VIEWS_H
#define KITH_SERVE_VIEWS_H

#include "serve/http.h"

struct views;

struct views *views_open(void);
void views_close(struct views *all);
/* The handle, in a; erased: how many were, ever. The token of forms is left out. */
struct str view_put(struct views *all, struct str owner, const struct http_pairs *given,
                    int64_t erased, struct arena *a);
/* A copy in a; false: there is no such view of theirs any more. */
bool view_get(struct views *all, struct str owner, struct str handle, int64_t erased,
              struct arena *a, struct http_pairs *ret);

#endif

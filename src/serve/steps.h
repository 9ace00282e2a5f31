/*
 * steps.h - serve: how far is this audit, and which step may come next?
 *
 * The steps stand as tabs above the page's answer, in the one order they have: claim, freeze, ask,
 * result. A step whose turn has not come leads nowhere and says what is missing; the others say how
 * far they are, as `claim MARKET --waves` tells of the newest wave.
 *
 * Check  tests/serve/forms.mjs, tests/serve/journeys/audit.mjs
 */
#ifndef KITH_SERVE_STEPS_H
#define KITH_SERVE_STEPS_H

#include "serve/page.h"

/* True: they stand there, and say how to begin where there is no answer yet. Nothing where the
 * page's route has no steps. */
bool steps_html(const struct page *p, struct buf *b);

#endif

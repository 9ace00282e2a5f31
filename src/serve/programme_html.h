/*
 * programme_html.h - serve: how does a programme look: who stands where, and what came of it?
 *
 * The board has a lane a stage and a card a member, with what can be done with them: lanes are gone
 * along by choosing a stage, never by dragging. Who stands in a lane for longer than STAGE_DAYS is
 * marked. Results are one box a figure with its grade, A to D drawn alike: that nothing can be
 * attributed is a result like any other. Both show what the table below them has.
 *
 * Check  tests/serve/journeys/programme.mjs, tests/serve/forms.mjs
 */
#ifndef KITH_SERVE_PROGRAMME_HTML_H
#define KITH_SERVE_PROGRAMME_HTML_H

#include "serve/page.h"

/* Above the answer of a programme's page or of its result; false: it is another answer. */
bool programme_html(const struct page *p, const struct table *t, struct buf *b);

#endif

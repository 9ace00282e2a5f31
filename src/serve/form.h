/*
 * form.h - serve: what may be asked of a page, and what may be done from it?
 *
 * A form has the fields of its route's command: a switch is a checkbox, closed words are a choice,
 * days and numbers have their own fields, a market, a person or one of ours is chosen where the
 * list is short, a table that the command line reads from a file is pasted or dropped as text. What
 * was refused comes back as it was given, below the sentence that says why.
 *
 * Check  tests/serve/forms.mjs
 */
#ifndef KITH_SERVE_FORM_H
#define KITH_SERVE_FORM_H

#include "base/table_html.h"
#include "serve/page.h"

/* What writes, folded; open where it was refused. */
void form_write(const struct page *p, const struct route *route, struct buf *b);
/* What the page's own question takes beside its scope: a form that only asks. */
void form_ask(const struct page *p, struct buf *b);
/* Why something was not stored; below the heading. */
void form_refused(const struct page *p, struct buf *b);
/* What was done, and its way back. */
void form_done(const struct page *p, struct buf *b);
/* What is offered in each row (route.acts); its context is the page. */
extern const struct html_acts form_acts;

#endif

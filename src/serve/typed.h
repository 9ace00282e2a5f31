/*
 * typed.h - serve: where is a table that was given as text?
 *
 * A verb that reads a file on the command line reads one here, too: what a form or a JSON object
 * says in a field of its route's {x@} or --x@ stands in a file of its own, in a directory beside
 * the store (base/workdir.h) which nobody else may read, for as long as the verb runs. So an
 * address never names a file of this machine.
 *
 * Check  tests/serve/forms.mjs
 */
#ifndef KITH_SERVE_TYPED_H
#define KITH_SERVE_TYPED_H

#include "serve/route.h"

struct typed;

/* *given: the fields; those of tables name files afterwards. *ret NULL: there are none. */
MUST_CHECK enum status typed_open(const char *db, const struct route *route,
                                  struct http_pairs *given, struct arena *a, struct typed **ret,
                                  struct err *e);
/* Where they stand; empty: there are none. */
struct str typed_dir(const struct typed *t, struct arena *a);
/* In a sentence a file is called by its field, not where it stood. */
void typed_say(struct str dir, struct err *e);
void typed_close(void *held); /* NULL is fine */

#endif

/*
 * bring.h - serve: how does a table look that anybody can bring?
 *
 * The five tables of docs/sources.md, each with what it must have and an example that can be
 * imported as it is. People in them are made up.
 *
 * Check  tests/serve/jobs.mjs imports each
 */
#ifndef KITH_SERVE_BRING_H
#define KITH_SERVE_BRING_H

#include "base/table.h"

/* All of them. */
struct table *bring_list(struct arena *a);
/* The example of one; NULL: there is none of that name. */
struct table *bring_example(struct str name, struct arena *a);

#endif

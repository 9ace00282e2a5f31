/*
 * openapi.h - serve: how do programs ask?
 *
 * The OpenAPI 3.1 description of every address, made from the table of routes and the flags of the
 * verbs, so that neither can be described wrongly.
 *
 * Check  tests/serve/run.mjs asks every address it describes
 */
#ifndef KITH_SERVE_OPENAPI_H
#define KITH_SERVE_OPENAPI_H

#include "base/str.h"

#define OPENAPI_ADDRESS "/openapi.json"

void openapi(struct buf *b);

#endif

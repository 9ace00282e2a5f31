/*
 * fields.h - serve: what did a form say?
 *
 * Check  tests/serve/run.sh, tests/unit/test_route.c
 */
#ifndef KITH_SERVE_FIELDS_H
#define KITH_SERVE_FIELDS_H

#include "serve/http.h"

/* Fields of a form (application/x-www-form-urlencoded) or of a JSON object whose values are texts,
 * numbers and yes or no. A status of HTTP with a sentence; 0: fine. */
int fields_read(const struct http_ask *ask, struct http_pairs *ret, bool *ret_json, struct err *e);

#endif

/*
 * fields.h - serve: what did a form say?
 *
 * Check  tests/serve/run.mjs, tests/unit/test_route.c
 */
#ifndef KITH_SERVE_FIELDS_H
#define KITH_SERVE_FIELDS_H

#include "serve/route.h"

#include <jansson.h>

/* Fields of a form (application/x-www-form-urlencoded) or of a JSON object whose values are texts,
 * numbers and yes or no. A status of HTTP with a sentence; 0: fine. */
int fields_read(const struct http_ask *ask, struct http_pairs *ret, bool *ret_json, struct err *e);
/* Does the form take each of them, and the word in it, where it is one of a few? False: a sentence
 * says what it takes. */
bool fields_known(const struct route *route, const struct http_pairs *given, struct arena *a,
                  struct err *e);
/* "a=b&c=d", as forms and addresses have it. TOO_MUCH: more than FORM_FIELDS_MAX. */
MUST_CHECK enum status fields_parse(struct str text, struct arena *a, struct http_pairs *ret,
                                    struct err *e);
/* A text, a number, or yes ("1") or no ("") as a form would say it; false: it is none of them. */
bool field_text(struct arena *a, const json_t *value, struct str *ret);

#endif

/*
 * problem.h - serve: why was it not answered?
 *
 * Sentences are those of the command line. To programs they go as problem+json (RFC 9457), to
 * people as a page.
 *
 * Check  tests/serve/run.mjs
 */
#ifndef KITH_SERVE_PROBLEM_H
#define KITH_SERVE_PROBLEM_H

#include "serve/http.h"
#include "serve/page.h"

/* Status of HTTP of a verb's status. */
int problem_status(enum status s, enum http_method method);
const char *problem_title(int status); /* in three words or so */
/* page NULL: as problem+json. */
void problem_answer(struct arena *a, int status, const char *sentence, const struct page *page,
                    struct http_answer *ret);
#endif

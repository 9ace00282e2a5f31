/*
 * args.h - verb: which verb, which words, which flags were typed?
 *
 * Flags may stand anywhere, also before the verb when they are common to all; `--flag value`,
 * `--flag=value`, `-n N`, `-nN`; `--` ends them. The one parser of command lines.
 *
 * Check  tests/unit/test_args.c
 */
#ifndef KITH_VERB_ARGS_H
#define KITH_VERB_ARGS_H

#include "verb/verb.h"

/* argv[0] is the program. Fills verb, words, flags, form, seed, threads and db of *ret (from
 * $KITH_DB where --db is not given); the rest is left alone. With --help or --version the number of
 * words is not checked. BAD_USAGE with a sentence. */
MUST_CHECK enum status args_parse(int argc, char *const argv[], struct arena *a,
                                  struct request *ret, struct err *e);

#endif

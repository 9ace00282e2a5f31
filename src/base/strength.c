/* strength.c - base: how well does one of ours know somebody? */
#include "base/strength.h"

const char *const strength_words[STRENGTH_MOST + 1] = {"never met", "met once", "know each other",
                                                       "working",   "close",    "speaks for us"};

/*
 * discourse_int.h - listen: what do the files that read Discourse share?
 *
 *   discourse.c        which posts and users stand in this JSON
 *   discourse_text.c   the words of a post, whom it quotes and calls
 *
 * Source  docs.discourse.org; posts as /t/ID.json and /posts.json give them
 * Check   tests/unit/test_discourse.c, tests/listen/discourse/, tests/fuzz/fuzz_discourse.c
 */
#ifndef KITH_LISTEN_DISCOURSE_INT_H
#define KITH_LISTEN_DISCOURSE_INT_H

#include "base/limits.h"
#include "listen/importer.h"

struct discourse_site {
    struct str host, channel; /* "meta.example.org", "discourse:meta.example.org" */
};

struct who discourse_who(const struct discourse_site *site, struct str username, struct str name);
/* Text, links, and mentions of those it quotes or calls, from HTML, or else from what was typed. */
void discourse_words(const struct discourse_site *site, struct str cooked, struct str raw,
                     struct arena *a, struct doc_row *doc);

#endif

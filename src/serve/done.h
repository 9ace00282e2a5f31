/*
 * done.h - serve: what was just done, and how is it taken back?
 *
 * After something was written the page one comes to says so, with a button that takes it back where
 * the route knows how (route.undo). What it takes for that is kept here under a random number,
 * which alone stands in the address ("?done=7f3a…"): for who did it, until DONE_MAX others were
 * done since, or the server ends.
 *
 * Check  tests/serve/forms.mjs
 */
#ifndef KITH_SERVE_DONE_H
#define KITH_SERVE_DONE_H

#include "serve/route.h"

struct done {
    struct str by;            /* the user; empty: nobody has to say */
    struct str says;          /* p NULL: nothing is known of it */
    const struct route *undo; /* NULL: it cannot be taken back */
    struct http_pairs given;  /* parts of its address, and fields */
};

struct done_acts;

struct done_acts *done_open(void);
void done_close(struct done_acts *all);
/* What takes back what `route` did with these parts and fields and this answer (NULL: none). */
struct done done_of(const struct route *route, const struct http_pairs *part,
                    const struct http_pairs *given, const struct table *answer, struct arena *a);
/* Its number. */
struct str done_keep(struct done_acts *all, const struct done *d, struct arena *a);
/* Somebody was erased: what was kept may name them. */
void done_forget(struct done_acts *all);
/* All NULL: not known, or somebody else's. */
struct done done_find(struct done_acts *all, struct str number, struct str by, struct arena *a);

#endif

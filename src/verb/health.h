/*
 * health.h - verb: what do the parts of `kith health` share?
 *
 * Check  tests/cli/health
 */
#ifndef KITH_VERB_HEALTH_H
#define KITH_VERB_HEALTH_H

#include "measure/health.h"
#include "verb/mentioned.h"

struct health_asked {
    struct mentioned x;
    struct health_ask ask;
    struct bits ours;
    struct health h;
    struct str *name;                   /* [h.outlets] */
    const struct health_outlet **shown; /* [shown_count] most docs on the topic first */
    size_t shown_count;
    enum health_factor factor; /* --factor; HEALTH_COUNT: none */
};

struct str health_name(const struct health_asked *v, const struct health_outlet *o);
/* --factor: its periods, and what the latest is made of. */
MUST_CHECK enum status health_open(const struct health_asked *v, struct table *t, struct err *e);
struct table *health_course(const struct health_asked *v);

#endif

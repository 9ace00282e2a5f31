/*
 * scope.h - verb: what does a figure about influence speak of?
 *
 * No figure without its market: find, why and choose load what they ask about here, and every
 * answer carries market, topic, audience, period, model and how many buyers were heard.
 *
 * Cost   that of scene_load and reach_find
 * Check  tests/cli/find, tests/cli/why, tests/cli/choose
 */
#ifndef KITH_VERB_SCOPE_H
#define KITH_VERB_SCOPE_H

#include "find/doubt.h"
#include "find/opinion.h"
#include "find/reach.h"
#include "verb/card.h"
#include "verb/verb.h"

#define REACH_LEVEL 0.9
#define REACH_MODEL "kith-reach 4; prior: "

struct scope {
    struct market market;
    struct scene scene;
    struct findings findings; /* empty until scope_rank */
    struct reach_options reach;
    struct str model;    /* REACH_MODEL and the family of its prior, until somebody says another */
    struct str *capped;  /* names of the organisations of votes.caps, of those shown */
    struct str for_org;  /* --for; empty: all of the audience */
    struct scoped *kept; /* the one in request.scopes it is a copy of; NULL: there is none */
};

/* The scopes of several requests in one: who asks for one of the same market, audience, end and
 * seed gets what the first loaded and ranked. All of it lives in the arena of these requests; what
 * a verb changes of its copy stays in the copy, the arrays behind it are read only. */
struct scopes {
    struct scoped {
        int64_t market, until_s;
        struct str org;
        bool with_us;
        uint64_t seed;
        struct scope scope;
        const struct doubts *doubts;     /* NULL: nobody asked yet */
        const struct opinions *opinions; /* the same */
        struct scoped *next;
    } * first;
};

/* The flags of every verb about influence, for their flag lists. */
#define SCOPE_FLAGS \
    {"for", 0, "ORG", "only this organisation's people as audience, as org:\"Acme\"", false}, \
        {"until", 0, "DATE", "as it stood before that day", false}, \
    { \
        "with-us", 0, NULL, "count our own staff, too", false \
    }

/* Loads the market and its scene, as the flags say; once where the request shares scopes. */
MUST_CHECK enum status scope_load(struct request *r, struct str market, struct scope *ret,
                                  struct err *e);
/* The same with another --for, whatever the flag says. */
MUST_CHECK enum status scope_load_for(struct request *r, struct str market, struct str org,
                                      struct scope *ret, struct err *e);
/* The same before another day, whatever the flag says. */
MUST_CHECK enum status scope_load_until(struct request *r, struct str market, int64_t until_s,
                                        struct scope *ret, struct err *e);
MUST_CHECK enum status scope_rank(struct request *r, struct scope *sc, struct err *e);
/* What looks made, and who opposes; once where the request shares scopes. The latter wants ranks.
 */
MUST_CHECK enum status scope_doubts(struct request *r, const struct scope *sc, struct doubts *ret,
                                    struct err *e);
void scope_opinions(struct arena *a, const struct scope *sc, struct opinions *ret);
/* The facts table_scope, of an answer that loads no scene; model STR_NONE: rows as they stand, or
 * as they were said. */
void scope_of_market(struct table *t, const struct market *m, int64_t as_of_s, struct str model);
/* The facts, and the caveats as notes. */
void scope_facts(struct table *t, const struct scope *sc);
void scope_notes(struct table *t, const struct scope *sc);
/* "34 of the 210 people of 'tag:buyer' were heard on 'container OR kubernetes' until 2026-05-30" */
struct str scope_sentence(struct arena *a, const struct scope *sc);

/* The flags of the scope as given, each behind a blank, for the command to type next. */
struct str scope_words(const struct request *r);

/* What was found of the person of this id; NULL: not listed in this market. */
const struct person_reach *scope_reach(const struct scope *sc, int64_t id);

/* The fact `opens`: what shows the rows behind the figure of this person, by id. */
void scope_opens(const struct request *r, const struct scope *sc, struct str id, struct table *t);

/* "crm.csv": a source of the scene, in short. */
struct str scope_source(struct arena *a, const struct scope *sc, uint32_t source);

/* Number of a node in the scene; UINT32_MAX: it is not in it. */
uint32_t scope_node(const struct scope *sc, int64_t id);
MUST_CHECK enum status scope_card(struct request *r, const struct scope *sc, uint32_t node,
                                  struct card *ret, struct err *e);
/* [node_count] true for the people a query names; remarks about terms nobody has go to t. */
MUST_CHECK enum status scope_people(struct request *r, const struct scope *sc, struct str query,
                                    struct table *t, bool **ret, struct err *e);

#endif

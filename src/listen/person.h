/*
 * person.h - listen: which accounts are one person?
 *
 * An account is one handle in one channel (handle.h); a node is a person, an organisation or an
 * outlet. The same account is always the same node, so the same e-mail address is the same person
 * and the spellings of a name that come with it are aliases. A bare name (channel "name") is the
 * one person known by that name; where two are, it is somebody apart. Nothing else is joined here:
 * finer identity is a human's or a later room's choice.
 *
 * An account or outlet that is new is written at once; all that is read is kept in memory until the
 * source is complete, so that a row costs no query once its people are known.
 *
 * Check  tests/unit/test_person.c
 */
#ifndef KITH_LISTEN_PERSON_H
#define KITH_LISTEN_PERSON_H

#include "base/map.h"
#include "listen/importer.h"
#include "listen/stmts.h"

struct account {
    int64_t id; /* 0: none */
    int64_t node;
    struct str channel, key;
    bool outlet;      /* its node is an outlet */
    bool open_to_all; /* an outlet anybody can write to: list, group */
};

struct persons {
    struct stmts *stmts;
    struct arena *a;      /* of the source */
    int64_t source;       /* written beside what is new; 0: none */
    struct map by_handle; /* "channel/key" -> index into list */
    struct map aliases;   /* "node/name_key" and "org/name_key" seen */
    struct idmap by_id;   /* account id -> index into list */
    struct idmap first;   /* node id -> index into list of the account that stands for it */
    struct idmap names;   /* node id -> index into name */
    struct account *list;
    size_t count, room;
    struct str *name; /* of nodes, as shown now */
    size_t name_count, name_room;
    uint64_t people, outlets; /* new ones */
    uint64_t changes;         /* rows that were written */
    uint64_t erased;          /* accounts not made because nothing may bring them back */
    struct str secret;        /* erased.c; empty: nobody was erased */
    bool secret_known;
};

struct persons persons_new(struct stmts *stmts, struct arena *a, int64_t source);

/* The account when it is known; id 0 when it is not, or when its handle is unusable. */
MUST_CHECK enum status account_find(struct persons *p, struct str channel, struct str handle,
                                    struct account *ret, struct err *e);
/* The account, made with its node when it is new. The name, when there is one, becomes an alias.
 * id 0 when its handle is unusable (empty, only marks) or its owner was erased (erased.h). */
MUST_CHECK enum status account_of(struct persons *p, const struct who *w, struct account *ret,
                                  struct err *e);
/* The same, but a new account belongs to this node (0: decide as account_of does). */
MUST_CHECK enum status account_of_node(struct persons *p, const struct who *w, int64_t node,
                                       struct account *ret, struct err *e);
MUST_CHECK enum status account_load(struct persons *p, int64_t id, struct account *ret,
                                    struct err *e);
/* The account with the lowest id of the same node: under it evidence of an outlet is written. */
MUST_CHECK enum status account_stands_for(struct persons *p, const struct account *of,
                                          struct account *ret, struct err *e);

/* A row of `alias`, unless it is there; key: as names are folded for this kind of node. */
MUST_CHECK enum status alias_add(struct persons *p, int64_t node, struct str name, struct str key,
                                 struct err *e);
/* A further spelling; the node shows the better one (name_better). */
MUST_CHECK enum status person_named(struct persons *p, int64_t node, struct str name,
                                    struct err *e);
/* The only person of this name of whom nothing but the name is known; *ret 0 when there is none. */
MUST_CHECK enum status person_only_named(struct persons *p, struct str name, int64_t *ret,
                                         struct err *e);
/* The organisation of this name, made when it is new. */
MUST_CHECK enum status org_of(struct persons *p, struct str name, int64_t *ret, struct err *e);
/* Who is heeded may be a firm: a bare name, or an outlet's, by which nobody and nothing else is
 * known is the organisation of that name, where there is one; else *ret is as w. */
MUST_CHECK enum status who_is_org(struct persons *p, const struct who *w, struct who *ret,
                                  struct err *e);

/* ---- affil.c ---- */

struct affil_fields {
    int64_t person, org;
    struct str role;
    int64_t since_s, until_s; /* TIME_NONE: not said */
    bool now;                 /* as of now_s they are here, and where else an older edition of this
                               * source had them they are no more */
    int64_t now_s;
};
/* One row for each stay: dates are filled in as sources know them; who is with somebody again whom
 * they had left came back (a new row). */
MUST_CHECK enum status affil_said(struct persons *p, const struct affil_fields *f, struct err *e);
/* In this role, whenever that was; once a source. */
MUST_CHECK enum status affil_add(struct persons *p, int64_t person, int64_t org, const char *role,
                                 struct err *e);

#endif

/*
 * pick_int.h - choose: what picking by hits (pick.c) and by hits per cost (pick_cost.c) share
 */
#ifndef KITH_CHOOSE_PICK_INT_H
#define KITH_CHOOSE_PICK_INT_H

#include "choose/pick.h"
#include "choose/queue.h"

struct set_view {
    const uint32_t *member;
    uint32_t size;
    bool hit;
};

struct search {
    const struct pool *p;
    const struct pick_rules *r;
    struct arena scratch;
    struct set_view *set; /* [sets] */
    uint64_t *first;      /* [known + 1] a person's sets in set_of */
    uint32_t *set_of;     /* [entries] */
    uint32_t *gain;       /* [known] sets not hit yet that hold them */
    bool *out;            /* [known] picked, or may not be */
    bool *taken;          /* [n] picked */
    struct picked got;
    size_t room;      /* of got.node */
    size_t included;  /* seeds that were not picked but included */
    double free_cost; /* of the budget, without who is included */
};

void search_open(struct search *x, const struct pool *p, const struct pick_rules *r,
                 struct arena *a);
void search_again(struct search *x); /* nobody picked but who is included */
void search_take(struct search *x, uint32_t node);
void search_take_known(struct search *x, uint32_t known);
uint64_t search_tie(const struct search *x, uint32_t node);
/* Nothing that holds who is included hits more: by number of seeds alone. */
double search_upper(const struct search *x);
/* People of no further use fill up what is left: those with most arcs out. */
void search_fill(struct search *x);

void pick_by_cost(struct search *x);

#endif

/*
 * pick_int.h - choose: what picking by hits (pick.c) and by hits per cost (pick_cost.c) share
 */
#ifndef KITH_CHOOSE_PICK_INT_H
#define KITH_CHOOSE_PICK_INT_H

#include "choose/pick.h"
#include "choose/queue.h"
#include "choose/shelf.h"

/* Places still to fill, and who may fill them. */
struct places {
    size_t left;
    size_t owed;     /* of these, to quotas whose least is not reached */
    uint32_t *taken; /* [quota_count] seeds of each */
};

struct search {
    const struct pool *p;
    const struct pick_rules *r;
    const uint32_t *sure; /* [sure_count] sentinels */
    size_t sure_count;
    struct shelf *shelf;
    struct arena scratch;
    const uint64_t *tie; /* [known] whoever has more goes first */
    uint32_t *gain;      /* [known] sets not hit yet that hold them */
    bool *out;           /* [known] picked, or may not be */
    bool *taken;         /* [n] picked */
    struct picked got;
    struct places places;  /* what is left now */
    struct places allowed; /* what was left when nobody was in but who is included */
    size_t room;           /* of got.node */
    double free_cost;      /* of the budget, without who is included */
};

void search_again(struct search *x); /* nobody picked but who is included or sure */
void search_take(struct search *x, uint32_t node);
void search_take_known(struct search *x, uint32_t known);
/* The largest gain of anybody who may be picked. */
uint32_t search_gain_max(const struct search *x);
/* Nothing that holds who is included hits more: by number of seeds and quotas. No gain is above
 * most. */
double search_upper(const struct search *x, uint32_t most);

/* May another one of this node's group be taken? When not, then never more. */
bool places_fit(const struct places *p, const struct pick_rules *r, uint32_t node);
void places_take(struct places *p, const struct pick_rules *r, uint32_t node);
struct places places_new(const struct pick_rules *r, size_t room, struct arena *a);
void places_copy(struct places *to, const struct places *from, const struct pick_rules *r);

void pick_by_cost(struct search *x);

#endif

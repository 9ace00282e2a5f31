/*
 * choose_int.h - choose: what choosing in a market with (relay.c) and without relays (choose.c)
 * shares
 */
#ifndef KITH_CHOOSE_CHOOSE_INT_H
#define KITH_CHOOSE_CHOOSE_INT_H

#include "choose/choose.h"

/* Is k one that can be chosen? */
enum status choose_fits(const struct choose_options *o, struct err *e);
/* Have k and the budget room for the includes: so many, at that cost? */
enum status includes_fit(const struct choose_options *o, size_t count, double cost, struct err *e);
/* So many of the picks are worth it (struct choice). */
size_t choose_stop_at(const struct pick pick[], size_t count, size_t total);

/* With relays quotas are groups that do not overlap (pick.h): those of o over the people who `can`
 * be picked, [rules->n], into rules. Rules about the same people are one group. BAD_INPUT: two
 * overlap, or want more and less of the same. */
struct pick_rules;
struct picked;
enum status relay_quotas(const struct choose_options *o, const bool *can, struct arena *a,
                         struct pick_rules *rules, struct err *e);
/* [seeds->count] which picks a quota wants at least. */
bool *relay_quotas_need(const struct pick_rules *r, const struct picked *seeds, struct arena *a);

#endif

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

#endif

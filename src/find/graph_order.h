/*
 * graph_order.h - find: how do the other ends of these rows come to rise?
 *
 * Short rows: each number goes where the count of smaller ones says, 16 numbers a step. Long rows:
 * digit by digit. Equal numbers stand side by side; which is which does not show.
 *
 * Cost   3 to 7 ns a number (r22 of bench-graph, in the second-level cache).
 * Check  tests/unit/test_graph.c
 */
#ifndef KITH_FIND_GRAPH_ORDER_H
#define KITH_FIND_GRAPH_ORDER_H

#include <stdint.h>

/* Row v of numbers x ends before end[v], where the next begins; the first begins at `begin`.
 * Numbers are below 2^limit_log; spare: as many as stand in the longest row. */
void rows_order(uint32_t *x, uint32_t *spare, uint64_t begin, const uint64_t *end, uint64_t rows,
                unsigned limit_log);

#endif

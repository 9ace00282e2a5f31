/*
 * graph_file.h - base: how does a small graph look to other programs?
 *
 * A graph is an answer (table.h): its rows are nodes, its facts tell of what it speaks, and the
 * first further table are edges, whose first two columns are whole numbers: the rows of the nodes
 * they lead from and to, from 0. GraphML and GEXF 1.3 of it, as UTF-8; what is unknown is left out.
 * A node is called by its column "name", an edge weighs what its column "weight" says.
 *
 * Source  GraphML 1.0, graphml.graphdrawing.org; GEXF 1.3, gexf.net
 * Cost    O(bytes written)
 * Check   tests/cli/choose
 */
#ifndef KITH_BASE_GRAPH_FILE_H
#define KITH_BASE_GRAPH_FILE_H

#include "base/table.h"

void graph_graphml(const struct table *t, struct buf *b);
void graph_gexf(const struct table *t, struct buf *b);

#endif

/*
 * graph_unzip.h - find: what is the text under gzip or zstd?
 *
 * All members of a gzip file and all frames of a zstd file, one behind the other. Only what is
 * asked for is unpacked: memory does not grow with the text (zstd: windows up to 128 MiB).
 *
 * Check  tests/unit/test_graph.c: several members and frames, any start of a file, changed bytes
 */
#ifndef KITH_FIND_GRAPH_UNZIP_H
#define KITH_FIND_GRAPH_UNZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

struct unzip;

bool unzip_is(struct str head); /* starts as gzip or zstd do */
/* Reads fd from its start on; close it however the reading went. */
MUST_CHECK enum status unzip_open(const char *path, int fd, struct str head, struct arena *a,
                                  struct unzip **ret, struct err *e);
/* Fills to[0 .. room-1]; fewer bytes: that was all. BAD_INPUT: cut short or damaged. */
MUST_CHECK enum status unzip_fill(struct unzip *u, char *to, size_t room, size_t *ret_len,
                                  struct err *e);
void unzip_close(struct unzip *u);

#endif

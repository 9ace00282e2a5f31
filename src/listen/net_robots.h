/*
 * net_robots.h - listen: does this site let programs ask for this path?
 *
 * Groups are found by the name of the program, which is kith's alone, else by "*"; of the rules
 * that fit a path the longest holds, of two of one length the one that allows. "*" stands for any
 * bytes, "$" at the end for the end.
 *
 * Source  RFC 9309, 2.2.
 * Cost    reading O(length of the text); asking O(rules * length of the path)
 * Check   tests/unit/test_net.c, tests/fuzz/fuzz_net.c
 */
#ifndef KITH_LISTEN_NET_ROBOTS_H
#define KITH_LISTEN_NET_ROBOTS_H

#include "base/str.h"

struct robots {
    struct robots_rule {
        struct str path; /* percent-encoding made alike */
        bool allow;
    } * rule;
    size_t count, room;
};

/* text is robots.txt as fetched, any bytes; what is kept lives in a. */
struct robots robots_read(struct str text, const char *agent, struct arena *a);
/* path: of the URL, with its query. */
bool robots_allow(const struct robots *r, struct str path);

#endif

/*
 * net_address.h - listen: is this an address that anybody on the internet may be asked at?
 *
 * A feed's author decides what its host name resolves to and where it redirects. So that no feed
 * makes kith ask a machine of its user's own network (a router, a metadata service, a database on
 * this one), the address itself is judged when the connection is made, whatever the name was and
 * however it was spelled.
 *
 * Source  IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190); RFC 6052
 *         (NAT64), RFC 4291 (v4-mapped). Of IPv6 only 2000::/3 is given out to anybody.
 * Cost    some dozen comparisons an address
 * Check   tests/unit/test_net_address.c
 */
#ifndef KITH_LISTEN_NET_ADDRESS_H
#define KITH_LISTEN_NET_ADDRESS_H

#include "base/str.h"

struct sockaddr;

struct net_address {
    unsigned char byte[16]; /* IPv4 as ::ffff:a.b.c.d */
};

struct net_range {
    struct net_address first;
    int bits; /* of 128 that must be equal */
};

/* False for a family that is neither IPv4 nor IPv6. */
bool net_address_of(const struct sockaddr *from, struct net_address *ret);
/* What it is when it is not public: "loopback", "private", …; NULL: public. */
const char *net_address_private(const struct net_address *address);
/* Public, or in one of the ranges. */
bool net_address_may(const struct net_address *address, const struct net_range allow[],
                     size_t count);
/* "127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "all"; false when it is none. */
bool net_range_read(struct str text, struct net_range *ret);
/* "127.0.0.1", "::1". */
struct str net_address_text(struct arena *a, const struct net_address *address);

#endif

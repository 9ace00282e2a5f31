/* net_address.c - listen: is this an address that anybody on the internet may be asked at? */
#include "listen/net_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { BITS_OF_MAPPED = 96, BITS = 128 };

struct block {
    unsigned char byte[16];
    int bits;
    const char *what; /* NULL: public */
};

#define V4(a, b, c, d, bits, what) \
    { \
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}, BITS_OF_MAPPED + (bits), what \
    }

/* The first that fits holds. */
static const struct block blocks[] = {
    V4(0, 0, 0, 0, 8, "of this network"),
    V4(10, 0, 0, 0, 8, "private"),
    V4(100, 64, 0, 0, 10, "of a provider's own network"),
    V4(127, 0, 0, 0, 8, "loopback"),
    V4(168, 63, 129, 16, 32, "of a metadata service"), /* Azure's, in a public block */
    V4(169, 254, 0, 0, 16, "link-local"),
    V4(172, 16, 0, 0, 12, "private"),
    V4(192, 0, 0, 0, 24, "reserved"),
    V4(192, 0, 2, 0, 24, "of examples"),
    V4(192, 88, 99, 0, 24, "reserved"),
    V4(192, 168, 0, 0, 16, "private"),
    V4(198, 18, 0, 0, 15, "of benchmarks"),
    V4(198, 51, 100, 0, 24, "of examples"),
    V4(203, 0, 113, 0, 24, "of examples"),
    V4(224, 0, 0, 0, 4, "multicast"),
    V4(240, 0, 0, 0, 4, "reserved"),
    V4(0, 0, 0, 0, 0, NULL),
    {{0}, 128, "unspecified"},
    {{[15] = 1}, 128, "loopback"},
    {{0xfc}, 7, "private"},
    {{0xfe, 0x80}, 10, "link-local"},
    {{0xff}, 8, "multicast"},
    {{0x20, 0x01}, 23, "reserved"}, /* Teredo, ORCHID, benchmarks: nobody's web server */
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "of examples"},
    {{0x20, 0x02}, 16, "reserved"}, /* 6to4: an IPv4 address inside, and given up */
    {{0x3f, 0xff}, 20, "of examples"},
    {{0x20}, 3, NULL},
    {{0}, 0, "reserved"},
};

static bool same_bits(const unsigned char *a, const unsigned char *b, int bits)
{
    size_t whole = (size_t)bits / 8;
    if (memcmp(a, b, whole) != 0) return false;
    int rest = bits % 8;
    return !rest || (a[whole] >> (8 - rest)) == (b[whole] >> (8 - rest));
}

static void map_v4(const void *four, struct net_address *ret)
{
    *ret = (struct net_address){{[10] = 0xff, [11] = 0xff}};
    memcpy(ret->byte + 12, four, 4);
}

bool net_address_of(const struct sockaddr *from, struct net_address *ret)
{
    if (from->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, from, sizeof v4);
        map_v4(&v4.sin_addr, ret);
        return true;
    }
    if (from->sa_family != AF_INET6) return false;
    struct sockaddr_in6 v6;
    memcpy(&v6, from, sizeof v6);
    memcpy(ret->byte, &v6.sin6_addr, sizeof ret->byte);
    return true;
}

const char *net_address_private(const struct net_address *address)
{
    static const unsigned char nat64[12] = {0x00, 0x64, 0xff, 0x9b};
    struct net_address inner = *address;
    if (memcmp(address->byte, nat64, sizeof nat64) == 0) map_v4(address->byte + 12, &inner);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (same_bits(inner.byte, blocks[i].byte, blocks[i].bits)) return blocks[i].what;
    }
    return "reserved"; /* not reached: the last one fits all */
}

bool net_address_may(const struct net_address *address, const struct net_range allow[],
                     size_t count)
{
    if (!net_address_private(address)) return true;
    for (size_t i = 0; i < count; i++) {
        if (same_bits(address->byte, allow[i].first.byte, allow[i].bits)) return true;
    }
    return false;
}

bool net_range_read(struct str text, struct net_range *ret)
{
    char host[INET6_ADDRSTRLEN];
    struct net_range r = {.bits = BITS};
    struct in_addr v4;
    int64_t bits = BITS;
    text = str_trim(text);
    if (str_is_nocase(text, "all")) {
        *ret = (struct net_range){.bits = 0};
        return true;
    }
    struct str address = str_head(text, str_find(text, '/'));
    if (address.len >= sizeof host) return false;
    memcpy(host, address.p, address.len);
    host[address.len] = '\0';
    bool is_v4 = inet_pton(AF_INET, host, &v4) == 1;
    if (is_v4) {
        map_v4(&v4, &r.first);
    } else if (inet_pton(AF_INET6, host, r.first.byte) != 1) {
        return false;
    }
    if (address.len < text.len) {
        if (!str_to_i64(str_skip(text, address.len + 1), &bits)) return false;
        if (bits < 0 || bits > (is_v4 ? 32 : BITS)) return false;
        r.bits = (int)bits + (is_v4 ? BITS_OF_MAPPED : 0);
    }
    *ret = r;
    return true;
}

struct str net_address_text(struct arena *a, const struct net_address *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    bool is_v4 = same_bits(address->byte, blocks[0].byte, BITS_OF_MAPPED);
    const void *bytes = is_v4 ? address->byte + 12 : address->byte;
    (void)inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
    return str_copy(a, str_of(text));
}

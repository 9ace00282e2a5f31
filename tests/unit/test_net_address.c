/* test_net_address.c - tests: whatever a host is spelled like, is what it means private? */
#include "helpers.h"

#include "listen/net_address.h"

#include <netdb.h>
#include <sys/socket.h>

/* What the system's own resolver makes of a spelling (numbers only: nobody is asked). */
static bool resolve(const char *host, struct net_address *ret)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, NULL, &hints, &found) != 0) return false;
    bool known = net_address_of(found->ai_addr, ret);
    freeaddrinfo(found);
    return known;
}

/* Classes by the IANA special-purpose registries; NULL: public. */
static const struct {
    const char *host, *want;
} spellings[] = {
    {"127.0.0.1", "loopback"},
    {"127.1", "loopback"},
    {"127.0.1", "loopback"},
    {"2130706433", "loopback"}, /* 127 * 2^24 + 1 */
    {"0x7f000001", "loopback"},
    {"0x7f.1", "loopback"},
    {"0X7F.0.0.1", "loopback"},
    {"0177.0.0.1", "loopback"},
    {"017700000001", "loopback"},
    {"127.255.255.254", "loopback"},
    {"::1", "loopback"},
    {"0:0:0:0:0:0:0:1", "loopback"},
    {"::ffff:127.0.0.1", "loopback"},
    {"::ffff:7f00:1", "loopback"},
    {"64:ff9b::127.0.0.1", "loopback"},
    {"64:ff9b::7f00:1", "loopback"},
    {"::127.0.0.1", "reserved"}, /* compatible: given up */
    {"::", "unspecified"},
    {"0.0.0.0", "of this network"},
    {"0", "of this network"},
    {"10.0.0.1", "private"},
    {"167772161", "private"}, /* 10.0.0.1 */
    {"012.0.0.1", "private"},
    {"172.16.0.1", "private"},
    {"172.31.255.255", "private"},
    {"192.168.1.1", "private"},
    {"0xc0a80101", "private"},
    {"::ffff:192.168.1.1", "private"},
    {"64:ff9b::10.0.0.1", "private"},
    {"100.64.0.1", "of a provider's own network"},
    {"100.127.255.255", "of a provider's own network"},
    {"169.254.169.254", "link-local"}, /* metadata of most clouds */
    {"2852039166", "link-local"},      /* the same */
    {"::ffff:169.254.169.254", "link-local"},
    {"168.63.129.16", "of a metadata service"},
    {"192.0.0.192", "reserved"}, /* metadata of one more */
    {"100.100.100.200", "of a provider's own network"},
    {"fd00:ec2::254", "private"},
    {"fd20:ce::254", "private"},
    {"fc00::1", "private"},
    {"fe80::1", "link-local"},
    {"febf::1", "link-local"},
    {"ff02::1", "multicast"},
    {"224.0.0.1", "multicast"},
    {"239.255.255.250", "multicast"},
    {"240.0.0.1", "reserved"},
    {"255.255.255.255", "reserved"},
    {"198.18.0.1", "of benchmarks"},
    {"198.19.255.255", "of benchmarks"},
    {"192.0.2.1", "of examples"},
    {"2001:db8::1", "of examples"},
    {"2001::1", "reserved"},
    {"2002:7f00:1::", "reserved"}, /* 6to4 of 127.0.0.1 */
    {"64:ff9b:1::7f00:1", "reserved"},
    {"100::1", "reserved"},
    {"fec0::1", "reserved"},
    {"93.184.216.34", NULL},
    {"1572395042", NULL}, /* the same */
    {"172.15.255.255", NULL},
    {"172.32.0.0", NULL},
    {"100.63.255.255", NULL},
    {"100.128.0.0", NULL},
    {"126.255.255.255", NULL},
    {"128.0.0.0", NULL},
    {"11.0.0.0", NULL},
    {"9.255.255.255", NULL},
    {"198.17.255.255", NULL},
    {"198.20.0.0", NULL},
    {"223.255.255.255", NULL},
    {"2606:2800:220:1:248:1893:25c8:1946", NULL},
    {"::ffff:93.184.216.34", NULL},
    {"64:ff9b::93.184.216.34", NULL},
    {"2001:200::1", NULL},
};

static void every_spelling_of_a_private_address_is_private(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct net_address address;
        if (!resolve(spellings[i].host, &address)) {
            print_error("%s is no address here\n", spellings[i].host);
            fail();
        }
        const char *got = net_address_private(&address);
        if (!got != !spellings[i].want || (got && strcmp(got, spellings[i].want) != 0)) {
            print_error("%s: '%s', want '%s'\n", spellings[i].host, got ? got : "public",
                        spellings[i].want ? spellings[i].want : "public");
            fail();
        }
        assert_int_equal(net_address_may(&address, NULL, 0), spellings[i].want == NULL);
    }
}

static void a_range_allows_what_is_in_it_and_nothing_beside(void **state)
{
    (void)state;
    static const struct {
        const char *range, *host;
        bool want;
    } rows[] = {
        {"127.0.0.1/32", "127.0.0.1", true},
        {"127.0.0.1/32", "127.0.0.2", false},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"127.0.0.1", "::1", false},
        {"127.0.0.1", "::ffff:127.0.0.1", true},
        {"127.0.0.0/8", "127.9.9.9", true},
        {"10.0.0.0/8", "10.255.0.1", true},
        {"10.0.0.0/9", "10.128.0.1", false},
        {"192.168.4.0/22", "192.168.7.255", true},
        {"192.168.4.0/22", "192.168.8.0", false},
        {"::1", "::1", true},
        {"::1", "127.0.0.1", false},
        {"fd00::/8", "fd12::1", true},
        {"fd00::/8", "fc00::1", false},
        {"all", "127.0.0.1", true},
        {"all", "fe80::1", true},
        {"0.0.0.0/0", "127.0.0.1", true},
        {"0.0.0.0/0", "::1", false},
        {" 10.0.0.1 ", "10.0.0.1", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct net_address address;
        struct net_range range;
        assert_true(net_range_read(str_of(rows[i].range), &range));
        assert_true(resolve(rows[i].host, &address));
        if (net_address_may(&address, &range, 1) != rows[i].want) {
            print_error("%s in %s\n", rows[i].host, rows[i].range);
            fail();
        }
    }
}

static void what_is_no_range_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"",           "x",         "127.0.0.1/33", "127.0.0.1/-1",
                                      "127.0.0.1/", "127.1",     "::1/129",      "10.0.0.0/8/8",
                                      "localhost",  "2130706433"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct net_range range = {.bits = 77};
        if (net_range_read(str_of(bad[i]), &range) || range.bits != 77) {
            print_error("'%s' is a range\n", bad[i]);
            fail();
        }
    }
}

static void an_address_is_shown_as_people_write_it(void **state)
{
    (void)state;
    struct arena a = {0};
    struct net_address address;
    assert_true(resolve("2130706433", &address));
    assert_str(net_address_text(&a, &address), "127.0.0.1");
    assert_true(resolve("0:0:0:0:0:0:0:1", &address));
    assert_str(net_address_text(&a, &address), "::1");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_of_a_private_address_is_private),
        cmocka_unit_test(a_range_allows_what_is_in_it_and_nothing_beside),
        cmocka_unit_test(what_is_no_range_is_none),
        cmocka_unit_test(an_address_is_shown_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

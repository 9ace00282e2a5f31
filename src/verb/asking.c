/* asking.c - verb: who on the net may be asked, and for how long? */
#include "verb/asking.h"

enum { TIMEOUT_S = 60, TIMEOUT_S_MAX = 3600 };

enum status asking_read(const struct request *r, struct net_options *ret, struct err *e)
{
    const char *const *given = request_values(r, "allow-private");
    int64_t seconds = TIMEOUT_S;
    size_t count = 0;
    while (given && given[count])
        count++;
    struct net_range *range = arena_new(r->a, struct net_range, count);
    for (size_t i = 0; i < count; i++) {
        if (net_range_read(str_of(given[i]), &range[i])) continue;
        return err_set(e, BAD_USAGE,
                       "--allow-private '%s', want an address like 192.168.0.7, a range like "
                       "10.0.0.0/8, or all",
                       given[i]);
    }
    enum status s = request_i64(r, "timeout", 1, TIMEOUT_S_MAX, &seconds, e);
    *ret = (struct net_options){.agent = "kith/" KITH_VERSION " (feed reader)",
                                .allow = range,
                                .allow_count = count,
                                .seconds_max = (int)seconds};
    return s;
}

/* net_load.c - listen: the module that fetches, loaded on first need. */
#include "base/module.h"
#include "listen/net.h"

enum status net_find(const struct net **ret, struct err *e)
{
    static const struct module_want want = {.file = "kith-net.so",
                                            .symbol = "kith_net",
                                            .version = NET_VERSION,
                                            .lost = "nothing can be fetched"};
    struct module_found found = {0};
    module_load(&want, &found); /* asked once a run; twice gives the same */
    if (!found.table) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = (const struct net *)(const void *)found.table;
    return OK;
}

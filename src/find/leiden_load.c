/* leiden_load.c - find: the module that parts graphs into communities, loaded on first need. */
#include "find/leiden.h"

enum status leiden_find(const struct leiden **ret, struct err *e)
{
    static const struct module_want want = {.file = "kith-graph.so",
                                            .symbol = "kith_leiden",
                                            .version = LEIDEN_VERSION,
                                            .lost = "communities cannot be found"};
    struct module_found found = {0};
    module_load(&want, &found); /* asked once a run; twice gives the same */
    if (!found.table) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = (const struct leiden *)(const void *)found.table;
    return OK;
}

/* leiden_linked.c - find: tests of communities are linked with what the module holds. */
#include "find/leiden.h"

enum status leiden_find(const struct leiden **ret, struct err *e)
{
    (void)e;
    *ret = &kith_leiden;
    return OK;
}

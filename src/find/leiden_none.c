/* leiden_none.c - find: without igraph there are no communities. */
#include "find/leiden.h"

enum status leiden_find(const struct leiden **ret, struct err *e)
{
    (void)ret;
    return err_set(e, IO_FAILED,
                   "communities cannot be found, this kith was built without igraph; install "
                   "libigraph-dev and build it anew with -Digraph=enabled");
}

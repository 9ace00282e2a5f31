/* net_none.c - listen: in tests nothing is fetched but from a net of their own. */
#include "listen/net.h"

enum status net_find(const struct net **ret, struct err *e)
{
    (void)ret;
    return err_set(e, IO_FAILED, "tests fetch nothing");
}

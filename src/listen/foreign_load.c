/* foreign_load.c - listen: the module that reads mail and XML, loaded on first need. */
#include "base/module.h"
#include "listen/foreign.h"

#include <pthread.h>

static struct module_found found; /* written once, before anybody reads it */

static void find(void)
{
    static const struct module_want want = {.file = "kith-listen.so",
                                            .symbol = "kith_foreign",
                                            .version = FOREIGN_VERSION,
                                            .lost = "mail, feeds and archives cannot be read"};
    module_load(&want, &found);
}

enum status foreign_find(const struct foreign **ret, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, find);
    if (!found.table) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = (const struct foreign *)(const void *)found.table;
    return OK;
}

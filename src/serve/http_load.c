/* http_load.c - serve: the module that speaks HTTP, loaded on first need. */
#include "serve/http.h"

enum status http_find(const struct http **ret, struct err *e)
{
    static const struct module_want want = {.file = "kith-http.so",
                                            .symbol = "kith_http",
                                            .version = HTTP_VERSION,
                                            .lost = "no pages can be served"};
    struct module_found found = {0};
    module_load(&want, &found); /* asked once a run; twice gives the same */
    if (!found.table) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = (const struct http *)(const void *)found.table;
    return OK;
}

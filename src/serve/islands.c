/* islands.c - serve: which scripts do pages have? */
#include "serve/islands.h"

#include "island_list.h" /* made from serve/web */

#include <string.h>

const struct island *island_of(const char *name)
{
    for (const struct island *i = islands; i->name; i++) {
        if (strcmp(i->name, name) == 0) return i;
    }
    return NULL;
}

const struct island *island_at(struct str path)
{
    for (const struct island *i = islands; i->name; i++) {
        if (str_is(path, i->address)) return i;
    }
    return NULL;
}

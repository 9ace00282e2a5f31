/* islands.c - serve: which scripts do pages have, and which sheet? */
#include "serve/islands.h"

#include "island_list.h" /* made from serve/web */
#include "page_sheet.h"  /* made from the sheets */

#include <string.h>

const struct island *const page_sheet = &sheet;

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
    return str_is(path, sheet.address) ? &sheet : NULL;
}

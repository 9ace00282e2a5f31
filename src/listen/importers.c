/* importers.c - listen: which kinds of sources can be read? */
#include "listen/importer.h"

#include <stddef.h>

const struct importer *const importers[] = {
    NULL,
};

/*
 * module.h - base: where is a module of the program, and is it ours?
 *
 * What brings many libraries along (listen/foreign.h, listen/net.h, find/leiden.h) stands in
 * modules that are loaded on first need. Each shows one symbol, a table that begins with struct
 * module_table.
 *
 * Looked for beside the running program (as it is built), then in KITH_LIBDIR (as it is installed;
 * from the directory of the program unless it starts with a slash), so that an installed tree can
 * be moved. Nothing of the environment, of the command line or of the current directory names it.
 *
 * Check  tests/module/run.sh
 */
#ifndef KITH_BASE_MODULE_H
#define KITH_BASE_MODULE_H

#include "base/err.h"

#include <stdint.h>

struct module_table { /* how every table begins */
    uint32_t version;
    const char *kith; /* KITH_VERSION: program and modules are made and installed together */
};

struct module_want {
    const char *file;   /* "kith-listen.so" */
    const char *symbol; /* of its table */
    uint32_t version;
    const char *lost; /* what cannot be done without, "mail and feeds cannot be read" */
};

struct module_found {
    const struct module_table *table; /* NULL: not found, see e */
    struct err e;                     /* IO_FAILED: not there, not ours, or of another version */
};

/* Loads it; never unloaded. Call it once for each module. */
void module_load(const struct module_want *want, struct module_found *ret);

#endif

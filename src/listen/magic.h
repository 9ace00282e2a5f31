/*
 * magic.h - listen: what is this file, when nobody here reads it?
 *
 * Source  the formats' own specifications; names as a user would say them.
 * Check   tests/unit/test_import.c
 */
#ifndef KITH_LISTEN_MAGIC_H
#define KITH_LISTEN_MAGIC_H

#include "base/str.h"

/* "a PNG image", "an empty file", "a binary file of a kind kith does not know", "text of …"; from
 * the first 4 KiB. *ret_sure: the bytes say so themselves, whatever the file is called. */
const char *magic_name(struct str head, bool *ret_sure);

#endif

/*
 * samples.h - tests: what does 64 KiB of each kind of source look like?
 *
 * Invented, the same bytes every time: rows that are as they should be, rows that are broken in the
 * ways that are met, quotes, line breaks in cells, letters of two to four bytes. Each sample says
 * where its good records end, so that the number a prefix must give is known without an importer.
 */
#ifndef KITH_TESTS_HOSTILE_SAMPLES_H
#define KITH_TESTS_HOSTILE_SAMPLES_H

#include "listen/importer.h"

enum { SAMPLE_BYTES = 65536, SAMPLE_RECORDS_MAX = 2048 };

struct sample {
    const char *name;
    const struct importer *importer;
    const char *path;               /* as if it stood there */
    void (*make)(struct sample *s); /* fills what is below */
    size_t spare; /* records that a cut may give beside those that end before it */
    struct arena a;
    struct buf text;
    size_t end[SAMPLE_RECORDS_MAX]; /* where each good record ends */
    size_t good;
};

extern struct sample samples[]; /* ended by one without a name */

#endif

/*
 * angle.h - measure: from which angle does somebody already write?
 *
 * Seven ways in which an expert can lead. Each is told by measures of what they wrote (voice.h:
 * units, interval, band of the market's voices, odd and even halves); no total. The first measure
 * of an angle that has its sample and holds in the market stands for it.
 *
 *   niche        rarity of their words: mean over the distinct words of a piece of
 *                log2((N + 1) / (n + 1)), n of N docs of others have the word; words of 5 docs or
 *                more, their own name left out (P)
 *   experience   phrases that tell of former times (P); years since their first doc on topic here
 *   timeliness   place among who shared the same; hours from the start of a thread to their word
 *   data         docs with DATA_FIGURES figures, a table or a data file; numbers in 1,000 words
 *   aggregator   docs with a link; people named; links; docs with ROUNDUP_LINKS links
 *   futurist     phrases that look ahead; later years named in a sentence of what will be (P)
 *   iconoclast   answers to others with a phrase that disagrees; views of people that differ from
 *                most others' (signs of evidence) (P)
 *
 *   figure   a number that tells how much: of two digits, with a fraction, a unit or a per cent
 *            sign; no year, time, date, version, ordinal or address; not in a line of code, nor in
 *            the line that says who wrote what is quoted
 *   table    TABLE_ROWS lines in a row of three cells or more (by tabs, |, two blanks), half of
 *            them numbers
 *   stand    the whole interval above the band's 90th percentile (of those where low says more:
 *            below the 10th)
 *
 * Cost    O(bytes)
 * Check   tests/unit/test_angle.c by hand; tools/bench/voice.py reliable
 */
#ifndef KITH_MEASURE_ANGLE_H
#define KITH_MEASURE_ANGLE_H

#include "measure/voice.h"

enum { DATA_FIGURES = 3, TABLE_ROWS = 3, ROUNDUP_LINKS = 3, LATER_YEARS = 50 };

struct angle_text {
    unsigned figures, tables, files;
    unsigned later; /* years later than `year` in sentences of what will be */
};
/* year: in which it was said; 0: unknown. */
struct angle_text angle_read(struct str text, int year);

enum angle_stand { ANGLE_UNKNOWN, ANGLE_BELOW, ANGLE_WITHIN, ANGLE_ABOVE };

struct angle {
    enum voice_measure by;
    struct voice_value value; /* enough false: none */
    enum angle_stand stand;
};
/* one NULL: nothing is known of them. */
struct angle angle_find(const struct voices *v, const struct voice *one, enum quality angle);

#endif

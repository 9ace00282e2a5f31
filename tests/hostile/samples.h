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

/* For files that make some: one more record of what `write` writes, as long as it fits with `tail`
 * bytes behind it; line ends up to the tail; a word of several bytes. */
bool sample_add(struct sample *s, void (*write)(struct buf *b, size_t i), size_t i, bool good,
                size_t tail);
void sample_fill(struct sample *s, size_t tail);
/* All that fit, from number `first` on, then line ends up to `end`; of every `every` records the
 * one with this remainder is bad (1, 1: none is). */
void sample_all(struct sample *s, void (*write)(struct buf *b, size_t i), size_t first,
                size_t every, size_t bad, const char *end);
const char *sample_word(uint64_t i);

/* samples_forums.c */
void make_discourse(struct sample *s);
void make_github(struct sample *s);
void make_hackernews(struct sample *s);
void make_stackexchange(struct sample *s);

/* samples_feed.c */
void make_rss(struct sample *s);
void make_atom(struct sample *s);
void make_opml(struct sample *s);
void make_planet(struct sample *s);

/* samples_events.c */
void make_vcard(struct sample *s);
void make_schedule(struct sample *s);
void make_schedule_json(struct sample *s);
void make_icalendar(struct sample *s);

/* samples_chat.c */
void sample_discord(struct sample *s);
void sample_hyperkitty(struct sample *s);
void sample_mattermost(struct sample *s);
void sample_telegram(struct sample *s);
void sample_zulip(struct sample *s);

/* samples_social.c */
void make_as2(struct sample *s);
void make_bluesky(struct sample *s);
void make_mastodon(struct sample *s);
void make_x(struct sample *s);

extern struct sample samples[]; /* ended by one without a name */

#endif

/*
 * schedule_int.h - listen: what do the files that read conference schedules share?
 *
 *   schedule.c ─▶ schedule_xml.c    pentabarf, frab, pretalx: XML (of the module, foreign.h)
 *              ─▶ schedule_json.c   frab, pretalx: JSON
 *
 * What a conference says of itself stands before its talks in XML; in JSON it may stand behind
 * them, so JSON is looked through first. A talk owns its memory until it is given back.
 *
 * Source  https://github.com/voc/schedule (schema of both forms), schedules of 2013 to 2016.
 * Check   tests/unit/test_schedule.c, tests/listen/schedule*, tests/fuzz/fuzz_schedule.c
 */
#ifndef KITH_LISTEN_SCHEDULE_INT_H
#define KITH_LISTEN_SCHEDULE_INT_H

#include "base/limits.h"
#include "listen/importer.h"
#include "listen/text_in.h"

enum { TALK_PEOPLE_MAX = 64 };

struct schedule_meta { /* of the conference; each may be empty */
    struct str title, start, zone, day_change;
};

struct schedule_talk {
    struct arena a; /* of all below */
    uint64_t line;
    bool cut;       /* the source ends within it */
    struct str day; /* date of the day it is listed under */
    struct str id, guid, date, start, title, subtitle, track, room, lang, abstract, description,
        url;
    struct schedule_person {
        struct str id, name;
    } person[TALK_PEOPLE_MAX];
    size_t person_count;
    struct schedule_link {
        struct str url, title;
    } link[LINKS_PER_DOC_MAX];
    size_t link_count;
    struct schedule_talk *next;
};

static inline void schedule_talk_free(struct schedule_talk *talk)
{
    struct arena own = talk->a; /* it lives in what is freed */
    arena_free(&own);
}

/* ---- schedule_xml.c ---- */

struct schedule_xml;
/* Close it on failure too when *ret is not NULL. */
MUST_CHECK enum status schedule_xml_open(struct reader *in, struct arena *a,
                                         struct schedule_xml **ret, struct err *e);
/* OK and the next talk (give it back with schedule_talk_free), DONE, BAD_INPUT where the XML cannot
 * be read any further (then DONE), or a failure. */
MUST_CHECK enum status schedule_xml_next(struct schedule_xml *x, struct schedule_talk **ret,
                                         struct err *e);
void schedule_xml_close(struct schedule_xml *x);
/* As far as it was read: whole once the first talk came. */
const struct schedule_meta *schedule_xml_meta(const struct schedule_xml *x);

/* ---- schedule_json.c ---- */

struct schedule_json;
MUST_CHECK enum status schedule_json_open(struct reader *in, struct arena *a,
                                          struct schedule_json **ret, struct err *e);
/* As schedule_xml_next; BAD_INPUT for one bad talk: the next call goes on behind it. */
MUST_CHECK enum status schedule_json_next(struct schedule_json *j, struct schedule_talk **ret,
                                          struct err *e);
const struct schedule_meta *schedule_json_meta(const struct schedule_json *j);

/* ---- zone.c: of the module ---- */

/* The second at which clocks of this zone ("Europe/Brussels") show so; false when no such zone is
 * known. An hour that clocks show twice is the first, one they leave out is as if they had not. */
bool zone_second(struct str zone, int64_t shown, int64_t *ret);

#endif

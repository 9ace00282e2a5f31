/*
 * foreign.h - listen: what is read with libraries that cost too much to load at every start?
 *
 * gmime, libxml2 and libarchive bring thirty more libraries with them; to load those takes longer
 * than most answers of kith. What calls them is linked into a module of its own, kith-listen.so,
 * which the program loads when a source is opened that needs it, once, and keeps. The module holds
 * its own copy of what it calls of base and listen: code without state, working on the caller's
 * arenas.
 *
 *   foreign_table.c   what the module gives; it shows this one symbol, kith_foreign
 *   foreign_load.c    foreign_find of the program, by module.h
 *   foreign_linked.c  foreign_find of the tests, which are linked with what the module holds
 *
 * An importer that needs it says so (.foreign) and calls foreign_find when it opens a source.
 *
 * Cost   the first call: about 4 ms; later ones: nothing
 * Check  tests/module/run.sh
 */
#ifndef KITH_LISTEN_FOREIGN_H
#define KITH_LISTEN_FOREIGN_H

#include "listen/calendar_int.h"
#include "listen/feed_int.h"
#include "listen/mail_int.h"
#include "listen/schedule_int.h"
#include "listen/unpack.h"

/* Raise it with every change of struct foreign or of what its functions take and give. */
enum { FOREIGN_VERSION = 8 };

/* Each as the function of the same name in mail_int.h, feed_int.h, schedule_int.h and unpack.h. */
struct foreign {
    uint32_t version; /* FOREIGN_VERSION; stays first, as does the next */
    const char *kith; /* KITH_VERSION: program and module are made and installed together */
    enum status (*mail_read)(struct str raw, struct str envelope_date, uint64_t line,
                             struct arena *a, struct record *ret, struct err *e);
    void (*mail_told)(const struct mail_told *m, struct arena *a, struct doc_row *doc);
    enum status (*feed_xml_open)(struct reader *in, const struct feed_xml_options *o,
                                 struct arena *a, struct feed_xml **ret, struct err *e);
    enum status (*feed_xml_next)(struct feed_xml *x, struct feed_entry **ret, struct err *e);
    void (*feed_xml_close)(struct feed_xml *x);
    struct feed_meta (*feed_xml_meta)(const struct feed_xml *x);
    struct str (*feed_xml_remarks)(const struct feed_xml *x, struct arena *a);
    enum status (*schedule_xml_open)(struct reader *in, struct arena *a, struct schedule_xml **ret,
                                     struct err *e);
    enum status (*schedule_xml_next)(struct schedule_xml *x, struct schedule_talk **ret,
                                     struct err *e);
    void (*schedule_xml_close)(struct schedule_xml *x);
    const struct schedule_meta *(*schedule_xml_meta)(const struct schedule_xml *x);
    struct calendar_zone *(*calendar_zone_open)(const char *text);
    void (*calendar_zone_close)(struct calendar_zone *zone);
    int64_t (*calendar_zone_second)(struct calendar_zone *zone, int64_t shown);
    size_t (*calendar_rule_run)(const char *rule, int64_t start, int64_t until, int64_t shown[],
                                size_t room);
    bool (*zone_second)(struct str zone, int64_t shown, int64_t *ret);
    enum status (*unpack_entries)(const char *path, const char *dir, const char *single,
                                  const struct progress *progress, struct unpacked *ret,
                                  struct err *e);
};

extern const struct foreign kith_foreign;

/* Any thread. IO_FAILED: it is not there, not ours, or of another version; the sentence says how
 * to mend. */
MUST_CHECK enum status foreign_find(const struct foreign **ret, struct err *e);

#endif

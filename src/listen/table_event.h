/*
 * table_event.h - listen: who came to this event, and whom did they hear there?
 *
 * A list of attendees (--as attendees --event NAME): each who came heeds the event and, where a
 * file of speakers is given, each of them, in a room of as many as came.
 *
 * Cost   two passes over the list; the speakers in memory
 * Check  tests/unit/test_attendees.c
 */
#ifndef KITH_LISTEN_TABLE_EVENT_H
#define KITH_LISTEN_TABLE_EVENT_H

#include "listen/csv.h"
#include "listen/importer.h"

struct event;
struct columns;

/* in is at its start, and stays there; c is its header. */
MUST_CHECK enum status event_open(struct reader *in, char delimiter,
                                  const struct importer_options *o, const struct columns *c,
                                  struct arena *a, struct event **ret, struct err *e);
/* A new attendee, whose row and person stay as they are until the next. */
void event_begin(struct event *v, const struct columns *c, const struct csv_row *row,
                 const struct person_row *person);
/* What the row says besides its person: OK or DONE. */
MUST_CHECK enum status event_next(struct event *v, struct record *ret);
struct str event_remarks(const struct event *v, struct arena *a);

#endif

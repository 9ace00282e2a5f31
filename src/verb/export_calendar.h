/*
 * export_calendar.h - verb: when has which of ours to speak to whom, for a calendar?
 *
 * iCalendar (RFC 5545), a whole day an event: open tasks that are due on a day, and, of a market,
 * the next contact with each person who has an owner: as many days after ours last spoke to them as
 * `kith connect` wants (FIRST_DAYS, OTHERS_DAYS), today where that is over or nobody ever did.
 * Lines end with CR LF and are folded at 75 octets, no character in two; texts are escaped. Nobody
 * is an attendee: read again, nobody has met anybody by it. The same person, task or market keeps
 * its UID, so that a later file changes an event and doubles none.
 *
 * Cost   without a market one scan of the tasks, else that of kith connect
 * Check  tests/cli/calendar
 */
#ifndef KITH_VERB_EXPORT_CALENDAR_H
#define KITH_VERB_EXPORT_CALENDAR_H

#include "verb/verb.h"

/* r->word[1], where it is there, names the market: then tasks are of those to be met there. */
MUST_CHECK enum status export_calendar(struct request *r, struct err *e);

#endif

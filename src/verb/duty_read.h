/* duty_read.h - verb: what --purpose, --basis and --keep say */
#ifndef KITH_VERB_DUTY_READ_H
#define KITH_VERB_DUTY_READ_H

#include "listen/duty.h"
#include "verb/verb.h"

MUST_CHECK enum status duty_read(const struct request *r, struct duty *ret, struct err *e);

/* `kith source default`, and `kith source NAME --purpose …` (all readings of one source). */
MUST_CHECK enum status source_default(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status source_duty_change(struct request *r, struct str kind, struct str locator,
                                          struct err *e);

#endif

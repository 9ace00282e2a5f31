/* privacy_verb.h - verb: what the files of `kith privacy` share */
#ifndef KITH_VERB_PRIVACY_VERB_H
#define KITH_VERB_PRIVACY_VERB_H

#include "verb/verb.h"

MUST_CHECK enum status privacy_retention(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status privacy_suppressed(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status privacy_test(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status privacy_sent(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status privacy_records(struct request *r, struct table **ret, struct err *e);
/* The letter that tells somebody that they are here (privacy_text.c). */
MUST_CHECK enum status privacy_text(struct request *r, struct table **ret, struct err *e);

#endif

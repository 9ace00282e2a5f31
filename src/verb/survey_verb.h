/* survey_verb.h - verb: what the files of `kith survey` share */
#ifndef KITH_VERB_SURVEY_VERB_H
#define KITH_VERB_SURVEY_VERB_H

#include "measure/answers.h"
#include "measure/rake.h"
#include "measure/sample.h"
#include "measure/share.h"
#include "verb/verb.h"

#define SURVEY_MODEL "kith-survey 1"

/* ---- a wave, weighed ---- */

struct weighed {
    struct polled polled;
    const double *weight; /* [n] NULL: alike */
    double population;    /* 0: endless */
    struct sample sample; /* of --stratum, --cluster; only where is_sample */
    struct design design;
    bool is_sample;
    struct raked raked; /* weight NULL: not raked */
};

/* The wave of a survey with the weights its flags ask for (--rake, --population, --stratum,
 * --cluster). */
MUST_CHECK enum status weigh_wave(struct request *r, const struct survey_at *s, size_t wave,
                                  struct weighed *ret, struct err *e);
/* y: [n], NAN: not asked. */
struct share weigh_share(struct request *r, const struct weighed *w, const double *y);
/* survey, wave, as_of, level, model, how it is weighed; what is odd as notes. */
void weigh_facts(struct request *r, struct table *t, const struct weighed *w);
/* "kith survey show 'Panel' --wave W …", a command of this store on this survey. */
struct str survey_word(struct request *r, const struct survey_at *s, const char *action,
                       const char *rest);

/* ---- actions ---- */

MUST_CHECK enum status survey_list(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_plan(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_show(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_compare(struct request *r, struct table **ret, struct err *e);

#endif

/* survey_verb.h - verb: what the files of `kith survey` share */
#ifndef KITH_VERB_SURVEY_VERB_H
#define KITH_VERB_SURVEY_VERB_H

#include "measure/answers.h"
#include "measure/rake.h"
#include "measure/roles.h"
#include "measure/sample.h"
#include "measure/share.h"
#include "measure/target.h"
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
/* The fact `opens`: each answer of a wave. */
void survey_opens(struct request *r, const struct survey_at *s, struct str wave, struct table *t);
/* A figure and its bounds, side by side and apart. */
void figure_put(struct cell *row, struct figure f);
void figure_bounds(struct cell *row, struct figure f);

/* ---- two waves ---- */

struct pair_of_waves {
    struct request *r;
    struct survey_at survey;
    struct roles roles;
    struct weighed before, now;
    uint32_t *then; /* [now.n] number of the same person in the wave before; UINT32_MAX: none */
    size_t both;
    bool panel;
};
/* word: survey, wave before, wave now. */
MUST_CHECK enum status waves_read(struct request *r, const struct str *word,
                                  struct pair_of_waves *ret, struct err *e);

struct compared {
    struct figure before, now;
    size_t n_before, n_now;
    struct change change;
};
/* Of two figures of 0 and 1, NAN where not asked: person by person in a panel. */
struct compared waves_compared(const struct pair_of_waves *w, const double *before,
                               const double *now);

struct figure_of_waves {
    const struct asked *question;
    struct str name; /* of the option */
    const double *before, *now;
    bool is_number;
};
typedef enum status waves_put(void *context, const struct figure_of_waves *f, struct err *e);
/* Every figure that both waves asked alike (--question: of that one); the others are rows of
 * refused: question, why. refused may be NULL. */
MUST_CHECK enum status waves_each(const struct pair_of_waves *w, waves_put *put, void *context,
                                  struct table *refused, struct err *e);

/* A further table `waves` of t: the share of each answer of the shown wave, in every wave that
 * asked this question of it in the same words; nothing where no other one did, or of numbers. */
MUST_CHECK enum status survey_course(struct request *r, const struct polled *shown,
                                     const struct roles *roles, const struct asked *q,
                                     struct table *t, struct err *e);

struct aimed { /* who is compared with which target */
    const struct survey_at *survey;
    const struct roles *roles;
    const struct target *target;
    const int *brand; /* [brands] ours first */
    size_t brands;
};
/* A further table `course` of t: ours and the rivals' mean, attribute by attribute of the target,
 * in every wave that asked for it. */
MUST_CHECK enum status survey_course_to(struct request *r, const struct aimed *at, struct table *t,
                                        struct err *e);
/* NULL: it was not asked about this brand (ours where none is said). */
const struct role *survey_attribute(const struct roles *roles, struct str name, int brand, int ours,
                                    struct arena *a);

/* ---- brands ---- */

struct unaided {
    const struct asked *question;
    struct mentions mentions;
    struct options_said options; /* each brand, each brand first, nobody */
};
MUST_CHECK enum status unaided_read(struct request *r, const struct polled *p,
                                    const struct roles *roles, const struct asked *q,
                                    struct unaided *ret, struct err *e);
/* False: the aided question stood before it. */
bool is_unaided_in(const struct polled *p, const struct roles *roles, const struct asked *q);
/* Tables beside the shares: first and any mention, position; aided above the noise floor. */
MUST_CHECK enum status put_unaided(struct request *r, const struct weighed *w,
                                   const struct roles *roles, const struct unaided *x,
                                   struct table *t, struct err *e);
void put_aided(struct request *r, const struct weighed *w, const struct roles *roles,
               const struct asked *q, const struct options_said *o, struct table *t);
/* By whom and when the target was signed, and whether answers were known by then. */
void target_facts(struct table *t, const struct targets *all);

/* ---- actions ---- */

MUST_CHECK enum status survey_list(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_plan(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_show(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_compare(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_define(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_target(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_progress(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_code(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status survey_near(struct request *r, struct table **ret, struct err *e);

#endif

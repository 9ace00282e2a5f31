/* fit.c - connect: how well do one of ours and one person fit, and why? */
#include "connect/fit.h"

#include "base/limits.h"
#include "base/strength.h"
#include "connect/assign.h"

enum {
    SENIORITY_USUAL = 3,
    SENIORITY_FIRST = 4,
    TOPIC_NONE = 40,
    TOPIC_STEP = 12,
    SCALE = 100000 /* four percentages to 0 to 1000 */
};

static int topic_by_docs(uint32_t docs)
{
    int topic = TOPIC_NONE;
    for (uint32_t n = docs + 1; n > 1 && topic < 100; n /= 2)
        topic += TOPIC_STEP;
    return topic < 100 ? topic : 100;
}

static void put_topic(struct fit *f, const struct traits *person, const struct traits *mate,
                      const struct word_set *market)
{
    f->by_topics = mate->topics.count > 0;
    f->theirs = word_sets_meet(&mate->topics, &person->topics);
    int topic = topic_by_docs(mate->said);
    if (f->by_topics) {
        topic = f->theirs ? 100 : word_sets_meet(&mate->topics, market) ? 90 : 30;
    }
    f->topic = (uint8_t)topic;
}

static void put_seniority(struct fit *f, const struct fit_person *p, const struct traits *mate)
{
    static const uint8_t by_steps[] = {100, 70, 40};
    int theirs = p->traits->seniority ? p->traits->seniority
                 : p->first           ? SENIORITY_FIRST
                                      : SENIORITY_USUAL;
    int ours = mate->seniority ? mate->seniority : SENIORITY_USUAL;
    int below = theirs > ours ? theirs - ours : 0;
    if (below >= 3 || (below && ours == 1)) {
        f->never = NEVER_SENIORITY;
    } else {
        f->seniority = by_steps[below];
    }
}

int tie_percent(const struct known *k)
{
    static const uint8_t by_strength[STRENGTH_MOST + 1] = {40, 60, 75, 90, 100, 100};
    int claimed = k->us > 0 ? k->us - 1 : 0;
    int strength = k->them < 0 ? claimed : k->them;
    bool theirs = k->from_them || k->logged_them;
    bool ours = k->from_us || k->logged_us;
    int seen = theirs && ours ? 75 : theirs || ours ? 60 : 40;
    if (k->view < 0) return 40;
    return by_strength[strength] < seen ? seen : by_strength[strength];
}

static void put_tie(struct fit *f, const struct known *k)
{
    f->tie = (uint8_t)tie_percent(k);
    if (k->view == -2) f->never = NEVER_VIEW;
}

static void put_place(struct fit *f, const struct traits *person, const struct traits *mate)
{
    bool langs = person->langs.count && mate->langs.count;
    int lang = langs ? 100 : 90;
    if (langs && !word_sets_meet(&person->langs, &mate->langs)) f->never = NEVER_LANGUAGE;
    int region = 90;
    if (person->regions.count && mate->regions.count) {
        region = word_sets_meet(&person->regions, &mate->regions) ? 100 : 75;
    }
    int place = lang * region / 100;
    if (mate->training == ACCEPTED_NO) place = place * 70 / 100;
    f->place = (uint8_t)place;
}

struct fit fit_pair(const struct fit_person *p, const struct traits *teammate,
                    const struct known *k, const struct word_set *market)
{
    struct fit f = {.score = ASSIGN_NEVER};
    put_topic(&f, p->traits, teammate, market);
    put_place(&f, p->traits, teammate);
    put_tie(&f, k);
    put_seniority(&f, p, teammate);
    if (teammate->policy == ACCEPTED_NO) f.never = NEVER_POLICY;
    if (!f.never) {
        int32_t fits = (int32_t)f.topic * f.seniority * f.tie * f.place / SCALE;
        f.score = p->weight * fits;
    }
    return f;
}

struct str fit_reasons(struct arena *a, const struct fit *f)
{
    const char *how = !f->by_topics ? "by docs" : f->theirs ? "shared" : "by hand";
    return str_printf(a, "topic %d (%s), seniority %d, tie %d, place %d", f->topic, how,
                      f->seniority, f->tie, f->place);
}

const char *never_reason(enum never n)
{
    static const char *const reasons[] = {
        [NEVER_NOT] = "",
        [NEVER_VETO] = "vetoed",
        [NEVER_POLICY] = "the policy is not accepted",
        [NEVER_SENIORITY] = "too junior",
        [NEVER_VIEW] = "the person thinks very badly of them",
        [NEVER_LANGUAGE] = "no language in common",
    };
    return reasons[n];
}

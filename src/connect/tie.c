/* tie.c - connect: what was seen to happen between one of ours and a person? */
#include "connect/tie.h"

#include "base/time.h"

#include <math.h>
#include <stdlib.h>

const char *const stage_names[STAGE_COUNT] = {
    [STAGE_STRANGER] = "stranger",         [STAGE_HALF_STRANGER] = "half-stranger",
    [STAGE_ACQUAINTANCE] = "acquaintance", [STAGE_WORKING] = "working",
    [STAGE_TRUSTED] = "trusted",           [STAGE_DETRACTOR] = "detractor",
};

bool contact_exchanged(enum verb_kind verb)
{
    switch (verb) {
    case VERB_ADVISED:
    case VERB_ASKED:
    case VERB_MET:
    case VERB_BOOKED:
    case VERB_ACCEPTED:
    case VERB_REVIEWED:
    case VERB_THANKED:
    case VERB_INTRODUCED:
    case VERB_REPLIED:
    case VERB_MENTIONED:
        return true;
    default:
        return false;
    }
}

static int64_t day_of(int64_t at_s)
{
    return at_s >= 0 ? at_s / DAY_S : -((-at_s + DAY_S - 1) / DAY_S);
}

/* By time; at one time ours first, so that the order given changes nothing. */
static int by_time(const void *x, const void *y)
{
    const struct contact *a = x;
    const struct contact *b = y;
    if (a->at_s != b->at_s) return a->at_s < b->at_s ? -1 : 1;
    return (a->by > b->by) - (a->by < b->by);
}

static int by_value(const void *x, const void *y)
{
    const double *a = x;
    const double *b = y;
    return (*a > *b) - (*a < *b);
}

/* Days and strength: c in order of time. */
static void sum_days(const struct contact *c, size_t n, int64_t as_of_s, struct tie *t)
{
    double sum[2] = {0.0, 0.0};
    int64_t last[2] = {INT64_MIN, INT64_MIN};
    int64_t last_any = INT64_MIN;
    int64_t last_against = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        int64_t day = day_of(c[i].at_s);
        if (day != last_any) t->both_days++;
        last_any = day;
        if (c[i].by == SIDE_THEIRS && c[i].against && day != last_against) {
            t->against_days++;
            last_against = day;
        }
        if (day == last[c[i].by]) continue;
        last[c[i].by] = day;
        t->days[c[i].by]++;
        sum[c[i].by] += exp2(-(double)(day_of(as_of_s) - day) / TIE_HALF_DAYS);
    }
    t->strength = -expm1(-(sum[0] + sum[1]) / TIE_FULL);
    double most = fmax(sum[0], sum[1]);
    t->reciprocity = most > 0.0 ? fmin(sum[0], sum[1]) / most : NAN;
}

static void find_silence(const struct contact *c, size_t n, int64_t as_of_s, struct tie *t)
{
    t->silence_s = -1;
    t->silence_from_s = TIME_NONE;
    for (size_t i = 0; i < n; i++) {
        int64_t next = i + 1 < n ? c[i + 1].at_s : as_of_s;
        if (next - c[i].at_s <= t->silence_s) continue;
        t->silence_s = next - c[i].at_s;
        t->silence_from_s = c[i].at_s;
    }
}

/* From the last word of one side to the first after it of the other. */
static void find_replies(const struct contact *c, size_t n, struct arena *a, struct tie *t)
{
    for (int side = 0; side < 2; side++) {
        double *hours = arena_new(a, double, n);
        size_t k = 0;
        for (size_t i = 1; i < n; i++) {
            int64_t took = c[i].at_s - c[i - 1].at_s;
            if ((int)c[i].by != side || c[i - 1].by == c[i].by) continue;
            if (took == 0 || took > (int64_t)REPLY_MOST_DAYS * DAY_S) continue;
            hours[k++] = (double)took / 3600.0;
        }
        qsort(hours, k, sizeof *hours, by_value);
        t->replies[side] = k;
        t->reply_hours[side] = k ? (hours[(k - 1) / 2] + hours[k / 2]) / 2.0 : NAN;
    }
}

static enum tie_stage stage_of(const struct tie *t, bool attention, int64_t as_of_s)
{
    if (t->against_days && 2 * t->against_days >= t->days[SIDE_THEIRS]) return STAGE_DETRACTOR;
    if (!t->both_days) return attention ? STAGE_HALF_STRANGER : STAGE_STRANGER;
    if (!t->days[SIDE_OURS] || !t->days[SIDE_THEIRS]) return STAGE_HALF_STRANGER;
    int64_t quiet = day_of(as_of_s) - day_of(t->last_s);
    int64_t span = day_of(t->last_s) - day_of(t->first_s);
    if (t->both_days >= TRUSTED_DAYS && t->days[SIDE_OURS] >= TRUSTED_SIDE &&
        t->days[SIDE_THEIRS] >= TRUSTED_SIDE && span >= TRUSTED_SPAN && quiet <= TRUSTED_QUIET) {
        return STAGE_TRUSTED;
    }
    return t->both_days >= WORKING_DAYS && quiet <= WORKING_QUIET ? STAGE_WORKING
                                                                  : STAGE_ACQUAINTANCE;
}

static struct str reason_of(const struct tie *t, struct arena *a)
{
    if (!t->both_days) {
        return t->stage == STAGE_STRANGER ? STR("nothing was seen") : STR("attention alone");
    }
    struct buf b = buf_new(a);
    buf_addf(&b, "%zu days by ours and %zu by them, %.*s to %.*s", t->days[SIDE_OURS],
             t->days[SIDE_THEIRS], STR_ARG(time_day(a, t->first_s)),
             STR_ARG(time_day(a, t->last_s)));
    if (t->against_days) buf_addf(&b, ", on %zu against us", t->against_days);
    return buf_str(&b);
}

void tie_find(const struct contact *c, size_t count, int64_t as_of_s, struct arena *a,
              struct tie *ret)
{
    *ret = (struct tie){.first_s = TIME_NONE, .last_s = TIME_NONE};
    struct contact *own = arena_new(a, struct contact, count);
    size_t n = 0;
    bool attention = false;
    for (size_t i = 0; i < count; i++) {
        if (c[i].at_s > as_of_s) continue;
        ret->by_verb[c[i].by][c[i].verb]++;
        if (contact_exchanged(c[i].verb)) {
            own[n++] = c[i];
        } else {
            attention = true;
        }
    }
    qsort(own, n, sizeof *own, by_time);
    if (n) {
        ret->first_s = own[0].at_s;
        ret->last_s = own[n - 1].at_s;
        ret->last_by = own[n - 1].by;
    }
    sum_days(own, n, as_of_s, ret);
    find_silence(own, n, as_of_s, ret);
    find_replies(own, n, a, ret);
    ret->stage = stage_of(ret, attention, as_of_s);
    ret->reason = reason_of(ret, a);
}

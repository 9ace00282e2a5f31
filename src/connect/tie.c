/* tie.c - connect: what was seen to happen between one of ours and a person? */
#include "connect/tie.h"

#include "base/time.h"

#include <math.h>
#include <stdlib.h>

const char *const stage_names[TIE_STAGE_COUNT] = {
    [STAGE_STRANGER] = "stranger",         [STAGE_HALF_STRANGER] = "half-stranger",
    [STAGE_ACQUAINTANCE] = "acquaintance", [STAGE_WORKING] = "working",
    [STAGE_TRUSTED] = "trusted",           [STAGE_DETRACTOR] = "detractor",
};

const char *const side_names[SIDE_BOTH + 1] = {"ours", "theirs", "both"};

enum contact_kind contact_kind_of(enum verb_kind verb)
{
    switch (verb) {
    case VERB_MET:
    case VERB_ADVISED:
    case VERB_BOOKED:
        return CONTACT_FORMAL;
    case VERB_ASKED:
    case VERB_ACCEPTED:
    case VERB_REVIEWED:
    case VERB_SHARED:
    case VERB_THANKED:
    case VERB_INTRODUCED:
    case VERB_REPLIED:
    case VERB_MENTIONED:
        return CONTACT_SOCIAL;
    default:
        return CONTACT_ATTENTION;
    }
}

bool contact_of_both(enum verb_kind verb)
{
    return verb == VERB_MET || verb == VERB_ADVISED;
}

static int64_t day_of(int64_t at_s)
{
    return at_s >= 0 ? at_s / DAY_S : -((-at_s + DAY_S - 1) / DAY_S);
}

static bool acts(enum side by, enum side side)
{
    return by == side || by == SIDE_BOTH;
}

int contact_by_time(const struct contact *x, const struct contact *y)
{
    if (x->at_s != y->at_s) return x->at_s < y->at_s ? -1 : 1;
    if (x->by != y->by) return x->by < y->by ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return x->against - y->against;
}

static int by_time(const void *x, const void *y)
{
    return contact_by_time(x, y);
}

static int by_value(const void *x, const void *y)
{
    const double *a = x;
    const double *b = y;
    return (*a > *b) - (*a < *b);
}

/* ---- strength ---- */

static double fresh(int64_t day, int64_t as_of_s)
{
    return exp2(-(double)(day_of(as_of_s) - day) / TIE_HALF_DAYS);
}

static bool exchanged(const struct contact *c)
{
    return c->kind == CONTACT_FORMAL || c->kind == CONTACT_SOCIAL;
}

/* The whole formula: of all contacts in order of time. */
static void put_strength(const struct contact *c, size_t n, int64_t as_of_s, struct tie *t)
{
    double sum[2] = {0.0, 0.0};
    for (enum side side = SIDE_OURS; side <= SIDE_THEIRS; side++) {
        int64_t last = INT64_MIN;
        for (size_t i = 0; i < n; i++) {
            int64_t day = day_of(c[i].at_s);
            if (!exchanged(&c[i]) || !acts(c[i].by, side) || day == last) continue;
            last = day;
            sum[side] += fresh(day, as_of_s);
        }
    }
    double beside = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (c[i].kind == CONTACT_BESIDE) beside += fresh(day_of(c[i].at_s), as_of_s) / c[i].others;
    }
    t->strength = -expm1(-(sum[0] + sum[1] + beside) / TIE_FULL);
    double most = fmax(sum[0], sum[1]);
    t->reciprocity = most > 0.0 ? fmin(sum[0], sum[1]) / most : NAN;
}

/* ---- silence and answers ---- */

static void put_silence(const struct contact *c, size_t n, int64_t as_of_s, struct tie *t)
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

static void put_replies(const struct contact *c, size_t n, struct arena *a, struct tie *t)
{
    double *hours = arena_new(a, double, n);
    for (enum side side = SIDE_OURS; side <= SIDE_THEIRS; side++) {
        size_t k = 0;
        for (size_t i = 1; i < n; i++) {
            int64_t took = c[i].at_s - c[i - 1].at_s;
            enum side other = side == SIDE_OURS ? SIDE_THEIRS : SIDE_OURS;
            if (c[i].by != side || c[i - 1].by != other) continue;
            if (took == 0 || took > (int64_t)REPLY_MOST_DAYS * DAY_S) continue;
            hours[k++] = (double)took / 3600.0;
        }
        if (k) qsort(hours, k, sizeof *hours, by_value);
        t->replies[side] = k;
        t->reply_hours[side] = k ? (hours[(k - 1) / 2] + hours[k / 2]) / 2.0 : NAN;
    }
}

/* ---- the stage, followed through time ---- */

struct walk {
    struct tie *t;
    size_t acted;        /* distinct days of the person, attention too */
    int64_t day[2];      /* last of a side */
    int64_t day_any;     /* last of either */
    int64_t day_acted;   /* last of the person, attention too */
    int64_t day_against; /* last on which they spoke against ours */
    struct contact last; /* of any kind */
};

static enum tie_stage stage_of(const struct walk *w, int64_t quiet)
{
    const struct tie *t = w->t;
    if (t->against_days >= DETRACTOR_DAYS && 2 * t->against_days >= w->acted)
        return STAGE_DETRACTOR;
    if (!t->both_days) return t->attention || t->beside ? STAGE_HALF_STRANGER : STAGE_STRANGER;
    if (!t->days[SIDE_OURS] || !t->days[SIDE_THEIRS]) return STAGE_HALF_STRANGER;
    if (t->both_days >= TRUSTED_DAYS && t->days[SIDE_OURS] >= TRUSTED_SIDE &&
        t->days[SIDE_THEIRS] >= TRUSTED_SIDE && w->day_any - day_of(t->first_s) >= TRUSTED_SPAN &&
        quiet <= TRUSTED_QUIET) {
        return STAGE_TRUSTED;
    }
    return t->both_days >= WORKING_DAYS && quiet <= WORKING_QUIET ? STAGE_WORKING
                                                                  : STAGE_ACQUAINTANCE;
}

/* What silence until that day has made of the stage. */
static void lapse(struct walk *w, int64_t day)
{
    struct tie *t = w->t;
    if (!t->both_days) return;
    enum tie_stage now = stage_of(w, day - w->day_any);
    if (now == t->stage) return;
    int64_t limit = t->stage == STAGE_TRUSTED ? TRUSTED_QUIET : WORKING_QUIET;
    t->stage = now;
    t->since_s = (w->day_any + limit + 1) * DAY_S;
}

static bool new_day(int64_t *last, int64_t day)
{
    if (*last == day) return false;
    *last = day;
    return true;
}

static void count_exchanged(struct walk *w, const struct contact *c, int64_t day)
{
    struct tie *t = w->t;
    *(c->kind == CONTACT_FORMAL ? &t->formal : &t->social) += 1;
    if (new_day(&w->day_any, day)) t->both_days++;
    if (t->first_s == TIME_NONE) t->first_s = c->at_s;
    t->last_s = c->at_s;
    t->last_by = c->by;
    for (enum side side = SIDE_OURS; side <= SIDE_THEIRS; side++) {
        if (!acts(c->by, side)) continue;
        t->by[side]++;
        if (new_day(&w->day[side], day)) t->days[side]++;
    }
}

static void walk_one(struct walk *w, const struct contact *c)
{
    struct tie *t = w->t;
    int64_t day = day_of(c->at_s);
    w->last = *c;
    lapse(w, day);
    if (c->kind == CONTACT_BESIDE) {
        t->beside++;
    } else if (acts(c->by, SIDE_THEIRS)) {
        if (new_day(&w->day_acted, day)) w->acted++;
        if (c->against && new_day(&w->day_against, day)) t->against_days++;
    }
    if (c->kind == CONTACT_ATTENTION) t->attention++;
    if (exchanged(c)) count_exchanged(w, c, day);
    enum tie_stage now = stage_of(w, t->both_days ? day - w->day_any : 0);
    if (now == t->stage) return;
    t->stage = now;
    t->since_s = c->at_s;
}

/* ---- why ---- */

/* "on 14 days from 2025-01-03 to 2026-02-01", "on 2025-01-03" */
static void add_days(struct buf *b, const struct tie *t, struct arena *a)
{
    struct str first = time_day(a, t->first_s);
    if (t->both_days == 1) {
        buf_addf(b, "on %.*s", STR_ARG(first));
    } else {
        buf_addf(b, "on %zu days from %.*s to %.*s", t->both_days, STR_ARG(first),
                 STR_ARG(time_day(a, t->last_s)));
    }
}

static struct str reason_of(const struct walk *w, int64_t as_of_s, struct arena *a)
{
    const struct tie *t = w->t;
    struct buf b = buf_new(a);
    if (t->stage == STAGE_STRANGER) {
        struct str day = time_day(a, as_of_s);
        buf_addf(&b, "nothing was seen%s%.*s", day.len ? " by " : "", STR_ARG(day));
        return buf_str(&b);
    }
    if (!t->both_days) {
        if (t->beside) {
            buf_addf(&b, "no word to each other, but both in %zu conversation%s", t->beside,
                     t->beside == 1 ? "" : "s");
        }
        if (t->attention)
            buf_addf(&b, "%sattention alone (%zu)", t->beside ? "; " : "", t->attention);
        buf_addf(&b, "; last %.*s, %s", STR_ARG(time_day(a, w->last.at_s)), side_names[w->last.by]);
    } else {
        bool both = t->days[SIDE_OURS] && t->days[SIDE_THEIRS];
        buf_adds(&b, both                 ? "both acted "
                     : t->days[SIDE_OURS] ? "only ours acted "
                                          : "only they acted ");
        add_days(&b, t, a);
        buf_addf(&b, "; last %.*s, %s", STR_ARG(time_day(a, t->last_s)), side_names[t->last_by]);
        int64_t quiet = day_of(as_of_s) - w->day_any;
        if (quiet > WORKING_QUIET) buf_addf(&b, "; quiet for %lld days", (long long)quiet);
    }
    if (t->against_days) {
        buf_addf(&b, "; against us on %zu of their %zu days, last %.*s", t->against_days, w->acted,
                 STR_ARG(time_day(a, w->day_against * DAY_S)));
    }
    return buf_str(&b);
}

void tie_find(const struct contact *c, size_t count, int64_t as_of_s, struct arena *a,
              struct tie *ret)
{
    struct walk w = {.t = ret,
                     .day = {INT64_MIN, INT64_MIN},
                     .day_any = INT64_MIN,
                     .day_acted = INT64_MIN,
                     .day_against = INT64_MIN};
    struct arena_mark scratch = arena_mark(a);
    struct contact *all = arena_new(a, struct contact, count);
    struct contact *own = arena_new(a, struct contact, count);
    size_t n = 0;
    size_t owned = 0;
    *ret = (struct tie){.first_s = TIME_NONE, .last_s = TIME_NONE, .since_s = TIME_NONE};
    for (size_t i = 0; i < count; i++) {
        if (c[i].at_s <= as_of_s) all[n++] = c[i];
    }
    if (n) qsort(all, n, sizeof *all, by_time);
    for (size_t i = 0; i < n; i++) {
        walk_one(&w, &all[i]);
        if (exchanged(&all[i])) own[owned++] = all[i];
    }
    if (n) lapse(&w, day_of(as_of_s));
    put_strength(all, n, as_of_s, ret);
    put_silence(own, owned, as_of_s, ret);
    put_replies(own, owned, a, ret);
    arena_reset(a, scratch);
    ret->reason = reason_of(&w, as_of_s, a);
}

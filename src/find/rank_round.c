/* rank_round.c - find: how often is a walk swept until its shares are right? */
#include "find/rank_int.h"

#include <math.h>

/* Below this, by y, a sweep changes only what 32 bits round; so it does after so many sweeps that
 * came no nearer. */
#define ROUNDED 1.5e-7
enum { PATIENCE = 24, JUDGED = 8 };
/* Above this scaling is judged. */
#define FAR_OFF 1e-4

/* What does not lead anywhere from the restart shares has nothing to sweep. */
static bool is_empty(const struct round *r)
{
    return !(r->restart.core > 0);
}

/* Most of what is missing is often alike to y itself: x is made larger or smaller as a whole, so
 * that what it leaves behind sums to what it should. */
static void rescale(struct round *r, double mass)
{
    r->scale = r->fixed || is_empty(r) || !(mass > 0) ? 1 : r->b / mass;
}

/* Each sweep alone makes what is missing smaller by the damping. Where with scaling it does not
 * shrink more, that ends, and *ret_again asks for the round anew if it is worse than at the start.
 */
static void scaling_judge(struct round *r, double change, double damping, bool *ret_again)
{
    if (r->fixed || change < FAR_OFF) return;
    if (r->judged == 0) r->mark = change;
    if (r->judged++ % JUDGED || r->judged == 1) return;
    r->fixed = change > r->mark * pow(damping, JUDGED);
    r->mark = change;
    if (r->fixed && change > 1) *ret_again = true;
}

/* Good enough for error_max, if it goes on as it did, or as good as 32 bits are. */
static bool is_swept(struct round *r, double change, double damping, double error_max)
{
    double rate = isinf(r->change) || change > r->change ? 1 : change / r->change;
    r->idle = change < r->least ? 0 : r->idle + 1;
    r->least = fmin(r->least, change);
    r->change = change;
    return change * rate * r->part * r->restart.core <= error_max * (1 - damping) / 4 ||
           change * (1 - damping) < ROUNDED || r->idle > PATIENCE;
}

static void begin(struct sweeper *s, bool again)
{
    struct sums sums[LANES];
    s->begin(s, again, sums);
    for (size_t k = 0; k < s->vectors; k++) {
        struct round *r = &s->round[k];
        r->b = sums[k].b;
        r->change = r->least = INFINITY;
        r->idle = r->judged = 0;
        r->swept = is_empty(r);
        rescale(r, sums[k].mass);
    }
}

/* True when no vector needs another sweep in this round. */
static bool sweep(struct sweeper *s, double error_max)
{
    struct sums sums[LANES];
    bool all = true;
    bool again = false;
    s->sweep(s, sums);
    for (size_t k = 0; k < s->vectors; k++) {
        struct round *r = &s->round[k];
        double change = sums[k].change / r->b;
        if (is_empty(r)) continue;
        scaling_judge(r, change, s->damping, &again);
        if (is_swept(r, change, s->damping, error_max)) r->swept = true;
        rescale(r, sums[k].mass);
        all = all && r->swept;
    }
    if (again) begin(s, true);
    return all && !again;
}

/* The largest error; *ret_stuck when a vector that needs it came no nearer. */
static double end(struct sweeper *s, double error_max, bool *ret_stuck)
{
    struct sums sums[LANES];
    double worst = 0;
    *ret_stuck = false;
    s->end(s, sums);
    for (size_t k = 0; k < s->vectors; k++) {
        struct round *r = &s->round[k];
        double missing = sums[k].missing;
        /* ||(I - damping P')^-1|| <= 1 / (1 - damping), twice for the shares of the whole. */
        r->error = 2 * missing / (1 - s->damping) / (sums[k].y + (1 - r->restart.core));
        if (r->error > error_max && missing > r->missing / 2) *ret_stuck = true;
        r->missing = missing;
        r->part = is_empty(r) ? 1 : fmax(fmin(1, 4 * missing / r->restart.core), 1e-14);
        worst = fmax(worst, r->error);
    }
    return worst;
}

enum status rounds_run(struct sweeper *s, const struct rank_options *o, uint32_t *ret_sweeps,
                       struct err *e)
{
    uint32_t sweeps = 0;
    bool stuck = false;
    double error = INFINITY;
    for (size_t k = 0; k < s->vectors; k++) {
        s->round[k].part = 1;
        s->round[k].fixed = false;
        s->round[k].missing = s->round[k].error = INFINITY;
    }
    while (error > o->error_max) {
        if (stuck || sweeps + 2 > o->sweeps_max) {
            return err_set(e, NOT_CONVERGED, "after %u sweeps shares may still be off by %.2g",
                           sweeps, error);
        }
        bool done = false;
        begin(s, false);
        while (!done && sweeps + 1 < o->sweeps_max) {
            if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
            done = sweep(s, o->error_max);
            progress_report(o->progress, "sweeps", ++sweeps, 0);
        }
        error = end(s, o->error_max, &stuck);
        *ret_sweeps = ++sweeps;
    }
    return OK;
}

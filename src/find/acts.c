/* acts.c - find: who did what, and who before whom? */
#include "find/acts.h"

#include <math.h>
#include <stdlib.h>

static int by_person(const void *left, const void *right)
{
    const struct act *l = left;
    const struct act *r = right;
    if (l->item != r->item) return l->item < r->item ? -1 : 1;
    if (l->who != r->who) return l->who < r->who ? -1 : 1;
    return (l->time > r->time) - (l->time < r->time);
}

static int by_time(const void *left, const void *right)
{
    const struct act *l = left;
    const struct act *r = right;
    if (l->item != r->item) return l->item < r->item ? -1 : 1;
    if (l->time != r->time) return l->time < r->time ? -1 : 1;
    return (l->who > r->who) - (l->who < r->who);
}

struct started {
    double time;
    uint32_t item;
};

static int by_start(const void *left, const void *right)
{
    const struct started *l = left;
    const struct started *r = right;
    if (l->time != r->time) return l->time < r->time ? -1 : 1;
    return (l->item > r->item) - (l->item < r->item);
}

/* Each person once an item; returns how many acts stay. */
static size_t without_repeats(struct act *act, size_t count)
{
    size_t n = 0;
    if (count) qsort(act, count, sizeof *act, by_person);
    for (size_t i = 0; i < count; i++) {
        if (n && act[n - 1].item == act[i].item && act[n - 1].who == act[i].who) continue;
        act[n++] = act[i];
    }
    return n;
}

/* New numbers of the items: those with acts, by their first. */
static uint32_t number_items(struct act *act, size_t count, uint32_t items)
{
    struct arena scratch = {0};
    struct started *s = arena_new(&scratch, struct started, items);
    uint32_t *number = arena_new(&scratch, uint32_t, items);
    uint32_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && act[i].item == act[i - 1].item) continue;
        s[n++] = (struct started){act[i].time, act[i].item};
    }
    if (n) qsort(s, n, sizeof *s, by_start);
    for (uint32_t i = 0; i < n; i++)
        number[s[i].item] = i;
    for (size_t i = 0; i < count; i++)
        act[i].item = number[act[i].item];
    arena_free(&scratch);
    return n;
}

void acts_order(struct act *act, size_t count, uint32_t items, struct arena *a, struct acts *ret)
{
    struct acts l = {.act = act, .count = without_repeats(act, count)};
    l.repeats = count - l.count;
    if (l.count) qsort(act, l.count, sizeof *act, by_time);
    l.items = number_items(act, l.count, items);
    if (l.count) qsort(act, l.count, sizeof *act, by_time);
    size_t *first = arena_new(a, size_t, (size_t)l.items + 1);
    for (size_t i = 0; i < l.count; i++)
        first[act[i].item + 1]++;
    for (uint32_t i = 0; i < l.items; i++)
        first[i + 1] += first[i];
    l.first = first;
    *ret = l;
}

size_t acts_without_joint(struct act *act, size_t count, uint32_t items, const double *release,
                          struct arena *a, uint32_t *ret_items_out)
{
    struct arena_mark mark = arena_mark(a);
    size_t *all = arena_new(a, size_t, items);
    size_t *joint = arena_new(a, size_t, items);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        double since = act[i].time - release[act[i].item]; /* NAN: in neither */
        all[act[i].item]++;
        joint[act[i].item] += since >= 0.0 && since <= JOINT_S;
    }
    *ret_items_out = 0;
    for (uint32_t k = 0; k < items; k++)
        *ret_items_out += (double)joint[k] > JOINT_SHARE * (double)all[k];
    for (size_t i = 0; i < count; i++) {
        uint32_t k = act[i].item;
        if ((double)joint[k] > JOINT_SHARE * (double)all[k]) continue;
        act[kept++] = act[i];
    }
    arena_reset(a, mark);
    return kept;
}

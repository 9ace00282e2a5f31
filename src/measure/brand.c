/* brand.c - measure: what of a firm's attention is one person's, and did it leave with them? */
#include "measure/brand.h"

#include "base/time.h"

#include <stdlib.h>

static int by_heeder(const void *a, const void *b)
{
    const struct brand_heed *x = a;
    const struct brand_heed *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->at_s != y->at_s) return x->at_s < y->at_s ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static int by_person(const void *a, const void *b)
{
    const struct brand_stay *x = a;
    const struct brand_stay *y = b;
    return (x->person > y->person) - (x->person < y->person);
}

/* First stay of somebody; stay_count: none. */
static size_t first_stay(const struct brand_asked *x, uint32_t person)
{
    size_t lo = 0;
    for (size_t hi = x->stay_count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (x->stay[mid].person < person) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < x->stay_count && x->stay[lo].person == person ? lo : x->stay_count;
}

static bool was_there(const struct brand_asked *x, uint32_t person, int64_t at_s)
{
    for (size_t i = first_stay(x, person); i < x->stay_count && x->stay[i].person == person; i++) {
        const struct brand_stay *y = &x->stay[i];
        bool begun = y->since_s == TIME_NONE || at_s >= y->since_s;
        if (begun && (y->until_s == TIME_NONE || at_s < y->until_s)) return true;
    }
    return false;
}

static void see(const struct brand_asked *x, const struct brand_heed *h, int64_t end_s,
                struct brand_heeder *ret)
{
    const int64_t year_s = (int64_t)BRAND_WINDOW_DAYS * DAY_S;
    bool person = h->to == x->person;
    bool firm = !person && (bits_has(x->firm, h->to) || was_there(x, h->to, h->at_s));
    bool there = person && was_there(x, x->person, h->at_s);
    if (h->at_s < end_s) {
        bool year = h->at_s >= end_s - year_s;
        if (person && ret->person_s == TIME_NONE) ret->person_s = h->at_s;
        if (firm && ret->firm_s == TIME_NONE) ret->firm_s = h->at_s;
        ret->person_before |= there && year;
        ret->firm_before |= firm && year;
    } else if (x->until_s != TIME_NONE && h->at_s < end_s + year_s) {
        ret->person_after |= person;
        ret->firm_after |= firm;
    }
}

static void add(const struct brand_heeder *h, struct brand *ret)
{
    if (h->person_s != TIME_NONE && h->firm_s != TIME_NONE) {
        int64_t person = h->person_s / DAY_S;
        int64_t firm = h->firm_s / DAY_S;
        ret->person_first += person < firm;
        ret->firm_first += firm < person;
        ret->same_day += firm == person;
    }
    bool heeder = h->person_before || h->firm_before;
    ret->heeders += heeder;
    ret->carried += h->person_before;
    ret->alone += h->person_before && !h->firm_before;
    ret->rest += h->firm_before;
    ret->followed += heeder && h->person_after;
    ret->stayed += h->firm_before && h->firm_after;
    ret->rest_after += h->firm_after;
}

void brand_find(const struct brand_asked *x, struct arena *a, struct brand *ret)
{
    int64_t end_s = x->until_s == TIME_NONE ? x->as_of_s + 1 : x->until_s;
    *ret = (struct brand){
        .moved = x->until_s != TIME_NONE && x->until_s <= x->as_of_s,
        .whole = x->until_s != TIME_NONE &&
                 x->as_of_s >= x->until_s + (int64_t)BRAND_WINDOW_DAYS * DAY_S,
    };
    if (x->heed_count) qsort(x->heed, x->heed_count, sizeof *x->heed, by_heeder);
    if (x->stay_count) qsort(x->stay, x->stay_count, sizeof *x->stay, by_person);
    for (size_t i = 0; i < x->heed_count;) {
        struct brand_heeder h = {
            .node = x->heed[i].from, .person_s = TIME_NONE, .firm_s = TIME_NONE};
        for (; i < x->heed_count && x->heed[i].from == h.node; i++)
            see(x, &x->heed[i], end_s, &h);
        bool own = h.node == x->person || bits_has(x->firm, h.node) ||
                   first_stay(x, h.node) < x->stay_count;
        bool both = h.person_s != TIME_NONE && h.firm_s != TIME_NONE;
        bool seen = both || h.person_before || h.firm_before || h.person_after || h.firm_after;
        if (own || !seen) continue;
        ret->one = arena_more(a, ret->one, ret->count, sizeof *ret->one);
        ret->one[ret->count++] = h;
        add(&h, ret);
    }
}

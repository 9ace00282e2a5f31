/* doubt_answers.c - find: who is named by answers to a survey that are all the same? */
#include "find/doubt_int.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

struct naming { /* one respondent names one */
    uint16_t survey;
    uint32_t from, to;
};

struct list { /* all whom one respondent names in one survey */
    uint16_t survey;
    uint32_t count;
    const struct naming *name; /* [count] ascending */
};

static int naming_cmp(const void *left, const void *right)
{
    const struct naming *l = left;
    const struct naming *r = right;
    if (l->survey != r->survey) return l->survey < r->survey ? -1 : 1;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    return (l->to > r->to) - (l->to < r->to);
}

/* Equal are those who name the same. */
static int list_cmp(const void *left, const void *right)
{
    const struct list *l = left;
    const struct list *r = right;
    if (l->survey != r->survey) return l->survey < r->survey ? -1 : 1;
    if (l->count != r->count) return l->count < r->count ? -1 : 1;
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->name[i].to != r->name[i].to) return l->name[i].to < r->name[i].to ? -1 : 1;
    }
    return 0;
}

static bool is_naming(const struct scene *sc, const struct heed *h)
{
    return h->survey && h->sign >= 0 && h->from != h->to && !sc->staff[h->from];
}

/* Every pair of a survey once; said again in another wave is the same. */
static size_t namings_find(const struct scene *sc, struct arena *a, struct naming **ret)
{
    size_t room = 0;
    for (size_t i = 0; i < sc->heed_count; i++)
        room += is_naming(sc, &sc->heed[i]);
    struct naming *name = arena_new(a, struct naming, room);
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (is_naming(sc, h)) name[n++] = (struct naming){h->survey, h->from, h->to};
    }
    if (n) qsort(name, n, sizeof *name, naming_cmp);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!i || naming_cmp(&name[kept - 1], &name[i]) != 0) name[kept++] = name[i];
    }
    *ret = name;
    return kept;
}

static size_t lists_find(const struct naming *name, size_t count, struct list *list)
{
    size_t n = 0;
    for (size_t i = 0, end = 0; i < count; i = end) {
        while (end < count && name[end].survey == name[i].survey && name[end].from == name[i].from)
            end++;
        list[n++] = (struct list){name[i].survey, (uint32_t)(end - i), &name[i]};
    }
    if (n) qsort(list, n, sizeof *list, list_cmp);
    return n;
}

/* One survey. */
struct poll_of {
    const struct list *list; /* [count] equals together */
    size_t count, names;     /* names: different ones */
    double mentions;
    const uint32_t *said; /* [node_count] by how many lists */
};

static int most_first(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return (l < r) - (l > r);
}

/* Chance that a list is this one, were its names drawn one after the other by how often the others
 * say each (a bound from above: as if the most frequent came first), and were it as long as theirs.
 * Laplace: what nobody says may be said. */
static double chance_of(const struct poll_of *p, const struct list *l, size_t same, size_t as_long,
                        struct arena *a)
{
    double *r = arena_new(a, double, l->count);
    double all = p->mentions - (double)same * l->count + (double)p->names;
    for (uint32_t i = 0; i < l->count; i++)
        r[i] = (p->said[l->name[i].to] - (double)same + 1.0) / all;
    qsort(r, l->count, sizeof *r, most_first);
    double chance = (double)(as_long - same + 1) / (double)(p->count - same + 2);
    double left = 1.0;
    for (uint32_t i = 0; i < l->count; i++) {
        chance *= (double)(i + 1) * r[i] / left;
        left -= r[i];
    }
    return fmin(1.0, chance);
}

static void list_look(const struct fans *f, const struct poll_of *p, const struct list *l,
                      size_t same, size_t as_long, uint32_t *groups, struct doubt_list *ret)
{
    const struct scene *sc = f->scene;
    if (same <= DOUBT_COPIERS || l->count < DOUBT_NAMES_MIN) return;
    struct arena scratch = {0};
    double chance = chance_of(p, l, same, as_long, &scratch);
    double expected = chance * (double)p->count;
    arena_free(&scratch);
    if (!((double)same * DOUBT_FULL > expected)) return;
    if (!beyond_chance((double)same, (double)p->count, chance)) return;
    ++*groups;
    for (uint32_t i = 0; i < l->count; i++) {
        if (!node_is_candidate(sc, l->name[i].to)) continue;
        struct doubt d = {.node = l->name[i].to,
                          .kind = DOUBT_ANSWERS,
                          .some = (uint32_t)same,
                          .of = (uint32_t)p->count,
                          .names = l->count,
                          .survey = sc->survey[l->survey - 1],
                          .expected = expected,
                          .group = *groups};
        doubt_add(ret, &d);
    }
}

/* Lists of one length stand together, and equals among them. */
static void poll_look(const struct fans *f, const struct poll_of *p, uint32_t *groups,
                      struct doubt_list *ret)
{
    for (size_t i = 0, end = 0; i < p->count; i = end) {
        while (end < p->count && p->list[end].count == p->list[i].count)
            end++;
        for (size_t k = i, next = i; k < end; k = next) {
            while (next < end && list_cmp(&p->list[k], &p->list[next]) == 0)
                next++;
            list_look(f, p, &p->list[k], next - k, end - i, groups, ret);
        }
    }
}

void answers_find(const struct fans *f, struct doubt_list *ret)
{
    struct naming *name = NULL;
    size_t count = namings_find(f->scene, f->a, &name);
    struct list *list = arena_new(f->a, struct list, count);
    size_t lists = lists_find(name, count, list);
    uint32_t *said = arena_new(f->a, uint32_t, count ? f->scene->node_count : 0);
    uint32_t groups = 0;
    for (size_t i = 0, end = 0; i < lists; i = end) {
        struct poll_of p = {.list = &list[i], .said = said};
        for (; end < lists && list[end].survey == list[i].survey; end++) {
            p.mentions += list[end].count;
            for (uint32_t k = 0; k < list[end].count; k++)
                p.names += !said[list[end].name[k].to]++;
        }
        p.count = end - i;
        poll_look(f, &p, &groups, ret);
        for (size_t k = i; k < end; k++) {
            for (uint32_t n = 0; n < list[k].count; n++)
                said[list[k].name[n].to] = 0;
        }
    }
}

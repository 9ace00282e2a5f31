/* reached.c - verb: how many buyers do those reach who are in a programme already? */
#include "verb/reached.h"

#include "base/limits.h"
#include "choose/cover.h"
#include "measure/programme.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"programme", "programme", NULL, CELL_TEXT, 0, true},
    {"n", "people", NULL, CELL_INT, 0, false},
    {"cover_in_100", "together", "buyers in 100", CELL_REAL, 1, false},
    {"cover_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

struct reached {
    struct str name;
    size_t people; /* in it */
    double cover, lo, hi;
};

static double cover_of(const struct cover *c, struct arena *a)
{
    struct uncovered left = uncovered_all(c, a);
    for (uint32_t i = 0; i < c->count; i++)
        cover_take(c, &left, i);
    return cover_total(c, &left);
}

static int by_value(const void *l, const void *r)
{
    double a = *(const double *)l;
    double b = *(const double *)r;
    return (a > b) - (a < b);
}

/* The draws are those of the choice, so that both are off together. */
static void measure(const struct request *r, const struct scope *sc, const uint32_t node[],
                    size_t count, struct reached *ret)
{
    struct arena scratch = {0};
    struct cover c;
    double drawn[CHOOSE_DRAWS];
    cover_make(&sc->findings, node, count, &scratch, &c);
    ret->cover = cover_of(&c, &scratch);
    for (uint32_t d = 0; d < CHOOSE_DRAWS; d++) {
        struct arena_mark mark = arena_mark(&scratch);
        struct cover one;
        cover_draw(&c, r->seed, d, &scratch, &one);
        drawn[d] = cover_of(&one, &scratch);
        arena_reset(&scratch, mark);
    }
    qsort(drawn, CHOOSE_DRAWS, sizeof *drawn, by_value);
    ret->lo = drawn[CHOOSE_DRAWS / 10];
    ret->hi = drawn[CHOOSE_DRAWS - 1 - CHOOSE_DRAWS / 10];
    if (ret->lo > ret->cover) ret->lo = ret->cover;
    if (ret->hi < ret->cover) ret->hi = ret->cover;
    arena_free(&scratch);
}

static enum status look(struct request *r, const struct scope *sc, const struct programme *p,
                        struct reached *ret, struct err *e)
{
    struct entries entries;
    struct members members;
    enum status s = entries_load(r->st, p->id, r->a, &entries, e);
    if (s) return s;
    members_find(&entries, r->a, &members);
    uint32_t *node = arena_new(r->a, uint32_t, members.count);
    size_t count = 0;
    *ret = (struct reached){.name = p->name};
    for (size_t i = 0; i < members.count; i++) { /* by node, so by number */
        const struct member *m = &members.one[i];
        if (!m->admitted || m->stage == STAGE_LEFT) continue;
        ret->people++;
        uint32_t number = scope_node(sc, m->node);
        if (number != UINT32_MAX) node[count++] = number;
    }
    if (ret->people) measure(r, sc, node, count, ret);
    return OK;
}

static int by_people(const void *l, const void *r)
{
    const struct reached *a = l;
    const struct reached *b = r;
    if (a->people != b->people) return a->people > b->people ? -1 : 1;
    return str_cmp(a->name, b->name);
}

enum status reached_put(struct request *r, const struct scope *sc, struct table *t, struct err *e)
{
    struct programmes all;
    size_t count = 0;
    if (!sc->findings.ranked) return OK;
    enum status s = programmes_load(r->st, r->a, &all, e);
    if (s) return s;
    struct reached *found = arena_new(r->a, struct reached, all.count);
    for (size_t i = 0; i < all.count && !s; i++) {
        if (!str_eq(all.one[i].market, sc->market.name)) continue;
        s = look(r, sc, &all.one[i], &found[count], e);
        count += found[count].people > 0;
    }
    if (s || !count) return s;
    qsort(found, count, sizeof *found, by_people);
    struct table *more = table_more(t, "programmes", columns, sizeof columns / sizeof *columns);
    more->title = STR("Whom programmes reach today");
    for (size_t i = 0; i < count; i++) {
        struct cell *row = table_row(more);
        row[0] = cell_text(found[i].name);
        row[1] = cell_int((int64_t)found[i].people);
        row[2] = cell_real(found[i].cover);
        row[3] = cell_real(found[i].lo);
        row[4] = cell_real(found[i].hi);
    }
    table_note(t, "Today's programme %.*s: %zu %s, %.1f of 100 buyers.", STR_ARG(found->name),
               found->people, found->people == 1 ? "person" : "people", found->cover);
    return OK;
}

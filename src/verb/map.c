/* map.c - verb: who stands near whom, among those who move a market? */
#include "find/layout.h"
#include "verb/scope.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith map security",
    "kith map security --people 60",
    "kith map security --until 2026-01-01 --json",
    NULL,
};

static const struct flag flags[] = {
    {"people", 'n', "N", "how many people at most (500)", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

enum {
    NUMBER,
    RANK,
    ID,
    NAME,
    KIND,
    CATEGORIES,
    REACH,
    LO,
    HI,
    LEVEL,
    TIER,
    PRIOR,
    MOSTLY,
    VOTERS,
    X,
    Y,
    RADIUS
};

static const struct column columns[] = {
    {"number", NULL, NULL, CELL_INT, 0, false},
    {"rank", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "who", NULL, CELL_TEXT, 0, true},
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"categories", "category", NULL, CELL_TEXT, 0, true},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"tier", "tier", NULL, CELL_INT, 0, COLUMN_GOES},
    {"prior_share", "prior", "share", CELL_REAL, 2, COLUMN_GOES},
    {"mostly_prior", NULL, NULL, CELL_BOOL, 0, false},
    {"voters", NULL, "buyers", CELL_INT, 0, false},
    {"x", NULL, NULL, CELL_INT, 0, false},
    {"y", NULL, NULL, CELL_INT, 0, false},
    {"radius", NULL, NULL, CELL_INT, 0, false},
};
static const struct column buyer_columns[] = {
    {"number", NULL, NULL, CELL_INT, 0, false},
    {"x", NULL, NULL, CELL_INT, 0, false},
    {"y", NULL, NULL, CELL_INT, 0, false},
};
static const struct column arc_columns[] = {
    {"from", NULL, NULL, CELL_INT, 0, false},
    {"to", NULL, NULL, CELL_INT, 0, false},
    {"strength", NULL, NULL, CELL_REAL, 3, false},
};

#define RADIUS_MOST 300.0 /* of the largest disc, in units of the map (layout.h) */
#define RADIUS_LEAST 36.0
#define RADIUS_NONE 70.0 /* of all, where nobody is ranked */

/* Whom it shows: people, then outlets. */
struct shown {
    size_t people, outlets;
    const struct person_reach **person; /* [people] */
    const struct node_count *outlet;    /* [outlets] */
    uint32_t *node;                     /* [people + outlets] */
    double *radius;
};

static int by_node(const void *a, const void *b)
{
    const struct person_reach *const *x = a;
    const struct person_reach *const *y = b;
    return ((*x)->node > (*y)->node) - ((*x)->node < (*y)->node);
}

/* The area of a disc is reach; without ranks all are of one size, and in no order. */
static struct shown shown_of(const struct scope *sc, const struct node_counts *outlets,
                             size_t people, struct arena *a)
{
    const struct findings *f = &sc->findings;
    struct shown s = {.people = f->count < people ? f->count : people,
                      .outlets = outlets->count < MAP_OUTLETS ? outlets->count : MAP_OUTLETS,
                      .outlet = outlets->node};
    size_t n = s.people + s.outlets;
    s.person = arena_new(a, const struct person_reach *, s.people);
    s.node = arena_new(a, uint32_t, n);
    s.radius = arena_new(a, double, n);
    for (size_t i = 0; i < s.people; i++)
        s.person[i] = &f->person[i];
    if (!f->ranked) qsort((void *)s.person, s.people, sizeof(const struct person_reach *), by_node);
    double most = s.people ? s.person[0]->reach : 0;
    if (s.outlets) most = fmax(most, s.outlet[0].in_100);
    for (size_t i = 0; i < n; i++) {
        bool person = i < s.people;
        double reach = person ? s.person[i]->reach : s.outlet[i - s.people].in_100;
        s.node[i] = person ? s.person[i]->node : s.outlet[i - s.people].node;
        s.radius[i] =
            f->ranked ? fmax(RADIUS_LEAST, RADIUS_MOST * sqrt(reach / most)) : RADIUS_NONE;
    }
    return s;
}

static void put_figures(const struct shown *sh, size_t i, struct cell *row)
{
    row[RANK] = i < sh->people ? cell_int((int64_t)i + 1) : row[RANK];
    row[LEVEL] = cell_real(REACH_LEVEL);
    if (i >= sh->people) {
        const struct node_count *o = &sh->outlet[i - sh->people];
        row[REACH] = cell_real(o->in_100);
        row[LO] = cell_real(o->lo);
        row[HI] = cell_real(o->hi);
        return;
    }
    const struct person_reach *p = sh->person[i];
    row[REACH] = cell_real(p->reach);
    row[LO] = cell_real(p->lo);
    row[HI] = cell_real(p->hi);
    if (p->tier) row[TIER] = cell_int(p->tier);
    row[PRIOR] = cell_real(p->prior_part);
    row[MOSTLY] = cell_bool(p->prior_part >= 0.5);
}

static enum status put_rows(struct request *r, const struct scope *sc, const struct shown *sh,
                            const struct layout *l, struct table *t, struct err *e)
{
    for (size_t i = 0; i < sh->people + sh->outlets; i++) {
        struct card card;
        bool person = i < sh->people;
        enum status s = scope_card(r, sc, sh->node[i], &card, e);
        if (s) return s;
        struct cell *row = table_row(t);
        if (sc->findings.ranked) put_figures(sh, i, row);
        row[NUMBER] = cell_int((int64_t)i + 1);
        row[ID] = cell_text(card.id);
        row[NAME] = cell_text(card.name);
        row[KIND] = cell_text(person ? STR("person") : STR("outlet"));
        row[CATEGORIES] = cell_text(card.categories);
        row[VOTERS] = cell_int(person ? sh->person[i]->voters : sh->outlet[i - sh->people].voters);
        row[X] = cell_int(llround(l->place[i].x));
        row[Y] = cell_int(llround(l->place[i].y));
        row[RADIUS] = cell_int(llround(sh->radius[i]));
    }
    return OK;
}

/* Buyers have places and no names: their numbers go on where those of the rows end. */
static void put_others(const struct shown *sh, const struct layout *l, struct table *t)
{
    size_t n = sh->people + sh->outlets;
    struct table *buyers = table_more(t, "buyers", buyer_columns, 3);
    for (size_t i = 0; i < l->buyer_count; i++) {
        struct cell *row = table_row(buyers);
        row[0] = cell_int((int64_t)(n + i) + 1);
        row[1] = cell_int(llround(l->buyer[i].x));
        row[2] = cell_int(llround(l->buyer[i].y));
    }
    struct table *arcs = table_more(t, "arcs", arc_columns, 3);
    for (size_t i = 0; i < l->arc_count; i++) {
        struct cell *row = table_row(arcs);
        row[0] = cell_int((int64_t)l->arc[i].from + 1);
        row[1] = cell_int((int64_t)l->arc[i].to + 1);
        row[2] = cell_real(round(1000 * l->arc[i].strength) / 1000);
    }
}

static void put_words(struct request *r, const struct scope *sc, const struct shown *sh,
                      const struct layout *l, struct table *t)
{
    const struct findings *f = &sc->findings;
    struct str scope = scope_sentence(r->a, sc);
    struct buf b = buf_new(r->a);
    buf_addf(&b, "%.*s.", STR_ARG(scope));
    if (sh->people && f->ranked) {
        const struct cell *first = t->cells;
        buf_addf(&b,
                 " The map shows %zu of the %zu people they rely on and %zu outlets; the largest "
                 "disc is %.*s: %.1f buyers in 100 (%.1f to %.1f).",
                 sh->people, f->count, sh->outlets, STR_ARG(first[NAME].text), first[REACH].real,
                 first[LO].real, first[HI].real);
    }
    table_lead(t, "%.*s", STR_ARG(buf_str(&b)));
    t->empty = STR("Nobody is heeded by these buyers on this topic in this period.");
    if (sh->people) scope_opens(r, sc, t->cells[ID].text, t);
    table_note(t, "%s",
               !sh->people ? "There is nobody to show."
               : l->by_ties
                   ? "Who is heeded by the same buyers, or heeds one another, stands near. "
                     "Direction and middle mean nothing. Small dots are buyers."
                   : "Larger ones stand nearer to the middle. This kith has no igraph, or "
                     "not its module: who stands near whom means nothing.");
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    struct node_counts outlets = {0};
    struct layout l = {0};
    int64_t people = 500;
    enum status s = request_i64(r, "people", 1, MAP_PEOPLE_MAX, &people, e);
    if (!s) s = scope_load(r, r->word[0], sc, e);
    if (!s) s = scope_rank(r, sc, e);
    if (s) return s;
    outlets_find(&sc->scene, &sc->reach, r->a, &outlets);
    struct shown sh = shown_of(sc, &outlets, (size_t)people, r->a);
    struct layout_asked asked = {.findings = &sc->findings,
                                 .node = sh.node,
                                 .radius = sh.radius,
                                 .count = sh.people + sh.outlets,
                                 .buyers = MAP_BUYERS,
                                 .seed = r->seed,
                                 .progress = r->progress};
    struct err without = {0};
    if (leiden_find(&asked.module, &without)) asked.module = NULL; /* said below */
    s = layout_find(&asked, r->a, &l, e);
    struct table *t = table_new(r->a, "map", columns, sizeof columns / sizeof *columns);
    if (!s) s = put_rows(r, sc, &sh, &l, t, e);
    if (s) return s;
    put_others(&sh, &l, t);
    t->title = str_printf(r->a, "The map of %.*s", STR_ARG(sc->market.name));
    scope_facts(t, sc);
    table_fact(t, "people", NULL, cell_int((int64_t)sc->findings.count), 0);
    table_fact(t, "width", NULL, cell_int(LAYOUT_WIDTH), 0);
    table_fact(t, "height", NULL, cell_int(LAYOUT_HEIGHT), 0);
    scope_notes(t, sc);
    put_words(r, sc, &sh, &l, t);
    *ret = t;
    return OK;
}

const struct verb verb_map = {
    .name = "map",
    .words = "MARKET",
    .summary = "who stands near whom, among those who move a market",
    .details =
        "People by reach, outlets by how many of 100 buyers look there, each with a place (x, y) "
        "such that those near each other are heeded by the same buyers, or heed one another. Only "
        "that means anything: neither direction nor where the middle is. JSON also has `arcs` "
        "(who heeds whom, by `number`, of each their strongest) and `buyers`, who have a place and "
        "no name. The pages draw it.\n"
        "With fewer than 8 known buyers there are places, but neither sizes nor ranks. Places are "
        "the same for the same store, seed and version of igraph; a kith without igraph puts "
        "larger ones nearer to the middle, and then nearness means nothing.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

/* programme_start.c - verb: whom does chance engage first, and who is held out? */
#include "base/time.h"
#include "find/people.h"
#include "measure/lot.h"
#include "store/query.h"
#include "verb/programme.h"
#include "verb/scope.h"

#include <math.h>
#include <stdlib.h>

/* Fewer pairs, or people in an order, cannot tell any effect from chance: their least p is above
 * 0.05 (2 / 2^6, 2 / 5!). */
enum { PAIRS_LEAST = 6, ORDER_LEAST = 5 };

static const struct column columns[] = {
    {"place", "place", NULL, CELL_INT, 0, false},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"drawn", "drawn", NULL, CELL_TEXT, 0, false},
    {"category", "category", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"reach", "reach", "in 100", CELL_REAL, 1, COLUMN_GOES},
    {"reach_lo", NULL, "in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "in 100", CELL_REAL, 1, false},
    {"trend", "trend", "times", CELL_INT, 0, COLUMN_GOES},
};

static int by_score(const void *l, const void *r)
{
    const struct lot_candidate *x = l;
    const struct lot_candidate *y = r;
    double a = isnan(x->draws.score) ? -1 : x->draws.score;
    double b = isnan(y->draws.score) ? -1 : y->draws.score;
    if (a != b) return a > b ? -1 : 1;
    return (x->member->node > y->member->node) - (x->member->node < y->member->node);
}

static int by_node(const void *l, const void *r)
{
    const struct lot_candidate *x = l;
    const struct lot_candidate *y = r;
    return (x->member->node > y->member->node) - (x->member->node < y->member->node);
}

struct starting {
    struct programme_asked *p;
    struct lot_asked asked;
    struct lot_candidate *c; /* [count] by node */
    size_t count;
    struct scope scope;
    const struct person_reach **reach; /* [node_count] of the scene; NULL: not asked */
    struct lot_left left;
};

/* ---- who can be drawn ---- */

/* Reach, and how it went lately. */
static enum status rate(struct starting *x, struct err *e)
{
    struct request *r = x->p->r;
    struct scope *sc = &x->scope;
    enum status s = scope_load(r, x->p->programme.market, sc, e);
    if (!s) s = scope_rank(r, sc, e);
    if (s) return s;
    double *trend = lot_trends(&sc->scene, r->a);
    x->reach = arena_new(r->a, const struct person_reach *, sc->scene.node_count + 1);
    for (size_t i = 0; i < sc->findings.count; i++)
        x->reach[sc->findings.person[i].node] = &sc->findings.person[i];
    for (size_t i = 0; i < x->count; i++) {
        uint32_t number = scope_node(sc, x->c[i].member->node);
        const struct person_reach *found = number == UINT32_MAX ? NULL : x->reach[number];
        x->c[i].draws.trend = number == UINT32_MAX ? 0 : trend[number];
        x->c[i].draws.score = found ? found->reach : 0;
    }
    return OK;
}

static enum status category_of(struct request *r, int64_t node, struct str *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_node_category, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    *ret = s == OK ? str_copy(r->a, query_str(q, 0)) : STR("none");
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status gather(struct starting *x, struct err *e)
{
    struct programme_asked *p = x->p;
    enum status s = OK;
    x->c = arena_new(p->r->a, struct lot_candidate, p->members.count + 1);
    for (size_t i = 0; i < p->members.count && !s; i++) {
        const struct member *m = &p->members.one[i];
        if (!m->admitted || m->stage == STAGE_LEFT || m->engaged_at_s != TIME_NONE) continue;
        struct lot_candidate *c = &x->c[x->count++];
        *c = (struct lot_candidate){.member = m, .draws = {.score = NAN, .trend = NAN}};
        s = category_of(p->r, m->node, &c->draws.category, e);
    }
    return s;
}

/* Those who reach most, where not all are wanted. */
static enum status take_people(struct starting *x, int64_t people, struct err *e)
{
    if (!people) return OK;
    if ((size_t)people > x->count) {
        return err_set(e, BAD_INPUT,
                       "--people %lld, and %zu are admitted and not engaged yet; want at most that",
                       (long long)people, x->count);
    }
    qsort(x->c, x->count, sizeof *x->c, by_score);
    x->count = (size_t)people;
    qsort(x->c, x->count, sizeof *x->c, by_node);
    return OK;
}

/* ---- what chance decided ---- */

static enum status put_place(struct starting *x, const struct lot_place *l, struct table *t,
                             struct err *e)
{
    struct str name;
    struct request *r = x->p->r;
    const struct lot_candidate *c = x->c;
    while (c->member->node != l->node)
        c++;
    enum status s = node_name(r->st, l->node, r->a, &name, e);
    if (s) return s;
    struct cell *row = table_row(t);
    uint32_t number = x->reach ? scope_node(&x->scope, l->node) : UINT32_MAX;
    const struct person_reach *found = number == UINT32_MAX ? NULL : x->reach[number];
    row[0] = cell_int(l->place);
    row[1] = cell_text(node_public_id(r->a, l->node, 'p'));
    row[2] = cell_text(name);
    row[3] = cell_text(l->engages ? STR("engage") : STR("held out"));
    row[4] = cell_text(c->draws.category);
    if (found) {
        row[5] = cell_real(found->reach);
        row[6] = cell_real(found->lo);
        row[7] = cell_real(found->hi);
    }
    if (!isnan(c->draws.trend)) row[8] = cell_int((int64_t)c->draws.trend);
    return OK;
}

static enum status put_lot(struct starting *x, const struct lot *lot, struct table *t,
                           struct err *e)
{
    enum status s = OK;
    for (uint32_t place = 1; place <= lot->count && !s; place++) {
        for (int waits = 0; waits < 2; waits++) {
            for (size_t i = 0; i < lot->count && !s; i++) {
                const struct lot_place *l = &lot->one[i];
                if (l->place == place && l->engages != (waits == 1)) s = put_place(x, l, t, e);
            }
        }
    }
    return s;
}

/* Each category is judged by itself: where few were drawn nothing can be seen. */
static void note_few(const struct starting *x, const struct lot *lot, struct table *t)
{
    bool pairs = lot->kind == LOT_PAIRS;
    size_t least = pairs ? PAIRS_LEAST : ORDER_LEAST;
    for (size_t i = 0; i < x->count; i++) {
        struct str category = x->c[i].draws.category;
        size_t n = 0;
        bool before = false;
        for (size_t k = 0; k < x->count; k++) {
            const struct lot_place *l = lot_place_of(lot, x->c[k].member->node);
            if (!str_eq(x->c[k].draws.category, category) || !l) continue;
            before = before || k < i;
            n += l->engages;
        }
        if (before || !n || n >= least || !lot_place_of(lot, x->c[i].member->node)) continue;
        table_note(t,
                   "%.*s: %zu drawn; each category is judged by itself, and below %zu %s no effect "
                   "can be told from chance.",
                   STR_ARG(category), n, least, pairs ? "pairs" : "people");
    }
}

static enum status note_left(const struct starting *x, struct table *t, struct err *e)
{
    struct buf b = buf_new(t->a);
    for (size_t i = 0; i < x->left.count; i++) {
        struct str name;
        enum status s = node_name(x->p->r->st, x->left.one[i]->node, t->a, &name, e);
        if (s) return s;
        buf_addf(&b, "%s%.*s", i ? ", " : "", STR_ARG(name));
    }
    if (b.len) table_note(t, "In no pair, for nobody of their category is left: %s.", b.p);
    return OK;
}

/* What the first of them rests on. */
static void put_opens(const struct starting *x, const struct lot *lot, struct table *t)
{
    for (size_t i = 0; i < lot->count && x->reach; i++) {
        uint32_t number = scope_node(&x->scope, lot->one[i].node);
        if (number == UINT32_MAX || !x->reach[number]) continue;
        struct str market = shell_word(t->a, x->p->programme.market);
        struct str id = node_public_id(t->a, lot->one[i].node, 'p');
        table_fact(t, "opens", NULL,
                   cell_text(request_next(x->p->r, "why %.*s %.*s", STR_ARG(market), STR_ARG(id))),
                   0);
        return;
    }
}

static enum status answer(struct starting *x, struct table **ret, struct err *e)
{
    struct request *r = x->p->r;
    struct table *t = table_new(r->a, "programme", columns, sizeof columns / sizeof *columns);
    struct str word = shell_word(r->a, x->p->programme.name);
    const struct lot *lot = &x->p->lot;
    int64_t as_of_s = x->reach ? x->scope.scene.as_of_s : programme_written(x->p);
    programme_facts(t, x->p, as_of_s, x->reach ? x->scope.model : STR_NONE);
    table_fact(t, "random", NULL, cell_text(str_of(lot_words[lot->kind])), 0);
    table_fact(t, "draw", NULL, cell_text(entry_id(r->a, lot->draw->id)), 0);
    table_fact(t, "seed_and_hash", NULL, cell_text(lot->draw->text), 0);
    if (x->reach) {
        table_fact(t, "n", NULL, cell_int((int64_t)x->scope.findings.votes.buyer_count), 0);
        table_fact(t, "level", NULL, cell_real(REACH_LEVEL), 2);
    }
    t->title = str_printf(r->a, "Drawn by lot in %.*s", STR_ARG(x->p->programme.name));
    if (lot->kind == LOT_PAIRS) {
        table_lead(t,
                   "Drawn as e%lld: %zu pair%s alike in category, reach and trend; one of each is "
                   "engaged, the other held out.",
                   (long long)lot->draw->id, lot->count / 2, lot->count == 2 ? "" : "s");
    } else {
        table_lead(t, "Drawn as e%lld: the order in which these %zu are engaged.",
                   (long long)lot->draw->id, lot->count);
    }
    enum status s = put_lot(x, lot, t, e);
    put_opens(x, lot, t);
    if (!s) s = note_left(x, t, e);
    note_few(x, lot, t);
    table_note(t, "%s Whoever starts: %.*s",
               lot->kind == LOT_PAIRS ? "Those held out are not engaged until the result was read."
                                      : "Nobody starts before those above them.",
               STR_ARG(request_next(r, "programme stage %.*s PERSON engaged --reason TEXT",
                                    STR_ARG(word))));
    *ret = t;
    return s;
}

static enum status read_flags(struct starting *x, int64_t *ret_people, struct err *e)
{
    struct request *r = x->p->r;
    struct str random = request_value(r, "random");
    x->asked =
        (struct lot_asked){.programme = x->p->programme.id, .seed = r->seed, .now_s = x->p->now_s};
    x->asked.kind = str_is(random, lot_words[LOT_PAIRS])   ? LOT_PAIRS
                    : str_is(random, lot_words[LOT_ORDER]) ? LOT_ORDER
                                                           : LOT_NONE;
    if (x->asked.kind == LOT_NONE) {
        return err_set(e, BAD_USAGE,
                       "start wants NAME --random pairs (one of each two is held out) or --random "
                       "order (who starts when)");
    }
    enum status s = request_i64(r, "people", 2, INT32_MAX, ret_people, e);
    if (s || x->asked.kind != LOT_PAIRS || *ret_people % 2 == 0) return s;
    return err_set(e, BAD_USAGE, "--people %lld, want an even number: pairs are of two",
                   (long long)*ret_people);
}

enum status programme_start(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct starting *x = arena_new(p->r->a, struct starting, 1);
    int64_t people = 0;
    *x = (struct starting){.p = p};
    enum status s = read_flags(x, &people, e);
    if (!s) s = lot_allowed(&p->entries, &p->members, e);
    if (!s) s = gather(x, e);
    if (!s && (x->asked.kind == LOT_PAIRS || people)) s = rate(x, e);
    if (!s) s = take_people(x, people, e);
    if (!s) {
        x->asked.c = x->c;
        x->asked.count = x->count;
        s = lot_draw(p->r->st, &x->asked, p->r->a, &x->left, e);
    }
    if (!s) s = programme_again(p, e);
    return s ? s : answer(x, ret, e);
}

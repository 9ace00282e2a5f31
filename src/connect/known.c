/* known.c - connect: who of ours and who of them know each other, and through whom could they? */
#include "connect/known.h"

#include "base/activity.h"
#include "base/map.h"
#include "base/strength.h"
#include "base/time.h"
#include "find/nodes.h"

#include <stdlib.h>

struct reader {
    struct store *st;
    struct arena *a;
    struct node_map nodes;
    struct idmap teammate; /* node -> number */
    struct known_before before;
    struct knowns *k;
};

static int by_node(const void *a, const void *b)
{
    const struct tied *x = a;
    const struct tied *y = b;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Accounts of one person are one. */
static void circle_settle(struct circle *c)
{
    size_t n = 0;
    if (c->count) qsort(c->one, c->count, sizeof *c->one, by_node);
    for (size_t i = 0; i < c->count; i++) {
        if (n && c->one[n - 1].node == c->one[i].node) {
            c->one[n - 1].rows += c->one[i].rows;
        } else {
            c->one[n++] = c->one[i];
        }
    }
    c->count = n;
}

static int64_t later(int64_t x, int64_t y)
{
    return x > y ? x : y;
}

/* Persons only, nobody with themselves. person: whose row it is, SIZE_MAX for a teammate's. */
static enum status read_way(struct reader *r, enum sql name, int64_t node, size_t person,
                            struct circle *c, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_i64(q, 2, r->before.seen_s);
    while ((s = query_next(q, e)) == OK) {
        int64_t other = nodes_behind(&r->nodes, query_i64(q, 0));
        uint32_t rows = (uint32_t)query_i64(q, 1);
        if (!other || other == node || !bits_has(&r->nodes.persons, other)) continue;
        c->one = arena_more(r->a, c->one, c->count, sizeof *c->one);
        c->one[c->count++] = (struct tied){other, rows};
        uint32_t t = idmap_get(&r->teammate, other);
        if (person == SIZE_MAX || t == UINT32_MAX) continue;
        struct known *k = &r->k->pair[person * r->k->teammates + t];
        *(name == SQL_known_from ? &k->from_them : &k->from_us) += rows;
        k->last_s = later(k->last_s, query_i64(q, 2));
        if (name == SQL_known_to) k->reached_s = later(k->reached_s, query_i64(q, 2));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_circle(struct reader *r, int64_t node, size_t person, struct circle *c,
                               struct err *e)
{
    enum status s = read_way(r, SQL_known_from, node, person, c, e);
    if (!s) s = read_way(r, SQL_known_to, node, person, c, e);
    if (!s) circle_settle(c);
    return s;
}

static enum status read_said(struct reader *r, int64_t node, size_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_known_said, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_i64(q, 2, r->before.seen_s);
    while ((s = query_next(q, e)) == OK) {
        if (!query_is_null(q, 4)) {
            r->k->wants[person] =
                (struct wish_said){(int8_t)(query_i64(q, 4) != 0), query_time(q, 5)};
        }
        uint32_t t = query_is_null(q, 0)
                         ? UINT32_MAX
                         : idmap_get(&r->teammate, nodes_behind(&r->nodes, query_i64(q, 0)));
        if (t == UINT32_MAX) continue;
        struct known *k = &r->k->pair[person * r->k->teammates + t];
        bool them = str_is(query_str(q, 1), "them");
        if (!query_is_null(q, 2) && !str_is(query_str(q, 1), "seen")) {
            *(them ? &k->them : &k->us) = (int8_t)query_i64(q, 2);
        }
        if (!query_is_null(q, 3)) k->view = (int8_t)query_i64(q, 3);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_logged(struct reader *r, int64_t node, size_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_known_logged, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_i64(q, 2, r->before.typed_s);
    while ((s = query_next(q, e)) == OK) {
        uint32_t t = idmap_get(&r->teammate, nodes_behind(&r->nodes, query_i64(q, 0)));
        int64_t kind = query_i64(q, 1);
        uint32_t entries = (uint32_t)query_i64(q, 3);
        enum activity_by by = BY_BOTH;
        if (t == UINT32_MAX || kind <= ACTIVITY_NONE || kind >= ACTIVITY_COUNT) continue;
        if (!activity_infos[kind].contact || !activity_by_of(query_str(q, 2), &by)) continue;
        struct known *k = &r->k->pair[person * r->k->teammates + t];
        k->logged += entries;
        if (by != BY_US) k->logged_them += entries;
        k->last_s = later(k->last_s, query_i64(q, 4));
        if (by == BY_THEM) continue;
        k->logged_us += entries;
        k->reached_s = later(k->reached_s, query_i64(q, 4));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static struct knowns nothing_known(size_t people, size_t teammates, struct arena *a)
{
    struct knowns k = {.people = people,
                       .teammates = teammates,
                       .pair = arena_new(a, struct known, people * teammates),
                       .ours = arena_new(a, struct circle, teammates),
                       .theirs = arena_new(a, struct circle, people),
                       .wants = arena_new(a, struct wish_said, people)};
    for (size_t i = 0; i < people * teammates; i++) {
        k.pair[i] = (struct known){.us = STRENGTH_UNKNOWN,
                                   .them = STRENGTH_UNKNOWN,
                                   .view = VIEW_UNKNOWN,
                                   .last_s = TIME_NONE,
                                   .reached_s = TIME_NONE};
    }
    for (size_t i = 0; i < people; i++)
        k.wants[i] = (struct wish_said){-1, TIME_NONE};
    return k;
}

enum status knowns_load(struct store *st, const struct team *team, const struct team *people,
                        struct known_before before, struct arena *a, struct knowns *ret,
                        struct err *e)
{
    struct knowns k = nothing_known(people->count, team->count, a);
    struct reader r = {.st = st, .a = a, .before = before, .k = &k};
    enum status s = nodes_load(st, a, &r.nodes, e);
    r.teammate = idmap_new(a, team->count);
    for (size_t t = 0; t < team->count; t++)
        (void)idmap_put(&r.teammate, team->one[t].node, (uint32_t)t);
    for (size_t t = 0; t < team->count && !s; t++)
        s = read_circle(&r, team->one[t].node, SIZE_MAX, &k.ours[t], e);
    for (size_t p = 0; p < people->count && !s; p++) {
        s = read_circle(&r, people->one[p].node, p, &k.theirs[p], e);
        if (!s) s = read_said(&r, people->one[p].node, p, e);
        if (!s && team->count) s = read_logged(&r, people->one[p].node, p, e);
    }
    if (!s) *ret = k;
    return s;
}

bool known_at_all(const struct known *k)
{
    return k->us > 0 || k->them > 0 || k->from_them || k->from_us || k->logged;
}

static uint32_t rows_with(const struct circle *c, int64_t node)
{
    struct tied key = {.node = node};
    const struct tied *found =
        c->count ? bsearch(&key, c->one, c->count, sizeof *c->one, by_node) : NULL;
    return found ? found->rows : 0;
}

struct through known_through(const struct knowns *k, const struct team *team, size_t person,
                             size_t teammate)
{
    struct through best = {0};
    const struct circle *c = &k->theirs[person];
    for (size_t i = 0; i < c->count; i++) {
        size_t mate = team_find(team, c->one[i].node);
        if (mate == teammate) continue;
        struct through x = {c->one[i].node, mate < team->count, c->one[i].rows, 0};
        if (!x.colleague) x.ours = rows_with(&k->ours[teammate], x.node);
        if (!x.colleague && !x.ours) continue;
        uint32_t weaker = x.colleague || x.theirs < x.ours ? x.theirs : x.ours;
        uint32_t least = best.colleague || best.theirs < best.ours ? best.theirs : best.ours;
        bool more = x.colleague == best.colleague ? weaker > least : x.colleague;
        if (!best.node || more) best = x;
    }
    return best;
}

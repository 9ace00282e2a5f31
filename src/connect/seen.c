/* seen.c - connect: what was seen between each of ours and everybody, and what is said of it? */
#include "connect/seen.h"

#include "base/activity.h"
#include "base/map.h"
#include "base/strength.h"
#include "base/time.h"
#include "connect/beside.h"
#include "find/nodes.h"

#include <stdlib.h>

/* ---- what is read ---- */

struct found {
    uint32_t teammate, person; /* nodes */
    bool logged;
    struct contact c;
};

struct word {
    uint32_t teammate, person;
    int64_t at_s, id;
    int us, them, view;
};

struct reader {
    struct store *st;
    struct arena *a;
    const struct seen_ask *ask;
    struct node_map nodes;
    struct bits ours;   /* all of the team */
    struct bits asked;  /* of ours */
    struct bits people; /* whom it may be with */
    struct found *found;
    size_t found_count;
    struct word *said;
    size_t said_count;
};

static enum status drop_robots(struct reader *r, struct bits *people, struct err *e)
{
    struct bits robots = bits_new(r->a, r->nodes.room);
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_scene_robots, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK)
        bits_add(&robots, nodes_final(&r->nodes, query_i64(q, 0)));
    query_close(q);
    bits_without(people, &robots);
    return s == DONE ? OK : s;
}

static enum status choose_sides(struct reader *r, struct err *e)
{
    const struct seen_ask *ask = r->ask;
    r->ours = bits_new(r->a, r->nodes.room);
    r->asked = bits_new(r->a, r->nodes.room);
    r->people = bits_new(r->a, r->nodes.room);
    for (size_t i = 0; i < ask->team->count; i++) {
        int64_t node = ask->team->one[i].node;
        bits_add(&r->ours, node);
        if (!ask->teammate || ask->teammate == node) bits_add(&r->asked, node);
    }
    if (ask->people) {
        for (size_t i = 0; i < ask->people->count; i++)
            bits_add(&r->people, ask->people->id[i]);
    } else {
        bits_or(&r->people, &r->nodes.persons);
    }
    bits_without(&r->people, &r->ours);
    return drop_robots(r, &r->people, e);
}

/* One row of evidence between these accounts: q stands on it. */
static void take(struct reader *r, int64_t mate, int64_t person, bool mate_acts,
                 const struct query *q)
{
    uint32_t t = nodes_behind(&r->nodes, mate);
    uint32_t p = nodes_behind(&r->nodes, person);
    int64_t verb = query_i64(q, 2);
    if (!bits_has(&r->asked, t) || !bits_has(&r->people, p)) return;
    if (verb <= VERB_NONE || verb >= VERB_CLAIMED) return;
    enum side by = contact_of_both((enum verb_kind)verb) ? SIDE_BOTH
                   : mate_acts                           ? SIDE_OURS
                                                         : SIDE_THEIRS;
    r->found = arena_more(r->a, r->found, r->found_count, sizeof *r->found);
    r->found[r->found_count++] = (struct found){.teammate = t,
                                                .person = p,
                                                .c = {.at_s = query_i64(q, 1),
                                                      .account = (uint32_t)person,
                                                      .kind = contact_kind_of((enum verb_kind)verb),
                                                      .by = by,
                                                      .against = query_i64(q, 3) < 0}};
}

/* by_people: looked up by the accounts of the people, not of ours. */
static enum status read_way(struct reader *r, enum sql name, bool by_people, struct err *e)
{
    const struct bits *who = by_people ? &r->people : &r->asked;
    bool acts = name == SQL_seen_from;
    struct query *q = NULL;
    enum status s = query_open(r->st, name, &q, e);
    for (int64_t i = 1; i < (int64_t)r->nodes.account_room && !s; i++) {
        if (!bits_has(who, r->nodes.account[i])) continue;
        query_again(q);
        query_bind_i64(q, 1, i);
        query_bind_i64(q, 2, r->ask->before_s);
        while ((s = query_next(q, e)) == OK) {
            int64_t other = query_i64(q, 0);
            take(r, by_people ? other : i, by_people ? i : other, acts != by_people, q);
        }
        if (s == DONE) s = OK;
    }
    query_close(q);
    return s;
}

static enum status read_beside(struct reader *r, struct err *e)
{
    struct besides b;
    enum status s =
        beside_load(r->st, &r->nodes, &r->asked, &r->people, r->ask->before_s, r->a, &b, e);
    for (size_t i = 0; i < b.count && !s; i++) {
        const struct beside *x = &b.one[i];
        r->found = arena_more(r->a, r->found, r->found_count, sizeof *r->found);
        r->found[r->found_count++] = (struct found){.teammate = x->teammate,
                                                    .person = x->person,
                                                    .c = {.at_s = x->at_s,
                                                          .account = x->account,
                                                          .others = x->others,
                                                          .kind = CONTACT_BESIDE,
                                                          .by = SIDE_BOTH}};
    }
    return s;
}

static void take_logged(struct reader *r, uint32_t mate, const struct query *q)
{
    uint32_t person = nodes_behind(&r->nodes, query_i64(q, 0));
    int64_t kind = query_i64(q, 2);
    enum activity_by by = BY_BOTH;
    if (!bits_has(&r->people, person) || kind <= ACTIVITY_NONE || kind >= ACTIVITY_COUNT) return;
    if (!activity_infos[kind].contact || !activity_by_of(query_str(q, 3), &by)) return;
    bool formal = activity_infos[kind].form == FORM_FORMAL;
    r->found = arena_more(r->a, r->found, r->found_count, sizeof *r->found);
    r->found[r->found_count++] =
        (struct found){.teammate = mate,
                       .person = person,
                       .logged = true,
                       .c = {.at_s = query_i64(q, 1),
                             .account = (uint32_t)query_i64(q, 0),
                             .kind = formal ? CONTACT_FORMAL : CONTACT_SOCIAL,
                             .by = by == BY_US     ? SIDE_OURS
                                   : by == BY_THEM ? SIDE_THEIRS
                                                   : SIDE_BOTH,
                             .against = query_i64(q, 4) != 0}};
}

static void take_word(struct reader *r, uint32_t mate, const struct query *q)
{
    uint32_t person = nodes_behind(&r->nodes, query_i64(q, 0));
    struct str by = query_str(q, 1);
    int strength = query_is_null(q, 2) ? STRENGTH_UNKNOWN : (int)query_i64(q, 2);
    if (!bits_has(&r->people, person)) return;
    r->said = arena_more(r->a, r->said, r->said_count, sizeof *r->said);
    r->said[r->said_count++] =
        (struct word){.teammate = mate,
                      .person = person,
                      .at_s = query_time(q, 4),
                      .id = query_i64(q, 5),
                      .us = str_is(by, "us") ? strength : STRENGTH_UNKNOWN,
                      .them = str_is(by, "them") ? strength : STRENGTH_UNKNOWN,
                      .view = query_is_null(q, 3) ? VIEW_UNKNOWN : (int)query_i64(q, 3)};
}

/* The log, and what was said: both by the accounts of ours. */
static enum status read_ours(struct reader *r, enum sql name, int64_t before_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, name, &q, e);
    for (int64_t i = 1; i < (int64_t)r->nodes.account_room && !s; i++) {
        uint32_t mate = r->nodes.account[i];
        if (!bits_has(&r->asked, mate)) continue;
        query_again(q);
        query_bind_i64(q, 1, i);
        query_bind_i64(q, 2, before_s);
        while ((s = query_next(q, e)) == OK) {
            if (name == SQL_seen_said) {
                take_word(r, mate, q);
            } else {
                take_logged(r, mate, q);
            }
        }
        if (s == DONE) s = OK;
    }
    query_close(q);
    return s;
}

/* ---- pairs of it ---- */

static int by_pair(uint32_t mate_x, uint32_t person_x, uint32_t mate_y, uint32_t person_y)
{
    if (person_x != person_y) return person_x < person_y ? -1 : 1;
    return (mate_x > mate_y) - (mate_x < mate_y);
}

static int by_pair_and_time(const void *x, const void *y)
{
    const struct found *a = x;
    const struct found *b = y;
    int pair = by_pair(a->teammate, a->person, b->teammate, b->person);
    if (pair) return pair;
    int order = contact_by_time(&a->c, &b->c);
    return order ? order : (a->c.account > b->c.account) - (a->c.account < b->c.account);
}

static int by_pair_and_word(const void *x, const void *y)
{
    const struct word *a = x;
    const struct word *b = y;
    int pair = by_pair(a->teammate, a->person, b->teammate, b->person);
    if (pair) return pair;
    if (a->at_s != b->at_s) return a->at_s < b->at_s ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* A meeting that rows tell for each side is one, and so is a mail that was logged and is evidence.
 */
static bool is_same(const struct found *x, const struct found *y)
{
    if (x->c.kind == CONTACT_BESIDE || y->c.kind == CONTACT_BESIDE) return false;
    if (x->c.by != y->c.by || x->c.at_s != y->c.at_s) return false;
    return x->logged != y->logged || (x->c.by == SIDE_BOTH && x->c.kind == y->c.kind);
}

static size_t take_contacts(struct reader *r, size_t at, struct contact *room, struct seen_pair *p)
{
    p->contact = room;
    for (size_t first = at; at < r->found_count; at++) {
        const struct found *f = &r->found[at];
        if (f->teammate != p->teammate || f->person != p->person) break;
        if (at > first && is_same(f - 1, f)) {
            struct contact *c = &p->contact[p->count - 1];
            c->against |= f->c.against;
            if (f->c.kind > c->kind) c->kind = f->c.kind;
            continue;
        }
        p->contact[p->count++] = f->c;
    }
    return at;
}

static size_t take_words(struct reader *r, size_t at, struct seen_pair *p)
{
    for (; at < r->said_count; at++) {
        const struct word *w = &r->said[at];
        if (w->teammate != p->teammate || w->person != p->person) break;
        if (w->us != STRENGTH_UNKNOWN) p->us = w->us;
        if (w->them != STRENGTH_UNKNOWN) p->them = w->them;
        if (w->view != VIEW_UNKNOWN) p->view = w->view;
    }
    return at;
}

/* The pair that comes next in either list. */
static struct seen_pair next_pair(const struct reader *r, size_t found, size_t said)
{
    struct seen_pair p = {.us = STRENGTH_UNKNOWN, .them = STRENGTH_UNKNOWN, .view = VIEW_UNKNOWN};
    const struct found *f = found < r->found_count ? &r->found[found] : NULL;
    const struct word *w = said < r->said_count ? &r->said[said] : NULL;
    if (f && (!w || by_pair(f->teammate, f->person, w->teammate, w->person) <= 0)) {
        p.teammate = f->teammate;
        p.person = f->person;
    } else if (w) {
        p.teammate = w->teammate;
        p.person = w->person;
    }
    return p;
}

static int by_strength(const void *x, const void *y)
{
    const struct seen_pair *a = x;
    const struct seen_pair *b = y;
    if (a->tie.strength < b->tie.strength || a->tie.strength > b->tie.strength)
        return a->tie.strength > b->tie.strength ? -1 : 1;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    return (a->teammate > b->teammate) - (a->teammate < b->teammate);
}

static void make_pairs(struct reader *r, struct arena *a, struct seen *ret)
{
    struct contact *room = arena_new(a, struct contact, r->found_count);
    size_t found = 0;
    size_t said = 0;
    if (r->found_count) qsort(r->found, r->found_count, sizeof *r->found, by_pair_and_time);
    if (r->said_count) qsort(r->said, r->said_count, sizeof *r->said, by_pair_and_word);
    while (found < r->found_count || said < r->said_count) {
        struct seen_pair p = next_pair(r, found, said);
        found = take_contacts(r, found, room, &p);
        said = take_words(r, said, &p);
        room += p.count;
        tie_find(p.contact, p.count, r->ask->as_of_s, a, &p.tie);
        ret->pair = arena_more(a, ret->pair, ret->count, sizeof *ret->pair);
        ret->pair[ret->count++] = p;
    }
    if (ret->count) qsort(ret->pair, ret->count, sizeof *ret->pair, by_strength);
}

enum status seen_load(struct store *st, const struct seen_ask *ask, struct arena *a,
                      struct seen *ret, struct err *e)
{
    struct arena scratch = {0};
    struct reader r = {.st = st, .a = &scratch, .ask = ask};
    enum status s = nodes_load(st, &scratch, &r.nodes, e);
    if (!s) s = choose_sides(&r, e);
    if (!s) {
        bool by_people = nodes_accounts(&r.nodes, &r.people) < nodes_accounts(&r.nodes, &r.asked);
        s = read_way(&r, SQL_seen_from, by_people, e);
        if (!s) s = read_way(&r, SQL_seen_to, by_people, e);
    }
    if (!s) s = read_beside(&r, e);
    if (!s) s = read_ours(&r, SQL_seen_logged, ask->before_s, e);
    if (!s) s = read_ours(&r, SQL_seen_said, ask->said_before_s, e);
    *ret = (struct seen){0};
    if (!s) make_pairs(&r, a, ret);
    arena_free(&scratch);
    return s;
}

enum status seen_when(struct store *st, int64_t until_s, struct seen_ask *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = OK;
    ret->before_s = ret->said_before_s = ret->as_of_s = until_s;
    if (until_s != TIME_NONE) return OK;
    s = query_open(st, SQL_seen_latest, &q, e);
    if (s) return s;
    s = query_next(q, e);
    if (!s) ret->as_of_s = query_time(q, 0);
    query_close(q);
    ret->before_s = ret->as_of_s == TIME_NONE ? TIME_NONE : ret->as_of_s + 1;
    ret->said_before_s = INT64_MAX;
    return s;
}

/* ---- channels ---- */

struct channel {
    struct str name;
    size_t count;
};

static int by_count(const void *x, const void *y)
{
    const struct channel *a = x;
    const struct channel *b = y;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static void add_channel(struct arena *a, struct channel **list, size_t *n, struct str name,
                        size_t count)
{
    size_t at = 0;
    while (at < *n && !str_eq((*list)[at].name, name))
        at++;
    if (at == *n) {
        *list = arena_more(a, *list, *n, sizeof **list);
        (*list)[(*n)++] = (struct channel){str_copy(a, name), 0};
    }
    (*list)[at].count += count;
}

enum status seen_channels(struct store *st, const struct seen_pair *p, struct arena *a,
                          struct str *ret, struct err *e)
{
    struct idmap number = idmap_new(a, 8);
    uint32_t *account = arena_new(a, uint32_t, p->count);
    size_t *count = arena_new(a, size_t, p->count);
    struct channel *list = NULL;
    size_t n = 0;
    struct query *q = NULL;
    for (size_t i = 0; i < p->count; i++) {
        uint32_t at = idmap_put(&number, p->contact[i].account, (uint32_t)number.count);
        account[at] = p->contact[i].account;
        count[at]++;
    }
    enum status s = query_open(st, SQL_account_channel, &q, e);
    for (size_t i = 0; i < number.count && !s; i++) {
        query_again(q);
        query_bind_i64(q, 1, account[i]);
        s = query_next(q, e);
        if (!s) add_channel(a, &list, &n, query_str(q, 0), count[i]);
        if (s == DONE) s = OK;
    }
    query_close(q);
    if (n) qsort(list, n, sizeof *list, by_count);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, "%s%.*s (%zu)", i ? ", " : "", STR_ARG(list[i].name), list[i].count);
    *ret = buf_str(&b);
    return s;
}

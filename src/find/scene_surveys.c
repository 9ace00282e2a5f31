/* scene_surveys.c - find: which rows are answers, and whose people gave them? */
#include "base/limits.h"
#include "find/scene_int.h"

#include <stdlib.h>

enum status scene_read_surveys(struct scene_work *w, struct arena *a, struct err *e)
{
    enum status s = nodes_room(w->st, SQL_surveys_room, &w->survey_room, e);
    if (s) return s;
    w->survey = arena_new(w->a, uint16_t, w->survey_room);
    w->survey_name = arena_new(a, struct str, w->survey_room);
    struct query *q = NULL;
    s = query_open(w->st, SQL_scene_surveys, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        if (id <= 0 || (size_t)id >= w->survey_room) continue;
        if (w->survey_count == SURVEYS_MAX) {
            s = err_set(e, TOO_MUCH, "%s: more than %d surveys; kith reads no more in one store",
                        store_path(w->st), SURVEYS_MAX);
            break;
        }
        w->survey_name[w->survey_count++] = str_copy(a, query_str(q, 1));
        w->survey[id] = (uint16_t)w->survey_count;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

uint16_t scene_survey(const struct scene_work *w, int64_t id)
{
    return id > 0 && (size_t)id < w->survey_room ? w->survey[id] : 0;
}

static int respondent_cmp(const void *left, const void *right)
{
    const struct respondent *l = left;
    const struct respondent *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->survey != r->survey) return l->survey < r->survey ? -1 : 1;
    return (l->org > r->org) - (l->org < r->org);
}

size_t respondents_once(struct respondent *one, size_t count)
{
    size_t kept = 0;
    if (count) qsort(one, count, sizeof *one, respondent_cmp);
    for (size_t i = 0; i < count; i++) {
        if (!i || respondent_cmp(&one[kept - 1], &one[i]) != 0) one[kept++] = one[i];
    }
    return kept;
}

/* [node_count] has an answer. */
static bool *answerers(const struct scene *sc, struct arena *a)
{
    bool *ret = arena_new(a, bool, sc->node_count);
    for (size_t i = 0; i < sc->heed_count; i++)
        ret[sc->heed[i].from] = ret[sc->heed[i].from] || sc->heed[i].survey;
    return ret;
}

struct stays {
    struct stay *stay; /* [count] of people with an answer, by person's number in the scene */
    size_t count, room;
};

static int by_person(const void *left, const void *right)
{
    const struct stay *l = left;
    const struct stay *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    return (l->org > r->org) - (l->org < r->org);
}

static void stays_add(struct stays *l, const struct stay *stay, struct arena *a)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 256;
        l->stay = arena_grow(a, l->stay, l->room * sizeof *l->stay, room * sizeof *l->stay);
        l->room = room;
    }
    l->stay[l->count++] = *stay;
}

static enum status read_stays(struct scene_work *w, const bool *answers, struct stays *ret,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_stays, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t person = nodes_final(&w->nodes, query_i64(q, 0));
        struct stay stay = {0, nodes_final(&w->nodes, query_i64(q, 1)), query_time(q, 2),
                            query_time(q, 3)};
        if (!stay.org || !bits_has(&w->occurs, person) || !answers[w->number[person]]) continue;
        stay.person = w->number[person];
        stays_add(ret, &stay, w->a);
    }
    query_close(q);
    if (ret->count) qsort(ret->stay, ret->count, sizeof *ret->stay, by_person);
    return s == DONE ? OK : s;
}

struct respondents {
    struct respondent *one;
    size_t count, room;
};

static void respondents_add(struct respondents *l, struct respondent one, struct arena *a)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 256;
        l->one = arena_grow(a, l->one, l->room * sizeof *l->one, room * sizeof *l->one);
        l->room = room;
    }
    l->one[l->count++] = one;
}

static bool is_then(const struct stay *stay, int64_t at_s)
{
    return (stay->since_s == TIME_NONE || stay->since_s <= at_s) &&
           (stay->until_s == TIME_NONE || stay->until_s > at_s);
}

/* Each answer with each organisation its giver was with then; every triple once. */
static void join_stays(const struct stays *l, struct arena *a, struct scene *ret)
{
    struct respondents found = {0};
    for (size_t i = 0, first = 0; i < ret->heed_count; i++) {
        const struct heed *h = &ret->heed[i];
        while (first < l->count && l->stay[first].person < h->from)
            first++;
        for (size_t k = first; h->survey && k < l->count && l->stay[k].person == h->from; k++) {
            struct respondent one = {h->from, l->stay[k].org, h->survey};
            if (is_then(&l->stay[k], h->at_s)) respondents_add(&found, one, a);
        }
    }
    ret->respondent = found.one;
    ret->respondent_count = respondents_once(found.one, found.count);
}

static enum status read_unchecked(struct scene_work *w, bool *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_unchecked, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        bool here = nodes_final(&w->nodes, id) == id && bits_has(&w->occurs, id);
        if (here) ret[w->number[id]] = true;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status scene_take_respondents(struct scene_work *w, struct arena *a, struct scene *ret,
                                   struct err *e)
{
    ret->survey = w->survey_name;
    ret->survey_count = w->survey_count;
    if (!w->answers) return OK;
    struct stays stays = {0};
    bool *unchecked = arena_new(a, bool, ret->node_count);
    enum status s = read_stays(w, answerers(ret, w->a), &stays, e);
    if (s) return s;
    join_stays(&stays, a, ret);
    ret->unchecked = unchecked;
    return read_unchecked(w, unchecked, e);
}

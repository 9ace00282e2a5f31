/*
 * scene_made.h - tests: a scene from a few lines, or built by hand, without a store
 *
 *   struct scene *sc = scene_made(&a,
 *       "buyer ann 2\n"              a member of the audience, weight 2 (1 when not said)
 *       "person bob; staff eve; org acme; outlet blog; open list\n"
 *       "author blog bob 3 1\n"      said 3 on the topic there, 1 of them answered
 *       "ann named bob\n"            whoever was not declared is a person
 *       "ann attended list day=-10 room=40 sign=-1 source=1\n"
 *       "ann named bob survey=1; answers ann acme 1\n");   ann answered survey 1 as acme's
 *
 * Lines end at a newline or a semicolon. Nodes are numbered as they first appear (scene_node finds
 * one); evidence has its row id in order of the lines; days count from as_of.
 */
#ifndef KITH_TESTS_SCENE_MADE_H
#define KITH_TESTS_SCENE_MADE_H

#include "find/scene.h"

#include <stdio.h>

enum { MADE_AS_OF_S = 1000000000 };

struct made_node {
    char name[24];
    enum node_type type;
    bool staff, robot, open;
    double buyer, followers;
    uint32_t said;
};

struct made {
    struct arena *a;
    struct made_node *node;
    struct heed *heed;
    struct author *author;
    struct respondent *respondent;
    size_t node_count, heed_count, author_count, respondent_count;
    size_t node_room, heed_room, author_room, respondent_room;
    int64_t half_life_days;
};

static inline void *made_room(struct arena *a, void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room) return list;
    size_t more = *room ? 2 * *room : 64;
    list = arena_grow(a, list, *room * size, more * size);
    *room = more;
    return list;
}

static inline uint32_t made_node(struct made *m, enum node_type type)
{
    m->node = made_room(m->a, m->node, m->node_count, &m->node_room, sizeof *m->node);
    m->node[m->node_count] = (struct made_node){.type = type, .followers = -1.0};
    return (uint32_t)m->node_count++;
}

static inline uint32_t made_person(struct made *m)
{
    return made_node(m, NODE_PERSON);
}

static inline uint32_t made_buyer(struct made *m, double weight)
{
    uint32_t node = made_node(m, NODE_PERSON);
    m->node[node].buyer = weight;
    return node;
}

static inline uint32_t made_outlet(struct made *m, bool open)
{
    uint32_t node = made_node(m, NODE_OUTLET);
    m->node[node].open = open;
    return node;
}

/* The answer may be changed until the next one is made. */
static inline struct heed *made_heed(struct made *m, uint32_t from, enum verb_kind verb,
                                     uint32_t to)
{
    m->heed = made_room(m->a, m->heed, m->heed_count, &m->heed_room, sizeof *m->heed);
    struct heed *h = &m->heed[m->heed_count++];
    *h = (struct heed){.at_s = MADE_AS_OF_S,
                       .evidence = (int64_t)m->heed_count,
                       .from = from,
                       .to = to,
                       .verb = (uint8_t)verb,
                       .sign = 1};
    return h;
}

static inline void made_author(struct made *m, uint32_t outlet, uint32_t person, uint32_t said,
                               uint32_t answered)
{
    m->author = made_room(m->a, m->author, m->author_count, &m->author_room, sizeof *m->author);
    m->author[m->author_count++] = (struct author){outlet, person, said, answered};
}

/* org: any number that tells one from another, here that of its node. */
static inline void made_respondent(struct made *m, uint32_t person, uint32_t org, uint16_t survey)
{
    m->respondent = made_room(m->a, m->respondent, m->respondent_count, &m->respondent_room,
                              sizeof *m->respondent);
    m->respondent[m->respondent_count++] = (struct respondent){person, org, survey};
}

static inline int made_heed_cmp(const void *left, const void *right)
{
    const struct heed *l = left;
    const struct heed *r = right;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    if (l->to != r->to) return l->to < r->to ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->evidence < r->evidence ? -1 : l->evidence > r->evidence;
}

static inline int made_author_cmp(const void *left, const void *right)
{
    const struct author *l = left;
    const struct author *r = right;
    if (l->outlet != r->outlet) return l->outlet < r->outlet ? -1 : 1;
    return l->person < r->person ? -1 : l->person > r->person;
}

/* The market's own weights are those of the design; half-life 365 days when none was set. */
static inline void made_market(struct made *m, struct scene *sc)
{
    sc->market = (struct market){.id = 1,
                                 .name = STR("test"),
                                 .audience = STR("tag:buyer"),
                                 .since_s = TIME_NONE,
                                 .until_s = TIME_NONE,
                                 .half_life_days = m->half_life_days};
    if (m->half_life_days == 0) sc->market.half_life_days = HALF_LIFE_DAYS;
    for (int v = 0; v < VERB_COUNT; v++)
        sc->market.weight[v] = verb_infos[v].weight;
    sc->as_of_s = MADE_AS_OF_S;
}

static inline void made_surveys(struct made *m, struct scene *sc)
{
    struct respondent *r = arena_new(m->a, struct respondent, m->respondent_count);
    if (m->respondent_count) memcpy(r, m->respondent, m->respondent_count * sizeof *r);
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].survey > sc->survey_count) sc->survey_count = sc->heed[i].survey;
    }
    struct str *name = arena_new(m->a, struct str, sc->survey_count);
    for (size_t i = 0; i < sc->survey_count; i++)
        name[i] = str_printf(m->a, "Panel %zu", i + 1);
    sc->survey = name;
    sc->respondent = r;
    sc->respondent_count = respondents_once(r, m->respondent_count);
}

/* Copies all of it: m may grow on and be closed again. Weights of buyers get mean 1. */
static inline struct scene *made_scene(struct made *m)
{
    struct arena *a = m->a;
    struct scene *sc = arena_new(a, struct scene, 1);
    size_t n = m->node_count;
    int64_t *id = arena_new(a, int64_t, n);
    uint8_t *type = arena_new(a, uint8_t, n);
    bool *staff = arena_new(a, bool, n);
    bool *robot = arena_new(a, bool, n);
    bool *open = arena_new(a, bool, n);
    double *buyer = arena_new(a, double, n);
    double *followers = arena_new(a, double, n);
    uint32_t *said = arena_new(a, uint32_t, n);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        id[i] = (int64_t)i + 101;
        type[i] = (uint8_t)m->node[i].type;
        staff[i] = m->node[i].staff;
        robot[i] = m->node[i].robot;
        open[i] = m->node[i].open;
        buyer[i] = m->node[i].buyer;
        followers[i] = m->node[i].followers;
        said[i] = m->node[i].said;
        sc->audience_count += buyer[i] > 0.0;
        sum += buyer[i];
    }
    for (size_t i = 0; i < n && sum > 0.0; i++)
        buyer[i] *= (double)sc->audience_count / sum;
    struct heed *heed = arena_new(a, struct heed, m->heed_count);
    struct author *author = arena_new(a, struct author, m->author_count);
    if (m->heed_count) memcpy(heed, m->heed, m->heed_count * sizeof *heed);
    if (m->author_count) memcpy(author, m->author, m->author_count * sizeof *author);
    qsort(heed, m->heed_count, sizeof *heed, made_heed_cmp);
    qsort(author, m->author_count, sizeof *author, made_author_cmp);
    made_market(m, sc);
    sc->node_count = n;
    sc->node_id = id;
    sc->node_type = type;
    sc->staff = staff;
    sc->robot = robot;
    sc->open_outlet = open;
    sc->buyer = buyer;
    sc->followers = followers;
    sc->said = said;
    sc->heed = heed;
    for (size_t i = 0; i < m->heed_count; i++) {
        if (heed[i].source >= sc->source_count) sc->source_count = heed[i].source + 1;
    }
    sc->source = arena_new(a, struct scene_source, sc->source_count);
    sc->heed_count = m->heed_count;
    sc->author = author;
    sc->author_count = m->author_count;
    made_surveys(m, sc);
    return sc;
}

/* ---- from lines ---- */
static inline uint32_t made_named(struct made *m, const char *name)
{
    for (size_t i = 0; i < m->node_count; i++) {
        if (strcmp(m->node[i].name, name) == 0) return (uint32_t)i;
    }
    uint32_t node = made_person(m);
    (void)snprintf(m->node[node].name, sizeof m->node[node].name, "%s", name);
    return node;
}

static inline void made_tweak(struct heed *h, const char *word)
{
    int value = 0;
    if (sscanf(word, "day=%d", &value) == 1) h->at_s = MADE_AS_OF_S + (int64_t)value * DAY_S;
    if (sscanf(word, "room=%d", &value) == 1) h->room = (uint32_t)value;
    if (sscanf(word, "sign=%d", &value) == 1) h->sign = (int8_t)value;
    if (sscanf(word, "source=%d", &value) == 1) h->source = (uint32_t)value;
    if (sscanf(word, "survey=%d", &value) == 1) h->survey = (uint16_t)value;
}

/* One line of at most six words. */
static inline void made_line(struct made *m, const char *line)
{
    char w[6][24] = {{0}};
    int words = sscanf(line, "%23s %23s %23s %23s %23s %23s", w[0], w[1], w[2], w[3], w[4], w[5]);
    if (words < 2) return;
    if (strcmp(w[0], "author") == 0) {
        uint32_t outlet = made_named(m, w[1]);
        made_author(m, outlet, made_named(m, w[2]), (uint32_t)strtoul(w[3], NULL, 10),
                    (uint32_t)strtoul(w[4], NULL, 10));
        return;
    }
    if (strcmp(w[0], "answers") == 0) {
        uint32_t person = made_named(m, w[1]);
        made_respondent(m, person, made_named(m, w[2]), (uint16_t)strtoul(w[3], NULL, 10));
        return;
    }
    enum verb_kind verb = verb_of(str_of(w[1]));
    if (words >= 3 && verb != VERB_NONE) {
        uint32_t from = made_named(m, w[0]);
        struct heed *h = made_heed(m, from, verb, made_named(m, w[2]));
        for (int i = 3; i < words; i++)
            made_tweak(h, w[i]);
        return;
    }
    uint32_t number = made_named(m, w[1]); /* may move the list */
    struct made_node *node = &m->node[number];
    if (strcmp(w[0], "buyer") == 0) node->buyer = words > 2 ? strtod(w[2], NULL) : 1.0;
    if (strcmp(w[0], "staff") == 0) node->staff = true;
    if (strcmp(w[0], "robot") == 0) node->robot = true;
    if (strcmp(w[0], "org") == 0) node->type = NODE_ORG;
    if (strcmp(w[0], "outlet") == 0 || strcmp(w[0], "open") == 0) node->type = NODE_OUTLET;
    if (strcmp(w[0], "open") == 0) node->open = true;
}

static inline void made_lines(struct made *m, const char *lines)
{
    while (*lines) {
        char line[128];
        size_t len = strcspn(lines, "\n;");
        (void)snprintf(line, sizeof line, "%.*s", (int)len, lines);
        made_line(m, line);
        lines += len + (lines[len] != '\0');
    }
}

static inline struct scene *scene_made(struct arena *a, const char *lines)
{
    struct made m = {.a = a};
    made_lines(&m, lines);
    return made_scene(&m);
}

#endif

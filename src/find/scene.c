/* scene.c - find: who heeded whom on this topic in this period? */
#include "find/scene.h"

#include "find/people.h"
#include "find/scene_int.h"

bool scene_in_period(const struct scene_work *w, int64_t at_s)
{
    return at_s != TIME_NONE && at_s >= w->since_s && at_s < w->until_s;
}

/* ---- audience ---- */

static enum status audience_empty(struct store *st, const struct market *m,
                                  const struct people_query *q, bool only_staff, struct err *e)
{
    if (only_staff) {
        return err_set(
            e, BAD_INPUT,
            "the audience of market '%.*s', %.*s, names only our own staff; count them with "
            "--with-us, or add the market with another --audience",
            STR_ARG(m->name), STR_ARG(m->audience));
    }
    if (str_is_nocase(str_trim(m->audience), "tag:buyer")) {
        return err_set(
            e, BAD_INPUT,
            "no buyer is tagged yet, and market '%.*s' sells to tag:buyer; tag them: kith tag "
            "'QUERY' buyer, or add the market with --audience QUERY",
            STR_ARG(m->name));
    }
    struct arena a = {0};
    struct people_miss *miss = NULL;
    enum status s = people_misses(st, q, &a, &miss, e);
    if (!s) {
        s = err_set(e, BAD_INPUT,
                    "the audience of market '%.*s', %.*s, names nobody%s%.*s%s%.*s; see whom a "
                    "query names: "
                    "kith people 'QUERY'",
                    STR_ARG(m->name), STR_ARG(m->audience), miss ? ": nobody is " : "",
                    STR_ARG(miss ? miss->term : STR("")),
                    miss && miss->near.len ? ", perhaps you meant " : "",
                    STR_ARG(miss ? miss->near : STR("")));
    }
    arena_free(&a);
    return s;
}

/* --for: "org:Acme", or any people query, or an organisation's bare name. */
static enum status narrow(struct scene_work *w, const struct market *m, struct err *e)
{
    struct str who = str_trim(w->o->for_org);
    if (!who.len) return OK;
    bool query = str_find(who, ':') < who.len || str_find(who, '"') < who.len;
    if (!query) who = str_printf(w->a, "org:\"%.*s\"", STR_ARG(who));
    struct node_set set = {0};
    enum status s = people_find(w->st, who, w->a, &set, e);
    if (s) return s;
    struct bits only = bits_new(w->a, w->nodes.room);
    for (size_t i = 0; i < set.count; i++)
        bits_add(&only, set.id[i]);
    bits_and(&w->audience, &only);
    if (bits_count(&w->audience)) return OK;
    return err_set(e, BAD_INPUT,
                   "nobody of the audience of market '%.*s' is %.*s; see who is: "
                   "kith people '%.*s'",
                   STR_ARG(m->name), STR_ARG(who), STR_ARG(who));
}

static enum status read_audience(struct scene_work *w, const struct market *m, struct scene *ret,
                                 struct err *e)
{
    struct people_query *q = NULL;
    enum status s = people_parse(m->audience, w->a, &q, e);
    if (s) return err_in(e, s, "audience of market '%.*s'", STR_ARG(m->name));
    struct node_set set = {0};
    s = people_run(w->st, q, w->a, &set, e);
    if (s) return s;
    w->audience = bits_new(w->a, w->nodes.room);
    for (size_t i = 0; i < set.count; i++)
        bits_add(&w->audience, set.id[i]);
    if (!w->o->with_us) bits_without(&w->audience, &w->nodes.staff);
    ret->everyone = people_is_everyone(q);
    if (!bits_count(&w->audience)) return audience_empty(w->st, m, q, set.count > 0, e);
    w->members = bits_new(w->a, w->nodes.room);
    bits_or(&w->members, &w->audience);
    return narrow(w, m, e);
}

/* ---- figures a node ---- */

/* [node room] weights of the audience as given, 1 when not; a merged person has their own, else
 * that of whoever was merged into them. */
static enum status read_weights(struct scene_work *w, double weight[], struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_weights, &q, e);
    if (s) return s;
    struct bits own = bits_new(w->a, w->nodes.room);
    for (size_t id = 0; id < w->nodes.room; id++)
        weight[id] = 1;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        uint32_t final = nodes_final(&w->nodes, id);
        if (!final || bits_has(&own, final)) continue;
        weight[final] = query_double(q, 1);
        if (final == id) bits_add(&own, id);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status take_audience(struct scene_work *w, const struct market *m, struct arena *a,
                                 struct scene *ret, struct err *e)
{
    double *weight = arena_new(w->a, double, w->nodes.room);
    double *buyer = arena_new(a, double, ret->node_count);
    enum status s = read_weights(w, weight, e);
    if (s) return s;
    double sum = 0;
    size_t count = 0;
    for (size_t v = 0; v < ret->node_count; v++) {
        int64_t id = ret->node_id[v];
        if (!bits_has(&w->audience, id) || !(weight[id] > 0)) continue;
        buyer[v] = weight[id];
        sum += weight[id];
        count++;
    }
    if (!count) {
        return err_set(
            e, BAD_INPUT,
            "the audience of market '%.*s' weighs nothing: all its weights are 0; import people "
            "with a weight above 0",
            STR_ARG(m->name));
    }
    for (size_t v = 0; v < ret->node_count; v++)
        buyer[v] *= (double)count / sum;
    ret->buyer = buyer;
    ret->audience_count = count;
    return OK;
}

/* Of one organisation alone the shares in the market say nothing. */
static enum status take_segments(struct scene_work *w, const struct market *m, struct arena *a,
                                 struct scene *ret, struct err *e)
{
    if (!m->segment_count || str_trim(w->o->for_org).len) return OK;
    uint32_t *segment = arena_new(a, uint32_t, ret->node_count);
    for (size_t i = 0; i < m->segment_count; i++) {
        struct node_set set = {0};
        enum status s = people_find(w->st, m->segment[i].query, w->a, &set, e);
        if (s) return err_in(e, s, "segment of market '%.*s'", STR_ARG(m->name));
        for (size_t k = 0; k < set.count; k++) {
            if (!bits_has(&w->occurs, set.id[k])) continue;
            segment[w->number[set.id[k]]] |= (uint32_t)1 << i;
        }
    }
    ret->segment = segment;
    return OK;
}

static enum status take_followers(struct scene_work *w, struct arena *a, struct scene *ret,
                                  struct err *e)
{
    double *followers = arena_new(a, double, ret->node_count);
    for (size_t v = 0; v < ret->node_count; v++)
        followers[v] = -1;
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_followers_newest_last, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t final = nodes_final(&w->nodes, query_i64(q, 0));
        if (bits_has(&w->occurs, final)) followers[w->number[final]] = query_double(q, 1);
    }
    query_close(q);
    ret->followers = followers;
    return s == DONE ? OK : s;
}

static enum status take_open(struct scene_work *w, struct arena *a, struct scene *ret,
                             struct err *e)
{
    bool *open = arena_new(a, bool, ret->node_count);
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_open_outlets, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t final = nodes_final(&w->nodes, query_i64(q, 0));
        if (bits_has(&w->occurs, final)) open[w->number[final]] = true;
    }
    query_close(q);
    ret->open_outlet = open;
    return s == DONE ? OK : s;
}

static void take_nodes(struct scene_work *w, struct arena *a, struct scene *ret)
{
    bits_or(&w->occurs, &w->audience);
    for (size_t i = 0; i < w->said.count; i++) {
        bits_add(&w->occurs, pair_left(w->said.pair[i]));
        bits_add(&w->occurs, pair_right(w->said.pair[i]));
    }
    int64_t *id = bits_list(&w->occurs, a, &ret->node_count);
    w->number = arena_new(w->a, uint32_t, w->nodes.room);
    uint8_t *type = arena_new(a, uint8_t, ret->node_count);
    bool *staff = arena_new(a, bool, ret->node_count);
    uint32_t *said = arena_new(a, uint32_t, ret->node_count);
    for (size_t v = 0; v < ret->node_count; v++) {
        w->number[id[v]] = (uint32_t)v;
        type[v] = w->nodes.type[id[v]];
        staff[v] = bits_has(&w->nodes.staff, id[v]);
        said[v] = w->said_by[id[v]];
    }
    ret->node_id = id;
    ret->node_type = type;
    ret->staff = staff;
    ret->said = said;
}

/* A mark holds for whom it is on, not for those they were merged into. */
static enum status take_robots(struct scene_work *w, struct arena *a, struct scene *ret,
                               struct err *e)
{
    bool *robot = arena_new(a, bool, ret->node_count);
    bool *occurs = arena_new(w->a, bool, ret->node_count);
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_robots, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        bool here = nodes_final(&w->nodes, id) == id && bits_has(&w->occurs, id);
        if (here) robot[w->number[id]] = true;
    }
    query_close(q);
    for (size_t i = 0; i < ret->heed_count; i++)
        occurs[ret->heed[i].to] = true;
    for (size_t i = 0; i < ret->author_count; i++)
        occurs[ret->author[i].person] = true;
    for (size_t v = 0; v < ret->node_count; v++)
        ret->robot_count += robot[v] && occurs[v] && ret->node_type[v] == NODE_PERSON;
    ret->robot = robot;
    return s == DONE ? OK : s;
}

static enum status scene_read(struct scene_work *w, const struct market *m, struct arena *a,
                              struct scene *ret, struct err *e)
{
    enum status s = nodes_load(w->st, w->a, &w->nodes, e);
    if (!s) s = read_audience(w, m, ret, e);
    if (!s) s = topic_hits(w->st, m->topic, w->a, &w->hits, e);
    if (s) return s;
    w->occurs = bits_new(w->a, w->nodes.room);
    s = scene_read_stays(w, e);
    if (!s) s = scene_read_docs(w, e);
    if (!s) s = scene_read_stated(w, e);
    if (!s) s = scene_read_surveys(w, a, e);
    if (!s) s = scene_read_evidence(w, a, e);
    if (s) return s;
    take_nodes(w, a, ret);
    scene_take_heeds(w, a, ret);
    scene_take_authors(w, a, ret);
    s = scene_take_respondents(w, a, ret, e);
    if (!s) s = take_robots(w, a, ret, e);
    if (!s) s = take_audience(w, m, a, ret, e);
    if (!s) s = take_segments(w, m, a, ret, e);
    if (!s) s = take_followers(w, a, ret, e);
    if (!s) s = take_open(w, a, ret, e);
    return s;
}

enum status scene_load(struct store *st, const struct market *m, const struct scene_options *o,
                       struct arena *a, struct scene *ret, struct err *e)
{
    struct arena scratch = {0};
    int64_t until_s = o->until_s != TIME_NONE ? o->until_s : m->until_s;
    struct scene_work w = {
        .st = st,
        .o = o,
        .a = &scratch,
        .market = m->id,
        .since_s = m->since_s == TIME_NONE ? INT64_MIN + 1 : m->since_s,
        .until_s = until_s == TIME_NONE ? INT64_MAX : until_s,
        .latest_s = TIME_NONE,
        .said.a = &scratch,
        .heard.a = &scratch,
    };
    struct scene sc = {.market = *m};
    enum status s = scene_read(&w, m, a, &sc, e);
    sc.as_of_s = until_s != TIME_NONE ? until_s : w.latest_s;
    arena_free(&scratch);
    if (!s) *ret = sc;
    return s;
}

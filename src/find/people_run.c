/* people_run.c - find: who are they? */
#include "find/people_int.h"

#include "base/near.h"

#include <math.h>

static bool compares(const struct people_term *t, double x)
{
    switch (t->compare) {
    case COMPARE_LESS:
        return x < t->from;
    case COMPARE_LEAST_EQUAL:
        return x <= t->to;
    case COMPARE_EQUAL:
        return x >= t->from && x <= t->to;
    case COMPARE_MOST_EQUAL:
        return x >= t->from;
    case COMPARE_MORE:
        return x > t->to;
    }
    return false;
}

/* What is not known compares with nothing. */
static void match_behaviour(const struct people_view *v, const struct people_term *t,
                            struct bits *ret)
{
    const double *value = v->behaviours.value[t->behaviour];
    for (size_t id = 1; id < v->nodes.room; id++) {
        if (!isnan(value[id]) && compares(t, value[id])) bits_add(ret, (int64_t)id);
    }
}

static enum status match_term(struct people_view *v, const struct people_term *t, struct bits *ret,
                              struct err *e)
{
    switch (t->key) {
    case KEY_TAG:
        return match_tag(v, STR("tag"), t->value, ret, e);
    case KEY_CATEGORY:
        return match_tag(v, STR("category"), t->value, ret, e);
    case KEY_TEAM:
        return match_tag(v, STR("team"), t->value, ret, e);
    case KEY_ORG:
        return match_org(v, t->value, ret, e);
    case KEY_COUNTRY:
        return match_country(v, t->value, ret, e);
    case KEY_OUTLET:
        return match_outlet(v, t->value, ret, e);
    case KEY_NAME:
        return match_name(v, t->value, ret, e);
    case KEY_TITLE:
        return match_title(v, t->value, ret, e);
    case KEY_CHANNEL: {
        struct ask ask = {.name = SQL_channel_people, .text = str_lower(v->a, t->value)};
        return match_add(v, ask, ret, e);
    }
    case KEY_EVERYONE:
        bits_or(ret, &v->nodes.persons);
        return OK;
    case KEY_US:
        bits_or(ret, &v->nodes.staff);
        return OK;
    case KEY_BEHAVIOUR:
        match_behaviour(v, t, ret);
        return OK;
    case KEY_COUNT:
        break;
    }
    return err_set(e, BAD_INPUT, "the query has a term of no known kind");
}

static enum status run_term(void *context, const void *term, struct bits *ret, struct err *e)
{
    struct people_view *v = context;
    struct arena_mark mark = arena_mark(v->a);
    enum status s = match_term(v, term, ret, e);
    arena_reset(v->a, mark);
    bits_and(ret, &v->nodes.persons);
    return s;
}

static enum status view_open(struct store *st, const struct people_query *q, struct arena *a,
                             struct people_view *ret, struct err *e)
{
    *ret = (struct people_view){.st = st, .a = a};
    enum status s = nodes_load(st, a, &ret->nodes, e);
    if (!s && q->behaviours) {
        s = behaviours_load(st, &ret->nodes, q->behaviours, a, &ret->behaviours, e);
    }
    return s;
}

enum status people_run(struct store *st, const struct people_query *q, struct arena *a,
                       struct node_set *ret, struct err *e)
{
    struct arena scratch = {0};
    struct people_view v;
    enum status s = view_open(st, q, &scratch, &v, e);
    if (!s) {
        struct expr_sets sets = {.all = &v.nodes.persons, .context = &v, .term = run_term};
        struct bits who = bits_new(&scratch, v.nodes.room);
        s = expr_run(q->root, &sets, &scratch, &who, e);
        if (!s) ret->id = bits_list(&who, a, &ret->count);
    }
    arena_free(&scratch);
    return s;
}

enum status people_find(struct store *st, struct str text, struct arena *a, struct node_set *ret,
                        struct err *e)
{
    struct people_query *q = NULL;
    enum status s = people_parse(text, a, &q, e);
    return s ? s : people_run(st, q, a, ret, e);
}

bool node_set_has(const struct node_set *s, int64_t id)
{
    size_t from = 0;
    size_t to = s->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (s->id[middle] < id) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < s->count && s->id[from] == id;
}

/* ---- terms that name nobody ---- */

struct miss_search {
    struct people_view v;
    struct people_miss **last;
    struct arena *a;
};

/* The values that a term of this kind could have had. */
static enum status near_value(struct miss_search *m, const struct people_term *t, struct str *ret,
                              struct err *e)
{
    bool tag = t->key == KEY_TAG || t->key == KEY_CATEGORY || t->key == KEY_TEAM;
    if (!tag && t->key != KEY_ORG && t->key != KEY_OUTLET) return OK;
    struct query *q = NULL;
    enum sql name = t->key == KEY_ORG ? SQL_org_names : SQL_outlet_names;
    enum status s = query_open(m->v.st, tag ? SQL_tag_values : name, &q, e);
    if (s) return s;
    if (tag) query_bind_str(q, 1, str_of(people_keys[t->key].name));
    size_t best = SIZE_MAX;
    struct str want = tag ? t->value : name_key(m->a, t->value);
    while ((s = query_next(q, e)) == OK) {
        struct str value = query_str(q, tag ? 0 : 1);
        size_t d = near_distance(want, value, near_most(want));
        if (d >= best) continue;
        best = d;
        bool blank = str_find(value, ' ') < value.len;
        struct str shown = str_lower(m->a, value);
        *ret = str_printf(m->a, "%s:%s%.*s%s", people_keys[t->key].name, blank ? "\"" : "",
                          STR_ARG(shown), blank ? "\"" : "");
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status find_misses(struct miss_search *m, const struct expr *x, struct err *e)
{
    if (x->op != EXPR_TERM) {
        enum status s = find_misses(m, x->left, e);
        return s || !x->right ? s : find_misses(m, x->right, e);
    }
    const struct people_term *t = x->term;
    struct bits who = bits_new(m->v.a, m->v.nodes.room);
    enum status s = run_term(&m->v, t, &who, e);
    if (s || bits_count(&who)) return s;
    struct people_miss *miss = arena_new(m->a, struct people_miss, 1);
    miss->term = str_copy(m->a, t->written);
    *m->last = miss;
    m->last = &miss->next;
    return near_value(m, t, &miss->near, e);
}

enum status people_misses(struct store *st, const struct people_query *q, struct arena *a,
                          struct people_miss **ret, struct err *e)
{
    struct arena scratch = {0};
    struct people_miss *first = NULL;
    struct miss_search m = {.a = a, .last = &first};
    enum status s = view_open(st, q, &scratch, &m.v, e);
    if (!s) s = find_misses(&m, q->root, e);
    if (!s) *ret = first;
    arena_free(&scratch);
    return s;
}

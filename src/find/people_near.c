/* people_near.c - find: which names are near a word that names nobody? */
#include "find/people_int.h"

#include "base/near.h"

enum { NEAR_SHOWN_MAX = 3 };

struct near_name {
    size_t distance;
    int64_t id;
};

/* Distance to the whole name or to one of its words; SIZE_MAX when none is near. */
static size_t name_distance(struct str key, struct str name)
{
    size_t best = near_distance(key, name, near_most(key));
    struct str word;
    while (best && str_cut(&name, ' ', &word)) {
        size_t d = near_distance(key, word, near_most(key));
        if (d != SIZE_MAX && d + 1 < best) best = d + 1; /* a whole name is nearer than a part */
    }
    return best;
}

/* Each once, by whichever of their names is nearest. */
static void near_keep(struct near_name near[NEAR_SHOWN_MAX], struct near_name one)
{
    int at = 0;
    while (at < NEAR_SHOWN_MAX - 1 && near[at].id && near[at].id != one.id)
        at++;
    if (near[at].id && near[at].distance <= one.distance) return;
    near[at] = one;
    for (; at > 0 && near[at - 1].distance > one.distance; at--) {
        near[at] = near[at - 1];
        near[at - 1] = one;
    }
}

enum status names_near(struct people_view *v, enum sql names, struct str word, struct str *ret,
                       struct err *e)
{
    struct near_name near[NEAR_SHOWN_MAX] = {{0}};
    struct query *q = NULL;
    enum status s = query_open(v->st, names, &q, e);
    if (s) return s;
    struct str key = name_key(v->a, word);
    while ((s = query_next(q, e)) == OK) {
        int64_t id = nodes_final(&v->nodes, query_i64(q, 0));
        size_t d = name_distance(key, query_str(q, 1));
        if (id && d != SIZE_MAX) near_keep(near, (struct near_name){d, id});
    }
    query_close(q);
    if (s != DONE) return s;
    struct buf b = buf_new(v->a);
    for (int i = 0; i < NEAR_SHOWN_MAX && near[i].id; i++) {
        struct str name = STR_NONE;
        s = node_name(v->st, near[i].id, v->a, &name, e);
        if (s != OK) return s;
        char type = v->nodes.type[near[i].id] == NODE_ORG ? 'g' : 'p';
        buf_addf(&b, "%s%.*s (%c%lld)", i ? ", " : "", STR_ARG(utf8_head(name, 100)), type,
                 (long long)near[i].id);
    }
    *ret = buf_str(&b);
    return OK;
}

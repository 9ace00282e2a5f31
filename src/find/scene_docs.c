/* scene_docs.c - find: what was said on the topic, where, by whom, and who answered? */
#include "find/scene_int.h"

struct doc { /* one row */
    int64_t id, at_s, root, parent;
    uint32_t author, outlet;
    bool wordless, same_as_other;
};

static struct doc doc_of(const struct scene_work *w, struct query *q)
{
    return (struct doc){
        .id = query_i64(q, 0),
        .author = nodes_behind(&w->nodes, query_i64(q, 1)),
        .outlet = nodes_final(&w->nodes, query_i64(q, 2)),
        .at_s = query_time(q, 3),
        .root = query_i64(q, 4),
        .parent = query_i64(q, 5),
        .same_as_other = !query_is_null(q, 6),
        .wordless = query_i64(q, 7) != 0,
    };
}

/* What people say while they are with an organisation, they say for it, too. */
static void say_for_orgs(struct scene_work *w, uint32_t author, int64_t at_s)
{
    if (!w->stay_first) return;
    uint32_t last = 0;
    for (size_t i = w->stay_first[author]; i < w->stay_first[author + 1]; i++) {
        const struct stay *stay = &w->stay[i];
        bool then = (stay->since_s == TIME_NONE || stay->since_s <= at_s) &&
                    (stay->until_s == TIME_NONE || stay->until_s > at_s);
        if (!then || stay->org == last) continue;
        last = stay->org;
        bits_add(&w->has_docs, last);
        pairs_add(&w->said, last, author);
    }
}

static void take_doc(struct scene_work *w, const struct doc *d)
{
    const struct bits *hits = &w->hits.docs;
    bool on = w->hits.everything || bits_has(hits, d->id) || bits_has(hits, d->root);
    if (on) bits_add(&w->on_topic, d->id);
    if (d->wordless) bits_add(&w->wordless, d->id);
    if (d->outlet && d->at_s < w->until_s) bits_add(&w->has_docs, d->outlet);
    if (!scene_in_period(w, d->at_s) || !d->author) return;
    w->doc_author[d->id] = d->author;
    if (d->parent > 0 && (size_t)d->parent < w->doc_room) {
        w->doc_parent[d->id] = (uint32_t)d->parent;
    }
    if (!on || d->same_as_other) return;
    w->said_by[d->author]++;
    say_for_orgs(w, d->author, d->at_s);
    if (d->author != d->outlet) w->doc_outlet[d->id] = d->outlet;
}

/* An answer by somebody else of the audience is being heeded. */
static void mark_answered(struct scene_work *w)
{
    for (size_t id = 1; id < w->doc_room; id++) {
        uint32_t parent = w->doc_parent[id];
        uint32_t author = w->doc_author[id];
        if (!parent || author == w->doc_author[parent]) continue;
        if (bits_has(&w->audience, author)) bits_add(&w->answered, parent);
    }
}

static void collect_said(struct scene_work *w)
{
    for (size_t id = 1; id < w->doc_room; id++) {
        if (!w->doc_outlet[id]) continue;
        pairs_add(&w->said, w->doc_outlet[id], w->doc_author[id]);
        if (!bits_has(&w->answered, (int64_t)id)) continue;
        pairs_add(&w->heard, w->doc_outlet[id], w->doc_author[id]);
    }
}

enum status scene_read_docs(struct scene_work *w, struct err *e)
{
    enum status s = nodes_room(w->st, SQL_docs_room, &w->doc_room, e);
    if (s) return s;
    w->on_topic = bits_new(w->a, w->doc_room);
    w->wordless = bits_new(w->a, w->doc_room);
    w->answered = bits_new(w->a, w->doc_room);
    w->has_docs = bits_new(w->a, w->nodes.room);
    w->doc_author = arena_new(w->a, uint32_t, w->doc_room);
    w->doc_parent = arena_new(w->a, uint32_t, w->doc_room);
    w->doc_outlet = arena_new(w->a, uint32_t, w->doc_room);
    w->said_by = arena_new(w->a, uint32_t, w->nodes.room);
    struct query *q = NULL;
    s = query_open(w->st, SQL_scene_docs, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct doc d = doc_of(w, q);
        if (d.id > 0 && (size_t)d.id < w->doc_room) take_doc(w, &d);
    }
    query_close(q);
    if (s != DONE) return s;
    mark_answered(w);
    collect_said(w);
    return OK;
}

/* ---- authors ---- */

/* Roles that speak for an outlet; members, readers and attendees do not. */
static const char *const speaking_roles[] = {
    "author",    "co-author", "writer",     "columnist", "contributor", "editor",
    "publisher", "speaker",   "presenter",  "panelist",  "panellist",   "host",
    "chair",     "co-chair",  "organiser",  "organizer", "lead",        "co-lead",
    "founder",   "owner",     "maintainer", "moderator", NULL};

static bool speaks(struct str role)
{
    for (size_t i = 0; speaking_roles[i]; i++) {
        if (str_is_nocase(role, speaking_roles[i])) return true;
    }
    return false;
}

static int stay_cmp(const void *left, const void *right)
{
    const struct stay *l = left;
    const struct stay *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->org != r->org) return l->org < r->org ? -1 : 1;
    return l->since_s < r->since_s ? -1 : l->since_s > r->since_s;
}

static void find_firms(struct scene_work *w)
{
    w->firms = bits_new(w->a, w->nodes.room);
    for (size_t i = 0; i < w->nodes.account_room; i++) {
        uint32_t node = w->nodes.account[i];
        if (node && w->nodes.type[node] == NODE_ORG) bits_add(&w->firms, node);
    }
}

static enum status collect_stays(struct scene_work *w, struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    enum status s = query_open(w->st, SQL_scene_stays, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct stay stay = {nodes_final(&w->nodes, query_i64(q, 0)),
                            nodes_final(&w->nodes, query_i64(q, 1)), query_time(q, 2),
                            query_time(q, 3)};
        if (!stay.person || !bits_has(&w->firms, stay.org)) continue;
        if (w->stay_count == room) {
            size_t wider = room ? room * 2 : 256;
            w->stay = arena_grow(w->a, w->stay, room * sizeof *w->stay, wider * sizeof *w->stay);
            room = wider;
        }
        w->stay[w->stay_count++] = stay;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status scene_read_stays(struct scene_work *w, struct err *e)
{
    find_firms(w);
    if (!bits_count(&w->firms)) return OK;
    enum status s = collect_stays(w, e);
    if (s || !w->stay_count) return s;
    qsort(w->stay, w->stay_count, sizeof *w->stay, stay_cmp);
    w->stay_first = arena_new(w->a, size_t, w->nodes.room + 1);
    for (size_t i = 0; i < w->stay_count; i++)
        w->stay_first[w->stay[i].person + 1]++;
    for (size_t n = 0; n < w->nodes.room; n++)
        w->stay_first[n + 1] += w->stay_first[n];
    return OK;
}

/* May somebody in this role speak for it? Of a firm everybody who is with it. */
static bool may_speak(const struct scene_work *w, uint32_t outlet, struct str role)
{
    if (bits_has(&w->has_docs, outlet)) return false;
    if (w->nodes.type[outlet] == NODE_ORG) return bits_has(&w->firms, outlet);
    return w->nodes.type[outlet] == NODE_OUTLET && speaks(role);
}

enum status scene_read_stated(struct scene_work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_scene_affils, &q, e);
    if (s) return s;
    struct pairs stated = {.a = w->a};
    while ((s = query_next(q, e)) == OK) {
        uint32_t person = nodes_final(&w->nodes, query_i64(q, 0));
        uint32_t outlet = nodes_final(&w->nodes, query_i64(q, 1));
        int64_t since_s = query_time(q, 3);
        int64_t until_s = query_time(q, 4);
        if (!person || !outlet || !may_speak(w, outlet, query_str(q, 2))) continue;
        bool then = (since_s == TIME_NONE || since_s < w->until_s) &&
                    (until_s == TIME_NONE || until_s > w->since_s);
        if (then) pairs_add(&stated, outlet, person);
    }
    query_close(q);
    pairs_sort(&stated);
    for (size_t i = 0; i < stated.count; i++) {
        uint64_t pair = stated.pair[i];
        if (i == 0 || pair != stated.pair[i - 1]) {
            pairs_add(&w->said, pair_left(pair), pair_right(pair));
        }
    }
    pairs_sort(&w->said);
    pairs_sort(&w->heard);
    return s == DONE ? OK : s;
}

void scene_take_authors(struct scene_work *w, struct arena *a, struct scene *ret)
{
    size_t distinct = 0;
    const uint64_t *said = w->said.pair;
    for (size_t i = 0; i < w->said.count; i++)
        distinct += i == 0 || said[i] != said[i - 1];
    struct author *author = arena_new(a, struct author, distinct);
    size_t count = 0;
    size_t heard = 0;
    for (size_t i = 0, end; i < w->said.count; i = end) {
        struct author *one = &author[count++];
        one->outlet = w->number[pair_left(said[i])];
        one->person = w->number[pair_right(said[i])];
        for (end = i; end < w->said.count && said[end] == said[i]; end++)
            one->said++;
        while (heard < w->heard.count && w->heard.pair[heard] < said[i])
            heard++;
        for (; heard < w->heard.count && w->heard.pair[heard] == said[i]; heard++)
            one->answered++;
    }
    ret->author = author;
    ret->author_count = count;
}

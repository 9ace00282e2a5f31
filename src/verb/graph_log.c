/* graph_log.c - verb: who did what, as a plain log says? */
#include "verb/graph_verb.h"

#include "base/file.h"
#include "base/map.h"

#include <inttypes.h>
#include <math.h>

struct logged {
    struct request *r;
    const struct graph *g;
    struct map item; /* its name to a number */
    struct act *act;
    size_t count, room;
    size_t unknown; /* acts of those the graph has not */
};

/* "WHO ITEM TIME"; DONE: a comment, or nothing. */
static enum status add_act(struct logged *l, struct str line, struct err *e)
{
    struct str whole = line;
    uint64_t id = 0;
    double time = 0;
    struct str who = graph_word(&line);
    if (!who.len || who.p[0] == '#' || who.p[0] == '%') return OK;
    struct str item = graph_word(&line);
    struct str when = graph_word(&line);
    if (!graph_read_id(who, &id) || !item.len || !str_to_double(when, &time)) {
        struct str shown = utf8_mend(l->r->a, utf8_head(whole, 60));
        return err_set(e, BAD_INPUT, "'%.*s', want 'WHO ITEM TIME': an id, a word, a number",
                       STR_ARG(shown));
    }
    uint32_t node = graph_node(l->g, id);
    if (node == UINT32_MAX) {
        l->unknown++;
        return OK;
    }
    bool fresh = false;
    int64_t number = *map_put(&l->item, item, (int64_t)l->item.count, &fresh);
    if (l->count == l->room) {
        size_t old = l->room;
        l->room = old ? 2 * old : 1024;
        l->act = arena_grow(l->r->a, l->act, old * sizeof *l->act, l->room * sizeof *l->act);
    }
    l->act[l->count++] = (struct act){time, (uint32_t)number, node};
    return OK;
}

/* "ITEM TIME": when it was released to all at once. */
static enum status add_release(struct logged *l, struct str line, double *release, struct err *e)
{
    struct str whole = line;
    double time = 0;
    struct str item = graph_word(&line);
    if (!item.len || item.p[0] == '#' || item.p[0] == '%') return OK;
    if (!str_to_double(graph_word(&line), &time)) {
        struct str shown = utf8_mend(l->r->a, utf8_head(whole, 60));
        return err_set(e, BAD_INPUT, "'%.*s', want 'ITEM TIME', a word and a number",
                       STR_ARG(shown));
    }
    const int64_t *number = map_get(&l->item, item);
    if (number) release[*number] = time;
    return OK;
}

static enum status read_lines(struct logged *l, const char *flag, double *release, struct err *e)
{
    struct reader *in = NULL;
    struct str line;
    const char *path = request_path(l->r, flag);
    enum status s = reader_open(path, l->r->a, &in, e);
    if (s) return err_in(e, s, "--%s", flag);
    while ((s = reader_line(in, &line, e)) == OK) {
        s = release ? add_release(l, line, release, e) : add_act(l, line, e);
        if (!s) continue;
        uint64_t number = reader_line_number(in);
        reader_close(in);
        return err_in(e, s, "%s:%" PRIu64, path, number);
    }
    reader_close(in);
    return s == DONE ? OK : err_in(e, s, "--%s", flag);
}

static enum status drop_joint(struct logged *l, struct table *t, struct err *e)
{
    if (!request_has(l->r, "releases")) return OK;
    double *release = arena_new(l->r->a, double, l->item.count);
    for (size_t i = 0; i < l->item.count; i++)
        release[i] = NAN;
    enum status s = read_lines(l, "releases", release, e);
    if (s) return s;
    uint32_t out = 0;
    l->count =
        acts_without_joint(l->act, l->count, (uint32_t)l->item.count, release, l->r->a, &out);
    table_note(t,
               "%u items are left out: more than %.0f %% of their acts came within an hour of a "
               "release to all.",
               out, 100.0 * JOINT_SHARE);
    return OK;
}

enum status graph_log(struct request *r, const struct graph *g, struct table *t, struct acts *ret,
                      struct err *e)
{
    struct logged l = {.r = r, .g = g, .item = map_new(r->a)};
    if (!request_has(r, "log")) {
        return err_set(e, BAD_USAGE, "who did what? give --log FILE, lines 'WHO ITEM TIME'");
    }
    enum status s = read_lines(&l, "log", NULL, e);
    if (!s && l.count >= UINT32_MAX) {
        s = err_set(e, TOO_MUCH, "%zu acts, the most are %u; give a part of the log", l.count,
                    UINT32_MAX - 1);
    }
    if (!s) s = drop_joint(&l, t, e);
    if (s) return s;
    acts_order(l.act, l.count, (uint32_t)l.item.count, r->a, ret);
    if (!ret->count) {
        return err_set(e, BAD_INPUT,
                       "--log has no act of a node of the graph; want lines 'WHO ITEM TIME'");
    }
    table_fact(t, "acts", "acts", cell_int((int64_t)ret->count), 0);
    table_fact(t, "items", "items", cell_int(ret->items), 0);
    table_fact(t, "repeats", "acts again on an item, dropped", cell_int((int64_t)ret->repeats), 0);
    table_fact(t, "strangers", "acts of others, dropped", cell_int((int64_t)l.unknown), 0);
    return OK;
}

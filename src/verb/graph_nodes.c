/* graph_nodes.c - verb: which nodes does this file name? */
#include "verb/graph_verb.h"

#include "base/file.h"

#include <inttypes.h>
#include <math.h>
#include <sys/resource.h>
#include <time.h>

#define NUMBER_MAX 1e12

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == ';';
}

struct str graph_word(struct str *rest)
{
    size_t from = 0;
    while (from < rest->len && is_gap(rest->p[from]))
        from++;
    size_t to = from;
    while (to < rest->len && !is_gap(rest->p[to]))
        to++;
    struct str word = {rest->p + from, to - from};
    *rest = str_skip(*rest, to);
    return word;
}

bool graph_read_id(struct str s, uint64_t *ret)
{
    uint64_t id = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        uint64_t digit = (uint64_t)(s.p[i] - '0');
        if (id > (UINT64_MAX - digit) / 10) return false;
        id = id * 10 + digit;
    }
    *ret = id;
    return s.len > 0;
}

struct listing {
    const struct graph *g;
    enum graph_numbers numbers;
    struct graph_nodes *to;
    size_t room;
    bool *named; /* [n] */
};

static void nodes_room(struct request *r, struct listing *l)
{
    struct graph_nodes *to = l->to;
    size_t old = l->room;
    if (to->count < old) return;
    l->room = old ? 2 * old : 64;
    to->node = arena_grow(r->a, to->node, old * sizeof(uint32_t), l->room * sizeof(uint32_t));
    to->number = arena_grow(r->a, to->number, old * sizeof(double), l->room * sizeof(double));
    if (l->numbers != GRAPH_NUMBERS_GROUPED && l->numbers != GRAPH_GROUPS) return;
    to->group = arena_grow(r->a, to->group, old * sizeof(struct str), l->room * sizeof(struct str));
}

static enum status add_line(struct request *r, struct listing *l, struct str line, struct err *e)
{
    struct str shown = utf8_mend(r->a, utf8_head(line, 60));
    uint64_t id = 0;
    double number = 1;
    struct str word = graph_word(&line);
    if (!word.len || word.p[0] == '#' || word.p[0] == '%') return OK;
    if (!graph_read_id(word, &id)) {
        return err_set(e, BAD_INPUT, "'%.*s', want the id of a node, a whole number",
                       STR_ARG(shown));
    }
    bool grouped = l->numbers == GRAPH_NUMBERS_GROUPED || l->numbers == GRAPH_GROUPS;
    if (l->numbers != GRAPH_GROUPS) word = graph_word(&line);
    bool given = word.len > 0 && l->numbers != GRAPH_NUMBERS_NONE && l->numbers != GRAPH_GROUPS;
    if (l->numbers == GRAPH_TIMES) {
        if (!str_to_double(word, &number))
            return err_set(e, BAD_INPUT, "'%.*s', want an id and a time, a number", STR_ARG(shown));
        given = false;
    }
    if ((given || l->numbers == GRAPH_NUMBERS_MUST) &&
        (!str_to_double(word, &number) || number < 0 || number > NUMBER_MAX)) {
        return err_set(e, BAD_INPUT, "'%.*s', want an id and a number from 0 to %g", STR_ARG(shown),
                       NUMBER_MAX);
    }
    struct str group = graph_word(&line);
    if (l->numbers == GRAPH_GROUPS && !group.len)
        return err_set(e, BAD_INPUT, "'%.*s', want an id and a group", STR_ARG(shown));
    uint32_t node = graph_node(l->g, id);
    if (node == UINT32_MAX) {
        l->to->unknown++;
        return OK;
    }
    if (l->named[node] && l->numbers != GRAPH_NUMBERS_GROUPED)
        return err_set(e, BAD_INPUT, "node %" PRIu64 " is named twice", id);
    l->named[node] = true;
    nodes_room(r, l);
    if (grouped) l->to->group[l->to->count] = str_copy(r->a, group);
    l->to->node[l->to->count] = node;
    l->to->number[l->to->count++] = number;
    return OK;
}

enum status graph_nodes_read(struct request *r, const struct graph *g, const char *flag,
                             enum graph_numbers numbers, struct graph_nodes *ret, struct err *e)
{
    struct named_file f = {flag, request_path(r, flag)};
    return graph_nodes_from(r, g, f, numbers, ret, e);
}

enum status graph_nodes_from(struct request *r, const struct graph *g, struct named_file f,
                             enum graph_numbers numbers, struct graph_nodes *ret, struct err *e)
{
    struct reader *in = NULL;
    struct str line;
    struct listing l = {.g = g, .numbers = numbers, .to = ret};
    *ret = (struct graph_nodes){0};
    enum status s = reader_open(f.path, r->a, &in, e);
    if (s) return err_in(e, s, "--%s", f.flag);
    l.named = arena_new(r->a, bool, g->n);
    while ((s = reader_line(in, &line, e)) == OK) {
        s = add_line(r, &l, line, e);
        if (s) {
            uint64_t number = reader_line_number(in);
            reader_close(in);
            return err_in(e, s, "%s:%" PRIu64, f.path, number);
        }
    }
    reader_close(in);
    return s == DONE ? OK : err_in(e, s, "--%s", f.flag);
}

enum status graph_audience(struct request *r, const struct graph *g, const double **ret,
                           struct table *t, struct err *e)
{
    struct graph_nodes named;
    if (!request_has(r, "audience")) return OK;
    enum status s = graph_nodes_read(r, g, "audience", GRAPH_NUMBERS_MAY, &named, e);
    if (s) return s;
    double *weight = arena_new(r->a, double, g->n);
    for (size_t i = 0; i < named.count; i++)
        weight[named.node[i]] = named.number[i];
    if (named.unknown)
        table_note(t, "%zu of the audience have no arcs: nobody moves them.", named.unknown);
    *ret = weight;
    return OK;
}

enum status graph_load_cascade(struct request *r, unsigned ways, struct cascade *ret_cascade,
                               struct graph *ret, struct err *e)
{
    struct cascade c = {.kind = CASCADE_WC};
    enum status s = OK;
    if (request_has(r, "model")) s = cascade_read(request_value(r, "model"), &c, e);
    if (s) return s;
    enum graph_weights weights = GRAPH_WEIGHTS_NEVER;
    if (c.kind == CASCADE_LT) weights = GRAPH_WEIGHTS_IF_THERE;
    if (c.kind == CASCADE_WEIGHTS || (c.kind == CASCADE_LT && request_has(r, "weights"))) {
        weights = GRAPH_WEIGHTS_MUST;
    }
    struct graph_options o = {
        .ways = ways, .weights = weights, .threads = r->threads, .progress = r->progress};
    *ret_cascade = c;
    return graph_open(r->raw[1], &o, r->a, ret, e);
}

double graph_clock_s(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Largest resident set of this process. */
static int64_t peak_bytes(void)
{
    struct rusage u = {0};
    (void)getrusage(RUSAGE_SELF, &u);
    return (int64_t)u.ru_maxrss * 1024;
}

void graph_json_end(struct buf *b, const char *const name[], const double seconds[])
{
    buf_adds(b, ",\n \"seconds\":{");
    for (int i = 0; name[i]; i++)
        buf_addf(b, "%s\"%s\":%.6f", i ? "," : "", name[i], seconds[i]);
    buf_addf(b, "},\n \"peak_rss_bytes\":%" PRId64 "}\n", peak_bytes());
}

enum status graph_put(struct request *r, const struct buf *b, struct err *e)
{
    return r->sink.put(r->sink.context, buf_str(b), e);
}

/* costs.c - verb: what does each person cost? */
#include "verb/costs.h"

#include "base/file.h"
#include "find/people.h"

#define COST_MAX 1e12

/* Position of the last comma or tab; line.len when there is none. */
static size_t last_part(struct str line)
{
    for (size_t i = line.len; i-- > 0;) {
        if (line.p[i] == ',' || line.p[i] == '\t' || line.p[i] == ';') return i;
    }
    return line.len;
}

static struct str unquoted(struct str s)
{
    s = str_trim(s);
    if (s.len >= 2 && s.p[0] == '"' && s.p[s.len - 1] == '"')
        return str_head(str_skip(s, 1), s.len - 2);
    return s;
}

struct costs {
    double *cost; /* [node_count]; 0: not said */
    double sum;
    size_t said;
};

static enum status read_line(struct request *r, const struct scope *sc, struct str line, bool first,
                             struct costs *c, struct err *e)
{
    double cost = 0;
    int64_t id = 0;
    size_t at = last_part(line);
    struct str number = unquoted(str_skip(line, at + 1));
    if (at == line.len || !str_to_double(number, &cost)) {
        if (first) return OK;
        return err_set(e, BAD_INPUT, "'%.*s', want PERSON,COST with the cost a number",
                       STR_ARG(utf8_head(line, 200)));
    }
    if (!(cost > 0) || cost > COST_MAX) {
        return err_set(e, BAD_INPUT, "cost %g, want more than 0 and at most %g", cost, COST_MAX);
    }
    enum status s = person_find(r->st, unquoted(str_head(line, at)), r->a, &id, e);
    if (s) return s;
    c->sum += cost;
    c->said++;
    uint32_t node = scope_node(sc, id);
    if (node != UINT32_MAX) c->cost[node] = cost;
    return OK;
}

static enum status read_lines(struct request *r, const struct scope *sc, struct reader *in,
                              const char *path, struct costs *c, struct err *e)
{
    struct str line;
    enum status s;
    bool first = true;
    while ((s = reader_line(in, &line, e)) == OK) {
        line = str_trim(utf8_mend(r->a, line));
        if (!line.len || line.p[0] == '#') continue;
        s = read_line(r, sc, line, first, c, e);
        if (s) return err_in(e, s, "%s:%llu", path, (unsigned long long)reader_line_number(in));
        first = false;
    }
    return s == DONE ? OK : err_in(e, s, "%s", path);
}

static enum status load(struct request *r, const struct scope *sc, struct reader *in,
                        const char *path, const double **ret, struct err *e)
{
    struct costs c = {.cost = arena_new(r->a, double, sc->scene.node_count)};
    enum status s = read_lines(r, sc, in, path, &c, e);
    reader_close(in);
    if (s) return s;
    if (!c.said) {
        return err_set(e, BAD_INPUT, "%s: no costs in it, want lines PERSON,COST", path);
    }
    double mean = c.sum / (double)c.said;
    for (size_t i = 0; i < sc->scene.node_count; i++) {
        if (!(c.cost[i] > 0)) c.cost[i] = mean;
    }
    *ret = c.cost;
    return OK;
}

enum status costs_load(struct request *r, const struct scope *sc, const char *path,
                       const double **ret, struct err *e)
{
    struct reader *in = NULL;
    enum status s = reader_open(path, r->a, &in, e);
    return s ? s : load(r, sc, in, path, ret, e);
}

enum status costs_read(struct request *r, const struct scope *sc, struct str text,
                       const double **ret, struct err *e)
{
    return load(r, sc, reader_of(text, r->a), "--costs", ret, e);
}

/* mentioned.c - verb: what of a figure on what was said is shown beside it? */
#include "verb/mentioned.h"

#include "base/limits.h"
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/card.h"

#include <stdlib.h>

enum status mentioned_add(struct mentioned *x, struct mention_query q, struct err *e)
{
    if (x->ask.count == MENTION_QUERIES_MAX) {
        return err_set(e, BAD_USAGE, "more than %d topics or brands at once; ask for fewer",
                       MENTION_QUERIES_MAX);
    }
    x->query[x->ask.count++] = q;
    return OK;
}

enum status mentioned_market(struct request *r, struct mentioned *ret, struct err *e)
{
    *ret = (struct mentioned){.r = r};
    struct market *m = &ret->market;
    enum status s = market_load(r->st, r->word[0], r->a, m, e);
    if (!s) s = request_time(r, "since", &m->since_s, e);
    if (!s) s = request_time(r, "until", &m->until_s, e);
    if (s) return s;
    if (m->since_s != TIME_NONE && m->until_s != TIME_NONE && m->since_s >= m->until_s) {
        return err_set(e, BAD_USAGE, "the period is empty: --since is to be before --until");
    }
    ret->ask.since_s = m->since_s;
    ret->ask.until_s = m->until_s;
    ret->ask.with_us = request_has(r, "with-us");
    return mentioned_add(ret, (struct mention_query){m->topic, false}, e);
}

enum status mentioned_load(struct mentioned *x, struct err *e)
{
    x->ask.query = x->query;
    return mentions_load(x->r->st, &x->ask, x->r->a, &x->m, e);
}

void mentioned_facts(struct table *t, const struct mentioned *x, const char *model)
{
    const struct market *m = &x->market;
    table_fact(t, "market", NULL, cell_text(m->name), 0);
    table_fact(t, "topic", NULL, cell_text(m->topic), 0);
    table_fact(t, "audience", NULL, cell_text(m->audience), 0);
    table_fact(t, "since", NULL, cell_time(m->since_s), 0);
    table_fact(t, "until", NULL, cell_time(m->until_s), 0);
    table_fact(t, "as_of", NULL, cell_time(x->m.as_of_s), 0);
    table_fact(t, "model", NULL, cell_text(str_of(model)), 0);
    table_fact(t, "level", "level", cell_real(SHARE_LEVEL), 2);
    table_fact(t, "docs", "docs", cell_int((int64_t)x->m.count), 0);
    table_fact(t, "ours_left_out", NULL, cell_int((int64_t)x->m.ours), 0);
    table_fact(t, "robots_left_out", NULL, cell_int((int64_t)x->m.robots), 0);
}

enum status mentioned_outlet(const struct mentioned *x, uint32_t outlet, struct str *ret,
                             struct err *e)
{
    struct request *r = x->r;
    if (outlet < x->m.node_room) return node_name(r->st, outlet, r->a, ret, e);
    struct query *q = NULL;
    *ret = STR("no source");
    enum status s = query_open(r->st, SQL_mention_source_locator, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, outlet - x->m.node_room);
    s = query_next(q, e);
    if (s == OK) *ret = place_shown(r->a, str_copy(r->a, query_str(q, 0)), STR_NONE);
    query_close(q);
    return s == DONE ? OK : s;
}

static int newest_first(const void *left, const void *right)
{
    const struct mention *const *l = left;
    const struct mention *const *r = right;
    if ((*l)->at_s != (*r)->at_s) return (*l)->at_s > (*r)->at_s ? -1 : 1;
    return (*l)->id < (*r)->id ? -1 : (*l)->id > (*r)->id;
}

static const struct column columns[] = {
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"by", "by", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"outlet", "outlet", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"said", "said", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
    {"source", "source", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static enum status put_doc(const struct mentioned *x, struct query *q, const struct mention *d,
                           struct table *t, struct err *e)
{
    struct arena *a = x->r->a;
    struct cell *row = table_row(t);
    query_again(q);
    query_bind_i64(q, 1, d->id);
    enum status s = query_next(q, e);
    if (s) return s == DONE ? OK : s;
    row[0] = cell_time(query_time(q, 0));
    struct str said = query_str(q, 1).len ? query_str(q, 1) : query_str(q, 2);
    row[3] = cell_text(str_copy(a, str_head(said, QUOTE_CHARACTERS_MAX)));
    if (query_str(q, 3).len) row[4] = cell_text(str_copy(a, query_str(q, 3)));
    row[5] = cell_text(place_shown(a, str_copy(a, query_str(q, 4)), str_copy(a, query_str(q, 5))));
    struct str name = STR_NONE;
    if (d->author) s = node_name(x->r->st, d->author, a, &name, e);
    if (!s) row[1] = cell_text(name);
    if (!s) s = mentioned_outlet(x, d->outlet, &row[2].text, e);
    row[2].kind = CELL_TEXT;
    return s;
}

enum status mentioned_docs(const struct mentioned *x, uint64_t all, uint64_t any,
                           struct table **ret, struct err *e)
{
    int64_t most = 50;
    enum status s = request_i64(x->r, "rows", 1, 1000000, &most, e);
    if (s) return s;
    const struct mention **doc = arena_new(x->r->a, const struct mention *, x->m.count);
    size_t n = 0;
    for (size_t i = 0; i < x->m.count; i++) {
        const struct mention *d = &x->m.doc[i];
        if ((d->on & all) == all && (!any || d->on & any)) doc[n++] = d;
    }
    if (n) qsort(doc, n, sizeof *doc, newest_first);
    struct table *t =
        table_new(x->r->a, x->r->verb->name, columns, sizeof columns / sizeof *columns);
    mentioned_facts(t, x, "kith-mention 1");
    table_fact(t, "on_topic", "on it", cell_int((int64_t)n), 0);
    t->empty = STR("No doc of the period is on it.");
    struct query *q = NULL;
    s = query_open(x->r->st, SQL_mention_doc, &q, e);
    for (size_t i = 0; !s && i < n && i < (size_t)most; i++)
        s = put_doc(x, q, doc[i], t, e);
    query_close(q);
    if (n > (size_t)most) table_note(t, "%zu more: -n %zu shows all.", n - (size_t)most, n);
    *ret = t;
    return s;
}

struct str mentioned_words(const struct request *r)
{
    static const char *const names[] = {"since", "until"};
    struct buf b = buf_new(r->a);
    for (size_t i = 0; i < 2; i++) {
        if (!request_has(r, names[i])) continue;
        buf_addf(&b, " --%s %.*s", names[i], STR_ARG(shell_word(r->a, request_value(r, names[i]))));
    }
    if (request_has(r, "with-us")) buf_adds(&b, " --with-us");
    return buf_str(&b);
}

void mentioned_figure(struct cell *row, struct figure f)
{
    row[0] = cell_real(f.value);
    row[1] = cell_real(f.lo);
    row[2] = cell_real(f.hi);
}

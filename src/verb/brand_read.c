/* brand_read.c - verb: what do the figures of a person and their employers rest on? */
#include "verb/brand.h"

#include "base/text.h"
#include "find/people.h"

#include <stdlib.h>

static void add_heed(struct brand_ask *b, int64_t at_s, uint32_t from, uint32_t to)
{
    if (!from || !to || from == to) return;
    b->heed = arena_more(b->r->a, b->heed, b->heed_count, sizeof *b->heed);
    b->heed[b->heed_count++] = (struct brand_heed){at_s, from, to};
    if (b->as_of_s == TIME_NONE || at_s > b->as_of_s) b->as_of_s = at_s;
}

static enum status read_all(struct brand_ask *b, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_scene_evidence, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, INT64_MIN);
    query_bind_i64(q, 2, b->before_s);
    while ((s = query_next(q, e)) == OK) {
        if (query_i64(q, 2) == VERB_CLAIMED || query_i64(q, 7) < 0) continue;
        add_heed(b, query_i64(q, 1), nodes_behind(&b->nodes, query_i64(q, 3)),
                 nodes_behind(&b->nodes, query_i64(q, 4)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_market(struct brand_ask *b, struct err *e)
{
    struct topic_hits hits;
    enum status s = topic_hits(b->r->st, b->sc->market.topic, b->r->a, &hits, e);
    if (s) return s;
    if (!hits.everything) b->on_topic = hits.docs;
    const struct scene *sc = &b->sc->scene;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->sign < 0) continue;
        add_heed(b, h->at_s, (uint32_t)sc->node_id[h->from], (uint32_t)sc->node_id[h->to]);
    }
    b->as_of_s = sc->as_of_s;
    return OK;
}

/* One employer a firm, with the first and the last day of all stays there. */
static void add_employer(struct brand_ask *b, int64_t org, int64_t since_s, int64_t until_s)
{
    size_t k = 0;
    while (k < b->employer_count && b->employer[k].org != org)
        k++;
    if (k == b->employer_count) {
        b->employer = arena_more(b->r->a, b->employer, k, sizeof *b->employer);
        b->employer[b->employer_count++] =
            (struct employer){.org = org, .since_s = since_s, .until_s = until_s};
        return;
    }
    struct employer *x = &b->employer[k];
    if (since_s == TIME_NONE || since_s < x->since_s) x->since_s = since_s;
    if (until_s == TIME_NONE || (x->until_s != TIME_NONE && until_s > x->until_s))
        x->until_s = until_s;
}

static int latest_first(const void *a, const void *b)
{
    const struct employer *x = a;
    const struct employer *y = b;
    bool there_x = x->until_s == TIME_NONE;
    bool there_y = y->until_s == TIME_NONE;
    if (there_x != there_y) return there_x ? -1 : 1;
    if (x->until_s != y->until_s) return x->until_s > y->until_s ? -1 : 1;
    return (x->org > y->org) - (x->org < y->org);
}

static void add_stay(struct brand_ask *b, uint32_t org, const struct brand_stay *stay)
{
    for (size_t i = 0; i < b->employer_count; i++) {
        struct employer *x = &b->employer[i];
        if (!bits_has(&x->firm, org)) continue;
        x->stay = arena_more(b->r->a, x->stay, x->stay_count, sizeof *x->stay);
        x->stay[x->stay_count++] = *stay;
    }
}

/* Every stay of the table; those of the person make employers, those in a firm its people. */
static enum status read_stays(struct brand_ask *b, bool employers, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(b->r->st, SQL_brand_stays, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t person = nodes_final(&b->nodes, query_i64(q, 0));
        uint32_t org = nodes_final(&b->nodes, query_i64(q, 1));
        struct brand_stay stay = {person, query_time(q, 2), query_time(q, 3)};
        if (stay.until_s != TIME_NONE && stay.until_s >= b->before_s) stay.until_s = TIME_NONE;
        if (!org || (stay.since_s != TIME_NONE && stay.since_s >= b->before_s)) continue;
        if (!employers) {
            add_stay(b, org, &stay);
        } else if (person == b->person && b->nodes.type[org] == NODE_ORG) {
            add_employer(b, org, stay.since_s, stay.until_s);
        }
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_firm(struct brand_ask *b, struct employer *x, struct err *e)
{
    struct org_found found;
    struct query *q = NULL;
    x->id = node_public_id(b->r->a, x->org, 'g');
    enum status s = node_name(b->r->st, x->org, b->r->a, &x->name, e);
    if (!s) s = org_find(b->r->st, x->id, b->r->a, &found, e);
    if (!s) s = query_open(b->r->st, SQL_brand_outlets, &q, e);
    if (s) return s;
    x->firm = bits_new(b->r->a, b->nodes.room);
    bits_add(&x->firm, x->org);
    for (size_t i = 0; i < found.count; i++)
        bits_add(&x->firm, found.id[i]);
    while ((s = query_next(q, e)) == OK) {
        if (bits_has(&x->firm, query_i64(q, 1)))
            bits_add(&x->firm, nodes_final(&b->nodes, query_i64(q, 0)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status brand_read(struct brand_ask *b, struct err *e)
{
    b->as_of_s = TIME_NONE;
    enum status s = nodes_load(b->r->st, b->r->a, &b->nodes, e);
    if (!s) s = b->sc ? read_market(b, e) : read_all(b, e);
    if (!s) s = read_stays(b, true, e);
    for (size_t i = 0; i < b->employer_count && !s; i++)
        s = read_firm(b, &b->employer[i], e);
    if (!s && b->employer_count) s = read_stays(b, false, e);
    if (!s && b->employer_count)
        qsort(b->employer, b->employer_count, sizeof *b->employer, latest_first);
    return s;
}

/* ---- docs that name somebody ---- */

/* The docs in which the words stand side by side. */
static enum status docs_with(struct brand_ask *b, struct str name, struct bits *ret, struct err *e)
{
    struct topic_hits hits = {0};
    struct str words = text_words(b->r->a, name);
    *ret = (struct bits){0};
    if (!words.len) return OK;
    struct str phrase = str_printf(b->r->a, "\"%.*s\"", STR_ARG(words));
    enum status s = topic_hits(b->r->st, phrase, b->r->a, &hits, e);
    *ret = hits.docs;
    return s;
}

enum status brand_naming(struct brand_ask *b, const struct employer *x, struct naming *ret,
                         struct err *e)
{
    struct bits person;
    struct bits firm;
    struct query *q = NULL;
    size_t count = 0;
    *ret = (struct naming){0};
    enum status s = docs_with(b, b->card.name, &person, e);
    if (!s) s = docs_with(b, x->name, &firm, e);
    if (!s) s = query_open(b->r->st, SQL_brand_doc, &q, e);
    if (s) return s;
    int64_t *doc = bits_list(&person, b->r->a, &count);
    ret->both = arena_new(b->r->a, int64_t, count + 1);
    for (size_t i = 0; i < count && !s; i++) {
        if (b->on_topic.room && !bits_has(&b->on_topic, doc[i])) continue;
        query_bind_i64(q, 1, doc[i]);
        s = query_next(q, e);
        int64_t at_s = s ? TIME_NONE : query_time(q, 0);
        bool counts = !s && at_s != TIME_NONE && at_s >= x->until_s && at_s < b->before_s &&
                      query_is_null(q, 2) && nodes_behind(&b->nodes, query_i64(q, 1)) != b->person;
        if (s == DONE) s = OK;
        query_again(q);
        if (!counts) continue;
        ret->person++;
        if (bits_has(&firm, doc[i])) ret->both[ret->both_count++] = doc[i];
    }
    query_close(q);
    return s;
}

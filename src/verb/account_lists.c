/* account_lists.c - verb: who buys at an organisation, what did they do, and what was sold there?
 */
#include "verb/account.h"

#include "base/limits.h"
#include "find/why.h"
#include "store/query.h"
#include "verb/quoted.h"

#include <stdlib.h>

static const struct column buyer_columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "buyer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"title", "title", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"heard", "heard", NULL, CELL_BOOL, 0, false},
    {"evidence", "evidence", "rows", CELL_INT, 0, false},
    {"last_at", "latest", "UTC", CELL_TIME, 0, false},
};

static const struct column evidence_columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"from", "buyer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"verb", "how", NULL, CELL_TEXT, 0, false},
    {"to", "whom", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"sign", NULL, NULL, CELL_INT, 0, false},
    {"about", "about", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const struct column deal_columns[] = {
    {"deal", "deal", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"org", "organisation", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"outcome", "outcome", NULL, CELL_TEXT, 0, false},
    {"stage", "stage", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"amount", "amount", NULL, CELL_REAL, 0, COLUMN_GOES},
    {"currency", NULL, NULL, CELL_TEXT, 0, false},
    {"opened", NULL, "UTC", CELL_TIME, 0, false},
    {"closed", "closed", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"buyers", "buyers", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"advisers", "advisers", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
};

struct cell pack_text(const struct pack *p, struct str s)
{
    return cell_text(s.len ? str_copy(p->r->a, s) : STR_NONE);
}

bool pack_ours(const struct pack *p, int64_t node)
{
    return bits_has(&p->nodes.staff, node) || team_find(&p->team, node) < p->team.count;
}

/* ---- the buyers ---- */

struct buyer {
    uint32_t node;
    int64_t rows, last_s;
    bool heard;
};

static int by_rows(const void *a, const void *b)
{
    const struct buyer *x = a;
    const struct buyer *y = b;
    if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static struct buyer *buyers_of(const struct pack *p, const struct scope *sc)
{
    const struct scene *scene = &sc->scene;
    struct buyer *b = arena_new(p->r->a, struct buyer, scene->node_count);
    for (uint32_t v = 0; v < scene->node_count; v++)
        b[v] = (struct buyer){v, 0, TIME_NONE, false};
    for (size_t i = 0; i < scene->heed_count; i++) {
        struct buyer *one = &b[scene->heed[i].from];
        one->rows++;
        if (scene->heed[i].at_s > one->last_s) one->last_s = scene->heed[i].at_s;
    }
    for (size_t i = 0; i < sc->findings.votes.buyer_count; i++)
        b[sc->findings.votes.buyer[i]].heard = true;
    size_t count = 0;
    for (uint32_t v = 0; v < scene->node_count; v++)
        if (scene->buyer[v] > 0) b[count++] = b[v];
    qsort(b, count, sizeof *b, by_rows);
    return b;
}

enum status pack_buyers(struct pack *p, const struct scope *sc, struct err *e)
{
    const struct buyer *b = buyers_of(p, sc);
    size_t count = sc->scene.audience_count;
    size_t shown = count < (size_t)p->rows ? count : (size_t)p->rows;
    for (size_t i = 0; i < shown; i++) {
        struct card card;
        enum status s = scope_card(p->r, sc, b[i].node, &card, e);
        if (s) return s;
        struct cell *row = table_row(p->buyers);
        row[0] = pack_text(p, sc->market.name);
        row[1] = cell_text(card.id);
        row[2] = cell_text(card.name);
        row[3] = cell_text(card.title);
        row[4] = cell_bool(b[i].heard);
        row[5] = cell_int(b[i].rows);
        row[6] = cell_time(b[i].last_s);
    }
    if (shown < count) {
        table_note(p->t, "%zu of the %zu buyers there are listed in %.*s; -n %zu lists all.", shown,
                   count, STR_ARG(sc->market.name), count);
    }
    return OK;
}

struct dated {
    int64_t at_s, evidence;
};

static int newest_first(const void *a, const void *b)
{
    const struct dated *x = a;
    const struct dated *y = b;
    if (x->at_s != y->at_s) return x->at_s > y->at_s ? -1 : 1;
    return x->evidence > y->evidence ? -1 : x->evidence < y->evidence;
}

static enum status put_proof(struct pack *p, const struct scope *sc, const struct heed *h,
                             struct err *e)
{
    struct request *r = p->r;
    struct proof proof = {0};
    enum status s = proof_load(r->st, h->evidence, r->a, &proof, e);
    if (s) return s;
    struct str about = proof.title.len ? proof.title : proof.text.len ? proof.text : proof.topic;
    struct cell *row = table_row(p->evidence);
    row[0] = pack_text(p, sc->market.name);
    row[1] = cell_time(proof.at_s);
    row[2] = cell_text(proof.from);
    row[3] = cell_text(proof.verb);
    row[4] = cell_text(proof.to);
    row[5] = cell_int(h->sign);
    row[6] = pack_text(p, quote_of(r->a, about));
    row[7] = pack_text(p, proof.url);
    row[8] = pack_text(p, proof.source);
    row[9] = pack_text(p, proof.place);
    row[10] = cell_text(place_shown(r->a, proof.source, proof.place));
    return OK;
}

enum status pack_evidence(struct pack *p, const struct scope *sc, struct err *e)
{
    const struct scene *scene = &sc->scene;
    struct dated *order = arena_new(p->r->a, struct dated, scene->heed_count);
    size_t count = 0;
    for (size_t i = 0; i < scene->heed_count; i++) {
        const struct heed *h = &scene->heed[i];
        if (!(scene->buyer[h->from] > 0) || pack_ours(p, scene->node_id[h->to])) continue;
        order[count++] = (struct dated){h->at_s, (int64_t)i};
    }
    if (count) qsort(order, count, sizeof *order, newest_first);
    enum status s = OK;
    for (size_t i = 0; i < count && i < WHY_ROWS_MAX && !s; i++)
        s = put_proof(p, sc, &scene->heed[order[i].evidence], e);
    if (count > WHY_ROWS_MAX) {
        table_note(p->t, "%d of the %zu rows of evidence of the buyers in %.*s are listed.",
                   WHY_ROWS_MAX, count, STR_ARG(sc->market.name));
    }
    return s;
}

/* ---- the deals ---- */

static enum status put_deals_of(struct pack *p, int64_t org, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(p->r->st, SQL_org_deals, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, org);
    query_bind_i64(q, 2, p->until_s == TIME_NONE ? INT64_MAX : p->until_s);
    while ((s = query_next(q, e)) == OK) {
        int64_t closed_s = query_time(q, 7);
        bool later = p->until_s != TIME_NONE && closed_s != TIME_NONE && closed_s >= p->until_s;
        struct cell *row = table_row(p->deals);
        row[0] = pack_text(p, query_str(q, 0));
        row[1] = pack_text(p, query_str(q, 1));
        row[2] = later ? cell_text(STR("open")) : pack_text(p, query_str(q, 3));
        if (!later) row[3] = pack_text(p, query_str(q, 2));
        if (!query_is_null(q, 4)) row[4] = cell_real(query_double(q, 4));
        row[5] = pack_text(p, query_str(q, 5));
        row[6] = cell_time(query_time(q, 6));
        if (!later) row[7] = cell_time(closed_s);
        row[8] = pack_text(p, query_str(q, 8));
        row[9] = pack_text(p, query_str(q, 9));
        row[10] = pack_text(p, query_str(q, 10));
        row[11] = pack_text(p, query_str(q, 11));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static int by_outcome(const void *a, const void *b)
{
    const struct cell *x = a;
    const struct cell *y = b;
    bool open_x = str_is(x[2].text, "open");
    bool open_y = str_is(y[2].text, "open");
    int64_t at_x = x[7].kind == CELL_TIME && x[7].i != TIME_NONE ? x[7].i : x[6].i;
    int64_t at_y = y[7].kind == CELL_TIME && y[7].i != TIME_NONE ? y[7].i : y[6].i;
    if (open_x != open_y) return open_x ? -1 : 1;
    if (at_x != at_y) return at_x > at_y ? -1 : 1;
    return str_cmp(x[0].text, y[0].text);
}

enum status pack_deals(struct pack *p, struct err *e)
{
    enum status s = OK;
    struct table *t = p->deals;
    for (size_t i = 0; i < p->org.count && !s; i++)
        s = put_deals_of(p, p->org.id[i], e);
    if (t->row_count) {
        qsort(t->cells, t->row_count, t->column_count * sizeof *t->cells, by_outcome);
    }
    return s;
}

void pack_lists(struct pack *p)
{
    struct table *t = p->t;
    p->buyers = table_more(t, "buyers", buyer_columns, COUNT_OF(buyer_columns));
    p->evidence = table_more(t, "evidence", evidence_columns, COUNT_OF(evidence_columns));
    p->deals = table_more(t, "deals", deal_columns, COUNT_OF(deal_columns));
    p->deals->title = STR("Deals");
    p->deals->empty = STR("None is known.");
}

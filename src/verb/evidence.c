/* evidence.c - verb: what does this one row say, and where does it stand? */
#include "base/evidence.h"

#include "base/time.h"
#include "find/market.h"
#include "find/reliable.h"
#include "find/why.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/verb.h"

static const char *const examples[] = {
    "kith evidence e12",
    "kith evidence e12 containers --json",
    NULL,
};

static const struct column columns[] = {
    {"evidence", "row", NULL, CELL_TEXT, 0, false},
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"age_days", "age", "days", CELL_INT, 0, false},
    {"from_id", NULL, NULL, CELL_TEXT, 0, false},
    {"from", "who", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"verb", "how", NULL, CELL_TEXT, 0, false},
    {"to_id", NULL, NULL, CELL_TEXT, 0, false},
    {"to", "whom", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"opposes", "opposes", NULL, CELL_BOOL, 0, false},
    {"offline", "offline", NULL, CELL_BOOL, 0, false},
    {"topic", "topic", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"title", "about", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"text", "text", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"url", "address", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"source_id", NULL, NULL, CELL_TEXT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "source and line", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"weight", "weight", "share", CELL_REAL, 2, false},
    {"reliability", "source is right", "share", CELL_REAL, 2, COLUMN_GOES},
    {"checked", "checked", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

/* "e12" -> 12 */
static enum status read_id(struct str word, int64_t *ret, struct err *e)
{
    bool fits = word.len > 1 && word.p[0] == 'e' && str_to_i64(str_skip(word, 1), ret) && *ret > 0;
    return fits ? OK
                : err_set(e, BAD_INPUT,
                          "'%.*s' is no row of evidence; want e12, as 'kith why MARKET PERSON "
                          "--json' has it",
                          STR_ARG(word));
}

/* As the market counts it, else as every market does that says nothing. */
static enum status weight_of(struct request *r, int64_t verb, struct table *t, double *ret,
                             struct err *e)
{
    struct market m;
    *ret = verb_infos[verb].weight;
    if (r->word_count < 2) return OK;
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (s) return s;
    *ret = m.weight[verb];
    table_fact(t, "market", NULL, cell_text(m.name), 0);
    table_fact(t, "audience", NULL, cell_text(m.audience), 0);
    table_fact(t, "as_of", NULL, cell_time(time_now()), 0); /* of the age */
    table_fact(t, "model", NULL, (struct cell){.kind = CELL_NONE}, 0);
    return OK;
}

/* Persons, outlets and organisations alike. */
static enum status put_id(struct request *r, int64_t node, struct cell *ret, struct err *e)
{
    struct card card;
    enum status s = card_load(r->st, node, r->a, &card, e);
    if (!s) *ret = cell_text(card.id);
    return s;
}

static void put_proof(struct request *r, const struct proof *p, struct cell *row)
{
    row[1] = cell_time(p->at_s);
    if (p->at_s != TIME_NONE) row[2] = cell_int((time_now() - p->at_s) / 86400);
    row[4] = cell_text(p->from);
    row[5] = cell_text(p->verb);
    row[7] = cell_text(p->to);
    if (p->topic.len) row[10] = cell_text(p->topic);
    if (p->title.len) row[11] = cell_text(p->title);
    if (p->text.len) row[12] = cell_text(p->text);
    if (p->url.len) row[13] = cell_text(p->url);
    if (p->source.len) row[15] = cell_text(p->source);
    if (p->place.len) row[16] = cell_text(p->place);
    row[17] = cell_text(place_shown(r->a, p->source, p->place));
}

static enum status put_row(struct request *r, int64_t id, struct table *t, struct err *e)
{
    struct proof p = {0};
    struct query *q = NULL;
    double weight = 0.0;
    enum status s = proof_load(r->st, id, r->a, &p, e);
    if (!s) s = query_open(r->st, SQL_evidence_row, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    int64_t verb = s ? VERB_NONE : query_i64(q, 2);
    if (verb < VERB_NONE || verb >= VERB_COUNT) verb = VERB_NONE;
    if (!s) s = weight_of(r, verb, t, &weight, e);
    if (!s) {
        struct audited found = {(uint32_t)query_i64(q, 5), (uint32_t)query_i64(q, 6)};
        struct cell *row = table_row(t);
        put_proof(r, &p, row);
        row[0] = cell_text(str_printf(r->a, "e%lld", (long long)id));
        s = put_id(r, query_i64(q, 0), &row[3], e);
        if (!s) s = put_id(r, query_i64(q, 1), &row[6], e);
        row[8] = cell_bool(query_i64(q, 3) < 0);
        row[9] = cell_bool(verb_infos[verb].offline);
        if (!query_is_null(q, 4)) {
            row[14] = cell_text(str_printf(r->a, "s%lld", (long long)query_i64(q, 4)));
        }
        row[18] = cell_real(weight);
        if (audited_enough(found)) row[19] = cell_real(reliability(found));
        if (!query_is_null(q, 7)) {
            row[20] = cell_text(query_i64(q, 7) ? STR("right") : STR("wrong"));
        }
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t id = 0;
    enum status s = read_id(r->word[0], &id, e);
    if (s) return s;
    struct table *t = table_new(r->a, "evidence", columns, sizeof columns / sizeof *columns);
    t->upright = true;
    s = put_row(r, id, t, e);
    if (s) return s;
    table_fact(t, "id", NULL, t->cells[0], 0);
    table_lead(t, "%.*s %.*s %.*s, as %.*s says.", STR_ARG(t->cells[4].text),
               STR_ARG(t->cells[5].text), STR_ARG(t->cells[7].text),
               STR_ARG(t->cells[17].text.len ? t->cells[17].text : STR("nobody")));
    *ret = t;
    return OK;
}

const struct verb verb_evidence = {
    .name = "evidence",
    .words = "ID [MARKET]",
    .summary = "one stored row of evidence: who heeds whom, how, what was said, file and line",
    .details =
        "ID is what 'evidence' says in the rows of 'kith why' and 'kith person' (--json). "
        "'weight' is what such a row says as a vote: as MARKET counts it, else as markets do that "
        "say nothing. 'source is right' is told from 10 checked rows on (kith help source); until "
        "then its rows count in full.",
    .examples = examples,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 2,
    .run = run,
};

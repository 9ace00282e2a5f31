/* purge.c - listen: what was kept for as long as it may be, and goes? */
#include "listen/purge.h"

#include "base/text.h"
#include "listen/erased.h"
#include "listen/lapse.h"
#include "listen/webhook.h"
#include "store/query.h"

int64_t purge_rows(const struct purge_report *r)
{
    return r->people + r->docs + r->evidence + r->claims + r->deals + r->parties + r->relations +
           r->activities + r->responses + r->outcomes + r->tags;
}

/* ---- what is overdue ---- */

struct ids {
    struct arena a;
    int64_t *id;
    size_t n, room;
};

static void ids_add(struct ids *x, int64_t id)
{
    if (x->n == x->room) {
        size_t wider = x->room ? x->room * 2 : 64;
        x->id = arena_grow(&x->a, x->id, x->room * sizeof *x->id, wider * sizeof *x->id);
        x->room = wider;
    }
    x->id[x->n++] = id;
}

static enum status people_load(struct store *st, int64_t now_s, struct ids *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_purge_people, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    while ((s = query_next(q, e)) == OK)
        ids_add(ret, query_i64(q, 0));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status rows_count(struct store *st, int64_t now_s, struct purge_report *ret,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_purge_counts, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    s = query_next(q, e);
    if (!s) {
        *ret = (struct purge_report){.sources = query_i64(q, 0),
                                     .docs = query_i64(q, 1),
                                     .evidence = query_i64(q, 2),
                                     .claims = query_i64(q, 3),
                                     .deals = query_i64(q, 4),
                                     .parties = query_i64(q, 5),
                                     .relations = query_i64(q, 6),
                                     .activities = query_i64(q, 7),
                                     .responses = query_i64(q, 8),
                                     .outcomes = query_i64(q, 9),
                                     .tags = query_i64(q, 10)};
    }
    query_close(q);
    return s;
}

enum status purge_count(struct store *st, int64_t now_s, struct purge_report *ret, struct err *e)
{
    struct ids people = {.n = 0};
    enum status s = rows_count(st, now_s, ret, e);
    if (!s && ret->sources) s = people_load(st, now_s, &people, e);
    ret->people = (int64_t)people.n;
    arena_free(&people.a);
    return s;
}

/* ---- by what it would be known again ---- */

static enum status remember(struct store *st, int64_t now_s, struct err *e)
{
    struct arena work = {0};
    struct str secret = STR("");
    struct query *q = NULL;
    struct query *put = NULL;
    unsigned char hash[32];
    enum status s = lapse_secret(st, &work, &secret, e);
    if (!s) s = query_open(st, SQL_lapsed_add, &put, e);
    if (!s) s = query_open(st, SQL_purge_keys, &q, e);
    if (!s) query_bind_i64(q, 1, now_s);
    while (!s && (s = query_next(q, e)) == OK) {
        lapse_seal(secret, query_str(q, 2), query_str(q, 3), query_str(q, 0), query_str(q, 1),
                   hash);
        query_bind_blob(put, 1, hash, sizeof hash);
        query_bind_i64(put, 2, query_i64(q, 4));
        s = query_run(put, e);
    }
    query_close(q);
    query_close(put);
    arena_free(&work);
    return s == DONE ? OK : s;
}

/* ---- words ---- */

/* An index without content needs the words themselves to forget them: as they were put. */
static enum status forget(struct store *st, enum sql name, int64_t id, struct str text,
                          struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (!s) {
        query_bind_i64(q, 1, id);
        query_bind_str(q, 2, text_words(&work, text));
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&work);
    return s;
}

static enum status words_purge(struct store *st, int64_t now_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_purge_docs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    while ((s = query_next(q, e)) == OK) {
        struct arena work = {0};
        struct str both =
            str_printf(&work, "%.*s\n%.*s", STR_ARG(query_str(q, 1)), STR_ARG(query_str(q, 2)));
        bool wordless = query_i64(q, 3) != 0;
        if (!wordless) s = forget(st, SQL_erase_words, query_i64(q, 0), both, e);
        arena_free(&work);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Topics that nothing speaks of any more. */
static enum status topics_purge(struct store *st, struct err *e)
{
    struct ids gone = {.n = 0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_purge_topics, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        ids_add(&gone, query_i64(q, 0));
        s = forget(st, SQL_scrub_topic_words, query_i64(q, 0), query_str(q, 1), e);
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < gone.n && !s; i++)
        s = query_do(st, SQL_purge_topic, gone.id[i], e);
    arena_free(&gone.a);
    return s;
}

/* ---- rows ---- */

/* What points at docs and evidence, these; what points at accounts and people, these. */
static const enum sql steps[] = {
    SQL_purge_doc_evidence,   SQL_purge_doc_children,    SQL_purge_doc_roots,
    SQL_purge_doc_copies,     SQL_purge_doc_talks,       SQL_purge_doc,
    SQL_purge_checked,        SQL_purge_evidence,        SQL_purge_claims,
    SQL_purge_deal_extras,    SQL_purge_deal_parties,    SQL_purge_deals,
    SQL_purge_activity_tasks, SQL_purge_activities_back, SQL_purge_activities_replaced,
    SQL_purge_activities,     SQL_purge_relations,       SQL_purge_answers,
    SQL_purge_responses,      SQL_purge_outcomes,        SQL_purge_tags,
    SQL_purge_metrics,        SQL_purge_affils,          SQL_purge_aliases,
    SQL_purge_source_why,     SQL_purge_source_rows,     SQL_purge_source_reasons};
static const enum sql ends[] = {
    SQL_purge_proposals,     SQL_purge_notices,     SQL_purge_corrections,
    SQL_purge_plan_pairs,    SQL_purge_plan_owners, SQL_purge_plan_backups,
    SQL_purge_accounts_gone, SQL_purge_joined,      SQL_lapsing_empty};

static enum status run_bare(struct store *st, enum sql name, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (!s) s = query_run(q, e);
    query_close(q);
    return s;
}

/* Those who are listed as lapsing, with what still points at them. */
static enum status nodes_purge(struct store *st, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !s; i++)
        s = run_bare(st, ends[i], e);
    return s;
}

static enum status purge(struct store *st, int64_t now_s, const struct ids *people, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < people->n && !s; i++) {
        s = query_do(st, SQL_lapsing_add, people->id[i], e);
        if (!s) s = outbox_put_erased(st, people->id[i], e);
    }
    if (!s && now_s != PURGE_LEAVING) s = remember(st, now_s, e);
    if (!s) s = words_purge(st, now_s, e);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !s; i++)
        s = query_do(st, steps[i], now_s, e);
    if (!s) s = query_do(st, SQL_purge_accounts, now_s, e); /* listed tells who else names them */
    if (!s) s = query_do(st, SQL_purge_listed, now_s, e);
    if (!s) s = nodes_purge(st, e);
    if (!s) s = query_do(st, SQL_purge_places, now_s, e);
    if (!s) s = run_bare(st, SQL_purge_place_aliases, e);
    if (!s) s = run_bare(st, SQL_purge_place_tags, e);
    if (!s) s = nodes_purge(st, e);
    if (!s) s = topics_purge(st, e);
    return s ? s : erased_raise(st, e);
}

enum status purge_run(struct store *st, int64_t now_s, struct purge_report *ret, struct err *e)
{
    struct ids people = {.n = 0};
    enum status s = rows_count(st, now_s, ret, e);
    if (s || !ret->sources) return s;
    s = store_begin_bulk(st, e);
    if (!s) s = people_load(st, now_s, &people, e);
    ret->people = (int64_t)people.n;
    bool any = !s && purge_rows(ret);
    if (any) s = purge(st, now_s, &people, e);
    if (any && !s) s = store_commit(st, e);
    store_rollback(st); /* where nothing is overdue, or it failed */
    arena_free(&people.a);
    return s;
}

enum status purge_leaving(struct store *st, struct purge_report *ret, struct err *e)
{
    struct ids people = {.n = 0};
    enum status s = rows_count(st, PURGE_LEAVING, ret, e);
    if (!s) s = people_load(st, PURGE_LEAVING, &people, e);
    ret->people = (int64_t)people.n;
    if (!s) s = purge(st, PURGE_LEAVING, &people, e);
    arena_free(&people.a);
    return s;
}

/* erased.c - listen: whom may nothing bring back, and how is somebody erased? */
#include "listen/erased.h"

#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "listen/handle.h"
#include "listen/scrub.h"
#include "listen/webhook.h"

#include <string.h>

static const char *const secret_name = "erase_secret";

void erase_seal(struct arena *a, struct str secret, struct str channel, struct str key,
                unsigned char ret[32])
{
    bytes_sealed(str_printf(a, "%.*s:%.*s", STR_ARG(channel), STR_ARG(key)), secret, ret);
}

/* ---- is it somebody erased? ---- */

static enum status secret_load(struct persons *p, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_suppressed_any, &q, e);
    if (!s) s = query_next(q, e);
    bool any = s == OK;
    if (s == DONE || s == OK) s = stmts_use(p->stmts, SQL_meta_get, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(secret_name));
    s = query_next(q, e);
    p->secret = any && !s ? str_copy(p->a, query_str(q, 0)) : STR("");
    p->secret_known = s == OK || s == DONE;
    query_again(q);
    return s == DONE ? OK : s;
}

enum status erased_is(struct persons *p, struct str channel, struct str key, bool *ret,
                      struct err *e)
{
    *ret = false;
    enum status s = p->secret_known ? OK : secret_load(p, e);
    if (s || !p->secret.len || !key.len) return s;
    struct arena work = {0};
    unsigned char hash[32];
    erase_seal(&work, p->secret, channel, key, hash);
    arena_free(&work);
    struct query *q = NULL;
    s = stmts_use(p->stmts, SQL_suppressed_is, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, hash, sizeof hash);
    s = query_next(q, e);
    *ret = s == OK;
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status sealed_at(struct store *st, struct str secret, struct str channel,
                             struct str key, int64_t *ret_at_s, struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    unsigned char hash[32];
    erase_seal(&work, secret, channel, key, hash);
    arena_free(&work);
    *ret_at_s = TIME_NONE;
    enum status s = query_open(st, SQL_suppressed_at, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, hash, sizeof hash);
    s = query_next(q, e);
    if (!s) *ret_at_s = query_i64(q, 0);
    query_close(q);
    return s == DONE ? OK : s;
}

enum status erased_when(struct store *st, struct str channel, struct str handle, int64_t *ret_at_s,
                        struct err *e)
{
    struct arena work = {0};
    struct str secret = STR_NONE;
    *ret_at_s = TIME_NONE;
    struct str key = str_is(channel, "name") ? name_key(&work, name_clean(&work, handle))
                                             : handle_key(&work, channel, handle);
    enum status s = meta_read(st, secret_name, &work, &secret, e);
    if (!s && secret.len && key.len) s = sealed_at(st, secret, channel, key, ret_at_s, e);
    arena_free(&work);
    return s;
}

enum status erased_here(struct store *st, int64_t *ret, int64_t *ret_one, struct err *e)
{
    struct arena work = {0};
    struct str secret = STR_NONE;
    struct query *q = NULL;
    int64_t any = 0;
    int64_t last = 0;
    *ret = *ret_one = 0;
    enum status s = query_ask(st, SQL_suppressed_any, &any, e);
    if (s) return s == NOT_FOUND ? OK : s;
    s = meta_read(st, secret_name, &work, &secret, e);
    if (!s) s = query_open(st, SQL_erase_accounts_all, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        int64_t at_s = TIME_NONE;
        int64_t node = query_i64(q, 0);
        if (str_is(query_str(q, 1), "name") || node == last) continue;
        s = sealed_at(st, secret, query_str(q, 1), query_str(q, 2), &at_s, e);
        if (s || at_s == TIME_NONE) continue;
        last = node;
        if (!(*ret)++) *ret_one = node;
    }
    query_close(q);
    arena_free(&work);
    return s == DONE ? OK : s;
}

enum status erased_raise(struct store *st, struct err *e)
{
    struct arena work = {0};
    struct str was = STR_NONE;
    int64_t count = 0;
    struct query *q = NULL;
    enum status s = meta_read(st, ERASED_COUNT, &work, &was, e);
    (void)str_to_i64(was, &count);
    if (!s) s = meta_write(st, ERASED_COUNT, str_printf(&work, "%lld", (long long)count + 1), e);
    if (!s) s = query_open(st, SQL_job_forget, &q, e); /* accounts of jobs may name anybody */
    if (!s) s = query_run(q, e);
    query_close(q);
    arena_free(&work);
    return s;
}

/* ---- erasing ---- */

enum status erase_secret(struct store *st, struct arena *a, struct str *ret, struct err *e)
{
    return meta_secret(st, secret_name, a, ret, e);
}

static enum status count(struct store *st, int64_t node, struct erase_report *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_erase_counts, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (!s) {
        *ret = (struct erase_report){.accounts = query_i64(q, 0),
                                     .docs = query_i64(q, 1),
                                     .evidence = query_i64(q, 2),
                                     .claims = query_i64(q, 3),
                                     .deals = query_i64(q, 4),
                                     .relations = query_i64(q, 5),
                                     .answers = query_i64(q, 6),
                                     .activities = query_i64(q, 7),
                                     .tasks = query_i64(q, 8),
                                     .outcomes = query_i64(q, 9)};
    }
    query_close(q);
    return s;
}

static enum status suppress(struct store *st, struct str secret, struct str channel, struct str key,
                            int64_t now_s, struct err *e)
{
    struct arena work = {0};
    struct query *put = NULL;
    unsigned char hash[32];
    erase_seal(&work, secret, channel, key, hash);
    arena_free(&work);
    enum status s = query_open(st, SQL_suppressed_add, &put, e);
    if (s) return s;
    query_bind_blob(put, 1, hash, sizeof hash);
    query_bind_i64(put, 2, now_s);
    s = query_run(put, e);
    query_close(put);
    return s;
}

/* Who is named by a full name alone would be them again. */
static enum status suppress_names(struct store *st, struct str secret, int64_t node, int64_t now_s,
                                  struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_scrub_names, &q, e);
    if (!s) query_bind_i64(q, 1, node);
    while (!s && (s = query_next(q, e)) == OK) {
        if (query_str(q, 0).len) continue;
        struct str key = name_key(&work, query_str(q, 1));
        if (str_find(key, ' ') < key.len) s = suppress(st, secret, STR("name"), key, now_s, e);
    }
    query_close(q);
    arena_free(&work);
    return s == DONE ? OK : s;
}

static enum status suppress_all(struct store *st, int64_t node, int64_t now_s, struct err *e)
{
    struct arena work = {0};
    struct str secret = STR("");
    struct query *q = NULL;
    enum status s = erase_secret(st, &work, &secret, e);
    if (!s) s = query_open(st, SQL_same_homes, &q, e);
    if (!s) query_bind_i64(q, 1, node);
    while (!s && (s = query_next(q, e)) == OK)
        s = suppress(st, secret, query_str(q, 2), query_str(q, 3), now_s, e);
    query_close(q);
    if (s == DONE) s = suppress_names(st, secret, node, now_s, e);
    arena_free(&work);
    return s;
}

/* An index without content needs the words themselves to forget them: as they were put (supply.c).
 */
static enum status forget_words(struct store *st, int64_t doc, struct str title, struct str text,
                                struct err *e)
{
    struct arena work = {0};
    struct str both = str_printf(&work, "%.*s\n%.*s", STR_ARG(title), STR_ARG(text));
    struct query *q = NULL;
    enum status s = query_open(st, SQL_erase_words, &q, e);
    if (!s) {
        query_bind_i64(q, 1, doc);
        query_bind_str(q, 2, text_words(&work, both));
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&work);
    return s;
}

/* Docs of theirs: threads go on without them. */
static enum status docs_erase(struct store *st, int64_t node, struct err *e)
{
    static const enum sql steps[] = {SQL_erase_doc_evidence, SQL_erase_doc_children,
                                     SQL_erase_doc_roots, SQL_erase_doc_copies};
    struct arena work = {0};
    struct query *q = NULL;
    int64_t *id = NULL;
    size_t n = 0;
    size_t room = 0;
    enum status s = query_open(st, SQL_erase_docs, &q, e);
    if (!s) query_bind_i64(q, 1, node);
    while (!s && (s = query_next(q, e)) == OK) {
        if (n == room) {
            size_t wider = room ? room * 2 : 64;
            id = arena_grow(&work, id, room * sizeof *id, wider * sizeof *id);
            room = wider;
        }
        id[n++] = query_i64(q, 0);
        s = query_i64(q, 3)
                ? OK
                : forget_words(st, query_i64(q, 0), query_str(q, 1), query_str(q, 2), e);
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < n && !s; i++) {
        for (size_t k = 0; k < sizeof steps / sizeof *steps && !s; k++)
            s = query_do(st, steps[k], id[i], e);
        if (!s) s = query_do(st, SQL_erase_doc, id[i], e);
    }
    arena_free(&work);
    return s;
}

enum status erase_person(struct store *st, int64_t node, bool dry, int64_t now_s,
                         struct erase_report *ret, struct err *e)
{
    /* What points at accounts, accounts, what points at people, people. */
    static const enum sql steps[] = {SQL_erase_evidence_from,
                                     SQL_erase_evidence_to,
                                     SQL_erase_claims,
                                     SQL_erase_claims_on,
                                     SQL_erase_deal_parties,
                                     SQL_erase_links,
                                     SQL_erase_tasks,
                                     SQL_erase_activities,
                                     SQL_erase_relations,
                                     SQL_erase_answers,
                                     SQL_erase_responses,
                                     SQL_erase_aliases,
                                     SQL_erase_tags,
                                     SQL_erase_metrics,
                                     SQL_erase_affils,
                                     SQL_erase_listed,
                                     SQL_erase_proposals,
                                     SQL_erase_decisions,
                                     SQL_erase_notices,
                                     SQL_erase_corrections,
                                     SQL_erase_replies,
                                     SQL_erase_pairings,
                                     SQL_erase_plan_pairs,
                                     SQL_erase_plan_owners,
                                     SQL_erase_plan_backups,
                                     SQL_erase_programme_costs,
                                     SQL_erase_programme_entries,
                                     SQL_erase_outcomes,
                                     SQL_erase_judgements,
                                     SQL_erase_accounts,
                                     SQL_erase_joined,
                                     SQL_erase_node};
    enum status s = count(st, node, ret, e);
    if (s || dry) return s;
    struct scrubbed named;
    s = suppress_all(st, node, now_s, e);
    if (!s) s = scrub_person(st, node, &named, e);
    ret->named_docs = s ? 0 : named.docs;
    ret->named_texts = s ? 0 : named.texts;
    if (!s) s = outbox_put_erased(st, node, e);
    if (!s) s = docs_erase(st, node, e);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !s; i++)
        s = query_do(st, steps[i], node, e);
    return s ? s : erased_raise(st, e);
}

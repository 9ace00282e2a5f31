/* keep_evidence.c - listen: what does one row of an evidence table become? */
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"

static enum status topic_of(struct keep *k, struct str text, int64_t *ret, struct err *e)
{
    *ret = 0;
    struct str trimmed = utf8_head(str_trim(text), NAME_BYTES_MAX);
    if (!trimmed.len) return OK;
    int64_t *known = map_get(&k->topics, trimmed);
    if (known) {
        *ret = *known;
        return OK;
    }
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_topic_by_text, &q, e);
    if (s) return s;
    query_bind_str(q, 1, trimmed);
    s = query_one_i64(q, ret, e);
    if (s == NOT_FOUND) {
        s = stmts_use(&k->stmts, SQL_topic_add, &q, e);
        if (s) return s;
        query_bind_str(q, 1, trimmed);
        s = query_run(q, e);
        *ret = store_last_id(k->st);
        if (!s) s = stmts_use(&k->stmts, SQL_topic_words_add, &q, e);
        if (s) return s;
        query_bind_i64(q, 1, *ret);
        query_bind_str(q, 2, text_words(&k->scratch, trimmed));
        s = query_run(q, e);
    }
    if (!s) (void)map_put(&k->topics, trimmed, *ret, NULL);
    return s;
}

/* What the row shows: the doc of its URL when that is here, else a note that carries its text. */
static enum status doc_of(struct keep *k, const struct evidence_row *row,
                          const struct account *author, struct doc_fields *ret, struct err *e)
{
    struct known_doc known = {0};
    enum status s = row->url.len ? doc_find(k, row->url, &known, e) : OK;
    if (!s && !known.id && row->url.len) {
        struct query *q = NULL;
        s = stmts_use(&k->stmts, SQL_doc_by_url, &q, e);
        if (s) return s;
        query_bind_str(q, 1, row->url);
        s = query_next(q, e);
        if (!s) known.id = query_i64(q, 0);
        if (s == DONE) s = OK;
        query_again(q);
    }
    ret->id = known.id;
    ret->key = row->url;
    if (s || known.id || !row->text.len) return s;
    struct buf b = buf_new(&k->scratch);
    buf_addf(&b, "%lld ", (long long)row->at_s);
    buf_add(&b, author->channel);
    buf_addc(&b, '/');
    buf_add(&b, author->key);
    buf_addc(&b, '\x1f');
    buf_add(&b, row->url);
    buf_addc(&b, '\x1f');
    buf_add(&b, row->text);
    struct str hash = str_head(bytes_hash(&k->scratch, buf_str(&b)), 32);
    bool is_new = false;
    *ret =
        (struct doc_fields){.author = author->id,
                            .at_s = row->at_s,
                            .kind = STR("note"),
                            .words = text_words(&k->scratch, utf8_head(row->text, TEXT_BYTES_MAX)),
                            .key = str_printf(&k->scratch, "note:%.*s", STR_ARG(hash)),
                            .url = row->url,
                            .text = utf8_head(row->text, TEXT_BYTES_MAX),
                            .place = ret->place};
    s = doc_write(k, ret, &is_new, e);
    if (s || is_new) return s;
    s = doc_find(k, ret->key, &known, e);
    ret->id = known.id;
    return s;
}

static enum status check_party(struct keep *k, const struct who *w, const char *which,
                               struct err *e)
{
    if (handle_key(&k->scratch, w->channel, w->handle).len) return OK;
    return err_set(
        e, BAD_INPUT,
        "%s '%.*s', want channel:handle, an e-mail address, a name, outlet:NAME or a URL", which,
        STR_ARG(utf8_head(w->handle, 80)));
}

/* All that can be wrong with a row is found before anything of it is written. */
static enum status check(struct keep *k, const struct evidence_row *row, struct err *e)
{
    if (row->at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT, "no time is given; want a date such as 2026-03-01");
    }
    if (keep_time(k, row->at_s) == TIME_NONE) {
        k->dates_unlikely--; /* said by the row's own sentence */
        return err_set(e, BAD_INPUT, "time %s, want one from 1970-01-01 to today",
                       time_iso(&k->scratch, row->at_s).p);
    }
    enum status s = check_party(k, &row->from, "from", e);
    return s ? s : check_party(k, &row->to, "to", e);
}

enum status keep_evidence(struct keep *k, const struct evidence_row *row, struct str place,
                          bool *ret_new, struct err *e)
{
    struct account from;
    struct account to;
    struct doc_fields doc = {.place = place};
    struct evidence_fields f = {.at_s = row->at_s,
                                .verb = row->verb,
                                .from = &from,
                                .to = &to,
                                .sign = row->sign,
                                .room = row->room,
                                .stage = row->stage,
                                .url = row->url,
                                .source = k->source,
                                .place = place};
    enum status s = check(k, row, e);
    if (!s) s = account_of(&k->persons, &row->from, &from, e);
    if (!s) s = account_of(&k->persons, &row->to, &to, e);
    if (!s) s = topic_of(k, row->topic, &f.topic, e);
    if (!s) s = doc_of(k, row, &from, &doc, e);
    if (s) return s;
    f.doc = doc.id;
    /* Two rows that differ in topic, stage or sign alone are two facts. */
    f.doc_key = str_printf(&k->scratch, "%.*s %.*s %.*s %d", STR_ARG(doc.key), STR_ARG(row->topic),
                           STR_ARG(row->stage), row->sign);
    return evidence_write(k, &f, ret_new, e);
}

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

/* The doc a row names, by key or by URL; id 0 when it is not here. */
static enum status doc_known(struct keep *k, const struct evidence_row *row, struct known_doc *ret,
                             struct err *e)
{
    struct query *q = NULL;
    struct str key = row->doc.len ? row->doc : row->url;
    *ret = (struct known_doc){0};
    enum status s = key.len ? doc_find(k, key, ret, e) : OK;
    if (s || ret->id || row->doc.len || !row->url.len) return s;
    s = stmts_use(&k->stmts, SQL_doc_by_url, &q, e);
    if (s) return s;
    query_bind_str(q, 1, row->url);
    s = query_next(q, e);
    if (!s) ret->id = query_i64(q, 0);
    query_again(q);
    return s == DONE ? OK : s;
}

/* The key of a note that has no other name: the same words of the same moment are the same note. */
static struct str note_key(struct keep *k, const struct evidence_row *row,
                           const struct account *author)
{
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
    return str_printf(&k->scratch, "note:%.*s", STR_ARG(hash));
}

/* What the row shows: the doc it names when that is here, else a note that carries its text.
 * ret->key is what the evidence is told apart by, and the same whether the doc is here or not. */
static enum status doc_of(struct keep *k, const struct evidence_row *row,
                          const struct account *author, struct doc_fields *ret, struct err *e)
{
    struct known_doc known;
    struct str text = utf8_head(row->text, TEXT_BYTES_MAX);
    struct str name = row->doc.len ? row->doc : row->url;
    struct str key = row->doc.len ? row->doc : STR_NONE;
    enum status s = doc_known(k, row, &known, e);
    if (!key.len && (text.len || row->title.len)) key = note_key(k, row, author);
    ret->id = known.id;
    ret->key = name.len ? name : key;
    if (s || known.id || !key.len || (!text.len && !row->title.len)) return s;
    bool is_new = false;
    struct buf words = buf_new(&k->scratch);
    buf_addf(&words, "%.*s\n%.*s", STR_ARG(row->title), STR_ARG(text));
    struct doc_fields note = {.author = author->id,
                              .at_s = row->at_s,
                              .kind = STR("note"),
                              .words = text_words(&k->scratch, buf_str(&words)),
                              .key = key,
                              .title = row->title,
                              .url = row->url,
                              .text = text,
                              .place = ret->place};
    s = doc_write(k, &note, &is_new, e);
    ret->id = note.id;
    if (s || is_new) return s;
    s = doc_find(k, key, &known, e);
    ret->id = known.id;
    return s;
}

/* Two rows that differ in topic, stage or sign alone are two facts. */
static struct str fact_key(struct keep *k, const struct evidence_row *row, struct str doc)
{
    if (!row->topic.len && !row->stage.len && row->sign == 1) return doc;
    return str_printf(&k->scratch, "%.*s %.*s %.*s %d", STR_ARG(doc), STR_ARG(row->topic),
                      STR_ARG(row->stage), row->sign);
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

/* As it would be written, but nobody is made for it. */
static enum status is_lapsed(struct keep *k, const struct evidence_row *row, const struct who *whom,
                             bool *ret, struct err *e)
{
    unsigned char key[16];
    *ret = false;
    if (!k->lapses.any) return OK;
    const struct account from = {.channel = row->from.channel,
                                 .key =
                                     handle_key(&k->scratch, row->from.channel, row->from.handle)};
    const struct account to = {.channel = whom->channel,
                               .key = handle_key(&k->scratch, whom->channel, whom->handle)};
    struct str doc = row->doc.len ? row->doc : row->url;
    if (!doc.len && (row->text.len || row->title.len)) doc = note_key(k, row, &from);
    evidence_key(k,
                 &(struct evidence_fields){.at_s = row->at_s,
                                           .verb = row->verb,
                                           .from = &from,
                                           .to = &to,
                                           .doc_key = fact_key(k, row, doc)},
                 key);
    return keep_lapsed(k, "evidence", lapse_hex(&k->scratch, key), ret, e);
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
    struct who whom;
    bool lapsed = false;
    enum status s = check(k, row, e);
    if (!s) s = who_is_org(&k->persons, &row->to, &whom, e);
    if (!s) s = is_lapsed(k, row, &whom, &lapsed, e);
    if (lapsed) return s;
    if (!s) s = account_of(&k->persons, &row->from, &from, e);
    if (!s) s = who_is_org(&k->persons, &row->to, &whom, e); /* it may be known by now */
    if (!s) s = account_of(&k->persons, &whom, &to, e);
    k->erased = !s && (!from.id || !to.id);
    if (k->erased) return OK;
    if (!s) s = topic_of(k, row->topic, &f.topic, e);
    if (!s) s = doc_of(k, row, &from, &doc, e);
    if (s) return s;
    f.doc = doc.id;
    f.doc_named = row->doc.len > 0;
    f.doc_key = fact_key(k, row, doc.key);
    return evidence_write(k, &f, ret_new, e);
}

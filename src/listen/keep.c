/* keep.c - listen: what becomes of one record in the store? */
#include "listen/keep.h"

#include "base/time.h"

enum { CLOCK_AHEAD_S = 2 * DAY_S };

enum status keep_open(struct store *st, const struct keep_options *o, struct arena *a,
                      struct keep *ret, struct err *e)
{
    *ret = (struct keep){.st = st,
                         .stmts = {.st = st},
                         .a = a,
                         .tag = o->tag,
                         .source = o->source,
                         .now_s = o->now_s,
                         .doc_keys = map_new(a),
                         .texts = map_new(a),
                         .list_addresses = map_new(a),
                         .topics = map_new(a),
                         .org_refs = map_new(a),
                         .org_domains = map_new(a),
                         .surveys = map_new(a),
                         .deals = idmap_new(a, 0),
                         .outcomes = map_new(a),
                         .ledger = o->ledger,
                         .ours = idmap_new(a, 0)};
    ret->persons = persons_new(&ret->stmts, a, o->source);
    struct query *q = NULL;
    enum status s = stmts_use(&ret->stmts, SQL_doc_newest, &q, e);
    if (!s) s = query_one_i64(q, &ret->doc_last, e);
    ret->docs_before = ret->doc_last > 0;
    return s ? s : lapses_load(&ret->stmts, o->source, o->now_s, a, &ret->lapses, e);
}

enum status keep_lapsed(struct keep *k, const char *what, struct str key, bool *ret, struct err *e)
{
    enum status s = lapsed_is(&k->stmts, &k->lapses, what, key, ret, e);
    if (*ret) k->idle = "kept for as long as its source may be";
    return s;
}

enum status keep_record(struct keep *k, const struct keep_row *row, bool *ret_new, struct err *e)
{
    const struct record *r = row->record;
    uint64_t before = k->persons.changes;
    bool is_new = false;
    enum status s = OK;
    k->erased = false;
    k->idle = NULL;
    switch (r->kind) {
    case RECORD_PERSON:
        s = keep_person(k, &r->person, e);
        break;
    case RECORD_DOC:
        s = k->ledger ? keep_mail(k, &r->doc, row->place, &is_new, e)
                      : keep_doc(k, row, &is_new, e);
        break;
    case RECORD_EVIDENCE:
        s = keep_evidence(k, &r->evidence, row->place, &is_new, e);
        break;
    case RECORD_FEED:
        s = keep_feed(k, &r->feed, &is_new, e);
        break;
    case RECORD_NOTHING:
        break;
    case RECORD_DEAL:
        s = keep_deal(k, &r->deal, row->place, &is_new, e);
        break;
    case RECORD_ANSWER:
        s = keep_answer(k, &r->answer, row->place, &is_new, e);
        break;
    case RECORD_RELATION:
        s = keep_relation(k, &r->relation, row->place, &is_new, e);
        break;
    case RECORD_ACTIVITY:
        s = keep_activity(k, &r->activity, row->place, &is_new, e);
        break;
    case RECORD_OUTCOME:
        s = keep_outcome(k, &r->outcome, row->place, &is_new, e);
        break;
    case RECORD_ORG:
        s = keep_org(k, &r->org, &is_new, e);
        break;
    }
    bool changed = k->persons.changes > before;
    *ret_new = is_new || ((r->kind == RECORD_PERSON || r->kind == RECORD_ORG) && changed);
    arena_reset(&k->scratch, (struct arena_mark){0});
    return s;
}

enum status keep_finish(struct keep *k, struct err *e)
{
    enum status s = outlets_finish(k, e);
    if (!s) s = threads_finish(k, e);
    if (!s) s = heeds_finish(k, e);
    if (!s) s = deals_finish(k, e);
    if (!s) s = orgs_finish(k, e);
    return s;
}

void keep_close(struct keep *k)
{
    stmts_close(&k->stmts);
    arena_free(&k->scratch);
}

struct str keep_text(struct keep *k, struct str s)
{
    if (!s.len) return STR("");
    bool is_new = false;
    int64_t at = *map_put(&k->texts, s, (int64_t)k->text_count, &is_new);
    if (!is_new) return k->text[at];
    if (k->text_count == k->text_room) {
        size_t wider = k->text_room ? k->text_room * 2 : 1024;
        k->text =
            arena_grow(k->a, k->text, k->text_room * sizeof *k->text, wider * sizeof *k->text);
        k->text_room = wider;
    }
    return k->text[k->text_count++] = str_copy(k->a, s);
}

int64_t keep_time(struct keep *k, int64_t at_s)
{
    if (at_s == TIME_NONE) return TIME_NONE;
    if (at_s >= 0 && at_s <= k->now_s + CLOCK_AHEAD_S) return at_s;
    k->dates_unlikely++;
    return TIME_NONE;
}

/* ---- evidence ---- */

void evidence_key(struct keep *k, const struct evidence_fields *f, unsigned char ret[16])
{
    struct buf b = buf_new(&k->scratch);
    buf_addf(&b, "%d %lld ", (int)f->verb, (long long)f->at_s);
    const struct str part[] = {f->from->channel, f->from->key, f->to->channel, f->to->key,
                               f->doc_key};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        buf_add(&b, part[i]);
        buf_addc(&b, '\x1f');
    }
    bytes_key(buf_str(&b), ret);
}

enum status evidence_write(struct keep *k, const struct evidence_fields *f, bool *ret_new,
                           struct err *e)
{
    unsigned char key[16];
    evidence_key(k, f, key);
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_evidence_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, f->at_s);
    query_bind_i64(q, 2, f->verb);
    query_bind_i64(q, 3, f->from->id);
    query_bind_i64(q, 4, f->to->id);
    query_bind_id(q, 5, f->doc);
    query_bind_id(q, 6, f->topic);
    query_bind_i64(q, 7, f->sign);
    query_bind_id(q, 8, f->room);
    query_bind_str(q, 9, f->stage.len ? f->stage : STR_NONE);
    query_bind_str(q, 10, f->url.len ? f->url : STR_NONE);
    query_bind_id(q, 11, f->source);
    query_bind_str(q, 12, f->place);
    query_bind_blob(q, 13, key, sizeof key);
    query_bind_i64(q, 14, f->doc_named);
    query_bind_id(q, 15, f->survey);
    s = query_run(q, e);
    if (s) return s;
    bool is_new = store_changed(k->st) > 0;
    k->new_evidence += is_new;
    if (ret_new) *ret_new = is_new;
    return OK;
}

/* ---- docs ---- */

static enum status words_write(struct keep *k, const struct doc_fields *d, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_words_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, d->id);
    query_bind_str(q, 2, d->words);
    return query_run(q, e);
}

static void bind_text(struct query *q, int at, struct str s)
{
    query_bind_str(q, at, s.len ? s : STR_NONE);
}

enum status doc_write(struct keep *k, struct doc_fields *d, bool *ret_new, struct err *e)
{
    d->id = k->doc_last + 1;
    if (!d->root) d->root = d->id;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, d->id);
    query_bind_id(q, 2, d->outlet);
    query_bind_id(q, 3, d->author);
    query_bind_time(q, 4, d->at_s);
    query_bind_str(q, 5, d->kind);
    query_bind_str(q, 6, d->key);
    bind_text(q, 7, d->title);
    bind_text(q, 8, d->url);
    bind_text(q, 9, d->parent_key);
    query_bind_id(q, 10, d->parent);
    query_bind_i64(q, 11, d->root);
    bind_text(q, 12, d->lang);
    bind_text(q, 13, d->text);
    query_bind_i64(q, 14, k->source);
    query_bind_str(q, 15, d->place);
    if (d->rated) {
        query_bind_double(q, 16, d->rating);
    } else {
        query_bind_str(q, 16, STR_NONE);
    }
    s = query_run(q, e);
    if (s) return s;
    *ret_new = store_changed(k->st) > 0;
    if (!*ret_new) return OK;
    k->doc_last = d->id;
    k->new_docs++;
    return words_write(k, d, e);
}

enum status doc_find(struct keep *k, struct str key, struct known_doc *ret, struct err *e)
{
    *ret = (struct known_doc){0};
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_by_key, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    s = query_next(q, e);
    if (s) return s == DONE ? OK : s;
    *ret = (struct known_doc){.id = query_i64(q, 0),
                              .author = query_i64(q, 1),
                              .at_s = query_time(q, 2),
                              .root = query_i64(q, 3),
                              .outlet = query_i64(q, 4)};
    query_again(q);
    return OK;
}

/* cloud_judge.c - verb: of which kind does a person find a conversation to be? */
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/rng.h"
#include "base/time.h"
#include "listen/csv.h"
#include "store/query.h"
#include "verb/cloud.h"
#include "verb/quoted.h"

#include <stdlib.h>

enum { RNG_CLOUD = 0x636c6f75 };

/* ---- what is drawn ---- */

static const struct column sample_columns[] = {
    {"conversation", "conversation", NULL, CELL_TEXT, 0, false},
    {"at", "begun", "UTC", CELL_TIME, 0, false},
    {"answers", "answers", "docs", CELL_INT, 0, false},
    {"title", "title", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"words", "words", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
};

struct lot {
    uint64_t lot;
    const struct conversation *one;
};

static int lot_cmp(const void *left, const void *right)
{
    const struct lot *l = left;
    const struct lot *r = right;
    if (l->lot != r->lot) return l->lot < r->lot ? -1 : 1;
    return (l->one->doc > r->one->doc) - (l->one->doc < r->one->doc);
}

static int doc_cmp(const void *left, const void *right)
{
    const struct lot *l = left;
    const struct lot *r = right;
    return (l->one->doc > r->one->doc) - (l->one->doc < r->one->doc);
}

/* "d12-0a1b2c3d": its doc, and a hash of when and how it begins, so that a file filled in for
 * another store is noticed. */
static struct str conversation_name(struct arena *a, int64_t doc, const struct quoted *said)
{
    struct str begins = str_printf(a, "%lld %.*s %.*s", (long long)said->at_s, STR_ARG(said->title),
                                   STR_ARG(said->quote));
    return str_printf(a, "d%lld-%08x", (long long)doc, (unsigned)(hash_bytes(begins) & UINT32_MAX));
}

/* Each conversation's lot is its own: a larger sample holds the smaller one. The kind it was sorted
 * as is not shown, for who sees it agrees with it. */
enum status cloud_sample(struct mentioned *x, const struct cloud *c, struct table **ret,
                         struct err *e)
{
    struct request *r = x->r;
    int64_t most = 100;
    enum status s = request_i64(r, "sample", 1, SAMPLE_ROWS_MAX, &most, e);
    if (s) return s;
    struct lot *lot = arena_new(r->a, struct lot, c->count);
    for (size_t i = 0; i < c->count; i++) {
        uint64_t bits[2];
        rng_block(r->seed, rng_stream_id(RNG_CLOUD, 0, 0), (uint64_t)c->one[i].doc, bits);
        lot[i] = (struct lot){bits[0], &c->one[i]};
    }
    if (c->count > 1) qsort(lot, c->count, sizeof *lot, lot_cmp);
    size_t n = c->count < (size_t)most ? c->count : (size_t)most;
    if (n > 1) qsort(lot, n, sizeof *lot, doc_cmp);
    struct table *t =
        table_new(r->a, "cloud", sample_columns, sizeof sample_columns / sizeof *sample_columns);
    for (size_t i = 0; i < n && !s; i++) {
        struct quoted said;
        s = quoted_load(r, lot[i].one->doc, &said, e);
        if (s) return s;
        struct cell *row = table_row(t);
        row[0] = cell_text(conversation_name(r->a, lot[i].one->doc, &said));
        row[1] = cell_time(lot[i].one->at_s);
        row[2] = cell_int((int64_t)lot[i].one->docs - 1);
        row[3] = cell_text(said.title);
        row[4] = cell_text(said.quote);
        row[5] = cell_text(STR(""));
    }
    *ret = t;
    t->title = str_printf(r->a, "Conversations of %.*s to judge", STR_ARG(x->market.name));
    t->empty = STR("No conversation on the topic began in the period.");
    mentioned_facts(t, x, "kith-cloud 1");
    table_lead(t, "Of which kind are they? %zu of %zu conversations, by lot.", n, c->count);
    table_note(t, "With --csv a table to fill in: learning, support, buying, ideas, news, opinion, "
                  "social or none under 'kind', left empty where nobody could say. 'kith tree dN' "
                  "shows the whole of one.");
    table_note(t, "Bring it in: %.*s",
               STR_ARG(request_next(r, "cloud %.*s --judged kinds.csv",
                                    STR_ARG(shell_word(r->a, x->market.name)))));
    return OK;
}

/* ---- what was found ---- */

struct judging {
    struct mentioned *x;
    struct csv *csv;
    size_t conversation, kind; /* columns */
    struct cloud_kept kept;
};

static struct str cell_of(const struct csv_row *row, size_t column)
{
    size_t count = row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX;
    return column < count ? str_trim(row->cell[column]) : STR_NONE;
}

static enum status read_header(struct judging *j, struct err *e)
{
    struct csv_row row;
    j->conversation = j->kind = SIZE_MAX;
    enum status s = csv_next(j->csv, j->x->r->a, &row, e);
    if (s && s != DONE) return s;
    for (size_t i = 0; !s && i < row.count && i < COLUMNS_MAX; i++) {
        struct str head = cell_of(&row, i);
        if (str_is_nocase(head, "conversation")) j->conversation = i;
        if (str_is_nocase(head, "kind")) j->kind = i;
    }
    if (j->conversation != SIZE_MAX && j->kind != SIZE_MAX) return OK;
    return err_set(e, BAD_INPUT,
                   "no table of judged conversations: want columns 'conversation' and 'kind', as "
                   "'kith cloud MARKET --sample 100 --csv' makes it");
}

static enum status find_conversation(struct request *r, struct str name, int64_t *ret,
                                     struct err *e)
{
    struct quoted said;
    size_t dash = str_find(name, '-');
    bool reads = name.len > 1 && name.p[0] == 'd' && dash < name.len &&
                 str_to_i64(str_skip(str_head(name, dash), 1), ret);
    if (!reads) {
        return err_set(e, BAD_INPUT,
                       "conversation '%.*s', want one as kith wrote it, like d12-0a1b2c3d",
                       STR_ARG(utf8_head(name, 80)));
    }
    enum status s = quoted_load(r, *ret, &said, e);
    if (s && s != NOT_FOUND) return s;
    if (!s && str_eq(name, conversation_name(r->a, *ret, &said))) return OK;
    return err_set(e, BAD_INPUT,
                   "conversation '%.*s' is not in this store (another one, or it was erased); "
                   "delete the line, or draw again",
                   STR_ARG(utf8_head(name, 80)));
}

static enum status keep_row(struct judging *j, const struct csv_row *row, struct err *e)
{
    struct request *r = j->x->r;
    struct str word = cell_of(row, j->kind);
    enum talk kind = talk_of(word);
    int64_t doc = 0;
    j->kept.open += !word.len;
    if (!word.len) return OK;
    if (kind == TALK_COUNT) {
        return err_set(e, BAD_INPUT,
                       "kind '%.*s', want learning, support, buying, ideas, news, opinion, social, "
                       "none or nothing",
                       STR_ARG(utf8_head(word, 80)));
    }
    enum status s = find_conversation(r, cell_of(row, j->conversation), &doc, e);
    if (s) return s;
    struct query *q = NULL;
    s = query_open(r->st, SQL_cloud_judge, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, j->x->market.id);
    query_bind_i64(q, 2, doc);
    query_bind_str(q, 3, str_of(talk_infos[kind].name));
    query_bind_i64(q, 4, time_now());
    s = query_run(q, e);
    query_close(q);
    j->kept.kept++;
    return s;
}

static enum status keep_rows(struct judging *j, struct err *e)
{
    struct csv_row row;
    enum status s = read_header(j, e);
    if (s) return s;
    while ((s = csv_next(j->csv, j->x->r->a, &row, e)) == OK) {
        s = keep_row(j, &row, e);
        if (s) return err_in(e, s, "%llu", (unsigned long long)row.line);
    }
    if (s == DONE && !j->kept.kept) {
        return err_set(e, BAD_INPUT, "no row of it has a kind under 'kind'");
    }
    return s == DONE ? OK : s;
}

enum status cloud_keep(struct mentioned *x, const char *path, struct cloud_kept *ret, struct err *e)
{
    struct judging j = {.x = x};
    struct reader *in = NULL;
    enum status s = reader_open(path, x->r->a, &in, e);
    if (s) return s;
    s = csv_open(in, '\0', x->r->a, &j.csv, e);
    if (s) s = err_in(e, s, "%s", path);
    if (!s) s = store_begin(x->r->st, e);
    if (s) {
        reader_close(in);
        return s;
    }
    s = keep_rows(&j, e);
    reader_close(in);
    *ret = j.kept;
    if (!s) return store_commit(x->r->st, e);
    store_rollback(x->r->st);
    return err_in(e, s, "%s", path);
}

enum status cloud_judged(struct mentioned *x, const struct cloud *c, struct judged *ret,
                         struct err *e)
{
    struct query *q = NULL;
    struct idmap at = idmap_new(x->r->a, c->count + 1);
    *ret = (struct judged){.n = 0};
    for (size_t i = 0; i < c->count; i++)
        (void)idmap_put(&at, c->one[i].doc, (uint32_t)i);
    enum status s = query_open(x->r->st, SQL_cloud_judged, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->market.id);
    while ((s = query_next(q, e)) == OK) {
        uint32_t i = idmap_get(&at, query_i64(q, 0));
        enum talk kind = talk_of(query_str(q, 1));
        if (i == UINT32_MAX || kind == TALK_COUNT) continue;
        ret->of[c->one[i].kind][kind]++;
        ret->n++;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* market_count.c - verb: what would a market of this topic and audience rest on? */
#include "verb/market_verb.h"

#include "base/limits.h"
#include "find/market.h"
#include "find/topic.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/remark.h"

enum { SAMPLE = 5, LETTERS = 120 }; /* docs shown, and of each */

static const struct column columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"doc", "newest docs on it", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

/* ---- docs ---- */

static struct str doc_words(struct arena *a, struct str title, struct str text)
{
    struct str said = str_trim(title).len ? title : text;
    char *line = arena_copy(a, said.p ? said.p : "", said.len);
    for (size_t i = 0; i < said.len; i++) {
        if ((unsigned char)line[i] < ' ') line[i] = ' ';
    }
    return utf8_head(str_trim(utf8_mend(a, (struct str){line, said.len})), LETTERS);
}

/* *ret_put: there is such a doc. */
static enum status put_doc(struct request *r, struct table *t, int64_t doc, bool *ret_put,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_search_doc, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, doc);
    s = query_next(q, e);
    *ret_put = s == OK;
    if (!s) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_copy(r->a, query_str(q, 3)));
        row[1] = cell_text(doc_words(r->a, query_str(q, 0), query_str(q, 1)));
        if (!query_is_null(q, 4)) row[2] = cell_text(str_copy(r->a, query_str(q, 4)));
        row[3] = cell_time(query_time(q, 2));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* The newest of them, from the last id on. */
static enum status put_sample(struct request *r, const struct topic_hits *hits, int64_t last,
                              struct table *t, struct err *e)
{
    enum status s = OK;
    for (int64_t doc = last; doc > 0 && t->row_count < SAMPLE && !s; doc--) {
        bool put = false;
        if (hits->everything || bits_has(&hits->docs, doc)) s = put_doc(r, t, doc, &put, e);
    }
    return s;
}

/* ---- the answer ---- */

static void put_lead(struct table *t, int64_t on, int64_t all, size_t people)
{
    table_lead(t, "%lld of %lld docs are on it; %zu %s the audience.", (long long)on,
               (long long)all, people, people == 1 ? "person is" : "people are");
    if (people < BUYERS_KNOWN_MIN) {
        table_note(
            t,
            "Ranks need %d buyers who were heard: with fewer, evidence alone is shown. Bring "
            "answers, deals or a table of people, or ask for a wider audience.",
            BUYERS_KNOWN_MIN);
    }
}

enum status market_count(struct request *r, struct table **ret, struct err *e)
{
    struct topic_hits hits = {0};
    struct node_set people = {0};
    int64_t all = 0;
    int64_t last = 0;
    struct str topic = request_has(r, "topic") ? request_value(r, "topic") : STR("");
    struct str audience = str_trim(request_value(r, "audience"));
    if (r->word_count != 1)
        return err_set(e, BAD_USAGE, "count wants --topic and --audience alone");
    if (!audience.len) audience = STR("tag:buyer");
    struct table *t = table_new(r->a, "market", columns, sizeof columns / sizeof *columns);
    enum status s = topic_hits(r->st, topic, r->a, &hits, e);
    if (!s) s = people_remarked(r, audience, t, &people, e);
    if (!s) s = query_ask(r->st, SQL_docs_count, &all, e);
    if (!s) s = query_ask(r->st, SQL_docs_room, &last, e);
    if (!s) s = put_sample(r, &hits, last, t, e);
    if (s) return s;
    int64_t on = hits.everything ? all : (int64_t)bits_count(&hits.docs);
    table_fact(t, "topic", NULL, cell_text(topic), 0);
    table_fact(t, "audience", NULL, cell_text(audience), 0);
    table_fact(t, "docs_on_topic", NULL, cell_int(on), 0);
    table_fact(t, "docs", NULL, cell_int(all), 0);
    table_fact(t, "people", NULL, cell_int((int64_t)people.count), 0);
    put_lead(t, on, all, people.count);
    t->empty = STR("No doc is on it.");
    *ret = t;
    return OK;
}

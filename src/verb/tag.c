/* tag.c - verb: who buys, who is an analyst? What a user says of people by hand. */
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/next.h"
#include "verb/remark.h"

static const char *const examples[] = {
    "kith tag 'org:\"Acme\" or org:\"Globex\"' buyer",
    "kith tag 'jane@analysts.example' category=analyst",
    "kith tag 'tag:buyer country:FR' buyer --remove",
    NULL,
};

static const struct flag flags[] = {
    {"remove", 0, NULL, "take the tags away", false},
    {"dry-run", 0, NULL, "only say how many it would be", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"key", "key", NULL, CELL_TEXT, 0, false},
    {"value", "value", NULL, CELL_TEXT, 0, true},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"changed", "changed", NULL, CELL_INT, 0, false},
};

static const char *const keys[] = {"category", "tag",    "team", "seniority",
                                   "capacity", "topics", NULL};

struct word_tag {
    struct str key, value;
};

/* "buyer" is a tag; "category=analyst" says the key. */
static enum status read_tag(struct str word, struct word_tag *ret, struct err *e)
{
    size_t equals = str_find(word, '=');
    *ret = (struct word_tag){.key = STR("tag"), .value = str_trim(word)};
    if (equals < word.len) {
        *ret = (struct word_tag){.key = str_trim(str_head(word, equals)),
                                 .value = str_trim(str_skip(word, equals + 1))};
    }
    if (!str_among(ret->key, keys)) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is no key of tags; want category, tag, team, seniority, capacity or "
                       "topics before the =",
                       STR_ARG(ret->key));
    }
    if (!ret->value.len || ret->value.len > NAME_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "'%.*s': want a tag of 1 to %d bytes",
                       STR_ARG(str_head(word, 100)), NAME_BYTES_MAX);
    }
    return OK;
}

static enum status mark_source(struct store *st, int64_t *ret, struct err *e)
{
    enum status s = query_do(st, SQL_source_mark, time_now(), e);
    return s ? s : query_ask(st, SQL_source_marked, ret, e);
}

static enum status apply(struct request *r, const struct node_set *set, struct word_tag tag,
                         int64_t source, int64_t *ret_changed, struct err *e)
{
    bool remove = request_has(r, "remove");
    struct query *q = NULL;
    enum status s = query_open(r->st, remove ? SQL_tag_drop : SQL_tag_put, &q, e);
    for (size_t i = 0; i < set->count && !s; i++) {
        query_bind_i64(q, 1, set->id[i]);
        query_bind_str(q, 2, tag.key);
        query_bind_str(q, 3, tag.value);
        if (!remove) query_bind_i64(q, 4, time_now());
        if (!remove) query_bind_i64(q, 5, source);
        s = query_run(q, e);
        *ret_changed += store_changed(r->st);
    }
    query_close(q);
    return s;
}

static enum status apply_all(struct request *r, const struct node_set *set, struct table *t,
                             struct err *e)
{
    int64_t source = 0;
    enum status s = mark_source(r->st, &source, e);
    for (size_t i = 1; i < r->word_count && !s; i++) {
        struct word_tag tag;
        int64_t changed = 0;
        s = read_tag(r->word[i], &tag, e);
        if (!s) s = apply(r, set, tag, source, &changed, e);
        struct cell *row = table_row(t);
        row[0] = cell_text(tag.key);
        row[1] = cell_text(tag.value);
        row[2] = cell_int((int64_t)set->count);
        row[3] = cell_int(changed);
    }
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "tag", columns, sizeof columns / sizeof *columns);
    struct node_set set = {0};
    enum status s = people_remarked(r, r->word[0], t, &set, e);
    if (s) return s;
    if (set.count == 0) {
        return err_set(e, NOT_FOUND,
                       "'%.*s' names nobody; nothing was changed ('kith people' lists who is here, "
                       "'kith help query' how to name them)",
                       STR_ARG(r->word[0]));
    }
    s = store_begin(r->st, e);
    if (!s) s = apply_all(r, &set, t, e);
    if (s || request_has(r, "dry-run")) {
        store_rollback(r->st);
    } else {
        s = store_commit(r->st, e);
    }
    if (s) return s;
    table_lead(t, "'%.*s' names %zu %s%s.", STR_ARG(r->word[0]), set.count,
               set.count == 1 ? "person" : "people",
               request_has(r, "dry-run") ? "; dry run, nothing was changed" : "");
    *ret = t;
    return next_step_now(r, t, e);
}

const struct verb verb_tag = {
    .name = "tag",
    .words = "QUERY TAG...",
    .summary = "say of people who buys, who is an analyst, …",
    .details = "QUERY is a people query (kith help query); each TAG is a word, or KEY=WORD with "
               "the key category, team, seniority, capacity or topics. Those tagged 'buyer' are "
               "the audience of every market that does not name another one.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 2,
    .words_most = -1,
    .run = run,
};

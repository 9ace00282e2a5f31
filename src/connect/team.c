/* team.c - connect: who of ours can hold a relationship, and what do they bring? */
#include "connect/team.h"

#include "base/map.h"
#include "base/text.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

static void set_add(struct arena *a, struct word_set *s, struct str word)
{
    uint64_t hash = hash_bytes(word);
    size_t at = 0;
    while (at < s->count && s->hash[at] < hash)
        at++;
    if (!word.len || (at < s->count && s->hash[at] == hash)) return;
    s->hash = arena_more(a, s->hash, s->count, sizeof *s->hash);
    memmove(s->hash + at + 1, s->hash + at, (s->count - at) * sizeof *s->hash);
    s->hash[at] = hash;
    s->count++;
}

bool word_sets_meet(const struct word_set *x, const struct word_set *y)
{
    for (size_t i = 0, k = 0; i < x->count && k < y->count;) {
        if (x->hash[i] == y->hash[k]) return true;
        if (x->hash[i] < y->hash[k]) {
            i++;
        } else {
            k++;
        }
    }
    return false;
}

static void add_stems(struct arena *a, struct word_set *s, struct str text)
{
    static const char *const joins[] = {"and", "or", "not", NULL};
    struct str words = text_words(a, text);
    struct str word;
    struct stemmer *stems = stemmer_open();
    while (words.len && str_cut(&words, ' ', &word)) {
        if (!str_among(word, joins)) set_add(a, s, stemmer_stem(stems, a, word));
    }
    stemmer_close(stems);
}

struct word_set topic_stems(struct arena *a, struct str topic)
{
    struct word_set s = {0};
    add_stems(a, &s, topic);
    return s;
}

/* "de, en-GB" -> de, en */
static void add_codes(struct arena *a, struct word_set *s, struct str list)
{
    struct str lower = str_lower(a, list);
    for (size_t at = 0; at < lower.len;) {
        size_t end = at;
        while (end < lower.len && str_find(STR(" ,;/\t"), lower.p[end]) == 5)
            end++;
        struct str code = {lower.p + at, end - at};
        struct str part = code;
        struct str head = code;
        if (str_cut(&part, '-', &head)) code = head;
        set_add(a, s, code);
        at = end + 1;
    }
}

static enum accepted accepted_of(struct str value)
{
    static const char *const no[] = {"no",      "false",   "0",    "pending", "open",
                                     "refused", "missing", "none", NULL};
    value = str_trim(value);
    if (!value.len) return ACCEPTED_UNKNOWN;
    return str_among_nocase(value, no) ? ACCEPTED_NO : ACCEPTED_YES;
}

/* A column of a people table that has no place of its own: "extra:Languages". */
static void put_extra(struct arena *a, struct traits *t, struct str header, struct str value)
{
    static const char *const langs[] = {"language", "languages", "lang", NULL};
    static const char *const regions[] = {"region", "regions", "countries", NULL};
    static const char *const policy[] = {"policy", "policy accepted", "policy_accepted", NULL};
    if (str_among_nocase(header, langs)) add_codes(a, &t->langs, value);
    if (str_among_nocase(header, regions)) add_codes(a, &t->regions, value);
    if (str_among_nocase(header, policy)) t->policy = accepted_of(value);
    if (str_is_nocase(header, "training")) t->training = accepted_of(value);
}

static void put_tag(struct arena *a, struct traits *t, struct str key, struct str value)
{
    int64_t number = 0;
    if (str_is(key, "team")) t->team = str_copy(a, value);
    if (str_is(key, "topics")) add_stems(a, &t->topics, value);
    if (str_is(key, "tag") && str_is(value, "policy")) t->policy = ACCEPTED_YES;
    if (str_is(key, "tag") && str_is(value, "training")) t->training = ACCEPTED_YES;
    if (str_starts(key, "extra:")) put_extra(a, t, str_skip(key, 6), value);
    if (!str_to_i64(str_trim(value), &number)) return;
    if (str_is(key, "seniority") && number >= 1 && number <= 5) t->seniority = (int)number;
    if (str_is(key, "capacity") && number >= 0 && number <= INT32_MAX) {
        t->capacity = (uint32_t)number;
        t->capacity_said = true;
    }
}

static enum status tags_load(struct store *st, struct arena *a, struct traits *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_traits_tags, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, t->node);
    while ((s = query_next(q, e)) == OK)
        put_tag(a, t, query_str(q, 0), query_str(q, 1));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status langs_load(struct store *st, struct arena *a, struct traits *t, struct err *e)
{
    struct query *q = NULL;
    if (t->langs.count) return OK;
    enum status s = query_open(st, SQL_traits_langs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, t->node);
    query_bind_i64(q, 2, LANG_DOCS_MIN);
    while ((s = query_next(q, e)) == OK)
        add_codes(a, &t->langs, query_str(q, 0));
    query_close(q);
    return s == DONE ? OK : s;
}

enum status traits_load(struct store *st, int64_t node, struct arena *a, struct traits *ret,
                        struct err *e)
{
    struct traits t = {.node = node, .capacity = CAPACITY_USUAL};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_traits_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (s == DONE) s = err_set(e, NOT_FOUND, "nobody has the number %lld", (long long)node);
    if (!s) {
        t.name = str_copy(a, query_str(q, 0));
        if (!query_is_null(q, 1)) t.country = str_copy(a, query_str(q, 1));
        add_codes(a, &t.regions, query_str(q, 1));
        add_codes(a, &t.langs, query_str(q, 2));
    }
    query_close(q);
    if (!s) s = tags_load(st, a, &t, e);
    if (!s) s = langs_load(st, a, &t, e);
    if (!s) *ret = t;
    return s;
}

enum status team_load(struct store *st, struct arena *a, struct team *ret, struct err *e)
{
    struct team t = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_team_ids, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        t.one = arena_more(a, t.one, t.count, sizeof *t.one);
        t.one[t.count++].node = query_i64(q, 0);
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < t.count && !s; i++)
        s = traits_load(st, t.one[i].node, a, &t.one[i], e);
    if (!s) *ret = t;
    return s;
}

size_t team_find(const struct team *t, int64_t node)
{
    size_t at = 0;
    while (at < t->count && t->one[at].node != node)
        at++;
    return at;
}

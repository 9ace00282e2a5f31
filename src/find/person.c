/* person.c - find: whom does this one word name? */
#include "find/people_int.h"

enum { CANDIDATES_MAX = 5, STARTS_MAX = 50 };

struct str node_public_id(struct arena *a, int64_t id, char type)
{
    return str_printf(a, "%c%lld", type, (long long)id);
}

enum status node_name(struct store *st, int64_t id, struct arena *a, struct str *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_node_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    if (!s) *ret = str_copy(a, query_str(q, 0));
    query_close(q);
    if (s == DONE) return err_set(e, NOT_FOUND, "there is no id %lld here", (long long)id);
    return s;
}

/* Names start so: the statement has a start, what comes behind all that start so, and a bound. */
static enum status add_starting(struct people_view *v, struct str key, struct bits *ret,
                                struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, SQL_person_starting, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_str(q, 2, str_printf(v->a, "%.*s\xF4\x8F\xBF\xBF", STR_ARG(key)));
    query_bind_i64(q, 3, STARTS_MAX);
    while ((s = query_next(q, e)) == OK)
        bits_add(ret, nodes_final(&v->nodes, query_i64(q, 0)));
    query_close(q);
    return s == DONE ? OK : s;
}

/* The ways a word can name somebody, surest first; the first that fits anybody decides. */
enum way { WAY_ID, WAY_HANDLE, WAY_NAME, WAY_START, WAY_COUNT };

static enum status add_by(struct people_view *v, enum way way, struct str word, struct bits *ret,
                          struct err *e)
{
    struct str key = name_key(v->a, word);
    int64_t id = 0;
    enum status s = OK;
    switch (way) {
    case WAY_ID:
        if (word.len < 2 || word.p[0] != 'p' || !str_to_i64(str_skip(word, 1), &id)) return OK;
        bits_add(ret, nodes_final(&v->nodes, id));
        return OK;
    case WAY_HANDLE:
        return match_handle(v, word, ret, e);
    case WAY_NAME:
        if (!key.len) return OK;
        s = match_add(v, (struct ask){.name = SQL_person_named, .text = key}, ret, e);
        if (s || bits_count(ret)) return s;
        return match_add(v, (struct ask){.name = SQL_alias_named, .text = key}, ret, e);
    case WAY_START:
        return key.len ? add_starting(v, key, ret, e) : OK;
    case WAY_COUNT:
        break;
    }
    return OK;
}

static enum status several(struct people_view *v, struct str word, const struct bits *who,
                           struct err *e)
{
    size_t count = 0;
    int64_t *id = bits_list(who, v->a, &count);
    struct buf names = buf_new(v->a);
    for (size_t i = 0; i < count && i < CANDIDATES_MAX; i++) {
        struct str name = STR_NONE;
        enum status s = node_name(v->st, id[i], v->a, &name, e);
        if (s) return s;
        buf_addf(&names, "%sp%lld %.*s", i ? ", " : "", (long long)id[i],
                 STR_ARG(utf8_head(name, 100)));
    }
    return err_set(e, BAD_INPUT, "'%.*s' fits %s%zu people: %.*s%s; name one by id, such as p%lld",
                   STR_ARG(utf8_head(word, 100)), count >= STARTS_MAX ? "at least " : "", count,
                   STR_ARG(buf_str(&names)), count > CANDIDATES_MAX ? ", …" : "", (long long)id[0]);
}

static enum status nobody(struct people_view *v, struct str word, struct err *e)
{
    struct str names = STR("");
    enum status s = names_near(v, SQL_people_names, word, &names, e);
    if (s) return s;
    struct str shown = utf8_head(word, 100);
    if (names.len) {
        return err_set(e, NOT_FOUND, "nobody here is called '%.*s'; did you mean %.*s?",
                       STR_ARG(shown), STR_ARG(names));
    }
    return err_set(e, NOT_FOUND, "nobody here is called '%.*s'; 'kith people' lists who is",
                   STR_ARG(shown));
}

static enum status person_seek(struct people_view *v, struct str word, int ways, int64_t *ret,
                               struct err *e)
{
    for (int way = 0; way < ways; way++) {
        struct bits who = bits_new(v->a, v->nodes.room);
        enum status s = add_by(v, (enum way)way, word, &who, e);
        if (s) return s;
        bits_and(&who, &v->nodes.persons);
        size_t count = bits_count(&who);
        if (count > 1) return several(v, word, &who, e);
        if (count == 1) {
            *ret = *bits_list(&who, v->a, &count);
            return OK;
        }
    }
    return nobody(v, word, e);
}

static enum status find_by(struct store *st, struct str word, int ways, int64_t *ret, struct err *e)
{
    word = str_trim(word);
    if (!word.len)
        return err_set(e, BAD_INPUT, "no name was given; want an id, a handle or a name");
    struct arena scratch = {0};
    struct people_view v = {.st = st, .a = &scratch};
    enum status s = nodes_load(st, &scratch, &v.nodes, e);
    if (!s) s = person_seek(&v, word, ways, ret, e);
    arena_free(&scratch);
    return s;
}

enum status person_find(struct store *st, struct str word, struct arena *a, int64_t *ret,
                        struct err *e)
{
    (void)a; /* nothing stays */
    return find_by(st, word, WAY_COUNT, ret, e);
}

/* "p12,p40" */
static bool are_ids(struct str words)
{
    struct str word;
    int64_t id = 0;
    while (str_cut(&words, ',', &word)) {
        if (!str_starts(word, "p") || !str_to_i64(str_skip(word, 1), &id)) return false;
    }
    return true;
}

enum status persons_find(struct store *st, struct str words, struct arena *a,
                         struct found_people *ret, struct err *e)
{
    bool several = str_find(words, ',') < words.len && are_ids(words);
    *ret = (struct found_people){.one = arena_new(a, int64_t, words.len + 1)};
    if (!several) {
        enum status s = person_find(st, words, a, ret->one, e);
        ret->count = !s;
        return s;
    }
    struct str word;
    while (str_cut(&words, ',', &word)) {
        int64_t id = 0;
        size_t i = 0;
        enum status s = person_find(st, word, a, &id, e);
        if (s) return s;
        while (i < ret->count && ret->one[i] != id)
            i++;
        if (i == ret->count) ret->one[ret->count++] = id;
    }
    return OK;
}

enum status person_find_whole(struct store *st, struct str word, struct arena *a, int64_t *ret,
                              struct err *e)
{
    (void)a; /* nothing stays */
    return find_by(st, word, WAY_START, ret, e);
}

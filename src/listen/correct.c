/* correct.c - listen: what is right of a person, whatever sources say? */
#include "listen/correct.h"

#include "base/limits.h"
#include "listen/handle.h"
#include "listen/org.h"
#include "listen/person.h"

const char *const correct_fields[] = {"name", "title", "org", "country", "category", NULL};

/* ---- what stands there ---- */

static enum status now_of(struct store *st, int64_t node, struct str field, struct arena *a,
                          struct str *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_correction_now, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, field);
    s = query_next(q, e);
    *ret = s ? STR("") : str_copy(a, query_str(q, 0));
    query_close(q);
    return s;
}

static enum status put_text(struct store *st, enum sql name, int64_t node, struct str text,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, text.len ? text : STR_NONE);
    s = query_run(q, e);
    query_close(q);
    return s;
}

/* Found by it from now on, too. */
static enum status put_name(struct store *st, int64_t node, struct str name, struct arena *a,
                            struct err *e)
{
    struct stmts stmts = {.st = st};
    struct persons persons = persons_new(&stmts, a, 0);
    struct str key = name_key(a, name);
    struct query *q = NULL;
    if (!key.len) return err_set(e, BAD_INPUT, "a name wants letters");
    enum status s = stmts_use(&stmts, SQL_correct_name, &q, e);
    if (!s) {
        query_bind_i64(q, 1, node);
        query_bind_str(q, 2, name);
        query_bind_str(q, 3, key);
        s = query_run(q, e);
    }
    if (!s) s = alias_add(&persons, node, name, key, e);
    stmts_close(&stmts);
    return s;
}

/* "press; analyst": the next that is not empty, trimmed; false at the end. */
static bool next_of(struct str *list, struct str *ret)
{
    while (str_cut(list, ';', ret)) {
        *ret = str_trim(*ret);
        if (ret->len) return true;
    }
    return false;
}

static enum status put_categories(struct store *st, int64_t node, struct str list, struct arena *a,
                                  struct err *e)
{
    struct str value;
    struct query *q = NULL;
    char *marks = arena_copy(a, list.p ? list.p : "", list.len); /* commas part them as well */
    for (size_t i = 0; i < list.len; i++) {
        if (marks[i] == ',') marks[i] = ';';
    }
    list.p = marks;
    enum status s = query_do(st, SQL_correct_categories_drop, node, e);
    if (!s) s = query_open(st, SQL_tag_put, &q, e);
    while (!s && next_of(&list, &value)) {
        query_bind_i64(q, 1, node);
        query_bind_str(q, 2, STR("category"));
        query_bind_str(q, 3, str_lower(a, value));
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

struct orgs {
    int64_t id[AFFILS_PER_PERSON_MAX];
    size_t n;
};

static bool orgs_have(const struct orgs *o, int64_t id)
{
    for (size_t i = 0; i < o->n; i++) {
        if (o->id[i] == id) return true;
    }
    return false;
}

static enum status orgs_load(struct store *st, int64_t node, struct orgs *ret, struct err *e)
{
    struct query *q = NULL;
    ret->n = 0;
    enum status s = query_open(st, SQL_correct_orgs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while (ret->n < AFFILS_PER_PERSON_MAX && (s = query_next(q, e)) == OK)
        ret->id[ret->n++] = query_i64(q, 0);
    query_close(q);
    return s == DONE ? OK : s;
}

/* Those that stay keep what is known of them. */
static enum status put_orgs(struct store *st, int64_t node, struct str list, struct err *e)
{
    struct orgs are;
    struct orgs right = {.n = 0};
    struct str name;
    enum status s = orgs_load(st, node, &are, e);
    while (!s && right.n < AFFILS_PER_PERSON_MAX && next_of(&list, &name)) {
        s = org_make(st, name, &right.id[right.n], e);
        right.n += !s;
    }
    for (size_t i = 0; i < are.n && !s; i++) {
        if (orgs_have(&right, are.id[i])) continue;
        s = query_do_two(st, SQL_correct_org_drop, node, are.id[i], e);
    }
    for (size_t i = 0; i < right.n && !s; i++) {
        if (orgs_have(&are, right.id[i])) continue;
        s = query_do_two(st, SQL_correct_org_add, node, right.id[i], e);
    }
    return s;
}

static enum status put(struct store *st, int64_t node, struct str field, struct str value,
                       struct arena *a, struct err *e)
{
    if (str_is(field, "name")) return put_name(st, node, value, a, e);
    if (str_is(field, "title")) return put_text(st, SQL_correct_title, node, value, e);
    if (str_is(field, "country")) return put_text(st, SQL_correct_country, node, value, e);
    if (str_is(field, "category")) return put_categories(st, node, value, a, e);
    return put_orgs(st, node, value, e);
}

/* ---- saying and undoing ---- */

static enum status held_of(struct store *st, int64_t node, struct str field, struct arena *a,
                           struct str *ret_was, int64_t *ret_id, struct err *e)
{
    struct query *q = NULL;
    *ret_id = 0;
    enum status s = query_open(st, SQL_correction_held, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, field);
    s = query_next(q, e);
    if (!s) {
        *ret_id = query_i64(q, 0);
        *ret_was = str_copy(a, query_str(q, 1));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status end_held(struct store *st, int64_t node, struct str field, int64_t now_s,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_correction_undo, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, field);
    query_bind_i64(q, 3, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status add(struct store *st, const struct correction *c, struct str value,
                       struct str was, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_correction_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, c->node);
    query_bind_str(q, 2, c->field);
    query_bind_str(q, 3, value);
    query_bind_str(q, 4, was);
    query_bind_str(q, 5, c->reason);
    query_bind_str(q, 6, c->by);
    query_bind_i64(q, 7, c->at_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status say(struct store *st, const struct correction *c, struct arena *a, struct err *e)
{
    int64_t before = 0;
    struct str was = STR("");
    struct str is = STR("");
    struct str value = STR("");
    enum status s = now_of(st, c->node, c->field, a, &is, e);
    if (!s) s = held_of(st, c->node, c->field, a, &was, &before, e);
    if (!s) s = put(st, c->node, c->field, str_trim(c->value), a, e);
    if (!s) s = now_of(st, c->node, c->field, a, &value, e);
    if (!s && str_eq(value, is)) {
        s = err_set(e, BAD_INPUT, "their %.*s stands so already; nothing was changed",
                    STR_ARG(c->field));
    }
    if (!s) s = end_held(st, c->node, c->field, c->at_s, e);
    return s ? s : add(st, c, value, before ? was : is, e);
}

enum status correct_say(struct store *st, const struct correction *c, struct err *e)
{
    struct arena work = {0};
    enum status s = say(st, c, &work, e);
    arena_free(&work);
    return s;
}

/* What no source calls them is no name of theirs. */
static enum status forget_name(struct store *st, int64_t node, struct arena *a, struct err *e)
{
    struct str name = STR("");
    struct query *q = NULL;
    enum status s = now_of(st, node, STR("name"), a, &name, e);
    if (!s) s = query_open(st, SQL_correct_alias_drop, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, name_key(a, name));
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status correct_undo(struct store *st, int64_t node, struct str field, int64_t now_s,
                         struct err *e)
{
    struct arena work = {0};
    int64_t id = 0;
    struct str was = STR("");
    enum status s = held_of(st, node, field, &work, &was, &id, e);
    if (!s && !id) {
        s = err_set(e, NOT_FOUND,
                    "their %.*s was not corrected; 'kith correct PERSON' lists what was",
                    STR_ARG(field));
    }
    if (!s && str_is(field, "name")) s = forget_name(st, node, &work, e);
    if (!s) s = put(st, node, field, was, &work, e);
    if (!s) s = end_held(st, node, field, now_s, e);
    arena_free(&work);
    return s;
}

/* ---- putting back ---- */

struct held {
    int64_t id, node;
    struct str field, value, was;
};

static bool list_has(struct str list, struct str value)
{
    struct str one;
    while (next_of(&list, &one)) {
        if (str_eq(one, value)) return true;
    }
    return false;
}

static void list_add(struct buf *b, struct str from, struct str without)
{
    struct str one;
    while (next_of(&from, &one)) {
        if (list_has(without, one) || list_has(buf_str(b), one)) continue;
        buf_addf(b, "%s%.*s", b->len ? "; " : "", STR_ARG(one));
    }
}

/* What sources say by now. Of a field with several values only what is not right is theirs for
 * sure; categories gather, organisations are those of the newest edition. */
static struct str said_now(const struct held *h, struct str is, struct arena *a)
{
    if (!str_is(h->field, "org") && !str_is(h->field, "category")) return is;
    struct buf b = buf_new(a);
    list_add(&b, is, h->value);
    if (!b.len) return h->was;
    if (str_is(h->field, "category")) list_add(&b, h->was, STR(""));
    return buf_str(&b);
}

static enum status put_back(struct store *st, const struct held *h, struct arena *a, struct err *e)
{
    struct str is = STR("");
    struct query *q = NULL;
    enum status s = now_of(st, h->node, h->field, a, &is, e);
    if (s || str_eq(is, h->value)) return s;
    s = query_open(st, SQL_correction_was, &q, e);
    if (!s) {
        query_bind_i64(q, 1, h->id);
        query_bind_str(q, 2, said_now(h, is, a));
        s = query_run(q, e);
    }
    query_close(q);
    return s ? s : put(st, h->node, h->field, h->value, a, e);
}

enum status correct_apply(struct store *st, struct err *e)
{
    struct arena work = {0};
    struct held *list = NULL;
    size_t n = 0;
    struct query *q = NULL;
    enum status s = query_open(st, SQL_corrections_held, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        list = arena_more(&work, list, n, sizeof *list);
        list[n++] = (struct held){.id = query_i64(q, 0),
                                  .node = query_i64(q, 1),
                                  .field = str_copy(&work, query_str(q, 2)),
                                  .value = str_copy(&work, query_str(q, 3)),
                                  .was = str_copy(&work, query_str(q, 4))};
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < n && !s; i++)
        s = put_back(st, &list[i], &work, e);
    arena_free(&work);
    return s;
}

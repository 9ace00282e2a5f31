/* job_account.c - serve: what came of a job, told after a restart, too? */
#include "serve/job_account.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/table.h"
#include "base/time.h"
#include "store/query.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- as text ---- */

static json_t *text_json(struct str s)
{
    json_t *text = s.p ? json_stringn(s.p, s.len) : json_null();
    return text ? text : json_string(""); /* no UTF-8: no verb says such */
}

static json_t *name_json(const char *name)
{
    return name ? json_string(name) : json_null();
}

/* A time stands in a list, so that it is no number. */
static json_t *cell_json(struct cell c)
{
    switch (c.kind) {
    case CELL_TEXT:
        return text_json(c.text);
    case CELL_INT:
        return json_integer(c.i);
    case CELL_REAL:
        return isfinite(c.real) ? json_real(c.real) : json_null();
    case CELL_TIME:
        return json_pack("[I]", (json_int_t)c.i);
    case CELL_BOOL:
        return json_boolean(c.yes);
    default:
        return json_null();
    }
}

static json_t *columns_json(const struct table *t)
{
    json_t *all = json_array();
    for (size_t i = 0; i < t->column_count; i++) {
        const struct column *c = &t->columns[i];
        (void)json_array_append_new(all, json_pack("[o, o, o, i, i, i]", name_json(c->name),
                                                   name_json(c->title), name_json(c->unit),
                                                   (int)c->kind, c->digits, (int)c->gives));
    }
    return all;
}

static json_t *part_json(const struct table *t)
{
    json_t *facts = json_array();
    json_t *cells = json_array();
    json_t *notes = json_array();
    for (const struct fact *f = t->facts; f; f = f->next) {
        (void)json_array_append_new(facts,
                                    json_pack("[o, o, o, i]", name_json(f->name),
                                              name_json(f->label), cell_json(f->value), f->digits));
    }
    for (size_t i = 0; i < t->row_count * t->column_count; i++)
        (void)json_array_append_new(cells, cell_json(t->cells[i]));
    for (const struct note *n = t->notes; n; n = n->next)
        (void)json_array_append_new(notes, text_json(n->text));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", name_json(t->name),
                     "key", name_json(t->key), "title", text_json(t->title), "lead",
                     text_json(t->lead), "empty", text_json(t->empty), "columns", columns_json(t),
                     "facts", facts, "cells", cells, "notes", notes);
}

struct str account_text(const struct table *t, struct arena *a)
{
    json_t *all = json_array();
    for (; t; t = t->more)
        (void)json_array_append_new(all, part_json(t));
    char *text = json_dumps(all, JSON_COMPACT);
    struct str copy = text ? str_copy(a, str_of(text)) : STR_NONE;
    free(text);
    json_decref(all);
    return copy;
}

/* ---- and back ---- */

static struct str text_of(const json_t *x, struct arena *a)
{
    if (!json_is_string(x)) return STR_NONE;
    return str_copy(a, (struct str){json_string_value(x), json_string_length(x)});
}

static const char *name_of(const json_t *x, struct arena *a)
{
    return json_is_string(x) ? str_c(a, str_of(json_string_value(x))) : NULL;
}

static struct cell cell_of(const json_t *x, struct arena *a)
{
    if (json_is_string(x)) return cell_text(text_of(x, a));
    if (json_is_integer(x)) return cell_int(json_integer_value(x));
    if (json_is_real(x)) return cell_real(json_real_value(x));
    if (json_is_boolean(x)) return cell_bool(json_is_true(x));
    if (json_is_array(x)) return cell_time(json_integer_value(json_array_get(x, 0)));
    return (struct cell){.kind = CELL_NONE};
}

static int number_at(const json_t *list, size_t at)
{
    return (int)json_integer_value(json_array_get(list, at));
}

static struct table *part_of(const json_t *x, struct arena *a)
{
    const json_t *columns = json_object_get(x, "columns");
    const json_t *cells = json_object_get(x, "cells");
    const char *name = name_of(json_object_get(x, "name"), a);
    size_t count = json_array_size(columns);
    size_t i;
    const json_t *one;
    if (!name || (count ? json_array_size(cells) % count : json_array_size(cells)) != 0)
        return NULL;
    struct column *all = arena_new(a, struct column, count + 1);
    for (i = 0; i < count; i++) {
        one = json_array_get(columns, i);
        all[i] = (struct column){.name = name_of(json_array_get(one, 0), a),
                                 .title = name_of(json_array_get(one, 1), a),
                                 .unit = name_of(json_array_get(one, 2), a),
                                 .kind = (enum cell_kind)number_at(one, 3),
                                 .digits = number_at(one, 4),
                                 .gives = (enum column_gives)number_at(one, 5)};
        if (!all[i].name) return NULL;
    }
    struct table *t = table_new(a, name, all, count);
    t->key = name_of(json_object_get(x, "key"), a);
    t->title = text_of(json_object_get(x, "title"), a);
    t->lead = text_of(json_object_get(x, "lead"), a);
    t->empty = text_of(json_object_get(x, "empty"), a);
    json_array_foreach(json_object_get(x, "facts"), i, one)
    {
        const char *fact = name_of(json_array_get(one, 0), a);
        struct cell value = cell_of(json_array_get(one, 2), a);
        if (!fact) return NULL;
        table_fact(t, fact, name_of(json_array_get(one, 1), a), value, number_at(one, 3));
    }
    for (size_t r = 0; count && r < json_array_size(cells) / count; r++) {
        struct cell *row = table_row(t);
        for (size_t c = 0; c < count; c++)
            row[c] = cell_of(json_array_get(cells, r * count + c), a);
    }
    json_array_foreach(json_object_get(x, "notes"), i, one)
        table_note(t, "%.*s", STR_ARG(text_of(one, a)));
    return t;
}

struct table *account_table(struct str text, struct arena *a)
{
    json_error_t where;
    json_t *all = json_loadb(text.p ? text.p : "", text.len, JSON_ALLOW_NUL, &where);
    struct table *first = NULL;
    struct table **to = &first;
    for (size_t i = 0; i < json_array_size(all); i++) {
        *to = part_of(json_array_get(all, i), a);
        if (!*to) {
            first = NULL;
            break;
        }
        to = &(*to)->more;
    }
    json_decref(all);
    return first;
}

/* ---- in the store ---- */

static struct str kept_text(const struct table *t, struct arena *a)
{
    if (!t) return STR_NONE;
    struct str text = account_text(t, a);
    if (text.len <= JOB_ACCOUNT_BYTES_MAX) return text;
    struct table *copy = table_copy(a, t);
    for (struct table *one = copy; one; one = one->more)
        one->row_count = 0;
    table_note(copy, "Its rows were too many to be told after the server was started again.");
    text = account_text(copy, a);
    return text.len <= JOB_ACCOUNT_BYTES_MAX ? text : STR_NONE;
}

static enum status put(struct store *st, const struct job_account *x, struct str text,
                       struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_job_put, &q, e);
    if (s) return s;
    query_bind_str(q, 1, x->id);
    query_bind_str(q, 2, x->who.len ? x->who : STR(""));
    query_bind_str(q, 3, x->question);
    query_bind_str(q, 4, x->command);
    query_bind_i64(q, 5, x->asked_s);
    query_bind_i64(q, 6, x->began_s);
    query_bind_i64(q, 7, x->ended_s);
    query_bind_i64(q, 8, x->answer.status);
    query_bind_str(q, 9, x->answer.status ? str_of(x->answer.e.text) : STR(""));
    query_bind_i64(q, 10, (int64_t)x->rows);
    query_bind_i64(q, 11, x->whole);
    query_bind_str(q, 12, text);
    s = query_run(q, e);
    query_close(q);
    return s ? s : query_do(st, SQL_job_drop_old, JOBS_KEPT_MAX, e);
}

enum status account_keep(struct answers *answers, const char *db, const struct job_account *x,
                         int64_t erased, struct err *e)
{
    struct arena a = {0};
    struct store *st = NULL;
    struct str text = kept_text(x->answer.table, &a);
    enum status s = store_open(db, STORE_WRITE, &st, e);
    if (!s) s = store_begin(st, e);
    if (!s && answers_forgot(answers) == erased) s = put(st, x, text, e);
    if (!s) {
        s = answers_aside(answers, st, e);
    } else if (st) {
        store_rollback(st);
    }
    store_close(st);
    arena_free(&a);
    return s;
}

static void read_one(const struct query *q, struct arena *a, struct job_account *ret)
{
    *ret = (struct job_account){.id = str_copy(a, query_str(q, 0)),
                                .who = str_copy(a, query_str(q, 1)),
                                .question = str_copy(a, query_str(q, 2)),
                                .command = str_copy(a, query_str(q, 3)),
                                .asked_s = query_i64(q, 4),
                                .began_s = query_i64(q, 5),
                                .ended_s = query_i64(q, 6),
                                .rows = (uint64_t)query_i64(q, 9),
                                .whole = query_i64(q, 10) != 0};
    struct answer *x = &ret->answer;
    struct str sentence = query_str(q, 8);
    x->status = (enum status)query_i64(q, 7);
    if (x->status) (void)err_set(&x->e, x->status, "%.*s", STR_ARG(sentence));
    x->command = ret->command;
    x->made_s = ret->ended_s;
    if (!query_is_null(q, 11)) x->table = account_table(query_str(q, 11), a);
}

enum status accounts_load(const char *db, struct arena *a, struct job_accounts *ret, struct err *e)
{
    struct store *st = NULL;
    struct query *q = NULL;
    *ret = (struct job_accounts){.one = arena_new(a, struct job_account, JOBS_KEPT_MAX)};
    if (!path_exists(db)) return OK;
    enum status s = store_open(db, STORE_READ, &st, e);
    if (!s) s = query_open(st, SQL_job_all, &q, e);
    while (!s && ret->count < JOBS_KEPT_MAX && (s = query_next(q, e)) == OK)
        read_one(q, a, &ret->one[ret->count++]);
    query_close(q);
    store_close(st);
    return s == DONE || s == NOT_FOUND ? OK : s;
}

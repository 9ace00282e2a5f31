/* table_json.c - listen: what do the objects of a JSON Lines table say? */
#include "listen/json_rows.h"
#include "listen/table_int.h"

#include "base/map.h"

#include <jansson.h>
#include <string.h>

enum { LOOK_OBJECTS = 10, FORMS_LOOK_ROWS = 5000 };

struct json_table {
    struct json_rows rows;
    struct columns columns;
    struct map index; /* key -> column */
    const char *const *maps;
    struct arena *a;
    uint64_t unplaced; /* keys beyond COLUMNS_MAX */
    struct str cell[COLUMNS_MAX];
};

/* ---- one value as a cell ---- */

static void add_plain(struct buf *b, const json_t *value)
{
    if (json_is_string(value)) {
        buf_add(b, (struct str){json_string_value(value), json_string_length(value)});
    } else if (json_is_integer(value)) {
        buf_addf(b, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        buf_addf(b, "%.17g", json_real_value(value));
    } else if (json_is_boolean(value)) {
        buf_adds(b, json_is_true(value) ? "true" : "false");
    }
}

/* Lists become what a cell would hold: handles apart by blanks, all else by ';'. */
static struct str cell_of(const json_t *value, enum column_id id, struct arena *a)
{
    struct buf b = buf_new(a);
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i) buf_adds(&b, id == COL_HANDLES ? " " : "; ");
            add_plain(&b, json_array_get(value, i));
        }
    } else if (json_is_object(value)) {
        size_t size = json_dumpb(value, NULL, 0, JSON_COMPACT);
        char *text = arena_alloc(a, size + 1);
        return (struct str){text, json_dumpb(value, text, size, JSON_COMPACT)};
    } else {
        add_plain(&b, value);
    }
    return buf_str(&b);
}

static size_t column_for(struct json_table *t, const char *key)
{
    const int64_t *at = map_get(&t->index, str_of(key));
    if (at) return (size_t)*at;
    struct str header = str_copy(t->a, utf8_head(str_of(key), NAME_BYTES_MAX));
    if (!columns_add(&t->columns, header, t->maps)) return COLUMNS_MAX;
    bool fresh = false;
    (void)map_put(&t->index, str_of(key), (int64_t)t->columns.count - 1, &fresh);
    return t->columns.count - 1;
}

/* Puts the values of an object under the columns of its keys. */
static enum status spread(struct json_table *t, json_t *object, struct arena *a, struct err *e)
{
    const char *key = NULL;
    json_t *value = NULL;
    memset(t->cell, 0, sizeof t->cell);
    json_object_foreach(object, key, value)
    {
        size_t i = column_for(t, key);
        if (i == COLUMNS_MAX) {
            t->unplaced++;
            continue;
        }
        t->cell[i] = cell_of(value, t->columns.id[i], a);
        if (t->cell[i].len > FIELD_BYTES_MAX) {
            return err_set(e, BAD_INPUT, "'%.*s' has %zu bytes, the most is %d; shorten it",
                           STR_ARG(utf8_head(str_of(key), 60)), t->cell[i].len, FIELD_BYTES_MAX);
        }
    }
    return OK;
}

/* ---- which table is it, and how are its dates written? ---- */

/* The first line of 'kith export all': every kind of row one after another. */
static bool is_everything(const json_t *object)
{
    const char *kind = json_string_value(json_object_get(object, "kind"));
    return kind && strcmp(kind, "sources") == 0 && json_object_get(object, "locator") &&
           json_object_get(object, "hash");
}

/* The keys of the first objects together say which table it is. */
static enum status find_kind(struct json_rows *rows, const char *const *maps, struct arena *a,
                             struct columns *ret, struct err *e)
{
    struct str *keys = arena_new(a, struct str, COLUMNS_MAX);
    size_t count = 0;
    size_t known = 0;
    struct str bad = STR(""); /* what was wrong with the first object that is broken */
    for (int i = 0; i < LOOK_OBJECTS; i++) {
        json_t *object = NULL;
        uint64_t line = 0;
        const char *key = NULL;
        json_t *value = NULL;
        enum status s = json_rows_next(rows, a, &object, &line, e);
        if (s == BAD_INPUT && !bad.len) bad = str_copy(a, str_of(e->text));
        if (s == BAD_INPUT) continue;
        if (s == DONE) break;
        if (s) return s;
        if (is_everything(object)) {
            json_decref(object);
            return err_set(e, BAD_INPUT,
                           "everything that kith exports, in one file, is not read again; take "
                           "'kith export people' and 'kith export evidence', or 'kith backup' for "
                           "the whole store");
        }
        json_object_foreach(object, key, value)
        {
            size_t j = 0;
            while (j < count && !str_is(keys[j], key))
                j++;
            if (j == count && count < COLUMNS_MAX) keys[count++] = str_copy(a, str_of(key));
        }
        json_decref(object);
        columns_map(keys, count, maps, ret, &known);
        bool may_change = ret->kind == TABLE_NONE || ret->kind == TABLE_PEOPLE ||
                          ret->kind == TABLE_ORGS; /* a later one may tell of people */
        if (!may_change) return OK;
    }
    if (bad.len && !count) return err_set(e, BAD_INPUT, "%s", bad.p);
    return ret->kind == TABLE_NONE ? columns_refuse(ret, a, e) : OK;
}

static enum status find_forms(struct reader *in, struct json_table *t, enum date_order said,
                              struct err *e)
{
    struct arena own = {0};
    struct arena row = {0};
    struct reader *again = NULL;
    struct json_rows rows;
    struct column_votes *votes = arena_new(&own, struct column_votes, 1);
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = json_rows_open(again, &own, &rows, e);
    for (uint64_t n = 0; !s || s == BAD_INPUT; n++) {
        json_t *object = NULL;
        uint64_t line = 0;
        if (n == FORMS_LOOK_ROWS && !votes->any) break;
        s = json_rows_next(&rows, &row, &object, &line, e);
        if (s) continue;
        if (!spread(t, object, &row, e)) {
            columns_vote(&t->columns, t->cell, t->columns.count, votes);
        }
        json_decref(object);
        arena_reset(&row, (struct arena_mark){0});
    }
    arena_free(&row);
    t->unplaced = 0; /* they are counted when they are read */
    reader_close(again);
    if (!s || s == DONE || s == BAD_INPUT) s = columns_settle(&t->columns, votes, said, e);
    arena_free(&own);
    return s;
}

static enum status look_first(struct reader *in, struct json_table *t, struct err *e)
{
    struct arena own = {0};
    struct reader *again = NULL;
    struct json_rows rows;
    enum status s = reader_again(in, &own, &again, e);
    struct columns *c = arena_new(&own, struct columns, 1);
    if (!s) s = json_rows_open(again, &own, &rows, e);
    if (!s) s = find_kind(&rows, t->maps, &own, c, e);
    reader_close(again);
    t->columns.kind = c->kind;
    arena_free(&own);
    return s;
}

/* ---- the importer ---- */

static enum status jsonl_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret_state, struct err *e)
{
    struct json_table *t = arena_new(a, struct json_table, 1);
    t->maps = o->maps;
    t->a = a;
    t->index = map_new(a);
    enum status s = maps_check(o->maps, e);
    if (!s) s = look_first(in, t, e);
    if (!s && t->columns.kind != TABLE_PEOPLE) s = find_forms(in, t, o->dates, e);
    if (!s) s = json_rows_open(in, a, &t->rows, e);
    *ret_state = t;
    return s;
}

static enum status jsonl_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct json_table *t = state;
    json_t *object = NULL;
    uint64_t line = 0;
    enum status s = json_rows_next(&t->rows, a, &object, &line, e);
    if (s) return s;
    ret->line = line;
    ret->merged = 0;
    s = spread(t, object, a, e);
    json_decref(object);
    if (!s) s = row_read(&t->columns, t->cell, t->columns.count, a, ret, e);
    return s ? err_in(e, s, "%llu", (unsigned long long)line) : OK;
}

static struct str jsonl_remarks(void *state, struct arena *a)
{
    const struct json_table *t = state;
    const char *encoding = text_in_encoding(&t->rows.text);
    struct buf b = buf_new(a);
    if (t->unplaced) {
        buf_addf(&b, "%llu values under keys beyond the first %d left out; ",
                 (unsigned long long)t->unplaced, COLUMNS_MAX);
    }
    buf_add(&b, table_remarks(&t->columns, encoding, t->rows.mended, a));
    return buf_str(&b);
}

static int jsonl_sniff(struct str head, const char *path)
{
    struct arena own = {0};
    struct err e;
    struct json_rows rows;
    int score = 0;
    bool named = path && (str_ends_nocase(str_of(path), ".jsonl") ||
                          str_ends_nocase(str_of(path), ".ndjson"));
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    bool wide = str_starts(head, "\xFF\xFE") || str_starts(head, "\xFE\xFF");
    if (!wide && (!s.len || (s.p[0] != '{' && s.p[0] != '['))) return 0;
    if (str_find_nocase(s, "jsonfeed.org/version") < s.len) return 0;
    if (json_rows_open(reader_of(head, &own), &own, &rows, &e) == OK) {
        struct columns *c = arena_new(&own, struct columns, 1);
        if (find_kind(&rows, NULL, &own, c, &e) == OK) {
            /* kith's own: texts and keys inside may look like those of any source */
            bool own_names = str_is(c->header[0], "at") && str_is(c->header[1], "verb");
            score = c->kind == TABLE_EVIDENCE && own_names ? 97 : 85;
        } else if (named || (c->count && !wide)) {
            score = named ? 10 : 5;
        }
    }
    arena_free(&own);
    return score;
}

extern const struct importer importer_jsonl;

const struct importer importer_jsonl = {
    .name = "jsonl",
    .summary = "tables of people, evidence or deals as JSON Lines, or as one JSON array of objects",
    .sniff = jsonl_sniff,
    .open = jsonl_open,
    .next = jsonl_next,
    .remarks = jsonl_remarks,
};

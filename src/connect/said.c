/* said.c - connect: what does this table say, row by row, of people we know? */
#include "connect/said.h"

#include "base/file.h"
#include "base/map.h"
#include "base/table.h"
#include "connect/row.h"
#include "find/nodes.h"
#include "find/people.h"
#include "listen/table_int.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct store *st;
    struct arena *a;
    enum said_kind kind;
    struct node_map nodes;
    struct map names; /* word -> node, for words that named somebody */
    enum column_id column[COLUMNS_MAX];
    size_t columns;
    struct said *said;
};

static bool has(const struct reading *r, enum column_id id)
{
    for (size_t i = 0; i < r->columns; i++) {
        if (r->column[i] == id) return true;
    }
    return false;
}

/* Of `kith claim --csv`: what its other columns say anyway. */
static const char *const told_columns[] = {"claimed", "teammate_id", "person_id", NULL};

/* A word mistyped would be a column left out, and what it says unknown. */
static enum status read_column(struct reading *r, struct str header, struct err *e)
{
    const char *channel = NULL;
    bool told = r->kind == SAID_CLAIMS && str_among(header, told_columns);
    enum column_id id = told ? COL_NONE : column_named(header, TABLE_RELATIONS, &channel);
    enum column_id near_id = COL_NONE;
    r->column[r->columns++] = id;
    if (told || id != COL_NONE) return OK;
    const char *near = column_nearest(header, TABLE_RELATIONS, &near_id, r->a);
    if (!near) return OK;
    return err_set(e, BAD_INPUT, "column '%.*s' is not known; did you mean '%s'? Else rename it",
                   STR_ARG(cell_shown(header)), near);
}

static enum status check_columns(const struct reading *r, struct err *e)
{
    if (r->kind == SAID_CLAIMS) {
        if (has(r, COL_TEAMMATE) && has(r, COL_PERSON) && has(r, COL_STRENGTH)) return OK;
        return err_set(e, BAD_INPUT,
                       "no table of claims: want columns 'teammate', 'person' and 'strength'");
    }
    if (has(r, COL_PERSON) && (has(r, COL_CONFIRMED) || has(r, COL_WANTED))) return OK;
    return err_set(e, BAD_INPUT,
                   "no table of answers: want columns 'person' and 'confirmed', and where asked "
                   "'teammate', 'wanted', 'view', 'cause'");
}

static enum status read_header(struct reading *r, struct csv *csv, struct err *e)
{
    struct csv_row row;
    enum status s = csv_next(csv, r->a, &row, e);
    if (s && s != DONE) return s;
    size_t count = s ? 0 : row.count < COLUMNS_MAX ? row.count : COLUMNS_MAX;
    count -= csv_scope(row.cell, count);
    s = OK;
    for (size_t i = 0; !s && i < count; i++)
        s = read_column(r, str_copy(r->a, str_trim(row.cell[i])), e);
    return s ? s : check_columns(r, e);
}

static enum status who(struct reading *r, struct str word, int64_t *ret, struct err *e)
{
    bool is_new = false;
    int64_t *known = map_get(&r->names, word);
    if (known) {
        *ret = *known;
        return OK;
    }
    enum status s = person_find_whole(r->st, word, r->a, ret, e);
    if (!s) (void)map_put(&r->names, word, *ret, &is_new);
    return s;
}

/* Which side is each on? */
static enum status both(struct reading *r, const struct cells *v, struct said_row *row,
                        struct err *e)
{
    struct str teammate = str_trim(v->value[COL_TEAMMATE]);
    struct str person = str_trim(v->value[COL_PERSON]);
    if (!person.len) return err_set(e, BAD_INPUT, "no person; want a name, an address or an id");
    enum status s = who(r, person, &row->person, e);
    if (!s && teammate.len && !str_is(teammate, "*")) s = who(r, teammate, &row->teammate, e);
    if (s) return s;
    if (bits_has(&r->nodes.staff, row->person)) {
        return err_set(e, BAD_INPUT,
                       "%.*s is one of ours, so cannot be the person too; the person stands on the "
                       "other side",
                       STR_ARG(utf8_head(person, 80)));
    }
    if (!row->teammate || bits_has(&r->nodes.staff, row->teammate)) return OK;
    return err_set(e, BAD_INPUT,
                   "%.*s is not one of ours; want a teammate, as 'kith us' or a table of "
                   "relationships tells them",
                   STR_ARG(utf8_head(teammate, 80)));
}

static enum status read_said(struct reading *r, struct cells *v, struct said_row *row,
                             struct err *e)
{
    struct str at = str_trim(v->value[COL_CONFIRMED_AT]);
    int64_t at_s = TIME_NONE;
    if (at.len && !time_parse_iso(at, &at_s)) {
        return err_set(e, BAD_INPUT, "'%.*s' is no date; want one like 2026-02-03",
                       STR_ARG(utf8_head(at, 40)));
    }
    /* The two names are found here, and strictly; the rest is read as any relationship. */
    v->value[COL_TEAMMATE] = STR("*");
    v->value[COL_PERSON] = STR("name:x");
    v->value[COL_CONFIRMED_AT] = v->value[COL_SINCE] = v->value[COL_SAID_AT] = STR("");
    enum status s = relation_read(v, r->a, &row->said, e);
    row->said.confirmed_at_s = at_s;
    return s;
}

static enum status read_row(struct reading *r, const struct csv_row *row, struct said_row *ret,
                            struct err *e)
{
    struct cells v;
    memset(&v, 0, sizeof v);
    for (size_t i = 0; i < r->columns && i < row->count && i < COLUMNS_MAX; i++) {
        enum column_id id = r->column[i];
        if (!v.header[id].len) v.value[id] = str_copy(r->a, row->cell[i]);
    }
    static const struct {
        enum column_id id;
        const char *name;
    } named[] = {{COL_STRENGTH, "strength"}, {COL_CONFIRMED, "confirmed"}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        v.header[named[i].id] = str_of(named[i].name);
    *ret = (struct said_row){.line = row->line};
    enum status s = both(r, &v, ret, e);
    return s ? s : read_said(r, &v, ret, e);
}

static void add_bad(struct said *x, struct arena *a, uint64_t line, struct str why)
{
    x->bad = arena_more(a, x->bad, x->bad_count, sizeof *x->bad);
    x->bad[x->bad_count++] = (struct bad_row){line, str_copy(a, why)};
}

static bool is_of_the_row(enum status s)
{
    return s == BAD_INPUT || s == NOT_FOUND;
}

static enum status read_rows(struct reading *r, struct csv *csv, struct err *e)
{
    struct csv_row row;
    enum status s = OK;
    while ((s = csv_next(csv, r->a, &row, e)) != DONE) {
        if (s) return s;
        struct said_row one;
        s = read_row(r, &row, &one, e);
        if (is_of_the_row(s)) {
            add_bad(r->said, r->a, row.line, str_of(e->text));
            continue;
        }
        if (s) return s;
        struct said *x = r->said;
        x->row = arena_more(r->a, x->row, x->count, sizeof *x->row);
        x->row[x->count++] = one;
    }
    return OK;
}

enum status said_read(struct store *st, const char *path, enum said_kind kind, struct arena *a,
                      struct said *ret, struct err *e)
{
    struct reading *r = arena_new(a, struct reading, 1);
    struct reader *in = NULL;
    struct csv *csv = NULL;
    *r = (struct reading){.st = st, .a = a, .kind = kind, .names = map_new(a), .said = ret};
    *ret = (struct said){0};
    enum status s = nodes_load(st, a, &r->nodes, e);
    if (!s) s = reader_open(path, a, &in, e);
    if (s) return s;
    s = csv_open(in, '\0', a, &csv, e);
    if (!s) s = read_header(r, csv, e);
    if (!s) s = read_rows(r, csv, e);
    reader_close(in);
    if (!s && !ret->count && !ret->bad_count) s = err_set(e, BAD_INPUT, "it has no rows");
    return s ? err_in(e, s, "%s", path) : OK;
}

void said_claims(const struct said *x, struct arena *a, struct claims *ret)
{
    *ret = (struct claims){.one = arena_new(a, struct our_claim, x->count), .count = x->count};
    for (size_t i = 0; i < x->count; i++) {
        ret->one[i] =
            (struct our_claim){x->row[i].teammate, x->row[i].person, x->row[i].said.strength};
    }
    claims_settle(ret);
}

/* ---- answers ---- */

static int by_line(const void *l, const void *r)
{
    const struct bad_row *x = l;
    const struct bad_row *y = r;
    return (x->line > y->line) - (x->line < y->line);
}

static enum status asked_of(struct store *st, const struct wave *w, struct arena *a,
                            struct bits *ret, struct err *e)
{
    struct node_map nodes;
    struct query *q = NULL;
    enum status s = nodes_load(st, a, &nodes, e);
    *ret = bits_new(a, s ? 1 : nodes.room);
    if (!s) s = query_open(st, SQL_wave_rows, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->id);
    while ((s = query_next(q, e)) == OK) {
        if (str_is(query_str(q, 2), "us")) bits_add(ret, nodes_behind(&nodes, query_i64(q, 1)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status said_check(struct store *st, const struct wave *w, struct said *x, struct arena *a,
                       struct err *e)
{
    struct bits asked;
    struct idmap lines = idmap_new(a, x->count);
    enum status s = asked_of(st, w, a, &asked, e);
    for (size_t i = 0; i < x->count && !s; i++) {
        const struct said_row *row = &x->row[i];
        uint32_t line = (uint32_t)row->line;
        uint32_t first = idmap_put(&lines, row->teammate << 31 | row->person, line);
        struct str name = STR("");
        s = node_name(st, row->person, a, &name, e);
        if (s) break;
        if (first != line) {
            add_bad(x, a, row->line,
                    str_printf(a, "line %u answers for %.*s and the same teammate, too; keep one",
                               first, STR_ARG(utf8_head(name, 80))));
        } else if (!bits_has(&asked, row->person)) {
            add_bad(x, a, row->line,
                    str_printf(a,
                               "%.*s is not among whom wave '%.*s' asks about; take them into a "
                               "later wave",
                               STR_ARG(utf8_head(name, 80)), STR_ARG(utf8_head(w->name, 60))));
        }
    }
    if (x->bad_count) qsort(x->bad, x->bad_count, sizeof *x->bad, by_line);
    return s;
}

enum status said_keep(struct store *st, const struct wave *w, const struct said *x, size_t *ret_new,
                      struct err *e)
{
    int64_t now = time_now();
    *ret_new = 0;
    enum status s = store_begin(st, e);
    for (size_t i = 0; i < x->count && !s; i++) {
        const struct said_row *of = &x->row[i];
        bool is_new = false;
        struct wave_row row = {
            .wave = w->id,
            .by = "them",
            .teammate = of->teammate,
            .person = of->person,
            .strength = of->said.confirmed,
            .wanted = of->said.wanted,
            .view_said = of->said.view_said,
            .view = of->said.view,
            .cause = of->said.cause,
            .at_s = of->said.confirmed_at_s == TIME_NONE ? now : of->said.confirmed_at_s};
        s = wave_row_add(st, &row, &is_new, e);
        *ret_new += is_new;
    }
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* ---- one claim ---- */

static enum status strength_read(struct str word, struct arena *a, int *ret, struct err *e)
{
    struct cells v;
    struct relation_row row = {.strength = STRENGTH_UNKNOWN};
    memset(&v, 0, sizeof v);
    v.value[COL_STRENGTH] = word;
    v.header[COL_STRENGTH] = STR("strength");
    v.value[COL_TEAMMATE] = STR("*");
    v.value[COL_PERSON] = STR("name:x");
    bool unknown = str_is_nocase(str_trim(word), "unknown"); /* else a row that says nothing */
    enum status s = unknown ? OK : relation_read(&v, a, &row, e);
    *ret = row.strength;
    return s;
}

enum status said_now(struct store *st, const struct say *x, struct arena *a, int *ret_strength,
                     struct err *e)
{
    struct wave_row row = {
        .by = "us", .teammate = x->teammate, .person = x->person, .wanted = -1, .at_s = time_now()};
    enum status s = strength_read(x->strength, a, &row.strength, e);
    *ret_strength = row.strength;
    if (!s) s = store_begin(st, e);
    if (s) return s;
    s = wave_row_add(st, &row, NULL, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

enum status said_undo(struct store *st, int64_t teammate, int64_t person, struct err *e)
{
    struct query *q = NULL;
    enum status s = store_begin(st, e);
    if (s) return s;
    s = query_open(st, SQL_claim_undo, &q, e);
    if (!s) {
        query_bind_i64(q, 1, teammate);
        query_bind_i64(q, 2, person);
        s = query_run(q, e);
    }
    query_close(q);
    if (!s && !store_changed(st)) {
        s = err_set(e, NOT_FOUND,
                    "nothing was said here, one by one, of these two; what a table "
                    "says is changed by saying it anew");
    }
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

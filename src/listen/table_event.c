/* table_event.c - listen: who came to this event, and whom did they hear there? */
#include "listen/table_event.h"

#include "base/time.h"
#include "listen/table_int.h"

#include <string.h>

struct event {
    struct str name;
    int64_t at_s; /* TIME_NONE: the rows say it */
    int64_t room; /* how many came */
    uint64_t missed;
    struct person_row *speaker;
    size_t speakers;
    bool told; /* the speakers were given as people */
    /* of the attendee at hand */
    struct who by;
    int64_t when_s;
    size_t next; /* 0: the event, then speakers[next - 1] */
    size_t telling;
};

/* What a column of attendance says of who stayed away. */
static bool stayed_away(struct str cell)
{
    static const char *const words[] = {"no",
                                        "n",
                                        "false",
                                        "0",
                                        "no show",
                                        "no-show",
                                        "noshow",
                                        "not attending",
                                        "cancelled",
                                        "canceled",
                                        "absent",
                                        "declined",
                                        "deleted",
                                        "not checked in",
                                        "did not attend",
                                        "refunded",
                                        "registered",
                                        "invited",
                                        "pending",
                                        "waitlisted"};
    struct str s = str_trim(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_is_nocase(s, words[i])) return true;
    }
    return false;
}

static struct str cell_of(const struct columns *c, const struct csv_row *row, enum column_id id)
{
    size_t n = row->count < c->count ? row->count : c->count;
    for (size_t i = 0; i < n; i++) {
        if (c->id[i] == id && str_trim(row->cell[i]).len) return str_trim(row->cell[i]);
    }
    return STR("");
}

static enum date_order order_of(const struct columns *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] == COL_MET_AT) return c->form[i].dates;
    }
    return DATES_UNKNOWN;
}

static bool has_column(const struct columns *c, enum column_id id)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] == id) return true;
    }
    return false;
}

/* ---- opening ---- */

static bool is_somebody(const struct columns *c, const struct csv_row *row)
{
    static const enum column_id ids[] = {COL_NAME, COL_FIRST, COL_LAST, COL_EMAIL, COL_HANDLES};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (cell_said(cell_of(c, row, ids[i])).len) return true;
    }
    return false;
}

static enum status count_room(struct reader *in, char delimiter, const struct columns *c,
                              struct event *v, struct err *e)
{
    struct arena own = {0};
    struct arena mended = {0};
    struct reader *again = NULL;
    struct csv *csv = NULL;
    struct csv_row row;
    bool header = true;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = csv_open(again, delimiter, &own, &csv, e);
    while (!s || s == BAD_INPUT) {
        s = csv_next(csv, &mended, &row, e);
        if (s) continue;
        if (header) { /* and what stands before it */
            header = row.count < c->count || !str_eq(str_trim(row.cell[0]), c->header[0]);
        } else if (!is_foot(c, &row) && is_somebody(c, &row)) {
            bool away = stayed_away(cell_of(c, &row, COL_CAME));
            v->room += !away;
            v->missed += away;
        }
        arena_reset(&mended, (struct arena_mark){0});
    }
    reader_close(again);
    arena_free(&mended);
    arena_free(&own);
    return s == DONE ? OK : s;
}

static enum status add_speaker(const struct columns *c, const struct csv_row *row, struct event *v,
                               struct arena *a, struct err *e)
{
    struct record r;
    struct str *cell = arena_new(a, struct str, row->count);
    for (size_t i = 0; i < row->count && i < COLUMNS_MAX; i++)
        cell[i] = str_copy(a, row->cell[i]);
    memset(&r, 0, sizeof r);
    enum status s =
        row_read(c, cell, row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX, a, &r, e);
    if (s || r.kind != RECORD_PERSON) return s;
    if (v->speakers < SPEAKERS_MAX) v->speaker[v->speakers++] = r.person;
    return OK;
}

static enum status read_speakers(const struct importer_options *o, struct event *v, struct arena *a,
                                 struct err *e)
{
    struct reader *in = NULL;
    struct csv *csv = NULL;
    struct csv_row row;
    struct columns *c = arena_new(a, struct columns, 1);
    enum status s = reader_open(o->speakers, a, &in, e);
    if (s) return s;
    s = csv_open(in, '\0', a, &csv, e);
    if (!s) s = table_header(csv, o->maps, a, c, e);
    if (!s && c->kind != TABLE_PEOPLE) s = columns_refuse(c, a, e);
    v->speaker = arena_new(a, struct person_row, SPEAKERS_MAX);
    while (!s && (s = csv_next(csv, a, &row, e)) == OK) {
        if (is_foot(c, &row)) continue;
        s = add_speaker(c, &row, v, a, e);
        if (s == BAD_INPUT) s = err_in(e, s, "%llu", (unsigned long long)row.line);
    }
    reader_close(in);
    return s == DONE ? OK : err_in(e, s, "%s", o->speakers);
}

enum status event_open(struct reader *in, char delimiter, const struct importer_options *o,
                       const struct columns *c, struct arena *a, struct event **ret, struct err *e)
{
    struct event *v = arena_new(a, struct event, 1);
    v->name = str_copy(a, utf8_head(str_trim(str_of(o->event)), NAME_BYTES_MAX));
    v->at_s = o->event_at_s;
    *ret = v;
    if (c->kind != TABLE_PEOPLE) {
        return err_set(e, BAD_INPUT, "no list of attendees; want columns such as name, email, org");
    }
    if (v->at_s == TIME_NONE && !has_column(c, COL_MET_AT)) {
        return err_set(e, BAD_INPUT, "no column says when '%.*s' was; say it: --at 2026-03-31",
                       STR_ARG(cell_shown(v->name)));
    }
    enum status s = count_room(in, delimiter, c, v, e);
    return s || !o->speakers ? s : read_speakers(o, v, a, e);
}

/* ---- rows ---- */

void event_begin(struct event *v, const struct columns *c, const struct csv_row *row,
                 const struct person_row *person)
{
    struct str when = cell_said(cell_of(c, row, COL_MET_AT));
    v->by = person->who[0];
    v->next = 0;
    v->when_s = v->at_s;
    if (when.len && date_read(when, order_of(c), &v->when_s) != DATE_OK) v->when_s = v->at_s;
    bool away = stayed_away(cell_of(c, row, COL_CAME));
    if (away || v->when_s == TIME_NONE) v->next = SPEAKERS_MAX + 1;
}

static bool same_who(const struct who *x, const struct person_row *p)
{
    for (size_t i = 0; i < p->who_count; i++) {
        if (str_eq(x->channel, p->who[i].channel) && str_cmp(x->handle, p->who[i].handle) == 0) {
            return true;
        }
    }
    return x->name.len && str_eq(x->name, p->name);
}

enum status event_next(struct event *v, struct record *ret)
{
    if (!v->told && v->telling < v->speakers) {
        ret->kind = RECORD_PERSON;
        ret->person = v->speaker[v->telling++];
        v->told = v->telling == v->speakers;
        return OK;
    }
    while (v->next && v->next <= v->speakers && same_who(&v->by, &v->speaker[v->next - 1]))
        v->next++;
    if (v->next > v->speakers) return DONE;
    struct who event = {
        .channel = STR("event"), .handle = v->name, .name = v->name, .kind = STR("event")};
    memset(&ret->evidence, 0, sizeof ret->evidence);
    ret->kind = RECORD_EVIDENCE;
    ret->evidence.at_s = v->when_s;
    ret->evidence.verb = VERB_ATTENDED;
    ret->evidence.from = v->by;
    ret->evidence.to = v->next ? v->speaker[v->next - 1].who[0] : event;
    ret->evidence.sign = 1;
    ret->evidence.room = v->room;
    v->next++;
    return OK;
}

struct str event_remarks(const struct event *v, struct arena *a)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "event '%.*s': %lld came", STR_ARG(cell_shown(v->name)), (long long)v->room);
    if (v->missed) buf_addf(&b, ", %llu did not", (unsigned long long)v->missed);
    if (v->speakers) buf_addf(&b, ", %zu spoke", v->speakers);
    return buf_str(&b);
}

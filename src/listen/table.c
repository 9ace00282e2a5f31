/* table.c - listen: what do the rows of a CSV or TSV table say? */
#include "base/table.h"
#include "listen/csv.h"
#include "listen/survey.h"
#include "listen/table_event.h"
#include "listen/table_int.h"

#include <string.h>

enum { HEADER_RECORDS = 10, FORMS_LOOK_ROWS = 5000 };

struct table_state {
    struct csv *csv;
    struct columns columns;
    struct survey *survey; /* one row a respondent; NULL: a table of ours */
    struct event *event;   /* NULL: no list of attendees */
    struct csv_row row;    /* of a survey or event: the one at hand; count 0: none */
    uint64_t feet;         /* totals and remarks passed over */
    struct arena of_row;   /* what of it is still needed for the next record */
};

/* Half of the cells and two of them known; in the first record one is enough. */
static bool is_header(const struct columns *c, size_t known, bool first)
{
    size_t named = 0;
    for (size_t i = 0; i < c->count; i++)
        named += c->header[i].len > 0;
    if (c->kind == TABLE_NONE) return false;
    return first || (known >= 2 && known * 2 >= named);
}

static enum status header_fits(const struct csv_row *row, struct err *e)
{
    if (row->count <= COLUMNS_MAX) return OK;
    return err_set(e, TOO_MUCH, "%llu: %zu columns, the most is %d; leave some out",
                   (unsigned long long)row->line, row->count, COLUMNS_MAX);
}

/* The header's texts must outlive the record they came from. */
static void keep_headers(struct columns *c, struct arena *a)
{
    for (size_t i = 0; i < c->count; i++)
        c->header[i] = str_copy(a, c->header[i]);
}

/* Reads on to the header, which may stand behind some lines of prose. The record with the most
 * known headers is left in *ret for the sentence when none is whole. */
enum status table_header(struct csv *csv, const char *const *maps, struct arena *a,
                         struct columns *ret, struct err *e)
{
    size_t best = 0;
    bool first = true;
    struct str bad = STR(""); /* what was wrong with the first record that is broken */
    struct columns *c = arena_new(a, struct columns, 1);
    for (int i = 0; i < HEADER_RECORDS; i++) {
        struct csv_row row;
        size_t known = 0;
        enum status s = csv_next(csv, a, &row, e);
        if (s == BAD_INPUT && !bad.len) bad = str_copy(a, str_of(e->text));
        if (s == BAD_INPUT) continue;
        if (s == DONE) break;
        if (s) return s;
        columns_map(row.cell, row.count, maps, c, &known);
        bool found = is_header(c, known, first);
        bool better = found || known > best || (first && row.count > 1) || !ret->count;
        if (better) {
            *ret = *c;
            keep_headers(ret, a);
        }
        if (known > best) best = known;
        if (found) return header_fits(&row, e);
        if (row.count > 1) first = false;
    }
    if (bad.len && !ret->count) return err_set(e, BAD_INPUT, "%s", bad.p);
    return columns_refuse(ret, a, e);
}

/* Whether 03/04/2026 is in March or in April, and 1.234 more than a thousand, is decided by the
 * whole column: a second reading, in long tables only where such stand in the first rows. */
static enum status find_forms(struct reader *in, char delimiter, enum date_order said,
                              struct columns *c, struct err *e)
{
    struct arena own = {0};
    struct arena mended = {0};
    struct reader *again = NULL;
    struct csv *csv = NULL;
    struct csv_row row;
    struct column_votes *votes = arena_new(&own, struct column_votes, 1);
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = csv_open(again, delimiter, &own, &csv, e);
    for (uint64_t rows = 0; !s || s == BAD_INPUT; rows++) {
        if (rows == FORMS_LOOK_ROWS && !votes->any) break;
        s = csv_next(csv, &mended, &row, e);
        if (!s) columns_vote(c, row.cell, row.count, votes);
        if (csv_mended(csv)) arena_reset(&mended, (struct arena_mark){0});
    }
    arena_free(&mended);
    reader_close(again);
    if (!s || s == DONE || s == BAD_INPUT) s = columns_settle(c, votes, said, e);
    arena_free(&own);
    return s;
}

static enum status open_columns(struct reader *in, const struct importer_options *o,
                                struct arena *a, struct table_state *t, struct err *e)
{
    enum status s = table_header(t->csv, o->maps, a, &t->columns, e);
    if (s) return s;
    t->columns.answers.survey = str_copy(a, str_of(o->survey ? o->survey
                                                   : o->path ? path_base(o->path)
                                                             : "survey"));
    t->columns.answers.wave = str_copy(a, str_of(o->wave));
    if (columns_need_votes(&t->columns)) {
        s = find_forms(in, csv_delimiter(t->csv), o->dates, &t->columns, e);
    }
    if (s || !o->event) return s;
    return event_open(in, csv_delimiter(t->csv), o, &t->columns, a, &t->event, e);
}

static enum status pass_headers(struct csv *csv, size_t records, struct arena *a, struct err *e)
{
    struct csv_row row;
    enum status s = OK;
    for (size_t i = 0; i < records && (!s || s == BAD_INPUT); i++)
        s = csv_next(csv, a, &row, e);
    return s == DONE || s == BAD_INPUT ? OK : s;
}

static enum status open_with(struct reader *in, const struct importer_options *o, char delimiter,
                             struct arena *a, void **ret_state, struct err *e)
{
    struct table_state *t = arena_new(a, struct table_state, 1);
    size_t skip = 0;
    enum status s = maps_check(o->maps, e);
    if (!s) s = csv_open(in, delimiter, a, &t->csv, e);
    if (!s) s = survey_open(in, csv_delimiter(t->csv), o, a, &t->survey, &skip, e);
    if (!s && t->survey) {
        s = pass_headers(t->csv, skip, a, e);
    } else if (!s) {
        s = open_columns(in, o, a, t, e);
    }
    *ret_state = t;
    return s;
}

static enum status csv_table_open(struct reader *in, const struct importer_options *o,
                                  struct arena *a, void **ret_state, struct err *e)
{
    return open_with(in, o, '\0', a, ret_state, e);
}

static enum status tsv_table_open(struct reader *in, const struct importer_options *o,
                                  struct arena *a, void **ret_state, struct err *e)
{
    return open_with(in, o, '\t', a, ret_state, e);
}

/* Cells past the header's may only be empty: spreadsheets write such. */
static bool is_ragged(const struct table_state *t, const struct csv_row *row)
{
    if (row->count > COLUMNS_MAX) return true;
    for (size_t i = t->columns.count + t->columns.scope; i < row->count; i++) {
        if (str_trim(row->cell[i]).len) return true;
    }
    return false;
}

/* The apostrophe that keeps a spreadsheet from taking a cell for a formula is none of its text. */
static void unguard(struct csv_row *row, struct arena *a)
{
    struct str *own = NULL;
    for (size_t i = 0; i < row->count; i++) {
        struct str s = row->cell[i];
        if (!s.len || s.p[0] != '\'' || !csv_guarded(s)) continue;
        if (!own)
            own = memcpy(arena_new(a, struct str, row->count), row->cell, row->count * sizeof *own);
        own[i] = str_skip(s, 1);
        row->cell = own;
    }
}

/* One row a respondent: several records a row. */
static enum status respondent_next(struct table_state *t, struct arena *a, struct record *ret,
                                   struct err *e)
{
    for (;;) {
        if (!t->row.count) {
            arena_reset(&t->of_row, (struct arena_mark){0});
            enum status s = csv_next(t->csv, &t->of_row, &t->row, e);
            if (s) t->row.count = 0;
            if (s) return s;
            survey_begin(t->survey, &t->of_row);
        }
        enum status s = survey_next(t->survey, &t->row, a, ret, e);
        if (!s) return OK;
        unsigned long long line = t->row.line;
        t->row.count = 0;
        if (s != DONE) return err_in(e, s, "%llu", line);
    }
}

/* A row of ours, in *row. */
static enum status row_next(struct table_state *t, struct arena *a, struct csv_row *row,
                            struct record *ret, struct err *e)
{
    enum status s = csv_next(t->csv, a, row, e);
    while (!s && is_foot(&t->columns, row)) {
        t->feet++;
        s = csv_next(t->csv, a, row, e);
    }
    if (s) return s;
    ret->line = row->line;
    ret->merged = 0;
    if (is_ragged(t, row)) {
        s = err_set(e, BAD_INPUT,
                    "%zu cells, the header has %zu; put cells that hold a '%c' in"
                    " quotes",
                    row->count, t->columns.count, csv_delimiter(t->csv));
    } else {
        unguard(row, a);
        s = row_read(&t->columns, row->cell, row->count, a, ret, e);
    }
    return s ? err_in(e, s, "%llu", (unsigned long long)row->line) : OK;
}

/* One row an attendee: the person, then what they heeded. */
static enum status attendee_next(struct table_state *t, struct record *ret, struct err *e)
{
    if (t->row.count) {
        ret->line = t->row.line;
        ret->merged = 0;
        ret->part = true;
        if (event_next(t->event, ret) == OK) return OK;
    }
    arena_reset(&t->of_row, (struct arena_mark){0});
    enum status s = row_next(t, &t->of_row, &t->row, ret, e);
    ret->part = false;
    if (s) t->row.count = 0;
    if (!s) event_begin(t->event, &t->columns, &t->row, &ret->person);
    return s;
}

static enum status table_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct table_state *t = state;
    struct csv_row row;
    if (t->survey) return respondent_next(t, a, ret, e);
    if (t->event) return attendee_next(t, ret, e);
    return row_next(t, a, &row, ret, e);
}

static void table_close(void *state)
{
    struct table_state *t = state;
    arena_free(&t->of_row);
}

static void add_remark(struct buf *b, struct str remark)
{
    if (b->len && remark.len) buf_adds(b, "; ");
    buf_add(b, remark);
}

static struct str csv_remarks(void *state, struct arena *a)
{
    static const struct columns none;
    const struct table_state *t = state;
    const struct columns *c = t->survey ? &none : &t->columns;
    struct buf b = buf_new(a);
    if (t->survey) add_remark(&b, survey_remarks(t->survey, a));
    if (t->event) add_remark(&b, event_remarks(t->event, a));
    if (t->feet) {
        add_remark(&b, str_printf(a, "%llu line%s of totals and remarks passed over",
                                  (unsigned long long)t->feet, t->feet == 1 ? "" : "s"));
    }
    add_remark(&b, table_remarks(c, csv_encoding(t->csv), csv_mended(t->csv), a));
    return buf_str(&b);
}

/* ---- is it one? ---- */

static bool is_other_format(struct str head)
{
    static const char *const starts[] = {"<",    "{",        "[",       "From ",
                                         "%PDF", "\x89PNG",  "PK\x03",  "BEGIN:V",
                                         "GIF8", "\x1F\x8B", "\xFF\xD8"};
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts(s, starts[i])) return true;
    }
    return !s.len;
}

static bool is_text(struct str head)
{
    bool wide = str_starts(head, "\xFF\xFE") || str_starts(head, "\xFE\xFF") ||
                (head.len > 1 && (!head.p[0] != !head.p[1]));
    size_t odd = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.p[i];
        odd += c < ' ' && c != '\t' && c != '\n' && c != '\r';
    }
    return wide || odd * 50 <= head.len;
}

/* 85: a known header; 5: cells, but no header that is known (then open says what is wanted). */
static int sniff_with(struct str head, const char *path, const char *ending, bool tab)
{
    struct arena own = {0};
    struct err e;
    struct csv *csv = NULL;
    int score = 0;
    if (is_other_format(head)) return 0;
    if (csv_open(reader_of(head, &own), '\0', &own, &csv, &e) == OK) {
        struct columns *c = arena_new(&own, struct columns, 1);
        bool fits = (csv_delimiter(csv) == '\t') == tab;
        bool named = path && str_ends_nocase(str_of(path), ending);
        if (table_header(csv, NULL, &own, c, &e) == OK) {
            score = fits ? 85 : named ? 60 : 40;
        } else if (is_text(head) && (c->count > 1 || named)) {
            score = fits || named ? 5 : 3;
        }
    }
    arena_free(&own);
    return score;
}

static int csv_sniff(struct str head, const char *path)
{
    return sniff_with(head, path, ".csv", false);
}

static int tsv_sniff(struct str head, const char *path)
{
    return sniff_with(head, path, ".tsv", true);
}

extern const struct importer importer_csv;
extern const struct importer importer_tsv;

const struct importer importer_csv = {
    .name = "csv",
    .summary = "tables of people, evidence or deals with commas, semicolons or bars between cells",
    .attendees = true,
    .sniff = csv_sniff,
    .open = csv_table_open,
    .next = table_next,
    .close = table_close,
    .remarks = csv_remarks,
};

const struct importer importer_tsv = {
    .name = "tsv",
    .summary = "tables of people, evidence or deals with tabs between cells",
    .attendees = true,
    .sniff = tsv_sniff,
    .open = tsv_table_open,
    .next = table_next,
    .close = table_close,
    .remarks = csv_remarks,
};

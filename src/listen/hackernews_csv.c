/* hackernews_csv.c - listen: which items of Hacker News stand in this table? */
#include "listen/hackernews_int.h"
#include "listen/table_int.h"

#include "base/time.h"

#include <string.h>

enum hn_column {
    HN_ID,
    HN_BY,
    HN_TYPE,
    HN_TITLE,
    HN_URL,
    HN_TEXT,
    HN_PARENT,
    HN_SCORE,
    HN_TIME,
    HN_DELETED,
    HN_DEAD,
    HN_COLUMNS
};

/* Headers as exports spell them, without case, blanks and marks. */
static const struct {
    const char *header;
    enum hn_column column;
} headers[] = {
    {"id", HN_ID},           {"objectid", HN_ID},    {"itemid", HN_ID},    {"by", HN_BY},
    {"author", HN_BY},       {"authorid", HN_BY},    {"type", HN_TYPE},    {"posttype", HN_TYPE},
    {"title", HN_TITLE},     {"url", HN_URL},        {"text", HN_TEXT},    {"parent", HN_PARENT},
    {"parentid", HN_PARENT}, {"score", HN_SCORE},    {"points", HN_SCORE}, {"numpoints", HN_SCORE},
    {"time", HN_TIME},       {"timestamp", HN_TIME}, {"timets", HN_TIME},  {"createdat", HN_TIME},
    {"deleted", HN_DELETED}, {"dead", HN_DEAD}};

struct hn_csv {
    struct csv *csv;
    size_t at[HN_COLUMNS]; /* COLUMNS_MAX: not there */
    struct str time_header;
    enum date_order dates;
};

static void fold(struct str header, char to[32])
{
    size_t n = 0;
    for (size_t i = 0; i < header.len && n + 1 < 32; i++) {
        char c = ascii_lower(header.p[i]);
        if (ascii_is_letter(c) || ascii_is_digit(c)) to[n++] = c;
    }
    to[n] = '\0';
}

/* The first of several columns of one meaning holds. Columns that others have and these exports
 * have not speak against it: *ret_other. */
static void read_headers(const struct csv_row *row, size_t at[HN_COLUMNS], bool *ret_known,
                         bool *ret_comments)
{
    for (size_t i = 0; i < HN_COLUMNS; i++)
        at[i] = COLUMNS_MAX;
    *ret_known = false;
    *ret_comments = false;
    for (size_t i = 0; i < row->count && i < COLUMNS_MAX; i++) {
        char name[32];
        fold(row->cell[i], name);
        *ret_comments =
            *ret_comments || !strcmp(name, "numcomments") || !strcmp(name, "numberofcomments");
        *ret_known = *ret_known || !strcmp(name, "ranking") || !strcmp(name, "descendants");
        for (size_t h = 0; h < sizeof headers / sizeof *headers; h++) {
            if (strcmp(name, headers[h].header) != 0) continue;
            if (at[headers[h].column] == COLUMNS_MAX) at[headers[h].column] = i;
        }
    }
}

/* Exports have id, author and time, and either ranking or descendants (BigQuery), or title, url,
 * points and number of comments (lists of stories). */
static bool is_ours(const size_t at[HN_COLUMNS], bool known, bool comments)
{
    bool item = at[HN_ID] < COLUMNS_MAX && at[HN_BY] < COLUMNS_MAX && at[HN_TIME] < COLUMNS_MAX;
    bool story = at[HN_TITLE] < COLUMNS_MAX && at[HN_URL] < COLUMNS_MAX &&
                 at[HN_SCORE] < COLUMNS_MAX && comments;
    bool bulk = at[HN_DEAD] < COLUMNS_MAX &&
                (known || at[HN_PARENT] < COLUMNS_MAX || at[HN_TYPE] < COLUMNS_MAX);
    return item && (story || bulk);
}

static enum status first_row(struct hn_csv *c, struct reader *in, struct arena *a, struct err *e)
{
    struct csv_row row;
    bool known = false;
    bool comments = false;
    enum status s = csv_open(in, '\0', a, &c->csv, e);
    if (!s) s = csv_next(c->csv, a, &row, e);
    if (s && s != DONE) return s;
    if (!s) read_headers(&row, c->at, &known, &comments);
    if (s || !is_ours(c->at, known, comments)) {
        return err_set(e, BAD_INPUT,
                       "no items of Hacker News; want columns such as id, by, time, type, parent, "
                       "text, title, url, score, dead");
    }
    c->time_header = str_copy(a, row.cell[c->at[HN_TIME]]);
    return OK;
}

/* Of 10/2/2015 the whole column decides which is the day. */
static enum status find_order(struct reader *in, struct hn_csv *c, struct err *e)
{
    struct arena own = {0};
    struct arena scratch = {0};
    struct hn_csv again = {.csv = NULL};
    struct reader *r = NULL;
    struct csv_row row;
    struct date_votes votes = {0};
    enum status s = reader_again(in, &own, &r, e);
    if (!s) s = first_row(&again, r, &own, e);
    while (!s || s == BAD_INPUT) {
        s = csv_next(again.csv, &scratch, &row, e);
        if (!s && c->at[HN_TIME] < row.count) date_vote(row.cell[c->at[HN_TIME]], &votes);
        arena_reset(&scratch, (struct arena_mark){0});
    }
    reader_close(r);
    if (s == DONE) s = date_order_of(&votes, c->time_header, &c->dates, e);
    arena_free(&scratch);
    arena_free(&own);
    return s;
}

enum status hn_csv_open(struct reader *in, enum date_order dates, struct arena *a,
                        struct hn_csv **ret, struct err *e)
{
    struct hn_csv *c = arena_new(a, struct hn_csv, 1);
    struct arena own = {0};
    struct reader *again = NULL;
    *ret = c;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = first_row(c, again, &own, e);
    c->time_header = str_copy(a, c->time_header);
    reader_close(again);
    arena_free(&own);
    c->dates = dates;
    if (!s && dates == DATES_UNKNOWN) s = find_order(in, c, e);
    return s ? s : first_row(c, in, a, e);
}

static struct str cell(const struct hn_csv *c, const struct csv_row *row, enum hn_column column,
                       struct arena *a)
{
    size_t at = c->at[column];
    return at < row->count ? str_copy(a, str_trim(row->cell[at])) : STR("");
}

static bool is_true(struct str s)
{
    return str_is_nocase(s, "true") || str_is(s, "1");
}

enum status hn_csv_next(struct hn_csv *c, struct arena *a, struct hn_item *ret, struct err *e)
{
    struct csv_row row;
    enum status s = csv_next(c->csv, a, &row, e);
    if (s) return s;
    *ret = (struct hn_item){.line = row.line,
                            .id = cell(c, &row, HN_ID, a),
                            .by = cell(c, &row, HN_BY, a),
                            .type = cell(c, &row, HN_TYPE, a),
                            .title = cell(c, &row, HN_TITLE, a),
                            .url = cell(c, &row, HN_URL, a),
                            .text = cell(c, &row, HN_TEXT, a),
                            .parent = cell(c, &row, HN_PARENT, a),
                            .at_s = TIME_NONE,
                            .gone = is_true(cell(c, &row, HN_DELETED, a)),
                            .killed = is_true(cell(c, &row, HN_DEAD, a))};
    ret->scored = str_to_double(cell(c, &row, HN_SCORE, a), &ret->score);
    struct str when = cell(c, &row, HN_TIME, a);
    if (!when.len || date_read(when, c->dates, &ret->at_s) == DATE_OK) return OK;
    return err_set(e, BAD_INPUT, "%llu: time '%.*s', want 2015-10-17 16:35 or unix seconds",
                   (unsigned long long)row.line, STR_ARG(utf8_head(when, 40)));
}

int hn_csv_sniff(struct str head)
{
    struct arena own = {0};
    struct err e;
    struct hn_csv c = {.csv = NULL};
    if (!head.len || head.p[0] == '{' || head.p[0] == '[' || head.p[0] == '<') return 0;
    int score = first_row(&c, reader_of(head, &own), &own, &e) ? 0 : 86;
    arena_free(&own);
    return score;
}

/* survey.c - listen: what did each respondent of this survey say? */
#include "listen/survey.h"

#include "base/time.h"
#include "listen/survey_int.h"

#include <string.h>

/* "CNCF 2019" -> "cncf-2019": the channel of its respondents. */
struct str survey_slug(struct str name, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str key = name_key(a, name);
    for (size_t i = 0; i < key.len && b.len < 60; i++) {
        bool word = ascii_is_letter(key.p[i]) || ascii_is_digit(key.p[i]);
        if (word) buf_addc(&b, ascii_lower(key.p[i]));
        if (!word && b.len && b.p[b.len - 1] != '-') buf_addc(&b, '-');
    }
    while (b.len && b.p[b.len - 1] == '-')
        b.p[--b.len] = '\0';
    return b.len ? buf_str(&b) : STR("survey");
}

static bool is_number(struct str id)
{
    bool number = id.len > 0;
    for (size_t i = 0; i < id.len; i++)
        number = number && ascii_is_digit(id.p[i]);
    return number;
}

struct who survey_respondent(struct str slug, struct str id, struct arena *a)
{
    struct str handle = is_number(id) ? str_printf(a, "%.*s-%.*s", STR_ARG(slug), STR_ARG(id))
                                      : str_copy(a, utf8_head(id, NAME_BYTES_MAX));
    return (struct who){.channel = str_printf(a, "survey:%.*s", STR_ARG(slug)), .handle = handle};
}

/* ---- opening ---- */

/* The file's name without its ending. */
static struct str stem_of(const char *path)
{
    struct str base = path ? str_of(path_base(path)) : STR("survey");
    for (size_t i = base.len; i > 1; i--) {
        if (base.p[i - 1] == '.') return str_head(base, i - 1);
    }
    return base;
}

static enum status read_head(struct csv *csv, struct arena *a, struct survey_head *ret,
                             struct err *e)
{
    enum status s = OK;
    while (ret->records < 3 && !s) {
        struct csv_row row;
        s = csv_next(csv, a, &row, e);
        if (s) break;
        size_t n = row.count < COLUMNS_MAX ? row.count : COLUMNS_MAX;
        struct str *cell = arena_new(a, struct str, n);
        for (size_t i = 0; i < n; i++)
            cell[i] = str_copy(a, row.cell[i]);
        ret->cell[ret->records] = cell;
        ret->count[ret->records++] = n;
    }
    return s == DONE || s == BAD_INPUT ? OK : s;
}

/* A table of long answers has a row an answer; what the user calls a survey it is by its name. */
static bool is_wide(const struct survey_head *h, const struct importer_options *o)
{
    bool known = survey_known(h->cell[0], h->count[0]) ||
                 (h->records > 1 && survey_known(h->cell[1], h->count[1]));
    if (!h->records) return false;
    if (!o->survey) return known;
    size_t ignored = 0;
    struct arena own = {0};
    struct columns *c = arena_new(&own, struct columns, 1);
    columns_map(h->cell[0], h->count[0], o->maps, c, &ignored);
    bool is_long = c->kind == TABLE_ANSWERS;
    arena_free(&own);
    return !is_long;
}

static enum status count_all(struct reader *in, char delimiter, size_t skip, struct survey *v,
                             struct err *e)
{
    struct arena own = {0};
    struct arena row = {0};
    struct reader *again = NULL;
    struct csv *csv = NULL;
    struct csv_row cells;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = csv_open(again, delimiter, &own, &csv, e);
    for (uint64_t n = 0; !s || s == BAD_INPUT; n++) {
        s = csv_next(csv, &row, &cells, e);
        if (!s && n >= skip) survey_count(v, &cells);
        arena_reset(&row, (struct arena_mark){0});
    }
    reader_close(again);
    arena_free(&row);
    arena_free(&own);
    return s == DONE ? OK : s;
}

enum status survey_open(struct reader *in, char delimiter, const struct importer_options *o,
                        struct arena *a, struct survey **ret, size_t *ret_skip, struct err *e)
{
    struct arena own = {0};
    struct reader *again = NULL;
    struct csv *csv = NULL;
    struct survey_head head = {0};
    *ret = NULL;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = csv_open(again, delimiter, &own, &csv, e);
    if (!s) s = read_head(csv, &own, &head, e);
    reader_close(again);
    if (!s && is_wide(&head, o)) {
        struct survey *v = arena_new(a, struct survey, 1);
        v->name = str_copy(a, utf8_head(o->survey ? str_of(o->survey) : stem_of(o->path), 200));
        v->slug = survey_slug(v->name, a);
        v->wave = str_copy(a, str_of(o->wave));
        v->offered = map_new(a);
        *ret_skip = survey_header_rows(&head);
        survey_read_header(&head, *ret_skip, o->maps, a, v);
        v->offers = v->count;
        s = count_all(in, delimiter, *ret_skip, v, e);
        survey_decide(v);
        for (size_t i = 0; i < v->count && o->dates != DATES_UNKNOWN; i++)
            v->column[i].order = o->dates;
        *ret = v;
    }
    arena_free(&own);
    return s;
}

/* ---- one respondent ---- */

void survey_begin(struct survey *v, struct arena *of_row)
{
    v->of_row = of_row;
    v->at = 0;
    v->begun = false;
    v->row++;
}

static struct str first_of(const struct survey *v, const struct csv_row *row, enum survey_role role)
{
    size_t n = row->count < v->count ? row->count : v->count;
    for (size_t i = 0; i < n; i++) {
        struct str s = cell_said(row->cell[i]);
        if (v->column[i].role == role && s.len) return s;
    }
    return STR("");
}

static void read_when(struct survey *v, const struct csv_row *row)
{
    static const enum survey_role roles[] = {ROLE_AT, ROLE_BEGUN};
    size_t n = row->count < v->count ? row->count : v->count;
    v->at_s = TIME_NONE;
    for (size_t r = 0; r < 2; r++) {
        for (size_t i = 0; i < n && v->at_s == TIME_NONE; i++) {
            const struct survey_column *c = &v->column[i];
            if (c->role != roles[r]) continue;
            if (date_read(row->cell[i], c->order, &v->at_s) != DATE_OK) v->at_s = TIME_NONE;
        }
    }
}

/* By e-mail or name the person, else the number of the response, else its row. */
static void read_who(struct survey *v, const struct csv_row *row, struct arena *a)
{
    struct str first = first_of(v, row, ROLE_FIRST);
    struct str last = first_of(v, row, ROLE_LAST);
    struct str name = first_of(v, row, ROLE_NAME);
    struct str email;
    if (first.len || last.len) {
        name = str_printf(a, "%.*s%s%.*s", STR_ARG(first), first.len && last.len ? " " : "",
                          STR_ARG(last));
    }
    bool nobody = str_is_nocase(name, "anonymous") || str_is_nocase(name, "anonym") ||
                  str_is_nocase(name, "anonyme");
    name = nobody ? STR("") : str_copy(a, utf8_head(name, NAME_BYTES_MAX));
    struct str person = first_of(v, row, ROLE_PERSON);
    struct str id = first_of(v, row, ROLE_ID);
    if (email_read(first_of(v, row, ROLE_EMAIL), a, &email)) {
        v->respondent =
            (struct who){.channel = STR("email"), .handle = str_copy(a, email), .name = name};
    } else if (name.len) {
        v->respondent = (struct who){.channel = STR("name"), .handle = name, .name = name};
    } else if (person.len) {
        v->respondent = survey_respondent(v->slug, person, a);
    } else if (id.len) {
        struct str in_wave = id;
        if (v->wave_now.len && is_number(id)) {
            in_wave = str_printf(a, "%.*s-%.*s-%.*s", STR_ARG(v->slug),
                                 STR_ARG(survey_slug(v->wave_now, a)), STR_ARG(id));
        }
        v->respondent = survey_respondent(v->slug, in_wave, a);
    } else {
        struct str number = v->wave_now.len
                                ? str_printf(a, "%.*s-%llu", STR_ARG(survey_slug(v->wave_now, a)),
                                             (unsigned long long)v->row)
                                : str_printf(a, "%llu", (unsigned long long)v->row);
        v->respondent = survey_respondent(v->slug, number, a);
    }
}

static bool is_preview(const struct survey *v, const struct csv_row *row)
{
    struct str status = first_of(v, row, ROLE_STATUS);
    bool number = v->qualtrics && (str_is(status, "1") || str_is(status, "2"));
    return number || str_is_nocase(status, "Survey Preview") ||
           str_is_nocase(status, "Survey Test");
}

/* What all records of a row have in common, for good. */
static void start_answer(const struct survey *v, struct arena *a, struct record *ret)
{
    const struct who *w = &v->respondent;
    ret->kind = RECORD_ANSWER;
    ret->answer = (struct answer_row){.survey = v->name,
                                      .wave = str_copy(a, v->wave_now),
                                      .respondent = {.channel = str_copy(a, w->channel),
                                                     .handle = str_copy(a, w->handle),
                                                     .name = str_copy(a, w->name)},
                                      .weighted = v->weighted,
                                      .weight = v->weight,
                                      .at_s = v->at_s};
}

static enum status begin_row(struct survey *v, const struct csv_row *row, struct arena *a,
                             struct record *ret, struct err *e)
{
    v->begun = true;
    struct str wave = first_of(v, row, ROLE_WAVE);
    struct str weight = first_of(v, row, ROLE_WEIGHT);
    v->wave_now = wave.len ? str_copy(v->of_row, utf8_head(wave, NAME_BYTES_MAX)) : v->wave;
    v->weighted = weight.len > 0;
    if (weight.len && (!str_to_double(weight, &v->weight) || v->weight < 0)) {
        v->at = v->count;
        return err_set(e, BAD_INPUT, "weight '%.*s', want a number of 0 or more",
                       STR_ARG(cell_shown(weight)));
    }
    read_when(v, row);
    read_who(v, row, v->of_row);
    if (is_preview(v, row)) {
        v->at = v->count;
        ret->kind = RECORD_NOTHING;
        ret->nothing = (struct nothing_row){.why = "a preview of the survey"};
        return OK;
    }
    bool fresh = false;
    (void)map_put(&v->offered, v->wave_now, 1, &fresh);
    v->offers = fresh ? 0 : v->count;
    start_answer(v, a, ret);
    return OK;
}

/* ---- one answer ---- */

/* A box that was left open, among those of a question of many. */
static bool is_unticked(struct str s)
{
    static const char *const words[] = {"no",           "n",   "0",    "false", "unchecked",
                                        "not selected", "n/a", "nein", "non"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_is_nocase(s, words[i])) return true;
    }
    return false;
}

static bool is_ticked(struct str s)
{
    static const char *const words[] = {"yes", "y",        "1",  "true", "checked",
                                        "x",   "selected", "ja", "oui"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_is_nocase(s, words[i])) return true;
    }
    return false;
}

static bool is_options(enum question_kind kind)
{
    return kind == QUESTION_MANY || kind == QUESTION_PROMPTED || kind == QUESTION_READS;
}

/* What the wave asks and offers, column by column, before its first answer. */
static bool next_offer(struct survey *v, struct arena *a, struct record *ret)
{
    while (v->offers < v->count && v->column[v->offers].role != ROLE_QUESTION)
        v->offers++;
    if (v->offers >= v->count) return false;
    const struct survey_column *c = &v->column[v->offers++];
    const struct survey_question *q = &v->question[c->question];
    start_answer(v, a, ret);
    ret->answer.question = q->key;
    ret->answer.text = q->text;
    ret->answer.item = c->item;
    ret->answer.kind = q->kind;
    ret->answer.place = (uint32_t)v->offers;
    ret->answer.offered = true;
    return true;
}

enum status survey_next(struct survey *v, const struct csv_row *row, struct arena *a,
                        struct record *ret, struct err *e)
{
    size_t n = row->count < v->count ? row->count : v->count;
    ret->line = row->line;
    ret->merged = 0;
    ret->part = v->begun;
    if (!v->begun) return begin_row(v, row, a, ret, e);
    if (next_offer(v, a, ret)) return OK;
    for (; v->at < n; v->at++) {
        const struct survey_column *c = &v->column[v->at];
        struct str s = str_trim(row->cell[v->at]);
        if (c->role != ROLE_QUESTION || !s.len) continue;
        const struct survey_question *q = &v->question[c->question];
        bool marked = q->kind == QUESTION_NUMBER || q->kind == QUESTION_MANY;
        if (marked && !c->other && survey_missing(s)) continue;
        bool box = is_options(q->kind) && q->columns > 1 && !c->other;
        bool is_label = str_eq(s, str_trim(c->item)); /* an option may be called "No" */
        if (box && !is_label && is_unticked(s)) continue;
        if (box && is_ticked(s) && c->item.len) s = c->item;
        start_answer(v, a, ret);
        ret->answer.question = q->key;
        ret->answer.text = q->text;
        ret->answer.item = c->item;
        ret->answer.answer = str_copy(a, utf8_head(s, TEXT_BYTES_MAX));
        ret->answer.kind = q->kind;
        ret->answer.place = (uint32_t)v->at + 1;
        answer_names(&ret->answer, a);
        v->at++;
        return OK;
    }
    return DONE;
}

struct str survey_remarks(const struct survey *v, struct arena *a)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "survey '%.*s', %zu questions", STR_ARG(v->name), v->questions);
    for (size_t i = 0; i < v->questions; i++) {
        const struct survey_question *q = &v->question[i];
        struct str key = utf8_head(q->key, 60);
        if (!q->by_words) continue;
        buf_addf(&b, "; '%.*s' is taken to name people; --map '%.*s=text' says it does not",
                 STR_ARG(key), STR_ARG(key));
    }
    return buf_str(&b);
}

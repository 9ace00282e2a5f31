/* survey_kind.c - listen: which kind of question is that, by its wording and all its answers? */
#include "listen/survey_int.h"

#include "base/map.h"

#include <string.h>

enum { SEVERAL_PART = 20, CHOICES_MOST = SURVEY_VALUES, NAME_WORDS = 6, NAME_BYTES = 80 };

static const char *const kinds[] = {
    [QUESTION_UNKNOWN] = "",          [QUESTION_ONE] = "one",    [QUESTION_MANY] = "many",
    [QUESTION_NUMBER] = "number",     [QUESTION_TEXT] = "text",  [QUESTION_NAMES] = "names",
    [QUESTION_PROMPTED] = "prompted", [QUESTION_READS] = "reads"};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

const char *question_kind_name(enum question_kind kind)
{
    return kinds[kind];
}

enum question_kind question_kind_of(struct str word)
{
    static const struct {
        const char *word;
        enum question_kind kind;
    } others[] = {{"single", QUESTION_ONE},     {"single choice", QUESTION_ONE},
                  {"choice", QUESTION_ONE},     {"one choice", QUESTION_ONE},
                  {"multiple", QUESTION_MANY},  {"multiple choice", QUESTION_MANY},
                  {"numeric", QUESTION_NUMBER}, {"rating", QUESTION_NUMBER},
                  {"scale", QUESTION_NUMBER},   {"open", QUESTION_TEXT},
                  {"free text", QUESTION_TEXT}, {"name", QUESTION_NAMES},
                  {"unaided", QUESTION_NAMES},  {"aided", QUESTION_PROMPTED},
                  {"picks", QUESTION_PROMPTED}, {"i read", QUESTION_READS},
                  {"outlets", QUESTION_READS}};
    struct str s = str_trim(word);
    for (int i = 1; i < KIND_COUNT; i++) {
        if (str_is_nocase(s, kinds[i])) return (enum question_kind)i;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (str_is_nocase(s, others[i].word)) return others[i].kind;
    }
    return QUESTION_UNKNOWN;
}

/* ---- counting ---- */

static bool is_tick(struct str s)
{
    static const char *const words[] = {
        "yes",      "no",           "y",  "n",    "true", "false", "checked", "x", "unchecked",
        "selected", "not selected", "ja", "nein", "oui",  "non",   "n/a",     NULL};
    return str_among_nocase(s, words);
}

static bool is_name_like(struct str s)
{
    size_t blanks = 0;
    for (size_t i = 0; i < s.len; i++)
        blanks += s.p[i] == ' ';
    return s.len <= NAME_BYTES && blanks < NAME_WORDS;
}

bool survey_missing(struct str s)
{
    static const char *const marks[] = {"NA", "#N/A", "NULL", "NaN", "nan", NULL};
    return str_among(s, marks);
}

/* Once each; *count ends at SURVEY_VALUES + 1 when there are more. */
static void count_value(uint64_t *value, size_t *count, uint64_t hash)
{
    size_t i = 0;
    if (*count > SURVEY_VALUES) return;
    while (i < *count && i < SURVEY_VALUES && value[i] != hash)
        i++;
    if (i < *count) return;
    if (*count < SURVEY_VALUES) value[*count] = hash;
    *count += 1;
}

static void count_parts(struct survey_column *c, struct str s)
{
    struct str part;
    if (survey_missing(s)) return;
    c->several += str_find(s, ';') < s.len;
    while (str_cut(&s, ';', &part)) {
        if (str_trim(part).len) count_value(c->part, &c->parts, hash_bytes(str_trim(part)));
    }
}

static void count_cell(struct survey_column *c, struct str s)
{
    double number = 0;
    c->filled++;
    c->numbers += str_to_double(s, &number);
    c->missing += survey_missing(s);
    c->ticks += is_tick(s);
    c->words += is_name_like(s);
    if (s.len > c->longest) c->longest = s.len;
    count_value(c->value, &c->values, hash_bytes(s));
    count_parts(c, s);
}

void survey_count(struct survey *v, const struct csv_row *row)
{
    size_t n = row->count < v->count ? row->count : v->count;
    for (size_t i = 0; i < n; i++) {
        struct survey_column *c = &v->column[i];
        struct str s = str_trim(row->cell[i]);
        if (!s.len) continue;
        if (c->role == ROLE_AT || c->role == ROLE_BEGUN) date_vote(s, &c->dates);
        if (c->role == ROLE_QUESTION) count_cell(c, s);
    }
}

/* ---- deciding ---- */

/* The wording asks whom they rely on. */
static bool asks_for_names(struct str text)
{
    static const char *const whom[] = {"who ",          "whom",           "whose",
                                       "name up to",    "name the",       "name three",
                                       "name five",     "which people",   "which persons",
                                       "which experts", "which analysts", "which individuals",
                                       "please name",   "list the people"};
    static const char *const relied[] = {"rely",    "trust",   "influenc",   "advice",   "advise",
                                         "turn to", "listen",  "look to",    "expert",   "follow",
                                         "opinion", "respect", "learn from", "recommend"};
    bool found = false;
    for (size_t i = 0; i < sizeof whom / sizeof *whom && !found; i++)
        found = str_find_nocase(text, whom[i]) < text.len;
    if (!found) return false;
    for (size_t i = 0; i < sizeof relied / sizeof *relied; i++) {
        if (str_find_nocase(text, relied[i]) < text.len) return true;
    }
    return false;
}

struct sum { /* over the columns of one question, free text beside options left out */
    uint64_t filled, numbers, ticks, words, missing, several;
    size_t most_parts;
    size_t columns, most_values, single; /* single: columns with one answer alone */
};

static struct sum sum_of(const struct survey *v, size_t question)
{
    struct sum s = {0};
    for (size_t i = 0; i < v->count; i++) {
        const struct survey_column *c = &v->column[i];
        if (c->role != ROLE_QUESTION || c->question != question) continue;
        if (c->other && v->question[question].columns > 1) continue;
        s.columns++;
        s.filled += c->filled;
        s.numbers += c->numbers;
        s.ticks += c->ticks;
        s.missing += c->missing;
        s.several += c->several;
        if (c->parts > s.most_parts) s.most_parts = c->parts;
        s.words += c->words;
        s.single += c->values == 1 && c->filled > 0;
        s.single += c->values == 0;
        if (c->values > s.most_values) s.most_values = c->values;
    }
    return s;
}

static enum question_kind kind_of(const struct sum *s, size_t columns)
{
    if (!s->filled) return columns > 1 ? QUESTION_MANY : QUESTION_UNKNOWN;
    bool ticked = s->ticks == s->filled && s->columns > 1;
    if (columns > 1 && (s->single == s->columns || ticked)) return QUESTION_MANY;
    if (s->numbers && s->numbers + s->missing == s->filled) return QUESTION_NUMBER;
    uint64_t each = s->filled / (s->columns ? s->columns : 1);
    /* "Slack;Mail" in one cell: a part of the answers has several, and all are of one short list */
    bool list = s->several * SEVERAL_PART >= s->filled && s->most_parts <= CHOICES_MOST &&
                s->most_parts * 2 <= s->filled && s->most_parts < s->most_values * 2;
    if (s->columns == 1 && s->several && list) return QUESTION_MANY;
    bool few =
        s->most_values <= CHOICES_MOST && (s->most_values * 2 <= each || s->most_values <= 2);
    if (few && each > 1) return QUESTION_ONE;
    return QUESTION_TEXT;
}

void survey_decide(struct survey *v)
{
    for (size_t i = 0; i < v->questions; i++) {
        struct survey_question *q = &v->question[i];
        struct sum s = sum_of(v, i);
        if (q->said) continue;
        q->kind = kind_of(&s, q->columns);
        struct str wording = q->text.len ? q->text : q->key;
        if (q->kind != QUESTION_TEXT && q->kind != QUESTION_ONE) continue;
        q->by_words = asks_for_names(wording) && s.words * 10 >= s.filled * 8;
        if (q->by_words) q->kind = QUESTION_NAMES;
    }
    for (size_t i = 0; i < v->count; i++) {
        struct survey_column *c = &v->column[i];
        c->order = c->dates.dmy && !c->dates.mdy   ? DATES_DMY
                   : c->dates.mdy && !c->dates.dmy ? DATES_MDY
                                                   : DATES_UNKNOWN;
    }
}

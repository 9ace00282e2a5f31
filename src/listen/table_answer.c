/* table_answer.c - listen: what does one row of a table of answers say, and whom does it name? */
#include "base/time.h"
#include "listen/survey_int.h"

#include <string.h>

enum { NAMES_MAX = 32, NAME_BYTES = 100, NAME_WORDS = 7 };

static struct str own(struct arena *a, struct str s, size_t most)
{
    return str_copy(a, utf8_head(str_trim(s), most));
}

/* ---- whom an answer names ---- */

static bool says_nobody(struct str s)
{
    static const char *const words[] = {
        "nobody", "no one",   "noone", "none", "no", "nothing", "don't know", "dont know",
        "dk",     "not sure", "idk",   "n.a.", "?",  "no-one",  "myself",     NULL};
    return str_among_nocase(s, words);
}

/* "1. Jane", "- Jane", "2) Jane" */
static struct str without_number(struct str s)
{
    size_t n = 0;
    while (n < s.len && ascii_is_digit(s.p[n]))
        n++;
    if (n && n < s.len && (s.p[n] == '.' || s.p[n] == ')')) return str_trim(str_skip(s, n + 1));
    if (s.len > 1 && (s.p[0] == '-' || s.p[0] == '*') && s.p[1] == ' ')
        return str_trim(str_skip(s, 2));
    return s;
}

static bool is_sentence(struct str s)
{
    size_t blanks = 0;
    for (size_t i = 0; i < s.len; i++)
        blanks += s.p[i] == ' ';
    return s.len > NAME_BYTES || blanks >= NAME_WORDS;
}

static void add_name(struct answer_row *r, struct str part, struct arena *a)
{
    struct err ignored;
    struct who who;
    struct str s = without_number(cell_said(part));
    if (!s.len || says_nobody(s) || is_sentence(s) || r->named_count == NAMES_MAX) return;
    if (who_read(s, a, &who, &ignored)) return;
    if (r->kind == QUESTION_READS && !who.kind.len) {
        who = (struct who){
            .channel = STR("outlet"), .handle = s, .name = s, .kind = STR("publication")};
    }
    r->named[r->named_count++] = who;
}

/* Where the next mark or word between two names stands; its length. */
static size_t find_joint(struct str s, bool option, size_t *ret_len)
{
    static const char *const joints[] = {" and ", " & ", " und ", " et ", " or "};
    size_t at = 0;
    *ret_len = 1;
    while (at < s.len && !strchr(option ? ";\n\r" : ";,\n\r", s.p[at]))
        at++;
    for (size_t i = 0; i < sizeof joints / sizeof *joints && !option; i++) {
        size_t found = str_find_nocase(s, joints[i]);
        if (found >= at || found >= s.len) continue;
        at = found;
        *ret_len = strlen(joints[i]);
    }
    return at;
}

void answer_names(struct answer_row *r, struct arena *a)
{
    bool outlets = r->kind == QUESTION_READS;
    if (r->kind != QUESTION_NAMES && r->kind != QUESTION_PROMPTED && !outlets) return;
    r->named = arena_new(a, struct who, NAMES_MAX);
    /* an option of a list is one name, whatever commas it holds */
    bool option = r->kind != QUESTION_NAMES && r->item.len && str_eq(r->item, r->answer);
    struct str rest = r->answer;
    while (rest.len) {
        size_t len = 0;
        size_t at = find_joint(rest, option, &len);
        add_name(r, str_head(rest, at), a);
        rest = str_skip(rest, at < rest.len ? at + len : at);
    }
}

/* ---- a row of the long table ---- */

static enum status read_kind(const struct cells *v, enum question_kind *ret, struct err *e)
{
    struct str s = cell_said(v->value[COL_KIND]);
    *ret = question_kind_of(s);
    if (!s.len || *ret != QUESTION_UNKNOWN) return OK;
    return err_set(e, BAD_INPUT,
                   "kind '%.*s', want one, many, number, text, names, prompted or reads",
                   STR_ARG(cell_shown(s)));
}

static enum status read_weight(const struct cells *v, struct answer_row *r, struct err *e)
{
    struct str s = cell_said(v->value[COL_WEIGHT]);
    r->weighted = s.len > 0;
    if (!s.len || (str_to_double(s, &r->weight) && r->weight >= 0)) return OK;
    return err_set(e, BAD_INPUT, "weight '%.*s', want a number of 0 or more",
                   STR_ARG(cell_shown(s)));
}

/* A person where the cell names one, else a number within the survey. */
static enum status read_respondent(struct str cell, struct answer_row *r, struct arena *a,
                                   struct err *e)
{
    bool number = cell.len > 0;
    bool lettered = false;
    for (size_t i = 0; i < cell.len; i++) {
        number = number && cell.p[i] != ' ' && cell.p[i] != '@' && cell.p[i] != ':';
        lettered |= ascii_is_digit(cell.p[i]);
    }
    if (number && lettered) {
        r->respondent = survey_respondent(survey_slug(r->survey, a), cell, a);
        return OK;
    }
    enum status s = who_read(own(a, cell, NAME_BYTES_MAX), a, &r->respondent, e);
    return s ? err_in(e, s, "respondent") : OK;
}

enum status answer_read(const struct cells *v, const struct answer_row *whole, struct arena *a,
                        struct answer_row *ret, struct err *e)
{
    *ret = (struct answer_row){0};
    ret->survey = own(a, v->value[COL_SURVEY], 200);
    if (!ret->survey.len) ret->survey = whole->survey;
    ret->wave = own(a, v->value[COL_WAVE], NAME_BYTES_MAX);
    if (!ret->wave.len) ret->wave = whole->wave;
    ret->question = own(a, v->value[COL_QUESTION], NAME_BYTES_MAX);
    ret->text = own(a, v->value[COL_QUESTION_TEXT], TEXT_BYTES_MAX);
    ret->item = own(a, v->value[COL_ITEM], NAME_BYTES_MAX);
    ret->answer = own(a, v->value[COL_ANSWER], TEXT_BYTES_MAX);
    enum status s = read_respondent(v->value[COL_RESPONDENT], ret, a, e);
    if (!s) s = read_kind(v, &ret->kind, e);
    if (!s) s = read_weight(v, ret, e);
    if (!s) s = cell_when(v, COL_AT, &ret->at_s, e);
    if (s) return s;
    if (!ret->question.len && (ret->answer.len || ret->item.len)) {
        return err_set(e, BAD_INPUT, "question is empty; want the one that was answered");
    }
    bool several =
        ret->kind != QUESTION_ONE && ret->kind != QUESTION_NUMBER && ret->kind != QUESTION_TEXT;
    if (!ret->item.len && several && !v->header[COL_ITEM].p) {
        ret->item = utf8_head(ret->answer, NAME_BYTES_MAX);
    }
    answer_names(ret, a);
    return OK;
}

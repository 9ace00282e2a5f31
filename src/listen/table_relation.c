/* table_relation.c - listen: what does one row of a table of relationships say? */
#include "base/strength.h"
#include "base/time.h"
#include "listen/table_int.h"

#include <string.h>

struct word {
    const char *word;
    int value;
};

/* Folded (name_key); the words of strength.h stand for themselves. */
static const struct word strengths[] = {{"none", 0},
                                        {"no relationship", 0},
                                        {"unknown to us", 0},
                                        {"never", 0},
                                        {"met", 1},
                                        {"once", 1},
                                        {"introduced", 1},
                                        {"know", 2},
                                        {"knows", 2},
                                        {"acquainted", 2},
                                        {"acquaintance", 2},
                                        {"weak", 2},
                                        {"known", 2},
                                        {"work", 3},
                                        {"working relationship", 3},
                                        {"works with", 3},
                                        {"working with", 3},
                                        {"medium", 3},
                                        {"good", 3},
                                        {"friend", 4},
                                        {"strong", 4},
                                        {"very close", 4},
                                        {"advocate", 5},
                                        {"champion", 5},
                                        {"spokesperson", 5},
                                        {"speaks for", 5}};

static const struct word views[] = {
    {"hostile", -2},   {"opponent", -2},  {"opposed", -2},   {"very negative", -2},
    {"detractor", -2}, {"sceptical", -1}, {"skeptical", -1}, {"negative", -1},
    {"critical", -1},  {"neutral", 0},    {"undecided", 0},  {"mixed", 0},
    {"positive", 1},   {"favourable", 1}, {"favorable", 1},  {"supportive", 1},
    {"supporter", 1},  {"fan", 2},        {"advocate", 2},   {"very positive", 2},
    {"champion", 2},   {"promoter", 2}};

static const struct word yes_or_no[] = {{"yes", 1},   {"y", 1},   {"true", 1}, {"x", 1},  {"1", 1},
                                        {"ja", 1},    {"oui", 1}, {"si", 1},   {"no", 0}, {"n", 0},
                                        {"false", 0}, {"0", 0},   {"nein", 0}, {"non", 0}};

static bool find_word(const struct word *words, size_t count, struct str folded, int *ret)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_is(folded, words[i].word)) continue;
        *ret = words[i].value;
        return true;
    }
    return false;
}

/* "3", "3.0", "3 - working", "+1" */
static bool read_number(struct str s, int64_t least, int64_t most, int *ret)
{
    int64_t value = 0;
    if (s.len && s.p[0] == '+') s = str_skip(s, 1);
    bool minus = str_starts(s, "\xE2\x88\x92");
    if (minus) s = str_skip(s, 3);
    size_t n = s.len && s.p[0] == '-';
    while (n < s.len && ascii_is_digit(s.p[n]))
        n++;
    struct str behind = str_skip(s, n);
    if (str_is(behind, ".0") || str_is(behind, ".00")) behind = STR("");
    if (behind.len && ascii_lower(behind.p[0]) != ' ' && behind.p[0] != ':') return false;
    if (!str_to_i64(str_head(s, n), &value)) return false;
    if (minus) value = -value;
    if (value < least || value > most) return false;
    *ret = (int)value;
    return true;
}

static enum status read_strength(const struct cells *v, enum column_id id, struct arena *a,
                                 int *ret, struct err *e)
{
    struct str s = str_trim(v->value[id]);
    *ret = STRENGTH_UNKNOWN;
    if (!s.len || str_is(s, "-") || str_is(s, "?") || str_is_nocase(s, "unknown")) return OK;
    if (read_number(s, 0, STRENGTH_MOST, ret)) return OK;
    struct str folded = name_key(a, s);
    for (int i = 0; i <= STRENGTH_MOST; i++) {
        if (!str_is(folded, strength_words[i])) continue;
        *ret = i;
        return OK;
    }
    if (find_word(strengths, sizeof strengths / sizeof *strengths, folded, ret)) return OK;
    return err_set(e, BAD_INPUT,
                   "%.*s '%.*s', want 0 never met, 1 met once, 2 know each other, 3 working, 4"
                   " close or 5 speaks for us",
                   STR_ARG(cell_shown(v->header[id])), STR_ARG(cell_shown(s)));
}

static enum status read_view(const struct cells *v, struct arena *a, struct relation_row *r,
                             struct err *e)
{
    struct str s = cell_said(v->value[COL_VIEW]);
    r->view_said = s.len > 0;
    if (!s.len || read_number(s, -2, 2, &r->view)) return OK;
    if (find_word(views, sizeof views / sizeof *views, name_key(a, s), &r->view)) return OK;
    return err_set(e, BAD_INPUT, "view '%.*s', want -2 against us to 2 for us",
                   STR_ARG(cell_shown(s)));
}

static enum status read_wanted(const struct cells *v, struct arena *a, int *ret, struct err *e)
{
    struct str s = cell_said(v->value[COL_WANTED]);
    *ret = -1;
    if (!s.len || find_word(yes_or_no, sizeof yes_or_no / sizeof *yes_or_no, name_key(a, s), ret)) {
        return OK;
    }
    return err_set(e, BAD_INPUT, "wanted '%.*s', want yes or no", STR_ARG(cell_shown(s)));
}

static enum status read_who(struct str cell, const char *which, struct arena *a, struct who *ret,
                            struct err *e)
{
    enum status s = who_read(str_copy(a, cell), a, ret, e);
    return s ? err_in(e, s, "%s", which) : OK;
}

enum status relation_read(const struct cells *v, struct arena *a, struct relation_row *ret,
                          struct err *e)
{
    *ret = (struct relation_row){.ours = str_is(v->value[COL_TEAMMATE], "*")};
    struct str person = v->value[v->value[COL_PERSON].len ? COL_PERSON : COL_NAME];
    enum status s = OK;
    if (!ret->ours) s = read_who(v->value[COL_TEAMMATE], "teammate", a, &ret->teammate, e);
    if (!s) s = read_who(person, "person", a, &ret->person, e);
    if (!s) s = read_strength(v, COL_STRENGTH, a, &ret->strength, e);
    if (!s) s = read_strength(v, COL_CONFIRMED, a, &ret->confirmed, e);
    if (!s) s = read_view(v, a, ret, e);
    if (!s) s = read_wanted(v, a, &ret->wanted, e);
    if (!s) s = cell_when(v, COL_SINCE, &ret->since_s, e);
    if (!s) s = cell_when(v, COL_SAID_AT, &ret->said_at_s, e);
    if (!s) s = cell_when(v, COL_CONFIRMED_AT, &ret->confirmed_at_s, e);
    ret->cause = str_copy(a, utf8_head(cell_said(v->value[COL_CAUSE]), TEXT_BYTES_MAX));
    ret->wave = str_copy(a, utf8_head(cell_said(v->value[COL_WAVE]), NAME_BYTES_MAX));
    return s;
}

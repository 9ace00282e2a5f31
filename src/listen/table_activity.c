/* table_activity.c - listen: what does one row of a log of contacts say? */
#include "base/time.h"
#include "listen/table_int.h"

struct word {
    const char *word;
    int value;
};

/* As other tools call them, folded (name_key); the names of base/activity.h stand for themselves.
 */
static const struct word kinds[] = {{"email", ACTIVITY_MAIL},
                                    {"e mail", ACTIVITY_MAIL},
                                    {"letter", ACTIVITY_MAIL},
                                    {"phone", ACTIVITY_CALL},
                                    {"phone call", ACTIVITY_CALL},
                                    {"telephone", ACTIVITY_CALL},
                                    {"video call", ACTIVITY_CALL},
                                    {"met", ACTIVITY_MEETING},
                                    {"direct message", ACTIVITY_MESSAGE},
                                    {"dm", ACTIVITY_MESSAGE},
                                    {"chat", ACTIVITY_MESSAGE},
                                    {"sms", ACTIVITY_MESSAGE},
                                    {"comment", ACTIVITY_REPLY},
                                    {"repost", ACTIVITY_SHARE},
                                    {"retweet", ACTIVITY_SHARE},
                                    {"presentation", ACTIVITY_TALK},
                                    {"webinar", ACTIVITY_TALK},
                                    {"press release", ACTIVITY_WIRE},
                                    {"embargoed release", ACTIVITY_EMBARGO},
                                    {"analyst briefing", ACTIVITY_BRIEFING}};

static const struct word sides[] = {{"outbound", BY_US},   {"outgoing", BY_US},  {"out", BY_US},
                                    {"sent", BY_US},       {"inbound", BY_THEM}, {"in", BY_THEM},
                                    {"incoming", BY_THEM}, {"received", BY_THEM}};

static const struct word yes_or_no[] = {{"yes", 1}, {"y", 1}, {"true", 1},  {"x", 1}, {"1", 1},
                                        {"no", 0},  {"n", 0}, {"false", 0}, {"0", 0}};

static bool find_word(const struct word *words, size_t count, struct str folded, int *ret)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_is(folded, words[i].word)) continue;
        *ret = words[i].value;
        return true;
    }
    return false;
}

static enum status read_kind(const struct cells *v, struct arena *a, enum activity_kind *ret,
                             struct err *e)
{
    struct str s = v->value[COL_KIND];
    int kind = ACTIVITY_NONE;
    *ret = activity_of(s);
    if (*ret != ACTIVITY_NONE) return OK;
    if (!find_word(kinds, sizeof kinds / sizeof *kinds, name_key(a, s), &kind)) {
        return err_set(e, BAD_INPUT, "kind '%.*s', want %s", STR_ARG(cell_shown(s)),
                       activity_names(a));
    }
    *ret = (enum activity_kind)kind;
    return OK;
}

static enum status read_by(const struct cells *v, struct arena *a, enum activity_by *ret,
                           struct err *e)
{
    struct str s = cell_said(v->value[COL_BY]);
    int by = BY_US;
    if (!s.len || activity_by_of(s, ret)) return OK;
    if (!find_word(sides, sizeof sides / sizeof *sides, name_key(a, s), &by)) {
        return err_set(e, BAD_INPUT, "by '%.*s', want us, them or both", STR_ARG(cell_shown(s)));
    }
    *ret = (enum activity_by)by;
    return OK;
}

static enum status read_against(const struct cells *v, struct arena *a, bool *ret, struct err *e)
{
    struct str s = cell_said(v->value[COL_AGAINST]);
    int yes = 0;
    if (s.len &&
        !find_word(yes_or_no, sizeof yes_or_no / sizeof *yes_or_no, name_key(a, s), &yes)) {
        return err_set(e, BAD_INPUT, "against '%.*s', want yes or no", STR_ARG(cell_shown(s)));
    }
    *ret = yes != 0;
    return OK;
}

static enum status read_who(struct str cell, const char *which, struct arena *a, struct who *ret,
                            struct err *e)
{
    enum status s = who_read(str_copy(a, cell), a, ret, e);
    return s ? err_in(e, s, "%s", which) : OK;
}

enum status activity_read(const struct cells *v, struct arena *a, struct record *ret, struct err *e)
{
    struct activity_row row = {.at_s = TIME_NONE};
    ret->kind = RECORD_ACTIVITY;
    if (v->value[COL_STATE].len) { /* of our own export: it does not hold any more */
        ret->kind = RECORD_NOTHING;
        ret->nothing = (struct nothing_row){.why = "an entry that was taken back or replaced"};
        return OK;
    }
    enum status s = read_kind(v, a, &row.kind, e);
    if (s) return s;
    row.by = activity_infos[row.kind].by;
    s = cell_when(v, COL_AT, &row.at_s, e);
    if (!s && row.at_s == TIME_NONE) {
        s = err_set(e, BAD_INPUT, "at is empty, want a date such as 2026-03-31");
    }
    if (!s) s = read_who(v->value[COL_TEAMMATE], "teammate", a, &row.teammate, e);
    if (!s) s = read_who(v->value[COL_PERSON], "person", a, &row.person, e);
    if (!s) s = read_by(v, a, &row.by, e);
    if (!s) s = read_against(v, a, &row.against, e);
    row.note = str_copy(a, utf8_head(cell_said(v->value[COL_NOTE]), TEXT_BYTES_MAX));
    row.url = str_copy(a, utf8_head(cell_said(v->value[COL_URL]), TEXT_BYTES_MAX));
    ret->activity = row;
    return s;
}

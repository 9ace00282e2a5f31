/* people_parse.c - find: what does this people query ask? */
#include "find/people_int.h"

#include "base/near.h"
#include "base/time.h"

#include <string.h>

const struct people_key_info people_keys[KEY_COUNT + 1] = {
    [KEY_TAG] = {"tag", "who carries the tag"},
    [KEY_CATEGORY] = {"category", "who is of the category: analyst, journalist, customer, …"},
    [KEY_TEAM] = {"team", "who is in the team"},
    [KEY_ORG] = {"org", "who works for the organisation, or a part of it"},
    [KEY_COUNTRY] = {"country", "who lives in the country"},
    [KEY_CHANNEL] = {"channel", "who has an account in the channel: email, forum, …"},
    [KEY_OUTLET] = {"outlet", "who wrote to the outlet, attended it or reads it"},
    [KEY_NAME] = {"name", "who is called so, or has that handle, address or id"},
    [KEY_TITLE] = {"title", "whose job title has the words"},
};

static enum people_key key_of(struct str name)
{
    int k = 0;
    while (k < KEY_COUNT && !str_is_nocase(name, people_keys[k].name))
        k++;
    return (enum people_key)k;
}

static enum behaviour behaviour_of(struct str name)
{
    int b = 0;
    while (b < BEHAVIOUR_COUNT && !str_is_nocase(name, behaviour_infos[b].name))
        b++;
    return (enum behaviour)b;
}

/* "; did you mean 'country'?" or a list of all there are. */
static enum status unknown(const struct expr_text *t, size_t at, struct str name, bool compared,
                           struct err *e)
{
    const char *list[KEY_COUNT + BEHAVIOUR_COUNT + 1] = {NULL};
    size_t count = 0;
    for (int k = 0; !compared && k < KEY_COUNT; k++)
        list[count++] = people_keys[k].name;
    for (int b = 0; compared && b < BEHAVIOUR_COUNT; b++)
        list[count++] = behaviour_infos[b].name;
    const char *what = compared ? "behaviour" : "key";
    const char *near = near_word(name, list);
    size_t place = expr_place(t, at);
    if (near) {
        return err_set(e, BAD_INPUT,
                       "the query has an unknown %s '%.*s' at %zu; did you mean '%s'?", what,
                       STR_ARG(name), place, near);
    }
    char all[256] = "";
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        int n = snprintf(all + len, sizeof all - len, "%s%s", i ? ", " : "", list[i]);
        if (n > 0 && len + (size_t)n < sizeof all) len += (size_t)n;
    }
    return err_set(e, BAD_INPUT, "the query has an unknown %s '%.*s' at %zu; want one of %s%s",
                   what, STR_ARG(name), place, all,
                   compared ? "" : ", or quote it if it is a name");
}

/* What stands behind a colon or a comparison: bare, or quoted. */
static enum status read_value(struct expr_text *t, struct str before, struct str *ret,
                              struct err *e)
{
    bool quoted = t->at < t->all.len && t->all.p[t->at] == '"';
    if (quoted) {
        enum status s = expr_quoted(t, ret, e);
        if (s) return s;
    } else {
        *ret = expr_word(t, "");
    }
    *ret = str_trim(*ret);
    if (ret->len) return OK;
    return err_set(e, BAD_INPUT, "the query wants a value behind '%.*s' at %zu", STR_ARG(before),
                   expr_place(t, t->at));
}

static enum status read_keyed(struct expr_text *t, size_t start, struct people_term *ret,
                              struct err *e)
{
    struct str name = {t->all.p + start, t->at - start};
    ret->key = key_of(name);
    if (ret->key == KEY_COUNT) {
        enum behaviour b = behaviour_of(name);
        if (b == BEHAVIOUR_COUNT) return unknown(t, start, name, false, e);
        return err_set(
            e, BAD_INPUT,
            "the query compares '%s' at %zu by a colon; write it with >=, <=, >, < or =, such as "
            "%s>=%s",
            behaviour_infos[b].name, expr_place(t, start), behaviour_infos[b].name,
            strcmp(behaviour_infos[b].unit, "date") == 0 ? "2026-01-31" : "3");
    }
    t->at++;
    return read_value(t, (struct str){t->all.p + start, t->at - start}, &ret->value, e);
}

static enum compare read_compare(struct expr_text *t)
{
    char c = t->all.p[t->at++];
    bool equal = t->at < t->all.len && t->all.p[t->at] == '=';
    if (c == '=') return COMPARE_EQUAL;
    if (equal) t->at++;
    if (c == '<') return equal ? COMPARE_LEAST_EQUAL : COMPARE_LESS;
    return equal ? COMPARE_MOST_EQUAL : COMPARE_MORE;
}

/* A day is the whole of it; a moment is its second. */
static bool read_date(struct str value, struct people_term *ret)
{
    int64_t at_s = 0;
    if (!time_parse_iso(value, &at_s)) return false;
    bool day = value.len == 10 && value.p[4] == '-';
    ret->from = (double)at_s;
    ret->to = (double)(at_s + (day ? DAY_S - 1 : 0));
    return true;
}

static enum status read_compared(struct expr_text *t, size_t start, struct str name,
                                 struct people_term *ret, struct err *e)
{
    ret->key = KEY_BEHAVIOUR;
    ret->behaviour = behaviour_of(name);
    if (ret->behaviour == BEHAVIOUR_COUNT) {
        enum people_key k = key_of(name);
        if (k == KEY_COUNT) return unknown(t, start, name, true, e);
        return err_set(e, BAD_INPUT,
                       "the query compares '%s' at %zu, which has no order; write %s:VALUE",
                       people_keys[k].name, expr_place(t, start), people_keys[k].name);
    }
    ret->compare = read_compare(t);
    struct str before = {t->all.p + start, t->at - start};
    expr_blanks(t);
    size_t at = t->at;
    struct str value;
    enum status s = read_value(t, before, &value, e);
    if (s) return s;
    const char *known = behaviour_infos[ret->behaviour].name;
    if (strcmp(behaviour_infos[ret->behaviour].unit, "date") == 0) {
        if (read_date(value, ret)) return OK;
        return err_set(e, BAD_INPUT,
                       "the query wants a date such as 2026-01-31 for '%s' at %zu, not '%.*s'",
                       known, expr_place(t, at), STR_ARG(value));
    }
    if (!str_to_double(value, &ret->from)) {
        return err_set(e, BAD_INPUT, "the query wants a number for '%s' at %zu, not '%.*s'", known,
                       expr_place(t, at), STR_ARG(value));
    }
    ret->to = ret->from;
    return OK;
}

static enum status read_bare(struct str word, struct people_term *ret)
{
    ret->key = KEY_NAME;
    ret->value = word;
    if (str_is_nocase(word, "everyone")) ret->key = KEY_EVERYONE;
    if (str_is_nocase(word, "us")) ret->key = KEY_US;
    return OK;
}

static enum status read_unquoted(struct expr_text *t, struct people_term *ret, struct err *e)
{
    size_t start = t->at;
    struct str word = expr_word(t, ":<>=");
    if (t->at < t->all.len && t->all.p[t->at] == ':') return read_keyed(t, start, ret, e);
    size_t behind = t->at;
    expr_blanks(t);
    char c = (char)(t->at < t->all.len ? t->all.p[t->at] : ' ');
    if (c == '<' || c == '>' || c == '=') return read_compared(t, start, word, ret, e);
    t->at = behind;
    return read_bare(word, ret);
}

static enum status read_term(struct expr_text *t, struct arena *a, const void **ret, struct err *e)
{
    struct people_term *term = arena_new(a, struct people_term, 1);
    size_t start = t->at;
    enum status s = OK;
    if (t->all.p[start] == '"') {
        size_t place = expr_place(t, start);
        term->key = KEY_NAME;
        s = expr_quoted(t, &term->value, e);
        term->value = str_trim(term->value);
        if (!s && !term->value.len) {
            return err_set(e, BAD_INPUT, "the query wants a name between the quotes at %zu", place);
        }
    } else {
        s = read_unquoted(t, term, e);
    }
    if (s) return s;
    term->written = str_copy(a, (struct str){t->all.p + start, t->at - start});
    term->value = str_copy(a, term->value);
    *ret = term;
    return OK;
}

static unsigned behaviours_of(const struct expr *x)
{
    if (x->op == EXPR_TERM) {
        const struct people_term *t = x->term;
        return t->key == KEY_BEHAVIOUR ? 1u << t->behaviour : 0;
    }
    return behaviours_of(x->left) | (x->right ? behaviours_of(x->right) : 0);
}

enum status people_parse(struct str text, struct arena *a, struct people_query **ret, struct err *e)
{
    static const struct expr_grammar grammar = {"query", "a name or key:value", read_term};
    const struct expr *root = NULL;
    enum status s = expr_parse(text, &grammar, a, &root, e);
    if (s) return s;
    if (!root) {
        return err_set(e, BAD_INPUT,
                       "the query is empty; 'everyone' names everybody, 'kith help "
                       "query' tells the rest");
    }
    struct people_query *q = arena_new(a, struct people_query, 1);
    *q = (struct people_query){.root = root, .behaviours = behaviours_of(root)};
    *ret = q;
    return OK;
}

bool people_is_everyone(const struct people_query *q)
{
    if (q->root->op != EXPR_TERM) return false;
    const struct people_term *t = q->root->term;
    return t->key == KEY_EVERYONE;
}

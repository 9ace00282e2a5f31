/* expr.c - find: how are terms joined? */
#include "find/expr.h"

#include "base/limits.h"

#include <string.h>

struct parser {
    struct expr_text t;
    const struct expr_grammar *g;
    struct arena *a;
    struct err *e;
    int terms, depth;
};

static enum status parse_or(struct parser *p, const struct expr **ret);

size_t expr_place(const struct expr_text *t, size_t at)
{
    size_t place = 1;
    for (size_t i = 0; i < at && i < t->all.len; i++) {
        if (((unsigned char)t->all.p[i] & 0xC0) != 0x80) place++;
    }
    return place;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void expr_blanks(struct expr_text *t)
{
    while (t->at < t->all.len && is_blank(t->all.p[t->at]))
        t->at++;
}

struct str expr_word(struct expr_text *t, const char *stops)
{
    size_t start = t->at;
    while (t->at < t->all.len) {
        char c = t->all.p[t->at];
        if (is_blank(c) || c == '(' || c == ')' || c == '"' || (c && strchr(stops, c))) break;
        t->at++;
    }
    return (struct str){t->all.p + start, t->at - start};
}

enum status expr_quoted(struct expr_text *t, struct str *ret, struct err *e)
{
    size_t start = t->at + 1;
    size_t len = str_find(str_skip(t->all, start), '"');
    if (start + len >= t->all.len) {
        return err_set(e, BAD_INPUT, "the %s has a quote at %zu that is never closed", t->what,
                       expr_place(t, t->at));
    }
    *ret = (struct str){t->all.p + start, len};
    t->at = start + len + 1;
    return OK;
}

/* The word that comes next, without reading it. */
static struct str next_word(const struct parser *p)
{
    struct expr_text ahead = p->t;
    return expr_word(&ahead, "");
}

static bool at_end(const struct parser *p)
{
    return p->t.at >= p->t.all.len;
}

static char next_char(const struct parser *p)
{
    return (char)(at_end(p) ? '\0' : p->t.all.p[p->t.at]);
}

static bool takes(struct parser *p, const char *word)
{
    expr_blanks(&p->t);
    if (!str_is_nocase(next_word(p), word)) return false;
    p->t.at += strlen(word);
    return true;
}

static const struct expr *expr_new(struct parser *p, enum expr_op op, const struct expr *left,
                                   const struct expr *right)
{
    struct expr *x = arena_new(p->a, struct expr, 1);
    *x = (struct expr){.op = op, .left = left, .right = right};
    return x;
}

static enum status parse_term(struct parser *p, const struct expr **ret)
{
    if (++p->terms > QUERY_TERMS_MAX) {
        return err_set(p->e, TOO_MUCH, "the %s has more than %d terms; shorten it", p->t.what,
                       QUERY_TERMS_MAX);
    }
    struct expr *x = arena_new(p->a, struct expr, 1);
    enum status s = p->g->term(&p->t, p->a, &x->term, p->e);
    if (!s) *ret = x;
    return s;
}

static enum status parse_group(struct parser *p, const struct expr **ret)
{
    size_t open = p->t.at++;
    enum status s = parse_or(p, ret);
    if (s) return s;
    expr_blanks(&p->t);
    if (next_char(p) != ')') {
        return err_set(p->e, BAD_INPUT, "the %s has a '(' at %zu that is never closed", p->t.what,
                       expr_place(&p->t, open));
    }
    p->t.at++;
    return OK;
}

static enum status wanted(struct parser *p)
{
    size_t place = expr_place(&p->t, p->t.at);
    if (at_end(p)) {
        return err_set(p->e, BAD_INPUT, "the %s ends where it wants %s", p->t.what, p->g->want);
    }
    struct str found = next_char(p) == ')' ? STR(")") : next_word(p);
    return err_set(p->e, BAD_INPUT, "the %s wants %s at %zu, not '%.*s'", p->t.what, p->g->want,
                   place, STR_ARG(found));
}

static enum status parse_not(struct parser *p, const struct expr **ret)
{
    expr_blanks(&p->t);
    bool dash = next_char(p) == '-';
    if (dash) p->t.at++;
    bool negated = dash || takes(p, "not");
    expr_blanks(&p->t);
    char c = next_char(p);
    struct str word = next_word(p);
    if (c != '"' && c != '(' &&
        (!word.len || str_is_nocase(word, "and") || str_is_nocase(word, "or"))) {
        return wanted(p);
    }
    if (!negated && c != '(') return parse_term(p, ret);
    if (++p->depth > QUERY_DEPTH_MAX) {
        return err_set(p->e, TOO_MUCH, "the %s is nested deeper than %d levels; simplify it",
                       p->t.what, QUERY_DEPTH_MAX);
    }
    enum status s = negated ? parse_not(p, ret) : parse_group(p, ret);
    p->depth--;
    if (!s && negated) *ret = expr_new(p, EXPR_NOT, *ret, NULL);
    return s;
}

/* Does another term follow, joined by nothing? */
static bool more_follows(struct parser *p)
{
    expr_blanks(&p->t);
    return !at_end(p) && next_char(p) != ')' && !str_is_nocase(next_word(p), "or");
}

static enum status parse_and(struct parser *p, const struct expr **ret)
{
    enum status s = parse_not(p, ret);
    while (!s && (takes(p, "and") || more_follows(p))) {
        const struct expr *right = NULL;
        s = parse_not(p, &right);
        if (!s) *ret = expr_new(p, EXPR_AND, *ret, right);
    }
    return s;
}

static enum status parse_or(struct parser *p, const struct expr **ret)
{
    enum status s = parse_and(p, ret);
    while (!s && takes(p, "or")) {
        const struct expr *right = NULL;
        s = parse_and(p, &right);
        if (!s) *ret = expr_new(p, EXPR_OR, *ret, right);
    }
    return s;
}

enum status expr_parse(struct str text, const struct expr_grammar *g, struct arena *a,
                       const struct expr **ret, struct err *e)
{
    struct parser p = {.t = {.all = text, .what = g->what}, .g = g, .a = a, .e = e};
    const struct expr *x = NULL;
    expr_blanks(&p.t);
    if (!at_end(&p)) {
        enum status s = parse_or(&p, &x);
        if (s) return s;
        expr_blanks(&p.t);
        if (!at_end(&p)) {
            return err_set(e, BAD_INPUT, "the %s has a ')' at %zu without its '('", g->what,
                           expr_place(&p.t, p.t.at));
        }
    }
    *ret = x;
    return OK;
}

enum status expr_run(const struct expr *x, const struct expr_sets *sets, struct arena *a,
                     struct bits *ret, struct err *e)
{
    if (x->op == EXPR_TERM) return sets->term(sets->context, x->term, ret, e);
    enum status s = expr_run(x->left, sets, a, ret, e);
    if (s) return s;
    struct arena_mark mark = arena_mark(a);
    struct bits other = bits_new(a, ret->room);
    if (x->op == EXPR_NOT) {
        bits_or(&other, ret);
        bits_clear(ret);
        bits_or(ret, sets->all);
        bits_without(ret, &other);
    } else {
        s = expr_run(x->right, sets, a, &other, e);
        if (!s && x->op == EXPR_AND) bits_and(ret, &other);
        if (!s && x->op == EXPR_OR) bits_or(ret, &other);
    }
    arena_reset(a, mark);
    return s;
}

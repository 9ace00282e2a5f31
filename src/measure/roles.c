/* roles.c - measure: which question asks about which brand or attribute? */
#include "measure/roles.h"

#include "base/file.h"
#include "base/near.h"

#include <math.h>
#include <string.h>

enum { BRAND_SHIFT = 8 };

/* ---- loading ---- */

struct loading {
    struct arena *a;
    struct brand *brand;
    size_t brands;
    struct known_name *known;
    size_t knowns;
    struct role *role;
    size_t count;
};

static void add_known(struct loading *l, struct str name, int brand)
{
    l->known = arena_more(l->a, l->known, l->knowns, sizeof *l->known);
    l->known[l->knowns++] = (struct known_name){name_key(l->a, name), brand};
}

static int known_brand(const struct loading *l, struct str name)
{
    struct str key = name_key(l->a, name);
    for (size_t i = 0; i < l->knowns; i++) {
        if (str_eq(l->known[i].key, key)) return l->known[i].brand;
    }
    return BRAND_NONE;
}

static void add_brand(struct loading *l, struct str name, enum brand_kind kind)
{
    l->brand = arena_more(l->a, l->brand, l->brands, sizeof *l->brand);
    l->brand[l->brands] = (struct brand){str_copy(l->a, name), kind};
    add_known(l, name, (int)l->brands++);
}

static const char *role_name(struct str word)
{
    static const char *const names[] = {"unaided", "aided", "attribute"};
    for (size_t i = 0; i < 3; i++) {
        if (str_is(word, names[i])) return names[i];
    }
    return "";
}

static void add_row(struct loading *l, const struct query *q)
{
    struct str role = query_str(q, 0);
    struct str name = query_str(q, 1);
    if (str_is(role, "ours")) add_brand(l, name, BRAND_OURS);
    if (str_is(role, "rival")) add_brand(l, name, BRAND_RIVAL);
    if (str_is(role, "fictitious")) add_brand(l, name, BRAND_FICTITIOUS);
    if (str_is(role, "alias")) add_known(l, name, known_brand(l, query_str(q, 4)));
    if (!*role_name(role)) return;
    l->role = arena_more(l->a, l->role, l->count, sizeof *l->role);
    l->role[l->count++] = (struct role){.role = role_name(role),
                                        .name = str_copy(l->a, name),
                                        .question = str_copy(l->a, query_str(q, 2)),
                                        .item = str_copy(l->a, query_str(q, 3)),
                                        .brand = known_brand(l, query_str(q, 4)),
                                        .importance = query_double(q, 5),
                                        .least = query_is_null(q, 6) ? NAN : query_double(q, 6),
                                        .rotated = query_is_null(q, 7) ? -1 : (int)query_i64(q, 7)};
}

static enum status read_codes(struct store *st, int64_t survey, struct loading *l,
                              struct roles *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_survey_codes, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, survey);
    while ((s = query_next(q, e)) == OK) {
        int brand = query_is_null(q, 1) ? BRAND_OTHER : known_brand(l, query_str(q, 1));
        if (query_i64(q, 2)) brand = BRAND_NONE;
        struct map *said = &ret->said[query_i64(q, 3) == 2];
        *map_put(said, query_str(q, 0), 0, NULL) = brand + BRAND_SHIFT;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status roles_load(struct store *st, int64_t survey, struct arena *a, struct roles *ret,
                       struct err *e)
{
    struct loading l = {.a = a};
    struct query *q = NULL;
    *ret = (struct roles){.said = {map_new(a), map_new(a)}};
    enum status s = query_open(st, SQL_survey_roles, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, survey);
    while ((s = query_next(q, e)) == OK)
        add_row(&l, q);
    query_close(q);
    s = s == DONE ? OK : s;
    ret->brand = l.brand;
    ret->brands = l.brands;
    ret->known = l.known;
    ret->knowns = l.knowns;
    ret->role = l.role;
    ret->count = l.count;
    return s ? s : read_codes(st, survey, &l, ret, e);
}

const struct role *role_of(const struct roles *r, const char *role, const struct asked *q)
{
    for (size_t i = 0; i < r->count; i++) {
        if (strcmp(r->role[i].role, role) == 0 && str_eq(r->role[i].question, q->key))
            return &r->role[i];
    }
    return NULL;
}

/* ---- coding ---- */

int brand_named(const struct roles *r, struct str name, struct arena *a)
{
    struct str key = name_key(a, name);
    for (size_t i = 0; i < r->knowns; i++) {
        if (str_eq(r->known[i].key, key)) return r->known[i].brand;
    }
    return BRAND_OPEN;
}

/* Changes allowed between names of which the shorter has so many letters. */
static size_t changes_most(size_t letters)
{
    return letters < 4 ? 0 : letters < 7 ? 1 : 2;
}

int brand_of(const struct roles *r, struct str text, struct arena *a)
{
    struct str key = name_key(a, text);
    size_t best = SIZE_MAX;
    int found = BRAND_OPEN;
    if (!key.len) return BRAND_OPEN;
    for (size_t i = 0; i < r->knowns; i++) {
        struct str known = r->known[i].key;
        size_t most = changes_most(known.len < key.len ? known.len : key.len);
        size_t d = near_distance(key, known, most);
        if (d == SIZE_MAX || d > best) continue;
        if (d == best && found != r->known[i].brand) found = BRAND_OPEN; /* two as near */
        if (d < best) found = r->known[i].brand;
        best = d;
    }
    return found;
}

struct str code_key(struct str text, struct arena *a)
{
    return bytes_hash(a, name_key(a, text));
}

int code_said(const struct roles *r, int rank, struct str text, struct arena *a)
{
    const int64_t *at = map_get(&r->said[rank == 2], code_key(text, a));
    return at ? (int)*at - BRAND_SHIFT : BRAND_OPEN;
}

static bool says_nobody(struct str s)
{
    static const char *const words[] = {"none",       "nobody",    "no one",   "nothing", "no",
                                        "don't know", "dont know", "not sure", "n/a",     "na",
                                        "-",          "?",         "dk",       "idk",     NULL};
    return str_among_nocase(s, words);
}

static int coded(const struct roles *r, struct str text, struct arena *a)
{
    int brand = code_said(r, 1, text, a);
    if (brand == BRAND_OPEN && says_nobody(text)) brand = BRAND_NONE;
    return brand == BRAND_OPEN ? brand_of(r, text, a) : brand;
}

/* "1. Acme", "2) Acme" */
static struct str bare(struct str s)
{
    size_t n = 0;
    s = str_trim(s);
    while (n < s.len && ascii_is_digit(s.p[n]))
        n++;
    bool numbered = n && n < s.len && (s.p[n] == '.' || s.p[n] == ')');
    return numbered ? str_trim(str_skip(s, n + 1)) : s;
}

struct naming {
    const struct roles *r;
    struct arena *a;
    struct mentions *ret;
    uint32_t who, place;
};

static void add_mention(struct naming *n, struct str text)
{
    text = bare(text);
    if (!text.len) return;
    int brand = coded(n->r, text, n->a);
    struct mentions *m = n->ret;
    m->one = arena_more(n->a, m->one, m->count, sizeof *m->one);
    if (brand != BRAND_NONE) n->place++;
    m->one[m->count++] = (struct mention){n->who, n->place, text, brand};
}

/* "Acme and Beta" is two where one of them is known, "Ernst and Young" one. */
static void add_joined(struct naming *n, struct str text)
{
    static const char *const joints[] = {" and ", " & ", " und ", " et "};
    bool known = coded(n->r, bare(text), n->a) != BRAND_OPEN;
    for (size_t i = 0; i < 4 && !known; i++) {
        size_t at = str_find_nocase(text, joints[i]);
        if (at >= text.len) continue;
        struct str left = str_head(text, at);
        struct str right = str_skip(text, at + strlen(joints[i]));
        if (coded(n->r, bare(left), n->a) < 0 && coded(n->r, bare(right), n->a) < 0) continue;
        add_mention(n, left);
        add_joined(n, right);
        return;
    }
    add_mention(n, text);
}

static void add_parts(struct naming *n, struct str text)
{
    if (coded(n->r, bare(text), n->a) != BRAND_OPEN) {
        add_mention(n, text);
        return;
    }
    while (text.len) {
        size_t at = 0;
        while (at < text.len && !strchr(",;/\n\r|", text.p[at]))
            at++;
        add_joined(n, str_head(text, at));
        text = str_skip(text, at + 1);
    }
}

void mentions_of(const struct roles *r, const struct answers_said *said, struct arena *a,
                 struct mentions *ret)
{
    struct naming n = {.r = r, .a = a, .ret = ret};
    *ret = (struct mentions){0};
    for (size_t i = 0; i < said->count; i++) {
        if (!i || said->one[i].who != n.who) n.place = 0;
        n.who = said->one[i].who;
        add_parts(&n, said->one[i].text);
    }
}

/* One option, with the same y for all who were asked. */
static struct option_said alike(const struct polled *p, const struct asked *q, struct str name,
                                double y, struct arena *a)
{
    struct option_said x = {.name = name, .y = arena_new(a, double, p->n)};
    for (size_t i = 0; i < p->n; i++)
        x.y[i] = polled_asked(p, q, i) ? y : NAN;
    return x;
}

void mentions_options(const struct polled *p, const struct roles *r, const struct asked *q,
                      const struct mentions *m, struct arena *a, struct options_said *ret)
{
    size_t nobody = 2 * r->brands;
    ret->count = nobody + 1;
    ret->one = arena_new(a, struct option_said, ret->count);
    for (size_t b = 0; b < r->brands; b++) {
        struct str name = r->brand[b].name;
        struct str first = str_printf(a, "%.*s (first)", STR_ARG(name));
        ret->one[b] = alike(p, q, name, 0.0, a);
        ret->one[r->brands + b] = alike(p, q, first, 0.0, a);
    }
    ret->one[nobody] = alike(p, q, STR("(nobody)"), 1.0, a);
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *x = &m->one[i];
        if (x->brand == BRAND_NONE) continue;
        ret->one[nobody].y[x->who] = 0.0;
        if (x->brand < 0) continue;
        ret->one[x->brand].y[x->who] = 1.0;
        if (x->place == 1) ret->one[r->brands + (size_t)x->brand].y[x->who] = 1.0;
    }
}

/* ---- attributes and lists ---- */

enum status attribute_read(struct store *st, const struct polled *p, const struct role *x,
                           struct arena *a, const double **ret, struct err *e)
{
    const struct asked *q = NULL;
    struct answers_said said;
    struct options_said o;
    enum status s = polled_question(p, x->question, a, &q, e);
    if (!s) s = answers_load(st, p, q, a, &said, e);
    if (!s) s = options_of(p, &said, a, &o, e);
    if (s) return err_in(e, s, "attribute '%.*s'", STR_ARG(utf8_head(x->name, 60)));
    const struct option_said *found = option_named(&o, x->item, a);
    bool number = q->kind == QUESTION_NUMBER;
    if (!found || (number && isnan(x->least))) {
        return err_set(e, BAD_INPUT, "attribute '%.*s': wave '%.*s' has no '%.*s' in '%.*s'%s",
                       STR_ARG(utf8_head(x->name, 60)), STR_ARG(p->wave->name),
                       STR_ARG(utf8_head(x->item, 60)), STR_ARG(utf8_head(q->key, 60)),
                       found ? ", or it is of numbers and wants a `least` in its definition" : "");
    }
    double *y = arena_new(a, double, p->n);
    for (size_t i = 0; i < p->n; i++) {
        y[i] = polled_asked(p, q, i) ? 0.0 : NAN;
        bool fits = number ? found->y[i] >= x->least : found->y[i] == 1.0;
        if (fits) y[i] = 1.0;
    }
    *ret = y;
    return OK;
}

const double *aided_of(const struct roles *r, const struct asked *q, const struct options_said *o,
                       int brand, struct arena *a)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct role *x = &r->role[i];
        bool said = strcmp(x->role, "aided") == 0 && str_eq(x->question, q->key) && x->item.len;
        if (!said || x->brand != brand) continue;
        const struct option_said *found = option_named(o, x->item, a);
        if (found) return found->y;
    }
    for (size_t k = 0; k < o->count; k++) {
        if (brand_named(r, o->one[k].name, a) == brand) return o->one[k].y;
    }
    return NULL;
}

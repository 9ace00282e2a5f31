/* same_pair.c - verb: in what are two people alike, field by field, and what does it weigh? */
#include "verb/same_pair.h"

#include "listen/identity.h"
#include "verb/card.h"

#include <math.h>
#include <stdlib.h>

static const struct column columns[] = {
    {"field", "field", NULL, CELL_TEXT, 0, false}, {"left", "person", NULL, CELL_TEXT, 0, true},
    {"agrees", "=", NULL, CELL_TEXT, 0, false},    {"right", "and", NULL, CELL_TEXT, 0, true},
    {"left_id", NULL, NULL, CELL_TEXT, 0, false},  {"right_id", NULL, NULL, CELL_TEXT, 0, false},
};

/* Does one of these, parted by blanks or commas, stand among those? */
static bool share_one(struct arena *a, struct str these, struct str those, char between)
{
    struct str one;
    while (str_cut(&these, between, &one)) {
        struct str key = name_key(a, str_trim(one));
        struct str left = those;
        struct str other;
        while (key.len && str_cut(&left, between, &other)) {
            if (str_eq(key, name_key(a, str_trim(other)))) return true;
        }
    }
    return false;
}

struct sides {
    struct request *r;
    struct table *t;
    struct card a, b;
};

/* differ: what stands there where both are known and nothing is shared. */
static void put(const struct sides *s, const char *field, struct str a, struct str b, char between,
                const char *differ)
{
    if (!a.len && !b.len) return;
    struct cell *row = table_row(s->t);
    row[0] = cell_text(str_of(field));
    if (a.len) row[1] = cell_text(a);
    if (b.len) row[3] = cell_text(b);
    row[4] = cell_text(s->a.id);
    row[5] = cell_text(s->b.id);
    if (!a.len || !b.len) return;
    bool same = share_one(s->r->a, a, b, between);
    if (same || differ[0]) row[2] = cell_text(str_of(same ? "=" : differ));
}

enum status same_pair_put(struct request *r, struct table *t, struct two two, struct err *e)
{
    struct sides s = {.r = r};
    enum status status = card_load(r->st, two.a, r->a, &s.a, e);
    if (!status) status = card_load(r->st, two.b, r->a, &s.b, e);
    if (status) return status;
    s.t = table_more(t, "fields", columns, sizeof columns / sizeof *columns);
    s.t->title = STR("Side by side");
    put(&s, "name", s.a.name, s.b.name, '\n', "≈"); /* else they would not wait */
    put(&s, "title", s.a.title, s.b.title, '\n', "≠");
    put(&s, "organisation", s.a.orgs, s.b.orgs, ',', "≠");
    put(&s, "country", s.a.country, s.b.country, ',', "≠");
    put(&s, "category", s.a.categories, s.b.categories, ',', "≠");
    put(&s, "tags", s.a.tags, s.b.tags, ',', "");
    put(&s, "accounts", s.a.accounts, s.b.accounts, ' ', ""); /* one has many */
    return OK;
}

/* ---- what each reason weighs ---- */

static const struct column weight_columns[] = {
    {"reason", "reason", NULL, CELL_TEXT, 0, false},
    {"bits", "bits", NULL, CELL_REAL, 1, false},
};

enum { REASONS_MAX = 16 };

struct weighed {
    const char *says;
    double bits;
};

/* The heaviest first. */
static int weighed_cmp(const void *left, const void *right)
{
    const struct weighed *l = left;
    const struct weighed *r = right;
    double x = fabs(l->bits);
    double y = fabs(r->bits);
    return x > y ? -1 : x < y;
}

/* The last of them are the odds before any comparison, which no comparison made. */
static size_t weights_read(struct str terms, struct weighed ret[REASONS_MAX])
{
    size_t n = 0;
    while (n < REASONS_MAX && identity_terms_next(&terms, &ret[n].says, &ret[n].bits))
        n++;
    if (n > 2) qsort(ret, n - 1, sizeof *ret, weighed_cmp);
    return n;
}

static void put_weight(struct table *t, struct str reason, double bits)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(reason);
    row[1] = cell_real(bits);
}

void same_weights_put(struct table *t, struct str terms, double sum)
{
    struct weighed one[REASONS_MAX];
    size_t n = weights_read(terms, one);
    if (!n) return;
    struct table *w = table_more(t, "weights", weight_columns, 2);
    w->title = STR("What each reason weighs");
    for (size_t i = 0; i < n; i++)
        put_weight(w, str_of(one[i].says), one[i].bits);
    put_weight(w, str_printf(t->a, "together: %.2f sure", identity_confidence(sum)), sum);
    table_note(t,
               "Bits add up: each is log2 of how much likelier it is of one human's accounts than "
               "of two strangers here. Sure is 1 / (1 + 2^-bits).");
}

struct str same_weights_text(struct arena *a, struct str terms)
{
    struct weighed one[REASONS_MAX];
    size_t n = weights_read(terms, one);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, "%s%s %+.1f", i ? ", " : "", one[i].says, one[i].bits);
    return n ? buf_str(&b) : STR_NONE;
}

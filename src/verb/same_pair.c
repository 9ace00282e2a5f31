/* same_pair.c - verb: in what are two people alike, field by field? */
#include "verb/same_pair.h"

#include "verb/card.h"

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

enum status same_pair_put(struct request *r, struct table *t, int64_t a, int64_t b, struct err *e)
{
    struct sides s = {.r = r};
    enum status status = card_load(r->st, a, r->a, &s.a, e);
    if (!status) status = card_load(r->st, b, r->a, &s.b, e);
    if (status) return status;
    s.t = table_more(t, "fields", columns, sizeof columns / sizeof *columns);
    s.t->title = STR("Side by side");
    put(&s, "name", s.a.name, s.b.name, '\n', "≈"); /* else they would not wait */
    put(&s, "title", s.a.title, s.b.title, '\n', "≠");
    put(&s, "organisation", s.a.orgs, s.b.orgs, ',', "≠");
    put(&s, "country", s.a.country, s.b.country, ',', "≠");
    put(&s, "category", s.a.categories, s.b.categories, ',', "≠");
    put(&s, "tags", s.a.tags, s.b.tags, ',', "");
    table_note(
        t,
        "What either reaches in a market: kith why MARKET %.*s, kith why MARKET %.*s; joined, "
        "their votes are one person's.",
        STR_ARG(s.a.id), STR_ARG(s.b.id));
    put(&s, "accounts", s.a.accounts, s.b.accounts, ' ', ""); /* one has many */
    return OK;
}

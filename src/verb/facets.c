/* facets.c - verb: of which categories, organisations, countries and tags are these people? */
#include "verb/facets.h"

#include "base/map.h"
#include "store/query.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"facet", "facet", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"value", "value", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"people", "people", "people", CELL_INT, 0, COLUMN_KEEPS},
};

struct tally {
    struct str value;
    int64_t people;
    int64_t last; /* counted last, so that each counts once: rows come by value and person */
};

static int by_people(const void *a, const void *b)
{
    const struct tally *x = a;
    const struct tally *y = b;
    if (x->people != y->people) return x->people > y->people ? -1 : 1;
    return str_cmp(x->value, y->value);
}

struct counting {
    struct request *r;
    const struct node_set *set;
    struct table *t;
};

/* Rows: person (0) and value (1), by value and person. */
static enum status count(struct counting *c, const char *facet, enum sql name, struct err *e)
{
    struct arena work = {0};
    struct tally *all = NULL;
    size_t n = 0;
    struct query *q = NULL;
    enum status s = query_open(c->r->st, name, &q, e);
    if (s) return s;
    if (name == SQL_facet_tags) query_bind_str(q, 1, str_of(facet));
    while ((s = query_next(q, e)) == OK) {
        int64_t person = query_i64(q, 0);
        struct str value = query_str(q, 1);
        if (!value.len || !node_set_has(c->set, person)) continue;
        if (!n || !str_eq(all[n - 1].value, value)) {
            all = arena_more(&work, all, n, sizeof *all);
            all[n++] = (struct tally){.value = str_copy(&work, value)};
        }
        all[n - 1].people += all[n - 1].last != person;
        all[n - 1].last = person;
    }
    query_close(q);
    if (n) qsort(all, n, sizeof *all, by_people);
    for (size_t i = 0; i < n && i < FACET_SHOWN; i++) {
        struct cell *row = table_row(c->t);
        row[0] = cell_text(str_of(facet));
        row[1] = cell_text(str_copy(c->r->a, all[i].value));
        row[2] = cell_int(all[i].people);
    }
    arena_free(&work);
    return s == DONE ? OK : s;
}

enum status people_facets(struct request *r, const struct node_set *set, struct table *t,
                          struct err *e)
{
    struct counting c = {.r = r, .set = set};
    c.t = table_more(t, "facets", columns, sizeof columns / sizeof *columns);
    c.t->title = STR("Narrow it");
    c.t->empty = STR("Nothing is known by which to narrow it.");
    enum status s = count(&c, "category", SQL_facet_tags, e);
    if (!s) s = count(&c, "org", SQL_facet_orgs, e);
    if (!s) s = count(&c, "country", SQL_facet_countries, e);
    return s ? s : count(&c, "tag", SQL_facet_tags, e);
}

/* people.c - verb: who is here? */
#include "base/time.h"
#include "find/behaviour.h"
#include "verb/card.h"
#include "verb/facets.h"
#include "verb/remark.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const examples[] = {
    "kith people",
    "kith people 'category:analyst last_seen>2026-01-01'",
    "kith people tag:summit --overlap outlet:exmh",
    "kith people --country DE --category customer --facets",
    "kith people 'outlet:freshrpms' --sort posts -n 50 --csv",
    NULL,
};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how many at most (20); 0: all", false},
    {"overlap", 0, "QUERY", "only who is in this one, too, and how many are in each", true},
    {"category", 0, "WORD", "only who is of it", false},
    {"org", 0, "NAME", "only who works there", false},
    {"country", 0, "CODE", "only who lives there", false},
    {"tag", 0, "WORD", "only who carries it", false},
    {"facets", 0, NULL, "count categories, organisations, countries and tags of all who fit",
     false},
    {"sort", 0, "BY", "heeded_by, posts, last_seen or name (heeded_by)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"org", "organisation", NULL, CELL_TEXT, 0, true},
    {"title", NULL, NULL, CELL_TEXT, 0, false},
    {"country", NULL, NULL, CELL_TEXT, 0, false},
    {"posts", "posts", "docs", CELL_INT, 0, false},
    {"heeded_by", "heeded by", "people", CELL_INT, 0, false},
    {"last_seen", "last seen", "UTC", CELL_TIME, 0, false},
    {"categories", "category", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"tags", "tags", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"staff", NULL, NULL, CELL_BOOL, 0, false},
    {"accounts", "accounts", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

static const char *const sorts[] = {"heeded_by", "posts", "last_seen", "name", NULL};

struct ranked {
    int64_t id;
    double by; /* larger first */
    struct str key;
};

static int by_figure(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    if (x->by != y->by) return x->by > y->by ? -1 : 1;
    int names = str_cmp(x->key, y->key);
    if (names) return names;
    return x->id < y->id ? -1 : x->id > y->id;
}

static double figure(const struct behaviours *b, enum behaviour which, int64_t id)
{
    double value = b->value[which] ? b->value[which][id] : NAN;
    return isnan(value) ? -1 : value;
}

/* The people in the order asked for; names are read only when they decide. */
static enum status order(struct request *r, const struct node_set *set, const struct behaviours *b,
                         struct ranked **ret, struct err *e)
{
    struct str sort = request_has(r, "sort") ? request_value(r, "sort") : STR("heeded_by");
    enum behaviour by = str_is(sort, "posts")       ? BEHAVIOUR_POSTS
                        : str_is(sort, "last_seen") ? BEHAVIOUR_LAST_SEEN
                                                    : BEHAVIOUR_HEEDED_BY;
    bool names = str_is(sort, "name");
    struct ranked *list = arena_new(r->a, struct ranked, set->count);
    enum status s = OK;
    for (size_t i = 0; i < set->count && !s; i++) {
        list[i] = (struct ranked){.id = set->id[i], .by = names ? 0 : figure(b, by, set->id[i])};
        struct str name = STR_NONE;
        if (names) s = node_name(r->st, set->id[i], r->a, &name, e);
        if (names && !s) list[i].key = name_key(r->a, name);
    }
    if (set->count) qsort(list, set->count, sizeof *list, by_figure);
    *ret = list;
    return s;
}

static struct cell count_cell(double value)
{
    return value < 0 ? (struct cell){.kind = CELL_NONE} : cell_int((int64_t)value);
}

static enum status put(struct request *r, struct table *t, const struct behaviours *b, int64_t id,
                       struct err *e)
{
    struct card card;
    enum status s = card_load(r->st, id, r->a, &card, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(card.id);
    row[1] = cell_text(card.name);
    row[2] = cell_text(card.orgs);
    row[3] = cell_text(card.title);
    row[4] = cell_text(card.country);
    row[5] = count_cell(figure(b, BEHAVIOUR_POSTS, id));
    row[6] = count_cell(figure(b, BEHAVIOUR_HEEDED_BY, id));
    double seen = figure(b, BEHAVIOUR_LAST_SEEN, id);
    row[7] = cell_time(seen < 0 ? TIME_NONE : (int64_t)seen);
    row[8] = cell_text(card.categories);
    row[9] = cell_text(card.tags);
    row[10] = cell_bool(card.staff);
    row[11] = cell_text(card.accounts);
    return OK;
}

static enum status check_sort(const struct request *r, struct err *e)
{
    struct str sort = request_value(r, "sort");
    for (size_t i = 0; sorts[i]; i++) {
        if (!sort.p || str_is(sort, sorts[i])) return OK;
    }
    const char *near = near_word(sort, sorts);
    return err_set(e, BAD_USAGE, "--sort '%.*s', want heeded_by, posts, last_seen or name%s%s%s",
                   STR_ARG(sort), near ? "; did you mean '" : "", near ? near : "",
                   near ? "'?" : "");
}

/* Who of the set is in this query, too? */
static enum status overlap_one(struct request *r, struct table *t, struct str query, size_t number,
                               struct node_set *set, struct buf *lead, struct err *e)
{
    struct node_set other = {0};
    enum status s = people_remarked(r, query, t, &other, e);
    if (s) return s;
    size_t n = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (node_set_has(&other, set->id[i])) set->id[n++] = set->id[i];
    }
    set->count = n;
    table_fact(t, str_printf(r->a, "overlap_%zu", number).p, NULL, cell_text(query), 0);
    table_fact(t, str_printf(r->a, "overlap_%zu_count", number).p, NULL,
               cell_int((int64_t)other.count), 0);
    buf_addf(lead, ", %zu in '%.*s'", other.count, STR_ARG(query));
    return OK;
}

static enum status overlap(struct request *r, struct table *t, struct str query,
                           struct node_set *set, struct err *e)
{
    const char *const *v = request_values(r, "overlap");
    if (!*v) return OK;
    struct buf lead = buf_new(r->a);
    enum status s = OK;
    table_fact(t, "query_count", NULL, cell_int((int64_t)set->count), 0);
    buf_addf(&lead, "%zu in '%.*s'", set->count, STR_ARG(query));
    for (size_t i = 0; v[i] && !s; i++)
        s = overlap_one(r, t, str_of(v[i]), i + 1, set, &lead, e);
    if (!s) table_lead(t, "%.*s: %zu in all of them.", STR_ARG(buf_str(&lead)), set->count);
    return s;
}

/* QUERY and the flags that narrow it, as one query. */
static struct str narrowed(const struct request *r)
{
    static const char *const keys[] = {"category", "org", "country", "tag"};
    struct buf b = buf_new(r->a);
    bool asked = r->word_count && str_trim(r->word[0]).len;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct str value = request_value(r, keys[i]);
        if (!value.len) continue;
        struct str part;
        buf_addf(&b, "%s%s:\"", b.len ? " and " : "", keys[i]);
        while (value.len && str_cut(&value, '"', &part)) /* a quote would end it */
            buf_add(&b, part);
        buf_addc(&b, '"');
    }
    if (!b.len) return asked ? r->word[0] : STR("everyone");
    if (asked) buf_addf(&b, " and (%.*s)", STR_ARG(r->word[0]));
    return buf_str(&b);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "people", columns, sizeof columns / sizeof *columns);
    struct str query = narrowed(r);
    struct node_set set = {0};
    struct node_map nodes = {0};
    struct behaviours b = {0};
    struct ranked *list = NULL;
    int64_t rows = 20;
    enum status s = request_i64(r, "rows", 0, INT32_MAX, &rows, e);
    if (!s) s = check_sort(r, e);
    if (!s) s = people_remarked(r, query, t, &set, e);
    if (!s) s = overlap(r, t, query, &set, e);
    if (!s) s = nodes_load(r->st, r->a, &nodes, e);
    unsigned wanted = 1U << BEHAVIOUR_POSTS | 1U << BEHAVIOUR_HEEDED_BY | 1U << BEHAVIOUR_LAST_SEEN;
    if (!s) s = behaviours_load(r->st, &nodes, wanted, r->a, &b, e);
    if (!s) s = order(r, &set, &b, &list, e);
    size_t shown = rows == 0 || (size_t)rows > set.count ? set.count : (size_t)rows;
    for (size_t i = 0; i < shown && !s; i++)
        s = put(r, t, &b, list[i].id, e);
    if (s) return s;
    if (request_has(r, "facets")) s = people_facets(r, &set, t, e);
    if (s) return s;
    table_fact(t, "query", NULL, cell_text(query), 0);
    table_fact(t, "count", NULL, cell_int((int64_t)set.count), 0);
    bool both = request_has(r, "overlap");
    t->empty =
        both
            ? STR("Nobody is in all of them.")
            : str_printf(r->a, "'%.*s' names nobody; 'kith help query' tells what a query can say.",
                         STR_ARG(query));
    if (shown < set.count) table_note(t, "%zu of %zu are shown; -n 0 shows all.", shown, set.count);
    *ret = t;
    return OK;
}

const struct verb verb_people = {
    .name = "people",
    .words = "[QUERY]",
    .summary = "list people by a query: accounts, posts, who heeds them",
    .details = "Counts here are over all that is in the store, of any topic: they say who is "
               "active, not who moves a market; that is 'kith find'. --overlap finds who is in two "
               "lists, sources or audiences (give lists a tag of their own when they are imported, "
               "--tag), by which accounts, and how many are in each; it may be given again. "
               "--category, --org, "
               "--country and --tag narrow QUERY; --facets tells how many of all who fit are of "
               "each.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_most = 1,
    .run = run,
};

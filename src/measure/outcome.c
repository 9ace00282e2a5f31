/* outcome.c - measure: what came of a programme, in units of its own? */
#include "measure/outcome.h"

#include "base/map.h"
#include "base/time.h"
#include "find/scene.h"
#include "find/topic.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

/* ---- kinds ---- */

static const struct {
    const char *kind;
    enum aim aim;
    const char *unit; /* what one is */
    bool ours;        /* counted here, not from tables */
} kinds[] = {
    {"citations", AIM_REACH, "citations by buyers", true},
    {"named", AIM_REACH, "buyers who named them", true},
    {"contacts", AIM_ENGAGEMENT, "times they turned to us", true},
    {"session", AIM_ENGAGEMENT, "qualified sessions", false},
    {"inquiry", AIM_ENGAGEMENT, "inquiries that named us", false},
    {"deals", AIM_ADOPTION, "deals won that they advised on", true},
    {"shortlist", AIM_ADOPTION, "shortlists we were on", false},
    {"reference", AIM_LOYALTY, "references given", false},
    {"renewal", AIM_LOYALTY, "renewals", false},
    {"view", AIM_EFFICACY, "steps of their view of us", false},
    {"items", AIM_QUALITY, "items that named us", true},
    {"reviews", AIM_QUALITY, "reviews by buyers", true},
    {"standard", AIM_QUALITY, "standards or papers that cite us", false},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static size_t kind_of(struct str kind)
{
    size_t i = 0;
    while (i < KIND_COUNT && !str_is(kind, kinds[i].kind))
        i++;
    return i;
}

struct str outcome_unit_of(struct str kind)
{
    size_t i = kind_of(kind);
    return i < KIND_COUNT ? str_of(kinds[i].unit) : kind;
}

enum aim outcome_aim_of(struct str kind)
{
    size_t i = kind_of(kind);
    return i < KIND_COUNT ? kinds[i].aim : AIM_COUNT;
}

static enum aim aim_named(struct str word, struct str kind)
{
    for (int i = 0; word.len && i < AIM_COUNT; i++) {
        if (str_is(word, aim_words[i])) return (enum aim)i;
    }
    return outcome_aim_of(kind);
}

/* ---- what is counted ---- */

struct loading {
    struct store *st;
    struct arena *a;
    const struct members *members;
    int64_t now_s;
    struct outcomes *ret;
    struct bits naming; /* docs that name us */
    struct map named;   /* buyer, person and month of those who named them */
    size_t room;
};

static void add(struct loading *l, struct outcome_row row)
{
    struct outcomes *x = l->ret;
    if (row.at_s == TIME_NONE || row.at_s > l->now_s) return;
    if (x->count == l->room) {
        size_t more = l->room ? l->room * 2 : 256;
        x->row = arena_grow(l->a, x->row, l->room * sizeof *x->row, more * sizeof *x->row);
        l->room = more;
    }
    x->row[x->count++] = row;
}

/* Which outcome is it that somebody was heeded so? NULL: none. */
static const char *kind_of_heed(uint8_t verb)
{
    switch (verb) {
    case VERB_CITED:
    case VERB_SHARED:
    case VERB_REPLIED:
    case VERB_MENTIONED:
        return "citations";
    case VERB_NAMED:
    case VERB_PROMPTED:
        return "named";
    case VERB_REVIEWED:
        return "reviews";
    default:
        return NULL;
    }
}

/* A buyer who names somebody twice in a month is one who named them. */
static bool named_before(struct loading *l, const struct outcome_row *row)
{
    struct civil c = time_to_civil(row->at_s);
    bool is_new = false;
    struct str key = str_printf(l->a, "%lld %lld %d", (long long)row->from, (long long)row->node,
                                c.year * 12 + c.month);
    (void)map_put(&l->named, key, 0, &is_new);
    return !is_new;
}

static void add_heeds(struct loading *l, const struct scene *sc)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        const char *kind = kind_of_heed(h->verb);
        int64_t node = sc->node_id[h->to];
        if (!kind || h->sign < 0 || !(sc->buyer[h->from] > 0) || !member_of(l->members, node)) {
            continue;
        }
        struct outcome_row row = {.kind = str_of(kind),
                                  .unit = outcome_unit_of(str_of(kind)),
                                  .aim = outcome_aim_of(str_of(kind)),
                                  .node = node,
                                  .from = sc->node_id[h->from],
                                  .at_s = h->at_s,
                                  .amount = 1,
                                  .evidence = h->evidence};
        if (!str_is(row.kind, "named") || !named_before(l, &row)) add(l, row);
    }
}

/* All there is, whenever the market begins: what was before is what we compare with. */
static enum status load_heeds(struct loading *l, const struct market *m,
                              const struct progress *progress, struct err *e)
{
    struct market whole = *m;
    struct scene sc;
    struct scene_options o = {.until_s = TIME_NONE, .progress = progress};
    whole.since_s = TIME_NONE;
    enum status s = scene_load(l->st, &whole, &o, l->a, &sc, e);
    if (s == BAD_INPUT) {
        l->ret->unheard = str_copy(l->a, str_of(e->text));
        return OK;
    }
    if (s) return s;
    if (sc.heed_count) l->ret->as_of_s = sc.as_of_s;
    add_heeds(l, &sc);
    return OK;
}

/* Our organisations' names, any of them, as a topic; empty: nobody said who we are. */
static enum status us_topic(struct loading *l, struct str *ret, struct err *e)
{
    struct str lines = STR_NONE;
    enum status s = meta_read(l->st, "us.org", l->a, &lines, e);
    if (s) return s;
    struct str line;
    struct buf b = buf_new(l->a);
    while (lines.len && str_cut(&lines, '\n', &line)) {
        if (!line.len || str_find(line, '"') < line.len) continue;
        buf_addf(&b, "%s\"%.*s\"", b.len ? " OR " : "", STR_ARG(line));
    }
    *ret = buf_str(&b);
    return OK;
}

static enum status load_naming(struct loading *l, struct err *e)
{
    struct str topic;
    struct topic_hits hits;
    enum status s = us_topic(l, &topic, e);
    if (s || !topic.len) return s;
    s = topic_hits(l->st, topic, l->a, &hits, e);
    if (!s) l->naming = hits.docs;
    return s;
}

static struct str own(struct loading *l, struct str s)
{
    return s.p ? str_copy(l->a, s) : STR_NONE;
}

/* A table may count what kith counts, too: the two are kept apart. */
static struct str unit_of(struct loading *l, struct str kind, struct str unit, bool counted)
{
    size_t i = kind_of(kind);
    if (unit.p) return own(l, unit);
    if (counted && i < KIND_COUNT && kinds[i].ours) {
        return str_printf(l->a, "%s, as counted elsewhere", kinds[i].unit);
    }
    return outcome_unit_of(kind);
}

static enum status load_rows(struct loading *l, int64_t programme, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(l->st, SQL_outcome_rows, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, programme);
    while ((s = query_next(q, e)) == OK) {
        struct str kind = own(l, query_str(q, 0));
        bool counted = query_i64(q, 8) != 0;
        if (str_is(kind, "items") && !counted && !bits_has(&l->naming, query_i64(q, 4))) continue;
        add(l, (struct outcome_row){.kind = kind,
                                    .unit = unit_of(l, kind, query_str(q, 5), counted),
                                    .aim = aim_named(query_str(q, 6), kind),
                                    .node = query_i64(q, 1),
                                    .at_s = query_time(q, 2),
                                    .amount = query_double(q, 3),
                                    .evidence = query_i64(q, 7),
                                    .source = own(l, query_str(q, 9)),
                                    .place = own(l, query_str(q, 10))});
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static int by_kind(const void *l, const void *r)
{
    const struct outcome_row *x = l;
    const struct outcome_row *y = r;
    int c = str_cmp(x->kind, y->kind);
    if (!c) c = str_cmp(x->unit, y->unit);
    if (c) return c;
    if (x->at_s != y->at_s) return x->at_s < y->at_s ? -1 : 1;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    if (x->evidence != y->evidence) return x->evidence < y->evidence ? -1 : 1;
    return (x->amount > y->amount) - (x->amount < y->amount);
}

/* ---- of whom ---- */

static enum status category_of(struct loading *l, int64_t node, struct str *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(l->st, SQL_node_category, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    *ret = s == OK ? str_copy(l->a, query_str(q, 0)) : STR("none");
    query_close(q);
    return s == DONE ? OK : s;
}

/* An organisation starts with the first of its people. */
static enum status load_orgs(struct loading *l, size_t room, struct err *e)
{
    struct outcomes *x = l->ret;
    struct query *q = NULL;
    enum status s = query_open(l->st, SQL_outcome_orgs, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct outcome_unit *last = x->unit_count ? &x->unit[x->unit_count - 1] : NULL;
        if (!last || last->node != query_i64(q, 0)) {
            if (x->unit_count == room) {
                x->unit =
                    arena_grow(l->a, x->unit, room * sizeof *x->unit, 2 * room * sizeof *x->unit);
                room *= 2;
            }
            last = &x->unit[x->unit_count++];
            *last = (struct outcome_unit){
                .node = query_i64(q, 0), .category = STR("organisation"), .start_s = TIME_NONE};
        }
        const struct member *m = member_of(l->members, query_i64(q, 1));
        if (!m || m->engaged_at_s == TIME_NONE) continue;
        if (last->start_s == TIME_NONE || m->engaged_at_s < last->start_s) {
            last->start_s = m->engaged_at_s;
        }
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status load_units(struct loading *l, const struct entries *entries, struct err *e)
{
    struct outcomes *x = l->ret;
    struct lot lot;
    size_t room = l->members->count + 8;
    enum status s = OK;
    lot_read(entries, l->a, &lot);
    x->lot = lot.kind;
    x->drawn_at_s = lot.draw ? lot.draw->at_s : TIME_NONE;
    x->unit = arena_new(l->a, struct outcome_unit, room);
    for (size_t i = 0; i < l->members->count && !s; i++) {
        const struct member *m = &l->members->one[i];
        const struct lot_place *drawn = lot_place_of(&lot, m->node);
        if (m->refused && !drawn) continue; /* whom we did not want compares with nobody */
        struct outcome_unit *u = &x->unit[x->unit_count++];
        *u = (struct outcome_unit){.node = m->node,
                                   .start_s = m->engaged_at_s,
                                   .place = drawn ? drawn->place : 0,
                                   .engages = drawn && drawn->engages};
        s = category_of(l, m->node, &u->category, e);
    }
    return s ? s : load_orgs(l, room, e);
}

enum status outcomes_load(struct store *st, const struct outcomes_asked *asked, struct arena *a,
                          struct outcomes *ret, struct err *e)
{
    bool open = asked->market->until_s == TIME_NONE;
    struct loading l = {.st = st,
                        .a = a,
                        .members = asked->members,
                        .now_s = open ? asked->now_s : asked->market->until_s - 1,
                        .ret = ret,
                        .named = map_new(a)};
    *ret = (struct outcomes){.as_of_s = TIME_NONE};
    enum status s = load_heeds(&l, asked->market, asked->progress, e);
    if (!s) s = load_naming(&l, e);
    if (!s) s = load_rows(&l, asked->programme, e);
    if (!s) s = load_units(&l, asked->entries, e);
    if (s) return s;
    if (ret->count) qsort(ret->row, ret->count, sizeof *ret->row, by_kind);
    for (size_t i = 0; i < ret->count; i++) {
        if (ret->row[i].at_s > ret->as_of_s) ret->as_of_s = ret->row[i].at_s;
    }
    if (!open || ret->as_of_s == TIME_NONE) ret->as_of_s = l.now_s;
    return OK;
}

/* share.c - verb: of those named on the topic, whose name is said how often, and by whom? */
#include "base/limits.h"
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/mentioned.h"
#include "verb/us.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith share security",
    "kith share security --brand 'Initech=initech' --brand 'Globex=globex OR \"globex corp\"'",
    "kith share security --since 2026-01-01 --docs",
    NULL,
};

static const struct flag flags[] = {
    {"brand", 0, "NAME=QUERY", "a brand and the words it is known by (us and rivals of kith us)",
     true},
    {"since", 0, "DATE", "from that day on", false},
    {"until", 0, "DATE", "up to before that day", false},
    {"with-us", 0, NULL, "count what our own staff said, too", false},
    {"docs", 0, NULL, "list the docs that name any of them instead", false},
    {"rows", 'n', "N", "of --docs so many at most (50)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", NULL, CELL_INT, 0, false},
    {"n", "of", "docs", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"authors", "authors", "people", CELL_INT, 0, false},
    {"members", "of the audience", "people", CELL_INT, 0, false},
    {"deff", NULL, NULL, CELL_REAL, 2, false},
    {"negative", "against", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"negative_n", NULL, "docs", CELL_INT, 0, false},
    {"negative_lo", NULL, NULL, CELL_REAL, 3, false},
    {"negative_hi", NULL, NULL, CELL_REAL, 3, false},
    {"query", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column outlet_columns[] = {
    {"brand", "by whom", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"outlet", "outlet", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", NULL, CELL_INT, 0, false},
    {"n", "of", "docs", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
};

enum { OUTLETS_SHOWN = 5 };

struct voices {
    struct mentioned x;
    struct str *name; /* [brands] */
    size_t brands;
    uint64_t any; /* bits of all of them */
    size_t n;     /* docs on topic that name any */
    struct node_set audience;
    struct bits signed_docs, against; /* docs whose evidence knows signs */
    struct table *t;
};

static enum status add_brand(struct voices *v, struct str name, struct str query, struct err *e)
{
    struct arena *a = v->x.r->a;
    name = str_copy(a, str_trim(name));
    query = str_trim(query);
    if (!name.len || !query.len) {
        return err_set(e, BAD_USAGE, "--brand wants NAME=QUERY, such as 'Globex=globex'");
    }
    v->name =
        arena_grow(a, v->name, v->brands * sizeof *v->name, (v->brands + 1) * sizeof *v->name);
    v->name[v->brands++] = name;
    v->any |= (uint64_t)1 << v->brands; /* query 0 is the market's topic */
    return mentioned_add(&v->x, (struct mention_query){str_copy(a, query), true}, e);
}

/* "NAME" as a phrase. */
static struct str phrase(struct arena *a, struct str name)
{
    struct buf b = buf_new(a);
    buf_addc(&b, '"');
    for (size_t i = 0; i < name.len; i++)
        buf_addc(&b, name.p[i] == '"' ? ' ' : name.p[i]);
    buf_addc(&b, '"');
    return buf_str(&b);
}

static enum status add_known(struct voices *v, const char *flag, struct err *e)
{
    struct arena *a = v->x.r->a;
    struct str lines = STR("");
    struct str line;
    enum status s = us_names(v->x.r->st, flag, a, &lines, e);
    while (!s && lines.len && str_cut(&lines, '\n', &line))
        s = add_brand(v, line, phrase(a, line), e);
    return s;
}

static enum status read_brands(struct voices *v, struct err *e)
{
    struct request *r = v->x.r;
    enum status s = OK;
    const char *const *given = request_values(r, "brand");
    for (; *given && !s; given++) {
        struct str rest = str_of(*given);
        struct str name;
        bool whole = str_find(rest, '=') == rest.len;
        if (whole) {
            s = add_brand(v, rest, phrase(r->a, rest), e);
        } else {
            (void)str_cut(&rest, '=', &name);
            s = add_brand(v, name, rest, e);
        }
    }
    if (!s && !v->brands) s = add_known(v, "org", e);
    if (!s && !request_has(r, "brand")) s = add_known(v, "rival", e);
    if (!s && !v->brands) {
        return err_set(e, BAD_INPUT,
                       "no brand is known: say --brand 'NAME=QUERY', or kith us --org NAME "
                       "--rival NAME");
    }
    return s;
}

static enum status read_signs(struct voices *v, struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    enum status s = nodes_room(v->x.r->st, SQL_docs_room, &room, e);
    v->signed_docs = bits_new(v->x.r->a, room);
    v->against = bits_new(v->x.r->a, room);
    if (!s) s = query_open(v->x.r->st, SQL_mention_signs, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        bits_add(&v->signed_docs, query_i64(q, 0));
        if (query_i64(q, 1)) bits_add(&v->against, query_i64(q, 0));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static bool counts(const struct voices *v, const struct mention *d)
{
    return d->on & 1 && d->on & v->any;
}

static struct figure part(size_t on, size_t n, double deff)
{
    struct share x = {n ? (double)on / (double)n : NAN, n, deff, 0};
    return share_interval(&x);
}

struct found { /* of one brand */
    size_t docs, authors, members, signed_docs, against;
};

static struct found count_brand(const struct voices *v, size_t brand)
{
    struct found f = {0};
    struct bits author = bits_new(v->x.r->a, v->x.m.node_room);
    for (size_t i = 0; i < v->x.m.count; i++) {
        const struct mention *d = &v->x.m.doc[i];
        if (!counts(v, d) || !(d->on >> (brand + 1) & 1)) continue;
        f.docs++;
        f.signed_docs += bits_has(&v->signed_docs, d->id);
        f.against += bits_has(&v->against, d->id);
        if (!d->author || bits_has(&author, d->author)) continue;
        bits_add(&author, d->author);
        f.authors++;
        f.members += node_set_has(&v->audience, d->author);
    }
    return f;
}

static void put_brand(struct voices *v, size_t brand, double deff)
{
    struct found f = count_brand(v, brand);
    struct cell *row = table_row(v->t);
    row[0] = cell_text(v->name[brand]);
    row[1] = cell_int((int64_t)f.docs);
    row[2] = cell_int((int64_t)v->n);
    mentioned_figure(row + 3, part(f.docs, v->n, deff));
    row[6] = cell_int((int64_t)f.authors);
    row[7] = cell_int((int64_t)f.members);
    row[8] = cell_real(deff);
    struct figure no = part(f.against, f.signed_docs, 1.0);
    row[9] = cell_real(no.value);
    row[10] = cell_int((int64_t)f.signed_docs);
    row[11] = cell_real(no.lo);
    row[12] = cell_real(no.hi);
    row[13] = cell_text(v->x.query[brand + 1].text);
}

/* ---- by whom ---- */

struct where {
    uint32_t outlet;
    size_t docs;
};

static int by_outlet(const void *left, const void *right)
{
    const struct where *l = left;
    const struct where *r = right;
    return (l->outlet > r->outlet) - (l->outlet < r->outlet);
}

static int most_first(const void *left, const void *right)
{
    const struct where *l = left;
    const struct where *r = right;
    if (l->docs != r->docs) return l->docs > r->docs ? -1 : 1;
    return by_outlet(left, right);
}

static enum status put_outlets(const struct voices *v, size_t brand, struct table *t, struct err *e)
{
    struct where *at = arena_new(v->x.r->a, struct where, v->n);
    size_t docs = 0;
    size_t n = 0;
    enum status s = OK;
    for (size_t i = 0; i < v->x.m.count; i++) {
        const struct mention *d = &v->x.m.doc[i];
        if (counts(v, d) && d->on >> (brand + 1) & 1) at[docs++] = (struct where){d->outlet, 1};
    }
    if (docs) qsort(at, docs, sizeof *at, by_outlet);
    for (size_t i = 0; i < docs; i++) {
        if (n && at[n - 1].outlet == at[i].outlet) {
            at[n - 1].docs++;
        } else {
            at[n++] = at[i];
        }
    }
    if (n) qsort(at, n, sizeof *at, most_first);
    for (size_t i = 0; i < n && i < OUTLETS_SHOWN && !s; i++) {
        struct cell *row = table_row(t);
        struct str name = STR_NONE;
        s = mentioned_outlet(&v->x, at[i].outlet, &name, e);
        row[0] = cell_text(v->name[brand]);
        row[1] = cell_text(name);
        row[2] = cell_int((int64_t)at[i].docs);
        row[3] = cell_int((int64_t)docs);
        mentioned_figure(row + 4, part(at[i].docs, docs, 1.0));
    }
    return s;
}

static void put_notes(const struct voices *v)
{
    struct table *t = v->t;
    bool is_signed = false;
    for (size_t i = 0; i < t->row_count; i++)
        is_signed = is_signed || t->cells[i * t->column_count + 10].i > 0;
    table_fact(t, "sentiment", NULL, cell_text(is_signed ? STR("signs") : STR("not measured")), 0);
    if (is_signed) {
        table_note(t, "'against' is the share of docs whose evidence somebody marked so, of those "
                      "of sources that mark it; whether the marks are right 'kith source audit' "
                      "tells.");
    } else {
        table_note(t, "Sentiment is not measured: no evidence on these docs carries a sign, and a "
                      "guess by words would have no known accuracy.");
    }
    table_note(t, "A doc that names several counts for each: shares can add up to more than 1.");
    if (v->x.m.ours) {
        table_note(t, "Docs of our own staff (%zu) are left out; --with-us counts them.",
                   v->x.m.ours);
    }
}

static enum status put_all(struct voices *v, struct err *e)
{
    struct table *t = v->t;
    for (size_t i = 0; i < v->brands; i++) {
        double deff = mentions_deff(&v->x.m, v->any, (uint64_t)1 << (i + 1), v->x.r->a);
        put_brand(v, i, deff);
    }
    put_notes(v);
    struct table *more =
        table_more(t, "outlets", outlet_columns, sizeof outlet_columns / sizeof *outlet_columns);
    enum status s = OK;
    for (size_t i = 0; i < v->brands && !s; i++)
        s = put_outlets(v, i, more, e);
    return s;
}

/* Off-topic docs are none of the market's: they name nobody. */
static void keep_on_topic(struct voices *v)
{
    for (size_t i = 0; i < v->x.m.count; i++) {
        struct mention *d = &v->x.m.doc[i];
        if (!(d->on & 1)) d->on = 0;
        v->n += counts(v, d);
    }
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct voices v = {0};
    enum status s = mentioned_market(r, &v.x, e);
    if (!s) s = read_brands(&v, e);
    if (!s) s = mentioned_load(&v.x, e);
    if (!s) s = people_find(r->st, v.x.market.audience, r->a, &v.audience, e);
    if (!s) s = read_signs(&v, e);
    if (s) return s;
    keep_on_topic(&v);
    if (request_has(r, "docs")) return mentioned_docs(&v.x, 1, v.any, ret, e);
    v.t = table_new(r->a, "share", columns, sizeof columns / sizeof *columns);
    *ret = v.t;
    v.t->title = str_printf(r->a, "Who is named on %.*s", STR_ARG(v.x.market.name));
    mentioned_facts(v.t, &v.x, "kith-share 1");
    table_fact(v.t, "n", NULL, cell_int((int64_t)v.n), 0);
    struct buf words = buf_new(r->a);
    buf_add(&words, mentioned_words(r));
    for (const char *const *b = request_values(r, "brand"); *b; b++)
        buf_addf(&words, " --brand %.*s", STR_ARG(shell_word(r->a, str_of(*b))));
    table_fact(v.t, "opens", "rows",
               cell_text(request_next(r, "share %.*s%.*s --docs",
                                      STR_ARG(shell_word(r->a, v.x.market.name)),
                                      STR_ARG(buf_str(&words)))),
               0);
    table_lead(v.t, "%zu docs on the topic name any of them.", v.n);
    return put_all(&v, e);
}

const struct verb verb_share = {
    .name = "share",
    .words = "MARKET",
    .summary = "share of voice: who is named on the topic, and by whom",
    .details = "Of the docs on the topic that name any of the brands, the share that names each, "
               "with who wrote them and where. Our own staff's docs are left out. Sentiment is "
               "shown only where evidence carries a sign.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

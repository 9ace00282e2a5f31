/* ideas.c - verb: which words and topics rise, who said them first, and what is asked of us? */
#include "verb/ideas.h"

#include "base/limits.h"
#include "base/time.h"
#include "find/topic.h"
#include "verb/card.h"
#include "verb/few.h"
#include "verb/us.h"

#include <stdlib.h>

static const char *const examples[] = {
    "kith ideas security",
    "kith ideas security --days 30 --until 2026-04-01",
    "kith ideas security --check",
    NULL,
};

static const struct flag flags[] = {
    {"days", 0, "N", "how long the last window is (90); the earlier one is three times as long",
     false},
    {"check", 0, NULL, "what became of what would have been flagged at earlier dates instead",
     false},
    {"since", 0, "DATE", "docs from that day on", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {"with-us", 0, NULL, "count what our own staff said, too", false},
    {"rows", 'n', "N", "so many at most (20)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"words", "rises", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", NULL, CELL_INT, 0, false},
    {"n", "of", "docs", CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"share_lo", "from", NULL, CELL_REAL, 3, false},
    {"share_hi", "to", NULL, CELL_REAL, 3, false},
    {"earlier", "earlier", NULL, CELL_REAL, 3, false},
    {"earlier_lo", NULL, NULL, CELL_REAL, 3, false},
    {"earlier_hi", NULL, NULL, CELL_REAL, 3, false},
    {"earlier_docs", NULL, NULL, CELL_INT, 0, false},
    {"earlier_n", NULL, "docs", CELL_INT, 0, false},
    {"rise", NULL, NULL, CELL_REAL, 3, false},
    {"rise_lo", NULL, NULL, CELL_REAL, 3, false},
    {"rise_hi", NULL, NULL, CELL_REAL, 3, false},
    {"p", NULL, NULL, CELL_REAL, 4, false},
    {"q", NULL, NULL, CELL_REAL, 4, false},
    {"deff", NULL, NULL, CELL_REAL, 2, false},
    {"people", "people", "people", CELL_INT, 0, false},
    {"first_by", "first by", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"first_at", "on", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"then", NULL, NULL, CELL_TEXT, 0, false},
    {"few", "of the few", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"with", "with", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"opens", "opens by", NULL, CELL_TEXT, 0, false},
};

enum { THEN_SHOWN = 3 };

void ideas_facts(struct ideas_asked *v, struct table *t)
{
    const struct ideas *x = &v->found;
    mentioned_facts(t, &v->x, "kith-ideas 1");
    table_fact(t, "days", "days", cell_int(v->ask.days), 0);
    table_fact(t, "outlets", NULL, cell_int((int64_t)x->outlets), 0);
    table_fact(t, "throughout", NULL, cell_int((int64_t)x->throughout), 0);
    table_fact(t, "left_out", NULL, cell_int((int64_t)x->left_out), 0);
    table_fact(t, "tried", "terms tried", cell_int((int64_t)x->tried), 0);
}

/* ---- who said it first ---- */

static int by_time(const void *left, const void *right)
{
    const struct mention *l = left;
    const struct mention *r = right;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return (l->id > r->id) - (l->id < r->id);
}

/* All docs of the market up to the date that have the words, first one first. */
static enum status docs_with(struct ideas_asked *v, struct str words, struct mention **ret,
                             size_t *ret_count, struct err *e)
{
    struct arena *a = v->x.r->a;
    struct topic_hits hits;
    const struct mentions *m = &v->x.m;
    size_t n = 0;
    enum status s = topic_hits(v->x.r->st, str_printf(a, "\"%.*s\"", STR_ARG(words)), a, &hits, e);
    if (s) return s;
    for (int keep = 0; keep < 2; keep++) {
        if (keep) *ret = arena_new(a, struct mention, n);
        n = 0;
        for (size_t i = 0; i < m->count; i++) {
            const struct mention *d = &m->doc[i];
            if (!(d->on & 1) || d->at_s >= v->ask.at_s || !bits_has(&hits.docs, d->id)) continue;
            if (keep) (*ret)[n] = *d;
            n++;
        }
    }
    if (n > 1) qsort(*ret, n, sizeof **ret, by_time);
    *ret_count = n;
    return OK;
}

static enum status add_name(struct ideas_asked *v, uint32_t node, uint32_t place, struct buf *b,
                            struct err *e)
{
    struct card card;
    enum status s = card_load(v->x.r->st, node, v->x.r->a, &card, e);
    if (s) return s;
    buf_addf(b, "%s%.*s", b->len ? ", " : "", STR_ARG(card.name));
    if (place) buf_addf(b, " (%u)", place);
    return OK;
}

/* Into first_by, first_at, then and few. */
static enum status put_people(struct ideas_asked *v, const struct few *few, struct str words,
                              struct cell *row, struct err *e)
{
    struct mention *doc = NULL;
    size_t n = 0;
    size_t shown = 0;
    struct arena *a = v->x.r->a;
    struct buf first = buf_new(a);
    struct buf then = buf_new(a);
    struct buf taken = buf_new(a);
    struct bits met = bits_new(a, v->x.m.node_room);
    enum status s = docs_with(v, words, &doc, &n, e);
    for (size_t i = 0; i < n && !s; i++) {
        uint32_t who = doc[i].author;
        if (!who || bits_has(&met, who)) continue;
        bits_add(&met, who);
        uint32_t place = few_place(few, who);
        if (place) s = add_name(v, who, place, &taken, e);
        if (!s && shown <= THEN_SHOWN) s = add_name(v, who, 0, shown ? &then : &first, e);
        if (!shown++) row[1] = cell_time(doc[i].at_s);
    }
    if (first.len) row[0] = cell_text(buf_str(&first));
    if (then.len) row[2] = cell_text(buf_str(&then));
    if (taken.len) row[3] = cell_text(buf_str(&taken));
    return s;
}

static enum status put_idea(struct ideas_asked *v, const struct few *few, const struct idea *one,
                            struct err *e)
{
    const struct ideas *x = &v->found;
    struct cell *row = table_row(v->t);
    row[0] = cell_text(one->words);
    row[1] = cell_int((int64_t)one->on[IDEAS_LATE]);
    row[2] = cell_int((int64_t)x->n[IDEAS_LATE]);
    mentioned_figure(row + 3, one->share[1]);
    mentioned_figure(row + 6, one->share[0]);
    row[9] = cell_int((int64_t)one->on[IDEAS_BEFORE]);
    row[10] = cell_int((int64_t)x->n[IDEAS_BEFORE]);
    mentioned_figure(row + 11, one->rise.by);
    row[14] = cell_real(one->p);
    row[15] = cell_real(one->q);
    row[16] = cell_real(one->deff);
    row[17] = cell_int((int64_t)one->people);
    if (one->with.len) row[22] = cell_text(one->with);
    int64_t doc = v->x.m.doc[one->doc[0]].id;
    row[23] = cell_text(request_next(v->x.r, "tree d%lld", (long long)doc));
    return put_people(v, few, one->words, row + 18, e);
}

/* ---- the answer ---- */

static void put_lead(struct ideas_asked *v)
{
    const struct ideas *x = &v->found;
    if (!x->n[IDEAS_LATE] || !x->n[IDEAS_BEFORE]) {
        table_lead(v->t,
                   "Nothing can be told: no outlet has docs on the topic in both halves of the "
                   "earlier window and in the last %lld days.",
                   (long long)v->ask.days);
    } else if (!x->count) {
        table_lead(v->t, "Nothing rises above chance: of %zu terms tried, none.", x->tried);
    } else {
        const struct idea *one = &x->one[0];
        table_lead(v->t,
                   "'%.*s' rises: %zu of %zu docs, %.1f in 100 (%.1f to %.1f), before %.1f; of %zu "
                   "terms tried, those of %zu topic%s rise by more than chance.",
                   STR_ARG(one->words), one->on[IDEAS_LATE], x->n[IDEAS_LATE],
                   100 * one->share[1].value, 100 * one->share[1].lo, 100 * one->share[1].hi,
                   100 * one->share[0].value, x->tried, x->count, x->count == 1 ? "" : "s");
    }
}

static void put_notes(struct ideas_asked *v, const struct few *few, size_t most)
{
    const struct ideas *x = &v->found;
    struct table *t = v->t;
    struct request *r = v->x.r;
    if (x->count > most) table_note(t, "%zu more: -n %zu shows all.", x->count - most, x->count);
    if (x->few) {
        table_note(
            t,
            "%zu more terms rose, but are carried by fewer than %d people, by one of them for "
            "more than half, or by copies of one text.",
            x->few, IDEAS_PEOPLE);
    }
    if (x->left_out) {
        table_note(
            t,
            "%zu docs of outlets that are not there in all of both windows are left out (%zu "
            "of %zu outlets are): what begins or stops looks like a rise.",
            x->left_out, x->throughout, x->outlets);
    }
    if (few->why.len) {
        table_note(t, "Whether the few have taken it up is not known: %.*s", STR_ARG(few->why));
    }
    if (x->count) {
        table_note(
            t,
            "False alarms are held at 5 in 100 of what is flagged (Benjamini, Hochberg). What "
            "became of such words in this market's past: %.*s",
            STR_ARG(request_next(r, "ideas %.*s%.*s --check",
                                 STR_ARG(shell_word(r->a, v->x.market.name)),
                                 STR_ARG(mentioned_words(r)))));
    }
    if (v->x.m.ours) {
        table_note(t, "Docs of our own staff (%zu) are left out; --with-us counts them.",
                   v->x.m.ours);
    }
}

static enum status show(struct ideas_asked *v, struct table **ret, struct err *e)
{
    struct request *r = v->x.r;
    struct few few = {0};
    int64_t most = 20;
    enum status s = request_i64(r, "rows", 1, 100000, &most, e);
    if (!s) s = ideas_find(r->st, &v->x.m, &v->ask, r->a, &v->found, e);
    if (!s) s = few_find(r, v->x.market.name, &few, e);
    if (s) return s;
    v->t = table_new(r->a, "ideas", columns, sizeof columns / sizeof *columns);
    *ret = v->t;
    v->t->title = str_printf(r->a, "What rises in %.*s", STR_ARG(v->x.market.name));
    v->t->empty = STR("");
    ideas_facts(v, v->t);
    table_fact(v->t, "opens", NULL,
               cell_text(request_next(r, "trend %.*s --since %.*s --docs",
                                      STR_ARG(shell_word(r->a, v->x.market.name)),
                                      STR_ARG(time_day(r->a, v->found.start_s[IDEAS_LATE])))),
               0);
    put_lead(v);
    for (size_t i = 0; i < v->found.count && i < (size_t)most && !s; i++)
        s = put_idea(v, &few, &v->found.one[i], e);
    put_notes(v, &few, (size_t)most);
    return s ? s : ideas_wishes(v, e);
}

/* The names we go by, as one query; empty: we did not say who we are. */
static enum status name_us(struct ideas_asked *v, struct err *e)
{
    struct arena *a = v->x.r->a;
    struct str lines = STR("");
    struct str line;
    struct buf b = buf_new(a);
    enum status s = us_names(v->x.r->st, "org", a, &lines, e);
    while (!s && lines.len && str_cut(&lines, '\n', &line)) {
        buf_addf(&b, "%s\"", b.len ? " OR " : "");
        for (size_t i = 0; i < line.len; i++)
            buf_addc(&b, (char)(line.p[i] == '"' ? ' ' : line.p[i]));
        buf_addc(&b, '"');
    }
    if (s || !b.len) return s;
    v->us = (uint64_t)1 << v->x.ask.count;
    return mentioned_add(&v->x, (struct mention_query){buf_str(&b), true}, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct ideas_asked *v = arena_new(r->a, struct ideas_asked, 1);
    v->ask = (struct ideas_ask){.days = IDEAS_DAYS, .progress = r->progress};
    enum status s = request_i64(r, "days", 1, 3650, &v->ask.days, e);
    if (!s) s = mentioned_market(r, &v->x, e);
    if (!s) s = name_us(v, e);
    if (!s) s = mentioned_load(&v->x, e);
    if (s) return s;
    /* the latest doc is within the last window */
    bool until = v->x.market.until_s != TIME_NONE;
    v->ask.at_s = until || v->x.m.as_of_s == TIME_NONE ? v->x.m.as_of_s : v->x.m.as_of_s + 1;
    if (v->x.m.as_of_s == TIME_NONE) v->ask.at_s = 0; /* there are no docs */
    return request_has(r, "check") ? ideas_check(v, ret, e) : show(v, ret, e);
}

const struct verb verb_ideas = {
    .name = "ideas",
    .words = "MARKET",
    .summary = "early warnings: which words rise, who said them first, what is asked of us",
    .details =
        "Words, and pairs of words, whose share of the docs on the topic is higher in the last "
        "--days than in the three times as many days before, by more than chance among all that "
        "were tried, carried by at least 3 people, by none for more than half. Only outlets that "
        "are there all the time count, and copies of one text count once. Terms of the same docs "
        "stand together. With who said it first, who of the few has taken it up (their place in "
        "brackets), and the docs.\n"
        "What is asked of us: wishes and complaints in docs that name us, each with whose it is: "
        "product, sales, marketing or service (kith programme feedback --to).\n"
        "--check goes back: of what would have been flagged at earlier dates, how much had a "
        "higher "
        "share in the time behind them, beside all words that were merely said more often.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

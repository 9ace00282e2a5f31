/* brand.c - verb: is it the person, or their employer? */
#include "verb/brand.h"

#include "base/time.h"
#include "find/people.h"
#include "measure/share.h"
#include "verb/quoted.h"

#include <math.h>

#define BRAND_MODEL "kith-brand 1"

static const char *const examples[] = {
    "kith brand 'Jane Doe'",
    "kith brand p12 --market security",
    "kith brand p12 -n 50 --json",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "only what is on the topic and in the period of this one", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {"rows", 'n', "N", "how many heeders and docs at most (12)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"employer", "employer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"employer_id", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"since", NULL, "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"until", NULL, "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"figure", "figure", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"count", "count", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"n", "of", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"share", "share", "0 to 1", CELL_REAL, 2, COLUMN_KEEPS},
    {"lo", "lo", "0 to 1", CELL_REAL, 2, COLUMN_KEEPS},
    {"hi", "hi", "0 to 1", CELL_REAL, 2, COLUMN_KEEPS},
};

static const struct column heeder_columns[] = {
    {"employer", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"who", "who", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"buyer", "buyer", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"person_first", "person first", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"firm_first", "firm first", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"before", "year before", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"after", "year after", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
};

static const struct column doc_columns[] = {
    {"at", "day", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"employer", "employer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"title", "title", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"quote", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"url", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const struct column traffic_columns[] = {
    {"who", "whose", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"name", "counted", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"at", "day", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"value", "value", NULL, CELL_REAL, 0, COLUMN_KEEPS},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

struct answer {
    struct brand_ask *b;
    struct table *t, *heeders, *docs, *traffic;
    size_t rows;
    size_t heeder_count, doc_count;
};

static void put_share(struct answer *w, const struct employer *x, const char *figure, size_t count,
                      size_t n)
{
    double value = n ? (double)count / (double)n : NAN;
    struct figure f = share_interval(&(struct share){.value = value, .n = n, .deff = 1});
    struct cell *row = table_row(w->t);
    row[0] = cell_text(x->name);
    row[1] = cell_text(x->id);
    row[2] = cell_time(x->since_s);
    row[3] = cell_time(x->until_s);
    row[4] = cell_text(str_of(figure));
    row[5] = cell_int((int64_t)count);
    row[6] = cell_int((int64_t)n);
    row[7] = cell_real(f.value);
    row[8] = cell_real(f.lo);
    row[9] = cell_real(f.hi);
}

static struct str whom(bool person, bool firm)
{
    if (person && firm) return STR("both");
    return person ? STR("person") : firm ? STR("firm") : STR_NONE;
}

static enum status put_heeders(struct answer *w, const struct employer *x, const struct brand *f,
                               struct err *e)
{
    struct request *r = w->b->r;
    enum status s = OK;
    for (size_t i = 0; i < f->count && !s; i++) {
        const struct brand_heeder *h = &f->one[i];
        struct card card;
        if (w->heeder_count++ >= w->rows) continue;
        s = card_load(r->st, h->node, r->a, &card, e);
        if (s) break;
        struct cell *row = table_row(w->heeders);
        row[0] = cell_text(x->name);
        row[1] = cell_text(card.name);
        row[2] = cell_text(card.id);
        if (w->b->sc) {
            uint32_t at = scope_node(w->b->sc, h->node);
            row[3] = cell_bool(at != UINT32_MAX && w->b->sc->scene.buyer[at] > 0);
        }
        row[4] = cell_time(h->person_s);
        row[5] = cell_time(h->firm_s);
        row[6] = cell_text(whom(h->person_before, h->firm_before));
        row[7] = cell_text(whom(h->person_after, h->firm_after));
    }
    return s;
}

static enum status put_docs(struct answer *w, const struct employer *x, const struct naming *n,
                            struct err *e)
{
    struct request *r = w->b->r;
    enum status s = OK;
    for (size_t i = 0; i < n->both_count && !s; i++) {
        struct quoted q;
        if (w->doc_count++ >= w->rows) continue;
        s = quoted_load(r, n->both[i], &q, e);
        if (s) break;
        struct cell *row = table_row(w->docs);
        row[0] = cell_time(q.at_s);
        row[1] = cell_text(x->name);
        row[2] = cell_text(q.title.len ? quote_of(r->a, q.title) : q.quote);
        row[3] = cell_text(q.quote);
        row[4] = cell_text(q.url);
        row[5] = cell_text(place_shown(r->a, q.source, q.place));
    }
    return s;
}

static enum status put_move(struct answer *w, const struct employer *x, const struct brand *f,
                            struct err *e)
{
    struct naming n;
    struct str person = w->b->card.name;
    if (!f->moved) {
        table_note(w->t,
                   "No date is known on which %.*s left %.*s: what left with them, and what stayed "
                   "of its name, cannot be said.",
                   STR_ARG(person), STR_ARG(x->name));
        return OK;
    }
    put_share(w, x, "of the firm's heeders before, heed the person after", f->followed, f->heeders);
    put_share(w, x, "of the heeders of the rest before, still heed it", f->stayed, f->rest);
    enum status s = brand_naming(w->b, x, &n, e);
    if (s) return s;
    put_share(w, x, "docs that name the person after, and the firm", n.both_count, n.person);
    table_note(w->t,
               "The rest of %.*s had %zu heeders in the year before %.*s left and %zu in the year "
               "after%s.",
               STR_ARG(x->name), f->rest, STR_ARG(person), f->rest_after,
               f->whole ? "" : ", which is not over");
    return put_docs(w, x, &n, e);
}

static enum status put_employer(struct answer *w, struct employer *x, struct err *e)
{
    struct brand f;
    struct brand_asked asked = {.heed = w->b->heed,
                                .heed_count = w->b->heed_count,
                                .firm = &x->firm,
                                .stay = x->stay,
                                .stay_count = x->stay_count,
                                .person = (uint32_t)w->b->person,
                                .until_s = x->until_s,
                                .as_of_s = w->b->as_of_s};
    brand_find(&asked, w->b->r->a, &f);
    put_share(w, x, "heeded the person first, of those who came to heed both", f.person_first,
              f.person_first + f.firm_first);
    put_share(w, x, "of the firm's heeders, heed the person", f.carried, f.heeders);
    put_share(w, x, "of the firm's heeders, remain without the person", f.rest, f.heeders);
    if (f.same_day) {
        table_note(w->t, "%zu more heeded %.*s and the rest of %.*s first on the same day.",
                   f.same_day, STR_ARG(w->b->card.name), STR_ARG(x->name));
    }
    enum status s = put_heeders(w, x, &f, e);
    return s ? s : put_move(w, x, &f, e);
}

static enum status put_traffic(struct answer *w, int64_t node, struct str who, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->b->r->st, SQL_brand_metrics, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        struct arena *a = w->b->r->a;
        int64_t at_s = query_time(q, 2);
        if (at_s != TIME_NONE && at_s >= w->b->before_s) continue;
        struct cell *row = table_row(w->traffic);
        row[0] = cell_text(who);
        row[1] = cell_text(str_copy(a, query_str(q, 0)));
        row[2] = cell_time(at_s);
        row[3] = cell_real(query_double(q, 1));
        row[4] = cell_text(place_shown(a, str_copy(a, query_str(q, 3)), STR_NONE));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status traffic(struct answer *w, struct err *e)
{
    enum status s = put_traffic(w, w->b->person, w->b->card.name, e);
    for (size_t i = 0; i < w->b->employer_count && !s; i++)
        s = put_traffic(w, w->b->employer[i].org, w->b->employer[i].name, e);
    if (!s && !w->traffic->row_count) {
        table_note(w->t, "Traffic is unknown: nobody's counts of them or of their employers were "
                         "imported.");
    } else if (!s) {
        table_note(w->t, "What others counted is shown as they say it, and is in no figure.");
    }
    return s;
}

static void facts(struct answer *w)
{
    const struct brand_ask *b = w->b;
    struct cell none = {.kind = CELL_NONE};
    const struct scope *sc = b->sc;
    w->t->title = str_printf(b->r->a, "%.*s and employers%s%.*s", STR_ARG(b->card.name),
                             sc ? ", in " : "", STR_ARG(sc ? sc->market.name : STR("")));
    table_fact(w->t, "id", NULL, cell_text(b->card.id), 0);
    table_fact(w->t, "name", NULL, cell_text(b->card.name), 0);
    table_fact(w->t, "market", NULL, sc ? cell_text(sc->market.name) : none, 0);
    table_fact(w->t, "topic", NULL, sc ? cell_text(sc->market.topic) : none, 0);
    table_fact(w->t, "audience", NULL, sc ? cell_text(sc->market.audience) : none, 0);
    if (!sc) table_fact(w->t, "scope", NULL, cell_text(STR("all evidence of the store")), 0);
    table_fact(w->t, "as_of", NULL, cell_time(b->as_of_s), 0);
    table_fact(w->t, "opens", NULL,
               cell_text(request_next(b->r, "person %.*s", STR_ARG(b->card.id))), 0);
    table_fact(w->t, "model", NULL, cell_text(STR(BRAND_MODEL)), 0);
    table_fact(w->t, "level", NULL, cell_real(SHARE_LEVEL), 2);
}

static void tell(struct answer *w)
{
    struct table *t = w->t;
    struct request *r = w->b->r;
    struct str day = time_day(r->a, w->b->as_of_s);
    size_t most = w->heeder_count > w->doc_count ? w->heeder_count : w->doc_count;
    if (w->heeders->row_count)
        w->heeders->title = STR("Who heeds the person, the rest of the firm, or both");
    if (w->docs->row_count) w->docs->title = STR("Docs that name both after the person left");
    if (w->traffic->row_count) w->traffic->title = STR("What others counted");
    if (!w->b->employer_count) {
        t->empty = str_printf(r->a,
                              "No employer of %.*s is known. A table of people with a column 'org' "
                              "tells it; a later edition of it with another tells the move.",
                              STR_ARG(w->b->card.name));
    } else {
        table_lead(t, "%.*s beside %zu employer%s, %s.", STR_ARG(w->b->card.name),
                   w->b->employer_count, w->b->employer_count == 1 ? "" : "s",
                   w->b->sc ? "by what is on the market's topic"
                            : "by all evidence, whatever it is about");
        table_note(t,
                   "Heeders are counted once each, until %.*s; the firm's own people and former "
                   "people are none. Intervals: Wilson, 95 %%. Who follows a person may have "
                   "gone without the move, too: this is association.",
                   STR_ARG(day.len ? day : STR("no evidence yet")));
    }
    if (most > w->rows) {
        const struct scope *sc = w->b->sc;
        struct str of =
            sc ? str_printf(r->a, " --market %.*s", STR_ARG(shell_word(r->a, sc->market.name)))
               : STR("");
        struct str next =
            request_next(r, "brand %.*s%.*s -n %zu", STR_ARG(w->b->card.id), STR_ARG(of), most);
        table_note(t, "A list shows %zu rows at most; '%.*s' shows all.", w->rows, STR_ARG(next));
    }
}

static enum status ask(struct brand_ask *b, struct err *e)
{
    struct str market = request_value(b->r, "market");
    int64_t until_s = TIME_NONE;
    enum status s = person_find(b->r->st, b->r->word[0], b->r->a, &b->person, e);
    if (!s) s = card_load(b->r->st, b->person, b->r->a, &b->card, e);
    if (!s) s = request_time(b->r, "until", &until_s, e);
    b->before_s = until_s == TIME_NONE ? INT64_MAX : until_s;
    if (!s && market.len) {
        b->sc = arena_new(b->r->a, struct scope, 1);
        s = scope_load(b->r, market, b->sc, e);
    }
    return s ? s : brand_read(b, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct brand_ask *b = arena_new(r->a, struct brand_ask, 1);
    struct answer w = {.b = b};
    int64_t rows = 12;
    *b = (struct brand_ask){.r = r};
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &rows, e);
    if (!s) s = ask(b, e);
    if (s) return s;
    w.rows = (size_t)rows;
    w.t = table_new(r->a, "brand", columns, sizeof columns / sizeof *columns);
    w.heeders =
        table_more(w.t, "heeders", heeder_columns, sizeof heeder_columns / sizeof *heeder_columns);
    w.docs = table_more(w.t, "docs", doc_columns, sizeof doc_columns / sizeof *doc_columns);
    w.traffic = table_more(w.t, "traffic", traffic_columns,
                           sizeof traffic_columns / sizeof *traffic_columns);
    facts(&w);
    for (size_t i = 0; i < b->employer_count && !s; i++)
        s = put_employer(&w, &b->employer[i], e);
    if (!s) s = traffic(&w, e);
    tell(&w);
    *ret = w.t;
    return s;
}

const struct verb verb_brand = {
    .name = "brand",
    .words = "PERSON",
    .summary = "person against employer: who was found first, and what leaves with the person",
    .details =
        "Of each employer: who of those that heed both heeded the person first; which part of the "
        "firm's heeders of a year heeds this one person, and how many remain without them; once "
        "they left, which part heeds them in the year after, who still heeds the rest of the firm, "
        "and how often the firm is named where the person is. The firm is the organisation, its "
        "parts, their outlets and whoever is with it. Years are the 365 days before and after the "
        "person left; where they did not, the 365 days up to the latest evidence.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

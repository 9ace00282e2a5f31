/* why.c - verb: what stands behind one person's figure? */
#include "find/why.h"

#include "base/evidence.h"
#include "find/people.h"
#include "verb/doubted.h"
#include "verb/rests.h"

static const char *const examples[] = {
    "kith why security 'Jane Doe'",
    "kith why security p12 -n 50",
    "kith why security p12 --json",
    NULL,
};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how much evidence at most (12)", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"from", "who", NULL, CELL_TEXT, 0, true},
    {"buyer", "buyer", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"verb", "how", NULL, CELL_TEXT, 0, false},
    {"through", NULL, NULL, CELL_TEXT, 0, false},
    {"sign", NULL, NULL, CELL_INT, 0, false},
    {"vote", NULL, "share", CELL_REAL, 2, false},
    {"adds", "adds", "buyers in 100", CELL_REAL, 1, false},
    {"assumed", NULL, NULL, CELL_BOOL, 0, false},
    {"topic", NULL, NULL, CELL_TEXT, 0, false},
    {"about", "about", NULL, CELL_TEXT, 0, true},
    {"text", NULL, NULL, CELL_TEXT, 0, false},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "where", NULL, CELL_TEXT, 0, true},
    {"evidence", NULL, NULL, CELL_TEXT, 0, false},
    {"checked", NULL, NULL, CELL_TEXT, 0, false}, /* right, wrong: by a human */
    {"offline", "offline", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"weight", NULL, "share", CELL_REAL, 2, false},
    {"room_factor", NULL, "share", CELL_REAL, 2, false},
    {"reliability", NULL, "share", CELL_REAL, 2, false},
    {"cap", NULL, "share", CELL_REAL, 2, false},
    {"part", NULL, "share", CELL_REAL, 2, false},
    {"makes", "weight × source × part = vote", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

static const struct column path_columns[] = {
    {"path", "path", NULL, CELL_TEXT, 0, true},
    {"strength", "strength", "share", CELL_REAL, 4, false},
};

enum { TEXT_SHOWN = 300, PARTS_SHOWN = 5 };
#define NOBODY_IN_100 0.05 /* shown as 0.0 */

/* What it is about, in a few words: title, else the start of the text, else the topic. */
static struct str about(struct arena *a, const struct proof *p)
{
    if (p->title.len) return p->title;
    if (p->text.len) return str_copy(a, utf8_head(str_trim(p->text), TEXT_SHOWN));
    return p->topic;
}

static struct cell text_cell(struct str s)
{
    return cell_text(s.len ? s : STR_NONE);
}

/* What multiplies to the vote, each by itself; heeds_weigh (votes.h) is what is taken apart here.
 */
static void put_makes(struct arena *a, const struct scope *sc, const struct why_evidence *w,
                      struct cell *row)
{
    const struct heed *h = &sc->scene.heed[w->heed];
    const struct scene *scene = &sc->scene;
    double weight = scene->market.weight[h->verb];
    double cap = sc->findings.votes.caps.row ? sc->findings.votes.caps.row[w->heed] : 1.0;
    bool of_source = h->source < scene->source_count;
    double right = h->checked  ? (h->checked > 0 ? 1.0 : 0.0)
                   : of_source ? reliability(scene->source[h->source].audited)
                               : 1.0;
    double says = sc->findings.votes.says[w->heed];
    double whole = weight * right * cap;
    double room = whole > 0.0 ? says / whole : 1.0;
    double part = w->outlet == UINT32_MAX || says <= 0.0 ? 1.0 : w->p / says;
    struct buf b = buf_new(a);
    row[18] = cell_bool(verb_infos[h->verb].offline);
    row[19] = cell_real(weight);
    row[20] = cell_real(room);
    row[21] = cell_real(right);
    row[22] = cell_real(cap);
    row[23] = cell_real(part);
    if (h->sign < 0) {
        row[24] = cell_text(STR("opposes: no vote"));
        return;
    }
    buf_addf(&b, "min(1, %.2f", weight);
    if (room < 0.995) buf_addf(&b, " × %.2f of the room", room);
    buf_addf(&b, ") × %.2f", right);
    if (cap < 0.995) buf_addf(&b, " × %.2f of the firm's answers", cap);
    if (part < 0.995) buf_addf(&b, " × %.2f of the outlet", part);
    buf_addf(&b, " = %.2f", w->p);
    row[24] = cell_text(buf_str(&b));
}

/* The sum under the rows: each of its figures is one of the facts, and opens with them. */
static void put_sum(const struct scope *sc, const struct why *w, struct table *t)
{
    const struct findings *f = &sc->findings;
    if (!f->ranked) return;
    double buyers = f->votes.heard + f->prior.pseudo_buyers;
    double prior = w->reach.prior_part * w->reach.reach * buyers / 100.0;
    table_fact(t, "prior_votes", NULL, cell_real(prior), 2);
    table_fact(t, "buyers_heard", NULL, cell_real(f->votes.heard), 1);
    table_fact(t, "pseudo_buyers", NULL, cell_real(f->prior.pseudo_buyers), 1);
    table_note(t,
               "100 × (%.2f votes + %.2f of the prior) / (%.1f buyers heard + %.1f that the prior "
               "counts as) = %.1f.",
               w->reach.votes, prior, f->votes.heard, f->prior.pseudo_buyers, w->reach.reach);
    table_note(t, "A vote is as strong as its strongest row, whatever its age: only the attention "
                  "behind the prior is forgotten, by half in the market's half-life.");
}

static enum status put_evidence(struct request *r, const struct scope *sc,
                                const struct why_evidence *w, struct table *t, struct err *e)
{
    const struct heed *h = &sc->scene.heed[w->heed];
    struct proof p = {0};
    struct card outlet = {0};
    enum status s = proof_load(r->st, h->evidence, r->a, &p, e);
    if (!s && w->outlet != UINT32_MAX) s = scope_card(r, sc, w->outlet, &outlet, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_time(p.at_s);
    row[1] = cell_text(p.from);
    row[2] = cell_bool(w->buyer);
    row[3] = cell_text(p.verb);
    row[4] = cell_text(outlet.name);
    row[5] = cell_int(h->sign);
    row[6] = cell_real(w->p);
    if (sc->findings.ranked) row[7] = cell_real(w->adds);
    row[8] = cell_bool(h->assumed);
    row[9] = text_cell(p.topic);
    row[10] = text_cell(about(r->a, &p));
    row[11] = text_cell(p.text);
    row[12] = text_cell(p.url);
    row[13] = text_cell(p.source);
    row[14] = text_cell(p.place);
    row[15] = cell_text(place_shown(r->a, p.source, p.place));
    row[16] = cell_text(str_printf(r->a, "e%lld", (long long)h->evidence));
    if (h->checked) row[17] = cell_text(h->checked > 0 ? STR("right") : STR("wrong"));
    put_makes(r->a, sc, w, row);
    return OK;
}

static enum status put_path(struct request *r, const struct scope *sc, const struct why_path *p,
                            struct table *t, struct err *e)
{
    struct buf b = buf_new(r->a);
    for (size_t i = 0; i < p->count; i++) {
        struct card card;
        enum status s = scope_card(r, sc, p->node[i], &card, e);
        if (s) return s;
        if (i) buf_adds(&b, " → ");
        buf_add(&b, card.name);
    }
    struct cell *row = table_row(t);
    row[0] = cell_text(buf_str(&b));
    row[1] = cell_real(p->strength);
    return OK;
}

static void facts(struct request *r, const struct scope *sc, const struct card *card,
                  const struct why *w, struct table *t)
{
    const struct person_reach *p = &w->reach;
    bool ranked = sc->findings.ranked;
    struct str scope = scope_sentence(r->a, sc);
    t->title = str_printf(r->a, "Why %.*s, in %.*s", STR_ARG(card->name), STR_ARG(sc->market.name));
    if (ranked && !p->voters && p->reach < NOBODY_IN_100) {
        table_lead(t,
                   "None of the %zu buyers heard heeds %.*s on this, nor does anybody they heed.",
                   sc->findings.votes.buyer_count, STR_ARG(card->name));
    } else if (ranked) {
        table_lead(
            t,
            "%.1f buyers in 100 rely on %.*s (%.1f to %.1f). Of the %zu buyers heard, %u heeded "
            "them directly and %u only an outlet they write to; %.0f %% of the figure is "
            "prior.",
            p->reach, STR_ARG(card->name), p->lo, p->hi, sc->findings.votes.buyer_count, p->direct,
            p->voters - p->direct, 100 * p->prior_part);
    } else {
        table_lead(t, "%u of the %zu buyers heard heed %.*s.", p->voters,
                   sc->findings.votes.buyer_count, STR_ARG(card->name));
    }
    scope_facts(t, sc);
    table_fact(t, "id", NULL, cell_text(card->id), 0);
    table_fact(t, "name", NULL, cell_text(card->name), 0);
    table_fact(t, "categories", NULL, cell_text(card->categories), 0);
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "reach_in_100", NULL, ranked ? cell_real(p->reach) : none, 1);
    table_fact(t, "lo", NULL, ranked ? cell_real(p->lo) : none, 1);
    table_fact(t, "hi", NULL, ranked ? cell_real(p->hi) : none, 1);
    table_fact(t, "p_top_10", NULL, ranked ? cell_real(p->p_top) : none, 2);
    table_fact(t, "multiplier", NULL, ranked ? cell_real(p->multiplier) : none, 1);
    double mean = p->reach / p->multiplier;
    table_fact(t, "multiplier_lo", NULL, ranked ? cell_real(p->lo / mean) : none, 1);
    table_fact(t, "multiplier_hi", NULL, ranked ? cell_real(p->hi / mean) : none, 1);
    table_fact(t, "votes", NULL, cell_real(p->votes), 1);
    table_fact(t, "voters", NULL, cell_int(p->voters), 0);
    table_fact(t, "voters_direct", NULL, cell_int(p->direct), 0);
    table_fact(t, "online_share", NULL, cell_real(p->online_part), 2);
    table_fact(t, "prior_share", NULL, ranked ? cell_real(p->prior_part) : none, 2);
    table_note(t, "As asked: %.*s.", STR_ARG(scope));
}

/* What looks made, and who opposes. */
static enum status doubts_say(struct request *r, const struct scope *sc, uint32_t node,
                              struct table *t, struct err *e)
{
    struct doubts d;
    enum status s = scope_doubts(r, sc, &d, e);
    if (s) return s;
    doubted_say(&d, node, t);
    opinion_say(sc, node, t);
    return OK;
}

static enum status find_person(struct request *r, const struct scope *sc, struct card *card,
                               struct why *w, struct err *e)
{
    int64_t id = 0;
    enum status s = person_find(r->st, r->word[1], r->a, &id, e);
    if (!s) s = card_load(r->st, id, r->a, card, e);
    if (s) return s;
    uint32_t node = scope_node(sc, id);
    if (node == UINT32_MAX) {
        return err_set(e, NOT_FOUND,
                       "nothing in the market '%.*s' names %.*s; 'kith person %.*s' "
                       "shows what is known of them",
                       STR_ARG(sc->market.name), STR_ARG(card->name), STR_ARG(card->id));
    }
    return why_find(&sc->findings, node, r->a, w, e);
}

static bool carries(const struct why *w, uint32_t outlet)
{
    for (size_t i = 0; i < w->count; i++) {
        if (w->row[i].outlet == outlet && w->row[i].adds > 0.0) return true;
    }
    return false;
}

/* Of outlets and firms through which they are heeded: how much of each is theirs. */
static enum status note_parts(struct request *r, const struct scope *sc, const struct why *w,
                              struct table *t, struct err *e)
{
    struct buf b = buf_new(r->a);
    size_t n = 0;
    for (size_t i = 0; i < sc->scene.author_count; i++) {
        const struct author *author = &sc->scene.author[i];
        struct card card;
        if (author->person != w->reach.node || !carries(w, author->outlet)) continue;
        if (n++ >= PARTS_SHOWN) continue;
        enum status s = scope_card(r, sc, author->outlet, &card, e);
        if (s) return s;
        buf_addf(&b, "%s%.2f of %.*s", b.len ? ", " : "", sc->findings.votes.part[i],
                 STR_ARG(card.name));
    }
    if (n > PARTS_SHOWN) buf_addf(&b, " and %zu more", n - PARTS_SHOWN);
    if (n) table_note(t, "Their part of what counts through outlets: %.*s.", STR_ARG(buf_str(&b)));
    return OK;
}

static enum status put_rests(struct request *r, const struct scope *sc, const struct why *w,
                             struct table *t, struct err *e)
{
    struct rests rests;
    enum status s = rests_cells(r, sc, &w->reach, &rests, e);
    if (s) return s;
    table_fact(t, "place_worst", NULL, rests.place_worst, 0);
    table_fact(t, "reach_worst", NULL, rests.reach_worst, 1);
    table_fact(t, "rests_on", NULL, rests.rests_on, 0);
    return rests_note_one(r, sc, &w->reach, t, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    struct card card;
    struct why w = {0};
    int64_t rows = 12;
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &rows, e);
    if (!s) s = scope_load(r, r->word[0], sc, e);
    if (!s) s = scope_rank(r, sc, e);
    if (!s) s = find_person(r, sc, &card, &w, e);
    if (s) return s;
    struct table *t = table_new(r->a, "why", columns, sizeof columns / sizeof *columns);
    facts(r, sc, &card, &w, t);
    size_t shown = (size_t)rows < w.count ? (size_t)rows : w.count;
    for (size_t i = 0; i < shown && !s; i++)
        s = put_evidence(r, sc, &w.row[i], t, e);
    struct table *paths = table_more(t, "paths", path_columns, 2);
    if (w.path_count) paths->title = STR("Best paths of the prior: who heeds whom");
    for (size_t i = 0; i < w.path_count && !s; i++)
        s = put_path(r, sc, &w.path[i], paths, e);
    if (!s) s = doubts_say(r, sc, w.reach.node, t, e);
    t->empty = STR("No evidence of its own: the whole figure is prior.");
    if (shown < w.count) {
        table_note(t, "%zu of %zu rows of evidence are shown; -n %zu shows all.", shown, w.count,
                   w.count);
    }
    put_sum(sc, &w, t);
    if (w.against) table_note(t, "%zu rows oppose: they are no votes.", w.against);
    if (!s) s = note_parts(r, sc, &w, t, e);
    if (!s) s = put_rests(r, sc, &w, t, e);
    scope_notes(t, sc);
    *ret = t;
    return s;
}

const struct verb verb_why = {
    .name = "why",
    .words = "MARKET PERSON",
    .summary = "the evidence behind a person's reach, down to file and line",
    .details =
        "Each buyer has one vote a person, carried by the strongest of their evidence; "
        "'adds' is what that row adds to the reach, 0 for rows a stronger one of the same "
        "buyer stands before. 'vote' has the reliability of its source in it, where rows of that "
        "were "
        "checked (kith help source). 'where' is the source and the place in it. Paths show by "
        "whom the buyers' attention comes to the person: that is the prior.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 2,
    .words_most = 2,
    .run = run,
};

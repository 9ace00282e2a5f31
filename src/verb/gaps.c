/* gaps.c - verb: what do buyers ask that few trusted voices write on, and who of ours could? */
#include "base/time.h"
#include "connect/fit.h"
#include "find/people.h"
#include "measure/niche.h"
#include "verb/decided.h"
#include "verb/mentioned.h"
#include "verb/quoted.h"
#include "verb/scope.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith gaps security",
    "kith gaps security --until 2026-01-01 -n 50",
    "kith gaps security --on 'key rotation'",
    NULL,
};

static const struct flag flags[] = {
    {"on", 0, "SUB-TOPIC", "its questions, and who wrote on it", false},
    {"rows", 'n', "N", "how many sub-topics or questions at most (15)", false},
    {"since", 0, "DATE", "what was said from that day on", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"sub_topic", "sub-topic", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"gap", "gap", NULL, CELL_TEXT, 0, false},
    {"asked", "asked", "questions", CELL_INT, 0, false},
    {"demand", "of questions", NULL, CELL_REAL, 3, false},
    {"said", "said", "docs", CELL_INT, 0, false},
    {"supply", "of voices' docs", NULL, CELL_REAL, 3, false},
    {"voices", "voices", NULL, CELL_INT, 0, false},
    {"unanswered", "open", NULL, CELL_REAL, 2, false},
    {"unanswered_lo", "from", NULL, CELL_REAL, 2, false},
    {"unanswered_hi", "to", NULL, CELL_REAL, 2, false},
    {"ours", "who of ours", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"askers", NULL, "people", CELL_INT, 0, false},
    {"demand_lo", NULL, NULL, CELL_REAL, 3, false},
    {"demand_hi", NULL, NULL, CELL_REAL, 3, false},
    {"demand_n", NULL, "questions", CELL_INT, 0, false},
    {"supply_lo", NULL, NULL, CELL_REAL, 3, false},
    {"supply_hi", NULL, NULL, CELL_REAL, 3, false},
    {"supply_n", NULL, "docs", CELL_INT, 0, false},
    {"more", NULL, NULL, CELL_REAL, 3, false},
    {"more_lo", NULL, NULL, CELL_REAL, 3, false},
    {"more_hi", NULL, NULL, CELL_REAL, 3, false},
    {"p_few", NULL, NULL, CELL_REAL, 4, false},
    {"p_slow", NULL, NULL, CELL_REAL, 4, false},
    {"hours", NULL, "hours", CELL_REAL, 1, false},
    {"hours_lo", NULL, "hours", CELL_REAL, 1, false},
    {"hours_hi", NULL, "hours", CELL_REAL, 1, false},
    {"ours_id", NULL, NULL, CELL_TEXT, 0, false},
    {"ours_topic", NULL, "in 100", CELL_INT, 0, false},
    {"ours_said", NULL, "docs", CELL_INT, 0, false},
    {"example", NULL, NULL, CELL_TEXT, 0, false},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column question_columns[] = {
    {"at", "asked", "UTC", CELL_TIME, 0, false},
    {"by", "by", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"hours", "answered", "hours", CELL_REAL, 1, false},
    {"title", "what", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"tree", "open", NULL, CELL_TEXT, 0, false},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column writer_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "wrote on it", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"side", "side", NULL, CELL_TEXT, 0, false},
    {"docs", "docs", "docs", CELL_INT, 0, false},
    {"last", "last", "UTC", CELL_TIME, 0, false},
    {"tree", "open", NULL, CELL_TEXT, 0, false},
};

struct gaps {
    struct request *r;
    struct mentioned x;
    struct scope sc;
    struct bits audience, voices, ours;
    size_t voice_count;
    bool decided;
    struct team team;
    struct niches n;
    size_t on; /* --on; n.count: none */
};

/* ---- whose word counts ---- */

/* Who is picked or pinned, else the first by reach. */
static enum status read_voices(struct gaps *g, struct err *e)
{
    struct decisions d;
    enum status s = decisions_load(g->r->st, g->sc.market.id, g->r->a, &d, e);
    for (size_t i = 0; i < d.count && !s; i++) {
        if (!str_is(d.one[i].kind, "veto")) bits_add(&g->voices, d.one[i].node);
    }
    if (s) return s;
    g->decided = bits_count(&g->voices) > 0;
    if (!g->decided) s = scope_rank(g->r, &g->sc, e);
    const struct findings *f = &g->sc.findings;
    for (size_t i = 0; !s && f->ranked && i < f->count && i < VOICES_ACCEPTED_MAX; i++)
        bits_add(&g->voices, g->sc.scene.node_id[f->person[i].node]);
    g->voice_count = bits_count(&g->voices);
    return s;
}

static enum status load(struct gaps *g, struct err *e)
{
    struct request *r = g->r;
    struct node_map nodes;
    struct node_set audience = {0};
    enum status s = mentioned_market(r, &g->x, e);
    g->x.ask.with_us = true;
    if (!s) s = mentioned_load(&g->x, e);
    if (!s) s = nodes_load(r->st, r->a, &nodes, e);
    if (!s) s = people_find(r->st, g->x.market.audience, r->a, &audience, e);
    if (!s) s = scope_load(r, r->word[0], &g->sc, e);
    if (s) return s;
    g->audience = bits_new(r->a, nodes.room);
    g->voices = bits_new(r->a, nodes.room);
    g->ours = nodes.staff;
    for (size_t i = 0; i < audience.count; i++)
        bits_add(&g->audience, audience.id[i]);
    s = read_voices(g, e);
    if (!s) s = team_load(r->st, r->a, &g->team, e);
    if (s) return s;
    int64_t until_s = g->x.market.until_s;
    struct niche_ask ask = {.audience = &g->audience,
                            .voices = &g->voices,
                            .ours = &g->ours,
                            .topic = g->x.market.topic,
                            .end_s = until_s != TIME_NONE          ? until_s
                                     : g->x.m.as_of_s == TIME_NONE ? 0
                                                                   : g->x.m.as_of_s + 1};
    return niche_find(r->st, &g->x.m, &ask, r->a, &g->n, e);
}

/* ---- who of ours ---- */

struct ours {
    const struct traits *one; /* NULL: nobody */
    uint8_t topic;
    uint32_t said;
};

/* By topics said by hand, else by what they wrote on it: the topic part of how well two fit. */
static struct ours best_of_ours(struct gaps *g, size_t niche)
{
    struct ours best = {NULL, 0, 0};
    struct traits asker = {.topics = topic_stems(g->r->a, g->n.one[niche].name)};
    struct fit_person person = {.traits = &asker, .weight = 100};
    struct known nothing = {0};
    for (size_t i = 0; i < g->team.count; i++) {
        struct traits mate = g->team.one[i];
        mate.said = 0;
        for (size_t k = 0; k < g->n.docs; k++) {
            const struct niche_doc *d = &g->n.doc[k];
            mate.said += d->ours && d->author == mate.node && niche_has(d, niche);
        }
        struct fit f = fit_pair(&person, &mate, &nothing, &asker.topics);
        bool some = mate.said > 0 || (f.by_topics && f.theirs);
        bool more = f.topic > best.topic || (f.topic == best.topic && mate.said > best.said);
        if (some && (!best.one || more)) best = (struct ours){&g->team.one[i], f.topic, mate.said};
    }
    return best;
}

/* ---- rows ---- */

static struct str gap_word(const struct niche *n)
{
    if (n->few && n->slow) return STR("few, slow");
    return n->few ? STR("few") : n->slow ? STR("slow") : STR_NONE;
}

static const struct niche_doc *newest_question(const struct gaps *g, size_t niche)
{
    const struct niche_doc *best = NULL;
    for (size_t i = 0; i < g->n.docs; i++) {
        const struct niche_doc *d = &g->n.doc[i];
        if (!d->question || !niche_has(d, niche)) continue;
        bool open = d->answer_s == TIME_NONE;
        bool best_open = best && best->answer_s == TIME_NONE;
        bool newer = !best || d->at_s > best->at_s;
        if (!best || (open && !best_open) || (open == best_open && newer)) best = d;
    }
    return best;
}

static void put_niche(struct gaps *g, size_t k, struct table *t)
{
    struct request *r = g->r;
    const struct niche *n = &g->n.one[k];
    struct ours ours = best_of_ours(g, k);
    const struct niche_doc *example = newest_question(g, k);
    struct cell *row = table_row(t);
    row[0] = cell_text(n->name);
    row[1] = cell_text(gap_word(n));
    row[2] = cell_int((int64_t)n->asked);
    row[3] = cell_real(n->demand.value);
    row[4] = cell_int((int64_t)n->said);
    row[5] = cell_real(n->supply.value);
    row[6] = cell_int((int64_t)n->voices);
    mentioned_figure(row + 7, n->open);
    if (ours.one) row[10] = cell_text(ours.one->name);
    row[11] = cell_int((int64_t)n->askers);
    row[12] = cell_real(n->demand.lo);
    row[13] = cell_real(n->demand.hi);
    row[14] = cell_int((int64_t)g->n.questions);
    row[15] = cell_real(n->supply.lo);
    row[16] = cell_real(n->supply.hi);
    row[17] = cell_int((int64_t)g->n.said);
    mentioned_figure(row + 18, n->more);
    row[21] = cell_real(n->p_few);
    row[22] = cell_real(n->p_slow);
    mentioned_figure(row + 23, n->hours);
    if (ours.one) {
        row[26] = cell_text(node_public_id(r->a, ours.one->node, 'p'));
        row[27] = cell_int(ours.topic);
        row[28] = cell_int(ours.said);
    }
    if (example) row[29] = cell_text(request_next(r, "tree d%lld", (long long)example->id));
    row[30] = cell_text(
        request_next(r, "gaps %.*s --on %.*s%.*s", STR_ARG(shell_word(r->a, g->x.market.name)),
                     STR_ARG(shell_word(r->a, n->name)), STR_ARG(mentioned_words(r))));
}

/* ---- one sub-topic opened ---- */

static enum status put_question(struct gaps *g, const struct niche_doc *d, struct table *t,
                                struct err *e)
{
    struct quoted q;
    struct str name = STR_NONE;
    enum status s = quoted_load(g->r, d->id, &q, e);
    if (!s) s = node_name(g->r->st, d->author, g->r->a, &name, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_time(d->at_s);
    row[1] = cell_text(name);
    if (d->answer_s != TIME_NONE) row[2] = cell_real((double)(d->answer_s - d->at_s) / 3600);
    row[3] = cell_text(q.title.len ? q.title : q.quote);
    row[4] = cell_text(request_next(g->r, "tree d%lld", (long long)d->id));
    row[5] = cell_text(q.url);
    return OK;
}

struct writer {
    uint32_t node;
    bool ours;
    size_t docs;
    const struct niche_doc *last;
};

static int most_docs(const void *left, const void *right)
{
    const struct writer *l = left;
    const struct writer *r = right;
    if (l->docs != r->docs) return l->docs > r->docs ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

static enum status put_writers(struct gaps *g, int64_t most, struct table *t, struct err *e)
{
    struct writer *one = NULL;
    size_t count = 0;
    for (size_t i = 0; i < g->n.docs; i++) {
        const struct niche_doc *d = &g->n.doc[i];
        if (!(d->voice || d->ours) || !niche_has(d, g->on)) continue;
        size_t k = 0;
        while (k < count && one[k].node != d->author)
            k++;
        if (k == count) {
            one = arena_more(g->r->a, one, count, sizeof *one);
            one[count++] = (struct writer){d->author, d->ours, 0, d};
        }
        one[k].docs++;
        if (d->at_s > one[k].last->at_s) one[k].last = d;
    }
    if (count) qsort(one, count, sizeof *one, most_docs);
    struct table *more =
        table_more(t, "writers", writer_columns, sizeof writer_columns / sizeof *writer_columns);
    more->empty = STR("No voice and nobody of ours wrote on it.");
    enum status s = OK;
    for (size_t i = 0; i < count && (int64_t)i < most && !s; i++) {
        struct str name = STR_NONE;
        s = node_name(g->r->st, one[i].node, g->r->a, &name, e);
        struct cell *row = table_row(more);
        row[0] = cell_text(node_public_id(g->r->a, one[i].node, 'p'));
        row[1] = cell_text(name);
        row[2] = cell_text(one[i].ours ? STR("ours") : STR("voice"));
        row[3] = cell_int((int64_t)one[i].docs);
        row[4] = cell_time(one[i].last->at_s);
        row[5] = cell_text(request_next(g->r, "tree d%lld", (long long)one[i].last->id));
    }
    return s;
}

static enum status open_one(struct gaps *g, int64_t most, struct table *t, struct err *e)
{
    size_t left = 0;
    enum status s = OK;
    for (size_t i = g->n.docs; i-- > 0 && !s;) {
        const struct niche_doc *d = &g->n.doc[i];
        if (!d->question || !niche_has(d, g->on)) continue;
        if ((int64_t)t->row_count == most) {
            left++;
            continue;
        }
        s = put_question(g, d, t, e);
    }
    if (left) table_note(t, "%zu more questions: -n %zu shows all.", left, left + t->row_count);
    return s ? s : put_writers(g, most, t, e);
}

static enum status find_named(struct gaps *g, struct err *e)
{
    struct str name = request_value(g->r, "on");
    for (g->on = 0; g->on < g->n.count; g->on++) {
        if (str_eq(g->n.one[g->on].name, str_lower(g->r->a, name))) return OK;
    }
    if (!request_has(g->r, "on")) return OK;
    return err_set(e, NOT_FOUND,
                   "'%.*s' is no sub-topic that was asked about often enough; 'kith gaps %.*s -n "
                   "%zu' lists them",
                   STR_ARG(name), STR_ARG(shell_word(g->r->a, g->x.market.name)),
                   g->n.count ? g->n.count : 1);
}

/* ---- sentences ---- */

static void lead(const struct gaps *g, struct table *t)
{
    size_t marked = 0;
    for (size_t k = 0; k < g->n.count; k++)
        marked += g->n.one[k].few || g->n.one[k].slow;
    if (!g->n.count) {
        table_lead(t,
                   "%zu question%s by %zu of the audience: no sub-topic is in %d of them by %d "
                   "people, so there is nothing to compare.",
                   g->n.questions, g->n.questions == 1 ? "" : "s", g->n.askers, NICHE_ASKED_MIN,
                   NICHE_ASKERS_MIN);
    } else if (!marked) {
        table_lead(t,
                   "None of %zu sub-topics of %zu questions by %zu of the audience is under-served "
                   "above chance.",
                   g->n.count, g->n.questions, g->n.askers);
    } else {
        table_lead(t,
                   "%zu of %zu sub-topics of %zu questions by %zu of the audience are under-served "
                   "above chance, first '%.*s'.",
                   marked, g->n.count, g->n.questions, g->n.askers, STR_ARG(g->n.one[0].name));
    }
}

static void facts(const struct gaps *g, struct table *t)
{
    const struct niches *n = &g->n;
    mentioned_facts(t, &g->x, "kith-gaps 1");
    table_fact(t, "questions", NULL, cell_int((int64_t)n->questions), 0);
    table_fact(t, "askers", NULL, cell_int((int64_t)n->askers), 0);
    table_fact(t, "without_question_mark", NULL, cell_int((int64_t)n->unasked), 0);
    table_fact(t, "voices", NULL, cell_int((int64_t)g->voice_count), 0);
    table_fact(t, "voices_docs", NULL, cell_int((int64_t)n->said), 0);
    table_fact(t, "tried", NULL, cell_int((int64_t)n->count), 0);
    table_fact(t, "unanswered", "open after 28 days", cell_real(n->open.value), 2);
    table_fact(t, "unanswered_lo", NULL, cell_real(n->open.lo), 2);
    table_fact(t, "unanswered_hi", NULL, cell_real(n->open.hi), 2);
    struct arena *a = g->r->a;
    table_fact(t, "opens", NULL,
               cell_text(request_next(g->r, "trend %.*s --docs",
                                      STR_ARG(shell_word(a, g->x.market.name)))),
               0);
}

static void notes(const struct gaps *g, struct table *t)
{
    table_note(t,
               "few: asked about more than the market's voices write on it; slow: answered later "
               "than other questions; both beyond chance (Holm over all that was tried). What "
               "answers a question is on what was asked.");
    if (!g->voice_count) {
        table_note(t,
                   "Nobody is ranked or decided for, so there is no supply to compare with: kith "
                   "decide, or more buyers heard.");
    } else {
        table_note(t, "Voices: %s, %zu.",
                   g->decided ? "who is picked and pinned" : "the first by reach", g->voice_count);
    }
    if (!g->team.count) table_note(t, "Nobody is known as ours: kith us --domain says who is.");
    if (g->n.found > g->n.count) {
        table_note(t, "%zu sub-topics that are asked about less were not tried.",
                   g->n.found - g->n.count);
    }
    if (g->n.left) table_note(t, "%zu older questions were not looked at.", g->n.left);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct gaps *g = arena_new(r->a, struct gaps, 1);
    int64_t most = 15;
    g->r = r;
    enum status s = request_i64(r, "rows", 1, 1000000, &most, e);
    if (!s) s = load(g, e);
    if (!s) s = find_named(g, e);
    if (s) return s;
    bool open = request_has(r, "on");
    struct table *t = open ? table_new(r->a, "gaps", question_columns,
                                       sizeof question_columns / sizeof *question_columns)
                           : table_new(r->a, "gaps", columns, sizeof columns / sizeof *columns);
    *ret = t;
    facts(g, t);
    if (open) {
        t->title = str_printf(r->a, "Questions on %.*s", STR_ARG(g->n.one[g->on].name));
        return open_one(g, most, t, e);
    }
    t->title = str_printf(r->a, "What is asked of %.*s", STR_ARG(g->x.market.name));
    t->empty = STR("No sub-topic is asked about often enough.");
    lead(g, t);
    for (size_t k = 0; k < g->n.count && (int64_t)k < most; k++)
        put_niche(g, k, t);
    if (g->n.count > (size_t)most) {
        table_note(t, "%zu more sub-topics: -n %zu shows all.", g->n.count - (size_t)most,
                   g->n.count);
    }
    notes(g, t);
    return OK;
}

const struct verb verb_gaps = {
    .name = "gaps",
    .words = "MARKET",
    .summary = "what buyers ask that few trusted voices write on, and who of ours could",
    .details =
        "Sub-topics of the questions with which the audience begins threads on the topic: words "
        "and pairs of words. asked and 'of questions' are the demand; said, 'of voices' docs' and "
        "voices the supply; open is the share without an answer after 28 days, open questions "
        "counted as such, with its 95 % interval. Who of ours: topics said by hand, else what "
        "they wrote on it. --on opens one to its questions and writers.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

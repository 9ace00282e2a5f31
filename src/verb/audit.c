/* audit.c - verb: of the relationships ours claim, how many are there? */
#include "connect/audit.h"
#include "find/people.h"
#include "verb/scope.h"

#include <math.h>

static const char *const examples[] = {
    "kith audit security",
    "kith audit security --by department --wave 2026-1",
    "kith audit security --by category --least 2",
    NULL,
};

static const struct flag flags[] = {
    {"wave", 0, "WAVE", "of which claims (the newest); compared with the one before", false},
    {"by", 0, "teammate|department|category", "a row for each (teammate)", false},
    {"least", 0, "N", "what counts as a relationship, 1 met once to 5 (3, working)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "whose", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"both", "both", NULL, CELL_INT, 0, false},
    {"ours_only", "only we", NULL, CELL_INT, 0, false},
    {"theirs_only", "only they", NULL, CELL_INT, 0, false},
    {"neither", "neither", NULL, CELL_INT, 0, false},
    {"silent", "silent", NULL, CELL_INT, 0, false},
    {"confirmed", "confirmed", NULL, CELL_REAL, 2, false},
    {"confirmed_lo", "from", NULL, CELL_REAL, 2, false},
    {"confirmed_hi", "to", NULL, CELL_REAL, 2, false},
    {"over_belief", "over", NULL, CELL_REAL, 2, false},
    {"over_belief_lo", "from", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"over_belief_hi", "to", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"p", "p", NULL, CELL_REAL, 5, COLUMN_GOES},
    {"kappa", "kappa", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"kappa_adjusted", NULL, NULL, CELL_REAL, 2, false},
    {"known", NULL, NULL, CELL_REAL, 2, false},
    {"known_lo", NULL, NULL, CELL_REAL, 2, false},
    {"known_hi", NULL, NULL, CELL_REAL, 2, false},
    {"confirmed_if_silent_no", NULL, NULL, CELL_REAL, 2, false},
    {"confirmed_if_silent_yes", NULL, NULL, CELL_REAL, 2, false},
    {"over_belief_if_silent_yes", NULL, NULL, CELL_REAL, 2, false},
    {"over_belief_if_silent_no", NULL, NULL, CELL_REAL, 2, false},
    {"n", NULL, NULL, CELL_INT, 0, false},
    {"kappa_lo", NULL, NULL, CELL_REAL, 2, false},
    {"kappa_hi", NULL, NULL, CELL_REAL, 2, false},
    {"kappa_adjusted_lo", NULL, NULL, CELL_REAL, 2, false},
    {"kappa_adjusted_hi", NULL, NULL, CELL_REAL, 2, false},
};

static const struct column person_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"claimed", "we say", NULL, CELL_TEXT, 0, false},
    {"confirmed", "they say", NULL, CELL_TEXT, 0, false},
    {"wanted", "wanted", NULL, CELL_BOOL, 0, false},
    {"view", "view of us", NULL, CELL_INT, 0, false},
};

static const struct column cell_columns[] = {
    {"what", "what we say", NULL, CELL_TEXT, 0, false},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"yes", "they confirm", NULL, CELL_INT, 0, false},
    {"no", "they deny", NULL, CELL_INT, 0, false},
    {"unknown", "no answer", NULL, CELL_INT, 0, false},
};

static const struct column cause_columns[] = {
    {"cause", "cause", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"count", "how often", NULL, CELL_INT, 0, false},
};

static const struct column view_columns[] = {
    {"view", "view of us", "-2 to 2", CELL_INT, 0, false},
    {"people", "people", NULL, CELL_INT, 0, false},
};

static const struct column change_columns[] = {
    {"what", "figure", NULL, CELL_TEXT, 0, false},
    {"before", "before", NULL, CELL_REAL, 2, false},
    {"now", "now", NULL, CELL_REAL, 2, false},
    {"change", "change", NULL, CELL_REAL, 2, false},
    {"change_lo", "from", NULL, CELL_REAL, 2, false},
    {"change_hi", "to", NULL, CELL_REAL, 2, false},
    {"before_lo", NULL, NULL, CELL_REAL, 2, false},
    {"before_hi", NULL, NULL, CELL_REAL, 2, false},
    {"now_lo", NULL, NULL, CELL_REAL, 2, false},
    {"now_hi", NULL, NULL, CELL_REAL, 2, false},
    {"n_before", NULL, NULL, CELL_INT, 0, false},
    {"n", NULL, NULL, CELL_INT, 0, false},
};

static const struct column deal_columns[] = {
    {"outcome", "deals", NULL, CELL_TEXT, 0, false},
    {"both", "both", NULL, CELL_INT, 0, false},
    {"ours_only", "only we", NULL, CELL_INT, 0, false},
    {"theirs_only", "only they", NULL, CELL_INT, 0, false},
    {"neither", "neither", NULL, CELL_INT, 0, false},
    {"silent", "silent", NULL, CELL_INT, 0, false},
};

static void put_cells(struct cell *row, const struct agree *c)
{
    row[0] = cell_int((int64_t)c->both);
    row[1] = cell_int((int64_t)c->ours);
    row[2] = cell_int((int64_t)c->theirs);
    row[3] = cell_int((int64_t)c->none);
    row[4] = cell_int((int64_t)(c->silent_ours + c->silent_none));
}

static void put_figure(struct cell *row, struct figure f)
{
    row[0] = cell_real(f.value);
    row[1] = cell_real(f.lo);
    row[2] = cell_real(f.hi);
}

/* bare: counts alone. */
static void put_group(struct table *t, struct str id, struct str name, const struct agree *c,
                      bool bare)
{
    struct agreement g = agree_find(c);
    struct cell *row = table_row(t);
    row[0] = cell_text(id);
    row[1] = cell_text(name);
    put_cells(row + 2, c);
    row[23] = cell_int((int64_t)g.n);
    if (bare) return;
    put_figure(row + 7, g.confirmed);
    put_figure(row + 10, g.over);
    row[13] = cell_real(g.p);
    row[14] = cell_real(g.kappa.value);
    row[15] = cell_real(g.adjusted.value);
    put_figure(row + 16, g.sensitivity);
    row[19] = cell_real(g.confirmed_if_no);
    row[20] = cell_real(g.confirmed_if_yes);
    row[21] = cell_real(g.over_if_yes);
    row[22] = cell_real(g.over_if_no);
    row[24] = cell_real(g.kappa.lo);
    row[25] = cell_real(g.kappa.hi);
    row[26] = cell_real(g.adjusted.lo);
    row[27] = cell_real(g.adjusted.hi);
}

/* ---- further tables ---- */

/* The audit's own table: nothing of it is ever left out, least of all what nobody claimed. */
static void put_two_by_two(struct table *t, const struct agree *c)
{
    const struct {
        const char *what;
        uint64_t yes, no, none;
    } line[] = {{"we claim a relationship", c->both, c->ours, c->silent_ours},
                {"nobody of us claims one", c->theirs, c->none, c->silent_none}};
    struct table *cells = table_more(t, "cells", cell_columns, 5);
    cells->title = STR("What we say, and what they say: people");
    for (size_t i = 0; i < 2; i++) {
        struct cell *row = table_row(cells);
        row[0] = cell_text(str_of(line[i].what));
        row[1] = cell_int((int64_t)(line[i].yes + line[i].no + line[i].none));
        row[2] = cell_int((int64_t)line[i].yes);
        row[3] = cell_int((int64_t)line[i].no);
        row[4] = cell_int((int64_t)line[i].none);
    }
}

static struct cell word_of(int strength)
{
    return strength == STRENGTH_UNKNOWN ? cell_text(STR_NONE)
                                        : cell_text(str_of(strength_words[strength]));
}

static enum status put_person(struct request *r, const struct audit_person *p, struct table *t,
                              struct err *e)
{
    struct str name = STR_NONE;
    enum status s = node_name(r->st, p->node, r->a, &name, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(node_public_id(r->a, p->node, 'p'));
    row[1] = cell_text(name);
    row[2] = word_of(p->claimed);
    row[3] = word_of(p->confirmed);
    if (p->wanted >= 0) row[4] = cell_bool(p->wanted != 0);
    if (p->view_said) row[5] = cell_int(p->view);
    return OK;
}

/* Who believes more than we do; who would like one and has none. */
static enum status put_persons(struct request *r, const struct audit *x, int least, struct table *t,
                               struct err *e)
{
    enum status s = OK;
    struct table *more = table_more(t, "only_they_say_so", person_columns, 6);
    more->title = STR("Who has a relationship with us that none of ours claims");
    for (size_t i = 0; i < x->person_count && !s; i++) {
        const struct audit_person *p = &x->person[i];
        if (p->answer == ANSWER_YES && p->claimed < least) s = put_person(r, p, more, e);
    }
    more->empty = STR("Nobody: no person believes more than we do.");
    struct table *wants = table_more(t, "would_like_one", person_columns, 6);
    wants->title = STR("Who would like a relationship and has none");
    for (size_t i = 0; i < x->person_count && !s; i++) {
        const struct audit_person *p = &x->person[i];
        if (p->wanted == 1 && p->answer != ANSWER_YES) s = put_person(r, p, wants, e);
    }
    wants->empty = STR("Nobody said so.");
    return s;
}

static void put_causes(const struct audit *x, struct table *t)
{
    struct table *causes = table_more(t, "causes", cause_columns, 2);
    causes->title = STR("Why, as they say");
    causes->empty = STR("No cause was given.");
    for (size_t i = 0; i < x->cause_count; i++) {
        struct cell *row = table_row(causes);
        row[0] = cell_text(x->cause[i].cause);
        row[1] = cell_int((int64_t)x->cause[i].count);
    }
}

static void put_views(const struct audit *x, struct table *t)
{
    int64_t count[5] = {0};
    struct table *views = table_more(t, "views", view_columns, 2);
    views->title = STR("How they see us");
    views->empty = STR("Nobody said.");
    for (size_t i = 0; i < x->person_count; i++) {
        if (x->person[i].view_said) count[x->person[i].view + 2]++;
    }
    for (int v = 2; v >= -2; v--) {
        if (!count[v + 2]) continue;
        struct cell *row = table_row(views);
        row[0] = cell_int(v);
        row[1] = cell_int(count[v + 2]);
    }
}

static bool any(const struct agree *c)
{
    return c->both + c->ours + c->theirs + c->none + c->silent_ours + c->silent_none > 0;
}

static void put_deals(const struct audit *x, struct table *t)
{
    const struct {
        const char *outcome;
        const struct agree *cells;
    } kind[] = {{"won", &x->deals.won}, {"lost", &x->deals.lost}, {"open", &x->deals.open}};
    if (!any(&x->deals.won) && !any(&x->deals.lost) && !any(&x->deals.open)) return;
    struct table *deals = table_more(t, "deals", deal_columns, 6);
    deals->title = STR("Deals by what there was with their buyers (a deal and buyer each)");
    for (size_t i = 0; i < 3; i++) {
        struct cell *row = table_row(deals);
        row[0] = cell_text(str_of(kind[i].outcome));
        put_cells(row + 1, kind[i].cells);
    }
}

struct two_waves {
    struct agreement before, now;
};

static void put_change(struct table *t, const char *what, const struct two_waves *w,
                       struct figure before, struct figure now)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(what));
    row[1] = cell_real(before.value);
    row[2] = cell_real(now.value);
    put_figure(row + 3, agree_change(now, before));
    row[6] = cell_real(before.lo);
    row[7] = cell_real(before.hi);
    row[8] = cell_real(now.lo);
    row[9] = cell_real(now.hi);
    row[10] = cell_int((int64_t)w->before.n);
    row[11] = cell_int((int64_t)w->now.n);
}

struct asked {
    struct market market;
    struct wave wave, before; /* before.id 0: it is the first */
    enum audit_by by;
    int64_t least;
};

static enum status put_changes(struct request *r, const struct asked *q, const struct audit *x,
                               struct table *t, struct err *e)
{
    struct audit old;
    if (!q->before.id) return OK;
    enum status s = audit_find(r->st, &q->before, q->by, (int)q->least, r->a, &old, e);
    if (s) return s;
    const struct two_waves w = {agree_find(&old.all), agree_find(&x->all)};
    if (w.before.n < AUDIT_ANSWERS_LEAST || w.now.n < AUDIT_ANSWERS_LEAST) return OK;
    struct table *changes =
        table_more(t, "changes", change_columns, sizeof change_columns / sizeof *change_columns);
    changes->title = str_printf(r->a, "Since wave %.*s, all of us", STR_ARG(q->before.name));
    put_change(changes, "confirmed", &w, w.before.confirmed, w.now.confirmed);
    put_change(changes, "over-belief", &w, w.before.over, w.now.over);
    put_change(changes, "known", &w, w.before.sensitivity, w.now.sensitivity);
    table_note(t, "The change between waves is taken as of two independent groups; of people asked "
                  "both times its interval is rather too wide.");
    return OK;
}

/* ---- the answer ---- */

static enum status read_asked(struct request *r, struct asked *ret, struct err *e)
{
    static const char *const words[] = {"teammate", "department", "category"};
    struct str by = request_value(r, "by");
    *ret = (struct asked){.least = 3, .by = BY_TEAMMATE};
    bool known = !by.len;
    for (int i = 0; i < 3; i++) {
        if (!str_is(by, words[i])) continue;
        ret->by = (enum audit_by)i;
        known = true;
    }
    if (!known) {
        return err_set(e, BAD_USAGE, "--by '%.*s', want teammate, department or category",
                       STR_ARG(by));
    }
    struct waves all;
    enum status s = request_i64(r, "least", 1, STRENGTH_MOST, &ret->least, e);
    if (!s) s = market_load(r->st, r->word[0], r->a, &ret->market, e);
    if (!s) s = wave_find(r->st, &ret->market, request_value(r, "wave"), r->a, &ret->wave, e);
    if (!s) s = waves_list(r->st, &ret->market, r->a, &all, e);
    for (size_t i = 1; !s && i < all.count; i++) {
        if (all.one[i].id == ret->wave.id) ret->before = all.one[i - 1];
    }
    return s;
}

static void lead(struct table *t, const struct agree *c, const struct agreement *g)
{
    uint64_t silent = c->silent_ours + c->silent_none;
    uint64_t claimed = c->both + c->ours;
    if (!g->n) {
        table_lead(t, "Nobody has answered yet: %llu people were claimed, nothing is confirmed.",
                   (unsigned long long)c->silent_ours);
        return;
    }
    if (g->n < AUDIT_ANSWERS_LEAST) {
        table_lead(t,
                   "%llu answered: of the %llu relationships we claim with them they confirm %llu; "
                   "%llu more say there is one that nobody of us claims. Of fewer than %d answers "
                   "there are counts alone.",
                   (unsigned long long)g->n, (unsigned long long)claimed,
                   (unsigned long long)c->both, (unsigned long long)c->theirs, AUDIT_ANSWERS_LEAST);
        return;
    }
    if (!isfinite(g->confirmed.value)) {
        table_lead(t,
                   "Of the %llu people who answered, ours claimed none; %llu say there is a "
                   "relationship.",
                   (unsigned long long)g->n, (unsigned long long)c->theirs);
        return;
    }
    table_lead(
        t,
        "Confirmed: %llu of the %llu relationships we claim%s, %.0f %% (95 %%: %.0f to %.0f). "
        "We believe %.0f points %s than they do (%.0f to %.0f). People who believe more than "
        "we do: %llu.",
        (unsigned long long)c->both, (unsigned long long)claimed,
        silent ? " with those who answered" : "", 100 * g->confirmed.value, 100 * g->confirmed.lo,
        100 * g->confirmed.hi, fabs(100 * g->over.value), g->over.value < 0 ? "less" : "more",
        100 * g->over.lo, 100 * g->over.hi, (unsigned long long)c->theirs);
}

static enum status facts(struct request *r, const struct asked *q, const struct audit *x,
                         struct table *t, struct err *e)
{
    struct agreement g = agree_find(&x->all);
    int64_t gone = 0;
    enum status s = wave_check(r->st, &q->wave, &gone, e);
    uint64_t silent = x->all.silent_ours + x->all.silent_none;
    uint64_t asked = silent + g.n;
    scope_of_market(t, &q->market, q->wave.frozen_at_s, STR("kith-audit 1"));
    table_fact(t, "wave", "wave", cell_text(q->wave.name), 0);
    table_fact(t, "digest", NULL, cell_text(q->wave.digest), 0);
    table_fact(t, "level", "level", cell_real(AGREE_LEVEL), 2);
    table_fact(
        t, "least", "counts from",
        cell_text(str_printf(r->a, "%lld, %s", (long long)q->least, strength_words[q->least])), 0);
    table_fact(t, "opens", NULL, cell_text(request_next(r, "export waves")), 0);
    lead(t, &x->all, &g);
    if (silent && g.n >= AUDIT_ANSWERS_LEAST && x->all.both + x->all.ours + x->all.silent_ours) {
        table_note(t,
                   "%llu of %llu people have not answered. Had all of them said no, %.0f %% of "
                   "what we claim would be confirmed, over-belief %+.0f points; had all said yes, "
                   "%.0f %%, %+.0f points.",
                   (unsigned long long)silent, (unsigned long long)asked, 100 * g.confirmed_if_no,
                   100 * g.over_if_no, 100 * g.confirmed_if_yes, 100 * g.over_if_yes);
    }
    if (g.n) {
        table_note(
            t,
            "Of the %llu who answered we claim %llu, and %llu say there is something. One "
            "firm's experience, no measure of anybody else: it claimed 50 to 60 %%, and 20 %% "
            "said so.",
            (unsigned long long)g.n, (unsigned long long)(x->all.both + x->all.ours),
            (unsigned long long)(x->all.both + x->all.theirs));
    }
    if (x->unnamed && q->by != BY_CATEGORY) {
        table_note(t,
                   "%llu people know somebody of ours and did not say whom: they count for all of "
                   "us and nobody else, so the shares below that are rather too low. Ask for "
                   "names.",
                   (unsigned long long)x->unnamed);
    }
    if (gone > 0) {
        table_note(t,
                   "%lld claims went with people who were erased; the others cannot be compared "
                   "with what was frozen any more.",
                   (long long)gone);
    }
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct asked q;
    struct audit x;
    enum status s = read_asked(r, &q, e);
    if (!s) s = audit_find(r->st, &q.wave, q.by, (int)q.least, r->a, &x, e);
    if (s) return s;
    struct table *t = table_new(r->a, "audit", columns, sizeof columns / sizeof *columns);
    t->title = str_printf(r->a, "Claimed and confirmed in %.*s", STR_ARG(q.market.name));
    s = facts(r, &q, &x, t, e);
    if (s) return s;
    bool bare = agree_find(&x.all).n < AUDIT_ANSWERS_LEAST;
    put_group(t, STR_NONE, STR("all of us"), &x.all, bare);
    for (size_t i = 0; i < x.group_count; i++) {
        const struct audit_group *g = &x.group[i];
        put_group(t, g->node ? node_public_id(r->a, g->node, 'p') : STR_NONE, g->name, &g->cells,
                  bare);
    }
    put_two_by_two(t, &x.all);
    s = put_persons(r, &x, (int)q.least, t, e);
    if (s) return s;
    put_causes(&x, t);
    put_views(&x, t);
    put_deals(&x, t);
    *ret = t;
    return put_changes(r, &q, &x, t, e);
}

const struct verb verb_audit = {
    .name = "audit",
    .words = "MARKET",
    .summary = "of the relationships ours claim, which the people confirm",
    .details =
        "Holds the answers of 'kith confirm' against what 'kith claim' froze. 'both': claimed and "
        "confirmed; 'only we': claimed, and they say no; 'only they': the reverse; 'silent': no "
        "answer, in no figure. confirmed = both / (both + only we), Wilson 95 %. over = (only we - "
        "only they) / n: by how many points we believe more than they do. p: McNemar, exact. "
        "kappa: Cohen's; kappa_adjusted is 2 po - 1. known = both / (both + only they). The "
        "_if_silent_ columns say what no answer could still change. Of "
        "fewer than 10 answers there are counts alone.\n"
        "'all of us' counts people: claimed by any of ours, confirmed for any of ours. By teammate "
        "it counts pairs of whom either side said something (to know nobody of us is a no to each, "
        "to know "
        "somebody a yes for the only one who claims it), by department a person and a "
        "department, by category people. A relationship counts from --least on.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

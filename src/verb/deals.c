/* deals.c - verb: which deals are won, how soon, and what goes with it? */
#include "measure/deals.h"

#include "base/text.h"
#include "base/time.h"
#include "verb/verb.h"

#include <math.h>

static const char *const examples[] = {
    "kith deals --by product",          "kith deals --by agent",
    "kith deals --by advisers",         "kith deals --by relation --until 2026-01-01",
    "kith deals --by product --of GTX", NULL,
};

static const struct flag flags[] = {
    {"by", 0, "COLUMN",
     "part them by org, agent, source, advisers, relation (how well ours knew a buyer before), or "
     "any column of their table",
     false},
    {"of", 0, "VALUE", "list the deals of one group", false},
    {"until", 0, "DATE", "as they stood before this day", false},
    {"rows", 'n', "N", "how many deals of a group (20)", false},
    {NULL, 0, NULL, NULL, false},
};

enum { ROWS_USUAL = 20, ROWS_MOST = 1000000 };

static const struct column columns[] = {
    {"group", "group", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "deals", NULL, CELL_INT, 0, false},
    {"won", "won", NULL, CELL_INT, 0, false},
    {"lost", "lost", NULL, CELL_INT, 0, COLUMN_GOES},
    {"open", "open", NULL, CELL_INT, 0, COLUMN_GOES},
    {"closed", NULL, NULL, CELL_INT, 0, false},
    {"won_share", "won of closed", NULL, CELL_REAL, 2, false},
    {"won_lo", "from", NULL, CELL_REAL, 2, false},
    {"won_hi", "to", NULL, CELL_REAL, 2, false},
    {"timed", NULL, NULL, CELL_INT, 0, false},
    {"days_median", "days to close", "days", CELL_REAL, 0, false},
    {"days_lo", "from", "days", CELL_REAL, 0, false},
    {"days_hi", "to", "days", CELL_REAL, 0, false},
    {"days_p", NULL, NULL, CELL_REAL, 0, false},
    {"closed_days_n", NULL, NULL, CELL_INT, 0, false},
    {"closed_days", NULL, "days", CELL_REAL, 1, false},
    {"closed_days_lo", NULL, "days", CELL_REAL, 1, false},
    {"closed_days_hi", NULL, "days", CELL_REAL, 1, false},
    {"won_days_n", NULL, NULL, CELL_INT, 0, false},
    {"won_days", NULL, "days", CELL_REAL, 1, false},
    {"won_days_lo", NULL, "days", CELL_REAL, 1, false},
    {"won_days_hi", NULL, "days", CELL_REAL, 1, false},
};

static const struct column case_columns[] = {
    {"deal", "deal", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"org", "organisation", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"state", "state", NULL, CELL_TEXT, 0, false},
    {"opened", "opened", "UTC", CELL_TIME, 0, false},
    {"closed", "closed", "UTC", CELL_TIME, 0, false},
    {"days", "days", "days", CELL_REAL, 0, false},
    {"buyers", NULL, NULL, CELL_INT, 0, false},
    {"advisers", NULL, NULL, CELL_INT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"place", "place", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

#define COUNT_OF(x) (sizeof(x) / sizeof *(x))

static const char not_said[] = "not said";

static void put_mean(struct cell *row, const struct effect *f)
{
    row[0] = cell_int((int64_t)f->n);
    if (isnan(f->lo)) return; /* of one deal: its days stand with it */
    row[1] = cell_real(f->value);
    row[2] = cell_real(f->lo);
    row[3] = cell_real(f->hi);
}

static void put_group(struct table *t, const struct deal_group *g, bool parted)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(!parted ? STR("all") : g->value.p ? g->value : str_of(not_said));
    row[1] = cell_int((int64_t)g->n);
    row[2] = cell_int((int64_t)g->won);
    row[3] = cell_int((int64_t)g->lost);
    row[4] = cell_int((int64_t)g->open);
    row[5] = cell_int((int64_t)(g->won + g->lost));
    row[6] = cell_real(g->share);
    row[7] = cell_real(g->lo);
    row[8] = cell_real(g->hi);
    row[9] = cell_int((int64_t)g->timed);
    row[10] = cell_real(g->days.median);
    row[11] = cell_real(g->days.lo);
    row[12] = cell_real(g->days.hi);
    row[13] = cell_real(g->p);
    put_mean(row + 14, &g->closed_days);
    put_mean(row + 18, &g->won_days);
}

/* Does any group's interval of won shares leave another's out? */
static bool any_apart(const struct deal_groups *g)
{
    double highest_lo = -INFINITY;
    double lowest_hi = INFINITY;
    for (size_t i = 0; i < g->count; i++) {
        if (isnan(g->one[i].share)) continue;
        highest_lo = fmax(highest_lo, g->one[i].lo);
        lowest_hi = fmin(lowest_hi, g->one[i].hi);
    }
    return highest_lo > lowest_hi;
}

static void put_lead(struct table *t, const struct deals *d, const struct deal_groups *g)
{
    size_t won = 0;
    size_t closed = 0;
    for (size_t i = 0; i < g->count; i++) {
        won += g->one[i].won;
        closed += g->one[i].won + g->one[i].lost;
    }
    if (!closed) {
        table_lead(t,
                   "Of %zu deals none has been won or lost yet: nothing can be said of what is "
                   "won.",
                   d->count);
        return;
    }
    struct buf b = buf_new(t->a);
    buf_addf(&b, "Of %zu deals %zu were closed, and %zu of these won (%.0f in 100). ", d->count,
             closed, won, 100.0 * (double)won / (double)closed);
    if (g->count == 1) {
        buf_adds(&b, "With --by they are parted and compared.");
    } else if (any_apart(g)) {
        buf_adds(&b, "Some groups differ by more than chance alone would make of one pair: an "
                     "association, nothing more.");
    } else {
        buf_adds(&b, "All intervals meet: no group can be told from another by what it won.");
    }
    table_lead(t, "%.*s", STR_ARG(buf_str(&b)));
}

static void put_notes(struct request *r, struct table *t, const struct deals *d,
                      const struct deal_groups *g, struct str by)
{
    table_note(t,
               "Association, nothing more: nobody decided by lot which deal is in which group, so "
               "who sold what to whom may be the reason.");
    table_note(t,
               "Intervals are %.0f %%: of shares by Wilson, of days by Kaplan-Meier, in which "
               "open deals count as longer than they have been open so far; an empty limit is not "
               "reached yet.",
               100.0 * EFFECT_LEVEL);
    if (g->count > 10) {
        table_note(t, "Of %zu groups about %zu leave their own truth out by chance alone.",
                   g->count, (g->count + 10) / 20);
    }
    if (d->undated) table_note(t, "%zu deals ended nobody says when: no days.", d->undated);
    if (d->reversed) {
        table_note(t, "%zu deals were closed before they were opened: no days.", d->reversed);
    }
    if (d->later) table_note(t, "%zu deals were opened later and are not here.", d->later);
    table_fact(t, "opens", NULL, cell_text(request_next(r, "export deals")), 0);
    if (!by.len || !g->count) return;
    struct str first = g->one[0].value.p ? g->one[0].value : str_of(not_said);
    struct str next = request_next(r, "deals --by %.*s --of %.*s", STR_ARG(shell_word(r->a, by)),
                                   STR_ARG(shell_word(r->a, first)));
    table_note(t, "The deals behind a group, with their source: %.*s", STR_ARG(next));
}

static void put_facts(struct table *t, const struct deals *d, struct str by, int64_t until_s)
{
    table_fact(t, "scope", NULL, cell_text(STR("all deals of the store")), 0);
    table_fact(t, "by", NULL, cell_text(by.len ? by : STR_NONE), 0);
    table_fact(t, "as_of", "as of", cell_time(d->as_of_s), 0);
    table_fact(t, "until", NULL, cell_time(until_s), 0);
    table_fact(t, "level", NULL, cell_real(EFFECT_LEVEL), 2);
    table_fact(t, "claim", NULL, cell_text(STR("association")), 0);
    table_fact(t, "n", NULL, cell_int((int64_t)d->count), 0);
}

static bool is_of(const struct deal_case *c, struct str of)
{
    return c->value.p ? str_eq(c->value, of) : str_is(of, not_said);
}

static enum status put_cases(struct request *r, const struct deals *d, struct str of,
                             struct table *t, struct err *e)
{
    int64_t most = ROWS_USUAL;
    size_t count = 0;
    enum status s = request_i64(r, "rows", 0, ROWS_MOST, &most, e);
    for (size_t i = 0; i < d->count && !s; i++) {
        const struct deal_case *c = &d->one[i];
        if (!is_of(c, of) || (int64_t)count++ >= most) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(c->name);
        row[1] = cell_text(c->org);
        row[2] = cell_text(str_of(deal_states[c->state]));
        row[3] = cell_time(c->opened_s);
        row[4] = cell_time(c->closed_s);
        row[5] = cell_real(c->days);
        row[6] = cell_int((int64_t)c->buyers);
        row[7] = cell_int((int64_t)c->advisers);
        row[8] = cell_text(c->source);
        row[9] = cell_text(c->place);
    }
    if (s) return s;
    if (!count) return err_set(e, NOT_FOUND, "no deal is of '%.*s'", STR_ARG(of));
    table_fact(t, "of", NULL, cell_text(of), 0);
    table_fact(t, "count", "deals", cell_int((int64_t)count), 0);
    if ((int64_t)count > most) table_note(t, "-n %zu shows all of them.", count);
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct str by = request_value(r, "by");
    struct str of = request_value(r, "of");
    struct deals d;
    struct deal_groups g;
    enum deal_by kind = BY_NOTHING;
    int64_t until_s = TIME_NONE;
    if (of.len && !by.len) {
        return err_set(e, BAD_USAGE, "--of names a group; say with --by what parts the deals");
    }
    enum status s = request_time(r, "until", &until_s, e);
    if (!s) s = deals_load(r->st, by, until_s, r->a, &d, &kind, e);
    if (s) return s;
    struct table *t = of.len ? table_new(r->a, "deals", case_columns, COUNT_OF(case_columns))
                             : table_new(r->a, "deals", columns, COUNT_OF(columns));
    t->title = by.len ? str_printf(r->a, "Deals by %.*s", STR_ARG(by)) : STR("Deals");
    put_facts(t, &d, by, until_s);
    if (of.len) s = put_cases(r, &d, of, t, e);
    if (s) return s;
    *ret = t;
    if (of.len) return OK;
    if (!d.count) {
        t->empty = STR("No deals are here; import a table with deal, org and stage.");
        return OK;
    }
    deals_part(&d, r->a, &g);
    put_lead(t, &d, &g);
    for (size_t i = 0; i < g.count; i++)
        put_group(t, &g.one[i], by.len > 0);
    put_notes(r, t, &d, &g, by);
    return OK;
}

const struct verb verb_deals = {
    .name = "deals",
    .words = "",
    .summary = "which deals are won, how soon, and what goes with it",
    .details =
        "Of each group: deals, how many were won of those won or lost (Wilson), and after how many "
        "days half of them are closed (Kaplan-Meier: open deals are not left out). JSON and CSV "
        "have plain means of closed and of won deals, and the p of a log-rank test of a group "
        "against all others. 'relation' is what was seen between ours and a buyer of the deal "
        "before it was opened. Nothing here was decided by lot: whatever goes together is an "
        "association, nothing more.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 0,
    .words_most = 0,
    .run = run,
};

/* programme_show.c - verb: how does a programme stand? */
#include "base/time.h"
#include "find/people.h"
#include "measure/share.h"
#include "store/query.h"
#include "verb/programme_ties.h"

#include <math.h>

enum { NEWEST = 10 };

static const struct column board_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"stage", "stage", NULL, CELL_TEXT, 0, false},
    {"since", "since", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"drawn", "drawn", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"may_go_on", "may go on", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"thanks", "thanks", NULL, CELL_INT, 0, false},
    {"benefits", "benefits", NULL, CELL_INT, 0, COLUMN_GOES},
    {"told_us", "told us", NULL, CELL_INT, 0, COLUMN_GOES},
    {"badges", NULL, NULL, CELL_INT, 0, false},
    {"points", NULL, NULL, CELL_REAL, 0, false},
    {"reason", "reason", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"owner", "owner", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"last_contact", "last contact", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"next", "next step", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"due", "due", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

static const char *state_of(const struct member *m)
{
    if (m->admitted) return stage_words[m->stage];
    return m->refused ? "refused" : "nominated";
}

/* "held out (pair 3)", "engage (pair 3)", "4th to start"; STR_NONE: not drawn. */
static struct str drawn_as(const struct programme_asked *p, int64_t node)
{
    const struct lot_place *l = lot_place_of(&p->lot, node);
    if (!l) return STR_NONE;
    if (p->lot.kind == LOT_ORDER) return str_printf(p->r->a, "start no. %u", l->place);
    return str_printf(p->r->a, "%s (pair %u)", l->engages ? "engage" : "held out", l->place);
}

static enum status put_member(struct programme_asked *p, const struct member *m,
                              const struct member_ties *ties, struct table *t, struct err *e)
{
    struct member_tie tie;
    struct str name;
    struct str query;
    int fits = -1;
    enum status s = node_name(p->r->st, m->node, p->r->a, &name, e);
    if (!s && m->admitted && m->stage != STAGE_LEFT) {
        s = programme_fits(p, stage_words[m->stage], m->node, &fits, &query, e);
    }
    if (!s) s = member_tie_of(p, ties, m->node, &tie, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(node_public_id(p->r->a, m->node, 'p'));
    row[1] = cell_text(name);
    row[2] = cell_text(str_of(state_of(m)));
    row[3] = cell_time(m->stage_since_s);
    row[4] = cell_text(drawn_as(p, m->node));
    if (fits >= 0) row[5] = cell_bool(fits > 0);
    row[6] = cell_int((int64_t)m->thanks);
    row[7] = cell_int((int64_t)m->benefits);
    row[8] = cell_int((int64_t)m->feedback);
    row[9] = cell_int((int64_t)m->badges);
    row[10] = cell_real(m->points);
    row[11] = cell_text(m->reason);
    row[12] = cell_text(tie.owner);
    row[13] = cell_time(tie.last_s);
    row[14] = cell_text(tie.next);
    row[15] = cell_time(tie.due_s);
    return OK;
}

/* The further along, the earlier; then by id. */
static enum status put_board(struct programme_asked *p, struct table *t, struct err *e)
{
    static const char *const order[] = {"engaged", "thanked",   "found",
                                        "left",    "nominated", "refused"};
    struct member_ties ties;
    enum status s = member_ties_load(p, &ties, e);
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        for (size_t i = 0; i < p->members.count && !s; i++) {
            const struct member *m = &p->members.one[i];
            if (str_is(str_of(state_of(m)), order[k])) s = put_member(p, m, &ties, t, e);
        }
    }
    return s;
}

/* How often chance was asked, too: a lot that was taken back is told. */
static enum status put_lot(struct programme_asked *p, struct table *t, struct err *e)
{
    int64_t draws = 0;
    size_t waits = 0;
    enum status s = query_ask_of(p->r->st, SQL_programme_draws, p->programme.id, &draws, e);
    if (s || !draws) return s;
    for (size_t i = 0; i < p->lot.count; i++)
        waits += !p->lot.one[i].engages;
    table_fact(t, "held_out", p->lot.kind == LOT_PAIRS ? "held out" : NULL,
               cell_int((int64_t)waits), 0);
    table_fact(t, "draws", NULL, cell_int(draws), 0);
    if (p->lot.kind == LOT_NONE || draws > 1) {
        table_note(t, "Chance was asked %lld time%s; %s.", (long long)draws, draws == 1 ? "" : "s",
                   p->lot.kind == LOT_NONE ? "none holds, each was taken back"
                                           : "the last holds, those before were taken back");
    }
    return OK;
}

/* ---- who was taken ---- */

static const struct column rate_columns[] = {
    {"what", "admitted of those decided", NULL, CELL_TEXT, 0, false},
    {"share", "share", "share", CELL_REAL, 2, false},
    {"lo", "from", "share", CELL_REAL, 2, false},
    {"hi", "to", "share", CELL_REAL, 2, false},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"level", NULL, NULL, CELL_REAL, 2, false},
};

static void put_rate(struct programme_asked *p, struct table *t)
{
    size_t admitted = 0;
    size_t decided = 0;
    for (size_t i = 0; i < p->members.count; i++) {
        admitted += p->members.one[i].admitted;
        decided += p->members.one[i].admitted || p->members.one[i].refused;
    }
    if (!decided) return;
    struct share x = {.value = (double)admitted / (double)decided, .n = decided, .deff = 1.0};
    struct figure f = share_interval(&x);
    struct table *list =
        table_more(t, "acceptance", rate_columns, sizeof rate_columns / sizeof *rate_columns);
    struct cell *row = table_row(list);
    row[0] = cell_text(str_printf(p->r->a, "%zu of %zu", admitted, decided));
    row[1] = cell_real(x.value);
    row[2] = cell_real(f.lo);
    row[3] = cell_real(f.hi);
    row[4] = cell_int((int64_t)decided);
    row[5] = cell_real(SHARE_LEVEL);
}

static const struct column reason_columns[] = {
    {"decision", "decision", NULL, CELL_TEXT, 0, false},
    {"reason", "reason", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"n", "n", NULL, CELL_INT, 0, false},
};

/* The newest word on each, said alike counted together, in the order in which it was said first. */
static void put_reasons(struct programme_asked *p, struct table *t)
{
    struct table *list = NULL;
    for (size_t i = 0; i < p->entries.count; i++) {
        const struct entry *x = &p->entries.one[i];
        bool decides = str_is(x->kind, "admit") || str_is(x->kind, "refuse");
        size_t n = 0;
        bool before = false;
        for (size_t k = 0; k < p->entries.count && decides; k++) {
            const struct entry *y = &p->entries.one[k];
            if (!str_eq(x->kind, y->kind) || !str_eq(x->text, y->text)) continue;
            n++;
            before = before || k < i;
        }
        if (!n || before) continue;
        if (!list) {
            list = table_more(t, "reasons", reason_columns,
                              sizeof reason_columns / sizeof *reason_columns);
            list->title = STR("Why");
        }
        struct cell *row = table_row(list);
        row[0] = cell_text(x->kind);
        row[1] = cell_text(x->text);
        row[2] = cell_int((int64_t)n);
    }
}

/* ---- criteria ---- */

static const struct column criteria_columns[] = {
    {"of", "of", NULL, CELL_TEXT, 0, false},
    {"criteria", "criteria", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"entry", "entry", NULL, CELL_TEXT, 0, false},
};

static void put_criteria(struct programme_asked *p, struct table *t)
{
    struct table *list = NULL;
    for (int i = STAGE_NONE; i < STAGE_LEFT; i++) {
        const struct entry *x = entry_newest(&p->entries, "criteria", stage_words[i]);
        if (!x) continue;
        if (!list) {
            list = table_more(t, "criteria", criteria_columns,
                              sizeof criteria_columns / sizeof *criteria_columns);
            list->title = STR("Who is meant, and who may go on");
        }
        struct cell *row = table_row(list);
        row[0] = cell_text(i ? str_printf(p->r->a, "leaving %s", stage_words[i]) : STR("entry"));
        row[1] = cell_text(x->text);
        row[2] = cell_text(entry_id(p->r->a, x->id));
    }
}

/* ---- costs: each currency, and time, for itself ---- */

static const struct column cost_columns[] = {
    {"category", "category", NULL, CELL_TEXT, 0, false},
    {"amount", "amount", NULL, CELL_REAL, 2, false},
    {"unit", "unit", NULL, CELL_TEXT, 0, false},
    {"n", "n", NULL, CELL_INT, 0, false},
};

static bool same_cost(const struct entry *x, const struct entry *y)
{
    return str_is(y->kind, "cost") && str_eq(x->word, y->word) && str_eq(x->text, y->text);
}

static void put_costs(struct programme_asked *p, struct table *t)
{
    struct table *list = NULL;
    for (size_t i = 0; i < p->entries.count; i++) {
        const struct entry *x = &p->entries.one[i];
        bool before = false;
        double sum = 0;
        int64_t n = 0;
        if (!str_is(x->kind, "cost")) continue;
        for (size_t k = 0; k < p->entries.count; k++) {
            if (!same_cost(x, &p->entries.one[k])) continue;
            before = before || k < i;
            sum += p->entries.one[k].amount;
            n++;
        }
        if (before) continue;
        if (!list) {
            list = table_more(t, "costs", cost_columns, sizeof cost_columns / sizeof *cost_columns);
            list->title = STR("What it cost; time and money, and currencies, are never added");
        }
        struct cell *row = table_row(list);
        row[0] = cell_text(x->text.p ? x->text : STR("all"));
        row[1] = cell_real(sum);
        row[2] = cell_text(x->word);
        row[3] = cell_int(n);
    }
}

/* ---- early warnings, the newest entries ---- */

static const struct column told_columns[] = {
    {"entry", "entry", NULL, CELL_TEXT, 0, false},
    {"to", "to", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"text", "told us", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"done", "done about it", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
};

static const struct entry *done_of(const struct programme_asked *p, int64_t id)
{
    for (size_t i = 0; i < p->entries.count; i++) {
        if (p->entries.one[i].ref == id && str_is(p->entries.one[i].kind, "done")) {
            return &p->entries.one[i];
        }
    }
    return NULL;
}

/* Open ones first. */
static enum status put_told(struct programme_asked *p, struct table *t, struct err *e)
{
    struct table *list = NULL;
    size_t open = 0;
    enum status s = OK;
    for (int closed = 0; closed < 2; closed++) {
        for (size_t i = 0; i < p->entries.count && !s; i++) {
            const struct entry *x = &p->entries.one[i];
            if (!str_is(x->kind, "feedback")) continue;
            const struct entry *done = done_of(p, x->id);
            if ((done != NULL) != (closed == 1)) continue;
            struct str name;
            s = node_name(p->r->st, x->node, p->r->a, &name, e);
            if (!list) {
                list = table_more(t, "told_us", told_columns,
                                  sizeof told_columns / sizeof *told_columns);
                list->title = STR("What members told us; open ones first");
            }
            struct cell *row = table_row(list);
            row[0] = cell_text(entry_id(p->r->a, x->id));
            row[1] = cell_text(x->word);
            row[2] = cell_time(x->at_s);
            row[3] = cell_text(name);
            row[4] = cell_text(x->text);
            if (done) row[5] = cell_text(done->text);
            open += !done;
        }
    }
    table_fact(t, "open_feedback", NULL, cell_int((int64_t)open), 0);
    return s;
}

static const struct column entry_columns[] = {
    {"entry", "entry", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"kind", "what", NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"word", "which", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"amount", "amount", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"text", "words", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"written_at", NULL, NULL, CELL_TIME, 0, false},
};

static enum status put_newest(struct programme_asked *p, struct table *t, struct err *e)
{
    enum status s = OK;
    if (!p->entries.count) return OK;
    struct table *list =
        table_more(t, "entries", entry_columns, sizeof entry_columns / sizeof *entry_columns);
    bool all = p->r->form != FORM_TEXT;
    list->title = STR("The newest entries");
    for (size_t n = 0; n < p->entries.count && (all || n < NEWEST) && !s; n++) {
        const struct entry *x = &p->entries.one[p->entries.count - 1 - n];
        struct cell *row = table_row(list);
        struct str name = STR_NONE;
        if (x->node) s = node_name(p->r->st, x->node, p->r->a, &name, e);
        row[0] = cell_text(entry_id(p->r->a, x->id));
        row[1] = cell_time(x->at_s);
        row[2] = cell_text(x->kind);
        row[3] = cell_text(name);
        row[4] = cell_text(x->word);
        row[5] = cell_real(x->amount);
        row[6] = cell_text(x->text);
        row[7] = cell_time(x->made_at_s);
    }
    return s;
}

enum status programme_show(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct table *t = table_new(p->r->a, "programme", board_columns,
                                sizeof board_columns / sizeof *board_columns);
    struct str word = shell_word(p->r->a, p->programme.name);
    programme_facts(t, p, programme_written(p), STR_NONE);
    t->title = str_printf(p->r->a, "Programme %.*s", STR_ARG(p->programme.name));
    t->empty = str_printf(
        p->r->a, "Nobody is nominated yet: %.*s",
        STR_ARG(request_next(p->r, "programme nominate %.*s PERSON --reason TEXT", STR_ARG(word))));
    struct str rows = request_next(p->r, "export programmes");
    if (p->entries.count) table_fact(t, "opens", NULL, cell_text(rows), 0);
    enum status s = put_board(p, t, e);
    if (!s) s = put_lot(p, t, e);
    put_rate(p, t);
    put_reasons(p, t);
    put_criteria(p, t);
    put_costs(p, t);
    if (!s) s = put_told(p, t, e);
    if (!s) s = put_newest(p, t, e);
    if (p->members.count) {
        table_note(t, "What the list as a whole reaches, as it grew: %.*s",
                   STR_ARG(request_next(p->r, "programme growth %.*s", STR_ARG(word))));
    }
    *ret = t;
    return s;
}

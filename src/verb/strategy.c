/* strategy.c - verb: what is a market after, as it is said and shown? */
#include "verb/strategy.h"

#include "base/limits.h"
#include "base/time.h"

#include <math.h>

static const struct column columns[] = {
    {"place", "place", NULL, CELL_INT, 0, false},
    {"kind", "strategy", NULL, CELL_TEXT, 0, false},
    {"target", "target", NULL, CELL_REAL, 2, false},
    {"unit", "unit", NULL, CELL_TEXT, 0, true},
    {"by", "by", "UTC", CELL_TIME, 0, false},
    {"text", "objective", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"said_at", NULL, NULL, CELL_TIME, 0, false},
};

enum status strategy_said(struct request *r, const struct market *m, struct err *e)
{
    struct strategy x;
    if (r->word_count != 3) {
        return err_set(e, BAD_USAGE,
                       "strategy wants NAME KINDS, the most important first, as 'security "
                       "reach,loyalty'");
    }
    enum status s = strategy_read(r->word[2], &x, e);
    if (s) return s;
    x.at_s = time_now();
    return strategy_keep(r->st, m->id, &x, e);
}

static enum status read_words(struct request *r, struct objective *x, struct err *e)
{
    const char *want = "an objective is said with --target N, --unit U, --by DATE and --text TEXT";
    x->unit = str_trim(request_value(r, "unit"));
    x->text = str_trim(request_value(r, "text"));
    if (!x->unit.len || x->unit.len > 200) {
        return err_set(e, BAD_USAGE, "--unit is missing, empty or too long; %s", want);
    }
    if (!x->text.len || x->text.len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "--text is missing, empty or too long; %s", want);
    }
    if (str_find_nocase(x->unit, "impression") == x->unit.len) return OK;
    return err_set(e, BAD_USAGE,
                   "impressions are no goal: they count what was sent, not whom it moved; choose a "
                   "unit of buyers, people or deals");
}

enum status objective_said(struct request *r, const struct market *m, struct err *e)
{
    struct objective x = {.target = NAN, .due_s = TIME_NONE, .at_s = time_now()};
    struct strategy now;
    if (r->word_count != 3) {
        return err_set(e, BAD_USAGE,
                       "objective wants NAME KIND --target N --unit U --by DATE --text TEXT");
    }
    enum status s = aim_read(r->word[2], &x.aim, e);
    if (!s) s = strategy_load(r->st, m->id, &now, e);
    if (s) return s;
    if (!strategy_has(&now, x.aim)) {
        return err_set(e, BAD_INPUT,
                       "%s is not in the strategy of '%.*s'; say that first: kith market strategy "
                       "%.*s %s",
                       aim_words[x.aim], STR_ARG(m->name), STR_ARG(shell_word(r->a, m->name)),
                       aim_words[x.aim]);
    }
    s = request_double(r, "target", -1e15, 1e15, &x.target, e);
    if (!s) s = request_time(r, "by", &x.due_s, e);
    if (!s && (isnan(x.target) || x.due_s == TIME_NONE)) {
        s = err_set(e, BAD_USAGE,
                    "an objective has a target and a day: --target N --unit U --by DATE");
    }
    if (!s && x.due_s < x.at_s) {
        s = err_set(e, BAD_USAGE, "--by %.*s is over already; want a day to come",
                    STR_ARG(request_value(r, "by")));
    }
    if (!s) s = read_words(r, &x, e);
    return s ? s : objective_keep(r->st, m->id, &x, e);
}

static const struct objective *objective_of(const struct objectives *all, enum aim aim)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->one[i].aim == aim) return &all->one[i];
    }
    return NULL;
}

enum status strategy_put(struct request *r, const struct market *m, struct table *t, struct err *e)
{
    struct strategy x;
    struct objectives all;
    enum status s = strategy_load(r->st, m->id, &x, e);
    if (!s) s = objectives_load(r->st, m->id, r->a, &all, e);
    if (s) return s;
    struct str word = shell_word(r->a, m->name);
    if (!x.count) {
        table_fact(t, "strategy", NULL, cell_text(STR_NONE), 0);
        if (!str_is(r->word[0], "show")) return OK;
        table_note(t, "What is it after? %.*s",
                   STR_ARG(request_next(r, "market strategy %.*s reach,loyalty", STR_ARG(word))));
        return OK;
    }
    table_fact(t, "strategy", "strategy", cell_text(strategy_words(&x, r->a)), 0);
    struct table *list = table_more(t, "objectives", columns, sizeof columns / sizeof *columns);
    list->title = STR("What it is after, the most important first");
    for (size_t i = 0; i < x.count; i++) {
        const struct objective *o = objective_of(&all, x.aim[i]);
        struct cell *row = table_row(list);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = cell_text(str_of(aim_words[x.aim[i]]));
        row[5] = cell_text(str_of(aim_meanings[x.aim[i]]));
        if (!o) continue;
        row[2] = cell_real(o->target);
        row[3] = cell_text(o->unit);
        row[4] = cell_time(o->due_s);
        row[5] = cell_text(o->text);
        row[6] = cell_time(o->at_s);
    }
    return OK;
}

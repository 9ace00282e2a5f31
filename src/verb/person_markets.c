/* person_markets.c - verb: in which markets does one person matter? */
#include "verb/person.h"

#include "base/limits.h"
#include "find/market.h"
#include "verb/ask.h"
#include "verb/veil.h"

enum { MARKET, AUDIENCE, AS_OF, COPIED, HEARD = 16, WHY, OPEN, MODEL };

/* From COPIED to HEARD they are those of find, by their names. */
static const struct column columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"audience", "whom", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"as_of", "as of", "UTC", CELL_TIME, 0, false},
    {"place_lo", "place from", NULL, CELL_INT, 0, false},
    {"place_hi", "place to", NULL, CELL_INT, 0, false},
    {"tier", "tier", NULL, CELL_INT, 0, COLUMN_GOES},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"p_top_10", "top 10", "probability", CELL_REAL, 2, COLUMN_GOES},
    {"prior_share", "prior", "share", CELL_REAL, 2, COLUMN_GOES},
    {"online_share", "online", "share", CELL_REAL, 2, COLUMN_GOES},
    {"voters", "buyers who heed them", NULL, CELL_INT, 0, COLUMN_GOES},
    {"flags", "flags", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"rests_on", "rests on", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"heard", "of buyers heard", NULL, CELL_INT, 0, COLUMN_GOES},
    {"says", "in words", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
    {"model", NULL, NULL, CELL_TEXT, 0, false},
};
_Static_assert(sizeof columns / sizeof *columns == MODEL + 1, "one name a column");

static const struct cell *row_of(const struct table *t, struct str id)
{
    for (size_t i = 0; i < t->row_count; i++) {
        const struct cell *row = t->cells + i * t->column_count;
        struct cell c = table_row_cell(t, row, "id");
        if (c.kind == CELL_TEXT && str_eq(c.text, id)) return row;
    }
    return NULL;
}

static struct str said_of(struct arena *a, const struct table *find, const struct cell *row)
{
    struct cell heard = table_fact_cell(find, "heard");
    if (!table_fact_cell(find, "ranked").yes) {
        return str_printf(a, "no places: %lld of the %d buyers needed are known",
                          (long long)heard.i, BUYERS_KNOWN_MIN);
    }
    if (!row) return STR("no buyer leads to this person");
    double prior = table_row_cell(find, row, "prior_share").real;
    return prior >= 0.5 ? STR("mostly prior") : STR("by what these buyers did");
}

static void put_found(struct request *r, const struct market *m, struct str id,
                      const struct table *find, struct cell *cells)
{
    const struct cell *row = row_of(find, id);
    cells[AS_OF] = table_fact_cell(find, "as_of");
    cells[HEARD] = table_fact_cell(find, "heard");
    cells[MODEL] = cell_text(str_copy(r->a, table_fact_cell(find, "model").text));
    cells[WHY] = cell_text(said_of(r->a, find, row));
    for (int c = COPIED; row && c < HEARD; c++) {
        cells[c] = table_row_cell(find, row, columns[c].name);
        if (cells[c].kind == CELL_TEXT) cells[c].text = str_copy(r->a, cells[c].text);
    }
    cells[OPEN] = cell_text(
        request_next(r, "why %.*s %.*s", STR_ARG(shell_word(r->a, m->name)), STR_ARG(id)));
}

/* As the page of the market asks, whose answer is then at hand. */
static enum status put_market(struct request *r, const struct market *m, struct str id,
                              struct table *t, struct err *e)
{
    char rows[32];
    struct err said = {0};
    const struct table *find = NULL;
    bool dashed = m->name.p[0] == '-';
    (void)snprintf(rows, sizeof rows, "--rows=%d", LIST_ROWS_MAX);
    const char *name = str_c(r->a, m->name);
    const char *const plain[] = {"find", name, rows, NULL};
    const char *const behind[] = {"find", rows, "--", name, NULL};
    if (progress_stop(r->progress)) return err_set(e, STOPPED, "stopped");
    enum status s = ask_at_hand(r, dashed ? behind : plain, &find, &said);
    if (s == STORE_FAILED || s == IO_FAILED || s == STOPPED) {
        *e = said;
        return s;
    }
    struct cell *cells = table_row(t);
    cells[MARKET] = cell_text(m->name);
    cells[AUDIENCE] = cell_text(m->audience);
    if (s) cells[WHY] = cell_text(str_copy(r->a, str_of(said.text)));
    if (!s) put_found(r, m, id, find, cells);
    return OK;
}

enum status person_markets(struct request *r, const struct card *card, struct table **ret,
                           struct err *e)
{
    struct markets all = {0};
    struct table *t = table_new(r->a, "person", columns, MODEL + 1);
    size_t placed = 0;
    size_t shown = 0;
    enum status s = market_list(r->st, r->a, &all, e);
    table_fact(t, "id", NULL, cell_text(card->id), 0);
    table_fact(t, "person", NULL, cell_text(card->name), 0);
    for (size_t i = 0; i < all.count && !s; i++) {
        const struct market *m = &all.market[i];
        if (r->veil && !sight_market(r->sight, m->name)) continue; /* nor is it counted */
        s = put_market(r, m, card->id, t, e);
        placed += !s && t->cells[shown * t->column_count + COPIED].kind == CELL_INT;
        shown++;
    }
    if (s) return s;
    t->title = str_printf(r->a, "Where %.*s matters", STR_ARG(card->name));
    t->empty = STR("There is no market yet, and nobody matters but on something, to somebody.");
    if (shown) {
        table_lead(t, "%.*s has a place in %zu of %zu %s.", STR_ARG(card->name), placed, shown,
                   shown == 1 ? "market" : "markets");
    }
    if (placed > 1) {
        table_note(t, "A place and a reach are of one market; they are not compared with, nor "
                      "added to, those of another one, whose buyers are others.");
    }
    *ret = t;
    return OK;
}

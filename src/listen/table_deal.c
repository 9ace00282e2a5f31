/* table_deal.c - listen: what does one row of a table of deals say? */
#include "listen/table_int.h"

#include "base/time.h"

/* ---- stage ---- */

/* Words of any stage that say how a deal ended, folded (name_key); the one table of stages. What
 * has none of them is open. */
static const struct {
    const char *word;
    enum deal_outcome outcome;
} words[] = {
    {"won", DEAL_WON},          {"closedwon", DEAL_WON},  {"gewonnen", DEAL_WON},
    {"gagne", DEAL_WON},        {"gagnee", DEAL_WON},     {"ganado", DEAL_WON},
    {"ganada", DEAL_WON},       {"ganho", DEAL_WON},      {"ganha", DEAL_WON},
    {"vinto", DEAL_WON},        {"vinta", DEAL_WON},      {"vunnet", DEAL_WON},
    {"vundet", DEAL_WON},       {"vunnen", DEAL_WON},     {"wygrana", DEAL_WON},
    {"signed", DEAL_WON},       {"lost", DEAL_LOST},      {"closedlost", DEAL_LOST},
    {"verloren", DEAL_LOST},    {"perdu", DEAL_LOST},     {"perdue", DEAL_LOST},
    {"perdido", DEAL_LOST},     {"perdida", DEAL_LOST},   {"perso", DEAL_LOST},
    {"persa", DEAL_LOST},       {"tapt", DEAL_LOST},      {"tabt", DEAL_LOST},
    {"forlorad", DEAL_LOST},    {"przegrana", DEAL_LOST}, {"disqualified", DEAL_LOST},
    {"unqualified", DEAL_LOST}, {"abandoned", DEAL_LOST}, {"cancelled", DEAL_LOST},
    {"canceled", DEAL_LOST},    {"dead", DEAL_LOST},      {"rejected", DEAL_LOST},
    {"declined", DEAL_LOST},    {"outsold", DEAL_LOST},
};

static enum deal_outcome outcome_of(struct str stage, struct arena *a)
{
    struct str rest = name_key(a, stage);
    struct str word;
    enum deal_outcome found = DEAL_UNKNOWN;
    bool denied = false;
    if (!rest.len) return DEAL_UNKNOWN;
    while (str_cut(&rest, ' ', &word)) {
        denied |= str_is(word, "not") || str_is(word, "never");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (!str_is(word, words[i].word)) continue;
            if (found == DEAL_UNKNOWN || words[i].outcome == DEAL_LOST) found = words[i].outcome;
        }
    }
    if (denied && found == DEAL_WON) return DEAL_LOST;
    return found == DEAL_UNKNOWN || denied ? DEAL_OPEN : found;
}

/* ---- people ---- */

static struct str own(struct arena *a, struct str s)
{
    struct str said = utf8_head(cell_said(s), NAME_BYTES_MAX);
    return said.len ? str_copy(a, said) : STR("");
}

static void add_parties(struct deal_row *d, const struct who_list *list, enum deal_role role)
{
    for (size_t i = 0; i < list->count && d->party_count < DEAL_PARTIES_MAX; i++)
        d->parties[d->party_count++] = (struct deal_party){list->who[i], role};
}

/* A report with one row a contact has their name and address in columns of their own. */
static void add_contact(const struct cells *v, struct arena *a, struct who_list *buyers)
{
    struct str first = cell_said(v->value[COL_FIRST]);
    struct str last = cell_said(v->value[COL_LAST]);
    struct str email = STR("");
    struct str name = first.len && last.len
                          ? str_printf(a, "%.*s %.*s", STR_ARG(first), STR_ARG(last))
                          : own(a, first.len ? first : last);
    struct who who = {.channel = STR("name"), .handle = name, .name = name};
    if (email_read(v->value[COL_EMAIL], a, &email)) {
        if (buyers->count == 1 && !name.len) name = buyers->who[0].name;
        who = (struct who){.channel = STR("email"), .handle = str_copy(a, email), .name = name};
        if (buyers->count == 1 && str_is(buyers->who[0].channel, "name")) buyers->count = 0;
    } else if (!name.len || buyers->count) {
        return;
    }
    if (!buyers->room) buyers->who = arena_new(a, struct who, 1);
    if (!buyers->count) buyers->who[buyers->count++] = who;
}

static enum status read_parties(const struct cells *v, struct arena *a, struct deal_row *d,
                                struct err *e)
{
    struct who_list buyers = {0};
    struct who_list advisers = {0};
    struct who_list owners = {0};
    d->parties = arena_new(a, struct deal_party, DEAL_PARTIES_MAX);
    enum status s = cell_people(v->value[COL_BUYERS], "buyers", a, &buyers, e);
    if (!s) s = cell_people(v->value[COL_ADVISERS], "advisers", a, &advisers, e);
    if (!s) s = cell_people(v->value[COL_OWNER], "owner", a, &owners, e);
    if (s) return s;
    add_contact(v, a, &buyers);
    add_parties(d, &buyers, ROLE_BUYER);
    add_parties(d, &advisers, ROLE_ADVISER);
    add_parties(d, &owners, ROLE_OWNER);
    return OK;
}

/* ---- numbers ---- */

/* "Amount (EUR)" says it for all its cells. */
static struct str currency_in(struct str header)
{
    struct str inner = str_skip(header, str_find(header, '(') + 1);
    inner = str_trim(str_head(inner, str_find(inner, ')')));
    return inner.len == 3 || (inner.len && (unsigned char)inner.p[0] >= 0x80) || str_is(inner, "$")
               ? inner
               : STR("");
}

static enum status read_amount(const struct cells *v, struct arena *a, struct deal_row *d,
                               struct err *e)
{
    struct str amount = cell_said(v->value[COL_AMOUNT]);
    struct str beside = STR("");
    struct str said = cell_said(v->value[COL_CURRENCY]);
    d->amount_said =
        amount.len && amount_read(amount, v->form[COL_AMOUNT].comma, &d->amount, &beside);
    if (amount.len && !d->amount_said) {
        return err_set(e, BAD_INPUT, "amount '%.*s', want a number such as 1200.50 or 1.200,50 EUR",
                       STR_ARG(cell_shown(amount)));
    }
    if (!said.len) said = beside.len ? beside : currency_in(v->header[COL_AMOUNT]);
    if (said.len && d->amount_said) d->currency = str_copy(a, currency_read(said, a));
    return OK;
}

/* Some systems tick a box "Closed" beside the date of the close. */
static bool is_tick(struct str s)
{
    return str_is_nocase(s, "true") || str_is_nocase(s, "false") || str_is_nocase(s, "yes") ||
           str_is_nocase(s, "no") || str_is(s, "0") || str_is(s, "1");
}

static enum status read_time(const struct cells *v, enum column_id id, int64_t *ret, struct err *e)
{
    *ret = TIME_NONE;
    return is_tick(str_trim(v->value[id])) ? OK : cell_when(v, id, ret, e);
}

static enum deal_outcome read_outcome(const struct cells *v, struct str stage, struct arena *a)
{
    enum deal_outcome of_status = outcome_of(cell_said(v->value[COL_OUTCOME]), a);
    if (of_status == DEAL_WON || of_status == DEAL_LOST) return of_status;
    enum deal_outcome of_stage = outcome_of(stage, a);
    return of_stage != DEAL_UNKNOWN ? of_stage : of_status;
}

enum status deal_read(const struct cells *v, struct arena *a, struct deal_row *ret, struct err *e)
{
    *ret = (struct deal_row){0};
    ret->ref = own(a, v->value[v->value[COL_DEAL_ID].len ? COL_DEAL_ID : COL_DEAL_REF]);
    ret->name = own(a, v->value[v->value[COL_DEAL].len ? COL_DEAL : COL_NAME]);
    ret->org = own(a, v->value[COL_ORG]);
    ret->stage = own(a, v->value[v->value[COL_DEAL_STAGE].len ? COL_DEAL_STAGE : COL_STAGE]);
    if (!ret->stage.len) ret->stage = own(a, v->value[COL_OUTCOME]);
    if (!ret->ref.len && !ret->name.len && !ret->org.len) {
        return err_set(e, BAD_INPUT, "no deal and no org is named; want one of them");
    }
    ret->outcome = read_outcome(v, ret->stage, a);
    enum status s = read_amount(v, a, ret, e);
    if (!s) s = read_time(v, COL_OPENED, &ret->opened_s, e);
    if (!s) s = read_time(v, COL_CLOSED, &ret->closed_s, e);
    return s ? s : read_parties(v, a, ret, e);
}

/* table_outcome.c - listen: what does one row of a table of outcomes say? */
#include "base/time.h"
#include "listen/table_int.h"

#include <math.h>

enum { WORD_BYTES_MAX = 100 };
#define AMOUNT_MOST 1e15 /* of either sign: sums over years stay exact to a unit */

/* As measure/strategy.h has them, which this room does not know. */
static const char *const objectives[] = {"reach",    "engagement", "adoption", "loyalty",
                                         "efficacy", "quality",    NULL};

/* "2026-03" is all of it: its last second. */
static bool month_read(struct str cell, int64_t *ret)
{
    struct str s = cell_said(cell);
    int64_t from_s = 0;
    if (s.len != 7 || s.p[4] != '-' || !time_parse_iso(s, &from_s)) return false;
    struct civil c = time_to_civil(from_s);
    struct civil next = {.year = c.year + c.month / 12, .month = c.month % 12 + 1, .day = 1};
    *ret = time_from_civil(next) - 1;
    return true;
}

static enum status when_read(const struct cells *v, int64_t *ret, struct err *e)
{
    if (month_read(v->value[COL_AT], ret)) return OK;
    enum status s = cell_when(v, COL_AT, ret, e);
    if (s || *ret != TIME_NONE) return s;
    return err_set(e, BAD_INPUT, "at is empty, want a day such as 2026-03-31 or a month: 2026-03");
}

/* A word or a few, folded, so that "Shortlist" is "shortlist". */
static enum status word_read(const struct cells *v, enum column_id id, const char *which,
                             struct arena *a, struct str *ret, struct err *e)
{
    struct str s = cell_said(v->value[id]);
    *ret = str_lower(a, s);
    if (s.len <= WORD_BYTES_MAX) return OK;
    return err_set(e, BAD_INPUT, "%s '%.*s' is too long; want a word or a few", which,
                   STR_ARG(cell_shown(s)));
}

static enum status amount_of(const struct cells *v, struct arena *a, struct outcome_row *ret,
                             struct err *e)
{
    struct str s = cell_said(v->value[COL_AMOUNT]);
    struct str currency = STR("");
    if (!s.len) {
        return err_set(e, BAD_INPUT, "amount is empty, want a number; 1 where it happened once");
    }
    if (!amount_read(s, v->form[COL_AMOUNT].comma, &ret->amount, &currency) ||
        !(fabs(ret->amount) <= AMOUNT_MOST)) {
        return err_set(e, BAD_INPUT, "amount '%.*s', want a number such as 3 or 1200.50",
                       STR_ARG(cell_shown(s)));
    }
    if (currency.len && !ret->unit.len) ret->unit = str_lower(a, currency_read(currency, a));
    return OK;
}

static enum status who_of(const struct cells *v, struct arena *a, struct outcome_row *ret,
                          struct err *e)
{
    struct str person = cell_said(v->value[COL_PERSON]);
    ret->org = str_copy(a, utf8_head(cell_said(v->value[COL_ORG]), NAME_BYTES_MAX));
    if (!person.len && ret->org.len) return OK;
    enum status s = who_read(str_copy(a, person), a, &ret->person, e);
    if (s) return err_in(e, s, ret->org.len ? "person" : "person (or org)");
    ret->org = STR("");
    return OK;
}

enum status outcome_read(const struct cells *v, struct arena *a, struct outcome_row *ret,
                         struct err *e)
{
    *ret = (struct outcome_row){.at_s = TIME_NONE};
    enum status s = word_read(v, COL_OUTCOME_KIND, "outcome", a, &ret->kind, e);
    if (!s && !ret->kind.len) {
        s = err_set(e, BAD_INPUT, "outcome is empty, want what was counted, such as inquiry");
    }
    if (!s) s = when_read(v, &ret->at_s, e);
    if (!s) s = who_of(v, a, ret, e);
    if (!s) s = word_read(v, COL_UNIT, "unit", a, &ret->unit, e);
    if (!s) s = amount_of(v, a, ret, e);
    if (!s) s = word_read(v, COL_OBJECTIVE, "objective", a, &ret->objective, e);
    if (s || !ret->objective.len || str_among(ret->objective, objectives)) return s;
    return err_set(e, BAD_INPUT,
                   "objective '%.*s', want reach, engagement, adoption, loyalty, efficacy or "
                   "quality, or nothing",
                   STR_ARG(cell_shown(ret->objective)));
}

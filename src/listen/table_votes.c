/* table_votes.c - listen: how does a whole column write its dates and amounts? */
#include "listen/table_int.h"

static bool is_date(enum column_id id)
{
    return id == COL_AT || id == COL_OPENED || id == COL_CLOSED || id == COL_SINCE ||
           id == COL_CONFIRMED_AT || id == COL_SAID_AT || id == COL_MET_AT;
}

bool columns_need_votes(const struct columns *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (is_date(c->id[i]) || c->id[i] == COL_AMOUNT) return true;
    }
    return false;
}

void columns_vote(const struct columns *c, const struct str *cell, size_t count,
                  struct column_votes *votes)
{
    size_t n = count < c->count ? count : c->count;
    for (size_t i = 0; i < n; i++) {
        if (is_date(c->id[i])) {
            struct date_votes *v = &votes->dates[i];
            date_vote(cell[i], v);
            votes->any += v->dmy || v->mdy || v->either;
        } else if (c->id[i] == COL_AMOUNT) {
            struct amount_votes *v = &votes->amounts[i];
            amount_vote(cell[i], v);
            votes->any += v->comma || v->point;
        }
    }
}

/* A table is written by one hand: where all columns that tell agree, so do those that do not. */
static enum date_order order_of_others(const struct columns *c, const struct column_votes *votes)
{
    uint64_t dmy = 0;
    uint64_t mdy = 0;
    for (size_t i = 0; i < c->count; i++) {
        dmy += votes->dates[i].dmy;
        mdy += votes->dates[i].mdy;
    }
    return dmy && !mdy ? DATES_DMY : mdy && !dmy ? DATES_MDY : DATES_UNKNOWN;
}

enum status columns_settle(struct columns *c, const struct column_votes *votes,
                           enum date_order said, struct err *e)
{
    enum date_order others = order_of_others(c, votes);
    enum status s = OK;
    for (size_t i = 0; i < c->count && !s; i++) {
        const struct date_votes *v = &votes->dates[i];
        struct column_form *form = &c->form[i];
        form->comma = votes->amounts[i].comma > votes->amounts[i].point;
        form->dates = said;
        if (!is_date(c->id[i]) || said != DATES_UNKNOWN) continue;
        if (!v->dmy && !v->mdy && others != DATES_UNKNOWN) {
            form->dates = others;
        } else {
            s = date_order_of(v, c->header[i], &form->dates, e);
        }
    }
    return s;
}

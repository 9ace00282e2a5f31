/* related.c - verb: how is what was seen of one of ours and a person shown? */
#include "verb/related.h"

#include "base/strength.h"
#include "base/time.h"

const struct column related_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "teammate", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"stage", "stage", NULL, CELL_TEXT, 0, false},
    {"since", "since", "UTC", CELL_TIME, 0, false},
    {"strength", "strength", "0 to 1", CELL_REAL, 2, false},
    {"claimed", NULL, "0 to 5", CELL_INT, 0, false},
    {"claimed_how", "we say", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"confirmed", NULL, "0 to 5", CELL_INT, 0, false},
    {"confirmed_how", "they say", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"last", "last", "UTC", CELL_TIME, 0, false},
    {"last_by", "by", NULL, CELL_TEXT, 0, false},
    {"touch", "touch", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"ours", "ours", "contacts", CELL_INT, 0, COLUMN_GOES},
    {"theirs", "theirs", "contacts", CELL_INT, 0, COLUMN_GOES},
    {"formal", "formal", "contacts", CELL_INT, 0, COLUMN_GOES},
    {"social", "social", "contacts", CELL_INT, 0, COLUMN_GOES},
    {"attention", NULL, "rows", CELL_INT, 0, false},
    {"reciprocity", "both ways", "0 to 1", CELL_REAL, 2, COLUMN_GOES},
    {"silence_days", "silence", "days", CELL_INT, 0, COLUMN_GOES},
    {"silence_from", NULL, "UTC", CELL_TIME, 0, false},
    {"reply_hours_ours", "we answer", "hours", CELL_REAL, 1, COLUMN_GOES},
    {"reply_hours_theirs", "they answer", "hours", CELL_REAL, 1, COLUMN_GOES},
    {"against_days", NULL, "days", CELL_INT, 0, false},
    {"view", "view", "-2 to 2", CELL_INT, 0, COLUMN_GOES},
    {"channels", "channels", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"first", "first", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"replies", NULL, "answers", CELL_INT, 0, false},
    {"reason", "why", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"beside", "conversations", "both in", CELL_INT, 0, COLUMN_GOES},
};
_Static_assert(sizeof related_columns / sizeof *related_columns == RELATED_COLUMNS, "count");

/* A week and a month without a word: past the second, people drift off. */
static const char *touch_of(const struct tie *t, int64_t as_of_s)
{
    int64_t days = (as_of_s - t->last_s) / DAY_S;
    return days <= TOUCH_WEEK ? "week" : days <= TOUCH_MONTH ? "month" : "quiet";
}

static void put_said(struct cell *row, int strength)
{
    if (strength == STRENGTH_UNKNOWN) return;
    row[0] = cell_int(strength);
    row[1] = cell_text(str_of(strength_words[strength]));
}

static void put_tie(const struct tie *t, int64_t as_of_s, struct cell *row)
{
    row[4] = cell_text(str_of(stage_names[t->stage]));
    row[5] = cell_time(t->since_s);
    row[6] = cell_real(t->strength);
    row[11] = cell_time(t->last_s);
    if (t->last_s != TIME_NONE) {
        row[12] = cell_text(str_of(side_names[t->last_by]));
        row[13] = cell_text(str_of(touch_of(t, as_of_s)));
        row[20] = cell_int(t->silence_s / DAY_S);
    }
    row[14] = cell_int((int64_t)t->by[SIDE_OURS]);
    row[15] = cell_int((int64_t)t->by[SIDE_THEIRS]);
    row[16] = cell_int((int64_t)t->formal);
    row[17] = cell_int((int64_t)t->social);
    row[18] = cell_int((int64_t)t->attention);
    row[19] = cell_real(t->reciprocity);
    row[21] = cell_time(t->silence_from_s);
    row[22] = cell_real(t->reply_hours[SIDE_OURS]);
    row[23] = cell_real(t->reply_hours[SIDE_THEIRS]);
    row[24] = cell_int((int64_t)t->against_days);
    row[27] = cell_time(t->first_s);
    row[28] = cell_int((int64_t)(t->replies[SIDE_OURS] + t->replies[SIDE_THEIRS]));
    row[29] = cell_text(t->reason);
    row[30] = cell_int((int64_t)t->beside);
}

enum status related_put(struct request *r, const struct seen *seen, int64_t as_of_s, size_t most,
                        struct table *t, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < seen->count && i < most && !s; i++) {
        const struct seen_pair *p = &seen->pair[i];
        struct str person = STR_NONE;
        struct str mate = STR_NONE;
        struct str channels = STR_NONE;
        s = node_name(r->st, p->person, r->a, &person, e);
        if (!s) s = node_name(r->st, p->teammate, r->a, &mate, e);
        if (!s) s = seen_channels(r->st, p, r->a, &channels, e);
        if (s) break;
        struct cell *row = table_row(t);
        row[0] = cell_text(node_public_id(r->a, p->person, 'p'));
        row[1] = cell_text(person);
        row[2] = cell_text(node_public_id(r->a, p->teammate, 'p'));
        row[3] = cell_text(mate);
        put_said(row + 7, p->us);
        put_said(row + 9, p->them);
        if (p->view != VIEW_UNKNOWN) row[25] = cell_int(p->view);
        if (channels.len) row[26] = cell_text(channels);
        put_tie(&p->tie, as_of_s, row);
    }
    return s;
}

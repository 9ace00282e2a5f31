/* meeting_matrix.c - verb: who of ours knows whom, each with each? */
#include "base/strength.h"
#include "find/people.h"
#include "verb/meeting.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "teammate", NULL, CELL_TEXT, 0, true},
    {"department", "department", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"holds", "holds", "people", CELL_INT, 0, false},
    {"can", "can", "people", CELL_INT, 0, false},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"reach_in_100", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"sign", "", NULL, CELL_TEXT, 0, false},
    {"standing", "standing", NULL, CELL_TEXT, 0, false},
    {"role", "role", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"we_say", "we say", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"they_say", "they say", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"n", "seen", "rows", CELL_INT, 0, COLUMN_GOES},
    {"days", "last", "days ago", CELL_INT, 0, COLUMN_GOES},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

struct standing {
    const char *sign, *word;
};

/* Whoever met once claims to know, too; how well stands beside it. */
static struct standing standing_of(const struct known *k)
{
    bool seen = k->from_them || k->from_us || k->logged;
    if (k->us > 0 && k->them > 0) return (struct standing){"●", "both say so"};
    if (k->us > 0 && k->them == 0) return (struct standing){"✕", "denied"};
    if (k->us > 0) return (struct standing){"○", "claimed only"};
    if (k->them > 0) return (struct standing){"◐", "they say so"};
    return seen ? (struct standing){"·", "seen, not claimed"} : (struct standing){"?", "not asked"};
}

static struct str strength_word(int strength)
{
    return strength >= 0 && strength <= STRENGTH_MOST ? str_of(strength_words[strength]) : STR_NONE;
}

static int by_department(const void *l, const void *r)
{
    const struct traits *a = *(const struct traits *const *)l;
    const struct traits *b = *(const struct traits *const *)r;
    if (!a->team.len != !b->team.len) return a->team.len ? -1 : 1;
    int order = str_cmp(a->team, b->team);
    if (!order) order = str_cmp(a->name, b->name);
    return order ? order : (a->node > b->node) - (a->node < b->node);
}

static void put_pair(const struct request *r, const struct meeting *m, size_t mate, size_t p,
                     struct table *t)
{
    const struct traits *ours = &m->team.one[mate];
    const struct known *k = &m->known.pair[p * m->team.count + mate];
    const struct person_reach *reach = scope_reach(&m->sc, m->traits[p].node);
    struct standing s = standing_of(k);
    int32_t number = (int32_t)mate;
    struct cell *row = table_row(t);
    row[0] = cell_text(node_public_id(r->a, ours->node, 'p'));
    row[1] = cell_text(ours->name);
    if (ours->team.len) row[2] = cell_text(ours->team);
    row[3] = cell_int(m->plan.held[mate]);
    row[4] = cell_int(ours->capacity);
    row[5] = cell_text(node_public_id(r->a, m->traits[p].node, 'p'));
    row[6] = cell_text(m->traits[p].name);
    row[7] = cell_real(m->reach[p]);
    row[8] = cell_text(str_of(s.sign));
    row[9] = cell_text(str_of(s.word));
    if (m->plan.owner[p] == number) row[10] = cell_text(STR("owner"));
    if (m->plan.backup[p] == number) row[10] = cell_text(STR("back-up"));
    row[11] = cell_text(strength_word(k->us));
    row[12] = cell_text(strength_word(k->them));
    row[13] = cell_int((int64_t)k->from_them + k->from_us + k->logged);
    if (k->last_s != TIME_NONE && m->now_s != TIME_NONE && k->last_s <= m->now_s + DAY_S) {
        int64_t days = (m->now_s - k->last_s) / DAY_S;
        row[14] = cell_int(days > 0 ? days : 0);
    }
    if (!reach) return;
    row[15] = cell_real(reach->lo);
    row[16] = cell_real(reach->hi);
}

struct table *matrix_new(struct arena *a)
{
    return table_new(a, "connect", columns, sizeof columns / sizeof *columns);
}

void matrix_put(const struct request *r, const struct meeting *m, struct table *t)
{
    const struct traits **order = arena_new(r->a, const struct traits *, m->team.count);
    for (size_t i = 0; i < m->team.count; i++)
        order[i] = &m->team.one[i];
    qsort(order, m->team.count, sizeof *order, by_department);
    for (size_t i = 0; i < m->team.count; i++) {
        for (size_t p = 0; p < m->count; p++)
            put_pair(r, m, (size_t)(order[i] - m->team.one), p, t);
    }
    table_note(t, "● both say so, ○ claimed only, ✕ denied, ◐ they say so and we do not claim, · "
                  "seen and not claimed, ? nobody was asked.");
}

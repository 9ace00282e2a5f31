/* opposed.c - verb: whom do people of trust oppose? */
#include "verb/doubted.h"

#include <math.h>
#include <stdlib.h>

void opinion_say(const struct scope *sc, uint32_t node, struct table *t)
{
    struct opinions all;
    scope_opinions(t->a, sc, &all);
    const struct opinion *o = opinion_of(&all, node);
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "doubt_in_100", NULL, o ? cell_real(o->in_100) : none, 1);
    table_fact(t, "doubt_lo", NULL, o ? cell_real(o->lo) : none, 1);
    table_fact(t, "doubt_hi", NULL, o ? cell_real(o->hi) : none, 1);
    table_fact(t, "opposed_next", NULL, o ? cell_real(o->next) : none, 2);
    if (!o) return;
    table_note(t,
               "Of 100 people of trust who state an opinion of them, %.1f oppose (%.1f to %.1f); "
               "of all here, %.1f. %u of %u did. Chance that somebody does in a next period like "
               "this: %.2f.",
               o->in_100, o->lo, o->hi, 100.0 * all.mean, o->opposing, o->stated, o->next);
}

/* ---- find --against ---- */

const struct column count_columns[] = {
    {"rank", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "name", NULL, CELL_TEXT, 0, true},
    {"in_100", "in 100", "buyers in 100", CELL_REAL, 1, false},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"votes", NULL, "buyers", CELL_REAL, 1, false},
    {"voters", "voters", "buyers", CELL_INT, 0, COLUMN_GOES},
    {"evidence", "evidence", "rows", CELL_INT, 0, false},
    {"doubt_in_100", "doubt", "in 100", CELL_REAL, 1, false},
    {"doubt_lo", "at least", "in 100", CELL_REAL, 1, COLUMN_GOES},
    {"doubt_hi", "at most", "in 100", CELL_REAL, 1, COLUMN_GOES},
    {"opposed_next", "next", "probability", CELL_REAL, 2, COLUMN_GOES},
    {"stated", NULL, "people", CELL_INT, 0, false},
    {"opposing", NULL, "people", CELL_INT, 0, false},
};

struct opposed { /* one row */
    struct node_count count;
    const struct opinion *opinion; /* NULL: nobody opposes anybody */
};

/* Whom buyers oppose first, by their votes as counted; then by what may come. */
static int opposed_cmp(const void *left, const void *right)
{
    const struct opposed *l = left;
    const struct opposed *r = right;
    if (l->count.votes != r->count.votes) return l->count.votes > r->count.votes ? -1 : 1;
    double next = (r->opinion ? r->opinion->next : 0.0) - (l->opinion ? l->opinion->next : 0.0);
    if (next < 0.0 || next > 0.0) return next > 0.0 ? 1 : -1;
    return l->count.node < r->count.node ? -1 : l->count.node > r->count.node;
}

/* Those whom buyers oppose; those whom others of trust do; with `all`, everybody spoken of. */
static struct opposed *opposed_list(const struct node_counts *counts, const struct opinions *all_of,
                                    bool all, struct arena *a, size_t *ret_count)
{
    struct opposed *list = arena_new(a, struct opposed, counts->count + all_of->count);
    bool *in = arena_new(a, bool, all_of->count);
    size_t count = 0;
    for (size_t i = 0; i < counts->count; i++) {
        const struct opinion *o = opinion_of(all_of, counts->node[i].node);
        list[count++] = (struct opposed){counts->node[i], o};
        if (o) in[o - all_of->of] = true;
    }
    for (size_t i = 0; i < all_of->count; i++) {
        const struct opinion *o = &all_of->of[i];
        if (in[i] || (!all && !o->opposing)) continue;
        list[count++] = (struct opposed){{.node = o->node}, o};
    }
    if (count) qsort(list, count, sizeof *list, opposed_cmp);
    *ret_count = count;
    return list;
}

void count_put(const struct scope *sc, const struct node_count *n, struct cell *row)
{
    if (sc->findings.ranked && n->voters) {
        row[3] = cell_real(n->in_100);
        row[4] = cell_real(n->lo);
        row[5] = cell_real(n->hi);
        row[6] = cell_real(REACH_LEVEL);
    }
    row[7] = cell_real(n->votes);
    row[8] = cell_int(n->voters);
    row[9] = cell_int(n->rows);
}

static void put_opposed(const struct scope *sc, const struct opposed *o, struct cell *row)
{
    count_put(sc, &o->count, row);
    if (!o->opinion) return;
    row[10] = cell_real(o->opinion->in_100);
    row[11] = cell_real(o->opinion->lo);
    row[12] = cell_real(o->opinion->hi);
    row[13] = cell_real(o->opinion->next);
    row[14] = cell_int(o->opinion->stated);
    row[15] = cell_int(o->opinion->opposing);
}

enum status find_against(struct request *r, struct scope *sc, size_t rows, bool all,
                         struct table **ret, struct err *e)
{
    struct table *t =
        table_new(r->a, "find", count_columns, sizeof count_columns / sizeof *count_columns);
    struct node_counts counts = {0};
    struct opinions opinions;
    bool *wanted = NULL;
    enum status s = scope_rank(r, sc, e);
    if (!s && r->word_count > 1) s = scope_people(r, sc, r->word[1], t, &wanted, e);
    if (s) return s;
    against_find(&sc->scene, &sc->reach, r->a, &counts);
    scope_opinions(r->a, sc, &opinions);
    size_t count = 0;
    const struct opposed *list = opposed_list(&counts, &opinions, all, r->a, &count);
    for (size_t i = 0; i < count && t->row_count < rows && !s; i++) {
        struct card card;
        uint32_t node = list[i].count.node;
        if (wanted && !wanted[node]) continue;
        s = scope_card(r, sc, node, &card, e);
        if (s) return s;
        struct cell *row = table_row(t);
        if (sc->findings.ranked) row[0] = cell_int((int64_t)i + 1);
        row[1] = cell_text(card.id);
        row[2] = cell_text(card.name);
        put_opposed(sc, &list[i], row);
    }
    t->title = str_printf(r->a, "Whom the buyers of %.*s oppose", STR_ARG(sc->market.name));
    table_lead(t, "%.*s.", STR_ARG(scope_sentence(r->a, sc)));
    scope_facts(t, sc);
    if (t->row_count) scope_opens(r, sc, t->cells[1].text, t);
    table_fact(t, "doubt_mean_in_100", NULL,
               cell_real(opinions.count ? 100.0 * opinions.mean : NAN), 1);
    t->empty = STR("Nobody that is known.");
    if (opinions.count) {
        table_note(t,
                   "Doubt is of how many of 100 people of trust who state an opinion of a person "
                   "oppose them; of all here, %.1f. 'next' is the chance that one does in a next "
                   "period like this.",
                   100.0 * opinions.mean);
    }
    scope_notes(t, sc);
    *ret = t;
    return s;
}

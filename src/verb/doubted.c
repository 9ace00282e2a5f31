/* doubted.c - verb: whose attention looks made, and who is loud without trust? */
#include "verb/doubted.h"

#include "base/limits.h"
#include "find/loud.h"
#include "find/votes.h"

#include <stdlib.h>

enum { NAMED_IN_NOTE = 3 };

struct str doubted_kinds(struct arena *a, const struct doubts *d, uint32_t node)
{
    size_t count = 0;
    const struct doubt *of = doubts_of(d, node, &count);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < count; i++) {
        if (i && of[i].kind == of[i - 1].kind) continue;
        buf_addf(&b, "%s%s", b.len ? " " : "", doubt_names[of[i].kind]);
    }
    return buf_str(&b);
}

void doubted_note(struct request *r, const struct scope *sc, struct table *t, size_t name,
                  size_t flags)
{
    struct buf b = buf_new(r->a);
    size_t count = 0;
    for (size_t i = 0; i < t->row_count; i++) {
        const struct cell *row = t->cells + i * t->column_count;
        if (!row[flags].text.len || ++count > NAMED_IN_NOTE) continue;
        buf_addf(&b, "%s%.*s (%.*s)", b.len ? ", " : "", STR_ARG(row[name].text),
                 STR_ARG(row[flags].text));
    }
    if (!count) return;
    if (count > NAMED_IN_NOTE) buf_addf(&b, " and %zu more", count - NAMED_IN_NOTE);
    struct str market = shell_word(r->a, sc->market.name);
    table_note(t, "Attention that looks made, which takes nobody out of the figures: %.*s; %.*s",
               STR_ARG(buf_str(&b)),
               STR_ARG(request_next(r, "find %.*s --flagged", STR_ARG(market))));
}

#define COUNT_OF(x) (sizeof(x) / sizeof *(x))

static const struct column flag_columns[] = {
    {"flag", "flag", NULL, CELL_TEXT, 0, false},   {"what", "what", NULL, CELL_TEXT, 0, true},
    {"some", NULL, NULL, CELL_INT, 0, false},      {"of", NULL, NULL, CELL_INT, 0, false},
    {"expected", NULL, NULL, CELL_REAL, 3, false}, {"group", NULL, NULL, CELL_INT, 0, false},
};

static void put_doubt(struct cell *row, const struct doubt *d, struct arena *a)
{
    row[0] = cell_text(str_of(doubt_names[d->kind]));
    row[1] = cell_text(doubt_sentence(a, d));
    row[2] = cell_int(d->some);
    row[3] = cell_int(d->of);
    bool expects = d->kind == DOUBT_FANS || d->kind == DOUBT_BURST || d->kind == DOUBT_ANSWERS;
    if (expects) row[4] = cell_real(d->expected);
    if (d->group) row[5] = cell_int(d->group);
}

void doubted_say(const struct doubts *d, uint32_t node, struct table *t)
{
    size_t count = 0;
    const struct doubt *of = doubts_of(d, node, &count);
    struct table *flags = table_more(t, "flags", flag_columns, 6);
    if (count) flags->title = STR("What looks made; it takes nothing out of the figures");
    for (size_t i = 0; i < count; i++)
        put_doubt(table_row(flags), &of[i], t->a);
}

/* ---- find --flagged ---- */

static const struct column flagged_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"place", "place", NULL, CELL_INT, 0, false},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"flag", "flag", NULL, CELL_TEXT, 0, false},
    {"what", "what", NULL, CELL_TEXT, 0, true},
    {"some", NULL, NULL, CELL_INT, 0, false},
    {"of", NULL, NULL, CELL_INT, 0, false},
    {"expected", NULL, NULL, CELL_REAL, 3, false},
    {"group", NULL, NULL, CELL_INT, 0, false},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

/* [node_count] place by reach; 0: not listed, or nobody is ranked. */
static uint32_t *places(struct request *r, const struct scope *sc)
{
    uint32_t *place = arena_new(r->a, uint32_t, sc->scene.node_count);
    for (size_t i = 0; sc->findings.ranked && i < sc->findings.count; i++)
        place[sc->findings.person[i].node] = (uint32_t)i + 1;
    return place;
}

/* Reach, and its two bounds, which stand elsewhere in the row. */
static void put_reach(const struct scope *sc, uint32_t place, struct cell *reach,
                      struct cell *bounds)
{
    const struct person_reach *p = &sc->findings.person[place - 1];
    *reach = cell_real(p->reach);
    bounds[0] = cell_real(p->lo);
    bounds[1] = cell_real(p->hi);
}

struct flagged {
    const struct doubt *doubt;
    uint32_t place;
};

/* Who stands high first: there a flag matters. */
static int flagged_cmp(const void *left, const void *right)
{
    const struct flagged *l = left;
    const struct flagged *r = right;
    if (l->place != r->place) return l->place - 1 < r->place - 1 ? -1 : 1; /* 0 comes last */
    return l->doubt < r->doubt ? -1 : l->doubt > r->doubt;
}

static enum status put_flagged(struct request *r, const struct scope *sc, const struct flagged *f,
                               struct table *t, struct err *e)
{
    struct card card;
    enum status s = scope_card(r, sc, f->doubt->node, &card, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_text(card.id);
    row[1] = cell_text(card.name);
    if (f->place) {
        row[2] = cell_int(f->place);
        put_reach(sc, f->place, row + 3, row + 10);
    }
    put_doubt(row + 4, f->doubt, r->a);
    return OK;
}

enum status find_flagged(struct request *r, struct scope *sc, size_t rows, struct table **ret,
                         struct err *e)
{
    struct table *t = table_new(r->a, "find", flagged_columns, COUNT_OF(flagged_columns));
    struct doubts d;
    bool *wanted = NULL;
    enum status s = scope_rank(r, sc, e);
    if (!s && r->word_count > 1) s = scope_people(r, sc, r->word[1], t, &wanted, e);
    if (!s) s = scope_doubts(r, sc, &d, e);
    if (s) return s;
    const uint32_t *place = places(r, sc);
    struct flagged *list = arena_new(r->a, struct flagged, d.count);
    size_t count = 0;
    for (size_t i = 0; i < d.count; i++) {
        if (wanted && !wanted[d.doubt[i].node]) continue;
        list[count++] = (struct flagged){&d.doubt[i], place[d.doubt[i].node]};
    }
    if (count) qsort(list, count, sizeof *list, flagged_cmp);
    for (size_t i = 0; i < count && t->row_count < rows && !s; i++)
        s = put_flagged(r, sc, &list[i], t, e);
    if (s) return s;
    t->title = str_printf(r->a, "Whose attention looks made, in %.*s", STR_ARG(sc->market.name));
    table_lead(t, "%.*s. Flags take nothing out of any figure; read what made them.",
               STR_ARG(scope_sentence(r->a, sc)));
    scope_facts(t, sc);
    table_fact(t, "flags", NULL, cell_int((int64_t)count), 0);
    if (t->row_count) scope_opens(r, sc, t->cells[0].text, t);
    t->empty = STR("Nothing looks made.");
    if (d.docs_left) {
        table_note(t, "%zu older texts on topic were not compared.", d.docs_left);
    }
    scope_notes(t, sc);
    *ret = t;
    return OK;
}

/* ---- find --popular ---- */

static const struct column popular_columns[] = {
    {"place_loud", "loud", "place", CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"by", "by", NULL, CELL_TEXT, 0, false},
    {"followers", "fans", "accounts", CELL_REAL, 0, false},
    {"heeded_by", "heeded by", "people", CELL_INT, 0, false},
    {"place_reach", "by reach", "place", CELL_INT, 0, false},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"trust", "trust", "share", CELL_REAL, 3, false},
    {"prior_share", NULL, "share", CELL_REAL, 4, false},
    {"flags", "flags", NULL, CELL_TEXT, 0, true},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

/* Loudest by what others publish of them, or by who heeds them, whichever is the better place. */
struct loudest {
    uint32_t node, place;
    enum loud_kind by;
};

static int loudest_cmp(const void *left, const void *right)
{
    const struct loudest *l = left;
    const struct loudest *r = right;
    if (l->place != r->place) return l->place < r->place ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* Loud: among the first LOUD_PLACES. Not trusted: no buyer votes for them, and their place by reach
 * is not half as good as that by loudness. Buyers themselves are not asked about. */
static size_t popular_list(const struct scope *sc, const struct loud *loud, const uint32_t *place,
                           const bool *wanted, struct loudest *list)
{
    size_t count = 0;
    for (uint32_t v = 0; v < sc->scene.node_count; v++) {
        if (!node_is_candidate(&sc->scene, v) || (wanted && !wanted[v])) continue;
        bool buyer = !sc->scene.everyone && sc->scene.buyer[v] > 0.0; /* whose trust it is about */
        if (buyer || sc->findings.votes.x[v] > 0.0) continue;
        struct loudest l = {v, loud->place[LOUD_IN_DEGREE][v], LOUD_IN_DEGREE};
        bool heeded = loud->value[LOUD_IN_DEGREE][v] > 0.0;
        uint32_t fans = loud->place[LOUD_FOLLOWERS][v];
        if (sc->scene.followers[v] > 0.0 && (fans < l.place || !heeded)) {
            l.place = fans;
            l.by = LOUD_FOLLOWERS;
        } else if (!heeded) {
            continue;
        }
        if (l.place > LOUD_PLACES_MAX || (place[v] && place[v] < 2 * l.place)) continue;
        list[count++] = l;
    }
    if (count) qsort(list, count, sizeof *list, loudest_cmp);
    return count;
}

static enum status put_popular(struct request *r, const struct scope *sc, const struct loudest *l,
                               const struct loud *loud, uint32_t place, struct cell *row,
                               struct err *e)
{
    struct card card;
    enum status s = scope_card(r, sc, l->node, &card, e);
    if (s) return s;
    double followers = sc->scene.followers[l->node];
    row[0] = cell_int(l->place);
    row[1] = cell_text(card.id);
    row[2] = cell_text(card.name);
    row[3] = cell_text(str_of(loud_names[l->by]));
    if (followers >= 0.0) row[4] = cell_real(followers);
    row[5] = cell_int((int64_t)loud->value[LOUD_IN_DEGREE][l->node]);
    if (place) {
        row[6] = cell_int(place);
        put_reach(sc, place, row + 7, row + 11);
    }
    row[8] = cell_real(sc->findings.prior.trust[l->node]);
    row[9] = cell_real(sc->findings.prior.share[l->node]);
    return OK;
}

enum status find_popular(struct request *r, struct scope *sc, size_t rows, struct table **ret,
                         struct err *e)
{
    struct table *t = table_new(r->a, "find", popular_columns, COUNT_OF(popular_columns));
    struct doubts d;
    struct loud loud;
    bool *wanted = NULL;
    enum status s = scope_rank(r, sc, e);
    if (!s && r->word_count > 1) s = scope_people(r, sc, r->word[1], t, &wanted, e);
    if (!s) s = scope_doubts(r, sc, &d, e);
    if (!s) s = loud_find(&sc->scene, r->threads, r->a, &loud, e);
    if (s) return s;
    const uint32_t *place = places(r, sc);
    struct loudest *list = arena_new(r->a, struct loudest, sc->scene.node_count);
    size_t count = popular_list(sc, &loud, place, wanted, list);
    for (size_t i = 0; i < count && i < rows && !s; i++) {
        struct cell *row = table_row(t);
        s = put_popular(r, sc, &list[i], &loud, place[list[i].node], row, e);
        row[10] = cell_text(doubted_kinds(r->a, &d, list[i].node));
    }
    if (s) return s;
    t->title = str_printf(r->a, "Popular, but not trusted by the buyers of %.*s",
                          STR_ARG(sc->market.name));
    table_lead(t,
               "%.*s. %zu of the loudest %d have no vote of theirs and little or no attention of "
               "those they heed.",
               STR_ARG(scope_sentence(r->a, sc)), count, LOUD_PLACES_MAX);
    scope_facts(t, sc);
    table_fact(t, "popular", NULL, cell_int((int64_t)count), 0);
    if (t->row_count) scope_opens(r, sc, t->cells[1].text, t);
    t->empty = STR("Whoever is loud here is heeded by these buyers, too.");
    scope_notes(t, sc);
    *ret = t;
    return OK;
}

/*
 * walk_laws.h - tests: what must hold of any answer, whatever verb gives it?
 *
 * Columns are looked at as they are declared, so that a figure no row fills is seen, too, and cells
 * as they stand. What must hold is written in base/table.h; what stands alone, and why, in
 * verb/figures.c.
 */
#include "verb/figures.h"

enum { SEEN_MAX = 256 };

/* What an answer speaks of, and when. */
static const char *const scopes[] = {"market", "survey", "programme", "person",
                                     "file",   "scope",  NULL};
static const char *const times[] = {"as_of", "wave", "waves", "until", NULL};

struct walk {
    struct arena *a;
    bool used[SEEN_MAX];      /* lines of figures_alone that were met */
    struct str run[SEEN_MAX]; /* "find", "survey show": what was walked */
    size_t run_count;
    struct str none[SEEN_MAX]; /* what need not be */
    size_t none_count;
    size_t estimates; /* met in the answer at hand */
    bool again;       /* the columns at hand were looked at in an earlier row */
    size_t faults;
    bool later;     /* not all is held to it yet */
    const char *at; /* the command at hand */
};

static void fault(struct walk *w, const char *format, ...) PRINTF_LIKE(2, 3);
static void fault(struct walk *w, const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("%s: %s\n", w->at, text);
    w->faults++;
}

/* ---- names ---- */

static bool ends(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static bool is_bound(const char *name)
{
    return strcmp(name, "lo") == 0 || strcmp(name, "hi") == 0 || strcmp(name, "level") == 0 ||
           ends(name, "_lo") || ends(name, "_hi") || ends(name, "_level");
}

static bool among(const char *const list[], const char *name)
{
    for (size_t i = 0; list[i]; i++) {
        if (strcmp(list[i], name) == 0) return true;
    }
    return false;
}

/* Columns of one row, or the facts of one table: a list of names with a cell each. */
struct named {
    const char *name[SEEN_MAX];
    struct cell cell[SEEN_MAX];
    enum cell_kind kind[SEEN_MAX]; /* as declared; of a fact as it is */
    size_t count;
};

static void add(struct named *l, const char *name, struct cell c, enum cell_kind kind)
{
    assert_true(l->count < SEEN_MAX);
    l->name[l->count] = name;
    l->cell[l->count] = c;
    l->kind[l->count++] = kind;
}

static struct named facts_of(const struct table *t)
{
    struct named l = {.count = 0};
    for (const struct fact *f = t->facts; f; f = f->next)
        add(&l, f->name, f->value, f->value.kind);
    return l;
}

static struct named row_of(const struct table *t, size_t row)
{
    struct named l = {.count = 0};
    for (size_t c = 0; c < t->column_count; c++) {
        struct cell cell =
            row < t->row_count ? t->cells[row * t->column_count + c] : (struct cell){0};
        add(&l, t->columns[c].name, cell, t->columns[c].kind);
    }
    return l;
}

static size_t at(const struct named *l, const char *name)
{
    for (size_t i = 0; i < l->count; i++) {
        if (strcmp(l->name[i], name) == 0) return i;
    }
    return SIZE_MAX;
}

static bool stands_alone(struct walk *w, const char *verb, const char *name)
{
    const struct figure_alone *f = figure_alone(verb, name);
    if (f) w->used[f - figures_alone] = true;
    return f != NULL;
}

/* What a name may end in that its bounds leave out: won_lo of won_share. */
static const char *const units[] = {"", "_in_100", "_share", "_median", "_floor", NULL};

/* The bound of figure i: X_lo; or lo, where i is the figure in front of it. */
static size_t bound_at(struct walk *w, const char *verb, const struct named *l, size_t i,
                       const char *which)
{
    for (size_t u = 0; units[u]; u++) {
        char name[100];
        if (*units[u] && !ends(l->name[i], units[u])) continue;
        int stem = (int)(strlen(l->name[i]) - strlen(units[u]));
        (void)snprintf(name, sizeof name, "%.*s_%s", stem, l->name[i], which);
        if (at(l, name) != SIZE_MAX) return at(l, name);
    }
    size_t found = at(l, "lo");
    for (size_t k = i + 1; k < l->count && k < found && found != SIZE_MAX; k++) {
        bool other = l->kind[k] == CELL_REAL && !is_bound(l->name[k]);
        if (other && !stands_alone(w, verb, l->name[k])) return SIZE_MAX;
    }
    return found == SIZE_MAX || found < i ? SIZE_MAX : at(l, which);
}

/* ---- what must hold ---- */

static bool counted(const struct named *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct cell c = l->cell[i];
        bool some = (c.kind == CELL_INT && c.i > 0) || (c.kind == CELL_REAL && c.real > 0);
        if (some && among(figures_rest_on, l->name[i])) return true;
    }
    return false;
}

static bool levelled(const struct named *l)
{
    for (size_t i = 0; i < l->count; i++) {
        struct cell c = l->cell[i];
        bool is = strcmp(l->name[i], "level") == 0 || ends(l->name[i], "_level");
        if (is && c.kind == CELL_REAL && c.real > 0 && c.real < 1) return true;
    }
    return false;
}

static double real_of(struct cell c)
{
    return c.kind == CELL_REAL ? c.real : NAN;
}

/* One figure and its bounds; `beside` are the facts that hold for it, too. */
static void check_figure(struct walk *w, const char *verb, const struct named *l, size_t i,
                         const struct named *beside, const struct named *above)
{
    size_t lo = bound_at(w, verb, l, i, "lo");
    size_t hi = bound_at(w, verb, l, i, "hi");
    const char *name = l->name[i];
    if (lo == SIZE_MAX || hi == SIZE_MAX) {
        if (w->again) return;
        fault(w,
              "'%s' stands without %s_lo and %s_hi; give it an interval, or a line in "
              "verb/figures.c that says why it has none",
              name, name, name);
        return;
    }
    struct cell x = l->cell[i];
    if (x.kind != CELL_REAL || !isfinite(x.real)) return;
    w->estimates++;
    double least = real_of(l->cell[lo]);
    double most = real_of(l->cell[hi]);
    double slack = 1e-9 * (1 + fabs(x.real));
    /* One bound may be open, where the data do not reach so far; never both. */
    if ((isnan(least) && isnan(most)) || least > x.real + slack || x.real > most + slack) {
        fault(w, "'%s' is %g, and its bounds are %g and %g", name, x.real, least, most);
    }
    if (!counted(l) && !counted(beside) && !counted(above)) {
        fault(w, "'%s' does not say on how many it rests", name);
    }
    if (!levelled(l) && !levelled(beside) && !levelled(above)) {
        fault(w, "'%s' has bounds without a level", name);
    }
}

static void check_list(struct walk *w, const char *verb, const struct named *l,
                       const struct named *beside, const struct named *above)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->kind[i] != CELL_REAL || is_bound(l->name[i])) continue;
        if (!stands_alone(w, verb, l->name[i])) check_figure(w, verb, l, i, beside, above);
    }
}

static void check_scope(struct walk *w, const struct table *t)
{
    struct named l = facts_of(t);
    if (at(&l, "file") != SIZE_MAX) return; /* of a file that was named: its lines, without time */
    for (size_t c = 0; c < t->column_count && t->row_count; c++)
        add(&l, t->columns[c].name, t->cells[c], t->columns[c].kind);
    bool what = false;
    bool when = false;
    for (size_t i = 0; i < l.count; i++) {
        if (l.cell[i].kind == CELL_NONE) continue;
        what |= among(scopes, l.name[i]);
        when |= among(times, l.name[i]);
    }
    if (!what) fault(w, "no fact says of what its figures speak (market, survey, …)");
    if (!when) fault(w, "no fact says of when its figures are (as_of, wave, …)");
}

/* Facts of all tables are members of one object in JSON, the cells of a row those of another. */
static void check_names(struct walk *w, const struct table *t)
{
    struct named all = {.count = 0};
    for (const struct table *part = t; part; part = part->more) {
        struct named row = row_of(part, 0);
        for (size_t i = 0; i < row.count; i++) {
            if (at(&row, row.name[i]) != i) fault(w, "two columns are called '%s'", row.name[i]);
        }
        for (const struct fact *f = part->facts; f; f = f->next)
            add(&all, f->name, f->value, f->value.kind);
    }
    for (size_t i = 0; i < all.count; i++) {
        if (at(&all, all.name[i]) != i) fault(w, "two facts are called '%s'", all.name[i]);
    }
}

/* All tables of an answer, without running what it names. */
static void check_answer(struct walk *w, const struct table *t)
{
    struct named above = facts_of(t);
    w->estimates = 0;
    check_names(w, t);
    if (at(&above, "assumed") != SIZE_MAX) return; /* what would be, of no data */
    for (const struct table *part = t; part; part = part->more) {
        struct named beside = facts_of(part);
        check_list(w, t->name, &beside, &beside, &above);
        for (size_t r = 0; r < part->row_count || !r; r++) {
            struct named row = row_of(part, r);
            w->again = r > 0;
            check_list(w, t->name, &row, &beside, &above);
        }
        w->again = false;
    }
    if (w->estimates) check_scope(w, t);
}

/* ---- the scope in what is carried off ---- */

static size_t times_in(struct str line, const char *name)
{
    size_t n = 0;
    struct str field;
    while (str_cut(&line, ',', &field))
        n += str_is(field, name);
    return n;
}

/* An answer about a market names it, its buyers, the day and the model as facts, so in JSON, and
 * once in every row of its CSV. `asked`: its first word is a market. */
static void check_scoped(struct walk *w, const struct table *t, bool asked)
{
    struct named l = facts_of(t);
    struct arena a = {0};
    struct buf csv = buf_new(&a);
    struct str head;
    if (asked && !table_is_scoped(t))
        fault(w, "a market was asked, and no fact 'market' tells which");
    table_csv(t, &csv);
    struct str lines = buf_str(&csv);
    (void)str_cut(&lines, '\n', &head);
    for (size_t i = 0; table_scope[i] && table_is_scoped(t); i++) {
        const char *name = table_scope[i];
        if (at(&l, name) == SIZE_MAX) fault(w, "the scope has no fact '%s'", name);
        size_t n = times_in(str_trim(head), name);
        if (n != 1) fault(w, "the CSV has %zu columns '%s'", n, name);
    }
    arena_free(&a);
}

/* gain.c - verb: which picture shows where to stop? */
#include "verb/gain.h"

#include <math.h>
#include <string.h>

static double cover_of(const struct table *t, size_t row)
{
    for (size_t c = 0; c < t->column_count; c++) {
        struct cell v = t->cells[row * t->column_count + c];
        if (strcmp(t->columns[c].name, "cover_in_100") == 0 && v.kind == CELL_REAL) return v.real;
    }
    return NAN;
}

size_t gain_stop(const struct table *choose)
{
    for (const struct fact *f = choose ? choose->facts : NULL; f; f = f->next) {
        if (strcmp(f->name, "stop_at") == 0 && f->value.kind == CELL_INT) return (size_t)f->value.i;
    }
    return 0;
}

static struct cell cell_of(const struct table *t, const char *name)
{
    for (size_t c = 0; t->row_count && c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) == 0) return t->cells[c];
    }
    return (struct cell){.kind = CELL_NONE};
}

/* Of the programme with most members, which is the first. */
static void put_programme(const struct table *choose, struct arena *a, struct curve *ret)
{
    const struct table *t = choose->more;
    while (t && !(t->key && strcmp(t->key, "programmes") == 0))
        t = t->more;
    if (!t || !t->row_count) return;
    struct cell n = cell_of(t, "n");
    struct cell cover = cell_of(t, "cover_in_100");
    if (n.kind != CELL_INT || cover.kind != CELL_REAL || isnan(cover.real)) return;
    ret->level = cover.real;
    ret->level_says = str_printf(a, "today's programme: %lld %s, %.0f", (long long)n.i,
                                 n.i == 1 ? "person" : "people", cover.real);
}

bool gain_curve(const struct table *choose, struct arena *a, struct curve *ret)
{
    const struct table *curve = choose->more;
    size_t stop = gain_stop(choose);
    if (!curve || curve->row_count < 2) return false;
    double first = cover_of(curve, 0);
    double whole = cover_of(curve, curve->row_count - 1);
    if (isnan(first) || isnan(whole)) return false;
    struct buf says = buf_new(a);
    buf_addf(&says, "Buyers in 100 reached together: %.1f by one, %.1f by %zu.", first, whole,
             curve->row_count);
    if (stop) buf_addf(&says, " The dashed line: the first %zu would do.", stop);
    *ret = (struct curve){.x = "place",
                          .y = "cover_in_100",
                          .lo = "cover_lo",
                          .hi = "cover_hi",
                          .at = stop ? (double)stop : NAN,
                          .says = buf_str(&says)};
    put_programme(choose, a, ret);
    return true;
}

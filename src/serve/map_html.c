/* map_html.c - serve: how does a map look without scripts? */
#include "serve/map_html.h"

#include <math.h>
#include <string.h>

enum {
    MAP_DRAWN = 60,
    NAMES = 40,
    NAME_WIDTH = 26,
    WIDE = 1000,     /* of the picture, in its units */
    GAP = 5,         /* between mark and name */
    FONT = 15,       /* of names, in units of the picture; … */
    FONT_NARROW = 36 /* … and where the picture is 328 px wide */
};

struct mark {
    double x, y, r, reach;
    struct str name;
    bool outlet, prior;
};

struct box {
    double left, right, top, bottom;
};

static size_t column_at(const struct table *t, const char *name)
{
    size_t c = 0;
    while (c + 1 < t->column_count && strcmp(t->columns[c].name, name) != 0)
        c++;
    return c;
}

static double number_in(const struct table *t, size_t row, const char *name)
{
    struct cell c = t->cells[row * t->column_count + column_at(t, name)];
    if (c.kind == CELL_INT) return (double)c.i;
    return c.kind == CELL_REAL && isfinite(c.real) ? c.real : 0;
}

static double fact_in(const struct table *t, const char *name)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, name) == 0 && f->value.kind == CELL_INT) return (double)f->value.i;
    }
    return 1;
}

/* What of the map the picture shows: so much that all that is drawn is in it. */
struct view {
    double x, y, scale;
};

static struct mark mark_of(const struct table *t, size_t row)
{
    const struct cell *cells = t->cells + row * t->column_count;
    struct cell name = cells[column_at(t, "name")];
    struct cell kind = cells[column_at(t, "kind")];
    struct cell prior = cells[column_at(t, "mostly_prior")];
    return (struct mark){.x = number_in(t, row, "x"),
                         .y = number_in(t, row, "y"),
                         .r = number_in(t, row, "radius"),
                         .reach = number_in(t, row, "reach_in_100"),
                         .name = name.kind == CELL_TEXT ? name.text : STR(""),
                         .outlet = kind.kind == CELL_TEXT && str_is(kind.text, "outlet"),
                         .prior = prior.kind == CELL_BOOL && prior.yes};
}

/* Rows are people by reach, then outlets by theirs: the largest of both, in this order. */
static size_t largest(const struct table *t, struct mark *ret)
{
    size_t person = 0;
    size_t outlet = 0;
    size_t n = 0;
    while (outlet < t->row_count && !mark_of(t, outlet).outlet)
        outlet++;
    size_t people = outlet;
    while (n < MAP_DRAWN && (person < people || outlet < t->row_count)) {
        bool first = outlet == t->row_count ||
                     (person < people &&
                      number_in(t, person, "reach_in_100") >= number_in(t, outlet, "reach_in_100"));
        ret[n++] = mark_of(t, first ? person++ : outlet++);
    }
    return n;
}

/* ---- names ---- */

static bool meets(const struct box *x, const struct box *y)
{
    return x->left < y->right && y->left < x->right && x->top < y->bottom && y->top < x->bottom;
}

static bool is_free(const struct box *x, const struct box *taken, size_t count)
{
    if (x->left < 0 || x->right > WIDE) return false;
    for (size_t i = 0; i < count; i++) {
        if (meets(x, &taken[i])) return false;
    }
    return true;
}

static struct str name_shown(struct arena *a, struct str name)
{
    struct str start = utf8_fit(name, NAME_WIDTH);
    return start.len == name.len ? name : str_printf(a, "%.*s…", STR_ARG(start));
}

enum { SIDE_NONE, SIDE_RIGHT, SIDE_LEFT, SIDE_BELOW, SIDE_ABOVE };

static struct box name_box(const struct mark *m, struct str name, double font, int side)
{
    double half = font * 0.62;
    double wide = (double)utf8_width(name) * font * 0.58;
    double x = m->x - wide / 2;
    double y = m->y;
    if (side == SIDE_RIGHT) x = m->x + m->r + GAP;
    if (side == SIDE_LEFT) x = m->x - m->r - GAP - wide;
    if (side == SIDE_BELOW) y += m->r + half;
    if (side == SIDE_ABOVE) y -= m->r + half;
    return (struct box){x, x + wide, y - half, y + half};
}

/* Which side each name gets, largest first; side[] says who may have one at all, and which, where
 * that was settled before. Marks are not written over, either. */
static void settle(const struct mark *m, const struct str *name, size_t n, double font, int *side,
                   bool settled)
{
    struct box taken[MAP_DRAWN + NAMES];
    size_t count = 0;
    size_t names = 0;
    for (size_t i = 0; i < n; i++) {
        taken[count++] =
            (struct box){m[i].x - m[i].r, m[i].x + m[i].r, m[i].y - m[i].r, m[i].y + m[i].r};
    }
    for (size_t i = 0; i < n; i++) {
        int had = side[i];
        side[i] = SIDE_NONE;
        for (int s = SIDE_RIGHT; s <= SIDE_ABOVE && names < NAMES && name[i].len; s++) {
            struct box x = name_box(&m[i], name[i], font, s);
            if (side[i] || (settled && s != had) || !is_free(&x, taken, count)) continue;
            side[i] = s;
            taken[count++] = x;
            names++;
        }
    }
}

static void put_names(const struct mark *m, size_t n, struct buf *b)
{
    struct str name[MAP_DRAWN] = {0};
    int side[MAP_DRAWN] = {0};
    int narrow[MAP_DRAWN];
    for (size_t i = 0; i < n; i++)
        name[i] = name_shown(b->a, m[i].name);
    settle(m, name, n, FONT, side, false);
    memcpy(narrow, side, sizeof narrow);
    settle(m, name, n, FONT_NARROW, narrow, true);
    for (size_t i = 0; i < n; i++) {
        if (!side[i]) continue;
        static const char *const anchors[] = {[SIDE_RIGHT] = "",
                                              [SIDE_LEFT] = " text-anchor=\"end\"",
                                              [SIDE_BELOW] = " text-anchor=\"middle\"",
                                              [SIDE_ABOVE] = " text-anchor=\"middle\""};
        struct box at = name_box(&m[i], name[i], FONT, side[i]);
        double x = m[i].x;
        if (side[i] == SIDE_RIGHT) x = at.left;
        if (side[i] == SIDE_LEFT) x = at.right;
        buf_addf(b, "<text x=\"%.1f\" y=\"%.1f\" dy=\".35em\"%s%s>", x, (at.top + at.bottom) / 2,
                 anchors[side[i]], narrow[i] ? "" : " class=\"wide\"");
        html_escape(b, name[i]);
        buf_adds(b, "</text>");
    }
}

/* ---- the picture ---- */

/* Around the marks, of the shape of the map, and with room for names. */
static struct view view_of(const struct mark *m, size_t n, double wide, double high)
{
    struct box x = {wide, 0, high, 0};
    for (size_t i = 0; i < n; i++) {
        x.left = fmin(x.left, m[i].x - m[i].r);
        x.right = fmax(x.right, m[i].x + m[i].r);
        x.top = fmin(x.top, m[i].y - m[i].r);
        x.bottom = fmax(x.bottom, m[i].y + m[i].r);
    }
    double part = fmax((x.right - x.left) / wide, (x.bottom - x.top) / high);
    part = fmin(1, fmax(1.1 * part, 0.25));
    double left = fmin(fmax((x.left + x.right - part * wide) / 2, 0), (1 - part) * wide);
    double top = fmin(fmax((x.top + x.bottom - part * high) / 2, 0), (1 - part) * high);
    return (struct view){left, top, WIDE / (part * wide)};
}

static void seen_from(const struct view *v, struct mark *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        m[i].x = (m[i].x - v->x) * v->scale;
        m[i].y = (m[i].y - v->y) * v->scale;
        m[i].r *= v->scale;
    }
}

static void put_mark(const struct mark *m, struct buf *b)
{
    if (m->outlet) {
        double half = m->r * 0.886; /* of the area of the disc: sqrt(pi) / 2 */
        buf_addf(b, "<rect class=\"outlet\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                 m->x - half, m->y - half, 2 * half, 2 * half);
        return;
    }
    buf_addf(b, "<circle class=\"who%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>",
             m->prior ? " prior" : "", m->x, m->y, m->r);
}

static void put_buyers(const struct table *map, const struct view *v, struct buf *b)
{
    for (const struct table *t = map->more; t; t = t->more) {
        if (!t->key || strcmp(t->key, "buyers") != 0) continue;
        for (size_t i = 0; i < t->row_count; i++) {
            struct mark m = {.x = number_in(t, i, "x"), .y = number_in(t, i, "y")};
            seen_from(v, &m, 1);
            buf_addf(b, "<circle class=\"buyer\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>", m.x, m.y);
        }
    }
}

static void put_caption(const struct table *map, size_t n, struct buf *b)
{
    buf_addf(b, "<figcaption>");
    if (n < map->row_count) {
        buf_addf(b, "<span class=\"drawn\">The %zu largest of %zu. </span>", n, map->row_count);
    }
    buf_adds(b, "Area: reach. Dashed and hollow: mostly prior. Square: an outlet. Small dots: "
                "buyers, never named. Only nearness means anything; the table says the "
                "rest.</figcaption>\n");
}

void map_html(const struct table *map, struct buf *b)
{
    if (!map->row_count) return;
    struct mark mark[MAP_DRAWN];
    size_t n = largest(map, mark);
    double wide = fact_in(map, "width");
    double high = fact_in(map, "height");
    struct view view = view_of(mark, n, wide, high);
    seen_from(&view, mark, n);
    buf_addf(b, "<figure class=\"map\">\n<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"",
             WIDE, WIDE * high / wide);
    html_escape(b, map->lead);
    buf_adds(b, "\">\n");
    put_buyers(map, &view, b);
    for (size_t i = 0; i < n; i++)
        put_mark(&mark[i], b);
    buf_addc(b, '\n');
    put_names(mark, n, b);
    buf_adds(b, "</svg>\n");
    put_caption(map, n, b);
    buf_adds(b, "</figure>\n");
}

/* curve_html.c - base: how does one column go with another, as a picture on a page? */
#include "base/table_html.h"

#include <math.h>
#include <string.h>

enum {
    WIDTH = 640, /* of the picture, in units of its box */
    HEIGHT = 240,
    LEFT = 52, /* room for what the axes say */
    RIGHT = 16,
    TOP = 14,
    BOTTOM = 40,
    POINTS_LEAST = 3
};

struct point {
    double x, y, lo, hi; /* lo, hi NaN: no band here */
};

struct plot {
    struct point *point;
    size_t count;
    double x_from, x_to, y_from, y_to;
};

static double value_at(const struct table *t, size_t r, const char *name)
{
    for (size_t c = 0; name && c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) != 0) continue;
        struct cell v = t->cells[r * t->column_count + c];
        if (v.kind == CELL_INT || v.kind == CELL_TIME) return (double)v.i;
        return v.kind == CELL_REAL && isfinite(v.real) ? v.real : NAN;
    }
    return NAN;
}

static const struct column *column_of(const struct table *t, const char *name)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) == 0) return &t->columns[c];
    }
    return NULL;
}

static struct plot read_points(const struct table *t, const struct curve *c, struct arena *a)
{
    struct plot p = {.point = arena_new(a, struct point, t->row_count), .y_from = 0.0};
    for (size_t r = 0; r < t->row_count; r++) {
        struct point at = {value_at(t, r, c->x), value_at(t, r, c->y), value_at(t, r, c->lo),
                           value_at(t, r, c->hi)};
        if (isnan(at.x) || isnan(at.y)) continue;
        if (isnan(at.lo) || isnan(at.hi)) at.lo = at.hi = NAN;
        if (!p.count) p.x_from = p.x_to = at.x;
        p.x_from = fmin(p.x_from, at.x);
        p.x_to = fmax(p.x_to, at.x);
        p.y_from = fmin(p.y_from, isnan(at.lo) ? at.y : fmin(at.y, at.lo));
        p.y_to = fmax(p.y_to, isnan(at.hi) ? at.y : fmax(at.y, at.hi));
        p.point[p.count++] = at;
    }
    if (p.y_to <= p.y_from) p.y_to = p.y_from + 1.0;
    if (p.x_to <= p.x_from) p.x_to = p.x_from + 1.0;
    return p;
}

static double across(const struct plot *p, double x)
{
    return LEFT + (x - p->x_from) / (p->x_to - p->x_from) * (WIDTH - LEFT - RIGHT);
}

static double down(const struct plot *p, double y)
{
    return TOP + (p->y_to - y) / (p->y_to - p->y_from) * (HEIGHT - TOP - BOTTOM);
}

/* The band is drawn where every point has one: there on the upper edge, back on the lower. */
static void put_band(struct buf *b, const struct plot *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (isnan(p->point[i].lo)) return;
    }
    buf_adds(b, "<path class=\"bd\" d=\"");
    for (size_t i = 0; i < p->count; i++) {
        buf_addf(b, "%c%.1f %.1f", i ? 'L' : 'M', across(p, p->point[i].x),
                 down(p, p->point[i].hi));
    }
    for (size_t i = p->count; i-- > 0;)
        buf_addf(b, "L%.1f %.1f", across(p, p->point[i].x), down(p, p->point[i].lo));
    buf_adds(b, "Z\"/>");
}

static void put_line(struct buf *b, const struct plot *p)
{
    buf_adds(b, "<path class=\"ln\" d=\"");
    for (size_t i = 0; i < p->count; i++)
        buf_addf(b, "%c%.1f %.1f", i ? 'L' : 'M', across(p, p->point[i].x), down(p, p->point[i].y));
    buf_adds(b, "\"/>");
    for (size_t i = 0; i < p->count; i++) {
        buf_addf(b, "<circle class=\"dt\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
                 across(p, p->point[i].x), down(p, p->point[i].y));
    }
}

static void put_name(struct buf *b, const struct column *c)
{
    bool sign = !c->title || strcmp(c->title, "#") == 0; /* no word for a place */
    html_escape(b, str_of(sign ? c->name : c->title));
    if (c->unit) {
        buf_adds(b, ", ");
        html_escape(b, str_of(c->unit));
    }
}

static void put_axes(struct buf *b, const struct table *t, const struct curve *c,
                     const struct plot *p)
{
    const struct column *x = column_of(t, c->x);
    const struct column *y = column_of(t, c->y);
    double floor_y = down(p, p->y_from);
    buf_addf(b, "<path class=\"ax\" d=\"M%d %dV%.1fH%d\"/>", LEFT, TOP, floor_y, WIDTH - RIGHT);
    if (!isnan(c->at)) {
        buf_addf(b, "<path class=\"at\" d=\"M%.1f %dV%.1f\"/>", across(p, c->at), TOP, floor_y);
    }
    buf_addf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.*f</text>", LEFT - 6, TOP + 5,
             y->digits, p->y_to);
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.*f</text>", LEFT - 6,
             floor_y + 5.0, y->digits, p->y_from);
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\">%.0f</text>", LEFT, floor_y + 16.0, p->x_from);
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", WIDTH - RIGHT,
             floor_y + 16.0, p->x_to);
    buf_addf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", (LEFT + WIDTH - RIGHT) / 2,
             HEIGHT - 8);
    put_name(b, y);
    buf_adds(b, " by ");
    put_name(b, x);
    buf_adds(b, "</text>");
}

void curve_html(const struct table *t, const struct curve *c, struct buf *b)
{
    struct plot p = read_points(t, c, b->a);
    if (p.count < POINTS_LEAST) return;
    buf_addf(b, "<figure><svg class=\"cv\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
             HEIGHT);
    html_escape(b, c->says);
    buf_adds(b, "\">");
    put_band(b, &p);
    put_axes(b, t, c, &p);
    put_line(b, &p);
    buf_adds(b, "</svg><figcaption>");
    html_escape(b, c->says);
    buf_adds(b, "</figcaption></figure>\n");
}

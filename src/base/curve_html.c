/* curve_html.c - base: how does one column go with another, as a picture on a page? */
#include "base/table_html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 640, /* of the picture, in units of its box */
    HEIGHT = 240,
    LEFT = 52, /* room for what the axes say */
    RIGHT = 16,
    RIGHT_NAMED = 148, /* and for names of lines */
    TOP = 14,
    BOTTOM = 40,
    STRIP = 20, /* how high the counts under the axis may be */
    POINTS_LEAST = 3,
    COURSE_LEAST = 2, /* of several lines: one period beside another */
    LINES_MAX = 24,
    NAME_BYTES = 20, /* of a line's name in the picture; the table has it all */
    NAME_HEIGHT = 15
};

struct point {
    double x, y, lo, hi; /* lo, hi NaN: no band here */
    double count;        /* under the axis; NaN: none */
    bool broke;
    struct str name; /* of this x */
};

struct line {
    struct str name;
    struct point *point;
    size_t count;
};

struct plot {
    const struct curve *c;
    const struct table *t;
    struct line *line;
    size_t count;
    double x_from, x_to, y_from, y_to, most; /* most: of the counts */
    int right, height;
};

static struct cell cell_at(const struct table *t, size_t r, const char *name)
{
    return name ? table_row_cell(t, t->cells + r * t->column_count, name)
                : (struct cell){.kind = CELL_NONE};
}

static double value_at(const struct table *t, size_t r, const char *name)
{
    struct cell v = cell_at(t, r, name);
    if (v.kind == CELL_INT || v.kind == CELL_TIME) return (double)v.i;
    return v.kind == CELL_REAL && isfinite(v.real) ? v.real : NAN;
}

static struct str text_at(const struct table *t, size_t r, const char *name)
{
    struct cell v = cell_at(t, r, name);
    return v.kind == CELL_TEXT ? v.text : STR("");
}

static const struct column *column_of(const struct table *t, const char *name)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) == 0) return &t->columns[c];
    }
    return NULL;
}

/* The line this row is of; NULL: there are too many. */
static struct line *line_of(struct plot *p, size_t r, struct arena *a)
{
    struct str name = text_at(p->t, r, p->c->line);
    for (size_t i = 0; i < p->count; i++) {
        if (!p->c->line || str_eq(p->line[i].name, name)) return &p->line[i];
    }
    if (p->count == LINES_MAX) return NULL;
    p->line[p->count] =
        (struct line){.name = name, .point = arena_new(a, struct point, p->t->row_count)};
    return &p->line[p->count++];
}

static void widen(struct plot *p, const struct point *at, bool first)
{
    if (first) p->x_from = p->x_to = at->x;
    p->x_from = fmin(p->x_from, at->x);
    p->x_to = fmax(p->x_to, at->x);
    p->y_from = fmin(p->y_from, isnan(at->lo) ? at->y : fmin(at->y, at->lo));
    p->y_to = fmax(p->y_to, isnan(at->hi) ? at->y : fmax(at->y, at->hi));
    if (!isnan(at->count)) p->most = fmax(p->most, at->count);
}

static struct plot read_points(const struct table *t, const struct curve *c, struct arena *a)
{
    struct plot p = {.c = c, .t = t, .line = arena_new(a, struct line, LINES_MAX)};
    bool first = true;
    for (size_t r = 0; r < t->row_count; r++) {
        if (c->of && !str_eq(text_at(t, r, c->of), c->is)) continue;
        struct point at = {value_at(t, r, c->x),
                           value_at(t, r, c->y),
                           value_at(t, r, c->lo),
                           value_at(t, r, c->hi),
                           value_at(t, r, c->count),
                           value_at(t, r, c->began) > 0 || value_at(t, r, c->stopped) > 0,
                           text_at(t, r, c->name)};
        if (isnan(at.x) || isnan(at.y)) continue;
        if (isnan(at.lo) || isnan(at.hi)) at.lo = at.hi = NAN;
        struct line *line = line_of(&p, r, a);
        if (!line) continue;
        widen(&p, &at, first);
        first = false;
        line->point[line->count++] = at;
    }
    if (c->level_says.len) p.y_to = fmax(p.y_to, c->level);
    if (p.y_to <= p.y_from) p.y_to = p.y_from + 1.0;
    if (p.x_to <= p.x_from) p.x_to = p.x_from + 1.0;
    p.right = WIDTH - (p.count > 1 ? RIGHT_NAMED : RIGHT);
    p.height = HEIGHT + (p.most > 0 ? STRIP + 6 : 0);
    return p;
}

static double across(const struct plot *p, double x)
{
    return LEFT + (x - p->x_from) / (p->x_to - p->x_from) * (p->right - LEFT);
}

static double down(const struct plot *p, double y)
{
    return TOP + (p->y_to - y) / (p->y_to - p->y_from) * (HEIGHT - TOP - BOTTOM);
}

/* The band is drawn where every point has one: there on the upper edge, back on the lower. */
static void put_band(struct buf *b, const struct plot *p)
{
    const struct line *l = p->line;
    if (p->count > 1) return; /* several would hide each other */
    for (size_t i = 0; i < l->count; i++) {
        if (isnan(l->point[i].lo)) return;
    }
    buf_adds(b, "<path class=\"bd\" d=\"");
    for (size_t i = 0; i < l->count; i++) {
        buf_addf(b, "%c%.1f %.1f", i ? 'L' : 'M', across(p, l->point[i].x),
                 down(p, l->point[i].hi));
    }
    for (size_t i = l->count; i-- > 0;)
        buf_addf(b, "L%.1f %.1f", across(p, l->point[i].x), down(p, l->point[i].lo));
    buf_adds(b, "Z\"/>");
}

static void put_line(struct buf *b, const struct plot *p, size_t at)
{
    const struct line *l = &p->line[at];
    buf_adds(b, "<path class=\"ln");
    if (p->count > 1) buf_addf(b, " l%zu", at < CURVES_NAMED ? at + 1 : 0);
    buf_adds(b, "\" d=\"");
    for (size_t i = 0; i < l->count; i++)
        buf_addf(b, "%c%.1f %.1f", i ? 'L' : 'M', across(p, l->point[i].x), down(p, l->point[i].y));
    buf_adds(b, "\"/>");
    for (size_t i = 0; i < l->count && at < CURVES_NAMED; i++) {
        buf_adds(b, "<circle class=\"dt");
        if (p->count > 1) buf_addf(b, " d%zu", at + 1);
        buf_addf(b, "\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", across(p, l->point[i].x),
                 down(p, l->point[i].y));
    }
}

/* No character is cut in two. */
static struct str head_of(struct str name)
{
    size_t n = name.len < NAME_BYTES ? name.len : NAME_BYTES;
    while (n && n < name.len && ((unsigned char)name.p[n] & 0xC0) == 0x80)
        n--;
    return str_head(name, n);
}

/* Of several lines, whose bands would hide each other: intervals, side by side. */
static void put_intervals(struct buf *b, const struct plot *p, size_t at)
{
    const struct line *l = &p->line[at];
    if (p->count < 2 || at >= CURVES_NAMED) return;
    for (size_t i = 0; i < l->count; i++) {
        const struct point *x = &l->point[i];
        if (isnan(x->lo)) continue;
        buf_addf(b, "<path class=\"iw l%zu\" d=\"M%.1f %.1fV%.1f\"/>", at + 1,
                 across(p, x->x) + 3.0 * (double)at, down(p, x->lo), down(p, x->hi));
    }
}

struct label {
    size_t line;
    double y;
};

static int by_height(const void *left, const void *right)
{
    const struct label *l = left;
    const struct label *r = right;
    if (l->y != r->y) return l->y < r->y ? -1 : 1;
    return l->line < r->line ? -1 : l->line > r->line;
}

/* At the ends of lines, none over another. */
static void put_names(struct buf *b, const struct plot *p)
{
    struct label label[CURVES_NAMED];
    size_t n = 0;
    for (; p->count > 1 && n < p->count && n < CURVES_NAMED; n++) {
        const struct line *l = &p->line[n];
        label[n] = (struct label){n, down(p, l->point[l->count - 1].y)};
    }
    if (!n) return;
    qsort(label, n, sizeof *label, by_height);
    for (size_t i = 1; i < n; i++)
        label[i].y = fmax(label[i].y, label[i - 1].y + NAME_HEIGHT);
    for (size_t i = n; i-- > 0;)
        label[i].y = fmin(label[i].y, HEIGHT - BOTTOM - NAME_HEIGHT * (double)(n - 1 - i));
    for (size_t i = 0; i < n; i++) {
        struct str name = p->line[label[i].line].name;
        buf_addf(b, "<text x=\"%d\" y=\"%.1f\">%zu ", p->right + 8, label[i].y + 4,
                 label[i].line + 1);
        html_escape(b, head_of(name));
        buf_adds(b, name.len > NAME_BYTES ? "…</text>" : "</text>");
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

static int digits_of(const struct plot *p)
{
    int digits = column_of(p->t, p->c->y)->digits;
    return p->c->in_100 && digits > 2 ? digits - 2 : digits;
}

static double shown(const struct plot *p, double y)
{
    return p->c->in_100 ? 100.0 * y : y;
}

static void put_ends(struct buf *b, const struct plot *p, double floor_y)
{
    const struct line *l = p->line;
    bool named = p->c->line != NULL;
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\">", LEFT, floor_y + 16.0);
    if (named) html_escape(b, l->point[0].name);
    if (!named) buf_addf(b, "%.0f", p->x_from);
    buf_addf(b, "</text><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", p->right, floor_y + 16.0);
    if (named) html_escape(b, l->point[l->count - 1].name);
    if (!named) buf_addf(b, "%.0f", p->x_to);
    buf_adds(b, "</text>");
}

static void put_axes(struct buf *b, const struct plot *p)
{
    const struct column *x = column_of(p->t, p->c->name && p->c->line ? p->c->name : p->c->x);
    double floor_y = down(p, p->y_from);
    buf_addf(b, "<path class=\"ax\" d=\"M%d %dV%.1fH%d\"/>", LEFT, TOP, floor_y, p->right);
    if (!isnan(p->c->at)) {
        buf_addf(b, "<path class=\"at\" d=\"M%.1f %dV%.1f\"/>", across(p, p->c->at), TOP, floor_y);
    }
    buf_addf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.*f</text>", LEFT - 6, TOP + 5,
             digits_of(p), shown(p, p->y_to));
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.*f</text>", LEFT - 6,
             floor_y + 5.0, digits_of(p), shown(p, p->y_from));
    put_ends(b, p, floor_y);
    buf_addf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", (LEFT + p->right) / 2,
             HEIGHT - 8);
    if (p->c->in_100) {
        html_escape(b, str_of(p->c->in_100));
    } else {
        put_name(b, column_of(p->t, p->c->y));
    }
    buf_adds(b, " by ");
    put_name(b, x);
    buf_adds(b, "</text>");
}

/* Its name stands under it, at the end where the curve is highest above it. */
static void put_level(struct buf *b, const struct plot *p)
{
    if (!p->c->level_says.len) return;
    double y = down(p, p->c->level);
    buf_addf(b,
             "<path class=\"at\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
             "text-anchor=\"end\">",
             LEFT, y, p->right, p->right, y + 16.0);
    html_escape(b, p->c->level_says);
    buf_adds(b, "</text>");
}

/* What the figures rest on, and where that changed: a share may seem to move with it. */
static void put_counts(struct buf *b, const struct plot *p)
{
    const struct line *l = p->line;
    double wide = fmax(2.0, (p->right - LEFT) / (double)l->count * 0.6);
    double floor_y = p->height - 2.0;
    if (p->most <= 0) return;
    for (size_t i = 0; i < l->count; i++) {
        const struct point *at = &l->point[i];
        double high = isnan(at->count) ? 0 : at->count / p->most * STRIP;
        double x = fmin(fmax(across(p, at->x) - wide / 2, LEFT), p->right - wide);
        buf_addf(b, "<rect class=\"st\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>", x,
                 floor_y - high, wide, high);
        if (at->broke) {
            buf_addf(b, "<path class=\"at\" d=\"M%.1f %.1fV%.1f\"/>", x, floor_y - STRIP, floor_y);
        }
    }
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 6,
             floor_y - STRIP + 10.0, p->most);
}

/* ---- for scripts ---- */

static void add_list(struct buf *b, const struct line *l, size_t offset)
{
    buf_addc(b, '[');
    for (size_t i = 0; i < l->count; i++) {
        double v = 0;
        memcpy(&v, (const char *)&l->point[i] + offset, sizeof v);
        if (i) buf_addc(b, ',');
        json_double(b, v);
    }
    buf_addc(b, ']');
}

static void put_line_data(struct buf *j, const struct line *l)
{
    buf_adds(j, "{\"name\":");
    json_text(j, l->name);
    buf_adds(j, ",\"x\":");
    add_list(j, l, offsetof(struct point, x));
    buf_adds(j, ",\"names\":[");
    for (size_t i = 0; i < l->count; i++) {
        if (i) buf_addc(j, ',');
        json_text(j, l->point[i].name);
    }
    buf_adds(j, "],\"y\":");
    add_list(j, l, offsetof(struct point, y));
    buf_adds(j, ",\"lo\":");
    add_list(j, l, offsetof(struct point, lo));
    buf_adds(j, ",\"hi\":");
    add_list(j, l, offsetof(struct point, hi));
    buf_addc(j, '}');
}

/* The figures of the picture, as JSON in an attribute. */
static void put_data(struct buf *b, const struct plot *p)
{
    struct buf j = buf_new(b->a);
    buf_adds(&j, "{\"counts\":");
    add_list(&j, p->line, offsetof(struct point, count));
    buf_adds(&j, ",\"broke\":[");
    for (size_t i = 0; i < p->line->count; i++)
        buf_addf(&j, "%s%d", i ? "," : "", p->line->point[i].broke);
    buf_addf(&j, "],\"digits\":%d,\"times\":%d,\"at\":", digits_of(p), p->c->in_100 ? 100 : 1);
    json_double(&j, p->c->at);
    if (p->c->level_says.len) {
        buf_adds(&j, ",\"level\":");
        json_double(&j, p->c->level);
        buf_adds(&j, ",\"level_says\":");
        json_text(&j, p->c->level_says);
    }
    buf_adds(&j, ",\"lines\":[");
    for (size_t i = 0; i < p->count; i++) {
        if (i) buf_addc(&j, ',');
        put_line_data(&j, &p->line[i]);
    }
    buf_adds(&j, "]}");
    buf_adds(b, " class=\"live\" data-kind=\"");
    html_escape(b, str_of(p->c->live));
    buf_adds(b, "\" data-points=\"");
    html_escape(b, buf_str(&j));
    buf_adds(b, "\"");
}

void curve_html(const struct table *t, const struct curve *c, struct buf *b)
{
    struct plot p = read_points(t, c, b->a);
    if (!p.count || p.line->count < (c->line ? (size_t)COURSE_LEAST : (size_t)POINTS_LEAST)) return;
    buf_adds(b, "<figure");
    if (c->live) put_data(b, &p);
    buf_addf(b, "><svg class=\"cv\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
             p.height);
    html_escape(b, c->says);
    buf_adds(b, "\">");
    put_band(b, &p);
    put_axes(b, &p);
    put_level(b, &p);
    for (size_t i = p.count; i-- > 0;) { /* the first one lies on top */
        put_intervals(b, &p, i);
        put_line(b, &p, i);
    }
    put_names(b, &p);
    put_counts(b, &p);
    buf_adds(b, "</svg><figcaption>");
    html_escape(b, c->says);
    buf_adds(b, "</figcaption>");
    if (c->live) buf_adds(b, "<div class=\"slide\"></div>");
    buf_adds(b, "</figure>\n");
}

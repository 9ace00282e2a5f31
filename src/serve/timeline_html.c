/* timeline_html.c - serve: when was something heard of one person, as a picture? */
#include "serve/timeline_html.h"

#include "base/time.h"

enum {
    WIDTH = 640, /* of the picture, in units of its box */
    LEFT = 168,  /* room for what the lanes are called */
    RIGHT = 12,
    LANE = 26,
    AXIS = 28,
    HALF = 4, /* of a mark */
    LANES_MAX = 12
};

enum { START, BY, HOW, OFFLINE, TIMES };

struct lane {
    struct str by, how;
    bool offline;
    int64_t times;
};

struct timeline {
    const struct table *t;
    struct lane lane[LANES_MAX];
    size_t lanes, left_out;
    int64_t first, last; /* months since year 0 */
};

static int64_t month_of(const struct table *t, size_t row)
{
    struct civil c = time_to_civil(t->cells[row * t->column_count + START].i);
    return (int64_t)c.year * 12 + c.month - 1;
}

static struct str text_at(const struct table *t, size_t row, size_t column)
{
    return t->cells[row * t->column_count + column].text;
}

/* LANES_MAX: it has none. */
static size_t lane_of(const struct timeline *x, size_t row)
{
    size_t i = 0;
    while (i < x->lanes && !(str_eq(x->lane[i].by, text_at(x->t, row, BY)) &&
                             str_eq(x->lane[i].how, text_at(x->t, row, HOW))))
        i++;
    return i < x->lanes ? i : LANES_MAX;
}

/* What others did comes first. */
static void read_lanes(struct timeline *x, const char *by)
{
    for (size_t r = 0; r < x->t->row_count; r++) {
        const struct cell *row = x->t->cells + r * x->t->column_count;
        if (!str_is(row[BY].text, by)) continue;
        size_t at = lane_of(x, r);
        if (at == LANES_MAX && x->lanes == LANES_MAX) {
            x->left_out++;
            continue;
        }
        if (at == LANES_MAX) {
            at = x->lanes++;
            x->lane[at] = (struct lane){row[BY].text, row[HOW].text, row[OFFLINE].yes, 0};
        }
        x->lane[at].times += row[TIMES].i;
    }
}

static double across(const struct timeline *x, int64_t month)
{
    double part = ((double)(month - x->first) + 0.5) / (double)(x->last - x->first + 1);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
}

static void put_lane(const struct timeline *x, size_t i, struct buf *b)
{
    const struct lane *l = &x->lane[i];
    double y = LANE * ((double)i + 0.5);
    buf_addf(b, "<path class=\"ax\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
    buf_addf(b, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s", LEFT - 8, y + 5,
             str_is(l->by, "them") ? "they: " : "");
    html_escape(b, l->how);
    buf_adds(b, "</text><path class=\"dt\" d=\"");
    for (size_t r = 0; r < x->t->row_count; r++) {
        if (lane_of(x, r) != i) continue;
        double at = across(x, month_of(x->t, r));
        if (l->offline) {
            buf_addf(b, "M%.1f %.1fl5 5-5 5-5-5z", at, y - 5);
        } else {
            buf_addf(b, "M%.1f %.1fh8v8h-8z", at - HALF, y - HALF);
        }
    }
    buf_adds(b, "\"/>");
}

static void put_month(const struct timeline *x, int64_t month, const char *anchor, double at,
                      struct buf *b)
{
    buf_addf(b, "<text x=\"%.1f\" y=\"%zu\" text-anchor=\"%s\">%lld-%02lld</text>", at,
             x->lanes * LANE + AXIS - 8, anchor, (long long)(month / 12),
             (long long)(month % 12 + 1));
}

static void put_says(const struct timeline *x, const struct table *person, struct buf *b)
{
    struct cell days = table_fact_cell(person, "silence_days");
    struct cell from = table_fact_cell(person, "silence_from");
    struct cell until = table_fact_cell(person, "silence_until");
    buf_adds(b, "What others did towards them, ");
    for (size_t i = 0; i < x->lanes; i++) {
        if (!str_is(x->lane[i].by, "them")) continue;
        buf_adds(b, "and what they did, ");
        break;
    }
    buf_adds(b, "month by month. Diamond: seen offline; square: online.");
    if (days.kind == CELL_INT) {
        buf_addf(b, " The longest silence: %lld days, %.*s to %.*s.", (long long)days.i,
                 STR_ARG(time_day(b->a, from.i)), STR_ARG(time_day(b->a, until.i)));
    }
    if (x->left_out) buf_adds(b, " Rarer kinds stand in the table alone.");
}

void timeline_html(const struct table *person, struct buf *b)
{
    struct timeline x = {.t = table_more_of(person, "course")};
    if (!x.t || !x.t->row_count) return;
    read_lanes(&x, "others");
    read_lanes(&x, "them");
    x.first = month_of(x.t, 0);
    x.last = month_of(x.t, x.t->row_count - 1);
    buf_addf(b, "<figure><svg class=\"cv\" viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"",
             WIDTH, x.lanes * LANE + AXIS);
    put_says(&x, person, b);
    buf_adds(b, "\">");
    for (size_t i = 0; i < x.lanes; i++)
        put_lane(&x, i, b);
    put_month(&x, x.first, "start", LEFT, b);
    if (x.last > x.first) put_month(&x, x.last, "end", WIDTH - RIGHT, b);
    buf_adds(b, "</svg><figcaption>");
    put_says(&x, person, b);
    buf_adds(b, "</figcaption></figure>\n");
}

/* pictures.c - serve: which answers have a picture, and of what? */
#include "serve/pictures.h"

#include "base/time.h"
#include "serve/timeline_html.h"
#include "verb/gain.h"

#include <math.h>
#include <string.h>

static void put_gain(const struct table *t, struct buf *b)
{
    struct curve c;
    if (!gain_curve(t, b->a, &c)) return;
    c.name = "name";
    c.live = "gain";
    curve_html(t->more, &c, b);
}

/* How many topics there are beside the market's own. */
static size_t topics_of(const struct table *t)
{
    size_t n = 0;
    struct str last = STR_NONE;
    for (size_t r = 0; r < t->row_count; r++) {
        struct cell topic = t->cells[r * t->column_count];
        if (topic.kind != CELL_TEXT || str_eq(topic.text, last)) continue;
        last = topic.text;
        n++;
    }
    return n;
}

static void put_course(const struct table *t, struct buf *b)
{
    size_t topics = topics_of(t);
    struct buf says = buf_new(b->a);
    buf_adds(&says, topics > 1 ? "Of 100 docs so many are on each topic"
                               : "Of 100 docs so many are on it");
    buf_adds(&says,
             ", period by period. Bars below: how many outlets were read; a dashed line: one "
             "began or stopped, which can look like a trend.");
    if (topics > CURVES_NAMED) {
        buf_addf(&says, " Grey: %zu more topic%s, as the table names them.", topics - CURVES_NAMED,
                 topics - CURVES_NAMED == 1 ? "" : "s");
    }
    struct curve c = {.x = "start",
                      .y = "share",
                      .lo = "lo",
                      .hi = "hi",
                      .at = NAN,
                      .says = buf_str(&says),
                      .line = "topic",
                      .name = "period",
                      .count = "outlets",
                      .began = "began",
                      .stopped = "stopped",
                      .in_100 = "docs in 100",
                      .live = "course"};
    curve_html(t, &c, b);
}

static struct str cell_of(const struct table *t, size_t r, const char *name)
{
    struct cell v = table_row_cell(t, t->cells + r * t->column_count, name);
    return v.kind == CELL_TEXT ? v.text : STR("");
}

/* "target 50, signed 2026-03-01 by Ann Lee" */
static struct str target_says(const struct table *t, double target, struct arena *a)
{
    struct cell at = table_fact_cell(t, "signed_at");
    struct cell by = table_fact_cell(t, "signed_by");
    struct str day = at.kind == CELL_TIME ? time_day(a, at.i) : STR("");
    return str_printf(a, "target %.0f, signed %.*s by %.*s", 100 * target, STR_ARG(day),
                      STR_ARG(by.kind == CELL_TEXT ? utf8_head(by.text, 40) : STR("nobody")));
}

/* One picture an attribute: ours and the rivals' mean, wave by wave, and the target. */
static void put_nearing(const struct table *t, struct buf *b)
{
    const struct table *course = table_more_of(t, "course");
    struct str last = STR_NONE;
    for (size_t r = 0; course && r < course->row_count; r++) {
        struct str attribute = cell_of(course, r, "attribute");
        double target = course->cells[r * course->column_count + 7].real;
        if (str_eq(attribute, last)) continue;
        last = attribute;
        struct curve c = {.x = "place",
                          .y = "share",
                          .lo = "lo",
                          .hi = "hi",
                          .at = NAN,
                          .line = "who",
                          .name = "wave",
                          .of = "attribute",
                          .is = attribute,
                          .level = target,
                          .in_100 = "people in 100"};
        c.level_says = target_says(t, target, b->a);
        c.says = str_printf(b->a,
                            "%.*s: of 100 who were asked so many say that it fits, wave by wave; "
                            "lines up and down are 95 %% intervals. Dashed: the %.*s.",
                            STR_ARG(attribute), STR_ARG(c.level_says));
        curve_html(course, &c, b);
    }
}

static void put_waves(const struct table *t, struct buf *b)
{
    const struct table *waves = table_more_of(t, "waves");
    if (!waves) {
        put_nearing(t, b);
        return;
    }
    struct buf says = buf_new(b->a);
    struct cell least = table_fact_cell(waves, "mdc");
    buf_adds(&says, "Of 100 who were asked so many gave each answer, wave by wave; lines up and "
                    "down are 95 % intervals.");
    if (least.kind == CELL_REAL && isfinite(least.real)) {
        buf_addf(&says, " The smallest change of ours that two such waves would show: %.0f points.",
                 100 * least.real);
    }
    struct curve c = {.x = "place",
                      .y = "share",
                      .lo = "lo",
                      .hi = "hi",
                      .at = NAN,
                      .says = buf_str(&says),
                      .line = "option",
                      .name = "wave",
                      .in_100 = "people in 100",
                      .live = "course"};
    curve_html(waves, &c, b);
}

void picture_html(const struct table *answer, struct buf *b)
{
    if (strcmp(answer->name, "choose") == 0) put_gain(answer, b);
    if (strcmp(answer->name, "trend") == 0) put_course(answer, b);
    if (strcmp(answer->name, "survey") == 0) put_waves(answer, b);
    if (strcmp(answer->name, "person") == 0) timeline_html(answer, b);
}

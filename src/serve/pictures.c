/* pictures.c - serve: which answers have a picture, and of what? */
#include "serve/pictures.h"

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
        buf_addf(&says, " Grey: %zu more topics, as the table names them.", topics - CURVES_NAMED);
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

static void put_waves(const struct table *t, struct buf *b)
{
    const struct table *waves = t->more;
    while (waves && !(waves->key && strcmp(waves->key, "waves") == 0))
        waves = waves->more;
    if (!waves) return;
    struct curve c = {.x = "place",
                      .y = "share",
                      .lo = "lo",
                      .hi = "hi",
                      .at = NAN,
                      .says = STR("Of 100 who were asked so many gave each answer, wave by wave; "
                                  "lines up and down are 95 % intervals."),
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
}

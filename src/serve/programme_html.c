/* programme_html.c - serve: how does a programme look: who stands where, and what came of it? */
#include "serve/programme_html.h"

#include "base/time.h"
#include "serve/form.h"
#include "serve/links.h"

#include <math.h>
#include <string.h>

enum { STAGE_DAYS = 30, DAY_SECONDS = 86400, NEXT_BYTES = 80 };

static struct cell cell_of(const struct table *t, size_t r, const char *name)
{
    return table_row_cell(t, t->cells + r * t->column_count, name);
}

static struct str text_of(const struct table *t, size_t r, const char *name)
{
    struct cell c = cell_of(t, r, name);
    return c.kind == CELL_TEXT && c.text.p ? c.text : STR("");
}

/* ---- the board ---- */

static const struct lane {
    const char *stage, *name;
    bool waits; /* for us: somebody can stand in it for too long */
} lanes[] = {{"nominated", "Nominated", true},
             {"found", "Found", true},
             {"thanked", "Thanked", true},
             {"engaged", "Engaged", false},
             {"left", "Left with honour", false}};

/* -1: nobody said since when. */
static int64_t days_of(const struct table *t, size_t r)
{
    struct cell since = cell_of(t, r, "since");
    if (since.kind != CELL_TIME || since.i == TIME_NONE) return -1;
    return (time_now() - since.i) / DAY_SECONDS;
}

/* "owner Ana Costa · last 12 d · next: sample by 2026-12-03" */
static void put_tie(const struct table *t, size_t r, struct buf *b)
{
    struct str owner = text_of(t, r, "owner");
    struct str next = text_of(t, r, "next");
    struct cell last = cell_of(t, r, "last_contact");
    struct cell due = cell_of(t, r, "due");
    bool met = last.kind == CELL_TIME && last.i != TIME_NONE;
    if (!owner.len && !next.len && !met) return;
    buf_adds(b, "<small>");
    if (owner.len) {
        buf_adds(b, "owner <bdi>");
        html_escape(b, owner);
        buf_adds(b, "</bdi>");
    }
    if (met) {
        buf_addf(b, "%slast %lld d", owner.len ? " · " : "",
                 (long long)((time_now() - last.i) / DAY_SECONDS));
    }
    if (next.len) {
        buf_adds(b, owner.len || met ? " · next: " : "next: ");
        html_escape(b, utf8_head(next, NEXT_BYTES));
    }
    if (next.len && due.kind == CELL_TIME && due.i != TIME_NONE) {
        buf_addf(b, " by %.*s", STR_ARG(time_day(b->a, due.i)));
    }
    buf_adds(b, "</small>\n");
}

static void put_card(const struct page *p, const struct lane *l, const struct table *t, size_t r,
                     struct buf *b)
{
    int64_t days = days_of(t, r);
    struct str drawn = text_of(t, r, "drawn");
    struct cell thanks = cell_of(t, r, "thanks");
    buf_adds(b, "<li class=\"card\"><a href=\"/p/");
    html_escape(b, text_of(t, r, "id"));
    buf_adds(b, "\"><bdi>");
    html_escape(b, text_of(t, r, "name"));
    buf_adds(b, "</bdi></a> <small>");
    if (days >= 0) buf_addf(b, "%lld d", (long long)days);
    if (thanks.kind == CELL_INT && thanks.i) buf_addf(b, " · thanked %lld×", (long long)thanks.i);
    if (drawn.len) {
        buf_adds(b, days >= 0 ? " · " : "");
        html_escape(b, drawn);
    }
    if (l->waits && days > STAGE_DAYS) {
        buf_addf(b, " <b class=\"late\">⚠ past %d d</b>", STAGE_DAYS);
    }
    buf_adds(b, "</small>\n");
    put_tie(t, r, b);
    buf_adds(b, "<div class=\"acts\">");
    form_acts.put((void *)(uintptr_t)p, t, t->cells + r * t->column_count, b);
    buf_adds(b, "</div></li>\n");
}

static void put_lane(const struct page *p, const struct lane *l, const struct table *t,
                     struct buf *b)
{
    size_t n = 0;
    size_t late = 0;
    int64_t oldest = -1;
    struct buf cards = buf_new(p->a);
    for (size_t r = 0; r < t->row_count; r++) {
        if (!str_is(text_of(t, r, "stage"), l->stage)) continue;
        int64_t days = days_of(t, r);
        n++;
        oldest = days > oldest ? days : oldest;
        late += l->waits && days > STAGE_DAYS;
        put_card(p, l, t, r, &cards);
    }
    buf_addf(b, "<section class=\"lane\"><h3>%s %zu</h3><p>", l->name, n);
    if (oldest >= 0) buf_addf(b, "oldest %lld d", (long long)oldest);
    if (late) buf_addf(b, " · <b class=\"late\">⚠ %zu past %d d</b>", late, STAGE_DAYS);
    if (!n) buf_adds(b, "nobody");
    buf_adds(b, "</p>\n<ul>\n");
    buf_add(b, buf_str(&cards));
    buf_adds(b, "</ul></section>\n");
}

/* Where the parts of a programme stand, on this page or the next. */
static void put_tabs(const struct page *p, const struct table *t, struct buf *b)
{
    static const struct {
        const char *key, *name;
    } parts[] = {{"entries", "Activities"}, {"costs", "Costs"}, {"told_us", "Early warning"}};
    const struct http_pairs *part = &p->at->part;
    buf_adds(b, "<nav class=\"steps\" aria-label=\"Parts\"><a href=\"#board\">Board</a>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct table *more = table_more_of(t, parts[i].key);
        if (!more || !more->title.len) continue;
        buf_addf(b, " <a href=\"#answer-%s\">%s</a>", parts[i].key, parts[i].name);
    }
    buf_adds(b, " <a href=\"");
    html_escape(b, route_address(p->a, "/programmes/{programme}/result", part, ""));
    buf_adds(b, "\">Results</a></nav>\n");
}

static void put_board(const struct page *p, const struct table *t, struct buf *b)
{
    put_tabs(p, t, b);
    buf_adds(b, "<h2 id=\"board\">Board</h2>\n<div class=\"board\">\n");
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
        put_lane(p, &lanes[i], t, b);
    buf_adds(b, "</div>\n");
}

/* ---- what came of it ---- */

static const struct {
    const char *grade, *means;
} grades[] = {{"A", "randomised"},
              {"B", "compared over time"},
              {"C", "before and after: an association"},
              {"D", "nothing can be attributed"}};

static void put_grade(struct str grade, struct buf *b)
{
    const char *means = "";
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++) {
        if (str_is(grade, grades[i].grade)) means = grades[i].means;
    }
    buf_adds(b, "<p class=\"grade\"><b>");
    html_escape(b, grade);
    buf_addf(b, "</b> <small>%s</small></p>", means);
}

static void put_effect(const struct table *t, size_t r, struct buf *b)
{
    struct cell effect = cell_of(t, r, "effect");
    struct cell level = cell_of(t, r, "level");
    if (effect.kind != CELL_REAL || !isfinite(effect.real)) {
        buf_adds(b, "<p><b>no figure</b></p>");
        return;
    }
    buf_addf(b, "<p><b>%+.2f</b> (%.2f to %.2f, %.0f %%) a person and month</p>", effect.real,
             cell_of(t, r, "effect_lo").real, cell_of(t, r, "effect_hi").real, 100 * level.real);
}

static void put_result(const struct table *t, size_t r, struct buf *b)
{
    struct str outcome = text_of(t, r, "outcome");
    struct str category = text_of(t, r, "category");
    struct str against = text_of(t, r, "compared_with");
    struct cell effect = cell_of(t, r, "effect");
    buf_adds(b, "<li>");
    put_grade(text_of(t, r, "grade"), b);
    buf_adds(b, "<div><h3>");
    html_escape(b, text_of(t, r, "objective"));
    if (outcome.len) buf_adds(b, ": ");
    html_escape(b, outcome);
    if (category.len) buf_adds(b, ", ");
    html_escape(b, category);
    buf_adds(b, "</h3>");
    put_effect(t, r, b);
    buf_adds(b, "<p>");
    html_escape(b, text_of(t, r, "said"));
    if (effect.kind == CELL_REAL && against.len) {
        buf_adds(b, " Compared with: ");
        html_escape(b, against);
        buf_adds(b, ".");
    }
    buf_adds(b, "</p></div></li>\n");
}

static void put_results(const struct table *t, struct buf *b)
{
    if (!t->row_count) return;
    buf_adds(b, "<h2>Results</h2>\n<ol class=\"results\">\n");
    for (size_t r = 0; r < t->row_count; r++)
        put_result(t, r, b);
    buf_adds(b, "</ol>\n");
}

bool programme_html(const struct page *p, const struct table *t, struct buf *b)
{
    const char *at = p->at ? p->at->route->pattern : "";
    if (strcmp(at, "/programmes/{programme}") == 0) {
        put_board(p, t, b);
        return true;
    }
    if (strcmp(at, "/programmes/{programme}/result") != 0) return false;
    put_results(t, b);
    return true;
}

/* test_table_html.c - tests: how an answer looks on a page, and what foreign text cannot do to it
 */
#include "helpers.h"

#include "base/page_html.h"
#include "base/table_html.h"
#include "base/time.h"

#include <ctype.h>

static struct str escaped(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    html_escape(&b, s);
    return b.len ? buf_str(&b) : STR("");
}

/* What Python's html.escape(s, quote=True) gives, for those without bytes that are dropped. */
static void text_of_others_stays_text(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        struct str in;
        const char *want;
    } rows[] = {
        {STR("Zoë & Max"), "Zoë &amp; Max"},
        {STR("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {STR("\" onmouseover='x'"), "&quot; onmouseover=&#39;x&#39;"},
        {STR("]]></style><!--"), "]]&gt;&lt;/style&gt;&lt;!--"},
        {STR("&lt;"), "&amp;lt;"},
        {STR("a\nb\tc\r"), "a b c "},
        {STR("a\0b\x01"
             "c\x1b[31m\x7f"),
         "a\xEF\xBF\xBD"
         "bc[31m"}, /* NUL is mended as a bad byte */
        {STR("\xC2\x85x\xC2\x9B"), "x"},
        {STR("gpj.\xE2\x80\xAE"
             "exe\xE2\x80\xAC"),
         "gpj.exe"},
        {STR("\xE2\x81\xA6"
             "a\xE2\x81\xA9\xEF\xBB\xBF\xD8\x9C"),
         "a"},
        {STR("a\xC2"), "a\xEF\xBF\xBD"},
        {STR("\xC0\xBCscript>"), "\xEF\xBF\xBD\xEF\xBF\xBDscript&gt;"}, /* overlong < */
        {STR("\xD7\xA9\xD7\x9C \xF0\x9F\xA6\x8A €"), "\xD7\xA9\xD7\x9C \xF0\x9F\xA6\x8A €"},
        {STR(""), ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(escaped(&a, rows[i].in), rows[i].want);
    arena_free(&a);
}

static const struct column columns[] = {
    {"rank", "#", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, COLUMN_KEEPS},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, COLUMN_KEEPS},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, COLUMN_KEEPS},
    {"n", NULL, "buyers", CELL_INT, 0, COLUMN_KEEPS},
    {"gain", "more by", "points", CELL_REAL, 2, COLUMN_KEEPS},
    {"gain_lo", "from", NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"gain_hi", NULL, NULL, CELL_REAL, 2, COLUMN_KEEPS},
    {"at", "last", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"nothing", "never filled", NULL, CELL_INT, 0, COLUMN_GOES},
    {"kept_back", NULL, NULL, CELL_INT, 0, COLUMN_KEEPS},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static struct table *answer(struct arena *a, struct str name)
{
    struct table *t = table_new(a, "find", columns, COLUMN_COUNT);
    t->title = str_printf(a, "Who moves %.*s", STR_ARG(name));
    table_lead(t, "First is %.*s.", STR_ARG(name));
    table_fact(t, "market", NULL, cell_text(name), 0);
    table_fact(t, "level", NULL, cell_real(0.9), 2);
    table_fact(t, "cover_in_100", "together", cell_real(31.25), 1);
    table_fact(t, "cover_lo", NULL, cell_real(20.0), 1);
    table_fact(t, "cover_hi", NULL, cell_real(40.0), 1);
    struct cell *row = table_row(t);
    row[0] = cell_int(1);
    row[1] = cell_text(STR("P7"));
    row[2] = cell_text(name);
    row[3] = cell_real(18.04);
    row[4] = cell_real(13.0);
    row[5] = cell_real(24.0);
    row[6] = cell_int(212);
    row[7] = cell_real(-0.5);
    row[8] = cell_real(-1.25);
    row[9] = cell_real(0.25);
    row[10] = cell_time(0);
    row[12] = cell_int(99);
    table_row(t)[2] = cell_text(STR("Bo"));
    struct table *more = table_more(t, "where_from", columns, COLUMN_COUNT);
    more->empty = STR("Nowhere.");
    table_note(t, "See %.*s", STR_ARG(name));
    return t;
}

static struct str page_of(struct arena *a, struct str name)
{
    struct buf b = buf_new(a);
    page_html_open(&b, name);
    table_html(answer(a, name), 2, "few", NULL, &b);
    page_html_close(&b);
    return buf_str(&b);
}

static bool has(struct str page, const char *part)
{
    return strstr(page.p, part) != NULL;
}

#define assert_has(page, part) \
    do { \
        if (!has(page, part)) { \
            print_error("not in the page: %s\n%s\n", part, (page).p); \
            fail(); \
        } \
    } while (0)

/* The axis of reach is 0 to 50, the next of 1, 2, 5 times ten above 24: of the 108 units between 6
 * and 114, 13 stands at 34.1, 18.04 at 45.0, 24 at 57.8. That of gain is -2 to 2: -.5 at 46.5. */
static void a_figure_and_its_interval_are_one_cell_and_a_picture(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str page = page_of(&a, STR("Zoë"));
    assert_has(page,
               "<section id=\"few\">\n<h2>Who moves Zoë</h2>\n<p class=\"lead\">First is Zoë.");
    assert_has(page, "<caption><span class=\"sr\">Who moves Zoë: </span>2 rows</caption>");
    assert_has(page,
               "<th scope=\"col\" class=\"r\">reach, buyers in 100 <small>90 % interval; axis 0 "
               "to 50</small></th>");
    assert_has(page, "<th scope=\"row\" data-label=\"person\"><bdi>Zoë</bdi></th>");
    assert_has(page, "18.0 <span class=\"ci\">(13.0 to 24.0)</span><svg class=\"iv\"");
    assert_has(page, "aria-label=\"18.0, interval 13.0 to 24.0\"");
    assert_has(page, "d=\"M34.1 4v8m0-4H57.8m0-4v8\"");
    assert_has(page, "cx=\"45.0\"");
    assert_has(page, "-0.50 <span class=\"ci\">(-1.25 to 0.25)</span>");
    assert_has(page, "cx=\"46.5\"");
    assert_has(page, "axis -2 to 2");
    assert_has(page, "data-label=\"n, buyers\">212</td>");
    assert_has(page, "<time datetime=\"1970-01-01T00:00:00Z\">1970-01-01</time>");
    assert_has(page, "<span aria-hidden=\"true\">—</span><span class=\"sr\">unknown</span>");
    assert_has(page, "<dt>together</dt><dd>31.2 <span class=\"ci\">(20.0 to 40.0)</span></dd>");
    assert_has(page, "<dt>market</dt><dd><bdi>Zoë</bdi></dd>");
    assert_has(page, "<p class=\"empty\">Nowhere.</p>");
    assert_has(page, "<li>See Zoë</li>");
    assert_false(has(page, "never filled"));
    assert_false(has(page, "kept"));
    assert_false(has(page, ">99<"));
    assert_false(has(page, "cover lo"));
    arena_free(&a);
}

/* A bare lo and hi belong to the column before them, and to no other. */
static void ends_without_a_figure_stay_columns(void **state)
{
    (void)state;
    static const struct column few[] = {
        {"who", "who", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
        {"lo", "from", NULL, CELL_REAL, 1, COLUMN_KEEPS},
        {"hi", "to", NULL, CELL_REAL, 1, COLUMN_KEEPS},
    };
    struct arena a = {0};
    struct table *t = table_new(&a, "x", few, 3);
    struct cell *row = table_row(t);
    row[1] = cell_real(NAN);
    row[2] = cell_real(2.0);
    struct buf b = buf_new(&a);
    table_html(t, 6, "x", NULL, &b);
    assert_has(buf_str(&b),
               "<th scope=\"col\" class=\"r\">from</th><th scope=\"col\" class=\"r\">to");
    assert_false(has(buf_str(&b), "<svg"));
    arena_free(&a);
}

/* ---- is it well formed? ---- */

static bool is_void(struct str tag)
{
    static const char *const voids[] = {"meta", "!doctype", "br", "img", "hr", NULL};
    return str_among_nocase(tag, voids);
}

/* Every tag is closed by its own, in order; attributes are quoted; nothing runs or is fetched. */
static void assert_well_formed(struct str page)
{
    enum { DEEP = 64 };
    struct str open[DEEP];
    size_t deep = 0;
    for (size_t i = 0; i < page.len; i++) {
        if (page.p[i] != '<') continue;
        size_t end = i + 1;
        for (bool quoted = false; end < page.len && (quoted || page.p[end] != '>'); end++) {
            if (page.p[end] == '"') quoted = !quoted;
            bool acts =
                strncmp(page.p + end, " on", 3) == 0 || strncmp(page.p + end, " src", 4) == 0;
            assert_false(!quoted && acts);
            assert_false(!quoted && page.p[end] == '<');
        }
        assert_true(end < page.len);
        struct str inner = {page.p + i + 1, end - i - 1};
        bool closes = str_starts(inner, "/");
        if (closes) inner = str_skip(inner, 1);
        size_t len = 0;
        while (len < inner.len && (isalnum((unsigned char)inner.p[len]) || inner.p[len] == '!'))
            len++;
        struct str tag = str_head(inner, len);
        assert_true(len > 0);
        assert_false(str_is_nocase(tag, "script") || str_is_nocase(tag, "img"));
        if (closes) {
            assert_true(deep > 0);
            assert_true(str_eq(open[--deep], tag));
        } else if (!is_void(tag) && inner.p[inner.len - 1] != '/') {
            assert_true(deep < DEEP);
            open[deep++] = tag;
        }
        i = end;
    }
    assert_int_equal(deep, 0);
}

static void hostile_names_change_nothing_but_text(void **state)
{
    (void)state;
    const struct str hostile[] = {
        STR("Zoë"),
        STR("<script>alert(1)</script>"),
        STR("</title></style><script src=//x.example/a.js>"),
        STR("\"><img src=x onerror=alert(1)>"),
        STR("' onfocus=alert(1) x='"),
        STR("]]><!-- </section></main>"),
        STR("\xE2\x80\xAE<b>\0\x1b\x9f</b>"),
        STR("&#60;script&#62;"),
    };
    struct arena a = {0};
    struct str plain = page_of(&a, hostile[0]);
    size_t tags = 0;
    for (size_t i = 0; i < plain.len; i++)
        tags += plain.p[i] == '<';
    for (size_t k = 0; k < sizeof hostile / sizeof *hostile; k++) {
        struct str page = page_of(&a, hostile[k]);
        size_t now = 0;
        for (size_t i = 0; i < page.len; i++)
            now += page.p[i] == '<';
        assert_int_equal(now, tags); /* no tag more, none less */
        assert_well_formed(page);
        assert_false(has(page, "<script"));
        assert_true(utf8_valid(page));
    }
    arena_free(&a);
}

/* ---- curves ---- */

/* Places by hand: x 1 to 3 on 52 to 624, y 0 to 40 on 200 up to 14. */
static void a_curve_is_a_line_in_its_band(void **state)
{
    (void)state;
    static const struct column few[] = {
        {"k", "people", NULL, CELL_INT, 0, COLUMN_KEEPS},
        {"cover", "cover", "buyers in 100", CELL_REAL, 1, COLUMN_KEEPS},
        {"cover_lo", NULL, NULL, CELL_REAL, 1, COLUMN_KEEPS},
        {"cover_hi", NULL, NULL, CELL_REAL, 1, COLUMN_KEEPS},
    };
    struct arena a = {0};
    struct table *t = table_new(&a, "choose", few, 4);
    struct curve c = {.x = "k",
                      .y = "cover",
                      .lo = "cover_lo",
                      .hi = "cover_hi",
                      .at = 2.0,
                      .says = STR("a < b")};
    struct buf b = buf_new(&a);
    for (int k = 1; k <= 3; k++) {
        curve_html(t, &c, &b);
        assert_true(k > 2 || b.len == 0); /* one point is no curve */
        struct cell *row = table_row(t);
        row[0] = cell_int(k);
        row[1] = cell_real(10.0 * k);
        row[2] = cell_real(10.0 * k - 10.0);
        row[3] = cell_real(10.0 * k + 10.0);
    }
    b.len = 0;
    curve_html(t, &c, &b);
    struct str s = buf_str(&b);
    assert_has(s, "aria-label=\"a &lt; b\"");
    assert_has(s, "<path class=\"ln\" d=\"M52.0 153.5L338.0 107.0L624.0 60.5\"/>");
    assert_has(s, "<path class=\"bd\" d=\"M52.0 107.0L338.0 60.5L624.0 14.0L624.0 107.0L338.0 "
                  "153.5L52.0 200.0Z\"/>");
    assert_has(s, "<path class=\"at\" d=\"M338.0 14V200.0\"/>");
    assert_has(s, "cover, buyers in 100 by people</text>");
    assert_well_formed(s);
    c.level = 20.0; /* half way up */
    c.level_says = STR("today < all");
    c.live = "gain";
    b.len = 0;
    curve_html(t, &c, &b);
    s = buf_str(&b);
    assert_has(s, "<path class=\"at\" d=\"M52 107.0H624\"/>");
    assert_has(s, ">today &lt; all</text>");
    assert_has(s, "&quot;level&quot;:20,&quot;level_says&quot;:&quot;today &lt; all&quot;");
    assert_well_formed(s);
    arena_free(&a);
}

/* Places by hand: periods 0 to 2 on 52 to 492, shares 0 to .5 on 200 up to 14; the figures for
 * scripts read by hand, too. */
static void lines_have_names_and_what_they_rest_on(void **state)
{
    (void)state;
    static const struct column course[] = {
        {"topic", "topic", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
        {"start", NULL, "UTC", CELL_TIME, 0, COLUMN_KEEPS},
        {"period", "period", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
        {"share", "share", NULL, CELL_REAL, 3, COLUMN_KEEPS},
        {"outlets", "outlets", NULL, CELL_INT, 0, COLUMN_KEEPS},
        {"began", "began", NULL, CELL_INT, 0, COLUMN_KEEPS},
    };
    static const char *const topics[] = {"<b>\"SBOM\"</b> & the like, at length", "pods"};
    static const char *const periods[] = {"one", "two", "three"};
    static const double share[2][3] = {{.25, .5, 0.}, {0., .25, .5}};
    struct arena a = {0};
    struct table *t = table_new(&a, "trend", course, 6);
    for (int i = 0; i < 6; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(topics[i / 3]));
        row[1] = cell_time(i % 3 * 86400);
        row[2] = cell_text(str_of(periods[i % 3]));
        row[3] = cell_real(share[i / 3][i % 3]);
        row[4] = cell_int(i % 3 + 2);
        row[5] = cell_int(i % 3 == 1);
    }
    struct curve c = {.x = "start",
                      .y = "share",
                      .at = NAN,
                      .says = STR("shares"),
                      .line = "topic",
                      .name = "period",
                      .count = "outlets",
                      .began = "began",
                      .in_100 = "docs in 100",
                      .live = "course"};
    struct buf b = buf_new(&a);
    curve_html(t, &c, &b);
    struct str s = buf_str(&b);
    assert_has(s, "<path class=\"ln l1\" d=\"M52.0 107.0L272.0 14.0L492.0 200.0\"/>");
    assert_has(s, "<path class=\"ln l2\" d=\"M52.0 200.0L272.0 107.0L492.0 14.0\"/>");
    assert_has(s, "1 &lt;b&gt;&quot;SBOM&quot;&lt;/b&gt; &amp; the …</text>");
    assert_has(s, ">50.0</text>");
    assert_has(s, "docs in 100 by period</text>");
    assert_has(s, ">three</text>");
    assert_has(s, "height=\"20.0\"/>"); /* 4 outlets of 4 */
    assert_has(s, "height=\"10.0\"/>"); /* 2 of 4 */
    assert_has(s, "&quot;counts&quot;:[2,3,4],&quot;broke&quot;:[0,1,0]");
    assert_has(s, "&quot;y&quot;:[0.25,0.5,0],&quot;lo&quot;:[null,null,null]");
    assert_false(has(s, "<b>"));
    assert_well_formed(s);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_others_stays_text),
        cmocka_unit_test(a_figure_and_its_interval_are_one_cell_and_a_picture),
        cmocka_unit_test(ends_without_a_figure_stay_columns),
        cmocka_unit_test(hostile_names_change_nothing_but_text),
        cmocka_unit_test(a_curve_is_a_line_in_its_band),
        cmocka_unit_test(lines_have_names_and_what_they_rest_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

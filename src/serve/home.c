/* home.c - serve: which markets are there, what is known of each, and what waits for somebody? */
#include "serve/home.h"

#include "base/limits.h"
#include "base/table_html.h"
#include "base/time.h"
#include "serve/links.h"
#include "serve/steady.h"

#include <math.h>
#include <string.h>

enum {
    LOOK_MS = 60,    /* for all that costs a look-up, together */
    BEGIN_MS = 150,  /* for what costs more; the rest is made behind the page */
    WORK_MS = 700,   /* for what is wanted and costs more, before the page is asked again */
    MOVED_DAYS = 30, /* what moved is told against so many days before */
    MOVED_SHOWN = 3
};

/* ---- what is kept ---- */

enum kept_kind { KEPT_FIND, KEPT_THEN, KEPT_CHOOSE, KEPT_CONNECT, KEPT_SHOW, KEPT_KINDS };

static const char *const patterns[KEPT_KINDS] = {
    [KEPT_FIND] = "/m/{market}",          [KEPT_THEN] = "/m/{market}",
    [KEPT_CHOOSE] = "/m/{market}/choose", [KEPT_CONNECT] = "/m/{market}/connect",
    [KEPT_SHOW] = "/m/{market}/about",
};

struct looking {
    const struct home *h;
    struct buf *b;
    int64_t end_ms;                        /* of looking things up */
    int64_t work_ms;                       /* until when what is wanted is waited for */
    struct str market;                     /* of this row */
    struct http_pairs part;                /* {market} */
    const struct answer *kept[KEPT_KINDS]; /* NULL: not worked out yet */
    size_t missing;                        /* in all rows */
    bool working;                          /* one is being worked out */
    int64_t oldest_s;                      /* of what is shown; TIME_NONE: nothing */
};

/* As the page of that address asks: with all rows. */
static const char *const *words_of(struct looking *l, enum kept_kind kind, int64_t until_s)
{
    struct arena *a = l->h->page->a;
    const struct route *route = route_of(HTTP_GET, patterns[kind]);
    struct http_pairs given = {0};
    struct err ignored;
    const char *const *words = NULL;
    if (route_lists(route)) http_pair_add(a, &given, STR("rows"), STR("all"));
    if (until_s != TIME_NONE) http_pair_add(a, &given, STR("until"), time_day(a, until_s));
    return route_words(route, &l->part, &given, a, &words, &ignored) ? NULL : words;
}

/* One at a time is worked out, behind the page where it takes longer than anybody waits here. */
static const struct answer *look(struct looking *l, const char *const *words, bool costs)
{
    const struct page *p = l->h->page;
    int64_t left = l->end_ms - time_going_ms();
    const struct answer *x = words ? answers_kept(p->answers, words, p->sight) : NULL;
    if (!words || (x && !x->older)) return x;
    const struct answer *now = NULL;
    struct answer_ask ask = {p->sight, p->user, left, p->asked_ms};
    if (!costs && left > 0) now = answers_get(p->answers, words, &ask);
    if (costs) {
        ask.wait_ms = l->work_ms > time_going_ms() ? l->work_ms - time_going_ms() : 1;
        if (!l->working) now = answers_get(p->answers, words, &ask);
        bool is_now = now && !now->older;
        l->working |= !is_now;
        l->missing += !is_now;
    }
    if (now && x) answers_done(p->answers, x);
    return now ? now : x;
}

static const struct table *table_of(const struct looking *l, enum kept_kind kind)
{
    const struct answer *x = l->kept[kind];
    return x && !x->status ? x->table : NULL;
}

static const struct fact *fact_of(const struct table *t, const char *name)
{
    const struct fact *f = t ? t->facts : NULL;
    while (f && strcmp(f->name, name) != 0)
        f = f->next;
    return f;
}

static int64_t as_of(const struct table *t)
{
    const struct fact *f = fact_of(t, "as_of");
    return f && f->value.kind == CELL_TIME ? f->value.i : TIME_NONE;
}

static void look_all(struct looking *l)
{
    for (int k = 0; k < KEPT_KINDS; k++) {
        int64_t then = as_of(table_of(l, KEPT_FIND));
        if (k == KEPT_THEN && then == TIME_NONE) continue;
        then = k == KEPT_THEN ? then - (int64_t)MOVED_DAYS * DAY_S : TIME_NONE;
        l->kept[k] = look(l, words_of(l, (enum kept_kind)k, then), k != KEPT_SHOW);
        if (!l->kept[k] || k == KEPT_SHOW) continue;
        int64_t made = l->kept[k]->made_s;
        if (l->oldest_s == TIME_NONE || made < l->oldest_s) l->oldest_s = made;
    }
}

static void let_go(struct looking *l)
{
    for (int k = 0; k < KEPT_KINDS; k++) {
        if (l->kept[k]) answers_done(l->h->page->answers, l->kept[k]);
        l->kept[k] = NULL;
    }
}

/* ---- cells of tables ---- */

static const struct cell *cell_at(const struct table *t, size_t row, const char *name)
{
    for (size_t c = 0; t && c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, name) == 0) return &t->cells[row * t->column_count + c];
    }
    return NULL;
}

static double number_at(const struct table *t, size_t row, const char *name)
{
    const struct cell *c = cell_at(t, row, name);
    if (c && c->kind == CELL_INT) return (double)c->i;
    return c && c->kind == CELL_REAL ? c->real : NAN;
}

static struct str text_at(const struct table *t, size_t row, const char *name)
{
    const struct cell *c = cell_at(t, row, name);
    return c && c->kind == CELL_TEXT ? c->text : STR_NONE;
}

static double fact_number(const struct table *t, const char *name)
{
    const struct fact *f = fact_of(t, name);
    if (f && f->value.kind == CELL_INT) return (double)f->value.i;
    return f && f->value.kind == CELL_REAL ? f->value.real : NAN;
}

static const struct table *more_of(const struct table *t, const char *key)
{
    return t ? table_more_of(t, key) : NULL;
}

/* ---- what is written ---- */

static void open_cell(struct looking *l, const char *label, bool right)
{
    buf_addf(l->b, "<td%s data-label=\"%s\"><span>", right ? " class=\"r\"" : "", label);
}

/* A page of the market. */
static void open_link(struct looking *l, const char *pattern)
{
    buf_adds(l->b, "<a href=\"");
    html_escape(l->b, route_address(l->h->page->a, pattern, &l->part, ""));
    buf_adds(l->b, "\">");
}

static void put_not_yet(struct looking *l)
{
    buf_adds(l->b, "<span class=\"ci\">not yet worked out</span>");
}

static void put_linked(struct looking *l, const char *pattern, struct str text)
{
    open_link(l, pattern);
    html_escape(l->b, text);
    buf_adds(l->b, "</a>");
}

/* "neglected 4": one of several in a cell. */
static void put_need(struct looking *l, const char *pattern, const char *what, size_t n)
{
    if (!n) return;
    put_linked(l, pattern, str_printf(l->h->page->a, "%s %zu", what, n));
    buf_addc(l->b, ' ');
}

/* ---- columns ---- */

static bool is_ranked(const struct table *find)
{
    const struct fact *f = fact_of(find, "ranked");
    return f && f->value.kind == CELL_BOOL && f->value.yes;
}

static void put_whom(struct looking *l, struct str audience)
{
    const struct table *find = table_of(l, KEPT_FIND);
    double heard = fact_number(find, "heard");
    double size = fact_number(find, "audience_size");
    open_cell(l, "whom", false);
    buf_adds(l->b, "<bdi>");
    html_escape(l->b, audience);
    buf_adds(l->b, "</bdi>");
    if (!isnan(heard) && !isnan(size)) buf_addf(l->b, ": %.0f heard of %.0f", heard, size);
    buf_adds(l->b, "</span></td>");
}

static void put_tier(struct looking *l)
{
    const struct table *find = table_of(l, KEPT_FIND);
    size_t n = 0;
    for (size_t r = 0; find && r < find->row_count; r++)
        n += number_at(find, r, "tier") == 1.0;
    open_cell(l, "tier A, people", true);
    if (!find) put_not_yet(l);
    if (find && is_ranked(find)) {
        put_linked(l, patterns[KEPT_FIND], str_printf(l->h->page->a, "%zu", n));
    } else if (find) {
        buf_adds(l->b, "no ranks");
    }
    buf_adds(l->b, "</span></td>");
}

static void put_reaches(struct looking *l)
{
    const struct table *t = table_of(l, KEPT_CHOOSE);
    double of[] = {fact_number(t, "cover_in_100"), fact_number(t, "cover_lo"),
                   fact_number(t, "cover_hi")};
    open_cell(l, "today's set reaches, of 100 buyers", true);
    if (!t) {
        put_not_yet(l);
    } else if (isnan(of[0])) {
        buf_adds(l->b, "no set");
    } else {
        open_link(l, patterns[KEPT_CHOOSE]);
        buf_addf(l->b, "%.0f <span class=\"ci\">(%.0f to %.0f)</span></a>", of[0], of[1], of[2]);
    }
    buf_adds(l->b, "</span></td>");
}

/* Of the rater "followers" or "by_lot": does kith foretell more, less, or cannot one say? */
static int compared(const struct table *tested, const char *rater)
{
    for (size_t r = 0; r < tested->row_count; r++) {
        struct str is = text_at(tested, r, "is");
        if (!is.p || !str_is(is, rater)) continue;
        if (number_at(tested, r, "gain_lo") > 0) return 1;
        return number_at(tested, r, "gain_hi") < 0 ? -1 : 0;
    }
    return 0;
}

/* The test that was kept last; the page says all of it. */
static void put_proof(struct looking *l)
{
    static const char *const says[] = {"followers did better", "no better than followers",
                                       "beats followers"};
    const struct table *show = table_of(l, KEPT_SHOW);
    const struct table *tested = more_of(show, "tested");
    const struct fact *made = fact_of(show, "backtest_made_at");
    open_cell(l, "proof", false);
    if (!tested) {
        put_linked(l, "/m/{market}/proof", STR("not tested yet"));
    } else {
        bool lot = compared(tested, "by_lot") > 0;
        put_linked(l, "/m/{market}/about",
                   lot ? str_of(says[1 + compared(tested, "followers")])
                       : STR("not told from an order by lot"));
        if (made) {
            buf_adds(l->b, " <span class=\"ci\">");
            cell_html(l->b, made->value, 0);
            buf_adds(l->b, "</span>");
        }
    }
    buf_adds(l->b, "</span></td>");
}

/* Where the intervals of now and then part; else nobody can say that anything moved. */
static int moved(const struct table *now, size_t row, const struct table *then)
{
    struct str id = text_at(now, row, "id");
    for (size_t r = 0; id.p && r < then->row_count; r++) {
        struct str other = text_at(then, r, "id");
        if (!other.p || !str_eq(id, other)) continue;
        if (number_at(now, row, "lo") > number_at(then, r, "hi")) return 1;
        return number_at(now, row, "hi") < number_at(then, r, "lo") ? -1 : 0;
    }
    return 0;
}

static void put_moved(struct looking *l)
{
    const struct table *now = table_of(l, KEPT_FIND);
    const struct table *then = table_of(l, KEPT_THEN);
    size_t n = 0;
    open_cell(l, "moved in 30 days", false);
    for (size_t r = 0; now && then && r < now->row_count; r++) {
        int way = moved(now, r, then);
        if (!way || n++ >= MOVED_SHOWN) continue;
        struct http_pairs part = l->part;
        struct str name = text_at(now, r, "name");
        http_pair_add(l->h->page->a, &part, STR("person"), text_at(now, r, "id"));
        buf_adds(l->b, "<a href=\"");
        html_escape(l->b, route_address(l->h->page->a, "/m/{market}/why/{person}", &part, ""));
        buf_adds(l->b, "\"><bdi>");
        html_escape(l->b, name.p ? name : STR("somebody"));
        buf_addf(l->b, "</bdi> %s</a> ", way > 0 ? "up" : "down");
    }
    if (n > MOVED_SHOWN) buf_addf(l->b, "and %zu more", n - MOVED_SHOWN);
    if (now && !is_ranked(now)) {
        buf_adds(l->b, "no ranks");
    } else if (!now || !l->kept[KEPT_THEN]) {
        put_not_yet(l);
    } else if (!n) {
        buf_adds(l->b, then ? "no change that could be seen" : "too little was seen before");
    }
    buf_adds(l->b, "</span></td>");
}

static size_t rows_of(const struct table *t, const char *key)
{
    const struct table *m = more_of(t, key);
    return m ? m->row_count : 0;
}

/* Owners that a plan proposes and nobody kept yet. */
static size_t proposals(const struct table *connect)
{
    const struct fact *plan = fact_of(connect, "last_plan_at");
    size_t n = rows_of(connect, "changes");
    if (plan && plan->value.kind == CELL_TIME) return n;
    for (size_t r = 0; connect && r < connect->row_count; r++) {
        const struct cell *pinned = cell_at(connect, r, "pinned");
        bool said = pinned && pinned->kind == CELL_BOOL && pinned->yes;
        n += text_at(connect, r, "owner").len > 0 && !said;
    }
    return n;
}

static void put_needs(struct looking *l)
{
    const struct table *connect = table_of(l, KEPT_CONNECT);
    const struct table *find = table_of(l, KEPT_FIND);
    const char *to = patterns[KEPT_CONNECT];
    double silent = fact_number(table_of(l, KEPT_SHOW), "audit_waiting");
    double heard = fact_number(find, "heard");
    open_cell(l, "needs you", false);
    size_t empty = l->b->len;
    put_need(l, to, "neglected", rows_of(connect, "neglected"));
    put_need(l, to, "orphans", rows_of(connect, "orphans"));
    put_need(l, to, "proposals", proposals(connect));
    if (silent > 0) put_need(l, "/m/{market}/audit", "asked and silent", (size_t)silent);
    if (find && !is_ranked(find) && heard < BUYERS_KNOWN_MIN) {
        put_linked(l, patterns[KEPT_FIND],
                   str_printf(l->h->page->a, "%.0f of the %d buyers needed are known", heard,
                              BUYERS_KNOWN_MIN));
    }
    if (l->b->len == empty && !connect) {
        put_not_yet(l);
    } else if (l->b->len == empty) {
        buf_adds(l->b, "nothing");
    }
    buf_adds(l->b, "</span></td>");
}

/* ---- rows ---- */

static void put_row(struct looking *l, size_t row)
{
    const struct table *t = l->h->markets;
    l->market = text_at(t, row, "market");
    l->part = (struct http_pairs){0};
    http_pair_add(l->h->page->a, &l->part, STR("market"), l->market);
    look_all(l);
    buf_adds(l->b, "<tr><th scope=\"row\" data-label=\"market\">");
    put_linked(l, patterns[KEPT_FIND], l->market);
    buf_adds(l->b, "</th>");
    put_whom(l, text_at(t, row, "audience"));
    open_cell(l, "as of", false);
    const struct fact *f = fact_of(table_of(l, KEPT_FIND), "as_of");
    cell_html(l->b, f ? f->value : (struct cell){.kind = CELL_NONE}, 0);
    buf_adds(l->b, "</span></td>");
    put_tier(l);
    put_reaches(l);
    put_proof(l);
    put_moved(l);
    put_needs(l);
    buf_adds(l->b, "</tr>\n");
    let_go(l);
}

/* What is of no market, as a sentence of links. */
static void put_of_all(struct looking *l)
{
    static const struct {
        const char *pattern, *fact, *what;
    } all[] = {{"/same", "open", "pairs that may be one person"},
               {"/privacy/notices", "overdue", "notices overdue"},
               {"/privacy/notices", "soon", "notices due in 7 days"}};
    const struct page *p = l->h->page;
    struct buf said = buf_new(p->a);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct http_pairs none = {0};
        struct http_pairs given = {0};
        struct err ignored;
        const char *const *words = NULL;
        const struct route *route = route_of(HTTP_GET, all[i].pattern);
        http_pair_add(p->a, &given, STR("rows"), STR("all"));
        if (!right_in(p->rights, route->right) ||
            route_words(route, &none, &given, p->a, &words, &ignored)) {
            continue;
        }
        const struct answer *x = look(l, words, false);
        double n = x && !x->status ? fact_number(x->table, all[i].fact) : NAN;
        if (n > 0) {
            buf_addf(&said, " <a href=\"%s\">%s %.0f</a>", all[i].pattern, all[i].what, n);
        }
        if (x) answers_done(p->answers, x);
    }
    if (!said.len) return;
    buf_adds(l->b, "<p class=\"needs\"><b>In all markets, needs you:</b>");
    buf_add(l->b, buf_str(&said));
    buf_adds(l->b, "</p>\n");
}

static void put_heads(struct buf *b)
{
    static const struct {
        const char *head;
        bool right;
    } heads[] = {{"market", false},
                 {"whom", false},
                 {"as of, UTC", false},
                 {"tier A, people", true},
                 {"today's set reaches, of 100 buyers", true},
                 {"proof", false},
                 {"moved in 30 days", false},
                 {"needs you", false}};
    buf_adds(b, "<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        buf_addf(b, "<th scope=\"col\"%s>%s</th>", heads[i].right ? " class=\"r\"" : "",
                 heads[i].head);
    }
    buf_adds(b, "</tr></thead>\n<tbody>\n");
}

/* When it was worked out, and how what is missing comes here. */
static void put_state(struct looking *l)
{
    if (l->oldest_s == TIME_NONE && !l->missing) return;
    buf_adds(l->b, "<p class=\"further\" role=\"status\">");
    if (l->oldest_s != TIME_NONE) {
        buf_addf(l->b, "Figures are as they were last worked out, the oldest at %.*s. ",
                 STR_ARG(time_iso(l->b->a, l->oldest_s)));
    }
    if (l->h->works && l->working) {
        buf_addf(l->b, "Still to come: %zu; you may leave this page meanwhile.", l->missing);
    } else if (l->missing) {
        buf_addf(l->b,
                 "Answers missing, or older than the store: %zu. <a href=\"/?work=1\">Work them "
                 "out now</a>",
                 l->missing);
    }
    buf_adds(l->b, "</p>\n");
}

bool home_html(const struct home *h, struct buf *b)
{
    const struct table *t = h->markets;
    size_t shown = t->row_count < PAGE_ROWS ? t->row_count : PAGE_ROWS;
    struct looking l = {.h = h, .b = b, .oldest_s = TIME_NONE};
    if (!h->page->answers) return false;
    l.end_ms = time_going_ms() + LOOK_MS;
    l.work_ms = l.end_ms + (h->works ? WORK_MS : BEGIN_MS);
    put_of_all(&l);
    if (!shown) return false;
    buf_addf(
        b, "<section id=\"home\">\n<div class=\"box\"><table><caption>%zu of %zu shown</caption>\n",
        shown, t->row_count);
    put_heads(b);
    for (size_t r = 0; r < shown; r++)
        put_row(&l, r);
    buf_adds(b, "</tbody></table></div>\n");
    put_state(&l);
    buf_adds(b, "</section>\n");
    return h->works && l.working;
}

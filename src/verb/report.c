/* report.c - verb: what does a board need to read about a market, on one page? */
#include "verb/report.h"

#include "base/file.h"
#include "base/page_html.h"
#include "base/table_html.h"
#include "base/time.h"

#include <string.h>

static const char *const examples[] = {
    "kith report security -o security.html",
    "kith report security -o security.html --all",
    "kith report security --until 2026-01-01 -n 20 > before.html",
    NULL,
};

static const struct flag flags[] = {
    {"output", 'o', "FILE", "the page is written there, whole or not at all; else to the terminal",
     false},
    {"rows", 'n', "N", "how many people, at most (10)", false},
    {"all", 0, NULL, "figures that serve no aim of the strategy, too", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

enum { ROWS_MAX = 200, STEPS = 6 };

static const struct column columns[] = {
    {"section", "section", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"part", "part", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"rows", "rows", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"opens", "opens by", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

static const struct column lacking_columns[] = {
    {"what", "what", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"why", "why not", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"mend", "what would mend it", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

/* ---- the scope, in sight on every screen ---- */

static struct cell fact_of(const struct table *t, const char *name)
{
    return t ? table_fact_cell(t, name) : (struct cell){.kind = CELL_NONE};
}

static struct str scope_line(const struct report *p)
{
    struct arena *a = p->r->a;
    struct cell heard = fact_of(p->few, "heard");
    struct cell size = fact_of(p->few, "audience_size");
    struct cell as_of = fact_of(p->few, "as_of");
    struct cell model = fact_of(p->few, "model");
    struct buf b = buf_new(a);
    buf_addf(&b, "On %.*s", STR_ARG(p->market.name));
    if (p->market.topic.len) buf_addf(&b, " (%.*s)", STR_ARG(p->market.topic));
    buf_addf(&b, " · on whom: %.*s", STR_ARG(p->market.audience));
    if (request_has(p->r, "for")) buf_addf(&b, " at %.*s", STR_ARG(request_value(p->r, "for")));
    if (heard.kind == CELL_INT && size.kind == CELL_INT) {
        buf_addf(&b, ", %lld of %lld heard", (long long)heard.i, (long long)size.i);
    }
    if (as_of.kind == CELL_TIME && as_of.i != TIME_NONE) {
        buf_addf(&b, " · as of %.*s", STR_ARG(time_day(a, as_of.i)));
    }
    if (model.kind == CELL_TEXT) buf_addf(&b, " · %.*s", STR_ARG(model.text));
    return buf_str(&b);
}

static void put_page(struct report *p, struct buf *whole)
{
    struct str title = str_printf(p->r->a, "Report: %.*s", STR_ARG(p->market.name));
    struct str scope = veiled(p->r->a, scope_line(p));
    page_html_open(whole, veiled(p->r->a, title));
    buf_adds(whole, "<p class=\"scope\" tabindex=\"0\">");
    html_escape(whole, scope);
    buf_adds(whole, "</p>\n");
    buf_add(whole, buf_str(&p->page));
    page_html_close(whole);
}

/* ---- the sections ---- */

static enum status write_sections(struct report *p, struct err *e)
{
    static enum status (*const section[])(struct report *, struct err *) = {
        report_question, report_few, report_did, report_changed, report_sure};
    enum status s = OK;
    for (size_t i = 0; i < sizeof section / sizeof *section && !s; i++) {
        progress_report(p->r->progress, "sections", i, STEPS);
        s = section[i](p, e);
    }
    if (s) return s;
    report_cannot(p);
    return OK;
}

static enum status read_flags(struct report *p, struct err *e)
{
    struct request *r = p->r;
    const char *path = request_path(r, "output");
    enum status s = request_i64(r, "rows", 1, ROWS_MAX, &p->n, e);
    if (s) return s;
    if (!path && r->form != FORM_TEXT) {
        return err_set(e, BAD_USAGE,
                       "a report is a page; with -o FILE, --json and --csv tell what is on it");
    }
    if (path && !path[0]) return err_set(e, BAD_USAGE, "-o wants the name of a file");
    if (path && path_exists(path)) {
        return err_set(e, BAD_INPUT, "%s: is there already; name a new file", path);
    }
    s = market_load(r->st, r->word[0], r->a, &p->market, e);
    return s ? s : strategy_load(r->st, p->market.id, &p->strategy, e);
}

/* What is on the page, as an answer of its own. */
static void put_answer(const struct report *p, struct table **ret)
{
    struct table *t = p->list;
    t->title = str_printf(p->r->a, "Report on %.*s", STR_ARG(p->market.name));
    table_lead(t, "%zu parts are on the page, %zu things it cannot say.", t->row_count,
               p->lacking->row_count);
    table_fact(t, "market", NULL, cell_text(p->market.name), 0);
    table_fact(t, "audience", NULL, cell_text(p->market.audience), 0);
    table_fact(t, "as_of", NULL, fact_of(p->few, "as_of"), 0);
    table_fact(t, "model", NULL, fact_of(p->few, "model"), 0);
    table_fact(t, "file", "file", cell_text(request_value(p->r, "output")), 0);
    t->more = p->lacking;
    *ret = t;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct report *p = arena_new(r->a, struct report, 1);
    p->r = r;
    p->all = request_has(r, "all");
    p->n = 10;
    p->page = buf_new(r->a);
    p->left_out = buf_new(r->a);
    enum status s = read_flags(p, e);
    if (s) return s;
    p->list = table_new(r->a, "report", columns, sizeof columns / sizeof *columns);
    p->lacking = table_new(r->a, "report", lacking_columns,
                           sizeof lacking_columns / sizeof *lacking_columns);
    p->lacking->key = "missing";
    s = write_sections(p, e);
    if (s) return s;
    struct buf whole = buf_new(r->a);
    put_page(p, &whole);
    const char *path = request_path(r, "output");
    if (!path) return r->sink.put(r->sink.context, buf_str(&whole), e);
    s = file_write(path, buf_str(&whole), e);
    if (!s) put_answer(p, ret);
    return s;
}

const struct verb verb_report = {
    .name = "report",
    .words = "MARKET",
    .summary = "one page for a board: the few, what we did, what changed, how sure",
    .details =
        "One file without scripts that needs no other and asks nobody for anything; it prints, and "
        "can be read in the dark and on a telephone. In this order: the question, the few, what we "
        "did, what changed, how sure, what we cannot say. Each part is the answer of another verb; "
        "the command that gives it stands under it, with its rows.\n"
        "Where a strategy is chosen ('kith market strategy'), figures are shown that serve one of "
        "its aims: growth of programmes serves reach; contacts engagement; the audit engagement "
        "and loyalty; surveys efficacy, quality and loyalty; trend and share of voice reach and "
        "quality; the health of the places where a market talks engagement and quality; deals "
        "adoption and loyalty. With --all, and where none is chosen, all are.\n"
        "Nothing is asked of the store that it does not hold: what is missing is said at the end, "
        "with the command that would mend it. Of long tables 25 rows are shown, or as many as -n. "
        "E-mail addresses are withheld. With -o the answer "
        "tells what is on the page.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

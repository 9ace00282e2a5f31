/* listen.c - verb: what is new in the feeds that are known? */
#include "listen/poll.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/net_url.h"
#include "verb/asking.h"
#include "verb/next.h"
#include "verb/settle.h"

enum { AT_ONCE = 8, ROWS_SHOWN = 40 };

static const char *const examples[] = {
    "kith listen",
    "kith listen --dry-run",
    "kith listen --feed https://blog.example/feed.xml --now",
    "kith listen --feed 'example news' --at-once 4 --json",
    "kith listen --feed https://blog.example/feed.xml --off",
    NULL,
};

static const struct flag flags[] = {
    {"feed", 0, "URL|WORDS", "only the feed there, or those with these words in address or name",
     false},
    {"now", 0, NULL, "also feeds that are not due yet", false},
    {"dry-run", 0, NULL, "tell which feeds are due, ask nobody", false},
    {"off", 0, NULL, "do not ask those of --feed any more", false},
    {"on", 0, NULL, "ask them again", false},
    {"at-once", 0, "N", "how many are asked at the same time, at most (8)", false},
    {"no-robots", 0, NULL, "also feeds that robots.txt keeps programs from: ask their owners first",
     false},
    {"allow-private", 0, "RANGE", "may be asked though it is not public: 10.0.0.5, 10.0.0.0/8, all",
     true},
    {"timeout", 0, "SECONDS", "after which one address is given up (60)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"feed", "feed", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"name", "name", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"outcome", "outcome", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"docs", "docs", "new", CELL_INT, 0, COLUMN_KEEPS},
    {"evidence", "evidence", "new", CELL_INT, 0, COLUMN_GOES},
    {"dropped", NULL, "rows", CELL_INT, 0, COLUMN_GOES},
    {"status", NULL, "HTTP", CELL_INT, 0, COLUMN_GOES},
    {"moved_to", "moved to", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"failures", NULL, "in a row", CELL_INT, 0, COLUMN_GOES},
    {"next_at", "asked again", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"why", "why", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const struct column outcome_columns[] = {
    {"outcome", "outcome", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"feeds", "feeds", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"meaning", "meaning", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static bool is_switch(const struct request *r)
{
    return request_has(r, "off") || request_has(r, "on");
}

/* ---- the answer ---- */

static void put_row(struct table *t, const struct poll_row *x)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(x->url);
    row[1] = cell_text(x->name);
    row[2] = cell_text(str_of(poll_words[x->outcome].word));
    row[3] = cell_int((int64_t)x->docs);
    row[4] = cell_int((int64_t)x->evidence);
    row[5] = cell_int((int64_t)x->dropped);
    if (x->status) row[6] = cell_int(x->status);
    row[7] = cell_text(x->moved_to.len ? x->moved_to : STR_NONE);
    row[8] = cell_int(x->failures);
    row[9] = cell_time(x->next_at_s);
    row[10] = cell_text(x->why.len ? x->why : STR_NONE);
}

/* In text those of which there is nothing to say are only counted; JSON and CSV have all. */
static bool is_shown(const struct request *r, const struct poll_row *x)
{
    if (r->form != FORM_TEXT) return true;
    return x->outcome != POLL_UNCHANGED && x->outcome != POLL_SAME;
}

static void put_rows(const struct request *r, struct table *t, const struct poll_report *report)
{
    uint64_t more = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct poll_row *x = &report->row[i];
        if (!is_shown(r, x)) continue;
        if (r->form == FORM_TEXT && t->row_count >= ROWS_SHOWN) {
            more++;
        } else {
            put_row(t, x);
        }
    }
    if (more) {
        table_note(t, "%llu more feeds are counted, not listed: --csv and --json list all.",
                   (unsigned long long)more);
    }
}

static void put_outcomes(struct table *t, const struct poll_report *report)
{
    struct table *of = table_more(t, "outcomes", outcome_columns,
                                  sizeof outcome_columns / sizeof *outcome_columns);
    for (int i = 0; i < POLL_OUTCOMES; i++) {
        if (!report->outcome[i]) continue;
        struct cell *row = table_row(of);
        row[0] = cell_text(str_of(poll_words[i].word));
        row[1] = cell_int((int64_t)report->outcome[i]);
        row[2] = cell_text(str_of(poll_words[i].meaning));
    }
}

static void put_facts(const struct request *r, struct table *t, const struct poll_report *report)
{
    uint64_t docs = 0;
    uint64_t evidence = 0;
    for (size_t i = 0; i < report->count; i++) {
        docs += report->row[i].docs;
        evidence += report->row[i].evidence;
    }
    bool dry = request_has(r, "dry-run");
    bool nobody = dry || is_switch(r);
    uint64_t asked = nobody ? 0 : report->count;
    table_fact(t, "feeds", NULL, cell_int((int64_t)report->meant), 0);
    table_fact(t, "due", NULL, cell_int((int64_t)report->due), 0);
    table_fact(t, "asked", NULL, cell_int((int64_t)asked), 0);
    table_fact(t, "left", NULL, cell_int((int64_t)report->left), 0);
    table_fact(t, "docs", NULL, cell_int((int64_t)docs), 0);
    table_fact(t, "evidence", NULL, cell_int((int64_t)evidence), 0);
    table_fact(t, "dry_run", NULL, cell_bool(dry), 0);
    table_fact(t, "next_at", NULL, cell_time(report->next_at_s), 0);
    if (!report->meant || is_switch(r)) return;
    table_lead(t, "%llu feed%s, %llu due, %llu asked: %llu new doc%s, %llu new evidence.%s",
               (unsigned long long)report->meant, report->meant == 1 ? "" : "s",
               (unsigned long long)report->due, (unsigned long long)asked, (unsigned long long)docs,
               docs == 1 ? "" : "s", (unsigned long long)evidence,
               dry ? " This was a dry run: nobody was asked." : "");
}

/* What stands below: why nothing was asked, and what to type next. */
static void put_notes(const struct request *r, struct table *t, const struct poll_report *report)
{
    if (!report->meant && request_has(r, "feed")) {
        table_note(t, "No feed has these words in its address or name.");
    } else if (!report->meant) {
        struct str next = request_next(r, "import FEEDS.opml");
        table_note(t, "No feed is known yet; bring a list of them, or the address of one: %.*s",
                   STR_ARG(next));
    } else if (is_switch(r)) {
        return;
    } else if (!report->due && report->next_at_s != TIME_NONE) {
        struct str next = request_next(r, "listen --now");
        struct str when = time_iso(r->a, report->next_at_s);
        table_note(t, "No feed is due before %.*s; all the same: %.*s", STR_ARG(when),
                   STR_ARG(next));
    } else if (!report->due) {
        table_note(t, "No feed is due.");
    }
    if (report->left) {
        struct str next = request_next(r, "listen");
        table_note(t, "%llu feeds are left: %.*s", (unsigned long long)report->left, STR_ARG(next));
    }
    if (report->outcome[POLL_PRIVATE]) {
        table_note(t, "Addresses of this machine and its network are asked only where "
                      "--allow-private names them.");
    }
}

/* ---- the verb ---- */

static enum status read_options(struct request *r, struct poll_options *ret, struct err *e)
{
    int64_t at_once = AT_ONCE;
    *ret = (struct poll_options){.match = request_value(r, "feed"),
                                 .now = request_has(r, "now"),
                                 .no_robots = request_has(r, "no-robots"),
                                 .dry_run = request_has(r, "dry-run"),
                                 .progress = r->progress};
    enum status s = request_i64(r, "at-once", 1, FETCHES_AT_ONCE_MAX, &at_once, e);
    if (!s) s = asking_read(r, &ret->asking, e);
    ret->at_once = (unsigned)at_once;
    if (!s && is_switch(r) && !ret->match.len) {
        s = err_set(e, BAD_USAGE, "--off and --on want --feed URL or --feed WORDS");
    }
    if (!s && request_has(r, "off") && request_has(r, "on")) {
        s = err_set(e, BAD_USAGE, "--off or --on, not both");
    }
    if (s || ret->dry_run || is_switch(r)) return s;
    return net_find(&ret->net, e);
}

static enum status listen(struct request *r, const struct poll_options *o,
                          struct poll_report *report, struct err *e)
{
    if (!is_switch(r)) return poll_feeds(r->st, o, r->a, report, e);
    return poll_switch(r->st, o->match, request_has(r, "off"), o->dry_run, r->a, report, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct poll_options o;
    struct poll_report report;
    struct err later = {0};
    enum status s = read_options(r, &o, e);
    if (s) return s;
    struct table *t = table_new(r->a, "listen", columns, sizeof columns / sizeof *columns);
    s = listen(r, &o, &report, e);
    put_facts(r, t, &report);
    put_rows(r, t, &report);
    put_outcomes(t, &report);
    put_notes(r, t, &report);
    *ret = s && !report.count ? NULL : t;
    if (s == STORE_FAILED || s == STOPPED || o.dry_run || is_switch(r)) return s;
    enum status then = report.outcome[POLL_NEWS] ? settle_people(r, t, &later) : OK;
    if (!then && report.meant) then = next_step_now(r, t, &later);
    if (s || !then) return s;
    *e = later;
    return then;
}

const struct verb verb_listen = {
    .name = "listen",
    .words = "",
    .summary = "ask the known feeds for what is new",
    .details =
        "Feeds are known by lists that were imported (OPML, planet.ini, plain addresses) and by "
        "feeds that were imported from an http address. Each is asked when it is due: not more "
        "often than every half hour, less often where the server or the feed asks for that, and "
        "after failures later and later. What is there already is not fetched again.\n"
        "robots.txt is heeded (as 'kith'), redirects are followed and those for good remembered. "
        "No address of this machine or its network is asked but those that --allow-private names. "
        "Each feed is kept by itself: after Ctrl-C the next run goes on where this one ended.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .run = run,
};

/* import.c - verb: what do these sources say, and what became of each row? */
#include "listen/import_url.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "listen/glance.h"
#include "listen/look.h"
#include "listen/net_url.h"
#include "verb/asking.h"
#include "verb/duty_read.h"
#include "verb/next.h"
#include "verb/settle.h"

#include <errno.h>
#include <string.h>

enum { SOURCES_SHOWN = 20, REASONS_SHOWN = 40 };

static const char *const examples[] = {
    "kith import crm-export.csv",
    "kith import ~/mail/lists/ slack-export.zip ~/src/project",
    "kith import attendees.csv --map 'Their Header=name' --tag summit-2026",
    "kith import evidence.jsonl --dry-run",
    "kith import came.csv --as attendees --event 'Summit 2026' --at 2026-05-12 --speakers who.csv",
    "kith import answers.csv --survey 'Panel' --wave 2026-03 --map 'Q7=names'",
    "kith import https://blog.example/feed.xml",
    NULL,
};

static const struct flag flags[] = {
    {"kind", 0, "KIND", "how to read it, of 'kith help sources'; else by content", false},
    {"map", 0, "'HEADER=COLUMN'", "what a column of theirs is called here", true},
    {"tag", 0, "WORD", "put on everybody a people table names", false},
    {"purpose", 0, "TEXT", "what this data about people is kept for", false},
    {"basis", 0, "BASIS", "why it may be kept: " DUTY_BASES, false},
    {"keep", 0, "DAYS", "for how long, from when each row was read first; 0: for good", false},
    {"curated", 0, NULL, "somebody we trust chose every row", false},
    {"strict", 0, NULL, "any bad row refuses its source", false},
    {"dropped", 0, "N", "list up to N dropped rows of each source in a table of their own", false},
    {"first", 0, "N", "of each file: how it would be read, its columns, its first N rows", false},
    {"dry-run", 0, NULL, "tell what would happen, change nothing", false},
    {"as", 0, "attendees", "a table of people is a list of who came to --event", false},
    {"event", 0, "NAME", "what they came to", false},
    {"at", 0, "DATE", "when that was, where no column says it", false},
    {"speakers", 0, "FILE", "table of the people who spoke there", false},
    {"survey", 0, "NAME", "a table with one row a respondent is this survey", false},
    {"wave", 0, "WAVE", "of the survey: 2026-03, spring, …", false},
    {"ledger", 0, NULL, "of mailboxes and mails: which of ours wrote to whom, for 'kith log'",
     false},
    {"dates", 0, "dmy|mdy", "order of day and month where a column leaves it open", false},
    {"allow-private", 0, "RANGE",
     "fetch from there though it is not public: 10.0.0.5, 10.0.0.0/8, all", true},
    {"timeout", 0, "SECONDS", "after which an address is given up (60)", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"kind", "kind", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"outcome", "outcome", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"read", "read", "rows", CELL_INT, 0, false},
    {"kept", "kept", "rows", CELL_INT, 0, false},
    {"merged", "merged", "rows", CELL_INT, 0, false},
    {"dropped", "dropped", "rows", CELL_INT, 0, false},
    {"held", NULL, "rows", CELL_INT, 0, false},
    {"people", "people", "new", CELL_INT, 0, false},
    {"outlets", NULL, "new", CELL_INT, 0, false},
    {"docs", "docs", "new", CELL_INT, 0, COLUMN_GOES},
    {"evidence", "evidence", "new", CELL_INT, 0, false},
    {"activities", "log", "new", CELL_INT, 0, COLUMN_GOES},
};

static const char *const outcomes[] = {
    [IMPORT_KEPT] = "kept",
    [IMPORT_SAME] = "read before",
    [IMPORT_REFUSED] = "refused",
    [IMPORT_PASSED] = "passed over",
};

/* --as attendees --event NAME, both or none. */
static enum status read_event(struct request *r, struct import_options *ret, struct err *e)
{
    struct str as = request_value(r, "as");
    struct str event = request_value(r, "event");
    ret->event_at_s = TIME_NONE;
    if (as.p && !str_is(as, "attendees")) {
        return err_set(e, BAD_USAGE, "--as '%.*s', want attendees", STR_ARG(as));
    }
    if (as.p && !str_trim(event).len) {
        return err_set(e, BAD_USAGE, "--as attendees needs the event: --event 'Summit 2026'");
    }
    if (!as.p && (event.p || request_has(r, "speakers") || request_has(r, "at"))) {
        return err_set(e, BAD_USAGE, "--event, --speakers and --at are of --as attendees");
    }
    ret->event = event.p ? str_c(r->a, event) : NULL;
    ret->speakers = request_path(r, "speakers");
    return request_time(r, "at", &ret->event_at_s, e);
}

static enum status read_options(struct request *r, struct import_options *ret, struct err *e)
{
    struct str dates = request_value(r, "dates");
    *ret = (struct import_options){
        .kind = request_has(r, "kind") ? str_c(r->a, request_value(r, "kind")) : NULL,
        .tag = request_has(r, "tag") ? str_c(r->a, request_value(r, "tag")) : NULL,
        .curated = request_has(r, "curated"),
        .strict = request_has(r, "strict"),
        .dry_run = request_has(r, "dry-run"),
        .ledger = request_has(r, "ledger"),
        .maps = request_values(r, "map"),
        .survey = request_has(r, "survey") ? str_c(r->a, request_value(r, "survey")) : NULL,
        .wave = request_has(r, "wave") ? str_c(r->a, request_value(r, "wave")) : NULL,
        .progress = r->progress,
    };
    int64_t most = 0;
    int64_t first = 0; /* read when it is needed, refused here */
    enum status s = request_i64(r, "dropped", 1, DROPPED_ROWS_MAX, &most, e);
    if (!s) s = request_i64(r, "first", 1, GLANCE_ROWS_MAX, &first, e);
    ret->drops_most = (uint64_t)most;
    if (!s) s = read_event(r, ret, e);
    struct duty *duty = arena_new(r->a, struct duty, 1);
    if (!s) s = duty_read(r, duty, e);
    ret->duty = duty;
    if (s) return s;
    if (str_is(dates, "dmy")) {
        ret->dates = DATES_DMY;
    } else if (str_is(dates, "mdy")) {
        ret->dates = DATES_MDY;
    } else if (dates.p) {
        return err_set(e, BAD_USAGE, "--dates '%.*s', want dmy or mdy", STR_ARG(dates));
    }
    const struct importer *known = NULL;
    struct net_options asking; /* read when it is needed, refused here */
    s = asking_read(r, &asking, e);
    return s ? s : importer_find(ret->kind, &known, e);
}

/* A name that was mistyped should not leave an empty store behind; a dry run needs none. */
static enum status open_store(struct request *r, struct err *e)
{
    for (size_t i = r->upload_count; i < r->word_count; i++) {
        if (!net_url_is(r->word[i]) && !path_exists(r->raw[i])) {
            return err_set(e, NOT_FOUND, "%.*s: %s; nothing was imported", STR_ARG(r->word[i]),
                           strerror(errno));
        }
    }
    if (r->st) return OK; /* of the demo */
    bool nowhere = request_has(r, "dry-run") && !path_exists(r->db);
    return store_open(nowhere ? ":memory:" : r->db, STORE_CREATE, &r->st, e);
}

static void put_counts(struct cell *row, const struct import_account *x)
{
    row[3] = cell_int((int64_t)x->read);
    row[4] = cell_int((int64_t)x->kept);
    row[5] = cell_int((int64_t)x->merged);
    row[6] = cell_int((int64_t)x->dropped);
    row[7] = cell_int((int64_t)x->held);
    row[8] = cell_int((int64_t)x->people);
    row[9] = cell_int((int64_t)x->outlets);
    row[10] = cell_int((int64_t)x->docs);
    row[11] = cell_int((int64_t)x->evidence);
    if (x->activities) row[12] = cell_int((int64_t)x->activities);
}

static void add_counts(struct import_account *sum, const struct import_account *x)
{
    sum->read += x->read;
    sum->kept += x->kept;
    sum->merged += x->merged;
    sum->dropped += x->dropped;
    sum->held += x->held;
    sum->people += x->people;
    sum->outlets += x->outlets;
    sum->docs += x->docs;
    sum->evidence += x->evidence;
    sum->activities += x->activities;
}

/* Why rows were dropped, a source refused, and what its reader remarked. */
static void put_reasons(const struct request *r, struct table *t, const struct import_account *x,
                        bool told, size_t *shown)
{
    uint64_t listed = 0;
    if (*shown >= REASONS_SHOWN) return;
    if (x->sentence.len && !told) {
        table_note(t, "%.*s", STR_ARG(x->sentence));
        ++*shown;
    }
    bool apart = request_has(r, "dropped"); /* in a table of their own */
    for (const struct import_drop *d = x->drops; d && !apart; d = d->next, listed++, ++*shown) {
        table_note(t, "%.*s", STR_ARG(d->sentence));
    }
    uint64_t bad = x->dropped - x->idle; /* the others are among the remarks */
    if (listed && bad > listed) {
        table_note(t, "%.*s: %llu more rows were dropped.", STR_ARG(x->path),
                   (unsigned long long)(bad - listed));
    }
    if (x->remarks.len) {
        table_note(t, "%.*s: %.*s", STR_ARG(x->path), STR_ARG(x->remarks));
        ++*shown;
    }
}

static void put_report(struct request *r, struct table *t, const struct import_report *report,
                       const struct import_account *told)
{
    struct import_account sum = {0};
    struct import_account rest = {0};
    size_t sources = 0;
    size_t same = 0;
    size_t refused = 0;
    size_t reasons = 0;
    for (const struct import_account *x = report->first; x; x = x->next) {
        add_counts(&sum, x);
        put_reasons(r, t, x, x == told, &reasons);
        same += x->outcome == IMPORT_SAME;
        refused += x->outcome == IMPORT_REFUSED || x->outcome == IMPORT_PASSED;
        if (++sources > SOURCES_SHOWN) {
            add_counts(&rest, x);
            continue;
        }
        struct cell *row = table_row(t);
        row[0] = cell_text(x->path);
        row[1] = cell_text(str_of(x->kind));
        row[2] = cell_text(str_of(outcomes[x->outcome]));
        put_counts(row, x);
    }
    if (sources > SOURCES_SHOWN) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_printf(r->a, "and %zu more", sources - SOURCES_SHOWN));
        put_counts(row, &rest);
    }
    if (report->files_passed) {
        table_note(t, "%llu files of kinds that nobody here reads were passed over.",
                   (unsigned long long)report->files_passed);
    }
    if (report->entries_left_out) {
        table_note(t,
                   "%llu entries of archives (links, or names that lead out of it) were left out.",
                   (unsigned long long)report->entries_left_out);
    }
    table_fact(t, "sources", NULL, cell_int((int64_t)sources), 0);
    table_fact(t, "dry_run", NULL, cell_bool(request_has(r, "dry-run")), 0);
    if (!sources) return;
    struct str logged = STR("");
    struct str held = STR("");
    if (sum.held) {
        held = str_printf(r->a, ", %llu held back with sources that were refused",
                          (unsigned long long)sum.held);
    }
    if (sum.activities) {
        logged = str_printf(r->a, " New in the log: %llu.", (unsigned long long)sum.activities);
    }
    if (same == sources) {
        table_lead(t, "Nothing new: %s read before, unchanged since; 0 rows changed.",
                   sources == 1 ? "it was" : "all were");
        return;
    }
    if (same && same + refused == sources) {
        table_lead(t,
                   "Nothing new: %zu of %zu sources %s read before, unchanged since, and nothing "
                   "could be kept of the rest; 0 rows changed.",
                   same, sources, same == 1 ? "was" : "were");
        return;
    }
    table_lead(
        t,
        "Read %llu row%s of %zu source%s: %llu kept, %llu merged, %llu dropped%.*s. New: %llu "
        "%s, %llu outlet%s, %llu doc%s, %llu evidence.%.*s%s",
        (unsigned long long)sum.read, sum.read == 1 ? "" : "s", sources, sources == 1 ? "" : "s",
        (unsigned long long)sum.kept, (unsigned long long)sum.merged,
        (unsigned long long)sum.dropped, STR_ARG(held), (unsigned long long)sum.people,
        sum.people == 1 ? "person" : "people", (unsigned long long)sum.outlets,
        sum.outlets == 1 ? "" : "s", (unsigned long long)sum.docs, sum.docs == 1 ? "" : "s",
        (unsigned long long)sum.evidence, STR_ARG(logged),
        request_has(r, "dry-run") ? " This was a dry run: nothing was changed." : "");
}

static const struct column dropped_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"line", "line", NULL, CELL_TEXT, 0, false},
    {"why", "why, and how to mend it", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
};

static void put_dropped(struct table *t, const struct import_report *report)
{
    struct table *dropped = NULL;
    for (const struct import_account *x = report->first; x; x = x->next) {
        for (const struct import_drop *d = x->drops; d; d = d->next) {
            if (!dropped) {
                dropped = table_more(t, "dropped_rows", dropped_columns,
                                     sizeof dropped_columns / sizeof *dropped_columns);
                dropped->title = STR("Dropped");
            }
            struct cell *row = table_row(dropped);
            row[0] = cell_text(x->path);
            row[1] = cell_text(d->place);
            row[2] = cell_text(d->why);
        }
    }
}

static const struct column reason_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"reason", "why", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"mendable", "can be mended", NULL, CELL_BOOL, 0, false},
    {"rows", "dropped", "rows", CELL_INT, 0, false},
};

static void put_reasons_of(struct table *t, const struct import_report *report)
{
    struct table *to = NULL;
    while (t->more)
        t = t->more;
    for (const struct import_account *x = report->first; x; x = x->next) {
        for (const struct dropped_reason *why = x->reasons; why; why = why->next) {
            if (!to) {
                to = table_more(t, "dropped_reasons", reason_columns,
                                sizeof reason_columns / sizeof *reason_columns);
                to->title = STR("Dropped, by reason");
            }
            struct cell *row = table_row(to);
            row[0] = cell_text(x->path);
            row[1] = cell_text(why->reason);
            row[2] = cell_bool(why->bad);
            row[3] = cell_int((int64_t)why->rows);
        }
    }
}

static const struct column kind_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"surety", "how sure", NULL, CELL_TEXT, 0, false},
};
static const struct column found_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"column", "column", NULL, CELL_TEXT, 0, true},
    {"ours", "is read as", NULL, CELL_TEXT, 0, false},
};
static const struct column first_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"line", "line", NULL, CELL_INT, 0, false},
    {"row", "row", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
};

enum { SURE = 80, LIKELY = 50 };

static void put_glance(struct str source, const struct glance *g, struct table *const to[3])
{
    struct cell *row = table_row(to[0]);
    row[0] = cell_text(source);
    if (g->archive) row[1] = cell_text(STR("archive"));
    if (g->importer) row[1] = cell_text(str_of(g->importer->name));
    if (g->importer) {
        row[2] = cell_text(g->sure >= SURE     ? STR("sure")
                           : g->sure >= LIKELY ? STR("likely")
                                               : STR("a guess"));
    }
    for (size_t i = 0; i < g->column_count; i++) {
        struct str ours = g->columns[i].ours;
        row = table_row(to[1]);
        row[0] = cell_text(source);
        row[1] = cell_text(g->columns[i].header);
        row[2] = cell_text(ours.len ? ours : STR("nothing of ours"));
    }
    for (size_t i = 0; i < g->row_count; i++) {
        row = table_row(to[2]);
        row[0] = cell_text(source);
        if (g->rows[i].line) row[1] = cell_int((int64_t)g->rows[i].line);
        row[2] = cell_text(g->rows[i].text);
    }
}

/* Of files alone: what stands in directories, archives and at addresses is told by the account. */
static void put_glances(struct request *r, const struct import_options *o, struct table *t)
{
    int64_t rows = 0;
    struct err e;
    struct glance_options go = {.maps = o->maps, .dates = o->dates};
    if (request_i64(r, "first", 1, GLANCE_ROWS_MAX, &rows, &e) || !rows ||
        importer_find(o->kind, &go.kind, &e)) {
        return;
    }
    go.rows = (size_t)rows;
    struct table *last = t;
    while (last->more)
        last = last->more;
    struct table *to[3] = {table_more(last, "read_as", kind_columns, 3), NULL, NULL};
    to[1] = table_more(to[0], "columns_found", found_columns, 3);
    to[2] = table_more(to[1], "first_rows", first_columns, 3);
    to[0]->title = STR("How it would be read");
    to[1]->title = STR("Columns");
    to[2]->title = STR("First rows");
    to[1]->empty = STR("No table, or one without a header that is known.");
    to[2]->empty = STR("None that could be read.");
    for (size_t i = 0; i < r->word_count; i++) {
        struct glance g;
        bool sent = i < r->upload_count;
        go.path = sent ? r->upload[i].file : r->raw[i];
        go.named = sent ? str_c(r->a, r->upload[i].name) : NULL;
        if (!sent && (net_url_is(r->word[i]) || path_is_dir(go.path))) continue;
        glance_at(&go, r->a, &g);
        put_glance(r->word[i], &g, to);
    }
}

/* Where did the accounts of the path imported last begin? */
static const struct import_account *since(const struct import_report *report,
                                          const struct import_account *before)
{
    return before ? before->next : report->first;
}

/* Nothing of a path that was named could be kept: the sentence of its first source says why. */
static enum status judge(const struct import_report *report, const struct import_account *before,
                         struct str path, const struct import_account **ret_told, struct err *e)
{
    const struct import_account *first = since(report, before);
    for (const struct import_account *x = first; x; x = x->next) {
        if (x->outcome == IMPORT_KEPT || x->outcome == IMPORT_SAME) return OK;
    }
    if (first && first->sentence.len) {
        *ret_told = first;
        return err_set(e, BAD_INPUT, "%.*s", STR_ARG(first->sentence));
    }
    return err_set(e, BAD_INPUT,
                   "%.*s: nothing in it that can be read; want one of the kinds in 'kith help "
                   "sources'",
                   STR_ARG(path));
}

/* A feed is followed from now on; a page may say where its feeds are. */
static void tell_of_url(const struct request *r, struct table *t, struct str url,
                        const struct import_account *account, const struct url_import *got)
{
    if (got->followed) {
        struct str next = request_next(r, "listen");
        table_note(t, "%.*s is followed from now on: %.*s", STR_ARG(url), STR_ARG(next));
    }
    if (!account || account->outcome == IMPORT_REFUSED) return; /* its sentence names the feeds */
    for (size_t i = 0; i < got->feed_count; i++) {
        struct str word = shell_word(r->a, got->feeds[i].url);
        struct str next = request_next(r, "import %.*s", STR_ARG(word));
        table_note(t, "The page declares a feed: %.*s", STR_ARG(next));
    }
}

static enum status import_from_net(struct request *r, const struct import_options *o,
                                   struct import_report *report, struct str url, struct table *t,
                                   struct err *e)
{
    struct url_options uo = {.import = o};
    struct url_import got = {0};
    const struct import_account *before = report->last;
    enum status s = asking_read(r, &uo.asking, e);
    if (!s) s = net_find(&uo.net, e);
    if (!s) s = import_url(r->st, url, &uo, r->a, report, &got, e);
    if (!s) tell_of_url(r, t, url, since(report, before), &got);
    return s;
}

/* The store knows it by its name alone: where it stands for now is nothing to know. */
static enum status import_sent(struct request *r, const struct import_options *o,
                               struct import_report *report, const struct upload *file,
                               struct err *e)
{
    struct fetched f = {.file = file->file, .named = str_c(r->a, file->name)};
    f.locator = str_printf(r->a, "upload/%.*s", STR_ARG(file->name)).p;
    return import_fetched(r->st, &f, o, r->a, report, e);
}

static enum status import_all(struct request *r, const struct import_options *o,
                              struct import_report *report, struct table *t,
                              const struct import_account **ret_told, struct err *e)
{
    enum status worst = OK;
    for (size_t i = 0; i < r->word_count; i++) {
        struct err here = {0};
        const struct import_account *before = report->last;
        const struct import_account *told = NULL;
        bool url = i >= r->upload_count && net_url_is(r->word[i]);
        enum status s;
        if (i < r->upload_count) {
            s = import_sent(r, o, report, &r->upload[i], &here);
        } else if (url) {
            s = import_from_net(r, o, report, r->word[i], t, &here);
        } else {
            s = import_path(r->st, r->raw[i], o, r->a, report, &here);
        }
        bool goes_on = !s || (url && (s == IO_FAILED || s == BAD_INPUT));
        if (!goes_on) {
            *e = here;
            return s;
        }
        if (!s) s = judge(report, before, r->word[i], &told, &here);
        if (!s || worst) continue;
        worst = s;
        *e = here;
        *ret_told = told;
    }
    return worst;
}

/* What a list of feeds names is not here yet. */
static void point_to_listen(const struct request *r, struct table *t,
                            const struct import_report *report)
{
    for (const struct import_account *x = report->first; x; x = x->next) {
        if (x->outcome != IMPORT_KEPT || !x->kind || strcmp(x->kind, "feed-list") != 0) continue;
        struct str next = request_next(r, "listen");
        table_note(t, "The feeds are known now; to read them: %.*s", STR_ARG(next));
        return;
    }
}

/* A store made for this import, in which nothing was kept, should not stay behind. */
static void leave_no_empty_store(struct request *r, const struct import_report *report, bool fresh)
{
    for (const struct import_account *x = report->first; x; x = x->next) {
        if (x->outcome == IMPORT_KEPT) return;
    }
    if (!fresh) return;
    store_discard(r->st);
    r->st = NULL;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct import_options o;
    struct import_report report = {0};
    const struct import_account *told = NULL;
    struct err later = {0};
    bool fresh = !r->st && !path_exists(r->db);
    enum status s = read_options(r, &o, e);
    if (!s) s = open_store(r, e);
    fresh = fresh && !o.dry_run;
    if (s) return s;
    struct table *t = table_new(r->a, "import", columns, sizeof columns / sizeof *columns);
    s = import_all(r, &o, &report, t, &told, e);
    put_report(r, t, &report, told);
    if (o.drops_most) put_dropped(t, &report);
    if (o.drops_most) put_reasons_of(t, &report);
    if (!s || s == BAD_INPUT) put_glances(r, &o, t);
    *ret = t->row_count > 1 || (t->row_count && (!told || told->drops)) ? t : NULL;
    if (s) leave_no_empty_store(r, &report, fresh);
    if (s == STORE_FAILED || s == STOPPED || !r->st) return s;
    enum status then = o.dry_run ? OK : settle_people(r, t, &later);
    if (!o.dry_run) point_to_listen(r, t, &report);
    if (!then && !o.dry_run) then = next_step_now(r, t, &later);
    if (s || !then) return s;
    *e = later;
    return then;
}

const struct verb verb_import = {
    .name = "import",
    .words = "FILE|DIR|URL...",
    .summary = "read sources: mail, chats, feeds, contacts, code, tables, …",
    .details =
        "What a file is, its content says; 'kith help sources' lists what is read. Of a directory "
        "every file is read, and archives like what was packed in them; where several files are "
        "one source only together, as an export of a chat, they are read so. Each source is kept "
        "whole or not at all; the same source twice "
        "changes nothing. Bad rows are dropped and told; a source with no good row, or more than "
        "half bad, keeps nothing, and exit is 1.\n"
        "Tables are known by their headers: people (name, email, handles, org, title, country, "
        "category, tags, followers, weight, …), evidence (at, verb, from, to, url, text, topic, "
        "…), "
        "deals, relationships, answers and organisations (docs/sources.md). Headers of theirs are "
        "given names of "
        "ours with --map. A log of contacts has at, kind, teammate, person, and by, note, url.\n"
        "--ledger reads of mailboxes and mails alone who of ours (kith us) wrote to whom, or was "
        "written to, and when: each is a contact of 'kith log', with its subject; their texts stay "
        "where they are. A mailbox to which ours send copies (BCC) will do. Mails of lists, of "
        "machines, of role addresses and to many outside are counted, and no contact.\n"
        "What stands at an http or https address is fetched and read like a file. A feed is known "
        "to 'kith listen' from then on; of a web page the feeds that it declares are told. No "
        "address of this machine or its network is asked but those that --allow-private names.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
    .words_least = 1,
    .words_most = -1,
    .run = run,
};

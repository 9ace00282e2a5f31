/* export.c - verb: how does one take everything out? */
#include "base/activity.h"
#include "base/evidence.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/export_calendar.h"
#include "verb/export_person.h"
#include "verb/export_relays.h"

#include <math.h>
#include <string.h>

enum out_kind {
    OUT_TEXT,
    OUT_INT,
    OUT_REAL,
    OUT_TIME,
    OUT_BOOL,
    OUT_VERB,
    OUT_ACTIVITY,
    OUT_CLOCK,
    OUT_SAID
};

struct out_column {
    const char *name;
    enum out_kind kind; /* OUT_CLOCK: a time of our own clock, OUT_SAID: words that stand with the
                         * docs, too; both are left out of `all` */
};

struct export_kind {
    const char *name;
    enum sql rows;
    bool by_id; /* the ids come first (export_doc_ids), then each row by its id */
    struct out_column columns[16]; /* ended by a NULL name */
};

static const struct export_kind kinds[] = {
    {"sources",
     SQL_export_sources,
     false,
     {{"kind", OUT_TEXT},
      {"locator", OUT_TEXT},
      {"hash", OUT_TEXT},
      {"purpose", OUT_TEXT},
      {"basis", OUT_TEXT},
      {"keep_days", OUT_INT},
      {"curated", OUT_BOOL},
      {"tag", OUT_TEXT},
      {"read", OUT_INT},
      {"kept", OUT_INT},
      {"merged", OUT_INT},
      {"dropped", OUT_INT},
      {"why", OUT_TEXT},
      {"read_at", OUT_CLOCK}}},
    {"people",
     SQL_export_people,
     false,
     {{"name", OUT_TEXT},
      {"handles", OUT_TEXT},
      {"org", OUT_TEXT},
      {"title", OUT_TEXT},
      {"country", OUT_TEXT},
      {"category", OUT_TEXT},
      {"tags", OUT_TEXT},
      {"followers", OUT_REAL},
      {"weight", OUT_REAL},
      {"team", OUT_TEXT},
      {"seniority", OUT_TEXT},
      {"capacity", OUT_TEXT},
      {"topics", OUT_TEXT},
      {"staff", OUT_BOOL}}},
    {"accounts",
     SQL_export_accounts,
     false,
     {{"channel", OUT_TEXT}, {"handle", OUT_TEXT}, {"type", OUT_TEXT}, {"name", OUT_TEXT}}},
    {"aliases", SQL_export_aliases, false, {{"name", OUT_TEXT}, {"alias", OUT_TEXT}}},
    {"outlets",
     SQL_export_outlets,
     false,
     {{"name", OUT_TEXT}, {"kind", OUT_TEXT}, {"handles", OUT_TEXT}}},
    {"organisations",
     SQL_export_organisations,
     false,
     {{"name", OUT_TEXT},
      {"aliases", OUT_TEXT},
      {"domains", OUT_TEXT},
      {"parent", OUT_TEXT},
      {"country", OUT_TEXT}}},
    {"affiliations",
     SQL_export_affiliations,
     false,
     {{"person", OUT_TEXT},
      {"org", OUT_TEXT},
      {"role", OUT_TEXT},
      {"since", OUT_TIME},
      {"until", OUT_TIME}}},
    {"tags",
     SQL_export_tags,
     false,
     {{"name", OUT_TEXT}, {"key", OUT_TEXT}, {"value", OUT_TEXT}, {"at", OUT_CLOCK}}},
    {"metrics",
     SQL_export_metrics,
     false,
     {{"name", OUT_TEXT},
      {"metric", OUT_TEXT},
      {"value", OUT_REAL},
      {"source", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"docs",
     SQL_export_doc,
     true,
     {{"key", OUT_TEXT},
      {"at", OUT_TIME},
      {"kind", OUT_TEXT},
      {"author", OUT_TEXT},
      {"outlet", OUT_TEXT},
      {"title", OUT_TEXT},
      {"url", OUT_TEXT},
      {"answers", OUT_TEXT},
      {"parent", OUT_TEXT},
      {"root", OUT_TEXT},
      {"lang", OUT_TEXT},
      {"text", OUT_TEXT},
      {"source", OUT_TEXT},
      {"place", OUT_TEXT}}},
    {"evidence",
     SQL_export_evidence,
     false,
     {{"at", OUT_TIME},
      {"verb", OUT_VERB},
      {"from", OUT_TEXT},
      {"to", OUT_TEXT},
      {"url", OUT_TEXT},
      {"title", OUT_SAID},
      {"text", OUT_SAID},
      {"topic", OUT_TEXT},
      {"sign", OUT_INT},
      {"room size", OUT_INT},
      {"stage", OUT_TEXT},
      {"doc", OUT_TEXT},
      {"source", OUT_TEXT},
      {"place", OUT_TEXT}}},
    {"deals",
     SQL_export_deals,
     false,
     {{"deal id", OUT_TEXT},
      {"deal", OUT_TEXT},
      {"org", OUT_TEXT},
      {"amount", OUT_REAL},
      {"currency", OUT_TEXT},
      {"stage", OUT_TEXT},
      {"outcome", OUT_TEXT},
      {"opened", OUT_TIME},
      {"closed", OUT_TIME},
      {"buyers", OUT_TEXT},
      {"advisers", OUT_TEXT},
      {"owner", OUT_TEXT}}},
    {"relationships",
     SQL_export_relations,
     false,
     {{"teammate", OUT_TEXT},
      {"person", OUT_TEXT},
      {"strength", OUT_INT},
      {"since", OUT_TIME},
      {"confirmed", OUT_INT},
      {"wanted", OUT_TEXT},
      {"view", OUT_INT},
      {"cause", OUT_TEXT},
      {"confirmed_at", OUT_TIME},
      {"said at", OUT_TIME},
      {"wave", OUT_TEXT}}},
    {"answers",
     SQL_export_answers,
     false,
     {{"survey", OUT_TEXT},
      {"wave", OUT_TEXT},
      {"respondent", OUT_TEXT},
      {"question", OUT_TEXT},
      {"item", OUT_TEXT},
      {"answer", OUT_TEXT},
      {"kind", OUT_TEXT},
      {"weight", OUT_REAL},
      {"at", OUT_TIME},
      {"question text", OUT_TEXT}}},
    {"log",
     SQL_export_activities,
     false,
     {{"at", OUT_TIME},
      {"kind", OUT_ACTIVITY},
      {"teammate", OUT_TEXT},
      {"person", OUT_TEXT},
      {"by", OUT_TEXT},
      {"against", OUT_BOOL},
      {"note", OUT_TEXT},
      {"url", OUT_TEXT},
      {"state", OUT_TEXT},
      {"source", OUT_TEXT},
      {"place", OUT_TEXT},
      {"logged_at", OUT_CLOCK},
      {"changed_at", OUT_CLOCK}}},
    {"tasks",
     SQL_export_tasks,
     false,
     {{"teammate", OUT_TEXT},
      {"person", OUT_TEXT},
      {"task", OUT_TEXT},
      {"due", OUT_TIME},
      {"made_at", OUT_CLOCK},
      {"done_at", OUT_CLOCK}}},
    {"markets",
     SQL_export_markets,
     false,
     {{"market", OUT_TEXT},
      {"topic", OUT_TEXT},
      {"audience", OUT_TEXT},
      {"since", OUT_TIME},
      {"until", OUT_TIME},
      {"half_life_days", OUT_INT}}},
    {"weights",
     SQL_export_weights,
     false,
     {{"market", OUT_TEXT}, {"verb", OUT_VERB}, {"weight", OUT_REAL}}},
    {"half-lives",
     SQL_export_half_lives,
     false,
     {{"market", OUT_TEXT}, {"source", OUT_TEXT}, {"half_life_days", OUT_INT}}},
    {"segments",
     SQL_export_segments,
     false,
     {{"market", OUT_TEXT}, {"query", OUT_TEXT}, {"share", OUT_REAL}}},
    {"audits",
     SQL_export_audits,
     false,
     {{"source", OUT_TEXT},
      {"place", OUT_TEXT},
      {"at", OUT_TIME},
      {"verb", OUT_VERB},
      {"from", OUT_TEXT},
      {"to", OUT_TEXT},
      {"right", OUT_BOOL},
      {"note", OUT_TEXT},
      {"file", OUT_TEXT},
      {"checked_at", OUT_CLOCK}}},
    {"waves",
     SQL_export_waves,
     false,
     {{"market", OUT_TEXT},
      {"wave", OUT_TEXT},
      {"frozen_at", OUT_CLOCK},
      {"digest", OUT_TEXT},
      {"said_by", OUT_TEXT},
      {"teammate", OUT_TEXT},
      {"person", OUT_TEXT},
      {"strength", OUT_INT},
      {"wanted", OUT_TEXT},
      {"view", OUT_INT},
      {"cause", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"decisions",
     SQL_export_decisions,
     false,
     {{"market", OUT_TEXT},
      {"person", OUT_TEXT},
      {"decision", OUT_TEXT},
      {"reason", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"judgements",
     SQL_export_judgements,
     false,
     {{"person", OUT_TEXT},
      {"quality", OUT_TEXT},
      {"verdict", OUT_TEXT},
      {"note", OUT_TEXT},
      {"by", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"conversations",
     SQL_export_conversations,
     false,
     {{"market", OUT_TEXT}, {"begins", OUT_TEXT}, {"kind", OUT_TEXT}, {"at", OUT_CLOCK}}},
    {"pairings",
     SQL_export_pairings,
     false,
     {{"market", OUT_TEXT},
      {"person", OUT_TEXT},
      {"teammate", OUT_TEXT},
      {"decision", OUT_TEXT},
      {"reason", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"plans",
     SQL_export_plans,
     false,
     {{"market", OUT_TEXT},
      {"as_of", OUT_TIME},
      {"model", OUT_TEXT},
      {"person", OUT_TEXT},
      {"owner", OUT_TEXT},
      {"back-up", OUT_TEXT},
      {"why", OUT_TEXT},
      {"made_at", OUT_CLOCK}}},
    {"strategies",
     SQL_export_strategies,
     false,
     {{"market", OUT_TEXT}, {"strategy", OUT_TEXT}, {"at", OUT_CLOCK}}},
    {"objectives",
     SQL_export_objectives,
     false,
     {{"market", OUT_TEXT},
      {"objective", OUT_TEXT},
      {"target", OUT_REAL},
      {"unit", OUT_TEXT},
      {"by", OUT_TIME},
      {"text", OUT_TEXT},
      {"at", OUT_CLOCK}}},
    {"programmes",
     SQL_export_programmes,
     false,
     {{"programme", OUT_TEXT},
      {"market", OUT_TEXT},
      {"objective", OUT_TEXT},
      {"entry", OUT_TEXT},
      {"person", OUT_TEXT},
      {"word", OUT_TEXT},
      {"text", OUT_TEXT},
      {"amount", OUT_REAL},
      {"at", OUT_TIME},
      {"taken back", OUT_BOOL},
      {"made_at", OUT_CLOCK}}},
    {"outcomes",
     SQL_export_outcomes,
     false,
     {{"at", OUT_TIME},
      {"person", OUT_TEXT},
      {"org", OUT_TEXT},
      {"outcome", OUT_TEXT},
      {"amount", OUT_REAL},
      {"unit", OUT_TEXT},
      {"objective", OUT_TEXT},
      {"source", OUT_TEXT},
      {"place", OUT_TEXT}}},
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const char *const topics[] = {"all",
                                     "people",
                                     "evidence",
                                     "deals",
                                     "relationships",
                                     "answers",
                                     "docs",
                                     "sources",
                                     "markets",
                                     "accounts",
                                     "aliases",
                                     "outlets",
                                     "organisations",
                                     "affiliations",
                                     "tags",
                                     "metrics",
                                     "weights",
                                     "half-lives",
                                     "segments",
                                     "audits",
                                     "decisions",
                                     "pairings",
                                     "plans",
                                     "waves",
                                     "log",
                                     "tasks",
                                     "strategies",
                                     "objectives",
                                     "programmes",
                                     "outcomes",
                                     "judgements",
                                     "conversations",
                                     "person",
                                     "relays",
                                     "roots",
                                     "calendar",
                                     NULL};

static const char *const examples[] = {
    "kith export people > people.csv",
    "kith export evidence --json > evidence.jsonl",
    "kith export all > everything.jsonl",
    "kith export person jane@x.example --json > jane.json",
    "kith export relays security > arcs.txt",
    "kith export calendar security > contacts.ics",
    NULL,
};

/* The value as it stands in a file; STR_NONE when it is unknown. *ret_quotes: a text in JSON. */
static struct str shown(struct arena *a, const struct query *q, int at, enum out_kind kind,
                        bool *ret_quotes)
{
    *ret_quotes = kind != OUT_INT && kind != OUT_REAL && kind != OUT_BOOL;
    if (query_is_null(q, at)) return STR_NONE;
    switch (kind) {
    case OUT_TEXT:
    case OUT_SAID:
        return query_str(q, at);
    case OUT_INT:
        return str_printf(a, "%lld", (long long)query_i64(q, at));
    case OUT_BOOL:
        return query_i64(q, at) ? STR("true") : STR("false");
    case OUT_REAL: {
        struct buf b = buf_new(a);
        json_double(&b, query_double(q, at));
        return buf_str(&b);
    }
    case OUT_TIME:
    case OUT_CLOCK:
        return time_iso(a, query_time(q, at));
    case OUT_ACTIVITY: {
        int64_t k = query_i64(q, at);
        return k > 0 && k < ACTIVITY_COUNT ? str_of(activity_infos[k].name) : STR_NONE;
    }
    case OUT_VERB: {
        int64_t v = query_i64(q, at);
        return v > 0 && v < VERB_COUNT ? str_of(verb_infos[v].name) : STR_NONE;
    }
    }
    return STR_NONE;
}

struct writer {
    struct request *r;
    const struct export_kind *kind;
    bool lines; /* JSON Lines instead of CSV */
    bool all;   /* every kind: each line says which, no clock */
    struct arena scratch;
};

static enum status put_row(struct writer *w, const struct query *q, struct err *e)
{
    struct arena_mark mark = arena_mark(&w->scratch);
    struct buf b = buf_new(&w->scratch);
    if (w->lines) buf_addc(&b, '{');
    if (w->all) buf_addf(&b, "\"kind\":\"%s\"", w->kind->name);
    bool first = !w->all;
    for (int c = 0; w->kind->columns[c].name; c++) {
        const struct out_column *col = &w->kind->columns[c];
        bool quotes = false;
        if (w->all && (col->kind == OUT_CLOCK || col->kind == OUT_SAID)) continue;
        struct str value = shown(&w->scratch, q, c, col->kind, &quotes);
        if (!first) buf_addc(&b, ',');
        first = false;
        if (!w->lines) {
            csv_field(&b, value, col->kind == OUT_TEXT || col->kind == OUT_SAID);
            continue;
        }
        buf_addf(&b, "\"%s\":", w->all && strcmp(col->name, "kind") == 0 ? "type" : col->name);
        if (!value.p) {
            buf_adds(&b, "null");
        } else if (quotes) {
            json_text(&b, value);
        } else {
            buf_add(&b, value);
        }
    }
    buf_adds(&b, w->lines ? "}\n" : "\r\n");
    enum status s = w->r->sink.put(w->r->sink.context, buf_str(&b), e);
    arena_reset(&w->scratch, mark);
    return s;
}

static enum status put_query(struct writer *w, struct query *q, struct err *e)
{
    enum status s;
    while ((s = query_next(q, e)) == OK) {
        s = put_row(w, q, e);
        if (s) return s;
        if (progress_stop(w->r->progress)) return err_set(e, STOPPED, "stopped");
    }
    return s == DONE ? OK : s;
}

static enum status put_by_id(struct writer *w, struct query *rows, struct err *e)
{
    struct query *ids = NULL;
    enum status s = query_open(w->r->st, SQL_export_doc_ids, &ids, e);
    while (!s && (s = query_next(ids, e)) == OK) {
        query_bind_i64(rows, 1, query_i64(ids, 0));
        s = put_query(w, rows, e);
        query_again(rows);
    }
    query_close(ids);
    return s == DONE ? OK : s;
}

static enum status put_header(struct writer *w, struct err *e)
{
    struct buf b = buf_new(&w->scratch);
    for (int c = 0; w->kind->columns[c].name; c++) {
        buf_addf(&b, "%s%s", c ? "," : "", w->kind->columns[c].name);
    }
    buf_adds(&b, "\r\n");
    return w->r->sink.put(w->r->sink.context, buf_str(&b), e);
}

static enum status put_kind(struct writer *w, const struct export_kind *kind, struct err *e)
{
    struct query *q = NULL;
    w->kind = kind;
    enum status s = w->lines ? OK : put_header(w, e);
    if (!s) s = query_open(w->r->st, kind->rows, &q, e);
    if (!s) s = kind->by_id ? put_by_id(w, q, e) : put_query(w, q, e);
    query_close(q);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct str what = r->word_count ? r->word[0] : STR("all");
    struct writer w = {.r = r, .all = str_is(what, "all")};
    enum status s = OK;
    *ret = NULL;
    if (str_is(what, "person")) return export_person(r, ret, e);
    if (str_is(what, "calendar")) return export_calendar(r, e);
    bool relays = str_is(what, "relays");
    if (relays || str_is(what, "roots")) return export_relays(r, !relays, e);
    if (r->word_count > 1) {
        return err_set(e, BAD_USAGE, "'%.*s' is one word too many; want one kind",
                       STR_ARG(r->word[1]));
    }
    w.lines = w.all || r->form == FORM_JSON;
    if (w.all && r->form == FORM_CSV) {
        return err_set(e, BAD_USAGE,
                       "'all' is JSON Lines; name one kind for CSV, as kith export "
                       "people --csv");
    }
    bool found = false;
    for (size_t i = 0; i < KIND_COUNT && !s; i++) {
        if (!w.all && !str_is(what, kinds[i].name)) continue;
        found = true;
        s = put_kind(&w, &kinds[i], e);
    }
    arena_free(&w.scratch);
    if (found) return s;
    const char *near = near_word(what, topics);
    return err_set(e, BAD_USAGE, "'%.*s' is nothing to export; %s%s%s", STR_ARG(what),
                   near ? "did you mean '" : "'kith help export' lists what is", near ? near : "",
                   near ? "'?" : "");
}

const struct verb verb_export = {
    .name = "export",
    .words = "[KIND [MARKET|PERSON]]",
    .summary = "take everything out: people, evidence, docs, … as CSV or JSON Lines",
    .details =
        "KIND is people, evidence, deals, relationships, answers, docs, sources, markets, "
        "accounts, aliases, outlets, organisations, affiliations, tags, metrics, weights, "
        "half-lives, waves, decisions, conversations, pairings, plans, log, tasks, strategies, "
        "objectives, "
        "programmes or outcomes: CSV, or with --json JSON Lines. Exports of people, evidence, "
        "deals, relationships, answers, organisations, log and outcomes can be imported again: "
        "here they change nothing, elsewhere they make the same. What a whole thread was about "
        "goes with its docs: a market by words finds a reply there by the reply's own words.\n"
        "'all', the default, is every kind one after another as JSON Lines, in an order that "
        "depends neither on the clock nor on the order of import: two stores of the same content "
        "give the same bytes; it is not read again ('kith backup' copies a whole store). In CSV, "
        "cells that a spreadsheet would take for a formula get a "
        "leading apostrophe.\n"
        "'person PERSON' is all that is held about somebody, with source, importer and day.\n"
        "'relays MARKET' is the graph that 'choose --relay' works on, a line 'from to weight' an "
        "arc, and 'roots MARKET' the buyers it starts from, both for 'kith graph' (--model weights "
        "--audience).\n"
        "'calendar' is open tasks with a day as iCalendar, and 'calendar MARKET' those of the "
        "people to be met there, with the next contact with each who has an owner ('kith "
        "connect').",
    .examples = examples,
    .topics = topics,
    .store = STORE_NEEDED,
    .words_most = 2,
    .run = run,
};

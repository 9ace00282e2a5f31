/* poll.c - listen: what is new in the feeds that are known? */
#include "listen/poll.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/feeds.h"
#include "listen/look.h"
#include "listen/net_links.h"
#include "listen/net_pace.h"
#include "listen/net_url.h"

#include <string.h>

enum { HEAD_BYTES = 4096 };

const struct poll_word poll_words[POLL_OUTCOMES] = {
    [POLL_NEWS] = {"news", "read, and something in it was new"},
    [POLL_SAME] = {"nothing new", "read, and all of it was known"},
    [POLL_UNCHANGED] = {"unchanged", "the server said so (304)"},
    [POLL_LATER] = {"later", "the server asked to come again later (429, 503)"},
    [POLL_MERGED] = {"merged", "it moved to where another feed is known, which is asked instead"},
    [POLL_GONE] = {"gone", "it is no more (410), and is not asked again"},
    [POLL_ROBOTS] = {"robots", "robots.txt keeps programs from it"},
    [POLL_PRIVATE] = {"private", "its address is not a public one; no connection was made"},
    [POLL_SCHEME] = {"no http", "it leads to what is no http or https address"},
    [POLL_LOOP] = {"loop", "it leads round in a circle, or too far"},
    [POLL_TOO_SLOW] = {"too slow", "it was given up"},
    [POLL_TOO_BIG] = {"too big", "it does not end, or is larger than any feed"},
    [POLL_NO_FEED] = {"no feed", "what came is no feed that can be read"},
    [POLL_ERROR] = {"error", "the server answered with an error"},
    [POLL_UNREACHABLE] = {"unreachable", "no such host, nobody answers, or no trust in it"},
    [POLL_DUE] = {"due", "it would be asked"},
    [POLL_OFF] = {"off", "it is not asked any more"},
    [POLL_ON] = {"on", "it is asked again, the next time at once"},
};

struct poll {
    struct store *st;
    const struct poll_options *o;
    struct arena *a; /* of the report */
    struct poll_report *report;
    struct feeds all; /* report->row[i] is of all.feed[i], until the end */
    int64_t now_s;
};

/* ---- one feed ---- */

static struct poll_row *add_row(struct poll *p, const struct feed *f, enum poll_outcome outcome)
{
    struct poll_row *row = &p->report->row[f - p->all.feed];
    p->report->count++;
    *row = (struct poll_row){.url = f->url,
                             .name = f->name,
                             .outcome = outcome,
                             .next_at_s = f->next_at_s,
                             .failures = f->failures,
                             .told = true};
    p->report->outcome[outcome]++;
    return row;
}

/* When it is asked again, and what is remembered of it. quiet_s: as the server asks. */
static void settle(struct poll *p, struct feed *f, enum poll_outcome outcome, int64_t quiet_s,
                   struct str retry_after)
{
    f->next_at_s = TIME_NONE;
    switch (outcome) {
    case POLL_NEWS:
    case POLL_SAME:
    case POLL_UNCHANGED:
        f->failures = 0;
        f->gone = false;
        f->why = STR("");
        f->next_at_s = pace_next(p->now_s, quiet_s > f->quiet_s ? quiet_s : f->quiet_s);
        return;
    case POLL_ROBOTS:
        f->next_at_s = pace_next(p->now_s, POLL_SECONDS_MAX);
        return;
    case POLL_GONE:
        f->gone = true;
        return;
    default:
        f->failures++;
        if (outcome == POLL_LATER) f->next_at_s = pace_retry_after(retry_after, p->now_s);
        if (f->next_at_s == TIME_NONE) f->next_at_s = pace_backoff(p->now_s, f->failures);
    }
}

/* What a body is when it is no feed. */
static const char *what_instead(struct str head)
{
    if (!head.len) return "an empty answer, no feed";
    return page_is(head) ? "a web page, no feed" : "no feed";
}

/* OK with *ret_why empty when the answer is a feed. */
static enum status look_for_feed(const char *file, struct arena *a, struct str *ret_why,
                                 int64_t *ret_quiet_s, struct err *e)
{
    struct look l = {.path = file};
    look_at(&l, NULL);
    enum status s = l.status;
    *ret_why = STR("");
    if (s) {
        (void)err_set(e, s, "%s", l.sentence.p);
    } else if (!l.importer || strcmp(l.importer->name, "feed") != 0) {
        *ret_why = str_copy(a, str_of(what_instead(l.head)));
    } else {
        *ret_quiet_s = pace_of_feed(l.head);
    }
    arena_free(&l.a);
    return s;
}

struct heard {
    enum poll_outcome outcome;
    struct str why, moved_to;
    int64_t quiet_s;
    uint64_t docs, evidence, dropped;
};

/* A redirect for good is written down once something good stands at its end. */
static enum status move(struct poll *p, struct feed *f, const struct fetch_answer *answer,
                        struct heard *h, struct err *e)
{
    bool merged = false;
    if (str_eq(answer->lasting, answer->job->url)) return OK;
    h->moved_to = str_copy(p->a, answer->lasting);
    enum status s = feed_move(p->st, f, h->moved_to, &merged, e);
    if (!s && merged) h->outcome = POLL_MERGED;
    return s;
}

static enum status keep(struct poll *p, const struct feed *f, const struct fetch_answer *answer,
                        struct heard *h, struct err *e)
{
    struct import_options io = {.kind = "feed", .progress = p->o->progress};
    struct import_report report = {0};
    struct fetched fetched = {
        .file = answer->file, .locator = str_c(p->a, answer->url), .url = str_c(p->a, f->url)};
    enum status s = import_fetched(p->st, &fetched, &io, p->a, &report, e);
    const struct import_account *x = report.first;
    if (s || !x) return s;
    h->docs = x->docs;
    h->evidence = x->evidence;
    h->dropped = x->dropped;
    if (x->outcome == IMPORT_KEPT) {
        h->outcome = x->kept ? POLL_NEWS : POLL_SAME;
    } else if (x->outcome == IMPORT_SAME || x->empty) {
        h->outcome = POLL_SAME;
    } else {
        h->outcome = POLL_NO_FEED;
        h->why = x->sentence;
    }
    return OK;
}

static enum status hear_body(struct poll *p, struct feed *f, const struct fetch_answer *answer,
                             struct heard *h, struct err *e)
{
    h->outcome = POLL_NO_FEED;
    enum status s = look_for_feed(answer->file, p->a, &h->why, &f->quiet_s, e);
    if (s || h->why.len) return s;
    s = move(p, f, answer, h, e);
    if (s || h->outcome == POLL_MERGED) return s;
    return keep(p, f, answer, h, e);
}

static enum status hear_unchanged(struct poll *p, struct feed *f, const struct fetch_answer *answer,
                                  struct heard *h, struct err *e)
{
    h->outcome = POLL_UNCHANGED;
    return move(p, f, answer, h, e);
}

static enum poll_outcome outcome_of(enum fetch_outcome outcome)
{
    static const enum poll_outcome outcomes[FETCH_OUTCOMES] = {
        [FETCH_BODY] = POLL_NEWS,       [FETCH_UNCHANGED] = POLL_UNCHANGED,
        [FETCH_LATER] = POLL_LATER,     [FETCH_GONE] = POLL_GONE,
        [FETCH_ERROR] = POLL_ERROR,     [FETCH_ROBOTS] = POLL_ROBOTS,
        [FETCH_PRIVATE] = POLL_PRIVATE, [FETCH_SCHEME] = POLL_SCHEME,
        [FETCH_LOOP] = POLL_LOOP,       [FETCH_TOO_SLOW] = POLL_TOO_SLOW,
        [FETCH_TOO_BIG] = POLL_TOO_BIG, [FETCH_UNREACHABLE] = POLL_UNREACHABLE,
    };
    return outcomes[outcome];
}

static void remember_validators(struct feed *f, const struct fetch_answer *answer,
                                enum poll_outcome outcome, struct arena *a)
{
    if (outcome != POLL_NEWS && outcome != POLL_SAME) return;
    f->etag = str_copy(a, utf8_mend(a, answer->etag));
    f->last_modified = str_copy(a, utf8_mend(a, answer->last_modified));
}

static enum status hear(void *context, const struct fetch_answer *answer, struct err *e)
{
    struct poll *p = context;
    struct feed *f = answer->job->context;
    struct str known_as = f->url;
    struct heard h = {.outcome = outcome_of(answer->outcome),
                      .why = str_copy(p->a, answer->why),
                      .quiet_s = pace_max_age(answer->cache_control)};
    enum status s = OK;
    if (h.outcome == POLL_GONE && !str_eq(answer->url, answer->lasting)) {
        h.outcome = POLL_ERROR; /* where it led only for now */
    }
    if (answer->outcome == FETCH_BODY) {
        s = hear_body(p, f, answer, &h, e);
    } else if (answer->outcome == FETCH_UNCHANGED) {
        s = hear_unchanged(p, f, answer, &h, e);
    }
    if (s) return s;
    f->why = h.why;
    if (h.outcome != POLL_MERGED) {
        settle(p, f, h.outcome, h.quiet_s, answer->retry_after);
        remember_validators(f, answer, h.outcome, p->a);
        s = feed_save(p->st, f, e);
    }
    struct poll_row *row = add_row(p, f, h.outcome);
    row->url = known_as;
    row->status = answer->status;
    row->moved_to = h.moved_to;
    row->why = h.why;
    row->docs = h.docs;
    row->evidence = h.evidence;
    row->dropped = h.dropped;
    if (h.outcome == POLL_MERGED) row->next_at_s = TIME_NONE;
    return s;
}

/* ---- all of them ---- */

static bool is_due(const struct poll *p, const struct feed *f)
{
    if (f->off) return false;
    if (f->gone) return p->o->now && net_url_is(p->o->match);
    return p->o->now || f->next_at_s == TIME_NONE || f->next_at_s <= p->now_s;
}

/* A row whose address cannot be asked at all (of an older kith, or changed by hand). */
static enum status refuse_address(struct poll *p, struct feed *f, struct err *e)
{
    f->why = STR("is no http or https address");
    settle(p, f, POLL_SCHEME, 0, STR(""));
    add_row(p, f, POLL_SCHEME)->why = f->why;
    return feed_save(p->st, f, e);
}

/* *ret: jobs of those that are due, in p->a. */
static enum status jobs_of(struct poll *p, struct fetch_job **ret, size_t *ret_count, struct err *e)
{
    struct poll_report *report = p->report;
    const struct feeds *all = &p->all;
    struct fetch_job *jobs = arena_new(p->a, struct fetch_job, all->count);
    size_t count = 0;
    enum status s = OK;
    for (size_t i = 0; !s && i < all->count; i++) {
        struct feed *f = &all->feed[i];
        if (!is_due(p, f)) {
            bool later = !f->off && !f->gone && f->next_at_s > p->now_s;
            bool first = report->next_at_s == TIME_NONE || f->next_at_s < report->next_at_s;
            if (later && first) report->next_at_s = f->next_at_s;
            continue;
        }
        report->due++;
        struct str url = net_url(p->a, f->url);
        if (p->o->dry_run) {
            (void)add_row(p, f, POLL_DUE);
        } else if (!url.len) {
            s = refuse_address(p, f, e);
        } else if (count < FEEDS_PER_RUN_MAX) {
            jobs[count++] = (struct fetch_job){
                .url = url, .etag = f->etag, .last_modified = f->last_modified, .context = f};
        }
    }
    *ret = jobs;
    *ret_count = count;
    return s;
}

/* Those that were not heard leave no gaps. */
static void close_ranks(const struct poll *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->all.count; i++) {
        if (p->report->row[i].told) p->report->row[count++] = p->report->row[i];
    }
}

/* What both begin with: the feeds that are meant, and room to tell of each. */
static enum status open_report(struct poll *p, struct str match, struct err *e)
{
    *p->report = (struct poll_report){.next_at_s = TIME_NONE};
    enum status s = feeds_load(p->st, match, p->a, &p->all, e);
    if (s) return s;
    p->report->meant = p->all.count;
    p->report->row = arena_new(p->a, struct poll_row, p->all.count);
    if (p->all.count || !net_url_is(match)) return OK;
    return err_set(e, NOT_FOUND, "no feed is known at %.*s; 'kith import' it first",
                   STR_ARG(match));
}

enum status poll_switch(struct store *st, struct str match, bool off, bool dry, struct arena *a,
                        struct poll_report *ret, struct err *e)
{
    struct poll p = {.st = st, .a = a, .report = ret};
    enum status s = open_report(&p, match, e);
    if (!s && !dry) s = feeds_switch(st, &p.all, off, e);
    for (size_t i = 0; !s && i < p.all.count; i++)
        (void)add_row(&p, &p.all.feed[i], off ? POLL_OFF : POLL_ON);
    return s;
}

enum status poll_feeds(struct store *st, const struct poll_options *o, struct arena *a,
                       struct poll_report *ret, struct err *e)
{
    struct poll p = {.st = st, .o = o, .a = a, .report = ret, .now_s = time_now()};
    struct fetch_job *jobs = NULL;
    size_t count = 0;
    enum status s = open_report(&p, o->match, e);
    if (s) return s;
    s = jobs_of(&p, &jobs, &count, e);
    struct fetch_options fo = {.net = o->net,
                               .asking = o->asking,
                               .at_once = o->at_once,
                               .robots = !o->no_robots,
                               .bytes_max = FEED_BYTES_MAX,
                               .step = "listening",
                               .progress = o->progress,
                               .done = hear,
                               .context = &p};
    if (!s && count) s = fetch_all(&fo, jobs, count, e);
    close_ranks(&p);
    ret->left = ret->due - ret->count;
    return s;
}

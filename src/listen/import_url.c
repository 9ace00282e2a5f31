/* import_url.c - listen: what stands at this address on the web? */
#include "listen/import_url.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/feeds.h"
#include "listen/net_pace.h"
#include "listen/net_url.h"

#include <string.h>

enum { HEAD_BYTES = 4096, PAGE_BYTES = 262144, SHOWN = 3 };

struct asked {
    struct store *st;
    const struct url_options *o;
    struct arena *a; /* of the report */
    struct import_report *report;
    struct url_import *ret;
    struct str url;  /* as the user gave it */
    int64_t quiet_s; /* of a feed: as it says itself */
};

/* ---- a feed is known from now on ---- */

static enum status follow(struct asked *x, const struct fetch_answer *answer, bool news,
                          struct err *e)
{
    int64_t quiet_s = pace_max_age(answer->cache_control);
    struct feed feed = {.url = answer->lasting,
                        .etag = answer->etag,
                        .last_modified = answer->last_modified,
                        .quiet_s = x->quiet_s,
                        .next_at_s =
                            pace_next(time_now(), quiet_s > x->quiet_s ? quiet_s : x->quiet_s)};
    return feed_follow(x->st, &feed, answer->url, news, &x->ret->followed, e);
}

/* ---- a web page may say where its feeds are, a feed how often it changes ---- */

static enum status look_inside(struct asked *x, const struct fetch_answer *answer, struct err *e)
{
    struct arena own = {0};
    struct reader *in = NULL;
    struct str page = STR("");
    enum status s = reader_open(answer->file, &own, &in, e);
    if (!s) s = reader_bytes(in, PAGE_BYTES, &page, e);
    x->quiet_s = pace_of_feed(str_head(page, HEAD_BYTES));
    if (!s && page_is(str_head(page, HEAD_BYTES))) {
        x->ret->feeds = arena_new(x->a, struct feed_link, PAGE_FEEDS_MAX);
        x->ret->feed_count = page_feeds(page, answer->url, x->a, x->ret->feeds, PAGE_FEEDS_MAX);
    }
    reader_close(in);
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* What a page that nobody reads says instead: which feeds to import. */
static void point_to_feeds(struct asked *x, struct import_account *account)
{
    const struct url_import *u = x->ret;
    if (account->outcome != IMPORT_REFUSED || !u->feed_count) return;
    struct buf b = buf_new(x->a);
    buf_addf(&b,
             "%.*s: a web page, no feed, but it declares %zu; import one:", STR_ARG(account->path),
             u->feed_count);
    for (size_t i = 0; i < u->feed_count && i < SHOWN; i++)
        buf_addf(&b, "%s kith import '%.*s'", i ? " or" : "", STR_ARG(u->feeds[i].url));
    account->sentence = buf_str(&b);
}

/* ---- the import ---- */

static enum status take(struct asked *x, const struct fetch_answer *answer, struct err *e)
{
    struct import_account *before = x->report->last;
    struct str locator = str_copy(x->a, answer->url);
    struct fetched f = {
        .file = answer->file, .locator = locator.p, .url = str_c(x->a, answer->lasting)};
    enum status s = import_fetched(x->st, &f, x->o->import, x->a, x->report, e);
    if (!s) s = look_inside(x, answer, e);
    struct import_account *account = before ? before->next : x->report->first;
    if (s || !account) return s;
    point_to_feeds(x, account);
    bool kept = account->outcome == IMPORT_KEPT || account->outcome == IMPORT_SAME;
    bool feed = account->kind && strcmp(account->kind, "feed") == 0;
    if (!kept || !feed || account->next || x->o->import->dry_run) return OK;
    return follow(x, answer, account->outcome == IMPORT_KEPT, e);
}

static enum status hear(void *context, const struct fetch_answer *answer, struct err *e)
{
    struct asked *x = context;
    if (answer->outcome == FETCH_BODY) return take(x, answer, e);
    const char *mend =
        answer->outcome == FETCH_TOO_BIG ? "; download it, then import the file" : "";
    bool moved = !str_eq(answer->url, x->url);
    return err_set(e, IO_FAILED, "%.*s: %s%.*s%s%.*s%s; nothing imported", STR_ARG(x->url),
                   moved ? "(at " : "", moved ? (int)answer->url.len : 0, answer->url.p,
                   moved ? ") " : "", STR_ARG(answer->why), mend);
}

enum status import_url(struct store *st, struct str url, const struct url_options *o,
                       struct arena *a, struct import_report *report, struct url_import *ret,
                       struct err *e)
{
    struct asked x = {.st = st, .o = o, .a = a, .report = report, .ret = ret};
    struct fetch_job job = {.url = net_url(a, url)};
    *ret = (struct url_import){0};
    x.url = job.url;
    if (!job.url.len) {
        return err_set(e, BAD_INPUT,
                       "%.*s: only http and https addresses are fetched; nothing imported",
                       STR_ARG(url));
    }
    struct fetch_options fo = {.net = o->net,
                               .asking = o->asking,
                               .at_once = 1,
                               .bytes_max = FETCH_BYTES_MAX,
                               .step = job.url.p,
                               .progress = o->import->progress,
                               .done = hear,
                               .context = &x};
    return fetch_all(&fo, &job, 1, e);
}

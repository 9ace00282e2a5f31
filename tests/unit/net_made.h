/*
 * net_made.h - tests: a net that answers as a table says, and counts how it was asked
 */
#ifndef KITH_TESTS_NET_MADE_H
#define KITH_TESTS_NET_MADE_H

#include "base/limits.h"
#include "listen/net.h"
#include "listen/net_url.h"

#include <string.h>
#include <unistd.h>

struct page { /* what stands at an address; the first that fits holds */
    const char *url;
    int status; /* 0: it ends as `end` says */
    const char *body, *etag, *location, *retry_after, *cache;
    enum net_end end;
};

enum { MADE_CALLS_MAX = 4096 };

struct net_session {          /* one at a time */
    const struct page *pages; /* ended by a NULL url; any other address answers 404 */
    struct net_call *running[FETCHES_AT_ONCE_MAX];
    size_t count, most;                /* at once */
    size_t most_there;                 /* at one site */
    const char *asked[MADE_CALLS_MAX]; /* every address, in order; live in keep */
    bool with_etag[MADE_CALLS_MAX];
    size_t asked_count;
    struct arena keep;
    size_t stop_after; /* calls; then the user wants out; 0: never */
};

static struct net_session made;

static enum status made_open(const struct net_options *o, struct arena *a, struct net_session **ret,
                             struct err *e)
{
    (void)o;
    (void)a;
    (void)e;
    *ret = &made;
    return OK;
}

static size_t running_at(struct str site)
{
    struct arena own = {0};
    size_t n = 0;
    for (size_t i = 0; i < made.count; i++)
        n += str_eq(net_url_site(&own, str_of(made.running[i]->url)), site);
    arena_free(&own);
    return n;
}

static enum status made_start(struct net_session *s, struct net_call *call, struct err *e)
{
    (void)e;
    assert_true(s->count < FETCHES_AT_ONCE_MAX && s->asked_count < MADE_CALLS_MAX);
    assert_int_equal(lseek(call->spool, 0, SEEK_CUR), 0);
    s->running[s->count++] = call;
    s->with_etag[s->asked_count] = call->etag.len > 0;
    s->asked[s->asked_count++] = str_c(&s->keep, str_of(call->url));
    if (s->count > s->most) s->most = s->count;
    struct arena own = {0};
    size_t there = running_at(net_url_site(&own, str_of(call->url)));
    if (there > s->most_there) s->most_there = there;
    arena_free(&own);
    return OK;
}

static void made_answer(struct net_session *s, struct net_call *call)
{
    static const struct page none = {.status = 404};
    const struct page *page = &none;
    for (const struct page *p = s->pages; page == &none && p->url; p++) {
        if (strcmp(p->url, call->url) == 0) page = p;
    }
    call->status = page->status;
    call->end = page->status ? NET_ANSWERED : page->end;
    call->sentence = page->status ? STR("") : STR("fails as it should");
    call->etag_now = str_copy(call->a, str_of(page->etag));
    call->location = str_copy(call->a, str_of(page->location));
    call->retry_after = str_copy(call->a, str_of(page->retry_after));
    call->cache_control = str_copy(call->a, str_of(page->cache));
    call->last_modified_now = STR("");
    if (page->etag && page->status == 200 && str_is(call->etag, page->etag)) {
        call->status = 304;
    } else if (page->body && call->status == 200) {
        size_t len = strlen(page->body);
        assert_int_equal(write(call->spool, page->body, len), len);
    }
}

/* The one that was asked last ends first: no order may be relied on. */
static enum status made_wait(struct net_session *s, int wait_ms, struct net_call **ret,
                             struct err *e)
{
    (void)wait_ms;
    (void)e;
    *ret = NULL;
    if (!s->count) return DONE;
    *ret = s->running[--s->count];
    made_answer(s, *ret);
    return OK;
}

static void made_close(struct net_session *s)
{
    s->count = 0;
}

static const struct net net_of_made = {.module = {NET_VERSION, KITH_VERSION},
                                       .open = made_open,
                                       .start = made_start,
                                       .wait = made_wait,
                                       .close = made_close};

static bool made_stop(void *context)
{
    (void)context;
    return made.stop_after && made.asked_count >= made.stop_after;
}

static const struct progress made_progress = {.stop = made_stop};

/* Begins anew with these pages. */
static void made_pages(const struct page *pages)
{
    arena_free(&made.keep);
    made = (struct net_session){.pages = pages};
}

static size_t made_count(const char *url)
{
    size_t n = 0;
    for (size_t i = 0; i < made.asked_count; i++)
        n += strcmp(made.asked[i], url) == 0;
    return n;
}

#endif

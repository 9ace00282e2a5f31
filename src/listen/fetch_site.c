/* fetch_site.c - listen: whose turn is it at which site, and what does its robots.txt say? */
#include "listen/fetch_int.h"

#include "listen/net_url.h"

#include <errno.h>
#include <unistd.h>

enum { ROBOTS_KEPT_EACH = 65536, ROBOTS_KEPT_ALL = 16 << 20 };

/* ---- turns ---- */

static void add_site(struct fetch_run *r, struct str key)
{
    if (r->site_count == r->site_room) {
        size_t room = r->site_room ? r->site_room * 2 : 64;
        struct site **wider = arena_new(&r->a, struct site *, room);
        for (size_t i = 0; i < r->site_count; i++)
            wider[i] = r->sites[i];
        r->sites = wider;
        r->site_room = room;
    }
    struct site *site = arena_new(&r->a, struct site, 1);
    site->key = str_copy(&r->a, key);
    r->sites[r->site_count++] = site;
}

struct site *site_of(struct fetch_run *r, struct str url)
{
    struct arena own = {0};
    struct str key = net_url_site(&own, url);
    bool is_new = false;
    if (!r->site_of.a) r->site_of = map_new(&r->a);
    int64_t at = *map_put(&r->site_of, key, (int64_t)r->site_count, &is_new);
    if (is_new) add_site(r, key);
    arena_free(&own);
    return r->sites[at];
}

void site_queue(struct fetch_run *r, struct fetch_job jobs[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct site *site = site_of(r, jobs[i].url);
        jobs[i].next = NULL;
        if (site->last) {
            site->last->next = &jobs[i];
        } else {
            site->first = &jobs[i];
        }
        site->last = &jobs[i];
    }
    r->due = arena_new(&r->a, struct site *, r->site_count);
    for (size_t i = 0; i < r->site_count; i++)
        r->due[i] = r->sites[i]; /* all have jobs */
    r->due_count = r->site_count;
}

/* While its robots.txt is not known, one is enough. */
static bool has_room(const struct site *site)
{
    return site->claims < (site->state == SITE_KNOWN ? FETCHES_PER_HOST_MAX : 1);
}

/* Sites without room have slots at them, so that few are looked at in vain. */
struct fetch_job *site_next_job(struct fetch_run *r, struct site **ret)
{
    for (size_t looked = 0; looked < r->due_count; looked++) {
        if (r->turn >= r->due_count) r->turn = 0;
        struct site *site = r->due[r->turn];
        if (!has_room(site)) {
            r->turn++;
            continue;
        }
        struct fetch_job *job = site->first;
        site->first = job->next;
        if (site->first) {
            r->turn++;
        } else { /* the last one takes its place, and the next turn */
            site->last = NULL;
            r->due[r->turn] = r->due[--r->due_count];
        }
        *ret = site;
        return job;
    }
    return NULL;
}

void site_enter(struct fetch_run *r, struct slot *s, struct site *site)
{
    s->site = site;
    if (site->claims++ == 0) r->kept_bytes -= site->a.bytes;
}

/* What a site said is kept for those who come later, within bounds. */
void site_leave(struct fetch_run *r, struct slot *s)
{
    struct site *site = s->site;
    s->site = NULL;
    if (!site || --site->claims) return;
    bool keep =
        site->a.bytes <= ROBOTS_KEPT_EACH && r->kept_bytes + site->a.bytes <= ROBOTS_KEPT_ALL;
    if (!keep) {
        arena_free(&site->a);
        site->robots = (struct robots){0};
        site->why = site->retry_after = STR("");
        site->state = SITE_UNKNOWN;
    }
    r->kept_bytes += site->a.bytes;
}

void sites_free(struct fetch_run *r)
{
    for (size_t i = 0; i < r->site_count; i++)
        arena_free(&r->sites[i]->a);
}

/* ---- robots.txt ---- */

static void refuse(struct site *site, enum fetch_outcome verdict, struct str why)
{
    site->verdict = verdict;
    site->why = str_printf(&site->a, "%.*s/robots.txt: %.*s", STR_ARG(site->key), STR_ARG(why));
}

static void read_rules(struct site *site, struct slot *s)
{
    struct arena own = {0};
    char *text = arena_bytes(&own, ROBOTS_BYTES_MAX);
    size_t len = 0;
    while (len < ROBOTS_BYTES_MAX) {
        ssize_t n = pread(s->spool, text + len, ROBOTS_BYTES_MAX - len, (off_t)len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        len += (size_t)n;
    }
    struct robots read = robots_read((struct str){text, len}, "kith", &own);
    site->robots.rule = arena_new(&site->a, struct robots_rule, read.count);
    site->robots.count = read.count;
    for (size_t i = 0; i < read.count; i++) {
        site->robots.rule[i].allow = read.rule[i].allow;
        site->robots.rule[i].path = str_copy(&site->a, read.rule[i].path);
    }
    arena_free(&own);
}

static void hear_status(struct site *site, struct slot *s)
{
    const struct net_call *call = &s->call;
    if (call->status == 200 || call->status == 203) {
        read_rules(site, s);
    } else if (call->status == 429 || call->status == 503) {
        refuse(site, FETCH_LATER, str_printf(&s->a, "answered %d", call->status));
        site->retry_after = str_copy(&site->a, call->retry_after);
    } else if (call->status >= 500) {
        refuse(site, FETCH_ROBOTS,
               str_printf(&s->a, "answered %d; until it can be read nothing here is asked",
                          call->status));
    } /* any other: there is none, and everything may be asked */
}

static void hear_failure(struct site *site, const struct net_call *call)
{
    static const enum fetch_outcome outcomes[] = {
        [NET_ANSWERED] = FETCH_BODY,   [NET_UNREACHABLE] = FETCH_UNREACHABLE,
        [NET_PRIVATE] = FETCH_PRIVATE, [NET_TOO_SLOW] = FETCH_TOO_SLOW,
        [NET_TOO_BIG] = FETCH_TOO_BIG, [NET_NOT_KEPT] = FETCH_UNREACHABLE,
    };
    refuse(site, outcomes[call->end], call->sentence);
}

bool site_hears(struct site *site, struct slot *s)
{
    const struct net_call *call = &s->call;
    bool moved = call->end == NET_ANSWERED && redirect_of(call->status) != REDIRECT_NONE;
    struct str next = moved ? net_url_next(&s->a, call->location, s->robots_url) : STR("");
    if (next.len && s->robots_hops++ < REDIRECTS_MAX) {
        s->robots_url = next;
        return true;
    }
    site->verdict = FETCH_BODY;
    site->state = SITE_KNOWN;
    if (call->end == NET_ANSWERED) {
        hear_status(site, s);
    } else {
        hear_failure(site, call);
    }
    return false;
}

/* fetch_hop.c - listen: one address after the other, to the end of its redirects */
#include "listen/fetch_int.h"

#include "listen/net_url.h"

/* ---- asking ---- */

static enum status start(struct fetch_run *r, struct slot *s, struct str url, struct err *e)
{
    enum status st = slot_spool(s, e);
    if (st) return st;
    bool robots = s->state == SLOT_ROBOTS;
    s->call = (struct net_call){.url = str_c(&s->a, url),
                                .etag = robots ? STR("") : s->etag,
                                .last_modified = robots ? STR("") : s->last_modified,
                                .bytes_max = robots ? ROBOTS_BYTES_MAX : r->o->bytes_max,
                                .cut = robots,
                                .spool = s->spool,
                                .a = &s->a,
                                .context = s};
    return r->o->net->start(r->session, &s->call, e);
}

static enum status give(struct fetch_run *r, struct slot *s, enum fetch_outcome outcome,
                        struct str why, struct err *e)
{
    struct fetch_answer answer = {.outcome = outcome, .why = why};
    return slot_done(r, s, &answer, e);
}

static enum status ask_page(struct fetch_run *r, struct slot *s, struct err *e)
{
    struct site *site = s->site;
    if (site->verdict != FETCH_BODY) {
        struct fetch_answer answer = {.outcome = site->verdict,
                                      .why = str_copy(&s->a, site->why),
                                      .retry_after = str_copy(&s->a, site->retry_after)};
        return slot_done(r, s, &answer, e);
    }
    if (!robots_allow(&site->robots, net_url_path(&s->a, s->url))) {
        return give(r, s, FETCH_ROBOTS,
                    str_printf(&s->a, "%.*s/robots.txt keeps programs from it", STR_ARG(site->key)),
                    e);
    }
    if (site->running >= FETCHES_PER_HOST_MAX) return OK; /* its turn comes */
    site->running++;
    s->state = SLOT_RUNS;
    return start(r, s, s->url, e);
}

enum status slot_advance(struct fetch_run *r, struct slot *s, struct err *e)
{
    struct site *site = s->site;
    if (!r->o->robots) site->state = SITE_KNOWN;
    if (site->state == SITE_KNOWN) return ask_page(r, s, e);
    if (site->state == SITE_ASKED) return OK;
    site->state = SITE_ASKED;
    s->state = SLOT_ROBOTS;
    s->robots_hops = 0;
    s->robots_url = str_printf(&s->a, "%.*s/robots.txt", STR_ARG(site->key));
    return start(r, s, s->robots_url, e);
}

/* ---- hearing ---- */

static struct str broken_redirect(struct slot *s)
{
    const struct net_call *call = &s->call;
    if (!call->location.len) {
        return str_printf(&s->a, "answered %d, it moved, but not where to", call->status);
    }
    struct str shown = utf8_head(utf8_mend(&s->a, call->location), 200);
    return str_printf(&s->a, "leads to '%.*s', which is no http or https address", STR_ARG(shown));
}

static enum status follow(struct fetch_run *r, struct slot *s, struct err *e)
{
    bool for_good = redirect_of(s->call.status) == REDIRECT_FOR_GOOD;
    struct str next = net_url_next(&s->a, s->call.location, s->url);
    if (!next.len) return give(r, s, FETCH_SCHEME, broken_redirect(s), e);
    for (size_t i = 0; i < s->seen_count; i++) {
        if (!str_eq(s->seen[i], next)) continue;
        return give(r, s, FETCH_LOOP,
                    str_printf(&s->a, "leads round in a circle, back to %.*s", STR_ARG(next)), e);
    }
    if (s->seen_count > REDIRECTS_MAX) {
        return give(r, s, FETCH_LOOP,
                    str_printf(&s->a, "leads on more than %d times, the last time to %.*s",
                               REDIRECTS_MAX, STR_ARG(next)),
                    e);
    }
    s->seen[s->seen_count++] = next;
    s->url = next;
    if (!for_good) s->for_now = true;
    if (!s->for_now) {
        s->lasting = next;
        s->etag = s->last_modified = STR(""); /* they are of another address */
    }
    s->state = SLOT_WAITS;
    site_leave(r, s);
    site_enter(r, s, site_of(r, next));
    return slot_advance(r, s, e);
}

static enum fetch_outcome outcome_of(const struct slot *s)
{
    switch (s->call.status) {
    case 200:
    case 203:
        return FETCH_BODY;
    case 304:
        return s->etag.len || s->last_modified.len ? FETCH_UNCHANGED : FETCH_ERROR;
    case 410:
        return FETCH_GONE;
    case 429:
    case 503:
        return FETCH_LATER;
    default:
        return FETCH_ERROR;
    }
}

static enum status hear_page(struct fetch_run *r, struct slot *s, struct err *e)
{
    static const enum fetch_outcome failures[] = {
        [NET_UNREACHABLE] = FETCH_UNREACHABLE,
        [NET_PRIVATE] = FETCH_PRIVATE,
        [NET_TOO_SLOW] = FETCH_TOO_SLOW,
        [NET_TOO_BIG] = FETCH_TOO_BIG,
    };
    const struct net_call *call = &s->call;
    if (call->end == NET_NOT_KEPT) return err_set(e, IO_FAILED, "%s", call->sentence.p);
    if (call->end != NET_ANSWERED) return give(r, s, failures[call->end], call->sentence, e);
    if (redirect_of(call->status) != REDIRECT_NONE) return follow(r, s, e);
    struct fetch_answer answer = {.outcome = outcome_of(s)};
    if (answer.outcome == FETCH_BODY) {
        answer.file = slot_file(s).p;
    } else if (answer.outcome != FETCH_UNCHANGED) {
        answer.why = str_printf(&s->a, "answered %d", call->status);
    }
    return slot_done(r, s, &answer, e);
}

enum status slot_hears(struct fetch_run *r, struct slot *s, struct err *e)
{
    if (s->state == SLOT_RUNS) {
        s->site->running--;
        return hear_page(r, s, e);
    }
    if (site_hears(s->site, s)) return start(r, s, s->robots_url, e);
    s->state = SLOT_WAITS;
    s->call = (struct net_call){0}; /* what robots.txt answered is no answer of the page */
    return slot_advance(r, s, e);
}

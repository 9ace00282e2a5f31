/* fetch.c - listen: what do these addresses answer in the end, when they are asked politely? */
#include "listen/fetch_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_MS = 100 };

/* ---- where answers stand ---- */

/* Unlinked from the start: whatever happens, nothing of it stays behind. */
static int open_unnamed(const char *dir, struct arena *a)
{
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (fd >= 0) return fd;
    struct str name = str_printf(a, "%s/kith-XXXXXX", dir); /* a file system without O_TMPFILE */
    char *path = arena_copy(a, name.p, name.len);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) (void)unlink(path);
    return fd;
}

enum status slot_spool(struct slot *s, struct err *e)
{
    const char *dir = getenv("TMPDIR");
    if (!dir || dir[0] != '/') dir = "/tmp";
    if (s->spool < 0) s->spool = open_unnamed(dir, &s->a);
    if (s->spool < 0) {
        return err_set(e, IO_FAILED, "%s: %s; set TMPDIR to where kith may write", dir,
                       strerror(errno));
    }
    if (ftruncate(s->spool, 0) != 0 || lseek(s->spool, 0, SEEK_SET) != 0) {
        return err_set(e, IO_FAILED, "a temporary file cannot be emptied: %s", strerror(errno));
    }
    return OK;
}

struct str slot_file(struct slot *s)
{
    return str_printf(&s->a, "/proc/self/fd/%d", s->spool);
}

/* ---- all of them ---- */

enum status slot_done(struct fetch_run *r, struct slot *s, struct fetch_answer *answer,
                      struct err *e)
{
    answer->job = s->job;
    answer->url = s->url;
    answer->lasting = s->lasting;
    answer->status = s->call.status;
    if (!answer->retry_after.len) answer->retry_after = s->call.retry_after;
    answer->etag = s->call.etag_now;
    answer->last_modified = s->call.last_modified_now;
    answer->cache_control = s->call.cache_control;
    answer->bytes = s->call.bytes;
    enum status st = r->o->done(r->o->context, answer, e);
    site_leave(r, s);
    arena_reset(&s->a, (struct arena_mark){0});
    s->job = NULL;
    s->state = SLOT_FREE;
    r->done++;
    progress_report(r->o->progress, r->o->step, r->done, r->total);
    return st;
}

static void slot_begin(struct fetch_run *r, struct slot *s, struct fetch_job *job,
                       struct site *site)
{
    s->state = SLOT_WAITS;
    s->job = job;
    s->url = s->lasting = str_copy(&s->a, job->url);
    s->seen[0] = s->url;
    s->seen_count = 1;
    s->for_now = false;
    s->etag = job->etag;
    s->last_modified = job->last_modified;
    s->call = (struct net_call){0};
    site_enter(r, s, site);
}

/* Every free slot gets a job, every slot that waits what it may ask. */
static enum status start_all(struct fetch_run *r, size_t *ret_busy, struct err *e)
{
    enum status st = OK;
    *ret_busy = 0;
    for (size_t i = 0; !st && i < r->o->at_once; i++) {
        struct slot *s = &r->slot[i];
        while (!st && s->state == SLOT_FREE) { /* some are done at once */
            struct site *site = NULL;
            struct fetch_job *job = site_next_job(r, &site);
            if (!job) break;
            slot_begin(r, s, job, site);
            st = slot_advance(r, s, e);
        }
        if (!st && s->state == SLOT_WAITS) st = slot_advance(r, s, e);
        *ret_busy += s->state != SLOT_FREE;
    }
    return st;
}

static enum status run_all(struct fetch_run *r, struct err *e)
{
    for (;;) {
        size_t busy = 0;
        struct net_call *ended = NULL;
        enum status st = start_all(r, &busy, e);
        if (st) return st;
        if (!busy) return OK; /* with nobody at any site, every job that is left could begin */
        if (progress_stop(r->o->progress)) {
            return err_set(e, STOPPED, "stopped; %zu of %zu were not asked to the end",
                           r->total - r->done, r->total);
        }
        st = r->o->net->wait(r->session, WAIT_MS, &ended, e);
        if (st == OK && ended) st = slot_hears(r, ended->context, e);
        if (st && st != DONE) return st;
    }
}

enum status fetch_all(const struct fetch_options *o, struct fetch_job jobs[], size_t count,
                      struct err *e)
{
    struct fetch_run r = {.o = o, .total = count};
    for (size_t i = 0; i < FETCHES_AT_ONCE_MAX; i++)
        r.slot[i].spool = -1;
    site_queue(&r, jobs, count);
    enum status st = o->net->open(&o->asking, &r.a, &r.session, e);
    if (!st) {
        st = run_all(&r, e);
        o->net->close(r.session);
    }
    for (size_t i = 0; i < FETCHES_AT_ONCE_MAX; i++) {
        if (r.slot[i].spool >= 0) (void)close(r.slot[i].spool);
        arena_free(&r.slot[i].a);
    }
    sites_free(&r);
    arena_free(&r.a);
    return st;
}

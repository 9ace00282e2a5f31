/* serve.c - cli: pages until Ctrl-C, answers to a language model until its input ends. */
#include "cli/cli.h"
#include "serve/mcp.h"
#include "serve/site.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PORT_USUAL = 8420, PORT_MOST = 65535 };

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static enum status options_read(const struct request *r, struct site_options *o, struct err *e)
{
    int64_t port = PORT_USUAL;
    enum status s = request_i64(r, "port", 0, PORT_MOST, &port, e);
    if (s) return s;
    const char *address = request_path(r, "listen");
    *o = (struct site_options){
        .db = r->db,
        .address = address ? address : "127.0.0.1",
        .port = (uint16_t)port,
        .hosts = request_values(r, "host"),
        .read_only = request_has(r, "read-only"),
        .https = request_has(r, "https"),
    };
    o->loopback = is_loopback(o->address);
    return OK;
}

/* Signals that end it are held back before any thread is started, so that all threads hold them
 * back and this one alone waits for them. */
static void hold_signals(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&ignore.sa_mask);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

/* Answers take much memory for a short time, on many threads. By itself glibc keeps a pool for each
 * thread and gives little of them back: that was twice to three times the memory. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_ARENA_MAX, 2);
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

enum status serve_answer(struct request *r, FILE *out, struct err *e)
{
    struct site_options o;
    struct site *site = NULL;
    struct str address = STR_NONE;
    sigset_t ends;
    const struct timespec pause = {.tv_sec = 600};
    enum status s = options_read(r, &o, e);
    if (s) return s;
    (void)setenv("KITH_DB", r->db, 1); /* commands on pages need not name it */
    hold_signals(&ends);
    give_memory_back();
    s = site_open(&o, r->a, &site, &address, e);
    if (!s) {
        struct str first = site_first(site, r->a);
        (void)fprintf(out, "kith serves %s at %.*s\nCtrl-C ends it.\n", r->db, STR_ARG(address));
        if (first.len) {
            (void)fprintf(out, "Nobody is admin yet. Who opens this, once, becomes it: %.*s%.*s\n",
                          STR_ARG(address), STR_ARG(first));
        }
        (void)fflush(out);
        do {
            site_daily(site);
        } while (sigtimedwait(&ends, NULL, &pause) < 0);
    }
    site_close(site);
    return s;
}

enum status mcp_answer(struct request *r, FILE *out, struct err *e)
{
    return mcp_run(r->db, request_has(r, "write"), STDIN_FILENO, out, e);
}

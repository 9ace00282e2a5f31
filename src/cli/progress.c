/* progress.c - cli: how far is it, and did the user press Ctrl-C? */
#include "cli/cli.h"

#include "base/time.h"

#include <signal.h>
#include <unistd.h>

enum { REDRAW_MS = 100, BAR_WIDTH = 24, SURE_MS = 500 };

/* The one thing a signal handler may touch. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1; /* SA_RESETHAND: a second one ends the program at once */
}

static bool stop(void *context)
{
    (void)context;
    return interrupted != 0;
}

static void rows(void *context, uint64_t more)
{
    struct bar *b = context;
    b->rows += more;
}

/* " · 23000 rows · 41000 a second · 8 s left": what is known of it. */
static void tell_rows(const struct bar *b, int64_t at, uint64_t done, uint64_t total)
{
    int64_t ran_ms = at - b->began_ms;
    int64_t step_ms = at - b->step_ms;
    if (!b->rows || ran_ms < SURE_MS) return;
    (void)fprintf(stderr, " · %llu rows · %llu a second", (unsigned long long)b->rows,
                  (unsigned long long)(b->rows * 1000 / (uint64_t)ran_ms));
    if (!done || done >= total || step_ms < SURE_MS) return;
    double left_s = (double)step_ms * (double)(total - done) / (double)done / 1000;
    (void)fprintf(stderr, " · %.0f s left", left_s + 1);
}

static void report(void *context, const char *step, uint64_t done, uint64_t total)
{
    struct bar *b = context;
    int64_t at = time_going_ms();
    if (!b->began_ms) b->began_ms = at;
    if (!b->step_ms || done < b->done) b->step_ms = at; /* another file */
    b->done = done;
    if (!b->shown || (b->drawn && at - b->at_ms < REDRAW_MS)) return;
    b->at_ms = at;
    b->drawn = true;
    if (total == 0) {
        (void)fprintf(stderr, "\r\033[K%s %llu", step, (unsigned long long)done);
        return;
    }
    if (done > total) done = total;
    double part = (double)done / (double)total;
    int full = (int)(part * BAR_WIDTH);
    char line[BAR_WIDTH + 1];
    for (int i = 0; i < BAR_WIDTH; i++)
        line[i] = i < full ? '#' : '.';
    line[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r\033[K[%s] %3.0f %% %s", line, part * 100, step);
    tell_rows(b, at, done, total);
}

void bar_open(struct bar *b, const struct request *r)
{
    *b = (struct bar){
        .shown =
            isatty(STDERR_FILENO) && !request_has(r, "quiet") && !request_has(r, "no-progress"),
        .progress = {.report = report, .stop = stop, .rows = rows},
    };
    b->progress.context = b;
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
}

void bar_clear(struct bar *b)
{
    if (b->drawn) (void)fputs("\r\033[K", stderr);
    b->drawn = false;
}

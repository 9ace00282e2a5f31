/* sender.c - serve: are other programs told of what happens, while pages are served? */
#include "serve/sender.h"

#include "base/time.h"
#include "listen/webhook.h"
#include "serve/steady.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 2000, FAILED_LOOKS = 30 };

struct sender {
    struct arena a;
    const char *db;
    struct answers *answers;
    struct store *looks;  /* read only; NULL: there is none yet */
    pthread_mutex_t lock; /* of ends */
    pthread_cond_t changed;
    bool ends;
    pthread_t thread;
};

static bool wants_end(void *context)
{
    struct sender *x = context;
    (void)pthread_mutex_lock(&x->lock);
    bool ends = x->ends;
    (void)pthread_mutex_unlock(&x->lock);
    return ends;
}

/* False: it is to end. */
static bool wait_ms(struct sender *x, int64_t ms)
{
    int64_t end_ms = time_going_ms() + ms;
    (void)pthread_mutex_lock(&x->lock);
    while (!x->ends && time_going_ms() < end_ms)
        steady_wait(&x->changed, &x->lock, end_ms);
    bool goes_on = !x->ends;
    (void)pthread_mutex_unlock(&x->lock);
    return goes_on;
}

static enum status commit(void *context, struct store *st, struct err *e)
{
    struct sender *x = context;
    return answers_aside(x->answers, st, e);
}

/* A store that is busy, or a module that is not there: what is due stays due. */
static enum status send_due(struct sender *x)
{
    struct err ignored;
    struct store *st = NULL;
    struct hook_report report;
    struct progress progress = {.context = x, .stop = wants_end};
    struct hook_options o = {.progress = &progress, .commit = commit, .context = x};
    enum status s = net_find(&o.net, &ignored);
    if (!s) s = store_open(x->db, STORE_WRITE, &st, &ignored);
    if (!s) s = hooks_send(st, &o, &report, &ignored);
    store_close(st);
    return s;
}

static void *work(void *context)
{
    struct sender *x = context;
    int64_t looks = 1;
    while (wait_ms(x, looks * LOOK_MS)) {
        struct err ignored;
        bool due = false;
        if (!x->looks && store_open(x->db, STORE_READ, &x->looks, &ignored)) continue; /* not yet */
        enum status s = outbox_is_due(x->looks, time_now(), &due, &ignored);
        if (!s && due) s = send_due(x);
        looks = s ? FAILED_LOOKS : 1;
    }
    return NULL;
}

static void give_back(struct sender *x)
{
    store_close(x->looks);
    (void)pthread_cond_destroy(&x->changed);
    (void)pthread_mutex_destroy(&x->lock);
    struct arena a = x->a;
    arena_free(&a);
}

enum status sender_open(const char *db, struct answers *answers, struct sender **ret, struct err *e)
{
    struct arena a = {0};
    struct sender *x = arena_new(&a, struct sender, 1);
    x->db = str_c(&a, str_of(db));
    x->answers = answers;
    x->a = a;
    (void)pthread_mutex_init(&x->lock, NULL);
    steady_init(&x->changed);
    if (pthread_create(&x->thread, NULL, work, x) != 0) {
        give_back(x);
        return err_set(e, IO_FAILED, "the system gives no thread to tell other programs with");
    }
    *ret = x;
    return OK;
}

void sender_close(struct sender *x)
{
    if (!x) return;
    (void)pthread_mutex_lock(&x->lock);
    x->ends = true;
    (void)pthread_cond_signal(&x->changed);
    (void)pthread_mutex_unlock(&x->lock);
    (void)pthread_join(x->thread, NULL);
    give_back(x);
}

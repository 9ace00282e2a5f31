/* views.c - serve: what was asked for in words that stand in no address? */
#include "serve/views.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"

#include <pthread.h>

enum { HANDLE = 16 }; /* figures of 4 bits */

struct view {
    struct arena a;
    struct str handle, owner;
    struct http_pairs pairs;
    int64_t made_s;
    uint64_t used;
};

struct views {
    struct arena a;
    pthread_mutex_t lock;
    struct view *view[VIEWS_MAX];
    size_t count;
    uint64_t clock;
    int64_t erased; /* as the views are of */
};

struct views *views_open(void)
{
    struct arena a = {0};
    struct views *all = arena_new(&a, struct views, 1);
    (void)pthread_mutex_init(&all->lock, NULL);
    all->a = a;
    return all;
}

/* Under the lock. */
static void drop(struct views *all, size_t at)
{
    struct arena a = all->view[at]->a;
    all->view[at] = all->view[--all->count];
    arena_free(&a);
}

/* Under the lock: the old ones, and all where anybody was erased since. */
static void tidy(struct views *all, int64_t erased)
{
    int64_t now_s = time_now();
    for (size_t i = all->count; i > 0; i--) {
        bool old = now_s - all->view[i - 1]->made_s > (int64_t)SESSION_HOURS_MAX * 3600;
        if (old || erased != all->erased) drop(all, i - 1);
    }
    all->erased = erased;
}

/* Under the lock. */
static void make_room(struct views *all)
{
    size_t oldest = 0;
    if (all->count < VIEWS_MAX) return;
    for (size_t i = 1; i < all->count; i++) {
        if (all->view[i]->used < all->view[oldest]->used) oldest = i;
    }
    drop(all, oldest);
}

static void copy(struct arena *a, const struct http_pairs *from, struct http_pairs *to)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct http_pair *p = &from->one[i];
        if (str_is(p->name, "token") || !p->value.len) continue;
        http_pair_add(a, to, str_copy(a, p->name), str_copy(a, p->value));
    }
}

struct str view_put(struct views *all, struct str owner, const struct http_pairs *given,
                    int64_t erased, struct arena *a)
{
    struct arena own = {0};
    struct view *v = arena_new(&own, struct view, 1);
    v->handle = str_copy(&own, str_head(secret_new(a), HANDLE));
    v->owner = str_copy(&own, owner);
    copy(&own, given, &v->pairs);
    v->made_s = time_now();
    v->a = own;
    (void)pthread_mutex_lock(&all->lock);
    tidy(all, erased);
    make_room(all);
    v->used = ++all->clock;
    all->view[all->count++] = v;
    struct str handle = str_copy(a, v->handle);
    (void)pthread_mutex_unlock(&all->lock);
    return handle;
}

bool view_get(struct views *all, struct str owner, struct str handle, int64_t erased,
              struct arena *a, struct http_pairs *ret)
{
    bool found = false;
    (void)pthread_mutex_lock(&all->lock);
    tidy(all, erased);
    for (size_t i = 0; i < all->count && !found; i++) {
        struct view *v = all->view[i];
        found = str_eq(v->handle, handle) && str_eq(v->owner, owner);
        if (!found) continue;
        v->used = ++all->clock;
        copy(a, &v->pairs, ret);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return found;
}

void views_close(struct views *all)
{
    if (!all) return;
    while (all->count)
        drop(all, all->count - 1);
    (void)pthread_mutex_destroy(&all->lock);
    struct arena a = all->a;
    arena_free(&a);
}

/* throttle.c - serve: does this asker have to wait? */
#include "serve/throttle.h"

#include "base/file.h"
#include "base/limits.h"

#include <string.h>

enum { WINDOW_MS = LOGIN_WRONG_MINUTES * 60 * 1000, REQUEST_MS = 1000 };

struct held {
    unsigned char key[16];
    int64_t heard_ms;
    bool used;
    int64_t wrong_ms[LOGIN_WRONG_MAX]; /* the oldest first */
    int wrong;
    int64_t level; /* requests left, times REQUEST_MS */
};

struct throttle {
    struct held held[THROTTLED_MAX];
    size_t count;
};

struct throttle *throttle_new(struct arena *a)
{
    return arena_new(a, struct throttle, 1);
}

static struct held *held_find(struct throttle *t, const unsigned char key[16])
{
    for (size_t i = 0; i < t->count; i++) {
        if (memcmp(t->held[i].key, key, 16) == 0) return &t->held[i];
    }
    return NULL;
}

/* Where all are taken, that of the one heard of longest ago. */
static struct held *held_of(struct throttle *t, struct str who, int64_t now_ms)
{
    unsigned char key[16];
    bytes_key(who, key);
    struct held *h = held_find(t, key);
    if (!h && t->count < THROTTLED_MAX) h = &t->held[t->count++];
    if (!h) {
        h = &t->held[0];
        for (size_t i = 1; i < THROTTLED_MAX; i++) {
            if (t->held[i].heard_ms < h->heard_ms) h = &t->held[i];
        }
        h->used = false;
    }
    if (!h->used) {
        *h = (struct held){.used = true, .level = (int64_t)RATE_BURST * REQUEST_MS};
        memcpy(h->key, key, sizeof key);
        h->heard_ms = now_ms;
    }
    return h;
}

static int64_t seconds(int64_t ms)
{
    return ms > 0 ? (ms + 999) / 1000 : 1;
}

static void forget_oldest(struct held *h)
{
    h->wrong--;
    memmove(h->wrong_ms, h->wrong_ms + 1, sizeof h->wrong_ms - sizeof *h->wrong_ms);
}

int64_t throttle_try(struct throttle *t, struct str who, int64_t now_ms)
{
    struct held *h = held_of(t, who, now_ms);
    h->heard_ms = now_ms;
    while (h->wrong && now_ms - h->wrong_ms[0] >= WINDOW_MS)
        forget_oldest(h);
    if (h->wrong == LOGIN_WRONG_MAX) return seconds(h->wrong_ms[0] + WINDOW_MS - now_ms);
    h->wrong_ms[h->wrong++] = now_ms;
    return 0;
}

void throttle_right(struct throttle *t, struct str who)
{
    unsigned char key[16];
    bytes_key(who, key);
    struct held *h = held_find(t, key);
    if (h && h->wrong) h->wrong--;
}

int64_t throttle_rate(struct throttle *t, struct str who, int64_t now_ms)
{
    struct held *h = held_of(t, who, now_ms);
    const int64_t full = (int64_t)RATE_BURST * REQUEST_MS;
    int64_t gone_ms = now_ms - h->heard_ms;
    h->heard_ms = now_ms;
    h->level = gone_ms > full / RATE_A_SECOND ? full : h->level + gone_ms * RATE_A_SECOND;
    if (h->level > full) h->level = full;
    if (h->level < REQUEST_MS) return seconds((REQUEST_MS - h->level) / RATE_A_SECOND);
    h->level -= REQUEST_MS;
    return 0;
}

int64_t throttle_left(struct throttle *t, struct str who, int64_t now_ms)
{
    return held_of(t, who, now_ms)->level / REQUEST_MS;
}

/* answers.c - serve: which answers are kept, and are they still true? */
#include "serve/answers_int.h"

#include "base/time.h"
#include "listen/erased.h"
#include "serve/steady.h"
#include "store/query.h"

enum { WAIT_MS_MOST = 3600 * 1000, MAKINGS_MAX = 64 };

struct making { /* of an answer, on a thread of its own */
    struct arena a;
    struct answers *all;
    struct kept *k;
    const char **words;
    const struct sight *sight;
    bool renewal; /* an older one is given meanwhile */
};

/* ---- stores ---- */

static void kept_free(struct kept *k)
{
    struct arena a = k->a;
    arena_free(&a);
}

/* Under the lock: what nobody may find and nobody reads. */
static void drop_forgotten(struct answers *all)
{
    for (struct kept **k = &all->kept; *k;) {
        struct kept *one = *k;
        if (!one->key.len && one->made && !one->readers) {
            *k = one->next;
            kept_free(one);
        } else {
            k = &one->next;
        }
    }
}

/* Under the lock. Somebody was erased: what was answered before may name them, and is not given any
 * more, however long another answer takes. */
static void forget(struct answers *all)
{
    struct arena work = {0};
    struct err e;
    struct str erased = STR_NONE;
    int64_t count = 0;
    if (!meta_read(all->watch, ERASED_COUNT, &work, &erased, &e)) (void)str_to_i64(erased, &count);
    arena_free(&work);
    if (count == all->erased) return;
    all->erased = count;
    for (struct kept *k = all->kept; k; k = k->next)
        k->key = STR(""); /* nobody finds it */
    drop_forgotten(all);
}

/* Under the lock. A store that is not there yet is looked for each time. */
static uint64_t version_now(struct answers *all)
{
    struct err e;
    int64_t seen = 0;
    if (!all->watch && store_open(all->db, STORE_READ, &all->watch, &e)) {
        store_close(all->watch);
        all->watch = NULL;
        return all->version;
    }
    if (store_version(all->watch, &seen, &e)) return all->version;
    if (seen != all->seen) {
        all->seen = seen;
        all->version++;
        forget(all);
    }
    return all->version;
}

/* ---- what is kept ---- */

/* What differs by who asks differs here. */
static void put_sight(struct buf *b, const struct sight *s)
{
    if (!s) return;
    buf_addc(b, s->buyers ? 'b' : '-');
    buf_addc(b, s->some_markets ? 'm' : '-');
    for (size_t i = 0; i < s->market_count; i++) {
        buf_addc(b, '\x1f');
        buf_add(b, s->market[i]);
    }
    buf_addc(b, '\x1e');
}

static struct str key_of(struct arena *a, const char *const words[], const struct sight *sight)
{
    struct buf b = buf_new(a);
    put_sight(&b, sight);
    for (size_t i = 0; words[i]; i++) {
        buf_adds(&b, words[i]);
        buf_addc(&b, '\x1f');
    }
    return buf_str(&b);
}

/* Under the lock: the longest unused go until the rest fits. */
static void make_room(struct answers *all)
{
    for (;;) {
        size_t bytes = 0;
        struct kept **oldest = NULL;
        for (struct kept **k = &all->kept; *k; k = &(*k)->next) {
            bytes += (*k)->a.bytes;
            if ((*k)->readers || !(*k)->made) continue;
            if (!oldest || (*k)->used < (*oldest)->used) oldest = k;
        }
        if (bytes <= ANSWERS_BYTES_MAX || !oldest) return;
        struct kept *gone = *oldest;
        *oldest = gone->next;
        kept_free(gone);
    }
}

/* Under the lock: those of this key that nobody reads and a newer one stands for. */
static void drop_older(struct answers *all, const struct kept *newer)
{
    for (struct kept **k = &all->kept; *k;) {
        struct kept *one = *k;
        if (one != newer && one->made && !one->readers && str_eq(one->key, newer->key)) {
            *k = one->next;
            kept_free(one);
        } else {
            k = &one->next;
        }
    }
}

/* Under the lock: the newest of a key, made or being made. */
static struct kept *kept_newest(struct answers *all, struct str key)
{
    struct kept *best = NULL;
    for (struct kept *k = all->kept; k; k = k->next) {
        if (str_eq(k->key, key) && (!best || k->version > best->version)) best = k;
    }
    return best;
}

static struct kept *kept_new(struct answers *all, struct str key, uint64_t version)
{
    struct arena a = {0};
    struct kept *k = arena_new(&a, struct kept, 1);
    k->a = a;
    k->key = str_copy(&k->a, key);
    k->version = version;
    k->next = all->kept;
    all->kept = k;
    return k;
}

/* ---- who wrote ---- */

static uint64_t writer_key(struct str by)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a; two of one key see newer answers, nothing else */
    for (size_t i = 0; i < by.len; i++)
        h = (h ^ (unsigned char)by.p[i]) * 1099511628211u;
    return h;
}

void writer_wrote(struct answers *all, struct str by)
{
    uint64_t key = writer_key(by);
    (void)pthread_mutex_lock(&all->lock);
    struct writer *w = &all->writer[all->next_writer];
    for (size_t i = 0; i < WRITERS_KEPT_MAX; i++) {
        if (all->writer[i].version && all->writer[i].by == key) w = &all->writer[i];
    }
    if (w == &all->writer[all->next_writer]) {
        all->next_writer = (all->next_writer + 1) % WRITERS_KEPT_MAX;
        if (w->by != key && w->version > all->written) all->written = w->version;
    }
    *w = (struct writer){.by = key, .version = version_now(all)};
    (void)pthread_mutex_unlock(&all->lock);
}

/* Under the lock: what was answered before that is too old for them. */
static uint64_t writer_version(const struct answers *all, struct str by)
{
    uint64_t key = writer_key(by);
    for (size_t i = 0; i < WRITERS_KEPT_MAX; i++) {
        if (all->writer[i].by == key && all->writer[i].version > all->written) {
            return all->writer[i].version;
        }
    }
    return all->written;
}

/* ---- making ---- */

struct wanted { /* an answer somebody waits for */
    struct str key;
    uint64_t version, least; /* as it is now; so old it may be */
    const char *const *words;
    const struct sight *sight;
    int64_t grace_ms, end_ms;
    bool waits; /* as long as it takes */
};

/* A run takes memory and a core: those beyond a few wait for their turn. */
static void turn_take(struct answers *all, bool renewal)
{
    (void)pthread_mutex_lock(&all->lock);
    while (all->runs >= RUNS_AT_ONCE_MAX || (renewal && all->renewals))
        (void)pthread_cond_wait(&all->changed, &all->lock);
    all->runs++;
    all->renewals += renewal;
    (void)pthread_mutex_unlock(&all->lock);
}

static void make(struct answers *all, struct kept *k, const char *const words[],
                 const struct sight *sight, bool renewal)
{
    turn_take(all, renewal);
    int64_t began = time_going_ms();
    struct arena scratch = {0}; /* what an answer is made of may be a thousand times its size */
    run_reading(all, words, sight, &scratch, &k->answer);
    k->answer.command = str_copy(&k->a, k->answer.command);
    if (k->answer.table) k->answer.table = table_copy(&k->a, k->answer.table);
    arena_free(&scratch);
    (void)pthread_mutex_lock(&all->lock);
    all->runs--;
    all->renewals -= renewal;
    k->cost_ms = time_going_ms() - began;
    k->answer.made_s = time_now();
    k->made = true;
    drop_older(all, k);
    make_room(all);
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
}

static void *make_aside(void *context)
{
    struct making *m = context;
    struct answers *all = m->all;
    make(all, m->k, m->words, m->sight, m->renewal);
    answers_done(all, &m->k->answer);
    (void)pthread_mutex_lock(&all->lock);
    all->makings--;
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
    struct arena a = m->a;
    arena_free(&a);
    return NULL;
}

/* Under the lock. False: no thread is to be had. */
static bool make_behind(struct answers *all, const struct wanted *w, bool renewal)
{
    if (all->makings >= MAKINGS_MAX) return false;
    struct arena a = {0};
    struct making *m = arena_new(&a, struct making, 1);
    size_t n = 0;
    while (w->words[n])
        n++;
    m->words = arena_new(&a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        m->words[i] = str_c(&a, str_of(w->words[i]));
    m->all = all;
    m->renewal = renewal;
    m->sight = sight_copy(&a, w->sight);
    struct kept *k = kept_new(all, w->key, w->version);
    k->readers++;
    m->k = k;
    m->a = a;
    pthread_t thread;
    if (pthread_create(&thread, NULL, make_aside, m) != 0) {
        all->kept = k->next;
        kept_free(k);
        arena_free(&a);
        return false;
    }
    (void)pthread_detach(thread);
    all->makings++;
    return true;
}

/* Under the lock: one that is given while a newer one is made. */
static struct kept *kept_older(struct answers *all, const struct wanted *w)
{
    struct kept *older = NULL;
    for (struct kept *k = all->kept; k; k = k->next) {
        if (k->made && str_eq(k->key, w->key) && k->version >= w->least && !k->answer.status &&
            (!w->waits || k->cost_ms > SLOW_MS) && (!older || k->version > older->version)) {
            older = k;
        }
    }
    return older;
}

/* Under the lock: a kept answer that may be given now, else NULL; *ret_making: it is being made,
 * and was not ready at end_ms. */
static struct kept *kept_usable(struct answers *all, const struct wanted *w, bool *ret_making)
{
    for (;;) {
        struct kept *newest = kept_newest(all, w->key);
        if (!newest) return NULL;
        if (newest->made && newest->version >= w->version) return newest;
        struct kept *older = kept_older(all, w);
        if (older && newest->made && !older->renewed) older->renewed = make_behind(all, w, true);
        int64_t until = w->end_ms;
        if (older) {
            bool soon = older->cost_ms <= SLOW_MS && time_going_ms() < w->grace_ms;
            if (!soon) older->answer.older = true;
            if (!soon) return older;
            until = w->grace_ms;
        } else if (newest->made) {
            return NULL;
        }
        *ret_making = time_going_ms() >= w->end_ms;
        if (*ret_making) return NULL;
        steady_wait(&all->changed, &all->lock, until);
    }
}

const struct answer *answers_get(struct answers *all, const char *const words[],
                                 const struct answer_ask *ask)
{
    struct arena scratch = {0};
    int64_t now_ms = time_going_ms();
    struct wanted w = {.key = key_of(&scratch, words, ask->sight),
                       .words = words,
                       .sight = ask->sight,
                       .waits = !ask->wait_ms,
                       .grace_ms = (ask->asked_ms ? ask->asked_ms : now_ms) + GRACE_MS,
                       .end_ms = now_ms + (ask->wait_ms ? ask->wait_ms : WAIT_MS_MOST)};
    bool making = false;
    (void)pthread_mutex_lock(&all->lock);
    w.version = version_now(all);
    w.least = writer_version(all, ask->by);
    struct kept *k = kept_usable(all, &w, &making);
    if (!k && !making && !w.waits && make_behind(all, &w, false)) {
        k = kept_usable(all, &w, &making);
    }
    bool makes = !k && !making;
    if (makes) k = kept_new(all, w.key, w.version);
    if (k) {
        k->readers++;
        k->used = ++all->clock;
    }
    (void)pthread_mutex_unlock(&all->lock);
    arena_free(&scratch);
    if (makes) make(all, k, words, ask->sight, false);
    return k ? &k->answer : NULL;
}

static const struct answer *kept_of(struct answers *all, struct str key)
{
    struct kept *best = NULL;
    (void)pthread_mutex_lock(&all->lock);
    uint64_t version = version_now(all);
    for (struct kept *k = all->kept; k; k = k->next) {
        if (k->made && str_eq(k->key, key) && (!best || k->version > best->version)) best = k;
    }
    if (best) {
        best->readers++;
        best->used = ++all->clock;
        if (best->version < version) best->answer.older = true;
    }
    (void)pthread_mutex_unlock(&all->lock);
    return best ? &best->answer : NULL;
}

const struct answer *answers_kept(struct answers *all, const char *const words[],
                                  const struct sight *sight)
{
    struct arena scratch = {0};
    const struct answer *x = kept_of(all, key_of(&scratch, words, sight));
    arena_free(&scratch);
    return x;
}

/* What runs lend each other is no page's answer: who of it was named is counted nowhere. */
static struct str lent_key(struct arena *a, const char *const words[], const struct sight *sight)
{
    return str_printf(a, "lent\x1d%.*s", STR_ARG(key_of(a, words, sight)));
}

const struct answer *answers_lent(struct answers *all, const char *const words[],
                                  const struct sight *sight)
{
    struct arena scratch = {0};
    const struct answer *x = kept_of(all, lent_key(&scratch, words, sight));
    arena_free(&scratch);
    return x;
}

void answers_lend(struct answers *all, const char *const words[], const struct sight *sight,
                  const struct table *t, uint64_t version)
{
    struct arena scratch = {0};
    (void)pthread_mutex_lock(&all->lock);
    if (version_now(all) == version) { /* else somebody may have been erased since */
        struct kept *k = kept_new(all, lent_key(&scratch, words, sight), version);
        k->answer.table = table_copy(&k->a, t);
        k->answer.made_s = time_now();
        k->used = ++all->clock;
        k->made = true;
        drop_older(all, k);
        make_room(all);
    }
    (void)pthread_mutex_unlock(&all->lock);
    arena_free(&scratch);
}

void answers_done(struct answers *all, const struct answer *x)
{
    struct kept *k = (struct kept *)(uintptr_t)x;
    (void)pthread_mutex_lock(&all->lock);
    k->readers--;
    if (k->answer.status || !k->key.len) k->used = 0; /* failures go first */
    drop_forgotten(all);
    make_room(all);
    (void)pthread_mutex_unlock(&all->lock);
}

uint64_t answers_version(struct answers *all)
{
    (void)pthread_mutex_lock(&all->lock);
    uint64_t version = version_now(all);
    (void)pthread_mutex_unlock(&all->lock);
    return version;
}

int64_t answers_forgot(struct answers *all)
{
    (void)pthread_mutex_lock(&all->lock);
    (void)version_now(all);
    int64_t n = all->watch ? all->erased : 0; /* where no store is, nobody was */
    (void)pthread_mutex_unlock(&all->lock);
    return n;
}

int64_t answers_erased(struct answers *all)
{
    struct err ignored;
    int64_t n = 0;
    (void)pthread_mutex_lock(&all->lock);
    (void)version_now(all);
    if (!all->watch || query_ask(all->watch, SQL_suppressed_count, &n, &ignored)) n = -1;
    (void)pthread_mutex_unlock(&all->lock);
    return n;
}

/* Until st commits nobody else can; whoever does so between that and the look is seen by st. */
enum status answers_aside(struct answers *all, struct store *st, struct err *e)
{
    struct err ignored;
    int64_t before = 0;
    int64_t after = 0;
    int64_t seen = 0;
    (void)pthread_mutex_lock(&all->lock);
    (void)version_now(all);
    enum status s = store_version(st, &before, e);
    if (!s) s = store_commit(st, e);
    bool ours = !s && all->watch && !store_version(all->watch, &seen, &ignored) &&
                !store_version(st, &after, &ignored) && after == before;
    if (ours) all->seen = seen;
    (void)pthread_mutex_unlock(&all->lock);
    return s;
}

/* ---- how it is ---- */

enum status answers_ready(struct answers *all, struct err *e)
{
    struct reading *r = NULL;
    int64_t version = 0;
    enum status s = reading_take(all, &r, e);
    if (!s) s = store_version(r->st, &version, e);
    reading_give(all, r);
    return s == NOT_FOUND ? OK : s;
}

void answers_held(struct answers *all, size_t *ret_count, size_t *ret_bytes)
{
    *ret_count = *ret_bytes = 0;
    (void)pthread_mutex_lock(&all->lock);
    for (const struct kept *k = all->kept; k; k = k->next) {
        if (!k->made) continue;
        ++*ret_count;
        *ret_bytes += k->a.bytes;
    }
    (void)pthread_mutex_unlock(&all->lock);
}

/* ---- opening, closing ---- */

enum status answers_open(const char *db, struct answers **ret, struct err *e)
{
    struct arena a = {0};
    struct answers *all = arena_new(&a, struct answers, 1);
    all->db = str_c(&a, str_of(db));
    all->a = a;
    (void)pthread_mutex_init(&all->lock, NULL);
    (void)pthread_mutex_init(&all->writing, NULL);
    (void)pthread_mutex_init(&all->veiling, NULL);
    steady_init(&all->changed);
    *ret = all;
    struct reading *first = NULL;
    enum status s = reading_take(all, &first, e); /* is it there, and ours? */
    if (first) reading_give(all, first);
    if (s == NOT_FOUND) s = OK; /* pages tell how to begin */
    return s;
}

void answers_close(struct answers *all)
{
    if (!all) return;
    (void)pthread_mutex_lock(&all->lock);
    while (all->makings)
        (void)pthread_cond_wait(&all->changed, &all->lock);
    (void)pthread_mutex_unlock(&all->lock);
    for (struct reading *r = all->free; r; r = r->next)
        store_close(r->st);
    store_close(all->watch);
    for (struct kept *k = all->kept; k;) {
        struct kept *next = k->next;
        kept_free(k);
        k = next;
    }
    (void)pthread_mutex_destroy(&all->lock);
    veils_close(all);
    (void)pthread_mutex_destroy(&all->writing);
    (void)pthread_mutex_destroy(&all->veiling);
    (void)pthread_cond_destroy(&all->changed);
    struct arena a = all->a;
    arena_free(&a);
}

/* answers.c - serve: what does this command answer, and is it still true? */
#include "serve/answers.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "store/query.h"
#include "verb/args.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

enum { WAIT_MS_MOST = 3600 * 1000 };

struct kept {
    struct answer answer; /* stays first */
    struct arena a;
    struct str key;
    uint64_t version, used;
    int64_t cost_ms;
    unsigned readers;
    bool made;    /* false: somebody is at it */
    bool renewed; /* an older one: a newer is being made */
    struct kept *next;
};

struct reading { /* a store of a reader */
    struct store *st;
    struct reading *next;
};

struct making { /* of an answer, on a thread of its own */
    struct arena a;
    struct answers *all;
    struct kept *k;
    const char **words;
    const struct sight *sight;
};

struct veiling { /* the buyers as of one state of the store */
    struct arena a;
    const struct veil *v;
    uint64_t version;
    unsigned readers;
    struct veiling *next;
};

struct answers {
    struct arena a;
    const char *db;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct kept *kept;
    struct reading *free, *spare;
    struct store *watch; /* sees what others change */
    uint64_t version, clock;
    int64_t seen;     /* data version of `watch` */
    int64_t erased;   /* how often somebody was (listen/erased.h) */
    unsigned makings; /* that run */
    pthread_mutex_t writing;
    pthread_mutex_t veiling; /* of the veils, the newest first */
    struct veiling *veils;
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

static enum status reading_take(struct answers *all, struct reading **ret, struct err *e)
{
    (void)pthread_mutex_lock(&all->lock);
    struct reading *r = all->free;
    if (r) {
        all->free = r->next;
    } else {
        r = all->spare;
        if (r) all->spare = r->next;
        if (!r) r = arena_new(&all->a, struct reading, 1);
    }
    (void)pthread_mutex_unlock(&all->lock);
    r->next = NULL;
    *ret = r;
    if (r->st) return OK;
    enum status s = store_open(all->db, STORE_READ, &r->st, e);
    if (!s) return OK;
    store_close(r->st);
    r->st = NULL;
    return s;
}

static void reading_give(struct answers *all, struct reading *r)
{
    (void)pthread_mutex_lock(&all->lock);
    struct reading **to = r->st ? &all->free : &all->spare;
    r->next = *to;
    *to = r;
    (void)pthread_mutex_unlock(&all->lock);
}

/* ---- a run ---- */

static size_t words_count(const char *const words[])
{
    size_t n = 0;
    while (words[n])
        n++;
    return n;
}

static enum status parse(const char *const words[], const char *db, struct arena *a,
                         struct request *ret, struct err *e)
{
    size_t n = words_count(words);
    char **argv = arena_new(a, char *, n + 4);
    argv[0] = arena_copy(a, "kith", 4);
    argv[1] = arena_copy(a, "--db", 4);
    argv[2] = (char *)(uintptr_t)db;
    for (size_t i = 0; i < n; i++)
        argv[3 + i] = (char *)(uintptr_t)words[i];
    return args_parse((int)n + 3, argv, a, ret, e);
}

static struct str command_of(struct arena *a, const char *const words[])
{
    struct buf b = buf_new(a);
    bool names = strcmp(words[0], "erase") == 0; /* who is forgotten stands on no page of jobs */
    for (size_t i = 0; words[i]; i++) {
        if (names && i && words[i][0] != '-') continue;
        if (i) buf_addc(&b, ' ');
        struct str word = shell_word(a, str_of(words[i]));
        buf_add(&b, i ? word : str_of(words[i]));
    }
    return buf_str(&b);
}

/* ---- what not everybody may see ---- */

/* Under its lock: those nobody looks through any more, but the newest. */
static void veils_drop(struct answers *all)
{
    for (struct veiling **v = all->veils ? &all->veils->next : &all->veils; *v;) {
        struct veiling *one = *v;
        if (one->readers) {
            v = &one->next;
            continue;
        }
        *v = one->next;
        struct arena a = one->a;
        arena_free(&a);
    }
}

/* Whoever comes while it is being made waits for it. */
static enum status veil_take(struct answers *all, struct store *st, struct veiling **ret,
                             struct err *e)
{
    enum status s = OK;
    (void)pthread_mutex_lock(&all->veiling);
    uint64_t version = answers_version(all);
    if (!all->veils || all->veils->version != version) {
        struct arena a = {0};
        struct veiling *one = arena_new(&a, struct veiling, 1);
        s = veil_load(st, &a, &one->v, e);
        one->version = version;
        one->next = all->veils;
        one->a = a;
        if (s) {
            arena_free(&a);
        } else {
            all->veils = one;
        }
    }
    *ret = s ? NULL : all->veils;
    if (*ret) (*ret)->readers++;
    veils_drop(all);
    (void)pthread_mutex_unlock(&all->veiling);
    return s;
}

static void veil_give(struct answers *all, struct veiling *v)
{
    if (!v) return;
    (void)pthread_mutex_lock(&all->veiling);
    v->readers--;
    veils_drop(all);
    (void)pthread_mutex_unlock(&all->veiling);
}

static enum status run_verb(struct request *r, struct table **ret, struct err *e)
{
    if (!r->verb || !r->verb->run) {
        return err_set(e, NOT_FOUND, "this is answered on the command line alone");
    }
    return request_run(r, ret, e);
}

/* As it may be seen. Without a store there is nothing to hide. */
static enum status run_seen(struct answers *all, struct request *r, const struct sight *sight,
                            struct answer *ret, struct table **ret_table)
{
    struct veiling *v = NULL;
    enum status s = sight && r->st ? veil_take(all, r->st, &v, &ret->e) : OK;
    if (v && !sight_whole(sight)) {
        r->sight = sight;
        r->veil = v->v;
        s = veil_request(v->v, sight, r, &ret->e);
    }
    if (!s) s = run_verb(r, ret_table, &ret->e);
    if (s && r->veil) {
        struct str told = veil_text(r->veil, sight, r->a, str_of(ret->e.text));
        if (!told.len) told = STR("it is not here");
        if (told.p != ret->e.text) (void)err_set(&ret->e, s, "%.*s", STR_ARG(told));
    }
    if (!s && v && sight->buyers && *ret_table) ret->buyers = veil_named(v->v, *ret_table);
    veil_give(all, v);
    return s;
}

static void run_reading(struct answers *all, const char *const words[], const struct sight *sight,
                        struct arena *a, struct answer *ret)
{
    struct request r = {0};
    struct table *t = NULL;
    struct reading *reading = NULL;
    ret->command = command_of(a, words);
    ret->status = parse(words, all->db, a, &r, &ret->e);
    bool does_without =
        ret->status || r.verb->store == STORE_NONE || r.verb->store == STORE_IF_THERE;
    struct err absent = {0};
    if (!ret->status) ret->status = reading_take(all, &reading, does_without ? &absent : &ret->e);
    if (ret->status && does_without && reading) ret->status = OK;
    if (reading) r.st = reading->st;
    if (!ret->status) ret->status = run_seen(all, &r, sight, ret, &t);
    if (!reading || r.st != reading->st) store_close(r.st); /* a verb that looks for its own */
    if (reading) reading_give(all, reading);
    ret->table = ret->status ? NULL : t;
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

struct wanted { /* an answer somebody waits for */
    struct str key;
    uint64_t version;
    const char *const *words;
    const struct sight *sight;
    int64_t end_ms;
    bool newest; /* an older one will not do */
};

static void make(struct answers *all, struct kept *k, const char *const words[],
                 const struct sight *sight)
{
    int64_t began = time_going_ms();
    struct arena scratch = {0}; /* what an answer is made of may be a thousand times its size */
    run_reading(all, words, sight, &scratch, &k->answer);
    k->answer.command = str_copy(&k->a, k->answer.command);
    if (k->answer.table) k->answer.table = table_copy(&k->a, k->answer.table);
    arena_free(&scratch);
    (void)pthread_mutex_lock(&all->lock);
    k->cost_ms = time_going_ms() - began;
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
    make(all, m->k, m->words, m->sight);
    answers_done(all, &m->k->answer);
    (void)pthread_mutex_lock(&all->lock);
    all->makings--;
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
    struct arena a = m->a;
    arena_free(&a);
    return NULL;
}

/* Under the lock. False: no thread is to be had, so it is made by who asks. */
static bool make_behind(struct answers *all, const struct wanted *w)
{
    struct arena a = {0};
    struct making *m = arena_new(&a, struct making, 1);
    size_t n = words_count(w->words);
    m->words = arena_new(&a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        m->words[i] = str_c(&a, str_of(w->words[i]));
    m->all = all;
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

/* Under the lock. */
static void wait_for_change(struct answers *all, int64_t end_ms)
{
    struct timespec end = {.tv_sec = end_ms / 1000, .tv_nsec = end_ms % 1000 * 1000000};
    (void)pthread_cond_timedwait(&all->changed, &all->lock, &end);
}

/* Under the lock: made, and slow to make, so that it is given while a newer one is made. */
static struct kept *kept_older(struct answers *all, struct str key)
{
    struct kept *older = NULL;
    for (struct kept *k = all->kept; k; k = k->next) {
        if (k->made && str_eq(k->key, key) && k->cost_ms > SLOW_MS && !k->answer.status &&
            (!older || k->version > older->version)) {
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
        struct kept *older = w->newest ? NULL : kept_older(all, w->key);
        if (older) {
            if (newest->made && !older->renewed) {
                older->renewed = make_behind(all, w);
            }
            older->answer.older = true;
            return older->renewed || !newest->made ? older : NULL;
        }
        if (newest->made) return NULL;
        *ret_making = time_going_ms() >= w->end_ms;
        if (*ret_making) return NULL;
        wait_for_change(all, w->end_ms);
    }
}

static const struct answer *get(struct answers *all, const char *const words[],
                                const struct sight *sight, int64_t wait_ms, bool newest)
{
    struct arena scratch = {0};
    struct wanted w = {
        .key = key_of(&scratch, words, sight), .words = words, .sight = sight, .newest = newest};
    w.end_ms = time_going_ms() + (wait_ms ? wait_ms : WAIT_MS_MOST);
    bool making = false;
    (void)pthread_mutex_lock(&all->lock);
    w.version = version_now(all);
    struct kept *k = kept_usable(all, &w, &making);
    if (!k && !making && wait_ms && make_behind(all, &w)) k = kept_usable(all, &w, &making);
    bool makes = !k && !making;
    if (makes) k = kept_new(all, w.key, w.version);
    if (k) {
        k->readers++;
        k->used = ++all->clock;
    }
    (void)pthread_mutex_unlock(&all->lock);
    arena_free(&scratch);
    if (makes) make(all, k, words, sight);
    return k ? &k->answer : NULL;
}

const struct answer *answers_get(struct answers *all, const char *const words[],
                                 const struct sight *sight, int64_t wait_ms)
{
    return get(all, words, sight, wait_ms, false);
}

const struct answer *answers_get_newest(struct answers *all, const char *const words[],
                                        const struct sight *sight, int64_t wait_ms)
{
    return get(all, words, sight, wait_ms, true);
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

/* ---- writing, streaming ---- */

/* A verb that looks for its own store gets one; it is made where there is none, but for a look. */
static enum status store_for(struct answers *all, struct request *r, struct err *e)
{
    bool makes = r->verb->store == STORE_MADE || r->verb->store == STORE_NONE;
    if (makes && request_has(r, "dry-run") && !path_exists(all->db)) return OK;
    return store_open(all->db, makes ? STORE_CREATE : STORE_WRITE, &r->st, e);
}

static void run_whole(struct answers *all, struct request *r, const struct writing *w,
                      struct answer *ret, struct table **ret_table)
{
    struct err later;
    bool holds = w->whole && r->st;
    if (holds) ret->status = store_hold(r->st, &ret->e);
    if (ret->status) return;
    ret->status = run_seen(all, r, w->sight, ret, ret_table);
    if (!holds) return;
    enum status s = store_let_go(r->st, ret->status != STOPPED, &later);
    if (ret->status == STOPPED) {
        *ret_table = NULL;
        (void)err_set(&ret->e, STOPPED, "stopped; the store is as it was before");
    } else if (s && !ret->status) {
        ret->status = s;
        ret->e = later;
    }
}

void answers_write(struct answers *all, const struct writing *w, struct arena *a,
                   struct answer *ret)
{
    struct request r = {
        .by = w->by, .progress = w->progress, .upload = w->files, .upload_count = w->file_count};
    struct table *t = NULL;
    ret->command = command_of(a, w->words);
    ret->status = parse(w->words, all->db, a, &r, &ret->e);
    if (ret->status) return;
    (void)pthread_mutex_lock(&all->writing);
    ret->moved = w->only_at && answers_version(all) + 1 != w->only_at;
    ret->status = ret->moved ? err_set(&ret->e, BAD_INPUT,
                                       "something was stored since it was read; read it again")
                             : store_for(all, &r, &ret->e);
    struct store *given = r.st;
    if (!ret->status) run_whole(all, &r, w, ret, &t);
    if (r.st != given) store_close(given); /* a verb that opens its own */
    store_close(r.st);
    (void)pthread_mutex_unlock(&all->writing);
    ret->table = t;
}

struct taking {
    struct buf out;
    size_t bytes_max;
};

static enum status take(void *context, struct str bytes, struct err *e)
{
    struct taking *t = context;
    if (t->out.len + bytes.len > t->bytes_max) {
        return err_set(e, TOO_MUCH,
                       "the answer is longer than %zu bytes; take it with kith on the command line",
                       t->bytes_max);
    }
    buf_add(&t->out, bytes);
    return OK;
}

/* What is written as it comes is made of answers that were seen to; of the whole once more. */
static enum status stream(struct answers *all, struct request *r, const struct sight *sight,
                          struct taking *taking, struct err *e)
{
    struct answer x = {0};
    struct table *t = NULL;
    struct veiling *v = NULL;
    enum status s = sight && !sight_whole(sight) ? veil_take(all, r->st, &v, e) : OK;
    if (!s) s = run_seen(all, r, sight, &x, &t);
    if (s) *e = x.e.text[0] ? x.e : *e;
    if (!s && v) {
        struct str told = veil_text(v->v, sight, r->a, buf_str(&taking->out));
        taking->out = buf_new(r->a);
        buf_add(&taking->out, told);
    }
    veil_give(all, v);
    return s;
}

enum status answers_stream(struct answers *all, const char *const words[],
                           const struct sight *sight, size_t bytes_max, struct arena *a,
                           struct str *ret, struct err *e)
{
    struct request r = {0};
    struct reading *reading = NULL;
    struct taking taking = {.out = buf_new(a), .bytes_max = bytes_max};
    enum status s = parse(words, all->db, a, &r, e);
    if (!s) s = reading_take(all, &reading, e);
    if (!s) {
        r.st = reading->st;
        r.sink = (struct sink){.context = &taking, .put = take};
        s = stream(all, &r, sight, &taking, e);
    }
    if (reading) reading_give(all, reading);
    *ret = buf_str(&taking.out);
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
    pthread_condattr_t steady; /* clocks that are set change no wait */
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&all->changed, &steady);
    (void)pthread_condattr_destroy(&steady);
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
    for (struct veiling *v = all->veils; v;) {
        struct veiling *next = v->next;
        struct arena gone = v->a;
        arena_free(&gone);
        v = next;
    }
    (void)pthread_mutex_destroy(&all->writing);
    (void)pthread_mutex_destroy(&all->veiling);
    (void)pthread_cond_destroy(&all->changed);
    struct arena a = all->a;
    arena_free(&a);
}

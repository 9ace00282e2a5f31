/* answers_run.c - serve: what does this command answer now, to somebody who may see so much? */
#include "serve/answers_int.h"

#include "base/file.h"
#include "verb/args.h"

#include <string.h>

struct veiling { /* the buyers as of one state of the store */
    struct arena a;
    const struct veil *v;
    uint64_t version;
    unsigned readers;
    struct veiling *next;
};

/* ---- stores ---- */

enum status reading_take(struct answers *all, struct reading **ret, struct err *e)
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

void reading_give(struct answers *all, struct reading *r)
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

/* ---- what others were given ---- */

enum { HAND_MAX = 64 };

struct hand { /* what a run took of the kept answers, until it ends */
    struct answers *all;
    const struct sight *sight;
    uint64_t version; /* the run began at */
    const struct answer *taken[HAND_MAX];
    size_t count;
};

static const struct table *hand_take(struct hand *h, const struct answer *x)
{
    if (!x) return NULL;
    h->taken[h->count++] = x;
    return x->older || x->status ? NULL : x->table;
}

/* Only what is of now; nothing is waited for, so that runs never wait for each other. */
static const struct table *hand_find(void *context, const char *const words[])
{
    struct hand *h = context;
    if (h->count + 2 > HAND_MAX) return NULL;
    const struct table *t = hand_take(h, answers_kept(h->all, words, h->sight));
    return t ? t : hand_take(h, answers_lent(h->all, words, h->sight));
}

static void hand_keep(void *context, const char *const words[], const struct table *t)
{
    const struct hand *h = context;
    answers_lend(h->all, words, h->sight, t, h->version);
}

static void hand_close(struct hand *h)
{
    while (h->count)
        answers_done(h->all, h->taken[--h->count]);
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

void run_reading(struct answers *all, const char *const words[], const struct sight *sight,
                 struct arena *a, struct answer *ret)
{
    struct request r = {0};
    struct table *t = NULL;
    struct reading *reading = NULL;
    struct hand hand = {.all = all, .sight = sight, .version = answers_version(all)};
    const struct at_hand at_hand = {.context = &hand, .find = hand_find, .keep = hand_keep};
    ret->command = command_of(a, words);
    ret->status = parse(words, all->db, a, &r, &ret->e);
    r.at_hand = &at_hand;
    bool does_without =
        ret->status || r.verb->store == STORE_NONE || r.verb->store == STORE_IF_THERE;
    struct err absent = {0};
    if (!ret->status) ret->status = reading_take(all, &reading, does_without ? &absent : &ret->e);
    if (ret->status && does_without && reading) ret->status = OK;
    if (reading) r.st = reading->st;
    if (!ret->status) ret->status = run_seen(all, &r, sight, ret, &t);
    hand_close(&hand);
    if (!reading || r.st != reading->st) store_close(r.st); /* a verb that looks for its own */
    if (reading) reading_give(all, reading);
    ret->table = ret->status ? NULL : t;
}

void veils_close(struct answers *all)
{
    for (struct veiling *v = all->veils; v;) {
        struct veiling *next = v->next;
        struct arena gone = v->a;
        arena_free(&gone);
        v = next;
    }
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
    writer_wrote(all, w->by);
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

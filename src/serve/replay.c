/* replay.c - serve: was this asked for already, and what was answered? */
#include "serve/replay.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/steady.h"
#include "store/query.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { FORM_WAITS_MS = 10000, KEY_BYTES = crypto_secretbox_KEYBYTES };

struct one {
    struct arena a;
    struct str id, body;
    struct str sealed; /* p NULL: it still runs */
    int64_t at_s;
    struct one *next; /* older */
};

struct replays {
    struct arena a;
    const char *db;
    struct sessions *sessions;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    struct one *newest;
    size_t count;
    struct store *look;
};

struct hashes { /* of one request */
    struct str id, body;
    unsigned char key[KEY_BYTES];
};

/* ---- hashes, and what is sealed ---- */

static void put_counted(struct buf *b, struct str s)
{
    buf_addf(b, "%zu:", s.len);
    buf_add(b, s);
}

/* Each part with its length, so that no two requests give the same bytes. */
static void names_of(const struct replay_ask *ask, struct arena *a, struct hashes *ret)
{
    struct buf whom = buf_new(a);
    struct buf what = buf_new(a);
    put_counted(&whom, ask->user);
    put_counted(&whom, ask->key);
    put_counted(&what, ask->key);
    put_counted(&what, ask->address);
    put_counted(&what, ask->body);
    if (ask->form) buf_add(&whom, buf_str(&what));
    ret->id = bytes_hash(a, buf_str(&whom));
    ret->body = bytes_hash(a, buf_str(&what));
    buf_adds(&whom, "seal");
    bytes_sealed(buf_str(&whom), ask->key, ret->key);
}

static struct str place_of(const struct http_answer *w)
{
    struct str to = http_pair_of(&w->header, "Location");
    return to.p ? to : STR("");
}

static struct str seal(struct arena *a, const struct hashes *n, const struct http_answer *w)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "%d\n%s\n", w->status, w->type ? w->type : "");
    buf_add(&b, place_of(w));
    buf_addc(&b, '\n');
    buf_add(&b, w->body);
    size_t room = b.len + crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    unsigned char *out = arena_new(a, unsigned char, room);
    randombytes_buf(out, crypto_secretbox_NONCEBYTES);
    (void)crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, (const unsigned char *)b.p,
                                b.len, out, n->key);
    return (struct str){(const char *)out, room};
}

static bool unseal(struct arena *a, const struct hashes *n, struct str sealed,
                   struct http_answer *ret)
{
    const size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.len < least) return false;
    unsigned char *out = arena_new(a, unsigned char, sealed.len - least + 1);
    const unsigned char *in = (const unsigned char *)sealed.p;
    if (crypto_secretbox_open_easy(out, in + crypto_secretbox_NONCEBYTES,
                                   sealed.len - crypto_secretbox_NONCEBYTES, in, n->key) != 0) {
        return false;
    }
    struct str text = {(const char *)out, sealed.len - least};
    struct str status;
    struct str type;
    struct str place;
    int64_t number = 0;
    if (!str_cut(&text, '\n', &status) || !str_cut(&text, '\n', &type) ||
        !str_cut(&text, '\n', &place) || !str_to_i64(status, &number)) {
        return false;
    }
    ret->status = (int)number;
    ret->type = type.len ? str_c(a, type) : NULL;
    ret->body = text.p ? text : STR("");
    if (place.len) http_pair_add(a, &ret->header, STR("Location"), place);
    return true;
}

/* ---- what is kept, under the lock ---- */

static struct one *one_of(const struct replays *all, struct str id)
{
    struct one *x = all->newest;
    while (x && !str_eq(x->id, id))
        x = x->next;
    return x;
}

static void one_drop(struct replays *all, struct one *gone)
{
    struct one **x = &all->newest;
    while (*x != gone)
        x = &(*x)->next;
    *x = gone->next;
    all->count--;
    struct arena a = gone->a;
    arena_free(&a);
}

static void one_add(struct replays *all, const struct hashes *n, int64_t now_s)
{
    struct arena a = {0};
    struct one *x = arena_new(&a, struct one, 1);
    x->id = str_copy(&a, n->id);
    x->body = str_copy(&a, n->body);
    x->at_s = now_s;
    x->next = all->newest;
    x->a = a;
    all->newest = x;
    all->count++;
}

/* DONE: it is not there, or nobody can say. */
static enum status stored(struct replays *all, struct str id, int64_t now_s, struct arena *a,
                          struct one *ret)
{
    struct err e;
    struct query *q = NULL;
    if (!all->look && store_open(all->db, STORE_READ, &all->look, &e)) {
        store_close(all->look);
        all->look = NULL;
        return DONE;
    }
    enum status s = query_open(all->look, SQL_reply_get, &q, &e);
    if (!s) {
        query_bind_str(q, 1, id);
        query_bind_i64(q, 2, now_s - (int64_t)REPLY_HOURS * 3600);
        s = query_next(q, &e);
    }
    if (!s) {
        ret->body = str_copy(a, query_str(q, 0));
        ret->sealed = str_copy(a, query_str(q, 1));
    }
    query_close(q);
    return s ? DONE : OK;
}

/* What the store has by now need not stand in memory, too; too many: the oldest go. */
static void tidy(struct replays *all, int64_t now_s, struct arena *a)
{
    struct one there;
    for (struct one *x = all->newest; x;) {
        struct one *next = x->next;
        bool over = all->count > REPLIES_WAITING_MAX && !next;
        if (x->sealed.p && (over || stored(all, x->id, now_s, a, &there) == OK)) one_drop(all, x);
        x = next;
    }
}

static enum replay_is look_up(struct replays *all, const struct hashes *n, int64_t now_s,
                              struct arena *a, struct str *ret)
{
    struct one there;
    const struct one *x = one_of(all, n->id);
    if (!x && stored(all, n->id, now_s, a, &there) == OK) x = &there;
    if (!x) return REPLAY_NEW;
    if (!str_eq(x->body, n->body)) return REPLAY_OTHER;
    if (!x->sealed.p) return REPLAY_RUNS;
    *ret = str_copy(a, x->sealed);
    return REPLAY_KEPT;
}

enum replay_is replay_begin(struct replays *all, const struct replay_ask *ask, int64_t now_s,
                            struct arena *a, struct http_answer *ret)
{
    struct hashes n;
    struct str sealed = STR_NONE;
    int64_t end_ms = time_going_ms() + (ask->form ? FORM_WAITS_MS : 0);
    names_of(ask, a, &n);
    (void)pthread_mutex_lock(&all->lock);
    tidy(all, now_s, a);
    enum replay_is is = look_up(all, &n, now_s, a, &sealed);
    while (is == REPLAY_RUNS && time_going_ms() < end_ms) {
        steady_wait(&all->changed, &all->lock, end_ms);
        is = look_up(all, &n, now_s, a, &sealed);
    }
    if (is == REPLAY_KEPT && !unseal(a, &n, sealed, ret)) is = REPLAY_OTHER;
    if (is == REPLAY_NEW) one_add(all, &n, now_s);
    (void)pthread_mutex_unlock(&all->lock);
    return is;
}

void replay_end(struct replays *all, const struct replay_ask *ask, const struct http_answer *what,
                int64_t now_s)
{
    struct arena work = {0};
    struct hashes n;
    names_of(ask, &work, &n);
    bool keeps = what->status < 500 && (what->status < 400 || !ask->form);
    struct reply kept = {.id = n.id, .body = n.body, .at_s = now_s};
    if (keeps) kept.sealed = seal(&work, &n, what);
    (void)pthread_mutex_lock(&all->lock);
    struct one *x = one_of(all, n.id);
    if (x && keeps) x->sealed = str_copy(&x->a, kept.sealed);
    if (x && !keeps) one_drop(all, x);
    (void)pthread_cond_broadcast(&all->changed);
    (void)pthread_mutex_unlock(&all->lock);
    if (keeps) sessions_keep(all->sessions, &kept);
    arena_free(&work);
}

/* ---- opening, closing ---- */

enum status replays_open(const char *db, struct sessions *sessions, struct replays **ret,
                         struct err *e)
{
    struct arena a = {0};
    struct replays *all = arena_new(&a, struct replays, 1);
    all->db = str_c(&a, str_of(db));
    all->sessions = sessions;
    all->a = a;
    (void)pthread_mutex_init(&all->lock, NULL);
    steady_init(&all->changed);
    *ret = all;
    if (sodium_init() < 0) return err_set(e, IO_FAILED, "libsodium does not start");
    return OK;
}

void replays_close(struct replays *all)
{
    if (!all) return;
    while (all->newest)
        one_drop(all, all->newest);
    store_close(all->look);
    (void)pthread_mutex_destroy(&all->lock);
    (void)pthread_cond_destroy(&all->changed);
    struct arena a = all->a;
    arena_free(&a);
}

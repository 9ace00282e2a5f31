/* sessions.c - serve: who is signed in, and what did they see and change? */
#include "serve/sessions.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/steady.h"
#include "store/query.h"

#include <pthread.h>
#include <string.h>

enum { FLUSH_MS = 1000, USED_STEP_S = 60, HASH_LEN = 64 };

struct session {
    char hash[HASH_LEN]; /* hexadecimal */
    int64_t owner, round, made_s, used_s;
    int64_t written_s; /* used_s as it was last to be written */
    bool stored;       /* it is in the store, until somebody ends it there */
    bool kept;         /* it is there still */
};

enum wait_kind { WAIT_LINE, WAIT_SESSION, WAIT_SESSION_END, WAIT_TOKEN, WAIT_REPLY };

struct wait { /* what has to be written, in order */
    enum wait_kind kind;
    struct trail_line line;
    struct session session;
    struct reply reply;
    struct wait *next;
};

struct waits {
    struct arena a;
    struct wait *first, *last;
    size_t count;
};

struct sessions {
    struct arena a;
    const char *db;
    struct answers *answers;
    pthread_mutex_t lock; /* of all below but `flight` and `writes` */
    pthread_cond_t tick;
    struct store *look;
    int64_t seen; /* data version of `look` */
    bool loaded;
    struct arena read; /* users and tokens */
    struct users users;
    struct teams teams;
    struct tokens tokens;
    struct session *session;
    size_t count;
    struct waits waiting;
    size_t in_flight;
    bool ends, runs;
    pthread_t writer;
    struct waits flight; /* the writer's own */
    struct store *writes;
};

/* ---- what the store says ---- */

static struct session *session_find(struct sessions *all, struct str hash)
{
    for (size_t i = 0; hash.len == HASH_LEN && i < all->count; i++) {
        if (memcmp(all->session[i].hash, hash.p, HASH_LEN) == 0) return &all->session[i];
    }
    return NULL;
}

/* Under the lock: those that were in the store and are no more are over. */
static enum status sessions_ended(struct sessions *all, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(all->look, SQL_session_all, &q, e);
    if (s) return s;
    for (size_t i = 0; i < all->count; i++)
        all->session[i].kept = false;
    while ((s = query_next(q, e)) == OK) {
        struct session *one = session_find(all, query_str(q, 0));
        if (one) one->kept = one->stored = true;
    }
    query_close(q);
    if (s != DONE) return s;
    for (size_t i = all->count; i > 0; i--) {
        const struct session *one = &all->session[i - 1];
        if (one->stored && !one->kept) all->session[i - 1] = all->session[--all->count];
    }
    return OK;
}

/* Under the lock. Where it cannot be read now, what was read last holds. */
static void look_again(struct sessions *all)
{
    struct err e;
    int64_t seen = 0;
    if (!all->look && store_open(all->db, STORE_READ, &all->look, &e)) {
        all->look = NULL; /* no store yet: nobody */
        return;
    }
    if (store_version(all->look, &seen, &e) || (all->loaded && seen == all->seen)) return;
    struct arena a = {0};
    struct users users;
    struct teams teams;
    struct tokens tokens;
    enum status s = users_load(all->look, &a, &users, &e);
    if (!s) s = teams_load(all->look, &a, &teams, &e);
    if (!s) s = tokens_load(all->look, 0, &a, &tokens, &e);
    if (!s) s = sessions_ended(all, &e);
    if (s) {
        arena_free(&a);
        return;
    }
    arena_free(&all->read);
    all->read = a;
    all->users = users;
    all->teams = teams;
    all->tokens = tokens;
    all->seen = seen;
    all->loaded = true;
}

static struct session *session_new(struct sessions *all)
{
    if (all->count == SESSIONS_MAX) { /* the one unused longest makes room */
        struct session *oldest = all->session;
        for (size_t i = 1; i < all->count; i++) {
            if (all->session[i].used_s < oldest->used_s) oldest = &all->session[i];
        }
        return oldest;
    }
    return &all->session[all->count++];
}

static enum status sessions_load(struct sessions *all, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(all->look, SQL_session_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct str hash = query_str(q, 0);
        if (hash.len != HASH_LEN) continue;
        struct session *one = session_new(all);
        *one = (struct session){.owner = query_i64(q, 1),
                                .round = query_i64(q, 2),
                                .made_s = query_time(q, 3),
                                .used_s = query_time(q, 4)};
        memcpy(one->hash, hash.p, HASH_LEN);
        one->written_s = one->used_s;
        one->stored = true;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

void sessions_count(struct sessions *all, size_t *ret_users, size_t *ret_admins)
{
    (void)pthread_mutex_lock(&all->lock);
    look_again(all);
    *ret_users = all->users.count;
    *ret_admins = admins_in(&all->users);
    (void)pthread_mutex_unlock(&all->lock);
}

static void user_copy(struct arena *a, const struct user *u, struct user *ret)
{
    *ret = *u;
    ret->name = str_copy(a, u->name);
    ret->team = str_copy(a, u->team);
    ret->password = str_copy(a, u->password);
    ret->link = str_copy(a, u->link);
}

bool sessions_user(struct sessions *all, struct str name, struct arena *a, struct user *ret)
{
    (void)pthread_mutex_lock(&all->lock);
    look_again(all);
    const struct user *u = user_in(&all->users, name);
    if (u) user_copy(a, u, ret);
    (void)pthread_mutex_unlock(&all->lock);
    return u != NULL;
}

bool sessions_link(struct sessions *all, struct str key, struct arena *a, struct user *ret)
{
    (void)pthread_mutex_lock(&all->lock);
    look_again(all);
    const struct user *u = user_by_link(&all->users, key, time_now());
    if (u) user_copy(a, u, ret);
    (void)pthread_mutex_unlock(&all->lock);
    return u != NULL;
}

/* ---- what waits to be written ---- */

/* Under the lock. */
static void wait_add(struct sessions *all, const struct wait *what)
{
    struct waits *w = &all->waiting;
    struct wait *one = arena_new(&w->a, struct wait, 1);
    *one = *what;
    one->next = NULL;
    one->line.who = str_copy(&w->a, what->line.who);
    one->line.act = str_copy(&w->a, what->line.act);
    one->line.what = str_copy(&w->a, what->line.what);
    one->reply.id = str_copy(&w->a, what->reply.id);
    one->reply.body = str_copy(&w->a, what->reply.body);
    one->reply.sealed = str_copy(&w->a, what->reply.sealed);
    if (w->last) {
        w->last->next = one;
    } else {
        w->first = one;
    }
    w->last = one;
    w->count++;
}

void sessions_log(struct sessions *all, const struct trail_line *line)
{
    (void)pthread_mutex_lock(&all->lock);
    wait_add(all, &(struct wait){.kind = WAIT_LINE, .line = *line});
    (void)pthread_mutex_unlock(&all->lock);
}

void sessions_keep(struct sessions *all, const struct reply *reply)
{
    (void)pthread_mutex_lock(&all->lock);
    wait_add(all, &(struct wait){.kind = WAIT_REPLY, .reply = *reply});
    (void)pthread_mutex_unlock(&all->lock);
}

size_t sessions_open_now(struct sessions *all)
{
    (void)pthread_mutex_lock(&all->lock);
    size_t count = all->count;
    (void)pthread_mutex_unlock(&all->lock);
    return count;
}

bool sessions_full(struct sessions *all)
{
    (void)pthread_mutex_lock(&all->lock);
    bool full = all->waiting.count + all->in_flight >= TRAIL_WAITING_MAX;
    (void)pthread_mutex_unlock(&all->lock);
    return full;
}

static enum status put_hash(struct store *st, enum sql name, const struct session *one,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, (struct str){one->hash, HASH_LEN});
    if (name != SQL_session_drop) query_bind_i64(q, 2, one->used_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

/* One that was stored is not put back where it was ended meanwhile. */
static enum status put_session(struct store *st, const struct session *one, struct err *e)
{
    struct query *q = NULL;
    if (one->stored) return put_hash(st, SQL_session_used, one, e);
    enum status s = query_open(st, SQL_session_put, &q, e);
    if (s) return s;
    query_bind_str(q, 1, (struct str){one->hash, HASH_LEN});
    query_bind_i64(q, 2, one->owner);
    query_bind_i64(q, 3, one->round);
    query_bind_i64(q, 4, one->made_s);
    query_bind_i64(q, 5, one->used_s);
    s = query_run(q, e);
    query_close(q);
    bool begins = one->made_s == one->used_s;
    return s || !begins ? s : query_do_two(st, SQL_user_signed_in, one->owner, one->made_s, e);
}

static enum status put_reply(struct store *st, const struct reply *one, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_do(st, SQL_reply_drop_old, one->at_s - (int64_t)REPLY_HOURS * 3600, e);
    if (!s) s = query_open(st, SQL_reply_put, &q, e);
    if (s) return s;
    query_bind_str(q, 1, one->id);
    query_bind_str(q, 2, one->body);
    query_bind_i64(q, 3, one->at_s);
    query_bind_blob(q, 4, one->sealed.p, one->sealed.len);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status put_waits(struct store *st, const struct waits *w, struct err *e)
{
    struct arena work = {0};
    struct trail_line *line = arena_new(&work, struct trail_line, w->count);
    size_t lines = 0;
    enum status s = OK;
    for (const struct wait *one = w->first; one && !s; one = one->next) {
        switch (one->kind) {
        case WAIT_LINE:
            line[lines++] = one->line;
            break;
        case WAIT_SESSION:
            s = put_session(st, &one->session, e);
            break;
        case WAIT_SESSION_END:
            s = put_hash(st, SQL_session_drop, &one->session, e);
            break;
        case WAIT_TOKEN:
            s = put_hash(st, SQL_token_used, &one->session, e);
            break;
        case WAIT_REPLY:
            s = put_reply(st, &one->reply, e);
            break;
        }
    }
    if (!s) s = trail_add(st, line, lines, e);
    arena_free(&work);
    return s;
}

/* False: it has to be tried again, because somebody else writes, or the disk is full. */
static bool flush(struct sessions *all)
{
    struct err e;
    enum status s = all->writes ? OK : store_open(all->db, STORE_WRITE, &all->writes, &e);
    if (s) {
        all->writes = NULL;
        return false;
    }
    s = store_begin(all->writes, &e);
    if (s) return false;
    s = put_waits(all->writes, &all->flight, &e);
    if (s) {
        store_rollback(all->writes);
        return false;
    }
    s = all->answers ? answers_aside(all->answers, all->writes, &e) : store_commit(all->writes, &e);
    return !s;
}

static void wait_a_while(struct sessions *all)
{
    steady_wait(&all->tick, &all->lock, time_going_ms() + FLUSH_MS);
}

static void *write_waits(void *context)
{
    struct sessions *all = context;
    (void)pthread_mutex_lock(&all->lock);
    for (;;) {
        bool last = all->ends;
        if (!all->in_flight) {
            all->flight = all->waiting;
            all->in_flight = all->flight.count;
            all->waiting = (struct waits){0};
        }
        if (all->in_flight) {
            (void)pthread_mutex_unlock(&all->lock);
            bool done = flush(all);
            if (done) arena_free(&all->flight.a);
            (void)pthread_mutex_lock(&all->lock);
            if (done) all->in_flight = 0;
            if (done && all->waiting.count && last) continue;
        }
        if (last) break;
        if (!all->ends) wait_a_while(all);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return NULL;
}

/* ---- sessions and tokens ---- */

static void session_remove(struct sessions *all, struct session *one)
{
    wait_add(all, &(struct wait){.kind = WAIT_SESSION_END, .session = *one});
    *one = all->session[--all->count];
}

static bool session_holds(const struct session *one, const struct user *u, int64_t now_s)
{
    return u && u->disabled_s == TIME_NONE && u->round == one->round &&
           now_s - one->used_s < (int64_t)SESSION_IDLE_MINUTES * 60 &&
           now_s - one->made_s < (int64_t)SESSION_HOURS_MAX * 3600;
}

static void session_touch(struct sessions *all, struct session *one, int64_t now_s)
{
    if (now_s > one->used_s) one->used_s = now_s;
    if (one->used_s - one->written_s < USED_STEP_S) return;
    one->written_s = one->used_s;
    wait_add(all, &(struct wait){.kind = WAIT_SESSION, .session = *one});
}

static void signed_in_as(const struct sessions *all, const struct user *u, struct arena *a,
                         struct signed_in *ret)
{
    struct sight sight = user_sight(u, &all->teams);
    *ret = (struct signed_in){
        .name = str_copy(a, u->name), .rights = user_rights(u), .sight = *sight_copy(a, &sight)};
}

bool session_known(struct sessions *all, struct str cookie, int64_t now_s, struct arena *a,
                   struct signed_in *ret)
{
    if (!cookie.len) return false;
    struct str hash = bytes_hash(a, cookie);
    (void)pthread_mutex_lock(&all->lock);
    look_again(all);
    struct session *one = session_find(all, hash);
    const struct user *u = one ? user_of(&all->users, one->owner) : NULL;
    bool known = one && session_holds(one, u, now_s);
    if (known) {
        session_touch(all, one, now_s);
        signed_in_as(all, u, a, ret);
    } else if (one) {
        session_remove(all, one);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return known;
}

/* Under the lock. */
static void token_touch(struct sessions *all, struct token *t, int64_t now_s)
{
    struct wait w = {.kind = WAIT_TOKEN, .session = {.used_s = now_s}};
    if (t->used_s != TIME_NONE && now_s - t->used_s < USED_STEP_S) return;
    t->used_s = now_s;
    memcpy(w.session.hash, t->hash.p, HASH_LEN);
    wait_add(all, &w);
}

bool token_known(struct sessions *all, struct str text, int64_t now_s, struct arena *a,
                 struct signed_in *ret)
{
    bool known = false;
    struct str hash = bytes_hash(a, text);
    (void)pthread_mutex_lock(&all->lock);
    look_again(all);
    for (size_t i = 0; i < all->tokens.count && !known; i++) {
        struct token *t = &all->tokens.token[i];
        const struct user *u = str_eq(t->hash, hash) ? user_of(&all->users, t->owner) : NULL;
        known = u && u->disabled_s == TIME_NONE && now_s < t->expires_s;
        if (!known) continue;
        token_touch(all, t, now_s);
        signed_in_as(all, u, a, ret);
        ret->rights &= t->rights;
        ret->sight.buyers = right_in(ret->rights, RIGHT_BUYERS);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return known;
}

struct str session_begin(struct sessions *all, const struct user *u, int64_t now_s, struct arena *a)
{
    struct str cookie = secret_new(a);
    struct str hash = bytes_hash(a, cookie);
    (void)pthread_mutex_lock(&all->lock);
    struct session *one = session_new(all);
    *one = (struct session){
        .owner = u->id, .round = u->round, .made_s = now_s, .used_s = now_s, .written_s = now_s};
    memcpy(one->hash, hash.p, HASH_LEN);
    wait_add(all, &(struct wait){.kind = WAIT_SESSION, .session = *one});
    (void)pthread_mutex_unlock(&all->lock);
    return cookie;
}

void session_end(struct sessions *all, struct str cookie)
{
    struct arena work = {0};
    struct str hash = bytes_hash(&work, cookie);
    (void)pthread_mutex_lock(&all->lock);
    struct session *one = session_find(all, hash);
    if (one) session_remove(all, one);
    (void)pthread_mutex_unlock(&all->lock);
    arena_free(&work);
}

/* ---- opening, closing ---- */

enum status sessions_open(const char *db, struct answers *answers, struct sessions **ret,
                          struct err *e)
{
    struct arena a = {0};
    struct sessions *all = arena_new(&a, struct sessions, 1);
    all->session = arena_new(&a, struct session, SESSIONS_MAX);
    all->db = str_c(&a, str_of(db));
    all->answers = answers;
    all->a = a;
    (void)pthread_mutex_init(&all->lock, NULL);
    steady_init(&all->tick);
    *ret = all;
    look_again(all);
    enum status s = all->look ? sessions_load(all, e) : OK;
    if (s) return s;
    all->runs = pthread_create(&all->writer, NULL, write_waits, all) == 0;
    return all->runs ? OK : err_set(e, IO_FAILED, "the system gives no thread to write the log");
}

void sessions_close(struct sessions *all)
{
    if (!all) return;
    (void)pthread_mutex_lock(&all->lock);
    all->ends = true;
    (void)pthread_cond_broadcast(&all->tick);
    (void)pthread_mutex_unlock(&all->lock);
    if (all->runs) (void)pthread_join(all->writer, NULL);
    store_close(all->look);
    store_close(all->writes);
    arena_free(&all->read);
    arena_free(&all->waiting.a);
    arena_free(&all->flight.a);
    (void)pthread_mutex_destroy(&all->lock);
    (void)pthread_cond_destroy(&all->tick);
    struct arena a = all->a;
    arena_free(&a);
}

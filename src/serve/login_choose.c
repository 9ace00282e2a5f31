/* login_choose.c - serve: how does somebody choose a password? */
#include "base/time.h"
#include "serve/login_int.h"
#include "serve/problem.h"
#include "verb/password.h"

static void put_page(const struct http_ask *ask, struct page p, int status,
                     const struct sign_in *in, struct http_answer *w)
{
    struct buf b = buf_new(ask->a);
    p.a = ask->a;
    page_open(&p, &b);
    page_sign_in(in, &b);
    page_close(&b);
    w->status = status;
    w->type = "text/html; charset=utf-8";
    w->body = buf_str(&b);
}

/* A link is good once: who stores first has it. */
static enum status password_store(struct login *l, const struct user *u, const char *act,
                                  struct str hash, struct err *e)
{
    struct store *st = NULL;
    struct arena work = {0};
    struct users all;
    const struct user *now = NULL;
    struct trail_line line = {.at_s = time_now(), .who = u->name, .act = str_of(act)};
    line.what = u->name;
    enum status s = store_open(l->o.db, STORE_WRITE, &st, e);
    if (!s) s = store_begin(st, e);
    if (!s) s = users_load(st, &work, &all, e);
    if (!s) s = user_named(&all, u->name, &now, e);
    if (!s && (now->round != u->round || !str_eq(now->link, u->link))) {
        s = err_set(e, NOT_FOUND, "somebody changed that password meanwhile; try again");
    }
    if (!s) s = user_set_password(st, u, hash, e);
    if (!s) s = trail_add(st, &line, 1, e);
    if (!s) s = store_commit(st, e);
    store_close(st);
    arena_free(&work);
    return s;
}

static enum status choose(struct login *l, const struct user *u, const char *act,
                          struct str password, struct arena *a, struct err *e)
{
    struct str hash = STR_NONE;
    enum status s = password_check(u->name, password, e);
    if (!s) s = password_hash(password, a, &hash, e);
    return s ? s : password_store(l, u, act, hash, e);
}

void login_welcome(struct login *l, const struct http_ask *ask, const struct http_pairs *given,
                   struct http_answer *w)
{
    struct user u;
    struct err e = {0};
    struct page p = {.a = ask->a, .heading = "Choose a password", .alone = true};
    struct str key = given ? http_pair_of(given, "key") : http_query(ask, "key");
    if (!key.p || !sessions_link(l->sessions, key, ask->a, &u)) {
        problem_answer(ask->a, 404, "this link is not good any more; ask an admin for another one",
                       &p, w);
        return;
    }
    struct sign_in in = {.action = "/welcome",
                         .button = "Choose it",
                         .hidden = {"key", key},
                         .user = u.name,
                         .asks = ASKS_NEW};
    struct str says = str_printf(
        ask->a, "You are %.*s here; choose a password, and sign in with it", STR_ARG(u.name));
    in.sentence = says.p;
    if (!given) {
        put_page(ask, p, 200, &in, w);
    } else if (choose(l, &u, "password chosen", http_pair_of(given, "password"), ask->a, &e)) {
        in.sentence = e.text;
        put_page(ask, p, 422, &in, w);
    } else {
        login_go(ask, "/login", w);
    }
}

/* All sessions of theirs are over with the old password; this one goes on as a new one. */
static void go_on(struct login *l, const struct http_ask *ask, struct user *u,
                  struct http_answer *w)
{
    u->round++;
    login_cookie(l, ask, session_begin(l->sessions, u, time_now(), ask->a), w);
    login_go(ask, "/account", w);
}

void login_password(struct login *l, const struct http_ask *ask, const struct asker *who,
                    const struct http_pairs *given, struct http_answer *w)
{
    struct user u;
    struct err e = {0};
    int64_t wait_s = 0;
    if (!who->known || who->by_token) {
        login_go(ask, "/login", w);
        return;
    }
    struct page p = {.heading = "Another password", .user = who->name, .token = who->form};
    p.rights = who->rights;
    struct sign_in in = {.action = PAGE_PASSWORD,
                         .button = "Change it",
                         .hidden = {"token", who->form},
                         .user = who->name,
                         .asks = ASKS_PASSWORD | ASKS_NEW};
    int status = given ? 0 : 200;
    if (given && !str_eq(http_pair_of(given, "token"), who->form)) {
        status = 403;
        in.sentence = "This form is not from here; send it once more";
    } else if (given) {
        struct str old = http_pair_of(given, "password");
        status = login_try(l, ask, who->name, old, &u, &wait_s);
        in.sentence = status == 403 ? "That is not your password" : "Too many tries; wait a while";
    }
    if (!status && !choose(l, &u, "password changed", http_pair_of(given, "new"), ask->a, &e)) {
        go_on(l, ask, &u, w);
        return;
    }
    if (!status) in.sentence = e.text;
    put_page(ask, p, status ? status : 422, &in, w);
    if (!wait_s) return;
    http_pair_add(ask->a, &w->header, STR("Retry-After"),
                  str_printf(ask->a, "%lld", (long long)wait_s));
}

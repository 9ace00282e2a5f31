/* login.c - serve: who asks, and may they? */
#include "serve/login_int.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/fields.h"
#include "serve/problem.h"
#include "verb/password.h"

#include <string.h>

static void say(const struct http_ask *ask, struct http_answer *w, const char *name,
                struct str value)
{
    http_pair_add(ask->a, &w->header, str_of(name), value);
}

/* ---- who asks ---- */

static const char *cookie_name(const struct login *l)
{
    return l->o.https ? "__Host-kith_session" : "kith_session";
}

static struct str peer_of(const struct login *l, const struct http_ask *ask)
{
    struct str list = http_header(ask, "X-Forwarded-For");
    struct str last = STR_NONE;
    struct str one;
    bool near = str_starts(ask->peer, "127.") || str_is(ask->peer, "::1");
    if (!l->o.https || !near) return ask->peer;
    while (list.p && str_cut(&list, ',', &one))
        last = str_trim(one);
    return last.len ? last : ask->peer;
}

bool login_near(const struct login *l, const struct http_ask *ask)
{
    struct str from = peer_of(l, ask);
    bool relayed = http_header(ask, "X-Forwarded-For").p || http_header(ask, "Forwarded").p;
    return (str_starts(from, "127.") || str_is(from, "::1")) && (l->o.https || !relayed);
}

struct sessions *login_sessions(struct login *l)
{
    return l->sessions;
}

static struct str token_of(const struct http_ask *ask)
{
    struct str said = http_header(ask, "Authorization");
    return str_starts_nocase(said, "Bearer ") ? str_trim(str_skip(said, 7)) : STR_NONE;
}

static bool needed(struct login *l, size_t *ret_admins)
{
    size_t users = 0;
    sessions_count(l->sessions, &users, ret_admins);
    return users || !l->o.loopback;
}

/* A token is of those who send one; a page's cookie then says nothing. */
static struct str identify(struct login *l, const struct http_ask *ask, struct asker *ret)
{
    struct signed_in in = {0};
    struct str token = token_of(ask);
    struct str cookie = http_cookie(ask, cookie_name(l));
    ret->by_token = token.p != NULL;
    ret->known = token.p ? token_known(l->sessions, token, time_now(), ask->a, &in)
                         : session_known(l->sessions, cookie, time_now(), ask->a, &in);
    ret->name = in.name;
    ret->rights = in.rights | (ret->by_token ? 0 : 1u << RIGHT_OWN);
    ret->sight = in.sight;
    if (!ret->known) return str_printf(ask->a, "a %.*s", STR_ARG(peer_of(l, ask)));
    if (!token.p) ret->form = bytes_hash(ask->a, str_printf(ask->a, "form %.*s", STR_ARG(cookie)));
    return str_printf(ask->a, "k %.*s", STR_ARG(token.p ? token : cookie));
}

void login_ask(struct login *l, const struct http_ask *ask, struct asker *ret)
{
    size_t admins = 0;
    *ret = (struct asker){.open = !needed(l, &admins), .left = -1};
    if (ret->open) {
        ret->rights = rights_all();
        return;
    }
    struct str who = identify(l, ask, ret);
    (void)pthread_mutex_lock(&l->lock);
    int64_t now_ms = time_going_ms();
    ret->wait_s = throttle_rate(l->throttle, who, now_ms);
    ret->left = throttle_left(l->throttle, who, now_ms);
    (void)pthread_mutex_unlock(&l->lock);
}

static struct str guesser(const struct login *l, const struct http_ask *ask)
{
    return str_printf(ask->a, "l %.*s", STR_ARG(peer_of(l, ask)));
}

int64_t login_guess(struct login *l, const struct http_ask *ask)
{
    (void)pthread_mutex_lock(&l->lock);
    int64_t wait_s = throttle_try(l->throttle, guesser(l, ask), time_going_ms());
    (void)pthread_mutex_unlock(&l->lock);
    return wait_s;
}

void login_guessed(struct login *l, const struct http_ask *ask)
{
    (void)pthread_mutex_lock(&l->lock);
    throttle_right(l->throttle, guesser(l, ask));
    (void)pthread_mutex_unlock(&l->lock);
}

/* ---- may they? ---- */

/* The twin of a page, and what takes JSON, are for programs, too. */
static bool for_programs(const struct http_ask *ask, const struct routed *at)
{
    bool told = http_header(ask, "Authorization").p != NULL;
    if (ask->method != HTTP_POST) return !at->page || (at->route->file && told);
    struct str type = http_header(ask, "Content-Type");
    if (str_starts_nocase(type, "application/json")) return true;
    return str_starts_nocase(type, "multipart/form-data") && told;
}

int login_may(struct login *l, const struct asker *who, const struct http_ask *ask,
              const struct routed *at, const char **ret_why)
{
    if (who->open && route_right(at) == RIGHT_OWN) {
        *ret_why = "nobody has to say who they are here; kith user add NAME makes a user";
        return 404;
    }
    if (who->open) return 0;
    bool programs = for_programs(ask, at);
    if (!who->known || (who->by_token && !programs)) {
        *ret_why = programs ? "sign in at /login, or send a token that is good: Authorization: "
                              "Bearer kith_…"
                            : "sign in first, at /login";
        return ask->method == HTTP_POST || programs ? 401 : 303;
    }
    if (sessions_full(l->sessions)) {
        *ret_why = "the log of who saw what cannot be written, because something else has been "
                   "writing to the store for long; try again when that is done";
        return 503;
    }
    if (right_in(who->rights, route_right(at))) return 0;
    *ret_why = "your role, or this token, has no right to this; an admin can give it ('kith user "
               "role NAME ROLE')";
    login_log(l, who, "denied", ask->a, at, STR_NONE);
    return 403;
}

/* ---- the log ---- */

/* "p25", and names of markets; of anything else that stands in an address, that something did. */
static void put_part(struct buf *b, const struct http_pair *part, struct str id)
{
    int64_t number = 0;
    bool person = str_is(part->name, "person");
    bool is_id = part->value.len > 1 && ascii_is_letter(part->value.p[0]) &&
                 str_to_i64(str_skip(part->value, 1), &number) && number >= 0;
    buf_addc(b, ' ');
    if (person && !is_id) {
        buf_add(b, id.len ? id : STR("?"));
    } else {
        buf_add(b, part->value);
    }
}

void login_log(struct login *l, const struct asker *who, const char *act, struct arena *a,
               const struct routed *at, struct str id)
{
    static const char *const ends[] = {
        [FORM_TEXT] = "", [FORM_JSON] = ".json", [FORM_CSV] = ".csv"};
    struct buf b = buf_new(a);
    if (who->open) return;
    buf_adds(&b, at->route->pattern);
    if (!at->page && at->route->method == HTTP_GET) buf_adds(&b, ends[at->form]);
    for (size_t i = 0; i < at->part.count; i++) {
        if (!str_is(at->part.one[i].name, "me")) put_part(&b, &at->part.one[i], id);
    }
    if (who->by_token) buf_adds(&b, " by token");
    sessions_log(l->sessions, &(struct trail_line){.at_s = time_now(),
                                                   .who = who->name,
                                                   .act = str_of(act),
                                                   .what = buf_str(&b)});
}

void login_note(struct login *l, struct str who, const char *act)
{
    sessions_log(
        l->sessions,
        &(struct trail_line){.at_s = time_now(), .who = who, .act = str_of(act), .what = STR("")});
}

/* ---- signing in ---- */

void login_go(const struct http_ask *ask, const char *to, struct http_answer *w)
{
    w->status = 303;
    say(ask, w, "Location", str_of(to));
}

void login_cookie(struct login *l, const struct http_ask *ask, struct str value,
                  struct http_answer *w)
{
    say(ask, w, "Set-Cookie",
        str_printf(ask->a, "%s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s", cookie_name(l),
                   STR_ARG(value), l->o.https ? "; Secure" : "", value.len ? "" : "; Max-Age=0"));
}

static void page_of(const struct http_ask *ask, int status, const char *heading,
                    const char *sentence, const char *action, struct hidden hidden,
                    struct http_answer *w)
{
    struct buf b = buf_new(ask->a);
    struct page p = {.a = ask->a, .heading = heading, .alone = true};
    page_open(&p, &b);
    bool first = strcmp(action, "/first") == 0;
    struct sign_in in = {.action = action,
                         .sentence = sentence,
                         .hidden = hidden,
                         .button = first ? "Make the first admin" : "Sign in",
                         .asks = first ? ASKS_NAME | ASKS_NEW : ASKS_NAME | ASKS_PASSWORD};
    page_sign_in(&in, &b);
    page_close(&b);
    w->status = status;
    w->type = "text/html; charset=utf-8";
    w->body = buf_str(&b);
}

static void login_page(const struct http_ask *ask, int status, const char *sentence,
                       struct http_answer *w)
{
    page_of(ask, status, "Who are you?", sentence, "/login",
            (struct hidden){"next", http_query(ask, "next")}, w);
}

/* Where one wanted to go, if that is a page of ours; else home. */
static const char *next_of(const struct http_ask *ask, struct str next)
{
    struct routed at;
    bool other = false;
    if (!next.len || !route_find(HTTP_GET, next, ask->a, &at, &other) || !at.page) return "/";
    return route_address(ask->a, at.route->pattern, &at.part, "").p;
}

/* False: too many passwords are tried already. */
static bool try_begin(struct login *l)
{
    (void)pthread_mutex_lock(&l->lock);
    bool room = l->waiting < LOGIN_WAITING_MAX;
    if (room) {
        l->waiting++;
        while (l->trying == LOGIN_AT_ONCE_MAX)
            (void)pthread_cond_wait(&l->tried, &l->lock);
        l->waiting--;
        l->trying++;
    }
    (void)pthread_mutex_unlock(&l->lock);
    return room;
}

static void try_end(struct login *l)
{
    (void)pthread_mutex_lock(&l->lock);
    l->trying--;
    (void)pthread_cond_signal(&l->tried);
    (void)pthread_mutex_unlock(&l->lock);
}

/* Both are counted, or none; seconds to wait. */
static int64_t count_try(struct login *l, struct str user, struct str address)
{
    (void)pthread_mutex_lock(&l->lock);
    int64_t now = time_going_ms();
    int64_t wait_s = throttle_try(l->throttle, user, now);
    if (!wait_s) {
        wait_s = throttle_try(l->throttle, address, now);
        if (wait_s) throttle_right(l->throttle, user);
    }
    (void)pthread_mutex_unlock(&l->lock);
    return wait_s;
}

static void count_right(struct login *l, struct str user, struct str address)
{
    (void)pthread_mutex_lock(&l->lock);
    throttle_right(l->throttle, user);
    throttle_right(l->throttle, address);
    (void)pthread_mutex_unlock(&l->lock);
}

static void come_back(const struct http_ask *ask, int status, int64_t wait_s, const char *sentence,
                      struct http_answer *w)
{
    login_page(ask, status, sentence, w);
    say(ask, w, "Retry-After", str_printf(ask->a, "%lld", (long long)wait_s));
}

/* Whoever is known by it, in ret; the same work for all others. */
static bool password_right(struct login *l, struct str name, struct str password, struct arena *a,
                           struct user *ret)
{
    bool there = sessions_user(l->sessions, name, a, ret);
    bool chosen = there && ret->password.len; /* who has none yet has none to guess */
    bool right = password_is(password, chosen ? ret->password : l->nobody) && chosen;
    if (there && !right) login_note(l, ret->name, "wrong password");
    return there && right && ret->disabled_s == TIME_NONE;
}

int login_try(struct login *l, const struct http_ask *ask, struct str name, struct str password,
              struct user *ret, int64_t *ret_wait_s)
{
    struct str user = str_printf(ask->a, "n %.*s", STR_ARG(name));
    struct str address = str_printf(ask->a, "p %.*s", STR_ARG(peer_of(l, ask)));
    bool full = sessions_full(l->sessions);
    *ret_wait_s = full ? 0 : count_try(l, user, address);
    if (*ret_wait_s) return 429;
    if (full || !try_begin(l)) {
        if (!full) count_right(l, user, address);
        *ret_wait_s = 2;
        return 503;
    }
    bool right = password_right(l, name, password, ask->a, ret);
    try_end(l);
    if (!right) return 403;
    count_right(l, user, address);
    return 0;
}

static void sign_in(struct login *l, const struct http_ask *ask, const struct http_pairs *given,
                    struct http_answer *w)
{
    struct user u;
    int64_t wait_s = 0;
    struct str name = str_lower(ask->a, http_pair_of(given, "name"));
    int status = login_try(l, ask, name, http_pair_of(given, "password"), &u, &wait_s);
    if (status == 429) {
        come_back(ask, 429, wait_s, "Too many wrong passwords; wait a while", w);
    } else if (status == 503) {
        come_back(ask, 503, wait_s, "Too much at once; try again in a few seconds", w);
    } else if (status) {
        login_page(ask, status, "That is not the password of such a user", w);
    } else {
        session_end(l->sessions, http_cookie(ask, cookie_name(l)));
        login_cookie(l, ask, session_begin(l->sessions, &u, time_now(), ask->a), w);
        login_note(l, u.name, "signed in");
        login_go(ask, next_of(ask, http_pair_of(given, "next")), w);
    }
}

/* ---- the first admin ---- */

static bool key_right(struct login *l, const struct http_ask *ask, struct str key)
{
    size_t admins = 0;
    (void)needed(l, &admins);
    (void)pthread_mutex_lock(&l->lock);
    bool good = l->key_good && !admins && key.len && str_eq(bytes_hash(ask->a, key), l->key);
    (void)pthread_mutex_unlock(&l->lock);
    return good;
}

/* True once. */
static bool key_spend(struct login *l)
{
    (void)pthread_mutex_lock(&l->lock);
    bool good = l->key_good;
    l->key_good = false;
    (void)pthread_mutex_unlock(&l->lock);
    return good;
}

static enum status admin_store(struct login *l, const struct user *u, struct err *e)
{
    struct store *st = NULL;
    struct trail_line line = {
        .at_s = u->made_s, .who = STR(""), .act = STR("first admin made"), .what = u->name};
    enum status s = store_open(l->o.db, STORE_CREATE, &st, e);
    if (s) return s;
    s = store_begin(st, e);
    if (!s) s = user_add(st, u, e);
    if (!s) s = trail_add(st, &line, 1, e);
    if (!s) s = store_commit(st, e);
    store_close(st);
    return s;
}

static enum status admin_make(struct login *l, const struct http_ask *ask,
                              const struct http_pairs *given, struct err *e)
{
    struct users none = {0};
    struct user there;
    struct str password = http_pair_of(given, "password");
    struct user u = {.name = str_lower(ask->a, http_pair_of(given, "name")),
                     .role = ROLE_ADMIN,
                     .made_s = time_now()};
    enum status s = user_check(&none, u.name, password, e);
    if (!s && sessions_user(l->sessions, u.name, ask->a, &there)) {
        s = err_set(e, BAD_INPUT, "there is a user of that name already; take another one");
    }
    if (!s) s = password_hash(password, ask->a, &u.password, e);
    if (s) return s;
    if (!key_spend(l)) return err_set(e, NOT_FOUND, "this link was used already");
    s = admin_store(l, &u, e);
    if (!s) return OK;
    (void)pthread_mutex_lock(&l->lock);
    l->key_good = true; /* nobody was made by it */
    (void)pthread_mutex_unlock(&l->lock);
    return s;
}

static void first(struct login *l, const struct http_ask *ask, const struct http_pairs *given,
                  struct http_answer *w)
{
    bool post = ask->method == HTTP_POST;
    struct err e = {0};
    struct str key = post ? http_pair_of(given, "key") : http_query(ask, "key");
    if (!key_right(l, ask, key)) {
        problem_answer(ask->a, 404,
                       "this link is not good any more; start the server again for another one",
                       &(struct page){.a = ask->a, .alone = true}, w);
    } else if (!post) {
        page_of(ask, 200, "Who is the first admin?",
                "Whoever has this link makes the first user here, once", "/first",
                (struct hidden){"key", key}, w);
    } else if (admin_make(l, ask, given, &e)) {
        page_of(ask, 422, "Who is the first admin?", e.text, "/first", (struct hidden){"key", key},
                w);
    } else {
        login_go(ask, "/login", w);
    }
}

/* ---- addresses ---- */

static void sign_out(struct login *l, const struct http_ask *ask, const struct asker *who,
                     const struct http_pairs *given, struct http_answer *w)
{
    if (who->known && !str_eq(http_pair_of(given, "token"), who->form)) {
        login_page(ask, 403, "This form is not from here; open the page again", w);
        return;
    }
    if (who->known) {
        session_end(l->sessions, http_cookie(ask, cookie_name(l)));
        login_note(l, who->name, "signed out");
    }
    login_cookie(l, ask, STR(""), w);
    login_go(ask, "/login", w);
}

static void posted(struct login *l, const struct http_ask *ask, const struct asker *who,
                   struct http_answer *w)
{
    struct http_pairs given = {0};
    struct err e = {0};
    bool json = false;
    int status = fields_read(ask, &given, &json, &e);
    if (!status && (json || !http_from_here(ask))) {
        status = json ? 415 : 403;
        (void)err_set(&e, BAD_INPUT,
                      json ? "want a form; programs send a token and no password"
                           : "this form is not from here; open the page again");
    }
    if (status) {
        login_page(ask, status, e.text, w);
    } else if (str_is(ask->path, "/login")) {
        sign_in(l, ask, &given, w);
    } else if (str_is(ask->path, "/first")) {
        first(l, ask, &given, w);
    } else if (str_is(ask->path, "/welcome")) {
        login_welcome(l, ask, &given, w);
    } else if (str_is(ask->path, PAGE_PASSWORD)) {
        login_password(l, ask, who, &given, w);
    } else {
        sign_out(l, ask, who, &given, w);
    }
}

bool login_answer(struct login *l, const struct http_ask *ask, const struct asker *who,
                  struct http_answer *ret)
{
    static const char *const own[] = {"/login",   "/logout",     "/first",
                                      "/welcome", PAGE_PASSWORD, NULL};
    if (!str_among(ask->path, own)) return false;
    bool signs_in = str_is(ask->path, "/login");
    if (who->open || (signs_in && ask->method != HTTP_POST && who->known && !who->by_token)) {
        login_go(ask, "/", ret);
    } else if (ask->method == HTTP_POST) {
        posted(l, ask, who, ret);
    } else if (str_is(ask->path, "/first")) {
        first(l, ask, NULL, ret);
    } else if (str_is(ask->path, "/welcome")) {
        login_welcome(l, ask, NULL, ret);
    } else if (str_is(ask->path, PAGE_PASSWORD)) {
        login_password(l, ask, who, NULL, ret);
    } else if (str_is(ask->path, "/logout")) {
        problem_answer(ask->a, 405, "this address is not asked that way",
                       &(struct page){.a = ask->a, .alone = true}, ret);
    } else {
        login_page(ask, 200, NULL, ret);
    }
    return true;
}

/* ---- opening, closing ---- */

struct str login_first(struct login *l, struct arena *a)
{
    size_t admins = 0;
    if (!needed(l, &admins) || admins) return STR("");
    struct str key = secret_new(a);
    (void)pthread_mutex_lock(&l->lock);
    l->key = bytes_hash(&l->a, key);
    l->key_good = true;
    (void)pthread_mutex_unlock(&l->lock);
    return str_printf(a, "first?key=%.*s", STR_ARG(key));
}

enum status login_open(const struct login_options *o, struct login **ret, struct err *e)
{
    struct arena a = {0};
    struct login *l = arena_new(&a, struct login, 1);
    l->o = *o;
    l->throttle = throttle_new(&a);
    (void)pthread_mutex_init(&l->lock, NULL);
    (void)pthread_cond_init(&l->tried, NULL);
    enum status s = password_hash(secret_new(&a), &a, &l->nobody, e);
    l->a = a;
    *ret = l;
    return s ? s : sessions_open(o->db, o->answers, &l->sessions, e);
}

void login_close(struct login *l)
{
    if (!l) return;
    sessions_close(l->sessions);
    (void)pthread_mutex_destroy(&l->lock);
    (void)pthread_cond_destroy(&l->tried);
    struct arena a = l->a;
    arena_free(&a);
}

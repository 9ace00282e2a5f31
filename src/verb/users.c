/* users.c - verb: who may use the pages? */
#include "verb/users.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/password.h"
#include "verb/veil.h"

#include <string.h>

static struct user user_read(const struct query *q, struct arena *a)
{
    return (struct user){.id = query_i64(q, 0),
                         .name = str_copy(a, query_str(q, 1)),
                         .role = role_named(query_str(q, 2)),
                         .team = str_copy(a, query_str(q, 3)),
                         .password = str_copy(a, query_str(q, 4)),
                         .round = query_i64(q, 5),
                         .made_s = query_time(q, 6),
                         .disabled_s = query_time(q, 7),
                         .link = str_copy(a, query_str(q, 10)),
                         .link_until_s = query_time(q, 11),
                         .signed_in_s = query_time(q, 12)};
}

static enum status user_next(const struct query *q, struct arena *a, struct user *ret,
                             struct err *e)
{
    *ret = user_read(q, a);
    struct str given = query_str(q, 8);
    struct str taken = query_str(q, 9);
    enum status s = given.len ? rights_read(given, &ret->given, e) : OK;
    return s || !taken.len ? s : rights_read(taken, &ret->taken, e);
}

enum status users_load(struct store *st, struct arena *a, struct users *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_user_all, &q, e);
    *ret = (struct users){0};
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        ret->user = arena_more(a, ret->user, ret->count, sizeof *ret->user);
        s = user_next(q, a, &ret->user[ret->count++], e);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

unsigned user_rights(const struct user *u)
{
    return (role_rights(u->role) | u->given) & ~u->taken;
}

const struct user *user_in(const struct users *all, struct str name)
{
    struct arena work = {0};
    struct str small = str_lower(&work, name);
    const struct user *found = NULL;
    for (size_t i = 0; i < all->count && !found; i++) {
        if (str_eq(all->user[i].name, small)) found = &all->user[i];
    }
    arena_free(&work);
    return found;
}

const struct user *user_of(const struct users *all, int64_t id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->user[i].id == id) return &all->user[i];
    }
    return NULL;
}

enum status user_named(const struct users *all, struct str name, const struct user **ret,
                       struct err *e)
{
    *ret = user_in(all, name);
    if (*ret) return OK;
    return err_set(e, NOT_FOUND, "no user is called '%.*s'; 'kith user list' lists them",
                   STR_ARG(name));
}

size_t admins_in(const struct users *all)
{
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        n += all->user[i].role == ROLE_ADMIN && all->user[i].disabled_s == TIME_NONE;
    return n;
}

/* ---- changing ---- */

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && (!i || !strchr("._-@", c))) return false;
    }
    return name.len > 0 && name.len <= USER_NAME_MAX;
}

enum status user_name_check(const struct users *all, struct str name, struct err *e)
{
    if (!is_name(name)) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is no name of a user; want letters, figures and . _ - @, at most %d",
                       STR_ARG(utf8_head(name, USER_NAME_MAX)), USER_NAME_MAX);
    }
    if (user_in(all, name)) {
        return err_set(e, BAD_INPUT, "there is a user '%.*s' already", STR_ARG(name));
    }
    if (all->count >= USERS_MAX) {
        return err_set(e, TOO_MUCH, "there are %d users already, no more are kept", USERS_MAX);
    }
    return OK;
}

enum status user_check(const struct users *all, struct str name, struct str password, struct err *e)
{
    enum status s = user_name_check(all, name, e);
    return s ? s : password_check(name, password, e);
}

enum status user_add(struct store *st, const struct user *u, struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    enum status s = veil_secret(st, &work, e); /* from now on there are who may not see all */
    if (!s) s = query_open(st, SQL_user_put, &q, e);
    if (!s) {
        query_bind_str(q, 1, str_lower(&work, u->name));
        query_bind_str(q, 2, str_of(role_name(u->role)));
        query_bind_str(q, 3, u->team);
        query_bind_str(q, 4, u->password);
        query_bind_i64(q, 5, u->made_s);
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&work);
    return s;
}

/* Without an admin nobody could let anybody in. */
static enum status not_the_last(const struct users *all, const struct user *u, struct err *e)
{
    bool counts = u->role == ROLE_ADMIN && u->disabled_s == TIME_NONE;
    if (!counts || admins_in(all) > 1) return OK;
    return err_set(e, BAD_INPUT, "'%.*s' is the only admin; make another one first",
                   STR_ARG(u->name));
}

static enum status set(struct store *st, enum sql name, int64_t id, struct str value, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    query_bind_str(q, 2, value);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status user_set_role(struct store *st, const struct users *all, const struct user *u,
                          enum role role, struct err *e)
{
    enum status s = role == ROLE_ADMIN ? OK : not_the_last(all, u, e);
    return s ? s : set(st, SQL_user_set_role, u->id, str_of(role_name(role)), e);
}

enum status user_set_password(struct store *st, const struct user *u, struct str hash,
                              struct err *e)
{
    enum status s = set(st, SQL_user_set_password, u->id, hash, e);
    return s ? s : query_do(st, SQL_session_drop_of, u->id, e);
}

enum status user_set_disabled(struct store *st, const struct users *all, const struct user *u,
                              int64_t since_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = since_s == TIME_NONE ? OK : not_the_last(all, u, e);
    if (!s) s = query_open(st, SQL_user_set_disabled, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, u->id);
    query_bind_time(q, 2, since_s);
    s = query_run(q, e);
    query_close(q);
    return s ? s : query_do(st, SQL_session_drop_of, u->id, e);
}

enum status user_set_right(struct store *st, const struct user *u, enum right right, bool has,
                           struct err *e)
{
    struct arena work = {0};
    struct query *q = NULL;
    unsigned bit = 1u << right;
    if (right == RIGHT_ADMIN) {
        return err_set(e, BAD_INPUT, "the right admin is the role's; kith user role %.*s ROLE",
                       STR_ARG(u->name));
    }
    if (right_in(user_rights(u), right) == has) {
        return err_set(e, BAD_INPUT, "'%.*s' %s the right %s %s", STR_ARG(u->name),
                       has ? "has" : "lacks", right_name(right), has ? "already" : "as it is");
    }
    unsigned by_role = role_rights(u->role) & bit;
    unsigned given = (u->given & ~bit) | (has && !by_role ? bit : 0);
    unsigned taken = (u->taken & ~bit) | (!has && by_role ? bit : 0);
    enum status s = query_open(st, SQL_user_set_rights, &q, e);
    if (!s) {
        query_bind_i64(q, 1, u->id);
        query_bind_str(q, 2, rights_text(&work, given));
        query_bind_str(q, 3, rights_text(&work, taken));
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&work);
    return s;
}

enum status user_set_team(struct store *st, const struct user *u, struct str team, struct err *e)
{
    return set(st, SQL_user_set_team, u->id, team.len ? team : STR_NONE, e);
}

enum status user_end(struct store *st, const struct user *u, struct err *e)
{
    enum status s = query_do(st, SQL_user_end, u->id, e);
    return s ? s : query_do(st, SQL_session_drop_of, u->id, e);
}

/* ---- links to choose a password ---- */

enum status user_set_link(struct store *st, struct str name, struct arena *a, struct str *ret_key,
                          struct err *e)
{
    struct users all;
    const struct user *u = NULL;
    struct query *q = NULL;
    enum status s = users_load(st, a, &all, e);
    if (!s) s = user_named(&all, name, &u, e);
    if (!s) s = query_open(st, SQL_user_set_link, &q, e);
    if (s) return s;
    *ret_key = secret_new(a);
    query_bind_i64(q, 1, u->id);
    query_bind_str(q, 2, bytes_hash(a, *ret_key));
    query_bind_time(q, 3, time_now() + (int64_t)LINK_DAYS * DAY_S);
    s = query_run(q, e);
    query_close(q);
    return s;
}

const struct user *user_by_link(const struct users *all, struct str key, int64_t now_s)
{
    struct arena work = {0};
    const struct user *found = NULL;
    struct str hash = bytes_hash(&work, key);
    for (size_t i = 0; i < all->count && key.len; i++) {
        const struct user *u = &all->user[i];
        if (u->link.len && str_eq(u->link, hash)) found = u;
    }
    bool good = found && now_s < found->link_until_s && found->disabled_s == TIME_NONE;
    arena_free(&work);
    return good ? found : NULL;
}

/* ---- tokens ---- */

static enum status token_read(const struct query *q, struct arena *a, struct token *ret,
                              struct err *e)
{
    *ret = (struct token){.hash = str_copy(a, query_str(q, 0)),
                          .owner = query_i64(q, 1),
                          .name = str_copy(a, query_str(q, 2)),
                          .made_s = query_time(q, 4),
                          .expires_s = query_time(q, 5),
                          .used_s = query_time(q, 6)};
    return rights_read(query_str(q, 3), &ret->rights, e);
}

enum status tokens_load(struct store *st, int64_t owner, struct arena *a, struct tokens *ret,
                        struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_token_all, &q, e);
    *ret = (struct tokens){0};
    if (s) return s;
    query_bind_id(q, 1, owner);
    while ((s = query_next(q, e)) == OK) {
        ret->token = arena_more(a, ret->token, ret->count, sizeof *ret->token);
        s = token_read(q, a, &ret->token[ret->count++], e);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status token_add(struct store *st, const struct token *t, struct arena *a,
                      struct str *ret_text, struct err *e)
{
    struct query *q = NULL;
    if (!is_name(t->name)) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is no name of a token; want letters, figures and . _ - @, at most "
                       "%d",
                       STR_ARG(utf8_head(t->name, USER_NAME_MAX)), USER_NAME_MAX);
    }
    struct str text = str_printf(a, TOKEN_START "%.*s", STR_ARG(secret_new(a)));
    enum status s = query_open(st, SQL_token_put, &q, e);
    if (s) return s;
    query_bind_str(q, 1, bytes_hash(a, text));
    query_bind_i64(q, 2, t->owner);
    query_bind_str(q, 3, t->name);
    query_bind_str(q, 4, rights_text(a, t->rights));
    query_bind_i64(q, 5, t->made_s);
    query_bind_i64(q, 6, t->expires_s);
    s = query_run(q, e);
    query_close(q);
    if (s) return s;
    if (!store_changed(st)) {
        return err_set(e, BAD_INPUT, "there is a token '%.*s' already; end it first (--end)",
                       STR_ARG(t->name));
    }
    *ret_text = text;
    return OK;
}

enum status token_drop(struct store *st, int64_t owner, struct str name, struct err *e)
{
    enum status s = set(st, SQL_token_drop, owner, name, e);
    if (s || store_changed(st)) return s;
    return err_set(e, NOT_FOUND, "no token is called '%.*s'; 'kith user token NAME' lists them",
                   STR_ARG(name));
}

/* user_show.c - verb: where is a user signed in, by which programs, and how do they get in? */
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/user_verb.h"

enum { SESSION_ID = 12 }; /* figures of its hash that name it */

static const struct column columns[] = {
    {"session", "session", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"made", "signed in", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"used", "last used", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
    {"ends", "ends", "UTC", CELL_TIME, 0, COLUMN_KEEPS},
};

static int64_t end_of(int64_t made_s, int64_t used_s)
{
    int64_t idle = used_s + (int64_t)SESSION_IDLE_MINUTES * 60;
    int64_t whole = made_s + (int64_t)SESSION_HOURS_MAX * 3600;
    return idle < whole ? idle : whole;
}

static enum status put_sessions(struct request *r, const struct user *u, struct table *t,
                                struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_session_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, u->id);
    query_bind_i64(q, 2, u->round);
    int64_t now_s = time_now();
    while ((s = query_next(q, e)) == OK) {
        int64_t made_s = query_time(q, 1);
        int64_t used_s = query_time(q, 2);
        if (now_s >= end_of(made_s, used_s)) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(str_copy(r->a, str_head(query_str(q, 0), SESSION_ID)));
        row[1] = cell_time(made_s);
        row[2] = cell_time(used_s);
        row[3] = cell_time(end_of(made_s, used_s));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static void put_facts(struct table *t, const struct user *u, const struct teams *teams)
{
    struct sight sight = user_sight(u, teams);
    table_fact(t, "user", "user", cell_text(u->name), 0);
    table_fact(t, "role", "role", cell_text(str_of(role_name(u->role))), 0);
    table_fact(t, "rights", "rights", cell_text(rights_text(t->a, user_rights(u))), 0);
    table_fact(t, "team", "team", cell_text(u->team.len ? u->team : STR_NONE), 0);
    struct str markets =
        sight.some_markets ? team_markets(t->a, team_in(teams, u->team)) : STR("every one");
    table_fact(t, "markets", "markets", cell_text(markets.p ? markets : STR("none")), 0);
    table_fact(t, "signed_in", "last sign-in", cell_time(u->signed_in_s), 0);
    table_fact(t, "disabled", "disabled", cell_time(u->disabled_s), 0);
}

static enum status show(struct request *r, struct table **ret, struct err *e)
{
    struct users all;
    struct teams teams;
    const struct user *u = NULL;
    enum status s = users_load(r->st, r->a, &all, e);
    if (!s) s = teams_load(r->st, r->a, &teams, e);
    if (!s) s = user_named(&all, r->word[1], &u, e);
    if (s) return s;
    struct table *t = table_new(r->a, "user", columns, sizeof columns / sizeof *columns);
    t->empty = STR("Not signed in anywhere.");
    put_facts(t, u, &teams);
    s = put_sessions(r, u, t, e);
    if (!s) s = user_tokens_put(r, u, t, e);
    *ret = t;
    return s;
}

enum status user_show(struct request *r, struct table **ret, struct err *e)
{
    enum status s = user_words(r, 2, 2, "show NAME", e);
    return s ? s : show(r, ret, e);
}

/* ---- ending ---- */

static enum status end_one(struct request *r, const struct user *u, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_session_drop_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, u->id);
    query_bind_str(q, 2, r->word[2]);
    s = query_run(q, e);
    query_close(q);
    if (s || store_changed(r->st)) return s;
    return err_set(e, NOT_FOUND, "there is no such session of '%.*s'; kith user show %.*s",
                   STR_ARG(u->name), STR_ARG(u->name));
}

static enum status end_now(struct request *r, const struct users *all, const struct user *u,
                           struct err *e)
{
    (void)all;
    bool one = r->word_count > 2;
    enum status s = one ? end_one(r, u, e) : user_end(r->st, u, e);
    return s ? s : user_logged(r, one ? "session ended" : "sessions ended", u->name, NULL, e);
}

enum status user_ends(struct request *r, struct table **ret, struct err *e)
{
    enum status s = user_words(r, 2, 3, "end NAME [SESSION]", e);
    if (!s) s = user_inside(r, end_now, e);
    return s ? s : show(r, ret, e);
}

/* ---- a link to choose a password ---- */

static enum status invite_inside(struct request *r, const struct users *all, struct str *ret_key,
                                 struct err *e)
{
    struct str name = str_lower(r->a, r->word[1]);
    struct user u = {.name = name,
                     .team = request_value(r, "team"),
                     .password = STR(""),
                     .role = ROLE_VIEWER,
                     .made_s = time_now()};
    if (request_has(r, "role")) u.role = role_named(request_value(r, "role"));
    if (!u.role) return err_set(e, BAD_USAGE, "want --role viewer, editor, manager or admin");
    bool there = user_in(all, name) != NULL;
    enum status s = there ? OK : user_name_check(all, name, e);
    if (!s && !there) s = user_add(r->st, &u, e);
    if (!s && !there) s = user_logged(r, "user added", name, role_name(u.role), e);
    if (!s) s = user_set_link(r->st, name, r->a, ret_key, e);
    return s ? s : user_logged(r, "link made", name, NULL, e);
}

enum status user_invite(struct request *r, struct table **ret, struct err *e)
{
    struct users all;
    struct str key = STR_NONE;
    enum status s = user_words(r, 2, 2, "invite NAME", e);
    if (!s) s = users_load(r->st, r->a, &all, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = invite_inside(r, &all, &key, e);
    if (s) {
        store_rollback(r->st);
        return s;
    }
    s = store_commit(r->st, e);
    if (!s) s = show(r, ret, e);
    if (s) return s;
    table_fact(*ret, "link", "link", cell_text(str_printf(r->a, "/welcome?key=%.*s", STR_ARG(key))),
               0);
    table_note(*ret,
               "Who opens this address of the server within %d days, once, chooses the password. "
               "It is shown this once, and stored nowhere.",
               LINK_DAYS);
    return OK;
}

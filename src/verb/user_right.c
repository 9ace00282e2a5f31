/* user_right.c - verb: which rights has a user, which markets a team? */
#include "verb/user_verb.h"

/* ---- one right ---- */

static enum status grant_now(struct request *r, const struct users *all, const struct user *u,
                             struct err *e)
{
    (void)all;
    enum right right = RIGHT_NONE;
    bool gives = str_is(r->word[0], "grant");
    enum status s = right_named(r->word[2], &right, e);
    if (!s) s = user_set_right(r->st, u, right, gives, e);
    if (s) return s;
    return user_logged(r, gives ? "right given" : "right taken", u->name, right_name(right), e);
}

enum status user_grant(struct request *r, struct table **ret, struct err *e)
{
    enum status s = user_words(r, 3, 3, "grant NAME RIGHT, or revoke NAME RIGHT", e);
    if (!s) s = user_inside(r, grant_now, e);
    return s ? s : user_list(r, ret, e);
}

/* ---- a team ---- */

static enum status team_now(struct request *r, const struct users *all, const struct user *u,
                            struct err *e)
{
    (void)all;
    struct str team = r->word_count > 2 ? str_trim(r->word[2]) : STR("");
    enum status s = user_set_team(r->st, u, team, e);
    if (s) return s;
    return user_logged(r, "team changed", u->name, team.len ? str_c(r->a, team) : NULL, e);
}

enum status user_team(struct request *r, struct table **ret, struct err *e)
{
    enum status s = user_words(r, 2, 3, "team NAME TEAM; without TEAM they are in none", e);
    if (!s) s = user_inside(r, team_now, e);
    return s ? s : user_list(r, ret, e);
}

/* ---- markets of a team ---- */

static const struct column columns[] = {
    {"team", "team", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"members", "members", "users", CELL_INT, 0, COLUMN_KEEPS},
    {"every_market", "every market", NULL, CELL_BOOL, 0, COLUMN_KEEPS},
    {"markets", "markets", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static size_t members(const struct users *all, struct str team)
{
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        n += str_eq(all->user[i].team, team);
    return n;
}

struct str team_markets(struct arena *a, const struct team *t)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; t && i < t->count; i++)
        buf_addf(&b, "%s%.*s", i ? ", " : "", STR_ARG(t->market[i]));
    return b.len ? buf_str(&b) : STR_NONE;
}

static void put_team(struct table *t, const struct users *all, const struct teams *teams,
                     struct str name)
{
    const struct team *own = team_in(teams, name);
    struct cell *row = table_row(t);
    row[0] = cell_text(name);
    row[1] = cell_int((int64_t)members(all, name));
    row[2] = cell_bool(!own);
    row[3] = cell_text(team_markets(t->a, own));
}

static enum status list(struct request *r, struct table **ret, struct err *e)
{
    struct users all;
    struct teams teams;
    enum status s = users_load(r->st, r->a, &all, e);
    if (!s) s = teams_load(r->st, r->a, &teams, e);
    if (s) return s;
    struct table *t = table_new(r->a, "user", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < teams.count; i++)
        put_team(t, &all, &teams, teams.team[i].name);
    for (size_t i = 0; i < all.count; i++) {
        struct str name = all.user[i].team;
        bool told = !name.len || team_in(&teams, name);
        for (size_t k = 0; k < i && !told; k++)
            told = str_eq(all.user[k].team, name);
        if (!told) put_team(t, &all, &teams, name);
    }
    struct str next = request_next(r, "user team NAME TEAM");
    t->empty = str_printf(r->a, "No team yet, so everybody sees every market: %.*s", STR_ARG(next));
    *ret = t;
    return OK;
}

static enum status set_inside(struct request *r, struct err *e)
{
    bool every = request_has(r, "every");
    struct str team = str_trim(r->word[1]);
    enum status s = team_set(r->st, team, every ? NULL : request_values(r, "market"), e);
    if (s) return s;
    struct buf b = buf_new(r->a);
    buf_adds(&b, every ? "every one" : "");
    const char *const *m = request_values(r, "market");
    for (size_t i = 0; !every && m[i]; i++)
        buf_addf(&b, "%s%s", i ? ", " : "", m[i]);
    return user_logged(r, "markets of a team", team, buf_str(&b).p, e);
}

enum status user_markets(struct request *r, struct table **ret, struct err *e)
{
    enum status s = user_words(r, 1, 2, "markets TEAM --market NAME, or --every", e);
    bool every = request_has(r, "every");
    bool some = request_has(r, "market");
    if (!s && r->word_count == 2 && (!str_trim(r->word[1]).len || every == some)) {
        return err_set(e, BAD_USAGE,
                       "want the name of a team, and --market NAME for each market it sees alone, "
                       "or --every");
    }
    if (!s && r->word_count == 2) {
        s = store_begin(r->st, e);
        if (s) return s;
        s = set_inside(r, e);
        if (s) {
            store_rollback(r->st);
        } else {
            s = store_commit(r->st, e);
        }
    }
    return s ? s : list(r, ret, e);
}

/* teams.c - verb: which markets does a team see? */
#include "find/market.h"
#include "store/query.h"
#include "verb/users.h"

static struct team *team_of(struct teams *all, struct arena *a, struct str name)
{
    struct team *last = all->count ? &all->team[all->count - 1] : NULL;
    if (last && str_eq(last->name, name)) return last;
    all->team = arena_more(a, all->team, all->count, sizeof *all->team);
    all->team[all->count] = (struct team){.name = str_copy(a, name)};
    return &all->team[all->count++];
}

enum status teams_load(struct store *st, struct arena *a, struct teams *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_team_all, &q, e);
    *ret = (struct teams){0};
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct team *t = team_of(ret, a, query_str(q, 0));
        if (query_is_null(q, 1)) continue;
        t->market = arena_more(a, t->market, t->count, sizeof *t->market);
        t->market[t->count++] = str_copy(a, query_str(q, 1));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

const struct team *team_in(const struct teams *all, struct str name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (str_eq(all->team[i].name, name)) return &all->team[i];
    }
    return NULL;
}

struct sight user_sight(const struct user *u, const struct teams *all)
{
    unsigned rights = user_rights(u);
    const struct team *t = u->team.len ? team_in(all, u->team) : NULL;
    struct sight s = {.buyers = right_in(rights, RIGHT_BUYERS)};
    if (!t || right_in(rights, RIGHT_ADMIN)) return s;
    s.some_markets = true;
    s.market = t->market;
    s.market_count = t->count;
    return s;
}

static enum status put(struct store *st, enum sql name, struct str team, int64_t market,
                       struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, team);
    if (market) query_bind_i64(q, 2, market);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status team_set(struct store *st, struct str team, const char *const *markets, struct err *e)
{
    struct arena work = {0};
    enum status s = put(st, SQL_team_drop, team, 0, e);
    if (!s && markets) s = put(st, SQL_team_put, team, 0, e);
    for (size_t i = 0; markets && markets[i] && !s; i++) {
        struct market m;
        s = market_load(st, str_of(markets[i]), &work, &m, e);
        if (!s) s = put(st, SQL_team_market_put, team, m.id, e);
    }
    arena_free(&work);
    return s;
}

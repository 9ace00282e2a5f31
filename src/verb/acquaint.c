/* acquaint.c - verb: who of ours knows somebody, or who could introduce us? */
#include "verb/acquaint.h"

#include "base/activity.h"
#include "base/strength.h"
#include "base/time.h"
#include "store/query.h"

/* ret: [teammates] */
static enum status read_ledger(struct request *r, const struct team *team, int64_t person,
                               int64_t before_s, struct ledger ret[], struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_logged_with, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, before_s);
    while ((s = query_next(q, e)) == OK) {
        size_t mate = team_find(team, query_i64(q, 0));
        int64_t kind = query_i64(q, 1);
        bool contact =
            kind > ACTIVITY_NONE && kind < ACTIVITY_COUNT && activity_infos[kind].contact;
        if (!contact || mate == team->count) continue;
        ret[mate].entries += (uint32_t)query_i64(q, 2);
        if (query_time(q, 3) > ret[mate].last_s) ret[mate].last_s = query_time(q, 3);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status acquaint_load(struct request *r, const int64_t people[], size_t count,
                          struct before before, struct acquaint *q, struct err *e)
{
    size_t mates = q->team.count;
    struct traits *who = arena_new(r->a, struct traits, count);
    q->logged = arena_new(r->a, struct ledger, count * mates);
    for (size_t i = 0; i < count; i++)
        who[i].node = people[i];
    for (size_t i = 0; i < count * mates; i++)
        q->logged[i].last_s = TIME_NONE;
    struct team team = {who, count};
    enum status s = knowns_load(r->st, &q->team, &team, before.seen_s, r->a, &q->known, e);
    for (size_t i = 0; i < count && mates && !s; i++)
        s = read_ledger(r, &q->team, people[i], before.typed_s, q->logged + i * mates, e);
    return s;
}

const struct known *acquaint_known(const struct acquaint *q, size_t person, size_t mate)
{
    return &q->known.pair[person * q->known.teammates + mate];
}

static const struct ledger *ledger_of(const struct acquaint *q, size_t person, size_t mate)
{
    return &q->logged[person * q->team.count + mate];
}

uint32_t acquaint_count(const struct acquaint *q, size_t person, size_t mate)
{
    const struct known *k = acquaint_known(q, person, mate);
    return k->from_them + k->from_us + ledger_of(q, person, mate)->entries;
}

int64_t acquaint_last(const struct acquaint *q, size_t person, size_t mate)
{
    int64_t seen_s = acquaint_known(q, person, mate)->last_s;
    int64_t logged_s = ledger_of(q, person, mate)->last_s;
    return seen_s > logged_s ? seen_s : logged_s;
}

static bool is_better(const struct acquaint *q, size_t person, size_t x, size_t y)
{
    int tie_x = tie_percent(acquaint_known(q, person, x));
    int tie_y = tie_percent(acquaint_known(q, person, y));
    if (tie_x != tie_y) return tie_x > tie_y;
    return acquaint_count(q, person, x) > acquaint_count(q, person, y);
}

size_t *acquaint_order(const struct acquaint *q, size_t person, struct arena *a, size_t *ret_count)
{
    size_t *order = arena_new(a, size_t, q->team.count);
    size_t n = 0;
    for (size_t t = 0; t < q->team.count; t++) {
        bool logged = ledger_of(q, person, t)->entries > 0;
        if (!logged && !known_at_all(acquaint_known(q, person, t))) continue;
        size_t at = n++;
        for (; at > 0 && is_better(q, person, t, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = t;
    }
    *ret_count = n;
    return order;
}

struct str acquaint_words(struct arena *a, const struct acquaint *q, size_t person, size_t mate)
{
    const struct known *k = acquaint_known(q, person, mate);
    uint32_t logged = ledger_of(q, person, mate)->entries;
    struct buf b = buf_new(a);
    uint32_t seen = k->from_them + k->from_us;
    if (k->us >= 0) buf_addf(&b, "%s (claimed)", strength_words[k->us]);
    if (k->them >= 0) {
        buf_addf(&b, "%s%s (confirmed)", b.len ? ", " : "", strength_words[k->them]);
    }
    if (seen) buf_addf(&b, "%s%u seen", b.len ? ", " : "", seen);
    if (logged) buf_addf(&b, "%s%u logged", b.len ? ", " : "", logged);
    return buf_str(&b);
}

struct via acquaint_via(const struct acquaint *q, size_t person)
{
    struct via best = {{0}, 0};
    uint32_t most = 0;
    for (size_t t = 0; t < q->team.count; t++) {
        struct through x = known_through(&q->known, &q->team, person, t);
        if (!x.node || x.colleague) continue;
        uint32_t weaker = x.theirs < x.ours ? x.theirs : x.ours;
        if (weaker <= most) continue;
        most = weaker;
        best = (struct via){x, t};
    }
    return best;
}

void acquaint_note(const struct request *r, const struct acquaint *q, struct table *t)
{
    if (q->team.count) return;
    table_note(t,
               "Nobody here is one of ours, so who knows whom cannot be told; say who we are: "
               "%.*s",
               STR_ARG(request_next(r, "us --org NAME --domain DOMAIN")));
}

/* acquaint.c - verb: who of ours knows somebody, or who could introduce us? */
#include "verb/acquaint.h"

#include "base/strength.h"

enum status acquaint_load(struct request *r, const int64_t people[], size_t count,
                          struct known_before before, struct acquaint *q, struct err *e)
{
    struct traits *who = arena_new(r->a, struct traits, count);
    for (size_t i = 0; i < count; i++)
        who[i].node = people[i];
    struct team team = {who, count};
    return knowns_load(r->st, &q->team, &team, before, r->a, &q->known, e);
}

const struct known *acquaint_known(const struct acquaint *q, size_t person, size_t mate)
{
    return &q->known.pair[person * q->known.teammates + mate];
}

uint32_t acquaint_count(const struct acquaint *q, size_t person, size_t mate)
{
    const struct known *k = acquaint_known(q, person, mate);
    return k->from_them + k->from_us + k->logged;
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
        if (!known_at_all(acquaint_known(q, person, t))) continue;
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
    struct buf b = buf_new(a);
    uint32_t seen = k->from_them + k->from_us;
    if (k->us >= 0) buf_addf(&b, "%s (claimed)", strength_words[k->us]);
    if (k->them >= 0) {
        buf_addf(&b, "%s%s (confirmed)", b.len ? ", " : "", strength_words[k->them]);
    }
    if (seen) buf_addf(&b, "%s%u seen", b.len ? ", " : "", seen);
    if (k->logged) buf_addf(&b, "%s%u logged", b.len ? ", " : "", k->logged);
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

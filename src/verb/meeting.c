/* meeting.c - verb: whom of ours and of them does `kith connect` bring together? */
#include "verb/meeting.h"

#include "base/limits.h"
#include "find/people.h"
#include "verb/decided.h"

#include <math.h>
#include <stdlib.h>

/* ---- who is chosen ---- */

struct chosen {
    int64_t *node; /* [count] */
    size_t count;
    struct decisions decisions;
};

static bool is_chosen(const struct chosen *c, int64_t node)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->node[i] == node) return true;
    }
    return false;
}

static bool has_veto(const struct chosen *c, int64_t node)
{
    for (size_t i = 0; i < c->decisions.count; i++) {
        if (c->decisions.one[i].node == node) return str_is(c->decisions.one[i].kind, "veto");
    }
    return false;
}

static enum status choose_one(struct request *r, const struct meeting *m, struct chosen *c,
                              int64_t node, struct err *e)
{
    size_t mate = team_find(&m->team, node);
    if (is_chosen(c, node) || has_veto(c, node)) return OK;
    if (mate < m->team.count) {
        struct str id = node_public_id(r->a, node, 'p');
        return err_set(e, BAD_INPUT,
                       "%.*s (%.*s) is on both sides: one of ours, and decided for or pinned as "
                       "somebody to meet; take one back (kith decide … clear, kith connect … "
                       "--clear, kith tag --remove teammate)",
                       STR_ARG(m->team.one[mate].name), STR_ARG(id));
    }
    c->node[c->count++] = node;
    return OK;
}

/* *ret: how many are decided for; a pin to one of ours alone says not that they are all. */
static enum status choose_decided(struct request *r, const struct meeting *m, struct chosen *c,
                                  size_t *ret, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < c->decisions.count && !s; i++)
        s = choose_one(r, m, c, c->decisions.one[i].node, e);
    *ret = c->count;
    for (size_t i = 0; i < m->pairings.count && !s; i++) {
        if (!str_is(m->pairings.one[i].kind, "pin")) continue;
        s = choose_one(r, m, c, m->pairings.one[i].person, e);
    }
    return s;
}

static enum status choose_people(struct request *r, struct meeting *m, struct chosen *c,
                                 struct table *t, struct err *e)
{
    int64_t k = PEOPLE_USUAL;
    enum status s = request_i64(r, "people", 1, CHOOSE_MAX, &k, e);
    if (!s) s = decisions_load(r->st, m->sc.market.id, r->a, &c->decisions, e);
    if (s) return s;
    c->node = arena_new(r->a, int64_t, c->decisions.count + m->pairings.count + (size_t)k);
    size_t decided = 0;
    s = choose_decided(r, m, c, &decided, e);
    if (s || (decided && !request_has(r, "people"))) return s;
    const struct findings *f = &m->sc.findings;
    for (size_t i = 0; f->ranked && i < f->count && c->count < (size_t)k; i++) {
        int64_t node = m->sc.scene.node_id[f->person[i].node];
        size_t mate = team_find(&m->team, node);
        if (is_chosen(c, node) || has_veto(c, node)) continue;
        if (mate < m->team.count) {
            table_note(t, "%.*s would be among them, but is tagged as one of ours: left out.",
                       STR_ARG(m->team.one[mate].name));
            continue;
        }
        c->node[c->count++] = node;
    }
    return OK;
}

/* ---- what is known of them ---- */

struct placed {
    int64_t node;
    double reach;
};

static int by_reach(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;
    double rx = isnan(x->reach) ? -1 : x->reach;
    double ry = isnan(y->reach) ? -1 : y->reach;
    if (rx < ry || rx > ry) return rx > ry ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static double reach_of(const struct scope *sc, int64_t node)
{
    const struct person_reach *p = scope_reach(sc, node);
    return p ? p->reach : NAN;
}

static enum status load_people(struct request *r, struct meeting *m, const struct chosen *c,
                               struct err *e)
{
    size_t n = m->count = c->count;
    struct placed *order = arena_new(r->a, struct placed, n);
    enum status s = OK;
    m->traits = arena_new(r->a, struct traits, n);
    m->person = arena_new(r->a, struct fit_person, n);
    m->reach = arena_new(r->a, double, n);
    for (size_t i = 0; i < n; i++)
        order[i] = (struct placed){c->node[i], reach_of(&m->sc, c->node[i])};
    if (n) qsort(order, n, sizeof *order, by_reach);
    double most = n && order[0].reach > 0 ? order[0].reach : 0;
    for (size_t i = 0; i < n && !s; i++) {
        double share = most > 0 && order[i].reach > 0 ? order[i].reach / most : 0;
        s = traits_load(r->st, order[i].node, r->a, &m->traits[i], e);
        m->reach[i] = order[i].reach;
        m->person[i] = (struct fit_person){
            .traits = &m->traits[i],
            .weight = (int32_t)(1.5 + 99.0 * share),
            .first = m->sc.findings.ranked && i < (n + 9) / 10,
        };
    }
    return s;
}

static enum status load_team(struct request *r, struct meeting *m, struct err *e)
{
    enum status s = team_load(r->st, r->a, &m->team, e);
    if (!s && !m->team.count) {
        s = err_set(e, NOT_FOUND,
                    "nobody here is one of ours; say who we are (kith us --org NAME --domain "
                    "DOMAIN), or tag them (kith tag QUERY teammate)");
    }
    for (size_t i = 0; i < m->team.count && !s; i++) {
        uint32_t node = scope_node(&m->sc, m->team.one[i].node);
        if (node != UINT32_MAX) m->team.one[i].said = m->sc.scene.said[node];
    }
    return s;
}

/* ---- the plan ---- */

static void fit_all(struct meeting *m, struct arena *a)
{
    struct word_set market = topic_stems(a, m->sc.market.topic);
    size_t mates = m->team.count;
    m->fit = arena_new(a, struct fit, m->count * mates);
    for (size_t i = 0; i < m->count * mates; i++) {
        m->fit[i] =
            fit_pair(&m->person[i / mates], &m->team.one[i % mates], &m->known.pair[i], &market);
    }
}

static size_t person_at(const struct meeting *m, int64_t node)
{
    size_t at = 0;
    while (at < m->count && m->traits[at].node != node)
        at++;
    return at;
}

static void honour(struct meeting *m, struct arena *a, struct table *t)
{
    m->pin = arena_new(a, int32_t, m->count);
    for (size_t i = 0; i < m->count; i++)
        m->pin[i] = ASSIGN_NOBODY;
    for (size_t i = 0; i < m->pairings.count; i++) {
        const struct pairing *p = &m->pairings.one[i];
        size_t person = person_at(m, p->person);
        size_t mate = team_find(&m->team, p->teammate);
        if (person == m->count) continue;
        struct str name = m->traits[person].name;
        if (mate == m->team.count) {
            table_note(t, "The %.*s of %.*s speaks of somebody who is not ours any more.",
                       STR_ARG(p->kind), STR_ARG(name));
            continue;
        }
        struct fit *f = &m->fit[person * m->team.count + mate];
        if (str_is(p->kind, "veto")) {
            f->never = NEVER_VETO;
            f->score = ASSIGN_NEVER;
            continue;
        }
        m->pin[person] = (int32_t)mate;
        if (!f->never) continue;
        table_note(t, "%.*s is pinned to %.*s all the same: %s.", STR_ARG(name),
                   STR_ARG(m->team.one[mate].name), never_reason(f->never));
    }
}

static int32_t mate_before(const struct meeting *m, int64_t node)
{
    size_t at = node ? team_find(&m->team, node) : m->team.count;
    return at < m->team.count ? (int32_t)at : ASSIGN_NOBODY;
}

static enum status assign_all(struct request *r, struct meeting *m, struct err *e)
{
    size_t n = m->count;
    size_t mates = m->team.count;
    int32_t *score = arena_new(r->a, int32_t, n * mates);
    uint32_t *capacity = arena_new(r->a, uint32_t, mates);
    int32_t *owner = arena_new(r->a, int32_t, n);
    int32_t *backup = arena_new(r->a, int32_t, n);
    for (size_t i = 0; i < n * mates; i++)
        score[i] = m->fit[i].score;
    for (size_t i = 0; i < mates; i++)
        capacity[i] = m->team.one[i].capacity;
    for (size_t i = 0; i < n; i++) {
        const struct plan_pair *was = plan_of(&m->last, m->traits[i].node);
        owner[i] = was ? mate_before(m, was->owner) : ASSIGN_NOBODY;
        backup[i] = was ? mate_before(m, was->backup) : ASSIGN_NOBODY;
    }
    struct assign_problem p = {.people = n,
                               .teammates = mates,
                               .score = score,
                               .capacity = capacity,
                               .pin = m->pin,
                               .owner_before = owner,
                               .backup_before = backup,
                               .progress = r->progress};
    return assign_make(&p, r->a, &m->plan, e);
}

enum status meeting_load(struct request *r, struct meeting *m, struct table *t, struct err *e)
{
    struct chosen c = {0};
    enum status s = scope_load(r, r->word[0], &m->sc, e);
    if (!s) s = load_team(r, m, e);
    if (!s) s = scope_rank(r, &m->sc, e);
    if (!s) s = pairings_load(r->st, m->sc.market.id, r->a, &m->pairings, e);
    if (!s) s = plan_load(r->st, m->sc.market.id, r->a, &m->last, e);
    if (!s) s = choose_people(r, m, &c, t, e);
    if (!s) s = load_people(r, m, &c, e);
    m->now_s = m->sc.scene.as_of_s;
    bool until = request_has(r, "until"); /* else what was logged since the last import counts */
    struct known_before before = {.seen_s = m->now_s == TIME_NONE ? time_now() : m->now_s + 1};
    before.typed_s = until ? before.seen_s : INT64_MAX;
    struct team people = {m->traits, m->count};
    if (!s) s = knowns_load(r->st, &m->team, &people, before, r->a, &m->known, e);
    if (s) return s;
    fit_all(m, r->a);
    honour(m, r->a, t);
    return assign_all(r, m, e);
}

/* ---- what became of each ---- */

const struct traits *meeting_mate(const struct meeting *m, int32_t teammate)
{
    return teammate < 0 ? NULL : &m->team.one[teammate];
}

const struct fit *meeting_fit(const struct meeting *m, size_t person, int32_t teammate)
{
    return teammate < 0 ? NULL : &m->fit[person * m->team.count + (size_t)teammate];
}

static struct str pin_reason(const struct meeting *m, size_t person)
{
    for (size_t i = 0; i < m->pairings.count; i++) {
        const struct pairing *p = &m->pairings.one[i];
        if (p->person == m->traits[person].node && str_is(p->kind, "pin")) return p->reason;
    }
    return STR("");
}

struct str meeting_change(struct arena *a, const struct meeting *m, size_t person)
{
    const struct plan_pair *was = plan_of(&m->last, m->traits[person].node);
    int32_t now = m->plan.owner[person];
    if (!m->last.id) return STR_NONE;
    if (!was) return STR("was not in the last plan");
    int32_t before = mate_before(m, was->owner);
    if (before >= 0 && before == now) return STR_NONE;
    if (now < 0 && !was->owner) return STR_NONE;
    if (m->pin[person] >= 0) {
        struct str reason = pin_reason(m, person);
        return str_printf(a, "pinned: %.*s", STR_ARG(reason));
    }
    if (!was->owner) return STR("had nobody, and there is room now");
    if (before < 0) return STR("who had them is not one of ours any more");
    const struct fit *f = meeting_fit(m, person, before);
    struct str name = m->team.one[before].name;
    if (f->never) return str_printf(a, "%.*s: %s", STR_ARG(name), never_reason(f->never));
    if (now >= 0 && meeting_fit(m, person, now)->score > f->score) {
        return str_printf(a, "%.*s fits better", STR_ARG(m->team.one[now].name));
    }
    return str_printf(a, "the places of %.*s (%u) do more elsewhere", STR_ARG(name),
                      m->team.one[before].capacity);
}

struct str meeting_orphan(struct arena *a, const struct meeting *m, size_t person)
{
    size_t counts[NEVER_LANGUAGE + 1] = {0};
    for (size_t t = 0; t < m->team.count; t++)
        counts[meeting_fit(m, person, (int32_t)t)->never]++;
    if (counts[NEVER_NOT]) {
        return str_printf(a, "no capacity: there is no room with those of ours who would fit (%zu)",
                          counts[NEVER_NOT]);
    }
    struct buf b = buf_new(a);
    buf_adds(&b, "nobody fits: ");
    bool first = true;
    for (enum never n = NEVER_VETO; n <= NEVER_LANGUAGE; n++) {
        if (!counts[n]) continue;
        buf_addf(&b, "%s%zu %s", first ? "" : ", ", counts[n], never_reason(n));
        first = false;
    }
    return buf_str(&b);
}

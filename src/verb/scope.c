/* scope.c - verb: what does a figure about influence speak of? */
#include "verb/scope.h"

#include "base/limits.h"
#include "find/people.h"
#include "find/prior.h"
#include "verb/remark.h"

enum { CHECKED_SHOWN = 5, CAPS_SHOWN = 5 };

enum status scope_load(struct request *r, struct str market, struct scope *ret, struct err *e)
{
    return scope_load_for(r, market, request_value(r, "for"), ret, e);
}

static enum status load(struct request *r, const struct scene_options *o, struct scope *ret,
                        struct err *e)
{
    ret->model = STR(REACH_MODEL "by past windows");
    ret->for_org = o->for_org;
    ret->reach = REACH_OPTIONS;
    ret->reach.seed = r->seed;
    ret->reach.threads = r->threads;
    ret->reach.progress = r->progress;
    return scene_load(r->st, &ret->market, o, r->a, &ret->scene, e);
}

static struct scoped *scoped_of(const struct request *r, const struct scene_options *o,
                                int64_t market)
{
    struct scoped *x = r->scopes->first;
    while (x && !(x->market == market && x->until_s == o->until_s && str_eq(x->org, o->for_org) &&
                  x->with_us == o->with_us && x->seed == r->seed))
        x = x->next;
    return x;
}

/* From the scopes of the request, into which it is put where it is not there yet. */
static enum status load_shared(struct request *r, const struct scene_options *o, struct scope *ret,
                               struct err *e)
{
    struct scoped *x = scoped_of(r, o, ret->market.id);
    if (!x) {
        x = arena_new(r->a, struct scoped, 1);
        *x = (struct scoped){.market = ret->market.id,
                             .until_s = o->until_s,
                             .org = o->for_org,
                             .with_us = o->with_us,
                             .seed = r->seed,
                             .scope.market = ret->market,
                             .next = r->scopes->first};
        enum status s = load(r, o, &x->scope, e);
        if (s) return s;
        r->scopes->first = x;
    }
    *ret = x->scope;
    ret->findings = (struct findings){0}; /* until it is asked for */
    ret->capped = NULL;
    ret->model = STR(REACH_MODEL "by past windows");
    ret->kept = x;
    return OK;
}

static enum status load_market(struct request *r, struct str market, struct str org,
                               int64_t until_s, struct scope *ret, struct err *e)
{
    struct scene_options o = {
        .with_us = request_has(r, "with-us"),
        .for_org = str_trim(org),
        .until_s = until_s,
        .progress = r->progress,
    };
    ret->kept = NULL;
    enum status s = market_load(r->st, market, r->a, &ret->market, e);
    if (s) return s;
    return r->scopes ? load_shared(r, &o, ret, e) : load(r, &o, ret, e);
}

enum status scope_load_for(struct request *r, struct str market, struct str org, struct scope *ret,
                           struct err *e)
{
    int64_t until_s = TIME_NONE;
    enum status s = request_time(r, "until", &until_s, e);
    return s ? s : load_market(r, market, org, until_s, ret, e);
}

enum status scope_load_until(struct request *r, struct str market, int64_t until_s,
                             struct scope *ret, struct err *e)
{
    return load_market(r, market, request_value(r, "for"), until_s, ret, e);
}

static enum status rank(struct request *r, struct scope *sc, struct err *e)
{
    enum status s = reach_find(&sc->scene, &sc->reach, r->a, &sc->findings, e);
    if (s) return s;
    const char *family = families[sc->findings.prior.family].name;
    sc->model = str_printf(r->a, REACH_MODEL "%s", family);
    const struct caps *caps = &sc->findings.votes.caps;
    sc->capped = arena_new(r->a, struct str, CAPS_SHOWN);
    for (size_t i = 0; i < caps->count && i < CAPS_SHOWN && !s; i++) {
        struct card card;
        s = card_load(r->st, caps->cap[i].org, r->a, &card, e);
        if (!s) sc->capped[i] = card.name;
    }
    return s;
}

enum status scope_rank(struct request *r, struct scope *sc, struct err *e)
{
    if (!sc->kept) return rank(r, sc, e);
    struct scope *kept = &sc->kept->scope;
    enum status s = kept->findings.scene ? OK : rank(r, kept, e);
    if (s) return s;
    sc->findings = kept->findings;
    sc->model = kept->model;
    sc->capped = kept->capped;
    return OK;
}

enum status scope_doubts(struct request *r, const struct scope *sc, struct doubts *ret,
                         struct err *e)
{
    if (sc->kept && sc->kept->doubts) {
        *ret = *sc->kept->doubts;
        return OK;
    }
    enum status s = doubts_find(r->st, &sc->scene, r->a, ret, e);
    if (s || !sc->kept) return s;
    struct doubts *keeps = arena_new(r->a, struct doubts, 1);
    *keeps = *ret;
    sc->kept->doubts = keeps;
    return OK;
}

void scope_opinions(struct arena *a, const struct scope *sc, struct opinions *ret)
{
    if (sc->kept && sc->kept->opinions) {
        *ret = *sc->kept->opinions;
        return;
    }
    opinions_find(&sc->scene, sc->findings.prior.trust, a, ret);
    if (!sc->kept) return;
    struct opinions *keeps = arena_new(a, struct opinions, 1);
    *keeps = *ret;
    sc->kept->opinions = keeps;
}

/* A scene taken before a date is of that date's market. */
static const struct market *market_of(const struct scope *sc)
{
    return &sc->scene.market;
}

void scope_of_market(struct table *t, const struct market *m, int64_t as_of_s, struct str model)
{
    table_fact(t, "market", NULL, cell_text(m->name), 0);
    table_fact(t, "audience", NULL, cell_text(m->audience), 0);
    table_fact(t, "as_of", NULL, cell_time(as_of_s), 0);
    table_fact(t, "model", NULL, cell_text(model), 0);
}

void scope_facts(struct table *t, const struct scope *sc)
{
    const struct market *m = market_of(sc);
    table_fact(t, "market", NULL, cell_text(sc->market.name), 0);
    table_fact(t, "topic", NULL, cell_text(sc->market.topic), 0);
    table_fact(t, "audience", NULL, cell_text(sc->market.audience), 0);
    if (sc->for_org.len) table_fact(t, "for", NULL, cell_text(sc->for_org), 0);
    table_fact(t, "audience_kind", NULL,
               cell_text(sc->scene.everyone ? STR("everyone") : STR("query")), 0);
    table_fact(t, "since", NULL, cell_time(m->since_s), 0);
    table_fact(t, "until", NULL, cell_time(m->until_s), 0);
    table_fact(t, "as_of", NULL, cell_time(sc->scene.as_of_s), 0);
    struct cell days = {.kind = CELL_NONE};
    if (m->half_life_days != HALF_LIFE_OF_PAST) days = cell_int(m->half_life_days);
    if (sc->findings.scene) days = cell_int(sc->findings.scene->market.half_life_days);
    table_fact(t, "half_life_days", NULL, days, 0);
    table_fact(t, "model", NULL, cell_text(sc->model), 0);
    table_fact(t, "audience_size", NULL, cell_int((int64_t)sc->scene.audience_count), 0);
    table_fact(t, "heard", NULL, cell_int((int64_t)sc->findings.votes.buyer_count), 0);
    if (sc->findings.votes.segments.count) {
        table_fact(t, "heard_effective", NULL, cell_real(sc->findings.votes.segments.effective), 1);
    }
    if (sc->findings.votes.caps.count) {
        table_fact(t, "heard_weight", NULL, cell_real(sc->findings.votes.heard), 1);
    }
    if (sc->findings.votes.unchecked) {
        table_fact(t, "heard_unchecked", NULL, cell_int((int64_t)sc->findings.votes.unchecked), 0);
    }
    table_fact(t, "ranked", NULL, cell_bool(sc->findings.ranked), 0);
    const struct family_choice *choice = &sc->findings.choice;
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "prior_judges", NULL, choice->judged ? cell_int((int64_t)choice->judges) : none,
               0);
    table_fact(t, "level", NULL, cell_real(REACH_LEVEL), 2);
    table_fact(t, "seed", NULL, cell_int((int64_t)sc->reach.seed), 0);
}

struct str scope_source(struct arena *a, const struct scope *sc, uint32_t source)
{
    const struct scene_source *s = &sc->scene.source[source];
    if (str_is(s->kind, "mark")) return STR("what was typed");
    struct str shown = place_shown(a, s->locator, STR_NONE);
    return shown.len ? shown : STR("no source");
}

/* What the weights do where the market says how large its segments are. */
static void note_segments(struct table *t, const struct scope *sc)
{
    const struct market *m = &sc->scene.market;
    const struct segments_heard *heard = &sc->findings.votes.segments;
    for (size_t i = 0; i < heard->count; i++) {
        const struct segment_heard *one = &heard->segment[i];
        struct str query = m->segment[i].query;
        double want = 100 * m->segment[i].share;
        if (!one->heard) {
            table_note(t,
                       "Nobody of the segment '%.*s' was heard: %.0f %% of the buyers, for whom "
                       "nobody stands.",
                       STR_ARG(query), want);
            continue;
        }
        table_note(t,
                   "'%.*s' is %.0f %% of the buyers, %.0f %% of those heard, and weighs %.0f %%.",
                   STR_ARG(query), want, 100 * one->before, 100 * one->after);
    }
    if (!heard->count) return;
    table_note(t, "By their weights the %zu heard say as much as %.1f of equal weight would.%s%s",
               sc->findings.votes.buyer_count, heard->effective,
               heard->trimmed ? " No one is scaled beyond 0.3 to 3 of the mean." : "",
               heard->settled ? "" : " The shares of the segments cannot all hold at once.");
}

/* "12 respondents of Acme in the survey Vendors weigh as 3: …" */
static void note_caps(struct table *t, const struct scope *sc)
{
    const struct votes *v = &sc->findings.votes;
    for (size_t i = 0; i < v->caps.count && i < CAPS_SHOWN; i++) {
        const struct cap *cap = &v->caps.cap[i];
        table_note(t,
                   "%u respondents of %.*s in the survey %.*s weigh as %d: who answers chooses to, "
                   "and a firm can ask its people to.",
                   cap->respondents, STR_ARG(sc->capped[i]),
                   STR_ARG(sc->scene.survey[cap->survey - 1]), SURVEY_FIRM_MAX);
    }
    if (v->caps.count > CAPS_SHOWN) {
        table_note(t, "So do those of %zu more organisations.", v->caps.count - CAPS_SHOWN);
    }
    if (v->unchecked) {
        table_note(t,
                   "%zu of the %zu heard are respondents of surveys without name or address: "
                   "nobody has checked who they are, nor that no two are one.",
                   v->unchecked, v->buyer_count);
    }
}

/* Sources of this scene that were checked: what they say counts by what was found. */
static void note_checked(struct table *t, const struct scope *sc)
{
    const struct scene *scene = &sc->scene;
    bool *here = arena_new(t->a, bool, scene->source_count);
    size_t wrong = 0;
    size_t more = 0;
    for (size_t i = 0; i < scene->heed_count; i++) {
        here[scene->heed[i].source] = true;
        wrong += scene->heed[i].checked < 0;
    }
    for (uint32_t s = 0, shown = 0; s < scene->source_count; s++) {
        struct audited n = scene->source[s].audited;
        if (!here[s] || !audited_enough(n) || shown++ >= CHECKED_SHOWN) {
            more += here[s] && audited_enough(n);
            continue;
        }
        table_note(t,
                   "Source %.*s: %u of %u checked rows were right: its evidence counts %.2f (%.2f "
                   "to %.2f).",
                   STR_ARG(scope_source(t->a, sc, s)), n.right, n.right + n.wrong, reliability(n),
                   reliability_quantile(n, 0.05), reliability_quantile(n, 0.95));
    }
    if (more) table_note(t, "%zu more sources were checked: 'kith source' lists them.", more);
    if (wrong) {
        table_note(t, "%zu %s found wrong when checked and count%s nothing.", wrong,
                   wrong == 1 ? "row was" : "rows were", wrong == 1 ? "s" : "");
    }
}

void scope_notes(struct table *t, const struct scope *sc)
{
    const struct scene *scene = &sc->scene;
    if (scene->everyone) {
        table_note(t, "Everyone heard, not your buyers; not proof against bought fans.");
    }
    if (!sc->findings.ranked) {
        const struct votes *v = &sc->findings.votes;
        const char *weigh_less = v->buyer_count >= BUYERS_KNOWN_MIN ? ", who weigh as fewer" : "";
        table_note(t,
                   "%d buyers known by evidence are needed for ranks, %zu are%s: this is evidence "
                   "without an order. Tag more buyers (kith help tag) or bring more of what they "
                   "say.",
                   BUYERS_KNOWN_MIN, sc->findings.votes.buyer_count, weigh_less);
    }
    if (scene->robot_count) {
        bool one = scene->robot_count == 1;
        table_note(t,
                   "%zu %s left out: nobody relies on them (kith people "
                   "'tag:robot OR tag:role').",
                   scene->robot_count,
                   one ? "robot or role address is" : "robots and role addresses are");
    }
    if (scene->assumed_count) {
        table_note(t,
                   "%.0f %% of the evidence has neither text nor topic and counts as on topic by "
                   "assumption.",
                   100.0 * (double)scene->assumed_count / (double)scene->heed_count);
    }
    note_segments(t, sc);
    note_caps(t, sc);
    note_checked(t, sc);
    const struct family_choice *choice = &sc->findings.choice;
    if (sc->findings.ranked && choice->family != FAMILY_TRUST) {
        table_note(
            t,
            "The prior is %s: of what %zu people did from %s on, it would have foretold more "
            "than the usual one (NDCG@20 %.2f against %.2f).",
            families[choice->family].what, choice->judges, time_day(t->a, choice->at_s).p,
            choice->ndcg[choice->family], choice->ndcg[FAMILY_TRUST]);
    }
    const struct aging *aging = &choice->aging;
    if (sc->findings.ranked && aging->judged && aging->days != HALF_LIFE_DAYS) {
        struct str fades = STR("does not fade");
        if (aging->days)
            fades = str_printf(t->a, "counts half after %lld days", (long long)aging->days);
        table_note(t,
                   "What others than the buyers attend to %.*s, as this market's past says: it "
                   "foretold more than a year's (NDCG@20 %.2f against %.2f).",
                   STR_ARG(fades), aging->ndcg, aging->ndcg_usual);
    }
    double pseudo = sc->findings.prior.pseudo_buyers;
    double known = sc->findings.votes.heard;
    if (sc->findings.ranked && pseudo > known) {
        table_note(t, "More than half of these figures is prior: what those whom the buyers heed "
                      "heed in turn. More evidence of buyers makes them firmer.");
    }
}

struct str scope_sentence(struct arena *a, const struct scope *sc)
{
    struct str topic = sc->market.topic;
    struct str day = time_day(a, sc->scene.as_of_s);
    struct buf b = buf_new(a);
    buf_addf(&b, "%zu of the %zu people", sc->findings.votes.buyer_count, sc->scene.audience_count);
    if (!sc->scene.everyone) buf_addf(&b, " of '%.*s'", STR_ARG(sc->market.audience));
    if (sc->for_org.len) buf_addf(&b, " at '%.*s'", STR_ARG(sc->for_org));
    buf_addf(&b, " %s heard", sc->findings.votes.buyer_count == 1 ? "was" : "were");
    if (topic.len) buf_addf(&b, " on '%.*s'", STR_ARG(topic));
    if (day.len) buf_addf(&b, " up to %.*s", STR_ARG(day));
    return buf_str(&b);
}

uint32_t scope_node(const struct scope *sc, int64_t id)
{
    size_t lo = 0;
    size_t hi = sc->scene.node_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (sc->scene.node_id[mid] < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    bool found = lo < sc->scene.node_count && sc->scene.node_id[lo] == id;
    return found ? (uint32_t)lo : UINT32_MAX;
}

enum status scope_card(struct request *r, const struct scope *sc, uint32_t node, struct card *ret,
                       struct err *e)
{
    return card_load(r->st, sc->scene.node_id[node], r->a, ret, e);
}

enum status scope_people(struct request *r, const struct scope *sc, struct str query,
                         struct table *t, bool **ret, struct err *e)
{
    struct node_set set = {0};
    enum status s = people_remarked(r, query, t, &set, e);
    if (s) return s;
    bool *member = arena_new(r->a, bool, sc->scene.node_count);
    for (size_t i = 0; i < set.count; i++) {
        uint32_t node = scope_node(sc, set.id[i]);
        if (node != UINT32_MAX) member[node] = true;
    }
    *ret = member;
    return OK;
}

struct str scope_words(const struct request *r)
{
    static const char *const names[] = {"for", "until"};
    struct buf b = buf_new(r->a);
    for (size_t i = 0; i < 2; i++) {
        if (!request_has(r, names[i])) continue;
        struct str word = shell_word(r->a, request_value(r, names[i]));
        buf_addf(&b, " --%s %.*s", names[i], STR_ARG(word));
    }
    if (request_has(r, "with-us")) buf_adds(&b, " --with-us");
    return buf_str(&b);
}

const struct person_reach *scope_reach(const struct scope *sc, int64_t id)
{
    const struct findings *f = &sc->findings;
    uint32_t node = scope_node(sc, id);
    for (size_t i = 0; node != UINT32_MAX && i < f->count; i++) {
        if (f->person[i].node == node) return &f->person[i];
    }
    return NULL;
}

void scope_opens(const struct request *r, const struct scope *sc, struct str id, struct table *t)
{
    struct str market = shell_word(r->a, sc->market.name);
    struct str words = scope_words(r);
    struct str why =
        request_next(r, "why %.*s %.*s%.*s", STR_ARG(market), STR_ARG(id), STR_ARG(words));
    table_fact(t, "opens", NULL, cell_text(why), 0);
}

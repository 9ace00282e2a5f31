/* connect.c - verb: which of ours should know whom? */
#include "base/limits.h"
#include "find/people.h"
#include "verb/card.h"
#include "verb/meeting.h"

static const char *const examples[] = {
    "kith connect security",
    "kith connect security -k 40 --keep",
    "kith connect security --pin 'Jane Doe' 'Sue Park' --reason 'they went to school together'",
    "kith connect security --pairs --csv",
    "kith connect security --veto 'Jane Doe' p7 --reason 'an old quarrel'",
    NULL,
};

static const struct flag flags[] = {
    {"people", 'k', "N", "the decided and the first in rank, N together (10)", false},
    {"pin", 0, NULL, "this teammate is this person's owner in any case, while they have room",
     false},
    {"veto", 0, NULL, "never these two", false},
    {"clear", 0, NULL, "neither pin nor veto of these two any more", false},
    {"reason", 0, "TEXT", "why; kept with the pin, veto or clear", false},
    {"pairs", 0, NULL, "every possible pair with its score and reasons, instead of the plan",
     false},
    {"matrix", 0, NULL, "each of ours with each person: what either says, and what was seen",
     false},
    {"keep", 0, NULL, "keep this plan, as the one later plans are compared with", false},
    {"for", 0, "ORG", "only this organisation's people as audience, as org:\"Acme\"", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"owner_id", NULL, NULL, CELL_TEXT, 0, false},
    {"owner", "owner", NULL, CELL_TEXT, 0, true},
    {"backup_id", NULL, NULL, CELL_TEXT, 0, false},
    {"backup", "back-up", NULL, CELL_TEXT, 0, true},
    {"pinned", NULL, NULL, CELL_BOOL, 0, false},
    {"owner_score", NULL, "points", CELL_INT, 0, false},
    {"owner_why", "why the owner", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"backup_score", NULL, "points", CELL_INT, 0, false},
    {"backup_why", NULL, NULL, CELL_TEXT, 0, false},
    {"change", NULL, NULL, CELL_TEXT, 0, false},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

static const struct column pair_columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "teammate", NULL, CELL_TEXT, 0, true},
    {"score", "fit", "points", CELL_INT, 0, false},
    {"weight", "weight", NULL, CELL_INT, 0, false},
    {"topic", "topic", "percent", CELL_INT, 0, false},
    {"seniority", "seniority", "percent", CELL_INT, 0, false},
    {"tie", "tie", "percent", CELL_INT, 0, false},
    {"place", "place", "percent", CELL_INT, 0, false},
    {"never", "never", NULL, CELL_TEXT, 0, true},
};

static const char *const kinds[] = {"pin", "veto", "clear"};

/* "pin", "veto" or "clear"; empty: nothing is said of a pair. */
static enum status read_kind(const struct request *r, struct str *ret, struct err *e)
{
    size_t said = 0;
    *ret = STR("");
    for (size_t i = 0; i < 3; i++) {
        if (!request_has(r, kinds[i])) continue;
        *ret = str_of(kinds[i]);
        said++;
    }
    if (said > 1) return err_set(e, BAD_USAGE, "want one of --pin, --veto and --clear");
    if (said ? r->word_count != 3 : r->word_count != 1) {
        return err_set(e, BAD_USAGE,
                       said ? "--%.*s wants two: MARKET PERSON TEAMMATE"
                            : "two are named, but not what of them; want --pin, --veto or "
                              "--clear%.*s",
                       STR_ARG(*ret));
    }
    bool reason = str_trim(request_value(r, "reason")).len > 0;
    if (said && !reason) {
        return err_set(e, BAD_USAGE, "a %.*s is kept with its reason; say it with --reason 'TEXT'",
                       STR_ARG(*ret));
    }
    if (!said && request_has(r, "reason")) {
        return err_set(e, BAD_USAGE, "--reason is of a --pin, --veto or --clear");
    }
    return OK;
}

/* Both sides must be what they are called. */
static enum status check_sides(struct request *r, const struct pairing *p, struct err *e)
{
    struct team team;
    enum status s = team_load(r->st, r->a, &team, e);
    if (s) return s;
    if (team_find(&team, p->teammate) == team.count) {
        struct str id = node_public_id(r->a, p->teammate, 'p');
        return err_set(e, BAD_INPUT,
                       "'%.*s' (%.*s) is not one of ours; want MARKET PERSON TEAMMATE, or tag them "
                       "(kith tag %.*s teammate)",
                       STR_ARG(r->word[2]), STR_ARG(id), STR_ARG(id));
    }
    if (team_find(&team, p->person) == team.count) return OK;
    return err_set(e, BAD_INPUT,
                   "'%.*s' is one of ours, and nobody is assigned to their own side; want MARKET "
                   "PERSON TEAMMATE",
                   STR_ARG(r->word[1]));
}

/* Whoever holds as many as they can is not given one more: the plan could not hold them all. */
static enum status check_room(struct request *r, int64_t market, const struct pairing *p,
                              struct err *e)
{
    struct team team;
    struct pairings all;
    struct buf list = buf_new(r->a);
    int64_t held = 0;
    enum status s = team_load(r->st, r->a, &team, e);
    if (!s) s = pairings_load(r->st, market, r->a, &all, e);
    for (size_t i = 0; !s && i < all.count; i++) {
        const struct pairing *one = &all.one[i];
        struct card card;
        bool other = one->teammate == p->teammate && one->person != p->person;
        if (!other || !str_is(one->kind, "pin")) continue;
        s = card_load(r->st, one->person, r->a, &card, e);
        if (!s) buf_addf(&list, "%s%.*s", held++ ? ", " : "", STR_ARG(card.name));
    }
    if (s) return s;
    const struct traits *mate = &team.one[team_find(&team, p->teammate)];
    if (held < mate->capacity) return OK;
    return err_set(
        e, BAD_INPUT,
        "%.*s holds %lld of %lld: %.*s; free one of them (--clear), or say that there is "
        "more room (kith tag p%lld capacity=%lld)",
        STR_ARG(mate->name), (long long)held, (long long)mate->capacity,
        STR_ARG(utf8_head(buf_str(&list), 300)), (long long)mate->node, (long long)held + 1);
}

static enum status keep_pairing(struct request *r, struct str kind, struct err *e)
{
    struct market m;
    struct pairing p = {.kind = kind, .reason = str_trim(request_value(r, "reason"))};
    enum status s = market_load(r->st, r->word[0], r->a, &m, e);
    if (s || !kind.len) return s;
    if (p.reason.len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "a reason of more than %d bytes; say it shorter",
                       TEXT_BYTES_MAX);
    }
    s = person_find(r->st, r->word[1], r->a, &p.person, e);
    if (!s) s = person_find(r->st, r->word[2], r->a, &p.teammate, e);
    if (!s) s = check_sides(r, &p, e);
    if (!s && str_is(kind, "pin")) s = check_room(r, m.id, &p, e);
    p.at_s = time_now();
    return s ? s : pairing_keep(r->st, m.id, &p, e);
}

static void put_row(const struct request *r, const struct meeting *m, size_t p, struct table *t)
{
    int32_t owner = m->plan.owner[p];
    int32_t backup = m->plan.backup[p];
    struct cell *row = table_row(t);
    row[0] = cell_int((int64_t)p + 1);
    row[1] = cell_text(node_public_id(r->a, m->traits[p].node, 'p'));
    row[2] = cell_text(m->traits[p].name);
    row[3] = cell_real(m->reach[p]);
    if (owner >= 0) {
        const struct fit *f = meeting_fit(m, p, owner);
        row[4] = cell_text(node_public_id(r->a, meeting_mate(m, owner)->node, 'p'));
        row[5] = cell_text(meeting_mate(m, owner)->name);
        if (!f->never) row[9] = cell_int(f->score);
        row[10] = cell_text(fit_reasons(r->a, f));
    }
    if (backup >= 0) {
        const struct fit *f = meeting_fit(m, p, backup);
        row[6] = cell_text(node_public_id(r->a, meeting_mate(m, backup)->node, 'p'));
        row[7] = cell_text(meeting_mate(m, backup)->name);
        row[11] = cell_int(f->score);
        row[12] = cell_text(fit_reasons(r->a, f));
    }
    row[8] = cell_bool(m->pin[p] >= 0);
    row[13] = cell_text(meeting_change(r->a, m, p));
    const struct person_reach *reach = scope_reach(&m->sc, m->traits[p].node);
    if (reach) {
        row[14] = cell_real(reach->lo);
        row[15] = cell_real(reach->hi);
    }
}

static void put_pairs(const struct request *r, const struct meeting *m, struct table *t)
{
    for (size_t i = 0; i < m->count * m->team.count; i++) {
        size_t p = i / m->team.count;
        const struct traits *mate = &m->team.one[i % m->team.count];
        const struct fit *f = &m->fit[i];
        struct cell *row = table_row(t);
        row[0] = cell_text(node_public_id(r->a, m->traits[p].node, 'p'));
        row[1] = cell_text(m->traits[p].name);
        row[2] = cell_text(node_public_id(r->a, mate->node, 'p'));
        row[3] = cell_text(mate->name);
        if (!f->never) row[4] = cell_int(f->score);
        row[5] = cell_int(m->person[p].weight);
        row[6] = cell_int(f->topic);
        if (f->seniority) row[7] = cell_int(f->seniority);
        row[8] = cell_int(f->tie);
        row[9] = cell_int(f->place);
        if (f->never) row[10] = cell_text(str_of(never_reason(f->never)));
    }
}

static enum status keep_plan(struct request *r, const struct meeting *m, struct err *e)
{
    struct plan p = {.made_s = time_now(), .as_of_s = m->now_s, .model = m->sc.model};
    p.pair = arena_new(r->a, struct plan_pair, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const struct traits *owner = meeting_mate(m, m->plan.owner[i]);
        const struct traits *backup = meeting_mate(m, m->plan.backup[i]);
        p.pair[p.count++] = (struct plan_pair){
            .person = m->traits[i].node,
            .owner = owner ? owner->node : 0,
            .backup = backup ? backup->node : 0,
            .why = owner ? fit_reasons(r->a, meeting_fit(m, i, m->plan.owner[i])) : STR(""),
        };
    }
    return plan_keep(r->st, m->sc.market.id, &p, e);
}

static void facts(const struct meeting *m, struct table *t)
{
    int64_t room = 0;
    for (size_t i = 0; i < m->team.count; i++)
        room += m->team.one[i].capacity;
    table_fact(t, "people", NULL, cell_int((int64_t)m->count), 0);
    table_fact(t, "teammates", NULL, cell_int((int64_t)m->team.count), 0);
    table_fact(t, "capacity", NULL, cell_int(room), 0);
    table_fact(t, "owned", NULL, cell_int((int64_t)m->plan.owned), 0);
    table_fact(t, "backed_up", NULL, cell_int((int64_t)m->plan.backed), 0);
    table_fact(t, "owner_score", NULL, cell_int(m->plan.owner_score), 0);
    table_fact(t, "backup_score", NULL, cell_int(m->plan.backup_score), 0);
    table_fact(t, "optimal", NULL, cell_bool(true), 0);
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "last_plan_at", NULL, m->last.id ? cell_time(m->last.made_s) : none, 0);
    if (!m->count) {
        t->empty = STR("Nobody is chosen: no ranks, and nobody is decided for (kith decide).");
        return;
    }
    table_lead(t,
               "%zu of %zu people have an owner, %zu of these a back-up; ours have room for "
               "%lld.",
               m->plan.owned, m->count, m->plan.backed, (long long)room);
    table_note(t, "No other plan owns more people, or does so with better fitting owners; then, "
                  "with these owners, the same of back-ups.");
}

/* Whoever is named alone could be either. */
static void note_names(const struct meeting *m, struct table *t)
{
    for (size_t i = 0; i < m->team.count; i++) {
        for (size_t k = i + 1; k < m->team.count; k++) {
            if (!str_eq(m->team.one[i].name, m->team.one[k].name)) continue;
            table_note(t, "Two of ours are called %.*s: p%lld and p%lld; name them by these.",
                       STR_ARG(m->team.one[i].name), (long long)m->team.one[i].node,
                       (long long)m->team.one[k].node);
        }
    }
}

static struct table *table_of(struct arena *a, bool plan, bool matrix)
{
    if (matrix) return matrix_new(a);
    return plan ? table_new(a, "connect", columns, sizeof columns / sizeof *columns)
                : table_new(a, "connect", pair_columns, sizeof pair_columns / sizeof *pair_columns);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct meeting *m = arena_new(r->a, struct meeting, 1);
    bool matrix = request_has(r, "matrix");
    bool plan = !matrix && !request_has(r, "pairs");
    struct table *t = table_of(r->a, plan, matrix);
    struct str kind = STR("");
    enum status s = read_kind(r, &kind, e);
    if (!s && matrix && request_has(r, "pairs")) {
        s = err_set(e, BAD_USAGE, "want one of --pairs and --matrix");
    }
    if (!s) s = keep_pairing(r, kind, e);
    if (!s) s = meeting_load(r, m, t, e);
    if (s) return s;
    t->title = str_printf(r->a, "Who of ours meets whom in %.*s", STR_ARG(m->sc.market.name));
    scope_facts(t, &m->sc);
    facts(m, t);
    if (matrix) matrix_put(r, m, t);
    if (!plan && !matrix) put_pairs(r, m, t);
    for (size_t i = 0; i < m->count && plan; i++)
        put_row(r, m, i, t);
    if (m->count && (plan || matrix))
        scope_opens(r, &m->sc, node_public_id(r->a, m->traits[0].node, 'p'), t);
    if (plan) s = meeting_lists(r, m, t, e);
    if (!s && request_has(r, "keep")) s = keep_plan(r, m, e);
    if (s) return s;
    note_names(m, t);
    if (request_has(r, "keep")) {
        table_note(t, "This plan is kept.");
    } else if (!m->last.id) {
        struct str words = scope_words(r);
        table_note(t, "To keep it: %.*s",
                   STR_ARG(request_next(r, "connect %.*s%.*s --keep", STR_ARG(r->word[0]),
                                        STR_ARG(words))));
    }
    struct str scope = scope_sentence(r->a, &m->sc);
    table_note(t, "As asked: %.*s.", STR_ARG(scope));
    scope_notes(t, &m->sc);
    *ret = t;
    return OK;
}

const struct verb verb_connect = {
    .name = "connect",
    .words = "MARKET [PERSON TEAMMATE]",
    .summary = "which of ours should know whom: an owner and a back-up for each person",
    .details =
        "People: who is picked or pinned (kith decide); with -k N, or where nobody is, the first "
        "by "
        "reach as well; and who is pinned to one of ours. Ours: our staff (kith us) and who is "
        "tagged "
        "teammate; columns team, seniority (1 to 5), capacity (10 where nobody said), topics, "
        "languages, regions, training and policy of a people table tell what they bring.\n"
        "A pair scores reach times topic fit, seniority, existing tie, and language and region, "
        "each in percent ('why the owner'). The plan is an exact optimum: most people with an "
        "owner, then the best scores, then least change; back-ups after that, as well.\n"
        "Further lists: ours with their load, people nobody owns and why, what changes against the "
        "plan that was kept last, who can introduce, who was neglected (first tenth: 30 days, "
        "others: 90), whom several of ours asked within 30 days, and who wants to know us while "
        "nobody called.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 3,
    .run = run,
};

/* claim.c - verb: what do ours say whom they know, before anybody is asked? */
#include "connect/said.h"
#include "connect/team.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/refused.h"
#include "verb/scope.h"

static const char *const examples[] = {
    "kith claim security",
    "kith claim security --freeze 2026-1",
    "kith claim security claims.csv --freeze 2026-1",
    "kith claim security --only category:analyst --freeze 2026-1",
    "kith claim security 'Sue Park' 'Jane Doe' working",
    "kith claim security 'Sue Park' 'Jane Doe' --undo",
    "kith claim security --waves",
    NULL,
};

static const struct flag flags[] = {
    {"freeze", 0, "WAVE", "keep it under this name; from then on it does not change", false},
    {"name", 0, "NAME", "the market's name once more: what is frozen is never taken back", false},
    {"waves", 0, NULL, "what was frozen before, when, and who was asked and answered", false},
    {"undo", 0, NULL, "take back what TEAMMATE said here last of PERSON", false},
    {"only", 0, "QUERY", "ask about the people this query names, whether known or not", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"teammate", "teammate", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"strength", NULL, NULL, CELL_INT, 0, false},
    {"claimed", "claimed", NULL, CELL_TEXT, 0, false},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"person_id", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column wave_columns[] = {
    {"wave", "wave", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"frozen_at", "frozen", "UTC", CELL_TEXT, 0, false},
    {"claims", "claims", NULL, CELL_INT, 0, false},
    {"asked", "people asked about", NULL, CELL_INT, 0, false},
    {"answered", "answered", NULL, CELL_INT, 0, false},
    {"digest", "hash", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static enum status gather(struct request *r, const struct market *m, struct claims *ret,
                          struct table **ret_table, struct err *e)
{
    struct said said;
    *ret = (struct claims){0};
    if (r->word_count != 2) return claims_now(r->st, m, request_value(r, "only"), r->a, ret, e);
    if (request_has(r, "only")) {
        return err_set(e, BAD_USAGE,
                       "a file says whom to ask about; leave out --only, or the file");
    }
    enum status s = said_read(r->st, r->raw[1], SAID_CLAIMS, r->a, &said, e);
    if (s) return s;
    if (said.bad_count) return rows_refused(r, "claim", r->raw[1], &said, ret_table, e);
    said_claims(&said, r->a, ret);
    return OK;
}

static enum status put_rows(struct request *r, const struct claims *c, struct table *t,
                            struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < c->count && !s; i++) {
        const struct our_claim *x = &c->one[i];
        struct str name = STR_NONE;
        struct cell *row = table_row(t);
        s = node_name(r->st, x->person, r->a, &name, e);
        row[1] = cell_text(name);
        row[5] = cell_text(node_public_id(r->a, x->person, 'p'));
        if (!s && x->teammate) {
            s = node_name(r->st, x->teammate, r->a, &name, e);
            row[0] = cell_text(name);
            row[4] = cell_text(node_public_id(r->a, x->teammate, 'p'));
        }
        if (x->strength == STRENGTH_UNKNOWN) continue;
        row[2] = cell_int(x->strength);
        row[3] = cell_text(str_of(strength_words[x->strength]));
    }
    return s;
}

static void say(struct request *r, const struct market *m, const struct claims *c,
                const struct wave *w, struct table *t)
{
    if (w) {
        table_fact(t, "wave", "wave", cell_text(w->name), 0);
        table_fact(t, "frozen_at", NULL, cell_time(w->frozen_at_s), 0);
        table_fact(t, "digest", NULL, cell_text(w->digest), 0);
        table_lead(t, "Frozen: what %zu of ours say of %zu people. It does not change any more.",
                   c->teammates, c->people);
        table_note(t, "Next, ask them; then: %.*s",
                   STR_ARG(request_next(r, "confirm %.*s FILE --wave %.*s",
                                        STR_ARG(shell_word(r->a, m->name)),
                                        STR_ARG(shell_word(r->a, w->name)))));
    } else if (c->count) {
        table_lead(t, "Nothing is frozen yet: %zu of ours say something of %zu people.",
                   c->teammates, c->people);
        table_note(t, "To freeze it, before anybody is asked: %.*s",
                   STR_ARG(request_next(r, "claim %.*s --freeze WAVE",
                                        STR_ARG(shell_word(r->a, m->name)))));
    }
    if (c->ours) {
        table_note(t, "%zu claims are left out: their person is one of ours, too.", c->ours);
    }
}

/* ---- what was frozen ---- */

/* "2026-10-02 09:14" */
static struct str minute_of(struct arena *a, int64_t at_s)
{
    struct str iso = time_iso(a, at_s);
    return str_printf(a, "%.10s %.5s", iso.p, iso.p + 11);
}

static enum status put_wave(struct request *r, const struct wave *w, struct table *t, struct err *e)
{
    int64_t asked = 0;
    int64_t answered = 0;
    enum status s = wave_asked(r->st, w, &asked, &answered, e);
    struct cell *row = table_row(t);
    row[0] = cell_text(w->name);
    row[1] = cell_text(minute_of(r->a, w->frozen_at_s));
    row[2] = cell_int(w->claims);
    row[3] = cell_int(asked);
    row[4] = cell_int(answered);
    row[5] = cell_text(w->digest);
    return s;
}

/* Newest first; what is claimed now stands beside it, for whoever is about to freeze it. */
static enum status list_waves(struct request *r, const struct market *m, struct table **ret,
                              struct err *e)
{
    struct waves all;
    struct claims now;
    enum status s = waves_list(r->st, m, r->a, &all, e);
    if (!s) s = claims_now(r->st, m, STR(""), r->a, &now, e);
    if (s) return s;
    struct table *t = table_new(r->a, "claim", wave_columns, 6);
    t->title = str_printf(r->a, "What was frozen in %.*s", STR_ARG(m->name));
    t->empty = STR("Nothing is frozen yet; what is frozen can never be changed, so that no claim "
                   "gets better once the answers are known");
    table_fact(t, "market", NULL, cell_text(m->name), 0);
    table_fact(t, "claimed_now", "claimed now", cell_int((int64_t)now.count), 0);
    table_fact(t, "claimants", "teammates who claim", cell_int((int64_t)now.teammates), 0);
    for (size_t i = all.count; i-- > 0 && !s;)
        s = put_wave(r, &all.one[i], t, e);
    if (all.count) {
        const struct wave *w = &all.one[all.count - 1];
        table_lead(t, "Frozen: wave %.*s on %.*s, hash %.16s. It does not change any more.",
                   STR_ARG(w->name), STR_ARG(minute_of(r->a, w->frozen_at_s)), w->digest.p);
    }
    *ret = t;
    return s;
}

/* ---- what one of ours says, one by one ---- */

static enum status check_said(const struct request *r, struct err *e)
{
    bool undo = request_has(r, "undo");
    if (request_has(r, "freeze") || request_has(r, "waves") || request_has(r, "only")) {
        return err_set(e, BAD_USAGE, "what one of ours says of one person goes with no other flag");
    }
    if (undo == (r->word_count == 3)) return OK;
    return err_set(e, BAD_USAGE,
                   "want MARKET TEAMMATE PERSON STRENGTH, or MARKET TEAMMATE PERSON "
                   "--undo");
}

/* Names of the two, for the sentence. */
static enum status say_one(struct request *r, const struct say *x, struct str *ret, struct err *e)
{
    struct str mate = STR_NONE;
    struct str person = STR_NONE;
    int strength = STRENGTH_UNKNOWN;
    bool undo = request_has(r, "undo");
    enum status s =
        undo ? said_undo(r->st, x->teammate, x->person, e) : said_now(r->st, x, r->a, &strength, e);
    if (!s) s = node_name(r->st, x->teammate, r->a, &mate, e);
    if (!s) s = node_name(r->st, x->person, r->a, &person, e);
    if (s) return s;
    const char *said = strength == STRENGTH_UNKNOWN ? "unknown" : strength_words[strength];
    *ret = undo ? str_printf(r->a, "What %.*s said last of %.*s is taken back", STR_ARG(mate),
                             STR_ARG(person))
                : str_printf(r->a, "%.*s says of %.*s: %s", STR_ARG(mate), STR_ARG(person), said);
    return OK;
}

/* *ret: what became of it; STR_NONE: nothing was said. */
static enum status say_of(struct request *r, struct str *ret, struct err *e)
{
    struct say x = {.strength = r->word_count == 4 ? r->word[3] : STR("")};
    struct team team = {0};
    *ret = STR_NONE;
    if (r->word_count < 3 && !request_has(r, "undo")) return OK;
    enum status s = check_said(r, e);
    if (!s) s = person_find(r->st, r->word[1], r->a, &x.teammate, e);
    if (!s) s = person_find(r->st, r->word[2], r->a, &x.person, e);
    if (!s) s = team_load(r->st, r->a, &team, e);
    if (s) return s;
    if (team_find(&team, x.teammate) == team.count || team_find(&team, x.person) < team.count) {
        return err_set(e, BAD_INPUT,
                       "want one of ours, then somebody who is not: TEAMMATE PERSON; 'kith us' "
                       "tells who is ours");
    }
    return say_one(r, &x, ret, e);
}

/* ---- the answer ---- */

static enum status check_asked(const struct request *r, const struct market *m, struct err *e)
{
    struct str typed = str_trim(request_value(r, "name"));
    bool freezes = request_has(r, "freeze");
    if (request_has(r, "waves") && (freezes || r->word_count > 1 || request_has(r, "only"))) {
        return err_set(e, BAD_USAGE, "--waves stands alone");
    }
    if (!request_has(r, "name")) return OK;
    if (!freezes) return err_set(e, BAD_USAGE, "--name goes with --freeze WAVE");
    if (str_eq(typed, m->name)) return OK;
    return err_set(e, BAD_INPUT, "'%.*s' is not this market's name; to freeze, type %.*s",
                   STR_ARG(utf8_head(typed, 60)), STR_ARG(m->name));
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    struct claims c;
    struct wave w = {0};
    struct str said = STR_NONE;
    struct str name = request_value(r, "freeze");
    bool freezes = request_has(r, "freeze");
    int64_t read_s = 0;
    enum status s = market_load(r->st, r->word[0], r->a, &m, e);
    if (!s) s = check_asked(r, &m, e);
    if (!s && request_has(r, "waves")) return list_waves(r, &m, ret, e);
    if (!s) s = say_of(r, &said, e);
    if (!s) s = gather(r, &m, &c, ret, e);
    if (!s) s = query_ask(r->st, SQL_read_last, &read_s, e);
    if (!s && freezes) s = wave_freeze(r->st, &m, name, &c, r->a, &w, e);
    if (s) return s;
    struct table *t = table_new(r->a, "claim", columns, sizeof columns / sizeof *columns);
    t->title = str_printf(r->a, "What is claimed in %.*s", STR_ARG(m.name));
    t->empty =
        STR("Nothing is claimed yet: kith import a table of relationships (teammate, person, "
            "strength), or name whom to ask with --only QUERY");
    scope_of_market(t, &m, freezes ? w.frozen_at_s : read_s, STR_NONE);
    say(r, &m, &c, freezes ? &w : NULL, t);
    if (said.len) {
        t->lead = str_printf(r->a, "%.*s.%s%.*s", STR_ARG(said), t->lead.len ? " " : "",
                             STR_ARG(t->lead));
    }
    s = put_rows(r, &c, t, e);
    *ret = t;
    return s;
}

const struct verb verb_claim = {
    .name = "claim",
    .words = "MARKET [FILE | TEAMMATE PERSON STRENGTH]",
    .summary = "freeze what ours say whom they know, before anybody is asked",
    .details =
        "The first step of the perception audit. Shows what each of ours claims: of FILE, a table "
        "with columns teammate, person and strength (0 never met, 1 met once, 2 know each other, "
        "3 working, 4 close, 5 speaks for us), else of the relationships in the store; besides, "
        "whom to ask about of whom nobody claims anything: who is picked or pinned, or with "
        "--only whoever fits. --freeze keeps it as a wave.\n"
        "What is frozen does not change any more, so that nobody can better a claim once the "
        "answers are known; what is claimed later is a later wave. Everybody in FILE must be here "
        "already; a bad row is told with its line, and then nothing is kept.\n"
        "TEAMMATE PERSON STRENGTH says it of one person alone, from now on, as a table of "
        "relationships would; STRENGTH unknown takes it out of what is claimed.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 4,
    .run = run,
};

/* person.c - verb: what is known of one person? */
#include "verb/person.h"
#include "base/evidence.h"
#include "base/strength.h"
#include "base/time.h"
#include "find/behaviour.h"
#include "find/people.h"
#include "listen/identity.h"
#include "store/query.h"
#include "verb/related.h"

#include <math.h>
#include <string.h>

static const char *const examples[] = {
    "kith person 'Jane Doe'",
    "kith person jane@x.example --json",
    "kith person p12 -n 50",
    "kith person p12 --markets",
    NULL,
};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how much evidence in each direction, and how many relationships (10)",
     false},
    {"months", 0, NULL, "also when something was heard of them, month by month", false},
    {"markets", 0, NULL, "instead, their place and reach in each market", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column known_columns[] = {
    {"what", "known", NULL, CELL_TEXT, 0, false},
    {"value", "", NULL, CELL_TEXT, 0, true},
};

static const struct column behaviour_columns[] = {
    {"behaviour", "behaviour", NULL, CELL_TEXT, 0, false},
    {"value", "value", NULL, CELL_TEXT, 0, false},
    {"meaning", "meaning", NULL, CELL_TEXT, 0, true},
};

static const struct column evidence_columns[] = {
    {"at", "day", "UTC", CELL_TIME, 0, false},     {"person", "who", NULL, CELL_TEXT, 0, true},
    {"verb", "how", NULL, CELL_TEXT, 0, false},    {"about", "about", NULL, CELL_TEXT, 0, true},
    {"source", NULL, NULL, CELL_TEXT, 0, false},   {"where", "where", NULL, CELL_TEXT, 0, true},
    {"evidence", NULL, NULL, CELL_TEXT, 0, false}, {"id", NULL, NULL, CELL_TEXT, 0, false},
};
enum { EVIDENCE_COLUMNS = sizeof evidence_columns / sizeof *evidence_columns };

static const struct column corrected_columns[] = {
    {"field", "field", NULL, CELL_TEXT, 0, false},
    {"value", "corrected", NULL, CELL_TEXT, 0, true},
    {"was", "was", NULL, CELL_TEXT, 0, true},
    {"reason", "why", NULL, CELL_TEXT, 0, true},
    {"said_by", "said by", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

static const struct column relation_columns[] = {
    {"with", "with", NULL, CELL_TEXT, 0, true},
    {"said_by", "said by", NULL, CELL_TEXT, 0, false},
    {"strength", NULL, "0 to 5", CELL_INT, 0, false},
    {"how", "how well", NULL, CELL_TEXT, 0, false},
    {"wanted", "wanted", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"view", "view of us", "-2 to 2", CELL_INT, 0, COLUMN_GOES},
    {"cause", "cause", NULL, CELL_TEXT, 0, true},
    {"since", "since", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"at", "said", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

static void put_known(struct table *t, struct str what, struct str value)
{
    if (!value.len) return;
    struct cell *row = table_row(t);
    row[0] = cell_text(what);
    row[1] = cell_text(value);
}

static enum status put_accounts(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_accounts, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct str channel = query_str(q, 0);
        struct str handle = query_str(q, 1);
        put_known(t, STR("account"),
                  str_printf(r->a, "%.*s: %.*s", STR_ARG(channel), STR_ARG(handle)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_aliases(struct request *r, struct table *t, int64_t id, struct str name,
                               struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_aliases, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct str other = str_copy(r->a, query_str(q, 0));
        if (!str_eq(other, name)) put_known(t, STR("also called"), other);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What their profiles call their own, and what became of that. */
static enum status put_claims(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_claims, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        const char *state = query_i64(q, 4)   ? "theirs"
                            : query_i64(q, 3) ? "checked by the source"
                                              : "nobody confirms it";
        put_known(t, STR("claims"),
                  str_printf(r->a, "%.*s: %.*s, says %.*s (%s)", STR_ARG(query_str(q, 0)),
                             STR_ARG(query_str(q, 1)), STR_ARG(query_str(q, 2)), state));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_affils(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_affils, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct buf b = buf_new(r->a);
        buf_add(&b, query_str(q, 0));
        struct str since = time_day(r->a, query_time(q, 3));
        struct str until = time_day(r->a, query_time(q, 4));
        if (since.len) buf_addf(&b, ", since %.*s", STR_ARG(since));
        if (until.len) {
            buf_addf(&b, ", until %.*s%s", STR_ARG(until),
                     query_is_null(q, 5) ? "" : " (a newer edition names another)");
        }
        put_known(t, str_copy(r->a, query_str(q, 2)), buf_str(&b));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_tags(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_tags, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct str key = str_copy(r->a, query_str(q, 0));
        put_known(t, key, str_copy(r->a, query_str(q, 1)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_deals(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_deals, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct buf b = buf_new(r->a);
        buf_add(&b, query_str(q, 0));
        if (!query_is_null(q, 1)) buf_addf(&b, ", %.*s", STR_ARG(query_str(q, 1)));
        if (!query_is_null(q, 3)) buf_addf(&b, ", %.*s", STR_ARG(query_str(q, 3)));
        struct str day = time_day(r->a, query_time(q, 5));
        if (day.len) buf_addf(&b, ", %.*s", STR_ARG(day));
        put_known(t, str_printf(r->a, "deal, as %.*s", STR_ARG(query_str(q, 2))), buf_str(&b));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_responses(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_responses, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct buf b = buf_new(r->a);
        buf_add(&b, query_str(q, 0));
        if (query_str(q, 1).len) buf_addf(&b, ", wave %.*s", STR_ARG(query_str(q, 1)));
        struct str day = time_day(r->a, query_time(q, 2));
        if (day.len) buf_addf(&b, ", %.*s", STR_ARG(day));
        buf_addf(&b, ", %lld answers", (long long)query_i64(q, 3));
        put_known(t, STR("survey"), buf_str(&b));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Why these accounts are one person. */
static enum status put_joins(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_joins, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct buf b = buf_new(r->a);
        buf_addf(&b, "%.*s and %.*s: %.*s", STR_ARG(query_str(q, 1)), STR_ARG(query_str(q, 2)),
                 STR_ARG(query_str(q, 5)));
        if (!query_is_null(q, 4)) {
            buf_addf(&b, " (%.2f sure)", identity_confidence(query_double(q, 4)));
        }
        buf_addf(&b, ", pair %lld", (long long)query_i64(q, 0));
        put_known(t, str_copy(r->a, query_str(q, 3)), buf_str(&b));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_behaviours(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct node_map nodes = {0};
    struct behaviours b = {0};
    enum status s = nodes_load(r->st, r->a, &nodes, e);
    if (!s) s = behaviours_load(r->st, &nodes, (1U << BEHAVIOUR_COUNT) - 1, r->a, &b, e);
    for (int i = 0; i < BEHAVIOUR_COUNT && !s; i++) {
        double value = b.value[i] ? b.value[i][id] : NAN;
        if (isnan(value)) continue;
        struct cell *row = table_row(t);
        bool date = strcmp(behaviour_infos[i].unit, "date") == 0;
        row[0] = cell_text(str_of(behaviour_infos[i].name));
        row[1] = cell_text(date ? time_day(r->a, (int64_t)value) : str_printf(r->a, "%g", value));
        row[2] = cell_text(str_of(behaviour_infos[i].meaning));
    }
    return s;
}

static enum status put_evidence(struct request *r, struct table *t, enum sql name, int64_t id,
                                struct err *e)
{
    struct query *q = NULL;
    int64_t rows = 10;
    enum status s = request_i64(r, "rows", 0, 100000, &rows, e);
    if (!s) s = query_open(r->st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    query_bind_i64(q, 2, rows);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        int64_t verb = query_i64(q, 1);
        struct str source = str_copy(r->a, query_str(q, 3));
        row[0] = cell_time(query_time(q, 0));
        row[1] = cell_text(str_copy(r->a, query_str(q, 2)));
        if (verb > 0 && verb < VERB_COUNT) row[2] = cell_text(str_of(verb_infos[verb].name));
        row[3] = query_is_null(q, 5) ? row[3] : cell_text(str_copy(r->a, query_str(q, 5)));
        row[4] = cell_text(source);
        row[5] = cell_text(place_shown(r->a, source, str_copy(r->a, query_str(q, 4))));
        row[6] = cell_text(str_printf(r->a, "e%lld", (long long)query_i64(q, 6)));
        row[7] = cell_text(node_public_id(r->a, query_i64(q, 7), 'p'));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_relations(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_relations, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        int64_t strength = query_i64(q, 2);
        row[0] =
            cell_text(query_is_null(q, 0) ? STR("all of us") : str_copy(r->a, query_str(q, 0)));
        row[1] = cell_text(str_copy(r->a, query_str(q, 1)));
        if (!query_is_null(q, 2)) row[2] = cell_int(strength);
        if (!query_is_null(q, 2)) row[3] = cell_text(str_of(strength_words[strength]));
        if (!query_is_null(q, 5)) row[4] = cell_bool(query_i64(q, 5) != 0);
        if (!query_is_null(q, 3)) row[5] = cell_int(query_i64(q, 3));
        if (!query_is_null(q, 4)) row[6] = cell_text(str_copy(r->a, query_str(q, 4)));
        row[7] = cell_time(query_time(q, 6));
        row[8] = cell_time(query_time(q, 7));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What was found to be wrong, and holds whatever sources say. Left out where nothing was. */
static enum status put_corrections(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct query *q = NULL;
    struct table *more = NULL;
    enum status s = query_open(r->st, SQL_corrections_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        if (!more) more = table_more(t, "corrections", corrected_columns, 6);
        more->title = STR("Corrected, whatever sources say");
        struct cell *row = table_row(more);
        for (int i = 0; i < 5; i++)
            row[i] = cell_text(str_copy(r->a, query_str(q, i)));
        row[5] = cell_time(query_time(q, 5));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Of one of ours: with everybody; of anybody else: with ours. Left out where nothing was seen. */
static enum status put_seen(struct request *r, struct table *t, int64_t id, struct err *e)
{
    struct team team = {0};
    int64_t one[] = {id};
    struct node_set people = {one, 1};
    struct seen_ask ask = {.team = &team};
    struct seen seen = {0};
    int64_t rows = 10;
    enum status s = request_i64(r, "rows", 0, 100000, &rows, e);
    if (!s) s = team_load(r->st, r->a, &team, e);
    if (s || !team.count) return s;
    if (team_find(&team, id) < team.count) {
        ask.teammate = id;
    } else {
        ask.people = &people;
    }
    s = seen_when(r->st, TIME_NONE, &ask, e);
    if (!s) s = seen_load(r->st, &ask, r->a, &seen, e);
    if (s || !seen.count) return s;
    struct table *more = table_more(t, "seen", related_columns, RELATED_COLUMNS);
    more->title = STR("Relationships as they were seen");
    return related_put(r, &seen, ask.as_of_s, (size_t)rows, more, e);
}

/* "Marta Sobol (p25): consultant; Independent consultant; PL. Last heard of on 2026-04-09, …" */
static void lead(const struct card *card, struct table *t)
{
    const struct str parts[] = {card->categories, card->title, card->orgs, card->country};
    struct buf b = buf_new(t->a);
    buf_addf(&b, "%.*s (%.*s)%s", STR_ARG(card->name), STR_ARG(card->id),
             card->staff ? ", one of ours" : "");
    const char *before = ": ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].len) continue;
        buf_adds(&b, before);
        buf_add(&b, parts[i]);
        before = "; ";
    }
    buf_addc(&b, '.');
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, "heard_last") == 0) {
            buf_addf(&b, " Last heard of on %.*s", STR_ARG(time_day(t->a, f->value.i)));
        } else if (strcmp(f->name, "silence_days") == 0) {
            buf_addf(&b, "; the longest silence was %lld days", (long long)f->value.i);
        }
    }
    if (b.p[b.len - 1] != '.') buf_addc(&b, '.');
    t->lead = buf_str(&b);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t id = 0;
    struct card card;
    enum status s = person_find(r->st, r->word[0], r->a, &id, e);
    if (!s) s = card_load(r->st, id, r->a, &card, e);
    if (s) return s;
    if (request_has(r, "markets")) return person_markets(r, &card, ret, e);
    struct table *t = table_new(r->a, "person", known_columns, 2);
    table_fact(t, "id", NULL, cell_text(card.id), 0);
    table_fact(t, "name", NULL, cell_text(card.name), 0);
    table_fact(t, "staff", NULL, cell_bool(card.staff), 0);
    t->title = str_printf(r->a, "%.*s (%.*s)%s", STR_ARG(card.name), STR_ARG(card.id),
                          card.staff ? ", one of ours" : "");
    put_known(t, STR("job title"), card.title);
    put_known(t, STR("country"), card.country);
    s = put_aliases(r, t, id, card.name, e);
    if (!s) s = put_accounts(r, t, id, e);
    if (!s) s = put_joins(r, t, id, e);
    if (!s) s = put_claims(r, t, id, e);
    if (!s) s = put_affils(r, t, id, e);
    if (!s) s = put_tags(r, t, id, e);
    if (!s) s = put_deals(r, t, id, e);
    if (!s) s = put_responses(r, t, id, e);
    if (!s) s = put_corrections(r, t, id, e);
    struct table *b = table_more(t, "behaviours", behaviour_columns, 3);
    b->title = STR("Over all that is in the store, of any topic");
    if (!s) s = put_behaviours(r, b, id, e);
    struct table *heeded = table_more(t, "heeded_by", evidence_columns, EVIDENCE_COLUMNS);
    heeded->title = STR("Who heeds them, newest first");
    heeded->empty = STR("Nobody is known to.");
    if (!s) s = put_evidence(r, heeded, SQL_person_heeded, id, e);
    struct table *heeds = table_more(t, "heeds", evidence_columns, EVIDENCE_COLUMNS);
    heeds->title = STR("Whom they heed, newest first");
    heeds->empty = STR("Nobody that is known.");
    if (!s) s = put_evidence(r, heeds, SQL_person_heeds, id, e);
    struct table *known = table_more(t, "relationships", relation_columns, 9);
    known->title = STR("Which of us know them");
    known->empty = STR("Nobody said.");
    if (!s) s = put_relations(r, known, id, e);
    if (card.staff) known->title = STR("Whom they know");
    if (!s) s = put_seen(r, t, id, e);
    if (!s) s = person_course(r, id, t, e);
    if (!s) lead(&card, t);
    *ret = t;
    return s;
}

const struct verb verb_person = {
    .name = "person",
    .words = "NAME",
    .summary = "one person: accounts, affiliations, tags, behaviour, evidence",
    .details = "NAME is a name, an address, a handle or an id; a start that only one person has is "
               "enough. --markets has a row a market, with what 'kith find' of it says of the "
               "person, or why it says nothing; figures of two markets are never put together. The "
               "longest silence is between two days on which something stands of them, by them or "
               "by others.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

/* decide.c - verb: what did we decide about a person, and why? */
#include "base/limits.h"
#include "base/time.h"
#include "find/market.h"
#include "find/people.h"
#include "listen/webhook.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/decided.h"
#include "verb/scope.h"

static const char *const examples[] = {
    "kith decide security 'Jane Doe' veto --reason 'works for a rival now'",
    "kith decide security p12 pin --reason 'the board wants her in'",
    "kith decide security p12 clear --reason 'left the field'",
    "kith decide security p12 undo",
    "kith decide security p12,p40,p7 pick --reason 'spring: asked by the board'",
    "kith decide security",
    NULL,
};

static const struct flag flags[] = {
    {"reason", 0, "TEXT", "why; kept with the decision", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"decision", "decision", NULL, CELL_TEXT, 0, false},
    {"reason", "reason", NULL, CELL_TEXT, 0, true},
    {"at", "at", "UTC", CELL_TIME, 0, false},
};

static const char *const kinds[] = {"pick", "veto", "pin", "clear", NULL};

struct said { /* a decision, as it is kept */
    struct str kind, reason;
};

static enum status check(const struct request *r, struct said *ret, struct err *e)
{
    ret->kind = r->word_count == 3 ? r->word[2] : STR("");
    if (!str_among(ret->kind, kinds)) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is no decision; want MARKET PERSON and pick, veto, pin, clear or "
                       "undo",
                       STR_ARG(ret->kind));
    }
    ret->reason = str_trim(request_value(r, "reason"));
    if (!ret->reason.len || ret->reason.len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE,
                       "a decision is kept with its reason; say it with --reason "
                       "'TEXT'");
    }
    return OK;
}

static enum status tell_others(struct request *r, const struct market *m, int64_t person,
                               struct str kind, struct err *e)
{
    struct buf b = buf_new(r->a);
    buf_adds(&b, "{\"market\":");
    json_text(&b, m->name);
    buf_addf(&b, ",\"person\":\"p%lld\",\"decision\":\"%.*s\"}", (long long)person, STR_ARG(kind));
    return outbox_put(r->st, "decision.made", person, buf_str(&b), e);
}

/* What held before the newest decision, or that there was nothing. */
static enum status read_before(const struct request *r, const struct market *m, int64_t person,
                               struct said *ret, struct err *e)
{
    struct query *q = NULL;
    size_t n = 0;
    enum status s = query_open(r->st, SQL_decision_before, &q, e);
    if (!s) {
        query_bind_i64(q, 1, m->id);
        query_bind_i64(q, 2, person);
    }
    *ret = (struct said){STR("clear"), STR("taken back")};
    while (!s && (s = query_next(q, e)) == OK) {
        if (n++ != 1) continue;
        ret->kind = str_copy(r->a, query_str(q, 0));
        ret->reason = str_copy(r->a, query_str(q, 1));
    }
    query_close(q);
    if (s == DONE) s = OK;
    if (!s && !n) {
        return err_set(e, NOT_FOUND,
                       "nothing was decided about '%.*s' here; there is nothing to undo",
                       STR_ARG(r->word[1]));
    }
    return s;
}

static enum status keep_one(struct request *r, const struct market *m, int64_t person,
                            const struct said *said, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_decision_add, &q, e);
    if (!s) {
        query_bind_i64(q, 1, m->id);
        query_bind_i64(q, 2, person);
        query_bind_str(q, 3, said->kind);
        query_bind_str(q, 4, said->reason);
        query_bind_i64(q, 5, time_now());
        s = query_run(q, e);
    }
    query_close(q);
    return s ? s : tell_others(r, m, person, said->kind, e);
}

static enum status keep(struct request *r, const struct market *m, struct err *e)
{
    struct said said = {0};
    struct found_people who = {0};
    bool undo = r->word_count == 3 && str_is(r->word[2], "undo");
    enum status s = undo ? OK : check(r, &said, e);
    if (!s) s = persons_find(r->st, r->word[1], r->a, &who, e);
    if (!s && undo && who.count != 1) {
        s = err_set(e, BAD_USAGE, "undo takes back the newest decision about one person");
    }
    if (!s && undo) s = read_before(r, m, who.one[0], &said, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    for (size_t i = 0; i < who.count && !s; i++)
        s = keep_one(r, m, who.one[i], &said, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status list(struct request *r, const struct market *m, struct table *t,
                        int64_t *ret_last_s, struct err *e)
{
    struct decisions all;
    enum status s = decisions_load(r->st, m->id, r->a, &all, e);
    for (size_t i = 0; i < all.count && !s; i++) {
        struct card card;
        s = card_load(r->st, all.one[i].node, r->a, &card, e);
        if (s) break;
        struct cell *row = table_row(t);
        row[0] = cell_text(card.id);
        row[1] = cell_text(card.name);
        row[2] = cell_text(all.one[i].kind);
        row[3] = cell_text(all.one[i].reason);
        row[4] = cell_time(all.one[i].at_s);
        if (*ret_last_s == TIME_NONE || all.one[i].at_s > *ret_last_s)
            *ret_last_s = all.one[i].at_s;
    }
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    enum status s = market_load(r->st, r->word[0], r->a, &m, e);
    if (!s && r->word_count > 1) s = keep(r, &m, e);
    if (s) return s;
    struct table *t = table_new(r->a, "decide", columns, sizeof columns / sizeof *columns);
    int64_t last_s = TIME_NONE;
    s = list(r, &m, t, &last_s, e);
    scope_of_market(t, &m, last_s, STR_NONE);
    t->title = str_printf(r->a, "What was decided about %.*s", STR_ARG(m.name));
    t->empty = STR("Nothing yet: kith decide MARKET PERSON pick|veto|pin --reason TEXT");
    table_note(t, "'kith choose' leaves out who has a veto, and takes in who is picked or pinned; "
                  "the newest decision about a person holds.");
    *ret = t;
    return s;
}

const struct verb verb_decide = {
    .name = "decide",
    .words = "MARKET [PERSON pick|veto|pin|clear|undo]",
    .summary = "keep a human choice with its reason; choose honours it",
    .details = "pick: we take this person. pin: in any case, whatever the figures say. veto: not "
               "this one. clear: none of them any more. The newest decision about a person holds; "
               "all are kept. undo: the one before it holds again. Several people are ids with "
               "commas. With a "
               "market alone it lists "
               "what holds.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 3,
    .run = run,
};

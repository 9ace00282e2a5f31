/* correct.c - verb: what is right of a person, whatever sources say? */
#include "listen/correct.h"

#include "base/limits.h"
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/verb.h"

static const char *const examples[] = {
    "kith correct 'Jane Doe' --title CTO --reason 'she wrote so on 3 May'",
    "kith correct p12 --name 'Jane Doe' --org Acme --reason 'asked her'",
    "kith correct p12 --category none --reason 'no analyst any more'",
    "kith correct p12 --undo title",
    NULL,
};

static const struct flag flags[] = {
    {"name", 0, "TEXT", "what they are called", false},
    {"title", 0, "TEXT", "their job title; none: they have none", false},
    {"org", 0, "TEXT", "with whom they are now, several with ; between; none: with nobody", false},
    {"country", 0, "TEXT", "where they are; none: not known", false},
    {"category", 0, "TEXT", "what they are, several with ; between; none: nothing of that", false},
    {"reason", 0, "TEXT", "how that is known", false},
    {"undo", 0, "FIELD", "what sources say holds again: name, title, org, country, category",
     false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"field", "field", NULL, CELL_TEXT, 0, false},
    {"value", "corrected", NULL, CELL_TEXT, 0, true},
    {"was", "was", NULL, CELL_TEXT, 0, true},
    {"reason", "why", NULL, CELL_TEXT, 0, true},
    {"said_by", "said by", NULL, CELL_TEXT, 0, false},
    {"at", "at", "UTC", CELL_TIME, 0, false},
};

static enum status say_all(struct request *r, int64_t node, struct str reason, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; correct_fields[i] && !s; i++) {
        struct str value = str_trim(request_value(r, correct_fields[i]));
        if (!value.len) continue;
        const struct correction c = {.node = node,
                                     .field = str_of(correct_fields[i]),
                                     .value = str_is_nocase(value, "none") ? STR("") : value,
                                     .reason = reason,
                                     .by = r->by.len ? r->by : STR("terminal"),
                                     .at_s = time_now()};
        s = correct_say(r->st, &c, e);
    }
    return s;
}

static enum status undo(struct request *r, int64_t node, struct err *e)
{
    struct str field = request_value(r, "undo");
    if (str_among(field, correct_fields)) return correct_undo(r->st, node, field, time_now(), e);
    return err_set(e, BAD_USAGE, "--undo '%.*s', want name, title, org, country or category",
                   STR_ARG(field));
}

/* All that is said, or nothing of it. */
static enum status change(struct request *r, int64_t node, struct str reason, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = request_has(r, "undo") ? undo(r, node, e) : say_all(r, node, reason, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static size_t said_count(const struct request *r, bool *ret_long)
{
    size_t n = 0;
    for (size_t i = 0; correct_fields[i]; i++) {
        struct str value = str_trim(request_value(r, correct_fields[i]));
        n += value.len > 0;
        *ret_long |= value.len > NAME_BYTES_MAX;
    }
    return n;
}

static enum status check(const struct request *r, struct str *ret_reason, size_t *ret_said,
                         struct err *e)
{
    bool too_long = false;
    struct str reason = str_trim(request_value(r, "reason"));
    *ret_said = said_count(r, &too_long);
    *ret_reason = reason;
    if (request_has(r, "undo") && *ret_said) {
        return err_set(e, BAD_USAGE, "--undo stands alone; correct what is right in a second step");
    }
    if (too_long || reason.len > NAME_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "too long; want at most %d bytes", NAME_BYTES_MAX);
    }
    if (*ret_said && !reason.len) {
        return err_set(e, BAD_USAGE, "how is that known? --reason TEXT says it");
    }
    if (!*ret_said && reason.len) {
        return err_set(e, BAD_USAGE,
                       "what is right? say --name, --title, --org, --country or --category");
    }
    if (str_is_nocase(str_trim(request_value(r, "name")), "none")) {
        return err_set(e, BAD_USAGE,
                       "everybody is called something; 'kith erase' forgets somebody");
    }
    return OK;
}

static enum status list(struct request *r, int64_t node, struct table *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_corrections_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        for (int i = 0; i < 5; i++)
            row[i] = cell_text(str_copy(r->a, query_str(q, i)));
        row[5] = cell_time(query_time(q, 5));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t node = 0;
    size_t said = 0;
    struct card card;
    struct str reason = STR("");
    enum status s = check(r, &reason, &said, e);
    if (!s) s = person_find(r->st, r->word[0], r->a, &node, e);
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (!s && card.id.len && card.id.p[0] != 'p') {
        s = err_set(e, BAD_INPUT, "'%.*s' is no person", STR_ARG(r->word[0]));
    }
    if (!s && (said || request_has(r, "undo"))) s = change(r, node, reason, e);
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (s) return s;
    struct table *t = table_new(r->a, "correct", columns, sizeof columns / sizeof *columns);
    table_fact(t, "id", NULL, cell_text(card.id), 0);
    t->title = str_printf(r->a, "Corrected of %.*s (%.*s), whatever sources say",
                          STR_ARG(card.name), STR_ARG(card.id));
    t->empty = STR("Nothing; all stands as sources say.");
    *ret = t;
    return list(r, node, t, e);
}

const struct verb verb_correct = {
    .name = "correct",
    .words = "PERSON",
    .summary = "what is right of a person, whatever sources say",
    .details =
        "What is corrected stays so, however often sources that say otherwise are read "
        "again: what they said last is kept beside it and holds again with --undo. It is "
        "shown on the person's page with its reason, is part of 'kith export person', and "
        "goes with 'kith erase'. Without a flag it lists what was corrected. An account that "
        "is not theirs is parted with 'kith split', two people who are one with 'kith "
        "merge'.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

/* confirm.c - verb: what do the people themselves say? */
#include "connect/link.h"
#include "connect/said.h"
#include "find/people.h"
#include "verb/card.h"
#include "verb/refused.h"
#include "verb/scope.h"

static const char *const examples[] = {
    "kith confirm security answers.csv --wave 2026-1",
    "kith confirm security",
    "kith confirm security --links 2026-1 --until 2026-12-31 --csv > links.csv",
    NULL,
};

static const struct flag flags[] = {
    {"wave", 0, "WAVE", "of which claims they were asked (the newest)", false},
    {"links", 0, "WAVE", "a personal link to answer by for everybody asked about", false},
    {"until", 0, "DATE", "when those links end", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column link_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"accounts", NULL, NULL, CELL_TEXT, 0, false},
    {"token", "token", NULL, CELL_TEXT, 0, false},
};

static const struct column asked_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"answered", "answered", NULL, CELL_TIME, 0, false},
};

static const struct column columns[] = {
    {"line", "line", NULL, CELL_INT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"teammate", "of ours", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"confirmed", NULL, NULL, CELL_INT, 0, false},
    {"says", "says", NULL, CELL_TEXT, 0, false},
};

static enum status put_links(struct request *r, const struct links *l, struct table *t,
                             struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < l->count && !s; i++) {
        struct card card;
        s = card_load(r->st, l->one[i].person, r->a, &card, e);
        if (s) break;
        struct cell *row = table_row(t);
        row[0] = cell_text(card.id);
        row[1] = cell_text(card.name);
        row[2] = cell_text(card.accounts);
        row[3] = cell_text(l->one[i].token);
    }
    return s;
}

static enum status make_links(struct request *r, const struct market *m, struct table **ret,
                              struct err *e)
{
    struct wave w;
    struct links l;
    int64_t until_s = TIME_NONE;
    enum status s = request_time(r, "until", &until_s, e);
    if (!s && (r->word_count > 1 || request_has(r, "wave"))) {
        s = err_set(e, BAD_USAGE, "--links names the wave and takes no file");
    }
    if (!s && until_s == TIME_NONE) {
        s = err_set(e, BAD_USAGE, "a link ends some day; say when with --until DATE");
    }
    if (!s) s = wave_find(r->st, m, request_value(r, "links"), r->a, &w, e);
    if (!s) s = links_make(r->st, &w, time_now(), until_s, r->a, &l, e);
    if (s) return s;
    struct table *t = table_new(r->a, "confirm", link_columns, 4);
    t->title = STR("Personal links");
    scope_of_market(t, m, w.frozen_at_s, STR_NONE);
    table_fact(t, "wave", "wave", cell_text(w.name), 0);
    table_fact(t, "until", "end on", cell_time(until_s), 0);
    table_lead(t, "%zu links; they are shown this once, and those made before have ended.",
               l.count);
    table_note(t, "Keep this answer (--csv > FILE): the store holds only hashes of the tokens.");
    table_note(t,
               "Each is asked at /answer/TOKEN of 'kith serve': nobody signs in for it, it shows "
               "nothing of what is claimed, and it is good for one answer.");
    *ret = t;
    return put_links(r, &l, t, e);
}

static enum status put_rows(struct request *r, const struct said *said, struct table *t,
                            struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < said->count && !s; i++) {
        const struct said_row *x = &said->row[i];
        struct str name = STR_NONE;
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)x->line);
        s = node_name(r->st, x->person, r->a, &name, e);
        row[1] = cell_text(name);
        if (!s && x->teammate) {
            s = node_name(r->st, x->teammate, r->a, &name, e);
            row[2] = cell_text(name);
        }
        if (x->said.confirmed == STRENGTH_UNKNOWN) continue;
        row[3] = cell_int(x->said.confirmed);
        row[4] = cell_text(str_of(strength_words[x->said.confirmed]));
    }
    return s;
}

static enum status put_asked(struct request *r, const struct wave *w, struct table *t,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_wave_people, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->id);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        row[0] = cell_text(node_public_id(r->a, query_i64(q, 0), 'p'));
        row[1] = cell_int(query_i64(q, 0));
        row[2] = cell_time(query_time(q, 1));
    }
    query_close(q);
    s = s == DONE ? OK : s;
    for (size_t i = 0; i < t->row_count && !s; i++) {
        struct cell *row = t->cells + i * t->column_count;
        struct str name = STR_NONE;
        s = node_name(r->st, row[1].i, r->a, &name, e);
        row[1] = cell_text(name);
    }
    return s;
}

/* Who is asked and who said something; not what. */
static enum status list_asked(struct request *r, const struct market *m, struct table **ret,
                              struct err *e)
{
    struct wave w;
    int64_t asked = 0;
    int64_t answered = 0;
    enum status s = wave_find(r->st, m, request_value(r, "wave"), r->a, &w, e);
    if (!s) s = wave_asked(r->st, &w, &asked, &answered, e);
    if (s) return s;
    struct table *t = table_new(r->a, "confirm", asked_columns, 3);
    t->title = str_printf(r->a, "Whom wave %.*s asks about", STR_ARG(w.name));
    table_fact(t, "market", NULL, cell_text(m->name), 0);
    table_fact(t, "audience", NULL, cell_text(m->audience), 0);
    table_fact(t, "wave", "wave", cell_text(w.name), 0);
    table_lead(t, "Asked about %lld people; %lld answered. Who has not is unknown, never a no.",
               (long long)asked, (long long)answered);
    *ret = t;
    return put_asked(r, &w, t, e);
}

static enum status bring_in(struct request *r, const struct market *m, struct table **ret,
                            struct err *e)
{
    struct wave w;
    struct said said;
    size_t news = 0;
    enum status s = wave_find(r->st, m, request_value(r, "wave"), r->a, &w, e);
    if (!s) s = said_read(r->st, r->raw[1], SAID_ANSWERS, r->a, &said, e);
    if (!s) s = said_check(r->st, &w, &said, r->a, e);
    if (!s && said.bad_count) return rows_refused(r, "confirm", r->raw[1], &said, ret, e);
    if (!s) s = said_keep(r->st, &w, &said, &news, e);
    if (s) return s;
    struct table *t = table_new(r->a, "confirm", columns, sizeof columns / sizeof *columns);
    t->title = STR("What was answered");
    scope_of_market(t, m, w.frozen_at_s, STR_NONE);
    table_fact(t, "wave", "wave", cell_text(w.name), 0);
    table_fact(t, "new", NULL, cell_int((int64_t)news), 0);
    table_lead(t, "Answers: %zu; of them %zu say something new. The newest holds.", said.count,
               news);
    table_note(t, "Next: %.*s",
               STR_ARG(request_next(r, "audit %.*s --wave %.*s", STR_ARG(shell_word(r->a, m->name)),
                                    STR_ARG(shell_word(r->a, w.name)))));
    *ret = t;
    return put_rows(r, &said, t, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    enum status s = market_load(r->st, r->word[0], r->a, &m, e);
    if (s) return s;
    if (request_has(r, "links")) return make_links(r, &m, ret, e);
    if (request_has(r, "until")) return err_set(e, BAD_USAGE, "--until goes with --links WAVE");
    if (r->word_count < 2) return list_asked(r, &m, ret, e);
    return bring_in(r, &m, ret, e);
}

const struct verb verb_confirm = {
    .name = "confirm",
    .words = "MARKET [FILE]",
    .summary = "bring in what the people say, or make links by which they answer",
    .details =
        "The second step of the perception audit, after 'kith claim --freeze'. FILE has a row an "
        "answer: person, teammate (blank or *: any of us), confirmed (0 never met, 1 met once, 2 "
        "know each other, 3 working, 4 close, 5 speaks for us), wanted (yes or no: would they like "
        "a relationship), view (-2 against us to 2 for us), cause (why we are wrong, in a word or "
        "two) and confirmed_at. A blank is unknown, never no. All rows are taken or none; whoever "
        "is not here, not asked about, of two people's name, or on both sides is told by line. An "
        "answer given again corrects the one before; both are kept. Without FILE: whom the wave "
        "asks about, and who has answered, not what.\n"
        "--links makes a token of 256 random bits a person, shown once: only a keyed hash stays. "
        "It is answered at /answer/TOKEN of 'kith serve', without signing in; is good once and "
        "until --until, of one wave, and reads nothing but the names of ours who are asked about.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 2,
    .run = run,
};

/* log.c - verb: what passed between one of ours and a person? */
#include "verb/log.h"

#include "base/limits.h"
#include "base/time.h"
#include "connect/task.h"
#include "find/people.h"
#include "listen/ledger.h"

#include <string.h>

static const char *const examples[] = {
    "kith log 'Sue Park' 'Jane Doe' briefing --note 'the new release'",
    "kith log p7 jane@x.example call --at 2026-05-04 --by them --note 'asked for figures'",
    "kith log p7 p12 --task 'send figures' --due 2026-05-11",
    "kith log 'Sue Park' 'Jane Doe'",
    "kith log 'Sue Park' 'Jane Doe' meeting --replaces a12 --note 'it was a meeting'",
    "kith log --undo a12",
    "kith log --tasks",
    "kith log --done t3",
    NULL,
};

static const struct flag flags[] = {
    {"at", 0, "DATE", "when, as 2026-05-04 or '2026-05-04 15:30', UTC (now)", false},
    {"by", 0, "us|them|both", "who told whom (as the kind usually is)", false},
    {"against", 0, NULL, "it spoke against the other side", false},
    {"note", 0, "TEXT", "what about", false},
    {"url", 0, "URL", "where it can be read", false},
    {"task", 0, "TEXT", "what this teammate has to do for this person", false},
    {"due", 0, "DATE", "by when", false},
    {"replaces", 0, "ID", "this is how the entry ID should have been", false},
    {"undo", 0, "ID", "take the entry ID back", false},
    {"tasks", 0, NULL, "open tasks instead, the longest overdue first", false},
    {"done", 0, "ID", "the task ID is done", false},
    {"rows", 'n', "N", "how many entries, the newest (50)", false},
    {NULL, 0, NULL, NULL, false},
};

/* Flags that say what happened. */
static const char *const saying[] = {"at",   "by",  "against",  "note", "url",
                                     "task", "due", "replaces", NULL};

/* ---- who ---- */

static enum status is_ours(struct request *r, int64_t node, bool *ret, struct err *e)
{
    int64_t ours = 0;
    enum status s = query_ask_of(r->st, SQL_ours_is, node, &ours, e);
    *ret = ours != 0;
    return s;
}

static enum status wrong_sides(struct request *r, struct log_who who, bool mate, bool person,
                               struct err *e)
{
    struct str first = r->word[0];
    struct str second = r->word[1];
    if (!mate && person) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is not one of ours, '%.*s' is: the other way round, TEAMMATE PERSON",
                       STR_ARG(first), STR_ARG(second));
    }
    if (!mate) {
        struct str id = node_public_id(r->a, who.teammate, 'p');
        return err_set(e, BAD_INPUT,
                       "'%.*s' (%.*s) is not one of ours; want TEAMMATE PERSON, or tag them (kith "
                       "tag %.*s teammate)",
                       STR_ARG(first), STR_ARG(id), STR_ARG(id));
    }
    return err_set(e, BAD_INPUT,
                   "'%.*s' is one of ours, and the log is of ours with others; want TEAMMATE "
                   "PERSON",
                   STR_ARG(second));
}

/* The words that name people: one of either side, or one of each. */
static enum status who_is_named(struct request *r, struct log_who *ret, struct err *e)
{
    int64_t node[2] = {0, 0};
    bool ours[2] = {false, false};
    size_t n = r->word_count < 2 ? r->word_count : 2;
    enum status s = OK;
    for (size_t i = 0; i < n && !s; i++) {
        s = person_find(r->st, r->word[i], r->a, &node[i], e);
        if (!s) s = is_ours(r, node[i], &ours[i], e);
    }
    if (s) return s;
    *ret = (struct log_who){node[0], node[1]};
    if (n == 1 && !ours[0]) *ret = (struct log_who){0, node[0]};
    return n == 2 && (!ours[0] || ours[1]) ? wrong_sides(r, *ret, ours[0], ours[1], e) : OK;
}

/* ---- what was said ---- */

/* "a12", "12" */
static enum status read_id(const struct request *r, const char *flag, char letter, int64_t *ret,
                           struct err *e)
{
    struct str s = str_trim(request_value(r, flag));
    if (s.len && ascii_lower(s.p[0]) == letter) s = str_skip(s, 1);
    if (str_to_i64(s, ret) && *ret > 0) return OK;
    return err_set(e, BAD_USAGE, "--%s '%.*s', want the id of %s, such as %c12", flag,
                   STR_ARG(request_value(r, flag)), letter == 'a' ? "an entry" : "a task", letter);
}

static enum status read_kind(struct request *r, enum activity_kind *ret, struct err *e)
{
    struct str word = r->word[2];
    *ret = activity_of(word);
    if (*ret != ACTIVITY_NONE) return OK;
    const char *near = activity_near(word);
    if (near) {
        return err_set(e, BAD_USAGE, "'%.*s' is no kind; did you mean '%s'?", STR_ARG(word), near);
    }
    return err_set(e, BAD_USAGE, "'%.*s' is no kind, want %s", STR_ARG(word), activity_names(r->a));
}

static enum status read_text(const struct request *r, const char *flag, struct str *ret,
                             struct err *e)
{
    *ret = str_trim(request_value(r, flag));
    if (request_has(r, flag) && !ret->len) {
        return err_set(e, BAD_USAGE, "--%s is empty; say something, or leave it out", flag);
    }
    if (ret->len <= TEXT_BYTES_MAX) return OK;
    return err_set(e, BAD_USAGE, "--%s of more than %d bytes; say it shorter", flag,
                   TEXT_BYTES_MAX);
}

static enum status read_url(const struct request *r, struct str *ret, struct err *e)
{
    static const char *const schemes[] = {"https://", "http://", "mid:", NULL};
    enum status s = read_text(r, "url", ret, e);
    if (s || !ret->len) return s;
    for (size_t i = 0; schemes[i]; i++) {
        bool blank = str_find(*ret, ' ') < ret->len;
        if (str_starts_nocase(*ret, schemes[i]) && ret->len > strlen(schemes[i]) && !blank) {
            return OK;
        }
    }
    return err_set(e, BAD_USAGE, "--url '%.*s', want an address that begins with https://",
                   STR_ARG(utf8_head(*ret, 80)));
}

static enum status read_at(struct request *r, int64_t now_s, int64_t *ret, struct err *e)
{
    enum status s = request_time(r, "at", ret, e);
    if (s || *ret <= now_s) return s;
    return err_set(e, BAD_USAGE,
                   "--at %.*s is in the future (now %.*s); what is to come is a task: --task TEXT "
                   "--due DATE",
                   STR_ARG(request_value(r, "at")), STR_ARG(time_iso(r->a, now_s)));
}

static enum status read_due(const struct request *r, int64_t now_s, int64_t *ret, struct err *e)
{
    *ret = TIME_NONE;
    if (request_has(r, "due") && !request_has(r, "task")) {
        return err_set(e, BAD_USAGE,
                       "--due is of a task; say what has to be done with --task TEXT");
    }
    enum status s = request_time(r, "due", ret, e);
    if (s || *ret == TIME_NONE || *ret / DAY_S >= now_s / DAY_S) return s;
    return err_set(e, BAD_USAGE, "--due %.*s is over already; want today or later",
                   STR_ARG(request_value(r, "due")));
}

static enum status read_by(const struct request *r, enum activity_by *ret, struct err *e)
{
    struct str by = request_value(r, "by");
    if (!by.p || activity_by_of(by, ret)) return OK;
    return err_set(e, BAD_USAGE, "--by '%.*s', want us, them or both", STR_ARG(by));
}

/* ---- writing ---- */

struct writing {
    struct request *r;
    struct stmts stmts;
    struct persons persons;
    struct log_who who;
    struct account teammate, person;
    struct activity x;
    bool logs; /* a kind is named; else only a task */
    struct task_new task;
    struct buf lead;
};

static enum status account_for(struct writing *w, int64_t node, struct account *ret, struct err *e)
{
    int64_t id = 0;
    enum status s = query_ask_of(w->r->st, SQL_wave_account, node, &id, e);
    if (s == NOT_FOUND) {
        return err_set(e, BAD_INPUT, "p%lld has no account here; tell one with 'kith import'",
                       (long long)node);
    }
    return s ? s : account_load(&w->persons, id, ret, e);
}

/* A correction stays with the two that it corrects. */
static enum status read_replaced(struct writing *w, struct err *e)
{
    struct ledger_row row;
    enum status s = read_id(w->r, "replaces", 'a', &w->x.replaces, e);
    if (!s) s = ledger_row_load(&w->stmts, w->x.replaces, &row, e);
    if (!s) s = ledger_row_holds(&row, e);
    if (!s) s = account_load(&w->persons, row.teammate, &w->teammate, e);
    if (!s) s = account_load(&w->persons, row.person, &w->person, e);
    if (s) return s;
    w->x.at_s = row.at_s;
    if (w->teammate.node == w->who.teammate && w->person.node == w->who.person) return OK;
    return err_set(e, BAD_INPUT,
                   "a%lld is of two others; take it back (kith log --undo a%lld) and log it anew",
                   (long long)row.id, (long long)row.id);
}

static enum status read_activity(struct writing *w, struct err *e)
{
    struct request *r = w->r;
    struct activity *x = &w->x;
    x->typed = true;
    enum status s = read_kind(r, &x->kind, e);
    if (s) return s;
    x->by = activity_infos[x->kind].by;
    x->against = request_has(r, "against");
    if (request_has(r, "replaces")) s = read_replaced(w, e);
    if (!s) s = read_at(r, x->now_s, &x->at_s, e);
    if (!s) s = read_by(r, &x->by, e);
    if (!s) s = read_text(r, "note", &x->note, e);
    if (!s) s = read_url(r, &x->url, e);
    if (!s && x->kind == ACTIVITY_NOTE && !x->note.len) {
        s = err_set(e, BAD_USAGE, "a note says something; want --note TEXT");
    }
    return s;
}

static enum status keep_activity(struct writing *w, struct err *e)
{
    bool is_new = false;
    int64_t id = 0;
    enum status s = ledger_add(&w->stmts, &w->x, &id, &is_new, e);
    if (s) return s;
    w->task.activity = id;
    if (is_new && w->x.replaces) {
        buf_addf(&w->lead, "Logged as a%lld, in place of a%lld.", (long long)id,
                 (long long)w->x.replaces);
    } else if (is_new) {
        buf_addf(&w->lead, "Logged as a%lld.", (long long)id);
    } else if (w->x.replaces && id != w->x.replaces) {
        return err_set(e, BAD_INPUT,
                       "a%lld says the same already; take a%lld back: kith log --undo a%lld",
                       (long long)id, (long long)w->x.replaces, (long long)w->x.replaces);
    } else {
        buf_addf(&w->lead, "The same is in the log already, as a%lld.", (long long)id);
    }
    return OK;
}

static enum status keep_task(struct writing *w, struct err *e)
{
    int64_t id = 0;
    enum status s = task_add(w->r->st, &w->task, &id, e);
    if (s) return s;
    const char *gap = w->lead.len ? " " : "";
    if (id) {
        buf_addf(&w->lead, "%sTask t%lld is open.", gap, (long long)id);
    } else {
        buf_addf(&w->lead, "%sThat task is open already.", gap);
    }
    return OK;
}

static enum status keep(struct writing *w, struct err *e)
{
    struct store *st = w->r->st;
    enum status s = store_begin(st, e);
    if (s) return s;
    if (w->logs) s = keep_activity(w, e);
    if (!s && w->task.text.len) s = keep_task(w, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

static enum status read_all(struct writing *w, struct err *e)
{
    struct request *r = w->r;
    enum status s = who_is_named(r, &w->who, e);
    if (!s) s = account_for(w, w->who.teammate, &w->teammate, e);
    if (!s) s = account_for(w, w->who.person, &w->person, e);
    if (!s) s = read_text(r, "task", &w->task.text, e);
    if (!s) s = read_due(r, w->x.now_s, &w->task.due_s, e);
    if (!s && w->logs) s = read_activity(w, e);
    w->task.teammate = w->teammate.id;
    w->task.person = w->person.id;
    return s;
}

static enum status add(struct request *r, struct table **ret, struct err *e)
{
    struct writing *w = arena_new(r->a, struct writing, 1);
    int64_t now_s = time_now();
    w->r = r;
    w->stmts = (struct stmts){.st = r->st};
    w->persons = persons_new(&w->stmts, r->a, 0);
    w->x = (struct activity){
        .at_s = now_s, .now_s = now_s, .teammate = &w->teammate, .person = &w->person};
    w->task.now_s = now_s;
    w->logs = r->word_count == 3;
    w->lead = buf_new(r->a);
    enum status s = read_all(w, e);
    if (!s) s = keep(w, e);
    stmts_close(&w->stmts);
    if (s) return s;
    return w->logs ? log_table(r, w->who, buf_str(&w->lead), ret, e)
                   : log_tasks_table(r, w->who, buf_str(&w->lead), ret, e);
}

static enum status take_back(struct request *r, struct table **ret, struct err *e)
{
    struct stmts stmts = {.st = r->st};
    struct persons persons = persons_new(&stmts, r->a, 0);
    struct account teammate = {0};
    struct account person = {0};
    struct ledger_row row;
    int64_t id = 0;
    enum status s = read_id(r, "undo", 'a', &id, e);
    if (!s) s = ledger_row_load(&stmts, id, &row, e);
    if (!s) s = account_load(&persons, row.teammate, &teammate, e);
    if (!s) s = account_load(&persons, row.person, &person, e);
    if (!s) s = store_begin(r->st, e);
    if (!s) {
        s = ledger_take_back(&stmts, id, time_now(), e);
        if (!s) s = store_commit(r->st, e);
        if (s) store_rollback(r->st);
    }
    stmts_close(&stmts);
    if (s) return s;
    struct str lead = str_printf(r->a, "a%lld is taken back.", (long long)id);
    return log_table(r, (struct log_who){teammate.node, person.node}, lead, ret, e);
}

static enum status finish_task(struct request *r, struct table **ret, struct err *e)
{
    int64_t id = 0;
    enum status s = read_id(r, "done", 't', &id, e);
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = task_done(r->st, id, time_now(), e);
    if (!s) s = store_commit(r->st, e);
    if (s) store_rollback(r->st);
    if (s) return s;
    struct str lead = str_printf(r->a, "t%lld is done.", (long long)id);
    return log_tasks_table(r, (struct log_who){0, 0}, lead, ret, e);
}

/* ---- which of these is asked? ---- */

static const char *said_flag(const struct request *r)
{
    for (size_t i = 0; saying[i]; i++) {
        if (request_has(r, saying[i])) return saying[i];
    }
    return NULL;
}

static enum status check_alone(const struct request *r, const char *flag, struct err *e)
{
    const char *said = said_flag(r);
    bool more = request_has(r, "tasks") || (request_has(r, "undo") && request_has(r, "done"));
    if (!r->word_count && !said && !more) return OK;
    return err_set(e, BAD_USAGE, "--%s ID stands alone: it names no people and nothing else", flag);
}

static enum status show(struct request *r, struct table **ret, struct err *e)
{
    struct log_who who = {0, 0};
    const char *said = said_flag(r);
    if (said && r->word_count < 2) {
        return err_set(e, BAD_USAGE,
                       "--%s is of something that happened; want TEAMMATE PERSON KIND", said);
    }
    if (said) {
        return err_set(e, BAD_USAGE, "--%s is of something that happened; say what: %s", said,
                       activity_names(r->a));
    }
    enum status s = who_is_named(r, &who, e);
    if (s) return s;
    return request_has(r, "tasks") ? log_tasks_table(r, who, STR(""), ret, e)
                                   : log_table(r, who, STR(""), ret, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    const char *alone = request_has(r, "undo") ? "undo" : request_has(r, "done") ? "done" : NULL;
    if (alone) {
        enum status s = check_alone(r, alone, e);
        if (s) return s;
        return request_has(r, "undo") ? take_back(r, ret, e) : finish_task(r, ret, e);
    }
    bool logs = r->word_count == 3;
    bool task = r->word_count == 2 && request_has(r, "task");
    if (logs && request_has(r, "tasks")) {
        return err_set(e, BAD_USAGE, "--tasks lists tasks; want no KIND beside it");
    }
    return logs || task ? add(r, ret, e) : show(r, ret, e);
}

const struct verb verb_log = {
    .name = "log",
    .words = "[TEAMMATE] [PERSON] [KIND]",
    .summary = "what passed between ours and a person; log it, and what is still to do",
    .details =
        "KIND is one of these. Formal: briefing, embargo, wire, call, meeting, mail. Social: "
        "message, reply, share, talk. Neither: gift, and note, which is no contact. Without KIND "
        "it lists, newest first, what was logged together with the evidence between the two sides "
        "(replies, meetings of calendars, …), of all, of one, or of two; the sum counts contacts, "
        "which side spoke, and the longest silence of a pair.\n"
        "Nothing is rewritten: --replaces puts a new entry in the place of one, at its time unless "
        "--at says another; --undo takes one back; both stay in the store. --task opens a task for "
        "this teammate, also without a KIND. Mailboxes and tables are read with 'kith import' "
        "(--ledger of a mailbox).",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 0,
    .words_most = 3,
    .run = run,
};

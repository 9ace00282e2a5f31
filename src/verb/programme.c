/* programme.c - verb: what are we doing, for whom, at what cost, and did it work? */
#include "verb/programme.h"

#include "base/limits.h"
#include "base/time.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/strategy.h"

#include <math.h>

static const char *const examples[] = {
    "kith programme add advisers --market security --objective 'be understood by who advises'",
    "kith programme criteria advisers 'category:consultant and answers>=5'",
    "kith programme nominate advisers 'Jane Doe' --reason 'named by nine buyers'",
    "kith programme nominate advisers p12,p40,p7 --reason 'the set of spring'",
    "kith programme admit advisers 'Jane Doe' --reason 'fits, and wants to'",
    "kith programme stage advisers 'Jane Doe' thanked --reason 'Sue wrote to her'",
    "kith programme thank advisers 'Jane Doe' --text 'your answer on quotas saved us a week'",
    "kith programme cost advisers 1200 EUR --category consultant --at 2026-05-04",
    "kith programme feedback advisers 'Jane Doe' 'the manual is out of date' --to product",
    "kith programme done advisers e12 --what 'rewritten in 2.1'",
    "kith programme start advisers --random pairs",
    "kith programme result advisers",
    "kith programme review advisers",
    "kith programme growth advisers --every quarter",
    "kith programme undo advisers e12",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "add: in which market", false},
    {"objective", 0, "TEXT", "add: what for", false},
    {"reason", 0, "TEXT", "why; kept with the entry", false},
    {"stage", 0, "STAGE", "criteria: of leaving that stage, not of entry", false},
    {"text", 0, "TEXT", "thank: in which words", false},
    {"anyway", 0, NULL, "thank: keep words that were nearly said to somebody else, too", false},
    {"to", 0, "product|sales|marketing|service", "feedback: for whom", false},
    {"what", 0, "TEXT", "done: what was done about it", false},
    {"category", 0, "CATEGORY", "cost: of influencers, as analyst", false},
    {"person", 0, "PERSON", "cost: on this one", false},
    {"teammate", 0, "TEAMMATE", "task: whose it is", false},
    {"due", 0, "DATE", "task: by when", false},
    {"at", 0, "DATE", "when it was so (now)", false},
    {"random", 0, "pairs|order", "start: what chance decides, one of each pair or who when", false},
    {"people", 0, "N", "start: how many, those who reach most (all)", false},
    {"all", 0, NULL, "result: figures that serve nothing the market is after, too", false},
    {"rows", 0, "OUTCOME", "result: the rows behind its figures, or those of an objective", false},
    {"every", 0, "month|quarter", "growth: a row for each (quarter)", false},
    {NULL, 0, NULL, NULL, false},
};

/* ---- shared ---- */

enum status programme_again(struct programme_asked *p, struct err *e)
{
    enum status s = entries_load(p->r->st, p->programme.id, p->r->a, &p->entries, e);
    if (s) return s;
    members_find(&p->entries, p->r->a, &p->members);
    lot_read(&p->entries, p->r->a, &p->lot);
    return OK;
}

enum status programme_ask(struct request *r, struct programme_asked *ret, struct err *e)
{
    *ret = (struct programme_asked){.r = r, .now_s = time_now()};
    if (r->word_count < 2) {
        return err_set(e, BAD_USAGE,
                       "%.*s wants the NAME of a programme; 'kith programme list' tells them",
                       STR_ARG(r->word[0]));
    }
    enum status s = programme_load(r->st, r->word[1], r->a, &ret->programme, e);
    return s ? s : programme_again(ret, e);
}

enum status programme_person(struct programme_asked *p, int64_t *ret, int64_t *ret_account,
                             struct err *e)
{
    struct request *r = p->r;
    int64_t ours = 0;
    if (r->word_count < 3) {
        return err_set(e, BAD_USAGE, "%.*s wants NAME PERSON", STR_ARG(r->word[0]));
    }
    enum status s = person_find(r->st, r->word[2], r->a, ret, e);
    if (!s) s = query_ask_of(r->st, SQL_ours_is, *ret, &ours, e);
    if (!s && ours) {
        s = err_set(e, BAD_INPUT, "'%.*s' is one of ours; a programme is for people who are not",
                    STR_ARG(r->word[2]));
    }
    if (s) return s;
    s = query_ask_of(r->st, SQL_wave_account, *ret, ret_account, e);
    if (s != NOT_FOUND) return s;
    return err_set(e, BAD_INPUT, "p%lld has no account here; tell one with 'kith import'",
                   (long long)*ret);
}

enum status programme_member(struct programme_asked *p, struct member **ret, struct err *e)
{
    int64_t node = 0;
    int64_t account = 0;
    enum status s = programme_person(p, &node, &account, e);
    if (s) return s;
    *ret = member_of(&p->members, node);
    if (*ret && (*ret)->admitted) return OK;
    return err_set(e, NOT_FOUND,
                   "'%.*s' is not admitted; first: kith programme %s %.*s p%lld --reason TEXT",
                   STR_ARG(p->r->word[2]), *ret ? "admit" : "nominate",
                   STR_ARG(shell_word(p->r->a, p->programme.name)), (long long)node);
}

enum status programme_text(struct request *r, const char *flag, const char *why, struct str *ret,
                           struct err *e)
{
    *ret = str_trim(request_value(r, flag));
    if (ret->len && ret->len <= TEXT_BYTES_MAX) return OK;
    return err_set(e, BAD_USAGE, "%s; say it with --%s 'TEXT'", why, flag);
}

enum status programme_entry(struct programme_asked *p, const char *kind, const struct member *m,
                            struct entry *ret, struct err *e)
{
    *ret = (struct entry){.kind = str_of(kind),
                          .node = m ? m->node : 0,
                          .account = m ? m->account : 0,
                          .amount = NAN,
                          .at_s = p->now_s,
                          .made_at_s = p->now_s};
    enum status s = request_time(p->r, "at", &ret->at_s, e);
    if (s || ret->at_s <= p->now_s) return s;
    return err_set(e, BAD_USAGE, "--at %.*s is in the future (now %.*s); say it when it is so",
                   STR_ARG(request_value(p->r, "at")), STR_ARG(time_iso(p->r->a, p->now_s)));
}

enum status programme_write(struct programme_asked *p, const struct entry *x, int64_t *ret_id,
                            struct err *e)
{
    struct store *st = p->r->st;
    enum status s = store_begin(st, e);
    if (s) return s;
    s = entry_add(st, p->programme.id, x, ret_id, e);
    if (!s) s = store_commit(st, e);
    if (s) {
        store_rollback(st);
        return s;
    }
    return programme_again(p, e);
}

struct str entry_id(struct arena *a, int64_t id)
{
    return str_printf(a, "e%lld", (long long)id);
}

enum status entry_id_read(struct request *r, size_t word, int64_t *ret, struct err *e)
{
    struct str s = r->word_count > word ? r->word[word] : STR("");
    struct str number = s.len && ascii_lower(s.p[0]) == 'e' ? str_skip(s, 1) : s;
    if (str_to_i64(number, ret) && *ret > 0) return OK;
    return err_set(e, BAD_USAGE, "'%.*s', want the id of an entry, such as e12", STR_ARG(s));
}

int64_t programme_written(const struct programme_asked *p)
{
    int64_t last_s = TIME_NONE;
    for (size_t i = 0; i < p->entries.count; i++) {
        int64_t made_s = p->entries.one[i].made_at_s;
        if (last_s == TIME_NONE || made_s > last_s) last_s = made_s;
    }
    return last_s;
}

void programme_facts(struct table *t, const struct programme_asked *p, int64_t as_of_s,
                     struct str model)
{
    table_fact(t, "programme", NULL, cell_text(p->programme.name), 0);
    table_fact(t, "market", "market", cell_text(p->programme.market), 0);
    table_fact(t, "audience", NULL, cell_text(p->programme.audience), 0);
    table_fact(t, "objective", "objective", cell_text(p->programme.objective), 0);
    table_fact(t, "as_of", model.len ? "as of" : NULL, cell_time(as_of_s), 0);
    table_fact(t, "model", NULL, cell_text(model), 0);
}

/* ---- add, list, undo ---- */

static enum status add(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    struct strategy x;
    struct str objective;
    struct programme_asked p;
    if (r->word_count != 2 || !request_has(r, "market")) {
        return err_set(e, BAD_USAGE, "add wants NAME --market MARKET --objective TEXT");
    }
    enum status s = programme_text(r, "objective", "a programme is for something", &objective, e);
    if (!s) s = market_load(r->st, request_value(r, "market"), r->a, &m, e);
    if (!s) s = strategy_load(r->st, m.id, &x, e);
    if (!s) s = programme_add(r->st, m.id, r->word[1], objective, time_now(), e);
    if (!s) s = programme_ask(r, &p, e);
    if (!s) s = programme_show(&p, ret, e);
    if (s) return s;
    table_lead(*ret, "The programme '%.*s' is there.", STR_ARG(r->word[1]));
    if (!x.count) {
        struct str word = shell_word(r->a, m.name);
        table_note(*ret, "First, what is the market after? %.*s",
                   STR_ARG(request_next(r, "market strategy %.*s reach,loyalty", STR_ARG(word))));
    }
    return OK;
}

static const struct column list_columns[] = {
    {"programme", "programme", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"members", "members", NULL, CELL_INT, 0, false},
    {"engaged", "engaged", NULL, CELL_INT, 0, false},
    {"objective", "objective", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"made_at", NULL, NULL, CELL_TIME, 0, false},
};

static enum status list(struct request *r, struct table **ret, struct err *e)
{
    struct programmes all;
    enum status s = programmes_load(r->st, r->a, &all, e);
    struct table *t =
        table_new(r->a, "programme", list_columns, sizeof list_columns / sizeof *list_columns);
    for (size_t i = 0; i < all.count && !s; i++) {
        struct programme_asked p = {.r = r, .programme = all.one[i]};
        int64_t members = 0;
        int64_t engaged = 0;
        s = programme_again(&p, e);
        for (size_t k = 0; k < p.members.count && !s; k++) {
            members += p.members.one[k].admitted && p.members.one[k].stage != STAGE_LEFT;
            engaged += p.members.one[k].stage == STAGE_ENGAGED;
        }
        struct cell *row = table_row(t);
        row[0] = cell_text(p.programme.name);
        row[1] = cell_text(p.programme.market);
        row[2] = cell_int(members);
        row[3] = cell_int(engaged);
        row[4] = cell_text(p.programme.objective);
        row[5] = cell_time(p.programme.made_at_s);
    }
    struct str next = request_next(r, "programme add NAME --market MARKET --objective TEXT");
    t->empty = str_printf(r->a, "No programme yet. Add one: %.*s", STR_ARG(next));
    *ret = t;
    return s;
}

static enum status undo(struct programme_asked *p, struct table **ret, struct err *e)
{
    int64_t id = 0;
    struct store *st = p->r->st;
    enum status s = entry_id_read(p->r, 2, &id, e);
    if (!s) s = store_begin(st, e);
    if (s) return s;
    s = entry_undo(st, p->programme.id, &p->entries, id, p->now_s, e);
    if (!s) s = store_commit(st, e);
    if (s) store_rollback(st);
    if (!s) s = programme_again(p, e);
    if (!s) s = programme_show(p, ret, e);
    if (!s) table_lead(*ret, "e%lld is taken back.", (long long)id);
    return s;
}

/* ---- which of these is asked? ---- */

static const struct {
    const char *word;
    programme_run *run;
    size_t words; /* that belong to it, itself the first; at most */
} parts[] = {
    {"show", programme_show, 2},
    {"criteria", programme_criteria, 3},
    {"nominate", programme_nominate, 3},
    {"admit", programme_decide, 3},
    {"refuse", programme_decide, 3},
    {"stage", programme_stage, 4},
    {"thank", programme_thank, 3},
    {"benefit", programme_give, 4},
    {"badge", programme_give, 4},
    {"points", programme_give, 4},
    {"task", programme_task, 4},
    {"review", programme_review, 4},
    {"growth", programme_growth, 2},
    {"start", programme_start, 2},
    {"result", programme_result, 2},
    {"cost", programme_cost, 4},
    {"feedback", programme_feedback, 4},
    {"done", programme_done, 3},
    {"undo", undo, 3},
};

static const char *const topics[] = {
    "add",      "list", "show",   "criteria", "nominate", "admit",  "refuse", "stage",
    "thank",    "task", "review", "benefit",  "badge",    "points", "cost",   "growth",
    "feedback", "done", "undo",   "start",    "result",   NULL};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct str what = r->word_count ? r->word[0] : STR("list");
    if (str_is(what, "list")) return list(r, ret, e);
    if (str_is(what, "add")) return add(r, ret, e);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct programme_asked *p = arena_new(r->a, struct programme_asked, 1);
        if (!str_is(what, parts[i].word)) continue;
        if (r->word_count > parts[i].words) {
            return err_set(e, BAD_USAGE,
                           "'%.*s' is one word too many for %s; put what has blanks in quotes",
                           STR_ARG(r->word[parts[i].words]), parts[i].word);
        }
        enum status s = programme_ask(r, p, e);
        return s ? s : parts[i].run(p, ret, e);
    }
    const char *near = near_word(what, topics);
    return err_set(e, BAD_USAGE, "'%.*s' is nothing to do with a programme; %s%s%s", STR_ARG(what),
                   near ? "did you mean '" : "'kith help programme' lists what is",
                   near ? near : "", near ? "'?" : "");
}

const struct verb verb_programme = {
    .name = "programme",
    .words = "WORD [NAME] [PERSON | QUERY | ID | AMOUNT CURRENCY] [WHAT]",
    .summary = "find, thank, engage: members and stages, what was done, spent and heard",
    .details =
        "WORD is add, list, show; criteria NAME QUERY (who is meant, a people query; with --stage "
        "who may leave a stage); nominate, admit, refuse NAME PERSON --reason; stage NAME PERSON "
        "found|thanked|engaged|left; thank NAME PERSON --text (a near-copy is "
        "refused without --anyway); benefit, badge NAME PERSON WHAT; "
        "points NAME PERSON N --reason; task NAME PERSON TEXT --teammate T --due DATE; review NAME "
        "[PERSON keep|leave]; cost NAME AMOUNT CURRENCY|hours; feedback NAME PERSON TEXT --to "
        "product|sales|marketing|service; done NAME ID --what TEXT; growth NAME; start NAME "
        "--random pairs|order; result NAME; undo NAME ID.\n"
        "Criteria are checked and told; a human decides, and says why. Nothing is overwritten: "
        "every entry stands for good, 'undo' takes one back by an entry of its own. Badges and "
        "points are of the programme alone and enter no figure of influence.\n"
        "'growth' tells what the list as a whole reaches, as it grew: a list that grows while its "
        "cover does not is told.\n"
        "'start' lets chance decide before anybody is engaged: of two alike in category, reach and "
        "trend one is engaged and the other held out (pairs), or who starts when (order); --seed "
        "repeats it. 'result' tells what came of it, for each objective, outcome and category in "
        "units of its own: effect a person and month, interval, and a grade. A: chance decided; B: "
        "compared with those not engaged yet, or a mix of others, who went along before; C: before "
        "and after, an association; D: nothing can be attributed. Outcomes are counted (citations, "
        "named, reviews, contacts, deals, items that name us) or imported: a table with columns "
        "outcome, person or org, at, amount; known are session, inquiry, shortlist, reference, "
        "renewal, view and standard.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 4,
    .run = run,
};

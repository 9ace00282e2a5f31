/* programme_acts.c - verb: what was done for members, what did it cost, what did they tell us? */
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "connect/task.h"
#include "find/alike.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/programme.h"

#include <math.h>

static enum status written(struct programme_asked *p, const struct entry *x, const char *what,
                           struct table **ret, struct err *e)
{
    int64_t id = 0;
    enum status s = programme_write(p, x, &id, e);
    if (!s) s = programme_show(p, ret, e);
    if (!s) table_lead(*ret, "%s as e%lld.", what, (long long)id);
    return s;
}

/* ---- thanks ---- */

struct thank {
    int64_t id, node;
    struct str text, words;
};

/* How much of the new words, the last text of x, is in each text before; the nearest. */
static double nearest(const struct alike *x, const struct thank *all, size_t *ret)
{
    double most = 0;
    const struct alike_text *own = &x->text[x->count - 1];
    for (size_t i = 0; i + 1 < x->count; i++) {
        double share =
            str_eq(all[i].words, all[x->count - 1].words) ? 1.0 : alike_share(own, &x->text[i]);
        if (share <= most) continue;
        most = share;
        *ret = i;
    }
    return most;
}

struct copied {   /* of earlier thanks, which were somebody else's */
    int64_t id;   /* 0: of none */
    double share; /* of the new words */
    struct str name;
};

/* Was it said to somebody else in nearly the same words? */
static enum status find_copy(struct programme_asked *p, int64_t node, struct str text,
                             struct copied *ret, struct err *e)
{
    struct arena *a = p->r->a;
    struct alike x = {.a = a};
    struct thank *all = NULL;
    size_t room = 0;
    size_t at = 0;
    struct query *q = NULL;
    *ret = (struct copied){0};
    enum status s = query_open(p->r->st, SQL_programme_thanks, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        if (query_i64(q, 1) == node) continue;
        if (x.count + 1 >= room) {
            size_t more = room ? room * 2 : 64;
            all = arena_grow(a, all, room * sizeof *all, more * sizeof *all);
            room = more;
        }
        struct str said = str_copy(a, query_str(q, 2));
        all[x.count] = (struct thank){query_i64(q, 0), query_i64(q, 1), said, text_words(a, said)};
        alike_add(&x, all[x.count].words);
    }
    query_close(q);
    if (s != DONE || !x.count) return s == DONE ? OK : s;
    all[x.count] = (struct thank){.words = text_words(a, text)};
    alike_add(&x, all[x.count].words);
    double share = nearest(&x, all, &at);
    if (share < ALIKE_LEAST) return OK;
    *ret = (struct copied){.id = all[at].id, .share = share};
    return node_name(p->r->st, all[at].node, a, &ret->name, e);
}

static void note_copy(const struct copied *x, struct table *t)
{
    if (!x->id) return;
    table_fact(t, "near_copy_of", NULL, cell_text(entry_id(t->a, x->id)), 0);
    table_note(t,
               "A near-copy: %.0f %% of these words were said to %.*s, too (e%lld). Thanks that "
               "everybody gets thank nobody.",
               100 * x->share, STR_ARG(x->name), (long long)x->id);
}

enum status programme_thank(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct member *m = NULL;
    struct entry x;
    struct str text;
    struct copied copy = {0};
    enum status s = programme_text(p->r, "text", "thanks have words of their own", &text, e);
    if (!s) s = programme_member(p, &m, e);
    if (!s) s = programme_entry(p, "thank", m, &x, e);
    if (!s) s = find_copy(p, m->node, text, &copy, e);
    if (s) return s;
    if (copy.id && !request_has(p->r, "anyway")) {
        return err_set(e, BAD_INPUT,
                       "a near-copy: %.0f %% of these words were said to %.*s, too (e%lld), and "
                       "thanks that everybody gets thank nobody; say what only they would get, or "
                       "keep it all the same with --anyway",
                       100 * copy.share, STR_ARG(utf8_head(copy.name, 80)), (long long)copy.id);
    }
    x.text = text;
    s = written(p, &x, "Thanked", ret, e);
    if (!s) note_copy(&copy, *ret);
    return s;
}

/* ---- benefits, badges, points ---- */

enum status programme_give(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct member *m = NULL;
    struct entry x;
    bool points = str_is(r->word[0], "points");
    if (r->word_count != 4 || !str_trim(r->word[3]).len || r->word[3].len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "%.*s wants NAME PERSON %s", STR_ARG(r->word[0]),
                       points ? "N --reason TEXT" : "WHAT, in quotes if it has blanks");
    }
    enum status s = programme_member(p, &m, e);
    if (!s) s = programme_entry(p, str_c(r->a, r->word[0]), m, &x, e);
    if (s) return s;
    x.text = r->word[3];
    if (points) {
        if (!str_to_double(r->word[3], &x.amount) || fabs(x.amount) > 1e9) {
            return err_set(e, BAD_USAGE, "points '%.*s', want a number", STR_ARG(r->word[3]));
        }
        s = programme_text(r, "reason", "points are for something", &x.text, e);
    }
    return s ? s : written(p, &x, "Kept", ret, e);
}

/* ---- tasks: of the log ---- */

static enum status task_owner(struct request *r, int64_t *ret, struct err *e)
{
    int64_t node = 0;
    int64_t ours = 0;
    if (!request_has(r, "teammate")) {
        return err_set(e, BAD_USAGE, "a task is somebody's; want --teammate TEAMMATE");
    }
    enum status s = person_find(r->st, request_value(r, "teammate"), r->a, &node, e);
    if (!s) s = query_ask_of(r->st, SQL_ours_is, node, &ours, e);
    if (!s && !ours) {
        s = err_set(e, BAD_INPUT, "'%.*s' is not one of ours; tag them: kith tag p%lld teammate",
                    STR_ARG(request_value(r, "teammate")), (long long)node);
    }
    if (!s) s = query_ask_of(r->st, SQL_wave_account, node, ret, e);
    return s;
}

enum status programme_task(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct member *m = NULL;
    struct task_new task = {.now_s = p->now_s, .due_s = TIME_NONE};
    int64_t id = 0;
    if (r->word_count != 4 || !str_trim(r->word[3]).len || r->word[3].len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE, "task wants NAME PERSON TEXT --teammate TEAMMATE --due DATE");
    }
    enum status s = programme_member(p, &m, e);
    if (!s) s = task_owner(r, &task.teammate, e);
    if (!s) s = request_time(r, "due", &task.due_s, e);
    if (!s && task.due_s != TIME_NONE && task.due_s / DAY_S < p->now_s / DAY_S) {
        s = err_set(e, BAD_USAGE, "--due %.*s is over already; want today or later",
                    STR_ARG(request_value(r, "due")));
    }
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    task.person = m->account;
    task.text = str_trim(r->word[3]);
    s = task_add(r->st, &task, &id, e);
    if (!s) s = store_commit(r->st, e);
    if (s) store_rollback(r->st);
    if (!s) s = programme_show(p, ret, e);
    if (s) return s;
    if (id) {
        table_lead(*ret, "Task t%lld is open; done: %.*s", (long long)id,
                   STR_ARG(request_next(r, "log --done t%lld", (long long)id)));
    } else {
        table_lead(*ret, "That task is open already.");
    }
    return OK;
}

/* ---- costs ---- */

static bool is_currency(struct str word)
{
    bool right = word.len == 3;
    for (size_t i = 0; i < word.len; i++)
        right = right && word.p[i] >= 'A' && word.p[i] <= 'Z';
    return right;
}

enum status programme_cost(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct request *r = p->r;
    struct member m = {0};
    struct entry x;
    double amount = 0;
    if (r->word_count != 4) {
        return err_set(e, BAD_USAGE,
                       "cost wants NAME AMOUNT CURRENCY, as 'advisers 1200 EUR', or "
                       "'advisers 3 hours'");
    }
    if (!str_to_double(r->word[2], &amount) || !(amount > 0) || amount > 1e12) {
        return err_set(e, BAD_USAGE, "cost '%.*s', want a number above 0", STR_ARG(r->word[2]));
    }
    if (!str_is(r->word[3], "hours") && !is_currency(r->word[3])) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is no currency; want its three capitals, as EUR, or hours",
                       STR_ARG(r->word[3]));
    }
    enum status s = OK;
    if (request_has(r, "person")) {
        s = person_find(r->st, request_value(r, "person"), r->a, &m.node, e);
        if (!s) s = query_ask_of(r->st, SQL_wave_account, m.node, &m.account, e);
    }
    if (!s) s = programme_entry(p, "cost", m.node ? &m : NULL, &x, e);
    if (s) return s;
    x.word = r->word[3];
    x.amount = amount;
    struct str category = str_trim(request_value(r, "category"));
    if (category.len > 100) return err_set(e, BAD_USAGE, "--category is too long; want one word");
    if (category.len) x.text = str_lower(r->a, category);
    return written(p, &x, "Kept", ret, e);
}

/* ---- what they told us ---- */

enum status programme_feedback(struct programme_asked *p, struct table **ret, struct err *e)
{
    static const char *const to[] = {"product", "sales", "marketing", "service", NULL};
    struct request *r = p->r;
    struct member *m = NULL;
    struct entry x;
    struct str text = r->word_count == 4 ? str_trim(r->word[3]) : STR("");
    struct str whom = request_value(r, "to");
    if (!text.len || text.len > TEXT_BYTES_MAX) {
        return err_set(e, BAD_USAGE,
                       "feedback wants NAME PERSON TEXT --to product|sales|marketing|service");
    }
    if (!str_among(whom, to)) {
        return err_set(e, BAD_USAGE, "--to '%.*s', want product, sales, marketing or service",
                       STR_ARG(whom));
    }
    enum status s = programme_member(p, &m, e);
    if (!s) s = programme_entry(p, "feedback", m, &x, e);
    if (s) return s;
    x.word = whom;
    x.text = text;
    return written(p, &x, "Kept", ret, e);
}

static enum status feedback_find(struct programme_asked *p, int64_t id, const struct entry **ret,
                                 struct err *e)
{
    *ret = NULL;
    for (size_t i = 0; i < p->entries.count; i++) {
        const struct entry *x = &p->entries.one[i];
        if (x->id == id && str_is(x->kind, "feedback")) *ret = x;
        if (x->ref == id && str_is(x->kind, "done")) {
            return err_set(e, BAD_INPUT, "e%lld is done already: e%lld says what", (long long)id,
                           (long long)x->id);
        }
    }
    if (*ret) return OK;
    return err_set(e, NOT_FOUND, "there is no feedback e%lld in this programme", (long long)id);
}

enum status programme_done(struct programme_asked *p, struct table **ret, struct err *e)
{
    int64_t id = 0;
    const struct entry *told = NULL;
    struct entry x;
    struct str what;
    enum status s = entry_id_read(p->r, 2, &id, e);
    if (!s) s = programme_text(p->r, "what", "what was done about it?", &what, e);
    if (!s) s = feedback_find(p, id, &told, e);
    if (!s) s = programme_entry(p, "done", NULL, &x, e);
    if (s) return s;
    x.account = told->account;
    x.text = what;
    x.ref = id;
    return written(p, &x, "Done: kept", ret, e);
}

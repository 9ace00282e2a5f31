/* log_list.c - verb: how is the ledger shown? */
#include "base/time.h"
#include "connect/log.h"
#include "connect/task.h"
#include "find/people.h"
#include "verb/card.h"
#include "verb/log.h"

#include <string.h>

enum { ROWS_USUAL = 50, ROWS_MOST = 1000000 };

static const struct column columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "of ours", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"person_id", NULL, NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"kind", "what", NULL, CELL_TEXT, 0, false},
    {"form", "form", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"by", "by", NULL, CELL_TEXT, 0, false},
    {"against", "against", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"note", "about", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_GOES},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns, COL_TEAMMATE = 3, COL_PERSON = 5 };

static const struct column task_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"due", "due", "UTC", CELL_TIME, 0, false},
    {"overdue", "overdue", NULL, CELL_BOOL, 0, false},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "of ours", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"person_id", NULL, NULL, CELL_TEXT, 0, false},
    {"person", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"task", "task", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"made_at", NULL, "UTC", CELL_TIME, 0, false},
};

static enum status put_who(struct request *r, int64_t node, struct cell *id, struct cell *name,
                           struct err *e)
{
    struct str text = STR_NONE;
    enum status s = node_name(r->st, node, r->a, &text, e);
    *id = cell_text(node_public_id(r->a, node, 'p'));
    *name = cell_text(text);
    return s;
}

static enum status put_entry(struct request *r, const struct entry *x, struct table *t,
                             struct err *e)
{
    struct cell *row = table_row(t);
    if (x->id) row[0] = cell_text(str_printf(r->a, "a%lld", (long long)x->id));
    row[1] = cell_time(x->at_s);
    enum status s = put_who(r, x->teammate, &row[2], &row[3], e);
    if (!s) s = put_who(r, x->person, &row[4], &row[5], e);
    row[6] = cell_text(x->what);
    if (x->form != FORM_NEITHER) row[7] = cell_text(str_of(activity_forms[x->form]));
    row[8] = cell_text(x->by);
    if (x->against) row[9] = cell_bool(true);
    row[10] = cell_text(x->about);
    row[11] = cell_text(x->url);
    row[12] = cell_text(x->source);
    row[13] = cell_text(x->source.p ? place_shown(r->a, x->source, x->place) : STR_NONE);
    return s;
}

static void put_sum(struct table *t, const struct log_sum *sum, bool pair)
{
    int64_t now_s = time_now();
    const struct {
        const char *name;
        size_t count;
    } counts[] = {{"entries", sum->entries}, {"contacts", sum->contacts}, {"formal", sum->formal},
                  {"social", sum->social},   {"by_us", sum->by_us},       {"by_them", sum->by_them},
                  {"by_both", sum->by_both}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        table_fact(t, counts[i].name, NULL, cell_int((int64_t)counts[i].count), 0);
    table_fact(t, "first_contact", NULL, cell_time(sum->first_s), 0);
    table_fact(t, "last_contact", NULL, cell_time(sum->last_s), 0);
    struct cell longest = {.kind = CELL_NONE};
    struct cell silent = {.kind = CELL_NONE};
    if (pair && sum->contacts > 1) longest = cell_int(sum->longest_s / DAY_S);
    if (pair && sum->contacts) silent = cell_int((now_s - sum->last_s) / DAY_S);
    table_fact(t, "longest_silence_days", NULL, longest, 0);
    table_fact(t, "silent_days", NULL, silent, 0);
}

/* "7 contacts: 4 formal, 3 social; 2 by us, 3 by them, 2 by both." */
static struct str sentence(struct arena *a, const struct log_sum *sum, bool pair)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "%zu contact%s: %zu formal, %zu social; %zu by us, %zu by them, %zu by both",
             sum->contacts, sum->contacts == 1 ? "" : "s", sum->formal, sum->social, sum->by_us,
             sum->by_them, sum->by_both);
    if (sum->contacts && pair) {
        long long ago = (time_now() - sum->last_s) / DAY_S;
        buf_addf(&b, ". The last on %.*s, ", STR_ARG(time_day(a, sum->last_s)));
        if (ago > 0) {
            buf_addf(&b, "%lld day%s ago", ago, ago == 1 ? "" : "s");
        } else {
            buf_adds(&b, "today");
        }
        if (sum->contacts > 1) {
            buf_addf(&b, "; longest silence %lld days", (long long)sum->longest_s / DAY_S);
        }
    }
    buf_addc(&b, '.');
    return buf_str(&b);
}

static void note_silence(struct table *t, const struct log_sum *sum)
{
    int64_t days = sum->contacts ? (time_now() - sum->last_s) / DAY_S : 0;
    if (days > SILENT_MONTH_DAYS) {
        table_note(t, "Silent for more than a month (%d days): they begin to forget.",
                   SILENT_MONTH_DAYS);
    } else if (days > SILENT_WEEK_DAYS) {
        table_note(t, "Silent for more than a week (%d days).", SILENT_WEEK_DAYS);
    }
}

static struct table *new_table(struct request *r, struct log_who who)
{
    struct column *own = arena_new(r->a, struct column, COLUMN_COUNT);
    memcpy(own, columns, sizeof columns);
    if (who.teammate) own[COL_TEAMMATE].title = NULL; /* the heading says it */
    if (who.person) own[COL_PERSON].title = NULL;
    return table_new(r->a, "log", own, COLUMN_COUNT);
}

static enum status title_of(struct request *r, struct log_who who, const char *what,
                            struct table *t, struct err *e)
{
    struct str mate = STR("ours");
    struct str person = STR("others");
    enum status s = OK;
    if (who.teammate) s = node_name(r->st, who.teammate, r->a, &mate, e);
    if (!s && who.person) s = node_name(r->st, who.person, r->a, &person, e);
    t->title = str_printf(r->a, "%s between %.*s and %.*s", what, STR_ARG(mate), STR_ARG(person));
    return s;
}

enum status log_table(struct request *r, struct log_who who, struct str lead, struct table **ret,
                      struct err *e)
{
    struct log_list l;
    int64_t rows = ROWS_USUAL;
    bool pair = who.teammate && who.person;
    enum status s = request_i64(r, "rows", 1, ROWS_MOST, &rows, e);
    if (!s) s = log_load(r->st, who.teammate, who.person, (size_t)rows, r->a, &l, e);
    if (s) return s;
    struct table *t = new_table(r, who);
    s = title_of(r, who, "What passed", t, e);
    put_sum(t, &l.sum, pair);
    for (size_t i = 0; i < l.count && !s; i++)
        s = put_entry(r, &l.one[i], t, e);
    if (s) return s;
    t->empty = STR("Nothing yet: kith log TEAMMATE PERSON KIND --note TEXT, or from mail: kith "
                   "import --ledger MAILBOX");
    struct str sum = l.sum.entries ? sentence(r->a, &l.sum, pair) : STR("");
    if (lead.len || sum.len) {
        table_lead(t, "%.*s%s%.*s", STR_ARG(lead), lead.len && sum.len ? " " : "", STR_ARG(sum));
    }
    if (l.count < l.sum.entries) {
        table_note(t, "The newest %zu of %zu; -n N shows more.", l.count, l.sum.entries);
    }
    if (pair) note_silence(t, &l.sum);
    *ret = t;
    return OK;
}

enum status log_tasks_table(struct request *r, struct log_who who, struct str lead,
                            struct table **ret, struct err *e)
{
    struct tasks all;
    int64_t now_s = time_now();
    size_t overdue = 0;
    enum status s = tasks_load(r->st, who.teammate, who.person, r->a, &all, e);
    if (s) return s;
    struct table *t =
        table_new(r->a, "log", task_columns, sizeof task_columns / sizeof *task_columns);
    s = title_of(r, who, "Open tasks", t, e);
    for (size_t i = 0; i < all.count && !s; i++) {
        const struct task *x = &all.one[i];
        struct cell *row = table_row(t);
        row[0] = cell_text(str_printf(r->a, "t%lld", (long long)x->id));
        row[1] = cell_time(x->due_s);
        row[2] = cell_bool(task_is_overdue(x, now_s));
        s = put_who(r, x->teammate, &row[3], &row[4], e);
        if (!s) s = put_who(r, x->person, &row[5], &row[6], e);
        row[7] = cell_text(x->text);
        row[8] = cell_time(x->made_s);
        overdue += task_is_overdue(x, now_s);
    }
    if (s) return s;
    table_fact(t, "open", NULL, cell_int((int64_t)all.count), 0);
    table_fact(t, "overdue", NULL, cell_int((int64_t)overdue), 0);
    t->empty = STR("No open task.");
    table_lead(t, "%.*s%s%zu open, %zu of them overdue.", STR_ARG(lead), lead.len ? " " : "",
               all.count, overdue);
    if (all.count) {
        table_note(t, "When one is done: %.*s",
                   STR_ARG(request_next(r, "log --done t%lld", (long long)all.one[0].id)));
    }
    *ret = t;
    return OK;
}

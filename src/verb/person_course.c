/* person_course.c - verb: when was something heard of one person, and how long was nothing? */
#include "verb/person.h"

#include "base/evidence.h"
#include "base/time.h"
#include "store/query.h"

static const struct column columns[] = {
    {"start", "month from", "UTC", CELL_TIME, 0, false},
    {"by", "done by", NULL, CELL_TEXT, 0, false},
    {"how", "how", NULL, CELL_TEXT, 0, false},
    {"offline", "offline", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"times", "times", NULL, CELL_INT, 0, false},
};

static enum status put_months(struct request *r, int64_t id, struct table *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_person_months, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        int64_t verb = query_i64(q, 2);
        if (verb <= 0 || verb >= VERB_COUNT) continue;
        struct cell *row = table_row(t);
        row[0] = cell_time(query_i64(q, 0));
        row[1] = cell_text(query_i64(q, 1) ? STR("them") : STR("others"));
        row[2] = cell_text(str_of(verb_infos[verb].name));
        row[3] = cell_bool(verb_infos[verb].offline);
        row[4] = cell_int(query_i64(q, 3));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Between two days on which something stands; the time since the last one is no silence yet. */
static enum status put_silence(struct request *r, int64_t id, struct table *t, struct err *e)
{
    struct query *q = NULL;
    int64_t last = -1;
    int64_t longest = 0;
    int64_t from = 0;
    enum status s = query_open(r->st, SQL_person_days, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    while ((s = query_next(q, e)) == OK) {
        int64_t day = query_i64(q, 0);
        if (last >= 0 && day - last > longest) {
            longest = day - last;
            from = last;
        }
        last = day;
    }
    query_close(q);
    if (s != DONE) return s;
    if (last >= 0) table_fact(t, "heard_last", NULL, cell_time(last * DAY_S), 0);
    if (longest) {
        table_fact(t, "silence_days", NULL, cell_int(longest), 0);
        table_fact(t, "silence_from", NULL, cell_time(from * DAY_S), 0);
        table_fact(t, "silence_until", NULL, cell_time((from + longest) * DAY_S), 0);
    }
    return OK;
}

enum status person_course(struct request *r, int64_t id, struct table *t, struct err *e)
{
    enum status s = put_silence(r, id, t, e);
    if (s || !request_has(r, "months")) return s;
    struct table *course = table_more(t, "course", columns, sizeof columns / sizeof *columns);
    course->title = STR("When something was heard of them");
    course->empty = STR("Nothing with a day. Import what was written, said or met: a mailbox, a "
                        "forum, a calendar, or a table of evidence.");
    return put_months(r, id, course, e);
}

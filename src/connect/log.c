/* log.c - connect: what passed between ours and a person, formal and social in one list? */
#include "connect/log.h"

#include "base/time.h"
#include "store/query.h"

static struct str kept(struct arena *a, const struct query *q, int column)
{
    return query_is_null(q, column) ? STR_NONE : str_copy(a, query_str(q, column));
}

/* What kind of entry this row is; its texts are copied only where it is listed. */
static struct entry read_entry(const struct query *q)
{
    int64_t kind = query_i64(q, 2);
    int64_t verb = query_i64(q, 3);
    struct entry x = {.id = query_i64(q, 0),
                      .at_s = query_time(q, 1),
                      .teammate = query_i64(q, 4),
                      .person = query_i64(q, 5),
                      .by = query_str(q, 6),
                      .against = query_i64(q, 7) != 0};
    if (x.id && kind > 0 && kind < ACTIVITY_COUNT) {
        x.what = str_of(activity_infos[kind].name);
        x.form = activity_infos[kind].form;
        x.contact = activity_infos[kind].contact;
    } else if (!x.id && verb > 0 && verb < VERB_COUNT) {
        x.what = str_of(verb_infos[verb].name);
        x.form = verb_form((enum verb_kind)verb);
        x.contact = verb_is_contact((enum verb_kind)verb);
        if (verb == VERB_MET) x.by = STR("both"); /* whoever wrote it down */
    } else {
        x.what = STR("?"); /* of a newer kith */
    }
    return x;
}

static void add_up(struct log_sum *sum, const struct entry *x)
{
    sum->entries++;
    if (!x->contact) return;
    sum->contacts++;
    sum->formal += x->form == FORM_FORMAL;
    sum->social += x->form == FORM_SOCIAL;
    sum->by_us += str_is(x->by, "us");
    sum->by_them += str_is(x->by, "them");
    sum->by_both += str_is(x->by, "both");
    if (sum->last_s == TIME_NONE) sum->last_s = x->at_s;
    if (sum->first_s != TIME_NONE && sum->first_s - x->at_s > sum->longest_s) {
        sum->longest_s = sum->first_s - x->at_s;
    }
    sum->first_s = x->at_s; /* newest first: what comes is older */
}

static void list(struct log_list *l, struct entry x, const struct query *q, struct arena *a)
{
    x.by = str_copy(a, x.by);
    x.about = kept(a, q, 8);
    x.url = kept(a, q, 9);
    x.source = kept(a, q, 10);
    x.place = kept(a, q, 11);
    l->one = arena_more(a, l->one, l->count, sizeof *l->one);
    l->one[l->count++] = x;
}

enum status log_load(struct store *st, int64_t teammate, int64_t person, size_t most,
                     struct arena *a, struct log_list *ret, struct err *e)
{
    struct log_list l = {.sum = {.first_s = TIME_NONE, .last_s = TIME_NONE}};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_log_rows, &q, e);
    if (s) return s;
    query_bind_id(q, 1, teammate);
    query_bind_id(q, 2, person);
    while ((s = query_next(q, e)) == OK) {
        struct entry x = read_entry(q);
        add_up(&l.sum, &x);
        if (l.count < most) list(&l, x, q, a);
    }
    query_close(q);
    if (s != DONE) return s;
    *ret = l;
    return OK;
}

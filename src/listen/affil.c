/* affil.c - listen: who is with whom, from when until when? */
#include "base/time.h"
#include "listen/person.h"

/* Of a person, an organisation and a role there is one row for each stay. */
struct stay {
    int64_t id; /* 0: none */
    int64_t since_s, until_s;
    bool inferred; /* its end follows from a newer edition, nobody said it */
};

static enum status bind_three(struct persons *p, enum sql name, const struct affil_fields *f,
                              struct query **ret, struct err *e)
{
    enum status s = stmts_use(p->stmts, name, ret, e);
    if (s) return s;
    query_bind_i64(*ret, 1, f->person);
    query_bind_i64(*ret, 2, f->org);
    query_bind_str(*ret, 3, f->role);
    return OK;
}

static bool may_be(int64_t said_s, int64_t known_s)
{
    return said_s == TIME_NONE || known_s == TIME_NONE || said_s == known_s;
}

/* The stay that the row speaks of: the one that began then; else an open one, or one whose dates
 * do not speak against it. A stay that ended is over: who is there again came back. */
static enum status stay_find(struct persons *p, const struct affil_fields *f, struct stay *ret,
                             struct err *e)
{
    *ret = (struct stay){0};
    struct query *q = NULL;
    enum status s = bind_three(p, SQL_affil_of, f, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct stay x = {.id = query_i64(q, 0),
                         .since_s = query_time(q, 1),
                         .until_s = query_time(q, 2),
                         .inferred = !query_is_null(q, 3)};
        bool same = f->since_s != TIME_NONE && x.since_s == f->since_s;
        bool over = x.until_s != TIME_NONE && f->until_s == TIME_NONE && f->since_s == TIME_NONE;
        if (same ||
            (!ret->id && may_be(f->since_s, x.since_s) && may_be(f->until_s, x.until_s) && !over)) {
            *ret = x;
        }
        if (same) break;
        if (over && !x.inferred && !f->now) *ret = x; /* "was there" says nothing new */
    }
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status changed(struct persons *p, struct query *q, struct err *e)
{
    enum status s = query_run(q, e);
    if (!s) p->changes += (uint64_t)store_changed(p->stmts->st);
    return s;
}

static enum status stay_new(struct persons *p, const struct affil_fields *f, int64_t since_s,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = bind_three(p, SQL_affil_add, f, &q, e);
    if (s) return s;
    query_bind_id(q, 4, p->source);
    query_bind_time(q, 5, since_s);
    query_bind_time(q, 6, f->until_s);
    return changed(p, q, e);
}

static enum status stay_dates(struct persons *p, const struct affil_fields *f, const struct stay *x,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_affil_dates, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->id);
    query_bind_time(q, 2, f->since_s == TIME_NONE ? x->since_s : f->since_s);
    query_bind_time(q, 3, f->until_s == TIME_NONE ? x->until_s : f->until_s);
    s = changed(p, q, e);
    if (!s) s = stmts_use(p->stmts, SQL_affil_seen, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->id);
    query_bind_id(q, 2, p->source);
    return query_run(q, e);
}

/* An older edition of the same list named another employer: they left by now. */
static enum status others_left(struct persons *p, const struct affil_fields *f, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_affil_leave, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, f->person);
    query_bind_i64(q, 2, f->org);
    query_bind_i64(q, 3, p->source);
    query_bind_i64(q, 4, f->now_s);
    return changed(p, q, e);
}

enum status affil_said(struct persons *p, const struct affil_fields *f, struct err *e)
{
    struct stay x;
    enum status s = stay_find(p, f, &x, e);
    if (!s && x.id) s = stay_dates(p, f, &x, e);
    if (!s && !x.id) {
        struct query *q = NULL;
        bool before = false;
        s = bind_three(p, SQL_affil_of, f, &q, e);
        if (!s) s = query_next(q, e);
        before = s == OK;
        query_again(q);
        if (s == DONE) s = OK;
        bool back = before && f->now && f->since_s == TIME_NONE;
        if (!s) s = stay_new(p, f, back ? f->now_s : f->since_s, e);
    }
    return s || !f->now ? s : others_left(p, f, e);
}

enum status affil_add(struct persons *p, int64_t person, int64_t org, const char *role,
                      struct err *e)
{
    char key[96];
    (void)snprintf(key, sizeof key, "affil/%lld/%lld/%s", (long long)person, (long long)org, role);
    bool is_new = false;
    (void)map_put(&p->aliases, str_of(key), 1, &is_new);
    if (!is_new) return OK;
    const struct affil_fields f = {.person = person,
                                   .org = org,
                                   .role = str_of(role),
                                   .since_s = TIME_NONE,
                                   .until_s = TIME_NONE};
    return affil_said(p, &f, e);
}

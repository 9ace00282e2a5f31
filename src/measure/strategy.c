/* strategy.c - measure: what is this market after, and how much of it by when? */
#include "measure/strategy.h"

#include "base/near.h"
#include "store/query.h"

const char *const aim_words[] = {"reach",    "engagement", "adoption", "loyalty",
                                 "efficacy", "quality",    NULL};
const char *const aim_meanings[AIM_COUNT] = {
    "more of the buyers are met",
    "more of those who are met act",
    "more of the buyers buy",
    "more of who bought stays",
    "we are seen as we want to be seen",
    "what is said of us is right",
};

enum status aim_read(struct str word, enum aim *ret, struct err *e)
{
    for (int i = 0; i < AIM_COUNT; i++) {
        if (!str_is_nocase(word, aim_words[i])) continue;
        *ret = (enum aim)i;
        return OK;
    }
    const char *near = near_word(word, aim_words);
    struct str shown = utf8_head(word, 60);
    if (near) {
        return err_set(e, BAD_USAGE, "'%.*s' is no strategy; did you mean '%s'?", STR_ARG(shown),
                       near);
    }
    return err_set(e, BAD_USAGE,
                   "'%.*s' is no strategy; want some of reach, engagement, adoption, loyalty, "
                   "efficacy and quality",
                   STR_ARG(shown));
}

bool strategy_has(const struct strategy *s, enum aim aim)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->aim[i] == aim) return true;
    }
    return false;
}

enum status strategy_read(struct str words, struct strategy *ret, struct err *e)
{
    struct strategy x = {.count = 0};
    struct str part;
    bool seen[AIM_COUNT] = {false};
    size_t count = 0;
    while (str_cut(&words, ',', &part)) {
        enum aim aim;
        enum status s = aim_read(str_trim(part), &aim, e);
        if (s) return s;
        if (seen[aim]) {
            return err_set(e, BAD_USAGE,
                           "%s stands there twice; each has one place, for the order is what is "
                           "chosen",
                           aim_words[aim]);
        }
        seen[aim] = true;
        if (count < AIM_COUNT - 1) x.aim[count] = aim;
        count++;
    }
    if (!count) return err_set(e, BAD_USAGE, "no strategy is named; want at least one");
    if (count == AIM_COUNT) {
        return err_set(e, BAD_USAGE,
                       "all six are no choice; leave out at least one, the least important");
    }
    x.count = count;
    *ret = x;
    return OK;
}

static struct str joined(const struct strategy *s, const char *between, struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s->count; i++)
        buf_addf(&b, "%s%s", i ? between : "", aim_words[s->aim[i]]);
    return buf_str(&b);
}

struct str strategy_words(const struct strategy *s, struct arena *a)
{
    return joined(s, ", ", a);
}

enum status strategy_keep(struct store *st, int64_t market, const struct strategy *x, struct err *e)
{
    struct arena a = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_strategy_add, &q, e);
    if (!s) {
        query_bind_i64(q, 1, market);
        query_bind_str(q, 2, joined(x, ",", &a));
        query_bind_i64(q, 3, x->at_s);
        s = query_run(q, e);
    }
    query_close(q);
    arena_free(&a);
    return s;
}

enum status strategy_load(struct store *st, int64_t market, struct strategy *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct strategy){.count = 0};
    enum status s = query_open(st, SQL_strategy_held, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    s = query_next(q, e);
    if (!s) s = strategy_read(query_str(q, 0), ret, e);
    if (!s) ret->at_s = query_i64(q, 1);
    query_close(q);
    return s == DONE ? OK : s;
}

enum status objective_keep(struct store *st, int64_t market, const struct objective *x,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_goal_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    query_bind_str(q, 2, str_of(aim_words[x->aim]));
    query_bind_double(q, 3, x->target);
    query_bind_str(q, 4, x->unit);
    query_bind_i64(q, 5, x->due_s);
    query_bind_str(q, 6, x->text);
    query_bind_i64(q, 7, x->at_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status objectives_load(struct store *st, int64_t market, struct arena *a,
                            struct objectives *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct objectives){.count = 0};
    enum status s = query_open(st, SQL_goals_held, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    while (!s && ret->count < AIM_COUNT && (s = query_next(q, e)) == OK) {
        struct objective x = {.target = query_double(q, 1),
                              .unit = str_copy(a, query_str(q, 2)),
                              .due_s = query_i64(q, 3),
                              .text = str_copy(a, query_str(q, 4)),
                              .at_s = query_i64(q, 5)};
        s = aim_read(query_str(q, 0), &x.aim, e);
        if (!s) ret->one[ret->count++] = x;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

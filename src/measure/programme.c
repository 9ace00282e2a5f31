/* programme.c - measure: who is in a programme, how far, and what was done with them? */
#include "measure/programme.h"

#include "base/limits.h"
#include "base/near.h"
#include "base/time.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>

const char *const stage_words[] = {"", "found", "thanked", "engaged", "left", NULL};

enum stage stage_read(struct str word)
{
    for (int i = STAGE_FOUND; i < STAGE_COUNT; i++) {
        if (str_is_nocase(word, stage_words[i])) return (enum stage)i;
    }
    return STAGE_NONE;
}

/* ---- programmes ---- */

enum status programmes_load(struct store *st, struct arena *a, struct programmes *ret,
                            struct err *e)
{
    size_t room = 0;
    struct query *q = NULL;
    *ret = (struct programmes){NULL, 0};
    enum status s = query_open(st, SQL_programme_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        if (ret->count == room) {
            size_t more = room ? room * 2 : 16;
            ret->one = arena_grow(a, ret->one, room * sizeof *ret->one, more * sizeof *ret->one);
            room = more;
        }
        ret->one[ret->count++] = (struct programme){.id = query_i64(q, 0),
                                                    .name = str_copy(a, query_str(q, 1)),
                                                    .market = str_copy(a, query_str(q, 2)),
                                                    .objective = str_copy(a, query_str(q, 3)),
                                                    .made_at_s = query_i64(q, 4),
                                                    .audience = str_copy(a, query_str(q, 5))};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status no_programme(const struct programmes *all, struct str name, struct arena *a,
                                struct err *e)
{
    struct str shown = utf8_head(name, 100);
    if (!all->count) {
        return err_set(e, NOT_FOUND,
                       "there is no programme '%.*s', nor any other; add it: kith programme add "
                       "'%.*s' --market MARKET --objective TEXT",
                       STR_ARG(shown), STR_ARG(shown));
    }
    const char **list = arena_new(a, const char *, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        list[i] = str_c(a, all->one[i].name);
    const char *near = near_word(name, list);
    if (near) {
        return err_set(e, NOT_FOUND, "there is no programme '%.*s'; did you mean '%s'?",
                       STR_ARG(shown), near);
    }
    return err_set(e, NOT_FOUND, "there is no programme '%.*s'; 'kith programme list' tells which",
                   STR_ARG(shown));
}

static const struct programme *named(const struct programmes *all, struct str name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (str_eq(all->one[i].name, name)) return &all->one[i];
    }
    return NULL;
}

enum status programme_load(struct store *st, struct str name, struct arena *a,
                           struct programme *ret, struct err *e)
{
    struct programmes all;
    enum status s = programmes_load(st, a, &all, e);
    if (s) return s;
    const struct programme *found = named(&all, name);
    if (!found) return no_programme(&all, name, a, e);
    *ret = *found;
    return OK;
}

static enum status check_new(struct store *st, struct str name, struct err *e)
{
    struct arena a = {0};
    struct programmes all;
    enum status s = programmes_load(st, &a, &all, e);
    bool taken = !s && named(&all, name);
    arena_free(&a);
    if (s) return s;
    bool clean = name.len > 0 && name.len <= MARKET_NAME_MAX && str_trim(name).len == name.len;
    for (size_t i = 0; i < name.len && clean; i++)
        clean = (unsigned char)name.p[i] >= 0x20 && name.p[i] != 0x7F;
    if (!clean) {
        return err_set(e, BAD_INPUT,
                       "the programme's name '%.*s' is empty, too long (most %d bytes), or has "
                       "blanks at its ends or control characters; give it plain words",
                       STR_ARG(utf8_head(name, 100)), MARKET_NAME_MAX);
    }
    if (!taken) return OK;
    return err_set(e, BAD_INPUT, "there is a programme '%.*s' already; give another name",
                   STR_ARG(name));
}

enum status programme_add(struct store *st, int64_t market, struct str name, struct str objective,
                          int64_t now_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = check_new(st, name, e);
    if (!s) s = query_open(st, SQL_programme_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, name);
    query_bind_i64(q, 2, market);
    query_bind_str(q, 3, objective);
    query_bind_i64(q, 4, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

/* ---- entries ---- */

enum status entries_load(struct store *st, int64_t programme, struct arena *a, struct entries *ret,
                         struct err *e)
{
    size_t room = 0;
    struct query *q = NULL;
    *ret = (struct entries){NULL, 0};
    enum status s = query_open(st, SQL_programme_entries, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, programme);
    while ((s = query_next(q, e)) == OK) {
        if (ret->count == room) {
            size_t more = room ? room * 2 : 64;
            ret->one = arena_grow(a, ret->one, room * sizeof *ret->one, more * sizeof *ret->one);
            room = more;
        }
        ret->one[ret->count++] =
            (struct entry){.id = query_i64(q, 0),
                           .kind = str_copy(a, query_str(q, 1)),
                           .node = query_i64(q, 2),
                           .account = query_i64(q, 3),
                           .word = query_is_null(q, 4) ? STR_NONE : str_copy(a, query_str(q, 4)),
                           .text = query_is_null(q, 5) ? STR_NONE : str_copy(a, query_str(q, 5)),
                           .amount = query_is_null(q, 6) ? NAN : query_double(q, 6),
                           .at_s = query_i64(q, 7),
                           .made_at_s = query_i64(q, 8),
                           .ref = query_i64(q, 9)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status entry_add(struct store *st, int64_t programme, const struct entry *x, int64_t *ret_id,
                      struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_programme_entry_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, programme);
    query_bind_str(q, 2, x->kind);
    query_bind_id(q, 3, x->account);
    query_bind_str(q, 4, x->word);
    query_bind_str(q, 5, x->text);
    if (!isnan(x->amount)) query_bind_double(q, 6, x->amount);
    query_bind_i64(q, 7, x->at_s);
    query_bind_i64(q, 8, x->made_at_s);
    query_bind_id(q, 9, x->ref);
    s = query_run(q, e);
    query_close(q);
    if (!s && ret_id) *ret_id = store_last_id(st);
    return s;
}

const struct entry *entry_newest(const struct entries *all, const char *kind, const char *word)
{
    for (size_t i = all->count; i-- > 0;) {
        const struct entry *x = &all->one[i];
        bool worded = !word || str_is(x->word.p ? x->word : STR(""), word);
        if (str_is(x->kind, kind) && worded) return x;
    }
    return NULL;
}

/* What a person's membership is made of: each stands on those before it. */
static bool is_step(const struct entry *x)
{
    static const char *const steps[] = {"nominate", "admit", "refuse", "stage", "review", NULL};
    return str_among(x->kind, steps);
}

static enum status undo_allowed(const struct entries *all, const struct entry *x, struct err *e)
{
    if (x->ref && (str_is(x->kind, "stage") || str_is(x->kind, "start"))) {
        return err_set(e, BAD_INPUT, "e%lld goes with e%lld; take that one back", (long long)x->id,
                       (long long)x->ref);
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *later = &all->one[i];
        bool own = later->ref == x->id;
        bool stands = later->id > x->id && later->node == x->node && is_step(later) && is_step(x);
        if (own || !stands) continue;
        return err_set(e, BAD_INPUT, "e%lld came after it and stands on it; take that back first",
                       (long long)later->id);
    }
    return OK;
}

/* Not among those that hold: never there, of another programme, or gone. */
static enum status not_held(struct store *st, int64_t programme, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_programme_entry_gone, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    bool here = s == OK && query_i64(q, 0) == programme;
    bool undo = here && query_i64(q, 1);
    query_close(q);
    if (s && s != DONE) return s;
    if (!here) {
        return err_set(e, NOT_FOUND, "there is no entry e%lld in this programme", (long long)id);
    }
    if (undo) {
        return err_set(e, BAD_INPUT,
                       "e%lld takes another back, and stays; say what was taken back anew",
                       (long long)id);
    }
    return err_set(e, BAD_INPUT, "e%lld is taken back already", (long long)id);
}

enum status entry_undo(struct store *st, int64_t programme, const struct entries *all, int64_t id,
                       int64_t now_s, struct err *e)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *x = &all->one[i];
        if (x->id != id) continue;
        struct entry undo = {.kind = STR("undo"),
                             .account = x->account,
                             .amount = NAN,
                             .at_s = now_s,
                             .made_at_s = now_s,
                             .ref = id};
        enum status s = undo_allowed(all, x, e);
        return s ? s : entry_add(st, programme, &undo, NULL, e);
    }
    return not_held(st, programme, id, e);
}

/* ---- members ---- */

static int by_node(const void *l, const void *r)
{
    int64_t a = ((const struct member *)l)->node;
    int64_t b = ((const struct member *)r)->node;
    return (a > b) - (a < b);
}

struct member *member_of(const struct members *all, int64_t node)
{
    struct member want = {.node = node};
    if (!all->count) return NULL;
    return bsearch(&want, all->one, all->count, sizeof want, by_node);
}

static void move_to(struct member *m, enum stage stage, int64_t at_s)
{
    m->stage = stage;
    m->stage_since_s = at_s;
    m->left_at_s = stage == STAGE_LEFT ? at_s : TIME_NONE;
    if (stage == STAGE_ENGAGED && (m->engaged_at_s == TIME_NONE || at_s < m->engaged_at_s)) {
        m->engaged_at_s = at_s;
    }
}

static void take(struct member *m, const struct entry *x)
{
    if (str_is(x->kind, "admit")) {
        m->admitted = true;
        m->refused = false;
        m->admitted_at_s = m->reviewed_at_s = x->at_s;
        move_to(m, STAGE_FOUND, x->at_s);
    } else if (str_is(x->kind, "refuse")) {
        m->admitted = false;
        m->refused = true;
        m->stage = STAGE_NONE;
    } else if (str_is(x->kind, "stage")) {
        move_to(m, stage_read(x->word), x->at_s);
    } else if (str_is(x->kind, "review")) {
        m->reviewed_at_s = x->at_s;
    } else if (str_is(x->kind, "thank")) {
        m->thanks++;
    } else if (str_is(x->kind, "benefit")) {
        m->benefits++;
    } else if (str_is(x->kind, "badge")) {
        m->badges++;
    } else if (str_is(x->kind, "points")) {
        m->points += x->amount;
    } else if (str_is(x->kind, "feedback")) {
        m->feedback++;
    }
    bool decides = str_is(x->kind, "nominate") || str_is(x->kind, "admit") ||
                   str_is(x->kind, "refuse") || str_is(x->kind, "stage");
    if (decides) m->reason = x->text;
}

void members_find(const struct entries *all, struct arena *a, struct members *ret)
{
    struct member *list = arena_new(a, struct member, all->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *x = &all->one[i];
        if (!str_is(x->kind, "nominate")) continue;
        list[n++] = (struct member){.node = x->node,
                                    .account = x->account,
                                    .admitted_at_s = TIME_NONE,
                                    .reviewed_at_s = TIME_NONE,
                                    .left_at_s = TIME_NONE,
                                    .engaged_at_s = TIME_NONE,
                                    .stage_since_s = TIME_NONE};
    }
    if (n) qsort(list, n, sizeof *list, by_node);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!kept || list[kept - 1].node != list[i].node) list[kept++] = list[i];
    }
    *ret = (struct members){list, kept};
    for (size_t i = 0; i < all->count; i++) {
        struct member *m = all->one[i].node ? member_of(ret, all->one[i].node) : NULL;
        if (m) take(m, &all->one[i]);
    }
}

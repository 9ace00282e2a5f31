/* done.c - serve: what was just done, and how is it taken back? */
#include "serve/done.h"

#include "base/file.h"
#include "base/limits.h"

#include <pthread.h>
#include <string.h>

enum { NUMBER_LEN = 16 };

struct act {
    struct arena a;
    struct str number;
    struct done done;
};

struct done_acts {
    struct arena a;
    pthread_mutex_t lock;
    struct act act[DONE_MAX]; /* the next one takes the place of the oldest */
    size_t next;
};

struct done_acts *done_open(void)
{
    struct arena a = {0};
    struct done_acts *all = arena_new(&a, struct done_acts, 1);
    all->a = a;
    (void)pthread_mutex_init(&all->lock, NULL);
    return all;
}

void done_forget(struct done_acts *all)
{
    (void)pthread_mutex_lock(&all->lock);
    for (size_t i = 0; i < DONE_MAX; i++) {
        arena_free(&all->act[i].a);
        all->act[i] = (struct act){.a = {0}};
    }
    (void)pthread_mutex_unlock(&all->lock);
}

void done_close(struct done_acts *all)
{
    if (!all) return;
    done_forget(all);
    (void)pthread_mutex_destroy(&all->lock);
    struct arena a = all->a;
    arena_free(&a);
}

static struct str cell_word(struct cell c, struct arena *a)
{
    if (c.kind == CELL_TEXT) return c.text;
    return c.kind == CELL_INT ? str_printf(a, "%lld", (long long)c.i) : STR_NONE;
}

/* A fact, or what the first row has in that column. */
static struct str in_table(const struct table *t, struct str name, struct arena *a)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (str_is(name, f->name)) return cell_word(f->value, a);
    }
    for (size_t c = 0; c < t->column_count && t->row_count; c++) {
        if (str_is(name, t->columns[c].name)) return cell_word(t->cells[c], a);
    }
    return STR_NONE;
}

/* "entries.entry": of that further table. */
static struct str in_answer(const struct table *t, struct str name, struct arena *a)
{
    size_t dot = str_find(name, '.');
    if (dot == name.len) return t ? in_table(t, name, a) : STR_NONE;
    for (; t; t = t->more) {
        if (t->key && str_is(str_head(name, dot), t->key)) {
            return in_table(t, str_skip(name, dot + 1), a);
        }
    }
    return STR_NONE;
}

static struct str filled(struct str text, const struct http_pairs *part,
                         const struct http_pairs *given, const struct table *t, struct arena *a)
{
    if (text.len < 2 || text.p[0] != '{') return text;
    struct str name = {text.p + 1, text.len - 2};
    struct str value = http_pair_of(part, str_c(a, name));
    if (!value.p) value = http_pair_of(given, str_c(a, name));
    return value.p ? value : in_answer(t, name, a);
}

struct done done_of(const struct route *route, const struct http_pairs *part,
                    const struct http_pairs *given, const struct table *answer, struct arena *a)
{
    const struct table *t = answer;
    struct done d = {.says = str_of(route->question)};
    if (t && t->lead.len) d.says = t->lead;
    if (!route->undo) return d;
    struct str rest = str_of(route->undo);
    struct str pattern;
    struct str piece;
    (void)str_cut(&rest, '?', &pattern);
    struct str left = pattern;
    while (str_cut(&left, '/', &piece)) { /* the parts of its address */
        if (piece.len < 2 || piece.p[0] != '{') continue;
        struct str name = {piece.p + 1, piece.len - 2};
        http_pair_add(a, &d.given, name, filled(piece, part, given, t, a));
    }
    while (rest.len && str_cut(&rest, '&', &piece)) {
        size_t at = str_find(piece, '=');
        http_pair_add(a, &d.given, str_head(piece, at),
                      filled(str_skip(piece, at + 1), part, given, t, a));
    }
    d.undo = route_of(HTTP_POST, str_c(a, pattern));
    for (size_t i = 0; i < d.given.count; i++) {
        if (!d.given.one[i].value.p) d.undo = NULL; /* the answer does not say it */
    }
    return d;
}

static struct done copied(const struct done *d, struct arena *a)
{
    struct done new = {.by = str_copy(a, d->by), .says = str_copy(a, d->says), .undo = d->undo};
    for (size_t i = 0; i < d->given.count; i++) {
        http_pair_add(a, &new.given, str_copy(a, d->given.one[i].name),
                      str_copy(a, d->given.one[i].value));
    }
    return new;
}

struct str done_keep(struct done_acts *all, const struct done *d, struct arena *a)
{
    struct str number = str_head(secret_new(a), NUMBER_LEN);
    (void)pthread_mutex_lock(&all->lock);
    struct act *act = &all->act[all->next];
    all->next = (all->next + 1) % DONE_MAX;
    arena_free(&act->a);
    *act = (struct act){.a = {0}};
    act->number = str_copy(&act->a, number);
    act->done = copied(d, &act->a);
    (void)pthread_mutex_unlock(&all->lock);
    return number;
}

struct done done_find(struct done_acts *all, struct str number, struct str by, struct arena *a)
{
    struct done found = {.undo = NULL};
    (void)pthread_mutex_lock(&all->lock);
    for (size_t i = 0; number.len && i < DONE_MAX; i++) {
        const struct act *act = &all->act[i];
        if (str_eq(act->number, number) && str_eq(act->done.by, by)) found = copied(&act->done, a);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return found;
}

/* typed.c - serve: where is a table that was given as text? */
#include "serve/typed.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/workdir.h"

#include <string.h>

struct typed {
    struct arena a;
    struct workdir dir;
    size_t count;
};

static enum status make(const char *db, struct typed **ret, struct err *e)
{
    struct arena a = {0};
    struct typed *t = arena_new(&a, struct typed, 1);
    enum status s = workdir_open(db, WORKDIR_TYPED, &a, &t->dir, e);
    if (s) {
        arena_free(&a);
        return s;
    }
    t->a = a;
    *ret = t;
    return OK;
}

static enum status keep(const char *db, struct typed **t, struct http_pair *field, struct arena *a,
                        struct err *e)
{
    if (!*t) {
        enum status s = make(db, t, e);
        if (s) return s;
    }
    struct typed *to = *t;
    if (to->count == FORM_FIELDS_MAX) return err_set(e, TOO_MUCH, "the form has too many fields");
    struct str path = str_printf(&to->a, "%s/%.*s.csv", to->dir.path, STR_ARG(field->name));
    struct str text = str_printf(a, "%.*s\n", STR_ARG(field->value));
    to->count++;
    field->value = str_copy(a, path);
    return file_write(path.p, text, e);
}

enum status typed_open(const char *db, const struct route *route, struct http_pairs *given,
                       struct arena *a, struct typed **ret, struct err *e)
{
    struct str rest = str_of(route->command);
    struct field field;
    enum status s = OK;
    struct http_pairs new = {0};
    *ret = NULL;
    for (size_t i = 0; i < given->count; i++)
        http_pair_add(a, &new, given->one[i].name, given->one[i].value);
    while (!s && route_field(route, &rest, &field)) {
        if (!field.table) continue;
        for (size_t i = 0; i < new.count && !s; i++) {
            struct http_pair *p = &new.one[i];
            if (str_eq(p->name, field.name) && p->value.len) s = keep(db, ret, p, a, e);
        }
    }
    *given = new;
    return s;
}

struct str typed_dir(const struct typed *t, struct arena *a)
{
    return t ? str_copy(a, str_of(t->dir.path)) : STR("");
}

void typed_say(struct str dir, struct err *e)
{
    if (!dir.len) return;
    for (char *at = strstr(e->text, dir.p); at; at = strstr(at, dir.p))
        memmove(at, at + dir.len + 1, strlen(at + dir.len + 1) + 1);
}

void typed_close(void *held)
{
    struct typed *t = held;
    if (!t) return;
    workdir_remove(&t->dir);
    struct arena a = t->a;
    arena_free(&a);
}

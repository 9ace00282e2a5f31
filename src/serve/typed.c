/* typed.c - serve: where is a table that was given as text? */
#include "serve/typed.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct typed {
    struct arena a;
    const char *dir;
    const char *file[FORM_FIELDS_MAX];
    size_t count;
};

static enum status make(struct typed **ret, struct err *e)
{
    struct arena a = {0};
    const char *temp = getenv("TMPDIR");
    struct str name = str_printf(&a, "%s/kith-XXXXXX", temp && *temp ? temp : "/tmp");
    char *dir = arena_copy(&a, name.p, name.len + 1);
    if (!mkdtemp(dir)) {
        enum status s = err_set(e, IO_FAILED, "%s: %s; set TMPDIR to where kith may write", dir,
                                strerror(errno));
        arena_free(&a);
        return s;
    }
    struct typed *t = arena_new(&a, struct typed, 1);
    t->dir = dir;
    t->a = a;
    *ret = t;
    return OK;
}

static enum status keep(struct typed **t, struct http_pair *field, struct arena *a, struct err *e)
{
    if (!*t) {
        enum status s = make(t, e);
        if (s) return s;
    }
    struct typed *to = *t;
    if (to->count == FORM_FIELDS_MAX) return err_set(e, TOO_MUCH, "the form has too many fields");
    struct str path = str_printf(&to->a, "%s/%.*s.csv", to->dir, STR_ARG(field->name));
    struct str text = str_printf(a, "%.*s\n", STR_ARG(field->value));
    to->file[to->count++] = path.p;
    field->value = str_copy(a, path);
    return file_write(path.p, text, e);
}

enum status typed_open(const struct route *route, struct http_pairs *given, struct arena *a,
                       struct typed **ret, struct err *e)
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
            if (str_eq(p->name, field.name) && p->value.len) s = keep(ret, p, a, e);
        }
    }
    *given = new;
    return s;
}

struct str typed_dir(const struct typed *t, struct arena *a)
{
    return t ? str_copy(a, str_of(t->dir)) : STR("");
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
    for (size_t i = 0; i < t->count; i++)
        (void)unlink(t->file[i]);
    (void)rmdir(t->dir);
    struct arena a = t->a;
    arena_free(&a);
}

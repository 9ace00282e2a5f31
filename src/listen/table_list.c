/* table_list.c - listen: which people does one cell name? */
#include "listen/table_int.h"

#include <string.h>

static void list_add(struct who_list *list, struct who who, struct arena *a)
{
    if (list->count == list->room) {
        size_t wider = list->room ? list->room * 2 : 4;
        list->who =
            arena_grow(a, list->who, list->room * sizeof *list->who, wider * sizeof *list->who);
        list->room = wider;
    }
    list->who[list->count++] = who;
}

/* "Jane Doe (jane@x.org)" is "Jane Doe <jane@x.org>". */
static struct str with_angles(struct str s, struct arena *a)
{
    struct str email;
    size_t open = str_find(s, '(');
    if (open == s.len || s.p[s.len - 1] != ')') return s;
    struct str inner = {s.p + open + 1, s.len - open - 2};
    if (!email_read(inner, a, &email)) return s;
    return str_printf(a, "%.*s <%.*s>", STR_ARG(str_trim(str_head(s, open))), STR_ARG(email));
}

/* "Doe, Jane" is one person: one comma, no address, and one word before it. */
static bool is_turned(struct str s)
{
    size_t comma = str_find(s, ',');
    struct str behind = str_trim(str_skip(s, comma + 1));
    struct str before = str_trim(str_head(s, comma));
    if (comma == s.len || str_find(s, '@') < s.len || str_find(behind, ',') < behind.len) {
        return false;
    }
    return before.len && behind.len && str_find(before, ' ') == before.len &&
           str_find(behind, ' ') == behind.len && str_find(s, ':') == s.len;
}

static enum status add_one(struct str part, const char *which, struct arena *a,
                           struct who_list *list, struct err *e)
{
    struct who who;
    if (!part.len) return OK;
    enum status s = who_read(with_angles(part, a), a, &who, e);
    if (s) return err_in(e, s, "%s", which);
    who.channel = str_copy(a, who.channel);
    who.handle = str_copy(a, who.handle);
    who.name = str_copy(a, who.name);
    who.kind = str_copy(a, who.kind);
    if (list->count < DEAL_PARTIES_MAX) list_add(list, who, a);
    return OK;
}

enum status cell_people(struct str cell, const char *which, struct arena *a, struct who_list *list,
                        struct err *e)
{
    struct str rest = cell_said(cell);
    const char *marks = ";\n\r";
    bool semicolons = str_find(rest, ';') < rest.len || str_find(rest, '\n') < rest.len;
    if (!semicolons && is_turned(rest)) {
        size_t comma = str_find(rest, ',');
        struct str last = str_trim(str_head(rest, comma));
        struct str first = str_trim(str_skip(rest, comma + 1));
        return add_one(str_printf(a, "%.*s %.*s", STR_ARG(first), STR_ARG(last)), which, a, list,
                       e);
    }
    if (!semicolons) marks = ",";
    enum status s = OK;
    while (rest.len && !s) {
        size_t n = 0;
        while (n < rest.len && !strchr(marks, rest.p[n]))
            n++;
        s = add_one(cell_said(str_head(rest, n)), which, a, list, e);
        rest = str_skip(rest, n < rest.len ? n + 1 : n);
    }
    return s;
}

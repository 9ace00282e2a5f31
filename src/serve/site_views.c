/* site_views.c - serve: what was asked for in words that stand in no address? */
#include "serve/site_int.h"

#include <string.h>

static struct str owner_of(const struct asked *q)
{
    return q->who.open ? STR("") : q->who.name;
}

static void add_all(struct asked *q, const struct http_pairs *from)
{
    for (size_t i = 0; i < from->count; i++)
        http_pair_add(q->ask->a, &q->given, from->one[i].name, from->one[i].value);
}

/* "p12": an id names nobody, so that a choice of people may stand in an address. */
static bool is_id(struct str s)
{
    int64_t number = 0;
    return s.len > 1 && s.p[0] == 'p' && ascii_is_digit(s.p[1]) &&
           str_to_i64(str_skip(s, 1), &number);
}

enum where { NOWHERE, IN_ADDRESS, IN_VIEW };

/* Closed words stand in the address, free text in a view. */
static enum where where_of(const struct asked *q, const struct http_pair *p)
{
    struct str rest = str_of(q->at.route->command);
    struct field f;
    while (p->value.len && route_field(q->at.route, &rest, &f)) {
        if (!str_eq(f.name, p->name) || f.in_path) continue;
        return field_free(&f) && !(f.flag && is_id(p->value)) ? IN_VIEW : IN_ADDRESS;
    }
    return NOWHERE;
}

bool view_read(struct asked *q)
{
    struct http_pairs kept = {0};
    struct str handle = http_query(q->ask, "v");
    bool view = q->at.route->view;
    q->given = (struct http_pairs){0};
    if (view && handle.len) {
        int64_t erased = answers_erased(q->site->answers);
        if (!view_get(q->site->views, owner_of(q), handle, erased, q->ask->a, &kept)) {
            refuse_with(q, 404, "what was asked in words is not kept any more; ask again");
            return false;
        }
    }
    for (size_t i = 0; i < q->ask->query.count; i++) {
        const struct http_pair *p = &q->ask->query.one[i];
        if (!view || where_of(q, p) != IN_VIEW) {
            http_pair_add(q->ask->a, &q->given, p->name, p->value);
        } else if (!str_is(p->name, "q")) { /* of what is searched an address just says nothing */
            refuse_with(q, 400,
                        str_printf(q->ask->a,
                                   "%.*s is free text, which stands in no address; ask by the "
                                   "form, or by POST",
                                   STR_ARG(p->name))
                            .p);
            return false;
        }
    }
    add_all(q, &kept);
    q->page.asked = &q->given;
    return true;
}

bool view_made(struct asked *q, const struct http_pairs *given, bool json)
{
    if (json) {
        q->given = *given;
        return true;
    }
    struct buf b = buf_new(q->ask->a);
    struct http_pairs text = {0};
    char sign = '?';
    for (size_t i = 0; i < given->count; i++) {
        const struct http_pair *p = &given->one[i];
        if (where_of(q, p) == IN_VIEW) http_pair_add(q->ask->a, &text, p->name, p->value);
    }
    buf_add(&b, route_address(q->ask->a, q->at.route->pattern, &q->at.part, ""));
    if (text.count) {
        int64_t erased = answers_erased(q->site->answers);
        struct str handle = view_put(q->site->views, owner_of(q), &text, erased, q->ask->a);
        buf_addf(&b, "?v=%.*s", STR_ARG(handle));
        sign = '&';
    }
    for (size_t i = 0; i < given->count; i++) {
        if (where_of(q, &given->one[i]) != IN_ADDRESS) continue;
        buf_addc(&b, sign);
        address_add(&b, given->one[i].name);
        buf_addc(&b, '=');
        address_add(&b, given->one[i].value);
        sign = '&';
    }
    put_elsewhere(q, buf_str(&b));
    return false;
}

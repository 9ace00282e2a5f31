/* site_views.c - serve: what was asked for in words that stand in no address? */
#include "serve/site_int.h"

static struct str owner_of(const struct asked *q)
{
    return q->who.open ? STR("") : q->who.name;
}

static void add_all(struct asked *q, const struct http_pairs *from)
{
    for (size_t i = 0; i < from->count; i++)
        http_pair_add(q->ask->a, &q->given, from->one[i].name, from->one[i].value);
}

bool view_read(struct asked *q)
{
    struct http_pairs kept = {0};
    struct str handle = http_query(q->ask, "v");
    q->given = (struct http_pairs){0};
    if (q->at.route->view && handle.len) {
        int64_t erased = answers_erased(q->site->answers);
        if (!view_get(q->site->views, owner_of(q), handle, erased, q->ask->a, &kept)) {
            refuse_with(q, 404, "this search is not kept any more; search again");
            return false;
        }
    }
    for (size_t i = 0; i < q->ask->query.count; i++) {
        const struct http_pair *p = &q->ask->query.one[i];
        bool text = q->at.route->view && str_is(p->name, "q"); /* of that an address says nothing */
        if (!text) http_pair_add(q->ask->a, &q->given, p->name, p->value);
    }
    add_all(q, &kept);
    q->page.asked = &q->given;
    return true;
}

/* Closed words stand in the address, all else in a view. */
static bool is_closed(const struct asked *q, const struct http_pair *p)
{
    static const char *const free_text[] = {"q", "token", NULL};
    return !str_among(p->name, free_text) && p->value.len && route_flag(q->at.route, p->name);
}

bool view_made(struct asked *q, const struct http_pairs *given, bool json)
{
    if (json) {
        q->given = *given;
        return true;
    }
    struct buf b = buf_new(q->ask->a);
    struct http_pairs text = {0};
    struct str words = http_pair_of(given, "q");
    buf_adds(&b, q->at.route->pattern);
    if (words.len) {
        http_pair_add(q->ask->a, &text, STR("q"), words);
        int64_t erased = answers_erased(q->site->answers);
        struct str handle = view_put(q->site->views, owner_of(q), &text, erased, q->ask->a);
        buf_addf(&b, "?v=%.*s", STR_ARG(handle));
    }
    for (size_t i = 0; i < given->count; i++) {
        if (!is_closed(q, &given->one[i])) continue;
        buf_addc(&b, words.len || i != 0 ? '&' : '?');
        address_add(&b, given->one[i].name);
        buf_addc(&b, '=');
        address_add(&b, given->one[i].value);
    }
    put_elsewhere(q, buf_str(&b));
    return false;
}

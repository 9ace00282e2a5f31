/* form_ask.c - serve: what may be asked of a page? */
#include "serve/form_int.h"

#include <string.h>

/* "(3)" at the end of what a flag is: so many where nobody says. */
static int64_t usual_of(const struct flag *flag)
{
    struct str says = str_of(flag->summary);
    size_t open = str_find(says, '(');
    int64_t n = 0;
    struct str inner =
        open < says.len ? str_head(str_skip(says, open + 1), says.len - open - 2) : STR("");
    return str_to_i64(inner, &n) ? n : 0;
}

static struct str query_of(const struct page *p, const struct field *field)
{
    return p->query ? http_pair_of(p->query, str_c(p->a, field->name)) : STR("");
}

/* This page with another number of them. */
static void put_step(const struct page *p, struct str name, int64_t n, const char *text,
                     struct buf *b)
{
    struct http_pairs query = {0};
    for (size_t i = 0; p->query && i < p->query->count; i++) {
        const struct http_pair *q = &p->query->one[i];
        if (str_eq(q->name, name) || !q->value.len || str_is(q->name, "done")) continue;
        http_pair_add(p->a, &query, q->name, q->value);
    }
    http_pair_add(p->a, &query, name, str_printf(p->a, "%lld", (long long)n));
    buf_adds(b, "<a href=\"");
    html_escape(b, route_address(p->a, p->at->route->pattern, &p->at->part, ""));
    for (size_t i = 0; i < query.count; i++) {
        buf_adds(b, i ? "&amp;" : "?");
        address_add(b, query.one[i].name);
        buf_addc(b, '=');
        address_add(b, query.one[i].value);
    }
    buf_addf(b, "\">%s</a> ", text);
}

/* One fewer, one more: how many are chosen is what is tried most. */
static void put_steps(const struct page *p, const struct field *field, struct buf *b)
{
    int64_t n = usual_of(field->flag);
    struct str given = query_of(p, field);
    if (given.len && !str_to_i64(given, &n)) return;
    buf_adds(b, "<p class=\"steps\">");
    if (n > 1) put_step(p, field->name, n - 1, "− one fewer", b);
    buf_addf(b, "<b>%lld</b> ", (long long)n);
    put_step(p, field->name, n + 1, "+ one more", b);
    buf_adds(b, "</p>\n");
}

void form_ask(const struct page *p, struct buf *b)
{
    const struct route *route = p->at->route;
    struct filling f = {.p = p, .given = p->asked ? p->asked : p->query, .ask = true};
    struct buf fields = buf_new(p->a);
    struct buf steps = buf_new(p->a);
    struct str rest = str_of(route->command);
    struct field field;
    while (route_field(route, &rest, &field)) {
        if (!field.flag || field.table || str_is(field.name, "rows")) continue;
        form_field(&f, &field, &fields);
        if (str_is(field.name, "picks")) put_steps(p, &field, &steps);
    }
    if (!fields.len) return;
    buf_addf(b, "<details class=\"form\"%s><summary>Change what is asked</summary>\n",
             route->asks ? " open" : "");
    buf_addf(b, "<form class=\"asks\" method=\"%s\" action=\"", route->view ? "post" : "get");
    html_escape(b, route_address(p->a, route->pattern, &p->at->part, ""));
    buf_adds(b, "\">\n");
    if (route->view) form_hidden(b, "token", p->token);
    buf_add(b, buf_str(&fields));
    buf_adds(b, "<button>");
    const struct route *asks = route->view ? route_of(HTTP_POST, route->pattern) : route;
    html_escape(b, route->view ? str_of(asks->question) : STR("Ask"));
    buf_adds(b, "</button>\n</form></details>\n");
    buf_add(b, buf_str(&steps));
}

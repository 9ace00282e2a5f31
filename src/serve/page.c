/* page.c - serve: what stands around an answer on its page? */
#include "serve/page.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/table_html.h"
#include "serve/form.h"
#include "serve/islands.h"
#include "serve/links.h"
#include "serve/map_html.h"
#include "serve/matrix_html.h"
#include "serve/pictures.h"
#include "serve/programme_html.h"

#include <string.h>

static const char *const room_names[] = {
    [ROOM_NONE] = "",           [ROOM_LISTEN] = "Listen",   [ROOM_FIND] = "Find",
    [ROOM_CHOOSE] = "Choose",   [ROOM_CONNECT] = "Connect", [ROOM_MEASURE] = "Measure",
    [ROOM_REST] = "Everything",
};

/* ---- the frame ---- */

static struct http_pairs market_part(const struct page *p)
{
    struct http_pairs part = {0};
    http_pair_add(p->a, &part, STR("market"), p->market);
    return part;
}

static void put_rail_line(const struct page *p, const struct route *r, struct buf *b)
{
    bool of_market = strstr(r->pattern, "{market}") != NULL;
    if (!r->name || (of_market && !p->market.len) || !right_in(p->rights, r->right)) return;
    struct http_pairs part = market_part(p);
    buf_adds(b, "<li><a href=\"");
    html_escape(b, route_address(p->a, r->pattern, &part, ""));
    buf_addf(b, "\"%s>", p->at && p->at->route == r ? " aria-current=\"page\"" : "");
    html_escape(b, str_of(r->name));
    buf_adds(b, "</a></li>");
}

static void put_rail(const struct page *p, struct buf *b)
{
    buf_adds(b, "<nav class=\"rail\" aria-label=\"Steps\">\n");
    for (size_t room = ROOM_NONE; room <= ROOM_REST; room++) {
        struct buf lines = buf_new(p->a);
        for (const struct route *r = routes; r->pattern; r++) {
            if (r->room == (enum room)room) put_rail_line(p, r, &lines);
        }
        if (!lines.len) continue;
        if (room_names[room][0]) buf_addf(b, "<p>%s</p>", room_names[room]);
        buf_adds(b, "<ul>");
        buf_add(b, buf_str(&lines));
        buf_adds(b, "</ul>\n");
    }
    buf_adds(b, "</nav>\n");
}

static bool may_twin(const struct page *p, const struct route *route)
{
    return right_in(p->rights, route_right(&(struct routed){.route = route}));
}

static void put_twin(const struct page *p, const char *rel, const char *suffix, struct buf *b)
{
    buf_addf(b, "<link rel=\"alternate\" type=\"%s\" href=\"", rel);
    html_escape(b, route_address(p->a, p->at->route->pattern, &p->at->part, suffix));
    buf_adds(b, "\">\n");
}

static void put_hidden(struct buf *b, struct str name, struct str value)
{
    buf_addf(b, "<input type=\"hidden\" name=\"%.*s\" value=\"", STR_ARG(name));
    html_escape(b, value);
    buf_adds(b, "\">\n");
}

/* The box in the bar of every page. */
static void put_find(const struct page *p, struct buf *b)
{
    buf_adds(b, "<form class=\"find\" role=\"search\" aria-label=\"Everything\" method=\"post\" "
                "action=\"/search\">");
    put_hidden(b, STR("token"), p->token);
    buf_adds(b, "<input name=\"q\" type=\"search\" autocomplete=\"off\" aria-label=\"Search\" "
                "placeholder=\"Search\"><button>Search</button></form>");
}

static void put_user(const struct page *p, struct buf *b)
{
    buf_adds(b, "<form class=\"out\" method=\"post\" action=\"/logout\"><input type=\"hidden\" "
                "name=\"token\" value=\"");
    html_escape(b, p->token);
    buf_adds(b, "\"><a href=\"/account\">");
    html_escape(b, p->user);
    buf_adds(b, "</a> <button>Sign out</button></form>");
}

static void put_island(const char *name, const char *when, struct buf *b)
{
    const struct island *i = name ? island_of(name) : NULL;
    if (i) buf_addf(b, "<script src=\"%s\"%s></script>\n", i->address, when);
}

void page_open(const struct page *p, struct buf *b)
{
    const char *heading = p->heading ? p->heading : "kith";
    struct str question = str_of(p->at ? p->at->route->question : heading);
    buf_adds(b,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_escape(b, question);
    if (p->market.len) {
        buf_adds(b, " - ");
        html_escape(b, p->market);
    }
    buf_addf(b, " - kith</title>\n<link rel=\"stylesheet\" href=\"%s\">\n", page_sheet->address);
    buf_adds(b, "<link rel=\"icon\" href=\"data:,\">\n");
    if (p->at && may_twin(p, p->at->route)) {
        put_twin(p, "application/json", ".json", b);
        put_twin(p, "text/csv", ".csv", b);
    }
    put_island("early", "", b);
    put_island("base", " defer", b);
    put_island(p->at ? p->at->route->island : NULL, " defer", b);
    buf_adds(b,
             "</head>\n<body class=\"site\">\n<a class=\"skip\" href=\"#main\">To the answer</a>\n"
             "<header class=\"top\"><a href=\"/\">kith</a>");
    if (p->market.len) {
        buf_adds(b, " <span class=\"market\">");
        html_escape(b, p->market);
        buf_adds(b, "</span>");
    }
    if (!p->alone && right_in(p->rights, RIGHT_READ)) put_find(p, b);
    if (p->user.len) put_user(p, b);
    buf_adds(b, "</header>\n");
    if (!p->alone) put_rail(p, b);
    buf_adds(b, "<main id=\"main\">\n<h1>");
    html_escape(b, question);
    buf_adds(b, "</h1>\n");
}

/* ---- the scope ---- */

static void put_scope_part(struct buf *b, const char *label, struct str text)
{
    if (!text.len) return;
    buf_addf(b, "<span><b>%s</b> ", label);
    html_escape(b, text);
    buf_adds(b, "</span> ");
}

static void put_scope(const struct table *t, struct buf *b)
{
    struct str topic = table_fact_text(t, "topic");
    struct str audience = table_fact_text(t, "audience");
    if (!topic.len && !audience.len) return;
    buf_adds(b, "<p class=\"scope\" tabindex=\"0\">");
    put_scope_part(b, "on", topic.len ? topic : STR("everything"));
    put_scope_part(b, "whom", audience);
    put_scope_part(b, "for", table_fact_text(t, "for"));
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, "as_of") != 0 || f->value.kind != CELL_TIME) continue;
        buf_adds(b, "<span><b>as of</b> ");
        cell_html(b, f->value, 0);
        buf_adds(b, "</span> ");
    }
    put_scope_part(b, "model", table_fact_text(t, "model"));
    buf_adds(b, "</p>\n");
}

/* ---- answers ---- */

static bool is_scope(const struct http_pair *q)
{
    static const char *const kept[] = {"for", "until", "with-us", NULL};
    return q->value.len && str_among(q->name, kept);
}

static struct str scope_query(const struct page *p)
{
    struct buf b = buf_new(p->a);
    for (size_t i = 0; p->query && i < p->query->count; i++) {
        const struct http_pair *q = &p->query->one[i];
        if (!is_scope(q)) continue;
        buf_addc(&b, b.len ? '&' : '?');
        address_add(&b, q->name);
        buf_addc(&b, '=');
        address_add(&b, q->value);
    }
    return buf_str(&b);
}

/* As one types it: that a page is given all rows, and shows some, is its own affair. */
static void put_command(struct str command, struct buf *b)
{
    struct str rows = str_printf(b->a, " --rows=%d", LIST_ROWS_MAX);
    size_t at = str_find_nocase(command, rows.p);
    html_escape(b, str_head(command, at));
    if (at < command.len) html_escape(b, str_skip(command, at + rows.len));
}

/* Their CSV and JSON have all rows, not the ones of this page alone. */
static void put_twins(const struct page *p, const struct route *route, const struct answer *x,
                      const struct listing *l, struct buf *b)
{
    static const struct {
        const char *suffix, *name;
    } twins[] = {{".csv", "CSV"}, {".json", "JSON"}};
    struct str query = listing_query(l);
    bool complete = p->listing == l || !route_lists(route);
    buf_adds(b, "<p class=\"twins\">");
    for (size_t i = 0; i < sizeof twins / sizeof *twins && may_twin(p, route); i++) {
        buf_adds(b, "<a href=\"");
        html_escape(b, route_address(p->a, route->pattern, &p->at->part, twins[i].suffix));
        html_escape(b, query);
        buf_addf(b, "\">%s", twins[i].name);
        size_t n = listing_count(l);
        if (complete && !i) buf_addf(b, ", %zu %s", n, n == 1 ? "row" : "rows");
        buf_adds(b, "</a> ");
    }
    for (const char *const *f = p->listing == l ? route->files : NULL; f && *f; f++) {
        const struct route *file = route_of(HTTP_GET, *f);
        buf_adds(b, "<a href=\"");
        html_escape(b, route_address(p->a, file->pattern, &p->at->part, ""));
        html_escape(b, query);
        buf_addf(b, "\">%s</a> ", file->question);
    }
    buf_adds(b, "<code>kith ");
    put_command(x->command, b);
    buf_adds(b, "</code> <a href=\"/api#");
    html_escape(b, api_anchor(p->a, route));
    buf_adds(b, "\">API</a> <a href=\"/help/words\">Words</a></p>\n");
}

/* Of another question's answer below: what is asked of it, is asked at its own address. */
static struct listing *listing_below(const struct page *p, const struct answer *x,
                                     const struct route *route)
{
    struct http_pairs *query = arena_new(p->a, struct http_pairs, 1);
    struct err e = {0};
    struct listing *l = NULL;
    for (size_t i = 0; p->query && i < p->query->count; i++) {
        const struct http_pair *q = &p->query->one[i];
        if (is_scope(q)) http_pair_add(p->a, query, q->name, q->value);
    }
    struct listed of = {.root = x->table, .route = route, .query = query};
    of.address = route_address(p->a, route->pattern, &p->at->part, "");
    return listing_read(&of, p->a, &l, &e) ? NULL : l;
}

static void put_picture(void *context, struct buf *b)
{
    const struct linking *at = context;
    picture_html(at->root, b);
    if (!at->beside.len) return;
    buf_adds(b, "<div class=\"beside\">\n");
    buf_add(b, at->beside);
    buf_adds(b, "</div>\n");
}

void page_answer(const struct page *p, const struct answer *x, const struct route *route, bool main,
                 struct buf *b)
{
    if (!main) {
        buf_adds(b, "<h2>");
        html_escape(b, str_of(route->question));
        buf_adds(b, "</h2>\n");
    }
    if (x->status) {
        buf_adds(b, "<p class=\"empty\">");
        html_escape(b, str_of(x->e.text));
        buf_adds(b, "</p>\n");
        return;
    }
    if (x->older) {
        buf_adds(b,
                 "<p class=\"older\" role=\"status\">Something was stored since this was answered; "
                 "it is being made anew. Load this page again for it.</p>\n");
    }
    if (!x->table) return;
    if (main) put_scope(x->table, b);
    bool map = strcmp(x->table->name, "map") == 0;
    if (map) map_html(x->table, b);
    bool matrix = matrix_html(x->table, b);
    if ((map || matrix) && !main) {
        page_link(p, route, b);
        return;
    }
    bool board = main && programme_html(p, x->table, b); /* it has the forms of its rows */
    struct listing *l = main ? p->listing : listing_below(p, x, route);
    if (!l) return;
    const struct table *view = listing_page(l);
    if (main) l->part[0].view->title = STR(""); /* the heading of the page asks what this says */
    struct linking linking = {.root = x->table, .query = scope_query(p), .asked = p->query};
    if (main) linking.beside = p->beside;
    struct html_links links = {.context = &linking,
                               .address = link_address,
                               .picture = put_picture,
                               .list = &listing_hooks,
                               .list_context = l,
                               .acts = main && !board ? &form_acts : NULL,
                               .acts_context = (void *)(uintptr_t)p};
    const char *id = main          ? "answer"
                     : route->name ? str_lower(p->a, str_of(route->name)).p
                                   : "more";
    table_html(view, main ? 2 : 3, id, &links, b);
    put_twins(p, route, x, l, b);
}

void page_working(struct buf *b)
{
    buf_adds(b, "<p class=\"older\" role=\"status\">This takes longer than a second: it is being "
                "worked out, and shown here as soon as it is known. You may leave this page "
                "meanwhile.</p>\n");
}

void page_link(const struct page *p, const struct route *route, struct buf *b)
{
    buf_adds(b, "<p class=\"further\"><a href=\"");
    html_escape(b, route_address(p->a, route->pattern, &p->at->part, ""));
    html_escape(b, scope_query(p));
    buf_adds(b, "\">");
    html_escape(b, str_of(route->question));
    buf_adds(b, "</a></p>\n");
}

/* ---- forms ---- */

void page_hidden(const struct page *p, struct buf *b)
{
    buf_adds(b, "<input type=\"hidden\" name=\"token\" value=\"");
    html_escape(b, p->token);
    buf_addf(b, "\"><input type=\"hidden\" name=\"once\" value=\"%.*s\">\n",
             STR_ARG(secret_new(p->a)));
}

static struct str asked_of(const struct page *p, const char *name)
{
    struct str value = p->asked ? http_pair_of(p->asked, name) : STR_NONE;
    return value.p ? value : STR("");
}

void page_ask(const struct page *p, const struct route *route, struct buf *b)
{
    struct str rest = str_of(route->command);
    struct field field;
    buf_adds(b, "<form class=\"ask\" role=\"search\" method=\"post\" action=\"");
    html_escape(b, str_of(route->pattern));
    buf_adds(b, "\">\n");
    page_hidden(p, b);
    while (route_field(route, &rest, &field)) { /* closed words stay as they were chosen */
        struct str chosen = asked_of(p, str_c(p->a, field.name));
        if (field.flag && chosen.len) put_hidden(b, field.name, chosen);
    }
    buf_adds(b, "<label>words <small>a name, an account, or a query: tag:buyer country:DE</small>"
                "<input name=\"q\" type=\"search\" autocomplete=\"off\" value=\"");
    html_escape(b, asked_of(p, "q"));
    buf_adds(b, "\"></label>\n<button>Search</button>\n</form>\n");
    rest = str_of(route->command);
    while (route_field(route, &rest, &field)) {
        struct str chosen = asked_of(p, str_c(p->a, field.name));
        if (!field.flag || !field.flag->value || !chosen.len) continue;
        if (str_is(field.name, "rows")) continue;
        buf_addf(b, "<p class=\"further\">%.*s ", STR_ARG(field.name));
        html_escape(b, chosen);
        buf_adds(b, " <a href=\"");
        html_escape(b, facet_address(p->a, p->query, field.name, STR("")));
        buf_adds(b, "\">not only these</a></p>\n");
    }
}

void page_shown(const struct page *p, const struct answer *x, const char *const *forms,
                const char *back, struct buf *b)
{
    struct page bare = *p; /* what was sent is no address to come back to */
    bare.at = NULL;
    page_open(&bare, b);
    if (x->table) table_html(x->table, 2, "answer", NULL, b);
    for (; forms && *forms; forms++)
        form_write(p, route_of(HTTP_POST, *forms), b);
    buf_addf(b, "<p class=\"further\"><a href=\"%s\">Go on</a></p>\n", back);
    page_close(b);
}

void page_sign_in(const struct sign_in *in, struct buf *b)
{
    if (in->sentence) {
        buf_adds(b, "<p class=\"lead\" role=\"alert\">");
        html_escape(b, str_of(in->sentence));
        buf_adds(b, ".</p>\n");
    }
    buf_addf(b, "<form class=\"sign-in\" method=\"post\" action=\"%s\">\n", in->action);
    if (in->hidden.value.len) put_hidden(b, str_of(in->hidden.name), in->hidden.value);
    if (in->user.len) {
        buf_adds(b, "<input name=\"user\" autocomplete=\"username\" hidden value=\"");
        html_escape(b, in->user);
        buf_adds(b, "\">\n");
    }
    if (in->asks & ASKS_NAME) {
        buf_adds(b,
                 "<label>name<input name=\"name\" required autocomplete=\"username\"></label>\n");
    }
    if (in->asks & ASKS_PASSWORD) {
        buf_adds(b, "<label>password<input name=\"password\" type=\"password\" required "
                    "autocomplete=\"current-password\"></label>\n");
    }
    if (in->asks & ASKS_NEW) {
        bool other = (in->asks & ASKS_PASSWORD) != 0;
        buf_addf(b,
                 "<label>%s <small>at least 12 characters</small><input name=\"%s\" "
                 "type=\"password\" required autocomplete=\"new-password\"></label>\n",
                 other ? "new password" : "password", other ? "new" : "password");
    }
    buf_addf(b, "<button>%s</button>\n</form>\n", in->button);
}

void page_close(struct buf *b)
{
    buf_adds(b, "</main>\n</body>\n</html>\n");
}

void page_sentence(const struct page *p, int status, struct str sentence, struct buf *b)
{
    page_open(p, b);
    buf_addf(b, "<p class=\"lead\" role=\"alert\">");
    html_escape(b, sentence);
    buf_addf(b, ".</p>\n<p class=\"empty\">Status %d. <a href=\"/\">Home</a></p>\n", status);
    page_close(b);
}

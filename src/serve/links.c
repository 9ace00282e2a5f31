/* links.c - serve: where does a cell of an answer lead? */
#include "serve/links.h"

#include "serve/route.h"

#include <string.h>

static const struct leads {
    const char *column; /* of this name … */
    const char *by;     /* … with the id in this one (NULL: itself) … */
    char kind;          /* … that starts with this and a figure (0: any text) … */
    const char *fact;   /* … where the answer has this fact (NULL: any) … */
    const char *verb;   /* … in the answer of this verb (NULL: any) … */
    const char *to;     /* … leads there; {id} and {market} are filled in */
} leads[] = {
    {"reach_in_100", "id", 'p', "market", NULL, "/m/{market}/why/{id}"},
    {"reach", "id", 'p', "market", NULL, "/m/{market}/why/{id}"},
    {"name", "id", 'p', NULL, NULL, "/p/{id}"},
    {"person", "id", 'p', NULL, NULL, "/p/{id}"},
    {"id", NULL, 'p', NULL, NULL, "/p/{id}"},
    {"a", "a_id", 'p', NULL, "same", "/p/{id}"},
    {"b", "b_id", 'p', NULL, "same", "/p/{id}"},
    {"then", "id", 0, NULL, "same", "/same/then/{id}"},
    {"teammate", "teammate_id", 'p', NULL, "connect", "/p/{id}"},
    {"owner", "owner_id", 'p', NULL, "connect", "/p/{id}"},
    {"backup", "backup_id", 'p', NULL, "connect", "/p/{id}"},
    {"through", "through_id", 'p', NULL, "connect", "/p/{id}"},
    {"name", "market", 0, NULL, "search", "/m/{id}"},
    {"market", NULL, 0, NULL, NULL, "/m/{id}"},
    {"where", "source_id", 's', NULL, "evidence", "/sources/{id}"},
    {"where", "evidence", 'e', "market", NULL, "/m/{market}/evidence/{id}"},
    {"where", "evidence", 'e', NULL, NULL, "/evidence/{id}"},
    {"from", "from_id", 'p', NULL, "evidence", "/p/{id}"},
    {"to", "to_id", 'p', NULL, "evidence", "/p/{id}"},
    {"source", "id", 's', NULL, "source", "/sources/{id}"},
    {"who", "who_id", 'p', NULL, "source", "/p/{id}"},
    {"whom", "whom_id", 'p', NULL, "source", "/p/{id}"},
    {"kept", "id", 's', NULL, "source", "/sources/{id}/kept"},
    {"merged", "id", 's', NULL, "source", "/sources/{id}/merged"},
    {"dropped", "id", 's', NULL, "source", "/sources/{id}/dropped"},
    {"rows", "id", 's', NULL, "source", "/sources/{id}/dropped"},
    {"survey", NULL, 0, NULL, "survey", "/perception/{id}"},
    {"name", "id", 'g', NULL, "org", "/orgs/{id}"},
    {"doc", NULL, 'd', NULL, NULL, "/docs/{id}"},
    {"programme", NULL, 0, NULL, "programme", "/programmes/{id}"},
    {"programme", NULL, 0, NULL, "choose", "/programmes/{id}"},
    {"user", NULL, 0, NULL, "user", "/user/{id}"},
};

struct str table_fact_text(const struct table *t, const char *name)
{
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (strcmp(f->name, name) == 0 && f->value.kind == CELL_TEXT) return f->value.text;
    }
    return STR_NONE;
}

static struct str text_in(const struct table *t, const struct cell *row, const char *column)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, column) == 0 && row[c].kind == CELL_TEXT) return row[c].text;
    }
    return STR_NONE;
}

/* p12, s3: what has a page of its own. */
static bool is_id(struct str id, char kind)
{
    if (id.len < 2 || id.p[0] != kind) return false;
    for (size_t i = 1; i < id.len; i++) {
        if (!ascii_is_digit(id.p[i])) return false;
    }
    return true;
}

/* A command that was searched for is a page, where it is one of the market in its row, or of none.
 */
static struct str command_address(struct arena *a, struct str verb, struct str market)
{
    struct http_pairs part = {0};
    http_pair_add(a, &part, STR("market"), market);
    for (const struct route *r = routes; r->pattern && verb.len; r++) {
        struct str rest = str_of(r->command);
        struct str word;
        const char *brace = strchr(r->pattern, '{');
        bool of_market = brace && strncmp(brace, "{market}", 8) == 0 && !strchr(brace + 8, '{');
        bool fits = r->method == HTTP_GET && route_piece(&rest, &word) && str_eq(word, verb);
        if (fits && (market.len ? of_market : !brace)) {
            return route_address(a, r->pattern, &part, "");
        }
    }
    return STR_NONE;
}

struct str facet_address(struct arena *a, const struct http_pairs *asked, struct str facet,
                         struct str value)
{
    static const char *const kept[] = {"v", "category", "org", "country", "tag", "sort", NULL};
    struct buf b = buf_new(a);
    buf_adds(&b, "/people");
    char sign = '?';
    for (size_t i = 0; asked && i <= asked->count; i++) {
        bool own = i == asked->count;
        struct str name = own ? facet : asked->one[i].name;
        struct str text = own ? value : asked->one[i].value;
        bool other = !own && (!str_among(name, kept) || str_eq(name, facet));
        if (other || !text.len) continue;
        buf_addc(&b, sign);
        address_add(&b, name);
        buf_addc(&b, '=');
        address_add(&b, text);
        sign = '&';
    }
    return buf_str(&b);
}

/* Of cells that lead elsewhere than their columns usually do; false: this is none. */
static bool special(const struct linking *at, const struct table *t, const char *name,
                    const struct cell *row, struct arena *a, struct str *ret)
{
    if (strcmp(name, "value") == 0 && t->key && strcmp(t->key, "facets") == 0) {
        *ret = facet_address(a, at->asked, text_in(t, row, "facet"), text_in(t, row, "value"));
        return true;
    }
    struct str tree = STR("kith tree ");
    struct str command = strcmp(name, "opens") == 0 ? text_in(t, row, name) : STR_NONE;
    if (command.len && str_starts(command, tree.p)) {
        struct str doc = str_skip(command, tree.len);
        doc = str_head(doc, str_find(doc, ' '));
        *ret = is_id(doc, 'd') ? str_printf(a, "/docs/%.*s", STR_ARG(doc)) : STR_NONE;
        return true;
    }
    if (strcmp(name, "reach_in_100") == 0 && strcmp(at->root->name, "person") == 0) {
        struct http_pairs part = {0};
        http_pair_add(a, &part, STR("market"), text_in(t, row, "market"));
        http_pair_add(a, &part, STR("person"), table_fact_text(at->root, "id"));
        *ret = route_address(a, "/m/{market}/why/{person}", &part, "");
        return true;
    }
    if (strcmp(at->root->name, "search") != 0 || strcmp(name, "name") != 0) return false;
    struct str verb = text_in(t, row, "verb");
    *ret = command_address(a, verb, text_in(t, row, "market"));
    return verb.len > 0;
}

struct str link_address(void *context, const struct table *t, size_t column, const struct cell *row,
                        struct arena *a)
{
    const struct linking *at = context;
    const char *name = t->columns[column].name;
    struct str to = STR_NONE;
    if (special(at, t, name, row, a, &to)) return to;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        const struct leads *l = &leads[i];
        struct str market = table_fact_text(at->root, "market");
        if (strcmp(l->column, name) != 0) continue;
        if (l->fact && !market.len) continue;
        if (l->verb && strcmp(l->verb, at->root->name) != 0) continue;
        struct str id = text_in(t, row, l->by ? l->by : name);
        if (!id.len || (l->kind && !is_id(id, l->kind))) continue;
        struct http_pairs part = {0};
        http_pair_add(a, &part, STR("id"), id);
        http_pair_add(a, &part, STR("market"), market);
        struct buf b = buf_new(a);
        buf_add(&b, route_address(a, l->to, &part, ""));
        if (l->fact) buf_add(&b, at->query);
        return buf_str(&b);
    }
    return STR_NONE;
}

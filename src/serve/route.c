/* route.c - serve: which address is which question? */
#include "serve/route.h"

#include "base/limits.h"

#include <string.h>

static bool is_name(struct str part)
{
    return part.len > 2 && part.p[0] == '{' && part.p[part.len - 1] == '}';
}

static bool is_optional(struct str part)
{
    return part.p[part.len - 2] == '?';
}

/* "{person?}", "{verdict=pick|veto}", "{file@}" */
static struct str name_in(struct str part)
{
    struct str inner = {part.p + 1, part.len - (is_optional(part) ? 3 : 2)};
    inner = str_head(inner, str_find(inner, '='));
    return str_head(inner, str_find(inner, '@'));
}

static bool matches(const char *pattern, struct str path, struct arena *a, struct http_pairs *part)
{
    struct str left = str_of(pattern);
    struct str want;
    struct str got;
    *part = (struct http_pairs){0};
    while (str_cut(&left, '/', &want)) {
        if (!str_cut(&path, '/', &got)) return false;
        if (is_name(want)) {
            if (!got.len) return false;
            http_pair_add(a, part, name_in(want), http_unescape(a, got));
        } else if (!str_eq(want, http_unescape(a, got))) {
            return false;
        }
    }
    return !str_cut(&path, '/', &got);
}

static struct str without_suffix(struct str path, struct routed *ret)
{
    static const struct {
        const char *end;
        enum form form;
    } twins[] = {{".json", FORM_JSON}, {".csv", FORM_CSV}};
    ret->page = true;
    ret->form = FORM_TEXT;
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        size_t n = strlen(twins[i].end);
        if (path.len <= n || !str_is((struct str){path.p + path.len - n, n}, twins[i].end))
            continue;
        ret->page = false;
        ret->form = twins[i].form;
        path.len -= n;
        if (str_is(path, "/")) return STR(""); /* that of the first page is /index */
        return str_is(path, "/index") ? STR("/") : path;
    }
    return path;
}

bool route_find(enum http_method method, struct str path, struct arena *a, struct routed *ret,
                bool *ret_other)
{
    if (method == HTTP_HEAD) method = HTTP_GET;
    *ret_other = false;
    path = without_suffix(path, ret);
    for (const struct route *r = routes; r->pattern; r++) {
        if (!matches(r->pattern, path, a, &ret->part)) continue;
        if (r->method == method) {
            ret->route = r;
            return true;
        }
        *ret_other = true;
    }
    return false;
}

enum right route_right(const struct routed *at)
{
    bool twin = !at->page && at->route->twin;
    return twin ? at->route->twin : at->route->right;
}

const struct route *route_of(enum http_method method, const char *pattern)
{
    const struct route *r = routes;
    while (r->pattern && (r->method != method || strcmp(r->pattern, pattern) != 0))
        r++;
    return r;
}

void address_add(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.p[i];
        if (ascii_is_letter(c) || ascii_is_digit(c) || strchr("-._~", c)) {
            buf_addc(b, c);
        } else {
            buf_addf(b, "%%%02X", (unsigned char)c);
        }
    }
}

/* plain: nothing comes behind it, so that a name that ends as a twin does must not look like one.
 */
static void address_part(struct buf *b, struct str text, bool plain)
{
    bool dotted = plain && (str_ends_nocase(text, ".json") || str_ends_nocase(text, ".csv"));
    size_t dot = text.len;
    while (dotted && text.p[--dot] != '.') {
    }
    address_add(b, str_head(text, dot));
    if (!dotted) return;
    buf_adds(b, "%2E");
    address_add(b, str_skip(text, dot + 1));
}

struct str route_address(struct arena *a, const char *pattern, const struct http_pairs *part,
                         const char *suffix)
{
    struct buf b = buf_new(a);
    struct str left = str_of(pattern);
    struct str piece;
    bool first = true;
    if (strcmp(pattern, "/") == 0) left = suffix[0] ? STR("/index") : STR("/");
    while (str_cut(&left, '/', &piece)) {
        if (!first) buf_addc(&b, '/');
        first = false;
        if (is_name(piece)) {
            const char *name = str_c(a, name_in(piece));
            address_part(&b, http_pair_of(part, name), !suffix[0]);
        } else {
            buf_add(&b, piece);
        }
    }
    buf_adds(&b, suffix);
    return buf_str(&b);
}

bool route_piece(struct str *rest, struct str *ret)
{
    while (str_cut(rest, ' ', ret)) {
        if (ret->len) return true;
    }
    return false;
}

struct str route_says(const struct route *route)
{
    return str_of(route->takes ? route->takes : route->command);
}

const struct flag *route_flag(const struct route *route, struct str name)
{
    struct str rest = route_says(route);
    struct str verb;
    if (!route_piece(&rest, &verb)) return NULL;
    const struct verb *v = verb_named(verb);
    for (const struct flag *f = v ? v->flags : NULL; f && f->name; f++) {
        if (str_is(name, f->name)) return f;
    }
    return NULL;
}

/* "--rows+", "--cost@" */
static bool ends(struct str piece, char sign)
{
    return piece.len && piece.p[piece.len - 1] == sign;
}

bool route_lists(const struct route *route)
{
    struct str rest = str_of(route->command);
    struct str piece;
    while (route_piece(&rest, &piece)) {
        if (str_starts(piece, "--") && ends(piece, '+')) return true;
    }
    return false;
}

/* "month|quarter": a flag that takes one of these words. */
static struct str choices_of(const struct flag *f)
{
    if (!f || !f->value || !strchr(f->value, '|')) return STR("");
    return strspn(f->value, "abcdefghijklmnopqrstuvwxyz-|") == strlen(f->value) ? str_of(f->value)
                                                                                : STR("");
}

static struct field word_field(const struct route *route, struct str piece)
{
    struct str name = name_in(piece);
    struct str inner = {piece.p + 1, piece.len - 2};
    size_t is = str_find(inner, '=');
    struct str held = {piece.p, name.len + 1}; /* "{name" */
    if (is_optional(piece)) inner.len--;
    struct field f = {.name = name, .table = ends(inner, '@')};
    f.in_path = memmem(route->pattern, strlen(route->pattern), held.p, held.len) != NULL;
    f.in_path |= str_is(name, "me");
    f.optional = is_optional(piece);
    f.wanted = !f.optional;
    f.choices = is < inner.len ? str_skip(inner, is + 1) : STR("");
    return f;
}

bool route_field(const struct route *route, struct str *rest, struct field *ret)
{
    struct str piece;
    while (route_piece(rest, &piece)) {
        if (is_name(piece)) {
            *ret = word_field(route, piece);
            return true;
        }
        if (!str_starts(piece, "--") || ends(piece, '~')) continue;
        bool table = ends(piece, '@');
        bool wanted = ends(piece, '=');
        if (table || wanted || ends(piece, '+')) piece.len--;
        *ret = (struct field){.name = str_skip(piece, 2), .table = table, .wanted = wanted};
        ret->flag = route_flag(route, ret->name);
        ret->choices = choices_of(ret->flag);
        if (ret->flag) return true;
    }
    return false;
}

bool route_takes(const struct route *route, struct str name, struct field *ret)
{
    struct str rest = route_says(route);
    while (route_field(route, &rest, ret)) {
        if (!ret->in_path && str_eq(ret->name, name)) return true;
    }
    return false;
}

bool field_free(const struct field *f)
{
    static const char *const free_text[] = {"LINES", "QUERY", "RULE", "TEXT", NULL};
    if (f->table) return true;
    return f->flag ? f->flag->value && str_among(str_of(f->flag->value), free_text)
                   : str_is(f->name, "q");
}

static void put_choices(struct str choices, struct buf *b)
{
    struct str word;
    const char *before = ",\"enum\":[";
    if (!choices.len) return;
    while (str_cut(&choices, '|', &word)) {
        buf_adds(b, before);
        json_text(b, word);
        before = ",";
    }
    buf_addc(b, ']');
}

void route_schema(const struct route *route, bool in_path, struct buf *b)
{
    struct str rest = route_says(route);
    struct field f;
    struct buf wanted = buf_new(b->a);
    bool first = true;
    buf_adds(b, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    while (route_field(route, &rest, &f)) {
        if (f.in_path && !in_path) continue;
        buf_adds(b, first ? "" : ",");
        first = false;
        json_text(b, f.name);
        buf_addf(b, ":{\"type\":\"%s\"", f.flag && !f.flag->value ? "boolean" : "string");
        if (f.flag) {
            buf_adds(b, ",\"description\":");
            json_text(b, str_of(f.flag->summary));
        }
        put_choices(f.choices, b);
        if (f.wanted) {
            buf_adds(&wanted, wanted.len ? "," : "");
            json_text(&wanted, f.name);
        }
        buf_addc(b, '}');
    }
    buf_adds(b, "},\"required\":[");
    buf_add(b, buf_str(&wanted));
    buf_adds(b, "]}");
}

/* "--rows=5", "--with-us", as often as it may be given and is; the number of them. */
static size_t flags_of(const struct route *route, struct str piece, const struct http_pairs *given,
                       struct arena *a, const char **ret)
{
    size_t n = 0;
    if (ends(piece, '!')) {
        ret[0] = str_c(a, str_head(piece, piece.len - 1));
        return 1;
    }
    if (ends(piece, '~')) { /* of no field */
        struct str me = http_pair_of(given, "me");
        struct str flag = str_head(piece, piece.len - 1);
        if (me.len) ret[n++] = str_printf(a, "%.*s=%.*s", STR_ARG(flag), STR_ARG(me)).p;
        return n;
    }
    bool list = ends(piece, '+');
    if (list || ends(piece, '@') || ends(piece, '=')) piece.len--;
    const char *name = str_c(a, str_skip(piece, 2));
    const struct flag *f = route_flag(route, str_of(name));
    for (size_t i = 0; f && i < given->count && (f->repeats || !n); i++) {
        struct str value = given->one[i].value;
        if (!str_is(given->one[i].name, name) || !value.len) continue;
        if (list && str_is(value, "all")) value = str_printf(a, "%d", LIST_ROWS_MAX);
        ret[n++] = (f->value ? str_printf(a, "--%s=%.*s", name, STR_ARG(value))
                             : str_printf(a, "--%s", name))
                       .p;
    }
    return n;
}

static enum status word_of(struct str piece, const struct http_pairs *part,
                           const struct http_pairs *given, struct arena *a, struct str *ret,
                           struct err *e)
{
    const char *name = str_c(a, name_in(piece));
    *ret = http_pair_of(part, name);
    if (!ret->p) *ret = http_pair_of(given, name);
    if (ret->p && ret->len) return OK;
    *ret = STR_NONE;
    return is_optional(piece) ? OK : err_set(e, BAD_INPUT, "%s is wanted", name);
}

/* "strategy is wanted: add: what it is after, as reach,loyalty" */
static enum status lacks_flag(const struct route *route, struct str piece, struct err *e)
{
    struct str name = {piece.p + 2, piece.len - 3};
    const struct flag *f = route_flag(route, name);
    return err_set(e, BAD_INPUT, "%.*s is wanted%s%s", STR_ARG(name), f ? ": " : "",
                   f ? f->summary : "");
}

enum status route_words(const struct route *route, const struct http_pairs *part,
                        const struct http_pairs *given, struct arena *a, const char *const **ret,
                        struct err *e)
{
    struct str rest = str_of(route->command);
    struct str piece;
    size_t room = rest.len + given->count + 4; /* pieces are fewer than bytes */
    const char **word = arena_new(a, const char *, room);
    const char **flag = arena_new(a, const char *, room);
    size_t words = 0;
    size_t flags = 0;
    bool dashed = false;
    while (route_piece(&rest, &piece)) {
        if (str_starts(piece, "--")) {
            size_t more = flags_of(route, piece, ends(piece, '~') ? part : given, a, flag + flags);
            if (!more && ends(piece, '=')) {
                return lacks_flag(route, piece, e);
            }
            flags += more;
            continue;
        }
        struct str text = piece;
        if (is_name(piece)) {
            enum status s = word_of(piece, part, given, a, &text, e);
            if (s) return s;
            if (!text.p) continue;
            dashed |= text.p[0] == '-';
        }
        word[words++] = str_c(a, text);
    }
    /* The verb, the flags, and the words: behind "--" where one of them looks like a flag. */
    const char **all = arena_new(a, const char *, words + flags + 2);
    size_t n = 0;
    if (words) all[n++] = word[0];
    for (size_t i = 0; dashed && i < flags; i++)
        all[n++] = flag[i];
    if (dashed) all[n++] = "--";
    for (size_t i = 1; i < words; i++)
        all[n++] = word[i];
    for (size_t i = 0; !dashed && i < flags; i++)
        all[n++] = flag[i];
    *ret = all;
    return OK;
}

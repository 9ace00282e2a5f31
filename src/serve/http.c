/* http.c - serve: what was asked over HTTP? Finding what one asks for. */
#include "serve/http.h"

#include <string.h>

struct str http_pair_of(const struct http_pairs *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (str_is(all->one[i].name, name)) return all->one[i].value;
    }
    return STR_NONE;
}

struct str http_header(const struct http_ask *ask, const char *name)
{
    for (size_t i = 0; i < ask->header.count; i++) {
        if (str_is_nocase(ask->header.one[i].name, name)) return ask->header.one[i].value;
    }
    return STR_NONE;
}

struct str http_query(const struct http_ask *ask, const char *name)
{
    return http_pair_of(&ask->query, name);
}

struct str http_cookie(const struct http_ask *ask, const char *name)
{
    return http_pair_of(&ask->cookie, name);
}

static int hex_of(char c)
{
    char x = ascii_lower(c);
    if (ascii_is_digit(x)) return x - '0';
    return x >= 'a' && x <= 'f' ? x - 'a' + 10 : -1;
}

struct str http_unescape(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.len; i++) {
        bool escaped =
            s.p[i] == '%' && i + 2 < s.len && hex_of(s.p[i + 1]) >= 0 && hex_of(s.p[i + 2]) >= 0;
        buf_addc(&b, escaped ? (char)(hex_of(s.p[i + 1]) * 16 + hex_of(s.p[i + 2])) : s.p[i]);
        if (escaped) i += 2;
    }
    return utf8_mend(a, buf_str(&b));
}

void http_pair_add(struct arena *a, struct http_pairs *all, struct str name, struct str value)
{
    all->one = arena_more(a, all->one, all->count, sizeof *all->one);
    all->one[all->count++] = (struct http_pair){.name = name, .value = value};
}

bool http_from_here(const struct http_ask *ask)
{
    struct str site = http_header(ask, "Sec-Fetch-Site");
    struct str origin = http_header(ask, "Origin");
    struct str host = http_header(ask, "Host");
    if (site.p && !str_is(site, "same-origin") && !str_is(site, "none")) return false;
    if (!origin.p) return true;
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        if (str_starts(origin, schemes[i]) && str_eq(str_skip(origin, strlen(schemes[i])), host)) {
            return true;
        }
    }
    return false;
}

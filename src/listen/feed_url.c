/* feed_url.c - listen: which address on the web does this link lead to? */
#include "listen/feed_int.h"

#include <string.h>

enum { URL_BYTES_MAX = 4096 };

static bool has_scheme(struct str s)
{
    size_t colon = str_find(s, ':');
    if (!colon || colon == s.len) return false;
    for (size_t i = 0; i < colon; i++) {
        char c = s.p[i];
        bool letter = ascii_is_letter(c);
        bool inner = i && (ascii_is_digit(c) || c == '+' || c == '-' || c == '.');
        if (!letter && !inner) return false;
    }
    return true;
}

static bool is_http(struct str s)
{
    size_t skip = str_starts_nocase(s, "https://") ? 8 : str_starts_nocase(s, "http://") ? 7 : 0;
    return skip && s.len > skip && s.p[skip] != '/';
}

/* How much of s stands before the first of these marks. */
static size_t before(struct str s, const char *marks)
{
    size_t n = 0;
    while (n < s.len && !strchr(marks, s.p[n]))
        n++;
    return n;
}

/* A path that starts with a slash, its "." and ".." done. */
static void add_path(struct buf *b, struct str path)
{
    size_t root = b->len;
    while (path.len) {
        path = str_skip(path, 1);
        struct str step = str_head(path, str_find(path, '/'));
        path = str_skip(path, step.len);
        bool up = str_is(step, "..");
        while (up && b->len > root && b->p[--b->len] != '/')
            continue;
        if (up || str_is(step, ".")) {
            if (!path.len) buf_addc(b, '/');
            continue;
        }
        buf_addc(b, '/');
        buf_add(b, step);
    }
}

/* RFC 3986, 5.2.2; base is an http or https address, url has no scheme. */
static struct str join(struct arena *a, struct str url, struct str base)
{
    struct buf b = buf_new(a);
    size_t scheme = str_find(base, ':') + 1;
    struct str host = str_head(base, scheme + 2 + before(str_skip(base, scheme + 2), "/?#"));
    struct str place = str_skip(base, host.len);
    place = str_head(place, str_find(place, '#'));
    struct str tail = str_skip(url, before(url, "?#"));
    struct str path = str_head(url, url.len - tail.len);
    if (str_starts(path, "//")) {
        host = str_head(url, 2 + before(str_skip(url, 2), "/?#"));
        path = str_skip(path, host.len);
        buf_add(&b, str_head(base, scheme));
        place = STR("");
    }
    buf_add(&b, host);
    if (path.len && path.p[0] != '/') { /* stands beside the base */
        struct str beside = str_head(place, str_find(place, '?'));
        const char *slash = beside.len ? memrchr(beside.p, '/', beside.len) : NULL;
        beside = slash ? str_head(beside, (size_t)(slash - beside.p) + 1) : STR("/");
        path = str_printf(a, "%.*s%.*s", STR_ARG(beside), STR_ARG(path));
    }
    if (path.len) {
        add_path(&b, path);
    } else { /* the base itself, or another query or part of it */
        bool asks = tail.len && tail.p[0] == '?';
        buf_add(&b, asks ? str_head(place, str_find(place, '?')) : place);
    }
    buf_add(&b, tail);
    return buf_str(&b);
}

struct str feed_url(struct arena *a, struct str url, struct str base)
{
    url = str_trim(url);
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.p[i] < ' ') return STR(""); /* "jav\tascript:" and the like */
    }
    if (url.len == 0 || url.len > URL_BYTES_MAX) return STR("");
    if (has_scheme(url)) return is_http(url) ? str_copy(a, url) : STR("");
    if (!is_http(base)) return STR("");
    struct str found = join(a, url, base);
    return is_http(found) ? found : STR("");
}

struct str feed_address(struct arena *a, struct str url)
{
    struct str rest = str_skip(url, str_starts_nocase(url, "https://") ? 8 : 7);
    if (str_starts_nocase(rest, "www.")) rest = str_skip(rest, 4);
    size_t host = 0;
    while (host < rest.len && !strchr("/?#", rest.p[host]))
        host++;
    while (rest.len > host && rest.p[rest.len - 1] == '/')
        rest.len--;
    return utf8_head(str_printf(a, "%.*s%.*s", STR_ARG(str_lower(a, str_head(rest, host))),
                                STR_ARG(str_skip(rest, host))),
                     NAME_BYTES_MAX);
}

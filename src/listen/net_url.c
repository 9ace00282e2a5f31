/* net_url.c - listen: whom does this address ask, and where does it lead on to? */
#include "listen/net_url.h"

#include "listen/feed_int.h"

#include <string.h>

/* Behind "scheme://", up to the path. */
static struct str authority_of(struct str url)
{
    struct str rest = str_skip(url, str_starts_nocase(url, "https://") ? 8 : 7);
    size_t n = 0;
    while (n < rest.len && !strchr("/?#\\", rest.p[n]))
        n++;
    return str_head(rest, n);
}

/* What no request may hold stands in percents, and quotes, so that a shell can be shown it; the
 * host's own letters are the resolver's. */
static struct str ask_form(struct arena *a, struct str url)
{
    struct str authority = authority_of(url);
    size_t host = (size_t)(authority.p - url.p) + authority.len;
    struct buf b = buf_new(a);
    buf_add(&b, str_head(url, host));
    for (size_t i = host; i < url.len && url.p[i] != '#'; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c > ' ' && c < 0x7f && !strchr("\"'<>", c)) {
            buf_addc(&b, url.p[i]);
        } else {
            buf_addf(&b, "%%%02X", c);
        }
    }
    return buf_str(&b);
}

/* A host that holds a blank, a control or a quote is none. */
static struct str usable(struct arena *a, struct str url)
{
    if (!url.len) return STR("");
    struct str authority = authority_of(url);
    for (size_t i = 0; i < authority.len; i++) {
        unsigned char c = (unsigned char)authority.p[i];
        if (c <= ' ' || c == 0x7f || strchr("\"'<>", c)) return STR("");
    }
    return authority.len ? ask_form(a, url) : STR("");
}

struct str net_url(struct arena *a, struct str url)
{
    url = str_trim(url);
    if (str_starts_nocase(url, "feed://")) {
        url = str_printf(a, "http://%.*s", STR_ARG(str_skip(url, 7)));
    } else if (str_starts_nocase(url, "feed:")) {
        url = str_skip(url, 5);
    }
    return usable(a, feed_url(a, url, STR("")));
}

struct str net_url_next(struct arena *a, struct str location, struct str from)
{
    return usable(a, feed_url(a, utf8_mend(a, location), from));
}

struct str net_url_site(struct arena *a, struct str url)
{
    bool tls = str_starts_nocase(url, "https://");
    struct str host = authority_of(url);
    const char *at = host.len ? memrchr(host.p, '@', host.len) : NULL;
    if (at) host = str_skip(host, (size_t)(at - host.p) + 1);
    struct str usual = tls ? STR(":443") : STR(":80");
    if (str_ends_nocase(host, usual.p)) host.len -= usual.len;
    if (host.len && host.p[host.len - 1] == ':') host.len--;
    return str_printf(a, "%s://%.*s", tls ? "https" : "http", STR_ARG(str_lower(a, host)));
}

struct str net_url_path(struct arena *a, struct str url)
{
    struct str authority = authority_of(url);
    struct str path = str_skip(url, (size_t)(authority.p - url.p) + authority.len);
    path = str_head(path, str_find(path, '#'));
    if (path.len && path.p[0] == '/') return path;
    return str_printf(a, "/%.*s", STR_ARG(path));
}

bool net_url_is(struct str word)
{
    size_t n = 0;
    while (n < word.len && (ascii_is_letter(word.p[n]) || (n && strchr("+-.", word.p[n]))))
        n++;
    struct str rest = str_skip(word, n);
    if (n > 1 && str_starts(rest, "://")) return true;
    return str_starts_nocase(word, "feed:http");
}

enum redirect redirect_of(int status)
{
    switch (status) {
    case 301:
    case 308:
        return REDIRECT_FOR_GOOD;
    case 302:
    case 303:
    case 307:
        return REDIRECT_FOR_NOW;
    default:
        return REDIRECT_NONE;
    }
}

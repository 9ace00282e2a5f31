/* http_guard.c - serve: is this the head of a request that may be answered? */
#include "serve/http.h"

#include "base/limits.h"

#include <string.h>

static size_t header_count(const struct http_ask *ask, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < ask->header.count; i++)
        n += str_is_nocase(ask->header.one[i].name, name);
    return n;
}

static bool is_number(struct str s)
{
    if (!s.len || s.len > 18) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return true;
}

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && !strchr("!#$%&'*+-.^_`|~", c))
            return false;
    }
    return s.len > 0;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return true;
    }
    return false;
}

/* host or host:port, the port ours; [v6] keeps its brackets. */
static bool host_is(struct str host, const char *name, uint16_t port)
{
    size_t n = strlen(name);
    if (host.len < n || !str_is_nocase(str_head(host, n), name)) return false;
    struct str rest = str_skip(host, n);
    if (!rest.len) return true;
    int64_t said = 0;
    return rest.p[0] == ':' && str_to_i64(str_skip(rest, 1), &said) && said == port;
}

static bool host_expected(struct str host, const char *const *hosts, uint16_t port)
{
    static const char *const own[] = {"127.0.0.1", "localhost", "[::1]", NULL};
    for (const char *const *name = own; *name; name++) {
        if (host_is(host, *name, port)) return true;
    }
    for (const char *const *name = hosts; name && *name; name++) {
        if (str_is_nocase(host, *name) || host_is(host, *name, port)) return true;
    }
    return false;
}

static int framing(const struct http_ask *ask, const char **ret_why)
{
    size_t lengths = header_count(ask, "Content-Length");
    size_t codings = header_count(ask, "Transfer-Encoding");
    if (lengths > 1 || codings > 1 || (lengths && codings)) {
        *ret_why = "the length of the body is said twice";
        return 400;
    }
    if (lengths && !is_number(http_header(ask, "Content-Length"))) {
        *ret_why = "Content-Length is no number";
        return 400;
    }
    if (codings && !str_is_nocase(http_header(ask, "Transfer-Encoding"), "chunked")) {
        *ret_why = "of transfer codings only chunked is known here";
        return 501;
    }
    if ((ask->method == HTTP_GET || ask->method == HTTP_HEAD) &&
        (codings || (lengths && !str_is(http_header(ask, "Content-Length"), "0")))) {
        *ret_why = "GET and HEAD have no body";
        return 400;
    }
    return 0;
}

int http_guard(const struct http_ask *ask, const char *const *hosts, uint16_t port,
               const char **ret_why)
{
    if (ask->method == HTTP_METHOD_OTHER) {
        *ret_why = "want GET, HEAD or POST";
        return 405;
    }
    if (ask->path.len > HTTP_PATH_BYTES_MAX) {
        *ret_why = "the address is too long";
        return 414;
    }
    if (!ask->path.len || ask->path.p[0] != '/' ||
        str_find_nocase(ask->path, "%00") < ask->path.len ||
        has_control(http_unescape(ask->a, ask->path))) {
        *ret_why = "the address is none";
        return 400;
    }
    if (ask->header.count > HTTP_HEADERS_MAX) {
        *ret_why = "too many headers";
        return 431;
    }
    for (size_t i = 0; i < ask->header.count; i++) {
        if (!is_token(ask->header.one[i].name) || has_control(ask->header.one[i].value)) {
            *ret_why = "a header is none";
            return 400;
        }
    }
    if (header_count(ask, "Host") != 1) {
        *ret_why = "want one Host";
        return 400;
    }
    int status = framing(ask, ret_why);
    if (status) return status;
    if (!host_expected(http_header(ask, "Host"), hosts, port)) {
        *ret_why = "this host is not served here; 'kith serve --host NAME' adds one";
        return 421;
    }
    return 0;
}

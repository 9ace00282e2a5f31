/* social_who.c - listen: whose page or post is at this address? */
#include "base/limits.h"
#include "listen/handle.h"
#include "listen/social.h"
#include "listen/table_int.h"

#include <string.h>

static struct str rest_of(struct str url)
{
    if (str_starts_nocase(url, "https://")) return str_skip(url, 8);
    if (str_starts_nocase(url, "http://")) return str_skip(url, 7);
    return STR_NONE;
}

static bool is_user_name(struct str s)
{
    if (!s.len || s.len > 64) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && !strchr("_.-", c)) return false;
    }
    return true;
}

static bool is_host(struct str s)
{
    if (s.len < 3 || s.len > 253 || str_find(s, '.') == s.len) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        bool plain = ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
        if (!plain && c != '.' && c != '-' && c != ':') return false;
    }
    return s.p[0] != '.';
}

static struct who fediverse(struct str user, struct str host, struct arena *a)
{
    struct str handle = str_printf(a, "%.*s@%.*s", STR_ARG(user), STR_ARG(host));
    return (struct who){.channel = STR("fediverse"), .handle = str_lower(a, handle)};
}

/* What hosts of the fediverse put before a name; behind it may stand the rest of a post's path. */
static const char *const before_name[] = {"/users/", "/@",         "/u/",      "/profile/",
                                          "/c/",     "/accounts/", "/actors/", "/video-channels/"};

/* Names with an @ in the path that are of no fediverse. */
static bool is_elsewhere(struct str host)
{
    static const char *const hosts[] = {"youtube.com", "tiktok.com", "medium.com", "substack.com",
                                        "t.me"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (str_ends_nocase(host, hosts[i])) return true;
    }
    return false;
}

static bool post_of(struct str rest, struct arena *a, struct who *ret)
{
    static const struct {
        const char *host, *channel;
    } known[] = {{"twitter.com/", "twitter"},
                 {"x.com/", "twitter"},
                 {"www.twitter.com/", "twitter"},
                 {"mobile.twitter.com/", "twitter"},
                 {"bsky.app/profile/", "bluesky"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_starts_nocase(rest, known[i].host)) continue;
        struct str name = str_skip(rest, strlen(known[i].host));
        struct str behind = str_skip(name, str_find(name, '/'));
        name = str_head(name, name.len - behind.len);
        bool post = str_starts(behind, "/status/") || str_starts(behind, "/post/") ||
                    str_starts(behind, "/statuses/");
        if (!post || !name.len || str_is(name, "i")) return false;
        *ret = (struct who){.channel = str_of(known[i].channel), .handle = str_lower(a, name)};
        return true;
    }
    return false;
}

bool who_of_url(struct str url, struct arena *a, struct who *ret)
{
    url = str_trim(url);
    struct str rest = rest_of(url);
    if (!rest.len) return false;
    if (profile_read(url, ret) || post_of(rest, a, ret)) return true;
    struct str path = str_skip(rest, str_find(rest, '/'));
    struct str host = str_head(rest, rest.len - path.len);
    if (!is_host(host) || is_elsewhere(host)) return false;
    for (size_t i = 0; i < sizeof before_name / sizeof *before_name; i++) {
        if (!str_starts(path, before_name[i])) continue;
        struct str name = str_skip(path, strlen(before_name[i]));
        size_t end = 0;
        while (end < name.len && !strchr("/?#", name.p[end]))
            end++;
        name = str_head(name, end);
        size_t at = str_find(name, '@');
        struct str home = str_skip(name, at + 1);
        bool elsewhere = at && at < name.len && is_user_name(str_head(name, at)) && is_host(home);
        if (elsewhere) { /* as another host shows it: /@jane@host */
            *ret = fediverse(str_head(name, at), home, a);
            return true;
        }
        if (!is_user_name(name)) return false;
        *ret = fediverse(name, host, a);
        return true;
    }
    return false;
}

bool who_of_id(struct str id, struct arena *a, struct who *ret)
{
    id = utf8_head(str_trim(id), 2048);
    struct str email;
    if (str_starts_nocase(id, "acct:")) return who_of_mention(str_skip(id, 5), STR(""), a, ret);
    if (str_starts_nocase(id, "mailto:") && email_read(id, a, &email)) {
        *ret = (struct who){.channel = STR("email"), .handle = email};
        return true;
    }
    if (str_starts(id, "did:")) {
        *ret = (struct who){.channel = STR("bluesky"), .handle = id};
        return true;
    }
    if (who_of_url(id, a, ret)) return true;
    struct str rest = rest_of(id);
    while (rest.len && rest.p[rest.len - 1] == '/')
        rest.len--;
    if (!rest.len || rest.p[0] == '/') return false;
    *ret = (struct who){.channel = STR("url"), .handle = utf8_head(rest, NAME_BYTES_MAX)};
    return true;
}

bool who_of_mention(struct str name, struct str home, struct arena *a, struct who *ret)
{
    name = str_trim(name);
    if (name.len && name.p[0] == '@') name = str_skip(name, 1);
    size_t at = str_find(name, '@');
    struct str host = at < name.len ? str_skip(name, at + 1) : rest_of(home);
    host = str_head(host, str_find(host, '/'));
    name = str_head(name, at);
    if (!is_user_name(name) || !is_host(host)) return false;
    *ret = fediverse(name, host, a);
    return true;
}

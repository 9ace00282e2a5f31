/* table_who.c - listen: which person or outlet does a cell name? */
#include "listen/table_int.h"

#include <string.h>

static bool is_word_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

static bool has_blank(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.p[i] <= ' ') return true;
    }
    return false;
}

static struct str cut_name(struct str s)
{
    return utf8_head(str_trim(s), NAME_BYTES_MAX);
}

/* local@host.tld, loosely: what a mail server might take. */
static bool looks_like_email(struct str s)
{
    size_t at = str_find(s, '@');
    struct str host = str_skip(s, at + 1);
    if (at == 0 || at >= s.len || has_blank(s) || str_find(host, '@') < host.len) return false;
    if (!host.len || !is_word_char(host.p[0]) || !is_word_char(host.p[host.len - 1])) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("<>()[],;:\\\"", s.p[i])) return false;
    }
    return str_find(host, '.') < host.len || str_is_nocase(host, "localhost");
}

/* Puts `by` where a word stands in one of its forms; one replacement a call. */
static bool replace_word(struct buf *b, struct str s, const char *const forms[4], char by)
{
    for (size_t i = 0; i < 4; i++) {
        size_t pos = str_find_nocase(s, forms[i]);
        if (pos >= s.len) continue;
        buf_add(b, str_trim(str_head(s, pos)));
        buf_addc(b, by);
        buf_add(b, str_trim(str_skip(s, pos + strlen(forms[i]))));
        return true;
    }
    return false;
}

static struct str unmask(struct str s, struct arena *a)
{
    static const char *const at[] = {" at ", "(at)", "[at]", "{at}"};
    static const char *const dot[] = {" dot ", "(dot)", "[dot]", "{dot}"};
    struct buf b = buf_new(a);
    if (!replace_word(&b, s, at, '@')) return s;
    s = buf_str(&b);
    for (int i = 0; i < 4; i++) {
        b = buf_new(a);
        if (!replace_word(&b, s, dot, '.')) break;
        s = buf_str(&b);
    }
    return s;
}

bool email_read(struct str cell, struct arena *a, struct str *ret)
{
    struct str s = str_trim(cell);
    if (str_starts_nocase(s, "mailto:")) s = str_skip(s, 7);
    if (s.len > 2 && s.p[0] == '<' && s.p[s.len - 1] == '>') {
        s = (struct str){s.p + 1, s.len - 2};
    }
    if (s.len > 320) return false; /* RFC 3696: 64 + 1 + 255 */
    if (!looks_like_email(s) && str_find(s, '@') == s.len) s = unmask(s, a);
    if (!looks_like_email(s)) return false;
    *ret = s;
    return true;
}

/* ---- URLs ---- */

static struct str without_scheme(struct str url)
{
    if (str_starts_nocase(url, "https://")) {
        url = str_skip(url, 8);
    } else if (str_starts_nocase(url, "http://")) {
        url = str_skip(url, 7);
    }
    return str_starts_nocase(url, "www.") ? str_skip(url, 4) : url;
}

static bool is_url(struct str s)
{
    return !has_blank(s) && (str_starts_nocase(s, "http://") || str_starts_nocase(s, "https://") ||
                             str_starts_nocase(s, "www."));
}

static size_t host_length(struct str rest)
{
    size_t n = 0;
    while (n < rest.len && !strchr("/?#", rest.p[n]))
        n++;
    return n;
}

static const struct {
    const char *before; /* host and path in front of the handle */
    const char *channel;
} profiles[] = {{"linkedin.com/in/", "linkedin"},
                {"github.com/", "github"},
                {"twitter.com/", "twitter"},
                {"x.com/", "twitter"},
                {"bsky.app/profile/", "bluesky"}};

bool profile_read(struct str url, struct who *ret)
{
    struct str rest = without_scheme(str_trim(url));
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        if (!str_starts_nocase(rest, profiles[i].before)) continue;
        struct str handle = str_skip(rest, strlen(profiles[i].before));
        size_t n = host_length(handle);
        struct str behind = str_skip(handle, n);
        bool only = !behind.len || behind.p[0] != '/' || behind.len == 1; /* no deeper page */
        if (!n || !only) return false;
        *ret = (struct who){.channel = str_of(profiles[i].channel), .handle = str_head(handle, n)};
        return true;
    }
    return false;
}

static void read_site(struct str url, struct arena *a, struct who *ret)
{
    struct str rest = without_scheme(url);
    struct str host = str_head(rest, host_length(rest));
    struct str login = str_head(host, str_find(host, '@'));
    if (login.len < host.len) host = str_skip(host, login.len + 1);
    host = str_lower(a, utf8_head(str_head(host, str_find(host, ':')), NAME_BYTES_MAX));
    *ret = (struct who){.channel = STR("site"), .handle = host, .name = host, .kind = STR("site")};
}

/* ---- all forms ---- */

/* Channels whose name has a place in it: "stackexchange:quantum", "slack:T01". */
static bool has_parts(struct str channel)
{
    static const char *const names[] = {"survey",     "stackexchange", "slack",    "discourse",
                                        "mattermost", "zulip",         "telegram", "discord",
                                        "schedule",   "mailman"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is_nocase(channel, names[i])) return true;
    }
    return false;
}

/* "channel:handle": a word, a colon, no blank behind it. */
static bool split_channel(struct str s, struct str *ret_channel, struct str *ret_handle)
{
    size_t colon = str_find(s, ':');
    if (colon < 2 || colon > 32 || colon + 1 >= s.len || s.p[colon + 1] == ' ') return false;
    for (size_t i = 0; i < colon; i++) {
        bool inner = i && (s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '.');
        if (!inner && (!is_word_char(s.p[i]) || (unsigned char)s.p[i] >= 0x80)) return false;
    }
    *ret_channel = str_head(s, colon);
    *ret_handle = str_skip(s, colon + 1);
    size_t second = str_find(*ret_handle, ':');
    if (!has_parts(*ret_channel) || !second || second + 1 >= ret_handle->len) return true;
    *ret_channel = str_head(s, colon + 1 + second);
    *ret_handle = str_skip(s, colon + 1 + second + 1);
    return true;
}

/* "list:exmh.example" behind "outlet:": an outlet of that channel, as our own export writes it. */
static bool read_outlet(struct str name, struct arena *a, struct who *ret)
{
    static const char *const kinds[][2] = {
        {"list", "list"},      {"site", "site"},   {"feed", "feed"},        {"event", "event"},
        {"group", "group"},    {"email", "list"},  {"fediverse", "group"},  {"git", "group"},
        {"discord", "group"},  {"slack", "group"}, {"mattermost", "group"}, {"zulip", "group"},
        {"telegram", "group"},
    };
    struct str channel;
    struct str handle;
    if (!split_channel(name, &channel, &handle)) return false;
    channel = str_lower(a, channel);
    struct str network = str_head(channel, str_find(channel, ':')); /* "slack:t01" */
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_is(network, kinds[i][0])) continue;
        *ret = (struct who){.channel = channel, .handle = handle, .kind = str_of(kinds[i][1])};
        return true;
    }
    return false;
}

static enum status read_channel(struct str channel, struct str handle, struct arena *a,
                                struct who *ret, struct err *e)
{
    channel = str_lower(a, channel);
    handle = cut_name(handle);
    if (handle.len > 1 && handle.p[0] == '@') handle = str_skip(handle, 1);
    if (str_is(channel, "name")) {
        *ret = (struct who){.channel = STR("name"), .handle = handle, .name = handle};
        return OK;
    }
    if (str_is(channel, "outlet") && read_outlet(handle, a, ret)) return OK;
    if (str_is(channel, "outlet")) {
        *ret = (struct who){
            .channel = STR("outlet"), .handle = handle, .name = handle, .kind = STR("publication")};
        return OK;
    }
    if (str_is(channel, "org")) {
        if (handle.len > 2 && handle.p[0] == '"' && handle.p[handle.len - 1] == '"') {
            handle = str_trim((struct str){handle.p + 1, handle.len - 2});
        }
        *ret = (struct who){
            .channel = STR("org"), .handle = handle, .name = handle, .kind = STR("org")};
        return OK;
    }
    if (str_is(channel, "email") || str_is(channel, "mailto")) {
        *ret = (struct who){.channel = STR("email")};
        if (email_read(handle, a, &ret->handle)) return OK;
        return err_set(e, BAD_INPUT, "'%.*s', want an e-mail address, name@host", STR_ARG(handle));
    }
    if (str_is(channel, "mastodon")) channel = STR("fediverse");
    if (str_is(channel, "x")) channel = STR("twitter");
    *ret = (struct who){.channel = channel, .handle = handle};
    return OK;
}

/* "Jane Doe <jane@x.org>" */
static bool read_named_email(struct str s, struct arena *a, struct who *ret)
{
    size_t open = str_find(s, '<');
    if (open >= s.len || s.p[s.len - 1] != '>') return false;
    struct str name = str_trim(str_head(s, open));
    if (name.len > 1 && name.p[0] == '"' && name.p[name.len - 1] == '"') {
        name = (struct str){name.p + 1, name.len - 2};
    }
    *ret = (struct who){.channel = STR("email"), .name = cut_name(name)};
    return email_read(str_skip(s, open), a, &ret->handle);
}

enum status who_read(struct str cell, struct arena *a, struct who *ret, struct err *e)
{
    struct str s = str_trim(cell);
    struct str channel;
    struct str handle;
    if (!s.len) return err_set(e, BAD_INPUT, "is empty, want channel:handle, an e-mail or a name");
    if (read_named_email(s, a, ret)) return OK;
    *ret = (struct who){.channel = STR("email")};
    if (email_read(s, a, &ret->handle)) return OK;
    if (is_url(s)) {
        if (!profile_read(s, ret)) read_site(s, a, ret);
        if (ret->handle.len) return OK;
        return err_set(e, BAD_INPUT, "'%.*s' is a URL without a host", STR_ARG(str_head(s, 80)));
    }
    if (s.p[0] == '@' && !has_blank(s)) {
        struct str rest = str_skip(s, 1);
        *ret = (struct who){.channel = STR("fediverse"), .handle = rest};
        if (looks_like_email(rest)) return OK;
        return err_set(e, BAD_INPUT, "'%.*s' says no channel, want twitter:%.*s, github:%.*s, …",
                       STR_ARG(str_head(s, 80)), STR_ARG(str_head(rest, 80)),
                       STR_ARG(str_head(rest, 80)));
    }
    if (split_channel(s, &channel, &handle)) return read_channel(channel, handle, a, ret, e);
    s = cut_name(s);
    *ret = (struct who){.channel = STR("name"), .handle = s, .name = s};
    return OK;
}

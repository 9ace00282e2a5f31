/* handle.c - listen: under which key is this handle known? */
#include "listen/handle.h"

#include "base/limits.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_bracket(char c)
{
    return c != '\0' && strchr("()[]{}<>", c) != NULL;
}

/* "jane at x.org", "jane (at) x (dot) org", "jane @ x.org": words joined by at and dot alternate
 * with words that are neither, else it is a sentence and no address. */
static struct str mend_spelled(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    bool joined = true; /* the last word was at or dot, or none came yet */
    size_t ats = 0;
    for (size_t i = 0; i < s.len;) {
        if (is_blank(s.p[i]) || is_bracket(s.p[i])) {
            i++;
            continue;
        }
        size_t start = i;
        while (i < s.len && !is_blank(s.p[i]) && !is_bracket(s.p[i]))
            i++;
        struct str word = {s.p + start, i - start};
        bool at = str_is(word, "at") || str_is(word, "@");
        bool joint = at || str_is(word, "dot") || str_is(word, ".");
        if (joint == joined) return STR_NONE;
        ats += at;
        joined = joint;
        if (joint) {
            buf_addc(&b, at ? '@' : '.');
        } else {
            buf_add(&b, word);
        }
    }
    return ats == 1 && !joined ? buf_str(&b) : STR_NONE;
}

/* What stands between the last < and the > behind it, if anything does. */
static struct str inside_angles(struct str s)
{
    size_t open = str_find(s, '<');
    if (open == s.len) return s;
    struct str inner = str_skip(s, open + 1);
    size_t close = str_find(inner, '>');
    return close ? str_head(inner, close) : s;
}

static struct str trim_marks(struct str s)
{
    while (s.len && strchr("'\"<(,;", s.p[0]) && s.p[0])
        s = str_skip(s, 1);
    while (s.len && strchr("'\">),;.", s.p[s.len - 1]) && s.p[s.len - 1])
        s.len--;
    return s;
}

struct str email_key(struct arena *a, struct str handle)
{
    struct str s = str_trim(inside_angles(str_trim(handle)));
    if (str_starts_nocase(s, "mailto:")) s = str_skip(s, 7);
    s = str_lower(a, s);
    struct str first = s;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_blank(s.p[i]) && s.p[i] != '(') continue;
        first = str_head(s, i);
        break;
    }
    if (first.len < s.len) {
        struct str spelled = mend_spelled(a, s);
        if (spelled.len) {
            s = spelled;
        } else if (str_find(first, '@') < first.len) {
            s = first;
        }
    }
    return trim_marks(str_trim(s));
}

struct str url_host(struct arena *a, struct str url)
{
    struct str s = str_trim(url);
    size_t colon = str_find(s, ':');
    if (colon + 2 < s.len && s.p[colon + 1] == '/' && s.p[colon + 2] == '/') {
        s = str_skip(s, colon + 3);
    }
    size_t end = 0;
    while (end < s.len && !strchr("/?#", s.p[end]) && !is_blank(s.p[end]))
        end++;
    s = str_head(s, end);
    size_t at = str_find(s, '@');
    if (at < s.len) s = str_skip(s, at + 1); /* user@host never names a site */
    if (s.len && s.p[0] != '[') s = str_head(s, str_find(s, ':'));
    s = str_lower(a, s);
    if (str_starts(s, "www.") && s.len > 4) s = str_skip(s, 4);
    while (s.len && s.p[s.len - 1] == '.')
        s.len--;
    return s;
}

static struct str list_key(struct arena *a, struct str handle)
{
    struct str s = str_trim(inside_angles(str_trim(handle)));
    if (str_starts_nocase(s, "mailto:")) s = str_skip(s, 7);
    s = str_copy(a, str_lower(a, trim_marks(s)));
    char *at = s.len ? memchr((char *)(uintptr_t)s.p, '@', s.len) : NULL;
    if (at) *at = '.';
    return s;
}

static struct str plain_key(struct arena *a, struct str handle)
{
    struct str s = str_trim(handle);
    while (s.len && s.p[0] == '@')
        s = str_skip(s, 1);
    return str_lower(a, s);
}

static struct str named_key(struct arena *a, struct str name)
{
    struct str key = name_key(a, name);
    return key.len ? key : str_lower(a, str_trim(name));
}

/* One page whatever the scheme, www. or a slash at the end. */
static struct str page_key(struct arena *a, struct str handle)
{
    struct str s = str_trim(handle);
    s = str_head(s, str_find(s, '#'));
    if (str_starts_nocase(s, "https://")) s = str_skip(s, 8);
    if (str_starts_nocase(s, "http://")) s = str_skip(s, 7);
    if (str_starts_nocase(s, "www.")) s = str_skip(s, 4);
    while (s.len && s.p[s.len - 1] == '/')
        s.len--;
    return str_lower(a, s);
}

struct str handle_key(struct arena *a, struct str channel, struct str handle)
{
    struct str key;
    if (str_is(channel, "email")) {
        key = email_key(a, handle);
    } else if (str_is(channel, "list")) {
        key = list_key(a, handle);
    } else if (str_is(channel, "site")) {
        key = url_host(a, handle);
    } else if (str_is(channel, "url")) {
        key = page_key(a, handle);
    } else if (str_is(channel, "feed")) {
        key = str_head(str_trim(handle), str_find(str_trim(handle), '#'));
    } else if (str_is(channel, "name") || str_is(channel, "event") || str_is(channel, "outlet") ||
               str_is(channel, "group") || str_is(channel, "org")) {
        key = named_key(a, handle);
    } else {
        key = plain_key(a, handle);
    }
    return utf8_head(key, NAME_BYTES_MAX);
}

struct str list_label(struct str key)
{
    size_t at = str_find(key, '@');
    return str_head(key, at < key.len ? at : str_find(key, '.'));
}

struct str name_clean(struct arena *a, struct str name)
{
    struct str s = str_trim(name);
    while (s.len >= 2 && s.p[0] == s.p[s.len - 1] && (s.p[0] == '"' || s.p[0] == '\'')) {
        s = str_trim((struct str){s.p + 1, s.len - 2});
    }
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.len; i++) {
        if (!is_blank(s.p[i])) {
            buf_addc(&b, s.p[i]);
        } else if (i && !is_blank(s.p[i - 1])) {
            buf_addc(&b, ' ');
        }
    }
    return utf8_head(buf_str(&b), NAME_BYTES_MAX);
}

/* 2: given and family name, 1: one word, 0: an address. */
static int name_rank(struct str name)
{
    if (!name.len || str_find(name, '@') < name.len) return 0;
    if (str_find_nocase(name, " via ") < name.len) return 1; /* a list rewrote it */
    if (str_find(name, ' ') < name.len) return 2;
    return str_find(name, '/') < name.len ? 0 : 1; /* a path is an address */
}

bool name_better(struct str name, struct str now)
{
    int a = name_rank(name);
    int b = name_rank(now);
    return a != b ? a > b : a == 2 && name.len > now.len;
}

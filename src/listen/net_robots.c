/* net_robots.c - listen: does this site let programs ask for this path? */
#include "listen/net_robots.h"

#include "base/limits.h"

#include <string.h>

/* ---- two spellings of one path are one ---- */

static int hex_of(char c)
{
    if (ascii_is_digit(c)) return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    return ascii_is_letter((char)c) || ascii_is_digit((char)c) || (c && strchr("-._~", c));
}

/* Letters and digits stand for themselves, all that is not ASCII in percents of upper case. */
static struct str path_form(struct arena *a, struct str path)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.p[i];
        int high = i + 2 < path.len && c == '%' ? hex_of(path.p[i + 1]) : -1;
        int low = high >= 0 ? hex_of(path.p[i + 2]) : -1;
        bool encoded = low >= 0;
        if (encoded) {
            c = (unsigned char)(high * 16 + low);
            i += 2;
        }
        bool plain = encoded ? is_unreserved(c) : c > ' ' && c < 0x7f;
        if (plain) {
            buf_addc(&b, (char)c);
        } else {
            buf_addf(&b, "%%%02X", c);
        }
    }
    return buf_str(&b);
}

/* ---- reading ---- */

enum about { ABOUT_OTHERS, ABOUT_ALL, ABOUT_US };

struct reading {
    struct arena *a;
    const char *agent;
    struct robots all, us;
    bool named;  /* a group is for us */
    bool naming; /* the lines before this one name programs */
    enum about about;
};

static void add_rule(struct robots *r, struct arena *a, struct str path, bool allow)
{
    if (!path.len) return; /* "Disallow:" with nothing behind it keeps from nothing */
    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 16;
        r->rule = arena_grow(a, r->rule, r->room * sizeof *r->rule, room * sizeof *r->rule);
        r->room = room;
    }
    r->rule[r->count++] = (struct robots_rule){path_form(a, path), allow};
}

/* "kith/1.0 (reads feeds)" is kith. */
static struct str product_of(struct str value)
{
    size_t n = 0;
    while (n < value.len && (ascii_is_letter(value.p[n]) || strchr("-_", value.p[n])))
        n++;
    return str_head(value, n);
}

static void name_program(struct reading *r, struct str value)
{
    if (!r->naming) r->about = ABOUT_OTHERS;
    r->naming = true;
    if (str_is_nocase(product_of(value), r->agent)) {
        r->about = ABOUT_US;
        r->named = true;
    } else if (str_is(value, "*") && r->about == ABOUT_OTHERS) {
        r->about = ABOUT_ALL;
    }
}

static void read_line(struct reading *r, struct str line)
{
    line = str_trim(str_head(line, str_find(line, '#')));
    size_t colon = str_find(line, ':');
    if (colon == line.len) return;
    struct str key = str_trim(str_head(line, colon));
    struct str value = str_trim(str_skip(line, colon + 1));
    if (str_is_nocase(key, "user-agent")) {
        name_program(r, value);
        return;
    }
    bool allow = str_is_nocase(key, "allow");
    if (!allow && !str_is_nocase(key, "disallow")) return; /* of others; parts no groups */
    r->naming = false;
    if (r->about == ABOUT_US) add_rule(&r->us, r->a, value, allow);
    if (r->about == ABOUT_ALL) add_rule(&r->all, r->a, value, allow);
}

struct robots robots_read(struct str text, const char *agent, struct arena *a)
{
    struct reading r = {.a = a, .agent = agent};
    text = str_head(text, ROBOTS_BYTES_MAX);
    if (str_starts(text, "\xEF\xBB\xBF")) text = str_skip(text, 3);
    while (text.len) {
        size_t n = 0;
        while (n < text.len && text.p[n] != '\n' && text.p[n] != '\r')
            n++;
        read_line(&r, str_head(text, n));
        text = str_skip(text, n + (n < text.len));
    }
    return r.named ? r.us : r.all;
}

/* ---- asking ---- */

static bool starts_with(struct str s, struct str part)
{
    return s.len >= part.len && str_eq(str_head(s, part.len), part);
}

static bool ends_with(struct str s, struct str part)
{
    return s.len >= part.len && str_eq(str_skip(s, s.len - part.len), part);
}

/* Moves *path behind the first place of part; false when there is none. */
static bool move_behind(struct str *path, struct str part)
{
    if (!part.len) return true;
    const char *at = path->len ? memmem(path->p, path->len, part.p, part.len) : NULL;
    if (at) *path = str_skip(*path, (size_t)(at - path->p) + part.len);
    return at != NULL;
}

/* The parts between stars, each at the first place behind the one before: linear. */
static bool fits(struct str pattern, struct str path)
{
    bool to_end = pattern.p[pattern.len - 1] == '$';
    if (to_end) pattern.len--;
    struct str part;
    if (!str_cut(&pattern, '*', &part) || !starts_with(path, part)) return false;
    path = str_skip(path, part.len);
    if (!pattern.p) return !to_end || !path.len;
    while (str_cut(&pattern, '*', &part)) {
        bool last = !pattern.p;
        if (last && to_end) return ends_with(path, part);
        if (!move_behind(&path, part)) return false;
    }
    return true;
}

bool robots_allow(const struct robots *r, struct str path)
{
    struct arena own = {0};
    struct str form = path_form(&own, path);
    size_t longest = 0;
    bool allow = true;
    for (size_t i = 0; i < r->count; i++) {
        const struct robots_rule *rule = &r->rule[i];
        if (rule->path.len < longest || !fits(rule->path, form)) continue;
        allow = rule->path.len == longest ? allow || rule->allow : rule->allow;
        longest = rule->path.len;
    }
    arena_free(&own);
    return allow || str_is(path, "/robots.txt");
}

/* content_line.c - listen: which properties stand in this contact or calendar? */
#include "listen/content_line.h"

#include "base/limits.h"

#include <string.h>

static bool same_letter(char c, char want)
{
    return ascii_lower(c) == ascii_lower(want);
}

/* ---- physical lines ---- */

static struct str waiting(const struct content_lines *c)
{
    return (struct str){c->text.window + c->text.begin, c->text.end - c->text.begin};
}

/* At least n bytes wait, if the source has them. */
static enum status have(struct content_lines *c, size_t n, struct err *e)
{
    enum status s = OK;
    while (!s && c->text.end - c->text.begin < n)
        s = text_in_more(&c->text, e);
    return s == DONE ? OK : s;
}

enum status content_lines_open(struct reader *in, struct arena *a, struct content_lines *ret,
                               struct err *e)
{
    *ret = (struct content_lines){.line = 1, .eol = '\n'};
    enum status s = text_in_open(in, a, &ret->text, e);
    if (!s) s = have(ret, 4096, e);
    if (s) return s;
    struct str head = waiting(ret);
    if (str_find(head, '\n') == head.len && str_find(head, '\r') < head.len) ret->eol = '\r';
    return OK;
}

static void add_bounded(struct buf *b, struct str s)
{
    size_t room = b->len < CONTENT_BYTES_MAX ? (size_t)CONTENT_BYTES_MAX - b->len : 0;
    buf_add(b, str_head(s, room));
}

/* One line without its end is added to b. DONE when nothing is left. */
static enum status add_line(struct content_lines *c, struct buf *b, struct err *e)
{
    bool any = false;
    for (;;) {
        enum status s = have(c, 1, e);
        struct str w = waiting(c);
        if (s) return s;
        if (!w.len) break;
        any = true;
        size_t n = str_find(w, c->eol);
        add_bounded(b, str_head(w, n));
        c->text.begin += n < w.len ? n + 1 : n;
        if (n == w.len) continue;
        c->line++;
        break;
    }
    while (b->len && b->p[b->len - 1] == '\r')
        b->len--;
    return any ? OK : DONE;
}

/* Does a folded line go on? */
static enum status goes_on(struct content_lines *c, bool *ret, struct err *e)
{
    enum status s = have(c, 1, e);
    struct str w = waiting(c);
    *ret = !s && w.len && (w.p[0] == ' ' || w.p[0] == '\t');
    if (*ret) c->text.begin++;
    return s;
}

/* ---- its parts ---- */

/* Where the value begins, less one: the first colon outside of quotes that are closed. */
static size_t head_length(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.p[i] == ':') return i;
        if (line.p[i] != '"') continue;
        size_t close = str_find(str_skip(line, i + 1), '"');
        if (i + 1 + close < line.len) i += close + 1;
    }
    return line.len;
}

/* RFC 6868 */
static struct str param_text(struct arena *a, struct str s)
{
    if (str_find(s, '^') == s.len && str_find(s, '"') == s.len) return s;
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.len; i++) {
        char next = '\0';
        if (i + 1 < s.len) next = s.p[i + 1];
        if (s.p[i] == '"') continue;
        if (s.p[i] != '^' || !(next == 'n' || next == '^' || next == '\'')) {
            buf_addc(&b, s.p[i]);
            continue;
        }
        buf_adds(&b, next == 'n' ? "\n" : next == '^' ? "^" : "\"");
        i++;
    }
    return buf_str(&b);
}

/* Takes one parameter off: up to a semicolon outside of quotes. */
static struct str take_param(struct str *rest)
{
    size_t i = 0;
    for (; i < rest->len && rest->p[i] != ';'; i++) {
        if (rest->p[i] != '"') continue;
        size_t close = str_find(str_skip(*rest, i + 1), '"');
        if (i + 1 + close < rest->len) i += close + 1;
    }
    struct str one = str_head(*rest, i);
    *rest = str_skip(*rest, i + 1);
    return one;
}

static void read_head(struct str head, struct arena *a, struct content_line *ret)
{
    struct str rest = head;
    ret->name = str_trim(take_param(&rest));
    for (size_t i = ret->name.len; i-- > 0;) {
        if (ret->name.p[i] != '.') continue;
        ret->name = str_skip(ret->name, i + 1);
        break;
    }
    while (rest.len && ret->param_count < CONTENT_PARAMS_MAX) {
        struct str one = take_param(&rest);
        size_t equal = str_find(one, '=');
        struct content_param *p = &ret->param[ret->param_count++];
        p->name = equal < one.len ? str_trim(str_head(one, equal)) : STR("");
        p->value = str_trim(equal < one.len ? str_skip(one, equal + 1) : one);
        p->value = utf8_mend(a, param_text(a, p->value));
    }
}

/* ---- quoted-printable and charsets ---- */

static int hex_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str unquoted(struct arena *a, struct str s)
{
    char *to = arena_bytes(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.p[i] == '=' && i + 2 < s.len ? hex_of(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_of(s.p[i + 2]) : -1;
        if (low >= 0) {
            to[n++] = (char)(high * 16 + low);
            i += 2;
        } else {
            to[n++] = s.p[i];
        }
    }
    return (struct str){to, n};
}

/* The bytes as text: by the charset they say, else as UTF-8 or Windows-1252. */
static enum status decoded(struct arena *a, struct str bytes, struct str charset, struct str *ret,
                           struct err *e)
{
    *ret = bytes;
    if ((!charset.len || str_is_nocase(charset, "UTF-8")) && utf8_valid(bytes)) return OK;
    struct arena own = {0};
    struct text_in t;
    bool known = false;
    enum status s = text_in_open_as(reader_of(bytes, &own), charset, &own, &t, &known, e);
    while (!s)
        s = text_in_more(&t, e);
    if (s == DONE) {
        *ret = str_copy(a, (struct str){t.window + t.begin, t.end - t.begin});
        text_in_close(&t);
    }
    arena_free(&own);
    return s == DONE ? OK : s;
}

static bool is_quoted(const struct content_line *l)
{
    struct str encoding = content_param(l, "ENCODING");
    for (size_t i = 0; !encoding.p && i < l->param_count; i++) {
        if (!l->param[i].name.len && str_is_nocase(l->param[i].value, "QUOTED-PRINTABLE"))
            return true;
    }
    return str_is_nocase(encoding, "QUOTED-PRINTABLE") || str_is_nocase(encoding, "Q");
}

static enum status ends_card(struct content_lines *c, bool *ret, struct err *e)
{
    enum status s = have(c, 4, e);
    *ret = !s && str_starts_nocase(waiting(c), "END:");
    return s;
}

/* Soft breaks: an equals sign at the end of a line. */
static enum status add_soft(struct content_lines *c, struct buf *raw, struct err *e)
{
    enum status s = OK;
    bool ends = false;
    while (!s && raw->len && raw->p[raw->len - 1] == '=') {
        s = ends_card(c, &ends, e);
        if (s || ends) break;
        raw->len--;
        size_t before = raw->len;
        s = add_line(c, raw, e);
        if (!s && raw->len == before) break;
    }
    return s == DONE ? OK : s;
}

/* ---- a property ---- */

static enum status one_line(struct content_lines *c, struct arena *a, struct content_line *ret,
                            bool *ret_found, struct err *e)
{
    struct buf raw = buf_new(a);
    *ret = (struct content_line){.line = c->line};
    *ret_found = false;
    enum status s = add_line(c, &raw, e);
    for (bool more = true; !s && more;) {
        s = goes_on(c, &more, e);
        if (!s && more) s = add_line(c, &raw, e);
        if (s == DONE) s = OK;
    }
    if (s) return s;
    struct str line = buf_str(&raw);
    size_t head = head_length(line);
    if (head == line.len || !head) return OK;
    read_head(str_copy(a, str_head(line, head)), a, ret);
    bool quoted = is_quoted(ret);
    if (quoted) s = add_soft(c, &raw, e);
    struct str value = str_skip(buf_str(&raw), head + 1);
    if (!s && quoted) s = decoded(a, unquoted(a, value), content_param(ret, "CHARSET"), &value, e);
    if (s) return s;
    ret->name = utf8_mend(a, ret->name);
    ret->value = utf8_mend(a, value);
    *ret_found = ret->name.len > 0;
    return OK;
}

enum status content_lines_next(struct content_lines *c, struct arena *a, struct content_line *ret,
                               struct err *e)
{
    text_in_taken(&c->text);
    for (bool found = false; !found;) {
        struct arena_mark mark = arena_mark(a);
        enum status s = one_line(c, a, ret, &found, e);
        if (s) return s;
        if (!found) arena_reset(a, mark);
    }
    return OK;
}

/* ---- what is asked of it ---- */

struct str content_param(const struct content_line *l, const char *name)
{
    for (size_t i = 0; i < l->param_count; i++) {
        if (str_is_nocase(l->param[i].name, name)) {
            return l->param[i].value.p ? l->param[i].value : STR("");
        }
    }
    return STR_NONE;
}

bool content_has_type(const struct content_line *l, const char *type)
{
    for (size_t i = 0; i < l->param_count; i++) {
        struct str rest = l->param[i].value;
        struct str one;
        if (l->param[i].name.len && !str_is_nocase(l->param[i].name, "TYPE")) continue;
        while (str_cut(&rest, ',', &one)) {
            if (str_is_nocase(str_trim(one), type)) return true;
        }
    }
    return false;
}

bool content_is(const struct content_line *l, const char *name, const char *value)
{
    return str_is_nocase(l->name, name) && str_is_nocase(str_trim(l->value), value);
}

struct str content_text(struct arena *a, struct str value)
{
    if (str_find(value, '\\') == value.len) return str_trim(value);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < value.len; i++) {
        char next = '\0';
        if (i + 1 < value.len) next = value.p[i + 1];
        if (value.p[i] != '\\' || !next || !strchr("nN,;:\\\"", next)) {
            buf_addc(&b, value.p[i]);
            continue;
        }
        if (next == 'n' || next == 'N') next = '\n';
        buf_addc(&b, next);
        i++;
    }
    return str_trim(buf_str(&b));
}

bool content_cut(struct arena *a, struct str *rest, char mark, struct str *ret_part)
{
    if (!rest->p) return false;
    size_t i = 0;
    while (i < rest->len && rest->p[i] != mark)
        i += rest->p[i] == '\\' && i + 1 < rest->len ? 2 : 1;
    if (i > rest->len) i = rest->len;
    *ret_part = content_text(a, str_head(*rest, i));
    *rest = i < rest->len ? str_skip(*rest, i + 1) : STR_NONE;
    return true;
}

bool content_begins(struct str head, const char *first)
{
    size_t n = 0;
    for (size_t i = 0; i < head.len && i < 512; i++) {
        unsigned char c = (unsigned char)head.p[i];
        bool mark = c == '\0' || c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF;
        bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (mark || (blank && (!n || first[n] == ':' || first[n - 1] == ':'))) continue;
        if (!same_letter((char)c, first[n])) return false;
        if (!first[++n]) return true;
    }
    return false;
}

/* feed_mend.c - listen: what was meant by the ampersands and brackets of this broken XML? */
#include "listen/feed_int.h"

#include "base/limits.h"
#include "listen/html.h"

#include <string.h>
#include <strings.h>

/*
 * An XML reader drops a bare "&", and all behind a bare "<"; feeds are full of both. Here "&" that
 * begins no reference becomes "&amp;", and "<" that begins no markup "&lt;". Numbers of characters
 * that XML forbids become what Windows-1252 means by them, or a mark; names of HTML, which XML does
 * not know, their character. Comments, CDATA, instructions
 * and the document type stay as they are.
 */

enum { REFERENCE_MAX = 40 };

struct mend {
    struct feed_mend *state;
    struct str in;
    bool last; /* nothing follows: what is undecided is decided */
    struct buf out;
    size_t copied; /* of in, to out */
};

static void replace(struct mend *m, size_t at, size_t len, struct str by)
{
    buf_add(&m->out, (struct str){m->in.p + m->copied, at - m->copied});
    buf_add(&m->out, by);
    m->copied = at + len;
}

/* One byte that begins nothing. */
static size_t replace_bare(struct mend *m, size_t at, struct str by)
{
    replace(m, at, 1, by);
    m->state->bare++;
    return 1;
}

static bool is_name(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80 || strchr("_:.-", c);
}

/* The character's number, from digits of this base; *ret_len: how many digits. */
static uint32_t number_of(struct str s, uint32_t base, size_t *ret_len)
{
    uint32_t value = 0;
    size_t n = 0;
    for (; n < s.len; n++) {
        char c = ascii_lower(s.p[n]);
        uint32_t digit = ascii_is_digit(c)                    ? (uint32_t)(c - '0')
                         : base == 16 && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                              : base;
        if (digit == base) break;
        if (value < 0x110000) value = value * base + digit;
    }
    *ret_len = n;
    return value;
}

static uint32_t character_meant(uint32_t code)
{
    if (code >= 0x80 && code < 0xA0) return code_of_1252((unsigned char)code);
    if (code < ' ' && code != '\n' && code != '\t' && code != '\r') return ' ';
    bool none = (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF || (code & 0xFFFE) == 0xFFFE;
    return none ? 0xFFFD : code;
}

/* s begins with "&#". Bytes that are decided; 0: more must be seen. */
static size_t mend_number(struct mend *m, size_t at, struct str s)
{
    bool hex = s.len > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
    size_t digits = 0;
    uint32_t code = number_of(str_skip(s, hex ? 3 : 2), hex ? 16 : 10, &digits);
    size_t len = (hex ? 3 : 2) + digits;
    if (len >= s.len && !m->last && len < REFERENCE_MAX) return 0;
    if (!digits) return replace_bare(m, at, STR("&amp;"));
    bool ended = len < s.len && s.p[len] == ';';
    uint32_t meant = character_meant(code);
    len += ended;
    if (ended && meant == code && s.p[2] != 'X') return len;
    char text[16];
    size_t n = utf8_put(text, meant);
    bool special = meant == '&' || meant == '<';
    replace(m, at, len,
            special ? meant == '&' ? STR("&amp;") : STR("&lt;") : (struct str){text, n});
    return len;
}

/* s begins with '&'. Bytes that are decided; 0: more must be seen. */
static size_t mend_reference(struct mend *m, size_t at, struct str s)
{
    if (s.len == 1 && !m->last) return 0;
    if (s.len > 1 && s.p[1] == '#') return mend_number(m, at, s);
    size_t n = 1;
    while (n < s.len && n < REFERENCE_MAX && is_name(s.p[n]))
        n++;
    if (n == s.len && n < REFERENCE_MAX && !m->last) return 0;
    bool named = n > 1 && n < s.len && s.p[n] == ';' && !ascii_is_digit(s.p[1]);
    if (!named) return replace_bare(m, at, STR("&amp;"));
    uint32_t code = html_entity_named((struct str){s.p + 1, n - 1}); /* XML's five are ASCII */
    char text[4];
    if (code >= 0x80) replace(m, at, n + 1, (struct str){text, utf8_put(text, code)});
    return n + 1;
}

/* s begins with '<'. */
static size_t mend_bracket(struct mend *m, size_t at, struct str s)
{
    static const struct {
        const char *start;
        enum feed_inside inside;
    } starts[] = {{"<![CDATA[", INSIDE_CDATA},
                  {"<!--", INSIDE_COMMENT},
                  {"<?", INSIDE_INSTRUCTION},
                  {"<!DOCTYPE", INSIDE_DOCTYPE}};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t len = strlen(starts[i].start);
        if (str_starts_nocase(s, starts[i].start)) {
            m->state->inside = starts[i].inside;
            m->state->bracketed = false;
            return len;
        }
        bool may_be = s.len < len && strncasecmp(s.p, starts[i].start, s.len) == 0;
        if (may_be && !m->last) return 0;
    }
    char next = '\0';
    if (s.len > 1) next = s.p[1];
    bool tag =
        next == '/' || next == '!' ||
        (is_name(next) && next != '\0' && !ascii_is_digit(next) && next != '.' && next != '-');
    if (!tag) return replace_bare(m, at, STR("&lt;"));
    if (!m->state->quote) {
        m->state->tag = true;
        m->state->attributes = 0;
    }
    return 1;
}

/* Readers of XML compare each attribute of a tag with all before it. */
static void watch_tag(struct feed_mend *state, struct str s)
{
    for (size_t i = 0; state->tag && i < s.len; i++) {
        char c = s.p[i];
        if (state->quote) {
            if (c == state->quote) state->quote = '\0';
        } else if (c == '"' || c == '\'') {
            state->quote = c;
        } else if (c == '=') {
            state->crowded = state->crowded || ++state->attributes > XML_ATTRIBUTES_MAX;
        } else if (c == '>') {
            state->tag = false;
        }
    }
}

/* Behind the end of a comment and the like; what may be the start of its end waits. */
static size_t pass_inside(struct mend *m, struct str s)
{
    static const char *const ends[] = {
        [INSIDE_CDATA] = "]]>", [INSIDE_COMMENT] = "-->", [INSIDE_INSTRUCTION] = "?>"};
    const char *end = ends[m->state->inside];
    size_t len = strlen(end);
    const char *at = memmem(s.p, s.len, end, len);
    if (at) {
        m->state->inside = INSIDE_NONE;
        return (size_t)(at - s.p) + len;
    }
    if (m->last) return s.len;
    return s.len >= len ? s.len - (len - 1) : 0;
}

static size_t pass_doctype(struct mend *m, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '[') m->state->bracketed = true;
        if (s.p[i] == ']') m->state->bracketed = false;
        if (s.p[i] == '>' && !m->state->bracketed) {
            m->state->inside = INSIDE_NONE;
            return i + 1;
        }
    }
    return s.len;
}

static size_t mend_next(struct mend *m, size_t at)
{
    struct str s = str_skip(m->in, at);
    if (m->state->inside == INSIDE_DOCTYPE) return pass_doctype(m, s);
    if (m->state->inside != INSIDE_NONE) return pass_inside(m, s);
    return s.p[0] == '&' ? mend_reference(m, at, s) : mend_bracket(m, at, s);
}

/* Eight bytes at a time: has word a byte that is this one? */
static bool has_byte(uint64_t word, char byte)
{
    uint64_t apart = word ^ (0x0101010101010101u * (unsigned char)byte);
    return ((apart - 0x0101010101010101u) & ~apart & 0x8080808080808080u) != 0;
}

/* Where the next '<' or '&' stands, from i on. */
static size_t next_mark(struct str in, size_t i)
{
    for (; i + 8 <= in.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, in.p + i, 8);
        if (has_byte(word, '<') || has_byte(word, '&')) break;
    }
    while (i < in.len && in.p[i] != '<' && in.p[i] != '&')
        i++;
    return i;
}

size_t feed_mend(struct feed_mend *state, struct str in, bool last, struct arena *a,
                 struct str *ret)
{
    struct mend m = {.state = state, .in = in, .last = last, .out = buf_new(a)};
    size_t i = 0;
    size_t tag = 0; /* where the last one begins, as far as it begins here */
    while (i < in.len) {
        if (state->inside == INSIDE_NONE) {
            size_t mark = next_mark(in, i);
            watch_tag(state, (struct str){in.p + i, mark - i});
            i = state->crowded ? tag : mark;
        }
        if (i == in.len || state->crowded) break;
        if (in.p[i] == '<' && !state->quote) tag = i;
        size_t n = mend_next(&m, i);
        if (!n) break;
        i += n;
    }
    if (i < m.copied) i = m.copied;
    *ret = str_head(in, i);
    if (m.copied) {
        replace(&m, i, 0, STR(""));
        *ret = buf_str(&m.out);
    }
    return i;
}

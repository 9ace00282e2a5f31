/* text_in.c - listen: which characters do the bytes of this source stand for? */
#include "listen/text_in.h"

#include "base/limits.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum {
    CHUNK_BYTES = 1 << 16,
    LOOK_BYTES = 512,
    SURE_COUNT = 1000,
    LABEL_BYTES_MAX = 40,
    ROOM_BYTES = RECORD_BYTES_MAX + 8 * CHUNK_BYTES /* enough for the longest record */
};

static bool has_mark(struct str head, const char *mark, size_t len)
{
    return head.len >= len && memcmp(head.p, mark, len) == 0;
}

/* ASCII text in UTF-16 has a zero in every second byte: which of the two? -1: neither. */
static int zero_side(struct str head)
{
    size_t zeros[2] = {0, 0};
    size_t len = head.len < LOOK_BYTES ? head.len : LOOK_BYTES;
    for (size_t i = 0; i < len; i++)
        zeros[i % 2] += head.p[i] == '\0';
    size_t pairs = len / 2;
    if (pairs < 2) return -1;
    if (zeros[1] * 2 > pairs && zeros[0] * 8 < pairs) return 1;
    if (zeros[0] * 2 > pairs && zeros[1] * 8 < pairs) return 0;
    return -1;
}

/* ASCII text in UTF-32 has three zeros beside each byte: 0 before it, 1 behind it; -1: neither. */
static int zero_side_32(struct str head)
{
    size_t len = head.len < LOOK_BYTES ? head.len : LOOK_BYTES;
    size_t fours = len / 4;
    size_t big = 0;
    size_t little = 0;
    for (size_t i = 0; i < fours; i++) {
        const char *p = head.p + 4 * i;
        big += !p[0] && !p[1] && !p[2] && p[3];
        little += p[0] && !p[1] && !p[2] && !p[3];
    }
    if (fours < 2) return -1;
    return big * 2 > fours ? 0 : little * 2 > fours ? 1 : -1;
}

/* Bytes of the UTF-8 character of two or more bytes at s, 0 when there is none. */
static size_t wide_character(struct str s)
{
    unsigned char lead = (unsigned char)s.p[0];
    size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || s.len < n) return 0;
    return utf8_valid(str_head(s, n)) ? n : 0;
}

struct tally {
    size_t good, bad; /* characters of several bytes, bytes that are none */
    struct page_tally page;
};

static void count_wide(struct str s, struct tally *t)
{
    for (size_t i = 0; i < s.len && t->good + t->bad < SURE_COUNT;) {
        uint64_t word = 0;
        if (i + 8 <= s.len) memcpy(&word, s.p + i, 8);
        if (i + 8 <= s.len && !(word & 0x8080808080808080u)) {
            i += 8;
            continue;
        }
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t n = wide_character(str_skip(s, i));
        if (n) {
            t->good++;
        } else if (i + 4 <= s.len) {
            t->bad++; /* the last bytes may be a cut character */
            code_page_count(&t->page, i ? (unsigned char)s.p[i - 1] : 0, (unsigned char)s.p[i],
                            (unsigned char)s.p[i + 1]);
        }
        i += n ? n : 1;
    }
}

static enum status look_through(struct reader *in, struct tally *ret, struct err *e)
{
    struct arena scratch = {0};
    struct reader *again = NULL;
    struct str part;
    struct tally t = {0};
    enum status s = reader_again(in, &scratch, &again, e);
    while (!s && t.good + t.bad < SURE_COUNT) {
        s = reader_bytes(again, CHUNK_BYTES, &part, e);
        if (s) break;
        count_wide(part, &t);
    }
    reader_close(again);
    arena_free(&scratch);
    if (s && s != DONE) return s;
    *ret = t;
    return OK;
}

/* A file that is mostly not UTF-8 where it is not ASCII is of a code page. */
static enum status tell_bytes(struct reader *in, struct text_in *ret, struct err *e)
{
    struct tally t = {0};
    enum status s = look_through(in, &t, e);
    if (s) return s;
    ret->encoding = t.bad > t.good ? TEXT_PAGE : TEXT_UTF8;
    ret->page = code_page_found(&t.page);
    return OK;
}

enum status text_in_open(struct reader *in, struct arena *a, struct text_in *ret, struct err *e)
{
    struct str head;
    struct str mark;
    enum status s = reader_head(in, LOOK_BYTES, &head, e);
    if (s) return s;
    *ret = (struct text_in){.in = in, .a = a, .encoding = TEXT_UTF8};
    size_t skip = 0;
    if (has_mark(head, "\xEF\xBB\xBF", 3)) {
        skip = 3;
    } else if (has_mark(head, "\xFF\xFE\0\0", 4) || has_mark(head, "\0\0\xFE\xFF", 4)) {
        ret->encoding = head.p[0] ? TEXT_UTF32LE : TEXT_UTF32BE;
        skip = 4;
    } else if (has_mark(head, "\xFF\xFE", 2)) {
        ret->encoding = TEXT_UTF16LE;
        skip = 2;
    } else if (has_mark(head, "\xFE\xFF", 2)) {
        ret->encoding = TEXT_UTF16BE;
        skip = 2;
    } else if (zero_side_32(head) >= 0) {
        ret->encoding = zero_side_32(head) == 1 ? TEXT_UTF32LE : TEXT_UTF32BE;
    } else if (zero_side(head) >= 0) {
        ret->encoding = zero_side(head) == 1 ? TEXT_UTF16LE : TEXT_UTF16BE;
    } else {
        s = tell_bytes(in, ret, e);
    }
    if (!s && skip) s = reader_bytes(in, skip, &mark, e);
    return s;
}

/* ---- what a label says ---- */

/* Those that bytes tell better than their label. */
static bool is_hint(struct str label)
{
    static const char *const labels[] = {
        "",           "utf-8",     "utf8",   "us-ascii", "ascii",        "iso-8859-1",
        "iso_8859-1", "iso8859-1", "latin1", "latin-1",  "windows-1252", "cp1252",
        "cp-1252",    "utf-16",    "utf16",  "utf_16",   "utf-16le",     "utf-16be",
        "u16",        "utf-32",    "utf32",  "utf_32",   "utf-32le",     "utf-32be",
        "u32",        "ucs-2",     "ucs-4",  "unicode",  "l1",           NULL};
    return str_among_nocase(label, labels);
}

/* What is written under a label is often its successor (WHATWG Encoding, 4.2). */
static const char *label_meant(struct arena *a, struct str label)
{
    static const struct {
        const char *label, *meant;
    } labels[] = {{"gb2312", "GB18030"},
                  {"gbk", "GB18030"},
                  {"x-gbk", "GB18030"},
                  {"euc-kr", "UHC"},
                  {"ks_c_5601-1987", "UHC"},
                  {"shift_jis", "CP932"},
                  {"shift-jis", "CP932"},
                  {"sjis", "CP932"},
                  {"x-sjis", "CP932"},
                  {"iso-8859-9", "CP1254"},
                  {"iso-8859-11", "CP874"},
                  {"x-mac-roman", "MACINTOSH"},
                  {"x-mac-cyrillic", "MAC-CYRILLIC"}};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (str_is_nocase(label, labels[i].label)) return labels[i].meant;
    }
    return str_c(a, label);
}

/* A name that may be handed to iconv: no switches such as //IGNORE. */
static bool is_label(struct str label)
{
    for (size_t i = 0; i < label.len; i++) {
        char c = label.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && !(c && strchr("-_.:", c))) return false;
    }
    return label.len && label.len <= LABEL_BYTES_MAX && !str_starts_nocase(label, "utf-7");
}

enum status text_in_open_as(struct reader *in, struct str label, struct arena *a,
                            struct text_in *ret, bool *ret_known, struct err *e)
{
    struct tally t = {0};
    enum status s = text_in_open(in, a, ret, e);
    *ret_known = is_hint(label);
    if (s || *ret_known || !is_label(label)) return s;
    iconv_t cd = iconv_open("UTF-8", label_meant(a, label));
    if (cd == (iconv_t)-1) return OK;
    *ret_known = true;
    bool eight_bits = ret->encoding == TEXT_UTF8 || ret->encoding == TEXT_PAGE;
    if (eight_bits && !reader_done(in)) s = look_through(in, &t, e);
    if (s || !eight_bits || reader_done(in) || (t.good > 1 && !t.bad)) {
        (void)iconv_close(cd);
        return s;
    }
    ret->encoding = TEXT_NAMED;
    ret->named = cd;
    return OK;
}

void text_in_close(struct text_in *t)
{
    if (t->named) (void)iconv_close(t->named);
    t->named = NULL;
}

const char *text_in_encoding(const struct text_in *t)
{
    switch (t->encoding) {
    case TEXT_UTF16LE:
    case TEXT_UTF16BE:
        return "UTF-16";
    case TEXT_UTF32LE:
    case TEXT_UTF32BE:
        return "UTF-32";
    case TEXT_PAGE:
        return code_page_name(t->page);
    default:
        return NULL;
    }
}

static size_t put_page(enum code_page page, char *to, struct str raw)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        n += utf8_put(to + n, code_of_page(page, c));
    }
    return n;
}

static size_t put_utf16(struct text_in *t, char *to, struct str raw)
{
    size_t n = 0;
    size_t low = t->encoding == TEXT_UTF16LE ? 0 : 1;
    for (size_t i = 0; i + 1 < raw.len; i += 2) {
        uint32_t unit = (uint32_t)(unsigned char)raw.p[i + low] |
                        (uint32_t)(unsigned char)raw.p[i + 1 - low] << 8;
        bool is_low = unit >= 0xDC00 && unit < 0xE000;
        if (t->high && is_low) {
            n += utf8_put(to + n, 0x10000 + ((t->high - 0xD800u) << 10) + (unit - 0xDC00));
            t->high = 0;
            continue;
        }
        if (t->high) n += utf8_put(to + n, 0xFFFD);
        t->high = unit >= 0xD800 && unit < 0xDC00 ? (uint16_t)unit : 0;
        if (!t->high) n += utf8_put(to + n, is_low ? 0xFFFD : unit);
    }
    if (raw.len % 2) n += utf8_put(to + n, 0xFFFD);
    return n;
}

static size_t put_utf32(const struct text_in *t, char *to, struct str raw)
{
    size_t n = 0;
    for (size_t i = 0; i + 3 < raw.len; i += 4) {
        uint32_t code = 0;
        for (size_t k = 0; k < 4; k++) {
            size_t at = t->encoding == TEXT_UTF32LE ? i + 3 - k : i + k;
            code = code << 8 | (unsigned char)raw.p[at];
        }
        bool none = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
        n += utf8_put(to + n, none ? 0xFFFD : code);
    }
    if (raw.len % 4) n += utf8_put(to + n, 0xFFFD);
    return n;
}

/* Every byte that means nothing becomes a mark; the start of a character at the end waits in cut.
 */
static size_t put_named(struct text_in *t, char *to, size_t room, struct str raw)
{
    struct arena_mark mark = arena_mark(t->a);
    char *in = arena_bytes(t->a, t->cut_len + raw.len + 1);
    size_t in_left = t->cut_len + raw.len;
    char *out = to;
    memcpy(in, t->cut, t->cut_len);
    memcpy(in + t->cut_len, raw.p, raw.len);
    t->cut_len = 0;
    while (in_left) {
        if (iconv(t->named, &in, &in_left, &out, &room) != (size_t)-1) break;
        if (errno == EINVAL && in_left < sizeof t->cut) {
            memcpy(t->cut, in, in_left);
            t->cut_len = in_left;
            break;
        }
        if (errno == E2BIG || room < 4) break; /* does not happen: there is room for the most */
        size_t n = utf8_put(out, 0xFFFD);
        out += n;
        room -= n;
        in++;
        in_left--;
    }
    arena_reset(t->a, mark);
    return (size_t)(out - to);
}

/* raw is a part of the source, to has room for what it becomes. */
static size_t put(struct text_in *t, char *to, size_t room, struct str raw)
{
    switch (t->encoding) {
    case TEXT_UTF16LE:
    case TEXT_UTF16BE:
        return put_utf16(t, to, raw);
    case TEXT_UTF32LE:
    case TEXT_UTF32BE:
        return put_utf32(t, to, raw);
    case TEXT_PAGE:
        return put_page(t->page, to, raw);
    case TEXT_NAMED:
        return put_named(t, to, room, raw);
    default:
        memcpy(to, raw.p, raw.len);
        return raw.len;
    }
}

/* Room for `more` bytes behind the text that waits. */
static void make_room(struct text_in *t, size_t more)
{
    size_t waits = t->end - t->begin;
    if (t->room - t->end >= more) return;
    bytes_lent(t->window, t->room);
    if (waits + more > t->room) {
        size_t room = t->room ? t->room * 4 : (size_t)4 * CHUNK_BYTES;
        if (room > ROOM_BYTES) room = ROOM_BYTES;
        if (room < waits + more) room = waits + more;
        char *wider = arena_alloc(t->a, room);
        if (waits) memcpy(wider, t->window + t->begin, waits);
        bytes_gone(t->window, t->room);
        t->window = wider;
        t->room = room;
    } else if (waits) {
        memmove(t->window, t->window + t->begin, waits);
    }
    t->begin = 0;
    t->end = waits;
}

/* What a cut off character leaves behind. */
static enum status end_text(struct text_in *t)
{
    bool cut = t->high || t->cut_len;
    t->ended = true;
    if (!cut) return DONE;
    make_room(t, 4);
    t->end += utf8_put(t->window + t->end, 0xFFFD);
    t->high = 0;
    t->cut_len = 0;
    return OK;
}

enum status text_in_more(struct text_in *t, struct err *e)
{
    struct str raw;
    if (t->ended) return DONE;
    text_in_taken(t);
    enum status s = reader_bytes(t->in, CHUNK_BYTES, &raw, e);
    if (s == DONE) return end_text(t);
    if (s) return s;
    size_t room = raw.len * 3 + 64; /* the most that any encoding grows by */
    make_room(t, room);
    t->end += put(t, t->window + t->end, room, raw);
    return OK;
}

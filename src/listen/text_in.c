/* text_in.c - listen: which characters do the bytes of this source stand for? */
#include "listen/text_in.h"

#include "base/limits.h"

#include <string.h>

enum {
    CHUNK_BYTES = 1 << 16,
    LOOK_BYTES = 512,
    SURE_COUNT = 1000,
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
        }
        i += n ? n : 1;
    }
}

/* A file that is mostly not UTF-8 where it is not ASCII is Windows-1252. */
static enum status look_through(struct reader *in, enum text_encoding *ret, struct err *e)
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
    *ret = t.bad > t.good ? TEXT_1252 : TEXT_UTF8;
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
    } else if (has_mark(head, "\xFF\xFE", 2)) {
        ret->encoding = TEXT_UTF16LE;
        skip = 2;
    } else if (has_mark(head, "\xFE\xFF", 2)) {
        ret->encoding = TEXT_UTF16BE;
        skip = 2;
    } else if (zero_side(head) >= 0) {
        ret->encoding = zero_side(head) == 1 ? TEXT_UTF16LE : TEXT_UTF16BE;
    } else {
        s = look_through(in, &ret->encoding, e);
    }
    if (!s && skip) s = reader_bytes(in, skip, &mark, e);
    return s;
}

const char *text_in_encoding(const struct text_in *t)
{
    switch (t->encoding) {
    case TEXT_UTF16LE:
    case TEXT_UTF16BE:
        return "UTF-16";
    case TEXT_1252:
        return "Windows-1252";
    default:
        return NULL;
    }
}

static size_t put_1252(char *to, struct str raw)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        n += utf8_put(to + n, code_of_1252(c));
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

/* Room for `more` bytes behind the text that waits. */
static void make_room(struct text_in *t, size_t more)
{
    size_t waits = t->end - t->begin;
    if (t->room - t->end >= more) return;
    if (waits + more > t->room) {
        size_t room = t->room ? t->room * 4 : (size_t)4 * CHUNK_BYTES;
        if (room > ROOM_BYTES) room = ROOM_BYTES;
        if (room < waits + more) room = waits + more;
        char *wider = arena_alloc(t->a, room);
        if (waits) memcpy(wider, t->window + t->begin, waits);
        t->window = wider;
        t->room = room;
    } else if (waits) {
        memmove(t->window, t->window + t->begin, waits);
    }
    t->begin = 0;
    t->end = waits;
}

enum status text_in_more(struct text_in *t, struct err *e)
{
    struct str raw;
    if (t->ended) return DONE;
    enum status s = reader_bytes(t->in, CHUNK_BYTES, &raw, e);
    if (s == DONE) {
        t->ended = true;
        if (!t->high) return DONE;
        make_room(t, 4);
        t->end += utf8_put(t->window + t->end, 0xFFFD);
        t->high = 0;
        return OK;
    }
    if (s) return s;
    make_room(t, raw.len * 3 + 8); /* the most that any encoding grows by */
    char *to = t->window + t->end;
    if (t->encoding == TEXT_UTF8) {
        memcpy(to, raw.p, raw.len);
        t->end += raw.len;
    } else {
        t->end += t->encoding == TEXT_1252 ? put_1252(to, raw) : put_utf16(t, to, raw);
    }
    return OK;
}

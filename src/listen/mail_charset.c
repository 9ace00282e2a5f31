/* mail_charset.c - listen: which characters do the bytes of a mail mean? */
#include "listen/mail_int.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"
enum { CHARSET_BYTES_MAX = 40 };

static struct str from_cp1252(struct arena *a, struct str bytes)
{
    struct buf b = buf_new(a);
    for (size_t from = 0, i = 0; i <= bytes.len; i++) {
        if (i < bytes.len && (unsigned char)bytes.p[i] < 0x80) continue;
        buf_add(&b, (struct str){bytes.p + from, i - from});
        from = i + 1;
        if (i == bytes.len) break;
        char code[4];
        size_t len = utf8_put(code, code_of_1252((unsigned char)bytes.p[i]));
        buf_add(&b, (struct str){code, len});
    }
    return buf_str(&b);
}

/* Every byte that means nothing becomes one replacement character. */
static struct str by_iconv(struct arena *a, iconv_t cd, struct str bytes)
{
    struct buf b = buf_new(a);
    char *in = (char *)(uintptr_t)bytes.p; /* iconv's prototype; it only reads */
    size_t in_left = bytes.len;
    while (in_left) {
        char out[1024];
        char *to = out;
        size_t to_left = sizeof out;
        size_t n = iconv(cd, &in, &in_left, &to, &to_left);
        buf_add(&b, (struct str){out, sizeof out - to_left});
        if (n != (size_t)-1 || errno == E2BIG) continue;
        buf_adds(&b, REPLACEMENT);
        in++;
        in_left--;
    }
    return buf_str(&b);
}

static bool is_plain_charset(struct str charset)
{
    static const char *const names[] = {"",          "us-ascii",   "ascii",  "utf-8",
                                        "utf8",      "iso-8859-1", "latin1", "windows-1252",
                                        "x-unknown", NULL};
    return str_among_nocase(charset, names);
}

/* A name that may be handed to iconv: no switches such as //IGNORE. */
static bool is_charset_name(struct str charset)
{
    for (size_t i = 0; i < charset.len; i++) {
        if (!g_ascii_isalnum(charset.p[i]) && !strchr("-_.:", charset.p[i])) return false;
    }
    return charset.len > 0 && charset.len <= CHARSET_BYTES_MAX;
}

/* Nothing to convert: ASCII without escapes and NUL. */
static bool is_ascii(struct str s)
{
    size_t i = 0;
    unsigned char high = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, 8);
        if (word & 0x8080808080808080u) return false;
    }
    for (; i < s.len; i++)
        high |= (unsigned char)s.p[i];
    return high < 0x80 && !memchr(s.p, '\x1B', s.len) && !memchr(s.p, '\0', s.len);
}

struct str mail_utf8(struct arena *a, struct str bytes, struct str charset)
{
    charset = str_trim(charset);
    bool plain = is_plain_charset(charset);
    if (!bytes.len || (plain && is_ascii(bytes))) return bytes;
    if (!plain && is_charset_name(charset)) {
        iconv_t cd = iconv_open("UTF-8", str_c(a, charset));
        if (cd != (iconv_t)-1) {
            struct str text = by_iconv(a, cd, bytes);
            (void)iconv_close(cd);
            return utf8_mend(a, text);
        }
    }
    bool latin = str_starts_nocase(charset, "iso-8859-1") || str_is_nocase(charset, "latin1") ||
                 str_is_nocase(charset, "windows-1252");
    bool declared = str_is_nocase(charset, "utf-8") || str_is_nocase(charset, "utf8");
    if (!latin && (declared || utf8_valid(bytes))) return utf8_mend(a, bytes);
    return utf8_mend(a, from_cp1252(a, bytes));
}

/* Folds, tabs and other controls are one blank. */
static struct str one_line(struct arena *a, struct str s)
{
    char *p = arena_bytes(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool blank = c <= 0x20 || c == 0x7F;
        if (!blank) {
            p[n++] = (char)c;
        } else if (n && p[n - 1] != ' ') {
            p[n++] = ' ';
        }
    }
    while (n && p[n - 1] == ' ')
        n--;
    p[n] = '\0';
    return (struct str){p, n};
}

static bool has_encoded_word(struct str s)
{
    const char *at = s.len ? memmem(s.p, s.len, "=?", 2) : NULL;
    return at != NULL;
}

struct str mail_header_text(struct arena *a, struct str raw)
{
    struct str text = one_line(a, mail_utf8(a, raw, STR("")));
    if (!has_encoded_word(text)) return text;
    char *decoded = g_mime_utils_header_decode_text(NULL, text.p);
    if (!decoded) return text;
    struct str ret = one_line(a, utf8_mend(a, str_of(decoded)));
    g_free(decoded); /* gmime's own memory */
    return ret;
}

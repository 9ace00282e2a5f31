/* feed_in.c - listen: which bytes of this feed can be handed to an XML reader? */
#include "listen/feed_int.h"

#include <string.h>

enum { HEAD_BYTES = 1024, PUSH_BYTES = 1 << 14 };

/* What `<?xml … encoding="X"` says, empty when nothing is said in ASCII. */
static struct str declared_encoding(struct str head)
{
    struct str s = str_head(head, str_find_nocase(head, "?>"));
    if (str_find_nocase(s, "<?xml") == s.len) return STR("");
    s = str_skip(s, str_find_nocase(s, "encoding"));
    s = str_trim(str_skip(s, 8));
    if (!s.len || s.p[0] != '=') return STR("");
    s = str_trim(str_skip(s, 1));
    if (!s.len || (s.p[0] != '"' && s.p[0] != '\'')) return STR("");
    struct str name = str_skip(s, 1);
    return str_trim(str_head(name, str_find(name, s.p[0])));
}

/* Those that text_in.h tells apart better than their label does. */
static bool is_ours(struct str name)
{
    static const char *const names[] = {"",          "utf-8",        "utf8",     "us-ascii",
                                        "ascii",     "iso-8859-1",   "latin1",   "latin-1",
                                        "iso8859-1", "windows-1252", "cp1252",   "utf-16",
                                        "utf16",     "utf-16le",     "utf-16be", "u16"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is_nocase(name, names[i])) return true;
    }
    return false;
}

static bool is_utf32(struct str head)
{
    static const char *const starts[] = {"\0\0\xFE\xFF", "\xFF\xFE\0\0", "\0\0\0<", "<\0\0\0"};
    for (size_t i = 0; i < 4; i++) {
        if (head.len >= 4 && memcmp(head.p, starts[i], 4) == 0) return true;
    }
    return false;
}

enum status feed_in_open(struct reader *in, bool (*is_known)(const char *encoding), struct arena *a,
                         struct feed_in *ret, struct err *e)
{
    struct str head;
    enum status s = reader_head(in, HEAD_BYTES, &head, e);
    if (s) return s;
    *ret = (struct feed_in){0};
    struct str name = declared_encoding(head);
    if (is_utf32(head) || (!is_ours(name) && is_known(str_c(a, name)))) {
        ret->raw = in;
        return OK;
    }
    name = utf8_mend(a, str_head(name, 40));
    s = text_in_open(in, a, &ret->text, e);
    const char *found = text_in_encoding(&ret->text);
    bool said_utf8 = !name.len || str_starts_nocase(name, "utf-8") || str_is_nocase(name, "utf8");
    if (!is_ours(name)) {
        ret->wrong = str_printf(a, "no encoding is called '%.*s', read as %s", STR_ARG(name),
                                found ? found : "UTF-8")
                         .p;
    } else if (said_utf8 && found && ret->text.encoding == TEXT_1252) {
        ret->wrong = str_printf(a, "said to be UTF-8, read as %s", found).p;
    }
    return s;
}

/* Control characters have no place in XML; blanks are as good. */
static void blank_controls(char *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c < ' ' && c != '\n' && c != '\t' && c != '\r') p[i] = ' ';
    }
}

/* Bytes that can be cut off without cutting a character. */
static size_t whole_characters(const char *p, size_t len)
{
    size_t n = len;
    while (n && len - n < 4 && ((unsigned char)p[n - 1] & 0xC0) == 0x80)
        n--;
    if (!n || (unsigned char)p[n - 1] < 0xC0) return len;
    unsigned char lead = (unsigned char)p[n - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    return len - (n - 1) < want ? n - 1 : len;
}

static enum status next_text(struct feed_in *in, struct arena *a, struct str *ret, struct err *e)
{
    struct text_in *t = &in->text;
    size_t give = 0;
    while (!give) {
        while (t->end - t->begin < PUSH_BYTES) {
            enum status s = text_in_more(t, e);
            if (s == DONE) break;
            if (s) return s;
        }
        if (t->begin == t->end) return DONE;
        size_t waits = t->end - t->begin;
        give = whole_characters(t->window + t->begin, waits < PUSH_BYTES ? waits : PUSH_BYTES);
        if (!give) give = waits; /* the last bytes are no character */
    }
    char *p = t->window + t->begin;
    blank_controls(p, give);
    t->begin += give;
    *ret = utf8_mend(a, (struct str){p, give});
    if (ret->p != p) in->mended = true;
    while (!in->begun && ret->len && (unsigned char)ret->p[0] <= ' ')
        *ret = str_skip(*ret, 1);
    in->begun = ret->len > 0;
    return OK;
}

enum status feed_in_next(struct feed_in *in, struct arena *a, struct str *ret, struct err *e)
{
    return in->raw ? reader_bytes(in->raw, PUSH_BYTES, ret, e) : next_text(in, a, ret, e);
}

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

enum status feed_in_open(struct reader *in, struct arena *a, struct feed_in *ret, struct err *e)
{
    struct str head;
    enum status s = reader_head(in, HEAD_BYTES, &head, e);
    if (s) return s;
    *ret = (struct feed_in){0};
    struct str name = declared_encoding(head);
    bool known = false;
    s = text_in_open_as(in, name, a, &ret->text, &known, e);
    if (s) return s;
    name = utf8_mend(a, str_head(name, 40));
    const char *found = text_in_encoding(&ret->text);
    bool said_utf8 = !name.len || str_starts_nocase(name, "utf-8") || str_is_nocase(name, "utf8");
    if (!known) {
        ret->wrong = str_printf(a, "no encoding is called '%.*s', read as %s", STR_ARG(name),
                                found ? found : "UTF-8")
                         .p;
    } else if (said_utf8 && found && ret->text.encoding == TEXT_PAGE) {
        ret->wrong =
            str_printf(a, "%s, read as %s",
                       name.len ? "said to be UTF-8" : "no encoding said and no UTF-8", found)
                .p;
    }
    return OK;
}

void feed_in_close(struct feed_in *in)
{
    text_in_close(&in->text);
}

/* Control characters have no place in XML; blanks are as good. Most eights of bytes hold none. */
static void blank_controls(char *p, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        uint64_t word = ~0ULL;
        if (i + 8 <= len) memcpy(&word, p + i, 8);
        if (i + 8 <= len && !((word - 0x2020202020202020u) & ~word & 0x8080808080808080u)) {
            i += 7;
            continue;
        }
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

static enum status fill(struct text_in *t, size_t bytes, struct err *e)
{
    while (t->end - t->begin < bytes) {
        enum status s = text_in_more(t, e);
        if (s == DONE) break;
        if (s) return s;
    }
    return OK;
}

enum status feed_in_next(struct feed_in *in, struct arena *a, struct str *ret, struct err *e)
{
    struct text_in *t = &in->text;
    text_in_taken(t);
    enum status s = fill(t, PUSH_BYTES, e);
    if (s) return s;
    size_t waits = t->end - t->begin;
    if (!waits) return DONE;
    char *p = t->window + t->begin;
    size_t give = whole_characters(p, waits < PUSH_BYTES ? waits : PUSH_BYTES);
    if (!give) give = waits; /* the last bytes are no character */
    blank_controls(p, give);
    bool last = t->ended && give + 4 > waits;
    struct str mended = {p, give};
    if (!in->plain) give = feed_mend(&in->mend, mended, last, a, &mended);
    t->begin += give;
    *ret = utf8_mend(a, mended);
    if (ret->p != mended.p) in->mended = true;
    while (!in->begun && ret->len && (unsigned char)ret->p[0] <= ' ')
        *ret = str_skip(*ret, 1);
    in->begun = in->begun || ret->len > 0;
    return OK;
}

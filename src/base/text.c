/* text.c - base: which words does a text have? */
#include "base/text.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { WORD_BYTES_MAX = 64 };

static bool is_ascii(struct str s)
{
    unsigned char any = 0;
    for (size_t i = 0; i < s.len; i++)
        any |= (unsigned char)s.p[i];
    return any < 0x80;
}

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : ' ';
}

static struct str words_of_ascii(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, text.len + 1);
    size_t len = 0;
    size_t start = 0; /* of the word being written */
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? folded(text.p[i]) : ' ';
        if (c != ' ') {
            out[len++] = c;
        } else if (len > start) {
            if (len - start > WORD_BYTES_MAX)
                len = start;
            else
                out[len++] = ' ';
            start = len;
        }
    }
    if (len && out[len - 1] == ' ') len--;
    out[len] = '\0';
    return (struct str){out, len};
}

struct str text_words(struct arena *a, struct str text)
{
    if (is_ascii(text)) return words_of_ascii(a, text);
    struct str key = name_key(a, text); /* the same folding: one blank between words */
    struct buf b = buf_new(a);
    struct str word;
    while (str_cut(&key, ' ', &word)) {
        if (!word.len || word.len > WORD_BYTES_MAX) continue;
        if (b.len) buf_addc(&b, ' ');
        buf_add(&b, word);
    }
    return buf_str(&b);
}

struct stemmer *stemmer_open(void)
{
    struct sb_stemmer *st = sb_stemmer_new("english", "UTF_8");
    if (!st) abort(); /* english is built into the library */
    return (struct stemmer *)st;
}

void stemmer_close(struct stemmer *st)
{
    sb_stemmer_delete((struct sb_stemmer *)st);
}

struct str stemmer_stem(struct stemmer *st, struct arena *a, struct str word)
{
    struct sb_stemmer *sb = (struct sb_stemmer *)st;
    const sb_symbol *stem = sb_stemmer_stem(sb, (const sb_symbol *)word.p, (int)word.len);
    if (!stem) abort(); /* out of memory */
    return str_copy(a, (struct str){(const char *)stem, (size_t)sb_stemmer_length(sb)});
}

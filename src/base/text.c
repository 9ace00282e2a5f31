/* text.c - base: which words does a text have? */
#include "base/text.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { WORD_BYTES_MAX = 64 };

bool text_is_ascii(struct str s)
{
    unsigned char any = 0;
    for (size_t i = 0; i < s.len; i++)
        any |= (unsigned char)s.p[i];
    return any < 0x80;
}

static char folded(char c)
{
    if (ascii_is_letter(c)) return ascii_lower(c);
    return (char)(ascii_is_digit(c) ? c : ' ');
}

static struct str words_of_ascii(struct arena *a, struct str text)
{
    char *out = arena_bytes(a, text.len + 1);
    size_t len = 0;
    size_t start = 0; /* of the word being written */
    for (size_t i = 0; i <= text.len; i++) {
        char c = (char)(i < text.len ? folded(text.p[i]) : ' ');
        if (c != ' ') {
            out[len++] = c;
        } else if (len > start) {
            if (len - start > WORD_BYTES_MAX) {
                len = start;
            } else {
                out[len++] = ' ';
            }
            start = len;
        }
    }
    if (len && out[len - 1] == ' ') len--;
    out[len] = '\0';
    return (struct str){out, len};
}

static void add_words(struct buf *b, struct str words)
{
    struct str word;
    while (str_cut(&words, ' ', &word)) {
        if (!word.len || word.len > WORD_BYTES_MAX) continue;
        if (b->len) buf_addc(b, ' ');
        buf_add(b, word);
    }
}

/* Length of the first piece behind a blank, with the blank; whether all of it is ASCII. */
static size_t piece_of(struct str text, bool *ret_ascii)
{
    unsigned char any = 0;
    size_t n = 0;
    while (n < text.len && text.p[n] != ' ' && text.p[n] != '\n')
        any |= (unsigned char)text.p[n++];
    *ret_ascii = any < 0x80;
    return n < text.len ? n + 1 : n;
}

/* Pieces of one sort, as many as stand together. */
static struct str stretch_of(struct str text, bool *ret_ascii)
{
    size_t n = piece_of(text, ret_ascii);
    while (n < text.len) {
        bool ascii = false;
        size_t piece = piece_of(str_skip(text, n), &ascii);
        if (ascii != *ret_ascii) break;
        n += piece;
    }
    return str_head(text, n);
}

/* No folding reaches across a blank, so a text that is ASCII but for some words takes the fast way
 * but for these. */
struct str text_words(struct arena *a, struct str text)
{
    if (text_is_ascii(text)) return words_of_ascii(a, text);
    struct buf b = buf_new(a);
    while (text.len) {
        bool ascii = false;
        struct str stretch = stretch_of(text, &ascii);
        /* name_key folds alike and leaves one blank between words */
        add_words(&b, ascii ? words_of_ascii(a, stretch) : name_key(a, stretch));
        text = str_skip(text, stretch.len);
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

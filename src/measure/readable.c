/* readable.c - measure: how hard is this text to read? */
#include "measure/readable.h"

#include <math.h>
#include <utf8proc.h>

bool letter_is(uint32_t code)
{
    if (code < 0x80) return ascii_is_letter((char)code);
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)code);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

static bool letter_is_capital(uint32_t code)
{
    if (code < 0x80) return code >= 'A' && code <= 'Z';
    return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_LU;
}

uint32_t letter_lower(uint32_t code)
{
    if (code < 0x80) return (unsigned char)ascii_lower((char)code);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

static bool is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0;
}

static uint32_t plain(uint32_t code)
{
    if (code == 0x2018 || code == 0x2019) return '\'';
    if (code == 0x201C || code == 0x201D || code == 0x201E) return '"';
    return code;
}

uint32_t *readable_letters(struct arena *a, struct str text, size_t *ret_count)
{
    uint32_t *out = arena_new(a, uint32_t, text.len + 1);
    size_t count = 0;
    while (text.len) {
        utf8proc_int32_t code = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.len, &code);
        if (n < 1) {
            n = 1;
            code = 0xFFFD;
        }
        out[count++] = plain((uint32_t)code);
        text = str_skip(text, (size_t)n);
    }
    *ret_count = count;
    return out;
}

/* ---- syllables ---- */

/* An accented letter is what its base is. */
static uint32_t base_of(uint32_t c)
{
    utf8proc_int32_t part[8];
    int class_before = 0;
    if (c < 0x80) return c;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, part, 8, UTF8PROC_DECOMPOSE, &class_before);
    return n > 0 ? (uint32_t)part[0] : c;
}

static bool is_vowel(uint32_t c)
{
    c = base_of(c);
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Pairs in which a vowel (or, if not vowel_first, something else) stands before the other. */
static unsigned pairs_in(const uint32_t *s, size_t n, bool vowel_first)
{
    unsigned pairs = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        if (is_vowel(s[i]) != vowel_first || is_vowel(s[i + 1]) == vowel_first) continue;
        pairs++;
        i++;
    }
    return pairs;
}

static unsigned syllables_english(const uint32_t *s, size_t n)
{
    if (n >= 2 && s[n - 2] == 'e' && s[n - 1] == 'd') n -= 2;
    unsigned pairs = pairs_in(s, n, true);
    return pairs ? pairs : 1;
}

static unsigned syllables_german(const uint32_t *s, size_t n)
{
    bool vowel = is_vowel(s[0]);
    unsigned pairs = pairs_in(s, n, vowel);
    bool open_end = vowel && n > 1 && s[n - 1] == 'e' && !is_vowel(s[n - 2]);
    return pairs + open_end ? pairs + open_end : 1;
}

/* ---- words of a sentence ---- */

struct sentence {
    const uint32_t *s;
    size_t n;
    enum tongue tongue;
    struct readable *x;
};

/* "'s" at i, behind something. */
static bool possessive_at(const struct sentence *t, size_t i)
{
    return i >= 1 && i + 1 < t->n && t->s[i] == '\'' && t->s[i + 1] == 's';
}

/* Of the word that begins at i; returns where it ends. What the sentence ends in the middle of has
 * no syllables. */
static size_t take_word(const struct sentence *t, size_t i)
{
    size_t from = i;
    t->x->words++;
    for (i++; i < t->n && (letter_is(t->s[i]) || t->s[i] == '-' || possessive_at(t, i)); i++)
        ;
    t->x->characters += i - from;
    if (i == t->n) return i;
    unsigned count = t->tongue == TONGUE_GERMAN ? syllables_german(t->s + from, i - from)
                                                : syllables_english(t->s + from, i - from);
    t->x->syllables += count;
    t->x->big_words += count >= 3;
    t->x->long_words += i - from > 6;
    return i;
}

static size_t take_number(const struct sentence *t, size_t i)
{
    size_t from = i;
    t->x->words++;
    for (i++; i < t->n; i++) {
        bool inner = (t->s[i] == '.' || t->s[i] == ',') && i + 1 < t->n && is_digit(t->s[i + 1]);
        if (!is_digit(t->s[i]) && !inner) break;
    }
    t->x->characters += i - from;
    t->x->syllables += i < t->n;
    return i;
}

static void take_sentence(const struct sentence *t)
{
    for (size_t i = 0; i < t->n; i++) { /* what ends a word or a number goes with it */
        if (letter_is(t->s[i])) {
            i = take_word(t, i);
        } else if (is_digit(t->s[i])) {
            i = take_number(t, i);
        }
    }
    t->x->sentences++;
    t->x->questions += t->n && t->s[t->n - 1] == '?';
}

/* ---- sentences ---- */

struct reading {
    struct sentence t;
    uint32_t *s; /* the sentence so far, blanks made one */
    size_t n;
    bool any;   /* it has a letter */
    bool blank; /* it ends in one */
};

static bool dots_at(const struct reading *r, size_t back)
{
    return r->n >= back && r->s[r->n - back] == '.' && r->s[r->n - back + 1] == '.' &&
           r->s[r->n - back + 2] == '.';
}

static void close_sentence(struct reading *r, size_t n)
{
    r->t.n = n;
    if (r->any && n > 1) take_sentence(&r->t); /* "I..." alone is none, as style has it */
    r->n = 0;
    r->any = false;
    r->blank = false;
}

/* One character behind the first; next: what follows, 0 at the end. */
static void take_letter(struct reading *r, uint32_t c, uint32_t next)
{
    bool last = !next || is_blank(next);
    bool blank = r->blank;
    r->s[r->n++] = c;
    r->blank = false;
    if (letter_is(c)) r->any = true;
    if (last && dots_at(r, 3)) {
        if (r->n == 3 || is_blank(r->s[r->n - 4])) return; /* something is left out here */
        close_sentence(r, r->n - 3);
        r->s[0] = r->s[1] = r->s[2] = '.'; /* and so the next one begins */
        r->n = 3;
        return;
    }
    bool ends = (c == '.' || c == ':' || c == '!' || c == '?') && (last || next == '"');
    if (last && dots_at(r, 4)) ends = true;
    if (ends) close_sentence(r, blank ? r->n - 1 : r->n);
}

static size_t skip_line(const uint32_t *s, size_t n, size_t i)
{
    while (i < n && s[i] != '\n')
        i++;
    return i;
}

void readable_add(struct str text, enum tongue tongue, struct arena *scratch, struct readable *x)
{
    struct arena_mark mark = arena_mark(scratch);
    size_t n = 0;
    uint32_t *s = readable_letters(scratch, text, &n);
    struct reading r = {.t = {.tongue = tongue, .x = x}, .s = arena_new(scratch, uint32_t, n + 4)};
    r.t.s = r.s;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '#' && (i == 0 || s[i - 1] == '\n')) {
            i = skip_line(s, n, i);
            if (i == n) break;
        }
        uint32_t next = i + 1 < n ? s[i + 1] : 0;
        if (!r.n && letter_is_capital(s[i])) {
            r.s[r.n++] = s[i];
            r.any = true;
            r.blank = false;
        } else if (r.n && is_blank(s[i])) {
            if (!r.blank) r.s[r.n++] = ' ';
            r.blank = true;
        } else if (r.n) {
            take_letter(&r, s[i], next);
        }
    }
    arena_reset(scratch, mark);
}

struct grades readable_grades(const struct readable *x, enum tongue tongue)
{
    struct grades none = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (!x->sentences || !x->words) return none;
    double words = (double)x->words;
    double characters = (double)x->characters / words;
    double syllables = (double)x->syllables / words;
    double length = words / (double)x->sentences;
    double big = (double)x->big_words;
    return (struct grades){
        .kincaid = 11.8 * syllables + 0.39 * length - 15.59,
        .ari = 4.71 * characters + 0.5 * length - 21.43,
        .coleman_liau = 5.879851 * characters - 29.587280 / length - 15.800804,
        .flesch = 206.835 - 84.6 * syllables - 1.015 * length,
        .fog = 0.4 * (length + 100 * big / words),
        .lix = length + 100 * (double)x->long_words / words,
        .smog = sqrt(30 * big / (double)x->sentences) + (tongue == TONGUE_GERMAN ? -2 : 3),
    };
}

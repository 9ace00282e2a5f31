/* wording.c - measure: what words does this text use, and how? */
#include "measure/wording.h"

#include <string.h>

enum { TONGUE_WORDS_MIN = 5, YEAR_FIRST = 1900, YEAR_LAST = 2099 };

static bool word_letter(uint32_t c)
{
    return letter_is(c) || (c >= '0' && c <= '9');
}

struct str wording_words(struct arena *a, struct str text)
{
    size_t n = 0;
    uint32_t *s = readable_letters(a, text, &n);
    char *out = arena_bytes(a, 4 * n + 2);
    size_t len = 0;
    bool inside = false;
    for (size_t i = 0; i < n; i++) {
        bool inner = inside && s[i] == '\'' && i + 1 < n && word_letter(s[i + 1]);
        if (!word_letter(s[i]) && !inner) {
            inside = false;
            continue;
        }
        if (!inside && len) out[len++] = ' ';
        len += utf8_put(out + len, letter_lower(s[i]));
        inside = true;
    }
    out[len] = '\0';
    return (struct str){out, len};
}

bool wording_tongue(const struct lexicon lexicon[TONGUE_COUNT], struct str words, enum tongue *ret)
{
    size_t hits[TONGUE_COUNT] = {0};
    size_t count = 0;
    struct str word;
    while (words.len && str_cut(&words, ' ', &word)) {
        count++;
        for (int t = 0; t < TONGUE_COUNT; t++)
            hits[t] += lexicon_has(&lexicon[t], word);
    }
    *ret = hits[TONGUE_GERMAN] > hits[TONGUE_ENGLISH] ? TONGUE_GERMAN : TONGUE_ENGLISH;
    return count >= TONGUE_WORDS_MIN && 5 * hits[*ret] >= count; /* of prose, lists know half */
}

static const char *const selves[] = {"i",     "me",    "my",        "mine", "myself", "we",   "us",
                                     "our",   "ours",  "ourselves", "i'm",  "i've",   "i'll", "i'd",
                                     "we're", "we've", "we'll",     "we'd", NULL};
static const char *const yous[] = {"you",    "your",   "yours",  "yourself", "yourselves",
                                   "you're", "you've", "you'll", "you'd",    NULL};
static const char *const selves_de[] = {
    "ich", "mich", "mir",   "mein",   "meine",   "meiner",  "meinem",  "meinen",  "meines",
    "wir", "uns",  "unser", "unsere", "unserer", "unserem", "unseren", "unseres", NULL};
static const char *const yous_de[] = {"du",     "dich",   "dir",    "dein",  "deine", "deiner",
                                      "deinem", "deinen", "deines", "ihr",   "euch",  "euer",
                                      "eure",   "eurer",  "eurem",  "euren", NULL};
/* Who else can be shortened by 's; of all others it is a genitive. */
static const char *const shortened[] = {"it's",    "that's", "he's",  "she's", "what's",
                                        "there's", "here's", "who's", "let's", "how's",
                                        "where's", "when's", "why's", NULL};
/* Said twice on purpose. */
static const char *const twice[] = {"had", "that", "very", "so",  "no",  "ha",   "bye",  "really",
                                    "die", "der",  "das",  "sie", "was", "nein", "sehr", NULL};

static bool ends_in(struct str word, const char *end)
{
    size_t n = strlen(end);
    return word.len > n && memcmp(word.p + word.len - n, end, n) == 0;
}

static bool is_contracted(const struct lexicon *x, struct str word)
{
    static const char *const ends[] = {"n't", "'re", "'ve", "'ll", "'d", "'m", NULL};
    if (str_find(word, '\'') == word.len) return false;
    if (x->tongue == TONGUE_GERMAN) return ends_in(word, "'s") || ends_in(word, "'n");
    for (size_t i = 0; ends[i]; i++) {
        if (ends_in(word, ends[i])) return true;
    }
    return str_among(word, shortened);
}

static bool is_figure(struct str word)
{
    int64_t value = 0;
    if (word.len < 2 || !ascii_is_digit(word.p[0])) return false;
    return !str_to_i64(word, &value) || value < YEAR_FIRST || value > YEAR_LAST;
}

static void count_word(const struct lexicon *x, struct str word, struct wording *w)
{
    bool de = x->tongue == TONGUE_GERMAN;
    w->words++;
    w->of[lexicon_class(x, word)]++;
    w->self += str_among(word, de ? selves_de : selves);
    w->you += str_among(word, de ? yous_de : yous);
    w->contracted += is_contracted(x, word);
    w->figures += is_figure(word);
}

/* "Sie", "Ihnen", "Ihre" with a capital inside a sentence are how strangers are spoken to. */
static uint32_t polite_in(struct str text)
{
    static const char *const polite[] = {" Sie",   " Ihnen", " Ihr",   " Ihre",
                                         " Ihrer", " Ihrem", " Ihren", NULL};
    uint32_t count = 0;
    for (size_t i = 1; i + 4 <= text.len; i++) {
        if (text.p[i] != ' ' || !(ascii_is_letter(text.p[i - 1]) || text.p[i - 1] == ',')) continue;
        for (size_t k = 0; polite[k]; k++) {
            size_t n = strlen(polite[k]);
            struct str rest = str_skip(text, i);
            if (!str_starts(rest, polite[k])) continue;
            if (rest.len == n || !ascii_is_letter(rest.p[n])) count++;
        }
    }
    return count;
}

/* Behind a figure a quote says inches. */
static uint32_t unbalanced_in(struct str text)
{
    uint32_t quotes = 0;
    for (size_t i = 0; i < text.len; i++) {
        struct str rest = str_skip(text, i);
        bool plain = rest.p[0] == '"' && !(i && ascii_is_digit(text.p[i - 1]));
        quotes += plain || str_starts(rest, "\xE2\x80\x9C") || str_starts(rest, "\xE2\x80\x9D") ||
                  str_starts(rest, "\xE2\x80\x9E");
    }
    return quotes % 2;
}

struct wording wording_count(const struct lexicon *x, struct str text, struct str words)
{
    struct wording w = {0};
    struct str rest = words.len ? words : STR_NONE;
    struct str word;
    struct str before = STR_NONE;
    unsigned covered[PHRASE_KIND_COUNT] = {0}; /* words of a phrase still to come */
    for (struct str from = rest; str_cut(&rest, ' ', &word); before = word, from = rest) {
        count_word(x, word, &w);
        bool again = str_eq(word, before) && word.len > 1 && !ascii_is_digit(word.p[0]);
        w.doubled += again && !str_among(word, twice);
        for (int k = 0; k < PHRASE_KIND_COUNT; k++) {
            if (!covered[k]) {
                covered[k] = lexicon_phrase(x, (enum phrase_kind)k, from);
                w.phrase[k] += covered[k] != 0;
            }
            covered[k] -= covered[k] != 0;
        }
    }
    if (x->tongue == TONGUE_GERMAN) w.you += polite_in(text);
    w.unbalanced = unbalanced_in(text);
    return w;
}

int64_t wording_formal(const struct wording *w)
{
    const uint32_t *of = w->of;
    int64_t up = (int64_t)of[WORD_NOMINAL] + of[WORD_PREPOSITION] + of[WORD_ARTICLE];
    int64_t down =
        (int64_t)of[WORD_PRONOUN] + of[WORD_VERB] + of[WORD_ADVERB] + of[WORD_INTERJECTION];
    return up - down;
}

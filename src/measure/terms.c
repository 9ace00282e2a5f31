/* terms.c - measure: which words and pairs of words does a doc use? */
#include "measure/terms.h"

#include "base/text.h"
#include "measure/lexicon.h"
#include "measure/talk.h"
#include "measure/voice_int.h" /* voice_own_text */

enum { TERM_BYTES_MIN = 3 };

static const char *const calendar[] = {
    "january",   "february",  "march",      "april",    "may",      "june",      "july",
    "august",    "september", "october",    "november", "december", "monday",    "tuesday",
    "wednesday", "thursday",  "friday",     "saturday", "sunday",   "januar",    "februar",
    "marz",      "mai",       "juni",       "juli",     "oktober",  "dezember",  "montag",
    "dienstag",  "mittwoch",  "donnerstag", "freitag",  "samstag",  "sonntag",   "jan",
    "feb",       "mar",       "apr",        "jun",      "jul",      "aug",       "sep",
    "sept",      "oct",       "nov",        "dec",      "mon",      "tue",       "wed",
    "thu",       "fri",       "sat",        "sun",      "today",    "yesterday", "tomorrow",
    "heute",     "gestern",   "morgen",     "http",     "https",    "www",       "com",
    NULL};

struct terms terms_new(struct arena *a)
{
    struct terms x = {.stop = map_new(a)};
    for (size_t i = 0; calendar[i]; i++)
        (void)map_put(&x.stop, str_of(calendar[i]), 0, NULL);
    for (int t = 0; t < TONGUE_COUNT; t++) {
        struct lexicon l = lexicon_new(a, (enum tongue)t);
        for (size_t i = 0; i < l.words.room; i++) {
            const struct map_slot *s = &l.words.slots[i];
            if (!s->key) continue;
            struct str folded = text_words(a, (struct str){s->key, s->len});
            struct str word;
            while (folded.len && str_cut(&folded, ' ', &word)) /* don't: "don", "t" */
                (void)map_put(&x.stop, word, 0, NULL);
        }
    }
    return x;
}

static bool says_something(const struct terms *x, struct str word)
{
    bool letter = false;
    if (word.len < TERM_BYTES_MIN || word.len > TERM_BYTES_MAX) return false;
    for (size_t i = 0; i < word.len; i++)
        letter = letter || !ascii_is_digit(word.p[i]);
    return letter && !map_get(&x->stop, word);
}

/* Keeps the first of each; a small table of hashes costs a third of sorting them. */
static size_t each_once(struct term *all, size_t n, struct arena *a)
{
    size_t room = 16;
    size_t kept = 0;
    while (room < 2 * n)
        room *= 2;
    uint32_t *slot = arena_new(a, uint32_t, room); /* of all, + 1; 0: free */
    for (size_t i = 0; i < n; i++) {
        size_t at = all[i].hash & (room - 1);
        while (slot[at] && all[slot[at] - 1].hash != all[i].hash)
            at = (at + 1) & (room - 1);
        if (slot[at]) continue;
        all[kept] = all[i];
        slot[at] = (uint32_t)++kept;
    }
    return kept;
}

static size_t add_terms(const struct terms *x, struct str words, struct term *ret, size_t n)
{
    struct str word;
    struct str before = STR_NONE;
    for (size_t i = 0; i < TERM_WORDS_MAX && words.len && str_cut(&words, ' ', &word); i++) {
        if (!says_something(x, word)) {
            before = STR_NONE;
            continue;
        }
        ret[n++].words = word;
        if (before.p) ret[n++].words = (struct str){before.p, before.len + 1 + word.len};
        before = word;
    }
    return n;
}

struct term *terms_of(const struct terms *x, struct str title, struct str text, struct arena *a,
                      size_t *ret_count)
{
    struct str said[2] = {text_words(a, talk_without_addresses(a, title)),
                          text_words(a, talk_without_addresses(a, voice_own_text(a, text)))};
    size_t room = 0;
    size_t n = 0;
    for (int k = 0; k < 2;
         k++) { /* a word takes two bytes at least, and begins two terms at most */
        size_t words = said[k].len / 2 + 1;
        room += 2 * (words < TERM_WORDS_MAX ? words : TERM_WORDS_MAX);
    }
    struct term *all = arena_new(a, struct term, room);
    for (int k = 0; k < 2; k++)
        n = add_terms(x, said[k], all, n);
    for (size_t i = 0; i < n; i++)
        all[i].hash = hash_bytes(all[i].words);
    *ret_count = each_once(all, n, a);
    return all;
}

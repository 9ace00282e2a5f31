/* talk.c - measure: which kind of conversation is this? */
#include "measure/talk.h"

#include "measure/wording.h"

#include <string.h>

enum { TEXT_BYTES = 4096, TURNS = 2, LONG_ANSWERS = 8 };

enum talk talk_of(struct str name)
{
    for (int k = 0; k < TALK_COUNT; k++) {
        if (str_is_nocase(name, talk_infos[k].name)) return (enum talk)k;
    }
    return TALK_COUNT;
}

struct talk_rules talk_rules_new(struct arena *a)
{
    struct talk_rules x = {.first = map_new(a)};
    while (talk_phrases[x.count].words)
        x.count++;
    x.before = arena_new(a, uint16_t, x.count);
    x.seen = arena_new(a, uint32_t, x.count);
    for (size_t i = 0; i < x.count; i++) {
        struct str words = str_of(talk_phrases[i].words);
        struct str head = str_head(words, str_find(words, ' '));
        int64_t *last = map_put(&x.first, head, 0, NULL);
        x.before[i] = (uint16_t)*last;
        *last = (int64_t)i + 1;
    }
    return x;
}

static bool begins(struct str rest, const char *phrase)
{
    return str_starts(rest, phrase) &&
           (rest.len == strlen(phrase) || rest.p[strlen(phrase)] == ' ');
}

/* words: lower case, apart by one blank. */
static void add_words(struct talk_rules *x, struct str words, uint32_t times,
                      struct talk_sorted *ret)
{
    struct str word;
    size_t count = 0;
    for (struct str from = words; words.len && str_cut(&words, ' ', &word); from = words) {
        const int64_t *last = map_get(&x->first, word);
        if (++count > TALK_WORDS) return;
        for (size_t i = last ? (size_t)*last : 0; i; i = x->before[i - 1]) {
            const struct talk_phrase *p = &talk_phrases[i - 1];
            if (x->seen[i - 1] == x->text || !begins(from, p->words)) continue;
            x->seen[i - 1] = x->text;
            ret->points[p->kind] += times * p->points;
        }
    }
}

/* A question mark behind a word, not one inside of an address. */
static bool asks(struct str text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (text.p[i] != '?') continue;
        bool last = i + 1 == text.len || strchr(" \r\n\t\"')", text.p[i + 1]) != NULL;
        if (last && text.p[i - 1] != ' ') return true;
    }
    return false;
}

struct str talk_without_addresses(struct arena *a, struct str text)
{
    char *out = arena_copy(a, text.p ? text.p : "", text.len);
    for (size_t i = 0, end = 0; i < text.len; i = end + 1) {
        size_t colon = text.len;
        for (end = i; end < text.len && !strchr(" \r\n\t", out[end]); end++) {
            if (out[end] == ':' && colon == text.len) colon = end;
        }
        bool address = colon + 2 < end && out[colon + 1] == '/' && out[colon + 2] == '/';
        if (address) memset(out + i, ' ', end - i);
    }
    return (struct str){out, text.len};
}

static const char *const openings[] = {
    "how",    "what",  "which", "where", "is",   "are", "can",    "does",    "do",
    "should", "could", "would", "has",   "wie",  "was", "welche", "welcher", "welches",
    "wo",     "ist",   "sind",  "kann",  "gibt", "hat", NULL};

/* Without "Re:", "Fwd:", and what lists put before it in brackets. */
static struct str bare_title(struct str title)
{
    for (;;) {
        title = str_trim(title);
        size_t end = str_find(title, ']');
        if (title.len && title.p[0] == '[' && end < title.len) {
            title = str_skip(title, end + 1);
        } else if (str_starts_nocase(title, "re:") || str_starts_nocase(title, "aw:")) {
            title = str_skip(title, 3);
        } else if (str_starts_nocase(title, "fwd:")) {
            title = str_skip(title, 4);
        } else {
            return title;
        }
    }
}

/* "Why ropes matter", without a question mark, tells why. */
static bool title_tells_why(struct str title, struct arena *scratch)
{
    static const char *const why[] = {"why", "warum", "weshalb", NULL};
    struct str words = wording_words(scratch, bare_title(title));
    return !asks(title) && str_among(str_head(words, str_find(words, ' ')), why);
}

/* Does a title ask, by its mark or by how it begins? */
static bool title_asks(struct str title, struct arena *scratch)
{
    struct str words = wording_words(scratch, bare_title(title));
    return asks(title) || str_among(str_head(words, str_find(words, ' ')), openings);
}

static bool has_version(struct str words)
{
    struct str word;
    bool digit = false; /* "1 2": points are no letters */
    while (words.len && str_cut(&words, ' ', &word)) {
        bool number = word.len && word.len <= 3 && ascii_is_digit(word.p[word.len - 1]) &&
                      (ascii_is_digit(word.p[0]) || word.p[0] == 'v');
        if (number && digit) return true;
        digit = number;
    }
    return false;
}

static void add_form(const struct talk_start *s, bool asks_title, struct str words, bool links,
                     struct talk_sorted *ret)
{
    bool asking = asks_title || asks(s->text);
    ret->points[TALK_LEARNING] += asks_title ? 2 : asking;
    if (!asking) ret->points[TALK_NEWS] += has_version(words) + links;
    if (!asking && words.len && !str_trim(s->text).len) ret->points[TALK_NEWS] += 2;
    if (s->solved) ret->points[TALK_LEARNING]++;
    if (s->answers >= LONG_ANSWERS && s->people && s->answers > TURNS * s->people) {
        ret->points[TALK_OPINION]++;
    }
    if (asks_title) ret->points[TALK_NEWS] = 0;
}

struct talk_sorted talk_sort(struct talk_rules *x, const struct talk_start *start,
                             struct arena *scratch)
{
    struct arena_mark mark = arena_mark(scratch);
    struct talk_sorted ret = {.kind = TALK_NONE};
    struct talk_start s = *start;
    bool links = str_find_nocase(s.text, "://") < s.text.len;
    s.title = talk_without_addresses(scratch, utf8_head(s.title, TEXT_BYTES));
    s.text = talk_without_addresses(scratch, utf8_head(s.text, TEXT_BYTES));
    struct str words = wording_words(scratch, s.title);
    x->text++;
    add_words(x, words, 2, &ret);
    add_words(x, wording_words(scratch, s.text), 1, &ret);
    add_form(&s, title_asks(s.title, scratch), words, links, &ret);
    if (title_tells_why(s.title, scratch)) ret.points[TALK_OPINION] += 3;
    uint32_t most = TALK_LEAST - 1;
    for (int k = 0; k < TALK_NONE; k++) {
        if (ret.points[k] <= most) continue;
        most = ret.points[k];
        ret.kind = (enum talk)k;
    }
    arena_reset(scratch, mark);
    return ret;
}

/* veil_text.c - verb: where does a text name a buyer? */
#include "verb/veil_int.h"

#include <string.h>

enum { GAP_MOST = 8 }; /* bytes between two words of one name */

static bool is_word_byte(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

struct token {
    struct str word; /* folded, one word */
    size_t from, to; /* bytes of the text */
};

struct tokens {
    struct token *one; /* [count] */
    size_t count, room;
};

static void token_add(struct tokens *t, struct arena *a, struct token x)
{
    if (t->count == t->room) {
        size_t wider = t->room ? t->room * 2 : 64;
        t->one = arena_grow(a, t->one, t->room * sizeof *t->one, wider * sizeof *t->one);
        t->room = wider;
    }
    t->one[t->count++] = x;
}

/* Runs of bytes of words, folded; one that is several words once folded is as many tokens. */
static void split(struct str text, struct arena *a, struct tokens *ret)
{
    *ret = (struct tokens){0};
    for (size_t i = 0; i < text.len;) {
        size_t from = i;
        bool ascii = true;
        for (; i < text.len && is_word_byte(text.p[i]); i++)
            ascii = ascii && (unsigned char)text.p[i] < 0x80;
        if (i == from) {
            i++;
            continue;
        }
        struct str raw = {text.p + from, i - from};
        struct str left = ascii ? str_lower(a, raw) : name_key(a, utf8_mend(a, raw));
        struct str word;
        while (left.len && str_cut(&left, ' ', &word)) {
            if (word.len) token_add(ret, a, (struct token){word, from, i});
        }
    }
}

/* ---- what is looked for ---- */

static bool is_plain(struct str s)
{
    bool letter = false;
    bool figure = false;
    for (size_t i = 0; i < s.len; i++) {
        letter = letter || !ascii_is_digit(s.p[i]);
        figure = figure || ascii_is_digit(s.p[i]);
    }
    return !letter || !figure;
}

static void put_needle(struct veil *v, struct needle n)
{
    bool is_new = false;
    int64_t *at = map_put(&v->first, n.word[0], 0, &is_new);
    for (size_t i = (size_t)*at; i; i = v->needle[i - 1].next) {
        const struct needle *old = &v->needle[i - 1];
        bool same = old->buyer == n.buyer && old->words == n.words && old->kind == n.kind;
        for (size_t k = 0; same && k < n.words; k++)
            same = str_eq(old->word[k], n.word[k]);
        if (same) return;
    }
    n.next = (size_t)*at;
    v->needle = arena_more(v->a, v->needle, v->needles, sizeof *v->needle);
    v->needle[v->needles++] = n;
    *at = (int64_t)v->needles;
}

/* Names of several words also in the other order; one_word: how one that is a single word has to
 * stand. */
void needle_add(struct veil *v, struct str text, enum needle_kind one_word, size_t buyer)
{
    struct tokens t;
    if (str_starts_nocase(text, "https://")) text = str_skip(text, 8);
    if (str_starts_nocase(text, "http://")) text = str_skip(text, 7);
    split(text, v->a, &t);
    if (!t.count || (t.count == 1 && t.one[0].word.len < 2)) return;
    struct str *word = arena_new(v->a, struct str, t.count);
    for (size_t i = 0; i < t.count; i++)
        word[i] = str_copy(v->a, t.one[i].word);
    bool alone = t.count == 1 && (one_word == NEEDLE_ALONE || is_plain(word[0]));
    put_needle(v, (struct needle){.word = word,
                                  .words = t.count,
                                  .kind = alone ? one_word : NEEDLE_ANYWHERE,
                                  .buyer = buyer});
    if (one_word != NEEDLE_ALONE || t.count < 2) return;
    struct str *turned = arena_new(v->a, struct str, t.count);
    turned[0] = word[t.count - 1];
    for (size_t i = 1; i < t.count; i++)
        turned[i] = word[i - 1];
    put_needle(v, (struct needle){.word = turned, .words = t.count, .buyer = buyer});
}

/* ---- looking ---- */

static bool blank_until(struct str text, size_t from, size_t to, bool back)
{
    while (from < to) {
        size_t at = back ? to - 1 : from;
        char c = text.p[at];
        if (c == ',' || c == ';' || c == '(' || c == ')' || c == '\n') return true;
        if (c != ' ') return false;
        if (back) {
            to--;
        } else {
            from++;
        }
    }
    return false;
}

static bool stands(const struct needle *n, struct str text, const struct tokens *t, size_t at)
{
    const struct token *x = &t->one[at];
    if (n->kind == NEEDLE_ANYWHERE) return true;
    const char *before = x->from ? text.p + x->from - 1 : " ";
    if (n->kind == NEEDLE_BEHIND) return strchr("@:/", *before) != NULL;
    size_t last = at ? t->one[at - 1].to : 0;
    size_t next = at + 1 < t->count ? t->one[at + 1].from : text.len;
    bool opens = !at || blank_until(text, last, x->from, true);
    bool ends = at + 1 == t->count || blank_until(text, x->to, next, false);
    return *before == '@' || (opens && ends);
}

static bool fits(const struct needle *n, struct str text, const struct tokens *t, size_t at)
{
    if (at + n->words > t->count) return false;
    for (size_t k = 0; k < n->words; k++) {
        const struct token *x = &t->one[at + k];
        if (!str_eq(x->word, n->word[k])) return false;
        size_t before = k ? t->one[at + k - 1].to : x->from;
        if (x->from > before + GAP_MOST) return false;
        if (before < x->from && memchr(text.p + before, ';', x->from - before)) return false;
    }
    return true;
}

/* The longest that stands there; NULL: none. */
static const struct needle *named_at(const struct veil *v, struct str text, const struct tokens *t,
                                     size_t at)
{
    const struct needle *best = NULL;
    const int64_t *first = map_get(&v->first, t->one[at].word);
    for (size_t i = first ? (size_t)*first : 0; i; i = v->needle[i - 1].next) {
        const struct needle *n = &v->needle[i - 1];
        if (best && n->words <= best->words) continue;
        if (fits(n, text, t, at) && stands(n, text, t, at)) best = n;
    }
    return best;
}

struct str telling_text(const struct telling *t, struct str text)
{
    struct arena work = {0};
    struct tokens tokens;
    struct buf b = buf_new(t->a);
    size_t done = 0;
    if (!text.len || !t->v->needles) return text;
    split(text, &work, &tokens);
    for (size_t i = 0; i < tokens.count;) {
        const struct needle *n = named_at(t->v, text, &tokens, i);
        if (!n) {
            i++;
            continue;
        }
        const struct token *last = &tokens.one[i + n->words - 1];
        if (t->named) {
            t->named[n->buyer] = true;
        } else if (tokens.one[i].from >= done) {
            buf_add(&b, (struct str){text.p + done, tokens.one[i].from - done});
            buf_add(&b, veil_label(t->v, t->a, n->buyer, t->market, t->numbered));
            done = last->to;
        }
        i += n->words;
    }
    arena_free(&work);
    if (!done) return text;
    buf_add(&b, str_skip(text, done));
    return buf_str(&b);
}

/* Market names, as they are spelled, where no letter stands beside them. */
bool market_hidden(const struct veil *v, const struct sight *s, struct str text)
{
    for (size_t m = 0; m < v->markets; m++) {
        struct str name = v->market[m];
        if (sight_market(s, name)) continue;
        for (size_t i = 0; name.len && i + name.len <= text.len; i++) {
            if (memcmp(text.p + i, name.p, name.len) != 0) continue;
            bool opens = !i || !is_word_byte(text.p[i - 1]);
            bool ends = i + name.len == text.len || !is_word_byte(text.p[i + name.len]);
            if (opens && ends) return true;
        }
    }
    return false;
}

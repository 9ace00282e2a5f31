/* niche_words.c - measure: which sub-topics has a text? */
#include "measure/niche_int.h"

#include "base/limits.h"
#include "measure/wording.h"

#include <stdlib.h>

enum { LETTERS_MIN = 3, LETTERS_MAX = 40 };
#define PAIR_SHARE 0.8

static uint32_t no_term(void)
{
    return UINT32_MAX;
}

static struct str stem_of(struct niche_words *w, struct str word)
{
    return stemmer_stem(w->stemmer, &w->row, word);
}

void niche_words_open(struct niche_words *w, struct str topic, struct arena *a)
{
    *w = (struct niche_words){.a = a,
                              .stemmer = stemmer_open(),
                              .forms = map_new(a),
                              .terms = map_new(a),
                              .own = map_new(a),
                              .askings = idmap_new(a, 1024)};
    for (int t = 0; t < TONGUE_COUNT; t++)
        w->lexicon[t] = lexicon_new(a, (enum tongue)t);
    struct str words = text_words(&w->row, topic);
    struct str word;
    while (words.len && str_cut(&words, ' ', &word))
        (void)map_put(&w->own, stem_of(w, word), 1, NULL);
}

void niche_words_close(struct niche_words *w)
{
    stemmer_close(w->stemmer);
    arena_free(&w->row);
}

static bool is_word(struct str word)
{
    bool letter = false;
    if (word.len < LETTERS_MIN || word.len > LETTERS_MAX) return false;
    for (size_t i = 0; i < word.len; i++)
        letter = letter || !ascii_is_digit(word.p[i]);
    return letter;
}

static uint32_t term_at(struct niche_words *w, struct str key, struct str name, uint32_t left,
                        uint32_t right)
{
    bool is_new = false;
    int64_t *at = map_put(&w->terms, key, (int64_t)w->count, &is_new);
    if (is_new) {
        w->term = arena_more(w->a, w->term, w->count, sizeof *w->term);
        w->term[w->count++] = (struct niche_term){.name = str_copy(w->a, name),
                                                  .key = str_copy(w->a, key),
                                                  .last_doc = UINT32_MAX,
                                                  .last_title = UINT32_MAX,
                                                  .part = {left, right},
                                                  .number = UINT32_MAX};
    }
    return (uint32_t)*at;
}

/* The term of a word; none of what is no word, of a closed class, or the market's own. */
static uint32_t word_term(struct niche_words *w, const struct lexicon *x, struct str word, bool add)
{
    if (!is_word(word) || lexicon_has(x, word)) return no_term();
    int64_t *known = map_get(&w->forms, word);
    if (!known && !add) {
        struct str key = x->tongue == TONGUE_ENGLISH ? stem_of(w, word) : word;
        int64_t *at = map_get(&w->own, key) ? NULL : map_get(&w->terms, key);
        return at ? (uint32_t)*at : no_term();
    }
    if (!known) {
        struct str key = x->tongue == TONGUE_ENGLISH ? stem_of(w, word) : word;
        uint32_t term = no_term();
        if (!map_get(&w->own, key)) term = term_at(w, key, word, no_term(), no_term());
        w->form = arena_more(w->a, w->form, w->form_count, sizeof *w->form);
        w->form[w->form_count] = (struct niche_form){term, 0};
        known = map_put(&w->forms, word, (int64_t)w->form_count++, NULL);
    }
    struct niche_form *form = &w->form[*known];
    if (form->term == no_term() || !add) return form->term;
    struct niche_term *t = &w->term[form->term];
    if (++form->said > t->most) {
        t->most = form->said;
        if (!str_eq(t->name, word)) t->name = str_copy(w->a, word);
    }
    return form->term;
}

static uint32_t pair_term(struct niche_words *w, uint32_t left, uint32_t right, bool add)
{
    struct str key =
        str_printf(&w->row, "%.*s %.*s", STR_ARG(w->term[left].key), STR_ARG(w->term[right].key));
    int64_t *at = map_get(&w->terms, key);
    if (at) return (uint32_t)*at;
    return add ? term_at(w, key, key, left, right) : no_term();
}

static enum tongue tongue_of(struct niche_words *w, const struct niche_text *x)
{
    enum tongue tongue = TONGUE_ENGLISH;
    if (str_starts_nocase(x->lang, "de")) return TONGUE_GERMAN;
    if (str_starts_nocase(x->lang, "en")) return TONGUE_ENGLISH;
    (void)wording_tongue(w->lexicon, wording_words(&w->row, x->text), &tongue);
    return tongue;
}

/* Terms of a text, each as often as it is there. */
static uint32_t *terms_of(struct niche_words *w, enum tongue tongue, struct str text, bool add,
                          size_t *ret_count)
{
    struct str words = text_words(&w->row, text);
    uint32_t *term = arena_new(&w->row, uint32_t, words.len + 2);
    uint32_t before = no_term();
    size_t count = 0;
    struct str word;
    while (words.len && str_cut(&words, ' ', &word)) {
        uint32_t t = word_term(w, &w->lexicon[tongue], word, add);
        if (t != no_term()) term[count++] = t;
        if (t != no_term() && before != no_term() && t != before) {
            uint32_t pair = pair_term(w, before, t, add);
            if (pair != no_term()) term[count++] = pair;
        }
        before = t;
    }
    *ret_count = count;
    return term;
}

static void count_term(struct niche_words *w, uint32_t term, uint32_t doc, uint32_t asker,
                       bool title)
{
    struct niche_term *t = &w->term[term];
    t->titled += title && t->last_title != doc;
    if (title) t->last_title = doc;
    if (t->last_doc == doc) return;
    t->last_doc = doc;
    t->asked++;
    size_t before = w->askings.count;
    (void)idmap_put(&w->askings, (int64_t)((uint64_t)term << 32 | asker), 1);
    t->askers += w->askings.count > before;
}

void niche_words_count(struct niche_words *w, uint32_t doc, uint32_t asker,
                       const struct niche_text *x)
{
    enum tongue tongue = tongue_of(w, x);
    for (int part = 0; part < 2; part++) {
        size_t count = 0;
        uint32_t *term = terms_of(w, tongue, part ? x->text : x->title, true, &count);
        for (size_t i = 0; i < count; i++)
            count_term(w, term[i], doc, asker, !part || !x->title.len);
    }
    arena_reset(&w->row, (struct arena_mark){0});
}

struct by_asked {
    const struct niche_term *term;
    uint32_t number;
};

static int most_asked(const void *left, const void *right)
{
    const struct by_asked *l = left;
    const struct by_asked *r = right;
    if (l->term->asked != r->term->asked) return l->term->asked > r->term->asked ? -1 : 1;
    return str_cmp(l->term->key, r->term->key);
}

static bool often_enough(const struct niche_term *t, size_t questions)
{
    return t->asked >= NICHE_ASKED_MIN && t->askers >= NICHE_ASKERS_MIN &&
           t->titled >= NICHE_TITLED_MIN && t->asked <= questions / 2;
}

uint32_t *niche_words_choose(struct niche_words *w, size_t questions, size_t *ret_count,
                             size_t *ret_found)
{
    struct by_asked *all = arena_new(w->a, struct by_asked, w->count);
    bool *gone = arena_new(w->a, bool, w->count);
    size_t count = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct niche_term *t = &w->term[i];
        if (t->part[0] == UINT32_MAX || !often_enough(t, questions)) continue;
        for (int k = 0; k < 2; k++) {
            const struct niche_term *word = &w->term[t->part[k]];
            gone[t->part[k]] |= (double)t->asked >= PAIR_SHARE * (double)word->asked;
        }
    }
    for (size_t i = 0; i < w->count; i++) {
        if (!gone[i] && often_enough(&w->term[i], questions))
            all[count++] = (struct by_asked){&w->term[i], (uint32_t)i};
    }
    if (count) qsort(all, count, sizeof *all, most_asked);
    *ret_found = count;
    *ret_count = count < NICHES_MAX ? count : NICHES_MAX;
    uint32_t *chosen = arena_new(w->a, uint32_t, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        struct niche_term *t = &w->term[all[i].number];
        chosen[i] = all[i].number;
        t->number = (uint32_t)i;
        if (t->part[0] == UINT32_MAX) continue;
        t->name = str_printf(w->a, "%.*s %.*s", STR_ARG(w->term[t->part[0]].name),
                             STR_ARG(w->term[t->part[1]].name));
    }
    return chosen;
}

void niche_words_mark(struct niche_words *w, const struct niche_text *x, uint64_t *ret)
{
    enum tongue tongue = tongue_of(w, x);
    for (int part = 0; part < 2; part++) {
        size_t count = 0;
        uint32_t *term = terms_of(w, tongue, part ? x->text : x->title, false, &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t k = w->term[term[i]].number;
            if (k != UINT32_MAX) ret[k / 64] |= (uint64_t)1 << k % 64;
        }
    }
    arena_reset(&w->row, (struct arena_mark){0});
}

/* voice_text.c - measure: what does one person's text say of how they write? */
#include "measure/voice_int.h"

#include "base/file.h"
#include "base/rng.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    JARGON_DOCS = 5,  /* a word in as many docs is the market's own */
    COMMON_MAX = 2000 /* words that dialects are told by */
};

struct str voice_own_text(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        if (str_is(line, "-- ") || str_is(line, "-- \r")) break;
        if (str_starts(str_trim(line), ">")) continue;
        buf_add(&b, line);
        buf_addc(&b, '\n');
    }
    return buf_str(&b);
}

uint32_t voice_word(struct voice_work *w, struct str word)
{
    bool is_new = false;
    int64_t *at = map_put(&w->word_number, word, (int64_t)w->word_number.count, &is_new);
    if (is_new && w->word_number.count > w->word_room) {
        size_t old = w->word_room * sizeof *w->word_docs;
        w->word_room = w->word_room ? 2 * w->word_room : 4096;
        size_t room = w->word_room * sizeof *w->word_docs;
        w->word_docs = arena_grow(w->scratch, w->word_docs, old, room);
        w->word_said = arena_grow(w->scratch, w->word_said, old, room);
        w->word_pool = arena_grow(w->scratch, w->word_pool, old, room);
    }
    return (uint32_t)*at;
}

/* ---- pieces ---- */

/* What ends a piece: a line end once it is long enough, else the end of a sentence. */
static struct str piece_cut(struct str *rest)
{
    size_t words = 0;
    size_t i = 0;
    for (; i < rest->len; i++) {
        char c = rest->p[i];
        if (c != ' ' && c != '\n') continue;
        words += i > 0 && rest->p[i - 1] != ' ' && rest->p[i - 1] != '\n';
        if (words < VOICE_PIECE) continue;
        bool stop = i > 0 && (rest->p[i - 1] == '.' || rest->p[i - 1] == '?');
        if (c == '\n' || (stop && words > VOICE_PIECE + VOICE_PIECE / 10)) break;
    }
    struct str piece = str_head(*rest, i);
    *rest = i + 1 < rest->len ? str_skip(*rest, i + 1) : STR_NONE;
    return piece;
}

static void piece_add(struct voice_work *w, uint32_t voice, struct voice_piece p)
{
    size_t n = w->piece_count[voice]++;
    w->piece[voice] = arena_more(w->scratch, w->piece[voice], n, sizeof p);
    w->piece[voice][n] = p;
}

/* ---- spelling ---- */

/* Plain words alone: no capital (a name), no digit, no address, no code. */
static bool plain_word(struct str word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.p[i];
        bool inner = c == '\'' && i > 0 && i + 1 < word.len;
        if (!(c >= 'a' && c <= 'z') && c < 0x80 && !inner) return false;
    }
    return word.len > 1;
}

static struct str bare(struct str word)
{
    static const char around[] = ".,;:!?\"'()[]{}*<>-";
    while (word.len && strchr(around, word.p[0]))
        word = str_skip(word, 1);
    while (word.len && strchr(around, word.p[word.len - 1]))
        word.len--;
    return word;
}

static void spell_add(struct voice_work *w, struct str word)
{
    bool is_new = false;
    int64_t *at = map_put(&w->spell_number, word, (int64_t)w->spell_number.count, &is_new);
    if (is_new) {
        size_t n = (size_t)*at;
        w->spell_word = arena_more(w->scratch, w->spell_word, n, sizeof *w->spell_word);
        w->spell_word[n] = str_c(w->scratch, word);
    }
    w->spelled = arena_more(w->scratch, w->spelled, w->spelled_count, sizeof *w->spelled);
    w->spelled[w->spelled_count++] = (uint32_t)*at;
}

static void spell_take(struct voice_work *w, struct str text, struct voice_piece *p)
{
    struct buf plain = buf_new(&w->row);
    p->spell = (uint32_t)w->spelled_count;
    while (text.len) { /* typographic apostrophes are plain ones to a dictionary */
        bool curl = str_starts(text, "\xE2\x80\x99");
        buf_addc(&plain, (char)(curl ? '\'' : *text.p == '\n' || *text.p == '\t' ? ' ' : *text.p));
        text = str_skip(text, curl ? 3 : 1);
    }
    struct str rest = buf_str(&plain);
    struct str word;
    while (str_cut(&rest, ' ', &word)) {
        word = bare(word);
        if (plain_word(word)) spell_add(w, word);
    }
    p->spells = (uint32_t)(w->spelled_count - p->spell);
}

/* ---- one piece ---- */

static void add(struct voice_work *w, uint32_t voice, enum voice_measure m, double num, double den,
                int64_t doc)
{
    voice_unit_add(w, voice, m, (struct voice_unit){num, den, 0, doc});
}

static void add_wording(struct voice_work *w, uint32_t v, const struct wording *c, uint32_t doc)
{
    double words = c->words;
    add(w, v, VOICE_TURNED, c->you, (double)c->you + c->self, doc);
    add(w, v, VOICE_ACKNOWLEDGED, c->phrase[PHRASE_ACKNOWLEDGE], words, doc);
    add(w, v, VOICE_FORMAL, (double)wording_formal(c), words, doc);
    add(w, v, VOICE_CONTRACTED, c->contracted, words, doc);
    add(w, v, VOICE_CALLS, c->phrase[PHRASE_CALL], words, doc);
    add(w, v, VOICE_DOUBLED, c->doubled, words, doc);
    add(w, v, VOICE_UNBALANCED, c->unbalanced, 1, doc);
    add(w, v, VOICE_SHORT, c->phrase[PHRASE_SHORT], words, doc);
    add(w, v, VOICE_EXCLUDING, c->phrase[PHRASE_EXCLUDE], words, doc);
    add(w, v, VOICE_FORMER, c->phrase[PHRASE_FORMER], words, doc);
    add(w, v, VOICE_FIGURES, c->figures, words, doc);
    add(w, v, VOICE_AHEAD, c->phrase[PHRASE_AHEAD], words, doc);
    add(w, v, VOICE_DISAGREE, c->phrase[PHRASE_DISAGREE], words, doc);
}

static void add_readable(struct voice_work *w, uint32_t v, struct str text, enum tongue tongue,
                         uint32_t doc)
{
    struct readable x = {0};
    readable_add(text, tongue, &w->row, &x);
    if (!x.sentences || !x.words) return;
    add(w, v, VOICE_QUESTIONS, (double)x.questions, (double)x.sentences, doc);
    struct voice_unit u = {(double)x.syllables, (double)x.words, (double)x.sentences, doc};
    voice_unit_add(w, v, VOICE_FLESCH, u);
}

static void take_piece(struct voice_work *w, uint32_t v, uint32_t doc, struct str lang,
                       struct str text)
{
    enum tongue tongue = TONGUE_ENGLISH;
    struct str words = wording_words(&w->row, text);
    bool told = wording_tongue(w->lexicon, words, &tongue);
    if (str_starts_nocase(lang, "de")) tongue = TONGUE_GERMAN;
    bool known =
        str_starts_nocase(lang, "de") || str_starts_nocase(lang, "en") || (!lang.len && told);
    if (!known || !words.len) return; /* there are no lists for it */
    struct wording c = wording_count(&w->lexicon[tongue], text, words);
    struct voice_piece p = {.doc = doc, .word = (uint32_t)w->token_count, .own = c.words};
    struct str folded = text_words(&w->row, text);
    struct str word;
    while (folded.len && str_cut(&folded, ' ', &word)) {
        w->token = arena_more(w->scratch, w->token, w->token_count, sizeof *w->token);
        w->token[w->token_count++] = voice_word(w, word);
    }
    p.words = (uint32_t)(w->token_count - p.word);
    if (tongue == TONGUE_ENGLISH) spell_take(w, text, &p);
    w->ret->voice[v].told += c.words;
    if (c.phrase[PHRASE_DISAGREE]) w->flag[doc] |= DOC_OBJECTS;
    add_wording(w, v, &c, doc);
    add_readable(w, v, text, tongue, doc);
    piece_add(w, v, p);
}

void voice_text_take(struct voice_work *w, uint32_t doc, struct str lang, struct str text)
{
    uint32_t voice = voice_of_doc(w, doc);
    bool long_one = w->words[doc] > VOICE_LONG;
    while (voice && text.len) {
        struct str piece = text;
        if (long_one) {
            piece = piece_cut(&text);
        } else {
            text = STR_NONE;
        }
        take_piece(w, voice - 1, doc, lang, piece);
    }
}

/* ---- when all is read ---- */

static bool jargon(const struct voice_work *w, struct str word)
{
    const int64_t *at = map_get(&w->word_number, word);
    return at && w->word_docs[*at] >= JARGON_DOCS;
}

static void spell_all(struct voice_work *w, const struct spell *spell, struct speller *speller)
{
    size_t count = w->spell_number.count;
    bool *unknown = arena_new(w->scratch, bool, count);
    for (size_t i = 0; i < count; i++) {
        const char *word = w->spell_word[i];
        unknown[i] = !spell->knows(speller, word) && !jargon(w, str_of(word));
    }
    for (size_t v = 0; v < w->ret->count; v++) {
        for (size_t i = 0; i < w->piece_count[v]; i++) {
            const struct voice_piece *p = &w->piece[v][i];
            double wrong = 0;
            for (uint32_t k = 0; k < p->spells; k++)
                wrong += unknown[w->spelled[p->spell + k]];
            if (p->spells) add(w, (uint32_t)v, VOICE_UNKNOWN, wrong, p->spells, p->doc);
        }
    }
}

static bool is_there(const char *path)
{
    struct reader *r = NULL;
    struct arena a = {0};
    struct err e = {0};
    bool there = !reader_open(path, &a, &r, &e);
    reader_close(r);
    arena_free(&a);
    return there;
}

static void spell_finish(struct voice_work *w)
{
    static const char *const names[] = {"en_US", "en_GB", "en_AU", "en_CA", NULL};
    const struct spell *spell = NULL;
    struct err e = {0};
    const char *dir = w->scope->dictionaries ? w->scope->dictionaries : SPELL_DIRECTORY;
    voice_can(w, VOICE_UNKNOWN, false);
    w->ret->no_dictionary = STR("no text in English");
    if (!w->spelled_count) return;
    w->ret->no_dictionary = str_printf(w->a, "no dictionary (en_US.dic) in %s", dir);
    for (size_t i = 0; names[i]; i++) {
        const char *aff = str_c(w->scratch, str_printf(w->scratch, "%s/%s.aff", dir, names[i]));
        const char *dic = str_c(w->scratch, str_printf(w->scratch, "%s/%s.dic", dir, names[i]));
        if (!is_there(aff) || !is_there(dic)) continue;
        if (spell_find(&spell, &e)) {
            w->ret->no_dictionary = str_copy(w->a, str_of(e.text));
            return;
        }
        struct speller *speller = spell->open(aff, dic);
        if (!speller) continue;
        w->ret->dictionary = str_of(names[i]);
        spell_all(w, spell, speller);
        spell->close(speller);
        voice_can(w, VOICE_UNKNOWN, true);
        return;
    }
}

/* ---- dialect ---- */

struct common {
    uint32_t word, said;
};

static int common_cmp(const void *left, const void *right)
{
    const struct common *l = left;
    const struct common *r = right;
    if (l->said != r->said) return l->said > r->said ? -1 : 1;
    return l->word < r->word ? -1 : l->word > r->word;
}

/* Numbers of the commonest words, UINT32_MAX for all others. */
static uint32_t *common_words(struct voice_work *w)
{
    size_t count = w->word_number.count;
    struct common *all = arena_new(w->scratch, struct common, count);
    uint32_t *number = arena_new(w->scratch, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct common){(uint32_t)i, w->word_said[i]};
        number[i] = UINT32_MAX;
    }
    if (count) qsort(all, count, sizeof *all, common_cmp);
    w->ret->common = count < COMMON_MAX ? count : COMMON_MAX;
    for (size_t i = 0; i < w->ret->common; i++)
        number[all[i].word] = (uint32_t)i;
    double *pool = arena_new(w->a, double, w->ret->common);
    for (size_t i = 0; i < w->ret->common; i++) {
        pool[i] = w->word_pool[all[i].word];
        w->ret->pool_words += pool[i];
    }
    w->ret->pool = pool;
    return number;
}

static void dialect_finish(struct voice_work *w)
{
    uint32_t *number = common_words(w);
    for (size_t v = 0; v < w->ret->count; v++) {
        size_t room = 0;
        for (size_t i = 0; i < w->piece_count[v]; i++)
            room += w->piece[v][i].words;
        uint32_t *word = arena_new(w->a, uint32_t, room);
        size_t n = 0;
        for (size_t i = 0; i < w->piece_count[v]; i++) {
            const struct voice_piece *p = &w->piece[v][i];
            size_t from = n;
            for (uint32_t k = 0; k < p->words; k++) {
                uint32_t at = number[w->token[p->word + k]];
                if (at != UINT32_MAX) word[n++] = at;
            }
            add(w, (uint32_t)v, VOICE_DIALECT, (double)from, (double)(n - from), p->doc);
        }
        w->ret->voice[v].word = word;
    }
    voice_can(w, VOICE_DIALECT, w->scope->market && w->ret->pool_words >= VOICE_WORDS_MIN);
}

void voice_text_finish(struct voice_work *w)
{
    spell_finish(w);
    dialect_finish(w);
}

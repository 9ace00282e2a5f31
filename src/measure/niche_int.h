/*
 * niche_int.h - measure: what the files niche*.c share
 *
 *   niche.c        questions, voices' docs, figures
 *   niche_words.c  sub-topics of texts
 *
 * Check  tests/unit/test_niche.c
 */
#ifndef KITH_MEASURE_NICHE_INT_H
#define KITH_MEASURE_NICHE_INT_H

#include "base/map.h"
#include "base/text.h"
#include "measure/lexicon.h"
#include "measure/niche.h"
#include "store/query.h"

struct niche_term { /* a word, or two */
    struct str name, key;
    uint32_t asked, askers, titled; /* titled: questions with it in their title, or without one */
    uint32_t last_doc, last_title;  /* that was counted */
    uint32_t most;                  /* how often its commonest form, `name`, was said */
    uint32_t part[2];               /* terms of a pair; UINT32_MAX: a word */
    uint32_t number;                /* of a sub-topic; UINT32_MAX: none */
};

struct niche_form {      /* a word as it was said */
    uint32_t term, said; /* UINT32_MAX: of the market's own */
};

struct niche_words {
    struct arena *a;  /* of the work */
    struct arena row; /* of one text */
    struct lexicon lexicon[TONGUE_COUNT];
    struct stemmer *stemmer;
    struct map forms; /* folded word -> form */
    struct niche_form *form;
    size_t form_count;
    struct map terms; /* key -> term */
    struct niche_term *term;
    size_t count;
    struct map own;       /* stems of the market's topic */
    struct idmap askings; /* term and asker, each once */
};

void niche_words_open(struct niche_words *w, struct str topic, struct arena *a);
void niche_words_close(struct niche_words *w);
struct niche_text {
    struct str lang, title, text; /* title empty: it has none */
};
/* Counts the terms of a question. */
void niche_words_count(struct niche_words *w, uint32_t doc, uint32_t asker,
                       const struct niche_text *x);
/* Which of them are sub-topics, the most asked first: their terms, and how many there would be. */
uint32_t *niche_words_choose(struct niche_words *w, size_t questions, size_t *ret_count,
                             size_t *ret_found);
/* Sets the bits of the sub-topics that a text has. */
void niche_words_mark(struct niche_words *w, const struct niche_text *x, uint64_t *ret);

#endif

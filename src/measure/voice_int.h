/*
 * voice_int.h - measure: what the files voice_*.c share while voices are read
 *
 *   voice_read.c    who is looked at; two scans of the docs
 *   voice_text.c    words, pieces, spelling of one person's text
 *   voice_link.c    addresses in a text; stories that several shared
 *   voice_thread.c  who wrote first, who was answered, what was new in a thread
 *   voice_alike.c   texts that were somebody else's before
 *   voice_heed.c    what others made of it: marks, shares, names credited, segments
 *   voice_time.c    weeks and gaps
 *   voice_angle.c   what an expert's angles are told by (angle.h)
 *   voice_value.c, voice_norm.c  figures of units, bands, reliability
 *
 * Check  tests/unit/test_voice.c
 */
#ifndef KITH_MEASURE_VOICE_INT_H
#define KITH_MEASURE_VOICE_INT_H

#include "base/time.h"
#include "find/alike.h"
#include "find/bits.h"
#include "find/nodes.h"
#include "find/topic.h"
#include "measure/spell.h"
#include "measure/voice.h"
#include "measure/wording.h"
#include "store/query.h"

enum {
    DOC_IN = 1,       /* of the period */
    DOC_TEXT = 2,     /* has one */
    DOC_ASKS = 4,     /* with a question in it */
    DOC_TOPIC = 8,    /* on topic by its own text */
    DOC_LINKS = 16,   /* to somebody else's site */
    DOC_MARKED = 32,  /* accepted, or thanked for */
    DOC_OBJECTS = 64, /* with a phrase that disagrees */
    DOC_DATA = 128    /* three figures, a table or a data file */
};

struct story { /* an address in a doc */
    uint64_t url;
    int64_t at_s;
    uint32_t doc;
};

struct growing { /* units of one person and measure */
    struct voice_unit *unit;
    size_t count;
};

struct voice_piece {
    uint32_t doc;
    uint32_t word, words;   /* of work.token, from where, how many */
    uint32_t spell, spells; /* of work.spelled */
    uint32_t own;           /* words of its own tongue's count */
};

struct voice_work {
    struct store *st;
    struct arena *a;       /* of the answer */
    struct arena *scratch; /* gone when all is read */
    struct arena row;      /* of one doc */
    const struct voice_scope *scope;
    struct voices *ret;
    struct node_map nodes;
    struct topic_hits hits;
    struct bits audience; /* node ids */
    size_t doc_room;
    uint32_t *author, *root, *parent; /* [doc_room] */
    int64_t *at;                      /* [doc_room] TIME_NONE: unknown */
    uint8_t *flag;                    /* [doc_room] DOC_… */
    uint32_t *words;                  /* [doc_room] */
    uint16_t *links;                  /* [doc_room] to others' sites */
    uint16_t *shares;                 /* [doc_room] */
    uint16_t *credits;                /* [doc_room] people named */
    uint16_t *later;                  /* [doc_room] later years of which something will be */
    uint32_t *text;                   /* [doc_room] its number in alike, plus 1 */
    uint32_t *voice;                  /* [nodes.room] number of a voice, plus 1 */
    struct growing (*grow)[VOICE_MEASURE_COUNT];
    struct lexicon lexicon[TONGUE_COUNT];
    struct stemmer *stemmer;
    struct alike alike;
    /* every word that was said */
    struct map word_number;
    uint32_t *word_docs, *word_said, *word_pool; /* [word_number.count] docs, times, by audience */
    size_t word_room;
    /* docs of threads in which a voice answers: what is new in them */
    struct bits thread;
    uint32_t **bag; /* [doc_room] words, ascending, each once; NULL: none */
    uint32_t *bag_count;
    struct story *story;
    size_t story_count;
    /* of voices */
    struct voice_piece **piece; /* [count] */
    size_t *piece_count;
    uint32_t *token; /* words of pieces */
    size_t token_count;
    uint32_t *spelled; /* plain words to look up; by spell_word */
    size_t spelled_count;
    struct map spell_number;
    const char **spell_word;       /* [spell_number.count] */
    const struct speller *speller; /* NULL: none */
};

bool voice_doc_is(const struct voice_work *w, size_t doc, uint8_t flags);
/* The voice of a doc's author, plus 1; 0: none. */
uint32_t voice_of_doc(const struct voice_work *w, size_t doc);
void voice_unit_add(struct voice_work *w, uint32_t voice, enum voice_measure m,
                    struct voice_unit u);
void voice_can(struct voice_work *w, enum voice_measure m, bool can); /* for all voices */

uint32_t voice_word(struct voice_work *w, struct str word);
void voice_text_take(struct voice_work *w, uint32_t doc, struct str lang, struct str text);
void voice_text_finish(struct voice_work *w); /* spelling and dialect */
void voice_links_take(struct voice_work *w, uint32_t doc, struct str text);
void voice_links_finish(struct voice_work *w);
void voice_threads_finish(struct voice_work *w);
MUST_CHECK enum status voice_alike_finish(struct voice_work *w, struct err *e);
MUST_CHECK enum status voice_heeds_read(struct voice_work *w, struct err *e);
MUST_CHECK enum status voice_shares_finish(struct voice_work *w, struct err *e);
void voice_times_finish(struct voice_work *w);
void voice_angle_take(struct voice_work *w, uint32_t doc, struct str text);
MUST_CHECK enum status voice_angles_finish(struct voice_work *w, struct err *e);

#endif

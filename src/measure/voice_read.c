/* voice_read.c - measure: whose docs are looked at, and what is in them? */
#include "measure/voice_int.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

bool voice_doc_is(const struct voice_work *w, size_t doc, uint8_t flags)
{
    return (w->flag[doc] & flags) == flags;
}

uint32_t voice_of_doc(const struct voice_work *w, size_t doc)
{
    return voice_doc_is(w, doc, DOC_IN) ? w->voice[w->author[doc]] : 0;
}

void voice_unit_add(struct voice_work *w, uint32_t voice, enum voice_measure m, struct voice_unit u)
{
    struct growing *g = &w->grow[voice][m];
    g->unit = arena_more(w->scratch, g->unit, g->count, sizeof u);
    g->unit[g->count++] = u;
}

void voice_can(struct voice_work *w, enum voice_measure m, bool can)
{
    for (size_t v = 0; v < w->ret->count; v++)
        w->ret->voice[v].of[m].measured = can;
}

/* ---- first scan: who said how much, when, in answer to what ---- */

static bool in_period(const struct voice_work *w, int64_t at_s)
{
    const struct market *m = w->scope->market;
    if (!m || (m->since_s == TIME_NONE && m->until_s == TIME_NONE)) return true;
    if (at_s == TIME_NONE || (m->since_s != TIME_NONE && at_s < m->since_s)) return false;
    return m->until_s == TIME_NONE || at_s < m->until_s;
}

static uint32_t id_within(const struct query *q, int column, size_t room)
{
    int64_t id = query_i64(q, column);
    return id > 0 && (size_t)id < room ? (uint32_t)id : 0;
}

static enum status read_docs(struct voice_work *w, uint64_t *bytes_by, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_voice_docs, &q, e);
    if (s) return s;
    w->ret->as_of_s = TIME_NONE;
    while ((s = query_next(q, e)) == OK) {
        uint32_t d = id_within(q, 0, w->doc_room);
        if (!d) continue;
        w->author[d] = nodes_behind(&w->nodes, query_i64(q, 1));
        w->at[d] = query_time(q, 2);
        w->root[d] = id_within(q, 3, w->doc_room);
        w->parent[d] = id_within(q, 4, w->doc_room);
        if (!in_period(w, w->at[d])) continue;
        w->flag[d] = DOC_IN;
        bytes_by[w->author[d]] += (uint64_t)query_i64(q, 5);
        if (w->at[d] != TIME_NONE && w->at[d] > w->ret->as_of_s) w->ret->as_of_s = w->at[d];
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- whom to look at ---- */

struct candidate {
    uint32_t node;
    uint64_t bytes;
};

static int candidate_cmp(const void *left, const void *right)
{
    const struct candidate *l = left;
    const struct candidate *r = right;
    if (l->bytes != r->bytes) return l->bytes > r->bytes ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* Those asked for, the market's voices, and who said most beside them: by these it is judged
 * whether a measure holds. */
static void choose_voices(struct voice_work *w, const uint64_t *bytes_by)
{
    struct bits chosen = bits_new(w->scratch, w->nodes.room);
    struct candidate *most = arena_new(w->scratch, struct candidate, w->nodes.room);
    size_t count = 0;
    for (size_t n = 1; n < w->nodes.room; n++) {
        bool person = bits_has(&w->nodes.persons, (int64_t)n);
        bool much =
            bytes_by[n] >= (uint64_t)VOICE_WORDS_MIN * 5; /* of a word and its blank, on average */
        if (person && much) most[count++] = (struct candidate){(uint32_t)n, bytes_by[n]};
    }
    if (count) qsort(most, count, sizeof *most, candidate_cmp);
    for (size_t i = 0; i < count && i < VOICE_PEOPLE_MAX; i++)
        bits_add(&chosen, most[i].node);
    for (size_t i = 0; i < w->scope->asked_count; i++)
        bits_add(&chosen, nodes_final(&w->nodes, w->scope->asked[i]));
    for (size_t i = 0; i < w->scope->accepted_count; i++)
        bits_add(&chosen, nodes_final(&w->nodes, w->scope->accepted[i]));
    int64_t *node = bits_list(&chosen, w->scratch, &w->ret->count);
    w->ret->voice = arena_new(w->a, struct voice, w->ret->count);
    w->grow = arena_alloc(w->scratch, w->ret->count * sizeof *w->grow);
    w->piece = arena_new(w->scratch, struct voice_piece *, w->ret->count);
    w->piece_count = arena_new(w->scratch, size_t, w->ret->count);
    for (size_t v = 0; v < w->ret->count; v++) {
        struct voice *one = &w->ret->voice[v];
        *one = (struct voice){.node = node[v], .first_s = TIME_NONE, .last_s = TIME_NONE};
        one->heard = bits_has(&w->audience, node[v]);
        w->voice[node[v]] = (uint32_t)v + 1;
        for (int m = 0; m < VOICE_MEASURE_COUNT; m++)
            one->of[m].measured = true;
    }
    for (size_t i = 0; i < w->scope->accepted_count; i++) {
        uint32_t v = w->voice[nodes_final(&w->nodes, w->scope->accepted[i])];
        if (v) w->ret->voice[v - 1].accepted = true;
    }
    for (size_t i = 0; i < w->scope->asked_count; i++) {
        uint32_t v = w->voice[nodes_final(&w->nodes, w->scope->asked[i])];
        if (v) w->ret->voice[v - 1].asked = true;
    }
}

/* Threads in which a voice says something behind somebody. */
static void choose_threads(struct voice_work *w)
{
    w->thread = bits_new(w->scratch, w->doc_room);
    for (size_t d = 1; d < w->doc_room; d++) {
        if (voice_of_doc(w, d) && w->parent[d]) bits_add(&w->thread, w->root[d]);
    }
}

/* ---- second scan: what they say ---- */

static int number_cmp(const void *left, const void *right)
{
    const uint32_t *l = left;
    const uint32_t *r = right;
    return *l < *r ? -1 : *l > *r;
}

/* Counts every word; keeps those of a doc whose thread is looked at. */
static void take_words(struct voice_work *w, uint32_t d, struct str words)
{
    uint32_t *number = arena_new(&w->row, uint32_t, words.len / 2 + 1);
    size_t count = 0;
    struct str word;
    while (words.len && str_cut(&words, ' ', &word))
        number[count++] = voice_word(w, word);
    bool heard = w->author[d] && bits_has(&w->audience, w->author[d]);
    for (size_t i = 0; i < count; i++) {
        w->word_said[number[i]]++;
        w->word_pool[number[i]] += heard;
    }
    w->words[d] = (uint32_t)count;
    if (count > 1) qsort(number, count, sizeof *number, number_cmp);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        if (distinct && number[distinct - 1] == number[i]) continue;
        w->word_docs[number[i]]++;
        number[distinct++] = number[i];
    }
    if (!w->root[d] || !bits_has(&w->thread, w->root[d])) return;
    w->bag[d] = arena_new(w->scratch, uint32_t, distinct);
    w->bag_count[d] = (uint32_t)distinct;
    for (size_t i = 0; i < distinct; i++)
        w->bag[d][i] = number[i];
}

static void take_doc(struct voice_work *w, uint32_t d, struct str lang, struct str text)
{
    struct str own = voice_own_text(&w->row, text);
    struct str words = text_words(&w->row, own);
    if (!words.len) return;
    w->flag[d] |= DOC_TEXT;
    if (str_find(own, '?') < own.len) w->flag[d] |= DOC_ASKS;
    if (w->hits.everything || bits_has(&w->hits.docs, d)) w->flag[d] |= DOC_TOPIC;
    take_words(w, d, words);
    alike_add(&w->alike, words);
    w->text[d] = (uint32_t)w->alike.count;
    voice_links_take(w, d, own);
    uint32_t voice = voice_of_doc(w, d);
    if (!voice) return;
    w->ret->voice[voice - 1].docs++;
    w->ret->voice[voice - 1].words += w->words[d];
    voice_text_take(w, d, lang, own);
    voice_angle_take(w, d, own);
}

static enum status read_texts(struct voice_work *w, struct err *e)
{
    struct query *q = NULL;
    uint64_t done = 0;
    enum status s = query_open(w->st, SQL_voice_texts, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        uint32_t d = id_within(q, 0, w->doc_room);
        if (++done % 1024 == 0) {
            progress_report(w->scope->progress, "reading docs", done, w->doc_room);
            if (progress_stop(w->scope->progress)) break;
        }
        if (!d || !voice_doc_is(w, d, DOC_IN)) continue;
        take_doc(w, d, query_str(q, 1), query_str(q, 2));
        arena_reset(&w->row, (struct arena_mark){0});
    }
    query_close(q);
    if (s == OK) return err_set(e, STOPPED, "interrupted");
    return s == DONE ? OK : s;
}

/* ---- all ---- */

static enum status prepare(struct voice_work *w, struct err *e)
{
    const struct market *m = w->scope->market;
    enum status s = nodes_load(w->st, w->scratch, &w->nodes, e);
    if (!s) s = nodes_room(w->st, SQL_docs_room, &w->doc_room, e);
    if (!s) s = topic_hits(w->st, m ? m->topic : STR(""), w->scratch, &w->hits, e);
    if (s) return s;
    w->audience = bits_new(w->scratch, w->nodes.room);
    for (size_t n = 1; n < w->nodes.room && !w->scope->audience; n++)
        bits_add(&w->audience, (int64_t)n);
    for (size_t i = 0; w->scope->audience && i < w->scope->audience->count; i++)
        bits_add(&w->audience, w->scope->audience->id[i]);
    size_t n = w->doc_room;
    w->author = arena_new(w->scratch, uint32_t, n);
    w->root = arena_new(w->scratch, uint32_t, n);
    w->parent = arena_new(w->scratch, uint32_t, n);
    w->at = arena_new(w->scratch, int64_t, n);
    w->flag = arena_new(w->scratch, uint8_t, n);
    w->words = arena_new(w->scratch, uint32_t, n);
    w->links = arena_new(w->scratch, uint16_t, n);
    w->shares = arena_new(w->scratch, uint16_t, n);
    w->credits = arena_new(w->scratch, uint16_t, n);
    w->later = arena_new(w->scratch, uint16_t, n);
    w->text = arena_new(w->scratch, uint32_t, n);
    w->bag = arena_new(w->scratch, uint32_t *, n);
    w->bag_count = arena_new(w->scratch, uint32_t, n);
    w->voice = arena_new(w->scratch, uint32_t, w->nodes.room);
    w->word_number = map_new(w->scratch);
    w->spell_number = map_new(w->scratch);
    w->alike.a = w->scratch;
    for (int t = 0; t < TONGUE_COUNT; t++)
        w->lexicon[t] = lexicon_new(w->scratch, (enum tongue)t);
    return OK;
}

static void hand_over(struct voice_work *w)
{
    for (size_t v = 0; v < w->ret->count; v++) {
        for (int m = 0; m < VOICE_MEASURE_COUNT; m++) {
            const struct growing *g = &w->grow[v][m];
            struct voice_unit *unit = arena_new(w->a, struct voice_unit, g->count);
            for (size_t i = 0; i < g->count; i++)
                unit[i] = g->unit[i];
            w->ret->voice[v].of[m].unit = unit;
            w->ret->voice[v].of[m].count = g->count;
        }
    }
}

static enum status read_all(struct voice_work *w, struct err *e)
{
    enum status s = prepare(w, e);
    if (s) return s;
    uint64_t *bytes_by = arena_new(w->scratch, uint64_t, w->nodes.room);
    s = read_docs(w, bytes_by, e);
    if (s) return s;
    choose_voices(w, bytes_by);
    choose_threads(w);
    s = read_texts(w, e);
    if (s) return s;
    progress_report(w->scope->progress, "looking at voices", 0, 0);
    voice_text_finish(w);
    voice_links_finish(w);
    voice_times_finish(w);
    s = voice_heeds_read(w, e);
    if (!s) voice_threads_finish(w);
    if (!s) s = voice_shares_finish(w, e);
    if (!s) s = voice_alike_finish(w, e);
    if (!s) s = voice_angles_finish(w, e);
    if (!s) hand_over(w);
    return s;
}

enum status voices_load(struct store *st, const struct voice_scope *scope, struct arena *a,
                        struct voices *ret, struct err *e)
{
    struct arena scratch = {0};
    struct voice_work w = {.st = st, .a = a, .scratch = &scratch, .scope = scope, .ret = ret};
    *ret = (struct voices){.seed = scope->seed};
    enum status s = read_all(&w, e);
    arena_free(&w.row);
    arena_free(&scratch);
    if (s) return s;
    struct voice_norm *norm = arena_new(a, struct voice_norm, VOICE_MEASURE_COUNT);
    voice_norms(ret, a, norm);
    ret->norm = norm;
    return OK;
}

const struct voice *voice_of(const struct voices *v, int64_t node)
{
    for (size_t i = 0; i < v->count; i++) {
        if (v->voice[i].node == node) return &v->voice[i];
    }
    return NULL;
}

/* ideas_read.c - measure: which terms do the docs of the windows use? */
#include "base/text.h"
#include "find/alike.h"
#include "measure/ideas_int.h"
#include "store/query.h"

/* What a reading does with the terms of a doc. */
typedef void take_terms(struct ideas_work *w, uint32_t doc, const struct term *term, size_t n);

/* Reads each doc of a window that counts. */
static enum status read_terms(struct ideas_work *w, const char *step, take_terms *take,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_ideas_text, &q, e);
    for (size_t i = 0; !s && i < w->m->count; i++) {
        const struct mention *d = &w->m->doc[i];
        if (w->window[i] == IDEAS_WINDOWS) continue;
        if (i % 256 == 0) {
            progress_report(w->ask->progress, step, i, w->m->count);
            if (progress_stop(w->ask->progress)) s = err_set(e, STOPPED, "stopped");
        }
        query_again(q);
        query_bind_i64(q, 1, d->id);
        if (!s) s = query_next(q, e);
        if (s) break;
        struct arena_mark mark = arena_mark(w->row);
        size_t n = 0;
        struct str title = d->id == d->thread ? query_str(q, 0) : STR_NONE;
        struct term *term = terms_of(&w->terms, title, query_str(q, 1), w->row, &n);
        take(w, (uint32_t)i, term, n);
        arena_reset(w->row, mark);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static void count_cells(struct ideas_work *w, uint32_t doc, const struct term *term, size_t n)
{
    uint32_t *cell = w->cell[w->window[doc]];
    for (size_t i = 0; i < n; i++)
        cell[term[i].hash & (w->cells - 1)]++;
}

enum status ideas_cells(struct ideas_work *w, struct err *e)
{
    size_t docs = w->ret->n[IDEAS_BEFORE] + w->ret->n[IDEAS_LATE] + w->ret->n[IDEAS_NEXT];
    for (w->cells = 4096; w->cells < IDEAS_CELLS && w->cells < 256 * docs;)
        w->cells *= 2;
    for (int k = 0; k < IDEAS_WINDOWS; k++)
        w->cell[k] = arena_new(w->scratch, uint32_t, w->cells);
    return read_terms(w, "counting words", count_cells, e);
}

/* ---- the docs of what may have risen ---- */

static void keep_docs(struct ideas_work *w, uint32_t doc, const struct term *term, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!bits_has(&w->screened, (int64_t)(term[i].hash & (w->cells - 1)))) continue;
        uint32_t at = idmap_put(&w->number, (int64_t)term[i].hash, (uint32_t)w->count);
        if (at == w->count) {
            w->rising = arena_more(w->scratch, w->rising, w->count, sizeof *w->rising);
            w->rising[w->count++] = (struct rising){.words = str_copy(w->a, term[i].words)};
        }
        struct rising *r = &w->rising[at];
        r->doc = arena_more(w->scratch, r->doc, r->docs, sizeof *r->doc);
        r->doc[r->docs++] = doc;
    }
}

enum status ideas_docs(struct ideas_work *w, struct err *e)
{
    w->number = idmap_new(w->scratch, 1024);
    return read_terms(w, "reading what may rise", keep_docs, e);
}

/* ---- copies ---- */

enum status ideas_copies(struct ideas_work *w, const struct bits *which, uint32_t **ret,
                         struct err *e)
{
    struct query *q = NULL;
    struct alike x = {.a = w->scratch};
    size_t n = 0;
    int64_t *doc = bits_list(which, w->scratch, &n);
    uint32_t *same = arena_new(w->scratch, uint32_t, n);
    struct idmap seen = idmap_new(w->scratch, n + 1);
    enum status s = query_open(w->st, SQL_ideas_text, &q, e);
    for (size_t i = 0; !s && i < n; i++) {
        query_again(q);
        query_bind_i64(q, 1, w->m->doc[doc[i]].id);
        s = query_next(q, e);
        if (s) break;
        struct arena_mark mark = arena_mark(w->row);
        struct str own = query_str(q, 1).len ? query_str(q, 1) : query_str(q, 0);
        struct str words = text_words(w->row, own);
        same[i] = idmap_put(&seen, (int64_t)hash_bytes(words), (uint32_t)i);
        alike_add(&x, words);
        arena_reset(w->row, mark);
    }
    query_close(q);
    if (s) return s;
    uint32_t *group = NULL;
    struct alike_options o = {.least = ALIKE_NEARLY, .progress = w->ask->progress};
    s = alike_groups(&x, &o, w->scratch, &group, e);
    *ret = arena_new(w->scratch, uint32_t, w->m->count);
    for (size_t i = 0; !s && i < n; i++) /* texts too short for alike.h: word for word */
        (*ret)[doc[i]] = (uint32_t)doc[group[same[i]]];
    return s;
}

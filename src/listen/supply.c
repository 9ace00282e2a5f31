/* supply.c - listen: which records come next? */
#include "listen/supply.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "base/text.h"
#include "listen/source.h"

#include <pthread.h>
#include <string.h>

enum { BATCHES = 4, BATCH_ROWS = 64, BATCH_BYTES = 4 << 20, READERS_MAX = 3 };

struct supply {
    struct supply_options o;
    struct arena own;  /* of the reading thread: window and importer's state */
    struct reader *in; /* of a single file */
    void *state;       /* of its importer */
    struct batch batch[BATCHES];
    pthread_t reader[READERS_MAX]; /* one for a single file, all that run for many */
    size_t readers;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* under lock: */
    size_t next_file;      /* of many */
    size_t claimed, taken; /* batches so far, by readers and by the one who asks */
    bool ended, given, closing;
};

/* ---- rows of tables may borrow from the reader's window: take them along ---- */

static void hold(struct arena *a, struct str *s)
{
    if (s->len) *s = str_copy(a, *s);
}

static void hold_who(struct arena *a, struct who *w)
{
    hold(a, &w->channel);
    hold(a, &w->handle);
    hold(a, &w->name);
    hold(a, &w->kind);
    hold(a, &w->address);
}

static struct affil_row *held_affils(struct arena *a, const struct person_row *p)
{
    struct affil_row *own = arena_new(a, struct affil_row, p->affil_count);
    for (size_t i = 0; i < p->affil_count; i++) {
        own[i] = p->affils[i];
        hold(a, &own[i].org);
        hold(a, &own[i].role);
    }
    return own;
}

static struct claim *held_claims(struct arena *a, const struct person_row *p)
{
    struct claim *own = arena_new(a, struct claim, p->claim_count);
    for (size_t i = 0; i < p->claim_count; i++) {
        own[i] = p->claims[i];
        hold_who(a, &own[i].who);
    }
    return own;
}

static struct extra *held_extras(struct arena *a, const struct extra *x)
{
    struct extra *first = NULL;
    for (struct extra **last = &first; x; x = x->next, last = &(*last)->next) {
        *last = arena_new(a, struct extra, 1);
        **last = (struct extra){.header = x->header, .value = x->value};
        hold(a, &(*last)->header);
        hold(a, &(*last)->value);
    }
    return first;
}

static void hold_person(struct arena *a, struct person_row *p)
{
    struct str *const text[] = {&p->name, &p->org,    &p->title,      &p->country,
                                &p->team, &p->topics, &p->categories, &p->tags};
    for (size_t i = 0; i < p->who_count; i++)
        hold_who(a, &p->who[i]);
    for (size_t i = 0; i < sizeof text / sizeof(struct str *); i++)
        hold(a, text[i]);
    p->affils = held_affils(a, p);
    p->claims = held_claims(a, p);
    p->extra = held_extras(a, p->extra);
}

static void hold_record(struct arena *a, struct record *r)
{
    if (r->kind == RECORD_PERSON) {
        hold_person(a, &r->person);
    } else if (r->kind == RECORD_EVIDENCE) {
        hold_who(a, &r->evidence.from);
        hold_who(a, &r->evidence.to);
        hold(a, &r->evidence.url);
        hold(a, &r->evidence.text);
        hold(a, &r->evidence.topic);
        hold(a, &r->evidence.stage);
        hold(a, &r->evidence.title);
        hold(a, &r->evidence.doc);
    }
}

/* ---- one batch ---- */

static void add_bad(struct batch *b, struct str place, const char *sentence)
{
    const char *gap = source_has_line(str_of(sentence)) ? "" : " ";
    struct str text = place.len ? str_printf(&b->a, "%.*s:%s%s", STR_ARG(place), gap, sentence)
                                : str_copy(&b->a, str_of(sentence));
    b->item[b->count++] = (struct item){.status = BAD_INPUT, .sentence = text};
}

/* Finding the words costs about as much as storing them: done here, on the reading thread. */
static struct str words_of(struct arena *a, const struct doc_row *doc)
{
    struct buf b = buf_new(a);
    buf_add(&b, utf8_head(doc->title, NAME_BYTES_MAX));
    buf_addc(&b, '\n');
    buf_add(&b, utf8_head(doc->text, TEXT_BYTES_MAX));
    return text_words(a, buf_str(&b));
}

static void add_record(struct batch *b, struct record *record, struct str name)
{
    struct item *item = &b->item[b->count++];
    *item = (struct item){.status = OK, .record = record, .place = name};
    hold_record(&b->a, record);
    if (record->kind == RECORD_DOC) item->words = words_of(&b->a, &record->doc);
    long long line = (long long)record->line;
    if (!name.len) name = item->place = str_copy(&b->a, record->file);
    if (!name.len) {
        item->place = str_printf(&b->a, "%lld", line);
    } else if (line > 1) {
        item->place = str_printf(&b->a, "%.*s:%lld", STR_ARG(name), line);
    }
}

/* One more record, or why not. OK and BAD_INPUT made an item. */
static enum status add_next(struct supply *s, void *state, struct batch *b, struct str name)
{
    struct record *record = arena_new(&b->a, struct record, 1);
    enum status st = s->o.importer->next(state, &b->a, record, &b->e);
    if (st == OK) {
        add_record(b, record, name);
    } else if (st == BAD_INPUT) {
        add_bad(b, name, b->e.text);
    }
    return st;
}

static void fill_from_file(struct supply *s, struct batch *b)
{
    while (b->count < BATCH_ROWS && b->a.bytes < BATCH_BYTES) {
        enum status st = add_next(s, s->state, b, STR_NONE);
        if (st != OK && st != BAD_INPUT) {
            b->end = st;
            break;
        }
    }
    b->done = s->in ? reader_done(s->in) : b->done + b->count;
}

static enum status bytes_of(const struct source_file *file, struct arena *a, struct str *ret,
                            struct err *e)
{
    *ret = file->bytes;
    if (ret->p) return OK;
    struct reader *in = NULL;
    enum status st = reader_open(file->path, a, &in, e);
    if (!st) st = reader_rest(in, RECORD_BYTES_MAX, a, ret, e);
    reader_close(in);
    return st;
}

/* All records of one small file; a file that cannot be read is one bad row. */
static void add_file(struct supply *s, const struct source_file *file, struct batch *b)
{
    struct str bytes;
    void *state = NULL;
    const struct importer *im = s->o.importer;
    struct importer_options io = s->o.importing;
    io.path = file->path;
    enum status st = bytes_of(file, &b->a, &bytes, &b->e);
    if (!st) st = im->open(reader_of(bytes, &b->a), &io, &b->a, &state, &b->e);
    if (st) {
        size_t known = str_starts(str_of(b->e.text), file->path) ? 1 : 0;
        add_bad(b, file->place, known ? b->e.text + strlen(file->path) + 2 : b->e.text);
        return;
    }
    size_t before = b->count;
    while (b->count < before + BATCH_ROWS) {
        st = add_next(s, state, b, file->place);
        if (st != OK && st != BAD_INPUT) break;
    }
    if (st != OK && st != BAD_INPUT && st != DONE) {
        add_bad(b, file->place, b->e.text);
    } else if (b->count == before) {
        add_bad(b, file->place, "nothing in it; take it out");
    }
    if (im->close) im->close(state);
}

/* Which files are in the next batch: many small ones, or one whose size is not known. */
static void claim_files(struct supply *s, struct batch *b)
{
    size_t bytes = 0;
    b->first_file = s->next_file;
    while (s->next_file < s->o.count && s->next_file < b->first_file + BATCH_ROWS) {
        const struct source_file *file = &s->o.files[s->next_file];
        bytes += file->bytes.p ? file->bytes.len : BATCH_BYTES;
        if (s->next_file > b->first_file && bytes > BATCH_BYTES) break;
        s->next_file++;
    }
    b->end_file = s->next_file;
    b->end = s->next_file == s->o.count ? DONE : OK;
}

static void fill_from_files(struct supply *s, struct batch *b)
{
    for (size_t i = b->first_file; i < b->end_file; i++)
        add_file(s, &s->o.files[i], b);
    b->done = b->end_file;
}

static void fill(struct supply *s, struct batch *b)
{
    size_t files = b->end_file - b->first_file;
    arena_reset(&b->a, (struct arena_mark){0});
    b->item = arena_new(&b->a, struct item, (files + 1) * (BATCH_ROWS + 1));
    b->count = 0;
    if (s->o.count) {
        fill_from_files(s, b);
    } else {
        fill_from_file(s, b);
    }
}

/* ---- readers: each claims the next batch, and fills it while others fill theirs ---- */

static struct batch *batch_claim(struct supply *s)
{
    struct batch *b = &s->batch[s->claimed++ % BATCHES];
    b->ready = false;
    b->end = OK;
    if (s->o.count) claim_files(s, b);
    if (b->end) s->ended = true;
    return b;
}

static void *produce(void *arg)
{
    struct supply *s = arg;
    (void)pthread_mutex_lock(&s->lock);
    for (;;) {
        while (s->claimed - s->taken == BATCHES && !s->closing && !s->ended) {
            (void)pthread_cond_wait(&s->changed, &s->lock);
        }
        if (s->closing || s->ended) break;
        struct batch *b = batch_claim(s);
        (void)pthread_mutex_unlock(&s->lock);
        fill(s, b);
        (void)pthread_mutex_lock(&s->lock);
        b->ready = true;
        if (b->end) s->ended = true;
        (void)pthread_cond_broadcast(&s->changed);
    }
    (void)pthread_cond_broadcast(&s->changed);
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void readers_start(struct supply *s)
{
    size_t most = s->o.count ? parallel_threads() : 1;
    if (most > READERS_MAX) most = READERS_MAX;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_cond_init(&s->changed, NULL);
    while (s->readers < most && pthread_create(&s->reader[s->readers], NULL, produce, s) == 0) {
        s->readers++;
    }
}

enum status supply_open(const struct supply_options *o, struct arena *a, struct supply **ret,
                        struct err *e)
{
    struct supply *s = arena_new(a, struct supply, 1);
    *s = (struct supply){.o = *o};
    enum status st = OK;
    bool single = !o->count && !o->importing.bundle;
    if (single) st = reader_open(o->file ? o->file : o->importing.path, &s->own, &s->in, e);
    if (!st && !o->count) st = o->importer->open(s->in, &s->o.importing, &s->own, &s->state, e);
    if (st) {
        reader_close(s->in);
        arena_free(&s->own);
        return st;
    }
    readers_start(s);
    *ret = s;
    return OK;
}

const struct batch *supply_next(struct supply *s)
{
    if (!s->readers) { /* the system gives no thread: read here */
        struct batch *alone = batch_claim(s);
        fill(s, alone);
        return alone;
    }
    (void)pthread_mutex_lock(&s->lock);
    if (s->given) s->taken++; /* the one given before may be filled again */
    s->given = true;
    (void)pthread_cond_broadcast(&s->changed);
    struct batch *b = &s->batch[s->taken % BATCHES];
    while (s->claimed == s->taken || !b->ready)
        (void)pthread_cond_wait(&s->changed, &s->lock);
    (void)pthread_mutex_unlock(&s->lock);
    return b;
}

uint64_t supply_size(const struct supply *s)
{
    if (s->o.count) return s->o.count;
    return s->in ? reader_size(s->in) : 0;
}

struct str supply_remarks(struct supply *s, struct arena *a)
{
    const struct importer *im = s->o.importer;
    return im->remarks && !s->o.count ? im->remarks(s->state, a) : STR("");
}

void supply_close(struct supply *s)
{
    if (!s) return;
    (void)pthread_mutex_lock(&s->lock);
    s->closing = true;
    (void)pthread_cond_broadcast(&s->changed);
    (void)pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < s->readers; i++)
        (void)pthread_join(s->reader[i], NULL);
    (void)pthread_mutex_destroy(&s->lock);
    (void)pthread_cond_destroy(&s->changed);
    for (int i = 0; i < BATCHES; i++)
        arena_free(&s->batch[i].a);
    if (s->o.importer->close && !s->o.count) s->o.importer->close(s->state);
    reader_close(s->in);
    arena_free(&s->own);
}

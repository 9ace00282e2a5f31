/* docs.h - tests: reads any source of docs and people to its end, and checks what each promises. */
#ifndef KITH_TESTS_FUZZ_DOCS_H
#define KITH_TESTS_FUZZ_DOCS_H

#include "base/limits.h"
#include "listen/importer.h"

static inline void must(bool holds)
{
    if (!holds) abort();
}

static inline void whole(struct str s)
{
    must(utf8_valid(s) && (!s.len || s.p));
}

static inline void whole_who(const struct who *w)
{
    whole(w->channel);
    whole(w->handle);
    whole(w->name);
    must(!w->handle.len || w->channel.len);
}

static inline void doc_check(const struct doc_row *d)
{
    whole(d->key);
    whole(d->text);
    whole(d->title);
    whole(d->url);
    whole_who(&d->author);
    must(d->link_count <= LINKS_PER_DOC_MAX && d->heed_count <= HEEDS_PER_DOC_MAX);
    must(d->parent_count <= PARENTS_PER_DOC_MAX && d->kind.len);
    for (size_t i = 0; i < d->outlet_count; i++)
        whole_who(&d->outlets[i]);
    for (size_t i = 0; i < d->link_count; i++) {
        whole(d->links[i]);
        must(str_starts_nocase(d->links[i], "http"));
    }
    for (size_t i = 0; i < d->parent_count; i++)
        whole(d->parents[i]);
    for (size_t i = 0; i < d->quoted_count; i++)
        whole(d->quoted[i].name);
    for (size_t i = 0; i < d->heed_count; i++) {
        whole_who(&d->heeds[i].by);
        whole_who(&d->heeds[i].to);
        whole(d->heeds[i].key);
        must(d->heeds[i].verb > VERB_NONE && d->heeds[i].verb < VERB_COUNT);
    }
}

static inline void person_check(const struct person_row *p)
{
    must(p->who_count > 0);
    for (size_t i = 0; i < p->who_count; i++)
        whole_who(&p->who[i]);
    whole(p->name);
    whole(p->title);
}

static inline void docs_read(const struct importer *im, const char *path, struct str text)
{
    static struct record r;
    struct arena a = {0};
    struct arena row = {0};
    struct importer_options o = {.path = path};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    int sure = im->sniff(str_head(text, 4096), path);
    must(sure >= 0 && sure <= 100);
    enum status s = im->open(reader_of(text, &a), &o, &a, &state, &e);
    bool opened = s == OK;
    while (opened && (!s || s == BAD_INPUT)) {
        must(rows++ <= text.len + 16); /* it moves on */
        s = im->next(state, &row, &r, &e);
        if (!s && r.kind == RECORD_DOC) doc_check(&r.doc);
        if (!s && r.kind == RECORD_PERSON) person_check(&r.person);
        arena_reset(&row, (struct arena_mark){0});
    }
    if (opened && s == DONE && im->remarks) whole(im->remarks(state, &a));
    if (state && im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
}

#endif

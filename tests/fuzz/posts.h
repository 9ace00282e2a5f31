/* posts.h - tests: reads a source of posts and people to its end, and checks what importers
 * promise. */
#ifndef KITH_TESTS_FUZZ_POSTS_H
#define KITH_TESTS_FUZZ_POSTS_H

#include "base/limits.h"
#include "listen/importer.h"

#include <stdlib.h>

static void must(bool holds)
{
    if (!holds) abort();
}

static void whole(struct str s)
{
    must(utf8_valid(s) && (!s.len || s.p));
}

static void whole_who(const struct who *w)
{
    whole(w->channel);
    whole(w->handle);
    whole(w->name);
}

static void look_doc(const struct doc_row *doc)
{
    whole(doc->key);
    whole(doc->title);
    whole(doc->url);
    whole(doc->text);
    whole_who(&doc->author);
    must(doc->text.len <= TEXT_BYTES_MAX + 8192 && doc->link_count <= LINKS_PER_DOC_MAX);
    for (size_t i = 0; i < doc->link_count; i++) {
        whole(doc->links[i]);
        must(str_starts_nocase(doc->links[i], "http"));
    }
    for (size_t i = 0; i < doc->outlet_count; i++)
        whole_who(&doc->outlets[i]);
    for (size_t i = 0; i < doc->parent_count; i++)
        whole(doc->parents[i]);
    must(doc->heed_count <= HEEDS_PER_DOC_MAX);
    for (size_t i = 0; i < doc->heed_count; i++) {
        must(doc->heeds[i].verb > VERB_NONE && doc->heeds[i].verb < VERB_COUNT);
        whole_who(&doc->heeds[i].by);
        whole_who(&doc->heeds[i].to);
        whole(doc->heeds[i].key);
    }
}

static void look_record(const struct record *r)
{
    if (r->kind == RECORD_DOC) look_doc(&r->doc);
    if (r->kind == RECORD_PERSON) {
        must(r->person.who_count > 0 && r->person.who_count <= 16);
        for (size_t i = 0; i < r->person.who_count; i++)
            whole_who(&r->person.who[i]);
        for (size_t i = 0; i < r->person.claim_count; i++)
            whole_who(&r->person.claims[i].who);
        whole(r->person.name);
    }
    if (r->kind == RECORD_EVIDENCE) {
        must(r->evidence.verb > VERB_NONE && r->evidence.verb < VERB_COUNT);
        whole_who(&r->evidence.from);
        whole_who(&r->evidence.to);
    }
    if (r->kind == RECORD_NOTHING) must(r->nothing.why && r->nothing.why[0]);
}

/* in NULL: o->bundle. most: more records than that are no honest answer to these bytes. */
static void posts_read(const struct importer *im, struct reader *in,
                       const struct importer_options *o, uint64_t most)
{
    static struct record r;
    struct arena a = {0};
    struct arena row = {0};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    enum status s = im->open(in, o, &a, &state, &e);
    bool opened = s == OK;
    while (opened && (!s || s == BAD_INPUT)) {
        must(rows++ <= most); /* it moves on */
        s = im->next(state, &row, &r, &e);
        if (!s) look_record(&r);
        arena_reset(&row, (struct arena_mark){0});
    }
    if (opened && s == DONE && im->remarks) whole(im->remarks(state, &a));
    if (state && im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
}

#endif

/* records.h - tests: reads any source to its end, and checks what every importer promises of its
 * records. */
#ifndef KITH_TESTS_FUZZ_RECORDS_H
#define KITH_TESTS_FUZZ_RECORDS_H

#include "base/limits.h"
#include "listen/importer.h"

#include <stdlib.h>

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
    must(d->kind.len && d->text.len <= TEXT_BYTES_MAX + 8192);
    must(d->link_count <= LINKS_PER_DOC_MAX && d->heed_count <= HEEDS_PER_DOC_MAX);
    must(d->parent_count <= PARENTS_PER_DOC_MAX);
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
    must(p->who_count > 0 && p->who_count <= sizeof p->who / sizeof *p->who);
    for (size_t i = 0; i < p->who_count; i++)
        whole_who(&p->who[i]);
    for (size_t i = 0; i < p->claim_count; i++)
        whole_who(&p->claims[i].who);
    whole(p->name);
    whole(p->title);
}

static inline void evidence_check(const struct evidence_row *v)
{
    must(v->verb > VERB_NONE && v->verb < VERB_COUNT);
    whole_who(&v->from);
    whole_who(&v->to);
    whole(v->text);
}

static inline void deal_check(const struct deal_row *deal)
{
    must(deal->name.len || deal->ref.len || deal->org.len);
    must(deal->party_count <= DEAL_PARTIES_MAX);
    whole(deal->name);
    whole(deal->stage);
}

static inline void relation_check(const struct relation_row *r)
{
    must(r->strength <= 5 && r->view >= -2 && r->view <= 2);
    whole(r->person.handle);
    whole(r->cause);
}

static inline void activity_check(const struct activity_row *r)
{
    must(r->kind > ACTIVITY_NONE && r->kind < ACTIVITY_COUNT && r->by < BY_COUNT);
    whole_who(&r->teammate);
    whole_who(&r->person);
    whole(r->note);
}

static inline void answer_check(const struct answer_row *answer)
{
    must(answer->survey.len > 0 && answer->respondent.handle.len > 0);
    whole(answer->question);
    whole(answer->item);
    whole(answer->answer);
}

static inline void record_check(const struct record *r)
{
    switch (r->kind) {
    case RECORD_DOC:
        doc_check(&r->doc);
        break;
    case RECORD_PERSON:
        person_check(&r->person);
        break;
    case RECORD_EVIDENCE:
        evidence_check(&r->evidence);
        break;
    case RECORD_DEAL:
        deal_check(&r->deal);
        break;
    case RECORD_RELATION:
        relation_check(&r->relation);
        break;
    case RECORD_ANSWER:
        answer_check(&r->answer);
        break;
    case RECORD_ACTIVITY:
        activity_check(&r->activity);
        break;
    case RECORD_NOTHING:
        must(r->nothing.why && r->nothing.why[0]);
        break;
    default:
        break;
    }
}

/* in NULL: o->bundle. most: more records than that are no honest answer to these bytes. */
static inline void records_read(const struct importer *im, struct reader *in,
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
        if (!s) record_check(&r);
        arena_reset(&row, (struct arena_mark){0});
    }
    if (opened && s == DONE && im->remarks) whole(im->remarks(state, &a));
    if (state && im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
}

/* The file of this path and text, sniffed first. */
static inline void file_read_most(const struct importer *im, const char *path, struct str text,
                                  uint64_t most)
{
    struct arena a = {0};
    int sure = im->sniff(str_head(text, 4096), path);
    must(sure >= 0 && sure <= 100);
    records_read(im, reader_of(text, &a), &(struct importer_options){.path = path}, most);
    arena_free(&a);
}

/* Of posts and people: no more of them than bytes. */
static inline void posts_read(const struct importer *im, const char *path, struct str text)
{
    file_read_most(im, path, text, text.len + 16);
}

/* Of tables: no source but a calendar's series has more than four rows for each of its bytes. */
static inline void rows_read(const struct importer *im, const char *path, struct str text)
{
    file_read_most(im, path, text, 4 * text.len + 16);
}

#endif

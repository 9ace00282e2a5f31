/* rows.h - tests: reads any table to its end, and checks what every importer of tables promises. */
#ifndef KITH_TESTS_FUZZ_ROWS_H
#define KITH_TESTS_FUZZ_ROWS_H

#include "base/limits.h"
#include "listen/importer.h"

static void must(bool holds)
{
    if (!holds) abort();
}

static void whole(struct str s)
{
    must(utf8_valid(s) && (!s.len || s.p));
}

static void rows_read_most(const struct importer *im, const char *path, struct str text,
                           uint64_t most)
{
    static struct record r;
    struct arena a = {0};
    struct arena row = {0};
    struct importer_options o = {.path = path};
    struct err e;
    void *state = NULL;
    uint64_t rows = 0;
    (void)im->sniff(str_head(text, 4096), path);
    enum status s = im->open(reader_of(text, &a), &o, &a, &state, &e);
    if (s) state = NULL;
    while (state && (!s || s == BAD_INPUT)) {
        if (rows++ > most) abort(); /* a reader that does not move on */
        s = im->next(state, &row, &r, &e);
        if (!s && r.kind == RECORD_EVIDENCE) {
            whole(r.evidence.from.handle);
            whole(r.evidence.to.handle);
            whole(r.evidence.text);
            must(r.evidence.verb != VERB_NONE);
        } else if (!s && r.kind == RECORD_DEAL) {
            must(r.deal.name.len || r.deal.ref.len || r.deal.org.len);
            must(r.deal.party_count <= DEAL_PARTIES_MAX);
            whole(r.deal.name);
            whole(r.deal.stage);
        } else if (!s && r.kind == RECORD_RELATION) {
            must(r.relation.strength <= 5 && r.relation.view >= -2 && r.relation.view <= 2);
            whole(r.relation.person.handle);
            whole(r.relation.cause);
        } else if (!s && r.kind == RECORD_DOC) {
            whole(r.doc.key);
            whole(r.doc.author.handle);
            whole(r.doc.title);
            whole(r.doc.text);
            must(r.doc.link_count <= LINKS_PER_DOC_MAX && r.doc.heed_count <= HEEDS_PER_DOC_MAX);
        } else if (!s && r.kind == RECORD_ANSWER) {
            must(r.answer.survey.len > 0 && r.answer.respondent.handle.len > 0);
            whole(r.answer.question);
            whole(r.answer.item);
            whole(r.answer.answer);
        } else if (!s && r.kind == RECORD_PERSON) {
            must(r.person.who_count > 0);
            whole(r.person.name);
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    if (state && s == DONE && im->remarks) whole(im->remarks(state, &a));
    if (state && im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
}

/* No source but a calendar's series has more than four rows for each of its bytes. */
static inline void rows_read(const struct importer *im, const char *path, struct str text)
{
    rows_read_most(im, path, text, 4 * text.len + 16);
}

#endif

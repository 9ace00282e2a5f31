/* fuzz_mail.c - tests: does any mail, or any mbox, break its reader? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/mail_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void must_be_text(struct str s, size_t most)
{
    must(s.len <= most && utf8_valid(s) && !(s.len && memchr(s.p, '\0', s.len)));
}

static void must_be_who(const struct who *w)
{
    must_be_text(w->channel, NAME_BYTES_MAX);
    must_be_text(w->handle, NAME_BYTES_MAX);
    must_be_text(w->name, NAME_BYTES_MAX);
    must_be_text(w->address, NAME_BYTES_MAX);
}

/* What importer.h promises of a doc, and the limits of limits.h. */
static void check(const struct doc_row *d)
{
    must(d->key.len > 0);
    must_be_text(d->key, NAME_BYTES_MAX);
    must_be_who(&d->author);
    must(d->outlet_count <= LISTS_PER_DOC_MAX && d->addressed_count <= ADDRESSES_PER_DOC_MAX);
    must(d->parent_count <= PARENTS_PER_DOC_MAX && d->quoted_count <= QUOTED_PER_DOC_MAX);
    must(d->link_count <= LINKS_PER_DOC_MAX);
    for (size_t i = 0; i < d->outlet_count; i++)
        must_be_who(&d->outlets[i]);
    for (size_t i = 0; i < d->addressed_count; i++)
        must_be_text(d->addressed[i], NAME_BYTES_MAX);
    for (size_t i = 0; i < d->parent_count; i++)
        must_be_text(d->parents[i], NAME_BYTES_MAX);
    for (size_t i = 0; i < d->link_count; i++) {
        must_be_text(d->links[i], 4L * NAME_BYTES_MAX);
        must(str_starts_nocase(d->links[i], "http"));
    }
    for (size_t i = 0; i < d->quoted_count; i++) {
        must_be_text(d->quoted[i].name, NAME_BYTES_MAX);
        must_be_text(d->quoted[i].email, NAME_BYTES_MAX);
        must(d->quoted[i].name.len || d->quoted[i].email.len);
    }
    must_be_text(d->title, NAME_BYTES_MAX);
    must_be_text(d->list_tag, NAME_BYTES_MAX);
    must_be_text(d->text, TEXT_BYTES_MAX);
    must(d->at_s == TIME_NONE || d->at_s >= 0);
}

static void read_as(const struct importer *im, struct str text)
{
    struct arena a = {0};
    struct arena row = {0};
    struct err e;
    struct importer_options o = {.path = "fuzz"};
    void *state = NULL;
    uint64_t line = 0;
    struct reader *in = reader_of(text, &a);
    must(im->sniff(str_head(text, 4096), "/nonexistent") <= 100);
    must(im->open(in, &o, &a, &state, &e) == OK);
    for (;;) {
        struct record r;
        enum status s = im->next(state, &row, &r, &e);
        if (s == DONE) break;
        must(s == OK || s == BAD_INPUT);
        if (s == OK) {
            must(r.kind == RECORD_DOC && (r.line == 0 || r.line > line));
            line = r.line;
            check(&r.doc);
        }
        arena_reset(&row, (struct arena_mark){0});
    }
    if (im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    read_as(&importer_mail, text);
    read_as(&importer_mbox, text);
    return 0;
}

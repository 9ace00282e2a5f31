/* prefixes.c - tests: what becomes of a source that is cut off anywhere? */
#include "samples.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 *   prefixes NAME [STEP]     STEP, or $HOSTILE_STEP: 1 for every prefix; TAP on stdout
 *
 * Each prefix of the sample NAME (samples.h) stands alone in memory, so that a byte read too far is
 * seen by the address sanitizer, and is read to its end. What must hold of each:
 *
 *   - a status that importer.h allows, and a sentence of one line beside each but OK and DONE, with
 *     the line, where there is one, in the file;
 *   - every good record that ends before the cut is given, and at most `spare` beside them;
 *   - memory in bounds, and every call moves on.
 */

enum { OWN_BYTES_MAX = 4 << 20, ROW_BYTES_MAX = 4 << 20, SENTENCE_MAX = 400 };

struct outcome {
    uint64_t good, bad;
    size_t own_bytes, row_bytes; /* at most */
    uint64_t lines;              /* of the prefix */
    size_t refused;              /* prefixes that could not be opened */
    char wrong[1400];            /* what did not hold; empty: all did */
};

static void wrong(struct outcome *o, size_t len, const char *what, const char *sentence)
{
    if (o->wrong[0]) return;
    (void)snprintf(o->wrong, sizeof o->wrong, "prefix of %zu bytes: %s (%s)", len, what, sentence);
}

/* A line end in UTF-16 is LF NUL. */
static uint64_t lines_of(struct str text)
{
    size_t width = text.len > 1 && text.p[0] == '\xFF' ? 2 : 1;
    uint64_t lines = 1;
    for (size_t i = 0; i < text.len; i += width)
        lines += text.p[i] == '\n';
    return lines;
}

static void judge_sentence(struct outcome *o, struct str text, const char *said, bool row)
{
    size_t len = strlen(said);
    bool mends = strstr(said, "; ") || strstr(said, "want");
    if (!len || len > SENTENCE_MAX || strchr(said, '\n'))
        wrong(o, text.len, "not one sentence", said);
    if (!mends) wrong(o, text.len, "a sentence that does not say how to mend it", said);
    if (!row) return;
    char *end = NULL;
    unsigned long long line = strtoull(said, &end, 10);
    if (end == said || strncmp(end, ": ", 2) != 0)
        wrong(o, text.len, "a row without its line", said);
    if (!line || line > o->lines) wrong(o, text.len, "a line that is not in the file", said);
}

static void read_rows(const struct sample *s, struct str text, void *state, struct outcome *o)
{
    static struct record r;
    struct arena row = {0};
    struct err e;
    enum status st = OK;
    o->good = o->bad = 0;
    while (st == OK || st == BAD_INPUT) {
        e.text[0] = '\0';
        st = s->importer->next(state, &row, &r, &e);
        o->good += st == OK;
        o->bad += st == BAD_INPUT;
        if (st == BAD_INPUT) judge_sentence(o, text, e.text, true);
        arena_reset(&row, (struct arena_mark){0});
        if (o->good + o->bad > text.len + 1) {
            wrong(o, text.len, "more rows than bytes", "it does not end");
            break;
        }
    }
    if (st != DONE && st != OK && st != BAD_INPUT)
        wrong(o, text.len, "it did not end as it should", e.text);
    if (row.bytes_max > o->row_bytes) o->row_bytes = row.bytes_max;
    arena_free(&row);
}

static void read_prefix(const struct sample *s, struct str text, struct outcome *o)
{
    struct arena own = {0};
    struct err e = {.text = ""};
    struct importer_options options = {.path = s->path};
    void *state = NULL;
    int sure = s->importer->sniff(str_head(text, 4096), s->path);
    if (sure < 0 || sure > 100) wrong(o, text.len, "surer than sure", "sniff");
    o->lines = lines_of(text);
    enum status st = s->importer->open(reader_of(text, &own), &options, &own, &state, &e);
    o->good = o->bad = 0;
    if (st == OK) {
        read_rows(s, text, state, o);
        if (s->importer->remarks) (void)s->importer->remarks(state, &own);
        if (s->importer->close) s->importer->close(state);
    } else {
        o->refused++;
        if (st != BAD_INPUT)
            wrong(o, text.len, "opened with a status that is not its input's", e.text);
        judge_sentence(o, text, e.text, false);
    }
    if (own.bytes_max > o->own_bytes) o->own_bytes = own.bytes_max;
    arena_free(&own);
}

/* Those that end before the cut, which alone are sure to be there. */
static size_t ended_before(const struct sample *s, size_t len)
{
    size_t n = 0;
    while (n < s->good && s->end[n] <= len)
        n++;
    return n;
}

static void judge_counts(const struct sample *s, size_t len, struct outcome *o)
{
    size_t sure = ended_before(s, len);
    char counts[120];
    (void)snprintf(counts, sizeof counts, "%llu given, %zu end before the cut",
                   (unsigned long long)o->good, sure);
    if (o->good < sure) wrong(o, len, "good records are lost", counts);
    if (o->good > sure + s->spare) wrong(o, len, "records are made up", counts);
}

static void one_prefix(const struct sample *s, size_t len, struct outcome *o)
{
    char *alone = malloc(len ? len : 1);
    if (!alone) abort();
    memcpy(alone, s->text.p, len);
    read_prefix(s, (struct str){alone, len}, o);
    free(alone);
    judge_counts(s, len, o);
    if (o->own_bytes > OWN_BYTES_MAX) wrong(o, len, "its state grows", "past 4 MiB");
    if (o->row_bytes > ROW_BYTES_MAX) wrong(o, len, "its rows grow", "past 4 MiB");
}

static struct sample *sample_named(const char *name)
{
    for (struct sample *s = samples; name && s->name; s++) {
        if (strcmp(s->name, name) == 0) return s;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct sample *s = sample_named(argc > 1 ? argv[1] : NULL);
    const char *given = argc > 2 ? argv[2] : getenv("HOSTILE_STEP");
    unsigned long step = given ? strtoul(given, NULL, 10) : 0;
    if (!s) {
        (void)fprintf(stderr, "usage: prefixes NAME [STEP], NAME one of samples.c\n");
        return 2;
    }
    if (!step) step = 433; /* prime: the cuts fall everywhere in the rows */
    s->text = buf_new(&s->a);
    s->make(s);
    struct outcome o = {0};
    size_t prefixes = 0;
    for (size_t len = 0; len < SAMPLE_BYTES && !o.wrong[0]; len += step, prefixes++)
        one_prefix(s, len, &o);
    if (!o.wrong[0]) one_prefix(s, SAMPLE_BYTES, &o); /* the whole */
    if (!o.wrong[0] && (s->text.len != SAMPLE_BYTES || o.good != s->good)) {
        wrong(&o, s->text.len, "the whole does not give all", "see samples.c");
    }
    (void)printf("1..1\n# %s: %zu prefixes, %zu of them refused; the whole: %llu good, %llu bad; "
                 "state %zu KiB, rows %zu KiB\n",
                 s->name, prefixes + 1, o.refused, (unsigned long long)o.good,
                 (unsigned long long)o.bad, o.own_bytes >> 10, o.row_bytes >> 10);
    if (o.wrong[0]) (void)printf("# %s\n", o.wrong);
    (void)printf("%sok 1 - %s: every cut is read to its end\n", o.wrong[0] ? "not " : "", s->name);
    arena_free(&s->a);
    return o.wrong[0] != '\0';
}

/* help.c - cli: what can kith do, and how is it asked? Made from the list of verbs. */
#include "base/evidence.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "listen/importer.h"

#include <string.h>

enum { WIDTH_USUAL = 80, ROOM_MIN = 20, FLAG_COLUMN = 24, VERB_COLUMN = 14 };

/* One line of input; the first line of output may have begun already. */
static void put_line(struct str line, size_t indent, size_t begun, size_t room, FILE *out)
{
    size_t used = 0;
    struct str word;
    while (str_cut(&line, ' ', &word)) {
        size_t w = utf8_width(word);
        if (used && used + 1 + w > room) {
            (void)fputc('\n', out);
            used = 0;
        }
        size_t blanks = used ? 1 : indent > begun ? indent - begun : 0;
        (void)fprintf(out, "%*s%.*s", (int)blanks, "", STR_ARG(word));
        used += used ? w + 1 : w;
        begun = 0;
    }
    (void)fputc('\n', out);
}

/* The words of text at `width` columns (0: 80), every line behind `indent` blanks; `used` columns
 * of the first line are taken already. */
static void wrapped(struct str text, size_t indent, size_t used, size_t width, FILE *out)
{
    if (!width) width = WIDTH_USUAL;
    size_t room = width > indent + ROOM_MIN ? width - indent : ROOM_MIN;
    if (used > indent) {
        (void)fputc('\n', out);
        used = 0;
    }
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        put_line(line, indent, used, room, out);
        used = 0;
    }
}

struct str help_flag(struct arena *a, const struct flag *f)
{
    struct buf b = buf_new(a);
    if (f->letter) buf_addf(&b, "-%c, ", f->letter);
    buf_addf(&b, "--%s", f->name);
    if (f->value) buf_addf(&b, " %s", f->value);
    return buf_str(&b);
}

static void put_pair(struct str left, const char *right, size_t column, size_t width, FILE *out)
{
    (void)fprintf(out, "  %.*s", STR_ARG(left));
    size_t used = utf8_width(left) + 2;
    if (used == column) used++; /* at least one blank between them */
    wrapped(str_of(right), column, used, width, out);
}

static void put_flags(const struct flag *flags, size_t width, FILE *out)
{
    struct arena a = {0};
    for (const struct flag *f = flags; f && f->name; f++) {
        put_pair(help_flag(&a, f), f->summary, FLAG_COLUMN, width, out);
    }
    arena_free(&a);
}

void help_short(FILE *out)
{
    (void)fputs("kith " KITH_VERSION
                ": finds the few people who really move the buyers of one market,\n"
                "and shows the evidence.\n"
                "\n"
                "  listen   sources in: mail, feeds, tables   kith import FILE...\n"
                "  find     who moves a market, and why       kith find MARKET\n"
                "  choose   which few reach most of them      kith choose MARKET -k 3\n"
                "  connect  who of ours meets whom            (not in this release)\n"
                "  measure  did it work                       (not in this release)\n"
                "\n"
                "Try: kith demo, then kith import FILE... with what you have; kith help lists "
                "all verbs.\n",
                out);
}

static void help_verbs(size_t width, FILE *out)
{
    (void)fputs("Usage: kith VERB [ARGS] [--flags]\n\nVerbs:\n", out);
    for (size_t i = 0; verbs[i]; i++) {
        put_pair(str_of(verbs[i]->name), verbs[i]->summary, VERB_COLUMN, width, out);
    }
    (void)fputs("\nFlags of every verb:\n", out);
    put_flags(common_flags, width, out);
    (void)fputs("\nMore:\n"
                "  kith help VERB        examples, words and flags of one verb\n"
                "  kith help query       the language of people queries\n"
                "  kith help verbs       in which ways people heed each other, and the weights\n"
                "  kith help sources     which kinds of sources are read\n"
                "  kith help limits      how far kith goes with foreign data\n"
                "\nExit codes: 0 done, 1 could not, 2 wrong usage, 130 interrupted.\n",
                out);
}

void help_verb(const struct verb *v, size_t width, FILE *out)
{
    (void)fprintf(out, "kith %s: %s\n\nExamples:\n", v->name, v->summary);
    for (size_t i = 0; v->examples[i]; i++)
        (void)fprintf(out, "  %s\n", v->examples[i]);
    (void)fprintf(out, "\nUsage: kith %s%s%s%s\n", v->name, v->words[0] ? " " : "", v->words,
                  v->flags ? " [--flags]" : "");
    if (v->details) {
        (void)fputc('\n', out);
        wrapped(str_of(v->details), 0, 0, width, out);
    }
    if (v->flags) {
        (void)fputs("\nFlags:\n", out);
        put_flags(v->flags, width, out);
    }
    (void)fputs("\nFlags of every verb: --db FILE, --json, --csv, --seed N, --threads N, -q; see "
                "'kith help'.\n",
                out);
}

static const struct column verb_columns[] = {
    {"verb", "verb", NULL, CELL_TEXT, 0, false},
    {"words", "words", NULL, CELL_TEXT, 0, false},
    {"summary", "summary", NULL, CELL_TEXT, 0, true},
};

static struct table *verbs_table(struct arena *a)
{
    struct table *t = table_new(a, "help", verb_columns, 3);
    for (size_t i = 0; verbs[i]; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(verbs[i]->name));
        row[1] = cell_text(str_of(verbs[i]->words));
        row[2] = cell_text(str_of(verbs[i]->summary));
    }
    return t;
}

static const struct column limit_columns[] = {
    {"limit", "limit", NULL, CELL_TEXT, 0, false},
    {"value", "value", NULL, CELL_INT, 0, false},
    {"unit", "unit", NULL, CELL_TEXT, 0, false},
    {"past", "past it", NULL, CELL_TEXT, 0, true},
};

static struct table *limits_table(struct arena *a)
{
    struct table *t = table_new(a, "help", limit_columns, 4);
    for (const struct limit *l = limits; l->name; l++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(l->name));
        row[1] = cell_int(l->value);
        row[2] = cell_text(str_of(l->unit));
        row[3] = cell_text(str_of(l->past));
    }
    return t;
}

static const struct column source_columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"summary", "what it reads", NULL, CELL_TEXT, 0, true},
};

static struct table *sources_table(struct arena *a)
{
    struct table *t = table_new(a, "help", source_columns, 2);
    table_lead(t, "What kith import reads; each file is known by its content, --kind KIND says it "
                  "where that fails.");
    for (size_t i = 0; importers[i]; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(importers[i]->name));
        row[1] = cell_text(str_of(importers[i]->summary));
    }
    return t;
}

static const struct column weight_columns[] = {
    {"verb", "verb", NULL, CELL_TEXT, 0, false},
    {"weight", "weight", NULL, CELL_REAL, 2, false},
    {"offline", "offline", NULL, CELL_BOOL, 0, false},
    {"meaning", "meaning", NULL, CELL_TEXT, 0, true},
};

static struct table *weights_table(struct arena *a)
{
    struct table *t = table_new(a, "help", weight_columns, 4);
    table_lead(t, "What one such evidence says for a person, 0 to 1, until a market changes it: "
                  "kith market weight NAME VERB W.");
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(verb_infos[v].name));
        row[1] = cell_real(verb_infos[v].weight);
        row[2] = cell_bool(verb_infos[v].offline);
        row[3] = cell_text(str_of(verb_infos[v].meaning));
    }
    return t;
}

static void put_query(struct arena *a, FILE *out)
{
    struct buf b = buf_new(a);
    help_query(&b);
    (void)fputs(b.p, out);
}

static enum status help_word(struct request *r, struct table **ret, FILE *out, struct err *e)
{
    struct str word = r->word[0];
    size_t width = terminal_style(r).width;
    const struct verb *v = verb_named(word);
    if (v) {
        help_verb(v, width, out);
    } else if (str_is(word, "query")) {
        put_query(r->a, out);
    } else if (str_is(word, "verbs")) {
        *ret = weights_table(r->a);
    } else if (str_is(word, "sources")) {
        *ret = sources_table(r->a);
    } else if (!str_is(word, "limits")) {
        return verb_unknown(word, e);
    } else if (request_has(r, "markdown")) {
        markdown_limits(out);
    } else {
        *ret = limits_table(r->a);
    }
    return OK;
}

enum status help_answer(struct request *r, struct table **ret, FILE *out, struct err *e)
{
    if (request_has(r, "completion")) {
        return complete_script(request_value(r, "completion"), out, e);
    }
    if (request_has(r, "man")) {
        man_page(out);
    } else if (r->word_count && !request_has(r, "help")) {
        return help_word(r, ret, out, e);
    } else if (request_has(r, "markdown")) {
        markdown_page(out);
    } else if (r->form != FORM_TEXT) {
        *ret = verbs_table(r->a);
    } else {
        help_verbs(terminal_style(r).width, out);
    }
    return OK;
}

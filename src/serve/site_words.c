/* site_words.c - serve: what do the words on the pages mean? */
#include "serve/site_int.h"

#include "base/evidence.h"
#include "base/map.h"
#include "base/table_html.h"
#include "serve/words_told.h"
#include "verb/figures.h"

#include <stdlib.h>
#include <string.h>

static const struct column word_columns[] = {
    {"word", "word", NULL, CELL_TEXT, 0, false},
    {"title", "on pages", NULL, CELL_TEXT, 0, false},
    {"means", "means", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"unit", "unit", NULL, CELL_TEXT, 0, false},
    {"source", "where from", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
};

struct wording {
    struct asked *q;
    struct table *t;
    struct map seen;
    size_t making;
};

static void word(struct wording *w, struct str name, struct str title, struct str means,
                 struct str unit, struct str source)
{
    struct arena *a = w->q->ask->a;
    bool fresh = false;
    struct str none = STR("");
    struct str key =
        str_printf(a, "%.*s\x1f%.*s\x1f%.*s\x1f%.*s", STR_ARG(name),
                   STR_ARG(title.p ? title : none), STR_ARG(unit.p ? unit : none), STR_ARG(means));
    (void)map_put(&w->seen, key, 0, &fresh);
    if (!fresh) return;
    struct cell *row = table_row(w->t);
    row[0] = cell_text(name);
    row[1] = cell_text(title);
    row[2] = cell_text(means);
    row[3] = cell_text(unit);
    row[4] = cell_text(source);
}

static struct str unit_of(const struct column *c)
{
    return c->unit ? str_of(c->unit) : STR_NONE;
}

static void words_of_table(struct wording *w, const struct table *t, struct str source)
{
    struct arena *a = w->q->ask->a;
    const char *verb = t->name;
    for (; t; t = t->more) {
        for (size_t c = 0; c < t->column_count; c++) {
            const struct column *one = &t->columns[c];
            word(w, str_copy(a, str_of(one->name)),
                 one->title ? str_copy(a, str_of(one->title)) : STR_NONE, word_means(a, one, verb),
                 str_copy(a, unit_of(one)), source);
        }
        for (const struct fact *f = t->facts; f; f = f->next) {
            struct column like = {.name = f->name, .kind = f->value.kind};
            word(w, str_copy(a, str_of(f->name)),
                 f->label ? str_copy(a, str_of(f->label)) : STR_NONE, word_means(a, &like, verb),
                 STR_NONE, source);
        }
    }
}

/* Of pages that ask for nothing, and of those of one market, person and so on. What takes long is
 * made meanwhile; what may take seconds only tells its words where it is kept already. */
static void words_of_route(struct wording *w, const struct route *r, const struct http_pairs *parts)
{
    enum { WAIT_MS = 100 };
    struct asked *q = w->q;
    struct err e;
    const char *const *words = NULL;
    if (r->method != HTTP_GET || r->own || r->file || !r->command[0]) return;
    if (!right_in(q->who.rights, route_right(&(struct routed){.route = r}))) return;
    if (route_words(r, parts, &(struct http_pairs){0}, q->ask->a, &words, &e)) return;
    struct answers *all = q->site->answers;
    struct answer_ask ask = {sight_of(q), q->who.name, WAIT_MS, q->page.asked_ms};
    const struct answer *x =
        r->heavy ? answers_kept(all, words, ask.sight) : answers_get(all, words, &ask);
    if (!x) {
        w->making += !r->heavy;
        return;
    }
    if (x->table) {
        words_of_table(w, x->table, str_printf(q->ask->a, "%s: %s", r->pattern, r->question));
    }
    answers_done(q->site->answers, x);
}

/* What the first row of an answer says in that column, as the part of an address. */
static void first_of(struct asked *q, const char *const words[], const char *column,
                     const char *part, struct http_pairs *ret)
{
    const struct answer *x = answers_get(
        q->site->answers, words, &(struct answer_ask){.sight = sight_of(q), .by = q->who.name});
    const struct table *t = x->status ? NULL : x->table;
    for (size_t c = 0; t && t->row_count && c < t->column_count; c++) {
        if (strcmp(t->columns[c].name, column) != 0 || t->cells[c].kind != CELL_TEXT) continue;
        http_pair_add(q->ask->a, ret, str_of(part), str_copy(q->ask->a, t->cells[c].text));
    }
    answers_done(q->site->answers, x);
}

static struct http_pairs first_parts(struct asked *q)
{
    static const struct {
        const char *words[4], *column, *part;
    } of[] = {{{"market", "list", NULL}, "market", "market"},
              {{"people", "--rows=1", NULL}, "id", "person"},
              {{"source", "list", NULL}, "id", "source"},
              {{"org", NULL}, "id", "org"},
              {{"survey", "list", NULL}, "survey", "survey"},
              {{"programme", "list", NULL}, "programme", "programme"}};
    struct http_pairs parts = {0};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        first_of(q, of[i].words, of[i].column, of[i].part, &parts);
    http_pair_add(q->ask->a, &parts, STR("doc"), STR("d1")); /* where it is gone, its words are */
    return parts;
}

static void words_of_program(struct wording *w)
{
    struct arena *a = w->q->ask->a;
    for (const struct word_told *t = words_told; t->word; t++)
        word(w, str_of(t->word), STR_NONE, str_of(t->means), STR_NONE, str_of(t->from));
    for (size_t i = VERB_NONE + 1; i < VERB_COUNT; i++) {
        const struct verb_info *v = &verb_infos[i];
        word(w, str_of(v->name), STR_NONE,
             str_printf(a, "evidence: 'from' %s 'to'; its vote weighs %g", v->meaning, v->weight),
             STR_NONE, v->offline ? STR("seen in the world") : STR("seen on the net"));
    }
    for (const struct figure_alone *f = figures_alone; f->name; f++) {
        word(w, str_of(f->name), STR_NONE, str_of(f->why), STR_NONE,
             f->verb ? str_printf(a, "kith %s", f->verb) : STR("any answer"));
    }
    for (const struct verb *const *v = verbs; *v; v++) {
        for (const struct flag *f = (*v)->flags; f && f->name; f++) {
            word(w, str_printf(a, "--%s", f->name), STR_NONE, str_of(f->summary),
                 f->value ? str_of(f->value) : STR_NONE, str_printf(a, "kith %s", (*v)->name));
        }
    }
}

/* Flags of the command line behind all else. */
static int by_word(const void *l, const void *r)
{
    const struct cell *x = l;
    const struct cell *y = r;
    bool x_flag = str_starts(x->text, "--");
    bool y_flag = str_starts(y->text, "--");
    if (x_flag != y_flag) return x_flag ? 1 : -1;
    int c = str_cmp(x->text, y->text);
    return c ? c : str_cmp(x[3].kind ? x[3].text : STR(""), y[3].kind ? y[3].text : STR(""));
}

/* The first of those that are one word. */
static struct str anchor_of(const struct table *t, const struct cell *row, struct arena *a)
{
    bool again = row > t->cells && str_eq(row[0].text, row[-(ptrdiff_t)t->column_count].text);
    return again ? STR_NONE : word_anchor(a, row[0].text);
}

void get_words(struct asked *q)
{
    struct arena *a = q->ask->a;
    struct wording w = {.q = q, .seen = map_new(a)};
    w.t = table_new(a, "words", word_columns, sizeof word_columns / sizeof *word_columns);
    struct http_pairs parts = first_parts(q);
    words_of_program(&w);
    for (const struct route *r = routes; r->pattern; r++)
        words_of_route(&w, r, &parts);
    qsort(w.t->cells, w.t->row_count, w.t->column_count * sizeof *w.t->cells, by_word);
    table_lead(w.t, "%zu words of pages, evidence and the command line.", w.t->row_count);
    if (w.making) {
        table_note(w.t,
                   "%zu answers are still being worked out; load this page again for the "
                   "words of them.",
                   w.making);
    }
    if (!q->at.page) {
        put_data_table(q, w.t);
        return;
    }
    /* A switch has no unit, a verb no head: that is nothing, and not unknown a thousand times. */
    for (size_t i = 0; i < w.t->row_count * w.t->column_count; i++) {
        if (w.t->cells[i].kind == CELL_NONE || !w.t->cells[i].text.len)
            w.t->cells[i] = cell_text(STR("–"));
    }
    struct buf b = buf_new(a);
    page_open(&q->page, &b);
    struct html_links links = {.anchor = anchor_of};
    table_html(w.t, 2, "words", &links, &b);
    page_close(&b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(&b), q->w);
}

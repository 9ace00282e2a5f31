/* survey_code.c - verb: which brand does each open answer mean, and do two coders agree? */
#include "base/near.h"
#include "base/time.h"
#include "verb/sheet.h"
#include "verb/survey_verb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBLE_PART = 10 }; /* one in so many is coded twice */
static const double alpha_least = 0.8;

static const struct column queue_columns[] = {
    {"text", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"times", "times", NULL, CELL_INT, 0, false},
};
/* In the queue a brand is only a proposal: a person decides. */
static const struct column open_columns[] = {
    {"text", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"brand", "proposed", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"times", "times", NULL, CELL_INT, 0, false},
};

struct said_text {
    struct str text;
    struct str key; /* as codes know it */
    int brand;      /* as it counts */
    size_t times;
};

struct coding {
    struct request *r;
    struct survey_at survey;
    struct roles roles;
    struct said_text *text;
    size_t count, mentions;
    struct map index;
};

/* ---- all texts ---- */

static void add_text(struct coding *c, const struct mention *m)
{
    bool fresh = false;
    struct str key = code_key(m->text, c->r->a);
    int64_t at = *map_put(&c->index, key, (int64_t)c->count, &fresh);
    if (fresh) {
        c->text = arena_more(c->r->a, c->text, c->count, sizeof *c->text);
        c->text[c->count++] = (struct said_text){m->text, key, m->brand, 0};
    }
    c->text[at].times++;
    c->mentions++;
}

static enum status read_wave(struct coding *c, size_t wave, struct err *e)
{
    struct polled p;
    enum status s = polled_load(c->r->st, &c->survey, wave, c->r->a, &p, e);
    for (size_t i = 0; i < p.questions && !s; i++) {
        struct answers_said said;
        struct mentions m;
        if (!role_of(&c->roles, "unaided", &p.question[i])) continue;
        s = answers_load(c->r->st, &p, &p.question[i], c->r->a, &said, e);
        if (s) break;
        mentions_of(&c->roles, &said, c->r->a, &m);
        for (size_t k = 0; k < m.count; k++)
            add_text(c, &m.one[k]);
    }
    return s;
}

static enum status read_texts(struct coding *c, struct err *e)
{
    enum status s = roles_load(c->r->st, c->survey.id, c->r->a, &c->roles, e);
    c->text = NULL;
    c->count = c->mentions = 0;
    c->index = map_new(c->r->a);
    for (size_t i = 0; i < c->survey.waves && !s; i++)
        s = read_wave(c, i, e);
    return s;
}

/* ---- what a person says ---- */

struct saying {
    struct query *q;
    struct str by;
    int rank;
};

/* The newest code of the first coder goes; the text waits again, or has the one before. */
static enum status unsay(struct coding *c, struct str text, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(c->r->st, SQL_survey_code_undo, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, c->survey.id);
    query_bind_str(q, 2, code_key(text, c->r->a));
    s = query_run(q, e);
    query_close(q);
    if (s || store_changed(c->r->st)) return s;
    return err_set(e, NOT_FOUND, "nobody has coded '%.*s'", STR_ARG(utf8_head(text, 80)));
}

static enum status say_one(struct coding *c, const struct saying *x, struct str text,
                           struct str brand, struct err *e)
{
    struct str key = code_key(text, c->r->a);
    bool none = str_is_nocase(brand, "none");
    bool other = str_is_nocase(brand, "other");
    int found = none || other ? BRAND_OTHER : brand_named(&c->roles, brand, c->r->a);
    if (!map_get(&c->index, key)) {
        return err_set(e, NOT_FOUND, "nobody said '%.*s'", STR_ARG(utf8_head(text, 80)));
    }
    if (found == BRAND_OPEN) {
        return err_set(e, BAD_INPUT,
                       "'%.*s' is no brand of the survey; want one of them, other or none",
                       STR_ARG(utf8_head(brand, 80)));
    }
    query_bind_i64(x->q, 1, c->survey.id);
    query_bind_str(x->q, 2, key);
    query_bind_str(x->q, 3, none || other ? STR_NONE : c->roles.brand[found].name);
    query_bind_i64(x->q, 4, none);
    query_bind_str(x->q, 5, x->by);
    query_bind_i64(x->q, 6, x->rank);
    query_bind_i64(x->q, 7, time_now());
    return query_run(x->q, e);
}

static enum status say_all(struct coding *c, const struct saying *x, size_t *ret, struct err *e)
{
    static const char *const columns[] = {"text", "brand", NULL};
    struct request *r = c->r;
    struct sheet sheet;
    *ret = 1;
    if (r->word_count == 4 && str_is(r->word[3], "undo")) return unsay(c, r->word[2], e);
    if (r->word_count == 4) return say_one(c, x, r->word[2], r->word[3], e);
    enum status s = sheet_read(r, r->raw[2], columns, 2, &sheet, e);
    *ret = 0;
    for (size_t i = 0; i < sheet.rows && !s; i++) {
        const struct sheet_row *row = &sheet.row[i];
        if (!row->cell[1].len) continue; /* not decided yet */
        s = say_one(c, x, row->cell[0], row->cell[1], e);
        if (s) return err_in(e, s, "%s:%llu", r->raw[2], (unsigned long long)row->line);
        *ret += 1;
    }
    return s;
}

static enum status say(struct coding *c, size_t *ret, struct err *e)
{
    struct request *r = c->r;
    struct saying x = {.by = str_trim(request_value(r, "by")),
                       .rank = request_has(r, "second") ? 2 : 1};
    if (!x.by.len && x.rank == 2) {
        return err_set(e, BAD_USAGE, "say who codes a second time, with --by NAME");
    }
    if (!x.by.len) x.by = STR("somebody");
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = query_open(r->st, SQL_survey_code_add, &x.q, e);
    if (!s) s = say_all(c, &x, ret, e);
    query_close(x.q);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

/* ---- two coders ---- */

static void put_agreement(struct coding *c, struct table *t)
{
    struct arena *a = c->r->a;
    uint32_t *first = arena_new(a, uint32_t, c->count);
    uint32_t *second = arena_new(a, uint32_t, c->count);
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++) {
        int other = code_said(&c->roles, 2, c->text[i].text, a);
        if (other == BRAND_OPEN || c->text[i].brand == BRAND_OPEN) continue;
        first[n] = (uint32_t)(c->text[i].brand - BRAND_NONE);
        second[n++] = (uint32_t)(other - BRAND_NONE);
    }
    struct figure sure = share_alpha_drawn(first, second, n, c->r->seed, a);
    double alpha = sure.value;
    table_fact(t, "double_coded", "coded twice", cell_int((int64_t)n), 0);
    table_fact(t, "alpha", "alpha", cell_real(alpha), 3);
    table_fact(t, "alpha_lo", "from", cell_real(sure.lo), 3);
    table_fact(t, "alpha_hi", "to", cell_real(sure.hi), 3);
    table_fact(t, "level", NULL, cell_real(SHARE_LEVEL), 2);
    if (!n) {
        table_note(t,
                   "Nobody coded a second time yet. One in %d, drawn for somebody who does not "
                   "know the first codes: %.*s",
                   DOUBLE_PART, STR_ARG(survey_word(c->r, &c->survey, "code", "--sample --csv")));
    } else if (isnan(alpha)) {
        table_note(t, "All %zu texts coded twice have one code, so alpha tells nothing.", n);
    } else if (alpha < alpha_least) {
        table_note(t,
                   "Krippendorff's alpha is %.2f, below %.1f: the codes are not sure enough to "
                   "count; settle the rules and code again.",
                   alpha, alpha_least);
    }
}

static int by_key(const void *left, const void *right)
{
    const struct said_text *l = left;
    const struct said_text *r = right;
    return str_cmp(l->key, r->key);
}

static int most_first(const void *left, const void *right)
{
    const struct said_text *l = left;
    const struct said_text *r = right;
    if (l->times != r->times) return l->times > r->times ? -1 : 1;
    return str_cmp(l->text, r->text);
}

/* One in ten by the hash of the text, so that nobody chooses which; blind. */
static void put_sample(struct coding *c, struct table *t)
{
    size_t n = (c->count + DOUBLE_PART - 1) / DOUBLE_PART;
    if (c->count) qsort(c->text, c->count, sizeof *c->text, by_key);
    for (size_t i = 0; i < n; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(c->text[i].text);
        row[2] = cell_int((int64_t)c->text[i].times);
    }
    table_lead(t,
               "Write the brand, 'other' or 'none' under 'brand' of these %zu texts, without "
               "looking at other codes; then bring them in with --second.",
               n);
}

/* Does one of them hold the other, of four bytes or more? */
static bool holds(struct str text, struct str name, struct arena *a)
{
    struct str longer = text.len > name.len ? text : name;
    struct str part = text.len > name.len ? name : text;
    return part.len >= 4 && str_find_nocase(longer, str_c(a, part)) < longer.len;
}

/* What may be meant, for a person to accept or not: counted as nothing until then. STR_NONE: no
 * brand is near, or several are. */
static struct str proposed(const struct coding *c, struct str text)
{
    int found = BRAND_OPEN;
    for (size_t i = 0; i < c->roles.knowns; i++) {
        const struct known_name *k = &c->roles.known[i];
        size_t most = near_most(k->key);
        bool near =
            holds(text, k->key, c->r->a) || (most && near_distance(text, k->key, most) <= most);
        if (!near || k->brand == found) continue;
        if (found != BRAND_OPEN) return STR_NONE;
        found = k->brand;
    }
    return found >= 0 ? c->roles.brand[found].name : STR_NONE;
}

static void put_queue(struct coding *c, struct table *t)
{
    size_t open = 0;
    size_t waiting = 0;
    if (c->count) qsort(c->text, c->count, sizeof *c->text, most_first);
    for (size_t i = 0; i < c->count; i++) {
        if (c->text[i].brand != BRAND_OPEN) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(c->text[i].text);
        row[1] = cell_text(proposed(c, c->text[i].text));
        row[2] = cell_int((int64_t)c->text[i].times);
        open++;
        waiting += c->text[i].times;
    }
    table_lead(t,
               "%zu of %zu different answers (%zu of %zu mentions) wait for a person to say "
               "which brand they mean.",
               open, c->count, waiting, c->mentions);
    if (open) {
        table_note(t,
                   "To say it: %.*s (or 'other', 'none'), or the same as a table of text, brand; "
                   "'undo' in the place of a brand takes the newest code back",
                   STR_ARG(survey_word(c->r, &c->survey, "code", "TEXT BRAND --by NAME")));
    }
}

enum status survey_code(struct request *r, struct table **ret, struct err *e)
{
    struct coding *c = arena_new(r->a, struct coding, 1);
    size_t kept = 0;
    c->r = r;
    enum status s = survey_load(r->st, r->word[1], r->a, &c->survey, e);
    if (!s) s = read_texts(c, e);
    if (!s && !c->roles.brands) {
        s = err_set(e, BAD_INPUT, "'%.*s' is not defined yet: %.*s", STR_ARG(c->survey.name),
                    STR_ARG(survey_word(r, &c->survey, "define", "FILE")));
    }
    if (!s && r->word_count > 2) {
        s = say(c, &kept, e);
        if (!s) s = read_texts(c, e);
    }
    if (s) return s;
    bool sample = request_has(r, "sample");
    struct table *t = table_new(r->a, "survey", sample ? queue_columns : open_columns, 3);
    t->title = str_printf(r->a, "Open answers of %.*s", STR_ARG(c->survey.name));
    t->empty = STR("Nothing waits.");
    table_fact(t, "survey", NULL, cell_text(c->survey.name), 0);
    if (c->survey.waves) {
        const struct survey_wave *newest = &c->survey.wave[c->survey.waves - 1];
        table_fact(t, "as_of", NULL, cell_time(newest->last_s), 0);
        survey_opens(r, &c->survey, newest->name, t);
    }
    if (r->word_count > 2) table_fact(t, "kept", "kept", cell_int((int64_t)kept), 0);
    put_agreement(c, t);
    if (sample) {
        put_sample(c, t);
    } else {
        put_queue(c, t);
    }
    *ret = t;
    return OK;
}

/* answers.c - measure: what did the respondents of a wave say, and who was asked? */
#include "measure/answers.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/near.h"
#include "base/time.h"
#include "listen/survey.h"

#include <math.h>
#include <stdlib.h>

/* ---- surveys and waves ---- */

static enum status read_waves(struct store *st, struct survey_at *s, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    enum status status = query_open(st, SQL_survey_waves, &q, e);
    if (status) return status;
    query_bind_i64(q, 1, s->id);
    while ((status = query_next(q, e)) == OK) {
        s->wave = arena_more(a, s->wave, s->waves, sizeof *s->wave);
        s->wave[s->waves++] = (struct survey_wave){.name = str_copy(a, query_str(q, 0)),
                                                   .respondents = (size_t)query_i64(q, 1),
                                                   .first_s = query_time(q, 2),
                                                   .last_s = query_time(q, 3)};
    }
    query_close(q);
    return status == DONE ? OK : status;
}

enum status survey_load(struct store *st, struct str name, struct arena *a, struct survey_at *ret,
                        struct err *e)
{
    struct query *q = NULL;
    struct buf names = buf_new(a);
    struct str key = name_key(a, name);
    *ret = (struct survey_at){0};
    enum status s = query_open(st, SQL_surveys, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct str one = query_str(q, 1);
        buf_addf(&names, "%s%.*s", names.len ? ", " : "", STR_ARG(utf8_head(one, 60)));
        if (!str_eq(name_key(a, one), key)) continue;
        ret->id = query_i64(q, 0);
        ret->name = str_copy(a, one);
    }
    query_close(q);
    if (s != DONE) return s;
    if (ret->id) return read_waves(st, ret, a, e);
    if (!names.len) {
        return err_set(e, NOT_FOUND,
                       "there are no surveys yet; kith import FILE --survey NAME --wave WAVE reads "
                       "one");
    }
    return err_set(e, NOT_FOUND, "no survey is called '%.*s'; there are %.*s",
                   STR_ARG(utf8_head(name, 60)), STR_ARG(utf8_head(buf_str(&names), 600)));
}

enum status survey_wave_named(const struct survey_at *s, struct str name, size_t *ret,
                              struct err *e)
{
    struct arena a = {0};
    struct buf names = buf_new(&a);
    if (!s->waves) {
        return err_set(e, NOT_FOUND,
                       "'%.*s' has no answers yet; kith import FILE --survey '%.*s' --wave WAVE",
                       STR_ARG(s->name), STR_ARG(s->name));
    }
    *ret = s->waves;
    if (!name.p) *ret = s->waves - 1;
    for (size_t i = 0; i < s->waves && *ret == s->waves; i++) {
        buf_addf(&names, "%s'%.*s'", i ? ", " : "", STR_ARG(utf8_head(s->wave[i].name, 60)));
        if (str_eq(name_key(&a, s->wave[i].name), name_key(&a, name))) *ret = i;
    }
    enum status status = OK;
    if (*ret == s->waves) {
        status = err_set(e, NOT_FOUND, "'%.*s' has no wave '%.*s'; it has %.*s", STR_ARG(s->name),
                         STR_ARG(utf8_head(name, 60)), STR_ARG(utf8_head(buf_str(&names), 600)));
    }
    arena_free(&a);
    return status;
}

/* ---- a wave ---- */

static enum status read_options(struct store *st, struct str wave, struct asked *x, struct arena *a,
                                struct err *e)
{
    struct query *q = NULL;
    struct str *option = NULL;
    enum status s = query_open(st, SQL_survey_options, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->id);
    query_bind_str(q, 2, wave);
    while ((s = query_next(q, e)) == OK) {
        option = arena_more(a, option, x->options, sizeof *option);
        option[x->options++] = str_copy(a, query_str(q, 0));
    }
    query_close(q);
    x->option = option;
    return s == DONE ? OK : s;
}

static enum status read_questions(struct store *st, struct polled *p, struct arena *a,
                                  struct err *e)
{
    struct query *q = NULL;
    struct asked *one = NULL;
    enum status s = query_open(st, SQL_survey_questions, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, p->survey->id);
    query_bind_str(q, 2, p->wave->name);
    while ((s = query_next(q, e)) == OK) {
        one = arena_more(a, one, p->questions, sizeof *one);
        one[p->questions++] = (struct asked){.id = query_i64(q, 0),
                                             .key = str_copy(a, query_str(q, 1)),
                                             .text = str_copy(a, query_str(q, 2)),
                                             .kind = question_kind_of(query_str(q, 3)),
                                             .place = query_i64(q, 4)};
    }
    query_close(q);
    s = s == DONE ? OK : s;
    for (size_t i = 0; one && i < p->questions && !s; i++)
        s = read_options(st, p->wave->name, &one[i], a, e);
    p->question = one;
    return s;
}

static enum status open_wave(struct store *st, enum sql name, const struct polled *p,
                             struct query **ret, struct err *e)
{
    enum status s = query_open(st, name, ret, e);
    if (s) return s;
    query_bind_i64(*ret, 1, p->survey->id);
    query_bind_str(*ret, 2, p->wave->name);
    return OK;
}

static enum status read_respondents(struct store *st, struct polled *p, struct arena *a,
                                    struct err *e)
{
    struct query *q = NULL;
    size_t room = p->wave->respondents;
    int64_t *response = arena_new(a, int64_t, room);
    int64_t *person = arena_new(a, int64_t, room);
    double *weight = arena_new(a, double, room);
    struct str *source = arena_new(a, struct str, room);
    struct str *line = arena_new(a, struct str, room);
    bool weighted = false;
    enum status s = open_wave(st, SQL_survey_respondents, p, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK && p->n < room) {
        response[p->n] = query_i64(q, 0);
        person[p->n] = query_i64(q, 1);
        weight[p->n] = query_is_null(q, 2) ? 1.0 : query_double(q, 2);
        weighted = weighted || !query_is_null(q, 2);
        source[p->n] = str_copy(a, query_str(q, 3));
        line[p->n++] = str_copy(a, query_str(q, 4));
    }
    query_close(q);
    p->response = response;
    p->person = person;
    p->weight = weighted ? weight : NULL;
    p->source = source;
    p->line = line;
    return s == DONE ? OK : s;
}

static int by_id(const void *l, const void *r)
{
    int64_t x = *(const int64_t *)l;
    int64_t y = *(const int64_t *)r;
    return (x > y) - (x < y);
}

static size_t number_of(const struct polled *p, int64_t response)
{
    const int64_t *at = p->n ? bsearch(&response, p->response, p->n, sizeof *at, by_id) : NULL;
    return at ? (size_t)(at - p->response) : p->n;
}

static enum status closing_of(struct store *st, const struct polled *p, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = open_wave(st, SQL_survey_closing, p, &q, e);
    if (!s) s = query_one_i64(q, ret, e);
    query_close(q);
    return s;
}

static enum status read_reached(struct store *st, struct polled *p, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    int64_t *reached = arena_new(a, int64_t, p->n);
    int64_t closing = 0;
    enum status s = closing_of(st, p, &closing, e);
    if (!s) s = open_wave(st, SQL_survey_reached, p, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        size_t i = number_of(p, query_i64(q, 0));
        int64_t last = query_i64(q, 1);
        if (i < p->n) reached[i] = closing && last >= closing ? INT64_MAX : last;
    }
    query_close(q);
    p->reached = reached;
    return s == DONE ? OK : s;
}

enum status polled_load(struct store *st, const struct survey_at *s, size_t wave, struct arena *a,
                        struct polled *ret, struct err *e)
{
    *ret = (struct polled){.survey = s, .wave = &s->wave[wave]};
    enum status status = read_respondents(st, ret, a, e);
    if (!status) status = read_questions(st, ret, a, e);
    if (!status) status = read_reached(st, ret, a, e);
    return status;
}

bool polled_asked(const struct polled *p, const struct asked *q, size_t respondent)
{
    return p->reached[respondent] >= q->place;
}

static bool has_words(struct str text, struct str key, struct arena *a)
{
    struct str folded = name_key(a, text);
    return key.len && str_find_nocase(folded, str_c(a, key)) < folded.len;
}

enum status polled_question(const struct polled *p, struct str word, struct arena *a,
                            const struct asked **ret, struct err *e)
{
    struct str key = name_key(a, word);
    struct buf names = buf_new(a);
    size_t found = 0;
    *ret = NULL;
    for (size_t i = 0; i < p->questions; i++) {
        *ret = &p->question[i];
        if (str_eq(p->question[i].key, word) || str_eq(name_key(a, p->question[i].key), key))
            return OK;
    }
    for (size_t i = 0; i < p->questions; i++) {
        const struct asked *q = &p->question[i];
        if (!has_words(q->key, key, a) && !has_words(q->text, key, a)) continue;
        buf_addf(&names, "%s'%.*s'", found ? ", " : "", STR_ARG(utf8_head(q->key, 60)));
        *ret = q;
        found++;
    }
    if (found == 1) return OK;
    if (found) {
        return err_set(e, BAD_INPUT, "'%.*s' stands in %zu questions: %.*s; name one",
                       STR_ARG(utf8_head(word, 60)), found,
                       STR_ARG(utf8_head(buf_str(&names), 500)));
    }
    return err_set(e, NOT_FOUND,
                   "wave '%.*s' of '%.*s' asks no question '%.*s'; kith survey show '%.*s' lists "
                   "them",
                   STR_ARG(p->wave->name), STR_ARG(p->survey->name), STR_ARG(utf8_head(word, 60)),
                   STR_ARG(p->survey->name));
}

enum status answers_load(struct store *st, const struct polled *p, const struct asked *q,
                         struct arena *a, struct answers_said *ret, struct err *e)
{
    struct query *query = NULL;
    struct answer_said *one = NULL;
    *ret = (struct answers_said){.question = q};
    enum status s = open_wave(st, SQL_survey_answers, p, &query, e);
    if (s) return s;
    query_bind_i64(query, 3, q->id);
    while ((s = query_next(query, e)) == OK) {
        size_t i = number_of(p, query_i64(query, 0));
        if (i == p->n) continue;
        one = arena_more(a, one, ret->count, sizeof *one);
        one[ret->count++] = (struct answer_said){(uint32_t)i, str_copy(a, query_str(query, 1)),
                                                 str_copy(a, query_str(query, 2))};
    }
    query_close(query);
    ret->one = one;
    return s == DONE ? OK : s;
}

/* ---- options ---- */

struct collect {
    const struct polled *p;
    const struct asked *q;
    struct arena *a;
    struct map index;
    struct options_said *ret;
    bool is_number;
};

static struct option_said *option_at(struct collect *c, struct str name)
{
    bool fresh = false;
    struct options_said *o = c->ret;
    int64_t at = *map_put(&c->index, name, (int64_t)o->count, &fresh);
    if (!fresh) return &o->one[at];
    o->one = arena_more(c->a, o->one, o->count, sizeof *o->one);
    struct option_said *x = &o->one[o->count++];
    *x = (struct option_said){.name = str_copy(c->a, name),
                              .y = arena_new(c->a, double, c->p->n),
                              .is_number = c->is_number};
    for (size_t i = 0; i < c->p->n; i++) {
        bool asked = polled_asked(c->p, c->q, i) && !c->is_number;
        x->y[i] = asked ? 0.0 : NAN;
    }
    return x;
}

static void pick(struct collect *c, struct str name, uint32_t who)
{
    if (!str_trim(name).len) return;
    struct option_said *x = option_at(c, str_trim(name));
    x->picked += x->y[who] != 1.0;
    x->y[who] = 1.0;
}

static void take(struct collect *c, const struct answer_said *s)
{
    double number = 0;
    if (c->is_number) {
        if (!str_to_double(str_trim(s->text), &number)) return;
        struct option_said *x = option_at(c, s->item);
        x->picked++;
        x->y[s->who] = number;
    } else if (c->q->kind == QUESTION_ONE || c->q->kind == QUESTION_UNKNOWN) {
        bool own_words = survey_is_other(s->item);
        struct str name = own_words ? s->item
                          : s->item.len && !str_eq(s->item, s->text)
                              ? str_printf(c->a, "%.*s: %.*s", STR_ARG(s->item), STR_ARG(s->text))
                              : s->text;
        pick(c, name, s->who);
    } else if (s->item.len) {
        pick(c, s->item, s->who);
    } else {
        struct str rest = s->text;
        struct str part;
        while (str_cut(&rest, ';', &part))
            pick(c, part, s->who);
    }
}

static int most_first(const void *left, const void *right)
{
    const struct option_said *l = left;
    const struct option_said *r = right;
    if (l->picked != r->picked) return l->picked > r->picked ? -1 : 1;
    return str_cmp(l->name, r->name);
}

static void count_asked(const struct polled *p, const struct answers_said *x,
                        struct options_said *ret)
{
    for (size_t i = 0; i < p->n; i++)
        ret->asked += polled_asked(p, x->question, i);
    for (size_t i = 0; i < x->count; i++)
        ret->answered += !i || x->one[i].who != x->one[i - 1].who;
}

enum status options_of(const struct polled *p, const struct answers_said *x, struct arena *a,
                       struct options_said *ret, struct err *e)
{
    const struct asked *q = x->question;
    struct collect c = {.p = p, .q = q, .a = a, .index = map_new(a), .ret = ret};
    *ret = (struct options_said){.respondents = p->n};
    count_asked(p, x, ret);
    if (q->kind == QUESTION_TEXT || q->kind == QUESTION_NAMES) return OK;
    c.is_number = q->kind == QUESTION_NUMBER;
    bool told = q->options > 0 && q->kind != QUESTION_ONE && q->kind != QUESTION_UNKNOWN;
    for (size_t i = 0; i < q->options && told; i++)
        (void)option_at(&c, q->option[i]);
    for (size_t i = 0; i < x->count; i++) {
        take(&c, &x->one[i]);
        if (ret->count <= SURVEY_OPTIONS_MAX) continue;
        return err_set(e, TOO_MUCH, "question '%.*s' has more than %d options",
                       STR_ARG(utf8_head(q->key, 60)), SURVEY_OPTIONS_MAX);
    }
    if (!told && !c.is_number && ret->count) {
        qsort(ret->one, ret->count, sizeof *ret->one, most_first);
    }
    return OK;
}

const struct option_said *option_named(const struct options_said *o, struct str name,
                                       struct arena *a)
{
    struct str key = name_key(a, name);
    for (size_t i = 0; i < o->count; i++) {
        if (str_eq(o->one[i].name, name) || str_eq(name_key(a, o->one[i].name), key))
            return &o->one[i];
    }
    return NULL;
}

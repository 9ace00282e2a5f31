/* health.c - verb: how well are the places where a market talks, beside their own past? */
#include "verb/health.h"

#include "base/time.h"
#include "find/nodes.h"
#include "find/people.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith health security",
    "kith health security 'Firewall list' --weeks 26",
    "kith health security 'Firewall list' --factor answer_hours",
    NULL,
};

static const struct flag flags[] = {
    {"weeks", 0, "N", "how long a period is (13)", false},
    {"posts", 0, "N", "a lively thread has more docs than that (5)", false},
    {"factor", 0, "FACTOR", "its course, and the threads or people it is made of", false},
    {"since", 0, "DATE", "look back no further", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {"with-us", 0, NULL, "count our own staff as members, too", false},
    {"rows", 'n', "N", "how many outlets (3), or rows of --factor (20), at most", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"outlet", "outlet", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"factor", "factor", NULL, CELL_TEXT, 0, false},
    {"value", "value", NULL, CELL_REAL, 2, false},
    {"lo", "from", NULL, CELL_REAL, 2, false},
    {"hi", "to", NULL, CELL_REAL, 2, false},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"trend", "change", NULL, CELL_TEXT, 0, false},
    {"standing", "in its past", NULL, CELL_TEXT, 0, false},
    {"others", "others", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"of", NULL, NULL, CELL_TEXT, 0, false},
    {"meaning", "what", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"change", NULL, NULL, CELL_REAL, 3, false},
    {"change_lo", NULL, NULL, CELL_REAL, 3, false},
    {"change_hi", NULL, NULL, CELL_REAL, 3, false},
    {"p", NULL, NULL, CELL_REAL, 4, false},
    {"past", NULL, "place in 100", CELL_REAL, 0, false},
    {"past_n", NULL, "periods", CELL_INT, 0, false},
    {"others_place", NULL, "place in 100", CELL_REAL, 0, false},
    {"others_n", NULL, "outlets", CELL_INT, 0, false},
    {"better", NULL, NULL, CELL_TEXT, 0, false},
    {"key_person", NULL, NULL, CELL_TEXT, 0, false},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column coverage_columns[] = {
    {"outlet", "coverage", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs", "docs", "docs", CELL_INT, 0, false},
    {"on", "on topic", "docs", CELL_INT, 0, false},
    {"first", "first doc", "UTC", CELL_TIME, 0, false},
    {"last", "last doc", "UTC", CELL_TIME, 0, false},
    {"periods", "periods", NULL, CELL_INT, 0, false},
    {"whole", "whole", NULL, CELL_INT, 0, false},
    {"break_from", "silent from", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"break_until", "until", "UTC", CELL_TIME, 0, COLUMN_GOES},
};

#define CHANGE_P 0.05

struct str health_name(const struct health_asked *v, const struct health_outlet *o)
{
    return v->name[o - v->h.outlet];
}

static enum status read_flags(struct request *r, struct health_asked *v, struct err *e)
{
    int64_t weeks = 13;
    int64_t posts = HEALTH_POSTS;
    enum status s = request_i64(r, "weeks", 4, 52, &weeks, e);
    if (!s) s = request_i64(r, "posts", 1, 1000, &posts, e);
    if (s) return s;
    v->ask.weeks = (int)weeks;
    v->ask.posts = (size_t)posts;
    v->ask.with_us = request_has(r, "with-us");
    v->factor = HEALTH_COUNT;
    if (!request_has(r, "factor")) return OK;
    struct str name = request_value(r, "factor");
    for (size_t f = 0; f < HEALTH_COUNT; f++) {
        if (str_is(name, health_infos[f].name)) v->factor = (enum health_factor)f;
    }
    if (v->factor != HEALTH_COUNT) return OK;
    return err_set(e, BAD_USAGE,
                   "--factor '%.*s': want members, content, lively, answer_hours, answered, "
                   "by_others, interaction, retained, key_person, five or gini",
                   STR_ARG(name));
}

/* ---- which outlets ---- */

static int most_on_topic(const void *left, const void *right)
{
    const struct health_outlet *const *l = left;
    const struct health_outlet *const *r = right;
    size_t on[2] = {(*l)->periods ? (*l)->period[0].on : 0, (*r)->periods ? (*r)->period[0].on : 0};
    size_t docs[2] = {(*l)->periods ? (*l)->period[0].docs : 0,
                      (*r)->periods ? (*r)->period[0].docs : 0};
    if (on[0] != on[1]) return on[0] > on[1] ? -1 : 1;
    if (docs[0] != docs[1]) return docs[0] > docs[1] ? -1 : 1;
    return (*l)->outlet < (*r)->outlet ? -1 : (*l)->outlet > (*r)->outlet;
}

/* o12, the whole name, or a part of one name only. */
static enum status choose_named(struct request *r, struct health_asked *v, struct err *e)
{
    struct str word = str_lower(r->a, r->word[1]);
    const char *text = str_printf(r->a, "%.*s", STR_ARG(word)).p;
    const struct health_outlet *part = NULL;
    size_t parts = 0;
    for (size_t i = 0; i < v->h.outlets; i++) {
        const struct health_outlet *o = &v->h.outlet[i];
        bool node = o->outlet < v->x.m.node_room;
        bool id = node && str_eq(word, node_public_id(r->a, o->outlet, 'o'));
        if (id || str_eq(word, str_lower(r->a, v->name[i]))) {
            v->shown[v->shown_count++] = o;
            return OK;
        }
        if (str_find_nocase(v->name[i], text) < v->name[i].len) {
            part = o;
            parts++;
        }
    }
    if (parts == 1) {
        v->shown[v->shown_count++] = part;
        return OK;
    }
    return err_set(e, NOT_FOUND, "%s outlet here is called '%.*s'; 'kith health %.*s' lists them",
                   parts ? "more than one" : "no", STR_ARG(r->word[1]),
                   STR_ARG(shell_word(r->a, v->x.market.name)));
}

static enum status choose_outlets(struct request *r, struct health_asked *v, struct err *e)
{
    int64_t rows = v->factor == HEALTH_COUNT ? 3 : 20;
    enum status s = request_i64(r, "rows", 1, 1000000, &rows, e);
    v->name = arena_new(r->a, struct str, v->h.outlets);
    v->shown = arena_new(r->a, const struct health_outlet *, v->h.outlets);
    for (size_t i = 0; i < v->h.outlets && !s; i++)
        s = mentioned_outlet(&v->x, v->h.outlet[i].outlet, &v->name[i], e);
    if (s) return s;
    if (r->word_count > 1) return choose_named(r, v, e);
    for (size_t i = 0; i < v->h.outlets; i++)
        v->shown[i] = &v->h.outlet[i];
    if (v->h.outlets) qsort(v->shown, v->h.outlets, sizeof(const void *), most_on_topic);
    size_t most = v->factor == HEALTH_COUNT ? (size_t)rows : 1;
    v->shown_count = v->h.outlets < most ? v->h.outlets : most;
    return OK;
}

/* ---- rows ---- */

static bool is_better(size_t factor, double by)
{
    return health_infos[factor].lower ? by < 0 : by > 0;
}

static struct str trend_of(const struct health_stand *s, size_t factor)
{
    if (isnan(s->p)) return STR_NONE;
    if (s->p >= CHANGE_P) return STR("none seen");
    return is_better(factor, s->change.value) ? STR("better") : STR("worse");
}

static struct str standing_of(const struct health_stand *s, size_t factor)
{
    if (s->place == HEALTH_UNKNOWN) return STR_NONE;
    if (s->place == HEALTH_USUAL) return STR("usual");
    return is_better(factor, s->place == HEALTH_HIGH ? 1 : -1) ? STR("better") : STR("worse");
}

static enum status put_factor(const struct health_asked *v, const struct health_outlet *o, size_t f,
                              struct table *t, struct err *e)
{
    struct request *r = v->x.r;
    const struct health_period *p = &o->period[0];
    const struct health_stand *s = &o->stand[f];
    const struct health_info *info = &health_infos[f];
    struct cell *row = table_row(t);
    struct str name = health_name(v, o);
    row[0] = cell_text(name);
    row[1] = cell_text(str_of(info->name));
    mentioned_figure(row + 2, p->factor[f].of);
    row[5] = cell_int((int64_t)p->factor[f].n);
    row[6] = cell_text(trend_of(s, f));
    row[7] = cell_text(standing_of(s, f));
    row[8] = cell_real(s->others);
    row[9] = cell_text(str_of(info->of));
    row[10] = cell_text(str_of(info->meaning));
    mentioned_figure(row + 11, s->change);
    row[14] = cell_real(s->p);
    row[15] = cell_real(s->past);
    row[16] = cell_int((int64_t)s->past_n);
    row[17] = cell_real(s->others_place);
    row[18] = cell_int((int64_t)s->others_n);
    row[19] = cell_text(info->lower ? STR("lower") : STR("higher"));
    row[21] = cell_text(request_next(r, "health %.*s %.*s --factor %s%.*s --weeks %d --posts %zu",
                                     STR_ARG(shell_word(r->a, v->x.market.name)),
                                     STR_ARG(shell_word(r->a, name)), info->name,
                                     STR_ARG(mentioned_words(r)), v->ask.weeks, v->ask.posts));
    if (f != HEALTH_KEY_PERSON || !p->key) return OK;
    struct str key = STR_NONE;
    enum status st = node_name(r->st, p->key, r->a, &key, e);
    row[20] = cell_text(key);
    return st;
}

static void put_coverage(const struct health_asked *v, struct table *t)
{
    struct table *more = table_more(t, "coverage", coverage_columns,
                                    sizeof coverage_columns / sizeof *coverage_columns);
    for (size_t i = 0; i < v->shown_count; i++) {
        const struct health_outlet *o = v->shown[i];
        size_t whole = 0;
        for (size_t k = 0; k < o->periods; k++)
            whole += o->period[k].whole;
        struct cell *row = table_row(more);
        row[0] = cell_text(health_name(v, o));
        row[1] = cell_int(o->periods ? (int64_t)o->period[0].docs : 0);
        row[2] = cell_int(o->periods ? (int64_t)o->period[0].on : 0);
        row[3] = cell_time(o->first_s);
        row[4] = cell_time(o->last_s);
        row[5] = cell_int((int64_t)o->periods);
        row[6] = cell_int((int64_t)whole);
        if (!o->gaps) continue;
        row[7] = cell_time(o->gap[o->gaps - 1].from_s);
        row[8] = cell_time(o->gap[o->gaps - 1].until_s);
    }
}

static void lead(const struct health_asked *v, struct table *t)
{
    if (!v->shown_count) return;
    const struct health_outlet *o = v->shown[0];
    struct str name = health_name(v, o);
    size_t count[2][2] = {{0}}; /* change, past; worse, better */
    for (size_t f = 0; f < HEALTH_COUNT; f++) {
        struct str word[2] = {trend_of(&o->stand[f], f), standing_of(&o->stand[f], f)};
        for (int i = 0; i < 2; i++) {
            count[i][0] += str_is(word[i], "worse");
            count[i][1] += str_is(word[i], "better");
        }
    }
    if (!o->periods || !o->period[0].whole) {
        table_lead(t, "%.*s has no whole period of %d weeks up to the end: nothing is measured.",
                   STR_ARG(name), v->ask.weeks);
        return;
    }
    struct buf b = buf_new(t->a);
    buf_addf(&b, "%.*s in the %d weeks from %.*s on: ", STR_ARG(name), v->ask.weeks,
             STR_ARG(time_day(t->a, o->period[0].start_s)));
    if (o->stand[HEALTH_CONTENT].past_n < HEALTH_PAST_MIN) {
        buf_adds(&b, "its past is too short to say what is usual");
    } else {
        buf_addf(&b, "better than usual in its own past: %zu factors, worse: %zu", count[1][1],
                 count[1][0]);
    }
    if (o->periods > 1 && o->period[1].whole) {
        buf_addf(&b,
                 "; changed on the period before by more than chance: %zu to the better, %zu "
                 "to the worse",
                 count[0][1], count[0][0]);
    }
    table_lead(t, "%.*s.", STR_ARG(buf_str(&b)));
}

static void notes(const struct health_asked *v, struct table *t)
{
    if (v->shown_count < v->h.outlets && v->x.r->word_count < 2) {
        table_note(t, "%zu of %zu outlets, those with most on the topic; -n shows more.",
                   v->shown_count, v->h.outlets);
    }
    if (!bits_count(&v->ours)) {
        table_note(t, "Nobody is known as ours, so 'by_others' is all answers: kith us --domain "
                      "says who is.");
    }
    bool young = false;
    bool broken = false;
    for (size_t i = 0; i < v->shown_count; i++) {
        const struct health_outlet *o = v->shown[i];
        young = young || o->stand[HEALTH_CONTENT].past_n < HEALTH_PAST_MIN;
        broken = broken || o->gaps;
    }
    if (young) {
        table_note(t, "Fewer than %d earlier whole periods say nothing of what is usual%s.",
                   HEALTH_PAST_MIN, v->ask.weeks > 4 ? "; --weeks 4 makes more of them" : "");
    }
    if (broken) {
        table_note(t, "Silences far beyond the outlet's own are breaks, of its own or of what was "
                      "imported: periods with one are left out.");
    }
    table_note(t, "No total; 'others' is the middle one of this store's other outlets. Traffic is "
                  "in no source that was read.");
}

static enum status load(struct request *r, struct health_asked *v, struct err *e)
{
    struct node_map nodes;
    enum status s = read_flags(r, v, e);
    if (!s) s = mentioned_market(r, &v->x, e);
    if (s) return s;
    if (!request_has(r, "since")) v->x.ask.since_s = v->x.market.since_s = TIME_NONE;
    v->x.ask.with_us = true; /* what ours say answers */
    s = mentioned_load(&v->x, e);
    if (!s) s = nodes_load(r->st, r->a, &nodes, e);
    if (s) return s;
    v->ours = nodes.staff;
    v->ask.ours = &v->ours;
    int64_t until_s = v->x.market.until_s;
    v->ask.end_s = until_s != TIME_NONE ? until_s : health_end(v->x.m.as_of_s);
    if (v->x.m.as_of_s == TIME_NONE) return OK;
    s = health_find(&v->x.m, &v->ask, r->a, &v->h, e);
    return s ? s : choose_outlets(r, v, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct health_asked *v = arena_new(r->a, struct health_asked, 1);
    enum status s = load(r, v, e);
    if (s) return s;
    bool open = v->factor != HEALTH_COUNT;
    struct table *t = open ? health_course(v)
                           : table_new(r->a, "health", columns, sizeof columns / sizeof *columns);
    *ret = t;
    t->empty = STR("No outlet has a whole period.");
    mentioned_facts(t, &v->x, "kith-health 1");
    table_fact(t, "weeks", NULL, cell_int(v->ask.weeks), 0);
    table_fact(t, "posts", NULL, cell_int((int64_t)v->ask.posts), 0);
    table_fact(t, "end", NULL, cell_time(v->ask.end_s), 0);
    table_fact(t, "outlets", NULL, cell_int((int64_t)v->h.outlets), 0);
    if (open) return v->shown_count ? health_open(v, t, e) : OK;
    t->title = str_printf(r->a, "How the places of %.*s do", STR_ARG(v->x.market.name));
    lead(v, t);
    for (size_t i = 0; i < v->shown_count; i++) {
        const struct health_outlet *o = v->shown[i];
        for (size_t f = 0; f < HEALTH_COUNT && o->periods && o->period[0].whole && !s; f++) {
            if (o->period[0].factor[f].n) s = put_factor(v, o, f, t, e);
        }
    }
    put_coverage(v, t);
    notes(v, t);
    return s;
}

const struct verb verb_health = {
    .name = "health",
    .words = "MARKET [OUTLET]",
    .summary = "how well the places where a market talks are doing, beside their own past",
    .details =
        "Per outlet, in periods of 13 weeks back from the last doc: members and docs a week; "
        "lively, threads with more than 5 docs; answer_hours, time to the first answer, open ones "
        "counted; answered, and by_others than ours; interaction, people in a thread; retained, "
        "newcomers still there after 90 days; key_person and five, what the one and the five who "
        "say most carry; gini, how uneven that is. Each with its 95 % interval.\nchange: on the "
        "period before, beyond chance. in its past: below 20 or above 80 in 100 of its earlier "
        "periods. others: the middle one of the store's other outlets. No total, no norm of "
        "others' making.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 2,
    .run = run,
};

/* voice_angles.c - verb: which of an expert's seven angles does somebody's writing carry? */
#include "measure/angle.h"
#include "verb/quoted.h"
#include "verb/voiced.h"

#include <math.h>
#include <stdlib.h>

enum {
    ID,
    NAME,
    ANGLE,
    HOW,
    STAND,
    FIRST, /* VOICED_CELLS from here */
    MEASURE = FIRST + VOICED_CELLS,
    UNIT,
    VERDICT,
    SAYS,
    OPEN,
    COLUMN_COUNT
};

static const struct column columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"angle", "angle", NULL, CELL_TEXT, 0, false},
    {"how", "how", NULL, CELL_TEXT, 0, false},
    {"stand", "carried", NULL, CELL_TEXT, 0, false},
    VOICED_COLUMNS(COLUMN_KEEPS, COLUMN_GOES),
    {"measure", NULL, NULL, CELL_TEXT, 0, false},
    {"unit", NULL, NULL, CELL_TEXT, 0, false},
    {"verdict", NULL, NULL, CELL_TEXT, 0, false},
    {"says", "by what", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMN_COUNT, "one name a column");

static const struct column measure_columns[] = {
    {"angle", "angle", NULL, CELL_TEXT, 0, false},
    {"measure", NULL, NULL, CELL_TEXT, 0, false},
    VOICED_MEASURE_COLUMNS,
};

static const struct column doc_columns[] = {
    {"angle", "angle", NULL, CELL_TEXT, 0, false},
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"counts", "counts", NULL, CELL_REAL, 2, false},
    {"quote", "says", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"open", "open", NULL, CELL_TEXT, 0, false},
    {"url", NULL, NULL, CELL_TEXT, 0, false},
    {"where", NULL, NULL, CELL_TEXT, 0, false},
};

enum { DOCS_SHOWN = 3 };

static const char *stand_word(const struct angle *x)
{
    static const char *const words[] = {"?", "less", "as others", "more"};
    return words[x->stand];
}

static struct str why_not(struct request *r, const struct voiced *v, const struct voice *one,
                          const struct angle *x)
{
    struct str why = voiced_why(r, v, one, x->by);
    return why.len ? why : str_of(measure_infos[x->by].meaning);
}

static void put_angle(struct request *r, const struct voiced *v, const struct card *card,
                      const struct voice *one, enum quality q, const struct verdict *judged,
                      struct cell *row)
{
    struct angle x = angle_find(&v->voices, one, q);
    const struct measure_info *info = &measure_infos[x.by];
    row[ID] = cell_text(card->id);
    row[NAME] = cell_text(card->name);
    row[ANGLE] = cell_text(str_of(quality_infos[q].name));
    bool human = quality_infos[q].human || judged->verdict.len;
    row[HOW] = cell_text(str_printf(r->a, "%s%s", info->proxy ? "P" : "M", human ? ", H" : ""));
    if (x.stand != ANGLE_UNKNOWN) row[STAND] = cell_text(str_of(stand_word(&x)));
    voiced_cells(v, one, x.by, row + FIRST);
    row[MEASURE] = cell_text(str_of(info->name));
    row[UNIT] = cell_text(str_of(info->unit));
    struct buf says = buf_new(r->a);
    if (judged->verdict.len) {
        row[VERDICT] = cell_text(judged->verdict);
        buf_addf(&says, "%.*s says %.*s; ", STR_ARG(judged->by), STR_ARG(judged->verdict));
    }
    if (x.value.enough) {
        buf_addf(&says, "%s, %s", info->meaning, info->unit);
    } else {
        buf_add(&says, why_not(r, v, one, &x));
    }
    row[SAYS] = cell_text(buf_str(&says));
    struct str market = v->in_market ? str_printf(r->a, " --market %.*s",
                                                  STR_ARG(shell_word(r->a, v->sc.market.name)))
                                     : STR("");
    row[OPEN] = cell_text(request_next(r, "voice %.*s%.*s --quality %s", STR_ARG(card->id),
                                       STR_ARG(market), quality_infos[q].name));
}

static void put_measures(const struct voiced *v, const struct voice *one, struct table *t)
{
    struct table *more = table_more(t, "measures", measure_columns,
                                    sizeof measure_columns / sizeof *measure_columns);
    more->title = STR("All that tells of an angle");
    for (int q = QUALITY_COUNT; q < FACET_COUNT; q++) {
        for (int i = 0; i < VOICE_MEASURE_COUNT; i++) {
            enum voice_measure m = (enum voice_measure)i;
            const struct measure_info *info = &measure_infos[m];
            const struct voice_norm *norm = &v->voices.norm[m];
            if (!measure_is_of(m, (enum quality)q)) continue;
            struct cell *row = table_row(more);
            row[0] = cell_text(str_of(quality_infos[q].name));
            row[1] = cell_text(str_of(info->name));
            voiced_cells(v, one, m, row + 2);
            row[10] = cell_int((int64_t)norm->r_people);
            row[11] = cell_bool(norm->dropped);
            row[12] = cell_text(info->proxy ? STR("P") : STR("M"));
            row[13] = cell_text(str_of(info->meaning));
            row[14] = cell_text(str_of(info->unit));
            row[15] = cell_text(str_of(info->of));
        }
    }
}

/* ---- docs that show it ---- */

struct shown {
    double value;
    size_t place; /* newest last */
    int64_t doc;
};

static int most_first(const void *left, const void *right)
{
    const struct shown *l = left;
    const struct shown *r = right;
    if (l->value != r->value) return l->value > r->value ? -1 : 1;
    return l->place > r->place ? -1 : l->place < r->place;
}

static enum status put_docs(struct request *r, const struct voiced *v, const struct voice *one,
                            enum quality q, struct table *to, struct err *e)
{
    struct angle x = angle_find(&v->voices, one, q);
    const struct voice_units *u = &one->of[x.by];
    struct shown *all = arena_new(r->a, struct shown, u->count);
    bool lower = measure_is_lower(x.by);
    size_t count = 0;
    enum status s = OK;
    for (size_t i = 0; i < u->count && x.value.enough; i++) {
        const struct voice_unit *unit = &u->unit[i];
        double value = unit->num / (unit->den > 0 ? unit->den : 1);
        if (!unit->doc || (!lower && value <= 0)) continue;
        all[count++] = (struct shown){lower ? -value : value, i, unit->doc};
    }
    if (count) qsort(all, count, sizeof *all, most_first);
    size_t put = 0;
    for (size_t i = 0; i < count && put < DOCS_SHOWN && !s; i++) {
        struct quoted quoted;
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || all[k].doc == all[i].doc;
        if (again) continue;
        put++;
        s = quoted_load(r, all[i].doc, &quoted, e);
        struct cell *row = table_row(to);
        row[0] = cell_text(str_of(quality_infos[q].name));
        row[1] = cell_time(quoted.at_s);
        row[2] = cell_real(fabs(all[i].value) * measure_infos[x.by].scale);
        row[3] = cell_text(quoted.quote.len ? quoted.quote : quoted.title);
        row[4] = cell_text(request_next(r, "tree d%lld", (long long)all[i].doc));
        row[5] = cell_text(quoted.url);
        row[6] = cell_text(place_shown(r->a, quoted.source, quoted.place));
    }
    return s;
}

/* ---- sentences ---- */

static void add_name(struct buf *b, size_t *count, enum quality q)
{
    buf_addf(b, "%s%s", (*count)++ ? ", " : "", quality_infos[q].name);
}

static void about_one(struct request *r, const struct voiced *v, const struct card *card,
                      const struct voice *one, struct table *t)
{
    struct buf more = buf_new(r->a);
    struct buf alike = buf_new(r->a);
    size_t count[3] = {0};
    for (int q = QUALITY_COUNT; q < FACET_COUNT; q++) {
        struct angle x = angle_find(&v->voices, one, (enum quality)q);
        count[0] += x.value.enough;
        if (x.stand == ANGLE_ABOVE) add_name(&more, &count[1], (enum quality)q);
        if (x.stand == ANGLE_WITHIN) add_name(&alike, &count[2], (enum quality)q);
    }
    size_t docs = one ? one->docs : 0;
    size_t words = one ? one->words : 0;
    t->title = str_printf(r->a, "From which angle %.*s writes", STR_ARG(card->name));
    table_fact(t, "id", NULL, cell_text(card->id), 0);
    table_fact(t, "name", NULL, cell_text(card->name), 0);
    table_fact(t, "docs", NULL, cell_int((int64_t)docs), 0);
    table_fact(t, "words", NULL, cell_int((int64_t)words), 0);
    table_fact(t, "first_doc", NULL, cell_time(one ? one->first_s : TIME_NONE), 0);
    if (!count[0]) {
        table_lead(t, "Too little to measure: %zu docs and %zu words, want %d and %d.", docs, words,
                   VOICE_DOCS_MIN, VOICE_WORDS_MIN);
        return;
    }
    table_lead(t,
               "%zu of seven angles have a figure, from %zu docs and %zu words; beyond the "
               "market's voices: %s; as they do: %s.",
               count[0], docs, words, count[1] ? more.p : "none", count[2] ? alike.p : "none");
}

static void notes(struct table *t)
{
    table_note(t, "carried: more or less than the 10th to 90th percentile of the market's voices "
                  "have it. An angle stands by the first of its measures that holds here; none is "
                  "added up.");
    table_note(t, "futurist and iconoclast are counted by phrases and are for a human to judge: "
                  "kith voice judge PERSON futurist good. 'years' begins where the sources do.");
}

static enum status put_person(struct request *r, const struct voiced *v, size_t i, struct table *t,
                              struct err *e)
{
    struct verdict judged[FACET_COUNT] = {{STR_NONE, STR_NONE, STR_NONE, 0}};
    struct card card;
    const struct voice *one = voice_of(&v->voices, v->asked.id[i]);
    size_t hidden = v->one ? ANGLE : 0;
    enum status s = card_load(r->st, v->asked.id[i], r->a, &card, e);
    if (!s) s = verdicts_load(r, v->asked.id[i], judged, e);
    if (s) return s;
    if (v->one) about_one(r, v, &card, one, t);
    for (int q = QUALITY_COUNT; q < FACET_COUNT; q++) {
        struct cell row[COLUMN_COUNT] = {{.kind = CELL_NONE}};
        put_angle(r, v, &card, one, (enum quality)q, &judged[q], row);
        struct cell *to = table_row(t);
        for (size_t c = hidden; c < COLUMN_COUNT; c++)
            to[c - hidden] = row[c];
    }
    return OK;
}

enum status voice_angles(struct request *r, const struct voiced *v, struct table *odd,
                         struct table **ret, struct err *e)
{
    size_t hidden = v->one ? ANGLE : 0;
    enum status s = OK;
    struct table *t = table_new(r->a, "voice", columns + hidden, COLUMN_COUNT - hidden);
    *ret = t;
    t->notes = odd->notes;
    t->notes_last = odd->notes_last;
    t->title = str_printf(r->a, "From which angle %zu people write", v->asked.count);
    voiced_facts(r, t, v);
    for (size_t i = 0; i < v->asked.count && !s; i++)
        s = put_person(r, v, i, t, e);
    const struct voice *one = v->one ? voice_of(&v->voices, v->asked.id[0]) : NULL;
    if (v->one) put_measures(v, one, t);
    if (one) {
        struct table *docs =
            table_more(t, "docs", doc_columns, sizeof doc_columns / sizeof *doc_columns);
        docs->title = STR("Docs that show it most");
        for (int q = QUALITY_COUNT; q < FACET_COUNT && !s; q++)
            s = put_docs(r, v, one, (enum quality)q, docs, e);
    }
    notes(t);
    return s;
}

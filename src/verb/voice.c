/* voice.c - verb: how does this person sound, beside those the market listens to? */
#include "measure/angle.h"
#include "verb/voiced.h"

#include "base/time.h"

#include <math.h>

static const char *const examples[] = {
    "kith voice 'Jane Doe' --market security",
    "kith voice p12 --market security --quality original",
    "kith voice tag:voice --market security --csv",
    "kith voice 'Sue Carr' --market security --angles",
    "kith voice judge p12 authentic good --note 'says what she did herself' --by 'Sue Carr'",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "its voices are the band; needed for topic and dialect", false},
    {"quality", 0, "QUALITY", "the docs its figures are made of", false},
    {"angles", 0, NULL, "which of an expert's seven angles their writing carries", false},
    {"rows", 'n', "N", "how many docs a figure at most (20); 0: all", false},
    {"dictionaries", 0, "DIR", "where hunspell's are (/usr/share/hunspell)", false},
    {"note", 0, "TEXT", "with judge: what for", false},
    {"by", 0, "NAME", "with judge: who says so", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

enum {
    ID,
    NAME,
    QUALITY,
    HOW,
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
    {"quality", "quality", NULL, CELL_TEXT, 0, false},
    {"how", "how", NULL, CELL_TEXT, 0, false},
    VOICED_COLUMNS(COLUMN_KEEPS, COLUMN_GOES),
    {"measure", NULL, NULL, CELL_TEXT, 0, false},
    {"unit", NULL, NULL, CELL_TEXT, 0, false},
    {"verdict", NULL, NULL, CELL_TEXT, 0, false},
    {"says", "of what", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMN_COUNT, "one name a column");

static const struct column measure_columns[] = {
    {"quality", "quality", NULL, CELL_TEXT, 0, false},
    {"measure", NULL, NULL, CELL_TEXT, 0, false},
    VOICED_MEASURE_COLUMNS,
};

/* The measure that stands for a quality: the first that can be counted here. */
static enum voice_measure standing(const struct voice *one, enum quality q)
{
    int found = -1;
    for (int m = VOICE_MEASURE_COUNT - 1; m >= 0; m--) {
        const struct measure_info *info = &measure_infos[m];
        if (info->quality != q) continue;
        bool own = info->first || q == QUALITY_HELPFUL || q == QUALITY_COMMUNAL;
        bool can = !one || one->of[m].measured;
        if (info->first && found < 0) found = m;
        if (own && can) found = m;
    }
    return (enum voice_measure)found;
}

static struct str how_of(struct request *r, enum voice_measure m, enum quality q,
                         const struct verdict *v)
{
    const char *measured = measure_infos[m].proxy ? "P" : "M";
    if (v->verdict.len || quality_infos[q].human) return str_printf(r->a, "%s, H", measured);
    return str_of(measured);
}

static void put_quality(struct request *r, const struct voiced *v, const struct card *card,
                        const struct voice *one, enum quality q, const struct verdict *judged,
                        struct cell *row)
{
    enum voice_measure m = q < QUALITY_COUNT ? standing(one, q) : angle_find(&v->voices, one, q).by;
    struct str why = voiced_why(r, v, one, m);
    row[ID] = cell_text(card->id);
    row[NAME] = cell_text(card->name);
    row[QUALITY] = cell_text(str_of(quality_infos[q].name));
    row[HOW] = cell_text(how_of(r, m, q, judged));
    voiced_cells(v, one, m, row + FIRST);
    row[MEASURE] = cell_text(str_of(measure_infos[m].name));
    row[UNIT] = cell_text(str_of(measure_infos[m].unit));
    struct buf says = buf_new(r->a);
    if (judged->verdict.len) {
        row[VERDICT] = cell_text(judged->verdict);
        buf_addf(&says, "%.*s says %.*s; ", STR_ARG(judged->by), STR_ARG(judged->verdict));
    }
    if (why.len) {
        buf_add(&says, why);
    } else {
        buf_addf(&says, "%s, %s", measure_infos[m].meaning, measure_infos[m].unit);
    }
    row[SAYS] = cell_text(buf_str(&says));
    row[OPEN] = cell_text(
        request_next(r, "voice %.*s --quality %s", STR_ARG(card->id), quality_infos[q].name));
}

/* only: of this quality; FACET_COUNT: all. */
static void put_measures(const struct voiced *v, const struct voice *one, enum quality only,
                         struct table *t)
{
    struct table *more = table_more(t, "measures", measure_columns,
                                    sizeof measure_columns / sizeof *measure_columns);
    more->title = STR("All measures");
    for (int m = 0; m < VOICE_MEASURE_COUNT; m++) {
        const struct measure_info *info = &measure_infos[m];
        const struct voice_norm *norm = &v->voices.norm[m];
        if (only == FACET_COUNT ? m >= VOICE_NICHE : !measure_is_of((enum voice_measure)m, only)) {
            continue;
        }
        struct cell *row = table_row(more);
        row[0] = cell_text(str_of(quality_infos[info->quality].name));
        row[1] = cell_text(str_of(info->name));
        voiced_cells(v, one, (enum voice_measure)m, row + 2);
        row[10] = cell_int((int64_t)norm->r_people);
        row[11] = cell_bool(norm->dropped);
        row[12] = cell_text(info->proxy ? STR("P") : STR("M"));
        row[13] = cell_text(str_of(info->meaning));
        row[14] = cell_text(str_of(info->unit));
        row[15] = cell_text(str_of(info->of));
    }
}

/* A post a week is expected of a blog; after a month people turn away. */
static void note_silence(struct table *t, const struct voiced *v, const struct voice *one)
{
    if (!one || one->last_s == TIME_NONE) return;
    const struct voice_units *gaps = &one->of[VOICE_GAP_LONGEST];
    size_t week = 0;
    size_t month = 0;
    for (size_t i = 0; i < gaps->count; i++) {
        week += gaps->unit[i].num > 7;
        month += gaps->unit[i].num > 30;
    }
    table_fact(t, "gaps_over_7_days", NULL, cell_int((int64_t)week), 0);
    table_fact(t, "gaps_over_30_days", NULL, cell_int((int64_t)month), 0);
    table_fact(t, "last_doc", NULL, cell_time(one->last_s), 0);
    double days = (double)(v->voices.as_of_s - one->last_s) / DAY_S;
    if (month) {
        table_note(
            t,
            "Silences: %zu of more than a week, %zu of more than 30 days, after which people "
            "turn away; the last doc was %.0f days before the last day here.",
            week, month, days);
    }
}

static void lead(struct table *t, const struct voiced *v, const struct voice *one)
{
    size_t inside = 0;
    size_t banded = 0;
    size_t measured = 0;
    for (int q = 0; q < QUALITY_COUNT; q++) {
        enum voice_measure m = standing(one, (enum quality)q);
        const struct voice_norm *norm = &v->voices.norm[m];
        struct voice_value x = {NAN, NAN, NAN, 0, false};
        if (one) x = voice_measure(&v->voices, one, m, VOICE_ALL);
        if (!x.enough || norm->dropped) continue;
        measured++;
        banded += isfinite(norm->lo);
        inside += isfinite(norm->lo) && x.value >= norm->lo && x.value <= norm->hi;
    }
    size_t docs = one ? one->docs : 0;
    size_t words = one ? one->words : 0;
    if (!measured) {
        table_lead(t,
                   "Too little to measure: %zu docs and %zu words, want %d and %d. No quality has "
                   "a figure.",
                   docs, words, VOICE_DOCS_MIN, VOICE_WORDS_MIN);
        return;
    }
    table_lead(t, "%zu of fifteen qualities have a figure, from %zu docs and %zu words%s.",
               measured, docs, words, banded ? "" : "; there is no band to hold them against");
    if (banded) {
        table_note(t,
                   "%zu of the %zu with a band lie in it: 10th to 90th percentile of the %zu %s.",
                   inside, banded, v->accepted.count,
                   v->decided ? "people picked and pinned" : "first by reach");
    }
}

static void notes(struct table *t, const struct voiced *v)
{
    struct buf names = buf_new(t->a);
    size_t dropped = 0;
    for (int m = 0; m < VOICE_NICHE; m++) {
        if (!v->voices.norm[m].dropped) continue;
        buf_addf(&names, "%s%s (%.2f)", dropped++ ? ", " : "", measure_infos[m].name,
                 v->voices.norm[m].r);
    }
    if (dropped) {
        table_note(t,
                   "Dropped here, as odd and even docs of the same people agree by less than "
                   "%.1f: %s.",
                   VOICE_R_MIN, names.p);
    }
    table_note(t, "M measured, P a hint for a human, H a human's: kith voice judge. There is no "
                  "total. Spelling never compares who writes in their own language with who does "
                  "not.");
}

static enum status put_all(struct request *r, const struct voiced *v, enum quality only,
                           struct table *t, struct err *e)
{
    enum status s = OK;
    size_t hidden = v->one ? QUALITY : 0;
    for (size_t i = 0; i < v->asked.count && !s; i++) {
        struct verdict judged[FACET_COUNT] = {{STR_NONE, STR_NONE, STR_NONE, 0}};
        struct card card;
        const struct voice *one = voice_of(&v->voices, v->asked.id[i]);
        s = card_load(r->st, v->asked.id[i], r->a, &card, e);
        if (!s) s = verdicts_load(r, v->asked.id[i], judged, e);
        for (int q = 0; q < FACET_COUNT && !s; q++) {
            struct cell row[COLUMN_COUNT] = {{.kind = CELL_NONE}};
            if (only == FACET_COUNT ? q >= QUALITY_COUNT : only != (enum quality)q) continue;
            put_quality(r, v, &card, one, (enum quality)q, &judged[q], row);
            struct cell *to = table_row(t);
            for (size_t c = hidden; c < COLUMN_COUNT; c++)
                to[c - hidden] = row[c];
        }
    }
    return s;
}

/* What one person's answer says besides its rows. */
static void about_one(struct request *r, const struct voiced *v, const struct card *card,
                      struct table *t)
{
    const struct voice *one = voice_of(&v->voices, v->asked.id[0]);
    t->title = str_printf(r->a, "How %.*s sounds", STR_ARG(card->name));
    table_fact(t, "id", NULL, cell_text(card->id), 0);
    table_fact(t, "name", NULL, cell_text(card->name), 0);
    table_fact(t, "docs", NULL, cell_int(one ? (int64_t)one->docs : 0), 0);
    table_fact(t, "words", NULL, cell_int(one ? (int64_t)one->words : 0), 0);
    lead(t, v, one);
    note_silence(t, v, one);
}

static enum status read_quality(const struct request *r, enum quality *ret, struct err *e)
{
    struct str name = request_value(r, "quality");
    *ret = FACET_COUNT;
    if (r->word_count > 1) {
        return err_set(e, BAD_USAGE, "want one PERSON or QUERY; put a query in quotes");
    }
    if (!request_has(r, "quality")) return OK;
    *ret = quality_of(name);
    if (*ret != FACET_COUNT) return OK;
    return err_set(e, BAD_USAGE,
                   "--quality '%.*s', want one of the fifteen or the seven: kith help voice",
                   STR_ARG(name));
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct voiced v;
    struct card card;
    enum quality only = FACET_COUNT;
    if (str_is(r->word[0], "judge")) return voice_judge(r, ret, e);
    struct table *odd = table_new(r->a, "voice", columns, COLUMN_COUNT); /* of remarks */
    enum status s = read_quality(r, &only, e);
    if (!s) s = voiced_load(r, r->word[0], odd, &v, e);
    if (!s && request_has(r, "angles")) return voice_angles(r, &v, odd, ret, e);
    if (!s) s = card_load(r->st, v.asked.id[0], r->a, &card, e);
    if (s) return s;
    size_t hidden = v.one ? QUALITY : 0;
    struct table *t = table_new(r->a, "voice", columns + hidden, COLUMN_COUNT - hidden);
    t->notes = odd->notes;
    t->notes_last = odd->notes_last;
    t->title = str_printf(r->a, "How %zu people sound", v.asked.count);
    voiced_facts(r, t, &v);
    if (v.one) about_one(r, &v, &card, t);
    s = put_all(r, &v, only, t, e);
    if (!s && v.one) put_measures(&v, voice_of(&v.voices, v.asked.id[0]), only, t);
    if (!s && only != FACET_COUNT) s = voice_rows(r, &v, only, t, e);
    notes(t, &v);
    *ret = t;
    return s;
}

const struct verb verb_voice = {
    .name = "voice",
    .words = "PERSON|QUERY|judge PERSON QUALITY VERDICT",
    .summary = "how somebody writes, quality by quality, beside the market's voices",
    .details =
        "Fifteen qualities: authentic, relevant, empathetic, generous, responsive, helpful, "
        "original, informal, timely, persistent, inspiring, grammatical, communal, dialectal, "
        "contextual. 'value' with its 95 % interval; p10 and p90 are where the market's voices lie "
        "(who is picked or pinned there, else the first 50 by reach). Fewer than 30 docs or 3,000 "
        "words are too little; docs of more than 500 words (transcripts) count as "
        "one a 100 words for what is counted in words.\n"
        "'r' says how far odd and even docs of the same people agree in a measure; below 0.7 it is "
        "dropped in this market. --quality opens a figure to its docs. --angles: niche, "
        "experience, "
        "timeliness, data, aggregator, futurist, iconoclast, the ways in which an expert can "
        "lead, by what they wrote already. judge keeps what a human "
        "finds: good, mixed, poor, or clear.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_least = 1,
    .words_most = 4,
    .run = run,
};

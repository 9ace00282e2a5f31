/* voice_rows.c - verb: which docs is a figure of a voice made of? */
#include "verb/quoted.h"
#include "verb/voiced.h"

static const struct column columns[] = {
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"measure", "measure", NULL, CELL_TEXT, 0, false},
    {"num", "counts", NULL, CELL_REAL, 2, false},
    {"den", "of", NULL, CELL_REAL, 0, false},
    {"title", NULL, NULL, CELL_TEXT, 0, false},
    {"quote", "says", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"url", "link", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"doc", NULL, NULL, CELL_INT, 0, false},
};

static enum status put_unit(struct request *r, struct table *t, enum voice_measure m,
                            const struct voice_unit *u, struct err *e)
{
    struct quoted q;
    enum status s = quoted_load(r, u->doc, &q, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_time(q.at_s);
    row[1] = cell_text(str_of(measure_infos[m].name));
    if (m == VOICE_DIALECT) {
        row[3] = cell_real(u->den); /* of the commonest words; num is where they stand */
    } else {
        row[2] = cell_real(u->num);
        row[3] = cell_real(u->den);
    }
    row[4] = cell_text(q.title);
    row[5] = cell_text(q.quote.len ? q.quote : q.title);
    row[6] = cell_text(place_shown(r->a, q.source, q.place));
    row[7] = cell_text(q.url);
    row[8] = cell_int(u->doc);
    return OK;
}

enum status voice_rows(struct request *r, const struct voiced *v, enum quality quality,
                       struct table *t, struct err *e)
{
    int64_t most = 20;
    enum status s = request_i64(r, "rows", 0, INT64_MAX, &most, e);
    if (s) return s;
    if (!v->one) return err_set(e, BAD_USAGE, "--quality opens the figures of one person");
    const struct voice *one = voice_of(&v->voices, v->asked.id[0]);
    struct table *rows = table_more(t, "units", columns, sizeof columns / sizeof *columns);
    rows->title =
        str_printf(r->a, "What %s is made of, the newest first", quality_infos[quality].name);
    rows->empty = STR("Nothing.");
    size_t left = 0;
    for (int m = 0; m < VOICE_MEASURE_COUNT && one; m++) {
        const struct voice_units *u = &one->of[m];
        int64_t shown = 0;
        if (!measure_is_of((enum voice_measure)m, quality) || !u->measured) continue;
        for (size_t i = u->count; i-- > 0 && !s;) {
            if (!u->unit[i].doc) continue;
            if (most && shown == most) {
                left++;
                continue;
            }
            shown++;
            s = put_unit(r, rows, (enum voice_measure)m, &u->unit[i], e);
        }
    }
    if (left) table_note(t, "%zu more rows: -n 0 shows all.", left);
    return s;
}

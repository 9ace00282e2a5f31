/* glance.c - listen: how would this file be read, as its first rows tell? */
#include "listen/glance.h"

#include "base/time.h"
#include "listen/csv.h"
#include "listen/look.h"
#include "listen/table_int.h"

#include <string.h>

enum { CELL_BYTES = 120, ROW_BYTES = 600 };

static void add_row(struct glance *g, struct arena *a, uint64_t line, struct str text)
{
    g->rows = arena_more(a, g->rows, g->row_count, sizeof *g->rows);
    g->rows[g->row_count++] =
        (struct glance_row){.line = line, .text = str_copy(a, utf8_head(text, ROW_BYTES))};
}

/* ---- tables ---- */

static void add_cells(struct glance *g, const struct csv_row *row, struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < row->count && i < g->column_count; i++) {
        struct str cell = str_trim(utf8_head(row->cell[i], CELL_BYTES));
        if (!cell.len) continue;
        buf_addf(&b, "%s%.*s: %.*s", b.len ? "; " : "", STR_ARG(g->columns[i].header),
                 STR_ARG(cell));
    }
    add_row(g, a, row->line, buf_str(&b));
}

static void see_columns(const struct columns *c, struct glance *g, struct arena *a)
{
    g->columns = arena_new(a, struct glance_column, c->count);
    g->column_count = c->count;
    for (size_t i = 0; i < c->count; i++) {
        const char *channel = c->channel[i];
        struct str ours = column_ours(c->id[i], c->kind);
        if (c->id[i] == COL_HANDLE && channel) ours = str_of(channel);
        g->columns[i] = (struct glance_column){.header = c->header[i], .ours = ours};
    }
}

static void see_table(const struct glance_options *o, struct reader *in, struct glance *g,
                      struct arena *a)
{
    struct arena own = {0};
    struct csv *csv = NULL;
    struct csv_row row;
    struct err e;
    struct columns *c = arena_new(&own, struct columns, 1);
    enum status s = csv_open(in, '\0', &own, &csv, &e);
    if (!s) s = table_header(csv, o->maps, a, c, &e);
    if (!s) see_columns(c, g, a);
    while (!s && g->row_count < o->rows) {
        s = csv_next(csv, &own, &row, &e);
        if (!s) add_cells(g, &row, a);
        if (s == BAD_INPUT) s = OK; /* that row is told by the import itself */
    }
    arena_free(&own);
}

/* ---- all else ---- */

static void add_part(struct buf *b, struct str text)
{
    text = str_trim(utf8_head(text, CELL_BYTES));
    if (!text.len) return;
    if (b->len) buf_adds(b, "; ");
    buf_add(b, text);
}

static struct str who_text(const struct who *w)
{
    return w->name.len ? w->name : w->handle;
}

static struct str record_text(const struct record *r, struct arena *a)
{
    struct buf b = buf_new(a);
    if (r->kind == RECORD_DOC) {
        if (r->doc.at_s != TIME_NONE) add_part(&b, time_day(a, r->doc.at_s));
        add_part(&b, who_text(&r->doc.author));
        add_part(&b, r->doc.title.len ? r->doc.title : r->doc.text);
    } else if (r->kind == RECORD_PERSON) {
        add_part(&b, r->person.name);
        if (r->person.who_count) add_part(&b, r->person.who[0].handle);
        add_part(&b, r->person.org);
    } else if (r->kind == RECORD_EVIDENCE) {
        if (r->evidence.at_s != TIME_NONE) add_part(&b, time_day(a, r->evidence.at_s));
        add_part(&b, who_text(&r->evidence.from));
        add_part(&b, who_text(&r->evidence.to));
    } else if (r->kind == RECORD_FEED) {
        add_part(&b, who_text(&r->feed.outlet));
        add_part(&b, r->feed.url);
    }
    return buf_str(&b);
}

static void see_records(const struct glance_options *o, struct reader *in, struct glance *g,
                        struct arena *a)
{
    struct arena own = {0};
    struct err e;
    void *state = NULL;
    struct importer_options io = {.path = o->named ? o->named : o->path,
                                  .dates = o->dates,
                                  .maps = o->maps,
                                  .event_at_s = TIME_NONE};
    const struct importer *im = g->importer;
    enum status s = im->open(in, &io, &own, &state, &e);
    bool opened = !s;
    while (!s && g->row_count < o->rows) {
        struct record r = {.kind = RECORD_NOTHING};
        s = im->next(state, &own, &r, &e);
        struct str text = s ? STR_NONE : record_text(&r, &own);
        if (!s && text.len) add_row(g, a, r.line, text);
        if (s == BAD_INPUT) s = OK;
    }
    if (opened && im->close) im->close(state);
    arena_free(&own);
}

void glance_at(const struct glance_options *o, struct arena *a, struct glance *ret)
{
    struct look l = {.path = o->path, .named = o->named};
    struct reader *in = NULL;
    struct err e;
    struct arena own = {0};
    *ret = (struct glance){.sure = 0};
    look_at(&l, o->kind);
    if (!l.status) {
        ret->importer = l.importer;
        ret->archive = l.archive;
        ret->sure = o->kind ? 100 : l.sure;
    }
    bool table = ret->importer && (strcmp(ret->importer->name, "csv") == 0 ||
                                   strcmp(ret->importer->name, "tsv") == 0);
    bool reads = ret->importer && o->rows && !ret->importer->foreign && ret->importer->open;
    if (reads && !reader_open(o->path, &own, &in, &e)) {
        if (table) {
            see_table(o, in, ret, a);
        } else {
            see_records(o, in, ret, a);
        }
    }
    reader_close(in);
    arena_free(&own);
    arena_free(&l.a);
}

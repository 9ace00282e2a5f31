/* graph_file.c - base: how does a small graph look to other programs? */
#include "base/graph_file.h"

#include "base/table_html.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

static const char *const types[] = {
    [CELL_NONE] = "string", [CELL_TEXT] = "string", [CELL_INT] = "long",
    [CELL_REAL] = "double", [CELL_TIME] = "string", [CELL_BOOL] = "boolean"};

/* Escaped, and without the two characters that are in UTF-8 and not in XML: U+FFFE, U+FFFF. */
static void put_text(struct buf *b, struct str s)
{
    for (size_t i = 0, from = 0; i <= s.len; i++) {
        bool none = i + 2 < s.len && memcmp(s.p + i, "\xEF\xBF", 2) == 0 &&
                    (unsigned char)s.p[i + 2] >= 0xBE;
        if (!none && i < s.len) continue;
        html_escape(b, (struct str){s.p + from, i - from});
        from = i + 3;
        i += 2;
    }
}

static bool is_known(struct cell c)
{
    if (c.kind == CELL_REAL) return isfinite(c.real);
    if (c.kind == CELL_TIME) return c.i != TIME_NONE;
    return c.kind != CELL_NONE && !(c.kind == CELL_TEXT && !c.text.len);
}

static void put_value(struct buf *b, struct cell c)
{
    if (c.kind == CELL_TEXT) put_text(b, c.text);
    if (c.kind == CELL_INT) buf_addf(b, "%lld", (long long)c.i);
    if (c.kind == CELL_REAL) json_double(b, c.real);
    if (c.kind == CELL_TIME) buf_add(b, time_iso(b->a, c.i));
    if (c.kind == CELL_BOOL) buf_adds(b, c.yes ? "true" : "false");
}

static int64_t end_of(const struct cell *edge, int which)
{
    return edge[which].kind == CELL_INT ? edge[which].i : 0;
}

/* ---- GraphML ---- */

static void put_keys(const struct table *t, const char *of, size_t from, struct buf *b)
{
    for (size_t c = from; c < t->column_count; c++) {
        const struct column *col = &t->columns[c];
        buf_addf(b, "  <key id=\"%c_%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", of[0],
                 col->name, of, col->name, types[col->kind]);
    }
}

static void put_data(const struct table *t, const struct cell *row, char of, size_t from,
                     struct buf *b)
{
    for (size_t c = from; c < t->column_count; c++) {
        if (!is_known(row[c])) continue;
        buf_addf(b, "<data key=\"%c_%s\">", of, t->columns[c].name);
        put_value(b, row[c]);
        buf_adds(b, "</data>");
    }
}

void graph_graphml(const struct table *t, struct buf *b)
{
    const struct table *edges = t->more;
    buf_adds(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (const struct fact *f = t->facts; f; f = f->next) {
        buf_addf(b, "  <key id=\"g_%s\" for=\"graph\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                 f->name, f->name, types[f->value.kind]);
    }
    put_keys(t, "node", 0, b);
    put_keys(edges, "edge", 2, b);
    buf_addf(b, "  <graph id=\"%s\" edgedefault=\"directed\">\n", t->name);
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (!is_known(f->value)) continue;
        buf_addf(b, "    <data key=\"g_%s\">", f->name);
        put_value(b, f->value);
        buf_adds(b, "</data>\n");
    }
    for (size_t r = 0; r < t->row_count; r++) {
        buf_addf(b, "    <node id=\"n%zu\">", r);
        put_data(t, t->cells + r * t->column_count, 'n', 0, b);
        buf_adds(b, "</node>\n");
    }
    for (size_t r = 0; r < edges->row_count; r++) {
        const struct cell *edge = edges->cells + r * edges->column_count;
        buf_addf(b, "    <edge id=\"e%zu\" source=\"n%lld\" target=\"n%lld\">", r,
                 (long long)end_of(edge, 0), (long long)end_of(edge, 1));
        put_data(edges, edge, 'e', 2, b);
        buf_adds(b, "</edge>\n");
    }
    buf_adds(b, "  </graph>\n</graphml>\n");
}

/* ---- GEXF ---- */

static bool is_column(const struct table *t, size_t c, const char *name)
{
    return strcmp(t->columns[c].name, name) == 0;
}

static void put_attributes(const struct table *t, const char *of, size_t from, struct buf *b)
{
    buf_addf(b, "    <attributes class=\"%s\" mode=\"static\">\n", of);
    for (size_t c = from; c < t->column_count; c++) {
        if (is_column(t, c, "name") || is_column(t, c, "weight")) continue;
        buf_addf(b, "      <attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", t->columns[c].name,
                 t->columns[c].name, types[t->columns[c].kind]);
    }
    buf_adds(b, "    </attributes>\n");
}

/* What the element itself says of a row: a node's name, an edge's weight. */
static void put_own(const struct table *t, const struct cell *row, const char *column,
                    const char *attribute, struct buf *b)
{
    for (size_t c = 0; c < t->column_count; c++) {
        if (!is_column(t, c, column) || !is_known(row[c])) continue;
        buf_addf(b, " %s=\"", attribute);
        put_value(b, row[c]);
        buf_adds(b, "\"");
    }
}

static void put_attvalues(const struct table *t, const struct cell *row, size_t from, struct buf *b)
{
    buf_adds(b, "<attvalues>");
    for (size_t c = from; c < t->column_count; c++) {
        if (is_column(t, c, "name") || is_column(t, c, "weight") || !is_known(row[c])) continue;
        buf_addf(b, "<attvalue for=\"%s\" value=\"", t->columns[c].name);
        put_value(b, row[c]);
        buf_adds(b, "\"/>");
    }
    buf_adds(b, "</attvalues>");
}

static void put_meta(const struct table *t, struct buf *b)
{
    buf_adds(b, "  <meta><creator>kith</creator><description>");
    for (const struct fact *f = t->facts; f; f = f->next) {
        if (!is_known(f->value)) continue;
        buf_addf(b, "%s%s ", f == t->facts ? "" : "; ", f->name);
        put_value(b, f->value);
    }
    buf_adds(b, "</description></meta>\n");
}

void graph_gexf(const struct table *t, struct buf *b)
{
    const struct table *edges = t->more;
    buf_adds(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n");
    put_meta(t, b);
    buf_adds(b, "  <graph defaultedgetype=\"directed\" mode=\"static\">\n");
    put_attributes(t, "node", 0, b);
    buf_adds(b, "    <nodes>\n");
    for (size_t r = 0; r < t->row_count; r++) {
        const struct cell *row = t->cells + r * t->column_count;
        buf_addf(b, "      <node id=\"n%zu\"", r);
        put_own(t, row, "name", "label", b);
        buf_adds(b, ">");
        put_attvalues(t, row, 0, b);
        buf_adds(b, "</node>\n");
    }
    buf_adds(b, "    </nodes>\n    <edges>\n");
    for (size_t r = 0; r < edges->row_count; r++) {
        const struct cell *edge = edges->cells + r * edges->column_count;
        buf_addf(b, "      <edge id=\"e%zu\" source=\"n%lld\" target=\"n%lld\"", r,
                 (long long)end_of(edge, 0), (long long)end_of(edge, 1));
        put_own(edges, edge, "weight", "weight", b);
        buf_adds(b, "/>\n");
    }
    buf_adds(b, "    </edges>\n  </graph>\n</gexf>\n");
}

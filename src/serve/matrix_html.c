/* matrix_html.c - serve: how does "who of ours knows whom" look as a matrix? */
#include "serve/matrix_html.h"

#include <string.h>

enum { COLUMNS_MOST = 40, SOON_DAYS = 30, LATE_DAYS = 90 };

struct matrix {
    const struct table *t;
    size_t people;
    size_t mate_id, mate, team, holds, can, id, name, sign, standing, role, days;
};

static bool find(const struct table *t, const char *name, size_t *ret)
{
    for (*ret = 0; *ret < t->column_count; ++*ret) {
        if (strcmp(t->columns[*ret].name, name) == 0) return true;
    }
    return false;
}

static const struct cell *cell_at(const struct matrix *m, size_t row, size_t column)
{
    return &m->t->cells[row * m->t->column_count + column];
}

static struct str text_at(const struct matrix *m, size_t row, size_t column)
{
    const struct cell *c = cell_at(m, row, column);
    return c->kind == CELL_TEXT ? c->text : STR("");
}

/* False: it is another answer, or has not every person for each of ours. */
static bool read(const struct table *t, struct matrix *m)
{
    *m = (struct matrix){.t = t};
    if (strcmp(t->name, "connect") != 0 || !t->row_count || !find(t, "sign", &m->sign) ||
        !find(t, "teammate_id", &m->mate_id) || !find(t, "teammate", &m->mate) ||
        !find(t, "department", &m->team) || !find(t, "holds", &m->holds) ||
        !find(t, "can", &m->can) || !find(t, "id", &m->id) || !find(t, "name", &m->name) ||
        !find(t, "standing", &m->standing) || !find(t, "role", &m->role) ||
        !find(t, "days", &m->days)) {
        return false;
    }
    struct str first = text_at(m, 0, m->mate_id);
    while (m->people < t->row_count && str_eq(text_at(m, m->people, m->mate_id), first))
        m->people++;
    return t->row_count % m->people == 0;
}

static void put_link(struct buf *b, struct str id, const char *page, struct str text)
{
    bool linked = id.len > 1 && id.p[0] == 'p';
    if (linked) {
        buf_adds(b, "<a href=\"/p/");
        html_escape(b, id);
        buf_addf(b, "%s\">", page);
    }
    buf_adds(b, "<bdi>");
    html_escape(b, text);
    buf_adds(b, "</bdi>");
    if (linked) buf_adds(b, "</a>");
}

/* How long ago, as a shade; the days stand there, too. */
static int shade_of(const struct cell *days)
{
    if (days->kind != CELL_INT) return 0;
    return days->i <= SOON_DAYS ? 3 : days->i <= LATE_DAYS ? 2 : 1;
}

static void put_pair(const struct matrix *m, size_t row, struct buf *b)
{
    const struct cell *days = cell_at(m, row, m->days);
    struct str id = text_at(m, row, m->id);
    struct str role = text_at(m, row, m->role);
    buf_addf(b, "<td class=\"h%d%s\">", shade_of(days), str_is(role, "owner") ? " own" : "");
    bool opens = id.len > 1 && id.p[0] == 'p' && !str_is(text_at(m, row, m->sign), "?");
    if (opens) {
        buf_adds(b, "<a href=\"/p/");
        html_escape(b, id);
        buf_adds(b, "/with/");
        html_escape(b, text_at(m, row, m->mate_id));
        buf_adds(b, "\">");
    }
    buf_adds(b, "<span aria-hidden=\"true\">");
    html_escape(b, text_at(m, row, m->sign));
    buf_adds(b, "</span><span class=\"sr\">");
    html_escape(b, text_at(m, row, m->mate));
    buf_adds(b, " and ");
    html_escape(b, text_at(m, row, m->name));
    buf_adds(b, ": ");
    html_escape(b, text_at(m, row, m->standing));
    buf_adds(b, "</span>");
    if (opens) buf_adds(b, "</a>");
    if (days->kind == CELL_INT) buf_addf(b, " %lld d", (long long)days->i);
    if (role.len) {
        buf_adds(b, "<small>");
        html_escape(b, role);
        buf_adds(b, "</small>");
    }
    buf_adds(b, "</td>");
}

static void put_heads(const struct matrix *m, size_t from, size_t to, struct buf *b)
{
    buf_adds(b, "<thead><tr><th scope=\"col\">teammate</th><th scope=\"col\">holds</th>");
    for (size_t p = from; p < to; p++) {
        buf_adds(b, "<th scope=\"col\">");
        put_link(b, text_at(m, p, m->id), "", text_at(m, p, m->name));
        buf_adds(b, "</th>");
    }
    buf_adds(b, "</tr></thead>\n");
}

static void put_mate(const struct matrix *m, size_t row, size_t from, size_t to, struct buf *b)
{
    const struct cell *holds = cell_at(m, row, m->holds);
    const struct cell *can = cell_at(m, row, m->can);
    buf_adds(b, "<tr><th scope=\"row\">");
    put_link(b, text_at(m, row, m->mate_id), "", text_at(m, row, m->mate));
    buf_adds(b, "</th><td>");
    if (holds->kind == CELL_INT && can->kind == CELL_INT) {
        buf_addf(b, "%lld / %lld%s", (long long)holds->i, (long long)can->i,
                 holds->i >= can->i ? " full" : "");
    }
    buf_adds(b, "</td>");
    for (size_t p = from; p < to; p++)
        put_pair(m, row + p, b);
    buf_adds(b, "</tr>\n");
}

/* One table of at most COLUMNS_MOST people. */
static void put_part(const struct matrix *m, size_t from, size_t to, struct buf *b)
{
    struct str team = STR_NONE;
    buf_addf(
        b,
        "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"Ours and people %zu to "
        "%zu\"><table>\n<caption>Ours by department, people %zu to %zu of %zu by reach</caption>",
        from + 1, to, from + 1, to, m->people);
    put_heads(m, from, to, b);
    buf_adds(b, "<tbody>\n");
    for (size_t row = 0; row < m->t->row_count; row += m->people) {
        struct str now = text_at(m, row, m->team);
        if (!team.p || !str_eq(team, now)) {
            team = now;
            buf_addf(b, "<tr class=\"team\"><th scope=\"rowgroup\" colspan=\"%zu\">",
                     to - from + 2);
            html_escape(b, now.len ? now : STR("no department said"));
            buf_adds(b, "</th></tr>\n");
        }
        put_mate(m, row, from, to, b);
    }
    buf_adds(b, "</tbody></table></div>\n");
}

bool matrix_html(const struct table *t, struct buf *b)
{
    struct matrix m;
    if (!read(t, &m)) return false;
    buf_adds(b, "<div class=\"matrix\">\n");
    for (size_t from = 0; from < m.people; from += COLUMNS_MOST) {
        size_t to = from + COLUMNS_MOST < m.people ? from + COLUMNS_MOST : m.people;
        if (from) buf_addf(b, "<details><summary>People %zu to %zu</summary>\n", from + 1, to);
        put_part(&m, from, to, b);
        if (from) buf_adds(b, "</details>\n");
    }
    buf_adds(b,
             "<p class=\"empty\">● both say so · ○ claimed only · ✕ denied · ◐ they say so, we do "
             "not claim · <b>·</b> seen, not claimed · ? not asked. Days: since they last had to "
             "do with each other; the darker, the fewer.</p>\n</div>\n");
    return true;
}

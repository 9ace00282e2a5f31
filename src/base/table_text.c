/* table_text.c - base: how does an answer look to a person at a terminal? */
#include "base/table.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

enum { GAP = 2, CUT_MIN = 12, INDENT = 2, WRAP_USUAL = 60 /* where there is no terminal */ };

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

struct layout {
    size_t *width;     /* [column_count] columns of the terminal */
    bool *right;       /* [column_count] figures are flush right */
    bool *hidden;      /* [column_count] not in text, or not now */
    struct str *shown; /* [row_count * column_count] */
};

/* A cell on one line: line breaks and controls of foreign text become blanks. */
static struct str one_line(struct arena *a, struct str s)
{
    char *p = arena_copy(a, s.p, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f) p[i] = ' ';
    }
    return (struct str){p, s.len};
}

static struct str shown_cell(struct arena *a, struct cell c, int digits)
{
    switch (c.kind) {
    case CELL_TEXT:
        return one_line(a, c.text);
    case CELL_INT:
        return str_printf(a, "%lld", (long long)c.i);
    case CELL_REAL:
        return isfinite(c.real) ? str_printf(a, "%.*f", digits, c.real) : STR("");
    case CELL_TIME:
        return c.i == TIME_NONE ? STR("") : time_day(a, c.i);
    case CELL_BOOL:
        return c.yes ? STR("yes") : STR("no");
    case CELL_NONE:
        break;
    }
    return STR("");
}

static struct layout measure(const struct table *t, struct arena *a)
{
    struct layout l = {
        .width = arena_new(a, size_t, t->column_count),
        .right = arena_new(a, bool, t->column_count),
        .hidden = arena_new(a, bool, t->column_count),
        .shown = arena_new(a, struct str, t->row_count * t->column_count),
    };
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *col = &t->columns[c];
        l.hidden[c] = !col->title;
        if (!col->title) continue;
        l.width[c] = utf8_width(str_of(col->title));
        l.right[c] = col->kind == CELL_INT || col->kind == CELL_REAL;
        size_t widest = 0;
        for (size_t r = 0; r < t->row_count; r++) {
            size_t i = r * t->column_count + c;
            l.shown[i] = shown_cell(a, t->cells[i], col->digits);
            size_t w = utf8_width(l.shown[i]);
            if (w > widest) widest = w;
        }
        if (widest > l.width[c]) l.width[c] = widest;
        if (!widest && col->gives != COLUMN_KEEPS) l.hidden[c] = true; /* nothing is known of it */
    }
    return l;
}

static bool is_cut(const struct column *c)
{
    return c->gives == COLUMN_CUT || c->gives == COLUMN_WRAPS;
}

/* What the line takes at least when every column that may be cut is cut as far as it goes. */
static size_t least_width(const struct table *t, const struct layout *l)
{
    size_t whole = INDENT;
    for (size_t c = 0; c < t->column_count; c++) {
        if (l->hidden[c]) continue;
        bool cut = is_cut(&t->columns[c]) && l->width[c] > CUT_MIN;
        whole += (cut ? CUT_MIN : l->width[c]) + GAP;
    }
    return whole - GAP;
}

/* The widest column that may still be cut; column_count when there is none. */
static size_t widest_cut(const struct table *t, const struct layout *l)
{
    size_t best = t->column_count;
    size_t widest = CUT_MIN;
    for (size_t c = 0; c < t->column_count; c++) {
        if (l->hidden[c] || !is_cut(&t->columns[c]) || l->width[c] <= widest) continue;
        widest = l->width[c];
        best = c;
    }
    return best;
}

/* Columns go and are cut until the line fits the terminal; gone: what went. */
static void fit(const struct table *t, struct layout *l, size_t width, struct buf *gone)
{
    for (size_t c = 0; c < t->column_count && !width; c++) {
        bool wide = t->columns[c].gives == COLUMN_WRAPS && l->width[c] > WRAP_USUAL;
        if (wide) l->width[c] = WRAP_USUAL;
    }
    if (!width) return;
    for (size_t c = t->column_count; c-- > 0 && least_width(t, l) > width;) {
        if (l->hidden[c] || t->columns[c].gives != COLUMN_GOES) continue;
        l->hidden[c] = true;
        buf_addf(gone, "%s%s", gone->len ? ", " : "", t->columns[c].title);
    }
    size_t whole = INDENT;
    for (size_t c = 0; c < t->column_count; c++) {
        if (!l->hidden[c]) whole += l->width[c] + GAP;
    }
    for (whole -= GAP; whole > width; whole--) {
        size_t c = widest_cut(t, l);
        if (c == t->column_count) return;
        l->width[c]--;
    }
}

static void pad(struct buf *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_addc(line, ' ');
}

static void put_cell(struct buf *line, struct str s, size_t width, bool right)
{
    size_t w = utf8_width(s);
    if (w > width) {
        s = utf8_fit(s, width > 1 ? width - 1 : 0);
        buf_add(line, s);
        buf_adds(line, "…");
        w = utf8_width(s) + 1;
        pad(line, w < width ? width - w : 0);
        return;
    }
    if (right) pad(line, width - w);
    buf_add(line, s);
    if (!right && width != SIZE_MAX) pad(line, width - w);
}

/* Ends a line without blanks behind it. */
static void put_line(FILE *out, struct buf *line, const char *before, const char *behind)
{
    while (line->len && line->p[line->len - 1] == ' ')
        line->len--;
    (void)fprintf(out, "%s%.*s%s\n", before, (int)line->len, line->p ? line->p : "", behind);
    line->len = 0;
}

/* Breaks a sentence at blanks, so that notes read well in any terminal. */
static void put_wrapped(FILE *out, struct str text, const char *first, size_t width)
{
    size_t room = (width ? width : 100) - INDENT;
    (void)fputs(first, out);
    size_t used = 0;
    struct str word;
    while (str_cut(&text, ' ', &word)) {
        size_t w = utf8_width(word);
        if (used && used + 1 + w > room) {
            (void)fprintf(out, "\n%*s", INDENT, "");
            used = 0;
        } else if (used) {
            (void)fputc(' ', out);
            used++;
        }
        (void)fprintf(out, "%.*s", STR_ARG(word));
        used += w;
    }
    (void)fputc('\n', out);
}

/* Takes a line of it, broken at a blank where there is one. */
static struct str take_line(struct str *rest, size_t width)
{
    struct str line = utf8_fit(*rest, width);
    if (line.len < rest->len && rest->p[line.len] != ' ') {
        size_t blank = line.len;
        while (blank > 0 && line.p[blank - 1] != ' ')
            blank--;
        if (blank) line.len = blank;
    }
    if (!line.len) line = *rest; /* narrower than one character */
    *rest = str_trim(str_skip(*rest, line.len));
    return str_trim(line);
}

/* One row, over as many lines as those of its columns that wrap take. */
static void put_row(const struct table *t, const struct layout *l, size_t r, struct buf *line,
                    FILE *out)
{
    struct str *cell = l->shown + r * t->column_count;
    for (bool again = true, below = false; again; below = true) {
        bool first = true;
        again = false;
        for (size_t c = 0; c < t->column_count; c++) {
            bool wraps = t->columns[c].gives == COLUMN_WRAPS;
            if (l->hidden[c]) continue;
            struct str now = below ? STR("") : cell[c];
            if (wraps && cell[c].len) now = take_line(&cell[c], l->width[c]);
            again |= wraps && cell[c].len > 0;
            pad(line, first ? INDENT : GAP);
            put_cell(line, now, l->width[c], l->right[c]);
            first = false;
        }
        put_line(out, line, "", "");
    }
}

static void put_rows(const struct table *t, struct text_style style, FILE *out, struct arena *a)
{
    struct layout l = measure(t, a);
    struct buf gone = buf_new(a);
    fit(t, &l, style.width, &gone);
    struct buf line = buf_new(a);
    bool first = true;
    for (size_t c = 0; c < t->column_count; c++) {
        if (l.hidden[c]) continue;
        pad(&line, first ? INDENT : GAP);
        put_cell(&line, str_of(t->columns[c].title), l.width[c], l.right[c]);
        first = false;
    }
    put_line(out, &line, style.colour ? DIM : "", style.colour ? PLAIN : "");
    for (size_t r = 0; r < t->row_count; r++)
        put_row(t, &l, r, &line, out);
    if (gone.len) {
        buf_addf(&gone, ": in a wider terminal, or with --csv");
        put_wrapped(out, buf_str(&gone), "  Also ", style.width);
    }
}

static void put_facts(const struct table *t, FILE *out, struct arena *a, size_t width)
{
    size_t widest = 0;
    for (const struct fact *f = t->facts; f; f = f->next) {
        size_t w = f->label ? utf8_width(str_of(f->label)) : 0;
        if (w > widest) widest = w;
    }
    struct buf line = buf_new(a);
    for (const struct fact *f = t->facts; f; f = f->next) {
        struct str value = shown_cell(a, f->value, f->digits);
        if (!f->label || !value.len) continue;
        pad(&line, INDENT);
        put_cell(&line, str_of(f->label), widest, false);
        pad(&line, GAP);
        size_t used = INDENT + widest + GAP;
        put_cell(&line, value, width > used ? width - used : SIZE_MAX, false);
        put_line(out, &line, "", "");
    }
}

static void put_table(const struct table *t, struct text_style style, FILE *out, struct arena *a)
{
    if (t->title.len) {
        (void)fprintf(out, "%s%.*s%s\n", style.colour ? BOLD : "", STR_ARG(one_line(a, t->title)),
                      style.colour ? PLAIN : "");
    }
    if (t->lead.len) put_wrapped(out, one_line(a, t->lead), "", style.width);
    put_facts(t, out, a, style.width);
    bool shown = false;
    for (size_t c = 0; c < t->column_count; c++)
        shown = shown || t->columns[c].title;
    if (shown && t->row_count) {
        put_rows(t, style, out, a);
    } else if (t->empty.len) {
        put_wrapped(out, t->empty, "  ", style.width);
    }
}

/* Rows of columns without heads are for programs alone. */
static bool says_anything(const struct table *t)
{
    bool headed = false;
    for (size_t c = 0; c < t->column_count; c++)
        headed = headed || t->columns[c].title;
    return t->title.len || t->lead.len || t->empty.len || (t->row_count && headed);
}

enum status table_write_text(const struct table *t, struct text_style style, FILE *out)
{
    struct arena a = {0};
    put_table(t, style, out, &a);
    for (const struct table *more = t->more; more; more = more->more) {
        if (!says_anything(more)) continue;
        (void)fputc('\n', out);
        put_table(more, style, out, &a);
    }
    if (t->notes) (void)fputc('\n', out);
    for (const struct note *n = t->notes; n; n = n->next) {
        put_wrapped(out, one_line(&a, n->text), "· ", style.width);
    }
    arena_free(&a);
    return ferror(out) || fflush(out) ? IO_FAILED : OK;
}

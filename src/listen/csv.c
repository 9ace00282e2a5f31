/* csv.c - listen: which cells stand in this record of a delimited text? */
#include "listen/csv.h"

#include "base/limits.h"

#include <string.h>

enum { FIND_BYTES = 1 << 16, FIND_RECORDS = 20 };

struct span { /* one cell, relative to the start of its record */
    size_t from, len;
    bool quoted;
    bool doubled; /* holds "" for " */
};

struct csv {
    struct text_in text;
    char delimiter;
    char line_end;   /* LF, or CR in files that have no LF */
    bool stops[256]; /* what ends a plain cell */
    uint64_t line;   /* of the record that comes next */
    uint64_t again;  /* bytes that were read a second time behind open quotes */
    uint64_t again_max;
    uint64_t mended;
    size_t count; /* cells of the record at hand */
    bool quoted;  /* one of them is */
    struct span span[COLUMNS_MAX];
    struct str cell[COLUMNS_MAX];
};

enum ending {
    CELL_MORE, /* a delimiter: another cell follows */
    CELL_LAST, /* the record ends */
    CELL_OPEN, /* its quote is not closed, or closed in the midst of text lines further on */
    CELL_LONG, /* past RECORD_BYTES_MAX */
    CELL_FAILED
};

static const char *record_of(const struct csv *c)
{
    return c->text.window + c->text.begin;
}

static size_t waiting(const struct csv *c)
{
    return c->text.end - c->text.begin;
}

/* Is byte `at` of the record in the window? False at the end of the file, or on failure. */
static bool have(struct csv *c, size_t at, enum status *s, struct err *e)
{
    while (at >= waiting(c)) {
        *s = text_in_more(&c->text, e);
        if (*s) return false;
    }
    return true;
}

/* A plain cell from `at`: ends at a delimiter, a line end or the end of the file. */
static enum ending plain_cell(struct csv *c, size_t at, struct span *ret, size_t *ret_behind,
                              struct err *e)
{
    size_t from = at;
    enum status s = OK;
    for (;;) {
        const unsigned char *p = (const unsigned char *)record_of(c);
        size_t end = waiting(c);
        while (at < end && !c->stops[p[at]])
            at++;
        if (at < end) break;
        if (at > RECORD_BYTES_MAX) return CELL_LONG;
        if (!have(c, at, &s, e)) break;
    }
    if (s && s != DONE) return CELL_FAILED;
    *ret = (struct span){.from = from, .len = at - from};
    *ret_behind = at < waiting(c) ? at + 1 : at;
    if (at < waiting(c) && record_of(c)[at] == c->delimiter) return CELL_MORE;
    const char *p = record_of(c);
    while (ret->len && p[from + ret->len - 1] == '\r')
        ret->len--; /* CR LF and CR CR LF */
    return CELL_LAST;
}

/* From the opening quote at `at` to its closing one. */
static enum ending find_close(struct csv *c, size_t at, struct span *ret, struct err *e)
{
    size_t from = at + 1;
    enum status s = OK;
    *ret = (struct span){.from = from, .quoted = true};
    for (at = from;;) {
        const char *p = record_of(c);
        const char *quote = at < waiting(c) ? memchr(p + at, '"', waiting(c) - at) : NULL;
        at = quote ? (size_t)(quote - p) : waiting(c);
        if (at > RECORD_BYTES_MAX) return CELL_OPEN;
        if (!quote) {
            if (have(c, at, &s, e)) continue;
            return s == DONE ? CELL_OPEN : CELL_FAILED;
        }
        if (!have(c, at + 1, &s, e) || record_of(c)[at + 1] != '"') break;
        ret->doubled = true;
        at += 2;
    }
    if (s && s != DONE) return CELL_FAILED;
    ret->len = at - from;
    return CELL_MORE;
}

/* A cell in quotes. What stands between the closing quote and the delimiter belongs to the cell
 * when it is on one line ("Big" Jim); behind a line break it tells of a quote left open. */
static enum ending quoted_cell(struct csv *c, size_t at, struct span *ret, size_t *ret_behind,
                               struct err *e)
{
    struct span rest;
    enum ending ending = find_close(c, at, ret, e);
    if (ending != CELL_MORE) return ending;
    c->quoted = true;
    ending = plain_cell(c, ret->from + ret->len + 1, &rest, ret_behind, e);
    if (ending != CELL_MORE && ending != CELL_LAST) return ending;
    const char *p = record_of(c);
    if (str_trim((struct str){p + rest.from, rest.len}).len == 0) return ending;
    if (memchr(p + ret->from, c->line_end, ret->len)) return CELL_OPEN;
    ret->len += 1 + rest.len; /* the closing quote stays; it is taken out with the doubled ones */
    ret->doubled = true;
    return ending;
}

static enum ending one_cell(struct csv *c, size_t at, struct span *ret, size_t *ret_behind,
                            struct err *e)
{
    enum status s = OK;
    size_t start = at;
    while (have(c, start, &s, e) && record_of(c)[start] == ' ' && start - at < 64)
        start++;
    if (s && s != DONE) return CELL_FAILED;
    bool quote = !s && record_of(c)[start] == '"';
    return quote ? quoted_cell(c, start, ret, ret_behind, e)
                 : plain_cell(c, at, ret, ret_behind, e);
}

static void pass_over(struct csv *c, size_t bytes)
{
    const char *p = record_of(c);
    const char *end = p + bytes;
    while (p < end && (p = memchr(p, c->line_end, (size_t)(end - p)))) {
        c->line++;
        p++;
    }
    c->text.begin += bytes;
}

/* Behind the next line end at or after byte `at` of the record, window by window. */
static enum status pass_line(struct csv *c, size_t at, struct err *e)
{
    for (;;) {
        const char *p = record_of(c);
        const char *found = at < waiting(c) ? memchr(p + at, c->line_end, waiting(c) - at) : NULL;
        if (found) {
            pass_over(c, (size_t)(found - p) + 1);
            return OK;
        }
        pass_over(c, waiting(c));
        at = 0;
        enum status s = text_in_more(&c->text, e);
        if (s) return s == DONE ? OK : s;
    }
}

/* One bad record. Behind an open quote the lines that it swallowed are read again, unless so much
 * was read twice already that a made-up file could keep us busy. */
static enum status bad_record(struct csv *c, enum ending ending, struct err *e)
{
    uint64_t line = c->line;
    size_t behind = RECORD_BYTES_MAX; /* no line ends before: the record has no quotes */
    if (ending == CELL_OPEN || c->quoted) {
        c->again += waiting(c);
        behind = c->again > c->again_max ? waiting(c) : 0;
    }
    enum status s = pass_line(c, behind, e);
    if (s) return s;
    if (ending == CELL_OPEN) {
        return err_set(
            e, BAD_INPUT,
            "%llu: a quote is opened and not closed; close it, or write \"\" for a quote in a cell",
            (unsigned long long)line);
    }
    return err_set(e, BAD_INPUT, "%llu: longer than %d bytes; split it", (unsigned long long)line,
                   RECORD_BYTES_MAX);
}

/* Takes the second of two quotes out, and a single one behind which the cell went on. */
static size_t undouble(char *p, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (p[i] == '"' && (i + 1 == len || p[i + 1] != '"')) {
            memmove(p + n, p + i + 1, len - i - 1); /* behind the close all is as written */
            return n + len - i - 1;
        }
        p[n++] = p[i];
        if (p[i] == '"') i++;
    }
    return n;
}

static enum status finish_record(struct csv *c, struct arena *a, size_t bytes, struct csv_row *ret,
                                 struct err *e)
{
    char *p = c->text.window + c->text.begin;
    uint64_t line = c->line;
    size_t stored = c->count < COLUMNS_MAX ? c->count : COLUMNS_MAX;
    struct str whole = {p, bytes};
    bool bad = memchr(p, '\0', bytes) || !utf8_valid(whole);
    if (c->quoted) {
        pass_over(c, bytes);
    } else {
        c->line++;
        c->text.begin += bytes;
    }
    c->mended += bad;
    for (size_t i = 0; i < stored; i++) {
        const struct span *span = &c->span[i];
        if (span->len > FIELD_BYTES_MAX) {
            return err_set(e, BAD_INPUT, "%llu: a cell of %zu bytes, the most is %d; shorten it",
                           (unsigned long long)line, span->len, FIELD_BYTES_MAX);
        }
        size_t len = span->doubled ? undouble(p + span->from, span->len) : span->len;
        c->cell[i] = (struct str){p + span->from, len};
        if (bad) c->cell[i] = utf8_mend(a, c->cell[i]);
    }
    *ret = (struct csv_row){.cell = c->cell, .count = c->count, .line = line};
    return OK;
}

static bool is_blank(const struct csv *c)
{
    const struct span *only = &c->span[0];
    return c->count == 1 && !only->quoted &&
           str_trim((struct str){record_of(c) + only->from, only->len}).len == 0;
}

enum status csv_next(struct csv *c, struct arena *a, struct csv_row *ret, struct err *e)
{
    enum status s = OK;
    text_in_taken(&c->text);
    while (have(c, 0, &s, e)) {
        size_t at = 0;
        enum ending ending = CELL_MORE;
        c->count = 0;
        c->quoted = false;
        while (ending == CELL_MORE) {
            struct span *span = &c->span[c->count < COLUMNS_MAX ? c->count : COLUMNS_MAX - 1];
            ending = one_cell(c, at, span, &at, e);
            c->count++;
            if (ending == CELL_MORE && at > RECORD_BYTES_MAX) ending = CELL_LONG;
        }
        if (ending == CELL_FAILED) return IO_FAILED;
        if (ending != CELL_LAST) return bad_record(c, ending, e);
        if (!is_blank(c)) return finish_record(c, a, at, ret, e);
        pass_over(c, at);
    }
    return s;
}

/* ---- what kind of text is it? ---- */

static void set_delimiter(struct csv *c, char delimiter)
{
    memset(c->stops, 0, sizeof c->stops);
    c->delimiter = delimiter;
    c->stops[(unsigned char)delimiter] = true;
    c->stops[(unsigned char)c->line_end] = true;
}

/* Cells of each of the first records that are not blank; returns how many these are. */
static size_t cell_counts(struct str head, char delimiter, char line_end,
                          size_t counts[FIND_RECORDS])
{
    size_t records = 0;
    size_t cells = 1;
    bool quoted = false;
    bool empty = true;
    for (size_t i = 0; i < head.len && records < FIND_RECORDS; i++) {
        char ch = head.p[i];
        if (ch == '"') quoted = !quoted;
        if (ch == line_end && !quoted) {
            if (!empty) counts[records++] = cells;
            cells = 1;
            empty = true;
            continue;
        }
        if (ch == delimiter && !quoted) cells++;
        if (ch != '\r' && ch != ' ') empty = false;
    }
    if (!empty && records < FIND_RECORDS) counts[records++] = cells;
    return records;
}

/* How well does this delimiter cut the first records? Those that agree on the commonest number of
 * cells (above one), then that number. */
static size_t fit_of(struct str head, char delimiter, char line_end)
{
    size_t counts[FIND_RECORDS];
    size_t records = cell_counts(head, delimiter, line_end, counts);
    size_t best = 0;
    for (size_t i = 0; i < records; i++) {
        size_t same = 0;
        for (size_t j = 0; j < records; j++)
            same += counts[j] == counts[i];
        size_t columns = counts[i] < 1000 ? counts[i] : 999;
        size_t fit = counts[i] > 1 ? same * 1000 + columns : 0;
        if (fit > best) best = fit;
    }
    return best;
}

static char find_delimiter(struct str head, char line_end)
{
    static const char candidates[] = {',', '\t', ';', '|'};
    char best = ',';
    size_t best_fit = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t fit = fit_of(head, candidates[i], line_end);
        if (fit > best_fit) {
            best = candidates[i];
            best_fit = fit;
        }
    }
    return best;
}

/* "sep=;" is how Excel is told; the line is no record. */
static bool take_sep_line(struct csv *c, struct str head)
{
    struct str line = str_trim(str_head(head, str_find(head, c->line_end)));
    if (line.len != 5 || !str_starts_nocase(line, "sep=")) return false;
    set_delimiter(c, line.p[4]);
    pass_over(c,
              str_find(head, c->line_end) < head.len ? str_find(head, c->line_end) + 1 : head.len);
    return true;
}

enum status csv_open(struct reader *in, char delimiter, struct arena *a, struct csv **ret,
                     struct err *e)
{
    struct csv *c = arena_new(a, struct csv, 1);
    enum status s = text_in_open(in, a, &c->text, e);
    while (!s && waiting(c) < FIND_BYTES)
        s = text_in_more(&c->text, e);
    if (s && s != DONE) return s;
    struct str head = {c->text.window ? record_of(c) : "", waiting(c)};
    bool has_lf = str_find(head, '\n') < head.len;
    c->line_end = '\n';
    if (!has_lf && str_find(head, '\r') < head.len) c->line_end = '\r';
    c->line = 1;
    c->again_max = reader_size(in) + 4 * (uint64_t)RECORD_BYTES_MAX;
    set_delimiter(c, (char)(delimiter ? delimiter : find_delimiter(head, c->line_end)));
    if (head.len && !delimiter) (void)take_sep_line(c, head);
    *ret = c;
    return OK;
}

char csv_delimiter(const struct csv *c)
{
    return c->delimiter;
}

const char *csv_encoding(const struct csv *c)
{
    return text_in_encoding(&c->text);
}

uint64_t csv_mended(const struct csv *c)
{
    return c->mended;
}

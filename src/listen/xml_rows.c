/* xml_rows.c - listen: which rows stand in this XML table? */
#include "listen/xml_rows.h"

#include "base/limits.h"

#include <string.h>

enum { ROW_TAG = 4 }; /* bytes of "<row" */

static const char *waiting_text(const struct xml_rows *r)
{
    return r->text.window + r->text.begin;
}

static size_t waiting(const struct xml_rows *r)
{
    return r->text.end - r->text.begin;
}

static bool have(struct xml_rows *r, size_t at, enum status *s, struct err *e)
{
    while (at >= waiting(r)) {
        *s = text_in_more(&r->text, e);
        if (*s) return false;
    }
    return true;
}

static void pass_over(struct xml_rows *r, size_t bytes)
{
    const char *p = waiting_text(r);
    const char *end = p + bytes;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        r->line++;
        p++;
    }
    r->text.begin += bytes;
}

enum status xml_rows_open(struct reader *in, struct arena *a, struct xml_rows *ret, struct err *e)
{
    *ret = (struct xml_rows){.line = 1};
    return text_in_open(in, a, &ret->text, e);
}

void xml_rows_close(struct xml_rows *r)
{
    text_in_close(&r->text);
}

/* ---- between the rows ---- */

/* Behind the next `mark` at or behind what waits, window by window. */
static enum status pass_mark(struct xml_rows *r, const char *mark, struct err *e)
{
    size_t len = strlen(mark);
    enum status s = OK;
    while (have(r, len - 1, &s, e)) {
        const char *p = waiting_text(r);
        const char *found = memmem(p, waiting(r), mark, len);
        if (found) {
            pass_over(r, (size_t)(found - p) + len);
            return OK;
        }
        pass_over(r, waiting(r) - (len - 1));
    }
    if (s == DONE) pass_over(r, waiting(r));
    return s;
}

static bool starts(struct xml_rows *r, const char *what, enum status *s, struct err *e)
{
    size_t len = strlen(what);
    return have(r, len - 1, s, e) && memcmp(waiting_text(r), what, len) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_name_end(char c)
{
    return is_blank(c) || c == '>' || c == '/' || c == '=' || c == '<' || c == '"' || c == '\'';
}

static void take_root(struct xml_rows *r)
{
    const char *p = waiting_text(r) + 1;
    size_t n = 0;
    while (n + 1 < waiting(r) && n + 1 < sizeof r->root && !is_name_end(p[n])) {
        r->root[n] = ascii_lower(p[n]);
        n++;
    }
    r->root[n] = '\0';
}

/* What begins with "<" and is no row. */
static enum status pass_other(struct xml_rows *r, struct err *e)
{
    enum status s = OK;
    if (starts(r, "<!--", &s, e)) return pass_mark(r, "-->", e);
    if (starts(r, "<![CDATA[", &s, e)) return pass_mark(r, "]]>", e);
    if (starts(r, "<!", &s, e)) {
        unsigned long long line = r->line;
        pass_over(r, waiting(r));
        r->text.ended = true;
        return err_set(e, BAD_INPUT,
                       "%llu: a DOCTYPE, which no dump has and which could declare anything; take "
                       "it out",
                       line);
    }
    if (s == IO_FAILED) return s;
    s = OK;
    if (!r->root[0] && have(r, 1, &s, e) && ascii_is_letter(waiting_text(r)[1])) {
        (void)have(r, sizeof r->root, &s, e);
        take_root(r);
    }
    pass_over(r, 1);
    return s == DONE ? OK : s;
}

/* OK when what waits begins with a row's start. */
static enum status find_row(struct xml_rows *r, struct err *e)
{
    enum status s = OK;
    while (have(r, 0, &s, e)) {
        const char *p = waiting_text(r);
        const char *found = memchr(p, '<', waiting(r));
        pass_over(r, found ? (size_t)(found - p) : waiting(r));
        if (!found) continue;
        bool row = have(r, ROW_TAG, &s, e) && memcmp(waiting_text(r), "<row", ROW_TAG) == 0 &&
                   is_name_end(waiting_text(r)[ROW_TAG]);
        if (row) return OK;
        if (s && s != DONE) return s;
        s = pass_other(r, e);
        if (s) return s;
    }
    return s;
}

/* ---- one row ---- */

enum ending { ROW_GOOD, ROW_BROKEN, ROW_CUT, ROW_LONG, ROW_FAILED };

/* Places in the row, for the window may move. */
struct span {
    size_t name, name_len, value, value_len;
};

static enum ending ended(enum status s)
{
    return s == DONE ? ROW_CUT : ROW_FAILED;
}

static enum ending pass_blanks(struct xml_rows *r, size_t *at, struct err *e)
{
    enum status s = OK;
    while (have(r, *at, &s, e)) {
        if (!is_blank(waiting_text(r)[*at])) return ROW_GOOD;
        (*at)++;
        if (*at > RECORD_BYTES_MAX) return ROW_LONG;
    }
    return ended(s);
}

/* From behind the opening quote to the closing one. */
static enum ending find_quote(struct xml_rows *r, char quote, size_t *at, struct err *e)
{
    enum status s = OK;
    while (have(r, *at, &s, e)) {
        const char *p = waiting_text(r);
        const char *found = memchr(p + *at, quote, waiting(r) - *at);
        *at = found ? (size_t)(found - p) : waiting(r);
        if (*at > RECORD_BYTES_MAX) return ROW_LONG;
        if (found) return ROW_GOOD;
    }
    return ended(s);
}

/* name="value" from *at, which is no blank. */
static enum ending read_cell(struct xml_rows *r, size_t *at, struct span *ret, struct err *e)
{
    enum status s = OK;
    ret->name = *at;
    while (have(r, *at, &s, e) && !is_name_end(waiting_text(r)[*at])) {
        if (++*at - ret->name > NAME_BYTES_MAX) return ROW_BROKEN;
    }
    ret->name_len = *at - ret->name;
    if (s) return ended(s);
    enum ending ending = pass_blanks(r, at, e);
    if (ending) return ending;
    if (!ret->name_len || waiting_text(r)[*at] != '=') return ROW_BROKEN;
    (*at)++;
    ending = pass_blanks(r, at, e);
    if (ending) return ending;
    char quote = waiting_text(r)[*at];
    if (quote != '"' && quote != '\'') return ROW_BROKEN;
    ret->value = ++*at;
    ending = find_quote(r, quote, at, e);
    ret->value_len = *at - ret->value;
    (*at)++;
    return ending;
}

/* "/>" or ">" at *at; false when there is neither. */
static bool row_ends(struct xml_rows *r, size_t *at, struct err *e)
{
    enum status s = OK;
    if (waiting_text(r)[*at] == '>') {
        (*at)++;
        return true;
    }
    if (waiting_text(r)[*at] != '/' || !have(r, *at + 1, &s, e)) return false;
    if (waiting_text(r)[*at + 1] != '>') return false;
    *at += 2;
    return true;
}

static enum ending read_cells(struct xml_rows *r, struct span span[XML_CELLS_MAX],
                              size_t *ret_count, size_t *at, struct err *e)
{
    *ret_count = 0;
    for (;;) {
        enum ending ending = pass_blanks(r, at, e);
        if (ending) return ending;
        if (row_ends(r, at, e)) return ROW_GOOD;
        if (*ret_count == XML_CELLS_MAX) return ROW_BROKEN;
        ending = read_cell(r, at, &span[*ret_count], e);
        if (ending) return ending;
        ++*ret_count;
    }
}

static enum status refuse_row(struct xml_rows *r, enum ending ending, size_t at, struct err *e)
{
    unsigned long long line = r->line;
    if (ending == ROW_FAILED) return IO_FAILED;
    /* Rows that a lost quote swallowed are read again from the next "<row" on. */
    pass_over(r, ending == ROW_LONG && at < waiting(r) ? at : ROW_TAG);
    if (ending == ROW_CUT) {
        return err_set(e, BAD_INPUT, "%llu: the file ends within a row; fetch it again", line);
    }
    if (ending == ROW_LONG) {
        return err_set(e, BAD_INPUT, "%llu: a row longer than %d bytes; split it", line,
                       RECORD_BYTES_MAX);
    }
    return err_set(e, BAD_INPUT,
                   "%llu: broken XML in a row; want <row Name=\"value\" … />, as it was dumped",
                   line);
}

enum status xml_rows_next(struct xml_rows *r, struct xml_row *ret, struct err *e)
{
    struct span span[XML_CELLS_MAX];
    size_t at = ROW_TAG;
    text_in_taken(&r->text);
    enum status s = find_row(r, e);
    if (s) return s;
    enum ending ending = read_cells(r, span, &ret->count, &at, e);
    if (ending) return refuse_row(r, ending, at, e);
    const char *p = waiting_text(r);
    ret->line = r->line;
    for (size_t i = 0; i < ret->count; i++) {
        ret->cell[i].name = (struct str){p + span[i].name, span[i].name_len};
        ret->cell[i].raw = (struct str){p + span[i].value, span[i].value_len};
    }
    pass_over(r, at);
    return OK;
}

/* ---- cells ---- */

struct str xml_raw(const struct xml_row *row, const char *name)
{
    for (size_t i = 0; i < row->count; i++) {
        if (str_is_nocase(row->cell[i].name, name)) return row->cell[i].raw;
    }
    return STR_NONE;
}

/* "&#233;" or "&#xE9;" at the start of s: its bytes, 0 when it is none of a character. */
static size_t numbered(struct str s, uint32_t *ret)
{
    bool hex = s.len > 2 && s.p[2] == 'x';
    uint32_t code = 0;
    size_t i = hex ? 3 : 2;
    for (; i < s.len && i < 12 && s.p[i] != ';'; i++) {
        char c = ascii_lower(s.p[i]);
        bool digit = ascii_is_digit(c);
        if (!digit && !(hex && c >= 'a' && c <= 'f')) return 0;
        code = code * (hex ? 16 : 10) + (uint32_t)(digit ? c - '0' : c - 'a' + 10);
        if (code > 0x10FFFF) return 0;
    }
    if (i >= s.len || s.p[i] != ';' || !code || (code >= 0xD800 && code < 0xE000)) return 0;
    *ret = code;
    return i + 1;
}

/* s begins with "&"; bytes of the entity, and its character in *ret; 0 when it is none. */
static size_t entity(struct str s, uint32_t *ret)
{
    static const struct {
        const char *name;
        size_t len;
        char is;
    } named[] = {{"&lt;", 4, '<'},
                 {"&gt;", 4, '>'},
                 {"&quot;", 6, '"'},
                 {"&amp;", 5, '&'},
                 {"&apos;", 6, '\''}};
    if (s.len > 1 && s.p[1] == '#') return numbered(s, ret);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (s.len < named[i].len || memcmp(s.p, named[i].name, named[i].len) != 0) continue;
        *ret = (unsigned char)named[i].is;
        return named[i].len;
    }
    return 0;
}

struct str xml_text(const struct xml_row *row, const char *name, struct arena *a)
{
    struct str raw = xml_raw(row, name);
    if (!raw.len) return STR("");
    if (!memchr(raw.p, '&', raw.len)) return str_copy(a, utf8_mend(a, raw));
    char *out = arena_bytes(a, raw.len + 1); /* no entity is shorter than its character */
    size_t n = 0;
    for (size_t i = 0; i < raw.len;) {
        const char *amp = memchr(raw.p + i, '&', raw.len - i);
        size_t plain = amp ? (size_t)(amp - raw.p) - i : raw.len - i;
        memcpy(out + n, raw.p + i, plain);
        n += plain;
        i += plain;
        if (!amp) break;
        uint32_t code = 0;
        size_t len = entity(str_skip(raw, i), &code);
        if (len) {
            n += utf8_put(out + n, code);
        } else {
            out[n++] = '&';
            len = 1;
        }
        i += len;
    }
    out[n] = '\0';
    return utf8_mend(a, (struct str){out, n});
}

int64_t xml_number(const struct xml_row *row, const char *name, int64_t other)
{
    int64_t number = other;
    return str_to_i64(xml_raw(row, name), &number) ? number : other;
}

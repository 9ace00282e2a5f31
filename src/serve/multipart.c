/* multipart.c - serve: which fields and files come in this body? */
#include "serve/multipart.h"

#include "base/limits.h"

#include <string.h>

enum { BOUNDARY_BYTES_MAX = 70 };

enum where {
    BEFORE,    /* the first delimiter, of which the line end is taken as read */
    DELIMITED, /* the two bytes behind a delimiter: a line end, or -- */
    HEAD,      /* of a part */
    INSIDE,    /* its bytes */
    AFTER,     /* the last one: a line end at most */
    BROKEN
};

struct multipart {
    struct arena *a;
    struct multipart_into into;
    enum where where;
    char mark[BOUNDARY_BYTES_MAX + 5]; /* CR LF -- boundary */
    size_t mark_len, matched;
    char tail[2]; /* behind a delimiter, or behind the end */
    size_t tail_len;
    char head[MULTIPART_HEAD_BYTES_MAX];
    size_t head_len;
    size_t parts;
};

/* ---- Content-Type ---- */

static struct str main_type(struct str type)
{
    return str_trim(str_head(type, str_find(type, ';')));
}

bool multipart_is(struct str content_type)
{
    return str_is_nocase(main_type(content_type), "multipart/form-data");
}

static bool is_boundary(struct str s)
{
    if (!s.len || s.len > BOUNDARY_BYTES_MAX || s.p[s.len - 1] == ' ') return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!c || (!ascii_is_letter(c) && !ascii_is_digit(c) && !strchr("'()+_,-./:=? ", c)))
            return false;
    }
    return true;
}

struct str multipart_boundary(struct str content_type)
{
    struct str rest = str_skip(content_type, str_find(content_type, ';'));
    struct str piece;
    struct str found = STR_NONE;
    while (rest.len && str_cut(&rest, ';', &piece)) {
        piece = str_trim(piece);
        if (!str_starts_nocase(piece, "boundary=")) continue;
        if (found.p) return STR_NONE;
        found = str_skip(piece, strlen("boundary="));
        if (found.len >= 2 && found.p[0] == '"' && found.p[found.len - 1] == '"')
            found = (struct str){found.p + 1, found.len - 2};
    }
    return found.p && is_boundary(found) ? found : STR_NONE;
}

/* ---- the head of a part ---- */

static int refuse(struct multipart *m, int status, const char *why, const char **ret_why)
{
    m->where = BROKEN;
    *ret_why = why;
    return status;
}

/* Of a text in quotes, moved behind it; STR_NONE: there is none. */
static struct str quoted(struct str *rest, struct arena *a)
{
    struct buf b = buf_new(a);
    static const struct {
        const char *escaped;
        char plain;
    } escapes[] = {{"\\\"", '"'}, {"%22", '"'}, {"%0D", ' '}, {"%0A", ' '}};
    if (!rest->len || rest->p[0] != '"') return STR_NONE;
    *rest = str_skip(*rest, 1);
    buf_adds(&b, "");
    while (rest->len && rest->p[0] != '"') {
        size_t taken = 1;
        char c = rest->p[0];
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
            if (!str_starts_nocase(*rest, escapes[i].escaped)) continue;
            c = escapes[i].plain;
            taken = strlen(escapes[i].escaped);
        }
        buf_addc(&b, c);
        *rest = str_skip(*rest, taken);
    }
    if (!rest->len) return STR_NONE;
    *rest = str_skip(*rest, 1);
    struct str s = buf_str(&b);
    return s.p ? utf8_mend(a, s) : STR("");
}

struct part {
    struct str name, file;
    bool disposed; /* Content-Disposition was there */
};

/* form-data; name="x"; filename="y", nothing else */
static const char *read_disposition(struct str value, struct arena *a, struct part *ret)
{
    struct str kind = main_type(value);
    struct str rest = str_skip(value, str_find(value, ';'));
    if (ret->disposed) return "a part says twice what it is";
    if (!str_is_nocase(kind, "form-data")) return "a part is no field of a form";
    ret->disposed = true;
    while (rest.len) {
        if (rest.p[0] != ';') return "a part's name is not written as browsers do";
        rest = str_skip(rest, 1);
        while (rest.len && rest.p[0] == ' ')
            rest = str_skip(rest, 1);
        bool file = str_starts_nocase(rest, "filename=");
        struct str *to = file ? &ret->file : &ret->name;
        if ((!file && !str_starts_nocase(rest, "name=")) || to->p) {
            return "a part's name is not written as browsers do";
        }
        rest = str_skip(rest, strlen(file ? "filename=" : "name="));
        *to = quoted(&rest, a);
        if (!to->p) return "a part's name is not in quotes";
    }
    return ret->name.len ? NULL : "a part has no name";
}

static const char *read_line(struct str line, struct arena *a, struct part *ret)
{
    size_t colon = str_find(line, ':');
    struct str name = str_head(line, colon);
    struct str value = colon < line.len ? str_trim(str_skip(line, colon + 1)) : STR("");
    for (size_t i = 0; i < name.len; i++) {
        if (!ascii_is_letter(name.p[i]) && !ascii_is_digit(name.p[i]) && name.p[i] != '-') {
            return "a header of a part is none";
        }
    }
    if (!name.len || colon == line.len) return "a header of a part is none";
    if (str_is_nocase(name, "Content-Disposition")) return read_disposition(value, a, ret);
    if (str_is_nocase(name, "Content-Type") && str_starts_nocase(value, "multipart/")) {
        return "parts within parts are not read";
    }
    if (str_is_nocase(name, "Content-Transfer-Encoding") && !str_is_nocase(value, "binary") &&
        !str_is_nocase(value, "8bit") && !str_is_nocase(value, "7bit")) {
        return "a part in a coding is not read";
    }
    return NULL;
}

static int part_begins(struct multipart *m, const char **ret_why)
{
    struct part part = {.disposed = false};
    struct str rest = {m->head, m->head_len - 4}; /* without its last line ends */
    struct str line;
    const char *why = NULL;
    while (!why && str_cut(&rest, '\n', &line)) {
        if (line.len && line.p[line.len - 1] == '\r') line.len--;
        why = memchr(line.p, '\0', line.len) ? "a header of a part is none"
                                             : read_line(line, m->a, &part);
    }
    if (!why && !part.disposed) why = "a part does not say what it is";
    if (why) return refuse(m, 400, why, ret_why);
    if (++m->parts > FORM_FIELDS_MAX) return refuse(m, 413, "the form has too many parts", ret_why);
    m->where = INSIDE;
    m->matched = 0;
    m->head_len = 0;
    int status = m->into.begin(m->into.context, part.name, part.file, ret_why);
    if (status) m->where = BROKEN;
    return status;
}

/* Up to the empty line. */
static int take_head(struct multipart *m, char c, const char **ret_why)
{
    if (m->head_len == sizeof m->head) {
        return refuse(m, 431, "the head of a part is too long", ret_why);
    }
    m->head[m->head_len++] = c;
    bool ends = m->head_len >= 4 && memcmp(m->head + m->head_len - 4, "\r\n\r\n", 4) == 0;
    return ends ? part_begins(m, ret_why) : 0;
}

/* ---- between parts ---- */

static int take_delimited(struct multipart *m, char c, const char **ret_why)
{
    m->tail[m->tail_len++] = c;
    if (m->tail_len < 2) return 0;
    m->tail_len = 0;
    if (memcmp(m->tail, "\r\n", 2) == 0) {
        m->where = HEAD;
        return 0;
    }
    if (memcmp(m->tail, "--", 2) == 0 && m->parts) {
        m->where = AFTER;
        return 0;
    }
    return refuse(m, 400, "a boundary is followed by something else", ret_why);
}

static int take_after(struct multipart *m, char c, const char **ret_why)
{
    if (m->tail_len < 2 && c == "\r\n"[m->tail_len]) {
        m->tail_len++;
        return 0;
    }
    return refuse(m, 400, "there is something behind the last part", ret_why);
}

static int give(struct multipart *m, struct str bytes, const char **ret_why)
{
    int status = bytes.len ? m->into.bytes(m->into.context, bytes, ret_why) : 0;
    if (status) m->where = BROKEN;
    return status;
}

/* The mark holds one CR, its first byte: what does not go on is begun again at most there. Gives
 * how many bytes were used up. */
static size_t take_inside(struct multipart *m, struct str bytes, int *ret_status,
                          const char **ret_why)
{
    size_t i = 0;
    size_t plain = 0; /* bytes from here on were not given yet */
    while (i < bytes.len && !*ret_status) {
        if (!m->matched) {
            const char *cr = memchr(bytes.p + i, '\r', bytes.len - i);
            if (!cr) break;
            i = (size_t)(cr - bytes.p);
            *ret_status = give(m, (struct str){bytes.p + plain, i - plain}, ret_why);
            plain = ++i;
            m->matched = 1;
            continue;
        }
        if (bytes.p[i] != m->mark[m->matched]) { /* what looked like the mark was none */
            *ret_status = give(m, (struct str){m->mark, m->matched}, ret_why);
            m->matched = 0;
            continue;
        }
        plain = ++i;
        if (++m->matched < m->mark_len) continue;
        m->matched = 0;
        m->where = DELIMITED;
        *ret_status = m->into.end(m->into.context, ret_why);
        if (*ret_status) m->where = BROKEN;
        return i;
    }
    if (!*ret_status && !m->matched) {
        *ret_status = give(m, (struct str){bytes.p + plain, bytes.len - plain}, ret_why);
    }
    return bytes.len;
}

static int take_before(struct multipart *m, char c, const char **ret_why)
{
    if (c != m->mark[m->matched]) {
        return refuse(m, 400, "the body does not begin with its boundary", ret_why);
    }
    if (++m->matched == m->mark_len) m->where = DELIMITED;
    return 0;
}

int multipart_take(struct multipart *m, struct str bytes, const char **ret_why)
{
    int status = 0;
    for (size_t i = 0; i < bytes.len && !status;) {
        switch (m->where) {
        case BEFORE:
            status = take_before(m, bytes.p[i++], ret_why);
            break;
        case DELIMITED:
            status = take_delimited(m, bytes.p[i++], ret_why);
            break;
        case HEAD:
            status = take_head(m, bytes.p[i++], ret_why);
            break;
        case INSIDE:
            i += take_inside(m, str_skip(bytes, i), &status, ret_why);
            break;
        case AFTER:
            status = take_after(m, bytes.p[i++], ret_why);
            break;
        case BROKEN:
            return refuse(m, 400, "the form was refused before", ret_why);
        }
    }
    return status;
}

int multipart_end(const struct multipart *m, const char **ret_why)
{
    if (m->where == AFTER) return 0;
    *ret_why = "the form ends before its last part does";
    return 400;
}

bool multipart_whole(const struct multipart *m)
{
    return m->where == AFTER;
}

struct multipart *multipart_new(struct str boundary, const struct multipart_into *into,
                                struct arena *a)
{
    struct multipart *m = arena_new(a, struct multipart, 1);
    m->a = a;
    m->into = *into;
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, boundary.p, boundary.len);
    m->mark_len = boundary.len + 4;
    m->matched = 2;
    return m;
}

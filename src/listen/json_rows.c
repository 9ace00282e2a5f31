/* json_rows.c - listen: which objects stand in this JSON text, one after the other? */
#include "listen/json_rows.h"

#include "base/limits.h"

#include <jansson.h>
#include <string.h>

static const char *waiting_text(const struct json_rows *r)
{
    return r->text.window + r->text.begin;
}

static size_t waiting(const struct json_rows *r)
{
    return r->text.end - r->text.begin;
}

static bool have(struct json_rows *r, size_t at, enum status *s, struct err *e)
{
    while (at >= waiting(r)) {
        *s = text_in_more(&r->text, e);
        if (*s) return false;
    }
    return true;
}

static void pass_over(struct json_rows *r, size_t bytes)
{
    const char *p = waiting_text(r);
    for (size_t i = 0; i < bytes; i++)
        r->line += p[i] == '\n';
    r->text.begin += bytes;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Over blanks, and in an array over the commas between objects. */
static enum status pass_blanks(struct json_rows *r, struct err *e)
{
    enum status s = OK;
    while (have(r, 0, &s, e)) {
        char c = waiting_text(r)[0];
        if (!is_blank(c) && !(r->array && c == ',')) return OK;
        pass_over(r, 1);
    }
    return s;
}

enum status json_rows_open(struct reader *in, struct arena *a, struct json_rows *ret, struct err *e)
{
    *ret = (struct json_rows){.line = 1};
    enum status s = text_in_open(in, a, &ret->text, e);
    if (!s) s = pass_blanks(ret, e);
    if (!s && waiting_text(ret)[0] == '[') {
        ret->array = true;
        pass_over(ret, 1);
    }
    return s == DONE ? OK : s;
}

enum status json_rows_open_sequence(struct reader *in, struct arena *a, struct json_rows *ret,
                                    struct err *e)
{
    *ret = (struct json_rows){.line = 1, .array = true};
    return text_in_open(in, a, &ret->text, e);
}

enum status json_rows_open_assigned(struct reader *in, struct arena *a, struct json_rows *ret,
                                    struct err *e)
{
    enum { NEAR = 256 };
    *ret = (struct json_rows){.line = 1};
    enum status s = text_in_open(in, a, &ret->text, e);
    size_t at = 0;
    while (!s && at < NEAR && have(ret, at, &s, e) && waiting_text(ret)[at] != '=')
        at++;
    if (s && s != DONE) return s;
    if (s || at == NEAR) return err_set(e, BAD_INPUT, "no '=' with a list behind it");
    pass_over(ret, at + 1);
    s = pass_blanks(ret, e);
    if (s && s != DONE) return s;
    if (s || waiting_text(ret)[0] != '[') {
        return err_set(e, BAD_INPUT, "no list behind its '='; export it again");
    }
    pass_over(ret, 1);
    ret->array = true;
    return OK;
}

/* ---- an array within an object ---- */

static enum status add_head(struct json_rows *r, struct buf *head, struct err *e)
{
    if (head->len == JSON_RECORD_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "more than %d bytes beside its items; split it",
                       JSON_RECORD_BYTES_MAX);
    }
    buf_addc(head, waiting_text(r)[0]);
    pass_over(r, 1);
    return OK;
}

/* One string, from its quote on; *ret_is says whether it is `key`. */
static enum status add_string(struct json_rows *r, const char *key, struct buf *head, bool *ret_is,
                              struct err *e)
{
    size_t from = head->len + 1;
    enum status s = add_head(r, head, e);
    bool escaped = false;
    while (!s && have(r, 0, &s, e)) {
        char c = waiting_text(r)[0];
        s = add_head(r, head, e);
        if (!escaped && c == '"') break;
        escaped = !escaped && c == '\\';
    }
    struct str text = {head->p + from, head->len > from ? head->len - from - 1 : 0};
    *ret_is = str_is(text, key);
    return s;
}

enum status json_rows_open_in(struct reader *in, const char *key, struct arena *a,
                              struct json_rows *ret, struct buf *head, struct err *e)
{
    int depth = 0;
    bool is_key = false; /* the last string was it, and only a colon stood behind */
    *ret = (struct json_rows){.line = 1};
    enum status s = text_in_open(in, a, &ret->text, e);
    while (!s && have(ret, 0, &s, e)) {
        char c = waiting_text(ret)[0];
        if (c == '"') {
            s = add_string(ret, key, head, &is_key, e);
            continue;
        }
        if (c == '[' && is_key && depth == 1) {
            ret->array = true;
            pass_over(ret, 1);
            buf_addc(head, '[');
            return OK;
        }
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        if (!is_blank(c) && c != ':') is_key = false;
        s = add_head(ret, head, e);
    }
    if (s && s != DONE) return s;
    return err_set(e, BAD_INPUT, "no \"%s\" with a list behind it; fetch it again", key);
}

enum status json_rows_rest(struct json_rows *r, struct buf *head, struct err *e)
{
    enum status s = OK;
    while (!s && have(r, 0, &s, e))
        s = add_head(r, head, e);
    return s == DONE ? OK : s;
}

static enum status refuse(const json_error_t *error, struct err *e)
{
    switch (json_error_code(error)) {
    case json_error_numeric_overflow:
        return err_set(e, BAD_INPUT, "a number too big to be kept exactly; put it in quotes");
    case json_error_duplicate_key:
        return err_set(e, BAD_INPUT, "a key stands twice in one object (%s); keep one of them",
                       error->text);
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return err_set(e, BAD_INPUT, "a NUL character (\\u0000) in a text; take it out");
    case json_error_stack_overflow:
        return err_set(e, BAD_INPUT, "objects within objects too deep; make it flat");
    default:
        return err_set(e, BAD_INPUT, "broken JSON (%s); mend it, one object a line", error->text);
    }
}

enum status json_object_read(struct str text, struct json_t **ret, struct err *e)
{
    json_error_t error;
    json_t *value = json_loadb(text.p, text.len, JSON_REJECT_DUPLICATES, &error);
    if (json_is_object(value)) {
        *ret = value;
        return OK;
    }
    if (!value) return refuse(&error, e);
    json_decref(value);
    return err_set(e, BAD_INPUT, "no JSON object; want {\"name\": …} or such");
}

/* A copy in which control characters within texts are blanks; false when there are none. */
static bool blank_controls(struct str text, struct arena *a, struct str *ret)
{
    char *p = arena_copy(a, text.p, text.len);
    bool inside = false;
    bool found = false;
    for (size_t i = 0; i < text.len; i++) {
        if (inside && p[i] == '\\') {
            i++;
        } else if (p[i] == '"') {
            inside = !inside;
        } else if (inside && (unsigned char)p[i] < ' ') {
            p[i] = ' ';
            found = true;
        }
    }
    *ret = (struct str){p, text.len};
    return found;
}

static enum status read_any(struct json_rows *r, struct str text, struct arena *a, json_t **ret,
                            struct err *e)
{
    enum { FLAGS = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY };
    json_error_t error;
    struct str blanked;
    *ret = json_loadb(text.p, text.len, FLAGS, &error);
    if (!*ret && blank_controls(text, a, &blanked)) {
        json_error_t second;
        *ret = json_loadb(blanked.p, blanked.len, FLAGS, &second);
        r->blanks += *ret != NULL;
    }
    return *ret ? OK : refuse(&error, e);
}

/* Where does the object end? Braces are counted outside of strings. */
struct scan {
    int depth;
    bool text, escaped;
};

static bool scan_on(struct scan *scan, char c)
{
    if (scan->text) {
        if (scan->escaped) {
            scan->escaped = false;
        } else if (c == '\\') {
            scan->escaped = true;
        } else if (c == '"') {
            scan->text = false;
        }
        return false;
    }
    if (c == '"') scan->text = true;
    if (c == '{' || c == '[') scan->depth++;
    if (c == '}' || c == ']') scan->depth--;
    return scan->depth <= 0 && (c == '}' || c == ']' || c == ',' || c == '\n');
}

/* Bytes of the record that starts the window: a line, or one value of the array. When it is too
 * long it is passed over and *ret_len is 0. */
static enum status record_length(struct json_rows *r, size_t *ret_len, struct err *e)
{
    struct scan scan = {0};
    enum status s = OK;
    size_t at = 0;
    bool long_one = false;
    while (have(r, at, &s, e)) {
        char c = waiting_text(r)[at];
        bool plain = r->any && r->array && at && !scan.text && !scan.depth;
        if (plain && (c == ',' || c == ']')) break; /* behind a text or a number */
        at++;
        if (r->array ? scan_on(&scan, c) : c == '\n') break;
        if (at > JSON_RECORD_BYTES_MAX) {
            pass_over(r, at);
            at = 0;
            long_one = true;
        }
    }
    if (s && s != DONE) return s;
    if (long_one) pass_over(r, at);
    *ret_len = long_one ? 0 : at;
    return OK;
}

enum status json_rows_next(struct json_rows *r, struct arena *a, struct json_t **ret,
                           uint64_t *ret_line, struct err *e)
{
    size_t len = 0;
    text_in_taken(&r->text);
    enum status s = r->ended ? DONE : pass_blanks(r, e);
    if (s) return s;
    if (r->array && waiting_text(r)[0] == ']') {
        r->ended = true; /* what stands behind is not ours */
        pass_over(r, 1);
        return DONE;
    }
    uint64_t line = r->line;
    s = record_length(r, &len, e);
    if (s) return s;
    *ret_line = line;
    if (!len) {
        s = err_set(e, BAD_INPUT, "longer than %d bytes; split it", JSON_RECORD_BYTES_MAX);
        return err_in(e, s, "%llu", (unsigned long long)line);
    }
    struct str text = {waiting_text(r), len};
    pass_over(r, len);
    if (memchr(text.p, '\0', text.len) || !utf8_valid(text)) {
        text = utf8_mend(a, text);
        r->mended++;
    }
    s = r->any ? read_any(r, text, a, ret, e) : json_object_read(text, ret, e);
    return s ? err_in(e, s, "%llu", (unsigned long long)line) : OK;
}

/* as2_in.c - listen: which rows does a file of ActivityStreams hold? */
#include "listen/as2_in.h"

#include "base/limits.h"

#include <jansson.h>
#include <string.h>

/* ---- looked through before ---- */

/* Does any of these words stand in what is left of in? */
static enum status mentions(struct reader *in, bool *ret, struct err *e)
{
    static const char *const words[] = {"\"Delete\"", "Tombstone", "coverable",
                                        "ndexable",   "noindex",   "#no"};
    enum { STEP = 1 << 16, TAIL = 16 };
    char window[TAIL + STEP];
    size_t kept = 0;
    struct str part;
    enum status s = OK;
    *ret = false;
    while (!*ret && !(s = reader_bytes(in, STEP, &part, e))) {
        memcpy(window + kept, part.p, part.len);
        size_t len = kept + part.len;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            *ret = *ret || memmem(window, len, words[i], strlen(words[i]));
        kept = len < TAIL ? len : TAIL;
        memmove(window, window + len - kept, kept);
    }
    return s == DONE ? OK : s;
}

static enum status open_rows(struct reader *in, struct arena *a, struct as2_in *ret, struct err *e)
{
    static const char *const lists[] = {"orderedItems", "items"};
    ret->head = buf_new(a);
    for (size_t i = 0; i < 2; i++) {
        struct reader *again = NULL;
        enum status s = reader_again(in, a, &again, e);
        if (s) return s;
        s = json_rows_open_in(again, lists[i], a, &ret->rows, &ret->head, e);
        ret->collection = !s;
        reader_close(again);
        if (s && s != BAD_INPUT && s != TOO_MUCH) return s;
        ret->head.len = 0;
        if (s) continue;
        s = json_rows_open_in(in, lists[i], a, &ret->rows, &ret->head, e);
        ret->rows.any = true;
        return s;
    }
    enum status s = json_rows_open_sequence(in, a, &ret->rows, e);
    ret->rows.any = true;
    return s;
}

static enum status look_before(struct reader *in, struct as2 *x, struct err *e)
{
    struct arena own = {0};
    struct arena scratch = {0};
    struct reader *again = NULL;
    struct as2_in rows = {0};
    bool any = false;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = mentions(again, &any, e);
    reader_close(again);
    again = NULL;
    if (!s && any) {
        s = reader_again(in, &own, &again, e);
        if (!s) s = open_rows(again, &own, &rows, e);
        while (!s || s == BAD_INPUT) {
            json_t *value = NULL;
            uint64_t line = 0;
            s = json_rows_next(&rows.rows, &scratch, &value, &line, e);
            if (!s) as2_note(x, value);
            if (!s) json_decref(value);
            arena_reset(&scratch, (struct arena_mark){0});
        }
        if (s == DONE) s = OK;
        reader_close(again);
    }
    arena_free(&scratch);
    arena_free(&own);
    return s;
}

/* ---- the document itself ---- */

static enum status refuse_top(struct str head, struct err *e)
{
    const char *what = "no object";
    char first = ' ';
    if (head.len) first = head.p[0];
    if (first == '[') what = "a list at its top";
    if (first == '"') what = "a text at its top";
    if (ascii_is_digit(first) || first == '-') what = "a number at its top";
    return err_set(e, BAD_INPUT, "%s, want one object of ActivityStreams (a Collection of several)",
                   what);
}

/* In archives an outbox calls itself by the name of its file. */
static void without_file_name(json_t *object)
{
    struct str id = js_text(object, "id");
    if (str_ends_nocase(id, ".json") && str_find(id, '/') == id.len &&
        str_find(id, ':') == id.len) {
        (void)json_object_del(object, "id");
    }
}

/* What stands around the items, when they are through or, with an end put to it, before. *ret_cut:
 * it is no whole object. */
static enum status check_around(const struct as2_in *in, const char *end, bool *ret_cut,
                                struct err *e)
{
    struct arena own = {0};
    struct buf text = buf_new(&own);
    json_t *object = NULL;
    buf_add(&text, buf_str(&in->head));
    buf_adds(&text, end);
    enum status s = json_object_read(buf_str(&text), &object, e);
    *ret_cut = s != OK;
    if (!s) without_file_name(object);
    if (!s) s = as2_context(object, e);
    if (!s) s = as2_check(object, e);
    json_decref(object);
    arena_free(&own);
    return s;
}

enum status as2_in_open(struct reader *in, struct as2 *x, struct arena *a, struct as2_in *ret,
                        struct err *e)
{
    struct str head;
    *ret = (struct as2_in){0};
    enum status s = reader_head(in, 4096, &head, e);
    if (s) return s;
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
    head = str_trim(head);
    if (!head.len || head.p[0] != '{') return refuse_top(head, e);
    s = look_before(in, x, e);
    if (!s) s = open_rows(in, a, ret, e);
    const char *encoding = text_in_encoding(&ret->rows.text);
    if (!s && encoding) {
        s = err_set(e, BAD_INPUT, "its text is %s, and ActivityStreams is UTF-8; export it again",
                    encoding);
    }
    if (!s && ret->collection) s = check_around(ret, "]}", &ret->cut, e);
    ret->cut = false;
    return s;
}

static enum status check_row(struct as2_in *in, const json_t *value, uint64_t mended, struct err *e)
{
    if (in->rows.mended > mended) {
        return err_set(e, BAD_INPUT, "bytes that are no UTF-8; export it again");
    }
    if (json_is_string(value) && in->collection) return OK;
    if (!json_is_object(value)) {
        return err_set(e, BAD_INPUT, "no object of ActivityStreams; want {\"type\": …}");
    }
    enum status s = as2_context(value, e);
    return s ? s : as2_check(value, e);
}

/* The end of the items: does what stands behind them fit what stands before? */
static enum status end_of(struct as2_in *in, struct err *e)
{
    in->ended = true;
    if (!in->collection) return DONE;
    buf_addc(&in->head, ']');
    enum status s = json_rows_rest(&in->rows, &in->head, e);
    if (!s) s = check_around(in, "", &in->cut, e);
    if (!s || in->cut) return DONE;
    return s == BAD_INPUT ? TOO_MUCH : s; /* of the whole, not of a row */
}

enum status as2_in_next(struct as2_in *in, struct as2 *x, struct arena *a, struct record *ret,
                        struct err *e)
{
    if (row_take(&x->row, a, ret)) return OK;
    if (in->ended) return DONE;
    json_t *value = NULL;
    uint64_t line = 0;
    uint64_t mended = in->rows.mended;
    row_begin(&x->row, 0, NULL);
    enum status s = json_rows_next(&in->rows, &x->row.a, &value, &line, e);
    if (s == DONE) return end_of(in, e);
    if (s) return s;
    x->row.held = value;
    x->row.line = line;
    s = check_row(in, value, mended, e);
    if (s) return err_in(e, s, "%llu", (unsigned long long)line);
    as2_read(x, value);
    return row_take(&x->row, a, ret) ? OK : DONE;
}

struct str as2_in_remarks(const struct as2_in *in, struct arena *a)
{
    struct buf b = buf_new(a);
    unsigned long long n = in->rows.blanks;
    if (n) buf_addf(&b, "line breaks within texts of %llu objects read as blanks", n);
    if (in->cut) buf_addf(&b, "%sit ends within its items", b.len ? "; " : "");
    return buf_str(&b);
}

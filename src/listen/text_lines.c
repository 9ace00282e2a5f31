/* text_lines.c - listen: which lines of text come next, whatever they are written in? */
#include "listen/text_lines.h"

#include "base/limits.h"

#include <string.h>

enum status text_lines_open(struct reader *in, struct arena *a, struct text_lines *ret,
                            struct err *e)
{
    *ret = (struct text_lines){0};
    return text_in_open(in, a, &ret->in, e);
}

void text_lines_close(struct text_lines *t)
{
    text_in_close(&t->in);
    arena_free(&t->mended);
}

/* What waits up to the next LF; false when there is none in it from `from` on. */
static bool line_waits(struct text_in *in, size_t from, size_t *ret_len)
{
    size_t len = in->end - in->begin;
    *ret_len = len;
    if (len <= from) return false; /* an empty window is at NULL */
    const char *begin = in->window + in->begin;
    const char *lf = memchr(begin + from, '\n', len - from);
    if (lf) *ret_len = (size_t)(lf - begin);
    return lf != NULL;
}

static struct str give(struct text_lines *t, size_t len, bool ended_by_lf)
{
    struct str line = {t->in.window + t->in.begin, len};
    t->in.begin += len + ended_by_lf;
    t->line++;
    if (line.len && line.p[line.len - 1] == '\r') line.len--;
    struct str mended = utf8_mend(&t->mended, line);
    t->wrong += mended.p != line.p;
    return mended;
}

enum status text_lines_next(struct text_lines *t, struct str *ret, struct err *e)
{
    size_t len = 0;
    size_t from = 0;
    bool too_long = false;
    text_in_taken(&t->in);
    arena_reset(&t->mended, (struct arena_mark){0});
    *ret = STR("");
    while (!line_waits(&t->in, from, &len)) {
        if (len > RECORD_BYTES_MAX) { /* passed over */
            t->in.begin = t->in.end;
            len = 0;
            too_long = true;
        }
        from = len;
        enum status s = text_in_more(&t->in, e);
        if (s == IO_FAILED) return s;
        if (s == OK) continue;
        len = t->in.end - t->in.begin;
        if (!len && !too_long) return DONE;
        *ret = give(t, len, false);
        return too_long ? TOO_MUCH : OK;
    }
    *ret = give(t, len, true);
    return too_long || len > RECORD_BYTES_MAX ? TOO_MUCH : OK;
}

struct str text_head(struct arena *a, struct str head)
{
    if (str_starts(head, "\xEF\xBB\xBF")) return str_skip(head, 3);
    bool little = str_starts(head, "\xFF\xFE");
    if (!little && !str_starts(head, "\xFE\xFF")) return head;
    struct err e;
    struct text_in in;
    enum status s = text_in_open(reader_of(head, a), a, &in, &e);
    if (!s) s = text_in_more(&in, &e);
    if (s) return head;
    struct str text = str_copy(a, (struct str){in.window + in.begin, in.end - in.begin});
    text_in_close(&in);
    return text;
}

struct str text_lines_remarks(const struct text_lines *t, struct arena *a)
{
    struct buf b = buf_new(a);
    const char *encoding = text_in_encoding(&t->in);
    if (encoding) buf_addf(&b, "read as %s", encoding);
    if (t->wrong) {
        buf_addf(&b, "%s%llu line%s with bytes that were no text mended", b.len ? "; " : "",
                 (unsigned long long)t->wrong, t->wrong == 1 ? "" : "s");
    }
    return buf_str(&b);
}

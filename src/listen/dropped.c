/* dropped.c - listen: which rows of a source are not here, and why? */
#include "listen/dropped.h"

#include "base/limits.h"
#include "store/query.h"

enum { REASON_BYTES = 200 };

/* ---- a sentence and its parts ---- */

/* A line, or the name of a file with one: no words. */
static size_t place_len(struct str s)
{
    size_t n = str_find(s, ':');
    while (n < s.len && !(n + 1 < s.len && s.p[n + 1] == ' ')) {
        size_t more = str_find(str_skip(s, n + 1), ':');
        n += 1 + more;
    }
    if (n >= s.len) return 0;
    for (size_t i = 0; i < n; i++) {
        if (s.p[i] == ' ' || s.p[i] == '\'') return 0;
    }
    return n;
}

/* Where it goes on with how to mend it: the last ", want …", else the first "; …" outside of what
 * is quoted. */
static size_t mend_at(struct str s)
{
    size_t at = s.len;
    bool quoted = false;
    for (size_t n = 0; (n += str_find_nocase(str_skip(s, n), ", want ")) < s.len; n++)
        at = n;
    if (at < s.len) return at;
    for (size_t i = 0; i + 1 < s.len; i++) {
        quoted ^= s.p[i] == '\'';
        if (!quoted && s.p[i] == ';' && s.p[i + 1] == ' ') return i;
    }
    return s.len;
}

struct dropped_words dropped_words(struct str sentence)
{
    struct dropped_words w = {STR(""), sentence, STR("")};
    size_t place = place_len(sentence);
    if (place) {
        w.place = str_head(sentence, place);
        w.what = str_trim(str_skip(sentence, place + 1));
    }
    size_t mend = mend_at(w.what);
    if (mend >= w.what.len) return w;
    w.mend = str_trim(str_skip(w.what, mend + 1));
    w.what = str_head(w.what, mend);
    return w;
}

/* From the first quote to the last, and figures. *ret_stood is what was quoted, or empty. */
static void mask(struct str what, struct buf *b, struct str *ret_stood)
{
    size_t last = what.len;
    *ret_stood = STR("");
    for (size_t i = 0; i < what.len; i++)
        if (what.p[i] == '\'') last = i;
    for (size_t i = 0; i < what.len; i++) {
        if (what.p[i] == '\'' && i < last) {
            *ret_stood = str_head(str_skip(what, i + 1), last - i - 1);
            buf_adds(b, "'…'");
            i = last;
        } else if (ascii_is_digit(what.p[i])) {
            while (i + 1 < what.len && ascii_is_digit(what.p[i + 1]))
                i++;
            buf_adds(b, "…");
        } else {
            buf_addc(b, what.p[i]);
        }
    }
}

/* How to mend it may repeat what stood there. */
static void add_mend(struct buf *b, struct str mend, struct str stood)
{
    struct str rest = mend;
    while (stood.len > 1 && rest.len) {
        size_t n = str_find_nocase(rest, str_c(b->a, stood));
        buf_add(b, str_head(rest, n));
        if (n >= rest.len) return;
        buf_adds(b, "…");
        rest = str_skip(rest, n + stood.len);
    }
    buf_add(b, rest);
}

struct str dropped_why(struct arena *a, struct str sentence)
{
    struct dropped_words w = dropped_words(sentence);
    struct str stood;
    struct buf b = buf_new(a);
    mask(w.what, &b, &stood);
    if (!w.mend.len) return buf_str(&b);
    buf_adds(&b, str_starts(w.mend, "want ") ? ", " : "; ");
    add_mend(&b, w.mend, stood);
    return buf_str(&b);
}

/* "email '…'" says nothing without what is wanted. */
static struct str reason_of(struct str why)
{
    struct str what = dropped_words(why).what;
    bool says = what.len < 4 || !str_eq(str_skip(what, what.len - 4), STR("…'"));
    return utf8_head(says ? what : why, REASON_BYTES);
}

/* ---- as they come ---- */

static void reason_add(struct dropped *d, struct str reason, bool bad)
{
    struct dropped_reason **at = &d->reasons;
    for (; *at; at = &(*at)->next) {
        if ((*at)->bad == bad && str_eq((*at)->reason, reason)) {
            (*at)->rows++;
            return;
        }
    }
    if (d->reason_count >= SOURCE_REASONS_MAX && !str_is(reason, "others")) {
        reason_add(d, STR("others"), bad);
        return;
    }
    d->reason_count++;
    *at = arena_new(d->a, struct dropped_reason, 1);
    **at = (struct dropped_reason){.reason = str_copy(d->a, reason), .bad = bad, .rows = 1};
}

static void row_add(struct dropped *d, struct dropped_rows *to, struct str place, struct str why)
{
    if (to->count >= SOURCE_ROWS_MAX) return;
    struct dropped_row *row = arena_new(d->a, struct dropped_row, 1);
    *row = (struct dropped_row){.place = str_copy(d->a, place), .why = str_copy(d->a, why)};
    if (to->last) {
        to->last->next = row;
    } else {
        to->first = row;
    }
    to->last = row;
    to->count++;
}

void dropped_bad(struct dropped *d, struct str sentence)
{
    struct arena work = {0};
    struct str why = dropped_why(&work, sentence);
    reason_add(d, reason_of(why), true);
    row_add(d, &d->bad, dropped_words(sentence).place, why);
    arena_free(&work);
}

void dropped_good(struct dropped *d, struct str place, const char *why)
{
    reason_add(d, str_of(why), false);
    if (place.p) row_add(d, &d->idle, place, str_of(why));
}

void dropped_merged(struct dropped *d, struct str place)
{
    row_add(d, &d->merged, place, STR(""));
    d->merged_last = d->merged.last && str_eq(d->merged.last->place, place);
}

void dropped_unmerge(struct dropped *d)
{
    if (d->merged_last) d->merged.last->place = STR_NONE;
    d->merged_last = false;
}

const struct dropped_reason *dropped_reasons(const struct dropped *d, struct arena *a)
{
    struct dropped_reason *first = NULL;
    struct dropped_reason **end = &first;
    for (const struct dropped_reason *x = d->reasons; x; x = x->next) {
        *end = arena_new(a, struct dropped_reason, 1);
        **end = (struct dropped_reason){str_copy(a, x->reason), x->bad, x->rows, NULL};
        end = &(*end)->next;
    }
    return first;
}

/* ---- kept ---- */

static enum status put_rows(struct query *q, const struct dropped_rows *rows, int64_t source,
                            const char *fate, size_t most, struct err *e)
{
    enum status s = OK;
    for (const struct dropped_row *row = rows->first; row && most && !s; row = row->next) {
        if (!row->place.p) continue; /* it was none after all */
        query_bind_i64(q, 1, source);
        query_bind_str(q, 2, row->place);
        query_bind_str(q, 3, row->why);
        query_bind_str(q, 4, str_of(fate));
        s = query_run(q, e);
        most--;
    }
    return s;
}

static enum status put_reasons(struct store *st, const struct dropped *d, int64_t source,
                               struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_source_reason_add, &q, e);
    for (const struct dropped_reason *x = d->reasons; x && !s; x = x->next) {
        query_bind_i64(q, 1, source);
        query_bind_str(q, 2, x->reason);
        query_bind_i64(q, 3, x->bad);
        query_bind_i64(q, 4, (int64_t)x->rows);
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

/* Older readings of the same place give way. */
static enum status trim(struct store *st, int64_t source, bool merged, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_source_row_old, &q, e);
    if (!s) {
        query_bind_i64(q, 1, source);
        query_bind_i64(q, 2, SOURCE_ROWS_MAX);
        query_bind_i64(q, 3, merged);
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

enum status dropped_write(struct store *st, int64_t source, const struct dropped *d, struct err *e)
{
    struct query *q = NULL;
    if (!d->reasons && !d->merged.count) return OK;
    enum status s = put_reasons(st, d, source, e);
    if (!s) s = query_open(st, SQL_source_row_add, &q, e);
    if (!s) s = put_rows(q, &d->bad, source, "bad", SOURCE_ROWS_MAX, e);
    if (!s) s = put_rows(q, &d->idle, source, "idle", SOURCE_ROWS_MAX - d->bad.count, e);
    if (!s) s = put_rows(q, &d->merged, source, "merged", SOURCE_ROWS_MAX, e);
    query_close(q);
    if (!s) s = trim(st, source, false, e);
    return s ? s : trim(st, source, true, e);
}

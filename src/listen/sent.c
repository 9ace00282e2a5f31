/* sent.c - listen: which messages were sent to whom, by these files? */
#include "listen/sent.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/csv.h"
#include "listen/look.h"
#include "listen/magic.h"

#include <string.h>

struct reading {
    const char *path; /* as the user knows it */
    const struct progress *progress;
    struct arena *a;
    struct sents *ret;
};

static void remark_on(struct reading *r, struct str sentence)
{
    struct sents *x = r->ret;
    x->bad++;
    if (x->remark_count == DROPS_SHOWN_MAX) return;
    x->remark = arena_more(r->a, x->remark, x->remark_count, sizeof *x->remark);
    x->remark[x->remark_count++] = utf8_mend(r->a, str_copy(r->a, sentence));
}

static void remark(struct reading *r, const char *path, struct str what)
{
    remark_on(r, str_printf(r->a, "%s:%.*s", path, STR_ARG(what)));
}

static enum status add(struct reading *r, const struct sent *m, struct err *e)
{
    struct sents *x = r->ret;
    if (x->count == MESSAGES_MAX) {
        return err_set(e, TOO_MUCH, "more than %d messages; look at them in parts", MESSAGES_MAX);
    }
    x->one = arena_more(r->a, x->one, x->count, sizeof *x->one);
    x->one[x->count++] = *m;
    if (x->count % 1000 == 0) progress_report(r->progress, r->path, x->count, 0);
    return progress_stop(r->progress) ? err_set(e, STOPPED, "%s: stopped", r->path) : OK;
}

static struct str place_of(struct reading *r, const char *path, uint64_t line)
{
    struct str p = utf8_mend(r->a, str_of(path));
    return line ? str_printf(r->a, "%.*s:%llu", STR_ARG(p), (unsigned long long)line)
                : str_copy(r->a, p);
}

/* ---- mails ---- */

static void put_addressees(struct reading *r, const struct doc_row *d, struct sent *m)
{
    m->to = arena_new(r->a, struct addressee, d->addressed_count);
    for (size_t i = 0; i < d->addressed_count; i++) {
        struct str name = d->addressed_names ? d->addressed_names[i] : STR("");
        m->to[m->to_count++] =
            (struct addressee){str_copy(r->a, d->addressed[i]), str_copy(r->a, name)};
    }
}

static enum status read_mails(struct reading *r, const char *path, const struct importer *im,
                              struct reader *in, struct err *e)
{
    struct importer_options o = {.path = path, .event_at_s = TIME_NONE};
    struct arena own = {0};
    void *state = NULL;
    enum status s = im->open(in, &o, &own, &state, e);
    while (!s) {
        struct record record;
        struct arena_mark row = arena_mark(&own);
        s = im->next(state, &own, &record, e);
        if (s == BAD_INPUT) {
            remark(r, path, str_of(e->text));
            s = OK;
        } else if (!s && record.kind == RECORD_DOC) {
            const struct doc_row *d = &record.doc;
            struct sent m = {.from = str_copy(r->a, d->author.handle),
                             .subject = str_copy(r->a, d->title),
                             .text = str_copy(r->a, d->text),
                             .at_s = d->at_s,
                             .place = place_of(r, path, record.line),
                             .automatic = d->automatic};
            put_addressees(r, d, &m);
            s = add(r, &m, e);
        }
        if (!im->foreign) arena_reset(&own, row);
    }
    if (state && im->close) im->close(state);
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* ---- tables ---- */

enum column { COLUMN_TO, COLUMN_TEXT, COLUMN_FROM, COLUMN_AT, COLUMN_SUBJECT, COLUMN_COUNT };
static const char *const headers[COLUMN_COUNT][5] = {
    [COLUMN_TO] = {"to", "recipient", "email", "person", NULL},
    [COLUMN_TEXT] = {"text", "body", "message", NULL},
    [COLUMN_FROM] = {"from", "sender", "teammate", NULL},
    [COLUMN_AT] = {"at", "date", "sent", NULL},
    [COLUMN_SUBJECT] = {"subject", "title", NULL},
};

static enum status read_header(const struct csv_row *row, size_t at[COLUMN_COUNT], struct err *e)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        at[c] = SIZE_MAX;
        for (size_t i = row->count; i > 0; i--) {
            if (str_among_nocase(str_trim(row->cell[i - 1]), headers[c])) at[c] = i - 1;
        }
    }
    if (at[COLUMN_TO] != SIZE_MAX && at[COLUMN_TEXT] != SIZE_MAX) return OK;
    return err_set(e, BAD_INPUT,
                   "1: no column %s; want to and text, and from, at and subject "
                   "where they are known",
                   at[COLUMN_TO] == SIZE_MAX ? "to" : "text");
}

static struct str cell(struct reading *r, const struct csv_row *row, size_t at)
{
    return at < row->count ? str_copy(r->a, str_trim(row->cell[at])) : STR("");
}

static enum status read_line(struct reading *r, const char *path, const struct csv_row *row,
                             const size_t at[COLUMN_COUNT], struct err *e)
{
    struct str to = cell(r, row, at[COLUMN_TO]);
    struct str when = cell(r, row, at[COLUMN_AT]);
    struct str at_line = str_printf(r->a, "%llu", (unsigned long long)row->line);
    struct sent m = {.from = cell(r, row, at[COLUMN_FROM]),
                     .subject = cell(r, row, at[COLUMN_SUBJECT]),
                     .text = cell(r, row, at[COLUMN_TEXT]),
                     .at_s = TIME_NONE,
                     .place = place_of(r, path, row->line)};
    if (!to.len || !m.text.len) {
        remark(r, path,
               str_printf(r->a, "%.*s: no %s; every row is one message to one person",
                          STR_ARG(at_line), to.len ? "text" : "to"));
        return OK;
    }
    if (when.len && !time_parse(when, &m.at_s)) {
        remark(r, path,
               str_printf(r->a,
                          "%.*s: '%.*s' is no date, want 2026-05-30; the message "
                          "is looked at without one",
                          STR_ARG(at_line), STR_ARG(str_head(when, 40))));
    }
    m.to = arena_new(r->a, struct addressee, 1);
    m.to[m.to_count++] = (struct addressee){str_lower(r->a, to), to};
    return add(r, &m, e);
}

static enum status read_table(struct reading *r, const char *path, struct reader *in, struct err *e)
{
    struct arena own = {0};
    struct csv *c = NULL;
    struct csv_row row;
    size_t at[COLUMN_COUNT] = {0};
    enum status s = csv_open(in, '\0', &own, &c, e);
    if (!s) s = csv_next(c, &own, &row, e);
    if (s == DONE) s = err_set(e, BAD_INPUT, "1: nothing in it; want columns to and text");
    if (!s) s = read_header(&row, at, e);
    while (!s) {
        s = csv_next(c, &own, &row, e);
        if (s == BAD_INPUT) {
            remark(r, path, str_of(e->text));
            s = OK;
        } else if (!s) {
            s = read_line(r, path, &row, at, e);
        }
    }
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* ---- files ---- */

static enum status read_text(struct reading *r, const char *path, struct reader *in, struct err *e)
{
    struct sent m = {.at_s = TIME_NONE, .place = place_of(r, path, 0)};
    struct str name = utf8_mend(r->a, str_of(path_base(path)));
    struct str text;
    enum status s = reader_rest(in, TEXT_BYTES_MAX, r->a, &text, e);
    if (s) return s;
    m.text = utf8_mend(r->a, text);
    name = str_copy(r->a, str_head(name, str_find(name, '.')));
    m.to = arena_new(r->a, struct addressee, 1);
    m.to[m.to_count++] = (struct addressee){str_lower(r->a, name), name};
    return add(r, &m, e);
}

static bool is_table(const char *path)
{
    struct str p = str_of(path);
    return str_ends_nocase(p, ".csv") || str_ends_nocase(p, ".tsv");
}

static enum status read_file(struct reading *r, const char *path, struct err *e)
{
    struct look l = {.path = path, .place = str_of(path)};
    struct reader *in = NULL;
    struct arena own = {0};
    bool sure = false;
    look_at(&l, NULL);
    enum status s = l.status;
    if (s) s = err_set(e, s, "%.*s", STR_ARG(l.sentence));
    const char *what = s ? NULL : magic_name(l.head, &sure);
    bool mails = l.importer && l.importer->ledger;
    if (!s && !mails && (l.archive || memchr(l.head.p, 0, l.head.len) || (what && sure))) {
        s = err_set(e, BAD_INPUT,
                    "%s: %s, want mails, plain text or a table; unpack it first if "
                    "they are inside",
                    path, what ? what : "no text");
    }
    if (!s) s = reader_open(path, &own, &in, e);
    if (!s) {
        s = mails            ? read_mails(r, path, l.importer, in, e)
            : is_table(path) ? read_table(r, path, in, e)
                             : read_text(r, path, in, e);
        if (s == BAD_INPUT) s = err_in(e, s, "%s", path);
    }
    if (!s) r->ret->files++;
    reader_close(in);
    arena_free(&own);
    arena_free(&l.a);
    return s;
}

static enum status read_dir(struct reading *r, const char *path, int depth, struct err *e)
{
    struct names names;
    enum status s = dir_list(path, r->a, &names, e);
    for (size_t i = 0; i < names.count && !s; i++) {
        const char *file = path_join(r->a, path, names.name[i]).p;
        if (path_is_dir(file)) {
            if (depth < DIR_DEPTH_MAX) s = read_dir(r, file, depth + 1, e);
        } else {
            s = read_file(r, file, e);
            if (s == BAD_INPUT) { /* the others are read all the same */
                remark_on(r, str_of(e->text));
                s = OK;
            }
        }
    }
    return s;
}

enum status sent_read(const char *path, const struct progress *progress, struct arena *a,
                      struct sents *ret, struct err *e)
{
    struct reading r = {.path = path, .progress = progress, .a = a, .ret = ret};
    return path_is_dir(path) ? read_dir(&r, path, 0, e) : read_file(&r, path, e);
}

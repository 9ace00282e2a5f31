/* source_audit.c - verb: what was found of the rows that were checked? */
#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "listen/csv.h"
#include "store/query.h"
#include "verb/source_verb.h"

struct answers {
    struct csv *csv;
    size_t row, checked, note; /* columns; SIZE_MAX: none */
    int64_t audit;
    uint64_t right, wrong, open;
};

static struct str cell_of(const struct csv_row *row, size_t column)
{
    size_t count = row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX;
    return column < count ? str_trim(row->cell[column]) : STR_NONE;
}

/* "right" 1, "wrong" 0, nothing -1, else -2. */
static int verdict(struct str word)
{
    static const char *const yes[] = {"right", "yes", "y", "true", "1", "ok", NULL};
    static const char *const no[] = {"wrong", "no", "n", "false", "0", NULL};
    for (size_t i = 0; yes[i]; i++) {
        if (str_is_nocase(word, yes[i])) return 1;
    }
    for (size_t i = 0; no[i]; i++) {
        if (str_is_nocase(word, no[i])) return 0;
    }
    return word.len ? -2 : -1;
}

static enum status read_header(struct request *r, struct answers *x, struct err *e)
{
    struct csv_row row;
    x->row = x->checked = x->note = SIZE_MAX;
    enum status s = csv_next(x->csv, r->a, &row, e);
    if (s && s != DONE) return s;
    for (size_t i = 0; !s && i < row.count && i < COLUMNS_MAX; i++) {
        struct str head = cell_of(&row, i);
        if (str_is_nocase(head, "row")) x->row = i;
        if (str_is_nocase(head, "checked")) x->checked = i;
        if (str_is_nocase(head, "note")) x->note = i;
    }
    if (x->row != SIZE_MAX && x->checked != SIZE_MAX) return OK;
    return err_set(e, BAD_INPUT,
                   "no table of checked rows: want columns 'row' and 'checked', as "
                   "'kith source NAME --sample 20 --csv' makes it");
}

/* The evidence a row is about; NOT_FOUND when it is not here any more. */
static enum status row_evidence(struct request *r, struct str name, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    size_t dash = str_find(name, '-');
    bool reads = name.len > 1 && name.p[0] == 'e' && dash < name.len &&
                 str_to_i64(str_skip(str_head(name, dash), 1), ret);
    if (!reads) {
        return err_set(e, BAD_INPUT, "row '%.*s', want one as kith wrote it, like e12-0a1b2c3d",
                       STR_ARG(utf8_head(name, 80)));
    }
    enum status s = query_open(r->st, SQL_evidence_key_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, *ret);
    s = query_next(q, e);
    bool same = !s && str_eq(name, checked_row_name(r->a, *ret, query_str(q, 0)));
    query_close(q);
    if (s && s != DONE) return s;
    if (same) return OK;
    return err_set(e, BAD_INPUT,
                   "row '%.*s' is not in this store (another one, or it was erased); delete the "
                   "line, or draw rows again",
                   STR_ARG(utf8_head(name, 80)));
}

static enum status keep_answer(struct request *r, struct answers *x, const struct csv_row *row,
                               struct err *e)
{
    struct str word = cell_of(row, x->checked);
    struct str note = utf8_head(cell_of(row, x->note), FIELD_BYTES_MAX);
    int64_t evidence = 0;
    int found = verdict(word);
    x->open += found == -1;
    if (found == -1) return OK;
    if (found == -2) {
        return err_set(e, BAD_INPUT, "checked '%.*s', want right, wrong or nothing",
                       STR_ARG(utf8_head(word, 80)));
    }
    enum status s = row_evidence(r, cell_of(row, x->row), &evidence, e);
    if (s) return s;
    struct query *q = NULL;
    s = query_open(r->st, SQL_audit_row_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, evidence);
    query_bind_i64(q, 2, x->audit);
    query_bind_i64(q, 3, found);
    query_bind_str(q, 4, note.len ? note : STR_NONE);
    s = query_run(q, e);
    query_close(q);
    x->right += found == 1;
    x->wrong += found == 0;
    return s;
}

static enum status keep_answers(struct request *r, struct answers *x, struct err *e)
{
    struct csv_row row;
    enum status s = read_header(r, x, e);
    if (s) return s;
    while ((s = csv_next(x->csv, r->a, &row, e)) == OK) {
        s = keep_answer(r, x, &row, e);
        if (s) return err_in(e, s, "%llu", (unsigned long long)row.line);
    }
    return s == DONE ? OK : s;
}

static enum status audit_add(struct request *r, const char *path, struct str hash, int64_t *ret,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_audit_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, time_now());
    query_bind_str(q, 2, utf8_mend(r->a, str_of(path_full(r->a, path))));
    query_bind_str(q, 3, hash);
    s = query_run(q, e);
    query_close(q);
    *ret = store_last_id(r->st);
    return s;
}

static enum status was_brought_in(struct request *r, struct str hash, bool *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_audit_same, &q, e);
    if (s) return s;
    query_bind_str(q, 1, hash);
    s = query_next(q, e);
    query_close(q);
    *ret = s == OK;
    return s == DONE ? OK : s;
}

/* All of a file, or nothing of it. */
static enum status bring_in(struct request *r, const char *path, struct str hash, struct answers *x,
                            struct err *e)
{
    struct reader *in = NULL;
    enum status s = reader_open(path, r->a, &in, e);
    if (s) return s;
    s = csv_open(in, '\0', r->a, &x->csv, e);
    if (s) s = err_in(e, s, "%s", path);
    if (!s) s = store_begin(r->st, e);
    if (s) {
        reader_close(in);
        return s;
    }
    s = audit_add(r, path, hash, &x->audit, e);
    if (!s) s = keep_answers(r, x, e);
    if (!s && !x->right && !x->wrong) {
        s = err_set(e, BAD_INPUT, "no row of it is marked 'right' or 'wrong' under 'checked'");
    }
    reader_close(in);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return err_in(e, s, "%s", path);
}

enum status source_audit(struct request *r, const char *path, struct table **ret, struct err *e)
{
    struct answers x = {0};
    struct str hash;
    bool before = false;
    enum status s = file_hash(path, r->a, &hash, e);
    if (!s) s = was_brought_in(r, hash, &before, e);
    if (!s && !before) s = bring_in(r, path, hash, &x, e);
    if (!s) s = source_list(r, ret, e);
    if (s) return s;
    struct str shown = utf8_mend(r->a, str_of(path));
    if (before) {
        table_lead(*ret, "%.*s was brought in before; nothing was changed.", STR_ARG(shown));
        return OK;
    }
    table_lead(*ret, "%llu rows were found right, %llu wrong, %llu left open.",
               (unsigned long long)x.right, (unsigned long long)x.wrong,
               (unsigned long long)x.open);
    table_note(*ret, "To take it back: %.*s", STR_ARG(request_next(r, "source undo")));
    return OK;
}

enum status source_undo(struct request *r, struct table **ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_audit_newest, &q, e);
    if (s) return s;
    s = query_next(q, e);
    int64_t audit = s ? 0 : query_i64(q, 0);
    struct str locator = s ? STR_NONE : str_copy(r->a, query_str(q, 1));
    struct str day = s ? STR_NONE : time_day(r->a, query_i64(q, 2));
    int64_t rows = s ? 0 : query_i64(q, 3);
    query_close(q);
    if (s == DONE) return err_set(e, NOT_FOUND, "no checked rows were brought in; nothing to undo");
    if (!s) s = store_begin(r->st, e);
    if (s) return s;
    s = query_do(r->st, SQL_audit_rows_drop, audit, e);
    if (!s) s = query_do(r->st, SQL_audit_drop, audit, e);
    if (s) {
        store_rollback(r->st);
        return s;
    }
    s = store_commit(r->st, e);
    if (!s) s = source_list(r, ret, e);
    if (s) return s;
    table_lead(*ret, "%lld checked rows of %.*s, brought in on %.*s, are taken back.",
               (long long)rows, STR_ARG(locator), STR_ARG(day));
    return OK;
}

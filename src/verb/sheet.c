/* sheet.c - verb: what stands in this small table that belongs to a command? */
#include "verb/sheet.h"

#include "base/limits.h"
#include "listen/csv.h"

struct columns_found {
    size_t at[COLUMNS_MAX]; /* of each column of the file: which of those wanted */
    size_t count;
};

static struct str wanted(struct arena *a, const char *const *columns)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; columns[i]; i++)
        buf_addf(&b, "%s%s", i ? ", " : "", columns[i]);
    return buf_str(&b);
}

static enum status read_head(struct request *r, struct csv *csv, const char *const *columns,
                             size_t least, struct columns_found *ret, struct err *e)
{
    struct csv_row row;
    bool seen[SHEET_COLUMNS] = {false};
    enum status s = csv_next(csv, r->a, &row, e);
    if (s == DONE) return err_set(e, BAD_INPUT, "it is empty");
    if (s) return s;
    ret->count = row.count < COLUMNS_MAX ? row.count : COLUMNS_MAX;
    for (size_t i = 0; i < ret->count; i++) {
        struct str name = str_trim(row.cell[i]);
        ret->at[i] = SHEET_COLUMNS;
        for (size_t k = 0; columns[k]; k++) {
            if (str_is_nocase(name, columns[k])) ret->at[i] = k;
        }
        if (ret->at[i] < SHEET_COLUMNS) seen[ret->at[i]] = true;
        if (ret->at[i] < SHEET_COLUMNS || !name.len) continue;
        return err_set(e, BAD_INPUT, "column '%.*s' is not known; want %.*s",
                       STR_ARG(utf8_head(name, 60)), STR_ARG(wanted(r->a, columns)));
    }
    for (size_t k = 0; k < least; k++) {
        if (seen[k]) continue;
        return err_set(e, BAD_INPUT, "there is no column '%s'; want %.*s", columns[k],
                       STR_ARG(wanted(r->a, columns)));
    }
    return OK;
}

static enum status read_rows(struct request *r, struct csv *csv, const struct columns_found *c,
                             struct sheet *ret, struct err *e)
{
    struct csv_row row;
    enum status s = OK;
    while ((s = csv_next(csv, r->a, &row, e)) == OK) {
        if (ret->rows == SHEET_ROWS_MAX) {
            return err_set(e, TOO_MUCH, "more than %d rows", SHEET_ROWS_MAX);
        }
        ret->row = arena_more(r->a, ret->row, ret->rows, sizeof *ret->row);
        struct sheet_row *one = &ret->row[ret->rows++];
        *one = (struct sheet_row){.line = row.line};
        for (size_t i = 0; i < c->count && i < row.count; i++) {
            if (c->at[i] < SHEET_COLUMNS)
                one->cell[c->at[i]] = str_copy(r->a, str_trim(row.cell[i]));
        }
    }
    return s == DONE ? OK : s;
}

enum status sheet_read(struct request *r, const char *path, const char *const *columns,
                       size_t least, struct sheet *ret, struct err *e)
{
    struct reader *in = NULL;
    struct csv *csv = NULL;
    struct columns_found *found = arena_new(r->a, struct columns_found, 1);
    *ret = (struct sheet){0};
    enum status s = reader_open(path, r->a, &in, e);
    if (s) return s;
    s = csv_open(in, '\0', r->a, &csv, e);
    if (!s) s = read_head(r, csv, columns, least, found, e);
    if (!s) s = read_rows(r, csv, found, ret, e);
    reader_close(in);
    if (!s && !ret->rows) s = err_set(e, BAD_INPUT, "it has no rows");
    return s ? err_in(e, s, "%s", path) : OK;
}

enum status sheet_number(const char *path, const struct sheet_row *row, const char *what,
                         struct str cell, double *ret, struct err *e)
{
    bool percent = str_ends_nocase(cell, "%");
    struct str number = percent ? str_trim(str_head(cell, cell.len - 1)) : cell;
    if (!cell.len) return OK;
    if (!str_to_double(number, ret)) {
        return err_set(e, BAD_INPUT, "%s:%llu: %s '%.*s', want a number", path,
                       (unsigned long long)row->line, what, STR_ARG(utf8_head(cell, 40)));
    }
    if (percent) *ret /= 100;
    return OK;
}

/* journal.c - listen: who was erased since a backup was written? */
#include "listen/journal.h"

#include "base/file.h"
#include "base/map.h"
#include "listen/erased.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char head[] = "kith erasures 1 ";
enum { HASH_BYTES = 32, JOURNAL_BYTES_MAX = 1 << 30 };

const char *journal_path(struct arena *a, const char *db)
{
    return str_printf(a, "%s.erased", db).p;
}

static void hex_add(struct buf *b, const unsigned char *bytes)
{
    for (size_t i = 0; i < HASH_BYTES; i++)
        buf_addf(b, "%02x", (unsigned)bytes[i]);
}

static enum status hashes_add(struct store *st, struct buf *b, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_suppressed_all, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str hash = query_str(q, 0); /* as hex */
        buf_addf(b, "%.*s %lld\n", STR_ARG(hash), (long long)query_i64(q, 1));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status secret_sure(struct store *st, struct arena *a, struct str *ret, struct err *e)
{
    enum status s = store_begin(st, e);
    if (!s) s = erase_secret(st, a, ret, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* Whole or as it was: under another name first. */
static enum status replace(const char *path, struct str bytes, struct arena *a, struct err *e)
{
    const char *fresh = str_printf(a, "%s.new", path).p;
    enum status s = file_write(fresh, bytes, e);
    if (s) return s;
    if (rename(fresh, path) == 0) return OK;
    return err_set(e, IO_FAILED, "%s: %s; the journal of erasures was not written", path,
                   strerror(errno));
}

enum status journal_write(struct store *st, struct err *e)
{
    struct arena work = {0};
    struct str secret = STR("");
    enum status s = secret_sure(st, &work, &secret, e);
    struct buf b = buf_new(&work);
    buf_addf(&b, "%s%.*s\n", head, STR_ARG(bytes_hash(&work, secret)));
    if (!s) s = hashes_add(st, &b, e);
    if (!s) s = replace(journal_path(&work, store_path(st)), buf_str(&b), &work, e);
    arena_free(&work);
    return s;
}

/* ---- reading ---- */

struct entry {
    struct str hash; /* 64 figures */
    int64_t at_s;
};

struct journal {
    struct map by_hash; /* -> index */
    struct entry *entry;
    size_t count, room;
};

static enum status line_read(struct journal *j, struct arena *a, struct str line, const char *path,
                             struct err *e)
{
    struct entry x = {.hash = str_head(line, (size_t)HASH_BYTES * 2)};
    if (line.len < 2 * HASH_BYTES + 2 || line.p[x.hash.len] != ' ' ||
        !str_to_i64(str_skip(line, x.hash.len + 1), &x.at_s)) {
        return err_set(e, BAD_INPUT, "%s: a line of it is no erasure; take a whole copy of it",
                       path);
    }
    if (j->count == j->room) {
        size_t wider = j->room ? j->room * 2 : 64;
        j->entry = arena_grow(a, j->entry, j->room * sizeof *j->entry, wider * sizeof *j->entry);
        j->room = wider;
    }
    (void)map_put(&j->by_hash, x.hash, (int64_t)j->count, NULL);
    j->entry[j->count++] = x;
    return OK;
}

static enum status journal_read(const char *path, struct str secret, struct arena *a,
                                struct journal *ret, struct err *e)
{
    struct reader *r = NULL;
    struct str all = STR("");
    struct str line;
    *ret = (struct journal){.by_hash = map_new(a)};
    enum status s = reader_open(path, a, &r, e);
    if (s) return s;
    s = reader_rest(r, JOURNAL_BYTES_MAX, a, &all, e);
    reader_close(r);
    if (s) return s;
    if (!str_starts(all, head) || !str_cut(&all, '\n', &line)) {
        return err_set(e, BAD_INPUT,
                       "%s: no journal of erasures; one stands beside each store, "
                       "as STORE.erased",
                       path);
    }
    if (!str_eq(str_skip(line, sizeof head - 1), bytes_hash(a, secret))) {
        return err_set(e, BAD_INPUT,
                       "%s: the journal of another store, or of one whose backup was written "
                       "before it kept a journal; name the right one with --journal",
                       path);
    }
    while (!s && str_cut(&all, '\n', &line))
        if (line.len) s = line_read(ret, a, line, path, e);
    return s;
}

/* ---- replaying ---- */

struct found {
    int64_t *node;
    size_t count, room;
};

static enum status find_people(struct store *st, const struct journal *j, struct str secret,
                               struct arena *a, struct found *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct found){0};
    enum status s = query_open(st, SQL_erase_accounts_all, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct arena_mark mark = arena_mark(a);
        unsigned char hash[HASH_BYTES];
        int64_t node = query_i64(q, 0);
        erase_seal(a, secret, query_str(q, 1), query_str(q, 2), hash);
        struct buf b = buf_new(a);
        hex_add(&b, hash);
        bool is = map_get(&j->by_hash, buf_str(&b)) != NULL;
        arena_reset(a, mark);
        if (!is || (ret->count && ret->node[ret->count - 1] == node)) continue;
        if (ret->count == ret->room) {
            size_t wider = ret->room ? ret->room * 2 : 16;
            ret->node =
                arena_grow(a, ret->node, ret->room * sizeof *ret->node, wider * sizeof *ret->node);
            ret->room = wider;
        }
        ret->node[ret->count++] = node;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status keep_hashes(struct store *st, const struct journal *j, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_suppressed_add_hex, &q, e);
    for (size_t i = 0; i < j->count && !s; i++) {
        query_bind_str(q, 1, j->entry[i].hash);
        query_bind_i64(q, 2, j->entry[i].at_s);
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

enum status journal_replay(struct store *st, const char *path, int64_t now_s, int64_t *ret_people,
                           struct err *e)
{
    struct arena work = {0};
    struct str secret = STR("");
    struct journal j;
    struct found people = {0};
    struct erase_report report;
    enum status s = erase_secret(st, &work, &secret, e);
    if (!s) s = journal_read(path, secret, &work, &j, e);
    if (!s) s = find_people(st, &j, secret, &work, &people, e);
    for (size_t i = 0; i < people.count && !s; i++)
        s = erase_person(st, people.node[i], false, now_s, &report, e);
    if (!s) s = keep_hashes(st, &j, e);
    *ret_people = (int64_t)people.count;
    arena_free(&work);
    return s;
}

/* backup.c - verb: where is a whole, verified copy, and how does one go back to it? */
#include "base/file.h"
#include "base/time.h"
#include "listen/journal.h"
#include "store/query.h"
#include "verb/verb.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *const examples[] = {
    "kith backup kith-2026-01-31.db",
    "kith backup --restore kith-2026-01-31.db --db kith.db",
    NULL,
};

static const struct flag flags[] = {
    {"restore", 0, NULL, "make the store anew from FILE, without whom was erased since", false},
    {"journal", 0, "FILE",
     "the journal of erasures, where it is not STORE.erased; none: there is "
     "none",
     false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"file", "file", NULL, CELL_TEXT, 0, true},
};

/* Those that are gone are forgotten; this one is remembered, so that doctor tells when it is too
 * old. Not in the copy itself. */
static enum status remember(struct request *r, struct err *e)
{
    struct query *q = NULL;
    struct str gone = STR("");
    struct buf list = buf_new(r->a);
    enum status s = store_begin(r->st, e);
    if (!s) s = query_open(r->st, SQL_backups_written, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct str path = query_str(q, 0);
        if (!path_exists(str_c(r->a, path))) buf_addf(&list, "%.*s\n", STR_ARG(path));
    }
    query_close(q);
    q = NULL;
    if (s == DONE) s = query_open(r->st, SQL_backup_drop, &q, e);
    struct str rest = buf_str(&list);
    while (!s && str_cut(&rest, '\n', &gone)) {
        query_bind_str(q, 1, gone);
        s = query_run(q, e);
    }
    query_close(q);
    q = NULL;
    if (!s) s = query_open(r->st, SQL_backup_add, &q, e);
    if (!s) {
        query_bind_str(q, 1, utf8_mend(r->a, str_of(path_full(r->a, r->raw[0]))));
        query_bind_i64(q, 2, time_now());
        s = query_run(q, e);
    }
    query_close(q);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status back_up(struct request *r, struct table **ret, struct err *e)
{
    if (!path_exists(r->db)) {
        return err_set(e, NOT_FOUND,
                       "%s: no store here yet; 'kith import FILE' makes one, 'kith "
                       "demo' shows an example",
                       r->db);
    }
    enum status s = store_open(r->db, STORE_WRITE, &r->st, e);
    if (!s) s = journal_write(r->st, e);
    if (!s) s = store_copy_to(r->st, r->raw[0], e);
    if (!s) s = remember(r, e);
    if (s) return s;
    struct table *t = table_new(r->a, "backup", columns, 1);
    table_row(t)[0] = cell_text(r->word[0]);
    table_lead(t, "A whole copy of the store, read back and found in order.");
    table_note(t, "Who is erased later stands, as hashes alone, in %s: keep a copy of it apart.",
               journal_path(r->a, r->db));
    *ret = t;
    return OK;
}

/* ---- going back ---- */

/* NULL: none. */
static enum status journal_of(struct request *r, const char **ret, struct err *e)
{
    const char *given = request_path(r, "journal");
    *ret = given ? given : journal_path(r->a, r->db);
    if (given && strcmp(given, "none") == 0) *ret = NULL;
    if (!*ret || path_exists(*ret)) return OK;
    return err_set(e, NOT_FOUND,
                   "%s: no journal of erasures here, so who was erased since the backup would come "
                   "back; name it with --journal FILE, or say --journal none",
                   *ret);
}

static enum status replay(struct store *st, const char *journal, int64_t *ret_people, struct err *e)
{
    bool all = false;
    if (!journal) return OK;
    enum status s = store_begin(st, e);
    if (!s) s = journal_replay(st, journal, time_now(), ret_people, e);
    if (s) {
        store_rollback(st);
        return s;
    }
    s = store_commit(st, e);
    if (!s) s = store_wipe(st, &all, e);
    return s;
}

/* Under another name until who was erased is out of it: nobody reads it before. */
static enum status make(struct request *r, const char *fresh, const char *journal,
                        int64_t *ret_people, struct err *e)
{
    struct store *st = NULL;
    enum status s = store_open(r->raw[0], STORE_READ, &st, e);
    if (!s) s = store_copy_to(st, fresh, e);
    store_close(st);
    st = NULL;
    if (!s) s = store_open(fresh, STORE_WRITE, &st, e);
    if (!s) s = replay(st, journal, ret_people, e);
    if (!s) s = store_check(st, e);
    store_close(st);
    if (s) return s;
    if (link(fresh, r->db) == 0) return OK; /* never over another file */
    return err_set(e, IO_FAILED, "%s: %s; nothing was restored", r->db, strerror(errno));
}

static enum status restore(struct request *r, struct table **ret, struct err *e)
{
    const char *journal = NULL;
    int64_t people = 0;
    const char *fresh = str_printf(r->a, "%s.restoring", r->db).p;
    if (path_exists(r->db)) {
        return err_set(e, BAD_INPUT,
                       "%s: is there already, and is not written over; move it away, "
                       "or name another store with --db",
                       r->db);
    }
    enum status s = journal_of(r, &journal, e);
    if (s) return s;
    (void)unlink(fresh); /* of a run that was stopped */
    s = make(r, fresh, journal, &people, e);
    (void)unlink(fresh);
    (void)unlink(str_printf(r->a, "%s-wal", fresh).p);
    (void)unlink(str_printf(r->a, "%s-shm", fresh).p);
    if (s) return s;
    struct table *t = table_new(r->a, "backup", columns, 1);
    table_row(t)[0] = cell_text(utf8_mend(r->a, str_of(r->db)));
    table_fact(t, "erased", NULL, cell_int(people), 0);
    table_lead(t, "The store as it was backed up, read back and found in order%s.",
               journal ? "" : "; nobody was erased from it, as it was said there is no journal");
    if (journal) {
        table_note(t, "%lld of its people %s erased since, and %s not in it.", (long long)people,
                   people == 1 ? "was" : "were", people == 1 ? "is" : "are");
    }
    *ret = t;
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    if (request_has(r, "restore")) return restore(r, ret, e);
    if (request_has(r, "journal")) return err_set(e, BAD_USAGE, "--journal is of --restore");
    return back_up(r, ret, e);
}

const struct verb verb_backup = {
    .name = "backup",
    .words = "FILE",
    .summary = "write a whole, verified copy of the store into a new file",
    .details =
        "May run while others read and write. --restore makes the store from such a copy: it "
        "refuses to write over one, and erases who was erased since the backup, as "
        "STORE.erased tells in hashes, before anybody can read it. Keep a copy of that file "
        "apart, as you do of backups.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

/* erase.c - verb: forget somebody, for good */
#include "base/time.h"
#include "base/workdir.h"
#include "find/people.h"
#include "listen/erased.h"
#include "listen/journal.h"
#include "listen/purge.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/verb.h"

static const char *const examples[] = {
    "kith erase 'Jane Doe'",
    "kith erase jane@x.example --yes",
    "kith erase --due",
    "kith erase --due --yes",
    NULL,
};

static const struct flag flags[] = {
    {"yes", 0, NULL, "do it; without it kith tells what would go", false},
    {"reason", 0, "WORD", "why: asked, objected, wrong, other", false},
    {"due", 0, NULL, "nobody by name: all that was kept for as long as its source may be", false},
    {"dry-run", 0, NULL, "tell what would go, change nothing", false},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"what", "what", NULL, CELL_TEXT, 0, false},
    {"count", "how many", NULL, CELL_INT, 0, false},
};

static const char *const reasons[] = {"asked", "objected", "wrong", "other", NULL};

static enum status say_why(struct request *r, int64_t now_s, struct err *e)
{
    struct query *q = NULL;
    struct str reason = request_value(r, "reason");
    if (!reason.len) return OK;
    enum status s = query_open(r->st, SQL_suppressed_reason, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    query_bind_str(q, 2, reason);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status erase(struct request *r, int64_t node, bool dry, struct erase_report *ret,
                         struct err *e)
{
    int64_t now_s = time_now();
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = erase_person(r->st, node, dry, now_s, ret, e);
    if (!s && !dry) s = say_why(r, now_s, e);
    if (!s && !dry) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

/* What is gone from the store leaves what lies beside it, too. */
static enum status wipe(struct request *r, struct table *t, struct err *e)
{
    bool all = false;
    enum status s = store_wipe(r->st, &all, e);
    if (!s) s = journal_write(r->st, e);
    workdir_clear(r->db); /* what a server, or an import, that was killed left there */
    if (!s && !all) {
        table_note(t,
                   "Another program has the store open: until it lets go, older bytes stay in "
                   "%s-wal. Then: %.*s",
                   r->db, STR_ARG(request_next(r, "doctor")));
    }
    return s;
}

static void put(struct table *t, const char *what, int64_t count)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(str_of(what));
    row[1] = cell_int(count);
}

/* ---- what is overdue ---- */

static void put_due(struct table *t, const struct purge_report *x)
{
    put(t, "people", x->people);
    put(t, "docs", x->docs);
    put(t, "evidence", x->evidence);
    put(t, "claims", x->claims);
    put(t, "deals", x->deals);
    put(t, "parts in deals", x->parties);
    put(t, "relationships", x->relations);
    put(t, "entries of the log", x->activities);
    put(t, "responses to surveys", x->responses);
    put(t, "outcomes", x->outcomes);
    put(t, "tags, places, names, counts", x->tags);
}

static enum status due(struct request *r, struct table **ret, struct err *e)
{
    struct purge_report x = {0};
    struct purge_report left = {0};
    bool dry = request_has(r, "dry-run") || !request_has(r, "yes");
    int64_t now_s = time_now();
    if (r->word_count) {
        return err_set(e, BAD_USAGE, "--due stands alone: it names nobody");
    }
    enum status s = dry ? purge_count(r->st, now_s, &x, e) : purge_run(r->st, now_s, &x, e);
    if (!s && !dry) s = purge_count(r->st, now_s, &left, e);
    if (s) return s;
    struct table *t = table_new(r->a, "erase", columns, 2);
    table_fact(t, "erased", NULL, cell_bool(!dry), 0);
    table_fact(t, "rows_due", NULL, cell_int(purge_rows(&x)), 0);
    if (!dry) table_fact(t, "rows_left", NULL, cell_int(purge_rows(&left)), 0);
    t->title = dry ? STR("What was kept for as long as its source may be") : STR("Gone");
    if (purge_rows(&x)) {
        put_due(t, &x);
    } else {
        t->empty = STR("Nothing is overdue.");
    }
    *ret = t;
    if (!purge_rows(&x)) return OK;
    if (dry) {
        table_note(t, "Nothing was erased. To erase, for good: %.*s",
                   STR_ARG(request_next(r, "erase --due --yes")));
        return OK;
    }
    table_note(t, "Their sources do not bring them back, unless they may be kept longer by then "
                  "(kith source NAME --keep DAYS). Backups still hold them.");
    return wipe(r, t, e);
}

/* ---- somebody ---- */

static void put_person(struct table *t, const struct erase_report *x, bool dry)
{
    put(t, "accounts", x->accounts);
    put(t, "docs", x->docs);
    put(t, "evidence", x->evidence);
    put(t, "claims", x->claims);
    put(t, "parts in deals", x->deals);
    put(t, "relationships", x->relations);
    put(t, "answers to surveys", x->answers);
    put(t, "entries of the log", x->activities);
    put(t, "tasks", x->tasks);
    put(t, "outcomes", x->outcomes);
    if (dry) return;
    put(t, "docs of others that named them", x->named_docs);
    put(t, "notes and the like that named them", x->named_texts);
}

/* All that was held of them is counted once more: nothing is. */
static enum status left_of(struct request *r, int64_t node, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_access_all, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    for (*ret = 0; (s = query_next(q, e)) == OK;)
        ++*ret;
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status receipt(struct request *r, struct table *t, int64_t node, struct err *e)
{
    int64_t left = 0;
    int64_t hashes = 0;
    enum status s = left_of(r, node, &left, e);
    if (!s) s = query_ask(r->st, SQL_suppressed_newest, &hashes, e);
    if (s) return s;
    table_fact(t, "left", "left of them", cell_int(left), 0);
    table_fact(t, "hashes", "hashes kept", cell_int(hashes), 0);
    t->title = STR("Gone");
    table_note(t,
               "Counted once more, %lld rows of them are left. No later import brings them back. "
               "What others wrote stays, with the word 'erased' where it named them, save for "
               "first names and nicknames that may be anybody's. Backups and the files that were "
               "imported still hold them; a backup is restored without them by 'kith backup "
               "--restore'.",
               (long long)left);
    return wipe(r, t, e);
}

static enum status person(struct request *r, struct table **ret, struct err *e)
{
    int64_t node = 0;
    struct card card;
    struct erase_report x = {0};
    bool dry = request_has(r, "dry-run") || !request_has(r, "yes");
    if (request_value(r, "reason").len && !str_among(request_value(r, "reason"), reasons)) {
        return err_set(e, BAD_USAGE, "--reason '%.*s', want asked, objected, wrong or other",
                       STR_ARG(request_value(r, "reason")));
    }
    enum status s = person_find(r->st, r->word[0], r->a, &node, e);
    if (!s) s = card_load(r->st, node, r->a, &card, e);
    if (!s && card.id.len && card.id.p[0] != 'p') {
        s = err_set(e, BAD_INPUT, "'%.*s' is no person; only people are erased",
                    STR_ARG(r->word[0]));
    }
    if (!s && r->word_count > 1 && !str_eq(str_trim(r->word[1]), card.name)) {
        s = err_set(e, BAD_INPUT, "%.*s is not called '%.*s'; type the name as it stands here",
                    STR_ARG(card.id), STR_ARG(utf8_head(r->word[1], 200)));
    }
    if (!s) s = erase(r, node, dry, &x, e);
    if (s) return s;
    struct table *t = table_new(r->a, "erase", columns, 2);
    table_fact(t, "erased", NULL, cell_bool(!dry), 0);
    put_person(t, &x, dry);
    *ret = t;
    if (!dry) return receipt(r, t, node, e);
    table_fact(t, "id", NULL, cell_text(card.id), 0);
    t->title =
        str_printf(r->a, "What would go with %.*s (%.*s)", STR_ARG(card.name), STR_ARG(card.id));
    table_note(t, "Nothing was erased. To erase, for good: %.*s",
               STR_ARG(request_next(r, "erase %.*s --yes", STR_ARG(card.id))));
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    if (request_has(r, "due")) return due(r, ret, e);
    if (!r->word_count) {
        return err_set(e, BAD_USAGE, "want PERSON, or --due for what is overdue");
    }
    return person(r, ret, e);
}

const struct verb verb_erase = {
    .name = "erase",
    .words = "[PERSON] [NAME]",
    .summary = "forget somebody, and keep them forgotten",
    .details =
        "Removes the person with all that was joined into them: accounts, names, tags, "
        "affiliations, claims, what they wrote and its words in the index, all evidence "
        "from and to them, proposals, decisions, pins, places in plans, parts in deals, "
        "relationships, answers to surveys, entries of the log and tasks, of programmes all but "
        "what was spent. Where others named them by full name, address or handle, in docs, notes, "
        "answers and links, stands the word 'erased' instead. What is "
        "left are hashes of their accounts under a secret of this store, so that an import "
        "passes over whatever is theirs; its rows are counted as 'of somebody erased'. The same "
        "hashes stand in STORE.erased, for backups that are restored. This cannot be undone. "
        "NAME, where it is given, must be the name as it stands here.\n"
        "--due takes no names: rows of sources that were kept for their days (kith source NAME "
        "--keep DAYS) go, and people whom nothing else holds: no other list or source, no work of "
        "ours with them. Of what two sources said alike goes what was read first. Their sources "
        "do not bring them back: such rows are counted as 'kept for as long as its source may "
        "be'. 'kith serve' does it once a day.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 2,
    .run = run,
};

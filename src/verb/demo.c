/* demo.c - verb: how does kith look on a market small enough to check by hand? */
#include "base/file.h"
#include "demo_text.h" /* made from examples/market: demo_people, demo_evidence */
#include "find/market.h"
#include "store/query.h"
#include "verb/args.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define MARKET "containers"
#define STORE "kith-demo.db"

static const char *const examples[] = {
    "kith demo",
    "kith demo --serve",
    "kith find containers --db kith-demo.db",
    NULL,
};

static const struct column no_columns[] = {{"", NULL, NULL, CELL_NONE, 0, false}};

static enum status mark(struct request *r, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_meta_set, &q, e);
    if (!s) {
        query_bind_str(q, 1, STR("demo"));
        query_bind_str(q, 2, STR("1"));
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

/* DONE: it is marked as none. */
static enum status marked(struct request *r, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_meta_get, &q, e);
    if (!s) {
        query_bind_str(q, 1, STR("demo"));
        s = query_next(q, e);
    }
    query_close(q);
    return s;
}

/* The demo's own store, a new one, or one in which nobody is yet; never somebody's. */
static enum status open_store(struct request *r, struct err *e)
{
    bool there = path_exists(r->db);
    int64_t people = 0;
    enum status s = store_open(r->db, STORE_CREATE, &r->st, e);
    if (s) return s;
    s = there ? marked(r, e) : DONE;
    if (s != DONE) return s;
    s = there ? query_ask(r->st, SQL_demo_people, &people, e) : OK;
    if (!s && people) {
        return err_set(e, BAD_INPUT, "%s: a store, but not the demo's; name another one with --db",
                       r->db);
    }
    return s ? s : mark(r, e);
}

/* The example's tables are laid down beside the store, so that one can look at them. */
static enum status put_file(struct arena *a, struct str dir, const char *name, const char *text,
                            const char **ret, struct err *e)
{
    const char *path = str_c(a, path_join(a, dir.p, name));
    struct str want = str_of(text);
    *ret = path;
    if (!path_exists(path)) return file_write(path, want, e);
    struct reader *in = NULL;
    struct str is = STR_NONE;
    enum status s = reader_open(path, a, &in, e);
    if (s) return s;
    s = reader_rest(in, want.len + 1, a, &is, e);
    reader_close(in);
    if (s == OK && str_eq(is, want)) return OK;
    return err_set(e, BAD_INPUT, "%s: is there already, and not the demo's; move it away", path);
}

static enum status put_files(struct request *r, const char **ret_people, const char **ret_evidence,
                             struct err *e)
{
    struct str db = str_of(r->db);
    bool suffix = db.len > 3 && str_ends_nocase(db, ".db");
    struct str dir =
        suffix ? str_copy(r->a, str_head(db, db.len - 3)) : str_printf(r->a, "%s.files", r->db);
    if (mkdir(dir.p, 0777) != 0 && errno != EEXIST) {
        return err_set(e, IO_FAILED, "%s: %s", dir.p, strerror(errno));
    }
    enum status s = put_file(r->a, dir, "people.csv", demo_people, ret_people, e);
    if (!s) s = put_file(r->a, dir, "evidence.csv", demo_evidence, ret_evidence, e);
    return s;
}

/* Runs one command line on the demo's store and hangs its answer behind t, under its own words. */
static enum status run_line(struct request *r, struct table *t, const char *const words[],
                            struct table **ret, struct err *e)
{
    char *argv[16] = {NULL};
    int argc = 0;
    struct buf shown = buf_new(r->a);
    argv[argc++] = arena_copy(r->a, "kith", 4);
    for (size_t i = 0; words[i] && argc < 15; i++) {
        argv[argc++] = arena_copy(r->a, words[i], strlen(words[i]));
        if (i) buf_addc(&shown, ' ');
        buf_add(&shown, shell_word(r->a, str_of(words[i])));
    }
    struct request line = {.st = r->st, .progress = r->progress, .sink = r->sink};
    struct table *answer = NULL;
    enum status s = args_parse(argc, argv, r->a, &line, e);
    if (s) return s;
    line.db = r->db;
    line.seed = r->seed;
    line.threads = r->threads;
    s = line.verb->run(&line, &answer, e);
    if (s || !answer) return s;
    struct str command = request_next(r, "%s", buf_str(&shown).p);
    answer->title = str_printf(r->a, "$ %.*s", STR_ARG(command));
    answer->key = str_printf(r->a, "%s_rows", line.verb->name).p; /* no fact is called so */
    while (t->more)
        t = t->more;
    t->more = answer;
    *ret = answer;
    return OK;
}

static enum status prepare(struct request *r, struct table *t, struct err *e)
{
    const char *people = NULL;
    const char *evidence = NULL;
    struct table *answer = NULL;
    struct market m;
    struct err none;
    enum status s = put_files(r, &people, &evidence, e);
    if (!s) {
        const char *const line[] = {"import", people, evidence, "--basis", "invented", NULL};
        s = run_line(r, t, line, &answer, e);
        if (answer) answer->facts = NULL;
    }
    if (!s) {
        const char *const line[] = {"us", "--org", "Hullguard", "--domain", "hullguard.example",
                                    NULL};
        s = run_line(r, t, line, &answer, e);
        if (answer) answer->facts = NULL;
    }
    if (s || market_load(r->st, STR(MARKET), r->a, &m, &none) == OK) return s;
    const char *const line[] = {
        "market",     "add",       MARKET, "--topic", "container OR containers OR kubernetes",
        "--audience", "tag:buyer", NULL};
    return run_line(r, t, line, &answer, e);
}

/* Who would have come first by followers, and did not? */
static enum status note_loudest(struct request *r, struct table *t, const struct table *found,
                                struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_most_followed, &q, e);
    if (s) return s;
    s = query_next(q, e);
    if (s == OK) {
        struct str name = str_copy(r->a, query_str(q, 1));
        bool listed = false;
        for (size_t i = 0; i < found->row_count; i++) {
            listed = listed || str_eq(found->cells[i * found->column_count + 2].text, name);
        }
        struct str look = request_next(r, "person '%.*s'", STR_ARG(name));
        table_note(t,
                   "The most followed of all, %.*s with %.0f followers, is %s among them; who "
                   "heeds them: %.*s",
                   STR_ARG(name), query_double(q, 2), listed ? "" : "not", STR_ARG(look));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static void note_next(struct request *r, struct table *t)
{
    static const char *const lines[] = {
        "serve",
        "find containers --json",
        "people category:analyst",
        "choose containers -k 3 --quota 'analyst>=2'",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct str next = request_next(r, "%s", lines[i]);
        table_note(t, "Try next: %.*s", STR_ARG(next));
    }
    table_note(t, "Then your own: kith import FILE... (kith help import)");
}

static enum status ask(struct request *r, struct table *t, struct err *e)
{
    struct table *found = NULL;
    struct table *answer = NULL;
    const char *const find[] = {"find", MARKET, "-n", "5", NULL};
    const char *const choose[] = {"choose", MARKET, "-k", "3", NULL};
    enum status s = run_line(r, t, find, &found, e);
    if (s) return s;
    t->facts = found->facts; /* the scope, said once for all answers */
    t->facts_last = found->facts_last;
    found->facts = NULL;
    if (found->row_count) {
        const char *const why[] = {"why", MARKET, found->cells[2].text.p, NULL};
        s = run_line(r, t, why, &answer, e);
        if (!s) answer->facts = NULL;
    }
    if (!s) s = run_line(r, t, choose, &answer, e);
    if (s) return s;
    answer->facts = NULL;
    return note_loudest(r, t, found, e);
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    if (!request_has(r, "db")) r->db = STORE;
    struct table *t = table_new(r->a, "demo", no_columns, 0);
    table_lead(t,
               "A made-up market: twelve buyers of container security, the people they heed, and "
               "the people they do not. Nobody in it exists.");
    enum status s = open_store(r, e);
    if (!s) s = prepare(r, t, e);
    if (!s) s = ask(r, t, e);
    if (s) return s;
    note_next(r, t);
    *ret = t;
    return OK;
}

static const struct flag flags[] = {
    {"serve", 0, NULL, "then show it as web pages, until Ctrl-C", false},
    {"port", 'p', "N", "with --serve: on which port (8420); 0: any that is free", false},
    {NULL, 0, NULL, NULL, false},
};

const struct verb verb_demo = {
    .name = "demo",
    .words = "",
    .summary = "a made-up market, small enough to check by hand",
    .details =
        "Makes kith-demo.db (or --db FILE) and, beside it, a directory with the two tables it was "
        "made from; imports them, and shows who moves the market, why the first one does, and "
        "which three to choose. It never touches another store; a second run changes nothing.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
    .run = run,
};

/* main.c - cli: words in, answer out, exit code. */
#include "base/file.h"
#include "cli/cli.h"
#include "verb/args.h"

#include <errno.h>
#include <locale.h>
#include <string.h>

static int exit_of(enum status s)
{
    switch (s) {
    case OK:
    case DONE:
        return EXIT_DONE;
    case BAD_USAGE:
        return EXIT_WRONG_USAGE;
    case STOPPED:
        return EXIT_STOPPED;
    case BAD_INPUT:
    case NOT_FOUND:
    case IO_FAILED:
    case STORE_FAILED:
    case TOO_MUCH:
    case NOT_CONVERGED:
        break;
    }
    return EXIT_COULD_NOT;
}

static void complain(const struct verb *v, const struct err *e)
{
    (void)fprintf(stderr, "kith%s%s: %s\n", v ? " " : "", v ? v->name : "", e->text);
}

/* A reader who has seen enough (head, less) is no failure worth a sentence. */
static enum status written(enum status s, struct err *e)
{
    if (s != IO_FAILED) return s;
    if (errno == EPIPE) return err_set(e, IO_FAILED, "%s", "");
    return err_set(e, IO_FAILED, "the answer could not be written: %s", strerror(errno));
}

static enum status put_bytes(void *context, struct str bytes, struct err *e)
{
    FILE *out = context;
    if (fwrite(bytes.p, 1, bytes.len, out) == bytes.len) return OK;
    return written(IO_FAILED, e);
}

static enum status show(const struct request *r, const struct table *t, struct err *e)
{
    enum status s;
    if (!t) {
        s = OK;
    } else if (r->form == FORM_JSON) {
        s = table_write_json(t, stdout);
    } else if (r->form == FORM_CSV) {
        s = table_write_csv(t, stdout);
    } else {
        s = table_write_text(t, terminal_style(r), stdout);
    }
    if (!s && (fflush(stdout) != 0 || ferror(stdout))) s = IO_FAILED;
    return written(s, e);
}

static enum status open_store(struct request *r, struct err *e)
{
    if (r->verb->store != STORE_NONE && path_is_dir(r->db)) {
        return err_set(e, BAD_INPUT, "%s: a directory; name the store's file with --db", r->db);
    }
    switch (r->verb->store) {
    case STORE_NONE:
        return OK;
    case STORE_NEEDED:
        return store_open(r->db, STORE_READ, &r->st, e);
    case STORE_CHANGED:
        return store_open(r->db, STORE_WRITE, &r->st, e);
    case STORE_MADE:
        return store_open(r->db, STORE_CREATE, &r->st, e);
    case STORE_IF_THERE:
        break;
    }
    return path_exists(r->db) ? store_open(r->db, STORE_READ, &r->st, e) : OK;
}

static enum status run_it(struct request *r, struct table **ret, struct err *e)
{
    if (r->verb->run) return r->verb->run(r, ret, e);
    if (r->verb == verb_named(STR("serve"))) return serve_answer(r, stdout, e);
    if (r->verb == verb_named(STR("mcp"))) return mcp_answer(r, stdout, e);
    return help_answer(r, ret, stdout, e);
}

static enum status run_verb(struct request *r, struct err *e)
{
    struct bar bar;
    struct table *t = NULL;
    enum status s = secret_ask(r, e);
    if (s) return s;
    bar_open(&bar, r);
    r->progress = &bar.progress;
    r->sink = (struct sink){.context = stdout, .put = put_bytes};
    s = open_store(r, e);
    if (!s) s = run_it(r, &t, e);
    bar_clear(&bar);
    r->progress = NULL; /* the bar ends here */
    struct err shown = {0};
    enum status w = show(r, t, &shown);
    store_close(r->st);
    r->st = NULL;
    if (s || w) {
        if (!s) *e = shown;
        return s ? s : w;
    }
    bool on = r->verb == verb_named(STR("demo")) && request_has(r, "serve");
    return on ? serve_answer(r, stdout, e) : OK;
}

/* `kith` alone: short help, and what is here when there is a store. */
static enum status run_bare(struct request *r, struct err *e)
{
    help_short(stdout);
    if (!path_exists(r->db)) return OK;
    (void)fputc('\n', stdout);
    r->verb = verb_named(STR("status"));
    return run_verb(r, e);
}

static enum status run(struct request *r, struct err *e)
{
    if (request_has(r, "version")) {
        (void)printf("kith %s\n", KITH_VERSION);
        return OK;
    }
    if (request_has(r, "help")) {
        if (!r->verb) {
            r->verb = verb_named(STR("help"));
        } else {
            help_verb(r->verb, terminal_style(r).width, stdout);
        }
        return r->verb->run ? OK : run_verb(r, e);
    }
    return r->verb ? run_verb(r, e) : run_bare(r, e);
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct request r = {0};
    struct err e = {0};
    (void)setlocale(LC_CTYPE, "C.UTF-8"); /* of dates and numbers none: they never change */
    enum status s = args_parse(argc, argv, &a, &r, &e);
    const struct verb *verb = r.verb;
    if (!s) s = run(&r, &e);
    struct err flushed = {0};
    if (fflush(stdout) != 0 && !s) {
        s = written(IO_FAILED, &flushed);
        e = flushed;
    }
    if (s && e.text[0]) complain(verb, &e);
    arena_free(&a);
    return exit_of(s);
}

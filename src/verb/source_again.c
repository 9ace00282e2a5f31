/* source_again.c - verb: read a source again from where it stood */
#include "base/file.h"
#include "base/limits.h"
#include "listen/net_url.h"
#include "store/query.h"
#include "verb/args.h"
#include "verb/card.h"
#include "verb/source_verb.h"

#include <string.h>

/* The file itself, or the archive it was unpacked from; NULL: neither is there. */
static const char *still_there(struct arena *a, struct str locator)
{
    while (locator.len > 1 && locator.p[0] == '/') {
        const char *path = str_c(a, locator);
        if (path_exists(path)) return path;
        size_t n = locator.len;
        while (n > 1 && locator.p[n - 1] != '/')
            n--;
        locator = str_head(locator, n - 1);
        path = str_c(a, locator);
        if (locator.len && path_is_dir(path))
            return NULL; /* it stood in a directory, and is gone */
    }
    return NULL;
}

struct str source_again_how(struct request *r, const struct known_source *k)
{
    if (net_url_is(k->locator)) return STR("fetch");
    return still_there(r->a, k->locator) ? STR("read") : STR("bring");
}

/* What was said of it when it was read first, and is kept nowhere, makes it another source. */
static enum status was_told(struct request *r, const struct known_source *k, bool *ret,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_was_told, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    s = query_next(q, e);
    *ret = s == OK;
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status may_again(struct request *r, const struct known_source *k, const char **ret_what,
                             struct err *e)
{
    bool told = false;
    struct str name = place_shown(r->a, k->locator, STR_NONE);
    enum status s = was_told(r, k, &told, e);
    if (s) return s;
    if (told) {
        return err_set(e, BAD_INPUT,
                       "%.*s was read as a survey or as a log of mails; import it again as then: "
                       "with --survey, or --ledger",
                       STR_ARG(name));
    }
    if (net_url_is(k->locator)) {
        *ret_what = str_c(r->a, k->locator);
        return OK;
    }
    *ret_what = still_there(r->a, k->locator);
    if (*ret_what && !r->by.len) return OK;
    return err_set(e, NOT_FOUND,
                   *ret_what ? "%.*s is a file of the machine that serves this; its owner reads it "
                               "again with 'kith source again', or bring it: Import"
                             : "%.*s is not where it was, or was sent from a browser; bring the "
                               "file again: kith import FILE, or the page Import",
                   STR_ARG(name));
}

enum status source_again(struct request *r, const struct known_source *k, struct table **ret,
                         struct err *e)
{
    const char *what = NULL;
    struct request line = {.st = r->st, .progress = r->progress, .sink = r->sink};
    enum status s = may_again(r, k, &what, e);
    if (s) return s;
    struct str kind = str_printf(r->a, "--kind=%.*s", STR_ARG(k->kind));
    struct str most = str_printf(r->a, "--dropped=%d", DROPPED_ROWS_MAX);
    bool whole = str_is(k->locator, what); /* else it stands in an archive, among others */
    const char *const words[] = {
        "kith", "import", most.p, whole ? kind.p : "--", whole ? "--" : what, whole ? what : NULL,
        NULL};
    char *argv[sizeof words / sizeof *words] = {NULL};
    int argc = 0;
    for (; words[argc]; argc++)
        argv[argc] = arena_copy(r->a, words[argc], strlen(words[argc]));
    s = args_parse(argc, argv, r->a, &line, e);
    if (s) return s;
    line.db = r->db;
    line.by = r->by;
    line.sight = r->sight;
    return line.verb->run(&line, ret, e);
}

/* source_remove.c - verb: what would go with a source, and take it out */
#include "base/file.h"
#include "listen/remove.h"
#include "verb/card.h"
#include "verb/source_verb.h"

enum { ALWAYS = 4 }; /* counts that are told though they are 0 */

static const struct column columns[] = {
    {"what", "what", NULL, CELL_TEXT, 0, false},
    {"count", "how many", NULL, CELL_INT, 0, false},
};

static void put_counts(struct table *t, const struct remove_report *x)
{
    const struct purge_report *p = &x->rows;
    const struct {
        const char *what;
        int64_t count;
    } rows[] = {
        {"times it was read", p->sources},
        {"people", p->people},
        {"docs", p->docs},
        {"evidence", p->evidence},
        {"claims", p->claims},
        {"deals", p->deals},
        {"parts in deals", p->parties},
        {"relationships", p->relations},
        {"entries of the log", p->activities},
        {"responses to surveys", p->responses},
        {"outcomes", p->outcomes},
        {"tags, places, names, counts", p->tags},
        {"feeds that are followed", x->feeds},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (i >= ALWAYS && !rows[i].count) continue;
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(rows[i].what));
        row[1] = cell_int(rows[i].count);
    }
}

static void tell_others(struct table *t, int64_t others)
{
    if (!others) return;
    table_note(
        t,
        "%lld other source%s may have said some of it, too: what two say alike stands here as "
        "of one of them, and goes. To have it back, read %s again: kith source again NAME",
        (long long)others, others == 1 ? "" : "s", others == 1 ? "it" : "them");
}

/* Older bytes of it leave the file, too. */
static enum status wipe(struct request *r, struct table *t, struct err *e)
{
    bool all = false;
    enum status s = store_wipe(r->st, &all, e);
    if (!s && !all) {
        table_note(t,
                   "Another program has the store open: until it lets go, older bytes stay in "
                   "%s-wal. Then: %.*s",
                   r->db, STR_ARG(request_next(r, "doctor")));
    }
    return s;
}

enum status source_take_out(struct request *r, const struct known_source *k, struct table **ret,
                            struct err *e)
{
    struct remove_report x;
    bool dry = request_has(r, "dry-run") || !request_has(r, "yes");
    struct str name = place_shown(r->a, k->locator, STR_NONE);
    struct str id = str_printf(r->a, "s%lld", (long long)k->id);
    if (r->word_count > 2 && !str_eq(str_trim(r->word[2]), name)) {
        return err_set(e, BAD_INPUT, "%.*s is not called '%.*s'; type its name as it stands here",
                       STR_ARG(id), STR_ARG(utf8_head(r->word[2], 200)));
    }
    enum status s = source_remove(r->st, k->id, dry, &x, e);
    if (s) return s;
    struct table *t = table_new(r->a, "source", columns, 2);
    t->title =
        str_printf(r->a, dry ? "What would go with %.*s" : "%.*s is taken out", STR_ARG(name));
    table_fact(t, "id", NULL, cell_text(id), 0);
    table_fact(t, "name", NULL, cell_text(name), 0);
    table_fact(t, "removed", NULL, cell_bool(!dry), 0);
    table_fact(t, "rows", NULL, cell_int(purge_rows(&x.rows)), 0);
    put_counts(t, &x);
    tell_others(t, x.others);
    *ret = t;
    if (dry) {
        table_note(t, "Nothing was removed. To remove it, for good: %.*s",
                   STR_ARG(request_next(r, "source remove %.*s --yes", STR_ARG(id))));
        return OK;
    }
    table_note(t, "This cannot be undone; imported again, it is read as if it were new. Backups "
                  "still hold it.");
    return wipe(r, t, e);
}

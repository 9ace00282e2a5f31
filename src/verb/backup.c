/* backup.c - verb: where is a whole, verified copy? */
#include "verb/verb.h"

static const char *const examples[] = {
    "kith backup kith-2026-01-31.db",
    "kith status --db kith-2026-01-31.db",
    NULL,
};

static const struct column columns[] = {
    {"file", "file", NULL, CELL_TEXT, 0, true},
};

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    enum status s = store_copy_to(r->st, r->raw[0], e);
    if (s) return s;
    struct table *t = table_new(r->a, "backup", columns, 1);
    table_row(t)[0] = cell_text(r->word[0]);
    table_lead(t, "A whole copy of the store, read back and found in order.");
    *ret = t;
    return OK;
}

const struct verb verb_backup = {
    .name = "backup",
    .words = "FILE",
    .summary = "write a whole, verified copy of the store into a new file",
    .details = "May run while others read and write. To go back, put the copy in the place of the "
               "store, or name it with --db.",
    .examples = examples,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

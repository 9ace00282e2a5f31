/* next.c - verb: what stands between this store and a ranking? */
#include "verb/next.h"

#include "store/query.h"

static void note_next(const struct request *r, struct table *t, const char *why,
                      const char *command)
{
    struct str next = request_next(r, "%s", command);
    table_note(t, "%s: %.*s", why, STR_ARG(next));
    table_fact(t, "next", NULL, cell_text(next), 0);
}

void next_step(struct request *r, struct table *t, const struct counts *c, struct str market)
{
    if (!r->st) {
        note_next(r, t, "Bring a source", "import FILE");
        table_note(t, "Or look at the made-up example first: kith demo");
    } else if (c->people == 0) {
        note_next(r, t, "Nobody is in it yet; bring a source", "import FILE");
    } else if (c->evidence == 0) {
        note_next(r, t,
                  "There are people, but nobody is known to heed anybody; bring mail, feeds or a "
                  "table of evidence",
                  "import FILE");
    } else if (c->markets == 0 && c->buyers == 0) {
        note_next(r, t,
                  "Nobody is tagged as a buyer; say who buys, by any people query (kith help "
                  "query)",
                  "tag 'org:\"Acme\"' buyer");
    } else if (c->markets == 0) {
        note_next(r, t, "No market yet; say on what and on whom influence is asked for",
                  "market add NAME --topic WORDS --audience tag:buyer");
    } else {
        struct str word = shell_word(r->a, market);
        note_next(r, t, "Who moves it", str_printf(r->a, "find %.*s", STR_ARG(word)).p);
    }
}

enum status next_step_now(struct request *r, struct table *t, struct err *e)
{
    struct counts c = {0};
    struct query *q = NULL;
    struct str market = STR("");
    enum status s = counts_load(r->st, &c, e);
    if (!s) s = query_open(r->st, SQL_status_markets, &q, e);
    if (!s) {
        s = query_next(q, e);
        if (s == OK) market = str_copy(r->a, query_str(q, 0));
        if (s == DONE) s = OK;
    }
    query_close(q);
    if (!s) next_step(r, t, &c, market);
    return s;
}

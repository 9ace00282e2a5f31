/* settle.c - verb: who are those that came, and are they ours? */
#include "verb/settle.h"

#include "base/time.h"
#include "listen/org.h"
#include "listen/same.h"
#include "verb/us.h"

/* Who came is compared with who was here. */
static enum status find_same(struct request *r, struct table *t, struct err *e)
{
    struct same_report found;
    progress_report(r->progress, "who is who", 0, 0);
    enum status s = same_find(r->st, time_now(), &found, e);
    if (s) return s;
    table_fact(t, "joined", NULL, cell_int((int64_t)found.joined), 0);
    table_fact(t, "proposed", NULL, cell_int((int64_t)found.proposed), 0);
    if (found.joined) {
        table_note(t, "%llu %s found to be one human and joined ('kith same --joined' tells why).",
                   (unsigned long long)found.joined,
                   found.joined == 1 ? "pair of people was" : "pairs of people were");
    }
    if (found.proposed) {
        table_note(t, "%llu %s may be one human: 'kith same' lists them.",
                   (unsigned long long)found.proposed,
                   found.proposed == 1 ? "pair of people" : "pairs of people");
    }
    if (found.robots) {
        table_note(t, "%llu marked tag:robot, tag:role or tag:organisation.",
                   (unsigned long long)found.robots);
    }
    return OK;
}

/* Who came from an organisation's domain is with it. */
static enum status apply_orgs(struct request *r, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (!s) s = orgs_apply(r->st, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

enum status settle_people(struct request *r, struct table *t, struct err *e)
{
    int64_t marked = 0;
    enum status s = find_same(r, t, e);
    if (!s) s = apply_orgs(r, e);
    if (!s) s = us_apply(r->st, r->a, &marked, e);
    if (marked) {
        table_note(t, "%lld %s marked as ours (kith us).", (long long)marked,
                   marked == 1 ? "person is" : "people are");
    }
    return s;
}

/* proof.c - find: where can this row of evidence be looked up? */
#include "find/people.h"
#include "find/why.h"
#include "store/query.h"

/* Merged people are shown as whom they were merged into. */
static enum status shown_name(struct store *st, int64_t id, struct arena *a, struct str *ret,
                              struct err *e)
{
    enum status s = query_ask_of(st, SQL_node_final, id, &id, e);
    return s && s != NOT_FOUND ? s : node_name(st, id, a, ret, e);
}

static struct str either(struct arena *a, const struct query *q, int first, int second)
{
    return str_copy(a, query_str(q, query_is_null(q, first) ? second : first));
}

enum status proof_load(struct store *st, int64_t evidence, struct arena *a, struct proof *ret,
                       struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_proof_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, evidence);
    s = query_next(q, e);
    if (s) {
        query_close(q);
        if (s != DONE) return s;
        return err_set(e, NOT_FOUND, "there is no evidence %lld here", (long long)evidence);
    }
    int64_t verb = query_i64(q, 3);
    bool known = verb > VERB_NONE && verb < VERB_COUNT;
    struct proof p = {
        .at_s = query_i64(q, 0),
        .verb = str_of(known ? verb_infos[verb].name : "unknown"),
        .title = str_copy(a, query_str(q, 4)),
        .text = str_copy(a, query_str(q, 5)),
        .url = either(a, q, 7, 6),
        .source = either(a, q, 8, 10),
        .place = either(a, q, 9, 11),
        .topic = str_copy(a, query_str(q, 12)),
    };
    int64_t from = query_i64(q, 1);
    int64_t to = query_i64(q, 2);
    query_close(q);
    s = shown_name(st, from, a, &p.from, e);
    if (!s) s = shown_name(st, to, a, &p.to, e);
    if (!s) *ret = p;
    return s;
}

/* keep_outcome.c - listen: what does one row of a table of outcomes become? */
#include "base/file.h"
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"

enum { AHEAD_S = 31 * DAY_S }; /* the month that is not over yet ends as late as that */

/* All that tells two rows apart but how much: an amount that was mended takes the place of the one
 * before. Rows alike in one table are numbered, for two inquiries a day are two. */
static void key_of(struct keep *k, const struct outcome_row *row, const struct account *person,
                   int64_t org, unsigned char ret[16])
{
    bool is_new = false;
    struct buf b = buf_new(&k->scratch);
    buf_addf(&b, "%.*s\x1f%.*s\x1f%lld\x1f", STR_ARG(row->kind), STR_ARG(row->unit),
             (long long)row->at_s);
    if (org) {
        buf_addf(&b, "o%lld", (long long)org);
    } else {
        buf_addf(&b, "%.*s\x1f%.*s", STR_ARG(person->channel), STR_ARG(person->key));
    }
    int64_t *alike = map_put(&k->outcomes, str_copy(k->a, buf_str(&b)), 0, &is_new);
    buf_addf(&b, "\x1f%lld", (long long)(*alike)++);
    bytes_key(buf_str(&b), ret);
}

static enum status put(struct keep *k, const struct outcome_row *row, const struct account *person,
                       int64_t org, struct str place, const unsigned char key[16], struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_outcome_put, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, row->at_s);
    query_bind_id(q, 2, org ? 0 : person->id);
    query_bind_id(q, 3, org);
    query_bind_str(q, 4, row->kind);
    query_bind_str(q, 5, row->unit.len ? row->unit : STR_NONE);
    query_bind_str(q, 6, row->objective.len ? row->objective : STR_NONE);
    query_bind_double(q, 7, row->amount);
    query_bind_i64(q, 8, k->source);
    query_bind_str(q, 9, place);
    query_bind_blob(q, 10, key, 16);
    return query_run(q, e);
}

enum status keep_outcome(struct keep *k, const struct outcome_row *row, struct str place,
                         bool *ret_new, struct err *e)
{
    struct account person = {0};
    int64_t org = 0;
    unsigned char key[16];
    bool lapsed = false;
    enum status s = OK;
    if (row->at_s < 0 || row->at_s > k->now_s + AHEAD_S) {
        return err_set(e, BAD_INPUT,
                       "at %.*s is in the future or before 1970; outcomes are what came of it",
                       STR_ARG(time_day(&k->scratch, row->at_s)));
    }
    const struct who *who = &row->person;
    if (!who->handle.len) s = org_of(&k->persons, row->org, &org, e);
    if (s) return s;
    const struct account named = {.channel = who->channel,
                                  .key = handle_key(&k->scratch, who->channel, who->handle)};
    key_of(k, row, &named, org, key);
    s = keep_lapsed(k, "outcome", lapse_hex(&k->scratch, key), &lapsed, e);
    if (!s && !lapsed && who->handle.len) {
        s = person_side(k, who, "person", &person, e);
        k->erased = !s && !person.id;
    }
    if (s || k->erased || lapsed) return s;
    s = put(k, row, &person, org, place, key, e);
    if (!s) *ret_new = store_changed(k->st) > 0;
    return s;
}

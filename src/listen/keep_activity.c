/* keep_activity.c - listen: what does one row of a log of contacts become? */
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"
#include "listen/ledger.h"

enum { CLOCK_AHEAD_S = 2 * DAY_S }; /* as keep_time allows */

enum status ours_is(struct keep *k, int64_t node, bool *ret, struct err *e)
{
    int64_t ours = 0;
    uint32_t known = idmap_get(&k->ours, node);
    *ret = known == 1;
    if (known != UINT32_MAX) return OK;
    enum status s = stmts_ask(&k->stmts, SQL_ours_is, node, &ours, e);
    *ret = ours != 0;
    if (!s) (void)idmap_put(&k->ours, node, ours != 0);
    return s;
}

enum status person_side(struct keep *k, const struct who *w, const char *which, struct account *ret,
                        struct err *e)
{
    struct str key = handle_key(&k->scratch, w->channel, w->handle);
    if (!key.len || w->kind.len) {
        return err_set(e, BAD_INPUT, "%s '%.*s', want channel:handle, an e-mail address or a name",
                       which, STR_ARG(utf8_head(w->handle, 80)));
    }
    enum status s = account_of(&k->persons, w, ret, e);
    if (s || !ret->outlet) return s;
    return err_set(e, BAD_INPUT, "%s '%.*s' is no person; want a person", which,
                   STR_ARG(utf8_head(w->handle, 80)));
}

/* Who meets people on our behalf is one of ours, as in a table of relationships. */
static enum status check_sides(struct keep *k, const struct account *mate,
                               const struct account *person, struct str shown, struct err *e)
{
    bool ours = false;
    enum status s = ours_is(k, person->node, &ours, e);
    if (!s && (ours || mate->node == person->node)) {
        s = err_set(e, BAD_INPUT,
                    "person '%.*s' is one of ours, and the log is of ours with others; put ours "
                    "under teammate",
                    STR_ARG(utf8_head(shown, 80)));
    }
    if (!s) s = stmts_do(&k->stmts, SQL_node_set_staff, mate->node, e);
    return s;
}

/* As it would be written, but nobody is made for it. */
static enum status is_lapsed(struct keep *k, const struct activity_row *row, bool *ret,
                             struct err *e)
{
    unsigned char key[16];
    *ret = false;
    if (!k->lapses.any) return OK;
    if (str_starts(row->url, "mid:")) return keep_lapsed(k, "mail", row->url, ret, e);
    const struct account mate = {
        .channel = row->teammate.channel,
        .key = handle_key(&k->scratch, row->teammate.channel, row->teammate.handle)};
    const struct account person = {
        .channel = row->person.channel,
        .key = handle_key(&k->scratch, row->person.channel, row->person.handle)};
    ledger_key(&(struct activity){.at_s = row->at_s,
                                  .kind = row->kind,
                                  .teammate = &mate,
                                  .person = &person,
                                  .by = row->by,
                                  .against = row->against,
                                  .note = row->note,
                                  .url = row->url},
               key);
    return keep_lapsed(k, "activity", lapse_hex(&k->scratch, key), ret, e);
}

enum status keep_activity(struct keep *k, const struct activity_row *row, struct str place,
                          bool *ret_new, struct err *e)
{
    struct account mate = {0};
    struct account person = {0};
    int64_t id = 0;
    if (row->at_s < 0 || row->at_s > k->now_s + CLOCK_AHEAD_S) {
        return err_set(e, BAD_INPUT,
                       "at %.*s is in the future or before 1970; the log holds what took place",
                       STR_ARG(time_day(&k->scratch, row->at_s)));
    }
    bool lapsed = false;
    enum status s = is_lapsed(k, row, &lapsed, e);
    if (s || lapsed) return s;
    s = person_side(k, &row->teammate, "teammate", &mate, e);
    if (!s) s = person_side(k, &row->person, "person", &person, e);
    if (s) return s;
    k->erased = !mate.id || !person.id;
    if (k->erased) return OK;
    s = check_sides(k, &mate, &person, row->person.handle, e);
    if (s) return s;
    (void)idmap_put(&k->ours, mate.node, 1);
    bool mail = str_starts(row->url, "mid:"); /* as keep_mail.c names it: one mail is one contact */
    struct activity x = {.at_s = row->at_s,
                         .kind = row->kind,
                         .teammate = &mate,
                         .person = &person,
                         .by = row->by,
                         .against = row->against,
                         .note = row->note,
                         .url = row->url,
                         .key = mail ? row->url : STR(""),
                         .source = k->source,
                         .place = place,
                         .now_s = k->now_s};
    s = ledger_add(&k->stmts, &x, &id, ret_new, e);
    k->new_activities += *ret_new;
    return s;
}

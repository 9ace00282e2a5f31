/* keep_relation.c - listen: what does one row of a table of relationships become? */
#include "base/strength.h"
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"

/* One row of the store: what one side says. */
struct said {
    const char *by; /* "us", "them" */
    int strength, wanted;
    bool view_said;
    int view;
    struct str cause;
    int64_t since_s, at_s;
};

struct pair {
    struct account teammate; /* id 0: all of us */
    struct account person;
    struct str wave, place;
};

static void add_number(struct buf *b, int64_t value)
{
    buf_addf(b, "%lld\x1f", (long long)value);
}

/* The same thing said twice is one. */
static void key_of(struct keep *k, const struct pair *p, const struct said *x,
                   unsigned char ret[16])
{
    struct buf b = buf_new(&k->scratch);
    const struct str part[] = {p->teammate.channel, p->teammate.key, p->person.channel,
                               p->person.key,       p->wave,         x->cause,
                               str_of(x->by)};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        buf_add(&b, part[i]);
        buf_addc(&b, '\x1f');
    }
    add_number(&b, x->strength);
    add_number(&b, x->wanted);
    add_number(&b, x->view_said ? x->view : 9);
    add_number(&b, x->since_s);
    add_number(&b, x->at_s);
    bytes_key(buf_str(&b), ret);
}

static void bind_number(struct query *q, int at, int value, bool said)
{
    if (said) {
        query_bind_i64(q, at, value);
    } else {
        query_bind_null(q, at);
    }
}

static enum status say(struct keep *k, const struct pair *p, const struct said *x, bool *ret_new,
                       struct err *e)
{
    unsigned char key[16];
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_relation_add, &q, e);
    if (s) return s;
    key_of(k, p, x, key);
    query_bind_id(q, 1, p->teammate.id);
    query_bind_i64(q, 2, p->person.id);
    query_bind_str(q, 3, str_of(x->by));
    bind_number(q, 4, x->strength, x->strength != STRENGTH_UNKNOWN);
    bind_number(q, 5, x->view, x->view_said);
    query_bind_str(q, 6, x->cause.len ? x->cause : STR_NONE);
    bind_number(q, 7, x->wanted, x->wanted >= 0);
    query_bind_time(q, 8, x->since_s);
    query_bind_time(q, 9, x->at_s);
    query_bind_str(q, 10, p->wave.len ? p->wave : STR_NONE);
    query_bind_i64(q, 11, k->source);
    query_bind_str(q, 12, p->place);
    query_bind_blob(q, 13, key, sizeof key);
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    return s;
}

static enum status check(struct keep *k, const struct who *w, const char *which, struct err *e)
{
    if (handle_key(&k->scratch, w->channel, w->handle).len && !w->kind.len) return OK;
    return err_set(e, BAD_INPUT, "%s '%.*s', want channel:handle, an e-mail address or a name",
                   which, STR_ARG(utf8_head(w->handle, 80)));
}

/* Who has relationships on our behalf is one of ours. */
static enum status mark_ours(struct keep *k, int64_t node, struct err *e)
{
    return stmts_do(&k->stmts, SQL_node_set_staff, node, e);
}

static enum status pair_of(struct keep *k, const struct relation_row *row, struct pair *ret,
                           struct err *e)
{
    enum status s = check(k, &row->person, "person", e);
    if (!s && !row->ours) s = check(k, &row->teammate, "teammate", e);
    if (!s) s = account_of(&k->persons, &row->person, &ret->person, e);
    if (s || row->ours) return s;
    s = account_of(&k->persons, &row->teammate, &ret->teammate, e);
    return s || !ret->teammate.id ? s : mark_ours(k, ret->teammate.node, e);
}

/* What was claimed of a wave that is frozen stays as it was. */
static enum status check_open(struct keep *k, struct str wave, struct err *e)
{
    int64_t at_s = 0;
    if (!wave.len) return OK;
    enum status s =
        stmts_ask_str(&k->stmts, SQL_wave_frozen, name_key(&k->scratch, wave), &at_s, e);
    if (s || !at_s) return s;
    return err_set(e, BAD_INPUT,
                   "wave '%.*s' was frozen on %.*s and takes no claims any more; name a later one, "
                   "or none",
                   STR_ARG(utf8_head(wave, 80)), STR_ARG(time_day(&k->scratch, at_s)));
}

/* All that the row says was here for as long as it may be. Nobody is made for that. */
static enum status is_lapsed(struct keep *k, const struct relation_row *row, const struct said *us,
                             const struct said *them, struct pair pair, bool *ret, struct err *e)
{
    const struct said *const said[] = {us, them};
    enum status s = OK;
    *ret = false;
    if (!k->lapses.any) return OK;
    pair.person.channel = row->person.channel;
    pair.person.key = handle_key(&k->scratch, row->person.channel, row->person.handle);
    if (!row->ours) {
        pair.teammate.channel = row->teammate.channel;
        pair.teammate.key = handle_key(&k->scratch, row->teammate.channel, row->teammate.handle);
    }
    for (size_t i = 0; i < 2 && !s && !*ret; i++) {
        unsigned char key[16];
        if (!said[i]) continue;
        key_of(k, &pair, said[i], key);
        s = keep_lapsed(k, "relation", lapse_hex(&k->scratch, key), ret, e);
    }
    return s;
}

enum status keep_relation(struct keep *k, const struct relation_row *row, struct str place,
                          bool *ret_new, struct err *e)
{
    struct pair pair = {.wave = row->wave, .place = place};
    int64_t confirmed_at = keep_time(k, row->confirmed_at_s);
    bool asked = row->confirmed != STRENGTH_UNKNOWN || confirmed_at != TIME_NONE;
    bool claimed = row->strength != STRENGTH_UNKNOWN || row->wanted >= 0 ||
                   row->since_s != TIME_NONE || row->said_at_s != TIME_NONE || !asked;
    struct said us = {.by = "us",
                      .strength = row->strength,
                      .wanted = row->wanted,
                      .since_s = row->since_s,
                      .at_s = keep_time(k, row->said_at_s)};
    struct said them = {.by = "them",
                        .strength = row->confirmed,
                        .wanted = -1,
                        .since_s = TIME_NONE,
                        .at_s = confirmed_at};
    struct said *viewed = asked ? &them : &us; /* their view, as they or as we say */
    viewed->view_said = row->view_said;
    viewed->view = row->view;
    viewed->cause = row->cause;
    bool lapsed = false;
    enum status s = is_lapsed(k, row, claimed ? &us : NULL, asked ? &them : NULL, pair, &lapsed, e);
    if (s || lapsed) return s;
    if (claimed) s = check_open(k, row->wave, e);
    if (!s) s = pair_of(k, row, &pair, e);
    k->erased = !s && (!pair.person.id || (!row->ours && !pair.teammate.id));
    if (k->erased) return OK;
    if (!s && claimed) s = say(k, &pair, &us, ret_new, e);
    if (!s && asked) s = say(k, &pair, &them, ret_new, e);
    return s;
}

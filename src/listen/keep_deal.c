/* keep_deal.c - listen: what does one row of a table of deals become? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"

static const char *const roles[] = {
    [ROLE_BUYER] = "buyer", [ROLE_ADVISER] = "adviser", [ROLE_OWNER] = "owner"};
static const char *const outcomes[] = {
    [DEAL_OPEN] = "open", [DEAL_WON] = "won", [DEAL_LOST] = "lost"};

/* A number names a deal everywhere; a name only within its organisation; without either the deal
 * is its organisation's of that day. */
static struct str deal_key(struct keep *k, const struct deal_row *row)
{
    struct buf b = buf_new(&k->scratch);
    if (row->ref.len) {
        buf_addf(&b, "#%.*s", STR_ARG(str_lower(&k->scratch, row->ref)));
        return buf_str(&b);
    }
    buf_add(&b, name_key(&k->scratch, row->name));
    buf_addc(&b, '@');
    buf_add(&b, name_key(&k->scratch, row->org));
    if (!row->name.len && row->opened_s != TIME_NONE) {
        buf_addf(&b, " %lld", (long long)row->opened_s);
    }
    return buf_str(&b);
}

static enum status deal_of(struct keep *k, struct str key, struct str name, int64_t *ret,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_deal_by_key, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    s = query_one_i64(q, ret, e);
    if (s != NOT_FOUND) return s;
    s = stmts_use(&k->stmts, SQL_deal_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_i64(q, 2, k->source);
    query_bind_str(q, 3, name);
    s = query_run(q, e);
    *ret = store_last_id(k->st);
    return s;
}

static void bind_text(struct query *q, int at, struct str s)
{
    query_bind_str(q, at, s.len ? s : STR_NONE);
}

static enum status deal_set(struct keep *k, int64_t id, int64_t org, const struct deal_row *row,
                            struct str place, bool *ret_new, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_deal_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    bind_text(q, 2, row->ref);
    bind_text(q, 3, row->name);
    query_bind_id(q, 4, org);
    if (row->amount_said) {
        query_bind_double(q, 5, row->amount);
    } else {
        query_bind_null(q, 5);
    }
    bind_text(q, 6, row->currency);
    bind_text(q, 7, row->stage);
    query_bind_str(q, 8, row->outcome ? str_of(outcomes[row->outcome]) : STR_NONE);
    query_bind_time(q, 9, row->opened_s);
    query_bind_time(q, 10, row->closed_s);
    query_bind_str(q, 11, place);
    query_bind_i64(q, 12, k->source);
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    return s;
}

static enum status extras_set(struct keep *k, int64_t deal, const struct extra *x, bool *ret_new,
                              struct err *e)
{
    struct query *q = NULL;
    enum status s = OK;
    for (; x && !s; x = x->next) {
        struct str key = name_key(&k->scratch, x->header);
        if (!key.len) continue;
        s = stmts_use(&k->stmts, SQL_deal_extra_set, &q, e);
        if (s) return s;
        query_bind_i64(q, 1, deal);
        query_bind_str(q, 2, key);
        query_bind_str(q, 3, x->header);
        query_bind_str(q, 4, x->value);
        s = query_run(q, e);
        if (!s && store_changed(k->st)) *ret_new = true;
    }
    return s;
}

/* A buyer works for who buys. */
static enum status party_add(struct keep *k, int64_t deal, int64_t org,
                             const struct deal_party *party, bool *ret_new, struct err *e)
{
    struct account account;
    struct query *q = NULL;
    struct who who = party->who;
    enum status s = OK;
    if (party->role == ROLE_ADVISER) s = who_is_org(&k->persons, &party->who, &who, e);
    if (!s) s = account_of(&k->persons, &who, &account, e);
    if (!s && account.id && org && party->role == ROLE_BUYER && !account.outlet) {
        s = affil_add(&k->persons, account.node, org, "employee", e);
    }
    if (s || !account.id) return s;
    s = stmts_use(&k->stmts, SQL_deal_party_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, deal);
    query_bind_i64(q, 2, account.id);
    query_bind_str(q, 3, str_of(roles[party->role]));
    query_bind_i64(q, 4, k->source);
    s = query_run(q, e);
    if (!s && store_changed(k->st)) *ret_new = true;
    return s;
}

static void remember(struct keep *k, int64_t deal)
{
    if (idmap_get(&k->deals, deal) != UINT32_MAX) return;
    if (k->deal_count == k->deal_room) {
        size_t wider = k->deal_room ? k->deal_room * 2 : 256;
        k->deal =
            arena_grow(k->a, k->deal, k->deal_room * sizeof *k->deal, wider * sizeof *k->deal);
        k->deal_room = wider;
    }
    (void)idmap_put(&k->deals, deal, (uint32_t)k->deal_count);
    k->deal[k->deal_count++] = deal;
}

static enum status check(struct keep *k, const struct deal_row *row, struct err *e)
{
    for (size_t i = 0; i < row->party_count; i++) {
        const struct who *w = &row->parties[i].who;
        if (handle_key(&k->scratch, w->channel, w->handle).len) continue;
        return err_set(e, BAD_INPUT, "%s '%.*s', want channel:handle, an e-mail address or a name",
                       roles[row->parties[i].role], STR_ARG(utf8_head(w->handle, 80)));
    }
    return OK;
}

enum status keep_deal(struct keep *k, const struct deal_row *row, struct str place, bool *ret_new,
                      struct err *e)
{
    int64_t id = 0;
    int64_t org = 0;
    struct str name = row->name.len ? row->name : row->ref.len ? row->ref : row->org;
    bool lapsed = false;
    enum status s = check(k, row, e);
    if (!s) s = keep_lapsed(k, "deal", deal_key(k, row), &lapsed, e);
    if (s || lapsed) return s;
    if (row->org.len) s = org_of(&k->persons, row->org, &org, e);
    if (!s) s = deal_of(k, deal_key(k, row), name, &id, e);
    if (!s) s = deal_set(k, id, org, row, place, ret_new, e);
    if (!s) s = extras_set(k, id, row->extra, ret_new, e);
    for (size_t i = 0; i < row->party_count && !s; i++)
        s = party_add(k, id, org, &row->parties[i], ret_new, e);
    if (!s) remember(k, id);
    return s;
}

/* ---- evidence, when all is read ---- */

struct heeded {                 /* of one deal */
    int64_t id, at_s, before_s; /* before_s: what its evidence carried until now */
    struct str place;
    struct account *buyer, *adviser;
    size_t buyers, advisers;
};

static enum status load_times(struct keep *k, struct heeded *h, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_deal_times, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, h->id);
    s = query_next(q, e);
    if (s) return s == DONE ? err_set(e, STORE_FAILED, "deal %lld is gone", (long long)h->id) : s;
    bool ended = str_is(query_str(q, 0), "won") || str_is(query_str(q, 0), "lost");
    int64_t opened = query_time(q, 1);
    int64_t closed = query_time(q, 2);
    h->before_s = query_time(q, 3);
    h->place = str_copy(&k->scratch, query_str(q, 4));
    query_again(q);
    int64_t at_s = ended || opened == TIME_NONE ? closed : opened;
    if (at_s != TIME_NONE && (at_s < 0 || at_s > k->now_s)) at_s = opened;
    bool past = at_s != TIME_NONE && at_s >= 0 && at_s <= k->now_s;
    h->at_s = past ? at_s : TIME_NONE;
    return OK;
}

static enum status load_parties(struct keep *k, struct heeded *h, struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    int64_t *id = NULL;
    bool *buys = NULL;
    size_t n = 0;
    enum status s = stmts_use(&k->stmts, SQL_deal_parties, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, h->id);
    while ((s = query_next(q, e)) == OK) {
        if (str_is(query_str(q, 1), "owner")) continue;
        if (n == room) {
            size_t wider = room ? room * 2 : 16;
            id = arena_grow(&k->scratch, id, room * sizeof *id, wider * sizeof *id);
            buys = arena_grow(&k->scratch, buys, room * sizeof *buys, wider * sizeof *buys);
            room = wider;
        }
        id[n] = query_i64(q, 0);
        buys[n++] = str_is(query_str(q, 1), "buyer");
    }
    s = s == DONE ? OK : s;
    h->buyer = arena_new(&k->scratch, struct account, n);
    h->adviser = arena_new(&k->scratch, struct account, n);
    for (size_t i = 0; i < n && !s; i++) {
        struct account *to = buys[i] ? &h->buyer[h->buyers++] : &h->adviser[h->advisers++];
        s = account_load(&k->persons, id[i], to, e);
    }
    return s;
}

/* What it said at another time is not said any more, unless another deal says it. */
static enum status withdraw(struct keep *k, const struct heeded *h, struct evidence_fields f,
                            struct err *e)
{
    unsigned char key[16];
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_deal_same_moment, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, h->id);
    query_bind_i64(q, 2, f.from->id);
    query_bind_i64(q, 3, f.to->id);
    query_bind_i64(q, 4, h->before_s);
    s = query_next(q, e);
    query_again(q);
    if (s != DONE) return s;
    f.at_s = h->before_s;
    evidence_key(k, &f, key);
    s = stmts_use(&k->stmts, SQL_evidence_drop, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, key, sizeof key);
    return query_run(q, e);
}

static enum status say(struct keep *k, const struct heeded *h, const struct account *buyer,
                       const struct account *adviser, struct err *e)
{
    unsigned char key[16];
    bool is_new = false;
    struct query *q = NULL;
    struct evidence_fields f = {.at_s = h->at_s,
                                .verb = VERB_ADVISED,
                                .from = buyer,
                                .to = adviser,
                                .doc_key = STR(""),
                                .sign = 1,
                                .room = (int64_t)h->advisers,
                                .source = k->source,
                                .place = h->place};
    enum status s = OK;
    if (buyer->node == adviser->node) return OK;
    if (h->before_s != TIME_NONE && h->before_s != h->at_s) s = withdraw(k, h, f, e);
    if (s || h->at_s == TIME_NONE) return s;
    s = evidence_write(k, &f, &is_new, e);
    if (s || is_new) return s;
    evidence_key(k, &f, key);
    s = stmts_use(&k->stmts, SQL_evidence_set_room, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, key, sizeof key);
    query_bind_i64(q, 2, f.room);
    return query_run(q, e);
}

static enum status finish_one(struct keep *k, int64_t id, struct err *e)
{
    struct heeded h = {.id = id};
    struct query *q = NULL;
    enum status s = load_times(k, &h, e);
    if (!s) s = load_parties(k, &h, e);
    for (size_t i = 0; i < h.buyers * h.advisers && !s; i++)
        s = say(k, &h, &h.buyer[i / h.advisers], &h.adviser[i % h.advisers], e);
    if (s || !h.buyers || !h.advisers) return s;
    k->deals_undated += h.at_s == TIME_NONE;
    if (h.at_s == h.before_s) return OK;
    s = stmts_use(&k->stmts, SQL_deal_heeded_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    query_bind_time(q, 2, h.at_s);
    return query_run(q, e);
}

enum status deals_finish(struct keep *k, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < k->deal_count && !s; i++) {
        s = finish_one(k, k->deal[i], e);
        arena_reset(&k->scratch, (struct arena_mark){0});
    }
    return s;
}

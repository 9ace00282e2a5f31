/* keep_mail.c - listen: which contacts between ours and others is this mail? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "listen/handle.h"
#include "listen/identity.h"
#include "listen/keep.h"
#include "listen/ledger.h"

enum side { SIDE_NOBODY, SIDE_OURS, SIDE_OUTSIDE, SIDE_ERASED };

struct party {
    enum side side;
    struct str email, name;
};

/* ---- which side is an address on? ---- */

static enum status domains_load(struct keep *k, struct err *e)
{
    struct query *q = NULL;
    if (k->our_domains.p) return OK;
    enum status s = stmts_use(&k->stmts, SQL_meta_get, &q, e);
    if (s) return s;
    query_bind_str(q, 1, STR("us.domain"));
    s = query_next(q, e);
    k->our_domains = s ? STR("") : str_copy(k->a, query_str(q, 0));
    query_again(q);
    return s == DONE ? OK : s;
}

/* At our domain, or below it. */
static bool at_our_domain(const struct keep *k, struct str email)
{
    struct str host = str_skip(email, str_find(email, '@') + 1);
    struct str lines = k->our_domains;
    struct str domain;
    while (lines.len && str_cut(&lines, '\n', &domain)) {
        if (!domain.len || host.len < domain.len) continue;
        size_t before = host.len - domain.len;
        if (!str_eq(str_skip(host, before), domain)) continue;
        if (!before || host.p[before - 1] == '.') return true;
    }
    return false;
}

/* Role addresses and lists are nobody in particular. */
static enum status side_of(struct keep *k, struct party *p, struct err *e)
{
    struct account known;
    bool yes = false;
    p->side = SIDE_NOBODY;
    if (!p->email.len || address_is_role(p->email)) return OK;
    enum status s = address_is_list(k, p->email, NULL, &yes, e);
    if (s || yes) return s;
    s = account_find(&k->persons, STR("email"), p->email, &known, e);
    if (s || known.outlet) return s;
    if (known.id) s = ours_is(k, known.node, &yes, e);
    p->side = yes || at_our_domain(k, p->email) ? SIDE_OURS : SIDE_OUTSIDE;
    if (s || known.id || p->side == SIDE_OURS) return s;
    s = erased_is(&k->persons, STR("email"), email_key(&k->scratch, p->email), &yes, e);
    if (yes) p->side = SIDE_ERASED;
    return s;
}

/* ---- the mail ---- */

struct sent {
    struct party from;
    struct party *to; /* [count] */
    size_t count, ours, outside, erased;
};

static enum status sent_read(struct keep *k, const struct doc_row *row, struct sent *ret,
                             struct err *e)
{
    *ret = (struct sent){.from = {.email = row->author.handle, .name = row->author.name}};
    enum status s = domains_load(k, e);
    if (!s) s = side_of(k, &ret->from, e);
    ret->to = arena_new(&k->scratch, struct party, row->addressed_count);
    for (size_t i = 0; i < row->addressed_count && !s; i++) {
        struct party *p = &ret->to[ret->count++];
        p->email = row->addressed[i];
        if (row->addressed_names) p->name = row->addressed_names[i];
        s = side_of(k, p, e);
        ret->ours += p->side == SIDE_OURS;
        ret->outside += p->side == SIDE_OUTSIDE;
        ret->erased += p->side == SIDE_ERASED;
    }
    return s;
}

/* Why it is no contact; NULL: it is. */
static const char *no_contact(struct keep *k, const struct doc_row *row, const struct sent *m,
                              int64_t at_s)
{
    if (!row->author.handle.len || !str_is(row->author.channel, "email")) {
        return "a mail of nobody known";
    }
    if (row->outlet_count) return "a mail to a list";
    if (row->automatic) return "a mail of a machine";
    if (at_s == TIME_NONE) return "a mail without a date";
    if (m->from.side == SIDE_NOBODY) return "a mail of a role or a list";
    if (m->outside > MAIL_OUTSIDE_MAX) {
        k->mails_mass++;
        return "mass mail";
    }
    if (m->from.side == SIDE_OURS && !m->outside) {
        return m->erased ? "of somebody erased" : "a mail among ours";
    }
    if (m->from.side == SIDE_OUTSIDE && !m->ours) return "a mail to none of ours";
    return NULL;
}

static enum status account_made(struct keep *k, const struct party *p, struct account *ret,
                                struct err *e)
{
    struct who w = {.channel = STR("email"), .handle = p->email, .name = p->name};
    return account_of(&k->persons, &w, ret, e);
}

struct pair {
    struct account from, to;
    bool sent; /* by ours */
    int64_t at_s;
    struct str place;
};

static enum status log_pair(struct keep *k, const struct doc_row *row, const struct pair *p,
                            bool *ret_new, struct err *e)
{
    int64_t id = 0;
    bool is_new = false;
    struct str mid = str_printf(&k->scratch, "mid:%.*s", STR_ARG(row->key));
    struct activity x = {.at_s = p->at_s,
                         .kind = ACTIVITY_MAIL,
                         .teammate = p->sent ? &p->from : &p->to,
                         .person = p->sent ? &p->to : &p->from,
                         .by = p->sent ? BY_US : BY_THEM,
                         .note = row->title,
                         .url = mid,
                         .key = mid,
                         .source = k->source,
                         .place = p->place,
                         .now_s = k->now_s};
    enum status s = ledger_add(&k->stmts, &x, &id, &is_new, e);
    k->new_activities += is_new;
    *ret_new |= is_new;
    return s;
}

/* Each of the other side once, under whichever address comes first. */
static enum status log_all(struct keep *k, const struct doc_row *row, const struct sent *m,
                           struct pair *p, bool *ret_new, struct err *e)
{
    struct idmap told = idmap_new(&k->scratch, 0);
    enum side other = p->sent ? SIDE_OUTSIDE : SIDE_OURS;
    enum status s = account_made(k, &m->from, &p->from, e);
    for (size_t i = 0; i < m->count && !s; i++) {
        if (m->to[i].side != other) continue;
        s = account_made(k, &m->to[i], &p->to, e);
        if (s || !p->to.id || p->to.node == p->from.node) continue;
        if (idmap_get(&told, p->to.node) != UINT32_MAX) continue;
        (void)idmap_put(&told, p->to.node, 1);
        s = log_pair(k, row, p, ret_new, e);
    }
    return s;
}

enum status keep_mail(struct keep *k, const struct doc_row *row, struct str place, bool *ret_new,
                      struct err *e)
{
    struct sent m;
    struct pair p = {.at_s = keep_time(k, row->at_s), .place = place};
    enum status s = sent_read(k, row, &m, e);
    if (s) return s;
    k->erased = m.from.side == SIDE_ERASED;
    if (k->erased) return OK;
    k->idle = no_contact(k, row, &m, p.at_s);
    if (k->idle) return OK;
    p.sent = m.from.side == SIDE_OURS;
    bool lapsed = false;
    s = keep_lapsed(k, "mail", str_printf(&k->scratch, "mid:%.*s", STR_ARG(row->key)), &lapsed, e);
    if (s || lapsed) return s;
    return log_all(k, row, &m, &p, ret_new, e);
}

/* identity.c - listen: which of these people are one human? */
#include "listen/identity_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- groups: who is joined by now ---- */

struct groups {
    uint32_t *root; /* [n] lowest member */
    uint32_t *next; /* [n] a ring of the members */
    uint32_t *size; /* [n] of a root */
};

static uint32_t root_of(struct groups *g, uint32_t x)
{
    while (g->root[x] != x) {
        g->root[x] = g->root[g->root[x]];
        x = g->root[x];
    }
    return x;
}

static void groups_join(struct groups *g, uint32_t x, uint32_t y)
{
    x = root_of(g, x);
    y = root_of(g, y);
    if (x == y) return;
    if (x > y) {
        uint32_t t = x;
        x = y;
        y = t;
    }
    g->root[y] = x;
    g->size[x] += g->size[y];
    uint32_t t = g->next[x];
    g->next[x] = g->next[y];
    g->next[y] = t;
}

static bool same_edition(const struct identity_entry *x, const struct identity_entry *y)
{
    for (size_t i = 0; i < x->edition_count; i++) {
        for (size_t j = 0; j < y->edition_count; j++) {
            if (x->edition[i] == y->edition[j]) return true;
        }
    }
    return false;
}

struct match {
    const struct forms *f;
    const struct identity_options *o;
    struct groups g;
    struct idmap apart, never; /* pairs, by pair_id */
    struct idmap doubt;        /* pairs for a human to judge, against which something stands */
};

static int64_t pair_id(uint32_t a, uint32_t b)
{
    return a < b ? (int64_t)a << 32 | b : (int64_t)b << 32 | a;
}

static bool said(const struct idmap *m, uint32_t a, uint32_t b)
{
    return m->count && idmap_get(m, pair_id(a, b)) != UINT32_MAX;
}

static void say_all(struct idmap *m, const struct identity_link link[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        (void)idmap_put(m, pair_id(link[i].a, link[i].b), 1);
}

enum { MEMBERS_MAX = 256 };

enum {
    WHY_SURE = 1U << WHY_MAIL,
    WHY_FIRM = WHY_SURE | 1U << WHY_LINKED | 1U << WHY_VERIFIED | 1U << WHY_BOTH,
    WHY_AGAINST = 1U << WHY_DIFFERS | 1U << WHY_ELSEWHERE,
    WHY_NAMED =
        1U << WHY_NAME | 1U << WHY_SPELLED | 1U << WHY_NICK | 1U << WHY_INITIAL | 1U << WHY_NEAR
};

/* May the groups of a and b be one? Every member is held against every other. One address bears
 * that names differ; and it or a source's word, that two wait to be judged: a likeness does not,
 * else a third who is like both would take the judgement away. */
static bool groups_agree(struct match *m, uint32_t a, uint32_t b, uint32_t why)
{
    bool sure = (why & WHY_SURE) != 0;
    bool firm = (why & WHY_FIRM) != 0;
    uint32_t ra = root_of(&m->g, a);
    uint32_t rb = root_of(&m->g, b);
    if (m->g.size[ra] + m->g.size[rb] > MEMBERS_MAX) return false;
    uint32_t clash = 0;
    uint32_t x = ra;
    do {
        uint32_t y = rb;
        do {
            if (said(&m->apart, x, y)) return false;
            if (!firm && said(&m->doubt, x, y)) return false;
            if (same_edition(&m->f->entry[x], &m->f->entry[y])) return false;
            clash += !sure && names_contradict(m->f, x, y);
            y = m->g.next[y];
        } while (y != rb);
        x = m->g.next[x];
    } while (x != ra);
    /* One odd name among many ("The tests are fragile") does not keep the others apart. */
    return clash * 3 <= m->g.size[ra] * m->g.size[rb] &&
           (clash == 0 || !names_contradict(m->f, a, b));
}

/* ---- pairs ---- */

static int pair_cmp(const void *x, const void *y)
{
    const struct identity_pair *a = x;
    const struct identity_pair *b = y;
    if (a->bits > b->bits) return -1;
    if (a->bits < b->bits) return 1;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b == b->b ? 0 : a->b < b->b ? -1 : 1;
}

/* People of one full name are always worth a question, however common it is. */
enum { SAME_NAME_BITS = -4 };

static bool is_likely(const struct compared *c, double bits, const struct identity_options *o)
{
    bool named = c->level[0] == NAME_SAME && o->propose_bits > SAME_NAME_BITS;
    return bits >= (named ? SAME_NAME_BITS : o->propose_bits);
}

static bool is_bare(const struct forms *f, uint32_t x)
{
    return f->entry[x].handle_count == 0 || !f->form[x].reachable;
}

/* One spelling of a full name, but for case and marks. */
static bool same_spelling(const struct identity_entry *x, const struct identity_entry *y)
{
    struct arena work = {0};
    bool same = false;
    for (size_t i = 0; i < x->name_count && !same; i++) {
        struct str key = name_key(&work, x->name[i]);
        for (size_t j = 0; j < y->name_count && !same; j++)
            same = key.len && str_eq(key, name_key(&work, y->name[j]));
    }
    arena_free(&work);
    return same;
}

/* Names alone, spelled in two ways, are for a human to judge. */
static double bits_of(const struct forms *f, const struct identity_options *o,
                      const struct weights *w, const struct compared *c)
{
    double bits = weights_bits(w, c);
    bool bare = bits >= o->join_bits && is_bare(f, c->a) && is_bare(f, c->b) &&
                !same_spelling(&f->entry[c->a], &f->entry[c->b]);
    return bare ? o->join_bits - 0.01 : bits;
}

/* With whom they are active, of two whose names agree: one m for all stores, and no learning, for
 * only those that wait are asked for. */
static void add_company(const struct match *m, struct identity_pair *p)
{
    const struct identity_company *company = m->o->company;
    bool sure = p->bits >= (float)m->o->join_bits;
    if (!company || sure || !(p->why & WHY_NAMED) || p->why & 1U << WHY_DIFFERS) return;
    if (is_bare(m->f, p->a) && is_bare(m->f, p->b)) return;
    double bits = company->shared(company->of, p->a, p->b);
    if (bits < ACTIVE_BITS_LEAST) return;
    p->terms.bits[TERM_ACTIVE] = (float)fmin(bits / 2, ACTIVE_BITS_MAX);
    p->bits += p->terms.bits[TERM_ACTIVE];
    p->why |= 1U << WHY_ACTIVE;
}

static struct identity_pair pair_of(const struct weights *w, const struct compared *c, double bits)
{
    struct identity_pair p = {c->a, c->b, (float)bits, compared_why(c), weights_terms(w, c)};
    p.terms.bits[TERM_HELD] = (float)(bits - weights_bits(w, c));
    return p;
}

static void doubt(struct match *m, const struct identity_pair *p)
{
    bool open = p->bits < (float)m->o->join_bits && p->why & WHY_AGAINST;
    if (open) (void)idmap_put(&m->doubt, pair_id(p->a, p->b), 1);
}

/* Pairs that waited before, of which no account is new, were not compared again: they go on to
 * wait, but for those whom company joins by now. Returns how many they are. */
static size_t weigh_open(struct match *m, const struct weights *w, struct identity_pair *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < m->o->open_count; i++) {
        const struct identity_link *open = &m->o->open[i];
        uint32_t a = open->a < open->b ? open->a : open->b;
        uint32_t b = open->a < open->b ? open->b : open->a;
        struct compared c;
        if (a == b || b >= m->o->fresh_from) continue;
        pair_compare(m->f, a, b, &c);
        double bits = bits_of(m->f, m->o, w, &c);
        if (bits >= m->o->join_bits) bits = m->o->join_bits - 0.01; /* it waited for a reason */
        ret[n] = pair_of(w, &c, bits);
        if (open->why && is_likely(&c, bits, m->o)) add_company(m, &ret[n]);
        doubt(m, &ret[n]);
        n += ret[n].bits >= (float)m->o->join_bits;
    }
    return n;
}

/* Those that are likely; of them, those in doubt are put down. */
static struct identity_pair *weigh_pairs(struct match *m, struct arena *out, size_t *ret_count,
                                         size_t *ret_compared)
{
    const struct forms *f = m->f;
    const struct identity_options *o = m->o;
    struct arena work = {0};
    struct pair_key *key = NULL;
    size_t n = 0;
    pairs_find(f, o->fresh_from, &work, &key, &n);
    struct compared *c = arena_new(&work, struct compared, n);
    for (size_t i = 0; i < n; i++)
        pair_compare(f, key[i].a, key[i].b, &c[i]);
    size_t named = 0;
    for (size_t i = 0; i < f->n; i++)
        named += f->form[i].names && f->form[i].name[0].full;
    struct weights w = weights_learn(c, n, f->n, (double)named / (double)(f->n ? f->n : 1));
    size_t likely = 0;
    for (size_t i = 0; i < n; i++)
        likely += is_likely(&c[i], bits_of(f, o, &w, &c[i]), o);
    size_t most = likely + o->open_count + o->linked_count;
    struct identity_pair *pair = arena_new(out, struct identity_pair, most);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        double bits = bits_of(f, o, &w, &c[i]);
        if (!is_likely(&c[i], bits, o)) continue;
        struct identity_pair p = pair_of(&w, &c[i], bits);
        add_company(m, &p);
        doubt(m, &p);
        pair[count++] = p;
    }
    *ret_count = count + weigh_open(m, &w, pair + count);
    *ret_compared = n;
    arena_free(&work);
    return pair;
}

enum { LINK_BITS = 20 };

static size_t add_links(const struct identity_options *o, struct identity_pair *pair, size_t n)
{
    for (size_t i = 0; i < o->linked_count; i++) {
        uint32_t a = o->linked[i].a;
        uint32_t b = o->linked[i].b;
        uint32_t why = o->linked[i].why ? o->linked[i].why : 1U << WHY_LINKED;
        double bits = why == 1U << WHY_CLAIMED ? o->join_bits - 0.01 : LINK_BITS;
        pair[n++] = (struct identity_pair){
            a < b ? a : b, a < b ? b : a, (float)bits, why, {.bits[TERM_SAID] = (float)bits}};
    }
    return n;
}

/* Once each: what is asked for two reasons, a likeness and a profile that says so, is as likely as
 * the surer of them, and tells both. */
static void propose(struct identity *ret, struct idmap *at, const struct identity_pair *p)
{
    uint32_t was = idmap_get(at, pair_id(p->a, p->b));
    if (was != UINT32_MAX) {
        ret->proposed[was].why |= p->why;
        return;
    }
    (void)idmap_put(at, pair_id(p->a, p->b), (uint32_t)ret->proposed_count);
    ret->proposed[ret->proposed_count++] = *p;
}

static void join_all(struct match *m, struct identity_pair *pair, size_t n, struct arena *out,
                     struct identity *ret)
{
    struct arena work = {0};
    struct idmap at = idmap_new(&work, 0);
    ret->joined = arena_new(out, struct identity_pair, n);
    ret->proposed = arena_new(out, struct identity_pair, n);
    for (size_t i = 0; i < n; i++) {
        struct identity_pair *p = &pair[i];
        if (root_of(&m->g, p->a) == root_of(&m->g, p->b)) continue;
        if (said(&m->never, p->a, p->b)) continue;
        bool join = (double)p->bits >= m->o->join_bits && groups_agree(m, p->a, p->b, p->why);
        if (join) {
            groups_join(&m->g, p->a, p->b);
            ret->joined[ret->joined_count++] = *p;
        } else if (!said(&m->apart, p->a, p->b) &&
                   !same_edition(&m->f->entry[p->a], &m->f->entry[p->b])) {
            propose(ret, &at, p);
        }
    }
    arena_free(&work);
    size_t kept = 0; /* what was joined another way later needs no proposal */
    for (size_t i = 0; i < ret->proposed_count; i++) {
        struct identity_pair p = ret->proposed[i];
        if (root_of(&m->g, p.a) != root_of(&m->g, p.b)) ret->proposed[kept++] = p;
    }
    ret->proposed_count = kept;
}

void identity_match(const struct identity_entry entry[], size_t n, const struct identity_options *o,
                    struct arena *out, struct identity *ret)
{
    struct arena work = {0};
    struct forms f;
    forms_make(entry, n, &work, &f);
    *ret =
        (struct identity){.person = arena_new(out, uint32_t, n), .robot = arena_new(out, bool, n)};
    struct match m = {.f = &f,
                      .o = o,
                      .apart = idmap_new(&work, o->apart_count),
                      .never = idmap_new(&work, o->never_count),
                      .doubt = idmap_new(&work, o->open_count)};
    m.g.root = arena_new(&work, uint32_t, n);
    m.g.next = arena_new(&work, uint32_t, n);
    m.g.size = arena_new(&work, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        m.g.root[i] = m.g.next[i] = i;
        m.g.size[i] = 1;
        ret->robot[i] = f.form[i].robot;
    }
    say_all(&m.apart, o->apart, o->apart_count);
    say_all(&m.never, o->never, o->never_count);
    size_t count = 0;
    struct identity_pair *pair = weigh_pairs(&m, &work, &count, &ret->compared);
    count = add_links(o, pair, count);
    qsort(pair, count, sizeof *pair, pair_cmp);
    join_all(&m, pair, count, out, ret);
    for (uint32_t i = 0; i < n; i++)
        ret->person[i] = root_of(&m.g, i);
    arena_free(&work);
}

struct str identity_reasons(struct arena *a, uint32_t why)
{
    static const char *const words[WHY_COUNT] = {
        "same address",
        "same login",
        "same name",
        "same name spelled otherwise",
        "nickname and surname",
        "initials or a part of the name left out",
        "nearly the same name",
        "login made of the name",
        "login is a part of the name",
        "addresses at one domain",
        "same organisation",
        "active with the same few people or outlets",
        "one row of a source names both",
        "a link from one to the other that its source has checked",
        "profiles that link to each other",
        "one profile calls the other its own",
        "other names",
        "other organisations or domains",
    };
    struct buf b = buf_new(a);
    for (int i = 0; i < WHY_COUNT; i++) {
        if (!(why & 1U << i)) continue;
        bool against = i >= WHY_DIFFERS;
        bool first = against && !(why & ((1U << i) - 1) & (1U << WHY_DIFFERS));
        buf_adds(&b, !b.len ? "" : first ? "; but " : ", ");
        buf_adds(&b, words[i]);
    }
    return buf_str(&b);
}

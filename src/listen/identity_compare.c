/* identity_compare.c - listen: what do two entries agree in, and how rare is that? */
#include "listen/identity_int.h"

#include <math.h>
#include <string.h>

enum { WORLD_NAMES = 6000 }; /* names not seen here count as much as so many others */
enum { NAME_BITS_MAX = 23 }; /* parts of a name go together: their rarities do not just add */

/* `own` of the names that use the word are those that are compared: how many others? What nobody
 * else has here is still somebody's elsewhere (Good and Turing's estimate, roughly). */
static double share_of(const struct lexicon *x, uint32_t word, uint32_t own, double total)
{
    uint32_t others = x->count[word] > own ? x->count[word] - own : 0;
    return (others + 0.4) / (total + WORLD_NAMES);
}

static double token_share(const struct forms *f, uint32_t token, uint32_t own)
{
    double here = share_of(&f->token, token, own, (double)f->name_total);
    return here > f->share[token] ? here : f->share[token];
}

/* Bits, of a token that stands in `own` of the names compared. */
static double rarity(const struct forms *f, uint32_t token, uint32_t own)
{
    return -log2(token_share(f, token, own));
}

static double initial_bits(const struct forms *f, struct str token)
{
    return -log2((f->initial[(unsigned char)token.p[0]] + 1.0) / (f->initials + 26.0));
}

/* ---- names ---- */

static bool token_same(const struct form_name *x, size_t i, const struct form_name *y, size_t j)
{
    return x->token[i] == y->token[j] || x->heard[i] == y->heard[j];
}

static bool token_nick(const struct forms *f, uint32_t x, uint32_t y)
{
    const uint8_t *a = f->family[x];
    const uint8_t *b = f->family[y];
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            if (a[i] && a[i] == b[j]) return true;
        }
    }
    return false;
}

static bool has_figure(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_is_digit(s.p[i])) return true;
    }
    return false;
}

/* One is the start of the other: "Philip H", "Jeff" for Jeffrey, but not "Jo" for Jonas, nor "100"
 * for 1001. */
static bool token_start(const struct forms *f, uint32_t x, uint32_t y)
{
    struct str a = f->token.text[x];
    struct str b = f->token.text[y];
    if (a.len > b.len) return token_start(f, y, x);
    bool enough = (a.len == 1 || a.len >= 3) && !has_figure(b);
    return enough && memcmp(a.p, b.p, a.len) == 0;
}

/* Levenshtein's distance, but at most 3. */
static int distance(struct str x, struct str y)
{
    enum { MOST = 40 };
    int row[MOST + 1];
    if (x.len > MOST || y.len > MOST || x.len > y.len + 2 || y.len > x.len + 2) return 3;
    for (size_t j = 0; j <= y.len; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= x.len; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= y.len; j++) {
            int best = corner + (x.p[i - 1] != y.p[j - 1]);
            corner = row[j];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[y.len] < 3 ? row[y.len] : 3;
}

struct weighed {
    int level;
    double rare; /* -log2 u */
};

enum alike { ALIKE_NOT, ALIKE_START, ALIKE_NICK, ALIKE_SAME };

static enum alike token_alike(const struct forms *f, const struct form_name *x, size_t i,
                              const struct form_name *y, size_t j)
{
    if (token_same(x, i, y, j)) return ALIKE_SAME;
    if (token_nick(f, x->token[i], y->token[j])) return ALIKE_NICK;
    return token_start(f, x->token[i], y->token[j]) ? ALIKE_START : ALIKE_NOT;
}

/* Which token of y that is not used yet is most like token i of x? */
static enum alike token_best(const struct forms *f, const struct form_name *x, size_t i,
                             const struct form_name *y, const bool used[], size_t *ret_at)
{
    enum alike best = ALIKE_NOT;
    for (size_t j = 0; j < y->count; j++) {
        enum alike how = used[j] ? ALIKE_NOT : token_alike(f, x, i, y, j);
        if (how <= best) continue;
        best = how;
        *ret_at = j;
    }
    return best;
}

/* How rare it is that two names agree in these tokens; of those cut or said otherwise less. */
static double token_bits(const struct forms *f, const struct form_name *x, size_t i,
                         const struct form_name *y, size_t j, enum alike how)
{
    if (how == ALIKE_START || f->token.text[x->token[i]].len == 1) return 3;
    if (how == ALIKE_NICK) return fmax(rarity(f, x->token[i], 1) - 3, 2);
    uint32_t own = x->token[i] == y->token[j] && x->key != y->key ? 2 : 1;
    return fmin(rarity(f, x->token[i], own), rarity(f, y->token[j], own));
}

struct within {
    double rare;
    int whole, nick, start; /* tokens that agree so */
};

/* Are all tokens of the shorter name found in the longer, each once? "Ada Bo" may be Ada Cy Bo;
 * that she is Ada Bo Cy is less likely: a further surname is mostly another human's. */
static bool tokens_within(const struct forms *f, const struct form_name *x,
                          const struct form_name *y, struct within *ret)
{
    bool used[TOKENS_MAX] = {false};
    *ret = (struct within){0};
    for (size_t i = 0; i < x->count; i++) {
        size_t at = 0;
        enum alike how = token_best(f, x, i, y, used, &at);
        if (how == ALIKE_NOT) return false;
        used[at] = true;
        ret->rare += token_bits(f, x, i, y, at, how);
        ret->whole += how == ALIKE_SAME && f->token.text[x->token[i]].len > 1;
        ret->nick += how == ALIKE_NICK;
        ret->start += how == ALIKE_START;
    }
    size_t last = y->count - 1U;
    if (!used[last] && f->token.text[y->token[last]].len > 1) ret->rare -= 6;
    return ret->whole > 0;
}

static struct weighed name_agrees(const struct form_name *x, const struct form_name *y,
                                  const struct within *w)
{
    bool all = x->count == y->count;
    if (all && x->key == y->key) return (struct weighed){NAME_SAME, fmin(w->rare, NAME_BITS_MAX)};
    if (all && !w->nick && !w->start) return (struct weighed){NAME_SOUND, w->rare};
    if (w->start) return (struct weighed){NAME_INITIAL, w->rare - 1};
    return (struct weighed){w->nick ? NAME_NICK : NAME_INITIAL, w->rare - (all ? 0 : 1)};
}

/* Typing errors: both names start alike and differ in two letters at most. */
static double names_near(const struct forms *f, const struct form_name *x,
                         const struct form_name *y)
{
    struct str sx = f->token.text[x->token[x->count - 1]];
    struct str sy = f->token.text[y->token[y->count - 1]];
    struct str gx = f->token.text[x->token[0]];
    struct str gy = f->token.text[y->token[0]];
    if (has_figure(sx) || has_figure(sy) || has_figure(gx) || has_figure(gy)) return 0;
    int far = distance(sx, sy) + distance(gx, gy);
    if (far > 2 || sx.len + gx.len < 9 || gx.p[0] != gy.p[0] || sx.p[0] != sy.p[0]) return 0;
    double both = rarity(f, x->token[0], 1) + rarity(f, x->token[x->count - 1], 1);
    return fmax(both - 5 - 2 * far, 0);
}

static bool share_token(const struct form_name *x, const struct form_name *y)
{
    for (size_t i = 0; i < x->count; i++) {
        for (size_t j = 0; j < y->count; j++) {
            if (token_same(x, i, y, j)) return true;
        }
    }
    return false;
}

static struct weighed name_pair(const struct forms *f, const struct form_name *x,
                                const struct form_name *y)
{
    struct within w;
    if (x->count > y->count) {
        const struct form_name *t = x;
        x = y;
        y = t;
    }
    if (tokens_within(f, x, y, &w)) return name_agrees(x, y, &w);
    double near = names_near(f, x, y);
    if (near > 0) return (struct weighed){NAME_NEAR, near};
    if (x->heard[x->count - 1] == y->heard[y->count - 1]) return (struct weighed){NAME_SURNAME, 0};
    return (struct weighed){share_token(x, y) ? NAME_PART : NAME_DIFFERS, 0};
}

static struct weighed compare_names(const struct forms *f, const struct form *x,
                                    const struct form *y)
{
    struct weighed best = {NAME_MISSING, -1};
    for (size_t i = 0; i < x->names; i++) {
        for (size_t j = 0; j < y->names; j++) {
            if (!x->name[i].full || !y->name[j].full) continue;
            struct weighed w = name_pair(f, &x->name[i], &y->name[j]);
            if (w.level >= NAME_SURNAME && !(x->name[i].said && y->name[j].said)) continue;
            bool better = best.level == NAME_MISSING || w.rare > best.rare ||
                          (w.rare >= best.rare && w.level < best.level);
            if (better) best = w;
        }
    }
    if (best.level == NAME_MISSING) best.rare = 0;
    return best;
}

/* ---- logins ---- */

static bool joined_is(struct str s, struct str x, size_t x_most, struct str y, size_t y_most)
{
    x = str_head(x, x_most);
    y = str_head(y, y_most);
    return s.len == x.len + y.len && memcmp(s.p, x.p, x.len) == 0 &&
           memcmp(s.p + x.len, y.p, y.len) == 0;
}

enum { ALL = 64 };

static struct weighed login_of_two(const struct forms *f, struct str s, uint32_t given,
                                   uint32_t sur)
{
    struct str g = f->token.text[given];
    struct str n = f->token.text[sur];
    double both = rarity(f, given, 1) + rarity(f, sur, 1);
    if (g.len > 1 && n.len > 1 && (joined_is(s, g, ALL, n, ALL) || joined_is(s, n, ALL, g, ALL))) {
        return (struct weighed){LOGIN_FULL, both - 1};
    }
    if (s.len >= 4 && (joined_is(s, g, 1, n, ALL) || joined_is(s, n, ALL, g, 1))) {
        return (struct weighed){LOGIN_INITIAL, rarity(f, sur, 1) + initial_bits(f, g)};
    }
    if (s.len >= 4 && joined_is(s, g, ALL, n, 1)) {
        return (struct weighed){LOGIN_INITIAL, rarity(f, given, 1) + initial_bits(f, n)};
    }
    bool starts =
        s.len >= 6 && s.p[0] == g.p[0] && n.len > s.len - 1 && memcmp(s.p + 1, n.p, s.len - 1) == 0;
    bool starts_given = s.len >= g.len + 2 && g.len >= 3 && n.len > s.len - g.len &&
                        memcmp(s.p, g.p, g.len) == 0 &&
                        memcmp(s.p + g.len, n.p, s.len - g.len) == 0;
    if (starts) {
        double said = fmin(rarity(f, sur, 1), 2.2 * (double)(s.len - 1));
        return (struct weighed){LOGIN_PREFIX, said + initial_bits(f, g)};
    }
    if (starts_given) {
        return (struct weighed){LOGIN_PREFIX, rarity(f, given, 1) + 2.2 * (double)(s.len - g.len)};
    }
    return (struct weighed){LOGIN_DIFFERS, 0};
}

static struct weighed better(struct weighed x, struct weighed y)
{
    return y.rare > x.rare ? y : x;
}

/* Is the login made of this name? */
static struct weighed login_of_name(const struct forms *f, const struct form_login *l,
                                    const struct form_name *n)
{
    struct str s = f->login.text[l->skel];
    struct weighed best = {LOGIN_DIFFERS, 0};
    char initials[TOKENS_MAX];
    double parts = 0;
    size_t hits = 0;
    for (size_t i = 0; i < n->count; i++) {
        struct str t = f->token.text[n->token[i]];
        initials[i] = t.p[0];
        if (t.len < 3) continue;
        if (str_eq(s, t)) {
            best =
                better(best, (struct weighed){LOGIN_PART, rarity(f, n->token[i], l->mail ? 1 : 2)});
        }
        for (size_t p = 0; p < l->part_count; p++) {
            if (l->part[p] != n->token[i]) continue;
            parts += rarity(f, n->token[i], 1);
            hits++;
        }
    }
    if (hits > 1) best = better(best, (struct weighed){LOGIN_FULL, parts - 1});
    if (hits == 1 && l->part_count > 1) {
        best = better(best, (struct weighed){LOGIN_PART, parts - 2});
    }
    for (size_t i = 0; i < n->count; i++) {
        for (size_t j = i + 1; j < n->count; j++)
            best = better(best, login_of_two(f, s, n->token[i], n->token[j]));
    }
    bool short_form = n->count > 1 && s.len == n->count && memcmp(s.p, initials, n->count) == 0;
    if (short_form) best = better(best, (struct weighed){LOGIN_PART, 3.5 * n->count});
    return best;
}

static struct weighed login_of_entry(const struct forms *f, const struct form_login *l,
                                     const struct form *x)
{
    struct weighed best = {LOGIN_DIFFERS, 0};
    for (size_t i = 0; i < x->names; i++) {
        if (x->name[i].full) best = better(best, login_of_name(f, l, &x->name[i]));
    }
    return best;
}

/* A login made of an initial and a name somebody has, or the world knows: how rare at most? */
static double login_cap(const struct forms *f, struct str s)
{
    double cap = 64;
    for (int end = 0; end < 2 && s.len > 3; end++) {
        struct str sur = end ? str_head(s, s.len - 1) : str_skip(s, 1);
        const int64_t *token = map_get(&f->token.map, sur);
        double share = token ? token_share(f, (uint32_t)*token, 1) : name_share(sur);
        if (token || share > 0)
            cap = fmin(cap, initial_bits(f, end ? str_skip(s, s.len - 1) : s) - log2(share));
    }
    return cap;
}

/* Figures behind a name (jane92) tell her from others of the name; years are common. */
static double digit_bits(struct str login)
{
    double bits = 0;
    for (size_t i = 0; i < login.len; i++)
        bits += ascii_is_digit(login.p[i]) ? 2 : 0;
    return fmin(bits, 8);
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_is_digit(s.p[i])) return true;
    }
    return false;
}

/* buyer1 and buyer2: a series, of people or of mailboxes, and no login of one. */
static bool is_series(const struct forms *f, const struct form_login *l, const struct form_login *m)
{
    return l->exact != m->exact && has_digit(f->login.text[l->exact]) &&
           has_digit(f->login.text[m->exact]);
}

/* The same login in both; one that is a name, or made of the name both have, says little. */
static struct weighed login_pair(const struct forms *f, const struct form *x, const struct form *y,
                                 const struct form_login *l, const struct form_login *m)
{
    static const struct weighed none = {LOGIN_DIFFERS, 0};
    bool exact = l->exact == m->exact;
    struct str s = f->login.text[l->skel];
    if ((!exact && l->skel != m->skel) || s.len < 3 || is_series(f, l, m)) return none;
    double share = share_of(&f->login, exact ? l->exact : l->skel, 2, (double)f->n);
    bool word = false; /* a word that people are called: others chose it, too */
    for (size_t i = 0; i < l->part_count; i++) {
        word = word || f->share[l->part[i]] > 0;
        if (l->part_count == 1) share = fmax(share, token_share(f, l->part[i], 2));
    }
    double rare = -log2(share) - (exact ? 0 : 1.5);
    if (exact && !word && f->login.count[l->exact] <= 2) {
        rare = fmax(rare, fmin(2.5 * (double)f->login.text[l->exact].len, 20));
    }
    struct weighed made = better(login_of_entry(f, l, x), login_of_entry(f, l, y));
    if (exact) made.rare += digit_bits(f->login.text[l->exact]);
    bool both_named = x->names && y->names && x->name[0].full && y->name[0].full;
    if (made.level != LOGIN_DIFFERS) rare = fmin(rare, both_named ? 3 : made.rare);
    return (struct weighed){LOGIN_SAME, fmin(rare, login_cap(f, s))};
}

/* ---- names spelled out in addresses ---- */

struct spelled {
    uint32_t given, sur;
};
enum { SPELLED_MAX = NAMES_MAX + 2 * LOGINS_MAX };

/* Full names, and addresses such as ann.overbeek@, in either order. */
static size_t spelled_of(const struct forms *f, const struct form *x,
                         struct spelled to[SPELLED_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < x->names; i++) {
        const struct form_name *name = &x->name[i];
        if (name->full) to[n++] = (struct spelled){name->token[0], name->token[name->count - 1]};
    }
    for (size_t i = 0; i < x->logins; i++) {
        const struct form_login *l = &x->login[i];
        if (!l->mail || l->part_count != 2) continue;
        if (f->token.text[l->part[0]].len < 3 || f->token.text[l->part[1]].len < 3) continue;
        to[n++] = (struct spelled){l->part[0], l->part[1]};
        to[n++] = (struct spelled){l->part[1], l->part[0]};
    }
    return n;
}

/* lterpeta, who writes as lomivo.terpeta@, is not Lovonor Terpeta: one surname, and no given name
 * that fits. */
static bool spelled_apart(const struct forms *f, const struct form *x, const struct form *y)
{
    struct spelled a[SPELLED_MAX];
    struct spelled b[SPELLED_MAX];
    size_t n = spelled_of(f, x, a);
    size_t m = n ? spelled_of(f, y, b) : 0;
    bool apart = false;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            if (a[i].sur != b[j].sur) continue;
            if (a[i].given == b[j].given || token_nick(f, a[i].given, b[j].given) ||
                token_start(f, a[i].given, b[j].given)) {
                return false;
            }
            apart = true;
        }
    }
    return apart;
}

static struct weighed compare_logins(const struct forms *f, const struct form *x,
                                     const struct form *y, int name_level)
{
    bool named = name_level != NAME_MISSING && name_level < NAME_SURNAME;
    struct weighed best = {LOGIN_DIFFERS, 0};
    if (!named && spelled_apart(f, x, y)) return best;
    for (size_t i = 0; i < x->logins; i++) {
        for (size_t j = 0; j < y->logins; j++)
            best = better(best, login_pair(f, x, y, &x->login[i], &y->login[j]));
    }
    if (named && best.level != LOGIN_SAME) best.level = LOGIN_MISSING;
    if (named) return best;
    bool tried = x->logins && y->logins;
    for (size_t i = 0; i < x->logins; i++)
        best = better(best, login_of_entry(f, &x->login[i], y));
    for (size_t j = 0; j < y->logins; j++)
        best = better(best, login_of_entry(f, &y->login[j], x));
    if (best.level == LOGIN_DIFFERS && !tried) best.level = LOGIN_MISSING;
    return best;
}

/* ---- addresses, work ---- */

static struct weighed compare_mails(const struct forms *f, const struct form *x,
                                    const struct form *y)
{
    (void)f;
    struct weighed best = {MAIL_MISSING, 0};
    for (size_t i = 0; i < x->mails; i++) {
        for (size_t j = 0; j < y->mails; j++) {
            bool forge = x->mail[i].forge || y->mail[j].forge;
            if (!forge && best.level == MAIL_MISSING) best.level = MAIL_DIFFERS;
            if (x->mail[i].address != y->mail[j].address) continue;
            uint32_t names = f->address.count[x->mail[i].address];
            if (names > 5 || f->many[x->mail[i].address])
                return (struct weighed){MAIL_MISSING, 0}; /* an address many share */
            best = (struct weighed){MAIL_SAME, 32 - 2.0 * names};
        }
    }
    return best;
}

static struct weighed compare_domains(const struct forms *f, const struct form *x,
                                      const struct form *y)
{
    struct weighed best = {WORK_MISSING, 0};
    for (size_t i = 0; i < x->mails; i++) {
        for (size_t j = 0; j < y->mails; j++) {
            uint32_t d = x->mail[i].domain;
            if (!d || !y->mail[j].domain || best.level == WORK_DOMAIN) continue;
            best.level = WORK_DIFFERS;
            if (d != y->mail[j].domain || x->mail[i].address == y->mail[j].address) continue;
            best = (struct weighed){WORK_DOMAIN, -log2(share_of(&f->domain, d, 2, (double)f->n))};
        }
    }
    return best;
}

static struct weighed compare_work(const struct forms *f, const struct form *x,
                                   const struct form *y)
{
    struct weighed best = compare_domains(f, x, y);
    if (best.level == WORK_DOMAIN) return best;
    for (size_t i = 0; i < x->orgs; i++) {
        for (size_t j = 0; j < y->orgs; j++) {
            if (best.level == WORK_ORG) continue;
            best.level = WORK_DIFFERS;
            if (x->org[i] != y->org[j]) continue;
            best = (struct weighed){WORK_ORG, -log2(share_of(&f->org, x->org[i], 2, (double)f->n))};
        }
    }
    return best;
}

/* ---- together ---- */

void pair_compare(const struct forms *f, uint32_t a, uint32_t b, struct compared *ret)
{
    const struct form *x = &f->form[a];
    const struct form *y = &f->form[b];
    struct weighed name = compare_names(f, x, y);
    struct weighed login = compare_logins(f, x, y, name.level);
    struct weighed mail = compare_mails(f, x, y);
    struct weighed work = compare_work(f, x, y);
    if (mail.level == MAIL_SAME) login = (struct weighed){LOGIN_MISSING, 0};
    bool named = name.level != NAME_MISSING;
    bool likened = named || mail.level == MAIL_SAME ||
                   (login.level != LOGIN_MISSING && login.level != LOGIN_DIFFERS);
    if (!likened) work = (struct weighed){WORK_MISSING, 0}; /* colleagues, nothing more */
    *ret = (struct compared){
        .a = a,
        .b = b,
        .rare = {(float)name.rare, (float)login.rare, (float)mail.rare, (float)work.rare},
        .level = {(uint8_t)name.level, named ? (uint8_t)login.level : 0, (uint8_t)mail.level,
                  (uint8_t)work.level, named ? 0 : (uint8_t)login.level}};
}

bool names_contradict(const struct forms *f, uint32_t a, uint32_t b)
{
    int level = compare_names(f, &f->form[a], &f->form[b]).level;
    return level == NAME_SURNAME || level == NAME_PART || level == NAME_DIFFERS;
}

int names_level(const struct forms *f, const struct form_name *x, const struct form_name *y)
{
    return name_pair(f, x, y).level;
}

uint32_t compared_why(const struct compared *c)
{
    static const uint32_t name[] = {0,
                                    1U << WHY_NAME,
                                    1U << WHY_SPELLED,
                                    1U << WHY_NICK,
                                    1U << WHY_INITIAL,
                                    1U << WHY_NEAR,
                                    1U << WHY_DIFFERS,
                                    1U << WHY_DIFFERS,
                                    1U << WHY_DIFFERS};
    static const uint32_t login[] = {
        0, 1U << WHY_LOGIN, 1U << WHY_HANDLE, 1U << WHY_HANDLE, 1U << WHY_PART, 1U << WHY_PART, 0};
    static const uint32_t mail[] = {0, 1U << WHY_MAIL, 0};
    static const uint32_t work[] = {0, 1U << WHY_DOMAIN, 1U << WHY_ORG, 1U << WHY_ELSEWHERE};
    return name[c->level[0]] | login[c->level[1]] | login[c->level[4]] | mail[c->level[2]] |
           work[c->level[3]];
}

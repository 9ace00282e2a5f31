/* identity.c - tools: how well and how fast are accounts joined into people? */
#include "listen/identity.h"
#include "base/file.h"
#include "base/map.h"
#include "listen/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * identity FILE...         each a CSV with person_id, name, email: recall and precision over pairs
 *                          of rows, at the limit that the other files choose, at the shipped one
 *                          and around it. --limit N judges at another limit; -v lists what was
 *                          missed, and every join the truth does not have with its reasons
 * identity --made N        people that a seeded generator makes, N accounts: seconds
 *
 * Rows of one person_id are one human: somebody listed them so. That two ids are two humans nobody
 * said where an id has one row only, so precision is told by four readings of "wrong", from what is
 * surely so to what hardly is:
 *   listed   both ids have several rows, and the ids share no name
 *   half     one of them has
 *   all      any two ids that share no name
 *   strict   any two rows that are not of one name
 * Of those beyond "listed" -v shows which are one address or one account number of a forge: there
 * the truth is silent, not the join wrong.
 */

struct row {
    struct str id, name, email;
    struct str key;  /* of the name, folded */
    uint32_t person; /* number of id */
};

struct set {
    const char *path;
    struct arena a;
    struct row *row;
    size_t n;
    struct identity_entry *entry;
    struct map ids;
    bool *unknown;     /* [ids * ids] */
    uint32_t *rows_of; /* [ids] */
};

static size_t column(const struct csv_row *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++) {
        if (str_is(r->cell[i], name)) return i;
    }
    (void)fprintf(stderr, "identity: no column %s\n", name);
    exit(2);
}

static void set_entries(struct set *s)
{
    s->entry = arena_new(&s->a, struct identity_entry, s->n);
    for (size_t i = 0; i < s->n; i++) {
        struct identity_handle *h = arena_new(&s->a, struct identity_handle, 1);
        *h = (struct identity_handle){STR("email"), s->row[i].email};
        s->entry[i] = (struct identity_entry){
            .name = &s->row[i].name, .name_count = 1, .handle = h, .handle_count = 1};
    }
}

static bool same_text(struct str x, struct str y)
{
    return x.len == y.len && (!x.len || str_find_nocase(x, y.p) == 0);
}

static void set_unknown(struct set *s)
{
    size_t n = s->ids.count;
    s->rows_of = arena_new(&s->a, uint32_t, n);
    for (size_t i = 0; i < s->n; i++)
        s->rows_of[s->row[i].person]++;
    size_t cells = n * n;
    s->unknown = arena_new(&s->a, bool, cells);
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!str_eq(s->row[i].key, s->row[j].key)) continue;
            s->unknown[s->row[i].person * n + s->row[j].person] = true;
            s->unknown[s->row[j].person * n + s->row[i].person] = true;
        }
    }
}

static void set_read(struct set *s, const char *path)
{
    struct err e = {0};
    struct reader *in = NULL;
    struct csv *c = NULL;
    *s = (struct set){.path = path};
    if (reader_open(path, &s->a, &in, &e) || csv_open(in, ',', &s->a, &c, &e)) {
        (void)fprintf(stderr, "identity: %s\n", e.text);
        exit(1);
    }
    struct csv_row r;
    size_t room = 0;
    size_t id = 0;
    size_t name = 0;
    size_t email = 0;
    bool first = true;
    s->ids = map_new(&s->a);
    while (csv_next(c, &s->a, &r, &e) == OK) {
        if (first) {
            id = column(&r, "person_id");
            name = column(&r, "name");
            email = column(&r, "email");
            first = false;
            continue;
        }
        if (s->n == room) {
            size_t wider = room ? room * 2 : 1024;
            s->row = arena_grow(&s->a, s->row, room * sizeof *s->row, wider * sizeof *s->row);
            room = wider;
        }
        struct row *to = &s->row[s->n++];
        to->id = str_copy(&s->a, r.cell[id]);
        to->name = str_copy(&s->a, r.cell[name]);
        to->email = str_copy(&s->a, r.cell[email]);
        to->key = name_key(&s->a, to->name);
        to->person = (uint32_t)*map_put(&s->ids, to->id, (int64_t)s->ids.count, NULL);
    }
    reader_close(in);
    set_entries(s);
    set_unknown(s);
}

enum reading { LISTED, HALF, ALL, STRICT, READINGS };

struct score {
    size_t pairs, found, both, both_found, equal;
    size_t wrong[READINGS];
    size_t address; /* of wrong[ALL]: one address or one number of a forge */
};

static void list_pair(const char *what, const struct row *x, const struct row *y, struct str why)
{
    printf("  %s: %.*s <%.*s> | %.*s <%.*s>%s%.*s\n", what, STR_ARG(x->name), STR_ARG(x->email),
           STR_ARG(y->name), STR_ARG(y->email), why.len ? ": " : "", STR_ARG(why));
}

struct judging {
    struct set *s;
    struct identity got;
    struct arena a;
    bool list;
    struct map why; /* "i j" of joined pairs -> index */
};

static struct str pair_text(char room[48], size_t i, size_t j)
{
    int n = snprintf(room, 48, "%zu %zu", i < j ? i : j, i < j ? j : i);
    return (struct str){room, (size_t)n};
}

static struct str reasons(struct judging *g, size_t i, size_t j)
{
    char room[48];
    const int64_t *at = map_get(&g->why, pair_text(room, i, j));
    return at ? identity_reasons(&g->a, g->got.joined[*at].why) : STR("through others");
}

/* The number before the + of a forge's address of no reply, else the address. */
static struct str address_core(struct str email)
{
    size_t plus = str_find(email, '+');
    bool forge = str_find_nocase(email, "@users.noreply.") < email.len && plus < email.len;
    return forge ? str_head(email, plus) : email;
}

/* Ids of which some rows share an address. */
static bool one_address(const struct set *s, uint32_t x, uint32_t y)
{
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < s->n && s->row[i].person == x; j++) {
            if (s->row[j].person != y) continue;
            if (same_text(address_core(s->row[i].email), address_core(s->row[j].email)))
                return true;
        }
    }
    return false;
}

static void judge_wrong(struct judging *g, size_t i, size_t j, struct score *c)
{
    struct set *s = g->s;
    const struct row *x = &s->row[i];
    const struct row *y = &s->row[j];
    bool named = same_text(x->name, y->name);
    bool unknown = s->unknown[x->person * s->ids.count + y->person];
    int listed = (s->rows_of[x->person] > 1) + (s->rows_of[y->person] > 1);
    c->wrong[LISTED] += !unknown && listed == 2;
    c->wrong[HALF] += !unknown && listed;
    c->wrong[ALL] += !unknown;
    c->wrong[STRICT] += !named;
    if (named || !g->list) return;
    bool address = one_address(s, x->person, y->person);
    c->address += address && !unknown;
    list_pair(unknown       ? "ids of one name"
              : address     ? "one address"
              : listed == 2 ? "WRONG"
                            : "unlisted",
              x, y, reasons(g, i, j));
}

/* Counts the rows i and j. */
static void judge_pair(struct judging *g, size_t i, size_t j, struct score *c)
{
    const struct row *x = &g->s->row[i];
    const struct row *y = &g->s->row[j];
    bool joined = g->got.person[i] == g->got.person[j];
    if (x->person != y->person) {
        if (joined) judge_wrong(g, i, j, c);
        return;
    }
    bool either = same_text(x->name, y->name) || same_text(x->email, y->email);
    c->pairs++;
    c->found += joined;
    c->equal += either;
    c->both += !either;
    c->both_found += !either && joined;
    if (!joined && g->list) list_pair("missed", x, y, STR_NONE);
}

static void list_proposed(const struct set *s, const struct identity *got)
{
    struct arena a = {0};
    for (size_t i = 0; i < got->proposed_count; i++) {
        struct identity_pair p = got->proposed[i];
        bool right = s->row[p.a].person == s->row[p.b].person;
        printf("  proposed %.1f %.*s: ", (double)p.bits, STR_ARG(identity_reasons(&a, p.why)));
        list_pair(right ? "right" : "-", &s->row[p.a], &s->row[p.b], STR_NONE);
    }
    arena_free(&a);
}

static struct score judge(struct set *s, double limit, bool list)
{
    struct judging g = {.s = s, .list = list};
    struct identity_options o = IDENTITY_OPTIONS;
    o.join_bits = limit;
    if (o.propose_bits > limit) o.propose_bits = limit;
    identity_match(s->entry, s->n, &o, &g.a, &g.got);
    g.why = map_new(&g.a);
    for (size_t i = 0; i < g.got.joined_count; i++) {
        char room[48];
        struct str key = pair_text(room, g.got.joined[i].a, g.got.joined[i].b);
        (void)map_put(&g.why, key, (int64_t)i, NULL);
    }
    struct score c = {0};
    for (size_t i = 0; i < s->n; i++) {
        for (size_t j = 0; j < i; j++)
            judge_pair(&g, i, j, &c);
    }
    if (list) list_proposed(s, &g.got);
    arena_free(&g.a);
    return c;
}

static double share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 1;
}

static void tell(const char *what, const struct score *c, double limit)
{
    printf("%-22s limit %4.1f  recall %.3f (equal name or e-mail %.3f)  both differ %zu of %zu  "
           "precision:",
           what, limit, share(c->found, c->pairs), share(c->equal, c->pairs), c->both_found,
           c->both);
    static const char *const words[READINGS] = {"listed", "half", "all", "strict"};
    for (int k = 0; k < READINGS; k++)
        printf(" %s %.4f (%zu)", words[k], share(c->found, c->found + c->wrong[k]), c->wrong[k]);
    printf("\n");
}

enum { LIMITS = 33, FILES_MAX = 16 };
#define LIMIT_LEAST (-3)

static double limit_of(int i)
{
    return LIMIT_LEAST + 0.5 * i;
}

static void add(struct score *to, const struct score *x)
{
    to->pairs += x->pairs;
    to->found += x->found;
    for (int k = 0; k < READINGS; k++)
        to->wrong[k] += x->wrong[k];
    to->both += x->both;
    to->both_found += x->both_found;
    to->equal += x->equal;
}

static void check(struct set *set, int n, double limit_said, bool list)
{
    static struct score at[FILES_MAX][LIMITS];
    for (int f = 0; f < n; f++) {
        for (int l = 0; l < LIMITS; l++)
            at[f][l] = judge(&set[f], limit_of(l), false);
    }
    for (int f = 0; f < n; f++) {
        int best = LIMITS - 1;
        for (int l = LIMITS - 1; l >= 0; l--) {
            struct score others = {0};
            for (int g = 0; g < n; g++) {
                if (g != f) add(&others, &at[g][l]);
            }
            if (share(others.found, others.found + others.wrong[LISTED]) >= 0.995) best = l;
        }
        char what[64];
        (void)snprintf(what, sizeof what, "held out %s", path_base(set[f].path));
        tell(what, &at[f][best], limit_of(best));
    }
    double shipped = limit_said > -100 ? limit_said : IDENTITY_OPTIONS.join_bits;
    for (int f = 0; f < n; f++) {
        struct score c = judge(&set[f], shipped, list);
        tell(path_base(set[f].path), &c, shipped);
        if (list) printf("  of %zu beyond: %zu share an address\n", c.wrong[ALL], c.address);
    }
    for (int l = 0; l < LIMITS && n > 1; l += 2) {
        struct score sum = {0};
        for (int f = 0; f < n; f++)
            add(&sum, &at[f][l]);
        tell("all files", &sum, limit_of(l));
    }
}

/* ---- made people ---- */

static uint64_t random_state = 1;
static uint32_t pick(uint32_t n)
{
    random_state = hash_u64(random_state + 0x9E3779B97F4A7C15U);
    return (uint32_t)(random_state % n);
}

/* The first of n is met once in sqrt(n), the last seldom. */
static uint32_t pick_skewed(uint32_t n)
{
    double u = (pick(1U << 30) + 1.0) / (1U << 30);
    uint32_t x = (uint32_t)((double)n * u * u);
    return x < n ? x : n - 1;
}

static struct str made_word(struct arena *a, uint32_t number)
{
    static const char *const syllable[] = {"ka",  "lo", "mi", "ter", "san", "vo",  "ri", "den",
                                           "bel", "gu", "ha", "nor", "pe",  "ski", "ta", "wel"};
    struct buf b = buf_new(a);
    for (uint32_t x = number + 16; x; x /= 16)
        buf_adds(&b, syllable[x % 16]);
    return buf_str(&b);
}

static void made_entry(struct arena *a, struct map *taken, struct identity_entry *e,
                       struct str given, struct str sur)
{
    struct str *name = arena_new(a, struct str, 1);
    struct identity_handle *h = arena_new(a, struct identity_handle, 1);
    uint32_t style = pick(5);
    *name = style == 4 ? str_printf(a, "%.1s%.*s", given.p, STR_ARG(sur))
                       : str_printf(a, "%.*s %.*s", STR_ARG(given), STR_ARG(sur));
    struct str domain = pick(2) ? STR("gmail") : made_word(a, pick(2000));
    struct str local = pick(2) ? str_printf(a, "%.*s.%.*s", STR_ARG(given), STR_ARG(sur))
                               : str_printf(a, "%.1s%.*s", given.p, STR_ARG(sur));
    struct str address = str_printf(a, "%.*s@%.*s.com", STR_ARG(local), STR_ARG(domain));
    for (uint32_t more = 1;; more++) { /* an address has one owner */
        bool is_new = false;
        (void)map_put(taken, address, 1, &is_new);
        if (is_new) break;
        address = str_printf(a, "%.*s%u@%.*s.com", STR_ARG(local), more, STR_ARG(domain));
    }
    *h = (struct identity_handle){STR("email"), address};
    *e = (struct identity_entry){.name = name, .name_count = 1, .handle = h, .handle_count = 1};
}

static double made_seconds(size_t n, struct identity *ret, uint32_t *human)
{
    static struct arena a;
    arena_free(&a);
    struct identity_entry *entry = arena_new(&a, struct identity_entry, n);
    struct map taken = map_new(&a);
    uint32_t given = 0;
    uint32_t sur = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || pick(10) < 8) {
            given = pick_skewed(3000);
            sur = 3000 + pick_skewed((uint32_t)n);
            human[i] = (uint32_t)i;
        } else {
            human[i] = human[i - 1];
        }
        made_entry(&a, &taken, &entry[i], made_word(&a, given), made_word(&a, sur));
    }
    struct identity_options o = IDENTITY_OPTIONS;
    clock_t start = clock();
    identity_match(entry, n, &o, &a, ret);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void scale(size_t n)
{
    double first = 0;
    struct arena a = {0};
    uint32_t *human = arena_new(&a, uint32_t, n);
    for (int step = 0; step < 3; step++) {
        size_t size = n >> (2 * (2 - step));
        struct identity got;
        double s = made_seconds(size, &got, human);
        double per = s / ((double)size * log2((double)size));
        if (!step) first = per;
        size_t right = 0;
        for (size_t i = 0; i < got.joined_count; i++)
            right += human[got.joined[i].a] == human[got.joined[i].b];
        printf("%8zu accounts: %6.2f CPU s, %zu pairs compared, %zu joined of which %zu right, %zu "
               "proposed; per n log n %.2f of the first\n",
               size, s, got.compared, got.joined_count, right, got.proposed_count, per / first);
    }
    arena_free(&a);
}

int main(int argc, char **argv)
{
    static struct set set[FILES_MAX];
    int n = 0;
    bool list = false;
    double limit = -1000;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0) {
            list = true;
        } else if (strcmp(argv[i], "--limit") == 0 && i + 1 < argc) {
            limit = strtod(argv[++i], NULL);
        } else if (strcmp(argv[i], "--made") == 0 && i + 1 < argc) {
            scale(strtoul(argv[i + 1], NULL, 10));
            return 0;
        } else if (n < FILES_MAX) {
            set_read(&set[n++], argv[i]);
        }
    }
    if (n) check(set, n, limit, list);
    return n ? 0 : 2;
}

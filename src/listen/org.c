/* org.c - listen: which organisation is meant by a name or an address? */
#include "listen/org.h"

#include "listen/correct.h"
#include "listen/handle.h"
#include "listen/identity_int.h"
#include "listen/person.h"

#include <string.h>

/* As name_key leaves them: "S.A." is "s a". Longest first, so that "gmbh co kg" goes at once. */
static const char *const forms[] = {
    "gmbh co kgaa", "gmbh co kg", "gmbh co ohg", "ug haftungsbeschrankt",
    "sp z o o",     "pty ltd",    "pvt ltd",     "private limited",
    "co ltd",       "co inc",     "co kg",       "incorporated",
    "corporation",  "limited",    "s p a",       "s r l",
    "s r o",        "l l c",      "l l p",       "d o o",
    "s a s",        "inc",        "corp",        "llc",
    "llp",          "ltd",        "plc",         "gmbh",
    "mbh",          "kgaa",       "ohg",         "sarl",
    "sas",          "srl",        "spa",         "sro",
    "aps",          "oyj",        "oy",          "bv",
    "b v",          "nv",         "n v",         "ag",
    "kg",           "ab",         "as",          "a s",
    "sa",           "s a",        "kk",          "kft",
    "pty",          NULL};

struct str org_key(struct arena *a, struct str name)
{
    struct str key = name_key(a, name);
    for (size_t i = 0; forms[i]; i++) {
        size_t n = strlen(forms[i]);
        if (key.len < n + 3 || key.p[key.len - n - 1] != ' ') continue; /* two letters are left */
        if (memcmp(key.p + key.len - n, forms[i], n) == 0) return str_head(key, key.len - n - 1);
    }
    return key;
}

/* ---- as sources name them ---- */

/* The first node of this type ("person", "org", …) that goes by a name; 0: none. */
static enum status find_of(struct persons *p, struct str key, struct str type, int64_t *ret,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_node_of_name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_str(q, 2, type);
    s = query_next(q, e);
    *ret = s ? 0 : query_i64(q, 0);
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status find_by(struct persons *p, struct str key, int64_t *ret, struct err *e)
{
    return find_of(p, key, STR("org"), ret, e);
}

static enum status add_org(struct persons *p, struct str name, struct str key, int64_t *ret,
                           struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_node_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, STR("org"));
    query_bind_null(q, 2);
    query_bind_str(q, 3, name);
    query_bind_str(q, 4, key);
    query_bind_id(q, 5, p->source);
    s = query_run(q, e);
    *ret = store_last_id(p->stmts->st);
    p->changes += !s;
    return s;
}

/* Known by this very name, else by what is left without the legal form. */
static enum status find_or_add(struct persons *p, struct str name, struct str key, int64_t *ret,
                               struct err *e)
{
    struct str bare = org_key(p->a, name);
    enum status s = find_by(p, key, ret, e);
    if (s || *ret) return s;
    if (!str_eq(bare, key)) s = find_by(p, bare, ret, e);
    if (!s && *ret) return alias_add(p, *ret, name, key, e);
    if (!s) s = add_org(p, name, key, ret, e);
    return s || str_eq(bare, key) ? s : alias_add(p, *ret, name, bare, e);
}

enum status org_of(struct persons *p, struct str name, int64_t *ret, struct err *e)
{
    *ret = 0;
    struct str clean = name_clean(p->a, name);
    struct str key = name_key(p->a, clean);
    if (!key.len) return OK;
    struct str memory = str_printf(p->a, "org/%.*s", STR_ARG(key));
    const int64_t *known = map_get(&p->aliases, memory);
    if (known) {
        *ret = *known;
        return OK;
    }
    enum status s = find_or_add(p, clean, key, ret, e);
    if (!s) (void)map_put(&p->aliases, memory, *ret, NULL);
    return s;
}

static enum status known_by(struct persons *p, const struct who *w, bool *ret, struct err *e)
{
    struct account known;
    int64_t node = 0;
    enum status s = account_find(p, w->channel, w->handle, &known, e);
    struct str type = str_is(w->channel, "name") ? STR("person") : STR("outlet");
    if (!s && !known.id) s = find_of(p, name_key(p->a, w->handle), type, &node, e);
    *ret = known.id || node;
    return s;
}

enum status who_is_org(struct persons *p, const struct who *w, struct who *ret, struct err *e)
{
    bool other = false;
    int64_t org = 0;
    *ret = *w;
    bool bare = str_is(w->channel, "name") && !w->kind.len;
    if (!bare && !str_is(w->channel, "outlet")) return OK;
    enum status s = known_by(p, w, &other, e);
    if (s || other) return s;
    s = find_by(p, name_key(p->a, w->handle), &org, e);
    if (!s && !org) s = find_by(p, org_key(p->a, w->handle), &org, e);
    if (s || !org) return s;
    *ret = (struct who){
        .channel = STR("org"), .handle = w->handle, .name = w->handle, .kind = STR("org")};
    return OK;
}

enum status org_called(struct persons *p, int64_t org, struct str name, int64_t *ret_other,
                       struct err *e)
{
    struct str clean = name_clean(p->a, name);
    struct str key = name_key(p->a, clean);
    int64_t found = 0;
    *ret_other = 0;
    if (!key.len) return OK;
    enum status s = find_by(p, key, &found, e);
    if (!s && found && found != org) *ret_other = found;
    return s || found ? s : alias_add(p, org, clean, key, e);
}

/* ---- as users say ---- */

struct desk { /* what org_of needs, outside an import */
    struct arena a;
    struct stmts stmts;
    struct persons persons;
};

static void open_desk(struct desk *d, struct store *st)
{
    *d = (struct desk){.stmts = {.st = st}};
    d->persons = persons_new(&d->stmts, &d->a, 0);
}

static void close_desk(struct desk *d)
{
    stmts_close(&d->stmts);
    arena_free(&d->a);
}

enum status org_named(struct store *st, struct str name, int64_t *ret, struct err *e)
{
    struct desk d;
    open_desk(&d, st);
    struct str key = name_key(&d.a, name);
    struct str bare = org_key(&d.a, name);
    enum status s = find_by(&d.persons, key, ret, e);
    if (!s && !*ret && !str_eq(key, bare)) s = find_by(&d.persons, bare, ret, e);
    close_desk(&d);
    return s;
}

enum status org_make(struct store *st, struct str name, int64_t *ret, struct err *e)
{
    struct desk d;
    open_desk(&d, st);
    enum status s = org_of(&d.persons, name, ret, e);
    close_desk(&d);
    if (!s && !*ret) s = err_set(e, BAD_USAGE, "an organisation wants a name with letters in it");
    return s;
}

enum status org_alias(struct store *st, int64_t org, struct str name, struct err *e)
{
    struct desk d;
    int64_t other = 0;
    open_desk(&d, st);
    enum status s = OK;
    if (!name_key(&d.a, name).len) {
        s = err_set(e, BAD_USAGE, "an alias wants a name with letters in it");
    }
    if (!s) s = org_called(&d.persons, org, name, &other, e);
    if (!s && other) {
        s = err_set(e, BAD_INPUT,
                    "'%.*s' is an organisation of its own; say --parent to make it a part of this",
                    STR_ARG(name));
    }
    close_desk(&d);
    return s;
}

static enum status run_two(struct store *st, enum sql name, struct str x, int64_t y, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, x);
    query_bind_i64(q, 2, y);
    s = query_run(q, e);
    query_close(q);
    return s;
}

bool org_is_domain(struct str d)
{
    bool dotted = false;
    bool letter = false; /* an address of four numbers is none */
    for (size_t i = 0; i < d.len; i++) {
        char c = d.p[i];
        bool inner = i && i + 1 < d.len && d.p[i - 1] != '.';
        bool word = ascii_is_letter(c) || (unsigned char)c >= 0x80;
        if (c == '.' ? !inner : !word && !ascii_is_digit(c) && c != '-' && c != '_') return false;
        dotted |= c == '.';
        letter |= word;
    }
    return dotted && letter;
}

static struct str domain_key(struct arena *a, struct str typed)
{
    size_t at = str_find(typed, '@');
    if (at < typed.len) typed = str_skip(typed, at + 1);
    return str_lower(a, str_trim(typed));
}

enum status org_domain(struct store *st, int64_t org, struct str domain, struct err *e)
{
    struct arena a = {0};
    struct str d = domain_key(&a, domain);
    enum status s = OK;
    if (domain_is_provider(d)) {
        s = err_set(e, BAD_INPUT, "%.*s gives mail to everybody; its people are with nobody",
                    STR_ARG(d));
    } else if (!org_is_domain(d)) {
        s = err_set(e, BAD_USAGE, "'%.*s' is no domain; want one such as acme.example",
                    STR_ARG(domain));
    } else {
        s = run_two(st, SQL_org_domain_put, d, org, e);
    }
    arena_free(&a);
    return s;
}

static enum status parent_of(struct store *st, int64_t org, int64_t *ret, struct err *e)
{
    *ret = 0;
    enum status s = query_ask_of(st, SQL_org_parent_of, org, ret, e);
    return s == NOT_FOUND ? OK : s;
}

enum status org_parent(struct store *st, int64_t org, int64_t parent, struct err *e)
{
    enum status s = OK;
    for (int64_t up = parent; !s && up;) {
        if (up == org) {
            return err_set(e, BAD_INPUT, "that is a part of this one already, so not its parent");
        }
        s = parent_of(st, up, &up, e);
    }
    return s ? s : query_do_two(st, SQL_org_parent, org, parent, e);
}

enum status org_drop(struct store *st, int64_t org, struct str what, struct err *e)
{
    struct arena a = {0};
    struct str key = name_key(&a, what);
    int64_t changed = 0;
    int64_t parent = 0;
    int64_t named = 0;
    struct query *q = NULL;
    enum status s = run_two(st, SQL_org_domain_drop, domain_key(&a, what), org, e);
    changed += store_changed(st);
    if (!s) s = query_open(st, SQL_org_alias_drop, &q, e);
    if (!s) {
        query_bind_i64(q, 1, org);
        query_bind_str(q, 2, key);
        s = query_run(q, e);
        changed += store_changed(st);
        query_close(q);
    }
    if (!s) s = parent_of(st, org, &parent, e);
    if (!s && parent) s = org_named(st, what, &named, e);
    if (!s && parent && named == parent) {
        s = query_do_two(st, SQL_org_parent, org, 0, e);
        changed++;
    }
    if (!s && !changed) {
        s = err_set(e, NOT_FOUND, "'%.*s' is no alias, domain or parent of it", STR_ARG(what));
    }
    arena_free(&a);
    return s;
}

/* ---- what follows from domains ---- */

static enum status domains_load(struct store *st, struct map *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_org_domains, &q, e);
    while (!s && (s = query_next(q, e)) == OK)
        (void)map_put(ret, query_str(q, 0), query_i64(q, 1), NULL);
    query_close(q);
    return s == DONE ? OK : s;
}

/* The address at hand in q belongs to its host's organisation and to those of the hosts above. */
static enum status affiliate(const struct query *q, const struct map *domains, struct query *put,
                             struct err *e)
{
    struct str host = query_str(q, 0);
    enum status s = OK;
    for (char mark = '@'; !s && str_find(host, mark) < host.len; mark = '.') {
        host = str_skip(host, str_find(host, mark) + 1);
        const int64_t *org = map_get(domains, host);
        if (!org) continue;
        query_bind_i64(put, 1, query_i64(q, 1));
        query_bind_i64(put, 2, query_i64(q, 2));
        query_bind_i64(put, 3, *org);
        query_bind_str(put, 4, host);
        s = query_run(put, e);
    }
    return s;
}

enum status orgs_apply(struct store *st, struct err *e)
{
    struct arena a = {0};
    struct map domains = map_new(&a);
    struct query *q = NULL;
    struct query *put = NULL;
    enum status s = query_open(st, SQL_org_affils_of_domains, &q, e);
    if (!s) s = query_run(q, e);
    query_close(q);
    q = NULL;
    if (!s) s = domains_load(st, &domains, e);
    if (!s && domains.count) s = query_open(st, SQL_org_mails, &q, e);
    if (!s && domains.count) s = query_open(st, SQL_org_affil_by_domain, &put, e);
    while (!s && q && (s = query_next(q, e)) == OK)
        s = affiliate(q, &domains, put, e);
    query_close(q);
    query_close(put);
    arena_free(&a);
    if (s == DONE) s = OK;
    return s ? s : correct_apply(st, e);
}

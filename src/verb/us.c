/* us.c - verb: who are we? */
#include "verb/us.h"

#include "base/file.h"
#include "store/query.h"
#include "verb/verb.h"

#include <string.h>

static const char *const examples[] = {
    "kith us --org Initech --domain initech.example",
    "kith us --rival Globex",
    "kith us",
    NULL,
};

static const struct flag flags[] = {
    {"org", 0, "NAME", "our organisation", true},
    {"domain", 0, "DOMAIN", "our mail domain, its subdomains with it", true},
    {"rival", 0, "NAME", "who competes with us", true},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"kind", "kind", NULL, CELL_TEXT, 0, false},
    {"name", "name", NULL, CELL_TEXT, 0, true},
};

/* Kept in meta, one name a line, so that later imports are covered, too. */
static const struct {
    const char *flag, *key;
} kinds[] = {{"org", "us.org"}, {"domain", "us.domain"}, {"rival", "us.rival"}};

enum status us_names(struct store *st, const char *flag, struct arena *a, struct str *ret,
                     struct err *e)
{
    return meta_read(st, str_printf(a, "us.%s", flag).p, a, ret, e);
}

static bool has_line(struct str lines, struct str line)
{
    struct str part;
    while (str_cut(&lines, '\n', &part)) {
        if (str_eq(part, line)) return true;
    }
    return false;
}

/* "@Initech.Example" -> "initech.example" */
static struct str domain_of(struct arena *a, struct str typed)
{
    size_t at = str_find(typed, '@');
    if (at < typed.len) typed = str_skip(typed, at + 1);
    return str_lower(a, str_trim(typed));
}

static enum status add_names(struct request *r, size_t kind, struct err *e)
{
    struct str lines = STR("");
    const char *const *values = request_values(r, kinds[kind].flag);
    if (!*values) return OK;
    enum status s = meta_read(r->st, kinds[kind].key, r->a, &lines, e);
    struct buf b = buf_new(r->a);
    buf_add(&b, lines);
    for (; *values && !s; values++) {
        struct str name = str_trim(str_of(*values));
        if (strcmp(kinds[kind].flag, "domain") == 0) name = domain_of(r->a, name);
        if (!name.len || str_find(name, '\n') < name.len) {
            return err_set(e, BAD_USAGE, "--%s wants a name on one line", kinds[kind].flag);
        }
        if (has_line(buf_str(&b), name)) continue;
        if (b.len) buf_addc(&b, '\n');
        buf_add(&b, name);
    }
    return s ? s : meta_write(r->st, kinds[kind].key, buf_str(&b), e);
}

static enum status mark(struct store *st, struct arena *a, enum sql name, struct str who,
                        int64_t *count, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    if (name == SQL_staff_by_domain) {
        query_bind_str(q, 1, like_ending(a, "%@", who));
        query_bind_str(q, 2, like_ending(a, "%@%.", who));
    } else {
        query_bind_str(q, 1, name_key(a, who));
    }
    s = query_run(q, e);
    *count += store_changed(st);
    query_close(q);
    return s;
}

enum status us_apply(struct store *st, struct arena *a, int64_t *ret, struct err *e)
{
    struct str orgs = STR("");
    struct str domains = STR("");
    struct str line;
    int64_t count = 0;
    enum status s = meta_read(st, "us.org", a, &orgs, e);
    if (!s) s = meta_read(st, "us.domain", a, &domains, e);
    if (!s && (orgs.len || domains.len)) {
        s = store_begin(st, e);
    } else {
        return s;
    }
    while (!s && domains.len && str_cut(&domains, '\n', &line)) {
        s = mark(st, a, SQL_staff_by_domain, line, &count, e);
    }
    while (!s && orgs.len && str_cut(&orgs, '\n', &line)) {
        s = mark(st, a, SQL_staff_by_org, line, &count, e);
    }
    if (s) {
        store_rollback(st);
    } else {
        s = store_commit(st, e);
    }
    *ret = count;
    return s;
}

static bool is_said(const struct request *r)
{
    return request_has(r, "org") || request_has(r, "domain") || request_has(r, "rival");
}

/* Who we are may be said before the first import; asking for it makes no store. */
static enum status open_store(struct request *r, struct err *e)
{
    if (r->st) return OK; /* the demo has opened its own */
    bool there = path_exists(r->db);
    if (there && path_is_dir(r->db)) {
        return err_set(e, BAD_INPUT, "%s: a directory; name the store's file with --db", r->db);
    }
    if (!there && !is_said(r)) return OK;
    return store_open(r->db, is_said(r) ? STORE_CREATE : STORE_READ, &r->st, e);
}

static enum status add_all(struct request *r, struct err *e)
{
    if (!is_said(r)) return OK;
    enum status s = store_begin(r->st, e);
    for (size_t i = 0; i < 3 && !s; i++)
        s = add_names(r, i, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "us", columns, sizeof columns / sizeof *columns);
    int64_t marked = 0;
    enum status s = open_store(r, e);
    if (!s && r->st) s = add_all(r, e);
    if (!s && is_said(r)) s = us_apply(r->st, r->a, &marked, e); /* after imports: settle.c */
    for (size_t i = 0; i < 3 && !s && r->st; i++) {
        struct str lines = STR("");
        struct str line;
        s = meta_read(r->st, kinds[i].key, r->a, &lines, e);
        while (lines.len && str_cut(&lines, '\n', &line)) {
            struct cell *row = table_row(t);
            row[0] = cell_text(str_of(kinds[i].flag));
            row[1] = cell_text(line);
        }
    }
    if (s) return s;
    if (is_said(r)) table_fact(t, "marked", NULL, cell_int(marked), 0);
    t->empty = STR("Nothing is known about us yet: kith us --org NAME --domain DOMAIN");
    if (marked) {
        table_lead(t, "%lld %s now marked as ours.", (long long)marked,
                   marked == 1 ? "person is" : "people are");
    }
    table_note(t, "Our own staff are neither influencers nor audience of a market, unless asked "
                  "for with --with-us.");
    *ret = t;
    return OK;
}

const struct verb verb_us = {
    .name = "us",
    .words = "",
    .summary = "who we are, so that our own staff are not counted",
    .details = "People with an address at our domain, or affiliated with our organisation, are "
               "marked as staff, now and after every import. Without flags it lists what is known.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NONE,
    .run = run,
};

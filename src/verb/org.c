/* org.c - verb: which organisations are there, and what else are they called? */
#include "listen/org.h"

#include "store/query.h"
#include "verb/verb.h"

static const char *const examples[] = {
    "kith org",
    "kith org Acme --alias 'Acme Rockets' --domain acme.example",
    "kith org 'Acme Germany' --parent Acme",
    "kith org Acme --without acme.example",
    NULL,
};

static const struct flag flags[] = {
    {"alias", 0, "NAME", "it is called so, too", true},
    {"domain", 0, "DOMAIN", "who has an address there is with it", true},
    {"parent", 0, "NAME", "it is a part of that one", false},
    {"without", 0, "WHAT", "takes back an alias, a domain or the parent", true},
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"name", "organisation", NULL, CELL_TEXT, 0, true},
    {"aliases", "also called", NULL, CELL_TEXT, 0, true},
    {"domains", "domains", NULL, CELL_TEXT, 0, true},
    {"parent", "part of", NULL, CELL_TEXT, 0, true},
    {"people", "people", NULL, CELL_INT, 0, false},
    {"left", "left", NULL, CELL_INT, 0, false},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
};

static bool is_said(const struct request *r)
{
    return request_has(r, "alias") || request_has(r, "domain") || request_has(r, "parent") ||
           request_has(r, "without");
}

static enum status say_all(struct request *r, int64_t org, struct err *e)
{
    enum status s = OK;
    int64_t parent = 0;
    for (const char *const *v = request_values(r, "without"); *v && !s; v++)
        s = org_drop(r->st, org, str_of(*v), e);
    for (const char *const *v = request_values(r, "alias"); *v && !s; v++)
        s = org_alias(r->st, org, str_of(*v), e);
    for (const char *const *v = request_values(r, "domain"); *v && !s; v++)
        s = org_domain(r->st, org, str_of(*v), e);
    if (!s && request_has(r, "parent")) {
        s = org_make(r->st, request_value(r, "parent"), &parent, e);
        if (!s) s = org_parent(r->st, org, parent, e);
    }
    return s ? s : orgs_apply(r->st, e);
}

static enum status change(struct request *r, int64_t *ret, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = org_make(r->st, r->word[0], ret, e);
    if (!s) s = say_all(r, *ret, e);
    if (!s) return store_commit(r->st, e);
    store_rollback(r->st);
    return s;
}

static struct cell text_cell(struct request *r, const struct query *q, int column)
{
    if (query_is_null(q, column)) return (struct cell){.kind = CELL_NONE};
    return cell_text(str_copy(r->a, query_str(q, column)));
}

static enum status list(struct request *r, struct table *t, int64_t org, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_org_list, &q, e);
    if (s) return s;
    query_bind_id(q, 1, org);
    while ((s = query_next(q, e)) == OK) {
        struct cell *row = table_row(t);
        for (int i = 0; i < 4; i++)
            row[i] = text_cell(r, q, i + 1);
        row[4] = cell_int(query_i64(q, 5));
        row[5] = cell_int(query_i64(q, 6));
        row[6] = cell_text(str_printf(r->a, "g%lld", (long long)query_i64(q, 0)));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    int64_t org = 0;
    enum status s = OK;
    if (is_said(r) && !r->word_count) {
        s = err_set(e, BAD_USAGE, "say which organisation: kith org NAME --alias …");
    } else if (is_said(r)) {
        s = change(r, &org, e);
    } else if (r->word_count) {
        s = org_named(r->st, r->word[0], &org, e);
        if (!s && !org) {
            s = err_set(e, NOT_FOUND, "no organisation is called '%.*s'; 'kith org' lists them",
                        STR_ARG(r->word[0]));
        }
    }
    if (s) return s;
    struct table *t = table_new(r->a, "org", columns, sizeof columns / sizeof *columns);
    t->empty = STR("No organisation is known yet.");
    *ret = t;
    return list(r, t, org, e);
}

const struct verb verb_org = {
    .name = "org",
    .words = "[NAME]",
    .summary = "organisations: other names, mail domains, what they are a part of",
    .details =
        "Names that differ in the legal form alone (Acme, Acme Inc., Acme GmbH) are one "
        "organisation by themselves. --domain affiliates everybody with an address there or below, "
        "now and after every import; a provider of mail is refused. --parent: queries for the "
        "parent (org:Acme) find the people of its parts. --without takes each back. Who left "
        "(a date, or a newer edition of a list that names another employer) is counted apart and "
        "not found by org:.",
    .examples = examples,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 1,
    .run = run,
};

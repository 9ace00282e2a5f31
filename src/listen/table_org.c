/* table_org.c - listen: what does one row of a table of organisations say? */
#include "listen/org.h"
#include "listen/table_int.h"

#include "listen/handle.h"

#include <string.h>

/* ---- lists in a cell ---- */

/* Cuts the first of several names off. They are apart by ; or line ends alone: "Acme, Inc." is one.
 * In quotes these part nothing, and two quotes are one: "Rope; Sail" */
static struct str cut_name(struct str *rest, struct arena *a)
{
    struct buf name = buf_new(a);
    *rest = str_trim(*rest);
    bool quoted = rest->len && rest->p[0] == '"';
    size_t n = quoted;
    for (; n < rest->len && (quoted || !strchr(";\r\n", rest->p[n])); n++) {
        if (quoted && rest->p[n] == '"') {
            if (n + 1 == rest->len || rest->p[n + 1] != '"') {
                quoted = false;
                continue;
            }
            n++;
        }
        buf_addc(&name, rest->p[n]);
    }
    *rest = str_skip(*rest, n < rest->len ? n + 1 : n);
    return str_trim(buf_str(&name));
}

static size_t parts_most(struct str cell, const char *marks)
{
    size_t count = 1;
    for (size_t i = 0; i < cell.len; i++)
        count += strchr(marks, cell.p[i]) != NULL;
    return count;
}

static void read_aliases(struct str cell, struct arena *a, struct org_row *org)
{
    struct str rest = cell_said(cell);
    if (!rest.len) return;
    org->aliases = arena_new(a, struct str, parts_most(rest, ";\r\n"));
    while (rest.len) {
        struct str name = utf8_head(cell_said(cut_name(&rest, a)), NAME_BYTES_MAX);
        if (name.len) org->aliases[org->alias_count++] = name;
    }
}

/* ---- domains ---- */

static void add_domain(struct org_row *org, struct str domain, struct arena *a)
{
    for (size_t i = 0; i < org->domain_count; i++) {
        if (str_eq(org->domains[i], domain)) return;
    }
    org->domains[org->domain_count++] = str_copy(a, domain);
}

static enum status read_domains(struct str cell, struct arena *a, struct org_row *org,
                                struct err *e)
{
    static const char marks[] = "; ,\t\r\n";
    struct str rest = cell_said(cell);
    org->domains = arena_new(a, struct str, parts_most(rest, marks) + 1); /* and the website's */
    while (rest.len) {
        size_t n = 0;
        while (n < rest.len && !strchr(marks, rest.p[n]))
            n++;
        struct str part = str_head(rest, n);
        rest = str_skip(rest, n ? n : 1);
        if (!n) continue;
        struct str domain = url_host(a, part);
        if (!org_is_domain(domain)) {
            return err_set(e, BAD_INPUT, "domain '%.*s', want one such as acme.example",
                           STR_ARG(cell_shown(part)));
        }
        add_domain(org, domain, a);
    }
    return OK;
}

/* "de", "en-us", "index.html": the page one is led to from the host alone. */
static bool is_front(struct str path)
{
    while (path.len && path.p[path.len - 1] == '/')
        path.len--;
    bool lang = path.len == 2 || (path.len == 5 && (path.p[2] == '-' || path.p[2] == '_'));
    return !path.len || lang || str_starts_nocase(path, "index.");
}

/* Who has a site to themselves has its domain, too; a page on somebody else's gives none. What is
 * no address at all, and there is much of it in such columns, says nothing. */
static void read_site(struct str cell, struct arena *a, struct org_row *org)
{
    struct str site = cell_said(cell);
    struct who who;
    size_t n = 0;
    while (n < site.len && !strchr("; ,\t\r\n", site.p[n]))
        n++;
    site = str_head(site, n);
    size_t scheme = str_find_nocase(site, "://");
    struct str rest = scheme < site.len ? str_skip(site, scheme + 3) : site;
    struct str path = str_skip(rest, str_find(rest, '/') + 1);
    struct str domain = url_host(a, site);
    if (!org_is_domain(domain) || !is_front(path) || profile_read(site, &who)) return;
    add_domain(org, domain, a);
}

/* ---- the row ---- */

static struct str named(const struct cells *v, enum column_id id, struct arena *a)
{
    return str_copy(a, utf8_head(cell_said(v->value[id]), NAME_BYTES_MAX));
}

enum status org_read(const struct cells *v, bool refs, struct arena *a, struct org_row *ret,
                     struct err *e)
{
    *ret = (struct org_row){.name = named(v, v->value[COL_ORG].len ? COL_ORG : COL_NAME, a),
                            .parent = named(v, COL_PARENT, a),
                            .country = named(v, COL_COUNTRY, a)};
    if (!ret->name.len)
        return err_set(e, BAD_INPUT, "no name; want what the organisation is called");
    if (refs) {
        ret->ref = named(v, COL_ORG_REF, a);
        ret->parent_ref = named(v, COL_PARENT_REF, a);
    }
    read_aliases(v->value[COL_ALIASES], a, ret);
    enum status s = read_domains(v->value[COL_DOMAINS], a, ret, e);
    if (!s) read_site(v->value[COL_SITE], a, ret);
    return s;
}

/* keep_person.c - listen: what does one row of a people table become? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "listen/handle.h"
#include "listen/identity.h"
#include "listen/keep.h"

#include <string.h>

/* The node that one of the accounts has already, else of somebody known by this name alone, else 0.
 */
static enum status node_of_row(struct keep *k, const struct person_row *row, int64_t *ret,
                               struct err *e)
{
    struct persons *p = &k->persons;
    for (size_t i = 0; i < row->who_count; i++) {
        struct account known;
        enum status s = account_find(p, row->who[i].channel, row->who[i].handle, &known, e);
        if (s) return s;
        if (!known.id || known.outlet) continue;
        *ret = known.node;
        return OK;
    }
    return row->name.len ? person_only_named(p, row->name, ret, e) : OK;
}

/* Which of the row's accounts its name is, else who_count. Who is known by accounts alone is shown
 * by the key of one, here and in exports: that is no name. */
static size_t handle_at(struct keep *k, const struct person_row *row)
{
    size_t i = 0;
    for (; i < row->who_count; i++) {
        const struct who *w = &row->who[i];
        if (str_is(w->channel, "name")) continue;
        if (str_eq(handle_key(&k->scratch, w->channel, w->handle), row->name)) break;
    }
    return i;
}

static bool is_handle(struct keep *k, const struct person_row *row)
{
    return handle_at(k, row) < row->who_count;
}

/* The account that somebody is shown by comes first, as whoever is new is shown by the first. */
static void show_by_name(struct keep *k, struct person_row *row)
{
    size_t at = handle_at(k, row);
    if (at == 0 || at == row->who_count) return;
    struct who first = row->who[at];
    memmove(row->who + 1, row->who, at * sizeof *row->who);
    row->who[0] = first;
}

/* Both are one, says this row: kept for who is who (same.c). */
static enum status state_one(struct keep *k, int64_t x, int64_t y, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_proposal_stated, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x < y ? x : y);
    query_bind_i64(q, 2, x < y ? y : x);
    query_bind_str(q, 3, STR("one row of a source names both"));
    query_bind_i64(q, 4, k->now_s);
    return query_run(q, e);
}

static enum status called_so(struct keep *k, int64_t node, struct str name, bool *ret,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_alias_known, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, name_key(&k->scratch, name_clean(&k->scratch, name)));
    s = query_next(q, e);
    *ret = s == OK;
    return s == DONE ? OK : s;
}

/* An address that reaches nobody in particular (none@none), or an office's (info@) or a made-up one
 * (jane@example.org) that somebody of another name has already, says nothing of who this is. */
static enum status is_nobodys(struct keep *k, const struct person_row *row, const struct who *w,
                              bool *ret, struct err *e)
{
    *ret = false;
    if (!str_is(w->channel, "email") || !row->name.len || is_handle(k, row)) return OK;
    struct str address = handle_key(&k->scratch, w->channel, w->handle);
    bool made_up = address_is_made_up(address);
    *ret = address_is_nowhere(address) && !made_up;
    if (*ret || (!made_up && !address_is_role(address))) return OK;
    struct account known;
    bool so = true;
    enum status s = account_find(&k->persons, w->channel, w->handle, &known, e);
    if (!s && known.id) s = called_so(k, known.node, row->name, &so, e);
    *ret = !so;
    return s;
}

/* The row without such addresses. */
static enum status without_nobodys(struct keep *k, struct person_row *row, struct err *e)
{
    enum status s = OK;
    size_t n = 0;
    for (size_t i = 0; i < row->who_count && !s; i++) {
        bool nobodys = false;
        s = is_nobodys(k, row, &row->who[i], &nobodys, e);
        if (!nobodys) row->who[n++] = row->who[i];
    }
    row->who_count = n;
    return s;
}

/* Whose row this is nothing may bring back: one of their accounts was erased. */
static enum status is_erased(struct keep *k, const struct person_row *row, bool *ret, struct err *e)
{
    enum status s = OK;
    *ret = false;
    for (size_t i = 0; !s && !*ret && i < row->who_count; i++) {
        struct str key = handle_key(&k->scratch, row->who[i].channel, row->who[i].handle);
        s = erased_is(&k->persons, row->who[i].channel, key, ret, e);
    }
    if (s || *ret || row->who_count || !row->name.len) return s;
    struct str key = name_key(&k->scratch, name_clean(&k->scratch, row->name));
    return erased_is(&k->persons, STR("name"), key, ret, e);
}

/* It was in this list for as long as the list may be kept. */
static enum status is_lapsed(struct keep *k, const struct person_row *row, bool *ret, struct err *e)
{
    enum status s = OK;
    *ret = false;
    if (!k->lapses.any) return OK;
    for (size_t i = 0; !s && !*ret && i < row->who_count; i++) {
        const struct who *w = &row->who[i];
        struct str key = handle_key(&k->scratch, w->channel, w->handle);
        struct str own = str_printf(&k->scratch, "%.*s:%.*s", STR_ARG(w->channel), STR_ARG(key));
        s = keep_lapsed(k, "person", own, ret, e);
    }
    if (s || *ret || row->who_count || !row->name.len) return s;
    struct str name = name_key(&k->scratch, name_clean(&k->scratch, row->name));
    return keep_lapsed(k, "person", str_printf(&k->scratch, "name:%.*s", STR_ARG(name)), ret, e);
}

static enum status list(struct keep *k, int64_t node, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_listed_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_i64(q, 2, k->source);
    return query_run(q, e);
}

/* All accounts to one node; those that belong to others stay with them. */
static enum status accounts_of_row(struct keep *k, const struct person_row *row, int64_t *ret,
                                   struct err *e)
{
    int64_t node = 0;
    bool apart = false;
    enum status s = node_of_row(k, row, &node, e);
    for (size_t i = 0; !s && i < row->who_count; i++) {
        struct who w = row->who[i];
        struct account account;
        if (is_handle(k, row)) {
            w.name = STR("");
        } else if (!w.name.len) {
            w.name = row->name;
        }
        s = account_of_node(&k->persons, &w, node, &account, e);
        if (s || !account.id) continue;
        if (!node) node = account.node;
        if (account.node == node || account.outlet) continue;
        apart = true;
        s = state_one(k, node, account.node, e);
    }
    if (!s && !node && row->name.len) {
        struct who w = {.channel = STR("name"), .handle = row->name};
        struct account account;
        s = account_of(&k->persons, &w, &account, e);
        node = account.node;
    }
    k->people_apart += apart;
    if (!s && !node) {
        s = err_set(e, BAD_INPUT, "nobody is named; want a name, an e-mail address or a handle");
    }
    *ret = node;
    return s;
}

static enum status tag_write(struct keep *k, int64_t node, struct str key, struct str value,
                             struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_tag_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, key);
    query_bind_str(q, 3, utf8_head(value, TEXT_BYTES_MAX));
    query_bind_i64(q, 4, k->source);
    s = query_run(q, e);
    if (!s) k->persons.changes += (uint64_t)store_changed(k->st);
    return s;
}

/* Keys that hold one value at a time: the newest said holds. */
static enum status tag_replace(struct keep *k, int64_t node, struct str key, struct str value,
                               struct err *e)
{
    if (!value.len) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_tag_others_remove, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, key);
    query_bind_str(q, 3, value);
    s = query_run(q, e);
    return s ? s : tag_write(k, node, key, value, e);
}

/* "press; trade analyst" has two values, "press analyst" too: blanks part only where nothing else
 * does. */
static enum status tags_write(struct keep *k, int64_t node, const char *key, struct str list,
                              struct err *e)
{
    bool marks = str_find(list, ';') < list.len || str_find(list, ',') < list.len;
    enum status s = OK;
    while (!s && list.len) {
        size_t end = 0;
        while (end < list.len && list.p[end] != ';' && list.p[end] != ',' &&
               (marks || (list.p[end] != ' ' && list.p[end] != '\t'))) {
            end++;
        }
        struct str value = str_trim(str_head(list, end));
        if (value.len) s = tag_write(k, node, str_of(key), str_lower(&k->scratch, value), e);
        list = str_skip(list, end < list.len ? end + 1 : end);
    }
    return s;
}

static enum status set_text(struct keep *k, enum sql name, int64_t node, struct str value,
                            struct err *e)
{
    if (!value.len) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, value);
    s = query_run(q, e);
    if (!s) k->persons.changes += (uint64_t)store_changed(k->st);
    return s;
}

static enum status set_weight(struct keep *k, int64_t node, double weight, struct err *e)
{
    if (!(weight >= 0)) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_node_set_weight, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_double(q, 2, weight);
    s = query_run(q, e);
    if (!s) k->persons.changes += (uint64_t)store_changed(k->st);
    return s;
}

static enum status set_followers(struct keep *k, int64_t node, double followers, struct err *e)
{
    if (!(followers >= 0)) return OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_metric_last, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, STR("followers"));
    s = query_next(q, e);
    if (s && s != DONE) return s;
    if (!s && query_double(q, 0) >= followers && query_double(q, 0) <= followers) return OK;
    s = stmts_use(&k->stmts, SQL_metric_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, STR("followers"));
    query_bind_double(q, 3, followers);
    query_bind_i64(q, 4, k->source);
    s = query_run(q, e);
    if (!s) k->persons.changes += (uint64_t)store_changed(k->st);
    return s;
}

static enum status numbers_write(struct keep *k, int64_t node, const struct person_row *row,
                                 struct err *e)
{
    enum status s = set_followers(k, node, row->followers, e);
    if (!s) s = set_weight(k, node, row->weight, e);
    if (!s && row->seniority) {
        s = tag_replace(k, node, STR("seniority"), str_printf(&k->scratch, "%d", row->seniority),
                        e);
    }
    if (!s && row->capacity >= 0) {
        s = tag_replace(k, node, STR("capacity"), str_printf(&k->scratch, "%d", row->capacity), e);
    }
    return s;
}

struct str keep_country_code(struct keep *k, struct str country)
{
    struct str s = str_trim(country);
    if (s.len != 2) return s;
    char *p = arena_copy(&k->scratch, s.p, s.len);
    for (int i = 0; i < 2; i++) {
        if (p[i] >= 'a' && p[i] <= 'z') p[i] = (char)(p[i] - 'a' + 'A');
    }
    return (struct str){p, 2};
}

static enum status lists_write(struct keep *k, int64_t node, const struct person_row *row,
                               struct err *e)
{
    enum status s = tags_write(k, node, "tag", row->tags, e);
    if (!s && k->tag) s = tags_write(k, node, "tag", str_of(k->tag), e);
    if (!s) s = tags_write(k, node, "category", row->categories, e);
    if (!s) s = tags_write(k, node, "topics", row->topics, e);
    if (!s) s = tag_replace(k, node, STR("team"), str_trim(row->team), e);
    for (const struct extra *x = row->extra; !s && x; x = x->next) {
        if (!x->value.len) continue;
        struct str key = str_printf(&k->scratch, "extra:%.*s", STR_ARG(x->header));
        s = tag_replace(k, node, utf8_head(key, NAME_BYTES_MAX), x->value, e);
    }
    return s;
}

/* ---- where they are and were ---- */

static enum status affil_row_write(struct keep *k, int64_t node, const struct affil_row *row,
                                   bool now, struct err *e)
{
    struct affil_fields f = {.person = node,
                             .role = row->role.len ? utf8_head(str_trim(row->role), NAME_BYTES_MAX)
                                                   : STR("employee"),
                             .since_s = row->since_s ? keep_time(k, row->since_s) : TIME_NONE,
                             .until_s = row->until_s ? row->until_s : TIME_NONE,
                             .now = now,
                             .now_s = k->now_s};
    enum status s = org_of(&k->persons, row->org, &f.org, e);
    return s || !f.org ? s : affil_said(&k->persons, &f, e);
}

static enum status affils_write(struct keep *k, int64_t node, const struct person_row *row,
                                struct err *e)
{
    const struct affil_row now = {.org = row->org};
    enum status s = OK;
    bool dated = false; /* the source says since when they are where they are now */
    for (size_t i = 0; !s && i < row->affil_count && i < AFFILS_PER_PERSON_MAX; i++) {
        const struct affil_row *x = &row->affils[i];
        bool same = str_eq(str_trim(x->org), str_trim(row->org)) && !x->until_s && !x->role.len;
        dated = dated || same;
        s = affil_row_write(k, node, x, same, e);
    }
    return s || dated || !row->org.len ? s : affil_row_write(k, node, &now, true, e);
}

/* ---- what they call their own ---- */

static enum status claim_write(struct keep *k, int64_t account, const struct claim *c,
                               struct err *e)
{
    struct str key = handle_key(&k->scratch, c->who.channel, c->who.handle);
    if (!key.len) return OK;
    bool hidden = false;
    enum status s = erased_is(&k->persons, c->who.channel, key, &hidden, e);
    struct query *q = NULL;
    if (!s && !hidden) s = stmts_use(&k->stmts, SQL_claim_add, &q, e);
    if (s || hidden) return s;
    query_bind_i64(q, 1, account);
    query_bind_str(q, 2, c->who.channel);
    query_bind_str(q, 3, key);
    query_bind_str(q, 4, utf8_head(str_trim(c->who.handle), NAME_BYTES_MAX));
    query_bind_i64(q, 5, c->verified);
    query_bind_i64(q, 6, k->source);
    s = query_run(q, e);
    if (!s) k->persons.changes += (uint64_t)store_changed(k->st);
    return s;
}

/* Claims are the word of one account: the first of the row that is known. */
static enum status claims_write(struct keep *k, const struct person_row *row, struct err *e)
{
    struct account by = {0};
    enum status s = OK;
    for (size_t i = 0; !s && !by.id && row->claim_count && i < row->who_count; i++)
        s = account_find(&k->persons, row->who[i].channel, row->who[i].handle, &by, e);
    for (size_t i = 0; !s && by.id && !by.outlet && i < row->claim_count; i++) {
        if (i == LINKS_PER_DOC_MAX) break;
        s = claim_write(k, by.id, &row->claims[i], e);
    }
    return s;
}

enum status keep_person(struct keep *k, const struct person_row *given, struct err *e)
{
    struct person_row own = *given;
    struct person_row *row = &own;
    int64_t node = 0;
    enum status s = without_nobodys(k, row, e);
    if (!s) s = is_erased(k, row, &k->erased, e);
    bool lapsed = false;
    if (!s && !k->erased) s = is_lapsed(k, row, &lapsed, e);
    if (s || k->erased || lapsed) return s;
    show_by_name(k, row);
    s = accounts_of_row(k, row, &node, e);
    if (!s) s = list(k, node, e);
    if (!s && !is_handle(k, row)) s = person_named(&k->persons, node, row->name, e);
    if (!s) s = set_text(k, SQL_node_set_country, node, keep_country_code(k, row->country), e);
    if (!s) s = set_text(k, SQL_node_set_title, node, str_trim(row->title), e);
    if (!s) s = affils_write(k, node, row, e);
    if (!s) s = claims_write(k, row, e);
    if (!s && row->robot) s = tag_write(k, node, STR("tag"), STR("robot"), e);
    if (!s) s = numbers_write(k, node, row, e);
    return s ? s : lists_write(k, node, row, e);
}

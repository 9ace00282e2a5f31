/* table_columns.c - listen: which of our columns does each header mean? */
#include "base/table.h"
#include "listen/survey.h"
#include "listen/table_int.h"

#include <string.h>

enum { UNKNOWN_SHOWN = 10, KNOWN_LEAST = 2 };

/* The column that a --map gives this header; empty when none does. */
static struct str mapped(struct str header, const char *const *maps)
{
    for (size_t i = 0; maps && maps[i]; i++) {
        const char *at = strrchr(maps[i], '=');
        if (!at) continue;
        struct str theirs = str_head(str_of(maps[i]), (size_t)(at - maps[i]));
        if (headers_equal(theirs, header)) return str_trim(str_of(at + 1));
    }
    return STR_NONE;
}

enum column_id column_of(struct str header, enum table_kind kind, const char *const *maps,
                         const char **ret_channel)
{
    struct str ours = mapped(header, maps);
    return column_named(ours.len ? ours : header, kind, ret_channel);
}

enum status maps_check(const char *const *maps, struct err *e)
{
    for (size_t i = 0; maps && maps[i]; i++) {
        const char *channel = NULL;
        const char *at = strrchr(maps[i], '=');
        if (!at || at == maps[i]) {
            return err_set(e, BAD_INPUT, "--map '%s', want 'Their Header=column'", maps[i]);
        }
        bool is_kind = question_kind_of(str_of(at + 1)) != QUESTION_UNKNOWN;
        if (!is_kind && column_named(str_of(at + 1), TABLE_NONE, &channel) == COL_NONE) {
            return err_set(
                e, BAD_INPUT,
                "--map '%s': no column is named '%s'; people have name, email, handles, org, title,"
                " country, category, tags, followers, weight, team, seniority, capacity, topics;"
                " evidence has at, verb, from, to, url, title, text, topic, sign, room size, stage,"
                " doc; deals, relationships, answers, outcomes and organisations: kith help "
                "sources",
                maps[i], at + 1);
        }
    }
    return OK;
}

static bool has(const struct columns *c, enum column_id id)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] == id) return true;
    }
    return false;
}

/* What nothing else is called makes it a table of deals; what stands in it says it is one. */
static bool is_deals(const struct columns *c)
{
    bool named = has(c, COL_DEAL) || has(c, COL_DEAL_ID) || has(c, COL_DEAL_STAGE);
    bool known = has(c, COL_DEAL) || has(c, COL_DEAL_ID) || has(c, COL_DEAL_REF) ||
                 has(c, COL_NAME) || has(c, COL_ORG);
    bool told = has(c, COL_DEAL_STAGE) || has(c, COL_STAGE) || has(c, COL_OUTCOME) ||
                has(c, COL_AMOUNT) || has(c, COL_CLOSED);
    return named && known && told;
}

static bool has_header(const struct columns *c, const char *header)
{
    for (size_t i = 0; i < c->count; i++) {
        if (headers_equal(c->header[i], str_of(header))) return true;
    }
    return false;
}

/* The column it may stand for, unless another header does already. */
static const char *meant_by(const struct columns *c, struct str header, struct arena *a)
{
    enum column_id id = COL_NONE;
    const char *meant = column_nearest(header, c->kind, &id, a);
    return has(c, id) && id != COL_EMAIL && id != COL_HANDLE ? NULL : meant;
}

static bool is_nearly_known(const struct columns *c)
{
    struct arena a = {0};
    bool near = false;
    for (size_t i = 0; i < c->count && !near; i++)
        near = c->id[i] == COL_NONE && c->header[i].len && meant_by(c, c->header[i], &a);
    arena_free(&a);
    return near;
}

/* Whatever has a name may be called "name": beside columns that say nothing of people it is no
 * person's, unless a --map says so. */
static bool is_people(const struct columns *c, size_t known, const char *const *maps)
{
    bool sure = has(c, COL_FIRST) || has(c, COL_LAST) || has(c, COL_EMAIL) || has(c, COL_HANDLES);
    if (sure || !has(c, COL_NAME)) return sure;
    return known >= KNOWN_LEAST || known == c->count || !has_header(c, "name") ||
           mapped(STR("name"), maps).len || is_nearly_known(c);
}

/* A header that only a person has: an address, a first name, a job. */
static bool speaks_of_people(const struct columns *c, const char *const *maps)
{
    for (size_t i = 0; i < c->count; i++) {
        const char *channel = NULL;
        enum column_id id = column_of(c->header[i], TABLE_PEOPLE, maps, &channel);
        bool is_thing = c->id[i] != COL_NONE; /* "name" may be that of anything */
        if (id == COL_FIRST || id == COL_LAST || id == COL_EMAIL || id == COL_HANDLES) return true;
        if ((id == COL_NAME || id == COL_TITLE) && !is_thing) return true;
    }
    return false;
}

/* A company beside nothing that only people have; or a "name" beside what only companies have. */
static bool is_orgs(const struct columns *c, size_t known, const char *const *maps)
{
    bool domains = has(c, COL_DOMAINS);
    bool above = has(c, COL_PARENT) || has(c, COL_PARENT_REF);
    int facts = domains + has(c, COL_SITE) + has(c, COL_ALIASES) + above + has(c, COL_ORG_FACT);
    if (speaks_of_people(c, maps) || has(c, COL_ORG) == has(c, COL_NAME)) return false;
    if (has(c, COL_NAME)) return domains || facts >= 2;
    return known >= KNOWN_LEAST && (facts || known * 2 >= c->count);
}

static bool is_whole(const struct columns *c, size_t known, const char *const *maps)
{
    switch (c->kind) {
    case TABLE_EVIDENCE:
        return has(c, COL_AT) && has(c, COL_VERB) && has(c, COL_FROM) && has(c, COL_TO);
    case TABLE_DEALS:
        return is_deals(c);
    case TABLE_ANSWERS:
        return has(c, COL_RESPONDENT) && has(c, COL_QUESTION) && has(c, COL_ANSWER);
    case TABLE_ACTIVITIES:
        return has(c, COL_AT) && has(c, COL_KIND) && has(c, COL_TEAMMATE) && has(c, COL_PERSON);
    case TABLE_OUTCOMES:
        return has(c, COL_OUTCOME_KIND) && has(c, COL_AT) && has(c, COL_AMOUNT) &&
               (has(c, COL_PERSON) || has(c, COL_ORG));
    case TABLE_RELATIONS:
        return has(c, COL_TEAMMATE) && (has(c, COL_PERSON) || has(c, COL_NAME));
    case TABLE_ORGS:
        return is_orgs(c, known, maps);
    case TABLE_PEOPLE:
        return is_people(c, known, maps);
    default:
        return false;
    }
}

static size_t map_as(enum table_kind kind, const char *const *maps, struct columns *c)
{
    size_t known = 0;
    c->kind = kind;
    for (size_t i = 0; i < c->count; i++) {
        c->channel[i] = NULL;
        c->id[i] = column_of(c->header[i], kind, maps, &c->channel[i]);
        known += c->id[i] != COL_NONE;
    }
    return known;
}

/* "Username" is a handle of whichever network the list is of; what stands beside it tells. */
static void name_usernames(struct columns *c)
{
    bool groups_io = has_header(c, "Member ID") && has_header(c, "User ID") &&
                     has_header(c, "Display Name") && has(c, COL_EMAIL);
    for (size_t i = 0; i < c->count && groups_io; i++) {
        if (c->id[i] != COL_NONE || !headers_equal(c->header[i], STR("Username"))) continue;
        c->id[i] = COL_HANDLE;
        c->channel[i] = "groups.io";
    }
}

/* An answer of ours ends its rows with what it speaks of; that says nothing of a row, unless a
 * --map says so. */
static size_t scope_columns(const struct str *header, size_t count, const char *const *maps)
{
    size_t n = count <= COLUMNS_MAX ? csv_scope(header, count) : 0; /* of more no cells are kept */
    for (size_t i = count - n; i < count; i++) {
        if (mapped(header[i], maps).len) return 0;
    }
    return n;
}

void columns_map(const struct str *header, size_t count, const char *const *maps,
                 struct columns *ret, size_t *ret_known)
{
    ret->scope = scope_columns(header, count, maps);
    count -= ret->scope;
    ret->count = count < COLUMNS_MAX ? count : COLUMNS_MAX;
    for (size_t i = 0; i < ret->count; i++)
        ret->header[i] = str_trim(header[i]);
    static const enum table_kind kinds[] = {TABLE_EVIDENCE,  TABLE_ANSWERS, TABLE_ACTIVITIES,
                                            TABLE_RELATIONS, TABLE_DEALS,   TABLE_OUTCOMES,
                                            TABLE_ORGS,      TABLE_PEOPLE};
    size_t most = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *ret_known = map_as(kinds[i], maps, ret);
        if (is_whole(ret, *ret_known, maps)) {
            if (ret->kind == TABLE_PEOPLE) name_usernames(ret);
            return;
        }
        if (*ret_known > most) most = *ret_known;
    }
    *ret_known = most;
    ret->kind = TABLE_NONE;
}

bool columns_add(struct columns *c, struct str header, const char *const *maps)
{
    if (c->count == COLUMNS_MAX) return false;
    c->header[c->count] = header;
    c->channel[c->count] = NULL;
    c->form[c->count] = (struct column_form){0};
    c->id[c->count] = column_of(header, c->kind, maps, &c->channel[c->count]);
    c->count++;
    return true;
}

/* Files of archives that have the form of a table and nothing to say here. */
static const char *known_stranger(const struct columns *c)
{
    static const struct {
        const char *header[4];
        const char *why;
    } strangers[] = {
        {{"From", "To", "Sent At", "Direction"},
         "LinkedIn's Invitations.csv says who was invited, not who heeds whom; import"
         " Connections.csv"},
        {{"CONVERSATION ID", "FROM", "TO", "CONTENT"},
         "LinkedIn's messages.csv holds private messages, which are not read; import"
         " Connections.csv"},
        {{"row", "who", "whom", "checked"},
         "these are rows drawn from a source to be checked by a human; kith source audit FILE "
         "brings"
         " in what was found"},
    };
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        size_t found = 0;
        for (size_t k = 0; k < 4; k++)
            found += has_header(c, strangers[i].header[k]);
        if (found == 4) return strangers[i].why;
    }
    return NULL;
}

/* "Ann Lee: so what do you use?" is no header. */
static bool is_spoken(struct str header)
{
    size_t colon = str_find(header, ':');
    return colon > 1 && colon < 40 && colon + 1 < header.len && header.p[colon + 1] == ' ';
}

enum status columns_refuse(const struct columns *c, struct arena *a, struct err *e)
{
    const char *stranger = known_stranger(c);
    if (stranger) return err_set(e, BAD_INPUT, "%s", stranger);
    if (has_header(c, "name")) {
        return err_set(
            e, BAD_INPUT,
            "of a person's columns it has only 'name', and things have names, too; if these "
            "are people: --map 'name=full name'");
    }
    if (c->count && is_spoken(c->header[0])) {
        return err_set(e, BAD_INPUT,
                       "no header that is known: found '%.*s'; if somebody says this: --kind "
                       "transcript",
                       STR_ARG(utf8_head(c->header[0], 60)));
    }
    struct buf found = buf_new(a);
    size_t shown = 0;
    for (size_t i = 0; i < c->count && shown < 8; i++) {
        if (!c->header[i].len) continue;
        buf_addf(&found, "%s%.*s", shown++ ? ", " : "", STR_ARG(utf8_head(c->header[i], 40)));
    }
    if (c->count > 8 && shown == 8) buf_adds(&found, ", …");
    return err_set(
        e, BAD_INPUT,
        "no header that is known: found %s; want at, verb, from, to (evidence), name, email or "
        "handles"
        " (people), deal, org, stage (deals), teammate, person, strength (relationships),"
        " respondent, question, answer (answers; one row a respondent: --survey NAME) or company,"
        " domain (organisations); --map 'Their"
        " Header=column' says which is which",
        found.len ? found.p : "nothing");
}

static struct str unknown_remark(const struct columns *c, struct arena *a)
{
    bool kept = c->kind == TABLE_PEOPLE || c->kind == TABLE_DEALS;
    const char *fate = kept ? "kept as extra" : "left out";
    struct buf strange = buf_new(a);
    struct buf b = buf_new(a);
    size_t count = 0;
    size_t near = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] != COL_NONE || !c->header[i].len) continue;
        struct str header = utf8_head(c->header[i], 60);
        const char *meant = meant_by(c, header, a);
        if (meant && near++ < UNKNOWN_SHOWN) {
            buf_addf(&b, "%scolumn '%.*s' is not known and %s; did you mean %s? --map '%.*s=%s'",
                     b.len ? "; " : "", STR_ARG(header), fate, meant, STR_ARG(header), meant);
        } else if (count++ < UNKNOWN_SHOWN) {
            buf_addf(&strange, "%s'%.*s'", count > 1 ? ", " : "", STR_ARG(header));
        }
    }
    if (!count) return buf_str(&b);
    if (count > UNKNOWN_SHOWN) buf_addf(&strange, " and %zu more", count - UNKNOWN_SHOWN);
    const char *form =
        count > 1 ? "%scolumns %s are not known and %s" : "%scolumn %s is not known and %s";
    buf_addf(&b, form, b.len ? "; " : "", buf_str(&strange).p, fate);
    return buf_str(&b);
}

struct str table_remarks(const struct columns *c, const char *encoding, uint64_t mended,
                         struct arena *a)
{
    struct buf b = buf_new(a);
    if (encoding) buf_addf(&b, "read as %s", encoding);
    if (mended) {
        buf_addf(&b, "%s%llu row%s held bytes that are no UTF-8, shown as \xEF\xBF\xBD",
                 b.len ? "; " : "", (unsigned long long)mended, mended > 1 ? "s" : "");
    }
    struct str unknown = unknown_remark(c, a);
    if (b.len && unknown.len) buf_adds(&b, "; ");
    buf_add(&b, unknown);
    return buf_str(&b);
}

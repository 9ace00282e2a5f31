/* table_columns.c - listen: which of our columns does each header mean? */
#include "base/near.h"
#include "listen/table_int.h"

#include <string.h>

enum { PEOPLE = 1, EVIDENCE = 2 };
enum { UNKNOWN_SHOWN = 10 };

/* Headers are compared without case, blanks and punctuation: "E-mail" is "email". Ours first (the
 * first spelling of a column is its name), then those of HubSpot, Salesforce, LinkedIn, Google. */
static const struct column_name {
    const char *folded;
    enum column_id id;
    int kinds;
    const char *channel; /* of COL_HANDLE */
} names[] = {
    {"at", COL_AT, EVIDENCE, NULL},
    {"date", COL_AT, EVIDENCE, NULL},
    {"when", COL_AT, EVIDENCE, NULL},
    {"time", COL_AT, EVIDENCE, NULL},
    {"datetime", COL_AT, EVIDENCE, NULL},
    {"timestamp", COL_AT, EVIDENCE, NULL},
    {"verb", COL_VERB, EVIDENCE, NULL},
    {"from", COL_FROM, EVIDENCE, NULL},
    {"to", COL_TO, EVIDENCE, NULL},
    {"url", COL_URL, EVIDENCE, NULL},
    {"link", COL_URL, EVIDENCE, NULL},
    {"text", COL_TEXT, EVIDENCE, NULL},
    {"note", COL_TEXT, EVIDENCE, NULL},
    {"notes", COL_TEXT, EVIDENCE, NULL},
    {"topic", COL_TOPIC, EVIDENCE, NULL},
    {"sign", COL_SIGN, EVIDENCE, NULL},
    {"roomsize", COL_ROOM, EVIDENCE, NULL},
    {"room", COL_ROOM, EVIDENCE, NULL},
    {"stage", COL_STAGE, EVIDENCE, NULL},
    {"doc", COL_DOC, EVIDENCE, NULL},
    {"title", COL_DOC_TITLE, EVIDENCE, NULL},
    {"source", COL_OURS, EVIDENCE, NULL},
    {"place", COL_OURS, EVIDENCE, NULL},
    {"name", COL_NAME, PEOPLE, NULL},
    {"fullname", COL_NAME, PEOPLE, NULL},
    {"displayname", COL_NAME, PEOPLE, NULL},
    {"contactname", COL_NAME, PEOPLE, NULL},
    {"contact", COL_NAME, PEOPLE, NULL},
    {"person", COL_NAME, PEOPLE, NULL},
    {"leadname", COL_NAME, PEOPLE, NULL},
    {"firstname", COL_FIRST, PEOPLE, NULL},
    {"givenname", COL_FIRST, PEOPLE, NULL},
    {"contactfirstname", COL_FIRST, PEOPLE, NULL},
    {"lastname", COL_LAST, PEOPLE, NULL},
    {"surname", COL_LAST, PEOPLE, NULL},
    {"familyname", COL_LAST, PEOPLE, NULL},
    {"contactlastname", COL_LAST, PEOPLE, NULL},
    {"email", COL_EMAIL, PEOPLE, NULL},
    {"emailaddress", COL_EMAIL, PEOPLE, NULL},
    {"mail", COL_EMAIL, PEOPLE, NULL},
    {"workemail", COL_EMAIL, PEOPLE, NULL},
    {"personalemail", COL_EMAIL, PEOPLE, NULL},
    {"businessemail", COL_EMAIL, PEOPLE, NULL},
    {"contactemail", COL_EMAIL, PEOPLE, NULL},
    {"primaryemail", COL_EMAIL, PEOPLE, NULL},
    {"additionalemailaddresses", COL_EMAIL, PEOPLE, NULL},
    {"email1value", COL_EMAIL, PEOPLE, NULL},
    {"email2value", COL_EMAIL, PEOPLE, NULL},
    {"handles", COL_HANDLES, PEOPLE, NULL},
    {"accounts", COL_HANDLES, PEOPLE, NULL},
    {"twitter", COL_HANDLE, PEOPLE, "twitter"},
    {"twitterusername", COL_HANDLE, PEOPLE, "twitter"},
    {"twitterhandle", COL_HANDLE, PEOPLE, "twitter"},
    {"linkedin", COL_HANDLE, PEOPLE, "linkedin"},
    {"linkedinurl", COL_HANDLE, PEOPLE, "linkedin"},
    {"linkedinprofile", COL_HANDLE, PEOPLE, "linkedin"},
    {"linkedinprofileurl", COL_HANDLE, PEOPLE, "linkedin"},
    {"url", COL_HANDLE, PEOPLE, "linkedin"}, /* of LinkedIn's connections; others become extra */
    {"profileurl", COL_HANDLE, PEOPLE, "linkedin"},
    {"github", COL_HANDLE, PEOPLE, "github"},
    {"githubusername", COL_HANDLE, PEOPLE, "github"},
    {"mastodon", COL_HANDLE, PEOPLE, "fediverse"},
    {"bluesky", COL_HANDLE, PEOPLE, "bluesky"},
    {"org", COL_ORG, PEOPLE, NULL},
    {"company", COL_ORG, PEOPLE, NULL},
    {"companyname", COL_ORG, PEOPLE, NULL},
    {"organisation", COL_ORG, PEOPLE, NULL},
    {"organization", COL_ORG, PEOPLE, NULL},
    {"organizationname", COL_ORG, PEOPLE, NULL},
    {"organization1name", COL_ORG, PEOPLE, NULL},
    {"account", COL_ORG, PEOPLE, NULL},
    {"accountname", COL_ORG, PEOPLE, NULL},
    {"companyaccount", COL_ORG, PEOPLE, NULL},
    {"associatedcompany", COL_ORG, PEOPLE, NULL},
    {"employer", COL_ORG, PEOPLE, NULL},
    {"title", COL_TITLE, PEOPLE, NULL},
    {"jobtitle", COL_TITLE, PEOPLE, NULL},
    {"position", COL_TITLE, PEOPLE, NULL},
    {"organizationtitle", COL_TITLE, PEOPLE, NULL},
    {"organization1title", COL_TITLE, PEOPLE, NULL},
    {"country", COL_COUNTRY, PEOPLE, NULL},
    {"countryregion", COL_COUNTRY, PEOPLE, NULL},
    {"mailingcountry", COL_COUNTRY, PEOPLE, NULL},
    {"countrycode", COL_COUNTRY, PEOPLE, NULL},
    {"category", COL_CATEGORY, PEOPLE, NULL},
    {"categories", COL_CATEGORY, PEOPLE, NULL},
    {"tags", COL_TAGS, PEOPLE, NULL},
    {"tag", COL_TAGS, PEOPLE, NULL},
    {"labels", COL_TAGS, PEOPLE, NULL},
    {"followers", COL_FOLLOWERS, PEOPLE, NULL},
    {"followercount", COL_FOLLOWERS, PEOPLE, NULL},
    {"weight", COL_WEIGHT, PEOPLE, NULL},
    {"team", COL_TEAM, PEOPLE, NULL},
    {"seniority", COL_SENIORITY, PEOPLE, NULL},
    {"capacity", COL_CAPACITY, PEOPLE, NULL},
    {"topics", COL_TOPICS, PEOPLE, NULL},
    {"staff", COL_OURS, PEOPLE, NULL}, /* 'kith us' says who is */
    {"twitterfollowers", COL_FOLLOWERS, PEOPLE, NULL},
    {"twitterfollowercount", COL_FOLLOWERS, PEOPLE, NULL},
    {"linkedinfollowers", COL_FOLLOWERS, PEOPLE, NULL},
};

enum { NAME_COUNT = sizeof names / sizeof *names, FOLD_BYTES = 64 };

static int kinds_of(enum table_kind kind)
{
    return kind == TABLE_PEOPLE ? PEOPLE : kind == TABLE_EVIDENCE ? EVIDENCE : PEOPLE | EVIDENCE;
}

/* Letters and digits only, in lower case; what is not ASCII stays. */
static struct str fold(struct str s, char to[FOLD_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < FOLD_BYTES; i++) {
        char c = ascii_lower(s.p[i]);
        bool kept = ascii_is_letter(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
        if (kept) to[n++] = c;
    }
    return (struct str){to, n};
}

static const struct column_name *name_of(struct str header, int kinds)
{
    char text[FOLD_BYTES];
    struct str folded = fold(header, text);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if ((names[i].kinds & kinds) && str_is(folded, names[i].folded)) return &names[i];
    }
    return NULL;
}

/* The column that a --map gives this header; empty when none does. */
static struct str mapped(struct str header, const char *const *maps)
{
    char text[FOLD_BYTES];
    char other[FOLD_BYTES];
    struct str folded = fold(header, text);
    for (size_t i = 0; maps && maps[i]; i++) {
        struct str map = str_of(maps[i]);
        const char *at = strrchr(maps[i], '=');
        if (!at) continue;
        struct str theirs = str_head(map, (size_t)(at - maps[i]));
        if (str_eq(str_trim(theirs), str_trim(header)) ||
            (folded.len && str_eq(fold(theirs, other), folded))) {
            return str_trim(str_skip(map, theirs.len + 1));
        }
    }
    return STR_NONE;
}

enum column_id column_of(struct str header, enum table_kind kind, const char *const *maps,
                         const char **ret_channel)
{
    struct str ours = mapped(header, maps);
    const struct column_name *name = name_of(ours.len ? ours : header, kinds_of(kind));
    if (!name) return COL_NONE;
    *ret_channel = name->channel;
    return name->id;
}

enum status maps_check(const char *const *maps, struct err *e)
{
    for (size_t i = 0; maps && maps[i]; i++) {
        const char *at = strrchr(maps[i], '=');
        if (!at || at == maps[i]) {
            return err_set(e, BAD_INPUT, "--map '%s', want 'Their Header=column'", maps[i]);
        }
        if (!name_of(str_of(at + 1), PEOPLE | EVIDENCE)) {
            return err_set(
                e, BAD_INPUT,
                "--map '%s': no column is named '%s'; people have name, email, handles, org, title,"
                " country, category, tags, followers, weight, team, seniority, capacity, topics;"
                " evidence has at, verb, from, to, url, title, text, topic, sign, room size, stage,"
                " doc",
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

static bool is_whole(const struct columns *c)
{
    if (c->kind == TABLE_EVIDENCE) {
        return has(c, COL_AT) && has(c, COL_VERB) && has(c, COL_FROM) && has(c, COL_TO);
    }
    return has(c, COL_NAME) || has(c, COL_FIRST) || has(c, COL_LAST) || has(c, COL_EMAIL) ||
           has(c, COL_HANDLES);
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

void columns_map(const struct str *header, size_t count, const char *const *maps,
                 struct columns *ret, size_t *ret_known)
{
    ret->count = count < COLUMNS_MAX ? count : COLUMNS_MAX;
    for (size_t i = 0; i < ret->count; i++)
        ret->header[i] = str_trim(header[i]);
    size_t evidence = map_as(TABLE_EVIDENCE, maps, ret);
    *ret_known = evidence;
    if (is_whole(ret)) return;
    *ret_known = map_as(TABLE_PEOPLE, maps, ret);
    if (is_whole(ret)) return;
    if (evidence > *ret_known) *ret_known = evidence;
    ret->kind = TABLE_NONE;
}

bool columns_add(struct columns *c, struct str header, const char *const *maps)
{
    if (c->count == COLUMNS_MAX) return false;
    c->header[c->count] = header;
    c->channel[c->count] = NULL;
    c->id[c->count] = column_of(header, c->kind, maps, &c->channel[c->count]);
    c->count++;
    return true;
}

enum status columns_refuse(const struct columns *c, struct arena *a, struct err *e)
{
    struct buf found = buf_new(a);
    size_t shown = 0;
    for (size_t i = 0; i < c->count && shown < 8; i++) {
        if (!c->header[i].len) continue;
        buf_addf(&found, "%s%.*s", shown++ ? ", " : "", STR_ARG(utf8_head(c->header[i], 40)));
    }
    if (c->count > 8 && shown == 8) buf_adds(&found, ", …");
    return err_set(
        e, BAD_INPUT,
        "no header that is known: found %s; want at, verb, from, to (evidence), or name, email or"
        " handles (people); --map 'Their Header=column' says which is which",
        found.len ? found.p : "nothing");
}

/* The known spelling nearest to a header, at most a third of its length away. */
static const char *nearest_name(struct str header, enum table_kind kind)
{
    char text[FOLD_BYTES];
    struct str folded = fold(header, text);
    const char *best = NULL;
    size_t best_d = SIZE_MAX;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (!(names[i].kinds & kinds_of(kind))) continue;
        size_t d = near_distance(folded, str_of(names[i].folded), folded.len / 3);
        if (d < best_d) {
            best_d = d;
            best = names[i].folded;
        }
    }
    return best;
}

static struct str unknown_remark(const struct columns *c, struct arena *a)
{
    const char *fate = c->kind == TABLE_PEOPLE ? "kept as extra" : "left out";
    struct buf strange = buf_new(a);
    struct buf b = buf_new(a);
    size_t count = 0;
    size_t near = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->id[i] != COL_NONE || !c->header[i].len) continue;
        struct str header = utf8_head(c->header[i], 60);
        const char *meant = nearest_name(header, c->kind);
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

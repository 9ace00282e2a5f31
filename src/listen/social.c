/* social.c - listen: which texts, numbers and records do rows of social networks hold? */
#include "listen/social.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"

#include <jansson.h>

/* ---- JSON ---- */

struct str js_text(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) return STR("");
    return (struct str){json_string_value(value), json_string_length(value)};
}

struct str js_name(const json_t *object, const char *key)
{
    return utf8_head(str_trim(js_text(object, key)), NAME_BYTES_MAX);
}

struct str js_id(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value)) return js_name(object, key);
    return str_printf(a, "%lld", (long long)json_integer_value(value));
}

int64_t js_int(const json_t *object, const char *key, int64_t otherwise)
{
    const json_t *value = json_object_get(object, key);
    int64_t number = otherwise;
    if (json_is_integer(value)) return json_integer_value(value);
    if (json_is_string(value)) (void)str_to_i64(js_text(object, key), &number);
    return number;
}

bool js_is_true(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

bool js_is_false(const json_t *object, const char *key)
{
    return json_is_false(json_object_get(object, key));
}

int64_t js_time(const json_t *object, const char *key)
{
    int64_t at_s = TIME_NONE;
    (void)time_parse_iso(js_text(object, key), &at_s);
    return at_s;
}

/* ---- the records of one row ---- */

struct queued {
    struct record record;
    struct queued *next;
};

static void let_go(struct social_row *row)
{
    json_decref(row->held);
    row->held = NULL;
    row->first = row->last = NULL;
}

void row_begin(struct social_row *row, uint64_t line, json_t *json)
{
    let_go(row);
    arena_reset(&row->a, (struct arena_mark){0});
    row->held = json;
    row->line = line;
    row->begun = false;
}

void row_end(struct social_row *row)
{
    let_go(row);
    arena_free(&row->a);
}

static struct record *add(struct social_row *row, enum record_kind kind)
{
    struct queued *queued = arena_new(&row->a, struct queued, 1);
    queued->record.kind = kind;
    if (row->last) {
        row->last->next = queued;
    } else {
        row->first = queued;
    }
    row->last = queued;
    return &queued->record;
}

struct doc_row *row_doc(struct social_row *row)
{
    struct doc_row *doc = &add(row, RECORD_DOC)->doc;
    doc->kind = STR("post");
    doc->at_s = TIME_NONE;
    return doc;
}

struct person_row *row_person(struct social_row *row)
{
    struct person_row *person = &add(row, RECORD_PERSON)->person;
    person->followers = person->weight = -1;
    person->capacity = -1;
    return person;
}

struct evidence_row *row_evidence(struct social_row *row)
{
    struct evidence_row *evidence = &add(row, RECORD_EVIDENCE)->evidence;
    evidence->at_s = TIME_NONE;
    evidence->sign = 1;
    return evidence;
}

void row_nothing(struct social_row *row, const char *why)
{
    if (!row->first && !row->begun) add(row, RECORD_NOTHING)->nothing.why = why;
}

static struct str *texts_copy(struct arena *a, const struct str text[], size_t count)
{
    struct str *copy = arena_new(a, struct str, count);
    for (size_t i = 0; i < count; i++)
        copy[i] = str_copy(a, text[i]);
    return copy;
}

static struct who who_copy(struct arena *a, struct who w)
{
    return (struct who){str_copy(a, w.channel), str_copy(a, w.handle), str_copy(a, w.name),
                        str_copy(a, w.kind), str_copy(a, w.address)};
}

static struct doc_row doc_copy(struct arena *a, const struct doc_row *from)
{
    struct doc_row d = *from;
    d.key = str_copy(a, d.key);
    d.kind = str_copy(a, d.kind);
    d.author = who_copy(a, d.author);
    d.title = str_copy(a, d.title);
    d.url = str_copy(a, d.url);
    d.lang = str_copy(a, d.lang);
    d.text = str_copy(a, d.text);
    d.parents = texts_copy(a, d.parents, d.parent_count);
    d.links = texts_copy(a, d.links, d.link_count);
    d.outlets = arena_new(a, struct who, d.outlet_count);
    for (size_t i = 0; i < d.outlet_count; i++)
        d.outlets[i] = who_copy(a, from->outlets[i]);
    d.heeds = arena_new(a, struct heed_row, d.heed_count);
    for (size_t i = 0; i < d.heed_count; i++) {
        d.heeds[i] = from->heeds[i];
        d.heeds[i].by = who_copy(a, d.heeds[i].by);
        d.heeds[i].to = who_copy(a, d.heeds[i].to);
        d.heeds[i].key = str_copy(a, d.heeds[i].key);
    }
    return d;
}

/* Texts of a person may be borrowed; what holds them may not. */
static void person_own(struct arena *a, struct person_row *p)
{
    const struct claim *claims = p->claims;
    p->claims = arena_new(a, struct claim, p->claim_count);
    for (size_t i = 0; i < p->claim_count; i++)
        p->claims[i] = claims[i];
    struct extra **end = &p->extra;
    for (const struct extra *x = p->extra; x; x = x->next) {
        struct extra *own = arena_new(a, struct extra, 1);
        own->header = x->header;
        own->value = x->value;
        *end = own;
        end = &own->next;
    }
}

bool row_take(struct social_row *row, struct arena *a, struct record *ret)
{
    struct queued *next = row->first;
    if (!next) return false;
    row->first = next->next;
    if (!row->first) row->last = NULL;
    *ret = next->record;
    if (ret->kind == RECORD_DOC) ret->doc = doc_copy(a, &next->record.doc);
    if (ret->kind == RECORD_PERSON) person_own(a, &ret->person);
    ret->line = row->line;
    ret->part = row->begun;
    row->begun = true;
    return true;
}

enum status row_in_file(struct err *e, enum status s, const char *file)
{
    struct err row = *e;
    return err_set(e, s, "%s:%s", file, row.text);
}

void doc_link(struct doc_row *doc, struct arena *a, struct str url)
{
    enum { STEP = 8 };
    bool web = str_starts_nocase(url, "https://") || str_starts_nocase(url, "http://");
    if (!web || url.len > 2048 || doc->link_count >= LINKS_PER_DOC_MAX) return;
    for (size_t i = 0; i < doc->link_count; i++) {
        if (str_eq(doc->links[i], url)) return;
    }
    if (doc->link_count % STEP == 0) {
        size_t size = doc->link_count * sizeof url;
        doc->links = arena_grow(a, doc->links, size, size + STEP * sizeof url);
    }
    doc->links[doc->link_count++] = url;
}

void person_who(struct person_row *person, struct who who)
{
    enum { MOST = sizeof person->who / sizeof *person->who };
    if (!who.handle.len || person->who_count == MOST) return;
    for (size_t i = 0; i < person->who_count; i++) {
        if (who_eq(&person->who[i], &who)) return;
    }
    person->who[person->who_count++] = who;
}

void person_claims(struct person_row *person, struct arena *a, struct who who, bool verified)
{
    if (!who.handle.len || person->claim_count >= LINKS_PER_DOC_MAX) return;
    size_t size = person->claim_count * sizeof *person->claims;
    person->claims = arena_grow(a, person->claims, size, size + sizeof *person->claims);
    person->claims[person->claim_count].who = who;
    person->claims[person->claim_count++].verified = verified;
}

void person_bio(struct person_row *person, struct arena *a, struct str text)
{
    if (!text.len) return;
    struct extra *extra = arena_new(a, struct extra, 1);
    *extra = (struct extra){.header = STR("bio"), .value = text, .next = person->extra};
    person->extra = extra;
}

bool says_thanks(struct str reaction)
{
    static const char *const emoji[] = {"\U0001F64F", "\u2764",     "\U0001F9E1", "\U0001F49B",
                                        "\U0001F49A", "\U0001F499", "\U0001F49C", "\U0001F5A4",
                                        "\U0001F90D", "\U0001F90E", "\U0001F495", "\U0001F496",
                                        "\U0001F647", "\U0001F44F", "\U0001F64C"};
    static const char *const names[] = {"thank", "thx",  "pray",        "heart",
                                        "bow",   "clap", "raised_hands"};
    for (size_t i = 0; i < sizeof emoji / sizeof *emoji; i++) {
        if (str_starts(reaction, emoji[i])) return true;
    }
    struct str name = reaction;
    if (name.len > 2 && name.p[0] == ':' && name.p[name.len - 1] == ':') {
        name = (struct str){name.p + 1, name.len - 2};
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool part = i < 2; /* of a name that somebody gave */
        if (part && name.len && str_find_nocase(name, names[i]) < name.len) return true;
        if (str_is_nocase(name, names[i])) return true;
    }
    return false;
}

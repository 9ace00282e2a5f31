/* bluesky_record.c - listen: what does this record say, and whom does it heed? */
#include "listen/bluesky_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/dag_cbor.h"
#include "listen/doc_heed.h"

#include <jansson.h>
#include <string.h>

/* ---- the data model ---- */

static bool is_base(struct str s, const char *more)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_letter(s.p[i]) && !ascii_is_digit(s.p[i]) && !strchr(more, s.p[i]))
            return false;
    }
    return true;
}

static bool only_key(const json_t *object, const char *key)
{
    return json_object_size(object) == 1 && json_is_string(json_object_get(object, key));
}

static enum status check_object(const json_t *object, struct err *e)
{
    const json_t *type = json_object_get(object, "$type");
    struct str link = js_text(object, "$link");
    if (type && !js_text(object, "$type").len) {
        return err_set(e, BAD_INPUT, "\"$type\" is no name, want one such as app.bsky.feed.post");
    }
    if (json_object_get(object, "$link") &&
        (!only_key(object, "$link") || link.len < 40 || !is_base(link, ""))) {
        return err_set(e, BAD_INPUT, "\"$link\" is no link, want a CID and nothing beside it");
    }
    if (json_object_get(object, "$bytes") &&
        (!only_key(object, "$bytes") || !is_base(js_text(object, "$bytes"), "+/="))) {
        return err_set(e, BAD_INPUT, "\"$bytes\" are no bytes, want base64 and nothing beside it");
    }
    if (!str_is(js_text(object, "$type"), "blob")) return OK;
    bool whole = json_is_object(json_object_get(object, "ref")) &&
                 json_is_integer(json_object_get(object, "size")) &&
                 js_text(object, "mimeType").len;
    return whole ? OK
                 : err_set(e, BAD_INPUT, "a blob without ref, mimeType and size; leave it out");
}

static enum status check_value(const json_t *value, int depth, struct err *e)
{
    const char *key = NULL;
    json_t *part = NULL;
    enum status s = OK;
    if (depth > DAG_DEPTH_MAX) {
        return err_set(e, BAD_INPUT, "more than %d levels; make it flat", DAG_DEPTH_MAX);
    }
    if (json_is_real(value)) {
        double x = json_real_value(value);
        bool whole =
            x >= -9e15 && x <= 9e15 && !(x < (double)(int64_t)x) && !(x > (double)(int64_t)x);
        return whole ? OK : err_set(e, BAD_INPUT, "%g is no whole number; write it as a text", x);
    }
    for (size_t i = 0; !s && i < json_array_size(value); i++)
        s = check_value(json_array_get(value, i), depth + 1, e);
    if (!json_is_object(value)) return s;
    s = check_object(value, e);
    json_object_foreach((json_t *)(uintptr_t)value, key, part)
    {
        if (s) return s;
        s = check_value(part, depth + 1, e);
    }
    return s;
}

enum status bluesky_check(const json_t *value, struct err *e)
{
    if (json_is_object(value)) return check_value(value, 0, e);
    return err_set(e, BAD_INPUT, "no object at its top, want {…}");
}

/* ---- addresses ---- */

struct str bluesky_did(struct str uri)
{
    if (str_starts(uri, "at://")) uri = str_skip(uri, 5);
    uri = str_head(uri, str_find(uri, '/'));
    return str_starts(uri, "did:") && uri.len < 256 ? uri : STR("");
}

struct who bluesky_who(struct str did, struct str name)
{
    if (!did.len) return (struct who){0};
    return (struct who){.channel = STR("bluesky"), .handle = did, .name = name};
}

/* "at://did/app.bsky.feed.post/key" as people see it. */
static struct str page_of(struct str uri, struct arena *a)
{
    struct str did = bluesky_did(uri);
    struct str rest = str_skip(uri, 5 + did.len);
    static const char post[] = "/app.bsky.feed.post/";
    if (!did.len || !str_starts(rest, post)) return STR("");
    return str_printf(a, "https://bsky.app/profile/%.*s/post/%.*s", STR_ARG(did),
                      STR_ARG(str_skip(rest, sizeof post - 1)));
}

/* ---- posts ---- */

static void heed(struct bluesky *b, struct doc_row *doc, enum verb_kind verb, struct who to)
{
    if (!to.handle.len || str_eq(to.handle, doc->author.handle)) return;
    doc_heed_add(doc, &b->row.a, (struct heed_row){.verb = verb, .to = to, .at_s = TIME_NONE});
}

static void read_link(struct bluesky *b, struct doc_row *doc, struct str url)
{
    struct who w;
    if (who_of_url(url, &b->row.a, &w) && str_is(w.channel, "bluesky")) {
        bool post = str_find_nocase(url, "/post/") < url.len;
        if (post) heed(b, doc, VERB_CITED, w);
        return;
    }
    doc_link(doc, &b->row.a, url);
}

static void read_facets(struct bluesky *b, const json_t *record, struct doc_row *doc)
{
    const json_t *facets = json_object_get(record, "facets");
    for (size_t i = 0; i < json_array_size(facets); i++) {
        const json_t *features = json_object_get(json_array_get(facets, i), "features");
        for (size_t k = 0; k < json_array_size(features); k++) {
            const json_t *feature = json_array_get(features, k);
            struct str did = bluesky_did(js_text(feature, "did"));
            heed(b, doc, VERB_MENTIONED, bluesky_who(did, STR("")));
            read_link(b, doc, js_text(feature, "uri"));
        }
    }
}

static void read_embed(struct bluesky *b, const json_t *embed, struct doc_row *doc)
{
    const json_t *record = json_object_get(embed, "record");
    const json_t *media = json_object_get(embed, "media");
    if (json_object_get(record, "record")) record = json_object_get(record, "record");
    struct str uri = js_text(record, "uri");
    bool post = str_find_nocase(uri, "/app.bsky.feed.post/") < uri.len;
    if (post) heed(b, doc, VERB_CITED, bluesky_who(bluesky_did(uri), STR("")));
    const json_t *external = json_object_get(embed, "external");
    if (!external) external = json_object_get(media, "external");
    read_link(b, doc, js_text(external, "uri"));
}

static struct doc_row *read_post(struct bluesky *b, const json_t *record,
                                 struct bluesky_place place)
{
    struct arena *a = &b->row.a;
    const json_t *parent = json_object_get(json_object_get(record, "reply"), "parent");
    struct doc_row *doc = row_doc(&b->row);
    doc->author = bluesky_who(place.did, place.name);
    doc->key = place.uri;
    doc->url = page_of(place.uri, a);
    doc->at_s = js_time(record, "createdAt");
    doc->text = str_trim(js_text(record, "text"));
    const json_t *lang = json_array_get(json_object_get(record, "langs"), 0);
    if (json_is_string(lang)) doc->lang = str_of(json_string_value(lang));
    struct str uri = js_text(parent, "uri");
    if (uri.len) {
        doc->parents = arena_new(a, struct str, 1);
        doc->parents[doc->parent_count++] = uri;
        heed(b, doc, VERB_REPLIED, bluesky_who(bluesky_did(uri), STR("")));
    }
    read_facets(b, record, doc);
    read_embed(b, json_object_get(record, "embed"), doc);
    return doc;
}

/* ---- others ---- */

static void say(struct bluesky *b, enum verb_kind verb, const json_t *record,
                struct bluesky_place place, struct str to)
{
    struct str subject = js_text(json_object_get(record, "subject"), "uri");
    int64_t at_s = js_time(record, "createdAt");
    if (at_s == TIME_NONE) {
        row_nothing(&b->row, "a record without a date");
        return;
    }
    if (!to.len || !place.did.len) {
        row_nothing(&b->row, "a record that names nobody");
        return;
    }
    struct evidence_row *row = row_evidence(&b->row);
    row->at_s = at_s;
    row->verb = verb;
    row->from = bluesky_who(place.did, place.name);
    row->to = bluesky_who(to, STR(""));
    row->url = page_of(subject, &b->row.a);
    if (!row->url.len) row->doc = subject;
}

bool bluesky_asks_out(const json_t *profile)
{
    const json_t *labels = json_object_get(profile, "labels");
    if (json_is_object(labels)) labels = json_object_get(labels, "values");
    for (size_t i = 0; i < json_array_size(labels); i++) {
        if (str_is(js_text(json_array_get(labels, i), "val"), "!no-unauthenticated")) return true;
    }
    return false;
}

static void read_profile(struct bluesky *b, const json_t *record, struct bluesky_place place)
{
    struct person_row *person = row_person(&b->row);
    person->name = js_name(record, "displayName");
    person_who(person, bluesky_who(place.did, person->name));
    person_who(person, bluesky_who(place.handle, person->name));
    person_bio(person, &b->row.a, str_trim(js_text(record, "description")));
}

struct doc_row *bluesky_record(struct bluesky *b, const json_t *record, struct bluesky_place place)
{
    struct str type = js_text(record, "$type");
    if (map_get(&b->hidden, place.did)) {
        row_nothing(&b->row, "of somebody who asked not to be found");
    } else if (str_is(type, "app.bsky.feed.post")) {
        return read_post(b, record, place);
    } else if (str_is(type, "app.bsky.feed.repost")) {
        struct str uri = js_text(json_object_get(record, "subject"), "uri");
        say(b, VERB_SHARED, record, place, bluesky_did(uri));
    } else if (str_is(type, "app.bsky.graph.follow")) {
        say(b, VERB_FOLLOWED, record, place, bluesky_did(js_text(record, "subject")));
    } else if (str_is(type, "app.bsky.actor.profile") && place.did.len) {
        read_profile(b, record, place);
    } else if (str_is(type, "app.bsky.feed.like")) {
        row_nothing(&b->row, "a like");
    } else if (str_starts(type, "app.bsky.") || str_starts(type, "chat.bsky.")) {
        row_nothing(&b->row, "a list, a block or a setting");
    } else {
        row_nothing(&b->row, "a record of another application");
    }
    return NULL;
}

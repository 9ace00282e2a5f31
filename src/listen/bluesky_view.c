/* bluesky_view.c - listen: what does this answer of Bluesky's API, or event of Jetstream, say? */
#include "listen/bluesky_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"

#include <jansson.h>
#include <string.h>

/* ---- people ---- */

static bool is_person(const json_t *value)
{
    return bluesky_did(js_text(value, "did")).len && js_text(value, "handle").len;
}

static bool is_hidden(struct bluesky *b, const json_t *person)
{
    struct str did = js_text(person, "did");
    if (bluesky_asks_out(person) && b->hidden.count < SOCIAL_USERS_MAX) {
        (void)map_put(&b->hidden, did, 1, NULL);
    }
    return map_get(&b->hidden, did) != NULL;
}

/* Once, and once more when there is more to tell. */
static void read_person(struct bluesky *b, const json_t *value)
{
    struct str did = bluesky_did(js_text(value, "did"));
    struct str handle = js_name(value, "handle");
    struct str bio = str_trim(js_text(value, "description"));
    bool fresh = false;
    if (is_hidden(b, value) || b->seen.count >= SOCIAL_USERS_MAX) return;
    int64_t *known = map_put(&b->seen, did, bio.len > 0, &fresh);
    if (!fresh && (*known || !bio.len)) return;
    *known = bio.len > 0;
    struct person_row *person = row_person(&b->row);
    person->name = js_name(value, "displayName");
    person_who(person, bluesky_who(did, person->name));
    if (!str_is(handle, "handle.invalid")) person_who(person, bluesky_who(handle, person->name));
    person->followers = (double)js_int(value, "followersCount", -1);
    person_bio(person, &b->row.a, bio);
}

/* ---- posts ---- */

static bool is_post(const json_t *value)
{
    return js_text(value, "uri").len && is_person(json_object_get(value, "author")) &&
           json_is_object(json_object_get(value, "record"));
}

static struct doc_row *read_post(struct bluesky *b, const json_t *view)
{
    const json_t *author = json_object_get(view, "author");
    struct bluesky_place place = {.did = js_text(author, "did"),
                                  .handle = js_name(author, "handle"),
                                  .uri = js_text(view, "uri"),
                                  .name = js_name(author, "displayName")};
    if (is_hidden(b, author)) return NULL;
    struct doc_row *doc = bluesky_record(b, json_object_get(view, "record"), place);
    if (doc) {
        doc->rating = (double)js_int(view, "likeCount", -1);
        doc->rated = doc->rating >= 0;
        if (!doc->rated) doc->rating = 0;
    }
    read_person(b, author);
    return doc;
}

/* An item of a feed: a post, and who passed it on. */
static void read_item(struct bluesky *b, const json_t *item)
{
    const json_t *reason = json_object_get(item, "reason");
    const json_t *by = json_object_get(reason, "by");
    struct doc_row *doc = read_post(b, json_object_get(item, "post"));
    struct heed_row heed = {.verb = VERB_SHARED, .at_s = js_time(reason, "indexedAt")};
    heed.by = bluesky_who(bluesky_did(js_text(by, "did")), js_name(by, "displayName"));
    if (!doc || !is_person(by) || heed.at_s == TIME_NONE || is_hidden(b, by)) return;
    doc_heed_add(doc, &b->row.a, heed);
    read_person(b, by);
}

static void read_thread(struct bluesky *b, const json_t *thread, int depth)
{
    if (depth > DAG_DEPTH_MAX || !json_is_object(thread)) return;
    const json_t *replies = json_object_get(thread, "replies");
    read_thread(b, json_object_get(thread, "parent"), depth + 1);
    if (is_post(json_object_get(thread, "post"))) {
        (void)read_post(b, json_object_get(thread, "post"));
    }
    for (size_t i = 0; i < json_array_size(replies); i++)
        read_thread(b, json_array_get(replies, i), depth + 1);
}

/* ---- records and events ---- */

static bool read_listed(struct bluesky *b, const json_t *value)
{
    const json_t *record = json_object_get(value, "value");
    struct str uri = js_text(value, "uri");
    if (!json_is_object(record) || !bluesky_did(uri).len) return false;
    struct bluesky_place place = {.did = bluesky_did(uri), .uri = uri};
    (void)bluesky_record(b, record, place);
    return true;
}

static bool read_event(struct bluesky *b, const json_t *value)
{
    const json_t *commit = json_object_get(value, "commit");
    const json_t *identity = json_object_get(value, "identity");
    const json_t *record = json_object_get(commit, "record");
    struct str did = bluesky_did(js_text(value, "did"));
    if (!did.len || !js_text(value, "kind").len) return false;
    if (is_person(identity)) {
        read_person(b, identity);
        row_nothing(&b->row, "an event that heeds nobody");
    } else if (!commit) {
        row_nothing(&b->row, "an event that heeds nobody");
    } else if (!record) {
        row_nothing(&b->row, "something taken back");
    } else {
        struct str collection = js_name(commit, "collection");
        struct str key = js_name(commit, "rkey");
        struct bluesky_place place = {.did = did};
        place.uri = str_printf(&b->row.a, "at://%.*s/%.*s/%.*s", STR_ARG(did), STR_ARG(collection),
                               STR_ARG(key));
        (void)bluesky_record(b, record, place);
    }
    return true;
}

/* ---- answers ---- */

static bool read_one(struct bluesky *b, const json_t *value)
{
    if (is_post(value)) {
        (void)read_post(b, value);
    } else if (is_post(json_object_get(value, "post"))) {
        read_item(b, value);
    } else if (is_person(value)) {
        read_person(b, value);
    } else {
        return read_listed(b, value) || read_event(b, value);
    }
    return true;
}

bool bluesky_view(struct bluesky *b, const json_t *value)
{
    static const char *const lists[] = {"feed",    "posts",     "records", "profiles",
                                        "follows", "followers", "actors"};
    bool any = read_one(b, value);
    for (size_t k = 0; !any && k < sizeof lists / sizeof *lists; k++) {
        const json_t *list = json_object_get(value, lists[k]);
        any = json_is_array(list);
        for (size_t i = 0; i < json_array_size(list); i++)
            (void)read_one(b, json_array_get(list, i));
    }
    const json_t *thread = json_object_get(value, "thread");
    if (!any && json_is_object(thread)) {
        any = true;
        read_thread(b, thread, 0);
    }
    if (any) row_nothing(&b->row, "an answer with nothing new in it");
    return any;
}

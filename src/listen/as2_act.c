/* as2_act.c - listen: which records does this activity make? */
#include "listen/as2_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/feed_int.h"
#include "listen/handle.h"

#include <jansson.h>
#include <string.h>

struct act {
    struct as2 *x;
    const json_t *activity, *object;
    struct who by;
    int64_t at_s;
    const char *why; /* nothing came of it */
};

static void read_value(struct as2 *x, const json_t *value, int depth, const char **why);

/* ---- what stands around what was said ---- */

/* What it answers, where that is shown with it, and the answers shown with it. */
static void read_thread(struct as2 *x, const json_t *object, int depth)
{
    const char *why = NULL;
    const json_t *replies = json_object_get(object, "replies");
    const json_t *page = json_object_get(replies, "first");
    read_value(x, json_object_get(object, "inReplyTo"), depth, &why);
    if (json_is_object(page)) replies = page;
    static const char *const lists[] = {"items", "orderedItems"};
    for (size_t i = 0; json_is_object(replies) && i < 2; i++)
        read_value(x, json_object_get(replies, lists[i]), depth, &why);
}

static struct doc_row *read_doc(struct as2 *x, const json_t *object, struct as2_said said,
                                int depth, const char **why)
{
    struct doc_row *doc = as2_doc(x, object, said, why);
    if (doc && depth < AS2_DEPTH_MAX) read_thread(x, object, depth + 1);
    return doc;
}

/* ---- activities ---- */

static bool is_said(const json_t *value)
{
    static const char *const others[] = {"Link",
                                         "Mention",
                                         "Hashtag",
                                         "Place",
                                         "Profile",
                                         "Relationship",
                                         "Collection",
                                         "CollectionPage",
                                         "OrderedCollection",
                                         "OrderedCollectionPage"};
    if (!json_is_object(value) || as2_is_actor(value)) return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (as2_is(value, others[i])) return false;
    }
    return !json_object_get(value, "actor") && !json_object_get(value, "object");
}

/* The objects of the activity as docs; by whom: when it is the actor who said them. */
static struct doc_row *read_objects(struct act *t, bool own, int depth)
{
    struct as2_said said = {.at_s = TIME_NONE};
    struct doc_row *first = NULL;
    size_t count = json_is_array(t->object) ? json_array_size(t->object) : 1;
    if (own) said = (struct as2_said){t->by, t->at_s};
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_is_array(t->object) ? json_array_get(t->object, i) : t->object;
        struct doc_row *doc = NULL;
        if (is_said(one)) {
            doc = read_doc(t->x, one, said, depth, &t->why);
        } else if (json_is_object(one)) {
            read_value(t->x, one, depth, &t->why);
        }
        if (!first) first = doc;
    }
    return first;
}

static void say(struct act *t, enum verb_kind verb, struct who to, struct str doc)
{
    if (t->at_s == TIME_NONE) {
        t->why = "an activity without a date";
        return;
    }
    if (!t->by.handle.len || t->by.kind.len || !to.handle.len) {
        t->why = "an activity that names nobody";
        return;
    }
    struct evidence_row *row = row_evidence(&t->x->row);
    row->at_s = t->at_s;
    row->verb = verb;
    row->from = t->by;
    row->to = to;
    row->doc = doc;
    row->url = feed_url(&t->x->row.a, doc, STR(""));
}

/* Whose is it, as its address or the addressees of the activity show? */
static struct who author_of(struct act *t)
{
    struct who w = as2_who(json_object_get(t->object, "attributedTo"), &t->x->row.a);
    if (w.handle.len || who_of_url(as2_id(t->object), &t->x->row.a, &w)) return w;
    const json_t *cc = json_object_get(t->activity, "cc");
    for (size_t i = 0; i < json_array_size(cc); i++) {
        struct str id = as2_id(json_array_get(cc, i));
        if (str_ends_nocase(id, "/followers")) continue;
        if (who_of_url(id, &t->x->row.a, &w) && !str_eq(w.handle, t->by.handle)) return w;
    }
    return (struct who){0};
}

static void share(struct act *t, int depth)
{
    bool whole = json_is_object(t->object) || json_is_array(t->object);
    if (t->by.kind.len) { /* a group that passes on what is posted to it */
        if (whole) (void)read_objects(t, false, depth);
        if (!whole) t->why = "a group that passes something on";
        return;
    }
    if (!as2_public(t->activity)) {
        t->why = "not for everybody";
        return;
    }
    if (whole) {
        struct doc_row *doc = read_objects(t, false, depth);
        struct heed_row heed = {.verb = VERB_SHARED, .by = t->by, .at_s = t->at_s};
        if (doc && t->by.handle.len) doc_heed_add(doc, &t->x->row.a, heed);
        return;
    }
    struct str id = as2_id(t->object);
    struct who to = author_of(t);
    if (to.handle.len || t->at_s == TIME_NONE) {
        say(t, VERB_SHARED, to, id);
        return;
    }
    if (!t->by.handle.len || !id.len) {
        t->why = "an activity that names nobody";
        return;
    }
    struct doc_row *doc = row_doc(&t->x->row);
    doc->key = as2_id(t->activity);
    if (!doc->key.len) {
        doc->key = str_printf(&t->x->row.a, "share:%.*s:%.*s", STR_ARG(t->by.handle), STR_ARG(id));
    }
    doc->author = t->by;
    doc->at_s = t->at_s;
    doc_heed_add(doc, &t->x->row.a,
                 (struct heed_row){.verb = VERB_SHARED, .key = id, .at_s = TIME_NONE});
}

/* "Jane's request to follow was accepted": she follows. */
static void accept(struct act *t)
{
    const json_t *asked = t->object;
    t->why = "an answer to something not shown";
    if (!as2_is(asked, "Follow")) return;
    int64_t at_s = as2_time(asked);
    struct act own = {.x = t->x, .activity = asked, .at_s = at_s == TIME_NONE ? t->at_s : at_s};
    own.by = as2_who(json_object_get(asked, "actor"), &t->x->row.a);
    say(&own, VERB_FOLLOWED, as2_who(json_object_get(asked, "object"), &t->x->row.a), STR(""));
    t->why = own.why;
}

static void react(struct act *t, int depth)
{
    struct str content = js_text(t->activity, "content");
    if (says_thanks(content)) say(t, VERB_THANKED, author_of(t), as2_id(t->object));
    if (!t->x->row.first && !json_is_string(t->object)) (void)read_objects(t, false, depth);
    if (!t->why) t->why = "a like";
}

/* What they read is an outlet of theirs. */
static void read_reader(struct act *t, int depth)
{
    struct str url = feed_url(&t->x->row.a, as2_id(t->object), STR(""));
    struct str host = url_host(&t->x->row.a, url);
    struct who site = {.channel = STR("site"), .handle = host, .kind = STR("site")};
    if (url.len && host.len && t->at_s != TIME_NONE && t->by.handle.len) {
        say(t, VERB_READS, site, url);
    } else if (json_is_object(t->object)) {
        (void)read_objects(t, false, depth);
    } else {
        t->why = "an activity without a date";
    }
}

static bool is_any(const json_t *activity, const char *const names[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (as2_is(activity, names[i])) return true;
    }
    return false;
}
#define IS_ANY(activity, ...) \
    is_any((activity), (const char *const[]){__VA_ARGS__}, \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void read_activity(struct as2 *x, const json_t *activity, int depth, const char **why)
{
    struct act t = {.x = x,
                    .activity = activity,
                    .object = json_object_get(activity, "object"),
                    .by = as2_who(json_object_get(activity, "actor"), &x->row.a),
                    .at_s = as2_time(activity)};
    struct str actor = as2_id(json_object_get(activity, "actor"));
    if ((actor.len && map_get(&x->hidden, actor)) ||
        as2_asks_out(json_object_get(activity, "actor"))) {
        *why = "of somebody who asked not to be found";
        return;
    }
    if (IS_ANY(activity, "Create", "Update", "Add")) {
        if (json_is_string(t.object)) t.why = "an activity on something not shown";
        (void)read_objects(&t, true, depth);
    } else if (as2_is(activity, "Announce")) {
        share(&t, depth);
    } else if (as2_is(activity, "Follow")) {
        say(&t, VERB_FOLLOWED, as2_who(t.object, &x->row.a), STR(""));
    } else if (as2_is(activity, "Accept")) {
        accept(&t);
    } else if (IS_ANY(activity, "Like", "Dislike", "EmojiReact")) {
        react(&t, depth);
    } else if (IS_ANY(activity, "Read", "View", "Listen")) {
        read_reader(&t, depth);
    } else if (IS_ANY(activity, "Undo", "Delete", "Remove", "Reject", "TentativeReject")) {
        t.why = "something taken back";
    } else if (IS_ANY(activity, "Block", "Flag", "Ignore")) {
        t.why = "a block or a flag";
    } else {
        (void)read_objects(&t, false, depth);
        if (!t.why) t.why = "an activity that heeds nobody";
    }
    if (t.why) *why = t.why;
}

/* ---- any value ---- */

static void read_relationship(struct as2 *x, const json_t *value, const char **why)
{
    struct str kind = as2_id(json_object_get(value, "relationship"));
    struct act t = {.x = x, .activity = value, .at_s = as2_time(value)};
    if (t.at_s == TIME_NONE) t.at_s = js_time(value, "startTime");
    t.by = as2_who(json_object_get(value, "subject"), &x->row.a);
    t.why = "a relationship";
    if (str_ends_nocase(kind, "IsFollowing")) {
        t.why = NULL;
        say(&t, VERB_FOLLOWED, as2_who(json_object_get(value, "object"), &x->row.a), STR(""));
    }
    *why = t.why;
}

static bool read_list(struct as2 *x, const json_t *value, int depth, const char **why)
{
    static const char *const lists[] = {"items", "orderedItems", "first"};
    bool collection =
        IS_ANY(value, "Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage");
    if (!collection) return false;
    *why = "a collection without its items";
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const json_t *items = json_object_get(value, lists[i]);
        if (json_is_object(items) || json_is_array(items)) {
            *why = NULL;
            read_value(x, items, depth + 1, why);
        }
    }
    return true;
}

static void read_person(struct as2 *x, const json_t *actor, const char **why)
{
    if (as2_asks_out(actor)) {
        *why = "of somebody who asked not to be found";
    } else if (!as2_person(x, actor)) {
        *why = "a group by itself";
    }
}

static void read_object(struct as2 *x, const json_t *value, int depth, const char **why)
{
    struct as2_said nobody = {.at_s = TIME_NONE};
    if (as2_is_actor(value)) {
        read_person(x, value, why);
    } else if (IS_ANY(value, "Link", "Mention", "Hashtag")) {
        *why = "a link";
    } else if (as2_is(value, "Place")) {
        *why = "a place";
    } else if (as2_is(value, "Relationship")) {
        read_relationship(x, value, why);
    } else if (as2_is(value, "Profile")) {
        *why = "a profile of nobody";
        read_value(x, json_object_get(value, "describes"), depth + 1, why);
    } else if (read_list(x, value, depth, why)) {
        return;
    } else if (is_said(value)) {
        (void)read_doc(x, value, nobody, depth, why);
    } else {
        read_activity(x, value, depth + 1, why);
    }
}

static void read_value(struct as2 *x, const json_t *value, int depth, const char **why)
{
    if (depth > AS2_DEPTH_MAX) return;
    if (json_is_object(value)) read_object(x, value, depth, why);
    for (size_t i = 0; i < json_array_size(value); i++)
        read_value(x, json_array_get(value, i), depth + 1, why);
}

void as2_read(struct as2 *x, const json_t *value)
{
    const char *why = NULL;
    if (json_is_object(value)) {
        read_value(x, value, 0, &why);
    } else {
        why = "an address alone";
    }
    if (!x->row.first) row_nothing(&x->row, why ? why : "an object without words");
}

/* ---- what is known before ---- */

struct as2 as2_new(struct arena *a)
{
    return (struct as2){.a = a, .gone = map_new(a), .hidden = map_new(a)};
}

static void note(struct map *m, struct str id)
{
    if (id.len && id.len <= 2048 && m->count < AS2_IDS_MAX) (void)map_put(m, id, 1, NULL);
}

static void note_value(struct as2 *x, const json_t *value, int depth)
{
    const char *key = NULL;
    json_t *part = NULL;
    if (depth > AS2_DEPTH_MAX) return;
    for (size_t i = 0; i < json_array_size(value); i++)
        note_value(x, json_array_get(value, i), depth + 1);
    if (!json_is_object(value)) return;
    if (as2_is(value, "Tombstone")) note(&x->gone, as2_id(value));
    if (as2_is(value, "Delete")) note(&x->gone, as2_id(json_object_get(value, "object")));
    if (as2_is_actor(value) && as2_asks_out(value)) note(&x->hidden, as2_id(value));
    json_object_foreach((json_t *)(uintptr_t)value, key, part)
    {
        if (json_is_object(part) || json_is_array(part)) note_value(x, part, depth + 1);
    }
}

void as2_note(struct as2 *x, const json_t *value)
{
    note_value(x, value, 0);
}

/* x_api.c - listen: what does an answer of version 2 of X's API say? */
#include "listen/x_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"

#include <jansson.h>

static bool is_tweet(const json_t *value)
{
    return json_is_object(value) && js_text(value, "text").len &&
           json_object_get(value, "author_id");
}

static bool is_user(const json_t *value)
{
    return js_text(value, "username").len && json_object_get(value, "id");
}

static const json_t *first_of(const json_t *value)
{
    return json_is_array(value) ? json_array_get(value, 0) : value;
}

bool x_is_answer(const json_t *value)
{
    const json_t *data = first_of(json_object_get(value, "data"));
    return is_tweet(value) || is_tweet(data) || is_user(data) ||
           json_object_get(value, "includes") || json_object_get(value, "meta");
}

/* ---- people ---- */

static void read_user(struct x *x, const json_t *user)
{
    struct arena *a = &x->row.a;
    struct str id = js_id(user, "id", a);
    struct who w = {.channel = STR("twitter"), .handle = js_name(user, "username")};
    bool fresh = false;
    if (!w.handle.len || x->seen.count >= SOCIAL_USERS_MAX) return;
    (void)map_put(&x->seen, w.handle, 1, &fresh);
    if (!fresh) return;
    struct person_row *person = row_person(&x->row);
    w.name = person->name = js_name(user, "name");
    person_who(person, w);
    if (id.len) person_who(person, (struct who){.channel = STR("twitter-id"), .handle = id});
    person->followers =
        (double)js_int(json_object_get(user, "public_metrics"), "followers_count", -1);
    person_bio(person, a, js_text(user, "description"));
    const json_t *urls =
        json_object_get(json_object_get(json_object_get(user, "entities"), "url"), "urls");
    for (size_t i = 0; i < json_array_size(urls); i++) {
        struct who page;
        if (who_of_id(js_text(json_array_get(urls, i), "expanded_url"), a, &page)) {
            person_claims(person, a, page, false);
        }
    }
}

/* ---- tweets ---- */

struct answer {
    struct x *x;
    const json_t *tweets; /* those it includes */
};

/* Whose is the tweet of this number? */
static struct who author_of(const struct answer *n, struct str id, const json_t **ret_tweet)
{
    for (size_t i = 0; i < json_array_size(n->tweets); i++) {
        const json_t *one = json_array_get(n->tweets, i);
        if (!str_eq(js_id(one, "id", &n->x->row.a), id)) continue;
        *ret_tweet = one;
        return x_who(n->x, js_id(one, "author_id", &n->x->row.a));
    }
    return (struct who){0};
}

static void add_heed(const struct answer *n, struct doc_row *doc, enum verb_kind verb,
                     struct who to, struct str key)
{
    if (to.handle.len && str_eq(to.handle, doc->author.handle)) return;
    if (to.handle.len) key = STR("");
    if (!to.handle.len && !key.len) return;
    doc_heed_add(doc, &n->x->row.a,
                 (struct heed_row){.verb = verb, .to = to, .key = key, .at_s = TIME_NONE});
}

static void read_references(const struct answer *n, const json_t *tweet, struct doc_row *doc)
{
    struct arena *a = &n->x->row.a;
    const json_t *list = json_object_get(tweet, "referenced_tweets");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const json_t *other = NULL;
        struct str id = js_id(one, "id", a);
        struct str type = js_text(one, "type");
        struct who to = author_of(n, id, &other);
        if (str_is(type, "replied_to")) {
            doc->parents = arena_new(a, struct str, 1);
            doc->parents[0] = x_key(n->x, id);
            doc->parent_count = doc->parents[0].len > 0;
            if (!to.handle.len) to = x_who(n->x, js_id(tweet, "in_reply_to_user_id", a));
            add_heed(n, doc, VERB_REPLIED, to, STR(""));
        } else if (str_is(type, "quoted")) {
            add_heed(n, doc, VERB_CITED, to, x_key(n->x, id));
        }
    }
}

static void read_entities(const struct answer *n, const json_t *entities, struct doc_row *doc)
{
    const json_t *mentions = json_object_get(entities, "mentions");
    const json_t *urls = json_object_get(entities, "urls");
    for (size_t i = 0; i < json_array_size(mentions); i++) {
        struct who to = {.channel = STR("twitter")};
        to.handle = js_name(json_array_get(mentions, i), "username");
        add_heed(n, doc, VERB_MENTIONED, to, STR(""));
    }
    for (size_t i = 0; i < json_array_size(urls); i++) {
        const json_t *one = json_array_get(urls, i);
        struct str url = js_text(one, "unwound_url");
        struct who to;
        if (!url.len) url = js_text(one, "expanded_url");
        bool media = json_object_get(one, "media_key") != NULL;
        if (!media && !x_tweet_url(n->x, url, &to)) doc_link(doc, &n->x->row.a, url);
    }
}

/* Its author, as some tools put it beside each tweet, else by number. */
static struct who writer_of(const struct answer *n, const json_t *tweet)
{
    const json_t *author = json_object_get(tweet, "author");
    if (!is_user(author)) return x_who(n->x, js_id(tweet, "author_id", &n->x->row.a));
    return (struct who){.channel = STR("twitter"),
                        .handle = js_name(author, "username"),
                        .name = js_name(author, "name")};
}

static struct doc_row *read_doc(const struct answer *n, const json_t *tweet)
{
    struct arena *a = &n->x->row.a;
    const json_t *note = json_object_get(tweet, "note_tweet");
    struct doc_row *doc = row_doc(&n->x->row);
    struct str id = js_id(tweet, "id", a);
    struct str text = js_text(note, "text");
    doc->author = writer_of(n, tweet);
    doc->at_s = js_time(tweet, "created_at");
    doc->key = x_key(n->x, id);
    doc->lang = x_lang(js_text(tweet, "lang"));
    doc->text = str_trim(x_plain(a, text.len ? text : js_text(tweet, "text")));
    if (str_is(doc->author.channel, "twitter") && doc->key.len) {
        doc->url = str_printf(a, "https://twitter.com/%.*s/status/%.*s",
                              STR_ARG(doc->author.handle), STR_ARG(id));
    }
    doc->rating = (double)js_int(json_object_get(tweet, "public_metrics"), "like_count", -1);
    doc->rated = doc->rating >= 0;
    if (!doc->rated) doc->rating = 0;
    read_references(n, tweet, doc);
    read_entities(n, json_object_get(note ? note : tweet, "entities"), doc);
    return doc;
}

/* Who passed on what another wrote: that one's words, when they are included. */
static bool read_share(const struct answer *n, const json_t *tweet)
{
    const json_t *list = json_object_get(tweet, "referenced_tweets");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        if (!str_is(js_text(one, "type"), "retweeted")) continue;
        const json_t *other = NULL;
        struct str id = js_id(one, "id", &n->x->row.a);
        (void)author_of(n, id, &other);
        struct doc_row *doc = other ? read_doc(n, other) : row_doc(&n->x->row);
        struct heed_row row = {.verb = VERB_SHARED, .by = writer_of(n, tweet)};
        row.at_s = js_time(tweet, "created_at");
        if (!other) { /* whose it was may come with another source */
            doc->key = x_key(n->x, js_id(tweet, "id", &n->x->row.a));
            doc->author = row.by;
            doc->at_s = row.at_s;
            row.by = (struct who){0};
            row.key = x_key(n->x, id);
        }
        doc_heed_add(doc, &n->x->row.a, row);
        return true;
    }
    return false;
}

void x_answer(struct x *x, const json_t *value)
{
    const json_t *data = json_object_get(value, "data");
    const json_t *includes = json_object_get(value, "includes");
    const json_t *users = json_object_get(includes, "users");
    struct answer n = {.x = x, .tweets = json_object_get(includes, "tweets")};
    if (is_tweet(value)) data = value;
    size_t count = json_is_array(data) ? json_array_size(data) : 1;
    for (size_t i = 0; i < json_array_size(users); i++) {
        const json_t *user = json_array_get(users, i);
        x_user(x, js_id(user, "id", &x->row.a), js_text(user, "username"));
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_is_array(data) ? json_array_get(data, i) : data;
        if (is_user(one)) read_user(x, one);
        if (is_tweet(one) && !read_share(&n, one)) (void)read_doc(&n, one);
    }
    for (size_t i = 0; i < json_array_size(users); i++)
        read_user(x, json_array_get(users, i));
    if (!x->row.first) row_nothing(&x->row, "an answer with nothing in it");
}

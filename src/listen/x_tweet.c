/* x_tweet.c - listen: what does this tweet say, and whom does it heed? */
#include "listen/x_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/feed_int.h"
#include "listen/html.h"

#include <jansson.h>

struct x x_new(struct arena *a)
{
    return (struct x){
        .a = a, .ids = map_new(a), .seen = map_new(a), .notes = map_new(a), .newest_s = TIME_NONE};
}

/* ---- people ---- */

static bool is_screen_name(struct str s)
{
    if (!s.len || s.len > 50) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '_') return false;
    }
    return true;
}

static bool is_number(struct str s)
{
    if (!s.len || s.len > 20) return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return true;
}

static size_t keep(struct arena *a, struct str **list, size_t *count, size_t *room, struct str s)
{
    if (*count == *room) {
        size_t wider = *room ? *room * 2 : 64;
        *list = arena_grow(a, *list, *room * sizeof s, wider * sizeof s);
        *room = wider;
    }
    (*list)[*count] = str_copy(a, s);
    return (*count)++;
}

void x_user(struct x *x, struct str id, struct str name)
{
    bool fresh = false;
    if (!is_number(id) || !is_screen_name(name) || x->name_count >= SOCIAL_USERS_MAX) return;
    int64_t *at = map_put(&x->ids, id, (int64_t)x->name_count, &fresh);
    if (fresh) {
        (void)keep(x->a, &x->name, &x->name_count, &x->name_room, name);
    } else if (!str_eq(x->name[*at], name)) {
        x->name[*at] = str_copy(x->a, name); /* renamed meanwhile */
    }
}

static struct who named(struct str name)
{
    struct who w = {0};
    if (name.len && name.p[0] == '@') name = str_skip(name, 1);
    if (is_screen_name(name)) w = (struct who){.channel = STR("twitter"), .handle = name};
    return w;
}

struct who x_who(struct x *x, struct str id)
{
    const int64_t *at = map_get(&x->ids, id);
    if (at) return named(x->name[*at]);
    if (!is_number(id)) return (struct who){0};
    return (struct who){.channel = STR("twitter-id"), .handle = id};
}

static const json_t *mentions_of(const json_t *tweet)
{
    return json_object_get(json_object_get(tweet, "entities"), "user_mentions");
}

void x_note_users(struct x *x, const json_t *tweet)
{
    const json_t *wrapped = json_object_get(tweet, "tweet");
    if (wrapped) tweet = wrapped;
    const json_t *list = mentions_of(tweet);
    struct arena *a = &x->row.a;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        x_user(x, js_id(one, "id_str", a), js_text(one, "screen_name"));
    }
    x_user(x, js_id(tweet, "in_reply_to_user_id_str", a),
           js_text(tweet, "in_reply_to_screen_name"));
}

/* ---- long ones ---- */

void x_note_long(struct x *x, const json_t *note)
{
    const json_t *wrapped = json_object_get(note, "noteTweet");
    struct str text = js_text(json_object_get(wrapped, "core"), "text");
    int64_t at_s = js_time(wrapped, "createdAt");
    bool fresh = false;
    if (!text.len || at_s == TIME_NONE || x->note_count >= SOCIAL_USERS_MAX) return;
    struct str key = str_printf(&x->row.a, "%lld", (long long)at_s);
    (void)map_put(&x->notes, key, (int64_t)x->note_count, &fresh);
    if (fresh) (void)keep(x->a, &x->note, &x->note_count, &x->note_room, text);
}

/* What is longer than 280 characters stands elsewhere, known by its second and how it begins. */
static struct str whole_text(struct x *x, struct str text, int64_t at_s)
{
    enum { SAME = 100 };
    struct str key = str_printf(&x->row.a, "%lld", (long long)at_s);
    const int64_t *at = map_get(&x->notes, key);
    if (!at) return text;
    struct str note = x->note[*at];
    struct str plain = x_plain(&x->row.a, text);
    while (plain.len && plain.p[0] == '@') { /* whom it answers stands before it */
        plain = str_skip(plain, str_find(plain, ' '));
        plain = str_trim(plain);
    }
    return plain.len && str_eq(str_head(plain, SAME), str_head(note, SAME)) ? note : text;
}

/* ---- texts ---- */

struct str x_plain(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < text.len; i++) {
        uint32_t code = 0;
        size_t len = text.p[i] == '&' ? html_entity(str_skip(text, i), false, &code) : 0;
        if (!len) {
            buf_addc(&b, text.p[i]);
            continue;
        }
        char utf8[4];
        buf_add(&b, (struct str){utf8, utf8_put(utf8, code)});
        i += len - 1;
    }
    return buf_str(&b);
}

/* Short addresses are what they stand for. */
static struct str with_urls(struct x *x, struct str text, const json_t *urls)
{
    for (size_t i = 0; i < json_array_size(urls); i++) {
        const json_t *one = json_array_get(urls, i);
        struct str shortened = js_text(one, "url");
        struct str whole = js_text(one, "expanded_url");
        if (shortened.len < 8 || !whole.len || shortened.len > 64) continue;
        size_t at = str_find_nocase(text, str_c(&x->row.a, shortened));
        if (at >= text.len) continue;
        text = str_printf(&x->row.a, "%.*s%.*s%.*s", STR_ARG(str_head(text, at)), STR_ARG(whole),
                          STR_ARG(str_skip(text, at + shortened.len)));
    }
    return text;
}

struct str x_lang(struct str lang)
{
    bool none = str_is(lang, "und") || str_is(lang, "zxx") || (lang.len == 3 && lang.p[0] == 'q');
    return none || lang.len > 16 ? STR("") : lang;
}

struct str x_key(struct x *x, struct str id)
{
    return is_number(id) ? str_printf(&x->row.a, "twitter:%.*s", STR_ARG(id)) : STR("");
}

bool x_tweet_url(struct x *x, struct str url, struct who *ret_who)
{
    struct who w = {0};
    if (str_find_nocase(url, "/status") == url.len || !who_of_url(url, &x->row.a, &w)) return false;
    if (!str_is(w.channel, "twitter")) return false;
    *ret_who = w;
    return true;
}

static int64_t time_of(const json_t *tweet)
{
    int64_t at_s = TIME_NONE;
    struct str text = js_text(tweet, "created_at");
    /* "Wed Oct 10 20:19:24 +0000 2018"; archives of old have "2014-01-31 10:00:00 +0000" */
    if (!time_parse_iso(text, &at_s) && !time_parse_mail(text, &at_s)) (void)feed_date(text, &at_s);
    return at_s;
}

/* ---- whom it heeds ---- */

static void heed(struct x *x, struct doc_row *doc, enum verb_kind verb, struct who to)
{
    bool self = str_is(to.channel, "twitter") && str_eq(doc->author.handle, to.handle);
    if (!to.handle.len || self) return;
    doc_heed_add(doc, &x->row.a, (struct heed_row){.verb = verb, .to = to, .at_s = TIME_NONE});
}

static void read_parent(struct x *x, const json_t *tweet, struct doc_row *doc)
{
    struct arena *a = &x->row.a;
    struct str key = x_key(x, js_id(tweet, "in_reply_to_status_id_str", a));
    if (key.len) {
        doc->parents = arena_new(a, struct str, 1);
        doc->parents[doc->parent_count++] = key;
    }
    struct who to = named(js_text(tweet, "in_reply_to_screen_name"));
    if (!to.handle.len) to = x_who(x, js_id(tweet, "in_reply_to_user_id_str", a));
    heed(x, doc, VERB_REPLIED, to);
}

static void read_entities(struct x *x, const json_t *tweet, struct doc_row *doc)
{
    const json_t *mentions = mentions_of(tweet);
    const json_t *urls = json_object_get(json_object_get(tweet, "entities"), "urls");
    for (size_t i = 0; i < json_array_size(mentions); i++) {
        const json_t *one = json_array_get(mentions, i);
        struct who to = named(js_text(one, "screen_name"));
        to.name = js_name(one, "name");
        heed(x, doc, VERB_MENTIONED, to);
    }
    const json_t *quoted = json_object_get(json_object_get(tweet, "quoted_status"), "user");
    heed(x, doc, VERB_CITED, named(js_text(quoted, "screen_name")));
    for (size_t i = 0; i < json_array_size(urls); i++) {
        const json_t *one = json_array_get(urls, i);
        struct str url = js_text(one, "expanded_url");
        struct who to = {0};
        if (x_tweet_url(x, url, &to)) {
            heed(x, doc, VERB_CITED, to);
        } else {
            doc_link(doc, &x->row.a, url);
        }
    }
}

/* ---- the tweet ---- */

static struct who author_of(struct x *x, const json_t *tweet)
{
    const json_t *user = json_object_get(tweet, "user");
    struct who w = named(js_text(user, "screen_name"));
    if (!w.handle.len) return x->owner;
    w.name = js_name(user, "name");
    return w;
}

static struct doc_row *read_doc(struct x *x, const json_t *tweet)
{
    struct arena *a = &x->row.a;
    const json_t *urls = json_object_get(json_object_get(tweet, "entities"), "urls");
    struct doc_row *doc = row_doc(&x->row);
    struct str id = js_id(tweet, "id_str", a);
    struct str text = js_text(tweet, "full_text");
    if (!text.len) text = js_text(tweet, "text");
    if (!id.len) id = js_id(tweet, "id", a);
    doc->author = author_of(x, tweet);
    doc->at_s = time_of(tweet);
    doc->key = x_key(x, id);
    doc->lang = x_lang(js_text(tweet, "lang"));
    if (doc->author.handle.len && doc->key.len) {
        doc->url = str_printf(a, "https://twitter.com/%.*s/status/%.*s",
                              STR_ARG(doc->author.handle), STR_ARG(id));
    }
    text = whole_text(x, text, doc->at_s);
    doc->text = str_trim(x_plain(a, with_urls(x, text, urls)));
    doc->rating = (double)js_int(tweet, "favorite_count", -1);
    doc->rated = doc->rating >= 0;
    if (!doc->rated) doc->rating = 0;
    return doc;
}

/* "RT @jane: what she said": her words, of which only the time of passing on is known. */
static bool read_old_share(struct x *x, const json_t *tweet, struct doc_row *doc)
{
    struct str text = doc->text;
    if (!str_starts(text, "RT @")) return false;
    struct str name = str_skip(text, 4);
    name = str_head(name, str_find(name, ':'));
    struct who to = named(name);
    if (!to.handle.len) return false;
    const json_t *first = json_array_get(mentions_of(tweet), 0);
    if (str_is_nocase(js_text(first, "screen_name"), str_c(&x->row.a, to.handle))) {
        to.name = js_name(first, "name");
    }
    struct heed_row shared = {.verb = VERB_SHARED, .by = doc->author, .at_s = doc->at_s};
    doc->text = str_trim(str_skip(text, 4 + name.len + 1));
    doc->author = to;
    doc->at_s = TIME_NONE;
    doc->url = STR("");
    doc->rated = false;
    doc->rating = 0;
    if (shared.by.handle.len && shared.at_s != TIME_NONE) doc_heed_add(doc, &x->row.a, shared);
    return true;
}

bool x_tweet(struct x *x, const json_t *tweet)
{
    const json_t *wrapped = json_object_get(tweet, "tweet");
    if (wrapped) tweet = wrapped;
    bool text = js_text(tweet, "full_text").len || js_text(tweet, "text").len;
    bool known = json_object_get(tweet, "id_str") || json_object_get(tweet, "id");
    if (!text || !known || !js_text(tweet, "created_at").len) return false;
    int64_t at_s = time_of(tweet);
    if (at_s != TIME_NONE && at_s > x->newest_s) x->newest_s = at_s;
    const json_t *shared = json_object_get(tweet, "retweeted_status");
    if (json_is_object(shared)) {
        struct doc_row *doc = read_doc(x, shared);
        struct heed_row row = {.verb = VERB_SHARED, .by = author_of(x, tweet), .at_s = at_s};
        read_parent(x, shared, doc);
        read_entities(x, shared, doc);
        if (row.by.handle.len && at_s != TIME_NONE) doc_heed_add(doc, &x->row.a, row);
        return true;
    }
    struct doc_row *doc = read_doc(x, tweet);
    if (read_old_share(x, tweet, doc)) return true;
    read_parent(x, tweet, doc);
    read_entities(x, tweet, doc);
    return true;
}

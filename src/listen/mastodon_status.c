/* mastodon_status.c - listen: what does a status of Mastodon's API say? */
#include "listen/mastodon_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/feed_int.h"

#include <jansson.h>

/* Is it a status, or an account of the API? */
static bool is_account(const json_t *object)
{
    return js_text(object, "acct").len && js_text(object, "username").len &&
           json_object_get(object, "url");
}

static bool is_status(const json_t *object)
{
    return is_account(json_object_get(object, "account")) && js_text(object, "created_at").len &&
           json_object_get(object, "content");
}

/* ---- who ---- */

/* "jane" is of the server that tells, which the address of her profile names. */
static struct who who_of(const json_t *account, struct arena *a)
{
    struct who w = {0};
    (void)who_of_mention(js_text(account, "acct"), js_text(account, "url"), a, &w);
    w.name = js_name(account, "display_name");
    if (js_is_true(account, "group")) w.kind = STR("group");
    return w;
}

static void read_profile(struct mastodon_api *m, const json_t *account)
{
    struct arena *a = &m->row.a;
    struct who w = who_of(account, a);
    bool fresh = false;
    if (!w.handle.len || w.kind.len || m->seen.count >= AS2_IDS_MAX) return;
    (void)map_put(&m->seen, w.handle, 1, &fresh);
    if (!fresh) return;
    struct person_row *person = row_person(&m->row);
    person->name = w.name;
    person_who(person, w);
    person->robot = js_is_true(account, "bot");
    person->followers = (double)js_int(account, "followers_count", -1);
    as2_bio(person, a, js_text(account, "note"));
    const json_t *fields = json_object_get(account, "fields");
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        bool verified = js_text(field, "verified_at").len > 0;
        as2_claims(person, a, js_text(field, "value"), verified);
    }
}

/* ---- whom it heeds ---- */

static bool is_mention(const json_t *status, struct str url)
{
    static const char *const lists[] = {"mentions", "tags"};
    for (size_t k = 0; k < 2; k++) {
        const json_t *list = json_object_get(status, lists[k]);
        for (size_t i = 0; i < json_array_size(list); i++) {
            struct str known = js_text(json_array_get(list, i), "url");
            if (known.len && str_eq(known, url)) return true;
        }
    }
    size_t path = str_find_nocase(url, "/tags/"); /* of another server than the one that tells */
    return path < url.len && json_array_size(json_object_get(status, "tags")) > 0;
}

/* The account that is answered is named by its number: it is one of those mentioned, or oneself. */
static void read_parent(struct mastodon_api *m, const json_t *status, struct doc_row *doc)
{
    struct arena *a = &m->row.a;
    const json_t *account = json_object_get(status, "account");
    const json_t *mentions = json_object_get(status, "mentions");
    struct str whom = js_id(status, "in_reply_to_account_id", a);
    struct str what = js_id(status, "in_reply_to_id", a);
    const json_t *found = str_eq(js_id(account, "id", a), whom) ? account : NULL;
    for (size_t i = 0; whom.len && !found && i < json_array_size(mentions); i++) {
        const json_t *one = json_array_get(mentions, i);
        if (str_eq(js_id(one, "id", a), whom)) found = one;
    }
    if (!whom.len || !found) return;
    struct str acct = js_text(found, "acct");
    struct who w = who_of(found, a);
    size_t at = str_find(w.handle, '@');
    if (what.len && str_find(acct, '@') == acct.len && at < w.handle.len) {
        /* Of the server that tells, whose numbers stand in its addresses. */
        doc->parents = arena_new(a, struct str, 1);
        doc->parents[doc->parent_count++] =
            str_printf(a, "https://%.*s/users/%.*s/statuses/%.*s",
                       STR_ARG(str_skip(w.handle, at + 1)), STR_ARG(acct), STR_ARG(what));
    }
    if (found == account || !w.handle.len) return;
    doc_heed_add(doc, a, (struct heed_row){.verb = VERB_REPLIED, .to = w, .at_s = TIME_NONE});
}

static void read_quote(struct mastodon_api *m, const json_t *status, struct doc_row *doc)
{
    const json_t *quote = json_object_get(status, "quote");
    const json_t *inner = json_object_get(quote, "quoted_status");
    if (!is_status(inner)) inner = quote;
    if (!is_status(inner)) return;
    struct heed_row heed = {.verb = VERB_CITED, .at_s = TIME_NONE};
    heed.to = who_of(json_object_get(inner, "account"), &m->row.a);
    if (heed.to.handle.len) doc_heed_add(doc, &m->row.a, heed);
}

/* ---- the status ---- */

static bool is_for_all(const json_t *status)
{
    struct str visibility = js_text(status, "visibility");
    return !visibility.len || str_is(visibility, "public") || str_is(visibility, "unlisted");
}

static const char *why_not(const json_t *status)
{
    if (!is_for_all(status)) return "not for everybody";
    if (as2_asks_out(json_object_get(status, "account"))) {
        return "of somebody who asked not to be found";
    }
    return NULL;
}

static struct doc_row *read_doc(struct mastodon_api *m, const json_t *status)
{
    struct arena *a = &m->row.a;
    struct doc_row *doc = row_doc(&m->row);
    struct who author = who_of(json_object_get(status, "account"), a);
    doc->url = feed_url(a, js_text(status, "url"), STR(""));
    doc->key = js_text(status, "uri");
    if (!doc->key.len) doc->key = doc->url;
    if (!author.kind.len) doc->author = author;
    doc->at_s = js_time(status, "created_at");
    doc->title = js_name(status, "spoiler_text");
    doc->lang = js_name(status, "language");
    struct feed_page page = feed_html_read(a, js_text(status, "content"), doc->url);
    doc->text = page.text;
    for (size_t i = 0; i < page.link_count; i++) {
        if (!is_mention(status, page.links[i])) doc_link(doc, a, page.links[i]);
    }
    doc->rating = (double)js_int(status, "favourites_count", -1);
    doc->rated = doc->rating >= 0;
    if (!doc->rated) doc->rating = 0;
    read_parent(m, status, doc);
    const json_t *mentions = json_object_get(status, "mentions");
    for (size_t i = 0; i < json_array_size(mentions); i++) {
        struct heed_row heed = {.verb = VERB_MENTIONED, .at_s = TIME_NONE};
        heed.to = who_of(json_array_get(mentions, i), a);
        if (heed.to.handle.len) doc_heed_add(doc, a, heed);
    }
    read_quote(m, status, doc);
    return doc;
}

static void read_status(struct mastodon_api *m, const json_t *status)
{
    const json_t *shared = json_object_get(status, "reblog");
    const char *why = why_not(status);
    if (!is_status(shared)) shared = NULL;
    if (!why && shared) why = why_not(shared);
    if (why) {
        row_nothing(&m->row, why);
        return;
    }
    const json_t *account = json_object_get(status, "account");
    if (!shared) {
        (void)read_doc(m, status);
        read_profile(m, account);
        return;
    }
    struct doc_row *doc = read_doc(m, shared);
    struct heed_row heed = {.verb = VERB_SHARED, .by = who_of(account, &m->row.a)};
    heed.at_s = js_time(status, "created_at");
    if (heed.by.handle.len && !heed.by.kind.len) doc_heed_add(doc, &m->row.a, heed);
    read_profile(m, json_object_get(shared, "account"));
    read_profile(m, account);
}

static void read_account(struct mastodon_api *m, const json_t *account)
{
    if (as2_asks_out(account)) {
        row_nothing(&m->row, "of somebody who asked not to be found");
        return;
    }
    read_profile(m, account);
    if (!m->row.first) row_nothing(&m->row, "a profile that was here before, or a group");
}

bool mastodon_read(struct mastodon_api *m, const json_t *value)
{
    static const char *const lists[] = {"ancestors", "descendants", "statuses", "accounts"};
    if (is_status(value)) {
        read_status(m, value);
        return true;
    }
    if (is_account(value)) {
        read_account(m, value);
        return true;
    }
    bool any = false;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const json_t *list = json_object_get(value, lists[k]);
        any = any || json_is_array(list);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *one = json_array_get(list, i);
            if (is_status(one) && !why_not(one)) read_status(m, one);
            if (is_account(one) && !as2_asks_out(one)) read_profile(m, one);
        }
    }
    if (any && !m->row.first) row_nothing(&m->row, "an answer with nothing in it");
    return any;
}

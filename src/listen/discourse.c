/* discourse.c - listen: what do the posts of a Discourse forum say? */
#include "listen/discourse_int.h"

#include "base/map.h"
#include "base/time.h"
#include "listen/chat.h"
#include "listen/doc_heed.h"
#include "listen/json_rows.h"
#include "listen/table_int.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct discourse {
    struct arena *a;
    struct json_rows rows;
    struct str whole; /* of one object over several lines, until it is read */
    bool single;
    struct discourse_site site;
    const char *path, *url;
    struct map starters; /* topic -> index into starter */
    struct str *starter; /* who began it */
    size_t starter_count, starter_room;
    struct json_t *root; /* at hand */
    const struct json_t *list;
    size_t next;
    uint64_t line;
};

struct who discourse_who(const struct discourse_site *site, struct str username, struct str name)
{
    if (!username.len) return (struct who){.handle = STR("")};
    return (struct who){.channel = site->channel, .handle = username, .name = name};
}

/* ---- which forum ---- */

static bool is_host(struct str s)
{
    size_t dots = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = ascii_lower(s.p[i]);
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '-' && c != '.') return false;
        dots += c == '.';
    }
    return dots && s.len >= 4 && s.len <= 253 && ascii_is_letter(s.p[s.len - 1]) && s.p[0] != '.' &&
           !str_ends_nocase(s, ".json") && !str_ends_nocase(s, ".jsonl");
}

static void set_host(struct discourse *d, struct str host)
{
    if (d->site.host.len || !is_host(host)) return;
    d->site.host = str_lower(d->a, host);
    d->site.channel = str_printf(d->a, "discourse:%.*s", STR_ARG(d->site.host));
}

static struct str host_of(struct str url)
{
    size_t at = str_find_nocase(url, "://");
    struct str rest = at < url.len ? str_skip(url, at + 3) : STR("");
    return str_head(rest, str_find(rest, '/'));
}

/* Pictures of people stand under "/user_avatar/HOST/…"; else the address it was fetched from, a
 * part of the path that is a host, or nothing. */
static void find_host(struct discourse *d, const json_t *item)
{
    struct arena own = {0};
    struct str picture = chat_text(item, "avatar_template", &own);
    size_t at = str_find_nocase(picture, "/user_avatar/");
    if (at < picture.len) {
        struct str rest = str_skip(picture, at + strlen("/user_avatar/"));
        set_host(d, str_head(rest, str_find(rest, '/')));
    }
    arena_free(&own);
}

static void find_site(struct discourse *d)
{
    struct arena own = {0};
    struct str part;
    if (!d->site.host.len && d->list) {
        for (size_t i = 0; i < json_array_size(d->list); i++)
            find_host(d, json_array_get(d->list, i));
    }
    find_host(d, d->root);
    set_host(d, host_of(chat_text(d->root, "url", &own)));
    set_host(d, host_of(str_of(d->url)));
    struct str rest = str_of(d->path);
    while (!d->site.host.len && str_cut(&rest, '/', &part))
        set_host(d, part);
    if (!d->site.host.len) {
        d->site.host = STR("forum");
        d->site.channel = STR("discourse:forum");
    }
    arena_free(&own);
}

/* ---- topics ---- */

static struct str post_key(const struct discourse *d, int64_t topic, int64_t number,
                           struct arena *a)
{
    return str_printf(a, "https://%.*s/t/%lld/%lld", STR_ARG(d->site.host), (long long)topic,
                      (long long)number);
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static struct str topic_name(int64_t topic, char to[24])
{
    int len = snprintf(to, 24, "%lld", (long long)topic);
    return (struct str){to, len > 0 ? (size_t)len : 0};
}

static void note_starter(struct discourse *d, int64_t topic, struct str username)
{
    char text[24];
    if (!topic || !username.len || d->starter_count == DUMP_ROWS_MAX) return;
    struct str key = topic_name(topic, text);
    if (map_get(&d->starters, key)) return;
    if (d->starter_count == d->starter_room) {
        size_t wider = d->starter_room ? d->starter_room * 2 : 64;
        d->starter = arena_grow(d->a, d->starter, d->starter_room * sizeof *d->starter,
                                wider * sizeof *d->starter);
        d->starter_room = wider;
    }
    (void)map_put(&d->starters, key, (int64_t)d->starter_count, NULL);
    d->starter[d->starter_count++] = str_copy(d->a, username);
}

static struct str starter_of(const struct discourse *d, int64_t topic)
{
    char text[24];
    const int64_t *at = map_get(&d->starters, topic_name(topic, text));
    return at ? d->starter[*at] : STR("");
}

static int64_t topic_of(const struct discourse *d, const json_t *post)
{
    int64_t topic = number_of(post, "topic_id");
    return topic ? topic : number_of(d->root, "id");
}

/* ---- one post ---- */

static void read_rating(const json_t *post, struct doc_row *doc)
{
    const json_t *actions = json_object_get(post, "actions_summary");
    const json_t *reactions = json_object_get(post, "reactions");
    int64_t count = number_of(post, "like_count");
    for (size_t i = 0; !count && i < json_array_size(actions); i++) {
        const json_t *action = json_array_get(actions, i);
        if (number_of(action, "id") == 2) count = number_of(action, "count"); /* like */
    }
    for (size_t i = 0; !json_array_size(actions) && i < json_array_size(reactions); i++)
        count += number_of(json_array_get(reactions, i), "count");
    doc->rated = json_is_array(actions) || json_is_array(reactions) ||
                 json_object_get(post, "like_count") != NULL;
    doc->rating = (double)count;
}

/* Tags stand behind the first post's text as "[a] [b]". */
static void add_tags(const json_t *topic, struct arena *a, struct doc_row *doc)
{
    const json_t *tags = json_object_get(topic, "tags");
    struct buf b = buf_new(a);
    if (!json_array_size(tags)) return;
    buf_add(&b, doc->text);
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const json_t *tag = json_array_get(tags, i);
        struct str name = chat_text(tag, "name", a);
        if (json_is_string(tag)) {
            name = utf8_mend(a, (struct str){json_string_value(tag), json_string_length(tag)});
        }
        if (name.len) buf_addf(&b, "%s[%.*s]", i ? " " : "\n", STR_ARG(name));
    }
    doc->text = str_trim(buf_str(&b));
}

static void read_accepted(const struct discourse *d, const json_t *post, int64_t topic,
                          struct arena *a, struct doc_row *doc)
{
    const json_t *accepted = json_object_get(d->root, "accepted_answer");
    int64_t number = number_of(post, "post_number");
    bool is = chat_true(post, "accepted_answer") ||
              (json_is_object(accepted) && number_of(accepted, "post_number") == number);
    struct who by = discourse_who(&d->site, starter_of(d, topic), STR(""));
    if (!is || !by.handle.len) return;
    doc_heed(doc, a, (struct heed_row){.verb = VERB_ACCEPTED, .by = by, .at_s = doc->at_s});
}

static struct str title_of(const struct discourse *d, const json_t *post, int64_t number,
                           struct arena *a)
{
    struct str title = chat_text(post, "topic_title", a);
    if (!title.len && number == 1) title = chat_text(d->root, "title", a);
    return title;
}

static void read_post(const struct discourse *d, const json_t *post, struct arena *a,
                      struct record *ret)
{
    int64_t topic = topic_of(d, post);
    int64_t number = number_of(post, "post_number");
    int64_t above = number_of(post, "reply_to_post_number");
    *ret = (struct record){.kind = RECORD_DOC, .line = d->line};
    struct doc_row *doc = &ret->doc;
    doc->kind = STR("post");
    doc->key = post_key(d, topic, number, a);
    if (is_host(d->site.host)) doc->url = doc->key;
    doc->author = discourse_who(&d->site, chat_text(post, "username", a),
                                utf8_head(chat_text(post, "name", a), NAME_BYTES_MAX));
    doc->at_s = TIME_NONE;
    (void)time_parse(chat_text(post, "created_at", a), &doc->at_s);
    doc->title = title_of(d, post, number, a);
    discourse_words(&d->site, chat_text(post, "cooked", a), chat_text(post, "raw", a), a, doc);
    if (number == 1) add_tags(d->root, a, doc);
    if (above) chat_parent(doc, post_key(d, topic, above, a), a);
    if (number > 1) chat_parent(doc, post_key(d, topic, 1, a), a);
    read_rating(post, doc);
    read_accepted(d, post, topic, a, doc);
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[doc->outlet_count++] = (struct who){.channel = STR("group"),
                                                     .handle = d->site.host,
                                                     .name = d->site.host,
                                                     .kind = STR("group")};
}

/* ---- one user ---- */

static void read_user(const struct discourse *d, const json_t *user, struct arena *a,
                      struct record *ret)
{
    struct str email;
    chat_person(ret, d->line);
    struct person_row *p = &ret->person;
    p->name = utf8_head(chat_text(user, "name", a), NAME_BYTES_MAX);
    if (email_read(chat_text(user, "email", a), a, &email)) {
        chat_person_who(ret,
                        (struct who){.channel = STR("email"), .handle = email, .name = p->name});
    }
    chat_person_who(ret, discourse_who(&d->site, chat_text(user, "username", a), p->name));
    p->robot = number_of(user, "id") < 0;
    struct str page = chat_text(user, "website", a);
    bool http = str_starts_nocase(page, "http://") || str_starts_nocase(page, "https://");
    if (!http || page.len < 11 || page.len > NAME_BYTES_MAX) return;
    p->claims = arena_new(a, struct claim, 1);
    struct who *claimed = &p->claims[p->claim_count++].who;
    if (!profile_read(page, claimed)) {
        *claimed = (struct who){.channel = STR("url"), .handle = page};
    }
}

static enum status of_no_use(const char *why, uint64_t line, struct record *ret)
{
    *ret = (struct record){.kind = RECORD_NOTHING, .line = line};
    ret->nothing.why = why;
    return OK;
}

static enum status read_item(struct discourse *d, const json_t *item, struct arena *a,
                             struct record *ret, struct err *e)
{
    const json_t *within = json_object_get(item, "user");
    if (json_is_object(within)) item = within;
    bool named = json_is_string(json_object_get(item, "username"));
    bool post = number_of(item, "post_number") > 0;
    bool gone = json_is_string(json_object_get(item, "deleted_at")) ||
                chat_true(item, "user_deleted") || chat_true(item, "hidden");
    if (post && gone) return of_no_use("a post that was taken back", d->line, ret);
    if (post && number_of(item, "post_type") > 2) {
        return of_no_use("a note of the forum itself", d->line, ret);
    }
    if (post && number_of(item, "user_id") < 0) {
        return of_no_use("a post of the forum itself", d->line, ret);
    }
    if (post && topic_of(d, item) > 0 && named) {
        if (number_of(item, "post_number") == 1) {
            note_starter(d, topic_of(d, item), chat_text(item, "username", a));
        }
        read_post(d, item, a, ret);
        return OK;
    }
    if (!named || post) {
        return err_set(e, BAD_INPUT,
                       "%llu: no post and no user of Discourse; want topics (/t/ID.json), "
                       "/posts.json, or users",
                       (unsigned long long)d->line);
    }
    read_user(d, item, a, ret);
    if (ret->person.who_count) return OK;
    return err_set(e, BAD_INPUT, "%llu: a user without a username; leave it out",
                   (unsigned long long)d->line);
}

/* ---- objects ---- */

static const json_t *list_of(const json_t *root)
{
    static const char *const keys[] = {"latest_posts", "posts", "directory_items", "users"};
    const json_t *list = json_object_get(json_object_get(root, "post_stream"), "posts");
    for (size_t i = 0; !json_is_array(list) && i < sizeof keys / sizeof *keys; i++)
        list = json_object_get(root, keys[i]);
    return json_is_array(list) ? list : NULL;
}

static enum status next_object(struct discourse *d, struct arena *a, struct err *e)
{
    json_decref(d->root);
    d->root = NULL;
    d->list = NULL;
    d->next = 0;
    enum status s = OK;
    if (d->single) {
        if (!d->whole.len) return DONE;
        struct str text = d->whole;
        d->whole = STR("");
        d->line = 1;
        s = json_object_read(utf8_mend(a, text), &d->root, e);
        if (s) return err_in(e, s, "1");
    } else {
        s = json_rows_next(&d->rows, a, &d->root, &d->line, e);
        if (s) return s;
    }
    d->list = list_of(d->root);
    find_site(d);
    const json_t *by = json_object_get(json_object_get(d->root, "details"), "created_by");
    note_starter(d, number_of(d->root, "id"), chat_text(by, "username", a));
    return OK;
}

static enum status discourse_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct discourse *d = state;
    while (!d->root || d->next == (d->list ? json_array_size(d->list) : 1)) {
        enum status s = next_object(d, a, e);
        if (s) return s;
    }
    const json_t *item = d->list ? json_array_get(d->list, d->next) : d->root;
    d->next++;
    return read_item(d, item, a, ret, e);
}

static struct str without_mark(struct str head)
{
    return str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
}

static enum status discourse_open(struct reader *in, const struct importer_options *o,
                                  struct arena *a, void **ret_state, struct err *e)
{
    struct discourse *d = arena_new(a, struct discourse, 1);
    struct str head;
    enum status s = reader_head(in, 4096, &head, e);
    *ret_state = d;
    d->a = a;
    d->path = str_c(a, utf8_mend(a, str_of(o->path)));
    d->url = o->url;
    d->starters = map_new(a);
    if (s) return s;
    struct str start = without_mark(head);
    d->single = str_is(str_trim(str_head(start, str_find(start, '\n'))), "{");
    if (!d->single) return json_rows_open(in, a, &d->rows, e);
    s = reader_rest(in, JSON_RECORD_BYTES_MAX, a, &d->whole, e);
    d->whole = without_mark(d->whole);
    if (s != TOO_MUCH) return s;
    return err_set(e, BAD_INPUT, "one object of more than %d bytes; split it",
                   JSON_RECORD_BYTES_MAX);
}

static void discourse_close(void *state)
{
    struct discourse *d = state;
    json_decref(d->root);
    if (!d->single) text_in_close(&d->rows.text);
}

static struct str discourse_remarks(void *state, struct arena *a)
{
    const struct discourse *d = state;
    if (!str_is(d->site.host, "forum")) return STR("");
    return str_copy(a, STR("which forum it is stands nowhere; put the file in a directory called "
                           "as its host, forum.example.org"));
}

static bool has(struct str text, const char *what)
{
    return str_find_nocase(text, what) < text.len;
}

static int discourse_sniff(struct str head, const char *path)
{
    (void)path;
    struct str s = without_mark(head);
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    if (has(s, "\"post_stream\"") && has(s, "\"posts\"")) return 90;
    if (has(s, "\"directory_items\"") && has(s, "\"username\"")) return 85;
    bool post = has(s, "\"username\"") && (has(s, "\"cooked\"") || has(s, "\"post_number\""));
    return post && (has(s, "\"latest_posts\"") || has(s, "\"topic_id\"")) ? 88 : 0;
}

extern const struct importer importer_discourse;

const struct importer importer_discourse = {
    .name = "discourse",
    .summary =
        "topics, posts and users of a Discourse forum, as its addresses ending in .json give",
    .sniff = discourse_sniff,
    .open = discourse_open,
    .next = discourse_next,
    .close = discourse_close,
    .remarks = discourse_remarks,
};

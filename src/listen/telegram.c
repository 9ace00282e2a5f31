/* telegram.c - listen: who said what to whom in an export of Telegram Desktop?
 *
 * result.json is one chat, or all of somebody's ("chats", "left_chats"). What is said between two
 * is passed over; private groups are read only when they were exported by themselves, for then
 * somebody meant this one. A channel's posts are the channel's own: it is an outlet that speaks. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/chat.h"
#include "listen/doc_heed.h"
#include "listen/json_walk.h"

#include <jansson.h>
#include <string.h>

enum openness { CHAT_OPEN, CHAT_CLOSED, CHAT_PRIVATE, CHAT_UNKNOWN };

struct chat_kind {
    const char *type;
    enum openness open;
    const char *peer; /* as ids of its kind begin */
    bool speaks;      /* its posts are its own */
};

static const struct chat_kind kinds[] = {
    {"public_supergroup", CHAT_OPEN, "channel", false},
    {"public_channel", CHAT_OPEN, "channel", true},
    {"public_group", CHAT_OPEN, "chat", false},
    {"private_supergroup", CHAT_CLOSED, "channel", false},
    {"private_channel", CHAT_CLOSED, "channel", true},
    {"private_group", CHAT_CLOSED, "chat", false},
    {"personal_chat", CHAT_PRIVATE, "user", false},
    {"bot_chat", CHAT_PRIVATE, "user", false},
    {"saved_messages", CHAT_PRIVATE, "user", false},
    {"replies", CHAT_PRIVATE, "user", false},
    {"verification_codes", CHAT_PRIVATE, "user", false},
};
static const struct chat_kind unknown_kind = {"", CHAT_UNKNOWN, "chat", false};

struct telegram {
    struct arena *a;
    struct chat_file file;
    struct json_walk walk;
    bool reading;        /* messages of `kind` are at hand */
    struct arena chat_a; /* of the chat: handle, name, topics */
    const struct chat_kind *kind;
    struct str handle, name;
    struct map topics; /* id of the notice that began it -> index into topic */
    struct str *topic;
    size_t topic_count, topic_room;
    struct chat_users users; /* seen as authors, by name; two of a name are nobody */
    uint64_t private_chats, closed_chats, unknown_chats, notices;
};

/* ---- whose file it is ---- */

static bool has(struct str s, const char *what)
{
    return str_find_nocase(s, what) < s.len;
}

static bool has_kind(struct str s)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char quoted[40];
        if (strcmp(kinds[i].type, "replies") == 0) continue; /* other texts have that word, too */
        (void)snprintf(quoted, sizeof quoted, "\"%s\"", kinds[i].type);
        if (has(s, quoted)) return true;
    }
    return false;
}

static int telegram_sniff(struct str head, const char *path)
{
    (void)path;
    if (!str_starts(str_trim(head), "{")) return 0;
    if (has(head, "\"messages\"") && has(head, "\"type\"") && has_kind(head)) return 94;
    bool own = has(head, "\"personal_information\"") && has(head, "\"user_id\"");
    return own && has(head, "\"phone_number\"") ? 92 : 0;
}

static size_t result_file(const struct bundle *b)
{
    struct arena scratch = {0};
    size_t at = bundle_find(b, "result.json");
    if (at < b->count && !telegram_sniff(bundle_head(b, at, 4096, &scratch), "")) at = b->count;
    arena_free(&scratch);
    return at;
}

static int telegram_gather(const struct bundle *b)
{
    return result_file(b) < b->count ? 95 : 0;
}

static enum status telegram_open(struct reader *in, const struct importer_options *o,
                                 struct arena *a, void **ret_state, struct err *e)
{
    static const char *const keys[] = {"messages", NULL};
    struct telegram *t = arena_new(a, struct telegram, 1);
    *ret_state = t;
    t->a = a;
    t->users = chat_users_new(a);
    enum status s = OK;
    if (!in) {
        size_t at = result_file(o->bundle);
        if (at == o->bundle->count) {
            return err_set(e, BAD_INPUT, "no result.json of Telegram; export as JSON");
        }
        s = chat_file_open(o->bundle, at, a, &t->file, e);
        in = t->file.in;
    }
    return s ? s : json_walk_open(in, keys, a, &t->walk, e);
}

/* ---- chats ---- */

static const struct chat_kind *kind_of(struct str type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (str_is(type, kinds[i].type)) return &kinds[i];
    }
    return &unknown_kind;
}

/* What is told of the chat that comes; DONE: it is passed over. */
static enum status begin_chat(struct telegram *t, struct err *e)
{
    struct arena *a = &t->chat_a;
    arena_reset(a, (struct arena_mark){0});
    json_t *around = json_walk_around(&t->walk, a);
    struct str type = chat_text(around, "type", a);
    struct str id = chat_text(around, "id", a);
    t->kind = kind_of(type);
    t->name = utf8_head(chat_text(around, "name", a), NAME_BYTES_MAX);
    t->handle = str_printf(a, "%s%.*s", t->kind->peer, STR_ARG(id));
    t->topics = map_new(a);
    t->topic = NULL;
    t->topic_count = t->topic_room = 0;
    json_decref(around);
    bool alone = t->walk.depth == 1;
    enum openness open = t->kind->open;
    t->private_chats += open == CHAT_PRIVATE;
    t->closed_chats += open == CHAT_CLOSED && !alone;
    t->unknown_chats += open == CHAT_UNKNOWN && type.len;
    if (open == CHAT_PRIVATE && alone) {
        return err_set(e, BAD_INPUT,
                       "a private conversation is no evidence of public influence; "
                       "export a group or a channel");
    }
    if (!type.len || !id.len) {
        return err_set(e, BAD_INPUT,
                       "messages without the type and id of their chat before them; "
                       "export it again");
    }
    return open == CHAT_OPEN || (open == CHAT_CLOSED && alone) ? OK : DONE;
}

/* The next message of a chat that is read. */
static enum status next_message(struct telegram *t, struct arena *a, json_t **ret,
                                uint64_t *ret_line, struct err *e)
{
    struct err own = {{0}};
    size_t key = 0;
    enum status s = OK;
    for (;;) {
        if (t->reading) {
            s = json_rows_next(&t->walk.rows, a, ret, ret_line, &own);
            if (s != DONE) return s ? chat_tell(t->file.name, 0, s, &own, e) : OK;
            t->reading = false;
        }
        s = json_walk_next(&t->walk, &key, &own);
        if (s == DONE) return DONE;
        if (s) return chat_tell(t->file.name, 0, s, &own, e);
        uint64_t line = t->walk.rows.line;
        s = begin_chat(t, &own);
        if (s == BAD_INPUT) return chat_tell(t->file.name, line, s, &own, e);
        t->reading = s == OK;
    }
}

/* ---- people ---- */

static struct who peer(struct str id, struct str name)
{
    struct who w = {.channel = STR("telegram"), .handle = id, .name = name};
    if (str_starts(id, "channel")) w.kind = STR("feed");
    if (str_starts(id, "chat")) w.kind = STR("group");
    return w;
}

/* "user123"; exports before 2021 have a number whose upper half says what it is. */
static struct str peer_id(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value)) return chat_text(object, key, a);
    long long id = json_integer_value(value);
    const char *what = (id >> 32) == 2 ? "chat" : "user";
    return str_printf(a, "%s%lld", what, id & 0xFFFFFFFFLL);
}

static void remember(struct telegram *t, struct who w)
{
    struct chat_user u = {.id = w.name, .who = w};
    if (chat_user_add(&t->users, &u)) return;
    const int64_t *at = w.name.len ? map_get(&t->users.ids, w.name) : NULL;
    struct chat_user *same = at ? &t->users.list[*at] : NULL;
    if (same && !str_eq(same->who.handle, w.handle)) same->who.handle = STR("");
}

static struct who author_of(struct telegram *t, const json_t *message, struct arena *a)
{
    struct str id = peer_id(message, "from_id", a);
    struct str name = utf8_head(chat_text(message, "from", a), NAME_BYTES_MAX);
    struct str signature = chat_text(message, "author", a);
    if (t->kind->speaks && signature.len) { /* a channel that shows who of its people wrote */
        struct str handle = str_printf(a, "%.*s/%.*s", STR_ARG(t->handle), STR_ARG(signature));
        return (struct who){.channel = STR("telegram"),
                            .handle = utf8_head(handle, NAME_BYTES_MAX),
                            .name = utf8_head(signature, NAME_BYTES_MAX)};
    }
    if (!id.len && t->kind->speaks) id = str_copy(a, t->handle); /* the chat's go with it */
    if (!id.len) return (struct who){0};
    struct who w = peer(id, name);
    if (str_eq(id, t->handle)) w.kind = t->kind->speaks ? STR("feed") : STR("group");
    remember(t, w);
    return w;
}

/* ---- what a message says ---- */

struct said {
    struct doc_row *d;
    struct arena *a;
    struct buf out;
    bool own; /* not somebody else's words */
};

static void add_address(struct said *s, struct str url)
{
    bool bare = !str_find_nocase(url, "://") || str_find_nocase(url, "://") == url.len;
    if (bare && url.len) url = str_printf(s->a, "http://%.*s", STR_ARG(url));
    if (s->own) chat_link(s->d, url, s->a);
}

static void add_part(struct said *s, const json_t *part)
{
    struct str type = chat_text(part, "type", s->a);
    const json_t *value = json_object_get(part, "text");
    if (!json_is_string(value) || str_is(type, "blockquote")) return;
    struct str text = utf8_mend(s->a, str_of(json_string_value(value)));
    buf_add(&s->out, text);
    if (str_is(type, "link")) add_address(s, text);
    if (str_is(type, "text_link")) add_address(s, chat_text(part, "href", s->a));
    if (!s->own) return;
    struct str id = chat_text(part, "user_id", s->a);
    if (str_is(type, "mention") && text.len > 1) {
        doc_mention(s->d, s->a, peer(str_lower(s->a, str_skip(text, 1)), STR("")));
    } else if (str_is(type, "mention_name") && id.len) {
        struct str handle = str_printf(s->a, "user%.*s", STR_ARG(id));
        doc_mention(s->d, s->a, peer(handle, utf8_head(str_copy(s->a, text), NAME_BYTES_MAX)));
    }
}

static struct str text_of(const json_t *message, struct said *s)
{
    const json_t *text = json_object_get(message, "text");
    size_t i;
    const json_t *part;
    struct str plain = chat_text(message, "text", s->a);
    if (plain.len) {
        if (s->own) chat_links_in(s->d, plain, s->a);
        return plain;
    }
    json_array_foreach((json_t *)(uintptr_t)text, i, part)
    {
        if (json_is_string(part)) {
            buf_add(&s->out, utf8_mend(s->a, str_of(json_string_value(part))));
        } else {
            add_part(s, part);
        }
    }
    struct str shown = str_trim(buf_str(&s->out));
    if (shown.len) return shown;
    return chat_text(json_object_get(message, "poll"), "question", s->a);
}

static void read_reactions(const json_t *message, struct doc_row *d, struct arena *a)
{
    size_t i;
    size_t j;
    const json_t *reaction;
    const json_t *recent;
    json_array_foreach(json_object_get(message, "reactions"), i, reaction)
    {
        struct str sign = chat_text(reaction, "emoji", a);
        chat_reaction(d, sign, json_integer_value(json_object_get(reaction, "count")));
        json_array_foreach(json_object_get(reaction, "recent"), j, recent)
        {
            struct str id = peer_id(recent, "from_id", a);
            struct chat_user by = {
                .id = id, .who = peer(id, utf8_head(chat_text(recent, "from", a), NAME_BYTES_MAX))};
            if (str_starts(id, "user")) chat_thanks(d, sign, &by, TIME_NONE, a);
        }
    }
}

/* A forwarded message is somebody else's: newer exports say whose, older ones only the name. */
static bool read_forward(const struct telegram *t, const json_t *message, struct doc_row *d,
                         struct arena *a)
{
    struct str name = utf8_head(chat_text(message, "forwarded_from", a), NAME_BYTES_MAX);
    struct str id = peer_id(message, "forwarded_from_id", a);
    bool forward = json_object_get(message, "forwarded_from") != NULL || id.len;
    const struct chat_user *known = id.len ? NULL : chat_user_find(&t->users, name);
    struct who to = {.channel = STR("name"), .handle = name, .name = name};
    if (id.len) to = peer(id, name);
    if (known) to = known->who;
    if (to.handle.len && !who_eq(&to, &d->author)) {
        doc_heed(d, a, (struct heed_row){.verb = VERB_SHARED, .to = to, .at_s = TIME_NONE});
    }
    return forward;
}

static struct str key_of(struct str chat, struct str id, struct arena *a)
{
    return str_printf(a, "telegram:%.*s/%.*s", STR_ARG(chat), STR_ARG(id));
}

/* In a group with topics what answers nobody answers the notice that began the topic. */
static void read_parent(const struct telegram *t, const json_t *message, struct doc_row *d,
                        struct arena *a)
{
    struct str id = chat_text(message, "reply_to_message_id", a);
    struct str other = peer_id(message, "reply_to_peer_id", a);
    const int64_t *topic = id.len && !other.len ? map_get(&t->topics, id) : NULL;
    if (topic) {
        d->title = t->topic[*topic];
    } else if (id.len) {
        chat_parent(d, key_of(other.len ? other : t->handle, id, a), a);
    }
}

static void see_notice(struct telegram *t, const json_t *message)
{
    struct arena *a = &t->chat_a;
    struct arena own = {0};
    struct str action = chat_text(message, "action", &own);
    struct str id = chat_text(message, "id", &own);
    struct str title = utf8_head(chat_text(message, "title", &own), NAME_BYTES_MAX);
    t->notices++;
    bool topic = str_is(action, "topic_created") && id.len && title.len;
    if (topic && t->topic_count < CHAT_TOPICS_MAX) {
        if (t->topic_count == t->topic_room) {
            size_t wider = t->topic_room ? t->topic_room * 2 : 16;
            t->topic =
                arena_grow(a, t->topic, t->topic_room * sizeof *t->topic, wider * sizeof *t->topic);
            t->topic_room = wider;
        }
        (void)map_put(&t->topics, id, (int64_t)t->topic_count, NULL);
        t->topic[t->topic_count++] = str_copy(a, title);
    }
    arena_free(&own);
}

static int64_t time_of(const json_t *message, struct arena *a)
{
    int64_t at_s = chat_time(message, "date_unixtime", 1);
    if (at_s == TIME_NONE) (void)time_parse_iso(chat_text(message, "date", a), &at_s);
    return at_s;
}

/* DONE: nothing that anybody said. */
static enum status message_of(struct telegram *t, const json_t *message, struct arena *a,
                              struct record *ret, struct err *e)
{
    struct str type = chat_text(message, "type", a);
    struct str id = chat_text(message, "id", a);
    if (!str_is(type, "message")) {
        see_notice(t, message);
        return DONE;
    }
    struct doc_row *d = &ret->doc;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .key = key_of(t->handle, id, a)};
    d->at_s = time_of(message, a);
    if (!id.len) return err_set(e, BAD_INPUT, "a message without id; export it again");
    if (d->at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT, "a message without a date; export it again");
    }
    d->author = author_of(t, message, a);
    d->outlets = arena_new(a, struct who, d->outlet_count = 1);
    d->outlets[0] = peer(str_copy(a, t->handle), str_copy(a, t->name));
    d->outlets[0].kind = t->kind->speaks ? STR("feed") : STR("group");
    struct said s = {.d = d, .a = a, .out = buf_new(a)};
    s.own = !read_forward(t, message, d, a);
    read_parent(t, message, d, a);
    if (d->title.len) d->title = str_copy(a, d->title);
    d->text = text_of(message, &s);
    read_reactions(message, d, a);
    return OK;
}

static enum status telegram_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct telegram *t = state;
    struct err own = {{0}};
    enum status s = DONE;
    while (s == DONE) {
        json_t *message = NULL;
        uint64_t line = 0;
        s = next_message(t, a, &message, &line, e);
        if (s) return s;
        *ret = (struct record){.line = line};
        s = message_of(t, message, a, ret, &own);
        ret->file = t->file.name;
        json_decref(message);
        if (s == BAD_INPUT) return chat_tell(t->file.name, line, s, &own, e);
    }
    return s;
}

static void telegram_close(void *state)
{
    struct telegram *t = state;
    chat_file_close(&t->file);
    arena_free(&t->chat_a);
}

static struct str telegram_remarks(void *state, struct arena *a)
{
    const struct telegram *t = state;
    struct buf b = buf_new(a);
    chat_remark(&b, t->private_chats, "private conversation passed over",
                "private conversations passed over");
    chat_remark(&b, t->closed_chats,
                "private group or channel passed over (export it by itself to read it)",
                "private groups and channels passed over (export one by itself to read it)");
    chat_remark(&b, t->unknown_chats, "chat of a kind that is not known passed over",
                "chats of kinds that are not known passed over");
    chat_remark(&b, t->notices, "notice (joined, pinned, …) passed over",
                "notices (joined, pinned, …) passed over");
    chat_remark_mended(&b, t->walk.rows.mended);
    return b.len ? buf_str(&b) : STR("");
}

extern const struct importer importer_telegram;

const struct importer importer_telegram = {
    .name = "telegram",
    .summary = "Telegram Desktop exports as JSON: result.json, of one chat or of all",
    .sniff = telegram_sniff,
    .gather = telegram_gather,
    .open = telegram_open,
    .next = telegram_next,
    .close = telegram_close,
    .remarks = telegram_remarks,
};

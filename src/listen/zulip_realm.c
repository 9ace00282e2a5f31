/* zulip_realm.c - listen: who said what to whom in the export of a Zulip organisation?
 *
 * realm.json is looked through twice: for streams, recipients, people and reactions, then for the
 * people row by row; then come the messages, file by file. Private messages and streams that not
 * every member can join are passed over. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/json_walk.h"
#include "listen/zulip_int.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { RECIPIENT_STREAM = 2, EXPECT = 1024 };

enum list { REALM, PROFILE, MIRROR, CROSS, STREAM, RECIPIENT, REACTION };
static const char *const lists[] = {"zerver_realm",
                                    "zerver_userprofile",
                                    "zerver_userprofile_mirrordummy",
                                    "zerver_userprofile_crossrealm",
                                    "zerver_stream",
                                    "zerver_recipient",
                                    "zerver_reaction",
                                    NULL};
static const char *const people_lists[] = {"zerver_userprofile", "zerver_userprofile_mirrordummy",
                                           "zerver_userprofile_crossrealm", NULL};
static const char *const message_lists[] = {"zerver_message", NULL};

struct reaction {
    int64_t message;
    uint32_t user;
    bool thanks, against;
};

struct stream {
    struct str id, name;
    bool open;
};

struct realm {
    const struct bundle *b;
    struct arena *a;
    struct zulip_place place;
    struct chat_users users;
    struct map names;        /* full name -> index into users, -1: of several */
    struct idmap streams;    /* id -> index into stream */
    struct idmap recipients; /* id -> id of its stream */
    struct stream *stream;
    size_t stream_count, stream_room;
    struct reaction *reaction; /* by message, in the order of the export */
    size_t reaction_count, reaction_room;
    size_t file; /* of the bundle */
    bool people; /* realm.json is at hand for its people */
    bool reading, in_list;
    size_t list; /* of people_lists or message_lists */
    struct arena file_a;
    struct reader *in;
    struct json_walk walk;
    uint64_t direct, closed, mended, broken;
};

static bool is_messages(const char *file)
{
    struct str name = str_of(file);
    return str_starts(name, "messages-") && str_ends_nocase(name, ".json") &&
           str_find(name, '/') == name.len;
}

bool zulip_is_realm(const struct bundle *b)
{
    bool messages = false;
    for (size_t i = 0; !messages && i < b->count; i++)
        messages = is_messages(b->file[i]);
    return messages && bundle_find(b, "realm.json") < b->count;
}

static int64_t number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

/* ---- what is looked through first ---- */

static void see_realm(struct realm *r, const json_t *object)
{
    struct arena own = {0};
    struct str id = chat_text(object, "string_id", &own);
    if (!id.len) id = chat_text(object, "name", &own);
    if (id.len && !r->place.channel.len) {
        id = utf8_head(str_lower(&own, id), NAME_BYTES_MAX);
        r->place.channel = str_printf(r->a, "zulip:%.*s", STR_ARG(id));
    }
    arena_free(&own);
}

static struct chat_user user_of(const struct realm *r, const json_t *object, struct arena *a)
{
    struct chat_user u = {.id = chat_text(object, "id", a)};
    u.who = (struct who){.channel = r->place.channel,
                         .handle = u.id,
                         .name = utf8_head(chat_text(object, "full_name", a), NAME_BYTES_MAX)};
    u.robot = chat_true(object, "is_bot");
    return u;
}

static void see_user(struct realm *r, const json_t *object)
{
    struct arena own = {0};
    struct chat_user u = user_of(r, object, &own);
    if (chat_user_add(&r->users, &u) && u.who.name.len) {
        bool is_new = false;
        int64_t *at = map_put(&r->names, u.who.name, (int64_t)r->users.count - 1, &is_new);
        if (!is_new) *at = -1;
    }
    arena_free(&own);
}

static void see_stream(struct realm *r, const json_t *object)
{
    int64_t id = number(object, "id");
    if (id < 0 || idmap_get(&r->streams, id) != UINT32_MAX) return;
    if (r->stream_count == r->stream_room) {
        size_t wider = r->stream_room ? r->stream_room * 2 : 64;
        r->stream = arena_grow(r->a, r->stream, r->stream_room * sizeof *r->stream,
                               wider * sizeof *r->stream);
        r->stream_room = wider;
    }
    (void)idmap_put(&r->streams, id, (uint32_t)r->stream_count);
    r->stream[r->stream_count++] = (struct stream){.id = chat_text(object, "id", r->a),
                                                   .name = chat_text(object, "name", r->a),
                                                   .open = !chat_true(object, "invite_only")};
}

static void see_recipient(struct realm *r, const json_t *object)
{
    int64_t id = number(object, "id");
    int64_t stream = number(object, "type_id");
    if (number(object, "type") != RECIPIENT_STREAM || id < 0) return;
    if (stream >= 0 && stream < UINT32_MAX) (void)idmap_put(&r->recipients, id, (uint32_t)stream);
}

static void see_reaction(struct realm *r, const json_t *object)
{
    struct arena own = {0};
    struct str name = chat_text(object, "emoji_name", &own);
    struct reaction one = {.message = number(object, "message"),
                           .user = (uint32_t)number(object, "user_profile"),
                           .thanks = reaction_thanks(name),
                           .against = reaction_against(name)};
    arena_free(&own);
    if (one.message < 0 || r->reaction_count == CHAT_REACTIONS_MAX) return;
    if (r->reaction_count == r->reaction_room) {
        size_t wider = r->reaction_room ? r->reaction_room * 2 : 256;
        r->reaction = arena_grow(r->a, r->reaction, r->reaction_room * sizeof *r->reaction,
                                 wider * sizeof *r->reaction);
        r->reaction_room = wider;
    }
    r->reaction[r->reaction_count++] = one;
}

static void see(struct realm *r, enum list list, const json_t *object)
{
    switch (list) {
    case REALM:
        see_realm(r, object);
        break;
    case STREAM:
        see_stream(r, object);
        break;
    case RECIPIENT:
        see_recipient(r, object);
        break;
    case REACTION:
        see_reaction(r, object);
        break;
    case PROFILE:
    case MIRROR:
    case CROSS:
        see_user(r, object);
        break;
    }
}

/* Broken rows of people are told when they are read; others are only counted. */
static enum status look_through(struct realm *r, const char *const *keys, struct err *e)
{
    struct arena own = {0};
    struct arena scratch = {0};
    struct reader *in = NULL;
    struct json_walk *w = arena_new(&own, struct json_walk, 1);
    json_t *object = NULL;
    size_t list = 0;
    uint64_t line = 0;
    enum status s = bundle_open(r->b, bundle_find(r->b, "realm.json"), &own, &in, e);
    if (!s) s = json_walk_open(in, keys, &own, w, e);
    while (!s && !(s = json_walk_next(w, &list, e))) {
        enum status row = OK;
        while (row != DONE && row != IO_FAILED) {
            row = json_rows_next(&w->rows, &scratch, &object, &line, e);
            if (!row) see(r, (enum list)list, object);
            if (!row) json_decref(object);
            r->broken += row == BAD_INPUT && list > CROSS;
            arena_reset(&scratch, (struct arena_mark){0});
        }
        if (row == IO_FAILED) s = row;
    }
    reader_close(in);
    arena_free(&scratch);
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* The export is in the order in which reactions were made: kept among those of one message. */
static int by_message(const void *a, const void *b)
{
    const struct reaction *x = a;
    const struct reaction *y = b;
    if (x->message != y->message) return x->message < y->message ? -1 : 1;
    if (x->user != y->user) return x->user < y->user ? -1 : 1;
    return (x->thanks - y->thanks) * 2 + (x->against - y->against);
}

static enum status realm_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret, struct err *e)
{
    static const char *const realm_list[] = {"zerver_realm", NULL};
    struct realm *r = arena_new(a, struct realm, 1);
    (void)in;
    *ret = r;
    *r = (struct realm){.b = o->bundle, .a = a, .people = true};
    r->users = chat_users_new(a);
    r->streams = idmap_new(a, EXPECT);
    r->recipients = idmap_new(a, EXPECT);
    r->names = map_new(a);
    r->place.users = &r->users;
    r->place.names = &r->names;
    enum status s = look_through(r, realm_list, e); /* its name is part of every account's */
    if (!r->place.channel.len) {
        struct str name = str_lower(a, utf8_mend(a, str_of(r->b->name)));
        r->place.channel = str_printf(a, "zulip:%.*s", STR_ARG(name));
    }
    if (!s) s = look_through(r, lists, e);
    if (s) return err_in(e, s, "realm.json");
    if (r->reaction_count) {
        qsort(r->reaction, r->reaction_count, sizeof *r->reaction, by_message);
    }
    r->file = bundle_find(r->b, "realm.json");
    return OK;
}

/* ---- one file after the other ---- */

static void file_close(struct realm *r)
{
    r->mended += r->reading ? r->walk.rows.mended : 0;
    reader_close(r->in);
    r->in = NULL;
    r->reading = r->in_list = false;
    arena_reset(&r->file_a, (struct arena_mark){0});
}

static enum status file_open(struct realm *r, struct err *e)
{
    const char *const *keys = r->people ? people_lists : message_lists;
    enum status s = bundle_open(r->b, r->file, &r->file_a, &r->in, e);
    if (!s) s = json_walk_open(r->in, keys, &r->file_a, &r->walk, e);
    r->reading = !s;
    return s;
}

/* Behind realm.json come the files of messages; DONE behind the last. */
static enum status next_file(struct realm *r, struct err *e)
{
    while (!r->people && r->file < r->b->count && !is_messages(r->b->file[r->file]))
        r->file++;
    return r->file < r->b->count ? file_open(r, e) : DONE;
}

/* The next list of the file at hand, or the end of that file; DONE behind the last. */
static enum status next_list(struct realm *r, struct err *e)
{
    enum status s = r->reading ? OK : next_file(r, e);
    if (s) return s;
    s = json_walk_next(&r->walk, &r->list, e);
    r->in_list = s == OK;
    if (s != DONE && s != BAD_INPUT) return s;
    file_close(r);
    r->file = r->people ? 0 : r->file + 1;
    r->people = false;
    return s == DONE ? OK : s;
}

static enum status next_object(struct realm *r, struct arena *a, json_t **ret, uint64_t *ret_line,
                               struct err *e)
{
    enum status s = OK;
    while (!s) {
        if (r->in_list) s = json_rows_next(&r->walk.rows, a, ret, ret_line, e);
        if (r->in_list && s != DONE) return s;
        r->in_list = false;
        s = next_list(r, e);
    }
    return s;
}

/* ---- records ---- */

static enum status person_of(const struct realm *r, const json_t *object, struct arena *a,
                             struct record *ret, struct err *e)
{
    struct chat_user u = user_of(r, object, a);
    if (!u.id.len) return err_set(e, BAD_INPUT, "a user without id; export the organisation again");
    u.robot = u.robot || str_is(str_of(people_lists[r->list]), lists[CROSS]);
    chat_person(ret, ret->line);
    struct str email = chat_text(object, "delivery_email", a);
    if (!email.len) email = chat_text(object, "email", a);
    if (!u.robot && zulip_is_email(email)) {
        chat_person_who(ret,
                        (struct who){.channel = STR("email"), .handle = email, .name = u.who.name});
    }
    chat_person_who(ret, u.who);
    ret->person.name = u.who.name;
    ret->person.robot = u.robot;
    return OK;
}

static void read_reactions(const struct realm *r, int64_t message, struct doc_row *d,
                           struct arena *a)
{
    size_t low = 0;
    size_t high = r->reaction_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->reaction[mid].message < message) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    for (; low < r->reaction_count && r->reaction[low].message == message; low++) {
        const struct reaction *one = &r->reaction[low];
        chat_reaction(d, one->against ? STR("-1") : STR("+1"), 1);
        if (!one->thanks) continue;
        struct str id = str_printf(a, "%u", one->user);
        chat_thanks(d, STR("pray"), chat_user_find(&r->users, id), TIME_NONE, a);
    }
}

/* NULL: not of a stream that every member can join; counted. */
static const struct stream *stream_of(struct realm *r, const json_t *message)
{
    uint32_t id = idmap_get(&r->recipients, number(message, "recipient"));
    uint32_t at = id == UINT32_MAX ? UINT32_MAX : idmap_get(&r->streams, (int64_t)id);
    const struct stream *s = at == UINT32_MAX ? NULL : &r->stream[at];
    r->direct += !s;
    r->closed += s && !s->open;
    return s && s->open ? s : NULL;
}

/* DONE: not for us. */
static enum status message_of(struct realm *r, const json_t *message, struct arena *a,
                              struct record *ret, struct err *e)
{
    const struct stream *stream = stream_of(r, message);
    struct str id = chat_text(message, "id", a);
    struct str sender = chat_text(message, "sender", a);
    struct doc_row *d = &ret->doc;
    if (!stream) return DONE;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .at_s = chat_time(message, "date_sent", 1)};
    if (!id.len || !sender.len || d->at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT, "a message without id, sender or date_sent; export it again");
    }
    d->key = zulip_key(&r->place, id, a);
    d->author = zulip_who(&r->place, STR(""), sender, a);
    d->title = chat_text(message, "subject", a);
    zulip_outlet(&r->place, stream->id, stream->name, d, a);
    d->text = zulip_markdown(&r->place, chat_text(message, "content", a), d, a);
    read_reactions(r, number(message, "id"), d, a);
    return OK;
}

static enum status realm_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct realm *r = state;
    struct err own = {{0}};
    enum status s = DONE;
    while (s == DONE) {
        json_t *object = NULL;
        uint64_t line = 0;
        size_t at = r->file;
        s = next_object(r, a, &object, &line, &own);
        if (s == DONE) return DONE;
        if (r->reading) at = r->file;
        struct str file = utf8_mend(a, str_of(r->b->file[at < r->b->count ? at : 0]));
        if (s) return chat_tell(file, 0, s, &own, e);
        *ret = (struct record){.line = line};
        s = r->people ? person_of(r, object, a, ret, &own) : message_of(r, object, a, ret, &own);
        ret->file = file;
        json_decref(object);
        if (s == BAD_INPUT) return chat_tell(file, line, s, &own, e);
    }
    return s;
}

static void realm_close(void *state)
{
    struct realm *r = state;
    file_close(r);
    arena_free(&r->file_a);
}

static struct str realm_remarks(void *state, struct arena *a)
{
    const struct realm *r = state;
    struct buf b = buf_new(a);
    chat_remark(&b, r->direct, "private message passed over", "private messages passed over");
    chat_remark(&b, r->closed, "message of a private stream passed over",
                "messages of private streams passed over");
    chat_remark(&b, r->broken, "broken row of realm.json left out",
                "broken rows of realm.json left out");
    chat_remark_mended(&b, r->mended);
    return b.len ? buf_str(&b) : STR("");
}

const struct zulip_form zulip_realm = {realm_open, realm_next, realm_close, realm_remarks};

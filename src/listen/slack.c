/* slack.c - listen: who said what to whom in the export of a Slack workspace?
 *
 * users.json and channels.json are looked through first; then come the people, and the days of each
 * open channel in the order of the files' names. Conversations that are not open to the whole
 * workspace (groups, direct messages) are no evidence of public influence, and none of ours. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/doc_heed.h"
#include "listen/json_rows.h"
#include "listen/slack_int.h"

#include <jansson.h>
#include <string.h>

struct slack {
    const struct bundle *b;
    struct arena *a;
    struct slack_team team;
    size_t file;         /* of the bundle: at hand, or next */
    bool people;         /* users.json is at hand */
    bool reading;        /* in and rows are open */
    struct arena file_a; /* theirs */
    struct reader *in;
    struct json_rows rows;
    const struct slack_channel *here; /* whose day is at hand */
    struct str last_closed;           /* directory of the last conversation passed over */
    uint64_t closed, notices, mended;
};

struct who slack_who(const struct slack_team *t, struct str id, struct str name)
{
    return (struct who){.channel = t->channel, .handle = id, .name = name};
}

const struct slack_channel *slack_channel_find(const struct slack_team *t, struct str id)
{
    const int64_t *at = id.len ? map_get(&t->ids, id) : NULL;
    return at ? &t->list[*at] : NULL;
}

/* ---- which files ---- */

static struct str dir_of(const char *file)
{
    struct str name = str_of(file);
    size_t slash = str_find(name, '/');
    return slash < name.len ? str_head(name, slash) : STR("");
}

/* "general/2024-01-31.json" */
static bool is_day(const char *file)
{
    static const char form[] = "0000-00-00.json";
    struct str dir = dir_of(file);
    struct str day = str_skip(str_of(file), dir.len + 1);
    if (!dir.len || day.len != sizeof form - 1) return false;
    for (size_t i = 0; i < day.len; i++) {
        if (form[i] == '0' ? !ascii_is_digit(day.p[i]) : form[i] != day.p[i]) return false;
    }
    return true;
}

static bool has(const struct bundle *b, const char *file)
{
    return bundle_find(b, file) < b->count;
}

static const char *users_file(const struct bundle *b)
{
    return has(b, "users.json") ? "users.json" : "org_users.json";
}

static int slack_gather(const struct bundle *b)
{
    bool days = false;
    bool lists = has(b, "channels.json") || has(b, "groups.json") || has(b, "dms.json") ||
                 has(b, "mpims.json");
    for (size_t i = 0; !days && i < b->count; i++)
        days = is_day(b->file[i]);
    if (!lists || !(days || has(b, users_file(b)))) return 0;
    return has(b, users_file(b)) ? 95 : 70;
}

/* ---- lists that are looked through first ---- */

/* Every object of a file of the bundle; broken ones are told when their file's turn comes. */
static enum status each(struct slack *s, const char *file,
                        void (*see)(struct slack *s, const json_t *object), struct err *e)
{
    struct arena own = {0};
    struct reader *in = NULL;
    struct json_rows rows;
    json_t *object = NULL;
    uint64_t line = 0;
    size_t at = bundle_find(s->b, file);
    if (at == s->b->count) return OK;
    enum status st = bundle_open(s->b, at, &own, &in, e);
    if (!st) st = json_rows_open(in, &own, &rows, e);
    struct arena scratch = {0};
    while (!st || st == BAD_INPUT) {
        st = json_rows_next(&rows, &scratch, &object, &line, e);
        if (!st) see(s, object);
        if (!st) json_decref(object);
        arena_reset(&scratch, (struct arena_mark){0});
    }
    reader_close(in);
    arena_free(&scratch);
    arena_free(&own);
    return st == DONE ? OK : st;
}

/* The workspace is that of the first who is not marked as a guest from another. */
static void see_team(struct slack *s, const json_t *user)
{
    struct arena own = {0};
    struct str id = chat_text(user, "team_id", &own);
    if (id.len && !s->team.channel.len && !chat_true(user, "is_stranger")) {
        struct str lower = str_lower(&own, utf8_head(id, NAME_BYTES_MAX));
        s->team.channel = str_printf(s->a, "slack:%.*s", STR_ARG(lower));
    }
    arena_free(&own);
}

static struct str first_of(const json_t *a, const json_t *b, const char *const *keys,
                           struct arena *arena)
{
    for (size_t i = 0; keys[i]; i++) {
        struct str s = chat_text(a, keys[i], arena);
        if (!s.len) s = chat_text(b, keys[i], arena);
        if (s.len) return s;
    }
    return STR("");
}

/* A person's account: that of their own workspace where they are a guest from another. */
static struct chat_user user_of(const struct slack *s, const json_t *user, struct arena *a)
{
    static const char *const names[] = {"real_name", "display_name", "name", NULL};
    static const char *const calls[] = {"display_name", "real_name", "name", NULL};
    const json_t *profile = json_object_get(user, "profile");
    struct chat_user u = {.id = chat_text(user, "id", a)};
    struct str home = chat_text(user, "team_id", a);
    u.who = slack_who(&s->team, u.id, first_of(profile, user, names, a));
    if (home.len && chat_true(user, "is_stranger")) {
        u.who.channel = str_printf(a, "slack:%.*s", STR_ARG(str_lower(a, home)));
    }
    u.call = first_of(profile, user, calls, a);
    u.robot = chat_true(user, "is_bot") || chat_true(user, "is_workflow_bot") ||
              str_is(u.id, "USLACKBOT");
    return u;
}

static void see_user(struct slack *s, const json_t *object)
{
    struct arena own = {0};
    struct chat_user u = user_of(s, object, &own);
    (void)chat_user_add(&s->team.users, &u);
    arena_free(&own);
}

static void add_channel(struct slack *s, const json_t *object, bool open)
{
    struct slack_team *t = &s->team;
    struct slack_channel c = {.id = chat_text(object, "id", s->a),
                              .name = chat_text(object, "name", s->a),
                              .open = open && !chat_true(object, "is_private")};
    if (!c.id.len || map_get(&t->ids, c.id)) return;
    if (t->count == t->room) {
        size_t wider = t->room ? t->room * 2 : 64;
        t->list = arena_grow(s->a, t->list, t->room * sizeof *t->list, wider * sizeof *t->list);
        t->room = wider;
    }
    (void)map_put(&t->ids, c.id, (int64_t)t->count, NULL);
    if (c.name.len) (void)map_put(&t->names, c.name, (int64_t)t->count, NULL);
    t->list[t->count++] = c;
}

static void see_channel(struct slack *s, const json_t *object)
{
    add_channel(s, object, true);
}

static void see_group(struct slack *s, const json_t *object)
{
    add_channel(s, object, false);
}

static enum status slack_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret_state, struct err *e)
{
    struct slack *s = arena_new(a, struct slack, 1);
    *ret_state = s;
    if (in || !o->bundle) {
        return err_set(e, BAD_INPUT,
                       "one file of a Slack export; import the whole export, as a "
                       "directory or .zip");
    }
    *s = (struct slack){.b = o->bundle, .a = a, .people = true};
    s->team =
        (struct slack_team){.users = chat_users_new(a), .ids = map_new(a), .names = map_new(a)};
    const char *users = users_file(s->b);
    enum status st = each(s, users, see_team, e);
    if (!s->team.channel.len) {
        struct str name = str_lower(a, utf8_mend(a, str_of(o->bundle->name)));
        s->team.channel = str_printf(a, "slack:%.*s", STR_ARG(name));
    }
    if (!st) st = each(s, users, see_user, e);
    if (!st) st = each(s, "channels.json", see_channel, e);
    if (!st) st = each(s, "groups.json", see_group, e);
    if (st) return err_in(e, st, "%s", s->b->name);
    s->file = bundle_find(s->b, users);
    return OK;
}

/* ---- one file after the other ---- */

static void file_close(struct slack *s)
{
    s->mended += s->reading ? s->rows.mended : 0;
    reader_close(s->in);
    s->in = NULL;
    s->reading = false;
    arena_reset(&s->file_a, (struct arena_mark){0});
}

static bool same_dir(struct str a, struct str b)
{
    return a.p && str_eq(a, b);
}

/* A directory is called as its channel; of conversations without a name, as its id. */
static const struct slack_channel *channel_of(const struct slack *s, struct str dir)
{
    const int64_t *at = map_get(&s->team.names, dir);
    const struct slack_channel *c = at ? &s->team.list[*at] : slack_channel_find(&s->team, dir);
    return c && c->open ? c : NULL;
}

/* Is the next file one to read? */
static bool next_is_ours(struct slack *s)
{
    const char *file = s->b->file[s->file];
    if (!is_day(file)) return false;
    struct str dir = dir_of(file);
    s->here = channel_of(s, dir);
    if (s->here) return true;
    if (!same_dir(s->last_closed, dir)) s->closed++;
    s->last_closed = dir;
    return false;
}

static enum status file_open(struct slack *s, struct err *e)
{
    enum status st = bundle_open(s->b, s->file, &s->file_a, &s->in, e);
    if (!st) st = json_rows_open(s->in, &s->file_a, &s->rows, e);
    s->reading = !st;
    return st;
}

/* Opens the next file that is to be read; DONE behind the last. */
static enum status next_file(struct slack *s, struct err *e)
{
    if (s->people && s->file < s->b->count) return file_open(s, e);
    if (s->people) s->file = 0; /* no list of people */
    s->people = false;
    while (s->file < s->b->count && !next_is_ours(s))
        s->file++;
    return s->file < s->b->count ? file_open(s, e) : DONE;
}

/* The next object of what is to be read; DONE behind the last. */
static enum status next_object(struct slack *s, struct arena *a, json_t **ret, uint64_t *ret_line,
                               struct err *e)
{
    for (;;) {
        enum status st = s->reading ? OK : next_file(s, e);
        if (!st) st = json_rows_next(&s->rows, a, ret, ret_line, e);
        if (st != DONE || !s->reading) return st;
        file_close(s);
        s->file = s->people ? 0 : s->file + 1;
        s->people = false;
    }
}

/* ---- records ---- */

static enum status person_of(struct slack *s, const json_t *object, struct arena *a,
                             struct record *ret, struct err *e)
{
    const json_t *profile = json_object_get(object, "profile");
    struct chat_user u = user_of(s, object, a);
    if (!u.id.len) return err_set(e, BAD_INPUT, "a user without id; export the workspace again");
    chat_person(ret, ret->line);
    struct str email = chat_text(profile, "email", a);
    if (str_find(email, '@') < email.len) {
        chat_person_who(ret,
                        (struct who){.channel = STR("email"), .handle = email, .name = u.who.name});
    }
    chat_person_who(ret, u.who);
    ret->person.name = u.who.name;
    ret->person.title = chat_text(profile, "title", a);
    ret->person.robot = u.robot;
    return OK;
}

/* What people say; all others tell of joining, renaming, pinning and the like. */
static bool is_said(struct str subtype)
{
    static const char *const said[] = {"",
                                       "me_message",
                                       "thread_broadcast",
                                       "file_share",
                                       "bot_message",
                                       "file_comment",
                                       "document_mention",
                                       NULL};
    return str_among(subtype, said);
}

/* "1530000000.000123" */
static bool is_ts(struct str ts)
{
    int64_t at = 0;
    size_t dot = str_find(ts, '.');
    if (!str_to_i64(str_head(ts, dot), &at) || at <= 0) return false;
    for (size_t i = dot + 1; i < ts.len; i++) {
        if (!ascii_is_digit(ts.p[i])) return false;
    }
    return true;
}

static struct str key_of(const struct slack *s, struct str ts, struct arena *a)
{
    return str_printf(a, "%.*s/%.*s/%.*s", STR_ARG(s->team.channel), STR_ARG(s->here->id),
                      STR_ARG(ts));
}

static struct who author_of(const struct slack *s, struct str id, const json_t *message,
                            struct arena *a)
{
    const struct chat_user *known = chat_user_find(&s->team.users, id);
    if (known) return known->who;
    static const char *const names[] = {"real_name", "display_name", "name", NULL};
    const json_t *profile = json_object_get(message, "user_profile");
    return slack_who(&s->team, id, first_of(profile, NULL, names, a));
}

static void read_reactions(const struct slack *s, const json_t *message, struct doc_row *d,
                           struct arena *a)
{
    size_t i;
    size_t j;
    const json_t *reaction;
    const json_t *user;
    json_array_foreach(json_object_get(message, "reactions"), i, reaction)
    {
        struct str name = chat_text(reaction, "name", a);
        const json_t *users = json_object_get(reaction, "users");
        const json_t *count = json_object_get(reaction, "count");
        int64_t n = json_integer_value(count);
        if (!json_is_integer(count)) n = (int64_t)json_array_size(users);
        chat_reaction(d, name, n);
        json_array_foreach((json_t *)(uintptr_t)users, j, user)
        {
            struct str id = str_of(json_string_value(user));
            chat_thanks(d, name, chat_user_find(&s->team.users, id), TIME_NONE, a);
        }
    }
}

/* A message that shows another's ("Share message"). */
static void read_shares(const struct slack *s, const json_t *message, struct doc_row *d,
                        struct arena *a)
{
    size_t i;
    const json_t *shown;
    json_array_foreach(json_object_get(message, "attachments"), i, shown)
    {
        struct str id = chat_text(shown, "author_id", a);
        bool share = chat_true(shown, "is_share") || chat_true(shown, "is_msg_unfurl");
        if (!id.len || !share || str_eq(id, d->author.handle)) continue;
        const struct chat_user *by = chat_user_find(&s->team.users, id);
        struct who to = by ? by->who : slack_who(&s->team, id, STR(""));
        doc_heed(d, a, (struct heed_row){.verb = VERB_SHARED, .to = to, .at_s = TIME_NONE});
    }
}

static void read_place(const struct slack *s, struct doc_row *d, struct arena *a)
{
    d->outlets = arena_new(a, struct who, 1);
    d->outlet_count = 1;
    d->outlets[0] =
        slack_who(&s->team, s->here->id, str_printf(a, "#%.*s", STR_ARG(s->here->name)));
    d->outlets[0].kind = STR("group");
}

/* DONE: nothing that anybody said. */
static enum status message_of(struct slack *s, const json_t *message, struct arena *a,
                              struct record *ret, struct err *e)
{
    struct str subtype = chat_text(message, "subtype", a);
    const json_t *said = message;
    struct str ts = chat_text(message, "ts", a);
    struct str type = chat_text(message, "type", a);
    if (!is_said(subtype) || (type.len && !str_is(type, "message"))) return DONE;
    if (!is_ts(ts)) {
        return err_set(e, BAD_INPUT, "ts '%.*s', want the time of the message; export it again",
                       STR_ARG(utf8_head(ts, 40)));
    }
    struct doc_row *d = &ret->doc;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .key = key_of(s, ts, a)};
    if (str_is(subtype, "file_comment")) said = json_object_get(message, "comment");
    struct str user = chat_text(said, "user", a);
    if (!user.len && !chat_text(message, "bot_id", a).len && !str_is(subtype, "bot_message")) {
        return err_set(e, BAD_INPUT, "a message without user; export it again");
    }
    if (user.len) d->author = author_of(s, user, message, a);
    d->at_s = chat_time(message, "ts", 1);
    read_place(s, d, a);
    if (said != message && json_is_string(json_object_get(said, "comment"))) {
        d->text = chat_markdown(d, chat_text(said, "comment", a), a);
    } else {
        d->text = slack_text(&s->team, message, d, a);
    }
    const json_t *file = json_array_get(json_object_get(message, "files"), 0);
    d->title = chat_text(file, "title", a);
    struct str thread = chat_text(message, "thread_ts", a);
    if (thread.len && !str_eq(thread, ts)) chat_parent(d, key_of(s, thread, a), a);
    read_shares(s, message, d, a);
    read_reactions(s, message, d, a);
    return OK;
}

static enum status slack_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct slack *s = state;
    struct err own = {{0}};
    enum status st = DONE;
    while (st == DONE) {
        json_t *object = NULL;
        uint64_t line = 0;
        st = next_object(s, a, &object, &line, &own);
        if (st == DONE) return DONE;
        struct str file = utf8_mend(a, str_of(s->b->file[s->file]));
        if (st) return chat_tell(file, 0, st, &own, e);
        *ret = (struct record){.line = line};
        st = s->people ? person_of(s, object, a, ret, &own) : message_of(s, object, a, ret, &own);
        ret->file = file;
        json_decref(object);
        s->notices += st == DONE;
        if (st == BAD_INPUT) return chat_tell(file, line, st, &own, e);
    }
    return st;
}

static void slack_close(void *state)
{
    struct slack *s = state;
    file_close(s);
    arena_free(&s->file_a);
}

static struct str slack_remarks(void *state, struct arena *a)
{
    const struct slack *s = state;
    struct buf b = buf_new(a);
    chat_remark(&b, s->closed, "conversation that is not an open channel passed over",
                "conversations that are not open channels passed over");
    chat_remark(&b, s->notices, "notice (joined, renamed, …) passed over",
                "notices (joined, renamed, …) passed over");
    chat_remark_mended(&b, s->mended);
    return buf_str(&b);
}

extern const struct importer importer_slack;

const struct importer importer_slack = {
    .name = "slack",
    .summary = "Slack workspace exports: the directory or .zip with users.json and channels.json",
    .gather = slack_gather,
    .open = slack_open,
    .next = slack_next,
    .close = slack_close,
    .remarks = slack_remarks,
};

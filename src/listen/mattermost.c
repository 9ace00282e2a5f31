/* mattermost.c - listen: who said what to whom in a bulk export of Mattermost?
 *
 * One object a line, its kind under "type": version, team, channel, user, then posts, each with its
 * replies and reactions inside. Private channels and direct messages are passed over. Of an
 * unpacked export only the lines are read; what people attached to their posts is not ours. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/chat.h"
#include "listen/doc_heed.h"
#include "listen/json_rows.h"

#include <jansson.h>
#include <string.h>

struct mattermost {
    struct arena *a;
    struct chat_file file;
    struct json_rows rows;
    struct str channel;      /* of accounts: "mattermost:quay" */
    struct chat_users users; /* by username */
    struct map channels;     /* "team/channel" -> index into shown, or -1: not open to all */
    struct str *shown;
    size_t shown_count, shown_room;
    json_t *post; /* its replies from `reply` on are still to give */
    size_t reply;
    uint64_t post_line;
    uint64_t closed, unknown, direct, notices;
};

/* ---- whose file it is ---- */

static bool has(struct str s, const char *what)
{
    return str_find_nocase(s, what) < s.len;
}

static int mattermost_sniff(struct str head, const char *path)
{
    (void)path;
    struct str line = str_head(head, str_find(head, '\n'));
    if (str_starts(line, "\xEF\xBB\xBF")) line = str_skip(line, 3);
    if (!str_starts(str_trim(line), "{") || !has(line, "\"type\"")) return 0;
    return has(line, "\"version\"") && has(line, "\"version\":") ? 96 : 0;
}

static bool is_lines(const char *file)
{
    struct str name = str_of(file);
    return str_ends_nocase(name, ".jsonl") && str_find(name, '/') == name.len;
}

static size_t lines_file(const struct bundle *b)
{
    size_t i = 0;
    struct arena scratch = {0};
    for (; i < b->count; i++) {
        if (is_lines(b->file[i]) && mattermost_sniff(bundle_head(b, i, 4096, &scratch), "")) break;
    }
    arena_free(&scratch);
    return i;
}

static int mattermost_gather(const struct bundle *b)
{
    return lines_file(b) < b->count ? 95 : 0;
}

static enum status mattermost_open(struct reader *in, const struct importer_options *o,
                                   struct arena *a, void **ret_state, struct err *e)
{
    struct mattermost *m = arena_new(a, struct mattermost, 1);
    *ret_state = m;
    *m = (struct mattermost){.a = a, .channel = STR("mattermost")};
    m->users = chat_users_new(a);
    m->channels = map_new(a);
    enum status s = OK;
    if (!in) {
        size_t at = lines_file(o->bundle);
        if (at == o->bundle->count) {
            return err_set(e, BAD_INPUT, "no lines of a Mattermost export; want import.jsonl");
        }
        s = chat_file_open(o->bundle, at, a, &m->file, e);
        in = m->file.in;
    }
    if (!s) s = json_rows_open(in, a, &m->rows, e);
    return s;
}

/* ---- teams, channels, people ---- */

/* Accounts are those of the server, which the export does not name: its first team stands for it.
 */
static void see_team(struct mattermost *m, const json_t *team)
{
    struct arena own = {0};
    struct str name = str_lower(&own, chat_text(team, "name", &own));
    if (name.len && str_is(m->channel, "mattermost")) {
        m->channel = str_printf(m->a, "mattermost:%.*s", STR_ARG(utf8_head(name, NAME_BYTES_MAX)));
    }
    arena_free(&own);
}

static struct str place_of(const json_t *post, const char *channel, struct arena *a)
{
    return str_printf(a, "%s/%s", chat_text(post, "team", a).p, chat_text(post, channel, a).p);
}

static void see_channel(struct mattermost *m, const json_t *channel)
{
    struct arena own = {0};
    bool open = str_is(chat_text(channel, "type", &own), "O");
    bool is_new = false;
    int64_t at = open ? (int64_t)m->shown_count : -1;
    (void)map_put(&m->channels, place_of(channel, "name", &own), at, &is_new);
    if (open && is_new) {
        if (m->shown_count == m->shown_room) {
            size_t wider = m->shown_room ? m->shown_room * 2 : 64;
            m->shown = arena_grow(m->a, m->shown, m->shown_room * sizeof *m->shown,
                                  wider * sizeof *m->shown);
            m->shown_room = wider;
        }
        struct str name = chat_text(channel, "display_name", &own);
        if (!name.len) name = chat_text(channel, "name", &own);
        m->shown[m->shown_count++] = str_copy(m->a, utf8_head(name, NAME_BYTES_MAX));
    }
    arena_free(&own);
}

static struct str full_name(const json_t *user, struct arena *a)
{
    struct str first = chat_text(user, "first_name", a);
    struct str last = chat_text(user, "last_name", a);
    struct str nick = chat_text(user, "nickname", a);
    if (!first.len && !last.len) {
        return nick.len ? nick : chat_text(user, "display_name", a);
    }
    return str_printf(a, "%.*s%s%.*s", STR_ARG(first), first.len && last.len ? " " : "",
                      STR_ARG(last));
}

static enum status person_of(struct mattermost *m, const json_t *user, bool robot, struct arena *a,
                             struct record *ret, struct err *e)
{
    struct chat_user u = {.id = chat_text(user, "username", a), .robot = robot};
    if (!u.id.len) return err_set(e, BAD_INPUT, "a user without username; export it again");
    u.who = (struct who){.channel = m->channel, .handle = u.id, .name = full_name(user, a)};
    u.call = u.who.name.len ? u.who.name : u.id;
    (void)chat_user_add(&m->users, &u);
    chat_person(ret, ret->line);
    struct str email = chat_text(user, "email", a);
    if (!robot && str_find(email, '@') < email.len) {
        chat_person_who(ret,
                        (struct who){.channel = STR("email"), .handle = email, .name = u.who.name});
    }
    chat_person_who(ret, u.who);
    ret->person.name = u.call;
    ret->person.title = chat_text(user, "position", a);
    ret->person.robot = robot;
    return OK;
}

/* ---- what a post says ---- */

static bool is_name_byte(char c)
{
    c = ascii_lower(c);
    return (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '.' || c == '_' || c == '-';
}

/* "@jane" of people the export knows; a full stop behind is not part of the name. */
static void read_mentions(const struct mattermost *m, struct doc_row *d, struct str text,
                          struct arena *a)
{
    while (text.len) {
        size_t at = str_find(text, '@');
        bool inside = at > 0 && at < text.len && is_name_byte(text.p[at - 1]); /* an e-mail */
        text = str_skip(text, at + 1);
        size_t n = 0;
        while (n < text.len && n < 64 && is_name_byte(text.p[n]))
            n++;
        const struct chat_user *to = NULL;
        struct str name = str_lower(a, str_head(text, n));
        for (; name.len && !inside && !to; name.len--) {
            to = chat_user_find(&m->users, name);
            if (!strchr("._-", name.p[name.len - 1])) break;
        }
        if (to) doc_mention(d, a, to->who);
        text = str_skip(text, n);
    }
}

static void read_reactions(const struct mattermost *m, const json_t *said, struct doc_row *d,
                           struct arena *a)
{
    size_t i;
    const json_t *reaction;
    json_array_foreach(json_object_get(said, "reactions"), i, reaction)
    {
        struct str name = chat_text(reaction, "emoji_name", a);
        const struct chat_user *by = chat_user_find(&m->users, chat_text(reaction, "user", a));
        chat_reaction(d, name, 1);
        chat_thanks(d, name, by, chat_time(reaction, "create_at", 1000), a);
    }
}

/* Posts have no ids in an export: who wrote when in which channel is one. */
static struct str key_of(const struct mattermost *m, const json_t *said, struct str place,
                         struct arena *a)
{
    return str_printf(a, "%.*s/%.*s/%s/%s", STR_ARG(m->channel), STR_ARG(place),
                      chat_text(said, "create_at", a).p, chat_text(said, "user", a).p);
}

/* A hook posts under the name of whoever set it up: those are not their words. */
static bool is_hook(const json_t *said)
{
    const json_t *props = json_object_get(said, "props");
    return chat_true(props, "from_webhook") || chat_true(props, "from_bot");
}

static struct str text_of(const json_t *said, struct doc_row *d, struct arena *a)
{
    struct str text = chat_markdown(d, chat_text(said, "message", a), a);
    size_t i;
    const json_t *part;
    struct buf b = buf_new(a);
    if (text.len) return text;
    json_array_foreach(json_object_get(json_object_get(said, "props"), "attachments"), i, part)
    {
        struct str more = chat_text(part, "text", a);
        if (!more.len) more = chat_text(part, "fallback", a);
        if (b.len) buf_addc(&b, '\n');
        buf_add(&b, chat_markdown(d, more, a));
    }
    return buf_str(&b);
}

/* DONE: nothing that anybody said. */
static enum status doc_of(struct mattermost *m, const json_t *said, struct arena *a,
                          struct record *ret, struct err *e)
{
    struct str place = place_of(m->post, "channel", a);
    const int64_t *at = map_get(&m->channels, place);
    struct str type = chat_text(said, "type", a);
    struct doc_row *d = &ret->doc;
    m->unknown += !at;
    m->closed += at && *at < 0;
    if (!at || *at < 0) return DONE;
    if (str_starts(type, "system_")) {
        m->notices++;
        return DONE;
    }
    struct str user = chat_text(said, "user", a);
    int64_t at_s = chat_time(said, "create_at", 1000);
    if (!user.len) return err_set(e, BAD_INPUT, "a post without user; export it again");
    if (at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT, "create_at, want milliseconds since 1970; export it again");
    }
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .key = key_of(m, said, place, a), .at_s = at_s};
    const struct chat_user *by = chat_user_find(&m->users, user);
    if (!is_hook(said)) {
        d->author = by ? by->who : (struct who){.channel = m->channel, .handle = user};
    }
    d->outlets = arena_new(a, struct who, d->outlet_count = 1);
    d->outlets[0] = (struct who){
        .channel = m->channel, .handle = place, .name = m->shown[*at], .kind = STR("group")};
    d->text = text_of(said, d, a);
    read_mentions(m, d, d->text, a);
    read_reactions(m, said, d, a);
    return OK;
}

static void post_done(struct mattermost *m)
{
    json_decref(m->post);
    m->post = NULL;
    m->reply = 0;
}

/* The post itself, then its replies, one a call; DONE when all are given. */
static enum status post_next(struct mattermost *m, struct arena *a, struct record *ret,
                             struct err *e)
{
    const json_t *replies = json_object_get(m->post, "replies");
    while (m->reply <= json_array_size(replies)) {
        size_t i = m->reply++;
        const json_t *said = i ? json_array_get(replies, i - 1) : m->post;
        enum status s = doc_of(m, said, a, ret, e);
        if (s == DONE) continue;
        if (!s && i) {
            struct str place = place_of(m->post, "channel", a);
            chat_parent(&ret->doc, key_of(m, m->post, place, a), a);
        }
        return s;
    }
    post_done(m);
    return DONE;
}

/* ---- rows ---- */

/* DONE: nothing to give of this line. */
static enum status line_of(struct mattermost *m, json_t *object, struct arena *a,
                           struct record *ret, struct err *e)
{
    struct str type = chat_text(object, "type", a);
    json_t *inner = json_object_get(object, type.len ? type.p : "");
    if (!type.len) {
        return err_set(e, BAD_INPUT, "no type; want lines of a Mattermost export, each with one");
    }
    if (str_is(type, "version") || str_is(type, "emoji") || str_is(type, "scheme") ||
        str_is(type, "role") || str_is(type, "direct_channel")) {
        return DONE;
    }
    if (!json_is_object(inner)) {
        return err_set(e, BAD_INPUT, "type '%.*s' without an object of that name; export it again",
                       STR_ARG(utf8_head(type, 40)));
    }
    if (str_is(type, "team")) see_team(m, inner);
    if (str_is(type, "channel")) see_channel(m, inner);
    m->direct += str_is(type, "direct_post");
    if (str_is(type, "user")) return person_of(m, inner, false, a, ret, e);
    if (str_is(type, "bot")) return person_of(m, inner, true, a, ret, e);
    if (!str_is(type, "post")) return DONE;
    m->post = json_incref(inner);
    m->post_line = ret->line;
    return post_next(m, a, ret, e);
}

static enum status mattermost_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct mattermost *m = state;
    struct err own = {{0}};
    json_t *object = NULL;
    uint64_t line = 0;
    enum status s = DONE;
    while (s == DONE) {
        *ret = (struct record){.line = m->post_line, .file = m->file.name};
        if (m->post) {
            s = post_next(m, a, ret, &own);
            if (s == BAD_INPUT) return chat_tell(m->file.name, m->post_line, s, &own, e);
            continue;
        }
        s = json_rows_next(&m->rows, a, &object, &line, &own);
        if (s) return s == DONE ? s : chat_tell(m->file.name, 0, s, &own, e);
        *ret = (struct record){.line = line, .file = m->file.name};
        s = line_of(m, object, a, ret, &own);
        ret->file = m->file.name;
        json_decref(object);
        if (s == BAD_INPUT) return chat_tell(m->file.name, line, s, &own, e);
    }
    return s;
}

static void mattermost_close(void *state)
{
    struct mattermost *m = state;
    if (m->post) post_done(m);
    chat_file_close(&m->file);
}

static struct str mattermost_remarks(void *state, struct arena *a)
{
    const struct mattermost *m = state;
    struct buf b = buf_new(a);
    chat_remark(&b, m->closed, "post of a private channel passed over",
                "posts of private channels passed over");
    chat_remark(&b, m->direct, "direct message passed over", "direct messages passed over");
    chat_remark(&b, m->unknown, "post of a channel the file does not describe passed over",
                "posts of channels the file does not describe passed over");
    chat_remark(&b, m->notices, "notice (joined, renamed, …) passed over",
                "notices (joined, renamed, …) passed over");
    chat_remark_mended(&b, m->rows.mended);
    return buf_str(&b);
}

extern const struct importer importer_mattermost;

const struct importer importer_mattermost = {
    .name = "mattermost",
    .summary = "Mattermost bulk exports: the .jsonl file, or the directory or .zip with it",
    .sniff = mattermost_sniff,
    .gather = mattermost_gather,
    .open = mattermost_open,
    .next = mattermost_next,
    .close = mattermost_close,
    .remarks = mattermost_remarks,
};

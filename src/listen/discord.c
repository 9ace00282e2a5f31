/* discord.c - listen: who said what to whom in one channel, as DiscordChatExporter writes it?
 *
 * Discord itself exports nothing but one's own messages; this program's JSON is what people have:
 * one file a channel or thread. Direct messages and private threads are refused. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/chat.h"
#include "listen/doc_heed.h"
#include "listen/json_rows.h"

#include <jansson.h>
#include <string.h>

/* All who left are shown as this one. */
#define DELETED_USER "456226577798135808"

struct discord {
    struct arena *a;
    struct json_rows rows;
    struct str guild_id, channel_id;
    struct str shown; /* "Quay #brokers" */
    struct str title; /* of a thread, or a post of a forum */
    struct chat_users users;
    uint64_t line;     /* given last */
    size_t introduced; /* users whose person was given */
    uint64_t notices;
};

static bool has(struct str s, const char *what)
{
    return str_find_nocase(s, what) < s.len;
}

static int discord_sniff(struct str head, const char *path)
{
    (void)path;
    struct str s = str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head;
    bool around = has(s, "\"guild\"") && has(s, "\"channel\"");
    if (!str_starts(str_trim(s), "{") || !around) return 0;
    return has(s, "\"dateRange\"") || has(s, "\"messages\"") ? 95 : 0;
}

/* ---- what stands around the messages ---- */

static bool is_closed(struct str type)
{
    return str_starts(type, "Direct") || str_is(type, "GuildPrivateThread");
}

static enum status read_head(struct discord *s, const json_t *head, struct err *e)
{
    struct arena *a = s->a;
    const json_t *guild = json_object_get(head, "guild");
    const json_t *channel = json_object_get(head, "channel");
    struct str type = chat_text(channel, "type", a);
    struct str server = utf8_head(chat_text(guild, "name", a), NAME_BYTES_MAX);
    struct str name = utf8_head(chat_text(channel, "name", a), NAME_BYTES_MAX);
    s->guild_id = chat_text(guild, "id", a);
    s->channel_id = chat_text(channel, "id", a);
    if (is_closed(type)) {
        return err_set(e, BAD_INPUT,
                       "a private conversation is no evidence of public influence; "
                       "export a channel of a server");
    }
    if (!s->channel_id.len) {
        return err_set(e, BAD_INPUT,
                       "a channel without id; export it again with "
                       "DiscordChatExporter");
    }
    s->shown = str_printf(a, "%.*s%s#%.*s", STR_ARG(server), server.len ? " " : "", STR_ARG(name));
    if (has(type, "Thread") || has(type, "Forum")) s->title = name;
    return OK;
}

static enum status discord_open(struct reader *in, const struct importer_options *o,
                                struct arena *a, void **ret_state, struct err *e)
{
    struct discord *s = arena_new(a, struct discord, 1);
    struct buf text = buf_new(a);
    json_t *head = NULL;
    (void)o;
    *ret_state = s;
    s->a = a;
    s->users = chat_users_new(a);
    enum status st = json_rows_open_in(in, "messages", a, &s->rows, &text, e);
    if (st) return st;
    buf_adds(&text, "]}");
    st = json_object_read(utf8_mend(a, buf_str(&text)), &head, e);
    if (st) return st;
    st = read_head(s, head, e);
    json_decref(head);
    return st;
}

/* ---- people ---- */

/* Names that are one account's alone: those without a number, since 2023, and those with one. */
static struct str unique_name(const json_t *user, struct arena *a)
{
    struct str name = chat_text(user, "name", a);
    struct str number = chat_text(user, "discriminator", a);
    bool letter = false;
    for (size_t i = 0; i < name.len; i++)
        letter = letter || !ascii_is_digit(name.p[i]);
    if (!letter || chat_true(user, "isBot") || name.len > 32) return STR("");
    if (number.len == 4 && !str_is(number, "0000")) {
        return str_printf(a, "%.*s#%.*s", STR_ARG(name), STR_ARG(number));
    }
    return number.len && !str_is(number, "0000") && !str_is(number, "0") ? STR("") : name;
}

static struct chat_user user_of(struct discord *s, const json_t *user, struct arena *a)
{
    struct chat_user u = {.id = chat_text(user, "id", a), .robot = chat_true(user, "isBot")};
    struct str name = chat_text(user, "nickname", a);
    if (!name.len) name = chat_text(user, "name", a);
    if (str_is(u.id, DELETED_USER)) u.id = STR("");
    u.who = (struct who){
        .channel = STR("discord"), .handle = u.id, .name = utf8_head(name, NAME_BYTES_MAX)};
    u.call = unique_name(user, a);
    (void)chat_user_add(&s->users, &u);
    return u;
}

/* Somebody new, with the name that others know. False: nobody. */
static bool introduce(struct discord *s, struct record *ret)
{
    while (s->introduced < s->users.count) {
        const struct chat_user *u = &s->users.list[s->introduced++];
        if (!u->call.len && !u->robot) continue;
        chat_person(ret, s->line);
        chat_person_who(ret, u->who);
        struct who name = u->who;
        name.handle = u->call;
        chat_person_who(ret, name);
        ret->person.name = u->who.name;
        ret->person.robot = u->robot;
        ret->part = true; /* of the message it was seen in */
        return true;
    }
    return false;
}

/* ---- messages ---- */

static bool is_said(struct str type)
{
    static const char *const said[] = {"Default",
                                       "Reply",
                                       "ChatInputCommand",
                                       "ContextMenuCommand",
                                       "ThreadStarterMessage",
                                       "0",
                                       "19",
                                       "20",
                                       "23",
                                       NULL};
    return str_among(type, said);
}

static struct str key_of(struct str id, struct arena *a)
{
    return id.len ? str_printf(a, "discord:%.*s", STR_ARG(id)) : STR("");
}

/* Who is shown among the mentions: by the sign <@id>, or by name where the export shows names. Of
 * an answer the one it answers is among them, too, called or not. */
static void read_mentions(struct discord *s, const json_t *message, struct str content, bool reply,
                          struct doc_row *d, struct arena *a)
{
    size_t i;
    const json_t *user;
    json_array_foreach(json_object_get(message, "mentions"), i, user)
    {
        struct chat_user u = user_of(s, user, a);
        struct str name = chat_text(user, "name", a);
        struct str sign = str_printf(a, "%.*s>", STR_ARG(u.id));
        struct str shown = str_printf(a, "@%.*s", STR_ARG(u.who.name));
        struct str login = str_printf(a, "@%.*s", STR_ARG(name));
        bool called = has(content, sign.p) || has(content, shown.p) || has(content, login.p);
        if (called || !reply) doc_mention(d, a, u.who);
    }
}

/* "<@123>" is shown as "@name", "<:tada:123>" as ":tada:". */
static struct str shown_signs(const struct discord *s, struct str text, struct arena *a)
{
    struct buf b = buf_new(a);
    while (text.len) {
        size_t open = str_find(text, '<');
        buf_add(&b, str_head(text, open));
        text = str_skip(text, open);
        struct str sign = str_head(text, 100);
        sign = str_head(sign, str_find(sign, '>'));
        struct str id = str_skip(sign, 2);
        if (str_starts(id, "!")) id = str_skip(id, 1);
        const struct chat_user *known = chat_user_find(&s->users, id);
        bool emoji = str_starts(sign, "<:") && str_find(id, ':') < id.len;
        if (str_starts(sign, "<@") && known) {
            buf_addf(&b, "@%.*s", STR_ARG(known->who.name));
        } else if (emoji) {
            buf_addf(&b, ":%.*s:", (int)str_find(id, ':'), id.p);
        } else if (text.len) {
            buf_addc(&b, '<');
            sign.len = 0;
        }
        text = str_skip(text, sign.len ? sign.len + 1 : 1);
    }
    return b.len ? buf_str(&b) : STR("");
}

static struct str text_of(const struct discord *s, const json_t *message, struct doc_row *d,
                          struct arena *a)
{
    struct str content = chat_text(message, "content", a);
    size_t i;
    const json_t *embed;
    if (content.len) return chat_markdown(d, shown_signs(s, content, a), a);
    struct buf b = buf_new(a);
    json_array_foreach(json_object_get(message, "embeds"), i, embed)
    {
        struct str title = chat_text(embed, "title", a);
        struct str more = chat_text(embed, "description", a);
        chat_link(d, chat_text(embed, "url", a), a);
        buf_addf(&b, "%s%.*s%s%.*s", b.len ? "\n" : "", STR_ARG(title),
                 title.len && more.len ? "\n" : "", STR_ARG(more));
    }
    return b.len ? chat_markdown(d, buf_str(&b), a) : STR("");
}

static void read_reactions(struct discord *s, const json_t *message, struct doc_row *d,
                           struct arena *a)
{
    size_t i;
    size_t j;
    const json_t *reaction;
    const json_t *user;
    json_array_foreach(json_object_get(message, "reactions"), i, reaction)
    {
        const json_t *emoji = json_object_get(reaction, "emoji");
        struct str name = chat_text(emoji, "code", a);
        if (!name.len) name = chat_text(emoji, "name", a);
        chat_reaction(d, name, json_integer_value(json_object_get(reaction, "count")));
        json_array_foreach(json_object_get(reaction, "users"), j, user)
        {
            if (!reaction_thanks(name)) break;
            struct chat_user by = user_of(s, user, a);
            if (by.id.len && !by.robot) chat_thanks(d, name, &by, TIME_NONE, a);
        }
    }
}

/* What it answers, or shows of another place. */
static struct str read_reference(const struct discord *s, const json_t *message, bool reply,
                                 struct doc_row *d, struct arena *a)
{
    const json_t *reference = json_object_get(message, "reference");
    const json_t *forwarded = json_object_get(message, "forwardedMessage");
    struct str key = key_of(chat_text(reference, "messageId", a), a);
    if (reply) chat_parent(d, key, a);
    if (!json_is_object(forwarded)) return STR("");
    if (key.len) {
        doc_heed(d, a, (struct heed_row){.verb = VERB_SHARED, .key = key, .at_s = TIME_NONE});
    }
    struct doc_row theirs = {0}; /* its links are not this author's */
    return text_of(s, forwarded, &theirs, a);
}

static void read_place(const struct discord *s, struct str id, struct doc_row *d, struct arena *a)
{
    d->outlets = arena_new(a, struct who, d->outlet_count = 1);
    d->outlets[0] = (struct who){
        .channel = STR("discord"), .handle = s->channel_id, .name = s->shown, .kind = STR("group")};
    d->title = s->title;
    if (!s->guild_id.len) return;
    d->url = str_printf(a, "https://discord.com/channels/%.*s/%.*s/%.*s", STR_ARG(s->guild_id),
                        STR_ARG(s->channel_id), STR_ARG(id));
}

/* DONE: nothing that anybody said. */
static enum status message_of(struct discord *s, const json_t *message, struct arena *a,
                              struct record *ret, struct err *e)
{
    struct str type = chat_text(message, "type", a);
    struct str id = chat_text(message, "id", a);
    bool reply = str_is(type, "Reply") || str_is(type, "19");
    struct doc_row *d = &ret->doc;
    if (!is_said(type)) return DONE;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .key = key_of(id, a), .at_s = TIME_NONE};
    if (!id.len) return err_set(e, BAD_INPUT, "a message without id; export the channel again");
    if (!time_parse_iso(chat_text(message, "timestamp", a), &d->at_s)) {
        return err_set(e, BAD_INPUT, "a message without timestamp; export the channel again");
    }
    d->author = user_of(s, json_object_get(message, "author"), a).who;
    read_place(s, id, d, a);
    read_mentions(s, message, chat_text(message, "content", a), reply, d, a);
    struct str theirs = read_reference(s, message, reply, d, a);
    d->text = text_of(s, message, d, a);
    if (!d->text.len) d->text = theirs;
    const json_t *file = json_array_get(json_object_get(message, "attachments"), 0);
    if (!d->title.len) d->title = chat_text(file, "fileName", a);
    read_reactions(s, message, d, a);
    return OK;
}

static enum status discord_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct discord *s = state;
    struct err own = {{0}};
    enum status st = DONE;
    if (introduce(s, ret)) return OK;
    while (st == DONE) {
        json_t *message = NULL;
        uint64_t line = 0;
        st = json_rows_next(&s->rows, a, &message, &line, e);
        if (st) return st;
        *ret = (struct record){.line = s->line = line};
        st = message_of(s, message, a, ret, &own);
        json_decref(message);
        s->notices += st == DONE;
        if (st == BAD_INPUT) return chat_tell(STR(""), line, st, &own, e);
    }
    return st;
}

static struct str discord_remarks(void *state, struct arena *a)
{
    const struct discord *s = state;
    struct buf b = buf_new(a);
    chat_remark(&b, s->notices, "notice (joined, pinned, …) passed over",
                "notices (joined, pinned, …) passed over");
    chat_remark_mended(&b, s->rows.mended);
    return b.len ? buf_str(&b) : STR("");
}

extern const struct importer importer_discord;

const struct importer importer_discord = {
    .name = "discord",
    .summary = "Discord channels as DiscordChatExporter writes them (JSON)",
    .sniff = discord_sniff,
    .open = discord_open,
    .next = discord_next,
    .remarks = discord_remarks,
};

/* zulip_pages.c - listen: who said what to whom in the messages Zulip's API gives?
 *
 * One list of messages, or an object that holds it; in a public archive one file a topic, in one
 * directory a stream ("113486-general/a.20topic.json"). What an archive leaves out (ids of people,
 * stream and topic of a message) is taken from the names of its files. */
#include "base/limits.h"
#include "base/time.h"
#include "listen/json_walk.h"
#include "listen/zulip_int.h"

#include <jansson.h>
#include <string.h>

enum { INDEX_BYTES_MAX = RECORD_BYTES_MAX };

struct pages {
    const struct bundle *b; /* NULL: one file */
    struct arena *a;
    struct str realm;        /* where messages do not say it: by the name of the directory */
    struct chat_users users; /* seen, of messages that say ids */
    struct map streams;      /* id -> index into name, from stream_index.json */
    struct str *name;
    size_t name_count;
    size_t file;
    const char *path; /* at hand */
    struct str stream, stream_name, topic;
    struct arena file_a;
    struct reader *in, *given;
    struct json_rows rows; /* of a plain list */
    struct json_walk walk; /* of one within an object */
    bool reading, plain, in_list, named;
    uint64_t line;     /* given last */
    size_t introduced; /* users whose person was given */
    uint64_t direct, mended;
};

/* ---- whose files they are ---- */

static bool has(struct str s, const char *what)
{
    return str_find_nocase(s, what) < s.len;
}

int zulip_pages_sniff(struct str head)
{
    struct str s = str_trim(head);
    if (!str_starts(s, "[") && !str_starts(s, "{")) return 0;
    bool message = has(s, "\"sender_full_name\"") && has(s, "\"timestamp\"");
    return message && has(s, "\"content\"") ? 93 : 0;
}

/* "113486-general/topic.json" -> "113486"; empty when the path ends otherwise. */
static struct str stream_id(struct str path, struct str *ret_name, struct str *ret_topic)
{
    const char *slash = path.len ? memrchr(path.p, '/', path.len) : NULL;
    if (!slash || !str_ends_nocase(path, ".json")) return STR("");
    struct str dir = str_head(path, (size_t)(slash - path.p));
    const char *above = dir.len ? memrchr(dir.p, '/', dir.len) : NULL;
    if (above) dir = str_skip(dir, (size_t)(above - dir.p) + 1);
    size_t n = 0;
    while (n < dir.len && ascii_is_digit(dir.p[n]))
        n++;
    if (!n || n + 1 >= dir.len || dir.p[n] != '-') return STR("");
    *ret_name = str_skip(dir, n + 1);
    *ret_topic = str_skip(path, (size_t)(slash - path.p) + 1);
    ret_topic->len -= 5;
    return str_head(dir, n);
}

static bool is_topic(const char *file)
{
    struct str name;
    struct str topic;
    return stream_id(str_of(file), &name, &topic).len > 0;
}

bool zulip_is_archive(const struct bundle *b)
{
    bool topics = false;
    for (size_t i = 0; !topics && i < b->count; i++)
        topics = is_topic(b->file[i]);
    return topics && bundle_find(b, "stream_index.json") < b->count;
}

/* ---- names ---- */

static int hex_of(char c)
{
    c = ascii_lower(c);
    return ascii_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "a.20topic.2E" as archives write names that files cannot have: dots and two digits. */
static struct str undotted(struct str s, struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.len; i++) {
        bool code =
            s.p[i] == '.' && i + 2 < s.len && hex_of(s.p[i + 1]) >= 0 && hex_of(s.p[i + 2]) >= 0;
        unsigned char c = (unsigned char)s.p[i];
        if (code) c = (unsigned char)(hex_of(s.p[i + 1]) * 16 + hex_of(s.p[i + 2]));
        buf_add(&b, (struct str){(const char *)&c, 1});
        i += code ? 2 : 0;
    }
    return b.len ? utf8_mend(a, buf_str(&b)) : STR("");
}

static struct str dashes_out(struct str s, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str word;
    while (str_cut(&s, '-', &word)) {
        if (b.len) buf_addc(&b, ' ');
        buf_add(&b, word);
    }
    return utf8_mend(a, buf_str(&b));
}

/* The last part of a path that is no common name of the place where archives keep their files. */
static struct str realm_of(struct str path, struct arena *a)
{
    static const char *const common[] = {"zulip_json", "_json", "json", "archive", ".", NULL};
    while (path.len) {
        const char *slash = memrchr(path.p, '/', path.len);
        struct str last = slash ? str_skip(path, (size_t)(slash - path.p) + 1) : path;
        bool skip = !last.len;
        for (size_t i = 0; common[i]; i++)
            skip = skip || str_is_nocase(last, common[i]);
        if (!skip) return utf8_mend(a, str_lower(a, utf8_head(last, NAME_BYTES_MAX)));
        path.len = slash ? (size_t)(slash - path.p) : 0;
    }
    return STR("archive");
}

/* {"streams": {"general": {"id": 113486, …}, …}}; without it the directories' names will do. */
static void read_index(struct pages *p)
{
    struct arena own = {0};
    struct err ignored;
    struct reader *in = NULL;
    struct str text = STR("");
    json_t *index = NULL;
    size_t at = bundle_find(p->b, "stream_index.json");
    if (at == p->b->count || bundle_open(p->b, at, &own, &in, &ignored)) return;
    enum status s = reader_rest(in, INDEX_BYTES_MAX, &own, &text, &ignored);
    if (!s) s = json_object_read(utf8_mend(&own, text), &index, &ignored);
    reader_close(in);
    json_t *streams = s ? NULL : json_object_get(index, "streams");
    const char *name;
    json_t *stream;
    p->name = arena_new(p->a, struct str, json_object_size(streams));
    json_object_foreach(streams, name, stream)
    {
        struct str id = chat_text(stream, "id", &own);
        if (!id.len) continue;
        (void)map_put(&p->streams, id, (int64_t)p->name_count, NULL);
        p->name[p->name_count++] = str_copy(p->a, utf8_head(str_of(name), NAME_BYTES_MAX));
    }
    if (index) json_decref(index);
    arena_free(&own);
}

static enum status pages_open(struct reader *in, const struct importer_options *o, struct arena *a,
                              void **ret, struct err *e)
{
    struct pages *p = arena_new(a, struct pages, 1);
    (void)e;
    *ret = p;
    p->a = a;
    p->b = in ? NULL : o->bundle;
    p->given = in;
    p->path = o->path ? o->path : "";
    p->users = chat_users_new(a);
    p->streams = map_new(a);
    struct str place = str_of(path_full(a, p->b ? p->b->dir : p->path));
    for (int up = 0; !p->b && up < 2; up++) { /* topic and stream */
        const char *slash = place.len ? memrchr(place.p, '/', place.len) : NULL;
        place.len = slash ? (size_t)(slash - place.p) : 0;
    }
    bool unpacked = p->b && strcmp(path_base(place.p), p->b->name) != 0; /* elsewhere */
    if (unpacked) place = str_of(p->b->name);
    p->realm = realm_of(place, a);
    if (p->b) read_index(p);
    return OK;
}

/* ---- one file after the other ---- */

static void name_file(struct pages *p)
{
    struct str name = STR("");
    struct str topic = STR("");
    struct str id = stream_id(str_of(p->path), &name, &topic);
    p->stream = utf8_mend(&p->file_a, id);
    const int64_t *known = id.len ? map_get(&p->streams, id) : NULL;
    p->stream_name = known ? p->name[*known] : dashes_out(name, &p->file_a);
    p->topic = undotted(topic, &p->file_a);
}

static enum status file_open(struct pages *p, struct err *e)
{
    static const char *const keys[] = {"messages", NULL};
    struct str head = STR("");
    enum status s = OK;
    if (p->b) {
        p->path = p->b->file[p->file];
        s = bundle_open(p->b, p->file, &p->file_a, &p->in, e);
    }
    struct reader *in = p->b ? p->in : p->given;
    name_file(p);
    if (!s) s = reader_head(in, 64, &head, e);
    if (s) return s;
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
    p->plain = !str_starts(str_trim(head), "{");
    s = p->plain ? json_rows_open(in, &p->file_a, &p->rows, e)
                 : json_walk_open(in, keys, &p->file_a, &p->walk, e);
    p->reading = !s;
    p->in_list = p->plain;
    return s;
}

static void file_close(struct pages *p)
{
    if (p->reading) p->mended += p->plain ? p->rows.mended : p->walk.rows.mended;
    reader_close(p->in);
    p->in = NULL;
    p->reading = p->in_list = false;
    arena_reset(&p->file_a, (struct arena_mark){0});
}

static enum status next_file(struct pages *p, struct err *e)
{
    while (p->b && p->file < p->b->count && !is_topic(p->b->file[p->file]))
        p->file++;
    return p->file < (p->b ? p->b->count : 1) ? file_open(p, e) : DONE;
}

/* The next list of the file at hand, or the end of that file; DONE behind the last. */
static enum status next_list(struct pages *p, struct err *e)
{
    bool begins = !p->reading;
    size_t list = 0;
    enum status s = begins ? next_file(p, e) : OK;
    if (s || (begins && p->plain)) return s;
    s = p->plain ? DONE : json_walk_next(&p->walk, &list, e);
    p->in_list = s == OK;
    if (s != DONE && s != BAD_INPUT) return s;
    file_close(p);
    p->file++;
    return s == DONE ? OK : s;
}

static enum status next_object(struct pages *p, struct arena *a, json_t **ret, uint64_t *ret_line,
                               struct err *e)
{
    enum status s = OK;
    while (!s) {
        struct json_rows *rows = p->plain ? &p->rows : &p->walk.rows;
        if (p->in_list) s = json_rows_next(rows, a, ret, ret_line, e);
        if (p->in_list && s != DONE) return s;
        p->in_list = false;
        s = next_list(p, e);
    }
    return s;
}

/* ---- records ---- */

static bool is_robot(struct str email)
{
    struct str local = str_head(email, str_find(email, '@'));
    return str_ends_nocase(local, "-bot");
}

/* The API gives ids and addresses, archives full names alone. */
static struct who author_of(struct pages *p, const struct zulip_place *place, const json_t *message,
                            struct arena *a)
{
    struct str name = utf8_head(chat_text(message, "sender_full_name", a), NAME_BYTES_MAX);
    struct str id = chat_text(message, "sender_id", a);
    struct who w = {.channel = place->channel, .handle = id.len ? id : name, .name = name};
    struct str email = chat_text(message, "sender_email", a);
    if (!id.len) return w;
    struct chat_user u = {.id = id, .who = w, .call = email, .robot = is_robot(email)};
    (void)chat_user_add(&p->users, &u);
    return w;
}

static void read_reactions(const struct zulip_place *place, const json_t *message,
                           struct doc_row *d, struct arena *a)
{
    size_t i;
    const json_t *reaction;
    json_array_foreach(json_object_get(message, "reactions"), i, reaction)
    {
        const json_t *user = json_object_get(reaction, "user");
        struct str name = chat_text(reaction, "emoji_name", a);
        struct str id = chat_text(reaction, "user_id", a);
        if (!id.len) id = chat_text(user, "id", a);
        struct str full = chat_text(user, "full_name", a);
        chat_reaction(d, name, 1);
        struct chat_user by = {.id = id, .who = zulip_who(place, full, id, a)};
        bool known = by.who.handle.len && !str_is(by.who.channel, "name");
        if (known) chat_thanks(d, name, &by, TIME_NONE, a);
    }
}

static bool is_direct(const json_t *message, struct arena *a)
{
    struct str type = chat_text(message, "type", a);
    return (type.len && !str_is(type, "stream") && !str_is(type, "channel")) ||
           json_is_array(json_object_get(message, "display_recipient"));
}

static bool is_html(const json_t *message, struct str content, struct arena *a)
{
    struct str type = chat_text(message, "content_type", a);
    return type.len ? str_is(type, "text/html") : str_starts(content, "<");
}

static struct str either(struct str first, struct str second)
{
    return first.len ? first : second;
}

static void where(const struct pages *p, const struct zulip_place *place, const json_t *message,
                  struct doc_row *d, struct arena *a)
{
    struct str topic = either(chat_text(message, "subject", a), chat_text(message, "topic", a));
    struct str stream = either(chat_text(message, "stream_id", a), p->stream);
    struct str name = either(chat_text(message, "display_recipient", a), p->stream_name);
    d->title = str_copy(a, either(topic, p->topic));
    zulip_outlet(place, stream, name, d, a);
}

/* DONE: not for us. */
static enum status message_of(struct pages *p, const json_t *message, struct arena *a,
                              struct record *ret, struct err *e)
{
    struct str id = chat_text(message, "id", a);
    struct str realm = str_lower(a, chat_text(message, "sender_realm_str", a));
    struct zulip_place place = {.channel =
                                    str_printf(a, "zulip:%.*s", STR_ARG(either(realm, p->realm))),
                                .users = json_object_get(message, "sender_id") ? &p->users : NULL};
    struct doc_row *d = &ret->doc;
    if (is_direct(message, a)) {
        p->direct++;
        return DONE;
    }
    p->named = p->named || !realm.len;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("post"), .at_s = chat_time(message, "timestamp", 1)};
    d->author = author_of(p, &place, message, a);
    if (!id.len || !d->author.handle.len || d->at_s == TIME_NONE) {
        return err_set(e, BAD_INPUT, "a message without id, sender or timestamp; fetch it again");
    }
    d->key = zulip_key(&place, id, a);
    where(p, &place, message, d, a);
    struct str content = chat_text(message, "content", a);
    d->text = is_html(message, content, a) ? zulip_html(&place, content, d, a)
                                           : zulip_markdown(&place, content, d, a);
    read_reactions(&place, message, d, a);
    return OK;
}

/* Somebody new of whom an address is known, or that it is a bot. False: nobody. */
static bool introduce(struct pages *p, struct arena *a, struct record *ret)
{
    while (p->introduced < p->users.count) {
        const struct chat_user *u = &p->users.list[p->introduced++];
        bool shown = zulip_is_email(u->call) && !u->robot;
        if (!shown && !u->robot) continue;
        chat_person(ret, p->line);
        ret->file = p->b ? utf8_mend(a, str_of(p->path)) : STR("");
        if (shown) {
            chat_person_who(
                ret, (struct who){.channel = STR("email"), .handle = u->call, .name = u->who.name});
        }
        chat_person_who(ret, u->who);
        ret->person.name = u->who.name;
        ret->person.robot = u->robot;
        ret->part = true; /* of the message it wrote */
        return true;
    }
    return false;
}

static enum status pages_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct pages *p = state;
    struct err own = {{0}};
    enum status s = DONE;
    if (introduce(p, a, ret)) return OK;
    while (s == DONE) {
        json_t *object = NULL;
        uint64_t line = 0;
        s = next_object(p, a, &object, &line, &own);
        if (s == DONE) return DONE;
        struct str file = p->b ? utf8_mend(a, str_of(p->path)) : STR("");
        if (s) return chat_tell(file, 0, s, &own, e);
        *ret = (struct record){.line = p->line = line};
        s = message_of(p, object, a, ret, &own);
        ret->file = file;
        json_decref(object);
        if (s == BAD_INPUT) return chat_tell(file, line, s, &own, e);
    }
    return s;
}

static void pages_close(void *state)
{
    struct pages *p = state;
    file_close(p);
    arena_free(&p->file_a);
}

static struct str pages_remarks(void *state, struct arena *a)
{
    const struct pages *p = state;
    struct buf b = buf_new(a);
    chat_remark(&b, p->direct, "private message passed over", "private messages passed over");
    chat_remark_mended(&b, p->mended);
    if (p->named) {
        buf_addf(&b, "%saccounts are zulip:%.*s, after the name of the directory",
                 b.len ? "; " : "", STR_ARG(p->realm));
    }
    return b.len ? buf_str(&b) : STR("");
}

const struct zulip_form zulip_pages = {pages_open, pages_next, pages_close, pages_remarks};

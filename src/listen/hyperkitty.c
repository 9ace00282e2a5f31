/* hyperkitty.c - listen: what do the mails say that HyperKitty's API gives?
 *
 * HyperKitty is the archive of Mailman 3. Its API tells of mails one by one, in pages
 * ({"count", "next", "results": […]}), or as whoever fetched them put them together: a list, or one
 * after the other. What it tells of lists and threads besides is no mail, and passed over.
 *
 * Source  hyperkitty/api of https://gitlab.com/mailman/hyperkitty (fields, addresses, hashes) */
#include "base/limits.h"
#include "base/time.h"
#include "listen/chat.h"
#include "listen/foreign.h"
#include "listen/json_walk.h"
#include "listen/message_hash.h"

#include <jansson.h>

struct hyperkitty {
    const struct foreign *foreign;
    struct arena *a;
    bool paged;
    bool in_list;          /* of pages: walk.rows is in one */
    struct json_rows rows; /* of what is not paged */
    struct json_walk walk;
    struct chat_users users; /* of the server, by their number and address */
    size_t introduced;
    uint64_t line; /* given last */
    uint64_t bare; /* mails told of without their text */
};

static bool has(struct str s, const char *what)
{
    return str_find_nocase(s, what) < s.len;
}

static struct str without_mark(struct str head)
{
    return str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
}

static int hyperkitty_sniff(struct str head, const char *path)
{
    (void)path;
    struct str s = without_mark(head);
    if (!str_starts(s, "{") && !str_starts(s, "[")) return 0;
    if (has(s, "\"message_id_hash\"") && has(s, "\"mailinglist\"")) return 95;
    if (has(s, "\"starting_email\"") && has(s, "\"mailinglist\"")) return 90;     /* threads */
    return has(s, "\"archive_policy\"") && has(s, "\"subject_prefix\"") ? 90 : 0; /* lists */
}

/* A page says "results" before it tells of any mail. */
static bool is_paged(struct str head)
{
    return str_find_nocase(head, "\"results\"") < str_find_nocase(head, "\"message_id\"");
}

static enum status hyperkitty_open(struct reader *in, const struct importer_options *o,
                                   struct arena *a, void **ret_state, struct err *e)
{
    static const char *const keys[] = {"results", NULL};
    struct hyperkitty *h = arena_new(a, struct hyperkitty, 1);
    struct str head = STR("");
    (void)o;
    *ret_state = h;
    h->a = a;
    h->users = chat_users_new(a);
    enum status s = foreign_find(&h->foreign, e);
    if (!s) s = reader_head(in, 4096, &head, e);
    if (s) return s;
    h->paged = is_paged(head);
    if (h->paged) return json_walk_open(in, keys, a, &h->walk, e);
    if (str_starts(without_mark(head), "[")) return json_rows_open(in, a, &h->rows, e);
    return json_rows_open_sequence(in, a, &h->rows, e);
}

static enum status next_object(struct hyperkitty *h, struct arena *a, json_t **ret,
                               uint64_t *ret_line, struct err *e)
{
    if (!h->paged) return json_rows_next(&h->rows, a, ret, ret_line, e);
    enum status s = OK;
    while (!s) {
        size_t key = 0;
        if (h->in_list) s = json_rows_next(&h->walk.rows, a, ret, ret_line, e);
        if (h->in_list && s != DONE) return s;
        s = json_walk_next(&h->walk, &key, e);
        h->in_list = s == OK;
    }
    return s;
}

/* ---- addresses of the API ---- */

/* What stands in url between `before` and the next slash; empty when it is not there. */
static struct str part_behind(struct str url, const char *before)
{
    size_t at = str_find_nocase(url, before);
    if (at == url.len) return STR("");
    struct str rest = str_skip(url, at + str_of(before).len);
    return str_head(rest, str_find(rest, '/'));
}

/* "…/api/list/harbour@lists.example.org/email/…" -> harbour@lists.example.org */
static struct str list_of(const json_t *mail, struct arena *a)
{
    struct str list = part_behind(chat_text(mail, "mailinglist", a), "/list/");
    if (!list.len) list = part_behind(chat_text(mail, "url", a), "/list/");
    size_t at = str_find_nocase(list, "%40");
    if (at < list.len) {
        list = str_printf(a, "%.*s@%.*s", STR_ARG(str_head(list, at)),
                          STR_ARG(str_skip(list, at + 3)));
    }
    size_t sign = str_find(list, '@');
    bool whole = sign && sign + 1 < list.len && list.len <= NAME_BYTES_MAX;
    return whole ? str_lower(a, list) : STR("");
}

/* The page people see: "…/api/list/L/email/HASH/" is "…/list/L/message/HASH/". */
static struct str page_of(struct str url, struct str hash, struct arena *a)
{
    size_t api = str_find_nocase(url, "/api/list/");
    struct str list = part_behind(url, "/api/list/");
    if (api == url.len || !list.len || !hash.len) return STR("");
    return str_printf(a, "%.*s/list/%.*s/message/%.*s/", STR_ARG(str_head(url, api)), STR_ARG(list),
                      STR_ARG(hash));
}

static struct str host_of(struct str url, struct arena *a)
{
    size_t at = str_find_nocase(url, "://");
    struct str rest = str_skip(url, at < url.len ? at + 3 : at);
    return str_lower(a, utf8_head(str_head(rest, str_find(rest, '/')), NAME_BYTES_MAX));
}

/* ---- people ---- */

/* One person may write from several addresses: the server knows them by one number. */
static void remember_sender(struct hyperkitty *h, const json_t *mail, const struct doc_row *d,
                            struct arena *a)
{
    struct str number = chat_text(json_object_get(mail, "sender"), "mailman_id", a);
    struct str host = host_of(chat_text(mail, "url", a), a);
    if (!number.len || number.len > NAME_BYTES_MAX || !host.len) return;
    if (!str_is(d->author.channel, "email")) return;
    struct chat_user u = {.who = d->author, .call = number};
    u.who.channel = str_printf(a, "mailman:%.*s", STR_ARG(host));
    u.id =
        str_printf(a, "%.*s %.*s %.*s", STR_ARG(host), STR_ARG(number), STR_ARG(d->author.handle));
    (void)chat_user_add(&h->users, &u);
}

static bool introduce(struct hyperkitty *h, struct record *ret)
{
    if (h->introduced == h->users.count) return false;
    const struct chat_user *u = &h->users.list[h->introduced++];
    struct who mail = u->who;
    struct who member = u->who;
    mail.channel = STR("email");
    member.handle = u->call;
    chat_person(ret, h->line);
    chat_person_who(ret, mail);
    chat_person_who(ret, member);
    ret->person.name = mail.name;
    ret->part = true; /* of the mail it was seen in */
    return true;
}

/* ---- mails ---- */

static void read_votes(const json_t *mail, struct doc_row *d)
{
    const json_t *votes = json_object_get(mail, "votes");
    if (!json_is_object(votes)) votes = mail; /* so older versions have it */
    const json_t *likes = json_object_get(votes, "likes");
    const json_t *dislikes = json_object_get(votes, "dislikes");
    if (!json_is_integer(likes)) return;
    d->rated = true;
    d->rating = (double)json_integer_value(likes) - (double)json_integer_value(dislikes);
}

static void read_place(const json_t *mail, struct doc_row *d, struct arena *a)
{
    struct str list = list_of(mail, a);
    struct str hash = chat_text(mail, "message_id_hash", a);
    struct str parent = part_behind(chat_text(mail, "parent", a), "/email/");
    d->url = page_of(chat_text(mail, "url", a), hash, a);
    if (parent.len) chat_parent(d, message_hash_key(a, parent), a);
    if (!list.len) return;
    d->outlets = arena_new(a, struct who, d->outlet_count = 1);
    d->outlets[0] =
        (struct who){.channel = STR("list"), .kind = STR("list"), .handle = list, .address = list};
}

static enum status mail_of(struct hyperkitty *h, const json_t *mail, struct arena *a,
                           struct record *ret, struct err *e)
{
    const json_t *sender = json_object_get(mail, "sender");
    struct str hash = chat_text(mail, "message_id_hash", a);
    struct doc_row *d = &ret->doc;
    ret->kind = RECORD_DOC;
    *d = (struct doc_row){.kind = STR("mail"), .at_s = TIME_NONE};
    d->key = utf8_head(chat_text(mail, "message_id", a), NAME_BYTES_MAX);
    if (!d->key.len && hash.len) d->key = message_hash_key(a, hash);
    if (!d->key.len) {
        return err_set(e, BAD_INPUT, "a mail without message_id; fetch it again from the archive");
    }
    if (!time_parse_iso(chat_text(mail, "date", a), &d->at_s)) {
        return err_set(e, BAD_INPUT, "a mail without date; fetch it again from the archive");
    }
    read_place(mail, d, a);
    struct mail_told told = {.address = chat_text(sender, "address", a),
                             .name = chat_text(mail, "sender_name", a),
                             .subject = chat_text(mail, "subject", a),
                             .text = chat_text(mail, "content", a),
                             .list = d->outlet_count ? d->outlets[0].handle : STR("")};
    h->foreign->mail_told(&told, a, d);
    h->bare += !json_is_string(json_object_get(mail, "content"));
    read_votes(mail, d);
    remember_sender(h, mail, d, a);
    return OK;
}

static enum status object_of(struct hyperkitty *h, const json_t *object, struct arena *a,
                             struct record *ret, struct err *e)
{
    const char *why = NULL;
    if (json_object_get(object, "starting_email")) why = "a thread: its mails say it";
    if (json_object_get(object, "archive_policy")) why = "a list: its mails say it";
    if (!why) return mail_of(h, object, a, ret, e);
    ret->kind = RECORD_NOTHING;
    ret->nothing.why = why;
    return OK;
}

static enum status hyperkitty_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct hyperkitty *h = state;
    struct err own = {{0}};
    json_t *object = NULL;
    uint64_t line = 0;
    if (introduce(h, ret)) return OK;
    enum status s = next_object(h, a, &object, &line, e);
    if (s) return s;
    *ret = (struct record){.line = h->line = line};
    s = object_of(h, object, a, ret, &own);
    json_decref(object);
    return s == BAD_INPUT ? chat_tell(STR(""), line, s, &own, e) : s;
}

static struct str hyperkitty_remarks(void *state, struct arena *a)
{
    const struct hyperkitty *h = state;
    struct buf b = buf_new(a);
    chat_remark(&b, h->bare, "mail without its text: the list of mails leaves it out, fetch each",
                "mails without their text: the list of mails leaves it out, fetch each");
    chat_remark(&b, h->rows.mended + h->walk.rows.mended,
                "row with bytes that are not UTF-8 mended",
                "rows with bytes that are not UTF-8 mended");
    return b.len ? buf_str(&b) : STR("");
}

extern const struct importer importer_hyperkitty;

const struct importer importer_hyperkitty = {
    .name = "hyperkitty",
    .summary = "mails of a Mailman 3 archive as HyperKitty's API gives them (JSON)",
    .sniff = hyperkitty_sniff,
    .open = hyperkitty_open,
    .next = hyperkitty_next,
    .remarks = hyperkitty_remarks,
};

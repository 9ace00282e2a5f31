/* mail.c - listen: what does one RFC 822 message say? */
#include "listen/mail_int.h"

#include "base/time.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

enum field_kind {
    FIELD_FROM,
    FIELD_REPLY_TO,
    FIELD_TO,
    FIELD_DATE,
    FIELD_SUBJECT,
    FIELD_MESSAGE_ID,
    FIELD_IN_REPLY_TO,
    FIELD_REFERENCES,
    FIELD_RECEIVED,
    FIELD_PRECEDENCE,
    FIELD_AUTO,
    FIELD_UNSUBSCRIBE,
    FIELD_LIST, /* and behind it the kinds of enum list_header */
    FIELD_COUNT = FIELD_LIST + LIST_HEADERS
};

static const struct {
    const char *name;
    enum field_kind kind;
} known_fields[] = {{"From", FIELD_FROM},
                    {"To", FIELD_TO},
                    {"Cc", FIELD_TO},
                    {"Bcc", FIELD_TO}, /* of the sender's own copy */
                    {"Date", FIELD_DATE},
                    {"Subject", FIELD_SUBJECT},
                    {"Message-ID", FIELD_MESSAGE_ID},
                    {"In-Reply-To", FIELD_IN_REPLY_TO},
                    {"References", FIELD_REFERENCES},
                    {"Received", FIELD_RECEIVED},
                    {"Precedence", FIELD_PRECEDENCE},
                    {"Auto-Submitted", FIELD_AUTO},
                    {"List-Unsubscribe", FIELD_UNSUBSCRIBE},
                    {"List-Id", FIELD_LIST + LIST_ID},
                    {"X-BeenThere", FIELD_LIST + LIST_BEEN_THERE},
                    {"List-Post", FIELD_LIST + LIST_POST},
                    {"X-Mailing-List", FIELD_LIST + LIST_X_MAILING},
                    {"Mailing-List", FIELD_LIST + LIST_MAILING},
                    {"Delivered-To", FIELD_LIST + LIST_DELIVERED},
                    {"Sender", FIELD_LIST + LIST_SENDER},
                    {"Errors-To", FIELD_LIST + LIST_SENDER}};

enum { HEADER_BYTES_MAX = 1 << 16 }; /* gmime's own texts of a header are unbounded */

struct field { /* copied: gmime's memory is gone when the message is */
    struct str value;
    struct field *next;
};

struct fields {
    struct field *first[FIELD_COUNT], *last[FIELD_COUNT];
};

static bool is_repeated(enum field_kind kind)
{
    return kind == FIELD_FROM || kind == FIELD_TO || kind >= FIELD_LIST;
}

static void keep_field(struct fields *f, enum field_kind kind, const char *value, struct arena *a)
{
    if (!value || (f->first[kind] && !is_repeated(kind))) return;
    struct field *field = arena_new(a, struct field, 1);
    field->value = str_copy(a, str_trim(str_head(str_of(value), HEADER_BYTES_MAX)));
    if (f->last[kind]) {
        f->last[kind]->next = field;
    } else {
        f->first[kind] = field;
    }
    f->last[kind] = field;
}

static struct fields read_fields(GMimeMessage *message, struct arena *a)
{
    struct fields f = {{NULL}, {NULL}};
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int count = g_mime_header_list_get_count(list);
    for (int i = 0; i < count && i < MAIL_HEADERS_MAX; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        struct str name = str_of(g_mime_header_get_name(header));
        for (size_t k = 0; k < sizeof known_fields / sizeof *known_fields; k++) {
            if (!str_is_nocase(name, known_fields[k].name)) continue;
            keep_field(&f, known_fields[k].kind, g_mime_header_get_raw_value(header), a);
            break;
        }
    }
    return f;
}

static struct str value_of(const struct fields *f, enum field_kind kind)
{
    return f->first[kind] ? f->first[kind]->value : STR("");
}

/* ---- keys ---- */

/* <id> without the angles; an id without them as it stands. */
static struct str message_id(struct arena *a, struct str value)
{
    struct str id = mail_header_text(a, value);
    size_t open = str_find(id, '<');
    if (open < id.len) {
        id = str_skip(id, open + 1);
        id = str_head(id, str_find(id, '>'));
    } else {
        id = str_head(id, str_find(id, ' '));
    }
    return utf8_head(str_trim(id), NAME_BYTES_MAX);
}

static void add_parent(struct arena *a, struct doc_row *doc, struct str id)
{
    if (doc->parent_count == PARENTS_PER_DOC_MAX || str_eq(id, doc->key)) return;
    for (size_t i = 0; i < doc->parent_count; i++) {
        if (str_eq(doc->parents[i], id)) return;
    }
    if (!doc->parents) doc->parents = arena_new(a, struct str, PARENTS_PER_DOC_MAX);
    doc->parents[doc->parent_count++] = id;
}

/* The last <…@…> of *s, which then ends before it. */
static bool take_last_id(struct arena *a, struct str *s, struct str *ret)
{
    for (;;) {
        const char *close = s->len ? memrchr(s->p, '>', s->len) : NULL;
        if (!close) return false;
        *s = str_head(*s, (size_t)(close - s->p));
        const char *open = s->len ? memrchr(s->p, '<', s->len) : NULL;
        if (!open) return false;
        struct str id = str_skip(*s, (size_t)(open - s->p) + 1);
        *s = str_head(*s, (size_t)(open - s->p));
        id = mail_header_text(a, id);
        if (str_find(id, '@') < id.len && str_find(id, ' ') == id.len && id.len <= NAME_BYTES_MAX) {
            *ret = id;
            return true;
        }
    }
}

static void read_parents(const struct fields *f, struct arena *a, struct doc_row *doc)
{
    struct str ids[PARENTS_PER_DOC_MAX];
    size_t count = 0;
    struct str replied = value_of(f, FIELD_IN_REPLY_TO);
    /* "Message from Jane <jane@x.org> of Thu <id>": behind words only the last is an id */
    size_t most = str_starts(replied, "<") ? PARENTS_PER_DOC_MAX : 1;
    while (count < most && take_last_id(a, &replied, &ids[count]))
        count++;
    while (count)
        add_parent(a, doc, ids[--count]); /* in the order they stand there */
    struct str references = value_of(f, FIELD_REFERENCES);
    struct str id;
    while (doc->parent_count < PARENTS_PER_DOC_MAX && take_last_id(a, &references, &id)) {
        add_parent(a, doc, id);
    }
}

/* ---- when ---- */

static bool parse_date(struct str text, int64_t *ret)
{
    int64_t at_s = 0;
    if (!text.len || !time_parse_mail(text, &at_s) || at_s < 0)
        return false; /* no mail before 1970 */
    *ret = at_s;
    return true;
}

static int64_t read_date(const struct fields *f, struct str envelope_date)
{
    int64_t at_s = TIME_NONE;
    if (parse_date(value_of(f, FIELD_DATE), &at_s) || parse_date(envelope_date, &at_s)) return at_s;
    struct str received = value_of(f, FIELD_RECEIVED);
    const char *semicolon = received.len ? memrchr(received.p, ';', received.len) : NULL;
    if (semicolon) {
        (void)parse_date(str_skip(received, (size_t)(semicolon - received.p) + 1), &at_s);
    }
    return at_s;
}

/* ---- where ---- */

static void read_lists(const struct fields *f, struct arena *a, struct mail_lists *lists)
{
    struct str precedence = value_of(f, FIELD_PRECEDENCE);
    bool bulk = str_is_nocase(precedence, "bulk") || str_is_nocase(precedence, "list");
    for (int kind = 0; kind < LIST_HEADERS; kind++) {
        if (kind == LIST_SENDER && !bulk) continue;
        const struct field *field = f->first[FIELD_LIST + kind];
        for (; field; field = field->next) {
            mail_list_add(lists, (enum list_header)kind, field->value, a);
        }
    }
}

static void keep_lists(const struct mail_lists *lists, struct arena *a, struct doc_row *doc)
{
    doc->outlet_count = lists->count;
    doc->outlets = arena_new(a, struct who, lists->count);
    for (size_t i = 0; i < lists->count; i++) {
        const struct mail_list *list = &lists->list[i];
        doc->outlets[i] = (struct who){.channel = STR("list"),
                                       .kind = STR("list"),
                                       .handle = list->id.len ? list->id : list->address,
                                       .name = list->name,
                                       .address = list->address};
    }
}

/* ---- who ---- */

/* "Jane Doe via the-list" -> Jane Doe */
static struct str without_via(struct str name)
{
    size_t via = str_find_nocase(name, " via ");
    return via < name.len ? str_trim(str_head(name, via)) : name;
}

/* "Jane Doe via groups.io" <jane=x.org@groups.io> is jane@x.org: so lists write an author whose own
 * host lets nobody else send in its name. */
static struct str own_address(struct arena *a, struct mail_address from)
{
    struct str local = mail_local_part(from.email);
    size_t cut = str_find(local, '=');
    struct str host = str_skip(local, cut + (cut < local.len));
    bool via = str_find_nocase(from.name, " via ") < from.name.len;
    if (!via || !cut || str_find(host, '.') == host.len || str_find(host, '=') < host.len) {
        return from.email;
    }
    struct str own =
        mail_email(a, str_printf(a, "%.*s@%.*s", STR_ARG(str_head(local, cut)), STR_ARG(host)));
    return own.len ? own : from.email;
}

/* Archives and lists that hide addresses write the list's own for everybody's: then the name is
 * all there is. Without a list header the tag of the subject tells such an address, and the list.
 */
static bool is_list_speaking(const struct doc_row *doc, struct mail_lists *lists, struct str email)
{
    for (size_t i = 0; i < lists->count; i++) {
        const struct mail_list *list = &lists->list[i];
        if (!list->guessed && str_eq(list->address, email)) return true;
    }
    struct str local = mail_local_part(email);
    size_t len = doc->list_tag.len;
    if (lists->count || !len || !str_is_nocase(str_head(local, len), doc->list_tag.p)) return false;
    struct str rest = str_skip(local, len);
    if (rest.len) {
        return str_is(rest, "-bounces") || str_is(rest, "-admin") || str_is(rest, "-request");
    }
    lists->list[lists->count++] = (struct mail_list){STR(""), doc->list_tag, email, false};
    return true;
}

/* Archives and lists may have rewritten it. */
static void keep_author(struct mail_address from, struct arena *a, struct doc_row *doc,
                        struct mail_lists *lists)
{
    struct str own = own_address(a, from);
    if (!str_eq(own, from.email)) from = (struct mail_address){own, without_via(from.name)};
    if (!is_list_speaking(doc, lists, from.email)) {
        doc->author =
            (struct who){.channel = STR("email"), .handle = from.email, .name = from.name};
        return;
    }
    struct str name = without_via(from.name);
    if (str_find(name, ' ') == name.len) return; /* one word is nobody in particular */
    doc->author = (struct who){.channel = STR("name"), .handle = name, .name = name};
}

static void read_author(const struct fields *f, struct arena *a, struct doc_row *doc,
                        struct mail_lists *lists)
{
    struct mail_address from = {STR(""), STR("")};
    for (const struct field *field = f->first[FIELD_FROM]; field; field = field->next) {
        struct str rest = field->value;
        struct mail_address next;
        while (!from.email.len && mail_address_next(a, &rest, &next)) {
            if (next.email.len || !from.name.len) from = next;
        }
    }
    if (from.email.len) keep_author(from, a, doc, lists);
}

static void read_addressed(const struct fields *f, struct arena *a, struct doc_row *doc)
{
    for (const struct field *field = f->first[FIELD_TO]; field; field = field->next) {
        struct str rest = field->value;
        struct mail_address to;
        while (doc->addressed_count < ADDRESSES_PER_DOC_MAX && mail_address_next(a, &rest, &to)) {
            bool known = !to.email.len;
            for (size_t i = 0; !known && i < doc->addressed_count; i++) {
                known = str_eq(doc->addressed[i], to.email);
            }
            if (known) continue;
            if (!doc->addressed) {
                doc->addressed = arena_new(a, struct str, ADDRESSES_PER_DOC_MAX);
                doc->addressed_names = arena_new(a, struct str, ADDRESSES_PER_DOC_MAX);
            }
            doc->addressed_names[doc->addressed_count] = to.name;
            doc->addressed[doc->addressed_count++] = to.email;
        }
    }
}

/* RFC 3834: whoever answers by a machine says so; mass mail names a way out, or says bulk. */
static bool is_automatic(const struct fields *f)
{
    struct str said = value_of(f, FIELD_AUTO);
    struct str precedence = value_of(f, FIELD_PRECEDENCE);
    if (said.len && !str_is_nocase(str_trim(str_head(said, str_find(said, ';'))), "no"))
        return true;
    return str_is_nocase(precedence, "bulk") || str_is_nocase(precedence, "junk") ||
           value_of(f, FIELD_UNSUBSCRIBE).len > 0;
}

/* ---- a mail that an archive tells of in fields of its own ---- */

void mail_told(const struct mail_told *m, struct arena *a, struct doc_row *doc)
{
    struct mail_lists lists = {.count = 0};
    struct mail_address from = {mail_email(a, m->address), mail_name(a, m->name)};
    doc->kind = STR("mail");
    doc->title = utf8_head(mail_header_text(a, m->subject), NAME_BYTES_MAX);
    doc->list_tag = str_copy(a, mail_list_tag(doc->title));
    if (m->list.len) {
        lists.list[lists.count++] = (struct mail_list){.id = STR(""), .address = m->list};
    }
    if (from.email.len) {
        keep_author(from, a, doc, &lists);
    } else if (str_find(from.name, ' ') < from.name.len) {
        doc->author = (struct who){STR("name"), from.name, from.name, .kind = STR("")};
    }
    mail_body(a, m->text, doc);
}

/* ---- the whole ---- */

static void fill_doc(GMimeMessage *message, struct str raw, struct str envelope_date,
                     struct arena *a, struct doc_row *doc)
{
    struct fields f = read_fields(message, a);
    doc->kind = STR("mail");
    doc->key = message_id(a, value_of(&f, FIELD_MESSAGE_ID));
    if (!doc->key.len) doc->key = str_printf(a, "hash:%.*s", STR_ARG(bytes_hash(a, raw)));
    doc->title = utf8_head(mail_header_text(a, value_of(&f, FIELD_SUBJECT)), NAME_BYTES_MAX);
    doc->list_tag = str_copy(a, mail_list_tag(doc->title));
    doc->at_s = read_date(&f, envelope_date);
    struct mail_lists lists = {.count = 0};
    read_lists(&f, a, &lists);
    read_author(&f, a, doc, &lists);
    keep_lists(&lists, a, doc);
    read_addressed(&f, a, doc);
    doc->automatic = is_automatic(&f);
    read_parents(&f, a, doc);
    doc->url = doc->lang = STR("");
    mail_body(a, mail_part_text(message, a, doc), doc);
}

static void start_gmime(void)
{
    g_mime_init();
}

/* gmime reads the bytes where they are, and the parts of the message go on reading them: bytes must
 * live as long as the message. */
static GMimeMessage *parse(GByteArray *bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

enum status mail_read(struct str raw, struct str envelope_date, uint64_t line, struct arena *a,
                      struct record *ret, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, start_gmime);
    if (mail_known_headers(raw, 1) == 0) {
        return err_set(e, BAD_INPUT,
                       "%llu: no mail headers, want From:, Date: or Subject: lines "
                       "before the first empty line",
                       (unsigned long long)(line ? line : 1));
    }
    struct str read = mail_bounded(a, raw);
    GByteArray bytes = {(guint8 *)(uintptr_t)read.p, (guint)read.len}; /* only read */
    GMimeMessage *message = parse(&bytes);
    if (!message) {
        return err_set(e, BAD_INPUT,
                       "%llu: not a mail that can be read, want RFC 822 headers, "
                       "an empty line and the text",
                       (unsigned long long)(line ? line : 1));
    }
    *ret = (struct record){.kind = RECORD_DOC, .line = line};
    fill_doc(message, raw, envelope_date, a, &ret->doc);
    g_object_unref(message);
    return OK;
}

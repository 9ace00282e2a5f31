/* as2_check.c - listen: is this object as the ActivityStreams vocabulary says? */
#include "listen/as2_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/lang_tag.h"

#include <jansson.h>
#include <string.h>

/* What a property may hold. */
enum form {
    FORM_TEXT,     /* a text, or several */
    FORM_NAME,     /* the same; drafts also had an object of languages */
    FORM_MAP,      /* an object of languages */
    FORM_ID,       /* one absolute address */
    FORM_REF,      /* objects, links and addresses */
    FORM_WORD,     /* the same, where a text need not be an address */
    FORM_URL,      /* the same as FORM_REF; of files beside an archive, paths too */
    FORM_PAGE,     /* a page of a collection */
    FORM_DATE,     /* xsd:dateTime */
    FORM_DURATION, /* xsd:duration */
    FORM_NUMBER,
    FORM_POSITIVE, /* 0 or more */
    FORM_PERCENT,
    FORM_COUNT, /* a whole number, 0 or more */
    FORM_LANG,
    FORM_MEDIA,
    FORM_RELS,
    FORM_CLOSED /* a date, true or false, or what FORM_REF is */
};

static const struct {
    const char *name;
    enum form form;
} properties[] = {{"accuracy", FORM_PERCENT}, {"actor", FORM_REF},      {"altitude", FORM_NUMBER},
                  {"anyOf", FORM_REF},        {"attachment", FORM_URL}, {"attributedTo", FORM_REF},
                  {"audience", FORM_WORD},    {"bcc", FORM_WORD},       {"bto", FORM_WORD},
                  {"cc", FORM_WORD},          {"closed", FORM_CLOSED},  {"content", FORM_TEXT},
                  {"contentMap", FORM_MAP},   {"context", FORM_WORD},   {"current", FORM_PAGE},
                  {"deleted", FORM_DATE},     {"describes", FORM_REF},  {"duration", FORM_DURATION},
                  {"endTime", FORM_DATE},     {"first", FORM_PAGE},     {"formerType", FORM_WORD},
                  {"generator", FORM_WORD},   {"height", FORM_COUNT},   {"href", FORM_ID},
                  {"hreflang", FORM_LANG},    {"icon", FORM_URL},       {"id", FORM_ID},
                  {"@id", FORM_ID},           {"image", FORM_URL},      {"inReplyTo", FORM_REF},
                  {"instrument", FORM_REF},   {"items", FORM_REF},      {"last", FORM_PAGE},
                  {"latitude", FORM_NUMBER},  {"location", FORM_WORD},  {"longitude", FORM_NUMBER},
                  {"mediaType", FORM_MEDIA},  {"name", FORM_NAME},      {"nameMap", FORM_MAP},
                  {"next", FORM_PAGE},        {"object", FORM_REF},     {"oneOf", FORM_REF},
                  {"orderedItems", FORM_REF}, {"origin", FORM_REF},     {"partOf", FORM_REF},
                  {"prev", FORM_PAGE},        {"preview", FORM_URL},    {"published", FORM_DATE},
                  {"radius", FORM_POSITIVE},  {"rel", FORM_RELS},       {"relationship", FORM_WORD},
                  {"replies", FORM_REF},      {"result", FORM_REF},     {"startIndex", FORM_COUNT},
                  {"startTime", FORM_DATE},   {"subject", FORM_REF},    {"summary", FORM_TEXT},
                  {"summaryMap", FORM_MAP},   {"tag", FORM_REF},        {"target", FORM_REF},
                  {"totalItems", FORM_COUNT}, {"units", FORM_TEXT},     {"updated", FORM_DATE},
                  {"url", FORM_REF},          {"width", FORM_COUNT}};

/* Of the vocabulary; what is not here is an extension, of which nothing is asked. */
static const char *const types[] = {
    "Object",       "Link",      "Activity",     "IntransitiveActivity",
    "Collection",   "Note",      "Article",      "OrderedCollection",
    "Person",       "Service",   "Application",  "OrderedCollectionPage",
    "Group",        "Image",     "Organization", "CollectionPage",
    "Create",       "Announce",  "Like",         "TentativeAccept",
    "Follow",       "Undo",      "Update",       "TentativeReject",
    "Delete",       "Accept",    "Reject",       "Relationship",
    "Add",          "Remove",    "Offer",        "Invite",
    "Question",     "Join",      "Leave",        "Ignore",
    "Block",        "Flag",      "Dislike",      "View",
    "Read",         "Listen",    "Move",         "Travel",
    "Arrive",       "Document",  "Audio",        "Video",
    "Page",         "Event",     "Place",        "Mention",
    "Profile",      "Tombstone", "EmojiReact",   "Hashtag",
    "PropertyValue"};

struct check {
    int depth;
    bool beside; /* an attachment: its file may lie beside the archive */
};

static const char *kind_of(const json_t *value)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",  [JSON_STRING] = "a text",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null"};
    return value ? names[json_typeof(value)] : "nothing";
}

static struct str text_of(const json_t *value)
{
    if (!json_is_string(value)) return STR("");
    return (struct str){json_string_value(value), json_string_length(value)};
}

/* ---- types ---- */

static const json_t *types_of(const json_t *object)
{
    const json_t *type = json_object_get(object, "type");
    return type ? type : json_object_get(object, "@type");
}

static struct str without_prefix(struct str type)
{
    static const char *const before[] = {"as:", "https://www.w3.org/ns/activitystreams#",
                                         "http://www.w3.org/ns/activitystreams#"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (str_starts(type, before[i])) return str_skip(type, strlen(before[i]));
    }
    return type;
}

bool as2_is(const json_t *object, const char *type)
{
    const json_t *value = types_of(object);
    if (json_is_string(value)) return str_is(without_prefix(text_of(value)), type);
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (str_is(without_prefix(text_of(json_array_get(value, i))), type)) return true;
    }
    return false;
}

const char *as2_type(const json_t *object)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (as2_is(object, types[i])) return types[i];
    }
    return "";
}

struct str as2_id(const json_t *value)
{
    if (json_is_string(value)) return str_trim(text_of(value));
    if (as2_is(value, "Link") || as2_is(value, "Mention")) return js_text(value, "href");
    struct str id = js_text(value, "id");
    return str_trim(id.len ? id : js_text(value, "@id"));
}

/* ---- the context ---- */

static bool is_ours(struct str context)
{
    return str_starts(context, "https://www.w3.org/ns/activitystreams") ||
           str_starts(context, "http://www.w3.org/ns/activitystreams");
}

static bool context_has(const json_t *context)
{
    if (json_is_string(context)) return is_ours(text_of(context));
    const json_t *vocabulary = json_object_get(context, "@vocab");
    if (json_is_object(context)) return is_ours(text_of(vocabulary));
    for (size_t i = 0; i < json_array_size(context); i++) {
        const json_t *part = json_array_get(context, i);
        if (!json_is_array(part) && context_has(part)) return true;
    }
    return false;
}

enum status as2_context(const json_t *object, struct err *e)
{
    const json_t *context = json_object_get(object, "@context");
    if (!context || json_is_null(context)) return OK;
    bool fits = json_is_string(context) || json_is_array(context) || json_is_object(context);
    if (!fits) {
        return err_set(e, BAD_INPUT,
                       "\"@context\" is %s, want \"https://www.w3.org/ns/activitystreams\"",
                       kind_of(context));
    }
    if (context_has(context)) return OK;
    struct str other = utf8_head(text_of(context), 80);
    return err_set(e, BAD_INPUT,
                   "\"@context\" is '%.*s', no ActivityStreams; want "
                   "\"https://www.w3.org/ns/activitystreams\"",
                   STR_ARG(other));
}

/* ---- one value ---- */

static bool is_absolute(struct str s)
{
    size_t colon = str_find(s, ':');
    if (!colon || colon + 1 >= s.len || s.len > 8192) return false;
    for (size_t i = 0; i < colon; i++) {
        bool first = ascii_is_letter(s.p[i]) || (s.p[i] == '_' && colon == 1);
        bool inner = i && (ascii_is_digit(s.p[i]) || strchr("+-.", s.p[i]));
        if (!first && !inner) return false;
    }
    for (size_t i = colon; i < s.len; i++) {
        if ((unsigned char)s.p[i] <= ' ' || strchr("<>\"", s.p[i])) return false;
    }
    return true;
}

static enum status want(const char *name, const json_t *value, const char *what, struct err *e)
{
    struct str text = utf8_head(text_of(value), 80);
    if (!text.p || !text.len) {
        return err_set(e, BAD_INPUT, "\"%s\" is %s, want %s", name, kind_of(value), what);
    }
    return err_set(e, BAD_INPUT, "\"%s\" is '%.*s', want %s", name, STR_ARG(text), what);
}

static enum status check_map(const char *name, const json_t *value, struct err *e)
{
    const char *key = NULL;
    json_t *text = NULL;
    if (!json_is_object(value)) return want(name, value, "an object of languages", e);
    json_object_foreach((json_t *)(uintptr_t)value, key, text)
    {
        if (!lang_tag_valid(str_of(key)) && strcmp(key, "@none") != 0) {
            return err_set(
                e, BAD_INPUT,
                "\"%s\" has '%.80s', which is no tag of a language; want one such as en or zh-Hans",
                name, key);
        }
        if (!json_is_string(text) && !json_is_null(text) && !json_is_array(text)) {
            return want(name, text, "texts by language", e);
        }
    }
    return OK;
}

static enum status check_text(const char *name, const json_t *value, bool drafts, struct err *e)
{
    if (json_is_string(value) || json_object_get(value, "@value")) return OK;
    if (json_is_object(value) && drafts) return check_map(name, value, e);
    if (!json_is_array(value)) return want(name, value, "a text", e);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *part = json_array_get(value, i);
        if (!json_is_string(part) && !json_object_get(part, "@value")) {
            return want(name, part, "texts", e);
        }
    }
    return OK;
}

static enum status check_object(const json_t *object, struct check c, struct err *e);

static enum status check_ref(const char *name, const json_t *value, enum form form, struct check c,
                             struct err *e)
{
    if (json_is_null(value)) return OK;
    if (json_is_object(value)) return check_object(value, c, e);
    if (!json_is_string(value)) return want(name, value, "an address or an object", e);
    if (form == FORM_WORD || c.beside || is_absolute(str_trim(text_of(value)))) return OK;
    return want(name, value, "an absolute address", e);
}

static enum status check_refs(const char *name, const json_t *value, enum form form, struct check c,
                              struct err *e)
{
    enum status s = OK;
    if (!json_is_array(value)) return check_ref(name, value, form, c, e);
    for (size_t i = 0; !s && i < json_array_size(value); i++)
        s = check_ref(name, json_array_get(value, i), form, c, e);
    return s;
}

static enum status check_page(const char *name, const json_t *value, struct check c, struct err *e)
{
    static const char *const pages[] = {"CollectionPage", "OrderedCollectionPage", "Link",
                                        "Mention"};
    bool page = !json_is_object(value) || !*as2_type(value);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        page = page || as2_is(value, pages[i]);
    if (!page) {
        return err_set(e, BAD_INPUT, "\"%s\" is of type %s, want a page of the collection", name,
                       as2_type(value));
    }
    return check_ref(name, value, FORM_REF, c, e);
}

/* ---- plain values ---- */

static bool is_duration(struct str s)
{
    if (s.len && s.p[0] == '-') s = str_skip(s, 1);
    if (s.len < 3 || s.p[0] != 'P') return false;
    for (size_t i = 1; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i]) && !strchr("YMWDTHS.", s.p[i])) return false;
    }
    return true;
}

static bool is_number(const json_t *value, double *ret)
{
    *ret = json_number_value(value);
    return json_is_number(value) || str_to_double(text_of(value), ret);
}

static bool is_media(struct str s)
{
    size_t slash = str_find(s, '/');
    return slash && slash + 1 < s.len && str_find(s, ' ') > slash;
}

static enum status check_rels(const char *name, const json_t *value, struct err *e)
{
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < count; i++) {
        const json_t *rel = json_is_array(value) ? json_array_get(value, i) : value;
        struct str text = text_of(rel);
        bool good = json_is_string(rel) && text.len;
        for (size_t k = 0; good && k < text.len; k++)
            good = !strchr(" \t\n\f\r,", text.p[k]);
        if (!good) return want(name, rel, "words without blanks and commas", e);
    }
    return OK;
}

static enum status check_date(const char *name, const json_t *value, struct err *e)
{
    struct str text = text_of(value);
    int64_t at_s = 0;
    bool day = text.len > 10 && (text.p[10] == 'T' || text.p[10] == 't');
    if (day && time_parse_iso(text, &at_s)) return OK;
    return want(name, value, "a date and time such as 2026-03-01T12:00:00Z", e);
}

static enum status check_number(const char *name, const json_t *value, enum form form,
                                struct err *e)
{
    double x = 0;
    if (!is_number(value, &x)) return want(name, value, "a number", e);
    bool whole = json_is_integer(value) || json_is_string(value) || x <= (double)(int64_t)x;
    if (form == FORM_COUNT && !(whole && x >= 0)) {
        return want(name, value, "a whole number of 0 or more", e);
    }
    if (form == FORM_POSITIVE && x < 0) return want(name, value, "a number of 0 or more", e);
    if (form == FORM_PERCENT && !(x >= 0 && x <= 100)) {
        return want(name, value, "a number from 0 to 100", e);
    }
    return OK;
}

static enum status check_plain(const char *name, const json_t *value, enum form form, struct err *e)
{
    struct str text = str_trim(text_of(value));
    switch (form) {
    case FORM_ID:
        return is_absolute(text) ? OK : want(name, value, "an absolute address", e);
    case FORM_DATE:
        return check_date(name, value, e);
    case FORM_DURATION:
        return is_duration(text) ? OK : want(name, value, "a duration such as PT2H", e);
    case FORM_LANG:
        return lang_tag_valid(text) ? OK : want(name, value, "the tag of a language", e);
    case FORM_MEDIA:
        return is_media(text) ? OK : want(name, value, "a media type such as text/html", e);
    case FORM_RELS:
        return check_rels(name, value, e);
    default:
        return check_number(name, value, form, e);
    }
}

static enum status check_value(size_t i, const json_t *value, struct check c, struct err *e)
{
    const char *name = properties[i].name;
    enum form form = properties[i].form;
    c.beside = c.beside || form == FORM_URL;
    switch (form) {
    case FORM_TEXT:
    case FORM_NAME:
        return check_text(name, value, form == FORM_NAME, e);
    case FORM_MAP:
        return check_map(name, value, e);
    case FORM_REF:
    case FORM_WORD:
    case FORM_URL:
        return check_refs(name, value, form, c, e);
    case FORM_PAGE:
        return check_page(name, value, c, e);
    case FORM_CLOSED:
        if (json_is_boolean(value) || !check_date(name, value, e)) return OK;
        return check_refs(name, value, form, c, e);
    default:
        return check_plain(name, value, form, e);
    }
}

/* ---- one object ---- */

static enum status check_type(const json_t *object, struct err *e)
{
    const json_t *type = types_of(object);
    if (!type || json_is_null(type) || json_is_string(type)) return OK;
    for (size_t i = 0; i < json_array_size(type); i++) {
        if (!json_is_string(json_array_get(type, i))) {
            return want("type", json_array_get(type, i), "the names of types", e);
        }
    }
    return json_array_size(type) ? OK : want("type", type, "the name of a type", e);
}

static enum status check_collection(const json_t *object, struct err *e)
{
    bool ordered = as2_is(object, "OrderedCollection") || as2_is(object, "OrderedCollectionPage");
    bool plain = as2_is(object, "Collection") || as2_is(object, "CollectionPage");
    if (ordered && !plain && json_object_get(object, "items")) {
        return err_set(e, BAD_INPUT,
                       "an ordered collection has \"items\", want them as \"orderedItems\"");
    }
    if (plain && !ordered && json_object_get(object, "orderedItems")) {
        return err_set(e, BAD_INPUT,
                       "a collection without order has \"orderedItems\", want them as \"items\"");
    }
    return OK;
}

/* What only makes sense with, or within, something else. */
static enum status check_whole(const json_t *object, struct err *e)
{
    static const char *const wholes[] = {"Collection", "OrderedCollection", "CollectionPage",
                                         "OrderedCollectionPage", "Link"};
    const json_t *whole = json_object_get(object, "partOf");
    bool fits = !json_is_object(whole) || !*as2_type(whole);
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        fits = fits || as2_is(whole, wholes[i]);
    if (!fits) {
        return err_set(e, BAD_INPUT, "\"partOf\" is of type %s, want a collection",
                       as2_type(whole));
    }
    if (as2_is(object, "Link") && !json_object_get(object, "href")) {
        return err_set(e, BAD_INPUT, "a Link without \"href\", want the address it leads to");
    }
    return OK;
}

static enum status check_object(const json_t *object, struct check c, struct err *e)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (++c.depth > AS2_DEPTH_MAX) {
        return err_set(e, BAD_INPUT, "objects within objects deeper than %d; make it flat",
                       AS2_DEPTH_MAX);
    }
    enum status s = check_type(object, e);
    if (!s) s = check_collection(object, e);
    if (!s) s = check_whole(object, e);
    if (s) return s;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        if (json_is_null(value)) continue;
        for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
            if (strcmp(properties[i].name, key) != 0) continue;
            s = check_value(i, value, c, e);
            if (s) return s;
        }
    }
    return OK;
}

enum status as2_check(const json_t *object, struct err *e)
{
    return check_object(object, (struct check){0}, e);
}

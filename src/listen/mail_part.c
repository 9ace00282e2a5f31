/* mail_part.c - listen: which part of a mail holds what its author wrote? */
#include "listen/mail_int.h"

#include <gmime/gmime.h>
#include <string.h>

/* What is read of a part before quotes are dropped; the text that is kept is shorter still. */
enum { PART_BYTES_MAX = 4 * TEXT_BYTES_MAX };

struct choice {
    GMimePart *plain, *html; /* the first of each */
};

/* Old programs write "Content-Type: text"; gmime takes what has no slash for bytes of any kind. */
static bool is_old_text(GMimeObject *part)
{
    const char *type = g_mime_object_get_header(part, "Content-Type");
    return type && str_starts_nocase(str_trim(str_of(type)), "text") && !strchr(type, '/');
}

static void consider(struct choice *c, GMimeObject *part, bool whole)
{
    if (!GMIME_IS_PART(part)) return; /* a forwarded mail holds somebody else's words */
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);
    if (!whole && disposition && g_mime_content_disposition_is_attachment(disposition)) return;
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (!type || g_mime_content_type_is_type(type, "text", "plain") || is_old_text(part)) {
        if (!c->plain) c->plain = GMIME_PART(part);
    } else if (g_mime_content_type_is_type(type, "text", "html")) {
        if (!c->html) c->html = GMIME_PART(part);
    }
}

/* Multiparts nest as deep as their sender likes: a list of what is still to visit, no recursion. */
static struct choice choose_part(GMimeObject *top, struct arena *a)
{
    struct choice c = {NULL, NULL};
    if (!GMIME_IS_MULTIPART(top)) {
        consider(&c, top, true);
        return c;
    }
    struct level {
        GMimeMultipart *parts;
        int next;
    } *levels = arena_new(a, struct level, MAIL_PARTS_MAX);
    size_t depth = 1;
    size_t seen = 1;
    levels[0].parts = GMIME_MULTIPART(top);
    while (depth && !c.plain) {
        struct level *level = &levels[depth - 1];
        if (level->next >= g_mime_multipart_get_count(level->parts)) {
            depth--;
            continue;
        }
        if (seen++ == MAIL_PARTS_MAX) break;
        GMimeObject *part = g_mime_multipart_get_part(level->parts, level->next++);
        if (GMIME_IS_MULTIPART(part)) {
            levels[depth++] = (struct level){GMIME_MULTIPART(part), 0}; /* depth <= seen */
        } else {
            consider(&c, part, false);
        }
    }
    return c;
}

/* The bytes of a part as they stand in the message, without a copy. */
static struct str raw_content(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (!stream || !GMIME_IS_STREAM_MEM(stream)) return STR("");
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    size_t begin = stream->bound_start > 0 ? (size_t)stream->bound_start : 0;
    size_t end = stream->bound_end >= 0 ? (size_t)stream->bound_end : bytes->len;
    if (end > bytes->len) end = bytes->len;
    if (begin >= end) return STR("");
    return (struct str){(const char *)bytes->data + begin, end - begin};
}

static struct str decoded(GMimePart *part, struct arena *a)
{
    struct str raw = str_head(raw_content(part), PART_BYTES_MAX);
    GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
    if (encoding != GMIME_CONTENT_ENCODING_BASE64 &&
        encoding != GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
        encoding != GMIME_CONTENT_ENCODING_UUENCODE) {
        return raw;
    }
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    char *out = arena_bytes(a, g_mime_encoding_outlen(&state, raw.len) + 64);
    size_t len = g_mime_encoding_step(&state, raw.p, raw.len, out);
    len += g_mime_encoding_flush(&state, "", 0, out + len);
    return (struct str){out, len};
}

static struct str text_of(GMimePart *part, struct arena *a)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char *charset = type ? g_mime_content_type_get_parameter(type, "charset") : NULL;
    return mail_utf8(a, decoded(part, a), str_of(charset ? charset : ""));
}

struct str mail_part_text(GMimeMessage *message, struct arena *a, struct doc_row *doc)
{
    GMimeObject *top = g_mime_message_get_mime_part(message);
    if (!top) return STR("");
    struct choice c = choose_part(top, a);
    struct str text = c.plain ? text_of(c.plain, a) : STR("");
    if (str_trim(text).len || !c.html) return text;
    return mail_html_text(a, text_of(c.html, a), doc);
}

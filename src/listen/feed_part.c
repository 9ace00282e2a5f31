/* feed_part.c - listen: what does this element of a feed mean? */
#include "listen/feed_int.h"

#include <string.h>
#include <strings.h>

enum space {
    SPACE_OTHER,
    SPACE_CORE, /* RSS of any version, Atom, or none said */
    SPACE_DC,
    SPACE_TERMS,
    SPACE_CONTENT,
    SPACE_ITUNES,
    SPACE_MEDIA,
    SPACE_XHTML,
    SPACE_RDF
};

/* Namespaces are compared up to their end, without case: feeds spell them as they like. */
static const struct {
    const char *start;
    enum space space;
} spaces[] = {
    {"http://purl.org/rss/1.0/modules/content", SPACE_CONTENT},
    {"http://purl.org/rss/1.0/modules/", SPACE_OTHER},
    {"http://purl.org/rss/1.0", SPACE_CORE},
    {"http://my.netscape.com/rdf/simple/0.9", SPACE_CORE},
    {"http://channel.netscape.com/rdf/simple/0.9", SPACE_CORE},
    {"http://my.netscape.com/publish/formats/rss-0.91.dtd", SPACE_CORE},
    {"http://purl.org/net/rss1.1", SPACE_CORE},
    {"http://backend.userland.com/rss", SPACE_CORE},
    {"http://blogs.law.harvard.edu/tech/rss", SPACE_CORE},
    {"http://cyber.law.harvard.edu/rss", SPACE_CORE},
    {"http://www.w3.org/2005/atom", SPACE_CORE},
    {"http://purl.org/atom/ns#", SPACE_CORE},
    {"http://purl.org/atom/", SPACE_CORE},
    {"http://example.com/necho", SPACE_CORE},
    {"http://purl.org/dc/elements/1.", SPACE_DC},
    {"http://purl.org/dc/terms", SPACE_TERMS},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", SPACE_ITUNES},
    {"http://example.com/dtds/podcast-1.0.dtd", SPACE_ITUNES},
    {"http://search.yahoo.com/mrss", SPACE_MEDIA},
    {"http://video.search.yahoo.com/mrss", SPACE_MEDIA},
    {"http://www.rssboard.org/media-rss", SPACE_MEDIA},
    {"http://www.w3.org/1999/xhtml", SPACE_XHTML},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns", SPACE_RDF},
};

static const struct {
    const char *prefix;
    enum space space;
} prefixes[] = {{"rss", SPACE_CORE},      {"atom", SPACE_CORE},     {"a10", SPACE_CORE},
                {"dc", SPACE_DC},         {"dcterms", SPACE_TERMS}, {"content", SPACE_CONTENT},
                {"itunes", SPACE_ITUNES}, {"media", SPACE_MEDIA},   {"xhtml", SPACE_XHTML},
                {"rdf", SPACE_RDF}};

static const struct {
    const char *local;
    enum space space;
    enum feed_part part;
} parts[] = {
    {"rss", SPACE_CORE, PART_ROOT},
    {"feed", SPACE_CORE, PART_ROOT},
    {"rdf", SPACE_RDF, PART_ROOT},
    {"channel", SPACE_CORE, PART_CHANNEL},
    {"group", SPACE_MEDIA, PART_GROUP},
    {"content", SPACE_MEDIA, PART_GROUP},
    {"item", SPACE_CORE, PART_ENTRY},
    {"entry", SPACE_CORE, PART_ENTRY},
    {"title", SPACE_CORE, PART_TITLE},
    {"title", SPACE_DC, PART_TITLE},
    {"link", SPACE_CORE, PART_LINK},
    {"description", SPACE_CORE, PART_SUMMARY},
    {"summary", SPACE_CORE, PART_SUMMARY},
    {"abstract", SPACE_CORE, PART_SUMMARY}, /* CDF */
    {"description", SPACE_DC, PART_SUMMARY},
    {"summary", SPACE_ITUNES, PART_SUMMARY},
    {"title", SPACE_MEDIA, PART_MEDIA_TITLE},
    {"description", SPACE_MEDIA, PART_MEDIA_TEXT},
    {"content", SPACE_CORE, PART_CONTENT},
    {"encoded", SPACE_CONTENT, PART_CONTENT},
    {"fullitem", SPACE_CORE, PART_CONTENT},
    {"body", SPACE_XHTML, PART_CONTENT},
    {"body", SPACE_CORE, PART_CONTENT},
    {"guid", SPACE_CORE, PART_ID},
    {"id", SPACE_CORE, PART_ID},
    {"pubdate", SPACE_CORE, PART_PUBLISHED},
    {"published", SPACE_CORE, PART_PUBLISHED},
    {"issued", SPACE_CORE, PART_PUBLISHED},
    {"issued", SPACE_TERMS, PART_PUBLISHED},
    {"created", SPACE_CORE, PART_PUBLISHED},
    {"created", SPACE_TERMS, PART_PUBLISHED},
    {"date", SPACE_DC, PART_UPDATED},
    {"updated", SPACE_CORE, PART_UPDATED},
    {"modified", SPACE_CORE, PART_UPDATED},
    {"modified", SPACE_TERMS, PART_UPDATED},
    {"language", SPACE_CORE, PART_LANG},
    {"language", SPACE_DC, PART_LANG},
    {"author", SPACE_CORE, PART_AUTHOR},
    {"managingeditor", SPACE_CORE, PART_EDITOR},
    {"author", SPACE_DC, PART_CREATOR},
    {"creator", SPACE_DC, PART_CREATOR},
    {"author", SPACE_ITUNES, PART_CREATOR},
    {"name", SPACE_CORE, PART_NAME},
    {"email", SPACE_CORE, PART_EMAIL},
    {"uri", SPACE_CORE, PART_URI},
    {"url", SPACE_CORE, PART_URI},
    {"homepage", SPACE_CORE, PART_URI},
};

static enum space space_of(const char *prefix, const char *uri)
{
    for (size_t i = 0; uri && i < sizeof spaces / sizeof *spaces; i++) {
        if (strncasecmp(uri, spaces[i].start, strlen(spaces[i].start)) == 0) {
            return spaces[i].space;
        }
    }
    if (!prefix) return SPACE_CORE; /* none said, or one that nobody knows as the usual one */
    for (size_t i = 0; !uri && i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strcasecmp(prefix, prefixes[i].prefix) == 0) return prefixes[i].space;
    }
    return SPACE_OTHER;
}

enum feed_part feed_part_of(const char *local, const char *prefix, const char *uri)
{
    enum space space = space_of(prefix, uri);
    for (size_t i = 0; space != SPACE_OTHER && i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].space == space && strcasecmp(parts[i].local, local) == 0) {
            return parts[i].part;
        }
    }
    return PART_OTHER;
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool feed_base64(struct arena *a, struct str s, struct str *ret)
{
    struct buf b = buf_new(a);
    uint32_t bits = 0;
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        int digit = base64_digit(s.p[i]);
        if (digit < 0 && ((unsigned char)s.p[i] <= ' ' || s.p[i] == '=')) continue;
        if (digit < 0) return false;
        bits = bits << 6 | (uint32_t)digit;
        if (digits++ % 4) buf_addc(&b, (char)(bits >> (6 - 2 * ((digits - 1) % 4))));
    }
    *ret = utf8_mend(a, buf_str(&b));
    return digits > 1;
}

/* RFC 4287, 4.1.3.3: what is neither text nor XML is base64. */
static bool is_binary(struct str type)
{
    bool xml = str_ends_nocase(type, "+xml") || str_ends_nocase(type, "/xml");
    return str_find(type, '/') < type.len && !str_starts_nocase(type, "text/") && !xml;
}

enum feed_markup feed_markup_of(enum feed_part part, struct str type, struct str mode, bool is_rss)
{
    if (str_is_nocase(mode, "escaped")) return FEED_HTML;
    bool text = part == PART_TITLE || part == PART_SUMMARY || part == PART_CONTENT;
    if (str_is_nocase(mode, "base64") || (text && !is_rss && is_binary(type))) return FEED_BASE64;
    if (str_find_nocase(type, "html") < type.len) return FEED_HTML;
    if (str_is_nocase(type, "text") || str_is_nocase(type, "text/plain")) return FEED_PLAIN;
    if (part == PART_MEDIA_TITLE || part == PART_MEDIA_TEXT) return FEED_GUESS;
    if (!text) return FEED_PLAIN;
    return is_rss || type.len || mode.len ? FEED_GUESS : FEED_PLAIN;
}

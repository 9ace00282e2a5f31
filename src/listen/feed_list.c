/* feed_list.c - listen: which feeds does this list name? */
#include "listen/feed_int.h"

#include <string.h>

/*
 * Four forms: OPML and FOAF (feed_outline.c), the settings of a planet (sections in brackets), and
 * plain lines of addresses. The text is decoded whole: a list is short.
 */

enum form { FORM_NONE, FORM_OUTLINE, FORM_PLANET, FORM_LINES };

struct list_state {
    struct feed_list l;
    enum form form;
    const char *wrong; /* of feed_in */
    struct str url, page, name, type;
    uint64_t line; /* of the section that is open; 0: none */
};

/* ---- which form ---- */

static bool take_line(struct str *rest, struct str *ret)
{
    if (!str_cut(rest, '\n', ret)) return false;
    *ret = str_trim(*ret);
    return true;
}

static bool is_address(struct str s)
{
    return str_starts_nocase(s, "http://") || str_starts_nocase(s, "https://") ||
           str_starts_nocase(s, "feed://") || str_starts_nocase(s, "feed:http");
}

static bool is_remark(struct str line)
{
    return !line.len || strchr("#;@", line.p[0]) || str_starts(line, "//"); /* "@include" */
}

/* "key = value"; false when it is none. */
static bool key_value(struct str line, struct str *ret_key, struct str *ret_value)
{
    size_t at = str_find(line, '=');
    size_t colon = str_find(line, ':');
    if (colon < at) at = colon;
    if (at == line.len || !at) return false;
    *ret_key = str_trim(str_head(line, at));
    *ret_value = str_trim(str_skip(line, at + 1));
    return str_find(*ret_key, ' ') == ret_key->len;
}

static bool is_section(struct str line)
{
    return line.len > 2 && line.p[0] == '[' && str_find(line, ']') < line.len;
}

static struct str section_name(struct str line)
{
    const char *end = memrchr(line.p, ']', line.len);
    return str_trim((struct str){line.p + 1, (size_t)(end - line.p) - 1});
}

/* Sections of a planet: one whose name, or whose feed, is an address. */
static bool is_planet(struct str text)
{
    struct str line;
    struct str key;
    struct str value;
    bool inside = false;
    while (take_line(&text, &line)) {
        if (is_remark(line)) continue;
        bool section = is_section(line);
        inside = inside || section;
        if (section && (is_address(section_name(line)) || str_is(line, "[Planet]"))) return true;
        bool pair = !section && key_value(line, &key, &value);
        if (pair && inside && str_is_nocase(key, "feed") && is_address(value)) return true;
        if (!section && !pair && !inside) return false;
    }
    return false;
}

/* Nothing but addresses, each for itself; the last line may be cut. Commas are those of a table. */
static bool is_lines(struct str text)
{
    struct str line;
    size_t addresses = 0;
    size_t commas = 0;
    while (take_line(&text, &line)) {
        if (is_remark(line)) continue;
        struct str behind = str_skip(line, str_find(line, ' '));
        behind = str_trim(behind);
        bool good = is_address(line) && (!behind.len || behind.p[0] == '#');
        bool cut = !text.p && addresses;
        if (!good && !cut) return false;
        addresses++;
        commas += str_find(line, ',') < line.len;
    }
    return addresses > 2 * commas;
}

static bool has(struct str text, const char *what)
{
    return str_find_nocase(text, what) < text.len;
}

static enum form form_of(struct str text, int *ret_sure)
{
    struct str head = str_trim(str_head(text, 4096));
    *ret_sure = 0;
    if (head.len && head.p[0] == '<') {
        bool foaf = has(head, "xmlns.com/foaf/") && !has(head, "<item") &&
                    (has(head, ":Person") || has(head, ":Agent") || has(head, ":Group"));
        *ret_sure = has(head, "<opml") ? 95 : foaf ? 92 : 0;
        return *ret_sure ? FORM_OUTLINE : FORM_NONE;
    }
    if (is_lines(head)) {
        *ret_sure = 85;
        return FORM_LINES;
    }
    *ret_sure = is_planet(head) ? 90 : 0;
    return *ret_sure ? FORM_PLANET : FORM_NONE;
}

static int list_sniff(struct str head, const char *path)
{
    struct arena own = {0};
    struct err e;
    struct feed_in in;
    struct str text = STR("");
    int sure = 0;
    (void)path;
    if (feed_in_open(reader_of(head, &own), &own, &in, &e) == OK) {
        in.plain = true;
        if (feed_in_next(&in, &own, &text, &e) == OK) (void)form_of(text, &sure);
        feed_in_close(&in);
    }
    arena_free(&own);
    return sure;
}

/* ---- records ---- */

enum status feed_list_give(uint64_t line, struct str url, struct str page, struct str name,
                           struct arena *a, struct record *ret, struct err *e)
{
    struct str asked = url;
    if (str_starts_nocase(url, "feed://")) {
        asked = str_printf(a, "http://%.*s", STR_ARG(str_skip(url, 7)));
    } else if (str_starts_nocase(url, "feed:")) {
        asked = str_skip(url, 5);
    }
    asked = feed_url(a, asked, STR(""));
    if (!asked.len) {
        return err_set(e, BAD_INPUT, "%llu: '%.*s' is no http address of a feed; left out",
                       (unsigned long long)line, STR_ARG(utf8_head(url, 80)));
    }
    struct str handle = feed_address(a, asked);
    name = utf8_head(feed_line(a, name), NAME_BYTES_MAX);
    *ret = (struct record){.kind = RECORD_FEED, .line = line};
    ret->feed = (struct feed_row){.url = str_copy(a, str_head(asked, str_find(asked, '#'))),
                                  .page = feed_url(a, page, STR(""))};
    ret->feed.outlet = (struct who){.channel = STR("feed"),
                                    .handle = handle,
                                    .name = name.len ? name : handle,
                                    .kind = STR("feed")};
    return OK;
}

static enum status lines_next(struct list_state *st, struct arena *a, struct record *ret,
                              struct err *e)
{
    struct str line;
    while (take_line(&st->l.rest, &line)) {
        uint64_t number = st->l.line++;
        if (is_remark(line)) continue;
        struct str url = str_head(line, str_find(line, ' '));
        return feed_list_give(number, url, STR(""), STR(""), a, ret, e);
    }
    return DONE;
}

/* What stands behind "##" is a remark. */
static struct str without_remark(struct str value)
{
    for (size_t i = 1; i + 1 < value.len; i++) {
        if (value.p[i] == '#' && value.p[i + 1] == '#' && value.p[i - 1] == ' ') {
            return str_trim(str_head(value, i));
        }
    }
    return value;
}

static void begin_section(struct list_state *st, struct str name, uint64_t line)
{
    st->line = line;
    st->page = st->type = STR("");
    st->url = is_address(name) ? name : STR("");
    st->name = is_address(name) ? STR("") : name;
    bool own = str_is_nocase(name, "Planet") || str_is_nocase(name, "DEFAULT");
    if (own) st->line = 0;
}

static void read_pair(struct list_state *st, struct str line)
{
    struct str key;
    struct str value;
    if (!st->line || !key_value(line, &key, &value)) return;
    value = without_remark(value);
    if (str_is_nocase(key, "name") || str_is_nocase(key, "title")) st->name = value;
    if (str_is_nocase(key, "link")) st->page = value;
    if (str_is_nocase(key, "feed") || str_is_nocase(key, "url")) st->url = value;
    if (str_is_nocase(key, "content_type")) st->type = value;
}

/* The section that ends here; OK, BAD_INPUT, or DONE when there is none to give. */
static enum status end_section(struct list_state *st, struct arena *a, struct record *ret,
                               struct err *e)
{
    uint64_t line = st->line;
    st->line = 0;
    if (!line) return DONE;
    if (str_is_nocase(st->type, "opml") || str_is_nocase(st->type, "foaf") ||
        str_is_nocase(st->type, "csv") || str_is_nocase(st->type, "config")) {
        return err_set(e, BAD_INPUT, "%llu: a list of feeds at another place; import that itself",
                       (unsigned long long)line);
    }
    if (!st->url.len) {
        return err_set(e, BAD_INPUT, "%llu: section '%.*s' names no feed; give it one: feed = URL",
                       (unsigned long long)line, STR_ARG(utf8_head(st->name, 80)));
    }
    return feed_list_give(line, st->url, st->page, st->name, a, ret, e);
}

static enum status planet_next(struct list_state *st, struct arena *a, struct record *ret,
                               struct err *e)
{
    struct str line;
    while (take_line(&st->l.rest, &line)) {
        uint64_t number = st->l.line++;
        if (is_remark(line)) continue;
        if (!is_section(line)) {
            read_pair(st, line);
            continue;
        }
        enum status s = end_section(st, a, ret, e);
        begin_section(st, section_name(line), number);
        if (s != DONE) return s;
    }
    return end_section(st, a, ret, e);
}

/* ---- the importer ---- */

static enum status read_text(struct reader *in, struct arena *a, struct list_state *st,
                             struct err *e)
{
    struct feed_in bytes;
    struct buf b = buf_new(a);
    struct str part;
    enum status s = feed_in_open(in, a, &bytes, e);
    if (s) return s;
    bytes.plain = true;
    struct arena chunk = {0};
    while (!s) {
        s = feed_in_next(&bytes, &chunk, &part, e);
        if (!s) buf_add(&b, part);
        arena_reset(&chunk, (struct arena_mark){0});
        if (!s && b.len > RECORD_BYTES_MAX) {
            s = err_set(e, TOO_MUCH, "a list of feeds of more than %d bytes; cut it in parts",
                        RECORD_BYTES_MAX);
        }
    }
    arena_free(&chunk);
    feed_in_close(&bytes);
    st->wrong = bytes.wrong;
    st->l.rest = buf_str(&b);
    return s == DONE ? OK : s;
}

static enum status list_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    struct list_state *st = arena_new(a, struct list_state, 1);
    int sure = 0;
    (void)o;
    *ret_state = st;
    st->l = (struct feed_list){.a = a, .line = 1};
    enum status s = read_text(in, a, st, e);
    if (s) return s;
    st->form = form_of(st->l.rest, &sure);
    if (st->form) return OK;
    return err_set(e, BAD_INPUT,
                   "no list of feeds; want OPML, FOAF, planet.ini, or an address a line");
}

static enum status list_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct list_state *st = state;
    if (st->form == FORM_OUTLINE) return feed_outline_next(&st->l, a, ret, e);
    if (st->form == FORM_PLANET) return planet_next(st, a, ret, e);
    return lines_next(st, a, ret, e);
}

static struct str list_remarks(void *state, struct arena *a)
{
    const struct list_state *st = state;
    return st->wrong ? str_copy(a, str_of(st->wrong)) : STR("");
}

extern const struct importer importer_feed_list;

const struct importer importer_feed_list = {
    .name = "feed-list",
    .summary = "lists of feeds: OPML, planet.ini, FOAF, an address a line",
    .sniff = list_sniff,
    .open = list_open,
    .next = list_next,
    .remarks = list_remarks,
};

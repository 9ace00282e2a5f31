/* zulip_text.c - listen: what does a message of Zulip say in its author's own words? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/html.h"
#include "listen/zulip_int.h"

#include <string.h>

struct reading {
    const struct zulip_place *p;
    struct doc_row *d;
    struct arena *a;
};

struct str zulip_key(const struct zulip_place *p, struct str id, struct arena *a)
{
    return str_printf(a, "%.*s/%.*s", STR_ARG(p->channel), STR_ARG(id));
}

struct who zulip_who(const struct zulip_place *p, struct str name, struct str id, struct arena *a)
{
    const struct chat_user *known = p->users ? chat_user_find(p->users, id) : NULL;
    name = utf8_head(name, NAME_BYTES_MAX);
    if (known) return known->who;
    bool by_name = p->users && p->names && !id.len;
    const int64_t *named = by_name ? map_get(p->names, name) : NULL;
    if (by_name && named && *named >= 0) return p->users->list[*named].who;
    if (p->users && !id.len) { /* mentions of before 2018 have names alone */
        return (struct who){.channel = STR("name"), .handle = str_copy(a, name), .name = name};
    }
    return (struct who){.channel = p->channel,
                        .handle = str_copy(a, p->users ? id : name),
                        .name = str_copy(a, name)};
}

/* "user12@quay.example": what those see who may not see the address. */
bool zulip_is_email(struct str email)
{
    size_t n = 4;
    while (n < email.len && ascii_is_digit(email.p[n]))
        n++;
    bool dummy = str_starts(email, "user") && n > 4 && n < email.len && email.p[n] == '@';
    return !dummy && str_find(email, '@') < email.len;
}

void zulip_outlet(const struct zulip_place *p, struct str id, struct str name, struct doc_row *d,
                  struct arena *a)
{
    struct str key = id.len ? id : name;
    if (!key.len) return;
    d->outlets = arena_new(a, struct who, d->outlet_count = 1);
    d->outlets[0] = (struct who){.channel = p->channel,
                                 .handle = str_printf(a, "stream:%.*s", STR_ARG(key)),
                                 .name = str_printf(a, "#%.*s", STR_ARG(name.len ? name : id)),
                                 .kind = STR("group")};
}

/* ---- whom it names, what it quotes ---- */

/* "…/near/123", "…/with/123" of an address within the same Zulip; empty when it is none. */
static struct str message_of(struct str url)
{
    static const char *const marks[] = {"/near/", "/with/"};
    for (size_t i = 0; i < 2; i++) {
        size_t at = str_find_nocase(url, marks[i]);
        struct str id = str_skip(url, at + 6);
        size_t n = 0;
        while (n < id.len && n < 20 && ascii_is_digit(id.p[n]))
            n++;
        bool ends = n == id.len || strchr("/?#\")", id.p[n]);
        if (at < url.len && n && ends) return str_head(id, n);
    }
    return STR("");
}

static void quotes(struct reading *r, struct str url)
{
    struct str id = message_of(url);
    if (id.len) chat_parent(r->d, zulip_key(r->p, id, r->a), r->a);
}

/* Quoted without an address: found among those who wrote to the same stream. */
static void quotes_name(struct reading *r, struct str name)
{
    struct doc_row *d = r->d;
    if (!name.len || d->quoted_count == QUOTED_PER_DOC_MAX) return;
    if (!d->quoted) d->quoted = arena_new(r->a, struct quoted, QUOTED_PER_DOC_MAX);
    d->quoted[d->quoted_count++].name = str_copy(r->a, utf8_head(name, NAME_BYTES_MAX));
}

static void mentions(struct reading *r, struct str name, struct str id)
{
    if (str_is(name, "all") || str_is(name, "everyone") || str_is(name, "stream") ||
        str_is(name, "channel") || str_is(name, "topic") || str_is(id, "*")) {
        return;
    }
    doc_mention(r->d, r->a, zulip_who(r->p, name, id, r->a));
}

/* Addresses of Zulip's own rooms and messages are no pages that anybody cites. */
static void drop_own_links(struct doc_row *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->link_count; i++) {
        if (str_find_nocase(d->links[i], "/#narrow/") < d->links[i].len) continue;
        d->links[kept++] = d->links[i];
    }
    d->link_count = kept;
}

/* ---- Markdown ---- */

/* What stands between two pairs of stars; names have none in them. False: nothing does. */
static bool starred(struct str s, struct str *ret)
{
    *ret = str_head(s, str_find(str_head(s, NAME_BYTES_MAX), '*'));
    return ret->len && str_starts(str_skip(s, ret->len), "**");
}

/* s begins with "@**" or "@_**". Bytes of the mention, 0 when it is none. */
static size_t mention_at(struct str s, struct str *ret_name, struct str *ret_id)
{
    struct str inner;
    size_t from = str_starts(s, "@**") ? 3 : str_starts(s, "@_**") ? 4 : 0;
    if (!from || !starred(str_skip(s, from), &inner)) return 0;
    size_t bar = str_find(inner, '|');
    *ret_name = str_head(inner, bar);
    *ret_id = str_skip(inner, bar + 1);
    return from + inner.len + 2;
}

/* A line "@_**Jane|7** [said](…/near/9):" before a quote; what it says is taken. */
static bool is_attribution(struct reading *r, struct str line)
{
    struct str name;
    struct str id;
    line = str_trim(line);
    size_t n = mention_at(line, &name, &id);
    if (!n || !str_ends_nocase(line, ":")) return false;
    struct str rest = str_trim(str_skip(line, n));
    if (str_starts(rest, "[")) {
        size_t open = str_find(rest, '(');
        struct str address = message_of(str_skip(rest, open));
        if (open < rest.len && address.len) {
            quotes(r, str_skip(rest, open));
            return true;
        }
    }
    if (!str_starts(rest, "said") && !str_starts(rest, "[said]")) return false;
    const struct chat_user *known = r->p->users ? chat_user_find(r->p->users, id) : NULL;
    quotes_name(r, known ? known->who.name : name);
    return true;
}

/* Shows "@Jane", "#stream > topic" for the marks of them. */
static void add_named(struct reading *r, struct buf *out, struct str line)
{
    struct str name;
    struct str id;
    while (line.len) {
        size_t plain = 0;
        while (plain < line.len && line.p[plain] != '@' && line.p[plain] != '#')
            plain++;
        buf_add(out, str_head(line, plain));
        line = str_skip(line, plain);
        size_t n = mention_at(line, &name, &id);
        if (n) {
            mentions(r, name, id);
            buf_addf(out, "@%.*s", STR_ARG(name));
        } else if (str_starts(line, "#**") && starred(str_skip(line, 3), &name)) {
            buf_addf(out, "#%.*s", STR_ARG(name));
            n = name.len + 5;
        } else if (line.len) {
            buf_addc(out, line.p[0]);
            n = 1;
        }
        line = str_skip(line, n);
    }
}

/* How many ` or ~ begin the line; 0: fewer than three. */
static size_t fence_of(struct str line)
{
    size_t n = 0;
    while (n < line.len && (line.p[n] == '`' || line.p[n] == '~') && line.p[n] == line.p[0])
        n++;
    return n >= 3 ? n : 0;
}

struct lines {
    struct buf own;
    size_t quote, code; /* length of the fence that is open; 0: none is */
};

static bool closes(size_t open, size_t fence, struct str bare)
{
    return fence >= open && fence == bare.len;
}

static void take_line(struct reading *r, struct lines *l, struct str line)
{
    struct str bare = str_trim(line);
    size_t fence = fence_of(bare);
    if (l->quote) {
        if (closes(l->quote, fence, bare)) l->quote = 0;
        return;
    }
    if (!l->code && fence && str_is(str_trim(str_skip(bare, fence)), "quote")) {
        l->quote = fence;
        return;
    }
    if (!l->code && is_attribution(r, line)) return;
    bool turns = fence && (!l->code || closes(l->code, fence, bare));
    if (turns) l->code = l->code ? 0 : fence;
    if (l->own.len) buf_addc(&l->own, '\n');
    if (l->code) {
        buf_add(&l->own, line);
    } else {
        add_named(r, &l->own, line);
    }
}

struct str zulip_markdown(const struct zulip_place *p, struct str content, struct doc_row *d,
                          struct arena *a)
{
    struct reading r = {.p = p, .d = d, .a = a};
    struct lines l = {.own = buf_new(a)};
    struct str line;
    while (str_cut(&content, '\n', &line))
        take_line(&r, &l, line);
    struct str text = chat_markdown(d, buf_str(&l.own), a);
    drop_own_links(d);
    return text;
}

/* ---- HTML, as the API and the archives have it ---- */

#define QUOTE_MARK "\x1f"

static struct str attribute(struct str tag, const char *name)
{
    size_t at = str_find_nocase(tag, name);
    struct str value = str_skip(tag, at + strlen(name));
    return at < tag.len ? str_head(value, str_find(value, '"')) : STR("");
}

/* The text up to the next tag, entities done. */
static struct str inner_text(struct reading *r, struct str behind)
{
    struct str raw = utf8_head(str_head(behind, str_find(behind, '<')), NAME_BYTES_MAX);
    struct html_options o = {.quote = "", .most = NAME_BYTES_MAX};
    return str_trim(html_text(r->a, raw, &o));
}

/* A mention outside of quotes. silent: it notifies nobody, as before a quote. */
static void mention_tag(struct reading *r, struct str tag, struct str behind)
{
    struct str name = inner_text(r, behind);
    struct str id = attribute(tag, "data-user-id=\"");
    bool silent = str_find_nocase(tag, "silent") < tag.len;
    if (str_starts(name, "@")) name = str_skip(name, 1);
    struct str rest = str_head(str_skip(behind, str_find(behind, '>') + 1), 400);
    size_t said = str_find_nocase(rest, "said");
    size_t end = str_find_nocase(rest, "</p>");
    bool attribution = silent && said < end && str_find_nocase(rest, "<blockquote") < rest.len;
    if (!attribution) {
        mentions(r, name, id);
        return;
    }
    struct str address = message_of(attribute(rest, "href=\""));
    if (address.len) {
        quotes(r, attribute(rest, "href=\""));
    } else {
        quotes_name(r, name);
    }
}

static void read_tags(struct reading *r, struct str html)
{
    size_t depth = 0; /* of quotes */
    while (html.len) {
        html = str_skip(html, str_find(html, '<'));
        struct str tag = str_head(html, str_find(html, '>'));
        struct str behind = str_skip(html, tag.len + 1);
        if (str_starts_nocase(tag, "<blockquote")) depth++;
        if (str_starts_nocase(tag, "</blockquote") && depth) depth--;
        bool mention =
            str_starts_nocase(tag, "<span") && str_find_nocase(tag, "user-mention") < tag.len;
        if (mention && !depth) mention_tag(r, tag, behind);
        html = behind;
    }
}

static void take_link(void *state, struct str href, bool quoted)
{
    struct reading *r = state;
    if (!quoted) chat_link(r->d, utf8_mend(r->a, href), r->a);
}

/* Without lines of quotes, and without the line that says whose they are. */
static struct str own_lines(struct str text, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str held = STR("");
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        bool quote = str_starts(line, QUOTE_MARK);
        bool attribution = quote && str_ends_nocase(str_trim(held), "said:");
        if (held.len && !attribution) {
            if (b.len) buf_addc(&b, '\n');
            buf_add(&b, held);
        }
        held = quote ? STR("") : line;
    }
    if (held.len && b.len) buf_addc(&b, '\n');
    buf_add(&b, held);
    return b.len ? str_trim(buf_str(&b)) : STR("");
}

struct str zulip_html(const struct zulip_place *p, struct str content, struct doc_row *d,
                      struct arena *a)
{
    struct reading r = {.p = p, .d = d, .a = a};
    struct html_options o = {
        .quote = QUOTE_MARK, .most = TEXT_BYTES_MAX, .link = take_link, .state = &r};
    read_tags(&r, str_head(content, TEXT_BYTES_MAX));
    struct str text = html_text(a, content, &o);
    drop_own_links(d);
    return own_lines(text, a);
}

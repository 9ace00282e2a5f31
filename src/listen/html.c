/* html.c - listen: which lines and links would a reader of this markup see? */
#include "listen/html.h"

#include <stdlib.h>
#include <string.h>

/*
 * One pass over the bytes. Of the open elements only those are remembered whose end means something
 * to the lines: quotes, divs, texts with their own line ends, and cells, which no end tag within
 * them but that of their table reaches out of. Every element is pushed and popped once, and the
 * innermost of each kind is known, so end tags that close nothing cost nothing.
 */

enum kind { KIND_QUOTE, KIND_DIV, KIND_PRE, KIND_CELL, KIND_TABLE, KINDS, KIND_NONE = KINDS };

enum trait {
    BLOCK = 1,  /* begins and ends a line */
    CELL = 2,   /* stands apart from its neighbours */
    HIDDEN = 4, /* all up to its end tag is no markup and not shown */
    ROW = 8,    /* ends the cell before it */
};

enum { TAG_NAME_MAX = 10, HREF_BYTES_MAX = 8192 };

/* Sorted. */
static const struct element {
    char name[TAG_NAME_MAX + 1];
    unsigned char traits, kind;
} elements[] = {
    {"address", BLOCK, KIND_NONE},    {"article", BLOCK, KIND_NONE},
    {"aside", BLOCK, KIND_NONE},      {"blockquote", BLOCK, KIND_QUOTE},
    {"br", BLOCK, KIND_NONE},         {"caption", BLOCK, KIND_NONE},
    {"center", BLOCK, KIND_NONE},     {"dd", BLOCK, KIND_NONE},
    {"div", BLOCK, KIND_DIV},         {"dl", BLOCK, KIND_NONE},
    {"dt", BLOCK, KIND_NONE},         {"fieldset", BLOCK, KIND_NONE},
    {"figcaption", BLOCK, KIND_NONE}, {"figure", BLOCK, KIND_NONE},
    {"footer", BLOCK, KIND_NONE},     {"form", BLOCK, KIND_NONE},
    {"h1", BLOCK, KIND_NONE},         {"h2", BLOCK, KIND_NONE},
    {"h3", BLOCK, KIND_NONE},         {"h4", BLOCK, KIND_NONE},
    {"h5", BLOCK, KIND_NONE},         {"h6", BLOCK, KIND_NONE},
    {"header", BLOCK, KIND_NONE},     {"hr", BLOCK, KIND_NONE},
    {"iframe", HIDDEN, KIND_NONE},    {"li", BLOCK, KIND_NONE},
    {"main", BLOCK, KIND_NONE},       {"nav", BLOCK, KIND_NONE},
    {"noembed", HIDDEN, KIND_NONE},   {"noframes", HIDDEN, KIND_NONE},
    {"ol", BLOCK, KIND_NONE},         {"option", BLOCK, KIND_NONE},
    {"p", BLOCK, KIND_NONE},          {"pre", BLOCK, KIND_PRE},
    {"script", HIDDEN, KIND_NONE},    {"section", BLOCK, KIND_NONE},
    {"style", HIDDEN, KIND_NONE},     {"table", BLOCK, KIND_TABLE},
    {"td", CELL | ROW, KIND_CELL},    {"th", CELL | ROW, KIND_CELL},
    {"title", HIDDEN, KIND_NONE},     {"tr", BLOCK | ROW, KIND_NONE},
    {"ul", BLOCK, KIND_NONE},
};

struct open { /* an element that was not ended yet */
    enum kind kind;
    uint32_t innermost[KINDS]; /* as they were before it */
};

struct page {
    struct arena *a;
    const struct html_options *o;
    struct str rest; /* of the markup */
    struct buf text;
    bool gap;   /* a blank is due before the next word */
    bool fresh; /* at the start of a line */
    struct open *open;
    uint32_t depth, room;
    uint32_t innermost[KINDS]; /* open element of that kind within this cell, from 1; 0: none */
    uint32_t count[KINDS];     /* open ones in all */
};

/* ---- lines ---- */

static void break_line(struct page *p)
{
    if (!p->fresh) buf_addc(&p->text, '\n');
    p->fresh = true;
    p->gap = false;
}

static void leave_line(struct page *p)
{
    struct str text = buf_str(&p->text);
    bool left = text.len < 2 || str_starts(str_skip(text, text.len - 2), "\n\n");
    if (!left && text.len < p->o->most) buf_addc(&p->text, '\n');
}

/* A word, or part of one. */
static void add_word(struct page *p, struct str word)
{
    if (p->text.len >= p->o->most) return;
    if (p->fresh && p->count[KIND_QUOTE]) buf_adds(&p->text, p->o->quote);
    if (p->gap) buf_addc(&p->text, ' ');
    p->gap = p->fresh = false;
    buf_add(&p->text, word);
}

static void add_blank(struct page *p, char c)
{
    if (c == '\n' && p->count[KIND_PRE] && p->text.len && p->text.len < p->o->most) {
        buf_addc(&p->text, '\n');
        p->fresh = true;
    }
    p->gap = !p->fresh;
}

static void add_character(struct page *p, uint32_t c)
{
    if (c <= ' ') {
        add_blank(p, (char)c);
        return;
    }
    char bytes[4];
    size_t n = utf8_put(bytes, c);
    add_word(p, (struct str){bytes, n});
}

static void read_text(struct page *p)
{
    struct str s = p->rest;
    size_t n = 0;
    while (n < s.len && s.p[n] != '<' && s.p[n] != '&') {
        size_t from = n;
        while (n < s.len && (unsigned char)s.p[n] > ' ' && s.p[n] != '<' && s.p[n] != '&')
            n++;
        if (n > from) add_word(p, (struct str){s.p + from, n - from});
        for (; n < s.len && (unsigned char)s.p[n] <= ' '; n++)
            add_blank(p, s.p[n]);
    }
    p->rest = str_skip(s, n);
}

static void read_entity(struct page *p)
{
    uint32_t c = '&';
    size_t n = html_entity(p->rest, false, &c);
    if (!n) c = '&';
    add_character(p, c);
    p->rest = str_skip(p->rest, n ? n : 1);
}

/* ---- elements ---- */

static int compare(const void *name, const void *element)
{
    return strcmp(name, ((const struct element *)element)->name);
}

static const struct element *element_of(struct str name)
{
    char key[TAG_NAME_MAX + 1] = {0};
    if (name.len > TAG_NAME_MAX) return NULL;
    for (size_t i = 0; i < name.len; i++)
        key[i] = ascii_lower(name.p[i]);
    return bsearch(key, elements, sizeof elements / sizeof *elements, sizeof *elements, compare);
}

static void push(struct page *p, enum kind kind)
{
    if (p->depth == p->room) {
        uint32_t wider = p->room ? 2 * p->room : 64;
        p->open = arena_grow(p->a, p->open, p->room * sizeof *p->open, wider * sizeof *p->open);
        p->room = wider;
    }
    struct open *open = &p->open[p->depth++];
    open->kind = kind;
    memcpy(open->innermost, p->innermost, sizeof open->innermost);
    if (kind >= KIND_CELL) memset(p->innermost, 0, KIND_TABLE * sizeof *p->innermost);
    p->innermost[kind] = p->depth;
    p->count[kind]++;
}

/* The innermost open element of this kind, and all that stands in it. */
static void pop(struct page *p, enum kind kind)
{
    uint32_t to = p->innermost[kind];
    while (to && p->depth >= to) {
        const struct open *open = &p->open[--p->depth];
        memcpy(p->innermost, open->innermost, sizeof open->innermost);
        p->count[open->kind]--;
        if (open->kind == KIND_QUOTE) break_line(p);
    }
}

/* Behind the end tag of this name; a hidden element without one hides all that follows. */
static void pass_hidden(struct page *p, struct str name)
{
    struct str s = p->rest;
    const char *at = NULL;
    while (s.len && (at = memmem(s.p, s.len, "</", 2))) {
        s = str_skip(s, (size_t)(at - s.p) + 2);
        size_t i = 0;
        while (i < name.len && i < s.len && ascii_lower(s.p[i]) == ascii_lower(name.p[i]))
            i++;
        bool ends = i == s.len || (unsigned char)s.p[i] <= ' ' || s.p[i] == '>' || s.p[i] == '/';
        if (i == name.len && ends) break;
    }
    s = at ? s : STR("");
    p->rest = str_skip(s, str_find(s, '>') + 1);
}

static void start(struct page *p, struct str name)
{
    const struct element *element = element_of(name);
    if (!element) return;
    if (element->traits & HIDDEN) pass_hidden(p, name);
    if (element->traits & ROW) pop(p, KIND_CELL);
    if (element->traits & BLOCK) break_line(p);
    if (element->traits & CELL) p->gap = !p->fresh;
    if (p->o->paragraphs && strcmp(element->name, "p") == 0) leave_line(p);
    if (element->kind != KIND_NONE) push(p, (enum kind)element->kind);
}

static void end(struct page *p, struct str name)
{
    const struct element *element = element_of(name);
    if (!element) return;
    if (element->traits & ROW) pop(p, KIND_CELL);
    if (element->traits & BLOCK) break_line(p);
    bool ended = element->kind == KIND_NONE || element->kind == KIND_CELL;
    if (!ended) pop(p, (enum kind)element->kind);
}

/* ---- tags ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct str take_until(struct str *s, bool (*is_end)(char c))
{
    size_t n = 0;
    while (n < s->len && !is_end(s->p[n]))
        n++;
    struct str taken = str_head(*s, n);
    *s = str_skip(*s, n);
    return taken;
}

static bool ends_name(char c)
{
    return is_blank(c) || c == '/' || c == '>';
}

static bool ends_key(char c)
{
    return ends_name(c) || c == '=';
}

static bool ends_value(char c)
{
    return is_blank(c) || c == '>';
}

static void skip_blanks(struct str *s)
{
    while (s->len && is_blank(s->p[0]))
        *s = str_skip(*s, 1);
}

static struct str take_value(struct str *s)
{
    skip_blanks(s);
    bool marked = s->len && (s->p[0] == '"' || s->p[0] == '\'');
    if (!marked) return take_until(s, ends_value);
    char mark = s->p[0];
    *s = str_skip(*s, 1);
    struct str value = str_head(*s, str_find(*s, mark));
    *s = str_skip(*s, value.len + 1);
    return value;
}

/* From behind a tag's name to behind its end; false when it has none. *ret_href: the first one. */
static bool take_attributes(struct str *s, struct str *ret_href)
{
    *ret_href = STR_NONE;
    for (;;) {
        while (s->len && (is_blank(s->p[0]) || s->p[0] == '/'))
            *s = str_skip(*s, 1);
        if (!s->len) return false;
        if (s->p[0] == '>') {
            *s = str_skip(*s, 1);
            return true;
        }
        bool odd = s->p[0] == '='; /* begins a name when nothing stands before it */
        if (odd) *s = str_skip(*s, 1);
        struct str key = take_until(s, ends_key);
        skip_blanks(s);
        if (!s->len || s->p[0] != '=') continue;
        *s = str_skip(*s, 1);
        struct str value = take_value(s);
        if (!odd && !ret_href->p && str_is_nocase(key, "href")) *ret_href = value;
    }
}

static void give_link(struct page *p, struct str href)
{
    if (!href.len || href.len > HREF_BYTES_MAX) return;
    struct buf url = buf_new(p->a);
    while (href.len) {
        size_t plain = str_find(href, '&');
        buf_add(&url, str_head(href, plain));
        href = str_skip(href, plain);
        if (!href.len) break;
        uint32_t c = 0;
        size_t n = html_entity(href, true, &c);
        char bytes[4];
        buf_add(&url, n ? (struct str){bytes, utf8_put(bytes, c)} : STR("&"));
        href = str_skip(href, n ? n : 1);
    }
    p->o->link(p->o->state, buf_str(&url), p->count[KIND_QUOTE] > 0);
}

/* Behind the next `mark`, or at the end. */
static void pass(struct page *p, const char *mark)
{
    const char *at = p->rest.len ? memmem(p->rest.p, p->rest.len, mark, strlen(mark)) : NULL;
    p->rest = at ? str_skip(p->rest, (size_t)(at - p->rest.p) + strlen(mark)) : STR("");
}

static void pass_comment(struct page *p)
{
    p->rest = str_skip(p->rest, 4);
    if (str_starts(p->rest, ">") || str_starts(p->rest, "->")) {
        pass(p, ">");
    } else {
        pass(p, "-->");
    }
}

/* p->rest begins with '<'. */
static void read_tag(struct page *p)
{
    struct str s = str_skip(p->rest, 1);
    bool ends = s.len && s.p[0] == '/';
    if (ends) s = str_skip(s, 1);
    if (s.len && ascii_is_letter(s.p[0])) {
        struct str href;
        struct str name = take_until(&s, ends_name);
        bool whole = take_attributes(&s, &href);
        p->rest = s;
        if (!whole) return;
        if (ends) {
            end(p, name);
            return;
        }
        if (str_is_nocase(name, "a")) give_link(p, href);
        start(p, name);
    } else if (str_starts(p->rest, "<!--")) {
        pass_comment(p);
    } else if (ends || (s.len && (s.p[0] == '!' || s.p[0] == '?'))) {
        pass(p, ">");
    } else {
        add_word(p, STR("<"));
        p->rest = s;
    }
}

struct str html_text(struct arena *a, struct str html, const struct html_options *o)
{
    struct page p = {.a = a, .o = o, .text = buf_new(a), .fresh = true};
    p.rest = utf8_mend(a, html);
    while (p.rest.len) {
        if (p.rest.p[0] == '<') {
            read_tag(&p);
        } else if (p.rest.p[0] == '&') {
            read_entity(&p);
        } else {
            read_text(&p);
        }
    }
    return buf_str(&p.text);
}

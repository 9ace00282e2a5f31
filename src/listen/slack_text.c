/* slack_text.c - listen: what does a message in Slack's own marks say? */
#include "listen/slack_int.h"

#include "base/limits.h"
#include "listen/doc_heed.h"

#include <jansson.h>

struct words {
    const struct slack_team *t;
    struct doc_row *d;
    struct arena *a;
    struct buf out;
};

static struct str behind_bar(struct str s)
{
    size_t bar = str_find(s, '|');
    return bar < s.len ? str_skip(s, bar + 1) : STR("");
}

/* The three entities Slack writes. */
static void add_plain(struct words *w, struct str s)
{
    static const struct {
        const char *name;
        const char *sign;
    } entity[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};
    while (s.len) {
        size_t plain = str_find(s, '&');
        buf_add(&w->out, str_head(s, plain));
        s = str_skip(s, plain);
        size_t known = 0;
        for (size_t i = 0; s.len && i < sizeof entity / sizeof *entity; i++) {
            if (!str_starts(s, entity[i].name)) continue;
            buf_adds(&w->out, entity[i].sign);
            known = str_find(s, ';') + 1;
        }
        if (s.len && !known) buf_addc(&w->out, '&');
        s = str_skip(s, known ? known : 1);
    }
}

static void add_user(struct words *w, struct str id, struct str label)
{
    const struct chat_user *known = chat_user_find(&w->t->users, id);
    struct who who =
        known ? known->who : slack_who(w->t, str_copy(w->a, id), str_copy(w->a, label));
    struct str name = known && known->call.len ? known->call : label.len ? label : id;
    doc_mention(w->d, w->a, who);
    if (!str_starts(name, "@")) buf_addc(&w->out, '@');
    add_plain(w, name);
}

static void add_channel(struct words *w, struct str id, struct str label)
{
    const struct slack_channel *c = label.len ? NULL : slack_channel_find(w->t, id);
    buf_addc(&w->out, '#');
    add_plain(w, c ? c->name : label.len ? label : id);
}

static void add_link(struct words *w, struct str url, struct str label)
{
    struct words clean = {.a = w->a, .out = buf_new(w->a)};
    add_plain(&clean, url); /* its & is an entity, too */
    chat_link(w->d, buf_str(&clean.out), w->a);
    add_plain(w, label.len ? label : url);
}

/* What stands between < and >. */
static void add_mark(struct words *w, struct str s)
{
    struct str id = str_head(s, str_find(s, '|'));
    struct str label = behind_bar(s);
    char first = '\0';
    if (s.len) first = s.p[0];
    if (first == '@') {
        add_user(w, str_skip(id, 1), label);
    } else if (first == '#') {
        add_channel(w, str_skip(id, 1), label);
    } else if (first == '!') { /* here, everyone, a group, a date */
        struct str shown = label.len ? label : str_skip(id, 1);
        if (!label.len) buf_addc(&w->out, '@');
        add_plain(w, shown);
    } else {
        add_link(w, id, label);
    }
}

static void add_marked(struct words *w, struct str s)
{
    while (s.len) {
        size_t open = str_find(s, '<');
        add_plain(w, str_head(s, open));
        s = str_skip(s, open);
        size_t close = str_find(s, '>');
        if (close == s.len) break; /* no mark closes any more */
        add_mark(w, (struct str){s.p + 1, close - 1});
        s = str_skip(s, close + 1);
    }
    add_plain(w, s);
}

/* Lines that begin with > are quotes, written as &gt;. */
static void add_lines(struct words *w, struct str text)
{
    struct str line;
    bool code = false;
    while (str_cut(&text, '\n', &line)) {
        if (str_starts(str_trim(line), "```")) code = !code;
        if (!code && str_starts(str_trim(line), "&gt;")) continue;
        if (w->out.len) buf_addc(&w->out, '\n');
        add_marked(w, line);
    }
}

/* ---- blocks: what newer programs send, at times without a text ---- */

static void add_element(struct words *w, const json_t *element, const char *type)
{
    struct str text = chat_text(element, "text", w->a);
    const json_t *raw = json_object_get(element, "text");
    if (str_is(str_of(type), "text") && json_is_string(raw)) {
        buf_add(&w->out, utf8_mend(w->a, str_of(json_string_value(raw))));
    } else if (str_is(str_of(type), "link")) {
        struct str url = chat_text(element, "url", w->a);
        chat_link(w->d, url, w->a);
        buf_add(&w->out, text.len ? text : url);
    } else if (str_is(str_of(type), "user")) {
        add_user(w, chat_text(element, "user_id", w->a), STR(""));
    } else if (str_is(str_of(type), "channel")) {
        add_channel(w, chat_text(element, "channel_id", w->a), STR(""));
    } else if (str_is(str_of(type), "emoji")) {
        buf_addf(&w->out, ":%s:", chat_text(element, "name", w->a).p);
    } else if (str_is(str_of(type), "broadcast")) {
        buf_addf(&w->out, "@%s", chat_text(element, "range", w->a).p);
    }
}

enum { BLOCK_DEPTH_MAX = 8 };

/* Blocks hold elements, those hold elements; quotes are somebody else's words. */
static void add_block(struct words *w, const json_t *block, int depth) // NOLINT(misc-no-recursion)
{
    const char *type = json_string_value(json_object_get(block, "type"));
    const json_t *inner = json_object_get(block, "elements");
    const json_t *text = json_object_get(block, "text");
    size_t i;
    const json_t *element;
    if (!type || depth == BLOCK_DEPTH_MAX || str_is(str_of(type), "rich_text_quote")) return;
    if (json_is_object(text)) add_lines(w, chat_text(text, "text", w->a));
    if (!json_is_array(inner)) {
        add_element(w, block, type);
        return;
    }
    bool begins =
        str_starts(str_of(type), "rich_text_") && w->out.len && w->out.p[w->out.len - 1] != '\n';
    if (begins) buf_addc(&w->out, '\n');
    json_array_foreach((json_t *)(uintptr_t)inner, i, element) add_block(w, element, depth + 1);
}

static void add_blocks(struct words *w, const json_t *message)
{
    size_t i;
    const json_t *block;
    json_array_foreach(json_object_get(message, "blocks"), i, block) add_block(w, block, 0);
    if (w->out.len) return;
    json_array_foreach(json_object_get(message, "attachments"), i, block)
    {
        struct str text = chat_text(block, "text", w->a);
        if (!text.len) text = chat_text(block, "fallback", w->a);
        struct str title = chat_text(block, "title_link", w->a);
        chat_link(w->d, title, w->a);
        add_lines(w, text);
    }
}

struct str slack_text(const struct slack_team *t, const json_t *message, struct doc_row *d,
                      struct arena *a)
{
    struct words w = {.t = t, .d = d, .a = a, .out = buf_new(a)};
    struct str text = chat_text(message, "text", a);
    if (text.len) {
        add_lines(&w, text);
    } else {
        add_blocks(&w, message);
    }
    return str_trim(buf_str(&w.out));
}

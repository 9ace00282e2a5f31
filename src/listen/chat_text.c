/* chat_text.c - listen: what does a message in Markdown say in its author's own words? */
#include "listen/chat.h"

struct marks {
    struct doc_row *d;
    struct arena *a;
    struct buf out;
};

enum { LABEL_BYTES_MAX = 2048, LABEL_DEPTH_MAX = 8 };

/* Bytes of s before its first bracket closes again; s.len when it does not soon. */
static size_t closing(struct str s, char open, char close)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.len && i < LABEL_BYTES_MAX; i++) {
        if (s.p[i] == open && ++depth > LABEL_DEPTH_MAX) break;
        if (s.p[i] == close && --depth == 0) return i;
        if (open == '(' && (s.p[i] == '[' || (unsigned char)s.p[i] < ' ')) break;
    }
    return s.len;
}

/* s begins with a bracket. Bytes of "[label](address)", 0 when it is none. */
static size_t label_of(struct str s, struct str *ret_label, struct str *ret_url)
{
    size_t label = closing(s, '[', ']');
    if (label + 1 >= s.len || s.p[label + 1] != '(') return 0;
    struct str behind = str_skip(s, label + 1);
    size_t url = closing(behind, '(', ')');
    if (url == behind.len) return 0;
    *ret_label = (struct str){s.p + 1, label - 1};
    *ret_url = (struct str){behind.p + 1, url - 1};
    if (str_starts(*ret_url, "<")) *ret_url = str_skip(*ret_url, 1);
    return label + 1 + url + 1;
}

/* One line, without its end. */
static void add_line(struct marks *m, struct str line)
{
    struct str label;
    struct str url;
    while (line.len) {
        size_t plain = str_find(line, '[');
        struct str before = str_head(line, plain);
        chat_links_in(m->d, before, m->a);
        line = str_skip(line, plain);
        size_t marked = line.len ? label_of(line, &label, &url) : 0;
        bool picture = marked && before.len && before.p[before.len - 1] == '!';
        buf_add(&m->out, str_head(before, before.len - picture));
        if (marked) {
            chat_link(m->d, url, m->a);
            buf_add(&m->out, label);
        } else if (line.len) {
            buf_addc(&m->out, '[');
        }
        line = str_skip(line, marked ? marked : 1);
    }
}

static bool is_fence(struct str line)
{
    line = str_trim(line);
    return str_starts(line, "```") || str_starts(line, "~~~");
}

struct str chat_markdown(struct doc_row *d, struct str text, struct arena *a)
{
    struct marks m = {.d = d, .a = a, .out = buf_new(a)};
    struct str line;
    bool code = false;
    while (str_cut(&text, '\n', &line)) {
        if (line.len && line.p[line.len - 1] == '\r') line.len--;
        if (is_fence(line)) code = !code;
        bool quote = !code && str_starts(str_trim(line), ">");
        if (quote) continue;
        if (m.out.len) buf_addc(&m.out, '\n');
        if (code) {
            buf_add(&m.out, line);
        } else {
            add_line(&m, line);
        }
    }
    return str_trim(buf_str(&m.out));
}

/* json_walk.c - listen: which lists of rows stand within this JSON text? */
#include "listen/json_walk.h"

#include <jansson.h>
#include <string.h>

enum { TOKEN_BYTES_MAX = 4096 };

enum status json_walk_open(struct reader *in, const char *const *keys, struct arena *a,
                           struct json_walk *ret, struct err *e)
{
    *ret = (struct json_walk){.keys = keys, .around = buf_new(a), .token = buf_new(a)};
    ret->rows.line = 1;
    return text_in_open(in, a, &ret->rows.text, e);
}

/* The next byte, not consumed. */
static enum status peek(struct json_walk *w, char *ret, struct err *e)
{
    struct text_in *t = &w->rows.text;
    while (t->begin == t->end) {
        enum status s = text_in_more(t, e);
        if (s) return s;
    }
    *ret = t->window[t->begin];
    return OK;
}

static void token_add(struct json_walk *w, struct str part)
{
    if (w->token.len + part.len > TOKEN_BYTES_MAX) {
        w->token_long = true;
    } else {
        buf_add(&w->token, part);
    }
}

/* How much of what waits belongs to the text whose quote is open; *ret_end when it closes there. */
static size_t text_part(struct str s, bool *escaped, bool *ret_end, uint64_t *lines)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (*escaped) {
            *escaped = false;
        } else if (c == '\\') {
            *escaped = true;
        } else if (c == '"') {
            *ret_end = true;
            return i + 1;
        }
        *lines += c == '\n';
    }
    return s.len;
}

/* A text with its quotes. */
static enum status read_text(struct json_walk *w, struct err *e)
{
    struct text_in *t = &w->rows.text;
    bool escaped = false;
    bool ended = false;
    char c;
    t->begin++;
    token_add(w, STR("\""));
    while (!ended) {
        enum status s = peek(w, &c, e);
        if (s) return s;
        struct str part = {t->window + t->begin, t->end - t->begin};
        part.len = text_part(part, &escaped, &ended, &w->rows.line);
        token_add(w, part);
        t->begin += part.len;
    }
    return OK;
}

static bool ends_plain(char c)
{
    return strchr(",:]}[{\" \t\r\n", c) != NULL && c != '\0';
}

/* A number, true, false, null, or whatever else stands there. */
static enum status read_plain(struct json_walk *w, struct err *e)
{
    char c;
    enum status s;
    while (!(s = peek(w, &c, e)) && !ends_plain(c)) {
        token_add(w, (struct str){&c, 1});
        w->rows.text.begin++;
    }
    return s;
}

static struct json_level *top(struct json_walk *w)
{
    return w->depth ? &w->level[w->depth - 1] : NULL;
}

/* What was read is a key, a value of the object that is open, or an item of a list. */
static void take_token(struct json_walk *w)
{
    struct json_level *l = top(w);
    struct str token = buf_str(&w->token);
    if (!l || l->list) return;
    if (!l->value) {
        struct str key = token.len > 2 ? (struct str){token.p + 1, token.len - 2} : STR("");
        key = str_head(key, sizeof l->key - 1);
        memcpy(l->key, key.p, key.len);
        l->key[key.len] = '\0';
        return;
    }
    if (w->token_long || w->around.len + token.len > JSON_AROUND_BYTES_MAX) return;
    buf_addf(&w->around, "\"%s\":", l->key);
    buf_add(&w->around, token);
    buf_addc(&w->around, ',');
}

static enum status go_in(struct json_walk *w, bool list, struct err *e)
{
    if (w->depth == JSON_DEPTH_MAX) {
        return err_set(e, BAD_INPUT,
                       "%llu: more than %d objects and lists within each other; "
                       "export it again",
                       (unsigned long long)w->rows.line, JSON_DEPTH_MAX);
    }
    w->level[w->depth++] = (struct json_level){.list = list, .around = w->around.len};
    return OK;
}

static void go_out(struct json_walk *w)
{
    if (!w->depth) return;
    w->around.len = top(w)->around;
    w->depth--;
}

/* Is the list that begins here one that was asked for? */
static bool wanted(struct json_walk *w, size_t *ret_key)
{
    struct json_level *l = top(w);
    if (!l || l->list || !l->value) return false;
    for (size_t i = 0; w->keys[i]; i++) {
        if (strcmp(w->keys[i], l->key) != 0) continue;
        *ret_key = i;
        return true;
    }
    return false;
}

static void mark(struct json_walk *w, char c)
{
    struct json_level *l = top(w);
    if (c == '\n') w->rows.line++;
    if (l && c == ':') l->value = true;
    if (l && c == ',') l->value = false;
}

/* One sign or token; *ret_found when a list begins that was asked for. */
static enum status step(struct json_walk *w, char c, size_t *ret_key, bool *ret_found,
                        struct err *e)
{
    if (c == '"' || !ends_plain(c)) {
        w->token.len = 0;
        w->token_long = false;
        enum status s = c == '"' ? read_text(w, e) : read_plain(w, e);
        if (!s || s == DONE) take_token(w);
        return s;
    }
    w->rows.text.begin++;
    if (c == '[' && wanted(w, ret_key)) {
        *ret_found = true;
        return OK;
    }
    if (c == '[' || c == '{') return go_in(w, c == '[', e);
    if (c == ']' || c == '}') {
        go_out(w);
    } else {
        mark(w, c);
    }
    return OK;
}

enum status json_walk_next(struct json_walk *w, size_t *ret_key, struct err *e)
{
    enum status s = OK;
    bool found = false;
    char c = '\0';
    if (w->inside && !w->rows.ended) s = go_in(w, true, e); /* to its end like any other list */
    w->inside = w->rows.array = false;
    while (!s && !found) {
        s = peek(w, &c, e);
        if (!s) s = step(w, c, ret_key, &found, e);
    }
    if (!found) return s;
    w->inside = w->rows.array = true;
    w->rows.ended = false;
    return OK;
}

struct json_t *json_walk_around(const struct json_walk *w, struct arena *scratch)
{
    struct err ignored;
    json_t *object = NULL;
    size_t from = w->depth ? w->level[w->depth - 1].around : 0;
    struct str members = str_skip(buf_str(&w->around), from);
    if (members.len) members.len--; /* the last comma */
    struct str text = str_printf(scratch, "{%.*s}", STR_ARG(members));
    if (json_object_read(utf8_mend(scratch, text), &object, &ignored)) object = json_object();
    return object;
}

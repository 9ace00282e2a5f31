/* hackernews_json.c - listen: which items of Hacker News stand in this JSON? */
#include "listen/chat.h"
#include "listen/hackernews_int.h"

#include "base/time.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Objects a line or in one array; or, of the search, in lists called "hits". Items may hold their
 * answers ("children"): they wait here, the newest last, so that any depth is one list. */
struct hn_json {
    struct json_walk walk;
    bool walked, in_hits, single;
    struct str whole; /* of a single one, until it is read */
    struct arena *a;
    struct json_t *root; /* whose parts wait */
    uint64_t line;
    struct waiting {
        const struct json_t *item;
    } * waiting;
    size_t count, room;
};

static const char *const hits[] = {"hits", NULL};

static bool has(struct str text, const char *what)
{
    return str_find_nocase(text, what) < text.len;
}

static struct str without_mark(struct str head)
{
    return str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
}

int hn_json_sniff(struct str head)
{
    struct str s = without_mark(head);
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    if (has(s, "\"objectID\"") && has(s, "\"_tags\"") && has(s, "\"author")) {
        return has(s, "\"story_id\"") || has(s, "\"points\"") ? 90 : 0;
    }
    if (has(s, "\"created_at_i\"") && has(s, "\"author\"") && has(s, "\"points\"")) return 85;
    if (has(s, "\"karma\"") && has(s, "\"created\"") && has(s, "\"id\"")) {
        return has(s, "\"submitted\"") || has(s, "\"about\"") ? 80 : 0;
    }
    static const char *const types[] = {"story", "comment", "poll", "pollopt", "job"};
    bool typed = false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "\"%s\"", types[i]);
        typed = typed || has(s, text);
    }
    bool item = typed && has(s, "\"by\"") && has(s, "\"time\"") && has(s, "\"id\"");
    bool more = has(s, "\"parent\"") || has(s, "\"kids\"") || has(s, "\"descendants\"") ||
                has(s, "\"score\"");
    return item && has(s, "\"type\"") && more ? 88 : 0;
}

static void wait_for(struct hn_json *j, const json_t *item)
{
    if (!json_is_object(item)) return;
    if (j->count == j->room) {
        size_t wider = j->room ? j->room * 2 : 64;
        j->waiting =
            arena_grow(j->a, j->waiting, j->room * sizeof *j->waiting, wider * sizeof *j->waiting);
        j->room = wider;
    }
    j->waiting[j->count++].item = item;
}

static void wait_for_all(struct hn_json *j, const json_t *list)
{
    for (size_t i = json_array_size(list); i > 0; i--)
        wait_for(j, json_array_get(list, i - 1));
}

enum status hn_json_open(struct reader *in, struct arena *a, struct hn_json **ret, struct err *e)
{
    struct hn_json *j = arena_new(a, struct hn_json, 1);
    struct str head;
    enum status s = reader_head(in, 4096, &head, e);
    *ret = j;
    j->a = a;
    if (s) return s;
    struct str start = without_mark(head);
    j->walked = start.len && start.p[0] == '{' && has(head, "\"hits\"");
    if (j->walked) return json_walk_open(in, hits, a, &j->walk, e);
    struct str first = str_head(start, str_find(start, '\n'));
    if (!str_is(str_trim(first), "{")) return json_rows_open(in, a, &j->walk.rows, e);
    j->single = true; /* one item over several lines, as ?print=pretty gives it */
    s = reader_rest(in, JSON_RECORD_BYTES_MAX, a, &j->whole, e);
    return s == TOO_MUCH ? err_set(e, BAD_INPUT, "one item of more than %d bytes; split it",
                                   JSON_RECORD_BYTES_MAX)
                         : s;
}

static enum status next_single(struct hn_json *j, struct arena *a, json_t **ret, struct err *e)
{
    struct str text = without_mark(j->whole);
    if (!text.len) return DONE;
    j->whole = STR("");
    j->line = 1;
    enum status s = json_object_read(utf8_mend(a, text), ret, e);
    return s ? err_in(e, s, "1") : OK;
}

static enum status next_object(struct hn_json *j, struct arena *a, json_t **ret, struct err *e)
{
    enum status s = DONE;
    size_t key = 0;
    if (j->single) return next_single(j, a, ret, e);
    while (j->walked) {
        if (!j->in_hits) s = json_walk_next(&j->walk, &key, e);
        if (!j->in_hits && s) return s;
        j->in_hits = true;
        s = json_rows_next(&j->walk.rows, a, ret, &j->line, e);
        if (s != DONE) return s;
        j->in_hits = false;
    }
    return json_rows_next(&j->walk.rows, a, ret, &j->line, e);
}

/* ---- one item ---- */

static struct str first_text(const json_t *item, const char *const keys[], struct arena *a)
{
    for (size_t i = 0; keys[i]; i++) {
        struct str text = chat_text(item, keys[i], a);
        if (text.len) return text;
    }
    return STR("");
}

static int64_t time_of(const json_t *item, struct arena *a)
{
    static const char *const seconds[] = {"time", "created_at_i"};
    static const char *const dates[] = {"created_at", "timestamp", "time_ts", "time", NULL};
    int64_t at_s = TIME_NONE;
    for (size_t i = 0; i < 2; i++) {
        at_s = chat_time(item, seconds[i], 1);
        if (at_s != TIME_NONE) return at_s;
    }
    for (size_t i = 0; dates[i]; i++) {
        if (time_parse(chat_text(item, dates[i], a), &at_s)) return at_s;
    }
    return TIME_NONE;
}

/* Of the search: "_tags": ["comment", "author_x", "story_1"]. */
static struct str type_of(const json_t *item, struct arena *a)
{
    struct str type = chat_text(item, "type", a);
    const json_t *tags = json_object_get(item, "_tags");
    for (size_t i = 0; !type.len && i < json_array_size(tags); i++) {
        const char *tag = json_string_value(json_array_get(tags, i));
        if (tag && !strchr(tag, '_')) type = str_copy(a, str_of(tag));
    }
    return type;
}

static void read_item(const json_t *item, struct arena *a, struct hn_item *ret)
{
    static const char *const ids[] = {"id", "objectID", NULL};
    static const char *const people[] = {"by", "author", NULL};
    static const char *const texts[] = {"text", "comment_text", "story_text", NULL};
    static const char *const parents[] = {"parent", "parent_id", NULL};
    static const char *const scores[] = {"score", "points", NULL};
    *ret = (struct hn_item){.id = first_text(item, ids, a),
                            .by = first_text(item, people, a),
                            .type = type_of(item, a),
                            .title = chat_text(item, "title", a),
                            .url = chat_text(item, "url", a),
                            .text = first_text(item, texts, a),
                            .parent = first_text(item, parents, a),
                            .story = chat_text(item, "story_id", a),
                            .thread = chat_text(item, "story_title", a),
                            .about = chat_text(item, "about", a),
                            .at_s = time_of(item, a),
                            .gone = chat_true(item, "deleted"),
                            .killed = chat_true(item, "dead"),
                            .user = json_object_get(item, "karma") != NULL};
    ret->scored = str_to_double(first_text(item, scores, a), &ret->score);
}

enum status hn_json_next(struct hn_json *j, struct arena *a, struct hn_item *ret, struct err *e)
{
    if (!j->count) {
        json_decref(j->root);
        j->root = NULL;
        enum status s = next_object(j, a, &j->root, e);
        if (s) return s;
        wait_for(j, j->root);
    }
    const json_t *item = j->waiting[--j->count].item;
    wait_for_all(j, json_object_get(item, "children"));
    read_item(item, a, ret);
    ret->line = j->line;
    return OK;
}

void hn_json_close(struct hn_json *j)
{
    json_decref(j->root);
    text_in_close(&j->walk.rows.text);
}

/* feed_json.c - listen: what do the items of a JSON Feed say? */
#include "listen/feed_int.h"
#include "listen/json_rows.h"

#include <jansson.h>

struct feed_json {
    struct json_rows rows;
    struct feed_meta meta;
};

static struct str text_of(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value)) {
        struct str s = {json_string_value(value), json_string_length(value)};
        return str_copy(a, str_trim(utf8_mend(a, s)));
    }
    if (json_is_integer(value)) { /* version 1 has feeds with numbers for ids */
        return str_printf(a, "%lld", (long long)json_integer_value(value));
    }
    return STR("");
}

/* "author" of version 1, the first of "authors" of 1.1. */
static struct feed_author author_of(const json_t *object, struct arena *a)
{
    const json_t *author = json_array_get(json_object_get(object, "authors"), 0);
    if (!json_is_object(author)) author = json_object_get(object, "author");
    if (json_is_string(author)) return feed_author_read(a, text_of(object, "author", a));
    struct feed_author found = feed_author_read(a, text_of(author, "name", a));
    found.uri = text_of(author, "url", a);
    if (!found.email.len && str_starts_nocase(found.uri, "mailto:")) {
        found.email = str_skip(found.uri, 7);
    }
    return found;
}

static void read_meta(const json_t *object, struct arena *a, struct feed_meta *ret)
{
    *ret = (struct feed_meta){.title = {.value = text_of(object, "title", a)}};
    ret->self = feed_url(a, text_of(object, "feed_url", a), STR(""));
    ret->alternate = feed_url(a, text_of(object, "home_page_url", a), STR(""));
    ret->lang = text_of(object, "language", a);
    ret->author = author_of(object, a);
}

/* The feed's own words stand around its items: before them, behind them, or both. */
static enum status look_around(struct reader *in, struct arena *a, struct feed_meta *ret,
                               struct err *e)
{
    struct arena own = {0};
    struct reader *again = NULL;
    struct json_rows rows;
    struct buf head = buf_new(&own);
    json_t *object = NULL;
    uint64_t line = 0;
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = json_rows_open_in(again, "items", &own, &rows, &head, e);
    struct arena scratch = {0};
    bool found = !s;
    while (found && (!s || s == BAD_INPUT)) {
        s = json_rows_next(&rows, &scratch, &object, &line, e);
        if (!s) json_decref(object);
        arena_reset(&scratch, (struct arena_mark){0});
    }
    if (found && s == DONE) {
        buf_addc(&head, ']');
        s = json_rows_rest(&rows, &head, e);
        object = NULL;
        if (!s && !json_object_read(utf8_mend(&own, buf_str(&head)), &object, e)) {
            read_meta(object, a, ret);
            json_decref(object);
        }
    }
    reader_close(again);
    arena_free(&scratch);
    arena_free(&own);
    return s;
}

enum status feed_json_open(struct reader *in, struct arena *a, struct feed_json **ret,
                           struct err *e)
{
    struct feed_json *j = arena_new(a, struct feed_json, 1);
    struct buf head = buf_new(a);
    enum status s = look_around(in, a, &j->meta, e);
    if (!s) s = json_rows_open_in(in, "items", a, &j->rows, &head, e);
    *ret = j;
    return s;
}

enum status feed_json_next(struct feed_json *j, struct feed_entry *ret, struct err *e)
{
    json_t *item = NULL;
    uint64_t line = 0;
    struct arena own = {0};
    enum status s = json_rows_next(&j->rows, &own, &item, &line, e);
    if (s) {
        arena_free(&own);
        return s;
    }
    *ret = (struct feed_entry){.line = line};
    ret->title.value = text_of(item, "title", &own);
    ret->content.value = text_of(item, "content_html", &own);
    ret->content.markup = FEED_HTML;
    if (!ret->content.value.len) {
        ret->content = (struct feed_text){.value = text_of(item, "content_text", &own)};
    }
    ret->summary.value = text_of(item, "summary", &own);
    ret->id = text_of(item, "id", &own);
    ret->link = text_of(item, "url", &own);
    if (!ret->link.len) ret->link = text_of(item, "external_url", &own);
    ret->lang = text_of(item, "language", &own);
    ret->author = author_of(item, &own);
    ret->published = text_of(item, "date_published", &own);
    ret->updated = text_of(item, "date_modified", &own);
    json_decref(item);
    ret->a = own;
    return OK;
}

struct feed_meta feed_json_meta(const struct feed_json *j)
{
    return j->meta;
}

uint64_t feed_json_mended(const struct feed_json *j)
{
    return j->rows.mended;
}

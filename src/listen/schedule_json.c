/* schedule_json.c - listen: which talks stand in this schedule in JSON? */
#include "listen/json_rows.h"
#include "listen/schedule_int.h"

#include <jansson.h>
#include <string.h>

/*
 * {"schedule": {"conference": {"title": …, "days": [{"date": …, "rooms": {"NAME": [{a talk},
 * …]}}]}}}
 *
 * What stands around the talks is walked byte by byte, and each talk is cut out and parsed by
 * itself, so that a schedule of any length takes the room of one talk, and one that is cut off
 * gives what came before.
 */

enum { LEVELS_MAX = 32, KEY_BYTES = 256, SCALAR_BYTES_MAX = 2048 };

struct level {
    char kind;            /* '{' or '[' */
    bool value;           /* in an object: a value comes next, not a key */
    char name[KEY_BYTES]; /* key it stands under; "" in an array */
    char key[KEY_BYTES];  /* of an object: the last */
};

struct schedule_json {
    struct arena *a;
    struct json_rows at; /* its window and line */
    struct schedule_meta meta;
    struct level level[LEVELS_MAX];
    int depth;
    struct str day;
    bool broken; /* told once */
};

/* ---- bytes ---- */

static bool have(struct schedule_json *j, enum status *s, struct err *e)
{
    while (!*s && j->at.text.begin == j->at.text.end)
        *s = text_in_more(&j->at.text, e);
    return !*s;
}

static char here(const struct schedule_json *j)
{
    return j->at.text.window[j->at.text.begin];
}

static void pass(struct schedule_json *j)
{
    j->at.line += here(j) == '\n';
    j->at.text.begin++;
}

/* One string with its quotes into b, as far as it fits. */
static enum status take_string(struct schedule_json *j, struct buf *b, struct err *e)
{
    enum status s = OK;
    bool escaped = false;
    for (bool first = true; have(j, &s, e); first = false) {
        char c = here(j);
        pass(j);
        if (b->len < SCALAR_BYTES_MAX) buf_addc(b, c);
        if (!first && !escaped && c == '"') break;
        escaped = !escaped && c == '\\';
    }
    return s;
}

static struct str string_of(struct arena *a, struct str quoted)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "[%.*s]", STR_ARG(utf8_mend(a, quoted)));
    json_t *list = json_loadb(b.p, b.len, 0, NULL);
    const json_t *value = json_array_get(list, 0);
    struct str text = STR("");
    if (json_is_string(value)) {
        text = str_copy(a, (struct str){json_string_value(value), json_string_length(value)});
    }
    json_decref(list);
    return utf8_mend(a, str_trim(text));
}

/* ---- where we are ---- */

static bool named(const struct schedule_json *j, int up, const char *name)
{
    int at = j->depth - 1 - up;
    return at >= 0 && strcmp(j->level[at].name, name) == 0;
}

/* In the list of a room: the one that stands under the room's name in "rooms". */
static bool in_room(const struct schedule_json *j)
{
    if (j->depth < 2 || j->level[j->depth - 1].kind != '[') return false;
    return j->level[j->depth - 2].kind == '{' && named(j, 1, "rooms");
}

static void take_value(struct schedule_json *j, struct str text)
{
    const struct level *in = &j->level[j->depth - 1];
    if (named(j, 0, "conference")) {
        if (strcmp(in->key, "title") == 0) j->meta.title = text;
        if (strcmp(in->key, "start") == 0) j->meta.start = text;
        if (strcmp(in->key, "time_zone_name") == 0) j->meta.zone = text;
    } else if (named(j, 1, "days") && strcmp(in->key, "date") == 0) {
        j->day = text;
    }
}

static enum status on_string(struct schedule_json *j, struct err *e)
{
    struct level *in = j->depth ? &j->level[j->depth - 1] : NULL;
    struct arena own = {0};
    struct buf b = buf_new(&own);
    enum status s = take_string(j, &b, e);
    if (!s && in && in->kind == '{') {
        struct str text = string_of(&own, buf_str(&b));
        if (in->value) {
            take_value(j, str_copy(j->a, text));
        } else {
            text = utf8_head(text, KEY_BYTES - 1);
            if (text.len) memcpy(in->key, text.p, text.len);
            in->key[text.len] = '\0';
        }
    }
    arena_free(&own);
    return s;
}

static enum status on_open(struct schedule_json *j, char kind, struct err *e)
{
    if (j->depth == LEVELS_MAX) {
        return err_set(e, TOO_MUCH, "%llu: lists within lists deeper than %d; fetch it again",
                       (unsigned long long)j->at.line, LEVELS_MAX);
    }
    struct level *in = j->depth ? &j->level[j->depth - 1] : NULL;
    struct level *to = &j->level[j->depth++];
    *to = (struct level){.kind = kind};
    if (in && in->kind == '{') memcpy(to->name, in->key, KEY_BYTES);
    pass(j);
    return OK;
}

/* One step that is no talk. */
static enum status step(struct schedule_json *j, struct err *e)
{
    struct level *in = j->depth ? &j->level[j->depth - 1] : NULL;
    char c = here(j);
    if (c == '"') return on_string(j, e);
    if (c == '{' || c == '[') return on_open(j, c, e);
    if (c == '}' || c == ']') j->depth -= j->depth > 0;
    if (in && c == ':') in->value = true;
    if (in && c == ',') in->value = false;
    pass(j);
    return OK;
}

/* ---- a talk ---- */

static struct str text_of(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_object(value)) { /* {"en": "Keynotes"}, {"name": …} */
        const json_t *name = json_object_get(value, "name");
        if (!name) name = json_object_get(value, "en");
        value = name;
    }
    if (json_is_integer(value)) {
        return str_printf(a, "%lld", (long long)json_integer_value(value));
    }
    if (!json_is_string(value)) return STR("");
    struct str s = {json_string_value(value), json_string_length(value)};
    return str_copy(a, str_trim(utf8_mend(a, s)));
}

static struct str first_of(const json_t *object, const char *const keys[], struct arena *a)
{
    struct str text = STR("");
    for (size_t i = 0; keys[i] && !text.len; i++)
        text = text_of(object, keys[i], a);
    return text;
}

static void read_people(const json_t *talk, struct schedule_talk *t)
{
    static const char *const ids[] = {"id", "code", "guid", NULL};
    static const char *const names[] = {"public_name", "full_public_name", "name", NULL};
    const json_t *people = json_object_get(talk, "persons");
    size_t count = json_array_size(people);
    for (size_t i = 0; i < count && t->person_count < TALK_PEOPLE_MAX; i++) {
        const json_t *one = json_array_get(people, i);
        t->person[t->person_count++] = (struct schedule_person){
            .id = first_of(one, ids, &t->a), .name = first_of(one, names, &t->a)};
    }
}

static struct schedule_talk *read_talk(const json_t *talk, struct str day, struct str room)
{
    static const char *const ids[] = {"id", "code", NULL};
    struct arena own = {0};
    struct schedule_talk *t = arena_new(&own, struct schedule_talk, 1);
    t->a = own;
    struct arena *a = &t->a;
    t->day = str_copy(a, day);
    t->id = first_of(talk, ids, a);
    t->guid = text_of(talk, "guid", a);
    t->date = text_of(talk, "date", a);
    t->start = text_of(talk, "start", a);
    t->title = text_of(talk, "title", a);
    t->subtitle = text_of(talk, "subtitle", a);
    t->track = text_of(talk, "track", a);
    t->room = text_of(talk, "room", a);
    if (!t->room.len) t->room = str_copy(a, room);
    t->lang = text_of(talk, "language", a);
    t->abstract = text_of(talk, "abstract", a);
    t->description = text_of(talk, "description", a);
    t->url = text_of(talk, "url", a);
    read_people(talk, t);
    const json_t *links = json_object_get(talk, "links");
    for (size_t i = 0; i < json_array_size(links) && t->link_count < LINKS_PER_DOC_MAX; i++) {
        const json_t *one = json_array_get(links, i);
        struct schedule_link link = {text_of(one, "url", a), text_of(one, "title", a)};
        if (link.url.len) t->link[t->link_count++] = link;
    }
    return t;
}

/* Braces are counted outside of strings. *ret_len is 0 when it is longer than is kept. */
static enum status cut_talk(struct schedule_json *j, struct buf *b, bool *ret_long, struct err *e)
{
    enum status s = OK;
    int depth = 0;
    bool text = false;
    bool escaped = false;
    *ret_long = false;
    while (have(j, &s, e)) {
        char c = here(j);
        pass(j);
        *ret_long = *ret_long || b->len == JSON_RECORD_BYTES_MAX;
        if (!*ret_long) buf_addc(b, c);
        if (text) {
            text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        text = c == '"';
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth <= 0) break;
    }
    return s;
}

static enum status on_talk(struct schedule_json *j, struct schedule_talk **ret, struct err *e)
{
    uint64_t line = j->at.line;
    struct arena own = {0};
    struct buf b = buf_new(&own);
    json_t *talk = NULL;
    bool too_long = false;
    enum status s = cut_talk(j, &b, &too_long, e);
    if (s == DONE) {
        j->broken = true;
        s = err_set(e, BAD_INPUT, "the schedule ends within this talk; fetch it again");
    } else if (!s && too_long) {
        s = err_set(e, BAD_INPUT, "a talk longer than %d bytes; shorten it", JSON_RECORD_BYTES_MAX);
    } else if (!s) {
        s = json_object_read(utf8_mend(&own, buf_str(&b)), &talk, e);
    }
    if (!s) {
        *ret = read_talk(talk, j->day, str_of(j->level[j->depth - 1].name));
        (*ret)->line = line;
        json_decref(talk);
    }
    arena_free(&own);
    return s ? err_in(e, s, "%llu", (unsigned long long)line) : OK;
}

/* ---- the reader ---- */

/* All that the conference says of itself; its talks are passed over. */
static enum status look_through(struct reader *in, struct schedule_json *j, struct err *e)
{
    struct arena own = {0};
    struct reader *again = NULL;
    struct schedule_json first = {.a = j->a, .at = {.line = 1}};
    enum status s = reader_again(in, &own, &again, e);
    if (!s) s = text_in_open(again, &own, &first.at.text, e);
    while (have(&first, &s, e)) {
        if (here(&first) == '{' && in_room(&first)) {
            struct buf b = {.a = &own, .len = JSON_RECORD_BYTES_MAX}; /* nothing is kept */
            bool too_long = false;
            s = cut_talk(&first, &b, &too_long, e);
        } else {
            s = step(&first, e);
        }
    }
    j->meta = first.meta;
    reader_close(again);
    arena_free(&own);
    return s == DONE ? OK : s;
}

enum status schedule_json_open(struct reader *in, struct arena *a, struct schedule_json **ret,
                               struct err *e)
{
    struct schedule_json *j = arena_new(a, struct schedule_json, 1);
    j->a = a;
    j->at.line = 1;
    j->day = STR("");
    *ret = j;
    enum status s = look_through(in, j, e);
    if (!s) s = text_in_open(in, a, &j->at.text, e);
    return s;
}

enum status schedule_json_next(struct schedule_json *j, struct schedule_talk **ret, struct err *e)
{
    enum status s = OK;
    while (have(j, &s, e)) {
        if (here(j) == '{' && in_room(j)) return on_talk(j, ret, e);
        s = step(j, e);
        if (s) break;
    }
    if (s != DONE || !j->depth || j->broken) return s;
    j->broken = true;
    return err_set(e, BAD_INPUT, "%llu: the schedule ends within itself; fetch it again",
                   (unsigned long long)j->at.line);
}

const struct schedule_meta *schedule_json_meta(const struct schedule_json *j)
{
    return &j->meta;
}

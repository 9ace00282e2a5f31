/* chat.c - listen: what have the messages of all chats in common? */
#include "listen/chat.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/doc_heed.h"

#include <jansson.h>
#include <string.h>

enum { LINK_BYTES_MAX = 2048 };

/* ---- members of objects ---- */

struct str chat_text(const json_t *object, const char *key, struct arena *a)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value)) {
        struct str s = {json_string_value(value), json_string_length(value)};
        return str_copy(a, str_trim(utf8_mend(a, s)));
    }
    if (!json_is_integer(value)) return STR("");
    return str_printf(a, "%lld", (long long)json_integer_value(value));
}

bool chat_true(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_string(value)) return strcmp(json_string_value(value), "true") == 0;
    return json_is_true(value) || json_integer_value(value) == 1;
}

int64_t chat_time(const json_t *object, const char *key, int64_t per_second)
{
    const json_t *value = json_object_get(object, key);
    double at = -1;
    if (json_is_number(value)) {
        at = json_number_value(value);
    } else if (json_is_string(value)) {
        struct str s = {json_string_value(value), json_string_length(value)};
        if (!str_to_double(str_trim(s), &at)) return TIME_NONE;
    }
    at /= (double)per_second;
    return at >= 0 && at < 253402300800.0 ? (int64_t)at : TIME_NONE; /* below the year 10000 */
}

/* ---- people ---- */

struct chat_users chat_users_new(struct arena *a)
{
    return (struct chat_users){.a = a, .ids = map_new(a)};
}

static void hold(struct arena *a, struct str *s)
{
    *s = s->len ? str_copy(a, utf8_head(*s, NAME_BYTES_MAX)) : STR("");
}

bool chat_user_add(struct chat_users *u, const struct chat_user *user)
{
    if (!user->id.len || u->count == CHAT_USERS_MAX || map_get(&u->ids, user->id)) return false;
    if (u->count == u->room) {
        size_t wider = u->room ? u->room * 2 : 64;
        u->list = arena_grow(u->a, u->list, u->room * sizeof *u->list, wider * sizeof *u->list);
        u->room = wider;
    }
    (void)map_put(&u->ids, user->id, (int64_t)u->count, NULL);
    struct chat_user *mine = &u->list[u->count++];
    *mine = *user;
    hold(u->a, &mine->id);
    hold(u->a, &mine->call);
    hold(u->a, &mine->who.channel);
    hold(u->a, &mine->who.handle);
    hold(u->a, &mine->who.name);
    hold(u->a, &mine->who.kind);
    return true;
}

const struct chat_user *chat_user_find(const struct chat_users *u, struct str id)
{
    const int64_t *at = id.len ? map_get(&u->ids, id) : NULL;
    return at ? &u->list[*at] : NULL;
}

void chat_person(struct record *ret, uint64_t line)
{
    *ret = (struct record){.kind = RECORD_PERSON, .line = line};
    ret->person.followers = ret->person.weight = -1;
    ret->person.capacity = -1;
}

void chat_person_who(struct record *ret, struct who w)
{
    struct person_row *p = &ret->person;
    if (w.handle.len && p->who_count < sizeof p->who / sizeof *p->who) p->who[p->who_count++] = w;
}

/* ---- docs ---- */

void chat_parent(struct doc_row *d, struct str key, struct arena *a)
{
    if (!key.len || d->parent_count == PARENTS_PER_DOC_MAX) return;
    for (size_t i = 0; i < d->parent_count; i++) {
        if (str_eq(d->parents[i], key)) return;
    }
    d->parents = arena_more(a, d->parents, d->parent_count, sizeof *d->parents);
    d->parents[d->parent_count++] = key;
}

static bool is_web(struct str url)
{
    size_t from = str_starts_nocase(url, "https://")  ? 8
                  : str_starts_nocase(url, "http://") ? 7
                                                      : 0;
    return from && url.len > from;
}

/* Running text goes on behind an address: its full stop, its bracket. */
static struct str link_end(struct str url)
{
    size_t n = 0;
    while (n < url.len && n <= LINK_BYTES_MAX && (unsigned char)url.p[n] > ' ' &&
           !strchr("<>\"`|\\^{}", url.p[n]))
        n++;
    if (n > LINK_BYTES_MAX) return STR("");
    url = str_head(url, n);
    while (url.len && strchr(".,;:!?'*_~", url.p[url.len - 1]))
        url.len--;
    if (url.len && url.p[url.len - 1] == ')' && str_find(url, '(') == url.len) url.len--;
    if (url.len && url.p[url.len - 1] == ']' && str_find(url, '[') == url.len) url.len--;
    return url;
}

void chat_link(struct doc_row *d, struct str url, struct arena *a)
{
    if (d->link_count == LINKS_PER_DOC_MAX || !is_web(url)) return;
    url = link_end(url);
    if (!is_web(url)) return;
    for (size_t i = 0; i < d->link_count; i++) {
        if (str_eq(d->links[i], url)) return;
    }
    d->links = arena_more(a, d->links, d->link_count, sizeof *d->links);
    d->links[d->link_count++] = str_copy(a, url);
}

void chat_links_in(struct doc_row *d, struct str text, struct arena *a)
{
    for (;;) {
        const char *at = text.len ? memmem(text.p, text.len, "://", 3) : NULL;
        if (!at) return;
        size_t colon = (size_t)(at - text.p);
        size_t back = colon >= 5 && is_web(str_skip(text, colon - 5)) ? 5 : 4;
        size_t before = d->link_count;
        if (colon >= back) chat_link(d, str_skip(text, colon - back), a);
        bool found = d->link_count > before;
        text = str_skip(text, found ? colon - back + d->links[before].len : colon + 3);
    }
}

/* ---- reactions ---- */

/* "pray::skin-tone-2" and a sign with its colour behind it. */
static struct str bare_reaction(struct str name)
{
    while (name.len && name.p[0] == ':')
        name = str_skip(name, 1);
    name = str_head(name, str_find(name, ':'));
    size_t tone = name.len;
    for (size_t i = 0; i + 4 <= name.len; i++) { /* U+1F3FB … U+1F3FF, as UTF-8 */
        bool is_tone = memcmp(name.p + i, "\xF0\x9F\x8F", 3) == 0;
        if (is_tone && (unsigned char)name.p[i + 3] >= 0xBB && i) tone = i;
    }
    name = str_head(name, tone);
    if (name.len > 3 && memcmp(name.p + name.len - 3, "\xEF\xB8\x8F", 3) == 0) name.len -= 3;
    return name;
}

bool reaction_thanks(struct str name)
{
    static const char *const signs[] = {"pray",
                                        "folded_hands",
                                        "heart",
                                        "hearts",
                                        "bow",
                                        "person_bowing",
                                        "clap",
                                        "clapping",
                                        "raised_hands",
                                        "two_hearts",
                                        "heartpulse",
                                        "sparkling_heart",
                                        "blue_heart",
                                        "green_heart",
                                        "yellow_heart",
                                        "purple_heart",
                                        "orange_heart",
                                        "black_heart",
                                        "white_heart",
                                        "brown_heart",
                                        "gratitude",
                                        "🙏",
                                        "❤",
                                        "💙",
                                        "💚",
                                        "💛",
                                        "💜",
                                        "🧡",
                                        "🖤",
                                        "🤍",
                                        "💕",
                                        "💖",
                                        "👏",
                                        "🙌",
                                        "🙇",
                                        NULL};
    name = bare_reaction(name);
    if (str_among_nocase(name, signs)) return true;
    return str_find_nocase(name, "thank") < name.len || str_find_nocase(name, "thx") < name.len;
}

bool reaction_against(struct str name)
{
    static const char *const signs[] = {"-1", "thumbsdown", "thumbs_down", "👎", NULL};
    return str_among_nocase(bare_reaction(name), signs);
}

void chat_reaction(struct doc_row *d, struct str name, int64_t count)
{
    if (count <= 0) return;
    d->rated = true;
    d->rating += (double)(reaction_against(name) ? -count : count);
}

void chat_thanks(struct doc_row *d, struct str name, const struct chat_user *by, int64_t at_s,
                 struct arena *a)
{
    if (!by || !reaction_thanks(name) || who_eq(&by->who, &d->author)) return;
    doc_heed(d, a, (struct heed_row){.verb = VERB_THANKED, .by = by->who, .at_s = at_s});
}

/* ---- the one file that is read ---- */

enum status chat_file_open(const struct bundle *b, size_t at, struct arena *a,
                           struct chat_file *ret, struct err *e)
{
    ret->name = utf8_mend(a, str_of(b->file[at]));
    return bundle_open(b, at, &ret->own, &ret->in, e);
}

void chat_file_close(struct chat_file *f)
{
    reader_close(f->in);
    f->in = NULL;
    arena_free(&f->own);
}

enum status chat_tell(struct str file, uint64_t line, enum status s, const struct err *own,
                      struct err *e)
{
    const char *gap = file.len ? ":" : "";
    if (s != BAD_INPUT) return err_set(e, s, "%s", own->text);
    if (!line) return err_set(e, s, "%.*s%s%s", STR_ARG(file), gap, own->text);
    return err_set(e, s, "%.*s%s%llu: %s", STR_ARG(file), gap, (unsigned long long)line, own->text);
}

/* ---- remarks ---- */

void chat_remark(struct buf *b, uint64_t count, const char *one, const char *many)
{
    if (!count) return;
    buf_addf(b, "%s%llu %s", b->len ? "; " : "", (unsigned long long)count,
             count == 1 ? one : many);
}

void chat_remark_mended(struct buf *b, uint64_t count)
{
    chat_remark(b, count, "row with bytes that are not UTF-8 mended",
                "rows with bytes that are not UTF-8 mended");
}

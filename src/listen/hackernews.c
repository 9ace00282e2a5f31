/* hackernews.c - listen: what do the items of Hacker News say? */
#include "listen/hackernews_int.h"

#include "listen/chat.h"
#include "listen/links.h"
#include "listen/post_text.h"

#include "base/time.h"

struct hackernews {
    struct hn_json *json; /* or */
    struct hn_csv *csv;
};

#define SITE "https://news.ycombinator.com/"

static struct str key_of(struct str id, struct arena *a)
{
    return str_printf(a, SITE "item?id=%.*s", STR_ARG(utf8_head(id, 20)));
}

static struct who who_of(struct str by)
{
    return (struct who){.channel = STR("hackernews"), .handle = utf8_head(by, NAME_BYTES_MAX)};
}

static bool is_number(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        if (!ascii_is_digit(id.p[i])) return false;
    }
    return id.len && id.len < 20;
}

/* "> said before": lines of others begin so. */
static struct str without_quotes(struct arena *a, struct str text)
{
    struct str rest = text;
    struct str line;
    struct buf b = buf_new(a);
    if (str_find(text, '>') == text.len) return text;
    while (str_cut(&rest, '\n', &line)) {
        if (str_starts(line, ">")) continue;
        buf_add(&b, line);
        buf_addc(&b, '\n');
    }
    struct str own = str_trim(buf_str(&b));
    return own.len ? own : text;
}

static enum status of_no_use(const char *why, uint64_t line, struct record *ret)
{
    *ret = (struct record){.kind = RECORD_NOTHING, .line = line};
    ret->nothing.why = why;
    return OK;
}

static enum status read_user(const struct hn_item *item, struct record *ret)
{
    chat_person(ret, item->line);
    chat_person_who(ret, who_of(item->id));
    return OK;
}

static void read_doc(const struct hn_item *item, bool comment, struct arena *a, struct record *ret)
{
    *ret = (struct record){.kind = RECORD_DOC, .line = item->line};
    struct doc_row *doc = &ret->doc;
    doc->kind = comment          ? STR("comment")
                : item->type.len ? utf8_head(item->type, 20)
                                 : STR("story");
    doc->key = key_of(item->id, a);
    doc->url = doc->key;
    doc->author = who_of(item->by);
    doc->at_s = item->at_s;
    doc->title = item->title.len ? item->title : item->thread;
    doc->rated = item->scored;
    doc->rating = item->score;
    post_html(a, item->text, STR(SITE), doc);
    doc->text = without_quotes(a, doc->text);
    if (item->url.len) link_add(a, doc, item->url);
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[doc->outlet_count++] = (struct who){.channel = STR("group"),
                                                     .handle = STR("news.ycombinator.com"),
                                                     .name = STR("Hacker News"),
                                                     .kind = STR("group")};
    if (is_number(item->parent)) chat_parent(doc, key_of(item->parent, a), a);
    if (comment && is_number(item->story)) chat_parent(doc, key_of(item->story, a), a);
}

static enum status read_item(const struct hn_item *item, struct arena *a, struct record *ret,
                             struct err *e)
{
    if (item->user && item->id.len) return read_user(item, ret);
    if (!is_number(item->id)) {
        return err_set(e, BAD_INPUT, "%llu: an item without a number as id; fetch it again",
                       (unsigned long long)item->line);
    }
    if (item->gone) return of_no_use("a deleted item", item->line, ret);
    if (item->killed) return of_no_use("an item that was killed", item->line, ret);
    if (str_is(item->type, "pollopt")) return of_no_use("a choice of a poll", item->line, ret);
    if (!item->by.len) return of_no_use("an item of nobody", item->line, ret);
    bool comment = str_is(item->type, "comment") || (!item->type.len && item->parent.len);
    read_doc(item, comment, a, ret);
    return OK;
}

/* ---- the importer ---- */

static bool is_json(struct str head)
{
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    return s.len && (s.p[0] == '{' || s.p[0] == '[');
}

static enum status hackernews_open(struct reader *in, const struct importer_options *o,
                                   struct arena *a, void **ret_state, struct err *e)
{
    struct hackernews *h = arena_new(a, struct hackernews, 1);
    struct str head;
    enum status s = reader_head(in, 4096, &head, e);
    *ret_state = h;
    if (s) return s;
    if (is_json(head)) return hn_json_open(in, a, &h->json, e);
    return hn_csv_open(in, o->dates, a, &h->csv, e);
}

static enum status hackernews_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct hackernews *h = state;
    struct hn_item item;
    enum status s = h->json ? hn_json_next(h->json, a, &item, e) : hn_csv_next(h->csv, a, &item, e);
    return s ? s : read_item(&item, a, ret, e);
}

static void hackernews_close(void *state)
{
    struct hackernews *h = state;
    if (h->json) hn_json_close(h->json);
}

static int hackernews_sniff(struct str head, const char *path)
{
    (void)path;
    return is_json(head) ? hn_json_sniff(head) : hn_csv_sniff(head);
}

extern const struct importer importer_hackernews;

const struct importer importer_hackernews = {
    .name = "hackernews",
    .summary = "items of Hacker News: its API, its search, and exports as JSON or CSV",
    .sniff = hackernews_sniff,
    .open = hackernews_open,
    .next = hackernews_next,
    .close = hackernews_close,
};

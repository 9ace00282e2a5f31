/* stackexchange_post.c - listen: what does a question or an answer of a dump become? */
#include "listen/post_text.h"
#include "listen/stackexchange_int.h"

#include "base/time.h"

#include <string.h>

enum { POST_QUESTION = 1, POST_ANSWER = 2 };

/* "<a><b>", since 2024 "|a|b|": written behind the text as sites show them, "[a] [b]", so that a
 * topic finds them; answers are found by their thread's question. */
static void add_tags(const struct xml_row *row, struct arena *a, struct doc_row *doc)
{
    struct str tags = xml_text(row, "Tags", a);
    struct buf b = buf_new(a);
    size_t from = 0;
    if (!tags.len) return;
    buf_add(&b, doc->text);
    for (size_t i = 0; i <= tags.len; i++) {
        if (i < tags.len && !strchr("<>| ", tags.p[i])) continue;
        if (i > from) {
            bool first = b.len == doc->text.len;
            buf_addf(&b, "%s[%.*s]", first ? (doc->text.len ? "\n" : "") : " ", (int)(i - from),
                     tags.p + from);
        }
        from = i + 1;
    }
    doc->text = buf_str(&b);
}

void se_spoke(struct se_dump *d, uint32_t post, int64_t user)
{
    if (user <= 0 || !SE_ROOM(d, d->speaker)) return;
    struct se_post *question = &d->post.at[d->post.at[post].question];
    d->speaker.at[d->speaker.count] =
        (struct se_speaker){.user = user, .post = post, .before = question->speaker};
    question->speaker = (uint32_t)d->speaker.count++;
}

/* Its index, UINT32_MAX when there are too many to remember. */
static uint32_t remember(struct se_dump *d, struct se_post post, int64_t parent)
{
    if (!SE_ROOM(d, d->post)) return UINT32_MAX;
    uint32_t here = (uint32_t)d->post.count;
    uint32_t question = parent ? idmap_get(&d->posts, parent) : UINT32_MAX;
    post.question = question == UINT32_MAX ? here : question;
    post.speaker = UINT32_MAX;
    d->post.at[d->post.count++] = post;
    uint32_t first = idmap_put(&d->posts, post.id, here);
    if (first == here) se_spoke(d, here, post.owner);
    return first;
}

static enum status of_no_use(const char *why, uint64_t line, struct record *ret)
{
    *ret = (struct record){.kind = RECORD_NOTHING, .line = line};
    ret->nothing.why = why;
    return OK;
}

/* Pictures that were put into the post itself: nobody is cited by them. */
static void drop_pictures(struct doc_row *doc)
{
    size_t n = 0;
    for (size_t i = 0; i < doc->link_count; i++) {
        bool own = str_find_nocase(doc->links[i], "://i.stack.imgur.com/") < doc->links[i].len ||
                   str_find_nocase(doc->links[i], "://i.sstatic.net/") < doc->links[i].len;
        if (!own) doc->links[n++] = doc->links[i];
    }
    doc->link_count = n;
}

static void read_words(const struct se_dump *d, struct se_post *post, int64_t type, struct arena *a,
                       struct doc_row *doc)
{
    const struct xml_row *row = &d->row;
    post_html(a, xml_text(row, "Body", a), d->home, doc);
    drop_pictures(doc);
    if (type == POST_QUESTION) {
        doc->title = xml_text(row, "Title", a);
        post->accepted = xml_number(row, "AcceptedAnswerId", 0);
        add_tags(row, a, doc);
    }
    doc->rated = xml_raw(row, "Score").len > 0;
    doc->rating = (double)xml_number(row, "Score", 0);
    if (d->home.len) {
        const char *what = type == POST_QUESTION ? "questions" : "a";
        doc->url = str_printf(a, "%.*s%s/%lld", STR_ARG(d->home), what, (long long)post->id);
    }
}

enum status se_post(struct se_dump *d, struct arena *a, struct record *ret, struct err *e)
{
    struct se_post post = {0};
    int64_t type = xml_number(&d->row, "PostTypeId", 0);
    enum status s = se_id(d, "Id", &post.id, e);
    if (!s) s = se_date(d, "CreationDate", &post.at_s, e);
    if (s) return s;
    if (type == 4 || type == 5) return of_no_use("a tag's wiki", d->row.line, ret);
    if (type != POST_QUESTION && type != POST_ANSWER) {
        return of_no_use("a post that is no question and no answer", d->row.line, ret);
    }
    int64_t parent = type == POST_ANSWER ? xml_number(&d->row, "ParentId", 0) : 0;
    se_doc(d, type == POST_QUESTION ? "question" : "answer", post.at_s, a, ret);
    struct doc_row *doc = &ret->doc;
    doc->key = se_key(d, post.id, a);
    doc->author = se_author(d, "OwnerUserId", "OwnerDisplayName", a, &post.owner);
    read_words(d, &post, type, a, doc);
    if (parent) {
        doc->parents = arena_new(a, struct str, 1);
        doc->parents[doc->parent_count++] = se_key(d, parent, a);
    }
    uint32_t here = remember(d, post, parent);
    if (here == UINT32_MAX) return OK;
    se_awarded(d, here, a, doc);
    se_cites(d, post.id, a, doc);
    return OK;
}

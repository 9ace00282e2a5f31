/* samples_forums.c - tests: what does 64 KiB of each kind of forum look like? */
#include "samples.h"

static void write_event(struct buf *b, size_t i)
{
    if (i % 12 == 7) { /* bad: no date */
        buf_addf(b, "{\"type\": \"PushEvent\", \"actor\": \"p%zu\", \"payload\": {}}\n", i);
        return;
    }
    buf_addf(b, "{\"type\": \"%s\", \"actor\": {\"login\": \"p%zu\"}, ",
             i % 5 ? "IssueCommentEvent" : "WatchEvent", i % 9);
    buf_addf(b, "\"created_at\": \"2026-05-%02zuT10:00:00Z\", \"repo\": {\"name\": \"q/%zu\"}, ",
             i % 28 + 1, i % 4);
    buf_addf(b, "\"payload\": {\"comment\": {\"id\": %zu, \"body\": \"@p%zu %s\\n> %s\\n`", i,
             i % 7, sample_word(i), sample_word(i + 1));
    buf_addf(b, "%s` http://y.example/%zu\"}, \"issue\": \"%s\", \"number\": %zu}}\r\n",
             sample_word(i + 2), i, sample_word(i + 3), i % 50);
}

void make_github(struct sample *s)
{
    sample_all(s, write_event, 1, 12, 7, "");
}

static void write_comment(struct buf *b, size_t i)
{
    if (i % 12 == 7) { /* bad: no number */
        buf_addf(b, "<row Id=\"x\" PostId=\"1\" Text=\"%s\" />\n", sample_word(i));
        return;
    }
    buf_addf(b, "  <row Id=\"%zu\" PostId=\"%zu\" Score=\"-1\" Text=\"@%s &lt;%s&#xA;&#x1F600;", i,
             i / 3 + 1, sample_word(i), sample_word(i + 1));
    buf_addf(b, " http://y.example/%zu\" CreationDate=\"2026-05-%02zuT10:00:00.123\" %s />\r\n", i,
             i % 28 + 1, i % 5 ? "UserId='7'" : "UserDisplayName=\"O&apos;Brien\"");
}

void make_stackexchange(struct sample *s)
{
    buf_adds(&s->text, "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<comments>\r\n");
    sample_all(s, write_comment, 1, 12, 7, "</comments>");
}

static void write_item(struct buf *b, size_t i)
{
    if (i % 12 == 7) { /* bad: no number */
        buf_addf(b, "{\"type\": \"comment\", \"by\": \"p%zu\", \"id\": \"x\"}\n", i);
        return;
    }
    buf_addf(b, "{\"by\": \"p%zu\", \"id\": %zu, \"parent\": %zu, \"time\": %zu, ", i % 9, i, i / 2,
             1400000000 + i);
    buf_addf(b, "\"type\": \"comment\", \"text\": \"%s &gt; <p>&gt; %s<p><a href=\\\"http:&#x2F;",
             sample_word(i), sample_word(i + 1));
    buf_addf(b, "&#x2F;y.example\\\">%s</a>\"}\r\n", sample_word(i + 2));
}

void make_hackernews(struct sample *s)
{
    sample_all(s, write_item, 1, 12, 7, "");
}

static void write_post(struct buf *b, size_t i)
{
    if (i % 12 == 7) { /* bad: no post */
        buf_addf(b, "{\"topic_id\": 3, \"cooked\": \"%s\"}\n", sample_word(i));
        return;
    }
    buf_addf(b, "{\"username\": \"p%zu\", \"post_number\": %zu, \"topic_id\": %zu, ", i % 9,
             i % 20 + 1, i / 20 + 1);
    buf_addf(b, "\"created_at\": \"2026-05-%02zuT10:00:00.000Z\", \"cooked\": \"<p>%s", i % 28 + 1,
             sample_word(i));
    buf_addf(b, "<aside class=\\\"quote\\\" data-username=\\\"q%zu\\\">%s</aside>%s\"}\r\n", i % 5,
             sample_word(i + 1), sample_word(i + 2));
}

void make_discourse(struct sample *s)
{
    sample_all(s, write_post, 1, 12, 7, "");
}

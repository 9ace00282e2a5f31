/* samples_social.c - tests: what do 64 KiB of each social network look like? */
#include "samples.h"

static void write_activity(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 13 == 4) { /* bad: an actor that is a number */
        buf_adds(b, "{\"type\": \"Create\", \"actor\": 7}");
        return;
    }
    if (i % 5 == 2) {
        buf_addf(b,
                 "{\"type\": \"Announce\", \"actor\": \"https://x.example/users/p%zu\", "
                 "\"published\": \"2026-05-%02zuT10:00:00Z\", \"object\": "
                 "\"https://y.example/@q/%zu\"}",
                 i, i % 28 + 1, i);
        return;
    }
    buf_addf(b,
             "{\"type\": \"Create\", \"actor\": {\"type\": \"Person\", \"id\": "
             "\"https://x.example/@p%zu\", \"name\": \"%s\"}, \"object\": {\"type\": "
             "\"Note\", \"id\": \"https://x.example/%zu\", \"contentMap\": {\"en\": "
             "\"<p>%s <a href='/p'>%s</a>\"}, \"tag\": [{\"type\": \"Mention\", "
             "\"name\": \"@q@y.example\"}]}}",
             i, sample_word(i), i, sample_word(i + 1), sample_word(i + 2));
}

void make_as2(struct sample *s)
{
    buf_adds(&s->text, "{\"@context\": \"https://www.w3.org/ns/activitystreams\",\n\"type\": "
                       "\"OrderedCollection\", \"orderedItems\": [\n");
    sample_all(s, write_activity, 0, 13, 4, "], \"totalItems\": 9}");
}

static void write_status(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 11 == 7) { /* bad: neither a status nor an account */
        buf_adds(b, "{\"id\": \"7\"}");
        return;
    }
    buf_addf(b,
             "{\"created_at\": \"2026-05-%02zuT10:00:00.000Z\", \"uri\": "
             "\"https://x.example/%zu\", \"content\": \"<p>%s <a href='https://y.example/%zu'>"
             "%s</a>\", \"account\": {\"id\": \"1\", \"username\": \"p\", \"acct\": "
             "\"p@x.example\", \"url\": \"https://x.example/@p\", \"noindex\": true}}",
             i % 28 + 1, i, sample_word(i), i, sample_word(i + 1));
}

void make_mastodon(struct sample *s)
{
    buf_adds(&s->text, " [\n");
    sample_all(s, write_status, 0, 11, 7, "]");
}

static void write_tweet(struct buf *b, size_t i)
{
    if (i % 11 == 3) { /* bad: no text */
        buf_adds(b, "{\"id_str\": \"7\"}\n");
        return;
    }
    buf_addf(b,
             "{\"id_str\": \"%zu\", \"created_at\": \"Wed Oct %02zu 20:19:24 +0000 2018\", "
             "\"full_text\": \"%s%s &amp; %s\", \"user\": {\"screen_name\": \"p\"}}\n",
             i + 1, i % 28 + 1, i % 4 ? "" : "RT @q: ", sample_word(i), sample_word(i + 1));
}

void make_x(struct sample *s)
{
    sample_all(s, write_tweet, 0, 11, 3, "");
}

static void write_event(struct buf *b, size_t i)
{
    if (i % 11 == 3) { /* bad: a number that is not whole */
        buf_adds(b, "{\"did\": \"did:plc:a\", \"kind\": \"commit\", \"x\": 1.5}\n");
        return;
    }
    buf_addf(b,
             "{\"did\": \"did:plc:a\", \"kind\": \"commit\", \"commit\": {\"rkey\": \"%zu\", "
             "\"collection\": \"app.bsky.feed.post\", \"record\": {\"$type\": "
             "\"app.bsky.feed.%s\", \"createdAt\": \"2026-05-%02zuT10:00:00Z\", \"text\": "
             "\"%s %s\"}}}\n",
             i, i % 3 ? "post" : "like", i % 28 + 1, sample_word(i), sample_word(i + 1));
}

void make_bluesky(struct sample *s)
{
    sample_all(s, write_event, 0, 11, 3, "");
}

/* chat_read.c - tools: how fast are chats and social posts read, beside jansson alone on their
 * bytes?
 */
#include "listen/importer.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * chat_read [ROUNDS]
 *
 * Makes one export of each kind at three sizes, in memory; reads it with jansson alone (every
 * object once, as short texts, nothing looked at) and with kith's importer (every record, nothing
 * kept), in turns, and prints the best of each and their ratio. jansson is given what its users
 * give it: the whole text, or a line at a time where the format has lines. Exits 1 when a ratio is
 * below 0.4.
 */

extern const struct importer importer_activitystreams, importer_bluesky, importer_discord,
    importer_mattermost, importer_telegram, importer_x_archive, importer_zulip;

struct kind {
    const struct importer *importer;
    void (*head)(struct buf *b), (*row)(struct buf *b, unsigned i);
    const char *gap, *end;
    bool lines;
};

static const char *const talk[] = {
    "Which broker do you use for the queue behind the order service?",
    "We moved to the other one two years ago, and nobody looked back since.",
    "Thank you, that is what I was looking for; naïve question, but käse.",
    "See the notes at https://x.example/notes/broker?page=2 for the numbers.",
    "It depends: small messages, many consumers, no need for order.",
};
enum { TALK = sizeof talk / sizeof *talk };

static const char *says(unsigned i)
{
    return talk[(i * 7 + i / 3) % TALK];
}

/* ---- what the exports look like ---- */

static void mattermost_head(struct buf *b)
{
    buf_adds(b,
             "{\"type\":\"version\",\"version\":1}\n"
             "{\"type\":\"team\",\"team\":{\"name\":\"quay\",\"display_name\":\"Quay\"}}\n"
             "{\"type\":\"channel\",\"channel\":{\"team\":\"quay\",\"name\":\"a\",\"type\":\"O\","
             "\"display_name\":\"A\"}}\n");
    for (unsigned i = 0; i < 200; i++)
        buf_addf(
            b,
            "{\"type\":\"user\",\"user\":{\"username\":\"user%u\",\"email\":\"user%u@x.example"
            "\",\"first_name\":\"User\",\"last_name\":\"Number%u\",\"roles\":\"system_user\"}}\n",
            i, i, i);
}

static void mattermost_row(struct buf *b, unsigned i)
{
    buf_addf(b,
             "{\"type\":\"post\",\"post\":{\"team\":\"quay\",\"channel\":\"a\",\"user\":\"user%u\","
             "\"type\":\"\",\"message\":\"%s\\n%s @user%u\",\"props\":{\"disable_group_highlight\":"
             "true},\"create_at\":%llu,\"edit_at\":0,\"flagged_by\":[],\"reactions\":[{\"user\":"
             "\"user%u\",\"create_at\":%llu,\"emoji_name\":\"+1\"}],",
             i % 200, says(i), says(i + 1), i % 190, 1710000000000ULL + i * 1000ULL, i % 180,
             1710000000500ULL + i * 1000ULL);
    buf_addf(
        b,
        "\"replies\":[{\"user\":\"user%u\",\"type\":\"\",\"message\":\"%s\",\"create_at\":%llu,"
        "\"edit_at\":0,\"reactions\":[],\"flagged_by\":[]}],\"is_pinned\":false}}",
        i % 170, says(i + 2), 1710000000700ULL + i * 1000ULL);
}

static void telegram_head(struct buf *b)
{
    buf_adds(b, "{\n \"name\": \"Quay\",\n \"type\": \"public_supergroup\",\n \"id\": 15,\n "
                "\"messages\": [\n");
}

static void telegram_row(struct buf *b, unsigned i)
{
    buf_addf(b,
             "  {\n   \"id\": %u,\n   \"type\": \"message\",\n   \"date\": \"2024-03-09T17:00:10\","
             "\n   \"date_unixtime\": \"%u\",\n   \"from\": \"User Number%u\",\n   \"from_id\": "
             "\"user%u\",\n   \"reply_to_message_id\": %u,\n",
             i, 1710000000 + i, i % 200, i % 200, i / 2);
    buf_addf(
        b,
        "   \"text\": [\n    \"%s \",\n    {\n     \"type\": \"mention\",\n     \"text\": "
        "\"@user%u\"\n    },\n    \" %s\"\n   ],\n   \"text_entities\": [\n    {\n     "
        "\"type\": \"plain\",\n     \"text\": \"%s \"\n    },\n    {\n     \"type\": "
        "\"mention\",\n     \"text\": \"@user%u\"\n    },\n    {\n     \"type\": \"plain\",\n     "
        "\"text\": \" %s\"\n    }\n   ]\n  }",
        says(i), i % 190, says(i + 1), says(i), i % 190, says(i + 1));
}

static void discord_head(struct buf *b)
{
    buf_adds(b, "{\n  \"guild\": {\"id\": \"1\", \"name\": \"Quay\"},\n  \"channel\": {\"id\": "
                "\"5\", \"type\": \"GuildTextChat\", \"name\": \"general\"},\n  \"messages\": [\n");
}

static void discord_row(struct buf *b, unsigned i)
{
    buf_addf(
        b,
        "    {\n      \"id\": \"90000000000%u\",\n      \"type\": \"Reply\",\n      "
        "\"timestamp\": \"2024-03-09T16:00:10.123+00:00\",\n      \"timestampEdited\": null,\n"
        "      \"isPinned\": false,\n      \"content\": \"%s %s\",\n      \"author\": {\n        "
        "\"id\": \"80000000000%u\",\n        \"name\": \"user%u\",\n        \"discriminator\": "
        "\"0000\",\n        \"nickname\": \"User Number%u\",\n        \"color\": null,\n        "
        "\"isBot\": false,\n        \"roles\": [],\n        \"avatarUrl\": "
        "\"https://cdn.example/avatars/%u.png\"\n      },\n",
        100000 + i, says(i), says(i + 1), i % 200, i % 200, i % 200, i % 200);
    buf_addf(
        b,
        "      \"attachments\": [],\n      \"embeds\": [],\n      \"stickers\": [],\n      "
        "\"reactions\": [],\n      \"mentions\": [],\n      \"reference\": {\n        "
        "\"messageId\": \"90000000000%u\",\n        \"channelId\": \"5\",\n        \"guildId\": "
        "\"1\"\n      }\n    }",
        100000 + i / 2);
}

static void zulip_head(struct buf *b)
{
    buf_adds(b, "[\n");
}

static void zulip_row(struct buf *b, unsigned i)
{
    buf_addf(
        b,
        "    {\n        \"content\": \"<p><span class=\\\"user-mention silent\\\" "
        "data-user-id=\\\"%u\\\">User Number%u</span> <a href=\\\"/#narrow/stream/1-a/topic/b/"
        "near/%u\\\">said</a>:</p>\\n<blockquote>\\n<p>%s</p>\\n</blockquote>\\n<p>%s %s</p>\","
        "\n        \"id\": %u,\n        \"sender_full_name\": \"User Number%u\",\n        "
        "\"timestamp\": %u\n    }",
        i % 190, i % 190, i / 2, says(i), says(i + 1), says(i + 2), i, i % 200, 1710000000 + i);
}

static void outbox_head(struct buf *b)
{
    buf_adds(b, "{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"type\": "
                "\"OrderedCollection\", \"orderedItems\": [\n");
}

static void outbox_row(struct buf *b, unsigned i)
{
    buf_addf(b,
             "{\"id\": \"https://quay.example/users/user%u/statuses/%u/activity\", \"type\": "
             "\"Create\", \"actor\": \"https://quay.example/users/user%u\", \"published\": "
             "\"2026-03-01T09:00:00Z\", \"to\": "
             "[\"https://www.w3.org/ns/activitystreams#Public\"], \"object\": {\"id\": "
             "\"https://quay.example/users/user%u/statuses/%u\", \"type\": \"Note\", "
             "\"inReplyTo\": null, \"published\": \"2026-03-01T09:00:00Z\", ",
             i % 200, i, i % 200, i % 200, i);
    buf_addf(b,
             "\"url\": \"https://quay.example/@user%u/%u\", \"attributedTo\": "
             "\"https://quay.example/users/user%u\", \"to\": "
             "[\"https://www.w3.org/ns/activitystreams#Public\"], \"cc\": "
             "[\"https://lock.example/users/user%u\"], \"content\": \"<p>%s</p><p>%s</p>\", "
             "\"attachment\": [], \"tag\": [{\"type\": \"Mention\", \"href\": "
             "\"https://lock.example/users/user%u\", \"name\": \"@user%u@lock.example\"}]}}",
             i % 200, i, i % 200, i % 190, says(i), says(i + 1), i % 190, i % 190);
}

/* Of Bluesky and X a page of the API a line. */
static void pages_head(struct buf *b)
{
    (void)b;
}

static void bluesky_row(struct buf *b, unsigned i)
{
    buf_addf(b,
             "{\"feed\": [{\"post\": {\"uri\": \"at://did:plc:user%u/app.bsky.feed.post/3k%u\", "
             "\"cid\": "
             "\"bafyx\", \"author\": {\"did\": \"did:plc:user%u\", \"handle\": "
             "\"user%u.example\", \"displayName\": \"User Number%u\", \"avatar\": "
             "\"https://cdn.example/avatars/%u.png\", \"labels\": []}, ",
             i % 200, i, i % 200, i % 200, i % 200, i % 200);
    buf_addf(b,
             "\"record\": {\"$type\": \"app.bsky.feed.post\", \"text\": \"%s %s\", "
             "\"langs\": [\"en\"], \"createdAt\": \"2026-03-01T08:00:00Z\"}, \"replyCount\": 1, "
             "\"repostCount\": 2, \"likeCount\": 4, \"indexedAt\": \"2026-03-01T08:00:01Z\"}}]}",
             says(i), says(i + 1));
}

static void tweets_row(struct buf *b, unsigned i)
{
    buf_addf(b,
             "{\"data\": [{\"id\": \"16000000%u\", \"author_id\": \"9%u\", \"text\": "
             "\"@user%u %s %s\", \"created_at\": \"2026-03-01T09:00:00.000Z\", \"lang\": "
             "\"en\", \"public_metrics\": {\"retweet_count\": 1, \"reply_count\": 0, "
             "\"like_count\": 2, \"quote_count\": 0}, ",
             i, i % 200, i % 190, says(i), says(i + 1));
    buf_addf(b,
             "\"entities\": {\"mentions\": [{\"start\": 0, \"end\": 7, \"username\": "
             "\"user%u\", \"id\": \"9%u\"}]}, \"conversation_id\": \"15%u\"}], \"includes\": "
             "{\"users\": [{\"id\": \"9%u\", \"username\": \"user%u\", \"name\": \"User "
             "Number%u\"}]}}",
             i % 190, i % 190, i, i % 200, i % 200, i % 200);
}

static const struct kind kinds[] = {
    {&importer_activitystreams, outbox_head, outbox_row, ",\n", "\n]}\n", false},
    {&importer_bluesky, pages_head, bluesky_row, "\n", "\n", true},
    {&importer_x_archive, pages_head, tweets_row, "\n", "\n", true},
    {&importer_mattermost, mattermost_head, mattermost_row, "\n", "\n", true},
    {&importer_telegram, telegram_head, telegram_row, ",\n", "\n ]\n}\n", false},
    {&importer_discord, discord_head, discord_row, ",\n", "\n  ]\n}\n", false},
    {&importer_zulip, zulip_head, zulip_row, ",\n", "\n]\n", false},
};

/* ---- reading ---- */

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double jansson_alone(struct str text, bool lines)
{
    double begin = seconds();
    struct str line = text;
    while (lines ? str_cut(&text, '\n', &line) : text.len > 0) {
        json_t *value = json_loadb(line.p, line.len, JSON_REJECT_DUPLICATES, NULL);
        if (!value && line.len) exit(1);
        json_decref(value);
        if (!lines) break;
    }
    return seconds() - begin;
}

static double kith(const struct importer *im, struct str text, size_t *ret_records)
{
    static struct record r;
    struct arena a = {0};
    struct arena row = {0};
    struct err e = {{0}};
    void *state = NULL;
    struct importer_options o = {.path = "x"};
    double begin = seconds();
    enum status s = im->open(reader_of(text, &a), &o, &a, &state, &e);
    *ret_records = 0;
    if (s) exit(1);
    while (!s || s == BAD_INPUT) {
        s = im->next(state, &row, &r, &e);
        *ret_records += s == OK;
        if (*ret_records % 64 == 0) arena_reset(&row, (struct arena_mark){0});
    }
    if (im->close) im->close(state);
    arena_free(&row);
    arena_free(&a);
    return s == DONE ? seconds() - begin : -1;
}

static double compare(const struct kind *k, unsigned rows, int rounds)
{
    struct arena a = {0};
    struct buf b = buf_new(&a);
    k->head(&b);
    for (unsigned i = 1; i <= rows; i++) {
        k->row(&b, i);
        buf_adds(&b, i < rows ? k->gap : k->end);
    }
    double theirs = 1e9;
    double ours = 1e9;
    size_t records = 0;
    for (int i = 0; i < rounds; i++) {
        double t = jansson_alone(buf_str(&b), k->lines);
        double u = kith(k->importer, buf_str(&b), &records);
        if (u < 0 || records < rows) exit(1);
        if (t < theirs) theirs = t;
        if (u < ours) ours = u;
    }
    double mb = (double)b.len / 1e6;
    (void)printf("%-10s %6.1f MB %8zu records  kith %6.1f MB/s  jansson %6.1f MB/s  ratio %.2f\n",
                 k->importer->name, mb, records, mb / ours, mb / theirs, theirs / ours);
    arena_free(&a);
    return theirs / ours;
}

int main(int argc, char **argv)
{
    static const unsigned sizes[] = {2000, 20000, 100000};
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3;
    bool slow = rounds < 1;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
            slow = compare(&kinds[i], sizes[j], rounds) < 0.4 || slow;
    }
    return slow;
}

/* samples_chat.c - tests: what does 64 KiB of each kind of chat export look like? */
#include "samples.h"

static void write_mattermost(struct buf *b, size_t i)
{
    if (i % 9 == 4) { /* bad: no time */
        buf_addf(b,
                 "{\"type\":\"post\",\"post\":{\"team\":\"quay\",\"channel\":\"a\",\"user\":"
                 "\"u%zu\",\"message\":\"%s\"}}\n",
                 i % 5, sample_word(i));
        return;
    }
    buf_addf(b,
             "{\"type\":\"post\",\"post\":{\"team\":\"quay\",\"channel\":\"a\",\"user\":\"u%zu\","
             "\"message\":\"@u%zu. %s [%s](http://x.example/%zu)\\n> %s\\n```\\n%s\",",
             i % 5, i % 7, sample_word(i), sample_word(i + 1), i, sample_word(i + 2),
             sample_word(i + 3));
    buf_addf(b,
             "\"create_at\":17100000%05zu,\"reactions\":[{\"user\":\"u1\",\"emoji_name\":"
             "\"pray\",\"create_at\":1710000000000}],\"props\":{\"x\":[1,{}]}}}\n",
             i);
}

void sample_mattermost(struct sample *s)
{
    buf_adds(&s->text, "{\"type\":\"version\",\"version\":1}\n"
                       "{\"type\":\"team\",\"team\":{\"name\":\"quay\"}}\n"
                       "{\"type\":\"channel\",\"channel\":{\"team\":\"quay\",\"name\":\"a\","
                       "\"type\":\"O\",\"display_name\":\"A\"}}\n");
    for (size_t i = 0; i < 5; i++) {
        buf_addf(&s->text,
                 "{\"type\":\"user\",\"user\":{\"username\":\"u%zu\",\"email\":\"u%zu@x.example\","
                 "\"first_name\":\"%s\"}}\n",
                 i, i, sample_word(i));
        s->end[s->good++] = s->text.len;
    }
    sample_all(s, write_mattermost, 0, 9, 4, "");
}

static void write_telegram(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 10 == 6) { /* bad: no date */
        buf_addf(b, "{\"id\": %zu, \"type\": \"message\", \"from_id\": \"user1\"}", i);
        return;
    }
    buf_addf(b,
             "{\"id\": %zu, \"type\": \"message\", \"date_unixtime\": \"17100%05zu\", \"from\": "
             "\"%s\", \"from_id\": \"user%zu\", \"reply_to_message_id\": %zu, ",
             i, i, sample_word(i % 6), i % 6, i / 2);
    buf_addf(b,
             "\"text\": [\"%s \", {\"type\": \"mention_name\", \"text\": \"%s\", \"user_id\": "
             "%zu}, {\"type\": \"link\", \"text\": \"x.example/%zu\"}], \"reactions\": "
             "[{\"type\": \"emoji\", \"count\": 1, \"emoji\": \"\\ud83d\\ude4f\"}]}",
             sample_word(i), sample_word(i + 1), i % 9, i);
}

void sample_telegram(struct sample *s)
{
    buf_adds(&s->text, "{\"about\": \"x\", \"chats\": {\"about\": \"\", \"list\": [\n"
                       "{\"name\": \"Pat\", \"type\": \"personal_chat\", \"id\": 7, \"messages\": "
                       "[{\"id\": 1, \"type\": \"message\", \"text\": \"]}\"}]},\n"
                       "{\"name\": \"Quay\", \"type\": \"public_supergroup\", \"id\": 8, "
                       "\"messages\": [\n");
    sample_all(s, write_telegram, 0, 10, 6, "]}]}}");
}

static void write_discord(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 8 == 5) { /* bad: no time */
        buf_addf(b, "{\"id\": \"%zu\", \"type\": \"Default\", \"timestamp\": \"soon\"}", i);
        return;
    }
    buf_addf(b,
             "{\"id\": \"%zu\", \"type\": \"%s\", \"timestamp\": \"2024-03-09T16:00:10.123+00:00\","
             " \"content\": \"<@2> %s <:%s:3> http://x.example/%zu\", ",
             i, i % 2 ? "Reply" : "Default", sample_word(i), sample_word(i + 1), i);
    buf_addf(b,
             "\"author\": {\"id\": \"7\", \"name\": \"99\"}, \"mentions\": [{\"id\": \"2\", "
             "\"name\": \"88\", \"nickname\": \"%s\"}], \"reference\": {\"messageId\": \"%zu\"}}",
             sample_word(i), i / 2);
}

void sample_discord(struct sample *s)
{
    buf_adds(&s->text, "\xEF\xBB\xBF{\"guild\": {\"id\": \"1\", \"name\": \"Quay\"},\n"
                       "\"channel\": {\"id\": \"5\", \"type\": \"GuildTextChat\", \"name\": "
                       "\"general\"}, \"messages\": [\n");
    sample_all(s, write_discord, 0, 8, 5, "],\n\"messageCount\": 1}");
}

static void write_hyperkitty(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 9 == 4) { /* bad: no time */
        buf_addf(b, "{\"message_id\": \"%zu@x.example\", \"message_id_hash\": \"H\"}", i);
        return;
    }
    buf_addf(b,
             "{\"url\": \"http://x.example/api/list/l@x.example/email/H%zu/\", \"mailinglist\": "
             "\"http://x.example/api/list/l@x.example/\", \"message_id\": \"%zu@x.example\", "
             "\"message_id_hash\": \"H%zu\", \"date\": \"2024-03-09T16:00:10Z\", ",
             i, i, i);
    buf_addf(b,
             "\"sender\": {\"address\": \"p%zu (a) x.example\"}, \"sender_name\": \"%s %s\", "
             "\"subject\": \"Re: [l] %s\", \"parent\": \"http://x.example/api/list/l@x.example/"
             "email/H%zu/\", \"content\": \"%s wrote:\\n> %s\\n\\n%s\\n-- \\n%s\"}",
             i % 5, sample_word(i), sample_word(i + 1), sample_word(i + 2), i / 2,
             sample_word(i + 1), sample_word(i), sample_word(i + 3), sample_word(i));
}

void sample_hyperkitty(struct sample *s)
{
    buf_adds(&s->text, "{\"count\": 9, \"next\": null, \"previous\": null, \"results\": [\n");
    sample_all(s, write_hyperkitty, 0, 9, 4, "]}");
}

static void write_zulip(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 11 == 7) { /* bad: nobody */
        buf_addf(b, "{\"id\": %zu, \"timestamp\": 1710000000, \"content\": \"\"}", i);
        return;
    }
    buf_addf(b,
             "{\"id\": %zu, \"sender_full_name\": \"%s\", \"timestamp\": 17100%05zu, \"content\": "
             "\"<p><span class=\\\"user-mention silent\\\" data-user-id=\\\"1\\\">%s</span> <a "
             "href=\\\"/#narrow/stream/1/near/%zu\\\">said</a>:</p><blockquote>%s",
             i, sample_word(i % 6), i, sample_word(i + 1), i / 2, sample_word(i + 2));
    buf_addf(b, "</blockquote><p>%s <a href=\\\"http://x.example/%zu\\\">x</a>\"}",
             sample_word(i + 3), i);
}

void sample_zulip(struct sample *s)
{
    buf_adds(&s->text, "[\n");
    sample_all(s, write_zulip, 0, 11, 7, "]");
}

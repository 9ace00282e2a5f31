/* gen_forum.c - tools: a made-up Stack Exchange dump, or made-up events of GitHub, of any size */
#include "base/rng.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * gen_forum dump POSTS DIR     Users.xml, Posts.xml, Comments.xml, Votes.xml, PostLinks.xml
 * gen_forum events COUNT       JSON Lines on stdout
 *
 * In the proportions of a site of thousands of posts: 1 user, 2 comments, 6 votes a post; texts of
 * about 1 KiB with markup and links. The same bytes every time.
 */
static const char *const words[] = {"sluice", "tide",    "gate",  "lock",  "quay",    "ballast",
                                    "keel",   "harbour", "slack", "water", "lantern", "käse"};

static uint64_t draw(uint64_t i, uint64_t of, uint64_t below)
{
    uint64_t ret[2];
    rng_block(23, i, of, ret);
    return ret[0] % below;
}

static void put_words(FILE *to, uint64_t i, size_t count)
{
    for (size_t n = 0; n < count; n++)
        (void)fprintf(to, "%s ", words[draw(i, n, sizeof words / sizeof *words)]);
}

static FILE *table(const char *dir, const char *name, const char *root)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s.xml", dir, name);
    FILE *to = fopen(path, "w");
    if (!to) exit(1);
    (void)fprintf(to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<%s>\n", root);
    return to;
}

static void end(FILE *to, const char *root)
{
    (void)fprintf(to, "</%s>", root);
    if (fclose(to)) exit(1);
}

static void put_post(FILE *to, uint64_t i)
{
    bool question = i % 3 == 1;
    (void)fprintf(to, "  <row Id=\"%llu\" PostTypeId=\"%d\" ", (unsigned long long)i,
                  question ? 1 : 2);
    if (question)
        (void)fprintf(to, "AcceptedAnswerId=\"%llu\" Title=\"%s\" Tags=\"|%s|\" ",
                      (unsigned long long)i + 1, words[i % 12], words[i % 11]);
    else
        (void)fprintf(to, "ParentId=\"%llu\" ", (unsigned long long)(i - (i + 2) % 3));
    (void)fprintf(
        to, "CreationDate=\"2024-05-%02uT00:00:00.000\" Score=\"%u\" OwnerUserId=\"%u\" Body=\"",
        (unsigned)(i % 28 + 1), (unsigned)(i % 40), (unsigned)draw(i, 99, i + 1) + 1);
    for (int p = 0; p < 4; p++) {
        (void)fprintf(to, "&lt;p&gt;");
        put_words(to, i * 4 + (uint64_t)p, 40);
        (void)fprintf(
            to, "&lt;a href=&quot;https://x%d.example/%llu&quot; rel=&quot;nofollow&quot;&gt;", p,
            (unsigned long long)i);
        (void)fprintf(to, "&lt;code&gt;a &amp;amp; b&lt;/code&gt;&lt;/a&gt;&lt;/p&gt;&#xA;&#xA;");
    }
    (void)fprintf(to, "\" ContentLicense=\"CC BY-SA 4.0\" />\n");
}

static void dump(uint64_t posts, const char *dir)
{
    FILE *to = table(dir, "Users", "users");
    for (uint64_t i = 1; i <= posts; i++)
        (void)fprintf(
            to,
            "  <row Id=\"%llu\" Reputation=\"1\" DisplayName=\"%s%llu\" AccountId=\"%llu\" />\n",
            (unsigned long long)i, words[i % 12], (unsigned long long)i, (unsigned long long)i * 7);
    end(to, "users");
    to = table(dir, "Posts", "posts");
    for (uint64_t i = 1; i <= posts; i++)
        put_post(to, i);
    end(to, "posts");
    to = table(dir, "Comments", "comments");
    for (uint64_t i = 1; i <= posts * 2; i++) {
        (void)fprintf(to, "  <row Id=\"%llu\" PostId=\"%llu\" Score=\"0\" Text=\"@%s ",
                      (unsigned long long)i, (unsigned long long)(i / 2 + 1), words[i % 12]);
        put_words(to, i, 25);
        (void)fprintf(to, "\" CreationDate=\"2024-06-01T00:00:00.000\" UserId=\"%llu\" />\n",
                      (unsigned long long)draw(i, 7, posts) + 1);
    }
    end(to, "comments");
    to = table(dir, "Votes", "votes");
    for (uint64_t i = 1; i <= posts * 6; i++)
        (void)fprintf(to,
                      "  <row Id=\"%llu\" PostId=\"%llu\" VoteTypeId=\"%d\" "
                      "CreationDate=\"2024-06-02T00:00:00.000\" />\n",
                      (unsigned long long)i, (unsigned long long)(i / 6 + 1), i % 18 == 7 ? 1 : 2);
    end(to, "votes");
    to = table(dir, "PostLinks", "postlinks");
    end(to, "postlinks");
}

static void events(uint64_t count)
{
    for (uint64_t i = 1; i <= count; i++) {
        (void)printf(
            "{\"id\":\"%llu\",\"type\":\"IssueCommentEvent\",\"actor\":{\"id\":%llu,\"login\":\"p%"
            "llu\","
            "\"gravatar_id\":\"\",\"url\":\"https://api.github.com/users/"
            "p\"},\"repo\":{\"id\":7,\"name\":"
            "\"q/"
            "r%llu\"},\"payload\":{\"action\":\"created\",\"issue\":{\"number\":%llu,\"title\":\"",
            (unsigned long long)i, (unsigned long long)i, (unsigned long long)(i % 999),
            (unsigned long long)(i % 77), (unsigned long long)(i / 5));
        put_words(stdout, i, 6);
        (void)printf("\",\"user\":{\"login\":\"q%llu\",\"id\":1,\"type\":\"User\",\"site_admin\":"
                     "false},\"labels\":[],"
                     "\"created_at\":\"2024-01-01T00:00:00Z\",\"body\":\"",
                     (unsigned long long)(i % 55));
        put_words(stdout, i / 5, 80);
        (void)printf("\"},\"comment\":{\"id\":%llu,\"html_url\":\"https://github.com/q/r/issues/"
                     "1#issuecomment-1\","
                     "\"user\":{\"login\":\"p%llu\",\"id\":1,\"type\":\"User\"},\"body\":\"",
                     (unsigned long long)i, (unsigned long long)(i % 999));
        put_words(stdout, i, 60);
        (void)printf("\\r\\n> quoted\\r\\n`code` "
                     "@p%llu\"}},\"public\":true,\"created_at\":\"2024-01-01T00:00:00Z\"}\n",
                     (unsigned long long)(i % 50));
    }
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "dump")) {
        (void)mkdir(argv[3], 0755);
        dump(strtoull(argv[2], NULL, 10), argv[3]);
        return 0;
    }
    if (argc != 3 || strcmp(argv[1], "events") != 0) return 2;
    events(strtoull(argv[2], NULL, 10));
    return 0;
}

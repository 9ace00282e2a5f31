/* gen_feed.c - tools: what does a big feed look like, the same every time? */
#include "base/rng.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const words[] = {
    "harbour",      "lantern", "quay", "sluice", "tide", "ballast", "keel", "mooring",
    "na\xC3\xAFve", "storage", "the",  "of",     "and",  "to",      "in",   "a"};

static void put_words(uint64_t item, uint64_t from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t ret[2];
        rng_block(7, item, from + i, ret);
        (void)printf("%s%s", i ? " " : "", words[ret[0] % (sizeof words / sizeof *words)]);
    }
}

/* gen_feed ITEMS: an RSS feed, every second item with its text in CDATA, else escaped. */
int main(int argc, char **argv)
{
    unsigned long items = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    (void)printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc="
                 "\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/"
                 "modules/content/\">\n<channel><title>Quay</title><link>https://quay.example/"
                 "</link>\n");
    for (unsigned long i = 0; i < items; i++) {
        bool data = i % 2;
        (void)printf("<item><title>");
        put_words(i, 0, 8);
        (void)printf("</title>\n<link>https://quay.example/%lu</link><guid>https://quay.example/%lu"
                     "</guid><dc:creator>Author %lu</dc:creator>\n<pubDate>Fri, %02lu May 2026 "
                     "10:45:27 +0200</pubDate>\n<content:encoded>%s",
                     i, i, i % 97, i % 28 + 1, data ? "<![CDATA[" : "");
        for (uint64_t p = 0; p < 6; p++) {
            (void)printf(data ? "<p>" : "&lt;p&gt;");
            put_words(i, 100 * (p + 1), 40);
            (void)printf(
                data ? " <a href=\"https://x%lu.example/\">link</a></p>\n"
                     : " &lt;a href=\"https://x%lu.example/\"&gt;link&lt;/a&gt;&lt;/p&gt;\n",
                i % 501 + p);
        }
        (void)printf("%s</content:encoded></item>\n", data ? "]]>" : "");
    }
    (void)printf("</channel></rss>\n");
    return items ? 0 : 1;
}

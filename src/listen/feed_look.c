/* feed_look.c - listen: is this a feed, is that markup? */
#include "listen/feed_int.h"

#include <ctype.h>
#include <string.h>

/* "<rss", also with a prefix: "<atom:feed". */
static bool has_tag(struct str head, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i + len + 1 < head.len; i++) {
        if (head.p[i] != '<') continue;
        struct str s = str_head(str_skip(head, i + 1), 40);
        size_t colon = str_find(s, ':');
        size_t end = 0;
        while (end < s.len && !strchr(" \t\r\n>/", s.p[end]))
            end++;
        if (colon < end) {
            s = str_head(str_skip(s, colon + 1), end - colon - 1);
        } else {
            s = str_head(s, end);
        }
        if (str_is_nocase(s, name)) return true;
    }
    return false;
}

static int sniff_text(struct str head)
{
    head = str_trim(head);
    if (!head.len || (head.p[0] != '<' && head.p[0] != '{')) return 0;
    if (head.p[0] == '{') return str_find_nocase(head, "jsonfeed.org/version") < head.len ? 95 : 0;
    if (has_tag(head, "html") || str_starts_nocase(head, "<!doctype html")) return 0;
    if (has_tag(head, "rss") || has_tag(head, "feed")) return 90;
    if (has_tag(head, "channel") && has_tag(head, "item") && !has_tag(head, "rdf"))
        return 80; /* CDF */
    if (!has_tag(head, "rdf")) return 0;
    bool rss = str_find_nocase(head, "purl.org/rss") < head.len || has_tag(head, "channel");
    return rss ? 90 : 20;
}

/* Plain words at the start: no markup and no JSON in any encoding. Most files of a folder of mail
 * are told apart here, before a converter is opened for them. */
static bool starts_with_words(struct str head)
{
    head = str_head(str_trim(head), 4);
    for (size_t i = 0; i < head.len; i++) {
        if ((unsigned char)head.p[i] < ' ' || (unsigned char)head.p[i] > '~') return false;
    }
    return head.len && isalnum((unsigned char)head.p[0]);
}

int feed_sniff(struct str head, const char *path)
{
    struct arena own = {0};
    struct err e;
    struct feed_in in;
    struct str text = STR("");
    int score = 0;
    (void)path;
    if (starts_with_words(head)) return 0;
    if (feed_in_open(reader_of(head, &own), &own, &in, &e) == OK) {
        if (feed_in_next(&in, &own, &text, &e) == OK) score = sniff_text(text);
        feed_in_close(&in);
    }
    arena_free(&own);
    return score;
}

bool feed_looks_like_html(struct str s)
{
    for (size_t i = 0; i + 2 < s.len; i++) {
        char next = s.p[i + 1];
        bool letter = ascii_is_letter(next);
        if (s.p[i] == '<' && (letter || next == '/' || next == '!')) {
            if (str_find(str_skip(s, i), '>') < s.len - i) return true;
        }
        if (s.p[i] != '&' || !(letter || next == '#')) continue;
        size_t end = str_find(str_head(str_skip(s, i), 12), ';');
        if (end < 12 && end < s.len - i) return true;
    }
    return false;
}

/* voice_link.c - measure: what do people link to, and who was first to? */
#include "measure/voice_int.h"

#include <stdlib.h>
#include <string.h>

/* Where an address begins in text; text.len: nowhere. */
static size_t link_at(struct str text)
{
    size_t https = str_find_nocase(text, "https://");
    size_t http = str_find_nocase(text, "http://");
    return https < http ? https : http;
}

/* The address that text begins with, without the punctuation of the sentence around it. */
static struct str link_head(struct str text)
{
    size_t n = 0;
    while (n < text.len && (unsigned char)text.p[n] > ' ' && !strchr("<>\"'`|\\^{}", text.p[n]))
        n++;
    while (n && strchr(".,;:!?)]*", text.p[n - 1]))
        n--;
    return str_head(text, n);
}

/* Host, path and query: the same story by http and https, with or without www. and a last slash;
 * what only counts visitors is left out. */
static struct str story_of(struct arena *a, struct str url)
{
    struct str rest = str_skip(url, str_starts_nocase(url, "https://") ? 8 : 7);
    if (str_starts_nocase(rest, "www.")) rest = str_skip(rest, 4);
    rest = str_head(rest, str_find(rest, '#'));
    size_t query = str_find(rest, '?');
    struct str counted = str_skip(rest, query < rest.len ? query + 1 : query);
    if (str_starts_nocase(counted, "utm_")) rest = str_head(rest, query);
    while (rest.len && rest.p[rest.len - 1] == '/')
        rest.len--;
    size_t slash = str_find(rest, '/');
    struct buf b = buf_new(a);
    buf_add(&b, str_lower(a, str_head(rest, slash)));
    buf_add(&b, str_skip(rest, slash));
    return buf_str(&b);
}

/* A page of a site says more than the site: the bare name of one is no story. */
void voice_links_take(struct voice_work *w, uint32_t doc, struct str text)
{
    uint64_t seen[16];
    size_t count = 0;
    for (size_t at = link_at(text); at < text.len; at = link_at(text)) {
        struct str url = link_head(str_skip(text, at));
        text = str_skip(text, at + (url.len ? url.len : 1));
        struct str story = story_of(&w->row, url);
        uint64_t hash = hash_bytes(story);
        bool again = false;
        for (size_t i = 0; i < count; i++)
            again = again || seen[i] == hash;
        if (again || str_find(story, '.') == story.len) continue;
        if (count < sizeof seen / sizeof *seen) seen[count++] = hash;
        w->flag[doc] |= DOC_LINKS;
        if (w->links[doc] < UINT16_MAX) w->links[doc]++;
        bool dated = w->author[doc] && w->at[doc] != TIME_NONE;
        if (str_find(story, '/') == story.len || !dated) continue;
        w->story = arena_more(w->scratch, w->story, w->story_count, sizeof *w->story);
        w->story[w->story_count++] = (struct story){hash, w->at[doc], doc};
    }
}

/* ---- who was first ---- */

static int story_cmp(const void *left, const void *right)
{
    const struct story *l = left;
    const struct story *r = right;
    if (l->url != r->url) return l->url < r->url ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->doc < r->doc ? -1 : l->doc > r->doc;
}

/* Each who shared it, by when they did first. seen: [nodes.room] the last story of each, from 1. */
static void take_story(struct voice_work *w, const struct story *s, size_t count, uint32_t *seen,
                       uint32_t mark)
{
    size_t people = 0;
    size_t *place = arena_new(&w->row, size_t, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t author = w->author[s[i].doc];
        place[i] = seen[author] == mark ? SIZE_MAX : people++;
        seen[author] = mark;
    }
    for (size_t i = 0; i < count && people > 1; i++) {
        uint32_t voice = voice_of_doc(w, s[i].doc);
        if (!voice || place[i] == SIZE_MAX) continue;
        double lead_h = (double)(s[i].at_s - s[0].at_s) / 3600;
        double behind = (double)place[i] / (double)(people - 1);
        struct voice_unit u = {behind, 1, 0, s[i].doc};
        voice_unit_add(w, voice - 1, VOICE_FIRST, u);
        u.num = lead_h;
        voice_unit_add(w, voice - 1, VOICE_LEAD, u);
    }
}

void voice_links_finish(struct voice_work *w)
{
    uint32_t *seen = arena_new(w->scratch, uint32_t, w->nodes.room);
    uint32_t mark = 0;
    if (w->story_count > 1) qsort(w->story, w->story_count, sizeof *w->story, story_cmp);
    for (size_t i = 0, end; i < w->story_count; i = end) {
        for (end = i + 1; end < w->story_count && w->story[end].url == w->story[i].url; end++)
            ;
        take_story(w, w->story + i, end - i, seen, ++mark);
        arena_reset(&w->row, (struct arena_mark){0});
    }
}

/* voice_alike.c - measure: which texts were somebody else's before? */
#include "measure/voice_int.h"

enum { RUNS_MIN = 6 }; /* ten words: less can be said twice by chance */

struct group {
    uint32_t *first; /* [count + 1] */
    uint32_t *text;  /* numbers of texts, by group */
};

static struct group group_texts(struct voice_work *w, const uint32_t *of)
{
    size_t n = w->alike.count;
    struct group g = {arena_new(w->scratch, uint32_t, n + 2), arena_new(w->scratch, uint32_t, n)};
    uint32_t *next = arena_new(w->scratch, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        g.first[of[i] + 1]++;
    for (size_t i = 0; i <= n; i++)
        g.first[i + 1] += g.first[i];
    for (size_t i = 0; i < n; i++)
        g.text[g.first[of[i]] + next[of[i]]++] = (uint32_t)i;
    return g;
}

/* Came it before that one? What has no time is older than nothing. */
static bool earlier(const struct voice_work *w, uint32_t l, uint32_t r)
{
    if (w->at[l] == TIME_NONE || w->at[r] == TIME_NONE) return false;
    return w->at[l] < w->at[r] || (w->at[l] == w->at[r] && l < r);
}

/* A firm's, an outlet's or one of ours. */
static bool of_a_firm(const struct voice_work *w, uint32_t node)
{
    return w->nodes.type[node] != NODE_PERSON || bits_has(&w->nodes.staff, node);
}

struct found {
    bool earlier, firm;
};

static struct found look(const struct voice_work *w, const struct group *g, uint32_t group,
                         uint32_t text, const uint32_t *doc_of)
{
    struct found f = {false, false};
    uint32_t doc = doc_of[text];
    for (uint32_t i = g->first[group]; i < g->first[group + 1]; i++) {
        uint32_t other = doc_of[g->text[i]];
        if (w->author[other] == w->author[doc] || !w->author[other]) continue;
        bool before = earlier(w, other, doc);
        bool firm = of_a_firm(w, w->author[other]);
        if (!before && !firm) continue;
        double j = alike_share(&w->alike.text[text], &w->alike.text[g->text[i]]);
        f.earlier = f.earlier || (before && j >= ALIKE_LEAST);
        f.firm = f.firm || (firm && j >= ALIKE_NEARLY);
    }
    return f;
}

enum status voice_alike_finish(struct voice_work *w, struct err *e)
{
    struct alike_options o = {.least = ALIKE_LEAST, .progress = w->scope->progress};
    uint32_t *of = NULL;
    enum status s = alike_groups(&w->alike, &o, w->scratch, &of, e);
    if (s) return s;
    struct group g = group_texts(w, of);
    uint32_t *doc_of = arena_new(w->scratch, uint32_t, w->alike.count);
    bool firms = false;
    for (size_t d = 1; d < w->doc_room; d++) {
        if (!w->text[d]) continue;
        doc_of[w->text[d] - 1] = (uint32_t)d;
        firms = firms || (w->author[d] && of_a_firm(w, w->author[d]));
    }
    for (size_t d = 1; d < w->doc_room; d++) {
        uint32_t voice = voice_of_doc(w, d);
        if (!voice || !w->text[d]) continue;
        uint32_t text = w->text[d] - 1;
        if (w->alike.text[text].count < RUNS_MIN) continue;
        struct found f = look(w, &g, of[text], text, doc_of);
        voice_unit_add(w, voice - 1, VOICE_ORIGINAL,
                       (struct voice_unit){!f.earlier, 1, 0, (int64_t)d});
        voice_unit_add(w, voice - 1, VOICE_PARROTING,
                       (struct voice_unit){f.firm, 1, 0, (int64_t)d});
    }
    voice_can(w, VOICE_PARROTING, firms);
    return OK;
}

/* outreach.c - connect: which messages are one text, sent to several people? */
#include "connect/outreach.h"

#include "base/text.h"

#include <stdlib.h>

/* ---- what is compared ---- */

static const char *const greetings[] = {"dear",  "hi",     "hello",   "hey",  "good",  "hallo",
                                        "liebe", "lieber", "bonjour", "cher", "chere", "hola",
                                        "ciao",  "guten",  "moin",    NULL};
enum { GREETING_WORDS_MAX = 6 };

static size_t word_count(struct str words)
{
    size_t n = words.len > 0;
    for (size_t i = 0; i < words.len; i++)
        n += words.p[i] == ' ';
    return n;
}

/* Takes a first line that greets off *text; its words. */
static struct str take_greeting(struct arena *a, struct str *text)
{
    struct str rest = *text;
    struct str line;
    do {
        if (!str_cut(&rest, '\n', &line)) return STR("");
    } while (!str_trim(line).len);
    struct str words = text_words(a, line);
    struct str left = words;
    struct str first;
    if (word_count(words) > GREETING_WORDS_MAX || !str_cut(&left, ' ', &first)) return STR("");
    if (!str_among(first, greetings)) return STR("");
    *text = rest;
    return words;
}

static bool has_word(struct str words, struct str word)
{
    struct str one;
    while (str_cut(&words, ' ', &one)) {
        if (str_eq(one, word)) return true;
    }
    return false;
}

/* The words by which this message could name whom it is to. */
static struct str names_of(struct arena *a, const struct sent *m, struct str greeting)
{
    struct buf b = buf_new(a);
    buf_add(&b, greeting);
    for (size_t i = 0; i < m->to_count; i++) {
        struct str host = str_skip(m->to[i].key, str_find(m->to[i].key, '@'));
        struct str end = host;
        for (size_t k = 0; k < host.len; k++) {
            if (host.p[k] == '.') end = str_skip(host, k);
        }
        size_t len = host.len ? m->to[i].key.len - end.len : m->to[i].key.len;
        buf_addc(&b, ' ');
        buf_add(&b, text_words(a, m->to[i].name));
        buf_addc(&b, ' ');
        buf_add(&b, text_words(a, str_head(m->to[i].key, len)));
    }
    return buf_str(&b);
}

static struct str compared(struct arena *a, const struct sent *m)
{
    struct str text = m->text;
    struct str greeting = take_greeting(a, &text);
    struct str names = names_of(a, m, greeting);
    struct str words = text_words(a, text);
    struct str word;
    struct buf b = buf_new(a);
    while (str_cut(&words, ' ', &word)) {
        if (b.len) buf_addc(&b, ' ');
        bool named = word.len > 1 && has_word(names, word) && !str_among(word, greetings);
        buf_add(&b, named ? STR("them") : word);
    }
    return buf_str(&b);
}

/* ---- groups ---- */

struct work {
    const struct sents *sents;
    struct str *words; /* [count] as compared */
    struct alike texts;
    const uint32_t *group; /* [count] lowest message of each one's group */
    struct arena *a;
    struct outreach *ret;
};

static int by_key(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static size_t count_people(const struct work *w, const uint32_t *member, size_t count)
{
    struct arena_mark scratch = arena_mark(w->a);
    size_t room = 0;
    size_t keys = 0;
    size_t people = 0;
    for (size_t i = 0; i < count; i++)
        room += w->sents->one[member[i]].to_count;
    struct str *key = arena_new(w->a, struct str, room);
    for (size_t i = 0; i < count; i++) {
        const struct sent *m = &w->sents->one[member[i]];
        for (size_t k = 0; k < m->to_count; k++)
            key[keys++] = m->to[k].key;
    }
    if (keys) qsort(key, keys, sizeof *key, by_key);
    for (size_t i = 0; i < keys; i++)
        people += i == 0 || !str_eq(key[i], key[i - 1]);
    arena_reset(w->a, scratch);
    return people;
}

static bool has_run(const struct alike_text *t, uint32_t run)
{
    size_t lo = 0;
    for (size_t hi = t->count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (t->run[mid] < run) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < t->count && t->run[lo] == run;
}

/* Words from number `from` on, `count` of them. */
static struct str some_words(struct str words, size_t from, size_t count)
{
    struct str rest = words;
    struct str word = STR("");
    for (size_t i = 0; i < from; i++)
        (void)str_cut(&rest, ' ', &word);
    const char *start = rest.p;
    size_t len = 0;
    for (size_t i = 0; i < count && str_cut(&rest, ' ', &word); i++)
        len = (size_t)(word.p + word.len - start);
    return start ? str_head((struct str){start, len}, len) : STR("");
}

static void put_common(const struct work *w, uint32_t message, const struct alike_text *beside)
{
    struct arena_mark scratch = arena_mark(w->a);
    struct outreach_message *m = &w->ret->message[message];
    uint32_t *run = NULL;
    size_t runs = alike_runs(w->a, w->words[message], &run);
    size_t words = word_count(w->words[message]);
    bool *common = arena_new(w->a, bool, words);
    size_t longest = 0;
    size_t start = 0;
    size_t shared = 0;
    for (size_t i = 0; i < runs; i++) {
        for (size_t k = 0; k < ALIKE_WORDS && has_run(beside, run[i]); k++)
            common[i + k] = true;
    }
    for (size_t i = 0, own = 0; i < words; i++) {
        shared += common[i];
        own = common[i] ? 0 : own + 1;
        if (own <= longest) continue;
        longest = own;
        start = i + 1 - own;
    }
    arena_reset(w->a, scratch);
    m->common = words ? (double)shared / (double)words : 0.0;
    if (longest) m->own = str_copy(w->a, some_words(w->words[message], start, longest));
}

static void put_group(const struct work *w, const uint32_t *member, size_t count)
{
    struct outreach *ret = w->ret;
    double sum = 0.0;
    if (count < 2) return;
    for (size_t i = 0; i < count; i++) {
        const struct alike_text *own = &w->texts.text[member[i]];
        const struct alike_text *best = NULL;
        double most = -1.0;
        for (size_t k = 0; k < count && k <= OUTREACH_BESIDE; k++) {
            double j = k == i ? -1.0 : alike_share(own, &w->texts.text[member[k]]);
            if (j <= most) continue;
            most = j;
            best = &w->texts.text[member[k]];
        }
        put_common(w, member[i], best);
        ret->message[member[i]].group = member[0];
        sum += ret->message[member[i]].common;
    }
    ret->group = arena_more(w->a, ret->group, ret->group_count, sizeof *ret->group);
    ret->group[ret->group_count++] =
        (struct outreach_group){.first = member[0],
                                .messages = count,
                                .people = count_people(w, member, count),
                                .common = sum / (double)count};
}

static int by_people(const void *x, const void *y)
{
    const struct outreach_group *a = x;
    const struct outreach_group *b = y;
    if (a->people != b->people) return a->people > b->people ? -1 : 1;
    if (a->messages != b->messages) return a->messages > b->messages ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

struct place {
    uint32_t group, message;
};

static int by_group(const void *x, const void *y)
{
    const struct place *a = x;
    const struct place *b = y;
    if (a->group != b->group) return a->group < b->group ? -1 : 1;
    return (a->message > b->message) - (a->message < b->message);
}

static void make_groups(struct work *w)
{
    size_t count = w->sents->count;
    struct place *place = arena_new(w->a, struct place, count);
    uint32_t *member = arena_new(w->a, uint32_t, count);
    uint32_t *number = arena_new(w->a, uint32_t, count); /* by first message */
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        place[i] = (struct place){w->group[i], (uint32_t)i};
    if (count) qsort(place, count, sizeof *place, by_group);
    for (size_t i = 0; i < count; i++) {
        member[n++] = place[i].message;
        if (i + 1 < count && place[i + 1].group == place[i].group) continue;
        put_group(w, member, n);
        n = 0;
    }
    if (w->ret->group_count)
        qsort(w->ret->group, w->ret->group_count, sizeof *w->ret->group, by_people);
    for (size_t i = 0; i < w->ret->group_count; i++)
        number[w->ret->group[i].first] = (uint32_t)i;
    w->ret->order = arena_new(w->a, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        struct outreach_message *m = &w->ret->message[i];
        if (m->group != UINT32_MAX) m->group = number[m->group];
        place[i] = (struct place){m->group, (uint32_t)i};
    }
    if (count) qsort(place, count, sizeof *place, by_group);
    while (w->ret->ordered < count && place[w->ret->ordered].group != UINT32_MAX) {
        w->ret->order[w->ret->ordered] = place[w->ret->ordered].message;
        w->ret->ordered++;
    }
}

enum status outreach_find(const struct sents *sents, unsigned threads,
                          const struct progress *progress, struct arena *a, struct outreach *ret,
                          struct err *e)
{
    struct work w = {.sents = sents, .texts = {.a = a}, .a = a, .ret = ret};
    struct alike_options o = {.least = ALIKE_LEAST, .threads = threads, .progress = progress};
    uint32_t *group = NULL;
    *ret = (struct outreach){.message = arena_new(a, struct outreach_message, sents->count)};
    w.words = arena_new(a, struct str, sents->count);
    for (size_t i = 0; i < sents->count; i++) {
        struct arena scratch = {0};
        w.words[i] = str_copy(a, compared(&scratch, &sents->one[i]));
        arena_free(&scratch);
        ret->message[i] = (struct outreach_message){
            .group = UINT32_MAX, .too_short = word_count(w.words[i]) < OUTREACH_WORDS_MIN};
        alike_add(&w.texts, ret->message[i].too_short ? STR("") : w.words[i]);
        progress_report(progress, "reading words", i + 1, sents->count);
    }
    enum status s = alike_groups(&w.texts, &o, a, &group, e);
    if (s) return s;
    w.group = group;
    make_groups(&w);
    return OK;
}

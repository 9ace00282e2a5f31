/* alike.c - find: which texts are one text, word for word or nearly? */
#include "find/alike.h"

#include "base/limits.h"
#include "base/pages.h"
#include "base/parallel.h"
#include "base/rng.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = ALIKE_HASHES / ALIKE_BANDS, BLOCK = 1 << 18, CHUNK = 1024, RNG_ALIKE = 0x616c };

/* ---- sets ---- */

/* splitmix64's finaliser (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195) */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/* FNV-1a (Fowler, Noll, Vo), then mixed */
static uint64_t word_hash(struct str word)
{
    uint64_t h = 0xcbf29ce484222325U;
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)word.p[i]) * 0x100000001b3U;
    return mixed(h);
}

size_t alike_runs(struct arena *a, struct str words, uint32_t **ret)
{
    uint64_t last[ALIKE_WORDS] = {0};
    size_t seen = 0;
    struct str word;
    *ret = arena_bytes(a, (words.len / 2 + 1) * sizeof **ret); /* no word is shorter than that */
    while (str_cut(&words, ' ', &word)) {
        if (!word.len) continue;
        last[seen++ % ALIKE_WORDS] = word_hash(word);
        if (seen < ALIKE_WORDS) continue;
        uint64_t h = 0;
        for (size_t i = 0; i < ALIKE_WORDS; i++)
            h = mixed(h * 3 + last[(seen + i) % ALIKE_WORDS]);
        (*ret)[seen - ALIKE_WORDS] = (uint32_t)(h >> 32);
    }
    return seen < ALIKE_WORDS ? 0 : seen - ALIKE_WORDS + 1;
}

static int run_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

static uint32_t *block_take(struct alike *x, size_t count)
{
    if (count > BLOCK / 4) return arena_bytes(x->a, count * sizeof(uint32_t));
    if (count > x->left) {
        x->block = arena_bytes(x->a, BLOCK * sizeof(uint32_t));
        x->left = BLOCK;
    }
    uint32_t *taken = x->block;
    x->block += count;
    x->left -= count;
    return taken;
}

void alike_add(struct alike *x, struct str words)
{
    struct arena scratch = {0};
    uint32_t *run;
    size_t count = 0;
    size_t all = alike_runs(&scratch, words, &run);
    if (all) qsort(run, all, sizeof *run, run_cmp);
    for (size_t i = 0; i < all; i++) {
        if (!count || run[count - 1] != run[i]) run[count++] = run[i];
    }
    uint32_t *kept = block_take(x, count);
    if (count) memcpy(kept, run, count * sizeof *run);
    arena_free(&scratch);
    x->text = arena_more(x->a, x->text, x->count, sizeof *x->text);
    x->text[x->count++] = (struct alike_text){kept, count};
}

static size_t both(const struct alike_text *l, const struct alike_text *r)
{
    size_t same = 0;
    for (size_t i = 0, k = 0; i < l->count && k < r->count;) {
        uint32_t x = l->run[i];
        uint32_t y = r->run[k];
        same += x == y;
        i += x <= y;
        k += y <= x;
    }
    return same;
}

double alike_share(const struct alike_text *l, const struct alike_text *r)
{
    size_t same = both(l, r);
    size_t either = l->count + r->count - same;
    return either ? (double)same / (double)either : 0;
}

/* ---- bands ---- */

struct bucket { /* texts of one key agree in this band */
    uint64_t key;
    uint32_t text;
};

struct search {
    const struct alike *x;
    double least;
    uint32_t *up; /* [count] towards the lowest number of the group */
    struct bucket *bucket;
    size_t count; /* texts that have runs */
    uint64_t salt[ROWS];
};

/* The smallest hash of each of this band's permutations, as one key. Runs are well mixed already,
 * so a permutation need but turn their order: an exclusive or and an odd factor. */
static uint64_t key_of(const struct search *f, const struct alike_text *t)
{
    uint32_t least[ROWS];
    uint32_t shift[ROWS];
    uint32_t times[ROWS];
    uint64_t key = 0;
    for (int k = 0; k < ROWS; k++) {
        shift[k] = (uint32_t)f->salt[k];
        times[k] = (uint32_t)(f->salt[k] >> 32) | 1;
        least[k] = UINT32_MAX;
    }
    for (size_t i = 0; i < t->count; i++) {
        for (int k = 0; k < ROWS; k++) {
            uint32_t h = (t->run[i] ^ shift[k]) * times[k];
            least[k] = h < least[k] ? h : least[k];
        }
    }
    for (int k = 0; k < ROWS; k++)
        key = mixed(key * 3 + least[k]);
    return key;
}

static void keys_of_chunk(void *context, size_t chunk)
{
    const struct search *f = context;
    size_t end = (chunk + 1) * CHUNK < f->count ? (chunk + 1) * CHUNK : f->count;
    for (size_t i = chunk * CHUNK; i < end; i++)
        f->bucket[i].key = key_of(f, &f->x->text[f->bucket[i].text]);
}

static int bucket_cmp(const void *left, const void *right)
{
    const struct bucket *l = left;
    const struct bucket *r = right;
    if (l->key != r->key) return l->key < r->key ? -1 : 1;
    return l->text < r->text ? -1 : l->text > r->text;
}

static uint32_t root_of(uint32_t *up, uint32_t text)
{
    while (up[text] != text)
        text = up[text] = up[up[text]];
    return text;
}

/* As alike as asked? Sets of sizes too far apart cannot be. */
static bool joins(const struct search *f, uint32_t l, uint32_t r)
{
    const struct alike_text *x = &f->x->text[l];
    const struct alike_text *y = &f->x->text[r];
    double fewer = (double)(x->count < y->count ? x->count : y->count);
    double more = (double)(x->count < y->count ? y->count : x->count);
    return fewer >= f->least * more && alike_share(x, y) >= f->least;
}

/* Each with up to `most` before it. */
static void bucket_join(const struct search *f, const struct bucket *b, size_t count, size_t most)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0 && i - k < most; k--) {
            uint32_t l = root_of(f->up, b[k - 1].text);
            uint32_t r = root_of(f->up, b[i].text);
            if (l == r || !joins(f, b[k - 1].text, b[i].text)) continue;
            f->up[l < r ? r : l] = l < r ? l : r;
        }
    }
}

static void band_join(struct search *f, int band, unsigned threads)
{
    for (int k = 0; k < ROWS; k++) {
        uint64_t random[2];
        rng_block(RNG_ALIKE, 0, (uint64_t)band * ROWS + (uint64_t)k, random);
        f->salt[k] = random[0];
    }
    parallel_for(threads, (f->count + CHUNK - 1) / CHUNK, keys_of_chunk, f);
    if (f->count) qsort(f->bucket, f->count, sizeof *f->bucket, bucket_cmp);
    for (size_t i = 0, end; i < f->count; i = end) {
        for (end = i + 1; end < f->count && f->bucket[end].key == f->bucket[i].key; end++)
            ;
        bucket_join(f, f->bucket + i, end - i, ALIKE_BUCKET_MAX);
    }
}

static enum status bands_join(struct search *f, const struct alike_options *o, struct err *e)
{
    for (int band = 0; band < ALIKE_BANDS; band++) {
        if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
        progress_report(o->progress, "texts that are alike", (uint64_t)band, ALIKE_BANDS);
        band_join(f, band, o->threads);
    }
    return OK;
}

enum status alike_groups(const struct alike *x, const struct alike_options *o, struct arena *a,
                         uint32_t **ret, struct err *e)
{
    if (x->count > ALIKE_TEXTS_MAX) {
        return err_set(e, TOO_MUCH,
                       "%zu texts, want at most %d to compare with each other; take "
                       "fewer at once",
                       x->count, ALIKE_TEXTS_MAX);
    }
    struct pages pages = pages_take((x->count + 1) * sizeof(struct bucket));
    struct search f = {.x = x, .least = o->least, .bucket = pages.p};
    f.up = arena_new(a, uint32_t, x->count);
    for (uint32_t i = 0; i < x->count; i++) {
        f.up[i] = i;
        if (x->text[i].count) f.bucket[f.count++].text = i;
    }
    enum status s = OK;
    if (f.count <= ALIKE_ALL_MAX) {
        bucket_join(&f, f.bucket, f.count, f.count);
    } else {
        s = bands_join(&f, o, e);
    }
    pages_give(&pages);
    for (uint32_t i = 0; i < x->count; i++)
        f.up[i] = root_of(f.up, i);
    *ret = f.up;
    return s;
}

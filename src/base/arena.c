/* arena.c - base: who owns this memory, and until when? */
#include "base/arena.h"

#include "base/gone.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20 };

struct arena_block {
    struct arena_block *before;
    size_t size; /* of data */
    size_t used;
    max_align_t data[];
};

static _Noreturn void die(size_t size)
{
    (void)fprintf(stderr, "kith: out of memory (%zu bytes more were needed); nothing half done\n",
                  size);
    exit(1);
}

static size_t aligned(size_t size)
{
    size_t unit = sizeof(max_align_t);
    return (size + unit - 1) / unit * unit;
}

static struct arena_block *block_add(struct arena *a, size_t size)
{
    size_t want = a->last ? a->last->size * 2 : BLOCK_MIN;
    if (want > BLOCK_MAX) want = BLOCK_MAX;
    if (want < size) want = size;
    struct arena_block *b = malloc(sizeof *b + want);
    if (!b) die(want);
    b->before = a->last;
    b->size = want;
    b->used = 0;
    bytes_gone(b->data, want);
    a->last = b;
    a->bytes += sizeof *b + want;
    if (a->bytes > a->bytes_max) a->bytes_max = a->bytes;
    return b;
}

void *arena_bytes(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2) die(size);
    size_t whole = aligned(size);
    struct arena_block *b = a->last;
    if (!b || b->size - b->used < whole) b = block_add(a, whole);
    void *p = (char *)b->data + b->used;
    b->used += whole;
    bytes_lent(p, size);
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_bytes(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) die(SIZE_MAX);
    return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, const void *old, size_t old_size, size_t new_size)
{
    char *p = arena_bytes(a, new_size);
    size_t kept = old_size < new_size ? old_size : new_size;
    if (kept) memcpy(p, old, kept);
    memset(p + kept, 0, new_size - kept);
    return p;
}

void *arena_more(struct arena *a, void *old, size_t count, size_t size)
{
    if (count & (count - 1)) return old;
    return arena_grow(a, old, count * size, (count ? 2 * count : 1) * size);
}

char *arena_copy(struct arena *a, const char *bytes, size_t len)
{
    char *p = arena_bytes(a, len + 1);
    if (len) memcpy(p, bytes, len);
    p[len] = '\0';
    return p;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){.block = a->last, .used = a->last ? a->last->used : 0};
}

/* All blocks newer than `keep` go back to the system. */
static void free_until(struct arena *a, const struct arena_block *keep)
{
    while (a->last != keep) {
        struct arena_block *b = a->last;
        a->last = b->before;
        a->bytes -= sizeof *b + b->size;
        free(b);
    }
}

/* Emptied for the next row: the newest block, the largest but for giants, serves again. */
static void empty(struct arena *a)
{
    struct arena_block *keep = a->last;
    if (!keep || keep->size > BLOCK_MAX || GONE_IS_SEEN) {
        free_until(a, NULL);
        return;
    }
    a->last = keep->before;
    free_until(a, NULL);
    keep->before = NULL;
    keep->used = 0;
    a->last = keep;
}

void arena_reset(struct arena *a, struct arena_mark mark)
{
    if (!mark.block) {
        empty(a);
        return;
    }
    free_until(a, mark.block);
    bytes_gone((char *)a->last->data + mark.used, a->last->size - mark.used);
    if (!GONE_IS_SEEN) a->last->used = mark.used;
}

void arena_free(struct arena *a)
{
    free_until(a, NULL);
}

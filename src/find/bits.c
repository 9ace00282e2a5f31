/* bits.c - find: which ids are in it? */
#include "find/bits.h"

#include <string.h>

static size_t words_of(size_t room)
{
    return (room + 63) / 64;
}

struct bits bits_new(struct arena *a, size_t room)
{
    return (struct bits){arena_new(a, uint64_t, words_of(room)), room};
}

bool bits_has(const struct bits *b, int64_t id)
{
    if (id < 0 || (uint64_t)id >= b->room) return false;
    return b->word[id / 64] >> (id % 64) & 1;
}

void bits_add(struct bits *b, int64_t id)
{
    if (id < 0 || (uint64_t)id >= b->room) return;
    b->word[id / 64] |= (uint64_t)1 << (id % 64);
}

void bits_and(struct bits *b, const struct bits *with)
{
    for (size_t i = 0; i < words_of(b->room); i++)
        b->word[i] &= with->word[i];
}

void bits_or(struct bits *b, const struct bits *with)
{
    for (size_t i = 0; i < words_of(b->room); i++)
        b->word[i] |= with->word[i];
}

void bits_without(struct bits *b, const struct bits *those)
{
    for (size_t i = 0; i < words_of(b->room); i++)
        b->word[i] &= ~those->word[i];
}

void bits_clear(struct bits *b)
{
    memset(b->word, 0, words_of(b->room) * sizeof *b->word);
}

size_t bits_count(const struct bits *b)
{
    size_t count = 0;
    for (size_t i = 0; i < words_of(b->room); i++) {
        count += (size_t)__builtin_popcountll(b->word[i]);
    }
    return count;
}

int64_t *bits_list(const struct bits *b, struct arena *a, size_t *ret_count)
{
    int64_t *id = arena_new(a, int64_t, bits_count(b));
    size_t count = 0;
    for (size_t i = 0; i < words_of(b->room); i++) {
        for (uint64_t word = b->word[i]; word; word &= word - 1) {
            id[count++] = (int64_t)(i * 64) + __builtin_ctzll(word);
        }
    }
    *ret_count = count;
    return id;
}

/* shelf.c - choose: which sets hold this person? */
#include "choose/shelf.h"

#include "base/pages.h"

#include <string.h>

#define WORDS_MAX UINT32_MAX

/* What is left to copy, at most what a part can count. */
static uint64_t words_left(const struct shelf *h)
{
    uint64_t words = 0;
    for (size_t b = h->batch; b < h->pool->batch_count && words < WORDS_MAX; b++)
        words += h->pool->batch[b].entries + (uint64_t)SHELF_MEMBERS * h->pool->batch[b].sets;
    return words < WORDS_MAX ? words : WORDS_MAX;
}

static void holds_grow(struct shelf *h)
{
    uint32_t known = h->pool->known;
    if (known > h->known_room) {
        size_t room = 2 * (size_t)known;
        h->holds =
            arena_grow(&h->memory, h->holds, h->known * sizeof *h->holds, room * sizeof *h->holds);
        h->known_room = room;
    }
    if (known > h->known) memset(h->holds + h->known, 0, (known - h->known) * sizeof *h->holds);
    h->known = known;
}

static uint32_t *large(struct shelf *h, uint64_t count)
{
    uint32_t *p = arena_bytes(&h->memory, count * sizeof *p);
    pages_huge(p, count * sizeof *p);
    return p;
}

/* Copies a set of two and more, and counts its people two places behind in part->first, so that
 * filling moves each start to where it belongs. */
static void set_copy(struct shelf_part *part, const uint32_t *member, uint32_t size)
{
    uint32_t *to = part->set + part->words;
    to[SHELF_HIT] = 0;
    to[SHELF_SIZE] = size;
    for (uint32_t i = 0; i < size; i++) {
        to[SHELF_MEMBERS + i] = member[i];
        part->first[member[i] + 2]++;
    }
    part->words += SHELF_MEMBERS + size;
}

/* Until all are copied or the part is full; returns the members copied. */
static uint64_t sets_copy(struct shelf *h, struct shelf_part *part)
{
    uint64_t entries = 0;
    for (; h->batch < h->pool->batch_count; h->batch++) {
        const struct batch *batch = &h->pool->batch[h->batch];
        for (; h->set < batch->sets; h->set++) {
            uint32_t size = batch->size[h->set];
            const uint32_t *member = batch->node + h->entry;
            if (size > WORDS_MAX - SHELF_MEMBERS - part->words) return entries;
            if (size > 1) {
                set_copy(part, member, size);
                entries += size;
            } else if (size) {
                h->holds[member[0]]++;
                h->alone++;
            }
            h->entry += size;
        }
        h->set = 0;
        h->entry = 0;
    }
    return entries;
}

static void part_index(struct shelf *h, struct shelf_part *part)
{
    for (uint32_t i = 0; i < part->known; i++) {
        h->holds[i] += part->first[i + 2];
        part->first[i + 2] += part->first[i + 1];
    }
    for (uint32_t at = 0; at < part->words;) {
        const uint32_t *set = part->set + at;
        for (uint32_t i = 0; i < set[SHELF_SIZE]; i++)
            part->where[part->first[set[SHELF_MEMBERS + i] + 1]++] = at;
        at += SHELF_MEMBERS + set[SHELF_SIZE];
    }
}

static void part_add(struct shelf *h)
{
    if (h->parts == h->part_room) {
        size_t room = h->part_room ? 2 * h->part_room : 16;
        h->part =
            arena_grow(&h->memory, h->part, h->parts * sizeof *h->part, room * sizeof *h->part);
        h->part_room = room;
    }
    struct shelf_part *part = &h->part[h->parts++];
    *part = (struct shelf_part){.known = h->known};
    part->set = large(h, words_left(h));
    part->first = arena_new(&h->memory, uint32_t, (size_t)h->known + 2);
    part->where = large(h, sets_copy(h, part));
    part_index(h, part);
}

void shelf_fill(struct shelf *h)
{
    holds_grow(h);
    while (h->batch < h->pool->batch_count)
        part_add(h);
}

void shelf_clear(struct shelf *h)
{
    for (size_t p = 0; p < h->parts; p++) {
        struct shelf_part *part = &h->part[p];
        for (uint32_t at = 0; at < part->words;) {
            part->set[at + SHELF_HIT] = 0;
            at += SHELF_MEMBERS + part->set[at + SHELF_SIZE];
        }
    }
}

void shelf_take(struct shelf *h, uint32_t known, uint32_t gain[])
{
    for (size_t p = 0; p < h->parts; p++) {
        struct shelf_part *part = &h->part[p];
        if (known >= part->known) continue;
        for (uint32_t i = part->first[known]; i < part->first[known + 1]; i++) {
            uint32_t *set = part->set + part->where[i];
            if (set[SHELF_HIT]) continue;
            set[SHELF_HIT] = 1;
            for (uint32_t j = 0; j < set[SHELF_SIZE]; j++)
                gain[set[SHELF_MEMBERS + j]]--;
        }
    }
}

uint64_t shelf_walked(const struct shelf *h, const bool end[])
{
    uint64_t walked = h->alone;
    for (size_t p = 0; p < h->parts; p++) {
        const struct shelf_part *part = &h->part[p];
        for (uint32_t at = 0; at < part->words;) {
            const uint32_t *set = part->set + at;
            uint32_t i = 0;
            while (i < set[SHELF_SIZE] && !end[set[SHELF_MEMBERS + i]])
                i++;
            walked += i < set[SHELF_SIZE] ? i + 1 : i;
            at += SHELF_MEMBERS + set[SHELF_SIZE];
        }
    }
    return walked;
}

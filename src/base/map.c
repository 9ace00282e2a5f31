/* map.c - base: which number belongs to this key? */
#include "base/map.h"

#include <string.h>

enum { ROOM_MIN = 64 };

uint64_t hash_u64(uint64_t x)
{
    /* splitmix64's finaliser (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195) */
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

uint64_t hash_bytes(struct str s)
{
    uint64_t h = s.len * 0x9E3779B97F4A7C15u;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, 8);
        h = hash_u64(h ^ word);
    }
    uint64_t tail = 0;
    for (unsigned shift = 0; i < s.len; i++, shift += 8) {
        tail |= (uint64_t)(unsigned char)s.p[i] << shift;
    }
    return hash_u64(h ^ tail);
}

struct map map_new(struct arena *a)
{
    return (struct map){.a = a};
}

static struct map_slot *slot_of(const struct map *m, struct str key, uint32_t hash)
{
    size_t i = hash & (m->room - 1);
    for (;;) {
        struct map_slot *slot = &m->slots[i];
        if (!slot->key) return slot;
        if (slot->hash == hash && slot->len == key.len && memcmp(slot->key, key.p, key.len) == 0) {
            return slot;
        }
        i = (i + 1) & (m->room - 1);
    }
}

static void map_widen(struct map *m)
{
    struct map wide = {.a = m->a, .room = m->room ? m->room * 2 : ROOM_MIN, .count = m->count};
    wide.slots = arena_new(m->a, struct map_slot, wide.room);
    for (size_t i = 0; i < m->room; i++) {
        struct map_slot *slot = &m->slots[i];
        if (!slot->key) continue;
        *slot_of(&wide, (struct str){slot->key, slot->len}, slot->hash) = *slot;
    }
    *m = wide;
}

int64_t *map_get(const struct map *m, struct str key)
{
    if (!m->count) return NULL;
    struct map_slot *slot = slot_of(m, key.p ? key : STR(""), (uint32_t)hash_bytes(key));
    return slot->key ? &slot->value : NULL;
}

int64_t *map_put(struct map *m, struct str key, int64_t value, bool *ret_new)
{
    if (!key.p) key = STR("");
    if (m->count * 2 >= m->room) map_widen(m);
    uint32_t hash = (uint32_t)hash_bytes(key);
    struct map_slot *slot = slot_of(m, key, hash);
    if (ret_new) *ret_new = !slot->key;
    if (!slot->key) {
        *slot = (struct map_slot){str_copy(m->a, key).p, (uint32_t)key.len, hash, value};
        m->count++;
    }
    return &slot->value;
}

struct idmap idmap_new(struct arena *a, size_t expect)
{
    struct idmap m = {.a = a, .room = ROOM_MIN};
    while (m.room < expect * 2)
        m.room *= 2;
    m.keys = arena_new(a, int64_t, m.room);
    m.values = arena_new(a, uint32_t, m.room);
    memset(m.values, 0xFF, m.room * sizeof *m.values);
    return m;
}

static size_t idmap_slot(const struct idmap *m, int64_t key)
{
    size_t i = hash_u64((uint64_t)key) & (m->room - 1);
    while (m->values[i] != UINT32_MAX && m->keys[i] != key)
        i = (i + 1) & (m->room - 1);
    return i;
}

uint32_t idmap_get(const struct idmap *m, int64_t key)
{
    return m->values[idmap_slot(m, key)];
}

uint32_t idmap_put(struct idmap *m, int64_t key, uint32_t value)
{
    if (m->count * 2 >= m->room) {
        struct idmap wide = idmap_new(m->a, m->room);
        for (size_t i = 0; i < m->room; i++) {
            if (m->values[i] != UINT32_MAX) (void)idmap_put(&wide, m->keys[i], m->values[i]);
        }
        *m = wide;
    }
    size_t i = idmap_slot(m, key);
    if (m->values[i] == UINT32_MAX) {
        m->keys[i] = key;
        m->values[i] = value;
        m->count++;
    }
    return m->values[i];
}

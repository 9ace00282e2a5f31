/*
 * map.h - base: which number belongs to this key?
 *
 * Open addressing with linear probing, in an arena: no deletion, no iteration order to depend on.
 * Text keys are hashed with a fixed key; whoever feeds hostile keys can slow a lookup down to the
 * number of entries, which limits.h bounds per source.
 *
 * Cost   O(1) a call on average; 24 bytes an entry at half load, keys are borrowed or copied.
 * Check  tests/unit/test_base.c
 */
#ifndef KITH_BASE_MAP_H
#define KITH_BASE_MAP_H

#include "base/str.h"

#include <stdint.h>

uint64_t hash_bytes(struct str s); /* fast, not for secrets, same on every machine */
uint64_t hash_u64(uint64_t x);

struct map_slot {
    const char *key; /* NULL: free */
    uint32_t len;
    uint32_t hash;
    int64_t value;
};

struct map { /* text -> int64 */
    struct arena *a;
    struct map_slot *slots;
    size_t room; /* a power of two */
    size_t count;
};

struct map map_new(struct arena *a);
/* NULL when absent. Stays valid until the next map_put. */
int64_t *map_get(const struct map *m, struct str key);
/* Existing value, or a new one set to `value`; the key is copied into the arena when new. */
int64_t *map_put(struct map *m, struct str key, int64_t value, bool *ret_new);

struct idmap { /* int64 -> uint32, for dense numbering of ids */
    struct arena *a;
    int64_t *keys;
    uint32_t *values; /* UINT32_MAX: free */
    size_t room;
    size_t count;
};

struct idmap idmap_new(struct arena *a, size_t expect);
uint32_t idmap_get(const struct idmap *m, int64_t key); /* UINT32_MAX when absent */
/* The key's value; a new key gets `value`. */
uint32_t idmap_put(struct idmap *m, int64_t key, uint32_t value);

#endif

/*
 * arena.h - base: who owns this memory, and until when?
 *
 * Memory belongs to a lifetime, not to a pointer: an arena hands out zeroed bytes and gives all of
 * them back at once. Four lifetimes are enough: the process, one command, one import, and a marked
 * scratch inside any of them.
 *
 * Out of memory ends the process with one sentence: every input is bounded first (limits.h), and
 * the store survives a death at any instant.
 *
 * Cost   arena_alloc O(size); blocks grow by doubling up to 1 MiB; a larger object has its own.
 * Check  tests/unit/test_base.c
 */
#ifndef KITH_BASE_ARENA_H
#define KITH_BASE_ARENA_H

#include <stddef.h>

struct arena_block;

/* Zero-initialise: struct arena a = {0}; */
struct arena {
    struct arena_block *last; /* newest block; older ones hang behind it */
    size_t bytes;             /* taken from the system now */
    size_t bytes_max;         /* highest `bytes` so far */
};

struct arena_mark {
    struct arena_block *block;
    size_t used; /* bytes of `block` in use when the mark was set */
};

/* size bytes, zeroed, aligned for any type; size 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t size);
/* The same, not zeroed: for text that is written whole at once. */
void *arena_bytes(struct arena *a, size_t size);
/* count * size with the product checked; dies when it overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A larger copy of an array; the old one stays until the arena is reset. */
void *arena_grow(struct arena *a, const void *old, size_t old_size, size_t new_size);
/* An array of count things of this size with room for one more: it doubles at powers of two. */
void *arena_more(struct arena *a, void *old, size_t count, size_t size);
char *arena_copy(struct arena *a, const char *bytes, size_t len); /* NUL added behind len bytes */

struct arena_mark arena_mark(const struct arena *a);
/* All since the mark is gone. A reset to the very start keeps one block (at most 1 MiB) for what
 * comes next, so that emptying an arena after each row does not go to the system for each. Builds
 * with AddressSanitizer stop whoever looks at what was reset (gone.h), and keep none. */
void arena_reset(struct arena *a, struct arena_mark mark);
void arena_free(struct arena *a); /* all is gone; the arena is reusable */

#define arena_new(a, type, count) ((type *)arena_array((a), (size_t)(count), sizeof(type)))

#endif

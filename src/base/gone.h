/*
 * gone.h - base: which bytes may nobody look at any more?
 *
 * Memory that is lent for a while (arenas, windows over files, rows of the store) is used again for
 * what comes next, so that a pointer kept too long reads somebody else's text and nothing breaks.
 * Under AddressSanitizer such bytes are marked when they are given back, and never lent twice: who
 * looks at them stops the program. In other builds nothing of this is compiled.
 *
 * Cost   none; under AddressSanitizer O(bytes)
 * Check  tests/unit/test_base.c
 */
#ifndef KITH_BASE_GONE_H
#define KITH_BASE_GONE_H

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { GONE_IS_SEEN = 1 };
#else
enum { GONE_IS_SEEN = 0 };
#endif

#ifdef __SANITIZE_ADDRESS__
#ifndef __clang__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" /* marking bytes is not reading them */
#endif
/* Nobody may look at these bytes until they are lent. */
static inline void bytes_gone(const void *p, size_t len)
{
    __asan_poison_memory_region(p, len);
}

static inline void bytes_lent(const void *p, size_t len)
{
    __asan_unpoison_memory_region(p, len);
}
#ifndef __clang__
#pragma GCC diagnostic pop
#endif
#else
static inline void bytes_gone(const void *p, size_t len)
{
    (void)p;
    (void)len;
}

static inline void bytes_lent(const void *p, size_t len)
{
    (void)p;
    (void)len;
}
#endif

#endif

/*
 * helpers.h - tests: what every unit test says again and again
 */
#ifndef KITH_TESTS_HELPERS_H
#define KITH_TESTS_HELPERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/gone.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

#define assert_near(got, want, tolerance) \
    do { \
        double got_ = (got), want_ = (want), tolerance_ = (tolerance); \
        if (!(fabs(got_ - want_) <= tolerance_)) { \
            print_error("%s = %.17g, want %.17g within %g\n", #got, got_, want_, tolerance_); \
            fail(); \
        } \
    } while (0)

#define assert_str(got, want) \
    do { \
        struct str got_ = (got), want_ = str_of(want); \
        if (!str_eq(got_, want_)) { \
            print_error("%s = \"%.*s\", want \"%.*s\"\n", #got, STR_ARG(got_), STR_ARG(want_)); \
            fail(); \
        } \
    } while (0)

#define assert_ok(call, e) \
    do { \
        enum status s_ = (call); \
        if (s_ != OK) { \
            print_error("%s: status %d: %s\n", #call, (int)s_, (e).text); \
            fail(); \
        } \
    } while (0)

/* A refusal states the exact sentence the user reads. */
#define assert_refused(call, status, e, sentence) \
    do { \
        assert_int_equal((call), (status)); \
        assert_string_equal((e).text, (sentence)); \
    } while (0)

/* Nobody may look at it any more; builds without AddressSanitizer cannot tell. */
static inline bool is_gone(const void *p)
{
#ifdef __SANITIZE_ADDRESS__
    return __asan_address_is_poisoned(p);
#else
    (void)p;
    return true;
#endif
}

#endif

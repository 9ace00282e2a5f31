/*
 * err.h - base: did it work, and if not, what does the user read?
 *
 * A status says what kind of answer it is; one sentence, owned by the caller, says what is wrong
 * and how to mend it. The sentence is worded once, where it is known best; each room may put its
 * place in front. Only cli (and serve) print it. Asserts are for our own bugs, never for input.
 *
 * Check  tests/unit/test_base.c
 */
#ifndef KITH_BASE_ERR_H
#define KITH_BASE_ERR_H

enum status {
    OK = 0,
    DONE,          /* no more rows; not a failure */
    BAD_INPUT,     /* somebody's data or query is wrong; the sentence says where and how to mend */
    NOT_FOUND,     /* what was named is not there */
    BAD_USAGE,     /* wrong words on the command line: exit 2 */
    IO_FAILED,     /* the operating system refused */
    STORE_FAILED,  /* the store refused; nothing was changed */
    TOO_MUCH,      /* past a stated limit (limits.h) */
    NOT_CONVERGED, /* usable, but say so */
    STOPPED        /* the user interrupted: exit 130 */
};

struct err {
    char text[1024]; /* one sentence without a full stop; control characters are made visible */
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* Words the sentence; returns s, so that `return err_set(e, BAD_INPUT, …)` reads as one thought. */
enum status err_set(struct err *e, enum status s, const char *format, ...) PRINTF_LIKE(3, 4);
/* Puts a place before the sentence ("posts.csv:41: " …); returns s. */
enum status err_in(struct err *e, enum status s, const char *format, ...) PRINTF_LIKE(3, 4);
#ifdef __clang_analyzer__ /* sees one file at a time: this tells it that s comes back */
#define err_set(e, s, ...) ((void)err_set((e), (s), __VA_ARGS__), (s))
#define err_in(e, s, ...) ((void)err_in((e), (s), __VA_ARGS__), (s))
#endif

#endif

/*
 * verb.h - verb: what can kith be asked?
 *
 * One list of verbs; every answer is one struct table. Help, man page, completion, docs/verbs.md
 * (and later the web pages) are made from this list, so none of them can drift. A verb reads like
 * a recipe: four or five calls into the rooms, then a table. Each stands in NAME.c as verb_NAME.
 *
 * Check  tests/cli/ (golden), tests/unit/test_args.c
 */
#ifndef KITH_VERB_VERB_H
#define KITH_VERB_VERB_H

#include "base/near.h"
#include "base/progress.h"
#include "base/table.h"
#include "store/store.h"

struct flag {
    const char *name;    /* "until"; given as --until */
    char letter;         /* 'n' for -n; 0: none */
    const char *value;   /* what it takes, "DATE"; NULL: a switch */
    const char *summary; /* one line */
    bool repeats;        /* may be given more than once */
};

enum verb_needs {
    STORE_NONE,    /* works without */
    STORE_NEEDED,  /* needs one */
    STORE_CHANGED, /* needs one, changes it */
    STORE_MADE,    /* made when it is not there */
    STORE_IF_THERE /* uses one when it is there */
};

struct request; /* what was asked; see below */

struct verb {
    const char *name;
    const char *words;   /* "MARKET [QUERY]"; "" when it takes none */
    const char *summary; /* one line, starts with a small letter, no full stop */
    const char *details; /* paragraphs of `kith help NAME`, parted by a line feed; NULL: none */
    const char *const *examples; /* whole command lines, NULL-ended; the first is the commonest */
    const char *const *topics;   /* what its first word may be, NULL-ended; NULL: anything */
    const struct flag *flags;    /* ended by a NULL name; NULL: only the common ones */
    enum verb_needs store;
    int words_least, words_most; /* most -1: any number */
    /* *ret may be filled on failure, too: it is shown before the sentence (what an import that
     * kept nothing found). NULL with OK: all was said through the sink. run NULL: the command line
     * itself answers (help). */
    enum status (*run)(struct request *r, struct table **ret, struct err *e);
};

extern const struct verb *const verbs[]; /* in the order of help; NULL-ended; the only list */
extern const struct flag common_flags[]; /* --db, --json, …; ended by a NULL name */
const struct verb *verb_named(struct str name); /* NULL when there is none */
/* "'fnd' is no verb; did you mean …?"; BAD_USAGE. */
enum status verb_unknown(struct str name, struct err *e);

enum form { FORM_TEXT, FORM_JSON, FORM_CSV };

struct sink { /* for answers too long for a table: `export` writes them as they come */
    void *context;
    enum status (*put)(void *context, struct str bytes, struct err *e);
};

struct upload {       /* a file that came through the pages */
    struct str name;  /* as its sender calls it, valid UTF-8: to be shown and kept, never opened */
    const char *file; /* where it stands for now */
};

/* Answers that others were given of the same state of the store, to the same eyes. */
struct at_hand {
    void *context;
    /* NULL: there is none. It stands for as long as the request runs, and is not changed. */
    const struct table *(*find)(void *context, const char *const words[]);
    /* What was asked for and not there was made: others may be given it. Nothing of it is kept by
     * reference. */
    void (*keep)(void *context, const char *const words[], const struct table *t);
};

struct request {
    const struct verb *verb; /* NULL: none was named */
    struct arena *a;
    struct store *st;       /* as the verb's `store` says; NULL when there is none */
    const char *db;         /* path of the store, there or not */
    const struct str *word; /* [word_count] what stood behind the verb, valid UTF-8 */
    const char *const *raw; /* [word_count] the same bytes as given, for paths */
    size_t word_count;
    const struct flag_value {
        const struct flag *flag;
        struct str value; /* valid UTF-8 */
        const char *raw;
    } * given; /* [given_count] flags in the order given */
    size_t given_count;
    enum form form;
    uint64_t seed;    /* 1 unless --seed */
    unsigned threads; /* 0: all */
    const struct progress *progress;
    struct str by;     /* the user who asks through the pages; STR_NONE: nobody said */
    struct str secret; /* typed without being shown (cli/secret.c); STR_NONE: no terminal */
    struct sink sink;
    const struct upload *upload; /* [upload_count] stand for the first words; NULL: none */
    size_t upload_count;
    const struct sight *sight; /* what may be seen by who asks, and … */
    const struct veil *veil;   /* … of whom not (veil.h); NULL: they see all */
    struct scopes *scopes;     /* what several requests share (scope.h); NULL: this one is alone */
    const struct at_hand *at_hand; /* NULL: nothing is */
};

bool request_has(const struct request *r, const char *flag);
/* Last value given; STR_NONE when the flag was not. */
struct str request_value(const struct request *r, const char *flag);
/* Its bytes as given, for paths; NULL when the flag was not. */
const char *request_path(const struct request *r, const char *flag);
/* Values of a flag that repeats, NULL-ended array of C texts. */
const char *const *request_values(const struct request *r, const char *flag);
/* BAD_USAGE with a sentence when the value is not a number in range; *ret keeps its default when
 * the flag was not given. */
MUST_CHECK enum status request_i64(const struct request *r, const char *flag, int64_t least,
                                   int64_t most, int64_t *ret, struct err *e);
MUST_CHECK enum status request_double(const struct request *r, const char *flag, double least,
                                      double most, double *ret, struct err *e);
MUST_CHECK enum status request_time(const struct request *r, const char *flag, int64_t *ret,
                                    struct err *e);
/* A command line to type next, with --db FILE where the store is not the usual one. */
struct str request_next(const struct request *r, const char *format, ...) PRINTF_LIKE(2, 3);
/* The word in quotes that a POSIX shell takes off again; as it is where none are needed. */
struct str shell_word(struct arena *a, struct str word);

#endif

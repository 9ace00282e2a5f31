/*
 * cli.h - cli: words in, answer out
 *
 * The only room that prints. Answers go to stdout, all else to stderr.
 *
 * Check  tests/cli/ (golden)
 */
#ifndef KITH_CLI_CLI_H
#define KITH_CLI_CLI_H

#include "verb/verb.h"

#include <stdio.h>

enum exit_code { EXIT_DONE = 0, EXIT_COULD_NOT = 1, EXIT_WRONG_USAGE = 2, EXIT_STOPPED = 130 };

/* ---- terminal.c ---- */
/* Columns of stdout ($COLUMNS first), 0 when it is no terminal and nothing is said. */
struct text_style terminal_style(const struct request *r);

/* ---- progress.c ---- */
struct bar {
    bool shown;                /* stderr is a terminal and nobody asked for quiet */
    bool drawn;                /* something stands on the line now */
    int64_t at_ms;             /* when it was last drawn */
    int64_t began_ms, step_ms; /* when it, and what it counts now, began */
    uint64_t done, rows;       /* of the step, in its own unit; read in all */
    struct progress progress;
};
/* Also takes SIGINT over: the first one asks the work to stop, the second one ends at once. */
void bar_open(struct bar *b, const struct request *r);
void bar_clear(struct bar *b);

/* ---- help.c ---- */
void help_short(FILE *out); /* `kith` alone */
void help_verb(const struct verb *v, size_t width, FILE *out);
/* `kith help …`: everything it can be asked. */
MUST_CHECK enum status help_answer(struct request *r, struct table **ret, FILE *out, struct err *e);
/* "-n, --top N" */
struct str help_flag(struct arena *a, const struct flag *f);
void help_query(struct buf *b); /* the language of people queries */

/* ---- secret.c ---- */
/* Where the verb wants a password, none was given and there is a terminal: asks for it twice,
 * without showing it. BAD_INPUT: typed differently. */
MUST_CHECK enum status secret_ask(struct request *r, struct err *e);

/* ---- serve.c ---- */
/* `kith mcp`: until its input ends. */
MUST_CHECK enum status mcp_answer(struct request *r, FILE *out, struct err *e);
/* `kith serve`: until Ctrl-C. */
MUST_CHECK enum status serve_answer(struct request *r, FILE *out, struct err *e);

/* ---- man.c, complete.c ---- */
void man_page(FILE *out);      /* troff, section 1 */
void markdown_page(FILE *out); /* docs/verbs.md */
void markdown_limits(FILE *out);
MUST_CHECK enum status complete_script(struct str shell, FILE *out, struct err *e);

#endif

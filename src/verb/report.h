/*
 * report.h - verb: what belongs together on the page for a board?
 *
 * A report is made of the answers of other verbs: each part asks one of them as the command line
 * would (report_ask), on one scope that all share, and shows the table it gives. So no figure can
 * differ from the one its command shows, and that command stands under it.
 *
 * Cost   that of the verbs asked, less the scope, which is loaded and ranked once
 * Check  tests/cli/report
 */
#ifndef KITH_VERB_REPORT_H
#define KITH_VERB_REPORT_H

#include "measure/strategy.h"
#include "verb/scope.h"
#include "verb/verb.h"

/* Bits of the aims a part serves; a part of none is always shown. */
#define AIM(kind) (1u << AIM_##kind)

struct report {
    struct request *r;
    struct market market;
    struct strategy strategy;
    bool all;  /* --all: what serves no chosen aim, too */
    int64_t n; /* people of the few */
    struct scopes scopes;
    struct buf page;
    const char *section;   /* "The few": the one that is written now */
    size_t parts;          /* written so far; their numbers are their ids */
    size_t parts_before;   /* when this section began */
    struct table *list;    /* what is on the page, a row a part */
    struct table *lacking; /* what cannot be said, and which command would mend it */
    struct buf left_out;   /* names of parts that serve no chosen aim */
    struct table *few;     /* the answer of find; NULL: there is none */
};

/* What a verb says to these words, the first the verb; NULL-ended. *ret NULL: it refused, and what
 * it said is *ret_refused, a sentence. Flags of the scope are passed on to verbs that have them.
 * Other failures (STOPPED, a broken store) are failures of the report. */
MUST_CHECK enum status report_ask(struct report *p, const char *const words[], struct table **ret,
                                  struct str *ret_refused, struct err *e);
/* "kith find security -n 10": what to type for it. */
struct str report_command(const struct report *p, const char *const words[]);

/* Does the strategy ask for what serves these aims? What is left out is remembered as `name`. */
bool report_serves(struct report *p, unsigned aims, const char *name);
void report_section(struct report *p, const char *id, const char *title, const char *question);
void report_section_end(struct report *p);
/* A table as a part of the section, and under it the command that opens it; then the pictures. */
void report_part(struct report *p, struct table *t, const char *const words[]);
/* This cannot be said, for want of that; mend: a command, or empty. */
void report_lack(struct report *p, const char *what, struct str why, struct str mend);

/* Asks and shows; where the verb refuses or has no rows, that is lacking, with `mend` to do. */
MUST_CHECK enum status report_show(struct report *p, const char *what, const char *const words[],
                                   struct str mend, struct err *e);

/* ---- views of answers (report_view.c) ---- */

struct view_column {
    const char *from;  /* column of the answer; where it has none of that name, it is left out */
    const char *title; /* shown; NULL: as there */
};
/* The same answer with these columns alone, in this order, room for one more behind, "why". */
struct table *view_columns(struct arena *a, const struct table *t, const struct view_column want[],
                           size_t count, bool why);
/* Without the further table of this key. */
void view_drop(struct table *t, const char *key);
/* Only rows whose column holds this text. */
void view_keep(struct table *t, const char *column, struct str is);
/* At most so many rows of it and of each of its further tables; a note says what was cut. */
void view_cut(struct table *t, size_t most);
/* The cell of a row by the name of its column; unknown where there is none. */
struct cell view_cell(const struct table *t, size_t row, const char *column);
/* E-mail addresses in all that is shown, of all its tables, are withheld. */
void view_veil(struct table *t);
struct str veiled(struct arena *a, struct str s);

/* ---- the sections, in their order ---- */

MUST_CHECK enum status report_question(struct report *p, struct err *e);
MUST_CHECK enum status report_few(struct report *p, struct err *e);
MUST_CHECK enum status report_did(struct report *p, struct err *e);
MUST_CHECK enum status report_changed(struct report *p, struct err *e);
MUST_CHECK enum status report_sure(struct report *p, struct err *e);
void report_cannot(struct report *p);

#endif

/*
 * route.h - serve: which address is which question?
 *
 * One table: pages, their twins in JSON and CSV, the forms that write, the OpenAPI file and the
 * test of who may what are made from it. An address names a verb's command; so a page cannot know
 * what the command line does not.
 *
 *   pattern   "/m/{market}/why/{person}": a name in braces is one part of the path
 *   command   "why {market} {person} --rows --until": {x} is that part, or the form's field of
 *             that name, {x?} one that may be left out, {me} always who asks; a flag stands for the
 *             parameter of its name, left out where that is; one with ! behind it is always given,
 *             one with ~ is always who asks, where that is known; one with = has to be given; one
 *             with + says how many rows are listed, and may be "all" (LIST_ROWS_MAX). {x=a|b} is
 *             one of these words. {x@} and --flag@ are files on the command line: here the table
 *             itself is given, as text
 *   twins     the same address with .json or .csv behind it ("/" is "/index")
 *
 * What an address gives is only ever a word or the value of a flag that stands here.
 *
 * Check  tests/serve/run.mjs, tests/unit/test_route.c
 */
#ifndef KITH_SERVE_ROUTE_H
#define KITH_SERVE_ROUTE_H

#include "serve/http.h"
#include "verb/rights.h"
#include "verb/verb.h"

enum room { ROOM_NONE, ROOM_LISTEN, ROOM_FIND, ROOM_CHOOSE, ROOM_CONNECT, ROOM_MEASURE, ROOM_REST };

/* What is answered here, by no verb. */
enum own {
    OWN_NONE,
    OWN_JOBS,
    OWN_JOB,
    OWN_JOB_CANCEL,
    OWN_API,
    OWN_WORDS,
    OWN_DROPPED, /* rows of an import that could not be kept */
    OWN_IMPORT,  /* what can be sent, */
    OWN_TABLES,  /* how a table looks, */
    OWN_EXAMPLE, /* for example, */
    OWN_SEND,    /* files that come, */
    OWN_PREVIEW, /* what is in them, */
    OWN_TAKE,    /* and that they are kept */
    OWN_DISMISS, /* or not */
    OWN_BRING    /* a source whose file has to be sent once more */
};

struct route {
    enum http_method method; /* HTTP_GET, or HTTP_POST */
    const char *pattern;
    const char *question; /* heading: "Who moves these buyers?"; of a form: what its button says */
    const char *command;
    enum right right;
    enum right twin; /* of its JSON and CSV, where they are lists of people to take away; else 0 */
    enum room room;
    const char *name;   /* in the rail; NULL: not there */
    const char *island; /* the script its page has beside those of all (islands.h); NULL: none */
    const char *tool;   /* its name for language models; NULL: not theirs */
    /* NULL-ended patterns of other GET routes that the page shows below; their names in braces are
     * its own. NULL: none */
    const char *const *more;
    const char *const *beside; /* the same, between the first sentence of the answer and its rows */
    /* NULL-ended patterns of POST routes whose forms the page shows. NULL: none */
    const char *const *forms;
    /* NULL-ended patterns of GET routes that are steps with it, in their order (steps.h); NULL:
     * none */
    const char *const *steps;
    const char *step; /* what it is called among them */
    const char *file; /* type of what the verb writes as it comes, which is no page; NULL: a page */
    /* NULL-ended patterns of GET routes whose files answer the page's own question: they stand with
     * its twins, and are asked as it was. NULL: none */
    const char *const *files;
    const char *after; /* of a form: the page one comes to, as a pattern of its parts and fields */
    /* Of a form: what takes it back, "/same/undo?pair={pair}". A name in braces is a part, a field,
     * a fact of its answer or, as {entries.entry}, the first row's of that further table. */
    const char *undo;
    /* NULL-ended patterns of POST routes offered in each row of the page's tables that tells what
     * stands in braces (person: its id). NULL: none */
    const char *const *acts;
    /* Of such a form, also among `forms`: it stands in each row that has something in this column,
     * which is what its field `fills` then holds. NULL: columns are called as fields are */
    const char *row, *fills;
    /* Of such a form: only in rows that have one of these words there, "stage=found|thanked"; NULL:
     * in all. */
    const char *when;
    const char *gathers; /* of a form: the field that holds the ids of all whom the page lists */
    /* Of a form that only looks: the form it is a further button of, and takes its fields from.
     * That one comes back as it was filled in, with what was found below. NULL: none */
    const char *tries;
    const char *key;   /* of a form: the key that presses its button */
    bool first;        /* of a form: offered while the page's answer has no rows */
    bool asks;         /* what may be asked of the page stands open above the answer */
    enum own own;      /* command is empty then … */
    const char *takes; /* … and this what a form may be given, said as a command says it */
    /* Of a form: what it answers is shown, and nowhere else again, with the forms that go on from
     * there (their `person` is the answer's id); one goes back to `after`. */
    bool shows;
    /* Of a form: what comes of it has a page of its own (jobs.h), as of an import; cancelled, the
     * store is as it was. */
    bool account;
    /* Free text may be asked for, which stands in no address: its GET takes a handle (views.h), its
     * POST, which writes nothing, makes one. */
    bool view;
    bool heavy; /* may take seconds: only shown in another page once it was asked for */
};

extern const struct route routes[]; /* ended by a NULL pattern */

struct routed {
    const struct route *route;
    enum form form;
    bool page;              /* HTML; else form */
    struct http_pairs part; /* names in braces and what stood there */
};

/* False: no route of that method. *ret_other: another method has it. */
bool route_find(enum http_method method, struct str path, struct arena *a, struct routed *ret,
                bool *ret_other);
/* What it takes to be answered in that form. */
enum right route_right(const struct routed *at);
/* The route with that pattern, which must be there. */
const struct route *route_of(enum http_method method, const char *pattern);
/* Pattern with its names replaced and percent-escaped, and ending in suffix ("", ".json", ".csv").
 */
struct str route_address(struct arena *a, const char *pattern, const struct http_pairs *part,
                         const char *suffix);
/* NULL-ended words of the command. BAD_INPUT names a field that is wanted and not given. */
MUST_CHECK enum status route_words(const struct route *route, const struct http_pairs *part,
                                   const struct http_pairs *given, struct arena *a,
                                   const char *const **ret, struct err *e);
/* "next {x} or --flag of a command": moves *rest on; false at the end. */
bool route_piece(struct str *rest, struct str *ret);
/* The command, or what a form of the server itself takes: where route_field begins. */
struct str route_says(const struct route *route);
/* The flag of the command's verb of that name. */
const struct flag *route_flag(const struct route *route, struct str name);
/* Is there a flag with + behind it, so that an answer can be had whole? */
bool route_lists(const struct route *route);
struct field { /* what a command may be given */
    struct str name;
    const struct flag *flag; /* NULL: a word, which is wanted … */
    bool optional;           /* … or may be left out */
    bool wanted;             /* a word that may not, or a flag that has to be given */
    struct str choices;      /* "a|b": one of these; empty: anything */
    bool table;              /* a table as text, where the command line has a file */
    bool in_path;            /* the address holds it, or who asks */
};
/* Is what it takes free text, which may name a person, and so stands in no address? */
bool field_free(const struct field *f);
/* The next of them; *rest starts as the command, or as route_says. */
bool route_field(const struct route *route, struct str *rest, struct field *ret);
/* May a form, or a body, hold a field of that name? */
bool route_takes(const struct route *route, struct str name, struct field *ret);
/* JSON Schema of an object of them; in_path: also of those that the address holds. */
void route_schema(const struct route *route, bool in_path, struct buf *b);
/* Escaped for one part of a path, or for a query. */
void address_add(struct buf *b, struct str text);

#endif

/*
 * page.h - serve: what stands around an answer on its page?
 *
 * The frame is the same everywhere: skip link, the rail of the five steps, the scope of the first
 * answer in sight, the question as heading, the answers as sections (base/table_html.h), forms, and
 * below them the twins and the command that gives the same. Without scripts all of it works.
 *
 * Check  tests/serve/run.mjs
 */
#ifndef KITH_SERVE_PAGE_H
#define KITH_SERVE_PAGE_H

#include "serve/answers.h"
#include "serve/done.h"
#include "serve/listing.h"
#include "serve/route.h"

struct page {
    struct arena *a;
    const struct routed *at;
    const struct http_pairs *query; /* of the address */
    const struct http_pairs *asked; /* the same, and what a view stands for; NULL: nothing */
    struct str audience;            /* the people query of its answer, for a form; empty: none */
    struct str market;              /* the one the rail speaks of; empty: none */
    struct str beside;              /* markup between first sentence and rows; empty: none */
    struct listing *listing;        /* of the page's own answer; NULL: it has no table */
    struct str token;               /* hidden in forms */
    bool may_write;
    unsigned rights;         /* of who asks: what they may not is not offered */
    struct str user;         /* who asks; empty: nobody has to say */
    int64_t asked_ms;        /* when, by time_going_ms */
    struct answers *answers; /* for lists to choose from, as `sight` sees them; NULL: none */
    const struct sight *sight;
    struct done done;            /* what one came from doing */
    const struct route *refused; /* a form that was; NULL: none. Then also … */
    struct http_pairs refused_part;
    const struct http_pairs *given;
    const struct table *told; /* what was found of what was given; NULL: nothing */
    const char *sentence;     /* … parts of its address, its fields, and why */
    const char *heading;      /* of a page that is no answer; NULL: kith */
    bool alone;               /* without the rail: nobody is signed in */
};

/* The field of a form that says on which page it stands. */
#define FIELD_PAGE "_page"

void page_open(const struct page *p, struct buf *b);
/* One answer, with its twins; main: of the page itself. */
void page_answer(const struct page *p, const struct answer *x, const struct route *route, bool main,
                 struct buf *b);
/* In the place of an answer that is not there yet. */
void page_working(struct buf *b);
/* Another question that is only asked when somebody wants it. */
void page_link(const struct page *p, const struct route *route, struct buf *b);
/* What every form sends along: that it is from here, and which one it is, so that sent twice it is
 * done once. */
void page_hidden(const struct page *p, struct buf *b);
struct hidden { /* a field of a form that is not shown; value empty: none */
    const char *name;
    struct str value;
};
/* What a form answers where that is shown once, with the forms (may be NULL) that go on from there.
 * back: where to go on else. */
void page_shown(const struct page *p, const struct answer *x, const char *const *forms,
                const char *back, struct buf *b);
enum { ASKS_NAME = 1, ASKS_PASSWORD = 2, ASKS_NEW = 4 };
struct sign_in {                            /* a form of names and passwords */
    const char *action, *sentence, *button; /* sentence NULL: none */
    struct hidden hidden;
    struct str user; /* whose it is, where no name is asked for: browsers keep passwords by it */
    unsigned asks;
};
#define PAGE_PASSWORD "/account/password"
void page_sign_in(const struct sign_in *in, struct buf *b);
/* The form of a page that is asked in free text (route.view), with what was asked in it. */
void page_ask(const struct page *p, const struct route *route, struct buf *b);
void page_close(struct buf *b);
/* A page that says one sentence, and what to do. */
void page_sentence(const struct page *p, int status, struct str sentence, struct buf *b);
/* Where /api speaks of it. */
struct str api_anchor(struct arena *a, const struct route *r);

#endif

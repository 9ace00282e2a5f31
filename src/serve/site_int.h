/*
 * site_int.h - serve: the parts behind site.h
 *
 * site.c       which address is it, may they, what every answer carries
 * site_forms.c what a form wrote, or why not
 * site_views.c what is asked for in words that stand in no address
 * site_jobs.c  what writes, and the pages of what is being written
 * site_programs.c  lists in parts, If-Match, keys, metrics
 * site_link.c  what is asked by a personal link, and answered
 * site_page.c   what the page of an answer is put together of
 * site_words.c  what the words on the pages mean
 * site_import.c  what is sent to be read, looked through, kept or not
 *
 * Check  tests/serve/run.mjs, tests/serve/jobs.mjs
 */
#ifndef KITH_SERVE_SITE_INT_H
#define KITH_SERVE_SITE_INT_H

#include "serve/intake.h"
#include "serve/jobs.h"
#include "serve/login.h"
#include "serve/metrics.h"
#include "serve/page.h"
#include "serve/replay.h"
#include "serve/sender.h"
#include "serve/site.h"
#include "serve/views.h"

struct site {
    struct site_options o;
    struct answers *answers;
    struct jobs *jobs;
    struct intakes *intakes;
    struct done_acts *done;
    struct views *views;
    struct login *login;
    struct sender *sender;
    struct replays *replays;
    struct metrics *metrics;
    const struct http *http;
    struct http_server *server;
    struct str token; /* of forms; another one each time it is started */
    int64_t purged_s; /* when it was last looked for what is overdue */
};

struct asked {
    struct site *site;
    const struct http_ask *ask;
    struct routed at;
    struct page page;
    struct asker who;
    struct http_pairs given; /* the query, and what a view stands for */
    size_t buyers;           /* named in what is answered */
    int refused;             /* the status of a form that was */
    struct http_answer *w;
};

void say(struct arena *a, struct http_answer *w, const char *name, const char *value);
void put_body(const struct http_ask *ask, int status, const char *type, struct str body,
              struct http_answer *w);
/* The same, unless it is unchanged since it was last fetched. */
void put_marked(struct asked *q, const char *type, struct str body);
/* To another page, by GET. */
void put_elsewhere(struct asked *q, struct str to);
void refuse_with(struct asked *q, int status, const char *sentence);
const struct sight *sight_of(const struct asked *q); /* NULL: nobody has to say who they are */

struct str etag_of(struct arena *a, struct str body);

/* What a route answers; NULL: a field is wrong (e), or it takes longer than a page waits. */
const struct answer *ask_route(struct asked *q, const struct route *route, struct err *e);

/* ---- site_page.c ---- */
void put_waiting(struct asked *q);
void put_page(struct asked *q, const struct answer *x);

/* ---- site_programs.c ---- */
#define CHANGED_SENTENCE \
    "it has changed since it was read; read it again (its ETag is that of its JSON)"
/* Does the address ask for some rows of a list, by limit and cursor? */
bool cursor_asked(const struct asked *q);
/* Those rows, with "next" among the facts and a Link; NULL: why not is answered. */
const struct table *cursor_rows(struct asked *q, const struct table *t);
/* If-Match: of the JSON of the page one comes to. False: why not is answered. */
bool still_as_it_was(struct asked *q, const struct http_pairs *parts, struct job_ask *ask);
/* True: it was asked before, and is answered. *ret: for replay_end, where its key is there. */
bool replayed(struct asked *q, const struct http_pairs *given, struct replay_ask *ret);
void get_ready(struct asked *q);
void get_metrics(struct asked *q);
bool wants_page(const struct http_ask *ask);
void put_rate(struct asked *q); /* how often they may still ask */
void get(struct asked *q);
bool may(struct asked *q); /* false: they may not, and it is answered so */
void put_data(struct asked *q, const struct answer *x);
void log_buyers(struct asked *q, size_t count, struct str id);

/* ---- site_forms.c ---- */
/* What a form, or a program, wants to be written. */
void write_form(struct asked *q, const struct http_pairs *given, bool json);
/* What a form would rest on (route.tries). */
void try_form(struct asked *q, const struct http_pairs *given, bool json);
/* ---- site_views.c ---- */
/* q->given; false: it is answered that there is no such view. */
bool view_read(struct asked *q);
/* Of a POST that asks: where the answer is, or, of JSON, q->given for it: then true. */
bool view_made(struct asked *q, const struct http_pairs *given, bool json);

/* ---- site_api.c ---- */
void get_api(struct asked *q); /* /api */
/* ---- site_words.c ---- */
void get_words(struct asked *q); /* /help/words */

/* ---- site_jobs.c ---- */
/* True: it ended at once, *ret says how. False: where it goes on, or why not, is answered. */
/* True: it was begun, and *ret is how it stood a moment later; else why not is answered. */
bool job_asked(struct asked *q, const struct job_ask *ask, struct job_seen *ret);
/* Rows that were kept, or were here already, in the answer of an import. */
int64_t good_rows(const struct table *t);
/* It ended for a reason that is not in what it was given. */
bool job_again(enum status ended);
struct table *job_table(struct asked *q, const struct job_seen *j);
void put_bar(const struct job_seen *j, struct buf *b);
void put_data_table(struct asked *q, const struct table *t); /* as JSON or CSV */
void put_html(struct asked *q, struct buf *b);               /* ends the page */
bool write_as_job(struct asked *q, const struct job_ask *ask, bool json, struct job_seen *ret);
/* /jobs and /jobs/ID. */
void get_jobs(struct asked *q);
void get_job(struct asked *q);
void get_dropped(struct asked *q);
void cancel_job(struct asked *q, bool json);

/* ---- site_link.c ---- */
/* The addresses of personal links, for which nobody signs in; false: it is another one. */
bool link_answered(struct asked *q);

/* ---- daily.c ---- */
/* What a killed server left beside the store goes; a store of an older kith is brought forward. */
MUST_CHECK enum status site_begins(const struct site_options *o, struct err *e);

/* ---- site_import.c ---- */
int take_upload(struct site *s, const struct http_ask *ask, struct http_taker *ret,
                const char **ret_why);
struct table *preview_table(struct asked *q, struct intake *x);
void get_import(struct asked *q);
/* A source whose file has to be sent once more: the form knows what it was kept for. */
void post_bring(struct asked *q, bool json);
void post_import(struct asked *q, const struct http_pairs *given, bool json);
void get_preview(struct asked *q);
void get_tables(struct asked *q);
void post_preview(struct asked *q, const struct http_pairs *given, bool json);

#endif

/*
 * site_int.h - serve: the parts behind site.h
 *
 * site.c       which address is it, may they, what every answer carries
 * site_forms.c what a form wrote, or why not
 * site_jobs.c  what writes, and the pages of what is being written
 *
 * Check  tests/serve/run.mjs, tests/serve/jobs.mjs
 */
#ifndef KITH_SERVE_SITE_INT_H
#define KITH_SERVE_SITE_INT_H

#include "serve/jobs.h"
#include "serve/login.h"
#include "serve/page.h"
#include "serve/site.h"

struct site {
    struct site_options o;
    struct answers *answers;
    struct jobs *jobs;
    struct done_acts *done;
    struct login *login;
    const struct http *http;
    struct http_server *server;
    struct str token; /* of forms; another one each time it is started */
    struct str sheet;
};

struct asked {
    struct site *site;
    const struct http_ask *ask;
    struct routed at;
    struct page page;
    struct asker who;
    size_t buyers; /* named in what is answered */
    int refused;   /* the status of a form that was */
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

void get(struct asked *q);
bool may(struct asked *q); /* false: they may not, and it is answered so */
void put_data(struct asked *q, const struct answer *x);
void log_buyers(struct asked *q, size_t count, struct str id);

/* ---- site_forms.c ---- */
/* What a form, or a program, wants to be written. */
void write_form(struct asked *q, const struct http_pairs *given, bool json);

/* ---- site_jobs.c ---- */
/* True: it ended at once, *ret says how. False: where it goes on, or why not, is answered. */
bool write_as_job(struct asked *q, const struct job_ask *ask, bool json, struct job_seen *ret);
/* /jobs and /jobs/ID. */
void get_jobs(struct asked *q);
void get_job(struct asked *q);
void cancel_job(struct asked *q, bool json);

#endif

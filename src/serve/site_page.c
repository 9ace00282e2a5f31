/* site_page.c - serve: what is the page of an answer put together of? */
#include "base/table_html.h"
#include "serve/form.h"
#include "serve/home.h"
#include "serve/links.h"
#include "serve/problem.h"
#include "serve/site_int.h"
#include "serve/steps.h"

#include <string.h>

/* It is being worked out; the page asks again by itself. */
void put_waiting(struct asked *q)
{
    struct buf b = buf_new(q->ask->a);
    page_open(&q->page, &b);
    page_working(&b);
    page_close(&b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(&b), q->w);
    say(q->ask->a, q->w, "Refresh", "1");
}

/* Of what takes long: what is kept of it, in its first sentence, and where all of it is. */
static void put_kept(struct asked *q, const struct route *r, bool beside, struct buf *b)
{
    struct err ignored;
    const char *const *words = NULL;
    struct http_pairs given = {0};
    if (route_lists(r)) http_pair_add(q->ask->a, &given, STR("rows"), STR("all"));
    bool asked = beside && !route_words(r, &q->at.part, &given, q->ask->a, &words, &ignored);
    const struct answer *x = asked ? answers_kept(q->site->answers, words, sight_of(q)) : NULL;
    if (x && x->table && x->table->lead.len) {
        buf_adds(b, "<p>");
        html_escape(b, x->table->lead);
        buf_adds(b, "</p>\n");
    }
    if (x) answers_done(q->site->answers, x);
    page_link(&q->page, r, b);
}

/* True: it has an answer. */
static bool put_one(struct asked *q, const struct route *r, bool known, bool beside, struct buf *b)
{
    struct err e = {0};
    if (r->heavy || (known && strcmp(r->pattern, "/status") == 0)) {
        put_kept(q, r, beside, b);
        return false;
    }
    const struct answer *x = ask_route(q, r, &e);
    if (!x && !e.text[0]) page_link(&q->page, r, b);
    if (!x) return false;
    bool answered = !x->status;
    page_answer(&q->page, x, r, false, b);
    answers_done(q->site->answers, x);
    return answered;
}

/* True: one of them has an answer. known: there are markets, so that nobody asks how to begin. */
static bool put_more(struct asked *q, bool known, bool beside, struct buf *b)
{
    bool answered = false;
    const char *const *more = beside ? q->at.route->beside : q->at.route->more;
    for (; more && *more; more++) {
        const struct route *r = route_of(HTTP_GET, *more);
        if (!right_in(q->who.rights, r->right)) continue;
        if (beside) buf_adds(b, "<div>\n");
        answered |= put_one(q, r, known, beside, b);
        if (beside) buf_adds(b, "</div>\n");
    }
    return answered;
}

/* none: the answer has no rows. */
static void put_forms(struct asked *q, bool none, struct buf *b)
{
    const char *const *forms = q->at.route->forms;
    for (; forms && *forms; forms++) {
        const struct route *r = route_of(HTTP_POST, *forms);
        if (!r->row && (none || !r->first)) form_write(&q->page, r, b);
    }
}

void put_page(struct asked *q, const struct answer *x)
{
    struct buf b = buf_new(q->ask->a);
    bool home = strcmp(q->at.route->pattern, "/") == 0;
    bool none = x->status || !x->table || !x->table->row_count;
    bool answered = !x->status || home;
    bool working = false;
    page_open(&q->page, &b);
    form_refused(&q->page, &b);
    form_done(&q->page, &b);
    answered |= steps_html(&q->page, &b);
    if (strstr(q->at.route->command, "{q?}")) {
        page_ask(&q->page, q->at.route, &b);
    } else {
        form_ask(&q->page, &b);
    }
    if (home && x->table) {
        struct home h = {.page = &q->page, .markets = x->table};
        h.works = http_query(q->ask, "work").len > 0;
        if (home_html(&h, &b)) working = true;
    }
    struct buf beside = buf_new(q->ask->a);
    struct buf more = buf_new(q->ask->a);
    if (answered) answered |= put_more(q, home && !none, true, &beside);
    if (answered) answered |= put_more(q, home && !none, false, &more);
    q->page.beside = buf_str(&beside);
    page_answer(&q->page, x, q->at.route, true, &b);
    buf_add(&b, buf_str(&more));
    if (q->at.route->view && x->table) q->page.audience = table_fact_text(x->table, "query");
    put_forms(q, none, &b);
    if (q->at.route->right == RIGHT_OWN) {
        buf_adds(&b,
                 "<p class=\"further\"><a href=\"" PAGE_PASSWORD "\">Another password</a></p>\n");
    }
    page_close(&b);
    int status = !answered ? problem_status(x->status, q->ask->method) : 200;
    if (q->page.refused) status = q->refused;
    put_body(q->ask, status, "text/html; charset=utf-8", buf_str(&b), q->w);
    if (working) say(q->ask->a, q->w, "Refresh", "1");
}

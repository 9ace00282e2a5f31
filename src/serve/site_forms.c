/* site_forms.c - serve: what did a form write, or why not? */
#include "serve/fields.h"
#include "serve/links.h"
#include "serve/problem.h"
#include "serve/site_int.h"
#include "serve/typed.h"

#include <string.h>

/* ---- it is done ---- */

/* What stands in the address, and in the form. */
static struct http_pairs all_parts(const struct asked *q, const struct http_pairs *given)
{
    struct http_pairs all = {0};
    for (size_t i = 0; i < q->at.part.count; i++)
        http_pair_add(q->ask->a, &all, q->at.part.one[i].name, q->at.part.one[i].value);
    for (size_t i = 0; i < given->count; i++)
        http_pair_add(q->ask->a, &all, given->one[i].name, given->one[i].value);
    return all;
}

/* A form that leads to the page it stands on leads to just what was asked there. */
static void put_page_query(struct asked *q, struct str to, const struct http_pairs *given,
                           struct buf *b)
{
    struct str query = http_pair_of(given, FIELD_PAGE);
    struct http_pairs pairs = {0};
    struct str path = STR("");
    struct err e;
    (void)str_cut(&query, '?', &path);
    if (!str_eq(path, to) || fields_parse(query, q->ask->a, &pairs, &e)) return;
    for (size_t i = 0; i < pairs.count; i++) {
        if (str_is(pairs.one[i].name, "done")) continue;
        buf_addc(b, '&');
        address_add(b, pairs.one[i].name);
        buf_addc(b, '=');
        address_add(b, pairs.one[i].value);
    }
}

/* What is offered in rows of several pages leads back to the one it was pressed on. */
static struct str stood_on(struct asked *q, const struct http_pairs *given, struct str after)
{
    struct str query = http_pair_of(given, FIELD_PAGE);
    struct routed at = {0};
    struct str path = STR("");
    bool other = false;
    (void)str_cut(&query, '?', &path);
    if (!path.len || !route_find(HTTP_GET, path, q->ask->a, &at, &other) || !at.page) return after;
    for (const char *const *act = at.route->acts; act && *act; act++) {
        if (strcmp(*act, q->at.route->pattern) != 0) continue;
        return route_address(q->ask->a, at.route->pattern, &at.part, "");
    }
    return after;
}

static void redirect(struct asked *q, const struct http_pairs *parts,
                     const struct http_pairs *given, const struct table *t)
{
    struct done d = done_of(q->at.route, &q->at.part, given, t, q->ask->a);
    d.by = q->who.name;
    struct str to = stood_on(q, given, route_address(q->ask->a, q->at.route->after, parts, ""));
    struct str number = done_keep(q->site->done, &d, q->ask->a);
    struct buf b = buf_new(q->ask->a);
    buf_addf(&b, "%.*s?done=%.*s", STR_ARG(to), STR_ARG(number));
    put_page_query(q, to, given, &b);
    put_elsewhere(q, buf_str(&b));
}

/* A secret, or what holds of somebody who was named, is shown once, and stands in no address. */
static void put_shown(struct asked *q, const struct answer *x)
{
    struct buf b = buf_new(q->ask->a);
    const struct route *r = q->at.route;
    const char *back = r->after ? route_address(q->ask->a, r->after, &q->at.part, "").p
                       : r->right == RIGHT_OWN ? "/account"
                                               : "/users";
    struct str id = x->table ? table_fact_text(x->table, "id") : STR_NONE;
    if (id.len && !http_pair_of(&q->at.part, "person").p) {
        http_pair_add(q->ask->a, &q->at.part, STR("person"), id);
    }
    q->page.heading = r->question;
    page_shown(&q->page, x, r->forms, back, &b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(&b), q->w);
}

/* ---- it is not ---- */

/* The page the form stands on comes back, with what was given and why it was refused. False: the
 * form does not say where it stands. */
static bool put_again(struct asked *q, const struct route *form, const struct http_pairs *given,
                      int status, const struct answer *x)
{
    struct str query = http_pair_of(given, FIELD_PAGE);
    struct str path = STR("");
    struct http_ask *again = arena_new(q->ask->a, struct http_ask, 1);
    struct routed at = {0};
    struct err e;
    bool other = false;
    (void)str_cut(&query, '?', &path);
    *again = *q->ask;
    again->method = HTTP_GET;
    again->path = path;
    again->query = (struct http_pairs){0};
    if (!path.len || fields_parse(query, q->ask->a, &again->query, &e) ||
        !route_find(HTTP_GET, path, q->ask->a, &at, &other) || !at.page || at.route->file ||
        at.route->own) {
        return false;
    }
    q->page.refused = form;
    q->page.refused_part = q->at.part;
    q->page.given = given;
    q->page.sentence = x->status ? x->e.text : NULL;
    q->page.told = x->table;
    q->refused = status;
    q->ask = again;
    q->at = at;
    q->page.query = &again->query;
    q->page.market = http_pair_of(&q->at.part, "market");
    if (may(q)) get(q);
    return true;
}

static void put_refused(struct asked *q, const struct http_pairs *given, const struct answer *x,
                        bool json)
{
    int status = x->moved ? 412 : problem_status(x->status, HTTP_POST);
    if (json || !put_again(q, q->at.route, given, status, x)) refuse_with(q, status, x->e.text);
}

void try_form(struct asked *q, const struct http_pairs *given, bool json)
{
    struct err e = {0};
    const char *const *words = NULL;
    if (route_words(q->at.route, &q->at.part, given, q->ask->a, &words, &e)) {
        refuse_with(q, 422, e.text);
        return;
    }
    const struct answer *x = answers_get(
        q->site->answers, words, &(struct answer_ask){.sight = sight_of(q), .by = q->who.name});
    int status = x->status ? problem_status(x->status, HTTP_POST) : 200;
    const struct route *form = route_of(HTTP_POST, q->at.route->tries);
    if (json) {
        put_data(q, x);
    } else if (!put_again(q, form, given, status, x)) {
        refuse_with(q, 422, "a form says where it stands, or asks for JSON");
    }
    log_buyers(q, x->buyers, STR_NONE);
    answers_done(q->site->answers, x);
}

static void let_go(void *held, enum status how)
{
    (void)how; /* what was typed goes in any case */
    typed_close(held);
}

void write_form(struct asked *q, const struct http_pairs *given, bool json)
{
    struct job_ask ask = {
        .question = q->at.route->question, .by = q->who.name, .sight = sight_of(q)};
    ask.stays = ask.whole = q->at.route->account;
    struct job_seen j = {.id = STR_NONE};
    struct answer *x = &j.answer;
    struct http_pairs fields = *given;
    struct typed *typed = NULL;
    x->status = typed_open(q->site->o.db, q->at.route, &fields, q->ask->a, &typed, &x->e);
    struct str dir = typed_dir(typed, q->ask->a);
    if (!x->status) {
        x->status = route_words(q->at.route, &q->at.part, &fields, q->ask->a, &ask.words, &x->e);
    }
    struct http_pairs parts = all_parts(q, given);
    if (!x->status && !still_as_it_was(q, &parts, &ask)) {
        typed_close(typed);
        return;
    }
    if (x->status) {
        typed_close(typed);
    } else {
        ask.held = typed;
        ask.let_go = let_go;
        if (!write_as_job(q, &ask, json, &j)) {
            if (j.id.len) login_log(q->site->login, &q->who, "began", q->ask->a, &q->at, STR_NONE);
            return;
        }
    }
    if (x->status) {
        typed_say(dir, &x->e);
        put_refused(q, given, x, json);
        return;
    }
    login_log(q->site->login, &q->who, "wrote", q->ask->a, &q->at, STR_NONE);
    bool gone = strcmp(q->at.route->pattern, "/privacy/erase") == 0 ||
                strcmp(q->at.route->pattern, "/source/{source}/remove") == 0;
    if (gone) done_forget(q->site->done);
    if (json) {
        log_buyers(q, x->buyers, STR_NONE);
        put_data(q, x);
    } else if (q->at.route->shows) {
        put_shown(q, x);
    } else {
        redirect(q, &parts, given, x->table);
    }
}

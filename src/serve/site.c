/* site.c - serve: what is answered at this address, to whom, and in which form? */
#include "serve/site_int.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/fields.h"
#include "serve/form.h"
#include "serve/islands.h"
#include "serve/links.h"
#include "serve/openapi.h"
#include "serve/problem.h"

#include <string.h>

enum { WORKERS = 32, PATIENCE_MS = 1000 };

/* ---- what every answer carries ---- */

void say(struct arena *a, struct http_answer *w, const char *name, const char *value)
{
    http_pair_add(a, &w->header, str_of(name), str_of(value));
}

#define POLICY \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

static void put_safety(struct arena *a, struct http_answer *w, const char *policy)
{
    say(a, w, "Content-Security-Policy", policy);
    say(a, w, "X-Content-Type-Options", "nosniff");
    say(a, w, "X-Frame-Options", "DENY");
    say(a, w, "Referrer-Policy", "same-origin");
    say(a, w, "Cross-Origin-Opener-Policy", "same-origin");
    say(a, w, "Cross-Origin-Resource-Policy", "same-origin");
    say(a, w, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

void put_body(const struct http_ask *ask, int status, const char *type, struct str body,
              struct http_answer *w)
{
    w->status = status;
    w->type = type;
    w->body = body;
    put_safety(ask->a, w, POLICY);
    say(ask->a, w, "Cache-Control", "no-store");
}

void refuse_with(struct asked *q, int status, const char *sentence)
{
    bool file = q->at.route && q->at.route->file; /* a browser asks as a program does */
    bool page = q->at.route && !file ? q->at.page : wants_page(q->ask);
    problem_answer(q->ask->a, status, sentence, page ? &q->page : NULL, q->w);
    put_safety(q->ask->a, q->w, POLICY);
    say(q->ask->a, q->w, "Cache-Control", "no-store");
    if (status == 503) say(q->ask->a, q->w, "Retry-After", "2");
}

void put_elsewhere(struct asked *q, struct str to)
{
    put_body(q->ask, 303, NULL, STR(""), q->w);
    http_pair_add(q->ask->a, &q->w->header, STR("Location"), to);
}

struct str etag_of(struct arena *a, struct str body)
{
    struct str hash = bytes_hash(a, body);
    return str_printf(a, "\"%.*s\"", (int)(hash.len < 32 ? hash.len : 32), hash.p);
}

/* A script or the sheet: its address changes when it does, so it is fetched once. */
static void put_island(struct asked *q, const struct island *i)
{
    struct str bytes = {i->bytes, i->len};
    struct str tag = str_printf(q->ask->a, "\"%s\"", i->address);
    bool same = str_eq(http_header(q->ask, "If-None-Match"), tag);
    q->w->status = same ? 304 : 200;
    const char *type =
        i == page_sheet ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    q->w->type = same ? NULL : type;
    q->w->body = same ? STR("") : bytes;
    put_safety(q->ask->a, q->w, POLICY);
    say(q->ask->a, q->w, "Cache-Control", "public, max-age=31536000, immutable");
    http_pair_add(q->ask->a, &q->w->header, STR("ETag"), tag);
}

/* Unchanged since it was last fetched: nothing but the mark is sent. */
void put_marked(struct asked *q, const char *type, struct str body)
{
    struct str tag = etag_of(q->ask->a, body);
    bool same = str_eq(http_header(q->ask, "If-None-Match"), tag);
    put_body(q->ask, same ? 304 : 200, same ? NULL : type, same ? STR("") : body, q->w);
    http_pair_add(q->ask->a, &q->w->header, STR("ETag"), tag);
}

void put_data(struct asked *q, const struct answer *x)
{
    if (x->status) {
        refuse_with(q, problem_status(x->status, q->ask->method), x->e.text);
        return;
    }
    struct buf b = buf_new(q->ask->a);
    bool json = q->at.form == FORM_JSON;
    const struct table *t = q->page.listing ? listing_whole(q->page.listing) : x->table;
    if (t && q->ask->method != HTTP_POST && cursor_asked(q)) {
        t = cursor_rows(q, t);
        if (!t) return;
    }
    if (t && json) table_json(t, &b);
    if (t && !json) table_csv(t, &b);
    put_marked(q, json ? "application/json" : "text/csv; charset=utf-8", buf_str(&b));
}

/* ---- pages ---- */

const struct sight *sight_of(const struct asked *q)
{
    return q->who.open ? NULL : &q->who.sight;
}

/* NULL: a field is wrong (e), or, on a page, it takes longer than anybody likes to wait in front of
 * nothing. */
const struct answer *ask_route(struct asked *q, const struct route *route, struct err *e)
{
    const char *const *words = NULL;
    struct http_pairs given = q->given;
    bool main = route == q->at.route;
    bool whole = main && (q->at.page || listing_asked(route, &given) || cursor_asked(q));
    if (whole && route_lists(route) && !http_query(q->ask, "rows").p) {
        given.one = NULL; /* the query stays as it came */
        given.count = 0;
        for (size_t i = 0; i < q->given.count; i++) {
            struct http_pair one = q->given.one[i];
            http_pair_add(q->ask->a, &given, one.name, one.value);
        }
        http_pair_add(q->ask->a, &given, STR("rows"), STR("all"));
    }
    if (route_words(route, &q->at.part, &given, q->ask->a, &words, e)) return NULL;
    struct answer_ask ask = {.sight = sight_of(q), .by = q->who.name, .asked_ms = q->page.asked_ms};
    int64_t left_ms = q->page.asked_ms + PATIENCE_MS - time_going_ms(); /* of the whole page */
    if (q->at.page && !q->page.refused) ask.wait_ms = left_ms > 1 ? left_ms : 1;
    const struct answer *x = answers_get(q->site->answers, words, &ask);
    if (x) q->buyers += x->buyers;
    return x;
}

/* What a verb writes as it comes. A page that stands alone has its sheet inside, nothing else. */
static void get_file(struct asked *q)
{
    struct err e = {0};
    const char *const *words = NULL;
    struct str bytes = STR_NONE;
    enum status s = route_words(q->at.route, &q->at.part, &q->given, q->ask->a, &words, &e);
    if (!s) {
        s = answers_stream(q->site->answers, words, sight_of(q), FILE_BYTES_MAX, q->ask->a, &bytes,
                           &e);
    }
    if (s) {
        refuse_with(q, problem_status(s, HTTP_GET), e.text);
        return;
    }
    /* Who may see buyers has taken their names along. */
    if (!q->who.open && right_in(q->who.rights, RIGHT_BUYERS)) {
        login_log(q->site->login, &q->who, "took", q->ask->a, &q->at, STR_NONE);
    }
    q->w->status = 200;
    q->w->type = q->at.route->file;
    q->w->body = bytes;
    put_safety(q->ask->a, q->w,
               "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
               "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
               "sandbox");
    say(q->ask->a, q->w, "Cache-Control", "no-store");
}

/* Each opening of a buyer's name: who knows the sample of a survey could fill it. */
void log_buyers(struct asked *q, size_t count, struct str id)
{
    if (!count) return;
    const char *act = str_printf(q->ask->a, "saw %zu buyer%s", count, count == 1 ? "" : "s").p;
    login_log(q->site->login, &q->who, act, q->ask->a, &q->at, id);
}

/* Which rows, in which order: of a page always, of its twins where the address says so. */
static enum status read_listing(struct asked *q, const struct answer *x, struct err *e)
{
    const struct route *route = q->at.route;
    if (!x->table || (!q->at.page && !listing_asked(route, &q->ask->query))) return OK;
    struct listed of = {.root = x->table, .route = route, .query = &q->ask->query, .main = true};
    of.address = route_address(q->ask->a, route->pattern, &q->at.part, "");
    return listing_read(&of, q->ask->a, &q->page.listing, e);
}

/* A form of a page sends what was left empty, too. */
static bool tidied(struct asked *q)
{
    if (!q->at.page) return false;
    struct str to = listing_tidy(q->ask->a, q->ask->path, &q->ask->query);
    if (!to.p) return false;
    put_elsewhere(q, to);
    return true;
}

static void get_own(struct asked *q)
{
    if (q->at.route->own == OWN_JOBS) get_jobs(q);
    if (q->at.route->own == OWN_JOB) get_job(q);
    if (q->at.route->own == OWN_API) get_api(q);
    if (q->at.route->own == OWN_WORDS) get_words(q);
    if (q->at.route->own == OWN_DROPPED) get_dropped(q);
    if (q->at.route->own == OWN_IMPORT) get_import(q);
    if (q->at.route->own == OWN_PREVIEW) get_preview(q);
    if (q->at.route->own == OWN_TABLES || q->at.route->own == OWN_EXAMPLE) get_tables(q);
}

static void answer_given(struct asked *q)
{
    struct err e = {0};
    if (q->at.route->file) {
        get_file(q);
        return;
    }
    if (!q->page.refused && tidied(q)) return;
    q->page.done = done_find(q->site->done, http_query(q->ask, "done"), q->who.name, q->ask->a);
    if (q->at.route->own) {
        get_own(q);
        return;
    }
    const struct answer *x = ask_route(q, q->at.route, &e);
    if (!x && e.text[0]) {
        refuse_with(q, 400, e.text);
    } else if (!x) {
        put_waiting(q);
    }
    if (!x) return;
    bool person = http_pair_of(&q->at.part, "person").p || http_pair_of(&q->at.part, "evidence").p;
    struct str id = !x->status && x->table ? table_fact_text(x->table, "id") : STR_NONE;
    if (!x->status && (person || route_right(&q->at) == RIGHT_EXPORT)) {
        login_log(q->site->login, &q->who, q->at.page ? "opened" : "took", q->ask->a, &q->at, id);
    }
    if (read_listing(q, x, &e)) {
        refuse_with(q, 400, e.text);
    } else if (q->at.page) {
        put_page(q, x);
    } else {
        put_data(q, x);
    }
    log_buyers(q, q->buyers, id);
    answers_done(q->site->answers, x);
}

void get(struct asked *q)
{
    if (view_read(q)) answer_given(q);
}

/* Asked by a form, or by a program: what is asked for stands in no address. */
static void post_view(struct asked *q, const struct http_pairs *given, bool json)
{
    if (!q->who.open && !right_in(q->who.rights, route_right(&q->at))) {
        login_log(q->site->login, &q->who, "denied", q->ask->a, &q->at, STR_NONE);
        refuse_with(q, 403, "this token, or your role, has no right to lists of people");
    } else if (view_made(q, given, json)) {
        answer_given(q);
    }
}

/* ---- what writes ---- */

static void post(struct asked *q)
{
    struct http_pairs given = {0};
    struct err e = {0};
    bool json = false;
    int status = q->ask->taken ? 0 : fields_read(q->ask, &given, &json, &e);
    if (q->ask->taken) {
        given = *intake_fields(q->ask->taken);
        json = q->who.by_token || str_is(http_header(q->ask, "Accept"), "application/json");
    }
    q->at.page = !json && (!status || wants_page(q->ask));
    if (status) {
        refuse_with(q, status, e.text);
        return;
    }
    q->at.form = FORM_JSON;
    bool reads = q->at.route->view;
    if ((q->site->o.read_only && !reads) || !http_from_here(q->ask) ||
        (!q->who.by_token && (!json || q->ask->taken) &&
         !str_eq(http_pair_of(&given, "token"), q->page.token))) {
        refuse_with(q, 403,
                    q->site->o.read_only && !reads
                        ? "this server was started to be read only"
                        : "this form is not from here, or is from before a restart; open "
                          "the page again and send it from there");
        return;
    }
    if (json && !q->ask->taken && !fields_known(q->at.route, &given, q->ask->a, &e)) {
        refuse_with(q, 422, e.text);
        return;
    }
    if (reads) {
        post_view(q, &given, json);
        return;
    }
    if (q->at.route->tries) {
        try_form(q, &given, json);
        return;
    }
    struct replay_ask once = {.key = STR_NONE};
    if (!q->ask->taken && replayed(q, &given, &once)) return;
    if (q->at.route->own == OWN_JOB_CANCEL) {
        cancel_job(q, json);
    } else if (q->at.route->own == OWN_BRING) {
        post_bring(q, json);
    } else if (q->at.route->own == OWN_SEND) {
        post_import(q, &given, json);
    } else if (q->at.route->own) {
        post_preview(q, &given, json);
    } else {
        write_form(q, &given, json);
    }
    if (once.key.p) replay_end(q->site->replays, &once, q->w, time_now());
}

/* ---- which is it ---- */

static bool fixed(struct asked *q)
{
    if (q->ask->method != HTTP_GET && q->ask->method != HTTP_HEAD) return false;
    const struct island *island = island_at(q->ask->path);
    if (island) {
        put_island(q, island);
        return true;
    }
    if (str_is(q->ask->path, OPENAPI_ADDRESS)) {
        struct buf b = buf_new(q->ask->a);
        openapi(&b);
        put_marked(q, "application/json", buf_str(&b));
        return true;
    }
    if (str_is(q->ask->path, "/healthz")) {
        put_body(q->ask, 200, "text/plain; charset=utf-8", STR("ok\n"), q->w);
        return true;
    }
    if (str_is(q->ask->path, "/readyz")) {
        get_ready(q);
        return true;
    }
    return false;
}

/* False: it is answered already, by who they are not. */
static bool who_asks(struct asked *q)
{
    struct login *l = q->site->login;
    login_ask(l, q->ask, &q->who);
    q->page.rights = q->who.rights;
    q->page.user = q->who.name;
    q->page.alone = !q->who.open && !q->who.known;
    if (!q->who.open) q->page.token = q->who.form;
    if (q->who.wait_s) {
        refuse_with(q, 429, "too many requests; wait a second");
        http_pair_add(q->ask->a, &q->w->header, STR("Retry-After"),
                      str_printf(q->ask->a, "%lld", (long long)q->who.wait_s));
        return false;
    }
    if (!login_answer(l, q->ask, &q->who, q->w)) return true;
    put_safety(q->ask->a, q->w, POLICY);
    say(q->ask->a, q->w, "Cache-Control", "no-store");
    return false;
}

/* It comes back to where one wanted to go; but a person is only ever named by an id there. */
static struct str sign_in_address(struct asked *q)
{
    struct buf b = buf_new(q->ask->a);
    struct str person = http_pair_of(&q->at.part, "person");
    int64_t id = 0;
    buf_adds(&b, "/login");
    if (str_is(q->ask->path, "/") || (person.p && !str_to_i64(str_skip(person, 1), &id))) {
        return buf_str(&b);
    }
    buf_adds(&b, "?next=");
    address_add(&b, q->ask->path);
    return buf_str(&b);
}

/* Before anything is looked up. */
bool may(struct asked *q)
{
    const char *why = NULL;
    int status = login_may(q->site->login, &q->who, q->ask, &q->at, &why);
    if (status == 303) {
        put_elsewhere(q, sign_in_address(q));
    } else if (status) {
        q->page.at = NULL; /* nothing of what was asked for */
        if (q->ask->method == HTTP_POST) q->at.page = wants_page(q->ask);
        refuse_with(q, status, why);
    }
    return !status;
}

static void answer_to(struct asked *q)
{
    const struct http_ask *ask = q->ask;
    bool other = false;
    if (fixed(q) || !who_asks(q) || link_answered(q)) return;
    q->page.sight = sight_of(q);
    bool get_it = ask->method == HTTP_GET || ask->method == HTTP_HEAD;
    if (get_it && str_is(ask->path, "/metrics")) {
        get_metrics(q);
        return;
    }
    if (!route_find(ask->method, ask->path, ask->a, &q->at, &other)) {
        q->at.route = NULL;
        refuse_with(q, other ? 405 : 404,
                    other ? "this address is not asked that way" : "there is no such page");
        return;
    }
    if (!may(q)) return;
    if (q->who.known) http_pair_add(ask->a, &q->at.part, STR("me"), q->who.name);
    q->page.at = &q->at;
    q->page.market = http_pair_of(&q->at.part, "market");
    if (!q->page.market.p) q->page.market = http_query(ask, "market");
    if (q->at.route->method == HTTP_POST) {
        post(q);
    } else {
        get(q);
    }
}

static void answer(void *context, const struct http_ask *ask, struct http_answer *ret)
{
    struct site *s = context;
    int64_t began_ms = time_going_ms();
    struct asked q = {.site = s, .ask = ask, .w = ret, .who = {.left = -1}};
    q.page = (struct page){.a = ask->a,
                           .asked_ms = began_ms,
                           .query = &ask->query,
                           .token = s->token,
                           .may_write = !s->o.read_only,
                           .answers = s->answers};
    answer_to(&q);
    put_rate(&q);
    metrics_seen(s->metrics, q.at.route, ask, ret->status, time_going_ms() - began_ms);
}

static int taker(void *context, const struct http_ask *ask, struct http_taker *ret,
                 const char **ret_why)
{
    return take_upload(context, ask, ret, ret_why);
}

/* Of a request that was never asked; to a browser as a page, which knows nothing of who asks. */
static void refuse(void *context, const struct http_ask *ask, int status, const char *sentence,
                   struct http_answer *ret)
{
    struct site *s = context;
    struct page page = {.a = ask->a, .query = &ask->query, .alone = true};
    bool html =
        str_find_nocase(http_header(ask, "Accept"), "text/html") < http_header(ask, "Accept").len;
    problem_answer(ask->a, status, sentence, html ? &page : NULL, ret);
    put_safety(ask->a, ret, POLICY);
    if (status == 503) say(ask->a, ret, "Retry-After", "2");
    metrics_seen(s->metrics, NULL, NULL, status, 0);
}

enum status site_open(const struct site_options *o, struct arena *a, struct site **ret,
                      struct str *ret_address, struct err *e)
{
    struct site *s = arena_new(a, struct site, 1);
    *ret = s;
    s->o = *o;
    s->token = secret_new(a);
    s->metrics = metrics_new(a);
    s->done = done_open();
    enum status status = http_find(&s->http, e);
    if (!status) status = site_begins(o, e);
    if (!status) status = answers_open(o->db, &s->answers, e);
    s->views = views_open();
    if (!status) status = jobs_open(s->answers, o->db, &s->jobs, e);
    s->intakes = intakes_open(o->read_only ? NULL : o->db);
    struct login_options login = {
        .db = o->db, .answers = s->answers, .loopback = o->loopback, .https = o->https};
    if (!status) status = login_open(&login, &s->login, e);
    if (!status) status = replays_open(o->db, login_sessions(s->login), &s->replays, e);
    if (status) return status;
    struct http_options options = {.address = o->address,
                                   .port = o->port,
                                   .threads = WORKERS,
                                   .hosts = o->hosts,
                                   .body_bytes_max = FORM_BYTES_MAX,
                                   .context = s,
                                   .answer = answer,
                                   .taker = taker,
                                   .refuse = refuse};
    status = s->http->open(&options, &s->server, e);
    if (!status && !o->read_only) status = sender_open(o->db, s->answers, &s->sender, e);
    if (status) return status;
    bool six = strchr(o->address, ':') != NULL;
    *ret_address = str_printf(a, "http://%s%s%s:%u/", six ? "[" : "", o->address, six ? "]" : "",
                              s->http->port(s->server));
    return OK;
}

struct str site_first(struct site *s, struct arena *a)
{
    return login_first(s->login, a);
}

void site_close(struct site *s)
{
    if (!s) return;
    if (s->server) s->http->close(s->server);
    sender_close(s->sender);
    jobs_close(s->jobs);
    replays_close(s->replays);
    intakes_close(s->intakes);
    views_close(s->views);
    login_close(s->login);
    done_close(s->done);
    answers_close(s->answers);
}

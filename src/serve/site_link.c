/* site_link.c - serve: what is asked by a personal link, and what was answered?
 *
 * Nobody signs in for it: the link is the right, to one answer. So the sheet tells nothing of whom
 * it was sent to and nothing of what ours claim, and is the same for all of a wave. The address is
 * the secret: no page that one can come to from here gets it as a Referer, it is in no log, and one
 * leaves it once one has answered.
 */
#include "serve/site_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "connect/link.h"
#include "serve/fields.h"
#include "serve/problem.h"
#include "verb/us.h"

#define AT "/answer/"
#define ANSWERED "/answered"
#define ANY "any"

struct sheet {
    struct link_of of;
    struct link_whoms ours;
    struct str org; /* "us" where nobody said who we are */
};

/* ---- the sheet ---- */

static enum status sheet_read(struct asked *q, struct str token, struct sheet *ret, struct err *e)
{
    struct store *st = NULL;
    struct str names = STR("");
    struct arena *a = q->ask->a;
    enum status s = store_open(q->site->o.db, STORE_READ, &st, e);
    if (!s) s = link_find(st, token, time_now(), &ret->of, e);
    if (!s) s = link_teammates(st, ret->of.wave, a, &ret->ours, e);
    if (!s) s = us_names(st, "org", a, &names, e);
    if (s || !names.len || !str_cut(&names, '\n', &ret->org)) ret->org = STR("us");
    store_close(st);
    return s;
}

static void put_option(struct buf *b, const char *value, const char *says, struct str given)
{
    buf_addf(b, "<option value=\"%s\"%s>%s</option>", value,
             given.len && str_is(given, value) ? " selected" : "", says);
}

static void put_scale(struct asked *q, struct str name, struct str whom, struct str given,
                      struct buf *b)
{
    buf_adds(b, "<label>");
    html_escape(b, whom);
    buf_adds(b, "<select name=\"");
    html_escape(b, name);
    buf_adds(b, "\">");
    put_option(b, "", "no answer", given);
    for (int i = 0; i <= STRENGTH_MOST; i++)
        put_option(b, str_printf(q->ask->a, "%d", i).p, strength_words[i], given);
    buf_adds(b, "</select></label>\n");
}

static void put_wanted(struct str given, struct buf *b)
{
    buf_adds(b, "<label>Would you like to know us better?<select name=\"wanted\">");
    put_option(b, "", "no answer", given);
    put_option(b, "yes", "yes", given);
    put_option(b, "no", "no", given);
    buf_adds(b, "</select></label>\n");
}

static struct str given_of(const struct http_pairs *given, const char *name)
{
    struct str value = given ? http_pair_of(given, name) : STR_NONE;
    return value.p ? value : STR("");
}

static struct str name_of(struct arena *a, int64_t node)
{
    return str_printf(a, "p%lld", (long long)node);
}

static void put_questions(struct asked *q, const struct sheet *x, const struct http_pairs *given,
                          struct buf *b)
{
    struct arena *a = q->ask->a;
    put_scale(q, STR(ANY), str_printf(a, "Anybody of %.*s", STR_ARG(x->org)), given_of(given, ANY),
              b);
    for (size_t i = 0; i < x->ours.count; i++) {
        struct str name = name_of(a, x->ours.one[i].node);
        put_scale(q, name, x->ours.one[i].name, given_of(given, name.p), b);
    }
    put_wanted(given_of(given, "wanted"), b);
}

static void put_sheet(struct asked *q, const struct sheet *x, const struct http_pairs *given,
                      const char *wrong)
{
    struct arena *a = q->ask->a;
    struct buf b = buf_new(a);
    q->page.heading = str_printf(a, "How well do you know %.*s?", STR_ARG(x->org)).p;
    page_open(&q->page, &b);
    if (wrong) {
        buf_adds(&b, "<p class=\"lead\" role=\"alert\">");
        html_escape(&b, str_of(wrong));
        buf_adds(&b, ".</p>\n");
    }
    buf_adds(&b,
             "<p>Each of us said whom they know; this asks the other side. The link you came by "
             "is yours alone, shows nothing of what was said, and is good for one answer until ");
    cell_html(&b, cell_time(x->of.until_s), 0);
    buf_adds(&b, ". What you leave open is kept as not known, never as a no.</p>\n"
                 "<form class=\"sign-in\" method=\"post\" action=\"");
    html_escape(&b, q->ask->path);
    buf_adds(&b, "\">\n");
    page_hidden(&q->page, &b);
    put_questions(q, x, given, &b);
    buf_adds(&b, "<button>Send</button>\n</form>\n");
    page_close(&b);
    put_body(q->ask, wrong ? 422 : 200, "text/html; charset=utf-8", buf_str(&b), q->w);
}

/* ---- what was answered ---- */

static bool strength_of(struct str value, int *ret)
{
    int64_t n = 0;
    *ret = STRENGTH_UNKNOWN;
    if (!value.len) return true;
    if (!str_to_i64(value, &n) || n < 0 || n > STRENGTH_MOST) return false;
    *ret = (int)n;
    return true;
}

/* The first is of all of us; whom nothing is said of is left out. BAD_INPUT: it is no answer. */
static enum status said_read(struct asked *q, const struct http_pairs *given, const struct sheet *x,
                             struct link_answer *ret, size_t *ret_count, struct err *e)
{
    struct str wanted = given_of(given, "wanted");
    bool fine = !wanted.len || str_is(wanted, "yes") || str_is(wanted, "no");
    ret[0] = (struct link_answer){.wanted = !wanted.len ? -1 : str_is(wanted, "yes")};
    fine &= strength_of(given_of(given, ANY), &ret[0].strength);
    *ret_count = ret[0].wanted >= 0 || ret[0].strength >= 0;
    for (size_t i = 0; i < x->ours.count; i++) {
        struct link_answer one = {.teammate = x->ours.one[i].node, .wanted = -1};
        struct str name = name_of(q->ask->a, one.teammate);
        fine &= strength_of(given_of(given, name.p), &one.strength);
        if (one.strength >= 0) ret[(*ret_count)++] = one;
    }
    return fine ? OK : err_set(e, BAD_INPUT, "want one of the words of the lists");
}

static enum status keep(struct asked *q, struct str token, const struct http_pairs *given,
                        const struct sheet *x, struct err *e)
{
    struct store *st = NULL;
    struct link_answer said[LINK_TEAMMATES_MAX + 1];
    size_t count = 0;
    enum status s = said_read(q, given, x, said, &count, e);
    if (!s) s = store_open(q->site->o.db, STORE_WRITE, &st, e);
    if (!s) s = link_redeem(st, token, time_now(), said, count, e);
    store_close(st);
    return s;
}

/* A page without Referer sends "null" as its Origin. Nobody who does not hold the link can make a
 * browser send this form, for its address is the link. */
static bool from_here(struct asked *q)
{
    struct str site = http_header(q->ask, "Sec-Fetch-Site");
    if (str_is(http_header(q->ask, "Origin"), "null")) {
        return !site.p || str_is(site, "same-origin") || str_is(site, "none");
    }
    return http_from_here(q->ask);
}

/* Sent twice, it is done once: the first answer is given again. */
static void post(struct asked *q, struct str token)
{
    struct http_pairs given = {0};
    struct replay_ask once = {.key = STR_NONE};
    struct sheet x = {.org = STR_NONE};
    struct err e = {0};
    bool json = false;
    int status = fields_read(q->ask, &given, &json, &e);
    q->at.page = true; /* a form */
    if (!status && !from_here(q)) {
        status = 403;
        (void)err_set(&e, BAD_INPUT, "this form is not from here; open the link again");
    }
    if (status) {
        refuse_with(q, status, e.text);
        return;
    }
    if (replayed(q, &given, &once)) return;
    enum status s = sheet_read(q, token, &x, &e);
    if (!s) s = keep(q, token, &given, &x, &e);
    if (s == BAD_INPUT) {
        put_sheet(q, &x, &given, e.text);
    } else if (s) {
        refuse_with(q, problem_status(s, HTTP_GET), e.text);
    } else {
        put_elsewhere(q, STR(ANSWERED));
    }
    if (once.key.p) replay_end(q->site->replays, &once, q->w, time_now());
}

static void get_sheet(struct asked *q, struct str token)
{
    struct sheet x;
    struct err e = {0};
    enum status s = sheet_read(q, token, &x, &e);
    if (s) {
        refuse_with(q, problem_status(s, HTTP_GET), e.text);
    } else {
        put_sheet(q, &x, NULL, NULL);
    }
}

static void get_answered(struct asked *q)
{
    struct buf b = buf_new(q->ask->a);
    q->page.heading = "Thank you";
    page_open(&q->page, &b);
    buf_adds(&b, "<p class=\"lead\">What you said is kept, and your link has ended. You may close "
                 "this page.</p>\n");
    page_close(&b);
    put_body(q->ask, 200, "text/html; charset=utf-8", buf_str(&b), q->w);
}

/* ---- addresses ---- */

/* The right link is no guess. */
static void answer_link(struct asked *q, struct str token)
{
    struct login *l = q->site->login;
    int64_t wait_s = login_guess(l, q->ask);
    if (wait_s) {
        refuse_with(q, 429, "too many links that are not known came from there; wait a while");
        http_pair_add(q->ask->a, &q->w->header, STR("Retry-After"),
                      str_printf(q->ask->a, "%lld", (long long)wait_s));
        return;
    }
    if (q->site->o.read_only) {
        refuse_with(q, 403, "this server was started to be read only");
    } else if (q->ask->method == HTTP_POST) {
        post(q, token);
    } else {
        get_sheet(q, token);
    }
    if (q->w->status != 404) login_guessed(l, q->ask);
}

/* Of what is said of this address, nothing is said elsewhere. */
static void tell_nobody(struct asked *q)
{
    struct http_pairs *all = &q->w->header;
    for (size_t i = 0; i < all->count; i++) {
        if (str_is(all->one[i].name, "Referrer-Policy")) all->one[i].value = STR("no-referrer");
    }
}

bool link_answered(struct asked *q)
{
    struct str path = q->ask->path;
    bool get = q->ask->method == HTTP_GET || q->ask->method == HTTP_HEAD;
    bool of_link = str_starts(path, AT);
    if (!of_link && !(get && str_is(path, ANSWERED))) return false;
    q->page.alone = true; /* whoever is signed in, it is the same */
    q->page.user = STR("");
    if (of_link) {
        answer_link(q, str_skip(path, sizeof AT - 1));
    } else {
        get_answered(q);
    }
    tell_nobody(q);
    return true;
}

/* site_programs.c - serve: what do programs need beside the answers? Pages of rows, what holds
 * still, what was done already, how this server is. */
#include "serve/site_int.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "serve/problem.h"

#include <sodium.h>
#include <string.h>

/* ---- lists, a few rows at a time ---- */

/* Where it goes on, of which question, and what the whole answer was. */
struct mark {
    unsigned char from[4], question[8], answer[12];
};

static bool is_paging(struct str name)
{
    return str_is(name, "limit") || str_is(name, "cursor");
}

bool cursor_asked(const struct asked *q)
{
    return !q->at.page && (http_query(q->ask, "limit").p || http_query(q->ask, "cursor").p);
}

/* "sort=-reach&until=…", without what is only of the page. */
static struct str question_query(const struct asked *q)
{
    struct buf b = buf_new(q->ask->a);
    for (size_t i = 0; i < q->ask->query.count; i++) {
        const struct http_pair *one = &q->ask->query.one[i];
        if (is_paging(one->name)) continue;
        if (b.len) buf_addc(&b, '&');
        address_add(&b, one->name);
        buf_addc(&b, '=');
        address_add(&b, one->value);
    }
    return buf_str(&b);
}

static struct str mark_text(struct arena *a, const struct mark *m)
{
    size_t room = sodium_base64_encoded_len(sizeof *m, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_new(a, char, room);
    (void)sodium_bin2base64(text, room, (const unsigned char *)m, sizeof *m,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_of(text);
}

static void mark_at(struct mark *m, size_t from)
{
    for (size_t i = 0; i < sizeof m->from; i++)
        m->from[i] = (unsigned char)(from >> (8 * (sizeof m->from - 1 - i)));
}

static void mark_of(const struct asked *q, const struct table *t, struct mark *ret)
{
    struct arena *a = q->ask->a;
    unsigned char hash[16];
    struct buf b = buf_new(a);
    struct str address = route_address(a, q->at.route->pattern, &q->at.part, "");
    mark_at(ret, 0);
    bytes_key(str_printf(a, "%.*s?%.*s", STR_ARG(address), STR_ARG(question_query(q))), hash);
    memcpy(ret->question, hash, sizeof ret->question);
    table_json(t, &b);
    bytes_key(buf_str(&b), hash);
    memcpy(ret->answer, hash, sizeof ret->answer);
}

/* A status of HTTP with a sentence; 0: *ret is where to go on. */
static int mark_read(struct str text, const struct mark *now, size_t rows, size_t *ret,
                     const char **ret_why)
{
    struct mark m;
    size_t len = 0;
    *ret_why = "this cursor is none of this list; take it from 'next' as it stands, and ask with "
               "the same address";
    if (sodium_base642bin((unsigned char *)&m, sizeof m, text.p, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        len != sizeof m || memcmp(m.question, now->question, sizeof m.question) != 0) {
        return 400;
    }
    *ret = 0;
    for (size_t i = 0; i < sizeof m.from; i++)
        *ret = *ret << 8 | m.from[i];
    if (memcmp(m.answer, now->answer, sizeof m.answer) != 0) {
        *ret_why = "the answer has changed since this cursor was given; begin again without it";
        return 410;
    }
    return *ret > rows ? 400 : 0;
}

static void put_link(struct asked *q, struct str next, int64_t limit)
{
    struct arena *a = q->ask->a;
    struct str query = question_query(q);
    struct str to =
        str_printf(a, "<%.*s?%.*s%slimit=%lld&cursor=%.*s>; rel=\"next\"", STR_ARG(q->ask->path),
                   STR_ARG(query), query.len ? "&" : "", (long long)limit, STR_ARG(next));
    http_pair_add(a, &q->w->header, STR("Link"), to);
}

const struct table *cursor_rows(struct asked *q, const struct table *t)
{
    struct arena *a = q->ask->a;
    struct str limit_text = http_query(q->ask, "limit");
    struct str cursor = http_query(q->ask, "cursor");
    int64_t limit = CURSOR_ROWS_MAX;
    size_t from = 0;
    struct mark now;
    const char *why = NULL;
    if (limit_text.p && (!str_to_i64(limit_text, &limit) || limit < 1 || limit > CURSOR_ROWS_MAX)) {
        refuse_with(q, 400, str_printf(a, "limit is a number from 1 to %d", CURSOR_ROWS_MAX).p);
        return NULL;
    }
    mark_of(q, t, &now);
    int status = cursor.p ? mark_read(cursor, &now, t->row_count, &from, &why) : 0;
    if (status) {
        refuse_with(q, status, why);
        return NULL;
    }
    struct table *part = arena_new(a, struct table, 1);
    struct fact *next = arena_new(a, struct fact, 1);
    size_t left = t->row_count - from;
    *part = *t;
    part->row_count = left < (size_t)limit ? left : (size_t)limit;
    if (t->row_count) part->cells = t->cells + from * t->column_count;
    if (from) part->more = NULL;
    *next = (struct fact){.name = "next", .next = t->facts};
    part->facts = next;
    if (part->row_count < left) {
        mark_at(&now, from + part->row_count);
        struct str text = mark_text(a, &now);
        next->value = cell_text(text);
        put_link(q, text, limit);
    }
    return part;
}

/* ---- only while it is as it was ---- */

static bool tag_among(struct str list, struct str tag)
{
    struct str one;
    while (str_cut(&list, ',', &one)) {
        one = str_trim(one);
        if (str_is(one, "*") || str_eq(one, tag)) return true;
    }
    return false;
}

bool still_as_it_was(struct asked *q, const struct http_pairs *parts, struct job_ask *ask)
{
    struct str want = http_header(q->ask, "If-Match");
    struct err e = {0};
    const char *const *words = NULL;
    if (!want.p) return true;
    struct routed twin = {.form = FORM_JSON};
    if (q->at.route->after) twin.route = route_of(HTTP_GET, q->at.route->after);
    if (!twin.route || !twin.route->pattern || twin.route->own ||
        !right_in(q->who.rights, route_right(&twin)) ||
        route_words(twin.route, parts, &(struct http_pairs){0}, q->ask->a, &words, &e)) {
        refuse_with(q, 412, "there is nothing here that If-Match could be compared with");
        return false;
    }
    ask->only_at = answers_version(q->site->answers) + 1;
    const struct answer *x = answers_get(
        q->site->answers, words, &(struct answer_ask){.sight = sight_of(q), .by = q->who.name});
    bool older = x->older;
    bool same = false;
    if (x->table) {
        struct buf b = buf_new(q->ask->a);
        table_json(x->table, &b);
        same = tag_among(want, etag_of(q->ask->a, buf_str(&b)));
    }
    answers_done(q->site->answers, x);
    if (older) {
        refuse_with(q, 503, "what If-Match is compared with is just being made anew");
    } else if (!same) {
        refuse_with(q, 412, CHANGED_SENTENCE);
    }
    return same && !older;
}

/* ---- asked twice, done once ---- */

bool replayed(struct asked *q, const struct http_pairs *given, struct replay_ask *ret)
{
    struct arena *a = q->ask->a;
    bool form = q->at.page;
    struct http_answer first = {0};
    struct str key = form ? http_pair_of(given, "once") : http_header(q->ask, "Idempotency-Key");
    *ret = (struct replay_ask){.user = q->who.name,
                               .key = key,
                               .address = q->ask->path,
                               .body = q->ask->body,
                               .form = form};
    if (!key.p) return false;
    if (!key.len || key.len > REPLY_KEY_BYTES_MAX) {
        refuse_with(q, 400, "an Idempotency-Key has 1 to 255 bytes");
        return true;
    }
    switch (replay_begin(q->site->replays, ret, time_now(), a, &first)) {
    case REPLAY_NEW:
        return false;
    case REPLAY_KEPT:
        put_body(q->ask, first.status, first.type, first.body, q->w);
        say(a, q->w, "Idempotency-Replayed", "true");
        if (http_pair_of(&first.header, "Location").p) {
            http_pair_add(a, &q->w->header, STR("Location"),
                          http_pair_of(&first.header, "Location"));
        }
        return true;
    case REPLAY_OTHER:
        refuse_with(q, 422, "this Idempotency-Key was used for something else; take a new one");
        return true;
    case REPLAY_RUNS:
        break;
    }
    refuse_with(q, 409, "what was asked first with this Idempotency-Key is not done yet");
    say(a, q->w, "Retry-After", "2");
    return true;
}

/* ---- how this server is ---- */

void get_ready(struct asked *q)
{
    struct err e = {0};
    if (answers_ready(q->site->answers, &e) == OK) {
        put_body(q->ask, 200, "text/plain; charset=utf-8", STR("ready\n"), q->w);
    } else { /* a path may stand in its sentence: that is for the terminal */
        refuse_with(q, 503, "the store cannot be read; 'kith status' says why");
    }
}

static bool is_local_name(struct str host)
{
    return str_starts_nocase(host, "127.") || str_starts_nocase(host, "localhost") ||
           str_starts(host, "[::1]");
}

void get_metrics(struct asked *q)
{
    struct site *s = q->site;
    struct buf b = buf_new(q->ask->a);
    struct job_seen *jobs = NULL;
    size_t admins = 0;
    struct metrics_now now = {.db = s->o.db};
    bool near = login_near(s->login, q->ask) && is_local_name(http_header(q->ask, "Host"));
    if (!near && !(q->who.known && right_in(q->who.rights, RIGHT_ADMIN))) {
        refuse_with(q, q->who.known ? 403 : 401,
                    "this is for programs of this machine, and for a token of an admin");
        return;
    }
    answers_held(s->answers, &now.answers, &now.answer_bytes);
    now.sessions = sessions_open_now(login_sessions(s->login));
    sessions_count(login_sessions(s->login), &now.users, &admins);
    for (size_t n = jobs_see(s->jobs, q->ask->a, &jobs); n--;)
        now.jobs += jobs[n].state != JOB_ENDED;
    metrics_write(s->metrics, &now, &b);
    put_body(q->ask, 200, "text/plain; version=0.0.4; charset=utf-8", buf_str(&b), q->w);
}

/* Does who asks read pages? What is no address of ours has to be guessed from what they say. */
bool wants_page(const struct http_ask *ask)
{
    static const char *const ends[] = {".json", ".csv", ".txt", NULL};
    struct str accept = http_header(ask, "Accept");
    for (const char *const *end = ends; *end; end++) {
        if (str_ends_nocase(ask->path, *end)) return false;
    }
    if (str_starts_nocase(http_header(ask, "Content-Type"), "application/json")) return false;
    if (http_header(ask, "Authorization").p) return false;
    return !accept.p || str_find_nocase(accept, "json") == accept.len ||
           str_find_nocase(accept, "html") < accept.len;
}

void put_rate(struct asked *q)
{
    struct arena *a = q->ask->a;
    int64_t fills_s = (RATE_BURST - q->who.left + RATE_A_SECOND - 1) / RATE_A_SECOND;
    if (q->who.open || q->who.left < 0) return;
    http_pair_add(a, &q->w->header, STR("RateLimit-Policy"),
                  str_printf(a, "\"requests\";q=%d;w=%d", RATE_BURST, RATE_BURST / RATE_A_SECOND));
    http_pair_add(
        a, &q->w->header, STR("RateLimit"),
        str_printf(a, "\"requests\";r=%lld;t=%lld", (long long)q->who.left, (long long)fills_s));
}

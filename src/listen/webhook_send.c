/* webhook_send.c - listen: are other programs told of what waits for them? */
#include "listen/webhook.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "store/query.h"

enum { AT_ONCE = 8, WAIT_MS = 100, HEADERS = 4, CLAIM_S = 2 * WEBHOOK_SECONDS_MAX };

struct letter {
    int64_t row; /* of the outbox */
    const struct hook *hook;
    struct str message, body;
    int64_t tries; /* this one too */
    bool ended;
    struct net_call call;
};

struct sending {
    struct store *st;
    const struct hook_options *o;
    struct arena a;
    struct hooks hooks;
    struct letter letter[AT_ONCE];
    size_t count;
    struct hook_report *report;
};

/* ---- asking ---- */

static void put_ranges(struct str allow, struct arena *a, struct net_call *call)
{
    struct str word;
    struct net_range *range = NULL;
    while (str_cut(&allow, ' ', &word)) {
        range = arena_more(a, range, call->allow_count, sizeof *range);
        if (net_range_read(word, &range[call->allow_count])) call->allow_count++;
    }
    call->allow = range;
}

static enum status prepare(struct letter *x, struct arena *a, struct err *e)
{
    int64_t now_s = time_now();
    struct str signature;
    enum status s = hook_sign(x->hook->secret, x->message, now_s, x->body, a, &signature, e);
    if (s) return s;
    struct net_header *header = arena_new(a, struct net_header, HEADERS);
    header[0] = (struct net_header){"Content-Type", STR("application/json")};
    header[1] = (struct net_header){"webhook-id", x->message};
    header[2] = (struct net_header){"webhook-timestamp", str_printf(a, "%lld", (long long)now_s)};
    header[3] = (struct net_header){"webhook-signature", signature};
    x->ended = false;
    x->call = (struct net_call){.url = str_c(a, x->hook->url),
                                .post = x->body,
                                .header = header,
                                .header_count = HEADERS,
                                .bytes_max = WEBHOOK_ANSWER_BYTES_MAX,
                                .spool = -1,
                                .a = a,
                                .context = x};
    put_ranges(x->hook->allow, a, &x->call);
    return OK;
}

/* All of them at once; those that did not end when it is stopped are left so. */
static enum status ask_all(const struct net *net, const struct progress *progress,
                           struct letter letter[], size_t count, struct arena *a, struct err *e)
{
    struct net_options asking = {.agent = "kith/" KITH_VERSION " (webhook)",
                                 .seconds_max = WEBHOOK_SECONDS_MAX};
    struct net_session *session = NULL;
    enum status s = net->open(&asking, a, &session, e);
    if (s) return s;
    for (size_t i = 0; i < count && !s; i++) {
        s = prepare(&letter[i], a, e);
        if (!s) s = net->start(session, &letter[i].call, e);
    }
    while (!s && !progress_stop(progress)) {
        struct net_call *ended = NULL;
        s = net->wait(session, WAIT_MS, &ended, e);
        if (!s && ended) ((struct letter *)ended->context)->ended = true;
    }
    net->close(session);
    return s == DONE ? OK : s;
}

/* ---- judging ---- */

static bool is_taken(const struct net_call *call)
{
    return call->end == NET_ANSWERED && call->status >= 200 && call->status < 300;
}

static struct str why_not(const struct net_call *call, struct arena *a)
{
    if (is_taken(call)) return STR("");
    if (call->end != NET_ANSWERED) return call->sentence;
    bool moved = call->status >= 300 && call->status < 400;
    return str_printf(a, "answered %d%s", call->status,
                      moved ? "; redirects are not followed" : "");
}

static enum status postpone(struct sending *x, int64_t hook, int64_t wait_s, struct err *e)
{
    struct query *q = NULL;
    int64_t now_s = time_now();
    enum status s = query_open(x->st, SQL_outbox_postpone, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, hook);
    query_bind_i64(q, 2, now_s + wait_s);
    query_bind_i64(q, 3, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status failed(struct sending *x, const struct letter *l, struct err *e)
{
    struct query *q = NULL;
    int64_t wait_s = l->call.end == NET_PRIVATE ? -1 : hook_retry_s(l->row, l->tries);
    enum status s = query_open(x->st, SQL_outbox_failed, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, l->row);
    query_bind_time(q, 2, wait_s < 0 ? TIME_NONE : time_now() + wait_s);
    query_bind_str(q, 3, utf8_head(why_not(&l->call, &x->a), WEBHOOK_WHY_BYTES_MAX));
    s = query_run(q, e);
    query_close(q);
    x->report->dead += wait_s < 0;
    x->report->again += wait_s >= 0;
    bool nobody = l->call.end == NET_UNREACHABLE || l->call.end == NET_TOO_SLOW;
    if (s || !nobody || wait_s < 0) return s;
    return postpone(x, l->hook->id, wait_s, e);
}

static enum status judge(struct sending *x, const struct letter *l, struct err *e)
{
    if (!l->ended) return query_do_two(x->st, SQL_outbox_unclaim, l->row, time_now(), e);
    if (l->call.end == NET_ANSWERED && l->call.status == 410) {
        enum status s = hook_drop(x->st, l->hook->id, e);
        x->report->gone += !s && store_changed(x->st) > 0;
        return s;
    }
    if (!is_taken(&l->call)) return failed(x, l, e);
    x->report->delivered++;
    enum status s = query_do(x->st, SQL_outbox_drop, l->row, e);
    return s ? s : query_do_two(x->st, SQL_webhook_told, l->hook->id, time_now(), e);
}

/* ---- a few at a time ---- */

static enum status commit(struct sending *x, enum status s, struct err *e)
{
    if (s) {
        store_rollback(x->st);
        return s;
    }
    return x->o->commit ? x->o->commit(x->o->context, x->st, e) : store_commit(x->st, e);
}

static const struct hook *hook_of(const struct sending *x, int64_t id)
{
    for (size_t i = 0; i < x->hooks.count; i++) {
        if (x->hooks.one[i].id == id) return &x->hooks.one[i];
    }
    return NULL; /* not reached: a row goes with its hook */
}

/* Inside the transaction, so that nobody else takes them. */
static enum status take_due(struct sending *x, struct err *e)
{
    int64_t now_s = time_now();
    struct query *q = NULL;
    enum status s = hooks_load(x->st, &x->a, &x->hooks, e);
    if (!s) s = query_open(x->st, SQL_outbox_due, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, now_s);
    query_bind_i64(q, 2, AT_ONCE);
    while ((s = query_next(q, e)) == OK) {
        const struct hook *hook = hook_of(x, query_i64(q, 1));
        if (!hook) continue;
        x->letter[x->count++] = (struct letter){.row = query_i64(q, 0),
                                                .hook = hook,
                                                .message = str_copy(&x->a, query_str(q, 2)),
                                                .body = str_copy(&x->a, query_str(q, 3)),
                                                .tries = query_i64(q, 4) + 1};
    }
    query_close(q);
    if (s == DONE) s = OK;
    for (size_t i = 0; i < x->count && !s; i++)
        s = query_do_two(x->st, SQL_outbox_claim, x->letter[i].row, now_s + CLAIM_S, e);
    return s;
}

static enum status send_some(struct sending *x, struct err *e)
{
    struct err ignored;
    x->count = 0;
    enum status s = store_begin(x->st, e);
    if (!s) s = commit(x, take_due(x, e), e);
    if (s || !x->count) return s;
    enum status asked = ask_all(x->o->net, x->o->progress, x->letter, x->count, &x->a, e);
    struct err *then = asked ? &ignored : e; /* the first failure is told */
    s = store_begin(x->st, then);
    if (s) return asked ? asked : s;
    for (size_t i = 0; i < x->count && !s; i++)
        s = judge(x, &x->letter[i], then);
    if (!s) s = query_do(x->st, SQL_outbox_dead_older, WEBHOOK_DEAD_MAX, then);
    s = commit(x, s, then);
    return asked ? asked : s;
}

enum status hooks_send(struct store *st, const struct hook_options *o, struct hook_report *ret,
                       struct err *e)
{
    struct sending x = {.st = st, .o = o, .report = ret};
    enum status s = OK;
    *ret = (struct hook_report){0};
    do {
        arena_reset(&x.a, (struct arena_mark){0});
        if (progress_stop(o->progress)) {
            s = err_set(e, STOPPED, "stopped; what was not sent is sent the next time");
        } else {
            s = send_some(&x, e);
        }
    } while (!s && x.count);
    arena_free(&x.a);
    return s;
}

enum status hook_test(const struct hook *h, const struct net *net, struct arena *a,
                      struct str *ret_why, struct err *e)
{
    struct letter x = {.hook = h, .message = str_printf(a, "msg_%.*s", STR_ARG(secret_new(a)))};
    struct str at = time_iso(a, time_now());
    x.body = str_printf(a, "{\"type\":\"webhook.test\",\"timestamp\":\"%.*s\",\"data\":{}}",
                        STR_ARG(at));
    enum status s = ask_all(net, NULL, &x, 1, a, e);
    *ret_why = s ? STR("") : why_not(&x.call, a);
    return s;
}

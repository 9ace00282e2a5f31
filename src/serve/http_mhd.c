/* http_mhd.c - serve: requests and answers over HTTP, by libmicrohttpd. */
#include "serve/http.h"

#include "base/limits.h"
#include "base/time.h"
#include "serve/steady.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
    IO_THREADS = 2,
    HEAD_MS_MAX = 5000,      /* for a whole head */
    BODY_MS_MAX = 10000,     /* and for a body, with … */
    BODY_BYTES_LEAST = 4096, /* … a second more for each of these */
    IDLE_SECONDS_MAX = 30,   /* of a reader of an answer */
    LINGER_MS = 3000,        /* so long what comes is passed over when it was refused */
    REAP_MS = 250,
    CONNECTION_BYTES = 32768, /* of a head and of what is read at once */
    EXTRA_FILES = 64
};

enum line_state { LINE_WAITS, LINE_BODY, LINE_ANSWERED };

struct line { /* a connection */
    struct arena a;
    int fd;
    enum line_state state;
    int64_t until_ms;
    struct line *next, **before;
};

struct exchange { /* a request and its answer */
    struct arena a;
    struct http_server *s;
    struct http_ask ask;
    struct http_answer answer;
    struct buf body;
    struct http_taker taker; /* take NULL: body has it */
    size_t came;             /* bytes of the body */
    int64_t began_ms;
    int refused; /* status; 0: not */
    const char *why;
    bool asked, answered;
    bool framed; /* the head is one, so a body can follow */
    bool over;   /* it was answered before its body had come */
    struct MHD_Connection *connection;
    struct exchange *next; /* in the queue */
};

struct http_server {
    struct arena a;
    struct http_options o;
    struct MHD_Daemon *daemon;
    uint16_t port;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t work, tick;
    struct exchange *first, *last;
    size_t waiting;
    struct line *lines;
    size_t line_count;
    bool ends;
    pthread_t *worker; /* [started] */
    unsigned started;
    pthread_t reaper;
    bool reaps;
};

/* ---- connections, and those that take too long ---- */

static void line_drop_oldest(struct http_server *s)
{
    struct line *oldest = NULL;
    for (struct line *l = s->lines; l; l = l->next) {
        if (l->state == LINE_WAITS && (!oldest || l->until_ms < oldest->until_ms)) oldest = l;
    }
    if (oldest) (void)shutdown(oldest->fd, SHUT_RDWR);
}

static void line_open(struct http_server *s, struct MHD_Connection *c, void **place)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct arena a = {0};
    struct line *l = arena_new(&a, struct line, 1);
    l->a = a;
    l->fd = info ? info->connect_fd : -1;
    l->until_ms = time_going_ms() + HEAD_MS_MAX;
    (void)pthread_mutex_lock(&s->lock);
    l->next = s->lines;
    l->before = &s->lines;
    if (l->next) l->next->before = &l->next;
    s->lines = l;
    if (++s->line_count > HTTP_CONNECTIONS_MAX) line_drop_oldest(s);
    (void)pthread_mutex_unlock(&s->lock);
    *place = l;
}

static void line_close(struct http_server *s, struct line *l)
{
    (void)pthread_mutex_lock(&s->lock);
    *l->before = l->next;
    if (l->next) l->next->before = l->before;
    s->line_count--;
    (void)pthread_mutex_unlock(&s->lock);
    struct arena a = l->a;
    arena_free(&a);
}

static void on_connection(void *context, struct MHD_Connection *c, void **place,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        line_open(context, c, place);
    } else if (*place) {
        line_close(context, *place);
        *place = NULL;
    }
}

static void line_is(struct http_server *s, struct MHD_Connection *c, enum line_state state,
                    int64_t until_ms)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct line *l = info ? info->socket_context : NULL;
    if (!l) return;
    (void)pthread_mutex_lock(&s->lock);
    l->state = state;
    l->until_ms = until_ms;
    (void)pthread_mutex_unlock(&s->lock);
}

static void *reap(void *context)
{
    struct http_server *s = context;
    (void)pthread_mutex_lock(&s->lock);
    while (!s->ends) {
        int64_t now = time_going_ms();
        for (struct line *l = s->lines; l; l = l->next) {
            if (l->state != LINE_ANSWERED && now > l->until_ms) (void)shutdown(l->fd, SHUT_RDWR);
        }
        steady_wait(&s->tick, &s->lock, now + REAP_MS);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- reading a request ---- */

/* Escapes are taken off where parts of an address are told apart, not before. */
static size_t leave_escaped(void *context, struct MHD_Connection *c, char *text)
{
    (void)context;
    (void)c;
    return strlen(text);
}

static enum MHD_Result take_pair(void *context, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len)
{
    struct http_ask *ask = context;
    struct http_pairs *to = kind == MHD_HEADER_KIND   ? &ask->header
                            : kind == MHD_COOKIE_KIND ? &ask->cookie
                                                      : &ask->query;
    if (to->count > HTTP_HEADERS_MAX) return MHD_NO; /* the guard sees one too many */
    struct str n = {name, name_len};
    struct str v = {value ? value : "", value ? value_len : 0};
    if (kind == MHD_GET_ARGUMENT_KIND) {
        n = http_unescape(ask->a, n);
        v = http_unescape(ask->a, v);
    }
    http_pair_add(ask->a, to, str_copy(ask->a, utf8_mend(ask->a, n)),
                  str_copy(ask->a, utf8_mend(ask->a, v)));
    return MHD_YES;
}

static struct str peer_of(struct arena *a, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    if (info && info->client_addr && info->client_addr->sa_family == AF_INET) {
        const void *in = info->client_addr;
        (void)inet_ntop(AF_INET, &((const struct sockaddr_in *)in)->sin_addr, text, sizeof text);
    } else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6) {
        const void *in = info->client_addr;
        (void)inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)in)->sin6_addr, text, sizeof text);
    }
    return str_copy(a, str_of(text));
}

static enum http_method method_of(const char *method)
{
    if (strcmp(method, "GET") == 0) return HTTP_GET;
    if (strcmp(method, "HEAD") == 0) return HTTP_HEAD;
    return strcmp(method, "POST") == 0 ? HTTP_POST : HTTP_METHOD_OTHER;
}

static size_t body_most(const struct exchange *x)
{
    return x->taker.take ? x->taker.bytes_max : x->s->o.body_bytes_max;
}

static struct exchange *exchange_begin(struct http_server *s, struct MHD_Connection *c,
                                       const char *url, const char *method)
{
    struct arena a = {0};
    struct exchange *x = arena_new(&a, struct exchange, 1);
    x->a = a;
    x->s = s;
    x->connection = c;
    x->ask.a = &x->a;
    x->ask.method = method_of(method);
    x->ask.path = str_copy(&x->a, utf8_mend(&x->a, str_of(url)));
    x->ask.peer = peer_of(&x->a, c);
    x->body = buf_new(&x->a);
    (void)MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, take_pair, &x->ask);
    (void)MHD_get_connection_values_n(c, MHD_COOKIE_KIND, take_pair, &x->ask);
    (void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, take_pair, &x->ask);
    x->refused = http_guard(&x->ask, s->o.hosts, s->port, &x->why);
    x->framed = !x->refused;
    if (!x->refused && s->o.taker) {
        x->refused = s->o.taker(s->o.context, &x->ask, &x->taker, &x->why);
        x->ask.taken = x->taker.context;
    }
    int64_t length = 0;
    if (!x->refused && str_to_i64(http_header(&x->ask, "Content-Length"), &length) &&
        (uint64_t)length > body_most(x)) {
        x->refused = 413;
        x->why = "the body is too long";
    }
    return x;
}

static void on_completed(void *context, struct MHD_Connection *c, void **place,
                         enum MHD_RequestTerminationCode why)
{
    (void)why;
    struct exchange *x = *place;
    line_is(context, c, LINE_WAITS, time_going_ms() + HEAD_MS_MAX);
    *place = NULL;
    if (!x) return;
    if (x->taker.gone) x->taker.gone(x->taker.context);
    struct arena a = x->a;
    arena_free(&a);
}

/* ---- answering ---- */

static enum MHD_Result send_answer(struct exchange *x)
{
    struct http_answer *w = &x->answer;
    if (x->refused) x->s->o.refuse(x->s->o.context, &x->ask, x->refused, x->why, w);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        w->body.len, (void *)(uintptr_t)w->body.p, MHD_RESPMEM_PERSISTENT);
    if (!response) return MHD_NO;
    enum MHD_Result ok = MHD_YES;
    if (w->type) ok = MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, w->type);
    for (size_t i = 0; ok == MHD_YES && i < w->header.count; i++) {
        ok = MHD_add_response_header(response, str_c(&x->a, w->header.one[i].name),
                                     str_c(&x->a, w->header.one[i].value));
    }
    if (x->refused && ok == MHD_YES) { /* what follows on this connection is not trusted */
        ok = MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    if (ok == MHD_YES) ok = MHD_queue_response(x->connection, (unsigned)w->status, response);
    MHD_destroy_response(response);
    line_is(x->s, x->connection, LINE_ANSWERED, 0);
    return ok;
}

static void *work(void *context)
{
    struct http_server *s = context;
    (void)pthread_mutex_lock(&s->lock);
    for (;;) {
        while (!s->first && !s->ends)
            (void)pthread_cond_wait(&s->work, &s->lock);
        struct exchange *x = s->first;
        if (!x) break;
        s->first = x->next;
        if (!s->first) s->last = NULL;
        s->waiting--;
        (void)pthread_mutex_unlock(&s->lock);
        s->o.answer(s->o.context, &x->ask, &x->answer);
        x->answered = true;
        MHD_resume_connection(x->connection);
        (void)pthread_mutex_lock(&s->lock);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* False: too many wait already. */
static bool enqueue(struct http_server *s, struct exchange *x)
{
    (void)pthread_mutex_lock(&s->lock);
    bool room = s->waiting < HTTP_WAITING_MAX && !s->ends;
    if (room) {
        MHD_suspend_connection(x->connection);
        if (s->last) {
            s->last->next = x;
        } else {
            s->first = x;
        }
        s->last = x;
        s->waiting++;
        (void)pthread_cond_signal(&s->work);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return room;
}

/* libmicrohttpd answers only when a body is there. Who still sends one that was refused is answered
 * past it, and what comes is passed over for a while: else the end of the connection would overtake
 * the answer. */
static void answer_now(struct exchange *x, int status, const char *why)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct buf b = buf_new(&x->a);
    struct http_answer *w = &x->answer;
    x->over = true;
    x->refused = status;
    x->s->o.refuse(x->s->o.context, &x->ask, status, why, w);
    buf_addf(&b, "HTTP/1.1 %d Refused\r\nConnection: close\r\nContent-Length: %zu\r\n", status,
             w->body.len);
    if (w->type) buf_addf(&b, "Content-Type: %s\r\n", w->type);
    for (size_t i = 0; i < w->header.count; i++) {
        buf_addf(&b, "%.*s: %.*s\r\n", STR_ARG(w->header.one[i].name),
                 STR_ARG(w->header.one[i].value));
    }
    buf_adds(&b, "\r\n");
    buf_add(&b, w->body);
    if (info) (void)send(info->connect_fd, b.p, b.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (info) (void)shutdown(info->connect_fd, SHUT_WR);
    line_is(x->s, x->connection, LINE_BODY, time_going_ms() + LINGER_MS);
}

static bool has_body(const struct exchange *x)
{
    int64_t length = 0;
    bool said = str_to_i64(http_header(&x->ask, "Content-Length"), &length);
    return (said && length > 0) || http_header(&x->ask, "Transfer-Encoding").p;
}

/* MHD_NO: the connection is closed. */
static enum MHD_Result take_body(struct exchange *x, struct str bytes)
{
    const char *why = "the body is too long";
    if (x->over) return MHD_YES;
    int status = bytes.len > body_most(x) - x->came ? 413 : 0; /* it said no length */
    x->came += bytes.len;
    if (!status && x->taker.take) {
        status = x->taker.take(x->taker.context, bytes, &why);
    } else if (!status) {
        buf_add(&x->body, bytes);
    }
    if (status) {
        answer_now(x, status, why);
        return MHD_YES;
    }
    int64_t more_ms = (int64_t)(x->came / BODY_BYTES_LEAST) * 1000;
    line_is(x->s, x->connection, LINE_BODY, x->began_ms + BODY_MS_MAX + more_ms);
    return MHD_YES;
}

static enum MHD_Result ask(struct exchange *x)
{
    x->asked = true;
    x->ask.body = buf_str(&x->body);
    if (x->taker.take) x->refused = x->taker.end(x->taker.context, &x->why);
    if (x->refused) return send_answer(x);
    line_is(x->s, x->connection, LINE_ANSWERED, 0);
    if (enqueue(x->s, x)) return MHD_YES;
    x->refused = 503;
    x->why = "too many requests are waiting; try again in a few seconds";
    return send_answer(x);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_len, void **place)
{
    (void)version;
    struct http_server *s = context;
    struct exchange *x = *place;
    if (!x) { /* the head is here */
        *place = x = exchange_begin(s, c, url, method);
        if (x->refused && !(x->framed && has_body(x))) return send_answer(x);
        if (x->refused) answer_now(x, x->refused, x->why);
        if (x->refused) return MHD_YES;
        x->began_ms = time_going_ms();
        line_is(s, c, LINE_BODY, x->began_ms + BODY_MS_MAX);
        return MHD_YES;
    }
    if (*data_len) {
        size_t n = *data_len;
        *data_len = 0;
        return take_body(x, (struct str){data, n});
    }
    if (x->over) return MHD_NO;
    if (x->answered) return send_answer(x);
    return x->asked ? MHD_YES : ask(x);
}

/* ---- opening, closing ---- */

static void more_files(void)
{
    struct rlimit r;
    rlim_t want = HTTP_CONNECTIONS_MAX + EXTRA_FILES;
    if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= want) return;
    r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
    (void)setrlimit(RLIMIT_NOFILE, &r);
}

static struct MHD_Daemon *daemon_start(struct http_server *s, const struct sockaddr *to, bool six)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                     (six ? MHD_USE_IPv6 : 0);
    return MHD_start_daemon(
        flags, s->port, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR, to,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)IO_THREADS, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)HTTP_CONNECTIONS_MAX + EXTRA_FILES / 2, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        s, MHD_OPTION_END);
}

static enum status listen_on(struct http_server *s, struct err *e)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(s->o.port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(s->o.port)};
    bool is_four = inet_pton(AF_INET, s->o.address, &four.sin_addr) == 1;
    if (!is_four && inet_pton(AF_INET6, s->o.address, &six.sin6_addr) != 1) {
        return err_set(e, BAD_USAGE, "'%s' is no address; want one as 127.0.0.1 or ::1",
                       s->o.address);
    }
    const void *to = is_four ? (const void *)&four : (const void *)&six;
    errno = 0;
    s->daemon = daemon_start(s, to, !is_four);
    if (!s->daemon) {
        return err_set(e, IO_FAILED, "cannot listen on %s, port %u: %s", s->o.address, s->o.port,
                       errno ? strerror(errno) : "libmicrohttpd did not start");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->port = info ? info->port : s->o.port;
    return OK;
}

static void stop(struct http_server *s)
{
    (void)pthread_mutex_lock(&s->lock);
    s->ends = true;
    (void)pthread_cond_broadcast(&s->work);
    (void)pthread_cond_broadcast(&s->tick);
    (void)pthread_mutex_unlock(&s->lock);
    for (unsigned i = 0; i < s->started; i++)
        (void)pthread_join(s->worker[i], NULL);
    if (s->reaps) (void)pthread_join(s->reaper, NULL);
    if (s->daemon) MHD_stop_daemon(s->daemon);
    (void)pthread_cond_destroy(&s->work);
    (void)pthread_cond_destroy(&s->tick);
    (void)pthread_mutex_destroy(&s->lock);
    struct arena a = s->a;
    arena_free(&a);
}

static enum status start(struct http_server *s, struct err *e)
{
    more_files();
    enum status status = listen_on(s, e);
    if (status) return status;
    for (unsigned i = 0; i < s->o.threads; i++) {
        if (pthread_create(&s->worker[i], NULL, work, s) != 0) break;
        s->started++;
    }
    s->reaps = pthread_create(&s->reaper, NULL, reap, s) == 0;
    if (s->started && s->reaps) return OK;
    return err_set(e, IO_FAILED, "the system gives no threads to answer with");
}

static enum status open_server(const struct http_options *o, struct http_server **ret,
                               struct err *e)
{
    struct arena a = {0};
    struct http_server *s = arena_new(&a, struct http_server, 1);
    s->worker = arena_new(&a, pthread_t, o->threads);
    s->a = a;
    s->o = *o;
    s->port = o->port;
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_cond_init(&s->work, NULL);
    steady_init(&s->tick);
    enum status status = start(s, e);
    if (status) {
        stop(s);
        return status;
    }
    *ret = s;
    return OK;
}

static uint16_t port_of(const struct http_server *s)
{
    return s->port;
}

__attribute__((visibility("default"))) const struct http kith_http = {
    .module = {.version = HTTP_VERSION, .kith = KITH_VERSION},
    .open = open_server,
    .port = port_of,
    .close = stop,
};

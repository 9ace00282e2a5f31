/* net_curl.c - listen: what does this address on the web answer? By libcurl. */
#include "listen/net.h"

#include "base/limits.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HEADER_VALUE_BYTES_MAX = 4096,
    IDLE_BYTES_MAX = 65536, /* of a body that nobody wants */
    CONNECT_MS_MAX = 10000,
    SLOW_SECONDS = 15, /* … with fewer than this many bytes a second: given up */
    SLOW_BYTES = 64
};

struct fetching {
    CURL *easy;
    struct curl_slist *headers;
    struct net_call *call;
    const struct net_options *o;
    size_t head_bytes;
    bool refused;               /* an address was not public … */
    struct net_address address; /* … this one */
    bool connected;             /* … but another was */
    enum broken { NOT_BROKEN, BROKEN_ENOUGH, BROKEN_BIG, BROKEN_HEAD, BROKEN_SPOOL } broken;
    int spool_errno;
    char said[CURL_ERROR_SIZE];
    struct fetching *next, **before; /* those that run */
};

struct net_session {
    CURLM *multi;
    struct net_options o;
    struct fetching *running;
};

/* ---- what libcurl calls ---- */

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct fetching *f = context;
    struct net_address address;
    (void)purpose;
    if (!net_address_of(&to->addr, &address)) return CURL_SOCKET_BAD;
    if (!net_address_may(&address, f->o->allow, f->o->allow_count) &&
        !net_address_may(&address, f->call->allow, f->call->allow_count)) {
        f->refused = true;
        f->address = address;
        return CURL_SOCKET_BAD;
    }
    f->connected = true;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static struct str *field_of(struct net_call *call, struct str name)
{
    if (str_is_nocase(name, "location")) return &call->location;
    if (str_is_nocase(name, "etag")) return &call->etag_now;
    if (str_is_nocase(name, "last-modified")) return &call->last_modified_now;
    if (str_is_nocase(name, "retry-after")) return &call->retry_after;
    if (str_is_nocase(name, "cache-control")) return &call->cache_control;
    return NULL;
}

static size_t take_header(const char *bytes, size_t size, size_t n, void *context)
{
    struct fetching *f = context;
    struct net_call *call = f->call;
    struct str line = {bytes, size * n};
    f->head_bytes += line.len;
    if (f->head_bytes > FETCH_HEAD_BYTES_MAX) {
        f->broken = BROKEN_HEAD;
        return 0;
    }
    if (str_starts(line, "HTTP/")) { /* of an answer that only announced this one */
        call->location = call->etag_now = call->last_modified_now = STR("");
        call->retry_after = call->cache_control = STR("");
        return line.len;
    }
    size_t colon = str_find(line, ':');
    struct str *field = colon < line.len ? field_of(call, str_trim(str_head(line, colon))) : NULL;
    if (!field || field->len) return line.len;
    struct str value = str_trim(str_skip(line, colon + 1));
    if (value.len <= HEADER_VALUE_BYTES_MAX) *field = str_copy(call->a, value);
    return line.len;
}

static bool spool_add(struct fetching *f, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(f->call->spool, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            f->spool_errno = errno;
            f->broken = BROKEN_SPOOL;
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool is_wanted(struct fetching *f)
{
    long status = 0;
    (void)curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
    return !f->call->post.p && (status == 200 || status == 203);
}

/* Called with bytes as they come out of decompression. */
static size_t take_body(const char *bytes, size_t size, size_t n, void *context)
{
    struct fetching *f = context;
    struct net_call *call = f->call;
    size_t len = size * n;
    bool wanted = is_wanted(f);
    uint64_t most = wanted || call->post.p ? call->bytes_max : IDLE_BYTES_MAX;
    uint64_t room = most - call->bytes;
    size_t take = len < room ? len : (size_t)room;
    if (take < len) f->broken = wanted && !call->cut ? BROKEN_BIG : BROKEN_ENOUGH;
    call->bytes += take;
    if (wanted && f->broken != BROKEN_BIG && !spool_add(f, bytes, take)) return 0;
    return take < len ? 0 : len;
}

/* ---- one request ---- */

static void add_header(struct fetching *f, const char *name, struct str value)
{
    if (!value.len) return;
    struct str line = str_printf(f->call->a, "%s: %.*s", name, STR_ARG(value));
    struct curl_slist *longer = curl_slist_append(f->headers, line.p);
    if (longer) f->headers = longer;
}

static bool set_limits(struct fetching *f)
{
    CURL *c = f->easy;
    long most_ms = (long)f->o->seconds_max * 1000;
    long connect_ms = most_ms < CONNECT_MS_MAX ? most_ms : CONNECT_MS_MAX;
    int bad = 0;
    bad |= (int)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    bad |= (int)curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    bad |= (int)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    bad |= (int)curl_easy_setopt(c, CURLOPT_PROXY, "");
    bad |= (int)curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    bad |= (int)curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    bad |= (int)curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    bad |= (int)curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    bad |= (int)curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
    bad |= (int)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, most_ms);
    bad |= (int)curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    bad |= (int)curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    bad |= (int)curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    bad |= (int)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    return bad == 0;
}

static int set_get(struct fetching *f)
{
    add_header(f, "Accept",
               STR("application/atom+xml, application/rss+xml, application/rdf+xml, "
                   "application/feed+json, application/xml;q=0.9, */*;q=0.5"));
    add_header(f, "If-None-Match", f->call->etag);
    add_header(f, "If-Modified-Since", f->call->last_modified);
    return 0;
}

/* On a connection of its own: another call's was judged by what that one may ask. */
static int set_post(struct fetching *f)
{
    CURL *c = f->easy;
    const struct net_call *call = f->call;
    int bad = 0;
    for (size_t i = 0; i < call->header_count; i++)
        add_header(f, call->header[i].name, call->header[i].value);
    bad |= (int)curl_easy_setopt(c, CURLOPT_POST, 1L);
    bad |= (int)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->post.len);
    bad |= (int)curl_easy_setopt(c, CURLOPT_POSTFIELDS, call->post.p);
    bad |= (int)curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
    bad |= (int)curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
    return bad;
}

static bool set_request(struct fetching *f)
{
    CURL *c = f->easy;
    int bad = f->call->post.p ? set_post(f) : set_get(f);
    bad |= (int)curl_easy_setopt(c, CURLOPT_URL, f->call->url);
    bad |= (int)curl_easy_setopt(c, CURLOPT_PRIVATE, f);
    bad |= (int)curl_easy_setopt(c, CURLOPT_ERRORBUFFER, f->said);
    bad |= (int)curl_easy_setopt(c, CURLOPT_USERAGENT, f->o->agent);
    bad |= (int)curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, ""); /* all that libcurl unpacks */
    bad |= (int)curl_easy_setopt(c, CURLOPT_HTTPHEADER, f->headers);
    bad |= (int)curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    bad |= (int)curl_easy_setopt(c, CURLOPT_HEADERDATA, f);
    bad |= (int)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    bad |= (int)curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
    return bad == 0;
}

static void take_out(struct net_session *s, struct fetching *f)
{
    *f->before = f->next;
    if (f->next) f->next->before = f->before;
    (void)curl_multi_remove_handle(s->multi, f->easy);
    curl_easy_cleanup(f->easy);
    curl_slist_free_all(f->headers);
}

static enum status curl_start(struct net_session *s, struct net_call *call, struct err *e)
{
    struct fetching *f = arena_new(call->a, struct fetching, 1);
    f->call = call;
    f->o = &s->o;
    f->easy = curl_easy_init();
    call->bytes = 0;
    call->status = 0;
    call->sentence = STR("");
    call->location = call->etag_now = call->last_modified_now = STR("");
    call->retry_after = call->cache_control = STR("");
    if (!f->easy) return err_set(e, IO_FAILED, "libcurl does not start; free some memory");
    f->next = s->running;
    f->before = &s->running;
    if (f->next) f->next->before = &f->next;
    s->running = f;
    bool good = set_limits(f) && set_request(f);
    if (good && curl_multi_add_handle(s->multi, f->easy) == CURLM_OK) return OK;
    take_out(s, f);
    return err_set(e, IO_FAILED, "this libcurl (%s) cannot do what kith needs; want 7.85 or later",
                   curl_version_info(CURLVERSION_NOW)->version);
}

/* ---- how it ended ---- */

static enum net_end say(struct net_call *call, enum net_end end, struct str sentence)
{
    call->sentence = sentence;
    return end;
}

static enum net_end end_of_broken(struct fetching *f)
{
    struct net_call *call = f->call;
    if (f->broken == BROKEN_ENOUGH) return NET_ANSWERED;
    if (f->broken == BROKEN_HEAD) {
        return say(
            call, NET_TOO_BIG,
            str_printf(call->a, "sends more than %d bytes of headers", FETCH_HEAD_BYTES_MAX));
    }
    if (f->broken == BROKEN_BIG) {
        return say(
            call, NET_TOO_BIG,
            str_printf(call->a, "sends more than %llu bytes", (unsigned long long)call->bytes_max));
    }
    return say(call, NET_NOT_KEPT,
               str_printf(call->a, "what it sends cannot be kept: %s", strerror(f->spool_errno)));
}

static enum net_end end_of_failed(struct fetching *f, CURLcode code)
{
    struct net_call *call = f->call;
    struct str said = str_of(*f->said ? f->said : curl_easy_strerror(code));
    if (f->refused && !f->connected) {
        struct str address = net_address_text(call->a, &f->address);
        return say(call, NET_PRIVATE,
                   str_printf(call->a, "its address %.*s is %s; --allow-private lets it be asked",
                              STR_ARG(address), net_address_private(&f->address)));
    }
    if (code == CURLE_COULDNT_RESOLVE_HOST) {
        return say(call, NET_UNREACHABLE,
                   STR("no such host; is its name spelled right, and is there a network?"));
    }
    curl_off_t connected_us = 0;
    (void)curl_easy_getinfo(f->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
    if (code == CURLE_OPERATION_TIMEDOUT && connected_us > 0) {
        return say(call, NET_TOO_SLOW,
                   str_printf(call->a,
                              "was given up after %llu bytes: too slow (limits: %d s, %d "
                              "bytes a second)",
                              (unsigned long long)call->bytes, f->o->seconds_max, SLOW_BYTES));
    }
    if (code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT) {
        return say(call, NET_UNREACHABLE, STR("nobody answers there"));
    }
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
        said = str_head(said, str_find_nocase(said, ". CAfile:")); /* says where nothing stands */
        return say(
            call, NET_UNREACHABLE,
            str_printf(call->a, "its certificate is not to be trusted: %.*s", STR_ARG(said)));
    }
    return say(call, NET_UNREACHABLE,
               str_printf(call->a, "no answer that can be read: %.*s", STR_ARG(said)));
}

static struct net_call *finish(struct net_session *s, CURL *easy, CURLcode code)
{
    struct fetching *f = NULL;
    (void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&f);
    struct net_call *call = f->call;
    long status = 0;
    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    call->status = (int)status;
    if (f->broken) {
        call->end = end_of_broken(f);
    } else if (code == CURLE_OK) {
        call->end = NET_ANSWERED;
    } else {
        call->end = end_of_failed(f, code);
    }
    call->sentence = utf8_mend(call->a, call->sentence);
    take_out(s, f);
    return call;
}

/* ---- the session ---- */

static enum status curl_open(const struct net_options *o, struct arena *a, struct net_session **ret,
                             struct err *e)
{
    struct net_session *s = arena_new(a, struct net_session, 1);
    s->o = *o;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) s->multi = curl_multi_init();
    if (!s->multi) return err_set(e, IO_FAILED, "libcurl does not start; free some memory");
    (void)curl_multi_setopt(s->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)FETCHES_PER_HOST_MAX);
    (void)curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, (long)FETCHES_AT_ONCE_MAX);
    *ret = s;
    return OK;
}

static struct net_call *next_ended(struct net_session *s)
{
    int left = 0;
    const CURLMsg *message = NULL;
    while ((message = curl_multi_info_read(s->multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            return finish(s, message->easy_handle, message->data.result);
        }
    }
    return NULL;
}

static enum status curl_wait(struct net_session *s, int wait_ms, struct net_call **ret,
                             struct err *e)
{
    int running = 0;
    *ret = next_ended(s);
    if (*ret) return OK;
    if (!s->running) return DONE;
    CURLMcode code = curl_multi_perform(s->multi, &running);
    *ret = next_ended(s);
    if (*ret) return OK;
    if (code == CURLM_OK) code = curl_multi_poll(s->multi, NULL, 0, wait_ms, NULL);
    if (code == CURLM_OK) code = curl_multi_perform(s->multi, &running);
    *ret = next_ended(s);
    if (code == CURLM_OK) return OK;
    return err_set(e, IO_FAILED, "libcurl gives up: %s", curl_multi_strerror(code));
}

static void curl_close(struct net_session *s)
{
    for (struct fetching *f = s->running; f; f = f->next) /* do not wait for resolvers */
        (void)curl_easy_setopt(f->easy, CURLOPT_QUICK_EXIT, 1L);
    while (s->running)
        take_out(s, s->running);
    (void)curl_multi_cleanup(s->multi);
    curl_global_cleanup();
}

__attribute__((visibility("default"))) const struct net kith_net = {
    .module = {.version = NET_VERSION, .kith = KITH_VERSION},
    .open = curl_open,
    .start = curl_start,
    .wait = curl_wait,
    .close = curl_close,
};

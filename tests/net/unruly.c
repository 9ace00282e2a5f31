/* unruly.c - tests: a web server that does what no decent one does, and counts who came
 *
 * unruly PORTS COUNTS   listens on loopback until SIGTERM (or ten minutes)
 *
 * PORTS gets "open forbidden free" in one line once it listens: its port on 127.0.0.1, the one port
 * of 127.0.0.2 and ::1 where nobody should come, and one that was free a moment ago, for nginx.
 * COUNTS gets "requests forbidden secrets" at the end: secrets are requests with a cookie or a
 * password.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { GUESTS_MAX = 256, REQUEST_MAX = 8192, CHUNK = 65536, BOMB_BYTES = 320 << 20, DRIP_MS = 200 };

enum manner { LISTENS, SAYS, ENDLESS, DRIPS, HEADERS, BOMB, SILENT };

struct guest {
    int fd;
    enum manner manner;
    char request[REQUEST_MAX];
    size_t len;
    char reply[1024];
    size_t said; /* of reply, or of the bomb */
    int64_t next_ms;
};

static struct guest guests[GUESTS_MAX];
static size_t guest_count;
static unsigned long requests, forbidden, secrets;
static int forbidden_port;
static unsigned char *bomb;
static size_t bomb_bytes;
static volatile sig_atomic_t over;

static void on_signal(int number)
{
    (void)number;
    over = 1;
}

static int64_t now_ms(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- sockets ---- */

static int listen_v4(const char *address, int port, int *ret_port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t len = sizeof at;
    int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || inet_pton(AF_INET, address, &at.sin_addr) != 1) die("socket");
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (struct sockaddr *)&at, len) != 0 || listen(fd, 256) != 0) die(address);
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0) die(address);
    *ret_port = ntohs(at.sin_port);
    return fd;
}

/* -1 where there is no IPv6. */
static int listen_v6(int port)
{
    struct sockaddr_in6 at = {.sin6_family = AF_INET6,
                              .sin6_port = htons((uint16_t)port),
                              .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 256) == 0) return fd;
    (void)close(fd);
    return -1;
}

/* More zeros than may be fetched, under gzip: a two-hundredth of them. */
static void make_bomb(void)
{
    static unsigned char zeros[CHUNK];
    z_stream z = {0};
    size_t room = BOMB_BYTES / 64;
    bomb = malloc(room);
    if (!bomb || deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        die("zlib");
    z.next_out = bomb;
    z.avail_out = (unsigned)room;
    for (size_t done = 0; done < BOMB_BYTES; done += CHUNK) {
        z.next_in = zeros;
        z.avail_in = CHUNK;
        if (deflate(&z, done + CHUNK == BOMB_BYTES ? Z_FINISH : Z_NO_FLUSH) < 0) die("deflate");
    }
    bomb_bytes = room - z.avail_out;
    (void)deflateEnd(&z);
}

/* ---- manners ---- */

static void say(struct guest *g, const char *status, const char *headers, const char *body)
{
    g->manner = SAYS;
    (void)snprintf(g->reply, sizeof g->reply,
                   "HTTP/1.1 %s\r\nSet-Cookie: seen=1; Path=/\r\nConnection: close\r\n%s\r\n%s",
                   status, headers, body);
}

static void lead_to(struct guest *g, const char *where)
{
    char header[256];
    (void)snprintf(header, sizeof header, "Location: %s\r\nContent-Length: 0\r\n", where);
    say(g, "302 Found", header, "");
}

static void lead_to_forbidden(struct guest *g, const char *host)
{
    char where[128];
    (void)snprintf(where, sizeof where, "http://%s:%d/feed", host, forbidden_port);
    lead_to(g, where);
}

/* Endless answers begin like a feed. */
static void begin_stream(struct guest *g, enum manner manner, const char *headers)
{
    say(g, "200 OK", headers, manner == BOMB || manner == HEADERS ? "" : "<rss><channel>");
    if (manner == HEADERS) g->reply[strlen(g->reply) - 2] = '\0'; /* they do not end */
    g->manner = manner;
}

static void answer(struct guest *g, const char *path)
{
    static const char feed_type[] = "Content-Type: application/rss+xml\r\n";
    const char *kind = path + 1;
    size_t n = strcspn(kind, "/? ");
    char word[32];
    (void)snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), kind);
    g->manner = SILENT;
    if (!strcmp(word, "endless")) {
        begin_stream(g, ENDLESS, feed_type);
    } else if (!strcmp(word, "drip")) {
        begin_stream(g, DRIPS, feed_type);
    } else if (!strcmp(word, "headers")) {
        begin_stream(g, HEADERS, feed_type);
    } else if (!strcmp(word, "bomb")) {
        if (!bomb) make_bomb();
        begin_stream(g, BOMB, "Content-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n");
    } else if (!strcmp(word, "self")) {
        lead_to(g, path);
    } else if (!strcmp(word, "circle")) {
        lead_to(g, strstr(path, "?b") ? "?a" : "?b");
    } else if (!strcmp(word, "file")) {
        lead_to(g, "file:///etc/passwd");
    } else if (!strcmp(word, "private")) {
        lead_to_forbidden(g, "127.0.0.2");
    } else if (!strcmp(word, "decimal")) {
        lead_to_forbidden(g, "2130706434");
    } else if (!strcmp(word, "mapped")) {
        lead_to_forbidden(g, "[::ffff:127.0.0.2]");
    } else if (!strcmp(word, "six")) {
        lead_to_forbidden(g, "[::1]");
    } else if (!strcmp(word, "cut")) {
        say(g, "200 OK", "Content-Type: application/rss+xml\r\nContent-Length: 5000\r\n",
            "<rss><channel><title>cut");
    } else if (!strcmp(word, "garbage")) {
        g->manner = SAYS;
        (void)snprintf(g->reply, sizeof g->reply, "220 mail.example ESMTP\r\n");
    } else if (strcmp(word, "silent")) {
        say(g, "404 Not Found", "Content-Length: 0\r\n", "");
    }
}

static void hear(struct guest *g)
{
    ssize_t n = read(g->fd, g->request + g->len, sizeof g->request - 1 - g->len);
    if (n <= 0) {
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        (void)close(g->fd);
        g->fd = -1;
        return;
    }
    if (g->manner != LISTENS) return; /* what comes behind the request is nothing to us */
    g->len += (size_t)n;
    g->request[g->len] = '\0';
    if (!strstr(g->request, "\r\n\r\n")) return;
    requests++;
    secrets +=
        strcasestr(g->request, "\r\ncookie:") || strcasestr(g->request, "\r\nauthorization:");
    char *path = strchr(g->request, ' ');
    char *end = path ? strchr(path + 1, ' ') : NULL;
    if (end) *end = '\0';
    answer(g, path ? path + 1 : "/");
}

/* False: done, or nobody reads it any more. */
static bool send_some(struct guest *g, const void *bytes, size_t len)
{
    ssize_t n = send(g->fd, bytes, len, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    g->said += (size_t)n;
    return true;
}

static bool talk(struct guest *g)
{
    static char filler[CHUNK];
    static const char header[] = "X-More: and more and more and more and more and more\r\n";
    size_t len = strlen(g->reply);
    if (!filler[0]) memset(filler, ' ', sizeof filler);
    if (g->said < len) return send_some(g, g->reply + g->said, len - g->said);
    switch (g->manner) {
    case ENDLESS:
        return send_some(g, filler, sizeof filler);
    case HEADERS:
        return send_some(g, header, sizeof header - 1);
    case BOMB:
        if (g->said - len >= bomb_bytes) return false;
        return send_some(g, bomb + (g->said - len), bomb_bytes - (g->said - len));
    case DRIPS:
        g->next_ms = now_ms() + DRIP_MS;
        return send_some(g, " ", 1);
    default:
        return false;
    }
}

/* ---- the house ---- */

static void welcome(int listener, bool is_forbidden)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        forbidden += is_forbidden;
        if (guest_count == GUESTS_MAX || is_forbidden) {
            (void)close(fd);
            continue;
        }
        guests[guest_count] = (struct guest){.fd = fd};
        guest_count++;
    }
}

static bool wants_to_talk(const struct guest *g)
{
    if (g->manner == LISTENS || g->manner == SILENT) return false;
    return g->manner != DRIPS || g->said < strlen(g->reply) || now_ms() >= g->next_ms;
}

static void serve(const int listener[3])
{
    struct pollfd on[GUESTS_MAX + 3];
    for (size_t i = 0; i < 3; i++)
        on[i] = (struct pollfd){.fd = listener[i], .events = POLLIN};
    for (size_t i = 0; i < guest_count; i++) {
        short events = POLLIN;
        if (wants_to_talk(&guests[i])) events |= POLLOUT;
        on[i + 3] = (struct pollfd){.fd = guests[i].fd, .events = events};
    }
    if (poll(on, (nfds_t)guest_count + 3, DRIP_MS / 4) < 0 && errno != EINTR) die("poll");
    for (size_t i = 0; i < guest_count; i++) {
        struct guest *g = &guests[i];
        if (on[i + 3].revents & (POLLIN | POLLHUP | POLLERR)) hear(g);
        if (g->fd >= 0 && (on[i + 3].revents & POLLOUT) && !talk(g)) {
            (void)close(g->fd);
            g->fd = -1;
        }
    }
    size_t left = 0;
    for (size_t i = 0; i < guest_count; i++) {
        if (guests[i].fd >= 0) guests[left++] = guests[i];
    }
    guest_count = left;
    for (size_t i = 0; i < 3; i++) {
        if (listener[i] >= 0) welcome(listener[i], i > 0);
    }
}

static void tell(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0) die(path);
}

int main(int argc, char **argv)
{
    int listener[3];
    int port = 0;
    int spare = 0;
    char text[128];
    if (argc != 3) return 2;
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGALRM, &action, NULL);
    (void)alarm(600);
    listener[0] = listen_v4("127.0.0.1", 0, &port);
    listener[1] = listen_v4("127.0.0.2", 0, &forbidden_port);
    listener[2] = listen_v6(forbidden_port);
    (void)close(listen_v4("127.0.0.1", 0, &spare));
    (void)snprintf(text, sizeof text, "%d %d %d\n", port, forbidden_port, spare);
    char name[512];
    (void)snprintf(name, sizeof name, "%s.new", argv[1]);
    tell(name, text);
    if (rename(name, argv[1]) != 0) die(argv[1]);
    while (!over)
        serve(listener);
    (void)snprintf(text, sizeof text, "%lu %lu %lu\n", requests, forbidden, secrets);
    tell(argv[2], text);
    free(bomb);
    return 0;
}

/* metrics.c - serve: how much is asked, how quickly is it answered, and what does that take? */
#include "serve/metrics.h"

#include "base/file.h"
#include "base/time.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int statuses[] = {
    200, 202, 303, 304, 400, 401, 403, 404, 405, 409, 410, 412,
    413, 414, 415, 421, 422, 429, 431, 500, 501, 503, 0}; /* 0: another */
enum { STATUSES = sizeof statuses / sizeof *statuses };

static const int64_t bounds_ms[] = {1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000};
enum { BOUNDS = sizeof bounds_ms / sizeof *bounds_ms };

/* Those no route stands for. */
static const char *const others[] = {"/healthz", "/readyz", "/metrics", "/openapi.json", "/login",
                                     "/logout",  "/first",  "other",    "refused"};
enum { OTHERS = sizeof others / sizeof *others, OTHER = OTHERS - 2, REFUSED = OTHERS - 1 };

struct counted {
    uint64_t by_status[STATUSES];
};

struct metrics {
    pthread_mutex_t lock;
    size_t routes;
    struct counted *counted; /* [routes + OTHERS] */
    uint64_t bucket[BOUNDS + 1];
    uint64_t count, sum_ms;
    int64_t began_s;
};

struct metrics *metrics_new(struct arena *a)
{
    struct metrics *m = arena_new(a, struct metrics, 1);
    while (routes[m->routes].pattern)
        m->routes++;
    m->counted = arena_new(a, struct counted, m->routes + OTHERS);
    m->began_s = time_now();
    (void)pthread_mutex_init(&m->lock, NULL);
    return m;
}

static size_t place_of(const struct metrics *m, const struct route *route,
                       const struct http_ask *ask)
{
    if (route) return (size_t)(route - routes);
    size_t i = ask ? 0 : REFUSED;
    while (ask && i < OTHER && !str_is(ask->path, others[i]))
        i++;
    return m->routes + i;
}

void metrics_seen(struct metrics *m, const struct route *route, const struct http_ask *ask,
                  int status, int64_t took_ms)
{
    size_t place = place_of(m, route, ask);
    size_t s = 0;
    size_t bound = 0;
    while (s < STATUSES - 1 && statuses[s] != status)
        s++;
    while (bound < BOUNDS && took_ms > bounds_ms[bound])
        bound++;
    (void)pthread_mutex_lock(&m->lock);
    m->counted[place].by_status[s]++;
    m->bucket[bound]++;
    m->count++;
    m->sum_ms += (uint64_t)(took_ms > 0 ? took_ms : 0);
    (void)pthread_mutex_unlock(&m->lock);
}

/* ---- what the system says ---- */

static uint64_t file_bytes(const char *path, const char *end)
{
    struct arena a = {0};
    struct stat st;
    bool there = stat(str_printf(&a, "%s%s", path, end).p, &st) == 0;
    arena_free(&a);
    return there ? (uint64_t)st.st_size : 0;
}

static uint64_t resident_bytes(void)
{
    char line[128] = "";
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f) return 0;
    bool read = fgets(line, sizeof line, f) != NULL;
    (void)fclose(f);
    const char *second = read ? strchr(line, ' ') : NULL;
    uint64_t pages = second ? strtoull(second, NULL, 10) : 0;
    long page = sysconf(_SC_PAGESIZE);
    return page > 0 ? pages * (uint64_t)page : 0;
}

static uint64_t open_files(void)
{
    uint64_t n = 0;
    DIR *d = opendir("/proc/self/fd");
    if (!d) return 0;
    while (readdir(d))
        n++;
    (void)closedir(d);
    return n > 3 ? n - 3 : 0; /* . and .. and the one just opened */
}

/* ---- the text ---- */

static void head(struct buf *b, const char *name, const char *kind, const char *help)
{
    buf_addf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void gauge(struct buf *b, const char *name, uint64_t value, const char *help)
{
    head(b, name, "gauge", help);
    buf_addf(b, "%s %llu\n", name, (unsigned long long)value);
}

static void put_requests(struct metrics *m, struct buf *b)
{
    head(b, "kith_requests_total", "counter", "Requests answered, by pattern and status.");
    for (size_t i = 0; i < m->routes + OTHERS; i++) {
        bool known = i < m->routes;
        const char *pattern = known ? routes[i].pattern : others[i - m->routes];
        const char *method = known && routes[i].method == HTTP_POST ? "POST" : known ? "GET" : "";
        for (size_t s = 0; s < STATUSES; s++) {
            if (!m->counted[i].by_status[s]) continue;
            buf_addf(b, "kith_requests_total{route=\"%s\",method=\"%s\",status=\"%d\"} %llu\n",
                     pattern, method, statuses[s], (unsigned long long)m->counted[i].by_status[s]);
        }
    }
}

static void put_times(struct metrics *m, struct buf *b)
{
    uint64_t sum = 0;
    head(b, "kith_request_seconds", "histogram", "Time from a whole request to its answer.");
    for (size_t i = 0; i < BOUNDS; i++) {
        sum += m->bucket[i];
        buf_addf(b, "kith_request_seconds_bucket{le=\"%g\"} %llu\n", (double)bounds_ms[i] / 1000,
                 (unsigned long long)sum);
    }
    buf_addf(b,
             "kith_request_seconds_bucket{le=\"+Inf\"} %llu\nkith_request_seconds_sum %.3f\n"
             "kith_request_seconds_count %llu\n",
             (unsigned long long)m->count, (double)m->sum_ms / 1000, (unsigned long long)m->count);
}

void metrics_write(struct metrics *m, const struct metrics_now *now, struct buf *b)
{
    (void)pthread_mutex_lock(&m->lock);
    put_requests(m, b);
    put_times(m, b);
    (void)pthread_mutex_unlock(&m->lock);
    gauge(b, "kith_answers_kept", now->answers, "Answers kept until the store changes.");
    gauge(b, "kith_answers_kept_bytes", now->answer_bytes, "What they take.");
    gauge(b, "kith_sessions", now->sessions, "Sessions that are begun and not ended.");
    gauge(b, "kith_users", now->users, "Users, disabled ones, too.");
    gauge(b, "kith_jobs_going", now->jobs, "Jobs that wait or run.");
    gauge(b, "kith_store_bytes", file_bytes(now->db, ""), "Size of the store.");
    gauge(b, "kith_store_log_bytes", file_bytes(now->db, "-wal"), "Size of its log of changes.");
    gauge(b, "process_resident_memory_bytes", resident_bytes(), "Memory in use.");
    gauge(b, "process_open_fds", open_files(), "Open files and connections.");
    gauge(b, "process_start_time_seconds", (uint64_t)m->began_s, "When this server began.");
    head(b, "kith_build_info", "gauge", "1, of this version.");
    buf_addf(b, "kith_build_info{version=\"%s\"} 1\n", KITH_VERSION);
}

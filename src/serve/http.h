/*
 * http.h - serve: what was asked over HTTP, and is it safe to answer?
 *
 * libmicrohttpd brings TLS and its libraries along, so what calls it is a module of its own,
 * kith-http.so (base/module.h), loaded by `kith serve` alone. Whatever is answered is decided by
 * the one function it is given; this room knows framing, limits and time.
 *
 *   http_mhd.c   what the module gives; it shows this one symbol, kith_http
 *   http_guard.c what of a request's head is refused before anybody looks at it
 *   http_load.c  http_find of the program
 *
 * The guard: one Host, and one of those expected (else a page elsewhere could be given our address:
 * 421); Content-Length or Transfer-Encoding, one of them, once; only methods known here; no %00, no
 * control characters. A head that is not whole HEAD_SECONDS after the connection was free for it,
 * and a body that comes slower than BODY_BYTES_LEAST a second, close the connection, however often
 * a byte drips. Requests wait in a queue for a thread; the threads that read and write never wait
 * for an answer.
 *
 * Source of the traps: RFC 9112 sections 3.2, 6.1, 6.3, 11.2
 * Check  tests/serve/run.mjs (requests sent as bytes)
 */
#ifndef KITH_SERVE_HTTP_H
#define KITH_SERVE_HTTP_H

#include "base/module.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Raise it with every change of what stands here. */
enum { HTTP_VERSION = 2 };

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_METHOD_OTHER };

struct http_pair { /* valid UTF-8 */
    struct str name, value;
};

struct http_pairs {
    struct http_pair *one; /* [count] in the order given */
    size_t count;
};

struct http_ask {
    struct arena *a; /* until the answer is sent */
    enum http_method method;
    struct str path;          /* escaped as it was sent; starts with a slash */
    struct http_pairs query;  /* of the address, unescaped */
    struct http_pairs header; /* names as sent */
    struct http_pairs cookie;
    struct str peer; /* address, without the port */
    struct str body; /* at most body_bytes_max; of a form and of JSON alike */
    void *taken;     /* context of the taker that has the body instead; NULL: none */
};

/* Takes a body as it comes, on a thread that reads: it must not wait for anything but a file. */
struct http_taker {
    void *context;
    size_t bytes_max;
    /* 0, or a status of HTTP and why: it is answered at once, whatever is still to come. */
    int (*take)(void *context, struct str bytes, const char **ret_why);
    int (*end)(void *context, const char **ret_why); /* nothing more comes: is it whole? */
    void (*gone)(void *context); /* the request is over, however it ended; always the last call */
};

struct http_answer {
    int status;
    const char *type; /* Content-Type */
    struct str body;  /* lives in the ask's arena, or for ever */
    struct http_pairs header;
};

struct http_options {
    const char *address;      /* numbers: "127.0.0.1", "::1" */
    uint16_t port;            /* 0: any that is free */
    unsigned threads;         /* that answer */
    const char *const *hosts; /* NULL-ended names and addresses a Host may have beside those of
                                 loopback; with or without :port */
    size_t body_bytes_max;
    void *context;
    void (*answer)(void *context, const struct http_ask *ask, struct http_answer *ret);
    /* Is this, of which the head alone is here, one whose body is taken as it comes? 0 without
     * ret->take: it is not. A status of HTTP and why: refused. NULL: none is. */
    int (*taker)(void *context, const struct http_ask *ask, struct http_taker *ret,
                 const char **ret_why);
    /* Of requests refused before they were asked: the sentence goes into a body. */
    void (*refuse)(void *context, const struct http_ask *ask, int status, const char *sentence,
                   struct http_answer *ret);
};

struct http_server;

struct http {
    struct module_table module; /* stays first */
    /* Listens, answers on threads of its own. IO_FAILED: the port is taken, or may not be had. */
    enum status (*open)(const struct http_options *o, struct http_server **ret, struct err *e);
    uint16_t (*port)(const struct http_server *s);
    void (*close)(struct http_server *s); /* what was begun is answered */
};

extern const struct http kith_http;

/* IO_FAILED as foreign_find. */
MUST_CHECK enum status http_find(const struct http **ret, struct err *e);

/* STR_NONE: not there. Names of headers are compared without case. */
struct str http_header(const struct http_ask *ask, const char *name);
struct str http_query(const struct http_ask *ask, const char *name);
struct str http_cookie(const struct http_ask *ask, const char *name);
struct str http_pair_of(const struct http_pairs *all, const char *name);
/* %XX as the byte it means; not UTF-8 and NUL are mended. */
struct str http_unescape(struct arena *a, struct str s);
void http_pair_add(struct arena *a, struct http_pairs *all, struct str name, struct str value);

/* From a page of ours, or from a program: a browser always says where a request comes from. */
bool http_from_here(const struct http_ask *ask);

/* ---- http_guard.c ---- */
/* What is wrong with the head: a status of HTTP and *ret_why; 0: nothing. port: ours. */
int http_guard(const struct http_ask *ask, const char *const *hosts, uint16_t port,
               const char **ret_why);

#endif

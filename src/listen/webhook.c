/* webhook.c - listen: who is told of what happens here, and how do they know that it was us? */
#include "listen/webhook.h"

#include "base/limits.h"
#include "base/rng.h"
#include "base/time.h"
#include "store/query.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_BYTES = 32, SECRET_BYTES_MAX = 64, RNG_RETRY = 0x72657472 };

static const char prefix[] = "whsec_";

/* ---- hooks ---- */

enum status hooks_load(struct store *st, struct arena *a, struct hooks *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct hooks){0};
    enum status s = query_open(st, SQL_webhook_all, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        ret->one = arena_more(a, ret->one, ret->count, sizeof *ret->one);
        ret->one[ret->count++] = (struct hook){.id = query_i64(q, 0),
                                               .url = str_copy(a, query_str(q, 1)),
                                               .events = str_copy(a, query_str(q, 2)),
                                               .allow = str_copy(a, query_str(q, 3)),
                                               .secret = str_copy(a, query_str(q, 4)),
                                               .made_s = query_i64(q, 5),
                                               .last_s = query_time(q, 6),
                                               .delivered = query_i64(q, 7),
                                               .missed = query_i64(q, 8),
                                               .waiting = query_i64(q, 9),
                                               .dead = query_i64(q, 10)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status hook_named(const struct hooks *all, struct str word, const struct hook **ret,
                       struct err *e)
{
    int64_t id = 0;
    struct str number = str_starts_nocase(word, "w") ? str_skip(word, 1) : word;
    bool read = str_to_i64(number, &id);
    for (size_t i = 0; read && i < all->count; i++) {
        *ret = &all->one[i];
        if (all->one[i].id == id) return OK;
    }
    return err_set(e, NOT_FOUND, "'%.*s' is no webhook here; 'kith webhook list' names them",
                   STR_ARG(utf8_head(word, 60)));
}

static struct str secret_made(struct arena *a)
{
    unsigned char bytes[SECRET_BYTES];
    char text[sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL);
    struct str secret = str_printf(a, "%s%s", prefix, text);
    sodium_memzero(bytes, sizeof bytes);
    sodium_memzero(text, sizeof text);
    return secret;
}

enum status hook_add(struct store *st, struct hook *h, int64_t now_s, struct arena *a,
                     struct err *e)
{
    struct query *q = NULL;
    h->secret = secret_made(a);
    h->made_s = now_s;
    h->last_s = TIME_NONE;
    enum status s = query_open(st, SQL_webhook_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, h->url);
    query_bind_str(q, 2, h->events);
    query_bind_str(q, 3, h->allow);
    query_bind_str(q, 4, h->secret);
    query_bind_i64(q, 5, now_s);
    s = query_run(q, e);
    query_close(q);
    h->id = store_last_id(st);
    return s;
}

enum status hook_drop(struct store *st, int64_t id, struct err *e)
{
    return query_do(st, SQL_webhook_drop, id, e);
}

/* ---- signing ---- */

static bool secret_bytes(struct str secret, unsigned char *ret, size_t *ret_len)
{
    if (!str_starts(secret, prefix)) return false;
    struct str text = str_skip(secret, strlen(prefix));
    return sodium_base642bin(ret, SECRET_BYTES_MAX, text.p, text.len, NULL, ret_len, NULL,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           *ret_len > 0;
}

enum status hook_sign(struct str secret, struct str message, int64_t at_s, struct str body,
                      struct arena *a, struct str *ret, struct err *e)
{
    unsigned char key[SECRET_BYTES_MAX];
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(sizeof mac, sodium_base64_VARIANT_ORIGINAL)];
    size_t key_len = 0;
    crypto_auth_hmacsha256_state state;
    if (!secret_bytes(secret, key, &key_len)) {
        return err_set(e, BAD_INPUT, "the secret of a webhook is none; remove it, then add it");
    }
    struct str head = str_printf(a, "%.*s.%lld.", STR_ARG(message), (long long)at_s);
    (void)crypto_auth_hmacsha256_init(&state, key, key_len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)head.p, head.len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.p, body.len);
    (void)crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(key, sizeof key);
    (void)sodium_bin2base64(text, sizeof text, mac, sizeof mac, sodium_base64_VARIANT_ORIGINAL);
    *ret = str_printf(a, "v1,%s", text);
    return OK;
}

int64_t hook_retry_s(int64_t row, int64_t tries)
{
    static const int64_t after_s[] = {5, 300, 1800, 7200, 28800};
    if (tries < 1 || tries > (int64_t)(sizeof after_s / sizeof *after_s)) return -1;
    int64_t least = after_s[tries - 1];
    struct rng r = rng_stream((uint64_t)row, rng_stream_id(RNG_RETRY, (uint32_t)tries, 0));
    return least + (int64_t)rng_below(&r, (uint64_t)least / 5 + 1);
}

/* dag_cbor.c - listen: what does this block of DAG-CBOR say? */
#include "listen/dag_cbor.h"

#include "base/limits.h"

#include <jansson.h>
#include <math.h>
#include <sodium.h>
#include <string.h>

enum {
    CID_BYTES = 36,
    MAJOR_UINT = 0,
    MAJOR_NEGATIVE,
    MAJOR_BYTES,
    MAJOR_TEXT,
    MAJOR_LIST,
    MAJOR_MAP,
    MAJOR_TAG,
    MAJOR_PLAIN
};

struct decoder {
    struct str rest;
    struct arena *a;
    const char *wrong; /* the first thing that is */
};

/* ---- CIDs ---- */

struct str dag_cid_text(struct str cid, struct arena *a)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    struct buf b = buf_new(a);
    uint32_t bits = 0;
    unsigned have = 0;
    buf_addc(&b, 'b');
    for (size_t i = 0; i < cid.len; i++) {
        bits = (bits << 8 | (unsigned char)cid.p[i]) & 0xFFFF;
        for (have += 8; have >= 5; have -= 5)
            buf_addc(&b, digits[bits >> (have - 5) & 31]);
    }
    if (have) buf_addc(&b, digits[bits << (5 - have) & 31]);
    return buf_str(&b);
}

size_t dag_cid_length(struct str s)
{
    static const char cbor[] = "\x01\x71\x12\x20";
    static const char raw[] = "\x01\x55\x12\x20";
    if (s.len < CID_BYTES) return 0;
    return memcmp(s.p, cbor, 4) == 0 || memcmp(s.p, raw, 4) == 0 ? CID_BYTES : 0;
}

bool dag_cid_fits(struct str cid, struct str data)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (dag_cid_length(cid) != CID_BYTES) return false;
    (void)crypto_hash_sha256(hash, (const unsigned char *)data.p, data.len);
    return memcmp(cid.p + 4, hash, sizeof hash) == 0;
}

/* ---- values ---- */

static json_t *wrong(struct decoder *d, const char *what)
{
    if (!d->wrong) d->wrong = what;
    return NULL;
}

/* The head of a value: its kind, and the number in it in as few bytes as can be. */
static bool read_head(struct decoder *d, unsigned *ret_major, unsigned *ret_info, uint64_t *ret)
{
    if (!d->rest.len) {
        (void)wrong(d, "it ends too early");
        return false;
    }
    unsigned char first = (unsigned char)d->rest.p[0];
    *ret_major = first >> 5;
    *ret_info = first & 31;
    d->rest = str_skip(d->rest, 1);
    *ret = *ret_info;
    if (*ret_info < 24) return true;
    size_t bytes = (size_t)1 << (*ret_info - 24);
    if (*ret_info > 27 || d->rest.len < bytes) {
        (void)wrong(d, *ret_info > 27 ? "a length that is not told" : "it ends too early");
        return false;
    }
    *ret = 0;
    for (size_t i = 0; i < bytes; i++)
        *ret = *ret << 8 | (unsigned char)d->rest.p[i];
    d->rest = str_skip(d->rest, bytes);
    static const uint64_t least[] = {24, 256, 65536, (uint64_t)1 << 32};
    if (*ret_major != MAJOR_PLAIN && *ret < least[*ret_info - 24]) {
        (void)wrong(d, "a number longer than it need be");
        return false;
    }
    return true;
}

static bool take(struct decoder *d, uint64_t n, struct str *ret)
{
    if (n > d->rest.len) {
        (void)wrong(d, "it ends too early");
        return false;
    }
    *ret = str_head(d->rest, (size_t)n);
    d->rest = str_skip(d->rest, (size_t)n);
    return true;
}

static json_t *read_text(struct decoder *d, uint64_t n)
{
    struct str text;
    if (!take(d, n, &text)) return NULL;
    if (!utf8_valid(text) && !memchr(text.p, '\0', text.len))
        return wrong(d, "a text that is no UTF-8");
    text = utf8_mend(d->a, text); /* of NUL, which JSON has not */
    return json_stringn(text.p ? text.p : "", text.len);
}

static json_t *read_bytes(struct decoder *d, uint64_t n)
{
    struct str bytes;
    if (!take(d, n, &bytes)) return NULL;
    size_t room = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    char *text = arena_bytes(d->a, room);
    (void)sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.len,
                            sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
    json_t *object = json_object();
    (void)json_object_set_new(object, "$bytes", json_string(text));
    return object;
}

static json_t *read_link(struct decoder *d)
{
    unsigned major = 0;
    unsigned info = 0;
    uint64_t n = 0;
    struct str bytes;
    if (!read_head(d, &major, &info, &n)) return NULL;
    if (major != MAJOR_BYTES) return wrong(d, "a link that is none");
    if (!take(d, n, &bytes)) return NULL;
    bool cid =
        bytes.len == CID_BYTES + 1 && bytes.p[0] == '\0' && dag_cid_length(str_skip(bytes, 1));
    if (!cid) return wrong(d, "a link that is none");
    json_t *object = json_object();
    struct str text = dag_cid_text(str_skip(bytes, 1), d->a);
    (void)json_object_set_new(object, "$link", json_string(text.p));
    return object;
}

static json_t *read_value(struct decoder *d, int depth);

static json_t *read_list(struct decoder *d, uint64_t n, int depth)
{
    if (n > d->rest.len) return wrong(d, "it ends too early");
    json_t *list = json_array();
    for (uint64_t i = 0; i < n; i++) {
        json_t *value = read_value(d, depth + 1);
        if (!value) {
            json_decref(list);
            return NULL;
        }
        (void)json_array_append_new(list, value);
    }
    return list;
}

static bool read_key(struct decoder *d, struct str *last, struct str *ret)
{
    unsigned major = 0;
    unsigned info = 0;
    uint64_t n = 0;
    if (!read_head(d, &major, &info, &n)) return false;
    if (major != MAJOR_TEXT) {
        (void)wrong(d, "a key that is no text");
        return false;
    }
    if (!take(d, n, ret)) return false;
    bool later =
        !last->p || ret->len > last->len || (ret->len == last->len && str_cmp(*ret, *last) > 0);
    if (!later || !utf8_valid(*ret)) {
        (void)wrong(d, later ? "a key that is no UTF-8" : "keys out of order");
        return false;
    }
    *last = *ret;
    return true;
}

static json_t *read_map(struct decoder *d, uint64_t n, int depth)
{
    struct str last = STR_NONE;
    struct str key;
    if (n > d->rest.len / 2) return wrong(d, "it ends too early");
    json_t *object = json_object();
    for (uint64_t i = 0; i < n; i++) {
        json_t *value = read_key(d, &last, &key) ? read_value(d, depth + 1) : NULL;
        if (!value) {
            json_decref(object);
            return NULL;
        }
        (void)json_object_set_new(object, str_c(d->a, key), value);
    }
    return object;
}

static json_t *read_plain(struct decoder *d, unsigned info, uint64_t n)
{
    double x = 0;
    if (info == 20) return json_false();
    if (info == 21) return json_true();
    if (info == 22) return json_null();
    if (info != 27) return wrong(d, "a value of no kind that is known");
    memcpy(&x, &n, sizeof x);
    if (!isfinite(x)) return wrong(d, "a number that is none");
    return json_real(x);
}

static json_t *read_value(struct decoder *d, int depth)
{
    unsigned major = 0;
    unsigned info = 0;
    uint64_t n = 0;
    if (depth > DAG_DEPTH_MAX) return wrong(d, "too many levels");
    if (!read_head(d, &major, &info, &n)) return NULL;
    bool number = major == MAJOR_UINT || major == MAJOR_NEGATIVE;
    if (number && n > INT64_MAX) return wrong(d, "a number too big");
    switch (major) {
    case MAJOR_UINT:
        return json_integer((json_int_t)n);
    case MAJOR_NEGATIVE:
        return json_integer(-1 - (json_int_t)n);
    case MAJOR_BYTES:
        return read_bytes(d, n);
    case MAJOR_TEXT:
        return read_text(d, n);
    case MAJOR_LIST:
        return read_list(d, n, depth);
    case MAJOR_MAP:
        return read_map(d, n, depth);
    case MAJOR_TAG:
        return n == 42 ? read_link(d) : wrong(d, "a tag other than that of links");
    default:
        return read_plain(d, info, n);
    }
}

enum status dag_cbor_read(struct str bytes, struct arena *a, json_t **ret, struct err *e)
{
    struct decoder d = {.rest = bytes, .a = a};
    json_t *value = read_value(&d, 0);
    if (value && d.rest.len) {
        json_decref(value);
        value = wrong(&d, "something behind its end");
    }
    if (value) {
        *ret = value;
        return OK;
    }
    return err_set(e, BAD_INPUT, "no block of DAG-CBOR (%s); export it again",
                   d.wrong ? d.wrong : "out of memory");
}

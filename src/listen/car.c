/* car.c - listen: which blocks are in this archive? */
#include "listen/car.h"

#include "base/limits.h"
#include "listen/dag_cbor.h"

#include <jansson.h>

enum { HEADER_MAX = 4096 };

/* DONE before its first byte, BAD_INPUT when it is cut or too long. */
static enum status read_length(struct car *car, uint64_t *ret, struct err *e)
{
    struct str byte;
    *ret = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        enum status s = reader_bytes(car->in, 1, &byte, e);
        if (s == DONE && shift) break;
        if (s) return s;
        unsigned char c = (unsigned char)byte.p[0];
        *ret |= (uint64_t)(c & 127) << shift;
        if (c < 128) return OK;
    }
    car->ended = true;
    return err_set(e, BAD_INPUT, "a length that is none; export it again");
}

enum status car_open(struct reader *in, struct car *ret, struct err *e)
{
    uint64_t len = 0;
    struct str header = STR("");
    struct arena own = {0};
    json_t *object = NULL;
    *ret = (struct car){.in = in};
    enum status s = read_length(ret, &len, e);
    if (!s && len <= HEADER_MAX) s = reader_bytes(in, (size_t)len, &header, e);
    if (!s) s = dag_cbor_read(header, &own, &object, e);
    bool first = !s && json_integer_value(json_object_get(object, "version")) == 1;
    json_decref(object);
    arena_free(&own);
    if (first) return OK;
    if (s && s != BAD_INPUT && s != DONE) return s;
    return err_set(e, BAD_INPUT, "no CAR of version 1; export the repository again");
}

/* What is too long to be a record is passed over. */
static enum status pass_over(struct car *car, uint64_t len, struct err *e)
{
    enum { STEP = 1 << 16 };
    struct str part;
    enum status s = OK;
    for (; !s && len; len -= part.len < len ? part.len : len)
        s = reader_bytes(car->in, len < STEP ? (size_t)len : STEP, &part, e);
    return s == DONE ? OK : s;
}

static enum status refuse(const struct car *car, const char *what, struct err *e)
{
    return err_set(e, BAD_INPUT, "%llu: %s", (unsigned long long)car->block, what);
}

enum status car_next(struct car *car, struct car_block *ret, struct err *e)
{
    uint64_t len = 0;
    struct str bytes;
    if (car->ended) return DONE;
    enum status s = read_length(car, &len, e);
    if (s == DONE) return s;
    car->block++;
    if (s == BAD_INPUT) return refuse(car, "a length that is none; export it again", e);
    if (s) return s;
    if (len > JSON_RECORD_BYTES_MAX) {
        s = pass_over(car, len, e);
        return s ? s : refuse(car, "a block too long to be a record; export it again", e);
    }
    s = len ? reader_bytes(car->in, (size_t)len, &bytes, e) : OK;
    if (!len) bytes = STR("");
    if (s && s != DONE) return s;
    if (s == DONE || bytes.len < len) {
        car->ended = true;
        return refuse(car, "the file ends within this block; export it again", e);
    }
    size_t cid = dag_cid_length(bytes);
    if (!cid) return refuse(car, "a block without a CID of SHA-256; export it again", e);
    *ret = (struct car_block){str_head(bytes, cid), str_skip(bytes, cid)};
    if (dag_cid_fits(ret->cid, ret->data)) return OK;
    return refuse(car, "its bytes are not those its CID tells of; export it again", e);
}

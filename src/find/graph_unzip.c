/* graph_unzip.c - find: what is the text under gzip or zstd? */
#include "find/graph_unzip.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { INPUT_BYTES = 1 << 18, GZIP_ONLY = 16 + MAX_WBITS };

struct unzip {
    const char *path;
    int fd;
    uint64_t at; /* in the file, of what is read next */
    bool at_end;
    bool inside; /* of a member or frame: its end must follow */
    z_stream gzip;
    ZSTD_DStream *zstd; /* NULL: gzip */
    size_t have, used;  /* of input */
    unsigned char input[INPUT_BYTES];
};

static bool is_gzip(struct str head)
{
    return str_starts(head, "\x1f\x8b");
}

bool unzip_is(struct str head)
{
    return is_gzip(head) || str_starts(head, "\x28\xb5\x2f\xfd");
}

static enum status damaged(const struct unzip *u, const char *why, struct err *e)
{
    return err_set(e, BAD_INPUT, "%s: damaged (%s); fetch or compress it again", u->path, why);
}

enum status unzip_open(const char *path, int fd, struct str head, struct arena *a,
                       struct unzip **ret, struct err *e)
{
    struct unzip *u = arena_new(a, struct unzip, 1);
    *u = (struct unzip){.path = path, .fd = fd};
    bool begun = true;
    if (is_gzip(head)) {
        begun = inflateInit2(&u->gzip, GZIP_ONLY) == Z_OK;
    } else {
        u->zstd = ZSTD_createDStream();
        begun = u->zstd != NULL;
    }
    if (!begun) return err_set(e, IO_FAILED, "%s: out of memory", path);
    *ret = u;
    return OK;
}

void unzip_close(struct unzip *u)
{
    if (u->zstd) {
        (void)ZSTD_freeDStream(u->zstd);
    } else {
        (void)inflateEnd(&u->gzip);
    }
}

static enum status input_read(struct unzip *u, struct err *e)
{
    ssize_t n = 0;
    do {
        n = pread(u->fd, u->input, sizeof u->input, (off_t)u->at);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return err_set(e, IO_FAILED, "%s: %s", u->path, strerror(errno));
    u->at += (uint64_t)n;
    u->have = (size_t)n;
    u->used = 0;
    u->at_end = n == 0;
    return OK;
}

/* Each unpacks some input to some room, and says how many bytes came out. */
static enum status gzip_step(struct unzip *u, char *to, size_t room, size_t *ret_len, struct err *e)
{
    if (!u->inside) {
        /* Between members: zeros that fill up a block of a tape, or the next. */
        while (u->used < u->have && u->input[u->used] == 0 && u->gzip.total_in)
            u->used++;
        *ret_len = 0;
        if (u->used == u->have) return OK;
        if (inflateReset(&u->gzip) != Z_OK) return damaged(u, "it does not unpack", e);
        u->inside = true;
    }
    u->gzip.next_in = u->input + u->used;
    u->gzip.avail_in = (uInt)(u->have - u->used);
    u->gzip.next_out = (unsigned char *)to;
    u->gzip.avail_out = (uInt)(room < 1U << 30 ? room : 1U << 30);
    uInt out = u->gzip.avail_out;
    int code = inflate(&u->gzip, Z_NO_FLUSH);
    u->used = u->have - u->gzip.avail_in;
    *ret_len = out - u->gzip.avail_out;
    if (code == Z_STREAM_END) u->inside = false;
    if (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) return OK;
    if (code == Z_MEM_ERROR) return err_set(e, IO_FAILED, "%s: out of memory", u->path);
    return damaged(u, u->gzip.msg ? u->gzip.msg : "it does not unpack", e);
}

static enum status zstd_step(struct unzip *u, ZSTD_outBuffer *out, struct err *e)
{
    ZSTD_inBuffer in = {u->input, u->have, u->used};
    size_t code = ZSTD_decompressStream(u->zstd, out, &in);
    if (ZSTD_isError(code)) return damaged(u, ZSTD_getErrorName(code), e);
    u->used = in.pos;
    u->inside = code != 0;
    return OK;
}

enum status unzip_fill(struct unzip *u, char *to, size_t room, size_t *ret_len, struct err *e)
{
    size_t len = 0;
    while (len < room) {
        ZSTD_outBuffer out = {to + len, room - len, 0};
        if (u->used == u->have && !u->at_end) {
            enum status s = input_read(u, e);
            if (s) return s;
        }
        if (u->at_end && !u->inside) break;
        enum status s =
            u->zstd ? zstd_step(u, &out, e) : gzip_step(u, to + len, room - len, &out.pos, e);
        if (s) return s;
        len += out.pos;
        if (u->at_end && out.pos == 0 && u->inside) return damaged(u, "cut short", e);
    }
    *ret_len = len;
    return OK;
}

/* file.c - base: what do these bytes on disk say? */
#include "base/file.h"

#include "base/gone.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *mend_for(int code)
{
    switch (code) {
    case ENOENT:
        return "no such file";
    case EACCES:
        return "you may not read it; ask its owner or change its rights";
    case EISDIR:
        return "a directory, want a file";
    case ENOSPC:
        return "the disk is full; free some space and try again";
    default:
        return strerror(code); /* C locale: one English phrase */
    }
}

struct reader {
    struct arena *a;
    const char *path; /* for sentences; "text" when it reads memory */
    int fd;           /* -1: all there is stands in the window */
    const char *window;
    size_t room;       /* bytes the window can hold; 0 when it is borrowed memory */
    size_t begin, end; /* what of the window was not given yet */
    uint64_t size, done, line;
    uint64_t offset; /* in fd, of what is read next; own, so that two readers may share a file */
    bool at_end;     /* nothing more to read from fd */
};

enum { WINDOW_BYTES = 1 << 18, HASH_BYTES = 32, HEAD_BYTES = 4096 };

static enum status plain_file(int fd, const char *path, uint64_t *ret_size, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return err_set(e, IO_FAILED, "%s: %s", path, mend_for(errno));
    if (S_ISDIR(st.st_mode)) return err_set(e, BAD_INPUT, "%s: a directory, want a file", path);
    if (!S_ISREG(st.st_mode)) {
        return err_set(e, BAD_INPUT, "%s: not a plain file; copy it to one first", path);
    }
    if (st.st_size > SOURCE_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "%s: %lld bytes, the most for one source is %d; split it", path,
                       (long long)st.st_size, SOURCE_BYTES_MAX);
    }
    *ret_size = (uint64_t)st.st_size;
    return OK;
}

enum status reader_open(const char *path, struct arena *a, struct reader **ret, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return err_set(e, IO_FAILED, "%s: %s", path, mend_for(errno));
    uint64_t size = 0;
    enum status s = plain_file(fd, path, &size, e);
    if (s) {
        (void)close(fd);
        return s;
    }
    struct reader *r = arena_new(a, struct reader, 1);
    *r = (struct reader){.a = a, .path = str_c(a, str_of(path)), .fd = fd, .size = size};
    r->room = size < WINDOW_BYTES ? (size > HEAD_BYTES ? (size_t)size : HEAD_BYTES) : WINDOW_BYTES;
    r->window = arena_bytes(a, r->room);
    *ret = r;
    return OK;
}

struct reader *reader_of(struct str text, struct arena *a)
{
    struct reader *r = arena_new(a, struct reader, 1);
    *r = (struct reader){.a = a,
                         .path = "text",
                         .fd = -1,
                         .window = text.p ? text.p : "",
                         .end = text.len,
                         .size = text.len,
                         .at_end = true};
    return r;
}

enum status reader_again(const struct reader *r, struct arena *a, struct reader **ret,
                         struct err *e)
{
    struct str whole = {r->window, r->end};
    if (!r->room) {
        *ret = reader_of(whole, a);
        return OK;
    }
    int fd = fcntl(r->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) return err_set(e, IO_FAILED, "%s: %s", r->path, mend_for(errno));
    struct reader *again = arena_new(a, struct reader, 1);
    *again = (struct reader){.a = a,
                             .path = r->path,
                             .fd = fd,
                             .room = WINDOW_BYTES,
                             .size = r->size,
                             .window = arena_bytes(a, WINDOW_BYTES)};
    *ret = again;
    return OK;
}

void reader_close(struct reader *r)
{
    if (r && r->fd >= 0) (void)close(r->fd);
    if (r) r->fd = -1;
}

/* Moves what is left to the front of a window that has room for `want` bytes. */
static char *window_for(struct reader *r, size_t want)
{
    size_t left = r->end - r->begin;
    char *to = (char *)(uintptr_t)r->window; /* our own memory once room is set */
    bytes_lent(to, r->room);
    if (want > r->room) {
        size_t room = r->room;
        while (room < want)
            room *= 2;
        to = arena_bytes(r->a, room);
        memcpy(to, r->window + r->begin, left);
        bytes_gone(r->window, r->room);
        r->room = room;
    } else if (r->begin) {
        memmove(to, to + r->begin, left);
    }
    r->window = to;
    r->begin = 0;
    r->end = left;
    return to;
}

/* What was given until now was borrowed until now. */
static void take_back(struct reader *r)
{
    if (r->room) bytes_gone(r->window, r->begin);
}

/* Until at least `want` bytes wait in the window, or the end. */
static enum status fill(struct reader *r, size_t want, struct err *e)
{
    while (!r->at_end && r->end - r->begin < want) {
        char *window = r->window ? (char *)(uintptr_t)r->window : NULL;
        if (r->begin + want > r->room || r->end == r->room) window = window_for(r, want);
        ssize_t n = pread(r->fd, window + r->end, r->room - r->end, (off_t)r->offset);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(e, IO_FAILED, "%s: %s", r->path, mend_for(errno));
        r->at_end = n == 0;
        r->end += (size_t)n;
        r->offset += (size_t)n;
    }
    return OK;
}

static struct str give(struct reader *r, size_t n)
{
    struct str s = {r->window + r->begin, n};
    r->begin += n;
    r->done += n;
    return s;
}

enum status reader_head(struct reader *r, size_t n, struct str *ret, struct err *e)
{
    enum status s = fill(r, n < HEAD_BYTES ? n : HEAD_BYTES, e);
    if (s) return s;
    *ret = str_head((struct str){r->window + r->begin, r->end - r->begin}, n);
    return OK;
}

enum status reader_bytes(struct reader *r, size_t n, struct str *ret, struct err *e)
{
    take_back(r);
    enum status s = fill(r, n, e);
    if (s) return s;
    size_t there = r->end - r->begin;
    if (!there) return DONE;
    *ret = give(r, n < there ? n : there);
    return OK;
}

/* Drops bytes up to and with the next LF, window by window. */
static enum status pass_line(struct reader *r, struct err *e)
{
    for (;;) {
        struct str left = {r->window + r->begin, r->end - r->begin};
        size_t at = str_find(left, '\n');
        if (at < left.len) {
            (void)give(r, at + 1);
            return OK;
        }
        (void)give(r, left.len);
        enum status s = fill(r, 1, e);
        if (s) return s;
        if (r->begin == r->end) return OK;
    }
}

enum status reader_line(struct reader *r, struct str *ret, struct err *e)
{
    size_t seen = 0;
    take_back(r);
    for (;;) {
        struct str left = {r->window + r->begin, r->end - r->begin};
        size_t at = seen + str_find(str_skip(left, seen), '\n');
        if (at < left.len || (r->at_end && left.len)) {
            r->line++;
            bool cr = at && left.p[at - 1] == '\r';
            *ret = (struct str){left.p, at - cr};
            (void)give(r, at < left.len ? at + 1 : at);
            if (ret->len <= RECORD_BYTES_MAX) return OK;
            return err_set(e, TOO_MUCH, "longer than %d bytes; split it", RECORD_BYTES_MAX);
        }
        if (r->at_end) return DONE;
        if (left.len > RECORD_BYTES_MAX) {
            r->line++;
            enum status s = pass_line(r, e);
            if (s) return s;
            return err_set(e, TOO_MUCH, "longer than %d bytes; split it", RECORD_BYTES_MAX);
        }
        seen = left.len;
        enum status s = fill(r, left.len + 1, e);
        if (s) return s;
    }
}

/* No window larger than what is left: folders of small files are read one by one. */
static size_t next_bytes(const struct reader *r)
{
    uint64_t left = r->size > r->done ? r->size - r->done : 1;
    return left < WINDOW_BYTES ? (size_t)left : WINDOW_BYTES;
}

enum status reader_rest(struct reader *r, size_t max, struct arena *a, struct str *ret,
                        struct err *e)
{
    if (r->size - r->done > max) {
        return err_set(e, TOO_MUCH, "%s: %llu bytes, the most here is %zu; split it", r->path,
                       (unsigned long long)r->size, max);
    }
    struct buf b = buf_new(a);
    struct str part;
    enum status s;
    while ((s = reader_bytes(r, next_bytes(r), &part, e)) == OK) {
        buf_add(&b, part);
        if (b.len > max) return err_set(e, TOO_MUCH, "%s: it grows while it is read", r->path);
    }
    if (s != DONE) return s;
    *ret = buf_str(&b);
    return OK;
}

uint64_t reader_line_number(const struct reader *r)
{
    return r->line;
}

uint64_t reader_done(const struct reader *r)
{
    return r->done;
}

uint64_t reader_size(const struct reader *r)
{
    return r->size;
}

static struct str hex(struct arena *a, const unsigned char *bytes, size_t n)
{
    char *text = arena_bytes(a, 2 * n + 1);
    (void)sodium_bin2hex(text, 2 * n + 1, bytes, n);
    return (struct str){text, 2 * n};
}

enum status file_hash(const char *path, struct arena *a, struct str *ret, struct err *e)
{
    struct arena scratch = {0};
    struct reader *r = NULL;
    enum status s = reader_open(path, &scratch, &r, e);
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
    struct str part;
    while (!s && !(s = reader_bytes(r, WINDOW_BYTES, &part, e))) {
        (void)crypto_generichash_update(&state, (const unsigned char *)part.p, part.len);
    }
    reader_close(r);
    arena_free(&scratch);
    if (s != DONE) return s;
    unsigned char hash[HASH_BYTES];
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    *ret = hex(a, hash, sizeof hash);
    return OK;
}

struct str bytes_hash(struct arena *a, struct str bytes)
{
    unsigned char hash[HASH_BYTES];
    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.p, bytes.len, NULL, 0);
    return hex(a, hash, sizeof hash);
}

void bytes_key(struct str bytes, unsigned char ret[16])
{
    (void)crypto_generichash(ret, 16, (const unsigned char *)bytes.p, bytes.len, NULL, 0);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status read_names(DIR *dir, const char *path, struct arena *a, struct names *ret,
                              struct err *e)
{
    struct names list = {0};
    size_t room = 0;
    const struct dirent *entry = NULL;
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (list.count == DIR_FILES_MAX) {
            return err_set(e, TOO_MUCH, "%s: more than %d files; import its parts", path,
                           DIR_FILES_MAX);
        }
        if (list.count == room) {
            size_t wider = room ? room * 2 : 64;
            list.name =
                arena_grow(a, list.name, room * sizeof *list.name, wider * sizeof *list.name);
            room = wider;
        }
        list.name[list.count++] = arena_copy(a, entry->d_name, strlen(entry->d_name));
    }
    if (list.count) qsort(list.name, list.count, sizeof *list.name, by_bytes);
    *ret = list;
    return OK;
}

enum status dir_list(const char *path, struct arena *a, struct names *ret, struct err *e)
{
    DIR *dir = opendir(path);
    if (!dir) return err_set(e, IO_FAILED, "%s: %s", path, mend_for(errno));
    enum status s = read_names(dir, path, a, ret, e);
    (void)closedir(dir);
    return s;
}

bool path_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool path_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

struct str path_join(struct arena *a, const char *dir, const char *name)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    return str_printf(a, "%.*s%s%s", (int)len, dir, len && dir[len - 1] == '/' ? "" : "/", name);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

const char *path_full(struct arena *a, const char *path)
{
    char *full = realpath(path, NULL);
    if (!full) return path;
    const char *kept = arena_copy(a, full, strlen(full));
    free(full); /* libc's own memory */
    return kept;
}

static enum status write_all(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.p, bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return IO_FAILED;
        bytes = str_skip(bytes, (size_t)n);
    }
    return fsync(fd) == 0 ? OK : IO_FAILED;
}

enum status file_write(const char *path, struct str bytes, struct err *e)
{
    struct arena a = {0};
    const char *temp = str_printf(&a, "%s.tmp", path).p;
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    enum status s = OK;
    if (fd < 0) {
        s = err_set(e, IO_FAILED, "%s: %s", path, mend_for(errno));
    } else {
        int code = 0;
        s = write_all(fd, bytes);
        if (s) code = errno;
        if (close(fd) != 0 && !s) {
            s = IO_FAILED;
            code = errno;
        }
        if (!s && rename(temp, path) != 0) {
            s = IO_FAILED;
            code = errno;
        }
        if (s) {
            (void)unlink(temp);
            (void)err_set(e, s, "%s: %s; nothing written", path, mend_for(code));
        }
    }
    arena_free(&a);
    return s;
}

void bytes_sealed(struct str bytes, struct str secret, unsigned char ret[32])
{
    enum { KEY_MOST = 64 };
    size_t n = secret.len < KEY_MOST ? secret.len : KEY_MOST;
    (void)crypto_generichash(ret, 32, (const unsigned char *)bytes.p, bytes.len,
                             (const unsigned char *)secret.p, n);
}

struct str secret_new(struct arena *a)
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    return hex(a, bytes, sizeof bytes);
}

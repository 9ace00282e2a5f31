/* unpack_entries.c - listen: what does each entry of an archive become on disk? */
#include "base/limits.h"
#include "listen/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PIECE_BYTES = 1 << 18,
    RATIO_FREE_BYTES = 100 << 20, /* below this no ratio is looked at */
    COMPONENT_BYTES_MAX = 200,
};

struct unpacking {
    struct archive *in;
    const char *path, *single;
    int dir;
    uint64_t size; /* of the archive itself */
    const struct progress *progress;
    struct unpacked *ret;
    struct arena scratch;
    char *piece;
};

static enum status broken(const struct unpacking *u, struct err *e)
{
    const char *why = archive_error_string(u->in);
    if (archive_read_has_encrypted_entries(u->in) > 0) {
        return err_set(e, BAD_INPUT, "%s: encrypted; unpack it with its password first", u->path);
    }
    return err_set(e, BAD_INPUT, "%s: a broken archive (%s); fetch it again", u->path,
                   why ? why : "no reason given");
}

/* ---- names ---- */

struct parts {
    const char *part[DIR_DEPTH_MAX];
    size_t count;
    bool too_deep;
};

/* The parts of a name, as files may be called here; none when nothing is left of it. */
static void name_parts(struct unpacking *u, struct str name, struct parts *ret)
{
    struct str part;
    *ret = (struct parts){.count = 0};
    while (str_cut(&name, '/', &part)) {
        if (!part.len || str_is(part, ".")) continue;
        part = utf8_head(utf8_mend(&u->scratch, part), COMPONENT_BYTES_MAX);
        char *p = arena_copy(&u->scratch, part.p, part.len);
        for (size_t i = 0; i < part.len; i++) {
            if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f) p[i] = '_';
        }
        if (ret->count == DIR_DEPTH_MAX) {
            ret->too_deep = true;
            return;
        }
        ret->part[ret->count++] = p;
    }
}

static bool leads_out(struct str name)
{
    struct str part;
    if (name.len && name.p[0] == '/') return true;
    while (str_cut(&name, '/', &part)) {
        if (str_is(part, "..")) return true;
    }
    return false;
}

/* What the system of its maker wrote beside the files. */
static bool is_litter(struct str name)
{
    struct str part;
    while (str_cut(&name, '/', &part)) {
        if (str_is(part, "__MACOSX") || str_is(part, ".DS_Store") || str_is(part, "Thumbs.db")) {
            return true;
        }
    }
    return false;
}

/* Opens the directory `name` in dir, which it closes; -1 when that cannot be. */
static int enter(int dir, const char *name)
{
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int in = openat(dir, name, flags);
    if (in < 0 && errno == ENOENT && mkdirat(dir, name, 0700) == 0) in = openat(dir, name, flags);
    int code = errno;
    (void)close(dir);
    errno = code;
    return in;
}

/* A new file of that name; -1 with errno: EEXIST when the name cannot be used (said twice, nothing
 * left of it, too deep). */
static int create(const struct unpacking *u, const struct parts *name)
{
    if (!name->count || name->too_deep) {
        errno = EEXIST;
        return -1;
    }
    int dir = fcntl(u->dir, F_DUPFD_CLOEXEC, 0);
    for (size_t i = 0; dir >= 0 && i + 1 < name->count; i++)
        dir = enter(dir, name->part[i]);
    if (dir < 0) return -1;
    int fd = openat(dir, name->part[name->count - 1],
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int code = errno;
    (void)close(dir);
    errno = code;
    return fd;
}

/* ---- bytes ---- */

static enum status count_bytes(struct unpacking *u, size_t n, struct err *e)
{
    u->ret->bytes += n;
    uint64_t most = (uint64_t)ARCHIVE_MIB_MAX << 20;
    if (u->ret->bytes > most) {
        return err_set(e, TOO_MUCH,
                       "%s: unpacks to more than %d MiB; unpack it and import its parts", u->path,
                       ARCHIVE_MIB_MAX);
    }
    if (u->ret->bytes > RATIO_FREE_BYTES && u->ret->bytes / ARCHIVE_RATIO_MAX > u->size) {
        return err_set(
            e, TOO_MUCH,
            "%s: unpacks to more than %d times its size; unpack it yourself if you trust it",
            u->path, ARCHIVE_RATIO_MAX);
    }
    if (progress_stop(u->progress)) return err_set(e, STOPPED, "%s: stopped", u->path);
    return OK;
}

static enum status write_piece(const struct unpacking *u, int fd, size_t n, struct err *e)
{
    for (size_t at = 0; at < n;) {
        ssize_t wrote = write(fd, u->piece + at, n - at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) {
            const char *mend = errno == ENOSPC ? "the disk is full; free some space and try again"
                                               : strerror(errno);
            return err_set(e, IO_FAILED, "%s: cannot be unpacked beside the store: %s", u->path,
                           mend);
        }
        at += (size_t)wrote;
    }
    return OK;
}

static enum status copy_entry(struct unpacking *u, int fd, struct err *e)
{
    for (;;) {
        la_ssize_t n = archive_read_data(u->in, u->piece, PIECE_BYTES);
        if (n == ARCHIVE_RETRY) continue;
        if (n < 0) return broken(u, e);
        if (n == 0) return OK;
        enum status s = count_bytes(u, (size_t)n, e);
        if (!s) s = write_piece(u, fd, (size_t)n, e);
        if (s) return s;
    }
}

/* ---- entries ---- */

static struct str name_of(struct unpacking *u, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    if (!name) name = archive_entry_pathname(entry);
    if (name) return str_of(name);
    return str_printf(&u->scratch, "entry-%llu", (unsigned long long)u->ret->files + 1);
}

static enum status one_entry(struct unpacking *u, struct archive_entry *entry, struct err *e)
{
    bool single = archive_format(u->in) == ARCHIVE_FORMAT_RAW;
    if (single && archive_filter_code(u->in, 0) == ARCHIVE_FILTER_NONE) {
        return err_set(e, BAD_INPUT, "%s: not the archive it begins like; fetch it again", u->path);
    }
    struct str name = single ? str_of(u->single) : name_of(u, entry);
    if (single) u->ret->single = u->single;
    if (!single && archive_entry_filetype(entry) == AE_IFDIR) return OK;
    if (is_litter(name)) return OK;
    if (archive_entry_is_encrypted(entry)) {
        return err_set(e, BAD_INPUT, "%s: encrypted; unpack it with its password first", u->path);
    }
    bool plain = single || archive_entry_filetype(entry) == AE_IFREG;
    if (!plain || archive_entry_hardlink(entry) || leads_out(name)) {
        u->ret->left_out++;
        return OK;
    }
    struct parts parts;
    name_parts(u, name, &parts);
    int fd = create(u, &parts);
    if (fd < 0 && (errno == EEXIST || errno == ENOTDIR || errno == EISDIR || errno == ELOOP)) {
        u->ret->left_out++;
        return OK;
    }
    if (fd < 0) {
        return err_set(e, IO_FAILED, "%s: cannot be unpacked beside the store: %s", u->path,
                       strerror(errno));
    }
    enum status s = copy_entry(u, fd, e);
    (void)close(fd);
    u->ret->files++;
    return s;
}

static enum status all_entries(struct unpacking *u, struct err *e)
{
    uint64_t entries = 0;
    for (;;) {
        struct archive_entry *entry = NULL;
        int code = archive_read_next_header(u->in, &entry);
        if (code == ARCHIVE_EOF) return OK;
        if (code == ARCHIVE_RETRY) continue;
        if (code < ARCHIVE_WARN) return broken(u, e);
        if (++entries > ARCHIVE_ENTRIES_MAX) {
            return err_set(e, TOO_MUCH, "%s: more than %d files; unpack it and import its parts",
                           u->path, ARCHIVE_ENTRIES_MAX);
        }
        enum status s = one_entry(u, entry, e);
        arena_reset(&u->scratch, (struct arena_mark){0});
        if (s) return s;
        progress_report(u->progress, u->path, (uint64_t)archive_filter_bytes(u->in, -1), u->size);
    }
}

static struct archive *reader_new(void)
{
    struct archive *in = archive_read_new();
    if (!in) return NULL;
    (void)archive_read_support_filter_gzip(in);
    (void)archive_read_support_filter_bzip2(in);
    (void)archive_read_support_filter_xz(in);
    (void)archive_read_support_filter_zstd(in);
    (void)archive_read_support_format_zip(in);
    (void)archive_read_support_format_7zip(in);
    (void)archive_read_support_format_tar(in);
    (void)archive_read_support_format_raw(in);
    return in;
}

enum status unpack_entries(const char *path, const char *dir, const char *single,
                           const struct progress *progress, struct unpacked *ret, struct err *e)
{
    struct stat st;
    struct unpacking u = {.path = path, .single = single, .progress = progress, .ret = ret};
    u.dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    u.in = reader_new();
    struct arena own = {0};
    u.piece = arena_bytes(&own, PIECE_BYTES);
    enum status s = OK;
    if (u.dir < 0 || !u.in || stat(path, &st) != 0) {
        s = err_set(e, IO_FAILED, "%s: cannot be unpacked: %s", path, strerror(errno));
    } else {
        u.size = (uint64_t)st.st_size;
        if (archive_read_open_filename(u.in, path, PIECE_BYTES) != ARCHIVE_OK) s = broken(&u, e);
        if (!s) s = all_entries(&u, e);
        if (!s && !ret->files && !ret->left_out) {
            s = err_set(e, BAD_INPUT, "%s: an archive without files; fetch it again", path);
        }
    }
    if (u.in) (void)archive_read_free(u.in);
    if (u.dir >= 0) (void)close(u.dir);
    arena_free(&u.scratch);
    arena_free(&own);
    return s;
}

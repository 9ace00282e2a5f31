/* intake.c - serve: which files were sent here to be read, and are they gone afterwards? */
#include "serve/intake.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/time.h"
#include "base/workdir.h"
#include "serve/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { ID_CHARACTERS = 16, FILE_NAME_BYTES_MAX = 200 };

struct intake {
    struct arena a;
    struct intakes *all;
    struct str id, by, token, address, job;
    unsigned holders;
    bool kept;
    int64_t used_ms;
    struct upload *file; /* [files] */
    uint64_t *bytes;     /* [files] */
    size_t files;
    struct http_pairs fields, chosen;
    struct intake *next;
    /* ---- while it comes ---- */
    struct multipart *form;
    uint64_t number, came;
    int64_t length; /* of all of it; -1: not said */
    int fd;         /* of the file that comes; -1: a field, or none */
    bool unnamed;   /* a file that was not chosen: nothing may come of it */
    struct str field;
    struct buf value;
    size_t value_bytes; /* of all fields */
    bool trusted;       /* the token came, and is right */
};

struct intakes {
    struct arena a;
    struct workdir dir;
    struct err e; /* why there is none */
    pthread_mutex_t lock;
    struct intake *first;
    size_t count;
    uint64_t number;
};

/* ---- life ---- */

/* Under the lock. */
static void unlink_intake(struct intake *x)
{
    struct intake **to = &x->all->first;
    while (*to != x)
        to = &(*to)->next;
    *to = x->next;
    x->all->count--;
}

static void remove_files(struct intake *x)
{
    if (x->fd >= 0) (void)close(x->fd);
    for (size_t i = 0; i < x->files; i++)
        (void)unlink(x->file[i].file);
    struct arena a = x->a;
    arena_free(&a);
}

struct intake *intake_new(struct intakes *all, struct str by)
{
    struct arena a = {0};
    struct intake *x = arena_new(&a, struct intake, 1);
    x->id = str_head(secret_new(&a), ID_CHARACTERS);
    x->by = str_copy(&a, by);
    x->all = all;
    x->holders = 1;
    x->fd = -1;
    x->length = -1;
    x->used_ms = time_going_ms();
    (void)pthread_mutex_lock(&all->lock);
    bool room = all->count < UPLOADS_MAX;
    if (room) {
        x->number = ++all->number;
        x->next = all->first;
        all->first = x;
        all->count++;
    }
    (void)pthread_mutex_unlock(&all->lock);
    x->a = a;
    if (room) return x;
    remove_files(x);
    return NULL;
}

struct intake *intake_hold(struct intake *x)
{
    (void)pthread_mutex_lock(&x->all->lock);
    x->holders++;
    (void)pthread_mutex_unlock(&x->all->lock);
    return x;
}

void intake_let_go(struct intake *x)
{
    struct intakes *all = x->all;
    (void)pthread_mutex_lock(&all->lock);
    bool last = --x->holders == 0;
    if (last) unlink_intake(x);
    (void)pthread_mutex_unlock(&all->lock);
    if (last) remove_files(x);
}

void intake_keep(struct intake *x)
{
    (void)pthread_mutex_lock(&x->all->lock);
    x->holders += !x->kept;
    x->kept = true;
    (void)pthread_mutex_unlock(&x->all->lock);
}

void intake_forget(struct intake *x)
{
    (void)pthread_mutex_lock(&x->all->lock);
    bool kept = x->kept;
    x->kept = false;
    (void)pthread_mutex_unlock(&x->all->lock);
    if (kept) intake_let_go(x);
}

/* Under the lock: one that nobody but time holds. */
static struct intake *unused(const struct intakes *all)
{
    int64_t before_ms = time_going_ms() - (int64_t)UPLOAD_MINUTES_MAX * 60 * 1000;
    struct intake *x = all->first;
    while (x && !(x->kept && x->holders == 1 && x->used_ms < before_ms))
        x = x->next;
    return x;
}

void intakes_sweep(struct intakes *all)
{
    for (;;) {
        (void)pthread_mutex_lock(&all->lock);
        struct intake *x = unused(all);
        if (x) unlink_intake(x);
        (void)pthread_mutex_unlock(&all->lock);
        if (!x) return;
        remove_files(x);
    }
}

struct intake *intake_of(struct intakes *all, struct str id, struct str by)
{
    (void)pthread_mutex_lock(&all->lock);
    struct intake *x = all->first;
    while (x && !(x->kept && str_eq(x->id, id) && str_eq(x->by, by)))
        x = x->next;
    if (x) {
        x->holders++;
        x->used_ms = time_going_ms();
    }
    (void)pthread_mutex_unlock(&all->lock);
    return x;
}

size_t intakes_of(struct intakes *all, struct str by, struct arena *a, struct str **ret)
{
    size_t n = 0;
    *ret = arena_new(a, struct str, UPLOADS_MAX);
    (void)pthread_mutex_lock(&all->lock);
    for (const struct intake *x = all->first; x; x = x->next) {
        if (x->kept && str_eq(x->by, by)) (*ret)[n++] = str_copy(a, x->id);
    }
    (void)pthread_mutex_unlock(&all->lock);
    return n;
}

/* ---- what stands in it ---- */

struct str intake_id(const struct intake *x)
{
    return x->id;
}

const struct http_pairs *intake_fields(const struct intake *x)
{
    return &x->fields;
}

const struct upload *intake_files(const struct intake *x, size_t *ret_count)
{
    *ret_count = x->files;
    return x->file;
}

uint64_t intake_bytes(const struct intake *x, size_t file)
{
    return x->bytes[file];
}

struct str intake_address(const struct intake *x)
{
    return x->address;
}

void intake_address_is(struct intake *x, struct str address)
{
    x->address = str_copy(&x->a, address);
}

struct str intake_job(struct intake *x, struct arena *a)
{
    (void)pthread_mutex_lock(&x->all->lock);
    struct str job = str_copy(a, x->job);
    (void)pthread_mutex_unlock(&x->all->lock);
    return job;
}

static struct http_pairs pairs_copy(struct arena *a, const struct http_pairs *all)
{
    struct http_pairs copy = {0};
    for (size_t i = 0; i < all->count; i++) {
        http_pair_add(a, &copy, str_copy(a, all->one[i].name), str_copy(a, all->one[i].value));
    }
    return copy;
}

struct http_pairs intake_chosen(struct intake *x, struct arena *a)
{
    (void)pthread_mutex_lock(&x->all->lock);
    struct http_pairs chosen = pairs_copy(a, &x->chosen);
    (void)pthread_mutex_unlock(&x->all->lock);
    return chosen;
}

void intake_job_is(struct intake *x, struct str job, const struct http_pairs *chosen)
{
    (void)pthread_mutex_lock(&x->all->lock);
    x->job = str_copy(&x->a, job);
    x->chosen = pairs_copy(&x->a, chosen);
    (void)pthread_mutex_unlock(&x->all->lock);
}

/* ---- as it comes ---- */

/* What somebody called it, without directories, as short as a name of a file may be. */
static struct str name_of(struct str file, struct arena *a)
{
    for (size_t i = file.len; i > 0; i--) {
        if (file.p[i - 1] != '/' && file.p[i - 1] != '\\') continue;
        file = str_skip(file, i);
        break;
    }
    char *plain = arena_copy(a, file.p ? file.p : "", file.len);
    for (size_t i = 0; i < file.len; i++) {
        if ((unsigned char)plain[i] < 0x20 || plain[i] == 0x7f) plain[i] = ' ';
    }
    struct str name = str_trim((struct str){plain, file.len});
    if (name.len > FILE_NAME_BYTES_MAX) { /* its ending tells what it is */
        size_t from = name.len - FILE_NAME_BYTES_MAX;
        while (from < name.len && ((unsigned char)name.p[from] & 0xc0) == 0x80)
            from++;
        name = str_skip(name, from);
    }
    bool none = !name.len || str_is(name, ".") || str_is(name, "..");
    return none ? STR("file") : str_copy(a, name);
}

static int begin_file(struct intake *x, struct str file, const char **ret_why)
{
    if (x->token.len && !x->trusted) {
        *ret_why =
            "this form is not from here, or is from before a restart; open the page again and "
            "send it from there";
        return 403;
    }
    x->unnamed = !file.len;
    if (x->unnamed) return 0;
    if (x->files == UPLOAD_FILES_MAX) {
        *ret_why = "too many files at once; pack them into an archive";
        return 413;
    }
    x->file = arena_more(&x->a, x->file, x->files, sizeof *x->file);
    x->bytes = arena_more(&x->a, x->bytes, x->files, sizeof *x->bytes);
    struct str path =
        str_printf(&x->a, "%s/%llu-%zu", x->all->dir.path, (unsigned long long)x->number, x->files);
    x->fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (x->fd < 0) {
        *ret_why = "no file can be kept beside the store";
        return 500;
    }
    x->file[x->files] = (struct upload){.name = name_of(file, &x->a), .file = path.p};
    x->bytes[x->files++] = 0;
    return 0;
}

static int on_begin(void *context, struct str name, struct str file, const char **ret_why)
{
    struct intake *x = context;
    x->field = name;
    x->value = buf_new(&x->a);
    x->unnamed = false;
    return file.p ? begin_file(x, file, ret_why) : 0;
}

static int write_all(int fd, struct str bytes, const char **ret_why)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.p, bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            *ret_why = "there is no room for this file beside the store; free some space and send "
                       "it again";
            return 507;
        }
        bytes = str_skip(bytes, (size_t)n);
    }
    return 0;
}

static int on_bytes(void *context, struct str bytes, const char **ret_why)
{
    struct intake *x = context;
    if (x->unnamed) {
        *ret_why = "a file has no name";
        return 400;
    }
    if (x->fd >= 0) {
        x->bytes[x->files - 1] += bytes.len;
        if (x->bytes[x->files - 1] <= SOURCE_BYTES_MAX) return write_all(x->fd, bytes, ret_why);
        *ret_why = "a file is longer than 2 GiB; split it";
        return 413;
    }
    x->value_bytes += bytes.len;
    if (x->value_bytes > FORM_BYTES_MAX) {
        *ret_why = "a field is too long";
        return 413;
    }
    buf_add(&x->value, bytes);
    return 0;
}

static int on_end(void *context, const char **ret_why)
{
    struct intake *x = context;
    if (x->fd >= 0) {
        int failed = close(x->fd);
        x->fd = -1;
        if (failed) *ret_why = "a file could not be kept beside the store";
        return failed ? 500 : 0;
    }
    if (x->unnamed) return 0;
    struct str value = str_trim(utf8_mend(&x->a, buf_str(&x->value)));
    if (str_is(x->field, "token")) x->trusted = x->token.len && str_eq(value, x->token);
    http_pair_add(&x->a, &x->fields, x->field, value.p ? value : STR(""));
    return 0;
}

static int take(void *context, struct str bytes, const char **ret_why)
{
    struct intake *x = context;
    int status = multipart_take(x->form, bytes, ret_why);
    x->came += bytes.len;
    if (status || !multipart_whole(x->form) || x->length < 0) return status;
    if ((uint64_t)x->length <= x->came + 2) return 0;
    *ret_why = "the form is shorter than was said";
    return 400;
}

static int at_end(void *context, const char **ret_why)
{
    struct intake *x = context;
    return multipart_end(x->form, ret_why);
}

static void gone(void *context)
{
    intake_let_go(context);
}

int intake_begin(struct intakes *all, const struct intake_from *from, struct http_taker *ret,
                 const char **ret_why)
{
    struct str boundary = multipart_boundary(from->type);
    if (!boundary.p) {
        *ret_why = "the form does not say where its parts begin";
        return 400;
    }
    if (!all->dir.path) {
        *ret_why = all->e.text;
        return 500;
    }
    intakes_sweep(all);
    struct intake *x = intake_new(all, from->by);
    if (!x) {
        *ret_why = "too much waits to be imported already; import it, or cancel it first";
        return 503;
    }
    struct multipart_into into = {x, on_begin, on_bytes, on_end};
    x->token = str_copy(&x->a, from->token);
    if (!str_to_i64(from->length, &x->length)) x->length = -1;
    x->form = multipart_new(boundary, &into, &x->a);
    *ret = (struct http_taker){.context = x,
                               .bytes_max = (size_t)UPLOAD_MIB_MAX << 20,
                               .take = take,
                               .end = at_end,
                               .gone = gone};
    return 0;
}

/* ---- opening, closing ---- */

struct intakes *intakes_open(const char *db)
{
    struct arena a = {0};
    struct intakes *all = arena_new(&a, struct intakes, 1);
    (void)pthread_mutex_init(&all->lock, NULL);
    if (db && workdir_open(db, WORKDIR_UPLOADS, &a, &all->dir, &all->e)) all->dir.path = NULL;
    all->a = a;
    return all;
}

void intakes_close(struct intakes *all)
{
    if (!all) return;
    while (all->first) {
        struct intake *x = all->first;
        unlink_intake(x);
        remove_files(x);
    }
    workdir_remove(&all->dir);
    (void)pthread_mutex_destroy(&all->lock);
    struct arena a = all->a;
    arena_free(&a);
}

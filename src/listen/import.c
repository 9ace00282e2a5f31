/* import.c - listen: which sources are here, and what became of each of their rows? */
#include "listen/import.h"

#include "base/limits.h"
#include "listen/magic.h"
#include "listen/source.h"

#include <string.h>
#include <sys/stat.h>

enum { HEAD_BYTES = 4096, HELD_BYTES_MAX = 64 << 20 };

struct walk {
    struct store *st;
    const struct import_options *o;
    const struct importer *kind; /* of --kind, or NULL */
    struct arena *a;             /* of the report */
    struct import_report *report;
};

/* ---- which importer ---- */

static struct str importer_names(struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; importers[i]; i++) {
        const char *title = importers[i]->title ? importers[i]->title : importers[i]->name;
        if (i) buf_adds(&b, importers[i + 1] ? ", " : " or ");
        buf_adds(&b, title);
    }
    return buf_str(&b);
}

static enum status find_kind(const char *name, struct arena *a, const struct importer **ret,
                             struct err *e)
{
    struct buf b = buf_new(a);
    *ret = NULL;
    if (!name) return OK;
    for (size_t i = 0; importers[i]; i++) {
        if (strcmp(importers[i]->name, name) == 0) *ret = importers[i];
        buf_addf(&b, "%s%s", i ? ", " : "", importers[i]->name);
    }
    if (*ret) return OK;
    return err_set(e, BAD_USAGE, "--kind '%s', want one of %s", name, buf_str(&b).p);
}

/* The importer that is surest, NULL when none is; the first of the list wins ties. */
static const struct importer *sniff(const struct walk *w, struct str head, const char *path)
{
    bool sure = false;
    (void)magic_name(head, &sure);
    const struct importer *best = NULL;
    int most = sure ? 89 : 0; /* bytes that say what they are beat a file's name */
    if (w->kind) return w->kind;
    for (size_t i = 0; head.len && importers[i]; i++) {
        int score = importers[i]->sniff(head, path);
        if (score > most) {
            most = score;
            best = importers[i];
        }
    }
    return best;
}

/* ---- the report ---- */

static struct import_account *account_new(struct walk *w)
{
    struct import_account *account = arena_new(w->a, struct import_account, 1);
    if (w->report->last)
        w->report->last->next = account;
    else
        w->report->first = account;
    w->report->last = account;
    return account;
}

static void refuse(struct walk *w, const char *path, struct str sentence)
{
    struct import_account *account = account_new(w);
    account->path = str_copy(w->a, str_of(path));
    account->outcome = IMPORT_REFUSED;
    account->sentence = source_sentence(w->a, path, sentence);
}

static void refuse_kind(struct walk *w, const char *path, struct str head)
{
    bool sure = false;
    const char *what = magic_name(head, &sure);
    struct str names = importer_names(w->a);
    refuse(w, path, str_printf(w->a, "%s, want %.*s; nothing imported", what, STR_ARG(names)));
}

/* ---- one file ---- */

static enum status head_of(const char *path, struct arena *a, struct str *ret, struct err *e)
{
    struct reader *in = NULL;
    struct str head;
    enum status s = reader_open(path, a, &in, e);
    if (!s) s = reader_head(in, HEAD_BYTES, &head, e);
    if (!s) *ret = str_copy(a, head);
    reader_close(in);
    return s;
}

static enum status import_source(struct walk *w, const struct source *source, struct err *e)
{
    return source_import(w->st, source, w->o, w->a, account_new(w), e);
}

static enum status import_with(struct walk *w, const char *path, const struct importer *importer,
                               struct arena *scratch, struct err *e)
{
    struct source source = {.importer = importer, .path = path};
    source.locator = str_of(path_full(scratch, path));
    enum status s = file_hash(path, scratch, &source.hash, e);
    return s ? s : import_source(w, &source, e);
}

/* A file the user named. */
static enum status import_file(struct walk *w, const char *path, struct err *e)
{
    struct arena scratch = {0};
    struct str head = STR("");
    enum status s = head_of(path, &scratch, &head, e);
    const struct importer *importer = s ? NULL : sniff(w, head, path);
    if (!s && !head.len)
        refuse(w, path, STR("an empty file; nothing imported"));
    else if (!s && importer)
        s = import_with(w, path, importer, &scratch, e);
    else if (!s)
        refuse_kind(w, path, head);
    arena_free(&scratch);
    return s;
}

/* ---- directories ---- */

/* The single mails of one directory. */
struct group {
    const struct importer *importer;
    struct source_file *file;
    size_t count, room;
    size_t held;     /* bytes of mails kept in memory */
    struct buf seen; /* names and hashes: what the source's own hash is made of */
};

static void group_add(struct group *g, struct arena *a, struct source_file file, struct str hash)
{
    if (g->count == g->room) {
        size_t wider = g->room ? g->room * 2 : 256;
        g->file = arena_grow(a, g->file, g->room * sizeof *g->file, wider * sizeof *g->file);
        g->room = wider;
    }
    g->file[g->count++] = file;
    buf_add(&g->seen, file.place);
    buf_addc(&g->seen, '\0');
    buf_add(&g->seen, hash);
    buf_addc(&g->seen, '\n');
}

static bool is_single(const struct importer *importer)
{
    return strcmp(importer->name, "mail") == 0;
}

struct found { /* one file of a directory */
    const char *path;
    struct str place;
    struct str head;
};

/* Its bytes are read once, when they are few. */
static enum status mail_found(struct group *g, const struct importer *importer,
                              const struct found *f, struct arena *a, struct err *e)
{
    struct source_file file = {.path = f->path, .place = f->place};
    struct str hash;
    struct arena scratch = {0};
    struct reader *in = NULL;
    enum status s = reader_open(f->path, &scratch, &in, e);
    if (!s && reader_size(in) <= RECORD_BYTES_MAX) {
        struct str bytes;
        s = reader_rest(in, RECORD_BYTES_MAX, &scratch, &bytes, e);
        if (!s) hash = bytes_hash(a, bytes);
        if (!s && g->held + bytes.len <= HELD_BYTES_MAX) {
            file.bytes = str_copy(a, bytes);
            g->held += bytes.len;
        }
    } else if (!s) {
        s = file_hash(f->path, a, &hash, e);
    }
    reader_close(in);
    arena_free(&scratch);
    g->importer = importer;
    if (!s) group_add(g, a, file, hash);
    return s;
}

/* A file of a directory: what cannot be read is said, what nobody reads is counted. OK unless the
 * store failed or the user stopped. */
static enum status file_found(struct walk *w, struct group *g, const char *path, struct str place,
                              struct arena *a, struct err *e)
{
    struct arena scratch = {0};
    struct found f = {.path = path, .place = place};
    enum status s = head_of(path, &scratch, &f.head, e);
    const struct importer *importer = s || !f.head.len ? NULL : sniff(w, f.head, path);
    if (!s && !importer) {
        w->report->files_passed++;
    } else if (!s && is_single(importer)) {
        s = mail_found(g, importer, &f, a, e);
    } else if (!s) {
        s = import_with(w, path, importer, &scratch, e);
    }
    arena_free(&scratch);
    if (s != IO_FAILED && s != BAD_INPUT && s != TOO_MUCH) return s;
    refuse(w, path, str_of(e->text));
    return OK;
}

static enum status import_group(struct walk *w, struct group *g, const char *path, struct err *e)
{
    if (!g->count) return OK;
    struct arena scratch = {0};
    struct source source = {
        .importer = g->importer, .path = path, .files = g->file, .file_count = g->count};
    source.locator = str_of(path_full(&scratch, path));
    source.hash = bytes_hash(&scratch, buf_str(&g->seen));
    enum status s = import_source(w, &source, e);
    arena_free(&scratch);
    return s;
}

/* One level of a directory: its files, then (into subs) the names of its directories. */
static enum status files_of(struct walk *w, struct group *g, const char *path, const char *prefix,
                            struct arena *a, struct names *subs, struct err *e)
{
    struct names names;
    *subs = (struct names){0};
    enum status s = dir_list(path, a, &names, e);
    if (s) {
        refuse(w, path, str_of(e->text));
        return OK;
    }
    subs->name = arena_new(a, const char *, names.count);
    for (size_t i = 0; !s && i < names.count; i++) {
        const char *file = path_join(a, path, names.name[i]).p;
        struct stat st;
        if (lstat(file, &st) == 0 && S_ISDIR(st.st_mode)) {
            subs->name[subs->count++] = names.name[i];
            continue;
        }
        if (path_is_dir(file)) continue; /* a link to a directory may lead round in circles */
        struct str place = str_printf(a, "%s%s", prefix, names.name[i]);
        s = file_found(w, g, file, utf8_mend(a, place), a, e);
        if (!s && progress_stop(w->o->progress)) s = err_set(e, STOPPED, "%s: stopped", path);
    }
    return s;
}

static bool has_name(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->name[i], name) == 0) return true;
    }
    return false;
}

/* cur and new of a maildir belong to the directory above them; tmp holds what is not whole yet. */
static bool of_maildir(const struct names *subs, const char *name)
{
    if (!has_name(subs, "cur") || !has_name(subs, "new")) return false;
    return strcmp(name, "cur") == 0 || strcmp(name, "new") == 0 || strcmp(name, "tmp") == 0;
}

static enum status import_dir(struct walk *w, const char *path, int depth, struct err *e);

static enum status subs_of(struct walk *w, const char *path, const struct names *subs, int depth,
                           struct err *e)
{
    struct arena a = {0};
    enum status s = OK;
    for (size_t i = 0; !s && i < subs->count; i++) {
        if (of_maildir(subs, subs->name[i])) continue;
        s = import_dir(w, path_join(&a, path, subs->name[i]).p, depth + 1, e);
    }
    arena_free(&a);
    return s;
}

static enum status import_dir(struct walk *w, const char *path, int depth, struct err *e)
{
    if (depth > DIR_DEPTH_MAX) {
        refuse(w, path, STR("directories too deep to be entered; import this one by itself"));
        return OK;
    }
    struct arena a = {0};
    struct group g = {.seen = buf_new(&a)};
    struct names subs;
    struct names none;
    enum status s = files_of(w, &g, path, "", &a, &subs, e);
    if (!s && of_maildir(&subs, "cur")) {
        s = files_of(w, &g, path_join(&a, path, "cur").p, "cur/", &a, &none, e);
        if (!s) s = files_of(w, &g, path_join(&a, path, "new").p, "new/", &a, &none, e);
    }
    if (!s) s = import_group(w, &g, path, e);
    if (!s) s = subs_of(w, path, &subs, depth, e);
    arena_free(&a);
    return s;
}

enum status import_path(struct store *st, const char *path, const struct import_options *o,
                        struct arena *a, struct import_report *report, struct err *e)
{
    struct walk w = {.st = st, .o = o, .a = a, .report = report};
    enum status s = find_kind(o->kind, a, &w.kind, e);
    if (s) return s;
    if (!path_is_dir(path)) return import_file(&w, path, e);
    struct arena scratch = {0};
    struct names names;
    s = dir_list(path, &scratch, &names, e); /* the directory the user named must be readable */
    arena_free(&scratch);
    return s ? s : import_dir(&w, path, 0, e);
}

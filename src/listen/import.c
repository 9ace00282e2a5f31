/* import.c - listen: which sources are here, and what became of each of their rows? */
#include "listen/import.h"

#include "base/limits.h"
#include "listen/bundle.h"
#include "listen/look.h"
#include "listen/magic.h"
#include "listen/source.h"
#include "listen/unpack.h"

#include <string.h>

enum { LOOKS = 512, HELD_BYTES_MAX = 64 << 20 };

struct walk {
    struct store *st;
    const struct import_options *o;
    const struct importer *kind; /* of --kind, or NULL */
    struct arena *a;             /* of the report */
    struct import_report *report;
    size_t passed_shown; /* files passed over that have a sentence of their own */
    const char *real;    /* what stands under this path … */
    const char *shown;   /* … is known to the user by this name, … */
    const char *locator; /* … and to the store by this; NULL: by its full path */
    bool unpacked;       /* it stood in an archive */
    const char *url;     /* where it was fetched from; NULL: not from the net */
    const char *named;   /* what its sender calls the one file; NULL: its path says */
};

/* `path` with `real` at its front made `name`. */
static const char *known_as(const struct walk *w, const char *path, const char *name,
                            struct arena *a)
{
    size_t front = strlen(w->real);
    if (strncmp(path, w->real, front) != 0) return path;
    return str_printf(a, "%s%s", name, path + front).p;
}

static const char *shown_path(const struct walk *w, const char *path, struct arena *a)
{
    return w->real ? known_as(w, path, w->shown, a) : path;
}

static struct str locator_of(const struct walk *w, const char *path, struct arena *a)
{
    return str_of(w->locator ? known_as(w, path, w->locator, a) : path_full(a, path));
}

/* ---- the report ---- */

static void report_add(struct walk *w, struct import_account *account)
{
    if (w->report->last) {
        w->report->last->next = account;
    } else {
        w->report->first = account;
    }
    w->report->last = account;
}

static void refuse(struct walk *w, const char *path, struct str sentence)
{
    struct import_account *account = arena_new(w->a, struct import_account, 1);
    const char *shown = shown_path(w, path, w->a);
    account->path = str_copy(w->a, str_of(shown));
    account->outcome = IMPORT_REFUSED;
    account->sentence = source_sentence(w->a, path, shown, sentence);
    report_add(w, account);
}

/* What is wrong with this one alone is its account, and the others go on. */
static enum status refused(struct walk *w, const char *path, enum status s, const struct err *e)
{
    if (s != IO_FAILED && s != BAD_INPUT && s != TOO_MUCH) return s;
    refuse(w, path, str_of(e->text));
    return OK;
}

static void refuse_kind(struct walk *w, const char *path, struct str head)
{
    bool sure = false;
    const char *what = magic_name(head, &sure);
    refuse(w, path,
           str_printf(w->a, "%s, want one of the kinds in 'kith help sources'; nothing imported",
                      what));
}

/* ---- one source ---- */

static enum status import_source(struct walk *w, const struct source *source, struct err *e)
{
    struct import_account *account = arena_new(w->a, struct import_account, 1);
    enum status s = source_import(w->st, source, w->o, w->a, account, e);
    if (s) return s;
    bool passed = account->outcome == IMPORT_PASSED;
    w->report->files_passed += passed;
    if (!passed || w->passed_shown++ < DROPS_SHOWN_MAX) report_add(w, account);
    return OK;
}

static enum status import_with(struct walk *w, const struct look *l, bool found, struct err *e)
{
    struct arena scratch = {0};
    struct source source = {
        .importer = l->importer, .path = l->path, .found = found, .url = w->url, .named = w->named};
    source.shown = shown_path(w, l->path, &scratch);
    source.locator = locator_of(w, l->path, &scratch);
    enum status s = file_hash(l->path, &scratch, &source.hash, e);
    if (!s) s = import_source(w, &source, e);
    arena_free(&scratch);
    return s;
}

/* ---- archives ---- */

static enum status import_dir(struct walk *w, const char *path, int depth, struct err *e);
static enum status import_file(struct walk *w, const char *path, struct err *e);

static enum status import_unpacked(struct walk *outer, const char *path, const struct unpacked *u,
                                   struct err *e)
{
    struct walk w = *outer;
    struct arena a = {0};
    w.unpacked = true;
    w.named = NULL;
    w.real = u->single ? path_join(&a, u->dir, u->single).p : u->dir;
    w.shown = shown_path(outer, path, &a);
    w.locator = locator_of(outer, path, &a).p;
    enum status s = u->single ? import_file(&w, w.real, e) : import_dir(&w, u->dir, 0, e);
    outer->passed_shown = w.passed_shown;
    arena_free(&a);
    return s;
}

/* OK unless the store failed or the user stopped: an archive that cannot be unpacked is refused. */
static enum status import_archive(struct walk *w, const char *path, struct err *e)
{
    struct arena a = {0};
    struct unpacked u;
    if (w->unpacked) {
        refuse(w, path,
               STR("an archive within an archive; unpack the outer one first; nothing "
                   "imported"));
        return OK;
    }
    enum status s = unpack_open(path, w->named, store_path(w->st), w->o->progress, &a, &u, e);
    if (!s) {
        s = import_unpacked(w, path, &u, e);
        w->report->entries_left_out += u.left_out;
        unpack_remove(&u);
    } else if (s != STOPPED) {
        refuse(w, path, str_printf(w->a, "%s; nothing imported", e->text));
        s = OK;
    }
    arena_free(&a);
    return s;
}

/* A file the user named. */
static enum status import_file(struct walk *w, const char *path, struct err *e)
{
    struct look l = {.path = path, .named = w->named};
    look_at(&l, w->kind);
    enum status s = l.status;
    if (s) {
        (void)err_set(e, s, "%s", l.sentence.p);
    } else if (!l.head.len) {
        refuse(w, path, STR("an empty file; fetch or export it again; nothing imported"));
    } else if (l.archive) {
        s = import_archive(w, path, e);
    } else if (l.importer) {
        s = import_with(w, &l, false, e);
    } else {
        refuse_kind(w, path, l.head);
    }
    arena_free(&l.a);
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

static void group_add(struct group *g, struct arena *a, const struct look *l)
{
    if (g->count == g->room) {
        size_t wider = g->room ? g->room * 2 : 256;
        g->file = arena_grow(a, g->file, g->room * sizeof *g->file, wider * sizeof *g->file);
        g->room = wider;
    }
    struct source_file file = {.path = l->path, .place = l->place};
    if (l->bytes.p && g->held + l->bytes.len <= HELD_BYTES_MAX) {
        file.bytes = str_copy(a, l->bytes);
        g->held += l->bytes.len;
    }
    g->importer = l->importer;
    g->file[g->count++] = file;
    buf_add(&g->seen, l->place);
    buf_addc(&g->seen, '\0');
    buf_add(&g->seen, l->hash);
    buf_addc(&g->seen, '\n');
}

/* What cannot be read is said, what nobody reads is counted. OK unless the store failed or the user
 * stopped. */
static enum status file_found(struct walk *w, struct group *g, const struct look *l,
                              struct arena *a, struct err *e)
{
    enum status s = OK;
    if (l->status) {
        refuse(w, l->path, l->sentence);
    } else if (l->archive) {
        s = import_archive(w, l->path, e);
    } else if (!l->importer) {
        w->report->files_passed++;
    } else if (importer_is_single(l->importer)) {
        group_add(g, a, l);
    } else {
        s = refused(w, l->path, import_with(w, l, true, e), e);
    }
    return s;
}

static enum status import_group(struct walk *w, struct group *g, const char *path, struct err *e)
{
    if (!g->count) return OK;
    struct arena scratch = {0};
    struct source source = {
        .importer = g->importer, .path = path, .files = g->file, .file_count = g->count};
    source.shown = shown_path(w, path, &scratch);
    source.locator = locator_of(w, path, &scratch);
    source.hash = bytes_hash(&scratch, buf_str(&g->seen));
    enum status s = import_source(w, &source, e);
    arena_free(&scratch);
    return s;
}

/* One level of a directory, from its names. */
struct level {
    const char *path;
    const char *prefix; /* of places: "", "cur/", "new/" */
    struct names names;
    struct names subs; /* out: directories in it */
};

/* Files names[from .. from+n) are looked at together, then taken in their order. */
static enum status some_files(struct walk *w, struct group *g, struct level *v, size_t from,
                              struct arena *a, struct err *e)
{
    static const struct look nothing;
    size_t n = v->names.count - from < LOOKS ? v->names.count - from : LOOKS;
    struct look *l = arena_new(a, struct look, n);
    for (size_t i = 0; i < n; i++) {
        const char *name = v->names.name[from + i];
        l[i] = nothing;
        l[i].path = path_join(a, v->path, name).p;
        l[i].place = utf8_mend(a, str_printf(a, "%s%s", v->prefix, name));
    }
    look_at_all(l, n, w->kind);
    enum status s = OK;
    for (size_t i = 0; i < n; i++) {
        if (l[i].is_dir) {
            v->subs.name[v->subs.count++] = v->names.name[from + i];
        } else if (!s && !l[i].is_link) {
            s = file_found(w, g, &l[i], a, e);
        }
        arena_free(&l[i].a);
    }
    const char *shown = shown_path(w, v->path, a);
    progress_report(w->o->progress, shown, from + n, v->names.count);
    if (!s && progress_stop(w->o->progress)) s = err_set(e, STOPPED, "%s: stopped", shown);
    return s;
}

static enum status files_of(struct walk *w, struct group *g, struct level *v, struct arena *a,
                            struct err *e)
{
    enum status s = dir_list(v->path, a, &v->names, e);
    if (s) {
        refuse(w, v->path, str_of(e->text));
        return OK;
    }
    v->subs.name = arena_new(a, const char *, v->names.count);
    for (size_t from = 0; !s && from < v->names.count; from += LOOKS) {
        s = some_files(w, g, v, from, a, e);
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

/* ---- directories that are one source ---- */

enum { GATHER_SURE = 50 };

static const struct importer *gatherer(const struct bundle *b, const struct importer *kind)
{
    const struct importer *best = NULL;
    int most = GATHER_SURE - 1;
    for (size_t i = 0; importers[i]; i++) {
        if (!importers[i]->gather || (kind && importers[i] != kind)) continue;
        int score = importers[i]->gather(b);
        if (score > most) {
            most = score;
            best = importers[i];
        }
    }
    return best;
}

static enum status bundle_hash(const struct importer *im, const struct bundle *b, struct arena *a,
                               struct str *ret, struct err *e)
{
    struct buf seen = buf_new(a);
    enum status s = OK;
    if (im->edition) {
        struct str edition;
        s = im->edition(b, a, &edition, e);
        if (!s) *ret = bytes_hash(a, edition);
        return s;
    }
    for (size_t i = 0; !s && i < b->count; i++) {
        struct arena scratch = {0};
        struct str hash = STR("");
        s = file_hash(path_join(&scratch, b->dir, b->file[i]).p, &scratch, &hash, e);
        buf_adds(&seen, b->file[i]);
        buf_addc(&seen, '\0');
        buf_add(&seen, hash);
        buf_addc(&seen, '\n');
        arena_free(&scratch);
    }
    if (!s) *ret = bytes_hash(a, buf_str(&seen));
    return s;
}

/* *ret_gathered is false when its files are sources of their own. */
static enum status import_bundle(struct walk *w, const char *path, bool *ret_gathered,
                                 struct err *e)
{
    struct arena a = {0};
    struct bundle b;
    struct err ignored;
    struct str locator = locator_of(w, path, &a);
    const char *name = unpack_base(path_base(locator.p), &a);
    enum status s = bundle_list(path, name, &a, &b, &ignored);
    struct source source = {.path = path, .bundle = &b, .found = true};
    if (!s) source.importer = gatherer(&b, w->kind);
    *ret_gathered = source.importer != NULL;
    s = OK; /* a directory that cannot be listed is told by the walk */
    if (*ret_gathered) {
        source.shown = shown_path(w, path, &a);
        source.locator = locator;
        s = bundle_hash(source.importer, &b, &a, &source.hash, e);
        if (!s) {
            s = import_source(w, &source, e);
        } else { /* its files cannot be read */
            refuse(w, path, str_printf(&a, "%s; nothing imported", e->text));
            s = OK;
        }
    }
    arena_free(&a);
    return s;
}

static enum status subs_of(struct walk *w, const struct level *v, int depth, struct err *e)
{
    struct arena a = {0};
    enum status s = OK;
    for (size_t i = 0; !s && i < v->subs.count; i++) {
        if (of_maildir(&v->subs, v->subs.name[i])) continue;
        s = import_dir(w, path_join(&a, v->path, v->subs.name[i]).p, depth + 1, e);
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
    bool gathered = false;
    enum status s = import_bundle(w, path, &gathered, e);
    if (s || gathered) return s;
    struct arena a = {0};
    struct group g = {.seen = buf_new(&a)};
    struct level here = {.path = path, .prefix = ""};
    s = files_of(w, &g, &here, &a, e);
    if (!s && of_maildir(&here.subs, "cur")) {
        struct level cur = {.path = path_join(&a, path, "cur").p, .prefix = "cur/"};
        struct level new = {.path = path_join(&a, path, "new").p, .prefix = "new/"};
        s = files_of(w, &g, &cur, &a, e);
        if (!s) s = files_of(w, &g, &new, &a, e);
    }
    if (!s) s = import_group(w, &g, path, e);
    if (!s) s = subs_of(w, &here, depth, e);
    arena_free(&a);
    return s;
}

enum status import_path(struct store *st, const char *path, const struct import_options *o,
                        struct arena *a, struct import_report *report, struct err *e)
{
    struct walk w = {.st = st, .o = o, .a = a, .report = report};
    enum status s = importer_find(o->kind, &w.kind, e);
    if (s) return s;
    if (!path_is_dir(path)) return import_file(&w, path, e);
    struct arena scratch = {0};
    struct names names;
    s = dir_list(path, &scratch, &names, e); /* the directory the user named must be readable */
    arena_free(&scratch);
    return s ? s : import_dir(&w, path, 0, e);
}

enum status import_fetched(struct store *st, const struct fetched *f,
                           const struct import_options *o, struct arena *a,
                           struct import_report *report, struct err *e)
{
    struct walk w = {.st = st,
                     .o = o,
                     .a = a,
                     .report = report,
                     .real = f->file,
                     .shown = f->named ? f->named : f->locator,
                     .locator = f->locator,
                     .url = f->url,
                     .named = f->named};
    enum status s = importer_find(o->kind, &w.kind, e);
    if (!s) s = import_file(&w, f->file, e);
    return f->named ? refused(&w, f->file, s, e) : s; /* of several that were sent */
}

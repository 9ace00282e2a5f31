/* source.c - verb: what was read, and how far can it be believed? */
#include "base/evidence.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/rng.h"
#include "base/time.h"
#include "find/why.h"
#include "store/query.h"
#include "verb/card.h"
#include "verb/duty_read.h"
#include "verb/source_verb.h"

#include <stdlib.h>

static const char *const examples[] = {
    "kith source",
    "kith source forum.csv --sample 20 --csv > check.csv",
    "kith source audit check.csv",
    "kith source forum.csv",
    "kith source forum.csv --dropped --csv > mend.csv",
    "kith source again forum.csv",
    "kith source remove forum.csv --yes",
    "kith source undo",
    "kith source crm.csv --purpose 'who to invite' --basis legitimate-interests --keep 730",
    "kith source default --basis legitimate-interests --keep 1095",
    NULL,
};

static const struct flag flags[] = {
    {"sample", 0, "N", "N rows nobody checked yet, drawn by lot, as a table to be filled in",
     false},
    {"kept", 0, NULL, "what stands here because of it", false},
    {"merged", 0, NULL, "its rows that said what was here already", false},
    {"dropped", 0, NULL, "its rows that were dropped: line, why, and how to mend them", false},
    {"rows", 'n', "N", "of --kept so many at most (50)", false},
    {"yes", 0, NULL, "of remove: do it; without it kith tells what would go", false},
    {"dry-run", 0, NULL, "of remove: tell what would go, change nothing", false},
    {"purpose", 0, "TEXT", "what its people's data is kept for", false},
    {"basis", 0, "BASIS", "why it may be kept: " DUTY_BASES, false},
    {"keep", 0, "DAYS", "for how long, from when each row was read first; 0: for good", false},
    {"strict", 0, "on|off", "of default: refuse imports without purpose and basis", false},
    {NULL, 0, NULL, NULL, false},
};

enum { RNG_SAMPLE = 0x73616d70, TEXT_SHOWN = 300 };

struct known_sources {
    struct known_source *source; /* [count] by when they were read first */
    size_t count;
};

static enum status sources_load(struct request *r, struct known_sources *ret, struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    *ret = (struct known_sources){0};
    enum status s = query_open(r->st, SQL_sources_listed, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        if (ret->count == room) {
            size_t wider = room ? room * 2 : 64;
            ret->source = arena_grow(r->a, ret->source, room * sizeof *ret->source,
                                     wider * sizeof *ret->source);
            room = wider;
        }
        ret->source[ret->count++] = (struct known_source){
            .id = query_i64(q, 0),
            .kind = str_copy(r->a, query_str(q, 1)),
            .locator = str_copy(r->a, query_str(q, 2)),
            .reads = query_i64(q, 3),
            .read_at_s = query_i64(q, 4),
            .curated = query_i64(q, 5) != 0,
            .rows = query_i64(q, 6),
            .audited = {.right = (uint32_t)query_i64(q, 7), .wrong = (uint32_t)query_i64(q, 8)},
            .purpose = str_copy(r->a, query_str(q, 9)),
            .basis = str_copy(r->a, query_str(q, 10)),
            .keep = query_i64(q, 11),
            .read = query_i64(q, 12),
            .kept = query_i64(q, 13),
            .merged = query_i64(q, 14),
            .dropped = query_i64(q, 15)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- the list ---- */

static const struct column list_columns[] = {
    {"id", "id", NULL, CELL_TEXT, 0, false},
    {"source", "source", NULL, CELL_TEXT, 0, true},
    {"read", "read", "rows", CELL_INT, 0, COLUMN_GOES},
    {"kept", "kept", "rows", CELL_INT, 0, COLUMN_GOES},
    {"merged", "merged", "rows", CELL_INT, 0, COLUMN_GOES},
    {"dropped", "dropped", "rows", CELL_INT, 0, COLUMN_GOES},
    {"held", NULL, "rows", CELL_INT, 0, false},
    {"kind", "kind", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"read_at", "last read", "UTC", CELL_TIME, 0, COLUMN_GOES},
    {"reads", NULL, "times", CELL_INT, 0, false},
    {"evidence", "evidence", "rows", CELL_INT, 0, false},
    {"curated", "curated", NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"checked", "checked", "rows", CELL_INT, 0, COLUMN_GOES},
    {"right", "right", "rows", CELL_INT, 0, COLUMN_GOES},
    {"counts", "counts", "share", CELL_REAL, 2, COLUMN_GOES},
    {"lo", "from", "share", CELL_REAL, 2, COLUMN_GOES},
    {"hi", "to", "share", CELL_REAL, 2, COLUMN_GOES},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"locator", NULL, NULL, CELL_TEXT, 0, false},
    {"purpose", "kept for", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"basis", "basis", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"keep_days", "keep", "days", CELL_INT, 0, COLUMN_GOES},
    {"again", NULL, NULL, CELL_TEXT, 0, false},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof *list_columns };

static void put_source(struct request *r, const struct known_source *k, struct table *t)
{
    struct cell *row = table_row(t);
    bool said = audited_enough(k->audited);
    uint32_t checked = k->audited.right + k->audited.wrong;
    row[0] = cell_text(str_printf(r->a, "s%lld", (long long)k->id));
    row[1] = cell_text(place_shown(r->a, k->locator, STR_NONE));
    row[2] = cell_int(k->read);
    row[3] = cell_int(k->kept);
    row[4] = cell_int(k->merged);
    row[5] = cell_int(k->dropped);
    row[6] = cell_int(k->read - k->kept - k->merged - k->dropped);
    row[7] = cell_text(k->kind);
    row[8] = cell_time(k->read_at_s);
    row[9] = cell_int(k->reads);
    row[10] = cell_int(k->rows);
    row[11] = cell_bool(k->curated);
    if (checked) row[12] = cell_int(checked);
    if (checked) row[13] = cell_int(k->audited.right);
    if (said) { /* before, it counts in full, as everybody's does */
        row[14] = cell_real(reliability(k->audited));
        row[15] = cell_real(reliability_quantile(k->audited, 0.05));
        row[16] = cell_real(reliability_quantile(k->audited, 0.95));
        row[17] = cell_real(0.9);
    }
    row[18] = cell_text(k->locator);
    if (k->purpose.len) row[19] = cell_text(k->purpose);
    if (k->basis.len) row[20] = cell_text(k->basis);
    if (k->keep) row[21] = cell_int(k->keep);
    row[22] = cell_text(source_again_how(r, k));
}

static void put_scope(struct request *r, const struct known_sources *all, struct table *t)
{
    int64_t last_s = TIME_NONE;
    const struct known_source *opens = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct known_source *k = &all->source[i];
        if (last_s == TIME_NONE || k->read_at_s > last_s) last_s = k->read_at_s;
        if (!opens && k->audited.right + k->audited.wrong) opens = k;
    }
    table_fact(t, "scope", NULL, cell_text(STR("all sources of the store")), 0);
    table_fact(t, "as_of", NULL, cell_time(last_s), 0);
    if (!opens) return;
    struct str rows = request_next(r, "source s%lld", (long long)opens->id);
    table_fact(t, "opens", NULL, cell_text(rows), 0);
}

enum status source_list(struct request *r, struct table **ret, struct err *e)
{
    struct known_sources all;
    enum status s = sources_load(r, &all, e);
    if (s) return s;
    struct table *t = table_new(r->a, "source", list_columns, LIST_COLUMNS);
    uint64_t checked = 0;
    struct known_source sum = {.reads = 0};
    const struct known_source *first = NULL; /* with rows to check */
    for (size_t i = 0; i < all.count; i++) {
        put_source(r, &all.source[i], t);
        sum.read += all.source[i].read;
        sum.kept += all.source[i].kept;
        sum.merged += all.source[i].merged;
        sum.dropped += all.source[i].dropped;
        checked += all.source[i].audited.right + all.source[i].audited.wrong;
        if (!first && all.source[i].rows) first = &all.source[i];
    }
    t->empty = STR("Nothing was imported yet.");
    put_scope(r, &all, t);
    if (all.count) {
        table_lead(t, "%zu source%s: %.*s.", all.count, all.count == 1 ? "" : "s",
                   STR_ARG(source_sum_text(r, &sum)));
    }
    if (first && !checked) {
        table_note(t, "No row was checked yet, so each counts in full. Draw some to check: %.*s",
                   STR_ARG(request_next(r, "source s%lld --sample 20 --csv > check.csv",
                                        (long long)first->id)));
    }
    *ret = t;
    return OK;
}

/* ---- one source ---- */

/* By id, by path, or by the last part of it. */
static enum status source_named(struct request *r, struct str word, struct known_source *ret,
                                struct err *e)
{
    struct known_sources all;
    size_t fits = 0;
    struct buf named = buf_new(r->a);
    enum status s = sources_load(r, &all, e);
    if (s) return s;
    const char *full = path_full(r->a, str_c(r->a, word));
    for (size_t i = 0; i < all.count; i++) {
        const struct known_source *k = &all.source[i];
        struct str id = str_printf(r->a, "s%lld", (long long)k->id);
        bool exact = str_eq(word, id) || str_eq(word, k->locator) || str_is(k->locator, full);
        if (!exact && !str_is(word, path_base(str_c(r->a, k->locator)))) continue;
        if (exact) {
            *ret = *k;
            return OK;
        }
        *ret = *k;
        buf_addf(&named, "%s%.*s (%.*s)", fits++ ? ", " : "", STR_ARG(id), STR_ARG(k->locator));
    }
    if (fits == 1) return OK;
    if (fits) {
        return err_set(e, BAD_INPUT, "'%.*s' names %zu sources; say which: %.*s", STR_ARG(word),
                       fits, STR_ARG(utf8_head(buf_str(&named), 400)));
    }
    return err_set(e, NOT_FOUND,
                   "'%.*s' is no source that was read; 'kith source' lists them; to bring in rows "
                   "that were checked: kith source audit FILE",
                   STR_ARG(word));
}

enum status source_find(struct request *r, struct str word, int64_t *ret, struct err *e)
{
    struct known_source k;
    enum status s = source_named(r, word, &k, e);
    if (!s) *ret = k.id;
    return s;
}

static const struct column row_columns[] = {
    {"row", "row", NULL, CELL_TEXT, 0, false},    {"day", "day", "UTC", CELL_TIME, 0, false},
    {"who", "who", NULL, CELL_TEXT, 0, true},     {"how", "how", NULL, CELL_TEXT, 0, false},
    {"whom", "whom", NULL, CELL_TEXT, 0, true},   {"about", "about", NULL, CELL_TEXT, 0, true},
    {"where", "where", NULL, CELL_TEXT, 0, true}, {"link", NULL, NULL, CELL_TEXT, 0, false},
    {"checked", NULL, NULL, CELL_TEXT, 0, false}, {"note", NULL, NULL, CELL_TEXT, 0, false},
};
/* The same, of rows that were checked. */
static const struct column checked_columns[] = {
    {"row", NULL, NULL, CELL_TEXT, 0, false},
    {"day", "day", "UTC", CELL_TIME, 0, false},
    {"who", "who", NULL, CELL_TEXT, 0, true},
    {"how", "how", NULL, CELL_TEXT, 0, false},
    {"whom", "whom", NULL, CELL_TEXT, 0, true},
    {"about", "about", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"link", NULL, NULL, CELL_TEXT, 0, false},
    {"checked", "checked", NULL, CELL_TEXT, 0, false},
    {"note", "note", NULL, CELL_TEXT, 0, true},
    {"checked_at", "on", "UTC", CELL_TIME, 0, COLUMN_GOES},
};
enum { ROW_COLUMNS = sizeof row_columns / sizeof *row_columns };

struct str checked_row_name(struct arena *a, int64_t evidence, struct str key)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "e%lld-", (long long)evidence);
    for (size_t i = 0; i < 4 && i < key.len; i++)
        buf_addf(&b, "%02x", (unsigned)(unsigned char)key.p[i]);
    return buf_str(&b);
}

static enum status put_row(struct request *r, int64_t evidence, struct str name, struct table *t,
                           struct cell **ret, struct err *e)
{
    struct proof p;
    enum status s = proof_load(r->st, evidence, r->a, &p, e);
    if (s) return s;
    struct str about = p.title.len ? p.title : p.text.len ? p.text : p.topic;
    struct cell *row = table_row(t);
    row[0] = cell_text(name);
    row[1] = cell_time(p.at_s);
    row[2] = cell_text(p.from);
    row[3] = cell_text(p.verb);
    row[4] = cell_text(p.to);
    if (about.len) row[5] = cell_text(utf8_head(str_trim(about), TEXT_SHOWN));
    row[6] = cell_text(place_shown(r->a, p.source, p.place));
    if (p.url.len) row[7] = cell_text(p.url);
    *ret = row;
    return OK;
}

static enum status put_checked(struct request *r, const struct known_source *k, struct table *t,
                               struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_checked, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        struct cell *row = NULL;
        bool right = query_i64(q, 2) != 0;
        struct str note = str_copy(r->a, query_str(q, 3));
        int64_t at_s = query_i64(q, 4);
        struct str name = checked_row_name(r->a, id, query_str(q, 1));
        s = put_row(r, id, name, t, &row, e);
        if (s) break;
        row[8] = cell_text(right ? STR("right") : STR("wrong"));
        if (note.len) row[9] = cell_text(note);
        row[10] = cell_time(at_s);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static struct table *last_of(struct table *t)
{
    while (t->more)
        t = t->more;
    return t;
}

static enum status show(struct request *r, const struct known_source *k, struct table **ret,
                        struct err *e)
{
    struct table *t = table_new(r->a, "source", list_columns, LIST_COLUMNS);
    struct audited n = k->audited;
    put_source(r, k, t);
    table_fact(t, "scope", NULL, cell_text(STR("this source")), 0);
    table_fact(t, "as_of", NULL, cell_time(k->read_at_s), 0);
    enum status s = k->reads > 1 ? source_readings(r, k, t, e) : OK;
    if (!s && k->dropped) s = source_reasons(r, k, last_of(t), e);
    if (s) return s;
    source_sum(r, k, t);
    if (audited_enough(n)) {
        table_note(t, "%u of %u checked rows were right: what it says counts %.2f (%.2f to %.2f).",
                   n.right, n.right + n.wrong, reliability(n), reliability_quantile(n, 0.05),
                   reliability_quantile(n, 0.95));
    } else {
        table_note(t, "%u of its rows were checked; from %d on it counts by what was found.",
                   n.right + n.wrong, AUDIT_LEAST);
    }
    struct table *rows = table_more(last_of(t), "rows_checked", checked_columns,
                                    sizeof checked_columns / sizeof *checked_columns);
    rows->title = STR("Rows that were checked");
    rows->empty = STR("None yet.");
    s = put_checked(r, k, rows, e);
    table_note(
        t, "Rows to check: %.*s",
        STR_ARG(request_next(r, "source s%lld --sample 20 --csv > check.csv", (long long)k->id)));
    *ret = t;
    return s;
}

/* ---- rows to check ---- */

struct lot { /* one row of the sample */
    uint64_t lot;
    int64_t evidence;
    struct str name;
};

static int lot_cmp(const void *left, const void *right)
{
    const struct lot *l = left;
    const struct lot *r = right;
    if (l->lot != r->lot) return l->lot < r->lot ? -1 : 1;
    return l->evidence < r->evidence ? -1 : l->evidence > r->evidence;
}

static int lot_id_cmp(const void *left, const void *right)
{
    const struct lot *l = left;
    const struct lot *r = right;
    return l->evidence < r->evidence ? -1 : l->evidence > r->evidence;
}

/* Each row's lot is its own, whatever others there are: those with the lowest are drawn, so that a
 * larger sample holds the smaller one. list has room for twice `most`. */
static enum status draw(struct request *r, const struct known_source *k, size_t most,
                        struct lot *list, size_t *ret_count, struct err *e)
{
    struct query *q = NULL;
    size_t n = 0;
    enum status s = query_open(r->st, SQL_source_unchecked, &q, e);
    if (s) return s;
    query_bind_str(q, 1, k->kind);
    query_bind_str(q, 2, k->locator);
    query_bind_i64(q, 3, VERB_CLAIMED);
    while ((s = query_next(q, e)) == OK) {
        uint64_t bits[2];
        struct lot one = {.evidence = query_i64(q, 0)};
        rng_block(r->seed, rng_stream_id(RNG_SAMPLE, 0, 0), (uint64_t)one.evidence, bits);
        one.lot = bits[0];
        if (n >= most && lot_cmp(&one, &list[most - 1]) > 0) continue;
        one.name = checked_row_name(r->a, one.evidence, query_str(q, 1));
        list[n++] = one;
        if (n < 2 * most && n != most) continue;
        qsort(list, n, sizeof *list, lot_cmp);
        n = n < most ? n : most;
    }
    query_close(q);
    qsort(list, n, sizeof *list, lot_cmp);
    *ret_count = n < most ? n : most;
    qsort(list, *ret_count, sizeof *list, lot_id_cmp);
    return s == DONE ? OK : s;
}

static enum status sample(struct request *r, const struct known_source *k, struct table **ret,
                          struct err *e)
{
    int64_t most = 20;
    size_t count = 0;
    enum status s = request_i64(r, "sample", 1, SAMPLE_ROWS_MAX, &most, e);
    if (s) return s;
    struct lot *list = arena_new(r->a, struct lot, 2 * (size_t)most);
    s = draw(r, k, (size_t)most, list, &count, e);
    struct table *t = table_new(r->a, "source", row_columns, ROW_COLUMNS);
    struct cell *row = NULL;
    for (size_t i = 0; i < count && !s; i++)
        s = put_row(r, list[i].evidence, list[i].name, t, &row, e);
    if (s) return s;
    t->title =
        str_printf(r->a, "Rows of %.*s to check", STR_ARG(place_shown(r->a, k->locator, STR_NONE)));
    table_lead(t, "Is it true that these people heeded each other? %zu of %lld rows, by lot.",
               count, (long long)k->rows);
    t->empty = STR("It has no row of evidence that nobody checked.");
    table_note(t, "With --csv a table to fill in: 'right' or 'wrong' under 'checked', left empty "
                  "where nobody could say.");
    table_note(t, "Bring it in: %.*s", STR_ARG(request_next(r, "source audit check.csv")));
    *ret = t;
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct known_source k;
    struct str what = r->word_count ? r->word[0] : STR("list");
    bool list = str_is(what, "list");
    bool audit = str_is(what, "audit");
    bool undo = str_is(what, "undo");
    bool again = str_is(what, "again");
    bool removes = str_is(what, "remove");
    size_t least = audit || again || removes ? 2 : 1;
    if ((r->word_count < least && !(list && !r->word_count)) || r->word_count > least + removes) {
        return err_set(e, BAD_USAGE, "%s",
                       audit              ? "audit wants the FILE with what was found"
                       : again || removes ? "which source? 'kith source' lists them"
                                          : "one source at a time");
    }
    if (request_has(r, "sample") && (list || least > 1 || undo)) {
        return err_set(e, BAD_USAGE,
                       "--sample wants the source it draws from: kith source NAME "
                       "--sample 20");
    }
    if (list) return source_list(r, ret, e);
    if (audit) return source_audit(r, r->raw[1], ret, e);
    if (undo) return source_undo(r, ret, e);
    if (str_is(what, "default")) return source_default(r, ret, e);
    enum status s = source_named(r, r->word[least - 1], &k, e);
    if (s) return s;
    if (again) return source_again(r, &k, ret, e);
    if (removes) return source_take_out(r, &k, ret, e);
    s = source_duty_change(r, k.kind, k.locator, e);
    if (!s) s = source_named(r, what, &k, e);
    if (s) return s;
    if (request_has(r, "sample")) return sample(r, &k, ret, e);
    if (request_has(r, "kept")) return source_kept(r, &k, ret, e);
    bool merged = request_has(r, "merged");
    if (merged || request_has(r, "dropped")) return source_gone(r, &k, merged, ret, e);
    return show(r, &k, ret, e);
}

static const char *const topics[] = {"list", "again", "remove", "default", "audit", "undo", NULL};

const struct verb verb_source = {
    .name = "source",
    .words = "[list|NAME|again NAME|remove NAME [TYPED]|default|audit FILE|undo]",
    .summary = "what was read, and how far it can be believed",
    .details =
        "Lists what evidence was read from; a file or page that was read again is the same source. "
        "NAME is an id, a path or the last part of one, and shows the rows of it that were "
        "checked. Of its rows read = kept + merged + dropped; --kept, --merged and --dropped list "
        "what is behind each, dropped rows with their line and how to mend them.\n"
        "'again' reads it once more from where it stood, as 'kith import' would. 'remove' takes it "
        "out with all that stands here because of it alone: docs, evidence, deals, answers and the "
        "like, people, accounts, outlets that no other source names and with whom nobody here "
        "works; its feeds are followed no more. What another source said alike goes, too, and "
        "comes back when that one is read again. It cannot be undone; imported again, the source "
        "is "
        "new. TYPED, where it is given, must be its name as listed.\n"
        "--sample draws rows by lot as a table. Somebody finds out of each whether it is true, by "
        "telephone, or from another source that knows, and writes 'right' or 'wrong' under "
        "'checked'; 'audit' brings that in, 'undo' takes back what was brought in last. From 10 "
        "checked rows on the source counts by what was found: (right + 1) / (checked + 2) of what "
        "its other rows say, with an interval that goes into those of every market. Rows found "
        "wrong count nothing, rows found right in full. Sources nobody checked count in full; "
        "'counts' is empty then.\n"
        "--purpose, --basis and --keep say of a source, over all its readings, what its data about "
        "people is kept for, why that may be, and for how many days "
        "('kith doctor' tells what is older). 'default' says so for all sources that do not; with "
        "--strict on an import "
        "without purpose and basis is refused.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 3,
    .run = run,
};

/* source.c - listen: is this one source kept, whole or not at all? */
#include "listen/source.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/correct.h"
#include "listen/foreign.h"
#include "listen/keep.h"
#include "listen/webhook.h"

#include <string.h>

struct run {
    struct store *st;
    const struct source *source;
    const struct import_options *o;
    struct arena *a;   /* of the report */
    struct arena work; /* of this source */
    struct import_account *account;
    struct import_drop **drop_end;
    struct dropped dropped;
    struct keep keep;
    struct str remarks;
    struct str wanting; /* of a dry run: without what it would be refused */
    bool row_new;       /* the last row is not counted as merged */
};

bool source_has_line(struct str sentence)
{
    size_t digits = 0;
    while (digits < sentence.len && sentence.p[digits] >= '0' && sentence.p[digits] <= '9')
        digits++;
    return digits && digits < sentence.len && sentence.p[digits] == ':';
}

struct str source_sentence(struct arena *a, const char *path, const char *shown,
                           struct str sentence)
{
    if (str_starts(sentence, path)) {
        return str_printf(a, "%s%.*s", shown, STR_ARG(str_skip(sentence, strlen(path))));
    }
    const char *gap = source_has_line(sentence) ? "" : " ";
    return str_printf(a, "%s:%s%.*s", shown, gap, STR_ARG(sentence));
}

static struct str place_sentence(struct run *r, struct str sentence)
{
    const struct source *source = r->source;
    if (!source->files && !source->bundle) {
        return source_sentence(r->a, source->path, source->shown, sentence);
    }
    return str_printf(r->a, "%s/%.*s", source->shown, STR_ARG(sentence));
}

static void drop_row(struct run *r, struct str sentence)
{
    r->account->read++;
    r->account->dropped++;
    r->row_new = true; /* parts of it change no count */
    dropped_bad(&r->dropped, sentence);
    uint64_t most = r->o->drops_most ? r->o->drops_most : DROPS_SHOWN_MAX;
    if (r->account->dropped - r->account->idle > most) return;
    struct import_drop *drop = arena_new(r->a, struct import_drop, 1);
    drop->sentence = place_sentence(r, sentence);
    drop->place = str_copy(r->a, dropped_words(sentence).place);
    drop->why = str_copy(r->a, sentence);
    if (drop->place.len) drop->why = str_trim(str_skip(drop->why, drop->place.len + 1));
    *r->drop_end = drop;
    r->drop_end = &drop->next;
}

/* A good row of no use. */
static void pass_row(struct run *r, struct str place, const char *why)
{
    dropped_good(&r->dropped, place, why);
    r->account->read++;
    r->account->dropped++;
    r->account->idle++;
    r->row_new = true;
}

static enum status keep_item(struct run *r, const struct item *item, struct err *e)
{
    if (item->status != OK) {
        drop_row(r, item->sentence);
        return OK;
    }
    if (item->record->kind == RECORD_NOTHING) {
        pass_row(r, item->place, item->record->nothing.why);
        return OK;
    }
    bool is_new = false;
    struct keep_row row = {item->record, item->place, item->words};
    enum status s = keep_record(&r->keep, &row, &is_new, e);
    if (s == BAD_INPUT) {
        drop_row(r, str_printf(&r->work, "%.*s: %s", STR_ARG(item->place), e->text));
        return OK;
    }
    if (s) return s;
    struct import_account *account = r->account;
    if (r->keep.idle) {
        pass_row(r, item->place, r->keep.idle);
        return OK;
    }
    if (r->keep.erased) {
        /* that it is theirs is told of no single row */
        if (!item->record->part) pass_row(r, STR_NONE, "of somebody erased");
        return OK;
    }
    if (item->record->part) { /* of the row before, which is counted already */
        bool news = is_new && !r->row_new;
        account->kept += news;
        account->merged -= news;
        if (news) dropped_unmerge(&r->dropped);
        r->row_new |= is_new;
        return OK;
    }
    r->row_new = is_new;
    account->read += 1 + item->record->merged;
    account->kept += is_new;
    if (!is_new) dropped_merged(&r->dropped, item->place);
    account->merged += !is_new + item->record->merged;
    return OK;
}

/* BAD_INPUT when the source itself ended badly. */
static enum status keep_all(struct run *r, struct supply *supply, struct err *e)
{
    const struct batch *b = NULL;
    do {
        b = supply_next(supply);
        uint64_t read = r->account->read;
        for (size_t i = 0; i < b->count; i++) {
            enum status s = keep_item(r, &b->item[i], e);
            if (s) return s;
        }
        progress_report(r->o->progress, r->source->shown, b->done, supply_size(supply));
        progress_rows(r->o->progress, r->account->read - read);
        if (progress_stop(r->o->progress)) {
            return err_set(e, STOPPED, "%s: stopped; nothing of it was kept", r->source->shown);
        }
    } while (b->end == OK);
    if (b->end == DONE) return OK;
    return err_set(e, BAD_INPUT, "%s", b->e.text);
}

/* ---- what is refused ---- */

static enum status refuse(struct run *r, struct str sentence)
{
    struct import_account *account = r->account;
    account->outcome = IMPORT_REFUSED;
    account->sentence = str_printf(r->a, "%.*s; nothing imported", STR_ARG(sentence));
    account->held = account->kept + account->merged;
    account->kept = account->merged = 0;
    account->idle = 0;
    account->docs = account->people = account->outlets = account->evidence = 0;
    account->activities = 0;
    return BAD_INPUT;
}

static enum status judge(struct run *r)
{
    const struct import_account *account = r->account;
    const char *path = r->source->shown;
    unsigned long long bad = account->dropped - account->idle;
    unsigned long long read = account->read;
    r->account->empty = !read;
    if (!read) return refuse(r, str_printf(r->a, "%s: no rows in it", path));
    if (r->o->strict && bad) {
        return refuse(r, str_printf(r->a, "%s: %llu of %llu rows %s bad, and --strict was said",
                                    path, bad, read, bad == 1 ? "is" : "are"));
    }
    if (2 * bad <= read) return OK;
    struct str first = account->drops->sentence; /* it says where, and how to mend */
    if (read == 1) return refuse(r, first);
    if (bad == read) {
        return refuse(r, str_printf(r->a, "%s: no good row among %llu, first %.*s", path, read,
                                    STR_ARG(first)));
    }
    return refuse(r, str_printf(r->a, "%s: %llu of %llu rows are bad, more than half, first %.*s",
                                path, bad, read, STR_ARG(first)));
}

/* ---- the source's own row ---- */

static enum status add_source(struct run *r, int64_t now_s, int64_t *ret, struct err *e)
{
    const struct import_options *o = r->o;
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(r->source->importer->name));
    query_bind_str(q, 2, r->source->locator);
    query_bind_str(q, 3, r->source->hash);
    query_bind_i64(q, 4, now_s);
    query_bind_i64(q, 5, o->curated);
    query_bind_str(q, 6, str_of(o->tag));
    s = query_run(q, e);
    query_close(q);
    *ret = store_last_id(r->st);
    struct str kind = str_of(r->source->importer->name);
    return s ? s : duty_say(r->st, kind, r->source->locator, o->duty, e);
}

static enum status count_source(struct run *r, struct err *e)
{
    const struct import_account *account = r->account;
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_count, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, r->keep.source);
    query_bind_i64(q, 2, (int64_t)account->read);
    query_bind_i64(q, 3, (int64_t)account->kept);
    query_bind_i64(q, 4, (int64_t)account->merged);
    query_bind_i64(q, 5, (int64_t)account->dropped);
    s = query_run(q, e);
    query_close(q);
    return s ? s : dropped_write(r->st, r->keep.source, &r->dropped, e);
}

/* Other programs are told that it is here, once it is. */
static enum status tell_others(struct run *r, enum status s, struct err *e)
{
    const struct import_account *x = r->account;
    if (s) return s;
    struct str data = str_printf(
        &r->work,
        "{\"source\":\"s%lld\",\"kind\":\"%s\",\"read\":%llu,\"kept\":%llu,\"merged\":%llu,"
        "\"dropped\":%llu,\"people\":%llu,\"docs\":%llu,\"evidence\":%llu}",
        (long long)r->keep.source, x->kind, (unsigned long long)x->read,
        (unsigned long long)x->kept, (unsigned long long)x->merged, (unsigned long long)x->dropped,
        (unsigned long long)x->people, (unsigned long long)x->docs,
        (unsigned long long)x->evidence);
    return outbox_put(r->st, "import.ended", 0, data, e);
}

/* OK with *ret_same when it was read before. */
static enum status find_same(struct run *r, bool *ret_same, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(r->st, SQL_source_same, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(r->source->importer->name));
    query_bind_str(q, 2, r->source->locator);
    query_bind_str(q, 3, r->source->hash);
    s = query_next(q, e);
    *ret_same = s == OK;
    bool tagged = !s && r->o->tag && !str_is(query_str(q, 1), r->o->tag);
    query_close(q);
    if (s) return s == DONE ? OK : s;
    r->account->outcome = IMPORT_SAME;
    r->account->sentence = str_printf(r->a, "%s: read before, unchanged since%s", r->source->shown,
                                      tagged ? "; to tag its people now use 'kith tag'" : "");
    return OK;
}

/* ---- all of it ---- */

static void add_remark(struct buf *b, struct str text)
{
    if (!text.len) return;
    if (b->len) buf_adds(b, "; ");
    buf_add(b, text);
}

/* "12 rows of no use here: a like (11), a place" */
static void tell_idle(const struct run *r, struct buf *b)
{
    unsigned long long n = r->account->idle;
    if (!n) return;
    if (b->len) buf_adds(b, "; ");
    buf_addf(b, "%llu row%s of no use here", n, n == 1 ? "" : "s");
    const char *sign = ":";
    for (const struct dropped_reason *x = r->dropped.reasons; x; x = x->next) {
        if (x->bad) continue;
        buf_addf(b, "%s %.*s", sign, STR_ARG(x->reason));
        if (x->rows > 1) buf_addf(b, " (%llu)", (unsigned long long)x->rows);
        sign = ",";
    }
}

static void tell(struct run *r)
{
    const struct keep *k = &r->keep;
    struct buf b = buf_new(r->a);
    add_remark(&b, r->remarks);
    add_remark(&b, r->wanting);
    tell_idle(r, &b);
    const struct {
        uint64_t count;
        const char *one, *that; /* "date", "before 1970 …" */
    } seen[] = {
        {k->dates_unlikely, "date", "before 1970 or in the future taken as unknown"},
        {k->people_apart, "row", "with accounts of several people, compared when all is read"},
        {k->answers_kindless, "answer",
         "to questions whose kind is not said: evidence of nothing; a column kind says it: names, "
         "prompted, reads"},
        {k->answers_undated, "answer",
         "that name somebody have no date and make no evidence; a wave that is a date says it: "
         "--wave 2026-03"},
        {k->org_aliases_taken, "alias",
         "that is the name of an organisation of its own passed over: kith org NAME --parent says "
         "what it is a part of"},
        {k->org_domains_of_all, "domain", "that gives mail to everybody passed over"},
        {k->org_domains_other, "domain", "left with the organisation that has it"},
        {k->org_parents_other, "organisation",
         "left a part of what it is a part of: kith org NAME --parent says another"},
        {k->org_parents_missing, "parent", "named by a number that no row has"},
        {k->org_loops, "parent", "that is a part of its own part passed over"},
        {k->deals_undated, "deal", "without a past date: no evidence of advice"},
    };
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        unsigned long long n = seen[i].count;
        const char *many = n == 1 ? "" : "s";
        if (n) add_remark(&b, str_printf(r->a, "%llu %s%s %s", n, seen[i].one, many, seen[i].that));
    }
    if (k->mails_mass) {
        add_remark(&b, str_printf(r->a,
                                  "%llu mail%s to more than %d people outside: mass mail, no "
                                  "contact",
                                  (unsigned long long)k->mails_mass, k->mails_mass == 1 ? "" : "s",
                                  MAIL_OUTSIDE_MAX));
    }
    r->account->remarks = buf_str(&b);
    r->account->activities = k->new_activities;
    r->account->docs = k->new_docs;
    r->account->evidence = k->new_evidence;
    r->account->people = k->persons.people;
    r->account->outlets = k->persons.outlets;
}

/* Inside the transaction. BAD_INPUT: refused, the account says why. */
static enum status keep_source(struct run *r, struct supply *supply, struct err *e)
{
    struct keep_options ko = {.now_s = time_now(), .tag = r->o->tag, .ledger = r->o->ledger};
    enum status s = add_source(r, ko.now_s, &ko.source, e);
    if (!s) s = keep_open(r->st, &ko, &r->work, &r->keep, e);
    if (!s) s = keep_all(r, supply, e);
    const struct source *source = r->source;
    if (s == BAD_INPUT) {
        return refuse(r, source_sentence(r->a, source->path, source->shown, str_of(e->text)));
    }
    if (!s) s = judge(r);
    if (s) return s;
    r->remarks = supply_remarks(supply, r->a);
    progress_report(r->o->progress, "threads", 0, 0);
    s = keep_finish(&r->keep, e);
    if (!s) s = correct_apply(r->st, e);
    if (s) return s;
    tell(r);
    return tell_others(r, count_source(r, e), e);
}

static enum status import_in_transaction(struct run *r, struct supply *supply, struct err *e)
{
    enum status s = store_begin(r->st, e);
    if (s) return s;
    s = keep_source(r, supply, e);
    if (r->keep.st) keep_close(&r->keep);
    if (s || r->o->dry_run) {
        store_rollback(r->st);
    } else {
        s = store_commit(r->st, e);
    }
    return s == BAD_INPUT && r->account->outcome == IMPORT_REFUSED ? OK : s;
}

/* A ledger is of mails, and needs to know who we are. */
static enum status check_ledger(struct run *r, struct err *e)
{
    int64_t ours = 0;
    if (!r->source->importer->ledger) {
        return err_set(e, BAD_INPUT,
                       "--ledger is for mailboxes and mails, and this is %s; import it without",
                       r->source->importer->name);
    }
    enum status s = query_ask(r->st, SQL_ours_any, &ours, e);
    if (s || ours) return s;
    return err_set(e, BAD_INPUT,
                   "whose mails these are is not known; say who we are (kith us --domain DOMAIN), "
                   "then import it again");
}

/* Who only looks need not say yet what it is kept for, but is told that it will be asked. */
static enum status check_duty(struct run *r, struct err *e)
{
    struct str kind = str_of(r->source->importer->name);
    enum status s = duty_check(r->st, kind, r->source->locator, r->o->duty, e);
    if (s != BAD_INPUT || !r->o->dry_run) return s;
    r->wanting = str_copy(r->a, str_of(e->text));
    return OK;
}

static enum status import_new(struct run *r, struct err *e)
{
    const struct source *source = r->source;
    struct supply_options so = {.importer = source->importer,
                                .file = source->path,
                                .importing = {.path = source->named ? source->named : source->path,
                                              .url = source->url,
                                              .dates = r->o->dates,
                                              .maps = r->o->maps,
                                              .event = r->o->event,
                                              .event_at_s = r->o->event_at_s,
                                              .speakers = r->o->speakers,
                                              .survey = r->o->survey,
                                              .wave = r->o->wave,
                                              .bundle = source->bundle},
                                .files = source->files,
                                .count = source->file_count};
    struct supply *supply = NULL;
    const struct foreign *foreign = NULL; /* missed once, not at each of many mails */
    enum status s = source->importer->foreign ? foreign_find(&foreign, e) : OK;
    if (!s && r->o->event && !source->importer->attendees) {
        s = err_set(e, BAD_INPUT,
                    "--as attendees is for tables of people, and this is %s; import it "
                    "without",
                    source->importer->name);
    }
    if (!s && r->o->ledger) s = check_ledger(r, e);
    if (!s) s = check_duty(r, e);
    if (s == STORE_FAILED) return s;
    if (!s) s = supply_open(&so, &r->work, &supply, e);
    if (s) {
        struct str sentence = source_sentence(r->a, source->path, source->shown, str_of(e->text));
        (void)refuse(r, sentence);
        if (source->found && s == BAD_INPUT) {
            r->account->outcome = IMPORT_PASSED;
            r->account->sentence = str_printf(r->a, "%.*s; passed over", STR_ARG(sentence));
        }
        return OK;
    }
    s = import_in_transaction(r, supply, e);
    supply_close(supply);
    return s;
}

/* The same bytes read as something else are another source. */
static struct str hash_as(struct str hash, const struct import_options *o, struct arena *a)
{
    if (!o->survey && !o->event && !o->ledger) return hash;
    struct buf b = buf_new(a);
    const char *const part[] = {o->survey, o->wave, o->event, o->speakers};
    buf_add(&b, hash);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        buf_addf(&b, "\n%s", part[i] ? part[i] : "");
    if (o->ledger) buf_adds(&b, "\nledger");
    return bytes_hash(a, buf_str(&b));
}

enum status source_import(struct store *st, const struct source *source,
                          const struct import_options *o, struct arena *a,
                          struct import_account *ret, struct err *e)
{
    struct source known = *source;
    known.hash = hash_as(source->hash, o, a);
    source = &known;
    struct run r = {
        .st = st, .source = source, .o = o, .a = a, .account = ret, .drop_end = &ret->drops};
    r.dropped.a = &r.work;
    *ret = (struct import_account){.path = str_copy(a, str_of(source->shown)),
                                   .kind = source->importer->name,
                                   .outcome = IMPORT_KEPT};
    bool same = false;
    enum status s = find_same(&r, &same, e);
    if (!s && !same) s = import_new(&r, e);
    ret->reasons = dropped_reasons(&r.dropped, a);
    arena_free(&r.work);
    return s;
}

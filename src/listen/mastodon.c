/* mastodon.c - listen: what do the archive of a Mastodon account and answers of its API say? */
#include "listen/mastodon_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/as2_in.h"
#include "listen/bundle.h"

#include <jansson.h>
#include <string.h>

enum stage { STAGE_ACTOR, STAGE_OUTBOX, STAGE_FOLLOWS, STAGE_API, STAGE_END };

struct mastodon {
    enum stage stage;
    const struct bundle *b;
    struct reader *in; /* of an archive: the file at hand */
    const char *file;
    struct as2 x;
    struct as2_in outbox;
    struct who owner;
    int64_t newest_s; /* of all that was said in the outbox */
    bool asks_out;
    struct mastodon_api api;
    struct json_rows rows;
};

/* ---- the archive ---- */

/* By its name, in the archive itself or one directory down. */
static size_t find_file(const struct bundle *b, const char *name)
{
    size_t at = bundle_find(b, name);
    for (size_t i = 0; at == b->count && i < b->count; i++) {
        const char *slash = strchr(b->file[i], '/');
        if (slash && strcmp(slash + 1, name) == 0) at = i;
    }
    return at;
}

static int mastodon_gather(const struct bundle *b)
{
    struct arena own = {0};
    size_t actor = find_file(b, "actor.json");
    int score = 0;
    if (actor < b->count && find_file(b, "outbox.json") < b->count) {
        struct str head = bundle_head(b, actor, 4096, &own);
        score = str_find_nocase(head, "w3.org/ns/activitystreams") < head.len ? 95 : 0;
    }
    arena_free(&own);
    return score;
}

static enum status open_file(struct mastodon *m, const char *name, struct arena *a, bool *ret_there,
                             struct err *e)
{
    size_t at = find_file(m->b, name);
    reader_close(m->in);
    m->in = NULL;
    *ret_there = at < m->b->count;
    if (!*ret_there) return OK;
    m->file = m->b->file[at];
    return bundle_open(m->b, at, a, &m->in, e);
}

/* Whose archive it is must be known before anything of it is kept. */
static enum status read_actor(struct mastodon *m, struct arena *a, struct err *e)
{
    bool there = false;
    struct str text;
    json_t *actor = NULL;
    enum status s = open_file(m, "actor.json", a, &there, e);
    if (!s) s = reader_rest(m->in, JSON_RECORD_BYTES_MAX, a, &text, e);
    if (!s) s = json_object_read(text, &actor, e);
    if (!s) s = as2_context(actor, e);
    if (s) {
        json_decref(actor);
        return err_in(e, s, "actor.json");
    }
    as2_note(&m->x, actor);
    m->asks_out = as2_asks_out(actor);
    row_begin(&m->x.row, 1, actor);
    m->owner = as2_who(actor, a);
    m->owner.name = str_copy(a, m->owner.name);
    as2_read(&m->x, actor);
    return OK;
}

static enum status open_archive(struct mastodon *m, struct arena *a, struct err *e)
{
    bool there = false;
    enum status s = read_actor(m, a, e);
    if (!s) s = open_file(m, "outbox.json", a, &there, e);
    if (s) return s;
    s = as2_in_open(m->in, &m->x, a, &m->outbox, e);
    return s ? err_in(e, s, "outbox.json") : OK;
}

/* ---- whom they follow ---- */

static void read_follow(struct mastodon *m, struct str address)
{
    struct who to = {0};
    if (m->asks_out) {
        row_nothing(&m->x.row, "of somebody who asked not to be found");
    } else if (m->newest_s == TIME_NONE) {
        row_nothing(&m->x.row, "a follow without a date");
    } else if (!m->owner.handle.len || !who_of_mention(address, STR(""), &m->x.row.a, &to)) {
        row_nothing(&m->x.row, "a follow of nobody that can be told");
    } else {
        struct evidence_row *row = row_evidence(&m->x.row);
        row->at_s = m->newest_s;
        row->verb = VERB_FOLLOWED;
        row->from = m->owner;
        row->to = to;
    }
}

/* "Account address,Show boosts,…": the first cell is all that is needed. */
static enum status next_follow(struct mastodon *m, struct arena *a, struct record *ret,
                               struct err *e)
{
    struct str line;
    for (;;) {
        enum status s = reader_line(m->in, &line, e);
        uint64_t number = reader_line_number(m->in);
        if (s == TOO_MUCH)
            return err_in(e, BAD_INPUT, "%s:%llu", m->file, (unsigned long long)number);
        if (s) return s;
        if (str_starts(line, "\xEF\xBB\xBF")) line = str_skip(line, 3);
        struct str cell = str_trim(str_head(line, str_find(line, ',')));
        if (!cell.len || str_is_nocase(cell, "Account address")) continue;
        row_begin(&m->x.row, number, NULL);
        cell = utf8_mend(&m->x.row.a, cell);
        if (cell.len > 2 && cell.p[0] == '"') cell = (struct str){cell.p + 1, cell.len - 2};
        read_follow(m, cell);
        (void)row_take(&m->x.row, a, ret);
        return OK;
    }
}

/* ---- rows ---- */

static void see_time(struct mastodon *m, const struct record *r)
{
    int64_t at_s = TIME_NONE;
    if (r->kind == RECORD_DOC) at_s = r->doc.at_s;
    if (r->kind == RECORD_EVIDENCE) at_s = r->evidence.at_s;
    if (at_s != TIME_NONE && at_s > m->newest_s) m->newest_s = at_s;
}

static enum status next_api(struct mastodon *m, struct arena *a, struct record *ret, struct err *e)
{
    if (row_take(&m->api.row, a, ret)) return OK;
    json_t *value = NULL;
    uint64_t line = 0;
    row_begin(&m->api.row, 0, NULL);
    enum status s = json_rows_next(&m->rows, &m->api.row.a, &value, &line, e);
    if (s) return s;
    m->api.row.held = value;
    m->api.row.line = line;
    if (!mastodon_read(&m->api, value)) {
        s = err_set(e, BAD_INPUT, "no status and no account of Mastodon; leave it out");
        return err_in(e, s, "%llu", (unsigned long long)line);
    }
    return row_take(&m->api.row, a, ret) ? OK : DONE;
}

static enum status next_archive(struct mastodon *m, struct arena *a, struct record *ret,
                                struct err *e)
{
    bool there = false;
    if (m->stage == STAGE_ACTOR) {
        if (row_take(&m->x.row, a, ret)) {
            ret->file = STR("actor.json");
            return OK;
        }
        m->stage = STAGE_OUTBOX;
    }
    if (m->stage == STAGE_OUTBOX) {
        enum status s = as2_in_next(&m->outbox, &m->x, a, ret, e);
        if (!s) see_time(m, ret);
        if (!s) ret->file = STR("outbox.json");
        if (s == BAD_INPUT) return row_in_file(e, s, "outbox.json");
        if (s != DONE) return s;
        m->stage = STAGE_FOLLOWS;
        s = open_file(m, "following_accounts.csv", m->x.a, &there, e);
        if (s) return s;
        if (!there) m->stage = STAGE_END;
    }
    if (m->stage == STAGE_END) return DONE;
    enum status s = next_follow(m, a, ret, e);
    if (!s) ret->file = STR("following_accounts.csv");
    return s;
}

static enum status mastodon_open(struct reader *in, const struct importer_options *o,
                                 struct arena *a, void **ret_state, struct err *e)
{
    struct mastodon *m = arena_new(a, struct mastodon, 1);
    *m = (struct mastodon){.b = o->bundle, .x = as2_new(a), .newest_s = TIME_NONE};
    m->api.seen = map_new(a);
    *ret_state = m;
    if (!in && o->bundle) return open_archive(m, a, e);
    if (!in)
        return err_set(e, BAD_INPUT, "want the directory of an archive, or a file of statuses");
    m->stage = STAGE_API;
    enum status s = json_rows_open(in, a, &m->rows, e);
    m->rows.array = true; /* objects one after the other are read alike */
    return s;
}

static enum status mastodon_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct mastodon *m = state;
    return m->stage == STAGE_API ? next_api(m, a, ret, e) : next_archive(m, a, ret, e);
}

static void mastodon_close(void *state)
{
    struct mastodon *m = state;
    reader_close(m->in);
    row_end(&m->x.row);
    row_end(&m->api.row);
}

static struct str mastodon_remarks(void *state, struct arena *a)
{
    const struct mastodon *m = state;
    return m->stage == STAGE_API ? STR("") : as2_in_remarks(&m->outbox, a);
}

static int mastodon_sniff(struct str head, const char *path)
{
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    (void)path;
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    static const char *const account[] = {"\"acct\"", "\"username\"", "\"url\""};
    static const char *const status[] = {"\"uri\"", "\"created_at\"", "\"account\""};
    for (size_t i = 0; i < 3; i++) {
        if (str_find_nocase(s, account[i]) == s.len) return 0;
    }
    bool all = true;
    for (size_t i = 0; i < 3; i++)
        all = all && str_find_nocase(s, status[i]) < s.len;
    bool people = str_find_nocase(s, "\"statuses_count\"") < s.len;
    return all || people ? 88 : 0;
}

extern const struct importer importer_mastodon;

const struct importer importer_mastodon = {
    .name = "mastodon",
    .summary = "the archive of a Mastodon account, statuses and accounts as its API gives them",
    .sniff = mastodon_sniff,
    .gather = mastodon_gather,
    .open = mastodon_open,
    .next = mastodon_next,
    .close = mastodon_close,
    .remarks = mastodon_remarks,
};

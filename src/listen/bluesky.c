/* bluesky.c - listen: what do Bluesky repositories, answers and events say? */
#include "listen/bluesky_int.h"

#include "base/limits.h"

#include <jansson.h>
#include <string.h>

struct bluesky_file {
    struct bluesky b;
    bool car;
    struct bluesky_repo repo;
    struct json_rows rows;
};

/* {"roots": […], "version": 1}, or the other way round, behind its length. */
static bool is_car(struct str head)
{
    head = str_head(head, 128);
    return head.p && head.len > 12 && (unsigned char)head.p[1] == 0xA2 &&
           memmem(head.p, head.len, "\x65roots", 6) && memmem(head.p, head.len, "\x67version", 8);
}

static enum status bluesky_open(struct reader *in, const struct importer_options *o,
                                struct arena *a, void **ret_state, struct err *e)
{
    struct bluesky_file *f = arena_new(a, struct bluesky_file, 1);
    struct str head;
    (void)o;
    f->b = (struct bluesky){.a = a, .seen = map_new(a), .hidden = map_new(a)};
    *ret_state = f;
    enum status s = reader_head(in, 256, &head, e);
    if (s) return s;
    f->car = is_car(head);
    if (!f->car) {
        s = json_rows_open(in, a, &f->rows, e);
        f->rows.array = true; /* objects one after the other are read alike */
        return s;
    }
    s = repo_open(in, a, &f->repo, e);
    if (!s && f->repo.hidden) (void)map_put(&f->b.hidden, f->repo.did, 1, NULL);
    return s;
}

static enum status next_block(struct bluesky_file *f, struct err *e)
{
    struct social_row *row = &f->b.row;
    json_t *record = NULL;
    struct str uri;
    row_begin(row, 0, NULL);
    enum status s = repo_next(&f->repo, &row->a, &record, &uri, e);
    if (s) return s;
    row->held = record;
    row->line = f->repo.car.block;
    if (!uri.len && f->repo.path_count && f->repo.path_count < REPO_RECORDS_MAX) {
        row_nothing(row, "a record that is no longer in the repository");
    } else {
        (void)bluesky_record(&f->b, record, (struct bluesky_place){.did = f->repo.did, .uri = uri});
    }
    return OK;
}

static enum status next_object(struct bluesky_file *f, struct err *e)
{
    struct social_row *row = &f->b.row;
    json_t *value = NULL;
    uint64_t line = 0;
    row_begin(row, 0, NULL);
    enum status s = json_rows_next(&f->rows, &row->a, &value, &line, e);
    if (s) return s;
    row->held = value;
    row->line = line;
    s = bluesky_check(value, e);
    if (!s && !bluesky_view(&f->b, value)) {
        s = err_set(e, BAD_INPUT, "no post, profile, record or event of Bluesky; leave it out");
    }
    return s ? err_in(e, s, "%llu", (unsigned long long)line) : OK;
}

static enum status bluesky_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct bluesky_file *f = state;
    if (row_take(&f->b.row, a, ret)) return OK;
    enum status s = f->car ? next_block(f, e) : next_object(f, e);
    if (s) return s;
    return row_take(&f->b.row, a, ret) ? OK : DONE;
}

static void bluesky_close(void *state)
{
    struct bluesky_file *f = state;
    row_end(&f->b.row);
}

static int bluesky_sniff(struct str head, const char *path)
{
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    (void)path;
    if (is_car(head)) return 95;
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    bool did = str_find_nocase(s, "did:plc:") < s.len || str_find_nocase(s, "did:web:") < s.len;
    bool lexicon = str_find_nocase(s, "app.bsky.") < s.len;
    bool person = str_find_nocase(s, "\"did\"") < s.len && str_find_nocase(s, "\"handle\"") < s.len;
    return did && (lexicon || person) ? 92 : 0;
}

extern const struct importer importer_bluesky;

const struct importer importer_bluesky = {
    .name = "bluesky",
    .summary = "a Bluesky repository (CAR), posts, profiles and events of its API as JSON",
    .sniff = bluesky_sniff,
    .open = bluesky_open,
    .next = bluesky_next,
    .close = bluesky_close,
};

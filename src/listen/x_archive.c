/* x_archive.c - listen: what do the archive of an X account, and tweets of its API, say? */
#include "listen/x_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"

#include <jansson.h>
#include <string.h>

/* The files of an archive that are read, in this order. */
enum part { PART_TWEETS, PART_FOLLOWING, PART_FOLLOWERS, PART_LIKES, PART_END };

struct x_file {
    struct x x;
    const struct bundle *b; /* of an archive; else NULL: tweets of the API */
    enum part part;
    size_t at; /* the next file of the bundle to look at */
    const char *file;
    struct reader *in; /* at hand; NULL: none */
    struct arena file_a;
    struct json_rows rows;
    bool owner_due;
    json_t *account, *profile;
};

/* ---- which file is it? ---- */

/* "tweets-part1.js" of data/ is "tweets": its name without directory, part and ending. */
static struct str stem_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    struct str name = str_of(slash ? slash + 1 : file);
    if (!str_ends_nocase(name, ".js")) return STR("");
    name = str_head(name, name.len - 3);
    size_t part = str_find_nocase(name, "-part");
    return str_head(name, part);
}

/* Months of archives made before 2019: "data/js/tweets/2014_01.js". */
static bool is_month(const char *file)
{
    struct str name = stem_of(file);
    if (!strstr(file, "tweets/") || name.len != 7 || name.p[4] != '_') return false;
    for (size_t i = 0; i < 7; i++) {
        if (i != 4 && !ascii_is_digit(name.p[i])) return false;
    }
    return true;
}

static bool is_tweets(const char *file)
{
    struct str name = stem_of(file);
    return str_is(name, "tweets") || str_is(name, "tweet") || str_is(name, "community-tweet") ||
           is_month(file);
}

static bool is_part(const char *file, enum part part)
{
    struct str name = stem_of(file);
    switch (part) {
    case PART_TWEETS:
        return is_tweets(file);
    case PART_FOLLOWING:
        return str_is(name, "following");
    case PART_FOLLOWERS:
        return str_is(name, "follower");
    case PART_LIKES:
        return str_is(name, "like");
    default:
        return false;
    }
}

static int x_gather(const struct bundle *b)
{
    struct arena own = {0};
    int score = 0;
    for (size_t i = 0; !score && i < b->count; i++) {
        if (!is_tweets(b->file[i])) continue;
        struct str head = str_trim(bundle_head(b, i, 256, &own));
        if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
        if (str_starts(head, "window.YTD.") || str_starts(head, "Grailbird.data.")) score = 95;
    }
    arena_free(&own);
    return score;
}

/* ---- looked through first ---- */

/* Every object of the files of this name, in their order. */
static enum status each(struct x_file *f, bool (*is_it)(const char *file),
                        void (*see)(struct x_file *f, json_t *object), struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; !s && i < f->b->count; i++) {
        if (!is_it(f->b->file[i])) continue;
        struct arena own = {0};
        struct arena scratch = {0};
        struct reader *in = NULL;
        struct json_rows rows;
        s = bundle_open(f->b, i, &own, &in, e);
        if (!s) s = json_rows_open_assigned(in, &own, &rows, e);
        if (s == BAD_INPUT) s = DONE; /* told when its turn comes */
        while (!s || s == BAD_INPUT) {
            json_t *object = NULL;
            uint64_t line = 0;
            s = json_rows_next(&rows, &scratch, &object, &line, e);
            if (!s) see(f, object);
            if (!s) json_decref(object);
            arena_reset(&scratch, (struct arena_mark){0});
            arena_reset(&f->x.row.a, (struct arena_mark){0});
        }
        if (s == DONE) s = OK;
        reader_close(in);
        arena_free(&scratch);
        arena_free(&own);
    }
    return s;
}

static bool is_account(const char *file)
{
    return str_is(stem_of(file), "account");
}

static bool is_profile(const char *file)
{
    return str_is(stem_of(file), "profile");
}

static bool is_note(const char *file)
{
    return str_is(stem_of(file), "note-tweet");
}

static void see_account(struct x_file *f, json_t *object)
{
    json_t *account = json_object_get(object, "account");
    if (!f->account) f->account = json_incref(account);
}

static void see_profile(struct x_file *f, json_t *object)
{
    json_t *profile = json_object_get(object, "profile");
    if (!f->profile) f->profile = json_incref(profile);
}

static void see_note(struct x_file *f, json_t *object)
{
    x_note_long(&f->x, object);
}

static void see_tweet(struct x_file *f, json_t *object)
{
    x_note_users(&f->x, object);
}

/* When the archive was made, as its manifest says: what it says of today was so then. */
static enum status read_manifest(struct x_file *f, struct err *e)
{
    enum { NEAR = 65536 };
    struct arena own = {0};
    struct reader *in = NULL;
    struct str text = STR("");
    size_t at = 0;
    while (at < f->b->count && !str_is(stem_of(f->b->file[at]), "manifest"))
        at++;
    enum status s = at < f->b->count ? bundle_open(f->b, at, &own, &in, e) : OK;
    if (!s && in) s = reader_bytes(in, NEAR, &text, e);
    size_t key = text.len ? str_find_nocase(text, "\"generationDate\"") : 0;
    if (key < text.len) {
        struct str rest = str_skip(text, key + 16);
        rest = str_skip(rest, str_find(rest, '"') + 1);
        (void)time_parse_iso(str_head(rest, str_find(rest, '"')), &f->x.newest_s);
    }
    reader_close(in);
    arena_free(&own);
    return s == DONE ? OK : s;
}

static enum status look_before(struct x_file *f, struct err *e)
{
    enum status s = each(f, is_account, see_account, e);
    if (!s) s = each(f, is_profile, see_profile, e);
    if (!s) s = each(f, is_note, see_note, e);
    if (!s) s = each(f, is_tweets, see_tweet, e);
    if (!s) s = read_manifest(f, e);
    if (s || !f->account) return s;
    struct arena *a = f->x.a;
    f->x.owner = (struct who){.channel = STR("twitter")};
    f->x.owner.handle = str_copy(a, js_name(f->account, "username"));
    f->x.owner.name = str_copy(a, js_name(f->account, "accountDisplayName"));
    f->x.owner_id = str_copy(a, js_id(f->account, "accountId", a));
    x_user(&f->x, f->x.owner_id, f->x.owner.handle);
    f->owner_due = f->x.owner.handle.len > 0;
    return OK;
}

/* ---- rows ---- */

static void read_owner(struct x_file *f)
{
    struct arena *a = &f->x.row.a;
    row_begin(&f->x.row, 1, NULL);
    struct person_row *person = row_person(&f->x.row);
    struct who email = {.channel = STR("email"), .handle = js_name(f->account, "email")};
    person->name = f->x.owner.name;
    person_who(person, email);
    person_who(person, f->x.owner);
    person_who(person, (struct who){.channel = STR("twitter-id"), .handle = f->x.owner_id});
    const json_t *about = json_object_get(f->profile, "description");
    person_bio(person, a, str_trim(js_text(about, "bio")));
    struct who page;
    if (who_of_id(js_text(about, "website"), a, &page)) person_claims(person, a, page, false);
}

/* {"following": {"accountId": "12", …}} */
static void read_follow(struct x_file *f, const json_t *object, const char *key, bool ours)
{
    struct str id = js_id(json_object_get(object, key), "accountId", &f->x.row.a);
    struct who other = x_who(&f->x, id);
    if (f->x.newest_s == TIME_NONE) {
        row_nothing(&f->x.row, "a follow without a date");
    } else if (!other.handle.len || !f->x.owner.handle.len) {
        row_nothing(&f->x.row, "a follow of nobody that can be told");
    } else {
        struct evidence_row *row = row_evidence(&f->x.row);
        row->at_s = f->x.newest_s;
        row->verb = VERB_FOLLOWED;
        row->from = ours ? f->x.owner : other;
        row->to = ours ? other : f->x.owner;
    }
}

static bool read_object(struct x_file *f, const json_t *object)
{
    switch (f->part) {
    case PART_FOLLOWING:
        read_follow(f, object, "following", true);
        return true;
    case PART_FOLLOWERS:
        read_follow(f, object, "follower", false);
        return true;
    case PART_LIKES:
        row_nothing(&f->x.row, "a like");
        return true;
    default:
        if (f->b || !x_is_answer(object)) return x_tweet(&f->x, object);
        x_answer(&f->x, object);
        return true;
    }
}

static enum status open_next(struct x_file *f, struct err *e)
{
    while (f->part != PART_END) {
        while (f->at < f->b->count && !is_part(f->b->file[f->at], f->part))
            f->at++;
        if (f->at < f->b->count) break;
        f->at = 0;
        f->part++;
    }
    if (f->part == PART_END) return DONE;
    f->file = f->b->file[f->at++];
    enum status s = bundle_open(f->b, f->at - 1, &f->file_a, &f->in, e);
    if (!s) s = json_rows_open_assigned(f->in, &f->file_a, &f->rows, e);
    if (s == BAD_INPUT) {
        reader_close(f->in);
        f->in = NULL;
        return err_in(e, s, "%s:1", f->file);
    }
    return s;
}

static void close_file(struct x_file *f)
{
    reader_close(f->in);
    f->in = NULL;
    arena_free(&f->file_a);
}

static enum status next_object(struct x_file *f, json_t **ret, uint64_t *ret_line, struct err *e)
{
    for (;;) {
        enum status s = !f->b || f->in ? OK : open_next(f, e);
        if (s) return s;
        s = json_rows_next(&f->rows, &f->x.row.a, ret, ret_line, e);
        if (s == BAD_INPUT && f->b) return row_in_file(e, s, f->file);
        if (s != DONE || !f->b) return s;
        close_file(f);
    }
}

static enum status x_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct x_file *f = state;
    if (f->owner_due) {
        f->owner_due = false;
        read_owner(f);
        (void)row_take(&f->x.row, a, ret);
        ret->file = STR("account.js");
        return OK;
    }
    if (!row_take(&f->x.row, a, ret)) {
        json_t *object = NULL;
        uint64_t line = 0;
        row_begin(&f->x.row, 0, NULL);
        enum status s = next_object(f, &object, &line, e);
        if (s) return s;
        f->x.row.held = object;
        f->x.row.line = line;
        if (!read_object(f, object)) {
            s = err_set(e, BAD_INPUT, "no tweet, want id, text and created_at");
            s = err_in(e, s, "%llu", (unsigned long long)line);
            return f->b ? row_in_file(e, s, f->file) : s;
        }
        if (!row_take(&f->x.row, a, ret)) return DONE;
    }
    if (f->b) ret->file = str_copy(a, str_of(f->file));
    return OK;
}

static enum status x_open(struct reader *in, const struct importer_options *o, struct arena *a,
                          void **ret_state, struct err *e)
{
    struct x_file *f = arena_new(a, struct x_file, 1);
    struct str head;
    f->x = x_new(a);
    f->b = in ? NULL : o->bundle;
    *ret_state = f;
    if (f->b) return look_before(f, e);
    if (!in) return err_set(e, BAD_INPUT, "want the directory of an archive, or a file of tweets");
    enum status s = reader_head(in, 256, &head, e);
    if (s) return s;
    if (str_starts(str_trim(head), "window.") || str_starts(str_trim(head), "Grailbird.")) {
        return err_set(e, BAD_INPUT,
                       "one file of an archive does not say whose tweets these are; import the "
                       "archive's directory, or its zip");
    }
    s = json_rows_open(in, a, &f->rows, e);
    f->rows.array = true; /* objects one after the other are read alike */
    return s;
}

static void x_close(void *state)
{
    struct x_file *f = state;
    reader_close(f->in);
    arena_free(&f->file_a);
    row_end(&f->x.row);
    json_decref(f->account);
    json_decref(f->profile);
}

static bool has_all(struct str s, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_find_nocase(s, words[i]) == s.len) return false;
    }
    return true;
}

static int x_sniff(struct str head, const char *path)
{
    static const char *const tweet[] = {"\"created_at\"", "\"id_str\"", "text\""};
    static const char *const answer[] = {"\"author_id\"", "\"text\"", "\"id\""};
    struct str s = str_trim(str_starts(head, "\xEF\xBB\xBF") ? str_skip(head, 3) : head);
    (void)path;
    if (str_starts(s, "window.YTD.tweet") || str_starts(s, "Grailbird.data.tweets")) return 95;
    if (!s.len || (s.p[0] != '{' && s.p[0] != '[')) return 0;
    bool user = str_find_nocase(s, "\"screen_name\"") < s.len;
    if (user && has_all(s, tweet, 3)) return 88;
    return has_all(s, answer, 3) ? 87 : 0;
}

extern const struct importer importer_x_archive;

const struct importer importer_x_archive = {
    .name = "x-archive",
    .summary = "the archive of an X (Twitter) account, tweets as its API gives them",
    .sniff = x_sniff,
    .gather = x_gather,
    .open = x_open,
    .next = x_next,
    .close = x_close,
};

/* stackexchange.c - listen: what does the data dump of a Stack Exchange site say? */
#include "listen/stackexchange_int.h"

#include "base/time.h"
#include "listen/table_int.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *file, *root;
} tables[SE_TABLES] = {[SE_USERS] = {"Users.xml", "users"},
                       [SE_VOTES] = {"Votes.xml", "votes"},
                       [SE_LINKS] = {"PostLinks.xml", "postlinks"},
                       [SE_POSTS] = {"Posts.xml", "posts"},
                       [SE_COMMENTS] = {"Comments.xml", "comments"}};

bool se_room(struct se_dump *d, void **at, size_t size, size_t count, size_t *room)
{
    if (count >= DUMP_ROWS_MAX) {
        d->beyond++;
        return false;
    }
    if (count == *room) {
        size_t wider = *room ? *room * 2 : 256;
        *at = arena_grow(d->a, *at, *room * size, wider * size);
        *room = wider;
    }
    return true;
}

/* ---- cells that several tables have ---- */

struct str se_key(const struct se_dump *d, int64_t post, struct arena *a)
{
    return str_printf(a, "%.*s:%lld", STR_ARG(d->channel), (long long)post);
}

struct who se_who(const struct se_dump *d, int64_t user, struct arena *a)
{
    uint32_t at = idmap_get(&d->users, user);
    return (struct who){.channel = d->channel,
                        .handle = str_printf(a, "%lld", (long long)user),
                        .name = at == UINT32_MAX ? STR("") : d->user.at[at]};
}

/* "user123" is what the site calls number 123 once that account is gone. */
static int64_t number_left(struct str name)
{
    int64_t number = 0;
    if (!str_starts(name, "user") || !str_to_i64(str_skip(name, 4), &number)) return 0;
    return number > 0 && ascii_is_digit(name.p[4]) ? number : 0;
}

struct who se_author(const struct se_dump *d, const char *id, const char *name, struct arena *a,
                     int64_t *ret_user)
{
    *ret_user = xml_number(&d->row, id, 0);
    if (*ret_user) return se_who(d, *ret_user, a);
    struct str left = utf8_head(str_trim(xml_text(&d->row, name, a)), NAME_BYTES_MAX);
    if (!left.len) return (struct who){.handle = STR("")};
    *ret_user = number_left(left);
    if (*ret_user) return se_who(d, *ret_user, a);
    return (struct who){.channel = d->channel,
                        .handle = str_printf(a, "deleted/%.*s", STR_ARG(left)),
                        .name = left};
}

enum status se_id(const struct se_dump *d, const char *name, int64_t *ret, struct err *e)
{
    *ret = xml_number(&d->row, name, 0);
    if (*ret) return OK;
    return err_set(e, BAD_INPUT, "%llu: a row without a number as %s; fetch the dump again",
                   (unsigned long long)d->row.line, name);
}

enum status se_date(const struct se_dump *d, const char *name, int64_t *ret, struct err *e)
{
    struct str raw = xml_raw(&d->row, name);
    *ret = TIME_NONE;
    if (!raw.len || time_parse_iso(raw, ret)) return OK;
    return err_set(e, BAD_INPUT, "%llu: %s '%.*s', want 2018-02-06T20:19:50",
                   (unsigned long long)d->row.line, name, STR_ARG(utf8_head(raw, 40)));
}

void se_doc(const struct se_dump *d, const char *kind, int64_t at_s, struct arena *a,
            struct record *ret)
{
    *ret = (struct record){.kind = RECORD_DOC, .line = d->row.line};
    ret->doc = (struct doc_row){.kind = str_of(kind), .at_s = at_s};
    ret->doc.outlets = arena_new(a, struct who, 1);
    ret->doc.outlets[ret->doc.outlet_count++] = (struct who){
        .channel = STR("group"), .handle = d->site, .name = d->site, .kind = STR("group")};
}

/* ---- users ---- */

static void claim_page(const struct xml_row *row, struct arena *a, struct person_row *p)
{
    struct who who;
    struct str url = str_trim(xml_text(row, "WebsiteUrl", a));
    bool http = str_starts_nocase(url, "http://") || str_starts_nocase(url, "https://");
    if (!http || url.len < 11 || url.len > NAME_BYTES_MAX) return;
    if (!profile_read(url, &who)) who = (struct who){.channel = STR("url"), .handle = url};
    p->claims = arena_new(a, struct claim, 1);
    p->claims[p->claim_count++].who = who;
}

/* AccountId is one number over all sites of the network: it makes the same human's accounts one. */
static enum status read_user(struct se_dump *d, struct arena *a, struct record *ret, struct err *e)
{
    int64_t id = 0;
    enum status s = se_id(d, "Id", &id, e);
    if (s) return s;
    struct str name = utf8_head(str_trim(xml_text(&d->row, "DisplayName", a)), NAME_BYTES_MAX);
    *ret = (struct record){.kind = RECORD_PERSON, .line = d->row.line};
    struct person_row *p = &ret->person;
    p->name = name;
    p->followers = p->weight = -1;
    p->capacity = -1;
    p->robot = id < 0; /* -1, "Community", owns what nobody owns */
    p->who[p->who_count++] = (struct who){
        .channel = d->channel, .handle = str_printf(a, "%lld", (long long)id), .name = name};
    int64_t account = xml_number(&d->row, "AccountId", 0);
    if (account > 0) {
        p->who[p->who_count++] = (struct who){.channel = STR("stackexchange"),
                                              .handle = str_printf(a, "%lld", (long long)account),
                                              .name = name};
    }
    claim_page(&d->row, a, p);
    if (!SE_ROOM(d, d->user)) return OK;
    uint32_t here = (uint32_t)d->user.count;
    if (idmap_put(&d->users, id, here) == here) d->user.at[d->user.count++] = str_copy(d->a, name);
    return OK;
}

/* ---- tables one after the other ---- */

/* OK when one is open, DONE when there is none left. */
static enum status open_next(struct se_dump *d, struct err *e)
{
    while (d->next_table < SE_TABLES) {
        d->table = (enum se_table)d->next_table++;
        size_t i = bundle_find(d->bundle, tables[d->table].file);
        if (i == d->bundle->count) continue;
        d->file = d->bundle->file[i];
        enum status s = bundle_open(d->bundle, i, d->a, &d->in, e);
        if (!s) s = xml_rows_open(d->in, d->a, &d->rows, e);
        d->open = !s;
        return s;
    }
    return DONE;
}

static void close_table(struct se_dump *d)
{
    if (d->open) xml_rows_close(&d->rows);
    if (d->bundle) reader_close(d->in);
    d->in = NULL;
    d->open = false;
}

/* OK with *ret_given telling whether the row became a record. */
static enum status read_row(struct se_dump *d, struct arena *a, struct record *ret, bool *ret_given,
                            struct err *e)
{
    *ret_given = d->table != SE_VOTES && d->table != SE_LINKS;
    switch (d->table) {
    case SE_USERS:
        return read_user(d, a, ret, e);
    case SE_VOTES:
        return se_vote(d, e);
    case SE_LINKS:
        return se_link(d, e);
    case SE_POSTS:
        return se_post(d, a, ret, e);
    default:
        return se_comment(d, a, ret, e);
    }
}

/* "41: what" becomes "Posts.xml:41: what". */
static enum status place_in_file(const struct se_dump *d, struct err *e)
{
    struct err said = *e;
    return err_set(e, BAD_INPUT, "%s:%s", d->file, said.text);
}

static enum status next_row(struct se_dump *d, struct arena *a, struct record *ret, struct err *e)
{
    bool given = false;
    while (!d->ended) {
        enum status s = OK;
        if (!d->open) s = d->bundle ? open_next(d, e) : DONE;
        if (s == DONE) break;
        if (!s) s = xml_rows_next(&d->rows, &d->row, e);
        if (s == DONE) {
            close_table(d);
            continue;
        }
        if (!s) s = read_row(d, a, ret, &given, e);
        if (s == BAD_INPUT && d->file) return place_in_file(d, e);
        if (s || given) return s;
    }
    d->ended = true;
    return se_link_left(d, a, ret);
}

static enum status dump_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct se_dump *d = state;
    enum status s = next_row(d, a, ret, e);
    if (!s && d->file) ret->file = utf8_mend(a, str_of(d->file));
    return s;
}

static void dump_close(void *state)
{
    close_table(state);
}

/* ---- which site, which files ---- */

/* Behind the host that `name` begins with: "stackoverflow.com-Posts" 17, "quantum" 0. */
static size_t host_length(struct str name)
{
    static const char *const ends[] = {".com", ".net", ".org"};
    size_t best = 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = str_find_nocase(name, ends[i]);
        size_t end = at + 4;
        if (at && at < name.len && (end == name.len || !ascii_is_letter(name.p[end]))) best = end;
    }
    for (size_t i = 0; i < best; i++) {
        char c = name.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && c != '.' && c != '-') return 0;
    }
    return best;
}

static void set_site(struct se_dump *d, struct str name, struct str dir)
{
    size_t n = host_length(name);
    if (!n && (n = host_length(dir))) name = dir;
    d->site_guessed = !n;
    if (n) {
        d->site = str_lower(d->a, str_head(name, n));
        d->home = str_printf(d->a, "https://%.*s/", STR_ARG(d->site));
    } else {
        struct str key = name_key(d->a, dir.len ? dir : name);
        char *p = arena_copy(d->a, key.p, key.len);
        for (size_t i = 0; i < key.len; i++)
            p[i] = (char)(p[i] == ' ' ? '-' : p[i]);
        d->site = key.len ? utf8_head((struct str){p, key.len}, NAME_BYTES_MAX) : STR("site");
        d->home = STR("");
    }
    d->channel = str_printf(d->a, "stackexchange:%.*s", STR_ARG(d->site));
}

/* The last directory of a path that names a file. */
static struct str dir_of(struct str path)
{
    const char *slash = path.p ? memrchr(path.p, '/', path.len) : NULL;
    if (!slash) return STR("");
    struct str dir = {path.p, (size_t)(slash - path.p)};
    slash = dir.len ? memrchr(path.p, '/', dir.len) : NULL;
    return slash ? str_skip(dir, (size_t)(slash - dir.p) + 1) : dir;
}

static bool has(struct str text, const char *what)
{
    return str_find_nocase(text, what) < text.len;
}

/* The table this is the start of; SE_TABLES when it is none of ours. */
static enum se_table table_of(struct str head)
{
    char tag[24];
    size_t row = str_find_nocase(head, "<row ");
    struct str before = str_head(head, row);
    if (row == head.len) return SE_TABLES;
    for (int t = 0; t < SE_TABLES; t++) {
        (void)snprintf(tag, sizeof tag, "<%s>", tables[t].root);
        if (has(before, tag) && has(str_skip(head, row), " Id=\"")) return (enum se_table)t;
    }
    return SE_TABLES;
}

static int dump_sniff(struct str head, const char *path)
{
    (void)path;
    switch (table_of(head)) {
    case SE_POSTS:
        return has(head, "PostTypeId=\"") ? 90 : 0;
    case SE_COMMENTS:
        return has(head, "PostId=\"") ? 90 : 0;
    case SE_USERS:
        return has(head, "Reputation=\"") && has(head, "DisplayName=\"") ? 90 : 0;
    case SE_VOTES:
        return has(head, "VoteTypeId=\"") ? 60 : 0;
    case SE_LINKS:
        return has(head, "RelatedPostId=\"") ? 60 : 0;
    default:
        return 0;
    }
}

static int dump_gather(const struct bundle *b)
{
    struct arena own = {0};
    int score = 0;
    size_t posts = bundle_find(b, tables[SE_POSTS].file);
    if (posts < b->count) {
        score = dump_sniff(bundle_head(b, posts, 4096, &own), NULL) ? 95 : 0;
    }
    arena_free(&own);
    return score;
}

static enum status open_single(struct se_dump *d, struct reader *in, struct err *e)
{
    struct str head;
    enum status s = reader_head(in, 4096, &head, e);
    if (s) return s;
    d->table = table_of(head);
    if (d->table == SE_TABLES) {
        return err_set(e, BAD_INPUT,
                       "no table of a Stack Exchange dump; want the directory of its Posts.xml, "
                       "Users.xml and so on");
    }
    if (d->table == SE_VOTES || d->table == SE_LINKS) {
        return err_set(e, BAD_INPUT,
                       "%s without the posts they are about; import the directory of the dump",
                       d->table == SE_VOTES ? "votes" : "links of posts");
    }
    s = xml_rows_open(in, d->a, &d->rows, e);
    d->open = !s;
    return s;
}

static enum status dump_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    struct se_dump *d = arena_new(a, struct se_dump, 1);
    *ret_state = d;
    d->a = a;
    d->bundle = o->bundle;
    d->users = idmap_new(a, 0);
    d->posts = idmap_new(a, 0);
    d->awards = idmap_new(a, 0);
    d->bounties = idmap_new(a, 0);
    d->links = idmap_new(a, 0);
    if (!d->bundle) {
        struct str path = utf8_mend(a, str_of(o->path));
        const char *file = path.p ? path.p : "";
        set_site(d, str_of(path_base(file)), dir_of(path));
        return open_single(d, in, e);
    }
    set_site(d, utf8_mend(a, str_of(d->bundle->name)), STR(""));
    return OK;
}

static struct str dump_remarks(void *state, struct arena *a)
{
    const struct se_dump *d = state;
    struct buf b = buf_new(a);
    if (d->site_guessed) {
        buf_addf(&b,
                 "the site is called '%.*s' after its directory; to meet other dumps and links to "
                 "it, call the directory as the site, x.stackexchange.com",
                 STR_ARG(d->site));
    }
    if (d->beyond) {
        buf_addf(&b,
                 "%s%llu rows beyond the first %d of a table: accepted answers, bounties and "
                 "mentions of those are left out",
                 b.len ? "; " : "", (unsigned long long)d->beyond, DUMP_ROWS_MAX);
    }
    return buf_str(&b);
}

extern const struct importer importer_stackexchange;

const struct importer importer_stackexchange = {
    .name = "stackexchange",
    .summary =
        "the data dump of a Stack Exchange site: the directory of its Posts.xml and the rest",
    .sniff = dump_sniff,
    .gather = dump_gather,
    .open = dump_open,
    .next = dump_next,
    .close = dump_close,
    .remarks = dump_remarks,
};
